"""The theme's project rows as one table, codes beside names, money on every basis."""

import polars as pl

from data_loaders.schemas import MONEY_COLUMNS
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.projects import implementer_name


def project_table(rows: pl.DataFrame, text: Text) -> Table:
    """One row for each implementer of a project. A private person has no name here.

    Args:
        rows: List rows of the theme.
    """
    columns = (
        Column(text("Project code")),
        Column(text("Code of the joint project")),
        Column(text("Project")),
        Column(text("Implementer")),
        Column(text("Business id")),
        Column(text("Type of implementer")),
        Column(text("Type of implementer, code")),
        Column(text("Authority")),
        Column(text("Authority, code")),
        Column(text("Status")),
        Column(text("Status, code")),
        Column(text("Start"), "date"),
        Column(text("End"), "date"),
        Column(text("Region")),
        Column(text("Region, code")),
        Column(text("Sub-themes, codes")),
        Column(text("Target groups, codes")),
        *(Column(_money_header(name, text), "euros") for name in MONEY_COLUMNS),
        Column(text("Row in the project list"), "count"),
    )
    return Table(
        text("Projects of the theme, a row for each implementer"),
        columns,
        tuple(_row(row, text) for row in rows.iter_rows(named=True)),
    )


def _row(row: dict, text: Text) -> tuple:
    return (
        row["project_code"],
        row["group_code"],
        row["project_name"],
        implementer_name(row["implementer_name"], row["implementer_type"], text),
        None if row["implementer_type"] == "private_person" else row["implementer_business_id"],
        text.label("implementer_types", row["implementer_type"]),
        row["implementer_type"],
        text.label("authorities", row["authority"]),
        row["authority"],
        text.label("statuses", row["status"]),
        row["status"],
        row["start_date"],
        row["end_date"],
        text.label("regions", row["region"]),
        row["region"],
        "; ".join(row["subthemes"]),
        "; ".join(row["target_groups"]),
        *(None if row[name] is None else float(row[name]) for name in MONEY_COLUMNS),
        row["source_row"],
    )


def _money_header(name: str, text: Text) -> str:
    return {
        "planned_eu_state_eur": text("Committed, EU and state, €"),
        "planned_public_eur": text("Committed, public, €"),
        "planned_total_eur": text("Committed, in all with private money, €"),
        "actual_eu_state_eur": text("Spent, EU and state, €"),
        "actual_public_eur": text("Spent, public, €"),
        "actual_total_eur": text("Spent, in all with private money, €"),
        "actual_eu_eur": text("Spent, EU, €"),
    }[name]
