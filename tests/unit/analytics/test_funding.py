from datetime import date

from analytics.filters import Filters
from analytics.funding import funding, funding_trend, group_trend, parts
from analytics.money import PublicMoney


def test_joint_project_is_one_project_and_several_implementers(rows, snapshot):
    result = funding(snapshot(rows({"group_code": "R1", "planned_public_eur": 10}, {"group_code": "R1", "planned_public_eur": 5}, {"planned_public_eur": 1})))
    assert (result.totals.project_count, result.totals.implementer_count) == (2, 3)
    assert result.totals.planned == PublicMoney(1600)


def test_regions_add_up_to_the_whole_and_unknown_stays_visible(rows, snapshot):
    result = funding(
        snapshot(rows({"region": "13", "planned_public_eur": "10.10"}, {"region": "06", "planned_public_eur": "20.20"}, {"region": None, "planned_public_eur": "0.05"}))
    )
    assert [part.code for part in result.by_region] == ["06", "13", None]
    assert sum(part.totals.planned.cents for part in result.by_region) == result.totals.planned.cents == 3035


def test_overlapping_parts_hold_the_whole_project_in_each(rows):
    table = rows({"subthemes": ["1", "3"], "planned_public_eur": 10}, {"subthemes": [], "planned_public_eur": 2})
    assert {part.code: part.totals.planned.cents for part in parts(table, "subthemes")} == {"1": 1000, "3": 1000, None: 200}


def test_only_the_public_columns_are_read(rows, snapshot):
    table = rows({"planned_public_eur": 10, "actual_public_eur": 4})
    other = table.with_columns(planned_total_eur=table["planned_public_eur"] * 100, planned_eu_state_eur=table["planned_public_eur"])
    result = funding(snapshot(other))
    assert (result.totals.planned, result.totals.actual) == (PublicMoney(1000), PublicMoney(400))


def test_shares_and_what_is_left_of_the_frame(rows, snapshot):
    result = funding(snapshot(rows({"planned_public_eur": 6_500_000, "actual_public_eur": 1_300_000})))
    assert (result.committed_share, result.spent_share, result.left) == (0.5, 0.1, PublicMoney(650_000_000))


def test_without_a_frame_nothing_is_compared(rows, snapshot):
    result = funding(snapshot(rows({"planned_public_eur": 10}), frame=None))
    assert (result.committed_share, result.left) == (None, None)


def test_amount_that_is_not_known_is_not_zero(rows, snapshot):
    result = funding(snapshot(rows({"planned_public_eur": None, "actual_public_eur": 0})))
    assert result.totals.planned is None and result.totals.actual == PublicMoney(0)


def test_empty_selection(rows, snapshot):
    result = funding(snapshot(rows({"region": "13"})).view(Filters(region=("06",))))
    assert result.totals.implementer_count == 0 and result.by_region == ()


def test_trend_is_a_state_per_day_and_the_latest_import_of_a_day_counts(rows, snapshot):
    first = snapshot(rows({"planned_public_eur": 1}), as_of=date(2025, 4, 30))
    again = snapshot(rows({"planned_public_eur": 2}), as_of=date(2025, 4, 30))
    last = snapshot(rows({"planned_public_eur": 3}), as_of=date(2025, 10, 31))
    points = funding_trend([first, again, last])
    assert [(point.as_of, point.totals.planned.cents) for point in points] == [(date(2025, 4, 30), 200), (date(2025, 10, 31), 300)]


def test_projects_by_group_over_deliveries(rows, snapshot):
    first = snapshot(rows({"target_groups": ["roma"]}), as_of=date(2025, 4, 30))
    last = snapshot(rows({"target_groups": ["roma", "young"]}, {"target_groups": []}), as_of=date(2025, 10, 31))
    assert [(point.day.month, point.code, point.project_count) for point in group_trend([first, last])] == [
        (4, "roma", 1), (4, "young", 0), (4, None, 0), (10, "roma", 1), (10, "young", 1), (10, None, 1),
    ]  # fmt: skip
