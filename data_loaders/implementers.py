"""What kind of organisation an implementer is, told from its name."""

import re

import polars as pl

from data_loaders.values import is_blank

#: First match counts. Swedish names stand beside the Finnish ones.
_RULES = (
    ("joint_authority", r"(?<!seura)kuntayhtymä|samkommun|kuntainliitto"),
    ("wellbeing_county", r"hyvinvointialue|välfärdsområde|hus-yhtymä"),
    ("applied_sciences", r"ammattikorkeakoulu|yrkeshögskol|university of applied sciences|\bamk\b"),
    ("university", r"(?<!kesä)yliopisto|(?<!sommar)universitet|(?<!summer )university|åbo akademi|hanken"),
    (
        "state",
        r"ministeriö|ministeriet|virasto\b|ely-keskus|ntm-central|elinvoimakeskus|livskraftscentral"
        r"|terveyden ja hyvinvoinnin laitos|institutet för hälsa|työterveyslaitos|arbetshälsoinstitutet"
        r"|rikosseuraamuslaitos|kansaneläkelaitos|valtion|liikenne- ja ympäristökeskus",
    ),
    (
        "education",
        r"opisto\b|sommaruniversitet|summer university|\binstitut\b|instituutti|ammattikoulu|lukio|koulutuskeskus|\binstitutet?\b|oppilaitos",
    ),
    ("parish", r"seurakunta|församling"),
    ("association", r"\bry\b|\brf\b|r\.y\.|r\.f\.|yhdisty|förening|säätiö|stiftelse|\bsr\b|liitto\b|förbund|järjestö"),
    ("company", r"\boyj?\b|\babp?\b|osuuskunta|andelslag|\bosk\b|\bky\b|\btmi\b|\bltd\b"),
    ("municipality", r"kaupunki|kaupungin|kunta\b|kunnan\b|\bstad\b|kommun\b|\bstadens?\b"),
)


def implementer_types(names: pl.Series, business_ids: pl.Series | None) -> pl.Series:
    """The type of each implementer, a code of ``assets/labels/implementer_types.csv``.

    An implementer without a business id, or with a word for none in its place (``-``), is a
    private person. A list that has no business
    ids at all cannot tell; there the name alone decides and the rest is ``other``.

    Args:
        names: Names as in the list; null gives ``other`` when the business id is known.
        business_ids: Business ids; null when the list has no such column.
    """
    kinds = {name: _kind(name) for name in names.drop_nulls().unique()}
    types = names.replace_strict(list(kinds), list(kinds.values()), default="other", return_dtype=pl.String)
    if business_ids is None:
        return types
    return pl.select(pl.when(is_blank(business_ids)).then(pl.lit("private_person")).otherwise(types)).to_series()


def is_organisation(name: str) -> bool:
    """Whether a name is plainly an organisation's."""
    return _kind(name) != "other"


def _kind(name: str) -> str:
    lowered = name.lower()
    return next((kind for kind, pattern in _RULES if re.search(pattern, lowered)), "other")
