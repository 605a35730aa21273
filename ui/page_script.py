"""The only script of ours in a page. It never changes, so that a Content-Security-Policy can name it by its hash."""

import base64
import json
from html import escape

import streamlit as st

from settings import ROOT

#: What it is to do stands in the element before it.
PAGE_SCRIPT = (ROOT / "assets" / "page.js").read_text("utf-8")


def tell_document(lang: str = "", sentence: str = "", scroll: str = "") -> None:
    """Tell the document its language, a screen reader what has changed, or where on the page to go: the id of an element."""
    _run(lang=lang, sentence=sentence, scroll=scroll)


def copy_picture(png: bytes, done: str, failed: str) -> None:
    """Put a picture on the reader's clipboard, and say whether the browser did. The browser wants it soon after a click."""
    _run('<p role="status"></p>', picture=base64.b64encode(png).decode(), done=done, failed=failed)


def _run(more: str = "", **message: str) -> None:
    st.html(
        f'<div hidden data-told="{escape(json.dumps(message))}"></div>{more}<script>{PAGE_SCRIPT}</script>', unsafe_allow_javascript=True
    )
