"""A filed family signs anew or takes its signature back: recorded with the paper, never overwritten."""

import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.archives.models import Consent, Evidence
from cases.archives.services.entry import consents
from cases.crosschecks.selectors import list_authorised, list_unauthorised
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.files import accept_upload
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A9")]
TODAY = timezone.localdate


def paper(name="授权书.png", shade=0):
    buffer = BytesIO()
    Image.new("L", (12, 12), shade).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


@world
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


def post(client, home, **more):
    data = {"signed_on": TODAY().isoformat(), "signer": "季户主", "allows_check": "on", "allows_notice": "on",
            "documents": paper()}  # fmt: skip
    sent = {name: value for name, value in {**data, **more}.items() if value is not None}
    return client.post(reverse("archives:consent", args=[home.pk]), sent)


def withdraw(client, home, **more):
    data = {"signed_on": TODAY().isoformat(), "signer": "季户主", **more}
    return client.post(reverse("archives:consent_withdraw", args=[home.pk]), data)


def test_withdrawn_and_signed_again_the_household_leaves_and_joins_the_checks(cast, home, as_user):
    client = as_user(cast.clerk)
    assert home in list_authorised(cast.union)
    assert withdraw(client, home, note="家属来电").status_code == 302
    assert (home in list_authorised(cast.union), home in list_unauthorised(cast.union)) == (False, True)
    listed = client.get(reverse("crosschecks:crosscheck_unauthorised")).content.decode()
    assert "撤回" in listed
    assert reverse("archives:consent", args=[home.pk]) in listed
    assert post(client, home).status_code == 302
    assert (home in list_authorised(cast.union), home in list_unauthorised(cast.union)) == (True, False)
    last = home.consents.order_by("-pk").first()
    document = last.documents.get()
    assert (document.kind, document.household_id, last.recorded_by) == ("consent", home.pk, cast.clerk)
    page = client.get(reverse("archives:consent", args=[home.pk])).content.decode()
    assert "家属来电" in page
    assert reverse("archives:evidence_file", args=[document.uid]) in page
    actions = AuditRecord.objects.about(home).values_list("action", flat=True)
    assert {"consent.signed", "consent.withdrawn"} <= set(actions)


def test_an_authorisation_that_names_a_day_ends_on_it(cast, home, as_user):
    until = TODAY()
    assert post(as_user(cast.clerk), home, valid_until=until.isoformat()).status_code == 302
    consent = home.consents.order_by("-pk").first()
    assert consent.allows_check_on(until)
    assert not consent.allows_check_on(until + timedelta(days=1))
    assert home in list_authorised(cast.union)
    older = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    last = older.consents.get()
    Consent.objects.create(
        household=older, signed_on=last.signed_on, signer="户主", allows_check=True, allows_notice=True,
        valid_until=TODAY() - timedelta(days=1), text_version=last.text_version, text_hash=last.text_hash,
    )  # fmt: skip
    assert older in list_unauthorised(cast.union)
    assert "到期" in as_user(cast.clerk).get(reverse("crosschecks:crosscheck_unauthorised")).content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"documents": None}, "请选择文件"),
        ({"documents": SimpleUploadedFile("a.png", b"MZ not a picture")}, "a.png"),
        ({"signed_on": "2099-01-01"}, "晚于今天"),
        ({"signer": ""}, "请填写此项"),
        ({"valid_until": "2020-01-01"}, "有效期不能早于签字日期"),
        ({"allows_check": None, "allows_notice": None}, "都不同意时登记撤回"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(cast, home, as_user, more, said):
    response = post(as_user(cast.clerk), home, **{"signer": "代签人", **more})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert home.consents.count() == 1


def test_a_day_before_the_last_record_and_a_second_withdrawal_are_refused(cast, home, as_user):
    client = as_user(cast.clerk)
    assert post(client, home, signed_on="2026-01-04").status_code == 409
    assert withdraw(client, home).status_code == 302
    assert withdraw(client, home).status_code == 409
    assert home.consents.count() == 2


def test_the_same_paper_is_kept_once(cast, home, as_user):
    client = as_user(cast.clerk)
    before = home.evidence.count()
    post(client, home)
    post(client, home)
    first, second = home.consents.order_by("-pk")[:2]
    assert list(first.documents.all()) == list(second.documents.all())
    assert home.evidence.count() == before + 1


def test_only_the_union_s_clerk_records_and_outside_scope_there_is_nothing(cast, home, as_user):
    assert post(as_user(cast.stranger), home).status_code == 404
    assert withdraw(as_user(cast.reviewer), home).status_code == 403
    assert post(as_user(cast.reviewer), home).status_code == 409
    assert post(as_user(UserFactory(union=cast.county, role=Role.AUDITOR)), home).status_code == 409
    assert (
        "登记新的签字"
        not in as_user(cast.reviewer).get(reverse("archives:consent", args=[home.pk])).content.decode()
    )
    assert home.consents.count() == 1


def test_a_draft_has_its_own_section_for_it(cast):
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    with pytest.raises(Refused):
        consents.take_back(household_id=draft.pk, signed_on=TODAY(), signer="户主", by=cast.clerk)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "withdrawn", "allows_check": True},
        {"kind": "withdrawn", "allows_notice": True},
        {"kind": "perhaps"},
        {"valid_until": date(2020, 1, 1)},
    ],
)
def test_the_database_keeps_consents_in_order(home, values):
    facts = {"allows_check": False, "allows_notice": False, "signed_on": date(2026, 2, 1), **values}
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(household=home, signer="户主", text_version="1", text_hash="0", **facts)


def test_a_paper_cannot_be_taken_from_a_signature(cast, home, as_user):
    post(as_user(cast.clerk), home)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM archives_consent_documents")


def test_a_paper_that_is_there_already_is_not_kept_twice(cast, home, as_user):
    client = as_user(cast.clerk)
    assert post(client, home, documents=paper(shade=7)).status_code == 302
    document = home.consents.order_by("-pk").first().documents.get()
    photo = Evidence.objects.get(pk=document.pk)
    photo.pk, photo.uid, photo.kind = None, uuid.uuid4(), "visit_photo"
    photo.file.name = f"{photo.uid}.png"
    photo.save(force_insert=True)
    assert post(client, home, documents=paper(shade=7)).status_code == 302
    assert home.consents.order_by("-pk").first().documents.get() == document


def sign(home, by, **more):
    given = {
        "signed_on": TODAY(), "signer": "季户主", "allows_check": True, "allows_notice": True,
        "documents": [accept_upload(paper())], **more,
    }  # fmt: skip
    return consents.sign(household_id=home.pk, by=by, **given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"documents": []}, "请上传签字的授权委托书"),
        ({"valid_until": date(2026, 1, 1)}, "有效期不能早于签字日期"),
        ({"allows_check": False, "allows_notice": False}, "请登记撤回授权"),
        ({"signed_on": date(2026, 1, 4)}, "这一次不能更早"),
        ({"signed_on": date(2999, 1, 1)}, "不能晚于今天"),
    ],
)
def test_the_service_refuses_whatever_the_form_let_through(cast, home, given, sentence):
    with pytest.raises(Refused, match=sentence):
        sign(home, cast.clerk, **given)
    assert home.consents.count() == 1
