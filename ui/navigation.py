"""The pages of the menu, and the icon of the browser's tab."""

import base64
from copy import copy
from functools import cache

import streamlit as st

from settings import ROOT

#: As the browser takes it: a file would be read again at every click.
ICON = "data:image/png;base64," + base64.b64encode((ROOT / "assets" / "favicon.png").read_bytes()).decode()


def page(file: str, title: str, address: str, is_hidden: bool = False, is_default: bool = False) -> st.Page:
    """A page for ``st.navigation``.

    Args:
        file: Its file under ``pages``, without ending.
        title: What it is called, in the reader's language.
        address: Its address.
        is_hidden: Whether other pages lead to it and the menu does not.
        is_default: Whether it opens when no page is named.
    """
    # A copy: the framework notes in a page that it may run now, which is a reader's own matter.
    return copy(_page(file, title, address, is_hidden, is_default))


# The framework follows the path of each file through every folder, at every click and for every page of the menu.
@cache
def _page(file: str, title: str, address: str, is_hidden: bool, is_default: bool) -> st.Page:
    return st.Page(f"pages/{file}.py", title=title, url_path=address, visibility="hidden" if is_hidden else "visible", default=is_default)
