"""Moves a policy along its transition table: checked by another, put into force, returned, discarded."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.models import Policy, PolicyStep
from cases.policies.rules import parse_policy, run_examples, say_unmapped
from cases.policies.selectors import list_writers
from cases.policies.services.drafts import lock_policies_of
from cases.policies.services.editing import PolicyRefused
from cases.policies.services.programmes import write_programmes
from cases.policies.states import FROM_ABOVE, POLICY_TRANSITIONS, PUBLISHED, SUCCESSOR, PolicyState
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import Part


@transaction.atomic
def take_step(
    *,
    policy_id: int,
    action: str,
    by: User,
    comment: str = "",
    revision: int | None = None,
    starts_on: date | None = None,
) -> Policy:
    """Take one row of states.POLICY_TRANSITIONS.

    `revision` is the one that the person had on the page; `starts_on` the first day of a policy that is put
    into force. Raises Refused with a sentence, Policy.DoesNotExist outside the person's scope.
    """
    rows = Policy.objects.visible_to(by).select_related("union")
    policy: Policy = workflow.lock(rows, policy_id)

    def enter(step: workflow.Step[Policy]) -> None:
        if revision is not None and revision != policy.revision:
            raise PolicyRefused(_("这份制度刚被修改过，您看到的不是最新内容，请重新打开后再办。"))
        _enter(step, starts_on)

    workflow.take(
        POLICY_TRANSITIONS, policy, action=action, by=by, comment=comment, blocker=_blocker, effect=enter,
        log=lambda step: log_step(policy, action, by, source=step.source, comment=step.comment),
    )  # fmt: skip
    return policy


def check(*, policy_id: int, by: User, comment: str = "", revision: int | None = None) -> Policy:
    """A second person says that the document is what the paper says. Raises PolicyRefused."""
    return take_step(policy_id=policy_id, action="check", by=by, comment=comment, revision=revision)


def put_in_force(
    *, policy_id: int, starts_on: date, by: User, comment: str = "", revision: int | None = None
) -> Policy:
    """Publish a checked policy from a day on; the one in force until then ends the day before.

    Raises PolicyRefused while a worked example fails, and where a policy of that day or a later one is there.
    """
    return take_step(
        policy_id=policy_id, action="put_in_force", by=by, comment=comment, revision=revision,
        starts_on=starts_on,
    )  # fmt: skip


def list_buttons(policy: Policy, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on this policy now, each once."""
    return workflow.buttons(POLICY_TRANSITIONS, policy, by=by, blocker=_blocker)


def blocker(policy: Policy, by: User) -> str:
    """Why somebody whose role would allow the next step may not take it, or ''."""
    return workflow.obstacle(POLICY_TRANSITIONS, policy, by=by, blocker=_blocker)


def publish(policy: Policy, starts_on: date, by: User | None) -> None:
    """Give a checked policy its first day and end the one before. Raises PolicyRefused; the row is locked."""
    if not policy.document.examples:
        raise PolicyRefused(_("制度还没有算例，请写明什么情况应当得出什么，再公布执行。"))
    failed = [result for result in run_examples(policy.document) if not result.ok]
    if failed:
        names = "、".join(result.name for result in failed[:3])
        raise PolicyRefused(
            _("有 %(count)s 个算例与制度算出的结果不符（%(names)s），改正后才能公布执行。")
            % {"count": len(failed), "names": names}
        )
    lock_policies_of(policy.union_id)
    _end_earlier(policy, starts_on, by)
    policy.state, policy.effective = PolicyState.IN_FORCE, DateRange(starts_on, None)
    policy.save(update_fields=["state", "effective"])
    write_programmes(policy)


def approve(policy: Policy, by: User | None) -> None:
    """Mark as checked. Raises PolicyRefused for a text with errors; the row is locked."""
    if not policy.content_hash:
        raise PolicyRefused(_("制度正文还有错误，请编写人改正后再复核。"))
    if unmapped := parse_policy(policy.text).unmapped:
        raise PolicyRefused(say_unmapped(unmapped))
    policy.state, policy.checked_at, policy.checked_by = PolicyState.CHECKED, timezone.now(), by
    policy.checked_for = stood_in_for(by)
    policy.save(update_fields=["state", "checked_at", "checked_by", "checked_for"])


def _enter(step: workflow.Step[Policy], starts_on: date | None) -> None:
    policy = step.record
    if step.row.action == "check":
        approve(policy, step.by)
    elif step.row.action == "put_in_force":
        if starts_on is None:
            raise PolicyRefused(_("请填写执行日期。"))
        publish(policy, starts_on, step.by)
    else:
        step.clear("checked")
        policy.checked_for = None


def _end_earlier(policy: Policy, starts_on: date, by: User | None) -> None:
    """What is in force ends the day before; a policy of that day or of a later one refuses."""
    earlier = Policy.objects.select_related("union").select_for_update(of=("self",))
    rows = earlier.filter(
        union=policy.union_id, state__in=PUBLISHED, effective__overlap=DateRange(starts_on, None)
    )
    for row in rows.order_by("effective"):
        if row.state != PolicyState.IN_FORCE or row.effective.lower >= starts_on:
            raise PolicyRefused(
                _("第 %(number)s 版已定于 %(day)s 起执行，新版本的执行日期应晚于它。")
                % {"number": row.number, "day": row.effective.lower.isoformat()}
            )
        row.effective, row.state = DateRange(row.effective.lower, starts_on), PolicyState.SUPERSEDED
        row.save(update_fields=["effective", "state"])
        log_step(row, "supersede", by, source=PolicyState.IN_FORCE)


def _blocker(policy: Policy, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''."""
    if row.role == SUCCESSOR or (row.action not in FROM_ABOVE and policy.union_id != by.union_id):
        return _("只有“%(union)s”的管理员可以办理“%(label)s”。") % {
            "union": policy.union.name, "label": row.label,
        }  # fmt: skip
    if row.is_decision and policy.union_id == by.union_id and Part.REVIEW not in by.union.parts:
        return _("“%(union)s”的制度由上级工会复核。") % {"union": policy.union.name}
    if row.is_decision and by.pk in list_writers(policy):
        return _("您写过这份制度，不能由您复核，请由本工会或上级工会的另一人复核。")
    return ""


def log_step(policy: Policy, action: str, by: User | None, *, source: str, comment: str = "") -> None:
    """A step that was taken, in the policy's own history and in the audit trail."""
    PolicyStep.objects.create(
        policy=policy, action=action, source=source, target=policy.state, comment=comment,
        content_hash=policy.content_hash, by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
    audit.record(
        f"policy.{action}", target=policy, by=by, number=policy.number, state=policy.state,
        sha256=policy.content_hash,
    )  # fmt: skip
