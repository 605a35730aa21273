#!/usr/bin/env bash
# rdflib 7.6.0: numbers in SPARQL.
# Guessed: `?x IN (1)` means the same as `?x = 1`; a text among numbers spoils
# every aggregate alike; xsd:integer() cuts off decimals; a value is written
# back as it was read.
# Came:
# - IN compares the written form and type, so 1.0 is not in (1), and NOT IN lets
#   it through;
# - with a text among the numbers SUM raises from the whole query, while AVG
#   passes over it and gives the average of the rest;
# - xsd:integer() of a decimal, of 2.0 too, gives no value, and neither does
#   xsd:date() of a dateTime; a row without any value is not even counted;
# - the time zone of an xsd:date is dropped on reading.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check rdflib==7.6.0

cat > "$work/expected" <<'END'
SELECT ?x { VALUES ?x { 1.0 2 } FILTER(?x = 1) } | 1.0
SELECT ?x { VALUES ?x { 1.0 2 } FILTER(?x IN (1)) } | nothing
SELECT ?x { VALUES ?x { 1.0 2 } FILTER(?x NOT IN (1)) } | 1.0, 2
SELECT (SUM(?n) AS ?x) { VALUES ?n { 1 2 ".." } } | SPARQLTypeError
SELECT (AVG(?n) AS ?x) { VALUES ?n { 1 2 ".." } } | 1.5
SELECT (xsd:integer("2") AS ?x) {} | 2
SELECT (xsd:integer(2.7) AS ?x) {} | nothing
SELECT (xsd:integer(2.0) AS ?x) {} | nothing
SELECT (xsd:date("2024-02-03T10:00:00"^^xsd:dateTime) AS ?x) {} | nothing
"2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date>
END

"$work/venv/bin/python" - > "$work/seen" <<'END'
from rdflib import Graph

XSD = "http://www.w3.org/2001/XMLSchema#"
for query in (
    "SELECT ?x { VALUES ?x { 1.0 2 } FILTER(?x = 1) }",
    "SELECT ?x { VALUES ?x { 1.0 2 } FILTER(?x IN (1)) }",
    "SELECT ?x { VALUES ?x { 1.0 2 } FILTER(?x NOT IN (1)) }",
    'SELECT (SUM(?n) AS ?x) { VALUES ?n { 1 2 ".." } }',
    'SELECT (AVG(?n) AS ?x) { VALUES ?n { 1 2 ".." } }',
    'SELECT (xsd:integer("2") AS ?x) {}',
    "SELECT (xsd:integer(2.7) AS ?x) {}",
    "SELECT (xsd:integer(2.0) AS ?x) {}",
    'SELECT (xsd:date("2024-02-03T10:00:00"^^xsd:dateTime) AS ?x) {}',
):
    try:
        rows = [str(row.x) for row in Graph().query(f"PREFIX xsd: <{XSD}> {query}")]
    except Exception as error:
        rows = [type(error).__name__]
    print(query, ", ".join(rows) or "nothing", sep=" | ")

graph = Graph().parse(data=f'<http://example.org/a> <http://example.org/b> "2024-01-01+02:00"^^<{XSD}date> .', format="turtle")
print(next(graph.objects()).n3())
END

diff -u "$work/expected" "$work/seen"
echo "as stated"
