"""Read the theme file: one national theme as configuration."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from data_loaders.codes import LANGUAGES, folded, indicator_codes

THEMES = Path(__file__).parents[1] / "assets" / "themes"
Names = Mapping[str, str]


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
    short: Names
    kind: str = ""
    header: str = ""
    accepted: tuple[str, ...] = ()
    target_participants: int | None = None


@dataclass(frozen=True)
class Target:
    """Milestone (end of 2024) and target (end of 2029) of one indicator; null where none is set.

    Attributes:
        indicator: Code of ``assets/labels/indicators.csv``.
        milestone_2024: Cumulative value to be reached by the end of 2024.
        target_2029: Cumulative value to be reached by the end of 2029.
        source: What says so, by language; null when the file does not tell.
    """

    indicator: str
    milestone_2024: int | None
    target_2029: int | None
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
    """The theme's rule for protecting counts of people in public."""

    threshold: int
    rounding_base: int
    national_only_indicators: tuple[str, ...]
    national_only_genders: tuple[str, ...]


@dataclass(frozen=True, eq=False)
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
    several_regions: str
    frame: tuple[FrameAmount, ...]
    subthemes: tuple[Topic, ...]
    target_groups: tuple[Topic, ...]
    promises: tuple[Topic, ...]
    targets: tuple[Target, ...]
    disclosure: Disclosure
    #: The last day whose costs are eligible, and what says so; null where the file has none.
    eligibility_end: date | None = None
    eligibility_source: Names | None = None
    contacts: tuple[Contact, ...] = ()
    report_errors_to: str = ""
    #: E-mail address or https address for readers' feedback; empty where none has been given.
    feedback: str = ""
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


@cache
def read_theme(path: Path) -> Theme:
    """Read one theme file.

    Args:
        path: A TOML file as described in ``docs/how-to/add-a-theme.md``.

    Raises:
        ValueError: a text lacks a language, a code is used twice, or a field is missing;
            the message names the file and the field.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    try:
        theme = _theme(data)
    except KeyError as missing:
        raise ValueError(f"{path.name}: {missing} is missing") from None
    for topics in (theme.subthemes, theme.target_groups, theme.promises):
        codes = [topic.code for topic in topics]
        if len(set(codes)) < len(codes):
            raise ValueError(f"{path.name}: a code is used twice in {codes}")
    return theme


def _theme(data: dict) -> Theme:
    rule = data["disclosure"]
    return Theme(
        code=data["code"],
        **{
            field: _names(data[field], field)
            for field in ("name", "summary", "ministry", "coordination", "programme", "specific_objective")
        },
        first_year=data["period"]["from"],
        last_year=data["period"]["to"],
        project_page=data["project_page"],
        several_regions=_known(data.get("several_regions", "equal"), ("equal", "several"), "several_regions"),
        frame=tuple(
            FrameAmount(row["valid_from"], Decimal(row["amount_eur"]), _names(row["source"], "frame.source"))
            for row in data.get("frame", ())
        ),
        subthemes=_topics(data, "subtheme"),
        target_groups=_topics(data, "target_group"),
        promises=_topics(data, "promise"),
        targets=tuple(
            Target(
                _known(row["indicator"], indicator_codes(), "target.indicator"),
                row.get("milestone_2024"),
                row.get("target_2029"),
                _names(row["source"], "target.source") if "source" in row else None,
            )
            for row in data.get("target", ())
        ),
        largest_fall=data.get("approval", {}).get("largest_fall"),
        disclosure=Disclosure(
            rule["threshold"],
            rule["rounding_base"],
            tuple(rule["national_only_indicators"]),
            tuple(rule["national_only_genders"]),
        ),
        report_errors_to=data.get("report_errors_to", ""),
        feedback=_address(data.get("service", {}).get("feedback", "")),
        operator=_names(operator, "service.operator") if (operator := data.get("service", {}).get("operator")) else None,
        updates=tuple(
            sorted(
                (Update(row["day"], _names(row["what"], "update.what")) for row in data.get("update", ())), key=lambda update: update.day
            )
        ),
        contacts=tuple(
            Contact(_names(row["role"], "contact.role"), _names(row["organisation"], "contact.organisation"), row.get("url"))
            for row in data.get("contact", ())
        ),
        licence=_names(data["licence"], "licence") if data.get("licence") else None,
        eligibility_end=(end := data.get("eligibility_end", {})).get("date"),
        eligibility_source=_names(end["source"], "eligibility_end.source") if end else None,
    )


def _address(contact: str) -> str:
    if contact and not contact.startswith("https://") and ("@" not in contact or ":" in contact):
        raise ValueError(f"service.feedback: {contact} is neither an e-mail address nor an https address")
    return contact


def _topics(data: dict, kind: str) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            code=row["code"],
            name=_names(row["name"], f"{kind}.name"),
            short=_names(row.get("short", row["name"]), f"{kind}.short"),
            kind=row.get("kind", ""),
            header=row.get("header", ""),
            accepted=tuple(row.get("accepted", ())),
            target_participants=row.get("target_participants"),
        )
        for row in data.get(kind, ())
    )


def _known(code: str, codes: tuple[str, ...], field: str) -> str:
    if code not in codes:
        raise ValueError(f"{field}: {code} is not known")
    return code


def _names(value: dict, field: str) -> Names:
    if set(value) != set(LANGUAGES):
        raise KeyError(f"{field} in {', '.join(LANGUAGES)}")
    return value
