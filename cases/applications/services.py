"""Entering an application: start, save, attach documents. Its state moves in cases.approvals alone."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEdit, ApplicationEvidence
from cases.applications.selectors import entry_blocker, offer_for, suggest_basis
from cases.applications.selectors.offers import file_obstacle
from cases.applications.states import EDITABLE_STATES, HOLDING_STATES, OPEN_STATES
from cases.archives.models import Evidence, Household, Member
from cases.archives.services.entry.evidence import add_evidence
from cases.archives.services.refusals import FileRefused
from cases.policies.selectors import list_programmes
from cases.policies.states import AmountRule
from cases.transfers.services import MOVERS
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.checks import broken
from hardship.kernel.files import Accepted
from hardship.kernel.workflow import Refused


class ApplicationRefused(Refused):
    """A write on an application that may not be made; `field` names the form field that it is about."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class AlreadyOpen(ApplicationRefused):
    """The household has one of this kind under way; `application` is that one, None when it is gone again."""

    def __init__(self, application: Application | None) -> None:
        super().__init__(_("该户本年度已有同一项目正在办理，不能重复申请。"))
        self.application = application


class StaleApplication(ApplicationRefused):
    """Somebody saved it in between."""


@transaction.atomic
def start(*, household_id: int, programme_id: int, by: User) -> Application:
    """A draft for a filed household with what its file already tells: documents, cost, student, amount.

    Raises AlreadyOpen, or ApplicationRefused when the file or the programme does not allow it.
    """
    if not by.has_role(Role.CLERK):
        raise ApplicationRefused(_("只有经办人可以申请帮扶。"))
    files = Household.objects.visible_to(by).select_related("union")
    household: Household = files.select_for_update(of=("self",)).get(pk=household_id)
    obstacle = file_obstacle(household)
    if obstacle:
        raise ApplicationRefused(obstacle)
    today = timezone.localdate()
    programmes = {row.pk: row for row in list_programmes(union=household.union, on=today)}
    if programme_id not in programmes:
        raise ApplicationRefused(_("这个项目现在不适用于该户所在的工会。"))
    application = Application(
        union=household.union,
        household=household,
        programme=programmes[programme_id],
        year=today.year,
        created_by=by,
    )
    application.adopt(household)
    _prefill(application)
    _entitle(application, None)
    _write(application)
    application.evidence.add(*_fitting(application))
    ApplicationEdit.objects.create(application=application, version=application.version, by=by)
    audit.record("application.start", target=application, by=by, programme=application.programme.code)
    application.refresh_from_db()
    return application


@transaction.atomic
def save(
    *,
    application_id: int,
    version: int,
    by: User,
    reason: str = "",
    basis: Decimal | None = None,
    stage: str = "",
    member: Member | None = None,
    amount: Decimal | None = None,
    evidence_ids: Collection[int] | None = None,
) -> Application:
    """Write what the form says of a draft or returned application, however incomplete.

    Without an `amount` the most that may be asked for is taken; `evidence_ids` (None: leave as they are) are
    documents of the household's file. Raises StaleApplication when it was saved since `version`, otherwise
    ApplicationRefused with the field that it is about.
    """
    application = lock_for_entry(application_id=application_id, by=by)
    if application.version != version:
        raise StaleApplication(_("这份申请刚被他人修改过，请刷新页面、核对后再保存。"))
    if member is not None and member.household_id != application.household_id:
        raise ApplicationRefused(_("请选择本户的家庭成员。"), field="member")
    application.reason, application.basis, application.member = reason.strip(), basis, member
    application.stage = stage or (member.stage if member else "")
    application.adopt(application.household)
    _entitle(application, amount)
    if evidence_ids is not None:
        _set_evidence(application, evidence_ids)
    _write(application)
    _record_edit(application, by)
    audit.record("application.save", target=application, by=by, version=application.version)
    return application


@transaction.atomic
def attach(*, application_id: int, evidence_id: int, by: User) -> None:
    """Rest the application on one more document of the household's file."""
    application = lock_for_entry(application_id=application_id, by=by)
    evidence = _live_evidence(application).filter(pk=evidence_id).first()
    if evidence is None:
        raise ApplicationRefused(_("这份材料已从档案中移除，请刷新页面。"), field="evidence")
    application.evidence.add(evidence)
    _record_edit(application, by)
    audit.record("application.attach", target=application, by=by, evidence=evidence.pk)


@transaction.atomic
def detach(*, application_id: int, evidence_id: int, by: User) -> None:
    """Let go of a document; it stays in the household's file."""
    application = lock_for_entry(application_id=application_id, by=by)
    ApplicationEvidence.objects.filter(application=application, evidence=evidence_id).delete()
    _record_edit(application, by)
    audit.record("application.detach", target=application, by=by, evidence=evidence_id)


@transaction.atomic
def upload(*, application_id: int, kind: str, accepted: Accepted, by: User, member_uid: str = "") -> Evidence:
    """Add a document (kernel.files.accept_upload) to the household's file and rest the application on it.

    Raises ApplicationRefused, or cases.archives' FileRefused when the file does not take it.
    """
    application = lock_for_entry(application_id=application_id, by=by)
    evidence = add_evidence(
        household_id=application.household_id, kind=kind, accepted=accepted, by=by, member_uid=member_uid
    )
    application.evidence.add(evidence)
    _record_edit(application, by)
    audit.record("application.attach", target=application, by=by, evidence=evidence.pk)
    return evidence


def lock_for_entry(*, application_id: int, by: User) -> Application:
    """The application, its row locked, when this clerk may write on it now."""
    rows = Application.objects.visible_to(by).select_related(
        "household__union", "programme", "union", "created_by", "member"
    )
    application: Application = rows.select_for_update(of=("self",)).get(pk=application_id)
    blocker = entry_blocker(application, by)
    if blocker:
        raise ApplicationRefused(blocker)
    if application.state not in EDITABLE_STATES:
        raise ApplicationRefused(
            _("申请现在是“%(state)s”，不能修改。") % {"state": application.get_state_display()}
        )
    return application


def _record_edit(application: Application, by: User) -> None:
    """Raises the version and keeps who wrote: called by every writer of its content, inside its transaction.
    A document that a colleague added makes an open page stale as well: the page would leave it out."""
    application.version += 1
    application.save(update_fields=["version"])
    ApplicationEdit.objects.create(application=application, version=application.version, by=by)


def _prefill(application: Application) -> None:
    """What the file tells already: the cost of treatment, or the one student there is."""
    kind = application.programme.amount_kind
    if kind == AmountRule.SHARE:
        application.basis = suggest_basis(application.household)
    if kind == AmountRule.STAGE:
        students = _free_students(application)
        if len(students) == 1:
            application.member, application.stage = students[0], students[0].stage


def _free_students(application: Application) -> list[Member]:
    """Students of the household without an application of this programme and year."""
    taken = Application.objects.filter(
        household=application.household,
        programme__code=application.programme.code,
        year=application.year,
        state__in={*HOLDING_STATES, *OPEN_STATES},
        member__isnull=False,
    ).values("member")
    rows = application.household.members.filter(removed_at__isnull=True).exclude(stage="")
    return list(rows.exclude(pk__in=taken).order_by("position", "pk"))


def _entitle(application: Application, amount: Decimal | None) -> None:
    """Compute what the rule allows and take the amount asked for, by default all of it."""
    found, standard = offer_for(
        household=application.household,
        programme=application.programme,
        year=application.year,
        basis=application.basis,
        stage=application.stage,
        without=application.pk,
    )
    application.entitled, application.standard = found.entitled, standard
    application.entitled_steps = list(found.steps)
    if amount is not None and found.limit is not None and amount > found.limit:
        raise ApplicationRefused(
            _("申请金额不能超过 %(limit)s 元。") % {"limit": f"{found.limit:,.2f}"}, field="amount"
        )
    if amount is not None and amount <= 0:
        raise ApplicationRefused(_("申请金额必须大于零。"), field="amount")
    usable = found.limit is not None and found.limit > 0
    application.amount = (amount or found.limit) if usable else None


def _fitting(application: Application) -> list[Evidence]:
    """The documents of the file that the programme asks for; of a student only their own."""
    rows = _live_evidence(application).filter(kind__in=application.programme.evidence_kinds)
    if application.member is None:
        return list(rows)
    return [row for row in rows if row.member_id in (None, application.member_id)]


def _live_evidence(application: Application) -> Any:
    return Evidence.objects.filter(household=application.household_id, removed_at__isnull=True)


def _set_evidence(application: Application, evidence_ids: Collection[int]) -> None:
    rows = list(_live_evidence(application).filter(pk__in=evidence_ids))
    if len(rows) != len(set(evidence_ids)):
        raise ApplicationRefused(_("有材料已从档案中移除，请刷新页面后重新选择。"), field="evidence")
    application.evidence.set(rows)


def _write(application: Application) -> None:
    """Raises AlreadyOpen. The constraint knows the programme's row; a new year's standard is another row."""
    twin = _twin(application)
    if twin is not None:
        raise AlreadyOpen(twin)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        if broken(error) != "application_open_once":
            raise
        raise AlreadyOpen(_twin(application)) from error


def _twin(application: Application) -> Application | None:
    return (
        Application.objects.filter(
            household=application.household,
            programme__code=application.programme.code,
            member=application.member,
            year=application.year,
            state__in=OPEN_STATES,
        )
        .exclude(pk=application.pk)
        .first()
    )


@MOVERS.add("applications")
def follow(household_id: int) -> Callable[[Union], None]:
    """Applications that are still being written go with a file that is handed to another union.

    One that somebody reviews is to be decided first: what was submitted stays as it was submitted. Closed
    ones keep the union that they were decided in, which spent the money and answers for it.
    """
    rows = Application.objects.filter(household=household_id, state__in=OPEN_STATES).select_related("union")
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    busy = [row for row in locked if row.state not in EDITABLE_STATES]
    if busy:
        raise FileRefused(
            _("这户有 %(count)s 份申请正在审核（%(first)s），请“%(union)s”办结或撤回后再接收。")
            % {"count": len(busy), "first": busy[0].number, "union": busy[0].union.name}
        )

    def move(target: Union) -> None:
        Application.objects.filter(household=household_id, state__in=EDITABLE_STATES).update(union=target)

    return move
