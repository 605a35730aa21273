"""Reach, gender and coverage: choices in the address, cells that open projects, designed states."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

from tests.app.test_pages import opened, words

CELL = re.compile(r'<td role="cell" class="td-cell td-\w+"[^>]*><a href="([^"]+)"[^>]*><i[^>]*>.</i> (\d+) (?:hanke|hanketta)</a>')


def bodies(at) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def test_a_cell_of_the_matrix_opens_just_its_projects():
    cells = CELL.findall(bodies(opened("coverage", "fi", status="running")))
    assert len(cells) > 20
    for address, count in (cells[0], cells[12], cells[-1]):
        choices = dict(parse_qsl(urlsplit(html.unescape(address)).query))
        assert choices.pop("lang") == "fi" and choices["status"] == "running"
        told = words(opened("projects", "fi", **choices))
        assert re.search(rf"\b{count} (hanke|hanketta), sivu", told), choices


def test_the_matrix_crosses_what_the_address_asks_for():
    at = opened("coverage", "sv", axes="regions")
    assert "Täckning efter landskap och deltema" in words(at)
    assert "Inget projekt alls finns i dessa landskap: " in words(at)
    assert 'th scope="row" role="rowheader">Nyland<' in bodies(at)


def test_every_cell_says_its_state_in_words_or_signs_not_in_colour_only():
    body = bodies(opened("coverage", "en"))
    cells = re.findall(r'<td role="cell" class="td-cell td-(\w+)"[^>]*>(.*?)</td>', body)
    signs = {"both": "●", "money": "◐", "uncounted": "◆", "people": "◇", "nothing": "○"}
    assert {state for state, _ in cells} <= set(signs) and len(cells) > 84
    for state, content in cells:
        assert signs[state] in content and re.sub(r"<[^>]+>|[●◐◆◇○\s]", "", content)
