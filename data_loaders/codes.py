"""Code lists: official codes with their names in three languages, from ``assets/labels``."""

import csv
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

LABELS = Path(__file__).parents[1] / "assets" / "labels"
LANGUAGES = ("fi", "sv", "en")

GENDERS = ("female", "male", "non_binary", "unknown")

#: Indicators that divide all participants: none is in two of a division. Ages leave a gap, 30–54.
INDICATOR_PARTITIONS = {
    "labour": ("EECO02", "EECO04", "EECO05"),
    "education": ("EECO09", "EECO10", "EECO11"),
    "age": ("EECO06", "EECO07", "EECO08"),
}

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


@cache
def region_spellings() -> Mapping[str, str]:
    """Folded code or name of a maakunta, in any language or NUTS version → its code."""
    spellings = {}
    for code, row in code_list("regions").items():
        names = (code, row["fi"], row["sv"], row["en"], row["nuts3_2021"], row["nuts3_2024"])
        spellings |= {folded(name): code for name in names}
        spellings[re.sub("^0", "", code)] = code
    return MappingProxyType(spellings)


#: A longer text is no misspelt name; comparing it would only take time.
_LONGEST_NAME = 100


def nearest(text: str, spellings: Mapping[str, str]) -> str | None:
    """The code whose spelling is most like a text; null when none is like it.

    Args:
        text: A word that is in no code list, for example ``Uusima``.
        spellings: Folded spelling → code.
    """
    if len(text) > _LONGEST_NAME:
        return None
    found = get_close_matches(folded(text), spellings, 1, 0.7)
    return spellings[found[0]] if found else None


def folded(text: str) -> str:
    """Text as it is compared: case, white space (line breaks and no-break too) folded."""
    return " ".join(text.split()).casefold()
