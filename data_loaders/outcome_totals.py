"""Which counts of the outcome workbook add up others, by their words or by arithmetic, and whether they agree."""

import re
from collections.abc import Iterator

import polars as pl

from data_loaders.codes import folded

#: Fields that a row or column of totals may add up.
TOTAL_FIELDS = ("project_code", "target_group", "region", "gender")
#: Code of the check, physical row, column letter, and what disagrees.
Contradiction = tuple[str, int, str, str]

_SUMS = re.compile(
    r"yhteensä|yht|yhteissumma|kokonaissumma|loppusumma|välisumma|summa|kaikki|kaikkiaan|molemmat|koko"
    r"|totalt|sammanlagt|delsumma|samtliga|alla|båda|hela|total|totals|subtotal|sum|all|both|whole|sss"
)
#: Field → the nouns that a total of it may name.
_NOUNS = {
    "project_code": r"hank(e|keet|keiden|keissa)|projekt(et|en)?|projects?|teema|temat?|theme|ohjelma|programmet|programme",
    "target_group": r"(kohde)?ryhm(ä|ät|ien|issä)|(mål)?grupp(en|er|erna)?|target|groups?",
    "region": r"maa|maan|maassa|maakun(ta|nat|tien|nissa)|aluee?t|suomi|suomen|landet|landskap(en)?|regioner(na)?|områden|finland|regions?"
    r"|areas?|country",
    "gender": r"sukupuolet|kön|könen|genders|sexes|osallistuj(at|ia)|henkilöt|henkilöä|deltagar(e|na)|personer|participants|persons"
    r"|people|asiakkaat|klienter|clients",
}
_FILLERS = r"grand|in|i|of|av|for|för|the|ja|och|and|lukumäärä|määrä|lkm|antal|number|st|kpl|hlö"
_WORDS = re.compile("|".join((_SUMS.pattern, *_NOUNS.values(), _FILLERS)))
#: Words that say *of the whole country* without a word for a total.
_WHOLE_COUNTRY = frozenset(("valtakunnallinen", "riksomfattande", "nationwide"))
#: A total word after a name: ``Nuoret yhteensä``, ``Unga (totalt)``.
_TOTAL_AFTER = re.compile(r"\W+\(?(yhteensä|yht\.?|totalt|sammanlagt|total|in total)\)?$")

_KEYS = ("project_code", "indicator", "cutoff_date", "target_group", "region", "gender")
#: What a count cannot be without.
_NEEDED = ("project_code", "indicator", "cutoff_date", "gender", "value")
#: Fields whose blank or unknown labels may hide a total, in the order in which they are looked at.
_HIDDEN = (("gender",), ("target_group",), ("region",), ("target_group", "region"), ("project_code",))


# By words -----------------------------------------------------------------------------


def is_total(text: str | None) -> bool:
    """Whether a text says that its row or column adds up others: ``Yhteensä``, ``Kaikki kohderyhmät``, ``Hela landet``."""
    if text is None:
        return False
    words = re.findall(r"[^\W_]+", folded(text))
    is_sum = any(map(_SUMS.fullmatch, words)) and all(map(_WORDS.fullmatch, words))
    return is_sum or folded(text) in _WHOLE_COUNTRY


def total_field(text: str) -> str | None:
    """The field that a total says it adds up; null when it does not say."""
    words = re.findall(r"[^\W_]+", folded(text))
    if folded(text) in _WHOLE_COUNTRY or words == ["sss"]:
        return "region"
    return next((field for field, nouns in _NOUNS.items() if any(re.fullmatch(nouns, word) for word in words)), None)


def total_of(text: str) -> str | None:
    """The name whose total a text is: ``Nuoret`` of ``Nuoret yhteensä``; null when it is no total of one name."""
    match = _TOTAL_AFTER.search(folded(text))
    return folded(text)[: match.start()] if match and not is_total(text) else None


# By arithmetic ------------------------------------------------------------------------


def with_hidden_totals(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with those marked as totals whose label says nothing known, and which are the sums of others.

    A label decides for all its counts: most of those that have parts must be their sum, and one of them at least
    the sum of two parts with people. A blank group or region is looked at project by project, since one project may
    leave it blank in its totals and another where it is not known.

    Args:
        counts: Typed counts with ``…_label`` (as written, folded; null when blank) and ``…_total`` (says so itself)
            for each of ``TOTAL_FIELDS``.

    Returns:
        The same rows; ``…_total`` is true for what was recognised too, and ``by_sum`` tells which these are.
    """
    counts = counts.with_row_index("number").with_columns(by_sum=pl.lit(False))
    for fields in _HIDDEN:
        # A project code has a digit somewhere: one without may be a word for a total in any language.
        nameless = pl.all_horizontal(
            ~pl.col(field).str.contains(r"\d").fill_null(False) if field == "project_code" else pl.col(field).is_null() for field in fields
        )
        single = ~pl.any_horizontal(f"{field}_total" for field in TOTAL_FIELDS)
        parts = counts.filter(single & ~nameless & pl.all_horizontal(pl.col(name).is_not_null() for name in _NEEDED))
        candidates = counts.filter(single & nameless & pl.col("value").is_not_null())
        if parts.is_empty() or candidates.is_empty():
            continue
        compared = with_sums(parts, candidates.with_columns(pl.lit(True).alias(f"{field}_total") for field in fields))
        labels = [pl.col(f"{field}_label") for field in fields]
        label = [*labels, pl.when(pl.all_horizontal(each.is_null() for each in labels)).then("project_code")]
        is_sum = (
            pl.col("has_parts")
            & (pl.col("agrees").sum().over(label) * 2 > pl.col("has_parts").sum().over(label))
            & (pl.col("agrees") & (pl.col("filled_parts") > 1)).any().over(label)
        )
        numbers = compared.filter(is_sum)["number"].implode()
        recognised = pl.col("number").is_in(numbers)
        counts = counts.with_columns(pl.col(name) | recognised for name in ("by_sum", *(f"{field}_total" for field in fields)))
    return counts.drop("number")


def with_sums(counts: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Totals beside the sums of their parts.

    A total of projects may be of all rows above it, or of those since the last such total; a total that leaves group
    or region blank may be of every group or region; one without a date is of all dates or of the latest of each project.

    Args:
        counts: The counts that may be parts.
        totals: Counts that add up others, with ``…_total`` for each of ``TOTAL_FIELDS``.

    Returns:
        The totals with ``parts`` (the nearest sum, null without parts), ``agrees`` (with any sum), ``has_parts``, and
        ``filled_parts`` (parts above zero in a sum that agrees).
    """
    rows_of_totals = totals.filter("project_code_total")["source_row"].cast(pl.Int64).unique().sort()
    block = pl.col("source_row").cast(pl.Int64).map_batches(rows_of_totals.search_sorted, return_dtype=pl.UInt32)
    counts, totals = counts.with_columns(block=block), totals.with_columns(block=block)
    latest = counts.filter(pl.col("cutoff_date") == pl.col("cutoff_date").max().over("project_code", "indicator"))
    is_absent = [pl.col(name).is_null().alias(f"{name}_absent") for name in ("indicator", "cutoff_date")]
    compared = []
    for pattern, group in totals.group_by(*(f"{name}_total" for name in TOTAL_FIELDS), *is_absent, maintain_order=True):
        added = {name for name, is_added in zip((*TOTAL_FIELDS, "indicator", "cutoff_date"), pattern, strict=True) if is_added}
        keys = [name for name in _KEYS if name not in added]
        # Without a group or a region of its own a total may be of them all.
        loose = [name for name in keys if name not in ("target_group", "region")]
        is_loose = pl.col("target_group").is_null() & pl.col("region").is_null()
        ways: list[tuple[list[str], pl.DataFrame, pl.Expr]] = []
        for parts in (counts, latest) if "cutoff_date" in added else (counts,):
            ways += [(keys, parts, pl.lit(True)), (loose, parts, is_loose)]
            if "project_code" in added:
                ways += [([*keys, "block"], parts, pl.lit(True)), ([*loose, "block"], parts, is_loose)]
        for number, (by, parts, _) in enumerate(ways):
            sums = parts.with_columns(all=pl.lit(0)).group_by([*by, "all"]).agg(
                pl.col("value").sum().alias(f"sum_{number}"), (pl.col("value") > 0).sum().alias(f"filled_{number}")
            )  # fmt: skip
            group = group.with_columns(all=pl.lit(0)).join(sums, on=[*by, "all"], how="left", nulls_equal=True)
        known = [(pl.col(f"sum_{number}").is_not_null() & may_be) for number, (_, _, may_be) in enumerate(ways)]
        agrees = [((pl.col("value") == pl.col(f"sum_{number}")) & may_be).fill_null(False) for number, (_, _, may_be) in enumerate(ways)]
        filled = [pl.when(agree).then(f"filled_{number}").otherwise(0) for number, agree in enumerate(agrees)]
        compared.append(
            group.select(
                *totals.drop("block").columns,
                pl.coalesce(pl.when(is_known).then(f"sum_{number}") for number, is_known in enumerate(known)).alias("parts"),
                pl.any_horizontal(agrees).alias("agrees"),
                pl.any_horizontal(known).alias("has_parts"),
                pl.max_horizontal(filled).alias("filled_parts"),
            )
        )
    return pl.concat(compared) if compared else totals.with_columns(parts=pl.lit(0), agrees=True, has_parts=False, filled_parts=0)


def wrong_totals(counts: pl.DataFrame, totals: pl.DataFrame) -> Iterator[Contradiction]:
    """Totals that are not the sum of their parts.

    One row of totals is told once, and so is a column or a label of which most totals disagree: they have one cause.

    Args:
        counts: The counts that are kept.
        totals: Counts that add up others, with ``value_text``, ``together`` (what is told together) and ``is_row``.
    """
    # A blank total says nothing, and a gender that is not understood has been told.
    said = totals.filter(pl.col("value_text").is_not_null() & (pl.col("gender").is_not_null() | pl.col("gender_total")))
    compared = with_sums(counts, said).sort("source_row", pl.col("source_column").str.len_chars(), "source_column")
    for (_, is_row), group in compared.group_by("together", "is_row", maintain_order=True):
        wrong = group.filter(~pl.col("agrees"))
        texts = [f"{text} ≠ {parts or 0}" for text, parts in wrong.select("value_text", "parts").iter_rows()]
        places = wrong.select("source_row", "source_column").rows()
        if len(texts) > 1 and (is_row or len(texts) * 2 > group.height):
            texts, places = ["; ".join([*texts[:3], *(["…"] if len(texts) > 3 else [])])], places[:1]
        for (row, column), text in zip(places, texts, strict=True):
            yield "total-differs", row, column, text
