"""The white around a small paper."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from hardship.kernel.files import trim


def sheet(*boxes, size=(1000, 1400), colour="black", mode="RGB"):
    image = Image.new(mode, size, "white")
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, fill=colour)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def size(content):
    return Image.open(BytesIO(content)).size


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (((200, 300, 599, 499),), (448, 256)),
        (((0, 0, 199, 199),), (224, 224)),
        (((800, 1200, 999, 1399),), (224, 224)),
        (((0, 0, 999, 1399),), (1000, 1400)),
        (((10, 10, 700, 1390),), (1000, 1400)),
        ((), (1000, 1400)),
        (((500, 700, 501, 701),), (1000, 1400)),  # dust
    ],
)
def test_what_is_left_of_a_sheet(boxes, expected):
    width, height = size(trim(sheet(*boxes)))
    assert abs(width - expected[0]) <= 16
    assert abs(height - expected[1]) <= 16


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
def test_any_picture_comes_out_as_jpeg(mode):
    done = Image.open(BytesIO(trim(sheet((200, 300, 599, 499), mode=mode, colour="black"))))
    assert (done.format, done.mode) == ("JPEG", "RGB")


def test_a_picture_of_a_few_pixels_is_left():
    assert size(trim(sheet(size=(3, 3)))) == (3, 3)


def test_what_is_no_picture_is_refused():
    with pytest.raises(OSError, match="cannot identify"):
        trim(b"no picture")
