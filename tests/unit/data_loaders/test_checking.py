"""Files are checked without being kept."""

from datetime import date

from data_loaders.checking import check_file, check_inputs

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toiminnan tila", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]


def test_a_file_is_read_as_an_import_would(workbook, theme):
    path = workbook([HEADERS, ["S1", "Hanke", "Oy", "Käynnissä", "paljon", 5], ["S2", "Toinen", "Oy", "Käynnissä", 10, 5], ["Suodattimet: kaikki"]])
    found = check_file(path, "projects", theme)
    assert found.usable and (found.rows_in, found.rows_kept, found.rows_left_out) == (3, 2, 1)
    assert [f.place for f in found.findings if f.code == "amount-unreadable"] == ["Hankkeet!E2"]


def test_a_file_that_cannot_be_used_says_why(tmp_path, theme):
    path = tmp_path / "kuva.xlsx"
    path.write_bytes(b"\x89PNG not a workbook")
    found = check_file(path, "outcomes", theme)
    assert not found.usable and found.rows_in == 0
    assert [f.code for f in found.findings] == ["file-unreadable"]


def test_findings_come_in_the_order_of_the_sheet(workbook, theme):
    path = workbook([HEADERS, ["S1", "Hanke", "Oy", "Käynnissä", 1, "x"], ["S2", "Toinen", "Oy", "Käynnissä", "y", 5]])
    places = [f.place for f in check_file(path, "projects", theme).findings if f.code == "amount-unreadable"]
    assert places == ["Hankkeet!F2", "Hankkeet!E3"]


def test_files_are_read_beside_each_other(workbook, theme):
    files = {
        "projects": workbook([HEADERS, ["S1", "Hanke", "Oy", "Käynnissä", 1, 1]], name="a.xlsx"),
        "theme": workbook([["Hankekoodi"], ["S1"], ["S9"]], name="b.xlsx"),
    }
    steps = []
    listed, members = check_inputs(theme, as_of=date(2026, 1, 1), files=files, on_progress=lambda step, share: steps.append((step, share)))
    assert (listed.kind, members.kind) == ("projects", "theme")
    assert [(f.code, f.value) for f in members.findings] == [("project-outside-list", "S9")]
    assert [step for step, _ in steps] == ["projects", "theme"]
    assert [share for _, share in steps] == sorted(share for _, share in steps)


def test_one_bad_file_does_not_hide_what_the_others_tell(workbook, theme, tmp_path):
    broken = tmp_path / "b.xlsx"
    broken.write_text("<html>", "utf-8")
    files = {"projects": workbook([HEADERS, ["S1", "Hanke", "Oy", "Käynnissä", "x", 1]], name="a.xlsx"), "theme": broken}
    listed, members = check_inputs(theme, as_of=date(2026, 1, 1), files=files)
    assert listed.usable and not members.usable
    assert "amount-unreadable" in {f.code for f in listed.findings}
