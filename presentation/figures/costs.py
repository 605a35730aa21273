"""Drawings of cost per person: ranges over projects, always with what they do not tell."""

from collections.abc import Sequence

from analytics.costs import FEWEST, LONG_RUNNING_MONTHS, MEASURES, SIZE_LIMITS, CostPoint, CostRange, Costs
from analytics.costs import cost_trend as cost_points
from analytics.ledger import Ledger
from analytics.money import PublicMoney
from analytics.people import ALL_PARTICIPANTS
from analytics.required import required
from presentation.block import FigureBlock
from presentation.charts.chart import Band, Course, End, RangeBars, TableBars, TableLines, TimeLines
from presentation.charts.steps import round_ticks
from presentation.figures.registry import Lack, nobody, register, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import money_words
from presentation.words.dimensions import subtitle, with_count
from presentation.words.outcomes import indicator_name


def caveat(text: Text) -> str:
    """What a cost per person does not tell; it stands beside every figure of it."""
    return text(
        "A low cost is not a better project. Projects differ in whom they help, how long and how much; many develop services and count "
        "few people; money is spent before people are counted, and joint projects share their counts in different ways."
    )


def rule(text: Text) -> str:
    """Which projects are compared, and how."""
    return text(
        "Compared are projects that have ended or have run for at least {months} months, with known spent public funding and counted "
        "participants. Each project's spent funding is divided by the people of its latest report; the bar reaches from the lower to the "
        "upper quartile of the projects and the mark is the median. No range is shown of fewer than {fewest} projects.",
        months=text.number(LONG_RUNNING_MONTHS),
        fewest=text.number(FEWEST),
    )


def costs_sentence(costs: Costs, text: Text) -> str:
    """The median and quartiles of all compared projects, or that there are too few."""
    one = costs.per_participant
    if one.median is None:
        return text.plural(
            "{number} project can be compared: too few for a range.",
            "{number} projects can be compared: too few for a range.",
            one.project_count,
        )
    return text(
        "In half of the {count} projects compared, spent public funding per participant is {range}; the median is {median}.",
        count=text.number(one.project_count),
        range=_between(required(one.lower), required(one.upper), text),
        median=_euros(one.median, text),
    )


def cost_ranges(ranges: Sequence[CostRange], kind: str, costs: Costs, text: Text, filtered: str | None = None) -> FigureBlock:
    """Ranges of cost per person, one row each; rows of too few projects say so.

    Args:
        ranges: Not empty.
        kind: ``subthemes``, ``sizes`` or ``results``: what the rows are.
        costs: All costs, for the projects that are not compared.
    """
    names = [
        with_count(
            text.plural("{name} · {number} project", "{name} · {number} projects", one.project_count, name=_name(one.code, kind, text))
        )
        for one in ranges
    ]
    top = max([one.upper or 0 for one in ranges] + [1])
    shown = [one for one in ranges if one.median is not None]
    few = text("fewer than {fewest} projects: no range", fewest=text.number(FEWEST))
    return FigureBlock(
        key=f"costs-{kind}",
        headline=_headline(ranges, kind, text),
        subtitle=subtitle(_measure(kind, costs.measure, text), filtered, text),
        chart=RangeBars(
            names=names,
            ranges=[None if one.median is None else (required(one.lower) / 100, one.median / 100, required(one.upper) / 100) for one in ranges],
            words=[few if one.median is None else _words(one, text) for one in ranges],
            hover=[few if one.median is None else _words(one, text) for one in ranges],
            reach=top / 100 * 1.75,
            office=TableBars((3, 4, 5), ("context", "line1", "line2")),
        ),
        sentence=caveat(text),
        alt=text(
            "Ranges of cost per person: from the lower to the upper quartile, with the median marked. {bars}.",
            bars="; ".join(text("{name}: {value}", name=_name(one.code, kind, text), value=_words(one, text)) for one in shown[:3])
            or text("No range is shown"),
        ),
        table=Table(
            _measure(kind, costs.measure, text),
            (
                Column(_heading(kind, text)), Column(text("Projects"), "count"), Column(text("People"), "people"),
                Column(text("Lower quartile, €"), "euros"), Column(text("Median, €"), "euros"), Column(text("Upper quartile, €"), "euros"),
            ),
            tuple(
                (
                    _name(one.code, kind, text), one.project_count, one.people,
                    *(value / 100 if value is not None else None for value in (one.lower, one.median, one.upper)),
                )
                for one in ranges
            ),
            codes=tuple(one.code for one in ranges) if kind != "sizes" else (),
        ),
        not_shown=left_out(costs, text),
        ledger=Ledger(("actual_public", "participants"), note=rule(text)),
    )  # fmt: skip


def cost_trend(points: Sequence[CostPoint], measure: str, text: Text, filtered: str | None = None) -> FigureBlock:
    """The median cost per person in each delivery, in the band between the quartiles.

    Args:
        points: Not empty; oldest first.
        measure: One of ``analytics.costs.MEASURES``.
    """
    days, shown = [point.day for point in points], [point for point in points if point.range.median is not None]
    what = (
        text("Spent public funding per participant")
        if measure == ALL_PARTICIPANTS
        else text("Spent public funding per result: {result}", result=indicator_name(measure, text))
    )
    lower, median, upper = (
        [None if cents is None else cents / 100 for cents in (getattr(point.range, name) for point in points)]
        for name in ("lower", "median", "upper")
    )
    ticks = round_ticks(upper)
    numbers, unit = money_words(ticks, text)
    last = shown[-1] if shown else None
    ends = (
        [End(required(last.range.median) / 100, text("Median {median}", median=_euros(last.range.median, text)), "spent", "◆")]
        if last
        else []
    )
    return FigureBlock(
        key="costs-trend",
        headline=text("The median is {last} per person; on {day} it was {first}", first=_euros(shown[0].range.median, text), day=text.date(shown[0].day), last=_euros(last.range.median, text))
        if last and len(shown) > 1
        else text("Too few projects for a trend of costs"),
        subtitle=subtitle(text("{measure}, in each delivery: median and quartiles of the projects compared", measure=what), filtered, text),
        chart=TimeLines(
            days=days,
            lines=[
                Course(
                    values=median,
                    tone="spent",
                    sign="diamond",
                    sign_size=9,
                    hover=[text("{name}: {value}", name=text.date(point.day), value=_point_words(point.range, text)) for point in points],
                )
            ],
            ticks=ticks,
            tick_words=numbers,
            unit=unit,
            ends=ends,
            bands=[
                Band(
                    days=[point.day for point in shown],
                    low=[required(point.range.lower) / 100 for point in shown],
                    high=[required(point.range.upper) / 100 for point in shown],
                    tone="committed",
                )
            ],
            office=TableLines((3, 4, 5), ("context", "spent", "context"), ranges=(3, 5)),
        ),
        sentence=caveat(text),
        alt=text(
            "A line of the median in a band from the lower to the upper quartile, over deliveries. {ends}.",
            ends=text("On the last day: {value}", value=_words(last.range, text)) if last else text("No range is shown"),
        ),
        table=Table(
            text("{measure}, in each delivery", measure=what),
            (
                Column(text("Date")), Column(text("Projects"), "count"), Column(text("People"), "people"),
                Column(text("Lower quartile, €"), "euros"), Column(text("Median, €"), "euros"), Column(text("Upper quartile, €"), "euros"),
            ),
            tuple((text.date(point.day), point.range.project_count, point.range.people, *quartiles) for point, *quartiles in zip(points, lower, median, upper, strict=True)),
        ),
        not_shown=_band_note(text, every=len(shown) == len(points)),
        ledger=Ledger(("actual_public", "participants"), indicator=measure, history=True, note=rule(text)),
    )  # fmt: skip


def _band_note(text: Text, *, every: bool) -> str:
    """What the band is, and which deliveries have no point."""
    band = text(
        "The band reaches from the lower to the upper quartile of the projects. More projects are compared as time goes on, so a change of the median is also a change of projects."
    )
    return (
        band
        if every
        else f"{band} {text('A delivery in which fewer than {fewest} projects can be compared has no point.', fewest=text.number(FEWEST))}"
    )


def _point_words(one: CostRange, text: Text) -> str:
    return text("fewer than {fewest} projects: no range", fewest=text.number(FEWEST)) if one.median is None else _words(one, text)


def _euros(cents: float | None, text: Text) -> str:
    return text.euros(None if cents is None else PublicMoney(round(cents)))


def _words(one: CostRange, text: Text) -> str:
    return text("{median} ({range})", median=_euros(one.median, text), range=_between(required(one.lower), required(one.upper), text))


def _between(low: float, high: float, text: Text) -> str:
    return text.euros_between(PublicMoney(round(low)), PublicMoney(round(high)))


def _name(code: str | None, kind: str, text: Text) -> str:
    if kind == "results":
        return indicator_name(code, text)
    if kind == "sizes":
        low, high = (text.euros(PublicMoney(limit * 100)) for limit in SIZE_LIMITS)
        return {
            "small": text("At most {amount}", amount=low),
            "middle": text("Over {low}, at most {high}", low=low, high=high),
            "large": text("Over {amount}", amount=high),
        }[required(code)]
    name = text.label("subthemes", code)
    return name if code is None else text("{code}. {name}", code=code, name=name)


def _measure(kind: str, measure: str, text: Text) -> str:
    if kind != "results" and measure != ALL_PARTICIPANTS:
        result = indicator_name(measure, text)
        return {
            "subthemes": text(
                "Spent public funding per result by sub-theme: {result}; a project counts under each of its sub-themes", result=result
            ),
            "sizes": text("Spent public funding per result by size of the project (committed public funding): {result}", result=result),
        }[kind]
    return {
        "subthemes": text("Spent public funding per participant by sub-theme; a project counts under each of its sub-themes"),
        "sizes": text("Spent public funding per participant by size of the project (committed public funding)"),
        "results": text("Spent public funding per result, over the projects that have such results"),
    }[kind]


def _heading(kind: str, text: Text) -> str:
    return {"subthemes": text("Sub-theme"), "sizes": text("Size of the project"), "results": text("Indicator")}[kind]


def _headline(ranges: Sequence[CostRange], kind: str, text: Text) -> str:
    shown = [one for one in ranges if one.median is not None]
    if not shown:
        return text("Too few projects for a range of costs")
    low, high = (pick(shown, key=lambda one: required(one.median)) for pick in (min, max))
    if low is high:
        return text("The median of “{name}” is {median} per person", name=_name(low.code, kind, text), median=_euros(low.median, text))
    return text("The medians are {range} per person", range=_between(required(low.median), required(high.median), text))


def left_out(costs: Costs, text: Text) -> str | None:
    """How many projects are not compared, by reason."""
    reasons = {
        "cancelled": text("cancelled"),
        "no_dates": text("no dates"),
        "too_young": text("still running and too young"),
        "no_money": text("no known spent funding"),
        "not_collected": text("participants not counted"),
        "nobody": text("no participants"),
    }
    said = [
        text("{reason}: {number}", reason=words, number=text.number(costs.left_out[code]))
        for code, words in reasons.items()
        if code in costs.left_out
    ]
    return text("Projects not compared: {reasons}.", reasons="; ".join(said)) if said else None


# Registered ---------------------------------------------------------------------------


def _chosen_measure(reading: Reading) -> str:
    asked = reading.choices.get("costper")
    return asked if asked in MEASURES else ALL_PARTICIPANTS


@register_each({f"costs-{kind}": (kind,) for kind in ("subthemes", "sizes", "results")})
def _ranges(reading: Reading, kind: str) -> FigureBlock | Lack:
    costs = reading.costs(ALL_PARTICIPANTS if kind == "results" else _chosen_measure(reading))
    if costs is None:
        return Lack("outcomes")
    if kind == "subthemes" and not reading.view.theme_known:
        return Lack("theme")
    ranges = {"subthemes": costs.by_subtheme, "sizes": costs.by_size, "results": costs.per_result}[kind]
    return cost_ranges(ranges, kind, costs, reading.text, reading.filtered) if ranges else nobody(reading)


@register("costs-trend")
def _trend(reading: Reading) -> FigureBlock | Lack:
    measure = _chosen_measure(reading)
    points = cost_points(reading.history, measure) if reading.view.counts_by_project else ()
    return cost_trend(points, measure, reading.text, reading.filtered) if points else Lack("outcomes")
