"""Settings from the environment."""

import pytest

from settings import read_settings


def test_mode_is_staff_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("DASHBOARD_MODE", raising=False)
    assert read_settings().mode == "staff"
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    assert read_settings().mode == "public"


def test_a_mode_that_does_not_exist_is_refused(monkeypatch):
    monkeypatch.setenv("DASHBOARD_MODE", "publik")
    with pytest.raises(ValueError, match="publik"):
        read_settings()
