"""代收: that somebody else is paid is asked for by one, approved by another, taken back with a reason.

A payable is locked before its requests: a line that is begun meanwhile is seen, or sees what was decided.
"""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from funds.payments.models import OtherPayee, Payable, Payment
from funds.payments.selectors.others import asking_blocker, list_others
from funds.payments.services.refusals import PaymentRefused
from funds.payments.states import INSTITUTIONS, LIVE_STATES, OTHER_TRANSITIONS, OtherReason, PayableState
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.documents import DocumentError, check_card, check_id_number, check_uscc
from hardship.kernel.fields import blind_index
from hardship.kernel.files import Accepted


@dataclass(frozen=True)
class Other:
    """Who is to be paid instead, by codes of states.OtherReason and states.Party; `number` is an ID number,
    of a hospital or a school the 统一社会信用代码; these are told by `in_place_of` whose bill it is."""

    reason: str
    party: str
    note: str
    name: str
    number: str
    bank_name: str
    bank_card: str
    in_place_of: str = ""


@transaction.atomic
def ask_other(*, payable_id: int, other: Other, proof: Accepted, by: User) -> OtherPayee:
    """申请代收: returns the request, which waits for an approver of the union whose money it is. Raises
    PaymentRefused, Payable.DoesNotExist outside the person's scope."""
    Payable.objects.visible_to(by).select_for_update(of=("self",)).get(pk=payable_id)
    payable = Payable.objects.select_related("commitment__line").get(pk=payable_id)
    if why := asking_blocker(payable, by):
        raise PaymentRefused(why)
    _require_institution(other)
    number, card = _read_number(other), _read_card(other)
    row = OtherPayee(
        union_id=payable.union_id, payable=payable, reason=other.reason, party=other.party,
        note=other.note.strip(), in_place_of=other.in_place_of.strip(),
        name=other.name.strip(), number=number, number_index=blind_index(number, "id_number"),
        bank_name=other.bank_name.strip(), bank_card=card, bank_card_index=blind_index(card, "bank_card"),
        proof_type=proof.media_type, proof_sha256=proof.sha256, asked_by=by, asked_for=stood_in_for(by),
    )  # fmt: skip
    row.proof.save(f"proof.{proof.extension}", ContentFile(proof.content), save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        if broken(clash) != "other_payee_once":
            raise
        raise PaymentRefused(_("这笔款已有一份代收申请，要换人换账户的先撤销那一份。")) from clash
    audit.record("other_payee.ask", target=row, by=by, reason=row.reason, party=row.party)
    return row


@transaction.atomic
def take_other_step(*, other_id: int, action: str, by: User, comment: str = "") -> OtherPayee:
    """同意、不同意、撤销: takes one row of states.OTHER_TRANSITIONS. Raises Refused, OtherPayee.DoesNotExist
    outside the person's scope."""
    seen = list_others(user=by).get(pk=other_id)
    Payable.objects.select_for_update(of=("self",)).get(pk=seen.payable_id)
    row: OtherPayee = workflow.lock(list_others(user=by).order_by(), other_id)

    def decide(_step: workflow.Step[OtherPayee]) -> None:
        row.decided_for = stood_in_for(by)

    def log(_step: workflow.Step[OtherPayee]) -> OtherPayee:
        audit.record(f"other_payee.{action}", target=row, by=by, comment=bool(comment.strip()))
        return row

    is_decision = action != "void"
    return workflow.take(
        OTHER_TRANSITIONS, row, action=action, by=by, comment=comment[:300], blocker=other_blocker,
        effect=decide if is_decision else None, stamp="decided" if is_decision else "ended",
        note="" if action == "approve" else "why", log=log,
    )  # fmt: skip


def other_blocker(row: OtherPayee, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    payer = row.payable.commitment.line.union
    if step.is_decision and by.union_id != payer.pk:
        return _("由付款工会“%(union)s”审批。") % {"union": payer.name}
    if not step.is_decision and by.union_id not in (payer.pk, row.union_id):
        return _("由申报工会或者付款工会撤销。")
    if step.is_decision and not {row.asked_by_id, row.asked_for_id}.isdisjoint(people_of(by)):
        return _("代收由一人申请、另一人审批，您不能审批自己的申请。")
    if step.is_decision and row.payable.state != PayableState.OPEN:
        return _("这笔款已经发放或取消，不用再审批，请撤销。")
    if step.action == "decline":
        return ""
    live = Payment.objects.filter(payable=row.payable_id, state__in=LIVE_STATES)
    if not step.is_decision:
        live = live.filter(other=row)
    return _("这笔款已经编入批次，请先移出，再办代收。") if live.exists() else ""


def _require_institution(other: Other) -> None:
    """A hospital or school is paid because it is paid directly, for somebody it knows; nobody else is."""
    is_institution = other.party in INSTITUTIONS
    if is_institution != (other.reason == OtherReason.DIRECT):
        raise PaymentRefused(_("“直接付给医院、学校”只用于医院、学校，两项要一致。"), "reason")
    if is_institution and not other.in_place_of.strip():
        raise PaymentRefused(_("请写明替哪位病人或学生缴，例如“王小雨 学号 2026031”。"), "in_place_of")
    if other.in_place_of.strip() and not is_institution:
        raise PaymentRefused(_("付给个人的不用填写替谁缴。"), "in_place_of")


def _read_number(other: Other) -> str:
    try:
        if other.party in INSTITUTIONS:
            return check_uscc(other.number)
        return check_id_number(other.number).number
    except DocumentError as error:
        raise PaymentRefused(str(error), "number") from None


def _read_card(other: Other) -> str:
    try:
        return check_card(other.bank_card).number
    except DocumentError as error:
        raise PaymentRefused(str(error), "bank_card") from None
