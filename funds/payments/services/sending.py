"""送银行: who took the released list to the bank, when and how."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.payments.models import PaymentBatch
from funds.payments.services.batches import move
from funds.payments.services.refusals import PaymentRefused
from funds.payments.states import BANK_WAYS, SendWay
from hardship.accounts.models import User, stood_in_for
from hardship.kernel import workflow


@transaction.atomic
def send_batch(*, batch_id: int, on: date, by: User, way: str = "") -> PaymentBatch:
    """登记送银行, or that the cash was fetched: only from now on answers are recorded; somebody else takes a
    mistaken mark off (the step `unsend`). Raises Refused, PaymentBatch.DoesNotExist outside the person's
    scope."""
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), batch_id)
    if batch.union_id != by.union_id:
        raise PaymentRefused(_("只能办理本工会的发放批次。"))
    if batch.is_cash:
        way = SendWay.CASH
    elif way not in BANK_WAYS:
        raise PaymentRefused(_("请选择怎么送的。"), "way")
    if batch.released_at and not timezone.localdate(batch.released_at) <= on <= timezone.localdate():
        raise PaymentRefused(_("日期应在放行那天和今天之间。"), "on")
    batch.sent_on, batch.sent_way, batch.sent_for = on, way, stood_in_for(by)
    move(batch, action="send", by=by)
    return batch
