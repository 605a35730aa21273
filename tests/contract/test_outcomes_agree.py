"""One outcome, one value: drawing, sentence, table, ledger and ``manage.py figures`` agree, whatever is chosen."""

import random
from collections.abc import Callable

import pytest

from analytics.costs import costs
from analytics.filters import UNKNOWN, Filters
from analytics.funding import parts
from analytics.headline_figures import headline_figures
from analytics.ledger import accounts, people_ledger
from analytics.outcomes import (
    compare_indicators,
    complete_records,
    indicator_states,
    indicator_values,
    outcome_days,
    partition,
    result_rates,
)
from analytics.people import people_by_subtheme, people_total, periods
from analytics.promises import due_plans, promise_counts, workplace_outcomes
from analytics.scope import Snapshot
from archive.archive import open_archive
from data_loaders.codes import GENDERS, region_codes
from data_loaders.theme import read_theme
from presentation.charts.plotly_chart import plotly_chart
from presentation.figures.change import people_changes
from presentation.figures.costs import cost_ranges, costs_sentence
from presentation.figures.outcomes import compared_days, complete_bars, indicator_bars, partition_bar, rate_bars
from presentation.figures.theme import promise_bars, subtheme_rows, workplace_bars
from presentation.snapshots import read_series
from presentation.text import Text
from presentation.words.outcomes import of_kind, outcome_keys, outcomes_sentence
from presentation.words.theme import due_sentence
from settings import read_settings

THEME = read_theme(read_settings().theme)
SNAPSHOT = read_series(open_archive(read_settings().data), THEME).current
TEXT = Text("en", THEME)


def _choices(seed: int) -> Filters:
    """Nothing, or up to two codes in some of the filters."""
    chance = random.Random(seed)

    def some(codes) -> tuple[str, ...]:
        return tuple(chance.sample(sorted(codes), chance.randint(1, 2))) if chance.random() < 0.4 else ()

    return Filters(
        region=some({*region_codes(), UNKNOWN, "several"}),
        subtheme=some(topic.code for topic in THEME.subthemes),
        group=some(topic.code for topic in THEME.target_groups),
        status=some(("running", "ended")),
        from_year=chance.choice((None, None, 2025)),
    )


CHOICES = [Filters(), *map(_choices, range(1, 24))]


def _change(view: Snapshot):
    """The change of indicators in the latest period; null where nothing can be compared."""
    latest, before, *_ = periods(outcome_days(view))
    return compare_indicators(view, latest, before)


@pytest.fixture(scope="module", params=range(len(CHOICES)))
def case(request):
    filters = CHOICES[request.param]
    return filters, SNAPSHOT.view(filters), headline_figures(SNAPSHOT, filters)


def case_with(holds: Callable[[Snapshot], object]):
    """A case for each choice of whose view something holds."""
    return pytest.mark.parametrize(
        "case", [number for number, filters in enumerate(CHOICES) if holds(SNAPSHOT.view(filters))], indirect=True
    )


def by(rows: list[dict], name: str) -> dict:
    return {row[name]: row for row in rows}


def test_indicators(case):
    filters, view, figures = case
    values = indicator_values(view)
    told = by(figures["outcomes"]["indicators"], "indicator")
    cells = {(row["indicator"], row["gender"]): row["value"] for row in figures["outcomes"]["by_indicator_gender"]}
    for value in values:
        (account,) = accounts(people_ledger(value.code), SNAPSHOT, filters)
        assert value.value == told[value.code]["value"] == account.value == people_total(view.people, value.code).total
        assert value.genders.counts == tuple(cells.get((value.code, gender)) for gender in GENDERS)
    for kind in ("background", "results", "organisations"):
        block = indicator_bars(of_kind(kind, values), kind, TEXT)
        drawn = list(plotly_chart(block.chart).validated().data[0].x)
        assert drawn == [row[1] for row in block.table.rows] == [told[value.code]["value"] for value in of_kind(kind, values)]
        assert all(row[1] == _sum(row[2:6]) for row in block.table.rows), "a value is the sum of its genders"


def _sum(counts):
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def test_partitions_and_complete_records(case):
    _, view, figures = case
    told = by(figures["outcomes"]["indicators"], "indicator")
    for name in ("labour", "education"):
        found = partition(view, name)
        block = partition_bar(found, TEXT)
        assert [row[1] for row in block.table.rows] == [told[code]["value"] for code, _ in found.parts]
        assert [bar.x[0] for bar in plotly_chart(block.chart).validated().data] == [row[2] for row in block.table.rows]
        if found.known:
            assert sum(row[2] for row in block.table.rows) == pytest.approx(1)
            assert TEXT.number(found.known) in block.sentence and found.known <= found.everyone
    complete, said = complete_records(view), figures["outcomes"]["complete_records"]
    assert (complete is None) == (said is None)
    if complete:
        assert (complete.everyone, complete.complete, complete.share) == tuple(
            said[k] for k in ("participant_count", "complete_count", "complete_share")
        )
        block = complete_bars(complete, TEXT)
        assert (
            list(plotly_chart(block.chart).validated().data[0].x)
            == [row[1] for row in block.table.rows]
            == [complete.everyone, complete.complete]
        )
        assert complete.complete <= complete.everyone


def test_rates_have_their_denominators(case):
    _, view, figures = case
    rates, told = result_rates(view), by(figures["outcomes"]["result_rates"], "indicator")
    block = rate_bars(rates, TEXT)
    for rate, row, drawn in zip(rates, block.table.rows, plotly_chart(block.chart).validated().data[0].x, strict=True):
        said = told[rate.code]
        assert drawn == row[1] == said["rate_share"]
        assert (row[2], row[3], row[6]) == (said["reached_count"], said["left_count"], said["project_count"])
        if said["reason"]:
            assert row[1] is None and row[-1].startswith("not computed")
        else:
            assert row[1] == row[2] / row[3] <= 1
            assert TEXT.percent(row[1]) in " ".join(plotly_chart(block.chart).validated().data[0].text)
            assert f"{rate.code}: {TEXT.number(row[2])} of {TEXT.number(row[3])} in {row[6]} project" in block.ledger.note
    values = indicator_values(view)
    if everyone := values[0].value:
        lead = outcomes_sentence(values, rates, TEXT)
        assert TEXT.number(everyone) in lead
        assert told["EECR04"]["reason"] or TEXT.percent(told["EECR04"]["rate_share"]) in lead
    keys = outcome_keys(values, rates, complete_records(view), TEXT)
    assert keys[0].value == TEXT.number(values[0].value) and keys[2].value == TEXT.percent(told["EECR04"]["rate_share"])


def test_two_days_end_at_the_present(case):
    _, view, figures = case
    earlier, later = outcome_days(view)[-2:]
    states = indicator_states(view, earlier, later)
    told = by(figures["outcomes"]["indicators"], "indicator")
    assert {code: state[1].total for code, state in states.items()} == {
        code: row["value"] for code, row in told.items() if row["value"] is not None
    }
    if states:
        block = compared_days(states, earlier, later, TEXT)
        assert [list(bars.x) for bars in plotly_chart(block.chart).validated().data] == [
            [row[n] for row in block.table.rows] for n in (1, 2)
        ]
        assert all(row[3] == row[2] - row[1] >= 0 for row in block.table.rows if None not in row), "cumulative counts do not fall"


@case_with(lambda view: _change(view) is None)
def test_no_change_of_indicators_is_told_where_there_is_none(case):
    assert case[2]["outcomes"]["change"] is None


@case_with(lambda view: _change(view) is not None)
def test_change_of_indicators_agrees_and_is_not_added(case):
    filters, view, figures = case
    latest, *_ = periods(outcome_days(view))
    found, told = _change(view), figures["outcomes"]["change"]
    block = people_changes(found, "indicators", TEXT)
    values = {value.code: value.value for value in indicator_values(view)}
    states = indicator_states(view, latest.first, latest.last)
    assert block.table.total is None, "indicators overlap"
    for code, row, said in zip(block.table.codes, block.table.rows, told["by_indicator"], strict=True):
        assert row[1:4] == (said["before_count"], said["after_count"], said["change_count"]) and said["indicator"] == code
        assert (row[1], row[2]) == tuple(genders.total for genders in states[code]) and row[2] == values[code]
        assert row[3] == (None if row[1] is None else row[2] - row[1])
    drawn = plotly_chart(block.chart).validated().data
    assert [list(bars.x) for bars in drawn] == [[row[n] for row in block.table.rows] for n in (3, 4)]
    (account,) = accounts(block.ledger, SNAPSHOT, filters)
    (everyone,) = (row for code, row in zip(block.table.codes, block.table.rows, strict=True) if code == "EECO01")
    assert told["change_count"] == everyone[3] and account.value == everyone[2]
    if everyone[3] is not None:
        assert f" {TEXT.number(everyone[3])} more participant" in block.headline
    missing = {code for code, value in values.items() if value is None}
    assert all(code in block.not_shown for code in missing)


@case_with(lambda view: view.rows.height)
def test_sub_themes_and_promises(case):
    _, view, figures = case
    counted = people_by_subtheme(view.people, view.whole.code_subthemes)
    people = {part.code: part.genders.total for part in counted}
    assert people == {row["subtheme"]: row["value"] for row in figures["theme"]["participants_by_subtheme"]}
    block = subtheme_rows(parts(view.rows, "subthemes"), counted, TEXT)
    money = {row["subtheme"]: row for row in figures["funding"]["by_subtheme"]}
    for row in block.table.rows:
        code = row[0].split(".")[0] if "." in row[0] else None
        assert (row[1], row[2], row[5]) == (money[code]["project_count"], money[code]["implementer_count"], people.get(code))
        assert row[3] == (money[code]["planned_cents"] / 100 if money[code]["planned_cents"] is not None else None)
    counts = promise_counts(view)
    bars = promise_bars(counts, TEXT)
    assert [row[1:4] for row in bars.table.rows] == [
        tuple(row[k] for k in ("kept_count", "not_kept_count", "not_known_count")) for row in figures["theme"]["promises"]
    ]
    assert {row[4] for row in bars.table.rows} == {figures["funding"]["project_count"]}
    due = due_plans(view)
    assert [plan.key for plan in due] == [row["project_key"] for row in figures["theme"]["due_plans"]]
    assert not due or TEXT.date(due[0].end_date) in due_sentence(due, TEXT)


def test_outcomes_beside_cooperation_are_parts_of_all(case):
    _, view, figures = case
    found = workplace_outcomes(view)
    whole = by(figures["outcomes"]["result_rates"], "indicator")["EECR04"]
    assert sum(one.project_count for one in found) == figures["funding"]["project_count"]
    block = workplace_bars(found, TEXT)
    assert sum(row[4] or 0 for row in block.table.rows) == (whole["reached_count"] or 0)
    assert sum(row[5] or 0 for row in block.table.rows) == (whole["left_count"] or 0)


def test_costs(case):
    _, view, figures = case
    found, told = costs(view), figures["outcomes"]["costs"]
    compared = found.per_participant.project_count + sum(found.left_out.values())
    assert compared == figures["funding"]["project_count"], "every project is compared or left out for a reason"
    for ranges, kind, name, code in (
        (found.by_subtheme, "subthemes", "by_subtheme", "subtheme"),
        (found.by_size, "sizes", "by_size", "size"),
        (found.per_result, "results", "per_result", "indicator"),
    ):
        if not ranges:
            continue
        block = cost_ranges(ranges, kind, found, TEXT)
        for one, row, said in zip(ranges, block.table.rows, told[name], strict=True):
            assert (one.code, row[1], row[2]) == (said[code], said["project_count"], said["people_count"])
            assert [None if v is None else round(v * 100) for v in row[3:]] == [
                said[k] for k in ("lower_cents", "median_cents", "upper_cents")
            ]
            assert (row[3] is None) == (row[1] < 5)
    if told["per_participant"]["median_cents"] is not None:
        assert TEXT.number(told["per_participant"]["median_cents"] / 100) in costs_sentence(found, TEXT)
