"""Everything that is kept is looked through: each fault is told, and nothing that is well."""

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.deliveries import source_path
from data_loaders.findings import InputError
from manage import main
from operations.approving import approve
from operations.importing import import_files
from operations.publishing import KEY_FILE, publish_next
from operations.verifying import verify
from settings import ROOT

ARCHIVES = ROOT / "tests" / "data" / "archives"
HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Suunniteltu julkinen rahoitus"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory, theme, unsearched):
    """A data directory with two deliveries, one of them with people, a published bundle, corrections, a map and the record."""
    from openpyxl import Workbook

    folder = tmp_path_factory.mktemp("kept")

    def workbook(name: str, rows: list) -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(folder / name)
        return folder / name

    members = workbook("teema.xlsx", [["Hankekoodi", "Alateemat"], ["S1", "1"], ["S2", "2"]])
    counts = [["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo"]]
    counts += [[code, date(2026, 10, 31), "EECO01", None, None, gender, 98_765] for code in ("S1", "S2") for gender in ("nainen", "mies")]
    outcomes = workbook("luvut.xlsx", counts)
    root = folder / "data"
    root.mkdir()
    (root / "corrections.csv").write_text(
        "input;project_code;where;field;was;is;why;reported_by;date\nprojects;S1;;project_name;Hanke yksi;Hanke I;nimi;Me;2026-05-04\n",
        "utf-8",
    )
    for day, money in ((date(2026, 4, 30), 1000), (date(2026, 10, 31), 2000)):
        rows = [
            HEADERS,
            ["S1", "Hanke yksi", "Esimerkki ry", "0000002-7", money],
            ["S2", "Hanke kaksi", "Esimerkki ry", "0000002-7", money],
        ]
        info = import_files(
            root,
            theme,
            as_of=day,
            projects=workbook(f"lista-{money}.xlsx", rows),
            theme_workbook=members,
            outcomes=outcomes if day.month == 10 else None,
            approve_all=True,
            accept=["correction-refused"],
        ).info
    publish_next(root, theme, None, info.id, search=unsearched)
    return root


def copy(kept: Path, root: Path) -> Path:
    shutil.copytree(kept, root)
    # The record names where the bundle was published; it is looked for in the copy only.
    record = root / "record.jsonl"
    record.write_text(record.read_text("utf-8").replace(str(kept.resolve()), str(root.resolve())), "utf-8")
    return root


@pytest.fixture
def root(kept, tmp_path):
    return copy(kept, tmp_path / "data")


def told(root, theme, **more) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.file, finding.value) for finding in verify(root, theme, **more).findings]


def test_what_is_whole_is_whole(root, theme):
    verified = verify(root, theme)
    assert (verified.deliveries, verified.bundles, verified.findings) == (2, 1, ())


@pytest.mark.parametrize("path", sorted(path for path in ARCHIVES.iterdir() if path.is_dir()), ids=lambda path: path.name)
def test_an_archive_of_every_format_is_whole(path, theme):
    assert told(path, theme) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


@pytest.mark.parametrize("damage", (Path.unlink, _cut, lambda path: path.write_bytes(b"")), ids=("gone", "cut", "empty"))
def test_every_file_that_is_damaged_or_gone_is_a_fault(kept, theme, tmp_path, damage):
    """Each file in turn; an approval that is gone lets its delivery wait, which the record and the bundle contradict."""
    harmless = {"record.jsonl", "corrections.csv", ".lock"}
    files = [path.relative_to(kept) for path in kept.rglob("*") if path.is_file() and path.name not in harmless]
    assert len(files) > 25
    for number, file in enumerate(files):
        root = copy(kept, tmp_path / str(number))
        damage(root / file)
        assert told(root, theme), file


@pytest.mark.parametrize(
    ("break_it", "expected"),
    (
        (lambda root: (root / KEY_FILE).unlink(), ("key-missing", "data", KEY_FILE)),
        (lambda root: (root / KEY_FILE).write_text(""), ("key-damaged", "data", KEY_FILE)),
        (lambda root: (root / KEY_FILE).write_text("ab" * 31), ("key-damaged", "data", KEY_FILE)),
        (lambda root: shutil.rmtree(root / "published" / "2026-10-31"), ("bundle-lost", "2026-10-31", "2026-10-31")),
        (lambda root: shutil.rmtree(root / "published"), ("bundle-lost", "2026-10-31", "2026-10-31")),
        (lambda root: shutil.rmtree(root / "deliveries" / "2026-04-30"), ("delivery-lost", "record.jsonl", "2026-04-30")),
        (lambda root: shutil.rmtree(root / "deliveries" / "2026-04-30"), ("delivery-lost", "2026-10-31", "2026-04-30")),
        (lambda root: (root / "record.jsonl").unlink(), ("record-incomplete", "record.jsonl", "4")),
        (lambda root: (root / "corrections.csv").write_text("source\nlista\n"), ("corrections-unreadable", "corrections.csv", None)),
        (lambda root: shutil.rmtree(root / "deliveries"), ("delivery-missing", "data", None)),
        (lambda root: (root / "published" / "current").symlink_to("2025-10-31"), ("bundle-lost", "current", "2025-10-31")),
        (lambda root: (root / "current").symlink_to("published/2025-10-31"), ("bundle-lost", "current", "2025-10-31")),
        (lambda root: (root / "current").symlink_to("deliveries"), ("bundle-missing", "deliveries", None)),
    ),
)
def test_what_is_lost_is_told_by_name(root, theme, break_it, expected):
    break_it(root)
    code, file, value = expected
    assert any(finding[:2] == (code, file) and value in (None, finding[2]) for finding in told(root, theme)), told(root, theme)


def test_a_delivery_that_holds_something_else_than_was_approved(root, theme):
    """The folder of one delivery in the place of another, manifest and all."""
    folder = root / "deliveries" / "2026-10-31"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["tables"]["people_trend"]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert ("approval-other", "2026-10-31", None) in told(root, theme)


def test_a_source_file_that_was_saved_again(root, theme):
    info = open_archive(root).current
    path = source_path(root / "deliveries" / info.id, "projects", info.sources[0].file)
    path.write_bytes(path.read_bytes() + b" ")
    assert told(root, theme) == [("source-damaged", "2026-10-31", path.name)]


def test_an_approval_of_an_import_that_was_killed_is_no_fault(root, theme):
    """The approval is written first; the next import of that day replaces it."""
    text = (root / "approvals" / "2026-10-31.json").read_text("utf-8")
    (root / "approvals" / "2026-11-30.json").write_text(text.replace('"delivery": "2026-10-31"', '"delivery": "2026-11-30"'), "utf-8")
    assert told(root, theme) == []


def test_a_bundle_that_was_moved_is_looked_for_where_one_says(root, theme, tmp_path):
    (root / "published").rename(tmp_path / "elsewhere")
    assert ("bundle-lost", "2026-10-31", "2026-10-31") in told(root, theme)
    assert told(root, theme, folders=[tmp_path / "elsewhere"]) == []


def test_a_record_with_a_line_that_cannot_be_read(root, theme):
    with (root / "record.jsonl").open("a") as file:
        file.write("{\n")
    assert [code for code, *_ in told(root, theme)] == ["record-damaged"]


@pytest.mark.parametrize("now", (datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)))
def test_a_clock_that_is_behind(root, theme, now):
    assert [code for code, *_ in told(root, theme, now=now)] == ["clock-behind"]


def test_an_import_by_a_clock_that_is_behind_is_refused_until_what_came_by_a_clock_ahead_is_withdrawn(tmp_path, theme, workbook):
    projects = workbook([HEADERS, ["S1", "Hanke", "Esimerkki ry", "0000002-7", 100]], name="lista.xlsx")
    root = tmp_path / "data"
    import_files(root, theme, as_of=date(2026, 4, 30), projects=projects, imported_at="2999-01-01T00:00:00+00:00")
    with pytest.raises(InputError) as caught:
        import_files(root, theme, as_of=date(2026, 10, 31), projects=projects)
    assert [finding.code for finding in caught.value.findings] == ["clock-behind"]
    assert main(["withdraw", "--data", str(root), "2026-04-30", "--why", "väärä kello"]) == 0
    assert import_files(root, theme, as_of=date(2026, 4, 30), projects=projects).info.id == "2026-04-30-2"


def test_the_command_ends_with_one_line_for_each_fault(root, theme, capsys):
    assert main(["verify", "--data", str(root), "--lang", "en"]) == 0
    assert capsys.readouterr() == ("", "Deliveries: 2, public bundles: 1. Everything is whole.\n")
    os.truncate(root / KEY_FILE, 10)
    (root / "deliveries" / "2026-04-30" / "theme.parquet").unlink()
    assert main(["verify", "--data", str(root), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert json.loads((root / "verify.json").read_text("utf-8")) == {"day": date.today().isoformat(), "faults": 2}
    assert [line.split(":")[0] for line in out.splitlines()] == ["2026-04-30", "data"] and err.endswith("2 faults.\n")
    assert main(["verify", "--data", str(root), "--json"]) == 1
    assert [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()] == ["delivery-damaged", "key-damaged"]


def test_nothing_is_added_to_a_bundle(root, capsys):
    assert main(["verify", "--data", str(root / "published" / "2026-10-31")]) == 0
    assert not (root / "published" / "2026-10-31" / "verify.json").exists()


def test_a_directory_that_is_not_there_is_not_whole(tmp_path, theme):
    assert [code for code, *_ in told(tmp_path / "nowhere", theme)] == ["delivery-missing"]


def test_what_was_approved_again_is_whole_again(root, theme):
    (root / "approvals" / "2026-10-31.json").write_text("{")
    assert "approval-damaged" in [code for code, *_ in told(root, theme)]
    assert approve(root, "2026-10-31", theme).is_approved
