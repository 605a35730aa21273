"""What a header and a number format say of the unit of amounts."""

from decimal import Decimal

import pytest

from data_loaders.units import CellFormat, cell_format, unit_alone, unit_in, without_unit


@pytest.mark.parametrize(
    ("factor", "headers"),
    [
        (1_000, ("Julkinen rahoitus (1 000 €)", "Rahoitus, 1000 euroa", "Rahoitus t€", "Tuki k€", "TEUR", "Gesamtkosten in TEUR", "KEUR")),
        (1_000, ("tuhatta euroa", "Rahoitus tuhansina euroina", "Rahoitus (tuhansia)", "i tusental euro", "tusen euro", "Wert in Tsd. €")),
        (1_000, ("Funding €'000", "Funding (€000)", "EUR 1,000", "in thousands of euros", "€, thousands", "Rahoitus € (1 000)", "Tuki x 1000")),
        (1_000, ("Montant en milliers d'euros", "Summa (tūkst. EUR)", "Kwota w tysiącach euro", "v tisících eur", "Toetus (tuhandetes eurodes)")),
        (1_000_000, ("Rahoitus, M€", "Rahoitus (milj. euroa)", "milj.€", "mn €", "Mio. EUR", "MEUR", "€m", "Total (EUR m)", "€ million")),
        (1_000_000, ("1 000 000 €", "Rahoitus milj.", "miljoner euro")),
        (1_000_000_000, ("Mrd. €", "miljardia euroa", "€bn")),
        (1, ("Rahoitus €", "Rahoitus (EUR)", "Total cost in EUR", "Menot yhteensä, euroa", "Rahoitus (t)")),
        # Another currency, a share, a scale of which people mean different numbers.
        (None, ("tkr", "Budget (mkr)", "Belopp (SEK)", "Belopp i kronor", "MSEK", "CZK", "Tis. Kč", "korunaa", "£m", "Total (£)", "US$", "zł")),
        (None, ("Rahoitus (%)", "EU-rahoitus %", "Rahoitus (tn €)", "10 000 €", "Kustannukset markkoina", "EUR / SEK")),
    ],
)  # fmt: skip
def test_a_header_names_its_unit(factor, headers):
    assert [(header, unit and unit.factor) for header in headers for unit in [unit_in(header)]] == [(header, factor) for header in headers]


@pytest.mark.parametrize(
    "header",
    [
        *("Suunniteltu julkinen rahoitus", "EU- ja valtion rahoitus", "Planned total costs", "Costo", "AMK-rahoitus", "Markkinointi"),
        *("Tuki (sis. 25 % omarahoitus)", "Toteutunut EU-rahoituksen määrä", "Summa 2024", ""),
    ],
)
def test_most_headers_name_no_unit(header):
    assert unit_in(header) is None


@pytest.mark.parametrize(
    "text", ["1 000 €", "(tuhatta euroa)", "Luvut milj. €", "Summat ovat tuhansia euroja", "Beträge in TEUR", "Belopp i tkr"]
)
def test_a_line_that_says_a_unit_and_nothing_else(text):
    assert unit_alone(text) == unit_in(text) is not None


@pytest.mark.parametrize("text", ["yli 1 000 € hankkeet", "Hanke", "", "S1 € hanke"])
def test_a_line_that_says_more(text):
    assert unit_alone(text) is None


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0%", "0.25", "25 %"),
        ("0.00 %", "0.125", "12.5 %"),
        ('0" %"', "25", "25 %"),
        ('0.0" milj. €"', "1.5", "1.5 milj. €"),
        ('#,##0 "t€"', "300", "300 t€"),
        ('"$"#,##0', "5", "5 $"),
        ("[$£-809]#,##0", "5", "5 £"),
        ("#,##0\\ [$kr-41D]", "5", "5 kr"),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00)', "5", "5 $"),
        ("#,##0,", "1500", "1.5 tuhatta"),
        ("[h]:mm", "1.5", "36:00:00"),
    ],
)
def test_a_number_format_that_shows_something_else_than_the_cell_holds(code, value, shown):
    assert cell_format(code).shown(value) == shown


@pytest.mark.parametrize(
    "code",
    [
        *("General", "0.00", "#,##0", "@", "d.m.yyyy", "[$-40B]d.m.yyyy;@", "h:mm", "0.00E+00", "# ??/??", '0 "hlö"', "#,##0;[Red]-#,##0"),
        *('#,##0.00 "€"', "#,##0 [$€-40B]", "#,##0.00 €", '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-'),
        # Euros that are shown in thousands or millions are euros in the cell.
        *('0.0,,"M€"', '#,##0,"t€"', '[>=1000000]0.0,,"M€";0'),
    ],
)  # fmt: skip
def test_a_number_format_of_plain_numbers_euros_and_days(code):
    assert cell_format(code) is None


@pytest.mark.parametrize("value", ["", "x", "nan", "inf"])
def test_what_is_no_number_is_shown_as_nothing(value):
    assert CellFormat(Decimal(1), "$").shown(value) is None


@pytest.mark.parametrize("unit", ["(1 000 €)", "(EUR)", "[t€]", ", 1 000 euroa", " M€", " €", "(tkr)", " (in thousands of euros)"])
def test_a_header_without_its_unit(unit):
    assert without_unit(f"Suunniteltu julkinen rahoitus {unit}") == "Suunniteltu julkinen rahoitus"


@pytest.mark.parametrize("header", ["Suunniteltu julkinen rahoitus", "Rahoitus (suunniteltu)", "(€)", "€", ""])
def test_a_header_that_ends_in_no_unit(header):
    assert without_unit(header) is None


@pytest.mark.parametrize("header", ["Eurot", "Rahoitus, eurot", "Eurot yhteensä", "Euro", "Summa euroa"])
def test_a_word_for_euros_is_no_scale(header):
    """The last letter of *eurot* is a plural, not thousands."""
    unit = unit_in(header)
    assert unit is not None and unit.factor == 1
