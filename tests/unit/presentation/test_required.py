"""A value that the caller has made sure of."""

import pytest

from presentation.required import required


@pytest.mark.parametrize("value", [0, 0.0, "", ()])
def test_a_value_that_is_there_is_given_back_also_when_it_is_nothing(value):
    assert required(value) is value


def test_a_missing_value_is_not_passed_on():
    with pytest.raises(ValueError, match="missing"):
        required(None)
