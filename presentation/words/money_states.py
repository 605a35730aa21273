"""What is out of the ordinary in money, by its name: spent above committed, above the frame, negative."""

from collections.abc import Sequence

from analytics.funding import Part, Totals, excess, states
from analytics.money import PublicMoney
from presentation.text import Text


def state_words(totals: Totals, frame: PublicMoney | None, text: Text) -> tuple[str, ...]:
    """Each state of some figures as a few words with its amount."""
    planned, actual = totals.planned, totals.actual
    above = planned - frame if planned is not None and frame is not None else None
    said = {
        "above_frame": lambda: text("committed above the budget by {amount}", amount=text.millions(above)),
        "spent_above_committed": lambda: text("spent above committed by {amount}", amount=text.millions(excess(totals))),
        "negative_committed": lambda: text("committed is negative, {amount}: a correction", amount=text.millions(planned)),
        "negative_spent": lambda: text("spent is negative, {amount}: a correction", amount=text.millions(actual)),
    }
    return tuple(said[state]() for state in states(totals, frame))


def states_sentence(parts: Sequence[Part], dimension: str, text: Text) -> str:
    """The parts that are out of the ordinary, with what they are; empty when none is."""
    said = [
        text("{name}: {state}", name=text.label(dimension, part.code), state=text.list_of(list(words)))
        for part in parts
        if (words := state_words(part.totals, None, text))
    ]
    if not said:
        return ""
    return text("Out of the ordinary: {parts}.", parts="; ".join(said))
