"""Drawings of gender: women, men, non-binary and unknown, always in that order."""

import plotly.graph_objects as go

from analytics.people import Genders, PeoplePart, PeoplePoint
from data_loaders.codes import GENDERS, code_list
from presentation.block import FigureBlock
from presentation.dimensions import division, heading, subtitle
from presentation.style import GENDER_COLOURS, GENDER_DASHES, GENDER_PATTERNS, TEXT, hidden_axis, layout, plain, row_labels, rows_axis, rows_height, time_axis, value_axis, wrapped
from presentation.tables import Column, Table
from presentation.text import Text


def gender_balance(genders: Genders, text: Text, filtered: str | None = None) -> FigureBlock:
    """All participants by gender: one bar each, with share and count."""
    names = [text.label("genders", gender) for gender in GENDERS]
    labels = [
        text("{name}: {share} ({count})", name=name, share=text.percent(genders.share(gender)), count=_count(count, text))
        for name, gender, count in zip(names, GENDERS, genders.counts, strict=True)
    ]
    chart = go.Figure(
        go.Bar(
            x=[genders.share(gender) for gender in GENDERS],
            y=list(range(4)),
            orientation="h",
            width=0.34,
            marker={"color": [GENDER_COLOURS[gender] for gender in GENDERS]},
            hovertext=labels,
            hoverinfo="text",
        ),
        layout(text, rows_height(labels), xaxis=hidden_axis(range=[0, 1]), yaxis=rows_axis(4), annotations=row_labels(labels)),
    )
    return FigureBlock(
        key="gender-balance",
        headline=text("Women {women}, men {men} of participants", women=text.percent(genders.share("female")), men=text.percent(genders.share("male"))),
        subtitle=subtitle(text("All participants (EECO01) by gender, shares of everyone"), filtered, text),
        chart=chart,
        sentence=text.plural(
            "{number} participant in all. Those who do not want to tell are counted as unknown.",
            "{number} participants in all. Those who do not want to tell are counted as unknown.",
            genders.total or 0,
        ),
        alt=text("Four bars. {bars}.", bars="; ".join(labels)),
        table=Table(
            text("Participants by gender"),
            (Column(text("Gender")), Column(text("Participants"), "count"), Column(text("Share"), "share")),
            tuple((name, getattr(genders, gender), genders.share(gender)) for name, gender in zip(names, GENDERS, strict=True)),
            (text("Total"), genders.total, None),
        ),
    )


def _count(count: int | None, text: Text) -> str:
    return text("not collected") if count is None else text.number(count)


def gender_parts(
    parts: tuple[PeoplePart, ...], dimension: str, text: Text, filtered: str | None = None, *, indicator: str | None = None
) -> FigureBlock:
    """Shares of the genders by a dimension: bars of a hundred per cent, with the count of people.

    Args:
        parts: Not empty.
        dimension: ``indicators`` (which overlap), ``target_groups`` or ``regions``.
        indicator: The indicator counted, when the dimension is not the indicator itself.
    """
    entities = {code for code, row in code_list("indicators").items() if row["unit"] != "persons"}
    parts = tuple(part for part in parts if part.genders.total and part.code not in entities)
    if dimension == "indicators":
        parts = tuple(sorted(parts, key=lambda part: part.code))

    def name(part: PeoplePart) -> str:
        label = text.label(dimension, part.code)
        return text("{code} {name}", code=part.code, name=label) if dimension == "indicators" else label

    labels = [
        wrapped(text("{name} · {people} people, women {share}", name=name(part), people=text.number(part.genders.total), share=text.percent(part.genders.share("female"))))
        for part in parts
    ]
    y = list(range(len(parts)))
    traces = [
        go.Bar(
            x=[part.genders.share(gender) for part in parts],
            y=y,
            orientation="h",
            width=0.36,
            name=text.label("genders", gender),
            marker={
                "color": GENDER_COLOURS[gender],
                "pattern": {"shape": GENDER_PATTERNS[gender], "bgcolor": GENDER_COLOURS[gender], "fgcolor": "rgba(255,255,255,0.55)", "size": 6, "solidity": 0.25},
                "line": {"color": "rgba(255,255,255,0.9)", "width": 1},
            },
            hovertext=[
                plain(text("{name}, {gender}: {share} ({count})", name=name(part), gender=text.label("genders", gender), share=text.percent(part.genders.share(gender)), count=_count(getattr(part.genders, gender), text)))
                for part in parts
            ],
            hoverinfo="text",
        )
        for gender in GENDERS
    ]
    height = rows_height(labels) + 44
    chart = go.Figure(
        traces,
        layout(
            text,
            height,
            barmode="stack",
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1 + 8 / height, "xanchor": "left", "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False, "traceorder": "normal", "font": {"size": 14, "color": TEXT}},
            margin={"l": 4, "r": 4, "t": 44, "b": 8},
            xaxis=hidden_axis(range=[0, 1]),
            yaxis=rows_axis(len(parts)),
            annotations=row_labels(labels),
        ),
    )
    most = max(parts, key=lambda part: part.genders.share("female") or 0)
    overlap = (
        text("Indicators overlap: a person may be counted in several, so they are never added.")
        if dimension == "indicators"
        else text("Each person is counted in one part; the shares are of the people in that part.")
    )
    measured = (
        text("Genders {division}, shares of the people counted", division=division(dimension, text))
        if dimension == "indicators" or indicator is None
        else text("Genders {division}, shares of the people counted by {indicator}", division=division(dimension, text), indicator=indicator)
    )
    return FigureBlock(
        key=f"gender-{dimension.replace('_', '-')}",
        headline=text("Largest share of women: {name} ({share})", name=name(most), share=text.percent(most.genders.share("female"))),
        subtitle=subtitle(measured, filtered, text),
        chart=chart,
        sentence=overlap,
        alt=text("Stacked bars {division}: women, men, non-binary, unknown. {bars}.", division=division(dimension, text), bars="; ".join(label.replace("<br>", " ") for label in labels[:4])),
        table=Table(
            text("Genders {division}: counts, and the share of women", division=division(dimension, text)),
            (
                Column(heading(dimension, text)),
                *(Column(text.label("genders", gender), "count") for gender in GENDERS),
                Column(text("Total"), "count"),
                Column(text("Share of women"), "share"),
            ),
            tuple((name(p), *p.genders.counts, p.genders.total, p.genders.share("female")) for p in parts),
        ),
    )


def gender_trend(points: tuple[PeoplePoint, ...], text: Text, filtered: str | None = None) -> FigureBlock:
    """Shares of the genders over time, with counts in the table."""
    days = [point.day for point in points]
    traces, notes = [], []
    for gender in GENDERS:
        shares = [point.genders.share(gender) for point in points]
        if not any(share is not None for share in shares):
            continue
        traces.append(
            go.Scatter(
                x=days,
                y=[None if share is None else share * 100 for share in shares],
                mode="lines+markers",
                line={"color": GENDER_COLOURS[gender], "width": 3, "dash": GENDER_DASHES[gender]},
                marker={"size": 7},
                hovertext=[
                    text("{gender}, {day}: {share} ({count})", gender=text.label("genders", gender), day=text.date(p.day), share=text.percent(p.genders.share(gender)), count=_count(getattr(p.genders, gender), text))
                    for p in points
                ],
                hoverinfo="text",
            )
        )
        if shares[-1] is not None:
            notes.append((shares[-1] * 100, gender))
    chart_notes = _line_labels(notes, days[-1], text)
    step = max(1, len(days) // 4)
    chart = go.Figure(
        traces,
        layout(
            text,
            340,
            margin={"l": 4, "r": 12, "t": 16, "b": 8},
            xaxis=time_axis(tickvals=days[::step], ticktext=[text.month(day) for day in days[::step]]),
            yaxis=value_axis(ticksuffix="%" if text.language == "en" else "\u00a0%", range=[0, 100]),
            annotations=chart_notes,
        ),
    )
    first, last = points[0], points[-1]
    return FigureBlock(
        key="gender-trend",
        headline=text("Share of women from {first} to {last}", first=text.percent(first.genders.share("female")), last=text.percent(last.genders.share("female"))),
        subtitle=subtitle(text("Genders of all participants (EECO01) over time, shares of everyone so far"), filtered, text),
        chart=chart,
        sentence=text("Counts are cumulative: each point tells everyone reached by its day."),
        alt=text(
            "Lines of the shares of the genders over {count} dates. On the last date: {shares}.",
            count=text.number(len(days)),
            shares="; ".join(text("{name} {share}", name=text.label("genders", gender), share=text.percent(value / 100)) for value, gender in notes),
        ),
        table=Table(
            text("Participants by gender over time, cumulative counts"),
            (Column(text("Date")), *(Column(text.label("genders", gender), "count") for gender in GENDERS), Column(text("Total"), "count"), Column(text("Share of women"), "share")),
            tuple((text.date(p.day), *p.genders.counts, p.genders.total, p.genders.share("female")) for p in points),
        ),
    )


def _line_labels(shares: list[tuple[float, str]], day, text: Text) -> list[dict]:
    """A label at the end of each line: above the largest, below the second, above the small ones."""
    labels = []
    floor = 0.0
    for rank, (value, gender) in reversed(list(enumerate(sorted(shares, reverse=True)))):
        below = rank == 1 and value > 25
        height = value if rank < 2 else max(value, floor)
        floor = height + 9
        labels.append(
            {
                "x": day,
                "y": height,
                "text": f"<b>{text('{name} {share}', name=text.label('genders', gender), share=text.percent(value / 100))}</b>",
                "showarrow": False,
                "xanchor": "right",
                "yanchor": "top" if below else "bottom",
                "yshift": -5 if below else 5,
                "font": {"size": 14, "color": GENDER_COLOURS[gender]},
            }
        )
    return labels
