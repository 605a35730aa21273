#!/usr/bin/env bash
# Public contracting data: ocdsmerge 0.8.0, flattentool 0.28.0.
# Guessed: releases are merged in the order of their times; a null takes away
# an object as it takes away a value; a list of texts survives the way to CSV
# and back, or the separator inside a text is refused.
# Came:
# - releases are sorted by the text of their date: 12:00+02:00 (10:00 UTC)
#   counts as later than 10:30Z, and the older title wins;
# - a null removes a value, but null for a whole object is overlooked;
# - an item whose id was 1 and then "1" is torn in two: fields known before go to
#   the first, new ones to a second item with the other id;
# - flattentool joins a list of texts with ";" and splits at each ";", so a text
#   with a semicolon comes back as two, without a warning.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check ocdsmerge==0.8.0 flattentool==0.28.0

cat > "$work/expected" <<'END'
times: {'title': 'older'}
null value: {'status': 'open'}
null object: {'value': {'amount': 5}}
ids: {'items': [{'id': 1, 'quantity': 3}, {'id': '1', 'unit': 'day'}]}
sheet: id,names | 1,roads;bridges; tunnels
back: ['roads', 'bridges', ' tunnels']
END

cd "$work"
venv/bin/python -W error::UserWarning - > seen <<'END'
import json
from pathlib import Path

import flattentool
from ocdsmerge import Merger

item = {"type": "object", "properties": {"id": {"type": ["string", "integer"]}}}
tender = {"type": "object", "properties": {"items": {"type": "array", "items": item}}}
merger = Merger({"type": "object", "properties": {"tender": tender}})


def merge(label, first, second, dates=("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z")):
    releases = [{"ocid": "x", "id": str(n), "date": d, "tag": ["tender"], "tender": t} for n, (d, t) in enumerate(zip(dates, (first, second)))]
    print(f"{label}:", merger.create_compiled_release(releases)["tender"])


merge("times", {"title": "older"}, {"title": "newer"}, ("2024-01-01T12:00:00+02:00", "2024-01-01T10:30:00Z"))
merge("null value", {"status": "open", "title": "a"}, {"title": None})
merge("null object", {"value": {"amount": 5}}, {"value": None})
merge("ids", {"items": [{"id": 1, "quantity": 2}]}, {"items": [{"id": "1", "quantity": 3, "unit": "day"}]})

texts = {"type": "array", "items": {"type": "string"}}
Path("schema.json").write_text(json.dumps({"type": "object", "properties": {"id": {"type": "string"}, "names": texts}}))
Path("in.json").write_text(json.dumps({"main": [{"id": "1", "names": ["roads", "bridges; tunnels"]}]}))
same = {"schema": "schema.json", "root_list_path": "main", "root_id": "", "id_name": "id"}
flattentool.flatten("in.json", output_name="sheets", output_format="csv", main_sheet_name="main", **same)
flattentool.unflatten("sheets", input_format="csv", output_name="back.json", **same)
print("sheet:", " | ".join(Path("sheets/main.csv").read_text().split("\n")).strip(" |"))
print("back:", json.loads(Path("back.json").read_text())["main"][0]["names"])
END

diff -u expected seen
echo "as stated"
