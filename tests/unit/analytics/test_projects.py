from datetime import date

from analytics.money import EuStateMoney, PublicMoney, TotalMoney
from analytics.project_search import search_rows
from analytics.projects import project_detail, project_history, project_list
from analytics.scope import Snapshot


def test_a_joint_project_is_one_line_with_all_its_money(rows):
    table = rows(
        {"group_code": "R1", "project_name": "A", "planned_public_eur": 3},
        {"group_code": "R1", "planned_public_eur": 4},
        {"project_name": "B", "planned_public_eur": 5},
    )
    page = project_list(table)
    assert [(line.key, line.planned.cents, line.partner_count) for line in page.lines] == [("R1", 700, 1), ("S4", 500, 0)]


def test_a_partner_is_found_and_the_project_shown_whole(rows):
    table = rows(
        {"group_code": "R1", "implementer_name": "Esimerkkilä", "planned_public_eur": 3},
        {"group_code": "R1", "implementer_name": "Mallila", "planned_public_eur": 4},
    )
    assert project_list(search_rows(table, "MALLILA").rows).lines[0].planned == PublicMoney(700)
    assert project_list(search_rows(table, "mallila puuttuu").rows).count == 0


def test_pages_and_orders(rows):
    table = rows(*({"project_name": name, "planned_public_eur": amount} for name, amount in (("b", 1), ("A", 3), ("c", None))))
    assert [line.name for line in project_list(table, order="name").lines] == ["A", "b", "c"]
    assert [line.name for line in project_list(table, order="planned").lines] == ["A", "b", "c"]
    page = project_list(table, order="name", page=9, size=2)
    assert (page.page, page.page_count, [line.name for line in page.lines]) == (2, 2, ["c"])


def test_every_basis_keeps_its_type(rows, snapshot):
    detail = project_detail(snapshot(rows({"planned_public_eur": 3})), "S2")
    kinds = {amounts.basis: amounts.planned for amounts in detail.amounts}
    assert kinds == {"public": PublicMoney(300), "eu_state": None, "total": None}
    assert not isinstance(kinds["public"], EuStateMoney | TotalMoney)


def test_a_project_is_found_by_a_partners_code_and_unknown_is_null(rows, snapshot):
    scope = snapshot(rows({"group_code": "R1"}, {"group_code": "R1"}))
    assert project_detail(scope, "S3").key == "R1"
    assert len(project_detail(scope, "S3").implementers) == 2
    assert project_detail(scope, "X") is None


def test_a_project_tells_its_share_of_the_frame_and_how_far_it_is(rows, snapshot):
    table = rows(
        {"planned_public_eur": 650_000, "actual_public_eur": 325_000, "start_date": date(2026, 1, 1), "end_date": date(2026, 12, 31)}
    )
    detail = project_detail(snapshot(table), "S2")
    assert (detail.frame_share, detail.spent_share) == (0.05, 0.5)
    assert detail.time_share == 304 / 365
    backwards = rows({"start_date": date(2026, 1, 1), "end_date": date(2025, 1, 1)})
    assert project_detail(snapshot(backwards), "S2").time_share is None


def test_a_joint_project_partly_in_another_theme_counts_its_theme_part_only(rows, members, theme):
    listed = rows({"group_code": "R1", "planned_public_eur": 3}, {"group_code": "R1", "planned_public_eur": 40}, {"planned_public_eur": 5})
    listed = listed.drop("subthemes", "target_groups", "promises_kept", "promises_broken", "note", "planned_participants", strict=False)
    scope = Snapshot.of("x", date(2026, 10, 31), {"projects": listed, "theme": members("S2")}, theme)
    detail = project_detail(scope, "R1")
    assert (detail.totals.planned, detail.outside_count, len(detail.implementers)) == (PublicMoney(300), 1, 1)


def test_the_history_of_a_project_tells_when_it_was_not_in_the_theme(rows, snapshot):
    old = snapshot(rows({"project_code": "S9"}), as_of=date(2025, 10, 31))
    new = snapshot(rows({"project_code": "S2", "planned_public_eur": 3, "status": "running"}))
    before, after = project_history((old, new), "S2")
    assert before.totals is None and before.status is None
    assert (after.totals.planned, after.status) == (PublicMoney(300), "running")
