"""All files of a view in one package, with what a person needs to use and to cite them."""

import io
import json
import zipfile
from collections.abc import Iterable

from data_loaders.progress import PartProgress, counted, unheard
from presentation.block import FigureBlock
from presentation.exports.names import file_name
from presentation.exports.picture import PictureWords, picture_png, picture_svg
from presentation.exports.view_workbook import cover_words, view_workbook
from presentation.figures.registry import shown
from presentation.reading import Reading
from presentation.tables import table_csv
from presentation.words.notes import example_sentence, source_line


def view_package(view: str, title: str, keys: Iterable[str], reading: Reading, progress: PartProgress = unheard) -> bytes:
    """A zip: README, metadata, a workbook, and each figure as CSV, SVG and PNG.

    Args:
        view: Code of the view, for the names of files.
        title: What the view is called.
        keys: Keys of figures and matrices; one without data is left out. A matrix is a table only.
        reading: The delivery, the reader's choices and language.
        progress: Told after each figure.
    """
    text, info = reading.text, reading.info
    blocks = list(shown(keys, reading))
    example = example_sentence(text) if info.is_example else ""
    files: dict[str, bytes] = {}
    for block in counted(blocks, progress):
        words = PictureWords(block.source or source_line(info, text), example)
        name = file_name(block.key, info, reading.filters, text, "")
        files[f"{name}csv"] = table_csv(block.table, block.subtitle, block.not_shown or "", words.source)
        if isinstance(block, FigureBlock):
            files[f"{name}svg"] = picture_svg(block, words).encode("utf-8")
            files[f"{name}png"] = picture_png(block, words)
    files[file_name(view, info, reading.filters, text, "xlsx")] = view_workbook([block.key for block in blocks], title, reading)
    cover = cover_words(title, reading)
    readme = [cover.title, ""] + [f"{topic}: {said}" for topic, said in cover.lines]
    readme += [f"{text('Licence')}: {licence(reading)}", "", text("Files") + ":"]
    readme += [f"- {name}" for name in files]
    described = {
        "title": cover.title,
        "theme": text.theme.code,
        "view": view,
        "language": text.language,
        "delivery": info.id,
        "as_of": info.as_of.isoformat(),
        "is_example": info.is_example,
        "filters": {name: getattr(reading.filters, name) for name in reading.filters.active},
        "licence": licence(reading),
        "sources": [{"kind": source.kind, "file": source.file, "sha256": source.sha256} for source in (each.public for each in info.sources)],
        "figures": [
            {"name": block.key, "headline": block.headline, "measures": block.subtitle, "columns": [{"header": c.header, "kind": c.kind} for c in block.table.columns], "rows": len(block.table.rows)}
            for block in blocks
        ],
    }  # fmt: skip
    # A text file for a person: its name is the same in every language.
    files = {
        "README.txt": "\r\n".join(readme).encode("utf-8-sig"),
        "metadata.json": json.dumps(described, ensure_ascii=False, indent=2).encode(),
    } | files
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return packed.getvalue()


def licence(reading: Reading) -> str:
    """The licence that the theme file gives, or that none has been given."""
    text = reading.text
    return text.name(text.theme.licence) if text.theme.licence else text("No licence has been given for the figures.")
