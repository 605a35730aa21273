"""The half-year's routine in words: its steps, what is strange about files that are to be imported, how to begin."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Literal

from archive.archive import Delivery
from archive.deliveries import DeliveryInfo
from data_loaders.findings import Finding
from presentation.text import Text
from presentation.words.deliveries import moment

#: How far a step is: it has been done, it is the one to do now, or it comes later.
Progress = Literal["done", "next", "later"]
_SIGNS = {"done": "✓", "next": "➜", "later": ""}


def step_name(number: int, step: str, progress: Progress, text: Text) -> str:
    """A step as a label: its number, what it is called, and a sign of how far it is."""
    names = {
        "files": text("Files"),
        "check": text("Check"),
        "changes": text("What changes"),
        "approve": text("Approve"),
        "publish": text("Publish"),
    }
    return " ".join(filter(None, (f"{number}", names[step], _SIGNS[progress])))


def step_sentence(step: str, progress: Progress, text: Text) -> str:
    """What a step is for, and how far it is."""
    state = {"done": text("Done."), "next": text("This is the next step."), "later": ""}[progress]
    meaning = {
        "files": text(
            "Choose the files and check them. Checking imports nothing and changes nothing: you see what is wrong, where, and what to do. You decide about the import afterwards."
        ),
        "check": text("See what was found in the files, mend them if needed, and import them."),
        "changes": text("See what the new delivery changes before anybody else does."),
        "approve": text("Readers see the delivery when its changes have been approved."),
        "publish": text("See what becomes public, and publish it."),
    }[step]
    return meaning if step == "files" else f"{state} {meaning}".strip()


def files_sentence(names: Sequence[str], as_of: date, text: Text) -> str:
    """Which files were checked, and for which day."""
    return text("Checked: {files}, as of {day}.", files=text.list_of(list(names)), day=text.date(as_of))


def day_sentence(finding: Finding, as_of: date, text: Text) -> str:
    """What is strange about the day of a delivery, and what to do."""
    day = text.date(as_of)
    if finding.code == "day-in-future":
        return text("The reference date {day} has not come yet. Correct the date.", day=day)
    value = finding.value or ""
    if value.isdecimal():
        return text("The reference date {day} is before the programme period, which began in {year}. Is it right?", day=day, year=value)
    return text(
        "The reference date {day} is more than a year from the newest delivery, which is of {newest}. Is it right?",
        day=day,
        newest=text.date(date.fromisoformat(value)),
    )


def same_files_sentence(same: DeliveryInfo, as_of: date, text: Text) -> str:
    """That the files are kept as a delivery already."""
    if same.as_of == as_of:
        return text(
            "These are the same files as in the delivery {id} of {day}. There is nothing to import.", id=same.id, day=text.date(same.as_of)
        )
    return text(
        "These are the same files as in the delivery {id} of {day}, though the date is another one. Are the new files still to be chosen?",
        id=same.id,
        day=text.date(same.as_of),
    )


def meanwhile_sentence(kept: Delivery, text: Text) -> str:
    """That somebody has imported a delivery since the files were checked."""
    steps = kept.approval.steps if kept.approval else ()
    who = next((step.who for step in steps if step.what == "imported"), text("Somebody"))
    return text(
        "{who} has imported the delivery {id}, as of {day}, since you checked these files ({when}). Look at it first. If yours is needed too, press the button again.",
        who=who,
        id=kept.info.id,
        day=text.date(kept.info.as_of),
        when=moment(kept.info.imported_at, text),
    )


def templates_lead(is_filled: bool, text: Text) -> str:
    """What the workbooks are for, and what is in them already."""
    if is_filled:
        return text(
            "The workbooks have the projects of the last delivery with their sub-themes, target groups and expectations. Correct and add what has changed."
        )
    return text(
        "The workbooks are empty, with drop-down lists and instructions. Outcomes are filled in either row by row or with genders as columns."
    )


def template_name(name: str, language: str, text: Text) -> str:
    """A workbook to fill in as the label of a button."""
    names = {
        "theme-template.xlsx": text("Theme workbook"),
        "outcomes-template.xlsx": text("Outcome workbook"),
        "outcomes-wide-template.xlsx": text("Outcome workbook with genders as columns"),
    }
    return text("{workbook} ({language})", workbook=names[name], language=language)


def beginning_html(steps: Sequence[str], text: Text) -> str:
    """How to begin, as numbered steps."""
    items = "".join(f"<li>{escape(step)}</li>" for step in steps)
    return f'<section class="td-begin"><h2>{escape(text("Begin like this"))}</h2><ol>{items}</ol></section>'


def beginning(text: Text) -> tuple[str, ...]:
    """What to do in a data directory without deliveries, in three steps."""
    return (
        text(
            "Download the workbooks below and fill in which projects belong to the theme, what their plans include and what has come of them."
        ),
        text("Export the list of funded projects from the EURA 2021 service."),
        text("Choose the files on the page Data and have them checked. You see every problem in its cell before anything is kept."),
    )
