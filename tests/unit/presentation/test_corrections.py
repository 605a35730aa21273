"""The known errors of the sources, as the page of the data lists them."""

from datetime import date

import pytest

from presentation.tables import written
from presentation.text import Text
from presentation.words.corrections import correction_state, corrections_table

ROW = {
    "record_row": 2, "input": "projects", "conditions": "project_code=S1", "field": "actual_public_eur",
    "was": "1000", "becomes": None, "why": "Typing error", "reported_by": "A. Person", "reported_on": date(2026, 5, 4),
    "state": "applied", "found": "1000", "source_row": 8701,
}  # fmt: skip


def test_a_correction_says_where_what_and_who(theme):
    text = Text("fi", theme)
    (row,) = corrections_table([ROW], text).rows
    assert row[0] == "Rahoitettujen hankkeiden luettelo: project_code=S1, rivi 8701"
    assert row[1:4] == ("Toteutunut julkinen rahoitus", "1000", None) and written(row[3], "text", text) == "–"
    assert row[-1] == "A. Person 4.5.2026"


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
@pytest.mark.parametrize("state", ("applied", "outdated", "unmatched", "not_used"))
def test_every_state_has_words(state, language, theme):
    assert correction_state(state, Text(language, theme))
