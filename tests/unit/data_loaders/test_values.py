"""What the text of a cell means."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.values import DAY_ZERO_1904, amounts, counts, dates, is_blank, parse_amount, parse_date

#: Thousands mark, decimal mark and frame of every style that we have seen.
_STYLES = [
    (" ", ",", "{} €"),
    ("\u00a0", ",", "{}\u00a0€"),
    ("\u202f", ",", "{} EUR"),
    ("", ",", "{} euroa"),
    (".", ",", "{}"),
    (",", ".", "€{}"),
    ("'", ".", "{}"),
    ("", ".", "{}"),
]


@given(
    cents=st.integers(min_value=-(10**13), max_value=10**13),
    style=st.sampled_from(_STYLES),
    minus=st.sampled_from(["-", "−", "–", "()"]),
)
def test_an_amount_is_the_same_to_the_cent_in_every_style(cents, style, minus):
    thousands, mark, frame = style
    euros, rest = divmod(abs(cents), 100)
    digits = f"{euros:,}".replace(",", thousands) + f"{mark}{rest:02}"
    if cents < 0:
        digits = f"({digits})" if minus == "()" else minus + digits
    text = digits if minus == "()" and cents < 0 else frame.format(digits)

    assert parse_amount(text) == Decimal(cents) / 100


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("0", "0"),
        ("1 234 567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,5", "1.50"),
        ("-12,5 €", "-12.50"),
        ("(1 000)", "-1000"),
        ("(1 000) €", "-1000"),
        ("1 234 567,89 €", "1234567.89"),
        ("1\u00a0234\u00a0567,89\u00a0€", "1234567.89"),
        ("1\u202f234\u202f567,89\u202f€", "1234567.89"),
        ("1\u00a0234 567,89€", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1'234.50", "1234.50"),
        ("−5", "-5"),
        ("–5", "-5"),
        ("- 5 000", "-5000"),
        ("-€5", "-5"),
        ("€ 5 000", "5000"),
        ("EUR 5 000", "5000"),
        ("5 000 euroa", "5000"),
        ("5 000 eurot", "5000"),
        ("5 000 eurų", "5000"),
        ("+5 000", "5000"),
        ("5 000,– €", "5000"),
        ("0,234", "0.23"),
    ],
)
def test_an_amount_as_people_write_it(text, euros):
    assert parse_amount(text) == Decimal(euros)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "()", "(-5)", "--5", "5,", "ei tiedossa", "12 kpl", "1,2,3", "1,2345", "1 234.567"),
        # Dates, times, truth, errors.
        *("1.2.24", "31.12.2024", "09:30:00", "true", "#N/A", "#DIV/0!", "=A1"),
        # Shares, thousands, millions, other currencies, two numbers: not guessed.
        *("5 %", "5 t€", "5t", "1 000 tuhatta", "1,5 milj. €", "$5", "5 kr", "5 SEK", "1 2", "12 34", "1€50", "1-4", "5 €/v"),
        "9" * 60,
    ],
)
def test_what_is_not_an_amount_is_null(text):
    assert parse_amount(text) is None
    assert amounts(pl.Series([text])).to_list() == [None]


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12.345", "(1.234)", "1.234 €"])
def test_a_mark_before_three_digits_may_be_either_and_is_not_guessed(text):
    assert amounts(pl.Series([text])).to_list() == [None]


@pytest.mark.parametrize(
    ("texts", "euros"),
    [
        # A list from the Netherlands or from Luxembourg: its other amounts say that a point parts thousands.
        (["421.000 €", "2.141.953", "12.500,50"], ["421000", "2141953", "12500.50"]),
        (["421.000", "12,5"], ["421000", "12.50"]),
        (["(421,000)", "12.50"], ["-421000", "12.50"]),
        (["1,125", "12,5"], ["1.13", "12.50"]),
        (["421.000", "1 234,50"], ["421000", "1234.50"]),
        (["421.125", "0.5"], ["421.13", "0.50"]),
        # Nothing decides, or two amounts contradict each other.
        (["421.000", "300"], [None, "300"]),
        (["421.000", "12,5", "12.5"], [None, "12.50", "12.50"]),
    ],
)
def test_a_mark_before_three_digits_is_what_the_column_says(texts, euros):
    assert amounts(pl.Series(texts)).to_list() == [None if amount is None else Decimal(amount) for amount in euros]


def test_a_number_cell_with_three_decimals_is_a_number_and_decides_nothing():
    texts, numbers = pl.Series(["421.125", "421.125", "7.5"]), pl.Series([True, False, True])

    assert amounts(texts, numbers).to_list() == [Decimal("421.13"), None, Decimal("7.50")]


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("0.125", "0.13"),
        ("-0.125", "-0.13"),
        # What a float holds is a hair below the half; Excel rounds what it shows.
        ("1.005", "1.01"),
        ("2.675", "2.68"),
        ("1234.565", "1234.57"),
        ("1234,565", "1234.57"),
        ("66903.544999999998", "66903.55"),
        ("66903,544999999998", "66903.55"),
        ("0,125", "0.13"),
        ("(0,125)", "-0.13"),
        ("12.344999999999", "12.34"),
    ],
)
def test_halves_of_a_cent_go_up_in_number_cells_and_texts(text, euros):
    assert amounts(pl.Series([text]), pl.Series([text == text.replace(",", ".") and "(" not in text])).to_list() == [Decimal(euros)]


@given(st.integers(min_value=-(10**9), max_value=10**9), st.integers(min_value=0, max_value=999))
def test_a_number_of_three_decimals_is_rounded_as_it_is_written(euros, thousandths):
    text = f"{euros}.{thousandths:03}"

    assert amounts(pl.Series([text]), pl.Series([True])).to_list() == [Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)]


def test_thousands_of_euros_are_multiplied_as_they_are_written():
    texts = pl.Series(["301.5", "0.1234567", "1E2", "(3)", "1 000,5", None, "5 €", "noin 5"])

    assert amounts(texts, factor=1000).to_list() == [
        *map(Decimal, ("301500", "123.46", "100000", "-3000", "1000500")), None, None, None,
    ]  # fmt: skip
    assert amounts(pl.Series(["1,2345", "0,25"]), factor=1_000_000).to_list() == [Decimal(1234500), Decimal(250000)]


def test_amounts_read_number_cells_and_texts_in_one_column():
    texts = pl.Series(["66903.549999999996", "1E5", None, "1 234,50 €", "ei tietoa", "0", "-7", "1 234,50 €"])

    assert amounts(texts).to_list() == [
        Decimal("66903.55"), Decimal("100000.00"), None, Decimal("1234.50"), None, Decimal("0.00"), Decimal("-7.00"),
        Decimal("1234.50"),
    ]  # fmt: skip


def test_amounts_keep_large_sums_exact():
    assert amounts(pl.Series(["90071992547409.93"])).to_list() == [Decimal("90071992547409.93")]


@pytest.mark.parametrize("texts", [pl.Series([], dtype=pl.String), pl.Series([None], dtype=pl.String)])
def test_amounts_of_nothing_are_nothing(texts):
    assert amounts(texts).to_list() == texts.to_list()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2024-02-29",
            "29.2.2024",
            "29.02.2024",
            "29.2.24",
            "29.02.24",
            "29. 2. 2024",
            "29/2/2024",
            "29.2.2024 klo 12.30",
            "29.2.2024 0:00:00",
        ),
        *("29-02-2024", "2024/02/29", "29.02.2024 r.", "29. února 2024", "29 lutego 2024", "29 février 2024", "29. veebruar 2024"),
        *("2024-02-29 00:00:00", "2024-02-29T12:30:00", "45351", "45351.0", "45351.5"),
    ],
)
def test_a_date_in_every_style(text):
    assert parse_date(text) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        *("15. maaliskuuta 2024", "15.maaliskuuta 2024", "15. maalis 2024", "15. maalisk. 2024", "perjantai 15. maaliskuuta 2024"),
        *("15 mars 2024", "den 15 mars 2024", "fredag den 15 mars 2024", "15 March 2024", "15th of March 2024", "March 15, 2024"),
        *("Friday, March 15, 2024", "15-Mar-2024", "15-Mar-24", "15. März 2024", "15 Mrz 2024", "pe 15.3.2024"),
        *("20240315", "20240315.0", "15. maaliskuuta 2024 klo 12.00"),
    ],
)
def test_a_month_by_its_name_and_a_day_in_eight_digits(text):
    assert parse_date(text) == date(2024, 3, 15)


@pytest.mark.parametrize(
    "text", ["maaliskuu 2024", "March 2024", "noin 15. maaliskuuta 2024", "32 mars 2024", "15 foo 2024", "20241301", "36:00:00"]
)
def test_what_names_no_day_is_null(text):
    assert parse_date(text) is None


def test_a_serial_number_counts_from_the_workbooks_first_day():
    assert dates(pl.Series(["45351"])).to_list() == [date(2024, 2, 29)]
    assert dates(pl.Series(["43889"]), DAY_ZERO_1904).to_list() == [date(2024, 2, 29)]


@pytest.mark.parametrize("text", ["2024", "30.2.2024", "2024-13-01", "kevät 2024", "2/29/2024", "2-29-2024", "29-02-24", "29/2.2024", ""])
def test_what_is_not_a_date_is_null(text):
    assert parse_date(text) is None


def test_dates_of_a_column_that_once_puts_the_month_first_are_not_guessed():
    assert dates(pl.Series(["1/2/2024", "13/2/2024"])).to_list() == [date(2024, 2, 1), date(2024, 2, 13)]
    assert dates(pl.Series(["1/2/2024", "2/13/2024", "1.2.2024"])).to_list() == [None, None, date(2024, 2, 1)]
    assert dates(pl.Series(["1-2-2024", "2-13-2024", "2024-02-01"])).to_list() == [None, None, date(2024, 2, 1)]


@pytest.mark.parametrize(("text", "year"), [("05.02.16", 2016), ("1.1.00", 2000), ("31.12.99", 2099)])
def test_a_year_of_two_digits_is_of_this_century(text, year):
    assert parse_date(text).year == year


def test_dates_keep_their_places():
    texts = pl.Series(["1.3.2015", None, "joskus", "1.3.2015"])

    assert dates(texts).to_list() == [date(2015, 3, 1), None, None, date(2015, 3, 1)]


def test_blank_is_an_empty_cell_or_a_word_that_says_so_and_zero_is_not_blank():
    texts = pl.DataFrame({"text": [None, "", "-", "Ei tietoa", "...", "..", "N/A", "ei\u00a0 tietoa ", "—", "0", "x", "#N/A"]})

    assert texts.select(is_blank(pl.col("text"))).to_series().to_list() == [True] * 9 + [False] * 3


@pytest.mark.parametrize(
    ("text", "count"),
    [("0", 0), ("12", 12), ("12.0", 12), ("12,0", 12), ("1 234", 1234), ("1\u00a0234\u202f567", 1234567), ("+5", 5)]
    + [(text, None) for text in (None, "", "-1", "−1", "12,5", "1.000", "1,000", "1 2", "1-4", "x", "true", "#N/A", "1e5", "9" * 30)],
)
def test_a_count_is_a_whole_number_and_nothing_else(text, count):
    assert counts(pl.Series([text], dtype=pl.String)).to_list() == [count]


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader_and_one_text_means_the_same_alone_and_in_a_column(text):
    (amount,), (day,), (count,) = (read(pl.Series([text])).to_list() for read in (amounts, dates, counts))

    assert amount is None or amount == amount.quantize(Decimal("0.01"))
    assert day == parse_date(text)
    assert count is None or count >= 0
