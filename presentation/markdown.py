"""Words of a list in widgets that read Markdown."""


def plain_words(words: str) -> str:
    """Words that may hold text of a spreadsheet, for a widget that would read Markdown."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()<>#+-.!|~$:&@" else char for char in words)
