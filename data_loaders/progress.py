"""How far long work has come, told while it is done."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Part = TypeVar("Part")
#: Told of each step: its code, and the share of the whole work that is done before it.
StepProgress = Callable[[str, float], object]
#: Told how many of all parts are done.
PartProgress = Callable[[int, int], object]


def unheard(step_or_done: object, of_all: object) -> None:
    """For those who do not follow the progress."""


def counted(parts: Iterable[Part], progress: PartProgress) -> Iterator[Part]:
    """The parts one by one; after each the progress is told, where a reader may stop the work."""
    every = tuple(parts)
    for done, part in enumerate(every):
        progress(done, len(every))
        yield part
    progress(len(every), len(every))
