"""The project list without what tells of a person: contacts masked, private persons' names and places left out."""

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from archive.deliveries import DeliveryInfo
from data_loaders.findings import Finding
from data_loaders.schemas import ProjectRow

#: Columns of the list that hold words of people, where they may have written how to reach somebody.
_FREE_TEXTS = (
    "project_name",
    "implementer_name",
    "summary",
    "intervention_field",
    "support_form",
    "territorial_mechanism",
    "economic_activity",
    "esf_secondary_theme",
    "location",
    "site_city",
    "beneficiary_city",
    "project_website_url",
    "project_page_url",
)


#: Columns that tell who a private person is, and where.
PERSONAL = (
    "implementer_name",
    "implementer_business_id",
    "beneficiary_postcode",
    "beneficiary_city",
    "site_postcode",
    "project_website_url",
)


_MASK = "•••"


#: What is masked → how it is recognised. A business id and a code of a project are no phone number.
_CONTACTS = {
    "personal_id": re.compile(r"(?<![\w-])\d{6}[-+ABCDEFUVWXYabcdefuvwxy]\d{3}[0-9A-FHJ-NPR-Ya-fhj-npr-y](?!\w)"),
    "email": re.compile(r"[\w.+-]+(?:@|\s?\((?:at|ät|a)\)\s?)[\w-]+(?:\.[\w-]+)+"),
    "phone": re.compile(r"(?<![\w/.,-])(?:\+\d{1,3}[\s-]?(?:\(0\)\s?)?\d{1,3}|0(?:[1-9]\d{0,2}))(?:[\s-]?\d{2,4}){2,3}(?![\w-]|[.,]\d)"),
}


_BUSINESS_ID = re.compile(r"\d{7}-\d")


def masked(projects: pl.DataFrame, file: str, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """The project list without how to reach a person, and where something was masked.

    E-mail addresses, phone numbers and personal identity codes become ``•••`` in every
    text that people write. The name, business id and addresses of a private person are
    left out (the name already when the list is read), and each of their rows is a finding (``private-person``).

    Args:
        projects: ``ProjectRow`` table.
        file: Name of the list, for the findings.
        columns: Field → (column letter, header) of the list.
    """
    findings = []
    for name in _FREE_TEXTS:
        cells = projects[name].to_list()
        for number, cell in enumerate(cells):
            changed = _without_contacts(cell) if cell else cell
            if changed != cell:
                cells[number] = changed
                letter, header = columns.get(name, (None, name))
                findings.append(
                    Finding(
                        "contact-masked",
                        "warning",
                        file,
                        row=int(projects["source_row"][number]),
                        column=letter,
                        header=header,
                        value=changed,
                    )
                )
        projects = projects.with_columns(pl.Series(name, cells, pl.String))
    no_id = pl.col("implementer_business_id").is_null() & pl.col("implementer_type").is_in(["private_person", "other"])
    person = (pl.col("implementer_type") == "private_person") | no_id
    letter, header = columns.get("implementer_name", (None, "implementer_name"))
    findings += [
        Finding("private-person", "info", file, row=int(row), column=letter, header=header) for row in projects.filter(person)["source_row"]
    ]
    projects = projects.with_columns(pl.when(~person).then(pl.col(name)).alias(name) for name in PERSONAL)
    return ProjectRow.validate(projects, cast=True), tuple(findings)


def _without_contacts(words: str) -> str:
    for pattern in _CONTACTS.values():
        words = pattern.sub(lambda match: match[0] if _BUSINESS_ID.fullmatch(match[0]) else _MASK, words)
    return words


def public_info(info: DeliveryInfo) -> DeliveryInfo:
    """What the public knows of a delivery: no note, no cells, and the names of its files without a person's contacts."""
    sources = tuple(replace(source, file=_without_contacts(source.file), sheet=None, columns={}) for source in info.sources)
    return replace(info, note="", sources=sources)
