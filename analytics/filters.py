"""What the reader asked to see."""

import re
from dataclasses import dataclass, fields, replace
from typing import Any, cast
from urllib.parse import parse_qsl

import dataframely as dy
import polars as pl

from analytics.placing import in_regions
from data_loaders.schemas import ScopeRow, Table, rows_where

#: Stands for "not known" wherever a filter offers codes.
UNKNOWN = "unknown"
#: Filters that hold several codes. The codes of one of them may be compared.
CODE_FILTERS = ("region", "subtheme", "group", "authority", "status")
#: Codes that can stand side by side.
MOST_COMPARED = 4
#: Name in the address → filter, where they differ.
_ADDRESS_NAMES = {"from": "from_year", "to": "to_year"}


@dataclass(frozen=True)
class Filters:
    """The reader's choices as codes. Empty means everything; hashable, so it keys a cache.

    Attributes:
        region: Maakunta codes, ``nationwide``, ``several`` or ``unknown``.
        subtheme: Sub-theme codes of the theme file.
        group: Target-group codes of the theme file.
        authority: Authority codes, or names where the list has others.
        status: Status codes, or words where the list has others.
        from_year: First year a project must be under way in, or later.
        to_year: Last year a project must be under way in, or earlier.
        compare: The filter whose codes stand side by side, each with figures of its own, instead of being added up; empty for none.
    """

    region: tuple[str, ...] = ()
    subtheme: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    compare: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the filters in use."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) not in ((), None, ""))

    @property
    def in_address(self) -> tuple[tuple[str, str], ...]:
        """Every choice as the address of a page writes it: name and code."""
        names = {filter_: name for name, filter_ in _ADDRESS_NAMES.items()}
        values = {name: getattr(self, name) for name in self.active}
        return tuple(
            (names.get(name, name), str(code))
            for name, value in values.items()
            for code in (value if isinstance(value, tuple) else (value,))
        )

    @property
    def sides(self) -> tuple["Filters", ...]:
        """The choices of each side of a comparison; empty when nothing is compared, or not from two to four codes."""
        codes = getattr(self, self.compare) if self.compare in CODE_FILTERS else ()
        if not 2 <= len(codes) <= MOST_COMPARED:
            return ()
        sides: tuple[dict[str, Any], ...] = tuple({self.compare: (code,)} for code in codes)
        return tuple(replace(self, compare="", **side) for side in sides)

    def rows(self, rows: dy.DataFrame[ScopeRow]) -> dy.DataFrame[ScopeRow]:
        """The list rows the reader asked for.

        A row is in a period when its project is under way in it; a project without dates
        is in no period. A row that names several regions counts with the part of the chosen
        ones (``placing``).
        """
        kept = [_any_of(pl.col(name), getattr(self, name)) for name in ("authority", "status") if getattr(self, name)]
        kept += [
            _shares_any(pl.col(column), codes) for column, codes in (("subthemes", self.subtheme), ("target_groups", self.group)) if codes
        ]
        if self.from_year is not None:
            kept.append(pl.col("end_date").dt.year() >= self.from_year)
        if self.to_year is not None:
            kept.append(pl.col("start_date").dt.year() <= self.to_year)
        rows = rows_where(rows, *kept) if kept else rows
        return in_regions(rows, self.region, _any_of(pl.col("region"), self.region)) if self.region else rows

    def people(self, cube: Table, scope: dy.DataFrame[ScopeRow]) -> Table:
        """The counts of people the reader asked for.

        Where a count has its own region or target group, that decides; sub-theme,
        authority, status and period come from the project.

        Args:
            cube: Cells of the people cube (or trend cube) of the theme's projects, or their outcome rows.
            scope: All list rows of the theme.
        """
        if "shown" in cube.columns:
            return self._protected(cube)
        own = replace(self, region=(), group=(), compare="")
        kept = [] if own.is_empty else [_of_projects(own.rows(scope))]
        if self.region:
            kept.append(_any_of(pl.col("region"), self.region))
        if self.group:
            kept.append(_any_of(pl.col("target_group"), self.group))
        return rows_where(cube, *kept) if kept else cube

    def _protected(self, cube: Table) -> Table:
        """The published counts of one region or one target group, which take the place of the country's; else none."""
        if self.is_empty:
            return cube
        for filter_, name in (("region", "region"), ("group", "target_group")):
            chosen = getattr(self, filter_)
            if len(chosen) == 1 and self == Filters(**{filter_: chosen}):
                part = pl.col("code").is_null() if chosen[0] == UNKNOWN else pl.col("code") == chosen[0]
                of_choice: pl.DataFrame = cube.filter(pl.col("cube") == name, part)
                return cast(Table, pl.concat([of_choice, of_choice.with_columns(pl.lit("total").alias("cube"))]))
        return cast(Table, cube.clear())


def filters_of_query(query: str) -> Filters:
    """Filters as the address of a page writes them, for example ``region=13&status=running``.

    Raises:
        ValueError: a name is no filter, or a year is no number of four digits.
    """
    codes: dict[str, list[str]] = {}
    for name, value in parse_qsl(query.removeprefix("?"), strict_parsing=bool(query)):
        codes.setdefault(_ADDRESS_NAMES.get(name, name), []).append(value)
    if strange := set(codes) - {f.name for f in fields(Filters)}:
        raise ValueError(f"no such filter: {', '.join(sorted(strange))}")
    chosen: dict[str, Any] = {
        name: _year(values[-1]) if name.endswith("_year") else tuple(dict.fromkeys(values))
        for name, values in codes.items()
        if name != "compare"
    }
    filters = Filters(**chosen, compare=codes.get("compare", [""])[-1])
    if filters.compare and not filters.sides:
        raise ValueError(f"two to {MOST_COMPARED} codes can be compared, of one of: {', '.join(CODE_FILTERS)}")
    return filters


def _year(written: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", written, re.ASCII):
        raise ValueError(f"a year has four digits: {written[:20]}")
    return int(written)


def people_of(rows: dy.DataFrame[ScopeRow], cube: Table) -> Table:
    """The counts of the projects in some list rows, by project code or group code."""
    return rows_where(cube, _of_projects(rows))


def _of_projects(rows: dy.DataFrame[ScopeRow]) -> pl.Expr:
    codes = pl.concat([rows["project_code"], rows["group_code"]]).drop_nulls().unique()
    return pl.col("project_code").is_in(codes.implode())


def _any_of(column: pl.Expr, codes: tuple[str, ...]) -> pl.Expr:
    matches = column.is_in(list(codes)).fill_null(False)
    return matches | column.is_null() if UNKNOWN in codes else matches


def _shares_any(column: pl.Expr, codes: tuple[str, ...]) -> pl.Expr:
    matches = column.list.eval(pl.element().is_in(list(codes))).list.any().fill_null(False)
    return matches | (column.list.len().fill_null(0) == 0) if UNKNOWN in codes else matches
