"""Read a list of funded projects: the EURA 2021 export, or any list with a column map."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import dataframely as dy
import polars as pl

from data_loaders.codes import code_list, folded
from data_loaders.column_maps import ColumnMap, column_maps
from data_loaders.corrections import Corrections, cell_finding
from data_loaders.csv_repair import repaired
from data_loaders.findings import Finding, InputError
from data_loaders.headers import Header, best_header, find_header, possible_headers
from data_loaders.implementers import implementer_types
from data_loaders.places import with_regions
from data_loaders.private_names import without_private_names
from data_loaders.project_rules import conflicts, without_personal_ids
from data_loaders.schemas import MONEY_COLUMNS, ProjectRow
from data_loaders.sheets import Sheet, read_sheets, table_below
from data_loaders.theme import Theme
from data_loaders.values import amounts, dates, is_blank
from data_loaders.whole_sheet import whole_sheet_findings, without_faults

#: Fewer recognised headers than this, and the file is not taken for a project list.
_FEWEST_HEADERS = 4
#: What the first word of a row of totals is.
TOTAL_WORDS = (
    "yhteensä", "kaikki yhteensä", "summa", "total", "totalt", "totals", "grand total", "sum", "sammanlagt", "alla totalt",
    "gesamt", "gesamtsumme", "insgesamt", "summe", "celkem",
)  # fmt: skip
#: Name of the map that a person gives for one list.
GIVEN = "given"
DATE_COLUMNS = ("start_date", "end_date")
_PLACES = ("location", "site_postcode", "site_city", "beneficiary_postcode", "beneficiary_city")


@dataclass(frozen=True, eq=False)
class ProjectList:
    """A project list as it was read.

    Attributes:
        rows: Valid rows, in the order of the sheet.
        template: Name of the column map that fitted, for example ``eura2021``.
        sheet: Name of the sheet that was read; null for CSV.
        columns: Field → (column letter, header) as found in the file.
        rows_in: Rows under the header that hold anything.
        findings: What was wrong, and what was left out.
    """

    rows: dy.DataFrame[ProjectRow]
    template: str
    sheet: str | None
    columns: Mapping[str, tuple[str, str]]
    rows_in: int
    findings: tuple[Finding, ...]


def read_projects(
    path: Path,
    column_map: ColumnMap | None = None,
    saved: Mapping[str, ColumnMap] | None = None,
    theme: Theme | None = None,
    corrections: Corrections | None = None,
) -> ProjectList:
    """Read a list of funded projects, keeping every project row and telling the rest.

    Trailing rows that hold no project (filter texts, totals) are left out and reported.
    An amount or a date that cannot be read becomes null with a finding, never zero.

    Args:
        path: The export as it comes; title rows above the header are passed over.
        column_map: Field → headers of this list, when a person gave them; the only map
            that is tried then.
        saved: Maps that persons made earlier, by name (``saved_column_maps``); they are
            tried beside the templates.
        theme: The theme file, for its programme period; without it the period is not checked.
        corrections: Known errors of the list, put right before anything is read from it.

    Returns:
        One row per implementer.

    Raises:
        InputError: the file cannot be read, or no template fits its headers.
    """
    maps = {GIVEN: column_map} if column_map else {**column_maps("projects"), **(saved or {})}
    sheets = repaired(path, read_sheets(path))
    sheet, header, template = _recognise(sheets, maps)
    letters = header.columns(maps[template])
    columns = {field: (letter, header.texts[letter]) for field, letter in letters.items()}
    findings = [
        *whole_sheet_findings(sheet, sheets, header.row, letters.values()),
        *_other_lists(sheets, sheet, header, maps[template]),
        *_missing_columns(sheet, header, maps[template], letters),
    ]

    table = table_below(sheet, header.row, letters)
    if corrections:
        table = corrections.applied("projects", table, cell_finding(sheet, columns))
    rows_in = table.height
    table, footers = _without_footers(table, sheet, columns)
    table, faults = without_faults(table, sheet, columns)
    texts, personal = without_personal_ids(table, sheet, columns)
    table, unreadable = _typed(texts, sheet, columns)
    rows, named = _without_names(_completed(table), table, sheet, columns)
    return ProjectList(
        rows=ProjectRow.validate(rows, cast=True),
        template=template,
        sheet=sheet.name,
        columns=columns,
        rows_in=rows_in,
        findings=(*findings, *footers, *faults, *personal, *unreadable, *named, *conflicts(rows, texts, sheet, columns, theme)),
    )


def _recognise(sheets: tuple[Sheet, ...], maps: Mapping[str, ColumnMap]) -> tuple[Sheet, Header, str]:
    """The sheet, header and map with the most headers in common."""
    sheet, template, header, hits = max(
        (
            (sheet, template, *best_header(candidates, (text for texts in headers.values() for text in texts)))
            for sheet in sheets
            for candidates in (possible_headers(sheet),)
            for template, headers in maps.items()
        ),
        # Of two sheets alike the one that a person sees.
        key=lambda candidate: (candidate[3], not candidate[0].is_hidden),
    )
    # A short list is known when all its headers are; a map that a person made, when the list has them all.
    of_person = template not in column_maps("projects")
    enough = 1 if template == GIVEN else min(_FEWEST_HEADERS, len(maps[template]) if of_person else max(2, len(header.texts)))
    if hits < enough:
        raise InputError(sheets[0].finding("projects-headers-unknown", row=1))
    return sheet, header, template


def _missing_columns(sheet: Sheet, header: Header, wanted: ColumnMap, letters: Mapping[str, str]) -> list[Finding]:
    return [
        sheet.finding("column-missing", "warning", header.row, header=texts[0]) for field, texts in wanted.items() if field not in letters
    ]


def _other_lists(sheets: tuple[Sheet, ...], sheet: Sheet, header: Header, wanted: ColumnMap) -> list[Finding]:
    """Other sheets that have the same headers: what they hold is not read, which may be money lost."""
    columns = header.columns(wanted)
    return [
        other.finding("sheet-not-read", row=similar.row)
        for other in sheets
        if other is not sheet
        for similar in (find_header(other, (text for texts in wanted.values() for text in texts))[0],)
        if set(similar.columns(wanted)) >= set(columns) and other.cells.height > similar.row
    ]


def _without_footers(table: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Leave out totals, and what stands after the last project: filter texts, notes, code lists.

    A project row has a code, where the list has codes, else a word; and beside it an amount
    or a date, or at least half as much in it as rows usually have. Between projects a row
    that lacks all that is kept: it may be money.
    """
    fields = [name for name in table.columns if name != "source_row"]
    values = [name for name in fields if name in MONEY_COLUMNS or name in DATE_COLUMNS]
    words = [name for name in fields if name not in values]
    # A code list under the table fills two of many columns, whichever of them are read.
    filled = sheet.cells.select(pl.col("row").alias("source_row"), filled=_number_filled(pl.exclude("row")))
    marks = table.join(filled, on="source_row", how="left", maintain_order="left").select(
        "filled",
        is_total=pl.coalesce(pl.lit(None, pl.String), *words).str.to_lowercase().str.strip_chars(" :.*").is_in(TOTAL_WORDS),
        is_named=pl.col("project_code").is_not_null() if "project_code" in fields else _number_filled(*words) > 0,
        has_more=(_number_filled(*values) > 0) & (_number_filled(*fields) > (len(fields) > 1)),
    )
    enough = max(3 if values else 2 if len(words) > 1 else 1, cast(float, marks["filled"].median() or 0) / 2)
    is_total = marks["is_total"].fill_null(False)
    is_project = marks["is_named"] & ~is_total & (marks["has_more"] | (marks["filled"] >= enough))
    indexes = is_project.arg_true()
    is_left_out = is_total | (pl.int_range(table.height, eager=True) > (indexes[-1] if len(indexes) else -1))
    findings = []
    for row, total in zip(table.filter(is_left_out).iter_rows(named=True), is_total.filter(is_left_out), strict=True):
        filled_in = [name for name in fields if row[name]]
        letter, header = columns[filled_in[0]]
        # A note stands alone. What looks like a project may name a person, who goes no further than this file.
        value = row[filled_in[0]] if len(filled_in) == 1 or filled_in[0] != "implementer_name" or total else None
        code = "total-row" if total else "footer-row"
        findings.append(sheet.finding(code, row=row["source_row"], column=letter, header=header, value=value))
    return table.filter(~is_left_out), findings


def _number_filled(*columns: str | pl.Expr) -> pl.Expr:
    """How many of the columns hold something in each row."""
    every = (pl.col(column) if isinstance(column, str) else column for column in columns)
    return pl.sum_horizontal(pl.lit(0), *(column.is_not_null().cast(pl.Int32) for column in every))


def _typed(table: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Turn texts into amounts and dates; what cannot be read is null and a finding."""
    findings: list[Finding] = []
    for names, convert, code in ((MONEY_COLUMNS, amounts, "amount-unreadable"), (DATE_COLUMNS, dates, "date-unreadable")):
        for name in names:
            if name not in table.columns:
                continue
            texts, values = table[name], convert(table[name])
            unread = table.select("source_row", name).filter(values.is_null() & texts.is_not_null())
            bad = unread.filter(~is_blank(pl.col(name)))
            column, header = columns[name]
            findings += [sheet.finding(code, "warning", row, column, header, text) for row, text in bad.iter_rows()]
            table = table.with_columns(values.alias(name))
    return table, findings


def _completed(table: pl.DataFrame) -> pl.DataFrame:
    """Add what the list says only between the lines: project, region, types, codes."""
    known = set(table.columns)
    table = table.rename({"funding_authority": "authority_name", "status": "status_name"}, strict=False)
    absent = {name: kind for name, kind in ProjectRow.create_empty().schema.items() if name not in table.columns}
    table = table.with_columns(pl.lit(None, kind).alias(name) for name, kind in absent.items())
    names, ids = table["implementer_name"], table["implementer_business_id"]
    table = with_regions(table).with_columns(
        implementer_types(names, ids if "implementer_business_id" in known else None).alias("implementer_type"),
        pl.coalesce("group_code", "project_code", pl.format("row-{}", "source_row")).alias("project_key"),
        _coded(table["status_name"], _status_spellings()).alias("status"),
        _coded(table["authority_name"], _authority_spellings()).alias("authority"),
    )
    # The name of a natural person goes no further than this file. A list without business
    # ids cannot tell persons, so there only what is plainly an organisation keeps its name.
    person = pl.col("implementer_type").is_in(["private_person"] if "implementer_business_id" in known else ["private_person", "other"])
    return table.with_columns(pl.when(~person).then(pl.col("implementer_name")).alias("implementer_name"))


def _without_names(
    rows: pl.DataFrame, texts: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Take the names of private persons out of the other texts too."""
    if "implementer_name" not in columns:
        return rows, []
    left_out = rows["implementer_name"].is_null()
    names = pl.select(pl.when(left_out).then(texts["implementer_name"])).to_series()
    rows, places = without_private_names(rows, names, is_certain="implementer_business_id" in columns)
    findings = [
        sheet.finding("name-masked", row=rows["source_row"][index], column=columns[field][0], header=columns[field][1])
        for field, index in places
        if field in columns
    ]
    return rows, findings


def _coded(texts: pl.Series, spellings: Mapping[str, str]) -> pl.Series:
    """The code of each text; a text that is in no code list stands for itself."""
    codes = {text: spellings.get(_plain(text), " ".join(text.split())) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)


def _plain(name: str) -> str:
    """A name as it is compared: an ELY centre's long name is its short one."""
    long_name = "elinkeino liikenne ja ympäristökeskus"
    return folded(name).replace("-,", " ").replace("- ", " ").replace("  ", " ").replace(long_name, "ely-keskus")


def _status_spellings() -> dict[str, str]:
    return {
        _plain(spelling): code
        for code, row in code_list("statuses").items()
        for spelling in (row["fi"], row["sv"], row["en"], *row["accepted"].split(";"))
    }


def _authority_spellings() -> dict[str, str]:
    return {_plain(row[language]): code for code, row in code_list("authorities").items() for language in ("fi", "sv", "en")}
