"""A selection of figures as a document that reads well on a screen, on paper and aloud."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread
from time import monotonic, sleep
from typing import Literal

from data_loaders.progress import PartProgress, counted, unheard
from presentation.block import FigureBlock, key_figures_html, paragraphs_html
from presentation.charts.svg import FONT, drawing_svg
from presentation.emblem import emblem_svg
from presentation.exports.deck_recipes import citation, deck_words, measures_in_words
from presentation.figures.registry import shown
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.tables import table_html

_WIDTH = 640
_CSS = """
@page { size: A4; margin: 18mm 17mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #4a5866; } }
:root { color-scheme: light; }
body { font-family: "Source Sans Pro", "Source Sans 3", Arial, sans-serif; font-size: 11pt; line-height: 1.45; color: #1b2733; max-width: 46rem; margin: 0 auto; padding: 1.5rem; background: #fff; }
header { border-bottom: 3px solid #1f6f9f; padding-bottom: .8rem; margin-bottom: 1.2rem; }
h1 { font-size: 23pt; line-height: 1.2; margin: 0 0 .3rem; color: #123a54; }
h2 { font-size: 15pt; line-height: 1.25; margin: 0 0 .2rem; }
p { margin: .35rem 0; } .soft, .td-note, footer { color: #4a5866; } .example { border-left: 4px solid #b8601c; background: #f8ecdf; padding: .4rem .8rem; }
nav ol { padding-left: 1.3rem; } a { color: #1a5f8a; }
section { margin-top: 2rem; } section.figure { break-before: page; }
svg { max-width: 100%; height: auto; display: block; margin: .8rem 0; }
.td-keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .8rem; margin: 1rem 0; }
.td-key { border-top: 3px solid #1f6f9f; padding-top: .3rem; } .td-key dt { color: #4a5866; } .td-key dd { margin: 0; } .td-key strong { display: block; font-size: 17pt; } .td-key span { color: #4a5866; font-size: 9.5pt; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: 9.5pt; } caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #cfd6dd; vertical-align: top; } thead { display: table-header-group; } tr { break-inside: avoid; }
thead th { border-bottom: 2px solid #4a5866; } .td-num { text-align: right; font-variant-numeric: tabular-nums; } tfoot th, tfoot td { font-weight: 600; border-top: 2px solid #4a5866; }
.emblem { display: flex; gap: .7rem; align-items: center; margin-top: 1.2rem; }
@media print { body { padding: 0; max-width: none; } a { color: inherit; text-decoration: none; } }
"""


def report_html(keys: Iterable[str], title: str, reading: Reading, progress: PartProgress = unheard) -> str:
    """The figures as one page of HTML that needs nothing else: contents, each figure beside its table, sources.

    Args:
        keys: Keys of figures and matrices; one without data is left out. A matrix is a table only.
        title: Of the document.
        reading: The delivery, the reader's choices and language.
        progress: Told after each figure.
    """
    text = reading.text
    blocks = list(shown(keys, reading))
    words = deck_words(title, reading)
    contents = "".join(f'<li><a href="#{escape(block.key)}">{escape(block.headline)}</a></li>' for block in blocks)
    example = f'<p class="example">{escape(words.example)}</p>' if words.example else ""
    return (
        f'<!doctype html><html lang="{text.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_CSS}</style></head><body>"
        f'<header><h1>{escape(title)}</h1><p class="soft">{escape(words.subtitle)}</p></header><main>{example}'
        f"{key_figures_html(words.keys)}{paragraphs_html(*words.summary)}"
        f'<nav aria-labelledby="contents"><h2 id="contents">{escape(text("Contents"))}</h2><ol>{contents}'
        f'<li><a href="#sources">{escape(words.closing_title)}</a></li></ol></nav>'
        f"{''.join(_section(block, reading) for block in counted(blocks, progress))}"
        f'<section id="sources" class="figure"><h2>{escape(words.closing_title)}</h2>{paragraphs_html(*words.closing)}'
        f'<div class="emblem">{emblem_svg(44)}<span>{escape(words.funded)}</span></div></section></main>'
        f"<footer><p>{escape(citation(title, reading))}</p></footer></body></html>"
    )


def _section(block: FigureBlock | Matrix, reading: Reading) -> str:
    drawing = _drawing(block) if isinstance(block, FigureBlock) else ""
    source = paragraphs_html(block.source or "", style="td-note")
    return (
        f'<section class="figure" id="{escape(block.key)}"><h2>{escape(block.headline)}</h2><p class="soft">{escape(block.subtitle)}</p>{drawing}'
        f"{paragraphs_html(block.sentence)}{paragraphs_html(block.not_shown or '', style='td-note')}"
        f"{table_html(block.table, reading.text)}{paragraphs_html(*measures_in_words(block, reading), style='td-note')}{source}</section>"
    )


def _drawing(block: FigureBlock) -> str:
    inside, height = drawing_svg(block.chart, _WIDTH)
    # Each drawing's patterns have names of their own.
    inside = inside.replace('id="p', f'id="{block.key}-p').replace("url(#p", f"url(#{block.key}-p")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(block.alt)}" font-family="{FONT}, Arial, sans-serif">{inside}</svg>'
    )


def find_browser() -> str | None:
    """A browser that can print, or null: then a report is HTML only."""
    return next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


class Busy(Exception):
    """Others are printing, and the turn did not come in time."""


#: A browser takes a processor and some hundred megabytes: one prints at a time in this process.
_PRINTER = BoundedSemaphore(1)
#: Seconds between two looks at a wait, until a turn must have come, and until a report must be printed.
_LOOK, _TURN, _PRINTED = 0.25, 90, 60


def report_pdf(html: str, browser: str, on_wait: Callable[[Literal["waiting", "printing"]], object] = lambda state: None) -> bytes:
    """The report printed by a browser, tagged for screen readers.

    Args:
        on_wait: Called again and again while it waits or prints; when it raises, the work is given up.

    Raises:
        Busy: others were printing for too long.
        OSError: the browser could not print it.
    """
    until = monotonic() + _TURN
    while not _PRINTER.acquire(timeout=_LOOK):
        on_wait("waiting")
        if monotonic() > until:
            raise Busy
    try:
        return _printed(html, browser, on_wait)
    finally:
        _PRINTER.release()


#: The report's address, which is nowhere: the browser asks our own proxy for it.
_HOST = "report.invalid"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def _printed(html: str, browser: str, on_wait: Callable[[Literal["waiting", "printing"]], object]) -> bytes:
    """Print in the browser's sandbox, or without where the system has none (in a container, as root)."""
    try:
        return _printed_once(html, browser, on_wait)
    except _NotStarted:
        return _printed_once(html, browser, on_wait, "--no-sandbox")


class _NotStarted(OSError):
    """The browser ended before it asked for the report."""


def _printed_once(html: str, browser: str, on_wait: Callable[[Literal["waiting", "printing"]], object], *more: str) -> bytes:
    """Print without network and files: the report comes over a proxy of our own that knows no other address.

    A page of the web may not open files, and no script runs, so that whatever stood in a report could fetch and tell nothing.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, _proxy(html) as (proxy, path, asked):
        printed = Path(folder) / "report.pdf"
        command = [
            browser, "--headless=new", *more, "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
            f"--proxy-server=http://127.0.0.1:{proxy.server_port}", "--proxy-bypass-list=<-loopback>",
            f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={printed}",
            f"http://{_HOST}{path}",
        ]  # fmt: skip
        # A group of its own: a browser that is given up takes its own processes with it.
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            until = monotonic() + _PRINTED
            while process.poll() is None:
                on_wait("printing")
                if monotonic() > until:
                    raise OSError("the browser did not print in time")
                sleep(_LOOK)
            if process.returncode:
                raise (OSError if asked.is_set() else _NotStarted)(f"the browser ended with {process.returncode}")
            return printed.read_bytes()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def _proxy(html: str) -> Iterator[tuple[ThreadingHTTPServer, str, Event]]:
    """A proxy on this machine that answers for the report, by a path that nobody guesses, and refuses everything else."""
    path, asked, page = f"/{secrets.token_hex(16)}", Event(), html.encode("utf-8")

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != f"http://{_HOST}{path}":
                self.send_error(403)
                return
            asked.set()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", _POLICY)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:
            """What a browser asks for stands in no log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as proxy:
        Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield proxy, path, asked
        finally:
            proxy.shutdown()
