"""Findings as sentences: what is wrong, where, and what to do."""

from dataclasses import asdict

from data_loaders.checking import CheckedFile
from data_loaders.findings import Finding
from presentation.text import Text

#: Characters of an offending value that a sentence shows.
_LONGEST_VALUE = 80


def finding_sentence(finding: Finding, text: Text) -> str:
    """One finding in the reader's language: place, what is wrong, and the cure."""
    sentences = _sentences(text)
    what, cure = sentences.get(finding.code, (finding.code, ""))
    where = " · ".join(part for part in (finding.file, finding.place, finding.header) if part)
    shown = " ".join((finding.value or "").split())
    value = f" “{shown[:_LONGEST_VALUE]}{'…' if len(shown) > _LONGEST_VALUE else ''}”" if shown else ""
    return f"{where}: {what}{value}. {cure}".strip()


def finding_record(finding: Finding, text: Text) -> dict[str, object]:
    """One finding for a program: its fields, and the sentence last."""
    return asdict(finding) | {"sentence": finding_sentence(finding, text)}


def finding_line(finding: Finding, text: Text) -> str:
    """One finding in one line, its fields between tabs: code, severity, file, sheet, row, column, header, value, sentence."""
    fields = (
        finding.code, finding.severity, finding.file, finding.sheet, finding.row,
        finding.column, finding.header, finding.value, finding_sentence(finding, text),
    )  # fmt: skip
    # White space inside a value would break the line.
    return "\t".join(" ".join(str("" if field is None else field).split()) for field in fields)


def finding_words(code: str, text: Text) -> tuple[str, str]:
    """What a code says is wrong, and what to do.

    Raises:
        KeyError: there is no such code.
    """
    return _sentences(text)[code]


def checked_sentence(checked: CheckedFile, text: Text) -> str:
    """Whether a file can be imported, and what becomes of its rows."""
    if not checked.usable:
        return text("{file}: cannot be imported as it is.", file=checked.file)
    return text(
        "{file}: can be imported. Rows {rows} = kept {kept} + left out {out}. Findings: {findings}.",
        file=checked.file,
        rows=text.number(checked.rows_in),
        kept=text.number(checked.rows_kept),
        out=text.number(checked.rows_left_out),
        findings=text.number(len(checked.findings)),
    )


def finding_codes(text: Text) -> tuple[str, ...]:
    """Every code that has a sentence."""
    return tuple(_sentences(text))


def _sentences(text: Text) -> dict[str, tuple[str, str]]:
    return {
        "file-missing": (text("the file was not found"), text("Check the name and the folder.")),
        "file-empty": (text("the file is empty"), text("Save it again with its contents, or choose another file.")),
        "file-format": (
            text("the file is of a kind that cannot be read"),
            text("Save it as xlsx, xls, ods or csv."),
        ),
        "file-unreadable": (
            text("the file is damaged, or is not what its name says"),
            text("Open it in Excel and save it again as xlsx."),
        ),
        "file-encrypted": (
            text("the file is protected with a password"),
            text("Remove the password in Excel and save it again."),
        ),
        "file-too-large": (
            text("the file unpacks to more than can be read"),
            text("Delete empty rows, columns and pictures and save it again."),
        ),
        "projects-headers-unknown": (
            text("no known project list has headers like these"),
            text("Check that the file is the list of projects, or say which header is which field (a column map)."),
        ),
        "column-map-unreadable": (
            text("the column map needs the columns field and header, and at least one header"),
            text("Write one field a row, with its header as it stands in the list."),
        ),
        "column-map-field-unknown": (
            text("the column map names a field that does not exist; its column is not read"),
            text("Use the names of the data dictionary, for example planned_public_eur."),
        ),
        "theme-headers-unknown": (
            text("the theme workbook needs this column"),
            text("Use the template: manage.py template."),
        ),
        "outcomes-headers-unknown": (
            text("the outcome workbook needs this column"),
            text("Use the template: manage.py template."),
        ),
        "need-headers-unknown": (
            text("the file has no table of months and regions"),
            text("Export the table from PxWeb with regions and months, as xlsx or csv."),
        ),
        "need-content-unknown": (
            text("the file counts something else than structural unemployment"),
            text("Choose the content “Rakennetyöttömät yhteensä” in PxWeb and export again."),
        ),
        "need-content-assumed": (
            text("the file does not say what it counts; it is taken for structural unemployment"),
            text("Check the file, or export it with its title."),
        ),
        "need-month-unreadable": (
            text("the month cannot be read; its values were left out"),
            text("Write the month as PxWeb does, for example 2026M09."),
        ),
        "need-region-unknown": (
            text("there is no such region; its values were left out"),
            text("Use the name or the code of the region as in PxWeb, for example MK01 Uusimaa."),
        ),
        "need-area-other-level": (
            text("the area is not a region; its values were left out"),
            text("Nothing to do: the need is shown by region."),
        ),
        "need-part-left-out": (
            text("another content or a part of the total was left out"),
            text("Nothing to do if the total is in the file too."),
        ),
        "need-label-missing": (
            text("the value has no month or no region; it was left out"),
            text("Export the table again, with all labels."),
        ),
        "need-cell-repeated": (
            text("the same month, region and gender stand earlier too; this value was left out"),
            text("Keep one of the values."),
        ),
        "need-value-unreadable": (
            text("the count cannot be read; it is shown as not known"),
            text("Write a whole number, zero or more, or leave the cell blank."),
        ),
        "need-parts-differ": (
            text("women and men do not add up to the total; they are shown as they stand"),
            text("Check the three values against the statistics."),
        ),
        "column-missing": (
            text("the column is missing"),
            text("What needs it is not shown. Add the column if the source has it."),
        ),
        "footer-row": (
            text("a row after the table was left out"),
            text("Nothing to do if it is a footer."),
        ),
        "amount-unreadable": (
            text("the amount cannot be read and is left empty"),
            text("Write the amount as a number."),
        ),
        "date-unreadable": (
            text("the date cannot be read"),
            text("Write the date as day, month and year, for example 31.10.2026."),
        ),
        "cutoff-date-unreadable": (
            text("the cut-off date cannot be read; the row was left out"),
            text("Write the date as day, month and year, for example 31.10.2026."),
        ),
        "amount-negative": (text("the amount is negative"), text("Check it; it is counted as it stands.")),
        "eu-state-above-public": (
            text("EU and state money is more than all public money"),
            text("Check both amounts; they are counted as they stand."),
        ),
        "public-above-total": (
            text("public money is more than all money"),
            text("Check both amounts; they are counted as they stand."),
        ),
        "spent-above-committed": (
            text("spent is more than committed"),
            text("Check both amounts; they are counted as they stand."),
        ),
        "end-before-start": (text("the project ends before it starts"), text("Check both dates.")),
        "project-code-missing": (
            text("the row has no project code and was left out"),
            text("Add the code as in the project list."),
        ),
        "project-code-repeated": (
            text("the project code stands on an earlier row too; this row was left out"),
            text("Keep one row for each project code."),
        ),
        "project-outside-list": (
            text("the project list does not have this project code"),
            text("Check the code, or wait for a list that has it."),
        ),
        "subtheme-unknown": (
            text("the theme has no such sub-theme; it was left out"),
            text("Use the numbers of the sub-themes, separated by a semicolon."),
        ),
        "target-group-unknown": (
            text("the theme has no such target group; it was left out"),
            text("Use the names of the template."),
        ),
        "answer-unknown": (
            text("the answer is not understood and is taken as not known"),
            text("Write kyllä or ei, or leave the cell empty."),
        ),
        "indicator-unknown": (
            text("there is no such indicator; the row was left out"),
            text("Use the codes EECO01–EECO19 and EECR01–EECR06."),
        ),
        "gender-unknown": (
            text("the gender is not understood; the row was left out"),
            text("Write nainen, mies, muunsukupuolinen or ei tietoa."),
        ),
        "region-unknown": (
            text("there is no such region; it was left empty"),
            text("Use the name or the two-digit code of the region."),
        ),
        "value-blank": (
            text("the count is empty: not collected, which is not zero"),
            text("Write 0 if there was nobody."),
        ),
        "planned-participants-unreadable": (
            text("the planned number of participants cannot be read; it is shown as not known"),
            text("Write a whole number, zero or more, or leave the cell blank."),
        ),
        "count-unreadable": (
            text("the count cannot be read; the row was left out"),
            text("Write a whole number, zero or more."),
        ),
        "total-left-out": (
            text("a row of totals is not counted; it was compared with its parts"),
            text("Nothing to do: totals are made of the parts."),
        ),
        "total-differs": (
            text("the total is not the sum of its parts; the parts are counted"),
            text("Check the total and the parts. People without a known gender belong to “ei tietoa”."),
        ),
        "cumulative-falls": (
            text("the count is lower than at the date before, although counts are cumulative"),
            text("Write everyone from the start of the project, or correct the earlier count."),
        ),
        "part-above-whole": (
            text("the indicator counts more people than the one that it is a part of"),
            text("Check both counts; they are counted as they stand."),
        ),
        "count-repeated": (
            text("the same count stands on an earlier row too; both are counted"),
            text("Delete one of them, or tell them apart by target group or region."),
        ),
        "cutoff-after-delivery": (
            text("the cut-off date is after the delivery's date; the row is not shown yet"),
            text("Check the date."),
        ),
        "delivery-damaged": (
            text("the delivery is damaged and is not shown"),
            text("Restore its folder from a backup, or import the files again."),
        ),
        "delivery-missing": (
            text("there is no such delivery"),
            text("Import files first: manage.py import."),
        ),
        "data-directory-unwritable": (
            text("the data directory cannot be written"),
            text("Check its permissions and the free space."),
        ),
        "regions-file-missing": (
            text("the file of region boundaries was not found; the embedded boundaries are drawn"),
            text("Check DASHBOARD_REGIONS_FILE."),
        ),
        "regions-file-unreadable": (
            text("the file of region boundaries cannot be read; the embedded boundaries are drawn"),
            text("Give a GeoJSON, TopoJSON or GeoPackage file."),
        ),
        "regions-no-code-column": (
            text("the boundaries have no column of region codes; the embedded boundaries are drawn"),
            text("Name the column maakunta, NATCODE or natcode, or give NUTS 3 codes."),
        ),
        "regions-missing": (
            text("the boundaries lack regions; the embedded boundaries are drawn"),
            text("Give a layer with all regions of mainland Finland."),
        ),
    }
