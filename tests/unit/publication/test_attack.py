"""The attack finds what is planted, and agrees with trying everything."""

import random
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from publication.attack import attack
from publication.protection import protect_against_attack
from publication.rounding import EVERYONE, Edition, Key, PublishedCount, protect
from tests.unit.publication.test_rounding import RULE, cells, counts_of, made_up

FIRST, DAY = date(2025, 10, 31), date(2026, 4, 30)
FEW, GONE = PublishedCount(None, "few"), PublishedCount(None, "hidden")


def key(cube="total", code="", gender=EVERYONE, indicator="EECO01", day=DAY):
    return Key(day, indicator, cube, code, gender)


def leaking(published, *previous):
    attacked = attack(published, RULE, [Edition(cube, RULE) for cube in previous])
    assert not attacked.contradictory
    return {leak.key for leak in attacked.leaks}


def test_a_number_that_is_not_protected_is_found():
    assert leaking({key(): PublishedCount(7)}) == {key()}
    assert leaking({key(): PublishedCount(3)}) == {key()}
    assert leaking({key(): PublishedCount(9)}) == set()


def test_a_total_that_gives_a_sign_away_is_found():
    published = {key(): PublishedCount(6), key(gender="female"): PublishedCount(6), key(gender="male"): FEW}
    attacked = attack(published, RULE)
    assert {leak.key: (leak.low, leak.high) for leak in attacked.leaks} == {key(gender="male"): (1, 3)}


def test_roundings_to_the_far_side_of_their_total_are_found():
    parts = {key("region", code): PublishedCount(30) for code in "ab"}
    assert leaking({key(): PublishedCount(60), **parts}) == set()
    assert leaking({key(): PublishedCount(66), **parts}) == {key(), *parts}


def test_a_hidden_count_that_the_others_give_away_is_found():
    published = {key(): PublishedCount(6), key("region", "01"): GONE, key("region", "02"): PublishedCount(9)}
    assert leaking(published) == {key(), key("region", "01"), key("region", "02")}


def test_a_hidden_count_that_must_be_zero_is_no_leak():
    """Zero is published as zero: nobody is behind it."""
    assert leaking({key(): PublishedCount(0), key("region", "01"): GONE}) == set()


def test_a_division_that_gives_its_part_away_is_found():
    published = {key(): FEW} | {key(indicator=code): FEW for code in ("EECO02", "EECO04", "EECO05")}
    assert {k.indicator for k in leaking(published)} >= {"EECO02", "EECO04", "EECO05"}


def test_an_indicator_that_its_whole_gives_away_is_found():
    assert leaking({key(): PublishedCount(6), key(indicator="EECO02"): PublishedCount(9)}) == {key(), key(indicator="EECO02")}


def test_two_days_that_give_each_other_away_are_found():
    """Of a later day everyone is few, so one part of an earlier day cannot be all that its sign stands for."""
    parts = {key("region", code, day=day): FEW for code in "ab" for day in (FIRST, DAY)}
    assert key("region", "a", day=FIRST) in leaking({**parts, key(): FEW})
    assert leaking({key(day=FIRST): PublishedCount(9), key(): PublishedCount(9)}) == set()
    # A form falls only where its count does, so nobody supposes that this one has not fallen.
    assert leaking({key(day=FIRST): PublishedCount(12), key(): PublishedCount(9)}) == set()


def test_counts_that_have_fallen_are_not_taken_for_an_attack():
    """Nobody can suppose that counts never fall where what is published says that they have."""
    attacked = attack({key(day=FIRST): PublishedCount(30), key(): PublishedCount(9)}, RULE)
    assert attacked.passed and "time" not in attacked.assumed


def test_two_publications_of_the_same_count_are_found():
    assert leaking({key(): PublishedCount(9)}, {key(): PublishedCount(12)}) == {key()}
    assert leaking({key(): PublishedCount(9)}, {key(): PublishedCount(9)}) == set()
    assert leaking({key(): PublishedCount(9, revised=True)}, {key(): PublishedCount(12)}) == set()


def test_forms_that_belie_each_other_are_told():
    assert attack({key(): PublishedCount(9), key(gender="female"): PublishedCount(30)}, RULE).contradictory
    assert attack({key(): PublishedCount(9)}, RULE, [Edition({key(): PublishedCount(30)}, RULE)]).contradictory


@pytest.mark.parametrize("seed", range(20))
def test_it_agrees_with_trying_everything(seed):
    """Two genders, two regions: all counts that fit what is published, one by one."""
    chance = random.Random(seed)
    counts = {key("region", code, gender): chance.randrange(9) for code, gender in product("ab", ("female", "male"))}
    published = {
        **{each: chance.choice([GONE, form_of(count)]) for each, count in counts.items()},
        **{key(gender=gender): form_of(sum(c for k, c in counts.items() if k.gender == gender)) for gender in ("female", "male")},
        key(): form_of(sum(counts.values())),
    }
    possible: dict[Key, set[int]] = {}
    ranges = {each: range(int(low), int(min(high, 20)) + 1) for each in counts for low, high in [published[each].bounds(RULE)]}
    for values in product(*ranges.values()):
        tried = dict(zip(ranges, values, strict=True))
        for gender in ("female", "male"):
            tried[key(gender=gender)] = sum(v for k, v in tried.items() if k.gender == gender and k.cube == "region")
        tried[key()] = tried[key(gender="female")] + tried[key(gender="male")]
        if all(low <= tried[k] <= high for k, f in published.items() for low, high in [f.bounds(RULE)]):
            for k, v in tried.items():
                possible.setdefault(k, set()).add(v)
    expected = {k for k, f in published.items() if len(possible[k]) < f.promise(RULE) and possible[k] != {0}}
    assert leaking(published) == expected


def form_of(count):
    return PublishedCount(0) if count == 0 else FEW if count < 5 else PublishedCount(max(6, round(count / 3) * 3))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_protected_withstands(seed):
    counts = made_up(seed, ("EECO01", "EECO02", "EECO04", "EECO05"))
    attacked = attack(protect(counts, RULE, b"key"), RULE)
    assert not attacked.contradictory
    assert all(leak.key.indicator != "EECO12" for leak in attacked.leaks)


def test_what_can_still_be_told_is_hidden_until_nothing_can(people_cells):
    made = protect_against_attack(people_cells, (), DAY, RULE, b"key")
    assert made.attack.passed
    assert made.forms["hidden"] == sum(made.hidden.values())


@pytest.fixture
def people_cells():
    given = [
        ("EECO01", "roma", "01", "female", 2),
        ("EECO01", "young", "02", "female", 41),
        ("EECO01", "young", "02", "male", 39),
        ("EECO01", "roma", "02", "non_binary", 1),
    ]
    return cells(*given, *(("EECO02", *rest) for _, *rest in given))


def test_a_later_publication_withstands_together_with_the_earlier_one(people_cells):
    first = protect_against_attack(people_cells, (), FIRST, RULE, b"key")
    more = people_cells.with_columns(value=people_cells["value"] + 3)
    second = protect_against_attack(more, (people_cells.with_columns(date=FIRST),), DAY, RULE, b"another key", [Edition(first.cube, RULE)])
    assert second.attack.passed
    assert all(second.cube[k] == f or second.cube[k].sign == "hidden" for k, f in first.cube.items() if k in second.cube)
    # Against what the second one would be without the first one's forms, the attack must find something to hold on to.
    other = {k: replace(f, value=f.value + 3) if f.value else f for k, f in first.cube.items()}
    assert attack(first.cube, RULE, [Edition(other, RULE)]).leaks


def test_counts_of_the_publication_are_those_of_the_cube(people_cells):
    counts = counts_of(*people_cells.select("indicator", "target_group", "region", "gender", "value").iter_rows(), day=DAY)
    assert set(protect_against_attack(people_cells, (), DAY, RULE, b"key").cube) == set(counts)


# Whatever the counts are --------------------------------------------------------------

PLACES = tuple(product("ab", ("female", "male")))
small_counts = st.tuples(*(st.integers(0, 9) for _ in PLACES))


def state(counts):
    """Cells of the people cube: two regions, two genders."""
    return cells(*(("EECO01", None, code, gender, count) for (code, gender), count in zip(PLACES, counts, strict=True)))


def everyone_of(tried):
    """The sums of four counts, as they are published."""
    for gender in ("female", "male"):
        tried[key(gender=gender)] = sum(tried[key("region", code, gender)] for code in "ab")
    for code in "ab":
        tried[key("region", code)] = sum(tried[key("region", code, gender)] for gender in ("female", "male"))
    tried[key()] = tried[key(gender="female")] + tried[key(gender="male")]
    return tried


@given(small_counts)
def test_every_form_holds_its_count_and_keeps_what_the_rule_promises(counts):
    """By trying everything: all states that fit what is published, one by one."""
    published = protect_against_attack(state(counts), (), DAY, RULE, b"key").cube
    true = everyone_of({key("region", code, gender): count for (code, gender), count in zip(PLACES, counts, strict=True)})
    assert all(low <= true[k] <= high for k in true for low, high in [published[k].bounds(RULE)])
    inner = [key("region", code, gender) for code, gender in PLACES]
    ranges = [range(int(low), int(min(high, 12)) + 1) for k in inner for low, high in [published[k].bounds(RULE)]]
    possible: dict[Key, set[int]] = {k: set() for k in true}
    for values in product(*ranges):
        tried = everyone_of(dict(zip(inner, values, strict=True)))
        if all(low <= tried[k] <= high for k in tried for low, high in [published[k].bounds(RULE)]):
            for k, value in tried.items():
                possible[k].add(value)
    for k, values in possible.items():
        assert true[k] in values
        assert len(values) >= published[k].promise(RULE) or values == {0}, (k, published[k], values)


@given(small_counts, st.tuples(*(st.integers(-2, 5) for _ in PLACES)), st.booleans())
def test_publications_withstand_together_whatever_comes_next(counts, more, same_key):
    """A second delivery with more people, or with corrected counts: each form holds its count, and nothing can be told of both."""
    later = [max(0, count + step) for count, step in zip(counts, more, strict=True)]
    first = protect_against_attack(state(counts), (), FIRST, RULE, b"key")
    trend = state(counts).with_columns(date=FIRST)
    second = protect_against_attack(state(later), (trend,), DAY, RULE, b"key" if same_key else b"another", [Edition(first.cube, RULE)])
    assert first.attack.passed and second.attack.passed
    for (code, gender), before, after in zip(PLACES, counts, later, strict=True):
        for day, count, cube in ((FIRST, before, first.cube), (DAY, after, second.cube)):
            low, high = cube[key("region", code, gender, day=day)].bounds(RULE)
            assert low <= count <= high
    for k, form in first.cube.items():
        if k in second.cube and second.cube[k].sign != "hidden" and form.sign != "hidden":
            assert second.cube[k] == form, "the same count has the same form in every publication"


# Audits take most of the time: a quarter of the examples, each of them with something to change.
@settings(max_examples=settings.default.max_examples // 4)
@given(st.tuples(*(st.integers(9, 40) for _ in PLACES)), st.integers(0, len(PLACES) - 1))
def test_two_publications_of_different_roundings_are_told(counts, place):
    """The same counts with another form of one: together they tell more, and the attack says so or that they belie each other."""
    published = protect_against_attack(state(counts), (), DAY, RULE, b"key").cube
    changed = key("region", *PLACES[place])
    form = published[changed]
    assume(form.sign == "value" and form.value)
    for value in (form.value - 3, form.value + 3):
        attacked = attack(published, RULE, [Edition({changed: replace(form, value=value)}, RULE)])
        assert value < RULE.threshold or not attacked.passed
