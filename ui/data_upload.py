"""Choose input files, have them checked, keep them: the widgets of the Data page.

Files that were sent stay in the memory of this process, with what a check of them found, so
that a reload, a way back and another language lose nothing; on the disk they are only while
they are read. Nothing is kept before somebody presses the button of the import.
"""

import hashlib
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from archive.archive import Archive, open_archive
from archive.column_maps import save_column_map
from archive.files import sha256_of
from data_loaders.checked_files import INPUT_KINDS, CheckedFile, FindingGroup, InputKind, finding_groups
from data_loaders.column_maps import ColumnMap
from data_loaders.excerpts import Excerpt, excerpt
from data_loaders.findings import InputError
from data_loaders.sheets import read_sheets
from operations.checking import check_inputs, record_check
from operations.guards import day_findings, kept_already
from operations.importing import import_files
from operations.uploads import UPLOAD_SUFFIXES, store_upload
from presentation.markdown import plain_words
from presentation.text import Text
from presentation.words.check_report import drawn_findings, input_name
from presentation.words.findings import finding_sentence
from presentation.words.routine import day_sentence, files_sentence, meanwhile_sentence, same_files_sentence
from settings import ROOT, read_settings
from ui.context import current_theme
from ui.data_steps import go_to, take_step
from ui.show import show_text
from ui.sign_in import may, person
from ui.uploads import MAX_MEGABYTES, MEGABYTE, SECONDS_KEPT, forget_uploads

#: Characters of a note.
LONGEST_NOTE = 300
#: Checks that this process keeps, those of all persons together; the oldest gives way.
CHECKS_KEPT = 12
#: Of these a person's own, and bytes of the files of all.
OWN_CHECKS_KEPT, CHECKED_BYTES_KEPT = 4, 660 * MEGABYTE


@dataclass(frozen=True, eq=False)
class SentFile:
    """A file as it was sent.

    Attributes:
        name: The name that was sent; hostile until shown otherwise.
        content: The bytes.
    """

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Checksum of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, eq=False)
class Request:
    """What a person asks to be checked.

    Attributes:
        files: The files, as they were sent.
        as_of: Day the figures speak of.
        note: Free text that is kept with the delivery.
        headers: Which header of the list is which field, when the person has said so.
        map_name: Under which name to keep that for later lists; empty to keep nothing.
    """

    files: Mapping[InputKind, SentFile]
    as_of: date
    note: str
    headers: ColumnMap | None = None
    map_name: str = ""


@dataclass(frozen=True, eq=False)
class Checked:
    """What a check found, kept until the files are imported.

    Attributes:
        request: What was checked.
        files: Each file with its findings.
        groups: The findings by file and check, the gravest first.
        pieces: For each group the pieces of the sheet to draw.
        seen: Ids of the deliveries that the person knows of: those there were, and those that have been told since.
        by: Who checked; nobody else is shown it.
        at: When, in seconds of this process's clock.
    """

    request: Request
    files: tuple[CheckedFile, ...]
    groups: tuple[FindingGroup, ...]
    pieces: tuple[tuple[Excerpt, ...], ...]
    seen: frozenset[str]
    by: str
    at: float = field(default_factory=time.monotonic)

    @property
    def usable(self) -> bool:
        return all(file.usable for file in self.files)


def choose_files(text: Text) -> None:
    """The form of the files; when it is sent with all that is needed, they are checked and the next step is shown."""
    with st.form("data-files", enter_to_submit=False):
        columns = (*st.columns(2, gap="medium"), *st.columns(2, gap="medium"))
        chosen = {}
        for kind, column in zip(INPUT_KINDS, columns, strict=False):
            with column:
                chosen[kind] = st.file_uploader(
                    _file_label(kind, text),
                    type=[suffix.removeprefix(".") for suffix in UPLOAD_SUFFIXES],
                    max_upload_size=MAX_MEGABYTES,
                    key=f"data-{kind}",
                )
        left, right = st.columns(2, gap="medium")
        with left:
            day = st.text_input(text("Reference date: the day the figures describe, for example 31.10.2026"), key="data-day", max_chars=20)
        with right:
            note = st.text_input(text("Note for yourself and others (may be left empty)"), key="data-note", max_chars=LONGEST_NOTE)
        sent = st.form_submit_button(text("Check the files"), icon=":material/fact_check:", type="primary")
    if not sent:
        return
    as_of = read_day(day)
    if chosen["projects"] is None:
        st.error(text("Choose the list of funded projects. The other files may be left out."))
    if as_of is None:
        st.error(text("Write the reference date as day, month and year, for example 31.10.2026."))
    if as_of is None or chosen["projects"] is None:
        return
    archive = open_archive(read_settings().data)
    future = [finding for finding in day_findings(archive, as_of, current_theme()) if finding.code == "day-in-future"]
    if future:
        st.error(day_sentence(future[0], as_of, text))
        return
    files = {kind: SentFile(file.name, file.getvalue()) for kind, file in chosen.items() if file is not None}
    checked = _check(Request(files, as_of, note.strip()[:LONGEST_NOTE]), text)
    forget_uploads()
    _keep(checked)


def _file_label(kind: InputKind, text: Text) -> str:
    if kind == "projects":
        return text("List of funded projects (needed)")
    return text("{input} (may be left out)", input=input_name(kind, text))


def read_day(words: str) -> date | None:
    """A day as people write it: ``31.10.2026`` or ``2026-10-31``; null when it is none."""
    written = re.fullmatch(r"\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\s*|\s*(\d{4})-(\d{2})-(\d{2})\s*", words)
    if not written:
        return None
    day, month, year, iso_year, iso_month, iso_day = written.groups()
    try:
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return None


@cache
def _checks() -> dict[str, Checked]:
    """Mark → check, the oldest first."""
    return {}


def _keep(checked: Checked, mark: str | None = None) -> None:
    """Keep a check under a mark that nobody can guess, name it in the address, and show it."""
    mark = mark or secrets.token_urlsafe(16)
    _checks().pop(mark, None)
    _checks()[mark] = checked
    _make_room()
    # Also where nobody comes to the page any more.
    later = threading.Timer(SECONDS_KEPT + 1, _make_room)
    later.daemon = True
    later.start()
    st.session_state["data-check"] = mark
    go_to("check")


def _make_room() -> None:
    for mark in leaving(dict(_checks()), time.monotonic()):
        _checks().pop(mark, None)


def leaving(checks: Mapping[str, Checked], now: float) -> tuple[str, ...]:
    """Marks of the checks that are kept no longer: old ones, and the oldest while one person's or all of them are too many or too large.

    Args:
        checks: Mark → check, the oldest first; the newest stays while it is not old.
        now: Seconds of this process's clock.
    """
    own, size, marks = Counter[str](), 0, []
    for place, (mark, checked) in enumerate(reversed(tuple(checks.items()))):
        own[checked.by] += 1
        size += sum(len(file.content) for file in checked.request.files.values())
        is_crowded = place >= CHECKS_KEPT or own[checked.by] > OWN_CHECKS_KEPT or size > CHECKED_BYTES_KEPT
        if (place and is_crowded) or now - checked.at > SECONDS_KEPT:
            marks.append(mark)
    return tuple(marks)


def _mark() -> str | None:
    """The mark of the check in the address, else of the session."""
    return st.query_params.get("check") or st.session_state.get("data-check")


def checked_files() -> Checked | None:
    """What this person's last check found; null when there is none, or it is not kept any more."""
    _make_room()
    mark = _mark()
    checked = _checks().get(mark) if mark else None
    if checked is None or mark is None or checked.by != person():
        st.query_params.pop("check", None)
        return None
    st.session_state["data-check"] = mark
    st.query_params["check"] = mark
    return checked


def forget_check() -> None:
    """Keep the check no longer: its files have been imported, or others are to be chosen."""
    _checks().pop(_mark() or "", None)
    st.session_state.pop("data-check", None)
    st.query_params.pop("check", None)


def check_again(request: Request, text: Text) -> None:
    """Check files again, with the columns that a person has named, and show the page anew."""
    _keep(_check(request, text), _mark())


def _check(request: Request, text: Text) -> Checked:
    """Check the files, with a bar that says what is being done."""
    with _progress(text) as on_progress, on_disk(request) as paths:
        files = check_inputs(
            current_theme(),
            as_of=request.as_of,
            files=paths,
            column_map=_column_map(request, paths),
            root=read_settings().data,
            on_progress=on_progress,
        )
        on_progress("draw", 0.9)
        groups = finding_groups(files)
        pieces = _pieces(groups, paths)
    root = read_settings().data
    if keeps():
        record_check(root, files, request.as_of, person())
    seen = frozenset(kept.info.id for kept in open_archive(root).deliveries)
    return Checked(request, files, groups, pieces, seen, person())


def _column_map(request: Request, paths: Mapping[InputKind, Path]) -> Path | None:
    """The person's map as a file beside the list, for as long as that is read."""
    return save_column_map(paths["projects"].parent, "columns", request.headers) if request.headers else None


def _pieces(groups: tuple[FindingGroup, ...], paths: Mapping[InputKind, Path]) -> tuple[tuple[Excerpt, ...], ...]:
    sheets = {}
    pieces = []
    for group in groups:
        drawn = drawn_findings(group)
        kind = group.file.kind
        if drawn and kind not in sheets:
            try:
                sheets[kind] = read_sheets(paths[kind])
            except InputError:
                sheets[kind] = ()
        excerpts = (excerpt(sheets[kind], finding) for finding in drawn)
        pieces.append(tuple(piece for piece in excerpts if piece is not None))
    return tuple(pieces)


@contextmanager
def on_disk(request: Request) -> Iterator[dict[InputKind, Path]]:
    """The files on the disk, for as long as they are read."""
    with TemporaryDirectory(prefix="dashboard-") as folder:
        yield {kind: store_upload(Path(folder), kind, file.name, file.content) for kind, file in request.files.items()}


@contextmanager
def _progress(text: Text) -> Iterator[Callable[[str, float], object]]:
    """A bar that says what is being done, and goes away in the end."""
    words = {
        "projects": text("Reading the list of funded projects …"),
        "theme": text("Reading the theme workbook …"),
        "outcomes": text("Reading the outcome workbook …"),
        "need": text("Reading the need by region …"),
        "people": text("Counting participants …"),
        "store": text("Keeping the delivery …"),
        "draw": text("Finding the cells …"),
    }
    bar = st.progress(0.0, text=words["projects"])
    yield lambda step, share: bar.progress(share, text=words.get(step, words["projects"]))
    bar.empty()


def keeps() -> bool:
    """Whether this process may keep deliveries; the embedded example is never added to."""
    return read_settings().data.resolve() != ROOT / "assets" / "sample"


def show_example_note(text: Text) -> None:
    """Why nothing is kept beside the embedded example."""
    show_text(
        text(
            "The dashboard shows its embedded example, to which nothing is added. To keep deliveries, start it with the setting DASHBOARD_DATA, the directory where they are to be kept."
        ),
        style="td-note",
    )


def show_request(checked: Checked, text: Text) -> None:
    """Which files were checked for which day, and the way to others."""
    request = checked.request
    with st.container(horizontal=True, vertical_alignment="center"):
        show_text(files_sentence([file.name for file in request.files.values()], request.as_of, text))
        st.button(
            text("Choose other files"), type="tertiary", icon=":material/undo:", key=f"data-others-{text.language}", on_click=_begin_anew
        )


def _begin_anew() -> None:
    forget_check()
    take_step("files")


def import_button(checked: Checked, text: Text) -> None:
    """Keep the files as a delivery; only when every file can be used, and what is strange has been accepted."""
    request = checked.request
    if not checked.usable:
        return
    if not may("importer"):
        show_text(text("Importing requires the role of importer."), style="td-note")
        return
    if not keeps():
        show_example_note(text)
        return
    archive = open_archive(read_settings().data)
    accepted = _accepted(request, archive, text)
    show_text(text("The files are kept as they are, with the findings about them. An earlier delivery is never lost."))
    if accepted is not None and st.button(
        text("Import as a delivery, as of {day}", day=text.date(request.as_of)),
        icon=":material/inventory_2:",
        type="primary",
        key="data-import",
    ):
        _import(checked, accepted, text)


def _accepted(request: Request, archive: Archive, text: Text) -> list[str] | None:
    """What is strange about day and files and has been accepted; null while something has not been."""
    asked: list[tuple[str, str]] = []
    for finding in day_findings(archive, request.as_of, current_theme()):
        if finding.code == "day-in-future":
            st.error(day_sentence(finding, request.as_of, text))
            return None
        st.warning(day_sentence(finding, request.as_of, text))
        asked.append((finding.code, text("The day is right")))
    corrections = {"corrections": sha256_of(archive.corrections)} if archive.corrections.is_file() else {}
    same = kept_already(archive, {kind: file.sha256 for kind, file in request.files.items()} | corrections, request.as_of)
    if same:
        (st.info if same.as_of == request.as_of else st.warning)(plain_words(same_files_sentence(same, request.as_of, text)))
        asked.append(("same-files", text("Import the same files all the same")))
    given = [code for code, label in asked if st.checkbox(label, key=f"data-{code}-{request.as_of}-{text.language}")]
    return given if len(given) == len(asked) else None


def _import(checked: Checked, accepted: list[str], text: Text) -> None:
    request, root = checked.request, read_settings().data
    try:
        with _progress(text) as on_progress, on_disk(request) as paths:
            imported = import_files(
                root,
                current_theme(),
                as_of=request.as_of,
                projects=paths["projects"],
                theme_workbook=paths.get("theme"),
                outcomes=paths.get("outcomes"),
                need=paths.get("need"),
                column_map=_column_map(request, paths),
                note=request.note,
                accept=accepted,
                who=person(),
                seen=checked.seen,
                on_progress=on_progress,
            )
        if request.headers and request.map_name:
            save_column_map(root, request.map_name, request.headers)
    except InputError as error:
        archive = open_archive(root)
        if mark := _mark():
            # What has come meanwhile is told once; who imports after that has read it.
            _checks()[mark] = replace(checked, seen=frozenset(kept.info.id for kept in archive.deliveries))
        for finding in error.findings:
            newcomer = next((kept for kept in archive.deliveries if kept.info.id == finding.file), None)
            said = (
                meanwhile_sentence(newcomer, text) if newcomer and finding.code == "imported-meanwhile" else finding_sentence(finding, text)
            )
            st.error(plain_words(said))
        return
    forget_check()
    st.session_state["data-imported"] = imported.info.id
    go_to("changes" if imported.state == "waiting" else "publish" if imported.state == "current" else "files")


def just_imported() -> str | None:
    """The delivery that this person has just imported; told once."""
    return st.session_state.pop("data-imported", None)
