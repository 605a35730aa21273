"""The tables of a web page that a service hands out as a workbook (``list.xls``).

Excel opens such a file as one sheet: its tables, and the paragraphs between them, below each
other. So it is read here: what a person sees, in rows and cells. Addresses, scripts, styles and
form fields are passed over, and nothing that the page refers to is asked for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data_loaders.workbook_safety import MAX_COLUMNS, refuse, refuse_area

_STARTS = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype html|html|head|meta|body|table|div|center|style)\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*(utf-8|iso-8859-1|iso-8859-15|iso-8859-2|windows-125[0-8])\b""", re.IGNORECASE)
#: Nobody sees what stands in these.
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "select", "textarea", "button", "object", "svg", "iframe"})
_WITHOUT_END = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "hr", "br", "caption", "form", "section", "body"})
#: A page of people is not nested deeper; the parser's work grows with it.
_MOST_DEEP = 250
_PIECE = 65_536


@dataclass(frozen=True)
class HtmlRows:
    """What a page shows: rows of texts, and the numbers (from 1) of those that are hidden."""

    rows: list[list[str]]
    hidden: tuple[int, ...]


def is_html(path: Path) -> bool:
    """Whether a file begins as a web page does."""
    with path.open("rb") as file:
        start = file.read(4096)
    return _STARTS.match(start.replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")) is not None


def charset(raw: bytes) -> str | None:
    """The encoding that a page names at its beginning, as Python knows it; null when it names none that is known here."""
    named = _CHARSET.search(raw[:4096])
    # As browsers do: what says that it is Latin-1 is Windows' own encoding.
    return None if named is None else {"iso-8859-1": "cp1252"}.get(name := named[1].decode().lower(), name)


def html_rows(text: str, path: Path) -> HtmlRows:
    """The rows of a page.

    Args:
        text: The page.
        path: Its file, for errors.

    Raises:
        InputError: there is no table in it, or it is too large.
    """
    # Hardly any file is a web page: the library is loaded when one is.
    from lxml import etree

    page = _Page(path)
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True)
    raw = text.encode("utf-8", "replace")
    try:
        for place in range(0, len(raw), _PIECE):
            parser.feed(raw[place : place + _PIECE])
            page.check()
        parser.close()
    except etree.LxmlError as problem:
        raise refuse(path, "file-unreadable") from problem
    page.check()
    rows = page.rows
    if sum(sum(map(bool, row)) > 1 for row in rows) < 2:
        raise refuse(path, "file-unreadable")
    return HtmlRows(rows, tuple(page.hidden))


@dataclass
class _Table:
    """A table while it goes by: the row and the cell that are open, and the cells that reach down from rows above."""

    row: list[str] | None = None
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    #: Column → rows that a cell above still covers.
    covered: dict[int, int] = field(default_factory=dict)


class _Page:
    """Collects rows while the page goes by (the parser's target)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[list[str]] = []
        self.hidden: list[int] = []
        self._tables: list[_Table] = []
        self._between: list[str] = []
        self._depth = self._width = 0
        #: Depth of the element that nobody sees; 0 when all is seen.
        self._unseen = 0
        self._too_deep = False

    def check(self) -> None:
        """Stop a page that asks for too much."""
        if self._too_deep:
            raise refuse(self.path, "file-unreadable")
        refuse_area(self.path, len(self.rows), self._width)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _WITHOUT_END:
            if tag in _BLOCKS and not self._unseen:
                self._break()
            return
        self._depth += 1
        self._too_deep |= self._depth > _MOST_DEEP
        if self._unseen or self._too_deep:
            return
        is_hidden = "hidden" in attributes or "display:none" in re.sub(r"\s", "", attributes.get("style", "")[:1000]).lower()
        if tag in _UNSEEN or (is_hidden and tag not in ("tr", "table", "tbody")):
            self._unseen = self._depth
        elif tag == "table":
            self._end_paragraph()
            self._tables.append(_Table())
        elif self._tables and tag == "tr":
            self._begin_row(is_hidden)
        elif self._tables and tag in ("td", "th"):
            self._begin_cell(attributes)
        elif tag in _BLOCKS:
            self._break()

    def end(self, tag: str) -> None:
        if tag in _WITHOUT_END:
            return
        if self._unseen == self._depth:
            self._unseen = 0
        elif not self._unseen and not self._too_deep:
            if self._tables and tag in ("td", "th"):
                self._end_cell()
            elif self._tables and tag == "tr":
                self._end_row()
            elif self._tables and tag == "table":
                self._end_row()
                self._tables.pop()
            elif tag in _BLOCKS:
                self._break()
        self._depth -= 1

    def data(self, text: str) -> None:
        if not self._unseen:
            cell = self._tables[-1].cell if self._tables else None
            # A line of the page's source is no line of its text.
            (self._between if cell is None else cell).append(re.sub(r"[\r\n\t]", " ", text))

    def comment(self, text: str) -> None:
        pass

    def close(self) -> None:
        while self._tables:
            self._end_row()
            self._tables.pop()
        self._end_paragraph()

    def _break(self) -> None:
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append("\n")
        else:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        text = _text(self._between)
        self._between = []
        if text:
            self._add([text])

    def _begin_row(self, is_hidden: bool) -> None:
        self._end_row()
        self._end_paragraph()
        self._tables[-1].row = []
        if is_hidden:
            self.hidden.append(len(self.rows) + 1)

    def _end_row(self) -> None:
        self._end_cell()
        table = self._tables[-1]
        if table.row is not None:
            self._add(table.row)
            table.row = None
            table.covered = {column: left - 1 for column, left in table.covered.items() if left > 1}

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._end_cell()
        table = self._tables[-1]
        if table.row is None:
            self._begin_row(False)
        table.cell, table.spans = [], (_span(attributes, "colspan"), _span(attributes, "rowspan"))

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if table.cell is None or table.row is None or len(table.row) > MAX_COLUMNS:
            table.cell = None
            return
        while len(table.row) in table.covered and len(table.row) <= MAX_COLUMNS:
            table.row.append("")
        across, down = table.spans
        first = len(table.row)
        table.row += [_text(table.cell)] + [""] * (across - 1)
        if down > 1:
            # Counted down at the end of this row too.
            table.covered |= dict.fromkeys(range(first, len(table.row)), down)
        table.cell = None

    def _add(self, row: list[str]) -> None:
        self._width = max(self._width, len(row))
        self.rows.append(row)


def _span(attributes: Mapping[str, str], name: str) -> int:
    number = attributes.get(name, "1").strip()
    return max(1, min(int(number), MAX_COLUMNS + 1)) if re.fullmatch("[0-9]{1,6}", number) else 1


def _text(pieces: list[str]) -> str:
    """A text as a browser shows it: one space for many, a line for each paragraph."""
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))
