"""Who may do what on the staff instance, when people sign in through OpenID Connect (docs/how-to/sign-in.md)."""

from collections.abc import Mapping

import streamlit as st

from operations.approving import machine_user
from presentation.text import Text
from settings import Settings, read_settings

#: reader sees everything, importer also keeps new deliveries, publisher also approves and publishes.
ROLES = ("reader", "importer", "publisher")


def roles() -> frozenset[str]:
    """The roles of the person who reads; all of them where nobody has to sign in, reader only in public.

    Importers and publishers read too. A claim that is not there, or not a list or a word, gives no role.
    """
    settings = read_settings()
    if settings.mode == "public":
        return frozenset({"reader"})
    return roles_of(st.user.to_dict(), settings)


def roles_of(user: Mapping[str, object], settings: Settings) -> frozenset[str]:
    """The roles of a person of the staff's instance, from what the sign-in service says of them."""
    if settings.sign_in is None:
        return frozenset(ROLES)
    if not user.get("is_logged_in"):
        return frozenset()
    claimed = user.get(settings.roles_claim)
    words = claimed.split() if isinstance(claimed, str) else claimed if isinstance(claimed, list | tuple) else ()
    known = {word for word in words if word in ROLES}
    return frozenset(known | {"reader"} if known else ())


def may(role: str) -> bool:
    """Whether the person who reads has a role."""
    return role in roles()


def person() -> str:
    """Who does something: the person who has signed in, by the address or name that the service gives; else the user of the machine."""
    return machine_user() if read_settings().sign_in is None else name_of(st.user.to_dict())


def name_of(user: Mapping[str, object]) -> str:
    """What a person is called who has signed in; the user of the machine when nobody has."""
    named = (user.get(claim) for claim in ("email", "preferred_username", "name", "sub")) if user.get("is_logged_in") else ()
    return next((str(name) for name in named if name), machine_user())


def show_sign_in(text: Text) -> None:
    """Ask somebody to sign in, or say that they have no role here."""
    if not st.user.is_logged_in:
        st.info(text("This dashboard is for its staff. Sign in to go on."), icon=":material/lock:")
        st.button(text("Sign in"), type="primary", on_click=st.login, key=f"sign-in-{text.language}")
        return
    st.warning(
        text("You have signed in, but you have no role in this dashboard. Ask those who maintain it for one."), icon=":material/lock:"
    )
    show_sign_out(text)


def show_sign_out(text: Text) -> None:
    """A way out, where people sign in."""
    settings = read_settings()
    if settings.mode == "staff" and settings.sign_in and st.user.is_logged_in:
        st.button(text("Sign out"), type="tertiary", on_click=st.logout, key=f"sign-out-{text.language}")
