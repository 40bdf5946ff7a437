"""Cases of counselling and legal aid: opened, worked on, closed; by the two people who read them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.care.models import CareAdvice, CareCase, CareCounter, CareNote
from cases.care.selectors import list_supervisors, list_workers
from cases.care.states import FORMS, TRANSITIONS, WRITERS, Kind, Outcome, Reason, Risk
from cases.petitions.models import Petition
from cases.petitions.rules import MOST_PERSONS, LineError, read_companions
from cases.petitions.selectors.petitions import find_household, knowing
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.audit.states import Kind as Act
from hardship.kernel import workflow
from hardship.kernel.numbers import next_number


class CareRefused(workflow.Refused):
    """A write on a case that may not be made; the message says what to do."""


@dataclass(frozen=True)
class Opening:
    """What a case begins with; `petition_number` is that of the petition that it came of, `id_number` finds
    the file and is not kept."""

    kind: str
    form: str
    opened_on: date
    theme: str
    name: str = ""
    phone: str | None = None
    id_number: str = ""
    reason: str = ""
    risk: str = Risk.NONE
    persons: int = 1
    respondent: str = ""
    lawyer: str = ""
    people: str = ""
    months: int | None = None
    claimed: Decimal | None = None
    next_on: date | None = None
    term_on: date | None = None
    petition_number: str = ""


@dataclass(frozen=True)
class Progress:
    """What a note changes beside: the next day, the risk; the term and the sums (yuan) of a legal case, and
    whether the term was kept, so that nobody is reminded any more."""

    next_on: date | None = None
    term_on: date | None = None
    risk: str = ""
    agreed: Decimal | None = None
    recovered: Decimal | None = None
    is_term_kept: bool = False


KEPT = (
    "opened_on", "theme", "name", "phone", "people", "respondent", "lawyer", "months", "claimed", "next_on",
    "term_on",
)  # fmt: skip


@transaction.atomic
def open_case(
    *, opening: Opening, worker: User, supervisor: User, by: User, key: uuid.UUID | None = None
) -> CareCase:
    """A case of the own union; of one form sent twice, with its `key`, the first. Raises CareRefused for
    whoever is no clerk or reviewer, a form of the other kind, one person as both, a petition that is not
    there to be taken up."""
    if not by.has_role(*WRITERS):
        raise CareRefused(_("由经办人或审核人登记。"))
    _require_sound(opening)
    _require_two(worker, supervisor, by)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # of one form sent twice the second waits
    key = key or uuid.uuid4()
    if first := CareCase.objects.filter(uid=key, created_by=by).first():
        return first
    petition = _petition(opening.petition_number, by)
    year = opening.opened_on.year
    number = next_number(CareCounter, union_id=by.union_id, year=year)
    told = {name: getattr(opening, name) for name in KEPT}
    made = CareCase(
        uid=key, union=by.union, number=f"{by.union.code}-GH{year}-{number:04d}", worker=worker,
        supervisor=supervisor, petition=petition, created_by=by,
        **{name: value or None for name, value in told.items()},
        kind=opening.kind, form=opening.form, reason=opening.reason, risk=opening.risk,
        persons=opening.persons,
        household=find_household(
            id_number=opening.id_number, name=opening.name, phone=opening.phone or "", user=by
        ),
    )  # fmt: skip
    _be_urgent(made)
    made.save()
    audit.record("care.open", target=made, by=by, kind_of=made.kind)
    return made


@transaction.atomic
def add_note(*, case_id: int, on: date, text: str, progress: Progress, by: User) -> CareNote:
    """What was talked or done on a day. Raises CareRefused; CareCase.DoesNotExist for others."""
    case = _lock(case_id, by)
    if not case.is_open:
        raise CareRefused(_("已经办结，不能再记；要接着办的先“重新办理”。"))
    if on > timezone.localdate() or on < case.opened_on:
        raise CareRefused(_("日期要在开始日期以后，不能晚于今天。"), "on")
    if not case.is_legal and (progress.agreed, progress.recovered, progress.term_on) != (None, None, None):
        raise CareRefused(_("金额和时效只登记在法律援助里。"), "recovered")
    made = _write(case, on, text, by)
    case.next_on = progress.next_on
    case.risk = progress.risk or case.risk
    _be_urgent(case)
    for name in ("agreed", "recovered", "term_on"):
        if (value := getattr(progress, name)) is not None:
            setattr(case, name, value)
    if progress.is_term_kept:
        case.term_on = None
    case.save()
    audit.record("care.note", target=case, by=by, note=made.pk)
    return made


@transaction.atomic
def take_step(
    *, case_id: int, action: str, by: User, comment: str = "", outcome: str = "", worker: User | None = None,
    supervisor: User | None = None,
) -> CareCase:  # fmt: skip
    """Take one row of states.TRANSITIONS. Raises Refused, CareCase.DoesNotExist for who does not read it."""
    case = _lock(case_id, by)

    def enter(step: workflow.Step[CareCase]) -> None:
        effects: dict[str, Callable[[], None]] = {
            "close": lambda: _close(step, outcome),
            "reopen": lambda: _reopen(step),
            "hand_over": lambda: _hand_over(step, worker, supervisor),
        }
        effects[action]()

    def log(step: workflow.Step[CareCase]) -> None:
        audit.record(f"care.{action}", target=case, by=by, state=case.state)

    workflow.take(
        TRANSITIONS, case, action=action, by=by, comment=comment, blocker=step_blocker, effect=enter, log=log
    )
    if action == "reopen":
        _write(case, timezone.localdate(), _("重新办理：%(why)s") % {"why": comment}, by)
    return case


@transaction.atomic
def add_advice(*, on: date, topic: str, way: str, persons: int, by: User) -> CareAdvice:
    """One line: what somebody asked in passing. Raises CareRefused."""
    if not by.has_role(*WRITERS):
        raise CareRefused(_("由经办人或审核人登记。"))
    if on > timezone.localdate():
        raise CareRefused(_("日期不能晚于今天。"), "on")
    made: CareAdvice = CareAdvice.objects.create(
        union=by.union, on=on, topic=topic, way=way, persons=persons, by=by, stood_in_for=stood_in_for(by)
    )
    audit.record("care.advise", target=made, by=by, topic=topic)
    return made


def list_buttons(case: CareCase, by: User) -> list[workflow.Transition]:
    """What this person may do with the case now."""
    return workflow.buttons(TRANSITIONS, case, by=by, blocker=step_blocker)


def step_blocker(case: CareCase, row: workflow.Transition, by: User) -> str:
    """Worker and supervisor close; the supervisor, and nobody for the worker, gives it to somebody else."""
    if not CareCase.objects.open_to(by).filter(pk=case.pk).exists():
        return _("只有承办人和督导可以办理。")
    if row.action == "hand_over" and case.worker_id in people_of(by):
        return _("由督导换承办人。")
    return ""


def note_read(case: CareCase, by: User) -> None:
    """Whoever reads the content is on record, each time."""
    audit.record("care.read", target=case, by=by, kind=Act.READ)


def _close(step: workflow.Step[CareCase], outcome: str) -> None:
    if outcome not in Outcome.values:
        raise CareRefused(_("请选择结果。"), "outcome")
    # stays where the case is opened again and ends otherwise
    _write(step.record, timezone.localdate(), f"{Outcome(outcome).label}：{step.comment}", step.by)
    step.record.outcome, step.record.conclusion, step.record.next_on = outcome, step.comment, None
    step.stamp("closed")


def _reopen(step: workflow.Step[CareCase]) -> None:
    step.record.outcome, step.record.conclusion = "", None
    step.clear("closed")


def _hand_over(step: workflow.Step[CareCase], worker: User | None, supervisor: User | None) -> None:
    case = step.record
    taking, watching = worker or case.worker, supervisor or case.supervisor
    if taking is None or watching is None:
        raise CareRefused(_("请选择承办人。"), "worker")
    _require_two(taking, watching, step.by)
    if (taking, watching) == (case.worker, case.supervisor):
        raise CareRefused(_("请选择新的承办人或督导。"), "worker")
    names = {"worker": taking.name, "supervisor": watching.name, "why": step.comment}
    _write(case, timezone.localdate(), _("承办人%(worker)s，督导%(supervisor)s。%(why)s") % names, step.by)
    case.worker, case.supervisor = taking, watching  # after the note, which is by those who have it


def _require_sound(opening: Opening) -> None:
    if opening.form not in FORMS.get(opening.kind, ()):
        raise CareRefused(_("这个方式不属于所选的类别，请重选。"), "form")
    if (opening.kind == Kind.LEGAL) != bool(opening.reason):
        raise CareRefused(_("法律援助要选案由，心理疏导不选。"), "reason")
    if opening.kind != Kind.LEGAL and any((opening.claimed, opening.respondent, opening.term_on)):
        raise CareRefused(_("对方单位、金额和时效只登记在法律援助里。"), "claimed")
    if opening.months and opening.reason != Reason.WAGES:
        raise CareRefused(_("欠薪月数只登记在欠薪案里。"), "months")
    _require_group(opening)
    if opening.opened_on > timezone.localdate():
        raise CareRefused(_("开始日期不能晚于今天。"), "opened_on")


def _require_group(opening: Opening) -> None:
    try:
        named = len(read_companions(opening.people))
    except LineError as error:
        raise CareRefused(str(error), "people") from None
    if named + bool(opening.name) > opening.persons or opening.persons > MOST_PERSONS:
        raise CareRefused(_("人数不能少于写明的人，最多 %(most)d 人。") % {"most": MOST_PERSONS}, "persons")


def _require_two(worker: User, supervisor: User, by: User) -> None:
    if worker.pk == supervisor.pk:
        raise CareRefused(_("承办人和督导必须是两个人。"), "supervisor")
    if worker.pk not in {row.pk for row in list_workers(by)}:
        raise CareRefused(_("承办人要是本工会的经办人或审核人。"), "worker")
    if supervisor.pk not in {row.pk for row in list_supervisors(by)}:
        raise CareRefused(_("督导要是本工会的部门负责人、审核人或审批人。"), "supervisor")


def _petition(number: str, by: User) -> Petition | None:
    """The petition of the own union with this number, of which nobody made a case yet."""
    if not number:
        return None
    rows = Petition.objects.visible_to(by).filter(
        knowing(by), number=number.strip().upper(), union=by.union_id
    )
    found: Petition | None = rows.filter(care_case__isnull=True).first()
    if found is None or found.accuses:
        raise CareRefused(_("本工会没有这个编号、还没有转来的信访件，请核对。"), "petition_number")
    return found


def _be_urgent(case: CareCase) -> None:
    """What is urgent is looked at on the same day, whatever day was set."""
    if case.risk == Risk.URGENT:
        case.next_on = timezone.localdate()


def _write(case: CareCase, on: date, text: str, by: User) -> CareNote:
    made: CareNote = CareNote.objects.create(
        case=case, on=on, text=text, by=by, stood_in_for=stood_in_for(by)
    )
    return made


def _lock(case_id: int, by: User) -> CareCase:
    rows = CareCase.objects.open_to(by).select_related("union", "worker", "supervisor")
    case: CareCase = workflow.lock(rows, case_id)
    return case
