"""Read the theme file: one national theme as configuration."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Literal, NewType, get_args

from cattrs import ClassValidationError, Converter, transform_error

from data_loaders.codes import LANGUAGES, folded, indicator_codes

THEMES = Path(__file__).parents[1] / "assets" / "themes"
Names = Mapping[str, str]
#: Code of ``assets/labels/indicators.csv``.
Indicator = NewType("Indicator", str)
#: E-mail address or https address; empty where none has been given.
Address = NewType("Address", str)
#: What becomes of a list row that names several regions.
Sharing = Literal["equal", "several"]


@dataclass(frozen=True)
class FrameAmount:
    """The theme's frame from a date on, on the public basis."""

    valid_from: date
    amount_eur: Decimal
    source: Names


@dataclass(frozen=True)
class Topic:
    """A sub-theme, target group or promise.

    Attributes:
        code: The value used in tables and addresses.
        name: Official name by language.
        short: Short name by language, for figures; the same as ``name`` when none is given.
        kind: ``person``, ``indirect`` or ``organisation`` for target groups; for promises
            ``gender`` (the balance of genders is looked at beside it), ``embedding`` (due
            before a project ends), ``workplace`` (outcomes are looked at beside it); else empty.
        header: Column of the theme workbook, for promises.
        accepted: Further spellings that people use in workbooks.
        target_participants: The theme's own target for a target group; null when none is set.
    """

    code: str
    name: Names
    short: Names = field(default_factory=dict)
    kind: str = ""
    header: str = ""
    accepted: tuple[str, ...] = ()
    target_participants: int | None = None

    def __post_init__(self) -> None:
        if not self.short:
            object.__setattr__(self, "short", self.name)


@dataclass(frozen=True)
class Target:
    """Milestone (end of 2024) and target (end of 2029) of one indicator; null where none is set.

    Attributes:
        indicator: Code of ``assets/labels/indicators.csv``.
        milestone_2024: Cumulative value to be reached by the end of 2024.
        target_2029: Cumulative value to be reached by the end of 2029.
        source: What says so, by language; null when the file does not tell.
    """

    indicator: Indicator
    milestone_2024: int | None = None
    target_2029: int | None = None
    source: Names | None = None


@dataclass(frozen=True)
class Contact:
    """Whom to turn to in a matter of the theme: a role and an organisation, never a person."""

    role: Names
    organisation: Names
    url: str | None = None


@dataclass(frozen=True)
class Update:
    """A day on which new figures are to be published, and what they are."""

    day: date
    what: Names


@dataclass(frozen=True)
class Disclosure:
    """The theme's rule for protecting counts of people in public.

    Attributes:
        threshold: The least count that is no sign.
        rounding_base: Other counts are multiples of it.
        national_only_indicators, national_only_genders: What is told for the whole country only.
        national_only_groups: Target groups of which nothing is told below the whole country.
    """

    threshold: int
    rounding_base: int
    national_only_indicators: tuple[str, ...]
    national_only_genders: tuple[str, ...]
    national_only_groups: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Theme:
    """One national theme. Texts are mappings from language to words.

    ``largest_fall`` is the largest fall of committed money from one delivery to the next
    that nobody has to accept in so many words, as a share; null for no limit.
    ``several_regions`` says what becomes of a list row that names several regions: ``equal``
    divides it equally between them, ``several`` leaves it whole outside the single regions.
    """

    code: str
    name: Names
    summary: Names
    ministry: Names
    coordination: Names
    programme: Names
    specific_objective: Names
    first_year: int
    last_year: int
    project_page: str
    disclosure: Disclosure
    several_regions: Sharing = "equal"
    frame: tuple[FrameAmount, ...] = ()
    subthemes: tuple[Topic, ...] = ()
    target_groups: tuple[Topic, ...] = ()
    promises: tuple[Topic, ...] = ()
    targets: tuple[Target, ...] = ()
    #: The last day whose costs are eligible, and what says so; null where the file has none.
    eligibility_end: date | None = None
    eligibility_source: Names | None = None
    contacts: tuple[Contact, ...] = ()
    report_errors_to: str = ""
    #: For readers' feedback.
    feedback: Address = Address("")
    #: Who runs the service and answers for it; null where the file does not tell.
    operator: Names | None = None
    #: When new figures are to come, in order; empty where no calendar has been decided on.
    updates: tuple[Update, ...] = ()
    largest_fall: float | None = None
    #: The licence of the published figures; null where none has been given.
    licence: Names | None = None

    def frame_at(self, day: date) -> FrameAmount | None:
        """The frame in force on a day; null when none had been set by then."""
        valid = [amount for amount in self.frame if amount.valid_from <= day]
        return max(valid, key=lambda amount: amount.valid_from, default=None)

    @property
    def gender_promises(self) -> tuple[Topic, ...]:
        """The promises about gender, beside which the balance of the participants is looked at."""
        return tuple(promise for promise in self.promises if promise.kind == "gender")

    @property
    def group_targets(self) -> Mapping[str, int]:
        """Target group → the theme's own target for it; empty when none is set."""
        return {topic.code: topic.target_participants for topic in self.target_groups if topic.target_participants}

    @property
    def subtheme_spellings(self) -> Mapping[str, str]:
        """Folded spelling → sub-theme code."""
        return _spellings(self.subthemes)

    @property
    def target_group_spellings(self) -> Mapping[str, str]:
        """Folded spelling → target-group code."""
        return _spellings(self.target_groups)


def _spellings(topics: tuple[Topic, ...]) -> Mapping[str, str]:
    return {
        folded(spelling): topic.code
        for topic in topics
        for spelling in (topic.code, *topic.name.values(), *topic.short.values(), *topic.accepted)
    }


# Reading the file ---------------------------------------------------------------------

#: Field of a theme → where the file has it, when that is elsewhere.
_PLACES: Mapping[str, tuple[str, ...]] = {
    "first_year": ("period", "from"),
    "last_year": ("period", "to"),
    "eligibility_end": ("eligibility_end", "date"),
    "eligibility_source": ("eligibility_end", "source"),
    "largest_fall": ("approval", "largest_fall"),
    "feedback": ("service", "feedback"),
    "operator": ("service", "operator"),
    "subthemes": ("subtheme",),
    "target_groups": ("target_group",),
    "promises": ("promise",),
    "targets": ("target",),
    "contacts": ("contact",),
    "updates": ("update",),
}


@cache
def read_theme(path: Path) -> Theme:
    """Read one theme file.

    Args:
        path: A TOML file as described in ``docs/how-to/add-a-theme.md``.

    Raises:
        ValueError: the file is no TOML, a text lacks a language, a code is used twice, or a
            field is missing or not of its kind; the message has a line for everything that
            is wrong, with the name of the file and the field.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None
    problems = list(_repeated_codes(data))
    try:
        theme = _converter().structure({name: value for name in _fields() if (value := _value(data, name)) not in (None, {})}, Theme)
    except ClassValidationError as error:
        problems = [*transform_error(error, "", _problem), *problems]
    if problems:
        raise ValueError("\n".join(f"{path.name}: {_with_place(problem)}" for problem in problems))
    return replace(theme, updates=tuple(sorted(theme.updates, key=lambda update: update.day)))


def _fields() -> tuple[str, ...]:
    return tuple(each.name for each in fields(Theme))


def _value(data: dict, name: str) -> object:
    """What the file has for a field of a theme; null when it has nothing."""
    value: object = data
    for key in _PLACES.get(name, (name,)):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _repeated_codes(data: dict) -> Iterator[str]:
    for kind in ("subtheme", "target_group", "promise"):
        codes = Counter(row.get("code") for row in data.get(kind, ()) if isinstance(row, dict))
        yield from (f"the code {code} is used twice @ .{kind}" for code, number in codes.items() if code is not None and number > 1)


def _problem(error: BaseException, kind: type | None) -> str:
    return "missing" if isinstance(error, KeyError) else str(error)


def _with_place(problem: str) -> str:
    """A problem after its place as the file has it: ``target_group 2.name: …``."""
    what, _, place = problem.rpartition(" @ .")
    first = re.split(r"\W", place, maxsplit=1)[0]
    rest = place.removeprefix(first)
    place = ".".join(_PLACES.get(first, (first,))) + re.sub(r"\[(\d+)\]", lambda index: f" {int(index[1]) + 1}", rest)
    return f"{place}: {what}"


@cache
def _converter() -> Converter:
    """Makes a theme of the file's values, each strictly of its kind: a year in quotation marks is no year."""
    converter = Converter()
    for kind, given, words in (
        (str, str, "a text"),
        (int, int, "a whole number"),
        (date, date, "a day"),
        (float, (int, float), "a number"),
    ):
        converter.register_structure_hook(kind, partial(_of_kind, given=given, words=words))
    converter.register_structure_hook(Decimal, lambda value, kind: Decimal(str(_of_kind(value, kind, (int, float), "an amount"))))
    converter.register_structure_hook_func(lambda kind: kind == Names, _names)
    converter.register_structure_hook(Indicator, lambda value, _: _known(value, indicator_codes()))
    converter.register_structure_hook(Address, _address)
    converter.register_structure_hook_func(lambda kind: kind == Sharing, lambda value, _: _known(value, get_args(Sharing)))
    return converter


def _of_kind(value: object, kind: type, given: type | tuple[type, ...], words: str) -> object:
    if not isinstance(value, given) or isinstance(value, bool | datetime):
        raise ValueError(f"{repr(value) if isinstance(value, str) else value} is not {words}")
    return value


def _names(value: object, kind: type) -> Names:
    if not isinstance(value, dict) or set(value) != set(LANGUAGES) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(f"not a text in each of {', '.join(LANGUAGES)}")
    return value


def _known(code: object, codes: tuple[str, ...]) -> object:
    if code not in codes:
        raise ValueError(f"{code} is not known")
    return code


def _address(contact: object, kind: type) -> object:
    is_address = isinstance(contact, str) and (contact.startswith("https://") or ("@" in contact and ":" not in contact))
    if contact and not is_address:
        raise ValueError(f"{contact} is neither an e-mail address nor an https address")
    return contact
