"""Drawing of the projects over deliveries, by status."""

from collections.abc import Sequence
from functools import partial

from analytics.funding import ProjectsPoint, status_trend
from analytics.ledger import projects_ledger
from presentation.block import FigureBlock
from presentation.figures.lines import lines, lines_alt, ranked
from presentation.figures.registry import register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import subtitle


def projects_by_status(points: Sequence[ProjectsPoint], text: Text, filtered: str | None = None) -> FigureBlock:
    """How many projects were starting, running, ended or cancelled in each delivery.

    Args:
        points: Not empty; oldest first.
    """
    name = partial(text.label, "statuses")
    days, values = ranked((point.day, point.code, point.project_count) for point in points)
    drawn = lines(values, days, name, text)
    totals = [sum(line[place] or 0 for line in values.values()) for place in range(len(days))]
    return FigureBlock(
        key="status-trend",
        headline=text("The number of projects is {last} ({day}: {first})", first=text.number(totals[0]), last=text.number(totals[-1]), day=text.date(days[0]))
        if len(days) > 1
        else text("There is one delivery, so no trend can be shown yet"),
        subtitle=subtitle(text("Projects by status in each delivery"), filtered, text),
        chart=drawn.chart,
        sentence=text("A project has one status in each delivery, so the lines add up to all projects. A project that is taken off the list or out of the theme is no longer counted."),
        alt=lines_alt(drawn, days, text),
        table=Table(
            text("Projects by status in each delivery"),
            (Column(text("Status")), *(Column(text.date(day), "count") for day in days)),
            tuple((name(code), *line) for code, line in values.items()),
            (text("All projects"), *totals),
            codes=tuple(values),
        ),
        not_shown=text("Projects without a known status are a grey line.") if None in values else None,
        ledger=projects_ledger("projects", history=True),
    )  # fmt: skip


# Registered ---------------------------------------------------------------------------


@register("status-trend")
def _trend(reading: Reading) -> FigureBlock:
    return projects_by_status(status_trend(reading.history), reading.text, reading.filtered)
