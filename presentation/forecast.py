"""How the forecast is said: its answer, what it rests on, and why there may be none."""

from presentation.text import Text


def untestable_sentence(text: Text) -> str:
    """Why a list cannot be used to test a forecast."""
    return text("The list has too few projects of the same age, or of two authorities, to test a forecast.")
