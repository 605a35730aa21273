"""The outcome workbook's long form."""

from datetime import date, datetime

import pytest

from data_loaders.findings import InputError
from data_loaders.outcomes import read_outcomes

FINNISH = ("Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo")
SWEDISH = ("Projektkod", "Datum för uppgifterna", "Indikator", "Målgrupp", "Landskap", "Kön", "Värde")
DAY = datetime(2026, 10, 31)


def row(code="S1", day=DAY, indicator="EECO01", group="Nuoret", region="Uusimaa", gender="nainen", value=12):
    return [code, day, indicator, group, region, gender, value]


@pytest.fixture
def read(workbook, theme):
    """Reads an outcome workbook that holds the given rows under its headers."""

    def read(*rows, headers=FINNISH, **place):
        return read_outcomes(workbook([headers, *rows], name="tulokset.xlsx", sheet="Tulokset", **place), theme)

    return read


def told(listed):
    return [(f.code, f.severity, f.place, f.value) for f in listed.findings]


def test_a_row_keeps_its_values(read):
    listed = read(row())

    assert listed.rows.rows(named=True) == [
        {
            "source_row": 2,
            "source_column": "G",
            "project_code": "S1",
            "cutoff_date": date(2026, 10, 31),
            "indicator": "EECO01",
            "target_group": "young",
            "region": "01",
            "gender": "female",
            "value": 12,
        }
    ]
    assert (listed.rows_in, listed.findings) == (1, ())


@pytest.mark.parametrize("value", [None, "-", "..."])
def test_a_blank_value_is_not_collected_and_never_zero(read, value):
    listed = read(row(value=value), row(value=0))

    assert listed.rows["value"].to_list() == [0]
    assert listed.rows["source_row"].to_list() == [3]
    assert told(listed) == [("value-blank", "info", "Tulokset!G2", value)]
    assert listed.rows_in == 2


@pytest.mark.parametrize("value", ["paljon", "12,5", 12.5, "-3", -3, "1-4"])
def test_a_count_that_cannot_be_read_is_left_out_and_told(read, value):
    listed = read(row(value=value), row())

    assert listed.rows["value"].to_list() == [12]
    assert told(listed) == [("count-unreadable", "error", "Tulokset!G2", str(value))]


@pytest.mark.parametrize("value", [1234, 1234.0, "1 234", "1\u00a0234"])
def test_a_count_in_every_style(read, value):
    assert read(row(value=value)).rows["value"].to_list() == [1234]


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("nainen", "female"),
        ("Naiset", "female"),
        ("kvinnor", "female"),
        ("mies", "male"),
        ("män", "male"),
        ("muunsukupuolinen", "non_binary"),
        ("icke-binär", "non_binary"),
        ("ei tietoa", "unknown"),
        ("Ei halua vastata", "unknown"),
        ("vill inte svara", "unknown"),
        ("non_binary", "non_binary"),
    ],
)
def test_four_genders_in_every_language_and_not_wanting_to_say_is_unknown(read, word, gender):
    listed = read(row(gender=word))

    assert (listed.rows["gender"].to_list(), listed.findings) == ([gender], ())


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("eeco02", "EECO02"),
        ("EECO02 Työttömät, mukaan lukien pitkäaikaistyöttömät", "EECO02"),
        ("Långtidsarbetslösa", "EECO03"),
        ("Osallistujat, joiden tiedot ovat täydelliset", "EECO01-COMPLETE"),
    ],
)
def test_an_indicator_by_code_or_name_and_complete_records(read, word, code):
    assert read(row(indicator=word)).rows["indicator"].to_list() == [code]


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        ({"code": None}, ("project-code-missing", "error", "Tulokset!A2", None)),
        ({"day": "lokakuu"}, ("cutoff-date-unreadable", "error", "Tulokset!B2", "lokakuu")),
        ({"day": None}, ("cutoff-date-unreadable", "error", "Tulokset!B2", None)),
        ({"indicator": "EECO99"}, ("indicator-unknown", "error", "Tulokset!C2", "EECO99")),
        ({"gender": "kissa"}, ("gender-unknown", "error", "Tulokset!F2", "kissa")),
        ({"gender": None}, ("gender-unknown", "error", "Tulokset!F2", None)),
    ],
)
def test_a_row_that_is_not_understood_is_left_out_and_told(read, cells, finding):
    listed = read(row(**cells), row())

    assert listed.rows["source_row"].to_list() == [3]
    assert told(listed) == [finding]
    assert listed.rows_in == 2


@pytest.mark.parametrize(
    ("cells", "finding", "field"),
    [
        ({"group": "Avaruusolennot"}, ("target-group-unknown", "warning", "Tulokset!D2", "Avaruusolennot"), "target_group"),
        ({"region": "Atlantis"}, ("region-unknown", "warning", "Tulokset!E2", "Atlantis"), "region"),
    ],
)
def test_an_unknown_group_or_region_is_left_blank_and_told_and_the_count_kept(read, cells, finding, field):
    listed = read(row(**cells))

    assert (listed.rows["value"].to_list(), listed.rows[field].to_list()) == ([12], [None])
    assert told(listed) == [finding]


def test_a_blank_group_and_region_are_nothing_to_tell(read):
    listed = read(row(group=None, region=None))

    assert listed.rows.select("target_group", "region", "value").rows() == [(None, None, 12)]
    assert listed.findings == ()


@pytest.mark.parametrize("region", ["01", 1, "Uusimaa", "Nyland", "FI1B1", " uusimaa "])
def test_a_region_by_code_name_or_nuts_code(read, region):
    assert read(row(region=region)).rows["region"].to_list() == ["01"]


@pytest.mark.parametrize(
    "region",
    ["MK06 Pirkanmaa", "Pirkanmaan hyvinvointialue", "Birkalands välfärdsområde", "FI197 Pirkanmaa", "Pirkanmaan", "Tampere region"],
)
def test_other_names_of_a_region_work_as_they_do_for_locations(read, region):
    listed = read(row(region=region))
    assert (listed.rows["region"].to_list(), listed.findings) == (["06"], ())


def test_several_regions_are_no_region_of_a_count(read):
    assert told(read(row(region="Uusimaa, Lappi"))) == [("region-unknown", "warning", "Tulokset!E2", "Uusimaa, Lappi")]


def test_everything_wrong_in_a_row_is_told_at_once_and_the_row_left_out_once(read):
    listed = read(row(code=None, day="x", indicator="x", gender="x", value="x"), row())

    assert {f.code for f in listed.findings} == {
        "project-code-missing", "cutoff-date-unreadable", "indicator-unknown", "gender-unknown", "count-unreadable",
    }  # fmt: skip
    assert {f.row for f in listed.findings} == {2}
    assert (listed.rows_in, listed.rows.height) == (2, 1)


def test_a_row_that_only_columns_that_are_not_read_fill_counts_in_rows_in(read):
    listed = read([*row(), "ok"], [*[None] * 7, "tarkista"], headers=(*FINNISH, "Muistiinpano"))

    assert (listed.rows_in, listed.rows_kept) == (2, 1)
    assert told(listed) == [("unmapped-row", "info", "Tulokset!3", None)]


def test_a_small_letter_or_a_full_stop_in_a_code_is_mended_and_told(read):
    listed = read(row(indicator="eeco01"), row(indicator="EECO02."), row(indicator="Työttömät"))

    assert [(f.code, f.place, f.value) for f in listed.findings if f.code == "code-mended"] == [
        ("code-mended", "Tulokset!C2", "eeco01"),
        ("code-mended", "Tulokset!C3", "EECO02."),
    ]


def test_rows_in_are_rows_kept_and_rows_left_out(read):
    listed = read(row(), row(value=None), row(indicator="x", gender="x"), [], row(group="x"), row(value="x"))

    left_out = {f.row for f in listed.findings if f.severity == "error" or f.code == "value-blank"}
    assert listed.rows["source_row"].to_list() == [2, 6]
    assert left_out == {3, 4, 7}
    assert listed.rows_in == listed.rows.height + len(left_out)


def test_swedish_headers_are_known(read):
    swedish = ["S1", "31.10.2026", "eeco01", "Unga", "Nyland", "kvinna", 12]

    assert read(swedish, headers=SWEDISH).rows.rows() == read(row()).rows.rows()


def test_findings_name_the_physical_cell(read):
    listed = read(row(indicator="x"), top=4, left=2)

    assert told(listed) == [("indicator-unknown", "error", "Tulokset!D5", "x")]


def test_a_form_without_groups_and_regions_says_so(read):
    short = [header for header in FINNISH if header not in ("Kohderyhmä", "Maakunta")]
    listed = read(["S1", DAY, "EECO01", "mies", 3], headers=short)

    assert listed.rows["value"].to_list() == [3]
    assert [(f.code, f.severity, f.header) for f in listed.findings] == [
        ("column-missing", "warning", "Kohderyhmä"),
        ("column-missing", "warning", "Maakunta"),
    ]


def test_another_form_is_refused(read):
    with pytest.raises(InputError) as caught:
        read(["S1", "1"], headers=["Hankekoodi", "Alateemat"])

    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.header) == ("outcomes-headers-unknown", "tulokset.xlsx", "Arvo")


@pytest.mark.parametrize(
    ("cells", "suggestion"),
    [
        ({"indicator": "EEC001"}, "EECO01"),
        ({"gender": "naine"}, "female"),
        ({"group": "Nuort"}, "young"),
        ({"region": "Uusima"}, "01"),
        ({"gender": "kissa"}, None),
    ],
)
def test_the_nearest_known_word_is_suggested(read, cells, suggestion):
    (finding,) = read(row(**cells)).findings

    assert finding.suggestion == suggestion
