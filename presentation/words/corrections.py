"""The known errors of the sources, and what became of each at the import."""

from collections.abc import Mapping, Sequence
from typing import Any

from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.changes import field_name
from presentation.words.check_report import input_name


def corrections_table(rows: Sequence[Mapping[str, Any]], text: Text) -> Table:
    """The corrections of one delivery, in the order of their file.

    Args:
        rows: ``CorrectionRow``, one mapping each.
        text: The reader's language.
    """
    return Table(
        text("Known errors of the sources, put right at the import"),
        tuple(
            Column(header)
            for header in (
                text("Where"), text("Field"), text("Was"), text("Is"), text("What happened to it"), text("Why"), text("Reported"),
            )
        ),
        tuple(
            (
                _place(row, text),
                field_name(row["field"], text),
                row["was"],
                row["becomes"],
                correction_state(row["state"], text),
                row["why"],
                text("{name}, {day}", name=row["reported_by"], day=text.date(row["reported_on"])),
            )
            for row in rows
        ),
    )  # fmt: skip


def correction_state(state: str, text: Text) -> str:
    """What became of a correction."""
    return {
        "applied": text("applied"),
        "outdated": text("refused: the source now has another value"),
        "unmatched": text("refused: there is no such row or column"),
        "not_used": text("not used: its file was not given"),
    }[state]


def _place(row: Mapping[str, Any], text: Text) -> str:
    place = text("{input}: {conditions}", input=input_name(row["input"], text), conditions=row["conditions"])
    if row["source_row"] is None:
        return place
    return text("{place}, row {row}", place=place, row=row["source_row"])
