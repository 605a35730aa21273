"""The map: 19 regions in ETRS-TM35FIN, five readable classes, the same figures in a table."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.ledger import Ledger, money_ledger, people_ledger, projects_ledger
from analytics.money import PublicMoney
from analytics.regions import MEASURES, RegionFigures, Regions
from data_loaders.boundaries import Boundaries
from presentation.block import FigureBlock
from presentation.charts.chart import Chart, scatter
from presentation.charts.native import NativeArea, NativeMap
from presentation.charts.style import (
    CHOSEN,
    CLASSES,
    COMMITTED,
    NOTHING,
    OUTLINE,
    UNCOLOURED,
    hidden_axis,
    layout,
    note,
    plain,
    round_step,
    wrapped,
)
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import subtitle

#: Pixels: the map on a page and on the overview, one line of the legend, its square.
_MAP, _SMALL_MAP, _LINE, _SQUARE = 580, 430, 24, 14
#: Letters on a line of the legend: it stands in a narrow column too.
_LEGEND_WIDTH = 30


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
    classes = _classes(figures, values, limits, measure, per_inhabitant, text)
    traces = [_shapes(shade, boundaries) for shade in classes]
    if selected:
        traces.append(_outline([code for code in selected if code in boundaries.rings], boundaries))
    traces.append(_points(figures, boundaries, measure, per_inhabitant, text))
    notes, squares, legend = ([], [], 0) if small else _legend(classes)
    chart = Chart(
        traces,
        layout(
            text,
            (_SMALL_MAP if small else _MAP) + legend,
            margin={"l": 0, "r": 0, "t": 0, "b": legend},
            # A region is met from anywhere near its point.
            hoverdistance=45,
            xaxis=hidden_axis(constrain="domain"),
            yaxis=hidden_axis(scaleanchor="x", scaleratio=1),
            annotations=notes,
            shapes=squares,
        ),
    )
    ranked = sorted((f for f in figures.regions if values.get(f.code)), key=lambda f: -values[f.code])
    return FigureBlock(
        key="map-overview" if small else f"map-{measure}{'-per-inhabitant' if per_inhabitant else ''}",
        ledger=region_ledger(measure, every_region=not small),
        headline=_headline(ranked, figures, values, measure, per_inhabitant, selected, text),
        subtitle=subtitle(text("{measure}, by region", measure=measure_name(measure, per_inhabitant, text)), filtered, text),
        chart=chart,
        sentence=_sentence(ranked, values, figures, text),
        alt=text(
            "Map of Finland's regions in {count} classes. Darkest: {names}.",
            count=text.number(len(limits)),
            names=text.list_of([text.label("regions", f.code) for f in ranked[:3]]) or text("none"),
        ),
        table=_table(figures, measure, per_inhabitant, by_name, text),
        not_shown=_elsewhere(figures, measure, text),
        native=_native(figures, boundaries, measure, per_inhabitant, classes, len(limits), selected, text),
    )


def region_ledger(measure: str, *, every_region: bool, history: bool = False) -> Ledger:
    """Where the figures of regions come from; those of every region do not follow the chosen one."""
    more = {"by": "regions", "without": ("region",) if every_region else (), "history": history}
    if measure == "participants":
        return people_ledger(**more)
    if measure == "projects":
        return projects_ledger("projects", **more)
    return money_ledger(f"{measure}_public", **more)


@dataclass(frozen=True)
class _Shade:
    """One class of the map: what it is called, how it is drawn and which regions are in it."""

    words: str
    colour: str
    codes: tuple[str, ...]
    shade: int | str
    hatched: bool = False


def _classes(
    figures: Regions,
    values: Mapping[str, float | None],
    limits: tuple[float, ...],
    measure: str,
    per_inhabitant: bool,
    text: Text,
) -> list[_Shade]:
    """Every class, the most first; one without regions too, so that the steps can be read."""
    members: dict[str | int, list[str]] = {}
    for figure in figures.regions:
        members.setdefault(_class(figure, values.get(figure.code), limits), []).append(figure.code)
    # Few classes are drawn with the palette's middle, so that the lightest and darkest keep their meaning.
    first = (len(CLASSES) - len(limits)) // 2
    shades = [
        _Shade(
            text.plural(
                "{range} ({number} region)",
                "{range} ({number} regions)",
                len(members.get(index, ())),
                range=_range(limits[index - 1] if index else 0, limits[index], measure, per_inhabitant, text),
            ),
            CLASSES[first + index],
            tuple(members.get(index, ())),
            index,
        )
        for index in reversed(range(len(limits)))
    ]
    none, unknown, outside = (tuple(members.get(name, ())) for name in ("none", "unknown", "outside"))
    if none:
        shades.append(_Shade(text.plural("nothing ({number} region)", "nothing ({number} regions)", len(none)), NOTHING, none, "none"))
    if unknown:
        words = text.plural("not known ({number} region)", "not known ({number} regions)", len(unknown))
        shades.append(_Shade(words, UNCOLOURED, unknown, "unknown"))
    if outside:
        shades.append(_Shade(text("Åland: outside the programme"), UNCOLOURED, outside, "outside", hatched=True))
    return shades


def _class(figure: RegionFigures, value: float | None, limits: tuple[float, ...]) -> str | int:
    if not figure.in_programme:
        return "outside"
    if value is None and figure.totals.implementer_count:
        return "unknown"
    if not value or value < 0:
        return "none"
    return next(index for index, limit in enumerate(limits) if value <= limit * (1 + 1e-9))


def _outlines(codes: Sequence[str], boundaries: Boundaries) -> dict:
    """The outlines of some regions as one line with gaps."""
    rings = [ring for code in codes for ring in boundaries.rings.get(code, ())]
    return {
        "x": [x for ring in rings for x in (*(x for x, _ in ring), None)],
        "y": [y for ring in rings for y in (*(y for _, y in ring), None)],
    }


def _shapes(shade: _Shade, boundaries: Boundaries) -> dict:
    """All regions of one class as one trace."""
    return scatter(
        **_outlines(shade.codes, boundaries),
        mode="lines",
        fill="toself",
        fillcolor=shade.colour,
        fillpattern={"shape": "/", "fgcolor": OUTLINE, "size": 5, "solidity": 0.25} if shade.hatched else None,
        line={"color": OUTLINE, "width": 0.8},
        name=shade.words,
        hoverinfo="skip",
    )


def _legend(classes: Sequence[_Shade]) -> tuple[list[dict], list[dict], int]:
    """Under the map: one entry a class, with a square as the class is drawn; and its height."""
    notes, squares, y = [], [], 8
    place = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": 0}
    line = {"color": OUTLINE, "width": 1}
    for shade in classes:
        words = wrapped(shade.words, _LEGEND_WIDTH)
        box = {**place, "y0": -y, "y1": -y - _SQUARE, "line": line}
        squares.append({**box, "type": "rect", "x0": 1, "x1": 23, "fillcolor": shade.colour})
        if shade.hatched:
            squares += [{**box, "type": "line", "x0": x + 8, "x1": x} for x in (1, 8, 15)]
        notes.append(note(words, x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top", xshift=30, yshift=4 - y))
        y += _LINE + words.count("<br>") * 19
    return notes, squares, y


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


def _outline(codes: Sequence[str], boundaries: Boundaries) -> dict:
    return scatter(**_outlines(codes, boundaries), mode="lines", line={"color": CHOSEN, "width": 3.5}, hoverinfo="skip")


def _points(figures: Regions, boundaries: Boundaries, measure, per_inhabitant, text: Text) -> dict:
    """One point a region: what the pointer meets, and what a selection tells."""
    shown = [f for f in figures.regions if f.code in boundaries.label_points]
    hover = [
        text("{region}: outside the programme", region=text.label("regions", f.code))
        if not f.in_programme
        else text(
            "{region}: {value}. Projects {projects}",
            region=text.label("regions", f.code),
            value=measure_value(f.measure(measure, per_inhabitant), measure, per_inhabitant, text),
            projects=text.number(f.totals.project_count),
        )
        for f in shown
    ]
    return scatter(
        x=[boundaries.label_points[f.code][0] for f in shown],
        y=[boundaries.label_points[f.code][1] for f in shown],
        mode="markers",
        marker={"size": 22, "color": COMMITTED, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[f.code for f in shown],
        hovertext=[plain(line) for line in hover],
        hoverinfo="text",
    )


def _native(figures: Regions, boundaries: Boundaries, measure, per_inhabitant, classes, count: int, selected, text: Text) -> NativeMap:
    """The same map for slides: one shape a region."""
    shades = {code: shade.shade for shade in classes for code in shade.codes}
    return NativeMap(
        tuple(
            NativeArea(
                f.code,
                text.label("regions", f.code),
                measure_value(f.measure(measure, per_inhabitant), measure, per_inhabitant, text),
                boundaries.rings[f.code],
                shades[f.code],
            )
            for f in figures.regions
            if f.code in boundaries.rings
        ),
        tuple((shade.shade, shade.words) for shade in classes),
        count,
        MEASURES.index(measure) + 1,
        tuple(selected),
    )


def _headline(
    ranked: list[RegionFigures], figures: Regions, values, measure: str, per_inhabitant: bool, selected: tuple[str, ...], text: Text
) -> str:
    """Where there is most; the place of the region that the reader chose, when it is one."""
    if not ranked or (measure in ("planned", "actual") and values[ranked[0].code] <= 0):
        return text("No region has anything to show")
    place, top = next(((at, f) for at, f in enumerate(ranked, start=1) if (f.code,) == selected), (0, ranked[0]))
    value = measure_value(values[top.code], measure, per_inhabitant, text)
    if measure in ("planned", "actual") and not per_inhabitant:
        value = text.millions(getattr(top.totals, measure))
    if place:
        return text(
            "{region}: {value}, number {place} of the programme's {count} regions",
            region=text.label("regions", top.code),
            value=value,
            place=text.number(place),
            count=text.number(sum(f.in_programme for f in figures.regions)),
        )
    return {
        "planned": text("Most committed: {region} ({value})", region=text.label("regions", top.code), value=value),
        "actual": text("Most spent: {region} ({value})", region=text.label("regions", top.code), value=value),
        "projects": text("Most projects: {region} ({value})", region=text.label("regions", top.code), value=value),
        "participants": text("Most participants: {region} ({value})", region=text.label("regions", top.code), value=value),
    }[measure]


def _sentence(ranked: list[RegionFigures], values, figures: Regions, text: Text) -> str:
    count = sum(f.in_programme for f in figures.regions)
    if not ranked:
        return text("Not one of the {count} regions of the programme has anything to show.", count=text.number(count))
    without = [text.label("regions", f.code) for f in figures.regions if f.in_programme and not values.get(f.code)]
    if not without:
        return text("Every one of the {count} regions of the programme has something.", count=text.number(count))
    return text(
        "{with_something} of the {count} regions of the programme have something. Nothing: {names}.",
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
        text("Regions per inhabitant (population 31 December 2022), public funding") if per_inhabitant else text("Regions, public funding")
    )
    shown = (*ordered, *figures.elsewhere)
    return Table(caption, columns, tuple(row(f) for f in shown), codes=tuple(f.code for f in shown))
