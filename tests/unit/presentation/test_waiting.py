"""A delivery that waits, in words."""

from analytics.changes import Change
from presentation.text import Text
from presentation.words.waiting import by_project, project_label


def change(id: str, project: str | None, kind: str = "value-changed", field: str = "actual_public_eur") -> Change:
    return Change(id, kind, "projects", project, project, "Hanke <b>", field, 100, 200, True, (2,), (3,))


def test_changes_stand_project_by_project():
    groups = by_project([change("a", "S1"), change("b", "S2"), change("c", "S1"), change("d", None, "frame-changed")])
    assert [[c.id for c in group] for group in groups] == [["a", "c"], ["b"], ["d"]]


def test_a_project_with_one_change_is_that_change_and_with_more_a_number(theme):
    text = Text("en", theme)
    assert "2" in project_label([change("b", "S2")], text)
    assert project_label([change("a", "S1"), change("c", "S1")], text) == "S1 Hanke <b>: 2 changes"


def test_a_new_project_says_so_and_how_much_came_with_it(theme):
    amounts = {"planned_public_eur": 100, "actual_public_eur": None}
    new = Change("a", "project-added", "projects", "S1", "S1", "Hanke", None, None, amounts, True, (), (3,))
    label = project_label([new, change("b", "S1"), change("c", "S1")], Text("en", theme))
    assert label.startswith("New project: S1 Hanke.") and label.endswith("And 2 other changes.")
