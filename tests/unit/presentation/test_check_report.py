"""What a check found, in words and as HTML."""

import re

import pytest

from data_loaders.check_list import CHECKS
from data_loaders.checked_files import NEEDED, CheckedFile, finding_groups
from data_loaders.excerpts import Excerpt
from data_loaders.findings import Finding
from presentation.tables import table_html
from presentation.text import Text
from presentation.words import check_report as checks

LANGUAGES = ("fi", "sv", "en")


def file(findings, usable=True, rows=200) -> CheckedFile:
    return CheckedFile("projects", "lista.xlsx", usable, rows, rows, tuple(findings))


def amount(row, value="x") -> Finding:
    return Finding("amount-unreadable", "warning", "lista.xlsx", "Hankkeet", row, "L", "Julkinen rahoitus", value)


def plain(markup: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", markup).replace("\u00a0", " ").split())


def test_a_group_says_what_how_often_and_what_to_do(theme):
    text = Text("fi", theme)
    (group,) = finding_groups([file([amount(2), amount(3), amount(3)])])
    told = plain(checks.group_html(group, (), text))
    assert told.startswith("▲ Summaa ei voi lukea: 2 riviä (1 % riveistä)")
    assert "Varoitus · Rahoitettujen hankkeiden luettelo: lista.xlsx · 3 kohtaa" in told
    assert "Mitä tehdä: Kirjoita summa lukuna." in told
    assert "Hankkeet!L2" in told


def test_hostile_values_are_text(theme):
    hostile = "<script>alert(1)</script>"
    (group,) = finding_groups([file([amount(2, hostile)])])
    piece = Excerpt(hostile, ("L",), ((2, (hostile,)),), 2, "L", None)
    drawn = checks.findings_html([group], [[piece]], Text("sv", theme))
    assert "<script" not in drawn and "&lt;script&gt;" in drawn


def test_a_long_list_says_that_it_is_cut(theme):
    (group,) = finding_groups([file([amount(row) for row in range(2, 100)])])
    drawn = checks.group_html(group, (), Text("en", theme))
    assert "Show the first 50 of 98 places" in drawn
    assert drawn.count("<tr") == 51


def test_the_first_three_places_are_drawn_and_missing_columns_are_not(theme):
    missing = Finding("column-missing", "warning", "lista.xlsx", "Hankkeet", 1, None, "Et")
    groups = finding_groups([file([amount(2), amount(2, "y"), amount(3), amount(4), amount(5), missing])])
    assert [f.row for f in checks.drawn_findings(groups[0])] == [2, 3, 4]
    assert checks.drawn_findings(groups[1]) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_whole_sentences(language, theme):
    text = Text(language, theme)
    for findings, usable in (([], True), ([amount(2)], True), ([Finding("file-encrypted", "error", "lista.xlsx")], False)):
        drawn = checks.answers_html([file(findings, usable)], text)
        assert drawn.count("td-verdict") == 3 and "{" not in drawn


def test_a_file_that_cannot_be_read_is_named_and_stops_the_rest(theme):
    broken = file([Finding("file-encrypted", "error", "lista.xlsx")], usable=False)
    told = plain(checks.answers_html([broken], Text("en", theme)))
    assert "Cannot be read: lista.xlsx." in told and told.count("Not known yet") == 2
    assert checks.next_steps([broken], Text("en", theme)) is None


def test_what_next_says_what_each_missing_thing_would_show(theme):
    steps = checks.next_steps([file([])], Text("en", theme))
    told = dict(steps.rows)
    assert told["Theme workbook"].startswith("The theme's own projects")
    assert told["Committed, public funding"] == "Committed funding, and its share of the budget"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_may_be_missing_has_words(language, theme):
    assert set(checks._unlocks(Text(language, theme))) == set(NEEDED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_is_on_the_page_of_checks(language, theme):
    text = Text(language, theme)
    told = "".join(table_html(checks.checks_table(question, text), text) for question in checks.QUESTIONS)
    assert all(f">{code}<" in told for code in CHECKS)
