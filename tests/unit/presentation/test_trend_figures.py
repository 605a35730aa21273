"""Trends over deliveries of regions, costs, coverage and projects: what they say, and what they leave out."""

from datetime import date
from pathlib import Path

import pytest

from analytics.costs import CostPoint, CostRange
from analytics.counts import hidden
from analytics.coverage import Cell, Coverage, CoveragePoint
from analytics.funding import ProjectsPoint, Totals
from analytics.money import PublicMoney
from analytics.regions import RegionFigures, RegionsOn
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.charts.plotly_chart import plotly_chart
from presentation.figures.costs import cost_trend
from presentation.figures.coverage import coverage_trend
from presentation.figures.projects import projects_by_status
from presentation.figures.regions_trend import region_trend
from presentation.text import Text

THEME = read_theme(Path(__file__).parents[3] / "assets" / "themes" / "hard_to_employ.toml")
EN = Text("en", THEME)
DAYS = (date(2025, 4, 30), date(2025, 10, 31), date(2026, 4, 30))


def place(code: str | None, planned: float | None = None, projects: int = 0, people: int | None = None) -> RegionFigures:
    money = None if planned is None else PublicMoney(round(planned * 100))
    return RegionFigures(code, Totals(money, None, projects, projects), people, 100_000 if code else None)


def regions_on(*days: tuple[RegionFigures, ...]) -> tuple[RegionsOn, ...]:
    return tuple(RegionsOn(day, places) for day, places in zip(DAYS, days, strict=False))


GROWTH = regions_on(
    (place("01", 900_000, 3), place("06"), place("13", None, 1), place("21")),
    (place("01", 1_000_000, 3), place("06", 400_000, 2), place("13", 50_000, 1), place("21")),
)


def words(block) -> str:
    return " ".join((block.headline, block.subtitle, block.sentence, block.alt, block.below)).replace("\u00a0", " ")


def hovers(block) -> list[str]:
    return [line.replace("\u00a0", " ") for trace in plotly_chart(block.chart).to_dict()["data"] for line in trace.get("hovertext") or ()]


def test_a_region_without_projects_has_no_money_and_one_without_an_amount_is_not_known():
    block = region_trend(GROWTH, "planned", False, EN)
    assert block.table.rows == (("Uusimaa", 900_000, 1_000_000), ("Pirkanmaa", 0, 400_000), ("Central Finland", None, 50_000))
    assert "Central Finland, 30 April 2025: not known" in hovers(block)
    assert block.headline.replace("\u00a0", " ") == "Growth since 30 April 2025 is largest in Pirkanmaa (from €0 to €0.4 million)"
    assert "Åland" not in str(block.table.rows), "a region with nothing on every day is no line"


def test_the_chosen_region_is_the_message_and_has_a_name_in_the_drawing():
    block = region_trend(GROWTH, "planned", False, EN, selected=("13",))
    assert block.headline.startswith("Committed funding in Central Finland is €50,000")
    names = [note["text"] for note in plotly_chart(block.chart).to_dict()["layout"]["annotations"]]
    assert any("Central Finland" in name for name in names)
    assert block.ledger.without == ("region",) and block.ledger.history


def test_what_has_no_inhabitants_is_left_out_per_inhabitant_and_said():
    points = regions_on((place("01", 100_000, 1), place(None, 5_000, 1)), (place("01", 200_000, 1), place(None, 5_000, 1)))
    assert [row[0] for row in region_trend(points, "planned", False, EN).table.rows] == ["Uusimaa", "Region not known"]
    block = region_trend(points, "planned", True, EN)
    assert block.table.rows == (("Uusimaa", 1.0, 2.0),) and "is left out" in block.below


def test_no_change_is_told_of_a_count_that_is_not_published():
    points = regions_on((place("01", people=hidden(), projects=1),), (place("01", people=30, projects=1),))
    block = region_trend(points, "participants", False, EN)
    assert block.headline == "The change is not available" and "Uusimaa" in str(block.table.rows)
    assert any(line.endswith(": ..") for line in hovers(block))


def test_nothing_anywhere_is_no_figure_and_one_date_no_trend():
    assert region_trend(regions_on((place("01"),)), "planned", False, EN) is None
    assert region_trend(GROWTH[:1], "planned", False, EN).headline == "There is one date, so no trend can be shown yet"


def matrix(rows=("young", "roma"), columns=("1", "2")) -> Coverage:
    return Coverage(
        "target_groups", "subthemes", rows, columns, {(row, column): Cell() for row in rows for column in columns}, {}, {}, Cell()
    )


def covered(*days: set) -> tuple[CoveragePoint, ...]:
    return tuple(CoveragePoint(day, frozenset(pairs)) for day, pairs in zip(DAYS, days, strict=False))


def test_coverage_tells_which_combinations_are_new_and_which_are_gone():
    block = coverage_trend(covered(set(), {("young", "1")}, {("roma", "1"), ("roma", "2")}), matrix(), EN)
    assert block.headline == "2 of 4 combinations have projects (earlier 0)"
    assert [row[1:] for row in block.table.rows] == [(0, 4, 0), (1, 3, 0.25), (2, 2, 0.5)]
    young, roma = (EN.label("target_groups", code) for code in ("young", "roma"))
    first, gone = block.sentence.split(". The combinations that have lost")
    assert first.count(roma) == 2 and young not in first and young in gone and "31 October 2025" in block.sentence.replace("\u00a0", " ")


def test_of_many_new_combinations_some_are_named_and_the_others_counted():
    columns = ("1", "2", "3", "4", "5", "6", "7")
    block = coverage_trend(covered(set(), {("young", column) for column in columns}), matrix(("young",), columns), EN)
    assert block.sentence.count("×") == 4 and "3 others" in block.sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_of_one_delivery_or_without_change_says_so(language):
    text = Text(language, THEME)
    one, still = (coverage_trend(covered(*days), matrix(), text) for days in (({("young", "1")},), ({("young", "1")}, {("young", "1")})))
    assert one.headline == text("There is one delivery, so no trend can be shown yet") and one.sentence == text(
        "A trend needs at least two deliveries."
    )
    assert still.sentence == text("Since {day} no combination has gained its first project or lost its last.", day=text.date(DAYS[0]))


def test_costs_have_no_point_where_too_few_projects_can_be_compared():
    points = (
        CostPoint(DAYS[0], CostRange(None, 3, 40)),
        CostPoint(DAYS[1], CostRange(None, 6, 90, 40_000, 60_000, 90_000)),
        CostPoint(DAYS[2], CostRange(None, 8, 120, 30_000, 50_000, 80_000)),
    )
    block = cost_trend(points, "EECO01", EN)
    assert "€600" in block.headline and "€500" in block.headline and "fewer than 5" in block.below
    assert block.table.rows[0][1:] == (3, 40, None, None, None) and block.table.rows[2][1:] == (8, 120, 300, 500, 800)
    low, high, median = (trace["y"] for trace in plotly_chart(block.chart).to_dict()["data"])
    assert (len(low), len(high), list(median)) == (2, 2, [None, 600, 500])
    assert hovers(block)[0].endswith("fewer than 5 projects: no range")
    assert cost_trend(points[:2], "EECR04", EN).headline == "Too few projects for a trend of costs"
    assert "EECR04" in cost_trend(points, "EECR04", EN).subtitle


def test_projects_by_status_tell_all_of_them():
    counts = {"running": (4, 6), "ended": (0, 3), None: (1, 0)}
    points = [ProjectsPoint(day, code, counts[code][place]) for place, day in enumerate(DAYS[:2]) for code in counts]
    block = projects_by_status(points, EN)
    assert words(block).startswith("The number of projects is 9 (30 April 2025: 5)")
    assert block.table.total == ("All projects", 5, 9) and "grey line" in block.below
    assert (
        projects_by_status([point for point in points if point.day == DAYS[0]], EN).headline
        == "There is one delivery, so no trend can be shown yet"
    )
