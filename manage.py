"""The command line: check, import, diff, approve, deliveries, serve, figures, backtest, sample, template. ``python manage.py --help``."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TextIO

# One process serves many readers at once with small tables: threads of Polars would only wait for each other. It reads
# this when it is loaded.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

from analytics.changes import compare
from analytics.filters import Filters, filters_of_query
from analytics.headline_figures import headline_figures
from analytics.people import ALL_PARTICIPANTS
from analytics.spending import backtest, likely_day
from archive.archive import open_archive
from data_loaders.checked_files import INPUT_KINDS
from data_loaders.codes import LANGUAGES
from data_loaders.findings import Finding, InputError
from data_loaders.projects import read_projects
from data_loaders.theme import Theme, read_theme
from operations.approving import HOLDS, Judgement, approve, judgement_record
from operations.checking import check_file
from operations.importing import import_files, import_record
from presentation.exports.deck_recipes import RECIPES, RegionNeeded, recipe_deck, region_needed_sentence, template_sentence
from presentation.exports.names import file_name
from presentation.exports.slides import SIZES, TemplateError
from presentation.reading import reading_of
from presentation.snapshots import read_series, read_side
from presentation.text import Text
from presentation.words.approvals import hold_sentence, open_changes_sentence, state_name, state_sentence
from presentation.words.changes import (
    change_places,
    change_sentence,
    changes_data,
    changes_lead,
    figure_sentences,
    outside_sentence,
)
from presentation.words.findings import checked_sentence, finding_line, finding_record, finding_sentence
from presentation.words.forecast import untestable_sentence
from publication.words import attack_sentence, leak_sentence, published_sentence
from settings import ROOT, read_settings
from tools.curve import write_curve


def build_sample(target: Path, theme: Theme) -> None:
    """Build the embedded example: the sample's own workbooks, imported one date after another."""
    import shutil
    import tempfile

    from tools.sample import write_sample

    for folder in ("deliveries", "approvals"):
        shutil.rmtree(target / folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for files in write_sample(Path(folder), theme, background=False):
            import_files(
                target,
                theme,
                as_of=files.as_of,
                projects=files.projects,
                theme_workbook=files.theme_workbook,
                outcomes=files.outcomes,
                need=files.need,
                imported_at=f"{files.as_of}T12:00:00+00:00",
                approve_all=True,
                is_example=True,
            )
    (target / ".lock").unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when the input could not be used."""
    options = _parser().parse_args(arguments)
    theme = read_theme(read_settings().theme)
    try:
        return options.run(options, theme) or 0
    except BrokenPipeError:
        # The reader has seen enough (``| head``); Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except InputError as error:
        text = Text(options.lang.split(",")[0], theme)
        for finding in error.findings:
            print(finding_sentence(finding, text), file=sys.stderr)
        return 1


def _import(options, theme: Theme) -> int:
    text = Text(options.lang, theme)
    try:
        imported = import_files(
            options.data,
            theme,
            as_of=options.as_of,
            projects=options.projects,
            theme_workbook=options.theme_workbook,
            outcomes=options.outcomes,
            need=options.need,
            column_map=options.column_map,
            note=options.note,
            approve_all=options.approve,
            accept=options.accept,
        )
    except InputError as error:
        if options.json:
            told = [finding_record(finding, text) for finding in error.findings]
            print(json.dumps({"delivery": None, "state": None, "errors": told}, ensure_ascii=False))
        raise
    for (severity, code), number in sorted(Counter((f.severity, f.code) for f in imported.findings).items()):
        example = next(f for f in imported.findings if f.code == code)
        print(f"{severity:8} {number:6} × {finding_sentence(example, text)}", file=sys.stderr)
    for source in imported.info.sources:
        print(f"{source.kind}: {source.file}: {source.rows_in} = {source.rows_kept} + {source.rows_left_out}", file=sys.stderr)
    _print_judgement(imported.judgement, imported.state, text, sys.stderr)
    print(json.dumps(import_record(imported), ensure_ascii=False) if options.json else imported.info.id)
    return 0


def _print_judgement(judgement: Judgement, state: str, text: Text, file: TextIO) -> None:
    """Whether readers see the delivery; what is different in the main figures, and what is left to approve."""
    print(f"{judgement.info.id}: {state_sentence(state, judgement.why, text)}", file=file)
    figures = judgement.changes.figures if judgement.changes else ()
    for sentence in figure_sentences((f for f in figures if f.indicator in (None, ALL_PARTICIPANTS)), text):
        print(f"  {sentence}", file=file)
    if judgement.open_changes:
        print(open_changes_sentence(len(judgement.open_changes), text), file=file)
        print(f"  manage.py diff --data DIR {judgement.base.id} {judgement.info.id}", file=file)
        print(f"  manage.py approve --data DIR {judgement.info.id}", file=file)
    for hold in judgement.open_holds:
        print(f"{hold_sentence(hold, text)} (--accept {hold})", file=file)


def _diff(options, theme: Theme) -> None:
    text = Text(options.lang, theme)
    archive = open_archive(options.data)
    old, new = (archive.delivery(id).info for id in (options.old, options.new))
    changes = compare(read_side(archive, old, theme), read_side(archive, new, theme))
    if options.json:
        print(json.dumps(changes_data(changes, old, new, text), ensure_ascii=False, indent=2))
        return
    print(changes_lead(changes, text))
    for sentence in figure_sentences(changes.figures, text):
        print(sentence)
    for change in changes.changes:
        print(f"{change.id} {'*' if change.material else ' '} {change_sentence(change, text)} [{change_places(change, old, new, text)}]")
    print(outside_sentence(changes, text))


def _approve(options, theme: Theme) -> int:
    judgement = approve(options.data, options.delivery, theme, changes=options.change or None, accept=options.accept)
    state = open_archive(options.data).delivery(judgement.info.id).state
    if options.json:
        print(json.dumps(judgement_record(judgement, state), ensure_ascii=False))
    else:
        _print_judgement(judgement, state, Text(options.lang, theme), sys.stdout)
    return 0 if judgement.is_approved else 1


def _deliveries(options, theme: Theme) -> None:
    text = Text(options.lang, theme)
    archive = open_archive(options.data or read_settings().data)
    for kept in archive.deliveries:
        info, state = kept.info, kept.state
        if options.json:
            record = {
                "delivery": info.id,
                "as_of": info.as_of.isoformat(),
                "imported_at": info.imported_at,
                "state": state,
                "note": info.note,
            }
            print(json.dumps(record, ensure_ascii=False))
        else:
            print("\t".join((info.id, text.date(info.as_of), state_name(state, text), info.imported_at, " ".join(info.note.split()))))
    _print_problems(archive.findings, text)


def _print_problems(findings: Iterable[Finding], text: Text) -> None:
    """What is left out, and why, beside the output itself."""
    for finding in findings:
        print(finding_sentence(finding, text), file=sys.stderr)


def _check(options, theme: Theme) -> int:
    from presentation.exports.marked_workbook import marked_workbook

    text = Text(options.lang, theme)
    found = check_file(options.file, options.kind, theme, options.column_map, options.data)
    for finding in found.findings:
        print(json.dumps(finding_record(finding, text), ensure_ascii=False) if options.json else finding_line(finding, text))
    print(checked_sentence(found, text), file=sys.stderr)
    if options.marked and options.file.is_file():
        options.marked.write_bytes(marked_workbook(options.file, found.findings, text))
    return 0 if found.usable else 1


def _figures(options, theme: Theme) -> None:
    root = options.data or read_settings().data
    series = read_series(open_archive(root), theme, options.delivery, approved_only=False)
    _print_problems(series.findings, Text(options.lang, theme))
    foretold = series.forecast if options.filters.is_empty else None
    figures = headline_figures(series.current, options.filters, foretold)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    text, part = Text(options.lang, theme), figures["funding"]
    print(f"{figures['delivery']}  {text.date(date.fromisoformat(figures['as_of']))}")
    for name in ("frame_cents", "planned_cents", "actual_cents"):
        print(f"{name.removesuffix('_cents'):16} {text.number(part[name] / 100, 2) if part[name] is not None else '–':>18}")
    for name in ("project_count", "implementer_count"):
        print(f"{name.removesuffix('_count'):16} {text.number(part[name]):>18}")


def _publish(options, theme: Theme) -> None:
    from operations.publishing import publish

    text = Text(options.lang, theme)
    info, prepared = publish(options.data, theme, options.to, options.delivery, options.previous)
    _print_problems((*prepared.problems, *prepared.findings), text)
    print(
        json.dumps(prepared.report, ensure_ascii=False, indent=2)
        if options.json
        else published_sentence(info.delivery, prepared.report, text)
    )


def _audit(options, theme: Theme) -> int:
    from operations.publishing import audit_bundle
    from publication.words import differing_sentence, search_sentence, unprotected_line

    text = Text(options.lang, theme)
    found = audit_bundle(options.bundle, theme, options.previous)
    if options.json:
        attack, searched = found.attack, found.searched
        leaks = [asdict(leak) | {"key": asdict(leak.key)} for leak in attack.leaks]
        record = {
            "passed": found.passed, "counts_attacked": attack.count, "contradictory": attack.contradictory, "taken_for_granted": ["sums", *attack.assumed], "leaks": leaks,
            "figures_searched": searched.figure_count, "files_searched": searched.file_count, "unprotected": [asdict(number) for number in searched.unprotected],
            "contacts": len(found.contacts), "open_data_differs": list(found.open_data),
        }  # fmt: skip
        print(json.dumps(record, ensure_ascii=False, indent=2, default=str))
    else:
        for leak in found.attack.leaks:
            print(leak_sentence(leak, text))
        for number in found.searched.unprotected:
            print(unprotected_line(number, text))
        for finding in found.contacts:
            print(finding_sentence(finding, text))
        for name in found.open_data:
            print(differing_sentence(name, text))
        print(attack_sentence(found.attack, text))
        print(search_sentence(found.searched, text))
    return 0 if found.passed else 1


def _backtest(options, theme: Theme) -> None:
    rows, text = read_projects(options.list).rows, Text(options.lang, theme)
    try:
        as_of = options.as_of or likely_day(rows)
        curve = backtest(rows, as_of, options.name or options.list.name)
    except ValueError:
        raise SystemExit(untestable_sentence(text)) from None
    if options.keep:
        write_curve(curve)
    if options.json:
        print(json.dumps(asdict(curve) | {"error": curve.error, "line_error": curve.line_error}, ensure_ascii=False, indent=2, default=str))
        return
    for name, value in asdict(curve).items():
        if name != "horizons":
            print(f"{name:16} {value}")
    print(f"{'error':16} {curve.error:.3f}")
    print(f"{'line_error':16} {curve.line_error:.3f}")
    names = list(asdict(curve.horizons[0]))
    print("  ".join(names))
    for horizon in curve.horizons:
        print("  ".join(f"{value:>{len(name)}}" for name, value in asdict(horizon).items()))


def _sample(options, theme: Theme) -> None:
    if options.embed:
        build_sample(ROOT / "assets" / "sample", theme)
        return
    from tools.sample import write_sample

    options.to.mkdir(parents=True, exist_ok=True)
    for files in write_sample(options.to, theme):
        print(files.projects, files.theme_workbook, files.outcomes, files.need, sep="\n")


def _template(options, theme: Theme) -> None:
    from presentation.exports.templates import write_templates

    options.to.mkdir(parents=True, exist_ok=True)
    for path in write_templates(options.to, Text(options.lang, theme)):
        print(path)


def _deck(options, theme: Theme) -> None:
    languages = options.lang.split(",")
    if strange := set(languages) - set(LANGUAGES):
        raise SystemExit(f"--lang: {', '.join(sorted(strange))}")
    settings, template = read_settings(), options.template
    reading = reading_of(
        options.data or settings.data,
        theme,
        filters_of_query(options.filters),
        delivery=options.delivery,
        regions_file=settings.regions_file,
    )
    _print_problems(reading.problems, Text(languages[0], theme))
    options.to.mkdir(parents=True, exist_ok=True)
    for language in languages:
        text = Text(language, theme)
        try:
            content = recipe_deck(options.recipe, reading.in_language(language), template.read_bytes() if template else None, options.size)
        except (TemplateError, OSError):
            raise SystemExit(template_sentence(template.name, text)) from None
        except RegionNeeded:
            raise SystemExit(region_needed_sentence(text)) from None
        path = options.to / file_name(options.recipe, reading.info, reading.filters, text, "pptx")
        path.write_bytes(content)
        print(path)


def _serve(options, theme: Theme) -> None:
    from ui.serve import serve

    serve(read_settings())


def _messages(options, theme: Theme) -> None:
    from tools.catalogues import update_catalogues

    for language, number in update_catalogues().items():
        print(f"{language}: {number} to translate")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        added.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of messages and workbooks")
        return added

    def accept_from(added: argparse.ArgumentParser) -> None:
        added.add_argument("--accept", action="append", choices=HOLDS, default=[], help="accept in so many words; may be given again")

    add = command("import", _import, "Read the input files, check them and keep them as a delivery.")
    add.add_argument("--data", type=Path, required=True, help="directory of the deliveries")
    add.add_argument("--as-of", type=date.fromisoformat, required=True, help="day the figures speak of, YYYY-MM-DD")
    add.add_argument("--projects", type=Path, required=True, help="list of funded projects")
    add.add_argument("--theme-workbook", type=Path, help="which projects belong to the theme")
    add.add_argument("--outcomes", type=Path, help="counts of people")
    add.add_argument("--need", type=Path, help="people in need by region, from PxWeb")
    add.add_argument("--column-map", type=Path, help="CSV with columns field, header: what is what in an unknown list")
    add.add_argument("--note", default="", help="free text that is kept with the delivery")
    add.add_argument("--approve", action="store_true", help="approve all its changes at once")
    accept_from(add)
    add.add_argument("--json", action="store_true", help="end with one JSON object")

    diff = command("diff", _diff, "Tell what is different between two deliveries; a star marks what moves a figure.")
    diff.add_argument("--data", type=Path, required=True, help="directory of the deliveries")
    diff.add_argument("old", metavar="OLD", help="delivery id")
    diff.add_argument("new", metavar="NEW", help="delivery id")
    diff.add_argument("--json", action="store_true", help="as JSON, money in cents")

    yes = command("approve", _approve, "Approve a waiting delivery. 0 when readers see it then, 1 when something is left to approve.")
    yes.add_argument("--data", type=Path, required=True, help="directory of the deliveries")
    yes.add_argument("delivery", metavar="DELIVERY", help="delivery id")
    which = yes.add_mutually_exclusive_group()
    which.add_argument("--change", action="append", metavar="ID", default=[], help="approve this change only; may be given again")
    which.add_argument("--all", action="store_true", help="approve all changes; so it is too when no change is given")
    accept_from(yes)
    yes.add_argument("--json", action="store_true", help="as JSON")

    listing = command("deliveries", _deliveries, "List the deliveries: id, day, state, time of import, note.")
    listing.add_argument("--data", type=Path, help="directory of the deliveries; the embedded example when not given")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")

    check = command("check", _check, "Check one input file; nothing is kept. 0 when it can be imported, 1 when not.")
    check.add_argument("file", metavar="FILE", type=Path, help="the file")
    check.add_argument("--kind", choices=INPUT_KINDS, required=True, help="which input it is")
    check.add_argument("--column-map", type=Path, metavar="MAP.csv", help="which header of a project list is which field")
    check.add_argument("--data", type=Path, help="data directory with maps that were kept; they are tried too")
    check.add_argument("--json", action="store_true", help="one JSON object a line")
    check.add_argument("--marked", type=Path, metavar="OUT.xlsx", help="write the workbook with its cells marked")

    deck = commands.add_parser("deck", help="Write a ready deck of slides.", description="Write a ready deck of slides.")
    deck.set_defaults(run=_deck)
    deck.add_argument("--lang", default="fi", metavar="LANGUAGES", help="fi, sv or en; several as fi,sv: a deck each")
    deck.add_argument("--data", type=Path, help="directory of the deliveries; the embedded example when not given")
    deck.add_argument("--delivery", help="delivery id; the current one when not given")
    deck.add_argument("--recipe", choices=tuple(RECIPES), required=True, help="which deck")
    deck.add_argument("--filters", default="", metavar="QUERY", help='choices as in an address: "region=13&status=running"')
    deck.add_argument("--template", type=Path, help="an organisation's own presentation, whose look is taken")
    deck.add_argument("--size", choices=SIZES, default="16:9", help="size of the slides without a template")
    deck.add_argument("--to", type=Path, required=True, help="directory to write to")

    public = command("publish", _publish, "Write the public bundle of a delivery; refused when the attack on it finds something.")
    public.add_argument("--data", type=Path, required=True, help="directory of the deliveries")
    public.add_argument("--delivery", help="id of an approved delivery; the current one when not given")
    public.add_argument(
        "--to", type=Path, required=True, metavar="BUNDLE", help="folder of the bundle; an earlier bundle there is replaced"
    )

    attack = command(
        "audit", _audit, "Attack a public bundle. 0 when nothing can be told of a count beyond its form, 1 when something can."
    )
    attack.add_argument("bundle", type=Path, metavar="BUNDLE", help="folder of the bundle")
    for added in (public, attack):
        added.add_argument(
            "--previous",
            type=Path,
            action="append",
            default=[],
            metavar="BUNDLE",
            help="an earlier bundle, oldest first; may be given again",
        )
        added.add_argument("--json", action="store_true", help="as JSON")

    command("serve", _serve, "Serve the dashboard on DASHBOARD_ADDRESS and DASHBOARD_PORT.")

    figures = command("figures", _figures, "Print every headline figure of a delivery.")
    figures.add_argument("--data", type=Path, help="directory of the deliveries; the embedded example when not given")
    figures.add_argument("--delivery", help="delivery id; the current one when not given")
    figures.add_argument(
        "--filters", type=filters_of_query, default=Filters(), help='choices as in the address of a page, "region=13&status=running"'
    )
    figures.add_argument("--json", action="store_true", help="as JSON, money in cents")

    test = command(
        "backtest", _backtest, "Learn the curve of spending from a list, and print how well it foretells what it was not learned from."
    )
    test.add_argument("list", type=Path, metavar="LIST", help="list of projects, for example of a finished period")
    test.add_argument(
        "--as-of", type=date.fromisoformat, help="day the list speaks of, YYYY-MM-DD; told from its start dates when not given"
    )
    test.add_argument("--name", help="what the list is called; its file name when not given")
    test.add_argument("--json", action="store_true", help="as JSON")
    test.add_argument("--keep", action="store_true", help="keep the curve in assets/forecast, for the forecast to use")

    sample = command("sample", _sample, "Write the source workbooks of the synthetic sample.")
    where = sample.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", type=Path, help="directory to write to")
    where.add_argument("--embed", action="store_true", help="build the embedded example again instead")

    command("messages", _messages, "Bring the catalogues of sentences in step with the code.")

    template = command("template", _template, "Write empty theme and outcome workbooks.")
    template.add_argument("--to", type=Path, required=True, help="directory to write to")
    return parser


if __name__ == "__main__":
    sys.exit(main())
