"""Decks that people have put together and kept: one file a deck, with everything that was done with it.

A deck is names, choices and words, never figures: it is made again of whichever delivery is current. Organisations'
templates lie beside the decks under their checksums, so that one is never changed under a deck that uses it. Nothing
is lost between two people: a deck is replaced by someone who has seen its last version only, and a deleted one is kept.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from archive.files import json_bytes, locked, sync_folder, write_file
from data_loaders.findings import Finding, InputError

FOLDER, TEMPLATES = "decks", "templates"
#: The format of the files, which is written into them.
FORMAT = 1
DeckStepKind = Literal["deck-saved", "deck-renamed", "deck-deleted", "deck-restored"]
#: Language → words of a person's own.
Words = Mapping[str, str]


@dataclass(frozen=True)
class KeptSlide:
    """One slide of a deck.

    Attributes:
        figure: Key of the figure or matrix.
        filters: The filters as the address of a page writes them.
        choices: The page's own choices and their codes.
        titles: The person's own title, by language.
        remarks: The person's own words under the figure, by language.
    """

    figure: str
    filters: str = ""
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    titles: Words = field(default_factory=dict, hash=False)
    remarks: Words = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class DeckStep:
    """One thing that a person did with a deck; the first is that it was saved.

    Attributes:
        at: ISO time.
        what: What was done.
        who: The person who had signed in, else the user of the machine.
        name: What the deck was called after it.
    """

    at: str
    what: DeckStepKind
    who: str
    name: str


@dataclass(frozen=True)
class KeptDeck:
    """A deck as it is kept.

    Attributes:
        id: Names its file; empty for one that is not kept yet.
        name: What people call it; no two decks that are not deleted have the same.
        slides: Its slides, in their order.
        parts: What it has beside its figures: ``cover``, ``summary``, ``sources``.
        titles: The person's own title of the cover, by language.
        summaries: The person's own summary, by language, a paragraph a line.
        languages: The languages it is made in.
        size: The size of its slides without a template.
        template: Checksum of its template; empty for our own look.
        split: A large table goes on over several slides.
        steps: What was done with it, oldest first.
    """

    name: str
    slides: tuple[KeptSlide, ...]
    id: str = ""
    parts: tuple[str, ...] = ("cover", "summary", "sources")
    titles: Words = field(default_factory=dict, hash=False)
    summaries: Words = field(default_factory=dict, hash=False)
    languages: tuple[str, ...] = ("fi",)
    size: str = "16:9"
    template: str = ""
    split: bool = False
    steps: tuple[DeckStep, ...] = ()

    @property
    def version(self) -> int:
        """Grows with everything that is done with it."""
        return len(self.steps)

    @property
    def is_deleted(self) -> bool:
        """Whether it has been deleted, and not brought back."""
        return bool(self.steps) and self.steps[-1].what == "deck-deleted"


@dataclass(frozen=True)
class KeptTemplate:
    """An organisation's own template.

    Attributes:
        sha256: Checksum of the file, which names it.
        name: What its file was called.
    """

    sha256: str
    name: str


def kept_decks(root: Path) -> tuple[tuple[KeptDeck, ...], tuple[Finding, ...]]:
    """Every deck, deleted ones too, by name, and the files that cannot be read (``deck-damaged``)."""
    decks: list[KeptDeck] = []
    findings: list[Finding] = []
    for path in sorted((root / FOLDER).glob("[!.]*.json")):
        try:
            decks.append(_read(path))
        except (OSError, ValueError, TypeError, KeyError):
            findings.append(Finding("deck-damaged", "warning", f"{FOLDER}/{path.name}"))
    return tuple(sorted(decks, key=lambda deck: (deck.name.casefold(), deck.id))), tuple(findings)


def save_deck(root: Path, deck: KeptDeck, who: str) -> KeptDeck:
    """Keep a deck: a new one, or a new version of the one that the person has seen.

    Args:
        root: The data directory.
        deck: The deck; its steps are those of the version that the person started from.
        who: Who keeps it.

    Returns:
        The deck as it is kept now.

    Raises:
        InputError: it has no name (``deck-name-missing``), another deck has it (``deck-name-taken``), somebody else has
            changed the deck since (``deck-changed``), it is gone (``deck-missing``), or nothing can be written.
    """
    return _do(root, replace(deck, name=_one_line(deck.name)), "deck-saved", who)


def rename_deck(root: Path, deck: KeptDeck, name: str, who: str) -> KeptDeck:
    """Call a kept deck something else; raises as ``save_deck``."""
    return _do(root, replace(deck, name=_one_line(name)), "deck-renamed", who)


def delete_deck(root: Path, deck: KeptDeck, who: str) -> KeptDeck:
    """Take a deck out of everybody's list; it is kept and can be brought back. Raises as ``save_deck``."""
    return _do(root, deck, "deck-deleted", who)


def restore_deck(root: Path, deck: KeptDeck, who: str) -> KeptDeck:
    """Bring a deleted deck back; raises as ``save_deck``: its name may have been given to another."""
    return _do(root, deck, "deck-restored", who)


def _do(root: Path, deck: KeptDeck, what: DeckStepKind, who: str) -> KeptDeck:
    if not deck.name:
        raise InputError(Finding("deck-name-missing", "error", FOLDER))
    with locked(root):
        decks, _ = kept_decks(root)
        kept = next((other for other in decks if other.id == deck.id), None)
        if deck.id and kept is None:
            raise InputError(Finding("deck-missing", "error", FOLDER, value=deck.name))
        if kept and kept.steps != deck.steps:
            raise InputError(Finding("deck-changed", "error", FOLDER, value=f"{kept.name}: {kept.steps[-1].who}"))
        names = {other.name.casefold() for other in decks if other.id != deck.id and not other.is_deleted}
        if what != "deck-deleted" and deck.name.casefold() in names:
            raise InputError(Finding("deck-name-taken", "error", FOLDER, value=deck.name))
        step = DeckStep(datetime.now(UTC).isoformat(timespec="microseconds"), what, who, deck.name)
        done = replace(deck, id=deck.id or secrets.token_hex(8), steps=(*deck.steps, step))
        folder = root / FOLDER
        folder.mkdir(exist_ok=True)
        draft = folder / f".{done.id}.json"
        write_file(draft, json_bytes({"format": FORMAT, **asdict(done)}))
        draft.rename(folder / f"{done.id}.json")
        sync_folder(folder)
    return done


def _read(path: Path) -> KeptDeck:
    data = json.loads(path.read_text("utf-8"))
    if data.pop("format") != FORMAT or data["id"] != path.stem:
        raise ValueError(path.name)
    lists = {
        "slides": tuple(KeptSlide(**slide) for slide in data["slides"]),
        "steps": tuple(DeckStep(**step) for step in data["steps"]),
        **{name: tuple(data[name]) for name in ("parts", "languages")},
    }
    deck = KeptDeck(**data | lists)
    worded = [words for slide in deck.slides for words in (slide.titles, slide.remarks, slide.choices)] + [deck.titles, deck.summaries]
    if not deck.steps or not all(isinstance(words, dict) for words in worded) or not isinstance(deck.name, str):
        raise ValueError(path.name)
    return deck


def _one_line(words: str) -> str:
    return " ".join(words.split())


# Templates ----------------------------------------------------------------------------


def keep_template(root: Path, name: str, content: bytes) -> KeptTemplate:
    """Keep an organisation's template under its checksum; one that is kept already stays as it is.

    Raises:
        InputError: nothing can be written.
    """
    kept = KeptTemplate(hashlib.sha256(content).hexdigest(), _one_line(name))
    folder = root / FOLDER / TEMPLATES
    with locked(root):
        folder.mkdir(parents=True, exist_ok=True)
        # The name is written last: what has one is whole.
        for ending, written in (("pptx", content), ("json", json_bytes(asdict(kept)))):
            target = folder / f"{kept.sha256}.{ending}"
            if not target.exists():
                draft = folder / f".{target.name}"
                write_file(draft, written)
                draft.rename(target)
        sync_folder(folder)
    return kept


def kept_templates(root: Path) -> tuple[KeptTemplate, ...]:
    """Every template that is kept, by name; one that cannot be read is passed over: a deck that uses it says so."""
    kept = []
    for path in (root / FOLDER / TEMPLATES).glob("[!.]*.json"):
        try:
            template = KeptTemplate(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        if template.sha256 == path.stem:
            kept.append(template)
    return tuple(sorted(kept, key=lambda template: (template.name.casefold(), template.sha256)))


def read_template(root: Path, sha256: str) -> bytes | None:
    """A kept template; null when it is not there or is not what was kept."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        return None
    try:
        content = (root / FOLDER / TEMPLATES / f"{sha256}.pptx").read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None
