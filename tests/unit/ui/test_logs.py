"""Lines of the log as objects, and the ids of requests."""

import json
import logging

import pytest

from ui.logs import REQUEST, JsonFormatter, request_id, with_request_id

NGINX, ENVOY = "0123456789abcdef0123456789ABCDEF", "5f8c0d3e-1b2a-4c5d-8e9f-0a1b2c3d4e5f"


@pytest.mark.parametrize("given", (NGINX, ENVOY))
def test_the_proxys_id_is_kept(given):
    assert request_id([(b"host", b"x"), (b"x-request-id", given.encode())]) == given


@pytest.mark.parametrize("given", (b"", b"1", b'x"\n{"level": "error"', NGINX.encode() + b"\n", NGINX.encode() + b"0", b"\xff" * 32))
def test_anything_else_is_replaced_by_chance(given):
    made = {request_id([(b"x-request-id", given)]) for _ in range(2)}
    assert len(made) == 2 and all(len(one) == 32 and int(one, 16) for one in made)
    assert len(request_id([(b"x-request-id", NGINX.encode()), (b"x-request-id", ENVOY.encode())])) == 32


def test_a_page_sees_one_id():
    headers = with_request_id([(b"host", b"x"), (b"x-request-id", b"other"), (b"x-request-id", b"third")], NGINX)
    assert headers == [(b"host", b"x"), (b"x-request-id", NGINX.encode())]


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    return logging.LogRecord("part", logging.ERROR, __file__, 1, message, arguments, error and (type(error), error, None))


def test_a_record_is_one_line_whatever_it_says():
    line = JsonFormatter().format(record('a\nb "c" \u2028 %s', "ä", error=ValueError("one\ntwo")))
    assert len(line.split("\n")) == 1
    told = json.loads(line)
    assert told["message"] == 'a\nb "c" \u2028 ä' and told["error"].endswith("ValueError: one\ntwo")
    assert told["level"] == "error" and told["logger"] == "part" and told["time"].endswith("+00:00") and "request" not in told


def test_what_happens_at_a_request_has_its_id():
    before = REQUEST.set(NGINX)
    try:
        assert json.loads(JsonFormatter().format(record("x")))["request"] == NGINX
    finally:
        REQUEST.reset(before)
