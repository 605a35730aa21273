"""Protect counts of people for the public: what is published, and in which form.

Counts from one to below the threshold become one sign; others are rounded to a
multiple of the base, up or down by chance that only the keeper of a key can repeat.
The roundings of a cube are chosen together, so that published parts add up to the
published whole: then a whole tells nothing about its parts that they do not tell
themselves. Where no such roundings exist, the parts are hidden. ``publication.attack``
proves the result. The reasons: ``docs/decisions`` and ``docs/method-protection.md``.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from analytics.people import ALL_PARTICIPANTS
from data_loaders.codes import GENDERS, INDICATOR_PARTITIONS, code_list
from data_loaders.theme import Disclosure

#: The whole country, then what it is divided by.
TOTAL, CUBES = "total", ("region", "target_group")
#: Everyone, whatever their gender.
EVERYONE = "all"
#: Genders that are published within a region or a target group; the rest is in everyone only.
_INNER_GENDERS = ("female", "male")
#: What it costs that a rounding is not what chance drew is one. What it costs that a form changes from one
#: publication to the next although it need not, that parts are out of their whole, or out of a division of everyone:
_KEEP, _OUT, _OUT_OF_DIVISION = 50.0, 1_000.0, 20.0


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


def protect(counts: Mapping[Key, int], rule: Disclosure, secret: bytes, previous: Cube | None = None) -> dict[Key, PublishedCount]:
    """The public form of every count.

    Args:
        counts: ``true_counts``.
        rule: The theme's rule.
        secret: What makes the chance of rounding repeatable for its keeper, and for nobody else.
        previous: What was published before; a count that still fits its form keeps it.
    """
    published = _rounded(counts, rule, secret, previous or {}) if counts else {}
    return {key: replace(form, revised=_is_revised(form, (previous or {}).get(key))) for key, form in published.items()}


def _is_revised(form: PublishedCount, before: PublishedCount | None) -> bool:
    return before is not None and "hidden" not in (form.sign, before.sign) and (form.value, form.sign) != (before.value, before.sign)


def _splits_hidden(counts: Mapping[Key, int], rule: Disclosure) -> set[Key]:
    """Genders that would give their whole away, or that it would give away."""
    gone = set()
    for key, everyone in counts.items():
        if key.gender != EVERYONE or everyone == 0:
            continue
        split = [part for gender in GENDERS if (part := replace(key, gender=gender)) in counts]
        least = sum(_choices(counts[part], rule)[0] for part in split)
        if (everyone < rule.threshold and (key.cube != TOTAL or sum(counts[part] > 0 for part in split) > 1)) or least > _choices(
            everyone, rule
        )[1]:
            gone.update(split)
    # Where the country's genders are not published, those of its parts are not either.
    country = {(key.day, key.indicator) for key in gone if key.cube == TOTAL}
    return gone | {key for key in counts if key.gender != EVERYONE and (key.day, key.indicator) in country}


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


def _rounded(counts: Mapping[Key, int], rule: Disclosure, secret: bytes, previous: Cube) -> dict[Key, PublishedCount]:
    """Roundings that add up, as near to what chance drew as they can be."""
    # Here, because loading it takes longer than many a command runs, and only publishing and auditing solve.
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    keys = sorted(counts)
    gone = _splits_hidden(counts, rule)
    at = {key: number for number, key in enumerate(keys)}
    low, high = np.array([_choices(counts[key], rule) for key in keys], dtype=float).T
    wish = np.array([_drawn(key, counts[key], rule, secret) for key in keys], dtype=float)
    weight = np.ones(len(keys))
    for key, number in at.items():
        before = previous.get(key)
        if before is not None and before.sign == "value" and low[number] <= before.value <= high[number]:
            wish[number], weight[number] = before.value, _KEEP
        if key in gone:
            low[number], high[number] = 0, counts[replace(key, gender=EVERYONE)] + rule.threshold
    is_gone = np.array([key in gone for key in keys], dtype=bool)
    # Variables: steps up from the lower multiple (or a hidden count itself), then what sums are out by, up and down.
    step = np.where(is_gone, 1, rule.rounding_base)
    sums = _sums(keys)
    divisions = [(whole, parts, True) for whole, parts in partitions(keys) if counts[whole] == sum(counts[part] for part in parts)]
    total, size = len(keys), len(keys) + 2 * (len(sums) + len(divisions))
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    bounds: list[tuple[float, float]] = []

    def constrain(terms: Iterable[tuple[int, float]], least: float, most: float) -> None:
        for column, value in terms:
            rows.append(len(bounds))
            columns.append(column)
            values.append(value)
        bounds.append((least, most))

    for number, (whole, parts, exact) in enumerate((*sums, *divisions)):
        terms = [(at[part], float(step[at[part]])) for part in parts] + [(at[whole], -float(step[at[whole]]))]
        offset = sum(low[at[part]] for part in parts) - low[at[whole]]
        constrain([*terms, (total + 2 * number, -1.0), (total + 2 * number + 1, 1.0)], -offset if exact else -np.inf, -offset)
    for one, other, exact in ((at[one], at[other], exact) for one, other, exact in _never_above(keys, counts)):
        # Only counts between the same two multiples can change their order.
        if low[one] == low[other] < high[one] and not (is_gone[one] or is_gone[other]):
            constrain([(other, 1.0), (one, -1.0)], 0, 0 if exact else np.inf)
    solution = milp(
        np.concatenate(
            [np.where(wish > low, -weight, weight) * ~is_gone, np.full(2 * len(sums), _OUT), np.full(2 * len(divisions), _OUT_OF_DIVISION)]
        ),
        constraints=LinearConstraint(csr_matrix((values, (rows, columns)), (len(bounds), size)), *np.array(bounds).T) if bounds else (),
        bounds=Bounds(np.zeros(size), np.concatenate([(high - low) / step, np.full(size - total, np.inf)])),
        integrality=np.concatenate([np.ones(total), np.zeros(size - total)]),
        options={"mip_rel_gap": 0.01},
    )
    if solution.x is None:
        raise ArithmeticError(f"no rounding: {solution.message}")
    steps = np.rint(solution.x[:total])
    for number, (_, parts, _) in enumerate(sums):
        if solution.x[total + 2 * number : total + 2 * number + 2].sum() > 0.5:
            gone.update(_same_rows(parts, at))
    return {key: _form(counts[key], int(low[n] + step[n] * steps[n]), key in gone, rule) for key, n in at.items()}


def _never_above(keys: Sequence[Key], counts: Mapping[Key, int]) -> Iterable[tuple[Key, Key, bool]]:
    """Two counts, the first not above the second, and whether they are known to be the same.

    The same count on the next day, and an indicator beside the one it is a part of.
    """
    part_of = {code: row["part_of"] for code, row in code_list("indicators").items()}
    for one, other in in_time(keys):
        if counts[one] <= counts[other]:
            yield one, other, counts[one] == counts[other]
    for key in keys:
        if (
            part_of.get(key.indicator)
            and (whole := replace(key, indicator=part_of[key.indicator])) in counts
            and counts[key] <= counts[whole]
        ):
            yield key, whole, False


def _same_rows(parts: Sequence[Key], at: Mapping[Key, int]) -> Iterable[Key]:
    """What is hidden when parts cannot add up: they, and the genders of the rows where everyone is hidden."""
    for part in parts:
        yield part
        if part.gender == EVERYONE:
            yield from (split for gender in _INNER_GENDERS if (split := replace(part, gender=gender)) in at)


def _form(count: int, rounded: int, is_gone: bool, rule: Disclosure) -> PublishedCount:
    if is_gone:
        return PublishedCount(None, "hidden")
    if 0 < count < rule.threshold:
        return PublishedCount(None, "few")
    return PublishedCount(rounded)


def _sums(keys: Sequence[Key]) -> list[tuple[Key, list[Key], bool]]:
    """Whole, its parts, and whether they are all of it."""
    cells = set(keys)
    sums = []
    for key in keys:
        if key.gender == EVERYONE:
            genders = [part for gender in GENDERS if (part := replace(key, gender=gender)) in cells]
            if genders:
                sums.append((key, genders, key.cube == TOTAL))
    divided: dict[tuple, list[Key]] = defaultdict(list)
    for key in keys:
        if key.cube != TOTAL:
            divided[key.day, key.indicator, key.cube, key.gender].append(key)
    for (day, indicator, _, gender), parts in divided.items():
        whole = Key(day, indicator, TOTAL, "", gender)
        if whole in cells:
            sums.append((whole, parts, True))
    return sums


def partitions(keys: Sequence[Key], names: Sequence[str] = ("labour", "education")) -> list[tuple[Key, list[Key]]]:
    """Everyone, and the parts of a question that each person answers once. Ages leave a gap: theirs are not all."""
    cells = set(keys)
    divisions = []
    for codes in (INDICATOR_PARTITIONS[name] for name in names):
        for key in keys:
            if key.indicator == codes[0]:
                parts = [replace(key, indicator=code) for code in codes]
                whole = replace(key, indicator=ALL_PARTICIPANTS)
                if whole in cells and cells.issuperset(parts):
                    divisions.append((whole, parts))
    return divisions


def in_time(keys: Sequence[Key]) -> Iterable[tuple[Key, Key]]:
    """Each count and the same one on the next day."""
    same: dict[tuple, list[Key]] = defaultdict(list)
    for key in keys:
        same[key.indicator, key.cube, key.code, key.gender].append(key)
    for states in same.values():
        states.sort()
        yield from zip(states, states[1:], strict=False)


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
