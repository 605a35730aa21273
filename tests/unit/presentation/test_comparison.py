"""Figures side by side: the values of each side as it has them alone, on one scale, never added up."""

import time
from dataclasses import replace

import pytest

from analytics.filters import Filters, filters_of_query
from data_loaders.theme import read_theme
from presentation.block import FigureBlock
from presentation.charts.chart import RowBars, TimeLines
from presentation.figures.registry import KEYS, Lack, build
from presentation.reading import reading_of
from presentation.words.notes import filters_in_words
from settings import ROOT, read_settings

THEME = read_theme(read_settings().theme)
READING = reading_of(ROOT / "assets" / "sample", THEME, Filters())
QUERIES = (
    "region=01&region=19&compare=region",
    "region=01&region=06&region=13&region=19&compare=region",
    "group=roma&group=young&group=disabled&compare=group",
    "subtheme=1&subtheme=3&region=01&compare=subtheme",
    "status=running&status=ended&compare=status",
    "region=01&region=21&compare=region",
)


def reading(query: str, language: str = "fi"):
    return replace(READING, filters=filters_of_query(query)).in_language(language)


def cells(block) -> dict:
    """(First names of a row, header of a column) → value, for every number of a table."""
    table = block.table
    heads = next((n for n, column in enumerate(table.columns) if n and column.kind not in ("text", "date")), 1)
    return {
        (row[:heads], column.header): value
        for row in table.rows
        for column, value in list(zip(table.columns, row, strict=True))[heads:]
        if column.kind not in ("text", "date")
    }


@pytest.mark.parametrize("query", QUERIES)
def test_every_number_is_the_one_that_a_side_has_alone(query):
    asked = reading(query)
    text, name = asked.text, asked.filters.compare
    kinds = {"region": "regions", "group": "target_groups", "subtheme": "subthemes", "status": "statuses"}
    seen = 0
    for key in KEYS:
        merged, alone = build(key, asked), [build(key, side) for side in asked.sides]
        if isinstance(merged, Lack):
            assert all(isinstance(each, Lack) for each in alone), key
            continue
        if not isinstance(merged, FigureBlock) or not isinstance(merged.chart, RowBars | TimeLines) or merged.ledger is not None:
            continue
        together = cells(merged)
        for side, block in zip(asked.sides, alone, strict=True):
            if isinstance(block, Lack):
                continue
            label = text.label(kinds[name], getattr(side.filters, name)[0])
            for (row, header), value in cells(block).items():
                keys = [(row, f"{header}: {label}"), ((text("Chosen part"), *row[1:]), f"{header}: {label}")]
                assert any(key in together and together[key] == value for key in keys), (key, row, header)
                seen += 1
    assert seen > 200


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("query", QUERIES)
def test_headline_names_the_difference_and_the_subtitle_the_choices_once(query, language):
    asked = reading(query, language)
    for key in KEYS:
        block = build(key, asked)
        if isinstance(block, FigureBlock) and block.ledger is None and block.key != "forecast-backtest":
            words = filters_in_words(asked.filters, asked.text)
            assert block.subtitle.endswith(words) and block.subtitle.count(words.split("; ")[0]) == 1, key
            assert "(–)" not in block.headline and not block.headline.endswith("–"), key


def test_money_of_two_regions_is_said_and_not_added():
    block = build("funding-frame", reading("region=01&region=19&compare=region"))
    alone = [replace(READING, filters=Filters(region=(code,))).money.totals.planned.cents for code in ("01", "19")]
    assert isinstance(block.chart, RowBars)
    drawn = [round(value * 100) for series in block.chart.series for value in series.values if value]
    assert set(alone) <= set(drawn) and sum(alone) not in drawn
    assert "Uudellamaalla" in block.headline and "Lapissa" in block.headline


def test_a_comparison_takes_two_to_four_codes():
    assert not Filters(region=("01",), compare="region").sides
    assert not Filters(region=("01", "02", "04", "05", "06"), compare="region").sides
    assert len(Filters(region=("01", "02", "04", "05"), compare="region").sides) == 4
    for query in ("region=01&compare=region", "region=01&region=19&compare=town", "compare=group"):
        with pytest.raises(ValueError, match="can be compared"):
            filters_of_query(query)
    filters = filters_of_query("region=01&region=19&compare=region")
    assert ("compare", "region") in filters.in_address and all(side.compare == "" for side in filters.sides)


def test_four_side_by_side_take_less_than_twice_a_single_page_of_the_same_figures():
    def seconds(query: str) -> float:
        best = []
        for _ in range(3):
            asked, start = reading(query), time.perf_counter()
            for key in KEYS[:20]:
                build(key, asked)
            best.append(time.perf_counter() - start)
        return min(best)

    # Of building alone; drawing and sending, which are the most of a page, are of one figure.
    assert seconds(QUERIES[1]) < 6 * seconds("region=01")
