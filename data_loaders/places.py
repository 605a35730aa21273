"""Where a project is: from a NUTS code or a region's name, else from a postcode or a city.

``tools/places.py`` builds ``assets/geo/postcodes.csv`` and ``assets/geo/places.csv``. Names that the
sources lack stand in ``assets/geo/more_places.csv``, kept by hand.
"""

import csv
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path

import polars as pl

from data_loaders.codes import NATIONWIDE, SEVERAL_REGIONS, code_list, folded, region_spellings

#: How much of a postcode is looked up, shortest first.
POSTCODE_LENGTHS = (2, 3, 4, 5)

GEO = Path(__file__).parents[1] / "assets" / "geo"
#: Where the region was found, in the order tried.
BASES = ("location", "site", "beneficiary")
_NATIONWIDE_WORDS = frozenset(
    ("fi", "fi1", "fi0", "suomi", "finland", "manner-suomi", "fasta finland", "mainland finland", "koko maa", "koko suomi",
     "valtakunnallinen", "hela landet", "riksomfattande", "hela finland", "whole country", "nationwide", "koko maassa", "koko suomessa",
     "koko suomen alue", "valtakunnallisesti", "valtakunnallinen hanke", "nationellt", "i hela landet", "whole of finland", "all of finland")
)  # fmt: skip
_SEVERAL_WORDS = frozenset(
    ("useita maakuntia", "useita alueita", "useampi maakunta", "monta maakuntaa", "flera landskap", "flera regioner",
     "several regions", "multiple regions",
     # Areas of several regions, by name alone.
     "etelä-suomi", "länsi-suomi", "itä-suomi", "pohjois-suomi", "pohjois- ja itä-suomi", "södra finland", "västra finland",
     "östra finland", "norra finland", "norra och östra finland", "southern finland", "western finland", "eastern finland",
     "northern finland", "northern and eastern finland", "south finland", "west finland", "east finland", "north finland")
)  # fmt: skip
_AREA_CODE = re.compile(r"\bFI[0-9A-Z]{0,3}\b(?!-)")
_POSTAL = re.compile(r"(?:FI-?)?(\d{5})\s+(\D+)", re.IGNORECASE)
#: Between places in one cell; a hyphen without spaces belongs to a name.
_BETWEEN = re.compile(r"[;,/+|\n()]|\s[-–]\s")
_AND = re.compile(r"(\s(?:ja|sekä|och|samt|and|&)\s)", re.IGNORECASE)


def with_regions(table: pl.DataFrame) -> pl.DataFrame:
    """Add ``region`` and ``region_basis`` to a table of list rows.

    The place of implementation decides before the seat of the beneficiary. A place that
    nothing tells stays null and visible as unknown.

    Args:
        table: Text columns ``location``, ``site_postcode``, ``site_city``,
            ``beneficiary_postcode``, ``beneficiary_city``; any of them may be absent.

    Returns:
        The table with a maakunta code, ``nationwide`` or ``several`` in ``region``,
        ``location``, ``site`` or ``beneficiary`` in ``region_basis``, and in ``regions`` the
        codes of the regions where the location names several; else an empty list.
    """

    def texts(*names: str) -> pl.DataFrame:
        absent = pl.repeat(None, table.height, dtype=pl.String, eager=True)
        return pl.DataFrame({name: table.get_column(name, default=absent).cast(pl.String) for name in names})

    regions = {
        "location": _looked_up(texts("location"), region_of_location),
        "site": _looked_up(texts("site_postcode", "site_city"), region_of_town),
        "beneficiary": _looked_up(texts("beneficiary_postcode", "beneficiary_city"), region_of_town),
    }
    basis = pl.coalesce(pl.when(regions[name].is_not_null()).then(pl.lit(name)) for name in BASES)
    return table.with_columns(
        pl.select(pl.coalesce(regions[name] for name in BASES)).to_series().alias("region"),
        pl.select(basis).to_series().alias("region_basis"),
        _looked_up(texts("location"), several_regions_of, pl.List(pl.String)).alias("regions"),
    )


# The texts of a list are without end: a process that reads many lists must not keep them all.
@lru_cache(maxsize=10_000)
def region_of_location(text: str | None) -> str | None:
    """The region of a place as the project list writes it, for example ``FI193 Keski-Suomi``.

    NUTS 3 codes of both versions (2021 and 2024), region codes and names in three languages are known,
    wellbeing services counties and towns too. A larger area, or places in several regions in one cell, gives
    ``several``; the whole country or all its mainland gives ``nationwide``.
    """
    regions, _ = _places_named(text)
    if NATIONWIDE in regions:
        return NATIONWIDE
    return next(iter(regions)) if len(regions) == 1 else SEVERAL_REGIONS if regions else None


def several_regions_of(text: str | None) -> tuple[str, ...]:
    """The regions of a location that names several, in the order of their codes; else empty.

    A larger area (``FI19``) or the words *several regions* name none of them.
    """
    regions, _ = _places_named(text)
    return tuple(sorted(regions)) if len(regions) > 1 and not regions & {NATIONWIDE, SEVERAL_REGIONS} else ()


def unknown_places(text: str | None) -> tuple[str, ...]:
    """The places of a location that are not understood, as written; those beside them may be."""
    return _places_named(text)[1]


@lru_cache(maxsize=10_000)
def _places_named(text: str | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """The regions of all places in a cell, and the places that are not understood."""
    if not text:
        return frozenset(), ()
    if whole := _regions_of_place(text):
        return whole, ()
    regions: set[str] = set()
    unknown: list[str] = []
    places = [place for part in _BETWEEN.split(text) if (place := part.strip(" .:"))]
    # A number among names is no region's code.
    are_codes = all(map(str.isdigit, places))
    for place in places:
        if place.isdigit() and not are_codes:
            unknown.append(place)
            continue
        pieces = _AND.split(place)
        while pieces:
            # A name may hold an *and* of its own ("Vantaan ja Keravan hyvinvointialue"), so the longest that is known is taken.
            texts = {end: "".join(pieces[:end]) for end in range(len(pieces), 0, -2)}
            texts[0] = _completed(pieces[0], pieces[2] if len(pieces) > 2 else "")
            end, known = next(((end, known) for end, text in texts.items() if (known := _regions_of_place(text))), (0, frozenset()))
            regions |= known
            if not known and pieces[0].strip():
                unknown.append(pieces[0].strip())
            pieces = pieces[max(end, 1) + 1 :]
    return frozenset(regions), tuple(unknown)


def _regions_of_place(text: str) -> frozenset[str]:
    """The regions of one place, by its name, postcode or area codes; empty when none is known."""
    if region := _region_of_name(folded(text)):
        return frozenset({region})
    if match := _POSTAL.fullmatch(text):
        return frozenset(filter(None, (region_of_town(match[1], match[2]),)))
    if _BETWEEN.search(text):
        return frozenset()
    regions = {region for code in _AREA_CODE.findall(text.upper()) if (region := _region_of_code(code))}
    if regions:
        # "FI193 Keski-Suomi": the code decides, however the name beside it is spelt. Another region's name is another place.
        names = _AND.split(_AREA_CODE.sub(" ", text.upper()))[::2]
        regions |= {region for name in names if len(names) > 1 and (region := region_spellings().get(folded(name)))}
    return frozenset(regions)


def _completed(part: str, following: str) -> str:
    """A part with what it shares with the next: ``Etelä-`` of ``Etelä- ja Pohjois-Savo``, ``Norra`` of ``Norra och Södra Savolax``."""
    if part.endswith("-"):
        return part + following.partition("-")[2]
    return f"{part} {following.partition(' ')[2]}"


def region_of_town(postcode: str | None, city: str | None) -> str | None:
    """The region of a postcode, else of a town; null when neither is known."""
    digits = re.sub(r"\.0$|\D", "", postcode or "")
    # A cell of nothing but zeros is a blank in disguise, more than five digits are no postcode.
    if digits.strip("0") and len(digits) <= 5:
        # A number cell has lost the leading zeros: 500 is 00500.
        known, digits = _postcodes(), digits.zfill(5)
        for length in reversed(POSTCODE_LENGTHS):
            if region := known.get(digits[:length]):
                return region
    return _places().get(folded(city)) if city else None


def _looked_up(rows: pl.DataFrame, look_up: Callable[..., object], kind: pl.DataType | type[pl.DataType] = pl.String) -> pl.Series:
    """What a look-up says of each row; it is asked once of each different one."""
    different = rows.unique()
    answers = pl.Series("_answer", [look_up(*row) for row in different.iter_rows()], kind)
    return rows.join(different.with_columns(answers), on=rows.columns, how="left", nulls_equal=True, maintain_order="left")["_answer"]


def _region_of_name(name: str) -> str | None:
    """A folded name: a region before a town, so that Lappi is Lapland and not the village."""
    if name in _NATIONWIDE_WORDS:
        return NATIONWIDE
    if name in _SEVERAL_WORDS:
        return SEVERAL_REGIONS
    return region_spellings().get(name) or _places().get(name)


@lru_cache(maxsize=1_000)
def _region_of_code(code: str) -> str | None:
    """The region of a NUTS code; ``several`` for a larger area of several regions."""
    if code in ("FI", "FI1"):
        return NATIONWIDE
    inside = {
        region
        for region, row in code_list("regions").items()
        if code in (row["nuts3_2021"], row["nuts3_2024"]) or (len(code) < 5 and row["nuts3_2021"].startswith(code))
    }
    return inside.pop() if len(inside) == 1 else SEVERAL_REGIONS if inside else None


@cache
def _postcodes() -> Mapping[str, str]:
    return _read("postcodes.csv", "prefix")


def region_of_place(name: str) -> str | None:
    """The region of a municipality or another place by its Finnish or Swedish name; null when none is known by it."""
    return _places().get(folded(name))


@cache
def _places() -> Mapping[str, str]:
    return _read("places.csv", "place") | _read("more_places.csv", "place")


def _read(name: str, key: str) -> dict[str, str]:
    with (GEO / name).open(encoding="utf-8", newline="") as file:
        return {row[key]: row["region"] for row in csv.DictReader(file)}
