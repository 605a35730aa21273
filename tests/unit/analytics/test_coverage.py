"""The coverage matrix: what is where, and that a cell is what its filters give."""

from datetime import date

import polars as pl
import pytest

from analytics.coverage import coverage, coverage_trend
from analytics.filters import Filters
from analytics.funding import totals
from analytics.people import people_cubes, people_total
from analytics.placing import with_rule
from analytics.regions import regions

DAY = date(2026, 4, 30)


@pytest.fixture
def delivery(rows, outcomes, snapshot):
    """Two projects and a joint one; one has declared nothing, one counts people of a group it has not declared."""
    listed = rows(
        {"subthemes": ["1", "3"], "target_groups": ["young"], "region": "13", "planned_public_eur": 100},
        {"group_code": "R1", "subthemes": ["1"], "target_groups": ["young", "roma"], "region": "06", "planned_public_eur": 40},
        {"group_code": "R1", "subthemes": ["1"], "target_groups": ["young", "roma"], "region": "13", "planned_public_eur": 60},
        {"region": None, "planned_public_eur": 7},
        {"subthemes": ["7"], "target_groups": ["professionals"], "region": "06", "planned_public_eur": None},
    )
    counted = outcomes(
        ("S2", DAY, "EECO01", "young", None, "female", 10), ("S2", DAY, "EECO01", "ageing", None, "male", 2),
        ("S2", DAY, "EECO02", "young", None, "female", 900), ("S3", DAY, "EECO01", "roma", "13", "male", 5),
        ("R1", DAY, "EECO01", "young", "06", "male", 3), ("S5", DAY, "EECO01", None, None, "male", 4),
    )  # fmt: skip
    return snapshot(listed, people=people_cubes(counted, listed, DAY)["people"])


def test_a_project_stands_once_in_every_cell_of_its_own(delivery, theme):
    found = coverage(delivery, theme)
    young = found.cell("young", "1")
    assert (young.project_count, young.planned.cents, young.participants) == (2, 200_00, 13)
    assert found.whole_rows["young"].project_count == 2 and found.whole_columns["1"].planned.cents == 200_00
    assert (found.whole.project_count, found.whole.planned.cents, found.whole.participants) == (4, 207_00, 24)
    assert found.whole_rows["young"].participants == 13, "a project of two sub-themes has its people once"


def test_states_tell_money_people_both_and_nothing_apart(delivery, theme):
    found = coverage(delivery, theme)
    states = {
        pair: found.cell(*pair).state for pair in (("young", "1"), ("ageing", "1"), ("roma", "1"), ("ageing", "5"), ("professionals", "7"))
    }
    assert states == {
        ("young", "1"): "both",
        ("ageing", "1"): "people",
        ("roma", "1"): "both",
        ("ageing", "5"): "nothing",
        ("professionals", "7"): "uncounted",
    }
    places = coverage(delivery, theme, "regions", "target_groups")
    assert places.cell("06", "roma").state == "money", "the people of this group are in another region"
    assert (places.cell("13", "roma").participants, places.cell("06", "roma").participants) == (5, None)


def test_nothing_collected_is_no_zero(delivery, theme):
    found = coverage(delivery, theme)
    assert found.cell("disabled", "2").participants is None and found.cell("disabled", "2").planned is None
    assert found.cell("professionals", "7").planned is None, "an amount that is not known"


def test_every_group_and_sub_theme_is_there_and_what_is_unknown_comes_last(delivery, theme):
    found = coverage(delivery, theme)
    assert found.rows == (*(topic.code for topic in theme.target_groups), None)
    assert found.columns == ("1", "2", "3", "4", "5", "6", "7", None)
    assert len(found.named) == 12 * 7
    assert found.cell(None, None).project_count == 1 and found.cell(None, None).participants == 4
    assert "21" not in coverage(delivery, theme, "regions", "subthemes").rows, "Åland is outside the programme"


def test_what_is_nationwide_is_no_white_spot(rows, snapshot, theme):
    found = coverage(
        snapshot(rows({"region": "nationwide", "subthemes": ["1"]}, {"region": "several", "subthemes": ["1"]})),
        theme,
        "regions",
        "subthemes",
    )
    assert {"nationwide", "several"} <= set(found.rows) and not {"nationwide", "several"} & {row for row, _ in found.named}


def test_counts_of_states_add_up_to_all_pairs(delivery, theme):
    found = coverage(delivery, theme)
    assert sum(found.count(state) for state in ("both", "money", "uncounted", "people", "nothing")) == len(found.named)
    assert set(found.empty_rows) == {topic.code for topic in theme.target_groups} - {"young", "roma", "professionals"}


@pytest.mark.parametrize("axes", [("target_groups", "subthemes"), ("regions", "subthemes"), ("regions", "target_groups")])
def test_a_cell_is_what_its_filters_give(delivery, theme, axes):
    names = {"target_groups": "group", "subthemes": "subtheme", "regions": "region"}
    found = coverage(delivery, theme, *axes)
    for (row, column), cell in found.cells.items():
        chosen = {names[axis]: ("unknown" if code is None else code,) for axis, code in zip(axes, (row, column), strict=True)}
        view = delivery.view(Filters(**chosen))
        own = totals(view.rows)
        assert (cell.project_count, cell.planned) == (own.project_count, own.planned), (row, column)
        if "unknown" not in chosen.get("subtheme", ()):
            assert (cell.participants or 0) == (people_total(view.people).total or 0), (row, column)


def test_codes_chosen_on_an_axis_are_the_only_ones_on_it(delivery, theme):
    found = coverage(delivery.view(Filters(group=("young",), region=("13",))), theme)
    assert found.rows == ("young",)
    assert (found.cell("young", "1").planned.cents, found.cell("young", "1").participants) == (160_00, 10)


def test_without_outcomes_there_are_projects_and_no_people(rows, snapshot, theme):
    found = coverage(snapshot(rows({"subthemes": ["1"], "target_groups": ["young"]})), theme)
    assert found.cell("young", "1").participants is None and found.cell("young", "1").state == "money"


@pytest.mark.parametrize("across", ["subthemes", "target_groups"])
def test_a_row_of_several_regions_stands_in_each_with_its_part_as_on_the_map(rows, snapshot, theme, across):
    topics = {"subthemes": ["1", "2"], "target_groups": ["young", "roma"]}
    listed = rows(
        topics | {"region": "several", "regions": ["01", "13"], "planned_public_eur": "100.01"},
        topics | {"region": "13", "planned_public_eur": 7},
    )
    view = snapshot(with_rule(listed.with_columns(pl.col("regions").fill_null([])), "equal"))
    found = coverage(view, theme, "regions", across)
    on_map = {figure.code: figure.totals for figure in regions(view).regions}
    for code in ("01", "13"):
        assert (found.whole_rows[code].project_count, found.whole_rows[code].planned) == (on_map[code].project_count, on_map[code].planned)
    assert "several" not in found.rows
    code = topics[across][0]
    assert found.cell("01", code).planned.cents == 50_01 and found.cell("13", code).planned.cents == 57_00
    assert (found.whole_columns[code].project_count, found.whole_columns[code].planned.cents) == (2, 107_01), (
        "the parts are the whole again"
    )


def test_the_trend_names_the_pairs_with_projects_in_each_delivery(rows, snapshot, theme):
    one, two = {"subthemes": ["1"], "target_groups": ["young"]}, {"subthemes": ["1", "7"], "target_groups": ["roma"]}
    history = [
        snapshot(rows({}), frame=None, as_of=date(2023, 4, 30)), snapshot(rows(one), as_of=date(2024, 4, 30)),
        snapshot(rows(two, {"subthemes": [], "target_groups": ["ageing"]}), as_of=DAY),
    ]  # fmt: skip
    points = coverage_trend(coverage(history[-1], theme), [delivery.as_history() for delivery in history])
    assert [(point.day.year, sorted(point.covered)) for point in points] == [
        (2024, [("young", "1")]),
        (2026, [("roma", "1"), ("roma", "7")]),
    ]
    found = coverage(history[-1], theme)
    assert len(points[-1].covered) == found.count("both", "money", "uncounted", "untold"), "the last point is the matrix"
