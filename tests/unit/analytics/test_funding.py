from dataclasses import replace
from datetime import date
from decimal import Decimal

from analytics.filters import Filters
from analytics.funding import (
    DIVISIONS,
    Totals,
    excess,
    funding,
    funding_trend,
    group_trend,
    parts,
    states,
    status_trend,
)
from analytics.money import PublicMoney
from data_loaders.theme import FrameAmount


def test_joint_project_is_one_project_and_several_implementers(rows, snapshot):
    result = funding(
        snapshot(
            rows({"group_code": "R1", "planned_public_eur": 10}, {"group_code": "R1", "planned_public_eur": 5}, {"planned_public_eur": 1})
        )
    )
    assert (result.totals.project_count, result.totals.implementer_count) == (2, 3)
    assert result.totals.planned == PublicMoney(1600)


def test_regions_add_up_to_the_whole_and_unknown_stays_visible(rows, snapshot):
    result = funding(
        snapshot(
            rows(
                {"region": "13", "planned_public_eur": "10.10"},
                {"region": "06", "planned_public_eur": "20.20"},
                {"region": None, "planned_public_eur": "0.05"},
            )
        )
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


def test_what_is_out_of_the_ordinary_has_a_name():
    frame = PublicMoney(1000)

    def named(planned: int | None, actual: int | None, against: PublicMoney | None = frame):
        amounts = (None if cents is None else PublicMoney(cents) for cents in (planned, actual))
        return states(Totals(*amounts, 1, 1), against)

    assert named(1000, 1000) == ()
    assert named(1001, 5) == ("above_frame",)
    assert named(1001, 5, None) == ()
    assert named(5, 6) == ("spent_above_committed",)
    assert named(-1, -2) == ("negative_committed", "negative_spent")
    assert named(-5, -2) == ("negative_committed", "negative_spent"), "two corrections are not spent above committed"
    assert named(-5, 2) == ("spent_above_committed", "negative_committed")
    assert excess(Totals(PublicMoney(-5), PublicMoney(2), 1, 1)) == PublicMoney(2), "nothing can be spent of a correction"
    assert named(None, 7) == named(None, None) == (), "what is not known is not out of the ordinary"


def test_a_part_of_the_theme_has_a_share_of_the_frame_and_nothing_left_of_it(rows, snapshot):
    whole = snapshot(rows({"region": "13", "planned_public_eur": 6_500_000}, {"region": "06", "planned_public_eur": 6_500_000}))
    part = funding(whole.view(Filters(region=("13",))))
    assert (part.committed_share, part.left, part.is_part) == (0.5, None, True)
    assert funding(whole).left == PublicMoney(0), "nothing is left, though half of the frame is outside the part"


def test_the_frame_of_a_day_and_what_it_was_and_will_be(rows, snapshot):
    names = dict.fromkeys(("fi", "sv", "en"), "x")
    frames = tuple(
        FrameAmount(day, Decimal(amount), names) for day, amount in ((date(2021, 1, 1), 13), (date(2025, 7, 1), 15), (date(2027, 1, 1), 16))
    )
    result = funding(replace(snapshot(rows({"planned_public_eur": 1}), frame=PublicMoney(1500)), frames=frames))
    assert [amount.amount_eur for amount in result.frame_amounts] == [13, 15]
    assert [amount.amount_eur for amount in result.coming_frames] == [16]


def test_every_division_that_a_reader_can_choose(rows, snapshot):
    row = {
        "region": "13",
        "authority": "a",
        "implementer_type": "state",
        "support_form": "Avustus",
        "subthemes": ["1"],
        "target_groups": ["roma"],
        "planned_public_eur": 5,
    }
    result = funding(snapshot(rows(row)))
    assert {dimension: result.by(dimension)[0].code for dimension in DIVISIONS} == {
        "regions": "13", "subthemes": "1", "target_groups": "roma", "implementer_types": "state", "authorities": "a", "support_forms": "Avustus",
    }  # fmt: skip


def test_projects_by_status_add_up_to_all_of_each_delivery(rows, snapshot):
    joint = {"group_code": "R1"}
    first = snapshot(rows({"status": "starting"}, {"status": "running", **joint}, {"status": "ended", **joint}), as_of=date(2024, 4, 30))
    last = snapshot(rows({"status": "running"}, {"status": "ended", **joint}, {"status": None}), as_of=date(2025, 4, 30))
    found = [(point.day.year, point.code, point.project_count) for point in status_trend([first.as_history(), last.as_history()])]
    assert found == [
        (2024, "ended", 0), (2024, "running", 1), (2024, "starting", 1), (2024, None, 0),
        (2025, "ended", 1), (2025, "running", 1), (2025, "starting", 0), (2025, None, 1),
    ]  # fmt: skip
