"""A small paper on a large white sheet, without the white around it."""

from io import BytesIO

from PIL import Image

STEP = 8  # pixels that are looked at together, so that dust is no ink
WHITE = 228  # a scanner's white is grey
EDGE = 24  # pixels that stay around it
FILLED = 0.6  # of the sheet: what takes up more is left as it is
QUALITY = 90

_INK = [255 if grey < WHITE else 0 for grey in range(256)]


def trim(content: bytes) -> bytes:
    """The picture as JPEG, without its white edge where that is a good part of it. Raises OSError for what is
    no picture."""
    out = BytesIO()
    with Image.open(BytesIO(content)) as image:
        plain = image.convert("RGB")
    plain.crop(_box(plain)).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _box(image: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not white, in pixels; the whole where that is most of it."""
    whole = (0, 0, image.width, image.height)
    found = image.convert("L").reduce(STEP).point(_INK).getbbox()
    left, top, right, bottom = (edge * STEP for edge in found or (0, 0, 0, 0))
    if not found or (right - left) * (bottom - top) > FILLED * image.width * image.height:
        return whole
    return (
        max(0, left - EDGE), max(0, top - EDGE),
        min(image.width, right + EDGE), min(image.height, bottom + EDGE),
    )  # fmt: skip
