#!/usr/bin/env bash
# pyshacl 0.40.1 on rdflib 7.6.0: shapes over years and months, the usual time
# types of statistics.
# Guessed: sh:datatype refuses "24" as a year and "2024-13" as a month, as it
# refuses the 30th of February as a date; sh:minInclusive compares them.
# Came: years and months are never looked at inside, so both wrong ones conform,
# and so does a day where a dateTime is asked for. A bound on years or months
# is broken by every value, also by those inside it: rdflib compares these types
# in ORDER BY, but not with < and >, so a FILTER on them finds nothing either.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0

cat > "$work/expected" <<'END'
sh:datatype xsd:date | "2024-02-30"^^xsd:date | False
sh:datatype xsd:gYear | "24"^^xsd:gYear | True
sh:datatype xsd:gYearMonth | "2024-13"^^xsd:gYearMonth | True
sh:datatype xsd:dateTime | "2024-02-03"^^xsd:dateTime | True
sh:minInclusive "2024-01-01"^^xsd:date | "2025-01-01"^^xsd:date | True
sh:minInclusive "2024"^^xsd:gYear | "2025"^^xsd:gYear | False
sh:maxInclusive "2024"^^xsd:gYear | "2023"^^xsd:gYear | False
sh:minInclusive "2024-05"^^xsd:gYearMonth | "2024-06"^^xsd:gYearMonth | False
years after 2023: 0 of 1
END

"$work/venv/bin/python" - > "$work/seen" 2> "$work/warnings" <<'END' || { cat "$work/warnings"; exit 1; }
from pyshacl import validate
from rdflib import Graph

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
for rule, value in (
    ("sh:datatype xsd:date", '"2024-02-30"^^xsd:date'),
    ("sh:datatype xsd:gYear", '"24"^^xsd:gYear'),
    ("sh:datatype xsd:gYearMonth", '"2024-13"^^xsd:gYearMonth'),
    ("sh:datatype xsd:dateTime", '"2024-02-03"^^xsd:dateTime'),
    ('sh:minInclusive "2024-01-01"^^xsd:date', '"2025-01-01"^^xsd:date'),
    ('sh:minInclusive "2024"^^xsd:gYear', '"2025"^^xsd:gYear'),
    ('sh:maxInclusive "2024"^^xsd:gYear', '"2023"^^xsd:gYear'),
    ('sh:minInclusive "2024-05"^^xsd:gYearMonth', '"2024-06"^^xsd:gYearMonth'),
):
    shapes = Graph().parse(
        data=f"{PREFIXES} :S a sh:NodeShape ; sh:targetClass :Row ; sh:property [ sh:path :time ; {rule} ] .", format="turtle"
    )
    data = Graph().parse(data=f"{PREFIXES} :row a :Row ; :time {value} .", format="turtle")
    print(rule, value, validate(data, shacl_graph=shapes)[0], sep=" | ")

rows = Graph().query(
    """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT ?x { VALUES ?x { "2024"^^xsd:gYear } FILTER(?x > "2023"^^xsd:gYear) }"""
)
print(f"years after 2023: {len(rows)} of 1")
END

diff -u "$work/expected" "$work/seen"
echo "as stated"
