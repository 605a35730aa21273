"""Totals of the outcome workbook: known by their words or by arithmetic, compared with their parts, never counted."""

from datetime import datetime

import openpyxl
import pytest

from data_loaders.outcome_totals import is_total
from data_loaders.outcomes import read_outcomes

APRIL, OCTOBER = datetime(2026, 4, 30), datetime(2026, 10, 31)
LONG = ("Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo")


@pytest.fixture
def read(tmp_path, theme):
    def read(*rows):
        book = openpyxl.Workbook()
        book.active.title = "Tulokset"
        for cells in rows:
            book.active.append(cells)
        book.save(tmp_path / "tulokset.xlsx")
        return read_outcomes(tmp_path / "tulokset.xlsx", theme)

    return read


def told(listed, *besides):
    return [(f.code, f.place, f.value) for f in listed.findings if f.code not in ("column-missing", *besides)]


def women(group, region, value, code="S1", indicator="EECO01"):
    return [code, OCTOBER, indicator, group, region, "nainen", value]


@pytest.mark.parametrize(
    "text",
    [
        "Yhteensä", "yht.", "Kaikki", "Kaikki kohderyhmät", "Kohderyhmät yhteensä", "Alla målgrupper", "All target groups", "Koko maa",
        "SSS KOKO MAA", "Hela landet", "Whole country", "Valtakunnallinen", "Kaikki maakunnat", "Alla landskap", "Kaikki hankkeet yhteensä",
        "Grand total", "Total (all genders)", "Båda könen", "Molemmat sukupuolet", "Samtliga", "Summa:", "Osallistujia yhteensä",
    ],
)  # fmt: skip
def test_words_for_a_total(text):
    assert is_total(text)


@pytest.mark.parametrize(
    "text", [None, "Nuoret", "Kaikki maahanmuuttajat", "Nuoret yhteensä", "Total Kft", "S1", "Lappi", "Ryhmä", "Maa", ""]
)
def test_words_that_are_no_total(text):
    assert not is_total(text)


@pytest.mark.parametrize(("groups", "country"), [
    ("Kaikki kohderyhmät", "Koko maa"), ("Alla målgrupper", "Hela landet"), ("All target groups", "Whole country"),
    ("Yhteensä", "Maakunnat yhteensä"), ("Ryhmät yhteensä", "Valtakunnallinen"),
])  # fmt: skip
def test_totals_of_groups_and_of_the_country_are_compared_and_left_out(read, groups, country):
    listed = read(LONG, women("Nuoret", None, 10), women("Romanit", None, 5), women(groups, None, 15), women("Nuoret", country, 10))

    assert listed.rows["value"].to_list() == [10, 5]
    assert told(listed) == [("total-left-out", "Tulokset!G4", None), ("total-left-out", "Tulokset!G5", None)]
    assert listed.rows_in == 4


@pytest.mark.parametrize("label", [None, "-", "Kaikenlaiset"])
def test_a_count_that_is_the_sum_of_others_is_their_total_whatever_its_label(read, label):
    listed = read(LONG, women("Nuoret", None, 10), women("Romanit", None, 5), women(label, None, 15))

    assert listed.rows["value"].to_list() == [10, 5]
    assert told(listed) == [("total-by-sum", "Tulokset!G4", "15")]
    assert listed.rows_in == 3


def test_a_total_in_the_first_row_and_one_of_groups_and_regions_together(read):
    listed = read(LONG, women(None, None, 18), women("Nuoret", "Uusimaa", 10), women("Romanit", "Lappi", 5), women("Nuoret", "Lappi", 3))

    assert listed.rows["value"].to_list() == [10, 5, 3]
    assert told(listed) == [("total-by-sum", "Tulokset!G2", "18")]


def test_a_blank_group_that_is_no_sum_is_counted(read):
    listed = read(
        LONG, women("Nuoret", None, 10), women("Romanit", None, 5), women(None, None, 4), women("Nuoret", None, 7, "S2"), women(None, None, 7, "S2")
    )  # fmt: skip

    assert listed.rows["value"].sum() == 33
    assert told(listed) == []


def test_an_unknown_label_is_counted_and_says_so_unless_most_of_its_counts_are_sums(read):
    rows = [
        *(women(group, None, value, code) for code in ("S1", "S2", "S3") for group, value in (("Nuoret", 10), ("Romanit", 5))),
        women("Joukko", None, 15, "S1"), women("Joukko", None, 15, "S2"), women("Joukko", None, 16, "S3"), women("Joukko", None, 2, "S4"),
    ]  # fmt: skip
    listed = read(LONG, *rows)

    assert listed.rows["value"].sum() == 45 + 2
    assert told(listed) == [
        ("target-group-unknown", "Tulokset!D11", "Joukko"),
        ("total-by-sum", "Tulokset!G8", "15"),
        ("total-by-sum", "Tulokset!G9", "15"),
        ("total-by-sum", "Tulokset!G10", "16"),
        ("total-differs", "Tulokset!G10", "16 ≠ 15"),
    ]


def test_a_total_of_groups_or_of_the_country_without_parts_is_the_only_count_there_is(read):
    listed = read(LONG, women("Kaikki kohderyhmät", None, 15), women("Kaikki kohderyhmät", "Koko maa", 4, "S2"))

    assert listed.rows.select("project_code", "target_group", "region", "value").rows() == [("S1", None, None, 15), ("S2", None, None, 4)]
    assert told(listed) == [
        ("total-counted", "Tulokset!D2", "Kaikki kohderyhmät"),
        ("total-counted", "Tulokset!D3", "Kaikki kohderyhmät"),
        ("total-counted", "Tulokset!E3", "Koko maa"),
    ]


def test_the_total_of_one_group_adds_up_its_regions(read):
    listed = read(
        LONG, women("Nuoret", "Uusimaa", 10), women("Nuoret", "Lappi", 5), women("Romanit", "Lappi", 1), women("Nuoret yhteensä", None, 15)
    )

    assert listed.rows["value"].sum() == 16
    assert told(listed) == [("total-left-out", "Tulokset!G5", None)]


def test_an_unknown_gender_that_is_the_sum_is_a_total(read):
    rows = [["S1", OCTOBER, "EECO01", None, None, gender, value] for gender, value in (("nainen", 3), ("mies", 4), ("kaikenlaiset", 7))]
    listed = read(LONG, *rows)

    assert listed.rows["value"].to_list() == [3, 4]
    assert told(listed) == [("total-by-sum", "Tulokset!G4", "7")]


def wide(last, days=(OCTOBER, OCTOBER)):
    """Many indicators over women and men, two projects, and a last row."""
    indicators = [f"EECO{number:02}" for number in range(1, 16)]
    top = ["Hankekoodi", "Tilannepäivä", *(cell for code in indicators for cell in (code, None))]
    return [top, [None, None, *["Naiset", "Miehet"] * 15], ["S1", days[0], *[5] * 30], ["S2", days[1], *[6] * 30], last]


@pytest.mark.parametrize("label", ["Yhteensä", "Alla projekt", "Koko teema", "Celkem", None])
@pytest.mark.parametrize("day", [OCTOBER, None])
def test_a_row_of_totals_with_or_without_a_date_and_in_any_language(read, label, day):
    listed = read(*wide([label, day, *[11] * 30]))

    assert listed.rows["value"].sum() == 30 * 11
    assert [code for code, *_ in told(listed, "part-above-whole")] in (["total-left-out"], ["total-by-sum"])
    assert listed.rows_in == 90


@pytest.mark.parametrize("day", [OCTOBER, None])
def test_a_row_of_totals_that_disagrees_is_told_once(read, day):
    listed = read(*wide(["Yhteensä", day, *[12] * 30]))

    assert told(listed, "part-above-whole") == [
        ("total-left-out", "Tulokset!C5", None),
        ("total-differs", "Tulokset!C5", "12 ≠ 11; 12 ≠ 11; 12 ≠ 11; …"),
    ]


def test_a_total_without_a_date_may_be_of_the_latest_dates(read):
    rows = wide(["Yhteensä", None, *[11] * 30], (OCTOBER, APRIL))
    listed = read(*rows[:2], ["S1", APRIL, *[4] * 30], *rows[2:])

    assert not [code for code, *_ in told(listed) if code == "total-differs"]


def test_a_column_of_totals_that_mostly_disagrees_is_told_once_and_single_cells_each(read):
    header = ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset", "Miehet", "Yhteensä"]
    rows = [[f"S{number}", OCTOBER, "EECO01", 5, 6, 11] for number in range(10)]
    listed = read(header, *(row[:5] + [13] for row in rows))
    assert told(listed) == [("total-differs", "Tulokset!F2", "13 ≠ 11; 13 ≠ 11; 13 ≠ 11; …")]
    rows[3][5] = rows[7][5] = 12
    assert told(read(header, *rows)) == [("total-differs", "Tulokset!F5", "12 ≠ 11"), ("total-differs", "Tulokset!F9", "12 ≠ 11")]


def test_a_label_for_the_whole_country_above_the_genders_is_a_total_of_regions(read):
    listed = read(
        ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Uusimaa", None, "Lappi", None, "Koko maa", None],
        [None, None, None, *["Naiset", "Miehet"] * 3],
        ["S1", OCTOBER, "EECO01", 1, 2, 3, 4, 4, 6],
    )
    assert (listed.rows["value"].sum(), told(listed)) == (10, [])


def test_genders_with_a_word_for_total_are_the_genders(read):
    listed = read(["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset yhteensä", "Miehet yhteensä"], ["S1", OCTOBER, "EECO01", 3, 4])
    assert dict(listed.rows.select("gender", "value").iter_rows()) == {"female": 3, "male": 4}


# Genders that are not understood ------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("Muut", "non_binary"), ("Muu sukupuoli", "non_binary"), ("Annat kön", "non_binary"), ("Other", "non_binary"),
        ("Ei vastausta", "unknown"), ("Tuntematon", "unknown"), ("Okänt", "unknown"), ("Prefer not to say", "unknown"),
    ],
)  # fmt: skip
def test_more_words_for_genders(read, word, gender):
    listed = read(["Hankekoodi", "Tilannepäivä", "EECO01"], [None, None, "Naiset", "Miehet", word], ["S1", OCTOBER, 10, 5, 2])
    assert dict(listed.rows.select("gender", "value").iter_rows()) == {"female": 10, "male": 5, gender: 2}
    assert told(listed) == []


@pytest.mark.parametrize(("word", "place"), [("Kissat", 2), ("Kissat", 3), ("Uspec.", 4), (None, 3), (None, 4)])
def test_a_column_of_counts_whose_gender_is_not_understood_is_told_with_its_people(read, word, place):
    header, first, second = [None, None, "Naiset", "Miehet"], ["S1", OCTOBER, 10, 5], ["S2", OCTOBER, 1, 1]
    for cells, value in ((header, word), (first, 2), (second, 5)):
        cells.insert(place, value)
    listed = read(["Hankekoodi", "Tilannepäivä", "EECO01"], header, first, second)

    assert listed.rows["value"].sum() == 17
    assert told(listed) == [("gender-unknown", f"Tulokset!{'ABCDE'[place]}2", f"{word or '?'}: 7")]
    assert (listed.rows_in, listed.rows.height) == (6, 4)


def test_shares_and_remarks_beside_the_genders_are_no_counts(read):
    listed = read(
        ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset", "Miehet", "Naisten osuus", "Naisia %", "Lisätietoja"],
        ["S1", OCTOBER, "EECO01", 5, 5, 50, 50, "arvio"],
    )
    assert (told(listed), listed.rows_in) == ([], 2)


def test_the_nearest_gender_is_suggested_for_a_column_too(read):
    listed = read(["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset", "Miehet", "Ei tietoja"], ["S1", OCTOBER, "EECO01", 5, 5, 3])
    assert [(f.value, f.suggestion) for f in listed.findings if f.code == "gender-unknown"] == [("Ei tietoja: 3", "unknown")]
