"""Workbooks changed at random: nothing crashes, no row and no amount is lost without being told.

A small good workbook is changed in a few places, as people and programs do, and read. The
test knows what each cell means, so it can say of every row and of every amount whether it
was read as it stands or told.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string

from data_loaders.findings import Finding, InputError
from data_loaders.need import read_need
from data_loaders.outcomes import read_outcomes
from data_loaders.projects import read_projects
from data_loaders.schemas import MONEY_COLUMNS
from data_loaders.theme import THEMES, read_theme
from data_loaders.theme_workbook import read_theme_workbook

THEME = read_theme(THEMES / "hard_to_employ.toml")
Grid = list[list[object]]
TOLD = "told"
#: A cell → what it means as an amount: a number, None where it is blank, TOLD where it must be told.
AMOUNTS = [
    *((blank, None) for blank in (None, "", " ", "-", "–", "..", "...", "N/A", "ei tietoa")),
    *((0, Decimal(0)), (12.5, Decimal("12.50")), (-5, Decimal(-5)), ("7", Decimal(7)), ("1 234,50 €", Decimal("1234.50"))),
    *(("1.234.567,89", Decimal("1234567.89")), ("(1 000)", Decimal(-1000)), ("−7\u00a0000", Decimal(-7000)), ("1E5", Decimal(100000))),
    *(
        (text, TOLD)
        for text in (
            "noin 5",
            "#N/A",
            "#DIV/0!",
            "5 %",
            "5 t€",
            "$5",
            "9" * 40,
            "1e300",
            "٣x",
            "\u202e12",
            "🙂",
            "<script>alert(1)</script>",
            "**5**",
            "x" * 32_767,
        )
    ),
    *((odd, TOLD) for odd in (True, datetime(2024, 2, 29), time(9, 30), "=A1+A2", "=cmd|'/c calc'!A1", 1e300)),
]
#: The same as a count of people.
COUNTS = [
    *((blank, None) for blank in (None, "", "-", "..", "...")),
    *((0, 0), (70, 70), ("8 000", 8000), (6.0, 6)),
    *((odd, TOLD) for odd in (-5, 12.5, "noin 5", "1-4", "#N/A", "5 %", True, time(9, 30), "=A1", "9" * 40, "<b>", "1.000", 1e300)),
]
WORDS = [
    "",
    None,
    "S1",
    "Yhteensä",
    "kyllä",
    "=1+1",
    "#REF!",
    "x" * 32_767,
    5,
    -1.5,
    True,
    datetime(2024, 1, 1),
    "1;2",
    "Uusima",
    "2026M09",
    "nainen",
    "🙂",
    "\n",
    "'",
    "EECO01",
    "Hankekoodi",
]


def projects() -> Grid:
    head = [
        "Hankekoodi",
        "Hankkeen nimi",
        "Toteuttajan nimi",
        "Toiminnan tila",
        "Aloituspvm",
        "Suunniteltu julkinen rahoitus",
        "Toteutunut julkinen rahoitus",
        "Sijainti",
    ]
    rows = [
        [
            f"S{30000 + n}",
            f"Hanke {n}",
            f"Toteuttaja {n} ry",
            "Käynnissä",
            datetime(2024, 1, n),
            1000 * n + 0.25,
            100 * n + 0.5,
            "FI193 Keski-Suomi",
        ]
        for n in range(1, 7)
    ]
    return [["Rahoitetut hankkeet"], [], head, *rows, ["Käytetyt suodattimet: ESR+"]]


def members() -> Grid:
    head = ["Hankekoodi", "Alateemat", "Kohderyhmät", "Työpaikkayhteistyö", "Suunniteltu osallistujamäärä", "Huomautus"]
    return [head, *[[f"S{30000 + n}", "1; 3", "Nuoret; Romanit", "kyllä", 11 * n, "ok"] for n in range(1, 7)]]


def outcomes() -> Grid:
    head = ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo"]
    return [head, *[[f"S{30000 + n}", datetime(2026, 10, 31), "EECO01", "Nuoret", "Uusimaa", "nainen", 11 * n] for n in range(1, 7)]]


def need() -> Grid:
    rows, number = [], 100
    for region in ("SSS KOKO MAA", "MK01 Uusimaa", "MK19 Lappi"):
        for gender in ("Yhteensä", "Miehet", "Naiset"):
            rows.append([region if gender == "Yhteensä" else None, gender, number + 1, number + 2])
            number += 11
    content = "Rakennetyöttömät yhteensä"
    return [
        ["Rakennetyöttömät muuttujina Alue"],
        [],
        [None, None, "2026M08", "2026M09"],
        [None, None, content, content],
        *rows,
        [],
        ["Lähde: Tilastokeskus"],
    ]


@st.composite
def changes(draw, values):
    """Up to five changes, each a name and what it needs; places are numbers that are folded into the grid."""
    place = st.integers(0, 30)
    change = st.one_of(
        st.tuples(st.just("cell"), place, place, st.sampled_from(values)),
        st.tuples(st.just("cell"), place, place, st.sampled_from([(word, TOLD) for word in WORDS])),
        st.tuples(st.sampled_from(["blank row", "drop row", "repeat row", "clear row", "junk row"]), place),
        st.tuples(st.just("swap columns"), place, place),
        st.tuples(st.sampled_from(["drop column", "clear header"]), place),
        st.tuples(st.just("rename header"), place, st.sampled_from(["Jotain", "Hankekoodi", "Arvo", "Yhteensä", "2026M13", "Alue"])),
        st.tuples(st.just("merge"), place, place, st.integers(1, 3), st.integers(1, 3)),
    )
    return draw(st.lists(change, min_size=1, max_size=5))


def changed(grid: Grid, header: int, steps) -> tuple[Grid, list[tuple[int, int, int, int]]]:
    """The grid with the changes, and its merged areas (row, column, rows, columns)."""
    width = max(map(len, grid))
    grid = [row + [None] * (width - len(row)) for row in grid]
    merged = []
    for name, *args in steps:
        row = args[0] % len(grid) if args else 0
        width = len(grid[0])
        if name == "cell":
            grid[row][args[1] % width] = args[2][0]
        elif name in ("blank row", "junk row"):
            grid.insert(row, ["Sivu 2" if name == "junk row" and not at else None for at in range(width)])
        elif name == "drop row" and len(grid) > 2:
            del grid[row]
        elif name == "repeat row":
            grid.insert(row, list(grid[row]))
        elif name == "clear row":
            grid[row] = [None] * width
        elif name == "swap columns":
            one, other = args[0] % width, args[1] % width
            for cells in grid:
                cells[one], cells[other] = cells[other], cells[one]
        elif name == "drop column" and width > 2:
            for cells in grid:
                del cells[args[0] % width]
        elif name in ("clear header", "rename header"):
            grid[min(header, len(grid) - 1)][args[0] % width] = args[1] if len(args) > 1 else None
        elif name == "merge":
            _, column, rows, columns = row, args[1] % width, min(args[2], len(grid) - row), min(args[3], width - args[1] % width)
            if rows * columns > 1 and not merged:
                for r in range(row, row + rows):
                    for c in range(column, column + columns):
                        if (r, c) != (row, column):
                            grid[r][c] = None
                merged.append((row + 1, column + 1, row + rows, column + columns))
                # What comes later would move the cells away from the merged area.
                break
    return grid, merged


def written(grid: Grid, merged, path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for number, row in enumerate(grid, start=1):
        for column, value in enumerate(row, start=1):
            if value not in (None, ""):
                sheet.cell(number, column, value)
    for r1, c1, r2, c2 in merged:
        sheet.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)
    book.save(path)
    return path


def is_told(findings, row: int, column: int | None = None) -> bool:
    """Whether something is told of a row, or of a cell of it; of a column as a whole when the row is 0."""
    return any(
        (f.row == row or not row) and (column is None or f.column is None or column_index_from_string(f.column) == column) for f in findings
    )


MEANINGS: Mapping[str, list] = {"amounts": AMOUNTS, "counts": COUNTS}


def meaning(kind: str, value: object) -> object:
    """What a cell means: a number, None for blank, TOLD for what cannot be read."""
    for written_as, means in MEANINGS[kind]:
        if type(written_as) is type(value) and written_as == value:
            return means
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return TOLD
    exact = Decimal(str(value))
    return exact if kind == "amounts" or (exact >= 0 and exact == int(exact)) else TOLD


def check_cells(kind: str, grid: Grid, read: Mapping[tuple[int, int], object], findings: tuple[Finding, ...], rows, columns) -> None:
    """Every cell of the value columns was read as what it means, or is told."""
    for row in rows:
        for column in columns:
            value = grid[row - 1][column - 1]
            means = meaning(kind, value) if value is not None else None
            if (row, column) in read:
                got = read[row, column]
                if means == TOLD or (means is not None and got is None):
                    assert got is None and is_told(findings, row, column), (row, column, value, got)
                else:
                    assert got == means, (row, column, value, got)
            elif means is not None:
                assert is_told(findings, row) or is_told(findings, 0, column), (row, column, value)


def holding(grid: Grid, first: int) -> list[int]:
    """Physical rows from the first on that hold anything."""
    return [number for number, row in enumerate(grid, start=1) if number >= first and any(str(v).strip() for v in row if v is not None)]


def header_row(grid: Grid, columns: Mapping[str, tuple[str, str]]) -> int:
    """The physical row in which the reader found its headers."""
    hits = [
        sum(
            header.endswith(str(row[column_index_from_string(letter) - 1]).strip())
            for letter, header in columns.values()
            if header and row[column_index_from_string(letter) - 1]
        )
        for row in grid
    ]
    return hits.index(max(hits)) + 1


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "lista.xlsx"


def attempt(reader: Callable, *args):
    """What was read; None when the file was refused with findings."""
    try:
        return reader(*args)
    except InputError as refused:
        assert refused.findings
        return None


@given(steps=changes(AMOUNTS))
def test_a_project_list(path, steps):
    grid, merged = changed(projects(), 2, steps)
    if (listed := attempt(lambda: read_projects(written(grid, merged, path), theme=THEME))) is None:
        return
    money = {field: column_index_from_string(listed.columns[field][0]) for field in MONEY_COLUMNS if field in listed.columns}
    kept = listed.rows["source_row"].to_list()
    first = header_row(grid, listed.columns) + 1
    left_out = {f.row for f in listed.findings if f.row in holding(grid, first)} - set(kept)
    assert listed.rows_in == len(kept) + len(left_out)
    read = {(row["source_row"], column): row[field] for row in listed.rows.iter_rows(named=True) for field, column in money.items()}
    check_cells("amounts", grid, read, listed.findings, holding(grid, first), money.values())
    absent = {"planned_public_eur", "actual_public_eur"} - set(money)
    assert len([f for f in listed.findings if f.code == "column-missing" and f.header.endswith("julkinen rahoitus")]) >= len(absent)


@given(steps=changes(COUNTS))
def test_a_theme_workbook(path, steps):
    grid, merged = changed(members(), 0, steps)
    if (listed := attempt(read_theme_workbook, written(grid, merged, path), THEME)) is None:
        return
    kept = listed.rows["source_row"].to_list()
    left_out = {f.row for f in listed.findings if f.severity == "error"}
    assert listed.rows_in == len(kept) + len(left_out) and not left_out & set(kept)
    if "planned_participants" in listed.columns:
        column = column_index_from_string(listed.columns["planned_participants"][0])
        read = {(row["source_row"], column): row["planned_participants"] for row in listed.rows.iter_rows(named=True)}
        check_cells("counts", grid, read, listed.findings, holding(grid, header_row(grid, listed.columns) + 1), [column])


@given(steps=changes(COUNTS))
def test_an_outcome_workbook(path, steps):
    grid, merged = changed(outcomes(), 0, steps)
    if (listed := attempt(read_outcomes, written(grid, merged, path), THEME)) is None:
        return
    kept = listed.rows["source_row"].to_list()
    rows = {f.row for f in listed.findings} - set(kept)
    assert listed.rows_in >= len(kept)
    if "value" in listed.columns:
        column = column_index_from_string(listed.columns["value"][0])
        first = header_row(grid, listed.columns) + 1
        assert listed.rows_in - len(kept) == len({row for row in rows if row >= first})
        read = {(row["source_row"], column): row["value"] for row in listed.rows.iter_rows(named=True)}
        check_cells("counts", grid, read, listed.findings, holding(grid, first), [column])


@given(steps=changes(COUNTS))
def test_a_need_export(path, steps):
    grid, merged = changed(need(), 2, steps)
    if (listed := attempt(read_need, written(grid, merged, path))) is None:
        return
    kept = {row for row in listed.rows["source_row"]}
    left_out = {f.row for f in listed.findings} - kept
    assert listed.rows_in >= listed.rows_kept >= len(kept)
    assert listed.rows_in - listed.rows_kept <= len(left_out)
    # Every number of the file is in the table, at its row, or is told.
    read = {(row["source_row"], row["value"]) for row in listed.rows.iter_rows(named=True)}
    for number, row in enumerate(grid, start=1):
        for column, value in enumerate(row, start=1):
            if isinstance(value, int) and not isinstance(value, bool) and value > 100:
                assert (number, value) in read or is_told(listed.findings, number) or is_told(listed.findings, 0, column), (
                    number,
                    column,
                    value,
                )
    assert all(value is None or any(meaning("counts", cell) == value for cell in grid[row - 1] if cell is not None) for row, value in read)
