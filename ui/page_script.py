"""The only script of ours in a page. It never changes, so that a Content-Security-Policy can name it by its hash."""

import json
from html import escape

import streamlit as st

#: What it does stands in the element before it: the document's language, which the framework leaves
#: at English (WCAG 3.1.1), and a sentence for screen readers, in a region that stays, so that its change is heard.
PAGE_SCRIPT = (
    "(() => { const told = document.currentScript.parentNode.querySelector('[data-told]');"
    " const {lang, sentence} = JSON.parse(told.dataset.told);"
    " if (lang) document.documentElement.lang = lang;"
    " if (sentence) { let r = document.getElementById('td-status');"
    " if (!r) { r = document.createElement('div'); r.id = 'td-status'; r.setAttribute('role', 'status');"
    " r.style.cssText = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';"
    " document.body.appendChild(r); }"
    " if (r.textContent !== sentence) r.textContent = sentence; } })();"
)


def tell_document(lang: str = "", sentence: str = "") -> None:
    """Tell the document its language, or a screen reader what has changed."""
    told = escape(json.dumps({"lang": lang, "sentence": sentence}))
    st.html(f'<div hidden data-told="{told}"></div><script>{PAGE_SCRIPT}</script>', unsafe_allow_javascript=True)
