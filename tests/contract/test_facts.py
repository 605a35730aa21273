"""Every fact that a reader is shown has a source, or says that it has none."""

from dataclasses import replace

import pytest

from data_loaders.codes import LABELS, LANGUAGES, code_list
from data_loaders.theme import THEMES, Address, Update, read_theme
from presentation.text import Text
from presentation.words.about import facts_table, not_given_request, not_given_sentence
from presentation.words.outcomes import definitions_table

THEME = read_theme(THEMES / "hard_to_employ.toml")
#: What the theme file says to readers of the world outside it.
OF_THEME = {
    "name", "programme", "specific_objective", "ministry", "coordination", "contacts", "frame", "eligibility_end", "subthemes", "target_groups",
    "promises",
}  # fmt: skip


def test_every_list_and_every_part_of_the_theme_has_its_row():
    lists = {path.stem for path in LABELS.glob("*.csv")} - {"sources"}
    assert set(code_list("sources")) == {f"labels.{name}" for name in lists} | {f"theme.{name}" for name in OF_THEME}
    assert all(hasattr(THEME, name) for name in OF_THEME)


def test_what_is_verified_has_an_address_and_the_rest_says_what_it_is():
    for code, row in code_list("sources").items():
        assert row["verdict"] in ("verified", "partly", "given", "working"), code
        assert row["source"].startswith("https://") or row["verdict"] in ("given", "working"), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_them_with_what_is_known(language):
    table = facts_table(Text(language, THEME))
    assert len(table.rows) == len(code_list("sources")) and len({row[1] for row in table.rows}) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_and_ends_have_their_source_in_the_theme_file(language):
    text = Text(language, THEME)
    assert all(text.name(amount.source) for amount in THEME.frame) and THEME.eligibility_source and text.name(THEME.eligibility_source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_say_when_they_are_counted_and_by_what_guidance(language):
    rows = {row[0].split()[0]: row[3] for row in definitions_table(Text(language, THEME)).rows}
    for code, row in code_list("results").items():
        assert row[language] in rows[code] and (row["weeks"] or row["months"]) in rows[code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_has_given_is_told_and_asked_for(language):
    text = Text(language, THEME)
    assert text("the licence of the figures") in not_given_sentence(text) and text("the calendar of updates") in not_given_request(text)
    names = dict.fromkeys(LANGUAGES, "x")
    whole = replace(
        THEME, licence=names, updates=(Update(THEME.frame[0].valid_from, names),), report_errors_to="a@b.fi", feedback=Address("a@b.fi"), operator=names
    )  # fmt: skip
    assert not_given_sentence(Text(language, whole)) == not_given_request(Text(language, whole)) == ""
