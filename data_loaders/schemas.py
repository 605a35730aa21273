"""What a valid table looks like: the contract between loaders and analytics.

Columns are English snake_case with the unit last. Money is exact: decimals with two
places, and the name carries stage and basis. The data dictionary in ``docs`` is
generated from this file.

A schema's key and rules are what every table of it keeps, judged where the table is made.
What may be wrong in a row that is kept all the same is a finding, and told by the loaders.
"""

from typing import TypeVar, cast

import dataframely as dy
import polars as pl

from data_loaders.codes import GENDERS, SEVERAL_REGIONS

MONEY_COLUMNS = (
    "planned_eu_state_eur",
    "planned_public_eur",
    "planned_total_eur",
    "actual_eu_state_eur",
    "actual_public_eur",
    "actual_total_eur",
    "actual_eu_eur",
)
DATE_COLUMNS = ("start_date", "end_date")


def _text(description: str) -> dy.String:
    return dy.String(nullable=True, description=description)


def _euros(description: str) -> dy.Decimal:
    return dy.Decimal(38, 2, nullable=True, description=description)


Table = TypeVar("Table", bound=pl.DataFrame)


def rows_where(table: Table, *conditions: pl.Expr | pl.Series) -> Table:
    """Some rows of a table. They keep its schema, which Polars' own ``filter`` forgets."""
    return cast(Table, table.filter(*conditions))


def _each_once(*columns: str) -> pl.Expr:
    """A key of columns that may be null, which a primary key does not allow."""
    return pl.struct(columns).is_unique()


class ProjectRow(dy.Schema):
    """One row of the project list: one implementer's part of a project.

    A joint project has several rows, one per implementer, under one ``group_code``.
    """

    source_row = dy.UInt32(primary_key=True, description="Physical row in the source sheet, as Excel counts")
    project_key = dy.String(description="What is counted as one project: the group code, else the project code, else the row")
    project_code = _text("Code of this implementer's part (Hankekoodi)")
    group_code = _text("Code of the joint project (Ryhmähanketunnus); null when there is one implementer")
    fund = _text("Fund as written in the list, for example ESR+ (Rahasto)")
    erdf_jtf_subtype = _text("Sub-type of ERDF and JTF projects (EAKR-/JTF-alatyyppi)")
    priority = _text("Priority of the programme (Tl, toimintalinja)")
    specific_objective = _text("Specific objective, for example 4.3 (Et)")
    project_name = _text("Name of the project (Hankkeen nimi)")
    implementer_name = _text("Name of the implementer (Toteuttajan nimi); null for a private person")
    implementer_business_id = _text("Business id NNNNNNN-N (Toteuttajan Y-tunnus)")
    implementer_type = dy.String(description="Type of organisation, code of assets/labels/implementer_types.csv")
    authority_name = _text("Funding authority as written in the list (Rahoittava viranomainen)")
    authority = _text("Authority's code in assets/labels/authorities.csv, else its name as written")
    status_name = _text("Status as written in the list (Toiminnan tila)")
    status = _text("Status code of assets/labels/statuses.csv, else the words as written")
    start_date = dy.Date(nullable=True, description="First day of the project (Aloituspvm)")
    end_date = dy.Date(nullable=True, description="Last day of the project (Päättymispvm)")
    planned_eu_state_eur = _euros("Committed, EU and state money (Suunniteltu EU- ja valtion rahoitus)")
    planned_public_eur = _euros("Committed, public basis: the one that meets the frame (Suunniteltu julkinen rahoitus)")
    planned_total_eur = _euros("Committed, total with private money (Suunniteltu rahoitus yhteensä)")
    actual_eu_state_eur = _euros("Spent, EU and state money (Toteutunut EU- ja valtion rahoitus)")
    actual_public_eur = _euros("Spent, public basis: the one that meets the frame (Toteutunut julkinen rahoitus)")
    actual_total_eur = _euros("Spent, total with private money (Toteutunut rahoitus yhteensä)")
    actual_eu_eur = _euros("Spent, EU money only (Toteutunut EU-rahoituksen määrä)")
    intervention_field = _text("Type of intervention (Tukitoimen ala)")
    location = _text("Place as written, a NUTS 3 code and a name (Sijainti)")
    site_postcode = _text("Postcode of the place of implementation (Toteutuspaikan postinumero)")
    site_city = _text("City of the place of implementation (Toteutuspaikan postitoimipaikka)")
    beneficiary_postcode = _text("Postcode of the beneficiary (Tuensaajan postinumero)")
    beneficiary_city = _text("City of the beneficiary (Tuensaajan postitoimipaikka)")
    region = _text("Two-digit maakunta code, 'nationwide' or 'several'; null when the place is unknown")
    regions = dy.List(
        dy.String(), description="Maakunta codes where the location names several regions (then region is 'several'); else empty"
    )
    region_basis = _text("What told the region: location, site or beneficiary; null when unknown")
    support_form = _text("Form of support (Tukimuoto)")
    territorial_mechanism = _text(
        "Territorial delivery mechanism and focus (Alueellinen täytäntöönpanomekanismi ja alueellinen painopiste)"
    )
    economic_activity = _text("Economic activity (Taloudellinen toiminta)")
    esf_secondary_theme = _text("Secondary theme, ESF+ only (Toissijainen teema, vain ESR+)")
    gender_equality_dimension = _text("Gender-equality class of the operation, not participants (Sukupuolten tasa-arvo)")
    baltic_strategy = _text("Baltic Sea strategy (Itämeren alueen strategia)")
    summary = _text("Planned summary of the project (Suunnitelman mukainen tiivistelmä hankkeen toteutuksesta)")
    project_page_url = _text("Address of the project's description (Hankekuvauksen osoite)")
    project_website_url = _text("Address of the project's own site (Hankkeen kotisivun osoite)")

    @dy.rule()
    def private_person_is_not_named(cls) -> pl.Expr:
        return (pl.col("implementer_type") != "private_person") | pl.col("implementer_name").is_null()

    @dy.rule()
    def region_has_its_basis(cls) -> pl.Expr:
        return pl.col("region").is_null() == pl.col("region_basis").is_null()

    @dy.rule()
    def regions_are_of_several(cls) -> pl.Expr:
        return (pl.col("regions").list.len() == 0) | (pl.col("region") == SEVERAL_REGIONS)


class ThemeProject(dy.Schema):
    """One row of the theme workbook: a project of the theme and what it promises."""

    source_row = dy.UInt32(description="Physical row in the theme workbook")
    project_code = dy.String(primary_key=True, description="Project code as in the project list (Hankekoodi)")
    subthemes = dy.List(dy.String(), description="Sub-theme codes of the theme file; empty when not known (Alateemat)")
    target_groups = dy.List(dy.String(), description="Target-group codes of the theme file; empty when not known (Kohderyhmät)")
    promises_kept = dy.List(dy.String(), description="Codes of the promises answered kyllä")
    promises_broken = dy.List(dy.String(), description="Codes of the promises answered ei; a blank answer is in neither list")
    planned_participants = dy.Int64(
        nullable=True,
        min=0,
        description="Participants the project means to reach in all, in this implementer's part; null when not known (Suunniteltu osallistujamäärä)",
    )
    note = _text("Free note (Huomautus)")

    @dy.rule()
    def promise_has_one_answer(cls) -> pl.Expr:
        return pl.col("promises_kept").list.set_intersection("promises_broken").list.len() == 0


class ScopeRow(ProjectRow):
    """One list row of the theme, with what the theme workbook says of its project."""

    subthemes = dy.List(dy.String(), description="Sub-theme codes of the theme file; empty when not known")
    target_groups = dy.List(dy.String(), description="Target-group codes of the theme file; empty when not known")
    promises_kept = dy.List(dy.String(), description="Codes of the promises answered kyllä")
    promises_broken = dy.List(dy.String(), description="Codes of the promises answered ei")
    planned_participants = dy.Int64(nullable=True, min=0, description="Participants the project means to reach; null when not known")
    note = _text("Free note")


class OutcomeRow(dy.Schema):
    """One row of the outcome workbook: a cumulative count at a cut-off date.

    A person is counted in one row of an indicator only: rows are parts, so that they may
    be added over groups, regions and genders within one indicator.
    """

    source_row = dy.UInt32(primary_key=True, description="Physical row in the outcome workbook")
    source_column = dy.String(primary_key=True, description="Letter of the column that the count was read from")
    project_code = dy.String(description="Project code as in the project list (Hankekoodi)")
    cutoff_date = dy.Date(description="Day the cumulative count speaks of (Tilannepäivä)")
    indicator = dy.String(description="Code of assets/labels/indicators.csv: EECO01–19, EECR01–06, EECO01-COMPLETE (Indikaattori)")
    target_group = _text("Target-group code of the theme file; null when not recorded (Kohderyhmä)")
    region = _text("Maakunta code; null means the project's region (Maakunta)")
    gender = dy.Enum(GENDERS, description="female, male, non_binary or unknown (Sukupuoli)")
    value = dy.Int64(min=0, description="Cumulative count at the cut-off date (Arvo)")


class _PeopleColumns(dy.Schema):
    project_code = dy.String(description="Project code")
    indicator = dy.String(description="Indicator code")
    target_group = _text("Target-group code; null when not recorded")
    region = _text("Maakunta code of the row, else of the project; null when unknown")
    gender = dy.Enum(GENDERS, description="female, male, non_binary or unknown")
    cutoff_date = dy.Date(description="Cut-off date of the report that the count is from")
    value = dy.Int64(description="Latest cumulative count on or before the cube's date")


class PeopleCell(_PeopleColumns):
    """One cell of the people cube: what the pages read about people, in both modes."""

    @dy.rule()
    def each_cell_once(cls) -> pl.Expr:
        return _each_once("project_code", "indicator", "target_group", "region", "gender")


class PeopleTrendCell(_PeopleColumns):
    """One cell of the people trend cube: the people cube at one of several dates."""

    date = dy.Date(description="Half-year's end, or the delivery's own date")

    @dy.rule()
    def each_cell_once(cls) -> pl.Expr:
        return _each_once("date", "project_code", "indicator", "target_group", "region", "gender")


class PublicPeopleCell(dy.Schema):
    """One count of people in its public form: all that a published instance knows of people."""

    date = dy.Date(description="Day of the cumulative state")
    indicator = dy.String(description="Indicator code")
    cube = dy.Enum(("total", "region", "target_group"), description="total (whole country), region or target_group")
    code = _text("Maakunta or target-group code; null for the whole country, and where it is not known")
    gender = dy.Enum((*GENDERS, "all"), description="A gender, or all: everyone, whatever their gender")
    value = dy.Int64(nullable=True, min=0, description="Zero, or the count rounded to the base; null behind a sign")
    sign = dy.Enum(
        ("value", "few", "hidden"), description="value; few (from one to below the threshold); hidden (it would give others away)"
    )
    revised = dy.Bool(description="True when an earlier publication had another form for it: the count has been corrected")

    @dy.rule()
    def each_cell_once(cls) -> pl.Expr:
        return _each_once("date", "indicator", "cube", "code", "gender")

    @dy.rule()
    def value_or_sign(cls) -> pl.Expr:
        return pl.col("value").is_null() == (pl.col("sign") != "value")


class ProtectedCell(dy.Schema):
    """One published count as the pages read it: a number to draw, and the sign that is shown instead of it."""

    date = dy.Date(description="Day of the cumulative state")
    indicator = dy.String(description="Indicator code")
    cube = dy.String(description="total (whole country), region or target_group")
    code = _text("Maakunta or target-group code; null for the whole country, and where it is not known")
    gender = dy.String(description="A gender, or all: everyone, whatever their gender")
    value = dy.Int64(description="The number that is drawn")
    shown = _text("The sign in its place; null where the number itself is shown")

    @dy.rule()
    def each_cell_once(cls) -> pl.Expr:
        return _each_once("date", "indicator", "cube", "code", "gender")


#: What the pages read about people: unprotected for the staff, in its public form for everybody.
PeopleCube = dy.DataFrame[PeopleCell] | dy.DataFrame[PeopleTrendCell] | dy.DataFrame[ProtectedCell]


class NeedRow(dy.Schema):
    """One cell of the need by region: people in need at the end of a month, counted by the KEHA Centre (Employment Service Statistics) and published in StatFin.

    ``all`` is the statistic's own total: it is kept beside its parts and never added to them.
    """

    source_row = dy.UInt32(description="Physical row in the source file")
    month = dy.Date(description="First day of the month")
    region = _text("Maakunta code; null is the whole country")
    gender = dy.Enum(("female", "male", "all"), description="female, male or all (the statistic's own total)")
    value = dy.Int64(nullable=True, min=0, description="People at the end of the month; null when it is missing, which is not zero")
    missing = dy.Enum(
        ("protected", "not_available"),
        nullable=True,
        description="Why there is no value: protected (... in the source) or not_available (.. in the source, or blank)",
    )

    @dy.rule()
    def each_cell_once(cls) -> pl.Expr:
        return _each_once("month", "region", "gender")

    @dy.rule()
    def value_or_reason(cls) -> pl.Expr:
        return pl.col("value").is_null() == pl.col("missing").is_not_null()


class CorrectionRow(dy.Schema):
    """One known error of a source, and what became of its correction at the import."""

    record_row = dy.UInt32(primary_key=True, description="Physical row in the file of corrections")
    input = dy.String(description="The input that it is in: projects, theme or outcomes")
    conditions = dy.String(description="What tells the row: field=value, several with ;")
    field = dy.String(description="The field that is wrong")
    was = _text("What stands there wrongly; null for a blank cell")
    becomes = _text("What is right; null for a blank cell (column is)")
    why = dy.String(description="Why it is an error")
    reported_by = dy.String(description="Who reported it")
    reported_on = dy.Date(description="Day it was reported (column date)")
    state = dy.Enum(
        ("applied", "outdated", "unmatched", "not_used"),
        description="applied; outdated (the source says something else now); unmatched (no such row or column); not_used (its input was not given)",
    )
    found = _text("What stood in the source: the original value of an applied correction, else what stands there now")
    source_row = dy.UInt32(nullable=True, description="Physical row in the source; null when there is none")
