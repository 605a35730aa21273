"""What many tests need: a workbook made on the spot, and the theme."""

import fcntl
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


def _program(setting: str, *names: str) -> str:
    """The path of a program that ``make test`` finds or installs; without it a test fails, and does not pass unseen."""
    path = os.environ.get(setting) or next(
        filter(None, (shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in names)), None
    )
    assert path, f"{names[0]} is not installed: run make test, which installs it, or set {setting} to its path"
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    return _program("CHROMIUM", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice, in which decks and workbooks are seen."""
    return _program("SOFFICE", "soffice", "libreoffice")


@pytest.fixture(scope="session")
def spellers() -> dict[str, str]:
    """Language → the program that knows its words."""
    hunspell = _program("HUNSPELL", "hunspell")
    return {"fi": _program("VOIKKOSPELL", "voikkospell"), "sv": hunspell, "en": hunspell}


@pytest.fixture(scope="session")
def nginx() -> str:
    return _program("NGINX", "nginx")


@pytest.fixture(scope="session")
def openssl() -> str:
    return _program("OPENSSL", "openssl")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], object]], Path]:
    """Makes a folder once in a run, and gives it to every worker. It is not to be changed: copy it."""
    own = tmp_path_factory.getbasetemp()
    run = own if worker_id == "master" else own.parent

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        """The folder of a name; whoever asks first makes it, and the others wait."""
        with open(run / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (run / name).exists():
                draft = run / f"{name}.draft"
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                make(draft)
                draft.rename(run / name)
        return run / name

    return folder


@pytest.fixture(scope="session")
def unsearched() -> Callable[..., object]:
    """A step that stands for the search of a publication, where a test asks about something else."""
    from publication.leak_search import SearchResult

    return lambda *_: SearchResult((), 0, 0, 0)


@pytest.fixture(scope="session")
def published(made_once, theme, unsearched) -> Path:
    """The public bundle of the embedded example, attacked but not searched. Not to be changed: copy it."""
    from operations.publishing import publish

    return (
        made_once("published", lambda folder: publish(ROOT / "assets" / "sample", theme, folder / "bundle", search=unsearched)) / "bundle"
    )
