"""How many files may wait at once."""

from dataclasses import replace

import pytest

from ui.uploads import OF_PERSON, OF_PROCESS, OF_SESSION, Held, fits

ONE = Held("session", "file", "person", 1)


def many(number: int, **changed) -> list[Held]:
    """Files, each of a session and a person of its own unless told otherwise."""
    return [replace(ONE, **({"session": f"s{n}", "person": f"p{n}", "file": f"f{n}"} | changed)) for n in range(number)]


@pytest.mark.parametrize(
    ("shared", "allowance"), (({"session": "session"}, OF_SESSION), ({"person": "person"}, OF_PERSON), ({}, OF_PROCESS)),
    ids=("session", "person", "process"),
)  # fmt: skip
def test_files_and_bytes_of_a_session_a_person_and_the_process_are_limited(shared, allowance):
    assert fits(ONE, many(allowance.files - 1, **shared))
    assert not fits(ONE, many(allowance.files, **shared))
    assert fits(ONE, many(1, size=allowance.size - 1, **shared))
    assert not fits(ONE, many(1, size=allowance.size, **shared))


def test_each_allowance_has_room_for_the_one_inside_it():
    assert OF_SESSION.files <= OF_PERSON.files <= OF_PROCESS.files and OF_SESSION.size <= OF_PERSON.size <= OF_PROCESS.size


def test_a_file_sent_again_takes_its_own_place():
    full = [*many(OF_SESSION.files - 1, session="session"), ONE]
    assert fits(replace(ONE, size=2), full) and not fits(replace(ONE, file="another"), full)


def test_where_nobody_signs_in_there_are_no_persons():
    nobody = replace(ONE, person="")
    assert fits(nobody, many(OF_PERSON.files, person=""))
