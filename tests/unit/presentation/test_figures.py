"""Every drawing says what its table says, in every language, and never shows a lack as a zero."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from analytics.forecast import AS_SEEN, Forecast, ForecastPoint, Pace, Range, Scenario
from analytics.funding import Funding, Part, Totals, TrendPoint
from analytics.money import PublicMoney
from analytics.people import Genders, PeoplePart, PeoplePoint
from analytics.regions import RegionFigures, Regions
from analytics.sizes import Sizes
from data_loaders.boundaries import read_boundaries
from data_loaders.codes import LANGUAGES, code_list
from data_loaders.spending_curve import read_curve
from data_loaders.theme import FrameAmount, read_theme
from presentation.block import FigureBlock
from presentation.charts import style
from presentation.charts.chart import End, TimeLines
from presentation.charts.layout import scene
from presentation.charts.plotly_chart import plotly_chart
from presentation.charts.scene import Bars
from presentation.figures.forecast import backtest_figure, forecast_course, scenario_course
from presentation.figures.frame import frame_bullet
from presentation.figures.funding import funding_trend
from presentation.figures.gender import gender_balance, gender_parts, gender_trend
from presentation.figures.parts import funding_parts
from presentation.figures.reach import people_bars, people_trend, projects_by_group
from presentation.figures.regions import class_limits, region_map
from presentation.figures.sizes import concentration, one_project_sentence, size_distribution
from presentation.text import Text

THEME = read_theme(Path(__file__).parents[3] / "assets" / "themes" / "hard_to_employ.toml")
EN = Text("en", THEME)
DAY = date(2026, 10, 31)
HOSTILE = '<b>x</b><a href="http://example.org">y</a> & z'


def money(euros: float | None) -> PublicMoney | None:
    return None if euros is None else PublicMoney(round(euros * 100))


def totals(planned: float | None, actual: float | None, projects: int = 2, implementers: int = 3) -> Totals:
    return Totals(money(planned), money(actual), projects, implementers)


def against(frame: float | None, planned: float | None, actual: float | None) -> Funding:
    return Funding(DAY, money(frame), totals(planned, actual), pl.DataFrame())


def notes(block: FigureBlock) -> str:
    return (
        " ".join(note.text for note in plotly_chart(block.chart).validated().layout.annotations).replace("<br>", " ").replace("\u00a0", " ")
    )


REGIONS = (
    Part("01", totals(1_200_000.01, 600_000)),
    Part("06", totals(400_000, None)),
    Part("nationwide", totals(100_000, 0)),
    Part(None, totals(50_000.5, 20_000, 1, 1)),
)
GROUPS = (
    PeoplePart("young", Genders(60, 30, 2, 8)),
    PeoplePart("roma", Genders()),
    PeoplePart("ageing", Genders(0, 0, 0, 0)),
    PeoplePart(None, Genders(5, None, None, 5)),
)
BOUNDARIES = read_boundaries()


def map_figures(**values: float) -> Regions:
    """All 19 regions, with committed money where given by ``r`` and the code."""
    rows = code_list("regions")
    regions = tuple(
        RegionFigures(
            code,
            totals(values[f"r{code}"], 0, 1, 1) if f"r{code}" in values else Totals(None, None, 0, 0),
            None,
            int(row["population"]),
            row["in_programme"] == "1",
        )
        for code, row in rows.items()
    )
    return Regions(
        regions, (RegionFigures("nationwide", totals(100_000, 0), None, None), RegionFigures(None, totals(7_000, 0), None, None))
    )


def people_over_time(*groups: str | None) -> tuple[PeoplePoint, ...]:
    return tuple(
        PeoplePoint(day, code, Genders(rank * 10 + year, rank * 5, 0, 1))
        for year, day in enumerate((date(2024, 10, 31), date(2025, 10, 31), DAY))
        for rank, code in enumerate(groups, 1)
    )


def foretold(**more) -> Forecast:
    """A forecast of 13 M€ made on the day, of which most is known."""
    points = tuple(
        ForecastPoint(day, (8e6, 8e6 + 1e6 * step), (4e6 + 5e5 * step, 4e6 + 1e6 * step))
        for step, day in enumerate((DAY, date(2027, 12, 31), date(2029, 12, 31), date(2030, 7, 31)))
    )
    values = {
        "as_of": DAY, "end": date(2029, 12, 31), "commit_until": date(2027, 12, 31), "frame": money(13e6), "committed_now": 8e6, "spent_now": 4e6, "points": points,
        "committed": Range.of(8e6, 11e6), "spent": Range.of(5.5e6, 7e6), "uncommitted": Range.of(2e6, 5e6), "unspent": Range.of(2.5e6, 4e6), "unused": Range.of(6e6, 7.5e6),
        "pace": Pace(0, 1e6, 0.9, 1.1, 0.8, 0.95, 12, 5, date(2024, 10, 31)), "left_out_count": 2, "scenario": AS_SEEN,
    }  # fmt: skip
    return Forecast(**values | more)


NAMES = dict.fromkeys(LANGUAGES, "Päätös")
FRAMES = (
    FrameAmount(date(2021, 1, 1), Decimal(13_000_000), NAMES),
    FrameAmount(date(2026, 3, 1), Decimal(15_000_000), NAMES),
    FrameAmount(date(2027, 1, 1), Decimal(16_000_000), NAMES),
)


def project_sizes(*euros: float, unknown: int = 0, not_positive: int = 0) -> Sizes:
    return Sizes(tuple(money(amount) for amount in sorted(euros, reverse=True)), unknown, not_positive)


TREND = (TrendPoint(date(2025, 10, 31), money(13e6), totals(7e6, 3e6)), TrendPoint(DAY, money(13e6), totals(8e6, 4e6)))
BLOCKS = {
    "forecast": lambda text: forecast_course(foretold(), TREND, text),
    "forecast of a part": lambda text: forecast_course(
        foretold(frame=None, unused=None, uncommitted=None, left_out_count=0), TREND, text, "Region: Uusimaa"
    ),
    "scenario": lambda text: scenario_course(foretold(scenario=Scenario(more=3e6, pace=0.8)), TREND, text),
    "overspent parts": lambda text: funding_parts(
        (Part("01", totals(2e6, 2.5e6)), Part("06", totals(-1e5, -2e5)), Part(None, totals(1e5, 2e5))), "regions", text
    ),
    "overspent": lambda text: frame_bullet(against(13e6, 8e6, 9e6), text),
    "revised frame": lambda text: frame_bullet(replace(against(15e6, 8e6, 5e6), frames=FRAMES), text),
    "trend of a revised frame": lambda text: funding_trend(TREND, text, None, FRAMES),
    "concentration": lambda text: concentration(project_sizes(*range(10_000, 900_000, 9_000), unknown=2, not_positive=1), text),
    "sizes": lambda text: size_distribution(project_sizes(90_000, 120_000, 130_000, 250_000, 1_400_000, unknown=1), text),
    "sizes alike": lambda text: size_distribution(project_sizes(5, 5, 5), text),
    "back-test": lambda text: backtest_figure(read_curve(), text),
    "frame": lambda text: frame_bullet(against(13e6, 8e6, 5e6), text),
    "no frame": lambda text: frame_bullet(against(None, 8e6, 5e6), text),
    "above the frame": lambda text: frame_bullet(against(13e6, 14e6, 15e6), text),
    "negative": lambda text: frame_bullet(against(13e6, -1e6, None), text),
    "nothing known": lambda text: frame_bullet(against(None, None, None), text),
    "regions": lambda text: funding_parts(REGIONS, "regions", text, "Region: Uusimaa"),
    "subthemes": lambda text: funding_parts((Part("1", totals(5, 4)),), "subthemes", text, overlapping=True),
    "trend": lambda text: funding_trend((TrendPoint(date(2025, 1, 1), None, totals(1, 0)), TrendPoint(DAY, money(10), totals(3, 2))), text),
    "one delivery": lambda text: funding_trend((TrendPoint(DAY, money(10), totals(3, None)),), text),
    "trend of nothing": lambda text: funding_trend((TrendPoint(DAY, None, totals(None, None)),), text),
    "balance": lambda text: gender_balance(Genders(60, 30, 2, 8), text),
    "balance not whole": lambda text: gender_balance(Genders(None, 30, None, None), text),
    "genders of groups": lambda text: gender_parts(GROUPS, "target_groups", text, indicator="EECO01"),
    "genders of indicators": lambda text: gender_parts((PeoplePart("EECO03", Genders(1, 2, 3, 4)),), "indicators", text),
    "genders over time": lambda text: gender_trend(people_over_time(None), text),
    "genders on a day": lambda text: gender_trend(people_over_time(None)[-1:], text),
    "people": lambda text: people_bars(GROUPS, "target_groups", text),
    "projects": lambda text: projects_by_group(REGIONS, text),
    "people over time": lambda text: people_trend(people_over_time("young", "roma", None), "target_groups", text),
    "people on a day": lambda text: people_trend((PeoplePoint(DAY, "young", Genders()),), "target_groups", text),
    "map": lambda text: region_map(map_figures(r01=1e6, r06=2e5), BOUNDARIES, "planned", True, text, selected=("01",)),
    "empty map": lambda text: region_map(map_figures(), BOUNDARIES, "planned", False, text, small=True),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_is_whole_in_every_language(name, language):
    block = BLOCKS[name](Text(language, THEME))
    width = len(block.table.columns)
    assert all(len(row) == width for row in (*block.table.rows, *filter(None, [block.table.total])))
    assert all(plotly_chart(block.chart).validated().layout[axis].fixedrange for axis in ("xaxis", "yaxis"))
    assert plotly_chart(block.chart).validated().layout.height < 1_500
    for said in (block.headline, block.subtitle, block.sentence, block.alt, block.not_shown or ""):
        assert not re.search(r"\bNone\b(?! of)", said) and "{" not in said


@pytest.mark.parametrize("name", [name for name in BLOCKS if "map" not in name])
def test_no_name_of_a_bar_is_wider_than_a_phone(name):
    for note in plotly_chart(BLOCKS[name](Text("fi", THEME)).chart).validated().layout.annotations:
        assert max(len(line) for line in note.text.replace("</span>", ">").split(">")[-1].split("<br>")) <= 50


# Colours --------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("background", ["#ffffff", "#0f1720"])
@pytest.mark.parametrize(
    "colour",
    [style.COMMITTED, style.SPENT, style.CONTEXT, style.OUTLINE, style.CHOSEN, *style.LINES, *style.GENDER_COLOURS.values()],
)
def test_colours_are_seen_on_light_and_dark(colour, background):
    assert contrast(colour, background) >= 3


def test_what_lies_side_by_side_differs_in_grey_too():
    assert luminance(style.COMMITTED) > 1.6 * luminance(style.SPENT)
    assert all(luminance(light) > 1.4 * luminance(dark) for light, dark in pairwise(style.CLASSES))
    assert all(contrast(style.LOOKS[gender].colour, style.LOOKS[gender].ink) >= 4.5 for gender in style.GENDER_COLOURS)


# Money ----------------------------------------------------------------------------------


def test_frame_bars_are_the_table():
    block = frame_bullet(against(13_000_000, 8_746_070.25, 5_410_878), EN)
    assert [bar.x[0] for bar in plotly_chart(block.chart).validated().data] == [8_746_070.25, 5_410_878]
    assert [row[1] for row in block.table.rows] == [13_000_000, 8_746_070.25, 5_410_878, 4_253_929.75]
    assert block.headline == "67% of the budget is committed"
    (frame,) = plotly_chart(block.chart).validated().layout.shapes
    assert (frame.x0, frame.x1) == (0, 13_000_000)


@pytest.mark.parametrize(
    ("funding", "headline"),
    [
        (against(10, 11, 5), "More is committed than the budget: 110%"),
        (against(10, 5, 6), "More is spent than committed"),
        (against(10, -5, 0), "Committed funding is negative: −€5"),
        (against(None, 5_000_000, 0), "€5.0 million is committed"),
        (against(10, None, None), "No committed funding is known"),
    ],
)
def test_states_of_the_frame_have_names(funding, headline):
    assert frame_bullet(funding, EN).headline.replace("\u00a0", " ") == headline


def test_without_a_frame_none_is_drawn_and_the_reason_is_said():
    block = frame_bullet(against(None, 5, 1), EN)
    assert not plotly_chart(block.chart).validated().layout.shapes
    assert "only when the theme's projects are known" in block.sentence


def test_parts_are_the_table_and_add_up():
    block = funding_parts(REGIONS, "regions", EN)
    committed, spent = plotly_chart(block.chart).validated().data
    assert list(committed.x) == [row[1] for row in block.table.rows] == [1_200_000.01, 400_000, 100_000, 50_000.5]
    assert list(spent.x) == [row[2] for row in block.table.rows] == [600_000, None, 0, 20_000]
    assert block.table.total == ("Total", 1_750_000.51, 620_000, None, None)
    assert committed.marker.color[-1] == style.CONTEXT and committed.marker.color[0] == style.COMMITTED


def test_a_missing_amount_is_a_word_and_a_zero_is_a_zero():
    block = funding_parts(REGIONS, "regions", EN)
    assert notes(block).count("not known") == 2  # spent in Pirkanmaa, and the unknown region's name
    assert plotly_chart(block.chart).validated().data[1].text[2] == "€0"


def test_the_rest_of_a_partition_is_one_exact_bar_and_the_unknown_stays():
    parts = tuple(Part(f"{n}", totals(n + 0.1, None)) for n in range(9, 0, -1)) + (Part(None, totals(1, 1)),)
    block = funding_parts(parts, "authorities", EN, limit=4)
    assert list(plotly_chart(block.chart).validated().data[0].x) == [9.1, 8.1, 7.1, 21.6, 1]
    assert "6 others" in notes(block) and "Not known" in notes(block)
    assert len(block.table.rows) == 10
    assert sum(plotly_chart(block.chart).validated().data[0].x) == pytest.approx(block.table.total[1])


def test_overlapping_parts_are_not_added():
    parts = tuple(Part(f"{n}", totals(n, 0)) for n in range(7, 0, -1))
    block = funding_parts(parts, "subthemes", EN, overlapping=True, limit=5)
    assert block.table.total is None
    assert "must not be added" in block.sentence
    assert list(plotly_chart(block.chart).validated().data[0].x) == [7, 6, 5, 4, 3]
    assert "2 smaller parts are only in the table" in block.only_in_table


def test_no_year_is_left_out_between_others():
    parts = tuple(Part(str(year), totals(1, 0)) for year in range(2021, 2030))
    assert len(plotly_chart(funding_parts(parts, "years", EN, limit=3).chart).validated().data[0].x) == 9


def test_names_from_a_spreadsheet_are_shown_to_the_letter():
    block = funding_parts((Part(HOSTILE, totals(5, 1)),), "authorities", EN)
    drawn = plotly_chart(block.chart).validated().to_json()
    assert "\\u003cb\\u003ex" not in drawn and "<b>x" not in drawn and "<a " not in drawn
    assert "&lt;b&gt;x" in drawn
    assert block.table.rows[0][0] == HOSTILE
    assert HOSTILE in block.headline


def test_trend_of_money_is_the_table():
    points = (TrendPoint(date(2025, 10, 31), money(10e6), totals(3e6, None)), TrendPoint(DAY, money(13e6), totals(4e6, 1e6)))
    block = funding_trend(points, EN)
    lines = {line.name: list(line.y) for line in plotly_chart(block.chart).validated().data}
    assert lines == {"Budget": [10e6, 13e6], "Committed": [3e6, 4e6], "Spent": [None, 1e6]}
    assert [row[1:4] for row in block.table.rows] == [(3e6, None, 10e6), (4e6, 1e6, 13e6)]
    assert block.headline == "Committed funding has grown by €1.0\u00a0million since 31\u00a0October 2025"


def test_one_delivery_is_no_trend():
    block = BLOCKS["one delivery"](EN)
    assert block.headline == "There is one delivery, so no trend can be shown yet"
    assert all("markers" in line.mode for line in plotly_chart(block.chart).validated().data)
    assert "at least two deliveries" in block.sentence


def test_names_of_lines_cover_neither_each_other_nor_the_axis():
    ticks = [0, 50, 100]
    ends = [End(value, f"line {value}", "spent") for value in (0, 1, 2, 97, 99, 100)]
    drawn = scene(TimeLines(days=[DAY], lines=[], ticks=ticks, tick_words=["0", "50", "100"], ends=ends))
    places = [note.y for note in drawn.notes]
    pixel = 100 / (drawn.height - drawn.margin[2] - drawn.margin[3])
    assert places == sorted(places)
    assert min(upper - lower for lower, upper in pairwise(places)) >= 15 * pixel
    assert places[0] == pytest.approx(9 * pixel) and places[-1] == 100


# People ---------------------------------------------------------------------------------


def test_balance_is_the_table_and_not_collected_is_not_zero():
    block = gender_balance(Genders(60, 30, 0, None), EN)
    assert [bar.x[0] for bar in plotly_chart(block.chart).validated().data] == [pytest.approx(2 / 3), pytest.approx(1 / 3), 0]
    assert [row[1] for row in block.table.rows] == [60, 30, 0, None]
    assert "Non-binary: 0% (0)" in notes(block) and "Unknown: not collected" in notes(block)
    assert block.table.total == ("Total", 90, None)


def test_genders_of_groups_are_the_table():
    block = gender_parts(GROUPS, "target_groups", EN)
    assert [bar.x[0] for bar in plotly_chart(block.chart).validated().data] == [0.6, 0.3, 0.02, 0.08]
    assert all(bar.x[1] is None and bar.x[2] is None for bar in plotly_chart(block.chart).validated().data)
    assert block.table.rows[0] == ("Young people", 60, 30, 2, 8, 100, 0.6)
    assert block.table.rows[1] == ("Roma", None, None, None, None, None, None)
    assert "Roma: not collected" in notes(block) and "Older people · 0 people" in notes(block)
    assert block.headline == "The share of women in the target group “Young people” is 60% of 100 people"


def test_indicators_overlap_and_show_their_codes():
    parts = (
        PeoplePart("EECO03", Genders(5, 5, 0, 0)),
        PeoplePart("EECO01", Genders(9, 9, 0, 0)),
        PeoplePart("EECO18", Genders(1, 0, 0, 0)),
    )
    block = gender_parts(parts, "indicators", EN)
    assert [row[0][:6] for row in block.table.rows] == ["EECO01", "EECO03"]
    assert "EECO03 Long-term unemployed · 10 people" in notes(block)
    assert "overlap" in block.sentence


def test_people_are_a_partition_and_lacks_are_words():
    block = people_bars(GROUPS, "target_groups", EN)
    assert list(plotly_chart(block.chart).validated().data[0].x) == [100, None, 0, 10] == [row[1] for row in block.table.rows]
    assert block.table.total == ("Total", 110, None)
    assert plotly_chart(block.chart).validated().data[0].text[2] == "0 (0%)"
    assert "not collected" in notes(block)
    assert "10 participants" in block.not_shown


def test_projects_of_groups_overlap():
    block = projects_by_group((Part("young", totals(1, 0, 3)), Part(None, totals(1, 0, 9)), Part("roma", totals(1, 0, 5))), EN)
    assert list(plotly_chart(block.chart).validated().data[0].x) == [5, 3, 9] == [row[1] for row in block.table.rows]
    assert block.table.total is None and "must not be added" in block.sentence


def test_five_lines_have_names_and_the_rest_are_in_the_table():
    groups = [topic.code for topic in THEME.target_groups[:7]]
    block = people_trend(people_over_time(*groups, None), "target_groups", EN)
    assert len(plotly_chart(block.chart).validated().data) == 8 == len(block.table.rows)
    assert sum(line.line.color == style.CONTEXT for line in plotly_chart(block.chart).validated().data) == 3
    assert "3 other lines" in block.only_in_table
    assert list(plotly_chart(block.chart).validated().data[-1].y) == list(block.table.rows[0][1:])


# The map --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ([], ()),
        ([0], ()),
        ([2_300_000], (500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000)),
        ([1_000_000, 3], (200_000, 400_000, 600_000, 800_000, 1_000_000)),
        ([0.9, 0.01], (0.2, 0.4, 0.6, 0.8, 1.0)),
    ],
)
def test_classes_have_round_limits_that_hold_every_value(values, limits):
    assert class_limits(values) == pytest.approx(limits)


@pytest.mark.parametrize(("top", "limits"), [(1, (1,)), (3, (1, 2, 3)), (11, (5, 10, 15)), (906, (200, 400, 600, 800, 1000))])
def test_classes_of_counts_are_whole_numbers(top, limits):
    assert class_limits([top, 1], whole=True) == limits


def test_classes_of_projects_are_read_as_counts():
    figures = map_figures(r01=1, r06=1)
    words = plotly_chart(region_map(figures, BOUNDARIES, "projects", False, EN).chart).validated().layout.annotations
    assert words[0].text == "1 (2 regions)"
    assert (
        plotly_chart(region_map(figures, BOUNDARIES, "projects", True, EN).chart)
        .validated()
        .layout.annotations[0]
        .text.endswith("(1 region)")
    )


def test_legend_counts_every_region_once():
    block = region_map(map_figures(r01=1_000_000, r06=200_000, r19=200_001), BOUNDARIES, "planned", False, EN)
    words = [note.text for note in plotly_chart(block.chart).validated().layout.annotations]
    assert words == [
        "€0.8–1.0 million (1 region)",
        "€0.6–0.8 million (0 regions)",
        "€0.4–0.6 million (0 regions)",
        "€0.2–0.4 million (1 region)",
        "€0.0–0.2 million (1 region)",
        "nothing (15 regions)",
        "Åland: outside the programme",
    ]


def test_map_has_one_point_a_region_and_says_what_is_not_on_it():
    block = region_map(map_figures(r01=1_000_000), BOUNDARIES, "planned", False, EN, selected=("01",))
    points = plotly_chart(block.chart).validated().data[-1]
    assert list(points.customdata) == list(code_list("regions"))
    assert "Nationwide" in block.not_shown and "Region not known" in block.not_shown
    assert [row[0] for row in block.table.rows[-2:]] == ["Nationwide", "Region not known"]
    assert block.table.rows[0][:2] == ("Uusimaa", 1_000_000)
    assert any(trace.line.color == style.CHOSEN for trace in plotly_chart(block.chart).validated().data)


def test_map_tells_not_known_from_nothing():
    figures = map_figures(r01=5, r06=5)
    block = region_map(figures, BOUNDARIES, "participants", False, EN)
    words = [note.text for note in plotly_chart(block.chart).validated().layout.annotations]
    assert words == ["nothing (16 regions)", "not known (2 regions)", "Åland: outside the programme"]


def test_a_map_of_nothing_lists_no_regions():
    block = region_map(map_figures(), BOUNDARIES, "planned", False, EN)
    assert (block.headline, block.sentence) == (
        "No region has data",
        "None of the 18 regions of the programme has data.",
    )


def test_map_is_small_to_send():
    block = region_map(map_figures(r01=1e6, r06=2e5), BOUNDARIES, "planned", False, Text("fi", THEME))
    assert len(plotly_chart(block.chart).validated().to_json()) < 40_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ("forecast", "forecast of a part", "scenario"))
def test_an_estimate_is_always_a_range_with_one_decimal(name, language):
    """In words, in the drawing and in the table: nothing exact is told of the future. What is known stands before it."""
    block = BLOCKS[name](Text(language, THEME))
    said = " ".join((block.headline, block.sentence, block.alt, notes(block))).replace("\u2060", "")
    assert not re.search(r"\d[.,]\d\d", said.replace("31.10.2026", "").replace("31.12.2029", "").replace("31.10.2024", ""))
    assert re.search(r"\d[.,]\d–\d+[.,]\d", block.headline.replace("\u2060", ""))
    begins = max(row[0] for row in block.table.rows if row[1] is not None)
    known = 3 if name != "forecast of a part" else 2  # a part has no frame
    for day, *values in block.table.rows:
        now, ranges = values[:known], values[known:]
        if day > begins:
            assert now[:2] == [None, None] and all(round(value, 1) == value for value in ranges)
            assert all(low < high for low, high in zip(ranges[::2], ranges[1::2], strict=True))
        elif day == begins:
            assert ranges == [value for value in now[2 - len(ranges) // 2 : 2] for _ in range(2)]
        else:
            assert set(ranges) == {None}


def test_a_scenario_cannot_be_taken_for_the_forecast():
    real, supposed = BLOCKS["forecast"](EN), BLOCKS["scenario"](EN)
    assert supposed.headline.startswith("In this scenario ") and "not a forecast" in supposed.subtitle
    assert supposed.sentence.startswith("In this scenario ") and "pace seen" not in supposed.sentence
    assert "SCENARIO" in notes(supposed) and "SCENARIO" not in notes(real)
    bands = [
        {trace["line"]["color"] for trace in plotly_chart(block.chart).to_dict()["data"] if "fillpattern" in trace}
        for block in (real, supposed)
    ]
    assert not bands[0] & bands[1]


def test_the_error_of_the_method_is_told():
    block = BLOCKS["back-test"](EN)
    assert f"mean error was {read_curve().error * 100:.1f} percentage points" in block.headline
    assert block.source.startswith("Source: EURA 2014")


def hatched(block: FigureBlock) -> list[tuple[float, float]]:
    """Bars in the colour of warning, as (from, to)."""
    bars = [shape for shape in scene(block.chart).shapes if isinstance(shape, Bars) and style.WARNING.colour in shape.colours]
    return [(start, start + length) for drawn in bars for start, length in zip(drawn.starts, drawn.lengths, strict=True)]


def test_what_is_out_of_bounds_is_named_and_drawn_as_what_it_is():
    assert hatched(BLOCKS["frame"](EN)) == []
    over = frame_bullet(against(13e6, 14e6, 15e6), EN)
    assert hatched(over) == [(13e6, 14e6), (14e6, 15e6)]
    assert "committed above the budget by €1.0 million; spent above committed by €1.0 million" in over.sentence.replace("\u00a0", " ")
    negative = frame_bullet(against(13e6, -1e6, -2e5), EN)
    # Spent is less negative than committed: it is above it, and both are negative.
    assert (0.0, -1e6) in hatched(negative) and (0.0, -2e5) in hatched(negative)
    assert "committed is negative, −€1.0 million: a correction" in negative.sentence.replace("\u00a0", " ")


def test_parts_that_are_overspent_are_named_and_hatched_above_what_is_committed():
    block = BLOCKS["overspent parts"](EN)
    assert (2e6, 2.5e6) in hatched(block)
    assert "Out of the ordinary: Uusimaa: spent above committed by €0.5 million; " in block.sentence.replace("\u00a0", " ")
    assert "Central Finland" not in block.sentence and "Pirkanmaa: committed is negative" in block.sentence


def test_the_page_tells_the_error_that_the_command_prints():
    curve = read_curve()
    assert f" {curve.error * 100:.1f} percentage points" in backtest_figure(curve, EN).headline
    assert f" {curve.line_error * 100:.1f} percentage points" in backtest_figure(curve, EN).sentence


def test_a_negative_part_is_hatched_and_is_not_called_overspent():
    block = funding_parts((Part("01", totals(2e6, 1e6)), Part("06", totals(-5e4, -2e3))), "regions", EN)
    hatched = plotly_chart(block.chart).validated().data[-1]
    assert (list(hatched.base), list(hatched.x)) == ([0, 0], [-50_000, -2_000])
    assert "above" not in block.sentence and "committed is negative" in block.sentence


@pytest.mark.parametrize(
    ("parts", "headline"),
    (
        ((Part("01", totals(2e6, 1e6)), Part("06", totals(0, 0))), "Committed funding in Uusimaa is €2.0 million"),
        ((Part("01", totals(2e6, 1e6)), Part(None, totals(1e6, 0))), "Most committed funding is in Uusimaa (€2.0 million)"),
        ((Part("01", totals(-5, 0)),), "No part has committed funding above zero"),
    ),
)
def test_most_of_the_money_is_said_only_where_there_is_more_than_one_part_with_some(parts, headline):
    assert funding_parts(parts, "regions", EN).headline.replace("\u00a0", " ") == headline


def test_what_is_not_known_is_said_and_is_no_dash():
    parts = (Part("01", totals(None, None)), Part("06", totals(2e6, None)))
    trend = funding_trend(tuple(replace(point, totals=totals(2e6, None)) for point in TREND), EN)
    for block in (
        funding_parts(parts, "regions", EN),
        funding_parts(parts[:1], "years", EN),
        frame_bullet(against(13e6, 2e6, None), EN),
        trend,
    ):
        assert "–." not in block.sentence and "– " not in block.sentence, block.sentence
        assert all(label != "–" for trace in plotly_chart(block.chart).validated().data for label in trace.text or ())
    assert "spent funding is not known in any delivery" in trend.sentence


def test_a_part_of_the_theme_says_that_the_frame_is_not_its_own():
    block = frame_bullet(replace(against(13e6, 2e6, 1e6), is_part=True), EN)
    assert "no budget of its own" in block.sentence and not any("Left" in str(row[0]) for row in block.table.rows)
    assert "left" not in block.ledger.measures


def test_nothing_new_is_foretold_to_be_committed_in_a_part():
    block = BLOCKS["forecast of a part"](EN)
    assert not any("Committed at" in column.header for column in block.table.columns)
    assert "of the €8.0 million that is committed" in block.sentence.replace("\u00a0", " ")


def test_when_all_of_the_frame_would_be_used_no_amount_is_left():
    points = (ForecastPoint(DAY, (14e6, 14e6), (4e6, 4e6)), ForecastPoint(date(2030, 7, 31), (14e6, 14e6), (13.1e6, 13.6e6)))
    block = forecast_course(foretold(committed_now=14e6, points=points, unused=Range.of(0, 0), uncommitted=Range.of(0, 0)), TREND, EN)
    assert block.headline == "The whole budget would be used"
    assert "of the €14.0 million that is committed" in block.sentence.replace("\u00a0", " "), "no range of what is known"


def test_a_revised_frame_says_which_amount_is_used_and_shows_the_others():
    block = BLOCKS["revised frame"](EN)
    said = block.sentence.replace("\u00a0", " ")
    assert "The budget is the one in force on 31 October 2026: €15.0 million from 1 March 2026 (Päätös)." in said
    assert "Before that it was €13.0 million, from 1 January 2021." in said and "It will be €16.0 million from 1 January 2027." in said
    assert [row[1] for row in block.table.rows if "Päätös" in str(row[0])] == [13e6, 15e6, 16e6]


def test_the_frame_steps_on_the_day_it_changed():
    points = (TrendPoint(date(2025, 10, 31), money(13e6), totals(7e6, 3e6)), TrendPoint(DAY, money(15e6), totals(8e6, 4e6)))
    block = funding_trend(points, EN, None, FRAMES)
    line = next(trace for trace in plotly_chart(block.chart).to_dict()["data"] if trace["name"] == "Budget")
    assert (line["x"], line["y"], line["line"]["shape"]) == ([date(2025, 10, 31), date(2026, 3, 1), DAY], [13e6, 15e6, 15e6], "hv")
    assert "it changed on 1 March 2026 from €13.0 million to €15.0 million" in block.sentence.replace("\u00a0", " ")


def test_few_projects_hold_half_of_the_money():
    block = concentration(project_sizes(600_000, 200_000, 100_000, 100_000), EN)
    assert block.headline == "Half of the committed funding is in 1 project of 4"
    assert (
        one_project_sentence(project_sizes(250_000), EN)
        == "All of the committed funding is in one project, €250,000: there are no sizes to compare."
    )
    assert one_project_sentence(project_sizes(), EN) == ""
    assert block.table.rows[-1] == ("4", 1_000_000.0, 1.0)
    assert len(plotly_chart(BLOCKS["concentration"](EN).chart).to_dict()["data"][0]["x"]) <= 62, "small, also with many projects"


def test_a_distribution_tells_median_and_quartiles_and_counts_every_project():
    block = BLOCKS["sizes"](EN)
    assert block.headline.replace("\u2060", "") == "Half of the projects have €120,000–250,000"
    assert "half €130,000 or smaller" in block.sentence and "The mean is €398,000" in block.sentence
    assert sum(row[1] for row in block.table.rows) == block.table.total[1] == 5
    assert sum(row[2] for row in block.table.rows) == block.table.total[2] == 1_990_000
    assert "1 project is not known" in block.not_shown


def test_a_frame_far_above_a_selection_is_not_drawn_and_the_reason_is_said():
    small = tuple(replace(point, totals=totals(5e5, 1e5)) for point in TREND)
    block = funding_trend(small, EN, "Region: Uusimaa", FRAMES)
    assert [trace.name for trace in plotly_chart(block.chart).validated().data] == ["Committed", "Spent"]
    assert "The budget of the whole theme, €13.0 million, is far above" in block.sentence.replace("\u00a0", " ")
    assert [row[3] for row in block.table.rows] == [13e6, 13e6]
    assert "far above" not in funding_trend(TREND, EN, "Region: Uusimaa", FRAMES).sentence
