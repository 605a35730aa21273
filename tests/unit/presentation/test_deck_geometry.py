"""Decks by measure: whatever the template, nothing leaves its place for content, nothing overlaps, and the figure has most of it."""

import io
import os
from functools import cache
from itertools import combinations

import pytest
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from analytics.filters import Filters
from data_loaders.codes import LANGUAGES
from presentation.exports.deck_recipes import RECIPES, recipe_deck
from presentation.exports.deck_template import Box, artwork, contrast, organisation_template, own_template
from presentation.exports.fit import height_pt
from presentation.exports.slides import SIZES
from presentation.reading import reading_of
from settings import ROOT

SAMPLE = ROOT / "assets" / "sample"
#: A point is the thickness of a line.
LINE = Pt(1).emu
#: The part of the place for content that a figure has at least.
FIGURE = 0.55


# Ten shapes of real templates ------------------------------------------------------------


def layout(file, kind: str):
    return next(layout for layout in file.slide_layouts if layout.element.get("type") == kind)


def place(shape, left, top, width, height) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Pt, (left, top, width, height))


def base(width=960, height=540):
    """The library's own template over another size, its layout for a title and content and its cover stretched to it."""
    file = Presentation()
    file.slide_width, file.slide_height = Pt(width), Pt(height)
    for name, boxes in (
        ("obj", {PP_PLACEHOLDER.TITLE: (48, 28, width - 96, 84), PP_PLACEHOLDER.OBJECT: (48, 126, width - 96, height - 180)}),
        ("title", {PP_PLACEHOLDER.CENTER_TITLE: (72, 150, width - 144, 110), PP_PLACEHOLDER.SUBTITLE: (120, 290, width - 240, 110)}),
    ):
        for shape in layout(file, name).placeholders:
            if box := boxes.get(shape.placeholder_format.type):
                place(shape, *box)
    return file


def content(file):
    return next(shape for shape in layout(file, "obj").placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.OBJECT)


def heading(file):
    return next(shape for shape in layout(file, "obj").placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE)


def picture(where, left, top, width, height, colour="#8A3324") -> None:
    """A picture on a layout or a master, as templates have their artwork and logos."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "png")
    stream.seek(0)
    _, rel = where.part.get_or_add_image_part(stream)
    x, y, cx, cy = (Pt(value).emu for value in (left, top, width, height))
    where.shapes._spTree.insert(2, parse_xml(
        f'<p:pic {nsdecls("p", "a", "r")}><p:nvPicPr><p:cNvPr id="77" name="kuva"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'))  # fmt: skip


def background(where, colour: str) -> None:
    fill = where.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(colour)


def artwork_left(file) -> None:
    picture(file.slide_master, 0, 0, 200, 540)
    place(content(file), 230, 126, 690, 360)
    place(heading(file), 230, 28, 690, 84)


def artwork_right(file) -> None:
    picture(layout(file, "obj"), 760, 0, 200, 540)
    place(content(file), 48, 126, 690, 360)
    place(heading(file), 48, 28, 690, 84)


def band_below(file) -> None:
    picture(file.slide_master, 0, 430, 960, 110)
    place(content(file), 66, 144, 828, 230)


def dark_cover(file) -> None:
    """The words under the title fill the foot of a dark cover."""
    background(layout(file, "title"), "4A2C2A")
    for shape in layout(file, "title").placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
            place(shape, 48, 300, 864, 230)


def picture_cover(file) -> None:
    picture(layout(file, "title"), 0, 0, 960, 540)


def logo_corner(file) -> None:
    picture(file.slide_master, 850, 470, 90, 50)
    place(content(file), 48, 126, 864, 330)


def narrow_content(file) -> None:
    place(content(file), 240, 126, 480, 360)
    place(heading(file), 240, 28, 480, 84)


def no_title(file) -> None:
    """No layout has a title, and a logo stands where ours would end."""
    for each in file.slide_layouts:
        for shape in list(each.placeholders):
            shape._element.getparent().remove(shape._element)
    picture(file.slide_master, 860, 20, 80, 60)


def title_below(file) -> None:
    place(heading(file), 48, 420, 864, 80)
    place(content(file), 48, 40, 864, 360)


def all_dark(file) -> None:
    background(file.slide_master, "102030")


TEMPLATES = {
    change.__name__: change
    for change in (
        artwork_left, artwork_right, band_below, dark_cover, picture_cover, logo_corner, narrow_content, no_title, title_below, all_dark,
    )
}  # fmt: skip


@cache
def template(name: str) -> bytes:
    file = base(720, 540) if name == "four_by_three" else base()
    if name in TEMPLATES:
        TEMPLATES[name](file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def readings(theme):
    def of(code, language):
        return reading_of(SAMPLE, theme, Filters(region=("13",)) if RECIPES[code].needs_region else Filters()).in_language(language)

    return cache(of)


# Measures --------------------------------------------------------------------------------


def box_of(shape) -> Box:
    return Box(shape.left, shape.top, shape.width, shape.height)


def common(one: Box, other: Box) -> bool:
    """Whether two boxes have more than a line in common."""
    inner = one.within(other)
    return inner.width > LINE and inner.height > LINE


def is_title(shape) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def is_number(shape) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER


def is_drawing(shape) -> bool:
    return shape.has_chart or shape.has_table or shape.shape_type == MSO_SHAPE_TYPE.GROUP


def judge(file, look, parts) -> None:
    """Fail on the first slide that breaks a measure."""
    slides = list(file.slides)
    first, last = int("cover" in parts) + int("summary" in parts), len(slides) - int("sources" in parts)
    whole = Box(0, 0, file.slide_width, file.slide_height)
    for number, slide in enumerate(slides):
        on_cover = number == 0 and "cover" in parts
        shapes = [shape for shape in slide.shapes if not is_number(shape)]
        assert all(whole.around(LINE).holds(box_of(shape)) for shape in shapes), number
        if not on_cover:
            inner = [
                shape
                for shape in shapes
                if not is_title(shape) and not (shape.has_text_frame and shape.text_frame.text == slide.shapes[0].text_frame.text)
            ]
            for shape in inner:
                assert look.content.around(LINE).holds(box_of(shape)), (number, shape.name, box_of(shape), look.content)
        worded = [shape for shape in shapes if shape.has_text_frame and shape.text_frame.text]
        for shape in worded:
            sizes = [paragraph.font.size.pt for paragraph in shape.text_frame.paragraphs]
            needed = height_pt(shape.text_frame.text, max(sizes), look.font, Emu(shape.width).pt, bold=is_title(shape))
            assert needed <= Emu(shape.height).pt + 1, (number, shape.text_frame.text)
        blocks = [*worded, *(shape for shape in shapes if is_drawing(shape))]
        for one, other in combinations(blocks, 2):
            # The outline of a map is narrower than the room that is kept for it.
            assert not common(box_of(one), box_of(other)), (number, one.name, other.name)
        if first <= number < last:
            drawn = [box_of(shape) for shape in shapes if is_drawing(shape) or shape.has_text_frame and not shape.text_frame.text]
            left, top = min(box.left for box in drawn), min(box.top for box in drawn)
            right, bottom = max(box.right for box in drawn), max(box.bottom for box in drawn)
            assert (right - left) * (bottom - top) >= FIGURE * look.content.area, (number, slide.shapes[0].text_frame.text)


#: Every recipe in every language and look is ``make test-decks``; of each kind one is in every run, the ministry's all.
_LOOKS = (*SIZES, "band_below", "four_by_three")
_EVERY = [(code, language, look) for code in RECIPES for language in LANGUAGES for look in _LOOKS]
_ALWAYS = [case for case in _EVERY if case[0] == "ministry"] + [
    ("monitoring-committee", "sv", "4:3"), ("region", "fi", "16:9"), ("half-year-review", "fi", "band_below"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "language", "name"), _EVERY if os.environ.get("DECKS") == "all" else _ALWAYS)
def test_slides_keep_their_measures(code, language, name, readings):
    own = name in SIZES
    content = recipe_deck(code, readings(code, language), None if own else template(name), name if own else SIZES[0])
    look = own_template(name) if own else organisation_template(template(name))
    judge(Presentation(io.BytesIO(content)), look, RECIPES[code].parts)


@pytest.mark.parametrize("name", TEMPLATES)
def test_shapes_of_real_templates_are_kept(name, readings):
    """Content stands within the template's own place for it, and the emblem can be read and is clear of words and artwork."""
    look = organisation_template(template(name))
    file = Presentation(io.BytesIO(recipe_deck("ministry", readings("ministry", "sv"), template(name))))
    judge(file, look, RECIPES["ministry"].parts)
    if name != "no_title":
        own = next(shape for shape in look.inner.placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.OBJECT)
        assert look.content == box_of(own)
    for shape in artwork(look.inner, look.slide):
        assert not common(look.content, shape), name
    for slide, layout in ((file.slides[0], look.cover), (file.slides[-1], look.inner)):
        words = next(shape for shape in slide.shapes if shape.has_text_frame and "Europeiska unionen" in shape.text_frame.text)
        emblem = next(shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
        plate = next((shape for shape in slide.shapes if shape.name.startswith("– ") and box_of(shape).holds(box_of(words))), None)
        ground = "FFFFFF" if plate else look.ground(layout, box_of(words))
        assert ground and contrast(str(words.text_frame.paragraphs[0].font.color.rgb), ground) >= 4.5
        if slide == file.slides[0]:
            assert not any(common(box_of(shape), other) for shape in (words, emblem) for other in artwork(layout, look.slide))


def test_words_on_a_dark_layout_of_a_light_theme_are_light(readings):
    look = organisation_template(template("all_dark"))
    file = Presentation(io.BytesIO(recipe_deck("ministry", readings("ministry", "fi"), template("all_dark"))))
    assert str(look.words) == "FFFFFF"
    boxes = [shape for shape in file.slides[1].shapes if shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    assert boxes and {str(shape.text_frame.paragraphs[0].font.color.rgb) for shape in boxes} == {"FFFFFF"}
    chart = next(shape.chart for shape in file.slides[1].shapes if shape.has_chart)
    assert str(chart.font.color.rgb) == "FFFFFF"


@pytest.mark.parametrize(("name", "slide"), (("dark_cover", 0), ("all_dark", 1)))
def test_titles_in_the_colour_of_the_theme_can_be_read_on_a_dark_layout(name, slide, readings):
    page = Presentation(io.BytesIO(recipe_deck("ministry", readings("ministry", "fi"), template(name)))).slides[slide]
    words = [shape for shape in page.shapes if shape.is_placeholder and not is_number(shape)]
    assert words and {str(shape.text_frame.paragraphs[0].font.color.rgb) for shape in words} == {"FFFFFF"}


def test_a_gradient_of_dark_colours_is_dark_and_one_of_both_is_not_known(theme):
    for stops, expected in ((("102030", "203040"), "FFFFFF"), (("102030", "F0F0F0"), None)):
        file = base()
        fill = file.slide_master.background.fill
        fill.gradient()
        for stop, colour in zip(fill.gradient_stops, stops, strict=False):
            stop.color.rgb = RGBColor.from_string(colour)
        stream = io.BytesIO()
        file.save(stream)
        look = organisation_template(stream.getvalue())
        assert (str(look.words) if look.words is not None else None) == expected
