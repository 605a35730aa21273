"""The public bundle: what is in it, what is masked, and what is refused."""

import json
import shutil
from datetime import UTC, datetime

import dataframely as dy
import polars as pl
import pytest

from archive.bundles import BUNDLE, last_published, read_bundle, write_bundle
from data_loaders.findings import InputError
from data_loaders.projects import read_projects
from data_loaders.schemas import ProjectRow
from data_loaders.sheets import LONGEST_CELL
from publication.masking import masked

HEADERS = [
    "Hankekoodi",
    "Hankkeen nimi",
    "Toteuttajan nimi",
    "Toteuttajan Y-tunnus",
    "Suunniteltu julkinen rahoitus",
    "Tuensaajan postinumero",
    "Tiivistelmä",
]


@pytest.fixture
def masked_words(workbook):
    def masked_words(words):
        read = read_projects(workbook([HEADERS, ["S1", "Hanke", "Esimerkki ry", "0000002-7", 100, "00100", words]]))
        rows, findings = masked(read.rows, "lista.xlsx", {"summary": ("G", "Tiivistelmä")})
        return rows["summary"][0], findings

    return masked_words


@pytest.mark.parametrize(
    ("words", "public"),
    [
        ("Kysy: matti.meikalainen@esimerkki.fi.", "Kysy: •••."),
        ("Kysy maija(at)esimerkki.fi tai maija (at) esimerkki.fi", "Kysy ••• tai •••"),
        ("Puh. 040 123 4567, toimisto 09-310 1691", "Puh. •••, toimisto •••"),
        ("+358 40 1234567 tai +358401234567", "••• tai •••"),
        ("Tunnus 131052-308T ja 010101A123N", "Tunnus ••• ja •••"),
    ],
)
def test_how_to_reach_a_person_is_masked_and_told(masked_words, words, public):
    found, findings = masked_words(words)
    assert found == public
    (finding,) = findings
    assert (finding.code, finding.place, finding.header, finding.value) == ("contact-masked", "G2", "Tiivistelmä", public)


@pytest.mark.parametrize(
    "words",
    [
        "Hanke S20123, Y-tunnus 0123456-7, rahoitus 1 234 567,89 €",
        "1.1.2024–31.12.2026, 01.02.2025, 2021–2027",
        "00100 Helsinki, ryhmiä 10 000 ja 0,5 henkilötyövuotta",
        "Tavoite 0 500 osallistujaa? 100 200 300 osallistujaa vuosina 2024 2025 2026",
        "Euroopan unionin @ kanssa",
    ],
)
def test_what_is_no_contact_stays(masked_words, words):
    assert masked_words(words) == (words, ())


TEXT_COLUMNS = [name for name, column in ProjectRow.columns().items() if isinstance(column, dy.String)]


@pytest.mark.parametrize("column", TEXT_COLUMNS)
def test_every_text_column_of_the_schema_is_masked(workbook, column):
    """A place that is added to the schema is masked without a word to the masking."""
    read = read_projects(workbook([HEADERS, ["S1", "Hanke", "Esimerkki ry", "0000002-7", 100, "00100", "Sanoja"]]))
    # An address of the web is one word.
    rows = read.rows.with_columns(
        pl.lit("https://x.fi/131052-308T/a@b.fi" if column.endswith("_url") else "Kysy 131052-308T, a@b.fi").alias(column)
    )
    public, findings = masked(rows, "lista.xlsx", {})
    assert "•••" in public[column][0] and not any(word in public[column][0] for word in ("131052", "@"))
    assert [finding.code for finding in findings] == ["contact-masked"]
    assert masked(public, "lista.xlsx", {})[1] == ()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://www.esimerkki.fi/a?b=1#c", True), ("HTTP://esimerkki.fi", True), ("www.esimerkki.fi/a", True),
        ("javascript:alert(1)", False), ("file:///etc/passwd", False), ("\\\\palvelin\\jako", False), ("data:text/html,x", False),
        ("https://a.fi javascript:x", False), ("java\nscript:x", False), ("http://a.fi/\"onclick", False), ("www.a.fi\nx", False), ("ei sivua", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_published_as_links(workbook, address, public):
    read = read_projects(workbook([HEADERS, ["S1", "Hanke", "Esimerkki ry", "0000002-7", 100, "00100", "Sanoja"]]))
    for column in ("project_page_url", "project_website_url"):
        rows, findings = masked(read.rows.with_columns(pl.lit(address).alias(column)), "lista.xlsx", {})
        assert rows[column][0] == (address if public else None)
        assert [finding.code for finding in findings] == ([] if public else ["link-left-out"])


def test_codes_that_are_masked_stay_different(workbook):
    rows = [HEADERS, *([f"131052-308T {number}", "Hanke", "Esimerkki ry", "0000002-7", 100, "00100", "Sanoja"] for number in (1, 2, 1))]
    public, _ = masked(read_projects(workbook(rows)).rows, "lista.xlsx", {})
    first, second, third = public["project_code"]
    assert first == third != second and public["project_key"].to_list() == [first, second, third]


def test_a_text_that_is_too_long_is_cut_and_told(workbook):
    read = read_projects(workbook([HEADERS, ["S1", "Hanke", "Esimerkki ry", "0000002-7", 100, "00100", "Sanoja"]]))
    public, (finding,) = masked(read.rows.with_columns(summary=pl.lit("sana " * 7_000)), "lista.xlsx", {})
    assert len(public["summary"][0]) == LONGEST_CELL and public["summary"][0].endswith("…") and finding.code == "text-cut"


def test_a_private_person_leaves_no_name_id_or_address(workbook):
    rows = [
        HEADERS,
        ["S1", "Hanke", "Meikäläinen Matti", None, 100, "00100", "Sanoja"],
        ["S2", "Hanke", "Esimerkki ry", "0000002-7", 100, "00200", "Sanoja"],
    ]
    public, _ = masked(read_projects(workbook(rows)).rows, "lista.xlsx", {})
    assert public.select("implementer_name", "implementer_business_id", "beneficiary_postcode").rows() == [
        (None, None, None),
        ("Esimerkki ry", "0000002-7", "00200"),
    ]


@pytest.fixture
def copy(published, tmp_path):
    return shutil.copytree(published, tmp_path / "bundle")


def refused(root, theme="hard_to_employ"):
    with pytest.raises(InputError) as caught:
        read_bundle(root, theme)
    (finding,) = caught.value.findings
    return finding.code


def test_a_whole_bundle_says_what_it_is(copy):
    info = read_bundle(copy, "hard_to_employ")
    assert (info.delivery, info.theme, info.rule["threshold"]) == ("2026-10-31", "hard_to_employ", 5)


def test_every_kind_of_damage_is_refused(copy, tmp_path):
    assert refused(tmp_path / "nowhere") == "bundle-missing"
    assert refused(copy, "another") == "bundle-theme"
    (more := copy / "deliveries" / "outcomes.csv").write_text("S1;4")
    assert refused(copy) == "bundle-damaged"
    more.unlink()
    read_bundle(copy, "hard_to_employ")
    table = next(copy.rglob("public_people.parquet"))
    whole = table.read_bytes()
    table.write_bytes(whole[:-1])
    assert refused(copy) == "bundle-damaged"
    table.unlink()
    assert refused(copy) == "bundle-damaged"
    table.write_bytes(whole)
    said = json.loads((copy / BUNDLE).read_text())
    for change, code in (
        ({"format": 4}, "bundle-format"),
        ({"format": 0}, "bundle-damaged"),
        ({"kind": "something"}, "bundle-missing"),
        ({"files": 3}, "bundle-damaged"),
        ({"as_of": "soon"}, "bundle-damaged"),
    ):
        (copy / BUNDLE).write_text(json.dumps(said | change))
        assert refused(copy) == code
    (copy / BUNDLE).write_text("{")
    assert refused(copy) == "bundle-damaged"


def test_a_folder_in_use_is_never_replaced(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError) as caught:
        write_bundle(tmp_path, [], theme="t", published_at="", program="", rule={}, report={}, open_data={})
    assert caught.value.findings[0].code == "bundle-target"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_newest_publication_is_told_without_looking_at_the_files(tmp_path):
    assert last_published(tmp_path) is None and last_published(tmp_path / "nowhere") is None
    for name, written in {
        "a": '{"published_at": "2026-11-01T10:00:00+02:00"}',
        "b": '{"published_at": "2026-11-01T09:00:00+00:00"}',
        ".hidden": '{"published_at": "2027-01-01T00:00:00+00:00"}',
        "none": "{}",
        "list": "[]",
        "broken": "{",
        "text": '{"published_at": "soon"}',
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / BUNDLE).write_text(written, "utf-8")
    assert last_published(tmp_path) == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert last_published(tmp_path / "a") == datetime(2026, 11, 1, 8, tzinfo=UTC)
