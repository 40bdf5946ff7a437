"""Several stored pictures as one PDF, a page for each; both sides of a card on one page."""

from collections.abc import Sequence
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image

from hardship.kernel.files.uploads import MAX_BYTES, Accepted, UploadError, accept_upload

DPI = 150
PAGE = (1240, 1754)  # A4
MARGIN = 100


def bundle(pictures: Sequence[tuple[bytes, int]], name: str, *, on_one_page: bool = False) -> Accepted:
    """The pictures, each with the degrees that it is turned clockwise, in this order as a PDF that passes
    what an upload passes, and says nothing of when or by what it was made. Raises UploadError above 10 MB."""
    turned = [_open(content, rotation) for content, rotation in pictures]
    content = _without_metadata(_pdf([_together(turned)] if on_one_page else turned))
    if len(content) > MAX_BYTES:
        raise UploadError("too_large", _("合成后超过 10 MB，请少选几张，分成几份合成。"))
    return accept_upload(ContentFile(content, name=f"{name}.pdf"))


def page_of(content: bytes, rotation: int = 0) -> bytes:
    """A picture as an A4 page with a white edge, as PDF. Raises OSError for what is no picture."""
    return _pdf([_together([_open(content, rotation)])])


def _open(content: bytes, rotation: int) -> Image.Image:
    with Image.open(BytesIO(content)) as image:
        return image.convert("RGB").rotate(-rotation, expand=True)


def _together(pictures: Sequence[Image.Image]) -> Image.Image:
    """All of them below each other on a white A4 page, as large as they fit."""
    page = Image.new("RGB", PAGE, "white")
    height = (PAGE[1] - MARGIN) // len(pictures)
    for place, picture in enumerate(pictures):
        box = (PAGE[0] - 2 * MARGIN, height - MARGIN)
        scale = min(box[0] / picture.width, box[1] / picture.height)
        fitted = picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
        page.paste(fitted, ((PAGE[0] - fitted.width) // 2, MARGIN + place * height))
    return page


def _pdf(pages: Sequence[Image.Image]) -> bytes:
    out, (first, *others) = BytesIO(), pages
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI, quality=88)
    return out.getvalue()


def _without_metadata(content: bytes) -> bytes:
    """Also so that the same pictures in the same order are the same document."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(clone_from=BytesIO(content)), BytesIO()
    writer.metadata = None
    writer.write(out)
    return out.getvalue()
