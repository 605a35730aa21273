"""What protection costs: how much of what the figures of a page say of people the public gets, for those who publish.

It is worked out from exact counts, so nothing of it is ever put into a bundle.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.counts import SignedCount
from presentation.block import FigureBlock
from presentation.figures.registry import KEYS, shown
from presentation.reading import Reading

#: Address of a page → how the keys of its figures of people begin. A figure that stands on two pages is
#: counted once; figures of plans, which are not published at all, are none of protection's.
PAGES: Mapping[str, tuple[str, ...]] = {
    "reach": ("people-target-groups", "people-trend-", "people-change-target-groups", "people-change-regions", "people-regions", "need-regions", "need-inhabitants"),
    "gender": ("gender-", "need-balance", "people-change-genders"),
    "outcomes": ("outcomes-", "people-change-indicators"),
    "map": ("map-", "regions-"),
    "theme": ("theme-",),
    "costs": ("costs-",),
}  # fmt: skip
#: Kinds of columns that are counts of people.
_COUNTS = ("people", "change")


@dataclass(frozen=True)
class Told:
    """Counts of people in the tables of a page.

    Attributes:
        exact: As they are.
        changed: In another form than they are: rounded.
        signs: As a sign.
    """

    exact: int = 0
    changed: int = 0
    signs: int = 0

    @property
    def shown(self) -> int:
        """How many are told in some form."""
        return self.exact + self.changed + self.signs


@dataclass(frozen=True)
class Cost:
    """What protection costs a page.

    Attributes:
        page: Address of the page.
        counts: Counts of people that its tables would have without protection.
        now: What the public gets of them.
        before: What the publication before had; null where there is none.
    """

    page: str
    counts: int
    now: Told
    before: Told | None

    @property
    def hidden(self) -> int:
        """How many are not told at all."""
        return max(0, self.counts - self.now.shown)


def costs_by_page(exact: Reading, public: Reading, before: Reading | None) -> tuple[Cost, ...]:
    """What protection costs each page with figures of people, without choices.

    Args:
        exact: The delivery as the staff's figures read it.
        public: The same as it is published.
        before: The publication before; null where there is none.
    """
    rows = []
    for page, starts in PAGES.items():
        keys = [key for key in KEYS if key.startswith(starts)]
        counts = _cells(keys, exact)
        if counts:
            rows.append(
                Cost(page, len(counts), _told(_cells(keys, public), counts), _told(_cells(keys, before), counts) if before else None)
            )
    return tuple(rows)


def _cells(keys: list[str], reading: Reading) -> dict[tuple, int]:
    """Counts of people by figure, row and column of its table."""
    return {
        (block.key, code or row[0], place): value
        for block in shown(keys, reading)
        if isinstance(block, FigureBlock)
        for row, code in zip(block.table.rows, block.table.codes or [None] * len(block.table.rows), strict=True)
        for place, (value, column) in enumerate(zip(row, block.table.columns, strict=True))
        if column.kind in _COUNTS and isinstance(value, int)
    }


def _told(cells: Mapping[tuple, int], exact: Mapping[tuple, int]) -> Told:
    signs = sum(isinstance(value, SignedCount) for value in cells.values())
    same = sum(exact.get(at) == value for at, value in cells.items() if not isinstance(value, SignedCount))
    return Told(same, len(cells) - signs - same, signs)
