"""What the pages of this room share: their tabs, and the policy that an address names."""

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.policies.models import Policy
from cases.policies.selectors import list_readable
from cases.policies.services import is_policy_maker
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.states import Role


def tabs(current: str) -> list[dict[str, Any]]:
    pages = (
        ("documents", _("认定制度"), "policies:documents"),
        ("policies", _("帮扶项目"), "policies:list"),
        ("standards", _("低保标准"), "policies:standards"),
        ("wages", _("最低工资"), "policies:wages"),
        ("gift_caps", _("慰问限额"), "policies:gift_caps"),
        ("incomes", _("人均收入"), "policies:incomes"),
        ("calendar", _("放假与调休"), "policies:calendar"),
    )
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in pages]


def get_policy(request: AuthenticatedRequest, uid: uuid.UUID) -> Policy:
    """A policy that the person may read: of their scope, or published above; else 404."""
    rows = list_readable(request.user).select_related("union", "predecessor", "written_by", "checked_by")
    return get_object_or_404(rows, uid=uid)


def get_own_policy(request: AuthenticatedRequest, uid: uuid.UUID) -> Policy:
    """A policy of the person's scope; one that was only published to them is 404 here."""
    rows = Policy.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("union", "predecessor", "written_by", "checked_by"), uid=uid)


def may_keep_standards(request: AuthenticatedRequest) -> bool:
    return is_policy_maker(request.user)


def may_write(request: AuthenticatedRequest) -> bool:
    return request.user.has_role(Role.ADMINISTRATOR)
