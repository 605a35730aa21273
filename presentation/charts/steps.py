"""Round steps of an axis."""

import math
from collections.abc import Iterable


def round_step(top: float, count: int, whole: bool = False) -> float:
    """The smallest round step that reaches ``top`` in ``count`` steps.

    Args:
        top: Above zero.
        count: Steps at most.
        whole: Whole numbers only, for things that are counted.
    """
    raw = max(top / count, 1) if whole else top / count
    size = 10.0 ** math.floor(math.log10(raw))
    steps = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    return next(step * size for step in steps if step * size >= raw * (1 - 1e-9))


def round_ticks(values: Iterable[float | None], whole: bool = False) -> list[float]:
    """Four round steps or fewer, from zero (or below it) to above every value."""
    known = [value for value in values if value is not None]
    top, bottom = max(0, *known, 0), min(0, *known, 0)
    step = round_step(max(top, -bottom) * 1.04 or 1, 4, whole)
    first, last = math.floor(bottom / step), math.ceil(top * 1.04 / step) or 1
    return [step * index for index in range(first, last + 1)]
