"""Read a list of funded projects: the EURA 2021 export, or any list with a column map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl

from data_loaders.codes import code_list, folded
from data_loaders.column_maps import ColumnMap, column_maps
from data_loaders.corrections import Corrections, cell_finding
from data_loaders.csv_repair import repaired
from data_loaders.findings import Finding, InputError
from data_loaders.headers import Header, best_header, find_header, possible_headers
from data_loaders.implementers import implementer_types
from data_loaders.list_amounts import typed_amounts
from data_loaders.list_headers import header_rows, without_tables_beside
from data_loaders.list_rows import filled_rows, grouped_down, list_rows
from data_loaders.places import with_regions
from data_loaders.private_names import without_private_names
from data_loaders.project_rules import conflicts, without_personal_ids
from data_loaders.schemas import DATE_COLUMNS, MONEY_COLUMNS, ProjectRow
from data_loaders.sheets import Sheet, read_sheets
from data_loaders.theme import Theme
from data_loaders.values import dates, is_blank
from data_loaders.whole_sheet import filled_down, merged_down, whole_sheet_findings, without_faults

#: Fewer recognised headers than this, and the file is not taken for a project list.
_FEWEST_HEADERS = 4
#: Name of the map that a person gives for one list.
GIVEN = "given"


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

    Rows that hold no project (totals, headings, filter texts) are left out and reported.
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
    header, beside = without_tables_beside(header, maps[template])
    letters = header.columns(maps[template])
    columns = {field: (letter, header.texts[letter]) for field, letter in letters.items()}
    findings = [
        *whole_sheet_findings(sheet, sheets, header.row, letters.values()),
        *_other_lists(sheets, sheet, header, maps[template]),
        *_missing_columns(sheet, header, maps[template], letters),
    ]

    table, filled = filled_rows(sheet, header.row, letters)
    if corrections:
        table = corrections.applied("projects", table, cell_finding(sheet, columns))
    rows_in = table.height
    headers = header_rows(table, sheet, header, columns, beside)
    is_header = table["source_row"].is_in(list(headers.left_out))
    table, filled = table.filter(~is_header), filled.filter(~is_header)
    table, merged = _without_merged_cells(table, path, sheet, columns)
    texts, faults = without_faults(table, sheet, columns)
    texts, personal = without_personal_ids(texts, sheet, columns)
    typed, in_doubt = typed_amounts(texts, path, sheet, header, columns)
    typed, unreadable = _typed_dates(typed, sheet, columns)
    listed = list_rows(table, typed, filled, sheet, columns, merged)
    texts, typed = listed.completed(texts), listed.completed(typed)
    carried, grouped = grouped_down(texts, sheet, columns)
    texts, typed = texts.with_columns(**carried), typed.with_columns(**carried)
    left_out = set(table.filter(~listed.is_kept)["source_row"])
    of_cells = [finding for finding in (*faults, *personal, *in_doubt, *unreadable) if finding.row not in left_out]
    completed = _completed(typed, listed.first_rows, {finding.row for finding in personal})
    rows, named = _without_names(completed, texts, sheet, columns)
    return ProjectList(
        rows=ProjectRow.validate(rows, cast=True),
        template=template,
        sheet=sheet.name,
        columns=columns,
        rows_in=rows_in,
        findings=(
            *findings,
            *headers.findings,
            *listed.findings,
            *grouped,
            *of_cells,
            *named,
            *_unnamed(rows, texts, sheet, columns),
            *conflicts(rows, texts, sheet, columns, theme),
        ),
    )


def is_project_list(sheets: tuple[Sheet, ...]) -> bool:
    """Whether a sheet has the headers of a known list of projects."""
    try:
        _recognise(sheets, column_maps("projects"))
    except InputError:
        return False
    return True


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


def _without_merged_cells(
    table: pl.DataFrame, path: Path, sheet: Sheet, columns: Mapping[str, tuple[str, str]]
) -> tuple[pl.DataFrame, frozenset[int]]:
    """The rows with merged cells filled downwards, and the rows whose code or name is that of the row above."""
    # Which cells are merged takes a second reading, and in a list without blanks none is.
    if not sheet.has_merged_cells or not any(table[name].null_count() for name in columns if name not in MONEY_COLUMNS):
        return table, frozenset()
    areas = merged_down(path, sheet)
    named = {columns[name][0] for name in ("project_code", "project_name") if name in columns}
    merged = frozenset(row for letter, first, last in areas if letter in named for row in range(first + 1, last + 1))
    # An amount is counted once, in the first row.
    letters = {field: letter for field, (letter, _) in columns.items() if field not in MONEY_COLUMNS}
    return filled_down(table, "source_row", letters, areas), merged


def _typed_dates(table: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Turn texts into dates; what cannot be read is null and a finding."""
    findings: list[Finding] = []
    for name in DATE_COLUMNS:
        if name not in table.columns:
            continue
        texts, values = table[name], dates(table[name], sheet.day_zero)
        unread = table.select("source_row", name).filter(values.is_null() & texts.is_not_null())
        bad = unread.filter(~is_blank(pl.col(name)))
        column, header = columns[name]
        findings += [sheet.finding("date-unreadable", "warning", row, column, header, text) for row, text in bad.iter_rows()]
        table = table.with_columns(values.alias(name))
    return table, findings


def _completed(table: pl.DataFrame, first_rows: pl.Series, personal: Collection[int | None]) -> pl.DataFrame:
    """Add what the list says only between the lines: project, region, types, codes.

    Args:
        table: The rows that are kept, typed.
        first_rows: The physical row that the project of each of them begins on.
        personal: Source rows that had a personal identity code.
    """
    known = set(table.columns)
    table = table.rename({"funding_authority": "authority_name", "status": "status_name"}, strict=False)
    absent = {name: kind for name, kind in ProjectRow.create_empty().schema.items() if name not in table.columns}
    table = table.with_columns(pl.lit(None, kind).alias(name) for name, kind in absent.items())
    names, ids = table["implementer_name"], table["implementer_business_id"]
    table = with_regions(table).with_columns(
        implementer_types(names, ids if "implementer_business_id" in known else None, table["source_row"].is_in(list(personal))).alias(
            "implementer_type"
        ),
        pl.coalesce("group_code", "project_code", "row-" + first_rows.cast(pl.String)).alias("project_key"),
        _coded(table["status_name"], _status_spellings()).alias("status"),
        _coded(table["authority_name"], _authority_spellings()).alias("authority"),
    )
    # The name of a natural person goes no further than this file. A list without business
    # ids cannot tell persons, so there only what is plainly an organisation keeps its name.
    person = pl.col("implementer_type").is_in(["private_person"] if "implementer_business_id" in known else ["private_person", "other"])
    return table.with_columns(pl.when(~person).then(pl.col("implementer_name")).alias("implementer_name"))


def _unnamed(rows: pl.DataFrame, texts: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]) -> list[Finding]:
    """How many implementers were taken for private persons, at the first of them; their names are not kept."""
    if "implementer_name" not in columns:
        return []
    unnamed = texts.filter(rows["implementer_name"].is_null() & ~is_blank(texts["implementer_name"]))["source_row"]
    column, header = columns["implementer_name"]
    return [sheet.finding("persons-unnamed", None, unnamed[0], column, header, str(len(unnamed)))] if len(unnamed) else []


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
