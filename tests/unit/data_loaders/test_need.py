"""The need by region, as PxWeb exports it."""

from datetime import date

import pytest

from data_loaders.findings import InputError
from data_loaders.need import read_need

TITLE = "Rakennetyöttömät muuttujina Alue, Sukupuoli, Kuukausi ja Tiedot"
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
FOOT = [
    [],
    ["... = Tieto on salassapitosäännön alainen"],
    ["Päivitetty viimeksi:"],
    ["20261025 08:00"],
    ["Lähde:"],
    ["Tilastokeskus, työnvälitystilasto"],
]


def sheet(*rows, title=TITLE):
    """An export with months in columns, as PxWeb lays it out: title, blank row, headings, footnotes."""
    return [
        [title],
        [],
        [None, None, "2026M08", "2026M09"],
        [None, None, "Rakennetyöttömät yhteensä", "Rakennetyöttömät yhteensä"],
        *rows,
        *FOOT,
    ]


WHOLE = (
    ["SSS KOKO MAA", "Yhteensä", 100, 200],
    [None, "Miehet", 60, 110],
    [None, "Naiset", 40, 90],
    ["MK01 Uusimaa", "Yhteensä", 50, "..."],
    [None, "Miehet", "...", ".."],
    [None, "Naiset", 20, None],
)


@pytest.fixture
def read(workbook):
    return lambda rows, **place: read_need(workbook(rows, name="tarve.xlsx", **place))


@pytest.fixture
def read_csv(tmp_path):
    def read(text, encoding="utf-8-sig"):
        path = tmp_path / "tarve.csv"
        path.write_text(text, encoding)
        return read_need(path)

    return read


def cells(need):
    """(month, region, gender) → the value, or why there is none."""
    return {(row["month"].month, row["region"], row["gender"]): row["missing"] or row["value"] for row in need.rows.iter_rows(named=True)}


def told(need, *besides):
    return [(f.code, f.place, f.value) for f in need.findings if f.code not in ("footer-row", "blank-rows", *besides)]


def test_an_export_as_it_comes(read):
    need = read(sheet(*WHOLE))

    assert cells(need) == {
        (8, None, "all"): 100, (9, None, "all"): 200,
        (8, None, "male"): 60, (9, None, "male"): 110,
        (8, None, "female"): 40, (9, None, "female"): 90,
        (8, "01", "all"): 50, (9, "01", "all"): "protected",
        (8, "01", "male"): "protected", (9, "01", "male"): "not_available",
        (8, "01", "female"): 20, (9, "01", "female"): "not_available",
    }  # fmt: skip
    assert need.rows["month"].unique().sort().to_list() == [AUGUST, SEPTEMBER]
    assert need.rows["source_row"].unique().sort().to_list() == [5, 6, 7, 8, 9, 10]
    assert told(need) == []
    assert [(f.place, f.severity) for f in need.findings if f.code == "footer-row"] == [
        (f"Hankkeet!A{row}", "info") for row in range(12, 17)
    ]
    assert [(f.code, f.value) for f in need.findings if f.code != "footer-row"] == [("blank-rows", "11")]
    assert (need.rows_in, need.rows_kept) == (11, 6)


def test_months_in_rows(read):
    rows = [
        [TITLE], [],
        [None, None, "Rakennetyöttömät yhteensä", None, None],
        [None, None, "Yhteensä", "Miehet", "Naiset"],
        ["2026M08", "KOKO MAA", 100, 60, 40],
        [None, "MK19 Lappi", 10, 6, 4],
        ["2026M09*", "KOKO MAA", 200, 110, 90],
        [None, "MK19 Lappi", "...", "...", "..."],
        *FOOT,
    ]  # fmt: skip
    need = read(rows)

    assert cells(need)[(9, None, "female")] == 90
    assert cells(need)[(8, "19", "male")] == 6
    assert cells(need)[(9, "19", "all")] == "protected"
    assert (need.rows.height, told(need)) == (12, [])


def test_a_nested_table_with_the_names_of_groups_alone(read):
    rows = [
        [TITLE],
        [],
        [None, "2026M08", "2026M09"],
        ["KOKO MAA"],
        ["Yhteensä", 9, 8],
        ["Naiset", 5, 4],
        ["Uusimaa"],
        ["Yhteensä", 3, 2],
        ["Naiset", 2, 1],
    ]
    need = read(rows)

    assert cells(need)[(9, "01", "female")] == 1
    assert cells(need)[(8, None, "all")] == 9
    assert (need.rows_in, need.rows_kept, need.findings) == (6, 6, ())


@pytest.mark.parametrize(
    ("header", "content", "rows"),
    [
        ('"Alue","Sukupuoli"', "Rakennetyöttömät yhteensä", ('"KOKO MAA","Yhteensä"', '"MK13","Naiset"')),
        ('"Område","Kön"', "Strukturellt arbetslösa totalt", ('"HELA LANDET","Totalt"', '"Mellersta Finland","Kvinnor"')),
        ('"Area","Sex"', "Structurally unemployed, total", ('"WHOLE COUNTRY","Total"', '"Central Finland","Women"')),
        ('"Alue","Sukupuoli"', "Rakennetyöttömät (lkm)", ('"SSS","SSS"', '"MK13 Keski-Suomi","2"')),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_csv_in_three_languages_by_name_or_code(read_csv, header, content, rows, encoding):
    need = read_csv(f'"Taulukko"\n\n{header},"2026M08 {content}","2026M09 {content}"\n{rows[0]},100,200\n{rows[1]},...,..\n', encoding)

    assert cells(need) == {
        (8, None, "all"): 100, (9, None, "all"): 200, (8, "13", "female"): "protected", (9, "13", "female"): "not_available",
    }  # fmt: skip
    assert (need.findings, need.rows["source_row"].unique().to_list()) == ((), [4, 5])


def test_csv_with_every_label_above_its_column(read_csv):
    need = read_csv(
        '"Kuukausi";"Uusimaa Miehet Rakennetyöttömät";"Uusimaa Naiset Rakennetyöttömät";"KOKO MAA Sukupuolet yhteensä Rakennetyöttömät"\n"2026M09";1;2;30\n'
    )

    assert cells(need) == {(9, "01", "male"): 1, (9, "01", "female"): 2, (9, None, "all"): 30}
    assert need.findings == ()


def test_csv_with_one_value_a_row(read_csv):
    need = read_csv("Kuukausi\tAlue\tSukupuoli\tRakennetyöttömät\n2026M09\tLappi\tMiehet\t7\n2026M09\tLappi\tNaiset\t...\n")

    assert cells(need) == {(9, "19", "male"): 7, (9, "19", "female"): "protected"}


def test_codes_in_a_column_of_their_own(read):
    rows = [
        [TITLE],
        [],
        [*[None] * 4, "2026M09"],
        ["SSS", "KOKO MAA", "SSS", "Yhteensä", 9],
        [None, None, "1", "Miehet", 5],
        ["MK02", "Varsinais-Suomi", "SSS", "Yhteensä", 3],
        [None, None, "2", "Naiset", 1],
    ]

    assert cells(read(rows)) == {(9, None, "all"): 9, (9, None, "male"): 5, (9, "02", "all"): 3, (9, "02", "female"): 1}


def test_without_genders_the_count_is_of_all(read):
    need = read([[TITLE], [], [None, "2026M09"], ["KOKO MAA", 9], ["Åland", 1]])

    assert cells(need) == {(9, None, "all"): 9, (9, "21", "all"): 1}


def test_of_several_contents_the_structural_unemployment_is_read(read):
    rows = [
        [TITLE], [],
        [None, "2026M09", None],
        [None, "Pitkäaikaistyöttömät", "Rakennetyöttömät yhteensä"],
        ["KOKO MAA", 1, 9],
    ]  # fmt: skip
    need = read(rows)

    assert cells(need) == {(9, None, "all"): 9}
    assert told(need) == [("need-part-left-out", "Hankkeet!B4", "Pitkäaikaistyöttömät")]


def test_contents_in_rows(read):
    need = read(
        [
            ["Taulukko"],
            [],
            [None, None, "2026M09"],
            ["KOKO MAA", "Pitkäaikaistyöttömät", 1],
            [None, "Rakennetyöttömät yhteensä", 9],
            ["Lappi", "Pitkäaikaistyöttömät", 1],
        ]
    )

    assert cells(need) == {(9, None, "all"): 9}
    assert [f.row for f in need.findings] == [4, 6]
    assert (need.rows_in, need.rows_kept) == (3, 1)


def test_parts_by_education_are_left_out_and_their_total_read(read):
    rows = [
        [TITLE],
        [],
        [None, None, None, "2026M09"],
        ["KOKO MAA", "Yhteensä", "Koulutusaste yhteensä", 9],
        [None, None, "Perusaste", 4],
        [None, "Miehet", "Koulutusaste yhteensä", 5],
        [None, None, "Perusaste", 2],
    ]
    need = read(rows)

    assert cells(need) == {(9, None, "all"): 9, (9, None, "male"): 5}
    assert [(f.code, f.row, f.value) for f in need.findings] == [
        ("need-part-left-out", 5, "Perusaste"),
        ("need-part-left-out", 7, "Perusaste"),
    ]


def test_a_file_that_counts_something_else_is_refused(read):
    rows = [["Työttömät muuttujina Alue"], [], [None, "2026M09"], [None, "Työttömät työnhakijat"], ["KOKO MAA", 9]]
    with pytest.raises(InputError) as caught:
        read(rows)

    (finding,) = caught.value.findings
    assert (finding.code, finding.value) == ("need-content-unknown", "Työttömät työnhakijat")


def test_a_file_that_does_not_say_what_it_counts_is_read_and_told(read):
    need = read([[None, "2026M09"], ["KOKO MAA", 9]])

    assert cells(need) == {(9, None, "all"): 9}
    assert told(need) == [("need-content-assumed", "Hankkeet!1", None)]


@pytest.mark.parametrize("rows", [[["Hankekoodi", "Nimi"], ["S1", 5]], [[TITLE], [], [None, "Lokakuu"], ["KOKO MAA", 9]], [["x"]]])
def test_another_table_is_refused(read, rows):
    with pytest.raises(InputError) as caught:
        read(rows)

    assert [f.code for f in caught.value.findings] == ["need-headers-unknown"]


def test_areas_that_are_no_regions_are_left_out_and_told(read):
    need = read(
        sheet(
            *WHOLE,
            ["KU091 Helsinki", "Yhteensä", 5, 5],
            [None, "Miehet", 2, 2],
            ["MANNER-SUOMI", "Yhteensä", 90, 90],
            ["Uusima", "Yhteensä", 1, 1],
            ["MK01 Lappi", "Yhteensä", 1, 1],
        )
    )

    assert need.rows.height == 12
    assert [(f.code, f.row, f.value, f.suggestion) for f in need.findings if f.code not in ("footer-row", "blank-rows")] == [
        ("need-area-other-level", 11, "KU091 Helsinki", None),
        ("need-area-other-level", 12, "KU091 Helsinki", None),
        ("need-area-other-level", 13, "MANNER-SUOMI", None),
        ("need-region-unknown", 14, "Uusima", "01"),
        ("need-region-unknown", 15, "MK01 Lappi", None),
    ]
    assert need.rows_in == need.rows_kept + len({f.row for f in need.findings if f.code != "blank-rows"})


def test_a_gender_or_a_month_that_is_not_known_is_left_out_and_told(read):
    rows = sheet(["KOKO MAA", "Kissat", 1, 2], [None, "Naiset", 3, 4])
    rows[2][3] = "2026M13"
    need = read(rows)

    assert cells(need) == {(8, None, "female"): 3}
    assert told(need) == [("gender-unknown", "Hankkeet!B5", "Kissat"), ("need-month-unreadable", "Hankkeet!D3", "2026M13")]


@pytest.mark.parametrize("dash", ["-", "–"])
def test_a_dash_is_zero_as_in_pc_axis(read, dash):
    need = read(sheet(["KOKO MAA", "Yhteensä", dash, 0]))

    assert need.rows.select("value", "missing").rows() == [(0, None), (0, None)]
    assert told(need) == []


@pytest.mark.parametrize("value", ["x", "1-4", 12.5, -3])
def test_a_value_that_cannot_be_read_is_unknown_and_told_and_never_zero(read, value):
    need = read(sheet(["KOKO MAA", "Yhteensä", value, 0]))

    assert need.rows.select("value", "missing").rows() == [(None, "not_available"), (0, None)]
    assert told(need) == [("need-value-unreadable", "Hankkeet!C5", str(value))]


@pytest.mark.parametrize("value", [1234, 1234.0, "1 234", "1\u00a0234"])
def test_a_count_in_every_style(read, value):
    assert cells(read(sheet(["KOKO MAA", "Yhteensä", value, 0])))[(8, None, "all")] == 1234


def test_a_cell_that_is_there_twice_counts_once_and_is_told(read):
    need = read(sheet(["KOKO MAA", "Yhteensä", 1, 2], ["KOKO MAA", "Yhteensä", 3, 4]))

    assert cells(need) == {(8, None, "all"): 1, (9, None, "all"): 2}
    assert told(need) == [("need-cell-repeated", "Hankkeet!C6", "3"), ("need-cell-repeated", "Hankkeet!D6", "4")]
    assert need.rows_in == need.rows_kept + 1 + 5


def test_parts_that_do_not_make_their_whole_are_told_unless_one_is_protected(read):
    need = read(sheet(["KOKO MAA", "Yhteensä", 9, 9], [None, "Miehet", 5, 5], [None, "Naiset", 5, "..."]))

    assert told(need) == [("need-parts-differ", "Hankkeet!C5", "9")]


def test_a_value_without_its_labels_is_left_out_and_told(read):
    need = read(sheet([None, "Yhteensä", 1, 2], ["KOKO MAA", "Yhteensä", 3, 4]))

    assert cells(need) == {(8, None, "all"): 3, (9, None, "all"): 4}


@pytest.mark.parametrize(("top", "left", "place"), [(4, 3, "Hankkeet!E8"), (1, 1, "Hankkeet!C5")])
def test_a_finding_names_the_physical_cell_wherever_the_table_stands(read, top, left, place):
    need = read(sheet(["KOKO MAA", "Yhteensä", "x", 1]), top=top, left=left)

    assert told(need) == [("need-value-unreadable", place, "x")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "latin-1"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("quote", ['"', ""], ids=["quoted", "bare"])
def test_csv_with_its_title_and_footnotes_however_it_is_separated(read_csv, separator, encoding, quote):
    def line(*values):
        return separator.join(f"{quote}{value}{quote}" if isinstance(value, str) else str(value) for value in values)

    text = "\n".join(
        [
            line(TITLE.replace(",", "") if not quote else TITLE), "",
            line("Alue", "Sukupuoli", "2026M08 Rakennetyöttömät yhteensä", "2026M09 Rakennetyöttömät yhteensä"),
            line("KOKO MAA", "Yhteensä", 100, 200), line("KOKO MAA", "Naiset", 40, 90),
            line("MK06 Pirkanmaa", "Yhteensä", 50, "..."), line("MK06 Pirkanmaa", "Naiset", "..", 20),
            "", line("... = Tieto on salassapitosäännön alainen"), line("Päivitetty viimeksi:"), line("20261025 08:00"), line("Lähde:"),
            line("Tilastokeskus, työnvälitystilasto"),
        ]
    )  # fmt: skip
    need = read_csv(text, encoding)
    assert cells(need) == {
        (8, None, "all"): 100, (9, None, "all"): 200, (8, None, "female"): 40, (9, None, "female"): 90,
        (8, "06", "all"): 50, (9, "06", "all"): "protected", (8, "06", "female"): "not_available", (9, "06", "female"): 20,
    }  # fmt: skip
    assert told(need) == []


# PxWeb 2: texts, codes, or both of them ----------------------------------------------

CONTENT = {
    "fi": "Rakennetyöttömät yhteensä (lkm)",
    "sv": "Strukturellt arbetslösa totalt (antal)",
    "en": "Structurally unemployed, total (number)",
}
WORDS = {
    "fi": {"SSS": "KOKO MAA", "MK01": "MK01 Uusimaa", "all": "Sukupuolet yhteensä", "1": "Miehet", "2": "Naiset", "head": ("Alue", "Sukupuoli", "Kuukausi", "Tiedot")},
    "sv": {"SSS": "HELA LANDET", "MK01": "MK01 Nyland", "all": "Könen totalt", "1": "Män", "2": "Kvinnor", "head": ("Område", "Kön", "Månad", "Uppgifter")},
    "en": {"SSS": "WHOLE COUNTRY", "MK01": "MK01 Uusimaa", "all": "Total", "1": "Males", "2": "Females", "head": ("Region", "Sex", "Month", "Information")},
}  # fmt: skip
CODES = ("alue_23_20260101", "sukupuoli", "timeperiod_m", "contentscode")


def labels(language, form):
    """How one form writes a code of a variable, and the names of the variables."""
    words = WORDS[language] | {"RAKTYOT": CONTENT[language], "2026M08": "2026M08", "2026M09": "2026M09"}

    def written(code, name=None):
        name = name or words[code]
        return {"text": name, "code": code, "both": f"{code} - {name}"}[form]

    heads = (
        CODES if form == "code" else words["head"] if form == "text" else [f"{c} - {h}" for c, h in zip(CODES, words["head"], strict=True)]
    )
    return written, heads, words["all"]


VALUES = {("SSS", "SSS"): (230687, 231000), ("MK01", "1"): (44834, "..."), ("MK01", "2"): ("-", "..")}
EXPECTED = {
    (8, None, "all"): 230687, (9, None, "all"): 231000, (8, "01", "male"): 44834, (9, "01", "male"): "protected",
    (8, "01", "female"): 0, (9, "01", "female"): "not_available",
}  # fmt: skip


def pxweb2(language, form, shape):
    """One table of PxWeb 2 as rows: months as columns (csv or xlsx), or a value a row."""
    written, heads, everyone = labels(language, form)
    content, months = written("RAKTYOT"), [written("2026M08"), written("2026M09")]
    beside = [([written(area), written(sex, everyone if sex == "SSS" else None)], values) for (area, sex), values in VALUES.items()]
    if shape == "csv-wide":
        return [[*heads[:2], *(f"{month} {content}" for month in months)], *([*names, *values] for names, values in beside)]
    if shape == "xlsx-wide":
        top = [[CONTENT[language]], [], [None, None, *months], [None, None, content, None]]
        return [*top, *([*names, *values] for names, values in beside)]
    head = "Rakennetyöttömät kuukauden lopussa" if shape == "long" else "Työnvälitystilasto"
    return [
        [*heads, head],
        *([*names, month, content, value] for names, values in beside for month, value in zip(months, values, strict=True)),
    ]


@pytest.mark.parametrize("shape", ["csv-wide", "xlsx-wide", "long", "long-own-name"])
@pytest.mark.parametrize("form", ["text", "code", "both"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_form_of_pxweb_2_gives_the_same_values(read, read_csv, language, form, shape):
    rows = pxweb2(language, form, shape)
    lines = [",".join("" if cell is None else str(cell) if isinstance(cell, int) else f'"{cell}"' for cell in row) for row in rows]
    for need in (read(rows), read_csv("\n".join(lines))):
        assert cells(need) == EXPECTED
        assert told(need) == []


@pytest.mark.parametrize(
    "area",
    [
        "MK91 - Manner-Suomi", "MK91", "MKJO - Tuntematon", "MKJO Tuntematon", "KUJOU - Muut", "KUJOU", "SKJOU", "SK011 - Helsingin", "KU091 - Helsinki",
        "ELY13 - Keski-Suomi", "ELY13 Keski-Suomi", "ELYJO", "EVK01 Uudenmaan elinvoimakeskus", "HVA15 - Keski-Suomen hyvinvointialue",
        "HVA15 Keski-Suomen hyvinvointialue", "TA01", "Ulkomaat",
    ],
)  # fmt: skip
def test_areas_of_other_levels_are_left_out_and_told_as_such(read, area):
    need = read(sheet(["MK13 Keski-Suomi", "Yhteensä", 1, 2], [area, "Yhteensä", 30, 40]))

    assert cells(need) == {(8, "13", "all"): 1, (9, "13", "all"): 2}
    assert told(need) == [("need-area-other-level", "Hankkeet!A6", area)]


@pytest.mark.parametrize("label", ["MK01 - MK01 Lappi", "MK01 - Lappi", "MK22 - Uusimaa", "Keski-Suomen hyvinvointialue", "Itä-Uusimaa"])
def test_a_code_and_a_text_that_disagree_are_no_region(read, label):
    need = read(sheet(["KOKO MAA", "Yhteensä", 3, 4], [label, "Yhteensä", 1, 2]))

    assert cells(need) == {(8, None, "all"): 3, (9, None, "all"): 4}
    assert [code for code, *_ in told(need)] in (["need-region-unknown"], ["need-area-other-level"])


def test_of_contents_with_codes_in_rows_the_structural_unemployment_is_read(read_csv):
    head = '"Alue","Kuukausi","Tiedot","Rakennetyöttömät"'
    need = read_csv(
        f'{head}\n"MK01 Uusimaa","2026M08","RAKTYOT - Rakennetyöttömät yhteensä (lkm)",5\n"MK01 Uusimaa","2026M08","PITK - Pitkäaikaistyöttömät",4\n'
        '"MK01 Uusimaa","2026M08","RAKOS - Rakennetyöttömien osuus, %",3\n'
    )

    assert cells(need) == {(8, "01", "all"): 5}
    assert [code for code, *_ in told(need)] == ["need-part-left-out"] * 2


def test_a_long_table_of_another_content_is_refused(read_csv):
    with pytest.raises(InputError) as caught:
        read_csv('"Alue","Kuukausi","Työttömät työnhakijat"\n"MK01 Uusimaa","2026M08",5\n')
    assert {f.code for f in caught.value.findings} == {"need-content-unknown"}


def test_codes_and_texts_joined_above_the_columns(read_csv):
    above = "1 - Miehet RAKTYOT - Rakennetyöttömät yhteensä (lkm)"
    need = read_csv(f'"timeperiod_m - Kuukausi","MK01 - MK01 Uusimaa {above}","SSS - KOKO MAA {above}"\n"2026M08 - 2026M08",5,-\n')

    assert (cells(need), told(need)) == ({(8, "01", "male"): 5, (8, None, "male"): 0}, [])
