"""Repair lines of a CSV list whose cells hold commas without quotation marks.

The lists of EURA 2014 are written so: a comma in the name of a project, an authority or
an implementer looks like a new cell, and lines end in any number of ``,`` and ``;``. Codes,
dates and amounts have a form of their own and a state is one word; they are found first,
and what stands between them belongs to the names.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from data_loaders.codes import folded
from data_loaders.column_maps import field_spellings, project_fields
from data_loaders.findings import Finding
from data_loaders.sheets import CSV_SUFFIXES, Sheet, csv_cells, csv_line, csv_lines, csv_text

#: Fewer known headers than this, and the file is not a list of this family.
_FEWEST_KNOWN = 6
#: The header is looked for in this many lines; ways to read one line that are compared.
_TOP_LINES, _MOST_WAYS = 40, 100
#: Commas too many in a line, up to which it is read.
_MOST_SPARE = 60
#: How the cells of a column look; a column that has no form here is one word or name.
_FORMS = {
    "project_code": re.compile(r"[A-ZÅÄÖ]{1,3}\d{4,7}"),
    "fund": re.compile(r"[A-ZÅÄÖ]{2,5}\+?"),
    "priority": re.compile(r"\d{1,2}"),
    "date": re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}"),
    "amount": re.compile(r"-?\d+(\.\d+)?"),
}
#: Fields that people write commas in.
_NAMES = ("project_name", "implementer_name", "funding_authority", "summary")
_TAIL = ',;" \t'


@dataclass(frozen=True)
class _Column:
    """A column of the list: how its cells look, and whether they may hold commas."""

    field: str | None
    form: re.Pattern[str] | None
    is_name: bool

    def fits(self, cell: str, is_blank_allowed: bool) -> bool:
        if not cell:
            return is_blank_allowed or self.form is None
        return self.form is None or self.form.fullmatch(cell) is not None


def repaired(path: Path, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets of a file, with the lines of a CSV list mended where that is needed and clear.

    A line that has as many cells as the header has columns, of the right kinds, is never
    touched. A mended line is told. A line that can be read in several ways, or in none, is
    told too: codes, dates and amounts of the first kind are right, its names a guess.

    Args:
        path: The file.
        sheets: What ``read_sheets`` gave for it.
    """
    if path.suffix.lower() not in CSV_SUFFIXES:
        return sheets
    (sheet,) = sheets
    text = csv_text(path)
    lines = csv_lines(text)
    top = next((number for number, line in enumerate(lines[:_TOP_LINES]) if _is_header(line)), None)
    if top is None or not _is_torn(sheet, lines[top]):
        return sheets
    headers = _cells(lines[top].rstrip(_TAIL))
    columns = [_column(header) for header in headers]
    below = lines[top + 1 :]
    ways = [_ways(line, columns) if line.strip(_TAIL) else [] for line in below]
    # What stands in an authority's column of clear lines decides the unclear ones.
    known = Counter(_vocabulary(columns, line_ways[0]) for line_ways in ways if len(line_ways) == 1)

    rows = [_cells(line) for line in lines[:top]] + [headers]
    findings: list[Finding] = []
    for number, (line, line_ways) in enumerate(zip(below, ways, strict=True), start=top + 2):
        as_it_stands = _cells(line.rstrip(_TAIL) if line_ways else line)
        best = line_ways if len(line_ways) < 2 else [way for way in line_ways if _vocabulary(columns, way) in known]
        cells = (best or line_ways or [as_it_stands])[0]
        rows.append(cells[: len(headers)])
        if not line.strip(_TAIL):
            continue
        if len(best) != 1:
            findings.append(sheet.finding("line-unclear", row=number, value=cells[0]))
        elif cells != as_it_stands:
            findings.append(sheet.finding("line-repaired", row=number, value=cells[0]))
    table = csv_cells(rows)
    return (replace(sheet, cells=table, last_row=table.height, findings=(*sheet.findings, *findings)),)


def _is_header(line: str) -> bool:
    return sum(_field(header) is not None for header in _cells(line.rstrip(_TAIL))) >= _FEWEST_KNOWN


def _is_torn(sheet: Sheet, header: str) -> bool:
    """Whether some row holds more than the header has columns for, and the cells are parted by commas."""
    width = len(_cells(header.rstrip(_TAIL)))
    beyond = [name for name in sheet.cells.columns[1 + width :]]
    return width >= _FEWEST_KNOWN and any(sheet.cells[name].str.strip_chars(_TAIL).fill_null("").ne("").any() for name in beyond)


def _field(header: str) -> str | None:
    spoken = folded(header)
    return next((field for field, spellings in field_spellings().items() if spoken in spellings), None)


def _column(header: str) -> _Column:
    field = _field(header)
    kind = project_fields()[field]["kind"] if field else None
    return _Column(field, _FORMS.get(field or "") or _FORMS.get(kind or ""), field in _NAMES)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in csv_line(line)]


def _ways(line: str, columns: Sequence[_Column]) -> list[list[str]]:
    """The ways to read a line: as it stands when that is right, else with names that hold commas."""
    for text in dict.fromkeys((line, line.rstrip(_TAIL))):
        cells = _cells(text)
        if len(cells) == len(columns) and all(map(_Column.fits, columns, cells, [True] * len(cells))):
            return [cells]
    whole = _cells(line.rstrip("; \t"))
    # Some lines stand in quotation marks as a whole.
    text = whole[0] if len(whole) == 1 else line
    for is_blank_allowed in (False, True):
        # Without blanks all marks at the end are a tail; with them some may part blank cells.
        stripped = text.rstrip(_TAIL)
        tails = re.sub(r"[^,]", "", text[len(stripped) :]) if is_blank_allowed else ""
        for number in range(len(tails) + 1):
            pieces = [piece.strip() for piece in (stripped + tails[:number]).split(",")]
            for all_may_hold_commas in (False, True):
                joined = list(islice(_joined(pieces, columns, is_blank_allowed, all_may_hold_commas), _MOST_WAYS))
                if joined:
                    return [list(map(_unquoted, cells)) for cells in joined]
    return []


def _joined(pieces: Sequence[str], columns: Sequence[_Column], is_blank_allowed: bool, all_names: bool) -> Iterator[list[str]]:
    """Every way to join neighbouring pieces so that each column gets a cell of its kind."""
    # Pieces and columns left from which no way leads to the end; keeps the search short.
    dead: set[tuple[int, int]] = set()

    def ways(start: int, index: int) -> Iterator[list[str]]:
        spare = len(pieces) - start - (len(columns) - index)
        if index == len(columns):
            yield from [[]] if not spare else []
            return
        if not 0 <= spare <= _MOST_SPARE or (start, index) in dead:
            return
        column, leads_on = columns[index], False
        many = column.is_name or (all_names and column.form is None)
        for end in range(start + 1, start + 2 + (spare if many else 0)):
            cell = ", ".join(pieces[start:end])
            if column.fits(cell, is_blank_allowed):
                for rest in ways(end, index + 1):
                    leads_on = True
                    yield [cell, *rest]
        if not leads_on:
            dead.add((start, index))

    return ways(0, 0)


def _vocabulary(columns: Sequence[_Column], cells: Sequence[str]) -> tuple[str, ...]:
    """What a reading has in the columns whose words come again and again."""
    by_field: Mapping[str | None, str] = {column.field: folded(cell) for column, cell in zip(columns, cells, strict=True)}
    return tuple(by_field.get(field, "") for field in ("funding_authority", "status"))


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1]
    return cell.replace('""', '"').strip()
