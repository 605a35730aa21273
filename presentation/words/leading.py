"""Which part has the most of something, as the end of a sentence: never a superlative of one, nor of many alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.counts import is_hidden
from presentation.text import Text
from presentation.words.dimensions import within

#: Parts that share the first place and are named.
_MOST_NAMES = 3


@dataclass(frozen=True)
class Leading:
    """The part that has most, or the parts that share that place.

    Attributes:
        within: Them as a place: *in Uusimaa*, *in Uusimaa and in Lapland*.
        value: What each of them has; above zero.
        alone: Whether no other part has anything, so that there is nothing to compare.
    """

    within: str
    value: float
    alone: bool


def leading(values: Iterable[tuple[str | None, float | None]], dimension: str, text: Text) -> Leading | None:
    """The part with the largest value above zero; null when no named part has one.

    Args:
        values: Code and value of each part; the part without a code is not named.
        dimension: Kind of the codes, as for ``Text.label``.
    """
    named = [(code, value) for code, value in values if code is not None]
    known = [(code, value) for code, value in named if value is not None and value > 0]
    if not known:
        return None
    largest = max(value for _, value in known)
    codes = [code for code, value in known if value == largest]
    names = (
        text.list_of([within(dimension, code, text) for code in codes])
        if len(codes) <= _MOST_NAMES
        else _in_so_many(len(codes), dimension, text)
    )
    # A count that is not published may be anything.
    return Leading(names, largest, len(known) == 1 and not any(is_hidden(value) for _, value in named))


def _in_so_many(parts: int, dimension: str, text: Text) -> str:
    number = text.number(parts)
    return {
        "regions": text("in {number} regions", number=number),
        "subthemes": text("in {number} sub-themes", number=number),
        "target_groups": text("in {number} target groups", number=number),
    }.get(dimension) or text("in {number} parts", number=number)


def projects_headline(values: Iterable[tuple[str | None, float | None]], dimension: str, text: Text) -> str | None:
    """Where there are most projects; null when it is not known."""
    most = leading(values, dimension, text)
    if most is None:
        return None
    value = text.number(most.value)
    if most.alone:
        return text("The number of projects {within} is {value}", within=most.within, value=value)
    return text("Most projects are {within} ({value})", within=most.within, value=value)


def participants_headline(values: Iterable[tuple[str | None, float | None]], dimension: str, text: Text) -> str | None:
    """Where there are most participants; null when it is not known."""
    most = leading(values, dimension, text)
    if most is None:
        return None
    value = text.number(most.value)
    if most.alone:
        return text("The number of participants {within} is {value}", within=most.within, value=value)
    return text("Most participants are {within} ({value})", within=most.within, value=value)
