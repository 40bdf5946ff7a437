"""Writes on leads: taken in, corrected, and every step of the table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.services.entry.drafts import start_household
from cases.archives.states import State
from cases.leads.models import Lead, LeadStep
from cases.leads.selectors.leads import find_open, list_receivers
from cases.leads.states import CONTACT_DAYS, LEAD_TRANSITIONS, SETTLE_DAYS, WRITERS, Channel, Reason
from cases.policies.selectors.dated import get_calendar
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.fields import blind_index

ONE_OPEN = "lead_one_open_for_a_person"


class LeadRefused(workflow.Refused):
    """A write on leads that may not be made; the message says what to do."""


@dataclass(frozen=True)
class Told:
    """What was heard of somebody, and from whom."""

    channel: str
    heard_on: date
    name: str
    hardship: str
    heard_from: str = ""
    phone: str | None = None
    id_number: str | None = None
    employer: str = ""
    address: str = ""
    cause: str = ""
    monthly_per_head: Decimal | None = None  # yuan
    demands: list[str] = field(default_factory=list)
    demand_note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a step says beside its comment: to whom a lead goes, why nothing is done, when to look again, the
    number of a file that is there already (none: a draft is opened)."""

    receiver: Union | None = None
    reason: str = ""
    look_on: date | None = None
    file_no: str = ""


@transaction.atomic
def record_lead(*, told: Told, by: User, receiver: Union | None = None) -> Lead:
    """A lead that the person's union has heard of, at once passed on when it concerns another one.

    Raises LeadRefused for anybody but a clerk or reviewer, for a day to come, for the channel of a public
    page, and when there is an open lead about the same ID number.
    """
    if not by.has_role(*WRITERS):
        raise LeadRefused(_("线索由经办人或审核人登记。"))
    _require_past(told.heard_on)
    _require_heard(told.channel, "")
    lead = begin_lead(told=told, union=by.union, by=by)
    if receiver is not None and receiver.pk != by.union_id:
        take_step(
            lead_id=lead.pk, action="pass", by=by, comment=_("登记时转出"), outcome=Outcome(receiver=receiver)
        )
        lead.refresh_from_db()
    return lead


@transaction.atomic
def begin_lead(*, told: Told, union: Union, by: User | None) -> Lead:
    """A new lead of a union; `by` is None for one that nobody of the house took in. Raises LeadRefused when
    there is an open lead about the same ID number, UnknownYear for a person."""
    due_on = _workdays(CONTACT_DAYS, guesses=by is None)
    lead = Lead(union=union, created_by=by, due_on=due_on, **asdict(told))
    _index(lead)
    with _one_open(lead):
        lead.save()
    _keep(lead, "record", by)
    audit.record("lead.record", target=lead, by=by, channel=lead.channel)
    return lead


@transaction.atomic
def change_lead(*, lead_id: int, told: Told, by: User) -> Lead:
    """Correct what was heard, while the lead is open. Raises LeadRefused as `record_lead` does."""
    lead = _lock(lead_id, by)
    if why := change_blocker(lead, by):
        raise LeadRefused(why)
    _require_past(told.heard_on)
    _require_heard(told.channel, lead.channel)
    new = asdict(told)
    changed = [key for key, value in new.items() if _said(_plain(getattr(lead, key))) != _said(value)]
    if changed:
        for key in changed:
            setattr(lead, key, new[key])
        _index(lead)
        with _one_open(lead):
            lead.save()
        audit.record("lead.change", target=lead, by=by, fields=changed)
    return lead


@transaction.atomic
def take_step(
    *, lead_id: int, action: str, by: User, comment: str = "", outcome: Outcome | None = None
) -> Lead:
    """Take one row of states.LEAD_TRANSITIONS.

    `file` opens a draft with what is known of the person, or links the file with that number; `pass` gives
    the lead to another union, which begins anew. Raises Refused, Lead.DoesNotExist for a lead that the person
    does not see.
    """
    lead, said, source = _lock(lead_id, by), outcome or Outcome(), by.union

    def enter(step: workflow.Step[Lead]) -> None:
        step.clear("closed")
        lead.household, lead.reason = None, ""
        EFFECTS[action](step, said)

    def log(step: workflow.Step[Lead]) -> None:
        passed = {"passed_from": source, "passed_to": lead.union} if action == "pass" else {}
        kept = _keep(lead, action, by, step.comment, **passed)
        audit.record(f"lead.{action}", target=lead, by=by, union=source, step=kept.pk, state=lead.state)

    with _one_open(lead):
        workflow.take(
            LEAD_TRANSITIONS, lead, action=action, by=by, comment=comment, blocker=_blocker, note="note",
            effect=enter, log=log,
        )  # fmt: skip
    return lead


def list_buttons(lead: Lead, by: User) -> list[workflow.Transition]:
    """What this person may do with the lead now."""
    return workflow.buttons(LEAD_TRANSITIONS, lead, by=by, blocker=_blocker)


def change_blocker(lead: Lead, by: User) -> str:
    """Why this person may not correct what was heard, or ''."""
    if lead.union_id != by.union_id or not by.has_role(*WRITERS):
        return _("这条线索由“%(union)s”办理。") % {"union": lead.union.name}
    return "" if lead.is_open else _("线索已经办结，不能再改。")


def _contact(step: workflow.Step[Lead], _said: Outcome) -> None:
    step.record.due_on = _workdays(SETTLE_DAYS)


def _file(step: workflow.Step[Lead], said: Outcome) -> None:
    lead = step.record
    lead.household = _linked(said.file_no, step.by) if said.file_no else _opened(lead, step.by)
    _close(step)


def _aid(step: workflow.Step[Lead], _said: Outcome) -> None:
    _close(step)


def _watch(step: workflow.Step[Lead], said: Outcome) -> None:
    if said.look_on is None or said.look_on <= timezone.localdate():
        raise LeadRefused(_("请填写今天以后的下次关注日期。"), "look_on")
    step.record.due_on = said.look_on


def _pass(step: workflow.Step[Lead], said: Outcome) -> None:
    lead, receiver = step.record, said.receiver
    reachable = {
        union.pk for union in list_receivers(lead.union, step.by, str(receiver.pk) if receiver else "")
    }
    if receiver is None or receiver.pk not in reachable:
        raise LeadRefused(_("请选择下级工会，或同一上级的其他工会。"), "receiver")
    lead.union, lead.due_on = receiver, _workdays(CONTACT_DAYS)


def _drop(step: workflow.Step[Lead], said: Outcome) -> None:
    if said.reason not in Reason.values:
        raise LeadRefused(_("请选择不需办理的原因。"), "reason")
    step.record.reason = said.reason
    _close(step)


def _reopen(step: workflow.Step[Lead], _said: Outcome) -> None:
    step.record.due_on = _workdays(CONTACT_DAYS)


EFFECTS: dict[str, Callable[[workflow.Step[Lead], Outcome], None]] = {
    "contact": _contact,
    "file": _file,
    "aid": _aid,
    "watch": _watch,
    "pass": _pass,
    "drop": _drop,
    "reopen": _reopen,
}


def _close(step: workflow.Step[Lead]) -> None:
    step.record.due_on = None
    step.stamp("closed")


def _opened(lead: Lead, by: User) -> Household:
    """A draft with what is known of the person."""
    known = {"name": lead.name, "id_number": lead.id_number.reveal(), "phone": lead.phone.reveal()}
    return start_household(union=by.union, by=by, head={key: value for key, value in known.items() if value})


def _linked(file_no: str, by: User) -> Household:
    rows = Household.objects.visible_to(by).exclude(state=State.DISCARDED)
    found: Household | None = rows.filter(file_no=file_no).first()
    if found is None:
        raise LeadRefused(
            _("本工会没有档案号为“%(number)s”的档案，请核对。") % {"number": file_no}, "file_no"
        )
    return found


def _blocker(lead: Lead, _row: workflow.Transition, by: User) -> str:
    if lead.union_id == by.union_id:
        return ""
    return _("这条线索由“%(union)s”办理。") % {"union": lead.union.name}


def _keep(lead: Lead, action: str, by: User | None, comment: str = "", **passed: Union) -> LeadStep:
    return LeadStep.objects.create(
        lead=lead, action=action, target=lead.state, comment=comment, by=by, **passed
    )


def _index(lead: Lead) -> None:
    """The blind indexes follow the numbers."""
    lead.phone_index = blind_index(lead.phone, "phone") if lead.phone else None
    lead.id_number_index = blind_index(lead.id_number, "id_number") if lead.id_number else None


@contextmanager
def _one_open(lead: Lead) -> Iterator[None]:
    """One open lead for a person, which the constraint keeps of two who enter the same one at once too."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if broken(error) != ONE_OPEN:
            raise
        other = find_open(lead.id_number_index or b"", other_than=lead)
        raise LeadRefused(
            _("此人已有一条没有办结的线索，由“%(union)s”办理，不用重复登记。")
            % {"union": other.union.name if other else "—"},
            "id_number",
        ) from error


def _require_past(on: date) -> None:
    if on > timezone.localdate():
        raise LeadRefused(_("获知日期不能晚于今天，请核对。"), "heard_on")


def _require_heard(channel: str, kept: str) -> None:
    """What came through a public page stays marked so, and nothing else is."""
    if channel != kept and Channel.SCAN in (channel, kept):
        raise LeadRefused(_("“扫码填写”由公开问卷自动登记，不能选，也不能改成别的来源。"), "channel")


def _workdays(count: int, *, guesses: bool = False) -> date:
    """Raises UnknownYear; a citizen can enter no holidays."""
    return get_calendar().fix_workday(timezone.localdate(), count, guesses=guesses)


def _said(value: object) -> object:
    """A value, or None where nothing was said; an income of 0 yuan was said."""
    return None if value in ("", [], ()) else value


def _plain(value: object) -> object:
    """A number that is kept encrypted as its text."""
    return value.reveal() if hasattr(value, "reveal") else value


def _lock(lead_id: int, by: User) -> Lead:
    rows = Lead.objects.visible_to(by).select_related("union", "household")
    lead: Lead = workflow.lock(rows, lead_id)
    return lead
