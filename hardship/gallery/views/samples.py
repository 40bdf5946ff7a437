"""What the gallery shows: invented people and figures, shaped as the components take them."""

from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from hardship.desk.selectors import NavItem, NavSection
from hardship.jobs.models import Job
from hardship.jobs.states import State as JobState
from hardship.kernel.workflow import Transition

USER = SimpleNamespace(
    name="陆审核",
    role_names="审核人",
    union=SimpleNamespace(name="崇川区总工会"),
    is_authenticated=True,
    large_type=False,
)


def nav(current: str) -> list[NavSection]:
    places: tuple[tuple[str, tuple[tuple[str, str, int | None, int], ...]], ...] = (
        ("", (("工作台", "home", None, 0),)),
        ("档案", (("困难职工档案", "folder", 1204, 0), ("导入花名册", "upload", None, 0))),
        (
            "帮扶",
            (("待我审批", "approve", None, 7), ("帮扶申请", "file", 63, 0), ("公示", "megaphone", 2, 0)),
        ),
        ("资金", (("资金与指标", "wallet", None, 0), ("发放批次", "roster", 1, 0))),
        ("查询", (("名册导出", "download", None, 0), ("政策与标准", "book", None, 0))),
        ("管理", (("工会与人员", "people", None, 0), ("操作日志", "clock", None, 0))),
    )
    return [
        NavSection(
            label,
            [
                NavItem(name, "#", icon, current=name == current, count=count, badge=badge)
                for name, icon, count, badge in items
            ],
        )
        for label, items in places
    ]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


BUTTONS = [
    Transition("pass", ("review",), "notice", "reviewer", "审核通过"),
    Transition("return", ("review",), "draft", "reviewer", "退回补正", needs_comment=True),
    Transition("reject", ("review",), "rejected", "reviewer", "不予帮扶", needs_comment=True, danger=True),
]
EVENTS = [
    {
        "text": "公示开始，学田街道公告栏与网页",
        "at": moment("2026-11-19T09:12"),
        "by": "季经办",
        "now": True,
    },
    {
        "text": "区总复核通过",
        "at": moment("2026-11-18T15:40"),
        "by": "陆审核",
        "kind": "success",
        "comment": "票据齐全，同意公示。",
    },
    {"text": "补正两项材料后重新提交", "at": moment("2026-11-16T10:05"), "by": "季经办"},
    {
        "text": "退回补正",
        "at": moment("2026-11-12T16:31"),
        "by": "陆审核",
        "kind": "warning",
        "comment": "缺 9 月门诊票据、费用清单。",
    },
    {"text": "提交申请，医疗救助 9,832.00 元", "at": moment("2026-11-09T14:20"), "by": "季经办"},
]
ROUTE = [
    {"label": "基层初审", "note": "10-28 季经办", "state": "done"},
    {"label": "公示", "note": "第 3 / 5 工作日", "state": "current"},
    {"label": "市总审批", "note": "限 5 工作日", "state": "todo"},
]
TASKS = [
    {"title": "本人", "url": "#", "is_done": True, "hint": "姓名、证件、联系方式、工作单位"},
    {"title": "家庭成员", "url": "#", "is_done": True, "hint": "共同生活的人，含在校子女"},
    {
        "title": "收入与刚性支出",
        "url": "#",
        "is_missing": True,
        "missing": ["配偶的工资性收入", "医疗自付金额"],
        "hint": "近 12 个月，按全年合计填写",
    },
    {"title": "住房与财产", "url": "#", "hint": "住房、车辆、经营、存款"},
    {"title": "材料", "url": "#"},
]
IDENTITY = {
    "name": "王秀兰",
    "badges": [{"kind": "deep", "text": "深度困难"}, {"kind": "success", "text": "在档"}],
    "meta": ["档案号 CC-2026-0148", "学田街道总工会"],
    "masked": "320602********0245",
    "reveal_url": "#",
    "facts": [
        {"label": "家庭人口", "value": "4 人"},
        {"label": "主要致困原因", "value": "患重特大疾病"},
        {"label": "用工类别", "value": "城镇职工，下岗"},
        {"label": "下次核查", "value": "2027-03-31"},
        {"label": "本年已帮扶", "value": "¥12,400.00"},
    ],
    "primary": {"label": "申请帮扶", "url": "#"},
    "links": [{"label": "打印档案表", "url": "#"}, {"label": "变更记录", "url": "#"}],
}
TABS = [
    {"label": "概况", "url": "#", "current": True},
    {"label": "家庭成员", "url": "#", "count": 4},
    {"label": "收入与支出", "url": "#"},
    {"label": "材料", "url": "#", "count": 11},
    {"label": "认定", "url": "#", "count": 3},
    {"label": "帮扶记录", "url": "#", "count": 5},
    {"label": "经过", "url": "#"},
]
SUMMARY = [
    {"label": "姓名", "value": "王秀兰", "url": "#"},
    {"label": "身份证号", "value": "320602********0245", "url": "#"},
    {
        "label": "本人月平均收入",
        "value": "2,100.00 元",
        "url": "#",
        "returned": "与银行流水不一致，请按 12 个月平均重算。",
    },
    {"label": "手机号码", "absent": "还没有填写", "url": "#"},
    {"label": "开户银行", "value": "中国农业银行南通学田支行", "url": "#"},
]
IDENTITY_2 = {
    "name": "欧阳建国",
    "badges": [{"kind": "relative", "text": "相对困难"}, {"kind": "warning", "text": "退回补正"}],
    "meta": ["档案号 TZ-2026-0031", "通州建筑工程公司工会"],
    "facts": [{"label": "家庭人口", "value": "3 人"}, {"label": "时限", "value": "剩 2 个工作日"}],
    "links": [{"label": "打印档案表", "url": "#"}],
}
STOPPED = [
    {"label": "基层初审", "note": "10-28 季经办", "state": "done"},
    {"label": "区总复核", "note": "不予帮扶，陆审核", "state": "stopped"},
]
EMPTY_ACTIONS = [{"label": "新建档案", "url": "#", "primary": True}, {"label": "查看已办", "url": "#"}]
CLEAR_ACTIONS = [{"label": "清除筛选", "url": "#"}]
ACTIVE = [{"label": "困难类别：深度困难", "url": "#"}, {"label": "建档日期：2026 年", "url": "#"}]
HIDDEN = [("category", "deep")]
AMOUNT = Decimal("16409.02")
FILES: list[dict[str, Any]] = [
    {"name": "诊断证明.pdf", "url": "#", "size": 318_220, "kind": "pdf", "note": "诊断证明"},
    {
        "name": "门诊票据-9月.jpg",
        "url": "#",
        "size": 1_482_000,
        "kind": "image",
        "note": "费用票据",
        "delete_url": "#",
    },
    {"name": "发放花名册.xlsx", "url": "#", "size": 44_100, "kind": "excel"},
]
JOBS = [
    (Job(state=JobState.QUEUED, done=0, total=0, message="前面还有 1 项", result_name=""), "导入花名册"),
    (
        Job(state=JobState.RUNNING, done=830, total=2000, message="约剩 20 秒", result_name=""),
        "导入花名册",
    ),
    (Job(state=JobState.DONE, done=137, total=137, message="", result_name="下载名册"), "导出名册"),
    (
        Job(
            state=JobState.FAILED,
            done=412,
            total=2000,
            message="文件在第 413 行损坏，请另存后重新上传。",
            result_name="",
        ),
        "导入花名册",
    ),
]
