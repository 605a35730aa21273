#!/usr/bin/env bash
# pylightxl 1.61, reading what XlsxWriter 3.3.1 wrote.
# Guessed: the same cells whatever writer option was used; only dates as text.
# Came: three silent losses.
# - With `constant_memory` XlsxWriter stores texts inside the cells, and every
#   text is read as an empty one (numbers stay).
# - With `date_1904` the workbook's own date system is overlooked: each date is
#   four years and a day too early.
# - A duration of 30 hours shown as [h]:mm is read as 06:00:00: whole days go.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pylightxl==1.61 XlsxWriter==3.3.1

cat > "$work/expected" <<'END'
{}
[['Lappi', 12, '2024/02/29', '06:00:00']]
{'constant_memory': True}
[['', 12, '2024/02/29', '06:00:00']]
{'date_1904': True}
[['Lappi', 12, '2020/02/28', '06:00:00']]
END

cd "$work"
venv/bin/python - > seen <<'END'
import datetime

import pylightxl
import xlsxwriter

for options in ({}, {"constant_memory": True}, {"date_1904": True}):
    book = xlsxwriter.Workbook("book.xlsx", options)
    sheet = book.add_worksheet("Data")
    sheet.write_string(0, 0, "Lappi")
    sheet.write_number(0, 1, 12)
    sheet.write_datetime(0, 2, datetime.date(2024, 2, 29), book.add_format({"num_format": "d.m.yyyy"}))
    sheet.write_number(0, 3, 1.25, book.add_format({"num_format": "[h]:mm"}))
    book.close()
    print(options)
    print(list(pylightxl.readxl("book.xlsx").ws("Data").rows))
END

diff -u expected seen
echo "as stated"
