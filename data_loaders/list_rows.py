"""Which rows under the header of a project list are projects, and what the others are.

Every filled row is one thing: a project, the rest of the project above it (a further partner or place), a total, a heading, a
note. What is no project is left out and told; a row that holds money is never left out as a note.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import polars as pl
from openpyxl.utils import column_index_from_string

from data_loaders.findings import Finding
from data_loaders.implementers import implementer_types
from data_loaders.list_totals import Total, is_beside_total, is_total_phrase, sums_in_place, totals_among
from data_loaders.places import region_of_location
from data_loaders.schemas import DATE_COLUMNS, MONEY_COLUMNS
from data_loaders.sheets import Sheet
from data_loaders.values import BLANK_WORDS
from data_loaders.whole_sheet import ranges

_IMPLEMENTER = ("implementer_name", "implementer_business_id")
_PLACE = ("location", "site_postcode", "site_city")
#: What a further row of a project has of its own, or not at all: it is never taken from the row above.
_OWN = frozenset((*MONEY_COLUMNS, *_IMPLEMENTER, *_PLACE, "beneficiary_postcode", "beneficiary_city", "source_row"))
#: Columns that a list may be grouped by, their value in the first row of each group only.
_GROUPED = frozenset(
    {
        "fund",
        "erdf_jtf_subtype",
        "priority",
        "specific_objective",
        "funding_authority",
        "status",
        "intervention_field",
        "location",
        "support_form",
    }
)
#: Cents beyond this are no amount, and their sums would not fit.
_MOST_CENTS = 5 * 10**13
#: A sum of so many rows is no chance.
_MANY = 3
#: Totals in a list of little else than names and amounts.
_MOST_BARE = 50
#: A longer text is no label of a total.
_LONGEST_LABEL = 100
#: A row with half of what tells a project, or less.
_LITTLE = pl.col("score") * 2 <= pl.col("most")
_SUM = re.compile(r"=.*\b(?:SUM|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class ListRows:
    """What each row of a list is.

    Attributes:
        is_kept: Whether the row is a project, or a partner in one.
        continues: Place of the row whose project it goes on with; its own place where it begins one.
        first_rows: Of each row that is kept: the physical row that its project begins on.
        places: Place of a project's row → further places of it, from rows of their own.
        findings: What was left out, and what is in doubt.
    """

    is_kept: pl.Series
    continues: pl.Series
    first_rows: pl.Series
    places: Mapping[int, tuple[str, ...]]
    findings: tuple[Finding, ...]

    def completed(self, table: pl.DataFrame) -> pl.DataFrame:
        """The rows that are kept; partners have what their project's row says of it."""
        if self.places and "location" in table.columns:
            joined = {place: "; ".join(filter(None, (table["location"][place], *more))) for place, more in self.places.items()}
            table = table.with_columns(table["location"].scatter(list(joined), list(joined.values())))
        if (self.continues != pl.int_range(table.height, eager=True)).any():
            above = table[self.continues]
            own = [name for name in _IMPLEMENTER if name in table.columns]
            place = [name for name in _PLACE if name in table.columns]
            table = table.with_columns(
                *(pl.coalesce(name, above[name]) for name in table.columns if name not in _OWN),
                # A partner has a business id and a place of its own, or none that is known.
                *(pl.when(pl.all_horizontal(pl.col(own).is_null())).then(above[name]).otherwise(name).alias(name) for name in own),
                *(pl.when(pl.all_horizontal(pl.col(place).is_null())).then(above[name]).otherwise(name).alias(name) for name in place),
            )
        return table.filter(self.is_kept)


def filled_rows(sheet: Sheet, header_row: int, columns: Mapping[str, str]) -> tuple[pl.DataFrame, pl.Series]:
    """Every row under a header that holds anything, in a column that is read or in another one.

    Args:
        sheet: The sheet.
        header_row: Physical row of the header.
        columns: Field → column letter.

    Returns:
        ``source_row`` (physical) and one text column per field; and how many cells of each row are filled.
    """
    below = sheet.cells.slice(header_row)
    filled = below.select(filled=pl.sum_horizontal(pl.exclude("row").is_not_null().cast(pl.Int32))).to_series()
    table = below.select(pl.col("row").alias("source_row"), *(pl.col(letter).alias(field) for field, letter in columns.items()))
    return table.filter(filled > 0), filled.filter(filled > 0)


def list_rows(
    texts: pl.DataFrame,
    typed: pl.DataFrame,
    filled: pl.Series,
    sheet: Sheet,
    columns: Mapping[str, tuple[str, str]],
    merged: Collection[int] = (),
) -> ListRows:
    """Say of each row what it is.

    A project has a code, days, an implementer and a name, those of them that the list has; a row with all of them is kept
    whatever its amounts are. A row with half of them at most is a total when a word says so, or when its amounts are the sums
    of rows above or below it.

    Args:
        texts: ``source_row`` and one text column per field: the rows as they stand in the sheet.
        typed: The same rows with amounts and dates read.
        filled: How many cells of each row are filled.
        sheet: The sheet, for the places of findings.
        columns: Field → (column letter, header).
        merged: Physical rows whose code or name is merged with that of the row above.
    """
    marks = _marks(texts, typed, filled, merged)
    amounts = typed.select(_cents(name) for name in MONEY_COLUMNS if name in texts.columns)
    is_beside = _said_beside_totals(texts, marks)
    counted = pl.when(~is_beside)
    totals = _totals(texts, amounts.select(counted.then(pl.all())), marks.with_columns(money=pl.col("money") & ~is_beside))
    is_total = _at(totals, texts.height) & ~is_beside
    is_beside |= _under_totals(marks, is_total)
    is_other = _other_table(marks, is_total | is_beside)
    is_kept = _kept(texts, marks, is_total | is_beside | is_other)
    continues = _continued(marks, is_kept)
    places = _further_places(texts, marks, is_kept, is_total | is_beside | is_other)
    findings = [
        *_left_out(texts, marks, is_kept, totals, is_beside, is_other, sheet, columns),
        *_in_doubt(texts, amounts, marks, is_kept, totals, continues, sheet, columns),
    ]
    return ListRows(
        is_kept,
        continues,
        texts["source_row"][continues].filter(is_kept),
        places,
        tuple(sorted(findings, key=lambda finding: finding.row or 0)),
    )


def grouped_down(
    texts: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]
) -> tuple[dict[str, pl.Series], tuple[Finding, ...]]:
    """The columns that a list is grouped by and that have their value in the first row of each group only, filled downwards.

    Such a column is filled in its first row, blank in half of the rows at least, and says nothing twice; a column inside
    another one may say the same again in the next group.

    Args:
        texts: ``source_row`` and one text column per field: the projects of the list.
        sheet: The sheet, for the places of findings.
        columns: Field → (column letter, header).

    Returns:
        Field → its texts in every row; and one finding for each of these columns.
    """
    carried: dict[str, pl.Series] = {}
    findings: list[Finding] = []
    for name in sorted(_GROUPED & set(columns), key=lambda name: column_index_from_string(columns[name][0])):
        is_first = texts[name].is_not_null()
        # A value alone is no group.
        if not 2 <= is_first.sum() <= texts.height / 2 or not is_first[0]:
            continue
        if texts.with_columns(**carried).filter(is_first).select(pl.struct(*carried, name).is_unique().all()).item():
            rows = texts.filter(~is_first)["source_row"].to_list()
            column, header = columns[name]
            findings.append(sheet.finding("group-carried-down", row=rows[0], column=column, header=header, value=ranges(rows)))
            carried[name] = texts[name].forward_fill()
    return carried, tuple(findings)


# What a row has ---------------------------------------------------------------------------


def _marks(texts: pl.DataFrame, typed: pl.DataFrame, filled: pl.Series, merged: Collection[int]) -> pl.DataFrame:
    """What tells projects from other rows, one row per row of the list.

    Returns:
        ``code``, ``name``, ``implementer`` and ``dates``: whether the row has one; ``score``: how many of those that the list's
        projects usually have, out of ``most``; ``money``; ``filled`` cells, and whether that is ``enough`` for a project;
        ``lone``: an implementer without code and name, ``partner``: directly under an amount; ``place``: nothing but a place; ``blank``: nothing in a column that is
        read; ``is_apart``: a blank row stands above; ``is_merged``: code or name are those of the row above; ``is_bare``: the
        list has too little in it to tell a project by.
    """
    fields = [name for name in texts.columns if name != "source_row"]

    def says(*names: str) -> pl.Expr:
        known = (pl.col(name).is_not_null() & ~pl.col(name).is_in(BLANK_WORDS) for name in names if name in fields)
        return pl.any_horizontal(pl.lit(False), *known).fill_null(False)

    money, days = ([name for name in names if name in fields] for names in (MONEY_COLUMNS, DATE_COLUMNS))
    # "About 5,000" is money too, though nobody knows how much.
    amounts = (typed[name].is_not_null() | texts[name].str.contains(r"\d").fill_null(False) for name in money)
    marks = texts.select(
        code=says("project_code"),
        name=says("project_name"),
        implementer=says(*_IMPLEMENTER),
        dates=pl.any_horizontal(pl.lit(False), *(typed[name].is_not_null() for name in days)),
        money=pl.any_horizontal(pl.lit(False), *amounts),
        blank=pl.all_horizontal(pl.col(fields).is_null()),
        place=pl.all_horizontal(pl.lit(True), *(pl.col(name).is_null() for name in fields if name not in _PLACE)),
        is_apart=(pl.col("source_row").cast(pl.Int64).diff() > 1).fill_null(False),
        is_merged=pl.col("source_row").is_in(list(merged)),
    ).with_columns(filled, place=pl.col("place") & ~pl.col("blank"))
    if "project_code" in fields:
        marks = marks.with_columns(code=_codes(texts["project_code"], marks))
    telling = ("code", "name", "implementer", "dates")
    has_money, is_named = pl.col("money"), pl.col("code") | pl.col("name")
    is_whole = pl.sum_horizontal(pl.col(telling).cast(pl.Int32)) > 1
    # In a list without amounts, or without codes and names, other marks have to do.
    candidates = (marks.filter(said) for said in (has_money & is_named, has_money, is_named & is_whole))
    projects = next((rows for rows in candidates if rows.height), marks.clear())
    # Rows with a single mark may be totals, and have no say unless nearly all are like that.
    whole = projects.filter(is_whole)
    projects = whole if whole.height * 4 >= projects.height else projects
    usual = [name for name in telling if projects.height and projects[name].sum() * 2 >= projects.height]
    is_bare = len(usual) < 2
    if is_bare:
        # What the other columns hold tells a project from a total.
        marks, usual = marks.with_columns(rest=pl.col("filled") * 2 > cast(float, projects["filled"].median() or 0)), [*usual, "rest"]
    enough = max(_MANY if money or days else min(2, len(fields)), cast(float, marks["filled"].median() or 0) / 2)
    return marks.with_columns(
        score=pl.sum_horizontal(pl.col(name).cast(pl.Int32) for name in usual),
        most=pl.lit(len(usual)),
        is_bare=pl.lit(is_bare),
        enough=pl.col("filled") >= enough,
        lone=pl.col("implementer") & ~pl.col("code") & ~pl.col("name") & ~pl.col("is_apart") & pl.lit("code" in usual or "name" in usual),
    ).with_columns(
        partner=pl.col("lone") & pl.any_horizontal("money", "place").shift(1, fill_value=False),
        is_merged=pl.col("is_merged")
        | (_repeats_above(texts, marks) & pl.when("code").then(pl.col("score") < pl.col("most")).otherwise(_LITTLE)),
    )


def _repeats_above(texts: pl.DataFrame, marks: pl.DataFrame) -> pl.Series:
    """Rows of a partner with the code of the row above, or without a code and with the name of the last row that has one."""
    nothing = pl.repeat(None, texts.height, dtype=pl.String, eager=True)
    codes, names = (texts.get_column(name, default=nothing) for name in ("project_code", "project_name"))
    last = pl.when(marks["code"]).then(names).forward_fill()
    same = pl.select(((marks["code"] & (codes == codes.shift(1))) | (~marks["code"] & (names == last))).fill_null(False)).to_series()
    return same & (marks["implementer"] | marks["dates"])


def _codes(texts: pl.Series, marks: pl.DataFrame) -> pl.Series:
    """Which texts in the column of codes are codes: they look like those of rows that are projects for certain."""
    others = marks.select(pl.sum_horizontal(pl.col("name", "implementer", "dates").cast(pl.Int32))).to_series()
    projects = marks["code"] & marks["money"] if (marks["code"] & marks["money"]).any() else marks["code"]
    is_sure = projects & (others >= cast(float, others.filter(projects).median() or 0))
    if (marks["code"] == is_sure).all():
        return marks["code"]
    shapes = texts.str.replace_all(r"\d+", "9").str.replace_all(r"\pL+", "A")
    return marks["code"] & shapes.is_in(shapes.filter(is_sure).unique().to_list()).fill_null(False)


# Totals -----------------------------------------------------------------------------------


def _cents(name: str) -> pl.Expr:
    cents = (pl.col(name).cast(pl.Float64) * 100).round().cast(pl.Int64, strict=False)
    return pl.when(cents.abs() <= _MOST_CENTS).then(cents).alias(name)


def _at(places: Collection[int], height: int) -> pl.Series:
    return pl.int_range(height, eager=True).is_in(list(places))


def _totals(texts: pl.DataFrame, amounts: pl.DataFrame, marks: pl.DataFrame) -> dict[int, Total | None]:
    """Place → what the row is the total of; null where only its words say that it is one."""
    little = marks.select(_LITTLE & ~pl.col("is_merged"))["score"]
    worded = _worded(texts, marks.select(pl.col("is_bare"))["is_bare"] | little)
    partners = [place for place in (little & marks["money"] & marks["partner"]).arg_true() if place not in worded]
    weak = [place for place in (little & marks["money"] & ~marks["partner"]).arg_true() if place not in worded]
    edges = (~marks["money"] | marks["is_apart"]).arg_true().to_list()
    # One project may well cost as much as the one above it: with a second mark of a project, and with a code, it takes more.
    own_code = pl.col("code") & (pl.col("score") > 1)
    fewest = marks.select(pl.when(own_code).then(_MANY).otherwise(pl.col("score").clip(1, 2)).alias("fewest"))["fewest"].to_list()
    for place in worded:
        fewest[place] = 1

    known = totals_among(amounts, {*weak, *worded, *partners}, edges, fewest, worded)
    labelled = [known[place].rows > 1 for place in partners if place in known]
    # What stands in the column of implementers is the label of totals when all such rows are, and a partner else.
    if partners and not (len(labelled) == len(partners) and sum(labelled) * 2 > len(labelled)):
        last = [place for place in partners if place + 1 == texts.height or place + 1 in edges]
        strict = [*fewest]
        for place in last:
            strict[place] = _MANY
        known = totals_among(amounts, {*weak, *worded}, edges, fewest, worded)
        known |= totals_among(amounts, {*weak, *worded, *last}, edges, strict, worded)
        # The label of one total is that of others too.
        names = texts["implementer_name"].to_list() if "implementer_name" in texts.columns else [None] * texts.height
        labels = {names[place] for place in (*known, *weak)} - {None}
        alike = [place for place in partners if names[place] in labels]
        known = totals_among(amounts, {*weak, *worded, *known, *alike}, edges, fewest, worded) if alike else known
    totals = dict.fromkeys(worded) | known
    # In a list of little else than names and amounts a project looks like a total: only a sum of many rows tells.
    for _ in range(_MOST_BARE if marks["is_bare"].any() else 0):
        sums = sums_in_place(amounts, marks["money"] & ~_at(totals, texts.height), [*edges, *(place + 1 for place in totals)])
        many = (sums >= _MANY).fill_null(False).arg_true()
        if not len(many):
            break
        totals[many[0]] = Total(sums[many[0]])
    return totals


def _worded(texts: pl.DataFrame, candidates: pl.Series) -> set[int]:
    """Places of rows that a word, or a formula, makes a total."""
    fields = [name for name in texts.columns if name not in ("source_row", *MONEY_COLUMNS)]
    money = [name for name in MONEY_COLUMNS if name in texts.columns]
    worded = set()
    for place, row in zip(candidates.arg_true(), texts.filter(candidates).iter_rows(named=True), strict=True):
        formulas = any(_SUM.match(row[name] or "") for name in money)
        if formulas or any(is_total_phrase(row[name]) for name in fields if row[name] and len(row[name]) < _LONGEST_LABEL):
            worded.add(place)
    return worded


def _said_beside_totals(texts: pl.DataFrame, marks: pl.DataFrame) -> pl.Series:
    """Rows whose words say that they are an average, the frame or what remains of it, and that have little of a project.

    Among projects that have no more than a name and an amount themselves, only those after the last one.
    """
    fields = [name for name in texts.columns if name not in ("source_row", *MONEY_COLUMNS)]
    plain = marks.select(pl.col("money") & ~pl.any_horizontal("code", "dates", "is_merged"))["money"]
    is_bare, worded = marks["is_bare"].any(), []
    for place, row in zip(plain.arg_true(), texts.filter(plain).iter_rows(named=True), strict=True):
        written = [name for name in fields if row[name]]
        # In the column of implementers it is a label when nothing else is written.
        if (not marks["implementer"][place] or written == ["implementer_name"]) and any(
            len(row[name]) < _LONGEST_LABEL and is_beside_total(row[name]) for name in written
        ):
            worded.append(place)
    is_said = _at(worded, marks.height)
    last = max((marks["money"] & ~is_said & ~_worded_rows(texts, marks)).arg_true(), default=-1) if is_bare and worded else -1
    return is_said & (pl.int_range(marks.height, eager=True) > last)


def _worded_rows(texts: pl.DataFrame, marks: pl.DataFrame) -> pl.Series:
    return _at(_worded(texts, marks["money"]), marks.height)


def _under_totals(marks: pl.DataFrame, is_total: pl.Series) -> pl.Series:
    """Rows with money after the total of the whole list that have neither code, implementer nor days, whatever they say.

    None where projects have no more than that themselves.
    """
    little = marks.select(pl.col("money") & ~pl.any_horizontal("code", "implementer", "dates", "is_merged", "is_bare"))["money"]
    last = max((marks.select(pl.col("money") & ~_LITTLE)["money"] & ~is_total).arg_true(), default=marks.height)
    total = min((total for total in is_total.arg_true() if total > last), default=marks.height)
    return little & ~is_total & (pl.int_range(marks.height, eager=True) > total)


# What becomes of a row --------------------------------------------------------------------


def _other_table(marks: pl.DataFrame, is_total: pl.Series) -> pl.Series:
    """The rows of another table under the list, which begins after a blank row and with words alone."""
    place = pl.int_range(marks.height, eager=True)
    projects = marks.select(pl.col("money") & ~_LITTLE)["money"] & ~is_total
    last = max(projects.arg_true(), default=-1)
    for start in (marks["is_apart"] & (place > last)).arg_true():
        is_headed = any(
            not marks["money"][row] and marks["filled"][row] > 1 and not is_total[row] for row in range(start, min(start + 2, marks.height))
        )
        inside = (place >= start) & ~is_total
        if last >= 0 and is_headed and (inside & marks["money"]).any():
            return inside
    return pl.repeat(False, marks.height, eager=True)


def _kept(texts: pl.DataFrame, marks: pl.DataFrame, is_left_out: pl.Series) -> pl.Series:
    """Which rows are projects or partners in one: every row with money that is no total, and others that have enough in them."""
    named = pl.col("code") | pl.col("name")
    sure = pl.col("money") | (named & pl.col("enough")) | (pl.col("score") > 1) & (pl.col("dates") | pl.col("code"))
    is_sure = marks.select(sure & ~is_left_out)["money"]
    last = max(is_sure.arg_true(), default=-1)
    # Between projects a code alone is a project.
    between = (pl.int_range(pl.len()) < last) & pl.col("code")
    partner = _plain_partners(texts, marks) | pl.col("is_merged") & pl.col("implementer")
    return marks.select(is_sure | ((between | partner) & ~is_left_out))["money"]


def _plain_partners(texts: pl.DataFrame, marks: pl.DataFrame) -> pl.Series:
    """Rows with an implementer and no amount that are partners and no notes: the name is plainly an organisation's."""
    lone = marks["lone"] & ~marks["money"]
    if "implementer_name" not in texts.columns or not lone.any():
        return lone
    names = pl.select(pl.when(lone).then(texts["implementer_name"])).to_series()
    known = texts.filter(marks["code"] | marks["name"])["implementer_name"].drop_nulls().unique()
    return lone & ((implementer_types(names, None) != "other") | names.is_in(known.implode()).fill_null(False))


def _continued(marks: pl.DataFrame, is_kept: pl.Series) -> pl.Series:
    """Place of the row that begins the project of each row: a row without a code and a name goes on with the one above."""
    place = pl.int_range(pl.len())
    begins = is_kept & (pl.col("code") | pl.col("name")) & ~pl.col("is_merged")
    # A blank row, a heading or a total is an end.
    ends = pl.col("is_apart") | ~is_kept & ~pl.col("place") & ~pl.col("blank")
    goes_on = is_kept & ~begins & (pl.col("implementer") | pl.col("dates") | pl.col("is_merged") | (pl.col("filled") > 0))
    last = pl.when(begins | ends).then(pl.when(begins).then(place).otherwise(-1)).forward_fill().fill_null(-1)
    return marks.select(pl.when(goes_on & (last >= 0)).then(last).otherwise(place).alias("continues"))["continues"]


def _further_places(texts: pl.DataFrame, marks: pl.DataFrame, is_kept: pl.Series, is_left_out: pl.Series) -> dict[int, tuple[str, ...]]:
    """Row of a project → known places that follow it in rows of their own."""
    places: dict[int, tuple[str, ...]] = {}
    project: int | None = None
    is_place = marks["place"] & ~is_kept & ~is_left_out
    if "location" not in texts.columns or not is_place.any():
        return places
    for row, (kept, further, is_apart) in enumerate(zip(is_kept, is_place, marks["is_apart"], strict=True)):
        if kept:
            project = row
        elif is_apart or not further:
            project = None
        elif project is not None and region_of_location(text := texts["location"][row]):
            places[project] = (*places.get(project, ()), text)
    return places


# What is told -----------------------------------------------------------------------------


def _left_out(
    texts: pl.DataFrame,
    marks: pl.DataFrame,
    is_kept: pl.Series,
    totals: Mapping[int, Total | None],
    is_beside: pl.Series,
    is_other: pl.Series,
    sheet: Sheet,
    columns: Mapping[str, tuple[str, str]],
) -> Iterator[Finding]:
    """One finding for each row that is left out; one for all rows of another table."""
    last = max(is_kept.arg_true(), default=-1)
    other = texts.filter(is_other)["source_row"].to_list()
    if other:
        yield sheet.finding("second-table", row=other[0], value=ranges(other))
    is_told = ~is_kept & ~is_other
    for place, row in zip(is_told.arg_true(), texts.filter(is_told).iter_rows(named=True), strict=True):
        number = row.pop("source_row")
        if marks["blank"][place]:
            yield sheet.finding("unmapped-row", row=number)
            continue
        fields = [name for name, text in row.items() if text]
        field, code = fields[0], "footer-row" if place > last else "heading-row"
        if place in totals and not is_beside[place]:
            total, money = totals[place], [name for name in fields if name in MONEY_COLUMNS and not _SUM.match(row[name])]
            if money and (total is None or total.differing):
                field, code = (total.differing if total else money)[0], "total-row-differs"
            else:
                code = "total-row"
        elif is_beside[place]:
            code = "total-beside"
        elif marks["place"][place] and code == "heading-row" or marks["place"][place] and place and not marks["is_apart"][place]:
            code = "place-row"
        # A note stands alone. What looks like a project may name a person, who goes no further than this file.
        is_name = field == "implementer_name" and (len(fields) > 1 or code == "heading-row") and not is_total_phrase(row[field])
        yield sheet.finding(code, row=number, column=columns[field][0], header=columns[field][1], value=None if is_name else row[field])


def _in_doubt(
    texts: pl.DataFrame,
    amounts: pl.DataFrame,
    marks: pl.DataFrame,
    is_kept: pl.Series,
    totals: Mapping[int, Total | None],
    continues: pl.Series,
    sheet: Sheet,
    columns: Mapping[str, tuple[str, str]],
) -> Iterator[Finding]:
    """What is kept and should be looked at: rows without a project, partners, and projects that cost as much as a total."""
    place = pl.int_range(texts.height, eager=True)
    is_partner = continues != place
    if is_partner.any():
        rows = texts.filter(is_partner)["source_row"].to_list()
        yield sheet.finding("continuation-rows", row=rows[0], value=ranges(rows))
    little = marks.select(_LITTLE & pl.col("money") & ~pl.col("is_merged"))["score"]
    edges = [*(~marks["money"] | marks["is_apart"]).arg_true(), *(row + 1 for row in totals)]
    # Of a project in full, one amount that is the sum of two others may well be chance.
    sums, alike = sums_in_place(amounts, is_kept & marks["money"], edges), (pl.sum_horizontal((pl.all().fill_null(0) != 0).cast(pl.Int32)))
    columns_alike = amounts.select(alike).to_series() if amounts.width else sums
    lacks = marks.select(pl.col("is_bare") | (pl.col("score") < pl.col("most")))["is_bare"]
    is_sum = (sums.is_not_null() & ((sums >= _MANY) | (columns_alike > 1) | lacks)).fill_null(False) & (is_partner | ~little)
    is_sum = is_sum | _wholes_of_parts(amounts, continues, is_partner)
    is_unclear = is_kept & little & ~(is_partner & marks["implementer"])
    for code, told in (("total-suspected", is_sum), ("row-unclear", is_unclear)):
        for row in texts.filter(told).iter_rows(named=True):
            field = next(name for name in MONEY_COLUMNS if row.get(name))
            yield sheet.finding(code, row=row["source_row"], column=columns[field][0], header=columns[field][1], value=row[field])


def _wholes_of_parts(amounts: pl.DataFrame, continues: pl.Series, is_partner: pl.Series) -> pl.Series:
    """Projects whose amounts are the sums of several partners' below them; and partners, where every project has one equal to it."""
    height = len(continues)
    if not amounts.width or not is_partner.any():
        return pl.repeat(False, height, eager=True)
    parts = amounts.with_columns(continues).filter(is_partner).group_by("continues", maintain_order=True).agg(pl.len(), pl.all().sum())
    whole = amounts[parts["continues"]]
    same = (whole[name].is_null() | (whole[name] == parts[name]) for name in amounts.columns)
    nonzero = (whole[name].fill_null(0) != 0 for name in amounts.columns)
    is_whole = pl.select(pl.all_horizontal(*same) & pl.any_horizontal(*nonzero)).to_series()
    if is_whole.all() and (parts["len"] == 1).all():
        # These may be partners, or totals with the label in their column.
        return is_partner
    return _at(parts.filter(is_whole & (parts["len"] > 1))["continues"].to_list(), height)
