"""What the text of a cell means: amounts, dates, counts, yes and no."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import TypeVar

import polars as pl

from data_loaders.units import EXCEL_DIGITS

MONEY = pl.Decimal(38, 2)
#: Words and marks for "no value": read as blank, never as zero.
BLANK_WORDS = (
    "", "-", "–", "—", "−", ".", "..", "...", "…", "n/a", "n.a.", "na", "null", "nan",
    "ei tietoa", "tieto puuttuu", "uppgift saknas", "saknas", "not available", "no data",
)  # fmt: skip
#: The day that Excel's serial numbers count from; workbooks of old Macs count from 1.1.1904.
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
#: A bare number is a day only between these.
_SERIALS = (date(1990, 1, 1), date(2099, 12, 31))
#: Minuses and apostrophes are written in many ways.
_ONE_MARK = str.maketrans("−–—’", "---'")
#: Numbers as the readers of workbooks write a number cell.
_PLAIN = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
#: Numbers that hold whole cents.
_CENTS = r"^-?\d+(\.\d{1,2})?$"
_SPACES = r"[\s\u00a0\u202f\u2007\u2009]"
#: A cell with nothing else than a word for none; one look that ends at the first other letter, for every cell is asked.
_NO_VALUE = rf"(?i)^{_SPACES}*(?:{'|'.join(f'{_SPACES}+'.join(map(re.escape, word.split())) for word in BLANK_WORDS)}){_SPACES}*$"


def amounts(texts: pl.Series, are_numbers: pl.Series | None = None, factor: int = 1) -> pl.Series:
    """Amounts in euros, exact to the cent; halves of a cent go up, as Excel rounds them.

    Plain numbers are converted at once; what is left goes through ``parse_amount``, each
    different text once. A mark before three digits (``421.000``) is what the other texts of the
    column say it is, and in doubt when they say nothing, or contradict each other.

    Args:
        texts: The cells of one column, or part of it.
        are_numbers: True where the cell is a number in its sheet: its point is a decimal point. Null
            where all cells are texts.
        factor: Makes euros of the column's unit: 1 000 for thousands of euros.

    Returns:
        Decimals; null where the text is blank or cannot be read.
    """
    exact = texts.str.contains(_CENTS)
    if factor == 1 and exact.all(ignore_nulls=True):
        return texts.cast(MONEY, strict=False)
    # "1.234" is in doubt; "0.234" is not, for no thousands begin with a zero.
    plain = texts.str.contains(_PLAIN) & (~texts.str.contains(r"^-?[1-9]\d{0,2}\.\d{3}$") | (False if are_numbers is None else are_numbers))
    # A float cell may show as 66903.549999999996: the hair that is added is wider than what a float is wrong by.
    cents = texts.cast(pl.Float64, strict=False) * 100
    rounded = (cents.abs() * (1 + 1e-15) + 0.5).floor() * cents.sign()
    numbers = pl.select(
        pl.when(exact).then(texts.cast(MONEY, strict=False)).when(plain).then(rounded.cast(pl.Int64, strict=False).cast(MONEY) / 100)
    ).to_series()
    if factor != 1:
        # Thousands of euros may have more decimals than cents: each is multiplied as it is written.
        plain, numbers = pl.repeat(False, len(texts), eager=True), pl.repeat(None, len(texts), dtype=MONEY, eager=True)
    odd = texts.filter(texts.is_not_null() & ~plain.fill_null(True)).unique()
    if odd.is_empty():
        return numbers
    written = texts if are_numbers is None else texts.filter(~are_numbers)
    parsed = _parsed(texts, odd, decimal_mark(written) if is_in_doubt(odd).any() else None, factor)
    if factor != 1 and are_numbers is not None:
        parsed = pl.select(pl.when(are_numbers).then(_parsed(texts, odd, ".", factor)).otherwise(parsed)).to_series()
    return pl.select(pl.coalesce(numbers, parsed)).to_series()


def _parsed(texts: pl.Series, odd: pl.Series, mark: str | None, factor: int) -> pl.Series:
    amounts = {text: parse_amount(text, mark, factor) for text in odd}
    return texts.replace_strict(list(amounts), list(amounts.values()), default=None, return_dtype=MONEY)


def is_in_doubt(texts: pl.Series) -> pl.Series:
    """True where an amount has one mark before three digits, which may part thousands or cents."""
    return texts.str.contains(r"^[^\d.,]*[1-9]\d{0,2}[.,]\d{3}[^\d.,]*(,[-–—])?[^\d.,]*$").fill_null(False)


def decimal_mark(texts: pl.Series) -> str | None:
    """The decimal mark of a column of texts, as those say that can be read in one way only; null when none does, or they differ.

    ``12.500,50``, ``2.141.953`` and ``12,5`` have a comma, ``12,500.50`` and ``0.5`` a point.
    """
    said = {_mark_of(amount[1]) for text in texts.drop_nulls().unique() if (amount := _signed(text))} - {None}
    return said.pop() if len(said) == 1 else None


def _mark_of(digits: str) -> str | None:
    """The decimal mark that one amount gives away; null when it may have either, or is no amount."""
    if _decimal_text(digits) is None:
        return None
    *_, last = re.findall(r"[.,]", digits) or [None]
    if last is None or re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        return None
    # Marks of one kind that stand before three digits again and again part thousands.
    is_decimal = digits.count(last) == 1
    return last if is_decimal else {".": ",", ",": "."}[last]


def parse_amount(text: str, mark: str | None = None, factor: int = 1) -> Decimal | None:
    """One amount as people write it: ``1 234 567,89 €``, ``1.234.567,89``, ``(1 000)``, ``−5``, ``5 000,–``.

    What may mean two things is not guessed: ``1.234`` (a thousand, or one and a bit?),
    ``12 34``, a percentage, thousands of euros (``5 t€``), another currency.

    Args:
        text: The cell.
        mark: The decimal mark where it is known, for ``1.234``.
        factor: Makes euros of the unit that the header names. A cell that names euros itself contradicts it.

    Returns:
        The amount with two decimals; null when the text is blank or not an amount.
    """
    amount = _signed(text)
    if amount is None:
        return None
    sign, digits, has_unit = amount
    number = _decimal_text(digits, mark, not has_unit and factor != 1)
    if number is None or (has_unit and factor != 1):
        return None
    try:
        exact = EXCEL_DIGITS.create_decimal(number) if len(number) > 17 and "." in number else Decimal(number)
        return (Decimal(f"{sign}1") * exact * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        return None


def _signed(text: str) -> tuple[str, str, bool] | None:
    """Sign and digits with their marks, and whether the text names euros; null when it is no amount."""
    cleaned = re.sub(_SPACES, " ", text).translate(_ONE_MARK).strip()
    bare = re.sub(r"(?<=[\d)-]) ?(€|eur|euro[at]?|eurų|eiro)$", "", cleaned, flags=re.I)
    stripped = re.sub(r",-$", "", bare)
    bracketed = re.fullmatch(r"\( ?([^-]+?) ?\)", stripped)
    amount = bracketed[1] if bracketed else stripped
    lead = re.match(r"((?:€|eur\b)?) ?([-+]?) ?((?:€|eur\b)?) ?", amount, flags=re.I)
    digits = amount[lead.end() if lead else 0 :]
    sign = "-" if bracketed or (lead and lead[2] == "-") else ""
    return (sign, digits, bare != cleaned or bool(lead and (lead[1] or lead[3]))) if digits else None


def _decimal_text(digits: str, decimal: str | None = None, has_more: bool = False) -> str | None:
    """Digits with marks as Python writes a number; null when they are none, or in doubt.

    Args:
        digits: Digits with their marks.
        decimal: The decimal mark where it is known.
        has_more: Four decimals are no slip: thousands of euros have them.
    """
    split = re.fullmatch(r"(.*?)(?:([.,])(\d*))?", digits)
    if split is None:
        return None
    whole, mark, part = split.groups()
    if decimal and mark and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        return f"{whole}.{part}" if mark == decimal else whole + part
    if re.fullmatch(r"\d+\.\d+[eE][+-]?\d+|\d+[eE][+-]?\d+", digits):
        return digits
    for thousands in (" ", "'", "." if mark == "," else ","):
        if thousands in whole:
            # Groups of three, one kind of mark: 1 234 567,89.
            grouped = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole)
            return f"{whole.replace(thousands, '')}.{part or 0}" if grouped and part != "" and len(part or "") <= 2 else None
    if mark and re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", whole) and len(part) == 3:
        return (whole + part).replace(mark, "")
    if not re.fullmatch(r"\d+", whole) or part == "":
        return None
    # "1.234" is in doubt, and "1.2345" a slip; "0.234", "1234.565" and what a float makes of a number are not.
    if part and len(part) > 2 and whole != "0" and len(whole) <= 3 and len(part) <= (3 if has_more or mark == decimal else 4):
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


def dates(texts: pl.Series, day_zero: date = DAY_ZERO) -> pl.Series:
    """Dates: date cells, ``d.m.yyyy``, ``d.m.yy``, ``d/m/yyyy``, ISO, names of months and serial numbers.

    One date that puts the month first (``2/29/2024``) makes every date with slashes or dashes of its
    column doubtful: none of them is guessed.

    Args:
        texts: The cells of one column.
        day_zero: The day that the workbook counts serial numbers from.

    Returns:
        Dates; null where the text is blank or not a date (a bare year is not a date).
    """
    different = texts.drop_nulls().unique()
    in_doubt = different.str.contains(r"^\d{1,2}[/-](1[3-9]|[23]\d)[/-]").any()
    either = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]")
    parsed = {text: None if in_doubt and either.match(text) else parse_date(text, day_zero) for text in different}
    return texts.replace_strict(list(parsed), list(parsed.values()), default=None, return_dtype=pl.Date)


def parse_date(text: str, day_zero: date = DAY_ZERO) -> date | None:
    """One date as people and calamine write it; null when it is not one.

    The day comes first, as Europe writes. A year of two digits is of this century:
    ``05.02.16`` is 5 February 2016. A month may have its name in Finnish, Swedish, English,
    German and other languages of the Union. A bare year, a month without a day and a time of day are not guessed.
    """
    text = _without_weekday(re.sub(_SPACES, " ", text).strip())
    clock = r"(?:[T ](?:klo )?\d{1,2}[:.]\d{2}.*)?"
    # Polish ends a day with the word for a year.
    text = re.sub(r"(?<=\d{4}) ?r\.$", "", text)
    if match := re.fullmatch(rf"(\d{{4}})([-/])(\d{{1,2}})\2(\d{{1,2}}){clock}", text):
        year, month, day = map(int, match.group(1, 3, 4))
    elif match := re.fullmatch(rf"(\d{{1,2}})([./-]) ?(\d{{1,2}})\2 ?(\d{{4}}|(?<!-)(?<!- )\d{{2}}){clock}", text):
        day, month, year = map(int, match.group(1, 3, 4))
    elif match := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\.0)?", text):
        year, month, day = map(int, match.groups())
    elif re.fullmatch(r"\d{5}(\.\d+)?", text):
        serial = day_zero + timedelta(days=int(float(text)))
        return serial if _SERIALS[0] <= serial <= _SERIALS[1] else None
    elif match := re.fullmatch(rf"(?:den |the )?{_NAMED_DAY}{clock}", text.casefold()):
        first, name, last = match.group(1, 2, 3) if match[1] else match.group(5, 4, 6)
        day, month, year = int(first), _months().get(name, 0), int(last)
    else:
        return None
    try:
        # A cell that holds a time of day alone comes as a day of 1899.
        return date(year + 2000 if year < 100 else year, month, day) if year > 1900 or year < 100 else None
    except ValueError:
        return None


#: "15. maaliskuuta 2024", "15 mars 2024", "15-Mar-24", "15th of March 2024"; "March 15, 2024".
_NAMED_DAY = r"(?:(\d{1,2})(?:\.|st|nd|rd|th|er|:e)?(?: (?:of|de)(?= ))?[ -]?([^\W\d_]+)[.,]?[ -]?(\d{4}|(?<=-)\d{2})|([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}))"
_LOCALES = ("fi", "sv", "en", "de", "cs", "pl", "fr", "et", "lv", "lt", "nl", "da", "es", "it")


@cache
def _months() -> dict[str, int]:
    """Name of a month, folded and without its full stop → its number."""
    # Most lists have no names of months: the library is loaded when one does.
    from babel.dates import get_month_names

    months = {"mrz": 3, "jänner": 1, "sept": 9}
    for language in _LOCALES:
        for kind in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names = {name.casefold().rstrip("."): number for number, name in get_month_names(width, kind, language).items()}
                # Where two languages mean different months by one name, the earlier one decides.
                months = names | months
    # Finnish shortens a month to the word before "kuu" too, and to "maalisk.".
    short = {name.removesuffix("kuu"): number for name, number in months.items() if name.endswith("kuu")}
    return months | short | {f"{name}k": number for name, number in short.items()}


def _without_weekday(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest.strip() if rest and first[0].isalpha() and first.casefold().rstrip(",.") in _weekdays() else text


@cache
def _weekdays() -> frozenset[str]:
    from babel.dates import get_day_names

    return frozenset(
        name.casefold().rstrip(".")
        for language in _LOCALES
        for kind in ("format", "stand-alone")
        for width in ("wide", "abbreviated", "short")
        for name in get_day_names(width, kind, language).values()
    )


Texts = TypeVar("Texts", pl.Expr, pl.Series)


def is_blank(texts: Texts) -> Texts:
    """True where there is no value: an empty cell or a word that says so."""
    return texts.is_null() | texts.str.contains(_NO_VALUE)
