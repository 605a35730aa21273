"""Drawing of the theme's money against its frame, with what is out of bounds drawn as such. Public basis only."""

from analytics.funding import Funding, excess
from analytics.ledger import money_ledger
from analytics.money import PublicMoney
from data_loaders.theme import FrameAmount
from presentation.block import FigureBlock
from presentation.charts.chart import Chart, bar
from presentation.charts.native import NativeBullet
from presentation.charts.style import CHOSEN, COMMITTED, OUTLINE, SPENT, WARNING, coloured, hidden_axis, layout, note, plain
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_of, euros_or_not_known, millions_or_not_known
from presentation.words.dimensions import subtitle
from presentation.words.money_states import state_words

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
    above = excess(result.totals)
    if above is not None:
        stages.append((text("Spent above committed"), above, above.share_of(frame) if frame and frame.cents else None))
        table_rows.append((text("Spent above committed"), euros_of(above), stages[-1][2]))
    table_rows += _frame_rows(result, text)
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
        sentence=" ".join(filter(None, (_frame_sentence(result, text), _states_sentence(result, text), _revisions_sentence(result, text)))),
        alt=text("The frame as an outline, and in it bars of committed and spent money. {ends}.", ends="; ".join(ends)),
        table=Table(
            text("Frame, committed and spent, public funding, euros"),
            (Column(text("Stage")), Column(text("Euros"), "euros"), Column(text("Share of the frame"), "share")),
            tuple(table_rows),
        ),
        ledger=money_ledger("frame", "planned_public", "actual_public", *(() if left is None else ("left",))),
        native=NativeBullet(euros_of(frame), euros_of(result.totals.planned), euros_of(result.totals.actual)),
    )


def _frame_rows(result: Funding, text: Text) -> list[tuple]:
    """Every dated amount of the frame, when there are more than one."""
    if result.frame is None or len(result.frames) < 2:
        return []
    return [
        (
            text("Frame from {day} ({source})", day=text.date(amount.valid_from), source=text.name(amount.source)),
            float(amount.amount_eur),
            None,
        )
        for amount in result.frames
    ]


def _states_sentence(result: Funding, text: Text) -> str:
    words = state_words(result.totals, result.frame, text)
    return text("Out of the ordinary: {parts}.", parts="; ".join(words)) if words else ""


def _revisions_sentence(result: Funding, text: Text) -> str:
    """Which of the frame's amounts the figure uses, what it was before and what it will be."""
    if result.frame is None or not result.frame_amounts:
        return ""
    *before, now = result.frame_amounts
    said = [
        text(
            "The frame is the one in force on {day}: {amount} from {since} ({source}).",
            day=text.date(result.as_of),
            amount=text.millions(result.frame),
            since=text.date(now.valid_from),
            source=text.name(now.source),
        )
    ]
    if before:
        said.append(
            text(
                "Before that it was {amount}, from {since}.", amount=_frame_money(before[-1], text), since=text.date(before[-1].valid_from)
            )
        )
    if result.coming_frames:
        coming = result.coming_frames[0]
        said.append(text("It will be {amount} from {since}.", amount=_frame_money(coming, text), since=text.date(coming.valid_from)))
    return " ".join(said)


def _frame_money(amount: FrameAmount, text: Text) -> str:
    return text.millions(PublicMoney.of(amount.amount_eur))


def _amount(money: PublicMoney | None, share: float | None, text: Text) -> str:
    if money is None or share is None:
        return millions_or_not_known(money, text)
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
    for base, end, width in _out_of_bounds(committed, spent, frame):
        bars.append(bar(x=[end - base], base=[base], y=[middle], width=width, orientation="h", marker=WARNING, hoverinfo="skip"))
    notes, shapes = [], []
    if frame is not None:
        shapes.append(_box(0, frame, top, top + _FRAME_BAR))
        label = text("{name}: {amount}", name=text("Frame"), amount=text.millions(result.frame))
        at_end = frame > high / 2
        notes.append(note(plain(label), x=frame, y=0, yanchor="top", xanchor="right" if at_end else "left"))
    y = top + _FRAME_BAR + 10
    over = result.left is not None and result.left.cents < 0
    third = coloured(CHOSEN, "", "▨") if over or result.left is None else coloured(OUTLINE, "", "□")
    for line, sign in zip(words, (coloured(COMMITTED, ""), coloured(SPENT, ""), third, coloured(CHOSEN, "", "▨")), strict=False):
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


def _out_of_bounds(committed: float | None, spent: float | None, frame: float | None) -> list[tuple[float, float, int]]:
    """What is above its limit or below zero, as (from, to, thickness): it is drawn in the colour of warning."""
    found = []
    if committed is not None and frame is not None and committed > frame:
        found.append((frame, committed, _FRAME_BAR - 8))
    if committed is not None and committed < 0:
        found.append((0.0, committed, _FRAME_BAR - 8))
    if committed is not None and spent is not None and spent > max(committed, 0):
        found.append((max(committed, 0.0), spent, 20))
    if spent is not None and spent < 0:
        found.append((0.0, spent, 20))
    return found


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
    if result.is_part:
        return text("{share} of the theme's frame is committed here", share=text.percent(result.committed_share))
    return text("{share} of the frame is committed", share=text.percent(result.committed_share))


def _frame_sentence(result: Funding, text: Text) -> str:
    committed, spent = result.totals.planned, result.totals.actual
    if committed is None:
        return text("No amount of committed money can be read from the list, so nothing is compared.")
    if result.frame is None:
        return text(
            "Committed {committed}, spent {spent}. The frame is the theme's: it is compared only when the theme's projects are known.",
            committed=text.euros(committed),
            spent=euros_or_not_known(spent, text),
        )
    if result.left is None:
        return text(
            "Committed {committed}, spent {spent}. The frame of {frame} is the whole theme's: the part that is chosen has a share of it, and no frame of its own that something could be left of.",
            frame=text.euros(result.frame),
            committed=text.euros(committed),
            spent=euros_or_not_known(spent, text),
        )
    if result.left.cents < 0:
        return text(
            "Frame {frame}, committed {committed}, spent {spent}, above the frame {above}.",
            frame=text.euros(result.frame),
            committed=text.euros(committed),
            spent=euros_or_not_known(spent, text),
            above=text.euros(PublicMoney(-result.left.cents)),
        )
    return text(
        "Frame {frame}, committed {committed}, spent {spent}, left of the frame {left}.",
        frame=text.euros(result.frame),
        committed=text.euros(committed),
        spent=euros_or_not_known(spent, text),
        left=text.euros(result.left),
    )
