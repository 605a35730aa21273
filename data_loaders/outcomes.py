"""Read the outcome workbook: cumulative counts by project, indicator, group, region and gender."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from data_loaders.codes import code_list, folded, nearest, region_codes, region_names, region_spellings
from data_loaders.corrections import Corrections
from data_loaders.findings import Finding, InputError, with_suggestions
from data_loaders.forms import GENDER_WORDS, OUTCOME_HEADERS
from data_loaders.outcome_forms import CountForm, read_form
from data_loaders.outcome_rules import contradictions
from data_loaders.outcome_totals import (
    TOTAL_FIELDS,
    Contradiction,
    is_total,
    total_of,
    with_hidden_totals,
    with_sums,
    wrong_totals,
)  # fmt: skip
from data_loaders.places import region_of_location
from data_loaders.schemas import OutcomeRow
from data_loaders.sheets import Sheet, read_sheets
from data_loaders.theme import Theme
from data_loaders.values import counts, dates, is_blank
from data_loaders.whole_sheet import form_findings, unmapped_rows


@dataclass(frozen=True, eq=False)
class OutcomeList:
    """The outcome workbook as it was read: sheet (null for CSV), rows, columns (field → letter and header,
    for what stands in the rows), rows under the header, findings."""

    sheet: str | None
    rows: dy.DataFrame[OutcomeRow]
    columns: Mapping[str, tuple[str, str | None]]
    rows_in: int
    findings: tuple[Finding, ...]

    @property
    def rows_kept(self) -> int:
        """Rows of the long form, or cells of the wide one, that are in ``rows``."""
        return self.rows.height


def read_outcomes(path: Path, theme: Theme, corrections: Corrections | None = None) -> OutcomeList:
    """Read the outcome workbook, in its long form or its wide one.

    A blank value is *not collected*: the row is left out with a finding, never read as
    zero. A row whose code, date, indicator, gender or value is not understood is left
    out; an unknown target group or region is left blank with a finding and the count kept.
    A row or column of totals is never counted: it is compared with its parts.

    Args:
        path: The workbook; the first sheet with the headers of either form is read.
        theme: The theme file, for the target groups.
        corrections: Known errors of the workbook, put right before anything is read from it.

    Returns:
        The rows; ``rows_in`` counts the rows of the long form, and in the wide form the
        cells under a gender and the rows that hold something else alone.

    Raises:
        InputError: the file cannot be read or its headers are not those of the form.
    """
    spellings = _spellings(theme)
    form = read_form(path, read_sheets(path), lambda label: _read_label(label, spellings))
    collected = _Findings(form, dict.fromkeys(form_findings(form.sheet, form.header_row, form.columns.values())))
    for absent in form.absent:
        collected.add("column-missing", form.header_row, header=OUTCOME_HEADERS[absent][0])
    table = corrections.applied("outcomes", form.counts, collected.cell) if corrections else form.counts
    typed = table.select(
        "source_row",
        "source_column",
        _projects(table["project_code"]).alias("project_code"),
        dates(table["cutoff_date"], form.sheet.day_zero).alias("cutoff_date"),
        *(_coded(table[field], spellings[field]).alias(field) for field in ("indicator", "target_group", "gender")),
        _regions(table["region"]).alias("region"),
        counts(table["value"]).alias("value"),
        pl.col("gender").str.to_lowercase().alias("gender_word"),
        pl.col("value").alias("value_text"),
        *(_label(table[field]).alias(f"{field}_label") for field in TOTAL_FIELDS),
    )
    typed = _counted_alone(with_hidden_totals(typed.with_columns(_totals(typed, spellings))), table, collected)
    adds_up = typed.select(pl.any_horizontal(_TOTALS)).to_series()
    parts, texts = typed.filter(~adds_up), table.filter(~adds_up)
    kept = parts.filter(~_left_out(parts, texts, collected))
    totals = typed.filter(adds_up)
    # A total in the row leaves the row out; a column of totals has no counts of its own.
    in_row = pl.any_horizontal(pl.lit(False), *(f"{field}_total" for field in TOTAL_FIELDS if field in form.columns))
    in_header = pl.any_horizontal(pl.lit(False), *(f"{field}_total" for field in TOTAL_FIELDS if field not in form.columns))
    for row, column, by_sum, value in (
        totals.filter(in_row | pl.col("by_sum"))
        .unique("source_row", maintain_order=True)
        .select("source_row", "source_column", "by_sum", "value_text")
        .iter_rows()
    ):
        if by_sum:
            collected.add("total-by-sum", row, column, value)
        else:
            collected.add("total-left-out", row, column)
    is_row = in_row & bool(form.labels)
    label = pl.concat_str((pl.when(f"{field}_total").then(f"{field}_label") for field in TOTAL_FIELDS), separator=" · ", ignore_nulls=True)
    together = pl.when(is_row).then(pl.col("source_row").cast(pl.String)).when(in_row).then(label).otherwise("source_column")
    totals = totals.with_columns(together.alias("together"), is_row.alias("is_row"))
    collected.add_all(sorted((*contradictions(kept), *wrong_totals(kept, totals)), key=lambda each: (each[1], len(each[2]), each[2])))
    unmapped = unmapped_rows(form.sheet, form.header_row, form.counts["source_row"])
    rows_in = table.height - totals.select(in_header.sum()).item() + len(unmapped)
    meant: dict[str, Callable[[str], str | None]] = {
        f"{name.replace('_', '-')}-unknown": partial(nearest, spellings=spellings[name]) for name in spellings
    }
    meant["region-unknown"] = partial(nearest, spellings=region_names())
    meant["gender-unknown"] = lambda label: nearest(re.sub(r": \d+$", "", label), spellings["gender"])
    return OutcomeList(
        form.sheet.name,
        OutcomeRow.validate(kept.select(OutcomeRow.column_names()), cast=True),
        {name: (letter, form.headers.get(letter)) for name, letter in form.columns.items()},
        rows_in,
        with_suggestions([*collected.findings, *unmapped], meant),
    )


def is_outcome_form(path: Path, sheets: tuple[Sheet, ...], theme: Theme) -> bool:
    """Whether a sheet has the headers of the outcome workbook, in either form."""
    spellings = _spellings(theme)
    try:
        form = read_form(path, sheets, lambda label: _read_label(label, spellings))
    except InputError:
        return False
    return not {"project_code", "indicator"} & set(form.absent)


@dataclass(frozen=True, eq=False)
class _Findings:
    """Collects what is wrong, each cell once for each check."""

    form: CountForm
    findings: dict[Finding, None] = field(default_factory=dict)

    def add(self, code: str, row: int, column: str | None = None, value: str | None = None, header: str | None = None) -> None:
        header = header or (self.form.headers.get(column) if column else None)
        self.findings[self.form.sheet.finding(code, row=row, column=column, header=header, value=value)] = None

    def add_all(self, contradictions: Iterable[Contradiction]) -> None:
        for code, row, column, value in contradictions:
            self.add(code, row, column, value)

    def cell(self, code: str, field: str, row: Mapping[str, Any], value: str | None, suggestion: str | None) -> Finding:
        """A finding about the cell that tells a field of one count; it is not collected here."""
        place, column = self.form.place(field, row["source_row"], row["source_column"])
        header = self.form.headers.get(column) if column else None
        return self.form.sheet.finding(code, None, place, column, header, value, suggestion)

    def cells(self, code: str, field: str, broken: pl.DataFrame) -> None:
        """One finding for each cell that tells a field of broken counts."""
        for row, column, value in broken.select("source_row", "source_column", field).iter_rows():
            self.add(code, *self.form.place(field, row, column), value)


def _left_out(typed: pl.DataFrame, texts: pl.DataFrame, collected: _Findings) -> pl.Series:
    """Tell what is wrong in single cells; true where the count cannot be kept."""
    blank = {name: texts.select(is_blank(pl.col(name))).to_series() for name in OUTCOME_HEADERS}
    # "Ei tietoa" is a gender here, not a missing one.
    blank["gender"] = texts["gender"].is_null()
    checks = {
        "project_code": "project-code-missing",
        "cutoff_date": "cutoff-date-unreadable",
        "indicator": "indicator-unknown",
        "gender": "gender-unknown",
    }
    bad = pl.repeat(False, texts.height, eager=True)
    for name, code in checks.items():
        broken = typed[name].is_null()
        is_header = name == "gender" and name not in collected.form.columns
        told_of = _with_people(texts, typed["value"]) if is_header else texts
        collected.cells(code, name, told_of.filter(broken))
        bad |= broken
    unreadable = typed["value"].is_null() & ~blank["value"]
    collected.cells("value-blank", "value", texts.filter(blank["value"]))
    collected.cells("count-unreadable", "value", texts.filter(unreadable))
    for name in ("indicator", "target_group", "region", "gender"):
        written = texts[name].str.strip_chars(_STRAY)
        # A name may begin with either letter; the code of an indicator has capitals.
        small = (written != typed[name]) & (written.str.to_uppercase() == typed[name].str.to_uppercase()) & (name == "indicator")
        collected.cells("code-mended", name, texts.filter(typed[name].is_not_null() & ((written != texts[name]) | small)))
    for name, code in (("target_group", "target-group-unknown"), ("region", "region-unknown")):
        # A total that is counted has been told.
        unknown = typed[name].is_null() & ~blank[name] & ~_where(typed[f"{name}_label"], is_total)
        collected.cells(code, name, texts.filter(unknown))
    return bad | unreadable | typed["value"].is_null()


def _with_people(texts: pl.DataFrame, values: pl.Series) -> pl.DataFrame:
    """The texts with the people of each column behind its gender: a header does not say how many are lost with it."""
    people = pl.col("people").sum().over("source_column").cast(pl.String)
    gender = pl.concat_str(pl.col("gender").fill_null("?"), people, separator=": ")
    return texts.with_columns(people=values.fill_null(0)).with_columns(gender=gender)


# What the texts mean ------------------------------------------------------------------


#: Names that people give to all participants, where an indicator stands.
_EVERYONE = (
    "osallistujat", "osallistujat yhteensä", "osallistujia yhteensä", "kaikki osallistujat", "deltagare", "deltagare totalt",
    "alla deltagare", "participants", "total participants", "all participants",
)  # fmt: skip
#: Marks that a slip leaves around a code.
_STRAY = " .:;"
_TOTALS = tuple(f"{field}_total" for field in TOTAL_FIELDS)


def _totals(typed: pl.DataFrame, spellings: Mapping[str, Mapping[str, str]]) -> list[pl.Series]:
    """``…_total`` of each field: true where a count adds up others over it and says so.

    A total of one name (``Nuoret yhteensä``) adds up over what it leaves blank.
    """
    labels = {name: typed[f"{name}_label"] for name in TOTAL_FIELDS}
    known = {**spellings, "project_code": dict.fromkeys(folded(code) for code in typed["project_code"].drop_nulls().unique())}
    of_one = {name: _where(texts, partial(_is_total_of, known=known[name])) for name, texts in labels.items()}
    flags = []
    for name, texts in labels.items():
        flag = _where(texts, partial(_is_total_besides, known=spellings.get(name, {})))
        if name != "project_code":
            flag |= texts.is_null() & pl.select(pl.any_horizontal(is_one for other, is_one in of_one.items() if other != name)).to_series()
        flags.append(flag.alias(f"{name}_total"))
    return flags


def _is_total_of(text: str, known: Mapping[str, str | None]) -> bool:
    return total_of(text) in known


def _is_total_besides(text: str, known: Mapping[str, str]) -> bool:
    return is_total(text) and text not in known


def _where(texts: pl.Series, holds: Callable[[str], bool]) -> pl.Series:
    """Where something holds for a text; it is asked once of each different one, and never of a blank."""
    return texts.is_in([text for text in texts.drop_nulls().unique() if holds(text)]).fill_null(False)


def _counted_alone(typed: pl.DataFrame, texts: pl.DataFrame, collected: "_Findings") -> pl.DataFrame:
    """The counts where totals of groups or regions that have no parts are counted, and told: nobody else counts their people."""
    over_labels = (pl.col("target_group_total") | pl.col("region_total")) & ~pl.col("gender_total") & ~pl.col("project_code_total")
    parts = typed.filter(~pl.any_horizontal(_TOTALS), pl.col("value").is_not_null())
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in ("project_code", "cutoff_date", "indicator", "gender", "value"))
    totals = typed.with_row_index("number").filter(over_labels, known)
    numbers = with_sums(parts, totals).filter(~pl.col("has_parts"))["number"].implode()
    alone = pl.select(pl.int_range(typed.height, eager=True).is_in(numbers)).to_series()
    for name in ("target_group", "region"):
        collected.cells("total-counted", name, texts.filter(alone & typed[f"{name}_total"] & typed[f"{name}_label"].is_not_null()))
    return typed.with_columns((pl.col(name) & ~alone).alias(name) for name in _TOTALS)


def _label(texts: pl.Series) -> pl.Series:
    """Texts as they are compared; null for a word that says *blank*."""
    known = {text: folded(text) for text in texts.filter(~is_blank(texts)).unique()}
    return texts.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)


def _read_label(label: str, spellings: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a label above the genders says, by field: an indicator, a date, a group, a region."""
    # A full stop behind a word is a slip; behind a number it may be anything.
    written = folded(label).strip(_STRAY) if re.search(r"[^\\W\\d_]", label) else folded(label)
    said = {name: label for name in ("indicator", "target_group", "region") if {folded(label), written} & spellings[name].keys()}
    if not said and (code := re.search(r"(?i)\bEEC[OR]\d\d(-COMPLETE)?\b", label)):
        said["indicator"] = code[0]
    if day := re.search(r"\b(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})\b", label):
        said["cutoff_date"] = day[0]
    return said


def _spellings(theme: Theme) -> Mapping[str, Mapping[str, str]]:
    """Field → folded spelling → code."""
    return {
        "indicator": _indicator_spellings(),
        "target_group": theme.target_group_spellings,
        "region": region_spellings(),
        "gender": {word: code for code, words in GENDER_WORDS.items() for word in (*words, code)},
    }


def _coded(texts: pl.Series, spellings: Mapping[str, str]) -> pl.Series:
    """The code of each text; null when it is blank or in no spelling list."""
    codes = {text: _code(text, spellings) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)


def _projects(texts: pl.Series) -> pl.Series:
    """The project codes as written; that of another row where a text is a total of it (``S30001 yhteensä``)."""
    codes = {folded(code): code for code in texts.drop_nulls().unique().sort()}
    meant = {code: codes[of_one] for code in codes.values() if (of_one := total_of(code)) in codes}
    return texts.replace(meant)


def _code(text: str, spellings: Mapping[str, str]) -> str | None:
    """The code of a text, of a total of it, or of it without a stray full stop."""
    return spellings.get(folded(text)) or spellings.get(total_of(text) or "") or spellings.get(folded(text).strip(_STRAY))


def _regions(texts: pl.Series) -> pl.Series:
    """The region of each text, read as the place of a project is; null when it is no single region."""
    spellings = region_spellings()
    codes = {text: _code(text, spellings) or region_of_location(text) for text in texts.drop_nulls().unique()}
    codes = {text: code if code in region_codes() else None for text, code in codes.items()}
    return texts.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)


def _indicator_spellings() -> dict[str, str]:
    """Folded code, name, or code and name of an indicator → its code."""
    spellings: dict[str, str] = {}
    for code, row in code_list("indicators").items():
        for name in {row["fi"], row["sv"], row["en"]}:
            spellings |= {folded(name): code, folded(f"{code} {name}"): code}
        spellings[folded(code)] = code
    return spellings | dict.fromkeys(_EVERYONE, "EECO01")
