"""What every page needs: the data, the reader's choices, and the reader's language."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.filters import CODE_FILTERS, UNKNOWN, Filters
from analytics.forecast import AS_SEEN, Forecast, Lack, Pace, Scenario
from analytics.placing import by_region
from analytics.required import required
from analytics.scope import History, Snapshot
from archive.archive import archive_stamp, open_archive
from archive.bundles import read_bundle
from archive.deliveries import DeliveryInfo
from data_loaders.boundaries import Boundaries, read_boundaries
from data_loaders.codes import LANGUAGES, region_codes
from data_loaders.findings import Finding, InputError
from data_loaders.theme import Theme, Topic, read_theme
from presentation.block import FigureBlock
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.snapshots import Series, read_series
from presentation.text import Text
from presentation.words.findings import finding_sentence
from settings import read_settings
from ui.address import LONGEST_VALUE, PINNED, PREVIEW, YEAR_FILTERS, Pin, canonical, overlong, renamed, whole_number
from ui.sign_in import may

#: The choice of no year, in a widget: a null would show the framework's own words.
ALL_YEARS = 0
#: Choices whose filtered deliveries are kept: the latest ones of all readers.
CHOICES_KEPT = 40


@dataclass(frozen=True, eq=False)
class Dataset:
    """The approved deliveries as the pages read them. Shared by every reader, so never changed.

    Attributes:
        series: The current delivery, with those before it.
        options: Filter → the codes it offers.
        years: Years that projects are under way in.
    """

    series: Series
    options: dict[str, tuple[str, ...]]
    years: tuple[int, ...]

    @property
    def info(self) -> DeliveryInfo:
        """What the current delivery says of itself."""
        return self.series.info

    @property
    def current(self) -> Snapshot:
        """The current delivery, with its people."""
        return self.series.current

    @property
    def history(self) -> tuple[Snapshot, ...]:
        """Every approved delivery, oldest first, without people."""
        return self.series.past

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What cannot be read of the archive."""
        return self.series.findings

    @cached_property
    def past(self) -> History:
        """The history as one table, for a reader's choices."""
        return History(self.history)

    # Many readers make the same few choices; what they see is filtered, and counted, once.
    @cached_property
    def view_of(self) -> Callable[[Filters], Snapshot]:
        """The current delivery with a reader's choices."""
        return lru_cache(CHOICES_KEPT)(self.current.view)

    @cached_property
    def past_of(self) -> Callable[[Filters], tuple[Snapshot, ...]]:
        """Every delivery with a reader's choices, oldest first."""
        return lru_cache(CHOICES_KEPT)(self.past.view)

    @property
    def pace(self) -> Pace | Lack:
        """The pace of the whole theme, which a forecast rests on."""
        return self.series.pace

    @property
    def forecast(self) -> Forecast | Lack:
        """The forecast of the whole theme."""
        return self.series.forecast


@dataclass(frozen=True, eq=False, kw_only=True)
class PageReading(Reading):
    """A reading whose views and forecast are kept for all readers."""

    data: Dataset

    @cached_property
    def view(self) -> Snapshot:
        """The delivery with the reader's choices."""
        return self.data.view_of(self.filters)

    @cached_property
    def history(self) -> tuple[Snapshot, ...]:
        """Every delivery with the reader's choices, oldest first."""
        return self.data.past_of(self.filters)

    def forecast(self, scenario: Scenario = AS_SEEN) -> Forecast | Lack:
        """Where the money that the reader sees is heading, or why it cannot be told."""
        return self.data.forecast if self.filters.is_empty and scenario.is_empty else super().forecast(scenario)


@dataclass(frozen=True, eq=False)
class Context:
    """One reader's page: their language, their choices and what is noted while it runs.

    Attributes:
        text: The reader's language.
        filters: The reader's choices.
        dataset: All deliveries; null on a page about the data or the service itself when none can be read.
        is_staff: Whether this process serves the people who keep the data.
        shown: Names of the figures and matrices, noted as the page shows them.
        chosen: Those of ``presentation.reading.CHOICES`` that are not what the page starts with, noted as they are read.
        pin: The delivery that the reader's link is pinned to; null for always the newest.
        at_end: What is shown when the page has run, in the places kept for it: only then are
            all its choices in the address.
        notes: What is said once at the end of the page, for all of its figures.
        stage: The figures of the page, kept here instead of drawn while the reader presents; else null.
    """

    text: Text
    filters: Filters
    dataset: Dataset | None
    is_staff: bool
    shown: list[str] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    pin: Pin | None = None
    at_end: list[Callable[[], object]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    stage: list[FigureBlock | Matrix] | None = None

    @property
    def data(self) -> Dataset:
        """All deliveries, on a page that is shown only where there are some.

        Raises:
            ValueError: none can be read.
        """
        return required(self.dataset)

    @property
    def signs_in(self) -> bool:
        """Whether people sign in to this process."""
        return self.is_staff and read_settings().sign_in is not None

    @cached_property
    def reading(self) -> Reading:
        """What the page's figures and words are made of, with the page's own choices as they are noted."""
        return page_reading(self.data, self.text, self.filters, self.chosen)


def page_reading(data: Dataset, text: Text, filters: Filters, choices: Mapping[str, str]) -> PageReading:
    """A delivery with a reader's choices, as every page reads it."""
    shapes, _ = boundaries(read_settings().regions_file)
    return PageReading(
        text=text,
        info=data.info,
        current=data.current,
        past=data.history,
        filters=filters,
        boundaries=shapes,
        pace=lambda: data.pace,
        choices=choices,
        data=data,
    )


def current_theme() -> Theme:
    """The theme this process follows."""
    return read_theme(read_settings().theme)


def dataset(delivery: str | None = None, is_preview: bool = False) -> Dataset:
    """The data, read again only when a delivery has come or gone or has been approved.

    Readers never lose what they see: when nothing can be read any more, what this process
    has read before is served on, and what is wrong is told.

    Args:
        delivery: Id of the delivery that a link is pinned to; the newest approved one when null.
        is_preview: Whether the delivery may wait; only for those who import and approve.

    Raises:
        InputError: there is no approved delivery that can be read, and there has been none;
            or the one that was asked for is not approved, is gone or cannot be read.
    """
    settings = read_settings()
    is_public = settings.mode == "public"
    key = (settings.data, settings.theme, is_public)
    if delivery is not None:
        looks_ahead = is_preview and not is_public and (may("importer") or may("publisher"))
        return _load_pinned(settings.data, archive_stamp(settings.data), settings.theme, is_public, delivery, looks_ahead)
    try:
        data = _load(settings.data, archive_stamp(settings.data), settings.theme, is_public)
    except InputError as error:
        if is_public:
            write_down(error.findings)
        last = _last_good().get(key)
        if last is None or _is_taken_back(settings.data, last.info.id):
            raise
        return replace(last, series=replace(last.series, findings=error.findings))
    _last_good()[key] = data
    return data


def _is_taken_back(root: Path, delivery: str) -> bool:
    """Whether somebody has said that readers are not to see a delivery any more."""
    try:
        return any(kept.info.id == delivery and kept.state in ("waiting", "withdrawn") for kept in open_archive(root).deliveries)
    except InputError:
        return False


@lru_cache(maxsize=16)
def write_down(findings: tuple[Finding, ...]) -> None:
    """What is wrong with a bundle or a setting is for those who maintain the service: once in the server's log."""
    for finding in findings:
        logging.getLogger("dashboard").error(finding_sentence(finding, Text("en", current_theme())))


def current_dataset() -> Dataset:
    """The data of the reader's page: pinned, or the newest."""
    pin = current_pin()
    return dataset(pin.delivery, pin.is_preview) if pin else dataset()


@cache
def _last_good() -> dict[tuple[Path, Path, bool], Dataset]:
    """What was read last, by data directory, theme and whether it is public."""
    return {}


# Python's own cache: the framework's writes its key anew, with every part of it, at every visit.
@lru_cache(maxsize=2)
def _load(root: Path, stamp: tuple, theme_path: Path, is_public: bool) -> Dataset:
    return _read(root, theme_path, is_public, None)


#: Apart from the newest, so that old links never push it out.
@lru_cache(maxsize=6)
def _load_pinned(root: Path, stamp: tuple, theme_path: Path, is_public: bool, delivery: str, looks_ahead: bool) -> Dataset:
    return _read(root, theme_path, is_public, delivery, looks_ahead)


def _read(root: Path, theme_path: Path, is_public: bool, delivery: str | None, looks_ahead: bool = False) -> Dataset:
    """The deliveries up to one of them, or all. In public from a bundle only, and a whole one."""
    theme = read_theme(theme_path)
    if is_public:
        bundle = read_bundle(root, theme.code)
        if bundle.is_old and not read_settings().old_bundle:
            raise InputError(Finding("bundle-old", "error", root.name))
    series = read_series(open_archive(root), theme, delivery, approved_only=not looks_ahead)
    return Dataset(series, _options(series.current, theme), _years(series.current))


def _options(snapshot: Snapshot, theme: Theme) -> dict[str, tuple[str, ...]]:
    rows = by_region(snapshot.rows)

    def used(column: str, order: Sequence[str]) -> tuple[str, ...]:
        codes = set(rows[column].unique())
        known = [code for code in order if code in codes]
        others = sorted(code for code in codes - set(order) if code is not None)
        return (*known, *others, *([UNKNOWN] if None in codes else []))

    def declared(column: str, topics: Sequence[Topic]) -> tuple[str, ...]:
        if not snapshot.theme_known:
            return ()
        unknown = (rows[column].list.len() == 0).any()
        return (*(topic.code for topic in topics), *([UNKNOWN] if unknown else []))

    regions = used("region", region_codes())
    if set(regions) & set(region_codes()):
        # Every region, also one without projects: people may come from it, and links stay good.
        regions = tuple(dict.fromkeys((*region_codes(), *regions)))
    return {
        "region": regions,
        "subtheme": declared("subthemes", theme.subthemes),
        "group": declared("target_groups", theme.target_groups),
        "authority": used("authority", ()),
        "status": used("status", ("starting", "running", "ended", "cancelled")),
    }


def _years(snapshot: Snapshot) -> tuple[int, ...]:
    first, last = snapshot.rows["start_date"].min(), snapshot.rows["end_date"].max()
    return tuple(range(first.year, last.year + 1)) if isinstance(first, date) and isinstance(last, date) else ()


@lru_cache(maxsize=2)
def boundaries(path: Path | None) -> tuple[Boundaries, tuple[Finding, ...]]:
    """The boundaries to draw, and why an official layer could not be used."""
    try:
        return read_boundaries(path), ()
    except InputError as error:
        return read_boundaries(None), error.findings


# The reader's choices: codes in the session and in the address ------------------------


def current_language() -> str:
    """The reader's language: of the session, else of the address, else Finnish."""
    asked = st.session_state.get("lang") or st.query_params.get("lang")
    return asked if asked in LANGUAGES else "fi"


def current_pin() -> Pin | None:
    """What the reader's link is pinned to: of the session, else of the address; null for always the newest."""
    if "pin" not in st.session_state:
        delivery, version, preview = (st.query_params.get(name, "") for name in (*PINNED, PREVIEW))
        st.session_state["pin"] = Pin(preview, is_preview=True) if preview else Pin(delivery, version) if delivery else None
    return st.session_state["pin"]


def unpin() -> None:
    """Go on with the newest figures and the same choices; call it in a callback."""
    st.session_state["pin"] = None


def drop_overlong() -> None:
    """Take out of the address what no link of ours holds, and remember it for this run's notice."""
    pairs = address_pairs()
    dropped = overlong(pairs)
    if dropped:
        st.query_params.from_dict(_by_name([pair for pair in pairs if pair not in dropped]))
    st.session_state["overlong"] = [(name, value[:LONGEST_VALUE]) for name, value in dropped]


def lost_choices() -> list[tuple[str, str]]:
    """What of the reader's address is not in use."""
    return [*st.session_state.get("lost", ()), *st.session_state["overlong"]]


def restore_choices(data: Dataset) -> None:
    """Take the choices of the address into a new session, and keep what could not be restored.

    When the reader comes to another delivery, their choices are taken along in the same way.
    """
    if st.session_state.get("restored") == data.info.id:
        return
    is_new = "restored" not in st.session_state
    lost: list[tuple[str, str]] = []
    if is_new:
        _read_old_names()
        if st.query_params.get("lang", "fi") not in LANGUAGES:
            lost.append(("lang", st.query_params["lang"]))
    for name in CODE_FILTERS:
        asked = list(dict.fromkeys(st.query_params.get_all(name) if is_new else st.session_state[name]))
        _restore(name, [code for code in asked if code in data.options[name]])
        lost += [(name, code) for code in asked if code not in data.options[name]]
    for name, param in YEAR_FILTERS.items():
        year = st.query_params.get(param) if is_new else str(st.session_state[name] or "") or None
        number = whole_number(year or "")
        is_known = number in data.years
        _restore(name, number if number is not None and is_known else ALL_YEARS)
        if year is not None and not is_known:
            lost.append((param, year))
    compared = st.query_params.get("compare", "") if is_new else st.session_state["compare"]
    st.session_state["compare"] = compared if compared in CODE_FILTERS else ""
    if compared and not st.session_state["compare"]:
        lost.append(("compare", compared))
    st.session_state["lost"] = lost
    st.session_state["restored"] = data.info.id


def _restore(name: str, value: list[str] | int) -> None:
    st.session_state[name] = value
    # The filter's widget starts again from it, in whichever language it is drawn next.
    st.session_state.pop(widget_key(name), None)


def _read_old_names() -> None:
    """Bring an old link's names and codes to today's."""
    asked = address_pairs()
    if (now := renamed(asked)) != asked:
        st.query_params.from_dict(_by_name(now))


def address_pairs() -> tuple[tuple[str, str], ...]:
    """Every parameter of the reader's address, as it is now."""
    return tuple((name, value) for name in st.query_params for value in st.query_params.get_all(name))


def order_address() -> None:
    """Put the address into the one order that links are written in, when the page has written its choices."""
    pairs = address_pairs()
    if (ordered := canonical(pairs)) != pairs:
        st.query_params.from_dict(_by_name(ordered))


def _by_name(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def current_filters() -> Filters:
    """The reader's choices as plain data."""
    codes: dict[str, Any] = {name: tuple(st.session_state.get(name, ())) for name in CODE_FILTERS}
    years: dict[str, Any] = {name: st.session_state.get(name) or None for name in YEAR_FILTERS}
    filters = Filters(**codes, **years, compare=st.session_state.get("compare") or "")
    # A choice of what to compare waits for the codes, and is in no link without them.
    return filters if filters.sides else replace(filters, compare="")


def set_choice(name: str, value: list[str] | int | str) -> None:
    """Change one filter from elsewhere than its widget (a chip, the map); call it in a callback."""
    st.session_state[name] = value
    st.session_state[widget_key(name)] = value


def widget_key(name: str) -> str:
    """The key of a filter's widget: it carries the language, so that names never go stale."""
    return f"{name}-{current_language()}"


def remove_choice(name: str, code: str | int) -> None:
    """Take one choice away; call it in a callback."""
    value = st.session_state.get(name)
    if name == "compare":
        set_choice(name, "")
        return
    set_choice(name, [kept for kept in value if kept != code] if isinstance(value, list) else ALL_YEARS)


def clear_choices() -> None:
    """Take every choice away; call it in a callback."""
    for choice in fields(Filters):
        set_choice(choice.name, "" if choice.name == "compare" else [] if choice.name in CODE_FILTERS else ALL_YEARS)


def write_address(filters: Filters, language: str, pin: Pin | None = None) -> None:
    """Put language, pin and filters into the address as codes, so that it can be sent to somebody."""
    wanted = {"lang": [language]} | _by_name((*(pin.in_address if pin else ()), *filters.in_address))
    for name in ("lang", *PINNED, PREVIEW, *CODE_FILTERS, *YEAR_FILTERS.values(), "compare"):
        codes = wanted.get(name, [])
        if st.query_params.get_all(name) != codes:
            if codes:
                st.query_params[name] = codes
            else:
                st.query_params.pop(name, None)


def page_choice(name: str, allowed: Sequence[str], default: str) -> str:
    """A page's own choice, for example the map's measure: of the session, else of the address."""
    asked = st.session_state.get(name) or st.query_params.get(name, default)
    return asked if asked in allowed else default


def current_context() -> Context:
    """The page being shown, as ``dashboard.py`` has prepared it."""
    return st.session_state["context"]
