"""The coverage matrix in words: where there is money, where there are people, and where there is nothing."""

from analytics.counts import SignedCount
from analytics.coverage import AXES, Cell, Coverage
from analytics.ledger import Ledger
from analytics.people import ALL_PARTICIPANTS
from presentation.matrix import Matrix, MatrixCell
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_of
from presentation.words.dimensions import heading, subtitle


def coverage_sentence(coverage: Coverage, text: Text) -> str:
    """How many of the pairs have something; the answer that the page opens with."""
    pairs, nothing = text.number(len(coverage.named)), text.number(coverage.count("nothing"))
    projects = text.number(coverage.count("both", "money", "uncounted", "untold"))
    if not coverage.is_told:
        return text(
            "Of {pairs} combinations, {projects} have projects and {nothing} have none.", pairs=pairs, projects=projects, nothing=nothing
        )
    return text(
        "Of {pairs} combinations, {projects} have projects and {nothing} have neither projects nor participants.",
        pairs=pairs, projects=projects, nothing=nothing,
    )  # fmt: skip


def coverage_matrix(coverage: Coverage, text: Text, filtered: str | None = None) -> Matrix:
    """The matrix with its key, its sentence and its table.

    Args:
        coverage: The matrix; it has rows and columns.
    """
    rows = []
    for row in coverage.rows:
        cells = [_cell(coverage.whole_rows[row], {coverage.row_axis: row}, text)]
        cells += [
            _cell(coverage.cell(row, column), {coverage.row_axis: row, coverage.column_axis: column}, text) for column in coverage.columns
        ]
        empty = [text.label(coverage.column_axis, column) for column in coverage.columns if coverage.cell(row, column).state == "nothing"]
        gaps = text("None: {names}", names="; ".join(empty)) if empty else ""
        rows.append((text.label(coverage.row_axis, row), tuple(cells), gaps))
    totals = [_cell(coverage.whole, {}, text)]
    totals += [_cell(coverage.whole_columns[column], {coverage.column_axis: column}, text) for column in coverage.columns]
    rows.insert(0, (_every(coverage.row_axis, text), tuple(totals), ""))
    states = {coverage.cell(row, column).state for row in coverage.rows for column in coverage.columns}
    key = {
        "both": text("projects and participants"),
        "money": text("projects, but no participants yet"),
        "uncounted": text("projects; people of this group are not counted as participants"),
        "untold": text("projects; participants are not published here"),
        "people": text("participants, but no project that has declared this"),
        "nothing": text("neither projects nor participants") if coverage.is_told else text("no projects"),
    }
    return Matrix(
        key=f"coverage-{coverage.row_axis}-{coverage.column_axis}".replace("_", "-"),
        headline=_headline(coverage, text),
        subtitle=subtitle(text("Projects, committed public funding and participants (EECO01), cumulative"), filtered, text),
        sentence=_overlap(coverage, text),
        corner=heading(coverage.row_axis, text),
        columns=(_every(coverage.column_axis, text), *(text.label(coverage.column_axis, column) for column in coverage.columns)),
        rows=tuple(rows),
        key_rows=tuple((state, words) for state, words in key.items() if state in states),
        table=_table(coverage, key, text),
        ledger=Ledger(("projects", "planned_public", "participants"), by=coverage.row_axis, indicator=ALL_PARTICIPANTS),
        not_shown=text(
            "Projects, money and participants are counted by what projects declare and report; a group that a project serves without declaring it is not seen."
        )
        if coverage.is_told
        else text(
            "Projects and money are counted by what projects declare. To protect people, participants are published for whole regions and whole target groups only, not where two things cross."
        ),
    )


def white_spots(coverage: Coverage, text: Text) -> str:
    """The rows in which there is no project at all, by name; empty when there are none."""
    if not coverage.empty_rows:
        return ""
    names = text.list_of([text.label(coverage.row_axis, code) for code in coverage.empty_rows])
    return {
        "regions": text("No project at all in: {names}.", names=names),
        "target_groups": text("No project at all for: {names}.", names=names),
    }.get(coverage.row_axis) or text("No project at all: {names}.", names=names)


def _headline(coverage: Coverage, text: Text) -> str:
    nothing = coverage.count("nothing")
    if not coverage.is_told:
        return text.plural(
            "{number} of {pairs} combinations has no projects",
            "{number} of {pairs} combinations have no projects",
            nothing,
            pairs=text.number(len(coverage.named)),
        )
    if not nothing:
        return text("Every combination has projects or participants")
    return text.plural(
        "{number} of {pairs} combinations has neither projects nor participants",
        "{number} of {pairs} combinations have neither projects nor participants",
        nothing,
        pairs=text.number(len(coverage.named)),
    )


def _overlap(coverage: Coverage, text: Text) -> str:
    if "regions" in (coverage.row_axis, coverage.column_axis):
        return text("A project counts in each of its cells with all of its funding in that region; cells overlap and must not be added up.")
    return text("A project counts in full in each cell of its sub-themes and target groups; cells overlap and must not be added up.")


def _every(axis: str, text: Text) -> str:
    return {
        "target_groups": text("All target groups"),
        "subthemes": text("All sub-themes"),
        "regions": text("All regions"),
    }[axis]


def _cell(cell: Cell, codes: dict[str, str | None], text: Text) -> MatrixCell:
    projects = text.plural("{number} project", "{number} projects", cell.project_count)
    people = _people(cell.participants, text) if cell.is_told else ""
    if cell.state == "nothing":
        return MatrixCell("nothing", (text("nothing") if cell.is_told else text("no projects"),))
    if not cell.project_count:
        return MatrixCell(cell.state, (people,))
    names = ", ".join(text.label(axis, code) for axis, code in codes.items())
    return MatrixCell(
        cell.state,
        (projects, text.millions(cell.planned), *((people,) if cell.counts_people and people else ())),
        {AXES[axis]: code for axis, code in codes.items()},
        text("{names}: {projects}, open the list", names=names or text("All"), projects=projects),
        text.number(cell.project_count),
    )


def _people(count: int | None, text: Text) -> str:
    if count is None:
        return text("not collected")
    if isinstance(count, SignedCount):
        return text("{count} people", count=text.number(count))
    return text.plural("{number} person", "{number} people", count)


def _table(coverage: Coverage, key: dict[str, str], text: Text) -> Table:
    rows = [
        (
            text.label(coverage.row_axis, row),
            text.label(coverage.column_axis, column),
            key[cell.state],
            cell.project_count,
            euros_of(cell.planned),
            cell.participants,
        )
        for row in coverage.rows
        for column in coverage.columns
        for cell in [coverage.cell(row, column)]
    ]
    columns = (
        Column(heading(coverage.row_axis, text)), Column(heading(coverage.column_axis, text)), Column(text("State")),
        Column(text("Projects"), "count"), Column(text("Committed, €"), "euros"), Column(text("Participants"), "people"),
    )  # fmt: skip
    return Table(crossed_words(coverage, text), columns, tuple(rows))


def crossed_words(coverage: Coverage, text: Text) -> str:
    """What a matrix crosses."""
    return {
        ("target_groups", "subthemes"): text("Coverage by target group and sub-theme"),
        ("regions", "subthemes"): text("Coverage by region and sub-theme"),
        ("regions", "target_groups"): text("Coverage by region and target group"),
    }[coverage.row_axis, coverage.column_axis]
