"""The scope of the dashboard: the theme's part of the list, in one delivery."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import dataframely as dy
import polars as pl

from analytics.filters import Filters, people_of
from analytics.joint_projects import implementers_outside, scoped_rows
from analytics.money import PublicMoney
from analytics.people import (
    ALL_PARTICIPANTS,
    Genders,
    is_protected,
    people_keys_of,
    people_parts,
    protected_cube,
    subthemes_of,
)
from analytics.placing import with_rule
from analytics.project_search import Hits, search_rows, search_texts
from analytics.required import required
from analytics.spending import FinishedShare, finished_share
from data_loaders.schemas import NeedRow, PeopleCube, ProjectRow, ScopeRow, rows_where
from data_loaders.theme import FrameAmount, Theme

Given = ParamSpec("Given")
Result = TypeVar("Result")

_HISTORY_COLUMNS = (
    "source_row", "project_key", "project_code", "group_code", "region", "regions", "authority", "status", "start_date", "end_date",
    "subthemes", "target_groups", "promises_kept", "promises_broken", "planned_public_eur", "actual_public_eur",
)  # fmt: skip


def _like(rows: dy.DataFrame[ScopeRow], projects: dy.DataFrame[ProjectRow]) -> dy.DataFrame[ProjectRow]:
    """The list's projects of the theme's own specific objectives; the theme's own where the list names none."""
    objectives = rows["specific_objective"].drop_nulls().unique()
    return rows_where(projects, pl.col("specific_objective").is_in(objectives.implode())) if len(objectives) else rows


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One delivery as the pages read it. Shared by all readers, so never changed.

    Attributes:
        id: Delivery id.
        as_of: Date of the figures.
        rows: The scope: the theme's list rows, or the whole list without a theme workbook.
        list_row_count: Rows in the whole list.
        theme_known: Whether a theme workbook lists the theme's projects.
        frame: The frame in force on the day; null when the theme's projects are not known,
            since the frame is the theme's and not the list's.
        people: People cube (``PeopleCell``); null without an outcome workbook.
        people_trend: People trend cube of everyone who took part; null without an outcome workbook.
        need: People in need by region (``NeedRow``); null without a table of need.
        trends: Indicator → its people trend cube, never filtered: read ``trend_of`` instead.
        filters: What the reader asked for; empty for the delivery itself.
        origin: The delivery itself, for a view of it; null for the delivery itself.
        frames: Every amount that the frame has been given, in the order of time; empty when the theme's
            projects are not known.
        finished: What was spent of the committed money in finished projects like the theme's. Not filtered.
        outside: Project key → implementers of a joint project of the theme that are not in the theme: their
            parts are never counted.
        theme: The theme file it was read with, for its targets and promises; null in small tests.
        reached: ``people_by_project`` of an older delivery, which has no cube of people.
    """

    id: str
    as_of: date
    rows: dy.DataFrame[ScopeRow]
    list_row_count: int
    theme_known: bool
    frame: PublicMoney | None
    people: PeopleCube | None
    people_trend: PeopleCube | None
    need: dy.DataFrame[NeedRow] | None = None
    trends: Mapping[str, PeopleCube] = field(default_factory=dict)
    filters: Filters = Filters()
    origin: "Snapshot | None" = None
    frames: tuple[FrameAmount, ...] = ()
    finished: FinishedShare = FinishedShare(0)
    theme: Theme | None = None
    outside: Mapping[str, int] = field(default_factory=dict)
    reached: pl.DataFrame | None = None

    @classmethod
    def of(cls, id: str, as_of: date, tables: Mapping[str, Any], theme: Theme) -> "Snapshot":
        """Put the tables of a delivery together: each is of the schema of its name in ``data_loaders.schemas``."""
        theme_known = "theme" in tables
        rows = with_rule(scoped_rows(tables["projects"], tables.get("theme")), theme.several_regions)
        frame = theme.frame_at(as_of)
        people, trend = tables.get("people"), tables.get("people_trend")
        if "public_people" in tables:
            trend = protected_cube(tables["public_people"], theme.disclosure.rounding_base, theme.disclosure.threshold)
            people, trends = rows_where(trend, pl.col("date") == as_of), _by_indicator(trend)
        else:
            people = None if people is None else people_of(rows, people)
            trends = {} if trend is None else _by_indicator(people_of(rows, trend))
        return cls(
            id=id,
            as_of=as_of,
            rows=rows,
            list_row_count=tables["projects"].height,
            theme_known=theme_known,
            frame=PublicMoney.of(frame.amount_eur) if theme_known and frame else None,
            people=people,
            # Most pages show everyone over time; other indicators are filtered when one is asked for.
            people_trend=None if trend is None else trends.get(ALL_PARTICIPANTS, trend.clear()),
            need=tables.get("need"),
            trends=trends,
            frames=tuple(sorted(theme.frame, key=lambda amount: amount.valid_from)) if theme_known else (),
            finished=finished_share(_like(rows, tables["projects"]), as_of),
            theme=theme,
            outside=implementers_outside(rows, tables["projects"]),
        )

    @cached_property
    def results(self) -> dict[tuple, Any]:
        """What has been worked out of this view: see ``once``."""
        return {}

    @property
    def is_protected(self) -> bool:
        """Whether counts of people are in their public form; false without any."""
        return self.people is not None and is_protected(self.people)

    def tells_past(self, days: Iterable[date]) -> bool:
        """Whether there are counts of earlier days too: in public, regions have counts of the last day only, which does not mean that nobody was counted.

        Args:
            days: The days that there are counts of.
        """
        return not self.is_protected or len(set(days)) > 1 or len(self.whole.people_days) < 2

    @property
    def project_people(self) -> PeopleCube | None:
        """The people cube where each count has its project; null without outcomes, and for those in their public form."""
        return None if self.is_protected else self.people

    @property
    def counts_by_project(self) -> bool:
        """Whether it is known which project has counted whom."""
        return self.project_people is not None

    @cached_property
    def people_by_project(self) -> pl.DataFrame | None:
        """``project_key``, ``indicator`` and ``value``, what was collected only; null when it is not known which project has counted whom.

        Read it of the whole delivery: an older one knows it without any choices.
        """
        people = self.project_people
        if people is None:
            return self.reached
        return (
            people.join(self.project_keys, on="project_code", how="inner").group_by("project_key", "indicator").agg(pl.col("value").sum())
        )

    @cached_property
    def by_indicator(self) -> Mapping[str, Genders]:
        """Everyone counted by each indicator; empty without an outcome workbook."""
        if self.people is None:
            return {}
        return {required(part.code): part.genders for part in people_parts(self.people, "indicator", None)}

    @cached_property
    def project_keys(self) -> pl.DataFrame:
        """``people_keys_of`` the rows; read it of the whole delivery, where it is worked out once for all readers."""
        return people_keys_of(self.rows)

    @cached_property
    def code_subthemes(self) -> pl.DataFrame:
        """``subthemes_of`` the rows; read it of the whole delivery, where it is worked out once for all readers."""
        return subthemes_of(self.rows)

    @cached_property
    def people_days(self) -> tuple[date, ...]:
        """The days with counts of people, oldest first; empty without an outcome workbook. Read it of the whole delivery."""
        return () if self.people_trend is None else tuple(self.people_trend["date"].unique().sort())

    @cached_property
    def trend_days(self) -> tuple[date, ...]:
        """The days that any indicator has a state for, oldest first."""
        days = [cube["date"].unique() for cube in self.trends.values()]
        return tuple(pl.concat(days).unique().sort()) if days else ()

    @cached_property
    def texts(self) -> pl.DataFrame:
        """What a search reads of the rows, made when somebody searches for the first time."""
        return search_texts(self.rows)

    def search(self, query: str) -> Hits:
        """What a search finds in this view of the delivery."""
        return search_rows(self.rows, query, self.whole.texts if query.strip() else None)

    def as_history(self) -> "Snapshot":
        """What trends read of an older delivery: fewer columns, so that filters are quick."""
        # Nothing else is asked of an older delivery.
        rows = cast(dy.DataFrame[ScopeRow], self.rows.select(_HISTORY_COLUMNS))
        return replace(self, rows=rows, people=None, people_trend=None, need=None, trends={}, reached=self.people_by_project)

    @property
    def whole(self) -> "Snapshot":
        """The delivery itself, without the reader's filters."""
        return self.origin or self

    def view(self, filters: Filters) -> "Snapshot":
        """The same delivery with only what the reader asked for."""
        if filters.is_empty:
            return self
        return replace(
            self,
            rows=filters.rows(self.rows),
            people=None if self.people is None else filters.people(self.people, self.rows),
            people_trend=None if self.people_trend is None else filters.people(self.people_trend, self.rows),
            filters=filters,
            origin=self,
        )

    def trend_of(self, indicator: str) -> PeopleCube | None:
        """The people trend cube of one indicator, as the reader asked; null without an outcome workbook."""
        if self.people_trend is None or indicator == ALL_PARTICIPANTS:
            return self.people_trend
        cube = self.trends.get(indicator, self.people_trend.clear())
        return self.filters.people(cube, self.whole.rows)


def once(work: Callable[Concatenate[Snapshot, Given], Result]) -> Callable[Concatenate[Snapshot, Given], Result]:
    """Work a result out once for each view of a delivery, which many readers see.

    Results are frozen, and live as long as the view.
    """

    @wraps(work)
    def worked_out(view: Snapshot, *given: Given.args, **named: Given.kwargs) -> Result:
        key = (work, given, *named.items())
        if key not in view.results:
            view.results[key] = work(view, *given, **named)
        return view.results[key]

    return worked_out


def _by_indicator(trend: PeopleCube) -> dict[str, PeopleCube]:
    parts = trend.partition_by("indicator", as_dict=True, maintain_order=True)
    return {indicator: cast(PeopleCube, part) for (indicator,), part in parts.items()}


_DELIVERY = "_delivery"


@dataclass(frozen=True, eq=False)
class History:
    """Every delivery, oldest first, as trends read them.

    Their rows lie in one table too: a reader's choices are then one query, however many
    deliveries there are.
    """

    snapshots: tuple[Snapshot, ...]

    @cached_property
    def _rows(self) -> dy.DataFrame[ScopeRow]:
        numbered = (
            snapshot.rows.with_columns(pl.lit(number, pl.UInt32).alias(_DELIVERY)) for number, snapshot in enumerate(self.snapshots)
        )
        return cast(dy.DataFrame[ScopeRow], pl.concat(numbered))

    def view(self, filters: Filters) -> tuple[Snapshot, ...]:
        """The same deliveries with only what the reader asked for."""
        if filters.is_empty or not self.snapshots:
            return self.snapshots
        parts = filters.rows(self._rows).partition_by(_DELIVERY, as_dict=True, include_key=False, maintain_order=True)
        return tuple(
            replace(
                snapshot, rows=cast(dy.DataFrame[ScopeRow], parts.get((number,), snapshot.rows.clear())), filters=filters, origin=snapshot
            )
            for number, snapshot in enumerate(self.snapshots)
        )
