"""The 19 regions side by side and over time: money, projects and people, also per inhabitant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.counts import SignedCount
from analytics.funding import Totals, parts
from analytics.people import people_parts
from analytics.people import people_trend as people_by_day
from analytics.scope import Snapshot, once
from data_loaders.codes import code_list
from data_loaders.schemas import PeopleCube

MEASURES = ("planned", "actual", "projects", "participants")
_NOTHING = Totals(None, None, 0, 0)


@dataclass(frozen=True)
class RegionFigures:
    """The figures of one place.

    Attributes:
        code: Maakunta code, ``nationwide``, ``several``, or null for an unknown place.
        totals: Money and projects.
        participants: Everyone reached; null when not collected.
        population: Inhabitants on 31.12.2025; null for a place that is no region.
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

    @property
    def have_projects(self) -> bool:
        """Whether any project is in a region."""
        return any(figures.totals.implementer_count for figures in self.regions)


@once
def regions(snapshot: Snapshot) -> Regions:
    """The figures of every region; one without projects has none, which is shown as such."""
    totals: Mapping[str | None, Totals] = {part.code: part.totals for part in parts(snapshot.rows, "region")}
    people: dict[str | None, int | None] = {}
    if snapshot.people is not None:
        people = {part.code: part.genders.total for part in people_parts(snapshot.people, "region")}
    return _regions(totals, people)


def _regions(totals: Mapping[str | None, Totals], people: Mapping[str | None, int | None]) -> Regions:
    rows = code_list("regions")

    def figures(code: str | None) -> RegionFigures:
        row = None if code is None else rows.get(code)
        return RegionFigures(
            code,
            totals.get(code, _NOTHING),
            people.get(code),
            int(row["population"]) if row else None,
            row["in_programme"] == "1" if row else True,
        )

    elsewhere = sorted({*totals, *people} - set(rows), key=lambda code: (code is None, code or ""))
    return Regions(tuple(figures(code) for code in rows), tuple(figures(code) for code in elsewhere))


@dataclass(frozen=True)
class RegionsOn:
    """The places on one day: a state, never to be added over days."""

    day: date
    places: tuple[RegionFigures, ...]


def region_trend(history: Iterable[Snapshot], people_trend: PeopleCube | None, measure: str) -> tuple[RegionsOn, ...]:
    """The places on every day that a measure is known of, oldest first.

    Money and projects are the state of each delivery; the latest import of a day counts.
    Participants are the state on each cut-off date, by the newest outcomes.

    Args:
        history: The deliveries, filtered alike, oldest first.
        people_trend: The people trend cube, filtered in the same way; null without outcomes.
        measure: One of ``MEASURES``.
    """
    if measure == "participants":
        by_day: dict[date, dict[str | None, int | None]] = {}
        for point in () if people_trend is None else people_by_day(people_trend, "region"):
            by_day.setdefault(point.day, {})[point.code] = point.genders.total
        states = {day: _regions({}, people) for day, people in by_day.items()}
    else:
        states = {snapshot.as_of: regions(snapshot) for snapshot in history}
    return tuple(RegionsOn(day, (*states[day].regions, *states[day].elsewhere)) for day in sorted(states))
