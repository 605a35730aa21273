"""What readers are served: approved deliveries only, at once when they are approved, and never nothing."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.theme import read_theme
from operations.approving import approve
from operations.importing import import_files
from settings import ROOT, read_settings

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Toiminnan tila", "Sijainti", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]  # fmt: skip
APRIL, OCTOBER = date(2026, 4, 30), date(2026, 10, 31)


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def deliver(root, workbook, theme):
    def deliver(planned: int, as_of: date, **more):
        row = ["S1", "Yksi", "Esimerkki ry", "0000002-7", "Käynnissä", "FI193 Keski-Suomi", planned, 0]
        files = {
            "projects": workbook([HEADERS, row], name=f"eura-{as_of}.xlsx"),
            "theme_workbook": workbook([["Hankekoodi", "Alateemat"], ["S1", "1"]], name="teema.xlsx"),
        }
        return import_files(root, theme, as_of=as_of, **files, **more)

    return deliver


def served() -> tuple[str, str]:
    """What stands on the overview, and what is told above it."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    assert not at.exception, at.exception
    page = " ".join(element.proto.body for element in at.get("html"))
    told = " ".join(element.value for kind in ("error", "warning", "info") for element in at.get(kind))
    return page.replace("\u00a0", " "), told.replace("\\", "")


def test_readers_see_a_delivery_when_it_is_approved(deliver, root):
    deliver(1_000_000, APRIL)
    assert "30.4.2026" in served()[0]
    deliver(5_000_000, OCTOBER)
    page, _ = served()
    assert "31.10.2026" not in page and "30.4.2026" in page, "it waits"
    approve(root, "2026-10-31", read_theme(read_settings().theme))
    assert "31.10.2026" in served()[0], "in the same process, without a restart"


@pytest.mark.parametrize(
    "file", ("deliveries/2026-10-31/projects.parquet", "deliveries/2026-10-31/manifest.json", "approvals/2026-10-31.json")
)
def test_damage_brings_back_the_delivery_before_it_and_is_told(deliver, root, file):
    deliver(1_000_000, APRIL)
    deliver(5_000_000, OCTOBER, approve_all=True)
    (root / file).write_bytes(b"{")
    page, told = served()
    assert "30.4.2026" in page and "31.10.2026" not in page
    assert "2026-10-31" in told


def test_readers_keep_what_they_saw_when_nothing_can_be_read_any_more(deliver, root):
    deliver(1_000_000, APRIL)
    assert "30.4.2026" in served()[0]
    (root / "deliveries" / "2026-04-30").rename(root / "gone")
    (root / "deliveries" / "2026-04-30").mkdir()
    page, told = served()
    assert "30.4.2026" in page and "2026-04-30" in told
