"""An xlsx while it is marked: cells coloured in their own formats, notes beside those that are there, a sheet in front."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from presentation.exports.xlsx_notes import Notes
from presentation.exports.xlsx_package import (
    MAIN,
    RELATIONS,
    SPREADSHEET,
    Cell,
    Package,
    Part,
    Unpatchable,
    prefixed,
    whole_number,
    words_xml,
)
from presentation.exports.xlsx_sheet import Place, SheetPart
from presentation.exports.xlsx_styles import Styles

_AFTER_NAMES = (
    "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True)
class Mark:
    """What a cell gets.

    Attributes:
        colour: Of its fill, as ``RRGGBB``.
        note: What is written into its note; none when it is coloured only.
    """

    colour: str
    note: str | None = None


class MarkedPackage:
    """A workbook while it is marked.

    Args:
        package: Its parts.
        author: Whose notes they are.

    Attributes:
        titles: Titles of its sheets, in their order.
    """

    def __init__(self, package: Package, author: str) -> None:
        self.package = package
        self._book = package.part(package.workbook)
        sheets = self._book.root.child("sheets")
        if sheets is None:
            raise Unpatchable("sheets")
        self._sheets = sheets
        self.titles = tuple(sheet.attributes.get("name", "") for sheet in sheets.children)
        styles = package.related(package.workbook, "styles")
        if styles is None:
            xml = f'<styleSheet xmlns="{MAIN}"></styleSheet>'
            styles = package.add("xl/styles{}.xml", xml.encode(), f"{SPREADSHEET}.styles+xml")
            package.relate(package.workbook, "styles", styles)
        self.styles = Styles(package.part(styles))
        self._opened: dict[str, SheetPart] = {}
        self._marked: dict[str, Collection[Cell]] = {}
        self._notes = Notes(package, author)

    def locate(self, places: Mapping[str, Collection[Place]]) -> dict[tuple[str, Place], Cell]:
        """The cells that places mean: title and place → row and column.

        A place below the last row of its sheet, or in a sheet that is not there, is none. Of merged cells the first is meant.
        """
        cells: dict[tuple[str, Place], Cell] = {}
        for sheet in self._sheets.children:
            name, title = self.package.target(self.package.workbook, sheet.relation), sheet.attributes.get("name", "")
            if name is None or title in self._opened:
                continue
            xml = self.package.content(name)
            # A sheet of a chart has no cells.
            if places.get(title) or _SELECTED.search(xml.partition(b"sheetData")[0]):
                opened = self._opened[title] = SheetPart(name, xml, places.get(title, ()))
                self.package.edit(name, opened.part)
                cells |= {(title, place): cell for place, cell in opened.cells.items()}
        return cells

    def mark(self, title: str, marks: Mapping[Cell, Mark]) -> None:
        """Colour cells that were located, and write notes into them; each sheet once."""
        sheet = self._opened[title]
        self._marked[title] = marks.keys()
        sheet.colour({cell: mark.colour for cell, mark in marks.items()}, self.styles)
        self._notes.add(sheet.name, sheet.part, {cell: mark.note for cell, mark in marks.items() if mark.note})

    def remove_notes(self, authors: Collection[str]) -> None:
        """Take out the notes of some authors, in every sheet."""
        for sheet in self._sheets.children:
            name = self.package.target(self.package.workbook, sheet.relation)
            if name and self.package.related(name, "comments"):
                opened = self._opened.get(sheet.attributes.get("name", ""))
                self._notes.remove(name, opened.part if opened else Part(self.package.content(name)), authors)

    def remove_colours(self, colours: Collection[str], front: str) -> None:
        """Take the fill from cells that an earlier check coloured and this one did not, in every sheet but the list in front."""
        ours = self.styles.filled_with(colours)
        for sheet in self._sheets.children if ours else ():
            title, name = sheet.attributes.get("name", ""), self.package.target(self.package.workbook, sheet.relation)
            if name is None or title == front:
                continue
            if title not in self._opened:
                self._opened[title] = SheetPart(name, self.package.content(name), ())
                self.package.edit(name, self._opened[title].part)
            self._opened[title].uncolour(ours, self._marked.get(title, ()), self.styles)

    def put_in_front(self, title: str, sheet: str, print_titles: str, filtered: str) -> None:
        """A new first sheet, with which the workbook opens.

        Args:
            title: A title that no other sheet has; where the first one has it, this becomes its content.
            sheet: What is in it, without its root and its view.
            print_titles: The rows that are printed on every page.
            filtered: The area that can be filtered.
        """
        views = self._book.root.child("bookViews")
        for view in views.children if views else ():
            self._book.set(view, "activeTab", "0")
            if "firstSheet" in view.attributes:
                self._book.set(view, "firstSheet", "0")
        shown = "".join(
            f'<sheetView showGridLines="0" tabSelected="1" workbookViewId="{number}">'
            '<pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft" activeCell="A5" sqref="A5"/></sheetView>'
            for number in range(len(views.children) if views else 1)
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<worksheet xmlns="{MAIN}"><sheetPr><outlinePr summaryBelow="0"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            f"<sheetViews>{shown}</sheetViews>{sheet}</worksheet>"
        )
        is_new = self.titles[:1] != (title,)
        if not is_new:
            old = self._sheets.children[0]
            if "state" in old.attributes:
                self._book.set(old, "state", "visible")
            self.package.replace(self.package.target(self.package.workbook, old.relation) or "", xml.encode("utf-8"))
        else:
            self._put_sheet(title, xml.encode("utf-8"))
        # Names of one sheet count the sheets from 0; behind a new one these all stand one further back.
        names = self._book.root.child("definedNames")
        for defined in names.children if names else ():
            place = defined.attributes.get("localSheetId", "")
            if place.isdigit() and is_new:
                self._book.set(defined, "localSheetId", str(int(place) + 1))
            elif place == "0":
                self._book.remove(defined)
        prefix = self._book.prefix(self._sheets)
        quoted = words_xml("'" + title.replace("'", "''") + "'!")
        ours = prefixed(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{quoted}{filtered}</definedName>'
            f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}{print_titles}</definedName>',
            prefix,
        )
        if names:
            self._book.append(names, ours)
        else:
            around = prefixed("<definedNames>|</definedNames>", prefix).split(b"|")
            self._book.put(_AFTER_NAMES, ours.join(around))

    def _put_sheet(self, title: str, xml: bytes) -> None:
        relation = self.package.relate(
            self.package.workbook, "worksheet", self.package.add("xl/worksheets/sheet{}.xml", xml, f"{SPREADSHEET}.worksheet+xml")
        )
        numbers = {whole_number(sheet.attributes.get("sheetId")) for sheet in self._sheets.children}
        # Excel has no larger numbers than 65,534.
        number = next(n for n in (max(numbers, default=0) + 1, *range(1, len(numbers) + 2)) if n not in numbers and n <= 65_534)
        entry = prefixed(
            f'<sheet xmlns:r="{RELATIONS}" name="{words_xml(title)}" sheetId="{number}" r:id="{relation}"/>',
            self._book.prefix(self._sheets),
        )
        if self._sheets.children:
            self._book.before(self._sheets.children[0], entry)
        else:
            self._book.append(self._sheets, entry)

    def hide(self, titles: Collection[str]) -> None:
        """Hide sheets."""
        for sheet in self._sheets.children:
            if sheet.attributes.get("name", "") in titles:
                self._book.set(sheet, "state", "hidden")

    def written(self) -> bytes:
        self.styles.finish()
        return self.package.written()
