"""Values that may be null, read where a caller has made sure that they are not."""

from typing import TypeVar

Value = TypeVar("Value")


def known(value: Value | None) -> Value:
    """The value itself.

    Raises:
        ValueError: it is null, though the caller took it to be known.
    """
    if value is None:
        raise ValueError("a value that must be known is null")
    return value
