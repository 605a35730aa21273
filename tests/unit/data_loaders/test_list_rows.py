"""Which rows of a project list are projects, and what the others are: one by one, and in every combination in four languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from data_loaders.projects import ProjectList, read_projects

# One by one.

HEADERS = ("Koodi", "Hankkeen nimi", "Toteuttajan nimi", "Aloituspvm", "Päättymispvm", "Sijainti", "Tuki €", "EU-tuki €")
LIST_FIELDS = (
    "project_code", "project_name", "implementer_name", "start_date", "end_date", "location", "planned_public_eur", "planned_eu_state_eur",
)  # fmt: skip
DAYS = (datetime(2024, 1, 1), datetime(2026, 6, 30))


def project(number, euros, *, eu=None, place="Uusimaa"):
    return [f"S{number:05}", f"Hanke {number}", f"Järjestö {number} ry", *DAYS, place, euros, eu]


def row(euros=None, *, code=None, name=None, who=None, days=(None, None), place=None, eu=None):
    return [code, name, who, *days, place, euros, eu]


@pytest.fixture
def read(workbook):
    """Reads a list of the given rows; ``columns`` are the places of those that it has."""

    def listed(*rows, columns=range(8), header=None):
        header = header or [HEADERS[place] for place in columns]
        book = workbook([header, *([cells[place] if place < len(cells) else None for place in columns] for cells in rows)])
        return read_projects(book, {LIST_FIELDS[place]: (HEADERS[place],) for place in columns})

    return listed


def euros(listed):
    return listed.rows["planned_public_eur"].sum()


def told(listed, *codes):
    """Check and row of what was told, but for blank rows."""
    return [(f.code, f.row) for f in listed.findings if f.code != "blank-rows" and (not codes or f.code in codes)]


@pytest.mark.parametrize(
    "label",
    [
        "Yhteensä 3 hanketta",
        "Loppusumma",
        "YHTEENSÄ €",
        "Summa totalt",
        "Gesamtergebnis",
        "Zwischensumme 1.1",
        "Celkem",
        "Kokku",
        "Σ",
        None,
    ],
)
@pytest.mark.parametrize("cell", ["code", "name", "who"])
def test_a_total_is_left_out_whatever_its_label_is_and_wherever_it_stands(read, label, cell):
    listed = read(project(1, 1000.01), project(2, 2000.02), project(3, 500), row(3500.03, **{cell: label}))

    assert (listed.rows_in, listed.rows.height, euros(listed)) == (4, 3, Decimal("3500.03"))
    assert told(listed) == [("total-row", 5)]


@pytest.mark.parametrize("label", ["Nämä kaikki", "Alles", None])
def test_a_total_may_stand_in_the_first_row_and_above_its_group(read, label):
    listed = read(row(61, name=label), row(30, name=label), project(1, 10), project(2, 20), row(31, name=label), project(3, 31))

    assert (listed.rows.height, euros(listed)) == (3, 61)
    assert told(listed) == [("total-row", 2), ("total-row", 3), ("total-row", 6)]


def test_totals_of_totals_and_of_one_project_are_totals(read):
    listed = read(
        project(1, 10), project(2, 20), row(30, name="a"), project(3, 5), row(5, name="b"), row(35, name="c"), project(4, 7), row(7, name="d"),
        row(42, name="e"),
    )  # fmt: skip

    assert euros(listed) == 42
    assert told(listed) == [("total-row", number) for number in (4, 6, 7, 9, 10)]


def test_each_money_column_is_compared_with_its_own_sums(read):
    listed = read(project(1, 100, eu=70), project(2, 300), row(400, name="a", eu=70), project(3, 5), row(405, name="b"))

    assert told(listed) == [("total-row", 4), ("total-row", 6)]


def test_a_total_that_one_column_contradicts_is_left_out_and_told(read):
    listed = read(
        *(project(number, 100 * number**2, eu=number) for number in (1, 2, 3)),
        row(1400, name="Yhteensä", eu=7),
        columns=(0, 1, 2, 3, 4, 6, 7),
    )

    (differing,) = [f for f in listed.findings if f.code != "blank-rows"]
    assert (differing.code, differing.place, differing.value) == ("total-row-differs", "Hankkeet!G5", "7")
    assert euros(listed) == 1400


def test_a_total_of_rounded_amounts_may_be_a_cent_off_for_each(read):
    listed = read(project(1, 10.01), project(2, 20.01), project(3, 30.01), row(60.02, name="a"))

    assert (euros(listed), told(listed)) == (Decimal("60.03"), [("total-row", 5)])


@pytest.mark.parametrize(
    "label",
    [
        "Yhteensä 2 hanketta",
        "Suma końcowa",
        "Summe aller Projekte",
        "Sous-total",
        "Montant total",
        "Pavisam kopā",
        "Totale complessivo",
        "Σ",
    ],
)
def test_a_word_for_a_total_that_does_not_add_up_is_left_out_with_a_warning(read, label):
    listed = read(project(1, 1000), project(2, 2000), row(3100, name=label))

    assert (euros(listed), told(listed)) == (3000, [("total-row-differs", 4)])


def test_a_sum_that_its_program_never_worked_out_is_a_total(read):
    listed = read(project(1, 1000), project(2, 2000), row("=SUM(G2:G3)", name="Nämä"))

    assert (listed.rows.height, told(listed)) == (2, [("total-row", 4)])


@pytest.mark.parametrize("columns", [range(8), (1, 2, 3, 4, 6), (0, 1, 6), (1, 2, 6), (1, 6)], ids=str)
def test_two_projects_of_one_price_are_two_projects(read, columns):
    listed = read(project(1, 100), project(2, 100), columns=columns)

    assert (listed.rows.height, euros(listed), told(listed)) == (2, 200, [])


@pytest.mark.parametrize("columns", [(1, 2, 3, 4, 6), (0, 1, 6), (1, 2, 6), (1, 6)], ids=str)
def test_a_list_of_few_columns_has_totals_too(read, columns):
    listed = read(project(1, 1000), project(2, 2000), project(3, 3333), row(6333, name="Kaikki nämä"), columns=columns)

    assert (listed.rows.height, told(listed)) == (3, [("total-row", 5)])


def test_one_project_and_its_total_are_one_project(read):
    listed = read(project(1, 100), row(100, name="Loput"))

    assert (listed.rows.height, told(listed)) == (1, [("total-row", 3)])


@pytest.mark.parametrize("place", [0, 2])
def test_a_row_with_code_days_and_implementer_is_no_total_by_arithmetic_and_told(read, place):
    rows = [project(1, 1000, eu=700), project(2, 2000, eu=1500)]
    rows.insert(place, project(9, 3000, eu=2200))
    listed = read(*rows)

    assert (listed.rows.height, euros(listed), told(listed)) == (3, 6000, [("total-suspected", place + 2)])


def test_one_round_amount_that_is_the_sum_of_two_others_is_told_only_where_the_row_lacks_something(read):
    rows = [project(1, 1000), project(2, 2000)]
    without_dates = [*project(3, 3000)[:3], None, None, *project(3, 3000)[5:]]

    assert told(read(*rows, project(3, 3000))) == []
    assert told(read(*rows, without_dates)) == [("total-suspected", 4)]
    assert told(read(*rows, project(3, 5000), project(4, 8000))) == [("total-suspected", 5)]


@pytest.mark.parametrize(
    "label",
    [
        "Keskiarvo / hanke",
        "Rahoituskehys",
        "Kehyksestä jäljellä",
        "Medeltal",
        "Återstår",
        "Remaining",
        "Durchschnitt",
        "Průměr",
        "Liczba projektów",
    ],
)
@pytest.mark.parametrize("has_total", [True, False])
@pytest.mark.parametrize("columns", [range(8), (1, 6)])
def test_an_average_or_a_frame_under_the_projects_is_no_project(read, label, has_total, columns):
    total = [row(5500.5, name="Yhteensä")] if has_total else []
    listed = read(
        project(1, 1000.5), project(2, 2000), project(3, 2500), *total, row(1833.5, name=label), row(13000, name=label), columns=columns
    )

    assert (listed.rows.height, euros(listed)) == (3, Decimal("5500.5"))
    assert [(f.row, f.value) for f in listed.findings if f.code == "total-beside"] == [(5 + has_total, label), (6 + has_total, label)]


def test_an_average_or_a_frame_is_no_project_wherever_it_stands(read):
    listed = read(
        row(13000, name="Kehys"), row(9500, name="Jäljellä"), project(1, 1000), project(2, 1500), row(2500, name="Yhteensä"),
        row(1250, name="Keskiarvo"), project(3, 1000), row(3500, who="Yhteensä"), row(1166.67, who="Medeltal"), row(3, place="Hankkeita kpl"),
    )  # fmt: skip

    assert (listed.rows.height, euros(listed)) == (3, 3500)
    assert told(listed) == [
        ("total-beside", 2), ("total-beside", 3), ("total-row", 6), ("total-beside", 7), ("total-row", 9), ("total-beside", 10),
        ("total-beside", 11),
    ]  # fmt: skip


def test_a_project_called_after_a_frame_stays(read):
    named = ["S00003", "Ramprogram", "Kommun ramen", *DAYS, "Uusimaa", 50]
    bare = read(project(1, 1000), [None, "Average"] + [None] * 4 + [2100], project(3, 500), columns=(1, 6))

    assert euros(read(project(1, 1000), project(2, 2500), named)) == 3550
    assert euros(bare) == 3600


def test_a_project_after_the_total_stays_when_it_has_what_a_project_has(read):
    late = project(4, 777)
    listed = read(
        project(1, 1000), project(2, 2100), row(3100, name="Yhteensä"), row(7000, name="Nimetön"), late, row(3877, name="Yhteensä")
    )

    assert "S00004" in listed.rows["project_code"].to_list()
    assert ("row-unclear", 5) in told(listed)


def test_a_sum_of_nothing_is_no_total(read):
    listed = read(project(1, 0), project(2, 0), row(0, code="S00003", name="Hanke 3"))

    assert listed.rows.height == 3


# Rows that go on with a project.


def test_partners_under_a_project_have_its_code_name_days_and_place(read):
    listed = read(project(1, 1000), row(500, who="Kunta B"), row(400, who="Kunta C", place="Lappi"), project(2, 10))

    assert listed.rows["project_key"].to_list() == ["S00001"] * 3 + ["S00002"]
    assert listed.rows["project_name"].to_list() == ["Hanke 1"] * 3 + ["Hanke 2"]
    assert listed.rows["end_date"].null_count() == 0
    assert listed.rows["location"].to_list() == ["Uusimaa", "Uusimaa", "Lappi", "Uusimaa"]
    assert euros(listed) == 1910
    assert told(listed) == [("continuation-rows", 3)]


@pytest.mark.parametrize("cells", [{"code": "S00001"}, {"name": "Hanke 1"}, {"code": "S00001", "name": "Hanke 1"}], ids=str)
def test_a_partner_may_repeat_the_code_or_the_name_of_its_project(read, cells):
    listed = read(project(1, 1000), row(1000, who="Kunta B", **cells), row(2000, who="Kunta C", **cells), project(2, 10))

    assert (listed.rows["project_code"].to_list(), euros(listed)) == (["S00001"] * 3 + ["S00002"], 4010)
    assert listed.rows["project_name"].to_list() == ["Hanke 1"] * 3 + ["Hanke 2"]
    assert listed.rows["start_date"].null_count() == 0


def test_merged_cells_are_filled_downwards_and_their_amount_is_counted_once(workbook):
    path = workbook([HEADERS, project(1, 1000), row(1000, who="Kunta B"), project(2, 50), row(None, who="Kunta C")])
    book = openpyxl.load_workbook(path)
    for area in ("A2:A3", "B2:B3", "D2:D3", "E2:E3", "F2:F3", "A4:A5", "B4:B5", "D4:D5", "G4:G5"):
        book.active.merge_cells(area)
    book.save(path)

    listed = read_projects(path, {field: (text,) for field, text in zip(LIST_FIELDS, HEADERS, strict=True)})

    assert listed.rows["project_code"].to_list() == ["S00001", "S00001", "S00002", "S00002"]
    assert listed.rows["planned_public_eur"].to_list() == [1000, 1000, 50, None]
    assert listed.rows["start_date"].null_count() == 0


def test_merged_cells_of_an_ods_are_filled_downwards_too(tmp_path):
    document, table = OpenDocumentSpreadsheet(), Table(name="Hankkeet")
    spans = {(1, place): 2 for place in (0, 1, 3, 4, 5)}
    days = ["1.1.2024", "30.6.2026"]
    first = ["S00001", "Hanke 1", "Järjestö 1 ry", *days, "Uusimaa", 1000]
    partner = [None, None, "Kunta B", None, None, None, 500]
    other = ["S00002", "Hanke 2", "Järjestö 2 ry", *days, "Uusimaa", 50]
    for number, cells in enumerate((HEADERS[:7], first, partner, other)):
        line = TableRow()
        for place, value in enumerate(cells):
            if (number - 1, place) in spans:
                line.addElement(CoveredTableCell())
                continue
            spanned = {"numberrowsspanned": 2, "numbercolumnsspanned": 1} if (number, place) in spans else {}
            cell = (
                TableCell(valuetype="float", value=value, **spanned) if isinstance(value, int) else TableCell(valuetype="string", **spanned)
            )
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "lista.ods"))

    listed = read_projects(tmp_path / "lista.ods", {field: (text,) for field, text in zip(LIST_FIELDS[:7], HEADERS[:7], strict=True)})

    assert listed.rows["project_code"].to_list() == ["S00001", "S00001", "S00002"]
    assert (listed.rows["start_date"].null_count(), listed.rows["location"].null_count(), euros(listed)) == (0, 0, 1550)


GROUPED = ("Toimintalinja", "Erityistavoite", *HEADERS)
GROUPED_FIELDS = ("priority", "specific_objective", *LIST_FIELDS)


@pytest.mark.parametrize(
    ("groups", "priorities", "objectives"),
    [
        ([("TL4", "4.1"), (None, None), (None, "4.3"), ("TL5", "4.1"), (None, None), (None, None)], "444555", "113111"),
        ([("TL4", "4.1"), (None, "4.1"), (None, "4.1"), ("TL5", "4.3"), (None, "4.3"), (None, "4.3")], "444555", "111333"),
    ],
    ids=["a group inside another", "beside a column in full"],
)
def test_a_column_that_says_its_value_in_the_first_row_of_each_group_is_filled_and_told(workbook, groups, priorities, objectives):
    rows = [[*group, *project(number, 1000)] for number, group in enumerate(groups, 1)]
    listed = read_projects(workbook([GROUPED, *rows]), {field: (name,) for field, name in zip(GROUPED_FIELDS, GROUPED, strict=True)})
    assert listed.rows["priority"].to_list() == [f"TL{number}" for number in priorities]
    assert listed.rows["specific_objective"].to_list() == [f"4.{number}" for number in objectives]
    carried = [(f.column, f.row, f.value) for f in listed.findings if f.code == "group-carried-down"]
    assert carried[0] == ("A", 3, "3–4, 6–7")
    assert len(carried) == sum(None in column for column in zip(*groups, strict=True))


@pytest.mark.parametrize(
    "places",
    [
        ["Uusimaa", None, "Uusimaa", None, None],
        [None, "Uusimaa", None, "Lappi", None],
        ["Uusimaa", "Lappi", None, "Kainuu", "Satakunta"],
        ["Uusimaa", None, None, None, None],
    ],
    ids=["said twice", "blank first", "mostly filled", "one value"],
)
def test_a_blank_cell_that_no_group_explains_stays_blank(read, places):
    listed = read(*(project(number, 1000, place=place) for number, place in enumerate(places, 1)))
    assert (listed.rows["location"].to_list(), told(listed, "group-carried-down")) == (places, [])


def test_a_merged_group_is_filled_in_a_list_whose_other_cells_are_all_filled(workbook):
    path = workbook([GROUPED, *([*group, *project(number, 1000)] for number, group in enumerate([("TL4", "4.1"), (None, "4.1")], 1))])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    listed = read_projects(path, {field: (name,) for field, name in zip(GROUPED_FIELDS, GROUPED, strict=True)})
    assert listed.rows["priority"].to_list() == ["TL4", "TL4"]


def test_a_list_without_codes_counts_a_project_of_several_rows_once(read):
    listed = read(project(1, 1000), row(500, who="Kunta B"), project(2, 10), columns=(1, 2, 3, 4, 6))

    assert listed.rows["project_key"].to_list() == ["row-2", "row-2", "row-4"]


def test_partners_in_a_list_without_amounts_go_on_with_their_project(read):
    listed = read(project(1, 0), row(who="Kunta B"), project(2, 0), columns=range(6))

    assert (listed.rows["project_code"].to_list(), told(listed)) == (["S00001", "S00001", "S00002"], [("continuation-rows", 3)])


def test_a_project_that_costs_as_much_as_its_parts_below_is_told(read):
    listed = read(project(1, 1500), row(1000, who="Kunta B"), row(500, who="Kunta C"), project(2, 10))

    assert told(listed, "total-suspected") == [("total-suspected", 2)]


def test_a_row_with_a_place_alone_is_a_further_place_of_the_project_above(read):
    listed = read(project(1, 1000, place="FI193 Keski-Suomi"), row(place="FI197 Pirkanmaa"), row(place="Atlantis"), project(2, 10))

    assert listed.rows["region"].to_list() == ["several", "01"]
    assert listed.rows["regions"].to_list() == [["06", "13"], []]
    assert told(listed) == [("place-row", 3), ("place-row", 4)]


@pytest.mark.parametrize("gap", [[], [[]]])
def test_money_alone_on_the_last_row_is_kept_and_told(read, gap):
    listed = read(project(1, 1000), project(2, 2000), *gap, row(999))

    assert euros(listed) == 3999
    assert ("row-unclear", 4 + len(gap)) in told(listed)


def test_a_last_row_without_a_code_is_a_project(read):
    listed = read(project(1, 1000), project(2, 1000), [None, *project(3, 1000)[1:]])

    assert (listed.rows.height, told(listed)) == (3, [])


# Rows that are no projects.


@pytest.mark.parametrize(
    "cells",
    [
        ("Code", "Name", "Beneficiary", "Start", "End", "Place", "Support €", "EU support €"),
        ("Kood", "Nimi", "Toetuse saaja", "Algus", "Lõpp", "Koht", "Toetus", "EL"),
        HEADERS,
        (1, 2, 3, 4, 5, 6, 7, 8),
        ("(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)"),
        (None, None, None, "pvm", "pvm", None, "EUR", "EUR"),
    ],
    ids=str,
)
def test_what_stands_under_the_header_and_belongs_to_it_is_no_project(read, cells):
    listed = read(cells, project(1, 1000), project(2, 2000))

    assert (listed.rows_in, listed.rows.height, told(listed)) == (3, 2, [("header-row", 2)])


def test_a_first_project_without_a_known_amount_is_no_header(workbook):
    path = workbook([["Hankkeen nimi", "Toteuttajan nimi", "Tuki €"], ["Polku", "Silta ry", "tarkentuu"], ["Tie", "Silta ry", 5]])
    listed = read_projects(path, {LIST_FIELDS[place]: (HEADERS[place],) for place in (1, 2, 6)})

    assert (listed.rows.height, told(listed)) == (2, [("amount-unreadable", 2)])


def test_a_project_with_a_code_and_a_name_alone_is_no_total_of_two(read):
    listed = read(project(1, 10), row(10, code="S00002", name="Hanke 2"), row(20, code="S00003", name="Hanke 3"), project(4, 2))

    assert (listed.rows.height, euros(listed)) == (4, 42)


def test_a_total_with_a_number_in_the_column_of_codes_is_a_total(read):
    listed = read(*([number, *project(number, 1000 * number)[1:]] for number in (1, 2)), row(3000, code=2))

    assert (listed.rows.height, told(listed)) == (2, [("total-row", 4)])


def test_a_header_on_every_page_is_no_project(read):
    listed = read(project(1, 1000), HEADERS, project(2, 2000), HEADERS, project(3, 4000))

    assert (euros(listed), told(listed)) == (7000, [("header-row", 3), ("header-row", 5)])


@pytest.mark.parametrize(
    "cells", [row(name="Toimintalinja 1"), row(who="Kohta 1: Työ"), row(code="1", name="Työllisyys"), row(code="Osa A")]
)
def test_a_heading_between_projects_is_no_project(read, cells):
    listed = read(cells, project(1, 1000), cells, project(2, 2000))

    assert (listed.rows.height, told(listed)) == (2, [("heading-row", 2), ("heading-row", 4)])


def test_a_heading_in_the_column_of_names_may_be_a_person_and_is_not_repeated(read):
    listed = read(project(1, 1000), row(who="Maija Mallikas"), project(2, 2000))

    assert "Maija" not in str(listed.findings)


def test_a_row_that_only_columns_that_are_not_read_fill_counts_in_rows_in(workbook):
    path = workbook(
        [["Koodi", "Hankkeen nimi", "Tuki €", "Lisätieto"], ["S1", "Polku", 100], [None, None, None, "Oulu"], ["S2", "Silta", 200, "Kemi"],
         [None, None, None, "Huom."]]
    )  # fmt: skip
    listed = read_projects(path, {"project_code": ("Koodi",), "project_name": ("Hankkeen nimi",), "planned_public_eur": ("Tuki €",)})

    assert (listed.rows_in, listed.rows.height, told(listed)) == (4, 2, [("unmapped-row", 3), ("unmapped-row", 5)])


# Two tables in a sheet.


def test_a_table_below_with_its_columns_in_another_order_is_told_and_not_read(read):
    other = ["Hankkeen nimi", "Koodi", "Toteuttajan nimi", "Tuki €", "Aloituspvm", "Päättymispvm"]
    listed = read(
        project(1, 1000),
        project(2, 2000),
        [],
        ["Päättyneet"],
        other,
        ["Hanke 3", "S00003", "X ry", 7, *DAYS],
        ["Hanke 4", "S00004", "Y ry", 8, *DAYS],
    )

    assert (euros(listed), listed.rows.height, listed.rows_in) == (3000, 2, 6)
    assert told(listed) == [("second-table", 6), ("footer-row", 5)]
    assert [f.value for f in listed.findings if f.code == "second-table"] == ["6–8"]


def test_a_table_below_with_the_same_columns_is_the_list_going_on(read):
    listed = read(project(1, 1000), project(2, 2000), [], ["Päättyneet"], HEADERS, project(3, 40))

    assert (euros(listed), listed.rows.height) == (3040, 3)
    assert told(listed) == [("header-row", 6), ("heading-row", 5)]


def test_a_table_below_of_something_else_is_no_list_of_projects(read):
    listed = read(
        project(1, 1000),
        project(2, 2000),
        [],
        ["Maakunta", "Hankkeita", None, None, None, None, "Tuki"],
        row(1000, code="Uusimaa"),
        row(2000, code="Lappi"),
    )

    assert (euros(listed), told(listed)) == (3000, [("second-table", 5)])


@pytest.mark.parametrize("is_left", [False, True])
def test_of_two_tables_beside_each_other_the_whole_list_is_read(workbook, is_left):
    small = [["Koodi", "Hankkeen nimi", "Tuki €"], ["S7", "Seitsemän", 70], ["S8", "Kahdeksan", 80], ["S9", "Yhdeksän", 90]]
    large = [HEADERS, project(1, 1000), project(2, 2000), [None] * 8]
    path = workbook([[*left, None, *right] for left, right in zip(*((small, large) if is_left else (large, small)), strict=True)])

    listed = read_projects(path, {field: (text,) for field, text in zip(LIST_FIELDS, HEADERS, strict=True)})

    assert (listed.rows_in, listed.rows.height, euros(listed)) == (3, 2, 3000)
    assert told(listed) == [("second-table", 1), ("unmapped-row", 4)]


# Every combination.

FIELDS = ("project_code", "project_name", "implementer_name", "start_date", "end_date", "planned_public_eur", "planned_total_eur")
WORDS = {
    "fi": {
        "headers": ("Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Aloituspäivä", "Päättymispäivä", "Julkinen rahoitus", "Rahoitus yhteensä"),
        "title": "Rahoitetut hankkeet 31.10.2026",
        "heading": "Toimintalinja {}: Työllisyys",
        "totals": ("Yhteensä", "Yhteensä 5 hanketta", "Linjan 1 loppusumma", "Ryhmän luvut", None),
        "note": "Huom. luvut ovat alustavia",
        "tail": "Käytetyt suodattimet: Rahasto on ESR+",
        "partner": "Kunta {}",
    },
    "sv": {
        "headers": ("Projektkod", "Projektets namn", "Projektägarens namn", "Startdatum", "Slutdatum", "Offentlig finansiering", "Finansiering totalt"),
        "title": "Finansierade projekt 31.10.2026",
        "heading": "Insatsområde {}: Sysselsättning",
        "totals": ("Totalt", "Summa projekt", "Delsumma 1.1", "Hela gruppen", None),
        "note": "Obs. preliminära uppgifter",
        "tail": "Filter: fonden är ESF+",
        "partner": "Staden {}",
    },
    "en": {
        "headers": ("Project code", "Project name", "Implementer", "Start date", "End date", "Public funding", "All funding"),
        "title": "Funded projects, 31 October 2026",
        "heading": "Priority {}: Employment",
        "totals": ("Total", "Grand total", "Sub-total 1", "Everything in this group", None),
        "note": "Note: preliminary figures",
        "tail": "Applied filters: fund is ESF+",
        "partner": "City of {}",
    },
    "de": {
        "headers": ("Projektcode", "Projekttitel", "Projektträger", "Beginn", "Ende", "Öffentliche Mittel", "Gesamtbetrag"),
        "title": "Liste der Vorhaben, Stand 31.10.2026",
        "heading": "Prioritätsachse {}: Beschäftigung",
        "totals": ("Gesamt", "Gesamtergebnis", "Zwischensumme 1.1", "Alles zusammen", None),
        "note": "Hinweis: vorläufige Zahlen",
        "tail": "Filter: Fonds ist ESF+",
        "partner": "Stadt {}",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Projects under a heading: for each its amounts in euros, one for each implementer."""

    projects: tuple[tuple[int, ...], ...]


# Many amounts are round and alike, as they are in real lists.
AMOUNT = some.sampled_from((100, 1000, 2000, 5000)) | some.integers(1, 10**7)
PROJECT = some.lists(AMOUNT, min_size=1, max_size=3).map(tuple)
GROUPS = some.lists(some.lists(PROJECT, min_size=1, max_size=4).map(tuple).map(Group), min_size=1, max_size=3)


@dataclass(frozen=True)
class Around:
    """What stands around the projects."""

    language: str
    titles: int
    second_header: str | None
    units: bool
    numbers: bool
    headings: bool
    subtotals: str
    total: str
    label: int
    label_column: int
    merged: bool
    notes: bool
    repeated_header: bool
    gaps: bool
    tail: bool
    has_code: bool
    has_dates: bool


AROUND = some.builds(
    Around,
    language=some.sampled_from(tuple(WORDS)),
    titles=some.integers(0, 2),
    second_header=some.none() | some.sampled_from(tuple(WORDS)),
    units=some.booleans(),
    numbers=some.booleans(),
    headings=some.booleans(),
    subtotals=some.sampled_from(("none", "below", "above")),
    total=some.sampled_from(("none", "last", "first")),
    label=some.integers(0, 4),
    label_column=some.integers(0, 2),
    merged=some.booleans(),
    notes=some.booleans(),
    repeated_header=some.booleans(),
    gaps=some.booleans(),
    tail=some.booleans(),
    has_code=some.booleans(),
    has_dates=some.booleans(),
)


class Written:
    """The rows of a list as they are written, and what is right of them."""

    def __init__(self, groups: list[Group], around: Around):
        self.words = WORDS[around.language]
        self.around = around
        self.columns = [
            number
            for number, field in enumerate(FIELDS)
            if (around.has_code or field != "project_code") and (around.has_dates or not field.endswith("_date"))
        ]
        self.rows: list[list[object]] = []
        self.merges: list[tuple[int, int]] = []
        self.projects = self.cents = self.kept = 0
        self._write(groups)

    @property
    def fields(self) -> list[str]:
        return [FIELDS[number] for number in self.columns]

    @property
    def column_map(self) -> dict[str, tuple[str, ...]]:
        return {FIELDS[number]: (self.words["headers"][number],) for number in self.columns}

    def _add(self, *cells: object) -> None:
        self.rows.append([cells[number] if number < len(cells) else None for number in self.columns])

    def _header(self, language: str) -> None:
        self._add(*WORDS[language]["headers"])

    def _total(self, euros: int) -> None:
        cells: list[object] = [None] * 7
        column = self.around.label_column if self.around.has_code else max(1, self.around.label_column)
        cells[column] = self.words["totals"][self.around.label]
        self._add(*cells[:5], euros, euros * 2)

    def _write(self, groups: list[Group]) -> None:
        around, words = self.around, self.words
        for _ in range(around.titles):
            self.rows.append([words["title"]])
        self._header(around.language)
        if around.second_header and around.second_header != around.language:
            self._header(around.second_header)
        if around.units:
            self._add(None, None, None, None, None, "EUR", "€")
        if around.numbers:
            self.rows.append(list(range(1, len(self.columns) + 1)))
        whole = sum(sum(map(sum, group.projects)) for group in groups)
        if around.total == "first":
            self._total(whole)
        for number, group in enumerate(groups, 1):
            if number > 1 and around.gaps:
                self.rows.append([])
            if number > 1 and around.repeated_header:
                self._header(around.language)
            if around.headings:
                self._add(None, words["heading"].format(number))
            own = sum(map(sum, group.projects))
            if around.subtotals == "above":
                self._total(own)
            for project in group.projects:
                self._project(project)
            if around.subtotals == "below":
                self._total(own)
            if around.notes:
                self._add(None, None, words["note"])
        if around.total == "last":
            self._total(whole)
        if around.tail:
            self.rows += [[], [words["tail"]]]

    def _project(self, amounts: tuple[int, ...]) -> None:
        self.projects += 1
        days = (datetime(2024, 1, 1), datetime(2026, 12, 31))
        for number, euros in enumerate(amounts):
            who = self.words["partner"].format(f"{self.projects}-{number}")
            first = (f"S{self.projects:05}", f"{self.words['partner'][:3]} {self.projects}") if number == 0 else (None, None)
            self._add(*first, who, *(days if number == 0 else (None, None)), euros, euros * 2)
            self.cents += euros * 100
            self.kept += 1
        if len(amounts) > 1:
            self.merges.append((len(self.rows) - len(amounts) + 1, len(self.rows)))

    def read(self, folder: Path) -> ProjectList:
        book = openpyxl.Workbook()
        for row in self.rows:
            book.active.append(row)
        own = [name for name in self.fields if name not in ("implementer_name", "planned_public_eur", "planned_total_eur")]
        for first, last in self.merges if self.around.merged else ():
            for column in (self.fields.index(name) + 1 for name in own):
                book.active.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
        path = folder / "lista.xlsx"
        book.save(path)
        return read_projects(path, self.column_map)


def in_doubt(listed: ProjectList) -> Iterator[str]:
    """What a person is asked to look at."""
    return (f"{f.code} {f.row} {f.value}" for f in listed.findings if f.severity != "info" and f.row)


@settings(max_examples=120)
@given(groups=GROUPS, around=AROUND)
def test_projects_and_sums_come_out_exact_or_a_finding_names_the_row(groups, around):
    written = Written(groups, around)
    with TemporaryDirectory() as folder:
        listed = written.read(Path(folder))

    filled = sum(any(cell is not None for cell in row) for row in written.rows[around.titles + 1 :])
    seen = (listed.rows.height, listed.rows["planned_public_eur"].sum() * 100, listed.rows["project_key"].n_unique())
    assert listed.rows_in == filled
    assert seen == (written.kept, written.cents, written.projects) or list(in_doubt(listed)), (seen, written.rows)
    told = {f.row for f in listed.findings if f.row}
    left_out = {number for number, row in enumerate(written.rows, 1) if number > around.titles + 1 and any(c is not None for c in row)}
    assert left_out - set(listed.rows["source_row"]) <= told
