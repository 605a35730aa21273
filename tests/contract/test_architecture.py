"""The layers, as a test. Read this to learn what may import what."""

import ast
import re

import pytest

from settings import ROOT

#: From the bottom to the top: a layer imports itself and those before it.
LAYERS = ("data_loaders", "archive", "analytics", "presentation", "publication", "operations", "ui", "pages")
#: Of the layers below it, analytics knows only what its numbers are made of: it reads no file and no archive.
ANALYTICS_KNOW = ("data_loaders.schemas", "data_loaders.codes", "data_loaders.theme", "data_loaders.spending_curve")
#: Those that know the settings of the process, and Streamlit.
KNOW_SETTINGS = {"operations", "ui", "pages", "tools"}
KNOW_STREAMLIT = {"ui", "pages"}
#: What builds assets and catalogues stands beside the house: nothing in it needs its tools.
BESIDE = "tools"
OURS = {*LAYERS, BESIDE, "settings", "manage", "dashboard"}
#: Where geometry is read.
READ_GEOMETRY = {"data_loaders/boundaries.py", "tools/boundaries.py"}
FILES = [file for layer in (*LAYERS, BESIDE) for file in sorted((ROOT / layer).rglob("*.py"))]


def imports(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_point_downwards(file):
    place = file.relative_to(ROOT)
    layer = place.parts[0]
    below = LAYERS if layer == BESIDE else LAYERS[: LAYERS.index(layer) + 1]
    for name in imports(file):
        package = name.split(".")[0]
        if package == "settings":
            assert layer in KNOW_SETTINGS, f"{layer} must not import settings"
        elif package in OURS:
            assert package in below or package == layer, f"{layer} must not import {name}"
            assert layer != "analytics" or package == layer or name in ANALYTICS_KNOW, f"analytics must not import {name}"
        if package == "streamlit":
            assert layer in KNOW_STREAMLIT, f"{layer} must not import streamlit"
        if package in {"pandas", "geopandas"}:
            assert place.as_posix() in READ_GEOMETRY, "pandas and GeoPandas stay where geometry is read"


@pytest.mark.parametrize("file", sorted((ROOT / "pages").rglob("*.py")), ids=lambda file: file.name)
def test_a_page_reads_computes_and_shows(file):
    code = file.read_text("utf-8")
    assert len(code.splitlines()) <= 80
    assert "polars" not in set(imports(file))
    assert "session_state" not in code
    titles = re.findall(r'st\.\w+\(\s*f?"([A-Za-z]{3,}[^"]*)"', code)
    assert not titles, f"sentences belong to the catalogues: {titles}"


def test_no_page_lies_directly_in_pages():
    """Streamlit serves ``pages/*.py`` by itself until the frame has run once, so a page
    there could be opened without ``dashboard.py``."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_session_state_is_touched_in_ui_only():
    for file in FILES:
        if file.relative_to(ROOT).parts[0] not in {"ui"}:
            assert "session_state" not in file.read_text("utf-8"), file


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
#: What a newcomer looks for → something that the file must hold; the page says which file.
SOUGHT = {
    "a new money column": "planned_public_eur",
    "another name of a region": "name,region",
    "how a joint project is counted": "group_code",
    "a chart on the gender page": '"gender-trend"',
    "a date format": "def date(",
    "the wording of a finding": '"amount-unreadable"',
    "what is in the half-year deck": '"half-year-review"',
    "the rounding of protected counts": "rounding_base",
    "the bundle's format": "FORMAT",
    "a setting": "DASHBOARD_PORT",
    "the CSP": "frame-ancestors",
    "a new theme": "[[subtheme",
}


@pytest.mark.parametrize(("sought", "words"), SOUGHT.items(), ids=SOUGHT)
def test_what_a_newcomer_looks_for_is_where_the_page_says(sought, words):
    (place,) = re.findall(rf"^\| {re.escape(sought)} \| `([^`]+)` \|$", ARCHITECTURE, re.MULTILINE)
    path = ROOT / place
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    assert any(words in file.read_text("utf-8") for file in files), f"{words} is not in {place}"


def test_the_page_lists_nothing_else_to_look_for():
    listed = ARCHITECTURE.partition("## Where is …?")[2].partition("##")[0]
    assert re.findall(r"^\| ([^|]+) \| `", listed, re.MULTILINE) == list(SOUGHT)


@pytest.mark.parametrize("file", [file for file in FILES if file.name != "__init__.py"], ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_stands_on_the_page(file):
    place = file.relative_to(ROOT).with_suffix("")
    by_folder = {"pages", "presentation/words", "presentation/exports", "presentation/figures", "presentation/charts"}
    folder = place.parent.as_posix()
    if folder.split("/")[0] == "pages" or folder in by_folder - {"presentation/charts"}:
        name = f"{folder.removeprefix('presentation/')}/" if folder != "pages" else "pages/"
    elif folder == "presentation/charts":
        # What one renderer is made of stands with it.
        name = (
            "charts/slide"
            if place.name.startswith("slide")
            else "charts/layout"
            if place.name in ("steps", "style")
            else f"charts/{place.name}"
        )
    else:
        name = place.name
    assert f"`{name}`" in ARCHITECTURE or f"`{name}" in ARCHITECTURE, f"docs/architecture.md does not name {place}"
