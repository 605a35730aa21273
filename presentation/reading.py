"""What figures are made of: a delivery and those before it, the reader's choices and language."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from analytics.filters import Filters
from analytics.forecast import AS_SEEN, Forecast, Lack, Pace, Scenario, forecast, pace
from analytics.funding import Funding, funding
from analytics.people import ALL_PARTICIPANTS, Genders, people_total
from analytics.scope import History, Snapshot
from archive.deliveries import DeliveryInfo, list_deliveries, read_tables
from data_loaders.boundaries import Boundaries, read_boundaries
from data_loaders.findings import Finding, InputError
from data_loaders.spending_curve import read_curve
from data_loaders.theme import Theme
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
    """

    text: Text
    info: DeliveryInfo
    current: Snapshot
    past: tuple[Snapshot, ...]
    filters: Filters
    boundaries: Boundaries
    pace: Callable[[], Pace | Lack]
    choices: Mapping[str, str] = field(default_factory=dict)

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
        delivery: Id of the delivery; the newest approved one when null.
        regions_file: An official layer of boundaries; the embedded one when null.

    Raises:
        InputError: there is no such delivery, or it cannot be read.
    """
    infos, problems = list_deliveries(root)
    ids = [info.id for info in infos]
    if not infos or delivery not in (None, *ids):
        raise InputError(*problems or [Finding("delivery-missing", "error", root.name, value=delivery)])
    infos = infos[: ids.index(delivery) + 1] if delivery else infos
    names = ["projects", "theme", "people", "people_trend", "need", "public_people"]
    current = Snapshot.of(infos[-1].id, infos[-1].as_of, read_tables(root, infos[-1], names), theme)
    older = (Snapshot.of(info.id, info.as_of, read_tables(root, info, names[:3]), theme) for info in infos)
    past = tuple(snapshot.as_history() for snapshot in older)
    return Reading(Text("fi", theme), infos[-1], current, past, filters, read_boundaries(regions_file), lambda: pace(past, read_curve()))


SNAPSHOT_TABLES = ("projects", "theme", "people", "people_trend", "need", "public_people")


def snapshot_of(root: Path, info: DeliveryInfo, theme: Theme) -> Snapshot:
    """One delivery as the pages read it.

    Raises:
        InputError: a table is gone or is not what was stored (``delivery-damaged``).
    """
    return Snapshot.of(info.id, info.as_of, read_tables(root, info, SNAPSHOT_TABLES), theme)


def current_snapshot(root: Path, theme: Theme) -> tuple[Snapshot, tuple[Finding, ...]]:
    """The newest approved delivery that can be read, and what is wrong with others.

    Raises:
        InputError: there is none.
    """
    infos, problems = list_deliveries(root)
    for info in reversed(infos):
        try:
            return snapshot_of(root, info, theme), problems
        except InputError as error:
            problems = (*problems, *error.findings)
    raise InputError(*problems or [Finding("delivery-missing", "error", root.name)])


def foretold(root: Path, snapshot: Snapshot, theme: Theme) -> Forecast | Lack:
    """Where the money of one delivery is heading, from it and the approved deliveries before it that can be read."""
    before = []
    for info in list_deliveries(root)[0]:
        if info.as_of < snapshot.as_of:
            # A damaged delivery is told of elsewhere; the pages leave it out of the pace too.
            with suppress(InputError):
                before.append(snapshot_of(root, info, theme))
    curve = read_curve()
    return forecast(snapshot, pace([*before, snapshot], curve), curve, theme.eligibility_end, theme.last_year)
