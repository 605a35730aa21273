"""The same people everywhere: figure, sentence, table, ledger and ``manage.py figures`` agree, whatever is chosen."""

import random
import re
from collections.abc import Callable
from functools import cache

import pytest

from analytics.coverage import coverage
from analytics.filters import Filters
from analytics.headline_figures import headline_figures
from analytics.ledger import accounts
from analytics.people import (
    compare_periods,
    people_by_subtheme,
    people_parts,
    people_total,
    people_trend,
    periods,
)
from analytics.promises import STATES, people_by_answer, promise_counts
from analytics.reach import groups_of_persons, need_reach, planned_reach
from analytics.scope import Snapshot
from archive.archive import open_archive
from data_loaders.codes import region_codes
from data_loaders.theme import read_theme
from presentation.charts.plotly_chart import plotly_chart
from presentation.figures.change import people_changes
from presentation.figures.gender import gender_answers, gender_balance, gender_parts, gender_trend
from presentation.figures.need import need_balance, need_bars
from presentation.figures.planned import planned_groups, planned_projects
from presentation.figures.reach import people_bars
from presentation.figures.reach import people_trend as trend_figure
from presentation.snapshots import read_snapshot
from presentation.text import Text
from presentation.words.coverage import coverage_matrix
from settings import read_settings

THEME = read_theme(read_settings().theme)
EN = Text("en", THEME)


@cache
def delivery() -> Snapshot:
    root = read_settings().data
    return read_snapshot(open_archive(root), open_archive(root).approved[-1], THEME)


def random_filters(seed: int) -> Filters:
    """Up to three filters with a code or two each."""
    chance = random.Random(seed)
    offered = {
        "region": [*region_codes()[:19], "unknown"],
        "subtheme": [topic.code for topic in THEME.subthemes],
        "group": [topic.code for topic in THEME.target_groups],
        "status": ["running", "ended"],
    }
    names = chance.sample(list(offered), chance.randint(1, 3))
    return Filters(**{name: tuple(chance.sample(offered[name], min(len(offered[name]), chance.randint(1, 4)))) for name in names})


CHOICES = [Filters(), *map(random_filters, range(24))]


def trend_of(view: Snapshot) -> list:
    return people_trend(view.people_trend)


def change_of(view: Snapshot):
    """The change of the latest period, by target group; null where nothing can be compared."""
    latest, *_ = periods(view.whole.people_trend["date"])
    return compare_periods(view.people_trend, latest, None, "target_group")


def subthemes_of(view: Snapshot) -> list:
    return people_by_subtheme(view.people, view.whole.code_subthemes)


def plans_of(view: Snapshot) -> tuple:
    return planned_reach(view, THEME).compared


def answers_of(view: Snapshot) -> list:
    (promise,) = THEME.gender_promises
    return people_by_answer(view, promise.code)


#: What a choice may leave nothing of.
COUNTED = (lambda view: people_total(view.people).total, trend_of, change_of, subthemes_of, plans_of, answers_of)


def chosen_with(holds: Callable[[Snapshot], object]):
    """A case for each choice of whose view something holds."""
    return pytest.mark.parametrize(
        "chosen",
        [filters for filters in CHOICES if holds(delivery().view(filters))],
        ids=lambda filters: "-".join(filters.active) or "all",
        indirect=True,
    )


every_choice = chosen_with(lambda view: True)


def said(number: float | None) -> str:
    return EN.number(number)


def ledger_value(block, filters: Filters):
    (account,) = accounts(block.ledger, delivery(), filters)
    return account.value


def bars(block, trace: int = 0) -> list:
    return list(plotly_chart(block.chart).to_dict()["data"][trace]["x"])


def cells(rows: list[dict], **key) -> dict:
    return {row["gender"]: row["value"] for row in rows if all(row[name] == value for name, value in key.items())}


@pytest.fixture
def chosen(request):
    filters = request.param
    view = delivery().view(filters)
    return filters, view, headline_figures(delivery(), filters)["reach"]


@chosen_with(lambda view: people_total(view.people).total)
def test_participants_and_genders_agree(chosen):
    filters, view, figures = chosen
    genders = people_total(view.people)
    outcomes = headline_figures(delivery(), filters)["outcomes"]
    block = gender_balance(genders, EN)
    assert block.table.total[1] == genders.total == ledger_value(block, filters)
    assert said(genders.total) in block.sentence
    assert {
        code: row[1] for code, row in zip(("female", "male", "non_binary", "unknown"), block.table.rows, strict=True) if row[1] is not None
    } == cells(outcomes["by_indicator_gender"], indicator="EECO01")
    assert [bars(block, index)[0] for index in range(4)] == [row[2] for row in block.table.rows]
    shares = [row[2] for row in block.table.rows if row[2] is not None]
    assert sum(shares) == pytest.approx(1)

    groups = people_bars(
        people_parts(view.people, "target_group", every=groups_of_persons(THEME, filters)), "target_groups", EN, targets={}
    )
    assert bars(groups) == [row[1] for row in groups.table.rows]
    assert groups.table.total[1] == sum(count or 0 for count in bars(groups)) == genders.total == ledger_value(groups, filters)
    assert said(genders.total) in groups.sentence

    by_region = gender_parts(people_parts(view.people, "region"), "regions", EN, indicator="EECO01")
    assert sum(row[5] for row in by_region.table.rows) == genders.total == ledger_value(by_region, filters)
    for index in range(4):
        for share, row in zip(bars(by_region, index), by_region.table.rows, strict=True):
            assert share == (row[index + 1] / row[5] if row[index + 1] is not None and row[5] else None)


@chosen_with(subthemes_of)
def test_sub_themes_agree(chosen):
    filters, view, figures = chosen
    parts = subthemes_of(view)
    block = gender_parts(parts, "subthemes", EN, indicator="EECO01")
    for part, row in zip(parts, block.table.rows, strict=True):
        assert cells(figures["by_subtheme"], subtheme=part.code) == {
            name: count for name, count in zip(("female", "male", "non_binary", "unknown"), row[1:5], strict=True) if count is not None
        }
    told = headline_figures(delivery(), filters)["theme"]["participants_by_subtheme"]
    assert {part.code: part.genders.total for part in parts} == {row["subtheme"]: row["value"] for row in told}, (
        "the Theme page says the same"
    )


@chosen_with(plans_of)
def test_plans_agree(chosen):
    filters, view, figures = chosen
    found = planned_reach(view, THEME)
    block = planned_projects(found, EN)
    assert (
        block.table.total[1:4]
        == (found.planned, found.reached, found.share)
        == tuple(figures["planned"][name] for name in ("planned_participants", "reached_count", "reached_share"))
    )
    assert ledger_value(block, filters) == found.reached and bars(block)[0] == found.share
    assert f"{said(found.reached)} of {said(found.planned)}" in block.sentence
    assert {row["project_key"]: row["reached_count"] for row in figures["planned"]["by_project"]} == {
        p.key: p.reached for p in found.projects
    }
    if found.by_group:
        groups = planned_groups(found, EN)
        assert ledger_value(groups, filters) == sum(row[3] for row in groups.table.rows)
        assert bars(groups) == [row[4] for row in groups.table.rows]
        assert [(row[2], row[3]) for row in groups.table.rows] == [
            (row["planned_participants"], row["reached_count"]) for row in figures["planned"]["by_single_group"]
        ]


@every_choice
def test_need_agrees(chosen):
    filters, view, figures = chosen
    need = need_reach(view)
    block = need_bars(need, EN)
    told = [*([figures["need"]["country"]] if need.country else []), *figures["need"]["regions"]]
    for x, row, place in zip(bars(block), block.table.rows, told, strict=True):
        every = {cell["gender"]: cell for cell in place["by_need_gender"]}
        assert (row[1], row[2]) == (place["participant_count"], every["all"]["need_count"])
        assert x == every["all"]["per_hundred"] == (row[1] * 100 / row[2] if row[1] is not None and row[2] else None)
        assert row[3] == (None if x is None else round(x, 2))
    if need.country:
        assert need.country.participants == people_total(view.people) and ledger_value(block, filters) == block.table.rows[0][1]
    balance = need_balance(need, EN)
    for row in balance.table.rows:
        assert row[3] == (row[1] / (row[1] + row[2]) if row[1] is not None and row[2] is not None and row[1] + row[2] else None)
    assert set(bars(balance, 2)) <= {row[3] for row in balance.table.rows}


@chosen_with(answers_of)
def test_answers_agree_and_are_a_partition(chosen):
    filters, view, figures = chosen
    (promise,) = THEME.gender_promises
    answers = answers_of(view)
    block = gender_answers(answers, promise, EN)
    total = sum(row[7] or 0 for row in block.table.rows)
    assert total == (people_total(view.people).total or 0) == (ledger_value(block, filters) or 0)
    states = {answer.state: answer.project_count for answer in answers}
    if "region" not in filters.active:
        (count,) = (count for count in promise_counts(view) if count.code == promise.code)
        assert [states.get(state, 0) for state in STATES] == [count.kept, count.not_kept, count.not_known], "the Theme page says the same"
    for answer, row in zip(answers, block.table.rows, strict=True):
        assert sum(cells(figures["by_answer"], answer=answer.state).values()) == (row[7] or 0)


@chosen_with(trend_of)
def test_trend_agrees(chosen):
    filters, view, figures = chosen
    points = trend_of(view)
    block = gender_trend(points, EN)
    for point, row in zip(points, block.table.rows, strict=True):
        assert row[5] == point.genders.total == sum(cells(figures["trend"], date=point.day.isoformat()).values())
    assert points[-1].genders.total == people_total(view.people).total, "the last state of the trend is the state of the delivery"

    lines = trend_figure(people_trend(view.people_trend, "target_group"), "target_groups", EN)
    last = sum(row[-1] or 0 for row in lines.table.rows)
    assert last == people_total(view.people).total


@chosen_with(change_of)
def test_change_agrees(chosen):
    filters, view, figures = chosen
    change = change_of(view)
    told = people_changes(change, "target_groups", EN)
    assert told.table.total[3] == figures["change"]["change_count"] == change.everyone.change
    assert bars(told) == [row[3] for row in told.table.rows] == [row["change_count"] for row in figures["change"]["by_target_group"]]
    if change.everyone.change is not None:
        first = sum(row[2] for row in told.table.rows if row[1] is None and row[2] is not None)
        lost = sum(row[1] for row in told.table.rows if row[2] is None)
        assert sum(row[3] or 0 for row in told.table.rows) + first - lost == change.everyone.change
        assert ledger_value(told, filters) == told.table.total[2]
        assert re.search(rf"(?<!\d){re.escape(said(change.everyone.change))} more participants?", told.headline)


@chosen_with(lambda view: not all(counted(view) for counted in COUNTED))
def test_where_nothing_is_counted_nothing_is_told(chosen):
    filters, view, figures = chosen
    assert bool(trend_of(view)) == bool(figures["trend"])
    assert (change_of(view) is None) == (figures["change"] is None)
    assert bool(subthemes_of(view)) == bool(figures["by_subtheme"])
    assert any(answer.genders.total for answer in answers_of(view)) == bool(figures["by_answer"])
    planned = planned_reach(view, THEME)
    assert figures["planned"]["reached_count"] == planned.reached
    assert [row["project_key"] for row in figures["planned"]["by_project"]] == [project.key for project in planned.projects]


@every_choice
def test_coverage_agrees(chosen):
    filters, view, figures = chosen
    found = coverage(view, THEME)
    matrix = coverage_matrix(found, EN)
    told = {(row["target_group"], row["subtheme"]): row for row in figures["coverage"]}
    pairs = [(row, column) for row in found.rows for column in found.columns]
    for pair, row in zip(pairs, matrix.table.rows, strict=True):
        cents = told[pair]["planned_cents"]
        assert row[3:] == (told[pair]["project_count"], None if cents is None else cents / 100, told[pair]["participant_count"])
    drawn = {
        (row, column): cell
        for (row, cell_row) in zip(found.rows, matrix.rows[1:], strict=True)
        for column, cell in zip(found.columns, cell_row[1][1:], strict=True)
    }
    for pair, cell in drawn.items():
        assert cell.state == told[pair]["state"]
        if cell.codes is not None:
            assert cell.lines[0].split()[0] == said(told[pair]["project_count"])
    projects, _, people = accounts(matrix.ledger, delivery(), filters)
    assert (projects.value, people.value) == (found.whole.project_count, found.whole.participants)
    assert str(found.count("nothing")) in matrix.headline or "No white spots" in matrix.headline
