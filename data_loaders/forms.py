"""Our own forms, the theme workbook and the outcome workbook: the headers and words they may have.

The readers accept every spelling; the empty forms write the first of a language.
"""

from collections.abc import Mapping

from data_loaders.findings import InputError
from data_loaders.headers import find_header
from data_loaders.sheets import Sheet
from data_loaders.theme import Theme

OUTCOME_HEADERS: Mapping[str, tuple[str, ...]] = {
    "project_code": ("Hankekoodi", "Projektkod", "Project code"),
    "cutoff_date": ("Tilannepäivä", "Datum för uppgifterna", "Lägesdatum", "As-of date"),
    "indicator": ("Indikaattori", "Indikator", "Indicator"),
    "target_group": ("Kohderyhmä", "Målgrupp", "Target group"),
    "region": ("Maakunta", "Landskap", "Region"),
    "gender": ("Sukupuoli", "Kön", "Gender"),
    "value": ("Arvo", "Värde", "Value"),
}
#: Words for the four genders; "does not want to say" counts as unknown, and is shown.
GENDER_WORDS: Mapping[str, tuple[str, ...]] = {
    "female": ("nainen", "naiset", "naisia", "kvinna", "kvinnor", "woman", "women", "n", "female"),
    "male": ("mies", "miehet", "miehiä", "man", "män", "men", "m", "male"),
    "non_binary": (
        "muunsukupuolinen",
        "muunsukupuoliset",
        "muunsukupuolisia",
        "icke-binär",
        "icke-binära",
        "non-binary",
        "non_binary",
        "muu",
        "muut",
        "muu sukupuoli",
        "annat",
        "annat kön",
        "annan könstillhörighet",
        "övriga",
        "other",
        "others",
        "other gender",
    ),
    "unknown": (
        "ei tietoa",
        "uppgift saknas",
        "unknown",
        "ei halua vastata",
        "vill inte svara",
        "does not want to answer",
        "ei tiedossa",
        "ei halua kertoa",
        "vill inte uppge",
        "ei vastausta",
        "ei vastannut",
        "tuntematon",
        "sukupuoli tuntematon",
        "inget svar",
        "okänt",
        "okänt kön",
        "no answer",
        "not known",
        "prefer not to say",
    ),
}
#: Words for yes and no; the forms offer the first of each language.
YES = frozenset({"kyllä", "k", "on", "ja", "yes", "x", "true"})
NO = frozenset({"ei", "e", "nej", "no", "false"})


def theme_headers(theme: Theme) -> dict[str, tuple[str, ...]]:
    """Field → the headers accepted for it; the first is what the template writes."""
    return {
        "project_code": ("Hankekoodi", "Projektkod", "Project code"),
        "subthemes": ("Alateemat", "Deltema", "Deltemata", "Deltemaområden", "Sub-themes"),
        "target_groups": ("Kohderyhmät", "Målgrupper", "Target groups"),
        **{promise.code: (promise.header, *promise.name.values()) for promise in theme.promises},
        "planned_participants": (
            "Suunniteltu osallistujamäärä",
            "Planerat deltagarantal",
            "Planerat antal deltagare",
            "Planned number of participants",
        ),
        "note": ("Huomautus", "Anmärkning", "Note"),
    }


def find_form(
    sheets: tuple[Sheet, ...], headers: Mapping[str, tuple[str, ...]], required: str, code: str
) -> tuple[Sheet, int, dict[str, tuple[str, str]]]:
    """The sheet and header row of one of our own forms, whatever the language.

    Returns:
        The sheet, the physical header row, and field → (column letter, header).

    Raises:
        InputError: no sheet has the required column (``code``).
    """
    every = [spelling for spellings in headers.values() for spelling in spellings]
    sheet, header, hits = max(((s, *find_header(s, every)) for s in sheets), key=lambda candidate: candidate[2])
    columns = {field: (letter, header.texts[letter]) for field, letter in header.columns(headers).items()}
    if not hits or required not in columns:
        raise InputError(sheet.finding(code, row=1, header=headers[required][0]))
    return sheet, header.row, columns
