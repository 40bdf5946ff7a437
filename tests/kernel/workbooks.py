"""Workbooks made for the tests, whole and broken."""

import zipfile
from io import BytesIO


def workbook(fill, **more_sheets):
    """An .xlsx by openpyxl; `fill` and the others get a worksheet each."""
    from openpyxl import Workbook

    book = Workbook()
    fill(book.active)
    for title, fill_more in more_sheets.items():
        fill_more(book.create_sheet(title))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content):
    """The workbook as openpyxl sees it, formulas and all."""
    from openpyxl import load_workbook

    return load_workbook(BytesIO(content))


def rows(*values):
    """A filler that writes rows from A1 on."""

    def fill(sheet):
        for row in values:
            sheet.append(row)

    return fill


def parts_of(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repack(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_part(content, name, data):
    """The workbook with one part more, or another one in its place; None takes it away."""
    parts = parts_of(content)
    if data is None:
        del parts[name]
    else:
        parts[name] = data
    return repack(parts)


def with_xml(content, old, new, part="xl/worksheets/sheet1.xml"):
    """The workbook with bytes of a part replaced; they must be there."""
    data = parts_of(content)[part]
    assert old in data, data[:2000]
    return with_part(content, part, data.replace(old, new))
