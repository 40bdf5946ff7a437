"""签了字的花名册: the pages that people signed for their cash, as pictures or scans."""

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from funds.payments.models import PaymentBatch, SignedPage
from funds.payments.services.refusals import PaymentRefused
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.files import Accepted


@transaction.atomic
def add_pages(*, batch_id: int, pages: Sequence[Accepted], by: User) -> PaymentBatch:
    """Adds pages of a roster that was signed. Raises PaymentRefused for whoever is no finance person of the
    union, for a list of the bank, before anybody got anything, and for a page that is there."""
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), batch_id)
    if not by.has_role(Role.FINANCE) or by.union_id != batch.union_id:
        raise PaymentRefused(_("由“%(union)s”的财务人员上传。") % {"union": batch.union})
    if not batch.is_handed_out:
        raise PaymentRefused(_("登记提取现金、有人签领以后，再上传签了字的花名册。"))
    known = set(batch.pages.values_list("sha256", flat=True))
    for page in pages:
        if page.sha256 in known:
            raise PaymentRefused(_("%(name)s 已经上传过。") % {"name": page.original_name}, "pages")
        known.add(page.sha256)
        SignedPage.objects.create(
            batch=batch, file=ContentFile(page.content, f"page.{page.extension}"),
            original_name=page.original_name, media_type=page.media_type, size=page.size,
            sha256=page.sha256, by=by,
        )  # fmt: skip
    audit.record("batch.page", target=batch, by=by, pages=len(pages))
    return batch
