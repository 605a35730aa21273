"""Counts of people that are published as a sign instead of a number."""


class SignedCount(int):
    """A protected count: drawn where its number says, written as its sign.

    It is an integer so that a drawing has a length for it. Whatever is derived from it
    (a share, a rate, a difference) is not shown: ``number`` gives none for it.
    """

    sign: str

    def __new__(cls, value: int, sign: str) -> "SignedCount":
        count = super().__new__(cls, value)
        count.sign = sign
        return count

    def __getnewargs__(self) -> tuple[int, str]:  # type: ignore[override]  # an int is made of its value alone
        return (int(self), self.sign)

    def __str__(self) -> str:
        return self.sign

    def __repr__(self) -> str:
        return f"SignedCount({int(self)}, {self.sign!r})"

    def __format__(self, specification: str) -> str:
        return self.sign


#: Sign of a count that is not published because others would give it away, or be given away by it.
HIDDEN_SIGN = ".."


def few(base: int, threshold: int) -> SignedCount:
    """A count from one to below the threshold: ``1–4``, drawn as the base of the rounding."""
    return SignedCount(base, f"1–{threshold - 1}")


def hidden() -> SignedCount:
    """A count that is not published."""
    return SignedCount(0, HIDDEN_SIGN)


def number(count: int | None) -> int | None:
    """A count that shares, rates and differences may be reckoned from; null when it is not known, or is a sign."""
    return None if isinstance(count, SignedCount) else count


def derivable(*counts: float | None) -> bool:
    """Whether shares, rates and differences may be reckoned from counts: all are known, none is a sign."""
    return all(count is not None and not isinstance(count, SignedCount) for count in counts)


def is_hidden(count: float | None) -> bool:
    """Whether a count is not published."""
    return isinstance(count, SignedCount) and count.sign == HIDDEN_SIGN
