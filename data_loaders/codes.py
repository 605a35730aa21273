"""Code lists: official codes with their names in three languages, from ``assets/labels``."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LABELS = Path(__file__).parents[1] / "assets" / "labels"
LANGUAGES = ("fi", "sv", "en")

GENDERS = ("female", "male", "non_binary", "unknown")

#: Special places of money and people that have no single region; an unknown place is null.
NATIONWIDE, SEVERAL_REGIONS = "nationwide", "several"


@cache
def code_list(name: str) -> Mapping[str, Mapping[str, str]]:
    """One code list as code → its row, in the file's order.

    Args:
        name: File name in ``assets/labels`` without ``.csv``, for example ``regions``.

    Returns:
        A read-only mapping; each row has ``code``, ``fi``, ``sv``, ``en`` and the list's
        own columns as text.

    Raises:
        FileNotFoundError: there is no such list.
    """
    with (LABELS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: MappingProxyType(row) for row in csv.DictReader(file)}
    return MappingProxyType(rows)


@cache
def region_codes() -> tuple[str, ...]:
    """The 19 two-digit maakunta codes, Åland included."""
    return tuple(code_list("regions"))


@cache
def indicator_codes() -> tuple[str, ...]:
    """EECO01–19 and EECR01–06 of Regulation (EU) 2021/1057, Annex I, and participants with complete records."""
    return tuple(code_list("indicators"))


def folded(text: str) -> str:
    """Text as it is compared: case, white space (line breaks and no-break too) folded."""
    return " ".join(text.split()).casefold()
