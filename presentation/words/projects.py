"""Projects in words and tables: lines of the list, and everything about one."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

from analytics.projects import Implementer, ProjectDetail, ProjectLine, ProjectPage, ProjectState
from archive.deliveries import DeliveryInfo
from data_loaders.codes import GENDERS
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_or_not_known
from presentation.words.money_states import state_words


def project_name(name: str | None, key: str, text: Text) -> str:
    """A project's name; its code when the list has no name."""
    return name or text("Project {code}", code=key)


def implementer_name(name: str | None, kind: str, text: Text) -> str:
    """An implementer's name. A natural person's is never shown."""
    if kind == "private_person":
        return text("Private person")
    return name or text("Name not shown")


def list_html(page: ProjectPage, link: Callable[[str], str], text: Text) -> str:
    """The lines of one page of the list: name as a link, who and where, when, money."""
    return f'<ul class="td-list">{"".join(_line_html(line, link(line.key), text) for line in page.lines)}</ul>'


def _line_html(line: ProjectLine, href: str, text: Text) -> str:
    who = implementer_name(line.lead, line.lead_type, text)
    if line.partner_count:
        who = text.plural("{lead} and {number} other implementer", "{lead} and {number} other implementers", line.partner_count, lead=who)
    where = text.list_of([text.label("regions", code) for code in line.regions])
    when = text("{start}–{end}", start=text.date(line.start_date), end=text.date(line.end_date))
    status = text.label("statuses", line.status)
    return (
        f'<li><a href="{escape(href)}" target="_self">{escape(project_name(line.name, line.key, text))}</a>'
        f'<p class="td-meta">{escape(who)} · {escape(where)}</p>'
        f'<p class="td-meta">{escape(status)} · {escape(when)}</p>'
        f'<p class="td-amount"><strong>{escape(euros_or_not_known(line.planned, text))}</strong>'
        f"<span>{escape(text('spent {amount}', amount=euros_or_not_known(line.actual, text)))}</span></p></li>"
    )


def count_sentence(page: ProjectPage, text: Text) -> str:
    """How many projects fit, and which page of them is shown."""
    return text.plural(
        "{number} project, page {page} of {pages}.",
        "{number} projects, page {page} of {pages}.",
        page.count,
        page=text.number(page.page),
        pages=text.number(page.page_count),
    )


def outside_sentence(detail: ProjectDetail, text: Text) -> str:
    """That a joint project is only partly in the theme; empty when all of it is."""
    if not detail.outside_count:
        return ""
    return text.plural(
        "{number} implementer of this joint project is not in the theme. Only the theme's part is counted here and in every figure.",
        "{number} implementers of this joint project are not in the theme. Only the theme's part is counted here and in every figure.",
        detail.outside_count,
    )


def detail_lead(detail: ProjectDetail, text: Text) -> str:
    """The project's money in a sentence."""
    if detail.spent_share is None:
        return text(
            "Public funding. Committed: {committed}. Spent: {spent}.",
            committed=euros_or_not_known(detail.totals.planned, text),
            spent=euros_or_not_known(detail.totals.actual, text),
        )
    if detail.frame_share is not None:
        return text(
            "Committed public funding {committed}, {frame_share} of the theme's budget; spent {spent} ({share}).",
            committed=text.euros(detail.totals.planned),
            frame_share=text.percent(detail.frame_share, 1),
            spent=text.euros(detail.totals.actual),
            share=text.percent(detail.spent_share),
        )
    return text(
        "Committed public funding {committed}, spent {spent} ({share}).",
        committed=text.euros(detail.totals.planned),
        spent=text.euros(detail.totals.actual),
        share=text.percent(detail.spent_share),
    )


def state_sentence(detail: ProjectDetail, text: Text) -> str:
    """What is out of the ordinary in the project's money; empty when nothing is."""
    words = state_words(detail.totals, None, text)
    return text("Out of the ordinary: {parts}.", parts="; ".join(words)) if words else ""


def facts_html(detail: ProjectDetail, text: Text) -> str:
    """What kind of project it is, as pairs of name and value."""
    groups = [text.label("target_groups", code) for code in detail.target_groups]
    subthemes = [text("{code}. {name}", code=code, name=text.label("subthemes", code)) for code in detail.subthemes]
    facts = (
        (text("Code"), detail.key),
        (text("Status"), text.label("statuses", detail.status)),
        (text("Dates"), text("{start}–{end}", start=text.date(detail.start_date), end=text.date(detail.end_date))),
        (text("Authority"), text.label("authorities", detail.authority)),
        (
            text("Fund and specific objective"),
            " · ".join(filter(None, (detail.fund and text.label("funds", detail.fund), detail.specific_objective))) or text.number(None),
        ),
        (text("Form of support"), text.label("support_forms", detail.support_form) if detail.support_form else text.number(None)),
        (text("Sub-themes"), "; ".join(subthemes) or text("Not known")),
        (text("Target groups"), "; ".join(groups) or text("Not known")),
        (text("Participants"), _participants(detail, text)),
        *((text.label("promises", promise.code), _promise(promise.code, detail, text)) for promise in text.theme.promises),
    )
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    return f'<dl class="td-facts">{items}</dl>'


def _participants(detail: ProjectDetail, text: Text) -> str:
    genders = detail.participants
    if genders is None or genders.total is None:
        return text("No outcome data")
    return text(
        "{people} (women {women}, men {men})",
        people=text.number(genders.total),
        women=text.percent(genders.share("female")),
        men=text.percent(genders.share("male")),
    )


def _promise(code: str, detail: ProjectDetail, text: Text) -> str:
    if code in detail.promises_kept:
        return text("Yes")
    return text("No") if code in detail.promises_broken else text("Not known")


def money_table(detail: ProjectDetail, text: Text) -> Table:
    """All the project's money, one basis a row; bases are never added or compared."""
    names = {
        "public": text("Public funding (EU, state, municipal and other public)"),
        "eu_state": text("EU and state funding"),
        "total": text("All funding, private money included"),
    }
    rows = [
        (names[a.basis], a.planned.cents / 100 if a.planned else None, a.actual.cents / 100 if a.actual else None) for a in detail.amounts
    ]
    rows.append((text("EU funding only"), None, detail.actual_eu.cents / 100 if detail.actual_eu else None))
    return Table(
        text("Funding on every basis, euros. Only public funding is compared with the budget."),
        (Column(text("Basis")), Column(text("Committed, €"), "euros"), Column(text("Spent, €"), "euros")),
        tuple(rows),
    )


def partners_table(detail: ProjectDetail, text: Text) -> Table:
    """The implementers of the project, with the place and the public money of each."""
    return Table(
        text("Implementers of the joint project, public funding") if detail.is_joint else text("Implementer, public funding"),
        (
            Column(text("Implementer")),
            Column(text("Type of implementer")),
            Column(text("Code")),
            Column(text("Region")),
            Column(text("Committed, €"), "euros"),
            Column(text("Spent, €"), "euros"),
            Column(text("Row in the list"), "count"),
        ),
        tuple(_partner_row(implementer, text) for implementer in detail.implementers),
    )


def _partner_row(implementer: Implementer, text: Text) -> tuple:
    return (
        implementer_name(implementer.name, implementer.type, text),
        text.label("implementer_types", implementer.type),
        implementer.project_code or text.number(None),
        _place(implementer, text),
        implementer.planned.cents / 100 if implementer.planned else None,
        implementer.actual.cents / 100 if implementer.actual else None,
        implementer.source_row,
    )


def _place(implementer: Implementer, text: Text) -> str:
    region = text.list_of([text.label("regions", code) for code in implementer.regions or (implementer.region,)])
    return {
        "location": text("{region} (location in the list)", region=region),
        "site": text("{region} (town of the project)", region=region),
        "beneficiary": text("{region} (seat of the beneficiary)", region=region),
    }.get(implementer.region_basis or "", region)


def people_table(detail: ProjectDetail, text: Text) -> Table:
    """The people the project has reached, by indicator and gender. Indicators overlap and are not added."""
    return Table(
        text("Participants by indicator, cumulative; indicators overlap and are not added up"),
        (
            Column(text("Indicator")),
            *(Column(text.label("genders", gender), "people") for gender in GENDERS),
            Column(text("Total"), "people"),
        ),
        tuple(
            (text("{code} {name}", code=part.code, name=text.label("indicators", part.code)), *part.genders.counts, part.genders.total)
            for part in detail.people
        ),
    )


def history_table(states: Sequence[ProjectState], text: Text) -> Table:
    """The project in each delivery, the latest first."""
    return Table(
        text("The project in each delivery, public funding"),
        (
            Column(text("Date")),
            Column(text("Status")),
            Column(text("Ends")),
            Column(text("Committed, €"), "euros"),
            Column(text("Spent, €"), "euros"),
        ),
        tuple(
            (
                text.date(state.as_of),
                text.label("statuses", state.status) if state.totals else text("not in the theme"),
                text.date(state.end_date),
                state.totals.planned.cents / 100 if state.totals and state.totals.planned else None,
                state.totals.actual.cents / 100 if state.totals and state.totals.actual else None,
            )
            for state in reversed(states)
        ),
    )


def source_sentence(detail: ProjectDetail, info: DeliveryInfo, text: Text) -> str:
    """Where the project stands in the source: file, sheet, rows, checksum."""
    source = next((source for source in info.sources if source.kind == "projects"), None)
    if source is None:
        return ""
    return text.plural(
        "Source: {file}, sheet {sheet}, row {rows}. SHA-256 {checksum}.",
        "Source: {file}, sheet {sheet}, rows {rows}. SHA-256 {checksum}.",
        len(detail.implementers),
        file=source.file,
        sheet=source.sheet or text.number(None),
        rows=", ".join(str(implementer.source_row) for implementer in detail.implementers),
        checksum=source.sha256 or text.number(None),
    )


def error_report(detail: ProjectDetail, info: DeliveryInfo, address: str, text: Text) -> str:
    """A message about an error, with everything filled in that the one who mends it needs."""
    lines = (
        text("I found an error in the figures of this project."),
        "",
        text("Project: {name}", name=project_name(detail.name, detail.key, text)),
        text("Code: {code}", code=detail.key),
        text(
            "Committed public funding {committed}, spent {spent}",
            committed=text("not known") if detail.totals.planned is None else text.euros(detail.totals.planned, 2),
            spent=text("not known") if detail.totals.actual is None else text.euros(detail.totals.actual, 2),
        ),
        text("Delivery {id}, as of {day}", id=info.id, day=text.date(info.as_of)),
        source_sentence(detail, info, text),
        text("Page: {address}", address=address),
        "",
        text("What is wrong, and what would be right:"),
    )
    return "\n".join(lines)


def report_address(message: str, detail: ProjectDetail, text: Text) -> str | None:
    """A link that opens the reader's e-mail with the message; null when the theme file names no address."""
    if not text.theme.report_errors_to:
        return None
    subject = text("Error in the figures of {code}", code=detail.key)
    return f"mailto:{quote(text.theme.report_errors_to, safe='@')}?subject={quote(subject)}&body={quote(message)}"


def official_page(detail: ProjectDetail, template: str, text: Text) -> str | None:
    """The address of the project's page in EURA; null for another list or without a code."""
    code = next((i.project_code for i in detail.implementers if i.project_code), None)
    if template != "eura2021" or code is None:
        return None
    return text.theme.project_page.format(project_code=quote(code, safe=""))


def link_html(href: str, words: str, *, outside: bool = False) -> str:
    """A link in a paragraph of its own."""
    more = ' target="_blank" rel="noopener noreferrer"' if outside else ' target="_self"'
    return f'<p class="td-p"><a href="{escape(href)}"{more}>{escape(words)}</a></p>'
