"""Identity codes, e-mail addresses and phone numbers in texts that people write, however they are written: all are masked.

What is looked for, and what was left to which library, is told in docs/decisions/0018. Every search is linear in the
length of the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum.fi import hetu

from data_loaders.private_names import MASK
from data_loaders.sheets import LONGEST_CELL

Span = tuple[int, int]

#: Every dash and every blank is read as one kind. One character for one, so that places stay the same.
_ONE_MARK = str.maketrans(
    "\u02d7\u058a\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u301c\u3030\t\u1680\u2028\u2029", "-" * 13 + " " * 4
)
#: Characters that nobody sees: soft hyphens, zero-width spaces, marks of direction, selectors of variants.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
#: Signs and words within signs are written over and over: mailto:a%2540b.fi.
_MOST_ESCAPES, _MOST_LOOKS = 3, 4

_DOT = r"(?:\.| {0,2}[(\[{<] ?(?:\.|dot|piste|punkt) ?[)\]}>] {0,2}| {1,2}(?:dot|piste|punkt) {1,2})"
_NAME = rf"(?<![\w.+'-])[\w.+'-]++(?:(?!\.){_DOT}[\w.+'-]++){{0,3}}"
_AT_WORD = r"(?:at|ät|miuku(?:mauku)?|kissanhäntä|snabel-?a|alfa-?kr[uo]ll)"
_LAST = r"(?:fi|ax|eu|com|org|net|info|edu|gov|io|se|no|dk|ee|de|uk)(?!\w)"
_EMAIL = re.compile(
    # A sign, or a word in brackets, before anything with a dot in it.
    rf"{_NAME} ?(?:@|[(\[{{<] ?(?:@|a|{_AT_WORD}) ?[)\]}}>]) ?[\w-]++(?:{_DOT}[\w-]++)+"
    # A bare word may be an English one ("see more at www.thl.fi"): only before what is plainly a domain.
    rf"|{_NAME} {{1,2}}{_AT_WORD} {{1,2}}(?!www\.)[\w-]++(?:{_DOT}[\w-]++){{0,3}}?{_DOT}{_LAST}"
    rf"|{_NAME} ?@ ?[\w-]++(?: ?\. ?[\w-]++){{0,3}}? ?\. ?{_LAST}",
    re.IGNORECASE,
)
#: An identity code with a mark of its century decides by its form, for one with a slip in it still tells who is meant.
#: With blanks or dots among its digits, or without a mark, an amount looks alike: there the check character decides.
_IDENTITY = re.compile(
    r"(?<!\d)(\d(?:[ .]?\d){5})( ?(?:--?|[+A-FU-Y]) ?| ?)(\d(?: ?\d){2}) ?([0-9A-FHJ-NPR-Y])(?!\w)",
    re.IGNORECASE,
)
_MARKS = "-A"

_CURRENCY = r"(?:€|EUR\b|euro(?:a|n|t|ja|illa|ina|sta)?\b|[mkt] ?€|milj\b|mrd\b|mn\b|mk\b|markkaa\b)"
_THOUSANDS = r"\d{1,3}(?:[ .]\d{3})"
_TIME = r"\d{1,2}[.:]\d\d"
#: Figures that look like a phone number to a program and to nobody else.
_NO_PHONE = re.compile(
    "|".join(
        (
            # Amounts: 010 000 000 euroa, 050 123 456,78, EUR 010 000 000.
            rf"(?<![\d+])(?<!\d[ .])(?:{_THOUSANDS}++(?:(?:,\d+)?(?:,-)? ?\(?{_CURRENCY}|,\d\d(?!\d))|\d++(?:,\d+)?(?:,-)? ?{_CURRENCY})",
            rf"(?<!\w)(?:€|EUR|euroa?):? ?{_THOUSANDS}+(?:,\d+)?(?!\d)",
            # Days, months and hours.
            r"(?<![\d.])(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)(?!\d)",
            r"(?<!\d)(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d(?! ?\d|-\d\d(?!/))",
            rf"(?<![\d.:]){_TIME} ?- ?{_TIME}(?![ -]?\d)",
            # Business ids, VAT numbers, codes of projects, diary numbers, UUIDs.
            r"(?<!\d)(?<!\d[ /-])\d{7}-\d(?!\w)|(?<!\w)FI ?\d{8}(?!\d)|(?<!\w)[A-FH-LNOQ-SU-Z]-?\d{5,}(?!\w)",
            r"(?<!\d)\d{2,6}/\d{2,7}/(?:\d\d ){0,5}\d\d/(?:19|20)\d\d(?!\d)",
            r"(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])",
        )
    ),
    re.IGNORECASE,
)
#: A letter beside a number makes it a code for the library: puh0401234567. Some write other marks for dashes: 040_1234567.
_LETTERS, _OTHER_DASHES = re.compile(r"[^\W\d_]"), str.maketrans("_*", "--")
#: Numbers with a digit too many or too few, and several in a row, which no numbering plan knows.
_ALMOST_PHONE = re.compile(r"(?<![\w/.,-])(?:\+\d{1,3}[ -]?(?:\(0\) ?)?\d{1,3}|0[1-9]\d{0,2})(?:[ -]?\d{2,4}){2,9}(?![\w-]|[.,]\d)")
#: How a phone number of Finland, or one that can be called from there, begins.
_PHONE_START = re.compile(r"[(\[]? ?(?:\+|0|358)")
_FEWEST_DIGITS = 7


def without_contacts(words: str) -> str:
    """A text with ``•••`` in the place of every identity code, e-mail address and phone number.

    It is read as a person would read it: escapes (``%40``, ``&#64;``), forms of one character and characters that
    nobody sees make no difference. A text that has nothing to mask stays as it is, letter for letter. A text longer
    than a cell of a spreadsheet is cut.
    """
    words = words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 1]}…"
    return _without(words, lambda plain: _with_phones(plain, [*_emails(plain), *_identity_codes(plain)]))


def without_codes_and_addresses(words: str) -> str:
    """The same for what is a code itself, and may look like a phone number: identity codes and e-mail addresses only."""
    return _without(words[:LONGEST_CELL], lambda plain: [*_emails(plain), *_identity_codes(plain)])


def _without(words: str, find: Callable[[str], list[Span]]) -> str:
    """The words with a mask in the place of what is found, until nothing is: what stood around a mask may be found then."""
    for _ in range(_MOST_LOOKS):
        read = _as_read(words)
        spans = find(read.translate(_ONE_MARK))
        if not spans:
            break
        words = _masked(read, spans)
    return words


def _with_phones(plain: str, spans: list[Span]) -> list[Span]:
    return [*spans, *_phones(_covered(plain, spans))]


def _as_read(words: str) -> str:
    for _ in range(_MOST_ESCAPES):
        if "%" not in words and "&" not in words:
            break
        words = unquote(unescape(words))
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", words))


def _emails(plain: str) -> Iterator[Span]:
    return (match.span() for match in _EMAIL.finditer(plain))


def _identity_codes(plain: str) -> Iterator[Span]:
    for match in _IDENTITY.finditer(plain):
        day, mark, number, check = (re.sub("[ .]", "", part).upper() for part in match.groups())
        alone = not re.match(r"[\w-]", plain[match.start() - 1 : match.start()])
        by_form = alone and mark and (match[1], match[3]) == (day, number) and (check.isalpha() or _is_day(day))
        if by_form or any(hetu.is_valid(f"{day}{one}{number}{check}", allow_temporary=True) for one in mark[:1] or _MARKS):
            yield match.span()


def _is_day(digits: str) -> bool:
    """Whether the first digits are a day and a month: a Swedish organisation number has no such month."""
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12


def _phones(plain: str) -> Iterator[Span]:
    plain = _LETTERS.sub("\n", _NO_PHONE.sub(lambda match: "\n" * len(match[0]), plain)).translate(_OTHER_DASHES)
    if _number_of_digits(plain) < _FEWEST_DIGITS:
        return
    for match in PhoneNumberMatcher(plain, "FI", leniency=Leniency.VALID):
        if _PHONE_START.match(match.raw_string) and _number_of_digits(match.raw_string) >= _FEWEST_DIGITS:
            # A bracket before the whole number is the sentence's, one around its beginning is the number's.
            yield match.start + (match.raw_string[0] == "(" and match.raw_string.count("(") > match.raw_string.count(")")), match.end
    yield from (match.span() for match in _ALMOST_PHONE.finditer(plain))


def _number_of_digits(words: str) -> int:
    return sum(map(str.isdecimal, words))


def _covered(words: str, spans: Iterable[Span]) -> str:
    for start, end in spans:
        words = words[:start] + "\n" * (end - start) + words[end:]
    return words


def _masked(words: str, spans: Iterable[Span]) -> str:
    """The words with one mask in the place of spans that touch or overlap."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start > done or not pieces:
            pieces += [words[done:start], MASK]
        done = max(done, end)
    return "".join((*pieces, words[done:]))
