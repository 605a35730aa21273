"""The answer in a sentence, and the key figures that open a page."""

from analytics.funding import Funding
from analytics.ledger import money_ledger, people_ledger, projects_ledger
from analytics.money import PublicMoney
from analytics.people import Genders
from analytics.sizes import Sizes
from presentation.block import KeyFigure
from presentation.text import Text
from presentation.words.amounts import millions_or_not_known


def funding_sentence(result: Funding, text: Text) -> str:
    """How much of the frame is committed and spent, or how much in all when there is no frame."""
    total = result.totals
    if result.frame is None:
        return text(
            "Committed public funding is {committed} and spent {spent}.",
            committed=millions_or_not_known(total.planned, text),
            spent=millions_or_not_known(total.actual, text),
        )
    if total.planned is None or total.actual is None or min(total.planned.cents, total.actual.cents) < 0:
        return text(
            "The budget is {frame}. Committed: {committed}. Spent: {spent}.",
            frame=text.millions(result.frame),
            committed=millions_or_not_known(total.planned, text),
            spent=millions_or_not_known(total.actual, text),
        )
    if result.is_part:
        return text(
            "In your selection, {committed} is committed ({committed_share} of the theme's {frame} budget) and {spent} is spent ({spent_share}).",
            frame=text.millions(result.frame),
            committed=text.millions(total.planned),
            committed_share=text.percent(result.committed_share),
            spent=text.millions(total.actual),
            spent_share=text.percent(result.spent_share),
        )
    left = result.left
    if left is not None and left.cents < 0:
        return text(
            "The budget is {frame}. {committed} ({committed_share}) is committed, {above} above the budget, and {spent} ({spent_share}) is spent.",
            frame=text.millions(result.frame),
            committed=text.millions(total.planned),
            committed_share=text.percent(result.committed_share),
            above=text.millions(PublicMoney(-left.cents)),
            spent=text.millions(total.actual),
            spent_share=text.percent(result.spent_share),
        )
    return text(
        "{committed} of the {frame} budget is committed ({committed_share}) and {spent} is spent ({spent_share}).",
        frame=text.millions(result.frame),
        committed=text.millions(total.planned),
        committed_share=text.percent(result.committed_share),
        spent=text.millions(total.actual),
        spent_share=text.percent(result.spent_share),
    )


def projects_sentence(result: Funding, text: Text) -> str:
    """How many projects and implementers there are."""
    return text.plural(
        "There is {number} project, with {implementers} implementers.",
        "There are {number} projects, with {implementers} implementers.",
        result.totals.project_count,
        implementers=text.number(result.totals.implementer_count),
    )


def region_sentence(result: Funding, text: Text) -> str:
    """Where most of the money is; empty when no place is known."""
    placed = [part for part in result.by_region if part.code and part.totals.planned and part.totals.planned.cents > 0]
    if not placed:
        return ""
    if placed[0].totals.planned == result.totals.planned:
        return text(
            "All funding is committed {within} ({amount}).",
            within=text.in_region(placed[0].code),
            amount=text.millions(placed[0].totals.planned),
        )
    return text(
        "Most funding is committed {within} ({amount}).",
        within=text.in_region(placed[0].code),
        amount=text.millions(placed[0].totals.planned),
    )


def people_sentence(genders: Genders | None, text: Text) -> str:
    """How many people took part and how many of them are women; empty when not known."""
    if genders is None or genders.total is None:
        return ""
    women, men = genders.share("female"), genders.share("male")
    if women is None or men is None:
        # A gender that is not collected has no share, and a dash is no word of a sentence.
        return text.plural("The projects have had {number} participant.", "The projects have had {number} participants.", genders.total)
    return text.plural(
        "The projects have had {number} participant: {women} women, {men} men.",
        "The projects have had {number} participants: {women} women, {men} men.",
        genders.total,
        women=text.percent(women),
        men=text.percent(men),
    )


def overview_keys(result: Funding, genders: Genders | None, text: Text) -> tuple[KeyFigure, ...]:
    """The five key figures of the overview."""
    return (*funding_keys(result, text)[:2], projects_key(result, text), *people_keys(genders, text, bool(result.totals.implementer_count)))


def funding_keys(result: Funding, text: Text) -> tuple[KeyFigure, ...]:
    """Committed, spent and what is left of the frame."""
    total = result.totals
    keys = [
        KeyFigure(
            text("Committed"),
            text.millions(total.planned),
            _of_frame(total.planned, result.committed_share, result, text),
            money_ledger("planned_public"),
        ),
        KeyFigure(
            text("Spent"),
            text.millions(total.actual),
            _of_frame(total.actual, result.spent_share, result, text),
            money_ledger("actual_public"),
        ),
    ]
    if result.left is not None:
        over = result.left.cents < 0
        keys.append(
            KeyFigure(
                text("Above the budget") if over else text("Budget remaining"),
                text.millions(PublicMoney(abs(result.left.cents))),
                text("public funding, budget {frame}", frame=text.millions(result.frame)),
                money_ledger("left"),
            )
        )
    return tuple(keys)


def half_key(sizes: Sizes, text: Text) -> KeyFigure:
    """How few projects hold half of the committed money."""
    return KeyFigure(
        text("Half of the money"),
        text.plural("{number} project", "{number} projects", sizes.half_count),
        text.plural(
            "the largest of {all} projects", "the largest of {all} projects together", sizes.half_count, all=text.number(len(sizes.amounts))
        ),
        money_ledger("planned_public"),
    )


def projects_key(result: Funding, text: Text) -> KeyFigure:
    """Projects, with implementers beside them: two different counts."""
    return KeyFigure(
        text("Projects"),
        text.number(result.totals.project_count),
        text.plural("{number} implementer", "{number} implementers", result.totals.implementer_count),
        projects_ledger(),
    )


def people_keys(genders: Genders | None, text: Text, any_project: bool = True) -> tuple[KeyFigure, ...]:
    """Participants and the share of women; a dash and the reason when not known."""
    if genders is None or genders.total is None:
        missing = text("no outcome data") if any_project else text("no projects")
        return (
            KeyFigure(text("Participants"), text.number(None), missing),
            KeyFigure(text("Women"), text.number(None), missing),
        )
    return (
        KeyFigure(text("Participants"), text.number(genders.total), text("people, cumulative"), people_ledger()),
        KeyFigure(
            text("Women"),
            text.percent(genders.share("female")),
            text("{women} of {people} participants", women=text.number(genders.female), people=text.number(genders.total)),
            people_ledger(),
        ),
    )


def _of_frame(money: PublicMoney | None, share: float | None, result: Funding, text: Text) -> str:
    if not result.totals.implementer_count:
        return text("no projects")
    if money is None:
        return text("not known")
    return text("public funding") if share is None else text("{share} of the budget", share=text.percent(share))
