"""An xlsx as its parts: each is edited at places of its text, and everything else is written again byte for byte.

No library that reads and writes workbooks knows all that Excel and others put into them;
what it does not know it drops. Here only the places are looked up, with a parser that
knows namespaces, so any prefix does. A workbook in the strict form of Open XML, which few
programs read, becomes an ordinary one: its namespaces get their ordinary names.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

from data_loaders.sheets import LONGEST_CELL
from data_loaders.workbook_safety import part

#: Elements of one part; many more of them would fill the memory.
_MOST_ELEMENTS = 1_000_000
#: Row and column of a cell, both from 1.
Cell = tuple[int, int]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = "[Content_Types].xml"
MAIN, RELATIONS = (f"http://schemas.openxmlformats.org/{name}" for name in ("spreadsheetml/2006/main", "officeDocument/2006/relationships"))
#: The name of a strict namespace or relation, as the value of an attribute: ISO/IEC 29500, parts 1 and 4.
_STRICT = re.compile(rb"""(?<==)(["'])http://purl\.oclc\.org/ooxml/(\w+)/([^"'<>\s]*)\1""")
_CONFORMANCE = re.compile(rb"""\sconformance\s*=\s*["']strict["']""")
_OTHERWISE_WRITTEN = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_RELATION_PART = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_OPEN_TAG = re.compile(rb"""<([^\s<>/]+)(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
#: What XML has no place for; a surrogate alone cannot even be written.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What Excel reads as the code of a character.
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Unpatchable(Exception):
    """The package is not as Open XML describes it, so that nothing in it can be edited safely."""


@dataclass(slots=True)
class Element:
    """An element and where it stands in the text of its part.

    Attributes:
        name: Its name without a prefix.
        namespace: Its namespace.
        attributes: Name → value; one with a namespace is named ``namespace name``.
        start: Place of its first byte.
        end_tag: Place of its end tag; its own start when it is one tag.
        children: The elements in it.
    """

    name: str
    namespace: str
    attributes: Mapping[str, str]
    start: int
    end_tag: int = 0
    children: list["Element"] = field(default_factory=list)

    def child(self, name: str) -> "Element | None":
        return next((child for child in self.children if child.name == name), None)

    @property
    def relation(self) -> str | None:
        """The id of the relation that it names (``r:id``)."""
        return next((value for name, value in self.attributes.items() if name.endswith("/relationships id")), None)


class Part:
    """One part in XML: its elements, and the edits that were made.

    Args:
        xml: Its bytes, in an encoding that has ASCII in it.
        seen: The same bytes with blanks in the place of what need not be looked at.

    Raises:
        Unpatchable: it is no XML, or declares a document type.
    """

    def __init__(self, xml: bytes, seen: bytes | None = None) -> None:
        self.xml = xml
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, tuple[Element, list[bytes]]] = {}
        if xml[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
            raise Unpatchable("UTF-16")
        try:
            self.root = _outline(xml if seen is None else seen)
        except (expat.ExpatError, LookupError, ValueError) as problem:
            raise Unpatchable(str(problem)) from problem

    def open_tag(self, element: Element) -> bytes:
        return self._match(element)[0]

    def prefix(self, element: Element) -> bytes:
        """The prefix of an element with its colon; empty when it has none."""
        name = self._match(element)[1]
        return name[: name.rfind(b":") + 1]

    def text(self, element: Element) -> bytes:
        """An element from its first byte to its last."""
        return self.xml[element.start : self._end(element)]

    def set(self, element: Element, name: str, value: str) -> None:
        """Give an attribute without a prefix a value; once for an attribute."""
        match = self._match(element)
        start, end, new = attribute_edit(match[0], name, value)
        self._edits.append((element.start + start, element.start + end, new))

    def append(self, element: Element, xml: bytes) -> None:
        """Write behind everything that is in an element."""
        self._appended.setdefault(id(element), (element, []))[1].append(xml)

    def before(self, element: Element, xml: bytes) -> None:
        self._edits.append((element.start, element.start, xml))

    def after(self, element: Element, xml: bytes) -> None:
        end = self._end(element)
        self._edits.append((end, end, xml))

    def remove(self, element: Element) -> None:
        """Take an element out; it must have no other edits."""
        self._edits.append((element.start, self._end(element), b""))

    def put(self, elements: Collection[str], xml: bytes) -> None:
        """Write a child of the root, before the first one of these names or last."""
        anchor = next((child for child in self.root.children if child.name in elements), None)
        if anchor:
            self.before(anchor, xml)
        else:
            self.append(self.root, xml)

    def edited(self) -> bytes:
        """The text with its edits; nothing else in it differs."""
        edits = list(self._edits)
        for element, texts in self._appended.values():
            match = self._match(element)
            if match[0].endswith(b"/>"):
                end = element.start + len(match[0])
                edits.append((end - 2, end, b"".join((b">", *texts, b"</", match[1], b">"))))
            else:
                edits.append((element.end_tag, element.end_tag, b"".join(texts)))
        pieces, place = [], 0
        # Python's sort is stable: what is written at one place stands in the order in which it was said.
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            pieces += [self.xml[place:start], new]
            place = end
        return b"".join((*pieces, self.xml[place:]))

    def _match(self, element: Element) -> re.Match[bytes]:
        match = _OPEN_TAG.match(self.xml, element.start)
        if match is None:
            raise Unpatchable(element.name)
        return match

    def _end(self, element: Element) -> int:
        tag = self.open_tag(element)
        return element.start + len(tag) if tag.endswith(b"/>") else self.xml.index(b">", element.end_tag) + 1


def _outline(xml: bytes) -> Element:
    """The root and all elements in it."""
    parser = expat.ParserCreate(namespace_separator=" ")
    stack = [Element("", "", {}, 0)]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > _MOST_ELEMENTS:
            raise Unpatchable("elements")
        namespace, _, name = tag.rpartition(" ")
        element = Element(name, namespace, attributes, parser.CurrentByteIndex)
        stack[-1].children.append(element)
        stack.append(element)

    def end(_: str) -> None:
        stack.pop().end_tag = parser.CurrentByteIndex

    def refuse(*declaration: object) -> None:
        raise Unpatchable("a document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)
    return stack[0].children[0]


def attributes_of(xml: bytes, start: int) -> dict[str, str]:
    """The attributes without a prefix of a start tag that stands at a place of a text."""
    tag = _OPEN_TAG.match(xml, start)
    return {match[1].decode("latin-1"): match[2][1:-1].decode("latin-1") for match in _ATTRIBUTE.finditer(tag[0])} if tag else {}


def whole_number(written: str | None) -> int:
    """The number in an attribute; 0 when there is none."""
    return int(written) if written and written.isdecimal() else 0


def place_of(reference: str) -> Cell | None:
    """Row and column of a cell as ``E4`` names it."""
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]), column_index_from_string(match[1])) if match else None


def attribute_edit(tag: bytes, name: str, value: str) -> tuple[int, int, bytes]:
    """What to write where in a start tag, so that an attribute has a value: from, to, text."""
    written = b'"' + escape(value).encode("ascii", "xmlcharrefreplace") + b'"'
    name_end = re.match(rb"<[^\s<>/]+", tag)
    assert name_end
    for attribute in _ATTRIBUTE.finditer(tag, name_end.end()):
        if attribute[1] == name.encode():
            return attribute.start(2), attribute.end(2), written
    return name_end.end(), name_end.end(), b" " + name.encode() + b"=" + written


def prefixed(xml: str, prefix: bytes) -> bytes:
    """Markup of ours with the prefix that its part uses, in ASCII: right in every encoding that has ASCII in it."""
    content = xml.encode("ascii", "xmlcharrefreplace")
    return content.replace(b"<", b"<" + prefix).replace(b"<" + prefix + b"/", b"</" + prefix) if prefix else content


def words_xml(words: str) -> str:
    """Words as XML text: as they stand, whatever they look like; what XML has no place for is dropped."""
    return escape(_CODED.sub("_x005F_", _NO_XML.sub("", words)[:LONGEST_CELL]))


class Package:
    """The parts of an xlsx, looked up as its relations say.

    Args:
        book: The opened file; its sizes were looked at (``workbook_safety.opened``).

    Attributes:
        workbook: Name of the part that names the sheets.
        is_strict: Whether it was in the strict form.

    Raises:
        Unpatchable: it is no workbook of Open XML.
    """

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book = book
        # Names of parts are compared without case.
        self._names = {name.lower(): name for name in book.namelist()}
        self._parts: dict[str, Part] = {}
        self._added: dict[str, bytes] = {}
        self._replaced: dict[str, bytes] = {}
        self._related = 0
        if TYPES.lower() not in self._names:
            raise Unpatchable(TYPES)
        self.is_strict = False
        types = self.part(self._names[TYPES.lower()]).root
        self._endings = {element.attributes.get("Extension", "").lower() for element in types.children}
        self.workbook = self.related("", "officeDocument") or ""
        if not self.workbook or self.part(self.workbook).root.name != "workbook":
            raise Unpatchable("workbook")
        namespace = self.part(self.workbook).root.namespace
        self.is_strict = namespace.startswith("http://purl.oclc.org/ooxml/")
        if not self.is_strict and namespace != MAIN:
            raise Unpatchable(namespace)
        if self.is_strict:
            # What was read so far is read again, in the ordinary form.
            self._parts.clear()

    @property
    def has_macros(self) -> bool:
        return any(self.names("vbaproject.bin"))

    def content(self, name: str) -> bytes:
        made = self._replaced.get(name, self._added.get(name))
        if made is not None:
            return made
        content = part(self._book, name)
        return _ordinary(content) if self.is_strict and name.lower().endswith((".xml", ".rels")) else content

    def part(self, name: str) -> Part:
        """A part to be read whole, and edited."""
        if name not in self._parts:
            self._parts[name] = Part(self.content(name))
        return self._parts[name]

    def edit(self, name: str, changed: Part) -> None:
        """Take a part that was read and edited elsewhere."""
        self._parts[name] = changed

    def replace(self, name: str, content: bytes) -> None:
        """Other contents for a part that need not be XML; edits that were made to it are gone."""
        self._parts.pop(name, None)
        self._replaced[name] = content

    def names(self, suffix: str) -> Iterator[str]:
        """Names of the parts that end so."""
        return (name for lower, name in self._names.items() if lower.endswith(suffix))

    def related(self, source: str, kind: str) -> str | None:
        """The part of a kind that another part names; null when there is none. An empty source is the package."""
        return next((name for element, name in self._relations(source) if element.attributes.get("Type", "").endswith(f"/{kind}")), None)

    def target(self, source: str, relation: str | None) -> str | None:
        """The part that a relation of another part leads to."""
        return next((name for element, name in self._relations(source) if element.attributes.get("Id") == relation), None)

    def relate(self, source: str, kind: str, target: str) -> str:
        """A new relation from a part to another; its id."""
        name = _relations_of(source)
        if name.lower() not in self._names:
            self._add(name, _RELATION_PART.encode())
        relations = self.part(self._names[name.lower()])
        taken = {element.attributes.get("Id") for element in relations.root.children}
        # Relations that were added since the part was read are not among its elements, so numbers only grow.
        self._related = next(n for n in range(self._related + 1, 10**9) if f"rIdMarked{n}" not in taken)
        number = f"rIdMarked{self._related}"
        path = posixpath.relpath(target, posixpath.dirname(source) or ".")
        relations.append(
            relations.root,
            prefixed(
                f'<Relationship Id="{number}" Type="{RELATIONS}/{kind}" Target="{escape(path)}"/>',
                relations.prefix(relations.root),
            ),
        )
        return number

    def add(self, pattern: str, content: bytes, content_type: str) -> str:
        """A new part; the name that it got, a number in the place of ``{}``."""
        name = next(name for n in range(1, 10**9) if (name := pattern.format(n)).lower() not in self._names)
        self._add(name, content)
        types = self.part(self._names[TYPES.lower()])
        ending = name.rpartition(".")[2]
        entry = f'<Override PartName="/{escape(name)}" ContentType="{content_type}"/>'
        if ending != "xml":
            # Programs name the type of a drawing of notes by its ending.
            entry = "" if ending in self._endings else f'<Default Extension="{ending}" ContentType="{content_type}"/>'
            self._endings.add(ending)
        types.append(types.root, prefixed(entry, types.prefix(types.root)))
        return name

    def written(self) -> bytes:
        """The package: every part in its old place, those that nobody edited with the same contents."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            for info in self._book.infolist():
                package.writestr(_like(info), self._current(info.filename))
            for name in self._added:
                package.writestr(name, self._current(name))
        return packed.getvalue()

    def _current(self, name: str) -> bytes:
        edited = self._parts.get(name)
        return edited.edited() if edited else self.content(name)

    def _add(self, name: str, content: bytes) -> None:
        self._names[name.lower()] = name
        self._added[name] = content

    def _relations(self, source: str) -> Iterator[tuple[Element, str]]:
        """The relations of a part that lead to parts of this package."""
        name = self._names.get(_relations_of(source).lower())
        for element in self.part(name).root.children if name else ():
            path = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), unquote(element.attributes.get("Target", ""))))
            target = self._names.get(path.lstrip("/").lower())
            if target and element.attributes.get("TargetMode") != "External":
                yield element, target


def _ordinary(xml: bytes) -> bytes:
    """A part in the strict form with the ordinary names of its namespaces and relations."""

    def named(match: re.Match[bytes]) -> bytes:
        *before, last = match[3].split(b"/")
        path = b"/".join((*before, _OTHERWISE_WRITTEN.get(last, last)))
        return b"".join((match[1], b"http://schemas.openxmlformats.org/", match[2], b"/2006/", path, match[1]))

    return _STRICT.sub(named, _CONFORMANCE.sub(b"", xml, count=1))


def _relations_of(source: str) -> str:
    folder, _, name = source.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The same name, day and packing, without sizes that may differ now."""
    new = zipfile.ZipInfo(info.filename, info.date_time)
    new.compress_type, new.external_attr = info.compress_type, info.external_attr
    return new
