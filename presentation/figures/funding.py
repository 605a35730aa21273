"""Drawings of money: against the frame, by part, over deliveries. Public basis only."""

from collections.abc import Iterable

from analytics.funding import Funding, Part, Totals, TrendPoint
from analytics.money import PublicMoney
from presentation.block import FigureBlock
from presentation.chart import Chart, bar, scatter
from presentation.dimensions import division, heading, subtitle
from presentation.style import (
    COMMITTED,
    CONTEXT,
    LINES_HEIGHT,
    LINES_MARGIN,
    OUTLINE,
    SPENT,
    End,
    axis_unit,
    bars_axis,
    coloured,
    end_names,
    hidden_axis,
    layout,
    note,
    plain,
    round_ticks,
    rows,
    time_axis,
    value_axis,
)
from presentation.tables import Column, Table
from presentation.text import Text


def _euros(money: PublicMoney | None) -> float | None:
    return money.cents / 100 if money else None


def _sum(amounts: Iterable[PublicMoney | None]) -> PublicMoney | None:
    """The exact sum of the known amounts; null when none is known."""
    known = [money.cents for money in amounts if money is not None]
    return PublicMoney(sum(known)) if known else None


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
    table_rows = [(text("Frame"), _euros(frame), None)] if frame else []
    table_rows += [(name, _euros(money), share) for name, money, share in stages]
    if left is not None:
        name = text("Above the frame") if left.cents < 0 else text("Left of the frame")
        stages.append((name, PublicMoney(abs(left.cents)), abs(left.share_of(frame)) if frame.cents else None))
        table_rows.append((text("Left of the frame"), _euros(left), left.share_of(frame)))
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
    )


def _amount(money: PublicMoney | None, share: float | None, text: Text) -> str:
    if money is None:
        return text("not known")
    if share is None:
        return text.millions(money)
    return text("{amount} ({share})", amount=text.millions(money), share=text.percent(share))


def _bullet(result: Funding, stages: list[tuple], text: Text) -> Chart:
    committed, spent, frame = _euros(result.totals.planned), _euros(result.totals.actual), _euros(result.frame)
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
        parts: Not empty; in the order to show. All are in the table.
        dimension: Kind of label: ``regions``, ``authorities``, ``subthemes``,
            ``target_groups``, ``implementer_types`` or ``years``.
        overlapping: A project may stand in several parts: they are not summed.
        limit: Named parts drawn at most; the rest of a partition is summed into one bar.
            The unknown part is always drawn.
    """
    shown, others = _drawn(parts, limit, dimension, overlapping, text)
    place = rows(
        [name for name, _, _ in shown], (14, 14), key=((COMMITTED, text("Committed")), (SPENT, text("Spent")))
    )
    stages = (
        ([totals.planned for _, totals, _ in shown], [COMMITTED if known else CONTEXT for _, _, known in shown]),
        ([totals.actual for _, totals, _ in shown], [SPENT if known else CONTEXT for _, _, known in shown]),
    )
    hover = [plain(_part_words(name, totals, text)) for name, totals, _ in shown]
    chart = Chart(
        [
            bar(
                # A missing amount is a word where the bar would start; it is not a bar of no length.
                x=[_euros(money) for money in amounts],
                y=y,
                width=14,
                orientation="h",
                marker={"color": colours, "pattern": {"shape": ["" if known else "/" for _, _, known in shown], "size": 5, "solidity": 0.35}},
                text=[text.millions(money) for money in amounts],
                textposition="outside",
                textangle=0,
                textfont={"size": 13},
                cliponaxis=False,
                hovertext=hover,
                hoverinfo="text",
            )
            for (amounts, colours), y in zip(stages, place.bars, strict=True)
        ],
        layout(
            text,
            place.height + 8,
            barmode="overlay",
            xaxis=bars_axis(_euros(money) for amounts, _ in stages for money in amounts),
            yaxis=place.axis,
            annotations=[
                *place.notes,
                *(
                    note(text("not known"), x=0, y=at, xanchor="left", yanchor="middle", xshift=2, font={"size": 13})
                    for (amounts, _), y in zip(stages, place.bars, strict=True)
                    for money, at in zip(amounts, y, strict=True)
                    if money is None
                ),
            ],
        ),
    )
    leading = sorted((p for p in parts if p.totals.planned), key=lambda p: -p.totals.planned.cents)[:3]
    return FigureBlock(
        key=f"funding-{dimension.replace('_', '-')}",
        headline=_parts_headline(parts, dimension, text),
        subtitle=subtitle(text("Committed and spent public funding {division}", division=division(dimension, text)), filtered, text),
        chart=chart,
        sentence=_parts_sentence(parts, overlapping, text),
        alt=text(
            "Two bars for each of {count}: committed and spent money {division}. {bars}.",
            count=text.number(len(shown)),
            division=division(dimension, text),
            bars="; ".join(_part_words(text.label(dimension, p.code), p.totals, text) for p in leading) or text("No amounts are known"),
        ),
        table=_parts_table(parts, dimension, overlapping, text),
        not_shown=" ".join(filter(None, (_unknown_note(parts, dimension, text), _others_note(others, overlapping, text)))) or None,
    )


def _part_words(name: str, totals: Totals, text: Text) -> str:
    return text(
        "{name}: committed {committed}, spent {spent}",
        name=name,
        committed=text.millions(totals.planned),
        spent=text.millions(totals.actual),
    )


def _drawn(
    parts: tuple[Part, ...], limit: int, dimension: str, overlapping: bool, text: Text
) -> tuple[list[tuple[str, Totals, bool]], int]:
    """The bars as (name, figures, whether they have a name of their own), and how many parts have no bar."""
    named = [part for part in parts if part.code is not None]
    unknown = [part for part in parts if part.code is None]
    # Years are drawn in order of time: none of them may be missing between others.
    many = len(named) > limit and dimension != "years"
    own, rest = (named[: limit if overlapping else limit - 1], named[limit if overlapping else limit - 1 :]) if many else (named, [])
    drawn = [(text.label(dimension, part.code), part.totals, True) for part in own]
    if rest and not overlapping:
        totals = Totals(
            _sum(part.totals.planned for part in rest),
            _sum(part.totals.actual for part in rest),
            0,
            sum(part.totals.implementer_count for part in rest),
        )
        drawn.append((text.plural("{number} other", "{number} others", len(rest)), totals, False))
    return drawn + [(text.label(dimension, part.code), part.totals, False) for part in unknown], len(rest)


def _parts_headline(parts: tuple[Part, ...], dimension: str, text: Text) -> str:
    placed = [part for part in parts if part.code is not None and part.totals.planned]
    if not placed:
        return text("The division of money {division} is not known", division=division(dimension, text))
    top = max(placed, key=lambda part: part.totals.planned.cents)
    return text("Most funding: {name} ({amount})", name=text.label(dimension, top.code), amount=text.millions(top.totals.planned))


def _parts_sentence(parts: tuple[Part, ...], overlapping: bool, text: Text) -> str:
    if overlapping:
        return text("A project may stand in several parts, with all of its money in each: the parts must not be added.")
    placed = sorted((p.totals.planned.cents for p in parts if p.code is not None and p.totals.planned), reverse=True)
    whole = _sum(part.totals.planned for part in parts)
    if len(placed) > 3 and whole and whole.cents > 0 and placed[-1] >= 0:
        return text(
            "The three largest hold {share} of the committed money. The parts add up to the whole, {amount}.",
            share=text.percent(sum(placed[:3]) / whole.cents),
            amount=text.euros(whole),
        )
    return text("The parts add up to the whole, {amount}.", amount=text.euros(whole))


def _parts_table(parts: tuple[Part, ...], dimension: str, overlapping: bool, text: Text) -> Table:
    total = None
    if not overlapping:
        total = (
            text("Total"),
            _euros(_sum(part.totals.planned for part in parts)),
            _euros(_sum(part.totals.actual for part in parts)),
            # Projects are not summed: a joint project may stand in several parts.
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
        tuple(
            (
                text.label(dimension, part.code),
                _euros(part.totals.planned),
                _euros(part.totals.actual),
                part.totals.project_count,
                part.totals.implementer_count,
            )
            for part in parts
        ),
        total,
    )


def _unknown_note(parts: tuple[Part, ...], dimension: str, text: Text) -> str:
    unknown = next((part for part in parts if part.code is None), None)
    if unknown is None:
        return ""
    return text.plural(
        "{number} implementer row ({amount}) has no information for this division; it is shown as “{name}”.",
        "{number} implementer rows ({amount}) have no information for this division; they are shown as “{name}”.",
        unknown.totals.implementer_count,
        amount=text.millions(unknown.totals.planned),
        name=text.label(dimension, None),
    )


def _others_note(others: int, overlapping: bool, text: Text) -> str:
    if not others:
        return ""
    if overlapping:
        return text.plural("{number} smaller part is only in the table.", "{number} smaller parts are only in the table.", others)
    return text.plural(
        "{number} smaller part is summed into one bar; the table has it by name.",
        "{number} smaller parts are summed into one bar; the table has each.",
        others,
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
    ticks = round_ticks(_euros(money) for *_, amounts in series for money in amounts)
    numbers, unit = _axis_words(ticks, text)
    signs = {"circle": "●", "diamond": "◆", "line-ew": "┄"}
    ends = [
        End(_euros(amounts[-1]), text("{name} {amount}", name=name, amount=text.millions(amounts[-1])), colour, signs[sign])
        for name, colour, _, sign, amounts in series
        if amounts[-1] is not None
    ]
    chart = Chart(
        [
            scatter(
                x=days,
                y=[_euros(money) for money in amounts],
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
                (text.date(p.as_of), _euros(p.totals.planned), _euros(p.totals.actual), _euros(p.frame), p.totals.project_count)
                for p in points
            ),
        ),
    )


def _axis_words(ticks: list[float], text: Text) -> tuple[list[str], str]:
    """Short numbers beside the axis, and their unit above it once."""
    step = ticks[1] - ticks[0]
    if step % 10_000:
        return [text.number(tick) for tick in ticks], "€"
    digits = next((digits for digits in (0, 1) if step % 10 ** (6 - digits) == 0), 2)
    return [text.number(tick / 1e6, digits) for tick in ticks], text("€ million")


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
