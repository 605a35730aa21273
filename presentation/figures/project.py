"""Drawings of one project: its time against its spending, and its money over deliveries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from analytics.funding import TrendPoint
from analytics.ledger import money_ledger
from analytics.projects import ProjectDetail, ProjectState
from analytics.required import required
from presentation.block import FigureBlock
from presentation.charts.chart import BarSeries, OutOfBounds, RowBars, TableBars
from presentation.figures.funding import funding_trend
from presentation.figures.registry import Lack, register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text


def project_progress(detail: ProjectDetail, as_of: date, text: Text) -> FigureBlock:
    """How much of a project's time has passed and how much of its committed money is spent.

    Args:
        detail: With dates and both amounts known.
        as_of: Day the figures speak of.
    """
    names = (text("Time passed"), text("Committed funding spent"))
    shares = (detail.time_share, detail.spent_share)
    words = [text("{name}: {share}", name=name, share=text.percent(share)) for name, share in zip(names, shares, strict=True)]
    return FigureBlock(
        key="project-progress",
        headline=text(
            "{time} of the time has passed, and {spent} of the committed {committed} is spent",
            time=text.percent(shares[0]),
            spent=text.percent(shares[1]),
            committed=text.millions(detail.totals.planned),
        ),
        subtitle=text(
            "Days from {start} to {end}, and spent of committed public funding, {day}",
            start=text.date(detail.start_date),
            end=text.date(detail.end_date),
            day=text.date(as_of),
        ),
        chart=RowBars(
            names=names,
            series=[BarSeries(values=shares, words=[text.percent(share) for share in shares], tones=("context", "spent"), hover=words)],
            # What is spent above what is committed is drawn over the end of the bar.
            out_of_bounds=[OutOfBounds(1, 0, 1, spent - 1)] if (spent := required(detail.spent_share)) > 1 else [],
            reach_at_least=1,
            office=TableBars((1,), ("spent",)),
        ),
        sentence=text("Money is paid after costs have been reported and checked, so spending usually comes some months after the time."),
        alt=text("Two bars on a scale of a hundred per cent. {bars}.", bars="; ".join(words)),
        table=Table(
            text("Time and spending of the project"),
            (Column(text("Measure")), Column(text("Share"), "share")),
            tuple(zip(names, shares, strict=True)),
        ),
        ledger=money_ledger(project=detail.key),
    )


def project_trend(states: Sequence[ProjectState], key: str, text: Text) -> FigureBlock | None:
    """Committed and spent money of a project in each delivery; null when there is one delivery with it."""
    points = tuple(TrendPoint(state.as_of, None, state.totals) for state in states if state.totals)
    if len(points) < 2:
        return None
    return replace(funding_trend(points, text), key="project-trend", ledger=money_ledger(project=key, history=True))


# Registered ---------------------------------------------------------------------------


@register("project-progress", beyond_choices=True)
def _progress(reading: Reading) -> FigureBlock | Lack:
    detail = reading.project
    if detail is None or detail.time_share is None or detail.spent_share is None:
        return Lack("column")
    return project_progress(detail, reading.info.as_of, reading.text)


@register("project-trend", beyond_choices=True)
def _trend(reading: Reading) -> FigureBlock | Lack:
    detail = reading.project
    return detail and project_trend(reading.project_history, detail.key, reading.text) or Lack("column")
