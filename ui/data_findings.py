"""What a check of files found, as the Data page shows it."""

from functools import partial

import streamlit as st

from data_loaders.checked_files import CheckedFile
from presentation.exports.marked_workbook import marked_name, marked_workbook
from presentation.markdown import plain_words
from presentation.tables import table_csv, table_html
from presentation.text import Text
from presentation.words.check_report import all_findings_table, answers_html, findings_html, found_sentence, next_steps, rows_table
from ui.data_upload import Checked, Request, on_disk
from ui.page_script import tell_document
from ui.show import show_section, show_text

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"


def show_answers(checked: Checked, text: Text) -> None:
    """The three answers."""
    tell_document(sentence=found_sentence(checked.files, text))
    st.html(answers_html(checked.files, text))


def show_findings(checked: Checked, text: Text) -> None:
    """The rows, the files to take away, the findings one check at a time, what next."""
    show_section(text("What was found"))
    st.html(table_html(rows_table(checked.files, text), text))
    if checked.groups:
        _downloads(checked, text)
        st.html(findings_html(checked.groups, checked.pieces, text))
    steps = next_steps(checked.files, text)
    if steps:
        show_section(text("What next?"))
        st.html(table_html(steps, text))


def _downloads(checked: Checked, text: Text) -> None:
    show_text(
        text(
            "Take the findings with you: your own workbook comes back with its cells coloured, a comment in each and a list of findings in front."
        )
    )
    with st.container(horizontal=True):
        for file in checked.files:
            if file.findings:
                st.download_button(
                    text("Marked workbook: {file}", file=plain_words(file.file)),
                    data=partial(_marked, file, checked.request, text),
                    file_name=marked_name(file.file, text),
                    mime=_XLSM if marked_name(file.file, text).endswith(".xlsm") else _XLSX,
                    icon=":material/download:",
                    key=f"data-marked-{file.kind}-{text.language}",
                    on_click="ignore",
                )
        st.download_button(
            text("All findings as CSV"),
            data=lambda: table_csv(all_findings_table(checked.files, text)),
            file_name=text("findings.csv"),
            mime="text/csv",
            key=f"data-findings-{text.language}",
            on_click="ignore",
        )


def _marked(file: CheckedFile, request: Request, text: Text) -> bytes:
    with on_disk(request) as paths:
        return marked_workbook(paths[file.kind], file.findings, text)
