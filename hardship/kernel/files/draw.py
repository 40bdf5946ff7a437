"""Draws one page of a PDF: a program, started by kernel.files.pages for one document and gone afterwards.

A PDF reader is a large machine written for speed, and documents come from anybody. So it runs in a process of
its own, without the environment (no keys, no database), with hard limits on time, memory and files, and
imports nothing of the project. In: the document on stdin; the page counted from 1 (0 only counts) and its
rotation as arguments. Out: one line of JSON, then the picture as JPEG.
"""

import json
import resource
import sys
from io import BytesIO
from typing import Any

SECONDS = 8
MEMORY = 1024 * 1024 * 1024
LONGEST_SIDE = 2000  # pixels: an A4 page at about 170 dpi
MOST_TIMES = 4  # a page of a few millimetres is not blown up to thousands of pixels


def main() -> None:
    for name, limit in (
        ("RLIMIT_CPU", SECONDS), ("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0),
    ):  # fmt: skip
        resource.setrlimit(getattr(resource, name), (limit, limit))
    number, rotation = int(sys.argv[1]), int(sys.argv[2])
    told, picture = draw(sys.stdin.buffer.read(), number, rotation)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + picture)


def draw(content: bytes, number: int, rotation: int) -> tuple[dict[str, Any], bytes]:
    """How many pages there are, and one of them; or what is wrong."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
        if not number:
            return {"pages": count}, b""
        if number > count:
            return {"error": "page"}, b""
        document.init_forms()  # what was typed into a form is part of what it says
        page = document[number - 1]
        scale = min(MOST_TIMES, LONGEST_SIDE / max(*page.get_size(), 1))
        picture = page.render(scale=scale, rotation=rotation).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if "password" in str(error).lower() else "broken"}, b""
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return {"pages": count}, out.getvalue()


if __name__ == "__main__":
    main()
