"""A list that nobody recognises: a person says which column is which field."""

from dataclasses import replace

import streamlit as st

from data_loaders.column_maps import ColumnMap, project_fields
from data_loaders.findings import InputError
from data_loaders.suggestions import ListColumn, UnknownList, suggest_columns
from presentation.text import Text
from presentation.words.columns import column_html, columns_lead, repeated_sentence
from ui.data_upload import Checked, Request, check_again, on_disk
from ui.show import show_section, show_text

#: The choice of a column that is not read.
_UNUSED = ""


def map_columns(checked: Checked, text: Text) -> None:
    """Ask which column is which field, when the headers of the list are not known; then check again."""
    listed = next(file for file in checked.files if file.kind == "projects")
    if not any(finding.code == "projects-headers-unknown" for finding in listed.findings):
        return
    request = checked.request
    unknown = _unknown_list(request)
    if unknown is None:
        return
    show_section(text("Which column is which?"))
    show_text(columns_lead(unknown, text))
    with st.form("data-columns", enter_to_submit=False):
        fields = {column.letter: _field_of(column, text) for column in unknown.columns}
        name = st.text_input(
            text("Keep these choices for later lists under this name, once the list is imported (may be left empty)"),
            key="data-map-name",
            max_chars=60,
        )
        sent = st.form_submit_button(text("Check the list with these columns"), icon=":material/fact_check:")
    if not sent:
        return
    chosen = [field for field in fields.values() if field != _UNUSED]
    repeated = sorted({field for field in chosen if chosen.count(field) > 1})
    if repeated or not chosen:
        st.error(repeated_sentence(repeated, text))
        return
    headers: ColumnMap = {fields[column.letter]: (column.header,) for column in unknown.columns if fields[column.letter] != _UNUSED}
    check_again(replace(request, headers=headers, map_name=name.strip()), text)


def _unknown_list(request: Request) -> UnknownList | None:
    """The columns of the list with what each may be; looked for once for a file."""
    listed = request.files["projects"].sha256
    kept = st.session_state.get("data-unknown")
    if not kept or kept[0] != listed:
        try:
            with on_disk(request) as paths:
                kept = (listed, suggest_columns(paths["projects"]))
        except InputError:
            return None
        st.session_state["data-unknown"] = kept
    return kept[1]


def _field_of(column: ListColumn, text: Text) -> str:
    """One column with its samples, and the choice of its field; what is known is suggested."""
    left, right = st.columns(2, gap="medium", vertical_alignment="center")
    with left:
        st.html(column_html(column, text))
    with right:
        options = [_UNUSED, *project_fields()]
        return st.selectbox(
            text("Column {letter} is", letter=column.letter),
            options,
            index=options.index(column.field or _UNUSED),
            format_func=lambda field: text.label("project_fields", field) if field else text("Not read"),
            key=f"data-column-{column.letter}-{text.language}",
        )
