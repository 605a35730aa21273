"""Choose input files, have them checked, keep them: the widgets of the Data page.

Files that were sent stay in the memory of the session; on the disk they are only while
they are read. Nothing is kept before somebody presses the button of the import.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.typing import UploadedFile

from archive.column_maps import save_column_map
from data_loaders.checked_files import INPUT_KINDS, CheckedFile, FindingGroup, InputKind, finding_groups
from data_loaders.column_maps import ColumnMap
from data_loaders.excerpts import Excerpt, excerpt
from data_loaders.findings import InputError
from data_loaders.sheets import read_sheets
from operations.checking import check_inputs
from operations.importing import import_files
from operations.uploads import UPLOAD_SUFFIXES, store_upload
from presentation.markdown import plain_words
from presentation.text import Text
from presentation.words.check_report import drawn_findings, input_name
from presentation.words.findings import finding_sentence
from settings import ROOT, read_settings
from ui.context import current_theme
from ui.show import show_section, show_text
from ui.sign_in import may

#: The largest file that is taken, in megabytes; the list of all projects is about 10.
MAX_MEGABYTES = 50


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

    files: Mapping[InputKind, UploadedFile]
    as_of: date
    note: str
    headers: ColumnMap | None = None
    map_name: str = ""

    @property
    def signature(self) -> tuple:
        """The same for the same files and day."""
        return (*(file.file_id for file in self.files.values()), self.as_of)


@dataclass(frozen=True, eq=False)
class Checked:
    """What a check found, kept for this reader until other files are chosen.

    Attributes:
        request: What was checked.
        files: Each file with its findings.
        groups: The findings by file and check, the gravest first.
        pieces: For each group the pieces of the sheet to draw.
    """

    request: Request
    files: tuple[CheckedFile, ...]
    groups: tuple[FindingGroup, ...]
    pieces: tuple[tuple[Excerpt, ...], ...]

    @property
    def usable(self) -> bool:
        return all(file.usable for file in self.files)


def choose_files(text: Text) -> Request | None:
    """The form of the files; null until it has been sent with all that is needed."""
    round_number = st.session_state.setdefault("data-round", 0)
    with st.form(f"data-files-{round_number}", enter_to_submit=False):
        columns = (*st.columns(2, gap="medium"), *st.columns(2, gap="medium"))
        chosen = {}
        for kind, column in zip(INPUT_KINDS, columns, strict=False):
            with column:
                chosen[kind] = st.file_uploader(
                    _file_label(kind, text),
                    type=[suffix.removeprefix(".") for suffix in UPLOAD_SUFFIXES],
                    max_upload_size=MAX_MEGABYTES,
                    key=f"data-{kind}-{round_number}",
                )
        left, right = st.columns(2, gap="medium")
        with left:
            day = st.text_input(
                text("Reference date: the day the figures describe, for example 31.10.2026"), key=f"data-day-{round_number}", max_chars=20
            )
        with right:
            note = st.text_input(text("Note for yourself and others (may be left empty)"), key=f"data-note-{round_number}", max_chars=300)
        sent = st.form_submit_button(text("Check the files"), icon=":material/fact_check:")
        as_of = read_day(day)
        if sent and chosen["projects"] is None:
            st.error(text("Choose the list of funded projects. The other files may be left out."))
        if sent and as_of is None:
            st.error(text("Write the reference date as day, month and year, for example 31.10.2026."))
    if chosen["projects"] is None or as_of is None:
        return None
    request = Request({kind: file for kind, file in chosen.items() if file is not None}, as_of, note.strip())
    if sent:
        st.session_state["data-checked"] = _check(request, text)
    return request


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


def checked_files(request: Request | None) -> Checked | None:
    """What was found in these files; null when they have not been checked."""
    checked = st.session_state.get("data-checked")
    return checked if request and checked and checked.request.signature == request.signature else None


def check_again(request: Request, text: Text) -> None:
    """Check files again, with the columns that a person has named, and show the page anew."""
    st.session_state["data-checked"] = _check(request, text)
    st.rerun()


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
    return Checked(request, files, groups, pieces)


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
        yield {kind: store_upload(Path(folder), kind, file.name, file.getbuffer()) for kind, file in request.files.items()}


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


def may_keep(text: Text) -> bool:
    """Whether this process may keep deliveries; the embedded example is never added to."""
    if read_settings().data.resolve() != ROOT / "assets" / "sample":
        return True
    show_text(
        text(
            "The dashboard shows its embedded example, to which nothing is added. To keep deliveries, start it with the setting DASHBOARD_DATA, the directory where they are to be kept."
        ),
        style="td-note",
    )
    return False


def import_button(checked: Checked, text: Text) -> None:
    """Keep the files as a delivery; only when every file can be used."""
    request = checked.request
    if not checked.usable:
        return
    show_section(text("Import"))
    if not may("importer"):
        show_text(text("Importing requires the role of importer."), style="td-note")
        return
    if not may_keep(text):
        return
    show_text(text("The files are kept as they are, with the findings about them. An earlier delivery is never lost."))
    if st.button(
        text("Import as a delivery, as of {day}", day=text.date(request.as_of)),
        icon=":material/inventory_2:",
        key="data-import",
    ):
        try:
            with _progress(text) as on_progress, on_disk(request) as paths:
                imported = import_files(
                    read_settings().data,
                    current_theme(),
                    as_of=request.as_of,
                    projects=paths["projects"],
                    theme_workbook=paths.get("theme"),
                    outcomes=paths.get("outcomes"),
                    need=paths.get("need"),
                    column_map=_column_map(request, paths),
                    note=request.note,
                    on_progress=on_progress,
                )
            if request.headers and request.map_name:
                save_column_map(read_settings().data, request.map_name, request.headers)
        except InputError as error:
            for finding in error.findings:
                st.error(plain_words(finding_sentence(finding, text)))
            return
        st.session_state["data-imported"] = imported.info.id
        # A new form: the files have become a delivery.
        st.session_state["data-round"] += 1
        st.session_state.pop("data-checked", None)
        st.rerun()


def just_imported() -> str | None:
    """The delivery that this person has just imported; told once."""
    return st.session_state.pop("data-imported", None)
