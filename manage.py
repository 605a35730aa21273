"""The command line: ``python manage.py --help``.

What a command needs is imported inside it: no help waits for Polars, and no figure for what publishing computes with.
"""

import inspect
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
from click import argument, option

from data_loaders.checked_files import INPUT_KINDS, InputKind
from data_loaders.codes import LANGUAGES
from data_loaders.findings import Finding, InputError
from settings import ROOT, read_settings

if TYPE_CHECKING:
    from analytics.filters import Filters
    from operations.approving import Judgement
    from presentation.text import Text

# One process serves many readers at once with small tables: threads of Polars would only wait for each other. It reads
# this when it is loaded.
os.environ.setdefault("POLARS_MAX_THREADS", "1")


class _Command(click.Command):
    """Tells an error of the input in the language asked for; the list of commands has its whole description."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return inspect.cleandoc(self.help or "")

    def invoke(self, ctx: click.Context) -> int:
        try:
            return super().invoke(ctx) or 0
        except InputError as error:
            findings = error.findings
        except MemoryError:
            findings = (Finding("memory-short", "error", ctx.command_path),)
        except OSError as problem:
            from archive.files import problem_finding

            findings = (problem_finding(problem, Path(str(problem.filename or ""))),)
            if findings[0].code == "data-directory-unwritable":
                raise
        _print_problems(findings, ctx.params["texts"][0] if "texts" in ctx.params else ctx.params["text"])
        return 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Check, import, approve, publish and serve deliveries; print their figures; write decks and workbooks."""


cli.command_class = _Command


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when it did what was asked; 1 when the input could not be used; 2 when the command, a setting or the theme file is wrong.

    Raises:
        SystemExit: a list cannot be back-tested, a deck cannot be made, or nobody reads the output any more; status 1.
    """
    try:
        return cli.main(arguments, prog_name="manage.py", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130


def _text(ctx: click.Context, param: click.Parameter, lang: str) -> "Text":
    """Words in one language; everything that is wrong in the settings or in the theme file ends the command, a line each."""
    from data_loaders.theme import read_theme

    try:
        theme = read_theme(read_settings().theme)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        ctx.exit(2)
    from presentation.text import Text

    return Text(lang, theme)


def _texts(ctx: click.Context, param: click.Parameter, lang: str) -> list["Text"]:
    languages = lang.split(",")
    if strange := set(languages) - set(LANGUAGES):
        raise SystemExit(f"--lang: {', '.join(sorted(strange))}")
    return [_text(ctx, param, language) for language in languages]


def _filters(query: str) -> "Filters":
    from analytics.filters import filters_of_query

    return filters_of_query(query)


# Options of several commands. --lang comes first: it reads the settings, which the default of --data reads too.
_lang = option("--lang", "text", type=click.Choice(LANGUAGES), default="fi", callback=_text, help="language of messages and workbooks")
_data = option("--data", type=Path, required=True, help="directory of the deliveries")
_data_or_example = option(
    "--data", type=Path, default=lambda: read_settings().data, help="directory of the deliveries; the embedded example when not given"
)
_delivery = option("--delivery", help="delivery id; the current one when not given")
_choices = option(
    "--filters",
    type=_filters,
    default="",
    metavar="QUERY",
    help='choices as in the address of a page, "region=13&status=running", or "region=01&region=19&compare=region" for two side by side',
)
_accept = option(
    "--accept",
    type=click.Choice(("no-theme-projects", "committed-fall", "correction-refused")),
    multiple=True,
    help="accept in so many words; may be given again",
)
_previous = option("--previous", type=Path, multiple=True, metavar="BUNDLE", help="an earlier bundle, oldest first; may be given again")
_to = option("--to", type=Path, required=True, help="directory to write to")
_json = option("--json", "as_json", is_flag=True, help="as JSON, money in cents")
_json_lines = option("--json", "as_json", is_flag=True, help="one JSON object a line")


def _command(run: Callable[..., int | None]) -> click.Command:
    """A command called as its function, without ``_command``, whose text is in the language asked for."""
    return cli.command()(_lang(run))


def _as_json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)


def _print_problems(findings: Iterable[Finding], text: "Text") -> None:
    """What is left out, and why, beside the output itself."""
    from presentation.words.findings import finding_sentence

    for finding in findings:
        print(finding_sentence(finding, text), file=sys.stderr)


def _print_judgement(judgement: "Judgement", state: str, text: "Text", file: TextIO) -> None:
    """Whether readers see the delivery; what is different in the main figures, and what is left to approve."""
    from analytics.people import ALL_PARTICIPANTS
    from presentation.words.approvals import hold_sentence, open_changes_sentence, state_sentence
    from presentation.words.changes import figure_sentences

    print(f"{judgement.info.id}: {state_sentence(state, judgement.why, text)}", file=file)
    figures = [f for f in judgement.changes.figures if f.indicator in (None, ALL_PARTICIPANTS)] if judgement.changes else ()
    for sentence in figure_sentences(figures, text):
        print(f"  {sentence}", file=file)
    if judgement.base and judgement.open_changes:
        print(open_changes_sentence(len(judgement.open_changes), text), file=file)
        print(f"  manage.py diff --data DIR {judgement.base.id} {judgement.info.id}", file=file)
        print(f"  manage.py approve --data DIR {judgement.info.id}", file=file)
    for hold in judgement.open_holds:
        print(f"{hold_sentence(hold, text)} (--accept {hold})", file=file)


@_command
@_data
@option("--as-of", type=date.fromisoformat, metavar="DAY", required=True, help="day the figures speak of, YYYY-MM-DD")
@option("--projects", type=Path, required=True, help="list of funded projects")
@option("--theme-workbook", type=Path, help="which projects belong to the theme")
@option("--outcomes", type=Path, help="counts of people")
@option("--need", type=Path, help="people in need by region, from PxWeb")
@option("--column-map", type=Path, help="CSV with columns field, header: what is what in an unknown list")
@option("--note", default="", help="free text that is kept with the delivery")
@option("--approve", "approve_all", is_flag=True, help="approve all its changes at once")
@_accept
@option("--day-far", is_flag=True, help="the day is right, though it is more than a year from the newest delivery")
@option("--same-files", is_flag=True, help="read files once more that are kept as a delivery of the same day already")
@option("--json", "as_json", is_flag=True, help="end with one JSON object")
def import_command(
    text: "Text", data: Path, as_json: bool, accept: tuple[str, ...], day_far: bool, same_files: bool, **inputs: Any
) -> None:
    """Read the input files, check them and keep them as a delivery."""
    from operations.importing import import_files, import_record
    from presentation.words.findings import finding_record, finding_sentence

    asked = [code for code, given in (("day-far", day_far), ("same-files", same_files)) if given]
    try:
        imported = import_files(data, text.theme, accept=[*accept, *asked], **inputs)
    except InputError as error:
        if as_json:
            print(_as_json({"delivery": None, "state": None, "errors": [finding_record(finding, text) for finding in error.findings]}))
        raise
    for (severity, code), number in sorted(Counter((f.severity, f.code) for f in imported.findings).items()):
        example = next(f for f in imported.findings if f.code == code)
        print(f"{severity:8} {number:6} × {finding_sentence(example, text)}", file=sys.stderr)
    for source in imported.info.sources:
        print(f"{source.kind}: {source.file}: {source.rows_in} = {source.rows_kept} + {source.rows_left_out}", file=sys.stderr)
    _print_judgement(imported.judgement, imported.state, text, sys.stderr)
    print(_as_json(import_record(imported)) if as_json else imported.info.id)


@_command
@_data
@argument("old", metavar="OLD")
@argument("new", metavar="NEW")
@_json
def diff_command(text: "Text", data: Path, old: str, new: str, as_json: bool) -> None:
    """Tell what is different between the deliveries with the ids OLD and NEW; a star marks what moves a figure."""
    from analytics.changes import compare
    from archive.archive import open_archive
    from presentation.snapshots import read_side
    from presentation.words.changes import change_places, change_sentence, changes_data, changes_lead, figure_sentences, outside_sentence

    archive = open_archive(data)
    before, after = (archive.delivery(id).info for id in (old, new))
    changes = compare(*(read_side(archive, info, text.theme) for info in (before, after)))
    if as_json:
        return print(_as_json(changes_data(changes, before, after, text), indent=2))
    print(changes_lead(changes, text), *figure_sentences(changes.figures, text), sep="\n")
    for change in changes.changes:
        star, places = "*" if change.material else " ", change_places(change, before, after, text)
        print(f"{change.id} {star} {change_sentence(change, text)} [{places}]")
    print(outside_sentence(changes, text))


@_command
@_data
@argument("delivery", metavar="DELIVERY")
@option("--change", "changes", multiple=True, metavar="ID", help="approve this change only; may be given again")
@option("--all", "approve_all", is_flag=True, help="approve all changes; so it is too when no change is given")
@_accept
@_json
def approve_command(
    text: "Text", data: Path, delivery: str, changes: tuple[str, ...], approve_all: bool, accept: tuple[str, ...], as_json: bool
) -> int:
    """Approve the waiting delivery with the id DELIVERY. 0 when readers see it then, 1 when something is left to approve."""
    if changes and approve_all:
        raise click.UsageError("--all is not allowed with --change")
    from archive.archive import open_archive
    from operations.approving import approve, judgement_record

    judgement = approve(data, delivery, text.theme, changes=changes or None, accept=accept)
    state = open_archive(data).delivery(judgement.info.id).state
    if as_json:
        print(_as_json(judgement_record(judgement, state)))
    else:
        _print_judgement(judgement, state, text, sys.stdout)
    return 0 if judgement.is_approved else 1


_id = argument("delivery", metavar="DELIVERY")


@_command
@_data
@_id
@option("--why", required=True, help="the reason, in your own words; it is kept with the delivery")
def withdraw_command(text: "Text", data: Path, delivery: str, why: str) -> None:
    """Withdraw the delivery with the id DELIVERY, or reject it if it waits: readers see the one before it at once. It is kept."""
    from operations.withdrawing import withdraw
    from presentation.words.record import taken_back_sentence

    print(taken_back_sentence("rejected" if withdraw(data, delivery, why) == "waiting" else "withdrawn", delivery, text))


@_command
@_data
@_id
def restore_command(text: "Text", data: Path, delivery: str) -> None:
    """Bring back the delivery with the id DELIVERY, which was withdrawn or rejected: it waits for approval."""
    from operations.withdrawing import restore
    from presentation.words.record import taken_back_sentence

    restore(data, delivery)
    print(taken_back_sentence("restored", delivery, text))


@_command
@_data
@_id
def unapprove_command(text: "Text", data: Path, delivery: str) -> None:
    """Undo the approval of the delivery with the id DELIVERY, as long as it has not been published: it waits again."""
    from operations.withdrawing import undo_approval
    from presentation.words.record import taken_back_sentence

    undo_approval(data, delivery, bundles=read_settings().bundles)
    print(taken_back_sentence("returned", delivery, text))


@_command
@_data
@_json_lines
def record_command(text: "Text", data: Path, as_json: bool) -> None:
    """Tell who did what when: time, what, who, delivery, in whose words."""
    from archive.archive import open_archive
    from archive.record import read_record
    from presentation.words.record import event_line

    archive = open_archive(data)
    events, findings = read_record(archive)
    for event in events:
        print(_as_json(asdict(event)) if as_json else event_line(event, text))
    _print_problems((*archive.findings, *findings), text)


@_command
@_data_or_example
@_json_lines
def deliveries_command(text: "Text", data: Path, as_json: bool) -> None:
    """List the deliveries: id, day, state, time of import, note."""
    from archive.archive import open_archive
    from presentation.words.approvals import state_name

    archive = open_archive(data)
    for kept in archive.deliveries:
        info = kept.info
        record = {"delivery": info.id, "as_of": info.as_of, "imported_at": info.imported_at, "state": kept.state, "note": info.note}
        shown = (info.id, text.date(info.as_of), state_name(kept.state, text), info.imported_at, " ".join(info.note.split()))
        print(_as_json(record) if as_json else "\t".join(shown))
    _print_problems(archive.findings, text)


@_command
@_data_or_example
@option("--bundles", "folders", type=Path, multiple=True, metavar="DIR", help="a folder of public bundles; may be given again")
@_json_lines
def verify_command(text: "Text", data: Path, folders: tuple[Path, ...], as_json: bool) -> int:
    """Verify deliveries, approvals, record, corrections, key and public bundles. 0 when all is whole, 1 and a line for each fault if not."""
    from operations.verifying import keep_result, verify
    from presentation.words.deliveries import verified_sentence
    from presentation.words.findings import finding_record, finding_sentence

    set_folder = read_settings().bundles
    verified = verify(data, text.theme, (*folders, *([set_folder] if set_folder else ())))
    keep_result(data, verified)
    for finding in verified.findings:
        print(_as_json(finding_record(finding, text)) if as_json else finding_sentence(finding, text))
    print(verified_sentence(verified.deliveries, verified.bundles, len(verified.findings), text), file=sys.stderr)
    return 1 if verified.findings else 0


@_command
@_data
@option("--undo", is_flag=True, help="put back what the upgrade has replaced, for the program of before")
def upgrade_command(text: "Text", data: Path, undo: bool) -> None:
    """Write what an earlier program has kept in the formats of today; it opens without, and a copy of what is replaced is kept."""
    from operations.upgrading import undo_upgrade, upgrade
    from presentation.words.deliveries import upgraded_sentence

    print(upgraded_sentence(undo_upgrade(data) if undo else upgrade(data), text))


@_command
@argument("file", metavar="FILE", type=Path)
@option("--kind", type=click.Choice(INPUT_KINDS), required=True, help="which input it is")
@option("--column-map", type=Path, metavar="MAP.csv", help="which header of a project list is which field")
@option("--data", type=Path, help="data directory with maps that were kept; they are tried too")
@_json_lines
@option("--marked", type=Path, metavar="OUT.xlsx", help="write the workbook with its cells marked (OUT.xlsm for an xlsm)")
def check_command(
    text: "Text", file: Path, kind: InputKind, column_map: Path | None, data: Path | None, as_json: bool, marked: Path | None
) -> int:
    """Check one input file; nothing is kept. 0 when it can be imported, 1 when not."""
    from archive.files import write_whole
    from operations.checking import check_file, record_check
    from presentation.exports.marked_workbook import marked_workbook, name_advice
    from presentation.words.findings import checked_sentence, finding_line, finding_record

    checked = check_file(file, kind, text.theme, column_map, data)
    if data:
        record_check(data, [checked])
    for finding in checked.findings:
        print(_as_json(finding_record(finding, text)) if as_json else finding_line(finding, text))
    print(checked_sentence(checked, text), file=sys.stderr)
    if marked and file.is_file():
        write_whole(marked, marked_workbook(file, checked.findings, text))
        if advice := name_advice(file, marked, text):
            print(advice, file=sys.stderr)
    return 0 if checked.usable else 1


@cli.command()
@option("--lang", "texts", default="fi", metavar="LANGUAGES", callback=_texts, help="fi, sv or en; several as fi,sv: a deck each")
@_data_or_example
@_delivery
@option("--recipe", type=click.Choice(("ministry", "monitoring-committee", "region", "half-year-review")), required=True, help="which deck")
@_choices
@option("--template", type=Path, help="an organisation's own presentation, whose look is taken")
@option("--size", type=click.Choice(("16:9", "4:3")), default="16:9", help="size of the slides without a template")
@_to
def deck_command(
    texts: list["Text"], data: Path, delivery: str | None, recipe: str, filters: "Filters", template: Path | None, size: str, to: Path
) -> None:
    """Write a ready deck of slides."""
    from archive.files import write_whole
    from presentation.exports.deck_recipes import RegionNeeded, cleaned_sentence, recipe_deck, region_needed_sentence, template_sentence
    from presentation.exports.deck_template import organisation_template
    from presentation.exports.names import file_name
    from presentation.exports.slides import TemplateError
    from presentation.reading import reading_of

    reading = reading_of(data, texts[0].theme, filters, delivery=delivery, regions_file=read_settings().regions_file)
    _print_problems(reading.problems, texts[0])
    to.mkdir(parents=True, exist_ok=True)
    for text in texts:
        try:
            content = recipe_deck(recipe, reading.in_language(text.language), template.read_bytes() if template else None, size)
        except (TemplateError, OSError):
            if not template:
                raise
            raise SystemExit(template_sentence(template.name, text)) from None
        except RegionNeeded:
            raise SystemExit(region_needed_sentence(text)) from None
        path = to / file_name(recipe, reading.info, reading.filters, text, "pptx")
        write_whole(path, content)
        print(path)
    if template and organisation_template(template.read_bytes()).is_cleaned:
        print(cleaned_sentence(template.name, texts[0]), file=sys.stderr)


@_command
@_data
@option("--delivery", help="id of an approved delivery; the current one when not given")
@option("--to", type=Path, required=True, metavar="BUNDLE", help="folder of the bundle; an earlier bundle there is replaced")
@_previous
@_json
def publish_command(text: "Text", data: Path, delivery: str | None, to: Path, previous: tuple[Path, ...], as_json: bool) -> None:
    """Write the public bundle of a delivery; refused when the attack on it finds something."""
    from operations.publishing import publish
    from publication.words import cost_lines, published_sentence

    info, prepared = publish(data, text.theme, to, delivery, previous)
    _print_problems((*prepared.problems, *prepared.findings), text)
    if as_json:
        print(_as_json(dict(prepared.report) | {"cost": [asdict(cost) for cost in prepared.costs]}, indent=2))
    else:
        print(published_sentence(info.delivery, prepared.report, text), *cost_lines(prepared.costs, text), sep="\n")


@_command
@argument("bundle", metavar="BUNDLE", type=Path)
@_previous
@_json
def audit_command(text: "Text", bundle: Path, previous: tuple[Path, ...], as_json: bool) -> int:
    """Attack the public bundle in the folder BUNDLE. 0 when nothing can be told of a count beyond its form, 1 when something can."""
    from operations.publishing import audit_bundle
    from presentation.words.findings import finding_sentence
    from publication.words import attack_sentence, differing_sentence, leak_sentence, search_sentence, unprotected_line

    audit = audit_bundle(bundle, text.theme, previous)
    attack, searched = audit.attack, audit.searched
    if as_json:
        record = {
            "passed": audit.passed, "counts_attacked": attack.count, "contradictory": attack.contradictory, "taken_for_granted": ["sums", *attack.assumed],
            "leaks": [asdict(leak) | {"key": asdict(leak.key)} for leak in attack.leaks],
            "figures_searched": searched.figure_count, "files_searched": searched.file_count, "unprotected": [asdict(number) for number in searched.unprotected],
            "contacts": len(audit.contacts), "open_data_differs": list(audit.open_data),
        }  # fmt: skip
        print(_as_json(record, indent=2))
    else:
        lines = [leak_sentence(leak, text) for leak in attack.leaks]
        lines += [unprotected_line(number, text) for number in searched.unprotected]
        lines += [finding_sentence(finding, text) for finding in audit.contacts]
        lines += [differing_sentence(name, text) for name in audit.open_data]
        print(*lines, attack_sentence(attack, text), search_sentence(searched, text), sep="\n")
    return 0 if audit.passed else 1


@_command
def serve_command(text: "Text") -> None:
    """Serve the dashboard on DASHBOARD_ADDRESS and DASHBOARD_PORT."""
    # Asks the readers to connect again (ui/gate.py); nobody is there yet.
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    from ui.serve import serve

    serve(read_settings())


@_command
@_to
def static_files_command(text: "Text", to: Path) -> None:
    """Write the program's own files, compressed, for a web server that stands in front of it."""
    from ui.page_script import PAGE_SCRIPT
    from ui.security_policy import INDEX, static_file_headers
    from ui.static_files import write_static_files

    print(write_static_files(INDEX.parent / "static", to, static_file_headers([PAGE_SCRIPT])))


@_command
@_data_or_example
@_delivery
@_choices
@_json
def figures_command(text: "Text", data: Path, delivery: str | None, filters: "Filters", as_json: bool) -> None:
    """Print every headline figure of a delivery."""
    from analytics.headline_figures import headline_figures
    from archive.archive import open_archive
    from presentation.snapshots import read_series

    series = read_series(open_archive(data), text.theme, delivery, approved_only=False)
    _print_problems(series.findings, text)
    if filters.sides:
        sides = [headline_figures(series.current, side) for side in filters.sides]
        if as_json:
            return print(_as_json({"compare": filters.compare, "sides": sides}, indent=2))
        for side, figures in zip(filters.sides, sides, strict=True):
            print(f"{filters.compare}={getattr(side, filters.compare)[0]}")
            _print_figures(figures, text)
        return None
    figures = headline_figures(series.current, filters, series.forecast if filters.is_empty else None)
    if as_json:
        return print(_as_json(figures, indent=2))
    _print_figures(figures, text)


def _print_figures(figures: dict[str, Any], text: "Text") -> None:
    """The money and the projects of one delivery and choice."""
    part = figures["funding"]
    print(f"{figures['delivery']}  {text.date(date.fromisoformat(figures['as_of']))}")
    for name in ("frame_cents", "planned_cents", "actual_cents"):
        print(f"{name.removesuffix('_cents'):16} {text.number(part[name] / 100, 2) if part[name] is not None else '–':>18}")
    for name in ("project_count", "implementer_count"):
        print(f"{name.removesuffix('_count'):16} {text.number(part[name]):>18}")


@_command
@argument("projects", metavar="LIST", type=Path)
@option(
    "--as-of", type=date.fromisoformat, metavar="DAY", help="day the list speaks of, YYYY-MM-DD; told from its start dates when not given"
)
@option("--name", help="what the list is called; its file name when not given")
@_json
@option("--keep", is_flag=True, help="keep the curve in assets/forecast, for the forecast to use")
def backtest_command(text: "Text", projects: Path, as_of: date | None, name: str | None, as_json: bool, keep: bool) -> None:
    """Learn the curve of spending from a LIST of projects, for example of a finished period, and print how well it foretells
    what it was not learned from."""
    from analytics.spending import backtest, likely_day
    from data_loaders.projects import read_projects
    from presentation.words.forecast import untestable_sentence
    from tools.curve import write_curve

    rows = read_projects(projects).rows
    try:
        curve = backtest(rows, as_of or likely_day(rows), name or projects.name)
    except ValueError:
        raise SystemExit(untestable_sentence(text)) from None
    if keep:
        write_curve(curve)
    if as_json:
        return print(_as_json(asdict(curve) | {"error": curve.error, "line_error": curve.line_error}, indent=2))
    for key, value in asdict(curve).items():
        if key != "horizons":
            print(f"{key:16} {value}")
    print(f"{'error':16} {curve.error:.3f}")
    print(f"{'line_error':16} {curve.line_error:.3f}")
    print(*asdict(curve.horizons[0]), sep="  ")
    for horizon in curve.horizons:
        print("  ".join(f"{value:>{len(key)}}" for key, value in asdict(horizon).items()))


@_command
@option("--to", type=Path, help="directory to write to")
@option("--embed", is_flag=True, help="build the embedded example again instead")
def sample_command(text: "Text", to: Path | None, embed: bool) -> None:
    """Write the source workbooks of the synthetic sample."""
    from tools.sample import embed_sample, write_sample

    if embed and not to:
        embed_sample(ROOT / "assets" / "sample", text.theme)
    elif to and not embed:
        to.mkdir(parents=True, exist_ok=True)
        for files in write_sample(to, text.theme):
            print(files.projects, files.theme_workbook, files.outcomes, files.need, sep="\n")
    else:
        raise click.UsageError("one of --to and --embed is required, and not both")


@_command
def messages_command(text: "Text") -> None:
    """Bring the catalogues of sentences in step with the code."""
    from tools.catalogues import update_catalogues

    for language, number in update_catalogues().items():
        print(f"{language}: {number} to translate")


@_command
@option("--data", type=Path, help="directory of the deliveries, whose last one the workbooks go on from; empty ones when not given")
@_to
def template_command(text: "Text", data: Path | None, to: Path) -> None:
    """Write theme and outcome workbooks to be filled in."""
    from archive.archive import open_archive
    from presentation.exports.templates import write_templates
    from presentation.snapshots import last_members

    to.mkdir(parents=True, exist_ok=True)
    for path in write_templates(to, text, last_members(open_archive(data)) if data else None):
        print(path)


if __name__ == "__main__":
    sys.exit(main())
