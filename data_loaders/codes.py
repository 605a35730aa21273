"""Code lists: official codes with their names in three languages, from ``assets/labels``."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from rapidfuzz.utils import default_process

ASSETS = Path(__file__).parents[1] / "assets"
LABELS = ASSETS / "labels"
#: Names of regions that are no official ones: inflected forms, wellbeing services counties, names that were; kept by hand.
OTHER_REGION_NAMES = ASSETS / "geo" / "region_names.csv"
#: Words around a region's name that say what kind of area it is.
_AFTER_REGION = (
    "maakunta", "maakunnat", "maakunnan alue", "alue", "alueet", "hyvinvointialue", "hyvinvointialueet", "landskap", "välfärdsområde",
    "välfärdsområden", "region", "county", "wellbeing services county", "maakunnassa", "maakunnan alueella", "alueella",
    "hyvinvointialueella", "hyvinvointialueen alue", "liitto", "maakuntaliitto",
)  # fmt: skip
_BEFORE_REGION = ("landskapet", "region of", "the region of")
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
def region_names() -> Mapping[str, str]:
    """Folded name of a maakunta, official in any language or another that is in use (``pirkanmaan``) → its code."""
    names = {folded(row[language]): code for code, row in code_list("regions").items() for language in LANGUAGES}
    with OTHER_REGION_NAMES.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["name"]: row["region"] for row in csv.DictReader(file)} | names)


@cache
def region_spellings() -> Mapping[str, str]:
    """Folded spelling of a maakunta → its code.

    A spelling is a name, alone or as that of the region or its wellbeing services county (``pirkanmaan hyvinvointialue``),
    a code of Statistics Finland (``06``, ``mk06``), NUTS (either version) or ISO, or a code and a name (``mk06 pirkanmaa``).
    """
    spellings: dict[str, str] = {}
    for name, code in region_names().items():
        row = code_list("regions")[code]
        codes = {code, f"mk{code}", *(row[list_].casefold() for list_ in ("nuts3_2021", "nuts3_2024", "iso_3166_2"))}
        named = (name, *(f"{name} {after}" for after in _AFTER_REGION), *(f"{before} {name}" for before in _BEFORE_REGION))
        written = (*codes, re.sub("^0", "", code), *named, *(f"{each}{mark}{name}" for each in codes for mark in (" ", " - ")))
        spellings |= dict.fromkeys(written, code)
    return MappingProxyType(spellings)


#: A longer text is no misspelt name; comparing it would only take time.
_LONGEST_NAME = 100
#: A name less like a text than this, of 100, was not meant by it.
_LEAST_LIKENESS = 70
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
    # The processor folds case and marks: without it a text in capitals is like nothing.
    likest = process.extract(
        text, spellings.keys(), scorer=fuzz.ratio, processor=default_process, score_cutoff=_LEAST_LIKENESS, limit=len(spellings)
    )
    codes = {spellings[spelling] for spelling, score, _ in likest if score == likest[0][1]}
    return codes.pop() if len(codes) == 1 else None


def nearest_code(text: str, codes: Iterable[str]) -> str | None:
    """The one code that a text was meant for: read alike (``S3OO01``), or one slip of the fingers away.

    Codes are numbers in a row, so what is merely similar is another project: null when
    several codes are as near. A mark too many, one missing or two in the wrong order is a
    likelier slip than another mark.
    """
    wanted = _alike(text)
    # In a short code every slip gives another code.
    if len(text) > _LONGEST_NAME or len(wanted) < 4:
        return None
    known = {code: _alike(code) for code in codes}
    near = process.extract(wanted, known, scorer=OSA.distance, score_cutoff=1, limit=len(known))
    ranks = {code: slips + _has_another_mark(alike, wanted) for alike, slips, code in near}
    likest = [code for code, rank in ranks.items() if rank == min(ranks.values())]
    return likest[0] if len(likest) == 1 else None


def plain_code(code: str) -> str:
    """A code without what a slip leaves in it: case, spaces, a full stop."""
    return re.sub(r"[\s.,;:]", "", code.casefold())


def _has_another_mark(code: str, wanted: str) -> bool:
    return len(code) == len(wanted) and sorted(code) != sorted(wanted)


def _alike(text: str) -> str:
    """A text without what the eye takes for the same: case, marks between, O for 0, l and I for 1."""
    return re.sub(r"[\W_]", "", text.casefold()).translate(_LOOK_ALIKES)


def folded(text: str) -> str:
    """Text as it is compared: case, white space (line breaks and no-break too) folded."""
    return " ".join(text.split()).casefold()
