"""One project in words and drawings, also where its money is out of the ordinary."""

from datetime import date

from analytics.funding import Totals
from analytics.money import PublicMoney
from analytics.projects import ProjectDetail
from data_loaders.theme import THEMES, read_theme
from presentation.charts.plotly_chart import plotly_chart
from presentation.figures.project import project_progress
from presentation.text import Text
from presentation.words.projects import detail_lead, facts_html, state_sentence

THEME = read_theme(THEMES / "hard_to_employ.toml")
EN = Text("en", THEME)


def detail(planned: float | None, actual: float | None, **more) -> ProjectDetail:
    money = (None if euros is None else PublicMoney(round(euros * 100)) for euros in (planned, actual))
    values = dict.fromkeys(
        (
            "name",
            "actual_eu",
            "status",
            "authority",
            "summary",
            "fund",
            "specific_objective",
            "support_form",
            "intervention_field",
            "participants",
        )
    )
    values |= dict.fromkeys(("amounts", "subthemes", "target_groups", "promises_kept", "promises_broken", "implementers"), ())
    values |= {
        "key": "S2",
        "is_joint": False,
        "totals": Totals(*money, 1, 1),
        "start_date": date(2024, 1, 1),
        "end_date": date(2026, 12, 31),
        "time_share": 0.9,
    }
    return ProjectDetail(**values | more)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_an_overspent_project_is_named_and_hatched_above_what_is_committed():
    found = detail(1_000_000, 1_250_000)
    assert plain(state_sentence(found, EN)) == "Out of the ordinary: spent above committed by €0.3 million."
    hatched = plotly_chart(project_progress(found, date(2026, 10, 31), EN).chart).validated().data[-1]
    assert (list(hatched.base), list(hatched.x)) == ([1], [0.25])
    assert len(plotly_chart(project_progress(detail(1_000_000, 500_000), date(2026, 10, 31), EN).chart).validated().data) == 1


def test_a_correction_has_no_share_that_is_spent():
    found = detail(-50_000, -2_000)
    assert found.spent_share is None
    assert plain(detail_lead(found, EN)) == "Public funding. Committed: −€50,000. Spent: −€2,000."
    assert "spent is negative" in state_sentence(found, EN)


def test_what_is_not_known_is_said():
    assert plain(detail_lead(detail(300_000, None), EN)) == "Public funding. Committed: €300,000. Spent: not known."
    assert state_sentence(detail(300_000, None), EN) == ""


def test_fund_and_form_of_support_are_named_in_the_readers_language():
    facts = facts_html(detail(1, 1, fund="ESR+", support_form="Avustus"), Text("sv", THEME))
    assert "ESF+" in facts and "Bidrag" in facts
