"""Slips that are refused or asked about before they become a delivery."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from archive.archive import open_archive
from archive.record import read_record
from data_loaders.findings import InputError
from operations.guards import day_findings
from operations.importing import import_files
from operations.withdrawing import withdraw

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Suunniteltu julkinen rahoitus"]


@pytest.fixture
def deliver(tmp_path, theme, workbook):
    """Import a list of one project with an amount; of one amount it is the same file."""
    path_of = cache(lambda amount: workbook([HEADERS, ["S1", "Hanke", "Oy", amount]], name=f"lista-{amount}.xlsx"))

    def run(as_of, amount=100, **more):
        return import_files(tmp_path / "data", theme, as_of=as_of, projects=path_of(amount), **more).info

    run.root = tmp_path / "data"
    return run


def refused(call) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as caught:
        call()
    return [(finding.code, finding.value) for finding in caught.value.findings]


def test_a_day_that_has_not_come_is_refused_for_good(deliver):
    day = datetime.now(UTC).date() + timedelta(days=2)
    assert refused(lambda: deliver(day))[0][0] == "day-in-future"
    assert refused(lambda: deliver(date(2062, 10, 31), accept=["day-in-future", "day-far"]))[0][0] == "day-in-future"
    assert open_archive(deliver.root).deliveries == ()


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), ["day-in-future"]),
        (date(2027, 10, 31), ["day-in-future"]),
        (date(2025, 10, 31), []),
        (date(2025, 3, 1), ["day-far"]),
        (date(2006, 10, 31), ["day-far"]),
    ],
)
def test_the_day_is_held_against_today_and_the_newest_delivery(deliver, theme, day, codes):
    deliver(date(2026, 4, 30))
    assert [finding.code for finding in day_findings(open_archive(deliver.root), day, theme, date(2026, 10, 31))] == codes


def test_the_first_day_lies_in_the_programme_period(tmp_path, theme):
    found = {year: day_findings(open_archive(tmp_path), date(year, 4, 30), theme, date(2026, 10, 31)) for year in (2019, 2021)}
    assert [finding.code for finding in found[2019]] == ["day-far"] and found[2021] == ()


def test_a_day_far_from_the_newest_is_taken_once_it_is_accepted(deliver):
    deliver(date(2026, 4, 30))
    assert refused(lambda: deliver(date(2024, 4, 30), 90)) == [("day-far", "2026-04-30")]
    assert deliver(date(2024, 4, 30), 90, accept=["day-far"]).id == "2024-04-30"


def test_a_withdrawn_delivery_of_a_wrong_day_asks_nothing_more(deliver):
    deliver(date(2024, 4, 30))
    deliver(date(2023, 1, 31), accept=["day-far"])
    withdraw(deliver.root, "2024-04-30", "wrong day")
    assert deliver(date(2023, 4, 30)).id == "2023-04-30", "held against what is left"


def test_the_same_files_of_the_same_day_are_told_as_what_they_are(deliver):
    deliver(date(2026, 4, 30))
    assert refused(lambda: deliver(date(2026, 4, 30))) == [("same-files", "2026-04-30")]
    assert [kept.info.id for kept in open_archive(deliver.root).deliveries] == ["2026-04-30"], "and never become -2"
    assert deliver(date(2026, 4, 30), accept=["same-files"]).id == "2026-04-30-2"
    assert deliver(date(2026, 10, 31)).id == "2026-10-31", "another day: nothing has changed"


def test_the_files_of_a_withdrawn_delivery_may_be_imported_again(deliver):
    deliver(date(2026, 4, 30))
    withdraw(deliver.root, "2026-04-30", "a mistake")
    assert deliver(date(2026, 4, 30)).id == "2026-04-30-2"


def test_other_corrections_make_another_delivery_of_the_same_files(deliver):
    deliver(date(2026, 4, 30))
    record = "projects;S1;;planned_public_eur;100;90;Typing error;A. Person;4.5.2026"
    (deliver.root / "corrections.csv").write_text(f"input;project_code;where;field;was;is;why;reported_by;date\n{record}\n", "utf-8")
    assert deliver(date(2026, 4, 30)).id == "2026-04-30-2"
    assert refused(lambda: deliver(date(2026, 4, 30))) == [("same-files", "2026-04-30-2")]


def test_an_import_beside_anothers_is_told(deliver):
    seen = [kept.info.id for kept in open_archive(deliver.root).deliveries]
    deliver(date(2026, 4, 30), 100, seen=seen)
    with pytest.raises(InputError) as caught:
        deliver(date(2026, 4, 30), 200, seen=seen)
    assert [(finding.code, finding.file) for finding in caught.value.findings] == [("imported-meanwhile", "2026-04-30")]
    assert deliver(date(2026, 4, 30), 200, seen=["2026-04-30"]).id == "2026-04-30-2"


def test_what_is_refused_stands_in_the_record(deliver):
    refused(lambda: deliver(date(2062, 10, 31), who="A. Person"))
    (event,), _ = read_record(open_archive(deliver.root))
    assert (event.what, event.who, dict(event.facts)) == ("refused", "A. Person", {"as_of": "2062-10-31", "codes": "day-in-future"})
