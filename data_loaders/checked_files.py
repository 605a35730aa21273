"""What a check says of input files: can they be read, is what they say right, is it enough to be useful?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from data_loaders.check_list import CHECKS, Check, Question
from data_loaders.findings import Finding

InputKind = Literal["projects", "theme", "outcomes", "need"]
INPUT_KINDS: tuple[InputKind, ...] = get_args(InputKind)
#: How a question is answered: yes; yes, but there is something to look at; no; it cannot be told.
Answer = Literal["yes", "partly", "no", "unknown"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
GRAVEST_FIRST = ("error", "warning", "info")
#: What figures need, as input or input.column → the columns of which one is enough; none where the whole input is meant.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "theme": (),
    "outcomes": (),
    "need": (),
    "projects.planned_public_eur": ("planned_public_eur",),
    "projects.actual_public_eur": ("actual_public_eur",),
    "projects.planned_total_eur": ("planned_total_eur",),
    "projects.region": ("region",),
    "projects.dates": ("start_date", "end_date"),
    "projects.status": ("status",),
    "projects.authority": ("authority",),
    "projects.group_code": ("group_code",),
    "projects.implementer_business_id": ("implementer_business_id",),
    "projects.summary": ("summary",),
    "theme.subthemes": ("subthemes",),
    "theme.target_groups": ("target_groups",),
    "outcomes.target_group": ("target_group",),
}


@dataclass(frozen=True)
class CheckedFile:
    """What was found in one input file.

    Attributes:
        kind: Which input it was read as.
        file: Its name, without folders.
        usable: Whether it can be imported; a file that cannot has no rows.
        rows_in: Rows under the header that hold anything.
        rows_kept: Rows that an import would keep.
        findings: Everything that was told about it, in the order of the sheet.
        filled: Columns of its table that have a value on some row.
    """

    kind: InputKind
    file: str
    usable: bool
    rows_in: int
    rows_kept: int
    findings: tuple[Finding, ...]
    filled: frozenset[str] = frozenset()

    @property
    def rows_left_out(self) -> int:
        return self.rows_in - self.rows_kept


# What the findings say together ---------------------------------------------------------


@dataclass(frozen=True)
class FindingGroup:
    """All findings of one check in one file."""

    check: Check
    file: CheckedFile
    findings: tuple[Finding, ...]

    @cached_property
    def row_count(self) -> int:
        """Rows that the findings are about; 0 when they are about the file or its columns."""
        return row_count(self.findings)

    @property
    def row_share(self) -> float | None:
        """Of the file's rows; null when it has none."""
        return self.row_count / self.file.rows_in if self.file.rows_in and self.row_count else None


def row_count(findings: Iterable[Finding]) -> int:
    """Rows that findings of one file are about; 0 when they are about the file or its columns."""
    return len({(f.sheet, f.row) for f in findings if f.row is not None and not is_about_column(f)})


def is_about_column(finding: Finding) -> bool:
    """Whether a finding is about a column that is not there: it has a header but no place of its own."""
    return finding.column is None and finding.header is not None


def finding_groups(files: Sequence[CheckedFile]) -> tuple[FindingGroup, ...]:
    """The findings of all files by file and check: question by question, the gravest first."""
    groups = []
    for file in files:
        for code in dict.fromkeys(finding.code for finding in file.findings):
            groups.append(FindingGroup(CHECKS[code], file, tuple(f for f in file.findings if f.code == code)))
    order = list(CHECKS)
    return tuple(
        sorted(
            groups,
            key=lambda g: (
                QUESTIONS.index(g.check.question), GRAVEST_FIRST.index(g.check.severity), order.index(g.check.code)
            ),
        )
    )  # fmt: skip


def answers(files: Sequence[CheckedFile]) -> dict[Question, Answer]:
    """Whether files that were checked together are readable, right and useful."""
    if not all(file.usable for file in files):
        return {"readable": "no", "right": "unknown", "useful": "unknown"}
    asked = {
        question
        for file in files
        for finding in file.findings
        if finding.severity != "info"
        for question in [CHECKS[finding.code].question]
    }
    by_question: dict[Question, Answer] = {question: "partly" if question in asked else "yes" for question in QUESTIONS}
    # Columns may be missing that no figure needs.
    return by_question | {"useful": "partly" if missing(files) else "yes"}


def missing(files: Sequence[CheckedFile]) -> tuple[str, ...]:
    """What figures need and the files do not have, as in ``NEEDED``; a column without a value is missing too."""
    kinds: dict[str, CheckedFile] = {file.kind: file for file in files}
    absent = []
    for name, columns in NEEDED.items():
        file = kinds.get(name.partition(".")[0])
        if (file is None and not columns) or (file and columns and not file.filled & set(columns)):
            absent.append(name)
    return tuple(absent)
