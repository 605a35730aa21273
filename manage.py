"""The command line: check, import, serve, figures, backtest, sample, template. ``python manage.py --help``."""

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

from analytics.figures import headline_figures
from analytics.spending import backtest, likely_day
from data_loaders.checking import INPUT_KINDS, check_file
from data_loaders.deliveries import list_deliveries
from data_loaders.findings import Finding, InputError
from data_loaders.projects import read_projects
from data_loaders.spending_curve import write_curve
from data_loaders.theme import Theme, read_theme
from deliver import import_files, snapshot_of
from presentation.findings import checked_sentence, finding_line, finding_record, finding_sentence
from presentation.forecast import untestable_sentence
from presentation.text import Text
from settings import ROOT, read_settings


def build_sample(target: Path, theme: Theme) -> None:
    """Build the embedded example: the sample's own workbooks, imported one date after another."""
    import shutil
    import tempfile

    from data_loaders.sample import write_sample

    shutil.rmtree(target / "deliveries", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for files in write_sample(Path(folder), theme, background=False):
            import_files(
                target,
                theme,
                as_of=files.as_of,
                projects=files.projects,
                theme_workbook=files.theme_workbook,
                outcomes=files.outcomes,
                imported_at=f"{files.as_of}T12:00:00+00:00",
                is_example=True,
            )
    (target / ".lock").unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when the input could not be used."""
    options = _parser().parse_args(arguments)
    theme = read_theme(read_settings().theme)
    try:
        return options.run(options, theme) or 0
    except InputError as error:
        text = Text(options.lang, theme)
        for finding in error.findings:
            print(finding_sentence(finding, text), file=sys.stderr)
        return 1


def _import(options, theme: Theme) -> None:
    imported = import_files(
        options.data,
        theme,
        as_of=options.as_of,
        projects=options.projects,
        theme_workbook=options.theme_workbook,
        outcomes=options.outcomes,
        column_map=options.column_map,
        note=options.note,
    )
    text, info = Text(options.lang, theme), imported.info
    for (severity, code), number in sorted(Counter((f.severity, f.code) for f in imported.findings).items()):
        example = next(f for f in imported.findings if f.code == code)
        print(f"{severity:8} {number:6} × {finding_sentence(example, text)}", file=sys.stderr)
    for source in info.sources:
        print(f"{source.kind}: {source.file}: {source.rows_in} = {source.rows_kept} + {source.rows_left_out}", file=sys.stderr)
    print(info.id)


def _check(options, theme: Theme) -> int:
    from presentation.marked_workbook import marked_workbook

    text = Text(options.lang, theme)
    found = check_file(options.file, options.kind, theme)
    for finding in found.findings:
        print(json.dumps(finding_record(finding, text), ensure_ascii=False) if options.json else finding_line(finding, text))
    print(checked_sentence(found, text), file=sys.stderr)
    if options.marked and options.file.is_file():
        options.marked.write_bytes(marked_workbook(options.file, found.findings, text))
    return 0 if found.usable else 1


def _figures(options, theme: Theme) -> None:
    root = options.data or read_settings().data
    deliveries, _ = list_deliveries(root)
    chosen = [info for info in deliveries if options.delivery in (None, info.id)]
    if not chosen:
        raise InputError(Finding("delivery-missing", "error", root.name, value=options.delivery))
    figures = headline_figures(snapshot_of(root, chosen[-1], theme))
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    text, part = Text(options.lang, theme), figures["funding"]
    print(f"{figures['delivery']}  {text.date(date.fromisoformat(figures['as_of']))}")
    for name in ("frame_cents", "planned_cents", "actual_cents"):
        print(f"{name.removesuffix('_cents'):16} {text.number(part[name] / 100, 2) if part[name] is not None else '–':>18}")
    for name in ("project_count", "implementer_count"):
        print(f"{name.removesuffix('_count'):16} {text.number(part[name]):>18}")


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
        print(json.dumps(asdict(curve), ensure_ascii=False, indent=2, default=str))
        return
    for name, value in asdict(curve).items():
        if name != "horizons":
            print(f"{name:16} {value}")
    names = list(asdict(curve.horizons[0]))
    print("  ".join(names))
    for horizon in curve.horizons:
        print("  ".join(f"{value:>{len(name)}}" for name, value in asdict(horizon).items()))


def _sample(options, theme: Theme) -> None:
    if options.embed:
        build_sample(ROOT / "assets" / "sample", theme)
        return
    from data_loaders.sample import write_sample

    options.to.mkdir(parents=True, exist_ok=True)
    for files in write_sample(options.to, theme):
        print(files.projects, files.theme_workbook, files.outcomes, sep="\n")


def _template(options, theme: Theme) -> None:
    from presentation.templates import write_templates

    options.to.mkdir(parents=True, exist_ok=True)
    for path in write_templates(options.to, Text(options.lang, theme)):
        print(path)


def _serve(options, theme: Theme) -> None:
    from ui.serve import serve

    serve(read_settings())


def _messages(options, theme: Theme) -> None:
    from presentation.messages import update_catalogues

    for language, number in update_catalogues().items():
        print(f"{language}: {number} to translate")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        added.add_argument("--lang", choices=("fi", "sv", "en"), default="fi", help="language of messages and workbooks")
        return added

    add = command("import", _import, "Read the input files, check them and keep them as a delivery.")
    add.add_argument("--data", type=Path, required=True, help="directory of the deliveries")
    add.add_argument("--as-of", type=date.fromisoformat, required=True, help="day the figures speak of, YYYY-MM-DD")
    add.add_argument("--projects", type=Path, required=True, help="list of funded projects")
    add.add_argument("--theme-workbook", type=Path, help="which projects belong to the theme")
    add.add_argument("--outcomes", type=Path, help="counts of people")
    add.add_argument("--column-map", type=Path, help="CSV with columns field, header: what is what in an unknown list")
    add.add_argument("--note", default="", help="free text that is kept with the delivery")

    check = command("check", _check, "Check one input file; nothing is kept. 0 when it can be imported, 1 when not.")
    check.add_argument("file", metavar="FILE", type=Path, help="the file")
    check.add_argument("--kind", choices=INPUT_KINDS, required=True, help="which input it is")
    check.add_argument("--json", action="store_true", help="one JSON object a line")
    check.add_argument("--marked", type=Path, metavar="OUT.xlsx", help="write the workbook with its cells marked")

    command("serve", _serve, "Serve the dashboard on DASHBOARD_ADDRESS and DASHBOARD_PORT.")

    figures = command("figures", _figures, "Print every headline figure of a delivery.")
    figures.add_argument("--data", type=Path, help="directory of the deliveries; the embedded example when not given")
    figures.add_argument("--delivery", help="delivery id; the current one when not given")
    figures.add_argument("--json", action="store_true", help="as JSON, money in cents")

    test = command("backtest", _backtest, "Learn the curve of spending from a list, and print how well it foretells what it was not learned from.")
    test.add_argument("list", type=Path, metavar="LIST", help="list of projects, for example of a finished period")
    test.add_argument("--as-of", type=date.fromisoformat, help="day the list speaks of, YYYY-MM-DD; told from its start dates when not given")
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
