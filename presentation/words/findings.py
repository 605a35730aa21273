"""Findings as sentences: what is wrong, where, and what to do."""

from dataclasses import asdict
from functools import lru_cache
from typing import NamedTuple

from data_loaders.checked_files import CheckedFile
from data_loaders.findings import Finding
from presentation.text import Text

#: Characters of an offending value that a sentence shows.
_LONGEST_VALUE = 80
#: Check → code list of what it suggests; the others suggest a text as it stands.
_SUGGESTED = {
    "status-unknown": "statuses",
    "location-unknown": "regions",
    "region-unknown": "regions",
    "need-region-unknown": "regions",
    "gender-unknown": "genders",
    "indicator-unknown": "indicators",
    "subtheme-unknown": "subthemes",
    "target-group-unknown": "target_groups",
}
#: Code lists whose codes people know, and write beside the names.
_CODED = ("indicators", "subthemes")


class FindingWords(NamedTuple):
    """What is said of a check.

    Attributes:
        what: What is wrong, in small letters and without a full stop. After a semicolon
            stands what became of it; the part before it is a heading by itself.
        cure: What to do, in whole sentences.
        example: One thing that is told, without a full stop.
    """

    what: str
    cure: str
    example: str

    @property
    def short(self) -> str:
        """What is wrong, without what became of it."""
        return self.what.partition(";")[0]


def finding_sentence(finding: Finding, text: Text) -> str:
    """One finding in the reader's language: place, what is wrong, what was probably meant, and the cure."""
    words = finding_words(finding.code, text)
    where = " · ".join(part for part in (finding.file, finding.place, finding.header) if part)
    shown = " ".join((finding.value or "").split())
    shown = f"{shown[:_LONGEST_VALUE]}{'…' if len(shown) > _LONGEST_VALUE else ''}"
    _, mark, became = words.what.partition(";")
    what = (text("{what}: “{value}”", what=words.short, value=shown) if shown else words.short) + mark + became
    meant = text("Did you mean {name}?", name=suggested_name(finding, text)) if finding.suggestion else ""
    return " ".join(part for part in (f"{where}: {what}.", meant, words.cure) if part)


def suggested_name(finding: Finding, text: Text) -> str | None:
    """What was probably meant, by its official name; null when nothing is suggested."""
    kind = _SUGGESTED.get(finding.code)
    if not finding.suggestion or not kind:
        return finding.suggestion
    name = text.label(kind, finding.suggestion)
    return f"{finding.suggestion} {name}" if kind in _CODED else name


def finding_heading(code: str, count: int | None, share: float | None, text: Text) -> str:
    """All findings of one check as one heading: ``Summaa ei voi lukea: 3 riviä (2 % riveistä)``.

    Args:
        code: The check.
        count: Rows with the finding; null for a finding about a whole file.
        share: Those rows as a share of the file's rows, 0–1; null when it is not known.
        text: The reader's language.

    Raises:
        KeyError: there is no such code.
    """
    short = finding_words(code, text).short
    # Not capitalize(): it would make "EU- ja valtion" into "Eu- ja valtion".
    what = short[:1].upper() + short[1:]
    if count is None:
        return what
    if share is None:
        return text.plural("{what}: {number} row", "{what}: {number} rows", count, what=what)
    return text.plural(
        "{what}: {number} row ({share} of the rows)",
        "{what}: {number} rows ({share} of the rows)",
        count,
        what=what,
        share=text.percent(share),
    )


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


def finding_words(code: str, text: Text) -> FindingWords:
    """What a check says is wrong, what to do, and an example.

    Raises:
        KeyError: there is no such code.
    """
    return FindingWords(*_sentences(text)[code])


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


# A file may have thousands of findings; the sentences are looked up once for them.
@lru_cache(maxsize=8)
def _sentences(text: Text) -> dict[str, tuple[str, str, str]]:
    """Check → what is wrong (``; `` what became of it), what to do, an example."""
    return {
        "file-missing": (
            text("the file was not found"),
            text("Check the name and the folder."),
            text("projects.xlsx was renamed after it was chosen"),
        ),
        "file-empty": (
            text("the file is empty"),
            text("Save it again with its contents, or choose another file."),
            text("an export that was interrupted: 0 bytes"),
        ),
        "file-format": (
            text("the file is of a kind that cannot be read"),
            text("Save it as xlsx, xls, ods or csv."),
            text("list.pdf or list.docx instead of list.xlsx"),
        ),
        "file-unreadable": (
            text("the file is damaged, or is not what its name says"),
            text("Open it in Excel and save it again as xlsx."),
            text("a web page saved under the name list.xlsx"),
        ),
        "file-encrypted": (
            text("the file is protected with a password"),
            text("Remove the password in Excel and save it again."),
            text("a workbook that asks for a password when it is opened"),
        ),
        "file-too-large": (
            text("the file unpacks to more than can be read"),
            text("Delete empty rows, columns and pictures and save it again."),
            text("a million formatted empty rows under the table"),
        ),
        "projects-headers-unknown": (
            text("no known project list has headers like these"),
            text("Check that the file is the list of projects, or say which header is which field (a column map)."),
            text("headers “Nimi, Hinta” instead of “Hankekoodi, Hankkeen nimi, …”"),
        ),
        "column-map-unreadable": (
            text("the column map needs the columns field and header, and at least one header"),
            text("Write one field a row, with its header as it stands in the list."),
            text("a file whose first line is “kenttä;otsikko” instead of “field,header”"),
        ),
        "column-map-field-unknown": (
            text("the column map names a field that does not exist; its column is not read"),
            text("Use the names of the data dictionary, for example planned_public_eur."),
            text("“public_money,Julkinen rahoitus” instead of “planned_public_eur,Julkinen rahoitus”"),
        ),
        "theme-headers-unknown": (
            text("the theme workbook needs this column"),
            text("Use the template: manage.py template."),
            text("a workbook without the column “Hankekoodi”"),
        ),
        "outcomes-headers-unknown": (
            text("the outcome workbook needs this column"),
            text("Use the template: manage.py template."),
            text("a workbook without the column “Arvo”"),
        ),
        "need-headers-unknown": (
            text("the file has no table of months and regions"),
            text("Export the table from PxWeb with regions and months, as xlsx or csv."),
            text("a table of years, without months such as 2026M09"),
        ),
        "need-content-unknown": (
            text("the file counts something else than structural unemployment"),
            text("Choose the content “Rakennetyöttömät yhteensä” in PxWeb and export again."),
            text("a table of unemployed jobseekers"),
        ),
        "need-content-assumed": (
            text("the file does not say what it counts; it is taken for structural unemployment"),
            text("Check the file, or export it with its title."),
            text("a csv file with only “Alue” and “2026M09” above the values"),
        ),
        "need-month-unreadable": (
            text("the month cannot be read; its values were left out"),
            text("Write the month as PxWeb does, for example 2026M09."),
            text("2026M13 instead of 2026M12"),
        ),
        "need-region-unknown": (
            text("there is no such region; its values were left out"),
            text("Use the name or the code of the region as in PxWeb, for example MK01 Uusimaa."),
            text("“Uusima” instead of “Uusimaa”"),
        ),
        "need-area-other-level": (
            text("the area is not a region; its values were left out"),
            text("Nothing to do: the need is shown by region."),
            text("KU091 Helsinki, a municipality"),
        ),
        "need-part-left-out": (
            text("this is another content or a part of the total; it was left out"),
            text("Nothing to do if the total is in the file too."),
            text("the column “Pitkäaikaistyöttömät”, or the rows “Perusaste”"),
        ),
        "need-label-missing": (
            text("the value has no month or no region; it was left out"),
            text("Export the table again, with all labels."),
            text("a first row of values with a blank cell in place of the region"),
        ),
        "need-cell-repeated": (
            text("the same month, region and gender stand earlier too; this value was left out"),
            text("Keep one of the values."),
            text("two rows “MK01 Uusimaa, Naiset” for 2026M09"),
        ),
        "need-value-unreadable": (
            text("the count cannot be read; it is shown as not known"),
            text("Write a whole number, zero or more, or leave the cell blank."),
            text("“about 500” instead of 500"),
        ),
        "need-parts-differ": (
            text("women and men do not add up to the total; they are shown as they stand"),
            text("Check the three values against the statistics."),
            text("total 900, but men 500 and women 300"),
        ),
        "quote-unclosed": (
            text("a quotation mark is opened and never closed; the file was read line by line"),
            text("Check the row and those below it, and save the list again as xlsx if you can."),
            text("one cell that holds the rest of the file"),
        ),
        "line-repaired": (
            text("cells of the line held commas without quotation marks; the line was put together again"),
            text("Nothing to do. Compare the row with the source if it looks wrong."),
            text("Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus in two cells"),
        ),
        "line-unclear": (
            text("the line has another number of cells than the header; it is not sure which name goes where"),
            text("Put quotation marks around the names that hold commas, or save the list again as xlsx."),
            text("a line with more commas than columns, and a number between two names"),
        ),
        "sheet-chosen": (
            text("the workbook has other sheets too; this one looks most like the list and was read"),
            text("Nothing to do if this is the list. Otherwise move the list to a workbook of its own."),
            text("sheets Instructions and Projects: Projects was read"),
        ),
        "sheet-not-read": (
            text("this sheet looks like a list as well; it was not read"),
            text("Put all projects on one sheet, or import each list by itself."),
            text("one sheet for each year, with the same headers"),
        ),
        "rows-hidden": (
            text("rows are hidden or filtered away; they were read like the others"),
            text("Delete the rows if they do not belong to the list."),
            text("a filter that shows one fund only, saved with the workbook"),
        ),
        "columns-hidden": (
            text("columns are hidden; they were read like the others"),
            text("Delete the columns if they are not to be used."),
            text("the column of spent money hidden for printing"),
        ),
        "blank-rows": (
            text("blank rows were passed over"),
            text("Nothing to do if nothing is missing there."),
            text("rows 120–500 with borders and no values"),
        ),
        "total-row": (
            text("a row of totals was left out"),
            text("Nothing to do: totals are counted from the projects."),
            text("Yhteensä under the list, with the sum of each column"),
        ),
        "cell-error": (
            text("the cell holds an error instead of a value; it is left empty"),
            text("Correct the formula, or write the value in its place."),
            text("#N/A or #DIV/0! under Suunniteltu julkinen rahoitus"),
        ),
        "formula-without-value": (
            text("the formula has no stored value and the cell is left empty"),
            text("Open the workbook in Excel, let it calculate, and save it again."),
            text("=N2+O2 written by a program that does not calculate"),
        ),
        "column-missing": (
            text("the column is missing; what needs it is not shown"),
            text("Add the column if the source has it."),
            text("a list without “Toteutunut julkinen rahoitus”: nothing is shown as spent"),
        ),
        "footer-row": (
            text("the row stands after the table; it was left out"),
            text("Nothing to do if it is a footer."),
            text("“Applied filters: fund is ESF+” under the last project"),
        ),
        "amount-unreadable": (
            text("the amount cannot be read; it is left empty"),
            text("Write the amount as a number."),
            text("“about 5,000”, “1,234” (a thousand or one?) or #N/A instead of 5000"),
        ),
        "date-unreadable": (
            text("the date cannot be read; it is left empty"),
            text("Write the date as day, month and year, for example 31.10.2026."),
            text("“2024” or “spring 2024” instead of 1.3.2024"),
        ),
        "cutoff-date-unreadable": (
            text("the cut-off date cannot be read; the row was left out"),
            text("Write the date as day, month and year, for example 31.10.2026."),
            text("“October 2026” instead of 31.10.2026"),
        ),
        "amount-negative": (
            text("the amount is negative; it is counted as it stands"),
            text("Check the amount in the source."),
            text("a commitment of −5 000 €"),
        ),
        "eu-above-eu-state": (
            text("EU money is more than EU and state money together; both are counted as they stand"),
            text("Check both amounts in the source."),
            text("EU 60 000 €, EU and state together 50 000 €"),
        ),
        "eu-state-above-public": (
            text("EU and state money is more than all public money; both are counted as they stand"),
            text("Check both amounts in the source."),
            text("EU and state 120 000 €, all public 100 000 €"),
        ),
        "public-above-total": (
            text("public money is more than all money; both are counted as they stand"),
            text("Check both amounts in the source."),
            text("public 120 000 €, total 100 000 €"),
        ),
        "spent-above-committed": (
            text("spent is more than committed; both are counted as they stand"),
            text("Check both amounts in the source."),
            text("committed 100 000 €, spent 120 000 €"),
        ),
        "end-before-start": (
            text("the project ends before it starts"),
            text("Check both dates."),
            text("start 1.3.2025, end 1.3.2024"),
        ),
        "project-code-missing": (
            text("the row has no project code; it was left out"),
            text("Add the code as in the project list."),
            text("a row with outcomes and a blank “Hankekoodi”"),
        ),
        "project-code-repeated": (
            text("the project code stands on an earlier row too; this row was left out"),
            text("Keep one row for each project code."),
            text("S30001 on rows 5 and 9"),
        ),
        "project-outside-list": (
            text("the project list does not have this project code"),
            text("Check the code, or wait for a list that has it."),
            text("S3OO01 with letters O instead of S30001"),
        ),
        "status-unknown": (
            text("the state of the project is not known; it is shown as it is written"),
            text("Use a state of the list, for example Käynnissä or Päättynyt."),
            text("“Odottaa” instead of “Alkamassa”"),
        ),
        "location-unknown": (
            text("the place is not understood; the region comes from the postcode, or stays unknown"),
            text("Write the region as in the export, for example FI193 Keski-Suomi."),
            text("“Keski-Soumi” instead of “Keski-Suomi”"),
        ),
        "subtheme-unknown": (
            text("the theme has no such sub-theme; it was left out"),
            text("Use the numbers of the sub-themes, separated by a semicolon."),
            text("9, when the theme has sub-themes 1–7"),
        ),
        "target-group-unknown": (
            text("the theme has no such target group; it was left out"),
            text("Use the names of the template."),
            text("“Nuori aikuiset” instead of “Nuoret”"),
        ),
        "answer-unknown": (
            text("the answer is not understood; it is taken as not known"),
            text("Write kyllä or ei, or leave the cell empty."),
            text("“ehkä” instead of kyllä, ei or a blank cell"),
        ),
        "indicator-unknown": (
            text("there is no such indicator; the row was left out"),
            text("Use the codes EECO01–EECO19 and EECR01–EECR06."),
            text("EEC001 with two zeros instead of EECO01"),
        ),
        "gender-unknown": (
            text("the gender is not understood; the row was left out"),
            text("Write nainen, mies, muunsukupuolinen or ei tietoa."),
            text("“henkilöt” instead of nainen, mies, muunsukupuolinen or ei tietoa"),
        ),
        "region-unknown": (
            text("there is no such region; it was left empty"),
            text("Use the name or the two-digit code of the region."),
            text("“Uusima” instead of “Uusimaa” or 01"),
        ),
        "value-blank": (
            text("the count is empty; it was not collected, which is not zero"),
            text("Write 0 if there was nobody."),
            text("a row for women with an empty “Arvo”"),
        ),
        "planned-participants-unreadable": (
            text("the planned number of participants cannot be read; it is shown as not known"),
            text("Write a whole number, zero or more, or leave the cell blank."),
            text("“about 50” instead of 50"),
        ),
        "count-unreadable": (
            text("the count cannot be read; the row was left out"),
            text("Write a whole number, zero or more."),
            text("“1–4”, 12.5 or −3 instead of 3"),
        ),
        "total-left-out": (
            text("a row of totals is not counted; it was compared with its parts"),
            text("Nothing to do: totals are made of the parts."),
            text("a column “Yhteensä” beside “Naiset” and “Miehet”"),
        ),
        "total-differs": (
            text("the total is not the sum of its parts; the parts are counted"),
            text("Check the total and the parts. People without a known gender belong to “ei tietoa”."),
            text("total 12, but women 7 and men 4"),
        ),
        "cumulative-falls": (
            text("the count is lower than at the date before, although counts are cumulative"),
            text("Write everyone from the start of the project, or correct the earlier count."),
            text("20 on 30.4.2026, but 18 on 31.10.2026"),
        ),
        "part-above-whole": (
            text("the indicator counts more people than the one that it is a part of"),
            text("Check both counts; they are counted as they stand."),
            text("long-term unemployed EECO03 15, all unemployed EECO02 12"),
        ),
        "count-repeated": (
            text("the same count stands on an earlier row too; both are counted"),
            text("Delete one of them, or tell them apart by target group or region."),
            text("two rows S30001, EECO01, Nuoret, nainen for 31.10.2026"),
        ),
        "end-outside-period": (
            text("the project ends outside the programme period; it is counted as it stands"),
            text("Check the end date, and that the list is of this programme."),
            text("31.12.2031, when costs are eligible until 31.12.2029"),
        ),
        "project-row-repeated": (
            text("the row stands earlier too, with the same project and implementer; both are counted as they stand"),
            text("Delete one of the rows, unless both are parts of the project."),
            text("S30001 of the same implementer on rows 5 and 9"),
        ),
        "business-id-wrong": (
            text("the business id is not valid; it is kept as it stands"),
            text("Check the business id and its check digit in the Business Information System (ytj.fi)."),
            text("0123456-7 instead of 0123456-2"),
        ),
        "personal-id-removed": (
            text("a personal identity code stands in the place of a business id; it is not kept"),
            text("Delete it from the file too; a private person has no business id."),
            text("a code of eleven marks that begins with a date of birth"),
        ),
        "cutoff-after-delivery": (
            text("the cut-off date is after the delivery's date; the row is not shown yet"),
            text("Check the date."),
            text("31.12.2026 in a delivery of 31.10.2026"),
        ),
        "corrections-unreadable": (
            text("the file of corrections has a row or a column that is not understood; nothing was imported"),
            text("Mend the row: every correction needs its input, row, field, reason, reporter and date."),
            text("a correction without a date, or with a field that no input has"),
        ),
        "correction-applied": (
            text("a known error of the source was corrected"),
            text("Nothing to do. The original value is kept with the delivery."),
            text("an amount with a digit too many, put right until the source is mended"),
        ),
        "correction-outdated": (
            text("the source no longer says what the correction remembers; the correction was not applied"),
            text("If the source has been mended, take the record out of the file of corrections and import again."),
            text("the correction is of 1 000 €, and the list now has 100 €"),
        ),
        "correction-unmatched": (
            text("no row or column of the source fits the correction; it was not applied"),
            text("Check its project code, its conditions and its field."),
            text("a correction of a project that has gone from the list"),
        ),
        "delivery-damaged": (
            text("the delivery is damaged; it is not shown"),
            text("Restore its folder from a backup, or import the files again."),
            text("a table of the delivery was changed or deleted on the disk"),
        ),
        "delivery-format": (
            text("the delivery was written by a newer version of the program; it is not shown"),
            text("Use that version of the program, or a newer one."),
            text("a data directory that a newer program has imported into, opened with the program of before"),
        ),
        "delivery-missing": (
            text("there is no such delivery"),
            text("Import files first: manage.py import."),
            text("an empty data directory, or a delivery that was never imported"),
        ),
        "approval-damaged": (
            text("what was approved of the delivery cannot be read; it waits again"),
            text("Approve it again: manage.py approve."),
            text("a file in the folder approvals that was cut short or edited"),
        ),
        "change-missing": (
            text("the delivery has no such change to approve"),
            text("See its changes: manage.py diff."),
            text("an id that was copied in part, or of another delivery"),
        ),
        "data-directory-unwritable": (
            text("the data directory cannot be written"),
            text("Check its permissions and the free space."),
            text("a full disk, or a directory of another user"),
        ),
        "contact-masked": (
            text("a text has an e-mail address, a phone number or a personal identity code; it is masked in what is published"),
            text("Ask the authority to take it out of the source, or correct it in the file of corrections."),
            text("a summary that ends with a project manager’s phone number"),
        ),
        "private-person": (
            text(
                "the implementer has no business id and is taken for a private person; the name, business id and addresses are left out of what is published"
            ),
            text("Nothing needs to be done. If it is an organisation, ask the authority to add its business id."),
            text("an implementer without a business id"),
        ),
        "publication-leaks": (
            text("counts of people could be told from what would be published; nothing was published"),
            text("Tell the keepers of the program, with the report of the attack."),
            text("counts that were corrected so that two publications give each other away"),
        ),
        "bundle-target": (
            text("the folder to publish to is in use and is no public bundle; nothing was published"),
            text("Choose a new folder, or one with an earlier bundle."),
            text("the data directory itself"),
        ),
        "bundle-missing": (
            text("this is no public bundle; the public instance serves nothing else"),
            text("Publish a delivery first: manage.py publish. DASHBOARD_DATA is the folder of the bundle."),
            text("the data directory of the staff, or an empty folder"),
        ),
        "bundle-damaged": (
            text("the public bundle is damaged; it is not served"),
            text("Publish it again, or copy it whole."),
            text("a file that was cut short, changed, added or left out"),
        ),
        "bundle-format": (
            text("the public bundle was made by a newer version of the program; it is not served"),
            text("Use that version of the program, or publish the delivery again with this one."),
            text("a bundle of a newer program, on a server that has not been updated"),
        ),
        "bundle-theme": (
            text("the public bundle is of another theme; it is not served"),
            text("Check DASHBOARD_DATA and DASHBOARD_THEME."),
            text("two themes on one server, their folders mixed up"),
        ),
        "regions-file-missing": (
            text("the file of region boundaries was not found; the embedded boundaries are drawn"),
            text("Check DASHBOARD_REGIONS_FILE."),
            text("DASHBOARD_REGIONS_FILE names a file that was moved"),
        ),
        "regions-file-unreadable": (
            text("the file of region boundaries cannot be read; the embedded boundaries are drawn"),
            text("Give a GeoJSON, TopoJSON or GeoPackage file."),
            text("a shapefile’s .dbf alone"),
        ),
        "regions-no-code-column": (
            text("the boundaries have no column of region codes; the embedded boundaries are drawn"),
            text("Name the column maakunta, NATCODE or natcode, or give NUTS 3 codes."),
            text("boundaries with names only, without region codes"),
        ),
        "regions-missing": (
            text("the boundaries lack regions; the embedded boundaries are drawn"),
            text("Give a layer with all regions of mainland Finland."),
            text("boundaries without Lapland"),
        ),
    }
