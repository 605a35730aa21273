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


def coverage_sentence(found: Coverage, text: Text) -> str:
    """How many of the pairs have something; the answer that the page opens with."""
    pairs, nothing = text.number(len(found.named)), text.number(found.count("nothing"))
    projects = text.number(found.count("both", "money", "uncounted", "untold"))
    if not found.is_told:
        return text(
            "Of {pairs} combinations, {projects} have projects and {nothing} have none.", pairs=pairs, projects=projects, nothing=nothing
        )
    return text(
        "Of {pairs} combinations, {projects} have projects and {nothing} have neither projects nor participants.",
        pairs=pairs, projects=projects, nothing=nothing,
    )  # fmt: skip


def coverage_matrix(found: Coverage, text: Text, filtered: str | None = None) -> Matrix:
    """The matrix with its key, its sentence and its table.

    Args:
        found: The matrix; it has rows and columns.
    """
    rows = []
    for row in found.rows:
        cells = [_cell(found.whole_rows[row], {found.row_axis: row}, text)]
        cells += [_cell(found.cell(row, column), {found.row_axis: row, found.column_axis: column}, text) for column in found.columns]
        empty = [text.label(found.column_axis, column) for column in found.columns if found.cell(row, column).state == "nothing"]
        gaps = text("Nothing: {names}", names="; ".join(empty)) if empty else ""
        rows.append((text.label(found.row_axis, row), tuple(cells), gaps))
    totals = [_cell(found.whole, {}, text)]
    totals += [_cell(found.whole_columns[column], {found.column_axis: column}, text) for column in found.columns]
    rows.insert(0, (_every(found.row_axis, text), tuple(totals), ""))
    states = {found.cell(row, column).state for row in found.rows for column in found.columns}
    key = {
        "both": text("projects and participants"),
        "money": text("projects, but no participants yet"),
        "uncounted": text("projects; people of this group are not counted as participants"),
        "untold": text("projects; participants are not published here"),
        "people": text("participants, but no project that has declared this"),
        "nothing": text("neither projects nor participants") if found.is_told else text("no projects"),
    }
    return Matrix(
        key=f"coverage-{found.row_axis}-{found.column_axis}".replace("_", "-"),
        headline=_headline(found, text),
        subtitle=subtitle(text("Projects, committed public funding and participants (EECO01), cumulative"), filtered, text),
        sentence=_overlap(found, text),
        corner=heading(found.row_axis, text),
        columns=(_every(found.column_axis, text), *(text.label(found.column_axis, column) for column in found.columns)),
        rows=tuple(rows),
        key_rows=tuple((state, words) for state, words in key.items() if state in states),
        table=_table(found, key, text),
        ledger=Ledger(("projects", "planned_public", "participants"), by=found.row_axis, indicator=ALL_PARTICIPANTS),
        not_shown=text(
            "Projects, money and participants are counted by what projects declare and report; a group that a project serves without declaring it is not seen."
        )
        if found.is_told
        else text(
            "Projects and money are counted by what projects declare. To protect people, participants are published for whole regions and whole target groups only, not where two things cross."
        ),
    )


def white_spots(found: Coverage, text: Text) -> str:
    """The rows in which there is no project at all, by name; empty when there are none."""
    if not found.empty_rows:
        return ""
    names = text.list_of([text.label(found.row_axis, code) for code in found.empty_rows])
    return {
        "regions": text("No project at all in: {names}.", names=names),
        "target_groups": text("No project at all for: {names}.", names=names),
    }.get(found.row_axis) or text("No project at all: {names}.", names=names)


def _headline(found: Coverage, text: Text) -> str:
    nothing = found.count("nothing")
    if not found.is_told:
        return text.plural(
            "{number} of {pairs} combinations has no projects",
            "{number} of {pairs} combinations have no projects",
            nothing,
            pairs=text.number(len(found.named)),
        )
    if not nothing:
        return text("No white spots: every combination has something")
    return text.plural(
        "{number} white spot among {pairs} combinations",
        "{number} white spots among {pairs} combinations",
        nothing,
        pairs=text.number(len(found.named)),
    )


def _overlap(found: Coverage, text: Text) -> str:
    if "regions" in (found.row_axis, found.column_axis):
        return text("A project stands in every cell of its own with all of its money in that region; cells overlap and must not be added.")
    return text(
        "A project stands in every cell of its own sub-themes and target groups with all of its money; cells overlap and must not be added."
    )


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


def _table(found: Coverage, key: dict[str, str], text: Text) -> Table:
    rows = [
        (
            text.label(found.row_axis, row),
            text.label(found.column_axis, column),
            key[cell.state],
            cell.project_count,
            euros_of(cell.planned),
            cell.participants,
        )
        for row in found.rows
        for column in found.columns
        for cell in [found.cell(row, column)]
    ]
    columns = (
        Column(heading(found.row_axis, text)), Column(heading(found.column_axis, text)), Column(text("State")),
        Column(text("Projects"), "count"), Column(text("Committed, €"), "euros"), Column(text("Participants"), "people"),
    )  # fmt: skip
    return Table(crossed_words(found, text), columns, tuple(rows))


def crossed_words(found: Coverage, text: Text) -> str:
    """What a matrix crosses."""
    return {
        ("target_groups", "subthemes"): text("Coverage by target group and sub-theme"),
        ("regions", "subthemes"): text("Coverage by region and sub-theme"),
        ("regions", "target_groups"): text("Coverage by region and target group"),
    }[found.row_axis, found.column_axis]
