"""Pictures without a browser: the same drawing, with title, source and date in it."""

import io
import re
import socket
from html import unescape
from xml.etree import ElementTree

import pytest
from PIL import Image

from presentation.block import FigureBlock
from presentation.charts.chart import Chart, bar, scatter
from presentation.charts.svg import drawing_svg, lines_of, text_width
from presentation.exports.picture import SHAPES, ZOOM, PictureWords, picture_png, picture_svg, wrapped
from presentation.tables import Column, Table

WORDS = PictureWords("Lähde: esimerkkiaineisto, tilanne 31.10.2026", "Esimerkkiaineisto.")
SVG = "{http://www.w3.org/2000/svg}"
FRAME = {
    "height": 100,
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    "xaxis": {"range": [0, 100], "visible": False},
    "yaxis": {"range": [100, 0], "visible": False},
}


def drawn(traces, **layout):
    inside, height = drawing_svg(Chart(traces, {**FRAME, **layout}), 200)
    return ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'), height


def block(headline="Eniten sidottu: Uusimaa", chart=None, **more) -> FigureBlock:
    chart = chart or Chart(
        bar(x=[60], y=[50], width=20, orientation="h", marker={"color": "#1f6f9f"}, text=["60 %"], textposition="outside"), FRAME
    )
    table = Table("Taulukko", (Column("Nimi"), Column("Arvo", "count")), (("a", 60),))
    return FigureBlock(
        **{
            "key": "x",
            "headline": headline,
            "subtitle": "Julkinen rahoitus",
            "chart": chart,
            "sentence": "Lause.",
            "alt": "Pylväs, 60 %",
            "table": table,
            **more,
        }
    )


def words_in(svg: str) -> str:
    return unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)", svg)))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_says_what_it_shows_and_where_it_is_from(shape):
    svg = picture_svg(block(not_shown="Yksi puuttuu."), WORDS, shape)
    for words in ("Eniten sidottu: Uusimaa", "Julkinen rahoitus", "60 %", "Yksi puuttuu.", WORDS.source, WORDS.example):
        assert words in words_in(svg)
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title").text == "Eniten sidottu: Uusimaa"
    assert root.find(f"{SVG}desc").text == "Pylväs, 60 %"


@pytest.mark.parametrize("shape", SHAPES)
def test_png_needs_neither_browser_nor_network_nor_fonts_of_the_machine(shape, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    picture = Image.open(io.BytesIO(picture_png(block(), WORDS, shape)))
    width, height = SHAPES[shape]
    assert picture.width == ZOOM[shape] * width and (height is None or picture.height == ZOOM[shape] * height)
    # Words are drawn: without its font a picture would hold the bar alone.
    title = picture.convert("L").crop((0, 0, picture.width, picture.height // 4))
    assert title.getextrema()[0] < 90


def test_a_bar_is_as_long_as_its_value():
    root, height = drawn(bar(x=[60], y=[50], width=20, orientation="h"))
    bars = root.find(f"{SVG}rect")
    assert height == 100
    assert [float(bars.get(name)) for name in ("x", "y", "width", "height")] == [0, 40, 120, 20]


def test_a_missing_value_is_no_bar_and_a_gap_in_a_line():
    root, _ = drawn([bar(x=[None, 10], y=[20, 50], width=10, orientation="h"), scatter(x=[0, 50, 100], y=[0, None, 50], mode="lines")])
    assert len(root.findall(f"{SVG}rect")) == 1
    assert root.find(f"{SVG}path").get("d").count("M") == 2


def test_stacked_bars_stand_after_each_other():
    root, _ = drawn([bar(x=[30], y=[50], width=10, orientation="h"), bar(x=[20], y=[50], width=10, orientation="h")], barmode="stack")
    assert [(float(r.get("x")), float(r.get("width"))) for r in root.findall(f"{SVG}rect")] == [(0, 60), (60, 40)]


def test_dates_and_negative_values_have_their_places():
    axis = {"range": ["2025-01-01", "2025-12-31"], "visible": False}
    root, _ = drawn(
        scatter(x=["2025-01-01", "2025-12-31"], y=[-50, 50], mode="lines"), xaxis=axis, yaxis={"range": [-50, 50], "visible": False}
    )
    assert root.find(f"{SVG}path").get("d") == "M0.0,100.0 L200.0,0.0"


@pytest.mark.parametrize(
    "traces",
    ({"type": "pie"}, bar(x=[1], y=[1], error_x={"array": [1]}), scatter(x=[1], y=[1], mode="lines", stackgroup="a")),
)
def test_what_cannot_be_drawn_raises_and_is_not_left_out(traces):
    with pytest.raises(ValueError):
        drawn(traces)


def test_hostile_words_are_words():
    hostile = "<script>alert(1)</script>&\"'</text>"
    svg = picture_svg(block(headline=hostile, alt=hostile + "."), WORDS)
    assert "<script" not in svg
    ElementTree.fromstring(svg)
    assert hostile in words_in(svg)


def test_text_of_a_drawing_keeps_lines_and_colours():
    first, second = lines_of('<span style="color:#1f6f9f;font-size:1.25em">■</span>\u00a0Sidottu &amp; muu<br><b>x</b>')
    assert [(run.words, run.colour, run.scale) for run in first] == [("■", "#1f6f9f", 1.25), ("\u00a0Sidottu & muu", None, 1.0)]
    assert second[0].bold
    with pytest.raises(ValueError):
        lines_of('<a href="x">y</a>')


def test_long_words_are_wrapped_within_their_room():
    lines = wrapped("Sidottu julkinen rahoitus maakunnittain ja alateemoittain " * 4, 24, 400)
    assert len(lines) > 3 and all(text_width(line, 24) <= 400 for line in lines)
