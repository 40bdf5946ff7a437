"""What the county says of a list: samples looked at, rows taken out, agreed to, accepted, returned."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.services.taking_over import give_back
from cases.archives.states.taking_over import DECIDERS
from cases.intakes.models import Intake, IntakeRow, IntakeSample
from cases.intakes.selectors.lists import HeldUp, get_held_up, has_made, list_samples
from cases.intakes.services.lists import IntakeRefused, draw_sample, judge_again, keep_step
from cases.intakes.states import INTAKE_TRANSITIONS, RowState, Verdict
from hardship.accounts.models import User
from hardship.accounts.selectors import competent_union
from hardship.audit import services as audit
from hardship.jobs.services import enqueue
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id
from hardship.kernel.undoing import Act, undo_blocker

JOB = "accept_intake"
MOST_BACK = 500  # files that one act may give back


@transaction.atomic
def take_step(*, intake_id: int, action: str, by: User, comment: str = "") -> Intake:
    """Take one row of states.INTAKE_TRANSITIONS; the acceptance puts its job into the queue.

    Raises Refused with a sentence for the user, Intake.DoesNotExist outside the person's scope.
    """
    intake = lock(intake_id, by)

    def log(step: workflow.Step[Intake]) -> None:
        keep_step(intake, action, by, comment=step.comment, is_making=action in ("submit", "withdraw"))
        audit.record(f"intake.{action}", target=intake, by=by, state=intake.state)

    workflow.take(
        INTAKE_TRANSITIONS, intake, action=action, by=by, comment=comment, blocker=blocker, effect=_enter,
        note="comment", log=log,
    )  # fmt: skip
    return intake


@transaction.atomic
def look_at_sample(*, sample_id: int, verdict: str, by: User, note: str = "") -> IntakeSample:
    """Record whether a drawn file agrees with its paper file. Raises IntakeRefused for whoever may not."""
    rows = IntakeSample.objects.select_related("drawn__intake", "row")
    seen = Intake.objects.visible_to(by).values("pk")
    sample: IntakeSample = workflow.lock(rows.filter(drawn__intake__in=seen), sample_id)
    intake = lock(sample.drawn.intake_id, by)
    _require_decider(intake, by)
    if not list_samples(intake).filter(pk=sample.pk).exists():
        raise IntakeRefused(_("名单已重新提交，抽样也重新抽过，请按新抽的核对。"))
    if verdict not in Verdict.values:
        raise IntakeRefused(_("请选择核对结果。"), "verdict")
    if verdict == Verdict.DIFFERS and not note.strip():
        raise IntakeRefused(_("有出入的，请写明是什么。"), "note")
    sample.verdict, sample.note = verdict, note.strip()
    sample.looked_at, sample.looked_by = timezone.now(), by
    sample.save()
    audit.record("intake.look", target=intake, by=by, row=sample.row.row, verdict=verdict)
    return sample


@transaction.atomic
def take_out(*, intake_id: int, keys: Collection[int], reason: str, by: User) -> int:
    """Take files off the list; they stay drafts and go the usual way. Returns how many. Raises IntakeRefused
    without a reason, and for whoever may not."""
    intake = lock(intake_id, by)
    _require_decider(intake, by)
    if not reason.strip():
        raise IntakeRefused(_("请写明移出的原因，填报的工会会看到。"), "reason")
    rows = IntakeRow.objects.filter(intake=intake, pk__in=keys, state=RowState.OPEN)
    count = rows.update(
        state=RowState.OUT, reason=reason.strip()[:300], removed_at=timezone.now(), removed_by=by
    )
    if count:
        keep_step(intake, "take_out", by, comment=reason.strip()[:500], is_making=False)
        audit.record("intake.take_out", target=intake, by=by, count=count)
    return count


def list_buttons(intake: Intake, by: User) -> list[workflow.Transition]:
    """What this person may do with the list now."""
    return workflow.buttons(INTAKE_TRANSITIONS, intake, by=by, blocker=blocker)


def decide_blocker(intake: Intake, by: User) -> str:
    """Why this person may not look at samples and take files out, or ''."""
    if not intake.is_being_decided:
        return _("名单不在核对中，可能已被他人办理，请刷新页面。")
    if not by.has_role(*DECIDERS):
        return _("名单由区县工会的审核人、审批人核对。")
    return _not_another(intake, by)


def not_at_work(intake: Intake, by: User) -> str:
    """Why the job of this person may not go on: they hold the post no more by which they accepted; or ''.
    Asked once, so that no file is taken out for it."""
    if by.has_role(*DECIDERS) and competent_id(intake, Part.REVIEW) == by.union_id:
        return ""
    return _("接收人已不在这个岗位上，没有接收任何档案；请由管理员恢复其任职后重试。")


def held_up(intake: Intake) -> str:
    """What has to be seen to before the list can be agreed to, or ''."""
    return _say(get_held_up(intake))


def blocker(intake: Intake, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''."""
    if row.part is None:
        own = by.covers([intake.union])
        return "" if own else _("只有“%(union)s”或上级工会的经办人可以办理。") % {"union": intake.union.name}
    if row.action == "unagree":
        return undo_blocker(_act(intake, _("同意接收"), intake.agreed_by_id, intake.agreed_at), by)
    if row.action == "give_back":
        return undo_blocker(_act(intake, _("整批接收"), intake.accepted_by_id, intake.accepted_at), by)
    if why := _not_another(intake, by):
        return why
    if row.action == "accept" and intake.agreed_by_id == by.pk:
        return _("您已核对同意，整批接收须由另一人复核。")
    return held_up(intake) if row.action in ("agree", "accept") else ""


def lock(intake_id: int, by: User) -> Intake:
    """A list of the person's scope, its row locked."""
    rows = Intake.objects.visible_to(by).select_related("union", "roster")
    intake: Intake = workflow.lock(rows, intake_id)
    return intake


def _enter(step: workflow.Step[Intake]) -> None:
    intake, action = step.record, step.row.action
    if action == "submit":
        step.stamp("submitted")
        step.clear("agreed")
        judge_again(intake)
        draw_sample(intake, step.by)
    elif action == "agree":
        step.stamp("agreed")
    elif action in ("unagree", "return"):
        step.clear("agreed")
    elif action == "accept":
        step.stamp("accepted")
        total = intake.rows.filter(state=RowState.OPEN).count()
        params = {"intake": str(intake.uid)}
        intake.job_uid = enqueue(JOB, by=step.by, params=params, union=intake.union, total=total).uid
    elif action == "give_back":
        _give_back(step)


def _give_back(step: workflow.Step[Intake]) -> None:
    """Every file of the list is a draft again, or none."""
    taken = list(step.record.rows.filter(state=RowState.TAKEN).order_by("pk")[: MOST_BACK + 1])
    if len(taken) > MOST_BACK:
        raise IntakeRefused(_("接收了 500 户以上的名单不能整批撤回，请按现在的档案逐户办理。"))
    # the list is open again before its rows are: the database lets nothing of an accepted one change
    step.clear("accepted")
    step.record.save()
    for row in taken:
        give_back(household_id=row.household_id, by=step.by)
        row.household.refresh_from_db(fields=["version"])
        row.state, row.version = RowState.OPEN, row.household.version
        row.save(update_fields=["state", "version"])


def _act(intake: Intake, label: str, by_id: int | None, at: object) -> Act:
    last = intake.steps.exclude(action="finish").order_by("-pk").first()
    return Act(label, by_id, at, last.by_id if last else None)  # type: ignore[arg-type]


def _require_decider(intake: Intake, by: User) -> None:
    if why := decide_blocker(intake, by):
        raise IntakeRefused(why)


def _not_another(intake: Intake, by: User) -> str:
    if competent_id(intake, Part.REVIEW) != by.union_id:
        return _("这份名单由“%(union)s”核对接收。") % {"union": competent_union(intake, Part.REVIEW)}
    if has_made(intake, by):
        return _("您上传、导入或提交过这份名单，请由其他人核对。")
    return ""


def _say(held: HeldUp) -> str:
    if not held.files:
        return _("名单上已没有待接收的档案，请退回名单。")
    lines = (
        (held.unseen, _("抽中的还有 %(n)s 户没有核对")),
        (held.differing, _("抽中的有 %(n)s 户有出入，请移出或退回名单")),
        (held.unsound, _("有 %(n)s 户没有困难类别或按今天的政策不符合，请移出")),
        (held.changed, _("有 %(n)s 户提交以后又改过，请移出或退回名单")),
    )
    found = [line % {"n": number} for number, line in lines if number]
    return "；".join(found) + "。" if found else ""
