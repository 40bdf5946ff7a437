"""What the applications bring to the desk: what came back to the clerk, drafts."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.selectors import list_in_states
from cases.applications.states import State
from hardship.accounts.models import User
from hardship.accounts.states import CLERK
from hardship.kernel.desk import (
    DUTIES,
    PLACES,
    WORDS,
    Duty,
    NavGroup,
    Place,
    Recent,
    Target,
    TodoItem,
    label_actions,
    label_targets,
)

label_actions(
    {
        "application.start": _("发起申请"),
        "application.save": _("保存申请内容"),
        "application.attach": _("添加申请材料"),
        "application.detach": _("移除申请材料"),
        "export.applications": _("导出帮扶申请"),
    }
)
WORDS.add("application.state")(dict(State.choices))
PLACES.add("applications:list")(Place(_("帮扶申请"), "file", NavGroup.AID, 20))


def application_item(row: Application) -> TodoItem:
    """An application as a thing to do."""
    detail = f"{row.programme.name} · {row.union.name}"
    return TodoItem(str(row.household), detail, reverse("applications:detail", args=[row.pk]), row.due_on)


def _own(state: State, order: int, label: Any, *, is_draft: bool = False) -> Duty:
    def rows(user: User) -> QuerySet[Application]:
        return list_in_states(user, state).filter(union=user.union)

    return Duty(
        "applications:list", label, order, (CLERK,), rows, application_item, f"?state={state}",
        ("due_on", "pk"), is_draft,
    )  # fmt: skip


DUTIES.add("applications.returned")(_own(State.RETURNED, 210, _("退回补正的申请")))
DUTIES.add("applications.drafts")(_own(State.DRAFT, 230, _("未提交的申请"), is_draft=True))


def _describe(user: User, keys: list[int]) -> Mapping[int, Recent]:
    rows = Application.objects.visible_to(user).filter(pk__in=keys)
    return {
        row.pk: Recent(str(row.household), f"{row.programme.name} · {row.get_state_display()}")
        for row in rows.select_related("household__head", "programme")
    }


label_targets({"applications.application": Target(_("申请"), "applications:detail", _describe)})
