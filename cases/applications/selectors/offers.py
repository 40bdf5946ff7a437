"""What a household may get of each programme this year, and why not. Amounts in yuan."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import Offer, offer
from cases.applications.states import HOLDING_STATES, OPEN_STATES
from cases.archives.models import Household, Member
from cases.archives.rules.reviews import months_after
from cases.archives.selectors import get_household_standard
from cases.archives.selectors.aid import Family, get_family, given_before
from cases.archives.selectors.cases import get_case, get_rules
from cases.archives.selectors.grace import may_be_aided
from cases.archives.states import ExpenseKind
from cases.policies.models import LivingStandard, Programme
from cases.policies.rules import Facts
from cases.policies.rules.engine.dated import in_window
from cases.policies.selectors import list_programmes
from cases.policies.states import AmountRule

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Choice:
    """One programme on the page that starts an application.

    `obstacle` says why the family cannot apply now, `open` is the application that is under way already.
    """

    programme: Programme
    offer: Offer
    obstacle: str = ""
    open: Application | None = None


def used_this_year(
    *,
    household: Household,
    programme: Programme,
    year: int,
    without: int | None = None,
    family: Family | None = None,
) -> Decimal:
    """What the family's applications of that year hold of this programme's cap, in whichever of its files,
    with what unions gave of it outside this program."""
    family = family or get_family(household)
    rows = Application.objects.filter(
        household__in=family.files, programme__code=programme.code, year=year, state__in=HOLDING_STATES
    )
    if without is not None:
        rows = rows.exclude(pk=without)
    total: Decimal | None = rows.aggregate(total=Sum("amount"))["total"]
    return (total or Decimal(0)) + given_before(family, programme=programme.code, year=year)


def suggest_basis(household: Household) -> Decimal | None:
    """The self-paid medical cost within the window of the policy in force (6 or 12 months, with the running
    one), as the file says; what is dated counts by its months in it. None when it says nothing."""
    today = timezone.localdate()
    months = get_rules(union=household.union, on=today).document.window
    expenses = get_case(household).expenses or ()
    medical = [item for item in expenses if item.kind == ExpenseKind.MEDICAL]
    next_month = months_after(today.replace(day=1), 1)
    return in_window(medical, next_month, months).quantize(CENT) or None


def offer_for(
    *,
    household: Household,
    programme: Programme,
    year: int,
    basis: Decimal | None = None,
    stage: str = "",
    without: int | None = None,
    family: Family | None = None,
) -> tuple[Offer, LivingStandard | None]:
    """The offer for these figures and the living standard that it rests on."""
    standard = get_household_standard(household)
    facts = Facts(
        category=household.category,
        label=household.get_category_display(),
        standard_monthly=standard.monthly if standard else None,
        basis=basis,
        stage=stage or None,
    )
    found = offer(
        kind=programme.amount_kind,
        rule=programme.amount_rule,
        yearly_cap=programme.yearly_cap,
        facts=facts,
        used=used_this_year(
            household=household, programme=programme, year=year, without=without, family=family
        ),
    )
    uses_standard = programme.amount_kind == AmountRule.STANDARD_MONTHS
    return found, standard if uses_standard else None


def get_offer(application: Application) -> Offer:
    """What this application may ask for today."""
    found, _standard = offer_for(
        household=application.household,
        programme=application.programme,
        year=application.year,
        basis=application.basis,
        stage=application.stage,
        without=application.pk,
    )
    return found


def list_choices(household: Household) -> list[Choice]:
    """Every programme in force for the household with what it would get, and what stands in the way."""
    today = timezone.localdate()
    students = [member for member in household.members.filter(removed_at__isnull=True) if member.stage]
    under_way = {
        row.programme_id: row
        for row in household.applications.filter(state__in=OPEN_STATES, year=today.year).order_by("-pk")
    }
    choices, family, basis = [], get_family(household), suggest_basis(household)
    barred = file_obstacle(household)
    for programme in list_programmes(union=household.union, on=today):
        found, _standard = offer_for(
            household=household,
            programme=programme,
            year=today.year,
            basis=basis,
            stage=students[0].stage if students else "",
            family=family,
        )
        choices.append(
            Choice(
                programme=programme,
                offer=found,
                obstacle=barred or _obstacle(household, programme, found, students),
                open=under_way.get(programme.pk),
            )
        )
    return choices


def file_obstacle(household: Household) -> str:
    """Why no application may rest on this file now, or ''."""
    if not may_be_aided(household):
        return _("档案现在是“%(state)s”，在档后才能申请帮扶。") % {"state": household.get_state_display()}
    if not household.category:
        return _("档案还没有认定困难类别。")
    return ""


def _obstacle(household: Household, programme: Programme, found: Offer, students: list[Member]) -> str:
    if programme.amount_kind == AmountRule.STAGE and not students:
        return _("家庭成员中没有登记在读的学生。")
    if found.entitled is None and programme.amount_kind == AmountRule.SHARE:
        is_for = household.category in programme.amount_rule.get("shares", {})
        return "" if is_for else found.why
    if found.entitled is None:
        return found.why
    if found.left <= 0:
        return _("本年度上限 %(cap)s 元已用完。") % {"cap": f"{found.cap:,.2f}"}
    return ""
