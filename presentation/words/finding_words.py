"""What is said of each check, in English: what is wrong, what to do, and an example. The catalogues translate it.

A check is a row here, in the order of ``data_loaders.check_list``; ``presentation.words.findings`` writes its sentences.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


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


FINDING_WORDS: Mapping[str, FindingWords] = MappingProxyType(
    {
        "file-missing": FindingWords(
            "the file was not found",
            "Check the name and the folder.",
            "projects.xlsx was renamed after it was chosen",
        ),
        "file-empty": FindingWords(
            "the file is empty",
            "Save it again with its contents, or choose another file.",
            "an export that was interrupted: 0 bytes",
        ),
        "file-format": FindingWords(
            "the file is of a kind that cannot be read",
            "Save it as xlsx, xls, ods or csv.",
            "list.pdf or list.docx instead of list.xlsx",
        ),
        "file-unreadable": FindingWords(
            "the file is damaged, or is not what its name says",
            "Open it in Excel and save it again as xlsx.",
            "a web page saved under the name list.xlsx",
        ),
        "file-encrypted": FindingWords(
            "the file is protected with a password",
            "Remove the password in Excel and save it again.",
            "a workbook that asks for a password when it is opened",
        ),
        "file-too-large": FindingWords(
            "the file unpacks to more than can be read",
            "Delete empty rows, columns and pictures and save it again.",
            "a million formatted empty rows under the table",
        ),
        "file-is-projects": FindingWords(
            "this is a list of projects; it was not read here",
            "Give it in the place of the project list, and the right file here.",
            "the EURA export in the place of the theme workbook",
        ),
        "file-is-theme": FindingWords(
            "this is a theme workbook; it was not read here",
            "Give it in the place of the theme workbook, and the right file here.",
            "the theme workbook in the place of the outcome workbook",
        ),
        "file-is-outcomes": FindingWords(
            "this is an outcome workbook; it was not read here",
            "Give it in the place of the outcome workbook, and the right file here.",
            "the outcome workbook in the place of the theme workbook",
        ),
        "file-is-need": FindingWords(
            "this is a table of months and regions; it was not read here",
            "Give it in the place of the need by region, and the right file here.",
            "an export from PxWeb in the place of the project list",
        ),
        "theme-unlikely": FindingWords(
            "most rows repeat a project code, or have one that the project list does not have; this is hardly the theme workbook of the list",
            "Check that the right files were chosen. The theme workbook has one row for each project of the list that belongs to the theme.",
            "a workbook of another theme, or a list of events with a project code on each row",
        ),
        "text-encoding": FindingWords(
            "the file is not plain UTF-8; it was read in the encoding that fits its bytes",
            "Nothing to do if letters such as ä, ö and å look right. Otherwise save the file as UTF-8.",
            "Windows-1252: a csv that Excel saved as “CSV (comma delimited)”",
        ),
        "character-unreadable": FindingWords(
            "one character of the cell is in another encoding than the rest of the file; it was read as Windows has it",
            "Check the cell, and write it again in the source if it is wrong.",
            "“Jyväskylä” where one ä was pasted from another program",
        ),
        "html-table": FindingWords(
            "the file is a web page under the name of a workbook; its tables were read as they look, without links and scripts",
            "Nothing to do. Save it in Excel as xlsx if something looks wrong.",
            "list.xls that a web service wrote as HTML",
        ),
        "projects-headers-unknown": FindingWords(
            "no known project list has headers like these",
            "Check that the file is the list of projects, or say which header is which field (a column map).",
            "headers “Nimi, Hinta” instead of “Hankekoodi, Hankkeen nimi, …”",
        ),
        "column-map-unreadable": FindingWords(
            "the column map needs the columns field and header, and at least one header",
            "Write one field a row, with its header as it is in the list.",
            "a file whose first line is “kenttä;otsikko” instead of “field,header”",
        ),
        "column-map-field-unknown": FindingWords(
            "the column map names a field that does not exist; its column is not read",
            "Use the names of the data dictionary, for example planned_public_eur.",
            "“public_money,Julkinen rahoitus” instead of “planned_public_eur,Julkinen rahoitus”",
        ),
        "theme-headers-unknown": FindingWords(
            "the theme workbook needs this column",
            "Use the template: manage.py template.",
            "a workbook without the column “Hankekoodi”",
        ),
        "outcomes-headers-unknown": FindingWords(
            "the outcome workbook needs this column",
            "Use the template: manage.py template.",
            "a workbook without the column “Arvo”",
        ),
        "need-headers-unknown": FindingWords(
            "the file has no table of months and regions",
            "Export the table from PxWeb with regions and months, as xlsx or csv.",
            "a table of years, without months such as 2026M09",
        ),
        "need-content-unknown": FindingWords(
            "the file counts something else than structural unemployment",
            "Choose the content “Rakennetyöttömät yhteensä” in PxWeb and export again.",
            "a table of unemployed jobseekers",
        ),
        "need-content-assumed": FindingWords(
            "the file does not say what it counts; it is taken for structural unemployment",
            "Check the file, or export it with its title.",
            "a csv file with only “Alue” and “2026M09” above the values",
        ),
        "need-month-unreadable": FindingWords(
            "the month cannot be read; its values were left out",
            "Write the month as PxWeb does, for example 2026M09.",
            "2026M13 instead of 2026M12",
        ),
        "need-region-unknown": FindingWords(
            "there is no such region; its values were left out",
            "Use the name or the code of the region as in PxWeb, for example MK01 Uusimaa.",
            "“Uusima” instead of “Uusimaa”",
        ),
        "need-area-other-level": FindingWords(
            "the area is not a region; its values were left out",
            "Nothing to do: the need is shown by region.",
            "KU091 Helsinki, a municipality",
        ),
        "need-part-left-out": FindingWords(
            "this is another content or a part of the total; it was left out",
            "Nothing to do if the total is in the file too.",
            "the column “Pitkäaikaistyöttömät”, or the rows “Perusaste”",
        ),
        "need-label-missing": FindingWords(
            "the value has no month or no region; it was left out",
            "Export the table again, with all labels.",
            "a first row of values with a blank cell in place of the region",
        ),
        "need-cell-repeated": FindingWords(
            "the same month, region and gender stand earlier too; this value was left out",
            "Keep one of the values.",
            "two rows “MK01 Uusimaa, Naiset” for 2026M09",
        ),
        "need-value-unreadable": FindingWords(
            "the count cannot be read; it is shown as not known",
            "Write a whole number, zero or more, or leave the cell blank.",
            "“about 500” instead of 500",
        ),
        "need-parts-differ": FindingWords(
            "women and men do not add up to the total; they are shown as they are",
            "Check the three values against the statistics.",
            "total 900, but men 500 and women 300",
        ),
        "quote-unclosed": FindingWords(
            "a quotation mark is opened and never closed; the file was read line by line",
            "Check the row and those below it, and save the list again as xlsx if you can.",
            "one cell that holds the rest of the file",
        ),
        "line-repaired": FindingWords(
            "cells of the line held commas without quotation marks; the line was put together again",
            "Nothing to do. Compare the row with the source if it looks wrong.",
            "Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus in two cells",
        ),
        "line-unclear": FindingWords(
            "the line has another number of cells than the header; it is not sure which name goes where",
            "Put quotation marks around the names that hold commas, or save the list again as xlsx.",
            "a line with more commas than columns, and a number between two names",
        ),
        "sheet-chosen": FindingWords(
            "the workbook has other sheets too; this one looks most like the list and was read",
            "Nothing to do if this is the list. Otherwise move the list to a workbook of its own.",
            "sheets Instructions and Projects: Projects was read",
        ),
        "sheet-not-read": FindingWords(
            "this sheet looks like a list as well; it was not read",
            "Put all projects on one sheet, or import each list by itself.",
            "one sheet for each year, with the same headers",
        ),
        "rows-hidden": FindingWords(
            "rows are hidden or filtered away; they were read like the others",
            "Delete the rows if they do not belong to the list.",
            "a filter that shows one fund only, saved with the workbook",
        ),
        "columns-hidden": FindingWords(
            "columns are hidden; they were read like the others",
            "Delete the columns if they are not to be used.",
            "the column of spent funding hidden for printing",
        ),
        "blank-rows": FindingWords(
            "blank rows were passed over",
            "Nothing to do if nothing is missing there.",
            "rows 120–500 with borders and no values",
        ),
        "second-table": FindingWords(
            "the sheet holds another table; it was not read",
            "Move its rows under the list, or to a sheet of their own, and check whether they hold money that is missing.",
            "“Ended projects” under the list, with a header of its own and its columns in another order",
        ),
        "header-row": FindingWords(
            "the row belongs to the header; it was left out",
            "Nothing to do if it is no project.",
            "the same headers in Swedish, units such as EUR, or 1, 2, 3 under the header",
        ),
        "heading-row": FindingWords(
            "the row holds no project, only a heading or a note; it was left out",
            "Nothing to do if it is no project. Otherwise fill in its code, dates and amounts.",
            "“Priority 1: Employment” between two projects",
        ),
        "place-row": FindingWords(
            "the row holds only a place; it was left out, and a known place was added to the project above",
            "Nothing to do if it is a further place of that project.",
            "FI197 Pirkanmaa alone on the row under a project in FI193 Keski-Suomi",
        ),
        "unmapped-row": FindingWords(
            "the row is blank in all columns that are read; it was left out",
            "Nothing to do if it is only a note. Otherwise write it under the headers that are read; for a list of projects, a column map says which.",
            "“Note: see the annex” in a column that no field is read from",
        ),
        "total-row": FindingWords(
            "a row of totals was left out",
            "Nothing to do: totals are counted from the projects.",
            "Yhteensä under the list, or a row whose amounts are the sums of the rows above",
        ),
        "total-row-differs": FindingWords(
            "the row says that it is a total, but its amount is not the sum of the projects; it was left out",
            "Check whether projects are missing, or hidden when the total was counted.",
            "“Yhteensä 6,000” under projects of 5,000 in all",
        ),
        "total-beside": FindingWords(
            "the row is no project but an average, a frame or what is left of it; its money was left out",
            "Nothing to do if it is no project. Otherwise give it a code, dates and an implementer.",
            "“Average” or “Remaining” with an amount under the total",
        ),
        "total-suspected": FindingWords(
            "the amount is the sum of other rows, though the row looks like a project; it is counted",
            "If it is a total, delete the row: its money is counted twice now.",
            "a project with a code and dates of its own that costs as much as all those above it",
        ),
        "continuation-rows": FindingWords(
            "the rows have no code and no name; they were joined to the project above",
            "Nothing to do if they are partners in that project.",
            "a second implementer under a project, beside a code that is merged over both rows",
        ),
        "group-carried-down": FindingWords(
            "the column is filled in the first row of each group only; the rows below were given the value of their group",
            "Nothing to do if these rows belong to the group above. Otherwise fill in each row.",
            "“4.1” beside the first of three projects, “4.3” beside the fourth, and nothing beside the others",
        ),
        "row-unclear": FindingWords(
            "the row has an amount, but little else that tells a project; it is counted",
            "Fill in its code, name and dates, or delete the row if it is a total.",
            "3,000 alone on a row under the last project",
        ),
        "row-continued": FindingWords(
            "the row has no project code, only sub-themes, target groups or a note; it was joined to the project above",
            "Nothing to do if it is about that project. Otherwise write its code.",
            "a second target group on a row of its own under the project",
        ),
        "cell-error": FindingWords(
            "the cell holds an error instead of a value; it is left empty",
            "Correct the formula, or write the value in its place.",
            "#N/A or #DIV/0! under Suunniteltu julkinen rahoitus",
        ),
        "formula-without-value": FindingWords(
            "the formula has no stored value and the cell is left empty",
            "Open the workbook in Excel, let it calculate, and save it again.",
            "=N2+O2 written by a program that does not calculate",
        ),
        "column-missing": FindingWords(
            "the column is missing; what needs it is not shown",
            "Add the column if the source has it.",
            "a list without “Toteutunut julkinen rahoitus”: nothing is shown as spent",
        ),
        "footer-row": FindingWords(
            "the row stands after the table; it was left out",
            "Nothing to do if it is a footer.",
            "“Applied filters: fund is ESF+” under the last project",
        ),
        "amount-unreadable": FindingWords(
            "the amount cannot be read; it is left empty",
            "Write the amount as a number.",
            "“about 5,000”, “1,234” (a thousand or one?) or #N/A instead of 5000",
        ),
        "amount-mark-settled": FindingWords(
            "a mark stands before three digits; other amounts of the column say what it means, and it was read so",
            "Compare one amount with the source.",
            "“421.000 = 421000.00” in a column that holds “12.500,50” too",
        ),
        "amount-unit-converted": FindingWords(
            "the amounts are in thousands or millions of euros; they were converted to euros",
            "Compare one amount with the source.",
            "the header “Julkinen rahoitus (1 000 €)”: 301.5 is 301 500 €",
        ),
        "amount-not-in-euros": FindingWords(
            "the amounts are in another currency than euros, are shares, or have a unit that is not clear; they are left empty",
            "Write the amounts in euros.",
            "“CZK” or “%” in the header, or “SEK” in the column Currency",
        ),
        "date-unreadable": FindingWords(
            "the date cannot be read; it is left empty",
            "Write the date as day, month and year, for example 31.10.2026.",
            "“2024” or “spring 2024” instead of 1.3.2024",
        ),
        "cutoff-date-unreadable": FindingWords(
            "the reference date cannot be read; the row was left out",
            "Write the date as day, month and year, for example 31.10.2026.",
            "“October 2026” instead of 31.10.2026",
        ),
        "amount-negative": FindingWords(
            "the amount is negative; it is counted as it is",
            "Check the amount in the source.",
            "a commitment of −5 000 €",
        ),
        "eu-above-eu-state": FindingWords(
            "EU money is more than EU and state money together; both are counted as they are",
            "Check both amounts in the source.",
            "EU 60 000 €, EU and state together 50 000 €",
        ),
        "eu-state-above-public": FindingWords(
            "EU and state money is more than all public money; both are counted as they are",
            "Check both amounts in the source.",
            "EU and state 120 000 €, all public 100 000 €",
        ),
        "public-above-total": FindingWords(
            "public money is more than all money; both are counted as they are",
            "Check both amounts in the source.",
            "public 120 000 €, total 100 000 €",
        ),
        "spent-above-committed": FindingWords(
            "spent is more than committed; both are counted as they are",
            "Check both amounts in the source.",
            "committed 100 000 €, spent 120 000 €",
        ),
        "end-before-start": FindingWords(
            "the project ends before it starts",
            "Check both dates.",
            "start 1.3.2025, end 1.3.2024",
        ),
        "project-code-missing": FindingWords(
            "the row has no project code; it was left out",
            "Add the code as in the project list.",
            "a row with outcomes and a blank “Hankekoodi”",
        ),
        "project-code-repeated": FindingWords(
            "the project code is already on an earlier row; this row was left out",
            "Keep one row for each project code.",
            "S30001 on rows 5 and 9",
        ),
        "code-mended": FindingWords(
            "the code has a stray letter case, space or full stop; it was read as the code that it is without them",
            "Nothing to do. Write the code as it is in the list if you mend the file.",
            "“s30001.” instead of S30001",
        ),
        "project-outside-list": FindingWords(
            "the project list does not have this project code",
            "Check the code, or wait for a list that has it.",
            "S3OO01 with letters O instead of S30001",
        ),
        "status-unknown": FindingWords(
            "the state of the project is not known; it is shown as it is written",
            "Use a state of the list, for example Käynnissä or Päättynyt.",
            "“Odottaa” instead of “Alkamassa”",
        ),
        "location-unknown": FindingWords(
            "the place is not understood; the region comes from the postcode, or stays unknown",
            "Write the region as in the export, for example FI193 Keski-Suomi.",
            "“Keski-Soumi” instead of “Keski-Suomi”",
        ),
        "location-partly-unknown": FindingWords(
            "one of the places is not understood; the row belongs to the others",
            "Write each place as in the export, for example FI193 Keski-Suomi; FI197 Pirkanmaa.",
            "“Helsinki, Keski-Soumi”: only Uusimaa is known",
        ),
        "subtheme-unknown": FindingWords(
            "the theme has no such sub-theme; it was left out",
            "Use the numbers of the sub-themes, separated by a semicolon.",
            "9, when the theme has sub-themes 1–7",
        ),
        "target-group-unknown": FindingWords(
            "the theme has no such target group; it was left out, and a count beside it is counted without a target group",
            "Use the names of the template.",
            "“Nuori aikuiset” instead of “Nuoret”",
        ),
        "answer-unknown": FindingWords(
            "the answer is not understood; it is taken as not known",
            "Write kyllä or ei, or leave the cell empty.",
            "“ehkä” instead of kyllä, ei or a blank cell",
        ),
        "indicator-unknown": FindingWords(
            "there is no such indicator; the row was left out",
            "Use the codes EECO01–EECO19 and EECR01–EECR06.",
            "EEC001 with two zeros instead of EECO01",
        ),
        "gender-unknown": FindingWords(
            "the gender is not understood; the row, or the column with so many people, was left out",
            "Write nainen, mies, muunsukupuolinen or ei tietoa.",
            "“henkilöt” instead of nainen, mies, muunsukupuolinen or ei tietoa",
        ),
        "region-unknown": FindingWords(
            "there is no such region; it was left empty, and the count is counted without a region of its own",
            "Use the name or the two-digit code of the region.",
            "“Uusima” instead of “Uusimaa” or 01",
        ),
        "value-blank": FindingWords(
            "the count is empty; it was not collected, which is not zero",
            "Write 0 if there was nobody.",
            "a row for women with an empty “Arvo”",
        ),
        "planned-participants-unreadable": FindingWords(
            "the planned number of participants cannot be read; it is shown as not known",
            "Write a whole number, zero or more, or leave the cell blank.",
            "“about 50” instead of 50",
        ),
        "count-unreadable": FindingWords(
            "the count cannot be read; the row was left out",
            "Write a whole number, zero or more.",
            "“1–4”, 12.5 or −3 instead of 3",
        ),
        "total-left-out": FindingWords(
            "a row of totals is not counted; it was compared with its parts",
            "Nothing to do: totals are made of the parts.",
            "a column “Yhteensä” beside “Naiset” and “Miehet”",
        ),
        "total-by-sum": FindingWords(
            "the count is the sum of others; it is taken for their total and not counted",
            "Nothing to do if it is their total. Otherwise give the row a target group, region or gender of its own.",
            "rows for Nuoret 10 and Romanit 5, and a row for women with a blank target group and 15",
        ),
        "total-counted": FindingWords(
            "the total of target groups or regions stands without its parts; it is counted, without a group or region",
            "Nothing to do if the parts are not known. Otherwise add them.",
            "“Kaikki kohderyhmät” 15, and no rows for single target groups",
        ),
        "total-differs": FindingWords(
            "the total is not the sum of its parts; the parts are counted",
            "Check the total and the parts. People without a known gender belong to “ei tietoa”.",
            "total 12, but women 7 and men 4",
        ),
        "cumulative-falls": FindingWords(
            "the count is lower than at the date before, although counts are cumulative",
            "Write everyone from the start of the project, or correct the earlier count.",
            "20 on 30.4.2026, but 18 on 31.10.2026",
        ),
        "part-above-whole": FindingWords(
            "the indicator counts more people than the one that it is a part of",
            "Check both counts; they are counted as they are.",
            "long-term unemployed EECO03 15, all unemployed EECO02 12",
        ),
        "count-repeated": FindingWords(
            "the same count is already on an earlier row; both are counted",
            "Delete one of them, or tell them apart by target group or region.",
            "two rows S30001, EECO01, Nuoret, nainen for 31.10.2026",
        ),
        "end-moved": FindingWords(
            "the project ends more than a year earlier or later than in the delivery before; the new date is used",
            "Check the year in the source.",
            "31.12.2072 instead of 31.12.2027",
        ),
        "end-outside-period": FindingWords(
            "the project ends outside the programme period; it is counted as it is",
            "Check the end date, and that the list is of this programme.",
            "31.12.2031, when costs are eligible until 31.12.2029",
        ),
        "project-row-repeated": FindingWords(
            "the row stands earlier too, with the same project and implementer; both are counted as they are",
            "Delete one of the rows, unless both are parts of the project.",
            "S30001 of the same implementer on rows 5 and 9",
        ),
        "business-id-wrong": FindingWords(
            "the business id is not valid; it is kept as it is",
            "Check the business id and its check digit in the Business Information System (ytj.fi).",
            "0123456-7 instead of 0123456-2",
        ),
        "personal-id-removed": FindingWords(
            "a personal identity code stands in the place of a business id; it is not kept",
            "Delete it from the file too; a private person has no business id.",
            "a code of eleven marks that begins with a date of birth",
        ),
        "persons-unnamed": FindingWords(
            "so many implementers are taken for private persons; their names are not kept",
            "Write the business id of every organisation. A name without an id stays when it is plainly an organisation’s (ry, Oy, kunta …).",
            "3 rows with a name that may be a person’s, and no business id",
        ),
        "cutoff-after-delivery": FindingWords(
            "the reference date is after the delivery's date; the row is not shown yet",
            "Check the date.",
            "31.12.2026 in a delivery of 31.10.2026",
        ),
        "corrections-unreadable": FindingWords(
            "the file of corrections has a row or a column that is not understood; nothing was imported",
            "Mend the row: every correction needs its input, row, field, reason, reporter and date.",
            "a correction without a date, or with a field that no input has",
        ),
        "correction-applied": FindingWords(
            "a known error of the source was corrected",
            "Nothing to do. The original value is kept with the delivery.",
            "an amount with a digit too many, put right until the source is mended",
        ),
        "correction-outdated": FindingWords(
            "the source no longer has the value that the correction records; the correction was not applied",
            "If the source has been mended, take the record out of the file of corrections and import again.",
            "the correction is of 1 000 €, and the list now has 100 €",
        ),
        "correction-unmatched": FindingWords(
            "no row or column of the source fits the correction; it was not applied",
            "Check its project code, its conditions and its field.",
            "a correction of a project that has gone from the list",
        ),
        "delivery-damaged": FindingWords(
            "the delivery is damaged; it is not shown",
            "Restore its folder from a backup, or import the files again.",
            "a table of the delivery was changed or deleted on the disk",
        ),
        "delivery-format": FindingWords(
            "the delivery was written by a newer version of the program; it is not shown",
            "Use that version of the program, or a newer one.",
            "a data directory that a newer program has imported into, opened with the program of before",
        ),
        "delivery-missing": FindingWords(
            "there is no such delivery",
            "Import files first: manage.py import.",
            "an empty data directory, or a delivery that was never imported",
        ),
        "approval-damaged": FindingWords(
            "what was approved of the delivery cannot be read; it waits again",
            "Approve it again: manage.py approve.",
            "a file in the folder approvals that was cut short or edited",
        ),
        "change-missing": FindingWords(
            "the delivery has no such change to approve",
            "See its changes: manage.py diff.",
            "an id that was copied in part, or of another delivery",
        ),
        "data-directory-unwritable": FindingWords(
            "the data directory cannot be written",
            "Check its permissions and the free space.",
            "a full disk, or a directory of another user",
        ),
        "disk-full": FindingWords(
            "the disk is full; what was to be written was not",
            "Make room on the disk, or have the quota raised, and do the step again.",
            "a disk or a quota without room for one more delivery",
        ),
        "directory-read-only": FindingWords(
            "the disk can only be read; nothing was written",
            "Mount it for writing. A disk that the system itself has made read-only may be failing: take a back-up first.",
            "a volume that is mounted read-only",
        ),
        "directory-owner": FindingWords(
            "the folder or a file in it belongs to another user and is closed to the program",
            "Give it to the user that the program runs as; the operations page tells how.",
            "a back-up that was restored as root",
        ),
        "directory-permission": FindingWords(
            "the folder or a file in it may not be used by the program",
            "Check the permissions of the folder and its files; the operations page tells how.",
            "a folder whose permission to be read was taken away",
        ),
        "directory-unreadable": FindingWords(
            "the folder or a file in it cannot be read; what it holds is not known",
            "Check the disk, and that it is mounted. Bring the folder back from a back-up if need be.",
            "a disk that fails, or a network drive that is not there",
        ),
        "memory-short": FindingWords(
            "there is not enough memory; the step was not made",
            "Give the program more memory, or end other programs, and do the step again.",
            "a list of millions of rows on a small machine",
        ),
        "record-damaged": FindingWords(
            "a line of the record cannot be read; it is passed over",
            "Look at the line. What was done with a delivery stands in the folder approvals too.",
            "a line of record.jsonl that was cut short or edited",
        ),
        "source-damaged": FindingWords(
            "a source file of the delivery is gone or is not what was imported",
            "Bring it back from a back-up. The figures are made of the tables, which are kept beside it.",
            "a workbook in the folder of source files that was opened and saved",
        ),
        "delivery-lost": FindingWords(
            "a delivery that is named here is gone",
            "Bring its folder back from a back-up.",
            "a folder of deliveries that was deleted, or restored in part",
        ),
        "approval-other": FindingWords(
            "what was approved is not what the delivery holds now; it waits again",
            "Bring the delivery back from a back-up, or look at it and approve it again: manage.py approve.",
            "a delivery whose folder was exchanged for another one",
        ),
        "bundle-lost": FindingWords(
            "a public bundle that was published is gone",
            "Bring it back from a back-up, or name the folder that it is kept in: manage.py verify --bundles. The next publication needs every earlier one.",
            "a bundle that was deleted after the next one had been published",
        ),
        "record-incomplete": FindingWords(
            "the record lacks events that the deliveries tell of",
            "The next step with a delivery adds them; so does manage.py upgrade. If the file was lost, bring it back from a back-up first.",
            "an import that was killed at its last moment, or a record.jsonl that was deleted",
        ),
        "clock-behind": FindingWords(
            "the clock of the machine is behind; nothing can be dated by it",
            "Set the clock. If an import was dated by a clock that was ahead, withdraw its delivery and import the files again.",
            "a machine that starts in 1970 until it has asked for the time",
        ),
        "day-in-future": FindingWords(
            "the reference date has not come yet",
            "Write the day that the figures speak of.",
            "31.10.2062 in the place of 31.10.2026",
        ),
        "day-far": FindingWords(
            "the reference date is more than a year from the newest delivery or before the programme period",
            "If the day is right, say so: --day-far.",
            "31.10.2006 in the place of 31.10.2026",
        ),
        "same-files": FindingWords(
            "the very same files are kept as a delivery already; there is nothing to import",
            "Choose the new files. If these are to be read once more, say so: --same-files.",
            "the files of the last half-year were chosen again",
        ),
        "imported-meanwhile": FindingWords(
            "somebody has imported this delivery since the files were checked",
            "Look at it first. If yours is needed too, import it again.",
            "two people, or two tabs of one person, import the same half-year",
        ),
        "delivery-state": FindingWords(
            "this cannot be done with a delivery in its state",
            "See the state of each delivery: manage.py deliveries. Somebody else may have been faster.",
            "a delivery that was withdrawn already is withdrawn again",
        ),
        "delivery-published": FindingWords(
            "the delivery has been published, so its approval cannot be undone any more",
            "Withdraw the delivery instead, and switch the public instance back to the bundle of before.",
            "an approval is undone after its public bundle was written",
        ),
        "reason-missing": FindingWords(
            "no reason is given",
            "Write in a few words why the delivery is withdrawn.",
            "a withdrawal with nothing but spaces for its reason",
        ),
        "deck-damaged": FindingWords(
            "a saved deck cannot be read; it is not in the list",
            "Bring the file back from a backup, or collect the deck anew.",
            "a file in the folder decks that was cut short or edited",
        ),
        "deck-name-missing": FindingWords(
            "the deck has no name", "Write what the deck is called.", "a deck is saved with nothing but spaces for its name"
        ),
        "deck-name-taken": FindingWords(
            "another deck has the same name; nothing was replaced",
            "Give the deck another name, or open the other one and go on with it.",
            "two people save a deck called “Ministry in autumn”",
        ),
        "deck-changed": FindingWords(
            "somebody else has changed the deck since you opened it; nothing was replaced",
            "Save your own as a new deck under another name, or open the deck again and go on from there.",
            "two people change the same deck at the same time",
        ),
        "deck-missing": FindingWords(
            "the deck is no longer there", "Save it as a new deck.", "the file of a deck was taken out of the folder decks"
        ),
        "contact-masked": FindingWords(
            "a text has an e-mail address, a phone number or a personal identity code; it is masked in what is published",
            "Ask the authority to take it out of the source, or correct it in the file of corrections.",
            "a summary that ends with a project manager’s phone number",
        ),
        "name-masked": FindingWords(
            "the text names the private person who carries out the project; the name is masked",
            "Nothing needs to be done. If it is an organisation, ask the authority to add its business id.",
            "a project that is called after its implementer",
        ),
        "text-cut": FindingWords(
            "the text is longer than a cell of a spreadsheet holds; only its beginning is published",
            "Check the cell: other cells may have run into it.",
            "a quotation mark that nobody closed",
        ),
        "link-left-out": FindingWords(
            "the address does not begin with http:// or https://; it is left out of what is published",
            "Ask the authority to correct the address in the source.",
            "an address that begins with file: or javascript:",
        ),
        "private-person": FindingWords(
            "the implementer has no business id and is taken for a private person; the name, business id and addresses are left out of what is published",
            "Nothing needs to be done. If it is an organisation, ask the authority to add its business id.",
            "an implementer without a business id",
        ),
        "publication-leaks": FindingWords(
            "counts of people could be inferred from what would be published; nothing was published",
            "Report this to the maintainers of the program, with the report of the attack test.",
            "counts that were corrected so that two publications give each other away",
        ),
        "key-missing": FindingWords(
            "bundles have been published, but the key of their roundings is gone; nothing was published",
            "Bring the key back from the backup of the data directory.",
            "a data directory that was copied to another machine without its key",
        ),
        "key-damaged": FindingWords(
            "the key of the roundings is not whole; nothing was published",
            "Bring the key back from the backup of the data directory. If nothing has been published yet, delete the file.",
            "an empty file, or one that was cut short",
        ),
        "publication-meanwhile": FindingWords(
            "another publication was written to the folder meanwhile; nothing was published",
            "Publish again: the other one is then an earlier publication.",
            "two people who publish to one folder at the same time",
        ),
        "bundle-target": FindingWords(
            "the folder to publish to is in use and is no public bundle; nothing was published",
            "Choose a new folder, or one with an earlier bundle.",
            "the data directory itself",
        ),
        "bundle-missing": FindingWords(
            "this is no public bundle; the public instance serves nothing else",
            "Publish a delivery first: manage.py publish. DASHBOARD_DATA is the folder of the bundle.",
            "the data directory of the staff, or an empty folder",
        ),
        "bundle-damaged": FindingWords(
            "the public bundle is damaged; it is not served",
            "Publish it again, or copy it whole.",
            "a file that was cut short, changed, added or left out",
        ),
        "bundle-old": FindingWords(
            "the public bundle is of an earlier format and tells more than it should; it is not served",
            "Publish the delivery again. Until then the setting DASHBOARD_OLD_BUNDLE=yes serves it as it is.",
            "a bundle with the checksum of an outcome workbook, from which small counts can be worked out",
        ),
        "bundle-format": FindingWords(
            "the public bundle was made by a newer version of the program; it is not served",
            "Use that version of the program, or publish the delivery again with this one.",
            "a bundle of a newer program, on a server that has not been updated",
        ),
        "bundle-theme": FindingWords(
            "the public bundle is of another theme; it is not served",
            "Check DASHBOARD_DATA and DASHBOARD_THEME.",
            "two themes on one server, their folders mixed up",
        ),
        "regions-file-missing": FindingWords(
            "the file of region boundaries was not found; the embedded boundaries are drawn",
            "Check DASHBOARD_REGIONS_FILE.",
            "DASHBOARD_REGIONS_FILE names a file that was moved",
        ),
        "regions-file-unreadable": FindingWords(
            "the file of region boundaries cannot be read; the embedded boundaries are drawn",
            "Give a GeoJSON, TopoJSON or GeoPackage file.",
            "a shapefile’s .dbf alone",
        ),
        "regions-no-code-column": FindingWords(
            "the boundaries have no column of region codes; the embedded boundaries are drawn",
            "Name the column maakunta, NATCODE or natcode, or give NUTS 3 codes.",
            "boundaries with names only, without region codes",
        ),
        "regions-missing": FindingWords(
            "the boundaries lack regions; the embedded boundaries are drawn",
            "Give a layer with all regions of mainland Finland.",
            "boundaries without Lapland",
        ),
    }
)
