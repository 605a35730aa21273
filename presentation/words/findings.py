"""Findings as sentences: what is wrong, where, and what to do."""

from dataclasses import asdict

from data_loaders.checked_files import CheckedFile
from data_loaders.findings import Finding
from presentation.text import Text
from presentation.words.finding_words import FINDING_WORDS, FindingWords

#: Characters of an offending value that a sentence shows.
_LONGEST_VALUE = 80
#: Check → code list of what it suggests; the others suggest a text as it stands.
_SUGGESTED = {
    "status-unknown": "statuses",
    "location-unknown": "regions",
    "location-partly-unknown": "regions",
    "region-unknown": "regions",
    "need-region-unknown": "regions",
    "gender-unknown": "genders",
    "indicator-unknown": "indicators",
    "subtheme-unknown": "subthemes",
    "target-group-unknown": "target_groups",
}
#: Code lists whose codes people know, and write beside the names.
_CODED = ("indicators", "subthemes")


def finding_sentence(finding: Finding, text: Text) -> str:
    """One finding in the reader's language: place, what is wrong, what was probably meant, and the cure."""
    words = finding_words(finding.code, text)
    where = " · ".join(part for part in (finding.file, finding.place, finding.header) if part)
    shown = " ".join((finding.value or "").split())
    shown = f"{shown[:_LONGEST_VALUE]}{'…' if len(shown) > _LONGEST_VALUE else ''}"
    _, mark, became = words.what.partition(";")
    what = (text("{what}: “{value}”", what=words.short, value=shown) if shown else words.short) + mark + became
    meant = text("Did you mean {name}?", name=suggested_name(finding, text)) if finding.suggestion else ""
    return " ".join(part for part in (f"{where}: {what}.", meant, words.cure) if part)


def suggested_name(finding: Finding, text: Text) -> str | None:
    """What was probably meant, by its official name; null when nothing is suggested."""
    kind = _SUGGESTED.get(finding.code)
    if not finding.suggestion or not kind:
        return finding.suggestion
    name = text.label(kind, finding.suggestion)
    return f"{finding.suggestion} {name}" if kind in _CODED else name


def finding_heading(code: str, count: int | None, share: float | None, text: Text) -> str:
    """All findings of one check as one heading: ``Summaa ei voi lukea: 3 riviä (2 % riveistä)``.

    Args:
        code: The check.
        count: Rows with the finding; null for a finding about a whole file.
        share: Those rows as a share of the file's rows, 0–1; null when it is not known.
        text: The reader's language.

    Raises:
        KeyError: there is no such code.
    """
    short = finding_words(code, text).short
    # Not capitalize(): it would make "EU- ja valtion" into "Eu- ja valtion".
    what = short[:1].upper() + short[1:]
    if count is None:
        return what
    if share is None:
        return text.plural("{what}: {number} row", "{what}: {number} rows", count, what=what)
    return text.plural(
        "{what}: {number} row ({share} of the rows)",
        "{what}: {number} rows ({share} of the rows)",
        count,
        what=what,
        share=text.percent(share),
    )


def finding_record(finding: Finding, text: Text) -> dict[str, object]:
    """One finding for a program: its fields, and the sentence last."""
    return asdict(finding) | {"sentence": finding_sentence(finding, text)}


def finding_line(finding: Finding, text: Text) -> str:
    """One finding in one line, its fields between tabs: code, severity, file, sheet, row, column, header, value, sentence."""
    fields = (
        finding.code, finding.severity, finding.file, finding.sheet, finding.row,
        finding.column, finding.header, finding.value, finding_sentence(finding, text),
    )  # fmt: skip
    # White space inside a value would break the line.
    return "\t".join(" ".join(str("" if field is None else field).split()) for field in fields)


def finding_words(code: str, text: Text) -> FindingWords:
    """What a check says is wrong, what to do, and an example.

    Raises:
        KeyError: there is no such code.
    """
    return FindingWords(*map(text, FINDING_WORDS[code]))


def checked_sentence(checked: CheckedFile, text: Text) -> str:
    """Whether a file can be imported, and what becomes of its rows."""
    if not checked.usable:
        return text("{file}: cannot be imported as it is.", file=checked.file)
    return text(
        "{file}: can be imported. Rows {rows} = kept {kept} + left out {out}. Findings: {findings}.",
        file=checked.file,
        rows=text.number(checked.rows_in),
        kept=text.number(checked.rows_kept),
        out=text.number(checked.rows_left_out),
        findings=text.number(len(checked.findings)),
    )
