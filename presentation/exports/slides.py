"""What a deck is made of, before it is written in an office program's own format."""

from dataclasses import dataclass

from presentation.block import FigureBlock, KeyFigure
from presentation.matrix import Matrix

#: Sizes of slides that a deck may have without an organisation's template.
SIZES = ("16:9", "4:3")

#: What a deck may have beside its figures.
PARTS = ("cover", "summary", "sources")


class TemplateError(Exception):
    """The file is not a presentation that a deck can be made of."""


@dataclass(frozen=True, eq=False)
class Slide:
    """One message: a figure or a matrix, with the words that the speaker chose.

    Attributes:
        block: The figure.
        title: The speaker's own title; null takes the figure's headline.
        remark: The speaker's own words under the figure; empty when none.
        notes: Speaker notes: definition, basis, filters, delivery, what is not shown.
        split: A matrix that is too large for one slide goes on the next; else the notes have the rows without room.
    """

    block: FigureBlock | Matrix
    title: str | None = None
    remark: str = ""
    notes: str = ""
    split: bool = False


@dataclass(frozen=True)
class DeckWords:
    """What the deck says besides its figures; all in the deck's language.

    Attributes:
        title: Of the cover and of the file.
        subtitle: Under it: selection and date.
        example: Said on every slide of the synthetic sample; empty for real data.
        summary_title: Title of the summary.
        summary: The message of the deck in a few sentences.
        keys: At most five key figures of the summary.
        parts: Which of ``PARTS`` the deck has beside its figures.
        closing_title: Title of the last slide.
        closing: Sources, basis, how to cite: a paragraph each.
        closing_notes: What the notes of the last slide say besides: checksums.
        source: The line under every figure.
        author: Whose figures they are.
        funded: The words beside the European emblem.
    """

    title: str
    subtitle: str
    example: str
    summary_title: str
    summary: tuple[str, ...]
    closing_title: str
    closing: tuple[str, ...]
    source: str
    author: str
    funded: str
    keys: tuple[KeyFigure, ...] = ()
    parts: tuple[str, ...] = PARTS
    closing_notes: str = ""
