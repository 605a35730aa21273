"""The record of what was done with deliveries and decks: who did what when."""

from collections.abc import Sequence

from archive.record import Event, EventKind
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.deliveries import moment
from presentation.words.findings import finding_words


def event_name(what: EventKind, text: Text) -> str:
    """What was done, in a few words."""
    return {
        "checked": text("Files checked"),
        "imported": text("Imported"),
        "refused": text("Refused"),
        "corrections": text("Known errors of the sources renewed"),
        "approved-part": text("Approved in part"),
        "approved": text("Approved"),
        "returned": text("Approval undone"),
        "withdrawn": text("Withdrawn"),
        "rejected": text("Rejected"),
        "restored": text("Brought back"),
        "publishing": text("Publishing begun"),
        "published": text("Published"),
        "deck-saved": text("Deck saved"),
        "deck-renamed": text("Deck renamed"),
        "deck-deleted": text("Deck deleted"),
        "deck-restored": text("Deck brought back"),
    }[what]


def event_details(event: Event, text: Text) -> str:
    """The person's own words, and what else belongs to an event."""
    facts = event.facts
    parts = [event.why]
    if event.what == "checked":
        parts.append(
            text(
                "{files}; errors {errors}, warnings {warnings}",
                files=facts.get("files", ""),
                errors=facts.get("errors", 0),
                warnings=facts.get("warnings", 0),
            )  # fmt: skip
        )
    elif event.what == "refused":
        codes = [code for code in str(facts.get("codes", "")).split(", ") if code]
        parts += [_check_name(code, text) for code in codes]
    elif event.what == "corrections":
        parts.append(text("recorded {recorded}, put right {applied}", recorded=facts.get("recorded", ""), applied=facts.get("applied", "")))
    elif "bundle" in facts:
        parts.append(text("bundle {name}", name=facts["bundle"]))
    elif "deck" in facts:
        parts.append(str(facts["deck"]))
    return "; ".join(part for part in parts if part)


def _check_name(code: str, text: Text) -> str:
    try:
        return finding_words(code, text).short
    except KeyError:  # a check of another version of the program
        return code


def record_table(events: Sequence[Event], text: Text) -> Table:
    """Events as rows, the newest first.

    A publication that was finished stands in it once, as published.
    """
    finished = {(event.delivery, event.facts.get("bundle")) for event in events if event.what == "published"}
    shown = [event for event in events if event.what != "publishing" or (event.delivery, event.facts.get("bundle")) not in finished]
    return Table(
        text("Who did what when"),
        (Column(text("When")), Column(text("What")), Column(text("Delivery")), Column(text("Who")), Column(text("Details"))),
        tuple(
            (
                moment(event.at, text),
                event_name(event.what, text),
                event.delivery or "",
                event.who or text("not known"),
                event_details(event, text),
            )
            for event in reversed(shown)
        ),
    )


def event_line(event: Event, text: Text) -> str:
    """One event in one line, its fields between tabs."""
    fields = (event.at, event_name(event.what, text), event.who or text("not known"), event.delivery or "", event_details(event, text))
    return "\t".join(" ".join(field.split()) for field in fields)


def withdrawal_sentence(is_waiting: bool, is_published: bool, text: Text) -> str:
    """What will happen when a delivery is rejected or withdrawn."""
    if is_waiting:
        return text("Rejected, the delivery is kept and marked, and nobody is asked to approve it any more. It can be brought back.")
    words = text("Withdrawn, the delivery is kept and marked, and readers see the one before it at once. It can be brought back.")
    if is_published:
        words += " " + text("The published bundle stays with the public: switch back to the bundle of before.")
    return words


def taken_back_sentence(what: EventKind, delivery: str, text: Text) -> str:
    """What has come of a step that was taken back."""
    return {
        "rejected": text("The delivery {id} has been rejected. It is kept, and nobody is asked to approve it any more.", id=delivery),
        "withdrawn": text("The delivery {id} has been withdrawn. Readers see the one before it now.", id=delivery),
        "restored": text("The delivery {id} has been brought back. It waits for approval.", id=delivery),
        "returned": text("The approval of the delivery {id} has been undone. It waits again.", id=delivery),
    }[what]
