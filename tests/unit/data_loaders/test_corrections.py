"""Known errors of a source: applied visibly, and refused once the source says something else."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from archive.archive import open_archive
from data_loaders.corrections import COLUMNS, read_corrections
from data_loaders.findings import InputError
from operations.approving import approve
from operations.importing import import_files, import_record

HEADERS = [
    "Hankekoodi",
    "Hankkeen nimi",
    "Toteuttajan nimi",
    "Toteuttajan Y-tunnus",
    "Toiminnan tila",
    "Aloituspvm",
    "Suunniteltu julkinen rahoitus",
]
ROWS = [
    ["S1", "Yksi", "Esimerkki ry", "0000002-7", "Käynnissä", date(2024, 1, 1), 1000],
    ["S2", "Kaksi", "Esimerkki ry", "0000002-7", "Käynnissä", date(2024, 1, 1), "noin tuhat"],
    ["S3", "Kolme", "Esimerkki ry", "0000002-7", None, date(2024, 1, 1), 5],
]
REPORTED = {"why": "näppäilyvirhe", "reported_by": "Erkki Esimerkki", "date": "1.11.2026"}


@pytest.fixture
def root(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def known(root):
    """Writes the file of corrections: records with the columns that matter, all others as usual."""

    def write(*records: dict) -> None:
        root.mkdir(exist_ok=True)
        with (root / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(
                [COLUMNS, *([(REPORTED | record).get(name, "") for name in COLUMNS] for record in records)]
            )

    return write


@pytest.fixture
def deliver(root, workbook, theme):
    def deliver(rows=ROWS, outcomes=None, **more):
        projects = workbook([HEADERS, *rows], name="eura.xlsx", top=3)
        members = workbook([["Hankekoodi", "Alateemat"], *([row[0], "1; 9"] for row in rows)], name="teema.xlsx")
        counted = workbook(outcomes, name="tulokset.xlsx", sheet="Tulokset") if outcomes else None
        return import_files(root, theme, as_of=date(2026, 10, 31), projects=projects, theme_workbook=members, outcomes=counted, **more)

    return deliver


def money(root, info) -> dict:
    return dict(open_archive(root).tables(info, ["projects"])["projects"].select("project_code", "planned_public_eur").iter_rows())


def codes(imported, prefix="correction") -> list:
    return [(f.code, f.file, f.row, f.column, f.value, f.suggestion) for f in imported.findings if f.code.startswith(prefix)]


def test_a_known_error_is_put_right_and_told_in_its_cell(deliver, known, root):
    known({"input": "projects", "project_code": "S1", "field": "planned_public_eur", "was": "1 000,00 €", "is": "100,50"})
    imported = deliver()
    assert money(root, imported.info)["S1"] == Decimal("100.50")
    assert codes(imported) == [("correction-applied", "eura.xlsx", 4, "G", "1000", "100,50")]
    assert imported.state == "current"
    assert import_record(imported)["files"]["projects"]["findings"]["correction-applied"] == 1


def test_the_record_is_kept_with_the_delivery(deliver, known, root):
    known({"input": "projects", "project_code": "S1", "field": "Suunniteltu julkinen rahoitus", "was": "1000", "is": "100"})
    info = deliver().info
    (record,) = open_archive(root).tables(info, ["corrections"])["corrections"].rows(named=True)
    assert record == {
        "record_row": 2, "input": "projects", "conditions": "project_code=S1", "field": "planned_public_eur", "was": "1000", "becomes": "100",
        "why": "näppäilyvirhe", "reported_by": "Erkki Esimerkki", "reported_on": date(2026, 11, 1), "state": "applied", "found": "1000", "source_row": 4,
    }  # fmt: skip
    source = info.sources[-1]
    assert (source.kind, source.file, source.rows_in, source.rows_kept) == ("corrections", "corrections.csv", 1, 1)
    assert (root / "deliveries" / info.id / "sources" / "corrections-corrections.csv").read_bytes() == (
        root / "corrections.csv"
    ).read_bytes()


def test_what_cannot_be_read_and_what_is_blank_may_be_corrected(deliver, known, root):
    known(
        {"input": "projects", "project_code": "S2", "field": "planned_public_eur", "was": "noin tuhat", "is": "1000"},
        {"input": "projects", "project_code": "S3", "field": "status", "was": "", "is": "Käynnissä"},
        {"input": "projects", "project_code": "S1", "field": "status", "was": "käynnissä", "is": ""},
        {"input": "projects", "project_code": "S1", "field": "start_date", "was": "1.1.2024", "is": "1.2.2024"},
    )
    imported = deliver()
    rows = {row["project_code"]: row for row in open_archive(root).tables(imported.info, ["projects"])["projects"].iter_rows(named=True)}
    assert rows["S2"]["planned_public_eur"] == 1000 and not codes(imported, "amount")
    assert (rows["S3"]["status"], rows["S1"]["status"], rows["S1"]["start_date"]) == ("running", None, date(2024, 2, 1))
    assert [code for code, *_ in codes(imported)] == ["correction-applied"] * 4


@pytest.mark.parametrize("now", (100, None, "sata"))
def test_a_mended_source_refuses_the_correction_loudly(deliver, known, root, theme, now):
    known({"input": "projects", "project_code": "S1", "field": "planned_public_eur", "was": "1000", "is": "100"})
    imported = deliver([[*ROWS[0][:-1], now], *ROWS[1:]])
    ((code, file, row, _, told, _),) = codes(imported)
    assert (code, file, row) == ("correction-outdated", "corrections.csv", 2)
    assert told.startswith("projects · project_code=S1 · planned_public_eur: 1000 → 100 · näppäilyvirhe · Erkki Esimerkki · 2026-11-01")
    assert money(root, imported.info)["S1"] == (100 if now == 100 else None), "what the source says now"
    assert (imported.state, imported.judgement.open_holds) == ("waiting", ("correction-refused",))
    assert approve(root, imported.info.id, theme, accept=["correction-refused"]).is_approved


@pytest.mark.parametrize(
    "where",
    ({"project_code": "S9"}, {"project_code": "S1", "where": "Hankkeen nimi=Kaksi"}, {"project_code": "S1", "field": "planned_total_eur"}),
)
def test_a_correction_that_fits_nothing_is_told(deliver, known, where):
    known({"input": "projects", "field": "planned_public_eur", "was": "1000", "is": "100"} | where)
    imported = deliver()
    assert [code for code, *_ in codes(imported)] == ["correction-unmatched"] and imported.state == "waiting"


def test_other_inputs_are_corrected_too(deliver, known, root):
    known(
        {"input": "theme", "project_code": "S1", "field": "Alateemat", "was": "1; 9", "is": "1; 2"},
        {
            "input": "outcomes",
            "project_code": "S1",
            "where": "indicator=EECO01; Sukupuoli=nainen; cutoff_date=31.10.2026",
            "field": "value",
            "was": "70",
            "is": "7",
        },
    )
    heading = ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo"]
    counts = [
        ["S1", date(2026, 4, 30), "EECO01", None, None, "nainen", 70],
        ["S1", date(2026, 10, 31), "EECO01", None, None, "nainen", 70],
        ["S1", date(2026, 10, 31), "EECO01", None, None, "mies", 70],
    ]
    imported = deliver(outcomes=[heading, *counts])
    tables = open_archive(root).tables(imported.info, ["theme", "outcomes"])
    assert tables["theme"]["subthemes"][0].to_list() == ["1", "2"]
    assert tables["outcomes"]["value"].to_list() == [70, 7, 70]
    assert [(code, file, row, column) for code, file, row, column, *_ in codes(imported)] == [
        ("correction-applied", "teema.xlsx", 2, "B"), ("correction-applied", "tulokset.xlsx", 3, "G")
    ]  # fmt: skip


def test_an_input_that_is_not_given_leaves_its_correction_unused(deliver, known, root):
    known({"input": "outcomes", "project_code": "S1", "field": "value", "was": "70", "is": "7"})
    imported = deliver()
    assert codes(imported) == [] and imported.state == "current"
    assert open_archive(root).tables(imported.info, ["corrections"])["corrections"]["state"].to_list() == ["not_used"]


def test_without_a_file_there_is_nothing_to_correct(deliver):
    info = deliver().info
    assert not info.has("corrections") and [source.kind for source in info.sources] == ["projects", "theme"]


@pytest.mark.parametrize(
    ("record", "column"),
    [
        ({"why": ""}, "why"),
        ({"reported_by": ""}, "reported_by"),
        ({"date": "kevät"}, "date"),
        ({"input": "kartta"}, "input"),
        ({"field": "hinta"}, "field"),
        ({"project_code": ""}, "where"),
        ({"where": "väri=sininen"}, "where"),
    ],
)
def test_a_record_that_is_not_understood_stops_the_import(deliver, known, root, record, column):
    known({"input": "projects", "project_code": "S1", "field": "planned_public_eur", "was": "1", "is": "2"} | record)
    with pytest.raises(InputError) as caught:
        deliver()
    assert [(f.code, f.row, f.header) for f in caught.value.findings] == [("corrections-unreadable", 2, column)]
    assert not list((root / "deliveries").glob("*"))


def test_a_file_without_its_columns_is_told(root, theme):
    root.mkdir()
    (root / "corrections.csv").write_text("input;field\nprojects;status\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_corrections(root / "corrections.csv", theme)
    assert caught.value.findings[0].value == "project_code, where, was, is, why, reported_by, date"


def test_findings_of_corrections_are_kept(deliver, known, root):
    known({"input": "projects", "project_code": "S1", "field": "planned_public_eur", "was": "1000", "is": "100"})
    assert [f.code for f in open_archive(root).findings_of(deliver().info) if f.code.startswith("correction")] == ["correction-applied"]
