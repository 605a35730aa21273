import random
from dataclasses import replace
from datetime import date
from itertools import product

import polars as pl
import pytest

from data_loaders.theme import Disclosure
from publication.rounding import EVERYONE, Edition, Key, partitions, protect, true_counts

DAY, LATER = date(2026, 4, 30), date(2026, 10, 31)
RULE = Disclosure(5, 3, ("EECO12", "EECO15"), ("non_binary",))


def cells(*given):
    """Cells of a people cube: indicator, group, region, gender, value."""
    schema = {
        "project_code": pl.String,
        "indicator": pl.String,
        "target_group": pl.String,
        "region": pl.String,
        "gender": pl.String,
        "value": pl.Int64,
    }
    return pl.DataFrame([("S1", *cell) for cell in given], schema=schema, orient="row")


def counts_of(*given, day=DAY):
    return true_counts(cells(*given), (), day, RULE)


def made_up(seed, indicators=("EECO01",), places=8, most=60):
    """A random state: every indicator by region, group and gender, many counts small."""
    chance = random.Random(seed)
    given = [
        (indicator, f"g{chance.randrange(4)}", f"{chance.randrange(places):02}", gender, int(chance.random() ** 3 * most))
        for indicator in indicators
        for gender, often in (("female", 30), ("male", 30), ("non_binary", 2), ("unknown", 4))
        for _ in range(often)
    ]
    return counts_of(*given)


@pytest.mark.parametrize("seed", range(12))
def test_every_form_fits_its_count(seed):
    counts = made_up(seed, ("EECO01", "EECO12"))
    for key, form in protect(counts, RULE, b"key").items():
        if form.sign == "hidden":
            continue
        assert (form.sign == "few") == (1 <= counts[key] <= 4), key
        assert (form.value == 0) == (counts[key] == 0), key
        low, high = form.bounds(RULE)
        assert low <= counts[key] <= high, key
        if form.value:
            assert form.value % 3 == 0 and form.value >= 6 and abs(form.value - counts[key]) < 3


@pytest.mark.parametrize("seed", range(12))
def test_published_parts_add_up_to_the_published_whole(seed):
    published = protect(made_up(seed), RULE, b"key")

    def shown(key):
        return 3 if published[key].sign == "few" else published[key].value

    added = 0
    for cube in ("region", "target_group"):
        parts = [key for key in published if key.cube == cube and key.gender == EVERYONE]
        if all(published[key].sign != "hidden" for key in parts):
            added += 1
            assert sum(map(shown, parts)) == shown(Key(DAY, "EECO01", "total", "", EVERYONE))
    genders = [key for key in published if key.cube == "total" and key.gender != EVERYONE]
    assert all(published[key].sign != "hidden" for key in genders)
    assert sum(map(shown, genders)) == shown(Key(DAY, "EECO01", "total", "", EVERYONE))
    assert added  # most random states can be added up in one division at least


def test_the_same_count_has_the_same_form_on_every_day():
    frame = cells(("EECO01", "young", "01", "female", 40), ("EECO01", "roma", "02", "male", 23))
    trend = pl.concat([frame.with_columns(date=pl.lit(day)) for day in (DAY, LATER)])
    published = protect(true_counts(frame, [trend], LATER, RULE), RULE, b"key")
    for key, form in published.items():
        assert published[replace(key, day=LATER)] == form


def test_special_categories_and_genders_that_the_rule_names_are_national_only():
    counts = counts_of(
        *(cell for code in ("EECO01", "EECO12") for cell in ((code, "young", "01", "non_binary", 8), (code, "young", "01", "female", 30)))
    )
    assert {key.indicator for key in counts if key.cube != "total"} == {"EECO01"}
    assert {key.gender for key in counts if key.cube != "total"} == {"female", "male", EVERYONE}
    assert counts[Key(DAY, "EECO01", "region", "01", EVERYONE)] == 38


def test_genders_of_a_small_row_are_hidden():
    published = protect(
        counts_of(
            ("EECO01", None, "01", "female", 1),
            ("EECO01", None, "01", "male", 2),
            ("EECO01", None, "02", "female", 40),
            ("EECO01", None, "02", "male", 41),
        ),
        RULE,
        b"key",
    )
    assert published[Key(DAY, "EECO01", "region", "01", EVERYONE)].sign == "few"
    assert {published[Key(DAY, "EECO01", "region", "01", gender)].sign for gender in ("female", "male")} == {"hidden"}


def test_parts_that_cannot_add_up_are_hidden():
    """Twenty regions of one person each: twenty signs that say three would be sixty."""
    published = protect(counts_of(*(("EECO01", None, f"{n:02}", "female", 1) for n in range(20))), RULE, b"key")
    assert {form.sign for key, form in published.items() if key.cube == "region" and key.gender == EVERYONE} == {"hidden"}
    assert published[Key(DAY, "EECO01", "total", "", EVERYONE)].value in (18, 21)


def test_chance_is_repeatable_for_its_keeper_and_even_on_average():
    counts = made_up(3, places=19, most=400)
    assert protect(counts, RULE, b"key") == protect(counts, RULE, b"key")
    others = [protect(counts, RULE, bytes([n])) for n in range(40)]
    assert any(other != others[0] for other in others)
    key = next(key for key, count in counts.items() if key.cube == "region" and count % 3 == 1 and count > 20)
    forms = [other[key].value for other in others if other[key].value is not None]
    assert {counts[key] - 1, counts[key] + 2} == set(forms)


def test_a_form_is_kept_from_one_publication_to_the_next_and_a_corrected_count_is_marked():
    before = protect(made_up(5), RULE, b"one")
    again = protect(made_up(5), RULE, b"two", [Edition(before, RULE)])
    shown = [key for key, form in again.items() if "hidden" not in (form.sign, before[key].sign)]
    assert shown and all(again[key] == before[key] for key in shown)
    corrected = counts_of(("EECO01", None, "01", "female", 40))
    published = protect(counts_of(("EECO01", None, "01", "female", 55)), RULE, b"key", [Edition(protect(corrected, RULE, b"key"), RULE)])
    assert {form.revised for key, form in published.items() if key.gender == "female"} == {True}


def test_divisions_of_everyone_add_up():
    given = [
        (code, None, None, gender, value)
        for code, value in (("EECO01", 97), ("EECO02", 50), ("EECO04", 31), ("EECO05", 16))
        for gender in ("female", "male")
    ]
    published = protect(counts_of(*given), RULE, b"key")
    found = partitions(list(published))
    assert {whole.gender for whole, _ in found} >= {"female", "male", EVERYONE}
    for whole, parts in found:
        assert sum(published[part].value for part in parts) == published[whole].value


def test_other_rules_hold_too():
    rule = Disclosure(10, 5, (), ())
    counts = true_counts(
        cells(*(("EECO01", f"g{n % 3}", f"{n % 4:02}", gender, 3 + 7 * n) for n, gender in product(range(8), ("female", "male")))),
        (),
        DAY,
        rule,
    )
    for key, form in protect(counts, rule, b"key").items():
        if form.sign == "value" and form.value:
            assert form.value % 5 == 0 and form.value >= 10 and abs(form.value - counts[key]) < 5
        elif form.sign == "few":
            assert 1 <= counts[key] <= 9


PLACES = {("01", "roma"), ("02", "roma"), ("02", "young"), ("03", "young"), ("04", "young"), ("04", "ageing")}


def test_a_row_of_sensitive_groups_only_is_not_told_nor_one_that_it_could_be_reckoned_with():
    """Region 01 has nobody but Roma people: its row would be theirs. Roma people are in two regions: theirs is the country's."""
    rule = replace(RULE, national_only_groups=("roma",))
    counts = counts_of(*(("EECO01", group, region, gender, 40) for region, group in sorted(PLACES) for gender in ("female", "male")))
    published = protect(counts, rule, b"key", served=PLACES)
    told = {code: published[Key(DAY, "EECO01", "region", code, EVERYONE)].sign for code in ("01", "02", "03", "04")}
    assert told == {"01": "hidden", "02": "value", "03": "hidden", "04": "value"}
    assert published[Key(DAY, "EECO01", "target_group", "roma", EVERYONE)].sign == "value"
    only_there = protect(counts, replace(rule, national_only_groups=("ageing",)), b"key", served=PLACES)
    assert only_there[Key(DAY, "EECO01", "target_group", "ageing", EVERYONE)].sign == "hidden"
    assert {form.sign for key, form in protect(counts, RULE, b"key", served=PLACES).items() if key.gender == EVERYONE} == {"value"}


def test_whether_genders_are_told_depends_on_the_published_total_only():
    """Whoever sees a total knows whether its genders are told: nothing about how it is split."""
    signs: dict[int, set] = {}
    for female in range(13):
        for male in range(13 - female):
            others = (("EECO01", None, "02", gender, 40) for gender in ("female", "male"))
            given = [("EECO01", None, "01", gender, count) for gender, count in (("female", female), ("male", male)) if count]
            published = protect(counts_of(*given, *others), RULE, b"key")
            total = published.get(Key(DAY, "EECO01", "region", "01", EVERYONE))
            if total and total.sign == "value":
                genders = (published[replace(Key(DAY, "EECO01", "region", "01", gender))].sign == "hidden" for gender in ("female", "male"))
                signs.setdefault(total.value, set()).update(genders)
    assert signs == {6: {True}, 9: {False}, 12: {False}}


def test_people_of_one_region_and_one_group_have_one_form():
    """The only project of a region is the only one of its group: both rows are the same people."""
    served = {("01", "young"), ("02", "ageing"), ("03", "ageing")}
    for count in range(9, 40):
        counts = counts_of(
            ("EECO01", "young", "01", "female", count),
            *(("EECO01", "ageing", region, gender, 31) for region in ("02", "03") for gender in ("female", "male")),
        )
        published = protect(counts, RULE, b"key", served=served)
        assert published[Key(DAY, "EECO01", "region", "01", EVERYONE)] == published[Key(DAY, "EECO01", "target_group", "young", EVERYONE)]
