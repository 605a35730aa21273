"""Drawings of money by part: regions, authorities, sub-themes and more. Public basis only."""

from collections.abc import Sequence

from analytics.areas import by_area
from analytics.funding import DIVISIONS, OVERLAPPING, Part, Totals, excess
from analytics.ledger import money_ledger
from analytics.money import PublicMoney
from presentation.block import FigureBlock
from presentation.charts.chart import BarSeries, KeyEntry, OutOfBounds, RowBars, TableBars, Tone
from presentation.figures.registry import Lack, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_of, millions_or_not_known, sum_of
from presentation.words.dimensions import division, heading, subtitle, within
from presentation.words.money_states import states_sentence
from presentation.words.notes import missing_division


def funding_parts(
    parts: tuple[Part, ...],
    dimension: str,
    text: Text,
    filtered: str | None = None,
    *,
    overlapping: bool = False,
    limit: int = 15,
) -> FigureBlock:
    """Committed and spent money by a dimension, as bars with the numbers at their ends.

    Args:
        parts: Not empty; in the order to show. All are in the table.
        dimension: Kind of label: ``regions``, ``authorities``, ``subthemes``,
            ``target_groups``, ``implementer_types``, ``support_forms`` or ``years``.
        overlapping: A project may stand in several parts: they are not summed.
        limit: Named parts drawn at most; the rest of a partition is summed into one bar.
            The unknown part is always drawn.
    """
    shown, others = _drawn(parts, limit, dimension, overlapping, text)
    hover = [_part_words(name, totals, text) for name, totals, _ in shown]
    stages: tuple[tuple[Tone, list[PublicMoney | None]], ...] = (
        ("committed", [totals.planned for _, totals, _ in shown]),
        ("spent", [totals.actual for _, totals, _ in shown]),
    )
    bars = [
        BarSeries(
            # A missing amount is a word where the bar would start; it is not a bar of no length.
            values=[euros_of(money) for money in amounts],
            words=[text("not known") if money is None else text.millions(money) for money in amounts],
            tones=[tone if known else "not_known" for _, _, known in shown],
            hover=hover,
            thickness=14,
            size=13,
        )
        for tone, amounts in stages
    ]
    chart = RowBars(
        names=[name for name, _, _ in shown],
        series=bars,
        key=(KeyEntry("committed", text("Committed")), KeyEntry("spent", text("Spent"))),
        out_of_bounds=_out_of_bounds([totals for _, totals, _ in shown]),
        office=TableBars((1, 2), ("committed", "spent")),
    )
    leading = sorted((p for p in parts if p.totals.planned), key=_committed_cents, reverse=True)[:3]
    return FigureBlock(
        key=f"funding-{dimension.replace('_', '-')}",
        headline=_parts_headline(parts, dimension, text),
        subtitle=subtitle(text("Committed and spent public funding {division}", division=division(dimension, text)), filtered, text),
        chart=chart,
        sentence=" ".join(
            filter(
                None,
                (
                    _parts_sentence(parts, dimension, overlapping, text),
                    _joint_sentence(parts, dimension, overlapping, text),
                    states_sentence(parts, dimension, text),
                ),
            )
        ),
        alt=text(
            "Two bars for each of {count}: committed and spent funding {division}. {bars}.",
            count=text.number(len(shown)),
            division=division(dimension, text),
            bars="; ".join(_part_words(text.label(dimension, p.code), p.totals, text) for p in leading) or text("No amounts are known"),
        ),
        table=_parts_table(parts, dimension, overlapping, text),
        not_shown=_unknown_note(parts, dimension, text) or None,
        only_in_table=_others_note(others, overlapping, text) or None,
        ledger=money_ledger(by=dimension),
    )


def _out_of_bounds(totals: Sequence[Totals]) -> list[OutOfBounds]:
    """What is spent above what is committed, and what is below zero."""
    outside = []
    for row, each in enumerate(totals):
        if each.actual is not None and (above := excess(each)) is not None:
            outside.append(OutOfBounds(row, 1, euros_of(each.actual) - euros_of(above), euros_of(above)))
        outside += [
            OutOfBounds(row, series, 0, euros_of(money))
            for series, money in enumerate((each.planned, each.actual))
            if money and money.cents < 0
        ]
    return outside


def _part_words(name: str, totals: Totals, text: Text) -> str:
    return text(
        "{name}: committed {committed}, spent {spent}",
        name=name,
        committed=millions_or_not_known(totals.planned, text),
        spent=millions_or_not_known(totals.actual, text),
    )


def _drawn(
    parts: tuple[Part, ...], limit: int, dimension: str, overlapping: bool, text: Text
) -> tuple[list[tuple[str, Totals, bool]], int]:
    """The bars as (name, figures, whether they have a name of their own), and how many parts have no bar."""
    named = [part for part in parts if part.code is not None]
    unknown = [part for part in parts if part.code is None]
    # Years are drawn in order of time: none of them may be missing between others.
    many = len(named) > limit and dimension != "years"
    own, rest = (named[: limit if overlapping else limit - 1], named[limit if overlapping else limit - 1 :]) if many else (named, [])
    drawn = [(text.label(dimension, part.code), part.totals, True) for part in own]
    if rest and not overlapping:
        totals = Totals(
            sum_of(part.totals.planned for part in rest),
            sum_of(part.totals.actual for part in rest),
            0,
            sum(part.totals.implementer_count for part in rest),
        )
        drawn.append((text.plural("{number} other", "{number} others", len(rest)), totals, False))
    return drawn + [(text.label(dimension, part.code), part.totals, False) for part in unknown], len(rest)


def _committed_cents(part: Part) -> int:
    """Cents of committed money; zero when no amount is known."""
    return part.totals.planned.cents if part.totals.planned else 0


def _parts_headline(parts: tuple[Part, ...], dimension: str, text: Text) -> str:
    placed = [part for part in parts if part.code is not None and part.totals.planned]
    if not placed:
        return text("The division of money {division} is not known", division=division(dimension, text))
    top = max(placed, key=_committed_cents)
    if _committed_cents(top) <= 0:
        return text("No part has committed funding above zero")
    if not any(part.totals.planned and part.totals.planned.cents for part in parts if part is not top):
        return text(
            "Committed funding {within} is {value}", within=within(dimension, top.code, text), value=text.millions(top.totals.planned)
        )
    return text(
        "Most committed funding is {within} ({value})", within=within(dimension, top.code, text), value=text.millions(top.totals.planned)
    )


def _parts_sentence(parts: tuple[Part, ...], dimension: str, overlapping: bool, text: Text) -> str:
    if dimension == "years" and sum_of(part.totals.planned for part in parts) is None:
        return text(
            "All of a project's funding is shown in the year it started, also what is spent later: the figure shows when projects started, not when money was spent. No committed amount can be read from the list."
        )
    if dimension == "years":
        return text(
            "All of a project's funding is shown in the year it started, also what is spent later: the figure shows when projects started, not when money was spent. The parts add up to the whole, {amount}.",
            amount=text.euros(sum_of(part.totals.planned for part in parts)),
        )
    if overlapping:
        return text("A project may count in full under several parts, so the parts must not be added up.")
    placed = sorted((p.totals.planned.cents for p in parts if p.code is not None and p.totals.planned), reverse=True)
    whole = sum_of(part.totals.planned for part in parts)
    if len(placed) > 3 and whole and whole.cents > 0 and placed[-1] >= 0:
        return text(
            "The three largest hold {share} of the committed funding. The parts add up to the whole, {amount}.",
            share=text.percent(sum(placed[:3]) / whole.cents),
            amount=text.euros(whole),
        )
    if whole is None:
        return text("No amount of committed funding can be read from the list.")
    if len(parts) == 1:
        return text("All of the committed funding, {amount}, is in one part.", amount=text.euros(whole))
    return text("The parts add up to the whole, {amount}.", amount=text.euros(whole))


def _joint_sentence(parts: tuple[Part, ...], dimension: str, overlapping: bool, text: Text) -> str:
    """How a joint project with implementers in several parts is counted; empty where no part is beside another."""
    if overlapping or dimension == "years" or len(parts) < 2:
        return ""
    return text(
        "Each implementer of a joint project is in its own part with its own money; the project is counted in each of these parts, so project counts are not added up."
    )


def _parts_table(parts: tuple[Part, ...], dimension: str, overlapping: bool, text: Text) -> Table:
    total = None
    if not overlapping:
        total = (
            text("Total"),
            euros_of(sum_of(part.totals.planned for part in parts)),
            euros_of(sum_of(part.totals.actual for part in parts)),
            # Projects are not summed: a joint project may stand in several parts.
            None,
            # Nor implementers by region: a row that names several regions stands in each.
            None if dimension == "regions" else sum(part.totals.implementer_count for part in parts),
        )
    return Table(
        text("Public funding {division}, euros", division=division(dimension, text)),
        (
            Column(heading(dimension, text)),
            Column(text("Committed, €"), "euros"),
            Column(text("Spent, €"), "euros"),
            Column(text("Projects"), "count"),
            Column(text("Implementers"), "count"),
        ),
        tuple(
            (
                text.label(dimension, part.code),
                euros_of(part.totals.planned),
                euros_of(part.totals.actual),
                part.totals.project_count,
                part.totals.implementer_count,
            )
            for part in parts
        ),
        total,
        codes=tuple(part.code for part in parts),
    )


def _unknown_note(parts: tuple[Part, ...], dimension: str, text: Text) -> str:
    unknown = next((part for part in parts if part.code is None), None)
    if unknown is None:
        return ""
    return text.plural(
        "{number} implementer row ({amount}) has no information for this division; it is shown as “{name}”.",
        "{number} implementer rows ({amount}) have no information for this division; they are shown as “{name}”.",
        unknown.totals.implementer_count,
        amount=millions_or_not_known(unknown.totals.planned, text),
        name=text.label(dimension, None),
    )


def _others_note(others: int, overlapping: bool, text: Text) -> str:
    if not others:
        return ""
    if overlapping:
        return text.plural("{number} smaller part is only in the table.", "{number} smaller parts are only in the table.", others)
    return text.plural(
        "{number} smaller part is summed into one bar; the table has it by name.",
        "{number} smaller parts are summed into one bar; the table has each.",
        others,
    )


# Registered ---------------------------------------------------------------------------


@register_each({f"funding-{dimension.replace('_', '-')}": (dimension,) for dimension in (*DIVISIONS, "areas", "years")})
def _money_by(reading: Reading, dimension: str) -> FigureBlock | Lack:
    if dimension == "areas":
        parts = by_area(reading.view.rows)
    else:
        parts = reading.money.by_year if dimension == "years" else reading.money.by(dimension)
    if missing := missing_division(dimension, parts, reading.view.theme_known):
        return Lack(missing)
    return funding_parts(parts, dimension, reading.text, reading.filtered, overlapping=dimension in OVERLAPPING, limit=20)
