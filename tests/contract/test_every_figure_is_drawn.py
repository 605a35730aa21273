"""Every figure is drawn without a browser and as a native chart, in every language; no word leaves its picture."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from analytics.filters import Filters
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.block import FigureBlock
from presentation.charts.svg import text_width
from presentation.exports.collected import Collected, collected_deck
from presentation.exports.picture import SHAPES, PictureWords, picture_svg
from presentation.figures.registry import KEYS, shown
from presentation.reading import reading_of
from settings import ROOT, read_settings

SVG = "{http://www.w3.org/2000/svg}"
READING = reading_of(ROOT / "assets" / "sample", read_theme(read_settings().theme), Filters())
CHOICES = {"more": "3", "project": READING.current.rows.sort("planned_public_eur")["project_key"][-1]}
#: Order of the children that the chart part of ECMA-376 asks for (21.2.2); an office program repairs another order.
_SHARED_AXIS = "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt"
_LABELS = "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
ORDER = {
    "chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart spPr txPr externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax extLst",
    "plotArea": "layout barChart lineChart catAx valAx dateAx serAx dTable spPr extLst",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId extLst",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat val smooth shape extLst",
    "dLbls": f"dLbl delete {_LABELS} showLeaderLines leaderLines extLst",
    "dLbl": f"idx delete layout tx {_LABELS} extLst",
    "catAx": f"{_SHARED_AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "valAx": f"{_SHARED_AXIS} crossBetween majorUnit minorUnit dispUnits extLst",
    "legend": "legendPos legendEntry layout overlay spPr txPr extLst",
    "layout": "manualLayout extLst",
    "dateAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblOffset baseTimeUnit majorUnit majorTimeUnit minorUnit minorTimeUnit extLst",
    "scaling": "logBase orientation max min extLst",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h extLst",
    "marker": "symbol size spPr extLst",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions extLst",
}  # fmt: skip


def blocks(language: str, filters: Filters = Filters()):
    reading = replace(READING.in_language(language), choices=CHOICES, filters=filters)
    return [block for block in shown(KEYS, reading) if isinstance(block, FigureBlock)]


@pytest.mark.parametrize(
    "filters",
    (Filters(), Filters(region=("13",)), Filters(region=("01", "19"), compare="region")),
    ids=("all", "region", "compared"),
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leaves_its_picture(language, filters):
    left = []
    for block in blocks(language, filters):
        for shape in SHAPES:
            svg = ElementTree.fromstring(picture_svg(block, PictureWords("Lähde: esimerkkiaineisto"), shape))
            left += [(block.key, shape, *found) for found in words_outside(svg, float(svg.get("width")), float(svg.get("height")))]
    assert not left


def words_outside(svg, width: float, height: float):
    """Words whose box is not inside the picture, as (words, from, to, baseline)."""
    for group, (dx, dy, scale) in ((svg, (0, 0, 1)), *((g, moved(g.get("transform"))) for g in svg.findall(f"{SVG}g"))):
        for text in group.findall(f"{SVG}text"):
            words, size = "".join(text.itertext()), float(text.get("font-size"))
            wide = text_width(words, size, text.get("font-weight") == "600")
            x = float(text.get("x")) - {"end": wide, "middle": wide / 2}.get(text.get("text-anchor"), 0)
            start, end, base = dx + x * scale, dx + (x + wide) * scale, dy + float(text.get("y")) * scale
            if start < -1 or end > width + 1 or base < size * scale * 0.5 or base > height:
                yield words, round(start), round(end), round(base)


def moved(transform: str) -> tuple[float, float, float]:
    dx, dy, scale = map(float, re.fullmatch(r"translate\(([-\d.]+),([-\d.]+)\) scale\(([-\d.]+)\)", transform).groups())
    return dx, dy, scale


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_of_a_deck_is_native_and_keeps_the_schemas_order(language):
    reading = READING.in_language(language)
    keys = [block.key for block in blocks(language)]
    deck = Presentation(io.BytesIO(collected_deck([Collected(key, choices=tuple(CHOICES.items())) for key in keys], reading)))
    slides = list(deck.slides)[2:-1]
    assert len(slides) == len(keys)
    for key, slide in zip(keys, slides, strict=True):
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        assert charts, f"{key} is not drawn as a native chart"
        for chart in charts:
            for element in chart._chartSpace.iter():
                if isinstance(element.tag, str) and element.tag.startswith(qn("c:x")[:-1]):
                    in_order(element, key)


def in_order(element, key: str) -> None:
    name = element.tag.partition("}")[2]
    # A series' marker has children; the line chart's own is a flag.
    order = ORDER.get(name, "").split()
    children = [child.tag.partition("}")[2] for child in element if isinstance(child.tag, str)]
    if not order or not children:
        return
    places = [order.index(child) for child in children]
    if name == "plotArea":
        # Charts come first, then the axes in any order.
        places = [min(place, order.index("catAx")) if "Ax" in child else place for child, place in zip(children, places, strict=True)]
    assert places == sorted(places), f"{key}: {name} has {children}"
    if name == "dLbl" and "delete" in children:
        assert children == ["idx", "delete"]
