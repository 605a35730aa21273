"""What a server writes down, over real connections: objects, with the id of the request that an error belongs to."""

import json

import pytest

from tests.bench.viewers import Viewer, served

pytestmark = pytest.mark.xdist_group("serving")
#: manage.py serve, with its log in a file.
LOGGED = """
import os, runpy, sys
os.dup2(os.open({log!r}, os.O_CREAT | os.O_WRONLY | os.O_APPEND), 2)
os.dup2(2, 1)
sys.argv = ["manage.py", "serve"]
runpy.run_path("manage.py", run_name="__main__")
"""
REQUEST = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


def test_every_line_is_an_object_and_an_error_names_its_request(log, published):
    settings = {"DASHBOARD_MODE": "public", "DASHBOARD_DATA": str(published), "DASHBOARD_REGIONS_FILE": "/nowhere.gpkg"}
    with served("-c", LOGGED.format(log=str(log)), DASHBOARD_LOG="json", **settings) as server:
        with Viewer(server, browser="a reader's browser", request=REQUEST) as reader:
            reader.open("map", "region=13")
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    assert lines[0]["message"] == f"Dashboard: http://{server.address}" and "request" not in lines[0]
    errors = [line for line in lines if line["level"] == "error"]
    assert errors and {line["request"] for line in errors} == {REQUEST}
    assert not [personal for personal in ("a reader's browser", "region=13") if personal in log.read_text("utf-8")]


def test_plain_lines_unless_told_otherwise(log, published):
    with served("-c", LOGGED.format(log=str(log)), DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as server:
        assert log.read_text("utf-8") == f"Dashboard: http://{server.address}\n"
