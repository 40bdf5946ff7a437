"""告知回执: what the worker signed is kept with the telling, by whom tells, and bound into the dossier."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.states import State
from cases.outcomes.models import Slip, Telling
from cases.outcomes.rules import MOST_SLIPS
from cases.outcomes.services import OutcomeRefused, add_slip
from hardship.audit.models import AuditRecord
from tests.cases.outcomes.test_dossier import bound
from tests.cases.outcomes.test_telling import post, telling
from tests.factories import drawn

pytestmark = pytest.mark.django_db


def upload(shade=0, name="回执.png"):
    return SimpleUploadedFile(name, drawn(shade).content, "image/png")


@pytest.mark.requirement("B3")
def test_what_was_signed_is_kept_and_bound(make, cast):
    application = make(State.REJECTED)
    before = len(bound(application, cast.clerk))
    made = telling(application, cast.clerk, slip=drawn())
    add_slip(telling_id=made.pk, accepted=drawn(3), by=cast.clerk)
    assert made.slips.count() == 2
    assert AuditRecord.objects.filter(action="application.slip").count() == 1
    texts = bound(application, cast.clerk)
    assert len(texts) == before + 2
    assert "签收的告知书" in texts[0]
    assert all(row.sha256 in "".join(texts) for row in Slip.objects.all())


def test_what_is_refused(make, cast):
    made = telling(make(State.REJECTED), cast.clerk, slip=drawn())
    with pytest.raises(OutcomeRefused, match="已经上传过"):
        add_slip(telling_id=made.pk, accepted=drawn(), by=cast.clerk)
    with pytest.raises(OutcomeRefused, match="由申报工会的经办人"):
        add_slip(telling_id=made.pk, accepted=drawn(1), by=cast.reviewer)
    with pytest.raises(Telling.DoesNotExist):
        add_slip(telling_id=made.pk, accepted=drawn(1), by=cast.stranger)
    for shade in range(1, MOST_SLIPS):
        add_slip(telling_id=made.pk, accepted=drawn(shade), by=cast.clerk)
    with pytest.raises(OutcomeRefused, match=f"最多 {MOST_SLIPS} 个"):
        add_slip(telling_id=made.pk, accepted=drawn(MOST_SLIPS), by=cast.clerk)


def test_the_database_takes_none_twice_and_none_that_is_empty(make, cast):
    made = telling(make(State.REJECTED), cast.clerk, slip=drawn())
    kept = made.slips.get()
    values = {"telling": made, "name": "x", "media_type": "image/png", "by": cast.clerk, "at": timezone.now()}
    for wrong in ({"file": "", "size": 0, "sha256": "a"}, {"file": "x", "size": 1, "sha256": kept.sha256}):
        with pytest.raises(DatabaseError, match="slip_"), transaction.atomic():
            Slip.objects.create(**values, **wrong)


@pytest.mark.requirement("B3")
def test_the_page_takes_it_with_the_telling_and_later(make, cast, as_user):
    application = make(State.REJECTED)
    client, page = as_user(cast.clerk), reverse("applications:detail", args=[application.pk])
    assert post(client, application, slip=upload()).status_code == 302
    made = Telling.objects.get()
    shown = client.get(page).content.decode()
    address = reverse("outcomes:slip", args=[application.pk, made.slips.get().pk])
    assert address in shown
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    later = reverse("outcomes:slip_add", args=[made.pk])
    assert client.post(later).status_code == 422
    assert client.post(later, {"slip": upload()}).status_code == 409
    wrong = client.post(later, {"slip": SimpleUploadedFile("x.exe", b"MZ\x90")})
    assert (wrong.status_code, "补传签收的告知书" in wrong.content.decode()) == (422, True)
    assert client.post(later, {"slip": upload(3)}).status_code == 302
    assert made.slips.count() == 2
    stranger = as_user(cast.stranger)
    assert stranger.get(address).status_code == 404
    assert stranger.post(later, {"slip": upload(5)}).status_code in (403, 404)
    assert "补传签收的告知书" not in as_user(cast.reviewer).get(page).content.decode()
    client = as_user(cast.clerk)
    assert post(client, application, slip=SimpleUploadedFile("x.exe", b"MZ\x90")).status_code == 422
