"""How the forecast is said: its answer, what it rests on, and why there may be none."""

from analytics.forecast import Forecast, Lack, Pace, Range
from analytics.ledger import Ledger, money_ledger
from analytics.money import PublicMoney
from data_loaders.spending_curve import SpendingCurve
from presentation.block import KeyFigure
from presentation.text import Text


def untestable_sentence(text: Text) -> str:
    """Why a list cannot be used to test a forecast."""
    return text("The list has too few projects of the same age, or of two authorities, to test a forecast.")


def between(estimate: Range, text: Text) -> str:
    """An estimate as it is always written: a range with one decimal of a million."""
    return text.millions_between(estimate.low, estimate.high)


def euros(amount: float) -> PublicMoney:
    """An estimate's amount as money, to be written in millions."""
    return PublicMoney(round(amount * 100))


def unused_sentence(result: Forecast, text: Text) -> str:
    """What of the frame would stay unused, or of the committed money where there is no frame."""
    end = text.date(result.end)
    if result.uses_all and result.scenario.is_empty:
        return text(
            "At the current pace, the whole {frame} budget would be used by the end of eligibility on {end}: {spent} would be spent.",
            frame=text.millions(result.frame),
            spent=between(result.spent, text),
            end=end,
        )
    if result.uses_all:
        return text(
            "In this scenario the whole budget would be used by the end of eligibility on {end}: {spent} would be spent.",
            spent=between(result.spent, text),
            end=end,
        )
    if not result.scenario.is_empty:
        return text(
            "In this scenario {unused} would be unspent when eligibility ends on {end}.",
            unused=between(result.unused or result.unspent, text),
            end=end,
        )
    if result.unused is None:
        return text(
            "Of the committed {committed}, {unspent} would not be spent when eligibility ends on {end}.",
            committed=text.millions(euros(result.committed_now)),
            unspent=between(result.unspent, text),
            end=end,
        )
    return text(
        "At the current pace, {unused} of the {frame} budget would be unspent when eligibility ends on {end}.",
        unused=between(result.unused, text),
        frame=text.millions(result.frame),
        end=end,
    )


def heading_sentence(result: Forecast | Lack, text: Text) -> str:
    """Where the money is heading in one sentence, or why that cannot be told."""
    return lack_sentence(result, text) if isinstance(result, Lack) else unused_sentence(result, text)


def unused_parts_sentence(result: Forecast, text: Text) -> str:
    """What the unused money is made of; empty without a frame."""
    if result.uncommitted is None:
        return text("These figures have no budget of their own, and no new commitments are forecast for them.")
    if result.uses_all:
        return ""
    if result.commits_all:
        return text("All of that would be committed but not spent.")
    return text(
        "Of that, {uncommitted} would not be committed, and {unspent} would be committed but not spent.",
        uncommitted=between(result.uncommitted, text),
        unspent=between(result.unspent, text),
    )


def forecast_keys(result: Forecast, text: Text) -> tuple[KeyFigure, ...]:
    """Committed, spent and unused in the end."""

    def key(label: str, estimate: Range, note: str) -> KeyFigure:
        # The unit may go on the next line: a range is long.
        return KeyFigure(label, between(estimate, text).replace("\u00a0", " ", 1), note, estimate_ledger(result, text))

    keys = [
        key(text("Spent in the end"), result.spent, text("now {amount}", amount=text.millions(euros(result.spent_now)))),
        key(text("Committed but not spent"), result.unspent, text("left unspent by projects")),
    ]
    if result.unused is None or result.uncommitted is None:
        return tuple(keys)
    not_used = () if result.uses_all else (key(text("Unused in the end"), result.unused, text("not committed or not spent")),)
    never = (
        ()
        if result.commits_all
        else (key(text("Not committed"), result.uncommitted, text("of the {frame} budget", frame=text.millions(result.frame))),)
    )
    committed = key(text("Committed in the end"), result.committed, text("now {amount}", amount=text.millions(euros(result.committed_now))))
    return (
        *((committed,) if result.commits_more else ()),
        *keys,
        *never,
        *not_used,
    )


def estimate_ledger(result: Forecast, text: Text) -> Ledger:
    """What an estimate starts from: the money of the day; the rest has no rows."""
    measures = ("frame", "planned_public", "actual_public") if result.frame else ("planned_public", "actual_public")
    return money_ledger(*measures, note=text("Figures after the reference date are estimates and have no rows of their own."))


def lack_sentence(lack: Lack, text: Text) -> str:
    """Why there is no forecast."""
    have, need = text.number(lack.have), text.number(lack.need)
    return {
        "deliveries": text(
            "There is no forecast yet: a pace needs at least {need} deliveries, and there are {have}.", have=have, need=need
        ),
        "span": text(
            "There is no forecast yet: the deliveries must span at least {need} days, and they span {have}.", have=have, need=need
        ),
        "finished": text(
            "There is no forecast yet: estimating how much of the committed funding is finally spent needs at least {need} finished implementer rows, and there are {have}.",
            have=have,
            need=need,
        ),
        "payments": text("There is no forecast: no spending can be seen between the deliveries."),
        "projects": text("There is no forecast: no project here has both dates and committed funding."),
        "end": text("There is no forecast: the theme file does not give the end of eligibility."),
        "over": text("There is no forecast: eligibility has ended."),
    }[lack.reason]


def method_paragraphs(result: Forecast | Lack, seen: Pace | Lack, curve: SpendingCurve, text: Text) -> tuple[str, ...]:
    """How the forecast is made, in plain words, and what it cannot know."""
    lines = [
        text(
            "Spending is forecast project by project from its own dates and amounts. It follows a curve estimated from {count} projects of a finished period ({source}, as of {day}): payments appear about {months} months after the work and start slowly.",
            count=text.number(curve.project_count),
            source=curve.source,
            day=text.date(curve.as_of),
            months=text.number(curve.lag_months),
        )
    ]
    if isinstance(seen, Pace):
        lines += [
            text(
                "The pace is the theme's own: payments and commitments since every earlier delivery that is at least half a year old, {number} deliveries since {day}. The range goes from the slowest to the fastest of them, and it is widened by the error of the test below.",
                number=text.number(seen.delivery_count),
                day=text.date(seen.since),
            ),
            text(
                "How much of the committed funding is spent in the end is taken from {count} finished implementer rows of the same specific objective: from {low} to {high}, the middle half of them by money.",
                count=text.number(seen.finished_count),
                low=text.percent(seen.final_low),
                high=text.percent(seen.final_high),
            ),
        ]
    if isinstance(result, Forecast) and result.frame:
        lines.append(
            text(
                "New commitments are forecast until {day}, from half of the slowest pace (calls come to an end) to the fastest, and never above the budget. New projects are assumed to last as long as the others.",
                day=text.date(result.commit_until),
            )
        )
    if text.theme.eligibility_end and text.theme.eligibility_source:
        lines.append(
            text(
                "Costs are eligible until {day} ({source}). Their last payments are seen some months later, so the drawing goes on past that day.",
                day=text.date(text.theme.eligibility_end),
                source=text.name(text.theme.eligibility_source),
            )
        )
    lines.append(
        text(
            "The forecast does not know of coming calls, decisions, extensions or changes of the budget. It is no plan and no target. The formulas are in the documentation of the dashboard (method-forecast)."
        )
    )
    return tuple(lines)
