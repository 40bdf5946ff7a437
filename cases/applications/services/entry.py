"""Entering an application: start, save, attach documents. Its state moves in cases.approvals alone."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEdit, ApplicationEvidence, Batch
from cases.applications.rules import Received, offer_of
from cases.applications.selectors import entry_blocker
from cases.applications.selectors.entitling import NEED, Asked, Basis, basis_of, get_basis, grant, whom
from cases.applications.selectors.offers import file_obstacle, first_asked, halt_obstacle, season_obstacle
from cases.applications.services.attaching import fitting, live_evidence, set_evidence
from cases.applications.services.copying import confirm, copy_last, values_of
from cases.applications.services.goods import all_goods, put_goods, put_no_sum
from cases.applications.services.invoices import put_invoices
from cases.applications.services.receiving import put_in_hand, put_received, take_category
from cases.applications.services.refusals import AlreadyOpen, ApplicationRefused, StaleApplication
from cases.applications.services.returned import kept_amount, note_closed, refuse_closed
from cases.applications.states import EDITABLE_STATES, OPEN_STATES
from cases.archives.models import Evidence, Household, Member
from cases.archives.selectors import live_members
from cases.archives.services.entry.evidence import add_evidence
from cases.policies.rules.asked import asked_of_applicant
from cases.policies.selectors import list_programmes
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.checks import broken
from hardship.kernel.files import Accepted


@transaction.atomic
def start(
    *,
    household_id: int,
    programme_id: int,
    by: User,
    is_copy: bool = False,
    batch: Batch | None = None,
    off_file: bool = False,
) -> Application:
    """A draft for a filed household with what its file already tells: documents, cost, student, amount; with
    `is_copy` what the last approved one said besides, unconfirmed.
    One of a `batch` begins with its reason; one `off_file` rests on a draft (services.unfiled).

    Raises AlreadyOpen, or ApplicationRefused when the file or the programme does not allow it.
    """
    if not by.has_role(Role.CLERK):
        raise ApplicationRefused(_("只有经办人可以申请帮扶。"))
    files = Household.objects.visible_to(by).select_related("union")
    household: Household = files.select_for_update(of=("self",)).get(pk=household_id)
    obstacle = "" if off_file else file_obstacle(household)
    if obstacle:
        raise ApplicationRefused(obstacle)
    today = timezone.localdate()
    programmes = {row.pk: row for row in list_programmes(union=household.union, on=today)}
    if programme_id not in programmes:
        raise ApplicationRefused(_("这个项目现在不适用于该户所在的工会。"))
    programme = programmes[programme_id]
    if off_file and not programme.rule.off_file:
        raise ApplicationRefused(_("这个项目要先建档才能申请。"), field="programme")
    if barred := halt_obstacle(programme) or season_obstacle(programme):
        raise ApplicationRefused(barred)
    application = Application(
        union=household.union, household=household, programme=programme, year=today.year, created_by=by,
        received_on=today, desk=by.union, contact=by, batch=batch, reason=batch.reason if batch else "",
        off_file=off_file,
    )  # fmt: skip
    take_category(application)
    basis = get_basis(household, year=today.year)
    _prefill(application, basis)
    if is_copy:
        copy_last(application, by=by)
    _entitle(application, None, basis)
    _write(application)
    application.evidence.add(*fitting(application))
    ApplicationEdit.objects.create(
        application=application, version=application.version, by=by, stood_in_for=stood_in_for(by)
    )
    put_in_hand(application, by)
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
    facts: Mapping[str, Any] | None = None,
    member: Member | None = None,
    amount: Decimal | None = None,
    evidence_ids: Collection[int] | None = None,
    received: Received | None = None,
    confirmed: Collection[str] = (),
    is_urgent: bool | None = None,
    goods: Mapping[str, Decimal] | None = None,
    invoices: Sequence[Mapping[str, str]] | None = None,
) -> Application:
    """Write what the form says of a draft or returned application, however incomplete.

    `facts` are the typed facts of the need that the programme asks, by name; `evidence_ids` are documents of
    the household's file, `received` is how it came in, `is_urgent` whether it is to be paid first, `goods`
    how much of each item by its name, `invoices` the 票据 of its costs (None: leave as they are). Without an
    `amount` the most that may be asked for is taken. `confirmed` names copied values that are true as they
    stand. Raises StaleApplication when it was saved since `version`, otherwise ApplicationRefused with the
    field that it is about: also for a part that was not sent back.
    """
    application = lock_for_entry(application_id=application_id, by=by)
    if application.version != version:
        raise StaleApplication(_("这份申请刚被他人修改过，请刷新页面、核对后再保存。"))
    if member is not None and member.household_id != application.household_id:
        raise ApplicationRefused(_("请选择本户的家庭成员。"), field="member")
    if member is not None and application.programme.is_for_students and not member.stage:
        raise ApplicationRefused(_("这名成员没有登记在读阶段，请先在档案中补充。"), field="member")
    before = values_of(application)
    if received is not None:
        put_received(application, received)
    if is_urgent is not None:
        application.is_urgent = is_urgent
    application.reason = reason.strip()
    application.member = whom(application.programme, application.household, member)
    if facts is not None:
        application.facts = _plain_facts(application, facts)
    put_goods(application, goods)
    put_invoices(application, invoices)
    confirm(application, before, confirmed)
    take_category(application)
    _entitle(application, kept_amount(application, amount), basis_of(application))
    if evidence_ids is not None:
        set_evidence(application, evidence_ids)
    _write(application)
    _record_edit(application, by)
    audit.record("application.save", target=application, by=by, version=application.version)
    return application


@transaction.atomic
def attach(*, application_id: int, evidence_id: int, by: User) -> None:
    """Rest the application on one more document of the household's file."""
    application = lock_for_entry(application_id=application_id, by=by)
    evidence = live_evidence(application).filter(pk=evidence_id).first()
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
        "household__union", "programme__policy", "union", "created_by", "member"
    )
    application: Application = rows.select_for_update(of=("self",)).get(pk=application_id)
    blocker = entry_blocker(application, by)
    if blocker:
        raise ApplicationRefused(blocker)
    if application.state not in EDITABLE_STATES:
        raise ApplicationRefused(
            _("申请现在是“%(state)s”，不能修改。") % {"state": application.get_state_display()}
        )
    note_closed(application)
    return application


def _record_edit(application: Application, by: User) -> None:
    """Raises the version and keeps who wrote: called by every writer of its content, inside its transaction.
    A document that a colleague added makes an open page stale as well: the page would leave it out."""
    refuse_closed(application)
    application.version += 1
    application.save(update_fields=["version"])
    ApplicationEdit.objects.create(
        application=application, version=application.version, by=by, stood_in_for=stood_in_for(by)
    )


def _prefill(application: Application, basis: Basis) -> None:
    """What the file tells already: the cost of treatment, or the one student there is; of goods the most."""
    put_goods(application, all_goods(application))
    asked = first_asked(basis, application.programme, _free(application))
    application.facts = dict(asked.facts)
    application.member = whom(application.programme, application.household, asked.member)


def _free(application: Application) -> list[Member]:
    """Members of the household without an open application of this programme and year."""
    taken = Application.objects.filter(
        household=application.household, programme__code=application.programme.code, year=application.year,
        state__in=OPEN_STATES, member__isnull=False,
    ).values_list("member", flat=True)  # fmt: skip
    busy = set(taken)
    return [row for row in live_members(application.household) if row.pk not in busy]


def _plain_facts(application: Application, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that the programme asks and that are known, as they are stored."""
    names = asked_of_applicant(application.programme.document, application.programme.code)
    plain: dict[str, Any] = NEED.write(
        {name: value for name, value in facts.items() if name in names and value not in (None, "")}
    )
    return plain


def _entitle(application: Application, amount: Decimal | None, basis: Basis) -> None:
    """Compute what the programme allows and take the amount asked for, by default all of it."""
    asked = Asked(application.facts, application.member, amount)
    found = offer_of(grant(basis, application.programme, asked))
    if found.is_service:
        put_no_sum(application, amount)
        return
    application.entitled, application.entitled_steps = found.limit, list(found.steps)
    if amount is not None and found.limit is not None and amount > found.limit:
        too_much = _("申请金额不能超过 %(limit)s 元。") % {"limit": f"{found.limit:,.2f}"}
        raise ApplicationRefused(found.why or too_much, field="amount")
    if amount is not None and amount <= 0:
        raise ApplicationRefused(_("申请金额必须大于零。"), field="amount")
    if amount is not None and found.at_least is not None and amount < found.at_least:
        raise ApplicationRefused(
            _("申请金额不能低于 %(least)s 元。") % {"least": f"{found.at_least:,.2f}"}, field="amount"
        )
    usable = found.limit is not None and found.limit > 0
    application.amount = (amount or found.limit) if usable else None


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
