"""The address of a page: one order, names that were renamed, links that are pinned or follow the newest."""

import itertools

from analytics.filters import Filters, filters_of_query
from ui.address import RENAMED, RENAMED_CODES, YEAR_FILTERS, Pin, address, canonical, renamed, whole_link

PIN = Pin("2026-10-31", "1.0")


def test_one_view_has_one_address_in_whatever_order_its_choices_came():
    pairs = (
        ("lang", "sv"),
        ("delivery", "2026-04-30"),
        ("version", "1.0"),
        ("region", "13"),
        ("status", "running"),
        ("from", "2024"),
        ("by", "regions"),
        ("measure", "actual"),
    )
    assert {canonical(order) for order in itertools.islice(itertools.permutations(pairs), 0, 5_000, 7)} == {pairs}


def test_several_codes_of_a_filter_stay_in_the_readers_order():
    assert canonical((("region", "13"), ("lang", "fi"), ("region", "01"))) == (("lang", "fi"), ("region", "13"), ("region", "01"))


def test_an_old_name_and_an_old_code_become_todays():
    old = (("lang", "fi"), ("maakunta", "99"), ("maakunta", "13"), ("sort", "name"))
    assert renamed(old, {"maakunta": "region"}, {("region", "99"): "01"}) == (
        ("lang", "fi"),
        ("region", "01"),
        ("region", "13"),
        ("sort", "name"),
    )


def test_an_old_name_beside_the_new_one_is_told_once():
    assert renamed((("from_year", "2024"), ("from", "2024"))) == (("from", "2024"),)


def test_the_names_of_the_command_line_open_pages_too():
    assert renamed((("from_year", "2024"), ("to_year", "2025"))) == (("from", "2024"), ("to", "2025"))


def test_a_region_is_known_by_its_nuts_code_and_its_name():
    assert renamed((("region", "FI193"), ("region", "Keski-Suomi"), ("region", "nowhere"))) == (("region", "13"), ("region", "nowhere"))


def test_an_old_name_is_never_in_use_again():
    in_use = {"lang", "delivery", "version", "region", "subtheme", "group", "authority", "status", *YEAR_FILTERS.values()}
    assert not set(RENAMED) & in_use
    assert set(RENAMED.values()) <= in_use
    assert not set(RENAMED_CODES) & set(RENAMED_CODES.items())


def test_what_was_never_renamed_stays_to_the_letter():
    pairs = (("q", "työ & koulutus"), ("region", "unknown"), ("strange", "x"), ("lang", "xx"))
    assert renamed(pairs) == pairs


def test_a_pinned_link_names_delivery_and_version_and_another_does_not():
    pairs = (("region", "13"), ("lang", "fi"), ("version", "0.1"), ("delivery", "2020-01-01"), ("present", "2"))
    assert (
        whole_link("https://x.fi/teema/funding", pairs, PIN, "figure-a")
        == "https://x.fi/teema/funding?lang=fi&delivery=2026-10-31&version=1.0&region=13#figure-a"
    )
    assert whole_link("https://x.fi/teema/funding", pairs, None) == "https://x.fi/teema/funding?lang=fi&region=13"
    assert whole_link("https://x.fi", (), PIN) == "https://x.fi/?delivery=2026-10-31&version=1.0"


def test_an_address_leads_back_to_its_filters():
    filters = Filters(region=("13", "unknown"), authority=("Å & Ö",), from_year=2024)
    query = address("funding", "fi", filters, {}, None).partition("?lang=fi&")[2]
    assert filters_of_query(query) == filters
    assert address("map", "fi", filters, {"measure": "actual"}, PIN).startswith(
        "map?lang=fi&delivery=2026-10-31&version=1.0&region=13&region=unknown"
    )
