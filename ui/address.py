"""The address of a page: what it holds, in which order, and under which names it was known before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from analytics.filters import CODE_FILTERS, Filters
from data_loaders.codes import folded, region_spellings

YEAR_FILTERS = {"from_year": "from", "to_year": "to"}
PINNED = ("delivery", "version")
#: A delivery that waits, as the pages would show it; for those who import and approve only.
PREVIEW = "preview"

#: A name that a choice had in the address before → its name now. When a choice is renamed, its old name
#: comes here and stays: links live in minutes and reports for years. The years are named here as the
#: command line and the files of figures write them.
RENAMED: Mapping[str, str] = {"from_year": "from", "to_year": "to"}
#: (Choice, a code that it had before) → its code now. Regions are known by their names and NUTS codes too.
RENAMED_CODES: Mapping[tuple[str, str], str] = {}

#: No link of ours has longer names or values, or more parameters.
LONGEST_NAME, LONGEST_VALUE, MOST_PARAMETERS = 40, 300, 200
#: Name of the parameter that stands for those that were left out before a page saw the address.
LEFT_OUT = "…"

_FIRST = ("lang", *PINNED, PREVIEW, *CODE_FILTERS, *YEAR_FILTERS.values(), "compare")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pin:
    """That a link shows the figures as they were, not the newest.

    Attributes:
        delivery: Id of the delivery.
        version: Version of the program that the link was made with; empty when it does not say.
        is_preview: Whether the delivery waits, and is only looked at before its approval.
    """

    delivery: str
    version: str = ""
    is_preview: bool = False

    @property
    def in_address(self) -> Pairs:
        """As the address writes it."""
        if self.is_preview:
            return ((PREVIEW, self.delivery),)
        return tuple((name, value) for name, value in zip(PINNED, (self.delivery, self.version), strict=True) if value)


def address(page: str, language: str, filters: Filters, choices: Mapping[str, str], pin: Pin | None = None) -> str:
    """The address of a page under this server: language, pin, filters, and the page's own choices."""
    return f"{page}?" + urlencode([("lang", language), *(pin.in_address if pin else ()), *filters.in_address, *choices.items()])


def canonical(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The same parameters in the one order that links are written in.

    Language, delivery, version, filters, then the page's own by name; several codes of a
    filter stay in the reader's order.
    """
    pairs = tuple(pairs)
    order = {name: place for place, name in enumerate((*_FIRST, *sorted({name for name, _ in pairs} - set(_FIRST))))}
    return tuple(sorted(pairs, key=lambda pair: order[pair[0]]))


def whole_number(written: str) -> int | None:
    """A number as addresses hold it, of nine digits at most; null when it is none."""
    return int(written) if written.isdecimal() and len(written) <= 9 else None


def overlong(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Parameters that no link of ours holds, because they are too long or too many."""
    return tuple(
        (name, value)
        for place, (name, value) in enumerate(pairs)
        if place >= MOST_PARAMETERS or name == LEFT_OUT or len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE
    )


def renamed(
    pairs: Iterable[tuple[str, str]], names: Mapping[str, str] = RENAMED, codes: Mapping[tuple[str, str], str] = RENAMED_CODES
) -> Pairs:
    """Parameters of an old link under today's names and codes; what was never renamed stays as it is."""
    current = []
    for old, value in pairs:
        name = names.get(old, old)
        value = codes.get((name, value), value)
        if name == "region":
            value = region_spellings().get(folded(value), value)
        if (name, value) not in current:
            current.append((name, value))
    return tuple(current)


def whole_link(page_url: str | None, pairs: Iterable[tuple[str, str]], pin: Pin | None, anchor: str = "") -> str:
    """A link to be sent to somebody: this page with these parameters, pinned or always the newest.

    Args:
        page_url: The page's address without parameters; empty or null when it is not known.
        pairs: The parameters that the page has now.
        pin: What the link is pinned to; null for always the newest.
        anchor: Where on the page the reader lands.
    """
    here = page_url or ""
    if not urlsplit(here).path:
        here += "/"
    kept = [pair for pair in pairs if pair[0] not in (*PINNED, PREVIEW, "present")]
    query = urlencode(canonical((*(pin.in_address if pin else ()), *kept)))
    return f"{here}?{query}" + (f"#{anchor}" if anchor else "")
