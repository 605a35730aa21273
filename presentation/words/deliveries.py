"""What is said about the deliveries that are kept."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from archive.archive import Delivery
from data_loaders.findings import Finding
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.approvals import state_name, state_sentence
from presentation.words.findings import finding_words


def verified_sentence(deliveries: int, bundles: int, faults: int, text: Text) -> str:
    """What was looked through, and how many faults there are."""
    looked = text("Deliveries: {deliveries}, public bundles: {bundles}.", deliveries=text.number(deliveries), bundles=text.number(bundles))
    return f"{looked} {text.plural('{number} fault.', '{number} faults.', faults) if faults else text('Everything is whole.')}"


def upgraded_sentence(ids: Sequence[str], text: Text) -> str:
    """Which manifests were written in another format."""
    return text("Written: {names}.", names=", ".join(ids)) if ids else text("Nothing has to be written.")


def deliveries_lead(deliveries: Sequence[Delivery], text: Text) -> str:
    """How many deliveries there are, and which one the pages show."""
    if not deliveries:
        return text("There is no delivery yet.")
    current = next((kept.info for kept in deliveries if kept.state == "current"), None)
    if current is None:
        return text.plural(
            "One delivery is kept, and waits. The pages show nothing yet.",
            "{number} deliveries are kept, and all wait. The pages show nothing yet.",
            len(deliveries),
        )
    return text.plural(
        "One delivery is kept. The pages show it, as of {day}.",
        "{number} deliveries are kept. The pages show the one as of {day}.",
        len(deliveries),
        day=text.date(current.as_of),
    )


def imported_sentence(delivery: str, deliveries: Sequence[Delivery], text: Text) -> str:
    """That an import has succeeded, and whether the pages show it."""
    state = next((kept.state for kept in deliveries if kept.info.id == delivery), "history")
    return {
        "current": text("The files are kept as the delivery {id}. The pages show it now.", id=delivery),
        "history": text("The files are kept as the delivery {id}. The pages show a newer one; this one adds to the trends.", id=delivery),
        "waiting": text("The files are kept as the delivery {id}. It changes figures, so it waits for approval below.", id=delivery),
    }[state]


def delivery_name(kept: Delivery, text: Text) -> str:
    """A delivery as a heading: its day, its id and its state."""
    state = text("superseded") if kept.superseded_by else state_name(kept.state, text)
    return text("{day} · {id} · {state}", day=text.date(kept.info.as_of), id=kept.info.id, state=state)


def delivery_facts(kept: Delivery, text: Text) -> tuple[str, ...]:
    """Whether readers see a delivery and why, when it was imported and approved, and its note."""
    info = kept.info
    seen = state_sentence(kept.state, kept.why, text) if kept.why else text("It waits for approval. Readers do not see it.")
    times = text("Imported {imported}.", imported=moment(info.imported_at, text))
    if kept.approved_at and kept.why == "approved":
        times = text(
            "Imported {imported}, approved {approved}.", imported=moment(info.imported_at, text), approved=moment(kept.approved_at, text)
        )
    note = text("Note: {note}", note=info.note) if info.note else ""
    if kept.superseded_by:
        seen = text("The same day was imported again as {id}: this one is not asked about any more.", id=kept.superseded_by)
    done = _steps_sentence(kept, text)
    return (f"{seen} {times}", note, done or text("Who imported or approved it is not known."))


def _steps_sentence(kept: Delivery, text: Text) -> str:
    """Who did what with a delivery, as its own file tells; empty where that was not kept yet."""
    steps = kept.approval.steps if kept.approval else ()
    names = {
        "imported": text("imported"),
        "approved-part": text("approved in part"),
        "approved": text("approved"),
        "returned": text("undid the approval"),
        "withdrawn": text("withdrew"),
        "rejected": text("rejected"),
        "restored": text("brought back"),
    }
    done = [
        text("{who} {what} {when}", who=step.who, what=names[step.what], when=moment(step.at, text))
        + (f" ({step.why})" if step.why and step.what != "imported" else "")
        for step in steps
    ]
    return text("Done: {steps}.", steps="; ".join(done)) if done else ""


def moment(iso: str, text: Text) -> str:
    """A time as a day and a clock time in Finland; as it is written where it is none."""
    try:
        moment = datetime.fromisoformat(iso).astimezone(ZoneInfo("Europe/Helsinki"))
    except ValueError:
        return iso
    return text("{day} at {time}", day=text.date(moment.date()), time=f"{moment.hour}.{moment.minute:02}")


def severity_name(severity: str, text: Text) -> str:
    """How grave a finding is, in a word."""
    return {"error": text("Error"), "warning": text("Warning"), "info": text("Note")}[severity]


def told_table(findings: Sequence[Finding], text: Text) -> Table:
    """What was told about the files of a delivery, one row for each check."""
    counts = Counter((finding.severity, finding.code) for finding in findings)
    order = ("error", "warning", "info")
    return Table(
        text("Findings about the files"),
        (Column(text("What is wrong")), Column(text("Severity")), Column(text("Findings"), "count"), Column(text("What to do"))),
        tuple(
            (words[0], severity_name(severity, text), number, words[1])
            for (severity, code), number in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
            for words in [finding_words(code, text)]
        ),
    )
