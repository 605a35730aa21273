"""How the dimensions of a figure are called."""

from presentation.text import Text


def subtitle(sentence: str, filtered: str | None, text: Text) -> str:
    """What a figure measures, with the reader's filters behind it."""
    return text("{measure} · {filters}", measure=sentence, filters=filtered) if filtered else sentence


def division(dimension: str, text: Text) -> str:
    """By what something is divided, as the end of a sentence."""
    return {
        "regions": text("by region"),
        "areas": text("by area of the granting authority"),
        "authorities": text("by authority"),
        "subthemes": text("by sub-theme"),
        "target_groups": text("by target group"),
        "implementer_types": text("by type of implementer"),
        "support_forms": text("by form of support"),
        "years": text("by year of start"),
        "indicators": text("by indicator"),
        "genders": text("by gender"),
    }[dimension]


def heading(dimension: str, text: Text) -> str:
    """The header of the first column of a table."""
    return {
        "regions": text("Region"),
        "areas": text("Area"),
        "authorities": text("Authority"),
        "subthemes": text("Sub-theme"),
        "target_groups": text("Target group"),
        "implementer_types": text("Type of implementer"),
        "support_forms": text("Form of support"),
        "years": text("Year of start"),
        "indicators": text("Indicator"),
        "genders": text("Gender"),
    }[dimension]


def with_count(words: str) -> str:
    """A row's name and its count after a dot: the dot stays at the end of a line, and the number with what it counts."""
    *parts, count = words.split(" · ")
    return "\u00a0· ".join((*parts, count.replace(" ", "\u00a0"))) if parts else words
