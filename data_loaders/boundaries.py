"""Boundaries of the regions: the embedded ones, or an official layer in their place.

GeoPandas is loaded for an official layer only: it takes a second to import, and the embedded
boundaries, which ``tools/boundaries.py`` builds, are plain JSON.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from data_loaders.codes import code_list
from data_loaders.findings import Finding, InputError

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from shapely import Geometry

EMBEDDED = Path(__file__).parents[1] / "assets" / "geo" / "regions.geojson"
ALAND = "21"
#: Metres in one unit of ``Boundaries``: finer is not seen on a slide, and small numbers keep figures light.
UNIT = 100
GRID = 3067
#: Metres: borders are drawn this coarsely, cracks between neighbours narrower than this are closed.
_TOLERANCE, _CRACK = 2_600, 1_000
#: km²: smaller islands are left out. Åland is made of small ones and keeps more of its shape.
_SMALLEST_ISLAND, _SMALLEST_IN_ALAND, _TOLERANCE_IN_ALAND = 30, 8, 800
_CODE_COLUMNS = ("maakunta", "NATCODE", "natcode")
Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Boundaries ready to draw, in ETRS-TM35FIN (EPSG:3067), in units of 100 metres.

    Attributes:
        rings: Maakunta code → the outlines of its parts, largest first, each closed. Holes
            are not drawn. An official layer may lack Åland.
        label_points: Maakunta code → a point inside its largest part.
        source: Where the boundaries come from.
    """

    rings: Mapping[str, tuple[Ring, ...]]
    label_points: Mapping[str, tuple[int, int]]
    source: str


def read_boundaries(path: Path | None = None) -> Boundaries:
    """The boundaries to draw.

    Args:
        path: An official layer (GeoJSON, TopoJSON or GeoPackage, any CRS) with the
            region's code in ``maakunta``, ``NATCODE``, ``natcode`` or a NUTS 3 column;
            null for the embedded boundaries. Several rows of one region are joined, rows
            with other codes are passed over.

    Raises:
        InputError: the layer cannot be used: ``regions-file-missing``,
            ``regions-file-unreadable``, ``regions-no-code-column`` or ``regions-missing``
            (its value lists the codes). Åland may be missing: the programme does not cover it.
    """
    if path is not None:
        return drawable(_official_layer(path), path.name)
    data = json.loads(EMBEDDED.read_text("utf-8"))
    features = {feature["properties"]["maakunta"]: feature for feature in data["features"]}
    return Boundaries(
        {code: tuple(_ring(part[0]) for part in row["geometry"]["coordinates"]) for code, row in features.items()},
        {code: _point(*row["properties"]["label_point"]) for code, row in features.items()},
        data["source"],
    )


def _point(x: float, y: float) -> tuple[int, int]:
    return round(x / UNIT), round(y / UNIT)


def _ring(line: Iterable[tuple[float, float]]) -> Ring:
    points = [_point(x, y) for x, y in line]
    return (points[0], *(after for before, after in pairwise(points) if after != before))


def _official_layer(path: Path) -> "GeoDataFrame":
    """One valid shape per ``maakunta`` in EPSG:3067, from the first layer that holds all regions."""
    if not path.is_file():
        raise InputError(Finding("regions-file-missing", "error", path.name))
    findings = []
    for layer in _layers(path):
        result = _by_region(layer, path.name)
        if not isinstance(result, Finding):
            return result
        findings.append(result)
    # Of several layers, the one that came nearest tells what is lacking.
    nearness = ("regions-missing", "regions-no-code-column", "regions-file-unreadable")
    unreadable = Finding("regions-file-unreadable", "error", path.name)
    raise InputError(min(findings, key=lambda finding: nearness.index(finding.code), default=unreadable))


def _layers(path: Path) -> Iterator["GeoDataFrame | pd.DataFrame"]:
    """The layers of a file, one after the other."""
    import geopandas
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        for name, _geometry in pyogrio.list_layers(path):
            yield geopandas.read_file(path, layer=name)
    except (DataSourceError, DataLayerError, ValueError, OSError) as problem:
        raise InputError(Finding("regions-file-unreadable", "error", path.name)) from problem


def _by_region(layer: "GeoDataFrame | pd.DataFrame", file: str) -> "GeoDataFrame | Finding":
    """The regions of a layer, or the finding that says why it has none."""
    import geopandas

    if not isinstance(layer, geopandas.GeoDataFrame) or layer.geometry.isna().all():
        return Finding("regions-file-unreadable", "error", file)
    codes = _codes(layer)
    if codes is None:
        columns = ", ".join(layer.columns.drop(layer.geometry.name)[:8])
        return Finding("regions-no-code-column", "error", file, value=columns)
    layer = geopandas.GeoDataFrame({"maakunta": codes}, geometry=layer.geometry).dropna()
    needed = (code for code, row in code_list("regions").items() if row["in_programme"] == "1")
    if missing := sorted(set(needed) - set(layer["maakunta"])):
        return Finding("regions-missing", "error", file, value=", ".join(missing))
    # A file that tells no system is in degrees when its numbers fit, else in the Finnish grid.
    # GeoJSON without a system always reads as degrees, so that the numbers have the last word.
    in_degrees = abs(layer.total_bounds).max() <= 360
    if layer.crs is None or (layer.crs.is_geographic and not in_degrees):
        layer = layer.set_crs(4326 if in_degrees else GRID, allow_override=True)
    layer = layer.to_crs(GRID)
    layer["geometry"] = layer.geometry.force_2d().make_valid()
    return layer.dissolve(by="maakunta")


def _codes(layer: "GeoDataFrame") -> "pd.Series | None":
    """The maakunta code of each row, from the column that tells it; null when none does."""
    regions = code_list("regions")
    for column in _CODE_COLUMNS:
        if column in layer.columns:
            codes = layer[column].astype(str).str.strip().str.replace(r"\.0$", "", regex=True).str.zfill(2)
            if codes.isin(regions).any():
                return codes.where(codes.isin(regions))
    nuts = {row[version]: code for code, row in regions.items() for version in ("nuts3_2021", "nuts3_2024")}
    for column in layer.columns.drop(layer.geometry.name):
        codes = layer[column].astype(str).str.strip().map(nuts)
        if codes.notna().any():
            return codes
    return None


def drawable(layer: "GeoDataFrame", source: str) -> Boundaries:
    """Make neighbours meet and simplify them together, so that they keep one common border."""
    import shapely

    codes = [str(code) for code in layer.index]
    # Small islands go first: an official layer has tens of thousands.
    islands = [shapely.multipolygons(_worth_drawing(shape, code)) for code, shape in zip(codes, layer.geometry, strict=True)]
    if not shapely.coverage_is_valid(islands, gap_width=_CRACK):
        islands = shapely.coverage_clean(islands, gap_width=_CRACK)
    shapes = dict(zip(codes, shapely.coverage_simplify(islands, _TOLERANCE), strict=True))
    aland = dict(zip(codes, islands, strict=True)).get(ALAND)
    if aland and not any(aland.intersects(shape) for code, shape in shapes.items() if code != ALAND):
        shapes[ALAND] = shapely.coverage_simplify([aland], _TOLERANCE_IN_ALAND)[0]
    parts = {code: _worth_drawing(shape, code) for code, shape in sorted(shapes.items())}
    labels = {code: shape[0].representative_point() for code, shape in parts.items()}
    return Boundaries(
        {code: tuple(_ring(part.exterior.coords) for part in shape) for code, shape in parts.items()},
        {code: _point(label.x, label.y) for code, label in labels.items()},
        source,
    )


def _worth_drawing(shape: "Geometry", code: str) -> list["Geometry"]:
    """The parts that are seen on a national map, largest first; never none."""
    import shapely

    smallest = _SMALLEST_IN_ALAND if code == ALAND else _SMALLEST_ISLAND
    areas = (part for part in shapely.get_parts(shape) if part.geom_type == "Polygon")
    parts = sorted(areas, key=lambda part: -part.area)
    return [part for part in parts if part.area >= smallest * 1e6] or parts[:1]
