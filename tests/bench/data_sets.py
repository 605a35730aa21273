"""The data that is measured: large deliveries, as a coordinator's data directory holds them."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

import polars as pl

from analytics.people import people_cubes
from archive.deliveries import write_delivery
from data_loaders.codes import GENDERS, indicator_codes, region_codes
from data_loaders.need import read_need
from data_loaders.projects import read_projects
from data_loaders.schemas import OutcomeRow
from data_loaders.theme import Theme
from data_loaders.theme_workbook import read_theme_workbook
from tools.sample import SampleFiles

DELIVERIES = 12
PROJECTS = 60
GROUPS = 9
#: Groups that one project counts, beside the people whose group is not recorded.
GROUPS_OF_PROJECT = 2
MONTHS = 36
MONTHS_OF_PROJECT = 24


def write_large(root: Path, files: Sequence[SampleFiles], theme: Theme, outcome_rows: int) -> dict[str, int]:
    """Write twelve deliveries with the whole list, the last one with many outcome rows.

    The sample's dates are half-years: the first of them get a delivery three months later too, with the
    same rows. The outcomes do not go through a workbook, which would hold a million rows at most.

    Returns:
        Number of rows in the last delivery's list and in its tables of people.
    """
    for file in files:
        listed = read_projects(file.projects)
        members = read_theme_workbook(file.theme_workbook, theme)
        tables = {"projects": listed.rows, "theme": members.rows}
        if file is files[-1]:
            codes = members.rows["project_code"].unique(maintain_order=True).head(PROJECTS).to_list()
            groups = [topic.code for topic in theme.target_groups][:GROUPS]
            tables["outcomes"] = many_outcomes(codes, groups, file.as_of, outcome_rows)
            tables["need"] = read_need(file.need).rows
            tables |= people_cubes(tables["outcomes"], listed.rows, file.as_of)
        later = [file.as_of + timedelta(days=92)] if file in files[: DELIVERIES - len(files)] else []
        for day in (file.as_of, *later):
            write_delivery(
                root,
                as_of=day,
                imported_at=f"{day}T12:00:00+00:00",
                template=listed.template,
                sources=[("projects", file.projects, listed.sheet, listed.rows_in, listed.rows.height)],
                tables=tables,
                findings=listed.findings,
            )
    return {name: tables[name].height for name in ("projects", "outcomes", "people", "people_trend")}


def write_long_list(source: Path, target: Path, rows: int) -> None:
    """Write a project list of many rows: the rows of another list again and again, without its footers.

    The sheet's XML is put together as text, which takes seconds where openpyxl takes a minute.
    """
    with zipfile.ZipFile(source) as book:
        parts = {entry.filename: book.read(entry) for entry in book.infolist()}
    name = "xl/worksheets/sheet1.xml"
    top, *lines, last = parts[name].split(b"<row ")
    header, *projects = lines[:-3]
    end = last[last.index(b"</sheetData>") :]
    drawn = islice(cycle(projects), rows)
    numbered = (re.sub(rb'r="([A-Z]*)\d+"', rb'r="\g<1>%d"' % number, line) for number, line in enumerate(drawn, start=2))
    parts[name] = b"<row ".join([top, header, *numbered]) + end
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)


def many_outcomes(codes: Sequence[str], groups: Sequence[str], last: date, rows: int) -> pl.DataFrame:
    """Outcome rows as 60 projects would report them every month.

    Every project counts all indicators by gender for two of the groups and for people of no
    recorded group, in two of the three years, and every tenth count names a region. More
    rows are more rows of the same counts, so that the cubes stay as they are.

    Args:
        codes: Project codes.
        groups: Target-group codes.
        last: The last cut-off date.
        rows: Number of rows wanted.

    Returns:
        ``OutcomeRow`` table, the same each time.
    """
    days = pl.date_range(pl.lit(last).dt.offset_by(f"-{MONTHS - 1}mo"), last, "1mo", eager=True).dt.month_end()
    counts = (
        pl.DataFrame({"project_code": codes})
        .with_row_index("project")
        .join(pl.DataFrame({"indicator": indicator_codes()}), how="cross")
        .join(pl.DataFrame({"place": range(GROUPS_OF_PROJECT + 1)}), how="cross")
        .join(pl.DataFrame({"gender": GENDERS}), how="cross")
        .with_columns(
            pl.when(pl.col("place") < GROUPS_OF_PROJECT)
            .then((pl.col("project") + pl.col("place") * 4) % len(groups))
            .replace_strict(dict(enumerate(groups)), default=None, return_dtype=pl.String)
            .alias("target_group")
        )
        .with_row_index("count")
        .with_columns(
            pl.when(pl.col("count") % 10 == 0)
            .then((pl.col("count") // 10) % len(region_codes()))
            .replace_strict(dict(enumerate(region_codes())), default=None, return_dtype=pl.String)
            .alias("region")
        )
    )
    first_month = pl.col("project") % (MONTHS - MONTHS_OF_PROJECT + 1)
    reports = (
        counts.join(pl.DataFrame({"month": range(MONTHS), "cutoff_date": days}), how="cross")
        .filter(pl.col("month").is_between(first_month, first_month + MONTHS_OF_PROJECT - 1))
        .with_columns((pl.col("month") - first_month + pl.col("count") % 7).cast(pl.Int64).alias("value"))
    )
    every = pl.int_range(rows, eager=True) % reports.height
    drawn = reports[every].with_row_index("source_row", offset=2).with_columns(pl.lit("G").alias("source_column"))
    return OutcomeRow.validate(drawn.select(OutcomeRow.column_names()), cast=True)
