"""停办: a union stops a programme that it has, and lets it go on again, each by two people."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.models import Halt, HaltStep, Programme
from cases.policies.selectors.halts import get_asked, get_halt, get_last
from cases.policies.services.editing import PolicyRefused
from cases.policies.states import HALT_ASKED, HALT_TRANSITIONS, HaltState
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.locks import hold
from hardship.kernel.scope import Part


def asking_blocker(programme: Programme, by: User) -> str:
    """Why this person may not ask for a programme to be stopped, or ''."""
    if not by.has_role(Role.ADMINISTRATOR) or by.union_id != programme.union_id:
        return _("只有“%(union)s”的管理员可以申请停办这个项目。") % {"union": programme.union.name}
    return ""


@transaction.atomic
def ask_halt(*, programme: Programme, reason: str, by: User) -> Halt:
    """申请停办 of a programme in force, in whatever version. Raises PolicyRefused for anybody but an
    administrator of its union, without a reason, and where one is asked for or stopped already."""
    if why := asking_blocker(programme, by):
        raise PolicyRefused(why)
    if not reason.strip():
        raise PolicyRefused(_("请写明为什么停办。"), "reason")
    hold(f"halt {programme.union_id} {programme.code}")
    if get_halt(programme) is not None:
        raise PolicyRefused(_("这个项目已经停办或者正在申请停办。"))
    made: Halt = Halt.objects.create(
        union=programme.union, programme=programme, code=programme.code, name=programme.name
    )
    _keep(made, "ask", by, source=made.state, target=made.state, comment=reason.strip())
    audit.record("halt.ask", target=made, by=by, code=made.code)
    return made


@transaction.atomic
def take_halt_step(
    *, halt_id: int, action: str, by: User, comment: str = "", seen: int | None = None
) -> Halt:
    """Take one row of states.HALT_TRANSITIONS; `seen` is the last step that the page showed. Raises Refused,
    Halt.DoesNotExist outside the person's scope."""
    halt: Halt = workflow.lock(Halt.objects.visible_to(by).select_related("union"), halt_id)

    def enter(step: workflow.Step[Halt]) -> None:
        if seen is not None and seen != get_last(halt).pk:
            raise PolicyRefused(_("停办的申请刚有变化，请重新看过再办理。"))
        _keep(halt, action, by, source=step.source, target=step.row.target, comment=step.comment)

    workflow.take(
        HALT_TRANSITIONS, halt, action=action, by=by, comment=comment, blocker=_blocker, effect=enter,
        log=lambda _step: audit.record(f"halt.{action}", target=halt, by=by, code=halt.code),
    )  # fmt: skip
    return halt


def list_halt_buttons(halt: Halt, by: User) -> list[workflow.Transition]:
    """The steps that this person may take on it now, each once."""
    return workflow.buttons(HALT_TRANSITIONS, halt, by=by, blocker=_blocker)


def halt_obstacle(halt: Halt, by: User) -> str:
    """Why somebody whose role would allow the next step may not take it, or ''."""
    return workflow.obstacle(HALT_TRANSITIONS, halt, by=by, blocker=_blocker)


def _blocker(halt: Halt, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''."""
    is_own = halt.union_id == by.union_id
    if row.action in HALT_ASKED and not is_own:
        return _("只有“%(union)s”的管理员可以办理“%(label)s”。") % {
            "union": halt.union.name, "label": row.label,
        }  # fmt: skip
    if row.is_decision and is_own and Part.REVIEW not in by.union.parts:
        return _("“%(union)s”的停办和恢复由上级工会复核。") % {"union": halt.union.name}
    asked = get_asked(halt)
    if row.is_decision and asked and not people_of(by).isdisjoint({asked.by_id, asked.stood_in_for_id}):
        return _("停办和恢复由一人申请、另一人同意，您不能同意自己的申请。")
    return ""


def _keep(halt: Halt, action: str, by: User, *, source: str, target: str, comment: str) -> None:
    HaltStep.objects.create(
        halt=halt, action=action, source=HaltState(source), target=HaltState(target), comment=comment,
        at=timezone.now(), by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
