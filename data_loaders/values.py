"""What the text of a cell means: amounts, dates, counts, yes and no."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

import polars as pl

MONEY = pl.Decimal(38, 2)
#: Words for "no value": read as blank, never as zero.
BLANK_WORDS = ("", "-", "–", "..", "...", "n/a", "na", "ei tietoa", "uppgift saknas", "null", "nan")
_EXCEL_EPOCH = date(1899, 12, 30)


def amounts(texts: pl.Series) -> pl.Series:
    """Amounts in euros, exact to the cent.

    Plain numbers (what calamine gives for number cells) are converted at once; what is
    left goes through ``parse_amount``, each different text once.

    Returns:
        Decimals; null where the text is blank or cannot be read.
    """
    plain = texts.str.contains(r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$") & ~texts.str.contains(r"^-?\d{1,3}\.\d{3}$")
    exact = texts.str.contains(r"^-?\d+(\.\d{1,2})?$")
    numbers = pl.select(
        pl.when(exact)
        .then(texts.cast(MONEY, strict=False))
        # A float cell may show as 66903.549999999996: round it to the cent it means.
        .when(plain)
        .then(texts.cast(pl.Float64, strict=False).round(2).cast(MONEY, strict=False))
    ).to_series()
    odd = texts.filter(texts.is_not_null() & ~plain.fill_null(True)).unique()
    if odd.is_empty():
        return numbers
    parsed = {text: parse_amount(text) for text in odd}
    repaired = texts.replace_strict(list(parsed), list(parsed.values()), default=None, return_dtype=MONEY)
    return pl.select(pl.coalesce(numbers, repaired)).to_series()


def parse_amount(text: str) -> Decimal | None:
    """One amount as people write it: ``1 234 567,89 €``, ``1.234.567,89``, ``(1 000)``, ``−5``.

    ``1.234`` and ``1,234`` may mean a thousand or one and a bit: they are not guessed.

    Returns:
        The amount with two decimals; null when the text is blank or not an amount.
    """
    cleaned = re.sub(r"(?i)[\s\u00a0\u202f\u2007'’]|€|eur(oa|o)?", "", text).replace("−", "-").replace("–", "-")
    if cleaned.startswith("(") and cleaned.endswith(")"):
        cleaned = "-" + cleaned[1:-1]
    if not re.fullmatch(r"-?\d[\d.,]*", cleaned):
        return None
    last = max(cleaned.rfind(","), cleaned.rfind("."))
    if last >= 0:
        mark, digits_after = cleaned[last], len(cleaned) - last - 1
        other = "." if mark == "," else ","
        # One kind of mark, several times: thousands (1.234.567). Else the last mark is the decimal one.
        if re.fullmatch(rf"-?\d{{1,3}}(\{mark}\d{{3}}){{2,}}", cleaned):
            cleaned = cleaned.replace(mark, "")
        elif (digits_after <= 2 or other in cleaned) and re.fullmatch(rf"-?(\d+|\d{{1,3}}(\{other}\d{{3}})+)", cleaned[:last]):
            cleaned = cleaned[:last].replace(other, "") + "." + cleaned[last + 1 :]
        else:
            return None
    try:
        return Decimal(cleaned).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def dates(texts: pl.Series) -> pl.Series:
    """Dates: date cells, ``d.m.yyyy``, ``d/m/yyyy``, ISO and serial numbers.

    Returns:
        Dates; null where the text is blank or not a date (a bare year is not a date).
    """
    different = texts.drop_nulls().unique()
    parsed = {text: parse_date(text) for text in different}
    return texts.replace_strict(list(parsed), list(parsed.values()), default=None, return_dtype=pl.Date)


def parse_date(text: str) -> date | None:
    """One date as people and calamine write it; null when it is not one."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?", text):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})", text):
        day, month, year = map(int, match.group(1, 3, 4))
        year += 2000 if year < 100 else 0
    elif re.fullmatch(r"\d{5}(\.0+)?", text):
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    else:
        return None
    try:
        return datetime(year, month, day).date()
    except ValueError:
        return None


def is_blank(texts: pl.Expr) -> pl.Expr:
    """True where there is no value: an empty cell or a word that says so."""
    return texts.is_null() | texts.str.to_lowercase().is_in(BLANK_WORDS)
