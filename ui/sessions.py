"""The sessions of this process, as the framework keeps them."""

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession


def session_named(name: str) -> AppSession | None:
    """The session that this process gave a name to, also one whose reader was cut off a moment ago; null when there is none.

    Call it where the server's loop runs.
    """
    if not Runtime.exists():
        return None
    # The framework tells of connected ones only.
    known = Runtime.instance()._session_mgr.get_session_info(name)
    return known.session if known else None
