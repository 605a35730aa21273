"""The only script of ours in a page. It never changes, so that a Content-Security-Policy can name it by its hash."""

import base64
import json
from html import escape

import streamlit as st

from presentation.text import Text
from presentation.words.framework import framework_words
from settings import ROOT

#: What it is to do stands in the element before it.
PAGE_SCRIPT = (ROOT / "assets" / "page.js").read_text("utf-8")


def tell_document(sentence: str = "", scroll: str = "") -> None:
    """Tell a screen reader what has changed, or where on the page to go: the id of an element."""
    _run(sentence=sentence, scroll=scroll)


def tell_language(text: Text, carried: str = "") -> None:
    """Tell the document its language, and what the framework's own words and links are in it.

    Args:
        text: The reader's language.
        carried: What the links of the menu take along, as an address has it after its question mark.
    """
    _run(lang=text.language, words=json.dumps(framework_words(text), ensure_ascii=False), carried=carried or f"lang={text.language}")


def copy_picture(png: bytes, done: str, failed: str) -> None:
    """Put a picture on the reader's clipboard, and say whether the browser did. The browser wants it soon after a click."""
    _run('<p role="status"></p>', picture=base64.b64encode(png).decode(), done=done, failed=failed)


def _run(more: str = "", **message: str) -> None:
    st.html(
        f'<div hidden data-told="{escape(json.dumps(message))}"></div>{more}<script>{PAGE_SCRIPT}</script>', unsafe_allow_javascript=True
    )
