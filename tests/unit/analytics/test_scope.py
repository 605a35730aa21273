import polars as pl

from analytics.scope import scoped_rows
from data_loaders.schemas import ThemeProject


def members(*codes):
    table = pl.DataFrame(
        [{"source_row": n, "project_code": code, "subthemes": ["1"], "target_groups": [], "promises_kept": [], "promises_broken": [], "note": None} for n, code in enumerate(codes, 2)],
        schema=ThemeProject.create_empty().schema,
    )
    return ThemeProject.validate(table)


def test_a_joint_project_counts_its_theme_part_only(rows):
    listed = rows({"group_code": "R1"}, {"group_code": "R1"}, {}).drop("subthemes", "target_groups", "promises_kept", "promises_broken", "note")
    assert scoped_rows(listed, members("S2"))["project_code"].to_list() == ["S2"]


def test_a_group_code_in_the_workbook_means_all_its_rows(rows):
    listed = rows({"group_code": "R1"}, {}, {"group_code": "R1"}).drop("subthemes", "target_groups", "promises_kept", "promises_broken", "note")
    scope = scoped_rows(listed, members("R1"))
    assert scope["project_code"].to_list() == ["S2", "S4"]
    assert scope["subthemes"].to_list() == [["1"], ["1"]]


def test_without_a_theme_workbook_the_whole_list_is_the_scope(rows):
    listed = rows({}, {}).drop("subthemes", "target_groups", "promises_kept", "promises_broken", "note")
    assert scoped_rows(listed, None).height == 2
