"""Deck, workbook, CSV, picture and report carry the values of the page, whatever is chosen."""

import csv
import html
import io
import re

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pptx import Presentation

from analytics.filters import Filters
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.catalogue import FIGURES, figure, reading_of
from presentation.exports.picture import PictureWords, picture_svg
from presentation.exports.recipes import Collected, collected_deck
from presentation.exports.report import report_html
from presentation.exports.view_workbook import view_workbook, with_codes
from presentation.native import NativeBars, NativeBullet, NativeLines
from presentation.tables import table_csv, written
from settings import ROOT, read_settings

THEME = read_theme(read_settings().theme)
SAMPLE = reading_of(ROOT / "assets" / "sample", THEME, Filters())
_ROWS = SAMPLE.current.rows
FILTERS = some.builds(
    Filters,
    region=some.lists(some.sampled_from(sorted(_ROWS["region"].drop_nulls().unique())), max_size=3, unique=True).map(tuple),
    status=some.lists(some.sampled_from(sorted(_ROWS["status"].drop_nulls().unique())), max_size=2, unique=True).map(tuple),
    subtheme=some.lists(some.sampled_from([topic.code for topic in THEME.subthemes]), max_size=2, unique=True).map(tuple),
)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(filters=FILTERS, language=some.sampled_from(LANGUAGES), keys=some.lists(some.sampled_from(sorted(FIGURES)), min_size=3, max_size=6, unique=True))
def test_every_export_says_the_same(filters, language, keys):
    reading = reading_of(ROOT / "assets" / "sample", THEME, filters).in_language(language)
    text = reading.text
    blocks = [block for key in keys if (block := figure(key, reading))]
    deck = list(Presentation(io.BytesIO(collected_deck([Collected(key, filters) for key in keys], reading))).slides)[2:-1]
    pages = openpyxl.load_workbook(io.BytesIO(view_workbook(keys, "x", reading))).worksheets[2:]
    report = html.unescape(re.sub(r"<[^>]+>", " ", report_html(keys, "x", reading)))
    assert len(deck) == len(pages) == len(blocks)
    for block, slide, page in zip(blocks, deck, pages, strict=True):
        values = [cell for row in block.table.rows for cell in row[1:]]
        table = with_codes(block.table, text)
        assert [[cell.value for cell in row] for row in page.iter_rows(min_row=5, max_row=4 + len(table.rows), max_col=len(table.columns))] == [
            [pytest.approx(value, rel=1e-14) if isinstance(value, float) else value for value in row] for row in table.rows
        ]
        rows = list(csv.reader(io.StringIO(table_csv(block.table).decode("utf-8-sig")), delimiter=";"))[2 : 2 + len(block.table.rows)]
        read = [None if cell == "" else cell.replace(",", ".") for row in rows for cell in row[1:]]
        assert [value if value is None or isinstance(value, str) else float(value) for value in values] == [
            cell if cell is None or isinstance(value, str) else float(cell) for cell, value in zip(read, values, strict=True)
        ]
        for row in block.table.rows:
            for value, column in zip(row, block.table.columns, strict=True):
                assert written(value, column.kind, text) in report
        _same_in_the_chart(slide, block)
        svg = picture_svg(block, PictureWords("x"))
        assert html.escape(block.headline.split()[0]) in svg and text.language


def _same_in_the_chart(slide, block) -> None:
    native, rows = block.native, block.table.rows
    drawn = [list(series.values) for shape in slide.shapes if shape.has_chart for plot in shape.chart.plots for series in plot.series]
    if isinstance(native, NativeBullet):
        assert sorted(value for [value] in drawn) == sorted(value for value in (native.frame, native.committed, native.spent) if value is not None)
    elif isinstance(native, NativeBars) and native.rows_are_series:
        assert drawn == [[row[native.columns[0]]] for row in rows]
    elif isinstance(native, NativeBars):
        assert drawn == [[row[column] for row in rows[: len(drawn[0])]] for column in native.columns]
    elif isinstance(native, NativeLines):
        lines = [[row[column] for row in rows] for column in native.columns] if native.columns else [list(row[1:]) for row in rows]
        known = [line for line in lines if any(value is not None for value in line)]
        assert drawn == known[: native.limit]
