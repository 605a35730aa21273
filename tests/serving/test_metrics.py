"""What Prometheus is told: over a real connection, on an address of its own, and about nobody."""

import http.client
import json
import time
from datetime import datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.bench.viewers import Viewer, free_port, served

pytestmark = pytest.mark.xdist_group("serving")


def asked(port: int, path: str = "/metrics", method: str = "GET", **headers: str):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def samples(port: int) -> dict[tuple, float]:
    status, said = asked(port)
    assert status == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(said)
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_created"))
    }


def test_what_is_told_follows_what_happens_and_names_nobody(published):
    port = free_port()
    settings = {"DASHBOARD_MODE": "public", "DASHBOARD_DATA": str(published), "DASHBOARD_METRICS_PORT": str(port), "DASHBOARD_READERS": "7"}
    with served(**settings) as server:
        public = int(server.address.rsplit(":", 1)[1])
        before = samples(port)
        assert before["dashboard_readers",] == 0 and before["dashboard_seats",] == 7 and before["dashboard_memory_bytes",] > 5e7
        assert before["dashboard_data_ready",] == 1 and before["dashboard_page_errors_total",] == 0
        assert before["dashboard_data_timestamp_seconds", "figures"] == 1793404800, "31 October 2026"
        assert 0 < before["dashboard_data_timestamp_seconds", "import"] < time.time()
        published_at = datetime.fromisoformat(json.loads((published / "bundle.json").read_text("utf-8"))["published_at"])
        assert before["dashboard_data_timestamp_seconds", "bundle"] == published_at.timestamp()
        assert before["dashboard_data_problems",] == 0 and ("dashboard_verify_faults",) not in before
        with Viewer(server, browser="a reader's browser") as reader:
            reader.open("funding", "region=13")
            reader.again()
            now = samples(port)
            assert now["dashboard_readers",] == 1
            assert now["dashboard_click_seconds_count",] == 1 and 0 < now["dashboard_click_seconds_sum",] < 60
        # The address of the pages tells nothing of it, and this one tells nothing else.
        assert asked(public)[0] == 404
        assert {asked(port, path)[0] for path in ("/", "/metrics/", "/metrics/x", "/funding")} == {404}
        assert asked(port, method="POST")[0] == 404
        assert asked(public, "/", "PUT")[0] == 405
        last = samples(port)
        assert last["dashboard_refused_total", "closed"] >= 1 and last["dashboard_refused_total", "method"] == 1
        assert asked(public, "/", Host="elsewhere.example")[0] == 403 and samples(port)["dashboard_refused_total", "host"] == 1
        assert asked(port, Host="prometheus.example")[0] == 200, "asked by whatever name the replica has there"
        said = asked(port)[1]
        for personal in ("127.0.0.1", "browser", "region", "funding"):
            assert personal not in said, personal


def test_without_data_there_are_no_times(tmp_path):
    port = free_port()
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(tmp_path / "nothing"), DASHBOARD_METRICS_PORT=str(port)):
        told = samples(port)
        assert told["dashboard_data_ready",] == 0 and told["dashboard_data_problems",] == 1
        assert not [name for name in told if name[0] == "dashboard_data_timestamp_seconds"]


@pytest.mark.parametrize(
    ("written", "faults"), (('{"day": "2026-11-30", "faults": 3}', 3), ('{"day": "yesterday"}', None), ("[", None), ("[]", None))
)
def test_the_staffs_instance_tells_what_the_last_verify_has_met(tmp_path, written, faults):
    port = free_port()
    (tmp_path / "verify.json").write_text(written, "utf-8")
    with served(DASHBOARD_DATA=str(tmp_path), DASHBOARD_METRICS_PORT=str(port)):
        told = samples(port)
    assert told.get(("dashboard_verify_faults",)) == faults
    assert (told.get(("dashboard_data_timestamp_seconds", "verify")) == 1795996800) == (faults is not None), "30 November 2026"


def test_nobody_is_told_unless_it_is_asked_for(published):
    port = free_port()
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)), pytest.raises(ConnectionRefusedError):
        asked(port)
