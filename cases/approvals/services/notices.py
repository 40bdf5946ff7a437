"""An application as the source of a line on a public notice (cases.notices)."""

from collections.abc import Collection, Mapping

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors import hands
from cases.archives.models import Consent
from cases.archives.selectors.recusals import kept_out, recusal_blocker
from cases.completions.models import Completion
from cases.completions.selectors import get_completion, notice_round
from cases.completions.states import State as CompletionState
from cases.employers.models import EmployerYear, UnionYear
from cases.employers.selectors.employers import find_named
from cases.notices.states import Outcome
from hardship.accounts.models import User, people_of

FEW = 5  # people of a unit who all know each other


def lock_row(key: str) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=key)


def read_names(keys: Collection[str]) -> Mapping[str, str]:
    """By key the name of the worker, for staff."""
    rows = Application.objects.filter(pk__in=keys).select_related("household__head")
    return {str(row.pk): str(row.household) for row in rows}


def find_visible(user: User, keys: Collection[str]) -> Collection[str]:
    rows = Application.objects.visible_to(user).filter(pk__in=keys)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def find_actors(key: str) -> Collection[int]:
    return hands.find_actors(Application.objects.get(pk=key))


def keeps_out(key: str, user: User) -> str:
    """Why this person stays out of the case of an application, or ''."""
    return recusal_blocker(Application.objects.select_related("household").get(pk=key).household, user)


def list_kept_from(user: User) -> QuerySet[Application]:
    """Those in which this person, or whom they stand in for, had a hand, or which either stays out of."""
    rows: QuerySet[Application] = Application.objects.filter(
        hands.touched_by(sorted(people_of(user))) | kept_out(user)
    )
    return rows


def foretell(key: str, number: int, outcome: str) -> str:
    """What an objection of the round of this number does to an application, that was found right."""
    application = Application.objects.get(pk=key)
    if (completion := completion_on_notice(application, number)) is not None:
        return _foretold(completion, outcome)
    if application.round != number:
        return _("申请已经退回并重新提交，这条异议针对的是上一轮，不再退回；请审核人、审批人核对现在的内容。")
    if application.state == State.PUBLIC_NOTICE:
        return _("申请已不予帮扶。") if outcome == Outcome.REFUSED else _("申请已退回经办人补正。")
    return {
        State.REVIEW: _("申请正在重新审核，由审核人退回补正或不予帮扶，不能批准。"),
        State.APPROVAL: _("申请已经在审批，由审批人退回补正或不予帮扶，不能批准。"),
        State.SUSPENDED: _("申请正在挂起，恢复办理以后退回补正或不予帮扶，不能批准。"),
        State.RETURNED: _("申请此前已退回经办人，由经办人补正时一并处理。"),
    }.get(State(application.state), _("申请已经办结，没有退回。"))


def completion_on_notice(application: Application, number: int) -> Completion | None:
    """The completion of an urgent application whose notice, which follows the money, is the one of this
    number; None for any other notice."""
    completion = get_completion(application)
    if completion is None or not completion.is_on_notice or notice_round(completion) != number:
        return None
    return completion


def _foretold(completion: Completion, outcome: str) -> str:
    if outcome == Outcome.REFUSED:
        return _("急难救助已经发放，由财务追回。")
    return _("急难救助已经发放，补办已退回经办人。")


def is_undecided(key: str, number: int) -> bool:
    """Whether it may still be objected to in the round of this number, also when it was sent back to
    a stage before the notice."""
    states = (State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL, State.SUSPENDED)
    application = Application.objects.get(pk=key)
    if completion_on_notice(application, number) is not None:
        return True
    return application.round == number and application.state in states


def find_faults(keys: Collection[str]) -> Mapping[str, str]:
    """By key those on a notice whose family took its consent to be published back."""
    shown = Q(state=State.PUBLIC_NOTICE) | Q(completion__state=CompletionState.ON_NOTICE)
    rows = Application.objects.filter(shown, pk__in=keys)
    told = Consent.objects.filter(household=OuterRef("household")).order_by("-signed_on", "-pk")
    found = rows.annotate(allows=Subquery(told.values("allows_notice")[:1])).filter(allows=False)
    why = _("家庭已经不同意公示，请退回申请，换下墙上的公示")
    return {str(pk): why for pk in found.values_list("pk", flat=True)}


def find_exposed(keys: Collection[str]) -> Mapping[str, str]:
    """By key those whose unit is so small that everybody there knows who is meant."""
    rows = Application.objects.filter(pk__in=keys).select_related("household__head", "union")
    sizes = {str(row.pk): count_unit(row) for row in rows}
    said = _("单位登记的职工只有 %(n)s 人，隐去一字仍然认得出是谁，请先和职工本人说明")
    return {key: said % {"n": size} for key, size in sizes.items() if size is not None and size <= FEW}


def count_unit(application: Application) -> int | None:
    """How many work at the unit that is printed, by the last year on record; None where nobody noted it."""
    head, union = application.household.head, application.union
    if head is None or not head.employer:
        years = UnionYear.objects.filter(union=union).order_by("-year")
        return years.values_list("workers", flat=True).first()
    named = find_named(head.employer, union)
    if named is None:
        return None
    counts = EmployerYear.objects.filter(employer=named.employer_id).order_by("-year")
    return counts.values_list("headcount", flat=True).first()


def get_owner(key: str) -> User | None:
    """Whoever submitted it, else began it."""
    row = Application.objects.select_related("submitted_by", "created_by").get(pk=key)
    owner: User | None = row.submitted_by or row.created_by
    return owner
