"""Write the theme and outcome workbooks that people fill in, empty or with what the last delivery said.

Headers and words are those the loaders accept, in the language chosen; code lists come
from the theme file and ``assets/labels``, so that another theme has its own forms.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import openpyxl
import polars as pl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from archive.files import write_whole
from data_loaders.codes import code_list
from data_loaders.forms import OUTCOME_HEADERS, theme_headers
from data_loaders.theme import Topic
from presentation.text import Text

#: The workbooks: the theme's projects, outcomes row by row, outcomes with genders as columns.
TEMPLATES = ("theme-template.xlsx", "outcomes-template.xlsx", "outcomes-wide-template.xlsx")
#: Rows under the header that have drop-down lists and checks.
FORM_ROWS = 5_000
#: Rows of the wide form that have a total.
WIDE_ROWS = 200
GENDER_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "fi": ("nainen", "mies", "muunsukupuolinen", "ei tietoa"),
    "sv": ("kvinna", "man", "icke-binär", "uppgift saknas"),
    "en": ("woman", "man", "non-binary", "unknown"),
}
YES_NO: Mapping[str, tuple[str, str]] = {"fi": ("kyllä", "ei"), "sv": ("ja", "nej"), "en": ("yes", "no")}
#: Which of the accepted headers the form has; Finnish comes first, Swedish second, English last.
_HEADER_AT = {"fi": 0, "sv": 1, "en": -1}

_INK, _GREY, _LINE, _FACE = "1D3557", "5A6673", "C9D1DA", "Calibri"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
#: What Excel allows in the message beside a cell.
_PROMPT_LENGTH = 255


def _words(text: Text) -> Mapping[str, str]:
    return {
        "instructions": text("Instructions"),
        "codes": text("Code lists"),
        "projects": text("Projects"),
        "outcomes": text("Outcomes"),
        "theme-title": text("Projects of the theme"),
        "outcomes-title": text("Participants and outcomes"),
        "how-to": text("How to fill this in"),
        "columns": text("Columns"),
        "total": text("Total"),
        "column": text("Column"),
        "meaning": text("What it means"),
        "allowed": text("Allowed values"),
        "name": text("Name"),
        "code": text("Code"),
        "answer": text("Answer"),
        "repeated": text("The project code is already listed. Write each code once only."),
        "choose": text("Choose a value from the list or leave the cell blank."),
        "date-error": text("Write the date as dd.mm.yyyy, for example 31.10.2026."),
        "value-error": text("Write a whole number, zero or greater."),
    }


def _theme_steps(sheet: str, codes: str, text: Text) -> tuple[str, ...]:
    return (
        text(
            "Write one row for each project code on the sheet {sheet}. In a joint project each implementer has its own project code and so its own row.",
            sheet=sheet,
        ),
        text("The projects listed here are those of the theme. The EURA project list does not state the theme."),
        text("A blank cell means that the matter is not known. It does not mean no."),
        text("The allowed values are on the sheet {codes}. Separate several values with a semicolon.", codes=codes),
        text("Do not change the texts of the header row. The columns may be in any order, and one that is not needed may be left blank."),
    )


def _outcome_steps(sheet: str, codes: str, text: Text) -> tuple[str, ...]:
    return (
        text("Write one row for each count on the sheet {sheet}.", sheet=sheet),
        text(
            "Counts are cumulative: they cover everyone from the start of the project to the reference date, not only the people of the latest period."
        ),
        text(
            "Within one indicator each person is counted on one row only: in one target group, one region and one gender. The same person may be in several indicators."
        ),
        text("Write zero when there is nobody. A blank value means that the information has not been collected."),
        text("Rows of earlier dates may stay: they show how the counts have developed."),
        text("Do not write names of persons or anything else that would identify a person."),
        text("The allowed values are on the sheet {codes}. Do not change the texts of the header row.", codes=codes),
    )


def _wide_steps(sheet: str, codes: str, text: Text) -> tuple[str, ...]:
    return (
        text(
            "Write one row for each project and reference date on the sheet {sheet}, and under each indicator the number of people by gender.",
            sheet=sheet,
        ),
        text("Leave out the indicators that the project does not count: delete their columns or leave them blank."),
        text(
            "The totals are made by the form. A total is never counted: the dashboard compares it with its parts and tells if they disagree."
        ),
        *_outcome_steps(sheet, codes, text)[1:],
    )


def _column_words(text: Text) -> Mapping[str, tuple[str, str]]:
    """Field → meaning and allowed values."""
    return {
        "project_code": (
            text("The implementer's project code in the EURA system. Required."),
            text("The code as in the project list, for example S12345"),
        ),
        "subthemes": (
            text("The sub-themes that the project carries out. Blank: not known."),
            text("Number of the sub-theme; several with a semicolon, for example 1; 3"),
        ),
        "target_groups": (
            text("The groups that the project is for. Blank: not known."),
            text("Name or code of the target group; several with a semicolon"),
        ),
        "promise": (text("Is this part of the project's plan? Blank: not known."), text("yes, no or blank")),
        "planned_participants": (
            text(
                "How many participants this implementer means to reach by the end of the project, each person once. Blank: not known. In a joint project, write on each row only that implementer's own number."
            ),
            text("Whole number, 0 or greater, or blank"),
        ),
        "note": (text("A note of your own. Do not write personal data."), text("Free text")),
        "cutoff_date": (text("The day whose state the count describes. Required."), text("Date, for example 31.10.2026")),
        "indicator": (
            text("The ESF+ indicator by which people were counted. Required."),
            text("Code of the indicator, for example EECO01"),
        ),
        "target_group": (
            text("The theme's target group that the people belong to. Blank: not recorded."),
            text("One target group or blank"),
        ),
        "region": (
            text("The region where the people took part. Blank: that of the project."),
            text("Name or two-digit code of the region, or blank"),
        ),
        "gender": (
            text("Gender. Write unknown if the person does not want to answer. Required."),
            text("woman, man, non-binary or unknown"),
        ),
        "value": (
            text("Number of people from the start of the project to the date. Blank: not collected."),
            text("Whole number, 0 or greater"),
        ),
    }


_WIDTHS = {"project_code": 15, "subthemes": 14, "target_groups": 44, "planned_participants": 32, "note": 46, "cutoff_date": 22, "indicator": 15, "target_group": 40, "region": 22, "gender": 21, "value": 12}  # fmt: skip
_PROMISE_WIDTH = 28
#: Codes stay text: otherwise Excel takes "1,3" for a number, "1.3." for a date, and 04 loses its zero.
_FORMATS = {
    "project_code": "@",
    "subthemes": "@",
    "region": "@",
    "cutoff_date": "dd.mm.yyyy",
    "value": "#,##0",
    "planned_participants": "#,##0",
}


@dataclass(frozen=True)
class _Column:
    """One column of the form."""

    field: str
    header: str
    meaning: str
    allowed: str
    width: int


@dataclass(frozen=True)
class _Codes:
    """One block of the code-list sheet: headings over rows; one of its columns feeds a drop-down list."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    offered: int = 0


def write_templates(target: Path, text: Text, members: pl.DataFrame | None = None) -> tuple[Path, ...]:
    """Write the workbooks that people fill in, in one language.

    Each has an instruction sheet, the form (headers, drop-down lists, checks and notes)
    and the code lists behind the drop-downs. The loaders read the forms in any language.

    Args:
        target: The directory to write to; it exists.
        text: The language, and the theme with its sub-themes, target groups and promises.
        members: What the theme workbook of the last delivery said (``ThemeProject``), to go on from; empty forms when null.

    Returns:
        The theme workbook, the outcome workbook, and the outcome workbook with genders as columns.
    """
    paths = []
    for name in TEMPLATES:
        write_whole(target / name, template(name, text, members))
        paths.append(target / name)
    return tuple(paths)


def template(name: str, text: Text, members: pl.DataFrame | None = None) -> bytes:
    """One workbook that people fill in.

    Args:
        name: One of ``TEMPLATES``.
        text: As in ``write_templates``.
        members: As in ``write_templates``. The theme workbook gets its projects with sub-themes, target groups, promises
            and planned participants, the one with genders as columns their codes; in the long one a project has as many
            rows as it has counts, so it stays empty.
    """
    rows = [] if members is None else members.sort("source_row").to_dicts()
    book = {
        "theme-template.xlsx": lambda: _theme_form(text, rows),
        "outcomes-template.xlsx": lambda: _outcome_form(text),
        "outcomes-wide-template.xlsx": lambda: _wide_outcome_form(text, rows),
    }[name]()
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _theme_form(text: Text, members: Sequence[Mapping[str, Any]]) -> openpyxl.Workbook:
    theme, language, words = text.theme, text.language, _words(text)
    promises = {promise.code: promise for promise in theme.promises}
    columns = [
        _column(field, promises[field].header if language == "fi" else promises[field].name[language], text, "promise")
        if field in promises
        else _column(field, spellings[_HEADER_AT[language]], text)
        for field, spellings in theme_headers(theme).items()
    ]
    code, name = words["code"], words["name"]
    headers = {column.field: column.header for column in columns}
    # A sub-theme's number is a number cell: Excel marks numbers kept as text with a green corner.
    subthemes = tuple((int(t.code) if t.code.isdigit() else t.code, t.name[language]) for t in theme.subthemes)
    lists = {
        "target_groups": _target_groups(headers["target_groups"], code, theme.target_groups, text),
        "promise": _Codes("answer_list", (words["answer"],), tuple((word,) for word in YES_NO[language])),
        "subthemes": _Codes("subtheme_list", (headers["subthemes"], name), subthemes),
    }
    book, form = _book("theme-title", "projects", _theme_steps, columns, tuple(lists.values()), text)
    for letter, column in _lettered(columns):
        if column.field == "project_code":
            once = _check("custom", formula1=f"COUNTIF(${letter}:${letter},{letter}2)=1", errorStyle="warning", error=words["repeated"])
            _apply(form, letter, once, column)
        elif column.field in ("subthemes", "target_groups"):
            # Several values are written with semicolons, so the list only helps and refuses nothing.
            _apply(form, letter, _choice(lists[column.field], words, strict=False), column)
        elif column.field == "planned_participants":
            whole = _check("whole", operator="greaterThanOrEqual", formula1="0", error=words["value-error"])
            _apply(form, letter, whole, column)
        elif column.field in promises:
            _apply(form, letter, _choice(lists["promise"], words), column)
    groups = {topic.code: text.name(topic.name) for topic in theme.target_groups}
    for number, member in enumerate(members, start=2):
        answers = {code: YES_NO[language][0] for code in member["promises_kept"]}
        answers |= {code: YES_NO[language][1] for code in member["promises_broken"]}
        values = {
            "project_code": member["project_code"],
            "subthemes": "; ".join(member["subthemes"]),
            "target_groups": "; ".join(groups.get(code, code) for code in member["target_groups"]),
            "planned_participants": member["planned_participants"],
            "note": member["note"],
        } | answers
        for place, column in enumerate(columns, start=1):
            _write(form.cell(number, place), values.get(column.field))
    return book


def _write(cell: Cell | MergedCell, value: str | int | None) -> None:
    """Write what a spreadsheet said before: a text stays a text, whatever it begins with."""
    if isinstance(cell, MergedCell) or value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.style = "Normal"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _outcome_form(text: Text) -> openpyxl.Workbook:
    theme, language, words = text.theme, text.language, _words(text)
    columns = [_column(field, spellings[_HEADER_AT[language]], text) for field, spellings in OUTCOME_HEADERS.items()]
    code, name = words["code"], words["name"]
    headers = {column.field: column.header for column in columns}
    # The form counts people: organisations have no gender.
    indicators = tuple((key, row[language]) for key, row in code_list("indicators").items() if row["unit"] == "persons")
    regions = tuple((row[language], key) for key, row in code_list("regions").items() if row["in_programme"] == "1")
    persons = tuple(topic for topic in theme.target_groups if topic.kind == "person")
    lists = {
        "indicator": _Codes("indicator_list", (headers["indicator"], name), indicators),
        "target_group": _target_groups(headers["target_group"], code, persons, text),
        "region": _Codes("region_list", (headers["region"], code), regions),
        "gender": _Codes("gender_list", (headers["gender"],), tuple((word,) for word in GENDER_ANSWERS[language])),
    }
    book, form = _book("outcomes-title", "outcomes", _outcome_steps, columns, tuple(lists.values()), text)
    checks = {
        "cutoff_date": _check("date", operator="greaterThanOrEqual", formula1=f"DATE({theme.first_year},1,1)", error=words["date-error"]),
        "value": _check("whole", operator="greaterThanOrEqual", formula1="0", error=words["value-error"]),
    }
    for letter, column in _lettered(columns):
        if column.field in lists:
            # A region may be written by its code and a group by another spelling: only told, not refused.
            strict = column.field in ("indicator", "gender")
            _apply(form, letter, _choice(lists[column.field], words, strict), column)
        elif column.field in checks:
            _apply(form, letter, checks[column.field], column)
    return book


def _wide_outcome_form(text: Text, members: Sequence[Mapping[str, Any]]) -> openpyxl.Workbook:
    """One row a project and date; under each indicator the four genders and their total."""
    theme, language, words = text.theme, text.language, _words(text)
    fields = ("project_code", "cutoff_date", "target_group", "region")
    columns = [_column(field, OUTCOME_HEADERS[field][_HEADER_AT[language]], text) for field in fields]
    headers = {column.field: column.header for column in columns}
    persons = tuple(topic for topic in theme.target_groups if topic.kind == "person")
    regions = tuple((row[language], key) for key, row in code_list("regions").items() if row["in_programme"] == "1")
    lists = {
        "target_group": _target_groups(headers["target_group"], words["code"], persons, text),
        "region": _Codes("region_list", (headers["region"], words["code"]), regions),
    }
    book, form = _book("outcomes-title", "outcomes", _wide_steps, columns, tuple(lists.values()), text)
    for letter, column in _lettered(columns):
        form.merge_cells(f"{letter}1:{letter}2")
        if column.field in lists:
            _apply(form, letter, _choice(lists[column.field], words, strict=False), column, first=3)
        elif column.field == "cutoff_date":
            _apply(
                form,
                letter,
                _check("date", operator="greaterThanOrEqual", formula1=f"DATE({theme.first_year},1,1)", error=words["date-error"]),
                column,
                first=3,
            )
    value = _column("value", OUTCOME_HEADERS["value"][_HEADER_AT[language]], text)
    at = len(columns) + 1
    for code, row in code_list("indicators").items():
        # The form counts people: organisations have no gender.
        if row["unit"] != "persons":
            continue
        genders = [*GENDER_ANSWERS[language], words["total"]]
        _head(form, 1, [f"{code} {row[language]}" if row["kind"] != "record" else row[language], *[None] * 4], at)
        _head(form, 2, genders, at)
        first, last, total = (get_column_letter(at + offset) for offset in (0, 3, 4))
        form.merge_cells(f"{first}1:{total}1")
        form.cell(1, at).comment = Comment(f"{code}\n{row[language]}", form.title, height=110, width=300)
        for offset in range(5):
            form.column_dimensions[get_column_letter(at + offset)].width = 12
        for number in range(3, WIDE_ROWS + 3):
            form[f"{total}{number}"] = f'=IF(COUNT({first}{number}:{last}{number})=0,"",SUM({first}{number}:{last}{number}))'
        numbers = _check("whole", operator="greaterThanOrEqual", formula1="0", error=words["value-error"])
        numbers.add(f"{first}3:{last}{WIDE_ROWS + 2}")
        numbers.errorTitle = value.header
        form.add_data_validation(numbers)
        at += 5
    for number, member in enumerate(members[:WIDE_ROWS], start=3):
        _write(form.cell(number, 1), member["project_code"])
    form.row_dimensions[1].height, form.row_dimensions[2].height = 62, 32
    form.freeze_panes, form.auto_filter.ref, form.print_title_rows = "C3", None, "1:2"
    return book


def _column(field: str, header: str, text: Text, kind: str | None = None) -> _Column:
    meaning, allowed = _column_words(text)[kind or field]
    return _Column(field, header, meaning, allowed, _WIDTHS.get(field, _PROMISE_WIDTH))


def _lettered(columns: Sequence[_Column]) -> list[tuple[str, _Column]]:
    return [(get_column_letter(index), column) for index, column in enumerate(columns, start=1)]


def _target_groups(header: str, code: str, topics: Sequence[Topic], text: Text) -> _Codes:
    return _Codes("target_group_list", (header, code), tuple((text.name(topic.name), topic.code) for topic in topics))


# Checks -------------------------------------------------------------------------------


def _choice(codes: _Codes, words: Mapping[str, str], strict: bool = True) -> DataValidation:
    """A drop-down list; a strict one refuses other words, another one lets them pass."""
    check = DataValidation("list", formula1=codes.name, error=words["choose"])
    check.showErrorMessage = strict
    return check


def _check(kind: Literal["custom", "date", "whole"], **rule: Any) -> DataValidation:
    """A rule whose message is shown when it is broken; the library leaves the message out otherwise."""
    return DataValidation(kind, showErrorMessage=True, **rule)


def _apply(form: Worksheet, letter: str, check: DataValidation, column: _Column, first: int = 2) -> None:
    check.allow_blank = True
    check.showInputMessage = True
    check.errorTitle = check.promptTitle = column.header[:32]
    check.prompt = f"{column.meaning} {column.allowed}."[:_PROMPT_LENGTH]
    check.add(f"{letter}{first}:{letter}{FORM_ROWS + 1}")
    form.add_data_validation(check)


# Sheets -------------------------------------------------------------------------------


def _book(
    title: str,
    sheet: str,
    steps: Callable[[str, str, Text], tuple[str, ...]],
    columns: Sequence[_Column],
    lists: Sequence[_Codes],
    text: Text,
) -> tuple[openpyxl.Workbook, Worksheet]:
    """The workbook with its three sheets, and the form among them."""
    theme, language, words = text.theme, text.language, _words(text)
    book = openpyxl.Workbook()
    instructions, form, codes = book.worksheets[0], book.create_sheet(words[sheet]), book.create_sheet(words["codes"])
    instructions.title = words["instructions"]
    heading = f"{words[title]}: {theme.name[language]}"
    book.properties.title, book.properties.creator = heading, theme.coordination[language]
    book.properties.language = language
    _fill_instructions(instructions, heading, theme.coordination[language], steps(form.title, codes.title, text), columns, words)
    _fill_form(form, columns)
    _fill_codes(book, codes, lists)
    for page in (instructions, form, codes):
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return book, form


def _fill_instructions(
    sheet: Worksheet, heading: str, author: str, steps: Sequence[str], columns: Sequence[_Column], words: Mapping[str, str]
) -> None:
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", (31, 74, 46), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"], sheet["A2"] = heading, author
    sheet["A1"].font = _font(size=16, bold=True, color=_INK)
    sheet["A2"].font = _font(color=_GREY)
    row = 3
    for number, step in enumerate(steps, start=1):
        row += 1
        if number == 1:
            _subheading(sheet, row, words["how-to"])
        sheet.cell(row, 2, f"{number}. {step}").alignment = _WRAPPED
        sheet.row_dimensions[row].height = _height(step, 74)
    row += 2
    _subheading(sheet, row, words["columns"])
    row += 1
    _head(sheet, row, [words[key] for key in ("column", "meaning", "allowed")])
    for column in columns:
        row += 1
        for index, content in enumerate((column.header, column.meaning, column.allowed), start=1):
            cell = sheet.cell(row, index, content)
            cell.alignment, cell.border = _WRAPPED, Border(bottom=Side("thin", _LINE))
        sheet.cell(row, 1).font = _font(bold=True)
        sheet.row_dimensions[row].height = max(_height(column.meaning, 74), _height(column.allowed, 46))


def _fill_form(sheet: Worksheet, columns: Sequence[_Column]) -> None:
    _head(sheet, 1, [column.header for column in columns])
    sheet.row_dimensions[1].height = 24
    for letter, column in _lettered(columns):
        note = Comment(f"{column.header}\n{column.meaning}\n{column.allowed}", sheet.title, height=110, width=300)
        sheet[f"{letter}1"].comment = note
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = _FORMATS.get(column.field, "General")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{FORM_ROWS + 1}"
    sheet.print_title_rows = "1:1"
    sheet.sheet_properties.tabColor = _INK


def _fill_codes(book: openpyxl.Workbook, sheet: Worksheet, lists: Sequence[_Codes]) -> None:
    """Blocks side by side, with an empty column between; each is named for its drop-down list."""
    first = 1
    for codes in lists:
        _head(sheet, 1, codes.headings, first)
        for row, values in enumerate(codes.rows, start=2):
            for offset, value in enumerate(values):
                cell = sheet.cell(row, first + offset, value)
                # Long names run over the empty cells beside them: wrapping would make the lists uneven.
                cell.alignment, cell.border = Alignment(horizontal="left"), Border(bottom=Side("thin", _LINE))
        for offset, heading in enumerate(codes.headings):
            longest = max(len(str(words)) for words in (heading, *(row[offset] for row in codes.rows)))
            sheet.column_dimensions[get_column_letter(first + offset)].width = min(80, longest + 4)
        letter = get_column_letter(first + codes.offered)
        place = f"'{sheet.title}'!${letter}$2:${letter}${len(codes.rows) + 1}"
        book.defined_names[codes.name] = DefinedName(codes.name, attr_text=place)
        first += len(codes.headings) + 1
        sheet.column_dimensions[get_column_letter(first - 1)].width = 3
    sheet.freeze_panes = "A2"


def _head(sheet: Worksheet, row: int, headings: Sequence[str | None], first: int = 1) -> None:
    for index, heading in enumerate(headings, start=first):
        cell = sheet.cell(row, index, heading)
        cell.font = _font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_INK)
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def _subheading(sheet: Worksheet, row: int, words: str) -> None:
    cell = sheet.cell(row, 1, words)
    cell.font, cell.alignment = _font(size=12, bold=True, color=_INK), Alignment(vertical="top")


def _font(**style: Any) -> Font:
    return Font(name=_FACE, **{"size": 11, **style})


def _height(words: str, width: int) -> float:
    """Height of a row whose text wraps: spreadsheets do not fit it by themselves when they open a file."""
    return 15.0 * (1 + len(words) // (width * 1.1)) + 4
