"""Which rows of a project list are projects: every combination of what people put around them, in four languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as some

from data_loaders.projects import ProjectList, read_projects

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


@settings(max_examples=300)
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
