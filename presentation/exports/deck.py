"""A deck of slides that can be edited: native charts, a map of shapes, speaker notes with the sources."""

import io
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.slide import SlideLayout
from pptx.util import Emu, Pt

from presentation.block import FigureBlock, KeyFigure
from presentation.charts.slide import draw, rows_left_out
from presentation.charts.slide_map import describe, flat
from presentation.charts.slide_matrix import MatrixPart, matrix_key, matrix_parts, matrix_shape
from presentation.emblem import BLUE, RATIO, YELLOW, stars
from presentation.exports.deck_template import BLACK, Box, DeckTemplate, artwork, contrast, ink_on, number_placeholder, own_template
from presentation.exports.fit import height_pt, largest_size, leading_sentences, width_pt
from presentation.exports.slides import DeckWords, Slide
from presentation.exports.xml_text import xml_text
from presentation.matrix import Matrix
from presentation.tables import Table, written
from presentation.text import Text

#: The language of the words on a slide, as office programs call it.
_LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
#: Points: running text, and the lines under a figure that say where it is from.
BODY, SMALL = 16, 12
_TITLE_SIZES = (30, 28, 26, 24, 22, 20, 18)
_COVER_SIZES, _BELOW_SIZES = (38, 34, 30, 26, 22, 20, 18), (20, 18, 16, 14, 12)
#: The part of the template's place for content that a drawing has, or the words under it are left to the notes.
FIGURE_AT_LEAST = 0.6
#: Points of the words under a drawing.
_SAID_SIZES = (BODY, 15, 14, 13, SMALL)
#: The edge of a plate around what stands on it.
_PLATE = Pt(5).emu
#: Between a drawing and the words under it.
_AIR = Pt(14).emu


def deck(slides: Sequence[Slide], words: DeckWords, text: Text, template: DeckTemplate | None = None) -> bytes:
    """Write a presentation: cover, summary, one slide a figure, sources, as far as they are wanted.

    Args:
        slides: The figures and matrices, in their order.
        words: Everything else that is said.
        text: The deck's language, for numbers in its charts.
        template: The look; our own when null. A template is used for one deck only.

    Returns:
        A ``.pptx`` file.
    """
    look = template or own_template()
    pages = [(slide, part) for slide in slides for part in _parts(look, slide, words, text)]
    titles = _unique([words.summary_title, *(slide.title or slide.block.headline for slide, _ in pages), words.closing_title])
    if "cover" in words.parts:
        _cover(look, words, text)
    if "summary" in words.parts:
        _summary(look, titles[0], words)
    for (slide, part), title in zip(pages, titles[1:-1], strict=True):
        if part:
            _matrix_slide(look, slide, part, title, words, text)
        else:
            _figure_slide(look, slide, title, words, text)
    if "sources" in words.parts:
        _closing(look, titles[-1], words)
    _properties(look, words, text)
    _say_language(look, text)
    file = io.BytesIO()
    look.deck.save(file)
    return file.getvalue()


def _unique(titles: Sequence[str]) -> list[str]:
    """Titles, numbered where several are the same: a slide is found by its title."""
    many, seen = Counter(titles), Counter[str]()
    unique = []
    for title in titles:
        seen[title] += 1
        unique.append(f"{title} ({seen[title]}/{many[title]})" if many[title] > 1 else title)
    return unique


# Slides -------------------------------------------------------------------------------


def _cover(look: DeckTemplate, words: DeckWords, text: Text) -> None:
    slide = look.deck.slides.add_slide(look.cover)
    title, below = _placeholder(slide, _TITLES), _placeholder(slide, (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT))
    subtitle = "\n".join(filter(None, (words.subtitle, words.author, words.example)))
    inner = look.content
    upper = _box(title) if title is not None else Box(inner.left, inner.top, inner.width, inner.height // 2)
    lower = (
        _box(below)
        if below is not None
        else Box(inner.left, upper.bottom, inner.width, max(inner.bottom - upper.bottom, inner.height // 3))
    )
    # A box that reaches over the edge keeps its height and takes the width of the figures.
    upper, lower = (
        box if look.slide.holds(box) else Box(inner.left, box.top, inner.width, box.height).within(look.slide) for box in (upper, lower)
    )
    place, lower = _emblem_place(look, upper, lower, words.funded)
    title = title if title is not None else _textbox(slide, upper, words.title, 30, look)
    below = below if below is not None else _textbox(slide, lower, subtitle, 20, look)
    for shape, box, said, sizes, bold in ((title, upper, words.title, _COVER_SIZES, True), (below, lower, subtitle, _BELOW_SIZES, False)):
        shape.left, shape.top, shape.width, shape.height = box.left, box.top, box.width, box.height
        # The inner margins of a placeholder are a tenth of an inch at its sides, half of it above and below.
        room, height = box.width_pt - 16, box.height_pt - 8
        _write(shape, said, largest_size(said, sizes, look.font, room, height, bold=bold) or sizes[-1])
        _make_readable(shape, look, look.cover, box)
    _drop_empty(slide)
    _emblem(slide, look, look.cover, place, words.funded)
    slide.notes_slide.notes_text_frame.text = xml_text(words.source)


def _make_readable(shape: Any, look: DeckTemplate, layout: SlideLayout, box: Box) -> None:
    """Words in the theme's own colour become light or dark where the layout's ground takes that colour; a colour of the layout's own stays."""
    ground, base = look.ground(layout, box), getattr(shape, "_base_placeholder", None)
    fills = [] if base is None else base._element.findall(f".//{qn('a:lstStyle')}//{qn('a:solidFill')}/*")
    if ground and contrast(ground, look.colours.get("tx1", "000000")) < 4.5 and all(fill.get("val") in ("tx1", "dk1") for fill in fills):
        for paragraph in shape.text_frame.paragraphs:
            paragraph.font.color.rgb = ink_on(ground)


def _emblem_place(look: DeckTemplate, upper: Box, lower: Box, words: str) -> tuple[Box, Box]:
    """Where the emblem of a cover stands: clear of the title, of the words under it and of the template's artwork.

    Returns:
        The emblem's place, and the place that is left for the words under the title.
    """
    height, air = int(look.height * 0.075), Pt(10).emu
    width = min(int(height * RATIO) + Pt(width_pt(words, BODY, look.font) + 12).emu + air, look.width - 2 * air)
    taken = [upper, lower, *artwork(look.cover, look.slide)]
    left, right = min(max(upper.left, air), look.width - width - air), look.width - width - max(air, look.content.left)
    lines = (int(look.height * 0.86), lower.bottom + air, int(look.height * 0.9), int(look.height * 0.04), upper.bottom + air)
    for top in lines:
        for edge in (left, look.content.left, right):
            place = Box(edge, top, width, height)
            if look.slide.holds(place.around(air // 2)) and not any(place.around(air // 2).overlaps(box) for box in taken):
                return place, lower
    # A cover that is words all over: the words under the title give the emblem the foot of their place.
    foot = Box(lower.left, lower.bottom - height, width, height)
    return foot, Box(lower.left, lower.top, lower.width, max(height, lower.height - height - air))


def _summary(look: DeckTemplate, title: str, words: DeckWords) -> None:
    """The key figures side by side, and under them the message in sentences."""
    slide = _titled(look, title)
    box = look.content
    if words.keys:
        height = _key_figures(slide, look, box, words.keys)
        box = Box(box.left, box.top + height, box.width, box.height - height)
    _paragraphs(slide, look, box, words.summary, 24)
    slide.notes_slide.notes_text_frame.text = xml_text("\n\n".join((*words.summary, words.source)))


def _closing(look: DeckTemplate, title: str, words: DeckWords) -> None:
    """Sources, basis and how to cite, with the European emblem."""
    slide = _titled(look, title)
    box, flag = look.content, int(look.height * 0.07)
    _paragraphs(slide, look, Box(box.left, box.top, box.width, box.height - int(flag * 1.5)), words.closing, 18)
    width = min(int(flag * RATIO) + Pt(width_pt(words.funded, BODY, look.font) + 12).emu + _AIR, box.width)
    # Its plate, where it has one, stays inside too.
    place = Box(box.left, box.bottom - flag, width, flag)
    _emblem(slide, look, look.inner, place.around(-_PLATE) if look.words is not None else place, words.funded)
    slide.notes_slide.notes_text_frame.text = xml_text("\n\n".join(filter(None, (*words.closing, words.closing_notes, words.source))))


def _key_figures(slide: Any, look: DeckTemplate, box: Box, keys: Sequence[KeyFigure]) -> int:
    """A column each: label, value, what it means. Returns the height they take."""
    gap = Pt(14).emu
    width = (box.width - gap * (len(keys) - 1)) // len(keys)
    tallest = 0
    value_size = min(
        largest_size(key.value, (36, 32, 28, 24, 20, 18), look.font, Emu(width).pt, 36 * 1.25, bold=True) or BODY for key in keys
    )
    for place, key in enumerate(keys):
        column = Box(box.left + place * (width + gap), box.top + Pt(6).emu, width, 0)
        rule = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, column.left, column.top, width, Pt(3).emu)
        rule.fill.solid()
        rule.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        rule.line.fill.background()
        flat(rule)
        rule.name = f"– {key.label}"
        top = column.top + Pt(10).emu
        for words, size, bold in ((key.label, BODY, False), (key.value, value_size, True), (key.note, 14, False)):
            height = Pt(height_pt(words, size, look.font, column.width_pt, bold) + 4).emu
            shape = _textbox(slide, Box(column.left, top, width, height), words, size, look)
            shape.name = key.label
            shape.text_frame.paragraphs[0].font.bold = bold
            top += height
        tallest = max(tallest, top - box.top)
    return tallest + Pt(22).emu


def _paragraphs(slide: Any, look: DeckTemplate, box: Box, paragraphs: Sequence[str], largest: int) -> None:
    """Paragraphs as large as they fit; what does not fit at the smallest size is in the notes."""

    def height(shown: Sequence[str], size: float) -> float:
        return sum(height_pt(words, size, look.font, box.width_pt) + size * 0.5 for words in shown)

    shown = list(paragraphs)
    size = next((size for size in range(largest, BODY - 1, -1) if height(shown, size) <= box.height_pt), BODY)
    while len(shown) > 1 and height(shown, size) > box.height_pt:
        shown.pop()
    if shown:
        _textbox(slide, box, "\n".join(shown), size, look, space=0.5)


@dataclass(frozen=True)
class _Around:
    """The words around a drawing and their places, from top to bottom: what it measures, the drawing, what it says, source."""

    subtitle: str
    subtitle_box: Box
    box: Box
    said: str
    said_size: float
    said_box: Box
    source_box: Box


def _around(look: DeckTemplate, slide: Slide, source: str, *, speaks: bool = True) -> _Around:
    """Where everything of a slide stands.

    Args:
        source: The longest form of the line under the figure: how many rows have no room is known once the drawing's box is.
        speaks: Whether the figure's own sentence is shown; a remark always is.
    """
    block, content = slide.block, look.content
    subtitle = leading_sentences(block.subtitle, BODY, look.font, content.width_pt, BODY * 1.3 * 2) or block.subtitle
    top = content.top + _height(subtitle, BODY, look, content)
    source_top = content.bottom - _height(source, SMALL, look, content)
    gap = Pt(4).emu
    # The notes have the whole sentence; the drawing needs its room.
    room = Emu(max(0, source_top - top - _AIR - 2 * gap - int(content.height * FIGURE_AT_LEAST))).pt
    most = room if speaks else 0.0
    # The person's own words are all shown, smaller when they are many.
    size = largest_size(slide.remark, _SAID_SIZES, look.font, content.width_pt, room) or _SAID_SIZES[-1]
    said = slide.remark or leading_sentences(block.sentence, size, look.font, content.width_pt, most)
    if not slide.remark and block.not_shown:
        longer = f"{said} {block.not_shown}".strip()
        said = longer if height_pt(longer, size, look.font, content.width_pt) <= most else said
    said_top = source_top - (_height(said, size, look, content) + gap if said else 0)
    return _Around(
        subtitle,
        Box(content.left, content.top, content.width, top - content.top),
        Box(content.left, top + gap, content.width, said_top - top - _AIR - gap),
        said,
        size,
        Box(content.left, said_top, content.width, source_top - said_top - gap),
        Box(content.left, source_top, content.width, content.bottom - source_top),
    )


def _framed(look: DeckTemplate, slide: Slide, title: str, around: _Around, words: DeckWords, text: Text) -> Any:
    """A slide with everything but its drawing and its source."""
    page = _titled(look, title)
    _textbox(page, around.subtitle_box, around.subtitle, BODY, look, soft=True)
    page.notes_slide.notes_text_frame.text = xml_text(
        "\n\n".join(filter(None, (slide.notes or slide.block.sentence, table_lines(slide.block.table, text), words.source)))
    )
    return page


def _figure_slide(look: DeckTemplate, slide: Slide, title: str, words: DeckWords, text: Text) -> None:
    block = slide.block
    assert isinstance(block, FigureBlock)
    around = _around(look, slide, _source_line(words, len(block.table.rows), text))
    page = _framed(look, slide, title, around, words, text)
    draw(block.chart, page, block, around.box, look, text)
    _below(page, around, _source_line(words, rows_left_out(block.chart, block.table, around.box), text), look)


def _below(page: Any, around: _Around, source: str, look: DeckTemplate) -> None:
    """What the figure says, and its source; they are read after it."""
    if around.said:
        _textbox(page, around.said_box, around.said, around.said_size, look)
    _textbox(page, around.source_box, source, SMALL, look, soft=True)


# A matrix -----------------------------------------------------------------------------


def _matrix_places(look: DeckTemplate, slide: Slide, words: DeckWords, text: Text) -> tuple[_Around, str, Box]:
    """The words around a matrix, its key, and the free box under the key."""
    assert isinstance(slide.block, Matrix)
    counted = replace(
        slide.block,
        subtitle=text("Number of projects. Cells overlap and must not be added up; money and participants are in the speaker notes."),
    )
    # A remark of the person's own stands under the table; the matrix's own sentence is left to the notes.
    around = _around(look, replace(slide, block=counted), _matrix_source(words, 9, 99, text), speaks=False)
    key = matrix_key(slide.block)
    height = _height(key, SMALL, look, around.box) + Pt(4).emu
    return around, key, Box(around.box.left, around.box.top + height, around.box.width, around.box.height - height)


def _parts(look: DeckTemplate, slide: Slide, words: DeckWords, text: Text) -> tuple[MatrixPart | None, ...]:
    """The slides that one figure takes: a matrix may take several."""
    if not isinstance(slide.block, Matrix):
        return (None,)
    _, _, box = _matrix_places(look, slide, words, text)
    return matrix_parts(slide.block, box, look.font, split=slide.split)


def _matrix_source(words: DeckWords, slides: int, left_out: int, text: Text) -> str:
    more = text("The table is on {number} slides.", number=text.number(slides)) if slides > 1 else ""
    return " ".join(filter(None, (more, _source_line(words, left_out, text))))


def _matrix_slide(look: DeckTemplate, slide: Slide, part: MatrixPart, title: str, words: DeckWords, text: Text) -> None:
    assert isinstance(slide.block, Matrix)
    around, key, box = _matrix_places(look, slide, words, text)
    page = _framed(look, slide, title, around, words, text)
    _textbox(page, Box(box.left, around.box.top, box.width, box.top - around.box.top), key, SMALL, look)
    frame = matrix_shape(page, slide.block, part, box, look)
    frame.name = xml_text(slide.block.table.caption)
    describe(frame, f"{slide.block.table.caption}. {slide.block.sentence}")
    _below(page, around, _matrix_source(words, part.slides, part.left_out, text), look)


def _source_line(words: DeckWords, more: int, text: Text) -> str:
    also = text.plural("{number} more row is in the speaker notes.", "{number} more rows are in the speaker notes.", more) if more else ""
    return " ".join(filter(None, (also, words.source)))


def table_lines(table: Table, text: Text) -> str:
    """A table as lines of plain words, for speaker notes."""
    heads = [column.header for column in table.columns]
    rows = (*table.rows, *((table.total,) if table.total else ()))
    return "\n".join(
        [table.caption, *(
            f"{written(row[0], table.columns[0].kind, text)}: " + "; ".join(f"{head} {written(value, column.kind, text)}" for head, value, column in zip(heads[1:], row[1:], table.columns[1:], strict=True))
            for row in rows
        )]
    )  # fmt: skip


# Parts of a slide ---------------------------------------------------------------------

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def _titled(look: DeckTemplate, title: str) -> Any:
    slide = look.deck.slides.add_slide(look.inner)
    shape = _placeholder(slide, _TITLES)
    if shape is None:
        shape = _textbox(slide, look.title, title, 24, look)
    elif _box(shape) != look.title:
        shape.left, shape.top, shape.width, shape.height = look.title.left, look.title.top, look.title.width, look.title.height
    size = largest_size(title, _TITLE_SIZES, look.font, look.title.width_pt * 0.97, look.title.height_pt, bold=True)
    _write(shape, title, size or _TITLE_SIZES[-1])
    _make_readable(shape, look, look.inner, look.title)
    # The title begins where the words under it do.
    shape.text_frame.margin_left = shape.text_frame.margin_right = 0
    _drop_empty(slide)
    if (number := number_placeholder(look)) is not None:
        slide.shapes._spTree.append(number)
    return slide


def _placeholder(slide: Any, kinds: Collection[PP_PLACEHOLDER]) -> Any:
    return next((shape for shape in slide.placeholders if shape.placeholder_format.type in kinds), None)


def _drop_empty(slide: Any) -> None:
    """An empty placeholder would ask for words."""
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type not in (*_TITLES, PP_PLACEHOLDER.SLIDE_NUMBER) and not (
            shape.has_text_frame and shape.text_frame.text
        ):
            shape._element.getparent().remove(shape._element)


def _box(shape: Any) -> Box:
    return Box(shape.left, shape.top, shape.width, shape.height)


def _write(shape: Any, words: str, size: float) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.text = xml_text(words)
    for paragraph in frame.paragraphs:
        paragraph.font.size = Pt(size)


def _height(words: str, size: float, look: DeckTemplate, box: Box) -> int:
    return Pt(height_pt(words, size, look.font, box.width_pt) + 4).emu


def _textbox(slide: Any, box: Box, words: str, size: float, look: DeckTemplate, *, soft: bool = False, space: float = 0.0) -> Any:
    shape = slide.shapes.add_textbox(box.left, box.top, box.width, box.height)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    _write(shape, words, size)
    for paragraph in frame.paragraphs:
        if space:
            paragraph.space_after = Pt(size * space)
        if look.words is not None:
            paragraph.font.color.rgb = look.words
        elif soft:
            paragraph.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            paragraph.font.color.brightness = 0.25
    return shape


def _emblem(slide: Any, look: DeckTemplate, layout: SlideLayout, box: Box, words: str) -> None:
    """The European emblem as native shapes, and its words beside it; on a white plate where the ground is dark or a picture."""
    height = box.height
    plate = box.around(_PLATE)
    ground = look.ground(layout, plate)
    if ground is None or contrast(ground, str(BLACK)) < 7:
        _paint(shape := slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, plate.left, plate.top, plate.width, plate.height), "#FFFFFF")
        shape.name = f"– {words}"
    group = slide.shapes.add_group_shape()
    flag = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, box.left, box.top, int(height * RATIO), height)
    _paint(flag, BLUE)
    for star in stars():
        points = [(box.left + x * height, box.top + y * height) for x, y in star]
        builder = group.shapes.build_freeform(*points[0], scale=1.0)
        builder.add_line_segments(points[1:], close=True)
        _paint(builder.convert_to_shape(), YELLOW)
    group.name = words
    describe(group, words)
    left = box.left + int(height * RATIO) + Pt(12).emu
    label = _textbox(slide, Box(left, box.top, box.right - left, height), words, BODY, look)
    label.text_frame.paragraphs[0].font.color.rgb = BLACK
    label.text_frame._txBody.bodyPr.set("anchor", "ctr")


def _paint(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
    shape.line.fill.background()
    flat(shape)


def _properties(look: DeckTemplate, words: DeckWords, text: Text) -> None:
    properties = look.deck.core_properties
    properties.title, properties.subject = words.title, words.subtitle
    properties.author = properties.last_modified_by = words.author
    properties.language = _LANGUAGES[text.language]
    properties.keywords = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)


def _say_language(look: DeckTemplate, text: Text) -> None:
    """Every run of words tells its language, so that a screen reader speaks it right."""
    language = _LANGUAGES[text.language]
    for slide in look.deck.slides:
        for tree in (slide.element, slide.notes_slide.element):
            for run in tree.iter(qn("a:r")):
                run.get_or_add_rPr().set("lang", language)
