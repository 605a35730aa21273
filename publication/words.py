"""What would be published, as those who publish look at it beforehand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl

from archive.deliveries import DeliveryInfo
from data_loaders.findings import Finding
from presentation.tables import Cell, Column, Table, written
from presentation.text import Text
from presentation.words.findings import finding_words
from publication.attack import AttackResult, Leak
from publication.cost import Cost
from publication.leak_search import SearchResult, Unprotected
from publication.protection import Publication
from publication.rounding import Key, PublishedCount

#: Masked places that are listed; the counts tell of the rest.
LISTED = 100
#: Counts that can be told too well that are listed.
_LEAKS_LISTED = 20


def preview_lead(info: DeliveryInfo, has_people: bool, passed: bool, text: Text) -> str:
    """Whether the delivery may be published."""
    day = text.date(info.as_of)
    if not has_people:
        return text("The delivery {id}, as of {day}, can be published. It has no counts of people.", id=info.id, day=day)
    return (
        text("The delivery {id}, as of {day}, can be published: the attack test found nothing.", id=info.id, day=day)
        if passed
        else text(
            "The delivery {id}, as of {day}, cannot be published: the attack test found counts that can be inferred.",
            id=info.id,
            day=day,
        )
    )


def tables_table(tables: Mapping[str, pl.DataFrame], theme_rows: int, deliveries: int, text: Text) -> Table:
    """Which tables become public, how many rows they have, and what of them does not.

    Args:
        tables: The public tables of the delivery.
        theme_rows: Rows of the theme's projects, which are the open data.
        deliveries: Deliveries that are published, this one and those before it.
    """
    rows = [
        (text("List of funded projects"), tables["projects"].height, " ".join((text("Contacts in texts are masked; private persons' names, business ids and addresses are left out."), _open_rows(theme_rows, text))))
    ]  # fmt: skip
    if "theme" in tables:
        rows.append((text("Theme workbook"), tables["theme"].height, text("Notes and planned participants are left out.")))
    if "need" in tables:
        rows.append((text("Need by region"), tables["need"].height, text("Public statistics, as they are.")))
    if "public_people" in tables:
        rows.append(
            (
                text("Counts of people"),
                tables["public_people"].height,
                text("Protected. Single reports and counts by project are left out."),
            )
        )
    if deliveries > 1:
        rows.append((
            text("Earlier deliveries"), deliveries - 1,
            text("Their lists and theme workbooks, for figures over time. Their counts of people are in the counts above."),
        ))  # fmt: skip
    return Table(
        text("What becomes public"),
        (Column(text("Table")), Column(text("Rows or deliveries"), "count"), Column(text("What is left out of it"))),
        tuple(rows),
    )


def _open_rows(number: int, text: Text) -> str:
    return text.plural("The open data has the theme's {number} row.", "The open data has the theme's {number} rows.", number)


def forms_table(made: Publication, text: Text) -> Table:
    """How many counts have which form, by what they are divided by."""
    cubes = {"total": text("Whole country"), "region": text("By region"), "target_group": text("By target group")}
    counts = Counter((key.cube, _form(form)) for key, form in made.cube.items())
    forms = ("rounded", "few", "hidden", "zero")
    few = text.theme.disclosure.threshold - 1
    numbers = {name: [counts[cube, form] for form in forms] for cube, name in cubes.items()}
    rows: tuple[tuple[Cell, ...], ...] = tuple((name, *row) for name, row in numbers.items() if any(row))
    return Table(
        text("Counts of people by their public form"),
        (
            Column(text("Counts")), Column(text("Rounded"), "count"), Column(text("Shown as 1–{most}", most=text.number(few)), "count"),
            Column(text("Not published"), "count"), Column(text("Zero"), "count"),
        ),
        rows,
        (text("Total"), *map(sum, zip(*numbers.values(), strict=True))),
    )  # fmt: skip


def _form(form: PublishedCount) -> str:
    return "zero" if form.value == 0 else "rounded" if form.sign == "value" else form.sign


def costs_table(costs: Sequence[Cost], text: Text) -> Table:
    """What protection costs each page: shares of the counts of people in its tables, and of what the publication before told."""
    pages = {
        "reach": text("Target groups"),
        "gender": text("Gender"),
        "outcomes": text("Outcomes"),
        "map": text("Map"),
        "theme": text("Theme"),
        "costs": text("Cost per participant and per result"),
    }

    def row(cost: Cost) -> tuple[Cell, ...]:
        before = cost.before.shown / cost.counts if cost.before else None
        parts = (cost.now.exact, cost.now.changed, cost.now.signs, cost.hidden)
        return (pages[cost.page], cost.counts, *(part / cost.counts for part in parts), cost.now.shown / cost.counts, before)

    return Table(
        text("What protection costs each page"),
        (
            Column(text("Page")), Column(text("Counts of people"), "count"), Column(text("As they are"), "share"), Column(text("Rounded"), "share"),
            Column(text("As a sign"), "share"), Column(text("Not published"), "share"), Column(text("Published"), "share"),
            Column(text("Published in the bundle before"), "share"),
        ),
        tuple(map(row, costs)),
    )  # fmt: skip


def cost_lines(costs: Sequence[Cost], text: Text) -> tuple[str, ...]:
    """The same, a line for each page."""
    table = costs_table(costs, text)
    names = [column.header for column in table.columns]
    return tuple(
        f"{row[0]}: " + ", ".join(f"{name.lower()} {written(value, column.kind, text)}" for name, value, column in zip(names[1:], row[1:], table.columns[1:], strict=True) if value is not None)
        for row in table.rows
    )  # fmt: skip


def hidden_sentences(made: Publication, text: Text) -> tuple[str, ...]:
    """Why counts are not published."""
    by_rule, more = made.hidden["rule"], made.hidden["attack"]
    return (
        text.plural(
            "{number} count is not published because the rule tells it for the whole country only, or its whole is too small to be divided.",
            "{number} counts are not published because the rule tells them for the whole country only, or their wholes are too small to be divided.",
            by_rule,
        )
        if by_rule
        else "",
        text.plural(
            "{number} more is not published because the attack test could infer it.",
            "{number} more are not published because the attack test could infer them.",
            more,
        )
        if more
        else "",
        _revised_sentence(made.cube, text),
    )


def _revised_sentence(cube: Mapping[Key, PublishedCount], text: Text) -> str:
    revised = sum(form.revised for form in cube.values())
    if not revised:
        return ""
    return text.plural(
        "{number} count has another form than in an earlier bundle, because it has been corrected; it is marked as revised.",
        "{number} counts have another form than in an earlier bundle, because they have been corrected; they are marked as revised.",
        revised,
    )


def attack_and_search_sentences(attacked: AttackResult, searched: SearchResult, earlier: int, text: Text) -> tuple[str, ...]:
    """What the attack knew, and what it and the search have brought to light."""
    known = {
        "served": text("which target groups have people in which region"),
        "time": text("counts never fall"),
        "parts": text("a part is not above its whole"),
        "partitions": text("divisions of everyone are complete"),
    }
    knew = [text("all sums"), *(known[name] for name in attacked.assumed)]
    return (
        attack_sentence(attacked, text),
        text("The attacker knew the rule and every published form, and assumed: {known}.", known=text.list_of(knew)),
        text.plural(
            "{number} earlier bundle was tested together with it.", "{number} earlier bundles were tested together with it.", earlier
        )
        if earlier
        else text("No earlier bundle is known here. If the public has one, put it into the folder of bundles first."),
        search_sentence(searched, text),
    )


def search_sentence(searched: SearchResult, text: Text) -> str:
    """What the search of pages and files has brought to light."""
    if searched.unprotected:
        return text.plural(
            "{number} number in pages or files is not explained by what is published.",
            "{number} numbers in pages or files are not explained by what is published.",
            len(searched.unprotected),
        )
    return text(
        "{figures} figures and {files} files made of them were searched: every number of people in them is a published count or follows from published counts.",
        figures=text.number(searched.figure_count), files=text.number(searched.file_count),
    )  # fmt: skip


def unprotected_line(number: Unprotected, text: Text) -> str:
    """One number that nothing published explains, and where it stands."""
    return text(
        "{figure} ({language}) · {place}: {value}", figure=number.figure, language=number.language, place=number.place, value=number.value
    )


def differing_sentence(name: str, text: Text) -> str:
    """That a file of open data does not have what the tables of its bundle have."""
    return text("The open-data file {name} differs from the bundle’s tables.", name=name)


def leak_lines(attacked: AttackResult, searched: SearchResult, text: Text) -> tuple[str, ...]:
    """The counts that can be told best, and numbers that are not protected."""
    leaks = (leak_sentence(leak, text) for leak in attacked.leaks[:_LEAKS_LISTED])
    return (*leaks, *(unprotected_line(number, text) for number in searched.unprotected[:_LEAKS_LISTED]))


def masked_table(findings: Sequence[Finding], text: Text) -> Table:
    """Where a contact was masked and where a private person was left out: the cell, and a text as it becomes public."""
    return Table(
        text("Masked or left out"),
        (Column(text("Cell")), Column(text("Column")), Column(text("What was done")), Column(text("As the public sees it"))),
        tuple(
            (finding.place, finding.header, _done(finding.code, text), _around_mask(finding.value or ""))
            for finding in findings[:LISTED]
        ),
    )  # fmt: skip


def _done(code: str, text: Text) -> str:
    return {
        "contact-masked": text("A contact was masked"),
        "name-masked": text("The name of a private person was masked"),
        "text-cut": text("The text was cut"),
        "link-left-out": text("The address was left out"),
        "private-person": text("A private person was left out"),
    }[code]


def _around_mask(words: str, most: int = 90) -> str:
    """The words around the first mask."""
    words = " ".join(words.split())
    at = max(0, words.find("•••") - most // 2)
    return f"{'…' if at else ''}{words[at : at + most]}{'…' if len(words) > at + most else ''}"


def masked_sentence(findings: Sequence[Finding], text: Text) -> str:
    """How many contacts were masked and private persons left out."""
    codes = Counter(finding.code for finding in findings)
    return " ".join(
        (
            text.plural("A contact was masked in {number} cell.", "A contact was masked in {number} cells.", codes["contact-masked"])
            if codes["contact-masked"]
            else text("No contact of a person was found in the list."),
            text.plural("{number} row is a private person's.", "{number} rows are private persons'.", codes["private-person"])
            if codes["private-person"]
            else text("No implementer is a private person."),
            finding_words("contact-masked", text).cure if codes["contact-masked"] else "",
        )
    ).strip()


def bundles_table(bundles: Sequence[tuple[str, date, str]], text: Text) -> Table:
    """The bundles that are kept, the newest first.

    Args:
        bundles: Name, day of the figures and ISO time of publication, oldest first.
    """
    return Table(
        text("Published bundles"),
        (Column(text("Bundle")), Column(text("As of"), "date"), Column(text("Published"), "date")),
        tuple((name, as_of, datetime.fromisoformat(published_at).date()) for name, as_of, published_at in reversed(bundles)),
    )


def published_words(name: str, text: Text) -> str:
    """That a bundle has been written, and how it comes before readers."""
    return text(
        "The bundle {name} was written. The public pages show it when those who maintain the server have taken it into use.", name=name
    )


def published_sentence(delivery: str, report: Mapping, text: Text) -> str:
    """What was published, and how it was protected."""
    forms = report["forms"]
    if not forms:
        return text("Delivery {id} was published. It has no counts of people.", id=delivery)
    return text(
        "Delivery {id} was published. Counts of people: {rounded} rounded, {few} as a sign, {hidden} not published, {zero} zero. The attack test found nothing.",
        id=delivery,
        **{form: text.number(forms.get(form, 0)) for form in ("rounded", "few", "hidden", "zero")},
    )


def attack_sentence(attacked: AttackResult, text: Text) -> str:
    """Whether an attack could tell a count."""
    if attacked.contradictory:
        return text("No counts fit what is published: its forms contradict each other.")
    if attacked.leaks:
        return text.plural(
            "{number} count can be inferred more exactly than the rule allows.",
            "{number} counts can be inferred more exactly than the rule allows.",
            len(attacked.leaks),
        )
    return text.plural(
        "{number} count tested: nothing can be inferred beyond its published form.",
        "{number} counts tested: nothing can be inferred beyond their published forms.",
        attacked.count,
    )


def leak_sentence(leak: Leak, text: Text) -> str:
    """One count that can be told too well: what it counts, and what it can be."""
    key = leak.key
    kind = {"region": "regions", "target_group": "target_groups"}.get(key.cube)
    place = text.label(kind, key.code or None) if kind else text("whole country")
    gender = text("everyone") if key.gender == "all" else text.label("genders", key.gender)
    return text(
        "{day} · {indicator} · {place} · {gender}: between {low} and {high}; {promised} values should stay possible",
        day=text.date(key.day), indicator=key.indicator, place=place, gender=gender,
        low=text.number(leak.low), high=text.number(leak.high), promised=text.number(leak.promised),
    )  # fmt: skip
