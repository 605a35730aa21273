"""From files to a delivery that readers are served: what is shown at once, what waits, and what a word does."""

import json
from datetime import date

import pytest

from archive.archive import open_archive
from data_loaders.findings import InputError
from manage import main
from operations.approving import approve, judge
from operations.checking import check_file
from operations.importing import import_files, import_record
from presentation.snapshots import read_series

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Toiminnan tila", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus", "Tiivistelmä"]  # fmt: skip
APRIL, OCTOBER = date(2026, 4, 30), date(2026, 10, 31)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def deliver(root, workbook, theme):
    """Imports a list of project code → committed money, all of them in the theme unless told otherwise."""

    def deliver(planned: dict, as_of=OCTOBER, *, members=..., words="", status="Käynnissä", **more):
        rows = [[code, f"Hanke {code}", "Esimerkki ry", "0000002-7", status, amount, 0, words] for code, amount in planned.items()]
        files = {"projects": workbook([HEADERS, *rows], name=f"eura-{as_of}.xlsx")}
        if members is not None:
            codes = planned if members is ... else members
            files["theme_workbook"] = workbook([["Hankekoodi", "Alateemat"], *([code, "1"] for code in codes)], name="teema.xlsx")
        return import_files(root, theme, as_of=as_of, **files, **more)

    return deliver


def shown(root) -> list[str]:
    return [info.id for info in open_archive(root).approved]


def told(imported) -> tuple[str, str]:
    return imported.state, imported.judgement.why


def test_the_first_delivery_is_shown_at_once(deliver, root):
    assert told(deliver({"S1": 100})) == ("current", "first")
    assert shown(root) == ["2026-10-31"]


def test_a_later_one_with_material_changes_waits_and_readers_keep_the_earlier_one(deliver, root, theme):
    deliver({"S1": 100}, APRIL)
    imported = deliver({"S1": 101, "S2": 50})
    assert told(imported) == ("waiting", "material-changes")
    assert [(change.kind, change.project_key) for change in imported.judgement.open_changes] == [
        ("project-added", "S2"),
        ("value-changed", "S1"),
    ]
    assert shown(root) == ["2026-04-30"]
    assert read_series(open_archive(root), theme).current.id == "2026-04-30"


def test_one_in_which_only_words_changed_is_shown_at_once(deliver, root):
    deliver({"S1": 100}, APRIL, words="ennen")
    imported = deliver({"S1": 100}, words="jälkeen")
    assert told(imported) == ("current", "no-material-changes")
    assert [change.field for change in imported.judgement.changes.changes] == ["summary"]


def test_changes_are_approved_one_by_one(deliver, root, theme):
    deliver({"S1": 100, "S2": 1}, APRIL)
    first, second = deliver({"S1": 101, "S2": 2}).judgement.open_changes

    left = approve(root, "2026-10-31", theme, changes=[first.id])
    assert (left.is_approved, left.open_changes, shown(root)) == (False, (second,), ["2026-04-30"])
    assert judge(root, "2026-10-31", theme).open_changes == (second,), "it is kept"

    done = approve(root, "2026-10-31", theme, changes=[second.id])
    assert (done.is_approved, done.why, done.open_changes, shown(root)) == (True, "approved", (), ["2026-04-30", "2026-10-31"])


def test_changes_are_approved_together(deliver, root, theme):
    deliver({"S1": 100, "S2": 1}, APRIL)
    deliver({"S1": 101, "S2": 2})
    assert approve(root, "2026-10-31", theme).is_approved
    assert open_archive(root).delivery("2026-10-31").state == "current"


def test_an_import_may_be_approved_in_one_go(deliver, root):
    deliver({"S1": 100}, APRIL)
    assert told(deliver({"S1": 101}, approve_all=True)) == ("current", "approved")


def test_an_older_day_joins_the_history(deliver, root):
    deliver({"S1": 100})
    assert told(deliver({"S1": 5, "S9": 5}, APRIL)) == ("history", "history")
    assert shown(root) == ["2026-04-30", "2026-10-31"]


def test_an_older_day_imported_again_waits_for_its_changes(deliver, root):
    deliver({"S1": 5}, APRIL)
    deliver({"S1": 5})
    imported = deliver({"S1": 6}, APRIL)
    assert told(imported) == ("waiting", "material-changes") and imported.judgement.base.id == "2026-04-30"


def test_importing_again_starts_the_approval_from_nothing(deliver, root, theme):
    """A later change of the delivery cancels what was approved."""
    deliver({"S1": 100, "S2": 1}, APRIL)
    first = deliver({"S1": 101, "S2": 2})
    approve(root, first.info.id, theme, changes=[first.judgement.open_changes[0].id])
    again = deliver({"S1": 101, "S2": 3})
    assert again.info.id == "2026-10-31-2" and len(again.judgement.open_changes) == 2
    assert again.judgement.open_changes[0].id == first.judgement.open_changes[0].id, "the same change has the same id"


def test_tables_that_are_no_longer_the_same_are_not_approved(deliver, root, theme):
    deliver({"S1": 100}, APRIL)
    info = deliver({"S1": 101}, approve_all=True).info
    approval = root / "approvals" / f"{info.id}.json"
    data = json.loads(approval.read_text("utf-8"))
    data["tables"]["projects"] = "0" * 64
    approval.write_text(json.dumps(data), "utf-8")
    assert shown(root) == ["2026-04-30"]
    assert len(judge(root, info.id, theme).open_changes) == 1


def test_a_change_that_the_delivery_does_not_have_is_told(deliver, root, theme):
    deliver({"S1": 100}, APRIL)
    deliver({"S1": 101})
    with pytest.raises(InputError) as caught:
        approve(root, "2026-10-31", theme, changes=["0123456789ab"])
    assert [(f.code, f.value) for f in caught.value.findings] == [("change-missing", "0123456789ab")]
    with pytest.raises(InputError) as caught:
        approve(root, "2020-01-01", theme)
    assert caught.value.findings[0].code == "delivery-missing"


# What needs a word of its own -----------------------------------------------------------


def test_a_list_without_projects_of_the_theme_waits_for_a_word(deliver, root, theme):
    imported = deliver({"S1": 100}, members=["S9"])
    assert told(imported) == ("waiting", "held") and imported.judgement.open_holds == ("no-theme-projects",)
    assert not approve(root, imported.info.id, theme).is_approved, "approving its changes is not enough"
    assert approve(root, imported.info.id, theme, accept=["no-theme-projects"]).is_approved


def test_losing_the_theme_workbook_waits_for_a_word(deliver):
    deliver({"S1": 100}, APRIL)
    assert deliver({"S1": 100}, members=None, approve_all=True).judgement.open_holds == ("no-theme-projects",)


def test_a_list_that_never_had_a_theme_workbook_needs_no_word(deliver):
    assert told(deliver({"S1": 100}, members=None)) == ("current", "first")


def test_a_large_fall_of_committed_money_waits_for_a_word(deliver, root):
    deliver({"S1": 100, "S2": 100}, APRIL)
    imported = deliver({"S1": 100}, approve_all=True)
    assert told(imported) == ("waiting", "held") and imported.judgement.open_holds == ("committed-fall",)
    assert shown(root) == ["2026-04-30"]
    assert told(deliver({"S1": 100}, approve_all=True, accept=["committed-fall"])) == ("current", "approved")


# Damage -------------------------------------------------------------------------------


def test_a_damaged_delivery_is_passed_over_and_the_next_import_works(deliver, root, theme):
    deliver({"S1": 100}, APRIL)
    deliver({"S1": 101}, approve_all=True)
    (root / "deliveries" / "2026-10-31" / "projects.parquet").write_bytes(b"PAR1")
    series = read_series(open_archive(root), theme)
    assert (series.info.id, [f.code for f in series.findings]) == ("2026-04-30", ["delivery-damaged"])

    imported = deliver({"S1": 101}, date(2026, 11, 30))
    assert imported.judgement.base.id == "2026-04-30", "compared with what readers see"
    assert told(imported) == ("waiting", "material-changes")


def test_when_all_is_damaged_the_next_import_is_the_first_again(deliver, root):
    deliver({"S1": 100}, APRIL)
    (root / "deliveries" / "2026-04-30" / "manifest.json").unlink()
    assert told(deliver({"S1": 5})) == ("current", "first")


# As plain data, and on the command line ------------------------------------------------


def test_an_import_as_plain_data(deliver):
    record = import_record(deliver({"S1": "100,10", "S2": "sata"}, members=["S1", "S9"]))
    assert (record["delivery"], record["state"], record["why"], record["open_changes"]) == ("2026-10-31", "current", "first", [])
    listed = record["files"]["projects"]
    assert (listed["rows_in"], listed["rows_kept"], listed["rows_left_out"]) == (2, 2, 0)
    assert listed["sums_cents"]["planned_public_eur"] == 10010 and listed["sums_cents"]["actual_public_eur"] == 0
    assert listed["sums_cents"]["planned_total_eur"] is None, "not in the list"
    assert listed["findings"]["amount-unreadable"] == 1
    assert record["files"]["theme"]["findings"] == {"project-outside-list": 1} and record["files"]["theme"]["sums_cents"] == {}
    assert set(record["files"]) == {"projects", "theme"}


def test_need_by_region_is_kept_beside_the_rest(deliver, root, workbook):
    need = workbook(
        [["Rakennetyöttömät"], [], [None, "2026M09", "2026M10"], ["MK06 Pirkanmaa", 10, 12], ["MK13 Keski-Suomi", 5, "..."]],
        name="tarve.xlsx",
    )
    imported = deliver({"S1": 100}, need=need)
    record = import_record(imported)["files"]["need"]
    assert (record["rows_in"], record["rows_kept"], record["rows_left_out"], record["sums_cents"]) == (2, 2, 0, {})
    assert open_archive(root).tables(imported.info, ["need"])["need"].height == 4


def test_an_import_tells_what_it_is_doing(deliver):
    steps = []
    deliver({"S1": 100}, on_progress=lambda step, share: steps.append((step, share)))
    assert [step for step, _ in steps] == ["projects", "theme", "store"]
    assert all(0 <= share < 1 for _, share in steps) and [share for _, share in steps] == sorted(share for _, share in steps)


@pytest.fixture
def run(capsys, root):
    def run(*words) -> tuple[int, str]:
        capsys.readouterr()
        code = main([words[0], "--data", str(root), *words[1:]])
        return code, capsys.readouterr().out

    return run


def test_from_diff_to_approval_on_the_command_line(deliver, run):
    deliver({"S1": 100, "S2": 1}, APRIL)
    deliver({"S1": 101, "S2": 2, "S3": 40_000})

    code, out = run("diff", "2026-04-30", "2026-10-31", "--json")
    data = json.loads(out)
    planned = next(figure for figure in data["figures"] if figure["figure"] == "planned_public")
    assert code == 0 and planned["difference"] == sum(part["amount"] for part in planned["parts"]) == 4_000_200
    assert data["projects"] == {"added": ["S3"], "removed": [], "changed": ["S1", "S2"]}
    change = next(change for change in data["changes"] if change["project_code"] == "S1")
    assert change["old_places"] == [{"file": "eura-2026-04-30.xlsx", "sheet": "Hankkeet", "row": 2}]

    code, out = run("diff", "2026-04-30", "2026-10-31")
    assert (
        "Sidottu rahoitus kasvoi 40\u00a0002\u00a0€: yksi uusi hanke +40\u00a0000, kasvua 2 hankkeessa +2." in out and change["id"] in out
    )

    code, out = run("approve", "2026-10-31", "--change", change["id"], "--json")
    assert (code, json.loads(out)["state"], len(json.loads(out)["open_changes"])) == (1, "waiting", 2)
    code, out = run("approve", "2026-10-31", "--all")
    assert code == 0 and out.startswith("2026-10-31: Se on hyväksytty. Lukijat näkevät sen nyt.")

    code, out = run("deliveries", "--json")
    assert [(row["delivery"], row["state"]) for row in map(json.loads, out.splitlines())] == [
        ("2026-04-30", "history"),
        ("2026-10-31", "current"),
    ]


def test_an_import_that_fails_ends_with_an_object_too(run, tmp_path):
    code, out = run("import", "--as-of", "2026-10-31", "--projects", str(tmp_path / "puuttuu.xlsx"), "--json")
    assert code == 1 and json.loads(out)["delivery"] is None
    assert [error["code"] for error in json.loads(out)["errors"]] == ["file-missing"]


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_every_state_is_told_in_every_language(language, theme):
    from presentation.text import Text
    from presentation.words.approvals import hold_sentence, open_changes_sentence, state_name, state_sentence

    text = Text(language, theme)
    states = [(state, why) for state in ("current", "history") for why in ("first", "history", "no-material-changes", "approved")]
    sentences = {state_sentence(state, why, text) for state, why in [*states, ("waiting", "material-changes"), ("waiting", "held")]}
    assert len(sentences) == 10
    assert len({hold_sentence(hold, text) for hold in ("no-theme-projects", "committed-fall", "correction-refused")}) == 3
    assert len({state_name(state, text) for state in ("current", "history", "waiting")}) == 3
    assert open_changes_sentence(1, text) != open_changes_sentence(2, text)


def test_an_end_that_moved_more_than_a_year_is_told_at_the_check_and_the_import(root, workbook, theme):
    def ends(*dates, name):
        return workbook([[*HEADERS, "Päättymispvm"], *([f"S{n}", "Hanke", "Esimerkki ry", "0000002-7", "Käynnissä", 1, 0, "", day] for n, day in enumerate(dates))], name=name)  # fmt: skip

    import_files(root, theme, as_of=APRIL, projects=ends("31.12.2027", "31.12.2027", "31.12.2027", "", name="ennen.xlsx"))
    later = ends("31.12.2072", "30.6.2028", "31.12.2026", "31.12.2029", name="nyt.xlsx")
    checked = check_file(later, "projects", theme, root=root)
    imported = import_files(root, theme, as_of=OCTOBER, projects=later)

    for findings in (checked.findings, imported.findings):
        assert [(f.place, f.value) for f in findings if f.code == "end-moved"] == [("Hankkeet!I2", "2027-12-31 → 2072-12-31")]
    assert [f for f in check_file(later, "projects", theme).findings if f.code == "end-moved"] == []
