"""Indicators in words: how they are called, how they relate, how far they are from their targets, why a rate is missing."""

from collections.abc import Sequence

from analytics.ledger import people_ledger
from analytics.outcomes import COMPLETE, CompleteRecords, IndicatorValue, ResultRate
from analytics.people import ALL_PARTICIPANTS
from data_loaders.codes import INDICATOR_PARTITIONS, code_list
from presentation.block import KeyFigure
from presentation.tables import Column, Table
from presentation.text import Text

#: A sign for each state of progress, so that a colour is never the only carrier.
SIGNS = {
    "no_target": "–",
    "filtered": "–",
    "not_collected": "?",
    "target_reached": "✔",
    "milestone_reached": "▲",
    "milestone_missed": "▼",
    "under_way": "●",
}


def not_collected(codes: list[str], text: Text) -> str | None:
    """The indicators that nobody has counted; null when there are none."""
    return text("Not collected, which is not zero: {codes}.", codes=text.list_of(codes)) if codes else None


def indicator_name(code: str | None, text: Text) -> str:
    """Code and name: the names are working translations, so the code decides. Complete records have no official code."""
    name = text.label("indicators", code)
    return name if code in (COMPLETE, None) else text("{code} {name}", code=code, name=name)


def progress_words(value: IndicatorValue, text: Text) -> str:
    """How far an indicator is from its milestone and target, as a sign and words."""
    words = {
        "no_target": text("no target set"),
        "filtered": text("the target is the whole theme's"),
        "not_collected": text("not collected"),
        "target_reached": text("target reached"),
        "milestone_reached": text("milestone reached"),
        "milestone_missed": text("milestone not reached"),
        "under_way": text("under way"),
    }[value.progress]
    if value.target_share is not None:
        words = text("{state}, {share} of the target", state=words, share=text.percent(value.target_share))
    return f"{SIGNS[value.progress]} {words}"


def targets_sentence(values: Sequence[IndicatorValue], text: Text) -> str:
    """What is known of milestones and targets, or that none has been set."""
    with_target = [(value, value.target) for value in values if value.target]
    if not with_target:
        return text("No milestone or target has been set for the theme's indicators, so the values are not compared with any.")
    if any(value.progress == "filtered" for value, _ in with_target):
        return text(
            "Milestones and targets are the whole theme's: they are compared only when nothing is filtered and the theme's projects are known."
        )
    targets = [value for value, target in with_target if target.target_2029 is not None]
    milestones = [value for value, target in with_target if target.milestone_2024 is not None]
    reached = text.number(sum(value.progress == "target_reached" for value in targets))
    passed = text.number(sum((value.milestone_share or 0) >= 1 for value in milestones))
    if not milestones:
        return text("Targets for 2029 reached: {reached} of {targets}.", reached=reached, targets=text.number(len(targets)))
    if not targets:
        return text("Milestones for 2024 reached: {passed} of {milestones}.", passed=passed, milestones=text.number(len(milestones)))
    return text(
        "Targets for 2029 reached: {reached} of {targets}. Milestones for 2024 reached: {passed} of {milestones}.",
        reached=reached,
        targets=text.number(len(targets)),
        passed=passed,
        milestones=text.number(len(milestones)),
    )


def reason_words(reason: str, text: Text) -> str:
    """Why a result rate is not computed."""
    return {
        "no_outcomes": text("not computed: no outcome data"),
        "undated": text("not computed: the delivery does not give the dates of its counts"),
        "nobody_left": text("not computed: no project has ended early enough for it to be known who has left"),
        "not_collected": text("not computed: the ended projects have not collected it"),
        "empty_base": text("not computed: nobody to compare with"),
        "not_published": text("not published: counts by project are protected"),
    }[reason]


def base_words(code: str, text: Text) -> str:
    """Whom a result is compared with."""
    if code == ALL_PARTICIPANTS:
        return text("all participants of ended projects")
    return text("participants of ended projects who were counted in {code}", code=code)


def definition_verdicts(codes: Sequence[str], text: Text) -> str:
    """What is not certain of the definitions of results: whose base was not found, and whose is that of the period before."""
    unknown, earlier = (
        [code for code in codes if code_list("results")[code]["base_verdict"] == verdict] for verdict in ("not_found", "partly")
    )
    said = [
        text("Whom the official definition compares {codes} with has not been verified.", codes=text.list_of(unknown)) if unknown else "",
        text("The base of {codes} is that of the definitions of 2014–2020.", codes=text.list_of(earlier)) if earlier else "",
    ]
    return " ".join(filter(None, said))


def _window(code: str, text: Text) -> str:
    """When a result is counted, by the guidance of the period before."""
    row = code_list("results")[code]
    if row["weeks"]:
        return text(
            "It is counted within {number} weeks of leaving ({source}).", source=row[text.language], number=text.number(int(row["weeks"]))
        )
    return text(
        "It is counted {number} months after leaving ({source}).", source=row[text.language], number=text.number(int(row["months"]))
    )


def rate_words(rate: ResultRate, text: Text) -> str:
    """A rate with its counts, or why there is none."""
    if rate.reason:
        return reason_words(rate.reason, text)
    return text(
        "{share} ({reached} of {left})",
        share=text.percent(rate.share),
        reached=text.number(rate.reached.total),
        left=text.number(rate.left.total),
    )


def rates_note(rates: Sequence[ResultRate], text: Text) -> str:
    """What rates are made of, for the account of where they come from: numerator, denominator, projects."""
    known = [
        text.plural(
            "{code}: {reached} of {left} in {number} project",
            "{code}: {reached} of {left} in {number} projects",
            rate.project_count,
            code=rate.code,
            reached=text.number(rate.reached.total),
            left=text.number(rate.left.total),
        )
        for rate in rates
        if not rate.reason
    ]
    return " ".join(
        (
            text("The rates speak of ended projects only; the count above is of all of them."),
            text("Compared: {rates}.", rates="; ".join(known)) if known else "",
        )
    ).strip()


def outcomes_sentence(values: Sequence[IndicatorValue], rates: Sequence[ResultRate], text: Text) -> str:
    """The answer of the page: how many took part, and how many of those who left had work."""
    everyone = next(value.value for value in values if value.code == ALL_PARTICIPANTS)
    employed = next(rate for rate in rates if rate.code == "EECR04")
    if everyone is None:
        return text("The number of participants has not been collected.")
    if employed.reason:
        return text.plural("The projects have had {number} participant.", "The projects have had {number} participants.", everyone)
    return text.plural(
        "The projects have had {number} participant. In ended projects, {share} of those who left were in employment.",
        "The projects have had {number} participants. In ended projects, {share} of those who left were in employment.",
        everyone,
        share=text.percent(employed.share),
    )


def outcome_keys(
    values: Sequence[IndicatorValue], rates: Sequence[ResultRate], complete: CompleteRecords | None, text: Text
) -> tuple[KeyFigure, ...]:
    """Participants, complete records, and three result rates."""
    everyone = next(value.value for value in values if value.code == ALL_PARTICIPANTS)
    by_code = {rate.code: rate for rate in rates}
    names = {
        "EECR04": text("In employment upon leaving"),
        "EECR05": text("In employment six months later"),
        "EECR03": text("Gained a qualification"),
    }
    return (
        KeyFigure(text("Participants"), text.number(everyone), text("people, cumulative"), ledger=people_ledger()),
        KeyFigure(
            text("Complete records"),
            text.percent(complete.share if complete else None),
            text("{complete} of {everyone} participants", complete=text.number(complete.complete), everyone=text.number(complete.everyone))
            if complete
            else reason_words("not_published", text)
            if any(rate.reason == "not_published" for rate in rates)
            else text("not collected"),
            ledger=people_ledger(COMPLETE),
        ),
        *(
            KeyFigure(
                name,
                text.percent(by_code[code].share),
                text(
                    "{reached} of {left} who left",
                    reached=text.number(by_code[code].reached.total),
                    left=text.number(by_code[code].left.total),
                )
                if not (reason := by_code[code].reason)
                else reason_words(reason, text),
                ledger=people_ledger(code),
            )
            for code, name in names.items()
        ),
    )


def of_kind(kind: str, values: Sequence[IndicatorValue]) -> tuple[IndicatorValue, ...]:
    """The indicators of one drawing: ``targets``, ``results``, ``organisations``, or ``background``, which no partition shows."""
    if kind == "targets":
        return tuple(value for value in values if value.target)
    rows = code_list("indicators")
    divided = {ALL_PARTICIPANTS, COMPLETE, *INDICATOR_PARTITIONS["labour"], *INDICATOR_PARTITIONS["education"]}

    def belongs(code: str) -> bool:
        if rows[code]["unit"] != "persons":
            return kind == "organisations"
        return kind == ("results" if rows[code]["kind"].startswith("result") else "background") and code not in divided

    return tuple(value for value in values if belongs(value.code))


def relation(code: str, text: Text) -> str:
    """How an indicator relates to the others: part of, one of a partition, overlapping, or of organisations."""
    row = code_list("indicators")[code]
    if row["unit"] != "persons":
        return text("Counts organisations, not people.")
    if code == ALL_PARTICIPANTS:
        return text("Everyone who has taken part; the counts of participants below are parts of it.")
    if code == COMPLETE:
        return text("Part of EECO01. The Commission is told of these participants only.")
    if row["kind"].startswith("result"):
        overlapping = text("A result of {base}. A person may have several results, so they are not added up.", base=row["part_of"])
        return f"{overlapping} {_window(code, text)}"
    for name, codes in INDICATOR_PARTITIONS.items():
        if code in codes:
            others = text.list_of([other for other in codes if other != code])
            if name == "age":
                return text("Part of EECO01. Does not overlap with {others}, but the ages 30–54 are in none of them.", others=others)
            return text("Part of EECO01. With {others} it divides all participants: nobody is in two of them.", others=others)
    if row["part_of"] != ALL_PARTICIPANTS:
        return text("Part of {whole}: everyone counted here is counted there too.", whole=row["part_of"])
    return text("Part of EECO01. May overlap with other indicators, so they are not added up.")


def definitions_table(text: Text) -> Table:
    """Every indicator with its name, whom it counts and what it has to do with the others."""
    kinds = {
        "output": text("output"),
        "record": text("output"),
        "result_immediate": text("result, upon leaving"),
        "result_longer_term": text("result, six months after leaving"),
    }
    return Table(
        text("Indicators of the ESF+ in plain words; the official list is Annex I of Regulation (EU) 2021/1057"),
        (Column(text("Indicator")), Column(text("Whom it counts")), Column(text("Kind")), Column(text("How it relates to the others"))),
        tuple(
            (indicator_name(code, text), row[f"definition_{text.language}"], kinds[row["kind"]], relation(code, text))
            for code, row in code_list("indicators").items()
        ),
    )
