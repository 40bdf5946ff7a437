import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from pypdf import PdfReader

from hardship.kernel import pdf
from hardship.kernel.pdf import ResourceForbidden, render_pdf, render_rows

BODY = '{% extends "pdf/base.html" %}{% block content %}<p>{{ text }}</p>{% endblock %}'
ROSTER = """{% extends "pdf/base.html" %}
{% block mark %}{{ mark }}{% endblock %}
{% block head %}{% if is_first %}{{ block.super }}{% endif %}{% endblock %}
{% block content %}
<table class="roster"><thead><tr><th>序号</th><th>姓名</th></tr></thead><tbody>
{% for name in rows %}<tr><td>{{ forloop.counter|add:offset }}</td><td>{{ name }}</td></tr>{% endfor %}
</tbody></table>{% if is_last %}<p>合计完</p>{% endif %}{% endblock %}"""


def read(content):
    return PdfReader(BytesIO(content))


def text_of(page):
    return page.extract_text().replace("\u3000", " ")


def test_a_page_has_text_that_can_be_searched_a_title_and_numbers(templates):
    templates(a=BODY)
    reader = read(render_pdf("a.html", {"text": "王小梅，㛃䶮，人民币壹仟元整，￥1,234.50"}, title="审批表"))
    text = text_of(reader.pages[0])
    for part in ("审批表", "王小梅，㛃䶮", "人民币壹仟元整", "￥1,234.50", "第 1 页 共 1 页"):
        assert part in text
    assert reader.metadata.title == "审批表"


def test_the_paper_is_a4_either_way(templates):
    templates(a=BODY)
    for landscape, size in ((False, (595, 842)), (True, (842, 595))):
        box = read(render_pdf("a.html", {"text": "x"}, title="表", landscape=landscape)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == size


def test_only_the_font_of_the_house_is_embedded_and_small(templates):
    templates(a=BODY)
    content = render_pdf("a.html", {"text": "困难职工档案"}, title="表")
    fonts = {
        font["/BaseFont"].split("+")[1] for font in read(content).pages[0]["/Resources"]["/Font"].values()
    }
    assert fonts == {"Paper"}
    assert len(content) < 60_000


def test_the_same_data_give_the_same_bytes(templates):
    templates(a=BODY)
    one, two = (render_pdf("a.html", {"text": "甲"}, title="表") for _turn in range(2))
    assert one == two
    assert b"CreationDate" not in one
    assert one != render_pdf("a.html", {"text": "乙"}, title="表")


def test_data_is_escaped(templates):
    templates(a=BODY)
    text = text_of(read(render_pdf("a.html", {"text": "<b>粗</b><script>"}, title="<i>表</i>")).pages[0])
    assert "<b>粗</b><script>" in text
    assert "<i>表</i>" in text


@pytest.fixture(scope="module")
def canary():
    """A server that remembers who called."""
    calls = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/canary", calls
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_canary_sings_when_weasyprint_is_left_alone(canary):
    from weasyprint import HTML

    address, calls = canary
    HTML(string=f'<img src="{address}">').write_pdf()
    assert calls == ["/canary"]
    calls.clear()


INJECTED = [
    '<img src="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<link rel="stylesheet" href="{url}">',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<p style="background: url({url})">x</p>',
    "<style>@import url({url});</style>",
    "<style>p {{ background-image: url({url}) }}</style>",
    "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style>",
    "<style>li {{ list-style-image: url({url}) }}</style><ul><li>x</li></ul>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url({url});</style><rect width="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#x"/></svg>',
]


@pytest.mark.parametrize("markup", INJECTED)
@pytest.mark.parametrize("scheme", ["http", "file", "data", "font"])
def test_nothing_is_fetched_whatever_slipped_into_the_page(templates, canary, tmp_path, markup, scheme):
    address, calls = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-SECRET")
    svg = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E"
    url = {"http": address, "file": secret.as_uri(), "data": svg, "font": "font:other"}[scheme]
    templates(
        a='{% extends "pdf/base.html" %}{% block content %}<p>x</p>'
        + markup.format(url=url)
        + "{% endblock %}"
    )
    try:
        content = render_pdf("a.html", {}, title="表")
    except ResourceForbidden:
        content = b""
    assert calls == []
    assert b"CANARY" not in content
    if content:
        assert not read(content).attachments


@pytest.mark.parametrize("base", ["http://127.0.0.1:9/", "file:///etc/"])
def test_a_base_address_opens_no_door(templates, base):
    templates(a=f'<html><head><base href="{base}"></head><body><img src="passwd"></body></html>')
    with pytest.raises(ResourceForbidden):
        render_pdf("a.html", {}, title="表")


def test_a_page_that_asks_for_an_attachment_is_not_made(templates, tmp_path):
    (tmp_path / "secret.txt").write_text("CANARY")
    templates(a=f'<link rel="attachment" href="{(tmp_path / "secret.txt").as_uri()}"><p>x</p>')
    with pytest.raises(ResourceForbidden):
        render_pdf("a.html", {}, title="表")


def test_presentational_attributes_of_the_data_do_nothing(templates):
    templates(
        a='<body bgcolor="red"><table width="10" background="http://127.0.0.1:9/x"><tr><td>x</td></tr></table></body>'
    )
    assert read(render_pdf("a.html", {}, title="表")).pages


def test_a_long_roster_is_made_in_parts_and_numbered_through(templates):
    templates(a=ROSTER)
    names = [f"职工{number}" for number in range(1, 91)]
    reader = read(render_rows("a.html", {"mark": "批次 2026-001"}, iter(names), title="花名册", chunk=40))
    pages = [text_of(page) for page in reader.pages]
    for number, text in enumerate(pages, start=1):
        assert f"第 {number} 页 共 {len(pages)} 页" in text
        assert "批次 2026-001" in text
        assert "序号" in text
    assert sum("合计完" in text for text in pages) == 1
    assert "合计完" in pages[-1]
    everything = "\n".join(pages)
    assert [
        everything.count(f"{n} 职工{n}\n") + everything.count(f"{n}\n职工{n}\n") for n in (1, 41, 90)
    ] == [1, 1, 1]
    assert reader.metadata.title == "花名册"


def test_a_roster_without_rows_is_still_a_page(templates):
    templates(a=ROSTER)
    content = render_rows("a.html", {}, [], title="花名册", landscape=True)
    reader = read(content)
    assert len(reader.pages) == 1
    assert "合计完" in text_of(reader.pages[0])
    assert round(reader.pages[0].mediabox.width) == 842
    assert content == render_rows("a.html", {}, [], title="花名册", landscape=True)


def test_a_missing_font_is_named(settings, tmp_path, monkeypatch, templates):
    templates(a=BODY)
    monkeypatch.setattr(pdf, "_local", threading.local())
    settings.PDF_FONT = tmp_path / "missing.ttf"
    with pytest.raises(ImproperlyConfigured, match=r"missing\.ttf"):
        render_pdf("a.html", {}, title="表")


def test_threads_have_fonts_of_their_own(templates):
    templates(a=BODY)
    made = []
    workers = [
        threading.Thread(target=lambda: made.append(render_pdf("a.html", {"text": "甲"}, title="表")))
        for _ in "ab"
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(made) == 2
    assert len(set(made)) == 1
