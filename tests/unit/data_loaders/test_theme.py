"""The theme file."""

import re
from datetime import date
from decimal import Decimal

import pytest

from data_loaders.codes import LANGUAGES, code_list, indicator_codes
from data_loaders.theme import THEMES, read_theme

_TEXT = (THEMES / "hard_to_employ.toml").read_text("utf-8")


def _changed(tmp_path, pattern, replacement):
    text, count = re.subn(pattern, replacement, _TEXT, count=1, flags=re.MULTILINE)
    assert count == 1
    path = tmp_path / "toinen.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_theme_has_its_frame_sub_themes_groups_and_promises(theme):
    assert theme.frame_at(date(2024, 6, 1)).amount_eur == Decimal(13_000_000)
    assert [topic.code for topic in theme.subthemes] == ["1", "2", "3", "4", "5", "6", "7"]
    assert {topic.kind for topic in theme.target_groups} == {"person", "indirect", "organisation"}
    assert len(theme.target_groups) == 12
    assert [topic.header for topic in theme.promises] == [
        "Työpaikkayhteistyö", "Viestintäsuunnitelma", "Juurruttamissuunnitelma", "Sukupuolianalyysi", "Yhteiskehittäminen",
    ]  # fmt: skip


def test_no_target_is_invented(theme):
    assert theme.targets == ()
    assert {topic.target_participants for topic in theme.target_groups} == {None}


def test_a_target_of_a_group_comes_from_the_file(tmp_path):
    changed = read_theme(_changed(tmp_path, r'^code = "roma"$', 'code = "roma"\ntarget_participants = 300'))
    assert {t.code: t.target_participants for t in changed.target_groups if t.target_participants} == {"roma": 300}


def test_every_group_says_which_indicators_count_it(theme):
    rows = code_list("target_group_indicators")
    assert set(rows) == {topic.code for topic in theme.target_groups}
    for row in rows.values():
        indicators = [code for code in row["indicators"].split(";") if code]
        assert set(indicators) <= set(indicator_codes())
        assert (row["fit"] == "none") == (not indicators)
    assert {code for code, row in rows.items() if row["fit"] == "none"} == {"sanctions", "close_ones"}


def test_every_text_of_the_theme_is_in_three_languages(theme):
    topics = (*theme.subthemes, *theme.target_groups, *theme.promises)
    for names in (theme.name, theme.summary, theme.ministry, *(n for topic in topics for n in (topic.name, topic.short))):
        assert set(names) == set(LANGUAGES)
        assert all(names.values())


def test_the_disclosure_rule_speaks_of_known_indicators(theme):
    assert (theme.disclosure.threshold, theme.disclosure.rounding_base) == (5, 3)
    assert set(theme.disclosure.national_only_indicators) <= set(indicator_codes())


@pytest.mark.parametrize(
    ("spelling", "code"),
    [("nuoret", "young"), ("unga", "young"), ("young people", "young"), ("young", "young"), ("läheiset (välillisesti)", "close_ones")],
)
def test_a_target_group_is_known_by_code_by_name_in_each_language_and_by_accepted_spelling(theme, spelling, code):
    assert theme.target_group_spellings[spelling] == code


def test_a_short_name_of_a_sub_theme_is_enough(theme):
    assert theme.subtheme_spellings["työkyvyn tuen tunnistaminen"] == "2"
    assert theme.subtheme_spellings["2"] == "2"


def test_no_two_groups_or_sub_themes_share_a_spelling(theme):
    for topics, spellings in (
        (theme.subthemes, theme.subtheme_spellings),
        (theme.target_groups, theme.target_group_spellings),
    ):
        for topic in topics:
            for name in (topic.code, *topic.name.values(), *topic.short.values(), *topic.accepted):
                assert spellings[" ".join(name.split()).casefold()] == topic.code


def test_the_frame_of_a_day_is_the_latest_valid_then(tmp_path):
    later = """valid_from = 2025-07-01
amount_eur = 15_000_000
source = { fi = "a", sv = "b", en = "c" }

[[frame]]
valid_from = 2021-01-01"""
    theme = read_theme(_changed(tmp_path, r"^valid_from = 2021-01-01", later))

    assert theme.frame_at(date(2020, 12, 31)) is None
    assert theme.frame_at(date(2021, 1, 1)).amount_eur == 13_000_000
    assert theme.frame_at(date(2025, 6, 30)).amount_eur == 13_000_000
    assert theme.frame_at(date(2025, 7, 1)).amount_eur == 15_000_000


@pytest.mark.parametrize(
    ("pattern", "replacement", "told"),
    [
        (r'^programme = \{ fi = "[^"]*", sv = "[^"]*",', "programme = {", "programme"),
        (r"^project_page = .*$", "", "project_page"),
        (r"^threshold = 5$", "", "threshold"),
        (r'^code = "roma"$', 'code = "young"', "used twice"),
        (r'^code = "2"$', 'code = "1"', "used twice"),
    ],
)
def test_a_theme_file_with_a_fault_is_refused_with_its_name(tmp_path, pattern, replacement, told):
    with pytest.raises(ValueError, match=rf"toinen\.toml.*{told}"):
        read_theme(_changed(tmp_path, pattern, replacement))


@pytest.mark.parametrize(
    ("pattern", "replacement", "told"),
    [
        (r"from = 2021, to = 2027", 'from = "2021", to = 2027.5', ["period.from: '2021' is not a whole number", "period.to: 2027.5 is not a whole number"]),
        (r"^several_regions = .*$", 'several_regions = "halves"', ["several_regions: halves is not known"]),
        (r"^amount_eur = .*$", "amount_eur = true\nvalid_to = 2021-01-01", ["frame 1.amount_eur: True is not an amount"]),
        (r"^date = 2029-12-31$", "date = 2029-12-31T12:00:00", ["eligibility_end.date: 2029-12-31 12:00:00 is not a day"]),
        (r'^accepted = \["nuori"\]$', "accepted = [1]", ["target_group 1.accepted 1: 1 is not a text"]),
        (
            r"^\[disclosure\]$",
            '[[target]]\nindicator = "EECO99"\nsource = { fi = "a" }\n[disclosure]',
            ["target 1.indicator: EECO99 is not known", "target 1.source: not a text in each of fi, sv, en"],
        ),
        (r"^\[name\]$", "[nimi]", ["name: missing"]),
        (r"^\[name\]$", "name", ["Expected '=' after a key in a key/value pair (at line 23, column 5)"]),
    ],
)  # fmt: skip
def test_everything_wrong_in_a_theme_file_is_told_at_once_with_its_place(tmp_path, pattern, replacement, told):
    with pytest.raises(ValueError) as refused:
        read_theme(_changed(tmp_path, pattern, replacement))
    assert sorted(str(refused.value).splitlines()) == [f"toinen.toml: {problem}" for problem in told]


def test_a_name_that_is_not_in_every_language_is_told_once(tmp_path):
    with pytest.raises(ValueError) as refused:
        read_theme(_changed(tmp_path, r'^name = \{ fi = "Romanit", ', "name = { "))
    assert str(refused.value) == "toinen.toml: target_group 5.name: not a text in each of fi, sv, en"


def test_the_end_of_eligibility_has_its_source_and_may_be_missing(theme, tmp_path):
    assert theme.eligibility_end == date(2029, 12, 31)
    assert "2021/1060" in theme.eligibility_source["en"]
    without = read_theme(_changed(tmp_path, r"^\[eligibility_end\]\ndate = .*\nsource = .*$", ""))
    assert (without.eligibility_end, without.eligibility_source) == (None, None)
