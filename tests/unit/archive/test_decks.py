"""Kept decks: nothing is lost between two people, nothing is deleted for good, and the record tells every step."""

import json
from dataclasses import replace

import pytest

from archive.archive import open_archive
from archive.decks import (
    FOLDER,
    KeptDeck,
    KeptSlide,
    delete_deck,
    keep_template,
    kept_decks,
    kept_templates,
    read_template,
    rename_deck,
    restore_deck,
    save_deck,
)
from archive.record import read_record
from data_loaders.findings import InputError

SLIDE = KeptSlide("funding-frame", "region=13", {"counted": "EECO01"}, {"fi": "Oma", "sv": "Egen"}, {"fi": "=cmd|x <b>"})
DECK = KeptDeck("Ministeriö", (SLIDE,), parts=("cover",), titles={"fi": "Otsikko"}, languages=("fi", "sv"), size="4:3", split=True)


def codes(call, *args) -> list[str]:
    with pytest.raises(InputError) as caught:
        call(*args)
    return [finding.code for finding in caught.value.findings]


def test_a_deck_is_read_as_it_was_saved(tmp_path):
    kept = save_deck(tmp_path, DECK, "maija")
    assert kept_decks(tmp_path) == ((kept,), ())
    assert replace(kept, id="", steps=()) == DECK and kept.slides[0].titles == SLIDE.titles
    assert (kept.version, kept.steps[0].who, kept.is_deleted) == (1, "maija", False)


@pytest.mark.parametrize("name", ("Ministeriö", "MINISTERIÖ", "  Ministeriö \n"))
def test_a_second_deck_of_the_same_name_replaces_nothing(tmp_path, name):
    first = save_deck(tmp_path, DECK, "maija")
    assert codes(save_deck, tmp_path, replace(DECK, name=name, slides=()), "matti") == ["deck-name-taken"]
    assert kept_decks(tmp_path)[0] == (first,)


def test_a_version_that_nobody_has_seen_is_not_replaced(tmp_path):
    first = save_deck(tmp_path, DECK, "maija")
    second = save_deck(tmp_path, replace(first, size="16:9"), "maija")
    for step in (save_deck, delete_deck, restore_deck):
        assert codes(step, tmp_path, first, "matti") == ["deck-changed"]
    assert codes(rename_deck, tmp_path, first, "Toinen", "matti") == ["deck-changed"]
    assert kept_decks(tmp_path)[0] == (second,)


def test_a_deleted_deck_comes_back_unless_its_name_has_been_given_away(tmp_path):
    deleted = delete_deck(tmp_path, save_deck(tmp_path, DECK, "maija"), "matti")
    assert deleted.is_deleted and kept_decks(tmp_path)[0] == (deleted,)
    other = save_deck(tmp_path, DECK, "matti")
    assert codes(restore_deck, tmp_path, deleted, "maija") == ["deck-name-taken"]
    rename_deck(tmp_path, other, "Toinen", "matti")
    assert not restore_deck(tmp_path, deleted, "maija").is_deleted
    assert {deck.name for deck in kept_decks(tmp_path)[0] if not deck.is_deleted} == {"Ministeriö", "Toinen"}


@pytest.mark.parametrize("name", ("", "  \n"))
def test_a_deck_without_a_name_is_not_kept(tmp_path, name):
    assert codes(save_deck, tmp_path, replace(DECK, name=name), "maija") == ["deck-name-missing"]


def test_a_deck_that_is_gone_is_told(tmp_path):
    kept = save_deck(tmp_path, DECK, "maija")
    (tmp_path / FOLDER / f"{kept.id}.json").unlink()
    assert codes(save_deck, tmp_path, kept, "maija") == ["deck-missing"]


@pytest.mark.parametrize("words", ("", "{", "[]", '{"format": 2}', '{"format": 1, "id": "x", "name": "y"}'))
def test_a_damaged_deck_is_told_and_hides_no_other(tmp_path, words):
    kept = save_deck(tmp_path, DECK, "maija")
    (tmp_path / FOLDER / "x.json").write_text(words)
    # What a killed process has left is no deck.
    (tmp_path / FOLDER / ".y.json").write_text("{")
    decks, [finding] = kept_decks(tmp_path)
    assert decks == (kept,) and (finding.code, finding.file) == ("deck-damaged", "decks/x.json")


@pytest.mark.parametrize(("field", "value"), (("name", 3), ("titles", ["a"]), ("slides", [{"figure": "x", "titles": "y"}]), ("steps", [])))
def test_an_edited_deck_is_told(tmp_path, field, value):
    kept = save_deck(tmp_path, DECK, "maija")
    path = tmp_path / FOLDER / f"{kept.id}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: value}))
    assert [finding.code for finding in kept_decks(tmp_path)[1]] == ["deck-damaged"]


def test_every_step_is_in_the_record_with_who_did_it(tmp_path):
    kept = rename_deck(tmp_path, save_deck(tmp_path, DECK, "maija"), "Toinen", "matti")
    restore_deck(tmp_path, delete_deck(tmp_path, kept, "matti"), "maija")
    events, _ = read_record(open_archive(tmp_path))
    assert [(event.what, event.who, event.facts["deck"]) for event in events] == [
        ("deck-saved", "maija", "Ministeriö"),
        ("deck-renamed", "matti", "Toinen"),
        ("deck-deleted", "matti", "Toinen"),
        ("deck-restored", "maija", "Toinen"),
    ]


def test_a_template_is_kept_once_and_told_from_one_that_was_changed(tmp_path):
    kept = keep_template(tmp_path, "../malli.pptx", b"PK")
    assert keep_template(tmp_path, "toinen.pptx", b"PK").sha256 == kept.sha256
    assert kept_templates(tmp_path) == (kept,) and read_template(tmp_path, kept.sha256) == b"PK"
    (tmp_path / FOLDER / "templates" / f"{kept.sha256}.pptx").write_bytes(b"other")
    assert read_template(tmp_path, kept.sha256) is None
    assert read_template(tmp_path, "../../etc/passwd") is None and read_template(tmp_path, "") is None
