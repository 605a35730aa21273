"""How long the files take that a reader asks for."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from analytics.filters import Filters
from data_loaders.theme import Theme
from presentation.catalogue import FIGURES, figure, reading_of
from presentation.exports.picture import PictureWords, picture_png
from presentation.exports.recipes import Collected, collected_deck
from presentation.exports.report import report_html
from presentation.exports.view_workbook import delivery_workbook

#: Slides of figures in a deck of twelve: cover, summary and sources are the others.
_FIGURES = 9


class ExportTimes(NamedTuple):
    """Seconds, the median of several runs after a first one."""

    deck: float
    workbook: float
    picture: float
    report: float


def export_seconds(data: Path, theme: Theme, runs: int = 5) -> ExportTimes:
    """Time a deck of twelve slides, the whole delivery as a workbook, a picture without a browser, and a report."""
    reading = reading_of(data, theme, Filters())
    keys = [key for key in FIGURES if figure(key, reading)]
    wanted = [Collected(key) for key in keys[:_FIGURES]]
    block = figure("map-planned", reading) or figure(keys[0], reading)
    return ExportTimes(
        _median(lambda: collected_deck(wanted, reading), runs),
        _median(lambda: delivery_workbook(reading), runs),
        _median(lambda: picture_png(block, PictureWords("source"), "slide"), runs),
        _median(lambda: report_html(keys, "report", reading), runs),
    )


def _median(make: Callable[[], object], runs: int) -> float:
    make()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        make()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
