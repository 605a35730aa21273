"""Drawing of the theme's money against its frame, with what is out of bounds drawn as such. Public basis only."""

from analytics.funding import Funding, excess
from analytics.ledger import money_ledger
from analytics.money import PublicMoney
from data_loaders.theme import FrameAmount
from presentation.block import FigureBlock
from presentation.charts.chart import Bullet
from presentation.figures.registry import register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_of, euros_or_not_known, millions_or_not_known
from presentation.words.dimensions import subtitle
from presentation.words.money_states import state_words

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
    table_rows: list[tuple[str, float | None, float | None]] = [(text("Budget"), euros_of(frame), None)] if frame else []
    table_rows += [(name, euros_of(money), share) for name, money, share in stages]
    if frame is not None and left is not None:
        name = text("Above the budget") if left.cents < 0 else text("Budget remaining")
        share = left.share_of(frame)
        stages.append((name, PublicMoney(abs(left.cents)), None if share is None else abs(share)))
        table_rows.append((text("Budget remaining"), euros_of(left), share))
    above = excess(result.totals)
    if above is not None:
        stages.append((text("Spent above committed"), above, above.share_of(frame) if frame else None))
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
        sentence=" ".join(filter(None, (_states_sentence(result, text), _frame_sentence(result, text), _revisions_sentence(result, text)))),
        alt=text("The budget as an outline, and in it bars of committed and spent funding. {ends}.", ends="; ".join(ends)),
        table=Table(
            text("Budget, committed and spent, public funding, euros"),
            (Column(text("Stage")), Column(text("Euros"), "euros"), Column(text("Share of the budget"), "share")),
            tuple(table_rows),
        ),
        ledger=money_ledger("frame", "planned_public", "actual_public", *(() if left is None else ("left",))),
    )


def _frame_rows(result: Funding, text: Text) -> list[tuple]:
    """Every dated amount of the frame, when there are more than one."""
    if result.frame is None or len(result.frames) < 2:
        return []
    return [
        (
            text("Budget from {day} ({source})", day=text.date(amount.valid_from), source=text.name(amount.source)),
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
            "The budget is the one in force on {day}: {amount} from {since} ({source}).",
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


def _bullet(result: Funding, stages: list[tuple], text: Text) -> Bullet:
    frame, committed, spent = euros_of(result.frame), euros_of(result.totals.planned), euros_of(result.totals.actual)
    known = [value for value in (committed, spent, frame) if value is not None]
    axis = (max(0, *known, 0) or 1) - min(0, *known, 0)

    def inside(value: float | None, share: float | None, under: float) -> str:
        """The share, written inside the end of the bar where no other bar lies on it."""
        return text.percent(share) if share is not None and value is not None and value - under >= _ROOMY * axis else ""

    return Bullet(
        frame=frame,
        committed=committed,
        spent=spent,
        frame_words=text("{name}: {amount}", name=text("Budget"), amount=text.millions(result.frame)),
        shares=(inside(committed, stages[0][2], spent or 0), inside(spent, stages[1][2], 0)),
        lines=[text("{name}: {amount}", name=name, amount=_amount(money, share, text)) for name, money, share in stages],
        is_over=result.left is None or result.left.cents < 0,
    )


def _frame_headline(result: Funding, text: Text) -> str:
    committed, spent = result.totals.planned, result.totals.actual
    if committed is None:
        return text("No committed funding is known")
    if committed.cents < 0:
        return text("Committed funding is negative: {amount}", amount=text.millions(committed))
    if result.frame is not None and committed > result.frame:
        return text("More is committed than the budget: {share}", share=text.percent(result.committed_share))
    if spent is not None and spent > committed:
        return text("More is spent than committed")
    if result.frame is None:
        return text("{amount} is committed", amount=text.millions(committed))
    if result.is_part:
        return text("{share} of the theme's budget is committed here", share=text.percent(result.committed_share))
    return text("{share} of the budget is committed", share=text.percent(result.committed_share))


def _frame_sentence(result: Funding, text: Text) -> str:
    committed, spent = result.totals.planned, result.totals.actual
    if committed is None:
        return text("No amount of committed funding can be read from the list, so nothing is compared.")
    if result.frame is None:
        return text(
            "Committed {committed}, spent {spent}. The budget is the theme's: it is compared only when the theme's projects are known.",
            committed=text.euros(committed),
            spent=euros_or_not_known(spent, text),
        )
    if result.left is None:
        return text(
            "Committed {committed}, spent {spent}. The budget of {frame} is the whole theme's: the part that is chosen has a share of it, and no budget of its own that something could be left of.",
            frame=text.euros(result.frame),
            committed=text.euros(committed),
            spent=euros_or_not_known(spent, text),
        )
    if result.left.cents < 0:
        return text(
            "Budget {frame}, committed {committed}, spent {spent}, above the budget {above}.",
            frame=text.euros(result.frame),
            committed=text.euros(committed),
            spent=euros_or_not_known(spent, text),
            above=text.euros(PublicMoney(-result.left.cents)),
        )
    return text(
        "Budget {frame}, committed {committed}, spent {spent}, remaining budget {left}.",
        frame=text.euros(result.frame),
        committed=text.euros(committed),
        spent=euros_or_not_known(spent, text),
        left=text.euros(result.left),
    )


# Registered ---------------------------------------------------------------------------


@register("funding-frame")
def _frame(reading: Reading) -> FigureBlock:
    return frame_bullet(reading.money, reading.text, reading.filtered)
