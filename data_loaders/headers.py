"""The header of a table: found below title rows, over one row or two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from data_loaders.codes import folded
from data_loaders.sheets import Sheet
from data_loaders.units import without_unit

#: The header is looked for in this many rows from the top.
SEARCH_ROWS = 40
#: How a header with a unit ends, and how long one is: most texts near the top need no closer look.
_UNIT_ENDS, _LONGEST_HEADER = (")", "]", "€", "EUR", "eur", "euroa", "euro", "kr", "SEK", "CZK", "Kč", "%", "£", "$"), 150


@dataclass(frozen=True)
class Header:
    """The header of a table in one sheet.

    Attributes:
        row: Its physical row; the lower one of two.
        texts: Column letter → header as it is shown, in one line; of two rows the upper text stands first.
        spellings: Column letter → the texts (folded) that the column is known by, the fullest first.
    """

    row: int
    texts: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]]

    def hits(self, wanted: frozenset[str]) -> int:
        """How many columns have one of the wanted (folded) headers."""
        # Most rows near the top hold none of the headers of most lists.
        if wanted.isdisjoint(self._all_spellings):
            return 0
        return sum(1 for texts in self.spellings.values() if not wanted.isdisjoint(texts))

    @cached_property
    def _all_spellings(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(self.spellings.values()))

    def columns(self, wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Field → column letter, for the wanted field → headers.

        An earlier header of a field counts before a later one; of two columns with one
        header the first counts; no column serves two fields.
        """
        columns: dict[str, str] = {}
        # A column's full name decides before a part of it: "Rahoitus Julkinen" before "Julkinen".
        for depth in range(3):
            letters: dict[str, str] = {}
            for letter, texts in self.spellings.items():
                if depth < len(texts) and letter not in columns.values():
                    letters.setdefault(texts[depth], letter)
            for field, headers in wanted.items():
                match = next((letters[folded(header)] for header in headers if folded(header) in letters), None)
                if field not in columns and match and match not in columns.values():
                    columns[field] = match
        return columns


def find_header(sheet: Sheet, wanted: Iterable[str]) -> tuple[Header, int]:
    """The header that holds most of the wanted headers, and how many (0 when none does).

    Title rows above the table are passed over. Headers are compared without case and
    with white space folded. A header of two rows is taken only when it holds more than
    either row alone.
    """
    return best_header(possible_headers(sheet), wanted)


def best_header(candidates: Sequence[Header], wanted: Iterable[str]) -> tuple[Header, int]:
    """Of the possible headers of a sheet the one that ``find_header`` gives."""
    wanted = frozenset(folded(text) for text in wanted)
    best, most = Header(1, {}, {}), 0
    for header in candidates:
        if (hits := header.hits(wanted)) > most:
            best, most = header, hits
    return best, most


def possible_headers(sheet: Sheet) -> tuple[Header, ...]:
    """Every single row near the top, then every pair of rows."""
    rows = list(sheet.cells.head(SEARCH_ROWS).iter_rows(named=True))
    return (*map(single_row, rows), *map(_two_rows, rows, rows[1:]))


def single_row(row: Mapping) -> Header:
    """One row of a sheet (``row`` and letters) as a header."""
    texts = {letter: " ".join(text.split()) for letter, text in row.items() if letter != "row" and text}
    return Header(row["row"], texts, {letter: _known_by(text) for letter, text in texts.items()})


def _known_by(text: str) -> tuple[str, ...]:
    """The spellings of a header: as it stands, and without the unit of its amounts."""
    bare = without_unit(text) if len(text) <= _LONGEST_HEADER and text.endswith(_UNIT_ENDS) else None
    return (folded(text), folded(bare)) if bare else (folded(text),)


def _two_rows(upper: Mapping, lower: Mapping) -> Header:
    """Two rows as one header: a merged upper cell keeps its text in its first cell only."""
    texts: dict[str, str] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    group = None
    for letter, under in lower.items():
        if letter == "row":
            continue
        over = upper[letter]
        # A blank above a filled cell belongs to the merged cell on its left.
        group = over or (group if under else None)
        parts = [part for part in (group, under) if part]
        if parts:
            texts[letter] = " ".join(" ".join(parts).split())
            known = (texts[letter], under, over) if under else (texts[letter], over)
            spellings[letter] = tuple(dict.fromkeys(folded(text) for text in known if text))
    return Header(lower["row"], texts, spellings)
