"""What stands around the figures: filters in words, sources, and what input is missing."""

from collections.abc import Sequence
from typing import Literal

from analytics.filters import Filters
from analytics.funding import OVERLAPPING, Part
from archive.deliveries import DeliveryInfo
from presentation.text import Text

#: Filter → the kind of label its codes have.
LABEL_KINDS = {
    "region": "regions",
    "subtheme": "subthemes",
    "group": "target_groups",
    "authority": "authorities",
    "status": "statuses",
}


def filter_name(name: str, text: Text) -> str:
    """What a filter is called."""
    return {
        "region": text("Region"),
        "subtheme": text("Sub-theme"),
        "group": text("Target group"),
        "authority": text("Authority"),
        "status": text("Status"),
        "from_year": text("Under way from"),
        "to_year": text("Under way until"),
        "compare": text("Side by side"),
    }[name]


def filter_chips(filters: Filters, text: Text) -> tuple[tuple[str, str | int, str], ...]:
    """Every choice as (filter, code, words), in the order of the filters."""
    chips: list[tuple[str, str | int, str]] = []
    for name in filters.active:
        value = getattr(filters, name)
        codes = value if isinstance(value, tuple) else (value,)
        for code in codes:
            label = (
                text.label(LABEL_KINDS[name], code) if name in LABEL_KINDS else filter_name(code, text) if name == "compare" else str(code)
            )
            chips.append((name, code, text("{filter}: {value}", filter=filter_name(name, text), value=label)))
    return tuple(chips)


def filters_in_words(filters: Filters, text: Text) -> str | None:
    """The choices in one line; null when nothing is filtered."""
    chips = filter_chips(filters, text)
    return "; ".join(words for _, _, words in chips) if chips else None


def compared_sentence(filters: Filters, text: Text) -> str:
    """That figures stand side by side, and whose."""
    codes = getattr(filters, filters.compare)
    names = text.list_of([text.label(LABEL_KINDS[filters.compare], code) for code in codes])
    return text("The figures of {names} stand side by side. They are not added up.", names=names)


def lost_sentence(lost: Sequence[tuple[str, str]], text: Text) -> str:
    """What of the address could not be restored; of very much the first few, cut to a readable length."""
    shown = [f"{name[:40]}={value[:40]}" for name, value in lost[:5]]
    return text.plural(
        "One choice in the address could not be restored and is not in use: {choices}",
        "{number} choices in the address could not be restored and are not in use: {choices}",
        len(lost),
        choices=", ".join((*shown, *(["…"] if len(lost) > len(shown) else []))),
    )


def source_line(info: DeliveryInfo, text: Text) -> str:
    """Source and date of every figure."""
    kinds = {
        "projects": text("list of funded projects"),
        "theme": text("theme workbook"),
        "outcomes": text("outcome workbook"),
        "need": text("structurally unemployed people by region"),
    }
    sources = text.list_of([kinds[source.kind] for source in info.sources if source.kind in kinds])
    if info.is_example:
        return text("Source: example data ({sources}), as of {day}", sources=sources, day=text.date(info.as_of))
    return text("Source: {sources}, as of {day}", sources=sources, day=text.date(info.as_of))


def example_sentence(text: Text) -> str:
    """Said on every page of the embedded sample."""
    return text("Example data: the projects, implementers and figures are invented.")


def scope_sentence(theme_known: bool, text: Text) -> str:
    """Why there is no frame, when the theme's projects are not known; else empty."""
    if theme_known:
        return ""
    return text(
        "It is not known which projects belong to the theme: the figures are of the whole project list "
        "and are not compared with the theme's budget."
    )


def divided_sentence(count: int, text: Text) -> str:
    """How rows that name several regions are counted by region; empty when there are none."""
    if not count:
        return ""
    return text.plural(
        "{number} row names several regions: its money is divided equally between them, to the cent. A project counts in each of its regions, so project counts by region are not added up.",
        "{number} rows name several regions: the money of each is divided equally between its regions, to the cent. A project counts in each of its regions, so project counts by region are not added up.",
        count,
    )


def partly_sentence(count: int, text: Text) -> str:
    """How joint projects that are partly outside the theme are counted; empty when there are none."""
    if not count:
        return ""
    return text.plural(
        "{number} joint project is partly outside the theme: only its theme part is counted.",
        "{number} joint projects are partly outside the theme: only their theme parts are counted.",
        count,
    )


def chosen_part_sentence(count: int, text: Text) -> str:
    """How rows that name several regions are counted when regions are chosen; empty when there are none."""
    if not count:
        return ""
    return text.plural(
        "{number} row names several regions: the equal part of the chosen ones is counted.",
        "{number} rows name several regions: of each the equal part of the chosen ones is counted.",
        count,
    )


def undated_sentence(count: int, text: Text) -> str:
    """How many rows are in no period because they have no dates; empty when none."""
    if not count:
        return ""
    return text.plural(
        "{number} row of the list has no dates and is in no period.",
        "{number} rows of the list have no dates and are in no period.",
        count,
    )


def unlock_sentence(what: str, text: Text) -> str:
    """Why a figure is not shown, and what input would show it. ``what``: a reason of ``presentation.figures.registry``."""
    return {
        "theme": text("Import a theme workbook to see sub-themes, target groups and the share of the budget."),
        "outcomes": text("Import an outcome workbook to see participants, target groups over time and genders."),
        "region": text("The project list has no places: add a list with the columns for location, postcode or city to see regions."),
        "column": text("The project list does not have this information."),
        "indicator": text("Nobody has been counted by this indicator within these choices."),
        "participants": text("No participants (EECO01): nobody has been counted, or the count has not been collected."),
        "plan": text(
            "No project has both a planned number of participants and reported participants. The plan is a column of the theme workbook."
        ),
        "past": text("To protect people, counts of regions are published for the latest date only. How they have developed is not shown."),
        "forecast": text("There is no forecast for these choices."),
        "need": text("Import a table of structurally unemployed people by region (PxWeb) to see reach against the need."),
        "empty": text("No project fits these choices. Remove a choice to see figures."),
    }[what]


def lack_sentence(what: str, text: Text) -> str:
    """The same in public, where nobody can add an input: what the delivery does not tell. ``what``: as in ``unlock_sentence``."""
    return {
        "theme": text("The delivery does not say which projects belong to the theme, its sub-themes and its target groups."),
        "region": text("The delivery does not say where the projects are."),
    }.get(what) or unlock_sentence(what, text)


def missing_division(dimension: str, parts: Sequence[Part], theme_known: bool) -> Literal["theme", "region", "column"] | None:
    """What input a division of money lacks (see ``unlock_sentence``); null when it can be shown."""
    if dimension in OVERLAPPING and not theme_known:
        return "theme"
    if any(part.code for part in parts):
        return None
    if dimension in OVERLAPPING:
        return None
    return "region" if dimension == "regions" else "column"
