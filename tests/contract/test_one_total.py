"""One total: on the pages, in the ledger, in ``manage.py figures`` and in the CSV files, to the cent."""

import csv
import io
import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from hypothesis import given
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from analytics.filters import filters_of_query
from analytics.funding import funding
from analytics.headline_figures import headline_figures
from analytics.ledger import accounts, money_ledger
from analytics.regions import regions
from manage import main
from presentation.exports.deck import deck
from presentation.exports.slides import DeckWords, Slide
from presentation.figures.frame import frame_bullet
from presentation.figures.parts import funding_parts
from presentation.tables import Table, table_csv
from presentation.text import Text
from presentation.words.ledger import value_in_words
from settings import ROOT
from tests.contract.test_provenance import BOUNDED, FILTERS, SNAPSHOT, THEME

TEXT = Text("fi", THEME)
DIVISIONS = {
    "regions": "by_region", "authorities": "by_authority", "implementer_types": "by_implementer_type", "support_forms": "by_support_form",
    "years": "by_year",
}  # fmt: skip


def column_cents(table: Table, column: int) -> tuple[int, int | None]:
    """A column of the CSV file added by hand, and its own total, in cents."""
    lines = list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig")), delimiter=";"))[2 : 2 + len(table.rows) + bool(table.total)]
    values = [int(Decimal(line[column].replace(",", ".") or 0) * 100) for line in lines]
    return (sum(values[:-1]), values[-1]) if table.total else (sum(values), None)


@BOUNDED
@given(FILTERS)
def test_pages_ledger_figures_and_csv_have_one_total(filters):
    view = SNAPSHOT.view(filters)
    result = funding(view)
    figures = headline_figures(SNAPSHOT, filters_of_query(urlencode(filters.in_address)))["funding"]
    stages = {"planned": result.totals.planned, "actual": result.totals.actual}
    for column, (stage, money) in enumerate(stages.items(), start=1):
        cents = money.cents if money else None
        assert figures[f"{stage}_cents"] == cents
        assert accounts(money_ledger(f"{stage}_public"), SNAPSHOT, filters)[0].value == money
        on_map = [getattr(place.totals, stage) for group in (regions(view).regions, regions(view).elsewhere) for place in group]
        assert sum(amount.cents for amount in on_map if amount) == (cents or 0)
        for dimension, division in DIVISIONS.items():
            parts = getattr(result, division)
            assert sum(part[f"{stage}_cents"] or 0 for part in figures[division]) == (cents or 0)
            if parts:
                added, total = column_cents(funding_parts(parts, dimension, TEXT).table, column)
                assert added == total == (cents or 0)
        left = accounts(money_ledger("left"), SNAPSHOT, filters)[0].value
        assert left == result.left, "nothing is left of the frame for a part of the theme"
        if view.rows.height:
            bullet = frame_bullet(result, TEXT).table
            assert column_cents(Table("", bullet.columns, (bullet.rows[column],)), 1)[0] == (cents or 0)


@pytest.mark.parametrize(
    "query", ["", "region=13", "region=13&region=01&status=running", "subtheme=3&from=2025", "group=young&authority=hame"]
)
def test_the_screen_shows_what_the_command_line_prints(query, capsys):
    main(["figures", "--json", "--filters", query])
    printed = json.loads(capsys.readouterr().out)["funding"]
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for name, codes in (("lang", ["fi"]), *((n, v) for n, v in _pairs(query))):
        at.query_params[name] = codes
    at.session_state["ledger-keys-fi"] = True
    at.run()
    panel = next((e.proto.body for e in at.get("html") if '<div class="td-ledger">' in e.proto.body), "")
    shown = [account for account in accounts(money_ledger(), SNAPSHOT, filters_of_query(query))]
    for account, stage in zip(shown, ("planned", "actual"), strict=True):
        assert (account.value.cents if account.value else None) == printed[f"{stage}_cents"]
        assert not printed["project_count"] or value_in_words(account, TEXT) in panel


def _pairs(query: str):
    found: dict[str, list[str]] = {}
    for pair in filter(None, query.split("&")):
        name, code = pair.split("=")
        found.setdefault(name, []).append(code)
    return found.items()


def test_a_filter_that_does_not_exist_is_refused(capsys):
    assert main(["figures", "--filters", "regoin=13"]) == 2
    assert "--filters" in capsys.readouterr().err


@pytest.mark.parametrize("query", ["", "region=09", "status=running&from=2025"])
def test_the_native_charts_of_a_deck_have_the_same_total(query):
    result = funding(SNAPSHOT.view(filters_of_query(query)))
    block = funding_parts(result.by_authority, "authorities", TEXT)  # Few enough for one slide.
    words = DeckWords("Rahoitus", "", "", "Tiivistelmä", ("Virke.",), "Lähteet", ("Lähde.",), "Lähde", "THL", "EU")
    charts = [
        shape.chart
        for slide in Presentation(io.BytesIO(deck([Slide(block)], words, TEXT))).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    totals = [sum(round(value * 100) for value in series.values if value is not None) for series in charts[0].plots[0].series]
    assert sorted(totals) == sorted(money.cents for money in (result.totals.planned, result.totals.actual))
