"""The theme workbook: which projects belong to the theme, and what they promise."""

import openpyxl
import pytest

from data_loaders.findings import InputError
from data_loaders.theme_workbook import read_theme_workbook

FINNISH = (
    "Hankekoodi", "Alateemat", "Kohderyhmät", "Työpaikkayhteistyö", "Viestintäsuunnitelma", "Juurruttamissuunnitelma",
    "Sukupuolianalyysi", "Yhteiskehittäminen", "Suunniteltu osallistujamäärä", "Huomautus",
)  # fmt: skip
SWEDISH = (
    "Projektkod", "Deltema", "Målgrupper", "Samarbete med arbetsplatser", "Kommunikationsplan", "Förankringsplan",
    "Könsanalys", "Gemensam utveckling", "Planerat deltagarantal", "Anmärkning",
)  # fmt: skip
PROMISES = ["workplace_cooperation", "communication_plan", "embedding_plan", "gender_analysis", "co_development"]


@pytest.fixture
def read(workbook, theme):
    """Reads a theme workbook that holds the given rows under its headers."""

    def read(*rows, headers=FINNISH, **place):
        return read_theme_workbook(workbook([headers, *rows], name="teema.xlsx", **place), theme)

    return read


def told(listed):
    return [(f.code, f.severity, f.place, f.value) for f in listed.findings]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("1; 3", ["1", "3"]),
        ("3;1", ["3", "1"]),
        ("1, 3", ["1", "3"]),
        ("1\n3", ["1", "3"]),
        (3, ["3"]),
        (3.0, ["3"]),
        ("1;1;", ["1"]),
        ("monialaiset palvelut; 7", ["3", "7"]),
        (None, []),
    ],
)
def test_sub_themes_are_known_by_number_and_by_name(read, cell, codes):
    listed = read(["S1", cell])

    assert listed.rows["subthemes"].to_list() == [codes]
    assert listed.findings == ()


def test_an_official_name_may_hold_a_comma_of_its_own(read, theme):
    name = theme.subthemes[0].name["fi"]
    assert "," in name

    assert read(["S1", name], ["S2", f"{name}; 2"]).rows["subthemes"].to_list() == [["1"], ["1", "2"]]


def test_target_groups_are_known_by_code_name_and_accepted_spelling(read):
    listed = read(["S1", None, "Nuoret; romani;  OSATYÖKYKYISET "], ["S2", None, "young, disabled"])

    assert listed.rows["target_groups"].to_list() == [["young", "roma", "partial_ability"], ["young", "disabled"]]
    assert listed.findings == ()


def test_blank_is_not_known_and_never_no(read):
    (row,) = read(["S1", "1", "Nuoret", "kyllä", "ei", None, "Kyllä", "  "]).rows.rows(named=True)

    assert row["promises_kept"] == ["workplace_cooperation", "gender_analysis"]
    assert row["promises_broken"] == ["communication_plan"]


@pytest.mark.parametrize(("answer", "kept"), [("x", True), ("Ja", True), ("yes", True), (True, True), ("nej", False), (False, False)])
def test_yes_and_no_in_every_language(read, answer, kept):
    (row,) = read(["S1", None, None, answer]).rows.rows(named=True)

    assert (row["promises_kept"], row["promises_broken"]) == ((PROMISES[:1], []) if kept else ([], PROMISES[:1]))


def test_an_unknown_answer_is_not_known_and_is_told(read):
    listed = read(["S1", None, None, "ehkä"])

    assert told(listed) == [("answer-unknown", "warning", "Hankkeet!D2", "ehkä")]
    assert (listed.rows["promises_kept"].to_list(), listed.rows["promises_broken"].to_list()) == ([[]], [[]])


def test_an_unknown_word_is_left_out_and_told_and_the_rest_of_the_row_is_kept(read):
    listed = read(["S1", "1; 9", "Nuoret; avaruusolennot"])

    assert (listed.rows["subthemes"][0].to_list(), listed.rows["target_groups"][0].to_list()) == (["1"], ["young"])
    assert told(listed) == [
        ("subtheme-unknown", "warning", "Hankkeet!B2", "9"),
        ("target-group-unknown", "warning", "Hankkeet!C2", "avaruusolennot"),
    ]


def test_a_repeated_code_is_left_out_and_told(read):
    listed = read(["S1", "1"], ["S2", "2"], ["S1", "3"])

    assert listed.rows.select("project_code", "source_row").rows() == [("S1", 2), ("S2", 3)]
    assert listed.rows["subthemes"][0].to_list() == ["1"]
    assert told(listed) == [("project-code-repeated", "error", "Hankkeet!A4", "S1")]
    assert listed.rows_in == listed.rows.height + 1


def test_a_row_without_a_code_is_left_out_and_told(read):
    listed = read(["S1", "1"], [None, "2", None, "kyllä"])

    assert listed.rows["project_code"].to_list() == ["S1"]
    assert told(listed) == [("project-code-missing", "error", "Hankkeet!A3", None)]
    assert listed.rows_in == listed.rows_kept + 1


def test_a_row_that_only_columns_that_are_not_read_fill_counts_in_rows_in(read):
    listed = read(["S1", "1", "Katri"], [None, None, "Soita!"], ["S2", "2", None], headers=("Hankekoodi", "Alateemat", "Yhteyshenkilö"))

    assert (listed.rows_in, listed.rows_kept) == (3, 2)
    assert told(listed) == [("unmapped-row", "info", "Hankkeet!3", None)]


def test_a_row_of_sub_themes_or_target_groups_alone_goes_on_with_the_project_above(read):
    listed = read(["S1", "1", "Nuoret"], [None, "2"], [None, None, "Romanit; Nuoret"], ["S2", "3"])

    assert listed.rows.select("project_code", "subthemes", "target_groups").rows() == [
        ("S1", ["1", "2"], ["young", "roma"]),
        ("S2", ["3"], []),
    ]
    assert told(listed) == [("row-continued", "info", "Hankkeet!A3", None), ("row-continued", "info", "Hankkeet!A4", None)]
    assert (listed.rows_in, listed.rows_kept) == (4, 4)


@pytest.mark.parametrize(
    "rows",
    [
        [["S1", "1"], [], [None, "2"]],  # a blank row stands between
        [[None, "2"], ["S1", "1"]],  # nothing stands above
        [["S1", "1"], [None, "2", *[None] * 8, "Hanke ilman koodia"]],  # a column that is not read says more
    ],
)
def test_a_row_that_may_be_another_project_is_not_joined(read, rows):
    listed = read(*rows)

    assert listed.rows.select("project_code", "subthemes").rows() == [("S1", ["1"])]
    assert [code for code, *_ in told(listed) if code != "blank-rows"] == ["project-code-missing"]
    assert listed.rows_in == listed.rows_kept + 1


@pytest.fixture
def read_merged(tmp_path, theme):
    """Reads a theme workbook with merged cells."""

    def read_merged(rows, *merge):
        book = openpyxl.Workbook()
        for cells in (FINNISH, *rows):
            book.active.append(cells)
        for area in merge:
            book.active.merge_cells(area)
        book.save(tmp_path / "teema.xlsx")
        return read_theme_workbook(tmp_path / "teema.xlsx", theme)

    return read_merged


def test_a_project_code_merged_over_several_rows_is_one_project(read_merged):
    rows = [
        ["S1", "1", "Nuoret", "kyllä", "ei", None, None, None, 40, "alku"],
        [None, "3", "Romanit", None, "kyllä", None, None, None, 50, "loppu"],
        [None, None, "Läheiset", "kyllä", None, None, None, None, 40],
        ["S2", "2", "Nuoret"],
    ]
    listed = read_merged(rows, "A2:A4")

    first, second = listed.rows.rows(named=True)
    assert (first["subthemes"], first["target_groups"], first["note"]) == (["1", "3"], ["young", "roma", "close_ones"], "alku\nloppu")
    assert (first["promises_kept"], first["promises_broken"], first["planned_participants"]) == (["workplace_cooperation"], [], 40)
    assert (second["project_code"], second["subthemes"]) == ("S2", ["2"])
    assert told(listed) == [
        ("answer-unknown", "warning", "Sheet!E3", "kyllä"),
        ("planned-participants-unreadable", "warning", "Sheet!I3", "50"),
    ]
    assert (listed.rows_in, listed.rows_kept) == (4, 4)


def test_a_cell_merged_over_several_projects_holds_for_each(read_merged):
    listed = read_merged([["S1", "1", "Nuoret"], ["S2"], ["S3"], ["S4", "2"]], "B2:B4", "C2:C3")

    assert listed.rows.select("project_code", "subthemes", "target_groups").rows() == [
        ("S1", ["1"], ["young"]), ("S2", ["1"], ["young"]), ("S3", ["1"], []), ("S4", ["2"], []),
    ]  # fmt: skip
    assert told(listed) == []


def test_blank_rows_are_no_rows(read):
    listed = read(["S1", "1"], [], ["S2", "2"])

    assert (listed.rows_in, listed.rows["source_row"].to_list()) == (2, [2, 4])


def test_swedish_headers_are_known(read):
    listed = read(["S1", "2", "Unga; Romer", "ja", "nej", None, None, "ja", 80, "Obs"], headers=SWEDISH)

    (row,) = listed.rows.rows(named=True)
    assert (row["subthemes"], row["target_groups"], row["note"]) == (["2"], ["young", "roma"], "Obs")
    assert row["planned_participants"] == 80
    assert row["promises_kept"] == ["workplace_cooperation", "co_development"]
    assert row["promises_broken"] == ["communication_plan"]


def test_findings_name_the_physical_cell(read):
    listed = read(["S1", "9"], top=5, left=3)

    assert told(listed) == [("subtheme-unknown", "warning", "Hankkeet!D6", "9")]


def test_project_codes_alone_are_enough(read):
    listed = read(["S1"], ["S2"], headers=["Hankekoodi"])

    assert listed.rows["project_code"].to_list() == ["S1", "S2"]
    assert listed.rows["subthemes"].to_list() == [[], []]


def test_a_form_without_rows_is_an_empty_list(read):
    listed = read()

    assert (listed.rows.height, listed.rows_in, listed.findings) == (0, 0, ())


def test_a_workbook_without_project_codes_is_refused(read):
    with pytest.raises(InputError) as caught:
        read(["1", "Nuoret"], headers=["Alateemat", "Kohderyhmät"])

    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.header) == ("theme-headers-unknown", "teema.xlsx", "Hankekoodi")


@pytest.mark.parametrize(("cell", "count"), [(120, 120), ("1 200", 1200), ("0", 0), (None, None), ("-", None)])
def test_a_plan_is_a_whole_number_and_blank_is_not_zero(read, cell, count):
    listed = read(["S1", cell], headers=["Hankekoodi", "Suunniteltu osallistujamäärä"])

    assert (listed.rows["planned_participants"].to_list(), listed.findings) == ([count], ())


@pytest.mark.parametrize("cell", ["noin 100", "-5", 12.5, "100–150"])
def test_a_plan_that_cannot_be_read_is_not_known_and_is_told(read, cell):
    listed = read(["S1", cell], headers=["Hankekoodi", "Suunniteltu osallistujamäärä"])

    assert listed.rows["planned_participants"].to_list() == [None]
    assert told(listed) == [("planned-participants-unreadable", "warning", "Hankkeet!B2", str(cell))]


def test_the_nearest_known_word_is_suggested(read):
    listed = read(["S1", "monialiset palvelut; 9", "Nuoret; Romaanit; avaruusolennot"])

    assert [(f.value, f.suggestion) for f in listed.findings] == [
        ("monialiset palvelut", "3"), ("9", None), ("Romaanit", "roma"), ("avaruusolennot", None),
    ]  # fmt: skip


def test_an_error_in_a_cell_is_told_and_is_no_project_code(read):
    listed = read(["S1", "1"], ["#N/A", "2"], ["S3", "#REF!"])

    assert listed.rows["project_code"].to_list() == ["S1", "S3"]
    assert told(listed) == [
        ("cell-error", "warning", "Hankkeet!A3", "#N/A"),
        ("cell-error", "warning", "Hankkeet!B4", "#REF!"),
        ("project-code-missing", "error", "Hankkeet!A3", None),
    ]
    assert listed.rows_in == listed.rows.height + 1
