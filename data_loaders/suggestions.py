"""An unknown list: its columns with samples, and which of our fields each may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz

from data_loaders.codes import folded
from data_loaders.column_maps import field_spellings, project_fields
from data_loaders.csv_repair import repaired
from data_loaders.findings import InputError
from data_loaders.headers import Header, find_header, single_row
from data_loaders.sheets import Sheet, read_sheets
from data_loaders.values import amounts, dates, is_blank

#: Rows under the header whose values are looked at, and values shown of each column.
_LOOKED_AT, _SAMPLES = 200, 3
#: A header less like every known one than this tells nothing.
_ALIKE = 0.75
#: Share of a column's values that must be of a field's kind.
_MOSTLY = 0.8
_PATTERNS = {
    "business_id": r"^\d{6,7}-\d$",
    "postcode": r"^\d{4,6}$|^\d{3} \d{2}$",
    "url": r"^(https?://|www\.)\S+$",
}
#: Values that alone tell the field, when the header says nothing.
_TELLING = {"business_id": "implementer_business_id", "url": "project_page_url"}


@dataclass(frozen=True)
class ListColumn:
    """One column of a list that nobody recognised.

    Attributes:
        letter: Column letter as Excel shows it.
        header: Its header as it stands in the file.
        samples: Its first different values, at most three.
        field: The field that it may be; null when nothing tells.
    """

    letter: str
    header: str
    samples: tuple[str, ...]
    field: str | None


@dataclass(frozen=True)
class UnknownList:
    """A list with its columns, for a person to say what is what.

    Attributes:
        file: Name of the file.
        sheet: Name of the sheet that looks most like a list; null for CSV.
        header_row: Physical row of its header.
        columns: The columns that have a header, from the left.
    """

    file: str
    sheet: str | None
    header_row: int
    columns: tuple[ListColumn, ...]


def suggest_columns(path: Path) -> UnknownList:
    """What each column of a list may be: by known headers, by likeness, by its values.

    A field is suggested for one column only. A header that is like a field's, but stands
    over values of another kind (words under an amount), is no suggestion.

    Raises:
        InputError: the file cannot be read, or no row of it looks like a header.
    """
    sheets = repaired(path, read_sheets(path))
    sheet, header = max(((sheet, _likely_header(sheet)) for sheet in sheets), key=lambda candidate: len(candidate[1].texts))
    if not header.texts:
        raise InputError(sheet.finding("projects-headers-unknown", row=1))
    below = sheet.cells.filter(pl.col("row") > header.row).head(_LOOKED_AT)
    fields = _best_fields({letter: _scores(text, below[letter]) for letter, text in header.texts.items()})
    columns = tuple(
        ListColumn(letter, text, tuple(below[letter].drop_nulls().unique(maintain_order=True)[:_SAMPLES]), fields.get(letter))
        for letter, text in header.texts.items()
    )
    return UnknownList(sheet.file, sheet.name, header.row, columns)


def _likely_header(sheet: Sheet) -> Header:
    """The row with known headers; else the fullest row of texts above others."""
    header, hits = find_header(sheet, (text for texts in field_spellings().values() for text in texts))
    if hits >= 2:
        return header
    top = sheet.cells.head(40)
    filled = [sum(1 for text in row[1:] if text and not re.match(r"^[\d\s.,-]+$", text)) for row in top.iter_rows()]
    # The first row that is nearly as full as the fullest: data rows below it may be a little fuller.
    row = next((number for number, count in enumerate(filled) if count and count >= 0.7 * max(filled)), 0)
    return single_row(top.row(row, named=True))


def _scores(header: str, values: pl.Series) -> dict[str, float]:
    """How well each field fits a column, 0–1; fields that do not fit are left out."""
    spoken = [folded(part) for part in (header, *re.split(r"[/|\n(]| - ", header)) if part.strip()]
    kinds = _kinds(values)
    scores = {}
    for field, spellings in field_spellings().items():
        score = 1.0 if spoken[0] in spellings else 0.95 if spellings & set(spoken[1:]) else _likeness(spoken, spellings)
        kind = project_fields()[field]["kind"]
        if kinds.get(kind) is False:
            score *= 0.5
        if score >= _ALIKE:
            # Of two columns for one field the one that has values is the surer.
            scores[field] = score if kinds else score * 0.9
    for kind, field in _TELLING.items():
        if not scores and kinds.get(kind):
            scores[field] = _ALIKE
    return scores


def _likeness(spoken: Sequence[str], spellings: frozenset[str]) -> float:
    return max(0.009 * fuzz.ratio(said, known) for said in spoken for known in spellings)


def _kinds(values: pl.Series) -> dict[str, bool]:
    """Whether the values are mostly of each kind; empty when there are none."""
    texts = values.filter(~is_blank(values))
    if texts.is_empty():
        return {}
    kinds = {kind: texts.str.contains(pattern) for kind, pattern in _PATTERNS.items()}
    kinds |= {"amount": amounts(texts).is_not_null(), "date": dates(texts).is_not_null()}
    return {kind: int(fits.sum()) / len(texts) >= _MOSTLY for kind, fits in kinds.items()}


def _best_fields(scores: dict[str, dict[str, float]]) -> dict[str, str]:
    """Column letter → field, the surest pairs first, each field once."""
    pairs = sorted(
        ((score, letter, field) for letter, fields in scores.items() for field, score in fields.items()), reverse=True, key=lambda p: p[0]
    )
    chosen: dict[str, str] = {}
    for _, letter, field in pairs:
        if letter not in chosen and field not in chosen.values():
            chosen[letter] = field
    return chosen
