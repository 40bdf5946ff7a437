"""Every step of the table: taken on, given to somebody, answered, closed, handed on, joined, opened again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.petitions.models import CoHandler, Petition, PetitionStep
from cases.petitions.selectors.petitions import find_main, is_about, list_handlers, list_receivers
from cases.petitions.services.recording import due_day, keep
from cases.petitions.services.refusals import PetitionRefused, refusing_the_accused
from cases.petitions.states import HANDLED, TRANSITIONS, WRITERS, Satisfaction, State, ToldBy
from hardship.accounts.models import Union, User, people_of
from hardship.audit import services as audit
from hardship.kernel import workflow

# Who handles it takes these; the others whoever writes for the union that has it.
OF_HANDLERS = frozenset({"answer", "return", "close"})
OF_RECEIVERS = frozenset({"take", "send_back"})


@dataclass(frozen=True)
class Said:
    """What a step says beside its comment."""

    handler: User | None = None
    receiver: Union | None = None
    told_by: str = ""
    satisfaction: str = ""
    main: str = ""  # the number of the matter that this one is joined to


@transaction.atomic
def take_step(
    *, petition_id: int, action: str, by: User, comment: str = "", said: Said | None = None
) -> Petition:
    """Take one row of states.TRANSITIONS. Raises Refused, Petition.DoesNotExist for what the person does not
    see, UnknownYear."""
    what, own = said or Said(), by.union
    if action == "join":
        _lock_both(petition_id, what.main, by)
    petition = _lock(petition_id, by)

    def enter(step: workflow.Step[Petition]) -> None:
        EFFECTS[action](step, what)

    def log(step: workflow.Step[Petition]) -> None:
        passed = {"passed_from": own, "passed_to": petition.offered_to} if action == "transfer" else {}
        handler = {"handler": petition.handler} if action == "assign" else {}
        kept = keep(petition, action, by, step.comment, **passed, **handler)
        audit.record(
            f"petition.{action}", target=petition, by=by, union=own, step=kept.pk, state=petition.state
        )

    with refusing_the_accused():
        workflow.take(
            TRANSITIONS,
            petition,
            action=action,
            by=by,
            comment=comment,
            blocker=step_blocker,
            effect=enter,
            log=log,
        )
    return petition


@transaction.atomic
def add_helper(*, petition_id: int, helper: User | None, by: User) -> CoHandler:
    """Somebody more who sees all of it and may answer. Raises PetitionRefused."""
    petition = _lock(petition_id, by)
    if why := helper_blocker(petition, by):
        raise PetitionRefused(why)
    if helper is None or helper.pk not in {person.pk for person in list_handlers(petition)}:
        raise PetitionRefused(_("请选本工会的经办人、审核人或部门负责人。"), "helper")
    if helper.pk == petition.handler_id or petition.helpers.filter(user=helper).exists():
        raise PetitionRefused(_("此人已经在办这一件。"), "helper")
    with refusing_the_accused():
        made: CoHandler = CoHandler.objects.create(petition=petition, user=helper, added_by=by)
    audit.record("petition.help", target=petition, by=by, helper=helper.pk)
    return made


def list_buttons(petition: Petition, by: User) -> list[workflow.Transition]:
    """What this person may do with the petition now."""
    return workflow.buttons(TRANSITIONS, petition, by=by, blocker=step_blocker)


def step_blocker(petition: Petition, row: workflow.Transition, by: User) -> str:
    """Whose turn it is: who handles it answers, who was offered it takes it, the rest is the union's."""
    if is_about(petition, by):
        return _("这一件涉及您或您所在的单位，不能办理。")
    if row.action in OF_RECEIVERS:
        union = petition.offered_to
        mine = union is not None and union.pk == by.union_id
        return "" if mine or union is None else _("由“%(union)s”接收或者退回。") % {"union": union.name}
    if petition.union_id != by.union_id:
        return _("这一件由“%(union)s”办理。") % {"union": petition.union.name}
    if row.action in OF_HANDLERS and not _handles(petition, by):
        return _("这一件由主办人“%(name)s”或协办人办理。") % {"name": petition.handler or "—"}
    return ""


def helper_blocker(petition: Petition, by: User) -> str:
    """Why this person may not add a helper, or ''."""
    if petition.union_id != by.union_id or petition.state not in HANDLED:
        return _("办理中的信访件才能加协办人。")
    return "" if by.has_role(*WRITERS) or _handles(petition, by) else _("由经办人或审核人加协办人。")


def _handles(petition: Petition, by: User) -> bool:
    people = people_of(by)
    return petition.handler_id in people or petition.helpers.filter(user__in=people).exists()


def _accept(step: workflow.Step[Petition], _said: Said) -> None:
    petition = step.record
    if petition.answer_by_on is None:
        _due_anew(petition)
    else:  # it was taken on before, and came back
        petition.due_on = petition.answer_by_on


def _assign(step: workflow.Step[Petition], said: Said) -> None:
    petition = step.record
    people = {person.pk for person in list_handlers(petition)}
    if said.handler is None or said.handler.pk not in people:
        raise PetitionRefused(_("请选本工会的经办人、审核人或部门负责人；被反映的人不能选。"), "handler")
    if said.handler.pk == petition.handler_id and step.source == State.ASSIGNED:
        raise PetitionRefused(_("这一件已经由此人主办。"), "handler")
    petition.handler = said.handler
    if petition.answer_by_on is None:
        _due_anew(petition)


def _answer(step: workflow.Step[Petition], said: Said) -> None:
    if said.told_by not in ToldBy.values:
        raise PetitionRefused(_("请选择怎样告知的。"), "told_by")
    petition = step.record
    petition.answer, petition.told_by, petition.due_on = step.comment, said.told_by, None
    step.stamp("answered")


def _close(step: workflow.Step[Petition], said: Said) -> None:
    if said.satisfaction not in Satisfaction.values:
        raise PetitionRefused(_("请选择对方是否满意；联系不上的选“联系不上”。"), "satisfaction")
    step.record.satisfaction = said.satisfaction
    step.stamp("closed")


def _return(step: workflow.Step[Petition], _said: Said) -> None:
    step.record.handler = None


def _transfer(step: workflow.Step[Petition], said: Said) -> None:
    petition, receiver = step.record, said.receiver
    chosen = str(receiver.pk) if receiver else ""
    if receiver is None or receiver.pk not in {
        row.pk for row in list_receivers(petition.union, step.by, chosen)
    }:
        raise PetitionRefused(_("请选上级、下级或同一上级的其他工会。"), "receiver")
    petition.offered_to, petition.handler = receiver, None
    petition.due_on = due_day(petition, "accept", timezone.localdate())


def _take(step: workflow.Step[Petition], _said: Said) -> None:
    petition = step.record
    petition.union, petition.offered_to = step.by.union, None
    _due_anew(petition)


def _give_back(step: workflow.Step[Petition], _said: Said) -> None:
    petition = step.record
    petition.offered_to, petition.due_on = None, petition.answer_by_on or due_day(petition, "accept")


def _join(step: workflow.Step[Petition], said: Said) -> None:
    petition, main = step.record, find_main(step.record, step.by, said.main)
    if main is None:
        raise PetitionRefused(_("本工会没有这个编号、可以并入的信访件，请核对编号。"), "main")
    if petition.joined.exists():
        raise PetitionRefused(_("已有别的信访件并入这一件，不能再并出去。"), "main")
    petition.main, petition.due_on = main, None
    step.stamp("closed")


def _reopen(step: workflow.Step[Petition], _said: Said) -> None:
    petition = step.record
    step.clear("closed")
    petition.satisfaction = ""
    _due_anew(petition)


EFFECTS: dict[str, Callable[[workflow.Step[Petition], Said], None]] = {
    "accept": _accept,
    "assign": _assign,
    "answer": _answer,
    "close": _close,
    "return": _return,
    "transfer": _transfer,
    "take": _take,
    "send_back": _give_back,
    "recall": _give_back,
    "join": _join,
    "reopen": _reopen,
}


def _due_anew(petition: Petition) -> None:
    petition.due_on = petition.answer_by_on = due_day(petition, "answer")


def _lock(petition_id: int, by: User) -> Petition:
    rows = Petition.objects.visible_to(by).select_related("union", "offered_to", "handler")
    petition: Petition = workflow.lock(rows, petition_id)
    return petition


def _lock_both(petition_id: int, number: str, by: User) -> None:
    """Locks a petition and the one that it is joined to in one order: of two that are joined to each other at
    once the second finds that the first is joined."""
    rows = Petition.objects.visible_to(by).filter(Q(pk=petition_id) | Q(number=number.strip().upper()))
    list(rows.select_for_update(of=("self",)).order_by("pk"))


def last_answer(petition: Petition) -> PetitionStep | None:
    """The step of the answer that stands, with both names where somebody stood in."""
    rows = petition.steps.filter(action="answer").select_related("by", "stood_in_for")
    found: PetitionStep | None = rows.order_by("-pk").first()
    return found
