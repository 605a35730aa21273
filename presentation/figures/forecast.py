"""Drawings of what is foretold: the course of the money, a reader's scenario, and the test of the method."""

from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from analytics.forecast import Forecast, ForecastPoint, Range
from analytics.funding import TrendPoint
from analytics.ledger import note_ledger
from analytics.money import PublicMoney
from data_loaders.spending_curve import SpendingCurve, read_curve
from presentation.block import FigureBlock
from presentation.charts.chart import Band, BarSeries, Course, End, Event, KeyEntry, Role, RowBars, TableBars, TableLines, TimeLines, Tone
from presentation.charts.steps import round_ticks
from presentation.figures.registry import Lack, register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_of, money_words
from presentation.words.dimensions import subtitle
from presentation.words.forecast import between, estimate_ledger, euros, unused_parts_sentence, unused_sentence

_HEIGHT = 440


def forecast_course(forecast: Forecast, trend: Sequence[TrendPoint], text: Text, filtered: str | None = None) -> FigureBlock:
    """Committed and spent money so far, and from the day on as hatched ranges to the last payment.

    Args:
        forecast: The forecast.
        trend: The deliveries, filtered alike, oldest first.
    """
    return FigureBlock(
        key="forecast-course",
        headline=_headline(forecast, text),
        subtitle=subtitle(
            text("Committed and spent public funding, cumulative; after {day} a forecast as a range", day=text.date(forecast.as_of)),
            filtered,
            text,
        ),
        chart=_course(forecast, trend, text, "committed", "spent"),
        sentence=_course_sentence(forecast, text),
        alt=text(
            "Lines of committed and spent funding until {day}, which widen into hatched bands after it. In the end: {ends}.",
            day=text.date(forecast.as_of),
            ends=_ends_words(forecast, text),
        ),
        table=_course_table(forecast, trend, text),
        not_shown=_left_out(forecast, text),
        ledger=estimate_ledger(forecast, text),
    )


def scenario_course(forecast: Forecast, trend: Sequence[TrendPoint], text: Text) -> FigureBlock:
    """The same under what a reader supposes, in other colours and named a scenario everywhere."""
    return FigureBlock(
        key="forecast-scenario",
        headline=_scenario_headline(forecast, text),
        subtitle=text("A supposition of the reader, not a forecast: {supposed}", supposed=_supposed(forecast, text)),
        chart=_course(forecast, trend, text, "chosen", "chosen", watermark=text("Scenario")),
        sentence=" ".join((unused_sentence(forecast, text), unused_parts_sentence(forecast, text))),
        alt=text(
            "Lines of committed and spent funding, and after them the hatched bands of a scenario. In the end: {ends}.",
            ends=_ends_words(forecast, text),
        ),
        table=_course_table(forecast, trend, text),
        not_shown=_left_out(forecast, text),
        ledger=estimate_ledger(forecast, text),
    )


def _supposed(forecast: Forecast, text: Text) -> str:
    more, pace = forecast.scenario.more, forecast.scenario.pace
    return text.list_of(
        [
            text("new commitments {amount}", amount=text.millions(euros(more)))
            if more is not None
            else text("new commitments as in the forecast"),
            text("payments at {share} of the current pace", share=text.percent(1.0 if pace is None else pace)),
        ]
    )


def _headline(forecast: Forecast, text: Text) -> str:
    if forecast.unused is None:
        return text("{amount} of the committed funding would not be spent", amount=between(forecast.unspent, text))
    if forecast.uses_all:
        return text("The whole budget would be used")
    return text("{amount} of the budget would be unspent", amount=between(forecast.unused, text))


def _scenario_headline(forecast: Forecast, text: Text) -> str:
    if forecast.unused is None:
        return text("In this scenario {amount} of the committed funding would not be spent", amount=between(forecast.unspent, text))
    if forecast.uses_all:
        return text("In this scenario the whole budget would be used")
    return text("In this scenario {amount} of the budget would be unspent", amount=between(forecast.unused, text))


def _ends_words(forecast: Forecast, text: Text) -> str:
    lines = [
        text("{name} {amount}", name=text("Committed"), amount=_committed(forecast, text)),
        text("{name} {amount}", name=text("Spent"), amount=between(forecast.spent, text)),
    ]
    if forecast.frame:
        lines.append(text("{name} {amount}", name=text("Budget"), amount=text.millions(forecast.frame)))
    return "; ".join(lines)


def _committed(forecast: Forecast, text: Text) -> str:
    """What is committed in the end; that is known where no new commitments are foretold."""
    return between(forecast.committed, text) if forecast.commits_more else text.millions(euros(forecast.committed_now))


def _course_sentence(forecast: Forecast, text: Text) -> str:
    if not forecast.commits_more:
        return text(
            "Spent funding would go from {spent_now} to {spent}, of the {committed_now} that is committed. The range is from the slowest to the fastest pace seen in {number} deliveries since {day}.",
            committed_now=text.millions(euros(forecast.committed_now)),
            spent_now=text.millions(euros(forecast.spent_now)),
            spent=between(forecast.spent, text),
            number=text.number(forecast.pace.delivery_count),
            day=text.date(forecast.pace.since),
        )
    return text(
        "Committed funding would go from {committed_now} to {committed}, and spent funding from {spent_now} to {spent}. The range is from the slowest to the fastest pace seen in {number} deliveries since {day}.",
        committed_now=text.millions(euros(forecast.committed_now)),
        committed=between(forecast.committed, text),
        spent_now=text.millions(euros(forecast.spent_now)),
        spent=between(forecast.spent, text),
        number=text.number(forecast.pace.delivery_count),
        day=text.date(forecast.pace.since),
    )


def _table_lines(forecast: Forecast) -> TableLines:
    """The columns of the table as lines: what is known, the frame, and both ends of each range."""
    roles: list[Role] = ["committed", "spent", "frame"] if forecast.frame else ["committed", "spent"]
    ranges: list[Role] = ["committed", "committed", "spent", "spent"] if forecast.commits_more else ["spent", "spent"]
    first, last = len(roles) + 1, len(roles) + len(ranges) + 1
    return TableLines(tuple(range(1, last)), (*roles, *ranges), ranges=tuple(range(first, last)))


def _left_out(forecast: Forecast, text: Text) -> str | None:
    if not forecast.left_out_count:
        return None
    return text.plural(
        "{number} implementer row has no dates or no committed funding: no further spending is forecast for it.",
        "{number} implementer rows have no dates or no committed funding: no further spending is forecast for them.",
        forecast.left_out_count,
    )


def _course(forecast: Forecast, trend: Sequence[TrendPoint], text: Text, committed: Tone, spent: Tone, watermark: str = "") -> TimeLines:
    days = [point.as_of for point in trend]
    last = forecast.points[-1].day
    ticks = round_ticks(
        [
            euros_of(forecast.frame),
            *(amount for point in forecast.points for amount in point.committed),
            *(euros_of(p.totals.planned) for p in trend),
        ]
    )
    numbers, unit = money_words(ticks, text)
    bands = [_band(forecast.points, [point.spent for point in forecast.points], spent, "\\", text("Spent"), text)]
    if forecast.commits_more:
        bands.insert(0, _band(forecast.points, [point.committed for point in forecast.points], committed, "/", text("Committed"), text))
    lines = [
        _line(days, [euros_of(point.totals.planned) for point in trend], "committed", "circle", text("Committed"), text),
        _line(days, [euros_of(point.totals.actual) for point in trend], "spent", "diamond", text("Spent"), text),
    ]
    at_end = forecast.points[-1]
    ends = [
        End(sum(at_end.committed) / 2, text("{name} {amount}", name=text("Committed"), amount=_committed(forecast, text)), committed),
        End(sum(at_end.spent) / 2, text("{name} {amount}", name=text("Spent"), amount=between(forecast.spent, text)), spent, "◆"),
    ]
    if forecast.frame:
        level = euros_of(forecast.frame)
        lines.append(Course(values=[level, level], tone="frame", days=[days[0], last], sign=None, width=2, dash="dot"))
        ends.append(End(level, text("{name} {amount}", name=text("Budget"), amount=text.millions(forecast.frame)), "frame", "┄"))
    events = {
        days[0]: Event(days[0], [text.month(days[0])], is_marked=False),
        forecast.as_of: Event(forecast.as_of, _event_words(forecast.as_of, text("forecast begins"), text)),
        forecast.end: Event(forecast.end, _event_words(forecast.end, text("eligibility ends"), text)),
    }
    return TimeLines(
        days=[days[0], last],
        lines=lines,
        ticks=ticks,
        tick_words=numbers,
        unit=unit,
        ends=ends,
        bands=bands,
        events=list(events.values()),
        height=_HEIGHT,
        watermark=watermark.upper(),
        office=_table_lines(forecast),
    )


def _event_words(day: date, words: str, text: Text) -> list[str]:
    return [text.month(day), *wrap(words, 14, break_long_words=False)]


def _band(points: Sequence[ForecastPoint], values: Sequence[tuple[float, float]], tone: Tone, hatch: str, name: str, text: Text) -> Band:
    """A hatched range; positions to 10,000 euros, words to one decimal of a million."""
    days = [point.day for point in points]
    words = [
        text("{name}, {day}: {amount}", name=name, day=text.date(day), amount=between(Range.of(*pair), text))
        for day, pair in zip(days, values, strict=True)
    ]
    low, high = ([round(pair[end], -4) for pair in values] for end in (0, 1))
    return Band(days=days, low=low, high=high, tone=tone, hatch=hatch, hover=words)


def _line(days: Sequence[date], values: Sequence[float | None], tone: Tone, sign: str, name: str, text: Text) -> Course:
    hover = [
        text("{name}, {day}: {amount}", name=name, day=text.date(day), amount=text.millions(None if value is None else euros(value)))
        for day, value in zip(days, values, strict=True)
    ]
    return Course(values=values, tone=tone, days=days, sign=sign, sign_size=7, hover=hover)


def _course_table(forecast: Forecast, trend: Sequence[TrendPoint], text: Text) -> Table:
    """A row for each delivery with what was known, and one for each later half-year with its ranges.

    The day on which the forecast begins has both, so that the lines go on where they end.
    """

    def cells(pair: tuple[float, float]) -> tuple[float, float]:
        estimate = Range.of(*pair)
        return estimate.low.cents / 1e8, estimate.high.cents / 1e8

    def millions(money: PublicMoney | None) -> float | None:
        return None if money is None else money.cents / 1e8

    def of_part(committed: tuple, spent: tuple) -> tuple:
        return (*(committed if forecast.commits_more else ()), *spent)

    frame = millions(forecast.frame)
    kept = [
        point for point in forecast.points[1:] if (point.day.month, point.day.day) in ((6, 30), (12, 31)) or point is forecast.points[-1]
    ]
    known = {
        point.as_of: (millions(point.totals.planned), millions(point.totals.actual), *((millions(point.frame),) if frame else ()))
        for point in trend
    }
    foretold = {point.day: of_part(cells(point.committed), cells(point.spent)) for point in kept}
    if forecast.as_of in known:
        committed, spent, *_ = known[forecast.as_of]
        foretold[forecast.as_of] = of_part((committed, committed), (spent, spent))
    columns = (
        Column(text("Date"), "date"),
        Column(text("Committed, € million"), "millions"),
        Column(text("Spent, € million"), "millions"),
        *((Column(text("Budget, € million"), "millions"),) if frame else ()),
        *of_part(
            (Column(text("Committed at least, € million"), "millions"), Column(text("Committed at most, € million"), "millions")),
            (Column(text("Spent at least, € million"), "millions"), Column(text("Spent at most, € million"), "millions")),
        ),
    )
    later = (None, None, *((frame,) if frame else ()))
    before = (None,) * (len(columns) - 1 - len(later))
    return Table(
        text("Public funding so far and as forecast, cumulative, € million; the forecast is a range"),
        columns,
        tuple((day, *known.get(day, later), *foretold.get(day, before)) for day in sorted({*known, *foretold})),
    )


# The test of the method ---------------------------------------------------------------


def backtest_figure(curve: SpendingCurve, text: Text) -> FigureBlock:
    """Foretold and real spending of a finished period's projects by age, each authority foretold from the others."""
    names = [text.plural("{number} month after the start", "{number} months after the start", horizon.months) for horizon in curve.horizons]
    series: tuple[tuple[Tone, list[float]], ...] = (
        ("spent", [horizon.observed_share for horizon in curve.horizons]),
        ("not_known", [horizon.foretold_share for horizon in curve.horizons]),
    )
    chart = RowBars(
        names=names,
        series=[
            BarSeries(values=shares, words=[text.percent(share) for share in shares], tone=tone, thickness=14, size=13)
            for tone, shares in series
        ],
        key=(KeyEntry("spent", text("Spent")), KeyEntry("not_known", text("Forecast"))),
        office=TableBars((1, 2), ("spent", "context")),
    )
    error, line = _points(curve.error, text), _points(curve.line_error, text)
    return FigureBlock(
        key="forecast-backtest",
        headline=text("In a test the method's mean error was {error} percentage points", error=error),
        subtitle=text("Share of committed public funding that was spent, by age of the project, in a finished programme period"),
        chart=chart,
        sentence=text(
            "Each authority's projects were forecast from the other authorities' projects. Had spending been assumed to be even over time, the error would have been {line} percentage points.",
            line=line,
        ),
        alt=text(
            "Two bars for each age: spent and forecast. {bars}.",
            bars="; ".join(
                text(
                    "{name}: spent {spent}, forecast {foretold}",
                    name=name,
                    spent=text.percent(h.observed_share),
                    foretold=text.percent(h.foretold_share),
                )
                for name, h in zip(names, curve.horizons, strict=True)
            ),
        ),
        table=Table(
            text("Back-test: share of committed funding spent, by age"),
            (
                Column(text("Age")),
                Column(text("Spent"), "share"),
                Column(text("Forecast"), "share"),
                Column(text("Mean error, percentage points"), "millions"),
                Column(text("Largest error, percentage points"), "millions"),
                Column(text("Error of even spending, percentage points"), "millions"),
                Column(text("Authorities"), "count"),
                Column(text("Projects"), "count"),
            ),
            tuple(
                (
                    name,
                    h.observed_share,
                    h.foretold_share,
                    h.error * 100,
                    h.largest_error * 100,
                    h.line_error * 100,
                    h.group_count,
                    h.project_count,
                )
                for name, h in zip(names, curve.horizons, strict=True)
            ),
        ),
        not_shown=text(
            "The list of the finished period was taken while most of its projects were under way: projects near their end are few in it, and it has no date of its own."
        ),
        source=text("Source: {sources}, as of {day}", sources=curve.source, day=text.date(curve.as_of)),
        ledger=note_ledger(
            text(
                "For each age the error is the difference between the forecast and the actual share of committed public funding that was spent, as a mean over authorities; the ages are weighted by their projects. The list {source} (as of {day}) has {count} projects with dates and funding, {finished} of them finished. None belongs to this theme, and no choice of the reader changes the test. The command manage.py backtest prints the same figures from the list.",
                source=curve.source,
                day=text.date(curve.as_of),
                count=text.number(curve.project_count),
                finished=text.number(curve.finished_count),
            )
        ),
    )


def _points(share: float, text: Text) -> str:
    return text.number(share * 100, 1)


# Registered ---------------------------------------------------------------------------


@register("forecast-course")
def _forecast(reading: Reading) -> FigureBlock | Lack:
    forecast = reading.forecast()
    if not isinstance(forecast, Forecast):
        return Lack("forecast")
    return forecast_course(forecast, reading.funding_trend, reading.text, reading.filtered)


@register("forecast-scenario")
def _scenario(reading: Reading) -> FigureBlock | Lack:
    forecast = None if reading.scenario.is_empty else reading.forecast(reading.scenario)
    return scenario_course(forecast, reading.funding_trend, reading.text) if isinstance(forecast, Forecast) else Lack("forecast")


@register("forecast-backtest", beyond_choices=True)
def _backtest(reading: Reading) -> FigureBlock:
    return backtest_figure(read_curve(), reading.text)
