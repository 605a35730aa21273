"""A finding is a registered check at a place."""

import pytest

from data_loaders.findings import Finding


def test_a_finding_has_a_registered_code():
    assert Finding("amount-unreadable", "warning", "a.xlsx", "Hankkeet", 6, "D").place == "Hankkeet!D6"
    with pytest.raises(ValueError, match="kissa"):
        Finding("kissa", "warning", "a.xlsx")
