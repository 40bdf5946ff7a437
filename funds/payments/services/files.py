"""银行文件: a list made in the layout of a bank, the same bytes whenever it is made again."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.payments.models import BankFile, BankLayout, PaymentBatch
from funds.payments.rules import Layout, file_name, find_problems, write_file
from funds.payments.selectors.files import control_of, list_files, read_lines
from funds.payments.services.refusals import PaymentRefused, RowsRefused
from funds.payments.states import ANSWERED_STATES, RECORDERS, PaymentState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken


@transaction.atomic
def make_file(*, batch_id: int, layout: Layout, by: User) -> BankFile:
    """Returns the file of a released batch in this layout, which counts from now on; the same one again when
    nothing is different.

    Raises RowsRefused naming every payment that the layout cannot hold, or PaymentRefused.
    """
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), batch_id)
    why = making_blocker(batch, by)
    if why:
        raise PaymentRefused(why)
    control, lines = control_of(batch), read_lines(batch, masked=False)
    problems = find_problems(layout, control, lines)
    if problems:
        raise RowsRefused([(problem.line or 0, problem.sentence) for problem in problems])
    content = write_file(layout, control, lines)
    document, sha256 = layout.document(), hashlib.sha256(content).hexdigest()
    last = next(iter(list_files(batch)), None)
    if last is not None and (last.document, last.sha256) == (document, sha256):
        return last
    made = BankFile.objects.create(
        batch=batch,
        name=file_name(layout, control),
        document=document,
        sha256=sha256,
        size=len(content),
        count=control.count,
        total=control.total,
        made_by=by,
    )
    audit.record("batch.bank_file", target=batch, by=by, layout=layout.name, sha256=sha256)
    return made


def read_file(file: BankFile) -> bytes:
    """The bytes of a file, made again. Raises PaymentRefused where they are not what they were."""
    batch = file.batch
    content = write_file(file.layout, control_of(batch), read_lines(batch, masked=False))
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise PaymentRefused(_("重新生成的文件与登记的校验值不一致，没有给出。请联系管理员核对批次明细。"))
    return content


@transaction.atomic
def save_layout(*, layout: Layout, by: User, pk: int | None = None, is_active: bool = True) -> BankLayout:
    """Writes a layout of the person's own union, a new one without `pk`. Raises PaymentRefused."""
    if Role.FINANCE not in by.roles:
        raise PaymentRefused(_("只有本工会的财务人员可以设置银行文件格式。"))
    row = _own_layout(pk, by)
    row.name, row.document, row.is_active = layout.name, layout.document(), is_active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        if broken(clash) != "bank_layout_name_once":
            raise
        raise PaymentRefused(_("本工会已有同名的格式，请换一个名称。"), field="name") from clash
    audit.record("bank_layout.save", target=row, by=by, name=row.name, is_active=is_active)
    return row


def _own_layout(pk: int | None, by: User) -> BankLayout:
    if pk is None:
        return BankLayout(union=by.union, made_by=by)
    row: BankLayout = BankLayout.objects.select_for_update(of=("self",)).get(pk=pk, union=by.union_id)
    row.changed_at, row.changed_by = timezone.now(), by
    return row


def making_blocker(batch: PaymentBatch, by: User) -> str:
    """Why this person may not make a file of a batch now, or ''. Once the bank answered, a fresh list would
    ask for money that has arrived, or that another batch sends again."""
    if not by.has_role(*RECORDERS) or batch.union_id != by.union_id:
        return _("只有本工会的财务人员、出纳可以生成银行文件。")
    if batch.is_cash:
        return _("现金发放的批次没有银行文件。")
    if batch.state not in ANSWERED_STATES:
        return _("批次放行之后才能生成银行文件。现在可以先看有没有银行认不出的字。")
    if batch.payments.exclude(state=PaymentState.SENT).exists():
        return _("这一批已有银行结果，不能再生成银行文件；失败的更正账号以后编入下一批。")
    return ""
