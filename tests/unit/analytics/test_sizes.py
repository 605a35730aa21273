from hypothesis import given
from hypothesis import strategies as st

from analytics.money import PublicMoney
from analytics.sizes import Sizes, sizes


def of(*euros: int) -> Sizes:
    return Sizes(tuple(PublicMoney(amount * 100) for amount in sorted(euros, reverse=True)), 0, 0)


def test_a_joint_project_is_one_size_with_all_its_implementers(rows):
    found = sizes(
        rows(
            {"group_code": "R1", "planned_public_eur": "10.10"},
            {"group_code": "R1", "planned_public_eur": "5.05"},
            {"planned_public_eur": 4},
        )
    )
    assert found.amounts == (PublicMoney(1515), PublicMoney(400))


def test_what_is_not_known_or_not_positive_is_counted_apart(rows):
    found = sizes(rows({"planned_public_eur": None}, {"planned_public_eur": 0}, {"planned_public_eur": -5}, {"planned_public_eur": 7}))
    assert (len(found.amounts), found.unknown_count, found.not_positive_count) == (1, 1, 2)


def test_the_fewest_projects_that_hold_half():
    assert of(50, 30, 20).half_count == 1, "exactly half is half"
    assert of(40, 35, 25).half_count == 2
    assert of(10, 10, 10, 10).half_count == 2
    assert of(7).half_count == 1


def test_sizes_lie_between_the_nearest_projects():
    found = of(10, 20, 30, 40)
    assert [found.quantile(part).cents for part in (0, 0.25, 0.5, 0.75, 1)] == [1000, 1750, 2500, 3250, 4000]
    assert (found.mean, of(5).quantile(0.25)) == (PublicMoney(2500), PublicMoney(500))


def test_nothing_has_no_size(rows):
    found = sizes(rows({"planned_public_eur": None}).head(0))
    assert (found.amounts, found.half_count, found.quantile(0.5), found.mean, found.share_of_largest(1)) == ((), 0, None, None, None)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=30))
def test_half_is_reached_by_no_fewer_projects(amounts):
    found = of(*amounts)
    held = sum(amount.cents for amount in found.amounts[: found.half_count])
    assert held * 2 >= found.total.cents > (held - found.amounts[found.half_count - 1].cents) * 2
    assert found.quantile(0) == found.amounts[-1] and found.quantile(1) == found.amounts[0]
