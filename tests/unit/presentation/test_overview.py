"""The answer of the money pages in a sentence, also where the money is out of the ordinary."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.funding import Funding, Part, Totals
from analytics.money import PublicMoney
from data_loaders.theme import THEMES, read_theme
from presentation.text import Text
from presentation.words.overview import funding_keys, funding_sentence, overview_keys, region_sentence

THEME = read_theme(THEMES / "hard_to_employ.toml")
EN = Text("en", THEME)


def euros(amount: float | None) -> PublicMoney | None:
    return None if amount is None else PublicMoney(round(amount * 100))


def result(planned: float | None, actual: float | None, frame: float | None = 13e6, **more) -> Funding:
    return Funding(date(2026, 10, 31), euros(frame), Totals(euros(planned), euros(actual), 2, 3), pl.DataFrame(), **more)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("found", "said"),
    (
        (result(6.5e6, 1.3e6), "€6.5 million of the €13.0 million budget is committed (50%) and €1.3 million is spent (10%)."),
        (
            result(15e6, 1.3e6),
            "The budget is €13.0 million. €15.0 million (115%) is committed, €2.0 million above the budget, and €1.3 million (10%) is spent.",
        ),
        (result(-5e4, 0), "The budget is €13.0 million. Committed: −€50,000. Spent: €0."),
        (result(6.5e6, None), "The budget is €13.0 million. Committed: €6.5 million. Spent: not known."),
        (result(6.5e6, None, None), "Committed public funding is €6.5 million and spent not known."),
        (
            result(15e6, 1.3e6, is_part=True),
            "In your selection, €15.0 million is committed (115% of the theme's €13.0 million budget) and €1.3 million is spent (10%).",
        ),
    ),
)
def test_the_answer_says_what_the_money_is(found, said):
    assert plain(funding_sentence(found, EN)) == said


def test_a_part_has_no_key_figure_of_what_is_left():
    labels = [key.label for key in funding_keys(result(5e6, 1e6), EN)]
    assert labels == ["Committed", "Spent", "Budget remaining"]
    assert [key.label for key in funding_keys(result(5e6, 1e6, is_part=True), EN)] == ["Committed", "Spent"]


def test_a_figure_that_is_not_known_says_so_under_it():
    assert [key.note for key in funding_keys(result(6.5e6, None), EN)][1] == "not known"


def test_choices_that_no_project_fits_are_no_lack_of_data():
    nothing = Funding(date(2026, 10, 31), euros(13e6), Totals(None, None, 0, 0), pl.DataFrame(), is_part=True)
    assert [key.note for key in overview_keys(nothing, None, EN)] == [
        "no projects",
        "no projects",
        "0 implementers",
        "no projects",
        "no projects",
    ]
    assert [key.note for key in overview_keys(result(1e6, 0), None, EN)][-1] == "no outcome data"


@pytest.mark.parametrize(
    ("regions", "said"),
    (
        ({"01": 2e6, "06": 1e6}, "Most funding is committed in Uusimaa (€2.0 million)."),
        ({"01": 3e6, "06": 0}, "All funding is committed in Uusimaa (€3.0 million)."),
        ({"01": -3e6}, ""),
        ({None: 3e6}, ""),
    ),
)
def test_where_the_money_is(regions, said):
    found = result(sum(regions.values()), 0)
    parts = tuple(Part(code, Totals(euros(amount), None, 1, 1)) for code, amount in regions.items())
    assert plain(region_sentence(replace_parts(found, parts), EN)) == said


def replace_parts(found: Funding, parts: tuple[Part, ...]) -> Funding:
    """The same money with the regions given: they are worked out from rows otherwise."""
    copy = replace(found)
    copy.__dict__["by_region"] = parts
    return copy
