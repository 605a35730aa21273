"""The button under a figure that gives it away: as table, workbook or picture, or to the deck."""

import base64
import json

import streamlit as st

from presentation.block import FigureBlock
from presentation.catalogue import FIGURES, Reading
from presentation.exports.names import file_name
from presentation.exports.picture import PictureWords, picture_png, picture_svg
from presentation.exports.recipes import citation
from presentation.exports.view_workbook import cover_words, figure_sheet
from presentation.exports.workbook import workbook
from presentation.notes import example_sentence, source_line
from presentation.tables import table_csv
from settings import read_settings
from ui.context import Context, boundaries
from ui.deck import add_to_deck

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reading_of_page(context: Context) -> Reading:
    """What the page is made of, as figures read it."""
    data = context.data
    shapes, _ = boundaries(read_settings().regions_file)
    return Reading(context.text, data.info, data.current, data.history, context.filters, shapes, context.forecast)


def show_take_away(block: FigureBlock, context: Context) -> None:
    """A button that opens every form a figure can be taken away in; files are made only when asked for."""
    text = context.text
    label = text("Download or share")
    with st.popover(label, type="tertiary", icon=":material/download:", key=f"take-{block.key}-{text.language}", on_change="rerun") as panel:
        if panel.open:
            _show_files(block, context)
            _show_copy(block, context)
            if context.is_staff and block.key in FIGURES:
                st.button(
                    text("Add to the deck"),
                    icon=":material/add_to_queue:",
                    key=f"deck-{block.key}-{text.language}",
                    on_click=add_to_deck,
                    args=(block.key, context.filters, text("“{headline}” was added to the deck.", headline=block.headline)),
                )
            st.caption(text("How to cite"))
            st.code(citation(block.headline, reading_of_page(context)), language=None, wrap_lines=True)


def _show_files(block: FigureBlock, context: Context) -> None:
    text, info = context.text, context.data.info
    words = PictureWords(block.source or source_line(info, text), example_sentence(text) if info.is_example else "")
    rows = len(block.table.rows)
    reading = reading_of_page(context)
    files = [
        (text.plural("Table as CSV ({number} row)", "Table as CSV ({number} rows)", rows), "csv", "text/csv",
         lambda: table_csv(block.table, block.subtitle, block.not_shown or "", words.source)),
        (text.plural("Workbook, Excel ({number} row)", "Workbook, Excel ({number} rows)", rows), "xlsx", XLSX,
         lambda: workbook([figure_sheet(block, reading)], cover_words(block.headline, reading), text)),
        (text("Picture for a screen, PNG"), "screen.png", "image/png", lambda: picture_png(block, words, "screen")),
        (text("Picture for a slide, PNG"), "slide.png", "image/png", lambda: picture_png(block, words, "slide")),
        (text("Square picture, PNG"), "square.png", "image/png", lambda: picture_png(block, words, "square")),
        (text("Drawing, SVG"), "svg", "image/svg+xml", lambda: picture_svg(block, words).encode("utf-8")),
    ]  # fmt: skip
    for label, ending, kind, make in files:
        shape, _, suffix = ending.rpartition(".")
        st.download_button(
            label,
            data=make,
            file_name=file_name(f"{block.key}-{shape}" if shape else block.key, info, context.filters, text, suffix),
            mime=kind,
            key=f"file-{block.key}-{ending}-{text.language}",
            on_click="ignore",
            type="tertiary",
        )


def _show_copy(block: FigureBlock, context: Context) -> None:
    """Copy the picture: the browser wants it soon after the click, so it is made at once and handed over."""
    text, info = context.text, context.data.info
    if not st.button(text("Copy the picture"), icon=":material/content_copy:", type="tertiary", key=f"copy-{block.key}-{text.language}"):
        return
    words = PictureWords(block.source or source_line(info, text), example_sentence(text) if info.is_example else "")
    picture = base64.b64encode(picture_png(block, words, "slide")).decode()
    done, failed = json.dumps(text("The picture was copied.")), json.dumps(text("The browser did not allow copying. Download the picture instead."))
    st.html(
        "<p role='status' id='td-copied'></p><script>(async () => { const said = document.getElementById('td-copied'); try {"
        f" const bytes = Uint8Array.from(atob('{picture}'), c => c.charCodeAt(0));"
        " await navigator.clipboard.write([new ClipboardItem({'image/png': new Blob([bytes], {type: 'image/png'})})]);"
        f" said.textContent = {done}; }} catch (problem) {{ said.textContent = {failed}; }} }})();</script>",
        unsafe_allow_javascript=True,
    )


