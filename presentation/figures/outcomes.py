"""Drawings of outcomes: indicators and their targets, partitions, result rates, change between two days."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from analytics.ledger import people_ledger
from analytics.outcomes import CompleteRecords, IndicatorValue, Partition, ResultRate, indicator_states, partition
from analytics.people import Genders, PeoplePoint, people_trend
from analytics.required import required
from data_loaders.codes import GENDERS
from data_loaders.theme import Target
from presentation.block import FigureBlock
from presentation.charts.chart import (
    BarSeries,
    Course,
    DividedBar,
    DividedPart,
    End,
    KeyEntry,
    RowBars,
    RowMark,
    TableBars,
    TableLines,
    TimeLines,
    Tone,
)
from presentation.charts.layout import CUT_AT
from presentation.charts.steps import round_ticks
from presentation.figures.registry import Lack, nobody, register, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import subtitle
from presentation.words.leading import Leading, leading
from presentation.words.outcomes import (
    base_words,
    definition_verdicts,
    indicator_name,
    not_collected,
    of_kind,
    progress_words,
    rate_words,
    rates_note,
    targets_sentence,
)

#: A part of a bar that has room for its share, on a phone.
_ROOMY = 0.12
#: The parts of a partition: told apart by lightness and by the words under the bar.
_PART_TONES: tuple[Tone, ...] = ("spent", "committed", "line2")


def _gender_columns(text: Text) -> tuple[Column, ...]:
    return tuple(Column(text.label("genders", gender), "people") for gender in GENDERS)


# Indicators ---------------------------------------------------------------------------


def indicator_bars(values: Sequence[IndicatorValue], kind: str, text: Text, filtered: str | None = None) -> FigureBlock:
    """Indicators side by side; those of the kind ``targets`` against their milestones and targets.

    Args:
        values: Not empty; those of one kind.
        kind: ``targets`` (those that have one), ``background`` (who the participants are),
            ``results`` or ``organisations``.
    """
    # Targets are the whole theme's: with choices the values stand alone.
    own = kind == "targets" and not any(value.progress == "filtered" for value in values)
    known = sorted((value for value in values if value.value), key=lambda value: -(value.value or 0))
    most = leading(((value.code, value.value) for value in known), "indicators", text)
    return FigureBlock(
        key=f"outcomes-{kind}",
        headline=targets_sentence(values, text).rstrip(".")
        if own
        else _largest_headline(most, text)
        if most
        else text("Nothing has been collected yet"),
        subtitle=subtitle(text("Indicators against their own target, or their milestone where no target is set; cumulative") if own else _measure(kind, text), filtered, text),
        chart=_against_own(values, text) if own else _side_by_side(values, kind, text),
        sentence=_why_apart(kind, text) if own else " ".join((_why_apart(kind, text), _targets_of(values, text))),
        alt=text(
            "Bars of {count} indicators side by side. {bars}.",
            count=text.number(len(values)),
            bars="; ".join(text("{name}: {value}", name=indicator_name(v.code, text), value=text.number(v.value)) for v in known[:3])
            or text("Nothing is collected"),
        ),
        table=Table(
            _measure(kind, text),
            (
                Column(text("Indicator")), Column(text("Value"), "people"), *_gender_columns(text),
                Column(text("Milestone 2024"), "count"), Column(text("Target 2029"), "count"),
                *((Column(text("Share of the target or milestone"), "share"),) if own else ()), Column(text("Progress")),
            ),
            tuple(
                (
                    indicator_name(v.code, text), v.value, *v.genders.counts,
                    v.target.milestone_2024 if v.target else None, v.target.target_2029 if v.target else None,
                    *((v.own_share,) if own else ()), progress_words(v, text),
                )
                for v in values
            ),
            codes=tuple(value.code for value in values),
        ),
        not_shown=not_collected([value.code for value in values if value.value is None], text),
        ledger=people_ledger(by="indicators"),
    )  # fmt: skip


def _largest_headline(most: Leading, text: Text) -> str:
    if most.alone:
        return text("The number {within} is {value}", within=most.within, value=text.number(most.value))
    return text("The number is largest {within} ({value})", within=most.within, value=text.number(most.value))


def _side_by_side(values: Sequence[IndicatorValue], kind: str, text: Text) -> RowBars:
    """A bar for each value, with its number at the end."""
    names = [indicator_name(value.code, text) for value in values]
    words = [text("not collected") if value.value is None else text.number(value.value) for value in values]
    bars = BarSeries(
        values=[value.value for value in values],
        words=words,
        hover=[
            text("{name}: {value}", name=name, value="" if value.value is None else word)
            for name, word, value in zip(names, words, values, strict=True)
        ],
    )
    return RowBars(names=names, series=[bars], office=TableBars((1,), ("committed" if kind == "targets" else "line1",)))


def _against_own(values: Sequence[IndicatorValue], text: Text) -> RowBars:
    """A bar for each value against its own target, or milestone, so that a small one is seen beside a large one.

    The numbers stand with the names: marks are where the ends of the bars are.
    """
    names = [_of_target(value, text) for value in values]

    def goals(target: Target) -> tuple[tuple[str, int | None, Tone, int], ...]:
        return (
            (text("Milestone 2024"), target.milestone_2024, "frame", 3),
            (text("Target 2029"), target.target_2029, "chosen", 4),
        )

    marks = [
        RowMark(
            values=[share],
            rows=[row],
            tone=tone,
            width=width,
            hover=[text("{name}: {value}", name=name, value=text.number(amount))],
        )
        for row, value in enumerate(values)
        for name, amount, tone, width in goals(required(value.target))
        # A milestone far above its target would stretch the axis for all.
        if amount is not None and (share := _part_of_own(value, amount)) <= CUT_AT
    ]
    bars = BarSeries(values=[None if value.value is None else _part_of_own(value, value.value) for value in values], hover=names)
    return RowBars(
        names=names,
        series=[bars],
        key=(
            KeyEntry("committed", text("Value")),
            KeyEntry("frame", text("Milestone 2024"), "┃"),
            KeyEntry("chosen", text("Target 2029"), "┃"),
        ),
        marks=marks,
        cut=text("Bar cut short, longer than drawn"),
        office=TableBars((8,), ("committed",), most=CUT_AT),
    )


def _part_of_own(value: IndicatorValue, amount: int) -> float:
    """An amount as a part of what the indicator is drawn against; anything is more than a target of nobody."""
    return amount / value.compared_with if value.compared_with else math.inf if amount else 1.0


def _of_target(value: IndicatorValue, text: Text) -> str:
    """An indicator with its value beside what it is compared with, and how far it is."""
    name, progress = indicator_name(value.code, text), progress_words(value, text).replace(" ", "\u00a0", 1)
    if value.value is None:
        return text("{name}: {value}", name=name, value=progress)
    counts = text("{value} of {target}", value=text.number(value.value), target=text.number(value.compared_with)).replace(" ", "\u00a0")
    return text("{name}: {value} · {progress}", name=name, value=counts, progress=progress).replace(" · ", "\u00a0· ")


def _targets_of(values: Sequence[IndicatorValue], text: Text) -> str:
    """What is known of the targets of the indicators drawn."""
    if any(value.target for value in values):
        return targets_sentence(values, text)
    return text("No milestone or target has been set for these indicators.")


def _measure(kind: str, text: Text) -> str:
    return {
        "targets": text("Indicators that have a milestone or a target, cumulative"),
        "background": text("Participants by what is known of them (EECO), cumulative"),
        "results": text("Results of participants (EECR), cumulative"),
        "organisations": text("Organisations supported (EECO18, EECO19), cumulative"),
    }[kind]


def _why_apart(kind: str, text: Text) -> str:
    return {
        "targets": text("Each indicator is compared with its own milestone and target. The indicators overlap and are not added up."),
        "background": text(
            "The indicators overlap: one person may be young, from a rural area and have a disability. They stand side by side and are not added up."
        ),
        "results": text(
            "One person may have several results, so they stand side by side and are not added up. The names are working labels: the code decides."
        ),
        "organisations": text("These indicators count organisations, not people, and have no gender."),
    }[kind]


# Partitions and complete records ------------------------------------------------------


def partition_bar(divided: Partition, text: Text, filtered: str | None = None) -> FigureBlock:
    """All participants as one bar, divided by a question that each answers once.

    Args:
        divided: Its parts are stacked only when every one of them was collected; otherwise
            the bar is not drawn and the lines under it say what is known.
    """
    lines = [_part_words(code, genders, divided, text) for code, genders in divided.parts]
    parts = [
        DividedPart(
            tone,
            share := divided.share(genders),
            text.percent(share) if share and share >= _ROOMY else "",
            line,
        )
        for tone, (_, genders), line in zip(_PART_TONES, divided.parts, lines, strict=True)
    ]
    office = TableBars((1,), ("line1", "line2", "line3"), stacked=True, rows_are_series=True)
    chart = DividedBar(parts=parts, long_lines=True, office=office)
    largest = max(((divided.share(g), code) for code, g in divided.parts if divided.share(g) is not None), default=None)
    measure = {
        "labour": text("Participants by their position in the labour market when they came"),
        "education": text("Participants by education when they came"),
    }[divided.name]
    known = text.number(divided.known)
    return FigureBlock(
        key=f"outcomes-{divided.name}",
        headline=text(
            "The largest group is “{name}”: {share} of {number} participants",
            name=text.label("indicators", largest[1]),
            share=text.percent(largest[0]),
            number=known,
        )
        if largest
        else text("Not every part has been collected"),
        subtitle=subtitle(text("{measure}, shares of those whose answer is known", measure=measure), filtered, text),
        chart=chart,
        sentence=text(
            "These indicators divide the participants: nobody is in two of them, so they may be added. The answer is known of {known} participants; all participants are {everyone}.",
            known=known,
            everyone=text.number(divided.everyone),
        )
        if divided.known is not None
        else text("These indicators divide the participants, but not every part has been collected, so no shares are computed."),
        alt=text("One bar divided into parts. {parts}.", parts="; ".join(lines)),
        table=Table(
            measure,
            (Column(text("Indicator")), Column(text("Participants"), "people"), Column(text("Share"), "share"), *_gender_columns(text)),
            tuple((indicator_name(code, text), g.total, divided.share(g), *g.counts) for code, g in divided.parts),
            (text("Total"), divided.known, None, *(_sum(g.counts[n] for _, g in divided.parts) for n in range(len(GENDERS)))),
            codes=tuple(code for code, _ in divided.parts),
        ),
        ledger=people_ledger(by="indicators"),
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _part_words(code: str, genders: Genders, divided: Partition, text: Text) -> str:
    name = indicator_name(code, text)
    if genders.total is None:
        return text("{name}: not collected", name=name)
    if divided.share(genders) is None:
        return text("{name}: {value}", name=name, value=text.number(genders.total))
    return text("{name}: {share} ({count})", name=name, share=text.percent(divided.share(genders)), count=text.number(genders.total))


def complete_bars(records: CompleteRecords, text: Text, filtered: str | None = None) -> FigureBlock:
    """All participants beside those whose records are complete, of the projects that tell both."""
    names = [text("All participants"), text("Participants with complete records")]
    values = [records.everyone, records.complete]
    words = [
        text.number(records.everyone),
        text("{amount} ({share})", amount=text.number(records.complete), share=text.percent(records.share)),
    ]
    return FigureBlock(
        key="outcomes-complete",
        headline=text(
            "{share} of participants have complete records ({complete} of {everyone})",
            share=text.percent(records.share), complete=text.number(records.complete), everyone=text.number(records.everyone),
        ),
        subtitle=subtitle(text("All participants (EECO01) and those with complete records, cumulative"), filtered, text),
        chart=RowBars(
            names=names,
            series=[BarSeries(values=values, words=words, tones=("committed", "spent"))],
            office=TableBars((1,), ("line1",)),
        ),
        sentence=text.plural(
            "Only participants with complete records are reported to the Commission. {number} project has reported both counts.",
            "Only participants with complete records are reported to the Commission. {number} projects have reported both counts.",
            records.project_count,
        ),
        alt=text("Two bars: {everyone} participants in all, {complete} with complete records.", everyone=text.number(records.everyone), complete=text.number(records.complete)),
        table=Table(
            text("All participants and complete records"),
            (Column(text("Measure")), Column(text("Participants"), "people"), Column(text("Share"), "share")),
            ((names[0], records.everyone, None), (names[1], records.complete, records.share)),
        ),
        ledger=people_ledger("EECO01-COMPLETE"),
    )  # fmt: skip


# Result rates -------------------------------------------------------------------------


def rate_bars(rates: Sequence[ResultRate], text: Text, filtered: str | None = None) -> FigureBlock:
    """Results as shares of those who left; where a rate must not be computed, the reason stands instead."""
    names = [indicator_name(rate.code, text) for rate in rates]
    words = [rate_words(rate, text) for rate in rates]
    bars = BarSeries(
        values=[rate.share for rate in rates],
        words=["" if rate.share is None else word for rate, word in zip(rates, words, strict=True)],
        tone="spent",
        hover=[
            text("{name}: {value}, of {base}", name=name, value=word, base=base_words(rate.base, text))
            for rate, name, word in zip(rates, names, words, strict=True)
        ],
    )
    chart = RowBars(
        # A reason stands with the name, where it has the whole width.
        names=[text("{name}: {value}", name=n, value=w) if r.reason else n for r, n, w in zip(rates, names, words, strict=True)],
        series=[bars],
        # Numbers with their counts are long: bars take a good half of the width.
        reach=max([rate.share or 0 for rate in rates] + [0.01]) * 1.9,
        office=TableBars((1,), ("line1",)),
    )
    known = [rate for rate in rates if rate.share is not None]
    best = next((rate for rate in known if rate.code == "EECR04"), known[0] if known else None)
    return FigureBlock(
        key="outcomes-rates",
        headline=text("“{name}” was the result of {share} of the {number} who left", name=text.label("indicators", best.code), share=text.percent(best.share), number=text.number(best.left.total))
        if best
        else text("No result rate can be computed yet"),
        subtitle=subtitle(text("Results as shares of those who left, in projects that have ended"), filtered, text),
        chart=chart,
        sentence=text("The input does not count those who left. In a project that has ended everyone has left: so only projects that had ended by the day of their report are compared, and for results of six months later those that had ended six months before."),
        alt=text(
            "Bars of result rates. {bars}.",
            bars="; ".join(text("{name}: {value}", name=name, value=word) for name, word in zip(names, words, strict=True)),
        ),
        table=Table(
            text("Results, those they are compared with, and why some rates are not computed"),
            (
                Column(text("Indicator")), Column(text("Rate"), "share"), Column(text("With the result"), "people"), Column(text("Left"), "people"),
                Column(text("Women"), "share"), Column(text("Men"), "share"), Column(text("Projects"), "count"), Column(text("Compared with, or why there is no rate")),
            ),
            tuple(
                (
                    name, rate.share, rate.reached.total, rate.left.total, rate.gender_share("female"), rate.gender_share("male"), rate.project_count,
                    reason if (reason := word if rate.reason else "") else base_words(rate.base, text),
                )
                for rate, name, word in zip(rates, names, words, strict=True)
            ),
            codes=tuple(rate.code for rate in rates),
        ),
        not_shown=" ".join(
            filter(
                None,
                (
                    text("Projects still running and cancelled projects are not in the rates."),
                    definition_verdicts([rate.code for rate in known], text),
                ),
            )
        ),
        ledger=people_ledger(by="indicators", note=rates_note(rates, text)),
    )  # fmt: skip


# Over time ----------------------------------------------------------------------------


def indicator_trend(code: str, points: Sequence[PeoplePoint], text: Text, filtered: str | None = None) -> FigureBlock:
    """One indicator over cut-off dates, with the genders in the table.

    Args:
        code: The indicator.
        points: Not empty; oldest first; all with a code of null.
    """
    days = [point.day for point in points]
    totals = [point.genders.total for point in points]
    ticks = round_ticks(totals, whole=True)
    first, last = points[0], points[-1]
    name = indicator_name(code, text)
    return FigureBlock(
        key="outcomes-trend",
        headline=_indicator_headline(code, first.genders.total if len(points) > 1 else None, last.genders.total, text),
        subtitle=subtitle(text("{indicator} over reference dates, cumulative", indicator=name), filtered, text),
        chart=TimeLines(
            days=days,
            lines=[
                Course(
                    values=totals,
                    tone="spent",
                    sign_size=9,
                    hover=[text("{day}: {count}", day=text.date(p.day), count=text.number(p.genders.total)) for p in points],
                )
            ],
            ticks=ticks,
            tick_words=[text.number(tick) for tick in ticks],
            ends=[End(totals[-1] or 0, text.number(totals[-1]), "spent")],
            room=0.22,
            office=TableLines((1,), ("line1",)),
        ),
        sentence=text("Counts are cumulative: each point is everyone counted by its day, the latest report of each project once."),
        alt=text("A line over {count} dates. First {first}, last {last}.", count=text.number(len(days)), first=text.number(totals[0]), last=text.number(totals[-1])),
        table=Table(
            text("{indicator} over reference dates, cumulative", indicator=name),
            (Column(text("Date")), Column(text("Value"), "people"), *_gender_columns(text)),
            tuple((text.date(p.day), p.genders.total, *p.genders.counts) for p in points),
        ),
        ledger=people_ledger(code, history=True),
    )  # fmt: skip


def _indicator_headline(code: str, first: int | None, last: int | None, text: Text) -> str:
    """The value of an indicator, and the earlier one where it is known."""
    if first is None:
        return text("The indicator “{name}” is {last}", name=text.label("indicators", code), last=text.number(last))
    return text(
        "The indicator “{name}” is {last} (earlier {first})",
        name=text.label("indicators", code),
        last=text.number(last),
        first=text.number(first),
    )


def _changed(value: int | None, change: int | None, text: Text) -> str:
    """A value with its change since the earlier day, for example ``4 695 (+874)``."""
    if value is None or change is None:
        return text.number(value) if value is not None else ""
    return text("{amount} ({change})", amount=text.number(value), change=("+" if change > 0 else "") + text.number(change))


def compared_days(
    states: Mapping[str, tuple[Genders, ...]], earlier: date, later: date, text: Text, filtered: str | None = None
) -> FigureBlock:
    """Every indicator on two days: two bars each, and the change between them in the table.

    Args:
        states: Not empty; indicator → its value on the earlier and on the later day.
    """
    names = [indicator_name(code, text) for code in states]
    columns = [[genders[index].total for genders in states.values()] for index in (0, 1)]
    tones: tuple[Tone, Tone] = ("context", "committed")
    changes = [b - a if a is not None and b is not None else None for a, b in zip(*columns, strict=True)]
    everyone = [genders.total for genders in states.get("EECO01", ())]
    return FigureBlock(
        key="outcomes-compared",
        headline=_indicator_headline("EECO01", everyone[0], everyone[1], text)
        if everyone and everyone[1] is not None
        else text("Two dates side by side"),
        subtitle=subtitle(text("Indicators on {earlier} and {later}, cumulative", earlier=text.date(earlier), later=text.date(later)), filtered, text),
        chart=RowBars(
            names=names,
            series=[
                BarSeries(
                    values=values,
                    words=[_changed(value, change, text) for value, change in zip(values, changes, strict=True)] if is_later else (),
                    tone=tone,
                    hover=[text("{name}, {day}: {amount}", name=name, day=text.date(day), amount=text.number(value)) for name, value in zip(names, values, strict=True)],
                    thickness=14 if is_later else 10,
                    size=13,
                )
                for values, tone, day, is_later in zip(columns, tones, (earlier, later), (False, True), strict=True)
            ],
            key=(KeyEntry("context", text.date(earlier)), KeyEntry("committed", text.date(later))),
            office=TableBars((1, 2), ("context", "line1")),
        ),
        sentence=text("Both are cumulative states: their difference is what came between the two dates. Indicators overlap and are not added up."),
        alt=text("Two bars for each of {count} indicators, on {earlier} and {later}.", count=text.number(len(names)), earlier=text.date(earlier), later=text.date(later)),
        table=Table(
            text("Indicators on two dates, cumulative"),
            (Column(text("Indicator")), Column(text.date(earlier), "people"), Column(text.date(later), "people"), Column(text("Change"), "change")),
            tuple(zip(names, *columns, changes, strict=True)),
            codes=tuple(states),
        ),
        ledger=people_ledger(by="indicators", history=True),
    )  # fmt: skip


# Registered ---------------------------------------------------------------------------


@register_each({f"outcomes-{kind}": (kind,) for kind in ("targets", "results", "background", "organisations")})
def _indicators(reading: Reading, kind: str) -> FigureBlock | Lack:
    if not reading.counted:
        return nobody(reading)
    values = of_kind(kind, reading.indicators)
    if not values or kind == "organisations" and all(value.value is None for value in values):
        return Lack("indicator")
    return indicator_bars(values, kind, reading.text, reading.filtered)


@register_each({"outcomes-labour": ("labour",), "outcomes-education": ("education",)})
def _partition(reading: Reading, name: str) -> FigureBlock | Lack:
    divided = partition(reading.view, name) if reading.counted else None
    return partition_bar(divided, reading.text, reading.filtered) if divided else nobody(reading)


@register("outcomes-rates")
def _rates(reading: Reading) -> FigureBlock | Lack:
    return rate_bars(reading.result_rates, reading.text, reading.filtered) if reading.counted else nobody(reading)


@register("outcomes-complete")
def _complete(reading: Reading) -> FigureBlock | Lack:
    records = reading.complete_records if reading.counted else None
    return complete_bars(records, reading.text, reading.filtered) if records else nobody(reading)


@register("outcomes-trend")
def _trend(reading: Reading) -> FigureBlock | Lack:
    known = [value.code for value in reading.indicators if value.value is not None] if reading.counted else []
    if not known:
        return nobody(reading)
    asked = reading.choices.get("indicator")
    code = asked if asked in known else known[0]
    trend = reading.view.trend_of(code)
    points = () if trend is None else people_trend(trend, None, code)
    return indicator_trend(code, points, reading.text, reading.filtered) if points else Lack("indicator")


@register("outcomes-compared")
def _compared(reading: Reading) -> FigureBlock | Lack:
    days = reading.outcome_days if reading.counted else ()
    if len(days) < 2:
        return nobody(reading)
    later = _day(days[1:], reading.choices.get("later")) or days[-1]
    before = [day for day in days if day < later]
    earlier = _day(before, reading.choices.get("earlier")) or before[-1]
    states = indicator_states(reading.view, earlier, later)
    return compared_days(states, earlier, later, reading.text, reading.filtered) if states else Lack("indicator")


def _day(days: Sequence[date], asked: str | None) -> date | None:
    return next((day for day in days if day.isoformat() == asked), None)
