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
    (
        "university",
        r"(?<!kesä)yliopisto|(?<!sommar)universitet|(?<!summer )university|åbo akademi|hanken|universität|université|univerzita|uniwersytet|ülikool",
    ),
    (
        "state",
        r"ministeriö|ministeriet|virasto\b|ely-keskus|ntm-central|elinvoimakeskus|livskraftscentral"
        r"|terveyden ja hyvinvoinnin laitos|institutet för hälsa|työterveyslaitos|arbetshälsoinstitutet"
        r"|rikosseuraamuslaitos|kansaneläkelaitos|bundesagentur|valtion|liikenne- ja ympäristökeskus",
    ),
    (
        "education",
        r"opisto\b|sommaruniversitet|summer university|\binstitut\b|instituutti|ammattikoulu|lukio|koulutuskeskus|\binstitutet?\b|oppilaitos",
    ),
    ("parish", r"seurakunta|församling"),
    (
        "association",
        r"\bry\b|\brf\b|r\.y\.|r\.f\.|yhdisty|förening|säätiö|stiftelse|\bsr\b|liitto\b|förbund|järjestö|\bassociation|\bfoundation|\bfederation|\bsociety|fonden\b|rahasto\b|^(?:fundacja|stowarzyszenie|nadace|fondation|stiftung) |\be\.\s?v\.|\bmtü\b",
    ),
    (
        "company",
        r"\boyj?\b|\babp?\b|osuuskunta|andelslag|\bosk\b|\bky\b|\btmi\b|\bltd\b|\bplc\b|\binc\b|\bllc\b|gmbh\b|\bs\.?\s?r\.\s?o\.|\ba\.\s?s\.|sp\.\s?z\s?o\.|\boü\b|^(?:sia|uab) ",
    ),
    (
        "municipality",
        r"kaupunki|kaupungin|kunta\b|kunnan\b|\bstad\b|kommun\b|\bstadens?\b|\b(?:city|town|municipality) of\b"
        r"|^(?:stadt|gemeinde|ville d[eu]|commune d[eu]|město|obec|gmina|miasto|powiat) |^krajský úřad|\s(?:linn|linnavalitsus|vallavalitsus|novads|pašvaldība|savivaldybė)$",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)


# Names that no private person bears. A name is published unless it may be a person's, so what is in doubt is left out here.
_LEGAL_FORM = re.compile(
    r"\S.*\s(?:r\.?\s?y\.?|r\.?\s?f\.?|oyj?|abp|osk|osuuskunta|osakeyhtiö|aktiebolag|ltd\.?|plc|inc\.?|llc|\S*gmbh|e\.\s?v\.|s\.\s?r\.\s?o\.|s\sr\.\s?o\.|a\.\s?s\.|o\.\s?p\.\s?s\."
    r"|z\.\s?s\.|sp\.\s?z\s?o\.\s?o\.|oü|mtü)"
    r"(?!\S).*|\S.*\s(?:ab|as)|oy\s.+"
)
#: Bodies as a whole word after a genitive, or at the end of a longer word: ``Keksityn kunta``, ``Kiipulasäätiö``.
_GENITIVES = r"(?:(?:\S+n|\S+inen|\S+-|ja)\s)"
_FINNISH = re.compile(
    # Who works there may stand before the name without a mark, so few words may.
    rf"{_GENITIVES}?(?:\S{{3,}}n|iin)\s(?:kaupunki|kunta|lukio|opisto|yliopisto|korkeakoulu|seurakunta|virasto|amk)"
    rf"|{_GENITIVES}{{0,2}}(?:\S{{3,}}(?:kaupunki|yliopisto|korkeakoulu|seurakunta|virasto|lukio|opisto|liitto|koulutuskeskus|oppilaitos|instituutti)"
    r"|\S+-amk)"
    rf"|{_GENITIVES}{{0,5}}(?:\S+\s)?\S*(?:kuntayhtymä|seurakuntayhtymä|hyvinvointialue|ministeriö|ympäristökeskus|ely-keskus|elinvoimakeskus)"
    r"|(?:\S+\s){0,5}\S*(?:säätiö|yhdistys)|(?:\S+n\s){1,4}liitto"
    r"|terveyden ja hyvinvoinnin laitos|työterveyslaitos|kansaneläkelaitos|rikosseuraamuslaitos|hus-yhtymä"
)
#: What may stand after a body's name: the register of foundations, or an acronym in capitals.
_AFTER = re.compile(r"\s(?:sr|s\.r\.|[A-ZÅÄÖ]{2,5})$")
_SWEDISH = re.compile(
    r"(?:\S+\s)?(?:\S+\skommun|\S*(?:samkommun|universitet|högskolan?|församling(?:en)?|stiftelsen?|förening(?:en)?|förbund(?:et)?"
    r"|välfärdsområde|ministeriet|institutet|folkhögskolan?)|\S{4,}fonden|åbo akademi|\S+(?:by|fors|borg|sund|vik|hamn|näs)\sstad)(?:\si\s\S+)?"
)
_ENGLISH = re.compile(
    r"(?:the\s)?(?:city|town|municipality|university|ministry|association|foundation|institute|federation|parish)\s(?:of|for)\s.+"
    r"|(?:\S+\s){1,2}university|(?:\S+\s){1,3}(?:association|foundation|federation|society)|\S+\suniversity\sof\sapplied\ssciences"
    r"|\S+\sinstitute\sof\stechnology"
)
#: What a body is, before its own name; also in languages of neighbours in the Union.
_NAMED_FIRST = re.compile(
    r"(?:osuuskunta|andelslaget|föreningen|stiftelsen|yhdistys|säätiö|stadt|gemeinde|universität|stiftung|sia|uab|univerzita|město|obec|nadace"
    r"|uniwersytet|gmina|miasto|powiat|fundacja|stowarzyszenie|ville d[eu]|commune d[eu]|université d[eu]|association|fondation)\s\S+(?:\s\S+)?"
    r"|\S+\s(?:ülikool|linn|linnavalitsus|vallavalitsus|novads|pašvaldība|savivaldybė)|bundesagentur für arbeit|krajský úřad(?:\s\S+){0,3}"
)
_STAD = re.compile(r"(.+)\s(?:stad|kommun)")
#: A person who trades under a name of his or her own, and an estate, whatever else the name holds.
_PERSON = re.compile(r"\bt:?mi\b|\btoiminimi|\benskild\b|\bf:?ma\b|\bfirma\b|kuolinpes|dödsbo|\bc/o\b|\bmaatalousyhtym")
#: Two names and an *and*, the first of which is no genitive: ``Maija Mallikas ja Esimerkki ry`` holds a person.
_PERSON_AND = re.compile(r"[A-ZÅÄÖ][\w-]*[^\Wn] [A-ZÅÄÖ][\w-]+ (?:ja|och|and|&) ")
#: Parts of a name, each of which must be an organisation's: a person may stand beside it.
_PARTS = re.compile(r"[,/;|()\n]|\s[-–]\s|\s(?:ja|och|and|&)\s")


def is_organisation(name: str) -> bool:
    """Whether a name is plainly an organisation's, by its legal form or the word for what it is.

    What may be a person's name is none: a sole trader, a person beside an organisation, a bare word that is a surname too.
    """
    # No person's name holds a number.
    spaced = re.sub(r"\s\d+\b", "", " ".join(name.split()))
    if _PERSON_AND.match(spaced):
        return False
    return any(_is_body(text) for text in (folded(spaced), folded(_AFTER.sub("", spaced))))


def _is_body(name: str) -> bool:
    if _PERSON.search(name):
        return False
    if _is_plain(name) and not re.search(r"[,/;|()]|\s[-–]\s", name):
        return True
    parts = [part for part in map(str.strip, _PARTS.split(name)) if part]
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
    if business_ids is None:
        person = names.is_in([name for name in different if _PERSON.search(folded(name))]).fill_null(False)
    else:
        without = is_blank(business_ids)
        plain = [name for name in names.filter(without).drop_nulls().unique() if is_organisation(name)]
        person = without & ~names.is_in(plain).fill_null(False)
    if personal is not None:
        person |= personal
    return pl.select(pl.when(person).then(pl.lit("private_person")).otherwise(types)).to_series()


def _kind(name: str) -> str:
    lowered = name.lower()
    return next((kind for kind, pattern in _PATTERNS if pattern.search(lowered)), "other")
