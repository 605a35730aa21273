"""Reports and packages: the same values on paper, in the zip and on the page."""

import io
import json
import os
import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import openpyxl
import pypdfium2
import pytest
from PIL import Image

from analytics.filters import Filters
from data_loaders.codes import LANGUAGES
from presentation.exports.package import view_package
from presentation.exports.report import report_html, report_pdf
from presentation.figures.registry import build
from presentation.reading import reading_of
from presentation.tables import written
from settings import ROOT

KEYS = ("funding-frame", "funding-subthemes", "map-planned", "gender-target-groups")


@pytest.fixture(scope="module")
def reading(theme):
    return reading_of(ROOT / "assets" / "sample", theme, Filters(status=("running",)))


class Outline(HTMLParser):
    """Headings, languages, links and ids of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.headings, self.links, self.ids, self.open, self.language = [], [], [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.language = attrs["lang"]
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


def plain(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_has_contents_every_figure_beside_its_table_and_sources(language, reading):
    told = reading.in_language(language)
    page = report_html(KEYS, "Otsikko", told)
    outline = Outline(page)
    assert outline.language == language
    assert outline.headings[0] == 1 and outline.headings.count(1) == 1 and set(outline.headings[1:]) == {2}
    assert len(outline.ids) == len(set(outline.ids))
    assert all(link[1:] in outline.ids for link in outline.links)
    words = plain(page)
    for key in KEYS:
        block = build(key, told)
        assert block.headline.replace("\u00a0", " ") in words and block.sentence.replace("\u00a0", " ") in words
        for row in block.table.rows:
            for value, column in zip(row, block.table.columns, strict=True):
                assert written(value, column.kind, told.text).replace("\u00a0", " ") in words
    assert told.text("Co-funded by the European Union") in words and told.info.id in words
    # Nothing is fetched and nothing runs.
    assert not re.search(r"<script|src=|https?://(?!www\.w3\.org)", page)


def test_hostile_titles_stay_words(reading):
    page = report_html(KEYS[:1], '<script>alert(1)</script>"', reading)
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_report_is_printed_where_there_is_a_browser(reading, chromium):
    pdf = pypdfium2.PdfDocument(report_pdf(report_html(KEYS, "Otsikko", reading), chromium))
    words = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    assert len(pdf) >= 1 + len(KEYS)
    for key in KEYS:
        headline = "".join(build(key, reading).headline.split())
        assert any(headline in page for page in words[1:])
    assert words[0].endswith(f"1/{len(pdf)}") or f"1/{len(pdf)}" in words[0]


def test_printing_that_fails_is_one_error(reading, tmp_path):
    with pytest.raises(OSError):
        report_pdf("<p>x</p>", str(tmp_path / "none"))
    with pytest.raises(OSError):
        report_pdf("<p>x</p>", shutil.which("false"))


@pytest.fixture
def slow_browser(tmp_path):
    """Prints after a moment, and notes how many print at once."""
    script = tmp_path / "browser"
    script.write_text(
        f"#!/bin/sh\ntouch {tmp_path}/at-$$; ls {tmp_path} | grep -c at- >> {tmp_path}/count\n"
        f'sleep 0.6; for a in "$@"; do case $a in --print-to-pdf=*) printf PDF > "${{a#--print-to-pdf=}}";; esac; done; rm {tmp_path}/at-$$\n'
    )
    script.chmod(0o755)
    return script


def test_one_report_is_printed_at_a_time_and_the_others_wait(slow_browser, tmp_path):
    states = [[], [], []]
    with ThreadPoolExecutor(3) as pool:
        printed = list(pool.map(lambda told: report_pdf("<p>x</p>", str(slow_browser), told.append), states))
    assert printed == [b"PDF"] * 3
    assert (tmp_path / "count").read_text().split() == ["1"] * 3
    assert sum("waiting" in told for told in states) == 2 and all(told[-1] == "printing" for told in states)


def test_a_report_that_is_given_up_leaves_no_browser_and_gives_its_turn_away(slow_browser, tmp_path):
    class GivenUp(Exception):
        pass

    def told(state):
        raise GivenUp

    slow_browser.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/number; sleep 60\n")
    with pytest.raises(GivenUp):
        report_pdf(
            "<p>x</p>",
            str(slow_browser),
            lambda state: (tmp_path / "number").exists() and (tmp_path / "number").read_text() and told(state),
        )
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "number").read_text()), 0)
    with pytest.raises(OSError):
        report_pdf("<p>x</p>", shutil.which("false"))  # its turn comes at once


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_has_everything_and_says_how_to_use_it(language, reading):
    told = reading.in_language(language)
    package = zipfile.ZipFile(io.BytesIO(view_package("funding", "Rahoitus", KEYS, told)))
    names = package.namelist()
    assert names[:2] == ["README.txt", "metadata.json"] and package.testzip() is None
    assert all(name.endswith((f"_{language}.csv", f"_{language}.svg", f"_{language}.png", f"_{language}.xlsx")) for name in names[2:])
    assert len(names) == 2 + 3 * len(KEYS) + 1
    readme = package.read("README.txt").decode("utf-8-sig")
    assert (
        told.info.id in readme and told.text("How to cite") in readme and told.text("No licence has been given for the figures.") in readme
    )
    assert all(name in readme for name in names[2:])
    described = json.loads(package.read("metadata.json"))
    assert described["filters"] == {"status": ["running"]} and [f["name"] for f in described["figures"]] == list(KEYS)
    # Of the files about people a checksum could give counts away, whoever makes the package.
    told_of = {source["kind"]: source["sha256"] for source in described["sources"]}
    assert told_of["projects"] == told.info.sources[0].sha256 and told_of["outcomes"] is None and told_of["theme"] is None
    assert Image.open(io.BytesIO(package.read(next(name for name in names if name.endswith(".png"))))).width == 1800
    book = openpyxl.load_workbook(io.BytesIO(package.read(next(name for name in names if name.endswith(".xlsx")))))
    assert len(book.sheetnames) == 2 + len(KEYS)


def test_a_licence_of_the_theme_file_is_said(reading):
    licensed = replace(reading.text.theme, licence={"fi": "CC BY 4.0", "sv": "CC BY 4.0", "en": "CC BY 4.0"})
    told = replace(reading, text=replace(reading.text, theme=licensed))
    package = zipfile.ZipFile(io.BytesIO(view_package("x", "X", KEYS[:1], told)))
    assert "CC BY 4.0" in package.read("README.txt").decode("utf-8-sig")
