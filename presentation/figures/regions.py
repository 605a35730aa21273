"""The map: 19 regions in ETRS-TM35FIN, five readable classes, the same figures in a table."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.regions import RegionFigures, Regions
from data_loaders.geo import Regions as Boundaries
from presentation.block import FigureBlock
from presentation.dimensions import subtitle
from presentation.style import CLASSES, COMMITTED, NOTHING, OUTLINE, TEXT, hidden_axis, layout, plain
from presentation.tables import Column, Table
from presentation.text import Text

_STEPS = (1, 2, 2.5, 5, 10)


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
        return text.euros_per_inhabitant(value) if per_inhabitant else text("€{number}", number=text.number(value))
    return text.number(value, 1 if per_inhabitant else 0)


def class_limits(values: Sequence[float]) -> tuple[float, ...]:
    """Upper limits of at most five classes: round numbers with even steps from zero.

    Args:
        values: The values above zero; may be empty.
    """
    top = max(values, default=0)
    if top <= 0:
        return ()
    raw = top / len(CLASSES)
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(step * size for step in _STEPS if step * size >= raw * 0.999)
    count = min(len(CLASSES), math.ceil(top / step - 1e-9))
    return tuple(step * (index + 1) for index in range(count))


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
) -> FigureBlock:
    """A choropleth of the regions.

    Args:
        figures: Every region, and what has no single region.
        boundaries: The shapes to draw.
        measure: One of ``analytics.regions.MEASURES``.
        small: For the overview: lower, without a legend.
        selected: Regions that are chosen in the filter, outlined.
    """
    values = {f.code: f.measure(measure, per_inhabitant) for f in figures.regions if f.in_programme}
    positive = [value for value in values.values() if value]
    limits = class_limits(positive)
    classes: dict[str, list[str]] = {}
    for figure in figures.regions:
        classes.setdefault(_class(figure, values.get(figure.code), limits), []).append(figure.code)

    traces = [
        _shapes(codes, name, boundaries, limits, measure, per_inhabitant, text)
        for name in ("none", *map(str, range(len(limits))), "outside")
        if (codes := [code for code in classes.get(name, ()) if code in boundaries.rings])
    ]
    if selected:
        traces.append(_outline([code for code in selected if code in boundaries.rings], boundaries))
    traces.append(_points(figures, boundaries, measure, per_inhabitant, text))
    height = 430 if small else 640 + 24 * (len(traces) - 1)
    chart = go.Figure(
        traces,
        layout(
            text,
            height,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            showlegend=not small,
            legend={"x": 0, "y": 0, "xanchor": "left", "yanchor": "top", "itemclick": False, "itemdoubleclick": False, "font": {"size": 14, "color": TEXT}, "bgcolor": "rgba(0,0,0,0)"},
            xaxis=hidden_axis(),
            yaxis=hidden_axis(scaleanchor="x", scaleratio=1),
        ),
    )
    ranked = sorted((f for f in figures.regions if values.get(f.code)), key=lambda f: -values[f.code])
    return FigureBlock(
        key=f"map-{measure}{'-per-inhabitant' if per_inhabitant else ''}",
        headline=_headline(ranked, values, measure, per_inhabitant, text),
        subtitle=subtitle(text("{measure}, by region", measure=measure_name(measure, per_inhabitant, text)), filtered, text),
        chart=chart,
        sentence=_sentence(ranked, values, figures, text),
        alt=text(
            "Map of Finland's regions in {count} classes. Darkest: {names}.",
            count=text.number(len(limits)),
            names=text.list_of([text.label("regions", f.code) for f in ranked[:3]]) or text("none"),
        ),
        table=_table(figures, measure, per_inhabitant, text),
        not_shown=_elsewhere(figures, text),
    )


def _class(figure: RegionFigures, value: float | None, limits: tuple[float, ...]) -> str:
    if not figure.in_programme:
        return "outside"
    if not value or value < 0:
        return "none"
    return str(next(index for index, limit in enumerate(limits) if value <= limit * (1 + 1e-9)))


def _shapes(codes, name, boundaries, limits, measure, per_inhabitant, text) -> go.Scatter:
    """All regions of one class as one trace; the class in words is its legend."""
    xs: list = []
    ys: list = []
    for code in codes:
        for ring in boundaries.rings[code]:
            xs += [x for x, _ in ring] + [None]
            ys += [y for _, y in ring] + [None]
    if name == "none":
        colour, words = NOTHING, text.plural("nothing ({number} region)", "nothing ({number} regions)", len(codes))
    elif name == "outside":
        colour, words = "rgba(0,0,0,0)", text("Åland: outside the programme")
    else:
        index = int(name)
        colour = CLASSES[index + (len(CLASSES) - len(limits)) // 2] if len(limits) > 1 else CLASSES[2]
        words = text.plural(
            "{range} ({number} region)",
            "{range} ({number} regions)",
            len(codes),
            range=_range(limits[index - 1] if index else 0, limits[index], measure, per_inhabitant, text),
        )
    # From the most to nothing, and what is outside last.
    rank = {"none": 10, "outside": 11}.get(name) or 9 - int(name)
    pattern = {"shape": "/", "fgcolor": OUTLINE, "size": 5, "solidity": 0.25} if name == "outside" else None
    return go.Scatter(
        x=xs, y=ys, mode="lines", fill="toself", fillcolor=colour, fillpattern=pattern,
        line={"color": OUTLINE, "width": 0.8}, name=words, hoverinfo="skip", legendrank=rank,
    )  # fmt: skip


def _range(low: float, high: float, measure: str, per_inhabitant: bool, text: Text) -> str:
    """The limits of a class with their unit: ``0,5–1,0 milj. €``."""
    money = measure in ("planned", "actual")
    if money and not per_inhabitant:
        if high >= 1_000_000 or (high - low) % 100_000 == 0:
            return text("€{low}–{high} million", low=text.number(low / 1e6, 1), high=text.number(high / 1e6, 1))
        return text("€{low}–{high}", low=text.number(low), high=text.number(high))
    step = high - low
    digits = 0 if abs(step - round(step)) < 1e-9 else 1 if abs(step * 10 - round(step * 10)) < 1e-9 else 2
    if money:
        return text("€{low}–{high}", low=text.number(low, digits), high=text.number(high, digits))
    return text("{low}–{high}", low=text.number(low, digits), high=text.number(high, digits))


def _outline(codes: list[str], boundaries: Boundaries) -> go.Scatter:
    xs: list = []
    ys: list = []
    for code in codes:
        for ring in boundaries.rings[code]:
            xs += [x for x, _ in ring] + [None]
            ys += [y for _, y in ring] + [None]
    return go.Scatter(x=xs, y=ys, mode="lines", line={"color": "#c2553f", "width": 3}, hoverinfo="skip", showlegend=False)


def _points(figures: Regions, boundaries: Boundaries, measure, per_inhabitant, text: Text) -> go.Scatter:
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
    return go.Scatter(
        x=[boundaries.label_points[f.code][0] for f in shown],
        y=[boundaries.label_points[f.code][1] for f in shown],
        mode="markers",
        marker={"size": 22, "color": COMMITTED, "opacity": 0.02},
        selected={"marker": {"opacity": 0.02}},
        unselected={"marker": {"opacity": 0.02}},
        customdata=[f.code for f in shown],
        hovertext=[plain(line) for line in hover],
        hoverinfo="text",
        showlegend=False,
    )


def _headline(ranked: list[RegionFigures], values, measure: str, per_inhabitant: bool, text: Text) -> str:
    if not ranked:
        return text("No region has anything to show")
    top = ranked[0]
    value = measure_value(values[top.code], measure, per_inhabitant, text)
    if measure in ("planned", "actual") and not per_inhabitant:
        value = text.millions(getattr(top.totals, measure))
    return {
        "planned": text("Most committed: {region} ({value})", region=text.label("regions", top.code), value=value),
        "actual": text("Most spent: {region} ({value})", region=text.label("regions", top.code), value=value),
        "projects": text("Most projects: {region} ({value})", region=text.label("regions", top.code), value=value),
        "participants": text("Most participants: {region} ({value})", region=text.label("regions", top.code), value=value),
    }[measure]


def _sentence(ranked: list[RegionFigures], values, figures: Regions, text: Text) -> str:
    count = sum(f.in_programme for f in figures.regions)
    without = [text.label("regions", f.code) for f in figures.regions if f.in_programme and not values.get(f.code)]
    if not without:
        return text("Every one of the {count} regions of the programme has something.", count=text.number(count))
    return text(
        "{with_something} of the {count} regions of the programme have something. Nothing: {names}.",
        with_something=text.number(len(ranked)),
        count=text.number(count),
        names=text.list_of(without),
    )


def _elsewhere(figures: Regions, text: Text) -> str | None:
    """What is on no region of the map: nationwide, several regions, unknown."""
    if not figures.elsewhere:
        return None
    return text(
        "Not on the map: {places}.",
        places="; ".join(
            text("{place} {amount}", place=text.label("regions", f.code), amount=text.millions(f.totals.planned))
            for f in figures.elsewhere
        ),
    )


def _table(figures: Regions, measure: str, per_inhabitant: bool, text: Text) -> Table:
    def row(f: RegionFigures) -> tuple:
        if not f.in_programme and not f.totals.implementer_count:
            return (text("{region} (outside the programme)", region=text.label("regions", f.code)), None, None, None, None)
        return (text.label("regions", f.code), *(f.measure(name, per_inhabitant) for name in ("planned", "actual", "projects", "participants")))

    ordered = sorted(figures.regions, key=lambda f: (not f.in_programme, -(f.measure(measure, per_inhabitant) or 0), f.code))
    if per_inhabitant:
        columns = (
            Column(text("Region")),
            Column(text("Committed, €/inhabitant"), "rate"),
            Column(text("Spent, €/inhabitant"), "rate"),
            Column(text("Projects/10,000"), "rate"),
            Column(text("Participants/10,000"), "rate"),
        )
    else:
        columns = (
            Column(text("Region")),
            Column(text("Committed, €"), "euros"),
            Column(text("Spent, €"), "euros"),
            Column(text("Projects"), "count"),
            Column(text("Participants"), "count"),
        )
    caption = (
        text("Regions per inhabitant (population 31 December 2022), public funding")
        if per_inhabitant
        else text("Regions, public funding")
    )
    return Table(caption, columns, tuple(row(f) for f in (*ordered, *figures.elsewhere)))
