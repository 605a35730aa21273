"""Files are checked without being kept."""

from datetime import date

import pytest

from archive.column_maps import save_column_map
from data_loaders.check_list import CHECKS
from data_loaders.checked_files import INPUT_KINDS, NEEDED, CheckedFile, answers, finding_groups, missing
from data_loaders.findings import Finding
from operations.checking import check_file, check_inputs

HEADERS = [
    "Hankekoodi",
    "Hankkeen nimi",
    "Toteuttajan nimi",
    "Toiminnan tila",
    "Suunniteltu julkinen rahoitus",
    "Toteutunut julkinen rahoitus",
]


def test_a_file_is_read_as_an_import_would(workbook, theme):
    path = workbook(
        [HEADERS, ["S1", "Hanke", "Oy", "Käynnissä", "paljon", 5], ["S2", "Toinen", "Oy", "Käynnissä", 10, 5], ["Suodattimet: kaikki"]]
    )
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
    assert [(f.code, f.place, f.header, f.value) for f in members.findings] == [("project-outside-list", "Hankkeet!A3", "Hankekoodi", "S9")]
    assert [step for step, _ in steps] == ["projects", "theme"]
    assert [share for _, share in steps] == sorted(share for _, share in steps)


def test_one_bad_file_does_not_hide_what_the_others_tell(workbook, theme, tmp_path):
    broken = tmp_path / "b.xlsx"
    broken.write_text("<html>", "utf-8")
    files = {"projects": workbook([HEADERS, ["S1", "Hanke", "Oy", "Käynnissä", "x", 1]], name="a.xlsx"), "theme": broken}
    listed, members = check_inputs(theme, as_of=date(2026, 1, 1), files=files)
    assert listed.usable and not members.usable
    assert "amount-unreadable" in {f.code for f in listed.findings}


def checked(kind="projects", findings=(), filled=(), usable=True, rows=10) -> CheckedFile:
    return CheckedFile(kind, f"{kind}.xlsx", usable, rows, rows, tuple(findings), frozenset(filled))


def told(code, row=None, column=None, header=None) -> Finding:
    return Finding(code, CHECKS[code].severity, "projects.xlsx", "Hankkeet", row, column, header)


def test_groups_go_from_question_to_question_the_gravest_first():
    file = checked(
        findings=[
            told("column-missing", 1, None, "Et"),
            told("amount-negative", 3, "K"),
            told("footer-row", 9, "A"),
            told("amount-unreadable", 2, "K"),
        ]
    )
    assert [g.check.code for g in finding_groups([file])] == ["amount-unreadable", "footer-row", "amount-negative", "column-missing"]


def test_a_group_counts_rows_once_and_missing_columns_have_none():
    rows, columns = finding_groups(
        [
            checked(
                findings=[
                    told("amount-unreadable", 2, "K"),
                    told("amount-unreadable", 2, "L"),
                    told("amount-unreadable", 5, "K"),
                    told("column-missing", 1, None, "Et"),
                ]
            )
        ]
    )
    assert (rows.row_count, rows.row_share) == (2, 0.2)
    assert (columns.row_count, columns.row_share) == (0, None)


EVERYTHING = {column for columns in NEEDED.values() for column in columns}


def full_set(**findings) -> list[CheckedFile]:
    return [checked(kind, findings.get(kind, ()), EVERYTHING) for kind in INPUT_KINDS]


def test_answers():
    assert answers(full_set()) == {"readable": "yes", "right": "yes", "useful": "yes"}
    assert answers(full_set(projects=[told("footer-row", 9, "A")]))["readable"] == "yes"
    assert answers(full_set(projects=[told("amount-unreadable", 2, "K")]))["readable"] == "partly"
    assert answers(full_set(projects=[told("amount-negative", 2, "K")]))["right"] == "partly"
    assert answers([checked(usable=False)]) == {"readable": "no", "right": "unknown", "useful": "unknown"}


def test_useful_is_what_figures_need_and_not_every_column():
    files = full_set(projects=[told("column-missing", 1, None, "Itämeren alueen strategia")])
    assert answers(files)["useful"] == "yes"
    assert missing([checked(filled=EVERYTHING - {"status"})])[-1] == "projects.status"
    assert "theme" in missing([checked(filled=EVERYTHING)]) and "theme" not in missing(full_set())
    assert missing([checked(filled=EVERYTHING - {"start_date"})]) == missing([checked(filled=EVERYTHING)])


def test_a_kept_map_is_tried_and_a_given_one_too(tmp_path, theme):
    path = tmp_path / "lista.csv"
    path.write_text("Tunnus;Otsikko;Eurot\nA1;Hanke;100\n", "utf-8")
    assert not check_file(path, "projects", theme).usable
    made = save_column_map(tmp_path, "oma", {"project_code": ("Tunnus",), "project_name": ("Otsikko",), "planned_public_eur": ("Eurot",)})
    assert check_file(path, "projects", theme, root=tmp_path).rows_kept == 1
    found = check_file(path, "projects", theme, column_map=made)
    assert found.usable and {"project_code", "planned_public_eur"} <= found.filled and "region" not in found.filled


RECORD = "input;project_code;where;field;was;is;why;reported_by;date\nprojects;S1;;planned_public_eur;{was};10;typing error;NN;4.5.2026\n"


def test_known_errors_of_the_source_are_told_as_an_import_tells_them(workbook, theme, tmp_path):
    root = tmp_path / "data"
    root.mkdir()
    path = workbook([HEADERS, ["S1", "Hanke", "Oy", "Käynnissä", 100, 5]])

    def codes() -> set[str]:
        (listed,) = check_inputs(theme, as_of=date(2026, 1, 1), files={"projects": path}, root=root)
        return {finding.code for finding in listed.findings} & {"correction-applied", "correction-outdated", "corrections-unreadable"}

    assert codes() == set()
    (root / "corrections.csv").write_text(RECORD.format(was="100"), "utf-8")
    assert codes() == {"correction-applied"}
    (root / "corrections.csv").write_text(RECORD.format(was="99"), "utf-8")
    assert codes() == {"correction-outdated"}
    (root / "corrections.csv").write_text("nothing;of;use\n", "utf-8")
    assert codes() == {"corrections-unreadable"}


@pytest.mark.parametrize("kind", ("theme", "outcomes"))
def test_a_workbook_checked_by_itself_is_corrected_as_an_import_would(workbook, theme, tmp_path, kind):
    root = tmp_path / "data"
    root.mkdir()
    rows, record = {
        "theme": ([["Hankekoodi", "Alateemat"], ["S1", "1; 77"]], 'theme;S1;;Alateemat;"1; 77";1;typing error;NN;4.5.2026'),
        "outcomes": (
            [
                ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo"],
                ["S1", date(2026, 10, 31), "EECO01", None, None, "nainen", "seitsemän"],
            ],
            "outcomes;S1;;value;seitsemän;7;typing error;NN;4.5.2026",
        ),
    }[kind]
    path = workbook(rows)
    wrong = [finding.code for finding in check_file(path, kind, theme, root=root).findings]
    assert wrong and "correction-applied" not in wrong
    (root / "corrections.csv").write_text(f"{RECORD.splitlines()[0]}\n{record}\n", "utf-8")
    assert [finding.code for finding in check_file(path, kind, theme, root=root).findings] == ["correction-applied"]
