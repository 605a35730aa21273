"""The two shapes of the outcome workbook, brought to one: a row per count, as text.

The long form has one count a row. The wide form has the genders as columns under a header
of several rows with merged cells; indicators, cut-off dates, target groups or regions may
stand above them as groups, with totals in between. What the texts mean is decided in
``outcomes``; here it is only found where each of them stands.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from openpyxl.utils import column_index_from_string

from data_loaders.codes import folded
from data_loaders.findings import InputError
from data_loaders.forms import GENDER_WORDS, OUTCOME_HEADERS, find_form
from data_loaders.headers import SEARCH_ROWS
from data_loaders.outcome_totals import is_total, total_field, total_of
from data_loaders.sheets import Sheet, table_below
from data_loaders.values import counts as whole_numbers
from data_loaders.whole_sheet import filled_down, merged_down

_FIELDS = tuple(field for field in OUTCOME_HEADERS if field != "value")
_HEADERS = {folded(spelling): field for field, spellings in OUTCOME_HEADERS.items() for spelling in spellings}
_GENDERS = {word: code for code, words in GENDER_WORDS.items() for word in words}
#: Header rows above the genders, and under them, at most.
_MORE_HEADER_ROWS = 3
#: Columns beside the genders that count no people: shares and remarks.
_NO_COUNTS = re.compile(
    r"%|osuu[sd]|andel|share|percent|prosent|procent|huomautu|kommentti|lisätie|anmärkning|note|remark|comment", re.IGNORECASE
)
#: Reads a label of the header: field → the part of the label that says it.
LabelReader = Callable[[str], Mapping[str, str]]
#: (column of a count, field) → the (row, column) of the label above it that says the field.
_Labels = dict[tuple[str, str], tuple[int, str]]
#: (column of a count, field) → what its label says.
_Texts = dict[tuple[str, str], str | None]


@dataclass(frozen=True, eq=False)
class CountForm:
    """The counts of one sheet as text.

    Attributes:
        sheet: The sheet.
        header_row: Physical row of the last header row.
        counts: One row per count: ``source_row``, ``source_column``, a text column per
            field, ``value``. Blank cells are null.
        columns: Field → column letter, for what stands in the row itself.
        labels: (column of the count, field) → (row, column), for what stands above it.
        headers: Column letter → its header in words.
    """

    sheet: Sheet
    header_row: int
    counts: pl.DataFrame
    columns: Mapping[str, str]
    labels: Mapping[tuple[str, str], tuple[int, str]]
    headers: Mapping[str, str]

    @property
    def absent(self) -> tuple[str, ...]:
        """Fields that stand nowhere in the sheet."""
        placed = {*self.columns, *(field for _, field in self.labels)}
        return tuple(field for field in _FIELDS if field not in placed)

    def place(self, field: str, source_row: int, source_column: str) -> tuple[int, str | None]:
        """The cell that tells a field of one count."""
        if field == "value":
            return source_row, source_column
        return self.labels.get((source_column, field)) or (source_row, self.columns.get(field))


def read_form(path: Path, sheets: tuple[Sheet, ...], read_label: LabelReader) -> CountForm:
    """The counts of the first sheet that has either form.

    Args:
        path: The file, for the merged cells of its sheets.
        sheets: Its sheets.
        read_label: What a label above the genders says: ``indicator``, ``cutoff_date``,
            ``target_group`` or ``region``.

    Raises:
        InputError: no sheet has the headers of either form.
    """
    for sheet in sheets:
        if (genders := _gender_row(sheet)) is not None:
            return _wide(path, sheet, genders, read_label)
    sheet, header_row, columns = find_form(sheets, OUTCOME_HEADERS, "value", "outcomes-headers-unknown")
    table = table_below(sheet, header_row, {field: letter for field, (letter, _) in columns.items()})
    absent = [pl.lit(None, pl.String).alias(field) for field in _FIELDS if field not in columns]
    counts = table.with_columns(*absent, pl.lit(columns["value"][0]).alias("source_column"))
    letters = {field: letter for field, (letter, _) in columns.items()}
    return CountForm(sheet, header_row, counts, letters, {}, {letter: header for letter, header in columns.values()})


# The wide form ------------------------------------------------------------------------


def _gender_row(sheet: Sheet) -> int | None:
    """The physical row that names most genders; null when none names two."""
    best, fullest = 1, None
    for row, *values in sheet.cells.head(SEARCH_ROWS).iter_rows():
        genders = {gender for text in values if text and (gender := _gender(text))}
        if len(genders) > best:
            best, fullest = len(genders), row
    return fullest


def _wide(path: Path, sheet: Sheet, gender_row: int, read_label: LabelReader) -> CountForm:
    letters = [letter for letter in sheet.cells.columns if letter != "row"]
    last = _last_header_row(sheet, gender_row, read_label)
    top = max(1, gender_row - _MORE_HEADER_ROWS)
    header = {
        row["row"]: {letter: text for letter, text in row.items() if letter != "row" and text}
        for row in sheet.cells.slice(top - 1, last + 1 - top).iter_rows(named=True)
    }
    columns = {_HEADERS[folded(text)]: letter for labels in header.values() for letter, text in labels.items() if folded(text) in _HEADERS}
    # "Sukupuoli" or "Arvo" may stand above the genders as a heading of theirs.
    columns = {field: letter for field, letter in columns.items() if field not in ("gender", "value")}
    if "project_code" not in columns:
        raise InputError(sheet.finding("outcomes-headers-unknown", row=gender_row, header=OUTCOME_HEADERS["project_code"][0]))
    first = next(letter for letter, text in header[gender_row].items() if _is_gender(text))
    # A gender that is not understood may stand before those that are.
    for letter in reversed(letters[: letters.index(first)]):
        if letter in columns.values() or letter not in header[gender_row]:
            break
        first = letter
    labels: _Labels = {}
    texts: _Texts = {}
    words: dict[str, list[str]] = {}
    for row, cells in header.items():
        label: str | None = None
        label_letter, divides = "", _divided_by(cells.values(), read_label)
        for letter in letters[letters.index(first) :]:
            own = cells.get(letter)
            if own:
                label, label_letter = own, letter
            if letter in columns.values() or label is None or (row == last and own is None):
                continue
            words.setdefault(letter, []).append(label)
            said = dict(read_label(label))
            added_up = (total_field(label) or divides) if is_total(label) and row != gender_row and not said else None
            if added_up in ("target_group", "region", "indicator", "cutoff_date"):
                # A total of groups, over genders of its own or alone.
                said = {added_up: label} | ({} if letter in header[gender_row] else {"gender": label})
            elif _is_gender(label) and (row == gender_row or not said):
                said = {"gender": label}
            for field, text in (said or {"": label}).items():
                labels[letter, field], texts[letter, field] = (row, label_letter), text
    # Indicators overlap and dates are cumulative: their sums mean nothing and are not looked at.
    senseless = {
        letter
        for (letter, field), text in texts.items()
        if field in ("indicator", "cutoff_date") and is_total(text) and not read_label(text or "")
    }
    body = sheet.cells.slice(last)
    for letter in letters[letters.index(first) :]:
        if (
            letter not in columns.values()
            and (letter, "gender") not in texts
            and _counts_somebody(body[letter], header[gender_row].get(letter))
        ):
            labels[letter, "gender"], texts[letter, "gender"] = (gender_row, letter), header[gender_row].get(letter)
    counted = [letter for letter in letters if (letter, "gender") in texts and letter not in senseless]
    labels, texts = _unread_labels(counted, columns, labels, texts)
    body = body.select("row", *sorted({*columns.values(), *counted}, key=column_index_from_string))
    body = filled_down(body, "row", {letter: letter for letter in columns.values()}, merged_down(path, sheet))
    body = body.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))
    counts = pl.concat(
        body.select(
            pl.col("row").alias("source_row"),
            pl.lit(letter).alias("source_column"),
            *(
                pl.lit(texts[letter, field], pl.String).alias(field)
                if (letter, field) in texts
                else pl.col(columns[field]).alias(field)
                if field in columns
                else pl.lit(None, pl.String).alias(field)
                for field in _FIELDS
            ),
            pl.col(letter).alias("value"),
        )
        for letter in counted
    ).sort("source_row", maintain_order=True)
    form = CountForm(
        sheet, last, counts, columns, labels,
        {letter: text for row in header.values() for letter, text in row.items()}
        | {letter: " · ".join(dict.fromkeys(said)) for letter, said in words.items()},
    )  # fmt: skip
    for field in ("cutoff_date", "indicator"):
        if field in form.absent:
            raise InputError(sheet.finding("outcomes-headers-unknown", row=gender_row, header=OUTCOME_HEADERS[field][0]))
    return form


def _is_gender(text: str) -> bool:
    return _gender(text) is not None or is_total(text)


def _gender(text: str) -> str | None:
    return _GENDERS.get(total_of(text) or folded(text)) or _GENDERS.get(folded(text).strip(" .:;"))


def _counts_somebody(texts: pl.Series, label: str | None) -> bool:
    """Whether a column beside the genders holds counts of people, whatever its label says."""
    filled = texts.drop_nulls()
    numbers = whole_numbers(filled)
    return bool((numbers > 0).any()) and numbers.count() * 2 > len(filled) and not _NO_COUNTS.search(label or "")


def _divided_by(texts: Iterable[str], read_label: LabelReader) -> str | None:
    """The field by which a header row groups the columns; null when its labels say none."""
    return next((field for text in texts if not is_total(text) for field in read_label(text)), None)


def _last_header_row(sheet: Sheet, gender_row: int, read_label: LabelReader) -> int:
    """The last row of the header: rows of dates or indicators may stand under the genders."""
    last = gender_row
    for row, *values in sheet.cells.slice(gender_row, _MORE_HEADER_ROWS).iter_rows():
        said = [text for text in values if text]
        # A number is a count here, though it may be a region's code elsewhere.
        if (
            not said
            or any(map(str.isdigit, said))
            or not all(folded(text) in _HEADERS or is_total(text) or read_label(text) for text in said)
        ):
            break
        last = row
    return last


def _unread_labels(counted: Sequence[str], columns: Mapping[str, str], labels: _Labels, texts: _Texts) -> tuple[_Labels, _Texts]:
    """A label that says nothing known stands for what its column lacks, so that it can be told."""
    for letter in counted:
        if (letter, "") in texts:
            for field in ("indicator", "cutoff_date"):
                others = any((other, field) in texts for other in counted)
                if others and field not in columns and (letter, field) not in texts:
                    labels[letter, field], texts[letter, field] = labels[letter, ""], texts[letter, ""]
    keep = [key for key in texts if key[0] in counted and key[1]]
    return {key: labels[key] for key in keep}, {key: texts[key] for key in keep}
