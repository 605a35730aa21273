from analytics.money import EuStateMoney, PublicMoney, TotalMoney
from analytics.projects import project_detail, project_list


def test_a_joint_project_is_one_line_with_all_its_money(rows):
    table = rows({"group_code": "R1", "project_name": "A", "planned_public_eur": 3}, {"group_code": "R1", "planned_public_eur": 4}, {"project_name": "B", "planned_public_eur": 5})
    page = project_list(table)
    assert [(line.key, line.planned.cents, line.partner_count) for line in page.lines] == [("R1", 700, 1), ("S4", 500, 0)]


def test_a_partner_is_found_and_the_project_shown_whole(rows):
    table = rows({"group_code": "R1", "implementer_name": "Esimerkkilä", "planned_public_eur": 3}, {"group_code": "R1", "implementer_name": "Mallila", "planned_public_eur": 4})
    assert project_list(table, "MALLI").lines[0].planned == PublicMoney(700)
    assert project_list(table, "malli puuttuu").count == 0


def test_search_takes_words_to_the_letter(rows):
    assert project_list(rows({"project_name": "A.b"}), "a.*").count == 0


def test_pages_and_orders(rows):
    table = rows(*({"project_name": name, "planned_public_eur": amount} for name, amount in (("b", 1), ("A", 3), ("c", None))))
    assert [line.name for line in project_list(table, order="name").lines] == ["A", "b", "c"]
    assert [line.name for line in project_list(table, order="planned").lines] == ["A", "b", "c"]
    page = project_list(table, order="name", page=9, size=2)
    assert (page.page, page.page_count, [line.name for line in page.lines]) == (2, 2, ["c"])


def test_every_basis_keeps_its_type(rows):
    detail = project_detail(rows({"planned_public_eur": 3}), None, "S2")
    kinds = {amounts.basis: amounts.planned for amounts in detail.amounts}
    assert kinds == {"public": PublicMoney(300), "eu_state": None, "total": None}
    assert not isinstance(kinds["public"], EuStateMoney | TotalMoney)


def test_a_project_is_found_by_a_partners_code_and_unknown_is_null(rows):
    table = rows({"group_code": "R1"}, {"group_code": "R1"})
    assert project_detail(table, None, "S3").key == "R1"
    assert len(project_detail(table, None, "S3").implementers) == 2
    assert project_detail(table, None, "X") is None
