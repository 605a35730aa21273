"""Drawings of reach: people and projects by target group, and over time."""

from collections.abc import Mapping, Sequence

from analytics.counts import is_hidden
from analytics.funding import Part, ProjectsPoint, group_trend
from analytics.funding import parts as parts_of
from analytics.ledger import people_ledger, projects_ledger
from analytics.people import PeoplePart, PeoplePoint, people_parts, share_of
from analytics.people import people_trend as people_points
from analytics.reach import groups_of_persons
from presentation.block import FigureBlock
from presentation.charts.chart import BarSeries, RowBars, RowMark, TableBars
from presentation.figures.lines import grey_lines, lines, lines_alt, ranked
from presentation.figures.registry import Lack, nobody, register, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import division, heading, subtitle
from presentation.words.leading import participants_headline, projects_headline


def people_bars(
    parts: tuple[PeoplePart, ...],
    dimension: str,
    text: Text,
    filtered: str | None = None,
    *,
    targets: Mapping[str, int] | None = None,
) -> FigureBlock:
    """People reached by a dimension; a bar is missing where nothing was collected.

    Args:
        parts: Not empty; most people first.
        dimension: ``target_groups`` or ``regions``.
        targets: Code → the theme's own target, drawn as a mark on its bar; empty when the
            theme has set none, which is said; null where targets do not belong.
    """
    goals = [(targets or {}).get(part.code or "") for part in parts]
    is_whole = not any(is_hidden(part.genders.total) for part in parts)
    everyone = sum(part.genders.total or 0 for part in parts) if is_whole else 0
    names = [text.label(dimension, part.code) for part in parts]
    chart = _bars(
        names,
        [part.genders.total for part in parts],
        [_people(part.genders.total, text, everyone) for part in parts],
        [part.code is not None for part in parts],
        TableBars((1,), ("line1",)),
        text,
        goals,
    )
    return FigureBlock(
        key=f"people-{dimension.replace('_', '-')}",
        ledger=people_ledger(by=dimension),
        headline=headline
        if (headline := participants_headline(((part.code, part.genders.total) for part in parts), dimension, text))
        else text("No participants yet")
        if is_whole and not everyone
        else text("The projects' target groups are not known"),
        subtitle=subtitle(text("Participants {division} (EECO01), cumulative", division=division(dimension, text)), filtered, text),
        chart=chart,
        sentence=" ".join(
            filter(
                None,
                (
                    text.plural(
                        "{number} participant in all. Each person is counted in one part, so the parts add up.",
                        "{number} participants in all. Each person is counted in one part, so the parts add up.",
                        everyone,
                    )
                    if is_whole
                    else text("Some counts are not published, so that no total is reckoned here."),
                    _targets_sentence(targets, text),
                ),
            )
        ),
        alt=text(
            "Bars of participants {division}, most people first. {bars}.",
            division=division(dimension, text),
            bars=_words(names, [p.genders.total for p in parts], text),
        ),
        table=Table(
            text("Participants {division}", division=division(dimension, text)),
            (
                Column(heading(dimension, text)),
                Column(text("Participants"), "people"),
                Column(text("Share"), "share"),
                *((Column(text("Target"), "count"), Column(text("Share of the target"), "share")) if targets else ()),
            ),
            tuple(
                (
                    text.label(dimension, p.code),
                    p.genders.total,
                    share_of(p.genders.total, everyone),
                    *((goal, share_of(p.genders.total, goal)) if targets else ()),
                )
                for p, goal in zip(parts, goals, strict=True)
            ),
            (text("Total"), everyone if is_whole else None, None, *((None, None) if targets else ())),
            codes=tuple(p.code for p in parts),
        ),
        not_shown=_not_recorded(parts, dimension, text),
    )


def _targets_sentence(targets: Mapping[str, int] | None, text: Text) -> str:
    if targets is None:
        return ""
    if not targets:
        return text("No target has been set for the theme's target groups.")
    return text.plural(
        "The mark on a bar is the theme's target; {number} group has one.",
        "The mark on a bar is the theme's target; {number} groups have one.",
        len(targets),
    )


def _people(count: int | None, text: Text, everyone: int = 0) -> str:
    """A count, with its share where there is a whole; *not collected* is not zero."""
    if count is None:
        return text("not collected")
    share = share_of(count, everyone)
    if share is None:
        return text.number(count)
    return text("{amount} ({share})", amount=text.number(count), share=text.percent(share))


def _words(names: Sequence[str], values: Sequence[int | None], text: Text) -> str:
    """The first three bars in words."""
    pairs = list(zip(names, values, strict=True))[:3]
    return "; ".join(text("{name}: {count}", name=name, count=_people(value, text)) for name, value in pairs)


def _not_recorded(parts: tuple[PeoplePart, ...], dimension: str, text: Text) -> str | None:
    unknown = next((part.genders.total for part in parts if part.code is None), None)
    if not unknown:
        return None
    return text.plural(
        "For {number} participant this was not recorded; shown as “{name}”.",
        "For {number} participants this was not recorded; shown as “{name}”.",
        unknown,
        name=text.label(dimension, None),
    )


def projects_by_group(parts: tuple[Part, ...], text: Text, filtered: str | None = None) -> FigureBlock:
    """How many projects have declared each target group. Groups overlap."""
    parts = tuple(sorted(parts, key=lambda part: (part.code is None, -part.totals.project_count)))
    names = [text.label("target_groups", part.code) for part in parts]
    counts = [part.totals.project_count for part in parts]
    return FigureBlock(
        key="projects-target-groups",
        ledger=projects_ledger("projects", by="target_groups"),
        headline=projects_headline(((part.code, part.totals.project_count) for part in parts), "target_groups", text)
        or text("No target groups are known"),
        subtitle=subtitle(text("Projects by the target groups they have declared"), filtered, text),
        chart=_bars(
            names,
            counts,
            [text.number(count) for count in counts],
            [part.code is not None for part in parts],
            TableBars((1,), ("line1",)),
            text,
        ),
        sentence=text("A project may have several target groups and counts under each, so the bars must not be added up."),
        alt=text("Bars of projects by target group. {bars}.", bars=_words(names, counts, text)),
        table=Table(
            text("Projects and public funding by target group; a project may be in several"),
            (
                Column(text("Target group")),
                Column(text("Projects"), "count"),
                Column(text("Implementers"), "count"),
                Column(text("Committed, €"), "euros"),
            ),
            tuple(
                (
                    text.label("target_groups", p.code),
                    p.totals.project_count,
                    p.totals.implementer_count,
                    p.totals.planned.cents / 100 if p.totals.planned else None,
                )
                for p in parts
            ),
            codes=tuple(part.code for part in parts),
        ),
    )


def _bars(
    names: Sequence[str],
    values: Sequence[int | None],
    words: Sequence[str],
    known: Sequence[bool],
    office: TableBars,
    text: Text,
    goals: Sequence[int | None] = (),
) -> RowBars:
    """One bar a row with its number at the end; where there is no value, words and no bar."""
    bars = BarSeries(
        values=values,
        words=words,
        tones=["committed" if is_known else "not_known" for is_known in known],
        hover=[text("{name}: {count}", name=name, count=word) for name, word in zip(names, words, strict=True)],
    )
    marks = []
    if any(goals):
        hover = [text("{name}: target {count}", name=name, count=text.number(goal)) for name, goal in zip(names, goals, strict=True)]
        marks = [RowMark(values=goals, length=24, hover=hover)]
    return RowBars(names=names, series=[bars], marks=marks, office=office)


def people_trend(points: tuple[PeoplePoint, ...], dimension: str, text: Text, filtered: str | None = None) -> FigureBlock:
    """People over time: the five largest parts as named lines, the others in grey.

    Args:
        points: Not empty; oldest first.
        dimension: ``target_groups``, or ``all`` when there is one line.
    """

    def name(code: str | None) -> str:
        return text("All participants") if dimension == "all" else text.label(dimension, code)

    days, values = ranked((point.day, point.code, point.genders.total) for point in points)
    drawn = lines(values, days, name, text, unknown_last=dimension != "all")
    first, last = (sum(line[index] or 0 for line in values.values()) for index in (0, -1))
    # What is not published is in no sum: where something is not, it is said which part is largest.
    largest = None
    if any(is_hidden(line[index]) for line in values.values() for index in (0, -1)):
        largest = participants_headline([(code, line[-1]) for code, line in values.items()], dimension, text)
    return FigureBlock(
        key=f"people-trend-{dimension.replace('_', '-')}",
        ledger=people_ledger(by=None if dimension == "all" else dimension, history=True),
        headline=largest
        or text(
            "The number of participants is {last} ({day}: {first})",
            first=text.number(first),
            last=text.number(last),
            day=text.date(days[0]),
        )
        if len(days) > 1
        else text("There were {count} participants on the one date that is known", count=text.number(last)),
        subtitle=subtitle(text("Participants over time (EECO01), cumulative"), filtered, text),
        chart=drawn.chart,
        sentence=text(
            "Each point is the cumulative number on its day: the latest report of each project counts once, and points are not added up."
        ),
        alt=lines_alt(drawn, days, text),
        table=Table(
            text("Participants over time, cumulative"),
            (
                Column(heading(dimension, text) if dimension != "all" else text("Measure")),
                *(Column(text.date(day), "people") for day in days),
            ),
            tuple((name(code), *line) for code, line in values.items()),
            codes=tuple(values) if dimension != "all" else (),
        ),
        only_in_table=grey_lines(drawn.others, text),
    )


def projects_trend(points: tuple[ProjectsPoint, ...], text: Text, filtered: str | None = None) -> FigureBlock:
    """Projects by target group in each delivery. Groups overlap, so lines are never added.

    Args:
        points: Not empty; oldest first.
    """

    def name(code: str | None) -> str:
        return text.label("target_groups", code)

    days, values = ranked((point.day, point.code, point.project_count) for point in points)
    drawn = lines(values, days, name, text)
    return FigureBlock(
        key="projects-trend-target-groups",
        ledger=projects_ledger("projects", by="target_groups", history=True),
        headline=projects_headline(((code, line[-1]) for code, line in values.items()), "target_groups", text)
        or text("No target groups are known"),
        subtitle=subtitle(text("Projects by declared target group in each delivery"), filtered, text),
        chart=drawn.chart,
        sentence=text("A project may have several target groups and counts under each, so the lines must not be added up."),
        alt=lines_alt(drawn, days, text),
        table=Table(
            text("Projects by target group in each delivery; a project may be in several"),
            (Column(text("Target group")), *(Column(text.date(day), "count") for day in days)),
            tuple((name(code), *line) for code, line in values.items()),
            codes=tuple(values),
        ),
        only_in_table=grey_lines(drawn.others, text),
    )


# Registered ---------------------------------------------------------------------------


@register("people-target-groups")
def _groups(reading: Reading) -> FigureBlock | Lack:
    if reading.participants is None:
        return nobody(reading)
    theme = reading.text.theme
    people = people_parts(reading.participants, "target_group", every=groups_of_persons(theme, reading.filters))
    return people_bars(people, "target_groups", reading.text, reading.filtered, targets=theme.group_targets)


@register("people-regions")
def _regions(reading: Reading) -> FigureBlock | Lack:
    people = () if reading.participants is None else people_parts(reading.participants, "region")
    return people_bars(people, "regions", reading.text, reading.filtered) if people else nobody(reading)


@register_each({"people-trend-target-groups": ("target_group", "target_groups"), "people-trend-regions": ("region", "regions")})
def _people_trend(reading: Reading, column: str, kind: str) -> FigureBlock | Lack:
    trend = reading.view.people_trend if reading.participants is not None else None
    points = () if trend is None else people_points(trend, column)
    if not points:
        return nobody(reading)
    if not reading.view.tells_past(point.day for point in points):
        return Lack("past")
    return people_trend(points, kind, reading.text, reading.filtered)


@register("projects-target-groups")
def _projects(reading: Reading) -> FigureBlock | Lack:
    if not reading.view.theme_known:
        return Lack("theme")
    return projects_by_group(parts_of(reading.view.rows, "target_groups"), reading.text, reading.filtered)


@register("projects-trend-target-groups")
def _projects_trend(reading: Reading) -> FigureBlock | Lack:
    if not reading.view.theme_known:
        return Lack("theme")
    return projects_trend(group_trend(reading.history), reading.text, reading.filtered)
