"""What the documentation says is what the code does."""

import ast
import importlib.util
import re

import pytest

from data_loaders.check_list import CHECKS
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.text import Text
from presentation.words.finding_words import FINDING_WORDS
from settings import ROOT, SETTINGS, read_settings

_spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)


def test_data_dictionary_is_fresh():
    assert generate.DICTIONARY.read_text("utf-8") == generate.data_dictionary(), "run: python docs/generate.py"


def test_findings_reference_is_fresh_and_names_every_check():
    page = generate.FINDINGS.read_text("utf-8")
    assert page == generate.findings_reference(), "run: python docs/generate.py"
    # Once in each language.
    assert all(page.count(f"| `{code}` |") == len(LANGUAGES) for code in CHECKS)


@pytest.mark.parametrize("schema", generate.ROWS.values(), ids=generate.ROWS)
def test_every_column_has_a_meaning(schema):
    assert all(kind.description for kind in schema.columns().values())


def findings_in_code():
    """Each ``Finding(code, severity, …)`` and ``….finding(code, severity, …)`` whose code stands there as text."""
    layers = ("data_loaders", "archive", "publication", "operations", "presentation", "ui")
    for file in (*(path for layer in layers for path in (ROOT / layer).rglob("*.py")), ROOT / "manage.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")).lower() == "finding":
                words = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args[:2]]
                if words and words[0]:
                    yield file.name, words[0], words[1] if len(words) > 1 else None


def test_every_check_has_a_sentence_and_every_sentence_a_check():
    assert set(FINDING_WORDS) == set(CHECKS)


def test_a_finding_is_as_severe_as_its_check_says():
    found = list(findings_in_code())
    assert len(found) > 20
    for file, code, severity in found:
        assert code in CHECKS, (file, code)
        assert severity in (None, CHECKS[code].severity), (file, code)


def test_every_check_is_made():
    """Codes are written as the first argument of a finding, or beside a rule."""
    used: set[str] = set()
    files = {*(ROOT / "data_loaders").glob("*.py"), *(ROOT / "ui").glob("*.py"), ROOT / "manage.py"}
    for file in files - {ROOT / "data_loaders" / "checks.py"}:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", node.value):
                used.add(node.value)
    assert set(CHECKS) <= used, f"never told: {set(CHECKS) - used}"


def test_every_setting_is_used():
    code = (ROOT / "settings.py").read_text("utf-8")
    for setting in SETTINGS:
        assert code.count(f'"{setting.name}"') >= 2, setting.name


@pytest.mark.parametrize("page", sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))), ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_figures_reference_names_every_key():
    from analytics.headline_figures import headline_figures
    from archive.archive import open_archive
    from presentation.snapshots import read_series

    settings = read_settings()
    theme = read_theme(settings.theme)
    series = read_series(open_archive(settings.data), theme)
    figures = headline_figures(series.current, foretold=series.forecast)
    page = (ROOT / "docs" / "reference" / "figures.md").read_text("utf-8")

    def keys(value) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for inner in value.values() for key in keys(inner)}
        return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()

    assert not {key for key in keys(figures) if f"`{key}`" not in page}


def test_changes_reference_names_every_key():
    from analytics.changes import compare
    from archive.archive import open_archive
    from presentation.snapshots import read_side
    from presentation.words.changes import changes_data

    settings = read_settings()
    theme = read_theme(settings.theme)
    archive = open_archive(settings.data)
    old, new = archive.approved[-2:]
    data = changes_data(compare(read_side(archive, old, theme), read_side(archive, new, theme)), old, new, Text("en", theme))
    page = (ROOT / "docs" / "reference" / "changes.md").read_text("utf-8")
    kinds = {change["kind"] for change in data["changes"]} | {part["reason"] for figure in data["figures"] for part in figure["parts"]}
    # What a change goes from and to has keys of the data.
    keys = {
        *data,
        *data["projects"],
        *data["figures"][0],
        *data["changes"][0],
        *data["outside_theme"],
        *data["changes"][0]["new_places"][0],
    }
    assert not {word for word in keys | kinds if f"`{word}`" not in page}
