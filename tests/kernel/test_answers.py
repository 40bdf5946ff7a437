"""Answers that are files: type, name and headers, whatever the name is and whoever stored the file."""

from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile

from hardship.kernel import answers

NAME = "困难职工_“甲”;\r\nX: 1.xlsx"


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("answer", "media_type", "disposition"),
    [
        (answers.workbook(b"PK", "名册.xlsx"), "spreadsheetml.sheet", "attachment"),
        (answers.paper(b"%PDF", "名册.pdf"), "application/pdf", "inline"),
        (answers.paper(b"%PDF", "名册.pdf", download=True), "application/pdf", "attachment"),
        (answers.yaml("甲", "名册.yaml"), "application/yaml; charset=utf-8", "attachment"),
        (answers.made_file(ContentFile(b"PK"), name="名册.xlsx"), "spreadsheetml.sheet", "attachment"),
    ],
    ids=["workbook", "paper", "paper to save", "YAML", "made file"],
)
def test_an_answer_says_what_it_is_and_what_it_is_called(answer, media_type, disposition):
    assert answer["Content-Type"].endswith(media_type)
    kind, name = answer["Content-Disposition"].split("; filename*=utf-8''")
    assert (kind, unquote(name).split(".")[0]) == (disposition, "名册")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert body(answer)


def test_a_name_ends_no_header():
    answer = answers.workbook(b"PK", NAME)
    assert "\r" not in answer["Content-Disposition"]
    assert "\n" not in answer["Content-Disposition"]
    assert unquote(answer["Content-Disposition"]).endswith(NAME)


@pytest.mark.parametrize(
    ("media_type", "disposition"),
    [("image/jpeg", "inline"), ("application/pdf", "attachment"), ("text/html", "attachment")],
)
def test_what_was_uploaded_is_shown_when_it_is_a_picture_and_never_runs(media_type, disposition):
    answer = answers.stored_file(ContentFile(b"<script>"), name="证明", media_type=media_type)
    assert answer["Content-Disposition"].startswith(disposition)
    assert answer["Content-Type"] == media_type
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_note_is_plain_text_in_utf_8():
    answer = answers.note("他人刚改过", status=409, headers={"X-Version": "3"})
    assert (answer["Content-Type"], answer.content.decode()) == ("text/plain; charset=utf-8", "他人刚改过")
    assert (answer.status_code, answer["X-Version"]) == (409, "3")


def test_a_drawn_picture_never_runs():
    answer = answers.picture(b"JFIF")
    assert (answer["Content-Type"], answer.content) == ("image/jpeg", b"JFIF")
    assert "sandbox" in answer["Content-Security-Policy"]
