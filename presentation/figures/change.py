"""Drawings of how people grew in a period, beside another period."""

from collections.abc import Sequence

from analytics.counts import derivable
from analytics.ledger import people_ledger
from analytics.outcomes import compare_indicators
from analytics.people import ALL_PARTICIPANTS, Comparison, PeopleChange, Period, compare_periods, people_trend, season_before
from data_loaders.codes import code_list
from presentation.block import FigureBlock
from presentation.charts.chart import BarSeries, KeyEntry, RowBars, TableBars, Tone
from presentation.figures.registry import Lack, nobody, register, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import division, heading, subtitle
from presentation.words.outcomes import indicator_name, not_collected


def period_words(period: Period, text: Text) -> str:
    """A period as its two days."""
    return text("{start}–{end}", start=text.date(period.first), end=text.date(period.last))


def people_changes(
    comparison: Comparison, dimension: str, text: Text, filtered: str | None = None, *, indicator: str = ALL_PARTICIPANTS
) -> FigureBlock:
    """How many more people were counted at the end of a period than at its start.

    Args:
        comparison: With at least one part.
        dimension: Kind of label: ``target_groups``, ``regions``, ``genders``, or ``indicators``, which overlap
            and so have no total.
        indicator: The indicator counted; of no meaning by indicator.
    """
    period, other, changes = comparison.period, comparison.other, comparison.changes
    overlapping = dimension == "indicators"
    pairs = [(change, comparison.against.get(change.code)) for change in changes]
    names = [indicator_name(change.code, text) if overlapping else text.label(dimension, change.code) for change in changes]
    series: list[tuple[Tone, Period, list[PeopleChange | None]]] = [("committed", period, [change for change, _ in pairs])]
    if other:
        series.append(("not_known", other, [second for _, second in pairs]))
    chart = RowBars(
        names=names,
        series=[
            BarSeries(
                values=[change.change if change else None for change in own],
                words=[_signed(change, text) for change in own],
                tone=tone,
                hover=[
                    text("{name}, {period}: {change}", name=name, period=period_words(when, text), change=_signed(change, text))
                    for name, change in zip(names, own, strict=True)
                ],
                thickness=16,
                size=13,
            )
            for tone, when, own in series
        ],
        key=[KeyEntry(tone, period_words(when, text)) for tone, when, _ in series],
        office=TableBars((3, 4) if other else (3,), ("committed", "context")),
    )
    return FigureBlock(
        key=f"people-change-{dimension.replace('_', '-')}",
        headline=text("How each indicator changed in {period}", period=period_words(period, text)) if overlapping and comparison.everyone.change is None else _headline(comparison, text),
        subtitle=subtitle(
            text("Change in each indicator: the cumulative number on the last day less that on the first")
            if overlapping
            else text("Change in participants ({indicator}) {division}: the cumulative number on the last day less that on the first", indicator=indicator, division=division(dimension, text)),
            filtered, text,
        ),
        chart=chart,
        sentence=" ".join(
            (
                text("The change is the difference of two cumulative states. It holds everyone reported in between, also people who joined earlier but were reported late, and a correction may make it negative."),
                *([text("Indicators overlap and are not added up.")] if overlapping else []),
            )
        ),
        alt=_alt(dimension, [text("{name}: {count}", name=name, count=_signed(change, text)) for name, change in zip(names[:3], changes[:3], strict=True)], text),
        table=_table([*zip(names, pairs, strict=True)], (comparison.everyone, comparison.everyone_against), period, other, dimension, text),
        not_shown=_not_collected(changes, text) if overlapping else _first_counted(changes, text),
        ledger=people_ledger(ALL_PARTICIPANTS if overlapping else indicator, by=dimension if dimension != "genders" else None, history=True),
    )  # fmt: skip


def _alt(dimension: str, bars: list[str], text: Text) -> str:
    if dimension == "indicators":
        return text("Bars of the change in each indicator, one for each period. {bars}.", bars="; ".join(bars))
    return text(
        "Bars of the change in participants {division}, one for each period. {bars}.",
        division=division(dimension, text),
        bars="; ".join(bars),
    )


def _first_counted(changes: Sequence[PeopleChange], text: Text) -> str | None:
    """The people of a partition who are in no change, because their part was not counted on the first day."""
    new = [change.after for change in changes if change.before is None and change.after]
    if not new or not derivable(*new):
        return None
    return text.plural(
        "{number} participant is in parts that were not counted on the first day; they have no change.",
        "{number} participants are in parts that were not counted on the first day; they have no change.",
        sum(new),
    )


def _not_collected(changes: Sequence[PeopleChange], text: Text) -> str | None:
    """The indicators that neither day knows."""
    known = {change.code for change in changes}
    missing = [code for code in code_list("indicators") if code not in known]
    return not_collected(missing, text)


def _signed(change: PeopleChange | None, text: Text) -> str:
    if change is None or change.after is None:
        return text("not collected")
    if change.before is None:
        return text("not counted on the first day")
    if change.change is None:
        return text("not shown: a count is protected")
    return text("+{number}", number=text.number(change.change)) if change.change > 0 else text.number(change.change)


def _headline(comparison: Comparison, text: Text) -> str:
    grown, earlier, period, other = comparison.everyone.change, comparison.everyone_against, comparison.period, comparison.other
    if grown is None and comparison.everyone.before is not None and comparison.everyone.after is not None:
        return text("The change is not shown because a count is protected")
    if grown is None:
        return text("The change is not available: nothing had been counted on the first day")
    if other is None or earlier is None or earlier.change is None:
        return text.plural(
            "There was {number} more participant ({period})",
            "There were {number} more participants ({period})",
            grown,
            period=period_words(period, text),
        )
    return text.plural(
        "There was {number} more participant ({period}); in the earlier period {earlier} ({other})",
        "There were {number} more participants ({period}); in the earlier period {earlier} ({other})",
        grown,
        period=period_words(period, text),
        earlier=text.number(earlier.change),
        other=period_words(other, text),
    )


def _table(named: list[tuple], everyone: tuple, period: Period, other: Period | None, dimension: str, text: Text) -> Table:
    columns = [
        Column(heading(dimension, text)),
        Column(text.date(period.first), "people"),
        Column(text.date(period.last), "people"),
        Column(text("Change {period}", period=period_words(period, text)), "change"),
    ]
    if other:
        columns.append(Column(text("Change {period}", period=period_words(other, text)), "change"))

    def row(name: str, pair: tuple) -> tuple:
        change, second = pair
        return (name, change.before, change.after, change.change, *((second.change if second else None,) if other else ()))

    overlapping = dimension == "indicators"
    return Table(
        text("Change in each indicator") if overlapping else text("Change in participants {division}", division=division(dimension, text)),
        tuple(columns),
        tuple(row(name, pair) for name, pair in named),
        None if overlapping else row(text("Total"), everyone),
        codes=tuple(pair[0].code for _, pair in named),
    )


# Registered ---------------------------------------------------------------------------


@register_each(
    {
        "people-change-target-groups": ("target_group", "target_groups"),
        "people-change-regions": ("region", "regions"),
        "people-change-genders": ("gender", "genders"),
    }
)
def _change(reading: Reading, column: str, kind: str) -> FigureBlock | Lack:
    offered = reading.people_periods
    if not offered:
        return nobody(reading)
    indicator = reading.indicator if column == "gender" else ALL_PARTICIPANTS
    trend = reading.view.trend_of(indicator)
    if trend is None:
        return nobody(reading)
    if not reading.view.tells_past(point.day for point in people_trend(trend, None if column == "gender" else column, indicator)):
        return Lack("past")
    comparison = compare_periods(trend, *_chosen_periods(offered, reading), column, indicator)
    return people_changes(comparison, kind, reading.text, reading.filtered, indicator=indicator) if comparison else Lack("indicator")


@register("people-change-indicators")
def _indicators(reading: Reading) -> FigureBlock | Lack:
    offered = reading.outcome_periods
    comparison = compare_indicators(reading.view, *_chosen_periods(offered, reading)) if offered else None
    return people_changes(comparison, "indicators", reading.text, reading.filtered) if comparison else nobody(reading)


def _chosen_periods(offered: Sequence[Period], reading: Reading) -> tuple[Period, Period | None]:
    """The period asked for and the one it is compared with, or those that the pages show at first."""
    period = _period(offered, reading.choices.get("period")) or offered[0]
    others = [other for other in offered if other != period]
    return period, _period(others, reading.choices.get("against")) or season_before(offered, period)


def _period(offered: Sequence[Period], last_day: str | None) -> Period | None:
    return next((period for period in offered if period.last.isoformat() == last_day), None)
