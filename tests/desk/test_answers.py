"""Pages leave compressed, with bytes that say nothing; other files as they are."""

import gzip

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from hardship.desk.middleware import CompressionMiddleware

WORDS = "困难职工" * 200


def answer(content_type):
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip")
    return CompressionMiddleware(lambda _request: HttpResponse(WORDS, content_type=content_type))(request)


def test_a_page_leaves_compressed_and_never_with_the_same_length():
    pages = [answer("text/html; charset=utf-8") for _time in range(20)]
    assert {page["Content-Encoding"] for page in pages} == {"gzip"}
    assert gzip.decompress(pages[0].content).decode() == WORDS
    assert len({len(page.content) for page in pages}) > 1


def test_a_workbook_and_a_paper_leave_as_they_are():
    for content_type in ("application/pdf", "application/vnd.ms-excel", "image/jpeg"):
        assert "Content-Encoding" not in answer(content_type)


def test_the_desk_comes_compressed_to_whoever_takes_it(cast, as_user):
    home = as_user(cast.clerk).get(reverse("desk:home"), HTTP_ACCEPT_ENCODING="gzip")
    assert "新建一户档案" in gzip.decompress(home.content).decode()
    assert as_user(cast.clerk).get(reverse("desk:home")).get("Content-Encoding") is None


def test_low_rows_are_on_the_page_from_the_beginning(cast, as_user):
    client = as_user(cast.clerk)
    assert 'class="compact"' not in client.get(reverse("desk:home")).content.decode()
    client.cookies["density"] = "compact"
    assert '<html lang="zh-CN" class="compact">' in client.get(reverse("desk:home")).content.decode()


def test_the_main_act_is_a_button(cast, as_user):
    home = as_user(cast.clerk).get(reverse("desk:home")).content.decode()
    assert f'<a class="btn btn-primary" href="{reverse("archives:new")}"' in home
    others = as_user(cast.auditor).get(reverse("desk:home")).content.decode()
    assert "btn-primary" not in others.split("<dialog")[0]
