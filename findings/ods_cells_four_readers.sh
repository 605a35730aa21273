#!/usr/bin/env bash
# One valid .ods cell, four readers: python-calamine 0.9.1, odfdo 3.27.3,
# pyexcel-ods3 0.6.1, pandas 3.1.1 with odfpy 1.4.1.
# Guessed: the readers differ in types (float or Decimal), not in what is said.
# Came:
# - a tab and a line break inside a paragraph are dropped by calamine, so that
#   three words grow into one; pandas drops the tab alone;
# - a linked text is Markdown with its address in odfdo;
# - a duration of 30 hours is ISO text in calamine, and pandas cannot read the
#   sheet at all, since it parses the shown "30:15" as a time of day;
# - money is a number in three and the text "1.5 EUR" in pyexcel-ods3.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check python-calamine==0.9.1 odfdo==3.27.3 \
    pyexcel-ods3==0.6.1 pandas==3.1.1 odfpy==1.4.1

cat > "$work/expected" <<'END'
breaks   calamine     'yksikaksikolme'
breaks   odfdo        'yksi\tkaksi\nkolme'
breaks   pyexcel-ods3 'yksi\tkaksi\nkolme'
breaks   pandas       'yksikaksi\nkolme'
link     calamine     'see here'
link     odfdo        'see [here](https://example.org/)'
link     pyexcel-ods3 'see here'
link     pandas       'see here'
duration calamine     'PT30H15M00S'
duration odfdo        datetime.timedelta(days=1, seconds=22500)
duration pyexcel-ods3 datetime.timedelta(days=1, seconds=22500)
duration pandas       DateParseError
money    calamine     1.5
money    odfdo        Decimal('1.5')
money    pyexcel-ods3 '1.5 EUR'
money    pandas       np.float64(1.5)
END

cd "$work"
venv/bin/python - > seen <<'END'
import zipfile

import odfdo
import pandas
import pyexcel_ods3
import python_calamine

URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = "".join(f' xmlns:{n}="{URN}{n}:1.0"' for n in ("office", "table", "text")) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
KIND = "application/vnd.oasis.opendocument.spreadsheet"
CELLS = {
    "breaks": 'office:value-type="string"><text:p>yksi<text:tab/>kaksi<text:line-break/>kolme</text:p>',
    "link": 'office:value-type="string"><text:p>see <text:a xlink:type="simple" xlink:href="https://example.org/">here</text:a></text:p>',
    "duration": 'office:value-type="time" office:time-value="PT30H15M00S"><text:p>30:15</text:p>',
    "money": 'office:value-type="currency" office:currency="EUR" office:value="1.5"><text:p>1,50 €</text:p>',
}
READERS = {
    "calamine": lambda: python_calamine.load_workbook("x.ods").get_sheet_by_index(0).to_python()[0][0],
    "odfdo": lambda: odfdo.Document("x.ods").body.tables[0].get_values()[0][0],
    "pyexcel-ods3": lambda: pyexcel_ods3.get_data("x.ods")["T"][0][0],
    "pandas": lambda: pandas.read_excel("x.ods", engine="odf", header=None).iloc[0, 0],
}
for name, cell in CELLS.items():
    with zipfile.ZipFile("x.ods", "w") as file:
        file.writestr("mimetype", KIND)
        file.writestr("content.xml", f'<office:document-content{NAMES} office:version="1.2"><office:body><office:spreadsheet>'
            f'<table:table table:name="T"><table:table-column/><table:table-row><table:table-cell {cell}</table:table-cell>'
            "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>")
        file.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{URN}manifest:1.0" m:version="1.2">'
            f'<m:file-entry m:full-path="/" m:media-type="{KIND}"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>')
    for reader, read in READERS.items():
        try:
            seen = repr(read())
        except ValueError as error:
            seen = type(error).__name__
        print(f"{name:8} {reader:12} {seen}")
END

diff -u expected seen
echo "as stated"
