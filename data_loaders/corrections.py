"""Known errors of a source as dated records, put right visibly at every import.

A record says what stands wrong in which cell, what is right, why, and who reported it. It
is applied only while the source still says what the record remembers; once the source has
been mended the record is refused, loudly. Described in ``docs/how-to/correct-a-source.md``.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from data_loaders.codes import folded
from data_loaders.column_maps import field_spellings
from data_loaders.findings import Finding, InputError
from data_loaders.forms import OUTCOME_HEADERS, theme_headers
from data_loaders.schemas import CorrectionRow
from data_loaders.sheets import Sheet, read_sheets
from data_loaders.theme import Theme
from data_loaders.values import is_blank, parse_amount, parse_date

#: The file in a data directory.
FILE = "corrections.csv"
COLUMNS = ("input", "project_code", "where", "field", "was", "is", "why", "reported_by", "date")
_MAY_BE_BLANK = ("project_code", "where", "was", "is")
#: Findings of records that could not be applied.
REFUSED = ("correction-outdated", "correction-unmatched")

#: Makes a finding about a field of one row of the table that is corrected.
CellFinding = Callable[[str, str, Mapping[str, Any], str | None, str | None], Finding]


@dataclass(frozen=True)
class Correction:
    """One known error.

    Attributes:
        record_row: Physical row in the file of corrections.
        input: The input it is in: ``projects``, ``theme`` or ``outcomes``.
        conditions: Field → text that tells the row.
        field: The field that is wrong.
        was: What stands there wrongly; null when the cell is blank.
        becomes: What is right; null when the cell should be blank.
        why: Why it is an error.
        reported_by: Who told it.
        reported_on: The day it was told.
    """

    record_row: int
    input: str
    conditions: Mapping[str, str]
    field: str
    was: str | None
    becomes: str | None
    why: str
    reported_by: str
    reported_on: date

    @property
    def words(self) -> str:
        """The record in one line, as it was written."""
        where = "; ".join(f"{field}={value}" for field, value in self.conditions.items())
        change = f"{self.field}: {self.was or '–'} → {self.becomes or '–'}"
        return " · ".join((self.input, where, change, self.why, self.reported_by, self.reported_on.isoformat()))


def read_corrections(path: Path, theme: Theme) -> tuple[Correction, ...]:
    """The known errors in a file; none when there is no such file.

    Args:
        path: CSV with the columns of ``COLUMNS``; read like any list (``;`` ``,`` or tab).
        theme: The theme file, for the fields of its workbook.

    Raises:
        InputError: a column or a needed cell is missing or not understood
            (``corrections-unreadable``): a correction is never passed over in silence.
    """
    if not path.exists():
        return ()
    sheet = read_sheets(path)[0]
    first, *rows = sheet.cells.iter_rows()
    places = {folded(text): index for index, text in enumerate(first) if index and text}
    absent = [name for name in COLUMNS if name not in places]
    if absent:
        raise InputError(sheet.finding("corrections-unreadable", row=first[0], value=", ".join(absent)))
    fields = _fields(theme)
    records: list[Correction] = []
    problems: list[Finding] = []
    for row in rows:
        cells = {name: row[places[name]] or "" for name in COLUMNS}
        if any(cells.values()):
            record = _record(row[0], cells, fields)
            if isinstance(record, str):
                problems.append(sheet.finding("corrections-unreadable", row=row[0], header=record, value=cells[record] or None))
            else:
                records.append(record)
    if problems:
        raise InputError(*problems)
    return tuple(records)


def _fields(theme: Theme) -> dict[str, dict[str, str]]:
    """Input → folded spelling of a field → the field."""
    projects = {word: field for field, words in field_spellings().items() for word in (*words, field)}
    forms = {"theme": theme_headers(theme), "outcomes": OUTCOME_HEADERS}
    return {"projects": projects} | {
        name: {folded(word): field for field, words in headers.items() for word in (*words, field)} for name, headers in forms.items()
    }


def _record(row: int, cells: Mapping[str, str], fields: Mapping[str, Mapping[str, str]]) -> Correction | str:
    """The record, or the name of the column that is wrong. A blank cell is an empty text."""
    missing = next((name for name in COLUMNS if not cells[name] and name not in _MAY_BE_BLANK), None)
    if missing:
        return missing
    known = fields.get(folded(cells["input"]))
    if known is None:
        return "input"
    field, day = known.get(folded(cells["field"])), parse_date(cells["date"])
    conditions = {"project_code": cells["project_code"]} if cells["project_code"] else {}
    for pair in filter(str.strip, cells["where"].split(";")):
        name, _, value = pair.partition("=")
        telling = known.get(folded(name))
        if telling is None:
            return "where"
        conditions[telling] = value.strip()
    if not conditions:
        return "where"
    if field is None or day is None:
        return "field" if field is None else "date"
    was, becomes = cells["was"] or None, cells["is"] or None
    return Correction(row, folded(cells["input"]), conditions, field, was, becomes, cells["why"], cells["reported_by"], day)


class Corrections:
    """The corrections of one import: they are applied file by file, and remember what became of them.

    Args:
        records: The known errors.
        file: Name of the file they come from.
    """

    def __init__(self, records: tuple[Correction, ...] = (), file: str = FILE):
        self._records, self._file = records, file
        self._became: dict[int, dict] = {}
        self._findings: dict[str, list[Finding]] = {}

    def applied(self, kind: str, table: pl.DataFrame, finding: CellFinding) -> pl.DataFrame:
        """A table of texts with its known errors put right.

        Args:
            kind: The input that the table is of.
            table: One text column per field, and ``source_row``.
            finding: Makes a finding about a cell: code, field, row, value, suggestion.
        """
        for record in self._records:
            if record.input == kind:
                table = self._apply(record, kind, table, finding)
        return table

    def _apply(self, record: Correction, kind: str, table: pl.DataFrame, finding: CellFinding) -> pl.DataFrame:
        known = {*record.conditions, record.field} <= set(table.columns)
        places = table.with_row_index("place") if known else table.clear().with_row_index("place")
        for field, text in record.conditions.items() if known else ():
            places = places.filter(_like(places[field], text))
        rows = places.filter(_like(places[record.field], record.was)) if known else places
        if rows.is_empty():
            code = "correction-unmatched" if places.is_empty() else "correction-outdated"
            standing = None if places.is_empty() else places[record.field][0]
            self._remember(
                record, "outdated" if code in REFUSED[:1] else "unmatched", standing, None if places.is_empty() else places["source_row"][0]
            )
            words = record.words if standing is None else f"{record.words} · ({standing})"
            self._findings.setdefault(kind, []).append(
                Finding(code, "error", self._file, row=record.record_row, header=record.field, value=words)
            )
            return table
        for row in rows.iter_rows(named=True):
            applied = finding("correction-applied", record.field, row, row[record.field], record.becomes)
            self._findings.setdefault(kind, []).append(applied)
        self._remember(record, "applied", rows[record.field][0], rows["source_row"][0])
        here = pl.int_range(pl.len()).is_in(rows["place"].implode())
        return table.with_columns(pl.when(here).then(pl.lit(record.becomes, pl.String)).otherwise(record.field).alias(record.field))

    def _remember(self, record: Correction, state: str, standing: str | None, source_row: int | None) -> None:
        self._became[record.record_row] = {"state": state, "found": standing, "source_row": source_row}

    def findings(self, kind: str) -> tuple[Finding, ...]:
        """What was told about the corrections of one input."""
        return tuple(self._findings.get(kind, ()))

    def table(self) -> pl.DataFrame:
        """One row per record with what became of it (``CorrectionRow``), in the order of the file."""
        rows = [
            asdict(record)
            | {"conditions": "; ".join(f"{field}={value}" for field, value in record.conditions.items())}
            | self._became.get(record.record_row, {"state": "not_used", "found": None, "source_row": None})
            for record in self._records
        ]
        return CorrectionRow.validate(
            pl.DataFrame(rows, schema_overrides=CorrectionRow.create_empty().schema) if rows else CorrectionRow.create_empty(), cast=True
        )


def cell_finding(sheet: Sheet, columns: Mapping[str, tuple[str, str]]) -> CellFinding:
    """Findings about cells of a table under one header: field → (column letter, header)."""

    def finding(code: str, field: str, row: Mapping[str, Any], value: str | None, suggestion: str | None) -> Finding:
        return sheet.finding(code, None, row["source_row"], *columns[field], value, suggestion)

    return finding


def _like(texts: pl.Series, wanted: str | None) -> pl.Series:
    """True where a cell says the same: as words, as an amount or as a day; blank is blank only."""
    if wanted is None or is_blank_text(wanted):
        return is_blank(texts)
    same = [text for text in texts.drop_nulls().unique() if _same(text, wanted)]
    return texts.is_in(same).fill_null(False)


def is_blank_text(text: str) -> bool:
    """Whether a text says that there is no value."""
    return pl.select(is_blank(pl.lit(text))).item()


def _same(text: str, wanted: str) -> bool:
    if folded(text) == folded(wanted):
        return True
    return any((value := parse(wanted)) is not None and parse(text) == value for parse in (parse_amount, parse_date))
