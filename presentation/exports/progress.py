"""How far a long export has come."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Part = TypeVar("Part")
#: Told how many of all parts are done.
Progress = Callable[[int, int], object]


def unheard(done: int, whole: int) -> None:
    """For those who do not follow the progress."""


def counted(parts: Iterable[Part], progress: Progress) -> Iterator[Part]:
    """The parts one by one; after each the progress is told, where a reader may stop the work."""
    every = tuple(parts)
    for done, part in enumerate(every):
        progress(done, len(every))
        yield part
    progress(len(every), len(every))
