"""Changes in words: what grew, why, and where it stands in the files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.changes import Change, Changes, Outside
from analytics.figure_changes import ChangePart, FigureChange
from archive.deliveries import DeliveryInfo, Source
from presentation.text import Text
from presentation.words.changes import (
    _rounded,
    _whole_steps,
    change_places,
    change_sentence,
    changes_data,
    changes_lead,
    figure_sentence,
    figure_sentences,
)


@pytest.fixture(params=("fi", "sv", "en"))
def text(request, theme):
    return Text(request.param, theme)


@pytest.fixture
def fi(theme):
    return Text("fi", theme)


def figure(name: str, before, after, *parts: tuple, **more) -> FigureChange:
    """A figure with parts of (reason, amount, number of projects)."""
    told = tuple(ChangePart(reason, amount, tuple(f"S{i}" for i in range(number))) for reason, amount, number in parts)
    return FigureChange(name, before, after, told, **more)


def plain(sentence: str) -> str:
    return sentence.replace("\u00a0", " ")


COMMITTED = figure("planned_public", 800_000_000, 860_000_000, ("project-added", 80_000_000, 2), ("cancelled", -20_000_000, 1))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Sidottu rahoitus kasvoi 0,6 milj. €: kaksi uutta hanketta +0,8, yksi keskeytynyt hanke −0,2."),
        ("sv", "Den bundna finansieringen ökade med 0,6 mn €: två nya projekt +0,8, ett avbrutet projekt −0,2."),
        ("en", "Committed funding grew by €0.6 million: two new projects +0.8, one cancelled project −0.2."),
    ],
)
def test_a_minister_can_read_it(theme, language, sentence):
    assert plain(figure_sentence(COMMITTED, Text(language, theme))) == sentence


def test_small_amounts_are_written_finer_so_that_none_shows_as_zero(fi):
    told = figure("actual_public", 0, 123_456, ("raised", 123_400, 12), ("became-known", 56, 1))
    assert (
        plain(figure_sentence(told, fi))
        == "Toteutunut rahoitus kasvoi 1 235 €: kasvua 12 hankkeessa +1 234, aiemmin puuttunut luku yhdessä hankkeessa +1."
    )
    told = figure("actual_public", 10, 7, ("lowered", -3, 1))
    assert plain(figure_sentence(told, fi)) == "Toteutunut rahoitus väheni 0,03 €: vähennystä yhdessä hankkeessa −0,03."


def test_a_sum_that_stays_while_its_parts_move_is_told(fi):
    told = figure("planned_public", 5, 5, ("project-added", 30_000_000, 1), ("project-removed", -30_000_000, 1))
    assert (
        plain(figure_sentence(told, fi))
        == "Sidotun rahoituksen summa on ennallaan, mutta sen osat ovat muuttuneet: yksi uusi hanke +0,3, yksi luettelosta poistunut hanke −0,3."
    )


def test_people_and_counts(fi):
    people = figure("people", None, 12, ("first-report", 12, 3), indicator="EECO01", gender="female")
    assert (
        plain(figure_sentence(people, fi)) == "Osallistujien kokonaismäärä (EECO01), naiset: – → 12 (3 hankkeen ensimmäiset raportit +12)."
    )
    projects = figure("project_count", 10, 9, ("project-added", 1, 1), ("project-removed", -2, 2))
    assert (
        plain(figure_sentence(projects, fi)) == "Hankkeiden määrä väheni 1: yksi uusi hanke +1, kaksi luettelosta poistunutta hanketta −2."
    )


@pytest.mark.parametrize("before", (None, 100, 200))
@pytest.mark.parametrize("after", (None, 100, 200))
@pytest.mark.parametrize("name", ("frame", "planned_public", "actual_public", "project_count", "implementer_count", "people"))
def test_every_figure_has_a_sentence_in_every_language(text, name, before, after):
    difference = (after or 0) - (before or 0)
    parts = [("frame-changed" if name == "frame" else "raised" if difference > 0 else "lowered", difference, 2)] if difference else []
    told = figure(name, before, after, *parts, **({"indicator": "EECO01"} if name == "people" else {}))
    assert len(figure_sentence(told, text)) > 15 and "{" not in figure_sentence(told, text)


@pytest.mark.parametrize("number", (1, 2, 9, 10, 1200))
def test_every_reason_has_words_for_any_number(text, number):
    reasons = (
        "project-added", "project-joined", "project-removed", "project-left", "implementer-added", "implementer-removed", "cancelled", "raised",
        "lowered", "became-known", "became-unknown", "regrouped", "first-report", "report-removed",
    )  # fmt: skip
    sentence = figure_sentence(figure("project_count", 0, 28, *((reason, 2, number) for reason in reasons)), text)
    assert sentence.count("+2") == len(reasons) and "{" not in sentence


def test_figures_that_are_as_they_were_are_passed_over(fi):
    assert len(figure_sentences([COMMITTED, figure("frame", 1, 1), figure("project_count", 3, 3)], fi)) == 1


@given(st.lists(st.integers(-(10**12), 10**12), max_size=8), st.sampled_from((1, 100, 1_000_000, 10_000_000)))
def test_rounded_parts_add_up_to_the_rounded_sum(amounts, step):
    rounded = _rounded(amounts, sum(amounts), step)
    assert sum(rounded) == _whole_steps(sum(amounts), step)
    assert all(abs(steps * step - amount) <= 2 * step for steps, amount in zip(rounded, amounts, strict=True))


# Changes one by one --------------------------------------------------------------------


def info(id: str, **files) -> DeliveryInfo:
    sources = tuple(Source(kind, file, sheet, "0" * 64, 1, 1) for kind, (file, sheet) in files.items())
    return DeliveryInfo(id, date.fromisoformat(id), f"{id}T12:00:00+00:00", "eura2021", "", False, sources, {})


OLD = info("2026-04-30", projects=("eura-1.xlsx", "Export"), theme=("teema.xlsx", "Hankkeet"))
NEW = info("2026-10-31", projects=("eura-2.csv", None), theme=("teema.xlsx", "Hankkeet"))


def change(
    kind="value-changed", field="planned_public_eur", old=1000, new=120050, table="projects", old_rows=(6,), new_rows=(7,), code="S1"
) -> Change:
    return Change("0123456789ab", kind, table, "R1" if table else None, code, "Polku", field, old, new, True, old_rows, new_rows)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (change(), "S1 Polku: Suunniteltu julkinen rahoitus 10,00 € → 1 200,50 €."),
        (change(field="status", old="running", new=None), "S1 Polku: Toiminnan tila Käynnissä → –."),
        (change(field="start_date", old=None, new="2026-03-01"), "S1 Polku: Aloituspäivä – → 1.3.2026."),
        (change(field="region", old="13", new="06"), "S1 Polku: Maakunta Keski-Suomi → Pirkanmaa."),
        (change(field="target_groups", old=["young"], new=["young", "roma"], table="theme"), "S1 Polku: Kohderyhmät Nuoret → Nuoret; Romanit."),
        (change(field="summary", old="x" * 5000, new="a\n b"), f"S1 Polku: Tiivistelmä {'x' * 80}… → a b."),
        (change("project-added", None, None, {"planned_public_eur": 100, "actual_public_eur": None}, code=None), "Uusi hanke: R1 Polku. Julkista rahoitusta sidottu 1,00 €, toteutunut –."),
        (change("people-changed", "EECO01", {"female": 7}, {"female": 9, "male": 1}), "S1 Polku: Osallistujien kokonaismäärä (EECO01): naiset 7, nyt 9, miehet –, nyt 1."),
        (change("people-changed", "EECO01", {"female": 7}, {"female": 7}), "S1 Polku: Osallistujien kokonaismäärä (EECO01): yhtä monta henkilöä, mutta eri kohderyhmistä tai maakunnista."),
    ],
)  # fmt: skip
def test_a_change_in_words(fi, told, sentence):
    assert plain(change_sentence(told, fi)) == sentence


@pytest.mark.parametrize(
    "kind", ("project-added", "project-joined", "project-removed", "project-left", "implementer-added", "implementer-removed")
)
def test_every_kind_has_a_sentence_in_every_language(text, kind):
    money = {"planned_public_eur": 100, "actual_public_eur": 1}
    assert "Polku" in change_sentence(change(kind, None, money, money), text)
    assert change_sentence(change("scope-changed", None, "theme", "whole_list"), text) != change_sentence(
        change("scope-changed", None, "whole_list", "theme"), text
    )


def test_a_change_is_traced_to_its_rows_in_both_files(fi):
    assert change_places(change(), OLD, NEW, fi) == "eura-1.xlsx Export, rivi 6 → eura-2.csv, rivi 7"
    assert change_places(change("project-added", None, None, {}, old_rows=(), new_rows=(3, 4)), OLD, NEW, fi) == "eura-2.csv, rivit 3, 4"
    assert change_places(change("frame-changed", table=None, old_rows=(), new_rows=()), OLD, NEW, fi) == ""


def test_text_of_a_spreadsheet_is_never_a_place_to_fill(fi):
    hostile = Change("0" * 12, "value-changed", "projects", "{k}", "{0}", "{project}", "summary", "{x}", "<b>", False, (), ())
    assert change_sentence(hostile, fi) == "{0} {project}: Tiivistelmä {x} → <b>."


def test_as_plain_data(fi):
    changes = Changes("2026-04-30", "2026-10-31", (COMMITTED,), (change(),), Outside(1, 2, 3))
    data = changes_data(changes, OLD, NEW, fi)
    assert (data["old"], data["new"], data["projects"]) == ("2026-04-30", "2026-10-31", {"added": [], "removed": [], "changed": ["R1"]})
    assert data["outside_theme"] == {"added": 1, "removed": 2, "changed": 3}
    (told,) = data["changes"]
    assert (told["before"], told["after"], told["material"], told["id"]) == (1000, 120050, True, "0123456789ab")
    assert told["old_places"] == [{"file": "eura-1.xlsx", "sheet": "Export", "row": 6}] and told["new_places"] == [
        {"file": "eura-2.csv", "sheet": None, "row": 7}
    ]
    (money,) = data["figures"]
    assert (money["unit"], money["difference"], sum(part["amount"] for part in money["parts"])) == ("cents", 60_000_000, 60_000_000)
    assert money["sentence"].startswith("Sidottu rahoitus kasvoi")


def test_how_much_is_different_at_a_glance(text):
    nothing = Changes("a", "b", (), (), Outside())
    some = Changes("a", "b", (), (change("project-added", None, None, {}), change(code="S2")), Outside())
    whole = Changes("a", "b", (), (change("frame-changed", None, 1, 2, table=None),), Outside())
    assert len({changes_lead(changes, text) for changes in (nothing, some, whole)}) == 3 and "{" not in changes_lead(some, text)


def test_only_what_is_different_is_told_at_a_glance(fi):
    added = Changes("a", "b", (), (change("project-added", None, None, {}),), Outside())
    assert changes_lead(added, fi) == "Muutokset: 1 teemaan tullut hanke."
