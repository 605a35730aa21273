"""Drawing of the regions over time: one line a region, in what the map measures."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from analytics.counts import derivable, is_hidden
from analytics.money import PublicMoney
from analytics.regions import MEASURES, RegionFigures, RegionsOn
from analytics.regions import region_trend as region_points
from presentation.block import FigureBlock
from presentation.figures.lines import Values, grey_lines, lines, lines_alt, ranked
from presentation.figures.regions import is_count, measure_name, measure_value, region_ledger, region_state, step_digits, with_unit
from presentation.figures.registry import Lack, register_each
from presentation.reading import Reading
from presentation.tables import Column, Kind, Table
from presentation.text import Text
from presentation.words.amounts import money_words
from presentation.words.dimensions import subtitle

_KINDS: Mapping[tuple[str, bool], Kind] = {
    ("planned", False): "euros", ("actual", False): "euros", ("projects", False): "count", ("participants", False): "people",
    ("planned", True): "rate", ("actual", True): "rate", ("projects", True): "rate", ("participants", True): "people_rate",
}  # fmt: skip


def region_trend(
    points: Sequence[RegionsOn],
    measure: str,
    per_inhabitant: bool,
    text: Text,
    filtered: str | None = None,
    *,
    selected: tuple[str, ...] = (),
) -> FigureBlock | None:
    """Every region over time; null when no region has anything on any day.

    Args:
        points: Oldest first.
        measure: One of ``analytics.regions.MEASURES``.
        per_inhabitant: As on the map.
        selected: Regions that are chosen in the filter: they are named before larger ones.
    """
    days, every = ranked((point.day, figure.code, _value(figure, measure, per_inhabitant)) for point in points for figure in point.places)
    # Places with nothing on every day are left out. A count that is not published is something.
    values = {code: line for code, line in every.items() if any(value or is_hidden(value) for value in line)}
    if not values:
        return None
    name, say = partial(text.label, "regions"), partial(_said, measure=measure, per_inhabitant=per_inhabitant, text=text)
    counted, in_euros = is_count(measure, per_inhabitant), _KINDS[measure, per_inhabitant] == "euros"
    drawn = lines(
        values, days, name, text, first=selected, say=say, whole=counted, room=0.4 if in_euros else 0.22,
        axis=partial(money_words, text=text) if in_euros else partial(_ticks, whole=counted, text=text),
    )  # fmt: skip
    measured = measure_name(measure, per_inhabitant, text)
    return FigureBlock(
        key=f"regions-trend-{measure}{'-per-inhabitant' if per_inhabitant else ''}",
        headline=_headline(values, points, selected, measure, lambda value: with_unit(say(value), measure, per_inhabitant, text), text),
        subtitle=subtitle(
            text("{measure}, by region on each reference date, cumulative", measure=measured)
            if measure == "participants"
            else text("{measure}, by region in each delivery", measure=measured),
            filtered,
            text,
        ),
        chart=drawn.chart,
        sentence=text("Each point is the state on its day. A region is compared with itself; regions differ in size.")
        if not per_inhabitant
        else text("Each point is the state on its day relative to the population."),
        alt=lines_alt(drawn, days, text),
        table=Table(
            text("{measure}, over time", measure=measured),
            (Column(text("Region")), *(Column(text.date(day), _KINDS[measure, per_inhabitant]) for day in days)),
            tuple((name(code), *line) for code, line in values.items()),
            codes=tuple(values),
        ),
        not_shown=text("Only regions have inhabitants: what is nationwide, in several regions or without a known region is left out.") if per_inhabitant else None,
        only_in_table=grey_lines(drawn.others, text),
        ledger=region_ledger(measure, every_region=True, history=True),
    )  # fmt: skip


def _value(figure: RegionFigures, measure: str, per_inhabitant: bool) -> float | None:
    """What is measured; a region without any project has no money, which is known to be zero."""
    value = figure.measure(measure, per_inhabitant)
    is_nothing = measure in ("planned", "actual") and not figure.totals.implementer_count
    return 0 if is_nothing and (figure.population or not per_inhabitant) else value


def _said(value: float | None, measure: str, per_inhabitant: bool, text: Text) -> str:
    if value is None:
        return text("not collected") if measure == "participants" else text("not known")
    if measure in ("planned", "actual") and not per_inhabitant:
        return text.millions(PublicMoney(round(value * 100)))
    return measure_value(value, measure, per_inhabitant, text)


def _ticks(ticks: Sequence[float], whole: bool, text: Text) -> tuple[list[str], str]:
    """Plain numbers beside the axis, as exact as its steps."""
    digits = 0 if whole else step_digits(ticks[1] - ticks[0])
    return [text.number(tick, digits) for tick in ticks], ""


def _headline(
    values: Values,
    points: Sequence[RegionsOn],
    selected: tuple[str, ...],
    measure: str,
    say: Callable[[float | None], str],
    text: Text,
) -> str:
    """How the chosen region has come along, or the one that has grown most."""
    if len(points) < 2:
        return text("There is one date, so no trend can be shown yet")
    since = text.date(points[0].day)
    known = [
        (first, last, code)
        for code, line in values.items()
        if code and (first := line[0]) is not None and (last := line[-1]) is not None and derivable(first, last)
    ]
    if len(selected) == 1 and selected[0] in values:
        (code,) = selected
        line = values[code]
        state = region_state(text.in_region(code), say(line[-1]), measure, text)
        return state if line[0] is None else text("{state} ({day}: {first})", state=state, first=say(line[0]), day=since)
    if not known:
        return text("The change is not available")
    first, last, grown = max(known, key=lambda one: one[1] - one[0])
    if last <= first:
        return text("No region has grown since {day}", day=since)
    if len(known) == 1:
        return text(
            "{state} ({day}: {first})", state=region_state(text.in_region(grown), say(last), measure, text), first=say(first), day=since
        )
    return text(
        "Growth since {day} is largest {within} (from {first} to {last})",
        day=since,
        within=text.in_region(grown),
        first=say(first),
        last=say(last),
    )


# Registered ---------------------------------------------------------------------------


@register_each(
    {
        f"regions-trend-{measure}{'-per-inhabitant' if per_inhabitant else ''}": (measure, per_inhabitant)
        for per_inhabitant in (False, True)
        for measure in MEASURES
    },
    beyond_choices=True,
)
def _trend(reading: Reading, measure: str, per_inhabitant: bool) -> FigureBlock | Lack:
    everywhere, of_people = reading.everywhere, measure == "participants"
    if of_people and reading.view.people is None:
        return Lack("outcomes")
    points = region_points(everywhere.history, everywhere.view.people_trend, measure)
    if of_people and not everywhere.view.tells_past(point.day for point in points):
        return Lack("past")
    selected = reading.filters.region
    return region_trend(points, measure, per_inhabitant, reading.text, everywhere.filtered, selected=selected) or Lack("region")
