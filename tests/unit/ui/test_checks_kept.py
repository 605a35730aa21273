"""Which checks of sent files are kept, and for how long."""

from datetime import date

from ui.data_upload import CHECKED_BYTES_KEPT, CHECKS_KEPT, OWN_CHECKS_KEPT, Checked, Request, SentFile, leaving
from ui.uploads import SECONDS_KEPT


class Large(bytes):
    """Bytes that say that they are many."""

    def __len__(self) -> int:
        return CHECKED_BYTES_KEPT // 2 + 1


def check(by: str, at: float = 0.0, content: bytes = b"") -> Checked:
    return Checked(Request({"projects": SentFile("list.xlsx", content)}, date(2026, 10, 31), ""), (), (), (), frozenset(), by, at)


def test_the_oldest_of_all_give_way():
    checks = {str(number): check(f"person {number}") for number in range(CHECKS_KEPT + 2)}
    assert set(leaving(checks, 0)) == {"0", "1"}


def test_one_persons_checks_push_out_their_own_only():
    checks = {"another's": check("another")} | {str(number): check("one") for number in range(OWN_CHECKS_KEPT + 1)}
    assert leaving(checks, 0) == ("0",)


def test_large_files_give_way_and_the_newest_stays():
    assert leaving({"a": check("a", content=Large()), "b": check("b", content=Large())}, 0) == ("a",)
    assert leaving({"a": check("a", content=Large())}, 0) == ()


def test_a_check_goes_after_a_working_day_also_the_newest():
    checks = {"old": check("a", at=0), "new": check("b", at=10)}
    assert leaving(checks, SECONDS_KEPT) == ()
    assert leaving(checks, SECONDS_KEPT + 1) == ("old",)
    assert set(leaving(checks, SECONDS_KEPT + 11)) == {"old", "new"}
