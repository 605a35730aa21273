"""Which input a file is, whatever place it was put in: a wrong file is refused by what it is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from data_loaders.checked_files import InputKind
from data_loaders.findings import InputError
from data_loaders.need import is_need_table
from data_loaders.outcomes import is_outcome_form
from data_loaders.projects import is_project_list
from data_loaders.schemas import MONEY_COLUMNS
from data_loaders.sheets import Sheet, read_sheets
from data_loaders.theme import Theme
from data_loaders.theme_workbook import is_theme_form

Read = TypeVar("Read")
#: What a reader says of a file that may be another input.
_STRANGE = frozenset(
    {"projects-headers-unknown", "theme-headers-unknown", "outcomes-headers-unknown", "need-headers-unknown", "theme-unlikely"}
)
#: Without any of these columns a file was read by its project codes alone, which other inputs have too.
_OWN_COLUMNS: Mapping[InputKind, frozenset[str]] = {"projects": frozenset(MONEY_COLUMNS)}


def read_as(kind: InputKind, path: Path, theme: Theme, reader: Callable[[Path], Read]) -> Read:
    """Read a file as one of the inputs; refuse it when it is plainly another.

    Args:
        kind: The input that it was given for.
        path: The file.
        theme: The theme file.
        reader: Reads the file as that input.

    Raises:
        InputError: what the reader raises; or that the file is another input (``file-is-…``), when it is strange to
            the reader, or has none of the input's own columns.
    """
    try:
        read = reader(path)
    except InputError as error:
        if _STRANGE.isdisjoint(finding.code for finding in error.findings):
            raise
        _refuse_another(kind, path, theme)
        raise
    columns = frozenset(getattr(read, "columns", ()))
    own = _OWN_COLUMNS.get(kind)
    if (own is not None and columns.isdisjoint(own)) or (kind == "theme" and columns <= {"project_code", "note"}):
        _refuse_another(kind, path, theme)
    return read


def _refuse_another(kind: InputKind, path: Path, theme: Theme) -> None:
    sheets = read_sheets(path)
    actual = kind_of(path, sheets, theme)
    if actual and actual != kind:
        raise InputError(sheets[0].finding(f"file-is-{actual}"))


def kind_of(path: Path, sheets: tuple[Sheet, ...], theme: Theme) -> InputKind | None:
    """The input whose headers a file has; null when it has those of none.

    The forms of our own are looked for first: their columns are few, and a list of projects may have some of them.
    """
    if is_outcome_form(path, sheets, theme):
        return "outcomes"
    if is_project_list(sheets):
        return "projects"
    if is_theme_form(sheets, theme):
        return "theme"
    return "need" if any(map(is_need_table, sheets)) else None
