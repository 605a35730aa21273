"""Drawings of the theme's money: against the frame, and over deliveries. Public basis only."""

from analytics.funding import Funding, TrendPoint
from analytics.ledger import money_ledger
from analytics.money import PublicMoney
from presentation.amounts import euros_of, money_words
from presentation.block import FigureBlock
from presentation.chart import Chart, bar, scatter
from presentation.dimensions import subtitle
from presentation.native import NativeBullet, NativeLines
from presentation.style import (
    COMMITTED,
    LINES_HEIGHT,
    LINES_MARGIN,
    OUTLINE,
    SPENT,
    End,
    axis_unit,
    coloured,
    end_names,
    hidden_axis,
    layout,
    note,
    plain,
    round_ticks,
    time_axis,
    value_axis,
)
from presentation.tables import Column, Table
from presentation.text import Text

# Against the frame --------------------------------------------------------------------

_FRAME_TOP, _FRAME_BAR, _FRAME_LINE = 26, 48, 24
#: A part of a bar that has room for its share, on a phone.
_ROOMY = 0.13


def frame_bullet(result: Funding, text: Text, filtered: str | None = None) -> FigureBlock:
    """Frame, committed, spent and what is left on one axis, each with its amount at its end.

    Args:
        result: The theme's money; whatever of it is not known is left out of the drawing.
    """
    frame, left = result.frame, result.left
    stages = [
        (text("Committed"), result.totals.planned, result.committed_share),
        (text("Spent"), result.totals.actual, result.spent_share),
    ]
    table_rows = [(text("Frame"), euros_of(frame), None)] if frame else []
    table_rows += [(name, euros_of(money), share) for name, money, share in stages]
    if left is not None:
        name = text("Above the frame") if left.cents < 0 else text("Left of the frame")
        stages.append((name, PublicMoney(abs(left.cents)), abs(left.share_of(frame)) if frame.cents else None))
        table_rows.append((text("Left of the frame"), euros_of(left), left.share_of(frame)))
    ends = [text("{name}: {amount}", name=name, amount=_amount(money, share, text)) for name, money, share in stages]
    return FigureBlock(
        key="funding-frame",
        headline=_frame_headline(result, text),
        subtitle=subtitle(
            text("Public funding (EU, state, municipal and other public money), {day}", day=text.date(result.as_of)),
            filtered,
            text,
        ),
        chart=_bullet(result, stages, text),
        sentence=_frame_sentence(result, text),
        alt=text("The frame as an outline, and in it bars of committed and spent money. {ends}.", ends="; ".join(ends)),
        table=Table(
            text("Frame, committed and spent, public funding, euros"),
            (Column(text("Stage")), Column(text("Euros"), "euros"), Column(text("Share of the frame"), "share")),
            tuple(table_rows),
        ),
        ledger=money_ledger("frame", "planned_public", "actual_public", "left"),
        native=NativeBullet(euros_of(frame), euros_of(result.totals.planned), euros_of(result.totals.actual)),
    )


def _amount(money: PublicMoney | None, share: float | None, text: Text) -> str:
    if money is None:
        return text("not known")
    if share is None:
        return text.millions(money)
    return text("{amount} ({share})", amount=text.millions(money), share=text.percent(share))


def _bullet(result: Funding, stages: list[tuple], text: Text) -> Chart:
    committed, spent, frame = euros_of(result.totals.planned), euros_of(result.totals.actual), euros_of(result.frame)
    known = [value for value in (committed, spent, frame) if value is not None]
    high, low = max(0, *known, 0) or 1, min(0, *known, 0)
    top = 4 if frame is None else _FRAME_TOP
    middle = top + _FRAME_BAR / 2
    words = [plain(text("{name}: {amount}", name=name, amount=_amount(money, share, text))) for name, money, share in stages]
    bars = [
        bar(
            x=[value],
            y=[middle],
            width=width,
            orientation="h",
            marker={"color": colour},
            # Written inside the end of the bar, where no other bar lies on it.
            text=[text.percent(share)] if share is not None and value - under >= _ROOMY * (high - low) else None,
            textposition="inside",
            insidetextanchor="end",
            constraintext="none",
            textangle=0,
            insidetextfont={"size": 14, "color": colour_of_text},
            hovertext=[line],
            hoverinfo="text",
        )
        for value, share, under, width, colour, colour_of_text, line in (
            (committed, stages[0][2], spent or 0, _FRAME_BAR - 8, COMMITTED, "#101418", words[0]),
            (spent, stages[1][2], 0, 20, SPENT, "#ffffff", words[1]),
        )
    ]
    notes, shapes = [], []
    if frame is not None:
        shapes.append(_box(0, frame, top, top + _FRAME_BAR))
        label = text("{name}: {amount}", name=text("Frame"), amount=text.millions(result.frame))
        at_end = frame > high / 2
        notes.append(note(plain(label), x=frame, y=0, yanchor="top", xanchor="right" if at_end else "left"))
    y = top + _FRAME_BAR + 10
    for line, sign in zip(words, (coloured(COMMITTED, ""), coloured(SPENT, ""), coloured(OUTLINE, "", "□")), strict=False):
        notes.append(note(sign + line, x=0, xref="paper", y=y, xanchor="left", yanchor="top", xshift=-1))
        y += _FRAME_LINE
    return Chart(
        bars,
        layout(
            text,
            y + 8,
            barmode="overlay",
            xaxis=hidden_axis(range=[low, high * 1.004]),
            yaxis=hidden_axis(range=[y, 0]),
            shapes=shapes,
            annotations=notes,
        ),
    )


def _box(x0: float, x1: float, y0: float, y1: float) -> dict:
    return {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": {"color": OUTLINE, "width": 2}}


def _frame_headline(result: Funding, text: Text) -> str:
    committed, spent = result.totals.planned, result.totals.actual
    if committed is None:
        return text("No committed money is known")
    if committed.cents < 0:
        return text("Committed money is negative: {amount}", amount=text.millions(committed))
    if result.frame is not None and committed > result.frame:
        return text("More is committed than the frame: {share}", share=text.percent(result.committed_share))
    if spent is not None and spent > committed:
        return text("More is spent than committed")
    if result.frame is None:
        return text("{amount} is committed", amount=text.millions(committed))
    return text("{share} of the frame is committed", share=text.percent(result.committed_share))


def _frame_sentence(result: Funding, text: Text) -> str:
    committed, spent = result.totals.planned, result.totals.actual
    if committed is None:
        return text("No amount of committed money can be read from the list, so nothing is compared.")
    if result.frame is None:
        return text(
            "Committed {committed}, spent {spent}. The frame is the theme's: it is compared only when the theme's projects are known.",
            committed=text.euros(committed),
            spent=text.euros(spent),
        )
    if result.left is not None and result.left.cents < 0:
        return text(
            "Frame {frame}, committed {committed}, spent {spent}, above the frame {above}.",
            frame=text.euros(result.frame),
            committed=text.euros(committed),
            spent=text.euros(spent),
            above=text.euros(PublicMoney(-result.left.cents)),
        )
    return text(
        "Frame {frame}, committed {committed}, spent {spent}, left of the frame {left}.",
        frame=text.euros(result.frame),
        committed=text.euros(committed),
        spent=text.euros(spent),
        left=text.euros(result.left),
    )


# Over deliveries ----------------------------------------------------------------------


def funding_trend(points: tuple[TrendPoint, ...], text: Text, filtered: str | None = None) -> FigureBlock:
    """Committed and spent money in each delivery, with the frame of the day.

    Args:
        points: Not empty; oldest first. One point is drawn as a point: it is no trend.
    """
    days = [point.as_of for point in points]
    series = [
        (text("Frame"), OUTLINE, "dot", "line-ew", [point.frame for point in points]),
        (text("Committed"), COMMITTED, "solid", "circle", [point.totals.planned for point in points]),
        (text("Spent"), SPENT, "solid", "diamond", [point.totals.actual for point in points]),
    ]
    series = [line for line in series if any(money is not None for money in line[4])]
    ticks = round_ticks(euros_of(money) for *_, amounts in series for money in amounts)
    numbers, unit = money_words(ticks, text)
    signs = {"circle": "●", "diamond": "◆", "line-ew": "┄"}
    ends = [
        End(euros_of(amounts[-1]), text("{name} {amount}", name=name, amount=text.millions(amounts[-1])), colour, signs[sign])
        for name, colour, _, sign, amounts in series
        if amounts[-1] is not None
    ]
    chart = Chart(
        [
            scatter(
                x=days,
                y=[euros_of(money) for money in amounts],
                name=name,
                mode="lines" if sign == "line-ew" and len(days) > 1 else "lines+markers",
                line={"color": colour, "width": 2 if dash == "dot" else 3, "dash": dash},
                marker={"symbol": sign, "size": 9, "line": {"color": colour, "width": 2 if sign == "line-ew" else 0}},
                hovertext=[
                    text("{name}, {day}: {amount}", name=name, day=text.date(day), amount=text.euros(money))
                    for day, money in zip(days, amounts, strict=True)
                ],
                hoverinfo="text",
            )
            for name, colour, dash, sign, amounts in series
        ],
        layout(
            text,
            LINES_HEIGHT,
            margin=LINES_MARGIN,
            xaxis=time_axis(days, text),
            yaxis=value_axis(ticks, numbers),
            annotations=[*end_names(ends, days[-1], ticks), axis_unit(unit)],
        ),
    )
    return FigureBlock(
        key="funding-trend",
        headline=_trend_headline(points, text),
        subtitle=subtitle(text("Committed and spent public funding in each delivery, cumulative"), filtered, text),
        chart=chart,
        sentence=_trend_sentence(points, text),
        alt=text.plural(
            "Points of one delivery. {ends}.",
            "Lines over {number} deliveries. On the last day: {ends}.",
            len(points),
            ends="; ".join(end.name for end in ends) or text("No amounts are known"),
        ),
        table=Table(
            text("Public funding by delivery, euros"),
            (
                Column(text("Date")),
                Column(text("Committed, €"), "euros"),
                Column(text("Spent, €"), "euros"),
                Column(text("Frame, €"), "euros"),
                Column(text("Projects"), "count"),
            ),
            tuple(
                (text.date(p.as_of), euros_of(p.totals.planned), euros_of(p.totals.actual), euros_of(p.frame), p.totals.project_count)
                for p in points
            ),
        ),
        ledger=money_ledger(history=True),
        native=NativeLines((1, 2, 3), ("committed", "spent", "frame")),
    )


def _trend_headline(points: tuple[TrendPoint, ...], text: Text) -> str:
    if len(points) < 2:
        return text("One delivery: no trend yet")
    last, before = points[-1], points[-2]
    if last.totals.planned is None or before.totals.planned is None:
        return text("No committed money is known")
    change, since = last.totals.planned - before.totals.planned, text.date(before.as_of)
    if change.cents > 0:
        return text("Committed money grew by {amount} since {day}", amount=text.millions(change), day=since)
    if change.cents < 0:
        return text("Committed money fell by {amount} since {day}", amount=text.millions(PublicMoney(-change.cents)), day=since)
    return text("Committed money has not changed since {day}", day=since)


def _trend_sentence(points: tuple[TrendPoint, ...], text: Text) -> str:
    if len(points) < 2:
        return text("A trend needs at least two deliveries.")
    first, last = points[0], points[-1]
    return text(
        "From {first} to {last}, committed went from {committed_before} to {committed_after} and spent from {spent_before} to {spent_after}. Each point is the state on its day: points are not added.",
        first=text.date(first.as_of),
        last=text.date(last.as_of),
        committed_before=text.millions(first.totals.planned),
        committed_after=text.millions(last.totals.planned),
        spent_before=text.millions(first.totals.actual),
        spent_after=text.millions(last.totals.actual),
    )
