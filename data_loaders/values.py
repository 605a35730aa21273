"""What the text of a cell means: amounts, dates, counts, yes and no."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import polars as pl

MONEY = pl.Decimal(38, 2)
#: Words and marks for "no value": read as blank, never as zero.
BLANK_WORDS = (
    "", "-", "–", "—", "−", ".", "..", "...", "…", "n/a", "n.a.", "na", "null", "nan",
    "ei tietoa", "tieto puuttuu", "uppgift saknas", "saknas", "not available", "no data",
)  # fmt: skip
_EXCEL_EPOCH = date(1899, 12, 30)
#: A bare number is a day only between these (serials of 1.1.1990 and 31.12.2099).
_SERIALS = range(32874, 73051)
#: Minuses and apostrophes are written in many ways.
_ONE_MARK = str.maketrans("−–—’", "---'")
_SPACES = r"[\s\u00a0\u202f\u2007\u2009]"


def amounts(texts: pl.Series) -> pl.Series:
    """Amounts in euros, exact to the cent.

    Plain numbers (what calamine gives for number cells) are converted at once; what is
    left goes through ``parse_amount``, each different text once.

    Returns:
        Decimals; null where the text is blank or cannot be read.
    """
    # "1.234" is in doubt; "0.234" is not, for no thousands begin with a zero.
    plain = texts.str.contains(r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$") & ~texts.str.contains(r"^-?[1-9]\d{0,2}\.\d{3}$")
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
    """One amount as people write it: ``1 234 567,89 €``, ``1.234.567,89``, ``(1 000)``, ``−5``, ``5 000,–``.

    What may mean two things is not guessed: ``1.234`` (a thousand, or one and a bit?),
    ``12 34``, a percentage, thousands of euros (``5 t€``), another currency.

    Returns:
        The amount with two decimals; null when the text is blank or not an amount.
    """
    cleaned = re.sub(_SPACES, " ", text).translate(_ONE_MARK).strip()
    cleaned = re.sub(r"(?<=[\d)-]) ?(€|eur|euroa?)$", "", cleaned, flags=re.I)
    cleaned = re.sub(r",-$", "", cleaned)
    bracketed = re.fullmatch(r"\( ?([^-]+?) ?\)", cleaned)
    amount = bracketed[1] if bracketed else cleaned
    lead = re.match(r"(?:€|eur\b)? ?(-?) ?(?:€|eur\b)? ?", amount, flags=re.I)
    number = _decimal_text(amount[lead.end() if lead else 0 :])
    sign = "-" if bracketed or (lead and lead[1]) else ""
    try:
        return Decimal(sign + number).quantize(Decimal("0.01")) if number else None
    except InvalidOperation:
        return None


def _decimal_text(digits: str) -> str | None:
    """Digits with marks as Python writes a number; null when they are none, or in doubt."""
    split = re.fullmatch(r"(.*?)(?:([.,])(\d*))?", digits)
    if split is None:
        return None
    whole, mark, part = split.groups()
    for thousands in (" ", "'", "." if mark == "," else ","):
        if thousands in whole:
            # Groups of three, one kind of mark: 1 234 567,89.
            grouped = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole)
            return f"{whole.replace(thousands, '')}.{part or 0}" if grouped and part != "" and len(part or "") <= 2 else None
    if mark and re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", whole) and len(part) == 3:
        return (whole + part).replace(mark, "")
    if not re.fullmatch(r"\d+", whole) or part == "" or (mark and len(part) > 2 and whole != "0"):
        return None
    return f"{whole}.{part or 0}"


def counts(texts: pl.Series) -> pl.Series:
    """Whole numbers, zero or more: ``1234``, ``1 234``, and number cells such as ``1234.0``.

    Returns:
        Integers; null where the text is blank, negative, or not a whole number.
    """
    spaced = texts.str.contains(rf"^\d{{1,3}}({_SPACES}\d{{3}})+$")
    digits = pl.select(pl.when(spaced).then(texts.str.replace_all(_SPACES, "")).otherwise(texts)).to_series()
    whole = digits.str.extract(r"^\+?(\d{1,18})(?:[.,]0+)?$", 1)
    return pl.select(pl.when(~digits.str.contains(r"[.,]000$")).then(whole.cast(pl.Int64, strict=False))).to_series()


def dates(texts: pl.Series) -> pl.Series:
    """Dates: date cells, ``d.m.yyyy``, ``d.m.yy``, ``d/m/yyyy``, ISO and serial numbers.

    One date that puts the month first (``2/29/2024``) makes every date with slashes of its
    column doubtful: none of them is guessed.

    Returns:
        Dates; null where the text is blank or not a date (a bare year is not a date).
    """
    different = texts.drop_nulls().unique()
    in_doubt = different.str.contains(r"^\d{1,2}/(1[3-9]|[23]\d)/").any()
    parsed = {text: None if in_doubt and "/" in text else parse_date(text) for text in different}
    return texts.replace_strict(list(parsed), list(parsed.values()), default=None, return_dtype=pl.Date)


def parse_date(text: str) -> date | None:
    """One date as people and calamine write it; null when it is not one.

    The day comes first, as Europe writes. A year of two digits is of this century:
    ``05.02.16`` is 5 February 2016. A bare year, a month without a day and a time of day
    are not guessed.
    """
    text = re.sub(_SPACES, " ", text).strip()
    clock = r"(?:[T ](?:klo )?\d{1,2}[:.]\d{2}.*)?"
    if match := re.fullmatch(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){clock}", text):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(rf"(\d{{1,2}})([./]) ?(\d{{1,2}})\2 ?(\d{{4}}|\d{{2}}){clock}", text):
        day, month, year = map(int, match.group(1, 3, 4))
        year += 2000 if year < 100 else 0
    elif re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    else:
        return None
    try:
        # A cell that holds a time of day alone comes as a day of 1899.
        return date(year, month, day) if year > 1900 else None
    except ValueError:
        return None


Texts = TypeVar("Texts", pl.Expr, pl.Series)


def is_blank(texts: Texts) -> Texts:
    """True where there is no value: an empty cell or a word that says so."""
    return texts.is_null() | texts.str.replace_all(_SPACES + "+", " ").str.strip_chars().str.to_lowercase().is_in(BLANK_WORDS)
