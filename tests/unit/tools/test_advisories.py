"""A made-up database in the OSV format, against made-up pins."""

import json
import zipfile

import pytest
from packaging.version import Version

from settings import ROOT
from tools.advisories import faults, main, pinned


def advisory(name="Made_Up", ecosystem="PyPI", **more):
    """As OSV writes them."""
    events = more.pop("events", [{"introduced": "0"}, {"fixed": "1.10"}])
    affected = {"package": {"ecosystem": ecosystem, "name": name}, "versions": more.pop("versions", [])}
    ranges = [{"type": "GIT", "repo": "https://x.example", "events": [{"introduced": "0"}, {"fixed": "abc"}]}]
    affected["ranges"] = [*ranges, {"type": "ECOSYSTEM", "events": events}] if events else ranges
    return {
        "schema_version": "1.7.0",
        "id": "PYSEC-2026-1",
        "aliases": ["CVE-2026-1"],
        "modified": "2026-11-30T10:00:00Z",
        "summary": "It breaks",
        "affected": [affected],
    } | more


@pytest.fixture
def database(tmp_path):
    def database(*known, name="all.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("README.md", "words")
            for number, one in enumerate(known):
                packed.writestr(f"{number}.json", json.dumps(one))
        return tmp_path / name

    return database


@pytest.fixture
def requirements(tmp_path):
    def requirements(*lines):
        path = tmp_path / "requirements.txt"
        path.write_text("\n".join(("# A comment", "", *lines)), "utf-8")
        return path

    return requirements


@pytest.mark.parametrize(
    ("version", "events", "versions", "is_affected"),
    (
        ("1.9", [{"introduced": "0"}, {"fixed": "1.10"}], [], True),
        ("1.10", [{"introduced": "0"}, {"fixed": "1.10"}], [], False),
        ("1.10rc1", [{"introduced": "0"}, {"fixed": "1.10"}], [], True),
        ("1.8", [{"introduced": "1.9"}], [], False),
        ("99", [{"introduced": "1.9"}], [], True),
        ("2", [{"introduced": "0"}, {"last_affected": "2"}], [], True),
        ("2.0.1", [{"introduced": "0"}, {"last_affected": "2"}], [], False),
        # Two ranges in one, in any order.
        ("3.1", [{"fixed": "3.2"}, {"introduced": "3"}, {"fixed": "1"}, {"introduced": "0"}], [], True),
        ("2", [{"fixed": "3.2"}, {"introduced": "3"}, {"fixed": "1"}, {"introduced": "0"}], [], False),
        # A list of versions, spelt in another way, with one that is none.
        ("1.0", [], ["2004d", "1.0.0"], True),
        ("1.1", [], ["2004d", "1.0.0"], False),
        # A range that cannot be read.
        ("1.0", [{"introduced": "0"}, {"fixed": "soon"}], [], True),
    ),
)
def test_versions_are_compared_as_pythons(version, events, versions, is_affected):
    assert bool(faults({"made-up": Version(version)}, [advisory(events=events, versions=versions)])) == is_affected


def test_a_fault_is_a_line_and_an_exit_code(database, requirements, capsys):
    assert main(database(advisory()), requirements("made.up==1.9", "other==1")) == 1
    assert capsys.readouterr().out.splitlines() == [
        "2 pinned versions, 1 advisories, the newest of 2026-11-30",
        "made-up 1.9: PYSEC-2026-1 CVE-2026-1 (mended in: 1.10) It breaks",
    ]


def test_others_and_withdrawn_ones_are_left_out(database, requirements, capsys):
    known = (advisory(withdrawn="2026-11-30T10:00:00Z"), advisory(ecosystem="npm"), advisory(name="other"))
    assert main(database(*known), requirements("made-up==1.9")) == 0
    assert capsys.readouterr().out.endswith("1 advisories, the newest of 2026-11-30\nNo known vulnerabilities found\n")


def test_a_database_without_advisories_is_no_all_clear(database, requirements, tmp_path, capsys):
    pins = requirements("made-up==1.9")
    (tmp_path / "words.zip").write_text("<html>", "utf-8")
    with zipfile.ZipFile(tmp_path / "damaged.zip", "w") as packed:
        packed.writestr("a.json", "{")
    for given in (database(), database(advisory(ecosystem="npm"), name="npm.zip"), *(tmp_path / name for name in ("words.zip", "damaged.zip", "nowhere.zip"))):  # fmt: skip
        assert main(given, pins) == 2, given
        assert capsys.readouterr().err.startswith(str(given))


@pytest.mark.parametrize("lines", (("made-up",), ("made-up>=1",), ("made-up==1", "made_up==2")))
def test_what_is_not_pinned_cannot_be_looked_up(requirements, lines):
    with pytest.raises(ValueError, match="pins no version"):
        pinned(requirements(*lines))


def test_our_own_pins_are_read():
    assert "streamlit" in pinned(ROOT / "requirements.txt")
