from datetime import date

from polars.testing import assert_frame_equal

from analytics.filters import Filters
from analytics.joint_projects import scoped_rows
from analytics.people import people_cubes
from analytics.scope import History, Snapshot, once
from archive.archive import open_archive
from settings import ROOT

SAMPLE = ROOT / "assets" / "sample"
#: What the theme workbook adds to the list.
SAID = ["subthemes", "target_groups", "promises_kept", "promises_broken", "planned_participants", "note"]


def test_a_joint_project_counts_its_theme_part_only(rows, members):
    listed = rows({"group_code": "R1"}, {"group_code": "R1"}, {}).drop(SAID)
    assert scoped_rows(listed, members("S2"))["project_code"].to_list() == ["S2"]


def test_a_group_code_in_the_workbook_means_all_its_rows(rows, members):
    listed = rows({"group_code": "R1"}, {}, {"group_code": "R1"}).drop(SAID)
    scope = scoped_rows(listed, members("R1", subthemes=["1"]))
    assert scope["project_code"].to_list() == ["S2", "S4"]
    assert scope["subthemes"].to_list() == [["1"], ["1"]]


def test_without_a_theme_workbook_the_whole_list_is_the_scope(rows):
    listed = rows({}, {}).drop(SAID)
    assert scoped_rows(listed, None).height == 2


def test_a_plan_for_a_whole_joint_project_counts_once(rows, members):
    listed = rows({"group_code": "R1"}, {"group_code": "R1"}, {}).drop(SAID)
    assert scoped_rows(listed, members("R1", planned_participants=120))["planned_participants"].to_list() == [120, None]
    assert scoped_rows(listed, members("S2", "S3", planned_participants=60))["planned_participants"].to_list() == [60, 60]


def test_a_trend_of_any_indicator_follows_the_readers_choices(rows, members, outcomes, theme):
    day = date(2026, 4, 30)
    listed = rows({"region": "13", "status": "running"}, {"region": "06", "status": "ended"}).drop(SAID)
    counted = outcomes(
        ("S2", day, "EECO01", None, None, "female", 9), ("S2", day, "EECO02", None, None, "female", 4),
        ("S3", day, "EECO02", None, None, "male", 7), ("S9", day, "EECO02", None, None, "male", 50),
    )  # fmt: skip
    tables = {"projects": listed, "theme": members("S2", "S3"), **people_cubes(counted, listed, day)}
    delivery = Snapshot.of("x", day, tables, theme)

    assert delivery.trend_of("EECO02")["value"].to_list() == [4, 7], "a project outside the theme is not in it"
    view = delivery.view(Filters(status=("ended",)))
    assert view.trend_of("EECO02")["value"].to_list() == [7]
    assert view.trend_of("EECO01").is_empty() and view.trend_of("EECR05").is_empty()
    assert view.whole is delivery and delivery.whole is delivery


def test_choices_for_all_deliveries_at_once_are_those_of_each(theme):
    """The deliveries of the sample, one of whose rows names several regions."""
    infos = open_archive(SAMPLE).approved
    snapshots = [
        Snapshot.of(info.id, info.as_of, open_archive(SAMPLE).tables(info, ["projects", "theme"]), theme).as_history() for info in infos
    ]
    history = History(tuple(snapshots))
    for filters in (
        Filters(),
        Filters(region=("09",)),
        Filters(region=("01", "unknown"), status=("running",)),
        Filters(subtheme=("2",), from_year=2025),
        Filters(region=("99",)),
    ):
        for seen, snapshot in zip(history.view(filters), snapshots, strict=True):
            alone = snapshot.view(filters)
            assert_frame_equal(seen.rows, alone.rows)
            assert (seen.id, seen.as_of, seen.filters, seen.whole) == (alone.id, alone.as_of, alone.filters, snapshot)


def test_no_deliveries_have_no_history():
    assert History(()).view(Filters(region=("01",))) == ()


def test_a_result_is_worked_out_once_for_each_view_and_question(rows, snapshot):
    asked = []

    @once
    def height(view: Snapshot, more: int = 0) -> int:
        asked.append((view, more))
        return view.rows.height + more

    whole = snapshot(rows({"region": "01"}, {"region": "02"}))
    part = whole.view(Filters(region=("01",)))
    assert (height(whole), height(whole), height(part), height(whole, 1), height(whole, more=1)) == (2, 2, 1, 3, 3)
    assert asked == [(whole, 0), (part, 0), (whole, 1), (whole, 1)]
