"""Small tables of list rows and outcome rows, with only what a test speaks of."""

from datetime import date
from decimal import Decimal

import dataframely as dy
import polars as pl
import pytest
from dataframely.random import Generator

from analytics.money import PublicMoney
from analytics.scope import Snapshot
from data_loaders.schemas import OutcomeRow, ProjectRow, ThemeProject

DEFAULTS = {"implementer_type": "other", "start_date": date(2024, 1, 1), "end_date": date(2025, 12, 31)}


@pytest.fixture
def rows():
    """List rows from dictionaries; what is not given is null or a plain default."""

    def make(*given: dict) -> pl.DataFrame:
        schema = ProjectRow.create_empty().schema
        table = []
        for number, values in enumerate(given, start=2):
            values = DEFAULTS | {"source_row": number, "project_code": f"S{number}"} | values
            values.setdefault("project_key", values.get("group_code") or values["project_code"])
            for name in ("planned_public_eur", "actual_public_eur"):
                if values.get(name) is not None:
                    values[name] = Decimal(str(values[name]))
            table.append(values)
        listed = pl.DataFrame([{name: row.get(name) for name in schema} for row in table], schema=schema)
        topics = {
            name: pl.Series(name, [row.get(name, []) for row in table], pl.List(pl.String))
            for name in ("subthemes", "target_groups", "promises_kept", "promises_broken")
        }
        planned = pl.Series("planned_participants", [row.get("planned_participants") for row in table], pl.Int64)
        return listed.with_columns(**topics, planned_participants=planned, note=pl.lit(None, pl.String))

    return make


@pytest.fixture
def members():
    """Rows of the theme workbook by project code; what a test does not speak of is drawn."""

    def make(*codes: str, **said) -> dy.DataFrame[ThemeProject]:
        return ThemeProject.sample(overrides=[{"project_code": code, **said} for code in codes], generator=Generator(1))

    return make


@pytest.fixture
def outcomes():
    """Outcome rows: project, cut-off date, indicator, group, region, gender, value."""

    def make(*given: tuple) -> pl.DataFrame:
        names = ["project_code", "cutoff_date", "indicator", "target_group", "region", "gender", "value"]
        table = (
            pl.DataFrame([dict(zip(names, row, strict=True)) for row in given])
            .with_row_index("source_row", 2)
            .with_columns(pl.lit("G").alias("source_column"))
        )
        return OutcomeRow.validate(table.select(OutcomeRow.column_names()), cast=True)

    return make


@pytest.fixture
def snapshot():
    """A delivery of given list rows, with the frame of 13 M€."""

    def make(rows: pl.DataFrame, people=None, trend=None, frame=PublicMoney(1_300_000_000), as_of=date(2026, 10, 31)) -> Snapshot:
        return Snapshot(as_of.isoformat(), as_of, rows, rows.height, frame is not None, frame, people, trend)

    return make
