"""The project list without what tells of a person: contacts masked, private persons' names and places left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import dataframely as dy
import polars as pl

from archive.deliveries import DeliveryInfo
from data_loaders.check_list import Severity
from data_loaders.findings import Finding
from data_loaders.private_names import without_private_names
from data_loaders.schemas import ProjectRow
from publication.contacts import MASK, without_codes_and_addresses, without_contacts

#: Columns whose texts tell rows and tables from each other: two that are masked must not become one.
_CODES = ("project_key", "project_code", "group_code")
#: Every other column of texts, whatever it is meant to hold: people write where there is room.
_TEXTS = tuple(name for name, column in ProjectRow.columns().items() if isinstance(column, dy.String) and name not in _CODES)
#: Columns that tell who a private person is, and where.
PERSONAL = (
    "implementer_name",
    "implementer_business_id",
    "beneficiary_postcode",
    "beneficiary_city",
    "site_postcode",
    "project_website_url",
)


def masked(projects: pl.DataFrame, file: str, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """The project list without how to reach a person, and where something was masked.

    E-mail addresses, phone numbers and personal identity codes become ``•••`` in every
    text. The name, business id and addresses of a private person are
    left out (the name already when the list is read), and each of their rows is a finding (``private-person``).

    Args:
        projects: ``ProjectRow`` table.
        file: Name of the list, for the findings.
        columns: Field → (column letter, header) of the list.
    """
    cells = dict(_changed_cells(projects))
    projects = projects.with_columns(
        pl.Series(name, [cells.get((name, index), cell) for index, cell in enumerate(projects[name])], pl.String)
        for name in dict.fromkeys(name for name, _ in cells)
    )
    no_id = pl.col("implementer_business_id").is_null() & pl.col("implementer_type").is_in(["private_person", "other"])
    person = (pl.col("implementer_type") == "private_person") | no_id
    names = projects.select(pl.when(person).then("implementer_name")).to_series()
    projects, named = without_private_names(projects, names, is_certain=False)

    def finding(code: str, severity: Severity, name: str, index: int) -> Finding:
        letter, header = columns.get(name, (None, name))
        value = projects[name][index] if code != "private-person" else None
        return Finding(code, severity, file, row=int(projects["source_row"][index]), column=letter, header=header, value=value)

    findings = [finding("contact-masked" if MASK in cell else "text-cut", "warning", name, index) for (name, index), cell in cells.items()]
    findings += [finding("name-masked", "warning", name, index) for name, index in named]
    findings += [finding("private-person", "info", "implementer_name", index) for index in projects.select(person).to_series().arg_true()]
    projects = projects.with_columns(pl.when(~person).then(pl.col(name)).alias(name) for name in PERSONAL)
    return ProjectRow.validate(projects, cast=True), tuple(findings)


def _changed_cells(projects: pl.DataFrame) -> Iterator[tuple[tuple[str, int], str]]:
    """(Column, index of the row) and new text of every cell that does not stay as it is."""
    for name in _TEXTS:
        new = _changed_texts(projects[name], without_contacts)
        yield from (((name, index), new[cell]) for index, cell in enumerate(projects[name]) if cell in new)
    codes = pl.concat([projects[name].alias("code") for name in _CODES])
    numbered = {
        code: f"{text}{number}" for number, (code, text) in enumerate(_changed_texts(codes, without_codes_and_addresses).items(), start=1)
    }
    for name in _CODES:
        yield from (((name, index), numbered[cell]) for index, cell in enumerate(projects[name]) if cell in numbered)


def _changed_texts(texts: pl.Series, change: Callable[[str], str]) -> dict[str, str]:
    """Text → what becomes of it, of those that do not stay as they are; each different text is looked at once."""
    changed = ((text, change(text)) for text in texts.drop_nulls().unique(maintain_order=True))
    return {text: new for text, new in changed if new != text}


def public_info(info: DeliveryInfo) -> DeliveryInfo:
    """What the public knows of a delivery: no note, no cells, no checksum or number of rows of the
    files about people, and the names of its files without a person's contacts."""
    sources = tuple(replace(source.public, file=without_contacts(source.file)) for source in info.sources)
    return replace(info, note="", template=without_contacts(info.template), sources=sources)
