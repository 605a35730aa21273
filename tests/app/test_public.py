"""The public instance reads a bundle: protected counts, and what they do not tell is said."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics.people import people_parts
from analytics.scope import Snapshot
from data_loaders.deliveries import list_deliveries, read_tables
from presentation.protection import public_choices_sentence, signs_sentence, untold_sentence
from presentation.text import Text
from settings import ROOT
from ui.deliver import SNAPSHOT_TABLES, current_snapshot


@pytest.fixture
def public(monkeypatch, published, theme):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(published))

    def opened(page, **params):
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
        for name, value in {"lang": "en", **params}.items():
            at.query_params[name] = value
        at.run()
        if page != "overview":
            at.switch_page(f"pages/public/{page}.py").run()
        assert not at.exception, at.exception
        return at

    return opened


def words(at):
    body = " ".join(e.proto.body for e in at.get("html"))
    labels = [element.value for kind in ("info", "warning", "error") for element in at.get(kind)]
    return " ".join([html.unescape(re.sub(r"<[^>]+>", " ", body)), *labels]).replace("\u00a0", " ")


def test_data_of_the_staff_is_refused_with_one_message(monkeypatch):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(ROOT / "assets" / "sample"))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    at.query_params["lang"] = "en"
    at.run()
    assert [e.value.replace("\\", "") for e in at.error] == [
        "sample: this is no public bundle; the public instance serves nothing else. Publish a delivery first: manage.py publish. DASHBOARD_DATA is the folder of the bundle."
    ]
    assert not at.get("plotly_chart") and "participants" not in words(at)
    # The service's own pages and the footer are there all the same.
    assert "Co-funded by the European Union" in words(at)
    at.switch_page("pages/public/accessibility.py").run()
    assert not at.exception and "WCAG" in words(at) and "Co-funded by the European Union" in words(at)


@pytest.mark.parametrize("choices", [{}, {"region": "13"}, {"group": "young"}, {"region": "13", "group": "young"}, {"subtheme": "1"}, {"region": "unknown"}, {"from": "2024"}], ids=str)
@pytest.mark.parametrize(
    ("page", "own"),
    [("reach", {"reach": part}) for part in ("people", "plan", "need")]
    + [("gender", {"balance": part, "by": by}) for part, by in (("balance", "regions"), ("parts", "regions"), ("parts", "subthemes"), ("parts", "indicators"), ("need", "regions"), ("analysis", "regions"))]
    + [("outcomes", {"compare": "yes"}), ("map", {"measure": "participants", "per": "inhabitant"}), ("overview", {}), ("coverage", {"axes": "regions"}), ("costs", {}), ("theme", {})],
    ids=str,
)  # fmt: skip
def test_every_part_copes_with_every_choice(page, own, choices, public):
    public(page, **own, **choices)


def test_a_figure_of_people_says_what_its_signs_mean(public, theme):
    assert signs_sentence(Text("en", theme)) in words(public("reach"))
    assert signs_sentence(Text("en", theme)) not in words(public("funding"))


def test_what_cannot_be_told_says_why(public, theme):
    sentence = public_choices_sentence(Text("en", theme))
    for page, choices in (("reach", {"region": "13", "group": "young"}), ("gender", {"subtheme": "1"})):
        assert sentence in words(public(page, **choices)), page
    # What no choice would show does not say that one would.
    for page, choices in (("costs", {}), ("reach", {"reach": "plan"})):
        told = words(public(page, **choices))
        assert untold_sentence(Text("en", theme)) in told and sentence not in told.partition(untold_sentence(Text("en", theme)))[2], page


def test_people_who_are_not_published_are_not_said_to_be_none_or_not_collected(public):
    told = words(public("coverage"))
    assert "participants are not published here" in told and "not collected" not in told and "no participants yet" not in told
    assert "neither projects nor participants" not in told
    assert "not collected" not in words(public("outcomes")).partition("Complete records")[2].partition("In employment")[0]


def test_the_open_data_can_be_taken_away(public):
    (button,) = [element for element in public("about").get("download_button") if element.key.startswith("open-data")]
    assert button.label == "Download the open data (zip)"


def test_filters_without_a_protected_cube_are_disabled_on_pages_of_people(public):
    at = public("gender")
    disabled = {widget.key: widget.disabled for widget in at.multiselect}
    assert disabled == {"region-en": False, "subtheme-en": True, "group-en": False, "authority-en": True, "status-en": True}
    assert {widget.key: widget.disabled for widget in public("gender", region="13").multiselect}["group-en"]
    assert not any(widget.disabled for widget in public("funding").multiselect)


def test_pages_read_published_counts_and_no_others(published, theme):
    info = list_deliveries(published)[0][-1]
    told = Snapshot.of(info.id, info.as_of, read_tables(published, info, SNAPSHOT_TABLES), theme)
    true, _ = current_snapshot(ROOT / "assets" / "sample", theme)
    signs = 0
    for dimension in ("region", "target_group"):
        counts = {part.code: part.genders for part in people_parts(true.people, dimension, "EECO05")}
        for part in people_parts(told.people, dimension, "EECO05"):
            for gender in ("female", "male", "total"):
                shown, count = getattr(part.genders, gender), getattr(counts[part.code], gender) or 0
                if str(shown) in ("1–4", ".."):
                    signs += 1
                    assert str(shown) == ".." or 1 <= count <= 4
                    assert gender == "total" or part.genders.share(gender) is None
                else:
                    assert shown % 3 == 0 and abs(shown - count) < 3
            assert str(part.genders.non_binary) == str(part.genders.unknown) == ".."
    assert signs
