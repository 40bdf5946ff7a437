"""What a person does on any page: fill in, press, photograph, take a file along and look what it says."""

from decimal import Decimal

from openpyxl import load_workbook
from PIL import Image, ImageDraw


def answer(page, **answers):
    """Fill in fields by name: text, choice, one of several, ticks; a file goes by its path."""
    for name, value in answers.items():
        field = page.locator(f"main [name={name}]")
        kind = field.first.evaluate("field => field.type")
        if value is True:
            field.check()
        elif kind in ("radio", "checkbox"):
            for one in [value] if isinstance(value, str) else value:
                page.check(f"main [name={name}][value='{one}']")
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def press(page, words):
    """Press the button, or follow the link, that says this."""
    page.locator("main button, main a").filter(has_text=words).first.click()


def photograph(folder, name):
    """A sheet of paper as a phone takes it."""
    path = folder / f"{name}.jpg"
    picture = Image.new("RGB", (1200, 900), "#f4f1e8")
    pen = ImageDraw.Draw(picture)
    for column, byte in enumerate(name.encode()):
        pen.rectangle((40 * column, 100, 40 * column + 30, 100 + 2 * byte), fill="#445")
    picture.save(path, "JPEG")
    return path


def download(page, words, folder):
    with page.expect_download() as waiting:
        press(page, words)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return load_workbook(path).active


def total_of(sheet, heading):
    """The sum of the rows below a heading, which the workbook's own last line must agree with."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if heading in row)
    column = rows[top].index(heading)
    *amounts, total = [
        Decimal(str(row[column])) for row in rows[top + 1 :] if isinstance(row[column], (int, float))
    ]
    assert sum(amounts) == total
    return total
