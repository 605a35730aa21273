"""What a check of input files found: three answers, findings with the cells they mean, what to do next."""

from collections.abc import Mapping, Sequence
from html import escape

from data_loaders.check_list import CHECKS, Question
from data_loaders.checked_files import (
    INPUT_KINDS,
    QUESTIONS,
    Answer,
    CheckedFile,
    FindingGroup,
    answers,
    is_about_column,
    missing,
)
from data_loaders.excerpts import Excerpt
from data_loaders.findings import Finding
from presentation.tables import Column, Table, table_html
from presentation.text import Text
from presentation.words.deliveries import severity_name
from presentation.words.excerpts import excerpt_html
from presentation.words.findings import finding_heading, finding_words, suggested_name

#: Findings of one check that are listed on the page; the download has them all.
LISTED = 50
#: Signs beside the words; never the only carrier.
_SEVERITY_SIGNS = {"error": "✖", "warning": "▲", "info": "ℹ"}
_ANSWER_SIGNS: Mapping[Answer, str] = {"yes": "✔", "partly": "▲", "no": "✖", "unknown": "?"}
_LONGEST_VALUE = 120
#: Checks whose places are drawn at once; those of the others open.
_DRAWN = 3


def input_name(kind: str, text: Text) -> str:
    """What an input is called."""
    return {
        "projects": text("List of funded projects"),
        "theme": text("Theme workbook"),
        "outcomes": text("Outcome workbook"),
        "need": text("Need by region"),
        "delivery": text("Kept delivery"),
        "map": text("Boundaries of the map"),
    }[kind]


def question_words(question: Question, text: Text) -> str:
    """One of the three questions that are asked of the files."""
    return {
        "readable": text("Is it readable?"),
        "right": text("Is it right?"),
        "useful": text("Is it useful?"),
    }[question]


# The answers ----------------------------------------------------------------------------


def answers_html(files: Sequence[CheckedFile], text: Text) -> str:
    """The three answers side by side."""
    cards = ""
    for question, answer in answers(files).items():
        cards += (
            f'<div class="td-answer td-{answer}"><h3>{escape(question_words(question, text))}</h3>'
            f'<p class="td-verdict"><span aria-hidden="true">{_ANSWER_SIGNS[answer]}</span> {escape(_answer_word(answer, text))}</p>'
            f"<p>{escape(_answer_sentence(question, answer, files, text))}</p></div>"
        )
    return f'<div class="td-answers">{cards}</div>'


def _answer_word(answer: Answer, text: Text) -> str:
    return {"yes": text("Yes"), "partly": text("For the most part"), "no": text("No"), "unknown": text("Not known yet")}[answer]


def _answer_sentence(question: Question, answer: Answer, files: Sequence[CheckedFile], text: Text) -> str:
    count = len(missing(files)) if question == "useful" else sum(1 for f in _of(question, files) if f.severity != "info")
    if answer == "unknown":
        return text("This will be known once every file can be read.")
    if question == "readable":
        if answer == "no":
            unusable = [file.file for file in files if not file.usable]
            return text("Cannot be read: {files}. Nothing can be imported before this is mended.", files=text.list_of(unusable))
        if answer == "partly":
            return text.plural(
                "One place cannot be read. It is left empty or left out, never taken as zero.",
                "{number} places cannot be read. They are left empty or left out, never taken as zero.",
                count,
            )
        return text("Every value that the figures need was read.")
    if question == "right":
        if answer == "partly":
            return text.plural(
                "One thing contradicts the rest and should be looked at. It does not prevent the import.",
                "{number} things contradict the rest and should be looked at. They do not prevent the import.",
                count,
            )
        return text("Nothing in the files contradicts the rest.")
    if answer == "partly":
        return text.plural(
            "One thing is missing. What it would show is described under “What next?”.",
            "{number} things are missing. What they would show is described under “What next?”.",
            count,
        )
    return text("The files have the columns that the figures need.")


def _of(question: Question, files: Sequence[CheckedFile]) -> list[Finding]:
    return [f for file in files for f in file.findings if CHECKS[f.code].question == question]


def found_sentence(files: Sequence[CheckedFile], text: Text) -> str:
    """How a check ended, for those who hear the page."""
    return text.plural(
        "The check is done: {number} finding.", "The check is done: {number} findings.", sum(len(file.findings) for file in files)
    )


def rows_table(files: Sequence[CheckedFile], text: Text) -> Table:
    """What would become of the rows of each file."""
    return Table(
        text("Rows of the files: rows in the file = kept + left out"),
        (
            Column(text("Input")), Column(text("File")), Column(text("Rows"), "count"),
            Column(text("Kept"), "count"), Column(text("Left out"), "count"), Column(text("Findings"), "count"),
        ),
        tuple(
            (input_name(file.kind, text), file.file, file.rows_in, file.rows_kept, file.rows_left_out, len(file.findings))
            if file.usable
            else (input_name(file.kind, text), file.file, None, None, None, len(file.findings))
            for file in files
        ),
    )  # fmt: skip


# The findings ---------------------------------------------------------------------------


def findings_html(groups: Sequence[FindingGroup], pieces: Sequence[Sequence[Excerpt]], text: Text) -> str:
    """All findings, question by question and check by check."""
    parts = []
    drawn = [group for group, found in zip(groups, pieces, strict=True) if found][:_DRAWN]
    for question in QUESTIONS:
        groups_of_question = [
            group_html(g, p, text, is_open=g in drawn) for g, p in zip(groups, pieces, strict=True) if g.check.question == question
        ]
        if groups_of_question:
            parts += [f'<h3 class="td-question">{escape(question_words(question, text))}</h3>', *groups_of_question]
    return "".join(parts)


def group_html(group: FindingGroup, pieces: Sequence[Excerpt], text: Text, is_open: bool = True) -> str:
    """The findings of one check in one file: what, how often, what to do, the first ones drawn, all in a list.

    Args:
        group: The findings.
        pieces: The pieces of the sheet to draw.
        text: The reader's language.
        is_open: Whether the pieces are seen at once; otherwise they open with the list.
    """
    cure = finding_words(group.check.code, text).cure
    heading = finding_heading(group.check.code, group.row_count or None, group.row_share, text)
    severity = group.check.severity
    drawn = "".join(excerpt_html(piece, text) for piece in pieces)
    if pieces and len(group.findings) > len(pieces) and group.row_count:
        drawn = f'<p class="td-note">{escape(text("The first of them in the file:"))}</p>{drawn}'
    listed = table_html(_listed(group, text), text)
    summary = text.plural("Show the place in a list", "Show all {number} places in a list", len(group.findings))
    if len(group.findings) > LISTED:
        summary = text(
            "Show the first {shown} of {all} places in a list; the marked workbook has them all",
            shown=text.number(LISTED),
            all=text.number(len(group.findings)),
        )
    return (
        f'<section class="td-finding td-{severity}"><h4><span aria-hidden="true">{_SEVERITY_SIGNS[severity]}</span> '
        f"{escape(heading)}</h4>"
        f'<p class="td-meta">{escape(_meta(group, text))}</p>'
        f'<p class="td-p"><strong>{escape(text("What to do:"))}</strong> {escape(cure)}</p>'
        f"{drawn if is_open else ''}<details><summary>{escape(summary)}</summary>{'' if is_open else drawn}{listed}</details></section>"
    )


def _meta(group: FindingGroup, text: Text) -> str:
    """How grave the findings are, where they are and how many."""
    return text.plural(
        "{severity} · {input}: {file} · {number} place",
        "{severity} · {input}: {file} · {number} places",
        len(group.findings),
        severity=severity_name(group.check.severity, text),
        input=input_name(group.file.kind, text),
        file=group.file.file,
    )


def _listed(group: FindingGroup, text: Text) -> Table:
    shown = group.findings[:LISTED]
    columns = [Column(text("Place")), Column(text("Column")), Column(text("Value in the file"))]
    has_suggestions = any(finding.suggestion for finding in shown)
    return Table(
        text("Places in the file"),
        (*columns, Column(text("Perhaps meant"))) if has_suggestions else tuple(columns),
        tuple(
            (
                finding.place or finding.file,
                finding.header,
                _short(finding.value),
                *([suggested_name(finding, text)] if has_suggestions else []),
            )
            for finding in shown
        ),
    )


def _short(value: str | None) -> str | None:
    words = " ".join((value or "").split())
    return (words if len(words) <= _LONGEST_VALUE else f"{words[:_LONGEST_VALUE]}…") or None


def drawn_findings(group: FindingGroup, count: int = 3) -> tuple[Finding, ...]:
    """The findings of a group to draw: the first ones of different places; a missing column has none."""
    places = {(f.sheet, f.row, f.column): f for f in reversed(group.findings) if f.row is not None and not is_about_column(f)}
    return tuple(list(reversed(places.values()))[:count])


def all_findings_table(files: Sequence[CheckedFile], text: Text) -> Table:
    """Every finding of every file, for the download."""
    return Table(
        text("Findings"),
        tuple(
            Column(header)
            for header in (
                text("File"), text("Place"), text("Column"), text("Value in the file"),
                text("Severity"), text("What is wrong"), text("What to do"), text("Check"),
            )
        ),
        tuple(
            (f.file, f.place, f.header, f.value, severity_name(f.severity, text), *finding_words(f.code, text)[:2], f.code)
            for file in files
            for f in file.findings
        ),
    )  # fmt: skip


# What next --------------------------------------------------------------------------------


def next_steps(files: Sequence[CheckedFile], text: Text) -> Table | None:
    """Which missing column or file would unlock which figure; null when nothing is missing, or a file cannot be read."""
    lacking = missing(files)
    if not lacking or not all(file.usable for file in files):
        return None
    return Table(
        text("What is missing, and what it would show"),
        (Column(text("Missing")), Column(text("What it would show"))),
        tuple(_unlocks(text)[name] for name in lacking),
    )


def _unlocks(text: Text) -> Mapping[str, tuple[str, str]]:
    """What is missing (``NEEDED``) → what it is called, and what it would show."""

    def field(name: str) -> str:
        return text.label("project_fields", name)

    return {
        "theme": (
            input_name("theme", text),
            text("The theme's own projects, the share of its budget, sub-themes and target groups"),
        ),
        "outcomes": (input_name("outcomes", text), text("Participants, target groups over time, genders")),
        "need": (input_name("need", text), text("Need by region, beside funding and participants")),
        "projects.planned_public_eur": (field("planned_public_eur"), text("Committed funding, and its share of the budget")),
        "projects.actual_public_eur": (field("actual_public_eur"), text("Spent funding, and its share of the committed")),
        "projects.planned_total_eur": (field("planned_total_eur"), text("All funding of a project beside its public funding")),
        "projects.region": (text("Location, postcode or town"), text("The map, and every figure by region")),
        "projects.dates": (text("Start date and end date"), text("Projects under way by year")),
        "projects.status": (field("status"), text("Starting, running, ended and cancelled projects")),
        "projects.authority": (field("funding_authority"), text("The filter by authority")),
        "projects.group_code": (field("group_code"), text("Joint projects counted once")),
        "projects.implementer_business_id": (
            field("implementer_business_id"),
            text("Money by type of implementer, and names of organisations"),
        ),
        "projects.summary": (field("summary"), text("Search in the summaries of projects")),
        "theme.subthemes": (text("Sub-themes"), text("Money and projects by sub-theme")),
        "theme.target_groups": (text("Target groups"), text("Money and projects by declared target group")),
        "outcomes.target_group": (text("Target group"), text("Participants by target group")),
    }


# Every check --------------------------------------------------------------------------------


def checks_lead(text: Text) -> str:
    """How many checks there are, and what they are for."""
    return text(
        "There are {number} checks. An error leaves out a row or a file, a warning asks you to look, a note tells what was done.",
        number=text.number(len(CHECKS)),
    )


def checks_table(question: Question, text: Text) -> Table:
    """Every check that answers one of the questions."""
    count = sum(1 for check in CHECKS.values() if check.question == question)
    return Table(
        text.plural("{number} check", "{number} checks", count),
        (
            Column(text("What is wrong")),
            Column(text("Severity")),
            Column(text("Looked for in")),
            Column(text("What to do")),
            Column(text("Check")),
        ),
        tuple(
            (
                words[0][:1].upper() + words[0][1:],
                severity_name(check.severity, text),
                _kinds_in_words(check.kinds, text),
                words[1],
                check.code,
            )
            for check in CHECKS.values()
            if check.question == question
            for words in [finding_words(check.code, text)]
        ),
    )


def _kinds_in_words(kinds: Sequence[str], text: Text) -> str:
    if set(kinds) >= set(INPUT_KINDS):
        return text("Every input file")
    return text.list_of([input_name(kind, text) for kind in kinds])
