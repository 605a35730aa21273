"""Write the reference pages that are made from the code. ``python docs/generate.py``."""

import sys
from collections.abc import Sequence
from pathlib import Path

import dataframely as dy

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.tables import ROWS  # noqa: E402
from data_loaders.check_list import CHECKS  # noqa: E402
from data_loaders.codes import LABELS, code_list  # noqa: E402
from data_loaders.theme import read_theme  # noqa: E402
from presentation.text import Text  # noqa: E402
from presentation.words.findings import finding_words  # noqa: E402
from settings import SETTINGS, read_settings  # noqa: E402

DICTIONARY = ROOT / "docs" / "reference" / "data-dictionary.md"
FINDINGS = ROOT / "docs" / "reference" / "findings.md"


def data_dictionary() -> str:
    """Tables, settings and code lists as one page of Markdown."""
    parts = [
        "# Data dictionary",
        "Made by `python docs/generate.py` from the code; a test fails when it is stale. "
        "Money is decimal euros with two places; a name's ending tells the unit.",
    ]
    for name, schema in ROWS.items():
        rows = [
            (f"`{column}`", _type(kind), "yes" if kind.nullable else "no", kind.description or "")
            for column, kind in schema.columns().items()
        ]
        parts += [f"## Table `{name}`", " ".join((schema.__doc__ or "").split()), _table(("column", "type", "null", "meaning"), rows)]
    parts += ["## Findings", "What is told about input files: [the list of checks](findings.md)."]
    settings = [(f"`{s.name}`", f"`{s.default}`" if s.default else "–", s.meaning) for s in SETTINGS]
    parts += ["## Settings", "Environment variables.", _table(("name", "default", "meaning"), settings)]
    lists = [
        (f"`{path.stem}`", str(len(code_list(path.stem))), ", ".join(f"`{name}`" for name in next(iter(code_list(path.stem).values()))))
        for path in sorted(LABELS.glob("*.csv"))
    ]
    parts += ["## Code lists", "Files of `assets/labels`.", _table(("list", "codes", "columns"), lists)]
    return "\n\n".join(parts) + "\n"


def findings_reference() -> str:
    """Every check with its words, by the question that it answers, as one page of Markdown."""
    text = Text("en", read_theme(read_settings().theme))
    questions = {
        "readable": ("Can it be read?", "The file, its headers, and cells that are no amount, date or count."),
        "right": ("Is it right?", "Values that contradict each other, and codes that are in no list."),
        "useful": ("Is it enough to be useful?", "What is missing, and what is left out because no figure needs it."),
    }
    parts = [
        "# Checks and findings",
        "Made by `python docs/generate.py` from `data_loaders/check_list.py` and `presentation/words/findings.py`; a test fails when it is stale.",
        "A finding names file, sheet, row, column and value as Excel shows them. An *error* left a row or a file out, "
        "a *warning* left a value out or found one that looks wrong, an *info* is worth knowing. No value is ever mended in silence, "
        "nothing unreadable becomes zero, and rows in = rows kept + rows left out.",
    ]
    for question, (title, meaning) in questions.items():
        rows = []
        for check in CHECKS.values():
            if check.question == question:
                what, cure, example = finding_words(check.code, text)
                rows.append((f"`{check.code}`", check.severity, ", ".join(check.kinds), what, cure, example))
        parts += [
            f"## {title}",
            meaning,
            _table(("code", "severity", "told of", "what is wrong; what became of it", "what to do", "example"), rows),
        ]
    for language, title, head in (
        ("fi", "Suomeksi", ("koodi", "mikä on vialla ja mitä siitä seurasi", "mitä tehdä", "esimerkki")),
        ("sv", "På svenska", ("kod", "vad som är fel och vad som blev av det", "vad du kan göra", "exempel")),
    ):
        translated = Text(language, read_theme(read_settings().theme))
        parts += [f"## {title}", _table(head, [(f"`{code}`", *finding_words(code, translated)) for code in CHECKS])]
    return "\n\n".join(parts) + "\n"


def _type(kind: dy.Column) -> str:
    return {"Decimal": "decimal, 2 places", "Enum": "one of a list", "List": "list of text"}.get(
        type(kind).__name__, type(kind).__name__.lower()
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    DICTIONARY.write_text(data_dictionary(), "utf-8")
    FINDINGS.write_text(findings_reference(), "utf-8")
