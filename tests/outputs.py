"""Write down everything that the embedded example gives out, so that two commits can be compared.

``python -m tests.outputs FOLDER`` writes figures, words of pages, tables, drawings, decks, workbooks, reports and the
tables of the public bundle as text files; ``diff -r`` of the folders of two commits then shows every difference.
``python -m tests.outputs --digest`` writes down the checksums of figures and words that belong to ``VERSION``.
"""

import argparse
import hashlib
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")

ROOT = Path(__file__).parents[1]
LANGUAGES = ("fi", "sv", "en")
#: What figures and words were when ``VERSION`` was last raised.
DIGEST = ROOT / "tests" / "data" / "digest.json"
#: Choices of filters, as an address has them.
QUERIES = ("", "region=13", "region=01&region=06", "status=running", "group=roma", "subtheme=2")
#: Sets of the choices that pages offer of their own.
CHOICES = (
    {},
    {"counted": "EECO02", "costper": "EECR04", "indicator": "EECR05", "rows": "name", "more": "2", "pace": "80"},
)
#: Page → addresses of it that are looked at besides the first one.
VIEWS = {
    "overview": ("region=13", "group=roma"),
    "funding": ("by=subthemes", "by=authorities", "region=13"),
    "forecast": ("more=2&pace=80",),
    "map": ("measure=participants&per=inhabitant", "measure=projects&rows=name", "trend=time"),
    "reach": ("reach=plan", "reach=need", "reach=need&scale=inhabitant", "reach=projects", "reach=indicators"),
    "gender": (
        "balance=parts",
        "balance=parts&by=regions&counted=EECO02",
        "balance=parts&by=indicators",
        "balance=need",
        "balance=analysis",
        "counted=EECR04",
    ),
    "outcomes": ("outcome=results", "outcome=time", "outcome=dates", "outcome=periods"),
    "costs": ("cost=sizes", "cost=results"),
    "theme": ("promises=time",),
    "coverage": ("axes=regions", "axes=places"),
    "projects": ("q=ty%C3%B6", "status=running"),
}


def main(arguments: list[str] | None = None) -> None:
    """Write the outputs of this checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--digest", action="store_true", help="write tests/data/digest.json instead")
    parser.add_argument("--only", action="append", choices=tuple(PARTS), help="only this part; may be given again")
    options = parser.parse_args(arguments)
    if options.digest:
        DIGEST.write_text(json.dumps(digest(), indent=1) + "\n", "utf-8")
        return
    if options.folder is None:
        parser.error("a FOLDER or --digest is required")
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in options.only or PARTS:
        PARTS[name](options.folder)


def _write(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _first(*places: str):
    """The first of some names (``module:name``) that this checkout has: names move from commit to commit."""
    for place in places:
        module, name = place.split(":")
        with suppress(ImportError, AttributeError):
            return getattr(import_module(module), name)
    raise ImportError(", ".join(places))


def _command(*arguments: object) -> str:
    return subprocess.run([sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def digest() -> dict[str, str]:
    """Version, and checksums of the example's figures (of every delivery) and of all words of the program in three languages."""
    from babel.messages.pofile import read_po

    from settings import VERSION

    ids = [json.loads(line)["delivery"] for line in _command("deliveries", "--json").splitlines()]
    told = "".join(_command("figures", "--json", "--delivery", id) for id in ids)
    words = []
    for path in sorted((ROOT / "assets" / "locale").rglob("*.po")):
        with path.open("rb") as file:
            words += sorted(repr((path.parts[-3], entry.context, entry.id, entry.string)) for entry in read_po(file) if entry.id)
    texts = {"figures": told, "words": "\n".join(words)}
    return {"version": VERSION} | {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


def figures(folder: Path) -> None:
    """What ``manage.py figures`` prints."""
    for number, query in enumerate(QUERIES):
        _write(folder, f"figures/{number}.json", _command("figures", "--json", "--filters", query))
    for line in _command("deliveries", "--json").splitlines():
        delivery = json.loads(line)["delivery"]
        _write(folder, f"figures/{delivery}.json", _command("figures", "--json", "--delivery", delivery))


def _readings():
    """Name → the example as figures read it, with each set of choices."""
    from analytics.filters import filters_of_query
    from data_loaders.theme import read_theme
    from settings import read_settings

    reading_of = _first("presentation.reading:reading_of", "presentation.catalogue:reading_of")
    settings = read_settings()
    theme = read_theme(settings.theme)
    first = reading_of(settings.data, theme, filters_of_query(""))
    for language in LANGUAGES:
        for number, query in enumerate(QUERIES):
            if language == "fi" or number < 2:
                yield f"{language}-{number}", replace(first.in_language(language), filters=filters_of_query(query))
        codes = [row[0] for row in first.view.rows.select("project_key").unique().sort("project_key").iter_rows()]
        days = first.current.people_days
        for number, choices in enumerate(CHOICES):
            more = {"project": codes[0]} | ({"later": days[-1].isoformat(), "earlier": days[0].isoformat()} if number else {})
            yield f"{language}-choices-{number}", replace(first.in_language(language), choices=choices | more)


def _shown(reading):
    """Every figure and matrix that a reading has something for."""
    try:
        from presentation.figures import registry

        return {key: block for key in registry.KEYS if not isinstance(block := registry.build(key, reading), registry.Lack)}
    except ImportError:
        from presentation.catalogue import FIGURES, MATRICES, shown

        return {key: block for key in (*FIGURES, *MATRICES) if (block := shown(key, reading))}


def blocks(folder: Path) -> None:
    """The words, table and drawing of every figure; its CSV and SVG."""
    source_line = _first("presentation.words.notes:source_line", "presentation.notes:source_line")

    from presentation.block import FigureBlock
    from presentation.exports.picture import PictureWords, picture_svg
    from presentation.tables import table_csv

    for name, reading in _readings():
        for key, block in _shown(reading).items():
            said = {
                part: getattr(block, part, None)
                for part in ("headline", "subtitle", "sentence", "alt", "not_shown", "only_in_table", "source")
            }
            said["ledger"] = repr(block.ledger)
            said["table"] = asdict(block.table)
            _write(folder, f"blocks/{name}/{key}.json", json.dumps(said, indent=1, ensure_ascii=False, default=str))
            source = block.source or source_line(reading.info, reading.text)
            _write(folder, f"blocks/{name}/{key}.csv", table_csv(block.table, block.subtitle, block.not_shown or "", source))
            if isinstance(block, FigureBlock):
                _write(folder, f"blocks/{name}/{key}.svg", picture_svg(block, PictureWords(source, "")).replace("><", ">\n<"))
                drawing = plotly(block)
                _write(folder, f"blocks/{name}/{key}.plotly.json", json.dumps(drawing, indent=1, ensure_ascii=False, default=str))


def plotly(block) -> dict:
    """A figure's drawing as Plotly reads it, without the template."""
    try:
        from presentation.charts.plotly_chart import plotly_chart

        drawing = plotly_chart(block.chart).to_dict()
    except ImportError:
        drawing = plotly_chart(block.chart).to_dict()
    return {"data": drawing["data"], "layout": {name: value for name, value in drawing["layout"].items() if name != "template"}}


def _package(folder: Path, name: str, content: bytes) -> None:
    """A deck or workbook part by part; what a chart holds as a workbook of its own is opened too."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in sorted(package.namelist()):
            held = package.read(part)
            if part.endswith(".xlsx"):
                _package(folder, f"{name}/{part}", held)
            elif part.endswith((".xml", ".rels")):
                words = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", held.decode())
                words = re.sub(r"\{[0-9A-Fa-f-]{36}\}", "{ID}", words)
                _write(folder, f"{name}/{part}", words.replace("><", ">\n<"))
            else:
                _write(folder, f"{name}/{part}.sha256", hashlib.sha256(held).hexdigest())


def files(folder: Path) -> None:
    """Decks, workbooks and reports."""
    RECIPES, Collected, collected_deck, recipe_deck = (
        _first(
            f"presentation.exports.deck_recipes:{name}", f"presentation.exports.collected:{name}", f"presentation.exports.recipes:{name}"
        )
        for name in ("RECIPES", "Collected", "collected_deck", "recipe_deck")
    )

    from presentation.exports.report import report_html
    from presentation.exports.view_workbook import delivery_workbook, view_workbook

    for name, reading in _readings():
        if not name.endswith(("-0", "-1")):
            continue
        shown = _shown(reading)
        _package(folder, f"files/{name}/view.xlsx", view_workbook(tuple(shown), "x", reading))
        _write(folder, f"files/{name}/report.html", report_html(tuple(shown), "x", reading).replace("><", ">\n<"))
        if name.endswith("-choices-0"):
            _package(folder, f"files/{name}/delivery.xlsx", delivery_workbook(reading))
        if name.startswith("fi") or "choices" in name:
            slides = [Collected(key, reading.filters, tuple(reading.choices.items())) for key in shown]
            _package(folder, f"files/{name}/collected.pptx", collected_deck(slides, reading))
        if "choices" in name:
            continue
        for recipe in RECIPES:
            try:
                deck = recipe_deck(recipe, reading)
            except Exception as problem:  # a deck of a region needs one
                _write(folder, f"files/{name}/{recipe}.txt", type(problem).__name__)
            else:
                _package(folder, f"files/{name}/{recipe}.pptx", deck)


def pages(folder: Path) -> None:
    """What can be read on every page, in every language and mode."""
    with tempfile.TemporaryDirectory() as place:
        data, bundle = Path(place) / "data", Path(place) / "bundle"
        shutil.copytree(ROOT / "assets" / "sample", data)
        _command("publish", "--data", data, "--to", bundle)
        for mode, root in (("staff", data), ("public", bundle)):
            os.environ |= {"DASHBOARD_MODE": mode, "DASHBOARD_DATA": str(root)}
            for page in sorted(path.stem for path in (ROOT / "pages" / "public").glob("*.py")):
                for language in LANGUAGES:
                    for number, query in enumerate(("", *VIEWS.get(page, ()))):
                        if language == "fi" or number < 2:
                            _write(folder, f"pages/{mode}/{page}-{language}-{number}.txt", _page(page, language, query))


def _page(page: str, language: str, query: str) -> str:
    from urllib.parse import parse_qs

    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.query_params["lang"] = language
    for name, values in parse_qs(query).items():
        at.query_params[name] = values
    at.run()
    if page != "overview":
        at.switch_page(f"pages/public/{page}.py").run()
    assert not at.exception, (page, query, at.exception)
    bodies = [element.proto.body for element in at.get("html") if not element.proto.body.startswith("<style")]
    lines = [html.unescape(re.sub(r"<script>.*?</script>|<[^>]+>", "\n", body, flags=re.DOTALL)) for body in bodies]
    lines += [element.value for kind in ("info", "warning", "error") for element in at.get(kind)]
    lines += [element.proto.alt for element in at.get("plotly_chart")]
    return re.sub(r"\n\s*\n+", "\n", "\n".join(lines)) + "\n"


def bundle(folder: Path) -> None:
    """The tables and files of the public bundle."""
    import polars as pl

    with tempfile.TemporaryDirectory() as place:
        data, made = Path(place) / "data", Path(place) / "bundle"
        shutil.copytree(ROOT / "assets" / "sample", data)
        _command("publish", "--data", data, "--to", made)
        for path in sorted(made.rglob("*")):
            name = f"bundle/{path.relative_to(made)}"
            if path.suffix == ".parquet":
                table = pl.read_parquet(path)
                _write(folder, f"{name}.ndjson", json.dumps({k: str(v) for k, v in table.schema.items()}) + "\n" + table.write_ndjson())
            elif path.suffix in (".csv", ".md", ".txt"):
                _write(folder, name, path.read_bytes())
            elif path.suffix == ".xlsx":
                _package(folder, name, path.read_bytes())


PARTS = {"figures": figures, "blocks": blocks, "files": files, "pages": pages, "bundle": bundle}

if __name__ == "__main__":
    main()
