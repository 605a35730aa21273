"""The tables that the archive keeps, and how one of an earlier time is brought to the columns of today."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

import dataframely as dy
import polars as pl

from data_loaders.findings import Finding
from data_loaders.schemas import (
    CorrectionRow,
    NeedRow,
    OutcomeRow,
    PeopleCell,
    PeopleTrendCell,
    ProjectRow,
    PublicPeopleCell,
    ThemeProject,
)

#: Table → the schema of its rows.
ROWS: Mapping[str, type[dy.Schema]] = {
    "projects": ProjectRow,
    "theme": ThemeProject,
    "outcomes": OutcomeRow,
    "need": NeedRow,
    "corrections": CorrectionRow,
    "people": PeopleCell,
    "people_trend": PeopleTrendCell,
    "public_people": PublicPeopleCell,
}
#: Table → column → type. The table of findings has the fields of a finding: the row is a number, all else is text.
SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    **{name: row.create_empty().schema for name, row in ROWS.items()},
    "findings": {field.name: pl.Int64() if field.name == "row" else pl.String() for field in fields(Finding)},
}


def completed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A stored table with the columns of today, so that nobody has to ask whether a column is there.

    Args:
        name: Which table it is (``SCHEMAS``).
        frame: The table as it was stored, today or by an earlier program.

    Returns:
        The columns of today in their order. One that was not kept yet is null: not known,
        also where a table that is written today may hold no null.

    Raises:
        ValueError: a column is of another type.
    """
    schema = SCHEMAS[name]
    strange = [column for column, kind in frame.schema.items() if column in schema and kind != schema[column]]
    if strange:
        raise ValueError(f"{name}: {', '.join(strange)}")
    return frame.select(pl.col(column) if column in frame.columns else pl.lit(None, kind).alias(column) for column, kind in schema.items())


def findings_table(findings: Sequence[Finding]) -> pl.DataFrame:
    """Findings as a table: one row each, in their order."""
    schema = SCHEMAS["findings"]
    return pl.DataFrame({name: [getattr(finding, name) for finding in findings] for name in schema}, schema=schema)
