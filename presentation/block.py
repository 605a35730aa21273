"""A figure with everything that belongs to it, and small blocks of text as HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from analytics.ledger import Ledger
from presentation.charts.chart import Chart
from presentation.tables import Table


def sentences(words: str) -> tuple[str, ...]:
    """Whole sentences of a text: a full stop that another sentence follows, not one after the number of a list or in a date."""
    return tuple(re.split(r"(?:(?<=[^\d ][.!?])|(?<=\d{3}[.!?])) (?=[A-ZÅÄÖ])", words))


class Captioned(Protocol):
    """A figure or matrix, as far as what is said under it."""

    @property
    def sentence(self) -> str: ...

    @property
    def not_shown(self) -> str | None: ...


def caption(block: Captioned) -> str:
    """What stands under it: the first sentence, which is what a reader needs to read it right."""
    return sentences(block.sentence)[0]


def caveats(block: Captioned) -> tuple[str, ...]:
    """What else there is to know of it: the other sentences, and what is not shown."""
    return (*sentences(block.sentence)[1:], *filter(None, (block.not_shown,)))


@dataclass(frozen=True, eq=False)
class FigureBlock:
    """One figure as it is always shown; none of its parts may be left out.

    Attributes:
        key: Stable name, also of the files made of it.
        headline: What the figure shows, as a message.
        subtitle: What it measures: measure, area, period, basis.
        chart: The drawing.
        sentence: The same said in a sentence, in more detail than the headline.
        alt: Alternative text: what kind of drawing it is and what can be seen in it.
        table: The figures behind it.
        not_shown: What is not in the figure and why; null when everything is.
        only_in_table: What the drawing leaves to its table for want of room; null when it draws all. It is of
            this drawing: a slide says itself which rows it has no room for.
        ledger: How to work out where the figure comes from (``money_ledger``, ``people_ledger``,
            ``projects_ledger``).
        source: Source and date where they are not the delivery's.
    """

    key: str
    headline: str
    subtitle: str
    chart: Chart
    sentence: str
    alt: str
    table: Table
    not_shown: str | None = None
    ledger: Ledger | None = None
    source: str | None = None
    only_in_table: str | None = None

    @property
    def below(self) -> str:
        """What stands under the drawing: what it leaves to its table, and what is not shown at all."""
        return " ".join(filter(None, (self.only_in_table, self.not_shown)))

    def __post_init__(self) -> None:
        texts = (self.headline, self.subtitle, self.sentence, self.alt)
        if not all(texts) or self.alt == self.headline:
            raise ValueError(f"{self.key}: a figure needs headline, subtitle, sentence and an alternative text of its own")


@dataclass(frozen=True)
class KeyFigure:
    """One of a page's key figures: label, value as written, what it means, and where it comes from."""

    label: str
    value: str
    note: str
    ledger: Ledger | None = None


#: Characters that fit beside four other key figures in the large size.
_LONG_VALUE = 13


def key_figures_html(figures: Sequence[KeyFigure]) -> str:
    """Key figures side by side, below each other on a narrow screen."""
    items = "".join(
        f'<div class="td-key"><dt>{escape(figure.label)}</dt><dd><strong>{escape(figure.value)}</strong>'
        f"<span>{escape(figure.note)}</span></dd></div>"
        for figure in figures
    )
    # A range such as 9,4–11,3 milj. € must stay on one line, so all figures beside it are set smaller.
    long = " td-long" if any(len(figure.value) > _LONG_VALUE for figure in figures) else ""
    return f'<dl class="td-keys{long}">{items}</dl>'


def figure_anchor(key: str) -> str:
    """The place of a figure on its page, as a link names it."""
    return f"figure-{key}"


def heading_html(key: str, headline: str, subtitle: str) -> str:
    """Headline and subtitle of a figure or matrix."""
    return f'<div class="td-head" id="{escape(figure_anchor(key))}"><h2>{escape(headline)}</h2><p>{escape(subtitle)}</p></div>'


def paragraphs_html(*texts: str, style: str = "") -> str:
    """Paragraphs of plain text."""
    return "".join(f'<p class="td-p {style}">{escape(text)}</p>' for text in texts if text)


def list_html(lines: Sequence[str]) -> str:
    """Sentences below each other, one thing each."""
    return f'<ul class="td-lines">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
