"""The wide outcome form: the same figures as the long form, and totals that are compared, never counted."""

import random
from datetime import date, datetime

import openpyxl
import polars as pl
import pytest

from data_loaders.codes import GENDERS, INDICATOR_PARTITIONS
from data_loaders.findings import InputError
from data_loaders.outcomes import read_outcomes

LONG = ("Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo")
WORDS = {"female": "Naiset", "male": "Miehet", "non_binary": "Muunsukupuoliset", "unknown": "Ei tietoa"}
APRIL, OCTOBER = date(2026, 4, 30), date(2026, 10, 31)


@pytest.fixture
def save(tmp_path):
    """Saves rows as a workbook whose cells named in ``merge`` are merged."""

    def save(rows, merge=(), name="leveä.xlsx"):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Tulokset"
        for number, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    sheet.cell(number, column, datetime.combine(value, datetime.min.time()) if isinstance(value, date) else value)
        for cells in merge:
            sheet.merge_cells(cells)
        book.save(tmp_path / name)
        return tmp_path / name

    return save


@pytest.fixture
def read(save, theme):
    return lambda rows, merge=(): read_outcomes(save(rows, merge), theme)


def figures(listed):
    """What was counted, without where it stood."""
    return sorted(listed.rows.drop("source_row", "source_column").rows(), key=str)


def told(listed):
    return [(f.code, f.severity, f.place, f.value) for f in listed.findings if f.code != "column-missing"]


def counts(seed):
    """Invented counts by project, date, indicator and gender; some are not collected."""
    chance = random.Random(seed)
    return {
        (code, day, indicator, gender): chance.choice((None, 0, chance.randint(1, 400)))
        for code in ("S1", "S2", "S3")
        for day in (APRIL, OCTOBER)
        for indicator in ("EECO01", "EECO16", "EECR05")
        for gender in GENDERS
    }


def added(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def by_indicator(known):
    """Indicators as groups, the date in the row, a total after each group."""
    indicators = ("EECO01", "EECO16", "EECR05")
    top = [None, None, *(cell for code in indicators for cell in (code, None, None, None, None))]
    rows = [top, ["Hankekoodi", "Tilannepäivä", *[*WORDS.values(), "Yhteensä"] * 3]]
    for code in ("S1", "S2", "S3"):
        for day in (APRIL, OCTOBER):
            row = [code, day]
            for indicator in indicators:
                values = [known[code, day, indicator, gender] for gender in GENDERS]
                row += [*values, added(values)]
            rows.append(row)
    return rows, ("C1:G1", "H1:L1", "M1:Q1")


def by_date(known):
    """Dates as groups, the indicator in the row, projects merged downwards, titles on top."""
    rows = [["Teeman tulokset"], [], [None, None, APRIL, None, None, None, None, OCTOBER]]
    rows.append(["Hankekoodi", "Indikaattori", *["Yht.", *WORDS.values()] * 2])
    merge = ["C3:G3", "H3:L3"]
    for code in ("S1", "S2", "S3"):
        for indicator in ("EECO01", "EECO16", "EECR05"):
            row = [code if indicator == "EECO01" else None, indicator]
            for day in (APRIL, OCTOBER):
                values = [known[code, day, indicator, gender] for gender in GENDERS]
                row += [added(values), *values]
            rows.append(row)
        merge.append(f"A{len(rows) - 2}:A{len(rows)}")
    return rows, merge


def by_both(known):
    """Three header rows: genders on top, under them dates, under them indicators; a total row below."""
    indicators, days = ("EECO01", "EECO16", "EECR05"), (APRIL, OCTOBER)
    keys = [(gender, day, indicator) for gender in GENDERS for day in days for indicator in indicators]
    rows = [
        ["Projektkod", *(WORDS[g] if (d, i) == (APRIL, "EECO01") else None for g, d, i in keys)],
        [None, *(f"Tilanne {d.day}.{d.month}.{d.year}" if i == "EECO01" else None for g, d, i in keys)],
        [None, *(f"{i} henkilöä" for _, _, i in keys)],
    ]
    for code in ("S1", "S2", "S3"):
        rows.append([code, *(known[code, d, i, g] for g, d, i in keys)])
    rows.append(["Kaikki hankkeet yhteensä", *(added(known[code, d, i, g] for code in ("S1", "S2", "S3")) for g, d, i in keys)])
    merge = ["A1:A3"] + [f"{openpyxl.utils.get_column_letter(2 + n * 6)}1:{openpyxl.utils.get_column_letter(7 + n * 6)}1" for n in range(4)]
    return rows, merge


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("wide", [by_indicator, by_date, by_both])
def test_the_wide_form_has_the_same_figures_as_the_long_one(read, wide, seed):
    known = counts(seed)
    long = read([LONG, *([c, d, i, None, None, WORDS[g], value] for (c, d, i, g), value in known.items())])
    listed = read(*wide(known))

    assert figures(listed) == figures(long) != []
    assert not [f for f in listed.findings if f.code == "total-differs"]
    blanks = [sum(f.code == "value-blank" for f in found.findings) for found in (listed, long)]
    assert blanks[0] >= blanks[1] > 0
    # Contradictions between counts are the same, whatever the form.
    for code in ("cumulative-falls", "part-above-whole"):
        assert sorted(f.value for f in listed.findings if f.code == code) == sorted(f.value for f in long.findings if f.code == code)


@pytest.mark.parametrize("wide", [by_indicator, by_both])
def test_the_wide_form_as_csv_where_merged_cells_are_blank(read, theme, tmp_path, wide):
    rows, merge = wide(counts(7))
    text = "\n".join(
        ";".join("" if cell is None else f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell) for cell in row) for row in rows
    )
    (tmp_path / "leveä.csv").write_text(text, "latin-1")
    assert figures(read_outcomes(tmp_path / "leveä.csv", theme)) == figures(read(rows, merge))


@pytest.mark.parametrize("wide", [by_indicator, by_date, by_both])
def test_the_wide_form_as_ods(read, theme, tmp_path, wide):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    rows, merge = wide(counts(8))
    document, table = OpenDocumentSpreadsheet(), Table(name="Tulokset")
    for row in rows:
        line = TableRow()
        for value in row:
            cell = TableCell() if value is None else TableCell(valuetype="string")
            if value is not None:
                cell.addElement(P(text=f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "leveä.ods"))
    listed = read_outcomes(tmp_path / "leveä.ods", theme)
    if wide is by_date:
        # Without its merges the sheet names a project on its first row only: the other rows are told, not guessed.
        assert {f.code for f in listed.findings} >= {"project-code-missing"}
        assert set(listed.rows["indicator"]) == {"EECO01"}
    else:
        assert figures(listed) == figures(read(rows, merge))


def test_a_count_keeps_its_row_and_column(read):
    rows, merge = by_date(counts(1) | {("S2", OCTOBER, "EECR05", "male"): 777})
    listed = read(rows, merge)
    (place,) = listed.rows.filter(listed.rows["value"] == 777).select("source_row", "source_column").rows()
    row, column = place
    assert rows[row - 1][openpyxl.utils.column_index_from_string(column) - 1] == 777
    assert place == (10, "J")


HEADER = [
    ["Hankekoodi", "Tilannepäivä", "EECO01", None, None, "EECO02", None, None],
    [None, None, "Naiset", "Miehet", "Yhteensä", "Naiset", "Miehet", "Yhteensä"],
]
MERGE = ("A1:A2", "B1:B2", "C1:E1", "F1:H1")


def test_a_total_that_is_not_the_sum_of_its_parts_is_told_at_its_cell(read):
    listed = read([*HEADER, ["S1", OCTOBER, 5, 6, 12, 3, 3, 6]], MERGE)

    assert told(listed) == [("total-differs", "warning", "Tulokset!E3", "12 ≠ 11")]
    (finding,) = [f for f in listed.findings if f.code == "total-differs"]
    assert finding.header == "EECO01 · Yhteensä"
    assert sorted(listed.rows["value"]) == [3, 3, 5, 6]
    assert listed.rows_in == 4


@pytest.mark.parametrize(("written", "gender"), [("eeco02", "Naiset"), ("EECO02.", "Naiset"), ("EECO02", "Naiset."), ("eeco02:", "naiset")])
def test_a_slip_in_a_code_of_the_header_is_mended_and_told_at_its_cell(read, written, gender):
    header = [HEADER[0][:5] + [written, None, None], HEADER[1][:5] + [gender, "Miehet", "Yhteensä"]]
    listed = read([*header, ["S1", OCTOBER, 5, 6, 11, 3, 4, 7], ["S2", OCTOBER, 1, 1, 2, 1, 1, 2]], MERGE)

    assert sorted(listed.rows["indicator"]) == ["EECO01"] * 4 + ["EECO02"] * 4
    wanted = [("code-mended", "info", "Tulokset!F1", written)] if written != "EECO02" else [("code-mended", "info", "Tulokset!F2", gender)]
    assert told(listed) == wanted


def test_a_row_beside_the_counts_counts_in_rows_in(read):
    listed = read([[*row, None] for row in HEADER] + [["S1", OCTOBER, 5, 6, 11, 3, 3, 6, None], [*[None] * 8, "tarkista"]], MERGE)

    assert (listed.rows_in, listed.rows_kept) == (5, 4)
    assert told(listed) == [("unmapped-row", "info", "Tulokset!4", None)]


def test_a_total_alone_says_that_its_people_are_not_counted(read):
    listed = read([*HEADER, ["S1", OCTOBER, None, None, 12, 3, 3, 6]], MERGE)

    assert ("total-differs", "warning", "Tulokset!E3", "12 ≠ 0") in told(listed)
    assert listed.rows["indicator"].to_list() == ["EECO02", "EECO02"]


def test_rows_of_totals_are_left_out_and_compared(read):
    listed = read(
        [
            *HEADER,
            ["S1", OCTOBER, 5, 6, 11, 3, 3, 6],
            ["S2", OCTOBER, 1, 1, 2, 0, 1, 1],
            ["Välisumma", OCTOBER, 6, 7, 13, 3, 4, 7],
            ["S3", OCTOBER, 10, 0, 10, 0, 0, 0],
            ["Välisumma", OCTOBER, 10, 0, 10, 0, 9, 9],
            ["Yhteensä", OCTOBER, 16, 7, 23, 3, 4, 7],
        ],
        MERGE,
    )

    assert told(listed) == [
        ("total-left-out", "info", "Tulokset!C5", None),
        ("total-left-out", "info", "Tulokset!C7", None),
        ("total-left-out", "info", "Tulokset!C8", None),
        ("total-differs", "warning", "Tulokset!G7", "9 ≠ 4; 9 ≠ 7"),
    ]
    assert set(listed.rows["project_code"]) == {"S1", "S2", "S3"}


def test_totals_of_the_long_form_too(read):
    def row(gender, value, group=None):
        return ["S1", OCTOBER, "EECO01", group, None, gender, value]

    listed = read(
        [
            LONG,
            row("nainen", 4, "Nuoret"),
            row("mies", 3, "Nuoret"),
            row("yhteensä", 8, "Nuoret"),
            row("nainen", 4, "Yhteensä"),
            row("yhteensä", 7),
        ]
    )

    assert sorted(listed.rows["value"]) == [3, 4]
    assert told(listed) == [
        ("total-left-out", "info", "Tulokset!G4", None),
        ("total-left-out", "info", "Tulokset!G5", None),
        ("total-left-out", "info", "Tulokset!G6", None),
        ("total-differs", "warning", "Tulokset!G4", "8 ≠ 7"),
    ]
    assert listed.rows_in == 5 == listed.rows.height + 3


def test_groups_above_the_genders_and_their_total(read):
    header = [
        ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Nuoret", None, "Romanit", None, "Yhteensä", None],
        [None, None, None, "N", "M", "N", "M", "N", "M"],
    ]
    listed = read([*header, ["S1", OCTOBER, "EECO01", 5, 6, 1, 2, 6, 8], ["S2", OCTOBER, "EECO01", 5, 6, 1, 2, 6, 9]])

    assert listed.rows["value"].sum() == 28
    assert told(listed) == [("total-differs", "warning", "Tulokset!I4", "9 ≠ 8")]
    assert dict(listed.rows.group_by("target_group").agg(pl.col("value").sum()).iter_rows()) == {"young": 22, "roma": 6}


def test_a_label_that_is_not_understood_is_told_once_where_it_stands(read):
    header = [["Hankekoodi", "Tilannepäivä", "EECO99", None, "EECO02", None], [None, None, "Naiset", "Miehet", "Naiset", "Miehet"]]
    listed = read([*header, ["S1", OCTOBER, 1, 2, 3, 4], ["S2", OCTOBER, 1, 2, 3, 4]])

    assert told(listed) == [("indicator-unknown", "error", "Tulokset!C1", "EECO99")]
    assert listed.rows["value"].to_list() == [3, 4, 3, 4]


def test_what_is_wrong_in_a_row_is_told_once_for_the_row(read):
    listed = read([*HEADER, [None, "lokakuu", 1, "x", None, 3, 4, 7]], MERGE)

    assert told(listed) == [
        ("project-code-missing", "error", "Tulokset!A3", None),
        ("cutoff-date-unreadable", "error", "Tulokset!B3", "lokakuu"),
        ("count-unreadable", "error", "Tulokset!D3", "x"),
        ("total-differs", "warning", "Tulokset!H3", "7 ≠ 0"),
    ]


def test_two_words_for_unknown_are_added_without_a_finding(read):
    header = [["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset", "Ei tietoa", "Ei halua vastata"]]
    listed = read([*header, ["S1", OCTOBER, "EECO01", 1, 2, 3]])

    assert told(listed) == []
    assert listed.rows.filter(listed.rows["gender"] == "unknown")["value"].to_list() == [2, 3]


@pytest.mark.parametrize("missing", ["Tilannepäivä", "Indikaattori", "Hankekoodi"])
def test_a_wide_form_that_lacks_what_it_must_have_is_refused(read, missing):
    header = ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset", "Miehet"]
    with pytest.raises(InputError) as caught:
        read([[None if h == missing else h for h in header], ["S1", OCTOBER, "EECO01", 1, 2]])
    (finding,) = caught.value.findings
    assert (finding.code, finding.header) == ("outcomes-headers-unknown", missing)


# Counts that contradict each other ----------------------------------------------------


@pytest.fixture
def contradictions(read):
    def contradictions(*rows):
        return told(read([LONG, *([c, d, i, g, None, gender, value] for c, d, i, g, gender, value in rows)]))

    return contradictions


def test_a_cumulative_count_must_not_fall(contradictions):
    assert contradictions(
        ("S1", APRIL, "EECO01", "Nuoret", "nainen", 10),
        ("S1", APRIL, "EECO01", "Nuoret", "mies", 10),
        ("S1", OCTOBER, "EECO01", "Nuoret", "nainen", 8),
        ("S1", OCTOBER, "EECO01", "Nuoret", "mies", 30),
    ) == [("cumulative-falls", "warning", "Tulokset!G4", "10 → 8")]


def test_people_may_move_between_groups_and_become_known(contradictions):
    assert not contradictions(
        ("S1", APRIL, "EECO01", "Nuoret", "nainen", 10),
        ("S1", APRIL, "EECO01", "Nuoret", "ei tietoa", 5),
        ("S1", OCTOBER, "EECO01", "Romanit", "nainen", 15),
        ("S1", OCTOBER, "EECO01", "Romanit", "ei tietoa", 0),
        ("S2", APRIL, "EECO01", None, "nainen", 3),
    )


def test_a_gender_that_vanishes_makes_the_total_fall(contradictions):
    assert contradictions(
        ("S1", APRIL, "EECO01", None, "nainen", 10),
        ("S1", APRIL, "EECO01", None, "mies", 5),
        ("S1", OCTOBER, "EECO01", None, "mies", 6),
    ) == [("cumulative-falls", "warning", "Tulokset!G4", "15 → 6")]


def test_a_part_must_not_be_above_its_whole(contradictions):
    assert contradictions(
        ("S1", OCTOBER, "EECO01", None, "nainen", 20),
        ("S1", OCTOBER, "EECO02", None, "nainen", 10),
        ("S1", OCTOBER, "EECO03", None, "nainen", 12),
        ("S1", OCTOBER, "EECR05", None, "nainen", 21),
        ("S1", OCTOBER, "EECO03", None, "mies", 3),
        ("S1", APRIL, "EECO03", None, "nainen", 12),
    ) == [
        ("part-above-whole", "warning", "Tulokset!G4", "EECO03: 12 > EECO02: 10"),
        ("part-above-whole", "warning", "Tulokset!G5", "EECR05: 21 > EECO01: 20"),
    ]


@pytest.mark.parametrize("codes", INDICATOR_PARTITIONS.values(), ids=INDICATOR_PARTITIONS)
def test_parts_that_do_not_overlap_must_not_be_above_the_whole_together(contradictions, codes):
    rows = [("S1", OCTOBER, "EECO01", None, "mies", 20), *(("S1", OCTOBER, code, None, "mies", 7) for code in codes)]
    assert contradictions(*rows) == [("part-above-whole", "warning", "Tulokset!G3", f"{' + '.join(codes)}: 21 > EECO01: 20")]


def test_overlapping_indicators_may_be_above_the_whole_together(contradictions):
    assert not contradictions(
        ("S1", OCTOBER, "EECO01", None, "mies", 10),
        ("S1", OCTOBER, "EECO13", None, "mies", 9),
        ("S1", OCTOBER, "EECO14", None, "mies", 9),
    )


def test_the_same_count_twice_is_told(contradictions):
    row = ("S1", OCTOBER, "EECO01", "Nuoret", "mies", 10)
    assert contradictions(row, row) == [("count-repeated", "warning", "Tulokset!G3", "10")]
