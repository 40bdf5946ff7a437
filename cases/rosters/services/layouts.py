"""Saves how somebody likes a roster, and takes it out again."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.rosters.models import RosterLayout
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.workflow import Refused

MAX_LAYOUTS = 50


class LayoutRefused(Refused):
    """A layout that is not kept."""


@transaction.atomic
def save_layout(
    *,
    by: User,
    name: str,
    columns: Sequence[str],
    masked: Sequence[str],
    is_shared: bool,
    uid: UUID | None = None,
) -> RosterLayout:
    """A new layout, or another content of one's own; `columns` in their order.

    Raises LayoutRefused for no columns, a name used twice or too many, RosterLayout.DoesNotExist for one of
    somebody else.
    """
    if not columns:
        raise LayoutRefused(_("请至少选择一列。"))
    own = RosterLayout.objects.select_for_update().filter(created_by=by)
    if uid is None and own.count() >= MAX_LAYOUTS:
        raise LayoutRefused(_("最多保存 %(count)s 个版式，请先删除不用的。") % {"count": MAX_LAYOUTS})
    layout = RosterLayout(created_by=by) if uid is None else own.get(uid=uid)
    layout.union, layout.name, layout.is_shared = by.union, name, is_shared
    layout.columns, layout.masked = list(columns), [key for key in masked if key in columns]
    try:
        with transaction.atomic():
            layout.save()
    except IntegrityError as error:
        if (
            getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
            != "roster_layout_name_once"
        ):
            raise
        raise LayoutRefused(_("已有同名的版式，请换一个名称。")) from error
    audit.record("layout.save", target=layout, by=by, shared=is_shared, columns=len(columns))
    return layout


@transaction.atomic
def remove_layout(*, uid: UUID, by: User) -> None:
    """Only one's own: a layout holds no data of anybody. Raises RosterLayout.DoesNotExist."""
    layout = RosterLayout.objects.select_for_update().get(uid=uid, created_by=by)
    audit.record("layout.remove", target=layout, by=by)
    layout.delete()
