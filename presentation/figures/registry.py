"""Every figure by its key: one builder each, which pages, decks, workbooks, reports and the search for leaks all ask.

A builder takes a ``Reading`` and gives a block, or says why there is none. It stands in the file of its drawing and
is registered when that file is imported, which ``presentation/figures/__init__.py`` does for all of them. A key is the
``key`` of the block: also the name of the files made of it, and of its place on its page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from presentation.block import FigureBlock
from presentation.comparison import compared
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.words.protection import with_signs

Reason = Literal[
    "empty", "theme", "outcomes", "participants", "indicator", "past", "plan", "need", "region", "column", "forecast"
]  # fmt: skip
#: Every reason; ``unlock_sentence`` has the words for those who keep the data, ``public_lack_sentence`` for all others.
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True)
class Lack:
    """Why there is no figure: what the reading lacks for it."""

    reason: Reason


Built = FigureBlock | Matrix | Lack
#: Takes a reading, and what tells the figures of a family apart.
Builder = Callable[..., Built]
#: Key → how the figure is built. Filled by ``register``.
BUILDERS: dict[str, Callable[[Reading], Built]] = {}
#: Every key in the order of the pages, in which workbooks and the search for leaks go too. Matrices come last.
KEYS: tuple[str, ...] = (
    "funding-frame",
    "funding-trend",
    "forecast-course",
    "forecast-scenario",
    "forecast-backtest",
    "funding-regions",
    "funding-subthemes",
    "funding-target-groups",
    "funding-implementer-types",
    "funding-authorities",
    "funding-support-forms",
    "funding-areas",
    "funding-years",
    "funding-concentration",
    "funding-sizes",
    "map-planned",
    "map-actual",
    "map-projects",
    "map-participants",
    "map-planned-per-inhabitant",
    "map-actual-per-inhabitant",
    "map-projects-per-inhabitant",
    "map-participants-per-inhabitant",
    "map-overview",
    "regions-trend-planned",
    "regions-trend-actual",
    "regions-trend-projects",
    "regions-trend-participants",
    "regions-trend-planned-per-inhabitant",
    "regions-trend-actual-per-inhabitant",
    "regions-trend-projects-per-inhabitant",
    "regions-trend-participants-per-inhabitant",
    "people-target-groups",
    "people-trend-target-groups",
    "people-change-target-groups",
    "planned-projects",
    "planned-groups",
    "need-regions",
    "need-inhabitants",
    "people-regions",
    "people-trend-regions",
    "people-change-regions",
    "projects-target-groups",
    "projects-trend-target-groups",
    "gender-balance",
    "gender-trend",
    "people-change-genders",
    "gender-target-groups",
    "gender-regions",
    "gender-subthemes",
    "gender-indicators",
    "need-balance",
    "gender-answers",
    "outcomes-targets",
    "outcomes-labour",
    "outcomes-education",
    "outcomes-rates",
    "outcomes-results",
    "outcomes-background",
    "outcomes-trend",
    "outcomes-complete",
    "outcomes-organisations",
    "outcomes-compared",
    "people-change-indicators",
    "theme-subthemes",
    "theme-promises",
    "theme-promises-trend",
    "theme-workplaces",
    "costs-subthemes",
    "costs-sizes",
    "costs-results",
    "costs-trend",
    "coverage-trend-target-groups-subthemes",
    "coverage-trend-regions-subthemes",
    "coverage-trend-regions-target-groups",
    "status-trend",
    "project-progress",
    "project-trend",
    "coverage-target-groups-subthemes",
    "coverage-regions-subthemes",
    "coverage-regions-target-groups",
)


def register(key: str, *, beyond_choices: bool = False) -> Callable[[Builder], Builder]:
    """Register the builder of one figure.

    Args:
        key: One of ``KEYS``.
        beyond_choices: The figure shows more than the projects of the reader's choices: it is there also when no
            project fits them.
    """
    return register_each({key: ()}, beyond_choices=beyond_choices)


def register_each(keys: Mapping[str, tuple], *, beyond_choices: bool = False) -> Callable[[Builder], Builder]:
    """Register the one builder of a family of figures.

    Args:
        keys: Key → what the builder is given after the reading.
        beyond_choices: As in ``register``.
    """

    def keep(builder: Builder) -> Builder:
        for key, given in keys.items():
            BUILDERS[key] = _with_rule(builder, given, beyond_choices)
        return builder

    return keep


def _with_rule(builder: Builder, given: tuple, beyond_choices: bool) -> Callable[[Reading], Built]:
    def built(reading: Reading) -> Built:
        return builder(reading, *given) if beyond_choices or reading.view.rows.height else Lack("empty")

    return built


def build(key: str, reading: Reading) -> Built:
    """One figure or matrix, or what the reading lacks for it; where the reader compares, one figure of all sides.

    Raises:
        KeyError: no figure has that key.
    """
    if reading.sides:
        built = [build(key, side) for side in reading.sides]
        blocks = [None if isinstance(each, Lack) else each for each in built]
        lacks = [each for each in built if isinstance(each, Lack)]
        if len(lacks) == len(built):
            return lacks[0]
        if (merged := compared(blocks, reading)) is not None:
            return merged
    block = BUILDERS[key](reading)
    return block if isinstance(block, Lack) else with_signs(block, reading.view, reading.text)


def shown(keys: Iterable[str], reading: Reading) -> Iterator[FigureBlock | Matrix]:
    """The figures and matrices of these keys that there are, one after the other; the others are left out.

    Raises:
        KeyError: no figure has one of the keys.
    """
    return (block for key in keys if not isinstance(block := build(key, reading), Lack))


def nobody(reading: Reading) -> Lack:
    """What a figure of people lacks where nobody is counted."""
    return Lack("outcomes" if reading.view.people is None else "participants")
