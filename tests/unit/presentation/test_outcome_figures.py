"""Outcomes, promises and costs as drawn: what the table says, in every language, and no lack shown as a zero."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics.costs import CostRange, Costs
from analytics.funding import Part
from analytics.outcomes import CompleteRecords, IndicatorValue, Partition, ResultRate
from analytics.people import Genders, PeoplePart, PeoplePoint
from analytics.promises import DuePlan, ProjectPromises, PromiseCount, PromiseOutcomes, PromisePoint
from data_loaders.codes import LANGUAGES, code_list, indicator_codes
from data_loaders.theme import Target, read_theme
from presentation.charts.plotly_chart import plotly_chart
from presentation.figures.costs import cost_ranges, costs_sentence
from presentation.figures.outcomes import (
    compared_days,
    complete_bars,
    indicator_bars,
    indicator_trend,
    partition_bar,
    rate_bars,
)
from presentation.figures.theme import promise_bars, promise_lines, subtheme_rows, workplace_bars
from presentation.text import Text
from presentation.words.outcomes import (
    definitions_table,
    of_kind,
    outcome_keys,
    outcomes_sentence,
    progress_words,
    relation,
    targets_sentence,
)
from presentation.words.theme import contacts_table, due_html, promises_sentence, promises_table
from tests.unit.presentation.test_figures import notes, totals

THEME = read_theme(Path(__file__).parents[3] / "assets" / "themes" / "hard_to_employ.toml")
EN = Text("en", THEME)
DAY, BEFORE = date(2026, 10, 31), date(2026, 4, 30)
PEOPLE = Genders(60, 30, 2, 8)


def value(code="EECO12", genders=PEOPLE, milestone=None, target=None, progress="no_target"):
    return IndicatorValue(code, genders, Target(code, milestone, target) if milestone or target else None, progress)


def rate(code="EECR04", reason=None, base="EECO01"):
    return (
        ResultRate(code, base, Genders(), Genders(), 0, reason)
        if reason
        else ResultRate(code, base, Genders(12, 3), Genders(30, 20), 4, None)
    )


VALUES = tuple(value(code, Genders() if code == "EECO16" else PEOPLE) for code in indicator_codes())
RATES = (rate("EECR04"), rate("EECR05", "nobody_left"), rate("EECR03"), rate("EECR06", "undated"))
LABOUR = Partition("labour", (("EECO02", Genders(40, 10)), ("EECO04", Genders(20, 10)), ("EECO05", Genders(15, 5))), 130)
HALF = Partition("education", (("EECO09", Genders(1)), ("EECO10", Genders()), ("EECO11", Genders(2))), 130)
RANGES = (CostRange("1", 6, 90, 50_000, 80_000, 120_000), CostRange("2", 3, 20), CostRange(None, 0, 0))
COSTS = Costs(DAY, RANGES[0], RANGES, (), (), {"too_young": 4, "nobody": 1})
PROMISES = (PromiseCount("embedding_plan", 5, 2, 3), PromiseCount("co_development", 0, 0, 10))
TREND = tuple(PromisePoint(day, tuple(PromiseCount(p.code, kept, 1, 4) for p in THEME.promises)) for day, kept in ((BEFORE, 0), (DAY, 5)))
STATES = tuple(PromiseOutcomes(state, 3, PEOPLE, found) for state, found in zip(("kept", "not_kept", "not_known"), RATES, strict=False))
POINTS = (PeoplePoint(BEFORE, None, Genders(4, 5)), PeoplePoint(DAY, None, Genders(10, 9)))
PARTS = (Part("3", totals(5e5, None, 2)), Part(None, totals(1e5, 0, 1)), Part("1", totals(2e6, 1e6, 7)))

BLOCKS = {
    "indicators": lambda text: indicator_bars(of_kind("background", VALUES), "background", text),
    "results": lambda text: indicator_bars((value("EECR01", PEOPLE, 50, 200, "milestone_reached"), value("EECR02", Genders(), 5, 9, "not_collected")), "results", text),
    "organisations": lambda text: indicator_bars((value("EECO18", Genders()), value("EECO19", Genders())), "organisations", text),
    "partition": lambda text: partition_bar(LABOUR, text, "Region: Uusimaa"),
    "half a partition": lambda text: partition_bar(HALF, text),
    "complete": lambda text: complete_bars(CompleteRecords(100, 90, 3), text),
    "rates": lambda text: rate_bars(RATES, text),
    "no rates": lambda text: rate_bars((rate(reason="no_outcomes"), rate("EECR01", "not_collected"), rate("EECR02", "empty_base")), text),
    "trend": lambda text: indicator_trend("EECO03", POINTS, text),
    "one day": lambda text: indicator_trend("EECO03", POINTS[:1], text),
    "two days": lambda text: compared_days({"EECO01": (Genders(4), Genders(9)), "EECR05": (Genders(), Genders(2))}, BEFORE, DAY, text),
    "two days without everyone": lambda text: compared_days({"EECR05": (Genders(3), Genders(2))}, BEFORE, DAY, text),
    "sub-themes": lambda text: subtheme_rows(PARTS, (PeoplePart("1", Genders(500)), PeoplePart("3", Genders(20))), text),
    "sub-themes without people": lambda text: subtheme_rows(PARTS, None, text),
    "promises": lambda text: promise_bars(PROMISES, text),
    "promises over time": lambda text: promise_lines(TREND, text),
    "promises on a day": lambda text: promise_lines(TREND[-1:], text),
    "workplaces": lambda text: workplace_bars(STATES, text),
    "costs": lambda text: cost_ranges(RANGES, "subthemes", COSTS, text),
    "costs of sizes": lambda text: cost_ranges(tuple(CostRange(size, 1, 2) for size in ("small", "middle", "large")), "sizes", COSTS, text),
    "costs of results": lambda text: cost_ranges((CostRange("EECR04", 9, 40, 1e5, 2e5, 3e5), CostRange("EECR05", 5, 40, 1e5, 4e5, 5e5)), "results", COSTS, text),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_is_whole_in_every_language(name, language):
    block = BLOCKS[name](Text(language, THEME))
    width = len(block.table.columns)
    assert all(len(row) == width for row in (*block.table.rows, *filter(None, [block.table.total])))
    drawn = plotly_chart(block.chart).validated().layout
    assert drawn.xaxis.fixedrange and drawn.yaxis.fixedrange and drawn.height < 1_600
    for said in (block.headline, block.subtitle, block.sentence, block.alt, block.not_shown or ""):
        assert "None" not in said and "{" not in said
    assert block.ledger and block.chart.office
    for note in drawn.annotations:
        assert max(len(line) for line in note.text.replace("</span>", ">").split(">")[-1].split("<br>")) <= 50


# Indicators and targets ---------------------------------------------------------------


def test_indicators_stand_side_by_side_without_a_total():
    block = BLOCKS["indicators"](EN)
    assert block.table.total is None and "overlap" in block.sentence
    assert list(plotly_chart(block.chart).validated().data[0].x) == [row[1] for row in block.table.rows]
    assert "EECO16" in block.not_shown and "not zero" in block.not_shown
    assert notes(block).count("not collected") == 1


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (value(), "– no target set"),
        (value(target=200, progress="under_way"), "● under way, 50% of the target"),
        (value(target=100, progress="target_reached"), "✔ target reached, 100% of the target"),
        (value(milestone=500, progress="milestone_missed"), "▼ milestone not reached"),
        (value(milestone=50, target=400, progress="milestone_reached"), "▲ milestone reached, 25% of the target"),
        (value(target=400, progress="filtered"), "– the target is the whole theme's"),
        (value(genders=Genders(), target=4, progress="not_collected"), "? not collected"),
    ],
)
def test_progress_is_a_sign_and_words(found, words):
    assert progress_words(found, EN) == words


def test_no_target_set_is_said_and_none_is_drawn():
    block = indicator_bars((value(),), "results", EN)
    assert "No milestone or target has been set for these indicators" in block.sentence
    assert len(plotly_chart(block.chart).validated().data) == 1 and block.table.rows[0][-3:] == (None, None, "– no target set")


def test_targets_of_the_theme_file_are_marks_in_their_own_drawing():
    found = (value(milestone=50, target=400, progress="milestone_reached"),)
    block = indicator_bars(found, "targets", EN)
    marks = {mark.hovertext[0]: mark.x[0] for mark in plotly_chart(block.chart).validated().data[1:]}
    assert marks == {"Milestone 2024: 50": 0.125, "Target 2029: 400": 1.0}
    assert "100 of 400 · ▲ milestone reached, 25% of the target" in notes(block)
    assert block.table.rows[0][-4:] == (50, 400, 0.25, "▲ milestone reached, 25% of the target")
    beside = indicator_bars(found, "background", EN)
    assert len(plotly_chart(beside.chart).validated().data) == 1, "a target of another size would make the values small"
    assert (
        beside.table.rows[0][-3:] == (50, 400, "▲ milestone reached, 25% of the target") and "Targets for 2029 reached" in beside.sentence
    )
    filtered = indicator_bars((value(milestone=50, target=400, progress="filtered"),), "targets", EN)
    assert list(plotly_chart(filtered.chart).validated().data[0].x) == [100] and "whole theme" in filtered.sentence


def own(*targets: tuple):
    """Indicators drawn against their own targets: (value, milestone, target)."""
    codes = [code for code in indicator_codes() if code.startswith("EECO0")]
    values = (
        IndicatorValue(code, Genders(female=count), Target(code, milestone, target), "under_way")
        for code, (count, milestone, target) in zip(codes, targets, strict=False)
    )
    return indicator_bars(tuple(values), "targets", EN)


def test_an_indicator_far_beyond_its_target_does_not_hide_the_others():
    block = own((900, 50, 100), (5, None, 100), (60, 100, None), (150, 90, 100), (0, None, 0), (7, 500, 0))
    drawn = plotly_chart(block.chart).validated()
    bars = [trace for trace in drawn.data if trace.type == "bar"]
    assert list(bars[0].x) == [1.38, 0.05, 0.6, 1.5, 1.0, 1.38]
    # The end of a bar that is cut short stands after a gap.
    assert bars[1].base[1] > 1.38 and [x is None for x in bars[1].x] == [False, True, True, True, True, False]
    assert max(x for x in bars[1].x if x) + bars[1].base[0] == pytest.approx(1.5) and drawn.layout.xaxis.range[1] < 1.6
    assert drawn.layout.barmode == "overlay", "side by side the end would leave its bar"
    marks = [trace.x[0] for trace in drawn.data if trace.type == "scatter"]
    assert marks == [0.5, 1.0, 1.0, 1.0, 0.9, 1.0, 1.0, 1.0], "the milestone of 500 above a target of nobody is in the table only"
    assert "Bar cut short" in notes(block) and "900 of 100 · ● under way, 900% of the target" in notes(block)
    assert [row[1] for row in block.table.rows] == [900, 5, 60, 150, 0, 7], "the table is exact"
    assert [row[8] for row in block.table.rows] == [9.0, 0.05, 0.6, 1.5, None, None]
    assert block.chart.office.columns == (8,) and block.chart.office.most == 1.5


def test_no_bar_is_cut_short_without_need():
    block = own((140, 50, 100), (5, None, 100))
    assert [trace.type for trace in plotly_chart(block.chart).validated().data].count("bar") == 1 and "Bar cut short" not in notes(block)


def test_the_state_of_all_targets_in_a_sentence():
    assert targets_sentence(VALUES, EN).startswith("No milestone or target has been set")
    both = (value(target=10, progress="target_reached"), value(target=999, progress="under_way"), value())
    assert targets_sentence(both, EN) == "Targets for 2029 reached: 1 of 2."


def test_every_indicator_stands_in_one_drawing_only():
    assert of_kind("targets", VALUES) == () and of_kind("targets", (value(target=4), value())) == (value(target=4),)
    drawn = [v.code for kind in ("background", "results", "organisations") for v in of_kind(kind, VALUES)]
    divided = {"EECO01", "EECO01-COMPLETE", "EECO02", "EECO04", "EECO05", "EECO09", "EECO10", "EECO11"}
    assert sorted([*drawn, *divided]) == sorted(indicator_codes())


def test_relations_are_those_of_the_code_list():
    assert relation("EECO03", EN) == "Part of EECO02: everyone counted here is counted there too."
    assert "EECO04 and EECO05" in relation("EECO02", EN)
    assert "30–54" in relation("EECO07", EN)
    assert "organisations" in relation("EECO18", EN)
    assert relation("EECR01", EN).startswith("A result of EECO04")
    assert [row[0].split()[0] for row in definitions_table(EN).rows if row[0].startswith("EEC")] == [
        c for c in code_list("indicators") if c != "EECO01-COMPLETE"
    ]


# Partitions, rates, days --------------------------------------------------------------


def test_a_partition_is_stacked_and_adds_up_to_those_who_are_known():
    block = BLOCKS["partition"](EN)
    assert [bar.x[0] for bar in plotly_chart(block.chart).validated().data] == [0.5, 0.3, 0.2] == [row[2] for row in block.table.rows]
    assert block.table.total[:2] == ("Total", 100)
    assert "100 participants; all participants are 130" in block.sentence
    half = BLOCKS["half a partition"](EN)
    assert all(bar.x[0] is None for bar in plotly_chart(half.chart).validated().data)
    assert "no shares are computed" in half.sentence and "EECO10" in half.table.rows[1][0] and half.table.rows[1][1] is None


def test_a_rate_shows_its_counts_and_a_missing_one_its_reason():
    block = BLOCKS["rates"](EN)
    assert list(plotly_chart(block.chart).validated().data[0].x) == [0.3, None, 0.3, None]
    assert plotly_chart(block.chart).validated().data[0].text[0] == "30% (15 of 50)"
    assert "no project has ended early enough" in notes(block)
    assert block.table.rows[0][1:4] == (0.3, 15, 50)
    assert block.table.rows[1][1] is None and block.table.rows[1][-1].startswith("not computed")
    assert block.headline.endswith("30% of the 50 who left")


def test_the_lead_and_the_keys_say_the_same():
    assert (
        outcomes_sentence(VALUES, RATES, EN)
        == "The projects have had 100 participants. In ended projects, 30% of those who left were in employment."
    )
    keys = outcome_keys(VALUES, RATES, CompleteRecords(100, 90, 3), EN)
    assert [key.value for key in keys] == ["100", "90%", "30%", "–", "30%"]
    assert keys[3].note.startswith("not computed") and keys[2].note == "15 of 50 who left"
    without = outcome_keys(VALUES, RATES, None, EN)
    assert (without[1].value, without[1].note) == ("–", "not collected")
    assert outcomes_sentence((value("EECO01", Genders()),), RATES, EN) == "The number of participants has not been collected."


def test_change_between_two_days_wants_both():
    block = BLOCKS["two days"](EN)
    assert [row[1:] for row in block.table.rows] == [(4, 9, 5), (None, 2, None)]


# The theme ----------------------------------------------------------------------------


def test_sub_themes_are_in_the_themes_order_and_not_added():
    block = BLOCKS["sub-themes"](EN)
    assert [row[0][:2] for row in block.table.rows] == ["1.", "3.", "Su"]
    assert [row[-1] for row in block.table.rows] == [500, 20, None]
    assert block.table.total is None and "must not be added" in block.sentence
    projects, money, people = plotly_chart(block.chart).validated().data
    assert list(projects.x) == [1, 2 / 7, 1 / 7] and list(money.x) == [1, 0.25, 0.05] and list(people.x) == [1, 0.04, None]
    assert len(plotly_chart(BLOCKS["sub-themes without people"](EN).chart).validated().data) == 2


def test_promises_are_three_states_of_all_projects():
    block = BLOCKS["promises"](EN)
    assert [[bar.x[0] for bar in plotly_chart(block.chart).validated().data], block.table.rows[0][1:]] == [[0.5, 0.2, 0.3], (5, 2, 3, 10)]
    assert "least often in the plan is “Co-development” (0 of 10 projects)" in block.sentence
    assert "never taken as no" in block.not_shown
    assert promises_sentence((), EN) == "The theme file names no expectations to follow."
    assert (
        promises_sentence((PromiseCount("co_development", 0, 0, 4),), EN)
        == "It is not yet known which of the theme's expectations are in the projects' plans."
    )


def test_promises_over_deliveries_are_the_table():
    block = BLOCKS["promises over time"](EN)
    assert (
        [list(line.y) for line in plotly_chart(block.chart).validated().data]
        == [list(row[1:]) for row in block.table.rows]
        == [[0, 0.5]] * 5
    )
    assert block.headline == "50% of the theme's expectations are in the projects' plans (earlier 0%)"


def test_what_is_beside_cooperation_is_not_said_to_come_of_it():
    block = BLOCKS["workplaces"](EN)
    assert "does not prove" in block.sentence
    assert block.table.rows[0][-1] == 0.3 and block.table.rows[1][-1] is None


def test_hostile_names_of_projects_are_text():
    plan = DuePlan("S1", "<script>alert(1)</script>", DAY, 92, "not_known")
    assert "<script>" not in due_html((plan,), lambda key: f"projects?project={key}", EN)
    table = promises_table((ProjectPromises("S1", None, DAY, ("kept",) * len(THEME.promises)),), EN)
    assert table.rows[0][:2] == ("Project S1", "✔ in the plan")


def test_contacts_are_roles_and_organisations():
    assert contacts_table(EN).rows[0] == ("Ministry responsible", "Ministry of Social Affairs and Health")
    assert contacts_table(Text("en", replace(THEME, contacts=()))).rows == ()


# Costs --------------------------------------------------------------------------------


def test_ranges_have_their_caveat_and_too_few_projects_none():
    block = BLOCKS["costs"](EN)
    bars, medians = plotly_chart(block.chart).validated().data
    assert (list(bars.base), list(bars.x), list(medians.x)) == ([500], [700], [800])
    assert "not a better project" in block.sentence
    assert "fewer than 5 projects" in notes(block)
    assert [row[1:] for row in block.table.rows] == [(6, 90, 500, 800, 1200), (3, 20, None, None, None), (0, 0, None, None, None)]
    assert "still running and too young: 4; no participants: 1" in block.not_shown
    assert (
        costs_sentence(COSTS, EN)
        == "In half of the 6 projects compared, spent public funding per participant is €500\u2060–\u20601,200; the median is €800."
    )
    assert costs_sentence(replace(COSTS, per_participant=RANGES[1]), EN) == "3 projects can be compared: too few for a range."


def test_sub_themes_without_people_do_not_speak_of_them():
    block = subtheme_rows(PARTS, None, EN)
    words = " ".join((block.subtitle, block.sentence, block.alt, block.table.caption))
    assert "participants" not in words and "people" not in words
    assert "participants" in subtheme_rows(PARTS, (PeoplePart("1", Genders(500)),), EN).subtitle
