"""The public instance reads a bundle: protected counts, and what they do not tell is said."""

import html
import json
import re
import shutil
from datetime import date

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from analytics.people import people_parts
from archive.archive import open_archive
from archive.bundles import BUNDLE, FORMATS
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from operations.importing import import_files
from operations.publishing import publish
from presentation.snapshots import read_series
from presentation.text import Text
from presentation.words.protection import (
    closed_filters_sentence,
    closed_sentence,
    kept_sentence,
    protection_sentences,
    public_choices_sentence,
    signs_sentence,
    untold_sentence,
)
from settings import ROOT, read_settings


@pytest.fixture
def public(monkeypatch, published, theme):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(published))

    def opened(page, **params):
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
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


def test_a_bundle_of_a_format_before_is_served_on_an_explicit_word_only(monkeypatch, caplog, published, tmp_path):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    assert FORMATS[:-1] == (1, 2)
    for earlier in FORMATS[:-1]:
        copy = shutil.copytree(published, tmp_path / f"bundle-{earlier}")
        said = json.loads((copy / BUNDLE).read_text("utf-8"))
        monkeypatch.setenv("DASHBOARD_DATA", str(copy))
        (copy / BUNDLE).write_text(json.dumps(said | {"format": earlier}), "utf-8")
        for word, errors in (("no", 1), ("yes", 0)):
            monkeypatch.setenv("DASHBOARD_OLD_BUNDLE", word)
            at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
            at.run()
            assert not at.exception and len(at.error) == errors, (earlier, word)
    assert "Publish the delivery again" in caplog.text


def test_data_of_the_staff_is_refused_with_one_message_and_the_log_says_why(monkeypatch, caplog):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(ROOT / "assets" / "sample"))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    at.query_params["lang"] = "en"
    at.run()
    assert [e.value for e in at.error] == [closed_sentence(Text("en", read_theme(read_settings().theme)))]
    assert "sample: this is no public bundle; the public instance serves nothing else. Publish a delivery first" in caplog.text
    assert not at.get("plotly_chart") and "participants" not in words(at)
    # The service's own pages and the footer are there all the same.
    assert "Co-funded by the European Union" in words(at)
    at.switch_page("pages/public/accessibility.py").run()
    assert not at.exception and "WCAG" in words(at) and "Co-funded by the European Union" in words(at)


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"region": "13"},
        {"group": "young"},
        {"region": "13", "group": "young"},
        {"subtheme": "1"},
        {"region": "unknown"},
        {"from": "2024"},
    ],
    ids=str,
)
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


@pytest.mark.parametrize("choices", ({"region": "13"}, {"group": "young"}, {"region": "13", "group": "young"}), ids=str)
def test_choices_go_along_to_pages_of_people_and_back(public, choices):
    at = public("gender", **choices)
    for page in ("funding", "reach", "map"):
        assert {name: at.query_params.get(name) for name in choices} in (choices, {name: [code] for name, code in choices.items()})
        assert {name: at.multiselect(key=f"{name}-en").value for name in choices} == {name: [code] for name, code in choices.items()}
        at.switch_page(f"pages/public/{page}.py").run()


def test_a_choice_can_be_changed_and_removed_on_a_page_of_people(public):
    at = public("gender", region="13")
    for chosen in ([], ["01"], []):
        at.multiselect(key="region-en").set_value(chosen).run()
        assert at.multiselect(key="region-en").value == chosen and at.session_state["region"] == chosen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_tells_how_people_are_protected(public, theme, language):
    told, text = words(public("method", lang=language)), Text(language, theme)
    for sentence in (*protection_sentences(text), closed_filters_sentence(text)):
        assert sentence.replace("\u00a0", " ") in told


def test_counts_of_regions_before_the_last_day_are_not_said_to_be_none(public):
    sentence = "counts of regions are published for the latest date only"
    for page, choices in (("gender", {"region": "13"}), ("reach", {"reach": "need"}), ("map", {"map": "time", "measure": "participants"})):
        told = words(public(page, **choices))
        assert sentence in told and "was not counted on the first day" not in told and "nothing was counted" not in told, page
    for page in ("gender", "reach", "map"):
        assert sentence not in words(public(page))


def test_closed_filters_say_why(public, theme):
    at = public("gender")
    assert closed_filters_sentence(Text("en", theme)) in " ".join(html.unescape(element.proto.body) for element in at.sidebar.get("html"))


def test_what_cannot_be_told_says_why(public, theme):
    sentence = public_choices_sentence(Text("en", theme))
    for page, choices in (("reach", {"region": "01", "group": "young"}), ("gender", {"subtheme": "1"})):
        assert sentence in words(public(page, **choices)), page
    # What no choice would show does not say that one would.
    for page, choices in (("costs", {}), ("reach", {"reach": "plan"})):
        told = words(public(page, **choices))
        assert untold_sentence(Text("en", theme)) in told and sentence not in told.partition(untold_sentence(Text("en", theme)))[2], page


def test_no_link_leads_to_what_cannot_be_told(public):
    for page, choices in (("outcomes", {"outcome": "results"}), ("theme", {})):
        told = [element.proto.page for element in public(page, **choices).get("page_link")]
        assert "glossary" in told and "costs" not in told, page


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
    told = read_series(open_archive(published), theme).current
    true = read_series(open_archive(ROOT / "assets" / "sample"), theme).current
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


# Without inputs, and without advice for the staff ----------------------------------------

PAGES = (
    "overview",
    "funding",
    "forecast",
    "changes",
    "map",
    "reach",
    "coverage",
    "gender",
    "outcomes",
    "theme",
    "costs",
    "glossary",
    "projects",
    "about",
    "method",
    "accessibility",
    "privacy",
)
#: Parts of pages that are opened by a choice of their own.
PARTS = [
    ("reach", {"reach": "plan"}),
    ("reach", {"reach": "need"}),
    *(("gender", {"balance": part}) for part in ("parts", "need", "analysis")),
    ("map", {"measure": "participants"}),
    ("coverage", {"axes": "regions"}),
]
#: Where something that is missing is told; the other pages are walked in English only.
LACKING = ("overview", "map", "reach", "coverage", "outcomes", "theme")
#: What only those who keep the data can do. A source line may name a workbook; a message that asks for one may not.
STAFF_WORDS = re.compile(
    r"\bimport|\btuo\b|\btuonti|\btuodaan|pxweb|manage\.py|dashboard_|\bsetting|ohjelman asetu|inställning|add a list|theme file|teematiedosto|temafil",
    re.IGNORECASE,
)
STAFF_FILES = re.compile(r"workbook|työkirja|arbetsbok", re.IGNORECASE)
LACKS = ("no theme workbook", "no outcomes", "no need", "no places")


@pytest.fixture(scope="module")
def bundles(made_once, theme, unsearched):
    """Bundles of deliveries that lack an input: the theme workbook, the outcomes, the need, and places."""
    folder = made_once("published-without", lambda folder: publish_without(folder, theme, unsearched))
    return {name: folder / name for name in LACKS}


def publish_without(folder, theme, search):
    """Write the bundle of each delivery that lacks something into a folder, under the name of what it lacks."""

    def book(name, rows):
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        made.save(folder / name)
        return folder / name

    headers = [
        "Hankekoodi",
        "Hankkeen nimi",
        "Toteuttajan nimi",
        "Toteuttajan Y-tunnus",
        "Toiminnan tila",
        "Aloituspvm",
        "Päättymispvm",
        "Suunniteltu julkinen rahoitus",
        "Toteutunut julkinen rahoitus",
    ]
    rows = [
        [f"S{n}", f"Hanke {n}", "Keksitty Oy", "0000002-7", "Käynnissä", date(2024, 1, 1), date(2027, 1, 31), 1000 * n, 500]
        for n in (1, 2, 3)
    ]
    listed = book("lista.xlsx", [[*headers, "Sijainti"], *([*row, "FI193 Keski-Suomi"] for row in rows)])
    members = book(
        "teema.xlsx",
        [["Hankekoodi", "Alateemat", "Kohderyhmät", "Suunniteltu osallistujamäärä"], *([f"S{n}", "1", "1", 40] for n in (1, 2, 3))],
    )
    counts = [
        ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Sukupuoli", "Arvo"],
        *(["S1", date(2026, 10, 31), "EECO01", gender, 20] for gender in ("nainen", "mies")),
    ]
    outcomes = book("tulokset.xlsx", counts)
    placeless = book("paikaton.xlsx", [headers, *rows])
    for name, files in zip(
        LACKS,
        (
            {"projects": listed, "outcomes": outcomes},
            {"projects": listed, "theme_workbook": members},
            {"projects": listed, "theme_workbook": members, "outcomes": outcomes},
            {"projects": placeless},
        ),
        strict=True,
    ):
        import_files(folder / f"{name} data", theme, as_of=date(2026, 10, 31), approve_all=True, **files)
        publish(folder / f"{name} data", theme, folder / name, search=search)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lack", (*LACKS, "nothing left"))
def test_a_public_reader_is_never_told_to_import_anything(lack, language, bundles, public, monkeypatch):
    choices = {}
    if lack == "nothing left":
        choices = {"from": "2029", "region": "21"}
    else:
        monkeypatch.setenv("DASHBOARD_DATA", str(bundles[lack]))
    for page, own in [*((page, {}) for page in (PAGES if language == "en" else LACKING)), *PARTS]:
        for filters in ({}, {"region": "13"}) if lack in ("no outcomes", "no need") and page == "map" else ({},):
            at = public(page, lang=language, **own, **choices, **filters)
            told, messages = words(at), " ".join(e.value for kind in ("info", "warning", "error") for e in at.get(kind))
            assert len(told) > 50, page
            found = (
                STAFF_FILES.search(messages) or page != "method" and STAFF_WORDS.search(told)
            )  # the method says what figures are made of
            assert not found, (page, own, found)


def test_what_a_bundle_does_not_tell_is_said_where_it_would_be(bundles, public, monkeypatch):
    for lack, page, own, sentence in (
        ("no theme workbook", "theme", {}, "The delivery does not say which projects belong to the theme"),
        ("no theme workbook", "overview", {}, "It is not known which projects belong to the theme"),
        ("no outcomes", "outcomes", {}, "No counts of people have been published of this delivery."),
        ("no need", "reach", {"reach": "need"}, "The delivery has no statistics of people in need by region."),
        ("no places", "map", {}, "The delivery does not say where the projects are."),
    ):
        monkeypatch.setenv("DASHBOARD_DATA", str(bundles[lack]))
        assert sentence in words(public(page, **own)), (lack, page)


def test_a_bundle_that_breaks_while_it_is_served_is_served_on_and_its_files_are_not_named(
    bundles, public, monkeypatch, tmp_path, theme, caplog
):
    bundle = shutil.copytree(bundles["no need"], tmp_path / "bundle")
    monkeypatch.setenv("DASHBOARD_DATA", str(bundle))
    assert "31 October 2026" in words(public("overview"))
    (bundle / "deliveries" / "2026-10-31").rename(tmp_path / "gone")
    at = public("overview")
    assert "31 October 2026" in words(at) and [e.value for e in at.warning] == [kept_sentence(Text("en", theme))]
    assert "the public bundle is damaged" in caplog.text


def test_settings_are_not_named_to_the_public(public, monkeypatch, caplog):
    monkeypatch.setenv("DASHBOARD_REGIONS_FILE", "/nowhere/regions.gpkg")
    told = words(public("map"))
    assert not STAFF_WORDS.search(told) and "regions.gpkg" not in told and "regions.gpkg" in caplog.text
