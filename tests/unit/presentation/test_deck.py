"""Decks: native charts with the page's own values, words that fit, any template."""

import io
import re
import subprocess
import zipfile
from itertools import pairwise

import openpyxl
import pypdfium2
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from analytics.counts import few
from analytics.filters import Filters
from analytics.funding import funding, funding_trend
from analytics.funding import totals as totals_of
from analytics.people import people_parts, people_total
from analytics.regions import regions
from analytics.scope import Snapshot
from archive.archive import open_archive
from data_loaders.boundaries import read_boundaries
from presentation.block import FigureBlock, KeyFigure
from presentation.charts.chart import BarSeries, RegionMap, RowBars, TableBars, TableLines
from presentation.charts.slide_chart import _apart
from presentation.exports.deck import BODY, SMALL, deck
from presentation.exports.deck_recipes import recipe_deck
from presentation.exports.deck_template import organisation_template, own_template
from presentation.exports.fit import height_pt
from presentation.exports.slides import SIZES, DeckWords, Slide, TemplateError
from presentation.figures.frame import frame_bullet
from presentation.figures.funding import funding_trend as trend_figure
from presentation.figures.gender import gender_balance, gender_parts
from presentation.figures.parts import funding_parts
from presentation.figures.reach import people_bars
from presentation.figures.regions import region_map
from presentation.figures.registry import KEYS, build
from presentation.matrix import SIGNS
from presentation.reading import reading_of
from presentation.tables import Column, Table
from presentation.text import Text
from settings import ROOT

SAMPLE = ROOT / "assets" / "sample"
LONG = "Ihmisten osallisuutta ja työkykyä edistävä erittäin pitkä otsikko, jossa on monta sanaa ja vielä muutama lisää "
WORDS = DeckWords(
    title="Vaikeasti työllistyvien tukeminen",
    subtitle="Tilanne 31.10.2026",
    example="Esimerkkiaineisto.",
    summary_title="Yhteenveto",
    summary=("Kehyksestä on sidottu 68 %.", "Mukana on 35 hanketta."),
    closing_title="Lähteet",
    closing=("Rahoitettujen hankkeiden luettelo.",),
    source="Lähde: esimerkkiaineisto, tilanne 31.10.2026",
    author="THL",
    funded="Euroopan unionin osarahoittama",
    keys=(KeyFigure("Sidottu", "8,8 milj. €", "68 % kehyksestä"), KeyFigure("Hankkeet", "35", "60 toteuttajaa")),
)


@pytest.fixture(scope="module")
def snapshots(theme):
    infos = open_archive(SAMPLE).approved
    names = ["projects", "theme", "people", "people_trend"]
    return [Snapshot.of(info.id, info.as_of, open_archive(SAMPLE).tables(info, names), theme) for info in infos]


def blocks(snapshots, text: Text) -> list[FigureBlock]:
    view = snapshots[-1]
    money, groups = funding(view), people_parts(view.people, "target_group")
    return [
        frame_bullet(money, text),
        trend_figure(funding_trend(snapshots), text),
        funding_parts(money.by_region, "regions", text, limit=20),
        region_map(regions(view), read_boundaries(None), "planned", False, text),
        people_bars(groups, "target_groups", text),
        gender_balance(people_total(view.people), text),
        gender_parts(groups, "target_groups", text),
    ]


def opened(content: bytes):
    return Presentation(io.BytesIO(content))


def charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def every_shape(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from every_shape(shape.shapes)


def plain_block(**more) -> FigureBlock:
    table = Table("Taulukko", (Column("Nimi"), Column("Arvo", "count")), (("a", 1), ("b", None)))
    chart = RowBars(names=["a"], series=[BarSeries(values=[1])], office=TableBars((1,), ("line1",)))
    return FigureBlock(
        **{
            "key": "x",
            "headline": "Otsikko",
            "subtitle": "Mitta",
            "chart": chart,
            "sentence": "Lause.",
            "alt": "Kuvaus",
            "table": table,
            **more,
        }
    )


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_charts_hold_the_values_of_the_figures_tables_and_can_be_edited(snapshots, theme, language):
    text = Text(language, theme)
    figures = blocks(snapshots, text)
    slides = list(opened(deck([Slide(block) for block in figures], WORDS, text)).slides)[2:-1]
    assert len(slides) == len(figures)
    for slide, block in zip(slides, figures, strict=True):
        assert slide.shapes.title.text == block.headline
        office = block.chart.office
        [chart] = charts(slide)
        # What a person edits in place is the embedded workbook: it holds the same values as the chart.
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        drawn = [list(series.values) for plot in chart.plots for series in plot.series]
        in_book = [[cell.value for cell in column[1:]] for column in book.iter_cols(min_col=2)]
        assert sorted(drawn, key=str) == sorted(([None if v is None else float(v) for v in column] for column in in_book), key=str)
        if isinstance(office, TableBars) and not office.rows_are_series:
            count = len(drawn[0])
            assert drawn == [[row[column] for row in block.table.rows[:count]] for column in office.columns]
        elif isinstance(office, TableLines):
            assert drawn == [[row[column] for row in block.table.rows] for column in office.columns]
        elif isinstance(office, TableBars):
            assert drawn == [[row[1]] for row in block.table.rows]


def test_what_is_not_known_is_an_empty_cell_and_no_zero(theme):
    text = Text("fi", theme)
    [chart] = charts(opened(deck([Slide(plain_block())], WORDS, text)).slides[2])
    assert list(chart.plots[0].series[0].values) == [1, None]


def test_a_row_without_a_bar_says_so_in_its_name(theme):
    text = Text("fi", theme)
    table = Table("Taulukko", (Column("Nimi"), Column("Arvo", "count")), (("a", 1), ("b", None), ("c", few(3, 5)), ("d", 0)))
    [chart] = charts(opened(deck([Slide(plain_block(table=table))], WORDS, text)).slides[2])
    assert list(chart.plots[0].categories) == ["a", "b: ei kerätty", "c: 1–4", "d"]
    # A protected count is no number: neither the drawing nor the workbook behind it has one.
    assert list(chart.plots[0].series[0].values) == [1, None, None, 0]


def test_known_money_and_its_forecast_are_one_chart_true_to_time(theme):
    reading = reading_of(SAMPLE, theme, Filters())
    block = build("forecast-course", reading)
    page = opened(recipe_deck("monitoring-committee", reading)).slides[4]
    [chart] = charts(page)
    assert page.shapes.title.text == block.headline
    assert chart._chartSpace.chart.plotArea.find(qn("c:dateAx")) is not None
    assert [series.name for series in chart.plots[0].series] == [
        column.header.removesuffix(", milj. €") for column in block.table.columns[1:]
    ]
    known, spent, frame, *ranges = (list(series.values) for series in chart.plots[0].series)
    begins = len(reading.past) - 1
    assert [point.cents / 1e8 for point in (totals_of(snapshot.rows).planned for snapshot in reading.past)] == known[: begins + 1]
    assert known[begins + 1 :] == spent[begins + 1 :] == [None] * (len(known) - begins - 1)
    assert set(frame) == {13.0}
    assert all(line[:begins] == [None] * begins and None not in line[begins:] for line in ranges)


def test_names_at_the_ends_of_lines_stand_apart_and_in_order():
    heights = [100.0, 101.0, 102.0, 200.0]
    moved = [height + move for height, move in zip(heights, _apart(heights, 14), strict=True)]
    assert all(after - before >= 14 - 1e-9 for before, after in pairwise(moved))
    assert moved[1] == pytest.approx(101) and moved[3] == 200


@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("coverage-") and "trend" not in key])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ("fi", "sv"))
def test_a_matrix_is_a_native_table_on_as_many_slides_as_it_needs(key, size, language, theme):
    reading = reading_of(SAMPLE, theme, Filters()).in_language(language)
    text, block = reading.text, build(key, reading)
    file = opened(deck([Slide(block, split=True)], WORDS, text, own_template(size)))
    pages = list(file.slides)[2:-1]
    rows = []
    for page in pages:
        [frame] = [shape for shape in page.shapes if shape.has_table]
        table = frame.table
        assert table.first_row and table.first_col and frame._element.xpath(".//p:cNvPr")[0].get("descr")
        cells = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
        assert [" ".join(name.split()) for name in cells[0]] == [block.corner, *block.columns]
        assert cells[1][0] == block.rows[0][0]  # the whole is on every slide
        rows += cells[2:]
        assert all(
            run.get("sz") in (None, *(str(size * 100) for size in range(12, 17)))
            for run in page.element.iter(qn("a:rPr"), qn("a:endParaRPr"))
            if run.get("b")
        )
        under = min(shape.top for shape in page.shapes if shape.top > frame.top)
        assert frame.top + sum(row.height for row in table.rows) <= under
        assert block.table.rows[0][0] in page.notes_slide.notes_text_frame.text
    assert [row[0] for row in rows] == [name for name, *_ in block.rows[1:]]
    assert [row[1:] for row in rows] == [
        [f"{SIGNS[cell.state]}\u00a0{cell.short}".strip("\u00a0") for cell in cells] for _, cells, _ in block.rows[1:]
    ]
    if len(pages) > 1:
        said = " ".join(shape.text_frame.text for shape in pages[0].shapes if shape.has_text_frame)
        assert text("The table is on {number} slides.", number=text.number(len(pages))) in said


def test_a_matrix_is_one_slide_until_a_person_agrees_to_several(theme):
    reading = reading_of(SAMPLE, theme, Filters())
    block = build("coverage-regions-target-groups", reading)
    [page] = list(opened(deck([Slide(block)], WORDS, reading.text, own_template("4:3"))).slides)[2:-1]
    shown = len(next(shape.table for shape in page.shapes if shape.has_table).rows) - 1
    said = " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
    left_out = len(block.rows) - shown
    assert left_out and reading.text.plural(
        "{number} more row is in the speaker notes.", "{number} more rows are in the speaker notes.", left_out
    ) in said  # fmt: skip
    assert all(name in page.notes_slide.notes_text_frame.text for name, *_ in block.rows[1:])


def test_rows_without_room_are_told_and_stand_in_the_notes(theme):
    text = Text("fi", theme)
    rows = tuple((f"Alue {number}", number) for number in range(60))
    table = Table("Taulukko", (Column("Nimi"), Column("Arvo", "count")), rows)
    page = opened(deck([Slide(plain_block(table=table))], WORDS, text)).slides[2]
    shown = len(list(charts(page)[0].plots[0].categories))
    said = " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
    assert 5 <= shown < 60
    assert text.plural("{number} more row is in the speaker notes.", "{number} more rows are in the speaker notes.", 60 - shown) in said
    assert all(f"{name}: Arvo {text.number(value)}" in page.notes_slide.notes_text_frame.text for name, value in rows)


def test_the_map_is_one_named_shape_a_region(snapshots, theme):
    text = Text("sv", theme)
    block = next(block for block in blocks(snapshots, text) if isinstance(block.chart, RegionMap))
    page = opened(deck([Slide(block)], WORDS, text)).slides[2]
    group = next(shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert {shape.name for shape in group.shapes} == {area.name for area in block.chart.areas}
    assert len(group.shapes) == 19
    values = {area.name: area.value for area in block.chart.areas}
    for shape in group.shapes:
        assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == f"{shape.name}: {values[shape.name]}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_words_fit_their_boxes_and_are_large_enough(snapshots, theme, language, size):
    text = Text(language, theme)
    slides = [
        Slide(block, title=(LONG * 2)[:150] if number == 0 else None, remark=LONG if number == 1 else "")
        for number, block in enumerate(blocks(snapshots, text))
    ]
    file = opened(deck(slides, WORDS, text, own_template(size)))
    for slide in file.slides:
        for shape in every_shape(slide.shapes):
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= file.slide_width + 1 and shape.top + shape.height <= file.slide_height + 1, shape.name
            if (
                not shape.has_text_frame
                or not shape.text_frame.text
                or shape.is_placeholder
                and shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER
            ):
                continue
            sizes = {paragraph.font.size for paragraph in shape.text_frame.paragraphs}
            assert None not in sizes and min(sizes) >= Pt(SMALL)
            needed = height_pt(shape.text_frame.text, max(sizes).pt, "Arial", Emu(shape.width).pt, bold=shape == slide.shapes.title)
            assert needed <= Emu(shape.height).pt + 1, shape.text_frame.text
        for chart in charts(slide):
            assert chart.font.size >= Pt(SMALL)
    summary = [shape for shape in file.slides[1].shapes if shape.has_text_frame and WORDS.summary[0] in shape.text_frame.text]
    assert summary[0].text_frame.paragraphs[0].font.size >= Pt(BODY)


def test_a_reader_with_a_screen_reader_gets_titles_descriptions_and_the_language(snapshots, theme):
    text = Text("sv", theme)
    block = blocks(snapshots, text)[0]
    file = opened(deck([Slide(block), Slide(block)], WORDS, text))
    titles = [slide.shapes.title.text for slide in file.slides]
    assert len(set(titles)) == len(titles) == 5
    assert file.core_properties.language == "sv-FI"
    for slide in file.slides:
        assert {run.find(qn("a:rPr")).get("lang") for run in slide.element.iter(qn("a:r"))} == {"sv-FI"}
        assert slide.shapes[0] == slide.shapes.title  # read first
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
        assert slide.notes_slide.notes_text_frame.text
    for slide in file.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.table.first_row


def test_hostile_words_stay_words(theme):
    hostile = '=cmd|x <script>alert(1)</script> \x07 ]]> & "'
    block = plain_block(headline=hostile, table=Table(hostile, (Column(hostile), Column("b", "count")), ((hostile, 1),)))
    page = opened(deck([Slide(block, remark=hostile, notes=hostile)], WORDS, Text("en", theme))).slides[2]
    assert "<script>alert(1)</script>" in page.shapes.title.text
    book = openpyxl.load_workbook(io.BytesIO(charts(page)[0].part.chart_workbook.xlsx_part.blob)).active
    assert all(cell.data_type != "f" for row in book.iter_rows() for cell in row)


# Templates ----------------------------------------------------------------------------


WIDE = (Inches(13.333), Inches(7.5))


def template(change=lambda file: None, width=WIDE[0], height=WIDE[1]) -> bytes:
    """An organisation's presentation: slides of its own in it, other colours, other size."""
    file = Presentation()
    file.slide_width, file.slide_height = width, height
    file.slides.add_slide(file.slide_layouts[1]).shapes.title.text = "Vanha dia"
    change(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def without_titles(file) -> None:
    for layout in file.slide_layouts:
        for shape in list(layout.placeholders):
            shape._element.getparent().remove(shape._element)


def title_at_the_side(file) -> None:
    for layout in file.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                shape.left, shape.top, shape.width, shape.height = 0, 0, Inches(3), Inches(7)


@pytest.mark.parametrize("change", (lambda file: None, without_titles, title_at_the_side))
@pytest.mark.parametrize(
    "size", ((Inches(13.333), Inches(7.5)), (Inches(10), Inches(7.5)), (Inches(7.5), Inches(10)), (Inches(33), Inches(19)))
)
def test_an_organisations_template_is_used_as_far_as_it_can(snapshots, theme, change, size):
    text = Text("fi", theme)
    look = organisation_template(template(change, *size))
    file = opened(deck([Slide(block) for block in blocks(snapshots, text)[1:4]], WORDS, text, look))
    assert (file.slide_width, file.slide_height) == size
    assert len(file.slides) == 6
    assert "Vanha dia" not in " ".join(shape.text_frame.text for slide in file.slides for shape in slide.shapes if shape.has_text_frame)
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= size[0] + 1 and shape.top + shape.height <= size[1] + 1
    # Colours are the template's: charts name them by place.
    fills = {fill.get("val") for chart in charts(file.slides[3]) for fill in chart._chartSpace.iter(qn("a:schemeClr"))}
    assert {"accent1", "accent2"} <= fills


def dark(file) -> None:
    """White words on a dark background, as a master says it."""
    colours = file.slide_master.element.find(qn("p:clrMap"))
    for name, own in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        colours.set(name, own)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        return sum(
            w * (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4) for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    light, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (low + 0.05)


@pytest.mark.parametrize("change", (lambda file: None, dark))
def test_words_on_a_colour_of_the_template_can_be_read(change):
    look = organisation_template(template(change))
    for colour in (MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_3, MSO_THEME_COLOR.ACCENT_6, MSO_THEME_COLOR.BACKGROUND_1):
        assert contrast(str(look.ink(colour)), look.colours[MSO_THEME_COLOR.to_xml(colour)]) >= 4.5
    assert look.is_dark == (change is dark)


def test_tables_of_a_dark_template_are_written_in_what_is_read_on_their_cells(theme):
    reading = reading_of(SAMPLE, theme, Filters())
    look = organisation_template(template(dark))
    block = build("coverage-target-groups-subthemes", reading)
    file = opened(deck([Slide(block), Slide(build("funding-frame", reading))], WORDS, reading.text, look))
    for slide in list(file.slides)[2:-1]:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for cell in (cell for row in table.rows for cell in row.cells):
                fill = cell.fill.fore_color
                assert str(cell.text_frame.paragraphs[0].font.color.rgb) == str(look.ink(fill.theme_color, fill.brightness))


def test_a_template_file_of_its_own_kind_is_read(theme):
    content = template()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                part = part.replace(b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
            new.writestr(entry, part)
    assert organisation_template(stream.getvalue()).deck.slide_layouts


def with_what_must_not_come(file) -> None:
    """A picture of another place, an object and a macro, links that run something, and links that may stay."""
    package, master = file.part.package, file.slide_master
    picture = master.shapes._spTree
    far = master.part.relate_to("https://example.org/pixel.png", RT.IMAGE, is_external=True)
    share = file.slide_layouts[0].part.relate_to(r"file:\\palvelin\kuva.png", RT.IMAGE, is_external=True)
    page = master.part.relate_to("https://example.org/", RT.HYPERLINK, is_external=True)
    program = master.part.relate_to(r"file:///C:/ohjelma.exe", RT.HYPERLINK, is_external=True)
    picture.append(parse_xml(
        f'<p:pic {nsdecls("p", "a", "r")}><p:nvPicPr><p:cNvPr id="90" name="kaukana"/><p:cNvPicPr/><p:nvPr/>'
        f'</p:nvPicPr><p:blipFill><a:blip r:link="{far}"/></p:blipFill><p:spPr/></p:pic>'))  # fmt: skip
    file.slide_layouts[0].shapes._spTree.append(parse_xml(
        f'<p:sp {nsdecls("p", "a", "r")}><p:nvSpPr><p:cNvPr id="91" name="taytto"><a:hlinkClick r:id="" '
        f'action="ppaction://macro?name=x"/></p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:blipFill><a:blip r:link="{share}"/></a:blipFill>'
        f'</p:spPr></p:sp>'))  # fmt: skip
    shape = next(iter(master.placeholders))._element
    names = shape.find(f".//{qn('p:cNvPr')}")
    etree.SubElement(names, qn("a:hlinkClick")).set(qn("r:id"), page)
    etree.SubElement(names, qn("a:hlinkHover")).set(qn("r:id"), program)
    binary = Part(PackURI("/ppt/vbaProject.bin"), "application/vnd.ms-office.vbaProject", package, b"makro")
    file.part.relate_to(binary, "http://schemas.microsoft.com/office/2006/relationships/vbaProject")
    file.part._content_type = CT.PML_PRES_MACRO_MAIN


def test_a_template_brings_no_far_pictures_macros_or_programs(theme):
    look = organisation_template(template(with_what_must_not_come))
    assert look.is_cleaned and not organisation_template(template()).is_cleaned
    reading = reading_of(SAMPLE, theme, Filters())
    content = deck([Slide(build("funding-frame", reading))], WORDS, reading.text, look)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    everything = b"".join(parts.values())
    for gone in (
        b"vbaProject",
        b"macroEnabled",
        b"makro",
        b"pixel.png",
        b"palvelin",
        b"ohjelma.exe",
        b"ppaction://macro",
        b"kaukana",
        b"r:link",
    ):
        assert gone not in everything, gone
    assert b'Target="https://example.org/"' in everything and b"taytto" in everything
    # Nothing refers to a relationship that is not there.
    for name, part in parts.items():
        if name.endswith(".xml") and name.startswith("ppt/"):
            folder, _, last = name.rpartition("/")
            known = set(re.findall(rb'Id="([^"]+)"', parts.get(f"{folder}/_rels/{last}.rels", b"")))
            assert set(re.findall(rb'r:(?:id|embed|link)="([^"]+)"', part)) <= known, name
    assert opened(content).slides


@pytest.mark.parametrize("content", (b"", b"not a zip", b"PK\x03\x04 broken"))
def test_what_is_no_presentation_is_refused(content):
    with pytest.raises(TemplateError):
        organisation_template(content)


def test_a_workbook_is_no_template(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.pptx")
    with pytest.raises(TemplateError):
        organisation_template((tmp_path / "a.pptx").read_bytes())


# As it is seen ------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.parametrize("language", ("fi", "sv"))
def test_an_office_program_opens_the_deck_and_shows_every_word(snapshots, theme, language, tmp_path, soffice):
    text = Text(language, theme)
    content = deck([Slide(block) for block in blocks(snapshots, text)], WORDS, text)
    (tmp_path / "deck.pptx").write_bytes(content)
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "deck.pptx"],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    pages = pypdfium2.PdfDocument(tmp_path / "deck.pdf")
    file = opened(content)
    assert len(pages) == len(file.slides)
    for page, slide in zip(pages, file.slides, strict=True):
        seen = "".join(page.get_textpage().get_text_bounded().split())
        for shape in slide.shapes:
            if shape.has_text_frame and not (shape.is_placeholder and shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER):
                for word in shape.text_frame.text.split():
                    assert word in seen, (word, slide.shapes.title.text)
