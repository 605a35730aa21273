#!/usr/bin/env bash
# frictionless 5.21.0: a descriptor that declares Data Package 2.
# Guessed: what version 2 adds is either checked or refused as unknown; a date
# with format "any" is refused when it has no day.
# Came:
# - `exclusiveMinimum` is checked, but `uniqueKeys` (two equal rows) and
#   `categories` (a value outside the list) are taken and never looked at, while
#   `primaryKey` and the `enum` constraint say the same and are checked;
# - with format "any", "2024" and "5/2024" are valid dates whose missing parts
#   are those of the day the check is run, and within one column "1.2.2024" is
#   2 January (month first) and "13.2.2024" is 13 February.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check frictionless==5.21.0

cat > "$work/expected" <<'END'
exclusiveMinimum: constraint-error
primaryKey: primary-key
uniqueKeys: nothing
enum: constraint-error
categories: nothing
2024 is a day of 2024, rest from today: True
5/2024 is a day of May 2024, rest from today: True
1.2.2024 2024-01-02
13.2.2024 2024-02-13
END

"$work/venv/bin/python" - > "$work/seen" <<'END'
from datetime import date

from frictionless import Package, Resource, Schema

PROFILES = "https://datapackage.org/profiles/2.0/"


def check(name, rows, field, **schema):
    fields = [{"name": "code", "type": "integer", **field}]
    resource = {"$schema": PROFILES + "dataresource.json", "name": "r", "data": [["code"], *rows]}
    resource["schema"] = {"$schema": PROFILES + "tableschema.json", "fields": fields, **schema}
    package = {"$schema": PROFILES + "datapackage.json", "name": "p", "resources": [resource]}
    kinds = [kind for (kind,) in Package.from_descriptor(package).validate().flatten(["type"])]
    print(f"{name}: {', '.join(kinds) or 'nothing'}")


check("exclusiveMinimum", [["3"]], {"constraints": {"exclusiveMinimum": 3}})
check("primaryKey", [["3"], ["3"]], {}, primaryKey=["code"])
check("uniqueKeys", [["3"], ["3"]], {}, uniqueKeys=[["code"]])
check("enum", [["3"]], {"constraints": {"enum": [1, 2]}})
check("categories", [["3"]], {"categories": [1, 2]})

texts = ["2024", "5/2024", "1.2.2024", "13.2.2024"]
schema = Schema.from_descriptor({"fields": [{"name": "day", "type": "date", "format": "any"}]})
year, month, *days = [row["day"] for row in Resource(data=[["day"], *([t] for t in texts)], schema=schema).read_rows()]
today = date.today()
print("2024 is a day of 2024, rest from today:", year == today.replace(year=2024))
print("5/2024 is a day of May 2024, rest from today:", month == date(2024, 5, today.day))
for text, day in zip(texts[2:], days, strict=True):
    print(text, day)
END

diff -u "$work/expected" "$work/seen"
echo "as stated"
