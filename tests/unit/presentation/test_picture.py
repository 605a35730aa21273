"""Pictures without a browser: the same drawing, with title, source and date in it."""

import io
import re
import socket
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest
from PIL import Image

from presentation.block import FigureBlock
from presentation.charts.chart import BarSeries, RowBars
from presentation.charts.scene import Axis, Bars, Marker, Points, Scene
from presentation.charts.svg import scene_svg, text_width
from presentation.exports.picture import SHAPES, ZOOM, PictureWords, picture_png, picture_svg, wrapped
from presentation.tables import Column, Table

WORDS = PictureWords("Lähde: esimerkkiaineisto, tilanne 31.10.2026", "Esimerkkiaineisto.")
SVG = "{http://www.w3.org/2000/svg}"


ACROSS, DOWN = Axis(0, 100), Axis(100, 0)


def drawn(*shapes, x=ACROSS, y=DOWN):
    inside, height = scene_svg(Scene(100, x, y, shapes, margin=(0, 0, 0, 0)), 200)
    return ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'), height


def bars(lengths, places=(50,), width=10, **more):
    return Bars(lengths, places, width, ["#1f6f9f"] * len(lengths), **more)


def block(headline="Eniten sidottu: Uusimaa", chart=None, **more) -> FigureBlock:
    chart = chart or RowBars(names=["a"], series=[BarSeries(values=[60], words=["60 %"])])
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
    root, height = drawn(bars([60], width=20))
    drawn_bar = root.find(f"{SVG}rect")
    assert height == 100
    assert [float(drawn_bar.get(name)) for name in ("x", "y", "width", "height")] == [0, 40, 120, 20]


def test_a_missing_value_is_no_bar_and_a_gap_in_a_line():
    root, _ = drawn(bars([None, 10], (20, 50)), Points([0, 50, 100], [0, None, 50], width=2))
    assert len(root.findall(f"{SVG}rect")) == 1
    assert root.find(f"{SVG}path").get("d").count("M") == 2


def test_stacked_bars_stand_after_each_other():
    root, _ = drawn(bars([30], stacked=True), bars([20], stacked=True))
    assert [(float(r.get("x")), float(r.get("width"))) for r in root.findall(f"{SVG}rect")] == [(0, 60), (60, 40)]


def test_dates_and_negative_values_have_their_places():
    days = [date(2025, 1, 1), date(2025, 12, 31)]
    root, _ = drawn(Points(days, [-50, 50], width=2), x=Axis(*days), y=Axis(-50, 50))
    assert root.find(f"{SVG}path").get("d") == "M0.0,100.0 L200.0,0.0"


def test_what_cannot_be_drawn_raises_and_is_not_left_out():
    with pytest.raises(ValueError, match="star"):
        drawn(Points([1], [1], marker=Marker("star")))


def test_hostile_words_are_words():
    hostile = "<script>alert(1)</script>&\"'</text>"
    svg = picture_svg(block(headline=hostile, alt=hostile + "."), WORDS)
    assert "<script" not in svg
    ElementTree.fromstring(svg)
    assert hostile in words_in(svg)


def test_long_words_are_wrapped_within_their_room():
    lines = wrapped("Sidottu julkinen rahoitus maakunnittain ja alateemoittain " * 4, 24, 400)
    assert len(lines) > 3 and all(text_width(line, 24) <= 400 for line in lines)
