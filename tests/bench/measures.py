"""What is measured: runs of pages, messages, memory and imports."""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import combinations, count
from pathlib import Path
from tempfile import TemporaryDirectory

import fastexcel

from data_loaders.theme import Theme
from operations.importing import import_files
from settings import ROOT
from tests.bench.viewers import Run, Server, Viewer
from tools.sample import SampleFiles

FIRST_LOADS = 5
IMPORTS = 5


@dataclass(frozen=True)
class PageRuns:
    """Runs of one page.

    Attributes:
        page: Its address.
        first: First loads, each in a new session on a server that has shown the page before.
        changes: Filter changes, one after another in one session.
        cpu_seconds: The server's processor time per filter change.
    """

    page: str
    first: tuple[Run, ...]
    changes: tuple[Run, ...]
    cpu_seconds: float


def page_runs(server: Server, page: str, number: int) -> PageRuns:
    """Load a page, then choose three regions and remove them again and again; one that has no filter runs again as it is.

    Args:
        server: The server to visit.
        page: The page's address.
        number: Filter changes to make.
    """
    first = []
    for _ in range(FIRST_LOADS + 1):
        with Viewer(server) as visitor:
            first.append(visitor.open(page))
    with Viewer(server) as viewer:
        viewer.open(page)
        before = server.cpu_seconds()
        if viewer.regions:
            # Each choice is new to the server, which keeps what it has filtered for the latest ones.
            threes = random.Random(page).sample(list(combinations(viewer.regions, 3)), (number + 1) // 2)
            choices = (three if odd else () for three in threes for odd in (True, False))
            changes = tuple(viewer.choose_regions(choice) for choice in choices)
        else:
            changes = tuple(viewer.again() for _ in range(number))
        spent = server.cpu_seconds() - before
    # The very first visitor waits for code and data to be read; that is once in a server's life.
    return PageRuns(page, tuple(first[1:]), changes, spent / len(changes))


def viewer_memory_mb(server: Server, number: int) -> float:
    """Memory that one more reader takes: a session that has read the overview and used a filter.

    As many readers come before, unmeasured: what the process keeps free for itself is then used.
    """
    with ExitStack() as stack:

        def arrive() -> None:
            viewer = stack.enter_context(Viewer(server))
            viewer.open()
            if viewer.regions:
                viewer.choose_regions(viewer.regions[:1])

        for _ in range(number):
            arrive()
        before = server.memory_mb()
        for _ in range(number):
            arrive()
        return (server.memory_mb() - before) / number


def import_seconds(files: SampleFiles, theme: Theme, before: SampleFiles | None = None) -> tuple[float, float]:
    """Median seconds of importing the whole list, checked and kept, and of the bare read.

    Args:
        files: The list to import.
        theme: The theme file.
        before: A list that readers see: each import is compared with it, row by row.
    """
    with TemporaryDirectory() as folder:
        if before:
            import_files(Path(folder), theme, as_of=before.as_of, projects=before.projects)
        # Without a list before it each import is the first of its kind, in a folder of its own.
        number = count()
        return _medians(
            lambda: import_files(
                Path(folder) if before else Path(folder) / str(next(number)),
                theme,
                as_of=files.as_of,
                projects=files.projects,
                accept=["same-files"],
            ),
            lambda: fastexcel.read_excel(files.projects).load_sheet(0).to_polars(),
        )


def import_memory_mb(projects: Path, as_of: date) -> tuple[float, float]:
    """The most memory of a process that imports a list, and of one that only loads the code for it."""
    with TemporaryDirectory() as folder:
        command = ("import", "--data", folder, "--as-of", str(as_of), "--projects")
        return _most_memory_mb(*command, str(projects)), _most_memory_mb(*command, str(projects / "none"))


def _most_memory_mb(*arguments: str) -> float:
    """What a run of manage.py held at most; the kernel's own count, which starts anew with the process."""
    script = (
        "import re, sys, manage; from pathlib import Path; manage.main(sys.argv[1:])\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    run = subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(run.stdout.split()[-1]) / 1024


def _medians(*works: Callable[[], object]) -> tuple[float, ...]:
    """By turns, so that a slow moment of the machine meets all of them."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(IMPORTS):
        for work, spent in zip(works, seconds, strict=True):
            start = time.perf_counter()
            work()
            spent.append(time.perf_counter() - start)
    return tuple(statistics.median(spent) for spent in seconds)
