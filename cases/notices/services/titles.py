"""What stands above a notice: the union's own words, until the first poster hangs."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.notices.models import PublicNotice
from cases.notices.selectors import may_lead, may_title
from cases.notices.services.lengths import lock_notice
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import TITLE_LENGTH
from hardship.accounts.models import User
from hardship.audit import services as audit


@transaction.atomic
def set_title(*, notice_id: int, title: str, by: User) -> PublicNotice:
    """Gives a notice the union's own title, or without one that of its topic. Raises NoticeRefused once a
    poster hangs; PublicNotice.DoesNotExist outside the person's scope."""
    notice = lock_notice(PublicNotice.objects.visible_to(by), notice_id)
    if not may_lead(notice, by):
        raise NoticeRefused(_("只有发布公示的工会的审核人可以改正在进行的公示。"))
    if not may_title(notice, by):
        raise NoticeRefused(_("公示已经张贴，标题不能再改；写错了的，请提前撤下，重新公示。"))
    title = " ".join(title.split())
    if len(title) > TITLE_LENGTH:
        raise NoticeRefused(_("标题最多 %(n)s 个字。") % {"n": TITLE_LENGTH}, "title")
    before, notice.title = notice.title, title
    notice.save(update_fields=["title"])
    audit.record("notice.title", target=notice, by=by, before=before, after=title)
    return notice
