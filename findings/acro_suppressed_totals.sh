#!/usr/bin/env bash
# acro 1.0.2 (with pandas 2.3.3): disclosure control of a table, suppress=True.
# Guessed: totals of a table with a suppressed cell stay those of all rows, or
# are suppressed too; an empty cell stays 0 or empty and unlike a suppressed
# one; shares are offered; a cell of 30 is fine whatever its values.
# Came:
# - the totals are counted anew without the suppressed rows: 87 of 90, shown as
#   an ordinary total;
# - a cell without anybody and a suppressed one are both NaN;
# - with `normalize` the table comes back without rows and with its columns
#   repeated for each row;
# - a mean over 30 whose values are all 0, or all -1, is suppressed; the same
#   30 with 1 are not.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check acro==1.0.2 pandas==2.3.3

cat > "$work/expected" <<'END'
all rows:
      x   y  All
a    30   3   33
b    25  12   37
c    20   0   20
All  75  15   90
suppressed:
      x     y  All
a    30   NaN   30
b    25  12.0   37
c    20   NaN   20
All  75  12.0   87
shares: 0 rows, columns x y x y x y
mean of 30 values of 1: 1.0
mean of 30 values of 0: nan
mean of 30 values of -1: nan
END

cd "$work"
venv/bin/python -W ignore - > seen 2> log <<'END' || { cat log; exit 1; }
import acro
import pandas as pd

places = list("a" * 33 + "b" * 37 + "c" * 20)
kinds = list("x" * 30 + "y" * 3 + "x" * 25 + "y" * 12 + "x" * 20)
rows = pd.DataFrame({"place": places, "kind": kinds})
control = acro.ACRO(suppress=True)


def show(label, table):
    print(f"{label}:")
    print(table.rename_axis(index=None, columns=None).to_string())


show("all rows", pd.crosstab(rows.place, rows.kind, margins=True))
show("suppressed", control.crosstab(rows.place, rows.kind, margins=True))
shares = control.crosstab(rows.place, rows.kind, normalize="index")
print(f"shares: {len(shares)} rows, columns", *shares.columns)
for value in (1, 0, -1):
    values = pd.Series([value] * 30 + [1] * 60, dtype=float)
    means = control.crosstab(rows.place, rows.kind, values=values, aggfunc="mean")
    print(f"mean of 30 values of {value}:", means.loc["a", "x"])
END

diff -u expected seen
echo "as stated"
