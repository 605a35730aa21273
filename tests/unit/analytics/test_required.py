"""Counts that numbers may be reckoned from, and values that a caller has made sure of."""

import pytest

from analytics.counts import few, hidden, number
from analytics.required import required


def test_a_sign_and_an_unknown_count_give_no_number():
    assert [number(count) for count in (7, 0, None, few(5, 5), hidden())] == [7, 0, None, None, None]


def test_a_known_value_is_itself_also_when_it_is_false():
    assert required(0) == 0 and required("") == ""


def test_null_is_not_known():
    with pytest.raises(ValueError, match="missing"):
        required(None)
