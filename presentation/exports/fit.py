"""How much room words need on a slide, so that none is cut off.

A server does not have the fonts of the reader's computer. Words are measured with the font
that Pillow carries, widened by what the slide's own font is known to need.
"""

from functools import cache

from PIL import ImageFont

from presentation.block import sentences

_MEASURED_AT = 100
#: Width of letters against the measuring font. A computer without the slide's font writes in another, of which DejaVu is the
#: widest that office programs take by themselves: what fits in it fits in the narrower ones too.
_WIDTH, _WIDTHS = 1.18, {"verdana": 1.27}
#: Bold letters against the others.
_BOLD = 1.1
#: Height of a line against the size of its letters.
LINE = 1.22


@cache
def _font() -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(_MEASURED_AT)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow comes without FreeType"
    return font


def width_pt(words: str, size: float, font: str, bold: bool = False) -> float:
    """Width of one line in points."""
    measured = _font().getlength(words) / _MEASURED_AT * size
    return measured * _WIDTHS.get(font.lower(), _WIDTH) * (_BOLD if bold else 1)


def lines_of(words: str, size: float, font: str, room_pt: float, bold: bool = False) -> list[str]:
    """The words over lines of a width; a single word that is wider is broken."""
    lines: list[str] = []
    for paragraph in words.splitlines() or [""]:
        line = ""
        # A no-break space holds its words together.
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if not line or width_pt(longer, size, font, bold) <= room_pt:
                line = longer
            else:
                lines.append(line)
                line = word
            while width_pt(line, size, font, bold) > room_pt and len(line) > 1:
                fits = max(1, int(len(line) * room_pt / width_pt(line, size, font, bold)))
                lines.append(line[:fits])
                line = line[fits:]
        lines.append(line)
    return lines


def height_pt(words: str, size: float, font: str, room_pt: float, bold: bool = False) -> float:
    """Height in points of words over lines of a width."""
    return len(lines_of(words, size, font, room_pt, bold)) * size * LINE


def largest_size(words: str, sizes: tuple[float, ...], font: str, room_pt: float, height: float, bold: bool = False) -> float | None:
    """The first of some sizes, largest first, at which the words fit a box; null when none does."""
    return next((size for size in sizes if height_pt(words, size, font, room_pt, bold) <= height), None)


def leading_sentences(words: str, size: float, font: str, room_pt: float, height: float) -> str:
    """As many whole sentences from the start as fit a box; empty when not even the first does."""
    kept = ""
    for sentence in sentences(words):
        longer = f"{kept} {sentence}".strip()
        if height_pt(longer, size, font, room_pt) > height:
            break
        kept = longer
    return kept


def shortened(words: str, size: float, font: str, room_pt: float) -> str:
    """A long name for an axis, cut at a word with a sign that it goes on; the notes have it whole."""
    if width_pt(words, size, font) <= room_pt:
        return words
    kept, *rest = words.split(" ")
    for word in rest:
        if width_pt(f"{kept} {word} …", size, font) > room_pt:
            break
        kept = f"{kept} {word}"
    return f"{kept} …"
