"""Ready decks: which figures they hold, what they say besides, and the notes of the speaker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.areas import by_area
from analytics.forecast import Lack
from analytics.funding import Totals, totals
from analytics.ledger import money_ledger
from analytics.projects import joint_projects
from presentation.block import FigureBlock, KeyFigure
from presentation.exports.slides import PARTS, SIZES, DeckWords, Slide
from presentation.figures.registry import shown
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.text import Text
from presentation.words.forecast import unused_sentence
from presentation.words.ledger import definition, measure_name, scope_line
from presentation.words.notes import example_sentence, source_line
from presentation.words.overview import funding_sentence, overview_keys, people_sentence, projects_sentence, region_sentence


@dataclass(frozen=True)
class Recipe:
    """One ready deck.

    Attributes:
        figures: Keys of figures and matrices, in their order; of several the first that has data.
        needs_region: It speaks of one region, which the reader has to choose.
        review: Its summary answers the questions of the half-year review.
        parts: What it has beside its figures.
    """

    figures: tuple[str | tuple[str, ...], ...]
    needs_region: bool = False
    review: bool = False
    parts: tuple[str, ...] = PARTS


RECIPES: Mapping[str, Recipe] = {
    # Five messages: money, forecast, map, people, results.
    "ministry": Recipe(
        ("funding-frame", "forecast-course", "map-planned", "people-target-groups", ("outcomes-targets", "outcomes-results")),
        parts=("cover", "sources"),
    ),
    "monitoring-committee": Recipe(
        (
            "funding-frame", "funding-trend", "forecast-course", "map-planned", "funding-subthemes", "people-target-groups",
            "people-trend-target-groups", "planned-projects", ("outcomes-targets", "outcomes-results"), "outcomes-rates", "gender-balance",
            "gender-target-groups", "theme-promises", "coverage-target-groups-subthemes", "funding-authorities",
        )
    ),
    "region": Recipe(
        ("map-planned", "funding-trend", "funding-subthemes", "funding-implementer-types", "people-target-groups", "gender-balance"),
        needs_region=True,
    ),
    "half-year-review": Recipe(
        (
            "funding-areas", "map-planned", "projects-target-groups", "theme-subthemes", "funding-subthemes", "funding-implementer-types",
            "gender-balance", "gender-answers", "funding-trend",
        ),
        review=True,
    ),
}  # fmt: skip


class RegionNeeded(ValueError):
    """A deck of one region was asked for without choosing one."""


def recipe_name(code: str, text: Text) -> str:
    """What a ready deck is called."""
    return {
        "ministry": text("For the ministry"),
        "monitoring-committee": text("For the monitoring committee"),
        "region": text("One region"),
        "half-year-review": text("Half-year review"),
    }[code]


def template_sentence(file: str, text: Text) -> str:
    """Why a template cannot be used."""
    return text("{file} is not a presentation that a deck can be made of. Give a .pptx or .potx file with at least one layout.", file=file)


def lost_template_sentence(text: Text) -> str:
    """What becomes of a kept deck whose template is gone."""
    return text("The template of this deck is no longer kept, or is damaged. The deck is made in the dashboard’s own look.")


def cleaned_sentence(file: str, text: Text) -> str:
    """What was taken out of a template."""
    return text("{file}: pictures of other places, macros and links that run programs were left out of the deck.", file=file)


def region_needed_sentence(text: Text) -> str:
    """Why a deck of one region cannot be made."""
    return text("This deck is about one region: choose exactly one, for example --filters region=13.")


def recipe_deck(code: str, reading: Reading, template: bytes | None = None, size: str = SIZES[0]) -> bytes:
    """A ready deck as a presentation.

    Args:
        code: One of ``RECIPES``.
        reading: The delivery, the reader's choices and the deck's language.
        template: An organisation's own presentation, whose look is taken; our own look when null.
        size: One of ``SIZES``, for our own look.

    Raises:
        TemplateError: the template is no presentation.
        RegionNeeded: the recipe is about one region, and the choices have none or several.
    """
    # The writer is loaded when a deck is made: a page does not wait for it.
    from presentation.exports.deck import deck
    from presentation.exports.deck_template import organisation_template, own_template

    recipe, text = RECIPES[code], reading.text
    if recipe.needs_region and len(reading.filters.region) != 1:
        raise RegionNeeded(code)
    title = deck_title(reading)
    if recipe.review:
        title = text("{theme}: half-year review", theme=title)
    blocks = [recipe_figure(keys, reading) for keys in recipe.figures]
    look = own_template(size) if template is None else organisation_template(template)
    slides = [Slide(block, notes=speaker_notes(block, reading), split=True) for block in blocks if block]
    return deck(
        slides, replace(deck_words(title, reading, review=recipe.review, missing=blocks.count(None)), parts=recipe.parts), text, look
    )


def recipe_figure(keys: str | tuple[str, ...], reading: Reading) -> FigureBlock | Matrix | None:
    """The figure or matrix of one place of a recipe; null when none of its keys has data."""
    return next(shown((keys,) if isinstance(keys, str) else keys, reading), None)


def deck_title(reading: Reading) -> str:
    """What a deck is called: the theme, and the region or the target group that it is about."""
    text, filters = reading.text, reading.filters
    title = text.name(text.theme.name)
    parts = [
        text.label(dimension, codes[0])
        for dimension, codes in (("regions", filters.region), ("target_groups", filters.group))
        if len(codes) == 1
    ]
    return text("{theme}: {region}", theme=title, region=", ".join(parts)) if parts else title


def deck_words(title: str, reading: Reading, *, review: bool = False, missing: int = 0) -> DeckWords:
    """What a deck says besides its figures.

    Args:
        title: Of the cover.
        review: The summary answers the questions of the half-year review.
        missing: Figures that the delivery had nothing for.
    """
    text, info, theme = reading.text, reading.info, reading.text.theme
    day = text.date(info.as_of)
    subtitle = text("As of {day}", day=day)
    if reading.filtered:
        subtitle = text("{measure} · {filters}", measure=subtitle, filters=reading.filtered)
    source = source_line(info, text)
    closing = [
        source + ".",
        text("Delivery {id}. Source files: {files}.", id=info.id, files=text.list_of([source.public.file for source in info.sources])),
        text("{measure}: {definition}", measure=measure_name("planned_public", text), definition=definition("planned_public", None, text)),
    ]
    if reading.view.people is not None:
        closing.append(
            text(
                "{measure}: {definition}", measure=measure_name("participants", text), definition=definition("participants", "EECO01", text)
            )
        )
    checksums = [f"{source.file} {source.sha256}" for source in (kept.public for kept in info.sources) if source.sha256]
    if missing:
        closing.append(
            text.plural(
                "{number} figure of this deck has no data in this delivery and is left out.",
                "{number} figures of this deck have no data in this delivery and are left out.",
                missing,
            )
        )
    closing.append(citation(title, reading))
    return DeckWords(
        title=title,
        subtitle=subtitle,
        example=example_sentence(text) if info.is_example else "",
        summary_title=text("Summary"),
        summary=_review(reading) if review else _summary(reading),
        closing_title=text("Sources and definitions"),
        closing=tuple(closing),
        closing_notes=text("SHA-256 checksums of the open source files: {files}.", files=text.list_of(checksums)) if checksums else "",
        source=source,
        author=text.name(theme.coordination),
        funded=text("Co-funded by the European Union"),
        keys=_keys(reading),
    )


def citation(title: str, reading: Reading) -> str:
    """How to name the figures as a source."""
    text, info = reading.text, reading.info
    return text(
        "How to cite: {author}: {title}. As of {day}, delivery {id}.",
        author=text.name(text.theme.coordination),
        title=title,
        day=text.date(info.as_of),
        id=info.id,
    )


def speaker_notes(block: FigureBlock | Matrix, reading: Reading) -> str:
    """What the speaker may be asked: definition, basis, choices, delivery, what is not shown."""
    text, info = reading.text, reading.info
    lines = [
        block.sentence,
        text("What it measures: {measure}.", measure=block.subtitle),
        *measures_in_words(block, reading),
        scope_line(block.ledger or money_ledger(), reading.filtered, info.has("theme"), text),
        text("Not shown: {what}", what=block.not_shown) if block.not_shown else text("Nothing is left out of the figure."),
        text("Delivery {id}, as of {day}.", id=info.id, day=text.date(info.as_of)),
    ]
    return "\n\n".join(lines)


def measures_in_words(block: FigureBlock | Matrix, reading: Reading) -> tuple[str, ...]:
    """What each measure of a figure is called and means."""
    text, ledger = reading.text, block.ledger
    if ledger is None:
        return ()
    return tuple(
        text("{measure}: {definition}", measure=measure_name(name, text), definition=definition(name, ledger.indicator, text))
        for name in ledger.measures
    )


def _keys(reading: Reading) -> tuple[KeyFigure, ...]:
    return overview_keys(reading.money, reading.genders, reading.text)


def _summary(reading: Reading) -> tuple[str, ...]:
    """The answer of the overview, a sentence a paragraph."""
    text, money = reading.text, reading.money
    outlook = reading.forecast()
    return tuple(
        filter(
            None,
            (
                funding_sentence(money, text),
                projects_sentence(money, text),
                "" if reading.filters.region else region_sentence(money, text),
                people_sentence(reading.genders, text),
                "" if isinstance(outlook, Lack) else unused_sentence(outlook, text),
            ),
        )
    )


def _review(reading: Reading) -> tuple[str, ...]:
    """The questions of the half-year review, answered."""
    text, rows = reading.text, reading.view.rows
    day = text.date(reading.info.as_of)
    joint = joint_projects(rows)
    active = totals(rows.filter(rows["status"].is_in(["starting", "running"])))
    return tuple(
        filter(
            None,
            (
                text.plural(
                    "On {day}, {number} project was running or starting.",
                    "On {day}, {number} projects were running or starting.",
                    active.project_count,
                    day=day,
                ),
                text.plural(
                    "{number} of all projects is a joint project with two implementers or more.",
                    "{number} of all projects are joint projects with two implementers or more.",
                    joint,
                ),
                _largest(by_area(rows), "areas", text, 3),
                _largest(reading.money.by_target_group, "target_groups", text),
                _largest(reading.money.by_subtheme, "subthemes", text),
                _largest(reading.money.by_implementer_type, "implementer_types", text),
                *(f"{answers.headline}." for answers in shown(["gender-answers"], reading)),
            ),
        )
    )


def _largest(divided: Sequence, dimension: str, text: Text, most: int = 2) -> str:
    """The parts with most projects, with their counts; empty when no part is known."""
    known = sorted((part for part in divided if part.code), key=lambda part: -part.totals.project_count)[:most]
    if not known:
        return ""
    parts = text.list_of([_projects_of(text.label(dimension, part.code), part.totals, text) for part in known])
    return {
        "areas": text("Most projects by area: {parts}.", parts=parts),
        "subthemes": text("Most projects by sub-theme: {parts}.", parts=parts),
        "target_groups": text("Most often declared target groups: {parts}.", parts=parts),
        "implementer_types": text("Carried out most by: {parts}.", parts=parts),
    }[dimension]


def _projects_of(name: str, totals: Totals, text: Text) -> str:
    return text.plural("{name} ({number} project)", "{name} ({number} projects)", totals.project_count, name=name)
