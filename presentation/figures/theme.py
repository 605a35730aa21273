"""Drawings of the theme's own questions: sub-themes, promises, outcomes beside cooperation with workplaces."""

from collections.abc import Sequence

from analytics.funding import Part
from analytics.funding import parts as parts_of
from analytics.ledger import people_ledger, projects_ledger
from analytics.people import PeoplePart, people_by_subtheme
from analytics.promises import (
    BROKEN,
    KEPT,
    STATES,
    UNKNOWN,
    PromiseCount,
    PromiseOutcomes,
    PromisePoint,
    promise_counts,
    promise_trend,
    workplace_outcomes,
)
from presentation.block import FigureBlock
from presentation.charts.chart import (
    LINE_ROLES,
    BarSeries,
    Course,
    End,
    KeyEntry,
    RowBars,
    ShareBars,
    SharePart,
    TableBars,
    TableLines,
    TimeLines,
    Tone,
)
from presentation.charts.style import SIGNS as POINT_SIGNS
from presentation.charts.style import WRITTEN_SIGNS
from presentation.figures.registry import Lack, register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import subtitle, with_count
from presentation.words.leading import projects_headline
from presentation.words.outcomes import indicator_name, rate_words, rates_note
from presentation.words.theme import SIGNS, promises_note, promises_sentence, state_words, workplace_caution

#: Tones of the answers, and of projects, money and people in the drawing of sub-themes.
_STATE_TONES: dict[str, Tone] = {KEPT: "kept", BROKEN: "broken", UNKNOWN: "not_told"}
_RATE_TONES: dict[str, Tone] = {KEPT: "spent", BROKEN: "chosen", UNKNOWN: "context"}
_KINDS: tuple[Tone, ...] = ("context", "committed", "spent")
#: A part of a bar that has room for its count, on a phone.
_ROOMY = 0.09


def subtheme_rows(parts: Sequence[Part], people: Sequence[PeoplePart] | None, text: Text, filtered: str | None = None) -> FigureBlock:
    """Projects, committed money and participants of each sub-theme: each kind against its own largest.

    Args:
        parts: Not empty; projects and money by sub-theme, which overlap.
        people: Participants by sub-theme; null when people are not counted by project.
    """
    order = {topic.code: number for number, topic in enumerate(text.theme.subthemes)}
    parts = sorted(parts, key=lambda part: (part.code is None, order.get(part.code or "", 99)))
    names = [_name(part.code, text) for part in parts]
    kinds: list[tuple[str, Sequence[int | None], list[str]]] = [
        (text("Projects"), [part.totals.project_count for part in parts], [text.number(part.totals.project_count) for part in parts]),
        (
            text("Committed"),
            [part.totals.planned.cents if part.totals.planned else None for part in parts],
            [text.millions(part.totals.planned) for part in parts],
        ),
    ]
    reached = {part.code: part.genders.total for part in people or ()}
    if people is not None:
        counted = [reached.get(part.code) for part in parts]
        kinds.append((text("Participants"), counted, [text("not collected") if count is None else text.number(count) for count in counted]))
    chart = RowBars(
        names=names,
        series=[
            BarSeries(
                values=[_part_of_largest(value, values) for value in values],
                words=words,
                tone=tone,
                hover=[text("{name}: {value}", name=f"{row}, {name}", value=word) for row, word in zip(names, words, strict=True)],
                thickness=13,
                space=14,
                size=12,
            )
            for tone, (name, values, words) in zip(_KINDS, kinds, strict=False)
        ],
        key=[KeyEntry(tone, name) for tone, (name, *_) in zip(_KINDS, kinds, strict=False)],
        reach=1.42,
        office=TableBars((1,), ("line1",)),
    )
    bars = "; ".join(
        text("{name}: {count}", name=name, count=text.plural("{number} project", "{number} projects", part.totals.project_count))
        for name, part in list(zip(names, parts, strict=True))[:3]
    )
    return FigureBlock(
        key="theme-subthemes",
        headline=projects_headline(((part.code, part.totals.project_count) for part in parts), "subthemes", text)
        or text("The sub-themes of the projects are not known"),
        subtitle=subtitle(
            text("Projects and committed public funding by sub-theme") if people is None else text("Projects, committed public funding and participants by sub-theme"), filtered, text
        ),
        chart=chart,
        sentence=text("A project may carry out several sub-themes and counts with all of its funding under each, so the sub-themes must not be added up. Each kind of bar is drawn relative to the largest of its kind.")
        if people is None
        else text("A project may carry out several sub-themes and counts in full under each, so the sub-themes must not be added up. Each kind of bar is drawn relative to the largest of its kind."),
        alt=text("Bars of projects and money for each of {count} sub-themes. {bars}.", count=text.number(len(parts)), bars=bars)
        if people is None
        else text("Bars of projects, money and participants for each of {count} sub-themes. {bars}.", count=text.number(len(parts)), bars=bars),
        table=Table(
            text("Sub-themes: projects and public funding; a project may be in several")
            if people is None
            else text("Sub-themes: projects, public funding and participants; a project may be in several"),
            (
                Column(text("Sub-theme")), Column(text("Projects"), "count"), Column(text("Implementers"), "count"),
                Column(text("Committed, €"), "euros"), Column(text("Spent, €"), "euros"), Column(text("Participants"), "people"),
            ),
            tuple(
                (
                    name, part.totals.project_count, part.totals.implementer_count,
                    part.totals.planned.cents / 100 if part.totals.planned else None,
                    part.totals.actual.cents / 100 if part.totals.actual else None,
                    reached.get(part.code),
                )
                for name, part in zip(names, parts, strict=True)
            ),
            codes=tuple(part.code for part in parts),
        ),
        ledger=projects_ledger("projects", "planned_public", by="subthemes"),
    )  # fmt: skip


def _name(code: str | None, text: Text) -> str:
    name = text.label("subthemes", code)
    return name if code is None else text("{code}. {name}", code=code, name=name)


def _part_of_largest(value: int | None, values: Sequence[int | None]) -> float | None:
    largest = max((other for other in values if other), default=0)
    return max(0, value) / largest if value is not None and largest else None


def promise_bars(counts: Sequence[PromiseCount], text: Text, filtered: str | None = None) -> FigureBlock:
    """Each promise as one bar of all projects: kept, not kept, not known.

    Args:
        counts: Not empty, with at least one project.
    """
    names = [text.label("promises", count.code) for count in counts]
    words = [
        text(
            "{name}: {kept} in the plan, {not_kept} not in the plan, {unknown} not known",
            name=name, kept=text.number(count.kept), not_kept=text.number(count.not_kept), unknown=text.number(count.not_known),
        )
        for name, count in zip(names, counts, strict=True)
    ]  # fmt: skip
    numbers = {KEPT: "kept", BROKEN: "not_kept", UNKNOWN: "not_known"}

    def share(count: PromiseCount, state: str) -> float:
        return getattr(count, numbers[state]) / count.project_count if count.project_count else 0

    parts = [
        SharePart(
            _STATE_TONES[state],
            f"{SIGNS[state]} {state_words(state, text)}",
            [share(count, state) for count in counts],
            [text.number(getattr(count, numbers[state])) if share(count, state) >= _ROOMY else "" for count in counts],
            [
                text("{name}: {value}", name=f"{name}, {state_words(state, text)}", value=text.number(getattr(count, numbers[state])))
                for name, count in zip(names, counts, strict=True)
            ],
        )
        for state in STATES
    ]
    office = TableBars((1, 2, 3), ("line1", "line5", "context"), stacked=True)
    chart = ShareBars(names=words, parts=parts, thickness=22, size=14, office=office)
    everywhere = sum(count.kept for count in counts)
    whole = sum(count.project_count for count in counts)
    return FigureBlock(
        key="theme-promises",
        headline=text("{share} of the theme's expectations are in the projects' plans", share=text.percent(everywhere / whole if whole else None)),
        subtitle=subtitle(text("Projects by each of the theme's expectations: in the plan, not in the plan, not known"), filtered, text),
        chart=chart,
        sentence=promises_sentence(counts, text),
        alt=text(
            "A bar of all projects for each of {count} expectations. {bars}.",
            count=text.number(len(counts)),
            bars="; ".join(words),
        ),
        table=Table(
            text("Projects by expectation"),
            (Column(text("Expectation")), *(Column(state_words(state, text).capitalize(), "count") for state in STATES), Column(text("Projects"), "count")),
            tuple((name, count.kept, count.not_kept, count.not_known, count.project_count) for name, count in zip(names, counts, strict=True)),
        ),
        not_shown=promises_note(text),
        ledger=projects_ledger("projects"),
    )  # fmt: skip


def promise_lines(points: Sequence[PromisePoint], text: Text, filtered: str | None = None) -> FigureBlock:
    """The share of projects known to keep each promise, over deliveries.

    Args:
        points: At least one, with at least one promise; oldest first.
    """
    days = [point.day for point in points]
    lines = [
        (text.label("promises", promise.code), tone, sign, [point.counts[number].kept_share for point in points])
        for number, (promise, tone, sign) in enumerate(zip(text.theme.promises, LINE_ROLES * 9, POINT_SIGNS * 9, strict=False))
    ]
    ticks = [0, 0.25, 0.5, 0.75, 1]
    # Names are long: they stand in full above the drawing, from the top line down.
    last = [(share, name, tone, WRITTEN_SIGNS[sign]) for name, tone, sign, shares in lines if (share := shares[-1]) is not None]
    last.sort(key=lambda line: -line[0])
    names = [text("{name} {share}", name=name, share=text.percent(share)) for share, name, *_ in last]
    ends = [End(share, text.percent(share), tone, sign) for share, _, tone, sign in last]

    def kept(point: PromisePoint) -> float | None:
        whole = sum(count.project_count for count in point.counts)
        return sum(count.kept for count in point.counts) / whole if whole else None

    return FigureBlock(
        key="theme-promises-trend",
        headline=text("{last} of the theme's expectations are in the projects' plans (earlier {first})", first=text.percent(kept(points[0])), last=text.percent(kept(points[-1])))
        if len(points) > 1 and kept(points[0]) is not None
        else text("{share} of the theme's expectations are in the projects' plans", share=text.percent(kept(points[-1]))),
        subtitle=subtitle(text("Share of projects with each expectation in their plan, by delivery"), filtered, text),
        chart=TimeLines(
            days=days,
            lines=[
                Course(
                    values=shares,
                    tone=tone,
                    sign=sign,
                    hover=[text("{name}, {day}: {amount}", name=name, day=text.date(day), amount=text.percent(share)) for day, share in zip(days, shares, strict=True)],
                )
                for name, tone, sign, shares in lines
            ],
            ticks=ticks,
            tick_words=[text.percent(tick) for tick in ticks],
            ends=ends,
            names=[KeyEntry(tone, words, sign) for (_, _, tone, sign), words in zip(last, names, strict=True)],
            room=0.22,
            office=TableLines(),
        ),
        sentence=text(
            "Each point is the state of one delivery over its projects, now {number}: the share may fall when new projects have not yet answered.",
            number=text.number(max(count.project_count for count in points[-1].counts)),
        ),
        alt=text("Lines for {count} expectations over {days} deliveries. On the last day: {names}.", count=text.number(len(lines)), days=text.number(len(days)), names="; ".join(names) or text("not known")),
        table=Table(
            text("Share of projects with each expectation in their plan"),
            (Column(text("Expectation")), *(Column(text.date(day), "share") for day in days)),
            tuple((name, *shares) for name, _, _, shares in lines),
        ),
        ledger=projects_ledger("projects", history=True),
    )  # fmt: skip


def _workplace_headline(one: PromiseOutcomes, text: Text) -> str:
    """Employment of those who left, in the first group of projects that can be told of."""
    state = {
        KEPT: text("cooperation with workplaces is in the plan"),
        BROKEN: text("cooperation with workplaces is not in the plan"),
        UNKNOWN: text("cooperation with workplaces is not known"),
    }[one.state]
    return text(
        "Where {state}, {share} of {number} who left were in employment",
        state=state,
        share=text.percent(one.rate.share),
        number=text.number(one.rate.left.total),
    )


def workplace_bars(answers: Sequence[PromiseOutcomes], text: Text, filtered: str | None = None) -> FigureBlock:
    """Employment of those who left, by what projects say of cooperation with workplaces; with its caution.

    Args:
        answers: Not empty; one entry for each state of the promise.
    """
    code = answers[0].rate.code
    names = [
        with_count(
            text.plural(
                "{state} · {number} project",
                "{state} · {number} projects",
                one.project_count,
                state=f"{SIGNS[one.state]} {state_words(one.state, text).capitalize()}",
            )
        )
        for one in answers
    ]
    words = [rate_words(one.rate, text) for one in answers]
    top = max([one.rate.share or 0 for one in answers] + [0.01])
    known = [one for one in answers if one.rate.share is not None]
    return FigureBlock(
        key="theme-workplaces",
        headline=text("In employment upon leaving, by cooperation with workplaces")
        if not known
        else _workplace_headline(known[0], text),
        subtitle=subtitle(text("{indicator}, of all participants of ended projects, by the project's answer on cooperation with workplaces", indicator=indicator_name(code, text)), filtered, text),
        chart=RowBars(
            # A reason stands with the name, where it has the whole width.
            names=[text("{name}: {value}", name=n, value=w) if o.rate.reason else n for o, n, w in zip(answers, names, words, strict=True)],
            series=[
                BarSeries(
                    values=[one.rate.share for one in answers],
                    words=["" if one.rate.share is None else word for one, word in zip(answers, words, strict=True)],
                    tones=[_RATE_TONES[one.state] for one in answers],
                )
            ],
            reach=top * 1.9,
            office=TableBars((6,), ("line1",)),
        ),
        sentence=workplace_caution(text),
        alt=text(
            "Bars by the project's answer on cooperation with workplaces. {bars}.",
            bars="; ".join(text("{name}: {value}", name=name, value=word) for name, word in zip(names, words, strict=True)),
        ),
        table=Table(
            text("Outcomes beside cooperation with workplaces"),
            (
                Column(text("Cooperation with workplaces")), Column(text("Projects"), "count"), Column(text("Participants"), "people"),
                Column(text("Projects compared"), "count"), Column(text("With the result"), "people"), Column(text("Left"), "people"), Column(text("Rate"), "share"),
            ),
            tuple(
                (state_words(one.state, text).capitalize(), one.project_count, one.participants.total, one.rate.project_count, one.rate.reached.total, one.rate.left.total, one.rate.share)
                for one in answers
            ),
        ),
        ledger=people_ledger(code, note=rates_note([one.rate for one in answers], text)),
    )  # fmt: skip


# Registered ---------------------------------------------------------------------------


@register("theme-subthemes")
def _subthemes(reading: Reading) -> FigureBlock | Lack:
    view = reading.view
    if not view.theme_known or not reading.text.theme.subthemes:
        return Lack("theme")
    people = people_by_subtheme(view.people, view.whole.code_subthemes) if view.people is not None and view.counts_by_project else None
    return subtheme_rows(parts_of(view.rows, "subthemes"), people, reading.text, reading.filtered)


@register("theme-promises")
def _promises(reading: Reading) -> FigureBlock | Lack:
    counts = promise_counts(reading.view) if reading.view.theme_known else ()
    return promise_bars(counts, reading.text, reading.filtered) if counts else Lack("theme")


@register("theme-promises-trend")
def _promises_trend(reading: Reading) -> FigureBlock | Lack:
    points = promise_trend(reading.history) if reading.view.theme_known and promise_counts(reading.view) else ()
    return promise_lines(points, reading.text, reading.filtered) if points else Lack("theme")


@register("theme-workplaces")
def _workplaces(reading: Reading) -> FigureBlock | Lack:
    answers = workplace_outcomes(reading.view) if reading.view.theme_known else ()
    if not answers:
        return Lack("outcomes" if reading.view.theme_known else "theme")
    return workplace_bars(answers, reading.text, reading.filtered)
