"""Deliveries: kept whole, for ever, or not at all."""

import hashlib
import json
from datetime import date

import polars as pl
import pytest

from archive import deliveries
from archive.approvals import Approval, read_approval, write_approval
from archive.archive import archive_stamp, open_archive
from archive.deliveries import FORMAT, approved, write_delivery
from archive.tables import completed
from data_loaders.findings import Finding, InputError

PROJECTS = completed("projects", pl.DataFrame({"project_code": ["S1", "S2"], "project_name": ["Yksi", None]}))
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
    return [info.id for info in open_archive(root).approved]


def test_what_is_written_is_read_back(root, write):
    written = write()

    archive = open_archive(root)
    (read,) = archive.approved
    assert (read, archive.findings) == (written, ())
    assert (read.id, read.as_of, read.template, read.note, read.is_example) == (
        "2026-10-31",
        date(2026, 10, 31),
        "eura2021",
        "Kevään lista",
        False,
    )
    assert open_archive(root).tables(read, ["projects"])["projects"].equals(PROJECTS)
    assert open_archive(root).findings_of(read) == (FINDING,)


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

    (read,) = open_archive(root).approved
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
    assert open_archive(root).findings_of(write(findings=[])) == ()


def test_a_table_that_a_delivery_does_not_have_is_left_out(root, write):
    info = write()

    assert (info.has("projects"), info.has("people")) == (True, False)
    assert set(open_archive(root).tables(info, ["projects", "people"])) == {"projects"}


def test_imports_of_one_day_are_numbered_and_none_is_written_over(root, write):
    infos = [write(template=f"t{number}") for number in range(11)]

    assert [info.id for info in infos] == ["2026-10-31", *(f"2026-10-31-{n}" for n in range(2, 12))]
    assert [info.template for info in open_archive(root).approved] == [f"t{number}" for number in range(11)]


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
    assert (open_archive(root).approved, open_archive(root).findings) == ((good,), ())
    assert write().id == "2026-10-31-2"


def test_a_draft_is_no_delivery(root, write):
    """What an import that was killed midway leaves behind."""
    write()
    (root / "deliveries" / ".draft-abc" / "sources").mkdir(parents=True)

    assert (ids(root), open_archive(root).findings) == (["2026-10-31"], ())
    write()
    assert sorted(path.name for path in (root / "deliveries").iterdir()) == ["2026-10-31", "2026-10-31-2"], "the next import clears it away"


def test_readers_see_a_delivery_only_when_all_of_it_is_there(root, write):
    seen = []
    write(decide=lambda info: (seen.append(open_archive(root).deliveries), approved(info))[1])

    assert seen == [()] and ids(root) == ["2026-10-31"]


# What is approved ----------------------------------------------------------------------


def test_a_delivery_that_nobody_approved_waits(root, write):
    old = write(date(2025, 10, 31))
    new = write(decide=lambda info: None)

    archive = open_archive(root)
    assert (archive.approved, archive.current, archive.findings) == ((old,), old, ())
    assert [(kept.info, kept.state) for kept in archive.deliveries] == [(old, "current"), (new, "waiting")]


def test_a_delivery_with_a_part_of_its_approval_waits(root, write):
    write(decide=lambda info: Approval(info.id, info.tables, changes=("0123456789ab",)))

    assert ids(root) == []
    (kept,) = open_archive(root).deliveries
    assert (kept.state, kept.approval.changes, kept.approved_at) == ("waiting", ("0123456789ab",), None)


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

    (kept,) = open_archive(root).deliveries
    assert (kept.info.tables["projects"], kept.approval, kept.state) == (checksum, None, "waiting")


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

    archive = open_archive(root)
    assert archive.approved == (old,)
    assert [(f.code, f.file) for f in archive.findings] == [("approval-damaged", new.id)]


def test_the_stamp_changes_with_deliveries_and_approvals(root, write):
    stamps = [archive_stamp(root)]
    info = write(decide=lambda info: None)
    stamps.append(archive_stamp(root))
    write_approval(root, approved(info))
    stamps.append(archive_stamp(root))
    write_approval(root, Approval(info.id, info.tables))
    stamps.append(archive_stamp(root))
    assert len(set(stamps)) == 4 and archive_stamp(root) == stamps[-1]


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
        open_archive(root).tables(info, ["projects"])

    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.value) == ("delivery-damaged", "2026-10-31", "projects")


def test_a_changed_table_is_refused_though_it_can_be_read(root, write):
    info = write()
    PROJECTS.head(1).write_parquet(root / "deliveries" / info.id / "projects.parquet")

    with pytest.raises(InputError):
        open_archive(root).tables(info, ["projects"])


def test_a_table_without_a_column_of_today_is_read_and_the_column_is_not_known(root, write):
    info = write(tables={"projects": PROJECTS.drop("regions", "summary")})
    table = open_archive(root).tables(info, ["projects"])["projects"]
    assert table.schema == PROJECTS.schema and table["regions"].null_count() == 2


def test_a_table_with_a_column_of_another_type_is_damaged(root, write):
    info = write(tables={"projects": PROJECTS.with_columns(pl.lit("1 000,00").alias("planned_public_eur"))})
    with pytest.raises(InputError) as caught:
        open_archive(root).tables(info, ["projects"])
    assert [(f.code, f.value) for f in caught.value.findings] == [("delivery-damaged", "projects")]


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
        _with(format=0),
        _with(format="2"),
        _without("format"),
        _with(id="2020-01-01"),
        _with(as_of="31.10.2026"),
        _with(stranger=1),
    ],
)
def test_a_damaged_manifest_is_told_and_the_other_deliveries_stay(root, write, damage):
    good, bad = write(date(2025, 10, 31)), write()
    manifest = root / "deliveries" / bad.id / "manifest.json"
    manifest.write_text(damage(manifest.read_text("utf-8")), "utf-8")

    archive = open_archive(root)

    assert archive.approved == (good,)
    assert [(f.code, f.severity, f.file) for f in archive.findings] == [("delivery-damaged", "error", bad.id)]


def test_a_format_of_a_newer_program_is_told_as_such_and_not_as_damage(root, write):
    good, new = write(date(2025, 10, 31)), write()
    manifest = root / "deliveries" / new.id / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"format": FORMAT + 1, "stranger": 1}), "utf-8")

    archive = open_archive(root)

    assert archive.approved == (good,)
    assert [(f.code, f.file, f.value) for f in archive.findings] == [("delivery-format", new.id, str(FORMAT + 1))]
    with pytest.raises(InputError) as caught:
        archive.delivery(new.id)
    assert [f.code for f in caught.value.findings] == ["delivery-format"]


def test_the_newest_approved_delivery_is_current_the_older_ones_are_history_and_others_wait(root, write):
    write(date(2025, 10, 31))
    write(date(2026, 4, 30))
    write(date(2026, 4, 30))
    write(decide=lambda info: None)

    states = {kept.info.id: kept.state for kept in open_archive(root).deliveries}
    assert states == {"2025-10-31": "history", "2026-04-30": "history", "2026-04-30-2": "current", "2026-10-31": "waiting"}


def test_a_delivery_that_is_not_there_is_missing(root, write):
    write()
    with pytest.raises(InputError) as caught:
        open_archive(root).delivery("2020-01-01")
    assert [(f.code, f.value) for f in caught.value.findings] == [("delivery-missing", "2020-01-01")]


def test_what_is_not_a_delivery_is_told(root, write):
    write()
    (root / "deliveries" / "muistio.txt").write_text("x")

    archive = open_archive(root)

    assert (len(archive.approved), [f.file for f in archive.findings]) == (1, ["muistio.txt"])


def test_a_directory_without_deliveries_has_none(root):
    archive = open_archive(root)
    assert (archive.deliveries, archive.current, archive.findings) == ((), None, ())
