"""Every figure can be followed to the cells of the workbooks it came from, and equals their sum."""

import warnings
from dataclasses import replace
from decimal import Decimal

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.filters import UNKNOWN, Filters
from analytics.funding import funding
from analytics.ledger import accounts, cells, money_ledger, people_ledger, projects_ledger
from analytics.people import people_total, people_trend, placed_outcomes
from archive.archive import open_archive
from data_loaders.codes import NATIONWIDE, SEVERAL_REGIONS, region_codes
from data_loaders.theme import THEMES, read_theme
from presentation.snapshots import read_snapshot
from settings import ROOT

SAMPLE = ROOT / "assets" / "sample"
INFO = open_archive(SAMPLE).approved[-1]
THEME = read_theme(THEMES / "hard_to_employ.toml")
SNAPSHOT = read_snapshot(open_archive(SAMPLE), INFO, THEME)


def sheet_of(kind: str):
    """The sheet of a source file as openpyxl reads it, and where its fields stand."""
    source = next(source for source in INFO.sources if source.kind == kind)
    (path,) = (SAMPLE / "deliveries" / INFO.id / "sources").glob(f"{kind}-*")
    with warnings.catch_warnings(action="ignore"):  # The EURA export names no default style.
        book = openpyxl.load_workbook(path, data_only=True)
    return book[source.sheet], source.columns


LIST, COLUMNS = sheet_of("projects")


def some(codes):
    return st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple)


FILTERS = st.builds(
    Filters,
    region=some((*region_codes(), NATIONWIDE, SEVERAL_REGIONS, UNKNOWN)),
    subtheme=some(tuple(topic.code for topic in THEME.subthemes)),
    group=some(tuple(topic.code for topic in THEME.target_groups)),
    authority=some(tuple(SNAPSHOT.rows["authority"].drop_nulls().unique().sort())),
    status=some(("starting", "running", "ended", "cancelled")),
    from_year=st.none() | st.integers(2021, 2029),
    to_year=st.none() | st.integers(2021, 2029),
)
BOUNDED = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def cents(value) -> int:
    """An amount of a cell in cents, as a person would add it."""
    return int((Decimal(str(value)) * 100).to_integral_value())


def test_the_delivery_knows_the_column_of_every_amount():
    header = {cell.column_letter: cell.value for cell in LIST[1]}
    for field in ("planned_public_eur", "actual_public_eur", "project_code"):
        letter, text = COLUMNS[field]
        assert header[letter].strip() == text.strip()


@BOUNDED
@given(FILTERS)
def test_cells_of_the_project_list_added_by_hand_give_the_figures(filters):
    result = funding(SNAPSHOT.view(filters))
    for measure, figure in (("planned_public", result.totals.planned), ("actual_public", result.totals.actual)):
        found = cells(money_ledger(measure), SNAPSHOT, filters, COLUMNS)
        assert all(cents(LIST[row["cell"]].value) == cents(row["value"]) for row in found.iter_rows(named=True))
        whole = sum(cents(LIST[cell].value) for cell in found.filter(pl.col("rule") == "whole")["cell"])
        shared = sum(map(cents, found.filter(pl.col("rule") == "share")["counted"]))
        assert whole + shared == (figure.cents if figure else 0)
        assert found["cell"].n_unique() == found.height
    codes = cells(projects_ledger("projects"), SNAPSHOT, filters, COLUMNS)
    assert codes.height == result.totals.project_count
    assert [LIST[cell].value for cell in codes["cell"]] == codes["project_code"].to_list()


@BOUNDED
@given(FILTERS)
def test_rows_in_and_left_out_add_up_to_the_rows_under_the_header(filters):
    read = INFO.sources[0].rows_in
    for account in accounts(money_ledger(), SNAPSHOT, filters, read):
        assert account.whole == read == account.rows_in + sum(account.left_out.values())
        assert account.rows_in == cells(money_ledger(account.measure), SNAPSHOT, filters, COLUMNS).height


@pytest.fixture(scope="module")
def outcomes():
    tables = open_archive(SAMPLE).tables(INFO, ["outcomes", "projects"])
    return placed_outcomes(tables["outcomes"], tables["projects"]), sheet_of("outcomes")[0]


@BOUNDED
@given(filters=FILTERS, indicator=st.sampled_from(("EECO01", "EECO02", "EECO12", "EECR03")))
def test_cells_of_the_outcome_workbook_added_by_hand_give_the_people(filters, indicator, outcomes):
    placed, sheet = outcomes
    found = cells(people_ledger(indicator), SNAPSHOT, filters, COLUMNS, placed)
    figure = people_total(SNAPSHOT.view(filters).people, indicator).total
    assert sum(sheet[cell].value for cell in found["cell"]) == (figure or 0)
    assert found["cell"].n_unique() == found.height


def test_cells_of_people_over_time_are_those_of_each_day(outcomes):
    placed, sheet = outcomes
    for point in people_trend(SNAPSHOT.people_trend):
        found = cells(people_ledger(history=True), replace(SNAPSHOT, as_of=point.day), Filters(), COLUMNS, placed)
        assert sum(sheet[cell].value for cell in found["cell"]) == point.genders.total
