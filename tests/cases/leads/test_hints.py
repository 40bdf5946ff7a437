"""What a questionnaire asks of income and wishes: on the lead, and taken over into the draft unconfirmed."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.archives.models import FileEdit, Household
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.extensions import find_cause, list_remarks
from cases.archives.states import Section
from cases.leads import services
from cases.leads.models import Lead
from cases.leads.selectors.hints import get_hints
from cases.leads.services import Outcome
from tests.cases.leads.test_leads import record
from tests.cases.leads.test_public_questionnaire import TYPED, send, start

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A7")]
WISHED = {"monthly_per_head": "812.5", "demands": ["medical", "other"], "demand_note": "想转到家门口透析"}


@pytest.fixture
def running(cast, reference):
    return start(cast.clerk)


@pytest.fixture
def opened(cast, running):
    """A draft that a clerk opened for somebody who answered."""
    send(running, **WISHED)
    lead = services.take_step(lead_id=Lead.objects.get().pk, action="file", by=cast.clerk, outcome=Outcome())
    return Lead.objects.select_related("household").get(pk=lead.pk)


def test_what_was_answered_stands_on_the_lead_word_for_word(as_user, cast, running):
    assert send(running, **WISHED).status_code == 302
    lead = Lead.objects.get()
    for row in (lead, lead.answers.get()):
        assert (row.monthly_per_head, row.demands) == (Decimal("812.50"), ["medical", "other"])
        assert row.demand_note == "想转到家门口透析"
    page = as_user(cast.clerk).get(reverse("leads:lead", args=[lead.uid])).content.decode()
    for text in ("812.50", "医疗、其他诉求", "想转到家门口透析", "自报"):
        assert text in page


@pytest.mark.parametrize(
    "wrong", [{"demands": ["money"]}, {"monthly_per_head": "-1"}, {"monthly_per_head": "很少"}]
)
def test_what_is_no_answer_is_refused_and_stays(running, wrong):
    found = send(running, **wrong)
    assert found.status_code == 422
    assert TYPED["hardship"] in found.words
    assert not Lead.objects.exists()


def test_nothing_of_it_has_to_be_answered(running):
    assert send(running).status_code == 302
    lead = Lead.objects.get()
    assert (lead.monthly_per_head, lead.demands, lead.demand_note) == (None, [], "")
    assert "最希望解决什么" in Client().get(reverse("leads:fill", args=[running.token])).content.decode()


def test_a_draft_says_nothing_of_the_lead_until_a_clerk_saves_it(as_user, cast, opened):
    draft, client = opened.household, as_user(cast.clerk)
    assert (draft.demands, draft.main_cause, draft.cause_note) == ([], "", "")
    edits = FileEdit.objects.filter(household=draft).count()
    address = f"{reverse('archives:section', args=[draft.pk, Section.CAUSES])}?cause=lead:{opened.uid}"
    assert address in client.get(reverse("leads:lead", args=[opened.uid])).content.decode()
    [remark] = [one for one in list_remarks(get_contents(draft), cast.clerk) if "线索" in one.text]
    assert remark.url == address
    page = client.get(address)
    words = page.content.decode()
    assert page.context["form"]["demands"].value() == ["medical", "other"]
    assert page.context["form"]["main_cause"].value() == "laid_off"
    assert "没有核实过" in words
    assert "812.50" in words
    assert "data-autosave" not in words  # nothing is kept that nobody looked at
    assert FileEdit.objects.filter(household=draft).count() == edits
    assert Household.objects.get(pk=draft.pk).demands == []


def test_what_the_file_says_already_is_not_proposed_otherwise(cast, opened):
    Household.objects.filter(pk=opened.household_id).update(main_cause="illness", demands=["job"])
    opened.household.refresh_from_db()
    hints = get_hints(opened, cast.clerk)
    assert hints.values == {"cause_note": TYPED["hardship"], "demand_note": "想转到家门口透析"}
    Household.objects.filter(pk=opened.household_id).update(cause_note="病", demand_note="药")
    opened.household.refresh_from_db()
    assert get_hints(opened, cast.clerk) is None
    remarks = list_remarks(get_contents(opened.household), cast.clerk)
    assert not [one for one in remarks if "线索" in one.text]


def test_nobody_else_and_no_other_lead_gives_hints(cast, opened):
    draft, name = opened.household, f"lead:{opened.uid}"
    assert find_cause(draft, Section.CAUSES, name, cast.clerk) is not None
    for person in (cast.reviewer, cast.auditor, cast.stranger):
        assert find_cause(draft, Section.CAUSES, name, person) is None
    other = record(cast.clerk, name="别人", demands=["job"])
    for key in (other.uid, "x", ""):
        assert find_cause(draft, Section.CAUSES, f"lead:{key}", cast.clerk) is None
    Household.objects.filter(pk=draft.pk).update(state="discarded")
    draft.refresh_from_db()
    assert find_cause(Household.objects.get(pk=draft.pk), Section.CAUSES, name, cast.clerk) is None


@pytest.mark.parametrize(
    ("values", "guard"),
    [({"demands": ["money"]}, "lead_demands_known"), ({"monthly_per_head": -1}, "lead_income_not_negative")],
)
def test_the_database_knows_what_can_be_told(cast, reference, values, guard):
    lead = record(cast.clerk)
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(**values)


def test_a_corrected_lead_names_only_what_changed(cast, reference):
    from dataclasses import replace

    from hardship.audit.models import AuditRecord
    from tests.cases.leads.test_leads import told

    lead = record(cast.clerk, demands=["job"])
    services.change_lead(lead_id=lead.pk, told=replace(told(demands=["job"]), name="程秀英"), by=cast.clerk)
    assert AuditRecord.objects.get(action="lead.change").data["fields"] == ["name"]


def test_an_income_of_nothing_is_heard_and_taken_back(cast, reference):
    from tests.cases.leads.test_leads import told

    lead = record(cast.clerk)
    for income in (Decimal(0), None):
        services.change_lead(lead_id=lead.pk, told=told(monthly_per_head=income), by=cast.clerk)
        lead.refresh_from_db()
        assert lead.monthly_per_head == income
