"""The empty workbooks: complete, helpful, and read by the loaders when filled in."""

from datetime import date

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import range_boundaries

from data_loaders.outcomes import read_outcomes
from data_loaders.theme_workbook import read_theme_workbook
from presentation.exports.templates import FORM_ROWS, GENDER_ANSWERS, YES_NO, write_templates
from presentation.text import Text

LANGUAGES = ("fi", "sv", "en")


@pytest.fixture(scope="module")
def forms(tmp_path_factory, theme):
    """The theme workbook's and the long outcome workbook's paths by language."""
    return {language: write_templates(tmp_path_factory.mktemp(language), Text(language, theme))[:2] for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def headers(form):
    return [cell.value for cell in form[1]]


def checks(form):
    """Header → its check."""
    found = {}
    for check in form.data_validations.dataValidation:
        column, first, _, last = range_boundaries(str(check.sqref))
        assert (first, last) == (2, FORM_ROWS + 1)
        found[form.cell(1, column).value] = check
    return found


def offered(book, check):
    """The values of a drop-down list."""
    sheet, cells = next(book.defined_names[check.formula1].destinations)
    return [row[0].value for row in book[sheet][cells]]


def test_finnish_forms_have_the_headers_of_the_design(forms):
    theme_form, outcome_form = (openpyxl.load_workbook(path).worksheets[1] for path in forms["fi"])
    assert theme_form.title == "Hankkeet"
    assert headers(theme_form) == [
        "Hankekoodi", "Alateemat", "Kohderyhmät", "Työpaikkayhteistyö", "Viestintäsuunnitelma",
        "Juurruttamissuunnitelma", "Sukupuolianalyysi", "Yhteiskehittäminen",
        "Suunniteltu osallistujamäärä", "Huomautus",
    ]  # fmt: skip
    assert outcome_form.title == "Tulokset"
    assert headers(outcome_form) == [
        "Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo",
    ]  # fmt: skip


def test_swedish_forms_have_swedish_headers(forms):
    theme_form, outcome_form = (openpyxl.load_workbook(path).worksheets[1] for path in forms["sv"])
    assert headers(theme_form) == [
        "Projektkod", "Deltema", "Målgrupper", "Samarbete med arbetsplatser", "Kommunikationsplan",
        "Förankringsplan", "Könsanalys", "Gemensam utveckling",
        "Planerat deltagarantal", "Anmärkning",
    ]  # fmt: skip
    assert headers(outcome_form) == [
        "Projektkod", "Datum för uppgifterna", "Indikator", "Målgrupp", "Landskap", "Kön", "Värde",
    ]  # fmt: skip


def test_every_column_is_explained(forms, language):
    for path in forms[language]:
        book = openpyxl.load_workbook(path)
        instructions, form, _ = book.worksheets
        explained = {row[0].value: row[1].value for row in instructions.iter_rows(max_col=2)}
        for cell in form[1]:
            assert explained.get(cell.value), cell.value
            assert cell.comment and explained[cell.value] in cell.comment.text
        words = " ".join(str(cell.value) for row in instructions.iter_rows() for cell in row if cell.value)
        assert "{" not in words
        assert form.title in words


def test_form_is_ready_to_fill_in(forms, language):
    for path in forms[language]:
        form = openpyxl.load_workbook(path).worksheets[1]
        assert form.freeze_panes == "B2"
        assert not form.merged_cells.ranges
        assert form.max_row == 1, "an empty form has no rows"
        for check in checks(form).values():
            # Longer texts make Excel offer to repair the file.
            assert len(check.promptTitle) <= 32 and len(check.prompt) <= 255 and len(check.error or "") <= 255


def test_a_project_code_written_twice_is_told(forms, language):
    form = openpyxl.load_workbook(forms[language][0]).worksheets[1]
    check = checks(form)[form["A1"].value]
    assert (check.type, check.formula1, check.errorStyle) == ("custom", "COUNTIF($A:$A,A2)=1", "warning")
    assert check.showErrorMessage and check.error


def test_cells_keep_what_is_typed(forms, language):
    theme_form, outcome_form = (openpyxl.load_workbook(path).worksheets[1] for path in forms[language])
    formats = [theme_form.column_dimensions[letter].number_format for letter in "AB"]
    assert formats == ["@", "@"], "1,3 is two sub-themes, not a number"
    formats = [outcome_form.column_dimensions[letter].number_format for letter in "ABEG"]
    assert formats == ["@", "dd.mm.yyyy", "@", "#,##0"]


def test_drop_down_lists_offer_the_code_lists(forms, theme, language):
    theme_book, outcome_book = (openpyxl.load_workbook(path) for path in forms[language])
    lists = {header: check for header, check in checks(theme_book.worksheets[1]).items() if check.type == "list"}
    promises = [promise.header if language == "fi" else promise.name[language] for promise in theme.promises]
    for promise in promises:
        assert offered(theme_book, lists[promise]) == list(YES_NO[language])
        assert lists[promise].showErrorMessage
    subthemes, groups = (lists[header] for header in headers(theme_book.worksheets[1])[1:3])
    assert offered(theme_book, subthemes) == [1, 2, 3, 4, 5, 6, 7]
    assert offered(theme_book, groups) == [topic.name[language] for topic in theme.target_groups]
    assert not subthemes.showErrorMessage and not groups.showErrorMessage, "several values may be written in one cell"

    found = checks(outcome_book.worksheets[1])
    day, indicator, group, region, gender, value = (found[header] for header in headers(outcome_book.worksheets[1])[1:])
    assert (day.type, value.type, value.operator, value.formula1) == ("date", "whole", "greaterThanOrEqual", "0")
    assert day.showErrorMessage and value.showErrorMessage
    assert (day.operator, day.formula1) == ("greaterThanOrEqual", "DATE(2021,1,1)")
    codes = offered(outcome_book, indicator)
    assert codes[0] == "EECO01" and codes[-1] == "EECR06" and "EECO18" not in codes and len(codes) == 24
    assert len(offered(outcome_book, group)) == 10, "only groups of persons are counted"
    assert len(offered(outcome_book, region)) == 18, "the mainland regions"
    assert offered(outcome_book, gender) == list(GENDER_ANSWERS[language])


def test_filled_theme_form_is_read_without_findings(forms, theme, language, tmp_path):
    book = openpyxl.load_workbook(forms[language][0])
    form, lists = book.worksheets[1], checks(book.worksheets[1])
    yes, no = YES_NO[language]
    groups = offered(book, lists[headers(form)[2]])
    form.append(["S12345", "1; 3", "; ".join(groups), yes, no, None, yes, None, "–"])
    form.append(["S12346", 7, groups[0]])
    path = tmp_path / "filled.xlsx"
    book.save(path)
    read = read_theme_workbook(path, theme)
    # Which of the form's sheets is read is told; nothing is wrong.
    assert [(finding.code, finding.severity) for finding in read.findings] == [("sheet-chosen", "info")]
    first, second = read.rows.rows(named=True)
    assert first["subthemes"] == ["1", "3"] and second["subthemes"] == ["7"]
    assert first["target_groups"] == [topic.code for topic in theme.target_groups]
    assert first["promises_kept"] == ["workplace_cooperation", "gender_analysis"]
    assert first["promises_broken"] == ["communication_plan"]
    assert second["promises_kept"] == second["promises_broken"] == []


def test_filled_outcome_form_is_read_without_findings(forms, theme, language, tmp_path):
    book = openpyxl.load_workbook(forms[language][1])
    form = book.worksheets[1]
    found = checks(form)
    _, _, indicator, group, region, gender, _ = headers(form)
    rows = [
        # No part is above its whole.
        [
            "S12345",
            date(2026, 10, 31),
            code,
            group_name,
            region_name,
            word,
            {"EECO01": 100_000, "EECO02": 999, "EECO04": 999, "EECO05": 999}.get(code, 1),
        ]
        for code in offered(book, found[indicator])
        for group_name in (*offered(book, found[group]), None)
        for region_name in (*offered(book, found[region]), None)
        for word in offered(book, found[gender])
    ][::37]
    for row in rows:
        form.append(row)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    read = read_outcomes(path, theme)
    assert read.findings == ()
    assert read.rows_in == read.rows.height == len(rows)
    assert read.rows["gender"].n_unique() == 4
    assert read.rows["region"].drop_nulls().n_unique() == 18
    assert read.rows["indicator"].n_unique() == 24


def test_empty_forms_are_read_as_nothing(forms, theme, language):
    theme_path, outcome_path = forms[language]
    assert read_theme_workbook(theme_path, theme).rows.is_empty()
    assert read_outcomes(outcome_path, theme).rows.is_empty()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wide_form_is_read_when_filled_in(tmp_path, language, theme):
    path = write_templates(tmp_path, Text(language, theme))[2]
    book = openpyxl.load_workbook(path)
    form = book.worksheets[1]
    indicators = [cell.value for cell in form[1][4:] if cell.value]
    assert len(indicators) == 24 and indicators[0].startswith("EECO01 ")
    assert form["I3"].value == '=IF(COUNT(E3:H3)=0,"",SUM(E3:H3))'
    form["A3"], form["B3"] = "S1", date(2026, 10, 31)
    form["C3"] = theme.target_groups[0].name[language]
    for column in range(5, 5 + 24 * 5):
        people = 40 if column < 10 else 10
        form.cell(3, column).value = 4 * people if column % 5 == 4 else people
    book.save(path)
    read = read_outcomes(path, theme)
    assert read.findings == ()
    assert read.rows.height == 24 * 4 and read.rows["value"].sum() == 160 + 23 * 40
    assert set(read.rows["target_group"]) == {"young"} and read.rows["indicator"].n_unique() == 24


@pytest.fixture
def members(theme, workbook):
    """What a theme workbook said, with what a spreadsheet may hold."""
    promises = [promise.header for promise in theme.promises]
    rows = [
        ["Hankekoodi", "Alateemat", "Kohderyhmät", *promises[:2], "Suunniteltu osallistujamäärä", "Huomautus"],
        ["S2", "1; 2", "; ".join(topic.name["fi"] for topic in theme.target_groups[:2]), "kyllä", "ei", 120, "eka"],
        ["S1", 1, None, None, "kyllä", None, None],
        ["S3", None, None, None, None, None, "@SUM(A1)"],
    ]  # fmt: skip
    rows = read_theme_workbook(workbook(rows, name="vanha.xlsx"), theme).rows
    hostile = {"S3": "=1+1", "eka": '=HYPERLINK("x")'}
    return rows.with_columns(pl.col("project_code", "note").replace(hostile))


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_go_on_from_what_the_last_theme_workbook_said(tmp_path, language, theme, members):
    text = Text(language, theme)
    paths = write_templates(tmp_path, text, members)
    read = read_theme_workbook(paths[0], theme)
    assert [finding.code for finding in read.findings] == ["sheet-chosen"] and members.height == 3
    assert read.rows.drop("source_row").equals(members.drop("source_row")), "what was written is read as it was"
    form = openpyxl.load_workbook(paths[0]).worksheets[1]
    texts = [cell for row in form.iter_rows(min_row=2, max_row=4) for cell in row if str(cell.value).startswith(("=", "@"))]
    assert len(texts) >= 3 and {cell.data_type for cell in texts} == {"s"}, "no text becomes a formula"
    wide = openpyxl.load_workbook(paths[2]).worksheets[1]
    assert [wide.cell(row, 1).value for row in range(3, 7)] == ["S2", "S1", "=1+1", None]
    assert wide.cell(5, 1).data_type == "s"
    long = openpyxl.load_workbook(paths[1]).worksheets[1]
    assert long.cell(2, 1).value is None
