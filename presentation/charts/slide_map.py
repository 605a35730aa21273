"""A map of native shapes, one a region, each with its name."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN_TYPE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.shapes.freeform import FreeformBuilder
from pptx.util import Emu, Pt

from presentation.charts.chart import Area, RegionMap
from presentation.exports.deck_template import Box
from presentation.exports.fit import height_pt
from presentation.exports.xml_text import xml_text

#: Lightness of each class of the template's first colour, least to most; fewer classes take the middle.
_SHADES = (0.8, 0.6, 0.35, 0.0, -0.35)
_LINE, _CHOSEN = Pt(0.75), Pt(3)
#: Points of the legend's words, and between its entries.
_LEGEND_SIZES, _ENTRY = (14, 13, 12), 5
#: Points between a square and its words.
_GAP = 9


def map_shapes(slide: Any, native: RegionMap, box: Box, title: str, alt: str) -> tuple[Any, int]:
    """Draw every region inside a box, keeping the map's shape.

    Returns:
        The group of all regions, and the width that it takes.
    """
    points = [point for area in native.areas for ring in area.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min(box.width / (east - west), box.height / (north - south))
    group = slide.shapes.add_group_shape()
    for area in native.areas:
        shape = _region(group, area, lambda x, y: (box.left + (x - west) * scale, box.top + (north - y) * scale))
        _shade(shape, area.shade, native.classes)
        if area.code in native.selected:
            shape.line.width, shape.line.color.brightness = _CHOSEN, 0
    # What is chosen lies on top, so that its outline is whole.
    for shape in [shape for shape, area in zip(group.shapes, native.areas, strict=True) if area.code in native.selected]:
        group._element.append(shape._element)
    # The library counts only what it has drawn itself.
    group.shapes._recalculate_extents()
    group.name = xml_text(title)
    describe(group, alt)
    return group, int((east - west) * scale)


def legend_size(native: RegionMap, width: int, height: int, font: str) -> int | None:
    """Points of a legend's words, the largest at which they fit; null when none does."""

    def needed(size: int) -> float:
        room = Emu(width).pt - size * 1.15 * 1.4 - _GAP
        return sum(height_pt(words, size, font, room) + _ENTRY for _, words in native.legend)

    return next((size for size in _LEGEND_SIZES if needed(size) <= Emu(height).pt), None)


def legend_shapes(slide: Any, native: RegionMap, box: Box, size: int, font: str) -> None:
    """The classes in words, one under the other."""
    square, gap, top = Pt(size * 1.15).emu, Pt(_GAP).emu, box.top
    for shade, words in native.legend:
        mark = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, box.left, top + Pt(3).emu, int(square * 1.4), square)
        flat(mark)
        _shade(mark, shade, native.classes)
        mark.name = words
        describe(mark, words)
        left = box.left + int(square * 1.4) + gap
        room = box.right - left
        height = Pt(height_pt(words, size, font, Emu(room).pt)).emu
        label = slide.shapes.add_textbox(left, top, room, height)
        frame = label.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.text = words
        frame.paragraphs[0].font.size = Pt(size)
        top += height + Pt(_ENTRY).emu


def flat(shape: Any) -> None:
    """No shadow, gloss or outline of the template's shape style."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def describe(shape: Any, words: str) -> None:
    """The alternative text of a shape."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", xml_text(words))


class _Outline(FreeformBuilder):
    """The library looks for the leftmost and topmost point of all anew for every point that it writes."""

    # The library's types take its properties for functions.
    shape_offset_x = cached_property(FreeformBuilder.shape_offset_x.fget)  # type: ignore[attr-defined]
    shape_offset_y = cached_property(FreeformBuilder.shape_offset_y.fget)  # type: ignore[attr-defined]


def _region(group: Any, area: Area, place: Callable[[int, int], tuple[float, float]]) -> Any:
    first, *more = area.rings
    builder = _Outline.new(group.shapes, *place(*first[0]), 1.0, 1.0)
    builder.add_line_segments([place(*point) for point in first[1:]], close=True)
    for ring in more:
        builder.move_to(*place(*ring[0]))
        builder.add_line_segments([place(*point) for point in ring[1:]], close=True)
    shape = builder.convert_to_shape()
    shape.name = xml_text(area.name)
    describe(shape, f"{area.name}: {area.value}")
    flat(shape)
    return shape


def _shade(shape: Any, shade: int | str, classes: int) -> None:
    shape.line.width = _LINE
    shape.line.color.theme_color = MSO_THEME_COLOR.TEXT_1
    shape.line.color.brightness = 0.5
    if shade == "unknown":
        shape.fill.background()
    elif shade == "outside":
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb = RGBColor(0xA0, 0xA6, 0xAE)
        shape.fill.back_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    elif shade == "none":
        shape.fill.solid()
        shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        shape.fill.fore_color.brightness = -0.1
    elif isinstance(shade, int):
        shape.fill.solid()
        shape.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        brightness = _SHADES[(len(_SHADES) - classes) // 2 + shade]
        if brightness:
            shape.fill.fore_color.brightness = brightness
