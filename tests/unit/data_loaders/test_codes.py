"""What was probably meant by a word or a code that is not known."""

import pytest

from data_loaders.codes import nearest, nearest_code, region_spellings
from data_loaders.findings import Finding, with_suggestions

INDICATORS = {code.casefold(): code for code in ("EECO01", "EECO02", "EECO10", "EECR01")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Uusima", "01"),
        ("uusi maa", "01"),
        ("Nylan", "01"),
        ("Pohjois-Savoo", "11"),
        ("Lapplan", "19"),
        ("Atlantis", None),
        ("", None),
        ("x" * 40_000, None),
    ],
)
def test_the_nearest_region(text, code):
    assert nearest(text, region_spellings()) == code


@pytest.mark.parametrize(
    ("text", "code"), [("EEC001", "EECO01"), ("eeco-01", "EECO01"), ("EECO 02", "EECO02"), ("EECO99", None), ("kissa", None)]
)
def test_the_nearest_indicator_is_the_one_that_reads_alike(text, code):
    assert nearest(text, INDICATORS) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("S3OO01", "S30001"),
        ("s-30001", "S30001"),
        ("30001", "S30001"),
        ("S300001", "S30001"),
        ("S03001", "S30001"),
        ("S3O002", "S30002"),
        ("R30001", "S30001"),
        # Two codes are one slip away: neither is guessed.
        ("S30009", None),
        ("A12345", None),
        ("", None),
        ("9" * 40_000, None),
    ],
)
def test_a_project_code_is_suggested_only_when_one_is_near(text, code):
    assert nearest_code(text, ["S30001", "S30002", "A99999"]) == code


def test_suggestions_are_bounded_and_leave_other_findings_alone():
    asked = []
    findings = [Finding("region-unknown", "warning", "a.csv", value=f"v{number}") for number in range(1000)]
    findings += [Finding("value-blank", "info", "a.csv", value="v0"), Finding("region-unknown", "warning", "a.csv")]
    suggested = with_suggestions(findings, {"region-unknown": lambda text: asked.append(text) or text.upper()})

    assert len(asked) == 300
    assert (suggested[0].suggestion, suggested[999].suggestion, suggested[1000].suggestion, suggested[1001].suggestion) == (
        "V0",
        None,
        None,
        None,
    )
    assert [f.value for f in suggested] == [f.value for f in findings]
