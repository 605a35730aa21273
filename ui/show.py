"""Show figures and text the same way on every page."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

from presentation.block import FigureBlock, KeyFigure, caption, caveats, heading_html, key_figures_html, paragraphs_html
from presentation.charts.plotly_chart import plotly_chart
from presentation.figures.registry import Lack, Reason, build, nobody
from presentation.matrix import Matrix, matrix_html
from presentation.tables import table_csv, table_html
from presentation.text import Text
from presentation.words.notes import compared_sentence, source_line, unlock_sentence
from presentation.words.protection import public_lack_sentence, signs_sentence
from ui.choices import filtered_link
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
    """The answer that a page opens with; where the reader compares, whose figures follow: a sum is not said then."""
    # The first screen of an empty directory has no context.
    context: Context | None = st.session_state.get("context")
    if context and context.filters.sides:
        sentences = (compared_sentence(context.filters, context.text),)
    st.html(f'<p class="td-lead">{escape(" ".join(filter(None, sentences)))}</p>')


def show_success(*sentences: str | None) -> None:
    """What has come of a step, in words of ours; empty ones are left out."""
    for sentence in filter(None, sentences):
        st.success(sentence, icon=":material/check_circle:")


def show_keys(figures: tuple[KeyFigure, ...]) -> None:
    """At most five key figures, and one button that tells where they come from; none where the reader compares, since they add up."""
    if current_context().filters.sides:
        return
    st.html(key_figures_html(figures))
    ledgers = tuple(dict.fromkeys(figure.ledger for figure in figures if figure.ledger))
    if ledgers:
        show_ledgers(ledgers, "keys", current_context())


def show_text(*paragraphs: str, style: str = "") -> None:
    """Paragraphs of plain text; empty ones are left out."""
    if any(paragraphs):
        st.html(paragraphs_html(*paragraphs, style=style))


def show_figures(*keys: str, beside: bool = False, quiet: bool = False) -> tuple[str, ...]:
    """Show figures with everything that belongs to them; in the place of one that there is not, say what it lacks.

    Args:
        keys: Of the registered figures and matrices.
        beside: Those that there are stand beside each other, and what is lacking below; on a narrow screen all below
            each other.
        quiet: What is lacking is not said.

    Returns:
        The keys of those that are shown.
    """
    context = current_context()
    built = {key: build(key, context.reading) for key in keys}
    blocks = {key: block for key, block in built.items() if not isinstance(block, Lack)}
    if beside and blocks:
        for place, block in zip(st.columns(len(blocks), gap="large"), blocks.values(), strict=True):
            with place:
                _show_block(block, context)
    said = set()
    for each in built.values():
        if isinstance(each, Lack):
            if not quiet and each.reason not in said:
                said.add(each.reason)
                show_empty(each.reason)
        elif not beside:
            _show_block(each, context)
    return tuple(blocks)


def show_beside_table(key: str, on_select: Callable) -> None:
    """Show a figure with its table beside it; or say what it lacks.

    Args:
        on_select: Called with the key of the chart's choice in the session when the reader chooses a point.
    """
    context = current_context()
    block = build(key, context.reading)
    if isinstance(block, Lack):
        show_empty(block.reason)
        return
    drawing, numbers = st.columns([2, 3], gap="large")
    with drawing:
        _show_block(block, context, on_select, with_table=False)
    with numbers:
        show_table(block, context)


def _show_block(block: FigureBlock | Matrix, context: Context, on_select: Callable | None = None, with_table: bool = True) -> None:
    """A figure or matrix, or a place for it in the presentation while the reader presents."""
    context.shown.append(block.key)
    if context.stage is not None:
        context.stage.append(block)
    elif isinstance(block, Matrix):
        _show_matrix(block, context)
    else:
        _show_figure(block, context, on_select, with_table)


def _show_figure(block: FigureBlock, context: Context, on_select: Callable | None, with_table: bool) -> None:
    """One figure, always in the same order: headline, subtitle, figure, sentence, what is not shown, table, source, download."""
    text = context.text
    st.html(heading_html(block.key, block.headline, block.subtitle))
    st.plotly_chart(
        plotly_chart(block.chart),
        key=chart_key(block),
        alt=block.alt,
        config=_CONFIG,
        on_select=(lambda: on_select(chart_key(block))) if on_select else "ignore",
        selection_mode="points",
    )
    st.html(paragraphs_html(caption(block)) + paragraphs_html(block.only_in_table or "", style="td-note"))
    if with_table:
        # Made when it is opened: a page would write all its tables at every change otherwise.
        with st.expander(text("The same as a table"), key=f"table-{block.key}-{text.language}", on_change="rerun") as panel:
            if panel.open:
                show_table(block, context)
    _show_foot(block, context)


def _show_foot(block: FigureBlock | Matrix, context: Context) -> None:
    """What stands under a figure: its source where it is not the page's, where the figure comes from with its caveats, and downloads."""
    if block.source:
        st.html(f'<p class="td-source">{escape(block.source)}</p>')
    if block.ledger is None:
        show_text(*caveats(block), style="td-note")
    if (signs := signs_sentence(context.text)) in (block.not_shown or ""):
        context.notes.add(signs)
    with st.container(horizontal=True):
        if block.ledger:
            show_ledgers((block.ledger,), block.key, context, caveats(block))
        show_take_away(block, context)


def show_table(block: FigureBlock | Matrix, context: Context) -> None:
    """The figure's table, and its download."""
    text, info = context.text, context.data.info
    st.html(table_html(block.table, text))
    st.download_button(
        text.plural("Download as CSV ({number} row)", "Download as CSV ({number} rows)", len(block.table.rows)),
        data=lambda: table_csv(block.table, block.subtitle, block.not_shown or "", block.source or source_line(info, text)),
        file_name=f"{text.theme.code}_{block.key}_{info.id}_{text.language}.csv",
        mime="text/csv",
        key=f"csv-{block.key}-{text.language}",
        on_click="ignore",
    )


def _show_matrix(matrix: Matrix, context: Context) -> None:
    """A matrix, which is its own table; its cells lead to the projects in them."""
    st.html(
        heading_html(matrix.key, matrix.headline, matrix.subtitle)
        + matrix_html(matrix, lambda codes: filtered_link("projects", context, codes))
        + paragraphs_html(caption(matrix))
    )
    _show_foot(matrix, context)


def chart_key(block: FigureBlock) -> str:
    """Where Streamlit keeps what is chosen in a figure."""
    return f"chart-{block.key}"


def show_empty(reason: Reason) -> None:
    """Why there is nothing to show, and what to do."""
    context = current_context()
    text, view, is_filtered = context.text, context.reading.view, not context.filters.is_empty
    sentence = unlock_sentence(reason, text) if context.is_staff else public_lack_sentence(reason, view, is_filtered, text)
    st.info(sentence, icon=":material/info:")


def show_nobody() -> None:
    """Why nobody is counted here: no outcomes, choices without any project, or projects without participants."""
    reading = current_context().reading
    show_empty(nobody(reading).reason if reading.view.people is None or reading.view.rows.height else "empty")


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
