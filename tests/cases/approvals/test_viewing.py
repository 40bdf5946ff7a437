"""一致、存疑 on the page of an application: by whoever decides on it now, document by document."""

import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from cases.applications.states import State
from cases.archives.models import EvidenceCheck
from cases.archives.services.entry.verdicts import check_evidence
from cases.archives.services.refusals import FileRefused
from hardship.accounts.states import Role
from hardship.kernel.files.pages import _known
from tests.factories import UserFactory, make_pdf, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(make):
    return make(State.REVIEW)


def first(application):
    return application.evidence.order_by("kind", "pk").first()


def judge(client, application, **sent):
    url = reverse("approvals:judge", args=[application.pk, first(application).uid])
    return client.post(url, sent, follow=True)


def test_whose_turn_it_is_judges_each_beside_the_facts(waiting, cast, as_user):
    browser = as_user(cast.reviewer)
    page = browser.get(f"/applications/{waiting.pk}/").text
    assert page.index('id="documents"') < page.index("家庭情况")
    assert f"未核对 {waiting.evidence.count()}" in page
    answer = judge(browser, waiting, verdict="agrees")
    assert EvidenceCheck.objects.get().by == cast.reviewer
    assert "一致 1" in answer.text


def test_the_way_back_to_the_list_is_kept_from_document_to_document(waiting, cast, as_user):
    browser, kept = as_user(cast.reviewer), "list=tab%3Dtodo%26sort%3Dsubmitted"
    page = browser.get(f"/applications/{waiting.pk}/?{kept}").text
    at = reverse("approvals:judge", args=[waiting.pk, first(waiting).uid])
    assert f'action="{at}?{kept}"' in page
    assert f"?document={first(waiting).uid}&amp;{kept}#documents" in page
    for sent in ({"verdict": "agrees"}, {}):
        answer = browser.post(f"{at}?{kept}", sent)
        assert f"&{kept}#documents" in answer.url
        assert f'action="/approvals/{waiting.pk}/step/?{kept}"' in browser.get(answer.url).text
    assert "list=" not in browser.post(at, {"verdict": "agrees"}).url


@pytest.mark.requirement("B3")
def test_every_page_of_a_document_stands_beside_the_facts(waiting, cast, as_user):
    """Each by its own address, which asks for the scope and keeps who looked; later ones when in sight."""
    document = make_pdf(waiting.household, by=cast.clerk, pages=3)
    broken = make_pdf(waiting.household, b"%PDF-1.7\nnothing\n%%EOF", by=cast.clerk)
    waiting.evidence.add(document, broken)
    browser, address = as_user(cast.reviewer), f"/applications/{waiting.pk}/?document="
    page = browser.get(f"{address}{document.uid}").text
    shown = [reverse("archives:evidence_page", args=[document.uid, number]) for number in (1, 2, 3)]
    assert re.findall(rf'src="(/archives/evidence/{document.uid}/pages/\d/)"', page) == shown
    assert page.count('loading="lazy"') == 2
    assert "3 / 3" in page
    assert "data-viewer-page" in page
    page = browser.get(f"{address}{broken.uid}").text
    assert "已损坏或格式特殊" in page
    assert "data-viewer-page" not in page
    default_storage.delete(document.file.name)
    _known.cache_clear()
    assert "文件不在存储里" in browser.get(f"{address}{document.uid}").text


def test_a_doubt_says_why(waiting, cast, as_user):
    browser = as_user(cast.reviewer)
    assert "存疑的材料请写明疑点" in judge(browser, waiting, verdict="doubtful").text
    assert "请选择“一致”或“存疑”" in judge(browser, waiting).text
    assert not EvidenceCheck.objects.exists()
    assert "票据没有盖章" in judge(browser, waiting, verdict="doubtful", note="票据没有盖章").text


def test_nobody_else_does(waiting, cast, as_user):
    document = first(waiting)
    elsewhere = UserFactory(union=cast.union, role=Role.REVIEWER)
    for person in (cast.clerk, cast.approver, elsewhere):
        assert 'id="documents"' not in as_user(person).get(f"/applications/{waiting.pk}/").text
        with pytest.raises(FileRefused, match="正在办理的审核人、审批人"):
            check_evidence(uid=document.uid, verdict="agrees", by=person)


def test_nor_whoever_made_the_file_or_once_it_is_passed_on(waiting, cast):
    document = first(waiting)
    take(waiting, "pass", by=cast.reviewer)
    with pytest.raises(FileRefused):
        check_evidence(uid=document.uid, verdict="agrees", by=cast.reviewer)
