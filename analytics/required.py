"""Values that may be missing in general, where the caller has made sure that they are not."""

from typing import TypeVar

Value = TypeVar("Value")


def required(value: Value | None) -> Value:
    """The value itself.

    Raises:
        ValueError: there is none, against what the caller has made sure of.
    """
    if value is None:
        raise ValueError("a value that must be known is missing")
    return value
