"""Decks that people collect from the pages: their slides and words, how they are kept, and how they are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlencode

from analytics.filters import Filters, filters_of_query
from archive.decks import KeptDeck, KeptSlide, Words
from presentation.block import FigureBlock
from presentation.exports.deck_recipes import deck_title, deck_words, speaker_notes
from presentation.exports.slides import PARTS, SIZES, Slide
from presentation.figures.registry import BUILDERS, shown
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.text import Text


@dataclass(frozen=True)
class Collected:
    """One slide to be: a figure by its name, and what it was seen with.

    Attributes:
        key: Key of the figure or matrix.
        filters: The filters.
        choices: The page's own choices, as (name, code); see ``reading.CHOICES``.
        titles: The person's own title by language; without one the headline is taken.
        remarks: The person's own words under the figure, by language.
        number: Told apart from others that show the same figure.
    """

    key: str
    filters: Filters = Filters()
    choices: tuple[tuple[str, str], ...] = ()
    titles: Words = field(default_factory=dict, hash=False)
    remarks: Words = field(default_factory=dict, hash=False)
    number: int = 0

    def within(self, reading: Reading) -> Reading:
        """The same delivery and language, with the filters and choices of this slide."""
        return replace(reading, filters=self.filters, choices=dict(self.choices))

    def block(self, reading: Reading) -> FigureBlock | Matrix | None:
        """Its figure; null when the delivery has no data for it, or the program does not have it any more."""
        return next(shown([self.key] if self.key in BUILDERS else [], self.within(reading)), None)


@dataclass(frozen=True)
class Frame:
    """What a collected deck is beside its slides.

    Attributes:
        parts: Which of ``PARTS`` it has.
        titles: The person's own title of the cover, by language.
        summaries: The person's own summary, by language, a paragraph a line.
        split: A large table goes on over several slides; else the notes have the rows without room.
    """

    parts: tuple[str, ...] = PARTS
    titles: Words = field(default_factory=dict, hash=False)
    summaries: Words = field(default_factory=dict, hash=False)
    split: bool = False


def collected_deck(
    wanted: Sequence[Collected], reading: Reading, template: bytes | None = None, size: str = SIZES[0], frame: Frame = Frame()
) -> bytes:
    """The figures that a person has collected, as a presentation.

    Args:
        wanted: The slides, in their order; one without data is left out, which the last slide says. The filters that all
            of them have are those of the cover and the summary.
        reading: The delivery and the deck's language.
        template: An organisation's own presentation; our own look when null.
        size: One of ``SIZES``, for our own look.
        frame: What the deck is beside its slides.

    Raises:
        TemplateError: the template is no presentation.
    """
    from presentation.exports.deck import deck
    from presentation.exports.deck_template import organisation_template, own_template

    look, language = own_template(size) if template is None else organisation_template(template), reading.text.language
    blocks = [(slide, slide.block(reading)) for slide in wanted]
    slides = [
        Slide(
            block,
            slide.titles.get(language) or None,
            slide.remarks.get(language, ""),
            speaker_notes(block, slide.within(reading)),
            frame.split,
        )
        for slide, block in blocks
        if block
    ]
    whole = replace(reading, filters=common_filters(wanted))
    title = frame.titles.get(language) or deck_title(whole)
    words = replace(deck_words(title, whole, missing=len(wanted) - len(slides)), parts=frame.parts)
    if own := frame.summaries.get(language):
        words = replace(words, summary=tuple(line for line in own.splitlines() if line.strip()))
    return deck(slides, words, reading.text, look)


def common_filters(slides: Sequence[Collected]) -> Filters:
    """The filters that all slides have: what the deck as a whole is about."""
    every = [slide.filters for slide in slides] or [Filters()]
    names = [name for name in (own.name for own in fields(Filters)) if len({getattr(filters, name) for filters in every}) == 1]
    return Filters(**{name: getattr(every[0], name) for name in names})


def missing_words(
    slides: Sequence[Collected], frame: Frame, languages: Sequence[str], name: Mapping[str, str], text: Text
) -> tuple[str, ...]:
    """What a person has written in one language of the deck and not in another, a sentence each.

    Args:
        name: Language → what it is called.
    """

    def lacking(words: Words) -> str:
        return text.list_of([name[language] for language in languages if not words.get(language)]) if any(words.values()) else ""

    sentences = []
    if where := lacking(frame.titles):
        sentences.append(text("The deck’s own title is missing in: {languages}.", languages=where))
    if where := lacking(frame.summaries):
        sentences.append(text("Your own summary is missing in: {languages}.", languages=where))
    for place, slide in enumerate(slides, start=1):
        number = text.number(place)
        if where := lacking(slide.titles):
            sentences.append(text("The own title of slide {number} is missing in: {languages}.", number=number, languages=where))
        if where := lacking(slide.remarks):
            sentences.append(text("Your own words of slide {number} are missing in: {languages}.", number=number, languages=where))
    return tuple(sentences)


# Kept ---------------------------------------------------------------------------------


def kept_slides(slides: Sequence[Collected]) -> tuple[KeptSlide, ...]:
    """Slides as the archive keeps them."""
    return tuple(
        KeptSlide(slide.key, urlencode(slide.filters.in_address), dict(slide.choices), dict(slide.titles), dict(slide.remarks))
        for slide in slides
    )


def slides_of(deck: KeptDeck) -> tuple[Collected, ...]:
    """The slides of a kept deck.

    A slide whose filters this program does not know has no figure, which the deck says, rather than one with other filters.
    """
    return tuple(_slide(kept, number) for number, kept in enumerate(deck.slides, start=1))


def _slide(kept: KeptSlide, number: int) -> Collected:
    try:
        filters, key = filters_of_query(kept.filters), kept.figure
    except ValueError:
        filters, key = Filters(), ""
    return Collected(key, filters, tuple(kept.choices.items()), kept.titles, kept.remarks, number)


def frame_of(deck: KeptDeck) -> Frame:
    """What a kept deck is beside its slides."""
    return Frame(tuple(part for part in PARTS if part in deck.parts), deck.titles, deck.summaries, deck.split)
