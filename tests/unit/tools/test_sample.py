"""The synthetic sample: the same each time, plainly invented, consistent, with the quirks of real lists."""

import random
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from data_loaders.column_maps import column_maps
from data_loaders.need import read_need
from data_loaders.outcomes import read_outcomes
from data_loaders.projects import read_projects
from data_loaders.schemas import MONEY_COLUMNS
from data_loaders.theme_workbook import read_theme_workbook
from tools.sample import AS_OF_DATES, LIST_ROWS, _list_row, _other_parts, _theme_parts, write_sample

CELL = ["project_code", "target_group", "region", "gender"]


@pytest.fixture(scope="module")
def files(tmp_path_factory, theme):
    """The small sample's workbooks, oldest first."""
    return write_sample(tmp_path_factory.mktemp("sample"), theme, background=False)


@pytest.fixture(scope="module")
def lists(files):
    """The project list of each date."""
    return {each.as_of: read_projects(each.projects) for each in files}


@pytest.fixture(scope="module")
def members(files, theme):
    return read_theme_workbook(files[-1].theme_workbook, theme)


@pytest.fixture(scope="module")
def theme_rows(lists, members):
    """The theme's rows of each date."""
    codes = members.rows["project_code"].to_list()
    return {day: listed.rows.filter(pl.col("project_code").is_in(codes)) for day, listed in lists.items()}


@pytest.fixture(scope="module")
def outcomes(files, theme):
    """The latest outcome workbook, which holds every cut-off date."""
    return read_outcomes(files[-1].outcomes, theme)


def test_dates_are_half_years_from_2023_to_2026(files):
    assert [each.as_of for each in files] == list(AS_OF_DATES)
    assert (AS_OF_DATES[0], AS_OF_DATES[-1], len(AS_OF_DATES)) == (date(2023, 10, 31), date(2026, 10, 31), 7)
    assert [each.projects.name for each in files][0] == "eura-2023-10-31.xlsx"
    assert files[0].outcomes.name == "outcomes-2023-10-31.xlsx" and files[0].theme_workbook.name == "theme.xlsx"


def test_content_is_the_same_each_time(files, theme, tmp_path):
    again = write_sample(tmp_path, theme, background=False)
    for first, second in zip(files, again, strict=True):
        for name in ("projects", "theme_workbook", "outcomes", "need"):
            one, other = getattr(first, name), getattr(second, name)
            assert one.read_bytes() == other.read_bytes(), one.name


def test_everything_is_read_without_troubles(lists, members, outcomes):
    assert {finding.code for listed in lists.values() for finding in listed.findings} == {"blank-rows", "footer-row", "persons-unnamed"}
    assert members.findings == () and outcomes.findings == ()


def test_theme_uses_two_thirds_of_the_frame(theme_rows):
    rows = theme_rows[AS_OF_DATES[-1]]
    assert rows.height == 60
    assert rows["project_key"].n_unique() == 35
    joint = rows.drop_nulls("group_code").group_by("group_code").len()
    assert joint.height == 10 and set(joint["len"]) == {2, 3, 4, 5}
    planned, actual = rows["planned_public_eur"].sum(), rows["actual_public_eur"].sum()
    assert Decimal(8_600_000) < planned < Decimal(8_900_000)
    assert Decimal("0.45") < actual / planned < Decimal("0.50")
    assert rows.select((pl.col("planned_public_eur") * 100 % 100 != 0).any()).item(), "amounts have cents"


def test_money_grows_and_keeps_its_order(theme_rows):
    every = pl.concat(rows.with_columns(pl.lit(day).alias("day")) for day, rows in theme_rows.items())
    planned, actual = (
        every.group_by("day").agg(pl.col(f"{kind}_public_eur").sum()).sort("day").to_series(1) for kind in ("planned", "actual")
    )
    assert planned.is_sorted() and actual.is_sorted() and actual[0] > 0
    for kind in ("planned", "actual"):
        eu_state, public, total = (pl.col(f"{kind}_{basis}_eur") for basis in ("eu_state", "public", "total"))
        assert every.filter((eu_state > public) | (public > total)).is_empty()
    assert every.filter(pl.col("actual_eu_eur") > pl.col("actual_eu_state_eur") * Decimal("0.8") + Decimal("0.01")).is_empty()
    for name in MONEY_COLUMNS[3:]:
        falls = every.sort("day").filter(pl.col(name) < pl.col(name).shift().over("project_code"))
        assert falls.is_empty(), "what has been spent stays spent"


def test_one_project_is_cancelled_and_one_raised(theme_rows):
    before, after = theme_rows[date(2024, 10, 31)], theme_rows[AS_OF_DATES[-1]]
    both = before.join(after, on="project_code", suffix="_after")
    changed = both.filter(pl.col("planned_public_eur") != pl.col("planned_public_eur_after"))
    cancelled, raised = (changed.filter(pl.col("status_after") == "cancelled"), changed.filter(pl.col("status_after") != "cancelled"))
    assert cancelled.height == raised.height == 1
    assert cancelled["planned_public_eur_after"][0] < cancelled["planned_public_eur"][0]
    assert raised["planned_public_eur_after"][0] > raised["planned_public_eur"][0]
    assert set(after["status"]) == {"running", "ended", "cancelled"}


def test_places_have_every_case(theme_rows):
    rows = theme_rows[AS_OF_DATES[-1]]
    regions = rows["region"].drop_nulls()
    assert regions.filter(regions != "nationwide").n_unique() >= 12
    assert (rows["region"] == "nationwide").sum() == 1
    assert rows["region"].null_count() == 1
    assert set(rows["region_basis"].drop_nulls()) == {"location", "site", "beneficiary"}
    assert rows["location"].drop_nulls().str.contains(r"^FI\w{1,3} ").all()


def test_written_places_lead_to_the_region_meant(theme, lists):
    meant = {part.code: part.region for part in _theme_parts(random.Random(20212027))}
    for row in lists[AS_OF_DATES[-1]].rows.iter_rows(named=True):
        if row["project_code"] in meant and row["region"] not in (None, "nationwide"):
            assert meant[row["project_code"]] in (row["region"], *row["regions"]), row["project_name"]


def test_authorities_change_in_2026(theme_rows):
    old = theme_rows[date(2025, 10, 31)]["authority"].unique().to_list()
    new = theme_rows[date(2026, 4, 30)]
    assert all(code.startswith("ely-") for code in old)
    for end, authority in new.select("end_date", "authority").iter_rows():
        assert authority.startswith("ely-" if end < date(2026, 1, 1) else "evk-")


def test_implementers_are_of_many_kinds_and_one_is_a_person(theme_rows, lists, members):
    rows = theme_rows[AS_OF_DATES[-1]]
    kinds = set(rows["implementer_type"])
    assert kinds >= {
        "municipality", "joint_authority", "wellbeing_county", "applied_sciences", "university", "education",
        "association", "parish", "company", "state", "private_person",
    }  # fmt: skip
    assert "other" not in kinds
    assert (rows["implementer_type"] == "private_person").sum() == 1
    others = lists[AS_OF_DATES[-1]].rows.join(rows, on="project_code", how="anti")
    assert "private_person" in others["implementer_type"]


def test_everything_says_that_it_is_an_example(files, theme_rows):
    for name in theme_rows[AS_OF_DATES[-1]]["project_name"]:
        assert name.endswith(("(esimerkki)", "(exempel)"))
    for summary in theme_rows[AS_OF_DATES[-1]]["summary"]:
        assert summary.startswith(("Esimerkki, ei todellinen hanke.", "Exempel, inte ett verkligt projekt."))
    for path in (files[-1].outcomes, files[-1].theme_workbook):
        assert "Esimerkkiaineisto" in openpyxl.load_workbook(path, read_only=True).properties.title


def test_list_has_the_quirks_of_the_export(files):
    path = files[-1].projects
    with pytest.warns(UserWarning, match="no default style"):
        sheet = openpyxl.load_workbook(path).active
    rows = list(sheet.iter_rows())
    expected = [texts[0] for texts in column_maps("projects")["eura2021"].values()]
    assert [cell.value for cell in rows[0]] == ["Hankekoodi ", *expected[1:]] and len(rows[0]) == 35
    columns = {cell.value: index for index, cell in enumerate(rows[0])}
    first = rows[1]
    assert first[columns["Aloituspvm"]].is_date
    assert first[columns["Suunniteltu julkinen rahoitus"]].data_type == "n"
    postcodes = [row[columns["Tuensaajan postinumero"]].value for row in rows[1:-3]]
    assert all(isinstance(code, str) and len(code) == 5 for code in postcodes if code)
    assert any(code.startswith("0") for code in postcodes if code)
    assert {row[columns["Toteuttajan Y-tunnus"]].data_type for row in rows[1:-3]} == {"s", "n"}  # n: empty
    blanks = sum(row[columns["Sijainti"]].value is None for row in rows[1:-3])
    assert 0.2 < blanks / len(rows) < 0.8
    blank, *footers = rows[-3:]
    assert all(cell.value is None for cell in blank)
    for row in footers:
        assert row[0].value and all(cell.value is None for cell in row[1:])
    assert footers[0][0].value.startswith("Applied filters:\n")


def test_theme_is_told_by_the_theme_workbook_alone(lists, theme_rows):
    rows = lists[AS_OF_DATES[-1]].rows
    alike = rows.filter((pl.col("fund") == "ESR+") & (pl.col("specific_objective") == "4.3"))
    assert alike.height > theme_rows[AS_OF_DATES[-1]].height


def test_background_has_nine_thousand_rows_and_joint_projects(theme):
    others = _other_parts(random.Random(42), LIST_ROWS[-1] - 60)
    assert len({part.code for part in others}) == len(others) == LIST_ROWS[-1] - 60
    assert not {part.code for part in others} & {part.code for part in _theme_parts(random.Random(20212027))}
    groups = pl.DataFrame(
        {"group": [p.group for p in others], "name": [p.name for p in others], "start": [p.start for p in others]}
    ).drop_nulls()
    assert groups.group_by("group").agg(pl.len(), pl.col("name").n_unique()).select("len", "name").unique().rows() == [(3, 1)]
    row = _list_row(others[0], AS_OF_DATES[0], theme)
    assert set(row) <= set(column_maps("projects")["eura2021"])


def test_theme_workbook_holds_every_row_and_some_blanks(members, theme):
    rows = members.rows
    assert rows.height == 60
    answered = rows.select((pl.col("promises_kept").list.len() + pl.col("promises_broken").list.len()).alias("n")).to_series()
    assert (answered == 0).any() and (answered == len(theme.promises)).any()
    assert (rows["subthemes"].list.len() == 0).sum() == 1
    assert set(rows["subthemes"].explode().drop_nulls()) == set("1234567")
    assert set(rows["target_groups"].explode().drop_nulls()) == {topic.code for topic in theme.target_groups}


def test_outcomes_are_many_but_not_too_many(outcomes, files):
    rows = outcomes.rows
    assert 5_000 < rows.height < 12_000
    assert files[-1].outcomes.stat().st_size < 400_000
    assert set(rows["cutoff_date"]) == set(AS_OF_DATES)
    totals = dict(_latest(rows).filter(pl.col("indicator") == "EECO01").group_by("gender").agg(pl.col("value").sum()).iter_rows())
    everyone = sum(totals.values())
    assert 4_500 <= everyone <= 5_500
    shares = {gender: count / everyone for gender, count in totals.items()}
    assert shares["female"] == pytest.approx(0.55, abs=0.02) and shares["male"] == pytest.approx(0.41, abs=0.02)
    assert 0.005 < shares["non_binary"] < 0.02 and 0.02 < shares["unknown"] < 0.04
    assert rows["target_group"].null_count() and rows["region"].null_count() and rows["region"].drop_nulls().len()


def test_no_count_ever_falls(outcomes):
    cells = outcomes.rows.sort("cutoff_date")
    key = [*CELL, "indicator"]
    assert cells.filter(pl.col("value") < pl.col("value").shift().over(key)).is_empty()
    assert cells.select(*key, "cutoff_date").is_duplicated().sum() == 0
    # A cell that was told once is told at each later report of its project.
    reports = cells.group_by("project_code").agg(pl.col("cutoff_date").unique().alias("days"))
    expected = cells.group_by(key).agg(pl.col("cutoff_date").min().alias("first"), pl.len()).join(reports, on="project_code")
    due = [sum(day >= row["first"] for day in row["days"]) for row in expected.iter_rows(named=True)]
    assert expected["len"].to_list() == due


def test_parts_of_an_indicator_add_up(outcomes):
    wide = outcomes.rows.pivot("indicator", index=[*CELL, "cutoff_date"], values="value").fill_null(0)
    for whole, parts in {"EECO01": ("EECO02", "EECO04", "EECO05"), "EECO01 ": ("EECO09", "EECO10", "EECO11")}.items():
        assert wide.filter(pl.sum_horizontal(parts) != pl.col(whole.strip())).is_empty()
    smaller = [("EECO03", "EECO02"), ("EECO13", "EECO14"), ("EECR05", "EECO01"), ("EECR01", "EECO04"), ("EECR06", "EECO05")]
    smaller += [(f"EECO{number:02}", "EECO01") for number in range(6, 18)] + [(f"EECR{number:02}", "EECO01") for number in range(1, 7)]
    for part, whole in smaller:
        assert wide.filter(pl.col(part) > pl.col(whole)).is_empty(), (part, whole)
    assert wide.filter(pl.sum_horizontal("EECO06", "EECO07", "EECO08") > pl.col("EECO01")).is_empty()


def test_results_come_after_participation(outcomes):
    first = outcomes.rows.filter(pl.col("cutoff_date") == AS_OF_DATES[1])
    last = _latest(outcomes.rows)

    def total(rows, indicator):
        return rows.filter(pl.col("indicator") == indicator)["value"].sum()

    assert total(first, "EECR04") / total(first, "EECO01") < total(last, "EECR04") / total(last, "EECO01") < 0.2
    assert 0 < total(last, "EECR05") < total(last, "EECR04")


def test_some_projects_have_no_outcomes(outcomes, members):
    assert 5 < members.rows.height - outcomes.rows["project_code"].n_unique() < 40
    assert set(outcomes.rows["project_code"]) <= set(members.rows["project_code"])


def test_zip_has_one_fixed_time(files):
    with zipfile.ZipFile(files[0].projects) as book:
        assert {entry.date_time for entry in book.infolist()} == {(2026, 11, 1, 0, 0, 0)}


def _latest(rows: pl.DataFrame) -> pl.DataFrame:
    """Each project's latest report."""
    return rows.filter(pl.col("cutoff_date") == pl.col("cutoff_date").max().over("project_code"))


def test_planned_participants_are_round_and_some_are_not_known(members, outcomes):
    planned = members.rows.select("project_code", "planned_participants")
    counted = set(outcomes.rows["project_code"])
    known = planned.drop_nulls()
    assert set(known["project_code"]) <= {part.code for part in _theme_parts(random.Random(20212027))}
    assert (known["planned_participants"] % 5 == 0).all() and known.height > 25
    assert planned.filter(pl.col("project_code").is_in(counted) & pl.col("planned_participants").is_null()).height > 0


def test_need_is_read_as_pxweb_gives_it(files):
    listed = read_need(files[-1].need)
    latest = listed.rows.filter(pl.col("month") == date(2026, 9, 1))
    assert listed.rows["month"].max() == date(2026, 9, 1) and listed.rows["month"].n_unique() == 2
    assert not [finding for finding in listed.findings if finding.severity == "error"]
    of = {(row["region"], row["gender"]): (row["value"], row["missing"]) for row in latest.iter_rows(named=True)}
    assert len(of) == (19 + 1) * 3
    assert of["16", "female"] == of["16", "male"] == (None, "protected") and of["16", "all"][0] > 0
    assert of["18", "all"] == (None, "not_available")
    assert of["01", "all"][0] == of["01", "female"][0] + of["01", "male"][0]
