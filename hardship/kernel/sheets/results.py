"""Results of formulas: the writer forgets them, so that a viewer that does not compute would show nothing.

Excel computes when it opens a workbook; the preview of a mail, of a telephone or of an office system shows
what was stored with the formula.
"""

import re
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from zipfile import ZipFile

from hardship.kernel.sheets.container import pack
from hardship.kernel.sheets.grid import FORMULA, OPEN_CELL, PREFIX
from hardship.kernel.sheets.reader import sheet_paths

Results = Mapping[bytes, tuple[bytes, bytes]]  # by the name of the cell: kind and value, as XML has them

_STORED = re.compile(
    OPEN_CELL + rb"([^>]*)>" + FORMULA + rb"<" + PREFIX + rb"v(?:\s[^>]*)?>([^<]+)</" + PREFIX + rb"v>"
)
_KIND = re.compile(rb'\st="(\w+)"')
_KINDS = frozenset({b"n", b"str", b"b", b"e"})  # a shared text has another number in what is written anew
_WRITTEN = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"( s="\d+")?>(' + FORMULA + rb")(?:<v\s*/>|<v></v>)</c>")


def results_of(parts: Mapping[str, bytes]) -> dict[str, Results]:
    """What the formulas of each worksheet came to, by the name of the sheet."""
    return {name: _results(parts.get(path, b"")) for name, path in sheet_paths(dict(parts)).items()}


def with_results(content: bytes, results: Mapping[str, Results]) -> bytes:
    """The workbook as our writer made it, with these results beside its formulas."""
    if not any(results.values()):
        return content
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, path in sheet_paths(parts).items():
        if known := results.get(name):
            parts[path] = _WRITTEN.sub(partial(_filled, known=known), parts[path])
    return pack(parts)


def _results(xml: bytes) -> Results:
    if b"<f" not in xml and b":f" not in xml:
        return {}
    found = {}
    for cell in _STORED.finditer(xml):
        kind = _KIND.search(cell[3])
        name = kind[1] if kind else b"n"
        if name in _KINDS:
            found[cell[1] + cell[2]] = name, cell[4]
    return found


def _filled(cell: re.Match[bytes], *, known: Results) -> bytes:
    result = known.get(cell[1])
    if result is None:
        return cell[0]
    kind, value = result
    return b'<c r="%s"%s t="%s">%s<v>%s</v></c>' % (cell[1], cell[2] or b"", kind, cell[3], value)
