"""Chinese names of the keys of a document, for comparisons and the editing form."""

from django.utils.translation import gettext_lazy as _

from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.vocabulary import CODE_LISTS, label_of

KEYS = {
    "code": _("代码"),
    "title": _("名称"),
    "source": _("来源"),
    "document_no": _("文号"),
    "effective_from": _("执行日期"),
    "effective_to": _("截止日期"),
    "note": _("说明"),
    "window": _("统计月数"),
    "grace_months": _("渐退期（月）"),
    "judged_on": _("认定依据的数量"),
    "quantities": _("收支口径"),
    "gates": _("通用条件"),
    "requirements": _("基本条件"),
    "exclusions": _("排除情形"),
    "categories": _("困难类别"),
    "programmes": _("帮扶项目"),
    "stacking": _("叠加规则"),
    "example_base": _("算例共同情况"),
    "examples": _("算例"),
    "label": _("名称"),
    "text": _("文字"),
    "paragraph": _("条款"),
    "plus": _("计入"),
    "minus": _("扣除"),
    "incomes": _("收入种类"),
    "expenses": _("支出种类"),
    "except": _("不计"),
    "share": _("比例"),
    "cap": _("上限"),
    "cap_per": _("上限按"),
    "at_least_zero": _("不小于零"),
    "earlier_aid": _("此前帮扶"),
    "imputed_wage": _("视同工资收入"),
    "imputed_support": _("视同赡养费"),
    "above": _("超过"),
    "when": _("条件"),
    "unless": _("豁免条件"),
    "unless_text": _("豁免说明"),
    "all": _("同时符合"),
    "any": _("符合之一"),
    "not": _("不符合"),
    "gate": _("通用条件"),
    "quantity": _("数量"),
    "is": _("比较"),
    "than": _("标准"),
    "per": _("口径"),
    "standard": _("标准种类"),
    "times": _("倍数（次数）"),
    "lag": _("标准年度"),
    "area": _("城乡"),
    "fact": _("情况"),
    "in": _("属于"),
    "members": _("家庭成员"),
    "months": _("月数"),
    "for": _("适用类别"),
    "amount": _("金额"),
    "fixed": _("定额"),
    "of": _("基数"),
    "steps": _("分档定额"),
    "bands": _("分段比例"),
    "mode": _("方式"),
    "rate": _("比例"),
    "from": _("起点（含）"),
    "up_to": _("终点（含）"),
    "by": _("按（由）"),
    "amounts": _("各项金额"),
    "otherwise": _("其他情形"),
    "then": _("则"),
    "each_student": _("每名学生"),
    "each_member": _("每名家庭成员"),
    "per_person": _("乘家庭人口"),
    "per_month": _("乘救助月数"),
    "beneficiary": _("受助人"),
    "school_kind": _("学校类别"),
    "is_freshman": _("当年入学新生"),
    "whose": _("谁的"),
    "which": _("取哪一项"),
    "except_by": _("可同意例外的"),
    "least": _("取较低者"),
    "greatest": _("取较高者"),
    "sum": _("合计"),
    "at_least": _("不低于"),
    "at_most": _("不高于"),
    "top_up_to": _("补足至"),
    "floor": _("下限"),
    "floor_at_zero": _("没有金额时也给下限"),
    "round": _("取整"),
    "to": _("取整单位"),
    "caps": _("累计限制"),
    "limit": _("限额"),
    "form": _("形式"),
    "approval": _("审批权限"),
    "rule": _("规则"),
    "by_category": _("分类别规则"),
    "income": _("计入的收入"),
    "given": _("情况"),
    "expect": _("应得结果"),
    "name": _("名称"),
    "kind": _("种类"),
    "summary": _("一句话说明"),
    "uses": _("资金用途"),
    "off_file": _("没有建档的也可以申请"),
    "must_file": _("给了以后必须建档"),
    "asks": _("申请时写明"),
    "papers": _("材料"),
    "any_of": _("任选其一"),
    "within_months": _("不早于（月）"),
    "numbered": _("要写票据号码"),
    "waived_by": _("由哪一级同意免交"),
    "season": _("受理时间"),
    "notice": _("公示"),
    "days": _("天数"),
    "why": _("理由"),
    "topic": _("公示种类"),
    "columns": _("公示的栏目"),
    "mask": _("姓名怎样隐去"),
    "route": _("审批流程"),
    "routes": _("审批流程"),
    "stages": _("环节"),
    "at": _("在哪一级"),
    "role": _("由谁办"),
    "deciders": _("几人同意"),
    "workdays": _("几个工作日"),
    "outside": _("系统外办理"),
    "urgent": _("急难先行救助"),
    "copy_to": _("抄送"),
    "on": _("什么时候"),
    "most": _("最多"),
    "costs": _("哪些日期的费用"),
    "instalments": _("分次发放"),
    "every": _("多久一次"),
    "follow_up": _("批准、发放以后"),
    "pay_by": _("发放期限"),
    "collect_within": _("领取期限"),
    "event": _("从什么时候算"),
    "goods": _("物品"),
    "unit": _("单位"),
    "after_days": _("多少天后"),
    "what": _("做什么"),
}
# What a key is called below another one, where that is not what it is called elsewhere.
KEYS_BELOW = {
    ("papers", "of"): _("谁的"),
    ("season", "from"): _("开始日"),
    ("season", "to"): _("截止日"),
    ("costs", "from"): _("开始日"),
    ("costs", "to"): _("截止日"),
    ("costs", "months"): _("申请前几个月"),
    ("notice", "kind"): _("怎样算天数"),
    ("stages", "kind"): _("做什么"),
    ("instalments", "times"): _("次数"),
    ("instalments", "until"): _("发到哪一天"),
    ("goods", "at_most"): _("每次申请最多"),
}


def label_of_key(key: str, document: PolicyDocument) -> str:
    """“困难类别 › 深度困难 › 条件 › 标准 › 倍数”: each part of a dotted key by its Chinese name."""
    named = {rule.category: rule.label for rule in document.categories}
    named |= {rule.key: rule.text for rule in document.exclusions}
    named |= {rule.key: rule.text for rule in document.requirements}
    named |= {name: one.label for name, one in document.quantities.items()}
    named |= {name: one.label for name, one in document.programmes.items()}
    named |= {name: one.label for name, one in document.routes.items()}
    parts = key.split(".")
    first = [str(KEYS.get(parts[0], parts[0]))]
    # A name that an administrator gave stands directly below its section; elsewhere the keys are ours.
    rest = [
        named.get(part, part) if depth == 1 else _label_below(parts[:depth], part, named)
        for depth, part in enumerate(parts[1:], start=1)
    ]
    return " › ".join([*first, *rest])


def _label_below(above: list[str], part: str, named: dict[str, str]) -> str:
    if above[-1] == "papers":
        return "、".join(label_of("evidence_kinds", kind) for kind in part.split("、"))
    known = KEYS_BELOW.get((owner_of(above), part)) or KEYS.get(part)
    return str(known or named.get(part, part))


def owner_of(above: list[str]) -> str:
    """The key whose entry it is: of `programmes.living.papers.1` it is `papers`, of `programmes.living` and
    `programmes.living.notice` `programmes` and `notice`."""
    is_entry = len(above) == 2 or above[-2:-1] == ["papers"] or above[-1].isdigit()
    return above[-2] if is_entry and len(above) > 1 else above[-1]


# Which code lists the value below a key is taken from; any other value stands for itself.
VALUES = {
    "incomes": ("incomes",),
    "expenses": ("expenses",),
    "except": ("incomes", "expenses"),
    "kind": ("incomes", "expenses", "standards"),
    "standard": ("standards",),
    "area": ("areas",),
    "fact": ("facts",),
    "of": ("facts",),
    "by": ("approvers", "facts"),
    "form": ("aid_forms",),
    "except_by": ("approvers",),
    "in": ("causes", "statuses", "worker_types", "filing_levels", "stages", "relations"),
    "main_cause": ("causes",),
    "relation": ("relations",),
    "status": ("statuses",),
    "stage": ("stages",),
    "health": ("healths",),
    "uses": ("uses",),
    "asks": ("need_facts",),
    "any_of": ("evidence_kinds",),
}
VALUES_BELOW = {("programmes", "kind"): ("aid_kinds",)}  # fmt: skip
WORDS = {
    "category": _("困难类别"),
    "none": _("现行"),
    "previous_year": _("上一年"),
    "household": _("每户"),
    "member": _("每人"),
    "item": _("每笔"),
    "person": _("每人"),
    "year": _("每年"),
    "disease": _("每病种"),
    "event": _("每事件"),
    "fund": _("整笔资金"),
    "person_month": _("人均每月"),
    "person_year": _("人均每年"),
    "household_month": _("全家每月"),
    "household_year": _("全家每年"),
    "several": _("可以叠加"),
    "one_only": _("只享受一项"),
    "still_in_need": _("计入后仍困难的可以再享受"),
    "marginal": _("分段累进"),
    "whole": _("全额按档"),
    "half_up": _("四舍五入"),
    "down": _("舍去"),
    "up": _("进位"),
    "stage": _("在读阶段"),
    "school_kind": _("学校类别"),
    "beneficiary": _("受助人本人"),
    "clerk": _("由经办人选定"),
    "highest": _("金额最高的"),
    "first": _("排在前面的"),
}
WORDS_BELOW = {
    ("programmes", "beneficiary"): {
        "household": _("全家"), "worker": _("职工本人"), "student": _("在读学生"), "patient": _("病人"),
        "member": _("全家或其中一人"),
    },
    ("papers", "of"): {"household": _("家庭的"), "beneficiary": _("受助人本人的")},
    ("notice", "kind"): {"workdays": _("工作日"), "days": _("自然日")},
    ("instalments", "every"): {"month": _("每月"), "quarter": _("每季度"), "year": _("每年")},
}  # fmt: skip
WORDED = ("by", "lag", "cap_per", "per", "rule", "mode", "whose", "which")


def label_of_value(key: str, value: str, document: PolicyDocument) -> str:
    """A value, or several with 、 between them: codes and names of the document in Chinese."""
    *above, last = key.split(".")
    place = (owner_of(above), last) if above else ("", last)
    known: dict[str, object] = {}
    if last in ("for", "category", "categories"):
        known |= {rule.category: rule.label for rule in document.categories}
    if last in ("quantity", "judged_on", "of", "income", "plus", "minus"):
        known |= {name: one.label for name, one in document.quantities.items()}
    known |= WORDS_BELOW.get(place) or (WORDS if last in WORDED else {})
    for codes in VALUES_BELOW.get(place) or VALUES.get(last, ()):
        known = {**CODE_LISTS[codes], **known}
    return "、".join(str(known.get(part, part)) for part in value.split("、"))
