"""Every figure by its name, so that a deck, a workbook or a picture makes the same one as the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from analytics.areas import by_area
from analytics.filters import Filters
from analytics.forecast import Forecast, Lack, forecast, pace
from analytics.funding import DIVISIONS, OVERLAPPING, Funding, funding, funding_trend, group_trend, parts
from analytics.people import Genders, people_parts, people_total, people_trend
from analytics.regions import MEASURES, regions
from analytics.scope import Snapshot
from analytics.sizes import sizes
from data_loaders.deliveries import DeliveryInfo, list_deliveries, read_tables
from data_loaders.findings import Finding, InputError
from data_loaders.geo import Regions as Boundaries
from data_loaders.geo import read_regions
from data_loaders.spending_curve import read_curve
from data_loaders.theme import Theme
from presentation.block import FigureBlock
from presentation.figures.forecast import forecast_course
from presentation.figures.frame import frame_bullet
from presentation.figures.funding import funding_trend as funding_trend_figure
from presentation.figures.gender import gender_balance, gender_parts, gender_trend
from presentation.figures.parts import funding_parts
from presentation.figures.reach import people_bars, projects_by_group, projects_trend
from presentation.figures.reach import people_trend as people_trend_figure
from presentation.figures.regions import region_map
from presentation.figures.sizes import concentration, size_distribution
from presentation.notes import filters_in_words
from presentation.text import Text


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
        forecast: Where the money that the reader sees is heading, worked out when asked for.
    """

    text: Text
    info: DeliveryInfo
    current: Snapshot
    past: tuple[Snapshot, ...]
    filters: Filters
    boundaries: Boundaries
    forecast: Callable[[], Forecast | Lack]

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
        return tuple(snapshot.view(self.filters) for snapshot in self.past)

    @cached_property
    def money(self) -> Funding:
        return funding(self.view)

    @cached_property
    def genders(self) -> Genders | None:
        """Everyone reached; null when the delivery has no outcomes."""
        return None if self.view.people is None else people_total(self.view.people)

    @property
    def filtered(self) -> str | None:
        """The choices in words; null when nothing is filtered."""
        return filters_in_words(self.filters, self.text)


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
    names = ["projects", "theme", "people", "people_trend", "need"]
    current = Snapshot.of(infos[-1].id, infos[-1].as_of, read_tables(root, infos[-1], names), theme)
    older = (Snapshot.of(info.id, info.as_of, read_tables(root, info, names[:2]), theme) for info in infos)
    past, curve = tuple(snapshot.as_history() for snapshot in older), read_curve()

    def foretold() -> Forecast | Lack:
        return forecast(current.view(filters), pace(past, curve), curve, theme.eligibility_end, theme.last_year)

    return Reading(Text("fi", theme), infos[-1], current, past, filters, read_regions(regions_file), foretold)


Builder = Callable[[Reading], FigureBlock | None]


def figure(key: str, reading: Reading) -> FigureBlock | None:
    """One figure; null when the reading has nothing for it to show.

    Raises:
        KeyError: no figure has that name.
    """
    build = FIGURES[key]
    return build(reading) if reading.view.rows.height else None


def _frame(r: Reading) -> FigureBlock:
    return frame_bullet(r.money, r.text, r.filtered)


def _trend(r: Reading) -> FigureBlock:
    return funding_trend_figure(funding_trend(r.history), r.text, r.filtered, r.money.frames)


def _forecast(r: Reading) -> FigureBlock | None:
    found = r.forecast()
    return None if isinstance(found, Lack) else forecast_course(found, funding_trend(r.history), r.text, r.filtered)


def _money_by(dimension: str, r: Reading) -> FigureBlock | None:
    divided = {"areas": lambda: by_area(r.view.rows), "years": lambda: r.money.by_year}.get(dimension, lambda: r.money.by(dimension))()
    if not any(part.code for part in divided):
        return None
    return funding_parts(divided, dimension, r.text, r.filtered, overlapping=dimension in OVERLAPPING, limit=20)


def _sizes(draw: Callable, r: Reading) -> FigureBlock | None:
    found = sizes(r.view.rows)
    return draw(found, r.text, r.filtered) if found.amounts else None


def _map(measure: str, per_inhabitant: bool, r: Reading) -> FigureBlock | None:
    # The map keeps every region, so that one can be compared with the others.
    everywhere = replace(r.filters, region=())
    figures = regions(r.current.view(everywhere))
    if measure == "participants" and r.view.people is None or not any(f.totals.implementer_count for f in figures.regions):
        return None
    filtered = filters_in_words(everywhere, r.text)
    return region_map(figures, r.boundaries, measure, per_inhabitant, r.text, filtered, selected=r.filters.region)


def _people_groups(r: Reading) -> FigureBlock | None:
    found = () if r.view.people is None else people_parts(r.view.people, "target_group")
    return people_bars(found, "target_groups", r.text, r.filtered) if found else None


def _people_trend(r: Reading) -> FigureBlock | None:
    points = () if r.view.people_trend is None else people_trend(r.view.people_trend, "target_group")
    return people_trend_figure(points, "target_groups", r.text, r.filtered) if points else None


def _projects_groups(r: Reading) -> FigureBlock | None:
    return projects_by_group(parts(r.view.rows, "target_groups"), r.text, r.filtered) if r.view.theme_known else None


def _projects_trend(r: Reading) -> FigureBlock | None:
    points = group_trend(r.history)
    return projects_trend(points, r.text, r.filtered) if points else None


def _gender_balance(r: Reading) -> FigureBlock | None:
    return gender_balance(r.genders, r.text, r.filtered) if r.genders and r.genders.total else None


def _gender_by(dimension: str, kind: str, r: Reading) -> FigureBlock | None:
    if not r.genders or not r.genders.total:
        return None
    found = people_parts(r.view.people, dimension, None) if dimension == "indicator" else people_parts(r.view.people, dimension)
    return gender_parts(found, kind, r.text, r.filtered)


def _gender_trend(r: Reading) -> FigureBlock | None:
    points = () if r.view.people_trend is None else people_trend(r.view.people_trend)
    return gender_trend(points, r.text, r.filtered) if points else None


#: Name → how the figure is made, in the order of the pages.
FIGURES: Mapping[str, Builder] = {
    "funding-frame": _frame,
    "funding-trend": _trend,
    "forecast-course": _forecast,
    **{f"funding-{dimension.replace('_', '-')}": partial(_money_by, dimension) for dimension in (*DIVISIONS, "areas", "years")},
    "funding-concentration": partial(_sizes, concentration),
    "funding-sizes": partial(_sizes, size_distribution),
    **{
        f"map-{measure}{'-per-inhabitant' if per_inhabitant else ''}": partial(_map, measure, per_inhabitant)
        for per_inhabitant in (False, True)
        for measure in MEASURES
    },
    "people-target-groups": _people_groups,
    "people-trend-target-groups": _people_trend,
    "projects-target-groups": _projects_groups,
    "projects-trend-target-groups": _projects_trend,
    "gender-balance": _gender_balance,
    "gender-target-groups": partial(_gender_by, "target_group", "target_groups"),
    "gender-regions": partial(_gender_by, "region", "regions"),
    "gender-indicators": partial(_gender_by, "indicator", "indicators"),
    "gender-trend": _gender_trend,
}
