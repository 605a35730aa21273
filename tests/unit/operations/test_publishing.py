"""From a delivery to a public bundle: what is in it, and what must not be."""

import dataclasses
import hashlib
import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial

import polars as pl
import pytest
from openpyxl import load_workbook

from archive.archive import open_archive
from archive.bundles import read_bundle
from data_loaders.findings import InputError
from data_loaders.theme import THEMES, read_theme
from manage import main
from operations.importing import import_files
from operations.publishing import KEY_FILE, _reading, audit_bundle, prepare, publish
from presentation.exports.deck_recipes import recipe_deck
from presentation.exports.package import view_package
from presentation.figures.registry import BUILDERS, Lack
from presentation.snapshots import read_series
from presentation.tables import table_html
from presentation.text import Text
from presentation.words.about import sources_table
from publication.attack import AttackResult, Leak
from publication.opened_files import opened
from publication.protection import cube_of, protect_against_attack
from publication.rounding import Key
from settings import ROOT

HEADERS = [
    "Hankekoodi",
    "Hankkeen nimi",
    "Toteuttajan nimi",
    "Toteuttajan Y-tunnus",
    "Suunniteltu julkinen rahoitus",
    "Tiivistelmä",
    "Sijainti",
    "Oma sarake",
]
#: What must not be in a bundle: planted in every place that a person can write to.
CANARIES = (
    "Kanarialintu",
    "kanaria@esimerkki.fi",
    "040 555 1234",
    "131052-308T",
    "Salainen huomautus",
    "Salainen sarake",
    "salainen-tiedosto",
)


@pytest.fixture
def data(workbook, tmp_path, theme):
    projects = workbook(
        [
            HEADERS,
            ["S1", "Hanke yksi", "Kanarialintu Kaisa", None, 1000, "Kysy kanaria@esimerkki.fi", "FI193 Keski-Suomi", "Salainen sarake"],
            ["S2", "Hanke kaksi", "Esimerkki ry", "0000002-7", 2000, "Puhelin 040 555 1234, tunnus 131052-308T", "FI193 Keski-Suomi", None],
        ],
        name="lista.xlsx",
    )
    members = workbook(
        [
            ["Hankekoodi", "Alateemat", "Suunniteltu osallistujamäärä", "Huomautus"],
            ["S1", "1", 123457, "Salainen huomautus"],
            ["S2", "2", 5, None],
        ],
        name="teema.xlsx",
    )
    day = date(2026, 10, 31)
    counts = [["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo"]]
    for project, gender, value in (
        ("S1", "nainen", 98765),
        ("S1", "mies", 2),
        ("S2", "nainen", 43212),
        ("S2", "mies", 38),
        ("S2", "muunsukupuolinen", 1),
    ):
        counts.append([project, day, "EECO01", "Nuoret", None, gender, value])
    import_files(
        tmp_path / "data",
        theme,
        as_of=day,
        projects=projects,
        theme_workbook=members,
        outcomes=workbook(counts, name="tulokset.xlsx"),
        note="salainen-tiedosto",
    )
    return tmp_path / "data"


def test_no_byte_of_what_is_planted_is_in_the_bundle(data, tmp_path, theme, unsearched):
    info, prepared = publish(data, theme, tmp_path / "bundle", search=unsearched)
    assert {(finding.code, finding.header, finding.row) for finding in prepared.findings} == {
        ("contact-masked", "Tiivistelmä", 2), ("contact-masked", "Tiivistelmä", 3), ("private-person", "Toteuttajan nimi", 2),
    }  # fmt: skip
    assert all("Kanarialintu" not in str(finding) for finding in prepared.findings)
    there = "".join(readable(path) for path in (tmp_path / "bundle").rglob("*") if path.is_file())
    assert "Hanke yksi" in there and "Esimerkki ry" in there
    for canary in CANARIES:
        assert canary.casefold() not in there.casefold(), canary
    # Counts of a project, sums of counts, and a plan: unprotected numbers in no form.
    for number in (98765, 43212, 98767, 43251, 141977, 142018, 123457):
        assert not re.search(rf"(?<!\d){number}(?!\d)", there), number
    assert not list((tmp_path / "bundle").rglob("*outcomes*")) and not list((tmp_path / "bundle").rglob("sources"))


def test_nothing_public_tells_checksum_or_rows_of_the_files_about_people(data, tmp_path, theme, unsearched):
    """Whoever knows the form of an outcome workbook tries all its small counts until the checksum fits."""
    publish(data, theme, tmp_path / "bundle", search=unsearched)
    kept = {source.kind: source for source in open_archive(data).current.sources}
    public = open_archive(tmp_path / "bundle").current
    assert {source.kind for source in public.sources if source.sha256 or source.rows_in or source.rows_kept} == {"projects"}

    text = Text("en", theme)
    reading = dataclasses.replace(_reading(prepare(data, theme, search=unsearched).deliveries, theme), info=open_archive(data).current)
    files = {
        "review.pptx": recipe_deck("half-year-review", reading),
        "funding.zip": view_package("funding", "x", ["funding-frame"], reading),
    }
    said = "".join(readable(path) for path in (tmp_path / "bundle").rglob("*") if path.is_file())
    said += "".join(str(piece.content) for name, content in files.items() for piece in opened(name, content))
    said += table_html(sources_table(public, text), text)
    assert kept["projects"].sha256[:12] in said
    for kind in ("outcomes", "theme"):
        assert kept[kind].sha256[:8] not in said
    # The staff's own page keeps them.
    assert kept["outcomes"].sha256[:16] in table_html(sources_table(open_archive(data).current, text), text)


def readable(path) -> str:
    """Everything in a file as text: the cells of tables, or the bytes."""
    if path.suffix == ".parquet":
        return "\n".join(" ".join(map(str, row)) for row in pl.read_parquet(path).iter_rows()) + path.read_bytes().decode("latin-1")
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        assert all(sheet.sheet_state == "visible" for sheet in book)
        return "\n".join(" ".join(map(str, row)) for sheet in book for row in sheet.iter_rows(values_only=True))
    return path.read_text("utf-8-sig")


def test_the_key_is_kept_beside_the_data_for_its_owner_only_and_is_not_published(data, tmp_path, theme, unsearched):
    publish(data, theme, tmp_path / "bundle", search=unsearched)
    key = data / KEY_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    assert all(key.read_text().encode() not in path.read_bytes() for path in (tmp_path / "bundle").rglob("*") if path.is_file())
    first = table(tmp_path / "bundle")
    publish(data, theme, tmp_path / "again", search=unsearched)
    assert table(tmp_path / "again").equals(first)


def test_publications_at_once_make_one_whole_key(data, tmp_path, theme, unsearched):
    for number in range(5):
        (data / KEY_FILE).unlink(missing_ok=True)
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda _: prepare(data, theme, search=unsearched).publication.cube, range(4)))
        assert len(bytes.fromhex((data / KEY_FILE).read_text())) == 32 and all(cube == made[0] for cube in made), number
    assert not (data / f".{KEY_FILE}").exists()


@pytest.mark.parametrize("content", ["", "ab", "00" * 31, "00" * 33, "zz" * 32, "00" * 31 + "0", "ä" * 64])
def test_a_key_that_is_not_whole_is_refused_and_kept(data, theme, unsearched, content):
    (data / KEY_FILE).write_text(content)
    with pytest.raises(InputError) as caught:
        prepare(data, theme, search=unsearched)
    assert caught.value.findings[0].code == "key-damaged" and (data / KEY_FILE).read_text() == content


@pytest.mark.parametrize("place", ["bundle", "data/published/2026-10-31"])
def test_no_new_key_is_made_where_something_has_been_published(data, tmp_path, theme, unsearched, place):
    publish(data, theme, tmp_path / place, search=unsearched)
    kept = (data / KEY_FILE).read_bytes()
    (data / KEY_FILE).unlink()
    previous = [] if "published" in place else [tmp_path / place]
    with pytest.raises(InputError) as caught:
        publish(data, theme, tmp_path / "again", None, previous, search=unsearched)
    assert caught.value.findings[0].code == "key-missing" and not (data / KEY_FILE).exists() and not (tmp_path / "again").exists()
    (data / KEY_FILE).write_bytes(kept)
    publish(data, theme, tmp_path / "again", None, previous, search=unsearched)


def publication_of(data, theme):
    """What another key makes of the counts, without files."""
    snapshot = read_series(open_archive(data), theme).current
    return protect_against_attack(
        snapshot.people, snapshot.trends.values(), snapshot.as_of, theme.disclosure, bytes.fromhex((data / KEY_FILE).read_text())
    )


def table(bundle):
    return open_archive(bundle).tables(open_archive(bundle).approved[-1], ["public_people"])["public_people"]


def test_the_bundle_of_the_example_stays_near_the_truth(published, theme):
    snapshot = read_series(open_archive(ROOT / "assets" / "sample"), theme).current
    cube = cube_of(table(published))
    everyone = snapshot.people.filter(pl.col("indicator") == "EECO01")["value"].sum()
    assert abs(cube[Key(snapshot.as_of, "EECO01", "total", "", "all")].value - everyone) < 3
    assert {key.cube for key in cube if key.indicator in theme.disclosure.national_only_indicators} == {"total"}
    assert {key.cube for key in cube if key.gender == "non_binary"} == {"total"}
    report = json.loads((published / "report.json").read_text())
    assert report["attack"]["passed"] and report["forms"]["few"] and not {"hidden", "hidden_because"} & report.keys()


def test_the_example_withstands_and_nothing_unprotected_is_found_in_it(theme, tmp_path):
    publish(ROOT / "assets" / "sample", theme, tmp_path / "bundle")
    report = json.loads((tmp_path / "bundle" / "report.json").read_text())
    assert report["attack"]["passed"] and report["search"]["passed"] and report["search"]["figures"] > 100


def test_an_audit_of_the_bundle_of_the_example_finds_nothing(published, theme):
    found = audit_bundle(published, theme)
    assert found.passed, (found.searched.unprotected, found.contacts, found.open_data)
    assert found.searched.figure_count > 100


def test_open_data_says_what_the_pages_say(published):
    shown = pl.read_csv(published / "open-data" / "people.csv", separator=";", infer_schema=False)
    cells = [
        row[shown.columns.index("shown")]
        for row in load_workbook(published / "open-data" / "people.xlsx")["people"].iter_rows(min_row=2, values_only=True)
    ]
    assert cells == shown["shown"].to_list() == pl.read_parquet(published / "open-data" / "people.parquet")["shown"].to_list()
    assert {"1–4", "..", "0"} <= set(cells)
    assert not set(cells) & {"1", "2", "3", "4", "5", "7"}


def test_another_key_gives_counts_away_unless_the_earlier_bundle_is_kept_to(data, tmp_path, theme, unsearched):
    first, other = tmp_path / "bundle", tmp_path / "other"
    publish(data, theme, first, search=unsearched)
    for number in range(10):
        (data / KEY_FILE).write_text(f"{number:02}" * 32)
        if publication_of(data, theme).cube != cube_of(table(first)):
            break
    publish(data, theme, other, search=unsearched)
    assert not audit_bundle(other, theme, [first], unsearched).passed
    before = table(first)
    publish(data, theme, first, search=unsearched)
    assert table(first).equals(before)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_bundle_whose_open_data_was_changed_is_told(published, tmp_path, theme):
    copy = shutil.copytree(published, tmp_path / "bundle")
    path = copy / "open-data" / "people.csv"
    path.write_text(path.read_text("utf-8").replace("1–4", "3"), "utf-8")
    with pytest.raises(InputError):
        read_bundle(copy)


def test_what_does_not_exist_or_waits_is_not_published(data, tmp_path, theme):
    with pytest.raises(InputError) as caught:
        prepare(data, theme, "2020-01-01")
    assert caught.value.findings[0].code == "delivery-missing"
    with pytest.raises(InputError):
        publish(tmp_path / "empty", theme, tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_a_publication_that_does_not_withstand_is_refused(data, tmp_path, theme, unsearched, monkeypatch):
    """However much is hidden, an attack that still tells a count is the last word."""
    leak = Leak(Key(date(2026, 10, 31), "EECO01", "total", "", "all"), 7, 7, 3)
    monkeypatch.setattr("publication.protection.attack", lambda *given, **choices: AttackResult((leak,), False, 1, ()))
    with pytest.raises(InputError) as caught:
        publish(data, theme, tmp_path / "bundle", search=unsearched)
    assert caught.value.findings[0].code == "publication-leaks"
    assert not (tmp_path / "bundle").exists()


def test_the_commands(data, tmp_path, capsys):
    bundle = str(tmp_path / "bundle")
    assert main(["publish", "--data", str(data), "--to", bundle, "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Delivery 2026-10-31 was published.") and "masked" in said.err
    assert json.loads((tmp_path / "bundle" / "report.json").read_text())["search"]["figures"] > 30, "a command always searches"
    assert main(["audit", bundle, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "nothing can be inferred" in said and "were searched" in said
    assert main(["publish", "--data", str(data), "--to", str(data), "--lang", "en"]) == 1
    assert main(["audit", str(data), "--lang", "en"]) == 1


@pytest.fixture
def copied(published, tmp_path):
    return shutil.copytree(published, tmp_path / "copied")


def sealed(bundle):
    """A bundle whose checksums fit what it holds: the audit does not rest on them."""
    path = bundle / "bundle.json"
    data = json.loads(path.read_text())
    data["files"] = {name: hashlib.sha256((bundle / name).read_bytes()).hexdigest() for name in data["files"]}
    for manifest in (bundle / "deliveries").glob("*/manifest.json"):
        name = manifest.relative_to(bundle).as_posix()
        assert name in data["files"]
    path.write_text(json.dumps(data))
    return bundle


def test_the_audit_finds_what_is_planted_in_the_open_data(copied, theme, unsearched):
    book = load_workbook(copied / "open-data" / "people.xlsx")
    hidden = book.create_sheet("raw")
    hidden.sheet_state = "hidden"
    hidden["A1"] = 7
    book.save(copied / "open-data" / "people.xlsx")
    path = copied / "open-data" / "people.csv"
    path.write_text(path.read_text("utf-8-sig").replace("1–4", "3", 1), "utf-8-sig")
    assert set(audit_bundle(sealed(copied), theme, search=unsearched).open_data) == {"people.csv", "people.xlsx"}


def test_the_command_tells_what_the_audit_found(copied, capsys, monkeypatch, unsearched):
    monkeypatch.setattr("operations.publishing.audit_bundle", partial(audit_bundle, search=unsearched))
    path = copied / "open-data" / "projects.csv"
    path.write_text(path.read_text("utf-8-sig") + "x\r\n", "utf-8-sig", newline="")
    sealed(copied)
    assert main(["audit", str(copied), "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["open_data_differs"] == ["projects.csv"] and not record["leaks"] and not record["unprotected"]


def test_a_figure_that_tells_raw_counts_is_not_published(data, tmp_path, theme, monkeypatch):
    """A builder that reads what it must not: the search stops the publication."""
    honest = BUILDERS["gender-balance"]

    def telling(reading):
        block = honest(reading)
        if isinstance(block, Lack):
            return block
        first, *rest = block.table.rows
        return replace(block, table=replace(block.table, rows=((first[0], 98765, *first[2:]), *rest)))

    monkeypatch.setitem(BUILDERS, "gender-balance", telling)
    prepared = prepare(data, theme)
    assert not prepared.passed and {found.value for found in prepared.searched.unprotected if found.place != "figures.xlsx"} >= {"98765"}
    with pytest.raises(InputError) as caught:
        publish(data, theme, tmp_path / "bundle", search=lambda *_: prepared.searched)
    assert caught.value.findings[0].code == "publication-leaks" and not (tmp_path / "bundle").exists()


def test_numbers_in_real_names_raise_no_alarm(workbook, tmp_path):
    """Ages, years, shares, codes and room numbers in the names of a theme and its projects count nobody."""
    words = (THEMES / "hard_to_employ.toml").read_text("utf-8")
    for before, after in (
        ('fi = "Nuoret"', 'fi = "Alle 18-vuotiaat ja 18–29-vuotiaat nuoret (NEET 2030)"'),
        ('sv = "Unga"', 'sv = "Personer under 18 år och 18–29 år"'),
        ('en = "Young people"', 'en = "Under 18s, 18-to-29s and 7% of all 1,234"'),
        ('fi = "Romanit"', 'fi = "Romanit, 55+ ja yli 64-vuotiaat, 12 kk työttömät, 37,5 % työkykyiset"'),
    ):
        assert before in words, before
        words = words.replace(before, after, 1)
    (tmp_path / "theme.toml").write_text(words, "utf-8")
    theme = read_theme(tmp_path / "theme.toml")
    names = ("Duuni 247 – 55+ töihin 2.0", "Polku 2025–2027: 1 234 uutta alkua", "17 prosenttia enemmän (R12345)")
    projects = workbook(
        [
            [
                "Hankekoodi",
                "Hankkeen nimi",
                "Toteuttajan nimi",
                "Toteuttajan Y-tunnus",
                "Suunniteltu julkinen rahoitus",
                "Toteutunut julkinen rahoitus",
                "Aloituspvm",
                "Päättymispvm",
                "Sijainti",
                "Tiivistelmä",
            ]
        ]
        + [
            [
                f"S2{n}47",
                name,
                "Kuntayhtymä 4711 Oy",
                "0000002-7",
                123_457.89 * n,
                7_001.07 * n,
                date(2024, 3, 1),
                date(2027, 12, 31),
                place,
                "Tavoite 47 osallistujaa, 85 % työllistyy.",
            ]
            for n, name, place in zip((1, 2, 3), names, ("FI193 Keski-Suomi", "FI1B1 Helsinki-Uusimaa", "FI196 Satakunta"), strict=True)
        ],
        name="lista.xlsx",
    )
    members = workbook(
        [
            ["Hankekoodi", "Alateemat", "Kohderyhmät", "Sukupuolianalyysi"],
            ["S2147", "1;2", "young;roma", "kyllä"],
            ["S2247", "3", "roma", "ei"],
            ["S2347", "7", "young", None],
        ],
        name="teema.xlsx",
    )
    counts = [["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Sukupuoli", "Arvo"]]
    for day in (date(2025, 4, 30), date(2026, 10, 31)):
        for number, (project, group) in enumerate((("S2147", "young"), ("S2147", "roma"), ("S2247", "roma"), ("S2347", "young"))):
            for indicator in ("EECO01", "EECO02", "EECO07", "EECO15", "EECR03"):
                counts += [
                    [project, day, indicator, group, gender, number * 17 + len(indicator + gender) + day.year % 7]
                    for gender in ("nainen", "mies")
                ]
    import_files(
        tmp_path / "data",
        theme,
        as_of=date(2026, 10, 31),
        projects=projects,
        theme_workbook=members,
        outcomes=workbook(counts, name="tulokset.xlsx"),
    )
    prepared = prepare(tmp_path / "data", theme)
    assert prepared.searched.unprotected == () and prepared.searched.figure_count > 60
