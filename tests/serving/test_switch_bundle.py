"""Rolling over to new data, and back, while readers are connected."""

import shutil
import subprocess

import pytest

from operations.publishing import publish
from settings import ROOT
from tests.bench.viewers import Viewer, served

SWITCH = ROOT / "deploy" / "switch-bundle"


def switch(root, *arguments):
    return subprocess.run([SWITCH, *arguments], env={"DASHBOARD_ROOT": str(root), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)


@pytest.fixture
def bundles(tmp_path, published, made_once, theme, unsearched):
    """Two bundles: of the sample's delivery before the newest, and of the newest."""
    earlier = made_once(
        "published-earlier",
        lambda folder: publish(ROOT / "assets" / "sample", theme, folder / "bundle", "2026-04-30", search=unsearched),
    )
    return shutil.copytree(earlier / "bundle", tmp_path / "old"), shutil.copytree(published, tmp_path / "new")


def test_readers_see_the_new_data_at_their_next_click_and_nobody_is_cut_off(tmp_path, bundles):
    old, new = bundles
    assert switch(tmp_path, old).returncode == 0
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(tmp_path / "current")) as server, Viewer(server) as reader:
        reader.open("funding")
        reader.choose_regions(reader.regions[:1])
        assert "30.4.2026" in reader.words and "31.10.2026" not in reader.words
        assert switch(tmp_path, new).returncode == 0
        reader.again()
        assert "31.10.2026" in reader.words
        assert "region=" in reader.query
        assert switch(tmp_path, "--back").returncode == 0
        reader.again()
        assert "30.4.2026" in reader.words and "31.10.2026" not in reader.words
        # Damaged data is refused: what was served before goes on.
        for manifest in new.rglob("manifest.json"):
            manifest.write_bytes(b"{")
        assert switch(tmp_path, new).returncode == 0
        reader.again()
        assert "30.4.2026" in reader.words


def test_what_is_not_there_is_refused(tmp_path, bundles):
    assert switch(tmp_path, "--back").returncode == 1
    assert switch(tmp_path, bundles[0]).returncode == 0
    assert switch(tmp_path, tmp_path / "nowhere").returncode != 0
    assert (tmp_path / "current").resolve() == bundles[0]
    assert switch(tmp_path).returncode == 2


def test_the_links_hold_wherever_the_folder_is_mounted(tmp_path):
    """One machine publishes under one path, a replica reads under another."""
    root = tmp_path / "here"
    for name in ("2026-04-30", "2026-10-31"):
        (root / "bundles" / name).mkdir(parents=True)
        assert switch(root, root / "bundles" / name).returncode == 0
    moved = root.rename(tmp_path / "there")
    assert (moved / "current").readlink().as_posix() == "bundles/2026-10-31"
    assert (moved / "current").resolve() == moved / "bundles" / "2026-10-31"
    assert switch(moved, "--back").returncode == 0
    assert (moved / "current").resolve() == moved / "bundles" / "2026-04-30"
    assert switch(moved, "--back").returncode == 0
    assert (moved / "current").resolve() == moved / "bundles" / "2026-10-31"


def test_the_link_of_an_earlier_version_is_replaced_and_led_back_to(tmp_path):
    """It was absolute then."""
    for name in ("old", "new"):
        (tmp_path / "bundles" / name).mkdir(parents=True)
    (tmp_path / "current").symlink_to(tmp_path / "bundles" / "old")
    assert switch(tmp_path, tmp_path / "bundles" / "new").returncode == 0
    assert switch(tmp_path, "--back").returncode == 0
    assert (tmp_path / "current").readlink().as_posix() == "bundles/old"
