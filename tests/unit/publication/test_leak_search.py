"""The search finds a number that is not protected, wherever it is planted, and raises no false alarm."""

import io
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from openpyxl import load_workbook

from analytics.filters import Filters
from analytics.scope import Snapshot
from archive.archive import open_archive
from presentation.figures.registry import BUILDERS, build
from presentation.reading import reading_of
from publication.leak_search import (
    PublicNumbers,
    changed_by_counts,
    every_block,
    is_of_people,
    numbers_in,
    of_people,
    outputs,
    own_words,
    search_outputs,
    with_other_counts,
)
from publication.opened_files import opened
from publication.protection import cube_of

#: Counts that are no published form: a small one, and one that is no multiple of the base.
SMALL, LARGE = 2, 98767


@pytest.fixture(scope="module")
def reading(published, theme):
    return reading_of(published, theme, Filters())


@pytest.fixture(scope="module")
def allowed(published, reading):
    return PublicNumbers(
        reading, cube_of(open_archive(published).tables(open_archive(published).approved[-1], ["public_people"])["public_people"])
    )


@pytest.fixture(scope="module")
def made(reading):
    """Two figures, and every file of them."""
    blocks = [build("people-target-groups", reading), build("gender-regions", reading)]
    return blocks, outputs(blocks, reading)


def planted(block, reading, allowed, **parts):
    changed = replace(block, **parts)
    return [found.value for found in search_outputs([changed], reading, allowed, {})]


def with_cell(table, value, kind):
    """The table with one cell of a kind changed."""
    place = next(place for place, column in enumerate(table.columns) if column.kind == kind)
    first = table.rows[0]
    return replace(table, rows=((*first[:place], value, *first[place + 1 :]), *table.rows[1:]))


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_what_is_published_raises_no_alarm(reading, allowed, language):
    told = reading.in_language(language)
    blocks = of_people(every_block(told))
    assert len(blocks) > 20
    assert search_outputs(blocks, told, allowed, {}) == []


def test_files_of_what_is_published_raise_no_alarm(made, reading, allowed):
    assert search_outputs(*made[:1], reading, allowed, made[1]) == []


@pytest.mark.parametrize(
    ("figure", "kind", "value"),
    [
        ("people-target-groups", "people", SMALL),
        ("people-target-groups", "people", LARGE),
        ("people-target-groups", "share", 0.3123456789),
        ("gender-regions", "people", 7),
        ("gender-indicators", "people", 5),
        ("people-change-target-groups", "change", 4),
        ("need-regions", "people_rate", 3.1415926),
        ("need-balance", "share", 0.5123456),
        ("outcomes-rates", "share", 0.2345678),
        ("map-participants", "people", 14),
        ("map-participants-per-inhabitant", "people_rate", 17.77),
    ],
)
def test_a_cell_of_a_table_is_found(reading, allowed, figure, kind, value):
    block = build(figure, reading)
    assert str(value) in planted(block, reading, allowed, table=with_cell(block.table, value, kind))


def test_a_published_count_of_another_row_is_found(reading, allowed):
    """A count must be published of the row's own thing, not of anything."""
    block = build("people-target-groups", reading)
    own = allowed.by_code[block.table.codes[0]]
    other = next(value for value in sorted(allowed.values) if value not in own)
    assert str(other) in planted(block, reading, allowed, table=with_cell(block.table, other, "people"))


@pytest.mark.parametrize("part", ("headline", "sentence", "alt", "not_shown", "subtitle"))
@pytest.mark.parametrize("words", (f"Participants: {LARGE}", "women 33.71 %", "naisia 33,71 %"))
def test_a_sentence_is_found(reading, allowed, part, words):
    assert planted(build("gender-regions", reading), reading, allowed, **{part: words})


def bars_of(block, **more):
    """The figure's chart with something else in its first bars."""
    first, *rest = block.chart.series
    return replace(block.chart, series=[replace(first, **more), *rest])


@pytest.mark.parametrize(("name", "words"), [("hover", f"Roma: {SMALL}"), ("hover", "Roma: 7"), ("words", f"{LARGE}")])
def test_words_beside_a_bar_and_at_the_pointer_are_found(reading, allowed, name, words):
    block = build("people-target-groups", reading)
    there = getattr(block.chart.series[0], name)
    assert planted(block, reading, allowed, chart=bars_of(block, **{name: [words, *there[1:]]}))


def test_the_length_of_a_bar_is_found(reading, allowed):
    block = build("people-target-groups", reading)
    values = block.chart.series[0].values
    assert "1046" in planted(block, reading, allowed, chart=bars_of(block, values=[1046, *values[1:]]))


# In files -----------------------------------------------------------------------------


def found_in(made, reading, allowed, name, content):
    blocks, _ = made
    return {found.value for found in search_outputs(blocks, reading, allowed, {name: content})}


def changed(content, part, *exchanges):
    """A package with some bytes of its parts exchanged; ``part`` says which."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        done = 0
        for name in old.namelist():
            data = old.read(name)
            if part in name and not done:
                for before, after in exchanges:
                    done += before in data
                    data = data.replace(before, after, 1)
            new.writestr(name, data)
    assert done
    return file.getvalue()


def test_a_table_to_take_away_is_found(made, reading, allowed):
    name = "people-target-groups.csv"
    lines = made[1][name].decode("utf-8-sig").splitlines()
    cells = lines[2].split(";")
    for value in (str(SMALL), str(LARGE)):
        planted_lines = [*lines[:2], ";".join([cells[0], value, *cells[2:]]), *lines[3:]]
        assert found_in(made, reading, allowed, name, "\r\n".join(planted_lines).encode()) == {f"{float(value)}"}


def test_a_hidden_sheet_is_found(made, reading, allowed):
    book = load_workbook(io.BytesIO(made[1]["figures.xlsx"]))
    sheet = book.create_sheet("raw")
    sheet.sheet_state = "veryHidden"
    sheet["A1"] = LARGE
    file = io.BytesIO()
    book.save(file)
    assert found_in(made, reading, allowed, "figures.xlsx", file.getvalue()) == {f"{float(LARGE)}"}


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("worksheets/sheet4", b"</sheetData>", b'<row r="99"><c r="A99"><v>7</v></c></row></sheetData>'),
        ("charts/chart1", b"</c:chartSpace>", b"<c:extLst><c:v>98767</c:v></c:extLst></c:chartSpace>"),
        ("sharedStrings", b"</sst>", b"<si><t>98767 participants</t></si></sst>"),
        ("docProps/core", b"</cp:coreProperties>", b"<cp:keywords>98767</cp:keywords></cp:coreProperties>"),
        ("workbook.xml", b"<calcPr", b'<definedNames><definedName name="x">98767</definedName></definedNames><calcPr'),
    ],
)
def test_every_part_of_a_workbook_is_looked_into(made, reading, allowed, part, before, after):
    assert found_in(made, reading, allowed, "figures.xlsx", changed(made[1]["figures.xlsx"], part, (before, after)))


def test_the_workbook_inside_a_chart_of_a_deck_is_found(made, reading, allowed):
    deck = made[1]["slides.pptx"]
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        name = next(name for name in package.namelist() if "embeddings" in name)
        inner = package.read(name)
    book = load_workbook(io.BytesIO(inner))
    book.active["B2"] = SMALL
    file = io.BytesIO()
    book.save(file)
    planted_deck = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as old, zipfile.ZipFile(planted_deck, "w") as new:
        for part in old.namelist():
            new.writestr(part, file.getvalue() if part == name else old.read(part))
    assert found_in(made, reading, allowed, "slides.pptx", planted_deck.getvalue()) == {f"{float(SMALL)}"}


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("charts/chart", b"<c:v>", b"<c:v>98767</c:v><c:v>"),
        ("slides/slide3", b"<a:t>", b"<a:t>98767</a:t><a:t>"),
        ("notesSlides/notesSlide3", b"<a:t>", b"<a:t>Roma: 98767 </a:t><a:t>"),
        ("slides/slide4", b'descr="', b'descr="98767 '),
    ],
)
def test_every_part_of_a_deck_is_looked_into(made, reading, allowed, part, before, after):
    assert any(
        value.startswith("98767")
        for value in found_in(made, reading, allowed, "slides.pptx", changed(made[1]["slides.pptx"], part, (before, after)))
    )


@pytest.mark.parametrize("name", ("people-target-groups.svg", "report.html"))
def test_a_drawing_and_a_report_are_looked_into(made, reading, allowed, name):
    content = made[1][name].replace(b"</text>", b" / 98767</text>", 1)
    assert found_in(made, reading, allowed, name, content) >= {"98767"}


def test_a_file_of_another_kind_is_not_passed_over():
    with pytest.raises(ValueError, match="macro.bin"):
        list(opened("macro.bin", b"x"))


@cache
def spoken(words):
    return [(said.value, said.other, said.is_share) for said in numbers_in(words)]


def test_numbers_of_three_languages_are_read():
    assert spoken("1\u00a0234 henkilöä, 12,5\u00a0%") == [(1234, None, False), (12.5, None, True)]
    assert spoken("1,234 people, 12.5%") == [(1234, 1.234, False), (12.5, None, True)]
    assert spoken("31.10.2026, 31 October 2026, 2021–2027, EECO01, 13,0 milj. €, €1,234,567") == []


# Figures without people, and matrices ----------------------------------------------------


@pytest.fixture(scope="module")
def other(published, theme, reading):
    """The bundle with other counts of people."""
    info = open_archive(published).approved[-1]
    tables = open_archive(published).tables(info, ["projects", "theme", "need", "public_people"])
    tables["public_people"] = with_other_counts(tables["public_people"])
    return replace(reading, current=Snapshot.of(info.id, info.as_of, tables, theme))


def test_a_figure_without_people_is_told_apart(reading):
    assert not is_of_people(build("funding-frame", reading))
    assert is_of_people(build("people-regions", reading)) and is_of_people(build("coverage-regions-subthemes", reading))


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
@pytest.mark.parametrize("filters", (Filters(), Filters(region=("13",)), Filters(group=("young",))), ids=str)
def test_figures_without_people_are_the_same_whoever_is_counted(reading, other, language, filters):
    told, otherwise = (replace(of.in_language(language), filters=filters) for of in (reading, other))
    every = every_block(told)
    assert len(every) - len(of_people(every)) > 15
    assert changed_by_counts(every, otherwise) == []
    # The other counts are other ones: figures of people do differ.
    assert any(own_words(block) != own_words(build(block.key, otherwise)) for block in of_people(every))


@pytest.mark.parametrize("part", ("headline", "subtitle", "sentence", "alt", "not_shown", "source"))
def test_a_count_of_people_in_a_figure_of_money_is_found(reading, other, monkeypatch, part):
    honest = BUILDERS["funding-frame"]
    monkeypatch.setitem(BUILDERS, "funding-frame", lambda r: replace(honest(r), **{part: f"{r.genders.total} people"}))
    assert [found.figure for found in changed_by_counts(every_block(reading), other)] == ["funding-frame"]


def test_a_count_of_people_in_a_hover_text_of_money_is_found(reading, other, monkeypatch):
    honest = BUILDERS["funding-frame"]

    def leaking(r):
        block = honest(r)
        return replace(block, chart=replace(block.chart, lines=[*block.chart.lines[:1], str(r.genders.total)]))

    monkeypatch.setitem(BUILDERS, "funding-frame", leaking)
    assert [found.figure for found in changed_by_counts(every_block(reading), other)] == ["funding-frame"]


@pytest.mark.parametrize("count", (SMALL, 7, LARGE))
def test_a_count_in_a_cell_of_a_matrix_is_found(reading, allowed, count):
    block = build("coverage-target-groups-subthemes", reading)
    (name, cells, gaps), *rest = block.rows
    assert len(cells[0].lines) == 3, "projects, money, people"
    changed = replace(cells[0], lines=(*cells[0].lines[:2], f"{count} henkilöä"))
    assert planted(block, reading, allowed, rows=((name, (changed, *cells[1:]), gaps), *rest)) == [str(count)]


def test_people_among_the_projects_of_a_matrix_are_found(reading, other):
    block = build("coverage-regions-subthemes", reading)
    (name, cells, gaps), *rest = block.rows
    changed = replace(cells[0], lines=("696 hanketta", *cells[0].lines[1:]), short="696")
    assert changed_by_counts([replace(block, rows=((name, (changed, *cells[1:]), gaps), *rest))], other)


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_slides_of_maps_are_looked_into_in_every_language(reading, allowed, language):
    told = reading.in_language(language)
    blocks = [build("map-planned", told)]
    deck = outputs(blocks, told)["slides.pptx"]
    assert search_outputs(blocks, told, allowed, {"slides.pptx": deck}) == []
    for part, before, after in (("slides/slide3", b'descr="', b'descr="98767 '), ("notesSlides/notesSlide3", b"<a:t>", b"<a:t>98767 ")):
        assert search_outputs(blocks, told, allowed, {"slides.pptx": changed(deck, part, (before, after))})


def test_the_number_of_a_slide_among_those_of_one_headline_is_no_count(reading, allowed):
    # Two figures with one headline have numbered slides.
    headline = "One date only"
    blocks = [replace(build(key, reading), headline=headline) for key in ("people-target-groups", "gender-trend")]
    slides = outputs(blocks, reading)["slides.pptx"]
    numbered = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(slides)) as before, zipfile.ZipFile(numbered, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            for number, block in enumerate(blocks, start=1):
                own = build(block.key, reading).headline.encode()
                content = content.replace(own, f"{headline} ({number}/98765)".encode())
            after.writestr(name, content)
    found = [one.value for one in search_outputs(blocks, reading, allowed, {"slides.pptx": numbered.getvalue()})]
    assert "98765" not in found
    assert "98765" in [
        one.value
        for one in search_outputs([build(block.key, reading) for block in blocks], reading, allowed, {"slides.pptx": numbered.getvalue()})
    ]
