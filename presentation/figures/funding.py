"""Drawings of money: against the frame, by part, over deliveries. Public basis only."""

import plotly.graph_objects as go

from analytics.funding import Funding, Part, Totals, TrendPoint
from analytics.money import PublicMoney
from presentation.block import FigureBlock
from presentation.dimensions import division, heading, subtitle
from presentation.style import (
    COMMITTED,
    CONTEXT,
    OUTLINE,
    SPENT,
    TEXT,
    hidden_axis,
    layout,
    row_labels,
    rows_axis,
    rows_height,
    time_axis,
    value_axis,
    wrapped,
)
from presentation.tables import Column, Table
from presentation.text import Text


def _euros(money: PublicMoney | None) -> float | None:
    return money.cents / 100 if money else None


# Against the frame --------------------------------------------------------------------


def frame_bullet(result: Funding, text: Text, filtered: str | None = None) -> FigureBlock:
    """Frame, committed and spent on one axis."""
    committed, spent, frame = result.totals.planned, result.totals.actual, result.frame
    bars = [
        (name, money, share)
        for name, money, share in (
            (text("Frame"), frame, None),
            (text("Committed"), committed, result.committed_share),
            (text("Spent"), spent, result.spent_share),
        )
        if money is not None
    ]
    labels = [
        text("{name}: {amount} ({share} of the frame)", name=name, amount=text.millions(money), share=text.percent(share))
        if share is not None
        else text("{name}: {amount}", name=name, amount=text.millions(money))
        for name, money, share in bars
    ]
    colours = {text("Frame"): "rgba(0,0,0,0)", text("Committed"): COMMITTED, text("Spent"): SPENT}
    chart = go.Figure(
        go.Bar(
            x=[money.cents / 100 for _, money, _ in bars],
            y=list(range(len(bars))),
            orientation="h",
            width=0.36,
            marker={"color": [colours[name] for name, _, _ in bars], "line": {"color": [OUTLINE if name == text("Frame") else colours[name] for name, _, _ in bars], "width": 1.5}},
            hovertext=labels,
            hoverinfo="text",
        ),
        layout(
            text,
            rows_height(labels),
            xaxis=hidden_axis(rangemode="tozero"),
            yaxis=rows_axis(len(bars)),
            annotations=row_labels(labels),
        ),
    )
    rows = [(name, _euros(money), share) for name, money, share in bars]
    if result.left is not None:
        rows.append((text("Left of the frame"), _euros(result.left), result.left.share_of(frame)))
    return FigureBlock(
        key="funding-frame",
        headline=_frame_headline(result, text),
        subtitle=subtitle(
            text("Public funding (EU, state, municipal and other public money), {day}", day=text.date(result.as_of)),
            filtered,
            text,
        ),
        chart=chart,
        sentence=_frame_sentence(result, text),
        alt=text(
            "Bars on one axis. {bars}.",
            bars="; ".join(labels) or text("No amounts are known"),
        ),
        table=Table(
            text("Frame, committed and spent, public funding, euros"),
            (Column(text("Stage")), Column(text("Euros"), "euros"), Column(text("Share of the frame"), "share")),
            tuple(rows),
        ),
    )


def _frame_headline(result: Funding, text: Text) -> str:
    committed, spent = result.totals.planned, result.totals.actual
    if committed is None:
        return text("No committed money is known")
    if result.frame is None:
        return text("{amount} is committed", amount=text.millions(committed))
    if committed > result.frame:
        return text("More is committed than the frame: {share}", share=text.percent(result.committed_share))
    if spent is not None and spent > committed:
        return text("More is spent than committed")
    return text("{share} of the frame is committed", share=text.percent(result.committed_share))


def _frame_sentence(result: Funding, text: Text) -> str:
    committed, spent = result.totals.planned, result.totals.actual
    if result.frame is None:
        return text(
            "Committed {committed}, spent {spent}. The frame is the theme's: it is compared only when the theme's projects are known.",
            committed=text.euros(committed),
            spent=text.euros(spent),
        )
    return text(
        "Frame {frame}, committed {committed}, spent {spent}, left of the frame {left}.",
        frame=text.euros(result.frame),
        committed=text.euros(committed),
        spent=text.euros(spent),
        left=text.euros(result.left),
    )


# By part ------------------------------------------------------------------------------


def funding_parts(
    parts: tuple[Part, ...],
    dimension: str,
    text: Text,
    filtered: str | None = None,
    *,
    overlapping: bool = False,
    limit: int = 15,
) -> FigureBlock:
    """Committed and spent money by a dimension, as bars with the numbers at their ends.

    Args:
        parts: Not empty; in the order to show.
        dimension: Kind of label: ``regions``, ``authorities``, ``subthemes``,
            ``target_groups``, ``implementer_types`` or ``years``.
        overlapping: A project may stand in several parts: they are not summed.
        limit: Bars at most; the rest of a partition is summed into one bar.
    """
    shown = _limited(parts, limit, text, dimension, overlapping)
    names = [name for name, _, _ in shown]
    committed = [_euros(totals.planned) for _, totals, _ in shown]
    spent = [_euros(totals.actual) for _, totals, _ in shown]
    top = max((value for value in (*committed, *spent) if value is not None), default=0)
    labels = [
        wrapped(text("{name}: {amount}, spent {spent}", name=name, amount=text.millions(t.planned), spent=text.millions(t.actual)))
        for name, t, _ in shown
    ]
    y = list(range(len(shown)))
    known = [COMMITTED if known else CONTEXT for _, _, known in shown]
    chart = go.Figure(
        [
            go.Bar(x=committed, y=y, orientation="h", width=0.34, marker_color=known, hovertext=labels, hoverinfo="text"),
            go.Bar(x=spent, y=y, orientation="h", width=0.16, marker_color=SPENT, hovertext=labels, hoverinfo="text"),
        ],
        layout(
            text,
            rows_height(labels),
            barmode="overlay",
            xaxis=hidden_axis(range=[min(0, *(v or 0 for v in (*committed, *spent))), top * 1.02 or 1]),
            yaxis=rows_axis(len(shown)),
            annotations=row_labels(labels),
        ),
    )
    return FigureBlock(
        key=f"funding-{dimension.replace('_', '-')}",
        headline=_parts_headline(parts, dimension, text),
        subtitle=subtitle(
            text("Committed (wide bar) and spent (narrow bar) public funding {division}", division=division(dimension, text)),
            filtered,
            text,
        ),
        chart=chart,
        sentence=_parts_sentence(parts, overlapping, text),
        alt=text("Bars {division}, most money first. {bars}.", division=division(dimension, text), bars="; ".join(
            text("{name}: {amount}, spent {spent}", name=name, amount=text.millions(t.planned), spent=text.millions(t.actual))
            for name, t, _ in shown[:5]
        )),
        table=_parts_table(parts, dimension, overlapping, text),
        not_shown=_unknown_note(parts, dimension, text),
    )


def _limited(parts, limit: int, text: Text, dimension: str, overlapping: bool) -> list[tuple[str, Totals, bool]]:
    named = [(text.label(dimension, part.code), part.totals, part.code is not None) for part in parts]
    if len(named) <= limit or overlapping:
        return named[:limit]
    rest = [totals for _, totals, _ in named[limit - 1 :]]
    planned = [t.planned for t in rest if t.planned]
    actual = [t.actual for t in rest if t.actual]
    others = Totals(
        PublicMoney(sum(m.cents for m in planned)) if planned else None,
        PublicMoney(sum(m.cents for m in actual)) if actual else None,
        sum(t.project_count for t in rest),
        sum(t.implementer_count for t in rest),
    )
    return [*named[: limit - 1], (text.plural("{number} other", "{number} others", len(rest)), others, False)]


def _parts_headline(parts: tuple[Part, ...], dimension: str, text: Text) -> str:
    placed = [part for part in parts if part.code is not None and part.totals.planned]
    if not placed:
        return text("The division of money {division} is not known", division=division(dimension, text))
    top = max(placed, key=lambda part: part.totals.planned.cents)
    return text("Most funding: {name} ({amount})", name=text.label(dimension, top.code), amount=text.millions(top.totals.planned))


def _parts_sentence(parts: tuple[Part, ...], overlapping: bool, text: Text) -> str:
    amounts = sorted((part.totals.planned.cents for part in parts if part.totals.planned), reverse=True)
    if overlapping:
        return text("A project may stand in several parts, with all of its money in each: the parts must not be added.")
    if len(amounts) > 3 and sum(amounts):
        return text(
            "The three largest of {count} parts hold {share} of the committed money. The parts add up to the whole.",
            count=text.number(len(amounts)),
            share=text.percent(sum(amounts[:3]) / sum(amounts)),
        )
    return text("The parts add up to the whole.")


def _parts_table(parts: tuple[Part, ...], dimension: str, overlapping: bool, text: Text) -> Table:
    rows = tuple(
        (text.label(dimension, part.code), _euros(part.totals.planned), _euros(part.totals.actual), part.totals.project_count, part.totals.implementer_count)
        for part in parts
    )
    total = None
    if not overlapping:
        planned = [p.totals.planned.cents for p in parts if p.totals.planned]
        actual = [p.totals.actual.cents for p in parts if p.totals.actual]
        # Projects are not summed: a joint project may stand in several parts.
        total = (
            text("Total"),
            sum(planned) / 100 if planned else None,
            sum(actual) / 100 if actual else None,
            None,
            sum(part.totals.implementer_count for part in parts),
        )
    return Table(
        text("Public funding {division}, euros", division=division(dimension, text)),
        (
            Column(heading(dimension, text)),
            Column(text("Committed, €"), "euros"),
            Column(text("Spent, €"), "euros"),
            Column(text("Projects"), "count"),
            Column(text("Implementers"), "count"),
        ),
        rows,
        total,
    )


def _unknown_note(parts: tuple[Part, ...], dimension: str, text: Text) -> str | None:
    unknown = next((part for part in parts if part.code is None), None)
    if unknown is None:
        return None
    return text.plural(
        "{number} implementer row ({amount}) has no information for this division; it is shown as “{name}”.",
        "{number} implementer rows ({amount}) have no information for this division; they are shown as “{name}”.",
        unknown.totals.implementer_count,
        amount=text.millions(unknown.totals.planned),
        name=text.label(dimension, None),
    )


# Over deliveries ----------------------------------------------------------------------


def funding_trend(points: tuple[TrendPoint, ...], text: Text, filtered: str | None = None) -> FigureBlock:
    """Committed and spent money in each delivery, with the frame of the day."""
    days = [point.as_of for point in points]
    series = [
        (text("Committed"), COMMITTED, "circle", "solid", [_euros(point.totals.planned) for point in points]),
        (text("Spent"), SPENT, "diamond", "solid", [_euros(point.totals.actual) for point in points]),
        (text("Frame"), OUTLINE, "line-ew", "dot", [_euros(point.frame) for point in points]),
    ]
    series = [line for line in series if any(value is not None for value in line[4])]
    million = 1_000_000
    traces = [
        go.Scatter(
            x=days,
            y=[None if value is None else value / million for value in values],
            name=name,
            mode="lines" if name == text("Frame") else "lines+markers",
            line={"color": colour, "width": 1.5 if dash == "dot" else 3, "dash": dash},
            marker={"symbol": symbol, "size": 8},
            hovertext=[
                text("{name}, {day}: {amount}", name=name, day=text.date(day), amount=text.euros(_money(value)))
                for day, value in zip(days, values, strict=True)
            ],
            hoverinfo="text",
        )
        for name, colour, symbol, dash, values in series
    ]
    annotations = [
        {
            "x": days[-1], "y": values[-1] / million, "text": text("{name} {amount}", name=name, amount=text.millions(_money(values[-1]))),
            "showarrow": False, "xanchor": "right", "yanchor": "bottom", "yshift": 6, "font": {"size": 14, "color": TEXT},
        }
        for name, _, _, _, values in series
        if values[-1] is not None
    ]  # fmt: skip
    chart = go.Figure(
        traces,
        layout(
            text,
            340,
            margin={"l": 4, "r": 16, "t": 28, "b": 8},
            xaxis=time_axis(tickvals=days[:: max(1, len(days) // 4)], ticktext=[text.month(day) for day in days[:: max(1, len(days) // 4)]]),
            yaxis=value_axis(ticksuffix="\u00a0" + text("M€")),
            annotations=annotations,
        ),
    )
    first, last = points[0], points[-1]
    return FigureBlock(
        key="funding-trend",
        headline=_trend_headline(points, text),
        subtitle=subtitle(text("Committed and spent public funding in each delivery, cumulative"), filtered, text),
        chart=chart,
        sentence=text("A trend needs at least two deliveries.")
        if len(points) < 2
        else text(
            "From {first} to {last}, committed went from {committed_before} to {committed_after} and spent from {spent_before} to {spent_after}. Each point is the state on its day: points are not added.",
            first=text.date(first.as_of),
            last=text.date(last.as_of),
            committed_before=text.millions(first.totals.planned),
            committed_after=text.millions(last.totals.planned),
            spent_before=text.millions(first.totals.actual),
            spent_after=text.millions(last.totals.actual),
        ),
        alt=text("Lines over {count} deliveries. {ends}.", count=text.number(len(points)), ends="; ".join(note["text"] for note in annotations)),
        table=Table(
            text("Public funding by delivery, euros"),
            (Column(text("Date")), Column(text("Committed, €"), "euros"), Column(text("Spent, €"), "euros"), Column(text("Frame, €"), "euros"), Column(text("Projects"), "count")),
            tuple(
                (text.date(p.as_of), _euros(p.totals.planned), _euros(p.totals.actual), _euros(p.frame), p.totals.project_count)
                for p in points
            ),
        ),
    )


def _money(euros: float | None) -> PublicMoney | None:
    return None if euros is None else PublicMoney(round(euros * 100))


def _trend_headline(points: tuple[TrendPoint, ...], text: Text) -> str:
    known = [point for point in points if point.totals.planned]
    if len(known) < 2:
        return text("One delivery: no trend yet")
    change = known[-1].totals.planned - known[-2].totals.planned
    since = text.date(known[-2].as_of)
    if change.cents > 0:
        return text("Committed money grew by {amount} since {day}", amount=text.millions(change), day=since)
    if change.cents < 0:
        return text("Committed money fell by {amount} since {day}", amount=text.millions(PublicMoney(-change.cents)), day=since)
    return text("Committed money has not changed since {day}", day=since)


