"""Deliveries and bundles of every format so far, written by the programs of their time (``tests/data/archives/README.md``)."""

import shutil
from pathlib import Path

import pytest

from analytics.changes import compare
from analytics.filters import Filters
from analytics.headline_figures import headline_figures
from archive.archive import open_archive
from archive.bundles import read_bundle
from archive.tables import SCHEMAS
from operations.approving import approve
from presentation.reading import reading_of
from presentation.snapshots import read_series, read_side, read_snapshot

ARCHIVES = Path(__file__).parents[2] / "data" / "archives"
#: Oldest first. All were made of the same list, theme workbook and counts.
FORMATS = (
    "format-1-first",
    "format-1-suggestions",
    "format-2-sheet-and-note",
    "format-2-columns",
    "format-2-approvals",
    "format-2-need-and-corrections",
    "format-2-regions",
    "format-2-steps",
)
#: Bundles of before, which are told to be published again → their deliveries.
BUNDLES = {
    "bundle-1-first": ["2026-04-30", "2026-10-31"],
    "bundle-1-searched": ["2026-04-30", "2026-10-31"],
    "bundle-2": ["2026-10-31", "2026-11-30"],
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory, theme):
    """The deliveries of all formats in one data directory, as if one program after another had written them."""
    root = tmp_path_factory.mktemp("archive") / "data"
    for name in FORMATS:
        shutil.copytree(ARCHIVES / name, root, dirs_exist_ok=True)
    for kept in open_archive(root).deliveries:
        if kept.state == "waiting":
            assert approve(root, kept.info.id, theme).is_approved
    return open_archive(root)


def test_every_kept_archive_is_tested():
    assert {path.name for path in ARCHIVES.iterdir() if path.is_dir()} == {*FORMATS, *BUNDLES}


@pytest.mark.parametrize("name", FORMATS)
def test_a_delivery_of_every_format_opens(name):
    archive = open_archive(ARCHIVES / name)
    (kept,) = archive.deliveries
    assert (archive.findings, kept.info.template, kept.info.note) == ((), "eura2021", "")
    # Nobody approved deliveries at first; those that come of that time wait until somebody does.
    assert kept.state == ("current" if FORMATS.index(name) >= FORMATS.index("format-2-approvals") else "waiting")
    assert {source.kind for source in kept.info.sources} >= {"projects", "theme", "outcomes"}
    assert all(source.rows_in == source.rows_kept + source.rows_left_out and source.sheet is None for source in kept.info.sources)
    assert [finding.code for finding in archive.findings_of(kept.info)].count("amount-unreadable") <= 1


@pytest.mark.parametrize("name", FORMATS)
def test_tables_of_every_format_have_the_columns_of_today(name):
    archive = open_archive(ARCHIVES / name)
    info = archive.deliveries[0].info
    tables = archive.tables(info, tuple(info.tables))
    assert {table: dict(frame.schema) for table, frame in tables.items()} == {table: dict(SCHEMAS[table]) for table in info.tables}
    unknown = {(table, column) for table, frame in tables.items() for column in frame.columns if frame[column].null_count() == frame.height}
    later = {
        ("theme", "planned_participants"): "format-2-columns",
        ("outcomes", "source_column"): "format-2-sheet-and-note",
        ("people", "cutoff_date"): "format-2-sheet-and-note",
        ("people_trend", "cutoff_date"): "format-2-sheet-and-note",
        ("projects", "regions"): "format-2-regions",
    }
    for column, since in later.items():
        assert (column in unknown) == (FORMATS.index(name) < FORMATS.index(since)), column


def test_all_formats_make_one_history(archive, theme):
    series = read_series(archive, theme)
    assert (len(series.infos), len(series.past), series.findings) == (len(FORMATS), len(FORMATS), ())
    assert series.pace and series.forecast


def test_the_figures_of_every_format_are_the_same_where_they_are_known(archive, theme):
    every = [headline_figures(read_snapshot(archive, info, theme)) for info in archive.approved]
    last = every[-1]
    for figures in every:
        for name in ("planned_cents", "actual_cents", "frame_cents", "project_count", "implementer_count"):
            assert figures["funding"][name] == last["funding"][name]
        assert figures["outcomes"]["by_indicator_gender"] == last["outcomes"]["by_indicator_gender"]
    planned = [figures["reach"]["planned"]["planned_participants"] for figures in every]
    assert planned == [None] * 3 + [150] * 5
    reasons = [{rate["reason"] for rate in figures["outcomes"]["result_rates"]} for figures in every]
    assert ["undated" in found for found in reasons] == [True] * 2 + [False] * 6
    places = [{part["region_code"] for part in figures["funding"]["by_region"] if part["planned_cents"]} for figures in every]
    assert places == [{"13", "several"}] * 6 + [{"13", "08", "09"}] * 2, "which regions a row named was not kept at first"


def test_a_delivery_of_each_format_is_compared_with_the_next(archive, theme):
    sides = [read_side(archive, info, theme) for info in archive.approved]
    changes = [compare(old, new).changes for old, new in zip(sides, sides[1:], strict=False)]
    fields = [{(change.field, change.old) for change in found} for found in changes]
    assert fields == [set(), set(), {("planned_participants", None)}, set(), set(), set(), set()]


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_of_every_format_opens_and_has_its_figures(name, theme):
    root = ARCHIVES / name
    info = read_bundle(root, theme.code)
    reading = reading_of(root, theme, Filters())
    assert info.is_old, "the protection of today is not theirs"
    assert (info.delivery, reading.info.id, reading.problems) == (BUNDLES[name][-1], BUNDLES[name][-1], ())
    assert [snapshot.id for snapshot in reading.past] == BUNDLES[name]
    figures = headline_figures(reading.view)
    assert figures["funding"]["planned_cents"] == 300050
    assert reading.current.is_protected and figures["outcomes"]["by_indicator_gender"]
