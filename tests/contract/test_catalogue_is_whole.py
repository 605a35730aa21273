"""Every figure that a page shows can be taken away: it is in the catalogue, and made again it is the same."""

import re
from dataclasses import replace
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from analytics.filters import Filters
from data_loaders.theme import read_theme
from presentation.block import figure_anchor
from presentation.catalogue import FIGURES, MATRICES, shown
from presentation.reading import CHOICES, reading_of
from presentation.tables import table_csv, table_html
from settings import ROOT, read_settings

SAMPLE = ROOT / "assets" / "sample"
THEME = read_theme(read_settings().theme)
READING = reading_of(SAMPLE, THEME, Filters())
PROJECT = READING.current.rows.sort("planned_public_eur")["project_key"][-1]
#: Page and its own choices: every part of every page that shows figures.
VIEWS = [
    ("overview", {}), ("forecast", {}), ("forecast", {"more": "3", "pace": "80"}),
    *(("funding", {"by": by} if by else {}) for by in ("", "subthemes", "target_groups", "implementer_types", "authorities", "support_forms")),
    ("map", {}), ("map", {"measure": "participants", "per": "inhabitant", "rows": "name"}), ("map", {"measure": "actual"}),
    ("map", {"measure": "projects"}), ("map", {"per": "inhabitant"}), ("map", {"measure": "actual", "per": "inhabitant"}),
    ("map", {"measure": "projects", "per": "inhabitant"}), ("map", {"measure": "participants"}),
    ("reach", {}), ("reach", {"period": "2026-06-30"}), ("reach", {"reach": "plan"}), ("reach", {"reach": "need"}),
    ("reach", {"reach": "need", "scale": "inhabitant"}), ("reach", {"reach": "projects"}),
    ("gender", {}), ("gender", {"counted": "EECO02", "against": "2025-06-30"}), ("gender", {"balance": "parts"}),
    *(("gender", {"balance": "parts", "by": by, "counted": "EECO02"}) for by in ("target_groups", "regions", "subthemes", "indicators")),
    ("gender", {"balance": "need"}), ("gender", {"balance": "analysis"}),
    ("outcomes", {}), ("outcomes", {"outcome": "results"}), ("outcomes", {"outcome": "time", "indicator": "EECR04"}),
    ("outcomes", {"outcome": "dates", "later": "2026-04-30"}), ("outcomes", {"outcome": "periods", "period": "2026-06-30"}),
    ("costs", {"cost": "results"}),
    ("theme", {}), ("theme", {"promises": "time"}), ("costs", {}), ("costs", {"cost": "sizes", "costper": "EECR04"}),
    *(("coverage", {"axes": axes}) for axes in ("groups", "regions", "places")),
    *(("coverage", {"axes": axes, "coverage": "time"}) for axes in ("groups", "regions", "places")),
    *(("map", {"map": "time", "measure": measure, "per": per}) for measure in ("planned", "actual", "projects", "participants") for per in ("total", "inhabitant")),
    ("costs", {"costs": "time"}), ("costs", {"costs": "time", "costper": "EECR05"}),
    ("projects", {}), ("projects", {"project": PROJECT}),
]  # fmt: skip
#: What no page shows on the sample, or shows as a part of another figure, and why.
NOT_SHOWN = {
    "outcomes-targets": "no target is known",
    "outcomes-organisations": "the sample has not collected them",
    "funding-areas": "the half-year review's own",
}
FILTERS = (Filters(region=("13",)), Filters(region=("01", "06"), status=("running", "ended")))


def opened(page: str, language: str, filters: Filters, choices: dict[str, str]) -> AppTest:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.query_params["lang"] = language
    for name in ("region", "status"):
        if codes := getattr(filters, name):
            at.query_params[name] = list(codes)
    for name, code in choices.items():
        at.query_params[name] = code
    at.run()
    if page != "overview":
        at.switch_page(f"pages/public/{page}.py").run()
    if page == "projects":
        # The trend of the list is made when it is opened.
        at.session_state[f"open-projects-trend-{language}"] = True
        at.run()
    assert not at.exception, at.exception
    return at


def keys_of(at: AppTest) -> set[str]:
    """Names of what is shown: the charts' own, and the matrices by the places of their headings."""
    charts = {found.group(1) for chart in at.get("plotly_chart") if (found := re.search(r"-chart-([a-z-]+)$", chart.proto.id))}
    assert len(charts) == len(at.get("plotly_chart"))
    return charts | {key for key in MATRICES for element in at.get("html") if f'id="{figure_anchor(key)}"' in element.proto.body}


def shown_keys(page: str, choices: dict[str, str], filters: Filters) -> set[str]:
    """Open the page and make each of its figures again: the same table, in the page's own words."""
    language = ("fi", "sv", "en")[len(page) % 3]
    at = opened(page, language, filters, choices)
    told = READING.in_language(language)
    told = replace(told, filters=filters, choices={name: code for name, code in choices.items() if name in CHOICES})
    keys = keys_of(at)
    # A table is made when it is opened.
    for key in keys & set(FIGURES):
        at.session_state[f"table-{key}-{language}"] = True
    at.run()
    on_page = [element.proto.body for element in at.get("html")]
    for key in keys:
        assert key in FIGURES or key in MATRICES, f"{page} shows {key}, which is not in the catalogue"
        block = shown(key, told)
        assert block is not None and block.key == key
        assert any(escape(block.headline) in html for html in on_page), f"{page}: the headline of {key} made again differs"
        if key in FIGURES:
            assert table_html(block.table, told.text) in on_page, f"{page}: {key} made again differs"
        assert len(table_csv(block.table)) > 50
    return keys


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: "-".join(filters.active))
@pytest.mark.parametrize(("page", "choices"), VIEWS, ids=lambda part: part if isinstance(part, str) else "-".join(part.values()) or "first")
def test_what_a_page_shows_of_a_choice_can_be_made_again(page, choices, filters):
    assert shown_keys(page, choices, filters) or page in ("projects", "reach")


def test_what_the_pages_show_is_the_catalogue():
    seen = set().union(*(shown_keys(page, choices, Filters()) for page, choices in VIEWS))
    assert set(FIGURES) | set(MATRICES) == seen | set(NOT_SHOWN)
