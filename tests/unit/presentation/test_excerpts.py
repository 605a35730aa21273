"""A drawn piece of a sheet."""

from data_loaders.excerpts import Excerpt
from presentation.text import Text
from presentation.words.excerpts import excerpt_html


def test_the_cell_is_marked_for_eyes_and_ears(theme):
    piece = Excerpt("Hankkeet", ("A", "D"), ((1, ("Koodi", "Summa")), (6, ("S3", "noin 10"))), 6, "D", 1)
    drawn = excerpt_html(piece, Text("fi", theme))
    assert '<td class="td-bad"><span class="td-hidden">Merkitty solu: </span>noin 10</td>' in drawn
    assert drawn.count("td-bad") == 1
    assert '<th scope="row">6</th>' in drawn and '<th scope="col">D</th>' in drawn
    assert "Taulukko ”Hankkeet”, solu D6" in drawn


def test_every_text_of_the_sheet_is_escaped_and_short(theme):
    hostile = "<script>alert(1)</script>"
    piece = Excerpt(hostile, ("A",), ((1, (hostile,)), (2, ("x" * 32_767,)), (3, (None,))), 2, "A", None)
    drawn = excerpt_html(piece, Text("en", theme))
    assert "<script" not in drawn and "&lt;script&gt;" in drawn
    assert "x" * 61 not in drawn and "x…" in drawn


def test_a_whole_row_is_marked_in_all_its_cells(theme):
    drawn = excerpt_html(Excerpt(None, ("A", "B"), ((4, ("a", None)), (5, ("b", "c"))), 5, None, None), Text("en", theme))
    assert drawn.count("td-bad") == 2 and "Row 5" in drawn
