"""What is said about the deliveries that are kept."""

from collections import Counter
from collections.abc import Sequence

from data_loaders.deliveries import DeliveryInfo
from data_loaders.findings import Finding
from presentation.findings import finding_words
from presentation.tables import Column, Table
from presentation.text import Text


def deliveries_lead(deliveries: Sequence[DeliveryInfo], text: Text) -> str:
    """How many deliveries there are, and which one the pages show."""
    if not deliveries:
        return text("There is no delivery yet.")
    return text.plural(
        "One delivery is kept, as of {day}; the pages show it.",
        "{number} deliveries are kept. The pages show the newest, as of {day}.",
        len(deliveries),
        day=text.date(deliveries[-1].as_of),
    )


def imported_sentence(delivery: str, deliveries: Sequence[DeliveryInfo], text: Text) -> str:
    """That an import has succeeded, and whether the pages show it."""
    if deliveries and deliveries[-1].id == delivery:
        return text("The files are kept as the delivery {id}. The pages show it now.", id=delivery)
    return text("The files are kept as the delivery {id}. The pages show the newest one; this one adds to the trends.", id=delivery)


def delivery_name(info: DeliveryInfo, current: bool, text: Text) -> str:
    """A delivery as a heading."""
    if current:
        return text("{day}, current (delivery {id})", day=text.date(info.as_of), id=info.id)
    return text("{day} (delivery {id})", day=text.date(info.as_of), id=info.id)


def severity_name(severity: str, text: Text) -> str:
    """How grave a finding is, in a word."""
    return {"error": text("Error"), "warning": text("Warning"), "info": text("Note")}[severity]


def told_table(findings: Sequence[Finding], text: Text) -> Table:
    """What was told about the files of a delivery, one row for each check."""
    counts = Counter((finding.severity, finding.code) for finding in findings)
    order = ("error", "warning", "info")
    return Table(
        text("What was told about the files"),
        (Column(text("What is wrong")), Column(text("How grave")), Column(text("Findings"), "count"), Column(text("What to do"))),
        tuple(
            (words[0], severity_name(severity, text), number, words[1])
            for (severity, code), number in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
            for words in [finding_words(code, text)]
        ),
    )
