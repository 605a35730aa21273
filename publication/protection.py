"""Put a publication of people together: protect, attack, hide what can still be inferred, attack again."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import polars as pl

from data_loaders.schemas import PublicPeopleCell
from data_loaders.theme import Disclosure
from publication.attack import AttackResult, attack
from publication.rounding import CUBES, TOTAL, Block, Cube, Edition, Key, Place, PublishedCount, block_of, protect, true_counts, withheld_at

#: So often more is hidden: what stands beside a leak, then all of its indicator, at last everything, then no count
#: is published at all: that tells nothing that has not been published before.
_ROUNDS = 8


@dataclass(frozen=True, eq=False)
class Publication:
    """Counts of people in their public form, with the attack on them.

    Attributes:
        cube: Every count in its public form.
        attack: The last attack; without leaks that earlier publications have by themselves.
        rounds: How often more had to be hidden.
        hidden: Why counts are hidden → how many: ``rule`` (the rule, or a whole too small to be divided),
            ``attack`` (the attack could infer them, or counts beside them).
        earlier: Counts that earlier publications give away whatever is published now.
    """

    cube: Cube
    attack: AttackResult
    rounds: int
    hidden: Mapping[str, int]
    earlier: int

    @property
    def passed(self) -> bool:
        """Whether it tells nothing that earlier publications have not told."""
        return self.attack.passed

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
    previous: Sequence[Edition] = (),
    groups: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Publication:
    """The public form of a delivery's counts of people.

    Args:
        people: People cube of the theme's projects.
        trends: People trend cubes of the theme's projects.
        as_of: Day of the people cube.
        rule: The theme's rule.
        secret: What makes the chance of rounding repeatable.
        previous: Earlier publications, oldest first.
        groups: Project code → target groups that it says it serves, for those of its people whose group is not told.
    """
    places, declared = places_of(people), places_of(people, groups)
    counts = true_counts(people, trends, as_of, rule)
    withheld: dict[Block, int] = {}
    told = None
    rounds = 0
    while True:
        # At last no count is told, not even as a sign: its mark of a revision would tell something too.
        cube = protect(counts, rule, secret, previous, places, withheld, declared) if rounds < _ROUNDS else {}
        if not rounds:
            by_rule = sum(form.sign == "hidden" for form in cube.values())
        attacked = attack(cube, rule, previous, places, one_a_block=True)
        if previous and not attacked.passed:
            # What earlier publications tell cannot be taken back; only what this one adds counts.
            told = attack(previous[-1].cube, previous[-1].rule, previous[:-1], places) if told is None else told
            attacked = _without(attacked, told)
        if attacked.passed or rounds == _ROUNDS:
            break
        rounds += 1
        _withhold(withheld, attacked, counts, rounds)
    hidden = len(counts) - sum(form.sign != "hidden" for form in cube.values())
    return Publication(cube, attacked, rounds, {"rule": by_rule, "attack": hidden - by_rule}, len(told.leaks) if told else 0)


def places_of(people: pl.DataFrame, groups: Mapping[str, Collection[str]] = MappingProxyType({})) -> frozenset[Place]:
    """Which target group has people in which region; empty where one is not known.

    Args:
        people: People cube.
        groups: Project code → target groups of those of its people whose group is not told.
    """
    rows = people.select("project_code", pl.col("region", "target_group").cast(pl.String).fill_null("")).unique().iter_rows()
    return frozenset((region, one) for code, region, group in rows for one in ([group] if group else groups.get(code) or [""]))


def _without(attacked: AttackResult, told: AttackResult) -> AttackResult:
    """An attack without what earlier publications tell by themselves."""
    known = {leak.key: leak.high - leak.low for leak in told.leaks}
    leaks = tuple(leak for leak in attacked.leaks if leak.high - leak.low < known.get(leak.key, leak.promised))
    return AttackResult(leaks, attacked.contradictory and not told.contradictory, attacked.count, attacked.assumed)


def _withhold(withheld: dict[Block, int], attacked: AttackResult, counts: Mapping[Key, int], rounds: int) -> None:
    """Hide more: what stands beside the leaks, the farther around the more rounds there were.

    Whole blocks are hidden, so that it cannot be told from a sign which counts it is there for.
    """
    worst: dict[Block, int] = {}
    for leak in attacked.leaks:
        block = block_of(leak.key)
        worst[block] = max(worst.get(block, 0), withheld_at(leak.key))
        if leak.key.cube == TOTAL:
            # What the country's counts give away is given away by those of its parts too.
            for cube in CUBES if worst[block] > 1 else ():
                worst[(*block[:2], cube)] = max(worst.get((*block[:2], cube), 0), worst[block])
    present = {block_of(key) for key in counts}
    if rounds > 6 or attacked.contradictory:
        worst = dict.fromkeys(present, 3)
    elif rounds > 4:
        worst |= dict.fromkeys((block for block in present if any(block[1] == indicator for _, indicator, _ in worst)), 3)
    elif rounds > 2 or not present.intersection(worst):
        # Earlier publications' counts are narrowed down by those of other days.
        beside = {(indicator, cube) for _, indicator, cube in worst}
        worst |= {block: max(worst.get(block, 0), 1) for block in present if block[1:] in beside}
    for block in present.intersection(worst):
        withheld[block] = min(3, max(worst[block], withheld.get(block, 0) + 1))


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
