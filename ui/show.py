"""Show figures and text the same way on every page."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

from presentation.block import FigureBlock, KeyFigure, heading_html, key_figures_html, paragraphs_html
from presentation.charts.plotly_chart import plotly_chart
from presentation.matrix import Matrix, matrix_html
from presentation.tables import table_csv, table_html
from presentation.text import Text
from presentation.words.notes import source_line, unlock_sentence
from presentation.words.protection import public_lack_sentence, with_signs
from ui.context import Context, current_context
from ui.ledger import show_ledgers
from ui.take_away import show_take_away

CSS = Path(__file__).parents[1] / "assets" / "dashboard.css"
#: Plotly's own buttons have no names; ours stand under the figure instead.
_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


def show_title(title: str) -> None:
    """The heading of a page. The words are ours or the theme file's."""
    st.html(
        f'<h1 style="font-size:clamp(1.35rem,6.6vw,2rem);line-height:1.2;margin:0;padding:.2rem 0 0;overflow-wrap:anywhere">{escape(title)}</h1>'
    )


def show_lead(*sentences: str) -> None:
    """The answer that a page opens with."""
    st.html(f'<p class="td-lead">{escape(" ".join(filter(None, sentences)))}</p>')


def show_keys(figures: tuple[KeyFigure, ...]) -> None:
    """At most five key figures, and one button that tells where they come from."""
    st.html(key_figures_html(figures))
    ledgers = tuple(dict.fromkeys(figure.ledger for figure in figures if figure.ledger))
    if ledgers:
        show_ledgers(ledgers, "keys", current_context())


def show_text(*paragraphs: str, style: str = "") -> None:
    """Paragraphs of plain text; empty ones are left out."""
    if any(paragraphs):
        st.html(paragraphs_html(*paragraphs, style=style))


def show_figure(block: FigureBlock, context: Context, on_select: Callable | None = None, with_table: bool = True) -> None:
    """Show one figure with everything that belongs to it, always in the same order.

    Headline, subtitle, figure, sentence, what is not shown, table, download, source.

    Args:
        block: The figure.
        context: The reader's page.
        on_select: Called with the key of the chart's choice in the session when the reader
            chooses a point.
        with_table: False where the page shows the table beside the figure.
    """
    text, block = context.text, with_signs(block, context.view, context.text)
    context.shown.append(block.key)
    if context.stage is not None:
        context.stage.append(block)
        return
    st.html(heading_html(block))
    st.plotly_chart(
        plotly_chart(block.chart),
        key=chart_key(block),
        alt=block.alt,
        config=_CONFIG,
        on_select=(lambda: on_select(chart_key(block))) if on_select else "ignore",
        selection_mode="points",
    )
    st.html(paragraphs_html(block.sentence) + paragraphs_html(block.below, style="td-note"))
    if with_table:
        # Made when it is opened: a page would write all its tables at every change otherwise.
        with st.expander(text("The same as a table"), key=f"table-{block.key}-{text.language}", on_change="rerun") as panel:
            if panel.open:
                show_table(block, context)
    st.html(f'<p class="td-source">{escape(block.source or source_line(context.data.info, text))}</p>')
    with st.container(horizontal=True):
        if block.ledger:
            show_ledgers((block.ledger,), block.key, context)
        show_take_away(block, context)


def show_pair(first: FigureBlock, second: FigureBlock, context: Context) -> None:
    """Two figures beside each other; on a narrow screen the second one below the first."""
    for place, block in zip(st.columns(2, gap="large"), (first, second), strict=True):
        with place:
            show_figure(block, context)


def show_table(block: FigureBlock, context: Context) -> None:
    """The figure's table, and its download."""
    text, info, block = context.text, context.data.info, with_signs(block, context.view, context.text)
    st.html(table_html(block.table, text))
    st.download_button(
        text.plural("Download as CSV ({number} row)", "Download as CSV ({number} rows)", len(block.table.rows)),
        data=lambda: table_csv(block.table, block.subtitle, block.not_shown or "", block.source or source_line(info, text)),
        file_name=f"{text.theme.code}_{block.key}_{info.id}_{text.language}.csv",
        mime="text/csv",
        key=f"csv-{block.key}-{text.language}",
        on_click="ignore",
    )


def show_matrix(matrix: Matrix, context: Context) -> None:
    """Show a matrix with everything that belongs to it; it is its own table."""
    text, matrix = context.text, with_signs(matrix, context.view, context.text)
    context.shown.append(matrix.key)
    if context.stage is not None:
        context.stage.append(matrix)
        return
    st.html(
        heading_html(matrix) + matrix_html(matrix) + paragraphs_html(matrix.sentence) + paragraphs_html(matrix.not_shown or "", style="td-note")
        + f'<p class="td-source">{escape(source_line(context.data.info, text))}</p>'
    )  # fmt: skip
    with st.container(horizontal=True):
        show_ledgers((matrix.ledger,), matrix.key, context)
        show_take_away(matrix, context)


def chart_key(block: FigureBlock) -> str:
    """Where Streamlit keeps what is chosen in a figure."""
    return f"chart-{block.key}"


def show_empty(what: str, context: Context) -> None:
    """Why there is nothing to show, and what to do. ``what``: as ``unlock_sentence`` has it."""
    text = context.text
    sentence = (
        unlock_sentence(what, text) if context.is_staff else public_lack_sentence(what, context.view, not context.filters.is_empty, text)
    )
    st.info(sentence, icon=":material/info:")


def show_nobody(context: Context) -> None:
    """Why nobody is counted here: no outcomes, choices without any project, or projects without participants."""
    view = context.view
    show_empty("outcomes" if view.people is None else "participants" if view.rows.height else "empty", context)


def show_notice(sentence: str) -> None:
    """A sentence that must not be missed, in a band of its own."""
    st.html(f'<p class="td-banner" role="note">{escape(sentence)}</p>')


def show_when_opened(label: str, key: str, show: Callable[[], object], text: Text) -> None:
    """Contents that are made only when a reader opens them."""
    with st.expander(label, key=f"open-{key}-{text.language}", on_change="rerun") as panel:
        if panel.open:
            show()


def show_section(title: str) -> None:
    """The heading of a part of a page."""
    st.html(f'<div class="td-head"><h2>{escape(title)}</h2></div>')


def show_page_link(page: str, label: str) -> None:
    """A link to another page that keeps the reader's choices. ``page``: its file under ``pages``, without ending."""
    st.page_link(f"pages/{page}.py", label=label, icon=":material/arrow_forward:")


def show_way_back(page: str, label: str) -> None:
    """The link from a page that is not in the navigation to the one that leads to it; it stands above the title."""
    st.page_link(f"pages/{page}.py", label=label, icon=":material/arrow_back:")
