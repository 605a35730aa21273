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
from pptx.util import Emu, Pt

from presentation.block import FigureBlock, KeyFigure
from presentation.charts.slide import draw, rows_left_out
from presentation.charts.slide_map import describe, flat
from presentation.charts.slide_matrix import MatrixPart, matrix_key, matrix_parts, matrix_shape
from presentation.emblem import BLUE, RATIO, YELLOW, stars
from presentation.exports.deck_template import Box, DeckTemplate, number_placeholder, own_template
from presentation.exports.fit import height_pt, largest_size, leading_sentences
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
_COVER_SIZES = (38, 34, 30, 26, 22, 20)
#: The part of a slide's height that a drawing has, or the words under it are left to the notes.
_DRAWING_AT_LEAST = 0.4
#: Between a drawing and the words under it.
_AIR = Pt(14).emu


def deck(slides: Sequence[Slide], words: DeckWords, text: Text, template: DeckTemplate | None = None) -> bytes:
    """Write a presentation: cover, summary, one slide a figure, sources.

    Args:
        slides: The figures and matrices, in their order; a large matrix takes several slides.
        words: Everything else that is said.
        text: The deck's language, for numbers in its charts.
        template: The look; our own when null. A template is used for one deck only.

    Returns:
        A ``.pptx`` file.
    """
    look = template or own_template()
    pages = [(slide, part) for slide in slides for part in _parts(look, slide, words, text)]
    titles = _unique([words.summary_title, *(slide.title or slide.block.headline for slide, _ in pages), words.closing_title])
    _cover(look, words, text)
    _summary(look, titles[0], words)
    for (slide, part), title in zip(pages, titles[1:-1], strict=True):
        if part:
            _matrix_slide(look, slide, part, title, words, text)
        else:
            _figure_slide(look, slide, title, words, text)
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
    for shape in filter(lambda shape: shape is not None and _box(shape).right > look.width, (title, below)):
        shape.left, shape.top, shape.width, shape.height = look.content.left, shape.top, look.content.width, shape.height
    box = _box(title) if title is not None else look.title
    title = title if title is not None else _textbox(slide, box, words.title, 30, look.font)
    _write(
        title,
        words.title,
        largest_size(words.title, _COVER_SIZES, look.font, box.width_pt * 0.97, box.height_pt, bold=True) or _COVER_SIZES[-1],
    )
    if below is not None:
        _write(below, subtitle, 20)
    else:
        _textbox(slide, Box(look.content.left, look.content.top, look.content.width, look.content.height // 2), subtitle, 20, look.font)
    _drop_empty(slide)
    height = int(look.height * 0.075)
    _emblem(slide, look, Box(look.content.left, int(look.height * 0.86), look.content.width, height), words.funded)
    slide.notes_slide.notes_text_frame.text = xml_text(words.source)


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
    _emblem(slide, look, Box(box.left, box.bottom - flag, box.width, flag), words.funded)
    slide.notes_slide.notes_text_frame.text = xml_text("\n\n".join((*words.closing, words.source)))


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
            shape = _textbox(slide, Box(column.left, top, width, height), words, size, look.font)
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
        _textbox(slide, box, "\n".join(shown), size, look.font, space=0.5)


@dataclass(frozen=True)
class _Around:
    """The words around a drawing and their places, from top to bottom: what it measures, the drawing, what it says, source."""

    subtitle: str
    subtitle_box: Box
    box: Box
    said: str
    said_box: Box
    source_box: Box


def _around(look: DeckTemplate, slide: Slide, source: str, said_at_most: float = 0.3) -> _Around:
    """Where everything of a slide stands.

    Args:
        source: The longest form of the line under the figure: how many rows have no room is known once the drawing's box is.
        said_at_most: The part of the height that the words may take.
    """
    block, content = slide.block, look.content
    subtitle = leading_sentences(block.subtitle, BODY, look.font, content.width_pt, BODY * 1.3 * 2) or block.subtitle
    top = content.top + _height(subtitle, BODY, look, content)
    source_top = content.bottom - _height(source, SMALL, look, content)
    gap = Pt(4).emu
    # The notes have the whole sentence; the drawing needs its room.
    room = source_top - top - _AIR - 2 * gap - look.height * _DRAWING_AT_LEAST
    most = min((source_top - top) * said_at_most, room) / Pt(1).emu
    said = slide.remark or leading_sentences(block.sentence, BODY, look.font, content.width_pt, most)
    if not slide.remark and block.not_shown:
        longer = f"{said} {block.not_shown}".strip()
        said = longer if height_pt(longer, BODY, look.font, content.width_pt) <= most else said
    said_top = source_top - (_height(said, BODY, look, content) + gap if said else 0)
    return _Around(
        subtitle,
        Box(content.left, content.top, content.width, top - content.top),
        Box(content.left, top + gap, content.width, said_top - top - _AIR - gap),
        said,
        Box(content.left, said_top, content.width, source_top - said_top - gap),
        Box(content.left, source_top, content.width, content.bottom - source_top),
    )


def _framed(look: DeckTemplate, slide: Slide, title: str, around: _Around, words: DeckWords, text: Text) -> Any:
    """A slide with everything but its drawing and its source."""
    page = _titled(look, title)
    _textbox(page, around.subtitle_box, around.subtitle, BODY, look.font, soft=True)
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
        _textbox(page, around.said_box, around.said, BODY, look.font)
    _textbox(page, around.source_box, source, SMALL, look.font, soft=True)


# A matrix -----------------------------------------------------------------------------


def _matrix_places(look: DeckTemplate, slide: Slide, words: DeckWords, text: Text) -> tuple[_Around, str, Box]:
    """The words around a matrix, its key, and the free box under the key."""
    assert isinstance(slide.block, Matrix)
    counted = replace(
        slide.block,
        subtitle=text("Number of projects. Cells overlap and must not be added up; money and participants are in the speaker notes."),
    )
    # A remark of the person's own stands under the table; the matrix's own sentence is left to the notes.
    around = _around(look, replace(slide, block=counted), _matrix_source(words, 9, 99, text), said_at_most=0.0)
    key = matrix_key(slide.block)
    height = _height(key, SMALL, look, around.box) + Pt(4).emu
    return around, key, Box(around.box.left, around.box.top + height, around.box.width, around.box.height - height)


def _parts(look: DeckTemplate, slide: Slide, words: DeckWords, text: Text) -> tuple[MatrixPart | None, ...]:
    """The slides that one figure takes: a matrix may take several."""
    if not isinstance(slide.block, Matrix):
        return (None,)
    _, _, box = _matrix_places(look, slide, words, text)
    return matrix_parts(slide.block, box, look.font)


def _matrix_source(words: DeckWords, slides: int, left_out: int, text: Text) -> str:
    more = text("The table is on {number} slides.", number=text.number(slides)) if slides > 1 else ""
    return " ".join(filter(None, (more, _source_line(words, left_out, text))))


def _matrix_slide(look: DeckTemplate, slide: Slide, part: MatrixPart, title: str, words: DeckWords, text: Text) -> None:
    assert isinstance(slide.block, Matrix)
    around, key, box = _matrix_places(look, slide, words, text)
    page = _framed(look, slide, title, around, words, text)
    _textbox(page, Box(box.left, around.box.top, box.width, box.top - around.box.top), key, SMALL, look.font)
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
    slide = look.deck.slides.add_slide(look.title_only)
    shape = _placeholder(slide, _TITLES)
    if shape is None:
        shape = _textbox(slide, look.title, title, 24, look.font)
    elif _box(shape) != look.title:
        shape.left, shape.top, shape.width, shape.height = look.title.left, look.title.top, look.title.width, look.title.height
    size = largest_size(title, _TITLE_SIZES, look.font, look.title.width_pt * 0.97, look.title.height_pt, bold=True)
    _write(shape, title, size or _TITLE_SIZES[-1])
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


def _textbox(slide: Any, box: Box, words: str, size: float, font: str, *, soft: bool = False, space: float = 0.0) -> Any:
    shape = slide.shapes.add_textbox(box.left, box.top, box.width, box.height)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    _write(shape, words, size)
    for paragraph in frame.paragraphs:
        if space:
            paragraph.space_after = Pt(size * space)
        if soft:
            paragraph.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            paragraph.font.color.brightness = 0.25
    return shape


def _emblem(slide: Any, look: DeckTemplate, box: Box, words: str) -> None:
    """The European emblem as native shapes, and its words beside it."""
    height = box.height
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
    label = _textbox(slide, Box(left, box.top, box.right - left, height), words, BODY, look.font)
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
