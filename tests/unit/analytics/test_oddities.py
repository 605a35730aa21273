"""Which changes a person has to look at first."""

import pytest

from analytics.changes import Change
from analytics.oddities import ODDITIES, sort_changes


def change(kind="value-changed", field=None, old=None, new=None, code="S1") -> Change:
    return Change(f"{kind}-{field}-{code}-{old}-{new}", kind, "projects", code, code, "Hanke", field, old, new, True, (1,), (2,))


def people(old, new, code="S1") -> Change:
    return change("people-changed", "EECO01", old, new, code)


ODD = [
    ("basis", change("scope-changed", old="theme", new="whole_list")),
    ("basis", change("frame-changed", old=1, new=2)),
    ("gone-project", change("project-removed", old={})),
    ("gone-project", change("project-left", old={})),
    ("gone-report", people({"female": 3}, None)),
    ("gone-implementer", change("implementer-removed", old={})),
    ("lost-value", change(field="actual_public_eur", old=100, new=None)),
    ("lost-value", change(field="planned_participants", old=100, new=None)),
    ("lower-amount", change(field="planned_public_eur", old=100, new=99)),
    ("lower-amount", change(field="actual_eu_eur", old=100, new=0)),
    ("fewer-people", people({"female": 3, "male": 3}, {"female": 2, "male": 9})),
    ("fewer-people", people({"female": 3, "male": 3}, {"female": 9})),
    ("moved-date", change(field="end_date", old="2026-12-31", new="2028-12-31")),
    ("moved-date", change(field="start_date", old=None, new="2028-12-31")),
    ("lost-topic", change(field="target_groups", old=["young", "older"], new=["young"])),
    ("lost-topic", change(field="promises_kept", old=["gender"], new=[])),
    ("status", change(field="status", old="running", new="cancelled")),
    ("status", change(field="status", old="ended", new="running")),
    ("moved", change(field="region", old="13", new="06")),
    ("jump", change(field="planned_public_eur", old=100, new=150)),
    ("jump", change(field="actual_public_eur", old=100, new=1000)),
    ("jump", people({"female": 3}, {"female": 30})),
    ("new", change("project-added", new={})),
    ("new", change("implementer-added", new={})),
]
ROUTINE = [
    change(field="actual_public_eur", old=100, new=140),
    change(field="actual_public_eur", old=None, new=140),
    change(field="actual_public_eur", old=0, new=140),
    change(field="planned_public_eur", old=100, new=110),
    change(field="planned_participants", old=None, new=10),
    change(field="status", old="running", new="ended"),
    change(field="status", old=None, new="running"),
    change(field="target_groups", old=["young"], new=["young", "older"]),
    change(field="region", old=None, new="06"),
    people({"female": 3}, {"female": 5, "male": 2}),
    people(None, {"female": 5}),
]


@pytest.mark.parametrize(("kind", "odd"), ODD, ids=[f"{kind}-{number}" for number, (kind, _) in enumerate(ODD)])
def test_an_odd_change_is_told_by_its_kind(kind, odd):
    found = sort_changes([odd])
    assert found.odd == {kind: (odd,)} and found.routine == ()


@pytest.mark.parametrize("usual", ROUTINE, ids=lambda one: one.id)
def test_growth_and_what_becomes_known_is_routine(usual):
    assert sort_changes([usual]).odd == {}


def test_every_change_comes_out_once_and_kinds_in_their_order():
    changes = [*(odd for _, odd in reversed(ODD)), *ROUTINE]
    found = sort_changes(changes)
    out = [*(one for group in found.odd.values() for one in group), *found.routine]
    assert sorted(one.id for one in out) == sorted(one.id for one in changes)
    assert list(found.odd) == [kind for kind in ODDITIES if kind in found.odd] == list(ODDITIES)


def test_what_all_do_is_usual_and_only_one_that_does_far_more_is_odd():
    """In a programme's first year everything spends four times what it had; one that spends twenty times it is odd."""
    common = [change(field="actual_public_eur", old=100, new=400, code=f"S{number}") for number in range(9)]
    odd = change(field="actual_public_eur", old=100, new=2000, code="S99")
    found = sort_changes([*common, odd])
    assert found.odd == {"jump": (odd,)} and len(found.routine) == 9


def test_nothing_is_nothing():
    assert sort_changes([]).odd == {} and sort_changes([]).routine == ()
