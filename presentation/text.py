"""Everything said to the reader, in Finnish, Swedish and English: sentences and names; numbers and dates are in ``formats``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from analytics.filters import UNKNOWN
from data_loaders.codes import LANGUAGES, NATIONWIDE, SEVERAL_REGIONS, code_list
from data_loaders.theme import Theme
from data_loaders.units import EXCEL_DIGITS
from presentation.formats import MISSING, NO_BREAK, Formats

CATALOGUES = Path(__file__).parents[1] / "assets" / "locale"


@cache
def catalogue(language: str) -> Catalog:
    """The sentences of one language. English has none of its own: its sentences are the ids."""
    with (CATALOGUES / language / "LC_MESSAGES" / "dashboard.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def _sentence(language: str, message: str, plural: str | None, form: int) -> str:
    english = plural if plural and form else message
    if language == "en":
        return english
    entry = catalogue(language).get((message, plural) if plural else message)
    # A sentence that is not translated yet is still a sentence; a test keeps catalogues whole.
    if entry is None or not entry.string:
        return english
    return entry.string if isinstance(entry.string, str) else entry.string[form]


@dataclass(frozen=True)
class Text(Formats):
    """Everything said to the reader, in one language. Passed in, never global.

    Each visit makes its own; those of one language and theme are equal, so that what is kept for one serves all.

    Attributes:
        language: ``fi``, ``sv`` or ``en``.
        theme: The theme file, whose names are texts too.
    """

    language: str
    theme: Theme

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(self.language)

    # Sentences -----------------------------------------------------------------------

    def __call__(self, message: str, **values: object) -> str:
        """A sentence by its English id, with named places filled in."""
        sentence = _sentence(self.language, message, None, 0)
        return sentence.format(**values) if values else sentence

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """A sentence about a number of things; ``{number}`` is filled in as this language writes it.

        Finnish, Swedish and English have the same two forms: one, and all else.
        """
        sentence = _sentence(self.language, one, many, 0 if number == 1 else 1)
        return sentence.format(number=self.number(number), **values)

    # Shares ----------------------------------------------------------------------------

    def percent(self, share: float | None, digits: int = 0) -> str:
        """A share as a percentage; a dash when null. A small share is never shown as zero."""
        if share is None:
            return MISSING
        text = self
        if digits < 2 and 0 < share < 0.0005:
            return text("less than {share}", share=self.percent(0.001, 1))
        if digits == 0 and 0 < abs(share) < 0.005:
            digits = 1
        sign = "%" if self.language == "en" else f"{NO_BREAK}%"
        # 23 of 40 are 57.5 %, which a float times a hundred falls short of: halves go up as in Excel.
        return self.number(float(EXCEL_DIGITS.create_decimal(float(share)) * 100), digits) + sign

    def rate(self, value: float | None) -> str:
        """So many per a hundred, or per any number: one decimal; a dash when null. A small one is never shown as zero."""
        text = self
        return text("less than {share}", share=self.number(0.1, 1)) if value is not None and 0 < value < 0.05 else self.number(value, 1)

    # Names ---------------------------------------------------------------------------

    def name(self, names: Mapping[str, str]) -> str:
        """A name given in three languages."""
        return names[self.language]

    def in_region(self, code: str | None) -> str:
        """A region as the place of something, in the form that a sentence needs: *Uudellamaalla*, *i Nyland*, *in Uusimaa*.

        What is no region (nationwide, several, not known) has its name in quotation marks.
        """
        text = self
        row = code_list("regions").get(code or "")
        return row[f"{self.language}_in"] if row else text("under “{name}”", name=self.label("regions", code))

    def label(self, kind: str, code: str | None) -> str:
        """The official name of a code, or how its absence is said.

        Args:
            kind: A code list (``regions``, ``genders``, ``indicators``, ``authorities``,
                ``statuses``, ``implementer_types``) or ``subthemes``, ``target_groups``,
                ``promises`` of the theme file, or ``years``.
            code: The code; null, or ``unknown`` where that is no code of the list, gives
                the words for *not known*. A code that is in no list is shown as it is.
        """
        if kind in self._topics:
            if code is not None and code in self._topics[kind]:
                return self.name(self._topics[kind][code])
        elif code is not None and kind != "years" and code in (rows := code_list(kind)):
            return rows[code][self.language]
        if code is None or code == UNKNOWN:
            return self._unknown(kind)
        text = self
        if kind in ("regions", "areas") and code == NATIONWIDE:
            return text("Nationwide")
        if kind in ("regions", "areas") and code == SEVERAL_REGIONS:
            return text("Several regions")
        return code

    @cached_property
    def _topics(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """Kind of topic → code → its short name by language."""
        kinds = ("subthemes", "target_groups", "promises")
        return {kind: {topic.code: topic.short for topic in getattr(self.theme, kind)} for kind in kinds}

    def _unknown(self, kind: str) -> str:
        text = self
        return {
            "regions": text("Region not known"),
            "areas": text("Region not known"),
            "subthemes": text("Sub-theme not known"),
            "target_groups": text("Target group not known"),
            "years": text("Start year not known"),
        }.get(kind) or text("Not known")


def placeholders(sentence: str) -> frozenset[str]:
    """The named places of a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)
