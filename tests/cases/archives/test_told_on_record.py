"""Which union holds somebody is told on demand only: on record, and so many times within the hour."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household, NumberLookup
from cases.archives.selectors import entry
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.extensions import Contact
from cases.archives.selectors.remarks import get_file_remarks
from cases.archives.services.entry.drafts import save_section
from cases.archives.states import Section
from cases.archives.views import remarks
from cases.leads import services as leads
from hardship.audit.models import AuditRecord
from tests.factories import HouseholdFactory, id_number
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def number(cast):
    """The ID number of somebody whom a union elsewhere has in an active file."""
    held = id_number()
    HouseholdFactory(union=cast.elsewhere, filed=True, number=held, name="钱保密")
    return held


@world
def draft(cast):
    return HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)


def give_number(draft, by, number):
    husband = draft.members.get(relation="husband")
    save_section(
        household_id=draft.pk, section=Section.MEMBERS, version=Household.objects.get(pk=draft.pk).version,
        data={"rows": [{"uid": str(husband.uid), "id_number": number}]}, by=by,
    )  # fmt: skip


def elsewhere(draft, by):
    file = get_contents(Household.objects.get(pk=draft.pk))
    return [row.remark for row in get_file_remarks(file, by).open if row.remark.key.startswith("person:")]


def traces():
    return list(AuditRecord.objects.filter(action="id_check").order_by("pk"))


@pytest.mark.requirement("A10")
def test_a_number_that_is_saved_is_counted_as_one_that_is_typed(cast, draft, number):
    give_number(draft, cast.clerk, number)
    [trace] = traces()
    assert (trace.data["field"], trace.data["count"], trace.by) == ("id_number", 1, cast.clerk)
    give_number(draft, cast.clerk, number)
    assert NumberLookup.objects.count() == 1


def test_a_remark_names_the_union_on_demand_and_on_record(cast, draft, number, as_user, monkeypatch):
    contact = Contact("外区困难职工服务中心", "0513-85000000")
    monkeypatch.setattr(remarks, "get_contact", lambda union: contact)
    give_number(draft, cast.clerk, number)
    client = as_user(cast.clerk)
    page = client.get(reverse("archives:remarks", args=[draft.pk])).text
    assert cast.elsewhere.name not in page
    assert "0513-85000000" not in page
    [remark] = elsewhere(draft, cast.clerk)
    url = reverse("archives:remark_holder", args=[draft.pk, remark.fingerprint])
    assert url in page
    told = client.post(url).text
    assert told == f"“{cast.elsewhere}”（外区困难职工服务中心 0513-85000000）"
    assert len(traces()) == 2
    assert as_user(cast.stranger).post(url).status_code == 404


def test_a_remark_of_another_file_or_of_none_names_nobody(cast, draft, number, as_user):
    url = reverse("archives:remark_holder", args=[draft.pk, "0" * 64])
    assert "刷新" in as_user(cast.clerk).post(url).text
    assert not traces()


def test_whoever_asks_too_often_is_told_no_more(cast, draft, number, as_user, monkeypatch):
    give_number(draft, cast.clerk, number)
    [remark] = elsewhere(draft, cast.clerk)
    monkeypatch.setattr(entry, "FOUND_ELSEWHERE_PER_HOUR", 1)
    assert not elsewhere(draft, cast.clerk)
    url = reverse("archives:remark_holder", args=[draft.pk, remark.fingerprint])
    assert "过多" in as_user(cast.clerk).post(url).text
    assert len(traces()) == 1


def lead_of(number, cast):
    told = leads.Told(
        channel="visit", heard_on=timezone.localdate(), name="钱某人", hardship="生病", id_number=number
    )
    return leads.record_lead(told=told, by=cast.clerk)


def test_a_file_from_a_lead_tells_of_another_unions_on_record(cast, number, as_user, monkeypatch):
    lead = lead_of(number, cast)
    client, url = as_user(cast.clerk), reverse("leads:lead_step", args=[lead.uid])
    refused = client.post(url, {"action": "file"})
    assert refused.status_code == 409
    assert cast.elsewhere.name in refused.text
    assert [trace.data["field"] for trace in traces()] == ["id_number"]
    monkeypatch.setattr(entry, "FOUND_ELSEWHERE_PER_HOUR", 1)
    refused = client.post(url, {"action": "file"})
    assert "过多" in refused.text
    assert cast.elsewhere.name not in refused.text
    assert len(traces()) == 1
