"""What protection costs each page is told to the staff, and to nobody else."""

import json
from dataclasses import replace

import polars as pl
import pytest

from analytics.filters import Filters
from archive.archive import open_archive
from data_loaders.schemas import PublicPeopleCell
from presentation.block import FigureBlock
from presentation.figures.registry import KEYS, shown
from presentation.reading import reading_of
from presentation.tables import table_html
from presentation.text import Text
from publication.cost import PAGES, Cost, Told, costs_by_page
from publication.leak_search import with_other_counts
from publication.words import cost_lines, costs_table
from settings import ROOT


@pytest.fixture(scope="module")
def exact(theme):
    return reading_of(ROOT / "assets" / "sample", theme, Filters())


@pytest.fixture(scope="module")
def public(published, theme):
    return reading_of(published, theme, Filters())


def test_every_table_with_counts_of_people_belongs_to_one_page(exact):
    for block in shown(KEYS, exact):
        if isinstance(block, FigureBlock) and {column.kind for column in block.table.columns} & {"people", "change"}:
            pages = [page for page, starts in PAGES.items() if block.key.startswith(starts)]
            assert len(pages) == (not block.key.startswith("planned-")), (block.key, pages)


def test_exact_counts_cost_nothing(exact):
    for cost in costs_by_page(exact, exact, exact):
        assert cost.now == cost.before == Told(exact=cost.counts) and cost.hidden == 0


def test_what_is_rounded_hidden_and_signed_is_counted(exact, public):
    costs = costs_by_page(exact, public, None)
    assert {cost.page for cost in costs} == set(PAGES)
    assert all(cost.before is None and cost.now.shown + cost.hidden >= cost.counts for cost in costs)
    assert sum(cost.now.signs for cost in costs) and sum(cost.hidden for cost in costs)
    less = replace(public, current=replace(public.current, people=public.current.people.clear()))
    fewer = {cost.page: cost for cost in costs_by_page(exact, less, public)}
    assert all(fewer[cost.page].before == cost.now for cost in costs if cost.page in fewer)
    assert any(fewer[cost.page].now.shown < cost.now.shown for cost in costs if cost.page in fewer)


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_it_is_said_in_a_table_and_in_lines(theme, language):
    text = Text(language, theme)
    costs = (Cost("reach", 8, Told(2, 3, 1), None), Cost("map", 4, Told(1, 1, 0), Told(4, 0, 0)))
    table = costs_table(costs, text)
    assert table.rows[0][2:] == (0.25, 0.375, 0.125, 0.25, 0.75, None) and table.rows[1][-1] == 1
    assert text.percent(0.75) in cost_lines(costs, text)[0].replace("\n", "") and len(cost_lines(costs, text)) == 2
    assert table_html(table, text)


def test_a_bundle_tells_nothing_of_why_or_how_much(published):
    """Names of all that the report and the tables of people have; more would have to be judged here first."""
    report = json.loads((published / "report.json").read_text("utf-8"))
    assert set(report) == {"delivery", "rule", "forms", "attack", "search", "masked", "left_out"}
    assert set(report["attack"]) == {"counts_attacked", "taken_for_granted", "earlier_publications", "leaks", "passed"}
    assert set(report["forms"]) <= {"zero", "few", "rounded", "hidden"}
    archive = open_archive(published)
    people = archive.tables(archive.current, ("public_people",))["public_people"]
    assert people.columns == list(PublicPeopleCell.columns()) == list(with_other_counts(people).columns)
    columns = pl.read_parquet(published / "open-data" / "people.parquet").columns
    named = {f"{name}_{language}" for name in ("name", "indicator") for language in ("fi", "sv", "en")}
    assert set(columns) == {*people.columns, *named, "shown"}
    for path in published.rglob("*"):
        if path.is_file():
            assert not [word for word in (b"hidden_because", b"withheld", b"rounds") if word in path.read_bytes()], path
