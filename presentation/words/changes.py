"""The changes between two deliveries in words, and as plain data for other programs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from analytics.changes import Change, Changes
from analytics.figure_changes import ChangePart, FigureChange
from analytics.money import PublicMoney
from archive.deliveries import DeliveryInfo
from data_loaders.codes import GENDERS
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.projects import project_name

#: Characters of a long text that a sentence shows.
_LONGEST = 80
#: How money is written in a sentence, the coarsest first: cents in one step of the last digit.
_STEPS = (10_000_000, 1_000_000, 100, 1)
_CODE_LISTS = {"status": "statuses", "authority": "authorities", "region": "regions", "implementer_type": "implementer_types"}
_TOPICS = {"subthemes": "subthemes", "target_groups": "target_groups", "promises_kept": "promises", "promises_broken": "promises"}


# Figures ------------------------------------------------------------------------------


def figure_sentences(figures: Iterable[FigureChange], text: Text) -> tuple[str, ...]:
    """A sentence for each figure that is not as it was; figures without any change are passed over."""
    return tuple(figure_sentence(figure, text) for figure in figures if figure.parts or figure.before != figure.after)


def figure_sentence(figure: FigureChange, text: Text) -> str:
    """How a figure changed and why: "Committed money grew by €0.6 million: two new projects +0.8, …".

    The amounts of the reasons are rounded so that they add up to the rounded change.
    """
    if figure.figure == "frame":
        return _frame_sentence(figure, text)
    step = _step(figure) if figure.is_money else 1
    amounts = _rounded([part.amount for part in figure.parts], figure.difference, step)
    parts = ", ".join(
        _part_words(part, _signed(amount, step, text) if figure.is_money else _signed_count(amount, text), text)
        for part, amount in zip(figure.parts, amounts, strict=True)
    )
    change = abs(_whole_steps(figure.difference, step))
    size = _amount(change, step, text) if figure.is_money else text.number(abs(figure.difference))
    if figure.figure == "people":
        return _people_sentence(figure, parts, text)
    if not figure.parts:
        return _unchanged(figure.figure, text)
    grew, fell, same = _verbs(figure.figure, size, parts, text)
    return same if not figure.difference else grew if figure.difference > 0 else fell


def _frame_sentence(figure: FigureChange, text: Text) -> str:
    before, after = (None if cents is None else text.euros(PublicMoney(cents)) for cents in (figure.before, figure.after))
    if before == after:
        return text("The budget is unchanged.")
    if before is None:
        return text("The budget is now set: {after}.", after=after)
    if after is None:
        return text("No budget is set any more; it was {before}.", before=before)
    return text("The budget was revised from {before} to {after}.", before=before, after=after)


def _verbs(figure: str, size: str, parts: str, text: Text) -> tuple[str, str, str]:
    """What is said when a figure grew, fell, and stayed while its parts moved."""
    return {
        "planned_public": lambda: (
            text("Committed funding grew by {amount}: {parts}.", amount=size, parts=parts),
            text("Committed funding fell by {amount}: {parts}.", amount=size, parts=parts),
            text("Committed funding is the same in all, but its parts are not: {parts}.", parts=parts),
        ),
        "actual_public": lambda: (
            text("Spent funding grew by {amount}: {parts}.", amount=size, parts=parts),
            text("Spent funding fell by {amount}: {parts}.", amount=size, parts=parts),
            text("Spent funding is the same in all, but its parts are not: {parts}.", parts=parts),
        ),
        "project_count": lambda: (
            text("The number of projects grew by {amount}: {parts}.", amount=size, parts=parts),
            text("The number of projects fell by {amount}: {parts}.", amount=size, parts=parts),
            text("There are as many projects as before, but not the same ones: {parts}.", parts=parts),
        ),
        "implementer_count": lambda: (
            text("The number of implementers grew by {amount}: {parts}.", amount=size, parts=parts),
            text("The number of implementers fell by {amount}: {parts}.", amount=size, parts=parts),
            text("There are as many implementers as before, but not the same ones: {parts}.", parts=parts),
        ),
    }[figure]()


def _unchanged(figure: str, text: Text) -> str:
    return {
        "planned_public": text("Committed funding is unchanged."),
        "actual_public": text("Spent funding is unchanged."),
        "project_count": text("The number of projects is unchanged."),
        "implementer_count": text("The number of implementers is unchanged."),
    }[figure]


def _people_sentence(figure: FigureChange, parts: str, text: Text) -> str:
    label = figure_name(figure, text)
    if not figure.parts:
        return text("{figure}: {number}, as before.", figure=label, number=text.number(figure.after))
    return text(
        "{figure}: {before} → {after} ({parts}).",
        figure=label, before=text.number(figure.before), after=text.number(figure.after), parts=parts,
    )  # fmt: skip


def figure_name(figure: FigureChange, text: Text) -> str:
    """What a figure is called; of people the indicator, and the gender where it is of one."""
    if figure.figure == "people":
        name = text("{name} ({code})", name=text.label("indicators", figure.indicator), code=figure.indicator)
        if figure.gender is None:
            return name
        return text("{indicator}, {gender}", indicator=name, gender=text.label("genders", figure.gender).lower())
    return {
        "frame": text("Budget"),
        "planned_public": text("Committed public funding"),
        "actual_public": text("Spent public funding"),
        "project_count": text("Projects"),
        "implementer_count": text("Implementers"),
    }[figure.figure]


def _part_words(part: ChangePart, amount: str, text: Text) -> str:
    """One reason with its amount, as a part of a sentence."""
    number = len(part.projects)
    if part.reason == "frame-changed":
        return amount
    count = _count_word(number, text)
    values = {"count": count, "amount": amount}
    return {
        "project-added": lambda: text.plural("one new project {amount}", "{count} new projects {amount}", number, **values),
        "project-joined": lambda: text.plural("one project taken into the theme {amount}", "{count} projects taken into the theme {amount}", number, **values),
        "project-removed": lambda: text.plural("one project gone from the list {amount}", "{count} projects gone from the list {amount}", number, **values),
        "project-left": lambda: text.plural("one project no longer in the theme {amount}", "{count} projects no longer in the theme {amount}", number, **values),
        "cancelled": lambda: text.plural("one cancelled project {amount}", "{count} cancelled projects {amount}", number, **values),
        "implementer-added": lambda: text.plural("new implementers in one project {amount}", "new implementers in {number} projects {amount}", number, **values),
        "implementer-removed": lambda: text.plural("implementers gone from one project {amount}", "implementers gone from {number} projects {amount}", number, **values),
        "raised": lambda: text.plural("growth in one project {amount}", "growth in {number} projects {amount}", number, **values),
        "lowered": lambda: text.plural("decrease in one project {amount}", "decrease in {number} projects {amount}", number, **values),
        "became-known": lambda: text.plural("a figure that was missing before in one project {amount}", "figures that were missing before in {number} projects {amount}", number, **values),
        "became-unknown": lambda: text.plural("a figure missing now in one project {amount}", "figures missing now in {number} projects {amount}", number, **values),
        "regrouped": lambda: text("projects joined together or divided {amount}", amount=amount),
        "first-report": lambda: text.plural("first report of one project {amount}", "first reports of {number} projects {amount}", number, **values),
        "report-removed": lambda: text.plural("no report any more of one project {amount}", "no reports any more of {number} projects {amount}", number, **values),
    }[part.reason]()  # fmt: skip


def _count_word(number: int, text: Text) -> str:
    """Small numbers as words, as they are written in running text."""
    words = (text("two"), text("three"), text("four"), text("five"), text("six"), text("seven"), text("eight"), text("nine"))
    return words[number - 2] if 2 <= number <= 9 else text.number(number)


def _step(figure: FigureChange) -> int:
    """The coarsest way to write the money of a sentence in which nothing shows as zero."""
    amounts = [abs(cents) for cents in (figure.difference, *(part.amount for part in figure.parts)) if cents]
    return next((step for step in _STEPS if all(cents * 2 >= step for cents in amounts)), 1)


def _whole_steps(cents: int, step: int) -> int:
    """Rounded half away from zero, in whole steps."""
    sign = -1 if cents < 0 else 1
    return sign * ((abs(cents) * 2 + step) // (step * 2))


def _rounded(amounts: Sequence[int], total: int, step: int) -> list[int]:
    """Amounts in whole steps that add up to the rounded total; those nearest to a half give way."""
    rounded = [_whole_steps(amount, step) for amount in amounts]
    missing = _whole_steps(total, step) - sum(rounded)
    by_error = sorted(range(len(amounts)), key=lambda i: amounts[i] - rounded[i] * step, reverse=missing > 0)
    for index in by_error[: abs(missing)]:
        rounded[index] += 1 if missing > 0 else -1
    return rounded


def _digits(step: int) -> int:
    return {10_000_000: 1, 1_000_000: 2, 100: 0, 1: 2}[step]


def _amount(steps: int, step: int, text: Text) -> str:
    money = PublicMoney(steps * step)
    return text.millions(money, _digits(step)) if step >= 1_000_000 else text.euros(money, _digits(step))


def _signed(steps: int, step: int, text: Text) -> str:
    """An amount with its sign and without its unit, which stands earlier in the sentence."""
    unit = 100_000_000 if step >= 1_000_000 else 100
    written = text.number(abs(steps) * step / unit, _digits(step))
    return f"−{written}" if steps < 0 else f"+{written}"


def _signed_count(number: int, text: Text) -> str:
    return f"−{text.number(-number)}" if number < 0 else f"+{text.number(number)}"


# Changes one by one -------------------------------------------------------------------


def changes_lead(changes: Changes, text: Text) -> str:
    """How much is different, in two sentences at most."""
    came, left = len(changes.projects("project-added", "project-joined")), len(changes.projects("project-removed", "project-left"))
    gone = set(changes.projects("project-added", "project-joined", "project-removed", "project-left"))
    changed = len(set(changes.projects("value-changed", "people-changed", "implementer-added", "implementer-removed")) - gone)
    if not changes.changes:
        return text("Nothing is different in the theme.")
    counts = [
        *([text.plural("{number} project new in the theme", "{number} projects new in the theme", came)] if came else []),
        *([text.plural("{number} project no longer in the theme", "{number} projects no longer in the theme", left)] if left else []),
        *([text.plural("{number} project changed", "{number} projects changed", changed)] if changed else []),
    ]
    # What is not of single projects is the frame, or whether the theme's projects are known.
    return text("Different: {projects}.", projects=text.list_of(counts)) if counts else text("Different: what holds for the whole theme.")


def outside_sentence(changes: Changes, text: Text) -> str:
    """What is different in the rest of the list, which no figure speaks of."""
    outside = changes.outside
    return text(
        "Rows outside the theme: {added} new, {removed} gone, {changed} changed.",
        added=text.number(outside.added), removed=text.number(outside.removed), changed=text.number(outside.changed),
    )  # fmt: skip


def change_sentence(change: Change, text: Text) -> str:
    """One change in words: the project, what it is about, before and after."""
    project, field = _project(change, text), change.field or ""
    return {
        "scope-changed": lambda: text("The theme's projects are known now; before, the whole list was shown.")
        if change.new == "theme"
        else text("The theme's projects are not known any more; the whole list is shown."),
        "frame-changed": lambda: _frame_sentence(FigureChange("frame", change.old, change.new, ()), text),
        "project-added": lambda: text("New project: {project}. {money}", project=project, money=_money(change.new, text)),
        "project-joined": lambda: text("Taken into the theme: {project}. {money}", project=project, money=_money(change.new, text)),
        "project-removed": lambda: text("Gone from the list: {project}. {money}", project=project, money=_money(change.old, text)),
        "project-left": lambda: text("No longer in the theme: {project}. {money}", project=project, money=_money(change.old, text)),
        "implementer-added": lambda: text("New implementer in the project: {project}. {money}", project=project, money=_money(change.new, text)),
        "implementer-removed": lambda: text("An implementer gone from the project: {project}. {money}", project=project, money=_money(change.old, text)),
        "value-changed": lambda: text(
            "{project}: {field} {before} → {after}.",
            project=project, field=field_name(field, text),
            before=_value(field, change.old, text), after=_value(field, change.new, text),
        ),
        "people-changed": lambda: _counts_sentence(change, project, text),
    }[change.kind]()  # fmt: skip


def _project(change: Change, text: Text) -> str:
    code = change.project_code or change.project_key
    name = " ".join(project_name(change.project_name, code or "", text).split())
    return name if not code or not change.project_name else text("{code} {name}", code=code, name=name)


def _money(amounts: Mapping[str, int | None], text: Text) -> str:
    planned, actual = (
        None if (cents := amounts[name]) is None else PublicMoney(cents) for name in ("planned_public_eur", "actual_public_eur")
    )
    return text("Committed public funding {committed}, spent {spent}.", committed=text.euros(planned, 2), spent=text.euros(actual, 2))


def _counts_sentence(change: Change, project: str, text: Text) -> str:
    old, new = change.old or {}, change.new or {}
    moved = [gender for gender in GENDERS if old.get(gender) != new.get(gender)]
    counts = ", ".join(
        text(
            "{gender} {before}, now {after}",
            gender=text.label("genders", gender).lower(), before=text.number(old.get(gender)), after=text.number(new.get(gender)),
        )
        for gender in moved
    )  # fmt: skip
    indicator = text("{name} ({code})", name=text.label("indicators", change.field), code=change.field)
    if not moved:
        return text("{project}: {indicator}: as many people, of other target groups or regions.", project=project, indicator=indicator)
    return text("{project}: {indicator}: {counts}.", project=project, indicator=indicator, counts=counts)


def field_name(field: str, text: Text) -> str:
    """What a field of a project is called."""
    own = {
        "region": text("Region"),
        "implementer_type": text("Type of implementer"),
        "subthemes": text("Sub-themes"),
        "target_groups": text("Target groups"),
        "promises_kept": text("Expectations in the plan"),
        "promises_broken": text("Expectations not in the plan"),
        "planned_participants": text("Planned participants"),
        "note": text("Note"),
    }
    return own.get(field) or text.label("project_fields", {"authority": "funding_authority"}.get(field, field))


def _value(field: str, value: Any, text: Text) -> str:
    """A value as a reader writes it; a dash where there is none."""
    if value is None or value == []:
        return text.number(None)
    if field.endswith("_eur"):
        return text.euros(PublicMoney(value), 2)
    if field in ("start_date", "end_date"):
        return text.date(date.fromisoformat(value))
    if field in _CODE_LISTS:
        return text.label(_CODE_LISTS[field], value)
    if field in _TOPICS:
        return "; ".join(text.label(_TOPICS[field], code) for code in value)
    if isinstance(value, int):
        return text.number(value)
    shown = " ".join(str(value).split())
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def change_places(change: Change, old: DeliveryInfo, new: DeliveryInfo, text: Text) -> str:
    """The rows of a change in both files: ``eura.xlsx Hankkeet 6 → eura-2.xlsx Hankkeet 7``."""
    sides = [_place_words(change, rows, info, text) for rows, info in ((change.old_rows, old), (change.new_rows, new))]
    return " → ".join(side for side in sides if side)


def _place_words(change: Change, rows: Sequence[int], info: DeliveryInfo, text: Text) -> str:
    places = _places(change, rows, info)
    if not places:
        return ""
    where = " ".join(filter(None, (places[0]["file"], places[0]["sheet"])))
    numbers = ", ".join(str(row) for row in rows)
    return text.plural("{where}, row {rows}", "{where}, rows {rows}", len(rows), where=where, rows=numbers)


def _places(change: Change, rows: Sequence[int], info: DeliveryInfo) -> list[dict]:
    source = next((source for source in info.sources if source.kind == change.table), None)
    return [{"file": source.file, "sheet": source.sheet, "row": row} for row in rows] if source else []


# The page of changes ------------------------------------------------------------------

#: Rows that the page's table shows.
_LISTED = 40
#: Fields that the table has, the rarer ones first; other bases of money stand on the project's page.
_FIELDS = (
    "planned_public_eur",
    "status",
    "start_date",
    "end_date",
    "authority",
    "region",
    "implementer_type",
    "subthemes",
    "target_groups",
    "actual_public_eur",
)


def year_start(days: Sequence[date], later: date) -> date | None:
    """The last day before the year of a later day began; null when there is none."""
    return max((day for day in days if day.year < later.year), default=None)


def since_year_start(later: date, text: Text) -> str:
    """The words of a link to the change since the year began."""
    return text("Change since the start of the year {year}", year=later.year)


def whole_theme(unfiltered: bool, text: Text) -> str:
    """That the changes one by one do not follow the reader's choices; empty when nothing is chosen."""
    return "" if unfiltered else text("The sentences above follow your choices. The changes below are those of the whole theme.")


def membership_sentences(changes: Changes, text: Text) -> tuple[str, ...]:
    """The frame, and projects and implementers that came or left, a sentence each."""
    return tuple(change_sentence(change, text) for change in changes.material if change.kind not in ("value-changed", "people-changed"))


def people_sentences(changes: Changes, text: Text) -> tuple[str, ...]:
    """What has changed in the counts of people of the whole theme, the indicators in their order, all genders together."""
    return figure_sentences((figure for figure in changes.figures if figure.figure == "people" and figure.gender is None), text)


def values_table(changes: Changes, text: Text, every: bool = False) -> tuple[Table, str]:
    """What changed in projects that were there before, and how many rows the table leaves out.

    Args:
        changes: The differences of two deliveries.
        text: The words of the page.
        every: True for a file, which leaves nothing out.
    """
    moved = [change for change in changes.material if change.kind == "value-changed" and change.field in _FIELDS]
    moved.sort(key=lambda change: _FIELDS.index(change.field or ""))
    rows = [
        (
            _project(change, text),
            field_name(change.field or "", text),
            _value(change.field or "", change.old, text),
            _value(change.field or "", change.new, text),
        )
        for change in moved
    ]
    return _listed(text("What changed in the projects, the rarer changes first"), rows, text, every)


def people_table(changes: Changes, text: Text, every: bool = False) -> tuple[Table, str]:
    """Counts of people project by project, all genders together, and how many rows the table leaves out.

    Args:
        changes: The differences of two deliveries, of staff: what is public holds no counts by project.
        text: The words of the page.
        every: True for a file, which leaves nothing out.
    """
    rows = [
        (
            _project(change, text),
            text("{name} ({code})", name=text.label("indicators", change.field), code=change.field),
            *(text.number(sum(side.values()) if side else None) for side in (change.old, change.new)),
        )
        for change in changes.material
        if change.kind == "people-changed"
    ]
    return _listed(text("What changed in the counts of people, project by project"), rows, text, every)


def _listed(caption: str, rows: Sequence[tuple[str, ...]], text: Text, every: bool) -> tuple[Table, str]:
    rest = 0 if every else len(rows) - _LISTED
    columns = (Column(text("Project")), Column(text("What")), Column(text("Before")), Column(text("After")))
    more = text.plural("{number} more change is in the file.", "{number} more changes are in the file.", rest) if rest > 0 else ""
    return Table(caption, columns, tuple(rows if every else rows[:_LISTED])), more


# For other programs -------------------------------------------------------------------


def changes_data(changes: Changes, old: DeliveryInfo, new: DeliveryInfo, text: Text) -> dict:
    """Everything that is different as plain data: what ``manage.py diff --json`` prints.

    Documented in ``docs/reference/changes.md``. Money is in cents.
    """
    came = changes.projects("project-added", "project-joined")
    left = changes.projects("project-removed", "project-left")
    changed = [
        key
        for key in changes.projects("value-changed", "people-changed", "implementer-added", "implementer-removed")
        if key not in {*came, *left}
    ]
    return {
        "old": old.id,
        "new": new.id,
        "projects": {"added": list(came), "removed": list(left), "changed": changed},
        "figures": [_figure_data(figure, text) for figure in changes.figures],
        "changes": [_change_data(change, old, new, text) for change in changes.changes],
        "outside_theme": {"added": changes.outside.added, "removed": changes.outside.removed, "changed": changes.outside.changed},
    }  # fmt: skip


def _figure_data(figure: FigureChange, text: Text) -> dict:
    return {
        "figure": figure.figure,
        "indicator": figure.indicator,
        "gender": figure.gender,
        "unit": "cents" if figure.is_money else "count",
        "before": figure.before,
        "after": figure.after,
        "difference": figure.difference,
        "parts": [{"reason": part.reason, "amount": part.amount, "projects": list(part.projects)} for part in figure.parts],
        "sentence": figure_sentence(figure, text),
    }


def _change_data(change: Change, old: DeliveryInfo, new: DeliveryInfo, text: Text) -> dict:
    return {
        "id": change.id,
        "kind": change.kind,
        "material": change.material,
        "project_key": change.project_key,
        "project_code": change.project_code,
        "project_name": change.project_name,
        "field": change.field,
        "before": change.old,
        "after": change.new,
        "old_places": _places(change, change.old_rows, old),
        "new_places": _places(change, change.new_rows, new),
        "sentence": change_sentence(change, text),
    }
