"""Numbers, money and dates as Finnish, Swedish and English write them."""

import datetime
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, localcontext
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from analytics.counts import SignedCount
from analytics.money import Money

LOCALES: Mapping[str, Locale] = {"fi": Locale("fi"), "sv": Locale("sv", "FI"), "en": Locale("en", "GB")}
NO_BREAK = "\u00a0"
#: Shown where there is no value. Not a zero.
MISSING = "–"


# A page writes the same numbers at every visit, and Babel takes a while over each.
@lru_cache(maxsize=20_000)
def _number(language: str, value: float, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    # Halves go up, as in Excel and PowerPoint: a figure must not differ between the screen and a workbook.
    with localcontext(rounding=ROUND_HALF_UP):
        written = format_decimal(value, pattern, locale=LOCALES[language])
    if not written.strip("-0.,"):
        written = written.lstrip("-")
    return written.replace("-", "−").replace(" ", NO_BREAK)


class Formats:
    """What is written alike in every sentence of one language.

    Attributes:
        language: ``fi``, ``sv`` or ``en``.
    """

    language: str

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with this language's separators and a true minus; a dash when null."""
        if value is None:
            return MISSING
        if isinstance(value, SignedCount):
            return value.sign
        return _number(self.language, value, digits)

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
            return self._with_euro(number) + f"{NO_BREAK}million"
        unit = {"fi": "milj.", "sv": "mn"}[self.language]
        return NO_BREAK.join((number, unit, "€"))

    def millions_between(self, low: Money, high: Money) -> str:
        """An estimate as a range, one decimal of a million: ``2,5–4,3 milj. €``, ``€2.5–4.3 million``."""
        # The word joiners keep a range on one line.
        numbers = "\u2060–\u2060".join(self.number(money.cents / 100_000_000, 1) for money in (low, high))
        if self.language == "en":
            return self._with_euro(numbers) + f"{NO_BREAK}million"
        return NO_BREAK.join((numbers, {"fi": "milj.", "sv": "mn"}[self.language], "€"))

    def euros_between(self, low: Money, high: Money) -> str:
        """Whole euros as a range: ``159 000–278 000 €``, ``€159,000–278,000``."""
        return self._with_euro("\u2060–\u2060".join(self.number(money.cents / 100) for money in (low, high)))

    def _with_euro(self, number: str) -> str:
        if self.language != "en":
            return f"{number}{NO_BREAK}€"
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

    def list_of(self, items: list[str]) -> str:
        """Things in a row as this language writes them: ``a, b ja c``."""
        if len(items) < 2:
            return "".join(items)
        conjunction = {"fi": "ja", "sv": "och", "en": "and"}[self.language]
        return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"
