from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.filters import Filters
from analytics.funding import parts, totals
from analytics.ledger import cells, money_ledger
from analytics.money import PublicMoney
from analytics.placing import with_rule
from data_loaders.codes import SEVERAL_REGIONS


@pytest.fixture
def listed(rows):
    """One row of one region, one that names three, one of a larger area."""

    def make(amount="100.01", spent="-0.01"):
        table = rows(
            {"planned_public_eur": "10.00", "region": "01"},
            {"planned_public_eur": amount, "actual_public_eur": spent, "region": SEVERAL_REGIONS, "regions": ["01", "13", "17"]},
            {"planned_public_eur": "7.00", "region": SEVERAL_REGIONS},
        )
        return table.with_columns(pl.col("regions").fill_null([]))

    return make


def by_code(table):
    return {part.code: part.totals for part in parts(table, "region")}


def test_a_row_of_several_regions_is_divided_equally_to_the_cent(listed):
    found = by_code(listed())
    assert {code: part.planned.cents for code, part in found.items()} == {"01": 1000 + 3334, "13": 3334, "17": 3333, SEVERAL_REGIONS: 700}
    assert [found[code].actual.cents for code in ("01", "13", "17")] == [0, 0, -1]


@pytest.mark.parametrize("rule", ["equal", "several"])
def test_the_total_is_the_total_under_either_rule(listed, rule):
    table = with_rule(listed(), rule)
    whole = totals(table)
    assert sum(part.planned.cents for part in by_code(table).values()) == whole.planned.cents == 11701
    assert (whole.implementer_count, whole.project_count) == (3, 3)


def test_without_the_rule_the_row_stays_whole_among_several_regions(listed):
    found = by_code(with_rule(listed(), "several"))
    assert found[SEVERAL_REGIONS].planned == PublicMoney(10701) and set(found) == {"01", SEVERAL_REGIONS}


@settings(deadline=None)
@given(
    st.integers(-10_000, 10**12), st.lists(st.sampled_from(["01", "02", "13", "17", "21"]), min_size=2, max_size=5, unique=True), st.data()
)
def test_the_parts_of_chosen_regions_are_the_same_however_they_are_asked_for(cents, named, data):
    table = pl.DataFrame(
        {"source_row": [2], "project_key": ["S1"], "region": [SEVERAL_REGIONS], "regions": [sorted(named)],
         "planned_public_eur": [Decimal(cents).scaleb(-2)], "actual_public_eur": [None]},
        schema_overrides={"planned_public_eur": pl.Decimal(38, 2), "actual_public_eur": pl.Decimal(38, 2)},
    )  # fmt: skip
    each = {code: part.planned.cents for code, part in by_code(table).items()}
    assert sum(each.values()) == cents and max(each.values()) - min(each.values()) <= 1
    chosen = data.draw(st.lists(st.sampled_from(sorted(named)), min_size=1, unique=True))
    view = Filters(region=tuple(chosen)).rows(table)
    assert totals(view).planned.cents == sum(each[code] for code in chosen)
    assert {code: part.planned.cents for code, part in by_code(view).items()} == {code: each[code] for code in chosen}


def test_a_region_filter_takes_the_part_and_never_the_full_amount(listed):
    view = Filters(region=("13",)).rows(listed())
    assert (view.height, totals(view).planned) == (1, PublicMoney(3334))
    assert Filters(region=(SEVERAL_REGIONS,)).rows(listed())["planned_public_eur"].to_list() == [Decimal("7.00")]
    assert Filters(region=("06",)).rows(listed()).is_empty()


def test_the_ledger_lists_the_whole_cell_and_the_part_that_is_counted(listed, snapshot):
    scope = replace(snapshot(listed()), list_row_count=3)
    found = cells(money_ledger("planned_public"), scope, Filters(region=("13", "17")), {"planned_public_eur": ("R", "x")})
    assert found.select("cell", "value", "counted", "rule").rows() == [("R3", Decimal("100.01"), Decimal("66.67"), "share")]
