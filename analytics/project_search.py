"""Search among projects in the usual notation: words, "phrases", -minus and field:words."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from data_loaders.codes import code_list
from data_loaders.schemas import ScopeRow, rows_where

#: What may stand before the colon, in the three languages → the field.
FIELDS: Mapping[str, str] = {
    "koodi": "code", "kod": "code", "code": "code",
    "toteuttaja": "implementer", "genomförare": "implementer", "genomforare": "implementer", "implementer": "implementer",
    "kunta": "town", "kommun": "town", "ort": "town", "town": "town", "municipality": "town",
    "maakunta": "region", "landskap": "region", "region": "region",
    "viranomainen": "authority", "myndighet": "authority", "authority": "authority",
    "tila": "status", "status": "status",
    "nimi": "name", "namn": "name", "name": "name",
}  # fmt: skip
_COLUMNS: Mapping[str | None, tuple[str, ...]] = {
    None: ("project_name", "implementer_name", "project_code", "group_code", "summary", "site_city", "beneficiary_city"),
    "code": ("project_code", "group_code"),
    "implementer": ("implementer_name",),
    "town": ("site_city", "beneficiary_city", "location"),
    "region": ("region_words",),
    "authority": ("authority_words",),
    "status": ("status_words", "status_name"),
    "name": ("project_name",),
}
#: Quotation marks as phones and word processors write them; they may write a minus as a dash too.
_PLAIN = str.maketrans(dict.fromkeys("”“„‟″»«", '"'))
_TERM = re.compile(r'([-−–]?)(?:(\w+):)?(?:"([^"]+)"?|(\S+))')
#: A word this long is also found inside another word, as Finnish compounds need.
_INSIDE = 4


@dataclass(frozen=True)
class Term:
    """One thing looked for.

    Attributes:
        text: As the reader wrote it, for example ``-toteuttaja:kaupunki``.
        words: The words themselves, folded.
        field: Where they must stand; null for anywhere.
        is_phrase: The words must stand as they are, one after another.
        is_excluded: Projects that have them are left out.
    """

    text: str
    words: str
    field: str | None = None
    is_phrase: bool = False
    is_excluded: bool = False

    @property
    def pattern(self) -> str:
        """What is looked for in folded text: a phrase as it is, a word by its stem."""
        if self.is_phrase:
            return rf"(?:^|[^\pL\pN]){re.escape(self.words)}(?:$|[^\pL\pN])"
        stem = re.escape(stem_of(self.words))
        return stem if len(stem) >= _INSIDE else rf"(?:^|[^\pL\pN]){stem}"


def folded_letters(text: str) -> str:
    """Text without case and accents: ``Työ`` and ``tyo`` are the same."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def stem_of(word: str) -> str:
    """The beginning of a word that its inflected forms share: ``kaupunki`` and ``kaupungin`` give ``kaupun``.

    Finnish endings change the last vowels and the consonant before them. A stem of fewer
    than four letters is too short: then the word stays as it is. Codes and numbers do too.
    """
    if not word.isalpha() or len(word) < 5:
        return word
    stem = re.sub(r"(?:inen|isten|iset|isia|isen)$", "i", word)
    if stem == word:
        stem = re.sub(r"(?:[aeiouy]+[nt]?|[aeiouy]+ss?a|[aeiouy]+lt?a|[aeiouy]+lle|[aeiouy]+sta)$", "", word)
        # Consonants grade: kk–k, pp–p, tt–t, nk–ng, k–, p–v, t–d.
        stem = re.sub(r"(?<=..)[kptgdv]{1,2}$", "", stem)
    return stem if len(stem) >= 4 else word


def parse(query: str) -> tuple[Term, ...]:
    """What a reader wrote, as terms; a lone minus or quotation mark is nothing, an unknown field is a word."""
    terms = []
    for match in _TERM.finditer(query.translate(_PLAIN)):
        minus, field, phrase, word = match.groups()
        known = FIELDS.get(field.casefold()) if field else None
        words = phrase or word
        if field and not known:
            words = f"{field}:{words}"
        words = folded_letters(words).strip(" -−–\"'")
        if words:
            terms.append(Term(match.group().strip(), words, known, phrase is not None, bool(minus)))
    return tuple(terms)


@dataclass(frozen=True, eq=False)
class Hits:
    """The rows of the projects found, and how many projects each term finds alone."""

    rows: dy.DataFrame[ScopeRow]
    alone: tuple[tuple[Term, int], ...]


def search_texts(rows: dy.DataFrame[ScopeRow]) -> pl.DataFrame:
    """The folded texts of list rows, one column a field: made once for a delivery, since folding takes a while.

    Returns:
        ``source_row``, ``project_key``, ``any`` and one column per field of ``FIELDS``.
    """
    columns = (_folded(names).alias(field or "any") for field, names in _COLUMNS.items())
    return _with_words(rows).select("source_row", "project_key", *columns)


def search_rows(rows: dy.DataFrame[ScopeRow], query: str, texts: pl.DataFrame | None = None) -> Hits:
    """The projects that hold every term and none of the excluded ones.

    A joint project holds what any of its implementers' rows holds, and is found whole.

    Args:
        rows: List rows.
        query: What the reader wrote; empty finds everything.
        texts: ``search_texts`` of these rows or of more; made here when not given.
    """
    terms = parse(query)
    if not terms or rows.is_empty():
        return Hits(rows, tuple((term, 0) for term in terms))
    texts = search_texts(rows) if texts is None else texts.filter(pl.col("source_row").is_in(rows["source_row"].implode()))
    held = texts.group_by("project_key").agg(
        pl.col(term.field or "any").str.contains(term.pattern).any().alias(str(number)) for number, term in enumerate(terms)
    )
    wanted = pl.all_horizontal(~pl.col(str(n)) if term.is_excluded else pl.col(str(n)) for n, term in enumerate(terms))
    keys = held.filter(wanted)["project_key"]
    alone = tuple((term, int(held[str(n)].sum())) for n, term in enumerate(terms))
    return Hits(rows_where(rows, pl.col("project_key").is_in(keys.implode())), alone)


def _folded(columns: tuple[str, ...]) -> pl.Expr:
    text = pl.concat_str([pl.col(name).fill_null("") for name in columns], separator=" \n ")
    return text.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\pM", "")


def _with_words(rows: dy.DataFrame[ScopeRow]) -> pl.DataFrame:
    """The rows with the names of their regions, status and authority in the three languages."""

    def words(kind: str) -> dict[str, str]:
        return {code: " ".join(dict.fromkeys((code, row["fi"], row["sv"], row["en"]))) for code, row in code_list(kind).items()}

    def named(column: pl.Expr, kind: str) -> pl.Expr:
        names = words(kind)
        return column.replace_strict(list(names), list(names.values()), default=column, return_dtype=pl.String)

    every = pl.col("regions").list.eval(named(pl.element(), "regions")).list.join(" ").fill_null("")
    region = pl.concat_str([named(pl.col("region"), "regions").fill_null(""), every], separator=" ")
    return rows.with_columns(
        region.alias("region_words"),
        named(pl.col("status"), "statuses").alias("status_words"),
        named(pl.col("authority"), "authorities").alias("authority_words"),
    )


def of_type(rows: dy.DataFrame[ScopeRow], kind: str | None) -> dy.DataFrame[ScopeRow]:
    """The projects of which some implementer is of a type, whole; all when no type is asked for."""
    if kind is None:
        return rows
    keys = rows.filter(pl.col("implementer_type") == kind)["project_key"].unique()
    return rows_where(rows, pl.col("project_key").is_in(keys.implode()))


@dataclass(frozen=True)
class Facet:
    """Projects found by one dimension: (code, projects), most first; a joint project may stand in several."""

    dimension: str
    counts: tuple[tuple[str | None, int], ...]


def facets(rows: dy.DataFrame[ScopeRow], dimensions: tuple[str, ...]) -> tuple[Facet, ...]:
    """How the projects found divide; a dimension of one part only is left out."""
    facets_shown: list[Facet] = []
    for dimension in dimensions:
        part = rows.select("project_key", dimension)
        if part.schema[dimension] == pl.List(pl.String):
            part = part.explode(dimension, empty_as_null=True)
        counts = part.group_by(dimension).agg(pl.col("project_key").n_unique().alias("count"))
        ordered = sorted(counts.iter_rows(), key=lambda row: (row[0] is None, -row[1], row[0] or ""))
        if len(ordered) > 1:
            facets_shown.append(Facet(dimension, tuple(ordered)))
    return tuple(facets_shown)
