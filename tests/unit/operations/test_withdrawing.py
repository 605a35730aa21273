"""Steps taken back, and the record of who did what when."""

import json
from datetime import date

import pytest

from archive.archive import open_archive
from archive.record import FILE, read_record
from data_loaders.findings import InputError
from operations.approving import approve
from operations.importing import import_files
from operations.withdrawing import restore, undo_approval, withdraw
from presentation.snapshots import read_series
from presentation.text import Text
from presentation.words.deliveries import delivery_name

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Suunniteltu julkinen rahoitus"]


@pytest.fixture
def root(tmp_path, theme, workbook):
    """Two deliveries: the one of the spring is shown, that of the autumn waits."""
    for day, amount in ((date(2026, 4, 30), 100), (date(2026, 10, 31), 200)):
        path = workbook([HEADERS, ["S1", "Hanke", "Oy", amount]], name=f"lista-{amount}.xlsx")
        import_files(tmp_path / "data", theme, as_of=day, projects=path, who="importer", note="from EURA")
    return tmp_path / "data"


def states(root) -> list[str]:
    return [kept.state for kept in open_archive(root).deliveries]


def codes(call) -> list[str]:
    with pytest.raises(InputError) as caught:
        call()
    return [finding.code for finding in caught.value.findings]


def done(root) -> list[tuple]:
    events, findings = read_record(open_archive(root))
    assert findings == ()
    return [(event.what, event.who, event.delivery, event.why) for event in events]


def test_readers_see_the_one_before_a_withdrawn_one_at_once(root, theme):
    approve(root, "2026-10-31", theme, who="publisher")
    assert read_series(open_archive(root), theme).info.id == "2026-10-31"
    assert withdraw(root, "2026-10-31", "  the wrong\nfile ", who="publisher") == "current"
    assert states(root) == ["current", "withdrawn"]
    series = read_series(open_archive(root), theme)
    assert series.info.id == "2026-04-30" and len(series.past) == 1, "neither shown nor in the trends"
    assert (root / "deliveries" / "2026-10-31" / "projects.parquet").is_file(), "kept"
    with pytest.raises(InputError):
        read_series(open_archive(root), theme, "2026-10-31")
    assert done(root)[-1] == ("withdrawn", "publisher", "2026-10-31", "the wrong file")


def test_a_waiting_one_is_rejected_and_brought_back_and_approved(root, theme):
    assert withdraw(root, "2026-10-31", "wrong day", who="a") == "waiting"
    assert codes(lambda: approve(root, "2026-10-31", theme)) == ["delivery-state"]
    assert codes(lambda: withdraw(root, "2026-10-31", "again")) == ["delivery-state"]
    restore(root, "2026-10-31", who="b")
    assert states(root) == ["current", "waiting"]
    assert codes(lambda: restore(root, "2026-10-31")) == ["delivery-state"]
    approve(root, "2026-10-31", theme, who="c")
    assert states(root) == ["history", "current"]
    assert [(what, who) for what, who, id, _ in done(root) if id == "2026-10-31"] == [
        ("imported", "importer"), ("rejected", "a"), ("restored", "b"), ("approved", "c"),
    ]  # fmt: skip


def test_what_was_withdrawn_has_to_be_approved_whole_again(root, theme):
    approve(root, "2026-10-31", theme)
    withdraw(root, "2026-10-31", "why")
    restore(root, "2026-10-31")
    assert states(root) == ["current", "waiting"]


def test_an_approval_is_undone_until_it_is_published(root, theme):
    assert codes(lambda: undo_approval(root, "2026-10-31")) == ["delivery-state"]
    approve(root, "2026-10-31", theme)
    undo_approval(root, "2026-10-31", who="b")
    assert states(root) == ["current", "waiting"] and done(root)[-1][:2] == ("returned", "b")
    approve(root, "2026-10-31", theme)
    (root / "published" / "2026-10-31").mkdir(parents=True)
    (root / "published" / "2026-10-31" / "bundle.json").write_text(json.dumps({"delivery": "2026-10-31"}))
    assert codes(lambda: undo_approval(root, "2026-10-31")) == ["delivery-published"]
    withdraw(root, "2026-10-31", "wrong after all")
    assert states(root) == ["current", "withdrawn"], "a published one may be withdrawn"


def test_a_reason_is_needed(root):
    assert codes(lambda: withdraw(root, "2026-10-31", " \n")) == ["reason-missing"]
    assert codes(lambda: withdraw(root, "2020-10-31", "why")) == ["delivery-missing"]
    assert states(root) == ["current", "waiting"]


def test_the_first_one_withdrawn_leaves_nothing_to_show(root, theme):
    withdraw(root, "2026-04-30", "why")
    with pytest.raises(InputError):
        read_series(open_archive(root), theme)
    assert approve(root, "2026-10-31", theme).is_approved, "compared with nothing"


def test_the_record_is_only_added_to_and_is_completed_from_the_files(root, theme):
    first = (root / FILE).read_bytes()
    assert len(first.splitlines()) == 2
    approve(root, "2026-10-31", theme, changes=(), who="a")
    approve(root, "2026-10-31", theme, who="b")
    whole = (root / FILE).read_bytes()
    assert whole.startswith(first) and len(whole.splitlines()) == 4
    told = done(root)
    # What a process that was killed before its last line has left.
    (root / FILE).write_bytes(whole[: whole.rstrip().rindex(b"\n") + 1])
    assert done(root) == told
    withdraw(root, "2026-04-30", "why", who="a")
    assert sorted(done(root), key=str) == sorted([*told, ("withdrawn", "a", "2026-04-30", "why")], key=str)
    assert len((root / FILE).read_bytes().splitlines()) == 5


def test_half_a_line_takes_no_other_with_it(root, theme):
    told = done(root)
    with (root / FILE).open("ab") as file:
        file.write(b'{"at": "2026-')
    approve(root, "2026-10-31", theme, who="a")
    events, findings = read_record(open_archive(root))
    assert [finding.code for finding in findings] == ["record-damaged"] and findings[0].row == 3
    assert [(event.what, event.who, event.delivery, event.why) for event in events] == [*told, ("approved", "a", "2026-10-31", "")]


def test_superseded_is_a_waiting_one_of_a_day_that_was_imported_again(root, theme, workbook):
    path = workbook([HEADERS, ["S1", "Hanke", "Oy", 300]], name="lista-300.xlsx")
    import_files(root, theme, as_of=date(2026, 10, 31), projects=path)
    kept = {kept.info.id: kept.superseded_by for kept in open_archive(root).deliveries}
    assert kept == {"2026-04-30": None, "2026-10-31": "2026-10-31-2", "2026-10-31-2": None}
    text = Text("en", theme)
    names = [delivery_name(kept, text) for kept in open_archive(root).deliveries]
    assert ["superseded" in name for name in names] == [False, True, False]
    withdraw(root, "2026-10-31-2", "why")
    assert [kept.superseded_by for kept in open_archive(root).deliveries] == [None] * 3
