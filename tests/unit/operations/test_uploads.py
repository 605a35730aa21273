"""Names that are sent lead nowhere."""

import pytest

from operations.uploads import safe_name, store_upload


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("EURA 2026-10-31.xlsx", "EURA 2026-10-31.xlsx"),
        ("Hankeluettelo (äö).XLSX", "Hankeluettelo (äö).xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\lista.csv", "lista.csv"),
        ("/work/data/.hidden.xlsx", "hidden.xlsx"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\n<script>.xlsx", "a_b__script.xlsx"),
        ("=cmd|' C calc'!A0.csv", "cmd__ C calc__A0.csv"),
        ("x" * 500 + ".xlsx", "x" * 80 + ".xlsx"),
    ],
)
def test_of_a_name_only_its_harmless_last_part_is_left(sent, kept):
    assert safe_name(sent) == kept


def test_two_files_of_one_name_do_not_meet(tmp_path):
    first = store_upload(tmp_path, "projects", "lista.csv", b"a")
    second = store_upload(tmp_path, "theme", "lista.csv", b"b")
    assert (first.read_bytes(), second.read_bytes()) == (b"a", b"b")
    assert first.parent.parent == second.parent.parent == tmp_path
