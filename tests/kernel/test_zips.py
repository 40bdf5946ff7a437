"""Zip files as people send them, and as nobody should."""

import struct
import zipfile
from io import BytesIO

import pytest

from hardship.kernel.files import MAX_BYTES, UploadError, count_files, read_zip, zips
from tests.cases.intakes.lists import zipped


def names(stream):
    return [packed.name for packed in read_zip(stream)]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_are_read_in_the_encoding_of_whoever_packed(encoding):
    assert names(zipped({"季小梅/身份证.jpg": b"x"}, encoding=encoding)) == ["季小梅/身份证.jpg"]


def test_what_a_system_adds_is_passed_over():
    files = {"__MACOSX/._a.jpg": b"x", "a/.DS_Store": b"x", "Thumbs.db": b"x", "a/a.jpg": b"x"}
    assert names(zipped(files)) == ["a/a.jpg"]


def test_it_goes_on_where_it_stopped():
    assert [row.name for row in read_zip(zipped({"a": b"1", "b": b"2", "c": b"3"}), start=1)] == ["b", "c"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all", zipped({"a": b"x"}).read()[:-8]])
def test_what_is_no_zip_is_refused_in_words(content):
    with pytest.raises(UploadError, match="已损坏或不是 ZIP 格式"):
        count_files(BytesIO(content))


def test_an_empty_one_and_one_with_too_many_are_refused(monkeypatch):
    with pytest.raises(UploadError, match="没有文件"):
        count_files(zipped({}))
    monkeypatch.setattr(zips, "MOST_FILES", 2)
    with pytest.raises(UploadError, match="超过"):
        count_files(zipped({"a": b"", "b": b"", "c": b""}))


def test_a_bomb_stops_at_the_limit_whatever_it_claims_of_its_size():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.jpg", bytes(MAX_BYTES + 1))
    packed = next(read_zip(stream))
    assert packed.content is None
    assert "超过 10 MB" in packed.why


def test_all_of_them_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(zips, "MOST_UNPACKED", 5)
    rows = list(read_zip(zipped({"a": b"1234", "b": b"1234"})))
    assert [row.content for row in rows] == [b"1234", None]


def test_an_encrypted_and_a_damaged_entry_are_told_and_the_rest_is_read():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("damaged.jpg", b"0123456789")
        archive.writestr("good.jpg", b"x")
    content = bytearray(stream.getvalue())
    content[content.index(b"0123456789")] = 0x39
    rows = {row.name: row for row in read_zip(BytesIO(bytes(content)))}
    assert rows["damaged.jpg"].content is None
    assert rows["good.jpg"].content == b"x"
    place = content.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", content, place, 1)
    locked = next(read_zip(BytesIO(bytes(content))))
    assert "有密码" in locked.why


def test_a_name_that_climbs_is_a_name_and_a_link_is_nothing():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../etc/passwd", b"x")
        link = zipfile.ZipInfo("link.jpg")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert [row.name for row in read_zip(stream)] == ["../../etc/passwd"]
