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


def within(dimension: str, code: str | None, text: Text) -> str:
    """A part as the place of something, in the form that a sentence needs: *in Uusimaa*, *in the sub-theme “…”*.

    Args:
        dimension: Kind of label, as for ``Text.label``.
        code: A code of it; not null.
    """
    if dimension == "regions":
        return text.in_region(code)
    name = text.label(dimension, code)
    return {
        "areas": text("in the area “{name}”", name=name),
        "authorities": text("in projects of the authority “{name}”", name=name),
        "subthemes": text("in the sub-theme “{name}”", name=name),
        "target_groups": text("in the target group “{name}”", name=name),
        "implementer_types": text("with implementers of the type “{name}”", name=name),
        "support_forms": text("in the form of support “{name}”", name=name),
        "years": text("in projects that started in {name}", name=name),
        "indicators": text("in the indicator “{code} {name}”", code=code, name=name),
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
