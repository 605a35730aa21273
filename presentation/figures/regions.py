"""The map: 19 regions in ETRS-TM35FIN, five readable classes, the same figures in a table."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.ledger import Ledger, money_ledger, people_ledger, projects_ledger
from analytics.money import PublicMoney
from analytics.regions import MEASURES, RegionFigures, Regions
from data_loaders.boundaries import Boundaries
from presentation.block import FigureBlock
from presentation.charts.chart import Area, RegionMap, Shade
from presentation.charts.steps import round_step
from presentation.charts.style import CLASSES
from presentation.figures.registry import Lack, register, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import subtitle
from presentation.words.leading import leading

#: Code of a region → what is measured there; null where it is not known.
Values = Mapping[str | None, float | None]


def measure_name(measure: str, per_inhabitant: bool, text: Text) -> str:
    """What the map measures, with its unit."""
    return {
        ("planned", False): text("Committed public funding, euros"),
        ("actual", False): text("Spent public funding, euros"),
        ("projects", False): text("Number of projects"),
        ("participants", False): text("Number of participants"),
        ("planned", True): text("Committed public funding, euros per inhabitant"),
        ("actual", True): text("Spent public funding, euros per inhabitant"),
        ("projects", True): text("Projects per 10,000 inhabitants"),
        ("participants", True): text("Participants per 10,000 inhabitants"),
    }[measure, per_inhabitant]


def measure_value(value: float | None, measure: str, per_inhabitant: bool, text: Text) -> str:
    """One value of the map with its unit."""
    if value is None:
        return text.number(None)
    if measure in ("planned", "actual"):
        return text.euros_per_inhabitant(value) if per_inhabitant else text.euros(PublicMoney(round(value * 100)))
    return text.number(value, 1 if per_inhabitant else 0)


def class_limits(values: Sequence[float], whole: bool = False) -> tuple[float, ...]:
    """Upper limits of at most five classes: round numbers with even steps from zero.

    Args:
        values: The values above zero; may be empty.
        whole: The values are counts.
    """
    top = max(values, default=0)
    if top <= 0:
        return ()
    step = round_step(top, len(CLASSES), whole)
    count = min(len(CLASSES), math.ceil(top / step - 1e-9))
    return tuple(step * (index + 1) for index in range(count))


def is_count(measure: str, per_inhabitant: bool) -> bool:
    """Whether a measure is a whole number of projects or people."""
    return measure in ("projects", "participants") and not per_inhabitant


def region_map(
    figures: Regions,
    boundaries: Boundaries,
    measure: str,
    per_inhabitant: bool,
    text: Text,
    filtered: str | None = None,
    *,
    small: bool = False,
    selected: tuple[str, ...] = (),
    by_name: bool = False,
) -> FigureBlock:
    """A choropleth of the regions.

    Args:
        figures: Every region, and what has no single region.
        boundaries: The shapes to draw.
        measure: One of ``analytics.regions.MEASURES``.
        small: For the overview: lower, without a legend, under a name of its own.
        by_name: Sort the table by name instead of by what is measured.
        selected: Regions that are chosen in the filter, outlined.
    """
    values = {f.code: f.measure(measure, per_inhabitant) for f in figures.regions if f.in_programme}
    limits = class_limits([value for value in values.values() if value], is_count(measure, per_inhabitant))
    chart = RegionMap(
        areas=_areas(figures, boundaries, values, limits, measure, per_inhabitant, text),
        legend=_legend(figures, values, limits, measure, per_inhabitant, text),
        classes=len(limits),
        column=MEASURES.index(measure) + 1,
        selected=tuple(selected),
        small=small,
    )
    ranked = sorted((f for f in figures.regions if values.get(f.code)), key=lambda f: -(values[f.code] or 0))
    return FigureBlock(
        key="map-overview" if small else f"map-{measure}{'-per-inhabitant' if per_inhabitant else ''}",
        ledger=region_ledger(measure, every_region=not small),
        headline=_headline(ranked, figures, values, measure, per_inhabitant, selected, text),
        subtitle=subtitle(text("{measure}, by region", measure=measure_name(measure, per_inhabitant, text)), filtered, text),
        chart=chart,
        sentence=_sentence(ranked, values, figures, text, chosen=small and bool(filtered)),
        alt=text(
            "Map of Finland's regions in {count} classes. Darkest: {names}.",
            count=text.number(len(limits)),
            names=text.list_of([text.label("regions", f.code) for f in ranked[:3]]) or text("none"),
        ),
        table=_table(figures, measure, per_inhabitant, by_name, text),
        not_shown=_elsewhere(figures, measure, text),
    )


def region_ledger(measure: str, *, every_region: bool, history: bool = False) -> Ledger:
    """Where the figures of regions come from; those of every region do not follow the chosen one."""
    more: dict[str, Any] = {"by": "regions", "without": ("region",) if every_region else (), "history": history}
    if measure == "participants":
        return people_ledger(**more)
    if measure == "projects":
        return projects_ledger("projects", **more)
    return money_ledger(f"{measure}_public", **more)


def _legend(
    figures: Regions,
    values: Values,
    limits: tuple[float, ...],
    measure: str,
    per_inhabitant: bool,
    text: Text,
) -> tuple[tuple[Shade, str], ...]:
    """Every class in words, the most first; one without regions too, so that the steps can be read."""
    members = Counter(_class(figure, values.get(figure.code), limits) for figure in figures.regions)
    legend: list[tuple[Shade, str]] = [
        (
            index,
            text.plural(
                "{range} ({number} region)",
                "{range} ({number} regions)",
                members[index],
                range=_range(limits[index - 1] if index else 0, limits[index], measure, per_inhabitant, text),
            ),
        )
        for index in reversed(range(len(limits)))
    ]
    if members["none"]:
        legend.append(("none", text.plural("nothing ({number} region)", "nothing ({number} regions)", members["none"])))
    if members["unknown"]:
        legend.append(("unknown", text.plural("not known ({number} region)", "not known ({number} regions)", members["unknown"])))
    if members["outside"]:
        legend.append(("outside", text("Åland: outside the programme")))
    return tuple(legend)


def _class(figure: RegionFigures, value: float | None, limits: tuple[float, ...]) -> Shade:
    if not figure.in_programme:
        return "outside"
    if value is None and figure.totals.implementer_count:
        return "unknown"
    if not value or value < 0:
        return "none"
    return next(index for index, limit in enumerate(limits) if value <= limit * (1 + 1e-9))


def step_digits(step: float) -> int:
    """The decimals that numbers need which are a step apart: two at most."""
    return next((digits for digits in (0, 1) if abs(step * 10**digits - round(step * 10**digits)) < 1e-9), 2)


def _range(low: float, high: float, measure: str, per_inhabitant: bool, text: Text) -> str:
    """The limits of a class with their unit: ``0,5–1,0 milj. €``, as exact as they are."""
    money, step = measure in ("planned", "actual"), high - low
    if money and not per_inhabitant and step % 10_000 == 0 and high >= 100_000:
        digits = 1 if step % 100_000 == 0 else 2
        return text("€{low}–{high} million", low=text.number(low / 1e6, digits), high=text.number(high / 1e6, digits))
    if is_count(measure, per_inhabitant):
        if step == 1:
            return text.number(high)
        return text("{low}–{high}", low=text.number(low + 1), high=text.number(high))
    digits = step_digits(step)
    if money:
        return text("€{low}–{high}", low=text.number(low, digits), high=text.number(high, digits))
    return text("{low}–{high}", low=text.number(low, digits), high=text.number(high, digits))


def _areas(
    figures: Regions,
    boundaries: Boundaries,
    values: Values,
    limits: tuple[float, ...],
    measure: str,
    per_inhabitant: bool,
    text: Text,
) -> tuple[Area, ...]:
    """Each region that has a shape, with what the pointer tells of it."""

    def area(f: RegionFigures, code: str) -> Area:
        name = text.label("regions", f.code)
        value = measure_value(f.measure(measure, per_inhabitant), measure, per_inhabitant, text)
        hover = (
            text("{region}: {value}. Projects {projects}", region=name, value=value, projects=text.number(f.totals.project_count))
            if f.in_programme
            else text("{region}: outside the programme", region=name)
        )
        shade = _class(f, values.get(f.code), limits)
        return Area(code, name, value, boundaries.rings[code], shade, boundaries.label_points.get(code), hover)

    return tuple(area(f, f.code) for f in figures.regions if f.code is not None and f.code in boundaries.rings)


def _headline(
    ranked: list[RegionFigures], figures: Regions, values: Values, measure: str, per_inhabitant: bool, selected: tuple[str, ...], text: Text
) -> str:
    """Where there is most; the place of the region that the reader chose, when it is one."""
    if not ranked or (measure in ("planned", "actual") and (values[ranked[0].code] or 0) <= 0):
        return text("No region has data")
    place, top = next(((at, f) for at, f in enumerate(ranked, start=1) if (f.code,) == selected), (0, ranked[0]))
    value = measure_value(values[top.code], measure, per_inhabitant, text)
    if measure in ("planned", "actual") and not per_inhabitant:
        value = text.millions(getattr(top.totals, measure))
    value = with_unit(value, measure, per_inhabitant, text)
    state = region_state(text.in_region(top.code), value, measure, text)
    if len(ranked) == 1:
        return state
    if place:
        return text(
            "{state} (number {place} of the programme's {count} regions)",
            state=state,
            place=text.number(place),
            count=text.number(sum(f.in_programme for f in figures.regions)),
        )
    most = leading(((f.code, values[f.code]) for f in ranked), "regions", text)
    within = most.within if most else text.in_region(top.code)
    return {
        ("planned", False): text("Most funding is committed {within} ({value})", within=within, value=value),
        ("actual", False): text("Most funding is spent {within} ({value})", within=within, value=value),
        ("projects", False): text("Most projects are {within} ({value})", within=within, value=value),
        ("participants", False): text("Most participants are {within} ({value})", within=within, value=value),
        ("planned", True): text("Most funding per inhabitant is committed {within} ({value})", within=within, value=value),
        ("actual", True): text("Most funding per inhabitant is spent {within} ({value})", within=within, value=value),
        ("projects", True): text("Most projects for the population are {within} ({value})", within=within, value=value),
        ("participants", True): text("Most participants for the population are {within} ({value})", within=within, value=value),
    }[measure, per_inhabitant]


def with_unit(value: str, measure: str, per_inhabitant: bool, text: Text) -> str:
    """A value as a sentence has it: counts for the population say for how many inhabitants."""
    return text("{value} per 10,000 inhabitants", value=value) if per_inhabitant and measure in ("projects", "participants") else value


def region_state(within: str, value: str, measure: str, text: Text) -> str:
    """What a region has, as a sentence without its end."""
    return {
        "planned": text("Committed funding {within} is {value}", within=within, value=value),
        "actual": text("Spent funding {within} is {value}", within=within, value=value),
        "projects": text("The number of projects {within} is {value}", within=within, value=value),
        "participants": text("The number of participants {within} is {value}", within=within, value=value),
    }[measure]


#: Regions without data that are named; more are only counted, and the table has them.
_MOST_NAMES = 5


def _sentence(ranked: list[RegionFigures], values: Values, figures: Regions, text: Text, *, chosen: bool) -> str:
    """How many regions have data; with choices that is all there is to say of the others."""
    count = sum(f.in_programme for f in figures.regions)
    if not ranked:
        return text("None of the {count} regions of the programme has data.", count=text.number(count))
    without = [text.label("regions", f.code) for f in figures.regions if f.in_programme and not values.get(f.code)]
    if chosen or len(without) > _MOST_NAMES:
        return text.plural(
            "{number} of the programme's {count} regions has data.",
            "{number} of the programme's {count} regions have data.",
            len(ranked),
            count=text.number(count),
        )
    if not without:
        return text("Each of the {count} regions of the programme has data.", count=text.number(count))
    return text(
        "{with_something} of the programme's {count} regions have data (not: {names}).",
        with_something=text.number(len(ranked)),
        count=text.number(count),
        names=text.list_of(without),
    )


def _elsewhere(figures: Regions, measure: str, text: Text) -> str | None:
    """What is on no region of the map: nationwide, several regions, unknown; places with nothing are left out."""
    somewhere = [(figure, value) for figure in figures.elsewhere if (value := figure.measure(measure, False))]
    if not somewhere:
        return None
    return text(
        "Not on the map: {places}.",
        places="; ".join(
            text(
                "{place} {amount}",
                place=text.label("regions", figure.code),
                amount=text.number(value) if is_count(measure, False) else text.millions(getattr(figure.totals, measure)),
            )
            for figure, value in somewhere
        ),
    )


def _table(figures: Regions, measure: str, per_inhabitant: bool, by_name: bool, text: Text) -> Table:
    def row(f: RegionFigures) -> tuple:
        if not f.in_programme and not f.totals.implementer_count:
            return (text("{region} (outside the programme)", region=text.label("regions", f.code)), None, None, None, None)
        return (
            text.label("regions", f.code),
            *(f.measure(name, per_inhabitant) for name in ("planned", "actual", "projects", "participants")),
        )

    def order(f: RegionFigures) -> tuple:
        return (not f.in_programme, 0 if by_name else -(f.measure(measure, per_inhabitant) or 0), text.label("regions", f.code))

    ordered = sorted(figures.regions, key=order)
    if per_inhabitant:
        columns = (
            Column(text("Region")),
            Column(text("Committed, €/inhabitant"), "rate"),
            Column(text("Spent, €/inhabitant"), "rate"),
            Column(text("Projects/10,000"), "rate"),
            Column(text("Participants/10,000"), "people_rate"),
        )
    else:
        columns = (
            Column(text("Region")),
            Column(text("Committed, €"), "euros"),
            Column(text("Spent, €"), "euros"),
            Column(text("Projects"), "count"),
            Column(text("Participants"), "people"),
        )
    caption = (
        text("Regions per inhabitant (population 31 December 2025), public funding") if per_inhabitant else text("Regions, public funding")
    )
    shown = (*ordered, *figures.elsewhere)
    return Table(caption, columns, tuple(row(f) for f in shown), codes=tuple(f.code for f in shown))


# Registered ---------------------------------------------------------------------------


@register_each(
    {
        f"map-{measure}{'-per-inhabitant' if per_inhabitant else ''}": (measure, per_inhabitant)
        for per_inhabitant in (False, True)
        for measure in MEASURES
    },
    beyond_choices=True,
)
def _map(reading: Reading, measure: str, per_inhabitant: bool) -> FigureBlock | Lack:
    # The map keeps every region, so that one can be compared with the others.
    everywhere = reading.everywhere
    if not everywhere.regions.have_projects:
        return Lack("region" if reading.view.rows.height else "empty")
    if measure == "participants" and reading.view.people is None:
        return Lack("outcomes")
    return region_map(
        everywhere.regions,
        reading.boundaries,
        measure,
        per_inhabitant,
        reading.text,
        everywhere.filtered,
        selected=reading.filters.region,
        by_name=reading.choices.get("rows") == "name",
    )


@register("map-overview")
def _small_map(reading: Reading) -> FigureBlock | Lack:
    if not any(part.code for part in reading.money.by_region):
        return Lack("region")
    return region_map(reading.regions, reading.boundaries, "planned", False, reading.text, reading.filtered, small=True)
