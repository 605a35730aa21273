"""Every headline figure as plain data: what ``manage.py figures`` prints.

The pages show the same results; this file only writes them as JSON-ready values.
Documented in ``docs/reference/figures.md``.
"""

from analytics.filters import Filters
from analytics.funding import Part, Totals, funding
from analytics.people import people_parts
from analytics.scope import Snapshot
from data_loaders.codes import GENDERS, code_list


def headline_figures(snapshot: Snapshot, filters: Filters = Filters()) -> dict:
    """The figures of one delivery as nested dictionaries; money as integer cents.

    Args:
        snapshot: The delivery, unfiltered.
        filters: The reader's choices.

    Returns:
        ``delivery``, ``as_of``, ``scope`` (``theme``, or ``whole_list`` when no theme
        workbook tells the theme's projects: then ``frame_cents`` is null), ``funding``
        and ``outcomes`` (null when the delivery has no outcome workbook).
    """
    view = snapshot.view(filters)
    result = funding(view)
    return {
        "delivery": snapshot.id,
        "as_of": snapshot.as_of.isoformat(),
        "scope": "theme" if snapshot.theme_known else "whole_list",
        "funding": {
            "basis": "public",
            "frame_cents": result.frame.cents if result.frame else None,
            **_totals(result.totals),
            "by_region": _parts(result.by_region, "region_code"),
            "by_authority": [
                {"authority": _authority_name(row["authority_code"]), **row}
                for row in _parts(result.by_authority, "authority_code")
            ],
            "by_subtheme": _parts(result.by_subtheme, "subtheme"),
            "by_target_group": _parts(result.by_target_group, "target_group"),
            "by_implementer_type": _parts(result.by_implementer_type, "implementer_type"),
            "by_year": _parts(result.by_year, "start_year"),
        },
        "outcomes": None if view.people is None else _outcomes(view),
    }


def _totals(totals: Totals) -> dict:
    return {
        "planned_cents": totals.planned.cents if totals.planned else None,
        "actual_cents": totals.actual.cents if totals.actual else None,
        "project_count": totals.project_count,
        "implementer_count": totals.implementer_count,
    }


def _parts(parts: tuple[Part, ...], name: str) -> list[dict]:
    return [{name: part.code, **_totals(part.totals)} for part in parts]


def _authority_name(code: str | None) -> str | None:
    """The Finnish name of an authority; as the list writes it where no code list has it."""
    row = code_list("authorities").get(code)
    return row["fi"] if row else code


def _outcomes(view: Snapshot) -> dict:
    """Counts by indicator and gender; a gender that was not collected has no row."""
    cube = view.people
    indicators = sorted(cube["indicator"].unique())
    return {
        "by_indicator_gender": [
            {"indicator": part.code, **row}
            for part in sorted(people_parts(cube, "indicator", None), key=lambda part: part.code)
            for row in _genders(part)
        ],
        "by_region": [
            {"indicator": indicator, "region_code": part.code, **row}
            for indicator in indicators
            for part in people_parts(cube, "region", indicator)
            for row in _genders(part)
        ],
        "by_target_group": [
            {"indicator": indicator, "target_group": part.code, **row}
            for indicator in indicators
            for part in people_parts(cube, "target_group", indicator)
            for row in _genders(part)
        ],
    }


def _genders(part) -> list[dict]:
    counts = zip(GENDERS, part.genders.counts, strict=True)
    return [{"gender": gender, "value": value} for gender, value in counts if value is not None]
