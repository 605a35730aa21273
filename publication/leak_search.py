"""Search what is published for numbers of people that are not protected.

Every figure of people is made as a reader gets it: the message of the page with its hover texts, the table,
the sentences, the workbook, the slides, the report, the drawing, in three languages. Every number in it must
be a published count, or follow from published counts by a rule with a name:

- a cell of people is a sign or a published count of the row's own thing; a change is the difference of two
  published counts of the same thing;
- a share is one published count over another or over the sum of its row or column, a rate is one over people
  in need or inhabitants: exactly, so that a share of other counts shows by its decimals;
- words say the table's numbers, published counts, and how many rows there are;
- files hold the numbers of the table and the words of the figure, wherever in the file.

Figures without people, of money, projects and promises, are made a second time of other counts: they must not
differ in a letter, so no count of people stands in them. The same holds for what a matrix says of projects.

So nothing has to be known of the true counts, and the search can be made of a bundle by anybody.
"""

import io
import math
import posixpath
import re
import zipfile
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import polars as pl
from lxml import etree

from analytics.counts import HIDDEN_SIGN, SignedCount, few
from analytics.filters import Filters
from analytics.ledger import MEASURES
from data_loaders.boundaries import Boundaries
from data_loaders.codes import LANGUAGES, code_list
from data_loaders.progress import PartProgress, unheard
from presentation.block import FigureBlock
from presentation.charts.chart import RegionMap
from presentation.charts.layout import scene
from presentation.charts.scene import Bars, Points, Scene
from presentation.exports.collected import Collected, collected_deck
from presentation.exports.deck_recipes import deck_words
from presentation.exports.picture import PictureWords, picture_svg
from presentation.exports.report import report_html
from presentation.exports.view_workbook import cover_words, figure_sheet
from presentation.exports.workbook import workbook
from presentation.figures.registry import KEYS, shown
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.tables import table_csv
from presentation.words.ledger import definition
from presentation.words.notes import example_sentence, source_line
from publication.opened_files import opened
from publication.rounding import Cube

#: Kinds of columns that speak of people.
_OF_PEOPLE = ("people", "change", "people_rate")
#: Numbers of people in need, or of inhabitants, that a rate is for.
_PER = (100, 10_000)
_EXACT = 1e-9
_MOST_NOTES = 12
#: Parts of a file that a sheet or slide has for itself.
_OF_ONE_FIGURE = r"/(charts|embeddings|notesSlides|drawings|tables)/"
#: Characters from which on words are a sentence.
_SENTENCE = 30
#: Money, codes, days and years, which are no counts, before the numbers of a sentence are looked at.
_NO_COUNTS = re.compile(
    r"€\d[\d.,]*|\d[\d ]*(?:,\d+)? ?(?:milj\. ?|mn ?)?€(?!\d)|EEC[OR]\d+|SHA-256|\{[0-9A-F-]{36}\}|\b[0-9a-f]{12,}\b|\b(?:19|20)\d\d-\d\d-\d\d\S*|\b\d{1,2}\.\d{1,2}\.(?:\d{4})?|\b\d{1,2}\s+[^\W\d]+\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\b(?![ ,.]?\d)|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
)
#: A headline that several slides have, and which of them this is.
_NUMBERED = re.compile(r"(.+) \(\d+/\d+\)", re.DOTALL)
_NUMBER = re.compile(r"(\d+(?:[ ,]\d{3})*)(?:([.,])(\d+))?(\s?%)?")


@dataclass(frozen=True)
class Unprotected:
    """A number in what is published that no published count explains.

    Attributes:
        figure: Name of the figure.
        language: Language of the output.
        place: Where it stands: a column, the drawing, the sentences, or a part of a file.
        value: The number as it stands.
    """

    figure: str
    language: str
    place: str
    value: str


@dataclass(frozen=True)
class SearchResult:
    """What was looked through, and what nothing published explains.

    Attributes:
        unprotected: Numbers that no published count explains.
        figure_count: Figures of people that were looked through, once for each language and choice.
        file_count: Files made of them.
        number_count: Cells of people in their tables.
    """

    unprotected: tuple[Unprotected, ...]
    figure_count: int
    file_count: int
    number_count: int

    @property
    def passed(self) -> bool:
        return not self.unprotected


def search_for_leaks(reading: Reading, cube: Cube, other: Reading, progress: PartProgress = unheard) -> SearchResult:
    """Look through every figure of people that the reading has: all outputs for no choice, and pages for each single choice.

    Args:
        reading: The bundle as figures read it, without choices.
        cube: Its published counts.
        other: The same with other counts, where there are any (``with_other_counts``).
        progress: Called at each language, and at each choice.
    """
    published = PublicNumbers(reading, cube)
    choices = [Filters(region=(code,)) for code in _codes(cube, "region")] + [
        Filters(group=(code,)) for code in _codes(cube, "target_group")
    ]
    steps, figure_count, file_count, number_count = len(LANGUAGES) * 3 + len(choices), 0, 0, 0
    unprotected: list[Unprotected] = []
    for step, language in enumerate(LANGUAGES):
        translated = reading.in_language(language)
        every = every_block(translated)
        blocks = of_people(every)
        unprotected += changed_by_counts(every, other.in_language(language))
        progress(step * 3, steps)
        made = outputs(blocks, translated)
        progress(step * 3 + 1, steps)
        unprotected += search_outputs(blocks, translated, published, made)
        figure_count, file_count = figure_count + len(blocks), file_count + len(made)
        number_count += sum(column.kind in _OF_PEOPLE for block in blocks for column in block.table.columns for _ in block.table.rows)
    for step, filters in enumerate(choices):
        progress(len(LANGUAGES) * 3 + step, steps)
        filtered = replace(reading, filters=filters)
        every = every_block(filtered)
        blocks = of_people(every)
        # Figures without people take the same way whatever is chosen: one choice of each kind is enough.
        if step in (0, len(choices) - 1):
            unprotected += changed_by_counts(every, replace(other, filters=filters))
        unprotected += search_outputs(blocks, filtered, published, {})
        figure_count += len(blocks)
    progress(steps, steps)
    return SearchResult(tuple(dict.fromkeys(unprotected)), figure_count, file_count, number_count)


def search_values(reading: Reading, cube: Cube, other: Reading, progress: PartProgress = unheard) -> SearchResult:
    """Look where values stand, in the tables and the specifications of the drawings: what every publication is checked by.

    Words and files are made of these and of nothing else, and a number in words may look like a count and be none: they are
    looked through by ``search_for_leaks``, as an audit does, and do not stop a publication. The rest as there.
    """
    published = PublicNumbers(reading, cube)
    every = every_block(reading)
    unprotected, blocks = changed_by_counts(every, other), of_people(every)
    figure_count, number_count = 0, 0
    choices = [
        Filters(),
        *(Filters(region=(code,)) for code in _codes(cube, "region")),
        *(Filters(group=(code,)) for code in _codes(cube, "target_group")),
    ]
    for step, filters in enumerate(choices):
        progress(step, len(choices))
        chosen = replace(reading, filters=filters)
        shown_blocks = of_people(every_block(chosen)) if step else blocks
        for block in shown_blocks:
            allowed = _Allowed(block, chosen, published, set())
            wrong = [*_in_table(block, allowed), *(_in_lengths(block, allowed) if isinstance(block, FigureBlock) else ())]
            unprotected += [Unprotected(block.key, chosen.text.language, place, str(value)) for place, value in dict.fromkeys(wrong)]
        figure_count += len(shown_blocks)
        number_count += sum(column.kind in _OF_PEOPLE for block in shown_blocks for column in block.table.columns for _ in block.table.rows)
    progress(len(choices), len(choices))
    return SearchResult(tuple(dict.fromkeys(unprotected)), figure_count, 0, number_count)


def _codes(cube: Cube, division: str) -> list[str]:
    return sorted({key.code for key in cube if key.cube == division and key.code})


def with_other_counts(people: pl.DataFrame) -> pl.DataFrame:
    """The published counts (``public_people``) with other values wherever one is more than zero; signs stay."""
    return people.with_columns(pl.when(pl.col("value") > 0).then(pl.col("value") * 2 + 21).otherwise("value"))


def changed_by_counts(blocks: Iterable[FigureBlock | Matrix], other: Reading) -> list[Unprotected]:
    """Figures without people that differ when other people are counted, and what matrices say of projects that does.

    Args:
        blocks: The figures; those of people are left to ``search_outputs``.
        other: The same reading with other counts.
    """
    return [
        Unprotected(block.key, other.text.language, "with other counts of people", "≠")
        for block in blocks
        if (isinstance(block, Matrix) or not is_of_people(block))
        and _without_people(block) not in [_without_people(again) for again in shown([block.key], other)]
    ]


def _without_people(block: FigureBlock | Matrix) -> tuple:
    """What must not depend on counts of people: all of a figure; of a matrix where there are projects, and the lines of projects and money."""
    if isinstance(block, FigureBlock):
        return own_words(block), block.table, block.source, scene(block.chart), block.chart.office
    cells = [
        [(cell.state, cell.lines[:2] if cell.short else (), cell.codes, cell.label, cell.short) for cell in cells]
        for _, cells, _ in block.rows
    ]
    return own_words(block), block.columns, block.key_rows, [(name, gaps) for name, _, gaps in block.rows], cells


def is_of_people(block: FigureBlock | Matrix) -> bool:
    """Whether a figure shows counts of people, or signs for them. What crosses them, a matrix, does in its whole rows."""
    if isinstance(block, Matrix):
        return "participants" in block.ledger.measures
    places = [place for place, column in enumerate(block.table.columns) if column.kind in _OF_PEOPLE]
    return any(row[place] is not None for row in block.table.rows for place in places)


def every_block(reading: Reading) -> list[FigureBlock | Matrix]:
    """Every figure and matrix that the reading has something for."""
    return list(shown(KEYS, reading))


def of_people(blocks: Iterable[FigureBlock | Matrix]) -> list[FigureBlock | Matrix]:
    """Those that show counts of people."""
    return [block for block in blocks if is_of_people(block)]


def outputs(blocks: Sequence[FigureBlock | Matrix], reading: Reading) -> dict[str, bytes]:
    """Name → content of everything that figures can be taken away as.

    The slides have maps of few points: shapes take long to write, and say nothing. Matrices, whose slides say how
    many projects there are, are on slides in one language.
    """
    text, info = reading.text, reading.info
    source, example = source_line(info, text), example_sentence(text) if info.is_example else ""
    files = {f"{block.key}.csv": table_csv(block.table, block.subtitle, block.not_shown or "", source) for block in blocks}
    files |= {
        f"{block.key}.svg": picture_svg(block, PictureWords(source, example)).encode() for block in blocks if isinstance(block, FigureBlock)
    }
    files["figures.xlsx"] = workbook([figure_sheet(block, reading) for block in blocks], cover_words("", reading), text)
    files["report.html"] = report_html([block.key for block in blocks], "", reading).encode()
    files["slides.pptx"] = collected_deck(
        [
            Collected(key, reading.filters, tuple(reading.choices.items()))
            for key in _on_slides(blocks)
            if text.language == LANGUAGES[0] or not key.startswith("coverage")
        ],
        replace(reading, boundaries=_few_points(reading.boundaries)),
    )
    return files


def _few_points(boundaries: Boundaries) -> Boundaries:
    """The same regions with outlines of a few points."""
    return replace(
        boundaries,
        rings={code: tuple((*ring[:: len(ring) // 4 + 1], ring[0]) for ring in rings[:1]) for code, rings in boundaries.rings.items()},
    )


def _on_slides(blocks: Sequence[FigureBlock | Matrix]) -> list[str]:
    """The figures in the order of their slides: matrices, which may take several, come last."""
    return [block.key for block in sorted(blocks, key=lambda block: isinstance(block, Matrix))]


def search_outputs(
    blocks: Sequence[FigureBlock | Matrix], reading: Reading, published: "PublicNumbers", files: Mapping[str, bytes]
) -> list[Unprotected]:
    """What figures, and the files made of them, say that published counts do not explain."""
    language = reading.text.language
    around = _around(reading) if files else set()
    every = {block.key: _Allowed(block, reading, published, around) for block in blocks}
    unprotected = []
    for key, allowed in every.items():
        block = allowed.block
        wrong = [
            *_in_table(block, allowed),
            *_in_words(block, allowed),
            *(_in_drawing(block, allowed) if isinstance(block, FigureBlock) else ()),
        ]
        unprotected += [Unprotected(key, language, place, str(value)) for place, value in dict.fromkeys(wrong)]
    for name, content in files.items():
        unprotected += [
            Unprotected(key, language, place, str(value)) for key, place, value in dict.fromkeys(_in_file(name, content, every))
        ]
    return unprotected


# What may be said ---------------------------------------------------------------------


@dataclass(frozen=True)
class WrittenNumber:
    """A number as words say it.

    Attributes:
        words: As it stands.
        value: Its value; where a comma may part thousands or decimals, ``other`` is the other reading.
        digits: Its decimals.
        is_share: Whether it is a percentage.
    """

    words: str
    value: float
    other: float | None
    digits: int
    is_share: bool


def numbers_in(words: str) -> Iterator[WrittenNumber]:
    """The numbers in some words, without days, years and codes."""
    words = words.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "")
    for match in _NUMBER.finditer(_NO_COUNTS.sub(" | ", words)):
        whole, mark, decimals, percent = match.groups()
        other = float(whole.replace(",", ".")) if re.fullmatch(r"\d{1,3},\d{3}", whole) and not mark else None
        value = float(re.sub(r"[ ,]", "", whole) + (f".{decimals}" if decimals else ""))
        yield WrittenNumber(match[0], value, other, len(decimals or ""), bool(percent))


class PublicNumbers:
    """PublicNumbers counts by what they count, and the public numbers they are compared with."""

    def __init__(self, reading: Reading, cube: Cube) -> None:
        rule = reading.text.theme.disclosure
        self.signs = {str(few(rule.rounding_base, rule.threshold)), HIDDEN_SIGN}
        self.constants = {1, rule.threshold - 1, rule.rounding_base, *_PER}
        self.values: set[int] = set()
        self.by_code: dict[str | None, set[int]] = defaultdict(set)
        self.changes: set[int] = set()
        states = defaultdict(list)
        for key, form in cube.items():
            if form.value is None:
                continue
            self.values.add(form.value)
            states[key.indicator, key.cube, key.code, key.gender].append(form.value)
            self.by_code[key.indicator].add(form.value)
            self.by_code[key.gender].add(form.value)
            self.by_code[key.code or None].add(form.value)
        for same in states.values():
            self.changes.update(other - one for one in same for other in same)
        population = {code: int(row["population"]) for code, row in code_list("regions").items() if row["population"]}
        self.against: dict[str | None, set[int]] = defaultdict(set)
        need = reading.current.need
        for code, value in () if need is None else need.select("region", "value").drop_nulls("value").iter_rows():
            self.against[code].add(int(value))
        needs = [set(numbers) for numbers in self.against.values()]
        for code, people in population.items():
            self.against[code].add(people)
            self.against[None].add(people)
        self.against[None].add(sum(population.values()))
        self.public = set().union(*self.against.values())
        shares = {one / (one + other) for numbers in needs for one in numbers for other in numbers if one + other}
        self.needed = sorted(shares | {one / other for numbers in needs for one in numbers for other in numbers if other and one <= other})


class _Allowed:
    """What one figure may say."""

    def __init__(self, block: FigureBlock | Matrix, reading: Reading, published: PublicNumbers, around: set[float]) -> None:
        self.block, self.reading, self.published, self.around = block, reading, published, around
        self.text, self.table = reading.text, block.table
        self.rows = (*self.table.rows, *((self.table.total,) if self.table.total else ()))

    def row_counts(self, number: int) -> set[int]:
        """The published counts that a row may have: of its own code, or any where it has none."""
        codes = self.table.codes
        if number >= len(self.table.rows) or not codes or codes[number] is None:
            return self.published.values
        return self.published.by_code[codes[number]]

    def against(self, number: int) -> set[int]:
        """The people in need and the inhabitants that a row's people are compared with."""
        code = self.table.codes[number] if self.table.codes and number < len(self.table.rows) else None
        return self.published.against[code] if code in self.published.against and code else self.published.public

    def people(self, row: Sequence) -> list[int]:
        """The counts of people in a row, signs left out."""
        cells = (value for value, column in zip(row, self.table.columns, strict=True) if column.kind == "people")
        return [value for value in cells if isinstance(value, int) and not isinstance(value, SignedCount)]

    @cached_property
    def cells(self) -> list[float]:
        """Every number of the table, in order."""
        return sorted({0.0, *(float(value) for row in self.rows for value in row if isinstance(value, int | float))})

    @cached_property
    def sums(self) -> set[int]:
        """The sums of the table's rows and columns of people, signs at the length they are drawn at."""
        places = [place for place, column in enumerate(self.table.columns) if column.kind in ("people", "change")]
        lines = [[row[place] for row in self.table.rows] for place in places]
        lines += [[row[place] for place in places] for row in self.rows]
        return {sum(int(value) for value in line if isinstance(value, int | float)) for line in lines}

    @cached_property
    def counts(self) -> set[float]:
        """Whole numbers that words may say: counts, changes, sums, other cells of whole numbers, and public statistics."""
        counts = {*self.published.values, *map(abs, self.published.changes), *self.sums, *self.published.constants}
        if any(column.kind == "people_rate" for column in self.table.columns):
            counts |= self.published.public
        cells = (
            value for row in self.rows for value, column in zip(row, self.table.columns, strict=True) if column.kind in ("count", "euros")
        )
        return counts | {number for value in cells if value is not None for number in (math.floor(abs(value)), math.ceil(abs(value)))}

    @cached_property
    def amounts(self) -> list[float]:
        """Amounts and rates, which words round."""
        kinds = ("euros", "rate", "people_rate", "millions", "exact")
        return [
            float(value)
            for row in self.rows
            for value, column in zip(row, self.table.columns, strict=True)
            if column.kind in kinds and isinstance(value, int | float)
        ]

    @cached_property
    def shares(self) -> list[float]:
        """Shares that words may say: of the table, of a row's people in their whole, in the column, in all."""
        shares = [
            float(value)
            for row in self.rows
            for value, column in zip(row, self.table.columns, strict=True)
            if column.kind == "share" and isinstance(value, int | float)
        ]
        for row in self.rows:
            own = self.people(row)
            wholes = {*own, sum(own), *self.sums, *(value for other in self.rows for value in self.people(other))}
            shares += [one / whole for one in own for whole in wholes if whole and one <= whole]
        return sorted(set(shares))

    def ratios(self, number: int) -> Iterator[float]:
        """The shares that a row's cells may have, exactly."""
        own = set(self.people(self.rows[number]))
        wholes = (
            own | {one + other for one, other in combinations(own, 2)} | self.sums | self.published.by_code[None] | self.row_counts(number)
        )
        wholes |= {value for value, column in zip(self.rows[number], self.table.columns, strict=True) if column.kind == "count" and value}
        parts = own or self.row_counts(number)
        yield from (part / whole for whole in wholes - {0} for part in parts if part <= whole)

    @cached_property
    def labels(self) -> set[float]:
        """Numbers in the names of rows, columns, choices and codes: they count nobody."""
        names = [
            self.table.caption,
            self.reading.filtered or "",
            *(column.header for column in self.table.columns),
            *(code or "" for code in self.table.codes),
        ]
        names += [str(row[0]) for row in self.rows]
        if isinstance(self.block, Matrix):
            names += [*self.block.columns, *(name for name, _, _ in self.block.rows), *(str(row[1]) for row in self.rows)]
        if self.block.ledger and self.block.ledger.indicator:
            names.append(self.text.label("indicators", self.block.ledger.indicator))
        return _values(names)

    @cached_property
    def row_numbers(self) -> set[float]:
        """How many rows, or how many of them, a sentence speaks of."""
        return set(map(float, range(max(len(self.table.rows), len(self.table.columns)) + 1)))

    @cached_property
    def ticks(self) -> set[float]:
        """Numbers along the axes, and the classes of a map with how many places each has."""
        if not isinstance(self.block, FigureBlock):
            return set()
        drawing = scene(self.block.chart)
        ticks = [word for axis in (drawing.x, drawing.y) for words in axis.words for word in words]
        areas = [shape.name for shape in drawing.shapes if isinstance(shape, Points) and shape.fill]
        return _values([*ticks, *_notes(drawing), *areas])

    @cached_property
    def own_numbers(self) -> set[float]:
        """Numbers in the figure's own words, which have been looked through by themselves."""
        words = [*own_words(self.block), *(str(value) for row in self.rows for value in row if isinstance(value, str))]
        if isinstance(self.block, Matrix):
            words += [said for _, cells, gaps in self.block.rows for said in (gaps, *(line for cell in cells for line in cell.lines))]
        # A drawing breaks lines anywhere, inside a day or an amount too: what is left of them there is known.
        fragments = re.findall(r"\d+(?:[.,]\d+)?", " | ".join([*words, *(column.header for column in self.table.columns), *self.drawn]))
        pieces = {float(fragment.replace(",", ".")) for fragment in fragments}
        return _values(words) | self.ticks | pieces

    @cached_property
    def drawn(self) -> list[str]:
        """The words of the drawing, which are looked through by themselves."""
        if not isinstance(self.block, FigureBlock):
            return []
        drawing = scene(self.block.chart)
        beside = [word for shape in drawing.shapes if isinstance(shape, Bars) for word in shape.words]
        names = [shape.name for shape in drawing.shapes if isinstance(shape, Points)]
        return [*_notes(drawing), *beside, *names]

    @cached_property
    def numbered(self) -> re.Pattern | None:
        """Names of rows and columns with numbers in them: left standing, they would run into the number behind them."""
        names = {*(column.header for column in self.table.columns), *(str(row[0]) for row in self.rows)}
        if isinstance(self.block, Matrix):
            names |= {*self.block.columns, *(name for name, _, _ in self.block.rows)}
        numbered = sorted((name for name in names if re.search(r"\d", name) and re.search(r"[^\W\d]{3}", name)), key=len, reverse=True)
        return re.compile("(?:" + "|".join(map(re.escape, numbered)) + r")(?!\d)") if numbered else None

    def strange(self, words: str, *more: set[float]) -> Iterator[str]:
        """Numbers of some words that nothing explains."""
        if self.numbered:
            words = self.numbered.sub(" | ", words)
        for said in numbers_in(words):
            readings = [(said.value, said.digits)] + ([(said.other, 3)] if said.other is not None else [])
            if not any(self._is_known(value, digits, said.is_share, more) for value, digits in readings):
                yield said.words.strip()

    def _is_known(self, value: float, digits: int, is_share: bool, more: Sequence[set[float]]) -> bool:
        if any(value in known for known in (self.labels, *more)):
            return True
        # A share says whole percents, and one decimal where it would be zero otherwise.
        if is_share:
            # A smaller one than a tenth is written as less than 0.1.
            near = (abs(max(share * 100, 0.1 if share else 0) - value) <= 0.5 / 10**digits + _EXACT for share in self.shares)
            return digits <= 1 and any(near)
        if digits == 0 and value in self.counts:
            return True
        scales = (1, 1e-6) if digits else (1,)
        rounded = (amount * scale for amount in self.amounts if digits or abs(amount) >= 1_000 for scale in scales)
        return any(abs(max(abs(amount), 0.1 if digits == 1 and amount else 0) - value) <= 0.5 / 10**digits + _EXACT for amount in rounded)


def own_words(block: FigureBlock | Matrix) -> tuple[str, ...]:
    """What a figure says in words."""
    return (
        block.headline,
        block.subtitle,
        block.sentence,
        getattr(block, "alt", ""),
        block.not_shown or "",
        getattr(block, "only_in_table", "") or "",
    )


def _bare(words: str) -> str:
    """Words of a drawing without its tags."""
    return re.sub(r"<[^>]*>", " ", words)


def _values(words: Iterable[str]) -> set[float]:
    return {value for said in map(numbers_in, words) for number in said for value in (number.value, number.other) if value is not None}


def _strings(data: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of nested values, with the name it stands under."""
    if isinstance(data, str):
        yield name, data
    elif isinstance(data, Mapping):
        for key, part in data.items():
            yield from _strings(part, str(key))
    elif hasattr(data, "__dataclass_fields__"):
        for key in data.__dataclass_fields__:
            yield from _strings(getattr(data, key), key)
    elif isinstance(data, Sequence):
        for part in data:
            yield from _strings(part, name)


# Where it is looked for ---------------------------------------------------------------


def _in_table(block: FigureBlock | Matrix, allowed: _Allowed) -> Iterator[tuple[str, object]]:
    """Cells of people that are neither a sign nor a published count, change, share or rate."""
    signs = allowed.published.signs
    for number, row in enumerate(allowed.rows):
        for value, column in zip(row, block.table.columns, strict=True):
            is_sign = isinstance(value, SignedCount) and value.sign in signs
            if value is not None and not is_sign and column.kind in _CELLS and not _CELLS[column.kind](value, number, allowed):
                yield column.header, value


def _is_count(value: int, number: int, allowed: _Allowed) -> bool:
    is_total = number >= len(allowed.table.rows) and value in allowed.sums
    return not isinstance(value, SignedCount) and (is_total or value in allowed.row_counts(number))


def _is_change(value: int, number: int, allowed: _Allowed) -> bool:
    return value in allowed.published.changes


def _is_share(value: float, number: int, allowed: _Allowed) -> bool:
    return _is_in(value, allowed.published.needed) or any(abs(value - ratio) < _EXACT for ratio in allowed.ratios(number))


def _is_in(value: float, ordered: Sequence[float], near: float = _EXACT) -> bool:
    at = bisect_left(ordered, value - near)
    return at < len(ordered) and ordered[at] <= value + near


def _is_rate(value: float, number: int, allowed: _Allowed) -> bool:
    counts = allowed.row_counts(number)
    exact = (count * per / people for people in allowed.against(number) if people for count in counts for per in _PER)
    return any(abs(value - rate) < _EXACT or value == round(rate, 2) for rate in exact)


#: Kind of column → whether a cell is explained.
_CELLS = {"people": _is_count, "change": _is_change, "share": _is_share, "people_rate": _is_rate}


def _in_words(block: FigureBlock | Matrix, allowed: _Allowed) -> Iterator[tuple[str, object]]:
    if isinstance(block, Matrix):
        yield from _in_cells(block, allowed)
    for words in own_words(block):
        yield from ((words, strange) for strange in allowed.strange(words, allowed.row_numbers))
    for row in block.table.rows:
        for value, column in list(zip(row, block.table.columns, strict=True))[1:]:
            if column.kind == "text" and isinstance(value, str):
                yield from ((column.header, strange) for strange in allowed.strange(value, allowed.row_numbers))


def _in_cells(matrix: Matrix, allowed: _Allowed) -> Iterator[tuple[str, object]]:
    """The lines of a matrix: projects and money, and people, who must be a sign or a published count."""
    for name, cells, gaps in matrix.rows:
        yield from ((name, strange) for strange in allowed.strange(gaps))
        for cell in cells:
            people = cell.lines[2 if cell.short else 0 :]
            for words in (*cell.lines[: len(cell.lines) - len(people)], cell.label):
                yield from ((name, strange) for strange in allowed.strange(words, _values([cell.short])))
            for words in people:
                for sign in allowed.published.signs:
                    words = words.replace(sign, "")
                yield from ((name, said.words) for said in numbers_in(words) if not {said.value, said.other} & allowed.published.values)


def _notes(drawing: Scene) -> list[str]:
    """The words of a drawing, note by note."""
    return ["\n".join("".join(run.words for run in line) for line in note.lines) for note in drawing.notes]


def _in_drawing(block: FigureBlock, allowed: _Allowed) -> Iterator[tuple[str, object]]:
    """Hover texts and written values, and the lengths of bars and lines."""
    for shape in scene(block.chart).shapes:
        is_area = isinstance(shape, Points) and bool(shape.fill)
        beside = shape.words if isinstance(shape, Bars) else () if is_area else (shape.name,)
        for place, words in (*(("text", words) for words in beside), *(("hover", words) for words in shape.hover)):
            yield from ((f"{place}: {words}", strange) for strange in allowed.strange(words))
    yield from _in_lengths(block, allowed)


def _in_lengths(block: FigureBlock, allowed: _Allowed) -> Iterator[tuple[str, object]]:
    """The lengths of bars and lines: one axis of each shape has the table's numbers."""
    for shape in scene(block.chart).shapes:
        if (isinstance(shape, Points) and shape.fill) or isinstance(block.chart, RegionMap):
            continue  # outlines and centres of places
        axes = (shape.lengths, shape.places) if isinstance(shape, Bars) else (shape.xs, shape.ys)
        wrong = [[value for value in axis if isinstance(value, int | float) and not _is_drawn(value, allowed)] for axis in axes]
        if all(wrong):
            yield from (("drawing", value) for value in min(wrong, key=len))


def _is_drawn(value: float, allowed: _Allowed) -> bool:
    """Whether a number is the table's, whose rates may be rounded, or a share of its people."""
    return (
        _is_in(value, allowed.cells)
        or value in allowed.sums
        or _is_in(value, allowed.shares)
        or any(abs(value - amount) <= 0.005 + _EXACT for amount in allowed.amounts)
    )


def _in_file(name: str, content: bytes, every: Mapping[str, _Allowed]) -> Iterator[tuple[str, str, object]]:
    """Numbers of a file that are neither of the figure they stand with nor around every figure.

    What belongs to no figure, such as a cover or the texts of a whole workbook, may have the numbers of any.
    """
    owners = _owners(name, content, every)
    for piece in opened(name, content):
        owner = owners(piece.place)
        those = [every[owner]] if owner else list(every.values())
        if isinstance(piece.content, float):
            # The notes of a workbook are numbered.
            is_number = piece.place.endswith("!xl/worksheets/sheet2.xml") and piece.content <= _MOST_NOTES * len(every)
            if not is_number and not any(_is_drawn(piece.content, allowed) for allowed in those):
                yield owner or "", piece.place, piece.content
            continue
        # A sentence may say how many rows are left to the table; a number by itself may not.
        is_sentence = len(piece.content) > _SENTENCE
        strange = None
        # Slides of one headline are numbered.
        numbered = _NUMBERED.fullmatch(piece.content)
        words = numbered[1] if numbered and any(numbered[1] == allowed.block.headline for allowed in those) else piece.content
        for allowed in those:
            unknown = set(allowed.strange(words, allowed.own_numbers, allowed.around, *((allowed.row_numbers,) if is_sentence else ())))
            strange = unknown if strange is None else strange & unknown
            if not strange:
                break
        yield from ((owner or "", piece.place, number) for number in sorted(strange or ()))


def _owners(name: str, content: bytes, every: Mapping[str, _Allowed]) -> Callable[[str], str | None]:
    """Place in a file → the figure it belongs to, where it belongs to one."""
    if (key := name.rpartition(".")[0]) in every:
        return lambda place: key
    if name == "report.html":
        return lambda place: key if (key := place.partition("#")[2]) in every else None
    keys, folder = {
        "figures.xlsx": (list(every), "xl/worksheets/sheet"),
        "slides.pptx": ([key for key in _on_slides([allowed.block for allowed in every.values()]) if isinstance(every[key].block, FigureBlock)], "ppt/slides/slide"),
    }[name]  # fmt: skip
    # Two sheets, or slides, stand before those of the figures.
    parts = {f"{folder}{number}.xml": key for number, key in enumerate(keys, start=3)}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = set(package.namelist())
        for start, key in list(parts.items()):
            waiting = [start]
            while waiting:
                part = waiting.pop()
                head, _, tail = part.rpartition("/")
                if (links := f"{head}/_rels/{tail}.rels") not in names:
                    continue
                for link in etree.fromstring(package.read(links)):
                    target = posixpath.normpath(posixpath.join(head, link.get("Target", ""))).lstrip("/")
                    if target in names and target not in parts and re.search(_OF_ONE_FIGURE, target):
                        parts[target] = key
                        waiting.append(target)
    return lambda place: parts.get(place.split("!")[1]) if "!" in place else None


def _around(reading: Reading) -> set[float]:
    """Numbers in what stands around the figures of every file: cover, sources, definitions, key figures of the delivery."""
    words = [source_line(reading.info, reading.text), *(definition(measure, None, reading.text) for measure in MEASURES)]
    for made in (cover_words("", reading), deck_words("", reading)):
        words += [said for _, said in _strings(made)]
    return _values(words)
