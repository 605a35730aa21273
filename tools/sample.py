"""The synthetic sample: source workbooks as people really have them, with invented contents.

The same content each time. Every name says that it is an example. The lists have the
quirks of the real export: a trailing space in the first header, footer rows, no default
style, one row per implementer, codes and postcodes as text, blank places.
"""

import io
import random
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import openpyxl
from stdnum.fi import alv

from data_loaders.codes import code_list
from data_loaders.column_maps import column_maps
from data_loaders.forms import GENDER_WORDS, OUTCOME_HEADERS, theme_headers
from data_loaders.schemas import MONEY_COLUMNS
from data_loaders.theme import Theme
from operations.importing import import_files

#: Days the lists speak of; the outcome workbooks use the same days as cut-off dates.
AS_OF_DATES = tuple(date(year, month, 30 if month == 4 else 31) for year in range(2023, 2027) for month in (4, 10))[1:]
#: Rows of the list at each date, with the background of other projects.
LIST_ROWS = (2_600, 3_700, 4_900, 6_000, 7_100, 8_100, 9_000)
_SMALL_BACKGROUND_ROWS = 150
_STAMP = datetime(2026, 11, 1)
_FOOTERS = (
    "Applied filters:\nRahasto is ESR+, EAKR or JTF\nOhjelmakausi is 2021–2027",
    "Esimerkkiaineisto: kaikki tiedot ovat keksittyjä.",
)


class _Implementer(NamedTuple):
    """An invented organisation; a private person has no business id."""

    name: str
    region: str
    town: str
    postcode: str
    has_business_id: bool = True


_IMPLEMENTERS = {
    "hla": _Implementer("Harjoituslahden ammattikorkeakoulu", "01", "HELSINKI", "00520"),
    "saa": _Implementer("Esimerkin säätiö sr", "01", "HELSINKI", "00100"),
    "vir": _Implementer("Esimerkkivirasto", "01", "HELSINKI", "00530"),
    "klu": _Implementer("Keksitty Klubitalo ry", "01", "ESPOO", "02100"),
    "yhd": _Implementer("Esimerkkiyhdistys ry", "01", "VANTAA", "01300"),
    "hlv": _Implementer("Harjoituslahden hyvinvointialue", "02", "TURKU", "20100"),
    "por": _Implementer("Esimerkkirannan kaupunki", "04", "PORI", "28100"),
    "esi": _Implementer("Esimerkkilän kaupunki", "06", "TAMPERE", "33100"),
    "yli": _Implementer("Mallimaan yliopisto", "06", "TAMPERE", "33100"),
    "ver": _Implementer("Kuvitteellinen Vertaistuki ry", "06", "VALKEAKOSKI", "37600"),
    "oy_": _Implementer("Harjoitus Oy", "07", "LAHTI", "15110"),
    "hen": _Implementer("Erkki Mallikas", "09", "LAPPEENRANTA", "53100", has_business_id=False),
    "sai": _Implementer("Harjoitussaaren ammattikorkeakoulu", "10", "MIKKELI", "50100"),
    "kku": _Implementer("Keksitty Kuntoutus Oy", "11", "KUOPIO", "70100"),
    "kos": _Implementer("Harjoituskosken kunta", "11", "IISALMI", "74100"),
    "osk": _Implementer("Keksitty Osuuskunta", "12", "JOENSUU", "80100"),
    "mal": _Implementer("Mallilan hyvinvointialue", "13", "JYVÄSKYLÄ", "40100"),
    "opi": _Implementer("Mallilan ammattiopisto", "13", "ÄÄNEKOSKI", "44100"),
    "kun": _Implementer("Mallikuntayhtymä", "14", "SEINÄJOKI", "60100"),
    "ovn": _Implementer("Övningsby stad", "15", "VAASA", "65100"),
    "exf": _Implementer("Exempelföreningen rf", "15", "PIETARSAARI", "68600"),
    "tva": _Implementer("Kuvitteellinen Työvalmennus ry", "17", "OULU", "90100"),
    "kuv": _Implementer("Kuvitelman hyvinvointialue", "17", "OULU", "90100"),
    "ran": _Implementer("Mallirannikon ammattikorkeakoulu", "17", "RAAHE", "92100"),
    "jar": _Implementer("Mallijärven kaupunki", "18", "KAJAANI", "87100"),
    "srk": _Implementer("Kuvitelman seurakunta", "19", "ROVANIEMI", "96100"),
    "tun": _Implementer("Mallitunturin kunta", "19", "SODANKYLÄ", "99600"),
}

#: The theme's projects: name | sub-themes | target groups | implementers | start | months | 1,000 € a part.
_PLANS = """
Polku työhön Mallilassa | 1 3 | partial_ability exclusion_risk | mal esi opi saa ver | 2023-04 | 36 | 130
Yhteinen asiakaspolku | 3 7 | exclusion_risk professionals | kuv tva ran jar tun | 2023-09 | 36 | 125
Työkyvyn tuki lähellä | 2 | partial_ability professionals | hlv por hla esi | 2024-01 | 36 | 140
Nuoret mukana | 4 6 | young dropouts | hla yhd klu saa | 2023-08 | 30 | 120
Tuettua työtä yhdessä | 1 | disabled partial_ability | kun ver kku osk | 2024-08 | 36 | 115
Matalan kynnyksen työpajat | 1 2 | young exclusion_risk | tva jar kos | 2023-03 | 30 | 120
Ikä on valttia | 5 | ageing | oy_ sai yli | 2024-09 | 36 | 150
Kieli ja työ | 4 | immigrants | hla ovn esi | 2025-01 | 36 | 145
Vägar till delaktighet | 1 6 | exclusion_risk immigrants | ovn exf | 2024-04 | 30 | 125
Osaava ammattilainen | 7 | professionals | vir yli | 2025-09 | 30 | 150
Sosiaalinen kuntoutus uudistuu | 1 | exclusion_risk | mal | 2023-01 | 36 | 210
Vankilasta työelämään | 1 4 | sanctions | saa | 2023-05 | 36 | 190
Romaninuorten reitti | 4 6 | roma young | yhd | 2023-09 | 36 | 140
Digitaidot haltuun | 6 | ageing immigrants | sai | 2023-11 | 24 | 130
Kokemus käyttöön | 1 7 | exclusion_risk | ver | 2024-02 | 24 | 120
Räätälöity työ | 3 | partial_ability | esi | 2024-03 | 36 | 220
Stöd i arbetslivet | 1 | disabled young | exf | 2024-05 | 36 | 160
Työhönvalmennuksen malli | 1 | disabled | kuv | 2024-06 | 36 | 230
Vertaistuesta voimaa | 2 | exclusion_risk | klu | 2024-08 | 30 | 130
Osatyökykyisten ovi työhön | 3 5 | partial_ability | kku | 2024-09 | 36 | 200
Monialainen tiimi | 3 | exclusion_risk young | jar | 2024-03 | 36 | 180
Luonnosta työkykyä | 1 2 | exclusion_risk | hen | 2024-10 | 30 | 65
Kotoa töihin | 4 | immigrants | por | 2025-01 | 30 | 150
Varhainen tunnistaminen | 2 | partial_ability professionals | hlv | 2025-02 | 36 | 215
Työpaikat mukana | 3 | partial_ability ageing | oy_ | 2025-03 | 30 | 160
Elämäntaidot ja työ | 1 | young dropouts | srk | 2025-04 | 30 | 140
Saavutettava palvelu | 6 | disabled close_ones | hla | 2025-08 | 30 | 170
Pohjoisen portaat | 1 3 | exclusion_risk minorities | tun | 2025-09 | 36 | 175
Saumaton siirtymä | 3 4 | young dropouts | kun | 2025-10 | 36 | 210
Oma suunta | 4 | young | ran | 2026-01 | 36 | 205
Taito näkyväksi | 4 | immigrants partial_ability | osk | 2026-03 | 30 | 150
Yksilöllinen tuki | 1 | disabled | mal | 2026-03 | 36 | 190
Töitä läheltä | 3 | exclusion_risk | kos | 2026-05 | 36 | 185
Läheiset rinnalla | 1 6 | close_ones disabled | yhd | 2026-08 | 30 | 140
Askel kerrallaan | | | tva | 2026-09 | 36 | 200
"""
# The odd cases that real lists have, by name.
_NATIONWIDE = "Osaava ammattilainen"
_NO_PLACE = "Vertaistuesta voimaa"
_TWO_REGIONS = {"Luonnosta työkykyä": ("08", "09")}
_REVISED = {"Osatyökykyisten ovi työhön": (date(2025, 3, 1), 1.25)}
_CANCELLED = {"Monialainen tiimi": date(2025, 9, 1)}
#: Projects whose outcomes say the region of each person: some live in the next one.
_NEIGHBOURS = {"Räätälöity työ": "04", "Oma suunta": "16", "Kotoa töihin": "02"}

_AIMS = {
    "1": "Hanke uudistaa sosiaalista kuntoutusta ja tuettua työllistymistä",
    "2": "Hankkeessa tunnistetaan työkyvyn tuen tarve varhain, jo peruspalveluissa",
    "3": "Hanke yhdistää työllisyys-, sosiaali- ja terveyspalvelut yhdeksi asiakaspoluksi",
    "4": "Hanke vahvistaa osallistujien osaamista ja tekee sen näkyväksi",
    "5": "Hanke tukee ikääntyneiden työkykyä yhdessä työpaikkojen kanssa",
    "6": "Hankkeessa kehitetään saavutettavia palveluja ja digitaalisia ratkaisuja",
    "7": "Hanke vahvistaa ammattilaisten osaamista kohdata vaikeasti työllistyviä",
}
_WAYS = (
    "Menetelmät kehitetään yhdessä osallistujien kanssa, ja ne jäävät osaksi palveluja",
    "Työpaikat ovat mukana alusta alkaen, ja jokaisella osallistujalla on oma valmentaja",
    "Toiminta perustuu matalan kynnyksen ryhmiin ja yksilölliseen ohjaukseen",
    "Tulokset mallinnetaan ja otetaan käyttöön myös muilla alueilla",
)

_AUTHORITIES = ("Hämeen ELY-keskus", "Keski-Suomen ELY-keskus", "Etelä-Savon ELY-keskus", "Pohjois-Pohjanmaan ELY-keskus")
#: Who took a running project over in 2026. Invented: the real successors were not known when this was written.
_AUTHORITIES_2026 = {
    "Hämeen ELY-keskus": "Keski-Suomen elinvoimakeskus",
    "Keski-Suomen ELY-keskus": "Keski-Suomen elinvoimakeskus",
    "Etelä-Savon ELY-keskus": "Itä-Suomen elinvoimakeskus",
    "Pohjois-Pohjanmaan ELY-keskus": "Pohjois-Suomen elinvoimakeskus",
}
_EQUALITY = ("Sukupuolten tasa-arvo valtavirtaistettu", "Sukupuolten tasa-arvo päätavoitteena", "Sukupuolineutraali")
_REPORT_LAG = timedelta(days=60)
_SIX_MONTHS = timedelta(days=183)


@dataclass(frozen=True)
class SampleFiles:
    """The workbooks of one date."""

    as_of: date
    projects: Path
    theme_workbook: Path
    outcomes: Path
    need: Path


@dataclass(frozen=True)
class _Part:
    """One implementer's part of an invented project, with its money when all is spent."""

    code: str
    group: str | None
    title: str
    name: str
    implementer: str
    business_id: str | None
    authority: str
    fund: str
    priority: str
    objective: str
    start: date
    end: date
    public_cents: int
    region: str
    town: str
    postcode: str
    location: str | None
    has_site: bool
    has_seat: bool
    summary: str
    revised: tuple[date, float] | None = None
    cancelled: date | None = None

    @cached_property
    def _own(self) -> tuple[float, float, float, float]:
        """Speed of spending, EU and state of public money, private money on top, EU of EU and state."""
        own = random.Random(self.code)
        private = own.choice((0.0, 0.0, own.uniform(0.01, 0.06)))
        return own.uniform(0.83, 0.96), own.uniform(0.70, 0.90), private, own.uniform(0.70, 0.80)

    def _public(self, day: date) -> tuple[int, int]:
        """Committed and spent cents on the public basis."""
        pace = self._own[0]
        until = min(day, self.cancelled or day)
        committed = self.public_cents
        if self.revised and day >= self.revised[0]:
            committed = round(committed * self.revised[1])
        # Payments rise as a gentle S; the last ones come a year after the end.
        length = (self.end - self.start).days + 365 - 170
        elapsed = min(1.0, max(0.0, ((until - self.start).days - 170) / length))
        spent = round(committed * (elapsed + 3 * elapsed**2 - 2 * elapsed**3) / 2 * pace)
        if self.cancelled and day >= self.cancelled:
            # What was not used goes back to the frame.
            committed = round(spent * 1.04)
        return committed, spent

    def money(self, day: date) -> dict[str, float]:
        """The seven amounts of the list on a day, in euros."""
        _, eu_state, private, eu = self._own
        committed, spent = self._public(day)
        planned = (round(committed * eu_state), committed, round(committed * (1 + private)))
        actual = (round(spent * eu_state), spent, round(spent * (1 + private)), round(spent * eu_state * eu))
        return {name: cents / 100 for name, cents in zip(MONEY_COLUMNS, (*planned, *actual), strict=True)}

    def status(self, day: date) -> str:
        """The status in the list's own words."""
        if self.cancelled and day >= self.cancelled:
            return "Keskeytetty"
        return "Päättynyt" if self.end < day else "Käynnissä" if self.start <= day else "Alkamassa"


def write_sample(target: Path, theme: Theme, *, background: bool = True) -> tuple[SampleFiles, ...]:
    """Write the sample's source workbooks, the same bytes each time.

    Args:
        target: The directory to write to; it exists.
        theme: The theme file, for the names of sub-themes and target groups.
        background: True for a list of about 9,000 rows; False for the theme's rows and
            some others, as the embedded copy has it. The theme's part is the same.

    Returns:
        The files of each date, oldest first; the theme workbook is one for all.
    """
    parts = _theme_parts(random.Random(20212027))
    others = _other_parts(random.Random(42), LIST_ROWS[-1] - len(parts) if background else _SMALL_BACKGROUND_ROWS)
    participants = _participants(parts, theme)
    counts = _outcomes(parts, participants, theme)
    theme_path = target / "theme.xlsx"
    _save(_theme_book(parts, participants, theme), theme_path)
    files = []
    for day, size in zip(AS_OF_DATES, LIST_ROWS, strict=True):
        listed = [part for part in parts if part.start <= day]
        extra = size - len(listed) if background else round(len(others) * size / LIST_ROWS[-1])
        projects, outcomes = target / f"eura-{day}.xlsx", target / f"outcomes-{day}.xlsx"
        rows = [_list_row(part, day, theme) for part in _mixed(listed, others[:extra])]
        _save(_list_book(rows), projects, without_default_style=True)
        _save(_outcome_book([row for row in counts if row[1] <= day]), outcomes)
        need = target / f"need-{day}.xlsx"
        _save(_need_book(day), need)
        files.append(SampleFiles(day, projects, theme_path, outcomes, need))
    return tuple(files)


# The invented projects ----------------------------------------------------------------


class _Plan(NamedTuple):
    """One line of ``_PLANS``."""

    title: str
    subthemes: list[str]
    groups: list[str]
    implementers: list[str]
    start: date
    months: int
    euros: int


def embed_sample(target: Path, theme: Theme) -> None:
    """Build the embedded example: the sample's own workbooks, imported one date after another."""
    for folder in ("deliveries", "approvals"):
        shutil.rmtree(target / folder, ignore_errors=True)
    with TemporaryDirectory() as folder:
        for files in write_sample(Path(folder), theme, background=False):
            import_files(
                target,
                theme,
                as_of=files.as_of,
                projects=files.projects,
                theme_workbook=files.theme_workbook,
                outcomes=files.outcomes,
                need=files.need,
                imported_at=f"{files.as_of}T12:00:00+00:00",
                approve_all=True,
                is_example=True,
            )
    (target / ".lock").unlink(missing_ok=True)


def _plans() -> Iterator[_Plan]:
    for line in _PLANS.strip().splitlines():
        title, subthemes, groups, implementers, start, months, thousands = (cell.strip() for cell in line.split("|"))
        first = date.fromisoformat(f"{start}-01")
        yield _Plan(title, subthemes.split(), groups.split(), implementers.split(), first, int(months), int(thousands) * 1000)


def _theme_parts(chance: random.Random) -> list[_Part]:
    """60 implementer rows of 35 projects, ten of them joint."""
    parts: list[_Part] = []
    for index, plan in enumerate(_plans()):
        swedish = plan.title.startswith(("Vägar", "Stöd"))
        authority = _AUTHORITIES[0] if chance.random() < 0.7 else chance.choice(_AUTHORITIES[1:])
        for key in plan.implementers:
            who = _IMPLEMENTERS[key]
            where = chance.random()
            part = _Part(
                code=f"S{90101 + len(parts) * 3}",
                group=f"R{95001 + index}" if len(plan.implementers) > 1 else None,
                title=plan.title,
                name=f"{plan.title} ({'exempel' if swedish else 'esimerkki'})",
                implementer=who.name,
                business_id=_business_id(900 + list(_IMPLEMENTERS).index(key)) if who.has_business_id else None,
                authority=authority,
                fund="ESR+",
                priority="4",
                objective="4.3",
                start=plan.start,
                end=_months_later(plan.start, plan.months),
                public_cents=round(plan.euros * chance.uniform(0.85, 1.15) * 100),
                region=who.region,
                town=who.town,
                postcode=who.postcode,
                location=_location(who.region) if where < 0.6 else None,
                has_site=where < 0.85,
                has_seat=True,
                summary=_summary_sv(plan, who.town) if swedish else _summary(plan, who.town, _WAYS[index % len(_WAYS)]),
                revised=_REVISED.get(plan.title),
                cancelled=_CANCELLED.get(plan.title),
            )
            if plan.title == _NATIONWIDE and key == plan.implementers[0]:
                part = replace(part, location="FI1 Manner-Suomi")
            if regions := _TWO_REGIONS.get(plan.title):
                part = replace(part, location="; ".join(map(_location, regions)))
            if plan.title == _NO_PLACE:
                part = replace(part, location=None, has_site=False, has_seat=False)
            parts.append(part)
    return parts


def _other_parts(chance: random.Random, count: int) -> list[_Part]:
    """Projects of other themes and funds, oldest first, so that there is something to leave out.

    Some have the same fund and objective as the theme: only the theme workbook tells.
    """
    # Fund, first letter of the code, priority, objective.
    kinds = (
        ("ESR+", "S", "4", "4.1"), ("ESR+", "S", "4", "4.2"), ("ESR+", "S", "4", "4.3"), ("ESR+", "S", "5", "5.1"),
        ("EAKR", "A", "1", "1.1"), ("EAKR", "A", "1", "1.3"), ("EAKR", "A", "2", "2.1"), ("JTF", "J", "7", "7.1"),
    )  # fmt: skip
    names = ("Keksitty kehitys {} Oy", "Mallikylän {}. yhdistys ry", "Harjoituskunnan {} kunta", "Esimerkkiopisto {}")
    subjects = ("Vihreä siirtymä", "Uudet taidot", "Kasvun eväät", "Kestävä matkailu", "Digiloikka", "Hyvä työ", "Osallisuus")
    places = (
        ("05", "HÄMEENLINNA", "13100"), ("08", "KOUVOLA", "45100"), ("16", "KOKKOLA", "67100"),
        *((who.region, who.town, who.postcode) for who in _IMPLEMENTERS.values()),
    )  # fmt: skip
    starts = sorted(date(2022 + chance.choice((1, 1, 1, 2, 2, 3, 3, 4)), chance.randint(1, 9), 1) for _ in range(count))
    parts: list[_Part] = []
    for index, start in enumerate(starts):
        fund, letter, priority, objective = chance.choice(kinds)
        region, town, postcode = chance.choice(places)
        number, private, where = chance.randint(1, 900), index % 97 == 5, chance.random()
        name = f"{chance.choice(subjects)} {index + 1} (esimerkki)"
        part = _Part(
            code=f"{letter}{91000 + index}",
            group=None,
            title=name,
            name=name,
            implementer="Maija Mallikas" if private else names[number % len(names)].format(number),
            business_id=None if private else _business_id(2000 + number),
            authority=chance.choice(_AUTHORITIES),
            fund=fund,
            priority=priority,
            objective=objective,
            start=start,
            end=_months_later(start, chance.choice((18, 24, 30, 36))),
            public_cents=chance.randint(2_000_000, 60_000_000),
            region=region,
            town=town,
            postcode=postcode,
            location=_location(region) if where < 0.41 else None,
            has_site=where < 0.8,
            has_seat=where < 0.97,
            summary=f"Esimerkki: hanke ei ole todellinen. Hanke toimii paikkakunnalla {town.capitalize()}.",
            cancelled=_months_later(start, 10) if index % 89 == 7 else None,
        )
        if index % 12 in (1, 2):
            # The rows after every twelfth carry on its project: a joint one.
            first = parts[-1]
            group = f"R{96000 + index // 12}"
            parts[-1] = replace(first, group=group)
            shared = ("title", "name", "authority", "fund", "priority", "objective", "start", "end", "cancelled")
            part = replace(part, code=f"{first.code[0]}{part.code[1:]}", group=group, **{k: getattr(first, k) for k in shared})
        parts.append(part)
    return parts


def _months_later(day: date, months: int) -> date:
    """The day before the same day some months later."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _business_id(number: int) -> str:
    """A business id with a valid check digit, from a range that is plainly invented."""
    while (check := -alv.checksum(f"{number:07d}0") % 11) == 10:
        # Such a number is not given: no check digit fits.
        number += 5000
    return f"{number:07d}-{check}"


def _location(region: str) -> str:
    row = code_list("regions")[region]
    return f"{row['nuts3_2021']} {row['fi']}"


def _summary(plan: _Plan, town: str, way: str) -> str:
    aim = _AIMS[plan.subthemes[0]] if plan.subthemes else "Hanke on vasta alkanut, ja sen tavoitteet tarkentuvat"
    return f"Esimerkki, ei todellinen hanke. {aim}. {way}. Toimintapaikka on {town.capitalize()}."


def _summary_sv(plan: _Plan, town: str) -> str:
    return (
        f"Exempel, inte ett verkligt projekt. {plan.title} utvecklar tjänster som för svårsysselsatta närmare arbete "
        f"och delaktighet. Verksamheten ordnas i samarbete med arbetsplatser. Verksamhetsort är {town.capitalize()}."
    )


# The project list ---------------------------------------------------------------------


def _list_row(part: _Part, day: date, theme: Theme) -> dict[str, object]:
    authority = part.authority
    # A project that had ended before the reform keeps the authority that granted it.
    if day >= date(2026, 1, 1) and part.end >= date(2026, 1, 1):
        authority = _AUTHORITIES_2026[authority]
    number = int(part.code[1:])
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
        "start_date": part.start,
        "end_date": part.end,
        **part.money(day),
        "intervention_field": "Toimenpiteet osallisuuden edistämiseksi (esimerkki)",
        "location": part.location,
        "site_postcode": part.postcode if part.has_site else None,
        "site_city": part.town if part.has_site else None,
        "beneficiary_postcode": part.postcode if part.has_seat else None,
        "beneficiary_city": part.town if part.has_seat else None,
        "support_form": "Avustus",
        "territorial_mechanism": "Ei alueellista painopistettä",
        "gender_equality_dimension": _EQUALITY[number % len(_EQUALITY)] if part.fund == "ESR+" else None,
        "summary": part.summary,
        "project_page_url": theme.project_page.format(project_code=part.code),
        "project_website_url": f"https://www.example.org/{part.code}" if number % 4 == 1 else None,
    }


def _mixed(theme_parts: list[_Part], others: list[_Part]) -> list[_Part]:
    """The theme's rows spread among the others, in a steady order."""
    step = max(1, len(others) // max(1, len(theme_parts)))
    mixed: list[_Part] = []
    for index, part in enumerate(theme_parts):
        mixed += [*others[index * step : (index + 1) * step], part]
    return mixed + others[len(theme_parts) * step :]


def _list_book(rows: Sequence[Mapping[str, object]]) -> openpyxl.Workbook:
    headers = {field: texts[0] for field, texts in column_maps("projects")["eura2021"].items()}
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    # The real export's first header ends in a space.
    sheet.append([f"{header} " if field == "project_code" else header for field, header in headers.items()])
    for row in rows:
        sheet.append([row.get(field) for field in headers])
    sheet.append([None])
    for footer in _FOOTERS:
        sheet.append([footer])
    return book


# The theme workbook -------------------------------------------------------------------


def _theme_book(parts: list[_Part], participants: Mapping[str, list], theme: Theme) -> openpyxl.Workbook:
    """What the coordinator knows of each project, the same for all its implementers.

    The planned number of participants is that of the implementer who counts them: in a
    joint project most often the lead's.
    """
    chance, plan_chance = random.Random(7), random.Random(8)
    names = {topic.code: topic.name["fi"] for topic in theme.target_groups}
    plans = {plan.title: plan for plan in _plans()}
    # The newest project has not been entered yet.
    answers = {
        title: [chance.choices(("kyllä", "ei", None), (70, 12, 18))[0] if plan.groups else None for _ in theme.promises]
        for title, plan in plans.items()
    }
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Hankkeet")
    sheet.append([spellings[0] for spellings in theme_headers(theme).values()])
    for index, part in enumerate(parts):
        plan = plans[part.title]
        # Most people write names, some write codes.
        groups = plan.groups if index % 9 == 4 else [names[code] for code in plan.groups]
        note = "Esimerkkiaineisto" if index == 0 else "Alateemat ja kohderyhmät puuttuvat vielä" if not plan.groups else None
        # Plans are round numbers, mostly somewhat hopeful; of some projects none is known.
        hoped = round(len(participants.get(part.code, ())) * plan_chance.uniform(0.9, 1.3) / 5) * 5
        planned = hoped if hoped and plan_chance.random() < 0.85 else None
        lists = ("; ".join(plan.subthemes) or None, "; ".join(groups) or None)
        sheet.append([part.code, *lists, *answers[part.title], planned, note])
    return book


# The outcome workbook -----------------------------------------------------------------


class _Person(NamedTuple):
    """One invented participant: a cell of the form, and the day from which each indicator counts them."""

    group: str | None
    region: str | None
    gender: str
    counted_from: dict[str, date]


def _participants(parts: list[_Part], theme: Theme) -> dict[str, list[_Person]]:
    """Project code → everyone who takes part by the end, for the implementers that count people."""
    person_groups = {topic.code for topic in theme.target_groups if topic.kind == "person"}
    plans = {plan.title: plan for plan in _plans()}
    leads = {part.title: part.code for part in reversed(parts)}
    participants = {}
    for part in parts:
        chance = random.Random(f"outcomes {part.code}")
        groups = [code for code in plans[part.title].groups if code in person_groups]
        # Projects for professionals report nobody, and in a joint project not every implementer does.
        if groups and (leads[part.title] == part.code or chance.random() >= 0.85):
            participants[part.code] = _people(chance, part, groups)
    return participants


def _outcomes(parts: list[_Part], participants: Mapping[str, list[_Person]], theme: Theme) -> list[tuple]:
    """Cumulative counts at each cut-off date, oldest first.

    The counts are those of invented persons: hence each is in one row of an indicator,
    parts add up to their whole, and no count ever falls.
    """
    names = {topic.code: topic.name["fi"] for topic in theme.target_groups}
    genders = [words[0] for words in GENDER_WORDS.values()]
    rows: list[tuple] = []
    for part in parts:
        people = participants.get(part.code, [])
        places = sorted({(p.group, p.region) for p in people}, key=str)
        for day in _report_days(part) if people else ():
            counts = Counter(
                (p.group, p.region, p.gender, indicator) for p in people for indicator, since in p.counted_from.items() if since <= day
            )
            # A project that counts people says so with a zero, too.
            cells = set(counts) | {(*place, gender, "EECO01") for place in places for gender in genders}
            for group, region, gender, indicator in sorted(cells, key=lambda cell: (cell[3], str(cell))):
                value = counts[group, region, gender, indicator]
                rows.append((part.code, day, indicator, names.get(group or ""), region, gender, value))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def _report_days(part: _Part) -> list[date]:
    """The cut-off dates a project reports at; the last tells the state six months after the end."""
    closed = (part.cancelled or part.end) + _SIX_MONTHS
    last = next((day for day in AS_OF_DATES if day >= closed), AS_OF_DATES[-1])
    return [day for day in AS_OF_DATES if part.start + _REPORT_LAG <= day <= last]


def _people(chance: random.Random, part: _Part, groups: list[str]) -> list[_Person]:
    """Everyone who takes part by the end of the project, or until it is cancelled."""
    number = round(part.public_cents / 100 / chance.uniform(640, 1_060))
    women, forgetful = chance.uniform(0.50, 0.69), chance.random() < 0.3
    weights = [chance.uniform(0.6, 1.4) for _ in groups]
    first, last = part.start + _REPORT_LAG, part.end - timedelta(days=90)
    neighbour = _NEIGHBOURS.get(part.title)
    own = random.Random(f"records {part.code}")
    tells_complete = own.random() < 0.66
    people = []
    for _ in range(number):
        joined = first + timedelta(days=int((last - first).days * chance.random()))
        group = chance.choices(groups, weights)[0]
        # Names and codes of regions are both in use.
        home = code_list("regions")[part.region]["fi"]
        region = None if neighbour is None else neighbour if chance.random() < 0.3 else home
        gender = _gender(chance, 0.22 if group == "sanctions" else women)
        written = None if forgetful and chance.random() < 0.2 else group
        left = min(part.end, joined + timedelta(days=chance.randint(120, 330)))
        counted = _indicators(chance, group, part.region, joined, left)
        # Two projects in three follow whose records are complete, and a few of them never are.
        if own.random() < 0.93 and tells_complete:
            counted["EECO01-COMPLETE"] = joined + timedelta(days=own.randint(10, 90))
        if part.cancelled and left > part.cancelled:
            counted = {code: since for code, since in counted.items() if since <= part.cancelled}
        if counted:
            people.append(_Person(written, region, gender, counted))
    return people


def _gender(chance: random.Random, women: float) -> str:
    gender = chance.choices(("female", "male", "non_binary", "unknown"), (0.96 * women, 0.96 * (1 - women), 0.01, 0.03))[0]
    return GENDER_WORDS[gender][0]


def _indicators(chance: random.Random, group: str, region: str, joined: date, left: date) -> dict[str, date]:
    """The indicators that count one person, with the day from which they do."""
    young_groups = {"young": (0.06, 0.90, 0.0), "dropouts": (0.25, 0.70, 0.0), "ageing": (0.0, 0.0, 0.88)}
    age = _one_of(chance, ("EECO06", "EECO07", "EECO08", "30–54"), young_groups.get(group, (0.0, 0.20, 0.17)))
    labour = _one_of(chance, ("EECO02", "EECO04", "EECO05"), (0.60, 0.31) if age != "EECO06" else (0.0, 1.0))
    education_shares = {"dropouts": (0.92, 0.08), "immigrants": (0.36, 0.36)}.get(group, (0.36, 0.50))
    education = _one_of(chance, ("EECO09", "EECO10", "EECO11"), education_shares if age != "EECO06" else (1.0, 0.0))
    foreign = chance.random() < (0.97 if group == "immigrants" else 0.06)
    rural = region in {"10", "12", "14", "18", "19"}
    traits = {
        "EECO03": labour == "EECO02" and chance.random() < (0.25 if age == "EECO07" else 0.55),
        "EECO12": chance.random() < {"disabled": 0.92, "partial_ability": 0.30}.get(group, 0.06),
        "EECO13": foreign and chance.random() < 0.55,
        "EECO14": foreign,
        "EECO15": chance.random() < {"roma": 0.98, "minorities": 0.90, "immigrants": 0.12}.get(group, 0.015),
        "EECO16": chance.random() < {"sanctions": 0.25, "exclusion_risk": 0.07}.get(group, 0.02),
        "EECO17": chance.random() < (0.40 if rural else 0.12),
    }
    outputs = ["EECO01", labour, *({age} - {"30–54"}), education, *(code for code, is_so in traits.items() if is_so)]
    counted = dict.fromkeys(outputs, joined)

    fate, later = chance.random(), left + _SIX_MONTHS
    if chance.random() < 0.09:
        counted["EECR03"] = left
    if labour == "EECO05":
        if fate < 0.4:
            counted["EECR06"] = later
    elif fate < 0.18:
        counted["EECR04"] = left
        if chance.random() < 0.75:
            counted["EECR05"] = later
    elif fate < 0.32:
        counted["EECR02"] = left
    elif labour == "EECO04" and fate < 0.52:
        counted["EECR01"] = left
    elif fate > 0.96:
        counted["EECR05"] = later
    return counted


def _one_of(chance: random.Random, codes: tuple[str, ...], shares: tuple[float, ...]) -> str:
    """One code of a partition; the last one takes what the shares leave over."""
    return chance.choices(codes, (*shares, max(0.0, 1 - sum(shares))))[0]


def _outcome_book(rows: Sequence[tuple]) -> openpyxl.Workbook:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Tulokset")
    sheet.append([spellings[0] for spellings in OUTCOME_HEADERS.values()])
    for row in rows:
        sheet.append(row)
    return book


# The need by region --------------------------------------------------------------------

#: Regions whose women and men are protected, since there are few, and one whose newest month has not come.
_NEED_PROTECTED, _NEED_MISSING = {"21", "16"}, {"18"}


def _need_book(day: date) -> openpyxl.Workbook:
    """Structurally unemployed people as PxWeb exports them: title, months across, footnotes; invented counts.

    The last month is the one before the list's, as the statistic comes some weeks later.
    """
    months = [_months_before(day, 2), _months_before(day, 1)]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("12ub")
    sheet.append(["Rakennetyöttömät kuukauden lopussa muuttujina Alue, Sukupuoli, Tiedot ja Kuukausi (esimerkki)"])
    sheet.append([None])
    sheet.append([None, None, None, *(f"{month:%Y}M{month:%m}" for month in months)])
    counts = {code: [_need_of(code, int(row["population"]), month) for month in months] for code, row in code_list("regions").items()}
    country = [[sum(parts) for parts in zip(*same_month, strict=True)] for same_month in zip(*counts.values(), strict=True)]
    for code, name, by_month in (
        ("SSS", "Koko maa", country),
        *((f"MK{code}", f"MK{code} {row['fi']}", counts[code]) for code, row in code_list("regions").items()),
    ):
        region = code.removeprefix("MK")
        for index, gender in enumerate(("Sukupuolet yhteensä", "Miehet", "Naiset")):
            cells: list[object] = []
            for month, (men, women) in zip(months, by_month, strict=True):
                value: object = (men + women, men, women)[index]
                if region in _NEED_PROTECTED and index:
                    value = "..."
                if region in _NEED_MISSING and month == months[-1]:
                    value = ".."
                cells.append(value)
            sheet.append([name if not index else None, gender, "Rakennetyöttömät yhteensä (lkm.)" if not index else None, *cells])
    sheet.append([None])
    for note in (
        "Esimerkkiaineisto: kaikki luvut ovat keksittyjä.",
        "... = Tieto on salassapitosäännön alainen",
        ".. = Tietoa ei ole saatu, se on liian epävarma ilmoitettavaksi tai se on salattu",
    ):
        sheet.append([note])
    return book


def _need_of(region: str, population: int, month: date) -> list[int]:
    """Invented men and women in need in a region at the end of a month."""
    own = random.Random(f"need {region}")
    level, men = own.uniform(0.024, 0.046), own.uniform(0.52, 0.60)
    turn = 1 + 0.04 * (month.year - 2024) + 0.03 * (month.month in (1, 12, 6, 7))
    everyone = population * level * turn
    return [round(everyone * men), round(everyone * (1 - men))]


def _months_before(day: date, months: int) -> date:
    """First day of the month some months before a day's."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


# Saving -------------------------------------------------------------------------------


def _save(book: openpyxl.Workbook, path: Path, *, without_default_style: bool = False) -> None:
    """Save a workbook with fixed times, so that the same content gives the same bytes."""
    book.properties.title = "Esimerkkiaineisto (synteettinen)"
    book.properties.creator = "Esimerkki"
    book.properties.created = _STAMP
    memory = io.BytesIO()
    book.save(memory)
    with zipfile.ZipFile(memory) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                # The library writes the time of saving; the sample has the time of its making.
                stamp = f"{_STAMP:%Y-%m-%dT%H:%M:%SZ}".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            if without_default_style and name == "xl/styles.xml":
                content = re.sub(rb"<cellStyles.*?</cellStyles>", b"", content, flags=re.DOTALL)
            entry = zipfile.ZipInfo(name, _STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
