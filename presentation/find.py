"""Find a figure, a word or a project by what a reader writes, in any of the three languages.

Nothing is listed by hand. Figures are found by the words that they show of themselves when they are built, so a new
figure is found as soon as it is registered; choices are found by the names of their codes. What is found is built once
more with the choices found, and only what then stands is offered, under the headline that it will have.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import log

import polars as pl
from rapidfuzz import fuzz, process

from analytics.costs import MEASURES as COST_MEASURES
from analytics.filters import Filters
from analytics.project_search import folded_letters, stem_of
from analytics.projects import project_list
from data_loaders.codes import LANGUAGES, code_list, indicator_codes, region_names
from data_loaders.places import region_of_place
from presentation import figures as _registered  # noqa: F401  the builders of every figure
from presentation.block import sentences
from presentation.figures.registry import KEYS, Built, Lack, build
from presentation.reading import Reading
from presentation.text import Text
from presentation.word_forms import word_forms, words_of
from presentation.words.projects import project_name

#: Words of a query that are looked for, and what is offered of each kind.
MOST_WORDS, MOST_FIGURES, MOST_OTHERS = 12, 6, 5
#: Choices of one figure that are codes of indicators.
INDICATOR_CHOICES = ("counted", "indicator", "costper")
#: A name of so many words at most is looked for as a whole.
_LONGEST_NAME = 5
#: A word less like every known word than this, of 100, is no slip of the fingers.
_LEAST_LIKENESS = 78
#: A stem this long tells a compound that begins with it.
_LONG_STEM = 6
#: A word that so many of the figures have is no name.
_COMMON = 0.2
#: Figures of one kind, by the first word of their keys, that are offered.
_MOST_OF_KIND = 2
#: What divides the several names that one label gives.
_BETWEEN_NAMES = re.compile(r"[,;()/]|\s(?:ja|sekä|kuten|och|samt|såsom|and|or|tai|eller|such as)\s")


@dataclass(frozen=True)
class Hit:
    """Something found.

    Attributes:
        kind: ``figure``, ``projects``, ``project``, ``implementer`` or ``word``.
        title: What it will show: a figure's headline, a name.
        detail: What that is: a figure's measure with its choices, a definition.
        page: Where it leads, as pages are called in the address.
        filters: The choices that are set there.
        choices: What else is in the address.
        anchor: Where on the page; empty for its beginning.
    """

    kind: str
    title: str
    detail: str
    page: str
    filters: Filters
    choices: tuple[tuple[str, str], ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Answer:
    """What was found, best first, and how the words were understood.

    Attributes:
        hits: All of it.
        corrected: (As written, as understood) of each misspelt word.
        unknown: Words that nothing at all has.
    """

    hits: tuple[Hit, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Code:
    """A code that a query may name: of a filter, ``indicator``, or ``type`` of implementer."""

    choice: str
    code: str


class _Noting(dict[str, str]):
    """A page's own choices, none made, that notes which of them a figure asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        self.asked.add(key)
        return default


@dataclass(frozen=True, eq=False)
class _Figure:
    """A figure and the words that it shows of itself, as forms.

    Attributes:
        key: Of the registry.
        measured: What it measures: subtitle and caption of the table.
        said: Its message.
        beside: Names of its rows and columns, and the kind of drawing.
        asks: The page's own choices that it asks for.
    """

    key: str
    measured: frozenset[str]
    said: frozenset[str]
    beside: frozenset[str]
    asks: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        return self.measured | self.said | self.beside


class Index:
    """What can be found in a delivery: made once for all readers, since building every figure in every language takes a second.

    Attributes:
        names: Every name of a code, as the forms of its words.
    """

    def __init__(self, reading: Reading) -> None:
        """Args: reading: The delivery without a reader's choices."""
        self._figures = tuple(_figures(reading))
        self._words = frozenset().union(*(figure.words for figure in self._figures))
        names = tuple(_names(reading.text))
        forms = [(code, whole, tuple(word_forms(word, language) for word in words)) for code, words, language, whole in names]
        # A part of a label that many figures speak of, such as "participants", names no code.
        self.names = tuple((code, name) for code, whole, name in forms if whole or len(name) > 1 or self._share(name[0]) < _COMMON)
        self._terms = tuple(
            (code, row, [[word_forms(word, language) for word in words_of(row[language])] for language in LANGUAGES])
            for code, row in code_list("glossary").items()
        )
        terms = (forms for _, _, names in self._terms for name in names for forms in name)
        self._forms = frozenset().union(*(forms for _, name in self.names for forms in name), *terms, self._words)
        columns = reading.current.rows.select("implementer_name", "site_city", "beneficiary_city")
        rows = {word for column in columns for value in column.drop_nulls().unique() for word in words_of(value)}
        known = rows | {word for _, words, _, _ in names for word in words} | {form for form in self._forms if ":" not in form}
        self._known = {folded_letters(word): word for word in sorted(known) if len(word) > 3}

    @property
    def keys(self) -> tuple[str, ...]:
        """The figures that can be found: those that the delivery has."""
        return tuple(figure.key for figure in self._figures)

    def _share(self, forms: frozenset[str]) -> float:
        """The share of the figures that have a word."""
        return sum(not forms.isdisjoint(figure.words) for figure in self._figures) / max(len(self._figures), 1)

    def find(self, query: str, reading: Reading) -> Answer:
        """What a reader's words lead to.

        Args:
            query: What the reader wrote.
            reading: The reader's delivery, language and choices; those that the query names take their place.
        """
        # A word of one or two letters is a preposition in each of the languages; a number is none.
        asked = [word for word in words_of(query) if len(word) > 2 or word.isdigit()]
        words, corrected, unknown = self._understood(tuple(asked[:MOST_WORDS]), reading)
        if not words and not unknown:
            return Answer()
        hits: dict[tuple, Hit] = {}
        # Where no figure fits the choices kept too, those that the words name do alone.
        for kept in dict.fromkeys((reading.filters, Filters())) if words else ():
            for codes, rest, named in self._meanings(words) if not hits else ():
                for hit in self._figure_hits(codes, rest, named, replace(reading, filters=kept)):
                    hits.setdefault((hit.page, hit.filters, hit.choices), hit)
        others = (*_project_hits(query, corrected, self._meanings(words), reading), *self._word_hits(words, reading))
        return Answer((*tuple(hits.values())[: 2 * MOST_FIGURES], *others), corrected, unknown)

    def _understood(self, words: tuple[str, ...], reading: Reading) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
        """The words as they are known; a misspelt one as the one that it is most like."""
        kept, corrected, unknown = [], [], []
        for word in words:
            if self._knows(word) or region_of_place(_base(word)):
                kept.append(word)
            elif (nearest := self._nearest(word)) is not None:
                kept.append(nearest)
                corrected.append((word, nearest))
            elif reading.current.search(word).rows.height:
                kept.append(word)
            else:
                unknown.append(word)
        return tuple(kept), tuple(corrected), tuple(unknown)

    def _knows(self, word: str) -> bool:
        return not word_forms(word).isdisjoint(self._forms)

    def _nearest(self, word: str) -> str | None:
        if len(word) < 4 or any(mark.isdigit() for mark in word):
            return None
        # The beginning of a compound: juurruttaminen is known of juurruttamissuunnitelma.
        stem = stem_of(folded_letters(word))
        if len(stem) >= _LONG_STEM and (longer := [known for known in self._known if known.startswith(stem)]):
            return self._known[min(longer, key=len)]
        likest = process.extractOne(folded_letters(word), self._known.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
        return self._known[likest[0]] if likest else None

    def _meanings(self, words: tuple[str, ...]) -> Iterator[tuple[tuple[_Code, ...], tuple[str, ...], tuple[str, ...]]]:
        """Ways to read the words: codes that they name, the words left, and the words of the names.

        The longest name wins; where one name is that of several kinds of codes, each is a way of its own.
        """
        alternatives: list[tuple[_Code, ...]] = []
        rest: list[str] = []
        named: list[str] = []
        place = 0
        while place < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
                part = words[place : place + length]
                codes = self._codes(part)
                if codes:
                    alternatives.append(codes)
                    named += part
                    place += length
                    break
            else:
                rest.append(words[place])
                place += 1
        for codes in product(*alternatives):
            # A figure shows one indicator.
            if sum(code.choice == "indicator" for code in codes) < 2:
                yield codes, tuple(rest), tuple(named)

    def _codes(self, words: tuple[str, ...]) -> tuple[_Code, ...]:
        forms = [word_forms(word) for word in words]
        named = (
            code
            for code, name in self.names
            if len(name) == len(forms) and all(not mine.isdisjoint(theirs) for mine, theirs in zip(forms, name, strict=True))
        )
        codes = tuple(dict.fromkeys(named))
        if not codes and len(words) == 1 and forms[0].isdisjoint(self._words):
            region = region_of_place(_base(words[0]))
            codes = (_Code("region", region),) if region else ()
        return codes[:3]

    def _figure_hits(self, codes: tuple[_Code, ...], rest: tuple[str, ...], named: tuple[str, ...], reading: Reading) -> Iterator[Hit]:
        if any(code.choice == "type" for code in codes):
            return
        filters = with_codes(reading.filters, codes)
        indicator = next((code.code for code in codes if code.choice == "indicator"), None)
        scores = self._scores(rest, named, indicator)
        # Where the words name choices only, one figure of each kind says most.
        most = _MOST_OF_KIND if rest or indicator else 1
        kinds: Counter[str] = Counter()
        for figure in sorted(self._figures, key=lambda figure: -scores[figure.key]):
            kind = figure.key.split("-")[0]
            if kinds[kind] == most or (scores[figure.key] <= 0 and (rest or indicator)):
                continue
            choices = tuple((name, indicator) for name in INDICATOR_CHOICES if indicator and _shows(figure, name, indicator))
            block = build(figure.key, replace(reading, filters=filters, choices=dict(choices)))
            if isinstance(block, Lack):
                continue
            kinds[kind] += 1
            yield Hit("figure", block.headline, block.subtitle, "find", filters, (("figure", figure.key), *choices))
            if kinds.total() == MOST_FIGURES:
                return

    def _scores(self, rest: tuple[str, ...], named: tuple[str, ...], indicator: str | None) -> dict[str, float]:
        """How well each figure fits: words of its measure and its message count most; a rare word says more than one that many figures have."""
        scores = dict.fromkeys((figure.key for figure in self._figures), 0.0)
        for word in (*rest, *(named if indicator else ())):
            forms = word_forms(word)
            weight = log(1 + 1 / share) if (share := self._share(forms)) else 0.0
            for figure in self._figures:
                fit = 1.0 if not forms.isdisjoint(figure.measured | figure.said) else 0.25 if not forms.isdisjoint(figure.beside) else 0.0
                scores[figure.key] += weight * fit
        for figure in self._figures if indicator else ():
            # Over time it is the indicator itself that is shown, elsewhere the people whom it counts.
            places = [place for place, name in enumerate(("costper", "counted", "indicator")) if _shows(figure, name, indicator)]
            scores[figure.key] += 3 * (1 + max(places)) if places else 0.0
        return scores

    def _word_hits(self, words: tuple[str, ...], reading: Reading) -> Iterator[Hit]:
        """Words of the glossary that the query names."""
        asked = frozenset().union(*(word_forms(word) for word in words))
        language = reading.text.language
        for code, row, names in self._terms:
            if any(all(not forms.isdisjoint(asked) for forms in name) for name in names):
                yield Hit("word", row[language], row[f"definition_{language}"], "glossary", reading.filters, (), code)


def with_codes(filters: Filters, codes: Iterable[_Code]) -> Filters:
    """The reader's choices with those that the words name in their place."""
    chosen: dict[str, tuple[str, ...]] = {}
    for code in codes:
        if code.choice in ("region", "subtheme", "group", "authority", "status"):
            chosen[code.choice] = (*chosen.get(code.choice, ()), code.code)
    filters = replace(filters, **{name: tuple(dict.fromkeys(values)) for name, values in chosen.items()})  # type: ignore[arg-type]
    # A name that takes the place of several choices leaves nothing to compare.
    return filters if filters.sides else replace(filters, compare="")


def _shows(figure: _Figure, choice: str, indicator: str | None) -> bool:
    """Whether a figure can show an indicator by one of a page's own choices."""
    return choice in figure.asks and (choice != "costper" or indicator in COST_MEASURES)


def _base(word: str) -> str:
    """The base form of a place's name, for the list of places; the word itself where it has none."""
    return next((form for form in sorted(word_forms(word)) if ":" not in form and region_of_place(form)), word)


def _figures(reading: Reading) -> Iterator[_Figure]:
    for key in KEYS:
        measured: set[str] = set()
        said: set[str] = set()
        beside: set[str] = set()
        noting = _Noting()
        for language in LANGUAGES:
            block: Built = build(key, replace(reading, text=Text(language, reading.text.theme), choices=noting))
            if isinstance(block, Lack):
                break
            table = block.table
            names = (*(column.header for column in table.columns), *(row[0] for row in table.rows if isinstance(row[0], str)))
            measured |= _forms_of(f"{block.subtitle} {table.caption}", language)
            said |= _forms_of(block.headline, language)
            beside |= _forms_of(" ".join((*names, sentences(getattr(block, "alt", ""))[0])), language)
        else:
            yield _Figure(key, frozenset(measured), frozenset(said), frozenset(beside), frozenset(noting.asked))


def _forms_of(text: str, language: str) -> set[str]:
    return {form for word in words_of(text) for form in word_forms(word, language)}


def _names(text: Text) -> Iterator[tuple[_Code, tuple[str, ...], str | None, bool]]:
    """Every name of every code, its language, and whether it is a whole one or part of a label that joins several."""
    theme = text.theme
    for name, code in region_names().items():
        yield _Code("region", code), words_of(name), None, True
    for choice, topics in (("group", theme.target_groups), ("subtheme", theme.subthemes)):
        for topic in topics:
            for names in (topic.short, topic.name):
                for language, label in names.items():
                    yield from _parts(_Code(choice, topic.code), label, language)
    for choice, kind in (("authority", "authorities"), ("status", "statuses"), ("type", "implementer_types"), ("indicator", "indicators")):
        for code, row in code_list(kind).items():
            yield _Code(choice, code), words_of(code), None, True
            for language in LANGUAGES:
                yield from _parts(_Code(choice, code), row[language], language)


def _parts(code: _Code, label: str, language: str) -> Iterator[tuple[_Code, tuple[str, ...], str | None, bool]]:
    for part in dict.fromkeys((label, *_BETWEEN_NAMES.split(label))):
        if words := words_of(part):
            yield code, words, language, part == label


def _project_hits(query: str, corrected: tuple[tuple[str, str], ...], meanings: Iterable[tuple], reading: Reading) -> Iterator[Hit]:
    """Projects and implementers whose own words the query has, and the projects of the choices that it names."""
    text, filters = reading.text, reading.filters
    for codes, rest, _ in meanings:
        kind = next((code.code for code in codes if code.choice == "type"), None)
        chosen = with_codes(filters, codes)
        if not rest and (kind or chosen != filters):
            rows = replace(reading, filters=chosen).view.rows
            rows_of_kind = rows if kind is None else rows.filter(pl.col("implementer_type") == kind)
            count = rows_of_kind["project_key"].n_unique()
            title = text.plural("{number} project", "{number} projects", count)
            detail = "; ".join(
                filter(None, (replace(reading, filters=chosen).filtered, text.label("implementer_types", kind) if kind else ""))
            )
            if count:
                yield Hit("projects", title, detail, "projects", chosen, (("type", kind),) if kind else ())
    for written, meant in corrected:
        query = re.sub(re.escape(written), meant, query, flags=re.IGNORECASE)
    hits = reading.current.search(query)
    shown = project_list(hits.rows, "planned", 1, MOST_OTHERS)
    if not shown.count or not query.strip():
        return
    if shown.count > MOST_OTHERS:
        title = text.plural("{number} project", "{number} projects", shown.count)
        yield Hit("projects", title, text("with the words {words}", words=query.strip()), "projects", Filters(), (("q", query.strip()),))
    for line in shown.lines:
        name = project_name(line.name, line.key, text)
        where = text.list_of([text.label("regions", code) for code in line.regions])
        yield Hit("project", name, where, "projects", Filters(), (("project", line.key),))
    words = [folded_letters(word) for word in words_of(query)]
    named = hits.rows.filter(pl.col("implementer_type") != "private_person")["implementer_name"].drop_nulls().unique().sort()
    for name in [name for name in named if all(word in folded_letters(name) for word in words)][:MOST_OTHERS]:
        count = hits.rows.filter(pl.col("implementer_name") == name)["project_key"].n_unique()
        detail = text.plural("{number} project", "{number} projects", count)
        query_of = f'{text("implementer:kaupunki").split(":")[0]}:"{name}"'
        yield Hit("implementer", name, detail, "projects", Filters(), (("q", query_of),))


def allowed_choices(pairs: Mapping[str, str]) -> dict[str, str]:
    """Of an address, the choices of one figure that are codes as they should be."""
    return {
        name: code
        for name in INDICATOR_CHOICES
        if (code := pairs.get(name)) is not None and code in (COST_MEASURES if name == "costper" else indicator_codes())
    }
