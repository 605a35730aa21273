"""Rules and panels, asked by Prometheus' own tool: it reads all of them, and each rule speaks up when it should and not before."""

import json
import subprocess

import pytest
import yaml

from settings import ROOT

pytestmark = pytest.mark.deploy
RULES = ROOT / "deploy" / "prometheus" / "alerts.yml"
NOW = "{instance='one', job='dashboard'}"
DAY = 86400
#: Rule → series that must set it off, and those that must not. Values stand for a minute each; the day 1970-01-01 is the first.
CASES = {
    "DashboardReplicaGone": ([(f"up{NOW}", "0")], [(f"up{NOW}", "1")]),
    "DashboardWithoutData": ([("dashboard_data_ready", "0")], [("dashboard_data_ready", "1")]),
    "DashboardSeatsShort": ([("dashboard_readers", "90"), ("dashboard_seats", "100")], [("dashboard_readers", "70"), ("dashboard_seats", "100")]),
    "DashboardRefusesReaders": ([("dashboard_refused_total{reason='full'}", "0+1")], [("dashboard_refused_total{reason='host'}", "0+9")]),
    "DashboardSlow": (
        [("dashboard_click_seconds_bucket{le='2.5'}", "0+8"), ("dashboard_click_seconds_bucket{le='5'}", "0+10"), ("dashboard_click_seconds_bucket{le='+Inf'}", "0+10")],
        [("dashboard_click_seconds_bucket{le='2.5'}", "0+10"), ("dashboard_click_seconds_bucket{le='5'}", "0+10"), ("dashboard_click_seconds_bucket{le='+Inf'}", "0+10")],
    ),
    "DashboardPagesFail": ([("dashboard_page_errors_total", "0+1")], [("dashboard_page_errors_total", "3+0")]),
    "DashboardFiguresOld": ([("dashboard_data_timestamp_seconds{of='figures'}", f"{-400 * DAY}")], [("dashboard_data_timestamp_seconds{of='figures'}", f"{-390 * DAY}")]),
    "DashboardReplicasDiffer": (
        [("dashboard_data_timestamp_seconds{of='figures', instance='one'}", "0"), ("dashboard_data_timestamp_seconds{of='figures', instance='two'}", f"{DAY}")],
        [("dashboard_data_timestamp_seconds{of='figures', instance='one'}", "5"), ("dashboard_data_timestamp_seconds{of='figures', instance='two'}", "5")],
    ),
    "DashboardDataRefused": ([("dashboard_data_problems", "1")], [("dashboard_data_problems", "0")]),
    "DashboardNeverPublished": (
        [("dashboard_data_timestamp_seconds{of='import'}", f"{15 * DAY}"), ("dashboard_data_timestamp_seconds{of='bundle'}", "0")],
        [("dashboard_data_timestamp_seconds{of='import'}", f"{13 * DAY}"), ("dashboard_data_timestamp_seconds{of='bundle'}", "0")],
    ),
    "DashboardFaults": ([("dashboard_verify_faults", "2")], [("dashboard_verify_faults", "0")]),
    "DashboardNotVerified": ([("dashboard_data_timestamp_seconds{of='verify'}", f"{-40 * DAY}")], [("dashboard_data_timestamp_seconds{of='verify'}", f"{-30 * DAY}")]),
}  # fmt: skip


def promtool(*arguments: object) -> None:
    done = subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_rule_has_a_case():
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    assert {rule["alert"] for rule in group["rules"]} == set(CASES)


@pytest.mark.parametrize("alert", CASES)
def test_a_rule_speaks_up_when_it_should_and_not_before(tmp_path, alert):
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    (rule,) = [rule for rule in group["rules"] if rule["alert"] == alert]
    (tmp_path / "alerts.yml").write_text(yaml.safe_dump({"groups": [{"name": "one", "rules": [rule | {"annotations": {}}]}]}), "utf-8")
    # Two days, so that what has to last for one has lasted.
    minutes = 2 * 24 * 60
    tests = [
        {
            "interval": "1m",
            "input_series": [
                {"series": series, "values": f"{values}x{minutes}" if "+" in values else f"{values}+0x{minutes}"} for series, values in given
            ],
            "promql_expr_test": [{"expr": f"count(ALERTS{{alertname='{alert}', alertstate='firing'}}) or vector(0)", "eval_time": "2d", "exp_samples": [{"value": value}]}],
        }
        for given, value in zip(CASES[alert], (1, 0), strict=True)
    ]  # fmt: skip
    (tmp_path / "test.yml").write_text(yaml.safe_dump({"rule_files": ["alerts.yml"], "evaluation_interval": "1m", "tests": tests}), "utf-8")
    promtool("test", "rules", tmp_path / "test.yml")


def test_every_expression_of_the_rules_and_panels_is_read(tmp_path):
    promtool("check", "rules", RULES)
    panels = json.loads((ROOT / "deploy" / "grafana" / "dashboard.json").read_text("utf-8"))["panels"]
    shown = [target["expr"] for panel in panels for target in panel["targets"]]
    rules = [{"record": f"panel:{number}", "expr": asked} for number, asked in enumerate(shown)]
    (tmp_path / "panels.yml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), "utf-8")
    promtool("check", "rules", tmp_path / "panels.yml")
    # It would tell of one that it could not read.
    (tmp_path / "wrong.yml").write_text(yaml.safe_dump({"groups": [{"name": "x", "rules": [{"record": "x:y", "expr": "sum("}]}]}), "utf-8")
    with pytest.raises(AssertionError):
        promtool("check", "rules", tmp_path / "wrong.yml")
