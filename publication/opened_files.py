"""Everything that can be read in a file of figures, hidden parts too: for the audit of what is published.

A workbook, a deck or a package is opened down to its last part: hidden sheets and slides, the workbooks
inside charts and what charts remember of them, notes of speakers, comments, properties, alternative texts.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from lxml import etree

#: Elements whose words are formulas, formats and times of the program: never of a figure.
_TECHNICAL = frozenset({"f", "formatCode", "sqref", "created", "modified", "i4", "revision", "AppVersion", "Application", "TotalTime", "Slides", "Notes",
                        "Words", "Paragraphs", "HiddenSlides", "DocSecurity", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "ScaleCrop", "MMClips",
                        "col", "colOff", "row", "rowOff"})  # fmt: skip
#: Attributes that hold words of a figure.
_SAID = ("descr", "title", "aria-label", "alt", "data-label")


#: A number of our own tables as text: a decimal comma, no mark of thousands.
_CSV_NUMBER = re.compile(r"-?\d+(?:,\d+)?(?:e-?\d+)?")


@dataclass(frozen=True)
class Piece:
    """One thing that can be read: words, or a number as it is stored.

    Attributes:
        place: Part of the file, inner files after ``!``.
        content: The words or the number.
    """

    place: str
    content: str | float


def opened(name: str, content: bytes) -> Iterator[Piece]:
    """Every word and stored number of a file.

    Args:
        name: Its name, whose ending tells the kind: ``xlsx``, ``pptx``, ``zip``, ``csv``, ``svg``, ``html``,
            ``json`` or ``txt``. A picture of points has nothing to read: it is made of the ``svg``.

    Raises:
        ValueError: a file that cannot be opened.
    """
    ending = name.rpartition(".")[2].lower()
    if ending in ("xlsx", "pptx", "zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                for piece in opened(part, package.read(part)):
                    yield Piece(f"{name}!{piece.place}", piece.content)
    elif ending in ("xml", "rels", "vml", "svg"):
        yield from _of_xml(name, content)
    elif ending == "html":
        parser = _Html(name)
        parser.feed(content.decode("utf-8"))
        yield from parser.pieces
    elif ending == "json":
        yield from _of_data(name, json.loads(content))
    elif ending == "csv":
        for number, row in enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"), start=1):
            yield from (
                Piece(f"{name}:{number}", _stored(cell.replace(",", ".") if _CSV_NUMBER.fullmatch(cell) else cell)) for cell in row if cell
            )
    elif ending == "txt":
        for number, line in enumerate(content.decode("utf-8-sig").splitlines(), start=1):
            yield Piece(f"{name}:{number}", line)
    elif ending not in ("png", "jpg", "jpeg") and "printerSettings" not in name:
        raise ValueError(f"{name} cannot be opened")


def _of_xml(name: str, content: bytes) -> Iterator[Piece]:
    if name.endswith((".rels", "[Content_Types].xml", "/styles.xml")) or "/theme/" in name:
        return
    for element in etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)).iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        for attribute in (*_SAID, *(("name",) if tag in ("tableColumn", "sheet") else ())):
            if said := element.get(attribute):
                yield Piece(name, said)
        if tag in _TECHNICAL or not (words := (element.text or "").strip()):
            continue
        if tag == "style":
            continue
        if tag == "v":
            # A cell of the kind s stores the number of a text, which stands in a part of its own.
            parent = element.getparent()
            if etree.QName(parent).localname == "c" and parent.get("t") == "s":
                continue
            yield Piece(name, _stored(words))
        elif tag == "definedName" and not re.fullmatch(r"[\d.,]+", words):
            continue  # a range of cells
        else:
            yield Piece(name, words)
        if tail := (element.tail or "").strip():
            yield Piece(name, tail)


def _stored(words: str) -> str | float:
    try:
        return float(words)
    except ValueError:
        return words


def _of_data(name: str, data: object) -> Iterator[Piece]:
    """Words and numbers of JSON: texts of mappings and lists stand at the name of their mapping."""
    if isinstance(data, bool) or data is None:
        return
    if isinstance(data, int | float):
        yield Piece(name, float(data))
    elif isinstance(data, str):
        yield Piece(name, data)
    elif isinstance(data, dict):
        for key, part in data.items():
            yield from _of_data(f"{name}.{key}", part)
    elif isinstance(data, list):
        for part in data:
            yield from _of_data(name, part)


class _Html(HTMLParser):
    """Words between the tags and in the attributes that are read aloud; the section they stand in after ``#``."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self._file, self._quiet = name, name, 0
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet += tag in ("style", "script")
        if tag == "section":
            self.name = f"{self._file}#{dict(attrs).get('id') or ''}"
        self.pieces += [Piece(self.name, value) for key, value in attrs if key in _SAID and value]

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("style", "script")
        if tag == "section":
            self.name = self._file

    def handle_data(self, data: str) -> None:
        if not self._quiet and data.strip():
            self.pieces.append(Piece(self.name, data.strip()))
