"""What a link that is pinned to a delivery says of itself: that there is newer, what is different, what is gone."""

from collections.abc import Iterable
from html import escape
from typing import Literal

from analytics.figure_changes import FigureChange
from analytics.money import PublicMoney
from analytics.people import ALL_PARTICIPANTS
from archive.deliveries import DeliveryInfo
from presentation.text import Text
from presentation.words.changes import figure_sentences

#: Why a pinned delivery cannot be shown.
Lack = Literal["gone", "waiting", "withdrawn", "damaged"]


def preview_sentence(info: DeliveryInfo, text: Text) -> str:
    """Said on every page with a delivery that waits."""
    return text(
        "Preview: these are the figures of delivery {id}, as of {day}, which waits for approval. Readers do not see them.",
        id=info.id,
        day=text.date(info.as_of),
    )


def newer_sentence(shown: DeliveryInfo, newest: DeliveryInfo, text: Text) -> str:
    """That the figures are not the newest, and why."""
    if shown.as_of == newest.as_of:
        return text(
            "These are the figures of delivery {id}, as of {day}. Delivery {newest}, of the same day, has been approved in its place.",
            id=shown.id, day=text.date(shown.as_of), newest=newest.id,
        )  # fmt: skip
    return text(
        "These are the figures as of {day} (delivery {id}). A newer delivery has been approved since then, as of {newest}.",
        day=text.date(shown.as_of), id=shown.id, newest=text.date(newest.as_of),
    )  # fmt: skip


def version_sentence(asked: str, version: str, text: Text) -> str:
    """That the link was made with another version of the program; empty when it was not, or does not say."""
    if asked in ("", version):
        return ""
    return text(
        "The link was made with version {asked} of the program and is shown by version {version}, which may calculate or word a figure differently.",
        asked=asked[:20], version=version,
    )  # fmt: skip


def gone_sentence(delivery: str, lack: Lack, text: Text) -> str:
    """Why the delivery that a link asks for is not shown."""
    values = {"id": delivery[:40]}
    return {
        "gone": lambda: text("This link leads to the figures of delivery {id}, which is not here any more.", **values),
        "waiting": lambda: text("This link leads to the figures of delivery {id}, which has not been approved.", **values),
        "withdrawn": lambda: text("This link leads to the figures of delivery {id}, which has been withdrawn.", **values),
        "damaged": lambda: text("This link leads to the figures of delivery {id}, whose files are damaged and cannot be read.", **values),
    }[lack]()


def headline(figures: Iterable[FigureChange]) -> tuple[FigureChange, ...]:
    """The figures that every page opens with: committed, spent, projects, participants."""
    named = {
        change.figure: change
        for change in figures
        if change.figure != "people" or (change.indicator, change.gender) == (ALL_PARTICIPANTS, None)
    }
    return tuple(named[name] for name in ("planned_public", "actual_public", "project_count", "people") if name in named)


def then_and_now(figures: Iterable[FigureChange], text: Text) -> str:
    """The headline figures then and now, in a sentence."""
    sentences = [_then_and_now(change, text) for change in headline(figures)]
    return text("Then and now: {figures}.", figures="; ".join(sentences))


def _then_and_now(change: FigureChange, text: Text) -> str:
    def written(value: int | None) -> str:
        if not change.is_money:
            return text.number(value)
        return text.euros(None) if value is None else text.millions(PublicMoney(value))

    values = {"before": written(change.before), "after": written(change.after)}
    return {
        "planned_public": lambda: text("committed {before}, now {after}", **values),
        "actual_public": lambda: text("spent {before}, now {after}", **values),
        "project_count": lambda: text("projects {before}, now {after}", **values),
        "people": lambda: text("participants {before}, now {after}", **values),
    }[change.figure]()


def reasons(figures: Iterable[FigureChange], text: Text) -> tuple[str, ...]:
    """What the differences are made of, a sentence each."""
    return figure_sentences(headline(figures), text)


def newer_html(sentences: Iterable[str], why: str, details: Iterable[str]) -> str:
    """The band above a pinned page: what is so, and folded what the differences are made of."""
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences if sentence)
    lines = "".join(f"<li>{escape(line)}</li>" for line in details)
    folded = f'<details class="td-changes"><summary>{escape(why)}</summary><ul class="td-lines">{lines}</ul></details>' if lines else ""
    return f'<div class="td-banner td-newer" role="note"><div>{paragraphs}{folded}</div></div>'


def citation(title: str, link: str, info: DeliveryInfo, text: Text) -> str:
    """How to name the figures as a source, with the link that keeps showing them."""
    return text(
        "{author}: {title}. As of {day}, delivery {id}. {link}",
        author=text.name(text.theme.coordination), title=title, day=text.date(info.as_of), id=info.id, link=link,
    )  # fmt: skip


def links_html(key: str, pinned: str, newest: str, title: str, info: DeliveryInfo, text: Text) -> str:
    """Both links and the citation, each with its button. The page's script does the copying.

    Args:
        key: Told apart from other figures of the page.
        pinned: The link to the figures as they are now.
        newest: The link to whatever is newest.
        title: What is cited.
        info: The delivery.
        text: The reader's language.
    """
    rows = (
        (
            "pinned",
            text("These figures as they are now"),
            text("Always shows delivery {id}, also when there are newer ones.", id=info.id),
            pinned,
        ),
        ("newest", text("Always the newest"), text("Shows the same choices of whichever delivery is the newest."), newest),
        ("citation", text("Citation"), "", citation(title, pinned, info, text)),
    )
    answers = f'data-done="{escape(text("Copied."))}" data-failed="{escape(text("The browser did not allow copying. The text is selected: copy it with the keyboard."))}"'
    return (
        f'<div class="td-links"><p class="td-links-title">{escape(text("Copy link"))}</p>'
        + "".join(
            f"<div><p><strong>{escape(name)}</strong>{'<br>' if note else ''}{escape(note)}</p>"
            f'<p class="td-copy-text td-copy-{kind}" id="copy-{kind}-{escape(key)}">{escape(content)}</p>'
            f'<p><button type="button" class="td-button" data-copy="copy-{kind}-{escape(key)}" {answers} aria-label="{escape(text("Copy"))}: {escape(name)}">{escape(text("Copy"))}</button>'
            '<span role="status"></span></p></div>'
            for kind, name, note, content in rows
        )
        + "</div>"
    )
