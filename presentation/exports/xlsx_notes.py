"""Notes in the cells of an xlsx: new ones, and words behind those that are there."""

import re
from collections.abc import Collection, Mapping, Sequence
from html import unescape

from openpyxl.utils import get_column_letter

from presentation.exports.xlsx_package import (
    MAIN,
    RELATIONS,
    SPREADSHEET,
    Cell,
    Element,
    Package,
    Part,
    Unpatchable,
    place_of,
    prefixed,
    words_xml,
)

#: Notes that a workbook gets; more would take Excel minutes to open.
_MOST_NOTES = 60_000
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: What stands behind the notes in a sheet.
_BEHIND_NOTES = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_BLOCK = 1024
_SHAPE_NUMBER = re.compile(rb"_s(\d{1,9})\b")
_BLOCKS = re.compile(rb"""(<\w+:idmap\b[^<>]*?\bdata\s*=\s*["'])([^"'<>]*)""")
_VML_NAMES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_SHAPES = re.compile(rb"<((?:\w+:)?)shape\s[^<>]*(?<!/)>(?:(?!</\1shape>).)*</\1shape>", re.DOTALL)
_ROW, _COLUMN = re.compile(rb"<(?:\w+:)?Row>\s*(\d{1,7})\s*<"), re.compile(rb"<(?:\w+:)?Column>\s*(\d{1,5})\s*<")
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202"{names} coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}"{names} type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
    'width:{width}px;height:{height}px;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
#: Pixels; a longer note is scrolled or pulled larger.
_NOTE_WIDTH, _HIGHEST_NOTE = 320, 400


class Notes:
    """The notes of a workbook, to which more are added.

    Args:
        package: The workbook.
        author: Whose notes they are.
    """

    def __init__(self, package: Package, author: str) -> None:
        self._package = package
        self._author = author
        self._count = 0
        self._last_block: int | None = None

    def add(self, sheet: str, part: Part, notes: Mapping[Cell, str]) -> None:
        """Write notes into cells of a sheet: new ones, or behind what a note says already.

        A cell with a conversation gets none: Excel writes the note of a conversation itself.
        """
        notes = dict(list(notes.items())[: _MOST_NOTES - self._count])
        self._count += len(notes)
        if not notes:
            return
        package = self._package
        comments = package.related(sheet, "comments")
        if comments is None:
            xml = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
            comments = package.add("xl/comments{}.xml", xml.encode(), f"{SPREADSHEET}.comments+xml")
            package.relate(sheet, "comments", comments)
        fresh = _write_notes(package.part(comments), notes, self._author)
        if not fresh:
            return
        drawing = part.root.child("legacyDrawing")
        vml = package.target(sheet, drawing.relation) if drawing else None
        if vml is None:
            if drawing:
                raise Unpatchable("legacyDrawing")
            names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _VML_NAMES.items())
            xml = f'<xml{names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
            vml = package.add("xl/drawings/vmlDrawing{}.vml", self._with_shapes(xml.encode(), fresh), _VML)
            relation = package.relate(sheet, "vmlDrawing", vml)
            entry = prefixed(f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="{relation}"/>', part.prefix(part.root))
            behind = next((child for child in part.root.children if _is_behind_notes(child)), None)
            part.before(behind, entry) if behind else part.append(part.root, entry)
        else:
            package.replace(vml, self._with_shapes(package.content(vml), fresh))

    def remove(self, sheet: str, part: Part, authors: Collection[str]) -> None:
        """Take the notes of some authors out of a sheet, with their boxes."""
        name = self._package.related(sheet, "comments")
        drawing = part.root.child("legacyDrawing")
        vml = self._package.target(sheet, drawing.relation) if drawing else None
        if name is None or vml is None:
            return
        comments = self._package.part(name)
        named, listed = comments.root.child("authors"), comments.root.child("commentList")
        if named is None or listed is None:
            return
        numbers = {str(number) for number, element in enumerate(named.children) if _words(comments, element) in authors}
        old = [element for element in listed.children if element.attributes.get("authorId") in numbers]
        if not old:
            return
        cells = {place_of(element.attributes.get("ref", "")) for element in old}
        for element in old:
            comments.remove(element)
        # The part is read again, so that no edit meets one that was removed.
        self._package.replace(name, comments.edited())

        def without(shape: re.Match[bytes]) -> bytes:
            row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
            return b"" if row and column and (int(row[1]) + 1, int(column[1]) + 1) in cells else shape[0]

        self._package.replace(vml, _SHAPES.sub(without, self._package.content(vml)))

    def _with_shapes(self, vml: bytes, cells: Sequence[tuple[int, int, int]]) -> bytes:
        """A drawing of notes with boxes for more; those that are there stay as they are.

        Args:
            vml: What Excel calls XML here, but need not be: old controls are written as HTML.
            cells: Row, column and height of each box.
        """
        end = vml.rfind(b"</")
        if end < 0:
            raise Unpatchable("vml")
        names = "".join(f' xmlns:{p}="{uri}"' for p, uri in _VML_NAMES.items() if f"xmlns:{p}=".encode() not in vml[:2000])
        first = self._used_block() + 1
        shapes = [] if b"_x0000_t202" in vml else [_SHAPE_TYPE.format(names=names)]
        number = first * _BLOCK
        for row, column, height in cells:
            number += 1
            shapes.append(_SHAPE.format(number=number, names=names, width=_NOTE_WIDTH, height=height, row=row - 1, column=column - 1))
        blocks = ",".join(map(str, range(first, number // _BLOCK + 1))).encode()
        self._last_block = number // _BLOCK
        content = vml[:end] + "".join(shapes).encode("ascii") + vml[end:]
        return _BLOCKS.sub(lambda match: match[1] + b",".join(filter(None, (match[2], blocks))), content, count=1)

    def _used_block(self) -> int:
        """The last block of numbers of shapes that a drawing of this workbook uses."""
        if self._last_block is None:
            self._last_block = 0
            for name in self._package.names(".vml"):
                content = self._package.content(name)
                shapes = (int(match[1]) // _BLOCK for match in _SHAPE_NUMBER.finditer(content))
                blocks = (int(block) for match in _BLOCKS.finditer(content) for block in match[2].split(b",") if block.strip().isdigit())
                self._last_block = max(self._last_block, *shapes, *blocks)
        return self._last_block


def _is_behind_notes(element: Element) -> bool:
    return element.name in _BEHIND_NOTES or (
        element.name == "AlternateContent" and any(child.name in _BEHIND_NOTES for choice in element.children for child in choice.children)
    )


def _write_notes(part: Part, notes: Mapping[Cell, str], author: str) -> list[tuple[int, int, int]]:
    """Write notes into the part of a sheet's notes; row, column and height of those that had no note before."""
    authors, listed = part.root.child("authors"), part.root.child("commentList")
    if authors is None or listed is None:
        raise Unpatchable("comments")
    prefix = part.prefix(part.root)
    there = {place: element for element in listed.children if (place := place_of(element.attributes.get("ref", "")))}
    threads = {
        str(number) for number, element in enumerate(authors.children) if part.text(element).partition(b">")[2].lstrip().startswith(b"tc=")
    }
    part.append(authors, prefixed(f"<author>{words_xml(author)}</author>", prefix))
    number = len(authors.children)
    fresh, written = [], []
    for (row, column), words in notes.items():
        old = there.get((row, column))
        if old is None:
            reference = f"{get_column_letter(column)}{row}"
            written.append(f'<comment ref="{reference}" authorId="{number}"><text>{_run(words)}</text></comment>')
            fresh.append((row, column, min(40 + 18 * (len(words) // 38 + words.count("\n") + 1), _HIGHEST_NOTE)))
        elif old.attributes.get("authorId") not in threads and words not in _words(part, old):
            _lengthen(part, old, prefixed(f"<r>{_run(chr(10) * 2 + words)}</r>", prefix), prefix)
    part.append(listed, prefixed("".join(written), prefix))
    return fresh


def _words(part: Part, element: Element) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", part.text(element).decode("utf-8", "replace")))


def _run(words: str) -> str:
    return f'<t xml:space="preserve">{words_xml(words)}</t>'


def _lengthen(part: Part, comment: Element, run: bytes, prefix: bytes) -> None:
    """Write a run behind the runs of a note; plain text becomes a run of its own first."""
    text = comment.child("text")
    if text is None:
        raise Unpatchable("comment")
    plain = text.child("t")
    if plain:
        part.before(plain, prefixed("<r>", prefix))
        part.after(plain, prefixed("</r>", prefix) + run)
        return
    behind = next((child for child in text.children if child.name in ("rPh", "phoneticPr")), None)
    part.before(behind, run) if behind else part.append(text, run)


# The cells ------------------------------------------------------------------------------
