"""Read the need by region: a Statistics Finland export from PxWeb, as it comes.

The same table may come with months in columns or in rows, with regions by name or code,
in three languages, as xlsx or csv, under a title and above footnotes. So nothing is read
by position: a label is known by what it says, at the left of a value or above it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import dataframely as dy
import polars as pl

from data_loaders.codes import code_list, folded, nearest, region_names
from data_loaders.findings import Finding, InputError, with_suggestions
from data_loaders.schemas import NeedRow
from data_loaders.sheets import Sheet, read_sheets
from data_loaders.values import counts
from data_loaders.whole_sheet import whole_sheet_findings

_MONTH = re.compile(r"\b(\d{4})M(\d{1,2})\b\*?", re.I)
#: The content that is read, in PxWeb's languages. Its own name may end in a word for total.
_CONTENT = re.compile(
    r"rakennety[öo]tt\w*(\s+yhteensä)?|strukturell\w*\s+arbetslös\w*(\s+totalt)?|structural\w*\s+unemploy\w*(,?\s+total)?"
    r"|\b(\w+_)?rakty\w*",
    re.I,
)
#: What is no count of people, whatever it is a share of.
_SHARE = re.compile(r"%|osuu[sd]|andel|share|proportion|rate\b", re.I)
#: A code before its text, as PxWeb 2 joins them: ``MK01 - MK01 Uusimaa``, ``1 - Miehet``.
_CODE_BEFORE = re.compile(r"(?<!\S)([A-ZÅÄÖ0-9_]+|\w*[\d_]\w*)\*? - (?=\S)")
#: A count, or a mark that stands in its place: ``..`` not available, ``...`` protected.
_CELL = re.compile(r"[-−]?\d[\d\s]*([.,]\d+)?|\.{1,3}|[-–]")
#: Words that divide nothing: totals, and names of the unit.
_TOTAL = re.compile(
    r"\b(yhteensä|totalt|total|sss|lukumäärä|lkm|antal|number|persons|kuukauden lopussa|i slutet av månaden|at (the )?end of (the )?month)\b"
    r"|^\W*$|^[(,;].*",
    re.I,
)
_GENDER_WORDS = {
    **dict.fromkeys(("naiset", "nainen", "kvinnor", "women", "females", "female"), "female"),
    **dict.fromkeys(("miehet", "mies", "män", "men", "males", "male"), "male"),
    **dict.fromkeys(("sukupuolet yhteensä", "båda könen", "könen totalt", "both sexes"), "all"),
}
_GENDER_TOTALS = {
    # In a column of gender codes only: 1 men, 2 women.
    **{"1": "male", "2": "female"},
    **dict.fromkeys(("yhteensä", "totalt", "total", "sss"), "all"),
}
_WHOLE = "whole country"
_WHOLE_COUNTRY = re.compile(r"(sss\b\s*)?(koko maa|hela landet|whole country)|sss", re.I)
#: Areas of another level, as Statistics Finland codes them: municipalities, sub-regions, unknown and foreign areas and so on.
_OTHER_AREA = re.compile(
    r"(KU|SK|SA|SU|MA|MK(?!(0\d|1\d|21)\b)|ELY|EVK|AVI|HVA|TE|TA|TY|VA)[A-Z]{0,3}\d*\b.*|manner-suomi|fasta finland|mainland finland"
    r"|ulkomaat|utlandet|abroad|tuntematon|okän[dt]|unknown",
    re.I,
)
#: Names and codes of PxWeb's variables, which stand above the labels in csv.
_VARIABLES = {
    "region": re.compile(r"(alue|maakunta|område|landskap|region|area)(_\w+)?"),
    "gender": re.compile(r"(sukupuoli|sukup|kön|sex|gender)(_\w+)?"),
    "month": re.compile(r"kuukausi|månad|month|timeperiod(_m)?"),
    "content": re.compile(r"tiedot|uppgifter|information|contentscode"),
    "other": re.compile(r"(koulutusaste|utbildningsnivå|level of education|ikä|ålder|age)(_\w+)?"),
}
_PROBLEMS = {
    "region": "need-region-unknown",
    "gender": "gender-unknown",
    "month": "need-month-unreadable",
    "content": "need-part-left-out",
    "other": "need-part-left-out",
}
_NEAREST = {
    "need-region-unknown": partial(nearest, spellings=region_names()),
    "gender-unknown": partial(nearest, spellings=_GENDER_WORDS),
}
#: The table begins within this many rows.
_SEARCH_ROWS = 200


@dataclass(frozen=True, eq=False)
class NeedList:
    """The need by region as it was read.

    Attributes:
        sheet: Name of the sheet that was read; null for CSV.
        rows: One row per month, region and gender.
        rows_in: Rows under the headings that hold anything, footnotes too.
        rows_kept: Those of them that are in ``rows`` (the months of one source row are
            several rows there) or that name a group of rows.
        findings: What was wrong, and what was left out.
    """

    sheet: str | None
    rows: dy.DataFrame[NeedRow]
    rows_in: int
    rows_kept: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Problem:
    """A label that keeps its row or column out, and where it stands (indexes)."""

    code: str
    text: str
    row: int
    column: int


#: Kind of label (region, gender, month, content, other) → what the label names.
_Labels = Mapping[str, str | date | bool | _Problem]


@dataclass(frozen=True, eq=False)
class _Table:
    """Where the parts of the table are, as indexes into ``rows``, the sheet's cells.

    Attributes:
        numbers: The physical number of each row.
        headings: Rows of headings, the outermost first.
        start: First row under the headings.
        end: Row after the last one with a value.
        stubs: Columns of labels → the kinds of labels in them, several in a nested table.
        values: Columns of values.
        strays: First (row, column) of each column of numbers that is neither.
    """

    sheet: Sheet
    rows: Sequence[tuple[str | None, ...]]
    numbers: Sequence[int]
    headings: Sequence[int]
    start: int
    end: int
    stubs: Mapping[int, frozenset[str]]
    values: Sequence[int]
    strays: Sequence[tuple[int, int]]

    def finding(self, code: str, row: int, column: int, value: str | None) -> Finding:
        header = self.rows[self.headings[-1]][column] if self.headings else None
        letter = self.sheet.cells.columns[column + 1]
        return self.sheet.finding(code, None, self.numbers[row], letter, header, value)

    def problem(self, problem: _Problem, row: int) -> Finding:
        """What keeps a row or a column out, told at that row."""
        other_level = problem.code == "need-region-unknown" and _OTHER_AREA.fullmatch(problem.text)
        return self.finding("need-area-other-level" if other_level else problem.code, row, problem.column, problem.text)


def read_need(path: Path) -> NeedList:
    """Read the people in need by month, region and gender.

    Protected cells (``...``) and cells that are not available (``..``, blank) stay unknown,
    never zero. A blank label is the one before it, as PxWeb writes. Areas that are not
    regions, other contents and parts by education are left out and told.

    Args:
        path: xlsx or csv from PxWeb, with its title and footnotes.

    Raises:
        InputError: the file cannot be read, has no months or regions, or counts something
            else than *rakennetyöttömät*.
    """
    sheets = read_sheets(path)
    table = max(filter(None, map(_table, sheets)), key=lambda candidate: candidate.end - candidate.start, default=None)
    if table is None:
        raise InputError(sheets[0].finding("need-headers-unknown", row=1))
    rows, groups = _row_labels(table)
    columns = {column: _heading_labels(table, column) for column in table.values}
    every = [*rows.values(), *columns.values()]
    if not {"region", "month"} <= {kind for labels in every for kind in labels}:
        raise InputError(table.sheet.finding("need-headers-unknown", row=1))

    letters = [table.sheet.cells.columns[column + 1] for column in (*table.stubs, *table.values)]
    header_row = table.numbers[table.headings[-1]] if table.headings else table.numbers[table.start] - 1
    findings = list(whole_sheet_findings(table.sheet, sheets, header_row, letters))
    if not any("content" in labels for labels in every):
        parts = {other.text for labels in every if isinstance(other := labels.get("other"), _Problem)}
        if parts and not _title_says_content(table):
            raise InputError(table.sheet.finding("need-content-unknown", row=1, value="; ".join(sorted(parts))))
        if not _title_says_content(table):
            findings.append(table.sheet.finding("need-content-assumed", row=1))
    if not _without_problems(columns):
        raise InputError(*(table.problem(problem, problem.row) for problem in _problems(columns).values()))
    cells, cell_findings = _cells(table, _without_problems(rows), _without_problems(columns))
    findings += [table.finding("need-label-missing", row, column, table.rows[row][column]) for row, column in table.strays]
    findings += [table.problem(problem, index) for index, problem in _problems(rows).items()]
    findings += [table.problem(problem, problem.row) for problem in _problems(columns).values()]
    footers = [
        table.finding("footer-row", index, *next((column, text) for column, text in enumerate(table.rows[index]) if text))
        for index in range(table.end, len(table.rows))
        if any(table.rows[index])
    ]
    kept = groups | set(cells["source_row"].to_list())
    return NeedList(
        sheet=table.sheet.name,
        rows=NeedRow.validate(cells, cast=True),
        rows_in=sum(1 for row in table.rows[table.start :] if any(row)),
        rows_kept=len(kept),
        findings=with_suggestions((*findings, *cell_findings, *footers), _NEAREST),
    )


def is_need_table(sheet: Sheet) -> bool:
    """Whether a sheet has values by region and month, whatever they count."""
    if (table := _table(sheet)) is None:
        return False
    every = [*_row_labels(table)[0].values(), *(_heading_labels(table, column) for column in table.values)]
    return {"region", "month"} <= {kind for labels in every for kind in labels}


def _table(sheet: Sheet) -> _Table | None:
    """Find the headings, the labels and the values; null when the sheet has no such table."""
    rows = sheet.cells.drop("row").rows()
    first = next((index for index, row in enumerate(rows[:_SEARCH_ROWS]) if _is_data(row)), None)
    if first is None:
        return None
    left = max(column for column, text in enumerate(rows[first]) if _is_label(text)) + 1
    start = first
    # In a nested table the name of a group stands alone above its first row.
    while start and sum(map(bool, rows[start - 1])) == 1 and any(map(_is_label, rows[start - 1][:left])):
        start -= 1
    counted = [column for column, text in enumerate(rows[first]) if text and _CELL.fullmatch(text)]
    headings: list[int] = []
    for index in range(start - 1, -1, -1):
        if not any(rows[index][column] for column in counted):
            break
        headings.insert(0, index)
    variables = [_variable(text) for text in (rows[headings[-1]] if headings else rows[first])]
    body = rows[start:]
    values = [column for column, variable in enumerate(variables) if variable is None and _has_values(rows, column, headings, start, left)]
    ends = [index for index, row in enumerate(body) if any(_is_cell(row[column]) for column in values)]
    if not ends:
        return None
    end = start + ends[-1] + 1
    # A month that stands among the labels by mistake does not make months of them.
    above = {"month"} if all(any(_MONTH.search(rows[index][column] or "") for index in headings) for column in values) else set()
    stubs = {
        column: _kinds({row[column] for row in rows[start:end] if row[column]}, variable if headings else None) - above
        for column, variable in enumerate(variables)
        if column not in values
    }
    if not any("gender" in kinds for kinds in stubs.values()):
        # Without their names codes of genders are all that tells them.
        coded = (column for column in stubs if {row[column] for row in rows[start:end]} - {None} in ({"1", "2"}, {"SSS", "1", "2"}))
        stubs |= {column: frozenset({"gender"}) for column in coded}
    # Codes of genders stand beside their names; longer numbers without a heading are values that nothing tells.
    strays = [
        next((start + index, column) for index, row in enumerate(body) if _is_stray(row[column]))
        for column in range(len(variables))
        if column not in values and not stubs.get(column) and any(_is_stray(row[column]) for row in body)
    ]
    numbers = sheet.cells["row"].to_list()
    return _Table(sheet, rows, numbers, headings, start, end, {c: kinds for c, kinds in stubs.items() if kinds}, values, strays)


def _is_stray(text: str | None) -> bool:
    return bool(text and re.fullmatch(r"\d[\d\s]+", text))


def _is_cell(text: str | None) -> bool:
    """Whether a text is a count, or a mark in its place."""
    return bool(text and _CELL.fullmatch(text))


def _has_values(rows: Sequence[tuple[str | None, ...]], column: int, headings: Sequence[int], start: int, left: int) -> bool:
    """Whether a column holds values: a month or the content stands above it, or counts stand right of the labels."""
    above = (rows[index][column] or "" for index in headings)
    if any(_MONTH.search(text) or _CONTENT.search(text) for text in above):
        labels = sum(_is_label(row[column]) for row in rows[start:])
        return labels == 0 or labels < sum(_is_cell(row[column]) for row in rows[start:])
    return column >= left and any(_is_cell(row[column]) for row in rows[start:])


def _is_data(row: Sequence[str | None]) -> bool:
    """Whether a row has a label, and a count or a mark in its place."""
    return any(map(_is_label, row)) and any(map(_is_cell, row))


def _is_label(text: str | None) -> bool:
    """Whether a text names a month, a region or a gender, and nothing else."""
    return bool(text and not _CELL.fullmatch(text) and any(_member(kind, text) for kind in ("month", "region", "gender")))


def _variable(text: str | None) -> str | None:
    """The kind of labels that stand under a heading, by the variable's name or code, or both of them; null when it names none."""
    names = [name.strip() for name in folded(text or "").split(" - ")]
    return next((kind for kind, pattern in _VARIABLES.items() if any(map(pattern.fullmatch, names))), None)


def _kinds(texts: set[str], variable: str | None) -> frozenset[str]:
    """What the labels of a column are about; nothing when they are only totals, or codes beside the names."""
    if variable:
        return frozenset({variable})
    texts = {text for text in texts if not _CELL.fullmatch(text) and folded(text) not in _GENDER_TOTALS}
    kinds = {kind for kind in ("month", "region", "gender", "content") if any(_member(kind, text) for text in texts)}
    return frozenset(kinds or ({"other"} if any(not _TOTAL.search(text) for text in texts) else ()))


def _member(kind: str, text: str) -> str | date | bool | None:
    """What a label names; null when it names nothing of this kind.

    Of a code and its text both must be of the kind, and mean the same: ``ELY13 - Keski-Suomi`` is no region. Codes of
    contents say nothing by themselves.
    """
    code, joint, name = text.partition(" - ")
    if not joint or kind in ("content", "other"):
        return _single(kind, name if joint else text) or (_single(kind, code) if joint else None)
    member = _single(kind, name)
    return member if member == _single(kind, code) else None


def _single(kind: str, text: str) -> str | date | bool | None:
    """What a code or a text names."""
    if kind == "month":
        match = _MONTH.fullmatch(text)
        return date(int(match[1]), int(match[2]), 1) if match and int(match[1]) and 1 <= int(match[2]) <= 12 else None
    if kind == "gender":
        return (_GENDER_WORDS | _GENDER_TOTALS).get(folded(text))
    if kind == "content":
        return bool(_CONTENT.match(text) and not _SHARE.search(text)) or None
    if kind == "other":
        return bool(_TOTAL.search(text)) or None
    if _WHOLE_COUNTRY.fullmatch(text):
        return _WHOLE
    known = _region_spellings()
    if match := re.fullmatch(r"(?:MK)?(\d{2})\s*(.*)", text, re.I):
        # "MK01 Uusimaa": the code and the name must agree.
        code, name = known.get(match[1]), known.get(folded(match[2]))
        return code if not match[2] or code == name else None
    return known.get(folded(text))


@cache
def _region_spellings() -> Mapping[str, str]:
    """Folded code or official name of a region → its code. Wellbeing services counties are areas of another level here."""
    return {
        folded(spelling): code
        for code, row in code_list("regions").items()
        for name in (row["fi"], row["sv"], row["en"])
        for spelling in (name, f"{name} maakunta", f"{name} landskap", f"{name} region", code, row["nuts3_2021"], row["nuts3_2024"])
    }


def _row_labels(table: _Table) -> tuple[dict[int, _Labels], set[int]]:
    """The labels at the left of each row with values, and the physical rows that only name a group."""
    labels: dict[int, _Labels] = {}
    groups: set[int] = set()
    current: dict[str, str | date | bool | _Problem] = {}
    for index in range(table.start, table.end):
        row = table.rows[index]
        for column, kinds in table.stubs.items():
            if text := row[column]:
                members: _Labels = {kind: member for kind in sorted(kinds) if (member := _member(kind, text))}
                # In a nested table a bare "total" is one of genders.
                if kinds == {"region"} and _GENDER_TOTALS.get(folded(text)) == "all":
                    members = {"region": _WHOLE}
                if len(kinds) > 1 and folded(text) == "sss":
                    members = {kind: member for kind, member in members.items() if kind != "region"}
                # In a nested table an unknown label may be of any kind: nothing under it is guessed.
                current |= members or {kind: _Problem(_PROBLEMS[kind], text, index, column) for kind in sorted(kinds)}
        if any(row[column] for column in table.values):
            labels[index] = dict(current)
        elif any(row):
            groups.add(table.numbers[index])
    return labels, groups


def _heading_labels(table: _Table, column: int) -> _Labels:
    """The labels above one column. In csv they share a cell: ``2026M09 Miehet Rakennetyöttömät``."""
    in_stubs = frozenset().union(*table.stubs.values())
    labels: dict[str, str | date | bool | _Problem] = {}
    for index in table.headings:
        text = table.rows[index][column] or ""
        if "content" in in_stubs and len(table.values) == 1 and not any(pattern.search(text) for pattern in (_MONTH, _GENDER_PATTERN)):
            # The rows say what is counted: a heading of the only column is the table's own name.
            continue
        if not text and index != table.headings[-1]:
            # A heading over several columns stands in the first of them.
            before = table.rows[index][table.values[0] : column]
            text = next((text for text in reversed(before) if text), "")
        text = _CODE_BEFORE.sub("", text)
        for kind, pattern in (("month", _MONTH), ("content", _CONTENT), ("gender", _GENDER_PATTERN), ("region", _region_pattern())):
            if kind not in in_stubs and (match := pattern.search(text)):
                labels[kind] = _member(kind, match[0].strip()) or _Problem(_PROBLEMS[kind], match[0], index, column)
                text = f"{text[: match.start()]} {text[match.end() :]}"
        if not _TOTAL.search(text.strip()):
            labels["other"] = _Problem(_PROBLEMS["other"], text.strip(), index, column)
    return labels


def _words(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_GENDER_PATTERN = re.compile(rf"(?<![\w-])({_words(tuple(_GENDER_WORDS))})(?![\w-])", re.I)


def _region_pattern() -> re.Pattern[str]:
    names = [name for name in _region_spellings() if len(name) > 2]
    return re.compile(
        rf"(?<![\w-])(MK\d\d\s+)?({_words(names)})(?![\w-])|\bMK\d\d\b|(?<![\w-])(sss\s+)?(koko maa|hela landet|whole country)\b", re.I
    )


def _title_says_content(table: _Table) -> bool:
    return any(text and _CONTENT.search(text) for row in table.rows[: table.start] for text in row)


def _problems(lines: Mapping[int, _Labels]) -> dict[int, _Problem]:
    """The rows or columns that have a label that is not read, each with its first one."""
    by_line = {index: [label for label in labels.values() if isinstance(label, _Problem)] for index, labels in lines.items()}
    return {index: problems[0] for index, problems in by_line.items() if problems}


def _without_problems(lines: Mapping[int, _Labels]) -> dict[int, _Labels]:
    left_out = _problems(lines)
    return {index: labels for index, labels in lines.items() if index not in left_out}


def _cells(table: _Table, rows: Mapping[int, _Labels], columns: Mapping[int, _Labels]) -> tuple[pl.DataFrame, list[Finding]]:
    """Every value with its labels, and what is wrong with the values."""
    names = table.sheet.cells.columns
    beside = pl.DataFrame(
        [(index, table.numbers[index], *_named(labels)) for index, labels in rows.items()],
        {"index": pl.Int64, "source_row": pl.Int64, "month": pl.Date, "region": pl.String, "gender": pl.String},
        orient="row",
    )
    above = pl.DataFrame(
        [(column, names[column + 1], *_named(labels)) for column, labels in columns.items()],
        {"column": pl.Int64, "letter": pl.String, "month": pl.Date, "region": pl.String, "gender": pl.String},
        orient="row",
    )
    cells = (
        table.sheet.cells.select(pl.int_range(pl.len()).alias("index"), *above["letter"])
        .join(beside, on="index")
        .unpivot(
            above["letter"].to_list(), index=["index", "source_row", "month", "region", "gender"], variable_name="letter", value_name="text"
        )
        .join(above, on="letter", suffix="_above")
        .with_columns(
            pl.coalesce("month", "month_above").alias("month"),
            pl.coalesce("region", "region_above").alias("region"),
            pl.coalesce("gender", "gender_above", pl.lit("all")).alias("gender"),
        )
        .sort("source_row", "column")
    )
    # Without a single good column there are no texts of any type.
    # PC-Axis writes a dash for zero.
    cells = cells.with_columns(pl.col("text").cast(pl.String))
    cells = cells.with_columns(counts(cells["text"].str.replace(r"^[-–−]$", "0")).alias("value"))
    findings = []

    def tell(code: str, broken: pl.Expr) -> None:
        for index, column, text in cells.filter(broken).select("index", "column", "text").iter_rows():
            findings.append(table.finding(code, index, column, text))

    tell("need-label-missing", pl.any_horizontal(pl.col("month", "region").is_null()))
    cells = cells.drop_nulls(["month", "region"])
    cell = pl.struct("month", "region", "gender")
    tell("need-cell-repeated", ~cell.is_first_distinct())
    cells = cells.filter(cell.is_first_distinct())
    tell("need-value-unreadable", pl.col("value").is_null() & ~pl.col("text").is_in([".", "..", "..."]))
    value, is_whole = pl.col("value"), pl.col("gender") == "all"
    whole, parts = value.filter(is_whole).first(), value.filter(~is_whole)
    # Only when all three are known: a protected part has its reasons.
    differs = (parts.sum().over("month", "region") != whole.over("month", "region")) & (parts.count().over("month", "region") == 2)
    tell("need-parts-differ", differs & is_whole)
    missing = pl.when(pl.col("text") == "...").then(pl.lit("protected")).otherwise(pl.lit("not_available"))
    return (
        cells.select(
            pl.col("source_row").cast(pl.UInt32),
            "month",
            pl.when(pl.col("region") != _WHOLE).then("region").alias("region"),
            "gender",
            "value",
            pl.when(pl.col("value").is_null()).then(missing).alias("missing"),
        ),
        findings,
    )


def _named(labels: _Labels) -> tuple:
    return labels.get("month"), labels.get("region"), labels.get("gender")
