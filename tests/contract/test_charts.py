"""A kind of chart is one class and a function in each renderer; nothing is forgotten, and no renderer reads another's dialect."""

from dataclasses import dataclass

import pytest

from presentation.charts import layout, sheet, slide
from presentation.charts.chart import Chart, TableBars, kinds
from presentation.charts.plotly_chart import plotly_chart
from presentation.charts.scene import Axis, Bars, Box, Hatch, Marker, Note, Points, Run, Scene
from presentation.charts.svg import drawing_svg
from settings import ROOT
from tests.contract.test_architecture import imports

#: What every kind of chart needs: Plotly and SVG paint the scene that ``layout`` makes of it.
RENDERERS = {"layout": layout.scene, "slide": slide.draw, "sheet": sheet.draw}


def forgotten(kind: type[Chart]) -> list[str]:
    """The renderers that have no function of their own for a kind of chart."""
    return [name for name, render in RENDERERS.items() if render.dispatch(kind) is render.dispatch(Chart)]


@pytest.mark.parametrize("kind", sorted(kinds(), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_kind_of_chart_has_every_renderer(kind):
    assert forgotten(kind) == []


def test_a_new_kind_is_told_where_it_is_forgotten_and_drawn_once_it_is_not():
    @dataclass(frozen=True, eq=False, kw_only=True)
    class Dots(Chart):
        values: tuple[float, ...]

    try:
        assert forgotten(Dots) == ["layout", "slide", "sheet"]
        chart = Dots(values=(1, 2), office=TableBars((1,), ("line1",)))
        with pytest.raises(NotImplementedError, match="Dots"):
            plotly_chart(chart)
        layout.scene.register(
            Dots, lambda chart: Scene(50, Axis(0, 3), Axis(0, 2), [Points(chart.values, [1, 1], marker=Marker("circle", 10, "#1f6f9f"))])
        )
        assert forgotten(Dots) == ["slide", "sheet"]
        # Both painters of scenes have it at once.
        assert drawing_svg(chart, 300)[0].count("<circle") == 2
        assert plotly_chart(chart).validated().data[0].x == (1, 2)
    finally:
        # A class of a test is no kind of the product.
        layout.scene._clear_cache()
        del Dots


#: Every part of a scene once, each with a colour or word that can be found again.
WHOLE = Scene(
    100,
    Axis(0, 10, [0, 5], [["left"], ["right", "below"]], marks=True),
    Axis(0, 10, [0, 10], [["low"], ["high"]], grid=True, zero=True),
    [
        Bars([4], [2], 1, ["#111111"], [Hatch("/", "#222222", True)], words=["4 bars"]),
        Bars([3], [4], 1, ["#333333"], stacked=True, words=["3 inside"], inside="middle", ink="#444444"),
        Points([1, 2], [3, 4], colour="#555555", width=2, dash="dash", marker=Marker("square", 8, "#666666")),
        Points([1, 2, 2], [1, 1, 2], fill="self", fill_colour="#777777", colour="#888888", width=1),
    ],
    [Note([(Run("a note", "#999999"),)], 1, 1)],
    [Box("rect", 1, 2, 1, 2, "#aaaaaa", fill="#bbbbbb"), Box("line", 1, 2, 1, 2, "#cccccc", below=True)],
)


def test_both_painters_paint_every_part_of_a_scene():
    from presentation.charts.plotly_chart import painted
    from presentation.charts.svg import scene_svg

    for drawn in (scene_svg(WHOLE, 300)[0], painted(WHOLE).validated().to_json()):
        parts = [f"#{sign * 6}" for sign in "123456789abc"] + ["left", "right", "below", "low", "high", "4 bars", "3 inside", "a note"]
        assert [part for part in parts if part not in drawn] == []


def test_plotly_is_known_to_one_file_of_the_product():
    knowing = [
        file.relative_to(ROOT).as_posix()
        for layer in ("data_loaders", "archive", "analytics", "presentation", "publication", "operations", "ui", "pages")
        for file in (ROOT / layer).rglob("*.py")
        if any(name.split(".")[0] == "plotly" for name in imports(file))
    ]
    assert knowing == ["presentation/charts/plotly_chart.py"]
