"""Which sheets a workbook has: the figures of a view, or a whole delivery with its projects."""

from collections.abc import Iterable
from dataclasses import replace

from archive.deliveries import Source
from data_loaders.progress import PartProgress, counted, unheard
from presentation.block import FigureBlock
from presentation.exports.deck_recipes import citation
from presentation.exports.project_rows import project_table
from presentation.exports.workbook import CoverWords, SheetNote, WorkbookSheet, workbook
from presentation.figures.registry import KEYS, shown
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.ledger import definition, measure_name
from presentation.words.notes import example_sentence, source_line

#: Figures and matrices of a whole delivery: the small map is the large one again.
DELIVERY_FIGURES = tuple(key for key in KEYS if key != "map-overview")


def view_workbook(keys: Iterable[str], title: str, reading: Reading) -> bytes:
    """The figures of a view, a sheet each.

    Args:
        keys: Keys of figures and matrices; one that has no data is left out.
        title: What the view is called.
        reading: The delivery, the reader's choices and language.
    """
    return workbook([figure_sheet(block, reading) for block in shown(keys, reading)], cover_words(title, reading), reading.text)


def delivery_workbook(reading: Reading, progress: PartProgress = unheard) -> bytes:
    """Everything of a delivery: each project row of the theme, and every figure and matrix as it is shown at first.

    Args:
        progress: Told after each figure.
    """
    text, reading = reading.text, replace(reading, choices={})
    title = text("The whole delivery") if reading.filters.is_empty else text("A selection of the delivery")
    projects = WorkbookSheet(
        name=text("Projects"),
        title=text("Projects of the theme, a row for each implementer"),
        subtitle=text("Amounts in euros, to the cent; only public funding meets the budget"),
        table=project_table(reading.view.rows, text),
        notes=(
            SheetNote(text("Projects"), definition("projects", None, text)),
            SheetNote(text("Implementers"), definition("implementers", None, text)),
        ),
    )
    sheets = [projects, *(figure_sheet(block, reading) for block in shown(counted(DELIVERY_FIGURES, progress), reading))]
    return workbook(sheets, cover_words(title, reading), text)


def figure_sheet(block: FigureBlock | Matrix, reading: Reading) -> WorkbookSheet:
    """A figure's table with codes beside names, its chart, and what a reader has to know of it."""
    text = reading.text
    measures = block.ledger.measures if block.ledger else ()
    indicator = block.ledger.indicator if block.ledger else None
    notes = [SheetNote(text("What it shows"), block.sentence)]
    notes += [SheetNote(measure_name(name, text), definition(name, indicator, text)) for name in measures]
    if block.not_shown:
        notes.append(SheetNote(text("Not shown"), block.not_shown))
    return WorkbookSheet(
        _topic(block.key, text),
        block.headline,
        f"{block.table.caption}. {block.subtitle}",
        with_codes(block.table, text),
        tuple(notes),
        block if isinstance(block, FigureBlock) else None,
    )


def _topic(key: str, text: Text) -> str:
    """What a sheet is called: the topic of its figure in the reader's language; sheets of one topic are numbered."""
    topics = {
        "funding": text("Funding"), "forecast": text("Forecast"), "map": text("Map"), "gender": text("Gender"), "outcomes": text("Outcomes"),
        "regions": text("Map"), "status": text("Projects"), "theme": text("Theme"), "projects": text("Target groups"), "coverage": text("Coverage"), "project": text("Project"),
        "costs": text("Costs"), "need": text("Need"), "planned": text("Plans"), "people": text("Participants"),
    }  # fmt: skip
    return topics[key.partition("-")[0]]


def with_codes(table: Table, text: Text) -> Table:
    """The table with its official codes as a column behind the names; the same where it has none."""
    if not table.codes:
        return table
    first, *others = table.columns
    rows = tuple((row[0], code, *row[1:]) for row, code in zip(table.rows, table.codes, strict=True))
    total = (table.total[0], None, *table.total[1:]) if table.total else None
    return replace(table, columns=(first, Column(text("Code")), *others), rows=rows, total=total, codes=())


def _file(source: Source) -> str:
    return f"{source.file} (SHA-256 {source.sha256})" if source.sha256 else source.file


def cover_words(title: str, reading: Reading) -> CoverWords:
    """Theme, date, delivery, choices, basis, source and how to cite."""
    text, info, theme = reading.text, reading.info, reading.text.theme
    whole = text("{theme}: {view}", theme=text.name(theme.name), view=title)
    lines = [
        (text("As of"), text.date(info.as_of)),
        (text("Delivery"), info.id),
        (text("Choices"), reading.filtered or text("None: all of the theme's projects")),
        (text("Basis"), definition("planned_public", None, text)),
        (text("Source"), source_line(info, text)),
        (text("Source files"), "; ".join(_file(source.public) for source in info.sources)),
        (text("Empty cell"), text("The value is not known or not collected; it is not zero.")),
        (text("How to cite"), citation(title, reading)),
    ]
    if info.is_example:
        lines.insert(0, (text("Example"), example_sentence(text)))
    return CoverWords(whole, tuple(lines), source_line(info, text), text.name(theme.coordination))
