"""What the policies bring to the desk: policies and standards, and the names of their actions."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.policies.models import Halt, LivingStandard
from cases.policies.rules.standards import old_since
from cases.policies.selectors.halts import list_to_look_at
from cases.policies.states import HALT_TRANSITIONS, POLICY_TRANSITIONS, HaltState, PolicyState
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
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
    label_papers,
    label_steps,
    label_targets,
)

label_steps("policy", POLICY_TRANSITIONS, _("制度：{}"))
label_steps("halt", HALT_TRANSITIONS, _("项目停办：{}"))
label_actions(
    {
        "halt.ask": _("项目停办：申请停办"),
        "policy.write": _("制度：保存草稿"),
        "policy.attach": _("制度：上传文件原件"),
        "policy.load": _("制度：由文件载入"),
        "policies.add_standard": _("录入低保标准"),
        "policies.add_minimum_wage": _("录入最低工资标准"),
        "policies.add_gift_cap": _("录入慰问限额"),
        "policies.add_regional_income": _("录入人均可支配收入"),
        "policies.load_programme": _("载入帮扶项目"),
        "policies.set_day": _("修改放假安排"),
        "policies.remove_day": _("删除放假安排"),
    }
)
label_papers(
    "policies:list",
    _("每份制度"),
    {"policy": _("导出制度"), "route": _("打印审批流程图")},
)
label_targets(
    {
        "policies.policy": Target(_("制度"), naming=Naming(fields=("name", "number"), pattern="{} v{}")),
        "policies.livingstandard": Target(
            _("低保标准"), naming=Naming(fields=("region_code", "monthly"), pattern="{} · {:,.2f}")
        ),
        "policies.minimumwage": Target(
            _("最低工资"), naming=Naming(fields=("region_code", "monthly"), pattern="{} · {:,.2f}")
        ),
        "policies.giftcap": Target(
            _("慰问限额"), naming=Naming(fields=("region_code", "each"), pattern="{} · {:,.2f}")
        ),
        "policies.regionalincome": Target(_("人均可支配收入"), naming=Naming(fields=("region_code", "year"))),
        "policies.halt": Target(_("项目停办"), naming=Naming(fields=("name",))),
        "policies.programme": Target(_("帮扶项目"), naming=Naming(fields=("name",))),
        "policies.calendarday": Target(_("日期"), naming=Naming(fields=("on",))),
    }
)


def old_standards(user: User) -> QuerySet[LivingStandard]:
    """The living standards in force of the person's own region that have not been raised for three years."""
    own = Union.objects.filter(pk=user.union_id).values("region_code")
    today = timezone.localdate()
    rows = LivingStandard.objects.filter(region_code__in=own, effective__contains=today)
    return rows.filter(effective__startswith__lte=old_since(today))


def _standard_item(row: LivingStandard) -> TodoItem:
    told = _now("从 %(day)s 起执行，请核实有没有新标准") % {"day": row.effective_from.isoformat()}
    return TodoItem(f"{row.region} {row.get_area_display()}", told, reverse("policies:standards"))


DUTIES.add("policies.standards")(
    Duty("policies:list", _("满三年没有更新的低保标准"), 295, (Post(Role.ADMINISTRATOR),), old_standards,
         _standard_item)
)  # fmt: skip


def _halt_item(row: Halt) -> TodoItem:
    return TodoItem(row.name, row.get_state_display(), reverse("policies:halt", args=[row.programme_id]))


DUTIES.add("policies.halts")(
    Duty("policies:list", _("要另一人同意的项目停办和恢复"), 296,
         (Post(Role.ADMINISTRATOR), Post(Role.REVIEWER)), list_to_look_at, _halt_item)
)  # fmt: skip
WORDS.add("halt.state")(dict(HaltState.choices))
WORDS.add("policy.state")(dict(PolicyState.choices))
PLACES.add("policies:list")(Place(_("政策与标准"), "book", NavGroup.QUERIES, 30))
HELP.add("policies:list")(
    Help(
        purpose=_(
            "现行的困难认定条件、帮扶项目和金额，还有低保标准、最低工资、放假安排。每份申请怎么算"
            "出来的，都能回到这里查到。"
        ),
        then=_("政策由管理员起草，换一个人复核以后公布执行。旧的版本留着，以前的认定不变。"),
        seen=_("大家都看得到；只有管理员能改。"),
        year=(
            YearWork((1, 7), (Role.ADMINISTRATOR,), _("当地公布新的低保标准、最低工资后，当月录入。")),
            YearWork((12,), (Role.ADMINISTRATOR,), _("录入下一年度的放假安排，时限才算得准。")),
        ),
    )
)
