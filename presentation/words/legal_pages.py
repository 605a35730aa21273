"""What the service says of itself on every page and in its statements: accessibility, privacy, feedback, age of the data."""

import base64
from collections.abc import Sequence
from datetime import date
from html import escape

from archive.deliveries import DeliveryInfo
from presentation.emblem import emblem_svg
from presentation.text import Text

#: The day the accessibility statement was last looked through.
STATEMENT_DAY = date(2026, 11, 25)
#: From here on the age of the data is told in months.
DAYS_IN_WORDS = 60

#: Heading and paragraphs.
Section = tuple[str, tuple[str, ...]]


def known_violations(text: Text) -> dict[str, str]:
    """What fails and is the framework's own: axe's rule id → what it means to a reader.

    The browser test lets these pass and nothing else, and the statement lists them.
    """
    return {}


def accessibility_sections(text: Text) -> Sequence[Section]:
    """The accessibility statement by the Act on the Provision of Digital Services (306/2019), as far as it is true today.

    Returns:
        Heading and paragraphs of each part, in the order of the authority's model.
    """
    return (
        (
            text("How accessible the service is"),
            (
                text(
                    "This statement is about the dashboard at this address. The service meets the requirements of the Act on the Provision of Digital Services (306/2019; WCAG 2.1, levels A and AA) in part. The goal is WCAG 2.2."
                ),
                text(
                    "Every figure has a headline, a sentence, an alternative text and a table with the same figures. Everything works from the keyboard; for the map, the region filter and the table are the keyboard's way."
                ),
            ),
        ),
        (
            text("What is not accessible, and why"),
            (
                text(
                    "The framework's own words, such as its menu and the names of a list's buttons, are in English on every page (WCAG 3.1.2 Language of Parts). They are part of the program library that the service is built with."
                ),
                text(
                    "The figures are drawings whose single bars and points cannot be reached with the keyboard (WCAG 2.1.1 Keyboard). The table beside each figure has the same values."
                ),
                *(text("{rule}: {meaning}", rule=rule, meaning=meaning) for rule, meaning in known_violations(text).items()),
            ),
        ),
        (
            text("How this was found out"),
            (
                text(
                    "The service assessed itself. Every page is tested automatically with axe (WCAG 2.0–2.2, A and AA, and best practices) in three languages, light and dark: no serious or critical violation is left, neither ours nor the framework's. No audit by a person has been made yet."
                ),
                text("This statement was written on {day}.", day=text.date(STATEMENT_DAY)),
            ),
        ),
        (
            text("Feedback"),
            (
                text("Did you find something that is not accessible? Tell us, and we answer within 14 days."),
                feedback_sentence(text),
            ),
        ),
        (
            text("Supervision"),
            (
                text(
                    "If you are not satisfied with the answer, or receive none within two weeks, you can notify the Digital Accessibility Supervision Unit of the Finnish Transport and Communications Agency Traficom. Its website explains how to make a notification and how it is handled."
                ),
                text(
                    "Supervisory authority: Finnish Transport and Communications Agency Traficom, Digital Accessibility Supervision Unit, www.webaccessibility.fi, saavutettavuus@traficom.fi, +358 29 534 5000."
                ),
            ),
        ),
    )


def privacy_sections(text: Text, is_staff: bool, signs_in: bool) -> Sequence[Section]:
    """What becomes of a reader's data, and whose data stand in the figures.

    Args:
        text: The reader's language.
        is_staff: Whether files can be sent in to this instance.
        signs_in: Whether people sign in to this instance.
    """
    cookies = (
        text(
            "Signing in leaves a cookie with what the sign-in service tells about you, such as your name and your roles; it is removed when you sign out. The other cookies protect signing in and what you send in against forgery."
        )
        if signs_in
        else text("A cookie protects what you send in against forgery; it says nothing about you. There are no others.")
        if is_staff
        else text("The service sets no cookies and asks you for nothing.")
    )
    return (
        (
            text("Your visit"),
            (
                cookies,
                text(
                    "Nothing is fetched from other services, and no visit is measured or followed. Your choices are in the address of the page, and the service forgets them when you leave."
                ),
                text(
                    "While you are connected, the server knows your network address, because an answer could not be sent otherwise. The service itself does not write it down; the web server in front of it may keep a short technical log against misuse."
                ),
            ),
        ),
        (
            text("People in the figures"),
            (
                text("The figures count people; no single person's data are in the service.")
                if is_staff
                else text(
                    "The figures count people; no single person's data are in the service, and small counts are protected so that nobody can be recognised."
                ),
                text(
                    "Projects and the organisations that carry them out are named, because the use of public money is public. The names of private persons are not shown."
                ),
            ),
        ),
        (
            text("Who answers for this"),
            (
                text("The service is run by {operator}.", operator=text.name(text.theme.operator))
                if text.theme.operator
                else text("Who runs the service has not been announced yet."),
                feedback_sentence(text),
            ),
        ),
    )


def service_paragraphs(text: Text) -> tuple[str, ...]:
    """The service in short: who runs it, and where feedback goes."""
    operator = text.theme.operator
    return (
        text("The service is run by {operator}.", operator=text.name(operator)) if operator else "",
        feedback_sentence(text) if text.theme.feedback else "",
    )


def feedback_sentence(text: Text) -> str:
    """Where feedback goes, or that no address has been set."""
    if not text.theme.feedback:
        return text("The address for feedback has not been announced yet.")
    return text("Feedback: {address}", address=text.theme.feedback)


def feedback_link(text: Text) -> str | None:
    """The address of the feedback link; null when none has been set."""
    contact = text.theme.feedback
    return None if not contact else contact if contact.startswith("https://") else f"mailto:{contact}"


def age_sentence(as_of: date, today: date, text: Text) -> str:
    """The day the figures speak of, and how long ago that was."""
    day, days = text.date(as_of), (today - as_of).days
    if days <= 0:
        return text("As of {day}", day=day)
    if days < DAYS_IN_WORDS:
        return text.plural("As of {day}, {number} day ago", "As of {day}, {number} days ago", days, day=day)
    # A month is 30.44 days; told in whole months that have passed.
    return text.plural("As of {day}, {number} month ago", "As of {day}, {number} months ago", int(days / 30.44), day=day)


def next_update_sentence(today: date, text: Text) -> str | None:
    """The next day of the update calendar; null when there is none."""
    coming = next((update for update in text.theme.updates if update.day >= today), None)
    return text("Next update {day}: {what}", day=text.date(coming.day), what=text.name(coming.what)) if coming else None


def footer_html(info: DeliveryInfo | None, text: Text, today: date) -> str:
    """The foot of every page: the emblem with its text, age and delivery of the data where there is any, next update, feedback.

    The statements say when no address for feedback has been set; the foot then has no link.
    """
    emblem = base64.b64encode(emblem_svg(40).encode()).decode()
    of_data = (age_sentence(info.as_of, today, text), text("Delivery {id}", id=info.id)) if info else ()
    lines = (*of_data, next_update_sentence(today, text))
    link = feedback_link(text)
    feedback = f'<p><a href="{escape(link)}">{escape(text("Give feedback"))}</a></p>' if link else ""
    return (
        f'<footer class="td-foot"><p class="td-eu"><img src="data:image/svg+xml;base64,{emblem}" width="60" height="40" alt="">'
        f"<span>{escape(text('Co-funded by the European Union'))}</span></p>"
        + "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        + f"{feedback}</footer>"
    )
