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


def test_everything_wrong_is_told_at_once_with_one_sentence_for_each_setting(monkeypatch):
    long = "9" * 5_000
    for name, value in {"MODE": "publik", "PORT": "80a", "METRICS_PORT": long, "READERS": "0", "MEMORY_MB": "2000", "LOG": "xml"}.items():
        monkeypatch.setenv(f"DASHBOARD_{name}", value)
    with pytest.raises(ValueError) as refused:
        read_settings()
    assert str(refused.value).splitlines() == [
        "DASHBOARD_MODE is staff or public, not publik",
        "DASHBOARD_PORT is a whole number 1–65535, not 80a",
        f"DASHBOARD_METRICS_PORT is a whole number 0–65535, not {long}",
        "DASHBOARD_READERS is a whole number 1–1000000, not 0",
        "DASHBOARD_LOG is text or json, not xml",
    ]


def test_host_names_are_loopback_ones_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("DASHBOARD_HOSTS", raising=False)
    assert read_settings().hosts == {"localhost", "127.0.0.1", "::1"}
    monkeypatch.setenv("DASHBOARD_HOSTS", "Dashboard.Example., työ.example [::1],10.0.0.7")
    assert read_settings().hosts == {"dashboard.example", "xn--ty-gka.example", "::1", "10.0.0.7"}


@pytest.mark.parametrize("host", ("dashboard.example:443", "https://dashboard.example", "*", "*.example", "a..example", "a/b", "a@b"))
def test_what_is_no_host_name_is_one_sentence(monkeypatch, host):
    monkeypatch.setenv("DASHBOARD_HOSTS", f"localhost,{host}")
    with pytest.raises(ValueError) as refused:
        read_settings()
    assert str(refused.value).splitlines() == [f"DASHBOARD_HOSTS is host names without ports, not {host}"]
