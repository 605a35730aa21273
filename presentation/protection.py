"""How counts of people are protected, in words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from analytics.attack import Audit, Leak
from analytics.counts import HIDDEN_SIGN, few
from analytics.scope import Snapshot
from data_loaders.theme import Disclosure
from presentation.block import FigureBlock
from presentation.matrix import Matrix
from presentation.notes import lack_sentence
from presentation.text import Text

#: What a page shows with its own source and notes.
Shown = TypeVar("Shown", FigureBlock, Matrix)


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
        text("“{sign}” is a count that is not published, because it would give another one away.", sign=HIDDEN_SIGN),
        text("Shares are reckoned from the protected counts, and are not shown where a count is a sign."),
        *_national_only(rule, text),
    )


def _national_only(rule: Disclosure, text: Text) -> tuple[str, ...]:
    """What the theme's rule tells for the whole country only."""
    indicators, genders = bool(rule.national_only_indicators), "non_binary" in rule.national_only_genders
    if indicators and genders:
        return (
            text(
                "Special categories and non-binary people are counted for the whole country only; in regions and target groups they are in the total."
            ),
        )
    if indicators:
        return (text("Special categories are counted for the whole country only."),)
    return (
        (text("Non-binary people are counted for the whole country only; in regions and target groups they are in the total."),)
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
    if what == "past":
        return text("To protect people, counts of regions are published for the latest date only. How they have developed is not shown.")
    if what == "need" and view.whole.need is None:
        return no_need_sentence(text)
    if view.whole.people is None:
        return unpublished_sentence(text)
    return public_choices_sentence(text) if is_filtered and what != "plan" else untold_sentence(text)


def no_need_sentence(text: Text) -> str:
    """Why reach is not shown beside the need."""
    return text("The delivery has no statistics of people in need by region.")


# For those who publish ----------------------------------------------------------------


def published_sentence(delivery: str, report: Mapping, text: Text) -> str:
    """What was published, and how it was protected."""
    forms = report["forms"]
    if not forms:
        return text("Delivery {id} was published. It has no counts of people.", id=delivery)
    return text(
        "Delivery {id} was published. Counts of people: {rounded} rounded, {few} as a sign, {hidden} not published, {zero} zero. The attack found nothing.",
        id=delivery,
        **{form: text.number(forms.get(form, 0)) for form in ("rounded", "few", "hidden", "zero")},
    )


def audit_sentence(found: Audit, text: Text) -> str:
    """What an attack found."""
    if found.contradictory:
        return text("No counts fit what is published: its forms contradict each other.")
    if found.leaks:
        return text.plural(
            "{number} count can be told better than the rule allows.",
            "{number} counts can be told better than the rule allows.",
            len(found.leaks),
        )
    return text.plural(
        "{number} count attacked: nothing can be told beyond its form.",
        "{number} counts attacked: nothing can be told beyond their forms.",
        found.count,
    )


def leak_sentence(leak: Leak, text: Text) -> str:
    """One count that can be told too well: what it counts, and what it can be."""
    key = leak.key
    kind = {"region": "regions", "target_group": "target_groups"}.get(key.cube)
    place = text.label(kind, key.code or None) if kind else text("whole country")
    gender = text("everyone") if key.gender == "all" else text.label("genders", key.gender)
    return text(
        "{day} · {indicator} · {place} · {gender}: between {low} and {high}; {promised} values should stay possible",
        day=text.date(key.day), indicator=key.indicator, place=place, gender=gender,
        low=text.number(leak.low), high=text.number(leak.high), promised=text.number(leak.promised),
    )  # fmt: skip


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
