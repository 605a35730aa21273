"""Back-up and restore as docs/operations.md tells them: take, lose, restore, verify, serve. And an upgrade, and the way back."""

import json
import shutil
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from archive.archive import open_archive
from manage import main
from operations.publishing import KEY_FILE, publish_next, read_key
from operations.upgrading import KEPT, undo_upgrade, upgrade
from operations.verifying import verify
from presentation.snapshots import read_series
from settings import ROOT
from tests.bench.viewers import served

ARCHIVES = ROOT / "tests" / "data" / "archives"


def documented(start: str, folder: Path) -> str:
    """The command of the page that begins so, for a folder in place of the machine's own."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    (line,) = (line for line in page.partition("## Back-up")[2].splitlines() if line.startswith(start))
    return (
        line.replace("/srv", str(folder))
        .replace("/var/backups", str(folder))
        .replace("/opt/dashboard/.venv", str(ROOT / ".venv"))
        .replace("/opt/dashboard", str(ROOT))
    )


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_lost_comes_back_from_a_back_up(tmp_path, theme, unsearched):
    deliveries, bundles = tmp_path / "dashboard" / "deliveries", tmp_path / "dashboard" / "bundles"
    shutil.copytree(ARCHIVES / "format-2-steps", deliveries)
    (deliveries / ".lock").touch()
    bundle = publish_next(deliveries, theme, bundles, open_archive(deliveries).current.id, search=unsearched)
    (tmp_path / "dashboard" / "current").symlink_to(f"bundles/{bundle.name}")
    before, key = files_of(tmp_path / "dashboard"), read_key(deliveries)
    assert key and verify(deliveries, theme, [bundles]).findings == ()

    subprocess.run(documented("flock", tmp_path), shell=True, check=True)
    (deliveries / KEY_FILE).unlink()
    assert [finding.code for finding in verify(deliveries, theme, [bundles]).findings] == ["key-missing"], "lost"
    subprocess.run(documented("if test", tmp_path), shell=True, check=True)
    assert [finding.code for finding in verify(deliveries, theme, [bundles]).findings] == ["delivery-missing"], "all of it"
    subprocess.run(documented("tar", tmp_path), shell=True, check=True)

    subprocess.run(documented("/opt", tmp_path), shell=True, check=True, cwd=ROOT)
    after = files_of(tmp_path / "dashboard")
    assert json.loads(after.pop("deliveries/verify.json"))["faults"] == 0
    assert after == before and read_key(deliveries) == key
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(tmp_path / "dashboard" / "current")) as server:
        with closing(HTTPConnection(server.address, timeout=60)) as connection:
            connection.request("GET", "/ready")
            assert connection.getresponse().read() == b"ready\n"


@pytest.mark.parametrize("name", sorted(path.name for path in ARCHIVES.glob("format-*")))
def test_an_archive_of_every_format_is_upgraded_and_brought_back(name, tmp_path, theme):
    root = tmp_path / "data"
    shutil.copytree(ARCHIVES / name, root)
    before = files_of(root)
    (id,) = (kept.info.id for kept in open_archive(root).deliveries)
    info = open_archive(root).delivery(id).info
    assert upgrade(root) == ((id,) if name.startswith("format-1") else ())
    archive = open_archive(root)
    assert json.loads((root / "deliveries" / id / "manifest.json").read_text("utf-8"))["format"] == 2
    assert (archive.delivery(id).info, upgrade(root), verify(root, theme).findings) == (info, (), ())
    assert read_series(archive, theme, id, approved_only=False).current.rows.height
    assert undo_upgrade(root) == ((id,) if name.startswith("format-1") else ())
    after = files_of(root)
    assert {file: after.get(file) for file in before} == before and set(after) - set(before) <= {".lock", "record.jsonl"}
    assert not (root / KEPT).exists()


def test_an_archive_of_a_newer_program_is_told_and_not_touched(tmp_path, capsys):
    root = tmp_path / "data"
    shutil.copytree(ARCHIVES / "format-2-steps", root)
    (path,) = (root / "deliveries").glob("*/manifest.json")
    path.write_text(path.read_text("utf-8").replace('"format": 2', '"format": 3'), "utf-8")
    before = files_of(root / "deliveries")
    for command in ("upgrade", "verify"):
        assert main([command, "--data", str(root), "--lang", "en"]) == 1
        said = capsys.readouterr()
        assert "written by a newer version of the program" in said.out + said.err
    assert files_of(root / "deliveries") == before
