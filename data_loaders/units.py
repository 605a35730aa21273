"""Units of amounts as people write them: thousands and millions of euros, other currencies, shares.

A unit stands in a header (``Julkinen rahoitus (1 000 €)``), in a row of its own above or
below it, or in the number format of a cell, where only the sheet shows it.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

#: Written forms of a scale, folded; of a power of ten in digits only the digits.
_SCALES = {
    1_000: r"t|k|tuhatta|tuhat|tuhan\w*|tuh|tusen\w*|thousands?|tausend\w*|tsd|tis|tisíc\w*|tisoč\w*|tisuć\w*|tys|tysi\w+|tūkst\w*|milliers?|miles"
    r"|migliaia|milhares|duizend\w*|ezer|mii|χιλ\w*|хил\w*|(?<!\d)(?<!\d[\s.,'])'?000s?",
    1_000_000: r"m|mn|mio|mln|mil|mill|milj|miljo\w+|million\w*|milion\w*|milión\w*|milijon\w*|millones|milhões|εκατ\w*|млн",
    1_000_000_000: r"mrd|mld|md|bn|miljard\w*|milliard\w*|billions?",
}
#: A scale of which people mean different numbers.
_UNCLEAR = r"tn"
_EURO = r"€|eur|euros?|eurot|euroa|euron|euroina|euroissa|euroja|eurod|eurodes|eiro|eurų|eurai|eurais|euró\w*|eura|eurech|eurách|eurach"
_EURO += r"|evro\w*|ευρώ|евро"
_OTHERS = (
    r"sek|nok|dkk|isk|kr|kronor|kronen|kroner|kruunu\w*|czk|kč|kc|korun\w*|pln|zł|zl|zlot\w+|huf|ft|forint\w*|gbp|£|punt(?:aa?|ia|ina)|pounds?"
    r"|sterling|usd|(?:us|a|c)?\$|dollar\w*|chf|sfr|ron|lei|bgn|лв|leva|hrk|kn|kuna|eek|lvl|ltl|sit|skk|fim|mk|markkaa?|markkoina|mark|dem|frf"
    r"|itl|esp|nlg|bef|ats|jpy|¥|rub|₽|uah|₴|rsd|cad|aud|cny|inr|₹|₺"
)
_SHARE = r"(?<!\d)(?<!\d\s)%|prosent\w*|procent\w*|percent\w*|prozent\w*"
_SCALE = "|".join([*_SCALES.values(), _UNCLEAR])
_TEN = r"(?<!\d)(?<!\d[\s.,'])1(?:[\s.,']?0){1,9}"
_CURRENCY = f"(?P<euro>{_EURO})|(?P<other>{_OTHERS})"
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![\w²])"
#: "1 000 €", "t€", "milj. euroa", "M€", "tkr"; "€m", "EUR 1,000", "€ (in thousands)"; "€"; "%".
_UNITS = re.compile(
    rf"(?P<ten>{_TEN})\s*(?:{_CURRENCY}){_AFTER}"
    rf"|{_BEFORE}(?P<scale>{_SCALE})\.?\s*(?:of |i |d'|de |di |v )?(?:{_CURRENCY.replace('<', '<scaled_')}){_AFTER}"
    rf"|{_BEFORE}(?:{_CURRENCY.replace('<', '<led_')})(?:\.?[\s,;:(]+|(?<=[€£$¥])|(?<=eur)|(?<=[^\w]kr)|(?<=^kr))(?:in |i |x )?(?:(?P<last_ten>{_TEN})|(?P<last>{_SCALE}))\.?{_AFTER}"
    rf"|{_BEFORE}(?:{_CURRENCY.replace('<', '<alone_')}){_AFTER}"
    rf"|(?:^|[\s(,;])(?:(?P<only_ten>{_TEN})|(?P<only>{_SCALE}))\.?\s*(?=$|[)])"
    rf"|(?P<share>(?:{_SHARE}){_AFTER})",
    re.IGNORECASE,
)
#: Words that may stand beside a unit in a line that says nothing else.
_NOISE = re.compile(
    r"\b(?:in|i|x|on|ovat|are|all|kaikki|luvut|summat|määrät|rahamäärät|rahoitus|tiedot|yksikkö|taulukossa|unit|units|amounts?|figures|values|enhet|belopp\w*"
    r"|anges|alla|siffror\w*|summor\w*|beträge|angaben|einheit|alle)\b|[\s()\[\].,:;/*-]",
    re.IGNORECASE,
)
#: As many digits as Excel keeps; what a float holds behind them is noise.
EXCEL_DIGITS = Context(prec=15)


@dataclass(frozen=True)
class Unit:
    """What a number is written in.

    Attributes:
        factor: What makes euros of it, 1 000 for thousands of euros; null when that is not known:
            another currency, a share, a scale of which people mean different numbers.
        words: As it is written.
    """

    factor: int | None
    words: str


@lru_cache(maxsize=4_096)
def unit_in(text: str) -> Unit | None:
    """The unit that a header names; null when it names none. Euros by themselves are a unit too."""
    plain = _plain(text)
    matches = list(_UNITS.finditer(plain))
    if not matches:
        return None
    words = " ".join(match[0].strip(" (),;:") for match in matches)
    known = [_factor(match) for match in matches]
    # "Rahoitus € (1 000)": euros by themselves do not contradict a scale.
    scales = {factor for factor in known if factor != 1} or {1}
    return Unit(scales.pop() if len(scales) == 1 else None, words)


def unit_alone(text: str) -> Unit | None:
    """The unit of a text that says nothing else: ``1 000 €``, ``(tuhatta euroa)``, ``Luvut milj. €``."""
    rest = _NOISE.sub("", _UNITS.sub("", _plain(text)))
    return None if rest else unit_in(text)


def without_unit(header: str) -> str | None:
    """A header without the unit at its end: ``Julkinen rahoitus`` of ``Julkinen rahoitus (1 000 €)``; null when it ends in none."""
    bracketed = re.fullmatch(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]", header, re.DOTALL)
    if bracketed:
        return bracketed[1] if unit_alone(bracketed[2]) else None
    plain = _plain(header)
    last = next((match for match in _UNITS.finditer(plain) if match.end() == len(plain)), None)
    return plain[: last.start()].rstrip(" ,;:/-") or None if last else None


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def _factor(match: re.Match[str]) -> int | None:
    said = {name for name, value in match.groupdict().items() if value}
    if "share" in said or any(name.endswith("other") for name in said):
        return None
    ten = match["ten"] or match["last_ten"] or match["only_ten"]
    if ten:
        digits = re.sub(r"\D", "", ten)
        return int(digits) if len(digits) in (4, 7, 10) else None
    scale = match["scale"] or match["last"] or match["only"]
    if not scale:
        return 1
    # A letter or two by themselves are no scale: "(t)", "(mn)".
    if match["only"] and len(scale) < 3:
        return 1
    return next((factor for factor, forms in _SCALES.items() if re.fullmatch(forms, scale, re.IGNORECASE)), None)


# Number formats ------------------------------------------------------------------------


@dataclass(frozen=True)
class CellFormat:
    """A number format under which a cell shows another number than it holds, or another unit than euros.

    Attributes:
        divisor: The number that is shown is the cell's divided by this.
        words: What is shown behind it; empty for an elapsed time.
    """

    divisor: Decimal
    words: str

    def shown(self, value: str) -> str | None:
        """A cell's text with its unit, exact: ``25 %``, ``1.5 milj. €``, ``36:00:00``; null when it holds no number."""
        try:
            number = EXCEL_DIGITS.create_decimal(value)
        except InvalidOperation:
            return None
        if not number.is_finite():
            return None
        if not self.words:
            seconds = round(number * 86_400)
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        return f"{number / self.divisor:f} {self.words}" if number else f"0 {self.words}"


@lru_cache(maxsize=1_024)
def cell_format(code: str) -> CellFormat | None:
    """What a number format makes of a number; null when it shows the number itself, plain or in euros.

    Only the part for positive numbers is looked at. Source: ECMA-376 Part 1, 18.8.31.
    """
    literals: list[str] = []

    def literal(match: re.Match[str]) -> str:
        literals.append(next((text for text in match.groups() if text), ""))
        return "\0"

    first = re.match(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[_*].|[^;"])*', code, re.DOTALL)
    code = re.sub(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|[_*].', literal, first[0] if first else "", flags=re.DOTALL)
    if re.search(r"\[(?:h+|m+|s+)\]", code, re.IGNORECASE):
        return CellFormat(Decimal(1), "")
    code = re.sub(r"\[[^\]]*\]", "", code)
    if not re.search(r"[0#?]", code):
        return None
    if "%" in code:
        return CellFormat(Decimal("0.01"), "%")
    words = " ".join(" ".join((*literals, re.sub(r"[0#?.,\0\s+()-]|general", " ", code, flags=re.IGNORECASE))).split())
    commas = re.search(r"[0#?](,+)[^0#?,]*$", code)
    power = len(commas[1]) if commas else 0
    unit = unit_in(words) or Unit(1_000**power, ("", "tuhatta", "milj.", "mrd.")[min(power, 3)])
    if unit.factor == 1_000**power:
        # Thousands that are shown of euros; only a format without words needs them said.
        return CellFormat(Decimal(1_000**power), unit.words) if power and not unit_in(words) else None
    return CellFormat(Decimal(1_000**power), words or unit.words)
