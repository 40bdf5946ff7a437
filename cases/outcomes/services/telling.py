"""Records that a worker was told; reminds of results that nobody told in time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.outcomes.models import Appeal, Telling
from cases.outcomes.selectors.decided import get_decision
from cases.outcomes.selectors.telling import tell_blocker, told_late
from cases.outcomes.services.refusals import OutcomeRefused
from cases.outcomes.services.slips import keep_slip
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.files import Accepted
from hardship.messaging import services as messaging

UNTOLD, TOLD = "outcomes.untold", "outcomes.told"
LEAST_DAYS = 7  # to collect in, from the day on which a telling is recorded


@transaction.atomic
def tell(
    *,
    application_id: int,
    step_id: int,
    on: date,
    way: str,
    receiver: str,
    teller: str,
    note: str,
    by: User,
    slip: Accepted | None = None,
) -> Telling:
    """The worker was told of the decision `step_id`, the one that the page showed, and signed `slip`. Raises
    OutcomeRefused, Application.DoesNotExist outside the person's scope."""
    scope = (
        Application.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("union", "programme__policy")
    )
    application = scope.get(pk=application_id)
    step = _require(application, step_id, on, by)
    made: Telling = Telling.objects.create(
        step=step, on=on, way=way, receiver=receiver, teller=teller, note=note, by=by,
        collect_by=_collect_by(application, step, on),
    )  # fmt: skip
    if slip is not None:
        keep_slip(made, slip, by=by)
    audit.record("application.tell", target=application, by=by, step=step.pk, way=way)
    messaging.send(
        TOLD, about=application, union=application.union, role=Role.DEPARTMENT, by=by,
        number=application.number or "",
    )  # fmt: skip
    return made


def _collect_by(application: Application, step: ApprovalStep, on: date) -> date | None:
    """Until when they may come for what was approved: told again they have no longer. What is recorded late
    leaves them a week from then, or all of their days where those are fewer."""
    first = Telling.objects.filter(step=step).order_by("pk").first()
    if first is not None:
        return first.collect_by
    within = application.programme.rule.collect_within
    if within is None or step.target != State.APPROVED:
        return None
    left = timezone.localdate() + timedelta(days=min(within.days, LEAST_DAYS))
    return max(on + timedelta(days=within.days), left)


def tell_of_untold() -> int:
    """Tells the clerks of each union once a day that results there were not told in time; how many unions."""
    keys = told_late(Application.objects.all()).order_by().values_list("union", flat=True).distinct()
    unions = Union.objects.filter(pk__in=keys).order_by("pk")
    sent = [messaging.remind(UNTOLD, union=union, role=Role.CLERK) for union in unions]
    return sum(message is not None for message in sent)


def _require(application: Application, step_id: int, on: date, by: User) -> ApprovalStep:
    blocker, step = tell_blocker(application, by), get_decision(application)
    if blocker or step is None:
        raise OutcomeRefused(blocker)
    if step.pk != step_id:
        raise OutcomeRefused(_("这份申请刚有新的决定，请刷新页面、核对后再登记。"))
    if on < timezone.localdate(step.at):
        decided = timezone.localdate(step.at).isoformat()
        raise OutcomeRefused(_("决定是 %(day)s 作出的，告知日期不能更早。") % {"day": decided}, "on")
    answered = Appeal.objects.filter(step=step, answered_at__isnull=False).first()
    if answered and answered.answered_at and on < (day := timezone.localdate(answered.answered_at)):
        raise OutcomeRefused(
            _("复核意见是 %(day)s 作出的，再告知的日期不能更早。") % {"day": day.isoformat()}, "on"
        )
    if on > timezone.localdate():
        raise OutcomeRefused(_("告知日期不能晚于今天。"), "on")
    return step
