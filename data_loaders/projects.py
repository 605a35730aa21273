"""Read a list of funded projects: the EURA 2021 export, or any list with a column map."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl

from data_loaders.codes import code_list, folded
from data_loaders.column_maps import ColumnMap, column_maps
from data_loaders.findings import Finding, InputError
from data_loaders.headers import Header, find_header
from data_loaders.implementers import implementer_types
from data_loaders.places import with_regions
from data_loaders.schemas import MONEY_COLUMNS, ProjectRow
from data_loaders.sheets import Sheet, read_sheets, table_below
from data_loaders.values import amounts, dates, is_blank

#: Fewer recognised headers than this, and the file is not taken for a project list.
_FEWEST_HEADERS = 4
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
    path: Path, column_map: ColumnMap | None = None, saved: Mapping[str, ColumnMap] | None = None
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

    Returns:
        One row per implementer.

    Raises:
        InputError: the file cannot be read, or no template fits its headers.
    """
    maps = {GIVEN: column_map} if column_map else {**column_maps("projects"), **(saved or {})}
    sheet, header, template = _recognise(read_sheets(path), maps)
    letters = header.columns(maps[template])
    columns = {field: (letter, header.texts[letter]) for field, letter in letters.items()}
    findings = _missing_columns(sheet, header, maps[template], letters)

    table = table_below(sheet, header.row, letters)
    rows_in = table.height
    table, footers = _without_footers(table, sheet, columns)
    table, unreadable = _typed(table, sheet, columns)
    rows = _completed(table)
    return ProjectList(
        rows=ProjectRow.validate(rows, cast=True),
        template=template,
        sheet=sheet.name,
        columns=columns,
        rows_in=rows_in,
        findings=(*findings, *footers, *unreadable, *_conflicts(rows, sheet, columns)),
    )


def _recognise(sheets: tuple[Sheet, ...], maps: Mapping[str, ColumnMap]) -> tuple[Sheet, Header, str]:
    """The sheet, header and map with the most headers in common."""
    sheet, template, header, hits = max(
        (
            (sheet, template, *find_header(sheet, (text for texts in headers.values() for text in texts)))
            for sheet in sheets
            for template, headers in maps.items()
        ),
        key=lambda candidate: candidate[3],
    )
    # A short list is known when all its headers are.
    enough = 1 if template == GIVEN else min(_FEWEST_HEADERS, max(2, len(header.texts)))
    if hits < enough:
        raise InputError(sheets[0].finding("projects-headers-unknown", row=1))
    return sheet, header, template


def _missing_columns(sheet: Sheet, header: Header, wanted: ColumnMap, letters: Mapping[str, str]) -> list[Finding]:
    return [
        sheet.finding("column-missing", "warning", header.row, header=texts[0])
        for field, texts in wanted.items()
        if field not in letters
    ]


def _without_footers(table: pl.DataFrame, sheet: Sheet, columns) -> tuple[pl.DataFrame, list[Finding]]:
    """Leave out the rows after the last project: filter texts, totals, code lists.

    A project row has its code and at least a name or an amount beside it.
    """
    others = [name for name in table.columns if name not in ("source_row", "project_code")]
    is_project = pl.any_horizontal(pl.col(others).is_not_null())
    if "project_code" in table.columns:
        is_project &= pl.col("project_code").is_not_null()
    indexes = table.select(is_project.arg_true()).to_series()
    last = indexes[-1] + 1 if len(indexes) else 0
    column, header = columns.get("project_code", (None, None))
    footers = [
        sheet.finding(
            "footer-row",
            "info",
            row["source_row"],
            column,
            header,
            next((value for name, value in row.items() if name != "source_row" and value), None),
        )
        for row in table.slice(last).iter_rows(named=True)
    ]
    # Between projects a row without code or without anything else is kept: it may be money.
    return table.head(last), footers


def _typed(table: pl.DataFrame, sheet: Sheet, columns) -> tuple[pl.DataFrame, list[Finding]]:
    """Turn texts into amounts and dates; what cannot be read is null and a finding."""
    findings: list[Finding] = []
    for names, convert, code in ((MONEY_COLUMNS, amounts, "amount-unreadable"), (DATE_COLUMNS, dates, "date-unreadable")):
        for name in names:
            if name not in table.columns:
                continue
            texts, values = table[name], convert(table[name])
            bad = table.filter(~pl.select(is_blank(texts)).to_series() & values.is_null()).select("source_row", name)
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
    return {
        _plain(row[language]): code for code, row in code_list("authorities").items() for language in ("fi", "sv", "en")
    }


def _conflicts(rows: pl.DataFrame, sheet: Sheet, columns) -> list[Finding]:
    """Amounts and dates that contradict each other: told, never mended."""
    rules = (
        ("amount-negative", None, None),
        ("eu-state-above-public", "planned_eu_state_eur", "planned_public_eur"),
        ("public-above-total", "planned_public_eur", "planned_total_eur"),
        ("spent-above-committed", "actual_public_eur", "planned_public_eur"),
        ("end-before-start", "start_date", "end_date"),
    )
    findings = []
    for code, smaller, larger in rules:
        pairs = [(smaller, pl.col(smaller) > pl.col(larger))] if smaller else [(m, pl.col(m) < 0) for m in MONEY_COLUMNS]
        for name, broken in pairs:
            if name not in columns:
                continue
            column, header = columns[name]
            for row, value in rows.filter(broken).select("source_row", name).iter_rows():
                findings.append(sheet.finding(code, "warning", row, column, header, str(value)))
    return findings
