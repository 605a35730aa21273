"""What is wrong in an input file, said so that a person can mend it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from data_loaders.check_list import CHECKS, Severity


@dataclass(frozen=True)
class Finding:
    """One finding about one place in one file.

    Holds a stable code and facts only; the sentence is written late, in the reader's
    language, by ``presentation.words.findings``.

    Attributes:
        code: Stable name of the check, for example ``amount-unreadable``; one of ``CHECKS``.
        severity: ``error`` (a row or a file was left out), ``warning`` (a value was left
            out or looks wrong) or ``info`` (worth knowing, nothing was lost), as ``CHECKS`` has it.
        file: Name of the file, without folders.
        sheet: Name of the sheet; null for CSV and for findings about a whole file.
        row: Physical row as Excel counts (the first row of the sheet is 1).
        column: Column letter as Excel shows it.
        header: Header of that column as it stands in the file.
        value: The offending text as it was read.
        suggestion: What was probably meant: a code of the check's code list, or the text
            itself where there is none; null when nothing is near.

    Raises:
        ValueError: the code is not in ``CHECKS``.
    """

    code: str
    severity: Severity
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None
    value: str | None = None
    suggestion: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CHECKS:
            raise ValueError(f"{self.code} is not in data_loaders/check_list.py")

    @property
    def place(self) -> str:
        """The place as Excel writes it: ``Hankkeet!D6``; empty for a whole file."""
        cell = f"{self.column or ''}{self.row or ''}"
        return "!".join(part for part in (self.sheet, cell) if part)


#: Different texts of one file that are compared with what is known; a file of nothing but
#: unknown words is another kind of file, and no comparison helps.
_MOST_SUGGESTED = 300


def with_suggestions(findings: Iterable[Finding], nearest: Mapping[str, Callable[[str], str | None]]) -> tuple[Finding, ...]:
    """Findings with what was probably meant.

    Args:
        findings: The findings of one file.
        nearest: Check → what is most like a text, null when nothing is.
    """
    meant: dict[tuple[str, str], str | None] = {}
    suggested = []
    for finding in findings:
        if finding.value and finding.code in nearest:
            key = (finding.code, finding.value)
            if key not in meant and len(meant) < _MOST_SUGGESTED:
                meant[key] = nearest[finding.code](finding.value)
            if nearest_text := meant.get(key):
                finding = replace(finding, suggestion=nearest_text)
        suggested.append(finding)
    return tuple(suggested)


class InputError(Exception):
    """The input cannot be used at all. Carries the findings that say why."""

    def __init__(self, *findings: Finding):
        super().__init__("; ".join(f"{f.code}: {f.file} {f.place}" for f in findings))
        self.findings = findings
