"""Read the outcome workbook: cumulative counts by project, indicator, group, region and gender."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl

from data_loaders.codes import code_list, folded, region_spellings
from data_loaders.findings import Finding
from data_loaders.forms import GENDER_WORDS, OUTCOME_HEADERS, find_form
from data_loaders.schemas import OutcomeRow
from data_loaders.sheets import read_sheets, table_below
from data_loaders.theme import Theme
from data_loaders.values import dates, is_blank


@dataclass(frozen=True, eq=False)
class OutcomeList:
    """The outcome workbook as it was read: sheet (null for CSV), rows, rows under the header, findings."""

    sheet: str | None
    rows: dy.DataFrame[OutcomeRow]
    rows_in: int
    findings: tuple[Finding, ...]


def read_outcomes(path: Path, theme: Theme) -> OutcomeList:
    """Read the outcome workbook's long form.

    A blank value is *not collected*: the row is left out with a finding, never read as
    zero. A row whose code, date, indicator, gender or value is not understood is left
    out; an unknown target group or region is left blank with a finding and the count kept.

    Args:
        path: The workbook, sheet *Tulokset* (any sheet with its headers will do).
        theme: The theme file, for the target groups.

    Raises:
        InputError: the file cannot be read or its headers are not those of the form.
    """
    sheet, header_row, columns = find_form(read_sheets(path), OUTCOME_HEADERS, "value", "outcomes-headers-unknown")
    table = table_below(sheet, header_row, {field: letter for field, (letter, _) in columns.items()})
    absent = [field for field in OUTCOME_HEADERS if field not in columns]
    table = table.with_columns(pl.lit(None, pl.String).alias(field) for field in absent)
    typed = table.select(
        "source_row",
        pl.lit(columns["value"][0]).alias("source_column"),
        pl.col("project_code"),
        dates(table["cutoff_date"]).alias("cutoff_date"),
        _coded(table["indicator"], _indicator_spellings()).alias("indicator"),
        _coded(table["target_group"], theme.target_group_spellings).alias("target_group"),
        _coded(table["region"], region_spellings()).alias("region"),
        _coded(table["gender"], {w: code for code, words in GENDER_WORDS.items() for w in (*words, code)}).alias("gender"),
        table["value"].str.replace_all(" ", "").str.replace(r"\.0+$", "").cast(pl.Int64, strict=False).alias("value"),
    )

    findings = [sheet.finding("column-missing", "warning", header_row, header=OUTCOME_HEADERS[f][0]) for f in absent]

    def tell(field: str, broken: pl.Series, code: str, severity: str) -> None:
        column, header = columns.get(field, (None, None))
        for source_row, value in table.filter(broken).select("source_row", field).iter_rows():
            findings.append(sheet.finding(code, severity, source_row, column, header, value))

    blank = {field: table.select(is_blank(pl.col(field))).to_series() for field in OUTCOME_HEADERS}
    # "Ei tietoa" is a gender here, not a missing one.
    blank["gender"] = table["gender"].is_null()
    checks = {
        "project_code": ("project-code-missing", typed["project_code"].is_null()),
        "cutoff_date": ("cutoff-date-unreadable", typed["cutoff_date"].is_null()),
        "indicator": ("indicator-unknown", typed["indicator"].is_null()),
        "gender": ("gender-unknown", typed["gender"].is_null()),
    }
    bad = pl.repeat(False, table.height, eager=True)
    for field, (code, broken) in checks.items():
        tell(field, broken, code, "error")
        bad |= broken
    negative = (typed["value"] < 0).fill_null(False)
    unreadable = (typed["value"].is_null() & ~blank["value"]) | negative
    tell("value", blank["value"], "value-blank", "info")
    tell("value", unreadable, "count-unreadable", "error")
    tell("target_group", typed["target_group"].is_null() & ~blank["target_group"], "target-group-unknown", "warning")
    tell("region", typed["region"].is_null() & ~blank["region"], "region-unknown", "warning")
    kept = typed.filter(~(bad | unreadable | typed["value"].is_null()))
    return OutcomeList(sheet.name, OutcomeRow.validate(kept, cast=True), table.height, tuple(findings))


def _coded(texts: pl.Series, spellings: Mapping[str, str]) -> pl.Series:
    """The code of each text; null when it is blank or in no spelling list."""
    codes = {text: spellings.get(folded(text)) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)


def _indicator_spellings() -> dict[str, str]:
    """Folded code, name, or code and name of an indicator → its code."""
    spellings = {}
    for code, row in code_list("indicators").items():
        for name in {row["fi"], row["sv"], row["en"]}:
            spellings |= {folded(name): code, folded(f"{code} {name}"): code}
        spellings[folded(code)] = code
    return spellings
