"""The sheet of findings in front of a marked workbook: what blocks comes first, check by check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from openpyxl.utils import get_column_letter

from data_loaders.check_list import CHECKS, Severity
from data_loaders.checked_files import GRAVEST_FIRST, QUESTIONS, is_about_column, row_count
from data_loaders.findings import Finding
from presentation.exports.xlsx_package import words_xml
from presentation.exports.xlsx_styles import Styles
from presentation.text import Text
from presentation.words.deliveries import severity_name
from presentation.words.findings import finding_heading, finding_words, suggested_name

#: Colours of the marks: light enough for black text, and told apart by the words beside them.
#: Of cells that are meant. No palette of Excel, LibreOffice or Google has these, so that a later check knows its own.
MARK_COLOURS: Mapping[Severity, str] = {"error": "FFC9C3", "warning": "FFE69A", "info": "CFE2F4"}
#: Notes of one check that are listed one by one; more of them are routine, and one line.
_MOST_NOTES = 20
#: Characters of a value that the list shows.
_LONGEST_VALUE = 300
_INK, _GREY, _LINE, _LINK = "1D3557", "5A6673", "C9D1DA", "1A5F8A"
HEADER_ROW = 4
#: Widths of its columns, in characters.
_WIDTHS = (16, 24, 32, 34, 26, 56, 28)
#: Excel repairs away what is beyond 65,530 links.
_MOST_LINKS = 60_000
#: Excel has a million rows; a list this long is not read to its end.
_MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class FindingsOfCheck:
    """What one check found in a file."""

    code: str
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        return self.findings[0].severity

    @property
    def is_routine(self) -> bool:
        """Whether there is nothing to mend in so many places that one line says it better."""
        return self.severity == "info" and len(self.findings) > _MOST_NOTES


@dataclass(frozen=True)
class FindingsSheet:
    """The sheet as markup.

    Attributes:
        xml: What stands between its view and its end.
        filtered: The area of the list, as a name has it.
        print_titles: The rows that are printed on every page.
    """

    xml: str
    filtered: str
    print_titles: str


def by_check(findings: Sequence[Finding]) -> tuple[FindingsOfCheck, ...]:
    """Findings of one file check by check: what blocks first, and columns that are not there after what can be mended in a cell."""
    order = list(CHECKS)
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    return tuple(
        sorted(
            (FindingsOfCheck(code, tuple(listed)) for code, listed in groups.items()),
            key=lambda group: (
                GRAVEST_FIRST.index(group.severity),
                all(map(is_about_column, group.findings)),
                QUESTIONS.index(CHECKS[group.code].question),
                order.index(group.code),
            ),
        )
    )


def headers(text: Text) -> tuple[str, ...]:
    """The headers of the list, in row ``HEADER_ROW``."""
    return (
        text("Severity"), text("Cell"), text("Column"), text("Value in the file"), text("Perhaps meant"), text("What to do"), text("Check"),
    )  # fmt: skip


def findings_sheet(
    title: str, lead: Sequence[str], groups: Sequence[FindingsOfCheck], links: Mapping[Finding, str], styles: Styles, text: Text
) -> FindingsSheet:
    """The list of findings: a line a check, then its cells with links, what they hold and what was probably meant.

    Args:
        title: The first line.
        lead: One or two sentences below it.
        groups: The findings, as ``by_check`` has them.
        links: Finding → its cell as a link has it; those without a cell have none.
        styles: The styles of the workbook; what is needed here is added.
        text: The reader's language.
    """
    formats = _Formats(styles)
    columns = tuple(zip(headers(text), _WIDTHS, strict=True))
    rows = [_row(1, [(formats.title, title)], 24)]
    rows += [_row(number, [(formats.lead, sentence)]) for number, sentence in zip((2, 3), (*lead, ""), strict=False)]
    rows.append(_row(HEADER_ROW, [(formats.header, header) for header, _ in columns], 22))
    hyperlinks: list[str] = []

    def link(row: int, finding: Finding) -> bool:
        location = links.get(finding)
        if location is None or len(hyperlinks) >= _MOST_LINKS:
            return False
        hyperlinks.append(f'<hyperlink ref="B{row}" location="{words_xml(location)}"/>')
        return True

    for group in groups:
        row = len(rows) + 1
        rows.append(_heading(row, group, link(row, group.findings[0]) if group.is_routine else False, formats, text))
        for number, finding in enumerate(() if group.is_routine else group.findings, start=row + 1):
            if number > _MOST_ROWS:
                break
            rows.append(_listed(number, finding, link(number, finding), columns, formats, text))
    letter = get_column_letter(len(columns))
    widths = "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, (_, width) in enumerate(columns, start=1))
    xml = (
        f'<sheetFormatPr defaultRowHeight="15" outlineLevelRow="1"/><cols>{widths}</cols><sheetData>{"".join(rows)}</sheetData>'
        f'<autoFilter ref="A{HEADER_ROW}:{letter}{len(rows)}"/>'
        + (f"<hyperlinks>{''.join(hyperlinks)}</hyperlinks>" if hyperlinks else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    )
    return FindingsSheet(xml, f"$A${HEADER_ROW}:${letter}${len(rows)}", f"${HEADER_ROW}:${HEADER_ROW}")


def full_words(code: str, text: Text) -> str:
    """What is wrong, what became of it, and what to do."""
    words = finding_words(code, text)
    return f"{words.what[:1].upper()}{words.what[1:]}. {words.cure}"


class _Formats:
    """The formats of the list, added to the styles of its workbook."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._edge = styles.add(
            "borders", f'<border><left/><right/><top/><bottom style="thin"><color rgb="FF{_LINE}"/></bottom><diagonal/></border>'
        )
        top, middle, wrapped = 'vertical="top"', 'vertical="center"', 'vertical="top" wrapText="1"'
        self.title = self._format(middle, size=16, colour=_INK, is_bold=True, has_edge=False)
        self.lead = self._format(middle, colour=_GREY, has_edge=False)
        self.header = self._format(middle, colour="FFFFFF", is_bold=True, fill=_INK)
        self.body, self.text = self._format(wrapped), self._format(wrapped, is_text=True)
        self.quiet = self._format(top, colour=_GREY)
        self.link = self._format(top, colour=_LINK, is_linked=True)
        self.heading = self._format(top, is_bold=True)
        self.linked_heading = self._format(top, colour=_LINK, is_bold=True, is_linked=True)
        self.severity = {severity: self._format(top, is_bold=True, fill=colour) for severity, colour in MARK_COLOURS.items()}

    def _format(
        self,
        alignment: str,
        *,
        size: int = 11,
        colour: str = "000000",
        is_bold: bool = False,
        is_linked: bool = False,
        is_text: bool = False,
        has_edge: bool = True,
        fill: str | None = None,
    ) -> int:
        add = self._styles.add
        font = add(
            "fonts",
            f'<font>{"<b/>" if is_bold else ""}{"<u/>" if is_linked else ""}<sz val="{size}"/><color rgb="FF{colour}"/>'
            '<name val="Calibri"/><family val="2"/></font>',
        )
        filled = self._styles.fill(fill) if fill else 0
        # A text that begins like a formula stays a text when someone edits the cell.
        quoted = ' quotePrefix="1"' if is_text else ""
        return add(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{font}" fillId="{filled}" borderId="{self._edge if has_edge else 0}" xfId="0"{quoted} '
            f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment {alignment}/></xf>',
        )


def _heading(row: int, group: FindingsOfCheck, is_linked: bool, formats: _Formats, text: Text) -> str:
    """The line of a check; its heading runs on over the blank cells beside it."""
    heading = finding_heading(group.code, row_count(group.findings) or None, None, text)
    words = full_words(group.code, text)
    if group.is_routine:
        places = text.plural("{number} place", "{number} places", len(group.findings))
        heading = f"{heading} · {places}"
        words = f"{words} {text('Each cell is coloured; the link leads to the first.')}" if is_linked else words
    cells = [
        (formats.severity[group.severity], severity_name(group.severity, text)),
        (formats.linked_heading if is_linked else formats.heading, heading),
        *[(formats.heading, "")] * 3,
        (formats.body, words),
        (formats.quiet, group.code),
    ]
    return _row(row, cells, 15 * max(1, len(wrap(words, 60))) + 3)


def _listed(row: int, finding: Finding, is_linked: bool, columns: Sequence[tuple[str, int]], formats: _Formats, text: Text) -> str:
    value = " ".join((finding.value or "").split())
    shown = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    words = (
        severity_name(finding.severity, text), finding.place, finding.header or "", shown,
        suggested_name(finding, text) or "", finding_words(finding.code, text).cure, finding.code,
    )  # fmt: skip
    styles = [formats.quiet, formats.link if is_linked else formats.body, *[formats.body] * 3, formats.quiet, formats.quiet]
    cells = [
        (formats.text if part[:1] in tuple("=+-@") and style == formats.body else style, part)
        for style, part in zip(styles, words, strict=True)
    ]
    # Neither Excel nor LibreOffice makes a row higher by itself when it opens the file.
    lines = max(len(wrap(words[n], columns[n][1])) if len(words[n]) > columns[n][1] else 1 for n in range(2, 5))
    return _row(row, cells, 15 * lines + 1, is_detail=True)


def _row(number: int, cells: Sequence[tuple[int, str]], height: int = 16, *, is_detail: bool = False) -> str:
    written = "".join(
        f'<c r="{get_column_letter(column)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words_xml(words)}</t></is></c>'
        if words
        else f'<c r="{get_column_letter(column)}{number}" s="{style}"/>'
        for column, (style, words) in enumerate(cells, start=1)
    )
    level = ' outlineLevel="1"' if is_detail else ""
    return f'<row r="{number}" ht="{height}" customHeight="1"{level}>{written}</row>'
