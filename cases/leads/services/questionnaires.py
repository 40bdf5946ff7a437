"""Writes of public questionnaires: opened and closed by a clerk, answered by whoever has the address."""

import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.leads.models import Call, Lead, Questionnaire, QuestionnaireAnswer
from cases.leads.selectors.leads import find_open
from cases.leads.selectors.questionnaires import find_answered, is_full
from cases.leads.services.leads import LeadRefused, Told, begin_lead
from cases.leads.states import MOST_DAYS, QUESTIONNAIRE_TRANSITIONS, Channel, Filler
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.fields import blind_index
from hardship.kernel.fields.secret import Purpose
from hardship.messaging.services import send

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another when it is typed from paper


class QuestionnaireOver(LeadRefused):
    """Nobody can answer at this address: it ended, was closed, or never was."""


@transaction.atomic
def open_questionnaire(
    *, ends_on: date, contact: str, telephone: str, by: User, call: Call | None = None
) -> Questionnaire:
    """A new public address of the person's union, with a token of its own.

    Raises LeadRefused for anybody but a clerk, for an end that is past, later than the call's last day or,
    without a call, more than MOST_DAYS away, and for a call that is over.
    """
    if not by.has_role(Role.CLERK):
        raise LeadRefused(_("公开问卷由经办人开通。"))
    if call is not None and not call.is_open:
        raise LeadRefused(_("这份收集通知不在收集中，请重新选择，或者不选。"), "call")
    today = timezone.localdate()
    _require_within(ends_on, today, call.due_on if call else today + timedelta(days=MOST_DAYS))
    row = Questionnaire.objects.create(
        union=by.union, token=new_token(), call=call, contact=contact, telephone=telephone, ends_on=ends_on,
        opened_by=by,
    )  # fmt: skip
    audit.record("questionnaire.open", target=row, by=by, ends_on=str(ends_on))
    return row


@transaction.atomic
def take_questionnaire_step(*, questionnaire_id: int, action: str, by: User) -> Questionnaire:
    """Take one row of states.QUESTIONNAIRE_TRANSITIONS. Raises Refused, Questionnaire.DoesNotExist outside
    the person's scope."""
    rows = Questionnaire.objects.visible_to(by).select_related("union")
    row: Questionnaire = workflow.lock(rows, questionnaire_id)
    workflow.take(
        QUESTIONNAIRE_TRANSITIONS, row, action=action, by=by, blocker=_blocker, stamp="closed",
        log=lambda _step: audit.record(
            f"questionnaire.{action}", target=row, by=by, answers=row.answers.count()
        ),
    )  # fmt: skip
    return row


def new_token() -> str:
    """Twenty letters of 31, 99 bits, in groups that can be typed from a poster."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(5))


def list_questionnaire_buttons(row: Questionnaire, by: User) -> list[workflow.Transition]:
    """What this person may do with the questionnaire now."""
    return workflow.buttons(QUESTIONNAIRE_TRANSITIONS, row, by=by, blocker=_blocker)


@transaction.atomic
def answer_questionnaire(*, token: str, filled_by: str, told: Told) -> QuestionnaireAnswer:
    """Keeps word for word what somebody answered at a public address, and makes it a lead of its union.

    Whoever answered before, or has an open lead anywhere, gets no second lead: the answer stands beside the
    one there is, which stays as the clerk has it, and its union's clerks are told. The answer says nothing
    of this to the outside. The same words again are the same answer. Raises QuestionnaireOver.
    """
    row = _lock_running(token)
    told = replace(
        told, channel=Channel.SCAN, heard_on=timezone.localdate(), heard_from=str(Filler(filled_by).label)
    )
    words = _words(told, filled_by)
    earlier = find_answered(row, told.name, words["phone_index"], words["id_number_index"])
    lead, is_new = (earlier, False) if earlier else _begin(row, told)
    if not is_new and (same := lead.answers.filter(questionnaire=row, **words).first()) is not None:
        return same
    answer = QuestionnaireAnswer(
        questionnaire=row, lead=lead, phone=told.phone, id_number=told.id_number, **words
    )
    answer.save()
    audit.record("questionnaire.answer", target=row, by=None, lead=lead.pk, is_new=is_new)
    if not is_new:
        send("lead.again", about=lead, union=lead.union, by=None, role=Role.CLERK)
    return answer


def _lock_running(token: str) -> Questionnaire:
    """Locked, so that two answers of one person come one after the other, and none after the closing."""
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("union", "call")
    row: Questionnaire | None = rows.filter(token=token).first()
    if row is None or not row.is_running or is_full(row):
        raise QuestionnaireOver(_("已结束或不存在。"))
    return row


def _begin(row: Questionnaire, told: Told) -> tuple[Lead, bool]:
    """A new lead, or the open one about the same ID number, which another union may have."""
    try:
        return begin_lead(told=told, union=row.union, by=None), True
    except LeadRefused:
        found = find_open(_index(told.id_number, "id_number") or b"")
        if found is None:
            raise
        return found, False


def _words(told: Told, filled_by: str) -> dict[str, Any]:
    """What an answer says, the numbers as their indexes."""
    names = ("name", "employer", "address", "cause", "hardship", "monthly_per_head", "demands", "demand_note")
    plain = {name: getattr(told, name) for name in names}
    return plain | {
        "filled_by": filled_by,
        "phone_index": _index(told.phone, "phone"),
        "id_number_index": _index(told.id_number, "id_number"),
    }


def _index(number: str | None, purpose: Purpose) -> bytes | None:
    return blind_index(number, purpose) if number else None


def _require_within(on: date, today: date, last: date) -> None:
    if not today <= on <= last:
        raise LeadRefused(
            _("填写截止要在今天到 %(last)s 之间，请修改。") % {"last": last.isoformat()}, "ends_on"
        )


def _blocker(row: Questionnaire, _row: workflow.Transition, by: User) -> str:
    if row.union_id == by.union_id:
        return ""
    return _("这份公开问卷由“%(union)s”办理。") % {"union": row.union.name}
