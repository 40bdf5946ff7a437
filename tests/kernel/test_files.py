import hashlib
import os
import stat
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.migrations.writer import MigrationWriter
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

from hardship.kernel.files import MAX_BYTES, PrivateStorage, UploadError, accept_upload, safe_name
from hardship.kernel.pdf import render_pdf


def picture(image_format="JPEG", size=(300, 200), mode="RGB", color=None, **options):
    out = BytesIO()
    Image.new(mode, size, color if color is not None else "teal").save(out, image_format, **options)
    return out.getvalue()


def pdf(change=None, **options):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change:
        change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def accept(content, name="证明.jpg"):
    return accept_upload(SimpleUploadedFile(name, content, content_type="text/html"))


def code_of(content, name="证明.jpg"):
    with pytest.raises(UploadError) as refusal:
        accept(content, name)
    return refusal.value.code


@pytest.mark.parametrize(
    ("image_format", "name", "extension", "media_type"),
    [
        ("JPEG", "诊断证明.JPG", "jpg", "image/jpeg"),
        ("JPEG", "诊断证明.jpeg", "jpg", "image/jpeg"),
        ("PNG", "诊断证明.png", "png", "image/png"),
        ("WEBP", "诊断证明.webp", "jpg", "image/jpeg"),
        ("PNG", "诊断证明.jpg", "png", "image/png"),  # saved under a wrong name by a chat program
        ("JPEG", "诊断证明", "jpg", "image/jpeg"),
    ],
)
def test_a_picture_is_taken_and_written_anew(image_format, name, extension, media_type):
    kept = accept(picture(image_format), name)
    assert (kept.extension, kept.media_type) == (extension, media_type)
    assert kept.original_name == f"诊断证明.{extension}"
    assert kept.size == len(kept.content)
    assert kept.sha256 == hashlib.sha256(kept.content).hexdigest()
    with Image.open(BytesIO(kept.content)) as image:
        assert image.size == (300, 200)


def test_the_same_picture_gives_the_same_bytes():
    assert accept(picture()).sha256 == accept(picture()).sha256


def test_a_picture_loses_where_it_was_taken_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[2] = (31.0, 58.0, 0.0)
    content = picture(size=(4000, 3000), exif=exif, comment=b"secret comment")
    kept = accept(content)
    assert b"CameraMaker" in content
    for trace in (b"CameraMaker", b"Exif", b"secret comment"):
        assert trace not in kept.content
    with Image.open(BytesIO(kept.content)) as image:
        assert image.size == (1500, 2000)
        assert not image.getexif()


def test_a_png_loses_its_text():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "secret author")
    assert b"secret author" not in accept(picture("PNG", pnginfo=text), "a.png").content


def test_what_hides_behind_a_picture_stays_outside():
    assert b"<?php" not in accept(picture() + b"<?php system($_GET['c']); ?>").content


@pytest.mark.parametrize(
    ("image_format", "mode", "color"),
    [
        ("JPEG", "CMYK", (10, 20, 30, 40)),
        ("JPEG", "L", 128),
        ("PNG", "RGBA", (255, 0, 0, 0)),
        ("PNG", "LA", (0, 0)),
        ("PNG", "P", 0),
        ("PNG", "1", 1),
        ("PNG", "I;16", 40000),
        ("WEBP", "RGBA", (0, 0, 0, 0)),
    ],
)
def test_every_kind_of_picture_ends_as_grey_or_rgb(image_format, mode, color):
    kept = accept(picture(image_format, mode=mode, color=color), "a.png")
    with Image.open(BytesIO(kept.content)) as image:
        assert image.mode in ("L", "RGB")
        if mode in ("RGBA", "LA"):
            assert min(image.convert("L").getextrema()) > 250  # transparent becomes white
        if mode == "I;16":
            assert image.getpixel((0, 0)) == pytest.approx(40000 / 256, abs=1)


def test_only_the_first_frame_of_an_animation_is_kept():
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue", "green")]
    out = BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    with Image.open(BytesIO(accept(out.getvalue(), "a.png").content)) as image:
        assert getattr(image, "n_frames", 1) == 1


def test_too_many_pixels_are_refused_before_they_are_decoded():
    header = picture("PNG", size=(1, 1))
    width, height = (60000).to_bytes(4, "big"), (60000).to_bytes(4, "big")
    body = b"IHDR" + width + height + b"\x08\x02\x00\x00\x00"
    bomb = header[:8] + b"\x00\x00\x00\x0d" + body + zlib.crc32(body).to_bytes(4, "big") + header[33:]
    assert code_of(bomb, "a.png") == "pixels"
    assert code_of(picture("PNG", size=(8000, 5001), mode="1"), "a.png") == "pixels"


def test_half_a_picture_is_refused_after_a_report_was_made_too():
    content = picture(size=(900, 900))
    render_pdf("pdf/base.html", {}, title="")
    assert code_of(content[: len(content) // 2]) == "broken"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(image_format, share):
    noise = Image.frombytes("RGB", (200, 200), os.urandom(120_000))
    out = BytesIO()
    noise.save(out, image_format)
    content = out.getvalue()
    assert code_of(content[: int(len(content) * share)]) == "broken"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.jpg", "empty"),
        (b"\xff\xd8\xff" + b"x" * MAX_BYTES, "a.jpg", "too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "kind"),
        (b"<html><script>alert(1)</script>", "a.jpg", "kind"),
        (b"MZ\x90\x00", "a.pdf.exe", "kind"),
        (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "eicar.com", "kind"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "IMG_1.HEIC", "heic"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00", "a.avif", "heic"),
        (b"GIF89a\x01\x00", "a.gif", "old_picture"),
        (b"II*\x00\x01", "a.tiff", "old_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "a.eps", "kind"),
        (b"PK\x03\x04\x14\x00", "a.docx", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "office"),
        (b"Rar!\x1a\x07", "a.rar", "kind"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "broken"),
        (picture(), "a.pdf", "mismatch"),
        (picture(), "a.jpg.exe", "kind"),
        (picture(), "报告\u202egpj.exe", "kind"),
        (pdf(), "a.jpg", "mismatch"),
    ],
)
def test_everything_else_is_refused_for_its_own_reason(content, name, code):
    assert code_of(content, name) == code


def test_one_byte_over_the_limit_is_too_much_whatever_the_client_says():
    upload = SimpleUploadedFile("a.jpg", picture() + b"\x00" * MAX_BYTES)
    upload.size = 10
    with pytest.raises(UploadError, match="10 MB"):
        accept_upload(upload)


def test_a_plain_pdf_is_kept_as_it_came():
    content = pdf()
    kept = accept(content, "结算单.pdf")
    assert kept.content == content
    assert (kept.extension, kept.media_type, kept.original_name) == ("pdf", "application/pdf", "结算单.pdf")


def hide(content, marker):
    """The marker in a compressed object stream of a PDF."""
    packed = zlib.compress(b"1 0 << /Type /Action /S " + marker + b" >>")
    stream = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        packed
    )
    return content.replace(b"\nstartxref", b"\n" + stream + packed + b"\nendstream\nendobj\nstartxref")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf().replace(b"/Type /Page", b"/AA << /S /JavaScript /JS (app.alert(1)) >> /Type /Page"), "active"),
        (pdf(lambda writer: writer.add_attachment("a.exe", b"MZ")), "attachment"),
        (pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128")), "encrypted"),
        (pdf().replace(b"/Type /Page", b"/AA << /S /Launch >> /Type /Page"), "active"),
        (pdf().replace(b"/Type /Page", b"/AA << /S /J#61vaScript >> /Type /Page"), "active"),
        (pdf().replace(b"/Type /Page", b"/XFA [1 2] /Type /Page"), "active"),
        (hide(pdf(), b"/JavaScript"), "active"),
        (hide(pdf(), b"/Launch"), "active"),
        (hide(pdf(), b"/J#61vaScript"), "active"),
        (hide(pdf(), b"/Nothing").replace(b"x\x9c", b"??"), "broken"),
        (pdf()[:-40], "broken"),
        (b"%PDF-1.7 and nothing more", "broken"),
    ],
)
def test_a_pdf_that_does_something_is_refused(content, code):
    assert code_of(content, "a.pdf") == code


def test_a_pdf_with_harmless_compressed_objects_is_kept():
    assert accept(hide(pdf(), b"/GoTo"), "a.pdf").extension == "pdf"


@pytest.mark.parametrize(
    "char", [b"stream\n", b"/ObjStm obj stream\n", b"#41", b"obj<</ObjStm>>stream\nendstream"]
)
def test_a_hostile_pdf_costs_little(char):
    start = time.process_time()
    with pytest.raises(UploadError):
        accept(b"%PDF-1.7" + char * (2_000_000 // len(char)) + b"/Launch %%EOF", "a.pdf")
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("诊断证明.jpg", "诊断证明.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.pdf", "evil.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("%2e%2e%2fevil.pdf", "_2e_2e_2fevil.pdf"),
        ("报告\u202egpj.exe", "报告gpj.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('a";x.pdf', "a__x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul"),
        ("lpt1.txt.pdf", "_lpt1.txt.pdf"),
        (" .. .pdf. ", "pdf"),
        ("", "未命名"),
        ("...", "未命名"),
        ("a\x00b\ud800.pdf", "ab.pdf"),
        ("照片😀.jpg", "照片😀.jpg"),
        ("字" * 300 + ".pdf", "字" * 90 + ".pdf"),
        ("x" * 50_000, "x" * 90),
    ],
)
def test_a_name_is_safe_to_keep_and_to_download_under(name, safe):
    assert safe_name(name) == safe
    assert len(safe_name(name).encode()) <= 255 or "字" in name


@pytest.fixture
def storage(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return PrivateStorage()


def test_a_file_is_kept_under_a_random_name_for_its_owner_only(storage, settings):
    first = storage.save("evidence/身份证.JPG", ContentFile(b"one"))
    second = storage.save("evidence/身份证.JPG", ContentFile(b"two"))
    assert first != second
    assert first.startswith("evidence/")
    assert first.endswith(".jpg")
    assert "身份证" not in first
    with storage.open(first) as file:
        assert file.read() == b"one"
    assert storage.exists(first)
    assert storage.size(first) == 3
    path = Path(storage.path(first))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.is_relative_to(settings.PRIVATE_ROOT)
    storage.delete(first)
    assert not storage.exists(first)


@pytest.mark.parametrize(
    "name",
    ["../secret", "/etc/passwd", "evidence/../../x", "a", "evidence/zz/" + "0" * 32, "00/" + "0" * 32 + "\n"],
)
def test_only_names_that_the_storage_made_are_opened(storage, name):
    for call in (storage.path, storage.exists, storage.size, storage.delete, storage.open):
        with pytest.raises(SuspiciousFileOperation):
            call(name)


def test_a_file_has_no_address_and_is_only_read(storage):
    name = storage.save("evidence/a.pdf", ContentFile(b"x"))
    with pytest.raises(ValueError, match="view"):
        storage.url(name)
    with pytest.raises(ValueError, match="only read"):
        storage.open(name, "wb")


def test_odd_folders_and_extensions_are_not_taken_over(storage):
    with pytest.raises(SuspiciousFileOperation):
        storage.save("Evidence X/a.pdf", ContentFile(b"x"))
    assert "." not in storage.save("evidence/a.p%df", ContentFile(b"x"))


def test_a_failed_write_leaves_nothing_behind(storage, settings):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        storage.save("evidence/a.pdf", Broken(b"x"))
    assert not [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


def test_the_storage_of_private_files_is_written_into_migrations_as_itself():
    assert MigrationWriter.serialize(PrivateStorage())[0] == "hardship.kernel.files.PrivateStorage()"
