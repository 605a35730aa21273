"""Drawings of gender: women, men, non-binary and unknown, always in that order."""

from collections.abc import Sequence

from analytics.ledger import people_ledger
from analytics.people import (
    ALL_PARTICIPANTS,
    Genders,
    PeoplePart,
    PeoplePoint,
    people_by_subtheme,
    people_parts,
    people_total,
    people_trend,
)
from analytics.promises import BROKEN, KEPT, UNKNOWN, Answer, people_by_answer
from data_loaders.codes import GENDERS, code_list
from data_loaders.theme import Topic
from presentation.block import FigureBlock
from presentation.charts.chart import GENDER_ROLES, Course, DividedBar, DividedPart, End, ShareBars, SharePart, TableBars, TimeLines
from presentation.charts.style import GENDER_DASHES
from presentation.figures.registry import Lack, nobody, register, register_each
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import division, heading, subtitle, with_count, within
from presentation.words.outcomes import indicator_name

#: A share that has room for its number inside the bar, on a phone.
_ROOMY = 0.12
#: Fewer people than this have a share, but are no headline: one person more or less would make another.
ENOUGH = 30


def _count(count: int | None, text: Text) -> str:
    return text("not collected") if count is None else text.number(count)


def gender_balance(genders: Genders, text: Text, filtered: str | None = None, *, indicator: str = ALL_PARTICIPANTS) -> FigureBlock:
    """All participants as one bar of a hundred per cent, and each gender's share and count in words.

    Args:
        genders: With at least one participant. A gender that is not collected has no
            part in the bar, and its line says so.
        indicator: The indicator counted.
    """
    words = [_gender_words(genders, gender, text) for gender in GENDERS]
    parts = [
        DividedPart(
            None if getattr(genders, gender) is None else gender,
            genders.share(gender),
            _inside(genders.share(gender), text),
            line,
        )
        for gender, line in zip(GENDER_ROLES, words, strict=True)
    ]
    office = TableBars((1,), GENDER_ROLES, stacked=True, rows_are_series=True)
    chart = DividedBar(parts=parts, office=office)
    return FigureBlock(
        key="gender-balance",
        ledger=people_ledger(indicator),
        headline=_balance_headline(genders, text),
        subtitle=subtitle(
            text("All participants (EECO01) by gender, shares of everyone")
            if indicator == ALL_PARTICIPANTS
            else text(
                "{name} ({indicator}) by gender, shares of everyone counted", name=text.label("indicators", indicator), indicator=indicator
            ),
            filtered,
            text,
        ),
        chart=chart,
        sentence=text.plural(
            "{number} participant in all. Those who do not wish to answer are counted under not known.",
            "{number} participants in all. Those who do not wish to answer are counted under not known.",
            genders.total or 0,
        ),
        alt=text("One bar of all participants, divided by gender. {parts}.", parts="; ".join(words)),
        table=Table(
            text("Participants by gender"),
            (Column(text("Gender")), Column(text("Participants"), "people"), Column(text("Share"), "share")),
            tuple((text.label("genders", gender), getattr(genders, gender), genders.share(gender)) for gender in GENDERS),
            (text("Total"), genders.total, None),
        ),
    )


def _balance_headline(genders: Genders, text: Text) -> str:
    women, men = genders.share("female"), genders.share("male")
    if women is None:
        return text("The share of women is not known")
    if men is None:
        return text("Women {women} of participants", women=text.percent(women))
    return text("Women {women}, men {men} of participants", women=text.percent(women), men=text.percent(men))


def _gender_words(genders: Genders, gender: str, text: Text) -> str:
    name, count = text.label("genders", gender), getattr(genders, gender)
    if count is None:
        return text("{name}: not collected", name=name)
    return text("{name}: {share} ({count})", name=name, share=text.percent(genders.share(gender)), count=text.number(count))


def _inside(share: float | None, text: Text) -> str:
    """The share as written inside its part of the bar; nothing where it has no room."""
    return text.percent(share) if share is not None and share >= _ROOMY else ""


def gender_parts(
    parts: tuple[PeoplePart, ...], dimension: str, text: Text, filtered: str | None = None, *, indicator: str | None = None
) -> FigureBlock:
    """Shares of the genders by a dimension: bars of a hundred per cent, with the count of people.

    Args:
        parts: Not empty. A part where nobody is counted, or nothing collected, has no bar
            and says which.
        dimension: ``indicators`` and ``subthemes`` (which overlap), ``target_groups`` or ``regions``.
        indicator: The indicator counted, when the dimension is not the indicator itself.
    """
    if dimension == "indicators":
        # Two indicators count services and enterprises, which have no gender.
        persons = {code for code, row in code_list("indicators").items() if row["unit"] == "persons"}
        parts = tuple(sorted((part for part in parts if part.code in persons), key=lambda part: part.code or ""))

    def name(part: PeoplePart) -> str:
        label = text.label(dimension, part.code)
        return indicator_name(part.code, text) if dimension == "indicators" else label

    def row_name(part: PeoplePart) -> str:
        if part.genders.total is None:
            return text("{name}: not collected", name=name(part))
        return text.plural("{name} · {number} person", "{name} · {number} people", part.genders.total, name=name(part))

    chart = _stacked(
        [row_name(part) for part in parts], [name(part) for part in parts], [part.genders for part in parts], (1, 2, 3, 4), text
    )
    measured = (
        text("Genders {division}, shares of the people counted", division=division(dimension, text))
        if dimension == "indicators" or indicator is None
        else text(
            "Genders {division}, shares of the people counted by {indicator}", division=division(dimension, text), indicator=indicator
        )
    )
    return FigureBlock(
        key=f"gender-{dimension.replace('_', '-')}",
        ledger=people_ledger(indicator or ALL_PARTICIPANTS, by=dimension),
        headline=_parts_headline(parts, dimension, text),
        subtitle=subtitle(measured, filtered, text),
        chart=chart,
        sentence=" ".join(filter(None, (
            {
                "indicators": text("Indicators overlap: a person may be counted in several, so they are never added up."),
                "subthemes": text("A project's participants count under each of its sub-themes, so the parts overlap and are never added up."),
            }.get(dimension) or text("Each person is counted in one part; the shares are of the people in that part."),
            text("Shares of fewer than {number} people vary by chance, and the headline leaves them out.", number=text.number(ENOUGH))
            if any(part.genders.total and part.genders.total < ENOUGH for part in parts)
            else "",
        ))),
        alt=text(
            "Stacked bars {division}: women, men, non-binary, unknown. {bars}.",
            division=division(dimension, text),
            bars="; ".join(
                _women_and_men(row_name(part), part.genders, text)
                for part in [part for part in parts if part.genders.total][:3]
            ) or text("Nothing is collected"),
        ),
        table=Table(
            text("Genders {division}: counts, and the share of women", division=division(dimension, text)),
            (
                Column(heading(dimension, text)),
                *(Column(text.label("genders", gender), "people") for gender in GENDERS),
                Column(text("Total"), "people"),
                Column(text("Share of women"), "share"),
            ),
            tuple((name(p), *p.genders.counts, p.genders.total, p.genders.share("female")) for p in parts),
            codes=tuple(p.code for p in parts),
        ),
    )  # fmt: skip


def _stacked(row_names: Sequence[str], names: Sequence[str], counted: Sequence[Genders], columns: tuple[int, ...], text: Text) -> ShareBars:
    """Bars of a hundred per cent, each under its name; ``columns`` of the table have the counts."""
    parts = [
        SharePart(
            gender,
            text.label("genders", gender),
            [genders.share(gender) for genders in counted],
            [_inside(genders.share(gender), text) for genders in counted],
            [
                text(
                    "{name}, {gender}: {share} ({count})",
                    name=name,
                    gender=text.label("genders", gender),
                    share=text.percent(genders.share(gender)),
                    count=_count(getattr(genders, gender), text),
                )
                for name, genders in zip(names, counted, strict=True)
            ],
        )
        for gender in GENDER_ROLES
    ]
    return ShareBars(names=[with_count(name) for name in row_names], parts=parts, office=TableBars(columns, GENDER_ROLES, stacked=True))


def gender_answers(answers: tuple[Answer, ...], promise: Topic, text: Text, filtered: str | None = None) -> FigureBlock:
    """The balance in projects by what they answered to the promise about gender, with a caution.

    Args:
        answers: Not empty: yes, no, not known.
        promise: The promise.
    """
    words = {KEPT: text("Yes"), BROKEN: text("No"), UNKNOWN: text("Not known")}
    names = [words[answer.state] for answer in answers]
    row_names = [
        text.plural(
            "{answer} · {number} project · {people}", "{answer} · {number} projects · {people}", answer.project_count,
            answer=name, people=_people(answer.genders.total, text),
        )
        for name, answer in zip(names, answers, strict=True)
    ]  # fmt: skip
    by_state = {answer.state: answer for answer in answers}
    kept, broken = (by_state[state].genders.share("female") if state in by_state else None for state in (KEPT, BROKEN))
    declared = by_state[KEPT].project_count if KEPT in by_state else 0
    every = sum(answer.project_count for answer in answers)
    return FigureBlock(
        key="gender-answers",
        ledger=people_ledger(),
        headline=text("“{promise}” is in the plan of {number} of {every} projects", promise=text.name(promise.name), number=text.number(declared), every=text.number(every)),
        subtitle=subtitle(text("{promise}: what the projects answered, and the genders of their participants (EECO01)", promise=text.name(promise.name)), filtered, text),
        chart=_stacked(row_names, names, [answer.genders for answer in answers], (3, 4, 5, 6), text),
        sentence=" ".join(filter(None, (
            text("The share of women is {yes} where the answer is yes and {no} where it is no.", yes=text.percent(kept), no=text.percent(broken))
            if kept is not None and broken is not None
            else "",
            text("This does not prove an effect of the analysis: the projects also differ in target group, region and size."),
        ))),
        alt=text(
            "Stacked bars of the genders by the projects' answer. {bars}.",
            bars="; ".join(
                _women_and_men(name, answer.genders, text)
                for name, answer in zip(row_names, answers, strict=True)
            ),
        ),
        table=Table(
            text("Participants by gender and by the projects' answer: {promise}", promise=text.name(promise.name)),
            (
                Column(text("Answer")), Column(text("Projects"), "count"), Column(text("Projects that count people"), "count"),
                *(Column(text.label("genders", gender), "people") for gender in GENDERS),
                Column(text("Total"), "people"), Column(text("Share of women"), "share"),
            ),
            tuple(
                (name, a.project_count, a.counted_count, *a.genders.counts, a.genders.total, a.genders.share("female"))
                for name, a in zip(names, answers, strict=True)
            ),
        ),
    )  # fmt: skip


def _women_and_men(name: str, genders: Genders, text: Text) -> str:
    """The two shares in words; what is not known is left out, for a dash is no word."""
    women, men = genders.share("female"), genders.share("male")
    if women is not None and men is not None:
        return text("{name}: women {women}, men {men}", name=name, women=text.percent(women), men=text.percent(men))
    if women is not None:
        return text("{name}: women {women}", name=name, women=text.percent(women))
    return name if men is None else text("{name}: men {men}", name=name, men=text.percent(men))


def _people(count: int | None, text: Text) -> str:
    if count is None:
        return text("not collected")
    return text.plural("{number} participant", "{number} participants", count)


def _parts_headline(parts: tuple[PeoplePart, ...], dimension: str, text: Text) -> str:
    """Where the share of women is largest, the unknown part and parts of few people aside."""
    known = [(share, part) for part in parts if part.code is not None and (share := part.genders.share("female")) is not None]
    if not known:
        return text("The share of women is not known")
    known = [(share, part) for share, part in known if (part.genders.total or 0) >= ENOUGH]
    if not known:
        return text("Too few people to compare the shares")
    share, most = max(known, key=lambda one: one[0])
    place, percent, number = within(dimension, most.code, text), text.percent(share), text.number(most.genders.total)
    if len(known) == 1:
        return text("The share of women {within} is {share} of {number} people", within=place, share=percent, number=number)
    return text("The share of women is largest {within} ({share} of {number} people)", within=place, share=percent, number=number)


def _trend_headline(first: Genders | None, last: Genders, text: Text) -> str:
    """The share of women now, and the earlier one where it is known."""
    share, before = last.share("female"), first.share("female") if first else None
    if share is None:
        return text("The share of women is not known")
    if before is None:
        return text("The share of women is {share} of {number} people", share=text.percent(share), number=text.number(last.total))
    return text(
        "The share of women is {share} of {number} people (earlier {first})",
        share=text.percent(share),
        number=text.number(last.total),
        first=text.percent(before),
    )


def gender_trend(
    points: tuple[PeoplePoint, ...], text: Text, filtered: str | None = None, *, indicator: str = ALL_PARTICIPANTS
) -> FigureBlock:
    """Shares of the genders over time, with counts in the table.

    Args:
        points: Not empty; oldest first. A gender that was not collected on a day has no point there.
        indicator: The indicator counted.
    """
    days = [point.day for point in points]
    collected = [gender for gender in GENDER_ROLES if any(point.genders.share(gender) is not None for point in points)]
    ticks = [0, 0.25, 0.5, 0.75, 1]
    top = max((point.genders.share(gender) or 0 for point in points for gender in collected), default=1)
    ticks = ticks[: next(index for index, tick in enumerate(ticks) if tick >= top) + 1]
    ends = [
        End(share, text("{name} {share}", name=text.label("genders", gender), share=text.percent(share)), gender)
        for gender in collected
        if (share := points[-1].genders.share(gender)) is not None
    ]
    chart = TimeLines(
        days=days,
        lines=[
            Course(
                values=[point.genders.share(gender) for point in points],
                tone=gender,
                dash=GENDER_DASHES[gender],
                hover=[
                    text(
                        "{gender}, {day}: {share} ({count})",
                        gender=text.label("genders", gender),
                        day=text.date(point.day),
                        share=text.percent(point.genders.share(gender)),
                        count=_count(getattr(point.genders, gender), text),
                    )
                    for point in points
                ],
            )
            for gender in collected
        ],
        ticks=ticks,
        tick_words=[text.percent(tick) for tick in ticks],
        ends=ends,
        office=TableBars((1, 2, 3, 4), GENDER_ROLES, stacked=True),
    )
    first, last = points[0], points[-1]
    shares = "; ".join(end.words for end in ends) or text("not collected")
    return FigureBlock(
        key="gender-trend",
        ledger=people_ledger(indicator, history=True),
        headline=_trend_headline(first.genders if len(points) > 1 else None, last.genders, text),
        subtitle=subtitle(
            text("Genders of all participants (EECO01) over time, shares of everyone so far")
            if indicator == ALL_PARTICIPANTS
            else text(
                "{name} ({indicator}) by gender over time, shares of everyone so far",
                name=text.label("indicators", indicator),
                indicator=indicator,
            ),
            filtered,
            text,
        ),
        chart=chart,
        sentence=text("Each point is a cumulative total."),
        alt=text(
            "Lines of the shares of the genders over {count} dates. On the last date: {shares}.",
            count=text.number(len(days)),
            shares=shares,
        )
        if len(days) > 1
        else text("Points of the shares of the genders on one date: {shares}.", shares=shares),
        table=Table(
            text("Participants by gender over time, cumulative counts"),
            (
                Column(text("Date")),
                *(Column(text.label("genders", gender), "people") for gender in GENDERS),
                Column(text("Total"), "people"),
                Column(text("Share of women"), "share"),
            ),
            tuple((text.date(p.day), *p.genders.counts, p.genders.total, p.genders.share("female")) for p in points),
        ),
    )


# Registered ---------------------------------------------------------------------------


@register("gender-balance")
def _balance(reading: Reading) -> FigureBlock | Lack:
    if reading.participants is None:
        return nobody(reading)
    genders = people_total(reading.participants, reading.indicator)
    if not genders.total:
        return nobody(reading) if reading.indicator == ALL_PARTICIPANTS else Lack("indicator")
    return gender_balance(genders, reading.text, reading.filtered, indicator=reading.indicator)


@register("gender-trend")
def _trend(reading: Reading) -> FigureBlock | Lack:
    people, trend = reading.participants, reading.view.trend_of(reading.indicator)
    if people is None or trend is None:
        return nobody(reading)
    points = people_trend(trend, indicator=reading.indicator)
    if not points or not people_total(people, reading.indicator).total:
        return Lack("indicator")
    if not reading.view.tells_past(point.day for point in points):
        return Lack("past")
    return gender_trend(points, reading.text, reading.filtered, indicator=reading.indicator)


@register_each(
    {
        "gender-target-groups": ("target_group", "target_groups"),
        "gender-regions": ("region", "regions"),
        "gender-subthemes": ("subtheme", "subthemes"),
        "gender-indicators": ("indicator", "indicators"),
    }
)
def _parts(reading: Reading, column: str, kind: str) -> FigureBlock | Lack:
    people = reading.participants
    if people is None or not reading.genders or not reading.genders.total:
        return nobody(reading)
    indicator = None if kind == "indicators" else reading.indicator
    if kind == "subthemes":
        parts = people_by_subtheme(people, reading.view.whole.code_subthemes, reading.indicator)
    else:
        parts = people_parts(people, column, indicator)
    return gender_parts(parts, kind, reading.text, reading.filtered, indicator=indicator) if parts else Lack("indicator")


@register("gender-answers")
def _answers(reading: Reading) -> FigureBlock | Lack:
    if not reading.genders or not reading.genders.total:
        return nobody(reading)
    promise = next(iter(reading.text.theme.gender_promises), None)
    answers = people_by_answer(reading.view, promise.code) if promise else ()
    if not promise or not answers:
        return Lack("indicator" if promise and reading.view.theme_known else "theme")
    return gender_answers(answers, promise, reading.text, reading.filtered)
