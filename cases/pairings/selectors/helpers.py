"""Who helps: their load, who may be chosen, what stands for and against 先进."""

from collections import defaultdict

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.pairings.models import Helper, Pairing, PairingYear
from cases.pairings.rules import Terms, is_barred
from cases.pairings.states import HELPING, LIVE_STATES, HelperKind, State
from hardship.accounts.models import User
from hardship.kernel.scope import SCOPE_COLUMNS, Part, competent_id

GONE = Q(helper__left_on__isnull=False) | Q(helper__user__is_active=False)


def list_helpers(user: User) -> QuerySet[Helper]:
    """Those of the scope with `load` (households paired now), `late` (of them with an overdue visit) and
    `own` (yuan that they gave themselves, ever); in no order."""
    running = Q(pairings__state=State.RUNNING)
    overdue = running & Q(pairings__next_visit_on__lt=timezone.localdate())
    rows: QuerySet[Helper] = Helper.objects.visible_to(user).select_related("union", "user")
    return rows.annotate(
        load=Count("pairings", distinct=True, filter=Q(pairings__state__in=LIVE_STATES)),
        late=Count("pairings", distinct=True, filter=overdue),
        own=Sum("pairings__notes__own_yuan"),
    )


def list_choosable(household: Household) -> QuerySet[Helper]:
    """Who may be paired with a household: helpers of its union and of those above, who are at their post."""
    unions = {household.union_id, *(getattr(household, f"{level}_id") for level in SCOPE_COLUMNS[1:])}
    rows: QuerySet[Helper] = Helper.objects.filter(union__in=unions - {None}, left_on__isnull=True)
    rows = rows.exclude(user__is_active=False)
    return rows.select_related("union", "user").order_by("union__path", "name", "pk")


def list_accounts(household: Household) -> QuerySet[User]:
    """Who of the union, or of the one that reviews its files, may help as one of the system's people: whoever
    has a post there by which visits that are due become theirs."""
    own, above = household.union_id, competent_id(household, Part.REVIEW)
    people = User.objects.holding(*HELPING, union=own) | User.objects.holding(*HELPING, union=above)
    rows: QuerySet[User] = people.select_related("union").order_by("union__path", "name")
    return rows


def load_of(helper: Helper) -> int:
    """How many households somebody is paired with now."""
    return helper.pairings.filter(state__in=LIVE_STATES).count()


def load_blocker(helper: Helper, household: Household, terms: Terms) -> str:
    """Why a helper takes no more, or this household not, or ''."""
    if helper.gone_on is not None:
        return _("“%(name)s”已经离岗，请选择别人。") % {"name": helper.name}
    if helper.pairings.filter(household=household, state__in=LIVE_STATES).exists():
        return _("这户和“%(name)s”已经结对，请在原来的结对上登记。") % {"name": helper.name}
    if helper.kind == HelperKind.PERSON and load_of(helper) >= terms.most:
        words = {"name": helper.name, "most": terms.most}
        return _("“%(name)s”已经结对 %(most)s 户，达到上限，请选择别人。") % words
    return ""


def why_not_advanced(helper: Helper, terms: Terms, until: int) -> str:
    """Why somebody may not be 评为先进, or '': no effect in years that follow each other, the last `until`
    or, while that is not judged yet, the year before it."""
    effects: defaultdict[int, list[str]] = defaultdict(list)
    rows = PairingYear.objects.filter(pairing__helper=helper).exclude(effect="")
    for year, effect in rows.values_list("year", "effect"):
        effects[year].append(effect)
    last = until if until in effects else until - 1
    if not is_barred(effects, last, terms.years):
        return ""
    words = {"name": helper.name, "years": terms.years}
    return _("“%(name)s”结对连续 %(years)s 年没有成效，不能评为先进，继续负责帮扶。") % words


def list_pairings_of(helper: Helper, user: User) -> QuerySet[Pairing]:
    """The pairings of a helper that this person may see, those that run first."""
    rows = Pairing.objects.visible_to(user).filter(helper=helper)
    rows = rows.select_related("household__head", "household__union", "helper__user")
    return rows.order_by("ended_on", "next_visit_on", "-pk")
