"""What the year's plan brings to the desk: its list, what comes up for a person, what goes to a colleague."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind
from hardship.yearplans.models import YearEntry
from hardship.yearplans.selectors import list_coming
from hardship.yearplans.services import GIVEN
from hardship.yearplans.states import WRITERS, State

label_actions(
    {
        "year_entry.add": _("列入年度工作安排"),
        "year_entry.change": _("修改年度工作安排"),
        "year_entry.done": _("登记年度工作办完"),
        "year_entry.drop": _("登记年度工作不办"),
        "year_entry.take_guide": _("把全年工作列入年度安排"),
        "year_entry.copy_year": _("把年度工作安排复制到下一年"),
        "export.year_plan": _("导出年度工作安排"),
    }
)
label_targets({"yearplans.yearentry": Target(_("年度工作安排"), naming=Naming(fields=("begins_on",)))})
PLACES.add("yearplans:entries")(Place(_("年度工作安排"), "calendar", NavGroup.HOME, 15))
HELP.add("yearplans:entries")(
    Help(
        purpose=_("本工会一年里要办的事：哪天开始、哪天办完、谁负责。可以从“帮助：一年的工作”整批列入。"),
        then=_("开始前 30 天起在责任人的工作台上；办完登记完成情况。年底一次复制到下一年，再改日期。"),
        seen=_("本工会的人和上级工会看得到；由经办人、部门负责人、审核人安排。"),
        year=(YearWork((12,), WRITERS, _("把今年的安排复制到下一年，核对责任人和日期。")),),
    )
)
KINDS.add(GIVEN)(
    MessageKind(
        _("有一项年度工作由您负责"),
        _("看这项工作"),
        lambda key: reverse("yearplans:entry", args=[key]),
        key="uid",
    )
)


def _item(row: YearEntry) -> TodoItem:
    who = row.responsible.name if row.responsible else _("没有定责任人")
    return TodoItem(row.title, str(who), reverse("yearplans:entry", args=[row.uid]), row.ends_on)


DUTIES.add("yearplans.coming")(
    Duty(
        "yearplans:entries", _("近期的年度工作"), 207, tuple(Post(role) for role in Role), list_coming, _item,
        "?show=planned", ("ends_on", "pk"),
    )
)  # fmt: skip


def _move(row: YearEntry, to: User) -> None:
    row.responsible = to
    row.save(update_fields=["responsible"])


HOLDINGS.add("yearplans.entries")(
    Holding(
        label=_("负责的年度工作"), order=80, roles=frozenset(Role),
        rows=lambda: YearEntry.objects.filter(state=State.PLANNED).select_related("union"),
        holder="responsible_id", unions=("union",),
        name=lambda row: f"{row.begins_on:%Y-%m-%d} 至 {row.ends_on:%Y-%m-%d}",
        page=lambda row: reverse("yearplans:entry", args=[row.uid]), move=_move,
    )
)  # fmt: skip
