"""Names of private persons in the other texts of a list: a project may be named after the one who carries it out."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from data_loaders.implementers import is_organisation

MASK = "•••"
#: Columns that are looked through, where a list has them. Codes and what is made of them hold no names.
_TEXTS = (
    "project_name", "summary", "authority_name", "authority", "status_name", "status", "intervention_field", "location", "site_city",
    "beneficiary_city", "support_form", "territorial_mechanism", "economic_activity", "esf_secondary_theme", "gender_equality_dimension",
    "baltic_strategy", "project_page_url", "project_website_url",
)  # fmt: skip
#: Texts of the person's own project, where one part of the name is enough.
_OWN_TEXTS = ("project_name", "summary")
#: Words in the column of implementers that are no part of a name.
_NO_NAME = frozenset({"tmi", "toiminimi", "yksityishenkilö", "privatperson", "ja", "och", "and"})
#: Letters that normalising or folding may change into others.
_ODD = r"[^\x00-\x7eåäöÅÄÖ–]"
_MOST_PARTS = 4
_SHORTEST_PART = 3
_WEAK = {"kk": "k", "pp": "p", "tt": "t", "nk": "ng", "mp": "mm", "nt": "nn", "lt": "ll", "rt": "rr", "t": "d", "p": "v", "k": ""}
#: A name that the list does not have: Matti Olavi Meikäläinen.
_OTHER_NAME = r"(?-i:[A-ZÅÄÖ])[^\W\d_]{0,20}\.?"
#: What may follow a stem: endings of cases, and of what belongs to somebody.
_ENDING = r"[^\W\d_]{0,6}"


@dataclass(frozen=True)
class _Person:
    """The parts of a name, and how they are found: in any order, with the endings of Finnish and Swedish."""

    parts: tuple[str, ...]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of every part: a text without any of them need not be searched."""
        return tuple(stem for part in self.parts for stem in _stems(part))

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Two parts or more with no more than one other name between them, or one beside the initial of another."""
        part, initial = self._any_part, f"(?:{'|'.join(re.escape(part[0]) for part in self.parts)})\\."
        return re.compile(
            rf"(?<!\w)(?:(?:{part}|{initial})[ ,]{{1,2}}(?:{_OTHER_NAME} )?){{1,3}}{part}(?!\w)|(?<!\w){initial}{part}(?!\w)|(?<!\w){part},? {{1,2}}{initial}",
            re.IGNORECASE,
        )

    @cached_property
    def single(self) -> re.Pattern[str]:
        """One part by itself."""
        return re.compile(rf"(?<!\w){self._any_part}(?!\w)", re.IGNORECASE)

    @property
    def _any_part(self) -> str:
        return f"(?:{'|'.join(_forms(part) for part in self.parts)})"


def without_private_names(
    rows: pl.DataFrame, names: pl.Series, is_certain: bool = True
) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """A list without the names of private persons in titles, summaries and other texts.

    A whole name goes wherever it stands. In the title and the summary of their own project one part of it goes too,
    where it is written with a capital letter.

    Args:
        rows: ``ProjectRow`` columns.
        names: The name of the private person of each row; null where the implementer is none.
        is_certain: Whether these surely are persons. Where a list cannot tell, whole names go from their own project only.

    Returns:
        The list, and (column, index of the row) of every text that was changed.
    """
    people = {name: person for name in names.drop_nulls().unique(maintain_order=True) if (person := _person(name))}
    if not people:
        return rows, ()
    own: dict[str, list[_Person]] = {}
    keys = rows["project_key"].to_list()
    for key, name in zip(keys, names.to_list(), strict=True):
        if name in people:
            own.setdefault(key, []).append(people[name])
    own_rows = [index for index, key in enumerate(keys) if key in own]
    everybody = list(people.values()) if is_certain else []
    stems = pl.Series([stem for person in everybody for stem in person.stems], dtype=pl.String).implode()
    changed: list[tuple[str, int]] = []
    for column in _TEXTS:
        by_part = is_certain and column in _OWN_TEXTS
        # Most texts are nobody's own, stand in many rows, and name nobody.
        texts = rows[column].drop_nulls().unique() if everybody else rows[column].clear()
        compared = _compared(texts)
        parts = compared.str.extract_many(stems).list.len()
        # A whole name is two parts, or one beside an initial.
        naming = texts.filter((parts > 1) | ((parts > 0) & compared.str.contains(r"\b\w\.")))
        masked = {text: without for text in naming if (without := _without(text, everybody)) != text}
        public: dict[int, str] = {}
        places = sorted({*own_rows, *rows[column].is_in(list(masked)).arg_true()})
        for index, text in zip(places, rows[column][places], strict=True):
            if text:
                without = _without(masked.get(text, text), own.get(keys[index], ()), by_part)
                public |= {index: without} if without != text else {}
        rows = rows.with_columns(rows[column].scatter(list(public), list(public.values()))) if public else rows
        changed += [(column, index) for index in public]
    return rows, tuple(changed)


def _compared(texts: pl.Series) -> pl.Series:
    """Texts as they are compared: normalised, without case. Those of ordinary letters alone need no more than small ones."""
    odd = texts.str.contains(_ODD).arg_true()
    written = [unicodedata.normalize("NFKC", text).casefold() for text in texts[odd]]
    return texts.str.to_lowercase().scatter(odd, written) if written else texts.str.to_lowercase()


def _without(text: str, people: Collection[_Person], by_part: bool = False) -> str:
    if not people:
        return text
    masked = read = unicodedata.normalize("NFKC", text)
    compared = read.casefold()
    for person in people:
        if any(stem in compared for stem in person.stems):
            masked = person.whole.sub(MASK, masked)
            if by_part:
                masked = person.single.sub(lambda match: MASK if match[0][0].isupper() else match[0], masked)
    return text if masked == read else masked


def _person(name: str) -> _Person | None:
    """The parts of a name; null for what is plainly no person's."""
    words = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", unicodedata.normalize("NFKC", name).casefold())
    words = [word for word in words if word not in _NO_NAME]
    parts = tuple(dict.fromkeys(word for word in words if len(word) >= _SHORTEST_PART))
    if is_organisation(" ".join(words)) or any(map(str.isdecimal, name)) or not 1 <= len(parts) <= _MOST_PARTS:
        return None
    return _Person(parts)


def _forms(part: str) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(_stems(part))))}){_ENDING}"


def _stems(part: str) -> Iterator[str]:
    """The stems of a name before the endings of Finnish: Virtanen, Virtas-; Kanarialintu, Kanarialinnu-; Lahti, Lahde-."""
    yield part
    body, last = part[:-1], part[-1]
    if part.endswith("nen"):
        yield f"{part[:-3]}s"
    elif last == "s":
        # Tuomas, Tuomaks-, Tuomaa-; Mallikas, Mallikkaa-.
        yield from (f"{body}ks", f"{body}{body[-1:]}", re.sub(r"([kpt])(\w)$", r"\1\1\2\2", body))
    elif last in "aeiouyåäö":
        weak = re.sub("(?:kk|pp|tt|nk|mp|nt|lt|rt|t|p|k)$", lambda match: _WEAK[match[0]], body)
        yield f"{weak}{last}"
        if last == "i":
            yield from (f"{weak}e", f"{body}e")
