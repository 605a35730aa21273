"""Put a publication of people together: protect, attack, hide what can still be inferred, attack again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from data_loaders.codes import GENDERS
from data_loaders.schemas import PublicPeopleCell
from data_loaders.theme import Disclosure
from publication.attack import AttackResult, Leak, attack
from publication.rounding import CUBES, EVERYONE, TOTAL, Cube, Key, PublishedCount, protect, true_counts

#: So often more is hidden; what can be inferred after that is not published at all.
_ROUNDS = 8


@dataclass(frozen=True, eq=False)
class Publication:
    """Counts of people in their public form, with the attack on them.

    Attributes:
        cube: Every count in its public form.
        attack: The last attack.
        rounds: How often more had to be hidden.
        hidden: Why counts are hidden → how many: ``additive`` (they would give their whole
            away, or it them), ``attack`` (the attack could infer them).
    """

    cube: Cube
    attack: AttackResult
    rounds: int
    hidden: Mapping[str, int]

    @property
    def forms(self) -> Mapping[str, int]:
        """Form → how many counts have it: ``zero``, ``few``, ``rounded``, ``hidden``."""
        named = Counter("zero" if form.value == 0 else "rounded" if form.sign == "value" else form.sign for form in self.cube.values())
        return dict(sorted(named.items()))


def protect_against_attack(
    people: pl.DataFrame,
    trends: Iterable[pl.DataFrame],
    as_of: date,
    rule: Disclosure,
    secret: bytes,
    previous: Sequence[Cube] = (),
) -> Publication:
    """The public form of a delivery's counts of people.

    Args:
        people: People cube of the theme's projects.
        trends: People trend cubes of the theme's projects.
        as_of: Day of the people cube.
        rule: The theme's rule.
        secret: What makes the chance of rounding repeatable.
        previous: Earlier publications, oldest first.
    """
    before: dict[Key, PublishedCount] = {}
    for cube in previous:
        before |= cube
    cube = protect(true_counts(people, trends, as_of, rule), rule, secret, before)
    by_rule = sum(form.sign == "hidden" for form in cube.values())
    attacked, rounds = attack(cube, rule, previous), 0
    while attacked.leaks and rounds < _ROUNDS:
        rounds += 1
        gone = {key for leak in attacked.leaks for key in _cure(leak, cube, rounds)}
        cube = {key: PublishedCount(None, "hidden") if key in gone else form for key, form in cube.items()}
        attacked = attack(cube, rule, previous)
    by_attack = sum(form.sign == "hidden" for form in cube.values()) - by_rule
    return Publication(cube, attacked, rounds, {"additive": by_rule, "attack": by_attack})


def _cure(leak: Leak, cube: Cube, rounds: int) -> Iterable[Key]:
    """What is hidden because of a leak: first the count, then its row, then all rows beside it."""
    key = leak.key
    rows = [key]
    if rounds > 2 and key.cube != TOTAL:
        rows = [
            other
            for other in cube
            if (other.day, other.indicator, other.cube) == (key.day, key.indicator, key.cube) and other.gender == key.gender
        ]
    elif rounds > 4:
        rows = [key, *(replace(key, cube=cube_, code=other.code) for cube_ in CUBES for other in cube if other.cube == cube_)]
    for row in rows:
        genders = [replace(row, gender=gender) for gender in GENDERS]
        mine = [row, *genders] if row.gender == EVERYONE or rounds > 1 else [row]
        yield from (each for each in mine if each in cube)


def people_table(cube: Cube) -> pl.DataFrame:
    """The counts as a table (``PublicPeopleCell``)."""
    rows = [
        {
            "date": key.day,
            "indicator": key.indicator,
            "cube": key.cube,
            "code": key.code or None,
            "gender": key.gender,
            "value": form.value,
            "sign": form.sign,
            "revised": form.revised,
        }
        for key, form in sorted(cube.items())
    ]
    return PublicPeopleCell.validate(pl.DataFrame(rows, schema=PublicPeopleCell.create_empty().schema), cast=True)


def cube_of(table: pl.DataFrame) -> dict[Key, PublishedCount]:
    """The counts of a table (``PublicPeopleCell``)."""
    return {
        Key(row["date"], row["indicator"], row["cube"], row["code"] or "", row["gender"]): PublishedCount(
            row["value"], row["sign"], row["revised"]
        )
        for row in table.iter_rows(named=True)
    }
