"""Words, numbers, money and dates in Finnish, Swedish and English."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, localcontext
from functools import cache, cached_property, lru_cache
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from analytics.counts import SignedCount
from analytics.filters import UNKNOWN
from analytics.money import Money
from data_loaders.codes import LANGUAGES, NATIONWIDE, SEVERAL_REGIONS, code_list
from data_loaders.theme import Theme

CATALOGUES = Path(__file__).parents[1] / "assets" / "locale"
LOCALES: Mapping[str, Locale] = {"fi": Locale("fi"), "sv": Locale("sv", "FI"), "en": Locale("en", "GB")}
_NO_BREAK = "\u00a0"
#: Shown where there is no value. Not a zero.
MISSING = "–"


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


# A page writes the same numbers at every visit, and Babel takes a while over each.
@lru_cache(maxsize=20_000)
def _number(language: str, value: float, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    # Halves go up, as in Excel and PowerPoint: a figure must not differ between the screen and a workbook.
    with localcontext(rounding=ROUND_HALF_UP):
        written = format_decimal(value, pattern, locale=LOCALES[language])
    if not written.strip("-0.,"):
        written = written.lstrip("-")
    return written.replace("-", "−").replace(" ", _NO_BREAK)


@dataclass(frozen=True)
class Text:
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

    def list_of(self, items: list[str]) -> str:
        """Things in a row as this language writes them: ``a, b ja c``."""
        if len(items) < 2:
            return "".join(items)
        conjunction = {"fi": "ja", "sv": "och", "en": "and"}[self.language]
        return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"

    # Numbers -------------------------------------------------------------------------

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with this language's separators and a true minus; a dash when null."""
        if value is None:
            return MISSING
        if isinstance(value, SignedCount):
            return value.sign
        return _number(self.language, value, digits)

    def percent(self, share: float | None, digits: int = 0) -> str:
        """A share as a percentage; a dash when null. A small share is never shown as zero."""
        if share is None:
            return MISSING
        text = self
        if digits < 2 and 0 < share < 0.0005:
            return text("less than {share}", share=self.percent(0.001, 1))
        if digits == 0 and 0 < abs(share) < 0.005:
            digits = 1
        sign = "%" if self.language == "en" else f"{_NO_BREAK}%"
        return self.number(share * 100, digits) + sign

    def rate(self, value: float | None) -> str:
        """So many per a hundred, or per any number: one decimal; a dash when null. A small one is never shown as zero."""
        text = self
        return text("less than {share}", share=self.number(0.1, 1)) if value is not None and 0 < value < 0.05 else self.number(value, 1)

    def euros(self, money: Money | None, digits: int = 0) -> str:
        """Whole euros, or to the cent: ``1 234 567 €``, ``€1,234,567``; a dash when null."""
        if money is None:
            return MISSING
        return self._with_euro(self.number(money.cents / 100, digits))

    def euros_per_inhabitant(self, value: float | None) -> str:
        """Euros with two decimals: ``1,52 €``; a dash when null."""
        return MISSING if value is None else self._with_euro(self.number(value, 2))

    def millions(self, money: Money | None, digits: int = 1) -> str:
        """Millions with one decimal: ``13,0 milj. €``, ``13,0 mn €``, ``€13.0 million``.

        An amount that would show as 0.0 is shown in whole euros.
        """
        if money is None:
            return MISSING
        if abs(money.cents) * 10**digits <= 50_000_000:
            return self.euros(money)
        number = self.number(money.cents / 100_000_000, digits)
        if self.language == "en":
            return self._with_euro(number) + f"{_NO_BREAK}million"
        unit = {"fi": "milj.", "sv": "mn"}[self.language]
        return _NO_BREAK.join((number, unit, "€"))

    def millions_between(self, low: Money, high: Money) -> str:
        """An estimate as a range, one decimal of a million: ``2,5–4,3 milj. €``, ``€2.5–4.3 million``."""
        # The word joiners keep a range on one line.
        numbers = "\u2060–\u2060".join(self.number(money.cents / 100_000_000, 1) for money in (low, high))
        if self.language == "en":
            return self._with_euro(numbers) + f"{_NO_BREAK}million"
        return _NO_BREAK.join((numbers, {"fi": "milj.", "sv": "mn"}[self.language], "€"))

    def euros_between(self, low: Money, high: Money) -> str:
        """Whole euros as a range: ``159 000–278 000 €``, ``€159,000–278,000``."""
        return self._with_euro("\u2060–\u2060".join(self.number(money.cents / 100) for money in (low, high)))

    def _with_euro(self, number: str) -> str:
        if self.language != "en":
            return f"{number}{_NO_BREAK}€"
        return f"−€{number[1:]}" if number.startswith("−") else f"€{number}"

    def date(self, day: datetime.date | None) -> str:
        """A day: ``31.10.2026``, in English ``31 October 2026``; a dash when null."""
        if day is None:
            return MISSING
        if self.language == "en":
            return format_date(day, "d\u00a0MMMM y", locale=LOCALES["en"])
        return f"{day.day}.{day.month}.{day.year}"

    def month(self, day: datetime.date) -> str:
        """A day for an axis: ``10/2026``."""
        return f"{day.month}/{day.year}"

    # Names ---------------------------------------------------------------------------

    def name(self, names: Mapping[str, str]) -> str:
        """A name given in three languages."""
        return names[self.language]

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
