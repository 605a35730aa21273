"""The synthetic sample: source workbooks as people really have them, with invented contents.

The same content each time. Every name says that it is an example. The lists have the
quirks of the real export: a trailing space in the first header, footer rows, no default
style, one row per implementer, codes and postcodes as text, blank places.
"""

import io
import random
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import openpyxl

from data_loaders.codes import code_list
from data_loaders.column_maps import column_maps
from data_loaders.outcomes import OUTCOME_HEADERS
from data_loaders.theme import Theme
from data_loaders.theme_workbook import theme_headers

AS_OF_DATES = tuple(date(year, month, 30 if month == 4 else 31) for year in range(2023, 2027) for month in (4, 10))[1:]
LIST_ROWS = (2_600, 3_700, 4_900, 6_000, 7_100, 8_100, 9_000)
_SMALL_LIST_ROWS = 150
_STAMP = (2026, 11, 1, 0, 0, 0)
_FOOTER = "Käytetyt suodattimet:\nOhjelmakausi on 2021–2027\nTämä on esimerkkiaineisto"

#: Region, town and postcode of the theme's projects: more in large regions, none in some.
_TOWNS = {
    "01": (("HELSINKI", "00100"), ("ESPOO", "02100"), ("VANTAA", "01300")),
    "02": (("TURKU", "20100"), ("SALO", "24100")),
    "04": (("PORI", "28100"),),
    "06": (("TAMPERE", "33100"), ("VALKEAKOSKI", "37600")),
    "07": (("LAHTI", "15110"),),
    "08": (("KOUVOLA", "45100"),),
    "10": (("MIKKELI", "50100"),),
    "11": (("KUOPIO", "70100"), ("IISALMI", "74100")),
    "12": (("JOENSUU", "80100"),),
    "13": (("JYVÄSKYLÄ", "40100"), ("ÄÄNEKOSKI", "44100")),
    "14": (("SEINÄJOKI", "60100"),),
    "15": (("VAASA", "65100"),),
    "17": (("OULU", "90100"), ("RAAHE", "92100")),
    "18": (("KAJAANI", "87100"),),
    "19": (("ROVANIEMI", "96100"),),
}
_WEIGHTS = {"01": 5, "06": 5, "17": 4, "13": 3, "02": 3, "11": 3, "12": 2, "19": 2, "15": 2}
_OTHER_TOWNS = (
    ("05", "HÄMEENLINNA", "13100"), ("09", "LAPPEENRANTA", "53100"), ("16", "KOKKOLA", "67100"),
    *((region, *town) for region, towns in _TOWNS.items() for town in towns),
)  # fmt: skip
_AUTHORITIES = ("Hämeen ELY-keskus", "Keski-Suomen ELY-keskus", "Etelä-Savon ELY-keskus", "Pohjois-Pohjanmaan ELY-keskus")
_AUTHORITIES_2026 = {
    "Hämeen ELY-keskus": "Kaakkois-Suomen elinvoimakeskus",
    "Keski-Suomen ELY-keskus": "Keski-Suomen elinvoimakeskus",
    "Etelä-Savon ELY-keskus": "Itä-Suomen elinvoimakeskus",
    "Pohjois-Pohjanmaan ELY-keskus": "Pohjois-Suomen elinvoimakeskus",
}
_IMPLEMENTERS = (
    "Esimerkkilän kaupunki", "Mallilan hyvinvointialue", "Harjoituslahden ammattikorkeakoulu",
    "Kuvitteellinen Työvalmennus ry", "Mallikuntayhtymä", "Keksityn hyvinvointialue", "Esimerkin säätiö sr",
    "Kuvitteellinen Osuuskunta", "Mallimaan yliopisto", "Harjoituskosken kunta", "Esimerkkiyhdistys ry",
    "Harjoitus Oy", "Mallijärven kaupunki", "Esimerkkivirasto", "Keksitty Klubitalo ry", "Övningsby stad",
    "Mallilan ammattiopisto", "Exempelföreningen rf", "Harjoituslahden hyvinvointialue", "Kuvitteellisen seurakunta",
)  # fmt: skip
_TITLES = (
    "Polku työhön", "Askel kerrallaan", "Työkyvyn tuki lähellä", "Yhdessä kohti työtä", "Osaamisesta voimaa",
    "Matalan kynnyksen työpaja", "Sosiaalinen kuntoutus uudistuu", "Nuoret mukaan", "Kokemus käyttöön",
    "Digitaidot haltuun", "Työhönvalmennuksen malli", "Yhteinen asiakaspolku", "Stöd till arbete", "Oma suunta",
    "Räätälöity työ", "Kuntouttava yhteistyö", "Osatyökykyisten ovi työhön", "Vertaistuesta voimaa",
    "Työelämän portaat", "Kieli ja työ", "Vankilasta työelämään", "Tuettu alku", "Elämäntaidot ja työ",
    "Romaninuorten reitti", "Ikä on valttia", "Monialainen tiimi", "Palvelut saavutettaviksi", "Saumaton siirtymä",
    "Työpaikat mukana", "Varhainen tunnistaminen", "Vägar till delaktighet", "Luonnosta työkykyä",
    "Taito näkyväksi", "Ammattilaisen osaaminen", "Yksilöllinen tuki", "Kotoa töihin",
)  # fmt: skip
_GROUP_PICKS = ("young", "partial_ability", "exclusion_risk", "immigrants", "disabled", "ageing", "dropouts", "sanctions", "roma")


@dataclass(frozen=True)
class SampleFiles:
    """The workbooks of one date."""

    as_of: date
    projects: Path
    theme_workbook: Path
    outcomes: Path


@dataclass(frozen=True)
class _Part:
    """One implementer's part of an invented project, with its money at the end."""

    code: str
    group: str | None
    name: str
    implementer: str | None
    business_id: str | None
    authority: str
    fund: str
    priority: str
    objective: str
    start: date
    end: date
    public_cents: int
    place: tuple[str, str, str] | None
    location: str | None
    summary: str
    pace: float
    revised: float = 1.0
    cancelled: date | None = None

    @cached_property
    def _shares(self) -> tuple[float, float]:
        """EU and state of public money, and private money on top of it; the same each time."""
        own = random.Random(self.code)
        return own.uniform(0.70, 0.88), own.uniform(0.0, 0.06)

    def money(self, day: date) -> list[float]:
        """The seven amounts of the list on a day, in euros."""
        public = self.public_cents
        if self.revised != 1.0 and day >= date(2025, 4, 30):
            public = round(public * self.revised)
        until = min(day, self.cancelled or day)
        if self.cancelled and day >= self.cancelled:
            public = round(public * 0.35)
        length = max(1, (self.end - self.start).days)
        elapsed = min(1.0, max(0.0, ((until - self.start).days - 120) / length))
        # Payments follow the work by some months and rise as an S.
        done = (3 * elapsed**2 - 2 * elapsed**3) * self.pace
        if self.cancelled and day >= self.cancelled:
            done = min(0.97, done / 0.35)
        spent = round(public * done)
        eu_state, private = self._shares
        planned = (round(public * eu_state), public, round(public * (1 + private)))
        actual = (round(spent * eu_state), spent, round(spent * (1 + private)), round(spent * eu_state * 0.8))
        return [cents / 100 for cents in (*planned, *actual)]

    def status(self, day: date) -> str:
        if self.cancelled and day >= self.cancelled:
            return "Keskeytetty"
        return "Päättynyt" if self.end < day else "Käynnissä" if self.start <= day else "Alkamassa"


def write_sample(target: Path, theme: Theme, *, background: bool = True) -> tuple[SampleFiles, ...]:
    """Write the sample's source workbooks, the same bytes each time.

    Args:
        target: The directory to write to.
        theme: The theme file, for the names of sub-themes and target groups.
        background: True for a list of about 9,000 rows; False for the theme's rows and
            some others, as the embedded copy has it. The theme's part is the same.

    Returns:
        The files of each date, oldest first.
    """
    chance = random.Random(20212027)
    parts = _theme_parts(chance)
    others = _other_parts(random.Random(42), LIST_ROWS[-1] - len(parts) if background else _SMALL_LIST_ROWS)
    said = _theme_answers(random.Random(7), parts, theme)
    counts = _outcomes(random.Random(11), parts, said, theme)
    theme_path = target / "theme.xlsx"
    _save(_theme_book(parts, said, theme), theme_path)
    files = []
    for day, size in zip(AS_OF_DATES, LIST_ROWS, strict=True):
        listed = [part for part in parts if part.start <= day.replace(day=1)]
        extra = others[: round(len(others) * size / LIST_ROWS[-1]) - (len(listed) if background else 0)]
        projects, outcomes = target / f"eura-{day}.xlsx", target / f"outcomes-{day}.xlsx"
        rows = _mixed([_list_row(part, day) for part in listed], [_list_row(part, day) for part in extra])
        _save(_list_book(rows), projects, without_default_style=True)
        _save(_outcome_book([row for row in counts if row[1] <= day]), outcomes)
        files.append(SampleFiles(day, projects, theme_path, outcomes))
    return tuple(files)


# The invented projects ----------------------------------------------------------------


def _theme_parts(chance: random.Random) -> list[_Part]:
    """About 60 implementer rows of 36 projects, a few of them joint."""
    sizes = [5, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 2] + [1] * 24
    regions = [region for region in _TOWNS for _ in range(_WEIGHTS.get(region, 1))]
    parts: list[_Part] = []
    for index, (title, size) in enumerate(zip(_TITLES, sizes, strict=True)):
        home = chance.choice(regions)
        town, postcode = chance.choice(_TOWNS[home])
        name = f"{title} (esimerkki)" if not title.startswith(("Stöd", "Vägar")) else f"{title} (exempel)"
        # The first projects began in 2022, the last ones this year.
        start = date(2022 + (index * 7) % 5, chance.choice((1, 3, 5, 8)), 1)
        months = chance.choice((24, 30, 36))
        end_month = start.month - 1 + months
        end = date(start.year + end_month // 12, end_month % 12 + 1, 28)
        group = f"R{70001 + index}" if size > 1 else None
        lead = chance.randrange(len(_IMPLEMENTERS))
        for number in range(size):
            if number and chance.random() < 0.4:
                home = chance.choice(regions)
                town, postcode = chance.choice(_TOWNS[home])
            implementer = _IMPLEMENTERS[(lead + number * 3) % len(_IMPLEMENTERS)]
            euros = chance.uniform(85_000, 175_000) if size > 1 else chance.uniform(115_000, 270_000)
            parts.append(
                _Part(
                    code=f"S{30101 + len(parts) * 3}",
                    group=group,
                    name=name,
                    implementer=implementer,
                    business_id=_business_id(900 + _IMPLEMENTERS.index(implementer)),
                    authority=_AUTHORITIES[0] if chance.random() < 0.7 else chance.choice(_AUTHORITIES[1:]),
                    fund="ESR+",
                    priority="4",
                    objective="4.3",
                    start=start,
                    end=end,
                    public_cents=round(euros * 100),
                    place=(home, town, postcode),
                    location=_location(home) if chance.random() < 0.6 else None,
                    summary=_summary(title, town),
                    pace=chance.uniform(0.84, 0.97),
                )
            )
    # The odd cases that real lists have.
    parts[6] = replace(parts[6], location="Koko maa", place=None)
    parts[-3] = replace(parts[-3], location=None, place=None)
    parts[-5] = replace(parts[-5], implementer="Erkki Esimerkki", business_id=None)
    parts[-8] = replace(parts[-8], revised=1.35)
    parts[-11] = replace(parts[-11], start=date(2024, 1, 1), end=date(2026, 12, 31), cancelled=date(2025, 9, 1))
    return parts


def _other_parts(chance: random.Random, count: int) -> list[_Part]:
    """Projects of other themes and funds, so that there is something to leave out."""
    funds = (("ESR+", "S", "4", "4.2"), ("ESR+", "S", "5", "5.1"), ("EAKR", "A", "1", "1.1"), ("EAKR", "A", "2", "2.1"), ("JTF", "J", "7", "7.1"))
    parts = []
    for index in range(count):
        fund, letter, priority, objective = chance.choice(funds)
        region, town, postcode = chance.choice(_OTHER_TOWNS)
        start = date(chance.randint(2022, 2025), chance.randint(1, 12), 1)
        private = index % 97 == 5
        parts.append(
            _Part(
                code=f"{letter}{40000 + index}",
                group=f"R{80000 + index // 3}" if index % 10 < 3 else None,
                name=f"Esimerkkihanke {index + 1}",
                implementer="Maija Mallikas" if private else f"Keksitty toteuttaja {index % 900 + 1} Oy",
                business_id=None if private else _business_id(2000 + index % 900),
                authority=chance.choice(_AUTHORITIES),
                fund=fund,
                priority=priority,
                objective=objective,
                start=start,
                end=date(start.year + 2, start.month, 28),
                public_cents=chance.randint(2_000_000, 60_000_000),
                place=(region, town, postcode),
                location=_location(region) if chance.random() < 0.4 else None,
                summary="Esimerkki: hanke ei ole todellinen.",
                pace=chance.uniform(0.8, 1.0),
            )
        )
    return parts


def _business_id(number: int) -> str:
    """A business id with a valid check digit, from a range that is plainly invented."""
    while True:
        digits = f"{number:07d}"
        rest = sum(int(d) * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            return f"{digits}-{0 if rest == 0 else 11 - rest}"
        number += 5000


def _location(region: str) -> str:
    row = code_list("regions")[region]
    return f"{row['nuts3_2021']} {row['fi']}"


def _summary(title: str, town: str) -> str:
    return (
        f"Esimerkki, ei todellinen hanke. {title} kehittää palveluja, joilla vaikeasti työllistyvät pääsevät lähemmäs työtä. "
        f"Toiminta tapahtuu paikkakunnalla {town.capitalize()} yhdessä työpaikkojen ja osallistujien kanssa."
    )


# The project list ---------------------------------------------------------------------


def _list_row(part: _Part, day: date) -> dict[str, object]:
    region_place = part.place or (None, None, None)
    authority = part.authority
    if day >= date(2026, 1, 1) and part.status(day) == "Käynnissä":
        authority = _AUTHORITIES_2026[authority]
    names = (
        "planned_eu_state_eur", "planned_public_eur", "planned_total_eur",
        "actual_eu_state_eur", "actual_public_eur", "actual_total_eur", "actual_eu_eur",
    )  # fmt: skip
    return {
        "project_code": part.code,
        "group_code": part.group,
        "fund": part.fund,
        "priority": part.priority,
        "specific_objective": part.objective,
        "project_name": part.name,
        "implementer_name": part.implementer,
        "implementer_business_id": part.business_id,
        "funding_authority": authority,
        "status": part.status(day),
        "start_date": datetime(part.start.year, part.start.month, part.start.day),
        "end_date": datetime(part.end.year, part.end.month, part.end.day),
        **dict(zip(names, part.money(day), strict=True)),
        "intervention_field": "Toimenpiteet osallisuuden edistämiseksi (esimerkki)",
        "location": part.location,
        "site_postcode": region_place[2],
        "site_city": region_place[1],
        "beneficiary_postcode": region_place[2],
        "beneficiary_city": region_place[1],
        "support_form": "Avustus",
        "gender_equality_dimension": "Sukupuolinäkökulma valtavirtaistettu",
        "summary": part.summary,
    }


def _mixed(theme_rows: list[dict], other_rows: list[dict]) -> list[dict]:
    """The theme's rows spread among the others, in a steady order."""
    step = max(1, len(other_rows) // max(1, len(theme_rows)))
    mixed = []
    for index, row in enumerate(theme_rows):
        mixed += [*other_rows[index * step : (index + 1) * step], row]
    return mixed + other_rows[len(theme_rows) * step :]


def _list_book(rows: Sequence[dict]) -> openpyxl.Workbook:
    headers = column_maps("projects")["eura2021"]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    # The real export's first header ends in a space.
    sheet.append([f"{header} " if field == "project_code" else header for field, header in headers.items()])
    for row in rows:
        sheet.append([row.get(field) for field in headers])
    sheet.append([None])
    sheet.append([_FOOTER])
    return book


# The theme workbook -------------------------------------------------------------------


def _theme_answers(chance: random.Random, parts: list[_Part], theme: Theme) -> dict[str, dict]:
    """What the workbook says of each project, the same for all implementers of it."""
    said: dict[str, dict] = {}
    by_project: dict[str, dict] = {}
    for index, part in enumerate(parts):
        project = part.group or part.code
        if project not in by_project:
            groups = chance.choices(_GROUP_PICKS, (9, 8, 8, 6, 5, 4, 4, 3, 2), k=chance.randint(1, 4))
            by_project[project] = {
                "subthemes": sorted({str(min(7, int(chance.triangular(1, 8, 2)))) for _ in range(chance.randint(1, 3))}),
                "groups": list(dict.fromkeys(groups)) + (["professionals"] if chance.random() < 0.25 else []),
                "answers": [chance.choices(("kyllä", "ei", None), (70, 12, 18))[0] for _ in theme.promises],
            }
        said[part.code] = by_project[project]
        if index == len(parts) - 1:
            # One project whose sub-themes and groups have not been entered yet.
            said[part.code] = {"subthemes": [], "groups": [], "answers": [None] * len(theme.promises)}
    return said


def _theme_book(parts: list[_Part], said: dict[str, dict], theme: Theme) -> openpyxl.Workbook:
    names = {topic.code: topic.name["fi"] for topic in theme.target_groups}
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hankkeet"
    sheet.append([spellings[0] for spellings in theme_headers(theme).values()])
    for index, part in enumerate(parts):
        answers = said[part.code]
        # Most people write names, some write codes.
        groups = answers["groups"] if index % 9 == 4 else [names[code] for code in answers["groups"]]
        note = "Esimerkki" if index == 0 else None
        sheet.append([part.code, "; ".join(answers["subthemes"]) or None, "; ".join(groups) or None, *answers["answers"], note])
    return book


# The outcome workbook -----------------------------------------------------------------


def _outcomes(chance: random.Random, parts: list[_Part], said: dict[str, dict], theme: Theme) -> list[tuple]:
    """Cumulative counts at each half-year's cut-off: each person in one row of an indicator."""
    names = {topic.code: topic.name["fi"] for topic in theme.target_groups}
    persons = {topic.code for topic in theme.target_groups if topic.kind == "person"}
    rows: list[tuple] = []
    for index, part in enumerate(parts):
        if index % 13 == 12:
            continue  # nothing reported yet
        own = random.Random(f"{part.code} outcomes")
        groups = [code for code in said[part.code]["groups"] if code in persons] or [None]
        if index % 7 == 3:
            groups.append(None)
        region = code_list("regions")[part.place[0]]["fi"] if part.place and index % 6 == 0 else None
        capacity = part.public_cents / 100 / own.uniform(1_250, 2_100)
        for group in groups:
            women = own.uniform(0.42, 0.66) - (0.25 if group == "sanctions" else 0)
            shares = {"nainen": women, "mies": 0.955 - women, "muunsukupuolinen": 0.014, "ei tietoa": 0.031}
            for gender, share in shares.items():
                full = capacity * share / len(groups)
                traits = _Traits(own, group)
                for day in AS_OF_DATES:
                    if part.start > day or (part.cancelled and day > part.cancelled and day != AS_OF_DATES[-1]):
                        continue
                    until = min(day, part.cancelled or day)
                    elapsed = min(1.0, max(0.0, (until - part.start).days / max(1, (part.end - part.start).days)))
                    everyone = round(full * elapsed**0.85)
                    left = round(full * max(0.0, elapsed - 0.25) * 0.8)
                    for indicator, value in traits.counts(everyone, left).items():
                        if value or indicator == "EECO01":
                            rows.append((part.code, day, indicator, names.get(group), region, gender, value))
    return sorted(rows, key=lambda row: (row[1], row[0]))


class _Traits:
    """What share of some people each indicator counts; steady, so that counts never fall."""

    def __init__(self, chance: random.Random, group: str | None):
        self.unemployed = chance.uniform(0.5, 0.7)
        self.employed = chance.uniform(0.05, 0.12)
        self.long_term = chance.uniform(0.4, 0.65)
        self.young = 0.92 if group == "young" else chance.uniform(0.1, 0.3)
        self.older = 0.95 if group == "ageing" else 0.0 if group == "young" else chance.uniform(0.1, 0.25)
        self.basic = chance.uniform(0.3, 0.5)
        self.tertiary = chance.uniform(0.05, 0.15)
        self.disabled = 0.9 if group == "disabled" else chance.uniform(0.04, 0.12)
        self.third_country = 0.55 if group == "immigrants" else chance.uniform(0.02, 0.08)
        self.results = (0.10, 0.16, 0.08, 0.17)

    def counts(self, everyone: int, left: int) -> dict[str, int]:
        def part(share: float, of: int = everyone) -> int:
            return int(of * share)

        unemployed, employed = part(self.unemployed), part(self.employed)
        basic, tertiary = part(self.basic), part(self.tertiary)
        employed_on_leaving = part(self.results[3], left)
        return {
            "EECO01": everyone,
            "EECO02": unemployed,
            "EECO03": part(self.long_term, unemployed),
            "EECO04": everyone - unemployed - employed,
            "EECO05": employed,
            "EECO07": part(self.young),
            "EECO08": part(self.older),
            "EECO09": basic,
            "EECO10": everyone - basic - tertiary,
            "EECO11": tertiary,
            "EECO12": part(self.disabled),
            "EECO13": part(self.third_country),
            "EECO16": part(0.03),
            "EECO17": part(0.22),
            "EECR01": part(self.results[0], left),
            "EECR02": part(self.results[1], left),
            "EECR03": part(self.results[2], left),
            "EECR04": employed_on_leaving,
            "EECR05": part(0.8, employed_on_leaving),
        }


def _outcome_book(rows: Sequence[tuple]) -> openpyxl.Workbook:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Tulokset")
    sheet.append([spellings[0] for spellings in OUTCOME_HEADERS.values()])
    for code, day, *rest in rows:
        sheet.append([code, datetime(day.year, day.month, day.day), *rest])
    return book


# Saving -------------------------------------------------------------------------------


def _save(book: openpyxl.Workbook, path: Path, *, without_default_style: bool = False) -> None:
    """Save a workbook with fixed times, so that the same content gives the same bytes."""
    book.properties.title = "Esimerkkiaineisto (synteettinen)"
    book.properties.creator = "Esimerkki"
    book.properties.created = book.properties.modified = datetime(*_STAMP)
    memory = io.BytesIO()
    book.save(memory)
    with zipfile.ZipFile(memory) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _with_fixed_times(content)
            if without_default_style and name == "xl/styles.xml":
                start, end = content.index(b"<cellStyles"), content.index(b"</cellStyles>") + len(b"</cellStyles>")
                content = content[:start] + content[end:]
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)


def _with_fixed_times(core: bytes) -> bytes:
    """openpyxl writes the time of saving; the sample has the time of its making."""
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-01T00:00:00Z", core)
