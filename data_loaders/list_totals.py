"""Which rows of a list are totals: told by arithmetic, and by words that say so.

A total is the sum of the projects since the beginning, a heading or another total; it stands below them, or above them. Only
projects are ever added, so that a total of totals is known like any other. Amounts are whole cents.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from data_loaders.codes import folded

#: Words for a total, in languages of the Union; each of them may be a word of its own or the end of a longer one (Loppusumma).
_TOTAL = re.compile(
    r"(?:yhteensä|yht|\w*summa|\w*summat|\w*summan|total|totals|totalt|totale|totali|totaal|totaux|totalen|totaux|\w*totaal|totalsumma|subtotal|subtotaal"
    r"|subtotale|sum|sammanlagt|gesamt|gesamtsumme|gesamtergebnis|insgesamt|\w*summe|\w*ergebnis|celkem|celková|součet|mezisoučet|razem"
    r"|suma|sumă|somme|σ|pavisam|ogółem|kokku|kopā|kopsumma|viso|összesen|összeg|skupaj|ukupno|spolu|súčet|soma|σύνολο|общо|всичко|ialt|samlet)"
)
#: Words that may stand beside a word for a total without naming a project.
_BESIDE_TOTAL = re.compile(
    r"kaikki|kaikkiaan|koko|hanke|hankkeet|hankkeita|hankkeiden|hanketta|toimet|toimenpiteiden|toimintalinjan|linjan|ryhmän|rivit|riviä"
    r"|projekt|projektit|projekti|projekte|projekten|projektet|projects?|operations?|rows?|rader|alla|all|grand|sub|iš|i|alt|of|the|der|für|för"
    r"|aller|alle|częściowa|końcowa|całkowita|częściowe|sous|montant|montants|complessivo|des|du|de|opérations?|projets|projektů|projekty|projektów|projektide"
    r"|projekte|toetuse|visi|visų|vorhaben|axis|priority|prioriteetti|prioriteetin|prioritet|et|tl|kpl|st|stk|eur|euro|euroa|€|general|général"
)
#: Words for what stands under a total and is none: averages, the frame, what remains of it, how many projects there are.
_BESIDE = re.compile(
    r"keskiarvo|keskimäärin|mediaani|\w*kehys|\w*kehyksestä|jäljellä|jäljelle|sitomatta|käyttämättä|erotus|medeltal|medelvärde|genomsnitt\w*|median"
    r"|\w*ram|ramen|kvar|återstår|återstående|outnyttjat|differens|average|mean|frame|allocation|remaining|remainder|unallocated|difference"
    r"|durchschnitt\w*|mittelwert|\w*rahmen|verbleibend\w*|restbetrag|differenz|moyenne|restant|průměr|zbývá|średnia|pozostało|keskmine|jääk"
    r"|lukumäärä|lkm|antal|antalet|number|count|anzahl|počet|liczba|arv|skaits|skaičius|nombre"
    r"|vidēji|vidurkis|promedio|restante|residuo|gemiddeld\w*|resterend\w*|gennemsnit|gjennomsnitt|átlag|povprečje|prosjek|priemer"
)
#: Totals that count money of no whole project; each is looked for in a round of its own.
_MOST_ROUNDS = 50
#: Edges with the same running sum that are tried: headings and totals that follow each other.
_MOST_EDGES = 20
_WORD = re.compile(r"[^\W\d_]+|€")


def is_total_phrase(text: str) -> bool:
    """Whether a text says nothing but that the row is a total: ``Yhteensä 5 hanketta``, ``Summa totalt``, ``Linjan 1 summa``."""
    words = _WORD.findall(folded(text))
    return any(map(_TOTAL.fullmatch, words)) and all(_TOTAL.fullmatch(word) or _BESIDE_TOTAL.fullmatch(word) for word in words)


def is_beside_total(text: str) -> bool:
    """Whether a text begins or ends with a word for what stands under a total: ``Keskiarvo / hanke``, ``Kehyksestä jäljellä``."""
    words = _WORD.findall(folded(text))
    return any(map(_BESIDE.fullmatch, (*words[:1], *words[-1:])))


@dataclass(frozen=True)
class Total:
    """A row whose amounts are the sums of other rows.

    Attributes:
        rows: How many rows are in its sums.
        differing: Columns whose amount is another one than the sum of these rows.
    """

    rows: int
    differing: tuple[str, ...] = ()


def totals_among(
    amounts: pl.DataFrame, candidates: Collection[int], edges: Collection[int], fewest: Sequence[int], worded: Collection[int] = ()
) -> dict[int, Total]:
    """Which of some rows are totals of the others.

    Args:
        amounts: Money columns in cents, one row per row of the list; null where there is none.
        candidates: Rows that are no whole projects, and may be totals.
        edges: Rows at which a group may begin or end.
        fewest: How many projects each row must be the sum of, at least.
        worded: Those of the candidates that are totals by their words, whatever their amounts.

    Returns:
        Candidate → what it is the total of; those that are the total of nothing are not in it.
    """
    if not candidates or not amounts.width:
        return {}
    has_money = amounts.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    place = pl.int_range(amounts.height, eager=True)
    ends = {0, amounts.height, *edges}
    # First nothing is counted that may be a total, so that totals above their group are known too.
    sums = _Sums(amounts, has_money & ~place.is_in(list(candidates)))
    near = sorted(ends | {row + 1 for row in candidates})
    known = {row: total for row in candidates if (total := sums.best(row, near, fewest[row]))}
    # What is left is money that belongs to no whole project, and counts in the totals that follow.
    for _ in range(_MOST_ROUNDS):
        left = sorted(row for row in candidates if has_money[row] and row not in known)
        if not left:
            break
        sums = _Sums(amounts, has_money & ~place.is_in([*known, *worded]))
        near = sorted(ends | {row + 1 for row in (*known, *worded)})
        more = next(((row, total) for row in left if (total := sums.best(row, near, max(fewest[row], 2)))), None)
        if more is None:
            break
        known[more[0]] = more[1]
    return known


def sums_in_place(amounts: pl.DataFrame, is_counted: pl.Series, edges: Collection[int]) -> pl.Series:
    """Of each project: how many projects its amounts are the sum of.

    Only exact sums are looked at, of all projects above it, of those since the last edge, and for the first one of all below it.

    Returns:
        Numbers from 2; null where the amounts are no such sum.
    """
    if not amounts.width:
        return pl.repeat(None, len(is_counted), dtype=pl.Int64, eager=True)
    place = pl.int_range(amounts.height, eager=True)
    number = is_counted.cast(pl.Int64).cum_sum() - is_counted.cast(pl.Int64)
    numbers, nonzero = [number], []
    alike: tuple[list[pl.Series], ...] = ([], [], [])
    is_edge = place.is_in(list(edges))
    since = pl.select(number - pl.when(is_edge).then(number).forward_fill().fill_null(0)).to_series()
    numbers += [since, pl.select(pl.when(number == 0).then(pl.lit(int(is_counted.sum()) - 1)).otherwise(0)).to_series()]
    for name in amounts.columns:
        cents = amounts[name]
        counted = pl.select(pl.when(is_counted).then(cents).fill_null(0)).to_series()
        above = counted.cum_sum() - counted
        group = pl.select(above - pl.when(is_edge).then(above).forward_fill().fill_null(0)).to_series()
        for same, value in zip(alike, (above, group, counted.sum() - counted), strict=True):
            same.append(cents.is_null() | (cents == value))
        nonzero.append(cents.fill_null(0) != 0)
    ways = (
        pl.when(pl.all_horizontal(same) & pl.any_horizontal(nonzero) & is_counted & (rows > 1)).then(rows)
        for same, rows in zip(alike, numbers, strict=True)
    )
    return (
        pl.select(pl.coalesce(*ways).alias("rows")).to_series()
        if amounts.width
        else pl.repeat(None, amounts.height, dtype=pl.Int64, eager=True)
    )


class _Sums:
    """The running sums of the projects of a list.

    Args:
        amounts: Money columns in cents.
        is_counted: Which rows are projects.
    """

    def __init__(self, amounts: pl.DataFrame, is_counted: pl.Series):
        counted = amounts.select(pl.when(is_counted).then(pl.all()))
        self._amounts = {name: amounts[name].to_list() for name in amounts.columns}
        self._sums = {name: [0, *counted[name].fill_null(0).cum_sum()] for name in amounts.columns}
        self._numbers = [0, *counted.select(pl.any_horizontal(pl.all().is_not_null()).cast(pl.Int64).cum_sum()).to_series()]

    def best(self, row: int, edges: Sequence[int], fewest: int) -> Total | None:
        """The row as a total of what stands between it and an edge, above or below: the one with the fewest differences.

        Args:
            row: The row that may be a total.
            edges: Rows that a group may begin with, in order.
            fewest: Fewer projects than this tell nothing.
        """
        filled = {name: cents for name, column in self._amounts.items() if (cents := column[row]) is not None}
        column = max(filled, key=lambda name: abs(filled[name]), default=None)
        if column is None:
            return None
        sums, middle = self._sums[column], bisect_left(edges, row + 1)
        ranges = (
            *((edge, row) for edge in self._likely(edges[:middle], sums, sums[row] - filled[column])),
            *((row + 1, edge) for edge in self._likely(edges[middle:], sums, sums[row + 1] + filled[column])),
        )
        totals = [total for first, end in ranges if (total := self._total(filled, first, end, fewest))]
        return min(totals, key=lambda total: len(total.differing), default=None)

    def _likely(self, edges: Sequence[int], sums: Sequence[int], wanted: int) -> set[int]:
        """Edges at which the running sum is about the wanted one, and the outermost ones."""
        first = bisect_left(edges, wanted - len(sums), key=sums.__getitem__)
        last = bisect_right(edges, wanted + len(sums), lo=first, key=sums.__getitem__)
        return {*edges[first : min(last, first + _MOST_EDGES)], *edges[:1], *edges[-1:]}

    def _total(self, filled: Mapping[str, int], first: int, end: int, fewest: int) -> Total | None:
        """What amounts are of the projects in a range of rows; null when they are not their sums."""
        rows = self._numbers[end] - self._numbers[first]
        if rows < max(fewest, 1):
            return None
        # An amount that is shown to the cent may be half a cent off, and so may each that the total was made of.
        allowed = rows if rows > 1 else 0
        differing = tuple(name for name, cents in filled.items() if abs(self._sums[name][end] - self._sums[name][first] - cents) > allowed)
        alike = [name for name, cents in filled.items() if name not in differing and cents]
        # Of several columns one may be out of date, which is told; a sum of nothing but zeros tells nothing.
        is_total = len(alike) >= len(differing) and bool(alike) and (rows > 1 or not differing)
        return Total(rows, differing) if is_total else None
