"""Drawings of reach: people and projects by target group, and over time."""

import plotly.graph_objects as go

from analytics.funding import Part
from analytics.people import PeoplePart, PeoplePoint
from presentation.block import FigureBlock
from presentation.dimensions import division, heading, subtitle
from presentation.style import COMMITTED, CONTEXT, LINES, hidden_axis, layout, plain, row_labels, rows_axis, rows_height, time_axis, value_axis, wrapped
from presentation.tables import Column, Table
from presentation.text import Text


def people_bars(
    parts: tuple[PeoplePart, ...], dimension: str, text: Text, filtered: str | None = None
) -> FigureBlock:
    """People reached by a dimension; a bar is missing where nothing was collected.

    Args:
        parts: Not empty; most people first.
        dimension: ``target_groups`` or ``regions``.
    """
    labels = [
        wrapped(text("{name}: {count}", name=text.label(dimension, part.code), count=_people(part.genders.total, text)))
        for part in parts
    ]
    chart = _bars(labels, [part.genders.total for part in parts], [part.code is not None for part in parts], text)
    everyone = sum(part.genders.total or 0 for part in parts)
    named = [part for part in parts if part.code is not None and part.genders.total]
    return FigureBlock(
        key=f"people-{dimension.replace('_', '-')}",
        headline=text("Most people reached: {name} ({count})", name=text.label(dimension, named[0].code), count=text.number(named[0].genders.total))
        if named
        else text("It is not known whom the projects reach"),
        subtitle=subtitle(text("Participants {division} (EECO01), cumulative", division=division(dimension, text)), filtered, text),
        chart=chart,
        sentence=text.plural(
            "{number} participant in all. Each person is counted in one part, so the parts add up.",
            "{number} participants in all. Each person is counted in one part, so the parts add up.",
            everyone,
        ),
        alt=text("Bars of participants {division}, most people first. {bars}.", division=division(dimension, text), bars="; ".join(label.replace("<br>", " ") for label in labels[:5])),
        table=Table(
            text("Participants {division}", division=division(dimension, text)),
            (Column(heading(dimension, text)), Column(text("Participants"), "count"), Column(text("Share"), "share")),
            tuple(
                (text.label(dimension, p.code), p.genders.total, p.genders.total / everyone if everyone and p.genders.total is not None else None)
                for p in parts
            ),
            (text("Total"), everyone, None),
        ),
        not_shown=_not_recorded(parts, dimension, text),
    )


def _people(count: int | None, text: Text) -> str:
    return text("not collected") if count is None else text.number(count)


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
    labels = [
        wrapped(text("{name}: {count}", name=text.label("target_groups", part.code), count=text.number(part.totals.project_count)))
        for part in parts
    ]
    named = [part for part in parts if part.code is not None]
    return FigureBlock(
        key="projects-target-groups",
        headline=text("Most projects: {name} ({value})", name=text.label("target_groups", named[0].code), value=text.number(named[0].totals.project_count))
        if named
        else text("No target groups are known"),
        subtitle=subtitle(text("Projects by the target groups they have declared"), filtered, text),
        chart=_bars(labels, [part.totals.project_count for part in parts], [part.code is not None for part in parts], text),
        sentence=text("A project may have several target groups and stands in each: the bars must not be added."),
        alt=text("Bars of projects by target group. {bars}.", bars="; ".join(label.replace("<br>", " ") for label in labels[:5])),
        table=Table(
            text("Projects and public funding by target group; a project may stand in several"),
            (Column(text("Target group")), Column(text("Projects"), "count"), Column(text("Implementers"), "count"), Column(text("Committed, €"), "euros")),
            tuple(
                (
                    text.label("target_groups", p.code),
                    p.totals.project_count,
                    p.totals.implementer_count,
                    p.totals.planned.cents / 100 if p.totals.planned else None,
                )
                for p in parts
            ),
        ),
    )


def _bars(labels: list[str], values: list[int | None], known: list[bool], text: Text) -> go.Figure:
    return go.Figure(
        go.Bar(
            x=values,
            y=list(range(len(values))),
            orientation="h",
            width=0.34,
            marker_color=[COMMITTED if is_known else CONTEXT for is_known in known],
            hovertext=labels,
            hoverinfo="text",
        ),
        layout(
            text,
            rows_height(labels),
            xaxis=hidden_axis(rangemode="tozero"),
            yaxis=rows_axis(len(values)),
            annotations=row_labels(labels),
        ),
    )


def people_trend(
    points: tuple[PeoplePoint, ...], dimension: str, text: Text, filtered: str | None = None
) -> FigureBlock:
    """People over time: the five largest parts as labelled lines, the others in grey.

    Args:
        points: Not empty; oldest first.
        dimension: ``target_groups``, or ``all`` when there is one line.
    """
    days = sorted({point.day for point in points})
    by_code: dict[str | None, dict] = {}
    for point in points:
        by_code.setdefault(point.code, {})[point.day] = point.genders.total

    def name(code: str | None) -> str:
        return text("All participants") if dimension == "all" else text.label(dimension, code)

    ranked = sorted(by_code, key=lambda code: -(by_code[code].get(days[-1]) or 0))
    named = [code for code in ranked if code is not None or dimension == "all"][: len(LINES)]
    colours = dict(zip(named, LINES, strict=False))
    traces, labels = [], []
    for code in reversed(ranked):
        values = [by_code[code].get(day) for day in days]
        colour = colours.get(code, CONTEXT)
        traces.append(
            go.Scatter(
                x=days,
                y=values,
                mode="lines+markers",
                line={"color": colour, "width": 3 if code in colours else 1.5},
                marker={"size": 7},
                hovertext=[
                    plain(text("{name}, {day}: {amount}", name=name(code), day=text.date(day), amount=_people(value, text)))
                    for day, value in zip(days, values, strict=True)
                ],
                hoverinfo="text",
            )
        )
        if code in colours and values[-1] is not None:
            labels.append((values[-1], code, colour))
    first = sum(by_code[code].get(days[0]) or 0 for code in by_code)
    last = sum(by_code[code].get(days[-1]) or 0 for code in by_code)
    chart = go.Figure(
        traces,
        layout(
            text,
            380,
            margin={"l": 4, "r": 12, "t": 24, "b": 8},
            xaxis=time_axis(tickvals=days[:: max(1, len(days) // 4)], ticktext=[text.month(day) for day in days[:: max(1, len(days) // 4)]]),
            yaxis=value_axis(),
            annotations=_apart(labels, days[-1], max((v for v, *_ in labels), default=1), name),
        ),
    )
    return FigureBlock(
        key=f"people-trend-{dimension.replace('_', '-')}",
        headline=text("Participants from {first} to {last} since {day}", first=text.number(first), last=text.number(last), day=text.date(days[0])),
        subtitle=subtitle(text("Participants over time (EECO01), cumulative"), filtered, text),
        chart=chart,
        sentence=text("Each point is the cumulative number on its day: the latest report of each project counts once, and points are not added."),
        alt=text("Lines of participants over {count} dates. Largest on the last date: {names}.", count=text.number(len(days)), names=text.list_of([name(code) for code in named[:3]])),
        table=Table(
            text("Participants over time, cumulative"),
            (Column(heading(dimension, text) if dimension != "all" else text("Measure")), *(Column(text.date(day), "count") for day in days)),
            tuple((name(code), *(by_code[code].get(day) for day in days)) for code in ranked),
        ),
    )


def _apart(labels: list, day, top: float, name) -> list[dict]:
    """Labels at the ends of lines, pushed apart so that none covers another."""
    least = top * 0.085
    placed, previous = [], -least
    for value, code, colour in sorted(labels, key=lambda label: label[0]):
        height = max(value, previous + least)
        previous = height
        placed.append(
            {"x": day, "y": height, "text": f"<b>{plain(name(code))}</b>", "showarrow": False, "xanchor": "right", "yanchor": "bottom", "xshift": -4, "yshift": 2, "font": {"size": 14, "color": colour}}
        )
    return placed
