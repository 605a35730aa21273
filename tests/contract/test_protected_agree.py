"""A published count has the same form wherever it is told: in every figure, table, file and language."""

import io

import pytest
from openpyxl import load_workbook

from analytics.filters import Filters
from archive.archive import open_archive
from data_loaders.codes import LANGUAGES
from presentation.exports.view_workbook import view_workbook
from presentation.figures.registry import build
from presentation.reading import reading_of
from presentation.tables import written
from publication.protection import cube_of
from publication.rounding import EVERYONE, Key

#: Figure → the column of everyone, and what its rows are.
FIGURES = {
    "people-target-groups": (1, "target_group"), "gender-target-groups": (5, "target_group"), "people-regions": (1, "region"), "gender-regions": (5, "region"),
    "map-participants": (4, "region"), "map-planned": (4, "region"), "need-regions": (1, "region"),
}  # fmt: skip


@pytest.fixture(scope="module")
def cube(published):
    info = open_archive(published).approved[-1]
    return info.as_of, cube_of(open_archive(published).tables(info, ["public_people"])["public_people"])


@pytest.fixture(scope="module")
def reading(published, theme):
    return reading_of(published, theme, Filters())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_has_one_form_in_every_figure_and_workbook(reading, cube, language):
    (day, counts), told = cube, reading.in_language(language)
    text = told.text
    book = load_workbook(io.BytesIO(view_workbook(FIGURES, "x", told)))
    compared = 0
    assert len(book.worksheets) == len(FIGURES) + 2
    for page, (figure, (place, of)) in zip(book.worksheets[2:], FIGURES.items(), strict=True):
        table = build(figure, told).table
        assert table.columns[place].kind == "people"
        # In a workbook the codes stand behind the names.
        sheet = {row[1]: row[place + 1] for row in page.iter_rows(min_row=5, values_only=True)}
        for code, row in zip(table.codes, table.rows, strict=True):
            form = counts.get(Key(day, "EECO01", of, code or "", EVERYONE))
            if form is None or code is None:
                continue
            expected = {"few": "1–4", "hidden": ".."}.get(form.sign) or text.number(form.value)
            assert written(row[place], "people", text) == expected, (figure, code)
            assert sheet[code] == (expected if form.value is None else form.value), (figure, code)
            compared += 1
    assert compared > 50
