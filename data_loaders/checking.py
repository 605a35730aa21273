"""Check input files without keeping anything of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from data_loaders.checks import CHECKS, Check, Question
from data_loaders.corrections import FILE as CORRECTIONS_FILE
from data_loaders.findings import Finding, InputError
from data_loaders.intake import Input, Progress, read_inputs
from data_loaders.need import read_need
from data_loaders.outcomes import read_outcomes
from data_loaders.theme import Theme
from data_loaders.theme_workbook import read_theme_workbook

InputKind = Literal["projects", "theme", "outcomes", "need"]
INPUT_KINDS: tuple[InputKind, ...] = get_args(InputKind)
#: How a question is answered: yes; yes, but there is something to look at; no; it cannot be told.
Answer = Literal["yes", "partly", "no", "unknown"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
_GRAVEST_FIRST = ("error", "warning", "info")
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


def check_file(path: Path, kind: InputKind, theme: Theme, column_map: Path | None = None, root: Path | None = None) -> CheckedFile:
    """Read one file as an import would, and tell everything about it.

    What needs two files (project codes that the list does not have) is told by
    ``check_inputs``.

    Args:
        path: The file.
        kind: Which input it is.
        theme: The theme file.
        column_map: Which header of a project list is which field.
        root: The data directory, with maps that persons made earlier and known errors of the sources.
    """
    try:
        if kind == "projects":
            # No day is given: a list alone says nothing of it.
            inputs = read_inputs(theme, as_of=date.max, projects=path, column_map=column_map, **_kept_in(root))
            return _checked(inputs.files[0])
        if kind == "need":
            need = read_need(path)
            return _checked(Input(kind, path, need.sheet, need.rows, need.rows_in, need.rows_kept, need.findings))
        read = read_theme_workbook(path, theme) if kind == "theme" else read_outcomes(path, theme)
    except InputError as error:
        return CheckedFile(kind, path.name, False, 0, 0, _in_sheet_order(error.findings))
    return _checked(Input(kind, path, read.sheet, read.rows, read.rows_in, read.rows.height, read.findings))


def check_inputs(
    theme: Theme,
    *,
    as_of: date,
    files: Mapping[InputKind, Path],
    column_map: Path | None = None,
    root: Path | None = None,
    on_progress: Progress = lambda step, share: None,
) -> tuple[CheckedFile, ...]:
    """Read the input files of a delivery as an import would, each by itself and beside the others.

    Args:
        theme: The theme file.
        as_of: Day the figures would speak of.
        files: Input → its file; the project list must be among them.
        column_map: Which header of the project list is which field.
        root: The data directory, with maps that persons made earlier and known errors of the sources.
        on_progress: Told of each step, as an import tells it.

    Returns:
        One result for each file, in the order of ``INPUT_KINDS``. When one of them cannot be
        used, what the files say of each other is not told.
    """
    try:
        inputs = read_inputs(
            theme,
            as_of=as_of,
            projects=files["projects"],
            theme_workbook=files.get("theme"),
            outcomes=files.get("outcomes"),
            need=files.get("need"),
            column_map=column_map,
            **_kept_in(root),
            on_progress=on_progress,
        )
    except InputError:
        # The other files have things to tell too, and a person wants to mend all in one go.
        return tuple(check_file(files[kind], kind, theme, column_map, root) for kind in INPUT_KINDS if kind in files)
    return tuple(_checked(file) for file in inputs.files)


def _kept_in(root: Path | None) -> dict[str, Path]:
    """What a data directory holds that has a say in reading."""
    return {"maps_root": root, "corrections": root / CORRECTIONS_FILE} if root else {}


def _checked(file: Input) -> CheckedFile:
    rows = file.rows
    filled = frozenset(name for name in rows.columns if rows[name].null_count() < rows.height)
    return CheckedFile(file.kind, file.path.name, True, file.rows_in, file.rows_kept, _in_sheet_order(file.findings), filled)


def _in_sheet_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings as a person goes through a workbook: the whole file first, then row by row."""
    sheets = {sheet: number for number, sheet in enumerate(dict.fromkeys(f.sheet for f in findings))}
    return tuple(sorted(findings, key=lambda f: (sheets[f.sheet], f.row or 0, len(f.column or ""), f.column or "", f.code)))


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
        return len({(f.sheet, f.row) for f in self.findings if f.row is not None and not is_about_column(f)})

    @property
    def row_share(self) -> float | None:
        """Of the file's rows; null when it has none."""
        return self.row_count / self.file.rows_in if self.file.rows_in and self.row_count else None


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
                QUESTIONS.index(g.check.question), _GRAVEST_FIRST.index(g.check.severity), order.index(g.check.code)
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
    found: dict[Question, Answer] = {question: "partly" if question in asked else "yes" for question in QUESTIONS}
    # Columns may be missing that no figure needs.
    return found | {"useful": "partly" if missing(files) else "yes"}


def missing(files: Sequence[CheckedFile]) -> tuple[str, ...]:
    """What figures need and the files do not have, as in ``NEEDED``; a column without a value is missing too."""
    kinds = {file.kind: file for file in files}
    found = []
    for name, columns in NEEDED.items():
        file = kinds.get(name.partition(".")[0])
        if (file is None and not columns) or (file and columns and not file.filled & set(columns)):
            found.append(name)
    return tuple(found)
