"""The tables of a public bundle as open data: CSV, XLSX and Parquet, with what a person needs to use them."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import polars as pl
from xlsxwriter import Workbook

from analytics.counts import HIDDEN_SIGN
from archive.deliveries import DeliveryInfo
from data_loaders.codes import LANGUAGES
from presentation.tables import harmless
from presentation.text import Text
from presentation.words.notes import example_sentence, source_line
from presentation.words.protection import protection_sentences
from publication.opened_files import opened

#: Columns of the projects that are of no use outside the program.
_INNER = ("region_basis", "note", "planned_participants", "place_share")


def open_data(people: pl.DataFrame, projects: pl.DataFrame, info: DeliveryInfo, texts: Mapping[str, Text]) -> dict[str, bytes]:
    """Name → content of every file of open data.

    Args:
        people: ``PublicPeopleCell`` table.
        projects: The theme's rows of the project list, with what is public of them.
        info: The delivery.
        texts: Language → words.
    """
    tables = {"people": _people(people, texts), "projects": _projects(projects, texts)}
    files: dict[str, bytes] = {}
    for name, table in tables.items():
        files |= {f"{name}.csv": _csv(table), f"{name}.xlsx": _xlsx(name, table), f"{name}.parquet": _parquet(table)}
    readme = "\r\n\r\n".join(_readme(tables, info, texts[language]) for language in LANGUAGES)
    return {"README.txt": readme.encode("utf-8-sig")} | files


def unknown_cells(files: Mapping[str, bytes]) -> list[str]:
    """Names of workbooks and CSV files of open data that have something else than the Parquet table of the same name.

    Args:
        files: Name → content, as ``open_data`` gives them.
    """
    wrong = []
    for name in ("people", "projects"):
        table = pl.read_parquet(files[f"{name}.parquet"])
        cells = [value for column in table for value in column.drop_nulls().unique()]
        numbers = {float(value) for value in cells if isinstance(value, bool | int | float | Decimal)}
        numbers |= {float((value - date(1899, 12, 30)).days) for value in cells if isinstance(value, date)}
        words = {name, "Worksheets", *table.columns, *(value for value in cells if isinstance(value, str))}
        known = {" ".join(word.split()) for word in words}
        pieces = opened(f"{name}.xlsx", files[f"{name}.xlsx"])
        if any(
            piece.content not in numbers if isinstance(piece.content, float) else " ".join(piece.content.split()) not in known
            for piece in pieces
        ):
            wrong.append(f"{name}.xlsx")
        if files[f"{name}.csv"] != _csv(table):
            wrong.append(f"{name}.csv")
    return wrong


def _people(people: pl.DataFrame, texts: Mapping[str, Text]) -> pl.DataFrame:
    """The counts with their signs as they are shown, and names in three languages."""
    rule = texts["fi"].theme.disclosure
    shown = (
        pl.when(pl.col("sign") == "few").then(pl.lit(f"1–{rule.threshold - 1}"))
        .when(pl.col("sign") == "hidden").then(pl.lit(HIDDEN_SIGN))
        .otherwise(pl.col("value").cast(pl.String))
    )  # fmt: skip
    people = people.with_columns(
        shown.alias("shown"), pl.col("cube").cast(pl.String), pl.col("gender").cast(pl.String), pl.col("sign").cast(pl.String)
    )
    for language, text in texts.items():
        places = [
            None if cube == "total" else text.label({"region": "regions", "target_group": "target_groups"}[cube], code)
            for cube, code in people.select("cube", "code").iter_rows()
        ]
        people = people.with_columns(
            pl.Series(f"name_{language}", places, pl.String),
            pl.Series(f"indicator_{language}", [text.label("indicators", code) for code in people["indicator"]], pl.String),
        )
    return people


def _projects(projects: pl.DataFrame, texts: Mapping[str, Text]) -> pl.DataFrame:
    lists = [name for name, kind in projects.schema.items() if isinstance(kind, pl.List)]
    projects = projects.drop([name for name in _INNER if name in projects.columns])
    return projects.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists)


def _csv(table: pl.DataFrame) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_plain(value) for value in row] for row in table.iter_rows())
    return file.getvalue().encode("utf-8-sig")


def _plain(value: object) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value.isoformat() if isinstance(value, date) else str(value)


def _xlsx(name: str, table: pl.DataFrame) -> bytes:
    """One sheet; texts stay texts, so that nothing is taken for a formula or a link."""
    packed = io.BytesIO()
    with Workbook(packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        page, day = book.add_worksheet(name), book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        page.write_row(0, 0, table.columns)
        for number, row in enumerate(table.iter_rows(), start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                elif isinstance(value, bool):
                    page.write_boolean(number, column, value)
                elif isinstance(value, int | float | Decimal):
                    page.write_number(number, column, float(value))
                elif value is not None:
                    page.write_string(number, column, str(value)[:32_767])
    return packed.getvalue()


def _parquet(table: pl.DataFrame) -> bytes:
    packed = io.BytesIO()
    table.write_parquet(packed, compression="zstd")
    return packed.getvalue()


def _readme(tables: Mapping[str, pl.DataFrame], info: DeliveryInfo, text: Text) -> str:
    name = text.name(text.theme.name)
    lines = [
        name,
        source_line(info, text),
        example_sentence(text) if info.is_example else "",
        text(
            "people: participants by indicator, gender, region and target group. The column shown has the count as the pages show it; value is empty behind a sign."
        ),
        text(
            "projects: the theme's rows of the list of funded projects. Money is in euros, to the cent; only the columns with public in their names are compared with the budget."
        ),
        text(
            "CSV files have a semicolon between cells. An apostrophe before =, +, - or @ keeps a spreadsheet from calculating with a text."
        ),
        *protection_sentences(text),
        text("Licence")
        + ": "
        + (text.name(text.theme.licence) if text.theme.licence else text("No licence has been given for the figures.")),
        text("How to cite: {name}, as of {day}, delivery {id}.", name=name, day=text.date(info.as_of), id=info.id),
        *(f"{table}: {', '.join(columns.columns)}" for table, columns in tables.items()),
    ]
    return "\r\n".join(line for line in lines if line)
