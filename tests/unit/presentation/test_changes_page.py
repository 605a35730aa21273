"""What the page of changes tells."""

from datetime import date

import pytest

from analytics.changes import Change, Changes, Outside
from presentation.text import Text
from presentation.words.changes import membership_sentences, people_table, values_table, year_start


@pytest.fixture(params=("fi", "sv", "en"))
def text(request, theme):
    return Text(request.param, theme)


def test_the_year_starts_with_the_last_delivery_before_it():
    days = (date(2025, 4, 30), date(2025, 10, 31), date(2026, 4, 30))
    assert year_start(days, date(2026, 10, 31)) == date(2025, 10, 31)
    assert year_start(days, date(2025, 10, 31)) is None


def test_the_page_tells_rare_changes_first_and_no_counts_of_people(text):
    def change(number, kind, field, old, new, material=True):
        return Change(str(number), kind, "projects", "S1", "S1", "Hanke", field, old, new, material, (2,), (3,))

    spent = [change(n, "value-changed", "actual_public_eur", 1, 2) for n in range(40)]
    others = [
        change(97, "project-added", None, None, {"planned_public_eur": 1, "actual_public_eur": None}),
        change(98, "people-changed", "EECO01", {"female": 1}, {"female": 2}),
        change(99, "value-changed", "summary", "a", "b", material=False),
        change(100, "value-changed", "status", "running", "ended"),
    ]
    changes = Changes("a", "b", (), (*spent, *others), Outside())
    table, more = values_table(changes, text)
    assert len(table.rows) == 40 and text.number(1) in more
    every, more = values_table(changes, text, every=True)
    assert len(every.rows) == 41 and not more
    assert table.rows[0][2:] == (text.label("statuses", "running"), text.label("statuses", "ended"))
    assert len(membership_sentences(changes, text)) == 1
    people, more = people_table(changes, text)
    assert [row[2:] for row in people.rows] == [("1", "2")] and "EECO01" in people.rows[0][1] and not more


def test_people_that_nobody_reports_any_more_are_not_zero(text):
    gone = Change("1", "people-changed", "outcomes", "S1", "S1", "Hanke", "EECO01", {"female": 1, "male": 0}, None, True, (2,), ())
    (row,) = people_table(Changes("a", "b", (), (gone,), Outside()), text)[0].rows
    assert row[2:] == ("1", text.number(None))
