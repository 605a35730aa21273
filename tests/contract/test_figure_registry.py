"""Every figure is registered, is on a page, and says in words what it lacks."""

import ast
import re
from dataclasses import replace
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from analytics.filters import Filters
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation import figures
from presentation.figures.registry import BUILDERS, KEYS, REASONS, Lack, build
from presentation.reading import reading_of
from presentation.tables import table_html
from presentation.text import Text
from presentation.words.notes import unlock_sentence
from presentation.words.protection import public_lack_sentence
from settings import ROOT, read_settings

THEME = read_theme(read_settings().theme)
READING = reading_of(ROOT / "assets" / "sample", THEME, Filters())
PROJECT = READING.current.rows.sort("planned_public_eur")["project_key"][-1]
#: Files of ``presentation/figures`` that have no figure of their own.
NO_FIGURES = {"__init__", "lines", "registry"}
#: What no page shows, and why.
ON_NO_PAGE = {"funding-areas": "the half-year review's own"}
PAGES = [*sorted((ROOT / "pages" / "public").glob("*.py")), ROOT / "ui" / "project.py"]


def test_every_file_of_figures_is_imported_and_every_key_has_a_builder():
    files = {path.stem for path in (ROOT / "presentation" / "figures").glob("*.py")}
    assert set(figures.__all__) == files - NO_FIGURES
    assert set(KEYS) == set(BUILDERS) and len(KEYS) == len(set(KEYS))


def keys_of(page) -> list[str]:
    """The keys that a page shows figures by, as patterns: what it fills in may be any word."""
    shown = [
        argument
        for call in ast.walk(ast.parse(page.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("show_figures", "show_beside_table")
        for argument in call.args
    ]
    return [pattern for argument in shown for pattern in patterns(argument)]


def patterns(words) -> list[str]:
    if isinstance(words, ast.Constant):
        return [words.value]
    if isinstance(words, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "[a-z-]*" for part in words.values)]
    if isinstance(words, ast.IfExp):
        return [*patterns(words.body), *patterns(words.orelse)]
    assert isinstance(words, ast.Call) and words.func.attr == "replace", ast.dump(words)
    return patterns(words.func.value)


def test_pages_show_registered_figures_and_every_figure_is_on_a_page():
    shown = {pattern: [key for key in KEYS if re.fullmatch(pattern, key)] for page in PAGES for pattern in keys_of(page)}
    assert not [pattern for pattern, keys in shown.items() if not keys]
    assert set(KEYS) == set().union(*shown.values()) | set(ON_NO_PAGE)


@pytest.mark.parametrize(
    ("page", "choices", "key"),
    [
        ("funding", {"by": "implementer_types"}, "funding-implementer-types"),
        ("forecast", {"more": "3", "pace": "80"}, "forecast-scenario"),
        ("map", {"measure": "participants", "per": "inhabitant", "rows": "name"}, "map-participants-per-inhabitant"),
        ("map", {"map": "time", "measure": "actual"}, "regions-trend-actual"),
        ("reach", {"reach": "need", "scale": "inhabitant"}, "need-inhabitants"),
        ("reach", {"period": "2026-06-30"}, "people-change-target-groups"),
        ("gender", {"counted": "EECO02", "against": "2025-06-30"}, "people-change-genders"),
        ("gender", {"balance": "parts", "by": "subthemes", "counted": "EECO02"}, "gender-subthemes"),
        ("outcomes", {"outcome": "time", "indicator": "EECR04"}, "outcomes-trend"),
        ("outcomes", {"outcome": "dates", "later": "2026-04-30"}, "outcomes-compared"),
        ("costs", {"cost": "sizes", "costper": "EECR04"}, "costs-sizes"),
        ("coverage", {"axes": "places", "coverage": "time"}, "coverage-trend-regions-target-groups"),
        ("projects", {"project": PROJECT}, "project-progress"),
    ],
)
def test_the_choices_of_a_page_reach_its_figures(page, choices, key):
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, code in {"lang": "sv", "region": "01", **choices}.items():
        at.query_params[name] = code
    at.run()
    at.session_state[f"table-{key}-sv"] = True  # a table is made when it is opened
    at.switch_page(f"pages/public/{page}.py").run()
    assert not at.exception, at.exception
    block = build(key, replace(READING.in_language("sv"), filters=Filters(region=("01",)), choices=choices))
    said = [element.proto.body for element in at.get("html")]
    assert any(escape(block.headline) in html for html in said) and table_html(block.table, Text("sv", THEME)) in said


@pytest.mark.parametrize("reason", REASONS)
def test_what_is_lacking_is_said_in_every_language(reason):
    told = [Text(language, THEME) for language in LANGUAGES]
    assert len({unlock_sentence(reason, text) for text in told}) == len(LANGUAGES)
    assert len({public_lack_sentence(reason, READING.view, False, text) for text in told}) == len(LANGUAGES)


def test_a_figure_says_what_the_reading_lacks():
    def lacks(reading):
        return {key: built.reason for key in KEYS if isinstance(built := build(key, reading), Lack)}

    whole = lacks(READING)
    no_people = lacks(replace(READING, current=replace(READING.current, people=None, people_trend=None)))
    of_people = {key for key in KEYS if re.match("people|planned|need|gender|outcomes|costs", key)}
    assert {no_people[key] for key in of_people} == {"outcomes"}
    assert not [key for key in no_people.keys() - whole.keys() - of_people if "participants" not in key and "workplaces" not in key]
    # Åland has no projects: the map, which shows every region, is there all the same.
    nothing = lacks(replace(READING, filters=Filters(region=("21",)), choices={"project": PROJECT}))
    beyond = {key for key in KEYS if re.match("map-(?!overview)|regions-trend|forecast-backtest|project-", key)}
    assert set(nothing) == set(KEYS) - beyond and set(nothing.values()) == {"empty"}
