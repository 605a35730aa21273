"""Protect counts of people for the public: what is published, and in which form.

Counts from one to below the threshold become one sign; others are rounded to a
multiple of the base, up or down by chance that only the keeper of a key can repeat.
The roundings are chosen together, so that everything known of counts leaves each of
them room on both sides. What is hidden is hidden because of public forms, or with all
that stands beside it. ``publication.attack`` proves the result. The reasons:
``docs/decisions`` and ``docs/method-protection.md``.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.people import ALL_PARTICIPANTS
from data_loaders.codes import GENDERS, INDICATOR_PARTITIONS, code_list
from data_loaders.theme import Disclosure
from publication.linear import System

#: The whole country, then what it is divided by.
TOTAL, CUBES = "total", ("region", "target_group")
#: Everyone, whatever their gender.
EVERYONE = "all"
#: Genders that are published within a region or a target group; the rest is in everyone only.
_INNER_GENDERS = ("female", "male")
#: What it costs that a rounding is not what chance drew is one. What it costs for each base that forms would be out by: of what is
#: known for certain, of sums, and of what may be supposed.
_OUT, _OUT_OF_SUM, _OUT_OF_DIVISION = 1_000.0, 100.0, 20.0
#: A region and a target group that has people there; empty where one is not known.
Place = tuple[str, str]
#: Day, indicator and what the country is divided by.
Block = tuple[date, str, str]


@dataclass(frozen=True, order=True)
class Key:
    """What a published count counts.

    Attributes:
        day: Day of the state.
        indicator: Indicator counted.
        cube: ``total``, ``region`` or ``target_group``.
        code: Region or target group; empty for the whole country and where it is not known.
        gender: A gender, or ``all``.
    """

    day: date
    indicator: str
    cube: str
    code: str
    gender: str


@dataclass(frozen=True)
class PublishedCount:
    """A count as the public sees it.

    Attributes:
        value: The rounded count, zero, or null behind a sign.
        sign: ``value``, ``few`` or ``hidden``.
        revised: True when another form was published before: the count itself has changed.
    """

    value: int | None
    sign: str = "value"
    revised: bool = False

    def bounds(self, rule: Disclosure) -> tuple[float, float]:
        """The counts that its form stands for."""
        if self.sign == "few":
            return 1, rule.threshold - 1
        if self.sign == "hidden":
            return 0, np.inf
        assert self.value is not None, "only a sign stands without a value"
        if self.value == 0:
            return 0, 0
        return max(rule.threshold, self.value - rule.rounding_base + 1), self.value + rule.rounding_base - 1

    def promise(self, rule: Disclosure) -> int:
        """How many counts must stay possible for it."""
        if self.value == 0:
            return 1
        low, high = self.bounds(rule)
        return rule.threshold - 1 if self.sign != "value" else min(rule.rounding_base, int(high - low) + 1)


Cube = Mapping[Key, PublishedCount]


class Edition(NamedTuple):
    """Counts as they were published once.

    Attributes:
        cube: Every count in its public form.
        rule: The rule under which it was published.
    """

    cube: Cube
    rule: Disclosure


# What is published --------------------------------------------------------------------


def true_counts(people: pl.DataFrame, trends: Iterable[pl.DataFrame], as_of: date, rule: Disclosure) -> dict[Key, int]:
    """Every count that is published in some form, as it is.

    The state on the delivery's day by gender, region and target group; over time the
    whole country by gender, and everyone who took part by target group. Special
    categories are counted for the whole country only, and so are the genders that the
    rule names and those that are not known.

    Args:
        people: People cube of the theme's projects.
        trends: People trend cubes of the theme's projects.
        as_of: Day of the people cube.
        rule: The theme's rule.
    """
    counts: dict[Key, int] = {}
    for frame, over_time in ((people.with_columns(date=pl.lit(as_of)), False), *((trend, True) for trend in trends)):
        _count(frame, over_time, rule, counts)
    return counts


def _count(frame: pl.DataFrame, over_time: bool, rule: Disclosure, counts: dict[Key, int]) -> None:
    keys = ["date", "indicator"]
    inner = [gender for gender in _INNER_GENDERS if gender not in rule.national_only_genders]
    for day, indicator, gender, value in _added(frame, [*keys, "gender"]):
        counts[Key(day, indicator, TOTAL, "", gender)] = value
    for day, indicator, value in _added(frame, keys):
        counts[Key(day, indicator, TOTAL, "", EVERYONE)] = value
    divided = frame.filter(~pl.col("indicator").is_in(list(rule.national_only_indicators)))
    if over_time:
        divided = divided.filter(pl.col("indicator") == ALL_PARTICIPANTS)
    for cube in CUBES:
        if over_time and cube == "region":
            continue
        for day, indicator, code, value in _added(divided, [*keys, cube]):
            counts[Key(day, indicator, cube, code or "", EVERYONE)] = value
            for gender in inner:
                counts.setdefault(Key(day, indicator, cube, code or "", gender), 0)
        for day, indicator, code, gender, value in _added(divided.filter(pl.col("gender").is_in(inner)), [*keys, cube, "gender"]):
            counts[Key(day, indicator, cube, code or "", gender)] = value


def _added(frame: pl.DataFrame, keys: list[str]) -> Iterable[tuple]:
    return frame.group_by(keys).agg(pl.col("value").sum()).iter_rows()


# Its form -----------------------------------------------------------------------------


def protect(
    counts: Mapping[Key, int],
    rule: Disclosure,
    secret: bytes,
    previous: Sequence[Edition] = (),
    served: Collection[Place] = (),
    withheld: Mapping[Block, int] = MappingProxyType({}),
    declared: Collection[Place] | None = None,
) -> dict[Key, PublishedCount]:
    """The public form of every count.

    Args:
        counts: ``true_counts``.
        rule: The theme's rule.
        secret: What makes the chance of rounding repeatable for its keeper, and for nobody else.
        previous: What was published before, oldest first; a count that still fits its form keeps it.
        served: Which target group has people in which region; empty when everybody may be everywhere.
        withheld: Blocks of which something is not told → how much: see ``withheld_at``.
        declared: As ``served``, with the groups that projects say they serve; the same when null.
    """
    if not counts:
        return {}
    counts, served = dict(sorted(counts.items())), sorted(served)
    before = {key: (form, edition.rule) for edition in previous for key, form in edition.cube.items() if form.sign != "hidden"}
    gone = {key for key in counts if withheld.get(block_of(key), 0) >= withheld_at(key)}
    gone |= _national_rows(counts, rule, served if declared is None else declared)
    values = _values(counts, rule, secret, before, served, gone)
    gone |= _undivided(values, rule, served)
    return {key: _form(counts[key], values[key], key in gone, rule, before.get(key)) for key in counts}


def block_of(key: Key) -> Block:
    """What is hidden together with a count, so that hiding says nothing of one of them."""
    return key.day, key.indicator, key.cube


def withheld_at(key: Key) -> int:
    """How much of a block is not told when this count is not: 1 for genders of few people, 2 for all genders, 3 for everyone too."""
    return 3 if key.gender == EVERYONE else 2 if key.gender in _INNER_GENDERS else 1


def genders(key: Key) -> list[Key]:
    """The genders of a row."""
    return [replace(key, gender=gender) for gender in GENDERS]


def _undivided(values: Mapping[Key, int], rule: Disclosure, served: Collection[Place]) -> set[Key]:
    """Parts of wholes that are published as too few to be divided, with their genders."""
    too_small = (parts for whole, parts in _divided(values) if values[whole] < least_divided(whole, parts, rule, served))
    return {key for parts in too_small for part in parts for key in (part, *genders(part)) if key in values}


def _divided(keys: Iterable[Key]) -> list[tuple[Key, list[Key]]]:
    """Every whole with what it is divided into: genders, rows, or the indicators of a question that is answered once."""
    keys = list(keys)
    return [(whole, parts) for whole, parts, _ in sums(keys)] + partitions(keys, tuple(INDICATOR_PARTITIONS))


def least_divided(whole: Key, parts: Sequence[Key], rule: Disclosure, served: Collection[Place]) -> int:
    """The least published count that is divided: one base for each part that there may be, and at least three.

    So nothing but the whole's own form, and what is known anyway, decides whether its parts are told.
    """
    if whole.indicator != parts[0].indicator:
        return rule.rounding_base * max(3, len(parts))
    if whole.cube == parts[0].cube:
        return rule.rounding_base * (len(GENDERS) if whole.cube == TOTAL else 3)
    column = CUBES.index(parts[0].cube)
    return rule.rounding_base * max(3, len({place[column] for place in served} or parts))


def _national_rows(counts: Iterable[Key], rule: Disclosure, served: Collection[Place]) -> set[Key]:
    """Rows that tell of a sensitive group below the country, and one row more, so that they are not what is left of the whole.

    Such are a region where only sensitive groups are served, and a sensitive group that is served in one region only.
    """
    sensitive, gone = set(rule.national_only_groups), set()
    for column, cube in enumerate(CUBES):
        others: dict[str, set[str]] = defaultdict(set)
        for place in served:
            others[place[column]].add(place[1 - column])
        if cube == "region":
            withheld = {region for region, groups in others.items() if groups <= sensitive}
        else:
            withheld = {group for group, regions in others.items() if group in sensitive and len(regions) == 1}
        if len(withheld) == 1:
            withheld |= set(sorted(others.keys() - withheld, key=lambda code: (len(others[code]), code))[:1])
        gone |= {key for key in counts if key.cube == cube and key.code in withheld}
    return gone


def _form(count: int, rounded: int, is_gone: bool, rule: Disclosure, before: tuple[PublishedCount, Disclosure] | None) -> PublishedCount:
    """The form of a count. It is revised when the count is outside what was published of it before."""
    revised = False
    if before:
        least, most = before[0].bounds(before[1])
        revised = not least <= count <= most
    if is_gone:
        return PublishedCount(None, "hidden", revised)
    if 0 < count < rule.threshold:
        return PublishedCount(None, "few", revised)
    return PublishedCount(rounded, "value", revised)


def _choices(count: int, rule: Disclosure) -> tuple[int, int]:
    """The two multiples of the base that a count may be published as; a sign stands at the base."""
    base = rule.rounding_base
    if count == 0:
        return 0, 0
    if count < rule.threshold:
        return base, base
    low, high = count // base * base, -(-count // base) * base
    # The multiple that would look like a sign, or like less than the threshold, is nobody's.
    return (high, high) if low < rule.threshold else (low, high)


def _open_choices(
    counts: Mapping[Key, int],
    rule: Disclosure,
    before: Mapping[Key, tuple[PublishedCount, Disclosure]],
    served: Collection[Place],
) -> dict[Key, tuple[int, int]]:
    """The multiples that each count may still be published as.

    A count keeps the form that it was published in. No form falls below that of an earlier day. A whole that would be divided or
    not as it is rounded up or down is rounded down.
    """
    choices = {key: _choices(count, rule) for key, count in counts.items()}
    for whole, parts in _divided(counts):
        low, high = choices[whole]
        if low < least_divided(whole, parts, rule, served) <= high:
            choices[whole] = low, low
    highest: dict[Key, list[tuple[date, int]]] = defaultdict(list)
    for key, (form, with_rule) in before.items():
        value = rule.rounding_base if form.sign == "few" else form.value
        if with_rule == rule and value is not None:
            highest[replace(key, day=date.min)].append((key.day, value))
    for key, count in counts.items():
        low, high = choices[key]
        kept = before[key][0].value if key in before and before[key][1] == rule else None
        if kept and kept in _choices(count, rule):
            choices[key] = kept, kept
        elif low < high:
            for day, value in highest[replace(key, day=date.min)]:
                if day < key.day and low < value <= high:
                    choices[key] = value, value
                elif day > key.day and low <= value < high:
                    choices[key] = value, value
    return choices


def _values(
    counts: Mapping[Key, int],
    rule: Disclosure,
    secret: bytes,
    before: Mapping[Key, tuple[PublishedCount, Disclosure]],
    served: Collection[Place],
    gone: Collection[Key],
) -> dict[Key, int]:
    """Roundings near to what chance drew, with which all that is known of counts holds: sums, time, parts, who is served where.

    Published forms are then themselves a state of affairs that fits them. Starting from there any one count can be moved, and
    the others with it, so that nothing that is known narrows its form down.
    """
    base = rule.rounding_base
    choices = _open_choices(counts, rule, before, served)
    hidden = {*gone, *_undivided({key: high for key, (_, high) in choices.items()}, rule, served)}
    system, step, least = System(), {}, {}
    for key, (low, high) in choices.items():
        if key in hidden:
            step[key], least[key] = system.unknown(whole=False), 0.0
        else:
            wish = _drawn(key, counts[key], rule, secret)
            step[key], least[key] = system.unknown(high=(high - low) / base, cost=-1.0 if wish > low else 1.0), low / base

    def hold(whole: Key, parts: Sequence[Key], is_all: bool, out: float) -> None:
        """A whole is not less than its parts, and not more where they are all of it."""
        offset = sum(least[part] for part in parts) - least[whole]
        factors = [1.0, *(-1.0 for _ in parts)]
        system.add([step[whole], *(step[part] for part in parts)], factors, offset, offset if is_all else np.inf, out=out)

    for whole, parts, is_all in sums(counts):
        hold(whole, parts, is_all, _OUT_OF_SUM)
        if not hidden.intersection((whole, *parts)):
            _leave_room(system, step, choices, rule, counts, whole, parts, is_all)
    for whole, parts, is_all in nested(counts, served):
        hold(whole, parts, is_all, _OUT)
    for whole, parts in partitions(counts):
        if counts[whole] == sum(counts[part] for part in parts):
            hold(whole, parts, True, _OUT_OF_DIVISION)
    for one, other in in_time(counts):
        if choices[one][0] <= choices[other][1]:
            hold(other, [one], counts[one] == counts[other], _OUT if counts[one] <= counts[other] else _OUT_OF_DIVISION)
    for part, whole in parts_of(counts):
        if counts[part] <= counts[whole]:
            hold(whole, [part], False, _OUT)
    solution = system.solve(whole=True)
    # Without a solution in time every count is rounded down: the attack says what has to be hidden then.
    steps = {key: 0.0 if solution is None else np.rint(solution[step[key]]) for key in counts}
    return {key: int(low + base * (steps[key] if key not in hidden else 0)) for key, (low, _) in choices.items()}


def _leave_room(
    system: System,
    step: Mapping[Key, int],
    choices: Mapping[Key, tuple[int, int]],
    rule: Disclosure,
    counts: Mapping[Key, int],
    whole: Key,
    parts: Sequence[Key],
    all_of_it: bool,
) -> None:
    """A whole is as much above the least of its parts, and below their most, as the promise to the smallest of them needs."""
    there = [part for part in parts if counts[part]]
    if not there or not counts[whole]:
        return
    needed = max(PublishedCount(None, "few").promise(rule) if counts[part] < rule.threshold else rule.rounding_base for part in there) - 1

    def ends(key: Key) -> tuple[tuple[float, float], tuple[float, float]]:
        """The least and the most of a form: of the lower multiple, and how much more of the upper."""
        if counts[key] < rule.threshold:
            return (1, 0), (rule.threshold - 1, 0)
        (least, most), (next_least, next_most) = (PublishedCount(value).bounds(rule) for value in choices[key])
        return (least, next_least - least), (most, next_most - most)

    columns = [step[key] for key in (whole, *there) if choices[key][0] < choices[key][1]]
    for side, sign in ((1, 1.0), (0, -1.0)) if all_of_it else ((1, 1.0),):
        terms = [(key, sign * (1.0 if key == whole else -1.0), ends(key)[side if key == whole else 1 - side]) for key in (whole, *there)]
        constant = sum(factor * end[0] for _, factor, end in terms)
        factors = [factor * end[1] for key, factor, end in terms if choices[key][0] < choices[key][1]]
        system.add(columns, factors, needed - constant, np.inf, out=_OUT)


def sums(keys: Iterable[Key]) -> list[tuple[Key, list[Key], bool]]:
    """Whole, its parts, and whether they are all of it."""
    cells = dict.fromkeys(keys)
    made = []
    for key in cells:
        if key.gender == EVERYONE and (split := [part for part in genders(key) if part in cells]):
            made.append((key, split, key.cube == TOTAL))
    divided: dict[tuple, list[Key]] = defaultdict(list)
    for key in cells:
        if key.cube != TOTAL:
            divided[key.day, key.indicator, key.cube, key.gender].append(key)
    for (day, indicator, _, gender), parts in divided.items():
        whole = Key(day, indicator, TOTAL, "", gender)
        if whole in cells:
            made.append((whole, parts, True))
    return made


def partitions(keys: Iterable[Key], names: Sequence[str] = ("labour", "education")) -> list[tuple[Key, list[Key]]]:
    """Everyone, and the parts of a question that each person answers once. Ages leave a gap: theirs are not all."""
    cells = dict.fromkeys(keys)
    divisions = []
    for codes in (INDICATOR_PARTITIONS[name] for name in names):
        for key in keys:
            if key.indicator == codes[0]:
                parts = [replace(key, indicator=code) for code in codes]
                whole = replace(key, indicator=ALL_PARTICIPANTS)
                if whole in cells and all(part in cells for part in parts):
                    divisions.append((whole, parts))
    return divisions


def in_time(keys: Iterable[Key]) -> Iterable[tuple[Key, Key]]:
    """Each count and the same one on the next day."""
    same: dict[tuple, list[Key]] = defaultdict(list)
    for key in keys:
        same[key.indicator, key.cube, key.code, key.gender].append(key)
    for states in same.values():
        states.sort()
        yield from zip(states, states[1:], strict=False)


def parts_of(keys: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    """Each count of an indicator, and the same of the one that it is a part of."""
    whole_of = {code: row["part_of"] for code, row in code_list("indicators").items()}
    cells = dict.fromkeys(keys)
    for key in cells:
        if whole_of.get(key.indicator) and (whole := replace(key, indicator=whole_of[key.indicator])) in cells:
            yield key, whole


def nested(keys: Iterable[Key], served: Collection[Place]) -> Iterator[tuple[Key, list[Key], bool]]:
    """Rows whose people are all in one row of the other division: that row, these, and whether they are all of it.

    Such are regions where one target group is served, and target groups that are served in one region.

    Args:
        keys: Counts.
        served: Which target group has people in which region; nothing is known when it is empty.
    """
    cells = dict.fromkeys(keys)
    inner: dict[tuple[str, str], list[str]] = defaultdict(list)
    across: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in served:
        for column, cube in enumerate(CUBES):
            across[cube, place[column]].add(place[1 - column])
    for (cube, code), others in across.items():
        if len(others) == 1:
            inner[CUBES[1 - CUBES.index(cube)], next(iter(others))].append(code)
    for key in cells:
        if codes := inner.get((key.cube, key.code)):
            other = CUBES[1 - CUBES.index(key.cube)]
            if parts := [part for code in codes if (part := replace(key, cube=other, code=code)) in cells]:
                yield key, parts, across[key.cube, key.code] == set(codes)


def crossed(
    keys: Iterable[Key], served: Collection[Place], unknown: Callable[[], int]
) -> Iterator[tuple[list[Key], list[int], list[int], float]]:
    """What rows of regions and of target groups have to do with each other: both consist of single groups in single regions.

    Args:
        keys: Counts.
        served: Which target group has people in which region; nothing is known when it is empty.
        unknown: Makes the column of one unknown.

    Returns:
        Conditions: these counts and unknowns, less those unknowns, are from zero to the most.
    """
    rows: dict[tuple[date, str], dict[str, dict[Key, None]]] = defaultdict(lambda: {cube: {} for cube in CUBES})
    for key in keys:
        if key.cube in CUBES:
            rows[key.day, key.indicator][key.cube][key] = None
    for divided in rows.values():
        if not served or not all(divided.values()):
            continue
        codes = [{key.code for key in divided[cube]} for cube in CUBES]
        places = [place for place in served if place[0] in codes[0] and place[1] in codes[1]]
        names = dict.fromkeys(key.gender for cube in CUBES for key in divided[cube])
        columns = {(place, gender): unknown() for place in places for gender in names}
        for number, cube in enumerate(CUBES):
            for key in divided[cube]:
                yield [key], [], [columns[place, key.gender] for place in places if place[number] == key.code], 0.0
        for place in places if EVERYONE in names else ():
            yield [], [columns[place, EVERYONE]], [columns[place, gender] for gender in names if gender != EVERYONE], np.inf


def _drawn(key: Key, count: int, rule: Disclosure, secret: bytes) -> int:
    """The multiple that chance draws: the nearer one more often, so that nothing is gained or lost on average.

    The same count of the same thing draws the same on every day and in every delivery.
    """
    low, high = _choices(count, rule)
    if low == high:
        return low
    name = f"{key.indicator}|{key.cube}|{key.code}|{key.gender}|{low}"
    draw = int.from_bytes(hmac.digest(secret, name.encode(), hashlib.sha256)[:4], "big") / 2**32
    return high if draw < (count - low) / rule.rounding_base else low
