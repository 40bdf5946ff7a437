"""The empty roster that clerks download: the national layout and our columns, with drop-downs and notes.

What a column takes is asked of the field that will read it, so that the template and the import agree.
"""

from django.utils.translation import gettext as _

from cases.archives.rules.fields import FIELDS
from cases.archives.states import WORKER_STATUSES
from cases.rosters.resources import HeadResource, MemberResource, amounts, kinds, widgets
from cases.rosters.rules import labels
from cases.rosters.rules.columns import EXTRA, MEMBER, MEMBER_MORE, OWNER
from cases.rosters.rules.layout import FAMILY, FAMILY_PREFIX, REQUIRED, label_of, layout_keys
from cases.rosters.rules.stamp import STAMP, template_version
from hardship.kernel.sheets.template import TemplateColumn, TemplatePage, make_template

WIDE = {
    "address": 30,
    "employer": 22,
    "id_number": 22,
    "bank_card": 24,
    "registered_at": 18,
    "bank_branch": 18,
}
# Of the columns that are no field.
SAMPLES = {
    "category": "深度困难职工", "annual_income": "43200", "persons": "3", "monthly_per_capita": "1200",
    "filed_on": "2025-12-06", "filing_level": "全国级", "expense_medical": "24000",
    "expense_schooling": "5200", "bill_billed": "52000", "bill_paid_basic": "28000",
    "bill_hospital": "南通大学附属医院", "bill_is_designated": "是", "bill_disease": "慢性肾衰竭",
    "member_name": "王小童", "member_status": "小学",
    **{field.key: field.sample for field in FIELDS if field.sample},
}  # fmt: skip


def roster_template() -> bytes:
    """The workbook: a roster, the second sheet for families, drop-downs for 2,000 rows of each, a sheet that
    explains each column, and in a hidden one the version of the columns."""
    keys = [*layout_keys(), *(column.key for column in EXTRA if column.kept)]
    roster = TemplatePage(
        title=_("困难职工档案汇总表"),
        lines=[
            _("一户一行；红色的列必填，其余的列没有就空着。身份证号、银行卡号已设为文本，请直接粘贴。"),
            _("家庭成员超过 5 人时，填到“家庭成员”工作表；也可以在下一行只填编号和“家庭成员1”起的各列。"),
        ],
        columns=[_column(key) for key in keys],
    )
    family = TemplatePage(
        title=FAMILY,
        lines=[
            _("家庭成员一人一行，人数不限；用户主身份证号或编号对到主表的户。"),
            _(
                "主表已有的成员也可以在这里补充其余各列：同一身份证号（没有的按姓名）认作同一人，两处不要填得不一样。"
            ),
            _("模板版本 %(version)s") % {"version": template_version()},
        ],
        columns=[
            *_owner_columns(),
            *(_column(FAMILY_PREFIX + column.key) for column in (*MEMBER, *MEMBER_MORE)),
        ],
    )
    return make_template([roster, family], stamp=[(STAMP, template_version())], stamp_sheet=STAMP)


def _owner_columns() -> list[TemplateColumn]:
    number, id_number = OWNER
    return [
        TemplateColumn(number.label, note=_("与主表的编号相同；填了户主身份证号可以不填。")),
        TemplateColumn(
            id_number.label, length=18, note=_("户主的 18 位身份证号，按文本填写。"), width=22,
            sample=SAMPLES["id_number"],
        ),
    ]  # fmt: skip


def _column(key: str) -> TemplateColumn:
    prefix, _dot, name = key.rpartition(".")
    field = (MemberResource() if prefix else HeadResource()).fields.get(name)
    label = label_of(key).removeprefix(f"{FAMILY}表·")
    if field is None:
        return TemplateColumn(label, note=_("系统按账号自动记录，可不填。"))
    widget = field.widget
    return TemplateColumn(
        label=label,
        kind=_kind(widget),
        choices=_choices(widget, is_head=not prefix),
        length=18 if isinstance(widget, widgets.IdWidget) else 0,
        note=_own_note(name) or _note(widget),
        is_required=key in REQUIRED or key == f"{FAMILY_PREFIX}name",
        width=WIDE.get(name, 12),
        sample=SAMPLES.get(f"member_{name}" if prefix and name in ("name", "status") else name, ""),
    )


def _own_note(name: str) -> str:
    """What a column takes where its kind does not say it."""
    if name.startswith("expense_"):
        return _("近 12 个月全家合计，扣除报销后的数，单位元。")
    if name.startswith("income_"):
        return _("近 12 个月全家合计，不含各人月收入已填的，单位元。")
    notes = {
        "annual_income": _("近 12 个月全家合计，单位元。"),
        "dibao_amount": _("全家每月领取的低保金，单位元。"),
        "monthly_rent": _("租房的填写，每月租金，单位元。"),
        "homes": _("全家名下的房产套数，没有填 0。"),
        "vehicles": _("辆数，没有填 0；不含残疾人代步车和摩托车。"),
        "deposits": _("全家合计，单位元，没有填 0。"),
        "original_category": _("旧系统或旧表上的写法，照原文填写，不会被换算。"),
        "health_original": _("旧表上的写法，照原文填写。"),
        "entry_year": _("四位年份，例如 2024。"),
        "grade": _("年级，例如 2。"),
        "bill_billed": _("近 12 个月结算单的总费用；填了它，医疗自付支出等于总费用减各项报销，可以不填。"),
        "bill_outside_catalogue": _("总费用里医保目录外的部分，单位元。"),
        "bill_patient": _("本人或家庭成员的姓名；全家的留空。"),
        "bill_months": _("例如 2026.3-2026.8；整年留空。"),
    }
    return notes.get(name, "")


def _kind(widget: object) -> "widgets.Kind":
    if isinstance(widget, amounts.YuanWidget):
        return "amount"
    if isinstance(widget, widgets.PersonsWidget):
        return "count"
    return "date" if isinstance(widget, widgets.DateWidget) else "text"


def _choices(widget: object, *, is_head: bool) -> tuple[str, ...]:
    if isinstance(widget, widgets.YesWidget):
        return (_("是"), _("否"))
    if isinstance(widget, widgets.DisabilityWidget | widgets.CausesWidget | kinds.LabelsWidget):
        return ()
    if isinstance(widget, widgets.StatusWidget) and is_head:
        return tuple(str(status.label) for status in WORKER_STATUSES)
    return labels.allowed(widget.choices) if isinstance(widget, widgets.LabelWidget) else ()


def _note(widget: object) -> str:
    notes: tuple[tuple[type, str], ...] = (
        (widgets.IdWidget, _("18 位身份证号，按文本填写；出生日期和性别会据此核对。")),
        (widgets.CardWidget, _("银行卡号按文本填写，不要存成数字。")),
        (widgets.PhoneWidget, _("一个手机号码；其他电话填到“其他联系方式”。")),
        (widgets.DateWidget, _("例如 2025-12-06 或 2025年12月6日。")),
        (amounts.AreaWidget, _("只填数字，单位平方米。")),
        (amounts.YuanWidget, _("只填数字，单位元。")),
        (widgets.PersonsWidget, _("人数，包括本人。")),
        (kinds.TermWidget, _("例如 3年、18个月、无固定期限。")),
        (kinds.YearsWidget, _("学制年数，例如 3 或 2.5。")),
        (kinds.DocumentWidget, _("没有身份证的填写；同时选好其他证件种类，号码按文本填写。")),
        (
            kinds.LabelsWidget,
            _("可以填几项，用顿号隔开：%(words)s。") % {"words": _words(widget)},
        ),
        (widgets.CausesWidget, _("最多三项，用顿号隔开，不与主要致困原因重复。")),
        (widgets.DisabilityWidget, _("类别加等级，例如 肢体三级；没有就空着。")),
    )
    return next((note for kind, note in notes if isinstance(widget, kind)), "")


def _words(widget: object) -> str:
    return "、".join(labels.allowed(widget.choices)) if isinstance(widget, widgets.LabelWidget) else ""
