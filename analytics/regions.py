"""The 19 regions side by side: money, projects and people, also per inhabitant."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.counts import SignedCount
from analytics.funding import Totals, parts
from analytics.people import people_parts
from analytics.scope import Snapshot, once
from data_loaders.codes import code_list

MEASURES = ("planned", "actual", "projects", "participants")
_NOTHING = Totals(None, None, 0, 0)


@dataclass(frozen=True)
class RegionFigures:
    """The figures of one place.

    Attributes:
        code: Maakunta code, ``nationwide``, ``several``, or null for an unknown place.
        totals: Money and projects.
        participants: Everyone reached; null when not collected.
        population: Inhabitants on 31.12.2022; null for a place that is no region.
        in_programme: False for Åland, which has a programme of its own.
    """

    code: str | None
    totals: Totals
    participants: int | None
    population: int | None
    in_programme: bool = True

    def measure(self, name: str, per_inhabitant: bool = False) -> float | None:
        """One of ``MEASURES``; money in euros.

        Args:
            name: ``planned``, ``actual``, ``projects`` or ``participants``.
            per_inhabitant: Money per inhabitant, projects and participants per 10,000.

        Returns:
            Null when it is not known, or per inhabitant for a place that is no region or a count that is a sign.
        """
        if name in ("planned", "actual"):
            money = getattr(self.totals, name)
            value = money.cents / 100 if money else None
        else:
            value = self.totals.project_count if name == "projects" else self.participants
        if not per_inhabitant or value is None:
            return value
        per = 1 if name in ("planned", "actual") else 10_000
        return value * per / self.population if self.population and not isinstance(value, SignedCount) else None


@dataclass(frozen=True)
class Regions:
    """The map's figures: every region, and beside them what has no single region."""

    regions: tuple[RegionFigures, ...]
    elsewhere: tuple[RegionFigures, ...]


@once
def regions(snapshot: Snapshot) -> Regions:
    """The figures of every region; one without projects has none, which is shown as such."""
    totals: Mapping[str | None, Totals] = {part.code: part.totals for part in parts(snapshot.rows, "region")}
    people = {}
    if snapshot.people is not None:
        people = {part.code: part.genders.total for part in people_parts(snapshot.people, "region")}
    rows = code_list("regions")

    def figures(code: str | None) -> RegionFigures:
        row = rows.get(code)
        return RegionFigures(
            code,
            totals.get(code, _NOTHING),
            people.get(code),
            int(row["population"]) if row else None,
            row["in_programme"] == "1" if row else True,
        )

    elsewhere = sorted({*totals, *people} - set(rows), key=lambda code: (code is None, code or ""))
    return Regions(tuple(figures(code) for code in rows), tuple(figures(code) for code in elsewhere))
