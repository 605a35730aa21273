"""Deliveries as figures read them: one policy for a damaged one, whoever reads."""

import shutil
from datetime import date

import pytest

from archive.archive import open_archive
from data_loaders.findings import InputError
from manage import main
from operations.importing import import_files
from presentation.snapshots import read_base, read_series
from settings import ROOT

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]
DAYS = (date(2024, 10, 31), date(2025, 4, 30), date(2025, 10, 31), date(2026, 4, 30))
OLD, CURRENT = "2025-04-30", "2026-04-30"


@pytest.fixture
def root(tmp_path, workbook, theme):
    """Four approved deliveries of two projects, without people."""
    for number, day in enumerate(DAYS):
        rows = [HEADERS, ["S1", "Hanke yksi", "Esimerkki ry", 1000, 10 * number], ["S2", "Hanke kaksi", "Malli ry", 2000, 20 * number]]
        import_files(tmp_path / "data", theme, as_of=day, projects=workbook(rows), approve_all=True)
    return tmp_path / "data"


def damage(root, id, table="projects"):
    (root / "deliveries" / id / f"{table}.parquet").write_bytes(b"PAR1")


def codes(findings):
    return [(finding.code, finding.file) for finding in findings]


def test_the_newest_delivery_is_read_with_those_before_it(root, theme):
    series = read_series(open_archive(root), theme)
    assert (series.info.id, series.current.id, series.findings) == (CURRENT, CURRENT, ())
    assert [info.as_of for info in series.infos] == [snapshot.as_of for snapshot in series.past] == list(DAYS)


def test_a_delivery_is_read_as_it_was_when_it_was_the_newest(root, theme):
    assert [info.id for info in read_series(open_archive(root), theme, OLD).infos] == ["2024-10-31", OLD]


def test_a_damaged_old_delivery_is_left_out_of_the_history_and_told(root, theme):
    damage(root, OLD)
    series = read_series(open_archive(root), theme)
    assert [info.id for info in series.infos] == [snapshot.id for snapshot in series.past] == ["2024-10-31", "2025-10-31", CURRENT]
    assert codes(series.findings) == [("delivery-damaged", OLD)]


@pytest.mark.parametrize("file", ("projects.parquet", "manifest.json"))
def test_a_damaged_current_delivery_gives_way_to_the_newest_one_that_can_be_read(root, theme, file):
    (root / "deliveries" / CURRENT / file).write_bytes(b"")
    series = read_series(open_archive(root), theme)
    assert (series.info.id, codes(series.findings)) == ("2025-10-31", [("delivery-damaged", CURRENT)])


def test_who_asks_for_a_damaged_delivery_gets_an_error(root, theme):
    damage(root, OLD)
    with pytest.raises(InputError) as caught:
        read_series(open_archive(root), theme, OLD)
    assert codes(caught.value.findings) == [("delivery-damaged", OLD)]


def test_without_a_delivery_that_can_be_read_everything_wrong_is_told(root, theme):
    for day in DAYS:
        damage(root, day.isoformat())
    with pytest.raises(InputError) as caught:
        read_series(open_archive(root), theme)
    assert {file for _, file in codes(caught.value.findings)} == {day.isoformat() for day in DAYS}


def test_a_waiting_delivery_is_read_only_by_those_who_may(root, theme, workbook):
    rows = [HEADERS, ["S1", "Hanke yksi", "Esimerkki ry", 5000, 0]]
    assert import_files(root, theme, as_of=date(2026, 10, 31), projects=workbook(rows)).state == "waiting"
    archive = open_archive(root)
    with pytest.raises(InputError) as caught:
        read_series(archive, theme, "2026-10-31")
    assert [finding.code for finding in caught.value.findings] == ["delivery-missing"]
    series = read_series(archive, theme, "2026-10-31", approved_only=False)
    assert [info.as_of for info in series.infos] == [*DAYS, date(2026, 10, 31)]


def test_a_damaged_delivery_is_no_base_of_a_comparison(root, theme):
    archive = open_archive(root)
    newest = archive.delivery(CURRENT).info
    assert read_base(archive, newest, theme)[0].id == "2025-10-31"
    damage(root, "2025-10-31")
    assert read_base(archive, newest, theme)[0].id == OLD


@pytest.mark.parametrize("command", ("figures", "deck", "publish"))
def test_every_command_works_with_a_damaged_old_delivery_and_tells_it(root, tmp_path, capsys, command):
    damage(root, OLD)
    more = {
        "figures": ["--json"],
        "deck": ["--recipe", "ministry", "--to", str(tmp_path / "decks")],
        "publish": ["--to", str(tmp_path / "bundle")],
    }
    assert main([command, "--data", str(root), "--lang", "en", *more[command]]) == 0
    assert f"{OLD}" in capsys.readouterr().err


def test_the_pages_leave_a_damaged_old_delivery_out_and_tell_it(tmp_path, monkeypatch):
    from ui.context import dataset

    root = shutil.copytree(ROOT / "assets" / "sample", tmp_path / "data")
    damage(root, "2025-10-31")
    monkeypatch.setenv("DASHBOARD_DATA", str(root))
    data = dataset()
    assert "2025-10-31" not in {snapshot.id for snapshot in data.history}
    assert codes(data.problems) == [("delivery-damaged", "2025-10-31")]
