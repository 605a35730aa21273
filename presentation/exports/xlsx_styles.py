"""The styles of an xlsx: new ones are appended, those that are there stay as they are."""

from collections.abc import Collection
from dataclasses import dataclass, field

from presentation.exports.xlsx_package import Part, Unpatchable, attribute_edit, prefixed

#: Formats of cells that Excel can hold.
_MOST_FORMATS = 64_000
_SECTIONS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
#: What a section of the styles begins with, where a workbook has less: Excel keeps these places for itself.
_FIRST = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/></font>',),
    "fills": ('<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
    # The export of EURA has none, and openpyxl warns of it.
    "cellStyles": ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',),
}


@dataclass
class Styles:
    """The styles of a workbook, to which new ones are appended; those that are there stay as they are.

    Args:
        part: ``styles.xml``.
    """

    part: Part
    _new: dict[str, list[bytes]] = field(default_factory=dict)
    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._prefix = self.part.prefix(self.part.root)
        fills = self.part.root.child("fills")
        for fill in fills.children if fills else ():
            if not fill.children:
                # Some exporters write a fill without saying which, and openpyxl refuses it.
                self.part.append(fill, prefixed('<patternFill patternType="none"/>', self._prefix))
        for section, items in _FIRST.items():
            for item in items[self._length(section) :]:
                self._append(section, prefixed(item, self._prefix))

    def add(self, section: str, xml: str) -> int:
        """The number of a font, fill, border or format of ours; the same for the same text."""
        if (section, xml) not in self._known:
            self._known[section, xml] = self._append(section, prefixed(xml, self._prefix))
        return self._known[section, xml]

    def fill(self, colour: str) -> int:
        return self.add("fills", f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>')

    def filled(self, style: int, colour: str) -> int:
        """A format like another one, with a fill of its own."""
        return self._with_fill(style, self.fill(colour))

    def unfilled(self, style: int) -> int:
        """A format like another one, without a fill."""
        return self._with_fill(style, 0)

    def filled_with(self, colours: Collection[str]) -> frozenset[int]:
        """The formats that were there whose fill has one of these colours (``RRGGBB``)."""
        fills, formats = self.part.root.child("fills"), self.part.root.child("cellXfs")
        ours = {
            str(number)
            for number, fill in enumerate(fills.children if fills else ())
            for pattern in fill.children
            if (colour := pattern.child("fgColor")) and colour.attributes.get("rgb", "").upper()[-6:] in colours
        }
        return frozenset(
            number for number, known in enumerate(formats.children if formats else ()) if known.attributes.get("fillId") in ours
        )

    def _with_fill(self, style: int, fill: int) -> int:
        key = (str(fill), str(style))
        if key not in self._known:
            formats = self.part.root.child("cellXfs")
            old = formats.children[style if style < len(formats.children) else 0] if formats and formats.children else None
            xml = self.part.text(old) if old else prefixed(_FIRST["cellXfs"][0], self._prefix)
            for name, value in (("fillId", str(fill)), ("applyFill", "1")):
                start, end, new = attribute_edit(xml[: xml.index(b">") + 1], name, value)
                xml = xml[:start] + new + xml[end:]
            self._known[key] = self._append("cellXfs", xml)
        return self._known[key]

    def finish(self) -> None:
        """Write what was added into the part.

        Raises:
            Unpatchable: there would be more formats than Excel can hold.
        """
        for section, items in self._new.items():
            element, xml = self.part.root.child(section), b"".join(items)
            if self._length(section) > _MOST_FORMATS:
                raise Unpatchable(section)
            if element:
                self.part.append(element, xml)
                self.part.set(element, "count", str(self._length(section)))
            else:
                whole = prefixed(f'<{section} count="{len(items)}">', self._prefix) + xml + prefixed(f"</{section}>", self._prefix)
                self.part.put(_SECTIONS[_SECTIONS.index(section) + 1 :], whole)

    def _length(self, section: str) -> int:
        element = self.part.root.child(section)
        return (len(element.children) if element else 0) + len(self._new.get(section, ()))

    def _append(self, section: str, xml: bytes) -> int:
        # Sections that are not there are written in their order.
        self._new.setdefault(section, []).append(xml)
        return self._length(section) - 1
