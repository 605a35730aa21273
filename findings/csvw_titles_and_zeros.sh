#!/usr/bin/env bash
# csvw 4.1.1: metadata of CSV on the Web for a table of municipalities.
# Guessed: a column's titles may be given by language and the header is matched
# with any of them; a number pattern "000" takes three digits, "007" among them.
# Came:
# - only the first title of a list is matched, and none given by language: the
#   value stays under the header's text and the described column is None, with
#   no more than a warning, so its datatype is not checked either;
# - the pattern "000" refuses "007" and "091" and takes only what does not start
#   with a zero. A code is better a string with a regular expression as format.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check csvw==4.1.1

cat > "$work/expected" <<'END'
Kunta | {"titles": "Kunta", "datatype": "integer"} | {'code': 91}
Kunta | {"titles": ["Kunta", "Kommun"], "datatype": "integer"} | {'code': 91}
Kunta | {"titles": ["Kommun", "Kunta"], "datatype": "integer"} | {'Kunta': '091', 'code': None}
Kunta | {"titles": {"fi": "Kunta", "sv": "Kommun"}, "datatype": "integer"} | {'Kunta': '091', 'code': None}
code | {"datatype": {"base": "integer", "format": "000"}} | ValueError
code | {"datatype": {"base": "string", "format": "[0-9]{3}"}} | {'code': '091'}
code, 491 | {"datatype": {"base": "integer", "format": "000"}} | {'code': 491}
END

cd "$work"
venv/bin/python -W ignore - > seen <<'END'
import json
from pathlib import Path

from csvw import Table


def read(header, value, column):
    """The first row as read with the metadata of its only column, or the name of the error raised."""
    Path("kunnat.csv").write_text(f"{header}\n{value}\n", encoding="utf-8")
    schema = {"columns": [{"name": "code", **column}]}
    metadata = {"@context": "http://www.w3.org/ns/csvw", "url": "kunnat.csv", "tableSchema": schema}
    Path("metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    try:
        return dict(next(iter(Table.from_file("metadata.json").iterdicts())))
    except ValueError as error:
        return type(error).__name__


for titles in ("Kunta", ["Kunta", "Kommun"], ["Kommun", "Kunta"], {"fi": "Kunta", "sv": "Kommun"}):
    column = {"titles": titles, "datatype": "integer"}
    print("Kunta", json.dumps(column), read("Kunta", "091", column), sep=" | ")
digits = {"datatype": {"base": "integer", "format": "000"}}
text = {"datatype": {"base": "string", "format": "[0-9]{3}"}}
for label, value, column in (("code", "091", digits), ("code", "091", text), ("code, 491", "491", digits)):
    print(label, json.dumps(column), read("code", value, column), sep=" | ")
END

diff -u expected seen
echo "as stated"
