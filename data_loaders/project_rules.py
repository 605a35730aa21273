"""What cannot be right in a project list: told with its cell, never mended.

Every row that is told here is kept and counted as it stands.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

import polars as pl
from stdnum.fi import alv
from stdnum.util import clean

from data_loaders.codes import code_list, folded, nearest, region_names
from data_loaders.findings import Finding, with_suggestions
from data_loaders.places import region_of_location, unknown_places
from data_loaders.schemas import MONEY_COLUMNS
from data_loaders.sheets import Sheet
from data_loaders.theme import Theme
from data_loaders.values import is_blank

#: Check → the amounts that must not be larger, and those that they must not exceed.
_NOT_ABOVE = (
    ("eu-above-eu-state", "actual_eu_eur", "actual_eu_state_eur"),
    ("eu-state-above-public", "planned_eu_state_eur", "planned_public_eur"),
    ("eu-state-above-public", "actual_eu_state_eur", "actual_public_eur"),
    ("public-above-total", "planned_public_eur", "planned_total_eur"),
    ("public-above-total", "actual_public_eur", "actual_total_eur"),
    ("spent-above-committed", "actual_eu_state_eur", "planned_eu_state_eur"),
    ("spent-above-committed", "actual_public_eur", "planned_public_eur"),
    ("spent-above-committed", "actual_total_eur", "planned_total_eur"),
)
_A_YEAR = 366
_BUSINESS_ID = r"^(FI)?\d{6,7}-?\d$"
_STATUS_SPELLINGS = {
    folded(spelling): code
    for code, row in code_list("statuses").items()
    for spelling in (row["fi"], row["sv"], row["en"], *row["accepted"].split(";"))
}
_NEAREST: Mapping[str, Callable[[str], str | None]] = {
    "status-unknown": partial(nearest, spellings=_STATUS_SPELLINGS),
    # "FI193 Keski-Soumi": a code before the name says nothing of the spelling.
    "location-unknown": lambda text: nearest(re.sub(r"^FI\w*\s+", "", text), region_names()),
    "location-partly-unknown": lambda text: nearest(unknown_places(text)[0], region_names()),
}
#: A Finnish personal identity code, with the marks of all centuries. Its form decides and not its check
#: character: a code with a slip in it still tells who is meant.
_PERSONAL_ID_LENGTH = 11
_PERSONAL_ID = re.compile(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", re.IGNORECASE)


def without_personal_ids(texts: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Take personal identity codes out of the business ids: told without the code, and kept nowhere.

    The row is kept; without a business id its implementer is a private person, who is not named.
    """
    field = "implementer_business_id"
    if field not in columns:
        return texts, []
    # A code may be written with spaces in it, and with a dash of any kind.
    long = texts[field].drop_nulls().unique()
    codes = [text for text in long.filter(long.str.len_chars() >= _PERSONAL_ID_LENGTH) if _PERSONAL_ID.fullmatch(clean(text, " "))]
    personal = pl.col(field).is_in(codes).fill_null(False)
    rows = texts.filter(personal)["source_row"]
    column, header = columns[field]
    findings = [sheet.finding("personal-id-removed", row=row, column=column, header=header) for row in rows]
    return texts.with_columns(pl.when(~personal).then(field).alias(field)), findings


def conflicts(
    rows: pl.DataFrame, texts: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]], theme: Theme | None = None
) -> tuple[Finding, ...]:
    """Everything in a project list that contradicts itself or what is known.

    Args:
        rows: The rows as they were read, typed (``ProjectRow``).
        texts: The same rows as they stand in the sheet, one text column per field.
        sheet: The sheet, for the places.
        columns: Field → (column letter, header) of the fields that the list has.
        theme: The theme file, for the programme period; without it the period is not checked.
    """
    findings: list[Finding] = []
    for code, field, broken in _rules(rows, texts, columns, theme):
        column, header = columns[field]
        for row, value in texts.select("source_row", field).filter(broken).iter_rows():
            findings.append(sheet.finding(code, row=row, column=column, header=header, value=value))
    return with_suggestions(findings, _NEAREST)


def moved_ends(rows: pl.DataFrame, before: pl.DataFrame, file: str, sheet: str | None, column: tuple[str, str]) -> tuple[Finding, ...]:
    """End dates that are more than a year from what the delivery before says of the same project code: often a slip in the year.

    Args:
        rows: The rows as they were read (``ProjectRow``).
        before: The list of the delivery before (``ProjectRow``).
        file: Name of the file.
        sheet: The sheet that was read.
        column: Letter and header of the end dates.
    """
    dated = before.filter(pl.col("project_code").is_not_null()).select("project_code", pl.col("end_date").alias("before")).unique()
    # A code with several end dates says nothing of any one row.
    known = dated.filter(pl.col("project_code").is_unique())
    moved = rows.join(known, on="project_code", maintain_order="left").filter(
        (pl.col("end_date") - pl.col("before")).dt.total_days().abs() > _A_YEAR
    )
    return tuple(
        Finding("end-moved", "warning", file, sheet, row, *column, f"{old} → {new}")
        for row, old, new in moved.select("source_row", "before", "end_date").iter_rows()
    )


def _rules(
    rows: pl.DataFrame, texts: pl.DataFrame, columns: Mapping[str, tuple[str, str]], theme: Theme | None
) -> Iterator[tuple[str, str, pl.Series]]:
    """Check, the field that it points at, and the rows that break it (null: not known)."""
    for field in MONEY_COLUMNS:
        if field in columns:
            yield "amount-negative", field, rows[field] < 0
    for code, smaller, larger in _NOT_ABOVE:
        if smaller in columns and larger in columns:
            yield code, smaller, rows[smaller] > rows[larger]
    if {"start_date", "end_date"} <= set(columns):
        yield "end-before-start", "start_date", rows["start_date"] > rows["end_date"]
    if theme and "end_date" in columns:
        yield "end-outside-period", "end_date", _outside(rows["end_date"], theme)
    if "implementer_business_id" in columns:
        yield "business-id-wrong", "implementer_business_id", _wrong_ids(texts["implementer_business_id"])
    if "status" in columns:
        yield "status-unknown", "status", ~rows["status"].is_in(list(code_list("statuses"))) & ~is_blank(texts["status"])
    if "location" in columns:
        written = texts["location"].filter(~is_blank(texts["location"])).unique().to_list()
        unknown = [text for text in written if region_of_location(text) is None]
        partly = [text for text in written if unknown_places(text) and region_of_location(text)]
        yield "location-unknown", "location", texts["location"].is_in(unknown)
        yield "location-partly-unknown", "location", texts["location"].is_in(partly)
    field = "project_code" if "project_code" in columns else next(iter(columns))
    yield "project-row-repeated", field, _repeated(texts)


def _outside(ends: pl.Series, theme: Theme) -> pl.Series:
    """Ends before the programme period, or after the last day on which its money may be spent."""
    outside = ends < date(theme.first_year, 1, 1)
    return outside | (ends > theme.eligibility_end) if theme.eligibility_end else outside


def _wrong_ids(texts: pl.Series) -> pl.Series:
    """Finnish business ids whose check digit does not fit; in a list of Finnish ids also what is none."""
    given = texts.filter(~is_blank(texts))
    mostly = given.str.contains(_BUSINESS_ID).sum() * 2 > len(given)
    ids = given.unique()
    wrong = [
        text for text, is_one in zip(ids, ids.str.contains(_BUSINESS_ID), strict=True) if (not has_check_digit(text) if is_one else mostly)
    ]
    return texts.is_in(wrong)


def has_check_digit(business_id: str) -> bool:
    """Whether the last digit of a Finnish business id is the one that the others call for.

    Six digits before the last are an old id without its leading zero.
    """
    digits = re.sub(r"\D", "", business_id)
    return re.fullmatch(_BUSINESS_ID, business_id.strip()) is not None and alv.checksum(digits.zfill(8)) == 0


def _repeated(texts: pl.DataFrame) -> pl.Series:
    """Rows that stand earlier too: the same project and implementer, or the same in every cell.

    The rows of a joint project have implementers of their own and are not repeated.
    """
    fields = [name for name in texts.columns if name != "source_row"]
    # Rows that are alike have one hash: the few that share theirs are compared cell by cell.
    hashes = texts.select(fields).hash_rows() if fields else pl.Series(dtype=pl.UInt64)
    alike = hashes.is_duplicated().arg_true()
    again = alike.filter(~texts[alike].select(pl.struct(fields).is_first_distinct()).to_series()) if len(alike) else alike
    repeated = pl.int_range(pl.len()).is_in(again.implode())
    who = [pl.when(~is_blank(pl.col(name))).then(name) for name in ("implementer_business_id", "implementer_name") if name in fields]
    if who and "project_code" in fields:
        pair = pl.struct("project_code", pl.coalesce(who).alias("who"))
        repeated |= ~pair.is_first_distinct() & pl.col("project_code").is_not_null() & pl.coalesce(who).is_not_null()
    return texts.select(repeated).to_series()
