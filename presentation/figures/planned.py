"""Drawings of reach against the projects' own plans."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ledger import people_ledger
from analytics.reach import GroupReach, PlannedReach, ProjectReach
from analytics.required import required
from presentation.block import FigureBlock
from presentation.charts.chart import BarSeries, KeyEntry, RowBars, RowMark, TableBars
from presentation.charts.layout import CUT_AT
from presentation.figures.registry import Lack, nobody, register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.dimensions import subtitle, with_count, within
from presentation.words.projects import project_name

#: Projects drawn at most; all are in the table.
_DRAWN = 12


@dataclass(frozen=True)
class _Row:
    """One bar: reached of planned, and the part of the time that has passed (null: not drawn)."""

    name: str
    reached: int
    planned: int
    pace: float | None = None

    @property
    def share(self) -> float | None:
        return self.reached / self.planned if self.planned else None

    def words(self, text: Text) -> str:
        return text(
            "{share} ({reached} of {planned})",
            share=text.percent(self.share),
            reached=text.number(self.reached),
            planned=text.number(self.planned),
        )


def planned_projects(result: PlannedReach, text: Text, filtered: str | None = None) -> FigureBlock:
    """Participants of planned: everyone first, then the projects furthest behind an even pace.

    Args:
        result: With at least one project of which both plan and people are known.
    """
    whole = _Row(
        text("All projects compared"), required(result.reached), required(result.planned),
        result.at_even_pace / result.planned if result.planned and result.at_even_pace is not None else None,
    )  # fmt: skip
    ordered = sorted(result.compared, key=_behind)
    drawn = [_Row(_name(p, text), required(p.reached), required(p.planned), p.elapsed) for p in ordered[:_DRAWN]]
    behind = sum(_behind(project) < 0 for project in result.compared)
    return FigureBlock(
        key="planned-projects",
        headline=_headline(result, text),
        subtitle=subtitle(text("Participants (EECO01) of the projects' own planned number of participants"), filtered, text),
        chart=_bars([whole, *drawn], TableBars((3, 4), ("committed", "context"), most=CUT_AT), text, pace=True),
        sentence=" ".join(filter(None, (_pace_sentence(result, text), text.plural(
            "{number} project is behind an even pace; a slow start is usual.",
            "{number} projects are behind an even pace; a slow start is usual.",
            behind,
        )))),
        alt=text(
            "Bars of participants in per cent of the plan, with a mark for the part of the time that has passed. {bars}.",
            bars="; ".join(text("{name}: {count}", name=row.name, count=row.words(text)) for row in [whole, *drawn][:3]),
        ),
        table=Table(
            text("Participants against the plan, by project"),
            (
                Column(text("Project")), Column(text("Planned"), "count"), Column(text("Participants"), "people"),
                Column(text("Share of the plan"), "share"), Column(text("Time passed"), "share"),
            ),
            tuple((_name(p, text), p.planned, p.reached, p.share, p.elapsed) for p in (*ordered, *result.without_people, *result.without_plan)),
            (text("Total of projects with both"), result.planned, result.reached, result.share, whole.pace),
        ),
        not_shown=_not_compared(result, text),
        only_in_table=text("The {count} projects furthest behind are drawn; all are in the table.", count=text.number(_DRAWN)) if len(ordered) > _DRAWN else None,
        ledger=people_ledger(projects=tuple(project.key for project in result.compared)),
    )  # fmt: skip


def planned_groups(result: PlannedReach, text: Text, filtered: str | None = None) -> FigureBlock:
    """Participants of planned by target group, of the projects that have one group only.

    Args:
        result: With at least one such project.
    """
    drawn = [
        _Row(
            with_count(text.plural("{name} · {number} project", "{name} · {number} projects", part.project_count, name=text.label("target_groups", part.code))),
            part.reached, part.planned,
        )
        for part in result.by_group
    ]  # fmt: skip
    most = max(result.by_group, key=lambda part: part.reached / part.planned if part.planned else 0)
    shared = result.undivided
    return FigureBlock(
        key="planned-groups",
        headline=_groups_headline(most, len(result.by_group), text),
        subtitle=subtitle(text("Participants (EECO01) of planned, in projects with one target group only"), filtered, text),
        chart=_bars(drawn, TableBars((4,), ("committed",), most=CUT_AT), text),
        sentence=text("A project gives one number for all of its participants. The plan of a project with several target groups cannot be divided between them, so such projects are compared by project and in total only."),
        alt=text(
            "Bars of participants in per cent of the plan, by target group. {bars}.",
            bars="; ".join(text("{name}: {count}", name=row.name, count=row.words(text)) for row in drawn[:3]),
        ),
        table=Table(
            text("Participants against the plan, projects with one target group"),
            (
                Column(text("Target group")), Column(text("Projects"), "count"), Column(text("Planned"), "count"),
                Column(text("Participants"), "people"), Column(text("Share of the plan"), "share"),
            ),
            tuple(
                (text.label("target_groups", p.code), p.project_count, p.planned, p.reached, p.reached / p.planned if p.planned else None)
                for p in result.by_group
            ),
            codes=tuple(part.code for part in result.by_group),
        ),
        not_shown=text.plural(
            "Not in this figure: {number} project with several target groups or none known ({planned} planned, {reached} participants).",
            "Not in this figure: {number} projects with several target groups or none known ({planned} planned, {reached} participants).",
            len(shared),
            planned=text.number(sum(required(project.planned) for project in shared)),
            reached=text.number(sum(required(project.reached) for project in shared)),
        )
        if shared
        else None,
        ledger=people_ledger(projects=tuple(project.key for project in result.compared if len(project.groups) == 1)),
    )  # fmt: skip


def _behind(project: ProjectReach) -> float:
    """How far a project is behind an even pace: below zero is behind; without dates or a plan it is not told."""
    return project.share - project.elapsed if project.share is not None and project.elapsed is not None else 0.0


def _name(project: ProjectReach, text: Text) -> str:
    return project_name(project.name, project.key, text)


def _headline(result: PlannedReach, text: Text) -> str:
    if result.share is None:
        return text("No participants are planned")
    return text("{share} of the planned participants have been reached", share=text.percent(result.share))


def _groups_headline(most: GroupReach, number: int, text: Text) -> str:
    """The target group whose plan has come furthest."""
    if not most.planned:
        return text("No participants are planned")
    values = {
        "within": within("target_groups", most.code, text),
        "share": text.percent(most.reached / most.planned),
        "reached": text.number(most.reached),
        "planned": text.number(most.planned),
    }
    if number == 1:
        return text("{share} of the plan has been reached {within} ({reached} of {planned})", **values)
    return text("The largest share of the plan has been reached {within}: {share} ({reached} of {planned})", **values)


def _pace_sentence(result: PlannedReach, text: Text) -> str:
    sentence = text.plural(
        "Plan and participants are known for {number} project: {reached} of {planned}.",
        "Plan and participants are known for {number} projects: {reached} of {planned}.",
        len(result.compared),
        reached=text.number(result.reached),
        planned=text.number(result.planned),
    )
    if result.at_even_pace is None:
        return sentence
    pace = text("If people came evenly over each project's time, it would be {pace} by now.", pace=text.number(result.at_even_pace))
    return f"{sentence} {pace}"


def _not_compared(result: PlannedReach, text: Text) -> str | None:
    sentences = []
    if result.without_plan:
        sentences.append(
            text.plural(
                "{number} project has reported participants ({people}) but no plan.",
                "{number} projects have reported participants ({people}) but no plan.",
                len(result.without_plan),
                people=text.number(sum(required(project.reached) for project in result.without_plan)),
            )
        )
    if result.without_people:
        sentences.append(
            text.plural(
                "{number} project has a plan but has reported nobody yet.",
                "{number} projects have plans but have reported nobody yet.",
                len(result.without_people),
            )
        )
    return " ".join(sentences) or None


def _bars(drawn: Sequence[_Row], office: TableBars, text: Text, *, pace: bool = False) -> RowBars:
    """Shares of the plan with a line at all of it, and a mark for the time that has passed."""
    # The numbers stand with the names: marks and lines are where the ends of the bars are.
    names = [text("{name}: {count}", name=row.name, count=row.words(text)) for row in drawn]
    key, marks = [], []
    if pace:
        key = [
            KeyEntry("spent", text("All projects compared")),
            KeyEntry("committed", text("One project")),
            KeyEntry("chosen", text("Part of the time passed"), "┃"),
        ]
        passed = [text("{name}: {share} of the time has passed", name=row.name, share=text.percent(row.pace)) for row in drawn]
        marks = [RowMark(values=[row.pace for row in drawn], length=13, hover=passed)]
    bars = BarSeries(
        values=[row.share for row in drawn],
        tones=["spent" if pace and not index else "committed" for index in range(len(drawn))],
        hover=names,
    )
    return RowBars(
        names=names,
        series=[bars],
        key=[*key, KeyEntry("frame", text("The whole plan"), "┊")],
        marks=marks,
        whole=True,
        cut=text("Bar cut short, longer than drawn"),
        office=office,
    )


# Registered ---------------------------------------------------------------------------


@register("planned-projects")
def _projects(reading: Reading) -> FigureBlock | Lack:
    if reading.plan is None:
        return nobody(reading)
    return planned_projects(reading.plan, reading.text, reading.filtered) if reading.plan.compared else Lack("plan")


@register("planned-groups")
def _groups(reading: Reading) -> FigureBlock | Lack:
    if reading.plan is None:
        return nobody(reading)
    return planned_groups(reading.plan, reading.text, reading.filtered) if reading.plan.by_group else Lack("plan")
