"""Which parts of a policy a form shows, how, and under which word."""

from typing import Any

from django.utils.translation import gettext_lazy

from cases.policies.rules.document import amounts, conditions, handling, quantities, routes
from cases.policies.rules.document.quantities import StandardMultiple
from cases.policies.states import Beneficiary

COMPARATORS = (("<", "低于（<）"), ("<=", "不高于（≤）"), (">", "高于（>）"), (">=", "不低于（≥）"))
LAGS = (("none", gettext_lazy("现行标准")), ("previous_year", gettext_lazy("上一年标准")))
CAP_SCOPES = (
    ("household", gettext_lazy("每户")), ("member", gettext_lazy("每人")), ("item", gettext_lazy("每笔")),
)  # fmt: skip
BENEFICIARIES = tuple(Beneficiary.choices)
NOTICE_KINDS = (("workdays", gettext_lazy("工作日")), ("days", gettext_lazy("自然日")))
OWNERS = (("household", gettext_lazy("家庭的")), ("beneficiary", gettext_lazy("受助人本人的")))
# Which field of which object is shown, how, and under which word.
SHOWN: dict[tuple[type, str], tuple[str, Any]] = {
    (quantities.IncomeTerm, "incomes"): ("codes:incomes", gettext_lazy("计入的收入")),
    (quantities.IncomeTerm, "except_"): ("codes:incomes", gettext_lazy("其中不计")),
    (quantities.ExpenseTerm, "expenses"): ("codes:expenses", gettext_lazy("扣减的刚性支出")),
    (quantities.ExpenseTerm, "except_"): ("codes:expenses", gettext_lazy("其中不扣")),
    (quantities.ExpenseTerm, "share"): ("share", gettext_lazy("按比例扣减（%）")),
    (quantities.ExpenseTerm, "cap"): ("cap", gettext_lazy("每年最多扣减（元）")),
    (quantities.ExpenseTerm, "cap_per"): ("choice:cap_per", gettext_lazy("上限按")),
    (quantities.FactTerm, "share"): ("share", gettext_lazy("计入比例（%）")),
    (StandardMultiple, "times"): ("multiple", gettext_lazy("倍数")),
    (StandardMultiple, "lag"): ("choice:lag", gettext_lazy("用哪一年的标准")),
    (conditions.QuantityShare, "share"): ("share", gettext_lazy("占比（%）")),
    (conditions.Compare, "quantity"): ("choice:quantity", gettext_lazy("比较什么")),
    (conditions.Compare, "is_"): ("choice:comparator", gettext_lazy("怎样比较")),
    (conditions.Compare, "than"): ("money", gettext_lazy("金额线（元）")),
    (conditions.Check, "is_"): ("choice:comparator", gettext_lazy("怎样比较")),
    (conditions.Check, "than"): ("count", gettext_lazy("界限")),
    (conditions.Count, "is_"): ("choice:comparator", gettext_lazy("怎样比较")),
    (conditions.Count, "than"): ("count", gettext_lazy("人数")),
    (conditions.Streak, "months"): ("count", gettext_lazy("连续几个月")),
    (conditions.Streak, "is_"): ("choice:comparator", gettext_lazy("怎样比较")),
    (amounts.Fixed, "fixed"): ("money", gettext_lazy("金额（元）")),
    (amounts.StandardAmount, "times"): ("multiple", gettext_lazy("几个月的标准")),
    (amounts.Part, "share"): ("share", gettext_lazy("比例（%）")),
    (amounts.Step, "from_"): ("money", gettext_lazy("起点（元，含）")),
    (amounts.Step, "above"): ("money", gettext_lazy("超过（元）")),
    (amounts.Band, "up_to"): ("money", gettext_lazy("不超过（元）")),
    (amounts.Band, "rate"): ("share", gettext_lazy("比例（%）")),
    (amounts.Between, "at_least"): ("money", gettext_lazy("最低（元）")),
    (amounts.Between, "at_most"): ("money", gettext_lazy("最高（元）")),
    (amounts.Cap, "times"): ("count", gettext_lazy("最多几次")),
    (amounts.Approval, "above"): ("money", gettext_lazy("超过（元）")),
    (amounts.Approval, "by"): ("code:approvers", gettext_lazy("由谁审批")),
    (amounts.Programme, "kind"): ("code:aid_kinds", gettext_lazy("帮扶种类")),
    (amounts.Programme, "summary"): ("text", gettext_lazy("一句话说明")),
    (amounts.Programme, "uses"): ("codes:uses", gettext_lazy("资金用途（都不勾的不能申请）")),
    (amounts.Programme, "beneficiary"): ("choice:beneficiary", gettext_lazy("给谁")),
    (amounts.Programme, "off_file"): ("flag", gettext_lazy("没有建档的职工也可以申请")),
    (amounts.Programme, "must_file"): ("flag", gettext_lazy("没有建档的给了以后必须建档")),
    (amounts.Programme, "papers"): ("papers:evidence_kinds", gettext_lazy("一律要交的材料")),
    (amounts.Programme, "season"): ("season", gettext_lazy("每年受理时间")),
    (amounts.Programme, "pay_by"): ("option:pay_days", gettext_lazy("发放期限")),
    (amounts.Programme, "collect_within"): ("within", gettext_lazy("告知之日起几天内领取")),
    (handling.Paper, "within_months"): ("optional", gettext_lazy("不早于（月）")),
    (handling.Paper, "numbered"): ("flag", gettext_lazy("要写票据号码")),
    (handling.Paper, "waived_by"): ("option:stage_places", gettext_lazy("由谁同意免交（不选就不能免）")),
    (handling.Paper, "text"): ("text", gettext_lazy("说明")),
    (handling.Paper, "of"): ("choice:owner", gettext_lazy("谁的")),
    (handling.RecentCosts, "months"): ("count", gettext_lazy("只算申请前几个月的费用")),
    (handling.Notice, "days"): ("days", gettext_lazy("公示几天（0 为不公示）")),
    (handling.Notice, "kind"): ("choice:notice", gettext_lazy("按哪种天数")),
    (handling.Notice, "topic"): ("code:notice_topics", gettext_lazy("公示种类")),
    (handling.Notice, "columns"): ("codes:notice_columns", gettext_lazy("除姓名外公示哪几栏")),
    (handling.Notice, "mask"): ("code:name_masks", gettext_lazy("姓名怎样隐去")),
    (handling.Notice, "why"): ("text", gettext_lazy("不公示的理由和依据")),
    (routes.Stage, "label"): ("text", gettext_lazy("环节名称")),
    (routes.Stage, "at"): ("code:stage_places", gettext_lazy("在哪一级")),
    (routes.Stage, "role"): ("code:stage_roles", gettext_lazy("由谁办")),
    (routes.Stage, "deciders"): ("count", gettext_lazy("几人同意")),
    (routes.Stage, "workdays"): ("count", gettext_lazy("几个工作日")),
    (routes.Urgent, "most"): ("money", gettext_lazy("急难先行救助最多（元）")),
    (routes.Urgent, "workdays"): ("count", gettext_lazy("几个工作日内补办")),
    (handling.Goods, "at_most"): ("multiple", gettext_lazy("每次申请最多")),
    (handling.FollowUp, "after_days"): ("count", gettext_lazy("多少天后")),
    (handling.FollowUp, "what"): ("name", gettext_lazy("做什么")),
    (handling.FollowUp, "kind"): ("code:follow_up_kinds", gettext_lazy("回访种类")),
    (handling.FollowUp, "event"): ("code:follow_up_events", gettext_lazy("从什么时候算")),
}
# What a field of an object is called when the way to a part leads through it.
WORDS = {
    "unless": gettext_lazy("豁免"), "amount": "", "cap": gettext_lazy("封顶"), "floor": gettext_lazy("保底"),
    "caps": gettext_lazy("限额"), "limit": "", "approval": gettext_lazy("审批权限"),
    "steps": gettext_lazy("档"), "bands": gettext_lazy("段"), "minus": gettext_lazy("扣减"),
    "plus": gettext_lazy("计入"), "not_": gettext_lazy("不符合"), "otherwise": gettext_lazy("其他情形"),
    "any": gettext_lazy("之一"), "all": gettext_lazy("条件"),
    "follow_up": gettext_lazy("批准、发放以后"), "stages": gettext_lazy("环节"),
    "goods": gettext_lazy("物品"),
}  # fmt: skip
NUMBERED = frozenset(
    {
        "steps", "bands", "caps", "approval", "all", "any", "minus", "plus", "papers", "follow_up", "stages",
        "goods",
    }
)  # fmt: skip
