from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from analytics.ledger import CELL_SCHEMA, Account, money_ledger, note_ledger, people_ledger
from analytics.money import PublicMoney
from archive.deliveries import DeliveryInfo, Source
from presentation.tables import table_csv
from presentation.text import Text
from presentation.words.ledger import cells_html, cells_table, ledger_html

INFO = DeliveryInfo(
    id="2026-10-31",
    as_of=date(2026, 10, 31),
    imported_at="2026-11-01T08:00:00+00:00",
    template="eura2021",
    note="",
    is_example=False,
    sources=(
        Source(kind="projects", file="eura <b>.xlsx", sheet="Hankkeet", sha256="abcdef0123456789ff", rows_in=9, rows_kept=7),
        Source(kind="outcomes", file="tulokset.xlsx", sheet="Tulokset", sha256="99", rows_in=5, rows_kept=5),
    ),
    tables={},
)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_account_says_value_to_the_cent_rows_in_and_out_choices_and_source(language, theme):
    text = Text(language, theme)
    account = Account("planned_public", PublicMoney(30_030), 9, 2, {"not_read": 2, "outside_theme": 4, "no_amount": 1})
    said = ledger_html([(money_ledger("planned_public", by="regions"), (account,), "Maakunta: Keski-Suomi")], INFO, text)
    assert text.euros(PublicMoney(30_030), 2) in said
    assert "Maakunta: Keski-Suomi" in said and "abcdef0123456789" in said
    assert said.count("<dd>") == 5 and "<dd>−4</dd>" in said
    assert "eura &lt;b&gt;.xlsx" in said and "tulokset.xlsx" not in said


@pytest.mark.parametrize(
    ("ledger", "said"),
    (
        (money_ledger(project="S1"), "Only the project S1."),
        (people_ledger(projects=("S1", "S2")), "Only the 2 projects that can be compared."),
        (money_ledger(), "No choices: the whole project list, since the theme&#x27;s projects are not known."),
    ),
)
def test_the_account_says_which_projects_it_speaks_of(ledger, said, theme):
    assert said in ledger_html([(ledger, (Account(ledger.measures[0], None),), None)], INFO, Text("en", theme))


def test_a_figure_of_no_delivery_is_explained_by_its_note_alone(theme):
    said = ledger_html([(note_ledger("Made of <another> list."), (), None)], INFO, Text("en", theme))
    assert said == '<div class="td-ledger"><p>Made of &lt;another&gt; list.</p></div>'


def test_joint_projects_partly_outside_the_theme_are_told(theme):
    account = Account("planned_public", PublicMoney(1), 1, 1)
    said = ledger_html([(money_ledger("planned_public"), (account,), None)], INFO, Text("fi", theme), partly=2)
    assert "2 ryhmähanketta on osin teeman ulkopuolella" in said


def test_measures_of_the_same_rows_share_one_account(theme):
    same = tuple(Account(m, PublicMoney(1), 9, 9) for m in ("planned_public", "actual_public"))
    said = ledger_html([(money_ledger(), same, None)], INFO, Text("fi", theme))
    assert said.count("<h3>") == 2 and said.count("<dl>") == 1


def test_people_come_from_the_outcome_workbook(theme):
    said = ledger_html([(people_ledger(), (Account("participants", 12),), None)], INFO, Text("fi", theme))
    assert "tulokset.xlsx" in said and "EECO01" in said and "<dl>" not in said


def test_the_cells_are_told_with_file_sheet_cell_value_and_rule(theme):
    found = pl.DataFrame(
        [
            (date(2026, 10, 31), "planned_public", "projects", "R7", "Suunniteltu", "=S1", Decimal("10.01"), Decimal("5.01"), "share"),
            (date(2026, 10, 31), "projects", "projects", "A7", "Hankekoodi", "S1", Decimal(1), Decimal(1), "once"),
        ],
        schema=CELL_SCHEMA,
        orient="row",
    )
    text = Text("fi", theme)
    table = cells_table(found, {INFO.as_of: INFO}, text)
    assert table.rows[0][:5] == ("R7", "eura <b>.xlsx", "Hankkeet", "Suunniteltu", "=S1")
    assert table.rows[0][7:9] == (10.01, 5.01) and table.rows[1][7:9] == (1, 1)
    lines = table_csv(table).decode("utf-8-sig").splitlines()
    assert "10,01;5,01" in lines[2] and "'=S1" in lines[2]
    assert "R7" in cells_html(found, INFO, text) and "5,01" in cells_html(found, INFO, text)
