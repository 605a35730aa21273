"""What figures are made of: a delivery and those before it, the reader's choices and language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from analytics.filters import Filters
from analytics.forecast import AS_SEEN, Forecast, Lack, Pace, Scenario, forecast
from analytics.funding import Funding, funding
from analytics.people import ALL_PARTICIPANTS, Genders, people_total
from analytics.scope import History, Snapshot
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
    def money(self) -> Funding:
        return funding(self.view)

    @cached_property
    def genders(self) -> Genders | None:
        """Everyone reached; null when the delivery has no outcomes."""
        return None if self.view.people is None else people_total(self.view.people)

    @property
    def counted(self) -> bool:
        """Whether anybody's outcomes are in the view."""
        return self.view.people is not None and not self.view.people.is_empty()

    @property
    def filtered(self) -> str | None:
        """The choices in words; null when nothing is filtered."""
        return filters_in_words(self.filters, self.text)

    @property
    def indicator(self) -> str:
        """The indicator whose people are counted."""
        return self.choices.get("counted", ALL_PARTICIPANTS)

    def forecast(self, scenario: Scenario = AS_SEEN) -> Forecast | Lack:
        """Where the money that the reader sees is heading, or why it cannot be told."""
        theme = self.text.theme
        return forecast(self.view, self.pace(), read_curve(), theme.eligibility_end, theme.last_year, scenario)


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
