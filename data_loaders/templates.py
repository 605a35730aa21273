"""Write the empty theme and outcome workbooks that people fill in.

Headers and words are those the loaders accept, in the language chosen; code lists come
from the theme file and ``assets/labels``, so that another theme has its own forms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.codes import code_list
from data_loaders.outcomes import OUTCOME_HEADERS
from data_loaders.theme import Theme
from data_loaders.theme_workbook import theme_headers

#: Rows under the header that have drop-down lists and checks.
FORM_ROWS = 5_000
GENDER_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "fi": ("nainen", "mies", "muunsukupuolinen", "ei tietoa"),
    "sv": ("kvinna", "man", "icke-binär", "uppgift saknas"),
    "en": ("woman", "man", "non-binary", "unknown"),
}
YES_NO: Mapping[str, tuple[str, str]] = {"fi": ("kyllä", "ei"), "sv": ("ja", "nej"), "en": ("yes", "no")}
#: Which of the accepted headers the form has; Finnish comes first, Swedish second, English last.
_HEADER_AT = {"fi": 0, "sv": 1, "en": -1}

_INK, _GREY, _LINE, _FACE = "1D3557", "5A6673", "C9D1DA", "Calibri"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
#: What Excel allows in the message beside a cell.
_PROMPT_LENGTH = 255

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "instructions": {"fi": "Ohje", "sv": "Anvisning", "en": "Instructions"},
    "codes": {"fi": "Koodistot", "sv": "Kodlistor", "en": "Code lists"},
    "projects": {"fi": "Hankkeet", "sv": "Projekt", "en": "Projects"},
    "outcomes": {"fi": "Tulokset", "sv": "Resultat", "en": "Outcomes"},
    "theme-title": {"fi": "Teeman hankkeet", "sv": "Temats projekt", "en": "Projects of the theme"},
    "outcomes-title": {"fi": "Osallistujat ja tulokset", "sv": "Deltagare och resultat", "en": "Participants and outcomes"},
    "how-to": {"fi": "Näin täytät", "sv": "Så här fyller du i", "en": "How to fill this in"},
    "columns": {"fi": "Sarakkeet", "sv": "Kolumner", "en": "Columns"},
    "column": {"fi": "Sarake", "sv": "Kolumn", "en": "Column"},
    "meaning": {"fi": "Mitä se tarkoittaa", "sv": "Vad den betyder", "en": "What it means"},
    "allowed": {"fi": "Sallitut arvot", "sv": "Tillåtna värden", "en": "Allowed values"},
    "name": {"fi": "Nimi", "sv": "Namn", "en": "Name"},
    "code": {"fi": "Koodi", "sv": "Kod", "en": "Code"},
    "answer": {"fi": "Vastaus", "sv": "Svar", "en": "Answer"},
    "repeated": {
        "fi": "Hankekoodi on jo luettelossa. Kirjoita kukin koodi vain kerran.",
        "sv": "Projektkoden finns redan i förteckningen. Skriv varje kod bara en gång.",
        "en": "The project code is already listed. Write each code once only.",
    },
    "choose": {
        "fi": "Valitse arvo luettelosta tai jätä solu tyhjäksi.",
        "sv": "Välj ett värde i listan eller lämna cellen tom.",
        "en": "Choose a value from the list or leave the cell blank.",
    },
    "date-error": {
        "fi": "Kirjoita päivämäärä muodossa pp.kk.vvvv, esimerkiksi 31.10.2026.",
        "sv": "Skriv datumet i formen dd.mm.åååå, till exempel 31.10.2026.",
        "en": "Write the date as dd.mm.yyyy, for example 31.10.2026.",
    },
    "value-error": {
        "fi": "Kirjoita kokonaisluku, joka on nolla tai suurempi.",
        "sv": "Skriv ett heltal som är noll eller större.",
        "en": "Write a whole number, zero or greater.",
    },
}

_THEME_STEPS: Mapping[str, tuple[str, ...]] = {
    "fi": (
        "Kirjoita välilehdelle {sheet} yksi rivi jokaista hankekoodia kohti. Yhteishankkeessa jokaisella toteuttajalla on oma hankekoodi ja siten oma rivi.",
        "Teemaan kuuluvat ne hankkeet, jotka on lueteltu tässä. EURA-järjestelmän hankeluettelo ei kerro teemaa.",
        "Tyhjä solu tarkoittaa, että asiaa ei tiedetä. Se ei tarkoita kielteistä vastausta.",
        "Sallitut arvot ovat välilehdellä {codes}. Jos arvoja on useita, erota ne puolipisteellä.",
        "Älä muuta otsikkorivin tekstejä. Sarakkeiden järjestyksen voi vaihtaa, ja tarpeettoman sarakkeen voi jättää tyhjäksi.",
    ),
    "sv": (
        "Skriv en rad för varje projektkod på bladet {sheet}. I ett samprojekt har varje genomförare en egen projektkod och därmed en egen rad.",
        "Till temat hör de projekt som är uppräknade här. Projektförteckningen i EURA-systemet anger inte temat.",
        "En tom cell betyder att uppgiften inte är känd. Den betyder inte ett nekande svar.",
        "De tillåtna värdena finns på bladet {codes}. Åtskilj flera värden med semikolon.",
        "Ändra inte texterna i rubrikraden. Kolumnernas ordning får ändras, och en kolumn som inte behövs kan lämnas tom.",
    ),
    "en": (
        "Write one row for each project code on the sheet {sheet}. In a joint project each implementer has its own project code and so its own row.",
        "The projects listed here are those of the theme. The project list of the EURA system does not tell the theme.",
        "A blank cell means that the matter is not known. It does not mean no.",
        "The allowed values are on the sheet {codes}. Separate several values with a semicolon.",
        "Do not change the texts of the header row. The columns may be in any order, and one that is not needed may be left blank.",
    ),
}

_OUTCOME_STEPS: Mapping[str, tuple[str, ...]] = {
    "fi": (
        "Kirjoita välilehdelle {sheet} yksi rivi jokaista lukua kohti.",
        "Luvut ovat kertymiä: ne kertovat kaikki henkilöt hankkeen alusta tilannepäivään, eivät vain viimeisen jakson henkilöitä.",
        "Kukin henkilö lasketaan samassa indikaattorissa vain yhdelle riville, siis yhteen kohderyhmään, yhteen maakuntaan ja yhteen sukupuoleen. Eri indikaattoreissa sama henkilö voi olla mukana.",
        "Kirjoita nolla, kun henkilöitä ei ole. Tyhjä arvo tarkoittaa, että tietoa ei ole kerätty.",
        "Aiempien tilannepäivien rivit voi jättää paikoilleen: niistä nähdään, miten luvut ovat kehittyneet.",
        "Älä kirjoita tähän henkilöiden nimiä tai muita tietoja, joista henkilön voi tunnistaa.",
        "Sallitut arvot ovat välilehdellä {codes}. Älä muuta otsikkorivin tekstejä.",
    ),
    "sv": (
        "Skriv en rad för varje tal på bladet {sheet}.",
        "Talen är kumulativa: de omfattar alla personer från projektets början till det angivna datumet, inte bara personerna under den senaste perioden.",
        "Varje person räknas på bara en rad inom samma indikator, det vill säga i en målgrupp, ett landskap och ett kön. Samma person kan ingå i flera indikatorer.",
        "Skriv noll när det inte finns några personer. Ett tomt värde betyder att uppgiften inte har samlats in.",
        "Rader för tidigare datum kan lämnas kvar: de visar hur talen har utvecklats.",
        "Skriv inte personers namn eller andra uppgifter som gör att en person kan identifieras.",
        "De tillåtna värdena finns på bladet {codes}. Ändra inte texterna i rubrikraden.",
    ),
    "en": (
        "Write one row for each count on the sheet {sheet}.",
        "Counts are cumulative: they cover everyone from the start of the project to the as-of date, not only the people of the latest period.",
        "Within one indicator each person is counted on one row only: in one target group, one region and one gender. The same person may be in several indicators.",
        "Write zero when there is nobody. A blank value means that the information has not been collected.",
        "Rows of earlier dates may stay: they show how the counts have developed.",
        "Do not write names of persons or anything else that would identify a person.",
        "The allowed values are on the sheet {codes}. Do not change the texts of the header row.",
    ),
}

#: Field → meaning and allowed values, by language.
_COLUMN_TEXTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "project_code": {
        "fi": ("Toteuttajan hankekoodi EURA-järjestelmässä. Pakollinen.", "Koodi kuten hankeluettelossa, esimerkiksi S12345"),
        "sv": ("Genomförarens projektkod i EURA-systemet. Obligatorisk.", "Koden som i projektförteckningen, till exempel S12345"),
        "en": ("The implementer's project code in the EURA system. Required.", "The code as in the project list, for example S12345"),
    },
    "subthemes": {
        "fi": ("Teeman alateemat, joita hanke toteuttaa. Tyhjä: ei tiedossa.", "Alateeman numero; useita puolipisteellä, esimerkiksi 1; 3"),
        "sv": ("De delteman som projektet genomför. Tom: inte känd.", "Deltemats nummer; flera med semikolon, till exempel 1; 3"),
        "en": ("The sub-themes that the project carries out. Blank: not known.", "Number of the sub-theme; several with a semicolon, for example 1; 3"),
    },
    "target_groups": {
        "fi": ("Kohderyhmät, joille hanke on suunnattu. Tyhjä: ei tiedossa.", "Kohderyhmän nimi tai koodi; useita puolipisteellä"),
        "sv": ("De målgrupper som projektet riktar sig till. Tom: inte känd.", "Målgruppens namn eller kod; flera med semikolon"),
        "en": ("The groups that the project is for. Blank: not known.", "Name or code of the target group; several with a semicolon"),
    },
    "promise": {
        "fi": ("Sisältääkö hankkeen suunnitelma tämän? Tyhjä: ei tiedossa.", "kyllä, ei tai tyhjä"),
        "sv": ("Ingår detta i projektets plan? Tom: inte känd.", "ja, nej eller tom"),
        "en": ("Is this part of the project's plan? Blank: not known.", "yes, no or blank"),
    },
    "note": {
        "fi": ("Oma muistiinpano. Älä kirjoita henkilötietoja.", "Vapaa teksti"),
        "sv": ("Egen anteckning. Skriv inte personuppgifter.", "Fri text"),
        "en": ("A note of your own. Do not write personal data.", "Free text"),
    },
    "cutoff_date": {
        "fi": ("Päivä, jonka tilannetta luku kuvaa. Pakollinen.", "Päivämäärä, esimerkiksi 31.10.2026"),
        "sv": ("Den dag vars läge talet beskriver. Obligatorisk.", "Datum, till exempel 31.10.2026"),
        "en": ("The day whose state the count describes. Required.", "Date, for example 31.10.2026"),
    },
    "indicator": {
        "fi": ("ESR+-indikaattori, jonka mukaan henkilöt on laskettu. Pakollinen.", "Indikaattorin koodi, esimerkiksi EECO01"),
        "sv": ("Den ESF+-indikator enligt vilken personerna har räknats. Obligatorisk.", "Indikatorns kod, till exempel EECO01"),
        "en": ("The ESF+ indicator by which people were counted. Required.", "Code of the indicator, for example EECO01"),
    },
    "target_group": {
        "fi": ("Teeman kohderyhmä, johon henkilöt kuuluvat. Tyhjä: ei kirjattu.", "Yksi kohderyhmä tai tyhjä"),
        "sv": ("Den målgrupp inom temat som personerna hör till. Tom: inte antecknad.", "En målgrupp eller tom"),
        "en": ("The theme's target group that the people belong to. Blank: not recorded.", "One target group or blank"),
    },
    "region": {
        "fi": ("Maakunta, jossa henkilöt osallistuivat. Tyhjä: sama kuin hankkeen.", "Maakunnan nimi tai kaksinumeroinen koodi, tai tyhjä"),
        "sv": ("Det landskap där personerna deltog. Tom: samma som projektets.", "Landskapets namn eller tvåsiffriga kod, eller tom"),
        "en": ("The region where the people took part. Blank: that of the project.", "Name or two-digit code of the region, or blank"),
    },
    "gender": {
        "fi": ("Sukupuoli. Jos henkilö ei halua vastata, kirjoita ei tietoa. Pakollinen.", "nainen, mies, muunsukupuolinen tai ei tietoa"),
        "sv": ("Kön. Skriv uppgift saknas om personen inte vill svara. Obligatorisk.", "kvinna, man, icke-binär eller uppgift saknas"),
        "en": ("Gender. Write unknown if the person does not want to answer. Required.", "woman, man, non-binary or unknown"),
    },
    "value": {
        "fi": ("Henkilöiden määrä hankkeen alusta tilannepäivään. Tyhjä: ei kerätty.", "Kokonaisluku, 0 tai suurempi"),
        "sv": ("Antalet personer från projektets början till datumet. Tom: inte insamlat.", "Heltal, 0 eller större"),
        "en": ("Number of people from the start of the project to the date. Blank: not collected.", "Whole number, 0 or greater"),
    },
}
_WIDTHS = {"project_code": 15, "subthemes": 14, "target_groups": 44, "note": 46, "cutoff_date": 22, "indicator": 15, "target_group": 40, "region": 22, "gender": 21, "value": 12}  # fmt: skip
_PROMISE_WIDTH = 28
#: Codes stay text: otherwise Excel takes "1,3" for a number, "1.3." for a date, and 04 loses its zero.
_FORMATS = {"project_code": "@", "subthemes": "@", "region": "@", "cutoff_date": "dd.mm.yyyy", "value": "#,##0"}


@dataclass(frozen=True)
class _Column:
    """One column of the form."""

    field: str
    header: str
    meaning: str
    allowed: str
    width: int


@dataclass(frozen=True)
class _Codes:
    """One block of the code-list sheet: headings over rows; one of its columns feeds a drop-down list."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    offered: int = 0


def write_templates(target: Path, theme: Theme, language: str = "fi") -> tuple[Path, ...]:
    """Write the empty theme and outcome workbooks.

    Each has an instruction sheet, the form (headers, drop-down lists, checks and notes)
    and the code lists behind the drop-downs. The loaders read the forms in any language.

    Args:
        target: The directory to write to; it exists.
        theme: The theme file, for sub-themes, target groups and promises.
        language: ``fi``, ``sv`` or ``en``.

    Returns:
        The theme workbook and the outcome workbook.
    """
    paths = target / "theme-template.xlsx", target / "outcomes-template.xlsx"
    _theme_form(theme, language).save(paths[0])
    _outcome_form(theme, language).save(paths[1])
    return paths


def _theme_form(theme: Theme, language: str) -> openpyxl.Workbook:
    promises = {promise.code: promise for promise in theme.promises}
    columns = [
        _column(field, promises[field].header if language == "fi" else promises[field].name[language], language, "promise")
        if field in promises
        else _column(field, spellings[_HEADER_AT[language]], language)
        for field, spellings in theme_headers(theme).items()
    ]
    code, name = _text("code", language), _text("name", language)
    headers = {column.field: column.header for column in columns}
    # A sub-theme's number is a number cell: Excel marks numbers kept as text with a green corner.
    subthemes = tuple((int(t.code) if t.code.isdigit() else t.code, t.name[language]) for t in theme.subthemes)
    lists = {
        "target_groups": _target_groups(headers["target_groups"], code, theme, language, theme.target_groups),
        "promise": _Codes("answer_list", (_text("answer", language),), tuple((word,) for word in YES_NO[language])),
        "subthemes": _Codes("subtheme_list", (headers["subthemes"], name), subthemes),
    }
    book, form = _book("theme-title", "projects", _THEME_STEPS, columns, tuple(lists.values()), theme, language)
    for letter, column in _lettered(columns):
        if column.field == "project_code":
            once = _check("custom", formula1=f"COUNTIF(${letter}:${letter},{letter}2)=1", errorStyle="warning", error=_text("repeated", language))
            _apply(form, letter, once, column)
        elif column.field in ("subthemes", "target_groups"):
            # Several values are written with semicolons, so the list only helps and refuses nothing.
            _apply(form, letter, _choice(lists[column.field], language, strict=False), column)
        elif column.field in promises:
            _apply(form, letter, _choice(lists["promise"], language), column)
    return book


def _outcome_form(theme: Theme, language: str) -> openpyxl.Workbook:
    columns = [_column(field, spellings[_HEADER_AT[language]], language) for field, spellings in OUTCOME_HEADERS.items()]
    code, name = _text("code", language), _text("name", language)
    headers = {column.field: column.header for column in columns}
    # The form counts people: organisations have no gender.
    indicators = tuple((key, row[language]) for key, row in code_list("indicators").items() if row["unit"] == "persons")
    regions = tuple((row[language], key) for key, row in code_list("regions").items() if row["in_programme"] == "1")
    persons = tuple(topic for topic in theme.target_groups if topic.kind == "person")
    lists = {
        "indicator": _Codes("indicator_list", (headers["indicator"], name), indicators),
        "target_group": _target_groups(headers["target_group"], code, theme, language, persons),
        "region": _Codes("region_list", (headers["region"], code), regions),
        "gender": _Codes("gender_list", (headers["gender"],), tuple((word,) for word in GENDER_ANSWERS[language])),
    }
    book, form = _book("outcomes-title", "outcomes", _OUTCOME_STEPS, columns, tuple(lists.values()), theme, language)
    checks = {
        "cutoff_date": _check("date", operator="greaterThanOrEqual", formula1=f"DATE({theme.first_year},1,1)", error=_text("date-error", language)),
        "value": _check("whole", operator="greaterThanOrEqual", formula1="0", error=_text("value-error", language)),
    }
    for letter, column in _lettered(columns):
        if column.field in lists:
            # A region may be written by its code and a group by another spelling: only told, not refused.
            strict = column.field in ("indicator", "gender")
            _apply(form, letter, _choice(lists[column.field], language, strict), column)
        elif column.field in checks:
            _apply(form, letter, checks[column.field], column)
    return book


def _text(key: str, language: str) -> str:
    return _TEXTS[key][language]


def _column(field: str, header: str, language: str, text: str | None = None) -> _Column:
    meaning, allowed = _COLUMN_TEXTS[text or field][language]
    return _Column(field, header, meaning, allowed, _WIDTHS.get(field, _PROMISE_WIDTH))


def _lettered(columns: Sequence[_Column]) -> list[tuple[str, _Column]]:
    return [(get_column_letter(index), column) for index, column in enumerate(columns, start=1)]


def _target_groups(header: str, code: str, theme: Theme, language: str, topics) -> _Codes:
    return _Codes("target_group_list", (header, code), tuple((topic.name[language], topic.code) for topic in topics))


# Checks -------------------------------------------------------------------------------


def _choice(codes: _Codes, language: str, strict: bool = True) -> DataValidation:
    """A drop-down list; a strict one refuses other words, another one lets them pass."""
    check = DataValidation("list", formula1=codes.name, error=_text("choose", language))
    check.showErrorMessage = strict
    return check


def _check(kind: str, **rule) -> DataValidation:
    """A rule whose message is shown when it is broken; the library leaves it out unless told."""
    return DataValidation(kind, showErrorMessage=True, **rule)


def _apply(form: Worksheet, letter: str, check: DataValidation, column: _Column) -> None:
    check.allow_blank = True
    check.showInputMessage = True
    check.errorTitle = check.promptTitle = column.header[:32]
    check.prompt = f"{column.meaning} {column.allowed}."[:_PROMPT_LENGTH]
    check.add(f"{letter}2:{letter}{FORM_ROWS + 1}")
    form.add_data_validation(check)


# Sheets -------------------------------------------------------------------------------


def _book(
    title: str,
    sheet: str,
    steps: Mapping[str, tuple[str, ...]],
    columns: Sequence[_Column],
    lists: Sequence[_Codes],
    theme: Theme,
    language: str,
) -> tuple[openpyxl.Workbook, Worksheet]:
    """The workbook with its three sheets, and the form among them."""
    book = openpyxl.Workbook()
    instructions, form, codes = book.active, book.create_sheet(_text(sheet, language)), book.create_sheet(_text("codes", language))
    instructions.title = _text("instructions", language)
    heading = f"{_text(title, language)}: {theme.name[language]}"
    book.properties.title, book.properties.creator = heading, theme.coordination[language]
    book.properties.language = language
    told = [step.format(sheet=form.title, codes=codes.title) for step in steps[language]]
    _fill_instructions(instructions, heading, theme.coordination[language], told, columns, language)
    _fill_form(form, columns)
    _fill_codes(book, codes, lists)
    for page in (instructions, form, codes):
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
    return book, form


def _fill_instructions(
    sheet: Worksheet, heading: str, author: str, steps: Sequence[str], columns: Sequence[_Column], language: str
) -> None:
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", (31, 74, 46), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"], sheet["A2"] = heading, author
    sheet["A1"].font = _font(size=16, bold=True, color=_INK)
    sheet["A2"].font = _font(color=_GREY)
    row = 3
    for number, step in enumerate(steps, start=1):
        row += 1
        if number == 1:
            _subheading(sheet, row, _text("how-to", language))
        sheet.cell(row, 2, f"{number}. {step}").alignment = _WRAPPED
        sheet.row_dimensions[row].height = _height(step, 74)
    row += 2
    _subheading(sheet, row, _text("columns", language))
    row += 1
    _head(sheet, row, [_text(key, language) for key in ("column", "meaning", "allowed")])
    for column in columns:
        row += 1
        for index, words in enumerate((column.header, column.meaning, column.allowed), start=1):
            cell = sheet.cell(row, index, words)
            cell.alignment, cell.border = _WRAPPED, Border(bottom=Side("thin", _LINE))
        sheet.cell(row, 1).font = _font(bold=True)
        sheet.row_dimensions[row].height = max(_height(column.meaning, 74), _height(column.allowed, 46))


def _fill_form(sheet: Worksheet, columns: Sequence[_Column]) -> None:
    _head(sheet, 1, [column.header for column in columns])
    sheet.row_dimensions[1].height = 24
    for letter, column in _lettered(columns):
        note = Comment(f"{column.header}\n{column.meaning}\n{column.allowed}", sheet.title, height=110, width=300)
        sheet[f"{letter}1"].comment = note
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = _FORMATS.get(column.field, "General")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{FORM_ROWS + 1}"
    sheet.print_title_rows = "1:1"
    sheet.sheet_properties.tabColor = _INK


def _fill_codes(book: openpyxl.Workbook, sheet: Worksheet, lists: Sequence[_Codes]) -> None:
    """Blocks side by side, with an empty column between; each is named for its drop-down list."""
    first = 1
    for codes in lists:
        _head(sheet, 1, codes.headings, first)
        for row, values in enumerate(codes.rows, start=2):
            for offset, value in enumerate(values):
                cell = sheet.cell(row, first + offset, value)
                # Long names run over the empty cells beside them: wrapping would make the lists uneven.
                cell.alignment, cell.border = Alignment(horizontal="left"), Border(bottom=Side("thin", _LINE))
        for offset, heading in enumerate(codes.headings):
            longest = max(len(str(words)) for words in (heading, *(row[offset] for row in codes.rows)))
            sheet.column_dimensions[get_column_letter(first + offset)].width = min(80, longest + 4)
        letter = get_column_letter(first + codes.offered)
        place = f"'{sheet.title}'!${letter}$2:${letter}${len(codes.rows) + 1}"
        book.defined_names[codes.name] = DefinedName(codes.name, attr_text=place)
        first += len(codes.headings) + 1
        sheet.column_dimensions[get_column_letter(first - 1)].width = 3
    sheet.freeze_panes = "A2"


def _head(sheet: Worksheet, row: int, headings: Sequence[str], first: int = 1) -> None:
    for index, heading in enumerate(headings, start=first):
        cell = sheet.cell(row, index, heading)
        cell.font = _font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_INK)
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def _subheading(sheet: Worksheet, row: int, words: str) -> None:
    cell = sheet.cell(row, 1, words)
    cell.font, cell.alignment = _font(size=12, bold=True, color=_INK), Alignment(vertical="top")


def _font(**style) -> Font:
    return Font(name=_FACE, **{"size": 11, **style})


def _height(words: str, width: int) -> float:
    """Height of a row whose text wraps: spreadsheets do not fit it by themselves when they open a file."""
    return 15.0 * (1 + len(words) // (width * 1.1)) + 4
