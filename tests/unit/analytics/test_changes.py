"""What is different between two deliveries: every change once, every figure's parts adding up."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.changes import Changes, Side, compare, holds
from analytics.figure_changes import figure_changes
from analytics.filters import Filters
from analytics.people import people_cubes, people_total
from data_loaders.schemas import ProjectRow, ThemeProject

THEME_ROW = {"subthemes": [], "target_groups": [], "promises_kept": [], "promises_broken": [], "planned_participants": None, "note": None}


@pytest.fixture
def side(rows, outcomes, theme):
    """One delivery: list rows with ``in_theme`` (true when not given), theme workbook fields, and counts."""

    def make(*listed: dict, counts=(), id="2026-10-31", theme_known=True) -> Side:
        projects = rows(*listed).select(ProjectRow.column_names())
        members = [
            THEME_ROW
            | {"source_row": number, "project_code": row.get("project_code") or row.get("group_code")}
            | {name: row[name] for name in THEME_ROW if name in row}
            for number, row in enumerate(listed, start=10)
            if row.get("in_theme", True)
        ]
        tables = {"projects": projects}
        if theme_known:
            # The reader of the workbook keeps a code once.
            tables["theme"] = pl.DataFrame(members, schema=ThemeProject.create_empty().schema).unique("project_code", maintain_order=True)
        if counts:
            tables["outcomes"] = outcomes(*counts)
            tables |= people_cubes(tables["outcomes"], projects, date.fromisoformat(id))
        return Side.of(id, date.fromisoformat(id), tables, theme)

    return make


def row(code: str, planned=None, actual=None, **more) -> dict:
    return {"project_code": code, "project_name": f"Hanke {code}", "planned_public_eur": planned, "actual_public_eur": actual, **more}


def parts(changes: Changes, figure: str, indicator=None, gender=None) -> dict:
    (found,) = (f for f in changes.figures if (f.figure, f.indicator, f.gender) == (figure, indicator, gender))
    assert found.difference == sum(part.amount for part in found.parts)
    return {part.reason: (part.amount, part.projects) for part in found.parts}


def kinds(changes: Changes) -> list:
    return [(change.kind, change.project_code or change.project_key, change.field) for change in changes.changes]


def test_nothing_changed(side):
    same = [row("S1", 10, 5), row("S2", 1)]
    changes = compare(side(*same), side(*same))
    assert (changes.changes, changes.material, changes.outside.changed) == ((), (), 0)
    assert not any(figure.parts for figure in changes.figures)


def test_committed_money_divides_by_its_reasons_to_the_cent(side):
    old = side(
        row("S1", "100.10"), row("S2", 50), row("S3", 7, in_theme=False), row("S4", 8), row("S5", 40, status="running"),
        row("S6", 1), row("S7"), row("S8", 3), row("J1", 10, group_code="R1"),
    )  # fmt: skip
    new = side(
        row("S1", "120.35"), row("S3", 7), row("S4", 8, in_theme=False), row("S5", 0, status="cancelled"), row("S6", "0.99"),
        row("S7", 2), row("S8"), row("S9", 500), row("J1", 10, group_code="R1"), row("J2", 6, group_code="R1"),
    )  # fmt: skip
    assert parts(compare(old, new), "planned_public") == {
        "project-added": (50000, ("S9",)),
        "project-removed": (-5000, ("S2",)),
        "cancelled": (-4000, ("S5",)),
        "raised": (2025, ("S1",)),
        "project-left": (-800, ("S4",)),
        "project-joined": (700, ("S3",)),
        "implementer-added": (600, ("R1",)),
        "became-unknown": (-300, ("S8",)),
        "became-known": (200, ("S7",)),
        "lowered": (-1, ("S6",)),
    }


def test_projects_and_implementers_are_two_counts(side):
    old = side(row("J1", group_code="R1"), row("J2", group_code="R1"), row("S3"))
    new = side(row("J1", group_code="R1"), row("S4"), row("S5"), row("J6", group_code="R6"), row("J7", group_code="R6"))
    changes = compare(old, new)
    assert parts(changes, "project_count") == {"project-added": (3, ("S4", "S5", "R6")), "project-removed": (-1, ("S3",))}
    assert parts(changes, "implementer_count") == {
        "project-added": (4, ("S4", "S5", "R6")),
        "project-removed": (-1, ("S3",)),
        "implementer-removed": (-1, ("R1",)),
    }
    assert kinds(changes) == [
        ("project-removed", "S3", None), ("project-added", "S4", None), ("project-added", "S5", None), ("project-added", "R6", None),
        ("implementer-removed", "J2", None),
    ]  # fmt: skip


def test_projects_joined_together_are_neither_new_nor_gone(side):
    changes = compare(side(row("S1", 10), row("S2", 5)), side(row("S1", 10, group_code="R1"), row("S2", 5, group_code="R1")))
    assert parts(changes, "project_count") == {"regrouped": (-1, ("R1",))}
    assert parts(changes, "planned_public") == {}
    assert kinds(changes) == [("value-changed", "S1", "group_code"), ("value-changed", "S2", "group_code")]


def test_a_change_of_a_value_tells_its_rows_in_both_files(side):
    old, new = (
        side(row("S0"), row("S1", 10, status="running", region="01")),
        side(row("S1", "10.01", status="ended", region="02"), row("S0")),
    )
    changes = {change.field: change for change in compare(old, new).changes}
    assert {field: (change.old, change.new) for field, change in changes.items()} == {
        "planned_public_eur": (1000, 1001), "status": ("running", "ended"), "region": ("01", "02")
    }  # fmt: skip
    assert {(change.table, change.old_rows, change.new_rows) for change in changes.values()} == {("projects", (3,), (2,))}


def test_what_the_theme_workbook_says_is_traced_to_it(side):
    old = side(row("S1", subthemes=["1", "3"], target_groups=["young"], promises_kept=["workplaces"]))
    new = side(row("S0"), row("S1", subthemes=["3", "1"], target_groups=["roma"], promises_broken=["workplaces"]))
    changes = {change.field: change for change in compare(old, new).changes if change.field}
    assert {field: (change.old, change.new) for field, change in changes.items()} == {
        "target_groups": (["young"], ["roma"]), "promises_kept": (["workplaces"], []), "promises_broken": ([], ["workplaces"])
    }, "the order of sub-themes says nothing"  # fmt: skip
    assert {(change.table, change.old_rows, change.new_rows) for change in changes.values()} == {("theme", (10,), (11,))}


def test_a_project_that_joins_or_leaves_the_theme_is_traced_in_both_lists(side):
    joins, leaves = side(row("S0"), row("S1", in_theme=False), row("S2")), side(row("S1"), row("S0"), row("S2", in_theme=False))
    places = {change.kind: (change.old_rows, change.new_rows) for change in compare(joins, leaves).changes}
    assert places == {"project-joined": ((3,), (2,)), "project-left": ((4,), (4,))}


def test_words_are_no_material_change(side):
    changes = compare(side(row("S1", 1, summary="vanha")), side(row("S1", 1, summary="uusi")))
    assert [(change.field, change.material) for change in changes.changes] == [("summary", False)]
    assert changes.material == ()


def test_rows_outside_the_theme_are_counted_only(side):
    old = side(row("S1"), row("A", 1, in_theme=False), row("B", in_theme=False))
    new = side(row("S1"), row("A", 2, in_theme=False), row("C", in_theme=False), row("D", in_theme=False))
    changes = compare(old, new)
    assert changes.changes == ()
    assert (changes.outside.added, changes.outside.removed, changes.outside.changed) == (2, 1, 1)


def test_people_divide_by_project_and_reason(side):
    day, later = date(2026, 4, 30), date(2026, 10, 31)

    def count(code, day, value, gender="female", indicator="EECO01", group=None):
        return (code, day, indicator, group, None, gender, value)

    old = side(
        row("S1"), row("S2"), row("S3"), id="2026-04-30", counts=[count("S1", day, 7), count("S2", day, 5), count("S2", day, 2, "male")]
    )
    new = side(
        row("S1"), row("S2"), row("S3"), row("S4"),
        counts=[count("S1", day, 7), count("S1", later, 9), count("S2", later, 4), count("S3", later, 3), count("S4", later, 1)],
    )  # fmt: skip
    changes = compare(old, new)
    assert parts(changes, "people", "EECO01", "female") == {
        "first-report": (3, ("S3",)), "raised": (2, ("S1",)), "project-added": (1, ("S4",)), "lowered": (-1, ("S2",))
    }  # fmt: skip
    assert parts(changes, "people", "EECO01", "male") == {"lowered": (-2, ("S2",))}
    people = {change.project_code: change for change in changes.changes if change.kind == "people-changed"}
    assert (people["S2"].old, people["S2"].new) == ({"female": 5, "male": 2}, {"female": 4})
    assert (people["S3"].old, people["S3"].new) == (None, {"female": 3})
    assert (people["S1"].field, people["S1"].old_rows, people["S1"].new_rows) == ("EECO01", (2,), (3,)), "the latest report's row"


def test_a_gender_no_longer_collected_is_not_zero(side):
    counts = [("S1", date(2026, 1, 1), "EECO01", None, None, gender, 0) for gender in ("female", "non_binary")]
    changes = compare(side(row("S1"), counts=counts), side(row("S1"), counts=counts[:1]))
    figure = next(f for f in changes.figures if f.gender == "non_binary")
    assert (figure.before, figure.after, figure.difference) == (0, None, 0)
    assert kinds(changes) == [("people-changed", "S1", "EECO01")]


def test_counts_that_only_move_to_another_group_are_a_change(side):
    counts = [[("S1", date(2026, 1, 1), "EECO01", group, None, "female", 9)] for group in ("young", "roma")]
    (change,) = compare(*(side(row("S1"), counts=given) for given in counts)).changes
    assert (change.kind, change.old, change.new) == ("people-changed", {"female": 9}, {"female": 9})


def test_losing_the_outcome_workbook_is_told_project_by_project(side):
    changes = compare(side(row("S1"), counts=[("S1", date(2026, 1, 1), "EECO01", None, None, "male", 4)]), side(row("S1")))
    assert parts(changes, "people", "EECO01", "male") == {"report-removed": (-4, ("S1",))}


def test_losing_the_theme_workbook_is_told_first(side):
    changes = compare(side(row("S1", 1)), side(row("S1", 1), row("S2", 4), theme_known=False))
    assert kinds(changes)[:3] == [("scope-changed", None, None), ("frame-changed", None, None), ("project-added", "S2", None)]
    assert parts(changes, "frame") == {"frame-changed": (-1_300_000_000, ())}


def test_rows_without_codes_are_paired_by_their_words(side):
    def nameless(number, name, planned):
        return {"project_code": None, "project_key": f"row-{number}", "project_name": name, "planned_public_eur": planned}

    old = side(nameless(2, "Yksi", 1), nameless(3, "Kaksi", 2), theme_known=False)
    new = side(nameless(2, "Nolla", 9), nameless(3, "Yksi", 1), nameless(4, "Kaksi", 5), theme_known=False)
    changes = compare(old, new)
    assert parts(changes, "planned_public") == {"project-added": (900, ("row-2",)), "raised": (300, ("row-4",))}
    assert [(change.kind, change.project_name) for change in changes.changes] == [("project-added", "Nolla"), ("value-changed", "Kaksi")]


def test_rows_of_the_same_code_are_paired_in_their_order(side):
    changes = compare(side(row("S1", 1), row("S1", 2)), side(row("S1", 1), row("S1", 3), row("S1", 4)))
    assert parts(changes, "planned_public") == {"implementer-added": (400, ("S1",)), "raised": (100, ("S1",))}
    assert len({change.id for change in changes.changes}) == 2


def test_the_id_of_a_change_is_of_its_content_only(side):
    def changed(planned, *before):
        return compare(side(*before, row("S1", 1)), side(*before, row("S1", planned))).changes[0].id

    assert changed(2) == changed(2, row("S0")), "where the row stands does not matter"
    assert changed(2) != changed(3)


def test_an_empty_list_on_either_side(side):
    full, empty = side(row("S1", 5)), side()
    assert parts(compare(full, empty), "planned_public") == {"project-removed": (-500, ("S1",))}
    assert parts(compare(empty, full), "planned_public") == {"project-added": (500, ("S1",))}


def test_trends_and_filtered_views_are_enough_for_figures(side):
    old, new = side(row("S1", 1, region="01"), row("S2", 2, region="02")), side(row("S1", 5, region="01"), row("S2", 2, region="01"))
    trend = figure_changes(old.snapshot.as_history(), new.snapshot.as_history())
    assert [(part.reason, part.amount) for part in trend[1].parts] == [("raised", 400)]
    one_region = [one.snapshot.view(Filters(region=("01",))) for one in (old, new)]
    filtered = figure_changes(*one_region, old.snapshot.rows, new.snapshot.rows)
    assert {part.reason: part.amount for part in filtered[1].parts} == {"raised": 400, "project-joined": 200}


# What may not be shown without a word --------------------------------------------------


@pytest.mark.parametrize(("after", "told"), [("90", ()), ("89.99", ("committed-fall",)), (None, ("committed-fall",)), ("200", ())])
def test_a_large_fall_of_committed_money_holds_a_delivery(side, after, told):
    assert holds(side(row("S1", 100)).snapshot, side(row("S1", after)).snapshot, 0.1) == told


def test_no_limit_and_no_older_delivery_hold_nothing(side):
    assert holds(side(row("S1", 100)).snapshot, side(row("S1", 1)).snapshot, None) == ()
    assert holds(None, side(row("S1", 1)).snapshot, 0.1) == ()


def test_a_delivery_without_projects_of_the_theme_is_held(side):
    nobody, whole_list = side(row("S1", 100, in_theme=False)).snapshot, side(row("S1", 100), theme_known=False).snapshot
    assert holds(None, nobody, 0.1) == ("no-theme-projects",)
    assert holds(side(row("S1", 100)).snapshot, nobody, 0.1) == ("no-theme-projects", "committed-fall")
    assert holds(side(row("S1", 100)).snapshot, whole_list, 0.1) == ("no-theme-projects",)
    assert holds(whole_list, whole_list, 0.1) == (), "a list that never had a theme workbook"


# Whatever the lists hold ---------------------------------------------------------------

AMOUNTS = st.none() | st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "project_code": st.sampled_from(["S1", "S2", "S3", "S4", "S5", None]),
            "group_code": st.sampled_from([None, None, "R1", "R2"]),
            "project_name": st.sampled_from(["Yksi", "Kaksi", None]),
            "planned_public_eur": AMOUNTS,
            "actual_public_eur": AMOUNTS,
            "status": st.sampled_from(["running", "cancelled", None]),
            "in_theme": st.booleans(),
        }
    ),
    max_size=8,
)
COUNTS = st.lists(
    st.tuples(
        st.sampled_from(["S1", "S2", "R1"]), st.sampled_from([date(2026, 4, 30), date(2026, 10, 31)]), st.sampled_from(["EECO01", "EECO02"]),
        st.sampled_from([None, "young"]), st.none(), st.sampled_from(["female", "male", "unknown"]), st.integers(0, 99),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=ROWS, new=ROWS, old_counts=COUNTS, new_counts=COUNTS, theme_known=st.booleans())
def test_parts_add_up_and_figures_are_those_of_the_pages(side, old, new, old_counts, new_counts, theme_known):
    sides = []
    for listed, counts in ((old, old_counts), (new, new_counts)):
        named = [{**row, "project_key": row["group_code"] or row["project_code"] or f"row-{number}"} for number, row in enumerate(listed)]
        # The theme workbook names a code once, and cannot name a row without one.
        seen: set = set()
        for given_row in named:
            code = given_row["project_code"] or given_row["group_code"]
            given_row["in_theme"] &= code is not None and code not in seen
            seen.add(code)
        sides.append(side(*named, counts=counts, theme_known=theme_known))
    changes = compare(*sides)
    for figure in changes.figures:
        assert figure.difference == sum(part.amount for part in figure.parts), figure
        assert all(part.amount for part in figure.parts)
    for number, delivered in enumerate(sides):
        rows = delivered.snapshot.rows
        told = {f.figure: (f.before, f.after)[number] for f in changes.figures if f.figure != "people"}
        planned = rows["planned_public_eur"].drop_nulls().to_list()
        assert told["planned_public"] == (int(sum(planned) * 100) if planned else None)
        assert (told["project_count"], told["implementer_count"]) == (rows["project_key"].n_unique(), rows.height)
        if delivered.snapshot.people is not None:
            people = {f.gender: (f.before, f.after)[number] for f in changes.figures if f.indicator == "EECO01"}
            genders = people_total(delivered.snapshot.people)
            assert people.get(None) == genders.total and people.get("female") == genders.female
    assert len({change.id for change in changes.changes}) == len(changes.changes)
    same = [one.snapshot.rows.sort("source_row") for one in sides]
    if not changes.changes and same[0].height:
        assert same[0]["planned_public_eur"].sum() == same[1]["planned_public_eur"].sum()
