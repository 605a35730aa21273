"""Drawing of the coverage over deliveries: how many of the matrix's combinations have projects."""

from collections.abc import Sequence
from datetime import date

from analytics.coverage import Coverage, CoveragePoint
from analytics.coverage import coverage_trend as coverage_points
from analytics.ledger import projects_ledger
from presentation.block import FigureBlock
from presentation.charts.chart import TableLines
from presentation.figures.lines import lines, lines_alt
from presentation.figures.registry import Lack, register_each
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.coverage import coverage_matrix, crossed_words
from presentation.words.dimensions import subtitle

#: Combinations that the sentence names; the number of the others is told.
_MOST_NAMES = 4


def coverage_trend(points: Sequence[CoveragePoint], coverage: Coverage, text: Text, filtered: str | None = None) -> FigureBlock:
    """Combinations with projects and without in each delivery.

    Args:
        points: Not empty; oldest first.
        coverage: The matrix, for its axes and the number of its combinations.
    """
    days, every = [point.day for point in points], len(coverage.named)
    names = {"covered": text("With projects"), "empty": text("Without projects")}
    covered = [len(point.covered) for point in points]
    drawn = lines(
        {"covered": covered, "empty": [every - count for count in covered]},
        days,
        lambda code: names[code or ""],
        text,
        office=TableLines((1, 2), ("line1", "line2")),
    )
    measure = crossed_words(coverage, text)
    return FigureBlock(
        key=f"coverage-trend-{coverage.row_axis}-{coverage.column_axis}".replace("_", "-"),
        headline=text("{last} of {every} combinations have projects (earlier {first})", first=text.number(covered[0]), last=text.number(covered[-1]), every=text.number(every))
        if len(days) > 1
        else text("There is one delivery, so no trend can be shown yet"),
        subtitle=subtitle(text("{matrix}: combinations with projects in each delivery", matrix=measure), filtered, text),
        chart=drawn.chart,
        sentence=_changes(points, coverage, text),
        alt=lines_alt(drawn, days, text),
        table=Table(
            text("{matrix}: combinations in each delivery", matrix=measure),
            (Column(text("Date")), Column(names["covered"], "count"), Column(names["empty"], "count"), Column(text("Share with projects"), "share")),
            tuple((text.date(day), count, every - count, count / every if every else None) for day, count in zip(days, covered, strict=True)),
        ),
        not_shown=text("Only what projects have declared is followed. The combinations are today's: those of the theme and the chosen filters."),
        ledger=projects_ledger("projects", history=True),
    )  # fmt: skip


def _changes(points: Sequence[CoveragePoint], coverage: Coverage, text: Text) -> str:
    """Which combinations have got their first projects since the delivery before, and which have lost their last."""
    if len(points) < 2:
        return text("A trend needs at least two deliveries.")
    before, now = points[-2], points[-1]
    got, lost = (
        [pair for pair in coverage.named if pair in pairs] for pairs in (now.covered - before.covered, before.covered - now.covered)
    )
    if not got and not lost:
        return text("Since {day} no combination has gained its first project or lost its last.", day=text.date(before.day))
    return " ".join(
        filter(None, (_named(got, coverage, before.day, text, gained=True), _named(lost, coverage, before.day, text, gained=False)))
    )


def _named(pairs: Sequence[tuple[str, str]], coverage: Coverage, day: date, text: Text, *, gained: bool) -> str:
    if not pairs:
        return ""
    names = [
        text("{row} × {column}", row=text.label(coverage.row_axis, row), column=text.label(coverage.column_axis, column))
        for row, column in pairs[:_MOST_NAMES]
    ]
    if more := len(pairs) - len(names):
        names.append(text.plural("{number} other", "{number} others", more))
    listed = text.list_of(names)
    return (
        text("The combinations that have got their first projects since {day} are {names}.", day=text.date(day), names=listed)
        if gained
        else text("The combinations that have lost their last projects since {day} are {names}.", day=text.date(day), names=listed)
    )


# Registered ---------------------------------------------------------------------------


#: What crosses: the axis down and the axis across.
_CROSSINGS = (("target_groups", "subthemes"), ("regions", "subthemes"), ("regions", "target_groups"))


@register_each({f"coverage-{down}-{across}".replace("_", "-"): (down, across) for down, across in _CROSSINGS})
def _matrix(reading: Reading, down: str, across: str) -> Matrix | Lack:
    coverage = reading.coverage(down, across) if reading.view.theme_known else None
    return coverage_matrix(coverage, reading.text, reading.filtered) if coverage and coverage.rows and coverage.columns else Lack("theme")


@register_each({f"coverage-trend-{down}-{across}".replace("_", "-"): (down, across) for down, across in _CROSSINGS})
def _trend(reading: Reading, down: str, across: str) -> FigureBlock | Lack:
    coverage = reading.coverage(down, across) if reading.view.theme_known else None
    points = coverage_points(coverage, reading.history) if coverage and coverage.named else ()
    return coverage_trend(points, coverage, reading.text, reading.filtered) if coverage and points else Lack("theme")
