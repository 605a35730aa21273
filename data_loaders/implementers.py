"""What kind of organisation an implementer is, told from its name."""

import re

import polars as pl

from data_loaders.codes import folded
from data_loaders.places import region_of_town
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
    (
        "association",
        r"\bry\b|\brf\b|r\.y\.|r\.f\.|yhdisty|förening|säätiö|stiftelse|\bsr\b|liitto\b|förbund|järjestö|\bassociation|\bfoundation|\bfederation|\bsociety|fonden\b|rahasto\b|\be\.\s?v\.|\bmtü\b",
    ),
    ("company", r"\boyj?\b|\babp?\b|osuuskunta|andelslag|\bosk\b|\bky\b|\btmi\b|\bltd\b|\bplc\b|\binc\b|\bllc\b|gmbh\b|s\.r\.o\.|\boü\b"),
    ("municipality", r"kaupunki|kaupungin|kunta\b|kunnan\b|\bstad\b|kommun\b|\bstadens?\b|\b(?:city|town|municipality) of\b"),
)


# Names that no private person bears. A name is published unless it may be a person's, so what is in doubt is left out here.
_LEGAL_FORM = re.compile(
    r"\S.*\s(?:r\.?\s?y\.?|r\.?\s?f\.?|oyj?|abp|osk|ltd\.?|plc|inc\.?|llc|g?gmbh|e\.\s?v\.|s\.r\.o\.|oü|mtü)(?!\S).*|\S.*\s(?:ab|as)|oy\s.+"
    r"|\S.*säätiö\s(?:sr|s\.r\.)"
)
#: Bodies as a whole word after a genitive, or at the end of a longer word: ``Keksityn kunta``, ``Kiipulasäätiö``.
_FINNISH = re.compile(
    r"(?:\S+-\s(?:ja\s)?|(?:\S+n|\S+inen)\s)?(?:\S{3,}n\s(?:kunta|lukio|liitto|opisto)|\S+\s(?:kuntayhtymä|hyvinvointialue)"
    r"|(?:\S{3,}n\s|\S{3,})(?:kaupunki|yliopisto|korkeakoulu|säätiö|yhdistys|seurakunta|seurakuntayhtymä|kuntayhtymä|ministeriö|virasto"
    r"|instituutti|oppilaitos|ammattiopisto|kansanopisto|kansalaisopisto|ely-keskus|elinvoimakeskus)|\S+(?:n\s|-)amk)"
    r"(?:\s(?:sr|s\.r\.|hy|[a-zåäö]{2,4}))?"
    r"|terveyden ja hyvinvoinnin laitos(?:\sthl)?|työterveyslaitos|kansaneläkelaitos|rikosseuraamuslaitos|hus-yhtymä"
)
_SWEDISH = re.compile(
    r"(?:\S+\s)?(?:\S+\skommun|\S*(?:samkommun|universitet|högskolan?|församling(?:en)?|stiftelsen?|förening(?:en)?|förbund(?:et)?"
    r"|välfärdsområde|ministeriet|institutet|folkhögskolan?)|\S{4,}fonden|åbo akademi)(?:\s(?:sr|i\s\S+))?"
)
_ENGLISH = re.compile(
    r"(?:the\s)?(?:city|town|municipality|university|ministry|association|foundation|institute|federation|parish)\s(?:of|for)\s.+"
    r"|(?:\S+\s){1,2}university|(?:\S+\s){1,3}(?:association|foundation|federation|society)|\S+\suniversity\sof\sapplied\ssciences"
)
_NAMED_FIRST = re.compile(r"(?:osuuskunta|andelslaget|föreningen|stiftelsen|yhdistys|säätiö)\s\S+(?:\s\S+)?")
_STAD = re.compile(r"(.+)\s(?:stad|kommun)")
#: A person who trades under a name of his or her own, and an estate, whatever else the name holds.
_PERSON = re.compile(r"\bt:?mi\b|\btoiminimi|\benskild\b|\bf:?ma\b|\bfirma\b|kuolinpes|dödsbo|\bc/o\b|\bmaatalousyhtym")
#: Parts of a name, each of which must be an organisation's: a person may stand beside it.
_PARTS = re.compile(r"[,/;|()\n]|\s[-–]\s|\s(?:ja|och|and|&)\s")


def is_organisation(name: str) -> bool:
    """Whether a name is plainly an organisation's, by its legal form or the word for what it is.

    What may be a person's name is none: a sole trader, a person beside an organisation, a bare word that is a surname too.
    """
    lowered = folded(name)
    if _PERSON.search(lowered):
        return False
    if _is_plain(lowered) and not re.search(r"[,/;|()]|\s[-–]\s", lowered):
        return True
    parts = [part for part in map(str.strip, _PARTS.split(lowered)) if part]
    return bool(parts) and all(map(_is_plain, parts))


def _is_plain(name: str) -> bool:
    if any(form.fullmatch(name) for form in (_LEGAL_FORM, _FINNISH, _SWEDISH, _ENGLISH, _NAMED_FIRST)):
        return True
    town = _STAD.fullmatch(name)
    return town is not None and region_of_town(None, town[1]) is not None


def implementer_types(names: pl.Series, business_ids: pl.Series | None, personal: pl.Series | None = None) -> pl.Series:
    """The type of each implementer, a code of ``assets/labels/implementer_types.csv``.

    An implementer without a business id, or with a word for none in its place (``-``), is a
    private person, unless its name is plainly an organisation's. A list that has no business
    ids at all cannot tell; there the name alone decides and the rest is ``other``.

    Args:
        names: Names as in the list; null gives ``other`` when the business id is known.
        business_ids: Business ids; null when the list has no such column.
        personal: True where a personal identity code stood in place of the business id: a private person whatever the name.
    """
    different = names.drop_nulls().unique()
    kinds = {name: _kind(name) for name in different}
    types = names.replace_strict(list(kinds), list(kinds.values()), default="other", return_dtype=pl.String)
    traders = names.is_in([name for name in different if _PERSON.search(folded(name))]).fill_null(False)
    plain = names.is_in([name for name in different if is_organisation(name)]).fill_null(False)
    person = traders if business_ids is None else is_blank(business_ids) & ~plain
    if personal is not None:
        person |= personal
    return pl.select(pl.when(person).then(pl.lit("private_person")).otherwise(types)).to_series()


def _kind(name: str) -> str:
    lowered = name.lower()
    return next((kind for kind, pattern in _RULES if re.search(pattern, lowered)), "other")
