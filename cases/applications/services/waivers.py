"""免交材料: asked for by the clerk, agreed to or not by an approver of the union that the policy names."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.applications.models import Application, PaperWaiver
from cases.applications.models.waivers import MOVED_AWAY
from cases.applications.selectors import get_offer
from cases.applications.selectors.waivable import list_waivable
from cases.applications.selectors.waivers import key_of, waiver_blocker
from cases.applications.services.entry import lock_for_entry
from cases.applications.services.refusals import ApplicationRefused
from cases.applications.states import WAIVER_TRANSITIONS, WaiverState
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.messaging import services as messaging

ASKED, ANSWERED = "applications.waiver_asked", "applications.waiver_answered"


@transaction.atomic
def ask_waiver(*, application_id: int, kinds: str, reason: str, by: User) -> PaperWaiver:
    """Asks to go on without one of the missing papers. Raises ApplicationRefused for one that nobody may
    waive, or that was asked before."""
    application = lock_for_entry(application_id=application_id, by=by)
    rows = {key_of(row[0]): row[2] for row in list_waivable(application, get_offer(application))}
    if kinds not in rows:
        raise ApplicationRefused(_("这份材料不缺、已经申请过免交，或者政策没有写可以免交。"), field="kinds")
    if not User.objects.holding(Role.APPROVER, union=rows[kinds]).exists():
        raise ApplicationRefused(_("有权同意免交的工会现在没有审批人，请先联系上级工会。"), field="kinds")
    if not reason.strip():
        raise ApplicationRefused(_("请写明免交的原因。"), field="reason")
    try:
        with transaction.atomic():
            made: PaperWaiver = PaperWaiver.objects.create(
                application=application, kinds=kinds, decider_id=rows[kinds], reason=reason.strip(),
                asked_by=by, asked_for=stood_in_for(by),
            )  # fmt: skip
    except IntegrityError as error:
        if broken(error) != "waiver_open_once":
            raise
        raise ApplicationRefused(_("这份材料已经申请过免交。"), field="kinds") from error
    audit.record("application.waiver_ask", target=application, by=by, waiver=made.pk)
    messaging.send(ASKED, about=application, union=made.decider, by=by, role=Role.APPROVER)
    return made


def drop_asked(applications: QuerySet[Application]) -> None:
    """What was asked and not answered ends when the file goes to another union: others decide there."""
    asked = PaperWaiver.objects.filter(application__in=applications, state=WaiverState.ASKED)
    for waiver in asked.select_related("application").select_for_update(of=("self",)).order_by("pk"):
        _leave(waiver)


def _leave(waiver: PaperWaiver) -> None:
    workflow.take(
        WAIVER_TRANSITIONS, waiver, action="leave", by=None, roles=(WORKER,), comment=MOVED_AWAY,
        stamp="undone", note="undone_why",
        log=lambda _step: audit.record(
            "application.waiver_leave", target=waiver.application, by=None, waiver=waiver.pk
        ),
    )  # fmt: skip


@transaction.atomic
def decide_waiver(*, application_id: int, waiver_id: int, action: str, by: User, comment: str) -> PaperWaiver:
    """Takes one row of WAIVER_TRANSITIONS. Raises Refused; DoesNotExist outside the person's scope."""
    rows = Application.objects.visible_to(by).select_related("household__union", "union", "created_by")
    application = workflow.lock(rows, application_id)
    waivers = application.waivers.select_related("decider", "asked_by__union")
    waiver: PaperWaiver = workflow.lock(waivers, waiver_id)
    waiver.application = application
    is_undone = action == "undo"
    name = "undone" if is_undone else "decided"

    def stand_in(_step: workflow.Step[PaperWaiver]) -> None:
        setattr(waiver, f"{name}_for", stood_in_for(by))
        if not is_undone:
            waiver.decided_name = waiver.who

    workflow.take(
        WAIVER_TRANSITIONS, waiver, action=action, by=by, comment=comment, blocker=waiver_blocker,
        effect=stand_in, stamp=name, note="undone_why" if is_undone else "answer",
        log=lambda _step: audit.record(
            f"application.waiver_{action}", target=application, by=by, waiver=waiver.pk
        ),
    )  # fmt: skip
    if waiver.asked_by is not None:
        messaging.send(ANSWERED, about=application, union=waiver.asked_by.union, to=waiver.asked_by, by=by)
    return waiver
