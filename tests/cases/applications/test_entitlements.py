"""What an application was entitled to is kept with its round and comes out again, byte for byte."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application, Entitlement
from cases.applications.selectors import list_choices
from cases.applications.services import is_reproduced, start
from cases.applications.services.claims import claims_of
from cases.applications.states import State
from cases.policies import services as policies
from cases.policies.models import LivingStandard, Programme
from cases.policies.services import default_text
from tests.factories import take

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("B5")
def test_each_round_keeps_what_it_rests_on(cast, make):
    application = make(programme="medical", state=State.RETURNED)
    take(application, "submit", by=cast.clerk)
    first, second = Entitlement.objects.order_by("round")
    assert (first.round, second.round, first.code, first.category) == (1, 2, "medical", "deep")
    assert first.result["entitled"]["amount"] == "20000.00"
    assert first.inputs["need"]["self_paid"] == "30481"
    assert [paper["any_of"] for paper, met in first.result["papers"]] == [
        ["diagnosis"], ["medical_record"], ["fee_list"],
    ]  # fmt: skip
    assert is_reproduced(first)
    assert is_reproduced(second)


def test_it_comes_out_again_whatever_has_become_of_the_world(cast, make):
    application = make(state=State.REVIEW)
    LivingStandard.objects.update(monthly=1)
    type(application.household).objects.update(category="")
    text = default_text().replace("limit: 20000", "limit: 1")
    policies.load_policy(
        union=cast.union, text=capped(text), in_force_from=timezone.localdate(application.submitted_at)
    )
    out = StringIO()
    call_command("verify_entitlements", stdout=out)
    assert "核对 1 次核算，结果与指纹全部一致" in out.getvalue()


def capped(text):
    """The examples of a policy whose cap is one yuan."""
    return text[: text.index("examples:")] + (
        "examples:\n  - name: 一元\n    given: {expenses: [{kind: medical, amount: 30481}]}\n"
        "    expect: {category: deep, amounts: {living: 1}}\n"
    )


@pytest.mark.parametrize(
    "change",
    ["inputs = jsonb_set(inputs, '{persons}', '9')", "result = '{}'", "hash = repeat('0', 64)",
     "category = 'relative'", "code = 'medical'"],
)  # fmt: skip
def test_what_was_tampered_with_is_found(change, make):
    make(programme="tuition", state=State.REVIEW)  # which gives every category the same
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"UPDATE applications_entitlement SET {change}")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"UPDATE applications_entitlement SET {change}")
        cursor.execute("SET session_replication_role = DEFAULT")
    errors = StringIO()
    with pytest.raises(CommandError, match="核对 1 次核算，1 次不一致"):
        call_command("verify_entitlements", stderr=errors)
    assert "与存档不一致" in errors.getvalue()


@pytest.mark.requirement("F5")
def test_programmes_are_those_of_the_policy_that_was_published(cast, reference):
    rows = Programme.objects.filter(union=cast.province).order_by("position")
    assert [(row.code, row.kind, row.use, row.beneficiary) for row in rows] == [
        ("living", "living", "living", "household"),
        ("medical", "medical", "medical", "member"),
        ("tuition", "schooling", "tuition", "student"),
    ]
    assert reference.living.rule.label == "生活救助"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Programme.objects.update(name="改名")
    with pytest.raises(DatabaseError, match="programme_of_published"), transaction.atomic():
        Programme.objects.create(
            policy=reference.living.policy, union=cast.city, code="x", position=9, name="x", kind="other",
            beneficiary="household", form="cash", uses=["living"],
            notice_days=5,
        )  # fmt: skip


def test_a_running_application_keeps_the_version_that_it_was_begun_under(cast, make):
    application = make(state=State.REVIEW)
    text = capped(default_text().replace("limit: 20000", "limit: 1"))
    policies.load_policy(
        union=cast.union, text=text, in_force_from=timezone.localdate(application.submitted_at)
    )
    again = Application.objects.get(pk=application.pk)
    assert (again.programme.union, again.amount) == (cast.province, Decimal(9840))


def test_goods_are_told_and_not_applied_for(cast, reference, as_user):
    """Nothing would hand them out."""
    text = default_text().replace("    uses: living\n", "    uses: living\n    form: goods\n", 1)
    made = policies.load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))
    rows = Programme.objects.filter(policy=made).order_by("position")
    assert [row.code for row in rows] == ["medical", "tuition"]
    page = as_user(cast.clerk).get(reverse("policies:document", args=[made.uid])).content.decode()
    assert "生活救助：发实物，可以核算和公布" in page


def test_aid_for_the_worker_is_of_the_head_of_the_family(cast, household, reference):
    """With a cap for each person it was asked of nobody, and nobody could apply."""
    text = default_text().replace("    uses: living\n", "    uses: living\n    beneficiary: worker\n", 1)
    once = "    caps:\n      - times: 1\n        per: [person, year]\n      - limit"
    text = text.replace("    caps:\n      - limit", once, 1)
    text = text[: text.index("examples:")] + (
        "examples:\n  - name: 一次\n    given:\n      expenses: [{kind: medical, amount: 30481}]\n"
        "      need: {person: m1}\n    expect: {amounts: {living: 9840}}\n"
    )
    policies.load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))
    choice = next(row for row in list_choices(household) if row.programme.code == "living")
    assert (choice.obstacle, choice.offer.limit) == ("", 9840)
    application = start(household_id=household.pk, programme_id=choice.programme.pk, by=cast.clerk)
    assert (application.member, application.amount) == (household.head, 9840)
    (times,) = [claim for claim in claims_of(application) if claim.is_times]
    assert times.subject.startswith("person:")
