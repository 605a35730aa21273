"""What tells of a person in a text is masked however it is written, and nothing else is."""

import time

import pytest

from data_loaders.sheets import LONGEST_CELL
from publication import contacts
from publication.contacts import MASK, without_codes_and_addresses, without_contacts

ADDRESSES = (
    "matti.meikalainen@esimerkki.fi", "matti @ esimerkki.fi", "matti @ esimerkki . fi", "matti(at)esimerkki.fi", "matti (a) esimerkki.fi",
    "matti [at] esimerkki [dot] fi", "matti{ät}esimerkki.fi", "matti.meikalainen at esimerkki dot fi", "matti at esimerkki piste fi",
    "matti ät esimerkki.fi", "matti miuku esimerkki piste fi", "matti snabel-a exempel punkt fi", "MATTI (AT) ESIMERKKI (DOT) FI",
    "etunimi piste sukunimi (at) esimerkki piste fi", "matti%40esimerkki.fi", "matti%2Emeikalainen%40esimerkki%2Efi",
    "matti%2540esimerkki.fi", "matti&#64;esimerkki.fi", "matti&commat;esimerkki.fi", "matti＠esimerkki．fi", "matti@\u200besimerkki.fi",
    "meikäläinen@esimerkki.fi", "o'brien+1@example.com",
)  # fmt: skip
CODES = (
    *(f"131052{mark}308T" for mark in "-+ABCDEFUVWXYy"), *(f"131052{dash}308T" for dash in ("–", "—", "−", "‑", "－", " – ", "--", " - ", " ")),
    "131052308T", "131052-308t", "131052-308U", "010101-900R", "010101A900R", "13 10 52-308T", "13.10.52-308T", "131052-3 0 8 T",
    "１３１０５２－３０８Ｔ", "1310\u00ad52-308T", "131052%2D308T", "131052\u00a0-\u00a0308T",
)  # fmt: skip
NUMBERS = (
    "(09) 310 1691", "040.123.4567", "040/1234567", "00358 40 1234567", "+358 (0)40 123 4567", "+358-40-1234567", "(+358) 40 123 4567",
    "358 40 1234567", "040 – 123 4567", "040‑123‑4567", "040_1234567", "０４０ １２３ ４５６７", "040\u00a0123\u00a04567", "0 4 0 1 2 3 4 5 6 7",
    "0401234567", "0400 123 456", "09-310 1691", "(0)40 123 4567", "+46 70 123 45 67", "0046 70 123 45 67", "%2B358401234567",
    "040 123 456 789", "040 123 4567 050 123 4567", "020 690 000",
)  # fmt: skip


@pytest.mark.parametrize("personal", [*ADDRESSES, *CODES, *NUMBERS])
@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("Kysy: ", "."), ("Hanke S20123 (", "), 1 000 euroa"), ("1.1.2024, ", " ja 2.2.2025")]
)
def test_it_is_masked_whole_and_alone(before, personal, after):
    assert without_contacts(f"{before}{personal}{after}") == f"{before}{MASK}{after}"


@pytest.mark.parametrize("words", ["puh.0401234567", "tel:+358401234567", "GSM-0401234567", "P0401234567", "https://wa.me/358401234567"])
def test_a_letter_beside_a_number_does_not_hide_it(words):
    assert "1234567" not in without_contacts(words) and MASK in without_contacts(words)


@pytest.mark.parametrize(
    "words",
    [
        "010 000 000 euroa", "010 000 000 €", "020 000 000 EUR", "EUR 010 000 000", "010000000 euroa", "010.000.000 euroa",
        "010 000 000,00 euroa", "010 000 000 (euroa)", "050 123 456,78", "milj. 010 000 000 euroa", "120 000 - 150 000 e",
        "121 000 - 1500 euroa", "1 234 567,89 €", "100 000 000", "Y-tunnus 0123456-7", "FI 01234567", "A-040123456", "S0401234",
        "1.1.2024–31.12.2026, 01.02.2025, 2021–2027", "12.3.2021-31.12.2023", "01-2024, 02-2024", "06/2024-12/2026", "klo 09.00-16.00",
        "00100 Helsinki, 13100 HÄMEENLINNA", "Tavoite 0 500 osallistujaa? 100 200 300 osallistujaa vuosina 2024 2025 2026",
        "0-17 vuotta, 18-29, 30-54", "EURA 2021/401234/09 02 01 01/2021", "(EU) 2021/1060", "556012-3456", "ISBN 978-952-343-123-4",
        "3f2a0401-2345-6789-0123-456789012345", "https://www.eura2021.fi/hakutulokset/projektikortti?id=S91016", "FI193 Keski-Suomi",
        "Euroopan unionin @ kanssa", "Lue lisää at www.thl.fi", "People at work.This is", "Look at this. Finland", "kasvu 20 %40 vuotiailla",
        "Ａ ﬁ ½ – sanoja", "",
    ],
)  # fmt: skip
def test_what_tells_of_nobody_stays_letter_for_letter(words):
    assert without_contacts(words) == words


def test_numbers_beside_each_other_are_all_masked():
    assert without_contacts("0401234567/0501234567, 09-3101691") == f"{MASK}/{MASK}, {MASK}"


def test_a_number_of_another_form_than_an_amount_is_masked_before_a_currency_too():
    assert without_contacts("Soita 040 1234567 euroneuvontaan, 040 123 4567 euroa") == f"Soita {MASK} euroneuvontaan, {MASK} euroa"


def test_a_code_is_looked_through_for_codes_and_addresses_only():
    assert [without_codes_and_addresses(code) for code in ("0401234567", "131052-308T", "a@b.fi")] == ["0401234567", MASK, MASK]


def test_a_text_is_cut_at_what_a_cell_holds():
    assert without_contacts("sana " * 20_000) == ("sana " * 20_000)[: LONGEST_CELL - 1] + "…"
    assert without_contacts("a" * LONGEST_CELL) == "a" * LONGEST_CELL


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "a@", "a at ", "a (at) b ", "a piste ", "1", "0 ", "1 ", "00 ", "13 ", "01.", "0/", "0401234567/", "040 123 4567 ", "131052-",
     "010 000 000 ", "(0", "+", "€ 1", "%25", "&#64;", "ﷺ"],
)  # fmt: skip
def test_the_time_grows_with_the_length_and_no_faster(piece, monkeypatch):
    monkeypatch.setattr(contacts, "LONGEST_CELL", 10**9)

    def seconds(length):
        words = (piece * length)[:length]
        return min(_timed(words) for _ in range(3))

    # Eight times the length: 64 times the time, were it quadratic. Thousandths of a second say nothing.
    assert seconds(32_000) < 24 * max(seconds(4_000), 0.002)


def _timed(words):
    start = time.process_time()
    without_contacts(words)
    return time.process_time() - start
