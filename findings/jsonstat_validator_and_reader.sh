#!/usr/bin/env bash
# JSON-stat 2: jsonstat-validator 0.4.6 and the reader jsonstat.py 0.1.8.
# Guessed: the validator counts the values against the sizes and wants the
# positions of categories to be 0 to n-1; the reader takes values given as an
# object of the cells that have one, as the format allows.
# Came:
# - the validator checks sizes against categories, names of roles and unknown
#   keys, but calls valid a data set with too few or too many values, two
#   categories at one position, and the status of a cell that is not there;
# - the reader raises KeyError for values as an object, and reads too many
#   values without a word. It also needs terminaltables without asking for it.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check jsonstat-validator==0.4.6 jsonstat.py==0.1.8 terminaltables==3.1.10

cat > "$work/expected" <<'END'
as it should be: valid, 4 rows
values as object: valid, KeyError
too few values: valid, IndexError
too many values: valid, 4 rows
wrong size: JSONStatValidationError, JsonStatMalformedJson
one position twice: valid, JsonStatMalformedJson
status of no cell: valid, 4 rows
END

"$work/venv/bin/python" -W ignore - > "$work/seen" <<'END'
import json

import jsonstat
from jsonstat_validator import validate_jsonstat


def dataset(positions=None, **changes):
    area = {"label": "Area", "category": {"index": positions or {"A": 0, "B": 1}}}
    year = {"label": "Year", "category": {"index": ["2023", "2024"]}}
    content = {"version": "2.0", "class": "dataset", "label": "x", "id": ["area", "year"], "size": [2, 2]}
    return {**content, "dimension": {"area": area, "year": year}, "value": [1, 2, 3, 4], **changes}


def outcome(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__


for label, data in (
    ("as it should be", dataset()),
    ("values as object", dataset(value={"0": 1, "3": 4})),
    ("too few values", dataset(value=[1, 2, 3])),
    ("too many values", dataset(value=[1, 2, 3, 4, 5])),
    ("wrong size", dataset(size=[2, 3])),
    ("one position twice", dataset(positions={"A": 1, "B": 1})),
    ("status of no cell", dataset(status={"9": "estimate"})),
):
    checked = outcome(lambda: "valid" if validate_jsonstat(data) else "not valid")
    read = outcome(lambda: f"{len(jsonstat.from_string(json.dumps(data)).to_table()) - 1} rows")
    print(f"{label}: {checked}, {read}")
END

diff -u "$work/expected" "$work/seen"
echo "as stated"
