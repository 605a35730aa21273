"""The changelog speaks of the version that runs."""

import json
import re
from datetime import date

from settings import ROOT, VERSION, YEAR
from tests.outputs import DIGEST, digest

HEADINGS = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]
VERSIONS = [re.fullmatch(r"## \[(\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})", heading) for heading in HEADINGS]


def test_every_section_has_a_version_and_a_date():
    assert VERSIONS
    for heading, match in zip(HEADINGS, VERSIONS, strict=True):
        assert match, heading
        assert date.fromisoformat(match[2])


def test_the_newest_version_is_that_of_the_program():
    assert VERSIONS[0][1] == VERSION, "raise VERSION in settings.py and open a section in CHANGELOG.md together"
    assert int(VERSIONS[0][2][:4]) == YEAR, "YEAR in settings.py is that of the version"


def test_versions_stand_newest_first():
    order = [tuple(map(int, match[1].split("."))) for match in VERSIONS]
    assert order == sorted(set(order), reverse=True)
    dates = [match[2] for match in VERSIONS]
    assert dates == sorted(dates, reverse=True)


def test_a_figure_or_a_word_that_changes_raises_the_version():
    assert digest() == json.loads(DIGEST.read_text("utf-8")), (
        "A figure of the example or a word of the program is not what it was. If you did not mean it, find out why. If you did: raise "
        "VERSION (and YEAR) in settings.py and open its section in CHANGELOG.md, unless they are newer than the last release already; "
        "tell there what readers see otherwise; then run: python -m tests.outputs --digest"
    )
