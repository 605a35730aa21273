"""Print every measurement beside its budget. ``make bench``, or ``python -m tests.bench --help``."""

import argparse
import logging
import os
import shutil
import statistics
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from data_loaders.theme import Theme, read_theme
from operations.publishing import publish
from settings import ROOT, read_settings
from tests.bench.data_sets import write_large, write_long_list
from tests.bench.exports import export_seconds, workbook_seconds, write_whole_list
from tests.bench.load import load, start_seconds
from tests.bench.measures import PageRuns, import_memory_mb, import_seconds, page_runs, viewer_memory_mb
from tests.bench.viewers import Run, Server, Viewer, served
from tools.sample import SampleFiles, write_sample

#: Seconds that comparing with the delivery before may take beside the reading.
COMPARING = 1
#: The budgets of the design (docs/architecture).
MEDIAN_MS, P95_MS, TENFOLD = 30, 80, 1.3
MESSAGES_KB, VIEWER_MB = 300, 2
IMPORT, FIRST_PAGE = 3, 1.5
LONG_LIST = 100_000
#: Seconds that a file may take.
DECK, WORKBOOK, PICTURE = 1.5, 3, 0.5

#: Seconds that a start may take, and how many are measured.
START, STARTS = 3, 5

#: What many readers may wait for 95 of 100 clicks, and how they are measured.
LOAD_P95, LOAD_SECONDS = 0.5, 30
LOAD_PAGES = ("", "funding", "map", "target-groups", "gender", "outcomes", "projects")

OUTCOME_ROWS = 500_000
CHART_PAGE = "import plotly.graph_objects as go\nimport streamlit as st\n\nst.plotly_chart(go.Figure(go.Bar(x=[1, 2], y=[1, 2])))\n"
EMPTY_PAGE = 'import streamlit as st\n\nst.write("empty")\n'
NOTES = """\
Time: milliseconds from the click to the last message, in a real session over the server's own
protocol on this machine, the browser's drawing left out. It includes the framework's own time, which
the empty page shows. A filter change chooses a region or removes it, by turns.
CPU: the server's processor time per filter change, without waiting: 1000 / CPU changes a second fill one core.
kB: bytes of the messages before compression; a filter change sends a reference for what a browser still has.\
"""


def main() -> None:
    """Measure all, in the order of the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the dashboard.")
    parser.add_argument("--changes", type=int, default=40, help="filter changes per page (40)")
    parser.add_argument("--viewers", type=int, default=50, help="readers whose memory is measured (50)")
    parser.add_argument("--tenfold", action="store_true", help="with ten times the outcome rows too")
    parser.add_argument("--imports", action="store_true", help="imports only")
    parser.add_argument("--exports", action="store_true", help="files that readers take away only")
    parser.add_argument("--browser", action="store_true", help="the first page in a browser too; CHROMIUM names it")
    parser.add_argument("--readers", type=int, nargs="*", default=[100, 300], help="readers at once in the load test (100 300)")
    parser.add_argument("--replicas", type=int, nargs="*", default=[1, 2], help="processes that they are divided between (1 2)")
    parser.add_argument("--only-start", action="store_true", help="the start of the public instance and nothing else")
    parser.add_argument("--only-load", action="store_true", help="the load test and nothing else")
    options = parser.parse_args()
    if options.only_start:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before. {time.strftime('%Y-%m-%d')}")
        starts()
        return
    if options.only_load:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before. {time.strftime('%Y-%m-%d')}")
        many_readers(options)
        return
    # The bare read tells of columns without values; the import reads them as text.
    logging.getLogger("fastexcel").setLevel(logging.ERROR)
    start = time.monotonic()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before. {time.strftime('%Y-%m-%d')}\n\n{NOTES}")

    theme = read_theme(read_settings().theme)
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "lists").mkdir()
        if options.imports:
            *_, before, last = write_sample(folder / "lists", theme)
            imports(last, theme, folder, before)
            return
        if options.exports:
            exports(write_sample(folder / "lists", theme)[-1], theme, folder)
            return
        empty = stack.enter_context(served_script(folder / "empty.py", EMPTY_PAGE))
        nothing = page_runs(empty, "", options.changes)
        title("Streamlit's own share: an empty page")
        heading()
        page_line("empty", nothing)
        plain("Memory of the process", f"{empty.memory_mb():.0f} MB")
        plain("Memory per reader", f"{viewer_memory_mb(empty, options.viewers):.2f} MB")

        measure("The embedded sample", ROOT / "assets" / "sample", options)

        files = write_sample(folder / "lists", theme)
        sizes = {OUTCOME_ROWS: "large"} | ({OUTCOME_ROWS * 10: "tenfold"} if options.tenfold else {})
        medians = {}
        for rows, data in sizes.items():
            held = write_large(folder / data, files, theme, rows)
            name = ", ".join(f"{number:,} {table}" for table, number in held.items()).replace("_", " ")
            medians[data] = measure(f"Rows: {name}", folder / data, options)
        if options.tenfold:
            title("Ten times the outcome rows")
            judged("Filter change, all pages", medians["tenfold"] / medians["large"], TENFOLD, "×")

        imports(files[-1], theme, folder, before=files[-2])
        exports(files[-1], theme, folder)

        starts()
        if options.readers:
            many_readers(options)
        if options.browser:
            browse(folder, empty)
    print(f"\n{time.monotonic() - start:.0f} s, load {os.getloadavg()[0]:.1f} after.")


def imports(files: SampleFiles, theme: Theme, folder: Path, before: SampleFiles) -> None:
    """Print what an import takes: of the whole list, of the same compared with the list before it, and of 100,000 rows."""
    long = replace(files, projects=folder / "long.xlsx")
    write_long_list(files.projects, long.projects, LONG_LIST)
    for name, given, earlier, more in (
        ("the whole list", files, None, 0),
        ("the same, compared with the list before it", files, before, COMPARING),
        (f"{LONG_LIST:,} rows", long, None, 0),
    ):
        title(f"Import of {name}")
        whole, bare = import_seconds(given, theme, before=earlier)
        most, code = import_memory_mb(given.projects, given.as_of)
        plain("Bare read", f"{bare * 1000:.0f} ms")
        plain("Import: read, checked, kept", f"{whole * 1000:.0f} ms")
        judged(f"Import less {more} s / bare read", (whole - more) / bare, IMPORT, "×")
        plain("Most memory while importing", f"{most:.0f} MB")
        plain("of which code", f"{code:.0f} MB")


def exports(files: SampleFiles, theme: Theme, folder: Path) -> None:
    """Print what the files take that a reader asks for, of the sample and of a whole list."""
    title("Files to take away, of the embedded sample (processor time)")
    times = export_seconds(ROOT / "assets" / "sample", theme)
    judged("Deck of 12 slides", times.deck, DECK, "s")
    judged("Whole delivery, Excel", times.workbook, WORKBOOK, "s")
    judged("Slowest picture without a browser", times.picture, PICTURE, "s")
    plain("Report of every figure, HTML", f"{times.report * 1000:.0f} ms")
    rows = write_whole_list(folder / "whole", files)
    title(f"Files to take away, of a whole list of {rows:,} rows (processor time)")
    judged("Whole delivery, Excel", workbook_seconds(folder / "whole", theme), WORKBOOK, "s")


def served_script(path: Path, script: str) -> AbstractContextManager[Server]:
    """A server of a page that is not ours, with our configuration."""
    path.write_text(script, "utf-8")
    return served("-m", "streamlit", "run", str(path), "--server.port={port}", "--server.address=127.0.0.1")


def measure(name: str, data: Path, options: argparse.Namespace) -> float:
    """Print what one data directory costs; gives the median of all filter changes in milliseconds."""
    title(name)
    with served(DASHBOARD_DATA=str(data)) as server:
        with Viewer(server) as viewer:
            opened = viewer.open()
            pages = viewer.pages
        heading(budgets=True)
        runs = [page_runs(server, page, options.changes) for page in pages]
        for page in runs:
            page_line(page.page or "overview", page, budgets=True)
        changes = milliseconds([run for page in runs for run in page.changes])
        plain("Very first load of the server", f"{opened.seconds * 1000:.0f} ms")
        memory(server, options.viewers)
    return statistics.median(changes)


def starts() -> None:
    """Print how long the public instance takes to start on a bundle."""
    title("Start of the public instance on the embedded sample's bundle, from the command to the first answer of /ready")
    with TemporaryDirectory() as name:
        folder = Path(name)
        publish(shutil.copytree(ROOT / "assets" / "sample", folder / "data"), read_theme(read_settings().theme), folder / "bundle")
        found = start_seconds(STARTS, DASHBOARD_MODE="public", DASHBOARD_DATA=str(folder / "bundle"))
    plain(f"{STARTS} starts", ", ".join(f"{seconds:.2f}" for seconds in found) + " s")
    judged("The slowest", max(found), START, "s")


def many_readers(options: argparse.Namespace) -> None:
    """Print what many readers of the public instance see, with one process and with several."""
    title("Many readers, each clicking once in ten seconds (this program is one of the machine's loads itself)")
    print(
        f"{'readers':>8}{'processes':>11}{'clicks':>8}{'median':>9}{'p95':>9}{'lost':>6}{'cores':>8}{'CPU/click':>11}{'MB':>7}{'MB/reader':>11}{'start':>9}"
    )
    for replicas in options.replicas:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            bundle = folder / "bundle"
            # Publishing keeps a key beside the data.
            publish(shutil.copytree(ROOT / "assets" / "sample", folder / "data"), read_theme(read_settings().theme), bundle)
            public = {"DASHBOARD_MODE": "public", "DASHBOARD_DATA": str(bundle), "DASHBOARD_READERS": "1000"}
            began = time.monotonic()
            servers = [stack.enter_context(served(**public))]
            start = time.monotonic() - began
            servers += [stack.enter_context(served(**public)) for _ in range(replicas - 1)]
            for readers in options.readers:
                seen = load(servers, readers, LOAD_SECONDS, LOAD_PAGES)
                median, p95 = (f"{seconds * 1000:.0f} ms" for seconds in (seen.median, seen.p95))
                each = (seen.memory_mb - seen.memory_before_mb) / readers
                verdict = "ok" if seen.p95 <= LOAD_P95 and not seen.lost else "OVER"
                print(
                    f"{readers:8}{replicas:11}{len(seen.clicks):8}{median:>9}{p95:>9}{seen.lost:6}{seen.cores:8.2f}{seen.cores * LOAD_SECONDS / max(1, len(seen.clicks)) * 1000:8.0f} ms"
                    f"{seen.memory_mb:7.0f}{each:11.2f}{start:7.1f} s  ≤ {LOAD_P95 * 1000:.0f} ms: {verdict}",
                    flush=True,
                )


def memory(server: Server, viewers: int) -> None:
    """Print what the process holds and what one more reader takes."""
    plain("Memory of the process", f"{server.memory_mb():.0f} MB")
    judged("Memory per reader", viewer_memory_mb(server, viewers), VIEWER_MB, "MB")


def browse(folder: Path, empty: Server) -> None:
    """Print how long a browser takes; a page of one chart tells what any drawing costs."""
    from tests.bench.first_page import CHART_READY, DASHBOARD_READY, EMPTY_READY, first_page_seconds

    title("First full page in a browser, nothing kept from before")
    with (
        served(DASHBOARD_DATA=str(ROOT / "assets" / "sample")) as sample,
        served(DASHBOARD_DATA=str(folder / "large")) as large,
        served_script(folder / "chart.py", CHART_PAGE) as chart,
    ):
        nothing, one, *ours = first_page_seconds(
            (empty, EMPTY_READY), (chart, CHART_READY), (sample, DASHBOARD_READY), (large, DASHBOARD_READY)
        )
    plain("Empty page", f"{nothing * 1000:.0f} ms")
    plain("A page of one chart", f"{one * 1000:.0f} ms")
    plain("A page of one chart / empty page", f"{one / nothing:.2f} ×")
    for name, seconds in zip(("sample", "large"), ours, strict=True):
        plain(f"Overview ({name})", f"{seconds * 1000:.0f} ms")
        judged(f"Overview ({name}) / empty page", seconds / nothing, FIRST_PAGE, "×")


# The table ----------------------------------------------------------------------------


def title(words: str) -> None:
    print(f"\n{words}\n{'-' * len(words)}")


def heading(*, budgets: bool = False) -> None:
    print(f"{'':16}{'filter change':>24}{'':10}{'first load':>12}")
    print(f"{'page':16}{'median':>8}{'p95':>8}{'CPU':>8}{'kB':>10}{'median':>12}{'kB':>10}")
    if budgets:
        kb = f"≤ {MESSAGES_KB}"
        print(f"{'budget':16}{f'≤ {MEDIAN_MS}':>8}{f'≤ {P95_MS}':>8}{'':8}{kb:>10}{'':12}{kb:>10}")


def page_line(name: str, page: PageRuns, *, budgets: bool = False) -> None:
    changes = milliseconds(page.changes)
    median, p95 = statistics.median(changes), statistics.quantiles(changes, n=20, method="inclusive")[-1]
    change_kb, first_kb = kilobytes(page.changes), kilobytes(page.first)
    first = statistics.median(milliseconds(page.first))
    line = f"{name:16}{median:8.1f}{p95:8.1f}{page.cpu_seconds * 1000:8.1f}{change_kb:10.0f}{first:12.1f}{first_kb:10.0f}"
    if budgets:
        limits = (("median", median, MEDIAN_MS), ("p95", p95, P95_MS), ("kB", max(change_kb, first_kb), MESSAGES_KB))
        over = [f"{what} > {limit}" for what, value, limit in limits if value > limit]
        line += "  OVER: " + ", ".join(over) if over else "  ok"
    print(line, flush=True)


def plain(words: str, value: str) -> None:
    print(f"{words:40}{value:>16}", flush=True)


def judged(words: str, value: float, limit: float, unit: str) -> None:
    print(f"{words:40}{f'{value:.2f} {unit}':>16}   ≤ {limit} {unit}: {'ok' if value <= limit else 'OVER'}", flush=True)


def milliseconds(runs: Sequence[Run]) -> list[float]:
    return [run.seconds * 1000 for run in runs]


def kilobytes(runs: Sequence[Run]) -> float:
    """The largest of the runs."""
    return max(run.received_bytes for run in runs) / 1000


if __name__ == "__main__":
    main()
