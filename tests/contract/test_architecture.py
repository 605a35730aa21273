"""The layers, as a test. Read this to learn what may import what."""

import ast
import re

import pytest

from settings import ROOT

MAY_IMPORT = {
    "data_loaders": {"data_loaders"},
    "analytics": {"analytics", "data_loaders.schemas", "data_loaders.codes", "data_loaders.theme", "data_loaders.spending_curve"},
    "presentation": {
        "presentation",
        "analytics",
        "data_loaders.schemas",
        "data_loaders.spending_curve",
        "data_loaders.codes",
        "data_loaders.theme",
        "data_loaders.findings",
        "data_loaders.checks",
        "data_loaders.deliveries",
        "data_loaders.forms",
        "data_loaders.geo",
        "data_loaders.sheets",
        "data_loaders.excerpts",
        "data_loaders.checking",
        "data_loaders.suggestions",
    },
    # What the command line and the staff's pages both do; without Streamlit, although it lies in ui.
    "ui/deliver.py": {"analytics", "data_loaders"},
    "ui/publish.py": {"presentation", "analytics", "data_loaders", "settings"},
    "ui": {"ui", "presentation", "analytics", "data_loaders", "settings"},
    "pages": {"ui", "presentation", "analytics", "settings"},
}
OURS = {*MAY_IMPORT, "settings", "manage", "dashboard"}
KNOW_STREAMLIT = {"pages", "ui"}
FILES = [file for layer in MAY_IMPORT if not layer.endswith(".py") for file in sorted((ROOT / layer).rglob("*.py"))]


def imports(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_point_downwards(file):
    place = file.relative_to(ROOT)
    layer = str(place) if str(place) in MAY_IMPORT else place.parts[0]
    for name in imports(file):
        package = name.split(".")[0]
        if package in OURS:
            allowed = any(name == ok or name.startswith(f"{ok}.") for ok in MAY_IMPORT[layer])
            assert allowed, f"{layer} must not import {name}"
        if package == "streamlit":
            assert layer in KNOW_STREAMLIT, f"{layer} must not import streamlit"
        if package in {"pandas", "geopandas"}:
            assert file.name == "geo.py", "pandas and GeoPandas stay in data_loaders/geo.py"


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
