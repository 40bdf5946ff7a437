"""Writes on the union tree."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.accounts.selectors import list_unsettled
from hardship.accounts.services.scope import AccountRefused, require_scope
from hardship.accounts.states import Level
from hardship.audit import services as audit

LEVEL_ORDER = {level: rank for rank, level in enumerate(Level.values)}


@transaction.atomic
def create_union(
    *,
    code: str,
    name: str,
    short_name: str,
    level: str,
    parent: Union | None,
    region_code: str,
    by: User | None,
) -> Union:
    """A new union below `parent`; without one it is a root: a province, city, county or company by itself."""
    if parent is not None:
        require_scope(parent, by)
        _require_below(level, parent)
    union = Union.objects.create(
        code=code, name=name, short_name=short_name, level=level, parent=parent, region_code=region_code
    )
    union.refresh_from_db()
    audit.record("union.create", target=union, by=by, union=union, code=code, level=level)
    return union


@transaction.atomic
def change_union(*, union: Union, short_name: str, by: User) -> Union:
    """Change what a union is called for short. Its name, its place and its end have a way of their own
    (hardship.trees)."""
    require_scope(union, by)
    before, union.short_name = union.short_name, short_name
    union.save(update_fields=["short_name"])
    audit.record("union.change", target=union, by=by, union=union, before=before)
    return union


def rename(*, union: Union, name: str, short_name: str) -> None:
    """Give a union another name from today on; the database keeps the one of before. The caller has locked
    it, asked who may do it and writes the audit row."""
    union.name, union.short_name = name, short_name
    union.save(update_fields=["name", "short_name"])


def hang(*, union: Union, parent: Union) -> None:
    """Hang a union, with everything below it, under another one; as `rename`. Raises AccountRefused for one
    of its own, one of no higher level or one that is closed."""
    require_hangs(union, parent)
    union.parent = parent
    union.save(update_fields=["parent"])
    union.refresh_from_db()


def require_hangs(union: Union, parent: Union) -> None:
    """Raises AccountRefused for a union that cannot stand above another one."""
    _require_outside(union, parent)
    _require_below(union.level, parent)
    if parent.closed_on is not None:
        raise AccountRefused(_("“%(parent)s”已撤销，不能作上级工会。") % {"parent": parent.name})


@transaction.atomic
def close_union(*, union: Union, on: date, by: User) -> None:
    """Close a union where everything is settled. Raises AccountRefused, which names what is not."""
    require_scope(union, by)
    end(union=union, on=on)
    audit.record("union.close", target=union, by=by, union=union, on=on.isoformat())


def end(*, union: Union, on: date) -> None:
    """Close a union in the caller's transaction, who writes the audit row. Raises AccountRefused."""
    union = Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    if union.closed_on is not None:
        raise AccountRefused(_("“%(union)s”已经撤销。") % {"union": union.name})
    left = list_unsettled(union)
    if left:
        words = {"union": union.name, "what": "；".join(left)}
        raise AccountRefused(_("“%(union)s”还有：%(what)s。请先办结、转走或免去，再撤销。") % words)
    union.closed_on = on
    union.save(update_fields=["closed_on"])


def _require_outside(union: Union, parent: Union) -> None:
    if parent.path.startswith(union.path):
        raise AccountRefused(
            _("“%(parent)s”是“%(union)s”自己的下级，不能作它的上级，请另选上级工会。")
            % {"parent": parent.name, "union": union.name}
        )


def _require_below(level: str, parent: Union) -> None:
    if LEVEL_ORDER[level] <= LEVEL_ORDER[parent.level]:
        raise AccountRefused(_("“%(parent)s”的级别不高于新工会，不能作它的上级。") % {"parent": parent.name})
