"""The amounts of a list in euros: what its headers, number formats and other columns say of their units."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl

from data_loaders.codes import folded
from data_loaders.findings import Finding
from data_loaders.headers import Header
from data_loaders.schemas import MONEY_COLUMNS
from data_loaders.sheets import EXCEL_SUFFIXES, Sheet, text_rows
from data_loaders.units import Unit, unit_alone, unit_in
from data_loaders.values import MONEY, amounts, is_blank, is_in_doubt

#: Words in the header of a column that says the currency of each row (``Total_Eligible_Expenditure_Currency``).
_CURRENCY_WORDS = frozenset(
    {"valuutta", "valuuttakoodi", "valuta", "valutakod", "currency", "währung", "měna", "waluta", "devise", "moneda"}
)
#: Rows under the header in which units may stand, and the words of such a line for columns without a unit.
_UNIT_ROWS = 2
_NO_UNIT = frozenset({"-", "–"})
_UNIT_WORDS = frozenset(
    {
        "pvm", "pp.kk.vvvv", "p.k.v", "pv", "kpl", "hlö", "lkm", "teksti", "koodi", "nimi", "numero", "yksikkö", "kyllä/ei", "datum",
        "åååå-mm-dd", "dd.mm.åååå", "st", "st.", "pers.", "text", "kod", "namn", "nummer", "enhet", "date", "dd.mm.yyyy", "yyyy-mm-dd",
        "dd/mm/yyyy", "no.", "code", "name", "number", "unit", "yes/no", "tt.mm.jjjj", "einheit", "nr.", "nr", "nro", "no",
        "dd.mm.rrrr", "název", "kód", "ks", "nazwa", "data", "szt.", "liczba", "kuupäev", "kood", "arv", "tk",
        "datums", "nosaukums", "kods", "skaits", "jj/mm/aaaa", "texte", "nom", "nombre", "anzahl", *_NO_UNIT,
    }
)  # fmt: skip


def typed_amounts(
    table: pl.DataFrame, path: Path, sheet: Sheet, header: Header, columns: Mapping[str, tuple[str, str]]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Turn the texts of money columns into euros; what cannot be read, or is not in euros, is null and a finding.

    Thousands and millions of euros are multiplied, and told once a column. Other currencies, shares
    and units that are not clear are left empty: exchange rates are nobody's guess.

    Args:
        table: ``source_row`` and a text column per field.
        path: The file.
        sheet: The sheet that was read.
        header: Its header.
        columns: Field → (column letter, header).
    """
    findings: list[Finding] = []
    money = [name for name in MONEY_COLUMNS if name in columns]
    lines = lines_of_units(sheet, header.row)
    foreign, told = _foreign_rows(table, sheet, header)
    if money:
        findings += told
    for name in money:
        letter, text = columns[name]
        unit = column_unit(text, letter, lines) or Unit(1, "")
        values, of_column = _column(table.select("source_row", pl.col(name).alias("text")), path, sheet, (header.row, letter, text), unit)
        findings += of_column
        table = table.with_columns(pl.when(~foreign).then(values).alias(name) if told else values.alias(name))
    return table, findings


def _column(cells: pl.DataFrame, path: Path, sheet: Sheet, place: tuple[int, str, str], unit: Unit) -> tuple[pl.Series, list[Finding]]:
    """Amounts of one column in a unit: cells with ``source_row`` and ``text``, under a header at (row, letter) with a text."""
    header_row, letter, header = place
    rows, texts = cells["source_row"], cells["text"]
    if unit.factor is None:
        values = pl.repeat(None, len(texts), dtype=MONEY, eager=True)
        is_filled = not is_blank(texts).all()
        return values, [sheet.finding("amount-not-in-euros", None, header_row, letter, header, unit.words)] if is_filled else []

    doubtful = is_in_doubt(texts)
    numbers = None
    if doubtful.any() and sheet.name is not None and path.suffix.lower() in EXCEL_SUFFIXES:
        numbers = ~rows.is_in(text_rows(path, sheet, letter))
        doubtful &= ~numbers
    values = amounts(texts, numbers, unit.factor)
    findings = []
    settled = cells.with_columns(values.alias("value")).filter(doubtful & values.is_not_null())
    if settled.height:
        row, text, value = settled.row(0)
        findings.append(sheet.finding("amount-mark-settled", None, row, letter, header, f"{text} = {value}"))
    if unit.factor != 1 and values.count():
        findings.append(sheet.finding("amount-unit-converted", None, header_row, letter, header, unit.words))

    formatted = [row for row, column in sheet.formatted if column == letter]
    shown = cells.filter(pl.col("source_row").is_in(formatted)) if formatted else cells.clear()
    scaled = {row: amount for row, text in shown.iter_rows() if text and (amount := _scaled(text)) is not None}
    if scaled:
        first, text = shown.filter(pl.col("source_row").is_in(list(scaled))).row(0)
        findings.append(sheet.finding("amount-unit-converted", None, first, letter, header, text))
        of_format = rows.replace_strict(list(scaled), list(scaled.values()), default=None, return_dtype=MONEY)
        values = pl.select(pl.coalesce(of_format, values)).to_series()
    unread = cells.filter(values.is_null() & texts.is_not_null()).filter(~is_blank(pl.col("text")))
    findings += [sheet.finding("amount-unreadable", None, row, letter, header, text) for row, text in unread.iter_rows()]
    return values, findings


def _scaled(text: str) -> Decimal | None:
    """An amount from a cell whose number format shows thousands or millions of euros; null when it shows something else."""
    number, _, words = text.partition(" ")
    unit = unit_in(words)
    return (Decimal(number) * unit.factor).quantize(Decimal("0.01"), ROUND_HALF_UP) if unit and unit.factor else None


# Where a unit may stand -----------------------------------------------------------------


def lines_of_units(sheet: Sheet, header_row: int) -> dict[str | None, Unit]:
    """Column letter → the unit that a line above or below the header says for it; null → what a title says for all columns."""
    units: dict[str | None, Unit] = {}
    above, below = sheet.cells.head(header_row - 1), sheet.cells.slice(header_row, _UNIT_ROWS)
    for rows, is_title in ((above, True), (below, False)):
        for row in rows.iter_rows(named=True):
            filled = {letter: text for letter, text in row.items() if letter != "row" and text}
            if is_title or is_line_of_units(tuple(filled.values())):
                for letter, text in filled.items():
                    if unit := unit_alone(text):
                        units[None if is_title and len(filled) == 1 else letter] = unit
    return units


def column_unit(header: str, letter: str, lines: Mapping[str | None, Unit]) -> Unit | None:
    """The unit of a column: of its header, else of a line of units; null when none is named."""
    named = [unit for unit in (unit_in(header), lines.get(letter), lines.get(None)) if unit]
    # Euros by themselves do not contradict a line that says thousands.
    return next((unit for unit in named if unit.factor != 1), named[0] if named else None)


def is_line_of_units(texts: Sequence[str]) -> bool:
    """Whether the filled cells of a row say units only, such as ``1 000 €``, ``pvm``, ``kpl``.

    A row with an amount of a thousand euros has a code, a name or a date beside it.
    """
    words = [folded(text).strip("()[]") for text in texts]
    # A dash alone, or with nothing but dashes, is an empty row and no unit.
    return not _NO_UNIT.issuperset(words) and all(
        word in _UNIT_WORDS or unit_alone(text) is not None for text, word in zip(texts, words, strict=True)
    )


def _foreign_rows(table: pl.DataFrame, sheet: Sheet, header: Header) -> tuple[pl.Series, list[Finding]]:
    """Rows that another column says to be in another currency than euros, each told."""
    foreign = pl.repeat(False, table.height, eager=True)
    findings: list[Finding] = []
    for letter, text in header.texts.items():
        if _CURRENCY_WORDS.isdisjoint(re.split(r"[\W_]+", folded(text))):
            continue
        cells = sheet.cells.select(pl.col("row").alias("source_row"), pl.col(letter).alias("said"))
        said = table.select("source_row").join(cells, "source_row", "left", maintain_order="left")
        here = said["said"].is_in(list(filter(_is_foreign, said["said"].drop_nulls().unique()))).fill_null(False)
        findings += [sheet.finding("amount-not-in-euros", None, row, letter, text, value) for row, value in said.filter(here).iter_rows()]
        foreign |= here
    return foreign, findings


def _is_foreign(text: str) -> bool:
    """Whether a cell under *Currency* names something else than euros; a number there is another column's business."""
    unit = unit_in(text)
    return unit.factor != 1 if unit else re.fullmatch(r"[A-Za-z]{3}", text) is not None
