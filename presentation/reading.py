"""What figures are made of: a delivery and those before it, the reader's choices and language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from analytics.costs import Costs, costs
from analytics.coverage import Coverage, coverage
from analytics.filters import Filters
from analytics.forecast import AS_SEEN, Forecast, Lack, Pace, Scenario, forecast
from analytics.funding import Funding, TrendPoint, funding, funding_trend
from analytics.outcomes import CompleteRecords, IndicatorValue, ResultRate, complete_records, indicator_values, outcome_days, result_rates
from analytics.people import ALL_PARTICIPANTS, Genders, PeopleCube, Period, people_total, periods
from analytics.projects import ProjectDetail, ProjectState, project_detail, project_history
from analytics.reach import Need, PlannedReach, need_reach, planned_reach
from analytics.regions import Regions, regions
from analytics.scope import History, Snapshot
from analytics.sizes import Sizes, sizes
from archive.archive import open_archive
from archive.deliveries import DeliveryInfo
from data_loaders.boundaries import Boundaries, read_boundaries
from data_loaders.findings import Finding
from data_loaders.spending_curve import read_curve
from data_loaders.theme import Theme
from presentation.snapshots import read_series
from presentation.text import Text
from presentation.words.notes import filters_in_words

#: What pages let a reader choose besides the filters and that changes a figure: the indicator of people,
#: the indicator of a trend, the order of a map's table, two dates, two periods, a supposition, a project.
CHOICES = ("counted", "costper", "indicator", "rows", "later", "earlier", "period", "against", "more", "pace", "project")


@dataclass(frozen=True, eq=False)
class Reading:
    """What a figure is made of: a delivery and those before it, the reader's choices and language.

    Attributes:
        text: The language of the figure.
        info: The delivery.
        current: The delivery without the reader's choices.
        past: Every delivery up to it, oldest first, without the choices.
        filters: The reader's choices.
        boundaries: The shapes of the regions.
        pace: The pace of the whole theme, which a forecast rests on; worked out when asked for.
        choices: Some of ``CHOICES`` and their codes, as an address has them; what is missing, or
            cannot be found in this delivery, is what the page shows at first.
        problems: What cannot be read of the archive, and is left out.
    """

    text: Text
    info: DeliveryInfo
    current: Snapshot
    past: tuple[Snapshot, ...]
    filters: Filters
    boundaries: Boundaries
    pace: Callable[[], Pace | Lack]
    choices: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Finding, ...] = ()

    def in_language(self, language: str) -> "Reading":
        """The same in another language."""
        return replace(self, text=Text(language, self.text.theme))

    @cached_property
    def view(self) -> Snapshot:
        """The delivery with the reader's choices."""
        return self.current.view(self.filters)

    @cached_property
    def history(self) -> tuple[Snapshot, ...]:
        """Every delivery with the reader's choices, oldest first."""
        return History(self.past).view(self.filters)

    @cached_property
    def everywhere(self) -> "Reading":
        """The same with every region: what a chosen region is compared with."""
        return replace(self, filters=replace(self.filters, region=()))

    @cached_property
    def sides(self) -> tuple["Reading", ...]:
        """The readings that stand side by side; empty when the reader compares nothing."""
        return tuple(replace(self, filters=side) for side in self.filters.sides)

    @property
    def filtered(self) -> str | None:
        """The choices in words; null when nothing is filtered."""
        return filters_in_words(self.filters, self.text)

    # Money and projects

    @property
    def money(self) -> Funding:
        """The money against its frame, and by part."""
        return funding(self.view)

    @cached_property
    def funding_trend(self) -> tuple[TrendPoint, ...]:
        """The money in every delivery, oldest first."""
        return funding_trend(self.history)

    @cached_property
    def sizes(self) -> Sizes:
        """How the committed money divides among projects."""
        return sizes(self.view.rows)

    @property
    def regions(self) -> Regions:
        """Money, projects and participants of every region."""
        return regions(self.view)

    def coverage(self, down: str, across: str) -> Coverage:
        """Projects, money and people where two axes cross."""
        return coverage(self.view, self.text.theme, down, across)

    def costs(self, measure: str = ALL_PARTICIPANTS) -> Costs | None:
        """Spent money per person; null without outcomes by project."""
        return costs(self.view, measure)

    @property
    def scenario(self) -> Scenario:
        """What the reader supposes of the forecast."""
        more, share = self.choices.get("more"), self.choices.get("pace")
        return Scenario(float(more) * 1e6 if more else None, int(share) / 100 if share else None)

    def forecast(self, scenario: Scenario = AS_SEEN) -> Forecast | Lack:
        """Where the money that the reader sees is heading, or why it cannot be told."""
        theme = self.text.theme
        return forecast(self.view, self.pace(), read_curve(), theme.eligibility_end, theme.last_year, scenario)

    @cached_property
    def project(self) -> ProjectDetail | None:
        """The chosen project, whatever the filters; null when none is chosen or the delivery does not have it."""
        return project_detail(self.current, self.choices.get("project", ""))

    @cached_property
    def project_history(self) -> tuple[ProjectState, ...]:
        """The chosen project in every delivery, oldest first; empty when there is none."""
        return project_history(self.past, self.project.key) if self.project else ()

    # People

    @cached_property
    def genders(self) -> Genders | None:
        """Everyone reached; null when the delivery has no outcomes. Of a comparison the first side where anybody is: sides have no sum."""
        if self.sides:
            return next((side.genders for side in self.sides if side.genders and side.genders.total is not None), None)
        return None if self.view.people is None else people_total(self.view.people)

    @property
    def counted(self) -> bool:
        """Whether anybody's outcomes are in the view, or on any side of a comparison."""
        if self.sides:
            return any(side.counted for side in self.sides)
        return self.view.people is not None and not self.view.people.is_empty()

    @property
    def indicator(self) -> str:
        """The indicator whose people are counted."""
        return self.choices.get("counted", ALL_PARTICIPANTS)

    @property
    def participants(self) -> PeopleCube | None:
        """The people of the view; null unless participants, and not other indicators only, have been counted: they may be none."""
        if self.sides:
            return next((side.participants for side in self.sides if side.participants is not None), None)
        return self.view.people if self.genders is not None and self.genders.total is not None else None

    @cached_property
    def plan(self) -> PlannedReach | None:
        """Participants against the plans; null when none are counted."""
        return planned_reach(self.view, self.text.theme) if self.participants is not None else None

    @property
    def need(self) -> Need | None:
        """Participants against the people in need; null when none are counted or the need is not known."""
        return need_reach(self.view) if self.participants is not None else None

    @property
    def indicators(self) -> tuple[IndicatorValue, ...]:
        """Every indicator and what has been counted by it."""
        return indicator_values(self.view)

    @property
    def result_rates(self) -> tuple[ResultRate, ...]:
        """Results over those who left."""
        return result_rates(self.view)

    @property
    def complete_records(self) -> CompleteRecords | None:
        """How many participants' records are complete."""
        return complete_records(self.view)

    @property
    def outcome_days(self) -> tuple[date, ...]:
        """The days that indicators are told of, oldest first."""
        return outcome_days(self.view)

    @property
    def outcome_periods(self) -> tuple[Period, ...]:
        """The periods that indicators can be compared over, the latest first."""
        return periods(self.outcome_days) if self.counted else ()

    @property
    def people_periods(self) -> tuple[Period, ...]:
        """The periods that participants can be compared over, the latest first."""
        return periods(self.current.people_days) if self.counted else ()


def reading_of(root: Path, theme: Theme, filters: Filters, *, delivery: str | None = None, regions_file: Path | None = None) -> Reading:
    """A delivery of a data directory as figures read it.

    Args:
        root: The data directory.
        theme: The theme file.
        filters: The reader's choices.
        delivery: Id of an approved delivery; the newest one that can be read when null.
        regions_file: An official layer of boundaries; the embedded one when null.

    Raises:
        InputError: there is no such delivery, or it cannot be read.
    """
    series = read_series(open_archive(root), theme, delivery)
    return Reading(
        Text("fi", theme),
        series.info,
        series.current,
        series.past,
        filters,
        read_boundaries(regions_file),
        lambda: series.pace,
        problems=series.findings,
    )
