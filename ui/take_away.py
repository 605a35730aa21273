"""Buttons that give a figure away, or a page, or a whole delivery: as tables, workbook, pictures, report or slides."""

from collections.abc import Callable

import streamlit as st

from data_loaders.progress import PartProgress
from presentation.block import FigureBlock, figure_anchor
from presentation.exports.collected import Collected, collected_deck
from presentation.exports.deck_recipes import citation
from presentation.exports.names import file_name
from presentation.exports.package import view_package
from presentation.exports.picture import PictureWords, picture_png, picture_svg
from presentation.exports.report import Busy, find_browser, report_html, report_pdf
from presentation.exports.view_workbook import (
    cover_words,
    delivery_workbook,
    figure_sheet,
    view_workbook,
)
from presentation.exports.workbook import workbook
from presentation.matrix import Matrix
from presentation.tables import table_csv
from presentation.text import Text
from presentation.words.notes import example_sentence, source_line
from ui.context import Context
from ui.deck import PPTX, add_to_deck
from ui.links import show_links
from ui.page_script import copy_picture

#: Where the bar stands while what is left cannot be counted.
_NEARLY = 0.9
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_take_away(block: FigureBlock | Matrix, context: Context) -> None:
    """A button that opens every form a figure or matrix can be taken away in; files are made only when asked for."""
    text = context.text
    label = text("Download or share")
    with st.popover(
        label, type="tertiary", icon=":material/download:", key=f"take-{block.key}-{text.language}", on_change="rerun"
    ) as panel:
        if panel.open:
            with st.container(gap=None):
                _show_files(block, context)
                if isinstance(block, FigureBlock):
                    _show_copy(block, context)
            if context.is_staff:
                st.button(
                    text("Add to the deck"),
                    icon=":material/add_to_queue:",
                    key=f"deck-{block.key}-{text.language}",
                    on_click=add_to_deck,
                    args=(
                        Collected(block.key, context.filters, tuple(context.reading.choices.items())),
                        text("“{headline}” was added to the deck.", headline=block.headline),
                    ),
                )
            place = st.container()
            context.at_end.append(lambda: show_links(context, block.key, block.headline, figure_anchor(block.key), place))


def show_page_links(context: Context, title: str) -> None:
    """One button for the page as a whole; call it when the page has run (``Context.at_end``)."""
    text = context.text
    with st.popover(
        text("Copy link"), type="tertiary", icon=":material/link:", key=f"page-link-{text.language}", on_change="rerun"
    ) as panel:
        if panel.open:
            show_links(context, "page", title)


def _show_files(block: FigureBlock | Matrix, context: Context) -> None:
    text, info = context.text, context.data.info
    words = PictureWords(block.source or source_line(info, text), example_sentence(text) if info.is_example else "")
    rows = len(block.table.rows)
    reading = context.reading
    files = [
        (text.plural("Table as CSV ({number} row)", "Table as CSV ({number} rows)", rows), "csv", "text/csv",
         lambda: table_csv(block.table, block.subtitle, block.not_shown or "", words.source)),
        (text.plural("Workbook, Excel ({number} row)", "Workbook, Excel ({number} rows)", rows), "xlsx", XLSX,
         lambda: workbook([figure_sheet(block, reading)], cover_words(block.headline, reading), text)),
    ]  # fmt: skip
    if isinstance(block, FigureBlock):
        # A matrix is its own table: it has no drawing.
        files += [
            (text("Picture for a screen, PNG"), "screen.png", "image/png", lambda: picture_png(block, words, "screen")),
            (text("Picture for a slide, PNG"), "slide.png", "image/png", lambda: picture_png(block, words, "slide")),
            (text("Square picture, PNG"), "square.png", "image/png", lambda: picture_png(block, words, "square")),
            (text("Drawing, SVG"), "svg", "image/svg+xml", lambda: picture_svg(block, words).encode("utf-8")),
        ]
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
    copy_picture(
        picture_png(block, words, "slide"),
        done=text("The picture was copied."),
        failed=text("The browser did not allow copying. Download the picture instead."),
    )


# A whole page -------------------------------------------------------------------------


def show_page_take_away(view: str, title: str, context: Context) -> None:
    """One button for all that the page shows; nothing on a page without figures.

    Args:
        view: Code of the page, for the names of files.
        title: What the page is called.
    """
    text = context.text
    keys = tuple(dict.fromkeys(context.shown))
    if not keys:
        return
    label = text("Download this page")
    with st.popover(label, icon=":material/download:", key=f"take-page-{view}-{text.language}", on_change="rerun") as panel:
        if panel.open:
            # Close together, so that what is being made is seen below its button.
            with st.container(gap=None):
                _show_page_files(keys, view, title, context)


def _show_page_files(keys: tuple[str, ...], view: str, title: str, context: Context) -> None:
    text, reading = context.text, context.reading
    _file(
        text.plural("Workbook, Excel ({number} table)", "Workbook, Excel ({number} tables)", len(keys)), f"{view}-page", "xlsx", XLSX,
        lambda: view_workbook(keys, title, reading), context,
    )  # fmt: skip
    _file(
        text("Report to read and print, HTML"),
        f"{view}-page",
        "html",
        "text/html",
        lambda: report_html(keys, title, reading).encode("utf-8"),
        context,
    )
    if context.is_staff:
        slides = [Collected(key, context.filters, tuple(reading.choices.items())) for key in keys]
        _file(
            text.plural("Slides, PowerPoint ({number} figure)", "Slides, PowerPoint ({number} figures)", len(slides)), f"{view}-page", "pptx", PPTX,
            lambda: collected_deck(slides, reading), context,
        )  # fmt: skip
    if browser := find_browser():
        _long_file(
            text("Report to print, PDF"), f"{view}-page", "pdf", "application/pdf",
            lambda progress, say: report_pdf(report_html(keys, title, reading, progress), browser, lambda state: say(_printing(state, text))), context,
        )  # fmt: skip
    _long_file(
        text("Everything in one package: tables, pictures, workbook (zip)"), f"{view}-page", "zip", "application/zip",
        lambda progress, say: view_package(view, title, keys, reading, progress), context,
    )  # fmt: skip
    st.code(citation(title, reading), language=None, wrap_lines=True)


def show_delivery_take_away(context: Context) -> None:
    """The whole delivery as a workbook: every project row of the choices, and every figure."""
    text, rows = context.text, context.reading.view.rows.height
    if not rows:
        return
    reading = context.reading
    whole = text.plural(
        "The whole delivery as a workbook, Excel ({number} project row and every figure)",
        "The whole delivery as a workbook, Excel ({number} project rows and every figure)",
        rows,
    )
    chosen = text.plural(
        "Your selection as a workbook, Excel ({number} project row and every figure)",
        "Your selection as a workbook, Excel ({number} project rows and every figure)",
        rows,
    )
    label = whole if context.filters.is_empty else chosen
    _long_file(label, "delivery", "xlsx", XLSX, lambda progress, say: delivery_workbook(reading, progress), context)


def _printing(state: str, text: Text) -> str:
    return text("Waiting: another report is being printed …") if state == "waiting" else text("Being printed …")


def _file(label: str, view: str, ending: str, kind: str, make: Callable[[], bytes] | bytes, context: Context) -> None:
    text = context.text
    st.download_button(
        label,
        data=make,
        file_name=file_name(view, context.data.info, context.filters, text, ending),
        mime=kind,
        key=f"file-{view}-{ending}-{text.language}",
        on_click="ignore",
        type="tertiary",
    )


def _long_file(
    label: str, view: str, ending: str, kind: str, make: Callable[[PartProgress, Callable[[str], object]], bytes], context: Context
) -> None:
    """A file that takes a while: made when asked for, with its progress, and given up when the reader says so.

    Args:
        make: Makes the file; told how to say how far it has come, and what it is doing.
    """
    text = context.text
    name = f"{view}-{ending}-{text.language}"
    if not st.button(label, key=f"make-{name}", type="tertiary"):
        return
    with (place := st.empty()).container():
        bar = st.progress(0.0, text("Being made …"))
        # A click runs the page anew; the work ends at its next step and nothing of it is kept.
        st.button(text("Cancel"), key=f"cancel-{name}")
    try:
        content = make(
            lambda done, whole: bar.progress(done / whole, text("{done} of {whole}", done=text.number(done), whole=text.number(whole))),
            lambda words: bar.progress(_NEARLY, words),
        )
    except Busy:
        place.error(text("Many reports are being printed just now. Try again in a moment."))
        return
    except OSError:
        place.error(text("The file could not be made on this server. Take another form."))
        return
    place.empty()
    _file(text("Ready: download"), view, ending, kind, content, context)
