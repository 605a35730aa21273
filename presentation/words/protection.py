"""How counts of people are protected, in words."""

from dataclasses import replace
from typing import TypeVar

from analytics.counts import HIDDEN_SIGN, few
from analytics.scope import Snapshot
from data_loaders.theme import Disclosure
from presentation.block import FigureBlock
from presentation.matrix import Matrix
from presentation.text import Text
from presentation.words.notes import lack_sentence

#: What a page shows with its own source and notes.
Shown = TypeVar("Shown", bound=FigureBlock | Matrix)


def protection_sentences(text: Text) -> tuple[str, ...]:
    """What the signs mean, how counts are rounded, and what is not told."""
    rule = text.theme.disclosure
    return (
        text(
            "Counts of people are protected: “{few}” is a count of at least one and at most {most}, and other counts are rounded up or down to a multiple of {base}.",
            few=str(few(rule.rounding_base, rule.threshold)),
            most=text.number(rule.threshold - 1),
            base=text.number(rule.rounding_base),
        ),
        text("“{sign}” is a count that is not published, because it could tell of individual people.", sign=HIDDEN_SIGN),
        text("Shares are reckoned from the protected counts, and are not shown where a count is a sign."),
        *_national_only(rule, text),
    )


def _national_only(rule: Disclosure, text: Text) -> tuple[str, ...]:
    """What the theme's rule tells for the whole country only."""
    indicators, genders = bool(rule.national_only_indicators), "non_binary" in rule.national_only_genders
    if indicators and genders:
        return (
            text(
                "Special categories of personal data and non-binary people are shown for the whole country only; in regions and target groups non-binary people are included in the total."
            ),
        )
    if indicators:
        return (text("Special categories of personal data are shown for the whole country only."),)
    return (
        (text("Non-binary people are shown for the whole country only; in regions and target groups they are included in the total."),)
        if genders
        else ()
    )


def signs_sentence(text: Text) -> str:
    """What the signs on a figure mean, in short."""
    return " ".join(protection_sentences(text)[:2])


def with_signs(block: Shown, view: Snapshot, text: Text) -> Shown:
    """In public a figure of people says what its signs mean, on the page and in every file made of it."""
    if not (view.is_protected and block.ledger and "participants" in block.ledger.measures):
        return block
    signs = signs_sentence(text)
    return block if signs in (block.not_shown or "") else replace(block, not_shown=" ".join(filter(None, (block.not_shown, signs))))


def public_choices_sentence(text: Text) -> str:
    """Why a figure of people is not shown for the reader's choices."""
    return text(
        "To protect people, counts are published for the whole country, for one region or for one target group at a time, and not by project. Remove other choices to see them."
    )


def closed_filters_sentence(text: Text) -> str:
    """Why only some filters can be used on a page of people."""
    return text(
        "To protect people, counts are published for the whole country, for one region or for one target group at a time, and not by project. The other filters are closed on pages of people."
    )


def untold_sentence(text: Text) -> str:
    """Why a figure of people is not shown in public at all."""
    return text(
        "This is not shown to the public: it would need counts of people by project, by sub-theme or for several choices at once, which are not published, to protect people."
    )


def public_lack_sentence(what: str, view: Snapshot, is_filtered: bool, text: Text) -> str:
    """Why a reader of the public instance sees nothing, without advice that only the staff can follow.

    Args:
        what: As ``unlock_sentence`` has it.
        view: What the reader sees.
        is_filtered: Whether any choice is made.
        text: The reader's language.
    """
    if what in ("theme", "region", "column"):
        return lack_sentence(what, text)
    if not view.rows.height:
        return lack_sentence("empty", text) if is_filtered else text("The delivery has no projects.")
    if what in ("past", "forecast"):
        return lack_sentence(what, text)
    if what == "need" and view.whole.need is None:
        return no_need_sentence(text)
    if view.whole.people is None:
        return unpublished_sentence(text)
    return public_choices_sentence(text) if is_filtered and what != "plan" else untold_sentence(text)


def no_need_sentence(text: Text) -> str:
    """Why reach is not shown beside the need."""
    return text("The delivery has no statistics of people in need by region.")


def unpublished_sentence(text: Text) -> str:
    """Why there are no counts of people at all."""
    return text("No counts of people have been published of this delivery.")


def closed_sentence(text: Text) -> str:
    """That the public instance has nothing that it may serve; why stands in the server's log."""
    return text(
        "The figures cannot be shown right now. The reason has been written down for those who maintain the service. Please come back later."
    )


def kept_sentence(text: Text) -> str:
    """That newer figures could not be read; why stands in the server's log."""
    return text("The figures could not be renewed. You see the ones before, which are whole.")
