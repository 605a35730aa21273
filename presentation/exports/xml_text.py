"""Words as an office file can hold them."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE


def xml_text(words: str) -> str:
    """Words without the control characters that XML has no place for, each replaced by a visible sign."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", words)
