"""The sentences that the code says, and the catalogues that translate them.

Babel's own extractor misses calls inside calls and inside f-strings, so the calls are
looked for in the syntax tree; catalogues are Babel's.
"""

import ast
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from presentation.text import CATALOGUES

ROOT = Path(__file__).parents[1]
TRANSLATED = ("fi", "sv")
Message = str | tuple[str, str]


def messages() -> tuple[Message, ...]:
    """Every sentence of ``text("…")``, pair of ``text.plural("…", "…")`` and part of ``FindingWords("…", …)`` in the code, sorted."""
    sentences: set[Message] = set()
    for folder in ("presentation", "publication", "ui", "pages"):
        for file in (ROOT / folder).rglob("*.py"):
            sentences |= _messages_in(ast.parse(file.read_text("utf-8")))
    sentences |= _messages_in(ast.parse((ROOT / "dashboard.py").read_text("utf-8")))
    return tuple(sorted(sentences, key=str))


def _messages_in(tree: ast.AST) -> set[Message]:
    sentences: set[Message] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if isinstance(node.func, ast.Name) and node.func.id == "text" and texts:
            sentences.add(texts[0])
        elif isinstance(node.func, ast.Name) and node.func.id == "FindingWords":
            # A row of the table of findings is translated when it is said.
            sentences |= set(texts)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "plural" and len(texts) == 2:
            sentences.add((texts[0], texts[1]))
    return sentences


def update_catalogues() -> dict[str, int]:
    """Bring the catalogues in step with the code: new sentences untranslated, old ones gone.

    Returns:
        Language → number of sentences that want a translation.
    """
    missing = {}
    for language in TRANSLATED:
        path = CATALOGUES / language / "LC_MESSAGES" / "dashboard.po"
        with path.open("rb") as file:
            old = read_po(file, locale=language)
        new = Catalog(locale=language, header_comment=old.header_comment, fuzzy=False)
        new.mime_headers = old.mime_headers
        for message in messages():
            known = old.get(message)
            new.add(message, known.string if known else None)
        with path.open("wb") as file:
            write_po(file, new, width=0, no_location=True, sort_output=True)
        missing[language] = sum(1 for message in new if message.id and not any(_strings(message)))
    return missing


def _strings(message: Entry) -> Sequence[str]:
    return (message.string or "",) if isinstance(message.string, str | None) else message.string
