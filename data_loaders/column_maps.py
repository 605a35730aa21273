"""Column maps: which header of a list is which of our fields.

Maps of known lists stand in ``assets/column_maps`` (docs/how-to/add-a-list-template.md); a
map that a person made for a list of their own is kept in the data directory.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from data_loaders.codes import LANGUAGES, code_list, folded
from data_loaders.findings import Finding, InputError
from data_loaders.sheets import read_sheets

MAPS = Path(__file__).parents[1] / "assets" / "column_maps"
#: Fields of a project list, with their names, other spellings and kind of values.
FIELDS = "project_fields"
#: Between the headers of one cell: a template may have had several over the years.
_OR = "|"

#: Field → the headers it may have; the first one is the usual.
ColumnMap = Mapping[str, tuple[str, ...]]


@cache
def column_maps(kind: str) -> Mapping[str, ColumnMap]:
    """The templates of one kind of list: template → field → headers.

    A template is a column of ``assets/column_maps/<kind>.csv``; an empty cell means that
    the template has no such column. Our own tables of projects come after them: with
    the names of the fields in each language, and with the fields themselves as headers.
    """
    with (MAPS / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    templates = {name: {row["field"]: tuple(row[name].split(_OR)) for row in rows if row[name]} for name in rows[0] if name != "field"}
    fields = project_fields()
    own = {f"own_{language}": {field: (row[language],) for field, row in fields.items()} for language in LANGUAGES}
    return templates | own | {"own_fields": {field: (field,) for field in fields}}


def project_fields() -> Mapping[str, Mapping[str, str]]:
    """Field → its names (``fi``, ``sv``, ``en``), ``synonyms`` and ``kind`` of values, in the list's order."""
    return code_list(FIELDS)


def field_spellings() -> Mapping[str, frozenset[str]]:
    """Field → every header that is known for it, folded: names, synonyms and all templates."""
    return _spellings()


@cache
def _spellings() -> Mapping[str, frozenset[str]]:
    templates = column_maps("projects").values()
    return {
        field: frozenset(
            folded(text)
            for text in (
                *(row[language] for language in LANGUAGES),
                *row["synonyms"].split(_OR),
                *(text for template in templates for text in template.get(field, ())),
            )
            if text
        )
        for field, row in project_fields().items()
    }


def read_column_map(path: Path) -> tuple[ColumnMap, tuple[Finding, ...]]:
    """A map that a person wrote: columns ``field`` and ``header``.

    A field may be named as in the data dictionary or by its name in any language; it may
    stand on several rows, then each header is tried in turn. Rows without a header are
    passed over.

    Args:
        path: CSV in UTF-8 or Latin-1 with ``,`` ``;`` or tab. A header may hold line breaks.

    Returns:
        Field → headers, and findings about rows that name no field of ours.

    Raises:
        InputError: the file cannot be read, has no such columns, or maps nothing.
    """
    sheet = read_sheets(path)[0]
    rows = [[text or "" for text in row[1:]] for row in sheet.cells.iter_rows()]
    top = [folded(text) for text in rows[0]]
    if not {"field", "header"} <= set(top):
        raise InputError(sheet.finding("column-map-unreadable", row=1, value="; ".join(rows[0])))
    names = _field_names()
    headers: dict[str, tuple[str, ...]] = {}
    findings = []
    for number, row in enumerate(rows[1:], start=2):
        field, header = row[top.index("field")], row[top.index("header")]
        known = names.get(folded(field))
        if known is None:
            if field:
                findings.append(sheet.finding("column-map-field-unknown", "warning", number, header="field", value=field))
        elif field and header:
            headers[known] = (*headers.get(known, ()), header)
    if not headers:
        raise InputError(*findings, sheet.finding("column-map-unreadable", row=1))
    return headers, tuple(findings)


def _field_names() -> dict[str, str]:
    """Folded field or name of it → the field; the table's own names of two columns too."""
    names = {folded(name): field for field, row in project_fields().items() for name in (field, *(row[x] for x in LANGUAGES))}
    return names | {"authority_name": "funding_authority", "status_name": "status"}


def saved_column_maps(root: Path) -> tuple[Mapping[str, ColumnMap], tuple[Finding, ...]]:
    """The maps kept in a data directory, by name, and what is wrong with others."""
    good: dict[str, ColumnMap] = {}
    findings: list[Finding] = []
    folder = root / "column_maps"
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".csv" and not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return {}, ()
    except OSError as problem:
        return {}, (Finding("directory-unreadable", "error", folder.name, value=problem.strerror),)
    for path in paths:
        try:
            good[path.stem], faults = read_column_map(path)
            findings += faults
        except InputError as error:
            findings += error.findings
    return good, tuple(findings)
