"""Objections: which wait, who may answer them, who may not know where they come from."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry, Objection, PublicNotice
from cases.notices.selectors.notices import WAITING
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.scope import Part


def list_objections(user: User) -> QuerySet[Objection]:
    """Those to notices of the scope, for unions that review or stand above."""
    if Part.REVIEW not in user.union.parts:
        return Objection.objects.none()
    visible = PublicNotice.objects.visible_to(user).values("pk")
    rows = Objection.objects.filter(entry__notice__in=visible)
    return rows.select_related("entry__notice__union", "entry__union", "recorded_by", "answered_by")


def list_objection_duties(user: User) -> QuerySet[Objection]:
    """What the person's own union has to check or to answer."""
    return list_objections(user).filter(Q(state__in=WAITING), entry__notice__union=user.union_id)


def is_objectable(entry: NoticeEntry) -> bool:
    """Whether a line may be objected to: while it hangs, and after that until its row is decided."""
    return not entry.is_withdrawn and entry.room.is_undecided(entry.key, entry.round)


def has_acted(entry: NoticeEntry, user: User) -> bool:
    """Whether this person had a hand in the row of a line."""
    return user.pk in entry.room.find_actors(entry.key)


def objection_blocker(objection: Objection, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step with an objection that their role allows, or ''."""
    entry = objection.entry
    is_own = by.union_id == entry.notice.union_id
    if row.action != "answer":
        return "" if is_own else _("异议由发布公示的工会办理。")
    if not is_own and (row.role == Role.CLERK or not _is_above(entry.notice, by)):
        return _("异议由发布公示的工会或上级工会调查答复。")
    if has_acted(entry, by):
        return _("您经办、审核过这份申请，异议要由没有经手的人调查答复；本工会没有别人的，请上级工会调查。")
    return ""


def _is_above(notice: PublicNotice, user: User) -> bool:
    return PublicNotice.objects.visible_to(user).filter(pk=notice.pk).exists()
