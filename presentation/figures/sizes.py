"""Drawings of how the committed money divides among projects. Public basis only."""

import math

from analytics.ledger import money_ledger
from analytics.money import PublicMoney
from analytics.required import required
from analytics.sizes import Sizes
from presentation.block import FigureBlock
from presentation.charts.chart import Columns, RisingLine, TableBars
from presentation.charts.steps import round_step
from presentation.figures.registry import Lack, register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_of, money_words
from presentation.words.dimensions import subtitle

#: Points of the curve at most: more are not seen.
_POINTS = 60


def concentration(sizes: Sizes, text: Text, filtered: str | None = None) -> FigureBlock:
    """How much of the money the largest projects hold together, as a rising line.

    Args:
        sizes: Two projects with money or more.
    """
    number = len(sizes.amounts)
    counts = sorted({round(number * step / min(number, _POINTS)) for step in range(min(number, _POINTS) + 1)} | {sizes.half_count})
    shares = [required(sizes.share_of_largest(count)) for count in counts]
    half = required(sizes.share_of_largest(sizes.half_count))
    half_words = text.plural("{number} project: {share}", "{number} projects: {share}", sizes.half_count, share=text.percent(half))
    step = round_step(number, 5, whole=True)
    ticks = [step * index for index in range(math.floor(number / step) + 1)]
    chart = RisingLine(
        counts=counts,
        shares=shares,
        hover=[
            text.plural("{number} project: {share}", "{number} projects: {share}", count, share=text.percent(share))
            for count, share in zip(counts, shares, strict=True)
        ],
        half=(sizes.half_count, half),
        half_words=half_words,
        across=text("Projects, the largest first"),
        up=text("Share of committed funding"),
        ticks=ticks,
        tick_words=[text.number(tick) for tick in ticks],
        share_words=[text.percent(share) for share in (0, 0.25, 0.5, 0.75, 1)],
        # Bars: the steps of the table are uneven, and a line over them would bend where the money does not.
        office=TableBars((2,), ("committed",)),
    )
    return FigureBlock(
        key="funding-concentration",
        headline=_concentration_headline(sizes, text),
        subtitle=subtitle(text("Committed public funding of the largest projects together"), filtered, text),
        chart=chart,
        sentence=text(
            "{number} projects have {amount} in all; the largest holds {share}.",
            number=text.number(number),
            amount=text.euros(sizes.total),
            share=text.percent(sizes.share_of_largest(1)),
        )
        if number > 1
        else one_project_sentence(sizes, text),
        alt=text(
            "A line that rises with each project from the largest on. {half}; all {number}: {whole}.",
            half=half_words,
            number=text.number(number),
            whole=text.percent(1.0),
        ),
        table=Table(
            text("Committed public funding of the largest projects together, euros"),
            (Column(text("Projects, the largest first")), Column(text("Committed, €"), "euros"), Column(text("Share of all"), "share")),
            tuple(
                (
                    text.number(count),
                    euros_of(PublicMoney(sum(amount.cents for amount in sizes.amounts[:count]))),
                    sizes.share_of_largest(count),
                )
                for count in sorted({count for count in (1, 2, 3, 5, 10, 20, 50, 100, sizes.half_count) if count < number} | {number})
            ),
        ),
        not_shown=_not_shown(sizes, text),
        ledger=money_ledger("planned_public"),
    )


def one_project_sentence(sizes: Sizes, text: Text) -> str:
    """What is said in place of the drawings when one project holds all; empty when none has money."""
    if not sizes.amounts:
        return ""
    whole = text(
        "All of the committed funding is in one project, {amount}: there are no sizes to compare.", amount=text.euros(sizes.amounts[0])
    )
    return " ".join(filter(None, (whole, _not_shown(sizes, text))))


def _concentration_headline(sizes: Sizes, text: Text) -> str:
    number = len(sizes.amounts)
    if sizes.unknown_count or sizes.not_positive_count:
        return text.plural(
            "Half of the committed funding is in {number} of the {all} projects that have money",
            "Half of the committed funding is in {number} of the {all} projects that have money",
            sizes.half_count,
            all=text.number(number),
        )
    return text.plural(
        "Half of the committed funding is in {number} project of {all}",
        "Half of the committed funding is in {number} projects of {all}",
        sizes.half_count,
        all=text.number(number),
    )


def _not_shown(sizes: Sizes, text: Text) -> str | None:
    sentences = []
    if sizes.unknown_count:
        sentences.append(
            text.plural(
                "The committed funding of {number} project is not known: it is left out.",
                "The committed funding of {number} projects is not known: they are left out.",
                sizes.unknown_count,
            )
        )
    if sizes.not_positive_count:
        sentences.append(
            text.plural(
                "The committed funding of {number} project is zero or negative: it is left out.",
                "The committed funding of {number} projects is zero or negative: they are left out.",
                sizes.not_positive_count,
            )
        )
    return " ".join(sentences) or None


def size_distribution(sizes: Sizes, text: Text, filtered: str | None = None) -> FigureBlock:
    """How many projects there are of each size, with the median and the middle half marked.

    Args:
        sizes: Two projects with money or more.
    """
    lower, median, upper = (required(sizes.quantile(part)) for part in (0.25, 0.5, 0.75))
    mean = required(sizes.mean)
    most = euros_of(sizes.amounts[0])
    step = round_step(most, 8)
    bins = math.floor(most / step) + 1
    counts, held = [0] * bins, [0] * bins
    for amount in sizes.amounts:
        index = min(math.floor(euros_of(amount) / step), bins - 1)
        counts[index] += 1
        held[index] += amount.cents
    ticks = [step * index for index in range(bins + 1)]
    shown = ticks[:: max(1, math.ceil(len(ticks) / 5))]
    numbers, unit = money_words(shown if len(shown) > 1 else [0, step], text)
    top = max(counts)
    names = [_between(step * index, step * (index + 1), text) for index in range(bins)]
    number = len(sizes.amounts)
    chart = Columns(
        step=step,
        counts=counts,
        words=[text.number(count) if count else "" for count in counts],
        hover=[
            text.plural("{size}: {number} project", "{size}: {number} projects", count, size=name)
            for count, name in zip(counts, names, strict=True)
        ],
        ticks=shown,
        tick_words=numbers[: len(shown)],
        across=text("Size of the project, {unit}", unit=unit),
        quartiles=(euros_of(lower), euros_of(median), euros_of(upper)),
        median_words=text("Median {amount}", amount=_rounded(median, text)),
        office=TableBars((1,), ("committed",)),
    )
    return FigureBlock(
        key="funding-sizes",
        headline=_sizes_headline(number, lower, median, upper, text),
        subtitle=subtitle(text("Number of projects by committed public funding; the thick line is the middle half"), filtered, text),
        chart=chart,
        sentence=text(
            "A quarter of the projects are {low} or smaller, half {median} or smaller and a quarter {high} or larger. The mean is {mean}: large projects raise it.",
            low=_rounded(lower, text),
            median=_rounded(median, text),
            high=_rounded(upper, text),
            mean=_rounded(mean, text),
        )
        if number > 3 and mean > median > lower
        else text(
            "From the smallest {least} to the largest {most}; the median is {median}.",
            least=_rounded(sizes.amounts[-1], text),
            most=_rounded(sizes.amounts[0], text),
            median=_rounded(median, text),
        ),
        alt=text(
            "Columns of the number of projects of each size. Most are of {size}.",
            size=names[counts.index(top)],
        ),
        table=Table(
            text("Projects by committed public funding"),
            (Column(text("Size of the project")), Column(text("Projects"), "count"), Column(text("Committed, €"), "euros")),
            tuple((name, count, cents / 100) for name, count, cents in zip(names, counts, held, strict=True)),
            (text("Total"), number, euros_of(sizes.total)),
        ),
        not_shown=_not_shown(sizes, text),
        ledger=money_ledger("planned_public", "projects"),
    )


def _rounded(amount: PublicMoney, text: Text) -> str:
    return text.euros(_to_thousand(amount))


def _to_thousand(amount: PublicMoney) -> PublicMoney:
    """Thousands of euros: a size is not read to the cent; a small one is left as it is."""
    return amount if abs(amount.cents) < 1_000_000 else PublicMoney(round(amount.cents, -5))


def _between(low: float, high: float, text: Text) -> str:
    return text.euros_between(PublicMoney(round(low * 100)), PublicMoney(round(high * 100)))


def _sizes_headline(number: int, lower: PublicMoney, median: PublicMoney, upper: PublicMoney, text: Text) -> str:
    if number < 4:
        return text("The median project has {amount}", amount=_rounded(median, text))
    return text("Half of the projects have {amounts}", amounts=text.euros_between(_to_thousand(lower), _to_thousand(upper)))


# Registered ---------------------------------------------------------------------------


@register("funding-concentration")
def _concentration(reading: Reading) -> FigureBlock | Lack:
    return concentration(reading.sizes, reading.text, reading.filtered) if reading.sizes.amounts else Lack("column")


@register("funding-sizes")
def _distribution(reading: Reading) -> FigureBlock | Lack:
    return size_distribution(reading.sizes, reading.text, reading.filtered) if reading.sizes.amounts else Lack("column")
