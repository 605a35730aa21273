"""Choices that one page offers of its own; each is in the address as a code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from analytics.costs import MEASURES as COST_MEASURES
from analytics.filters import UNKNOWN, Filters
from analytics.forecast import Forecast, supposable
from analytics.people import ALL_PARTICIPANTS, Period, season_before
from analytics.projects import ORDERS, ProjectPage
from data_loaders.codes import code_list
from presentation.figures.change import period_words
from presentation.markdown import plain_words
from presentation.reading import CHOICES
from presentation.text import Text
from presentation.words.forecast import euros
from presentation.words.notes import lost_sentence
from presentation.words.outcomes import indicator_name
from ui.address import address, whole_number
from ui.context import Context, current_context, current_dataset, page_choice, set_choice

#: Characters of a search.
LONGEST_SEARCH = 200
#: The choice of supposing nothing.
SEEN = "seen"


def _to_address(name: str, value: str, default: str) -> None:
    """A choice in the address; the default is left out."""
    if value == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def _one_of(
    widget: Callable[..., str | None],
    name: str,
    codes: Sequence[str],
    label: str,
    names: dict[str, str],
    text: Text,
    default: str | None = None,
) -> str:
    """One of several codes, kept over pages and languages and in the address; the first one unless told otherwise."""
    key, default = f"{name}-{text.language}", default or codes[0]
    if st.session_state.get(key) not in codes:
        st.session_state[key] = page_choice(name, codes, default)
    # On a narrow screen segments go to the next line; otherwise some of them would be out of sight.
    more = {"wrap": True} if widget is st.segmented_control else {}
    chosen = widget(label, codes, format_func=lambda code: names[code], key=key, **more) or default
    st.session_state[name] = chosen
    _to_address(name, chosen, default)
    if chosen != default and name in CHOICES:
        current_context().chosen[name] = chosen
    return chosen


# The map ------------------------------------------------------------------------------


def map_measure(measures: Sequence[str], text: Text) -> str:
    """What the map shows."""
    names = {
        "planned": text("Committed"),
        "actual": text("Spent"),
        "projects": text("Projects"),
        "participants": text("Participants"),
    }
    return _one_of(st.segmented_control, "measure", measures, text("What the map shows"), names, text)


def map_scale(text: Text) -> bool:
    """Whether the map shows figures per inhabitant."""
    names = {"total": text("In all"), "inhabitant": text("Per inhabitant")}
    return _one_of(st.segmented_control, "per", ("total", "inhabitant"), text("Scale"), names, text) == "inhabitant"


def map_rows_by_name(text: Text) -> bool:
    """Whether the map's table is sorted by name."""
    names = {"value": text("By value"), "name": text("By name")}
    return _one_of(st.segmented_control, "rows", ("value", "name"), text("Order of the table"), names, text) == "name"


def select_region(key: str) -> None:
    """Take the regions chosen on the map into the filter; call it when the choice changes."""
    points = st.session_state[key].selection.points
    codes = [point.get("customdata") for point in points]
    codes = [code[0] if isinstance(code, list) else code for code in codes]
    offered = current_dataset().options["region"]
    set_choice("region", [code for code in codes if code in offered])


# People -------------------------------------------------------------------------------

_AXES = {"groups": ("target_groups", "subthemes"), "regions": ("regions", "subthemes"), "places": ("regions", "target_groups")}


def coverage_axes(text: Text) -> tuple[str, str]:
    """What crosses in the coverage matrix: the axis down and the axis across."""
    names = {
        "groups": text("Target groups and sub-themes"),
        "regions": text("Regions and sub-themes"),
        "places": text("Regions and target groups"),
    }
    return _AXES[_one_of(st.segmented_control, "axes", tuple(_AXES), text("What crosses"), names, text)]


def outcome_part(day_count: int, text: Text) -> str:
    """Which part of the outcomes the page shows; dates and periods are compared only where there are two dates."""
    names = {
        "participants": text("Participants"),
        "results": text("Results of the participants"),
        "time": text("Over time"),
        "dates": text("Two dates side by side"),
        "periods": text("Two periods side by side"),
    }
    codes = tuple(names) if day_count > 1 else tuple(names)[:-2]
    return _one_of(st.segmented_control, "outcome", codes, text("What is shown"), names, text)


def cost_division(by_subtheme: bool, text: Text) -> str:
    """What the ranges of costs are divided by; sub-themes only where they are known."""
    names = {"subthemes": text("Sub-theme"), "sizes": text("Size of the project"), "results": text("Result")}
    codes = tuple(names) if by_subtheme else tuple(names)[1:]
    return _one_of(st.segmented_control, "cost", codes, text("Divided by"), names, text)


def cost_measure(text: Text) -> str:
    """Whom the cost is reckoned per: a participant, or one kind of result."""
    names = {code: text("Participant") if code == ALL_PARTICIPANTS else indicator_name(code, text) for code in COST_MEASURES}
    return _one_of(st.selectbox, "costper", COST_MEASURES, text("Cost per"), names, text)


def outcome_indicator(codes: Sequence[str], text: Text) -> str:
    """The indicator that is followed over time."""
    return _one_of(st.selectbox, "indicator", codes, text("Indicator"), {code: indicator_name(code, text) for code in codes}, text)


def over_deliveries(name: str, label: str, text: Text) -> bool:
    """Whether something is shown over deliveries instead of in the current one.

    Args:
        name: Its name in the address.
        label: What is shown.
    """
    names = {"now": text("Now"), "time": text("Over deliveries")}
    return _one_of(st.segmented_control, name, tuple(names), label, names, text) == "time"


def compared_dates(days: Sequence[date], text: Text) -> tuple[date, date]:
    """Two days to compare, the later one first; at first the last two.

    Args:
        days: At least two, oldest first.
    """
    names = {day.isoformat(): text.date(day) for day in days}
    left, right, _ = st.columns([1, 1, 2])
    with right:
        later = _one_of(st.selectbox, "later", tuple(reversed(names))[:-1], text("Later date"), names, text)
    with left:
        before = tuple(day for day in reversed(names) if day < later)
        earlier = _one_of(st.selectbox, "earlier", before, text("Earlier date"), names, text)
    return date.fromisoformat(later), date.fromisoformat(earlier)


def reach_part(text: Text) -> str:
    """Which part of reach the page shows."""
    names = {
        "people": text("Participants"),
        "plan": text("Against the plans"),
        "need": text("Against the need"),
        "projects": text("Projects and funding"),
        "indicators": text("Which indicator counts whom"),
    }
    return _one_of(st.segmented_control, "reach", tuple(names), text("What is shown"), names, text)


def need_scale(text: Text) -> bool:
    """Whether reach is shown per inhabitant instead of per people in need."""
    names = {"need": text("Per 100 structurally unemployed"), "inhabitant": text("Per 10,000 inhabitants")}
    return _one_of(st.segmented_control, "scale", tuple(names), text("Scale"), names, text) == "inhabitant"


def gender_part(text: Text) -> str:
    """Which part of the balance the page shows."""
    names = {
        "balance": text("Balance and trend"),
        "parts": text("By group, region or theme"),
        "need": text("Beside the need"),
        **({"analysis": text("Gender analysis")} if text.theme.gender_promises else {}),
    }
    return _one_of(st.segmented_control, "balance", tuple(names), text("What is shown"), names, text)


def gender_division(text: Text) -> str:
    """By what the genders are divided."""
    names = {
        "target_groups": text("Target group"),
        "regions": text("Region"),
        "subthemes": text("Sub-theme"),
        "indicators": text("Indicator"),
    }
    return _one_of(st.segmented_control, "by", tuple(names), text("Genders by"), names, text)


def counted_indicator(text: Text) -> str:
    """The indicator whose people are counted; everyone unless another is chosen."""
    persons = [code for code, row in code_list("indicators").items() if row["unit"] == "persons"]
    names = {code: text("{code} {name}", code=code, name=text.label("indicators", code)) for code in persons}
    return _one_of(st.selectbox, "counted", tuple(persons), text("Who is counted"), names, text)


def chosen_periods(offered: Sequence[Period], text: Text) -> tuple[Period | None, Period | None]:
    """Two periods to compare: the latest and the same time of the year before, unless others are chosen.

    Each is in the address by its last day. The second is null when there is one period only.
    """
    if not offered:
        return None, None
    by_day = {period.last.isoformat(): period for period in offered}
    names = {day: period_words(period, text) for day, period in by_day.items()}
    left, right = st.columns(2)
    with left:
        period = by_day[_one_of(st.selectbox, "period", tuple(by_day), text("Period"), names, text)]
    first = season_before(offered, period)
    if first is None:
        return period, None
    others = [day for day, other in by_day.items() if other != period]
    others.sort(key=lambda day: by_day[day] != first)
    with right:
        other = by_day[_one_of(st.selectbox, "against", tuple(others), text("Compared with"), names, text)]
    return period, other


# The money ----------------------------------------------------------------------------


def money_division(text: Text) -> str:
    """By what the money is divided: one question at a time."""
    names = {
        "regions": text("Region"),
        "subthemes": text("Sub-theme"),
        "target_groups": text("Target group"),
        "implementer_types": text("Type of implementer"),
        "authorities": text("Authority"),
        "support_forms": text("Form of support"),
    }
    return _one_of(st.segmented_control, "by", tuple(names), text("Divided by"), names, text)


def suppose(forecast: Forecast, text: Text) -> None:
    """What the reader supposes (``Reading.scenario``): new commitments from now on, and the pace of payments."""
    names = {SEEN: text("as in the forecast")} | {f"{amount / 1e6:g}": text.millions(euros(amount)) for amount in supposable(forecast)}
    paces = {str(share): text.percent(share / 100) for share in range(50, 160, 10)}
    offered = {"more": names if forecast.frame else {}, "pace": paces}
    lost = [(name, asked) for name, codes in offered.items() if (asked := st.query_params.get(name)) is not None and asked not in codes]
    if lost:
        # A scenario that is not the one of the link must not be taken for it.
        st.warning(plain_words(lost_sentence(lost, text)), icon=":material/link_off:")
    left, right = st.columns(2, gap="large")
    if forecast.frame:
        with left:
            _one_of(st.select_slider, "more", tuple(names), text("New commitments from now on, in all"), names, text)
    with right:
        _one_of(st.select_slider, "pace", tuple(paces), text("Payments, share of the current pace"), paces, text, default="100")


# The projects -------------------------------------------------------------------------


def chosen_project() -> str | None:
    """The project in the address."""
    return st.query_params.get("project")


def project_link(key: str | None, context: Context) -> str:
    """The address of a project, or of the whole list, with the reader's choices."""
    return page_link("projects", context, **({"project": key} if key else {}))


def page_link(page: str, context: Context, **choices: str) -> str:
    """The address of a page with the reader's choices, and the page's own after them."""
    return _address(page, context, context.filters, choices)


def filtered_link(page: str, context: Context, codes: Mapping[str, str | None]) -> str:
    """The address of a page with one more code chosen in some filters; null is what is not known."""
    chosen: dict[str, Any] = {name: (UNKNOWN if code is None else code,) for name, code in codes.items()}
    return _address(page, context, replace(context.filters, **chosen), {})


def _address(page: str, context: Context, filters: Filters, choices: Mapping[str, str]) -> str:
    # A pinned reader stays with their delivery from page to page.
    return address(page, context.text.language, filters, choices, context.pin)


def search_link(context: Context, query: str, name: str | None = None, code: str | None = None) -> str:
    """The address of a search, narrowed by one more code of a filter, or by a type of implementer."""
    kind = st.query_params.get("type")
    choices = {"q": query} | ({"type": kind} if kind else {})
    chosen = UNKNOWN if code is None else code
    if name is None or name == "type":
        return page_link("projects", context, **choices | ({"type": chosen} if name else {}))
    narrowed: dict[str, Any] = {name: (chosen,)}
    return _address("projects", context, replace(context.filters, **narrowed), choices)


def chosen_type() -> str | None:
    """The type of implementer in the address, when it is one."""
    kind = st.query_params.get("type")
    return kind if kind in code_list("implementer_types") else None


def project_search(text: Text) -> str:
    """The words looked for."""
    key = f"q-{text.language}"
    st.session_state.setdefault(key, st.session_state.get("q") or st.query_params.get("q", ""))
    words = st.text_input(
        text("Search in names, implementers, codes and summaries"), key=key, max_chars=LONGEST_SEARCH, icon=":material/search:"
    )
    # The browser keeps to the limit; whoever speaks for it may not.
    words = words[:LONGEST_SEARCH]
    if words != st.session_state.get("q", words):
        st.session_state["page"] = 1
    st.session_state["q"] = words
    _to_address("q", words, "")
    return words


def project_order(text: Text) -> str:
    """The order of the list."""
    names = {
        "planned": text("Most committed first"),
        "actual": text("Most spent first"),
        "name": text("By name"),
        "start": text("Latest start first"),
        "end": text("Earliest end first"),
    }
    return _one_of(st.selectbox, "sort", tuple(ORDERS), text("Order"), names, text)


def list_page() -> int:
    """The page of the list that the reader asks for."""
    return st.session_state.setdefault("page", whole_number(st.query_params.get("page", "")) or 1)


def show_list_buttons(page: ProjectPage, text: Text) -> None:
    """The buttons to the next page of the list and the one before."""
    _to_address("page", str(page.page), "1")
    if page.page_count == 1:
        return
    with st.container(horizontal=True):
        before, after = page.page - 1, page.page + 1
        st.button(text("Previous page"), disabled=before < 1, key=f"before-{text.language}", on_click=_go, args=(before,))
        st.button(text("Next page"), disabled=after > page.page_count, key=f"after-{text.language}", on_click=_go, args=(after,))


def _go(page: int) -> None:
    st.session_state["page"] = page
