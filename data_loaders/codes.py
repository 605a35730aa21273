"""Code lists: official codes with their names in three languages, from ``assets/labels``."""

import csv
import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
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
_LOOK_ALIKES = str.maketrans("oil", "011")


def nearest(text: str, spellings: Mapping[str, str]) -> str | None:
    """The code whose spelling is most like a text; null when none is like it, or two are equally so.

    Args:
        text: A word that is in no code list, for example ``Uusima`` or ``EEC001``.
        spellings: Folded spelling → code.
    """
    if len(text) > _LONGEST_NAME:
        return None
    same = {code for spelling, code in spellings.items() if _alike(spelling) == _alike(text)}
    if len(same) == 1:
        return same.pop()
    found = get_close_matches(folded(text), spellings, 2, 0.7)
    if len(found) == 2 and spellings[found[0]] != spellings[found[1]]:
        first, second = (SequenceMatcher(None, spelling, folded(text)).ratio() for spelling in found)
        if first == second:
            return None
    return spellings[found[0]] if found else None


def nearest_code(text: str, codes: Iterable[str]) -> str | None:
    """The one code that a text was meant for: read alike (``S3OO01``), or one slip of the fingers away.

    Codes are numbers in a row, so what is merely similar is another project: null when
    several codes are as near.
    """
    wanted = _alike(text)
    # In a short code every slip gives another code.
    if len(text) > _LONGEST_NAME or len(wanted) < 4:
        return None
    known: dict[str, list[str]] = {}
    for code in codes:
        known.setdefault(_alike(code), []).append(code)
    marks = {mark for code in known for mark in code}
    parts = [(wanted[:at], wanted[at:]) for at in range(len(wanted) + 1)]
    for slips in (
        {wanted},
        # A mark too many, two in the wrong order, or one missing.
        {a + b[1:] for a, b in parts}
        | {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
        | {a + m + b for a, b in parts for m in marks},
        {a + m + b[1:] for a, b in parts if b for m in marks},
    ):
        if found := [code for slip in slips for code in known.get(slip, ())]:
            return found[0] if len(set(found)) == 1 else None
    return None


def _alike(text: str) -> str:
    """A text without what the eye takes for the same: case, marks between, O for 0, l and I for 1."""
    return re.sub(r"[\W_]", "", text.casefold()).translate(_LOOK_ALIKES)


def folded(text: str) -> str:
    """Text as it is compared: case, white space (line breaks and no-break too) folded."""
    return " ".join(text.split()).casefold()
