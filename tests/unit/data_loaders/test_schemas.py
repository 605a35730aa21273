"""What every table keeps: its key and its rules."""

import dataframely as dy
import polars as pl
import pytest

from data_loaders.schemas import (
    CorrectionRow,
    NeedRow,
    OutcomeRow,
    PeopleCell,
    PeopleTrendCell,
    ProjectRow,
    ProtectedCell,
    PublicPeopleCell,
    ScopeRow,
    ThemeProject,
    rows_where,
)

#: Schema → columns of a good row that its rules speak of; the others are drawn.
GOOD: dict[type[dy.Schema], dict] = {
    ProjectRow: {"implementer_type": "association", "region": "01", "region_basis": "site", "regions": []},
    ScopeRow: {"implementer_type": "association", "region": "01", "region_basis": "site", "regions": []},
    ThemeProject: {"promises_kept": ["a"], "promises_broken": ["b"]},
    OutcomeRow: {},
    PeopleCell: {},
    PeopleTrendCell: {},
    PublicPeopleCell: {"value": 3, "sign": "value"},
    ProtectedCell: {},
    NeedRow: {"value": 5, "missing": None},
    CorrectionRow: {},
}


def good(schema: type[dy.Schema], number: int = 1) -> pl.DataFrame:
    return schema.sample(overrides=[GOOD[schema]] * number if GOOD[schema] else None, num_rows=number, generator=dy.random.Generator(1))


@pytest.mark.parametrize("schema", GOOD)
def test_a_row_that_stands_twice_is_refused(schema):
    failure = schema.filter(pl.concat([good(schema)] * 2))[1]

    assert failure.counts() in ({"primary_key": 2}, {"each_cell_once": 2})


@pytest.mark.parametrize(
    ("schema", "wrong", "rule"),
    [
        (ProjectRow, {"implementer_type": "private_person", "implementer_name": "Maija Mallikas"}, "private_person_is_not_named"),
        (ProjectRow, {"region": None}, "region_has_its_basis"),
        (ProjectRow, {"regions": ["01", "02"]}, "regions_are_of_several"),
        (ThemeProject, {"promises_broken": ["a"]}, "promise_has_one_answer"),
        (PublicPeopleCell, {"sign": "few"}, "value_or_sign"),
        (PublicPeopleCell, {"value": None}, "value_or_sign"),
        (NeedRow, {"value": None}, "value_or_reason"),
        (NeedRow, {"missing": "protected"}, "value_or_reason"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(schema, wrong, rule):
    types = schema.create_empty().schema
    table = good(schema).with_columns(pl.Series(name, [value], types[name]) for name, value in wrong.items())

    assert schema.filter(table)[1].counts() == {rule: 1}
    with pytest.raises(dy.exc.ValidationError, match=rule):
        schema.validate(table)


def test_the_rows_chosen_of_a_table_are_still_a_table_of_its_schema():
    table = good(ProjectRow, 3)

    assert ProjectRow.validate(rows_where(table, pl.Series([True, False, True]))).rows() == [table.row(0), table.row(2)]
