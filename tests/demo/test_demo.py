"""The demonstration: complete, valid, refuses to mix with anything else, the books agree."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.aid.models import ExternalAid
from cases.applications.models import Application
from cases.approvals.models import ApprovalStep
from cases.archives.models import Evidence, Household, Member
from cases.archives.selectors.grace import in_grace
from cases.employers.models import Employer
from cases.leads.models import Questionnaire
from cases.offices.models import Office
from cases.policies.models import Policy
from cases.visits.models import HomeVisit
from funds.books.models import CashCount
from funds.ledgers.models import Commitment
from funds.loans.models import Loan
from funds.loans.selectors import overdue_yuan
from funds.payments.models import Payable, PaymentBatch
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level, Role
from hardship.kernel.documents import check_id_number
from hardship.packages.selectors import Scope
from hardship.packages.services import make
from hardship.yearplans.models import YearEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def seed(*options):
    out = StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


def assert_a_package_proves_itself(folder):
    """What the cities did in two years, with campaigns, loans, recoveries and what was set off: journals,
    payments, vouchers, applications and the sealed trail agree in the eyes of the script."""
    today, paid, sealed = timezone.localdate(), 0, 0
    for city in Union.objects.filter(level="city"):
        auditor = UserFactory(union=city, role=Role.AUDITOR)
        scope = Scope(city, today.replace(year=today.year - 1, month=1, day=1), today, 1, 7, auditor)
        _path, found = make(scope, folder / city.code, lambda _done: None)
        assert found.faults == []
        paid += int(found.totals["发放笔数"])
        sealed = max(sealed, int(found.totals["封存天数"]))
    assert (paid > 20, sealed > 100) == (True, True), (paid, sealed)


def test_the_demonstration_is_a_small_county_year(tmp_path):
    said = seed("--per-union", "2")
    assert "Yanshi-2026" in said
    levels = list(Union.objects.values_list("level", flat=True))
    assert [levels.count(level) for level in Level.values] == [1, 2, 5, 0, 31]
    assert {role for user in User.objects.all() for role in user.roles} == set(Role.values)
    off_file = Application.objects.filter(off_file=True).count()
    assert off_file == 8
    filed_before = 15  # elsewhere
    assert Household.objects.filter(previous=None).count() == 62 + filed_before + off_file
    for member in Member.objects.exclude(id_number_index=None):
        assert check_id_number(member.id_number.reveal()).sex == member.sex
    assert Application.objects.filter(number__isnull=False).exists()
    assert PaymentBatch.objects.exists()
    assert Household.objects.filter(in_grace()).exists()
    assert HomeVisit.objects.filter(answers__finding="untrue").exists()
    assert sorted(Policy.objects.values_list("state", flat=True)) == ["draft", *["in_force"] * 3]
    assert ExternalAid.objects.filter(is_won=True).exists()
    assert Employer.objects.filter(standing="halted", unpaid_months=4).exists()
    assert Questionnaire.objects.get().answers.count() == 3
    assert Office.objects.filter(kind="centre").count() == 2
    assert Household.objects.filter(own_label__in=("特困职工", "本企困难职工"), union__parent=None).exists()
    assert "Before they are paid: 1 blocked" in said
    assert Payable.objects.filter(codes__contains=["deceased"]).count() == 1
    assert Commitment.objects.filter(part_of__isnull=False).count() == 1
    assert ApprovalStep.objects.filter(action="retract").exists()
    assert set(YearEntry.objects.values_list("state", flat=True)) == {"planned", "done"}
    assert Evidence.objects.filter(original_at__isnull=False).exists()
    assert [
        (loan.state, bool(overdue_yuan(loan, timezone.localdate()))) for loan in Loan.objects.order_by("pk")
    ] == [("lent", True), ("lent", False)]
    assert CashCount.objects.get().is_confirmed
    call_command("check_ledger", stdout=StringIO())
    call_command("check_status_periods", stdout=StringIO())
    assert_a_package_proves_itself(tmp_path)
    with pytest.raises(CommandError, match="empty"):
        seed()
    assert seed("--if-empty") == ""


def test_it_refuses_a_database_that_holds_anything(cast):
    with pytest.raises(CommandError):
        seed()
