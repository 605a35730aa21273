from datetime import date

import pytest

from analytics.ledger import Account, money_ledger, people_ledger
from analytics.money import PublicMoney
from data_loaders.deliveries import DeliveryInfo, Source
from presentation.ledger import ledger_html
from presentation.text import Text

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


def test_measures_of_the_same_rows_share_one_account(theme):
    same = tuple(Account(m, PublicMoney(1), 9, 9) for m in ("planned_public", "actual_public"))
    said = ledger_html([(money_ledger(), same, None)], INFO, Text("fi", theme))
    assert said.count("<h3>") == 2 and said.count("<dl>") == 1


def test_people_come_from_the_outcome_workbook(theme):
    said = ledger_html([(people_ledger(), (Account("participants", 12),), None)], INFO, Text("fi", theme))
    assert "tulokset.xlsx" in said and "EECO01" in said and "<dl>" not in said
