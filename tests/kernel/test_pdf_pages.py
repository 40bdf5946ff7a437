"""Pages of PDFs as pictures: real ones, turned ones, broken, locked, huge and hostile ones."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from hardship.kernel.files import PageError, count_pages, draw_page, pages
from hardship.kernel.pdf import render_pdf


def made(*sizes, change=None):
    writer, out = PdfWriter(), BytesIO()
    for width, height in sizes:
        writer.add_blank_page(width, height)
    if change:
        change(writer)
    writer.write(out)
    return out.getvalue()


def count(content):
    return count_pages(hashlib.sha256(content).hexdigest(), lambda: content)


def picture(content, number=1, **options):
    return Image.open(BytesIO(draw_page(content, number, **options)))


@pytest.mark.requirement("A3")
def test_a_page_of_a_real_document_shows_its_words():
    paper = render_pdf("pdf/base.html", {}, title="收入证明")
    shown = picture(paper)
    assert (shown.format, max(shown.size)) == ("JPEG", 2000)
    assert shown.width < shown.height
    assert sum(shown.convert("L").histogram()[:100]) > 500
    assert count(paper) == 1


def test_pages_are_turned_and_told_apart():
    content = made((595, 842), (842, 595))
    assert count(content) == 2
    upright, lying = picture(content, 1), picture(content, 2)
    assert upright.width < upright.height
    assert lying.width > lying.height
    turned = picture(content, 1, rotation=90)
    assert turned.size == (upright.height, upright.width)


@pytest.mark.parametrize("size", [(14400, 14400), (1, 14400), (14400, 1), (3, 3), (0, 0)])
def test_no_page_takes_more_pixels_than_its_share(size):
    shown = picture(made(size))
    assert max(shown.size) <= 2000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4 nothing of the kind %%EOF", "broken"),
        (made((595, 842))[:300], "broken"),
        (made((595, 842), change=lambda writer: writer.encrypt("geheim", algorithm="AES-256")), "encrypted"),
    ],
)
def test_what_cannot_be_shown_says_why(content, code):
    for attempt in (count, lambda content: draw_page(content, 1)):
        with pytest.raises(PageError) as refusal:
            attempt(content)
        assert refusal.value.code == code
        assert "下载" in str(refusal.value)


def test_there_is_no_page_after_the_last():
    with pytest.raises(PageError) as refusal:
        draw_page(made((595, 842)), 2)
    assert refusal.value.code == "page"


def test_a_document_that_never_ends_is_given_up(monkeypatch):
    def endless(writer):
        stream = DecodedStreamObject()
        stream.set_data(b"0 0 m 600 800 l 9 700 m 500 3 l S\n" * 3_000_000)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())

    monkeypatch.setattr(pages, "SECONDS", 1.5)
    with pytest.raises(PageError) as refusal:
        draw_page(made((595, 842), change=endless), 1)
    assert refusal.value.code in ("slow", "broken")


def test_pages_are_counted_once_for_each_document():
    content, reads = made((595, 842)), []
    for _turn in range(2):
        assert count_pages("a" * 64, lambda: reads.append(1) or content) == 1
    assert len(reads) == 1


def test_the_drawing_process_knows_nothing_of_ours(monkeypatch):
    seen = {}

    def run(*args, **options):
        seen.update(options, command=args[0])
        raise pages.subprocess.TimeoutExpired(args[0], 1)

    monkeypatch.setattr(pages.subprocess, "run", run)
    with pytest.raises(PageError):
        draw_page(b"%PDF-", 1)
    assert seen["env"] == {}
    assert "-I" in seen["command"]
