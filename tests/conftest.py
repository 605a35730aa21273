"""What many tests need: a workbook made on the spot, and the theme."""

import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, settings

from data_loaders.theme import THEMES, Theme, read_theme
from settings import ROOT

Row = Sequence[object]

# The same examples at every run, and no deadline on a busy machine. To look for new ones:
# HYPOTHESIS_PROFILE=search .venv/bin/python -m pytest tests/unit/data_loaders/test_hostile_workbooks.py
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40, database=None)
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is measured in unit tests only: what pages and browsers run would be slower, and is no proof that it is right."""
    for item in items:
        if not item.path.is_relative_to(ROOT / "tests" / "unit"):
            item.add_marker("no_cover")


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows to an xlsx and gives its path."""

    def write(
        rows: Sequence[Row],
        *,
        name: str = "lista.xlsx",
        sheet: str = "Hankkeet",
        top: int = 1,
        left: int = 1,
        default_style: bool = True,
    ) -> Path:
        """One sheet; ``top`` and ``left`` say where its first cell stands (1-based).

        Without ``default_style`` the workbook is like the EURA export, whose styles name no default.
        """
        book = openpyxl.Workbook()
        page = book.active
        page.title = sheet
        for row_number, row in enumerate(rows, start=top):
            for column_number, value in enumerate(row, start=left):
                if value is not None:
                    page.cell(row_number, column_number, value)
        path = tmp_path / name
        book.save(path)
        if not default_style:
            _strip_default_style(path)
        return path

    return write


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The theme that the dashboard is for."""
    return read_theme(THEMES / "hard_to_employ.toml")


def _strip_default_style(path: Path) -> None:
    with zipfile.ZipFile(path) as book:
        entries = {entry: book.read(entry) for entry in book.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for entry, content in entries.items():
            if entry.filename == "xl/styles.xml":
                before, _, rest = content.partition(b"<cellStyles")
                content = before + rest.partition(b"</cellStyles>")[2]
            book.writestr(entry, content)


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice, which ``make test`` installs where it may; without it what it shows is not seen."""
    found = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        pytest.skip("LibreOffice is not installed: set SOFFICE, or install libreoffice-impress and libreoffice-calc")
    return found


@pytest.fixture(scope="session")
def published(tmp_path_factory, theme) -> Path:
    """The public bundle of the embedded example. Not to be changed: copy it."""
    from operations.publishing import publish

    root = shutil.copytree(ROOT / "assets" / "sample", tmp_path_factory.mktemp("published") / "data")
    publish(root, theme, root.parent / "bundle")
    return root.parent / "bundle"
