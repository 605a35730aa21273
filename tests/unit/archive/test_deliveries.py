"""Deliveries: kept whole, for ever, or not at all."""

import hashlib
import json
from datetime import date

import polars as pl
import pytest

from archive import deliveries
from archive.approvals import Approval, read_approval, stamp, write_approval
from archive.deliveries import (
    approved,
    every_delivery,
    list_deliveries,
    read_findings,
    read_tables,
    write_delivery,
)
from data_loaders.findings import Finding, InputError

PROJECTS = pl.DataFrame({"project_code": ["S1", "S2"], "value": [1, None]})
FINDING = Finding("amount-unreadable", "warning", "eura.xlsx", "Hankkeet", 6, "D", "Määrä", "sata")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "lähteet" / "eura.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"contents")
    return path


@pytest.fixture
def root(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def write(root, source):
    """Writes a delivery of one table and one finding; any part of it may be given."""

    def write(as_of=date(2026, 10, 31), **parts):
        usual = {
            "imported_at": "2026-11-02T09:00:00+02:00",
            "template": "eura2021",
            "sources": [("projects", source, "Hankkeet", 3, 2)],
            "tables": {"projects": PROJECTS},
            "findings": [FINDING],
            "note": "Kevään lista",
        }
        return write_delivery(root, as_of=as_of, **(usual | parts))

    return write


def ids(root):
    return [info.id for info in list_deliveries(root)[0]]


def test_what_is_written_is_read_back(root, write):
    written = write()

    ((read,), findings) = list_deliveries(root)
    assert (read, findings) == (written, ())
    assert (read.id, read.as_of, read.template, read.note, read.is_example) == (
        "2026-10-31",
        date(2026, 10, 31),
        "eura2021",
        "Kevään lista",
        False,
    )
    assert read_tables(root, read, ["projects"])["projects"].equals(PROJECTS)
    assert read_findings(root, read) == (FINDING,)


def test_a_delivery_tells_of_its_sources(root, write, source):
    (kept,) = write().sources

    assert (kept.kind, kept.file, kept.sheet, kept.rows_in, kept.rows_kept, kept.rows_left_out) == (
        "projects",
        "eura.xlsx",
        "Hankkeet",
        3,
        2,
        1,
    )
    assert kept.sha256 == hashlib.sha256(b"contents").hexdigest()
    assert (root / "deliveries/2026-10-31/sources/projects-eura.xlsx").read_bytes() == b"contents"


def test_a_delivery_tells_where_the_fields_stand(root, write):
    columns = {"planned_public_eur": ("R", "Suunniteltu julkinen rahoitus")}
    write(columns={"projects": columns})

    ((read,), _) = list_deliveries(root)
    assert read.sources[0].columns == columns


def test_the_checksum_of_every_table_is_kept(root, write):
    info = write()

    folder = root / "deliveries" / info.id
    assert set(info.tables) == {"projects", "findings"}
    for name, checksum in info.tables.items():
        assert hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest() == checksum


@pytest.mark.parametrize("name", ["../../etc/passwd", "a b/..\\c; rm -rf.xlsx", "x" * 150 + ".xlsx", "-ä€.xlsx", "..."])
def test_the_name_of_a_source_is_made_harmless(root, write, tmp_path, name):
    path = tmp_path / name.replace("/", "\u2044")  # a slash cannot stand in a name: one that looks like it
    path.write_bytes(b"x")

    write(sources=[("theme", path, None, 1, 1)])

    (copy,) = (root / "deliveries/2026-10-31/sources").iterdir()
    assert copy.name.startswith("theme-") and len(copy.name) <= 100
    assert set(copy.name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def test_a_delivery_without_findings_has_an_empty_table_of_them(root, write):
    assert read_findings(root, write(findings=[])) == ()


def test_a_table_that_a_delivery_does_not_have_is_left_out(root, write):
    info = write()

    assert (info.has("projects"), info.has("people")) == (True, False)
    assert set(read_tables(root, info, ["projects", "people"])) == {"projects"}


def test_imports_of_one_day_are_numbered_and_none_is_written_over(root, write):
    infos = [write(template=f"t{number}") for number in range(11)]

    assert [info.id for info in infos] == ["2026-10-31", *(f"2026-10-31-{n}" for n in range(2, 12))]
    assert [info.template for info in list_deliveries(root)[0]] == [f"t{number}" for number in range(11)]


def test_the_newest_as_of_date_is_last_whenever_it_was_imported(root, write):
    for day in (date(2026, 10, 31), date(2024, 4, 30), date(2026, 10, 31), date(2025, 10, 31)):
        write(day)

    assert ids(root) == ["2024-04-30", "2025-10-31", "2026-10-31", "2026-10-31-2"]


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt, OSError])
def test_a_table_that_fails_leaves_nothing_visible_and_the_last_good_delivery(root, write, monkeypatch, problem):
    good = write()
    before = sorted(path.name for path in (root / "deliveries").iterdir())
    written = deliveries.write_file

    def fail_at_findings(path, content):
        if path.stem == "findings":
            raise problem
        written(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "write_file", fail_at_findings)
        with pytest.raises(InputError if problem is OSError else problem):
            write()

    assert sorted(path.name for path in (root / "deliveries").iterdir()) == before
    assert list_deliveries(root) == ((good,), ())
    assert write().id == "2026-10-31-2"


def test_a_draft_is_no_delivery(root, write):
    """What an import that was killed midway leaves behind."""
    write()
    (root / "deliveries" / ".draft-abc" / "sources").mkdir(parents=True)

    assert (ids(root), list_deliveries(root)[1]) == (["2026-10-31"], ())
    write()
    assert sorted(path.name for path in (root / "deliveries").iterdir()) == ["2026-10-31", "2026-10-31-2"], "the next import clears it away"


def test_readers_see_a_delivery_only_when_all_of_it_is_there(root, write):
    seen = []
    write(decide=lambda info: (seen.append(every_delivery(root)), approved(info))[1])

    assert seen == [((), ())] and ids(root) == ["2026-10-31"]


# What is approved ----------------------------------------------------------------------


def test_a_delivery_that_nobody_approved_waits(root, write):
    old = write(date(2025, 10, 31))
    new = write(decide=lambda info: None)

    assert list_deliveries(root) == ((old,), ())
    assert [(info, approval is not None) for info, approval in every_delivery(root)[0]] == [(old, True), (new, False)]


def test_a_delivery_with_a_part_of_its_approval_waits(root, write):
    write(decide=lambda info: Approval(info.id, info.tables, changes=("0123456789ab",)))

    assert ids(root) == []
    ((_, approval),) = every_delivery(root)[0]
    assert (approval.changes, approval.approved_at) == (("0123456789ab",), None)


def test_an_approval_is_read_back(root, write):
    info = write()
    approval = Approval(info.id, info.tables, "2026-11-02", "approved", "2026-04-30", ("a", "b"), ("committed-fall",))
    write_approval(root, approval)

    assert read_approval(root, info.id) == approval
    assert not list((root / "approvals").glob(".*"))


def test_an_approval_is_void_once_the_tables_are_others(root, write):
    info = write()
    manifest = root / "deliveries" / info.id / "manifest.json"
    PROJECTS.head(1).write_parquet(manifest.with_name("projects.parquet"))
    checksum = hashlib.sha256(manifest.with_name("projects.parquet").read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(info.tables["projects"], checksum), "utf-8")

    ((changed, approval),) = every_delivery(root)[0]
    assert (changed.tables["projects"], approval, ids(root)) == (checksum, None, [])


def test_an_approval_of_a_delivery_that_never_came_is_not_given_to_the_next_one(root, write):
    """What an import leaves behind that was killed between its approval and its rename."""
    info = write()
    (root / "deliveries" / info.id).rename(root / "gone")
    assert write(decide=lambda info: None).id == info.id
    assert ids(root) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"delivery": "2026-10-31"}',
        b"\xff\xfe",
        b'{"delivery": "x", "tables": {}, "changes": [], "accepted": []}',
    ],
)
def test_a_damaged_approval_is_told_and_the_delivery_waits_again(root, write, content):
    old, new = write(date(2025, 10, 31)), write()
    (root / "approvals" / f"{new.id}.json").write_bytes(content)

    infos, findings = list_deliveries(root)
    assert infos == (old,)
    assert [(f.code, f.file) for f in findings] == [("approval-damaged", new.id)]


def test_the_stamp_changes_with_deliveries_and_approvals(root, write):
    stamps = [stamp(root)]
    info = write(decide=lambda info: None)
    stamps.append(stamp(root))
    write_approval(root, approved(info))
    stamps.append(stamp(root))
    write_approval(root, Approval(info.id, info.tables))
    stamps.append(stamp(root))
    assert len(set(stamps)) == 4 and stamp(root) == stamps[-1]


# What can be wrong ---------------------------------------------------------------------


def test_a_directory_that_cannot_be_written_is_told(tmp_path, write, source):
    (tmp_path / "data").write_text("a file stands in its place")

    with pytest.raises(InputError) as caught:
        write()

    (finding,) = caught.value.findings
    assert (finding.code, finding.file) == ("data-directory-unwritable", "data")


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"PAR1"), lambda path: path.unlink()])
def test_a_damaged_table_is_refused(root, write, damage):
    info = write()
    damage(root / "deliveries" / info.id / "projects.parquet")

    with pytest.raises(InputError) as caught:
        read_tables(root, info, ["projects"])

    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.value) == ("delivery-damaged", "2026-10-31", "projects")


def test_a_changed_table_is_refused_though_it_can_be_read(root, write):
    info = write()
    PROJECTS.head(1).write_parquet(root / "deliveries" / info.id / "projects.parquet")

    with pytest.raises(InputError):
        read_tables(root, info, ["projects"])


def _without(key):
    return lambda text: json.dumps({name: value for name, value in json.loads(text).items() if name != key})


def _with(**values):
    return lambda text: json.dumps(json.loads(text) | values)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:50],
        lambda text: "",
        lambda text: "null",
        lambda text: "[]",
        _without("as_of"),
        _without("sources"),
        _with(format=1),
        _with(id="2020-01-01"),
        _with(as_of="31.10.2026"),
        _with(stranger=1),
    ],
)
def test_a_damaged_manifest_is_told_and_the_other_deliveries_stay(root, write, damage):
    good, bad = write(date(2025, 10, 31)), write()
    manifest = root / "deliveries" / bad.id / "manifest.json"
    manifest.write_text(damage(manifest.read_text("utf-8")), "utf-8")

    infos, findings = list_deliveries(root)

    assert infos == (good,)
    assert [(f.code, f.severity, f.file) for f in findings] == [("delivery-damaged", "error", bad.id)]


def test_what_is_not_a_delivery_is_told(root, write):
    write()
    (root / "deliveries" / "muistio.txt").write_text("x")

    infos, findings = list_deliveries(root)

    assert (len(infos), [f.file for f in findings]) == (1, ["muistio.txt"])


def test_a_directory_without_deliveries_has_none(root):
    assert list_deliveries(root) == ((), ())
