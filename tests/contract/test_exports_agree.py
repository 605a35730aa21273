"""Deck, workbook, CSV, picture and report carry the values of the page, whatever is chosen; in public protected ones only."""

import csv
import html
import io
import re
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from pptx import Presentation

from analytics.counts import SignedCount
from analytics.filters import Filters
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.block import FigureBlock
from presentation.charts.chart import Bullet, RegionMap, TableBars, TableLines
from presentation.charts.plotly_chart import plotly_chart
from presentation.exports.collected import Collected, Frame, collected_deck
from presentation.exports.picture import PictureWords, picture_svg
from presentation.exports.report import report_html
from presentation.exports.view_workbook import view_workbook, with_codes
from presentation.figures import registry
from presentation.figures.registry import shown
from presentation.matrix import SIGNS, Matrix
from presentation.reading import reading_of
from presentation.tables import table_csv, written
from settings import ROOT, read_settings

THEME = read_theme(read_settings().theme)
SAMPLE = ROOT / "assets" / "sample"
_ROWS = reading_of(SAMPLE, THEME, Filters()).current.rows
_REGIONS = sorted(_ROWS["region"].drop_nulls().unique())
_SUBTHEMES = [topic.code for topic in THEME.subthemes]
FILTERS = some.builds(
    Filters,
    region=some.lists(some.sampled_from(_REGIONS), max_size=3, unique=True).map(tuple),
    status=some.lists(some.sampled_from(sorted(_ROWS["status"].drop_nulls().unique())), max_size=2, unique=True).map(tuple),
    subtheme=some.lists(some.sampled_from(_SUBTHEMES), max_size=2, unique=True).map(tuple),
)
#: In public people are counted for one region or one target group at a time.
PUBLIC_FILTERS = some.one_of(
    some.just(Filters()),
    some.sampled_from(_REGIONS).map(lambda code: Filters(region=(code,))),
    some.sampled_from([group.code for group in THEME.target_groups]).map(lambda code: Filters(group=(code,))),
    some.sampled_from(_SUBTHEMES).map(lambda code: Filters(subtheme=(code,))),
)
KEYS = some.lists(some.sampled_from(registry.KEYS), min_size=6, max_size=9, unique=True)
#: A failure is shown as it was found: making it smaller would take minutes.
RANDOM = settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@pytest.mark.parametrize("language", LANGUAGES)
@RANDOM
@given(filters=FILTERS, keys=KEYS)
def test_every_export_says_the_same(language, filters, keys):
    _all_the_same(reading_of(SAMPLE, THEME, filters).in_language(language), keys)


@pytest.mark.parametrize("language", LANGUAGES)
@RANDOM
@given(filters=PUBLIC_FILTERS, keys=KEYS)
def test_every_export_of_the_public_instance_says_the_same(language, filters, keys, published):
    _all_the_same(reading_of(published, THEME, filters).in_language(language), keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_matrix_of_the_public_instance_says_the_same(language, published):
    reading = reading_of(published, THEME, Filters()).in_language(language)
    assert reading.view.is_protected
    signs = _all_the_same(reading, registry.KEYS)
    assert signs > 20  # protected counts are told by their signs in every file


def _all_the_same(reading, keys) -> int:
    """Read every file back; gives how many values are the signs of protected counts."""
    text, filters = reading.text, reading.filters
    blocks = list(shown(keys, reading))
    slides = list(
        Presentation(io.BytesIO(collected_deck([Collected(key, filters) for key in keys], reading, frame=Frame(split=True)))).slides
    )[2:-1]
    pages = openpyxl.load_workbook(io.BytesIO(view_workbook(keys, "x", reading))).worksheets[2:]
    report = _words(report_html(keys, "x", reading))
    assert len(pages) == len(blocks)
    for block, page in zip(blocks, pages, strict=True):
        _same_in_the_workbook(page, block, text)
        _same_in_the_csv(block)
        for row in block.table.rows:
            for value, column in zip(row, block.table.columns, strict=True):
                assert written(value, column.kind, text) in report
        if isinstance(block, Matrix):
            slides = _same_in_the_slides_of(block, slides)
        else:
            slide, *slides = slides
            _same_in_the_chart(slide, block, text)
            _same_in_the_notes(slide, block, text)
            _same_in_the_picture(block)
    assert not slides
    return sum(isinstance(value, SignedCount) for block in blocks for row in block.table.rows for value in row)


def _words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def _close(markup: str) -> str:
    """The words of a drawing without anything between them, and without the signs that are drawn as paths."""
    return re.sub(r"[\s\u2060■●◆▲▼✖□┄▨]", "", html.unescape(re.sub(r"<[^>]+>", "", markup)))


def _same_in_the_workbook(page, block, text) -> None:
    table = with_codes(block.table, text)
    read = [
        [cell.value.date() if isinstance(cell.value, datetime) else cell.value for cell in row]
        for row in page.iter_rows(min_row=5, max_row=4 + len(table.rows), max_col=len(table.columns))
    ]
    told = [[str(value) if isinstance(value, SignedCount) else value for value in row] for row in table.rows]
    assert read == [[pytest.approx(value, rel=1e-14) if isinstance(value, float) else value for value in row] for row in told], block.key


def _same_in_the_csv(block) -> None:
    rows = list(csv.reader(io.StringIO(table_csv(block.table).decode("utf-8-sig")), delimiter=";"))[2 : 2 + len(block.table.rows)]
    for row, told in zip(rows, block.table.rows, strict=True):
        for cell, value in zip(row, told, strict=True):
            if value is None or isinstance(value, str | SignedCount | date):
                assert cell.removeprefix("'") == ("" if value is None else str(value)), block.key
            else:
                assert float(cell.replace(",", ".")) == value, block.key


def _same(line, other) -> bool:
    """The same numbers in 15 digits, which an office program keeps, and nothing where there is nothing."""
    return len(line) == len(other) and all(
        a is b is None or None not in (a, b) and a == pytest.approx(b, rel=1e-14) for a, b in zip(line, other, strict=True)
    )


def _number(value):
    """What a chart has of a value: a protected count is no number."""
    return None if isinstance(value, SignedCount) else value


def _same_in_the_chart(slide, block, text) -> None:
    chart, office, rows = block.chart, block.chart.office, block.table.rows
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    drawn = [list(series.values) for chart in charts for plot in chart.plots for series in plot.series]
    for chart in charts:
        # What a person edits in place holds the same.
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        behind = [[cell.value for cell in column[1:]] for column in book.iter_cols(min_col=2)]
        lines = [[series.name, *series.values] for plot in chart.plots for series in plot.series]
        assert len(behind) == len(lines)
        for line in lines:
            assert any(_same(line[1:], column) for column in behind), block.key
    if isinstance(chart, Bullet):
        assert sorted(value for [value] in drawn) == sorted(
            value for value in (chart.frame, chart.committed, chart.spent) if value is not None
        )
    elif isinstance(office, TableBars) and office.rows_are_series:
        assert drawn == [[_number(row[office.columns[0]])] for row in rows]
    elif isinstance(office, TableBars):
        bars = [[row[column] for column in office.columns] for row in rows[: len(drawn[0])]] if drawn else []
        bars = [
            [None] * len(bar) if office.stacked and any(isinstance(v, SignedCount) for v in bar) else list(map(_number, bar))
            for bar in bars
        ]
        assert drawn == [list(series) for series in zip(*bars, strict=True)]
    elif isinstance(office, TableLines):
        lines = (
            [[_number(row[column]) for row in rows] for column in office.columns]
            if office.columns
            else [list(map(_number, row[1:])) for row in rows]
        )
        known = [line for line in lines if any(value is not None for value in line)]
        assert drawn == (known if office.columns else known[: office.limit])
    elif isinstance(chart, RegionMap):
        shapes = {shape.name: shape for group in slide.shapes if group.shape_type == 6 for shape in group.shapes}
        for area in chart.areas:
            assert shapes[area.name]._element.xpath(".//p:cNvPr")[0].get("descr") == f"{area.name}: {area.value}"
    else:
        cells = [[cell.text_frame.text for cell in row.cells] for shape in slide.shapes if shape.has_table for row in shape.table.rows][1:]
        for shown_row, row in zip(cells, rows, strict=False):
            assert (
                shown_row
                == [written(value, column.kind, text) for value, column in zip(row, block.table.columns, strict=True)][: len(shown_row)]
            )


def _same_in_the_notes(slide, block, text) -> None:
    notes = slide.notes_slide.notes_text_frame.text
    for row in block.table.rows:
        for value, column in zip(row, block.table.columns, strict=True):
            assert written(value, column.kind, text) in notes, block.key


def _same_in_the_picture(block: FigureBlock) -> None:
    drawing = plotly_chart(block.chart).to_dict()
    picture = _close(picture_svg(block, PictureWords("x")))
    labels = [note["text"] for note in drawing["layout"].get("annotations", ())]
    for trace in drawing["data"]:
        # Words that are only seen when pointed at are in the table.
        if trace.get("text") is not None and "text" in trace.get("mode", "text"):
            labels += trace["text"] if isinstance(trace["text"], list | tuple) else [trace["text"]]
    assert _close(block.headline) in picture
    for label in filter(None, labels):
        assert _close(label) in picture, (block.key, label)


def _same_in_the_slides_of(block: Matrix, slides) -> list:
    """The slides of a matrix have every row once; gives the slides after them."""
    names = {name for name, *_ in block.rows[1:]}
    while names:
        slide, *slides = slides
        [table] = [shape.table for shape in slide.shapes if shape.has_table]
        told = {name: cells for name, cells, _ in block.rows}
        for row in list(table.rows)[1:]:
            name, *read = [cell.text_frame.text for cell in row.cells]
            assert read == [f"{SIGNS[cell.state]}\u00a0{cell.short}".strip("\u00a0") for cell in told[name]]
            names.discard(name)
    return slides
