"""The look of a deck: our own, or the masters of an organisation's template."""

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout, SlideMaster
from pptx.util import Emu, Inches, Pt

from presentation.exports.slides import TemplateError
from presentation.exports.template_safety import made_safe

_SIZES = {"16:9": (Inches(13.333), Inches(7.5)), "4:3": (Inches(10), Inches(7.5))}
#: A template that unpacks to more than this is refused (bytes).
_MAX_UNPACKED = 200_000_000
FONT = "Arial"
BLACK, WHITE = RGBColor(0x10, 0x14, 0x18), RGBColor(0xFF, 0xFF, 0xFF)
#: Luminance at which black and white are read equally well.
_MIDDLE = 0.18
#: Our own colours as a theme; the roles of ``slide_charts`` use them by place.
_THEME = {
    "dk1": "1B2733", "lt1": "FFFFFF", "dk2": "123A54", "lt2": "EEF3F7",
    "accent1": "1F6F9F", "accent2": "5B95C9", "accent3": "7E63C2",
    "accent4": "B8811C", "accent5": "1D9A8A", "accent6": "C2553F", "hlink": "1A5F8A", "folHlink": "5B4A8A",
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def area(self) -> int:
        return max(0, self.width) * max(0, self.height)

    @property
    def width_pt(self) -> float:
        return Emu(self.width).pt

    @property
    def height_pt(self) -> float:
        return Emu(self.height).pt

    def overlaps(self, other: "Box") -> bool:
        """Whether the two have a part in common."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside."""
        return self.left <= other.left and self.top <= other.top and self.right >= other.right and self.bottom >= other.bottom

    def around(self, air: int) -> "Box":
        """The same with some air around it."""
        return Box(self.left - air, self.top - air, self.width + 2 * air, self.height + 2 * air)

    def within(self, other: "Box") -> "Box":
        """The part that lies inside another."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, min(self.right, other.right) - left, min(self.bottom, other.bottom) - top)

    def without(self, other: "Box") -> "Box":
        """The largest part above, below, left or right of another."""
        return max(
            Box(self.left, self.top, self.width, other.top - self.top),
            Box(self.left, other.bottom, self.width, self.bottom - other.bottom),
            Box(self.left, self.top, other.left - self.left, self.height),
            Box(other.right, self.top, self.right - other.right, self.height),
            key=lambda part: part.area,
        )


@dataclass(frozen=True, eq=False)
class DeckTemplate:
    """An empty deck with its look.

    Attributes:
        deck: The presentation, without slides.
        cover: Layout of the first and the last slide.
        inner: Layout of every other slide.
        font: Font of running text, for measuring.
        colours: Name in the theme (``accent1``, ``bg1``) → its colour as six hexadecimal digits.
        title: Where titles stand on ``inner``.
        content: Where everything but the title may stand: the place that the template has for content.
        is_cleaned: Whether something was taken out of a template that fetches or runs something.
    """

    deck: Deck
    cover: SlideLayout
    inner: SlideLayout
    font: str
    colours: Mapping[str, str]
    title: Box
    content: Box
    is_cleaned: bool = False

    @property
    def width(self) -> int:
        """Width of a slide, in EMU."""
        return slide_size(self.deck)[0]

    @property
    def height(self) -> int:
        """Height of a slide, in EMU."""
        return slide_size(self.deck)[1]

    @property
    def is_dark(self) -> bool:
        """Whether its background is dark."""
        return self.ink(MSO_THEME_COLOR.BACKGROUND_1) == WHITE

    @property
    def slide(self) -> Box:
        """The whole of a slide."""
        return Box(0, 0, self.width, self.height)

    def ink(self, colour: MSO_THEME_COLOR, brightness: float = 0.0) -> RGBColor:
        """Black or white, whichever is read better on a colour of the template."""
        # Lighter or darker in its own hue, as office programs do.
        scale, shift = (1 - brightness, brightness) if brightness > 0 else (1 + brightness, 0.0)
        return ink_on(_lit(self.colours.get(MSO_THEME_COLOR.to_xml(colour), "FFFFFF"), scale, shift))

    @cached_property
    def words(self) -> RGBColor | None:
        """The colour of our own words on a figure's slide; null where the template's own is read well there."""
        ground = self.ground(self.inner, self.content)
        own = self.colours.get("tx1", "000000")
        return ink_on(ground) if ground and contrast(ground, own) < 4.5 else None

    def ground(self, layout: SlideLayout, place: Box) -> str | None:
        """The colour that a place of a layout has behind it; null where it is a picture, or of several colours."""
        sources: list[SlideMaster | SlideLayout] = [*([layout.slide_master] if layout.element.get("showMasterSp") != "0" else []), layout]
        backgrounds = [source.element.find(f"{qn('p:cSld')}/{qn('p:bg')}") for source in (layout, layout.slide_master)]
        own = next((background for background in backgrounds if background is not None), None)
        colour = self.colours.get("bg1", "FFFFFF") if own is None else self._colour_of(own[0])
        for shape in (shape for source in sources for shape in source.shapes if not shape.is_placeholder and shape.width is not None):
            box = Box(shape.left, shape.top, shape.width, shape.height)
            if box.overlaps(place):
                painted = shape._element.find(qn("p:spPr"))
                colour = None if painted is None or not box.holds(place) else self._colour_of(painted, colour)
        return colour

    def _colour_of(self, paint: Any, behind: str | None = None) -> str | None:
        """The one colour of a background or of the fill of a shape; null for a picture, and for colours that differ much."""
        if paint.find(qn("a:noFill")) is not None:
            return behind
        fill = next((fill for name in ("a:solidFill", "a:gradFill") if (fill := paint.find(qn(name))) is not None), None)
        if fill is None:
            fill = paint if paint.tag == qn("p:bgRef") else None
        named = [] if fill is None else [element for element in fill.iter(qn("a:srgbClr"), qn("a:schemeClr"), qn("a:sysClr"))]
        colours = [colour for element in named if (colour := self._resolved(element))]
        inks = {str(ink_on(colour)) for colour in colours}
        return min(colours, key=lambda colour: abs(luminance(colour) - _MIDDLE)) if len(inks) == 1 and len(colours) == len(named) else None

    def _resolved(self, element: Any) -> str | None:
        value = element.get("lastClr") or element.get("val") or ""
        colour = self.colours.get(value) if element.tag == qn("a:schemeClr") else value
        if not colour or not re.fullmatch("[0-9A-Fa-f]{6}", colour):
            return None
        changed = {name: element.find(qn(f"a:{name}")) for name in ("lumMod", "lumOff")}
        scale, shift = (
            default if changed[name] is None else int(changed[name].get("val")) / 100_000
            for name, default in (("lumMod", 1.0), ("lumOff", 0.0))
        )
        return _lit(colour, scale, shift)


def luminance(colour: str) -> float:
    """Relative luminance of a colour of six hexadecimal digits (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    shares = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), shares, strict=True))


def contrast(one: str, other: str) -> float:
    """How well two colours are told apart, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> RGBColor:
    """Black or white, whichever is read better on a colour."""
    return BLACK if luminance(colour) > _MIDDLE else WHITE


def _lit(colour: str, scale: float, shift: float) -> str:
    """A colour whose lightness is scaled and shifted, in its own hue."""
    hue, light, saturation = rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    return "".join(f"{round(part * 255):02X}" for part in hls_to_rgb(hue, min(1.0, light * scale + shift), saturation))


def slide_size(deck: Deck) -> tuple[int, int]:
    """Width and height of the slides of a presentation, in EMU.

    Raises:
        TemplateError: the presentation has none.
    """
    if deck.slide_width is None or deck.slide_height is None:
        raise TemplateError
    return deck.slide_width, deck.slide_height


def placeholders(slide: SlideMaster | SlideLayout | Slide) -> Iterator[Any]:
    """The placeholders of a slide, a layout or a master."""
    return iter(slide.placeholders)


def own_template(size: str = "16:9") -> DeckTemplate:
    """Our own look in one of ``SIZES``."""
    deck = Presentation()
    width, height = deck.slide_width, deck.slide_height = _SIZES[size]
    _paint(deck)
    master = deck.slide_master
    margin = int(width * 0.045)
    inner = width - 2 * margin
    boxes = {
        PP_PLACEHOLDER.TITLE: (margin, int(height * 0.055), inner, int(height * 0.135)),
        PP_PLACEHOLDER.BODY: (margin, int(height * 0.215), inner, int(height * 0.71)),
        PP_PLACEHOLDER.OBJECT: (margin, int(height * 0.215), inner, int(height * 0.71)),
        PP_PLACEHOLDER.CENTER_TITLE: (margin, int(height * 0.2), inner, int(height * 0.3)),
        PP_PLACEHOLDER.SUBTITLE: (margin, int(height * 0.53), inner, int(height * 0.2)),
        PP_PLACEHOLDER.DATE: (margin, int(height * 0.94), int(inner * 0.2), int(height * 0.045)),
        PP_PLACEHOLDER.FOOTER: (int(width * 0.3), int(height * 0.94), int(inner * 0.4), int(height * 0.045)),
        PP_PLACEHOLDER.SLIDE_NUMBER: (width - margin - int(inner * 0.1), int(height * 0.94), int(inner * 0.1), int(height * 0.045)),
    }
    _keep_layouts(deck, ("Title Slide", "Title and Content"))
    for slide in (master, *deck.slide_layouts):
        for shape in placeholders(slide):
            if box := boxes.get(shape.placeholder_format.type):
                shape.left, shape.top, shape.width, shape.height = box
    styles = master.element.find(qn("p:txStyles"))
    _style(styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}"), 28, bold=True)
    for shape in placeholders(deck.slide_layouts[0]):
        if shape.placeholder_format.type in (PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE):
            large = shape.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
            _cover_style(shape, 38 if large else 20, large)
    for shape in (*placeholders(master), *placeholders(deck.slide_layouts[1])):
        if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
            shape.text_frame._txBody.bodyPr.set("anchor", "b")
    return _measured(deck)


def organisation_template(content: bytes) -> DeckTemplate:
    """The look of an organisation's own presentation: its masters, without its slides, links to pictures of other places and macros.

    Args:
        content: A ``.pptx`` or ``.potx`` file.

    Raises:
        TemplateError: it is no presentation, or has no layout to draw on.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MAX_UNPACKED:
                raise TemplateError
        deck = Presentation(io.BytesIO(_as_presentation(content)))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as problem:
        raise TemplateError from problem
    for entry in list(deck.slides._sldIdLst):
        deck.part.drop_rel(entry.rId)
        deck.slides._sldIdLst.remove(entry)
    if not len(deck.slide_layouts):
        raise TemplateError
    is_cleaned = made_safe(deck)
    return replace(_measured(deck), is_cleaned=is_cleaned)


def _as_presentation(content: bytes) -> bytes:
    """A template's file (.potx) is a presentation but for its declared kind."""
    kinds = (b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        types = package.read("[Content_Types].xml")
        if kinds[0] not in types:
            return content
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed:
            for entry in package.infolist():
                part = package.read(entry)
                changed.writestr(entry, part.replace(*kinds) if entry.filename == "[Content_Types].xml" else part)
        return file.getvalue()


def _measured(deck: Deck) -> DeckTemplate:
    """Find the layouts and the free area, whatever the template calls them.

    A template's own layout for a title and content says where content may stand, and its artwork, logo and bands keep
    clear of that place. Only a template without one has its free area looked for below its title.
    """
    layouts = list(deck.slide_layouts)
    width, height = slide_size(deck)
    slide = Box(0, 0, width, height)
    layout, own = _content_layout(layouts)
    title = _title_box(deck, layout)
    content = _beside(own, title, slide) if own and slide.holds(own) else None
    if content is None or not slide.holds(title) or content.height < height * 0.3 or content.width < width * 0.4:
        titled = [layout for layout in layouts if PP_PLACEHOLDER.TITLE in _kinds(layout)]
        # The fewest placeholders beside the title leave the most room.
        layout = min(titled or layouts, key=lambda layout: len(_kinds(layout) - _FURNITURE))
        title = _title_box(deck, layout)
        content = _below(deck, layout, title)
        if content.height < height * 0.45 or content.width < width * 0.5 or content.right > width or title.top < 0:
            # A title that fills the slide, stands at its side or reaches over its edge: the figure takes the slide below our own title.
            title = _clear(_plain_title(deck), layout, slide)
            content = _below(deck, layout, title)
        content = _clear(content, layout, slide)
    cover = next((layout for layout in layouts if PP_PLACEHOLDER.CENTER_TITLE in _kinds(layout)), layout)
    return DeckTemplate(deck, cover, layout, _font(deck), _colours(deck), title, content)


def _content_layout(layouts: list[SlideLayout]) -> tuple[SlideLayout, Box | None]:
    """The layout for a title and one thing, as its kind says, else by its placeholders, and where that thing stands."""

    def single(layout: SlideLayout) -> Box | None:
        inner = [shape for shape in placeholders(layout) if shape.placeholder_format.type not in _FURNITURE]
        if PP_PLACEHOLDER.TITLE not in _kinds(layout) or len(inner) != 1 or not inner[0].width:
            return None
        [only] = inner
        return Box(only.left, only.top, only.width, only.height) if only.placeholder_format.type in _CONTENT else None

    fitting = [(layout, box) for layout in layouts if (box := single(layout))]
    # Several are told apart by the kind that office programs give to theirs, then by the room they have.
    fitting.sort(key=lambda pair: (pair[0].element.get("type") != "obj", -pair[1].area))
    return fitting[0] if fitting else (layouts[0], None)


def _below(deck: Deck, layout: SlideLayout, title: Box) -> Box:
    """What is free under a title, down to the line of the date and the number."""
    _, height = slide_size(deck)
    low = (
        shape.top
        for shape in placeholders(layout)
        if shape.placeholder_format.type in _FURNITURE and shape.top is not None and shape.top > height * 0.6
    )
    gap = int(height * 0.015)
    return Box(title.left, title.bottom + gap, title.width, min([*low, int(height * 0.95)]) - title.bottom - 2 * gap)


def _beside(box: Box, title: Box, slide: Box) -> Box:
    """The larger part of a box that a title does not stand on."""
    return box.without(title.within(slide)) if box.overlaps(title) else box


def _clear(box: Box, layout: SlideLayout, slide: Box) -> Box:
    """The part of a box that is clear of the pictures and shapes of a layout, where most of it is."""
    for shape in artwork(layout, slide):
        if box.overlaps(shape) and not shape.holds(box) and (rest := box.without(shape)).area > box.area * 0.6:
            box = rest
    return box


def artwork(layout: SlideLayout, slide: Box) -> list[Box]:
    """Where the pictures and shapes of a layout and its master stand; what takes half of the slide is its background."""
    sources: list[SlideMaster | SlideLayout] = [layout, *([layout.slide_master] if layout.element.get("showMasterSp") != "0" else [])]
    shapes = [shape for source in sources for shape in source.shapes if not shape.is_placeholder and shape.width is not None]
    boxes = [Box(shape.left, shape.top, shape.width, shape.height).within(slide) for shape in shapes]
    return [box for box in boxes if 0 < box.area < slide.area / 2]


_CONTENT = {PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.CHART, PP_PLACEHOLDER.TABLE}
_FURNITURE = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}


def _kinds(layout: SlideLayout) -> set[PP_PLACEHOLDER]:
    return {shape.placeholder_format.type for shape in placeholders(layout)}


def _title_box(deck: Deck, layout: SlideLayout) -> Box:
    for slide in (layout, layout.slide_master):
        for shape in placeholders(slide):
            if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE and shape.width:
                return Box(shape.left, shape.top, shape.width, shape.height)
    return _plain_title(deck)


def _plain_title(deck: Deck) -> Box:
    width, height = slide_size(deck)
    margin = int(width * 0.05)
    return Box(margin, int(height * 0.05), width - 2 * margin, int(height * 0.15))


def _theme_part(deck: Deck) -> Any:
    return next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))


def _font(deck: Deck) -> str:
    theme = etree.fromstring(_theme_part(deck).blob)
    font = theme.find(f".//{qn('a:minorFont')}/{qn('a:latin')}")
    return font.get("typeface") if font is not None else FONT


def _colours(deck: Deck) -> dict[str, str]:
    """The colours of the theme, and those that the master gives to text and background."""
    scheme = etree.fromstring(_theme_part(deck).blob).find(f".//{qn('a:clrScheme')}")
    colours = {}
    for place in scheme if scheme is not None else ():
        colour = next(iter(place), None)
        digits = "" if colour is None else colour.get("lastClr") or colour.get("val") or ""
        if re.fullmatch("[0-9A-Fa-f]{6}", digits):
            colours[etree.QName(place).localname] = digits
    mapped = deck.slide_master.element.find(qn("p:clrMap"))
    return colours | {name: colours[own] for name, own in (mapped.attrib.items() if mapped is not None else ()) if own in colours}


def _paint(deck: Deck) -> None:
    """Our colours and font in the theme, which every chart and text takes up."""
    part = _theme_part(deck)
    theme = etree.fromstring(part.blob)
    colours = theme.find(f".//{qn('a:clrScheme')}")
    for name, colour in _THEME.items():
        place = colours.find(qn(f"a:{name}"))
        for old in list(place):
            place.remove(old)
        etree.SubElement(place, qn("a:srgbClr")).set("val", colour)
    for kind in ("majorFont", "minorFont"):
        theme.find(f".//{qn(f'a:{kind}')}/{qn('a:latin')}").set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _keep_layouts(deck: Deck, names: tuple[str, ...]) -> None:
    for layout in list(deck.slide_layouts):
        if layout.name not in names:
            deck.slide_layouts.remove(layout)


def _style(level: Any, size: int, bold: bool) -> None:
    level.set("algn", "l")
    run = level.find(qn("a:defRPr"))
    run.set("sz", str(size * 100))
    run.set("b", "1" if bold else "0")


def _cover_style(shape: Any, size: int, bold: bool) -> None:
    """Left, our size, at the foot of its box for the title and at the head for the line below it."""
    body = shape.text_frame._txBody
    body.bodyPr.set("anchor", "b" if bold else "t")
    for normal in body.bodyPr.findall(qn("a:normAutofit")):
        body.bodyPr.remove(normal)
    levels = body.find(qn("a:lstStyle"))
    for old in list(levels):
        levels.remove(old)
    level = etree.SubElement(levels, qn("a:lvl1pPr"))
    level.set("algn", "l")
    level.set("marL", "0")
    level.set("indent", "0")
    etree.SubElement(level, qn("a:buNone"))
    run = etree.SubElement(level, qn("a:defRPr"))
    run.set("sz", str(int(Pt(size).pt * 100)))
    run.set("b", "1" if bold else "0")
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr")).set("val", "tx2" if bold else "tx1")


def number_placeholder(look: DeckTemplate) -> Any:
    """A copy of the layout's slide number, for a slide; null when the layout has none on the slide."""
    for shape in placeholders(look.inner):
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER and shape.left + shape.width <= look.width:
            return copy.deepcopy(shape._element)
    return None
