"""How long the files take that a reader asks for: processor time, so that other work on the machine does not count."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from analytics.filters import Filters
from archive.deliveries import write_delivery
from data_loaders.projects import read_projects
from data_loaders.theme import Theme
from presentation.block import FigureBlock
from presentation.exports.deck_recipes import Collected, collected_deck
from presentation.exports.picture import PictureWords, picture_png
from presentation.exports.report import report_html
from presentation.exports.view_workbook import delivery_workbook
from presentation.figures.registry import KEYS, shown
from presentation.reading import Reading, reading_of
from tools.sample import SampleFiles

#: Slides of figures in a deck of twelve: cover, summary and sources are the others.
_FIGURES = 9


class ExportTimes(NamedTuple):
    """Seconds, the median of several runs after a first one; ``picture`` is of the slowest figure."""

    deck: float
    workbook: float
    picture: float
    report: float


def export_seconds(data: Path, theme: Theme, runs: int = 5) -> ExportTimes:
    """Time a deck of twelve slides, the whole delivery as a workbook, the slowest picture without a browser, and a report."""
    reading = reading_of(data, theme, Filters())
    blocks = {block.key: block for block in shown(KEYS, reading) if isinstance(block, FigureBlock)}
    wanted = [Collected(key) for key in [*blocks][:_FIGURES]]
    return ExportTimes(
        _median(lambda: collected_deck(wanted, _anew(reading)), runs),
        _median(lambda: delivery_workbook(_anew(reading)), runs),
        max(_median(lambda block=block: picture_png(block, PictureWords("source"), "slide"), runs) for block in blocks.values()),
        _median(lambda: report_html([*blocks], "report", _anew(reading)), runs),
    )


def workbook_seconds(data: Path, theme: Theme, runs: int = 3) -> float:
    """Time the whole delivery as a workbook."""
    reading = reading_of(data, theme, Filters())
    return _median(lambda: delivery_workbook(_anew(reading)), runs)


def write_whole_list(root: Path, files: SampleFiles) -> int:
    """Write a delivery without a theme workbook: every row of the list is shown. Returns the number of rows."""
    listed = read_projects(files.projects)
    write_delivery(
        root,
        as_of=files.as_of,
        imported_at=f"{files.as_of}T12:00:00+00:00",
        template=listed.template,
        sources=[("projects", files.projects, listed.sheet, listed.rows_in, listed.rows.height)],
        tables={"projects": listed.rows},
        findings=listed.findings,
    )
    return listed.rows.height


def _anew(reading: Reading) -> Reading:
    """The same without what it has worked out before, as a reader's first click finds it."""
    return reading.in_language("fi")


def _median(make: Callable[[], object], runs: int) -> float:
    make()
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        make()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)
