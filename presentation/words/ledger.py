"""Where a figure comes from, in words: definition, basis, choices, rows in and out, source and rule."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby

import polars as pl

from analytics.funding import OVERLAPPING
from analytics.ledger import MONEY, Account, Ledger
from analytics.money import Money
from archive.deliveries import DeliveryInfo, Source
from presentation.tables import Cell, Column, Table, written
from presentation.text import Text
from presentation.words.dimensions import division
from presentation.words.notes import partly_sentence


def ledger_question(several: bool, text: Text) -> str:
    """What the button beside a figure, or beside several key figures, asks."""
    return text("Where do these figures come from?") if several else text("Where does this figure come from?")


def measure_name(measure: str, text: Text) -> str:
    """What a measure is called, with its basis."""
    return {
        "planned_public": text("Committed public funding"),
        "actual_public": text("Spent public funding"),
        "planned_eu_state": text("Committed EU and state funding"),
        "actual_eu_state": text("Spent EU and state funding"),
        "planned_total": text("Committed funding in all, private money included"),
        "actual_total": text("Spent funding in all, private money included"),
        "actual_eu": text("Spent EU funding"),
        "frame": text("Budget"),
        "left": text("Budget remaining"),
        "projects": text("Projects"),
        "implementers": text("Implementers"),
        "participants": text("Participants"),
    }[measure]


def definition(measure: str, indicator: str | None, text: Text) -> str:
    """What a measure means and how it is counted."""
    return {
        "planned_public": text("Public money granted to projects: EU, state, municipal and other public money together. The amounts of the rows are added, to the cent."),
        "actual_public": text("Public money that the project list gives as spent: EU, state, municipal and other public money together. The amounts of the rows are added, to the cent."),
        "planned_eu_state": text("EU and state money granted to projects. It is one part of public funding and is not compared with the budget."),
        "actual_eu_state": text("EU and state money that the project list gives as spent. It is one part of public funding and is not compared with the budget."),
        "planned_total": text("All money granted to or planned for projects, private money included. It is not compared with the budget."),
        "actual_total": text("All money that the project list gives as spent, private money included. It is not compared with the budget."),
        "actual_eu": text("EU money that the project list gives as spent. It is one part of public funding and is not compared with the budget."),
        "frame": text("The theme's budget of public funding in force on the day of the figures, from the theme file."),
        "left": text("The budget less committed public funding."),
        "projects": text("Projects are counted once each, a joint project once with all its implementers."),
        "implementers": text("Each row of the project list is one implementer's part of a project. An organisation that takes part in two projects is counted twice."),
        "participants": text("People counted by the indicator {indicator}: the latest cumulative report of each project, once.", indicator=indicator or ""),
    }[measure]  # fmt: skip


def value_in_words(account: Account, text: Text) -> str:
    """The exact value of a measure, money to the cent."""
    return text.euros(account.value, 2) if isinstance(account.value, Money) else text.number(account.value)


def reason_in_words(reason: str, text: Text) -> str:
    """Why rows are not counted."""
    return {
        "not_read": text("not a project row, left out when the list was read"),
        "outside_theme": text("not a project of the theme"),
        "outside_choices": text("does not fit the choices"),
        "other_projects": text("another project"),
        "no_amount": text("the amount is blank or cannot be read"),
    }[reason]


def ledger_html(parts: Sequence[tuple[Ledger, Sequence[Account], str | None]], info: DeliveryInfo, text: Text, partly: int = 0) -> str:
    """The whole account of a figure, or of several key figures, as light HTML; what they share is said once.

    Args:
        parts: Each ledger, its accounts on the delivery, and the reader's choices in words
            as far as the figure follows them.
        info: The delivery.
        partly: Joint projects among them that are partly outside the theme.
    """
    measures = [(account, ledger.indicator) for ledger, worked_out, _ in parts for account in worked_out]
    blocks = [
        "".join(_measure_html(account, indicator, text) for account, indicator in same) + _rows_html(same[0][0], text)
        # Measures of the same rows share one account of them.
        for _, same in ((key, list(group)) for key, group in groupby(measures, lambda m: (m[0].whole, m[0].left_out)))
    ]
    lines = [line for ledger, _, filtered in parts for line in _lines(ledger, filtered, info.has("theme"), text)]
    if partly:
        lines.append(partly_sentence(partly, text))
    sources = [source for ledger, *_ in parts for source in sources_of(ledger, info)]
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in dict.fromkeys(filter(None, lines)))
    # A figure of no delivery has its source in its note.
    sources_line = _sources_html(tuple(dict.fromkeys(sources)), info, text) if measures else ""
    return f'<div class="td-ledger">{"".join(blocks)}{paragraphs}{sources_line}</div>'


def _lines(ledger: Ledger, filtered: str | None, theme_known: bool, text: Text) -> tuple[str, ...]:
    return (
        scope_line(ledger, filtered, theme_known, text),
        _division_line(ledger, text),
        _history_line(ledger, text),
        text("A share is the amount divided by the budget.") if "frame" in ledger.measures or "left" in ledger.measures else "",
        ledger.note or "",
    )


def scope_line(ledger: Ledger, filtered: str | None, theme_known: bool, text: Text) -> str:
    """Which projects the figure speaks of; of a figure of no delivery its note."""
    if not ledger.measures:
        return ledger.note or ""
    if ledger.project:
        return text("Only the project {code}.", code=ledger.project)
    if ledger.projects:
        return text.plural(
            "Only the {number} project that can be compared.", "Only the {number} projects that can be compared.", len(ledger.projects)
        )
    if filtered:
        return text("Choices: {choices}.", choices=filtered)
    if not theme_known:
        return text("No choices: the whole project list, since the theme's projects are not known.")
    return text("No choices: all of the theme's projects.")


def _measure_html(account: Account, indicator: str | None, text: Text) -> str:
    return (
        f"<h3>{escape(measure_name(account.measure, text))}: <strong>{escape(value_in_words(account, text))}</strong></h3>"
        f"<p>{escape(definition(account.measure, indicator, text))}</p>"
    )


def _rows_html(account: Account, text: Text) -> str:
    """Where every row of the list went, as a sum."""
    if account.whole is None:
        return ""
    rows: list[tuple[str, int | None]] = [(text("Rows in the project list"), account.whole)]
    rows += [(reason_in_words(reason, text), -number) for reason, number in account.left_out.items()]
    rows.append((text("Rows counted"), account.rows_in))
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text.number(number))}</dd></div>" for name, number in rows)
    return f"<dl>{items}</dl>"


def _history_line(ledger: Ledger, text: Text) -> str:
    if not ledger.history:
        return ""
    if "participants" in ledger.measures:
        return text("Each point in time is the latest report of each project on or before its day; points are not added up.")
    return text("Each point in time is the same figure from the delivery of its day; points are not added up.")


def _division_line(ledger: Ledger, text: Text) -> str:
    if ledger.by is None:
        return ""
    if ledger.by == "indicators":
        return text("Each indicator is counted on its own; indicators overlap, so they are not added up.")
    if ledger.by == "regions" and "participants" not in ledger.measures and text.theme.several_regions == "equal":
        return text(
            "Divided by region; a row that names several regions is divided equally between them, to the cent, so money adds up to the whole. A project counts in each of its regions, so project counts are not added up."
        )
    if "projects" in ledger.measures:
        return text(
            "Divided {division}; a joint project may count under several parts, so project counts are not added up.",
            division=division(ledger.by, text),
        )
    if ledger.by in OVERLAPPING:
        return text(
            "Divided {division}; a project counts in full under each of its parts, so the parts are not added up.",
            division=division(ledger.by, text),
        )
    return text("Divided {division}; each row counts under one part, so the parts add up to the whole.", division=division(ledger.by, text))


def sources_of(ledger: Ledger, info: DeliveryInfo) -> tuple[Source, ...]:
    """The input files a figure was made of."""
    kinds = {"participants": ("outcomes",), "frame": ()}
    wanted = {kind for measure in ledger.measures for kind in kinds.get(measure, ("projects",))} | {"theme"}
    return tuple(source for source in info.sources if source.kind in wanted)


def _sources_html(sources: Sequence[Source], info: DeliveryInfo, text: Text) -> str:
    items = "".join(
        f"<li>{escape(source.file)}{f' <code>{escape(source.sha256[:16])}</code>' if source.sha256 else ''}</li>" for source in sources
    )
    line = text(
        "Delivery {id}, as of {day}. Source files, and the beginning of the SHA-256 checksum where it is told:",
        id=info.id,
        day=text.date(info.as_of),
    )
    return f"<p>{escape(line)}</p><ul>{items}</ul>"


def rule_in_words(rule: str, text: Text) -> str:
    """How a cell is counted."""
    return {
        "whole": text("counted in full"),
        "share": text("the part of the chosen regions: the row names several"),
        "once": text("the project's first row; a project is counted once"),
        "latest": text("the latest report of the project"),
        "subtracted": text("subtracted"),
    }[rule]


def cells_table(cells: pl.DataFrame, deliveries: Mapping[date, DeliveryInfo], text: Text) -> Table:
    """The cells behind a figure: file, sheet, cell, value and rule; what is counted adds up to the figure.

    Args:
        cells: Cells as ``analytics.ledger.cells`` gives them.
        deliveries: Day → the delivery of the day.
    """
    files = {(day, source.kind): (source.file, source.sheet) for day, info in deliveries.items() for source in info.sources}

    def number(row: dict, name: str) -> int | float:
        return float(row[name]) if row["measure"] in (*MONEY, "frame", "left") else int(row[name])

    def line(row: dict) -> tuple[Cell, ...]:
        file, sheet = files.get((row["day"], row["kind"]), (text("theme file"), None))
        return (
            row["cell"], file, sheet, row["header"], row["project_code"], measure_name(row["measure"], text),
            text.date(row["day"]), number(row, "value"), number(row, "counted"), rule_in_words(row["rule"], text),
        )  # fmt: skip

    return Table(
        text("The cells behind the figure. What is counted of them adds up to it."),
        (
            Column(text("Cell")), Column(text("File")), Column(text("Sheet")), Column(text("Column")), Column(text("Project code")),
            Column(text("Measure")), Column(text("Date")), Column(text("Value in the cell"), "exact"), Column(text("Counted"), "exact"), Column(text("Rule")),
        ),
        tuple(line(row) for row in cells.iter_rows(named=True) if row["value"] is not None),
    )  # fmt: skip


def cells_html(cells: pl.DataFrame, info: DeliveryInfo, text: Text, limit: int = 8) -> str:
    """The first cells as a small list, and how many there are in all."""
    table = cells_table(cells.head(limit), {info.as_of: info}, text)
    items = "".join(
        f"<li>{f'<code>{escape(str(cell))}</code> {escape(str(code))}' if cell else escape(str(file))}: {escape(written(counted, 'exact', text))}</li>"
        for cell, file, _, _, code, _, _, _, counted, _ in table.rows
    )
    line = text.plural("{number} cell; the first ones:", "{number} cells; the first ones:", cells.height)
    return f'<div class="td-ledger"><p>{escape(line)}</p><ul>{items}</ul></div>'
