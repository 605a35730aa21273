"""Column maps: which header of a list template is which of our fields."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

MAPS = Path(__file__).parents[1] / "assets" / "column_maps"


@cache
def column_maps(kind: str) -> Mapping[str, Mapping[str, str]]:
    """The templates of one kind of list: template → field → header.

    A template is a column of ``assets/column_maps/<kind>.csv``; an empty cell means that
    the template has no such column (docs/how-to/add-a-list-template.md).
    """
    with (MAPS / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    templates = [name for name in rows[0] if name != "field"]
    return {name: {row["field"]: row[name] for row in rows if row[name]} for name in templates}
