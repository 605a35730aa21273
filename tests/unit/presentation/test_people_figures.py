"""Drawings of reach, need, change and gender analysis: they say what their tables say, and what is not known."""

from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from analytics.counts import few, hidden
from analytics.people import Comparison, Genders, PeopleChange, PeoplePart, Period
from analytics.promises import Answer
from analytics.reach import Need, NeedCount, NeedReach, PlannedReach, ProjectReach
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.charts.plotly_chart import plotly_chart
from presentation.figures.change import people_changes
from presentation.figures.gender import gender_answers, gender_parts
from presentation.figures.need import need_balance, need_bars
from presentation.figures.planned import planned_groups, planned_projects
from presentation.figures.reach import people_bars
from presentation.text import Text
from presentation.words.reach import indicators_table, reach_keys, reach_sentence

THEME = read_theme(Path(__file__).parents[3] / "assets" / "themes" / "hard_to_employ.toml")
EN = Text("en", THEME)
FIRST, LAST = date(2026, 4, 30), date(2026, 10, 31)
PROMISE = THEME.gender_promises[0]

PLAN = PlannedReach(
    (
        ProjectReach("S1", "Big <b>project</b>", ("young",), 200, 50, 0.5),
        ProjectReach("S2", None, ("young", "roma"), 100, 110, 1.0),
        ProjectReach("S3", "Undated", ("roma",), 0, 3, None),
        ProjectReach("S4", "Not yet", ("roma",), 40, None, 0.1),
        ProjectReach("S5", "No plan", (), None, 7, 0.2),
    )
)


def place(code, genders, female, male, every, population=1000):
    counts = {"female": female, "male": male, "all": every}
    return NeedReach(
        code, genders, MappingProxyType({k: v if isinstance(v, NeedCount) else NeedCount(v) for k, v in counts.items()}), population
    )


HIDDEN = NeedCount(None, "protected")
NEED = Need(
    date(2026, 9, 1),
    place(None, Genders(60, 40, 1, 2), 400, 600, 1000),
    (
        place("13", Genders(30, 10, 0, 0), 200, 300, 500),
        place("16", Genders(3, 2, None, None), HIDDEN, HIDDEN, 50),
        place("06", Genders(0, 0, 0, 0), 100, 100, 200),
        place("05", Genders(), 100, 100, 200),
        place("18", Genders(1, 1), NeedCount(None, "not_available"), NeedCount(None, "not_available"), NeedCount(None, "not_available")),
    ),
)
PERIOD, OTHER = Period(FIRST, LAST), Period(date(2025, 10, 31), FIRST)
CHANGES = (PeopleChange("young", 10, 25), PeopleChange("roma", None, 4), PeopleChange("ageing", 9, 6), PeopleChange(None, 1, 1))
GROWN = Comparison(PERIOD, OTHER, CHANGES, PeopleChange(None, 20, 36), {"young": PeopleChange("young", 5, 10)}, PeopleChange(None, 5, 20))
INDICATORS = Comparison(
    PERIOD,
    OTHER,
    (PeopleChange("EECO01", 20, 36), PeopleChange("EECO02", None, 4), PeopleChange("EECO18", 3, 2), PeopleChange("EECR04", few(3, 5), 12)),
    PeopleChange("EECO01", 20, 36),
    {"EECO01": PeopleChange("EECO01", 5, 20)},
    PeopleChange("EECO01", 5, 20),
)
ANSWERS = (
    Answer("kept", 4, 3, Genders(60, 40, 0, 0)),
    Answer("not_kept", 2, 2, Genders(30, 70, 0, 0)),
    Answer("not_known", 1, 0, Genders()),
)
GROUPS = (PeoplePart("young", Genders(6, 3, 0, 1)), PeoplePart("roma", Genders()))

BLOCKS = {
    "plans": lambda text: planned_projects(PLAN, text, "Region: Uusimaa"),
    "plans of groups": lambda text: planned_groups(PLAN, text),
    "need": lambda text: need_bars(NEED, text),
    "need per inhabitant": lambda text: need_bars(NEED, text, per_inhabitant=True),
    "balance of the need": lambda text: need_balance(NEED, text),
    "balance not known": lambda text: need_balance(Need(NEED.month, None, NEED.regions[1:2]), text),
    "change": lambda text: people_changes(GROWN, "target_groups", text),
    "change alone": lambda text: people_changes(Comparison(PERIOD, None, CHANGES[1:2], CHANGES[1], {}, None), "genders", text),
    "change of indicators": lambda text: people_changes(INDICATORS, "indicators", text),
    "answers": lambda text: gender_answers(ANSWERS, PROMISE, text),
    "sub-themes": lambda text: gender_parts((PeoplePart("1", Genders(1, 2, 3, 4)),), "subthemes", text, indicator="EECR05"),
    "targets": lambda text: people_bars(GROUPS, "target_groups", text, targets={"young": 20}),
    "no targets": lambda text: people_bars(GROUPS, "target_groups", text, targets={}),
}


def notes(block) -> str:
    return (
        " ".join(note.text for note in plotly_chart(block.chart).validated().layout.annotations).replace("<br>", " ").replace("\u00a0", " ")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BLOCKS)
def test_every_drawing_is_valid_and_whole(name, language):
    block = BLOCKS[name](Text(language, THEME))
    figure = plotly_chart(block.chart).validated()
    assert figure.data and block.alt != block.headline and block.ledger
    assert len(block.table.columns) == len(block.table.rows[0])
    assert "<b>project" not in notes(block)


def test_plans_add_up_and_say_what_is_left_out():
    block = planned_projects(PLAN, EN)
    planned, reached = block.table.total[1:3]
    compared = [row for row in block.table.rows if row[1] is not None and row[2] is not None]
    assert (planned, reached) == (sum(row[1] for row in compared), sum(row[2] for row in compared)) == (300, 163)
    assert "54%" in block.headline and "163 of 300" in block.sentence
    assert "1 project has reported participants (7)" in block.not_shown and "1 project has a plan" in block.not_shown
    assert "by now" not in block.sentence, "one project compared has no dates"
    assert {row[0]: row[3] for row in block.table.rows}["Undated"] is None, "nothing of a plan of zero is no share"


def test_a_plan_of_several_groups_is_not_divided_and_says_so():
    block = planned_groups(PLAN, EN)
    assert [row[0] for row in block.table.rows] == ["Young people", "Roma"]
    assert "cannot be divided" in block.sentence and "1 project with several target groups" in block.not_shown


def test_need_says_protected_not_available_not_collected_and_zero_apart():
    block = need_bars(NEED, EN)
    words = notes(block)
    assert "participants not collected" in words and "need not available" in words
    rows = {row[0]: row for row in block.table.rows}
    assert rows["Central Ostrobothnia"][3:6] == (10.0, None, None) and "protected" in rows["Central Ostrobothnia"][7]
    assert rows["Pirkanmaa"][3] == 0.0 and rows["Pirkanmaa"][7] == ""
    assert "Central Ostrobothnia" in block.not_shown and "9/2026" in block.subtitle
    bars = dict(zip([row[0] for row in block.table.rows], plotly_chart(block.chart).to_dict()["data"][0]["x"], strict=True))
    assert bars["Kainuu"] is None and bars["Pirkanmaa"] == 0.0 and bars["Central Finland"] == 8.0


def test_balance_is_drawn_only_where_both_are_known():
    block = need_balance(NEED, EN)
    assert "60%" in block.headline and "40%" in block.headline
    assert [trace["x"] for trace in plotly_chart(block.chart).to_dict()["data"][1:]] == [[0.4, 0.4], [0.6, 0.75]]
    for name in ("Central Ostrobothnia", "Kainuu", "Pirkanmaa"):
        assert name in block.not_shown


def test_change_is_told_as_a_difference_and_first_counts_apart():
    block = people_changes(GROWN, "target_groups", EN)
    assert block.headline.startswith("There were 16 more participants") and "in the earlier period 15" in block.headline
    assert [row[3] for row in block.table.rows] == [15, None, -3, 0] and block.table.total[3] == 16
    first = sum(row[2] for row in block.table.rows if row[1] is None)
    assert sum(row[3] or 0 for row in block.table.rows) + first == block.table.total[3]
    assert "4 participants are in parts" in block.not_shown and "difference of two cumulative states" in block.sentence
    assert "not counted on the first day" in notes(block)


def test_change_of_indicators_has_no_total_and_says_what_is_not_known():
    block = people_changes(INDICATORS, "indicators", EN)
    assert block.table.total is None and "not added" in block.sentence
    assert block.headline.startswith("There were 16 more participants") and "participants" not in block.subtitle, (
        "organisations are counted too"
    )
    assert [row[3:] for row in block.table.rows] == [(16, 15), (None, None), (-1, None), (None, None)]
    assert "not counted on the first day" in notes(block) and "not shown: a count is protected" in notes(block)
    assert "EECR01" in block.not_shown and "EECO02" not in block.not_shown and "parts" not in block.not_shown
    alone = people_changes(
        Comparison(PERIOD, None, INDICATORS.changes[2:3], PeopleChange("EECO01", None, None), {}, None), "indicators", EN
    )
    assert alone.headline.startswith("How each indicator changed in") and "EECO01" in alone.not_shown


def test_gender_analysis_comes_with_its_caution():
    block = gender_answers(ANSWERS, PROMISE, EN)
    assert block.headline == "“Gender analysis” is in the plan of 4 of 7 projects"
    assert "60% where the answer is yes and 30% where it is no" in block.sentence and "does not prove" in block.sentence


def test_a_target_is_a_mark_and_none_is_a_designed_state():
    without, marked = people_bars(GROUPS, "target_groups", EN, targets={}), people_bars(GROUPS, "target_groups", EN, targets={"young": 20})
    assert "No target has been set" in without.sentence and len(plotly_chart(without.chart).to_dict()["data"]) == 1
    assert plotly_chart(marked.chart).to_dict()["data"][1]["x"] == [20, None]
    assert marked.table.rows[0][3:] == (20, 0.5) and marked.table.rows[1][3:] == (None, None)


def test_every_group_has_its_indicators_or_says_that_none_counts_it():
    rows = {row[0]: row for row in indicators_table(EN).rows}
    assert len(rows) == 12
    assert rows["Roma"][2].startswith("EECO15 ")
    for name in ("People with a criminal-sanctions background", "Family and friends"):
        assert rows[name][1].endswith("no indicator counts this group") and not rows[name][2]


def test_keys_leave_out_what_is_not_known():
    assert [key.value for key in reach_keys(Genders(60, 40), PLAN, NEED, EN)] == ["100", "54%", "10.3"]
    nothing = PlannedReach(())
    assert [key.value for key in reach_keys(Genders(60, 40), nothing, None, EN)] == ["100"]
    assert reach_sentence(nothing, EN) == ""


def test_the_largest_share_is_not_that_of_a_few_people():
    parts = (PeoplePart("young", Genders(30, 20)), PeoplePart("roma", Genders(4, 0)), PeoplePart(None, Genders(90, 0)))
    block = gender_parts(parts, "target_groups", EN, indicator="EECO01")
    assert block.headline == "The share of women in the target group “Young people” is 60% of 50 people"
    assert "Shares of fewer than 30 people" in block.sentence
    assert gender_parts(parts[1:], "target_groups", EN, indicator="EECO01").headline == "Too few people to compare the shares"
    assert "fewer than" not in gender_parts(parts[:1], "target_groups", EN, indicator="EECO01").sentence


def test_a_small_rate_is_not_zero_and_no_people_are_no_most():
    assert [EN.rate(value) for value in (None, 0, 0.0004, 0.05, 2)] == ["–", "0.0", "less than 0.1", "0.1", "2.0"]
    nobody = Need(NEED.month, None, (place("13", Genders(0, 0), 200, 300, 500),))
    assert need_bars(nobody, EN).headline == "No participants in any region yet"
    assert need_balance(nobody, EN).not_shown is None


def test_a_change_of_a_protected_count_is_not_told_and_says_why():
    sign = few(3, 5)
    changes = (PeopleChange("roma", sign, 12), PeopleChange("young", 30, 42), PeopleChange("refugees", None, sign))
    block = people_changes(Comparison(Period(FIRST, LAST), None, changes, PeopleChange(None, hidden(), 54), {}, None), "target_groups", EN)
    assert block.headline == "The change is not shown because a count is protected"
    assert "not shown: a count is protected" in plotly_chart(block.chart).to_dict()["data"][0]["hovertext"][0]
    assert block.table.rows[0][3] is None and block.table.rows[1][3] == 12 and block.not_shown is None


def test_parts_with_a_hidden_count_have_no_total_and_say_so():
    block = people_bars((PeoplePart(None, Genders(everyone=hidden())),), "regions", EN)
    assert "Some counts are not published" in block.sentence and block.table.total[1] is None
