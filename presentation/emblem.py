"""The European emblem, from its official geometry: a flag of 3 to 2 with twelve stars in a circle."""

import math
from functools import cache

BLUE, YELLOW = "#003399", "#FFCC00"
#: Width of the flag when it is one high.
RATIO = 1.5


def stars() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The twelve stars as outlines of ten corners; the flag is 1.5 wide and 1 high, y downwards.

    The centres lie on a circle of a third of the height, each star within a circle of an
    eighteenth, one point upright.
    """
    centres = [(0.75 + math.sin(hour * math.pi / 6) / 3, 0.5 - math.cos(hour * math.pi / 6) / 3) for hour in range(12)]
    return tuple(tuple(_corner(x, y, corner) for corner in range(10)) for x, y in centres)


def _corner(x: float, y: float, corner: int) -> tuple[float, float]:
    # The inner corners of a pentagram lie at this part of the outer radius.
    radius = 1 / 18 * (1 if corner % 2 == 0 else (3 - math.sqrt(5)) / 2)
    angle = corner * math.pi / 5
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


@cache
def emblem_svg(height: int) -> str:
    """The emblem as SVG, decorative: the words beside it are its text."""
    shapes = "".join(f'<polygon points="{" ".join(f"{x:.4f},{y:.4f}" for x, y in star)}" fill="{YELLOW}"/>' for star in stars())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1.5 1" width="{height * RATIO:g}" height="{height}" '
        f'aria-hidden="true"><rect width="1.5" height="1" fill="{BLUE}"/>{shapes}</svg>'
    )
