"""States of a policy; kinds of areas, evidence and amount rules that dated rows refer to."""

from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IncomeArea(TextChoices):
    """Whose income a region publishes."""

    ALL = "all", _("全体居民")
    URBAN = "urban", _("城镇居民")
    RURAL = "rural", _("农村居民")


class PolicyState(TextChoices):
    DRAFT = "draft", _("草稿")
    CHECKED = "checked", _("已复核")
    IN_FORCE = "in_force", _("已公布")
    SUPERSEDED = "superseded", _("已被替代")
    DISCARDED = "discarded", _("已作废")


PUBLISHED = (PolicyState.IN_FORCE, PolicyState.SUPERSEDED)
SUCCESSOR = "successor"  # no person: a later version takes the place when it is put into force
# Steps that anybody above takes as well; the others belong to the union whose policy it is.
FROM_ABOVE = frozenset({"check", "return"})

POLICY_TRANSITIONS = (
    Transition(
        "check", (PolicyState.DRAFT,), PolicyState.CHECKED, Role.ADMINISTRATOR, _("复核通过"),
        is_decision=True,
    ),
    Transition(
        "check", (PolicyState.DRAFT,), PolicyState.CHECKED, Role.REVIEWER, _("复核通过"), is_decision=True
    ),
    Transition(
        "put_in_force", (PolicyState.CHECKED,), PolicyState.IN_FORCE, Role.ADMINISTRATOR, _("公布执行")
    ),
    Transition(
        "return", (PolicyState.DRAFT, PolicyState.CHECKED), PolicyState.DRAFT, Role.ADMINISTRATOR,
        _("退回修改"), needs_comment=True,
    ),
    Transition(
        "return", (PolicyState.DRAFT, PolicyState.CHECKED), PolicyState.DRAFT, Role.REVIEWER,
        _("退回修改"), needs_comment=True,
    ),
    Transition(
        "supersede", (PolicyState.IN_FORCE,), PolicyState.SUPERSEDED, SUCCESSOR, _("被新版本替代")
    ),
    Transition(
        "discard", (PolicyState.DRAFT, PolicyState.CHECKED), PolicyState.DISCARDED, Role.ADMINISTRATOR,
        _("作废"), needs_comment=True, danger=True,
    ),
)  # fmt: skip


class HaltState(TextChoices):
    ASKED = "asked", _("停办待复核")
    HALTED = "halted", _("停办")
    LIFTING = "lifting", _("恢复待复核")
    LIFTED = "lifted", _("已恢复")
    DECLINED = "declined", _("未停办")


IN_HALT = (HaltState.HALTED, HaltState.LIFTING)  # nobody begins an application
OPEN_HALT = (HaltState.ASKED, *IN_HALT)
HALT_TONES = {HaltState.HALTED: "danger", HaltState.ASKED: "warning", HaltState.LIFTING: "warning"}
# What the union asks itself; what others say to it anybody above may say as well.
HALT_ASKED = frozenset({"ask", "ask_lift"})


def _looked_at(
    action: str, source: HaltState, target: HaltState, label: "StrOrPromise", **more: Any
) -> tuple[Transition, ...]:
    roles = (Role.ADMINISTRATOR, Role.REVIEWER)
    return tuple(Transition(action, (source,), target, role, label, **more) for role in roles)


HALT_TRANSITIONS = (
    *_looked_at("confirm", HaltState.ASKED, HaltState.HALTED, _("同意停办"), is_decision=True),
    *_looked_at("decline", HaltState.ASKED, HaltState.DECLINED, _("不停办"), needs_comment=True),
    Transition(
        "ask_lift", (HaltState.HALTED,), HaltState.LIFTING, Role.ADMINISTRATOR, _("申请恢复"),
        needs_comment=True,
    ),
    *_looked_at("lift", HaltState.LIFTING, HaltState.LIFTED, _("同意恢复"), is_decision=True),
    *_looked_at("keep", HaltState.LIFTING, HaltState.HALTED, _("仍然停办"), needs_comment=True),
)  # fmt: skip


class Area(TextChoices):
    URBAN = "urban", _("城镇")
    RURAL = "rural", _("农村")


class Category(TextChoices):
    DEEP = "deep", _("深度困难")
    RELATIVE = "relative", _("相对困难")
    ACCIDENT = "accident", _("意外致困")
    OWN = "own", _("本级类别")  # of a union's own policy, which reports it as none of the national ones


class EvidenceKind(TextChoices):
    """What a document proves; the file and every application draw on the same list."""

    ID_CARD = "id_card", _("身份证")
    HOUSEHOLD_REGISTER = "household_register", _("户口本")
    INCOME = "income", _("收入证明")
    DIAGNOSIS = "diagnosis", _("诊断证明")
    MEDICAL_RECORD = "medical_record", _("出院小结（病历）")
    FEE_LIST = "fee_list", _("医疗费用清单")
    ADMISSION = "admission", _("录取通知书（在校证明）")
    TUITION_INVOICE = "tuition_invoice", _("学费票据")
    HARDSHIP = "hardship", _("困难证明")
    DISABILITY = "disability", _("残疾证")
    DIBAO = "dibao", _("低保证")
    LABOUR_CONTRACT = "labour_contract", _("劳动合同")
    HOUSING = "housing", _("住房证明")
    CONSENT = "consent", _("核对授权书")
    MEDICAL_INVOICE = "medical_invoice", _("医疗费票据")
    SURGERY = "surgery", _("手术记录")
    DISASTER = "disaster", _("灾害（事故）证明")
    DEATH = "death", _("死亡证明")
    TICKET = "ticket", _("车票")
    EMPLOYMENT = "employment", _("就业（创业、培训）证明")
    FACTS = "facts", _("事实材料（情况说明、照片）")
    APPLICATION = "application", _("申请书（签字）")
    RECEIPT = "receipt", _("收条（签领单）")
    OTHER = "other", _("其他材料")
    # what a home visit leaves: taken in with the visit and never without one
    VISIT_PHOTO = "visit_photo", _("入户照片")
    VISIT_FORM = "visit_form", _("入户调查表（签字）")
    SIGNATURE = "signature", _("签名")


# Documents with a number (票据代码、号码) that may be claimed once.
INVOICE_KINDS = frozenset(
    {EvidenceKind.MEDICAL_INVOICE, EvidenceKind.FEE_LIST, EvidenceKind.TUITION_INVOICE, EvidenceKind.TICKET}
)


VISIT_KINDS = (EvidenceKind.VISIT_PHOTO, EvidenceKind.VISIT_FORM, EvidenceKind.SIGNATURE)


class AidKind(TextChoices):
    """What aid is given for: of our programmes and of what others give."""

    LIVING = "living", _("生活救助")
    EMERGENCY = "emergency", _("临时救助")
    URGENT = "urgent", _("急难救助")
    ILLNESS = "illness", _("大病救助")
    MEDICAL = "medical", _("医疗救助")
    SCHOOLING = "schooling", _("助学")
    EMPLOYMENT = "employment", _("就业帮扶")
    STARTUP = "startup", _("创业扶持")
    HOUSING = "housing", _("住房救助")
    UTILITIES = "utilities", _("水电取暖补助")
    INSURANCE = "insurance", _("保费资助")
    TRAVEL = "travel", _("返乡探亲")
    GOODS = "goods", _("实物救助")
    CONSOLATION = "consolation", _("慰问")
    HOSPITAL = "hospital", _("住院慰问")
    MODEL = "model", _("劳模待遇")
    COUNSELLING = "counselling", _("心理关怀")
    LEGAL = "legal", _("法律援助")
    OTHER = "other", _("其他")


class Beneficiary(TextChoices):
    """Whom a programme is for: the family, its worker, or one of its people, who is named."""

    HOUSEHOLD = "household", _("全家")
    WORKER = "worker", _("职工本人")
    STUDENT = "student", _("在读学生")
    PATIENT = "patient", _("病人")
    MEMBER = "member", _("家庭或其中一人")


class SchoolKind(TextChoices):
    """What kind of school somebody goes to: some are excluded from aid (R40)."""

    ORDINARY = "ordinary", _("普通院校")
    MILITARY = "military", _("军校")
    FREE_TEACHER = "free_teacher", _("免费师范")
    DIRECTED = "directed", _("定向培养")
    HIGH_FEE = "high_fee", _("高收费学校")


class Stage(TextChoices):
    """Stage of schooling; domain.md 3.2 leaves the national list open, R26 and R39 pay by these."""

    KINDERGARTEN = "kindergarten", _("幼儿园")
    PRIMARY = "primary", _("小学")
    JUNIOR = "junior", _("初中")
    SENIOR = "senior", _("高中")
    VOCATIONAL = "vocational", _("中职")
    JUNIOR_COLLEGE = "junior_college", _("高职专科")
    UNDERGRADUATE = "undergraduate", _("本科")
    MASTER = "master", _("硕士")
    DOCTOR = "doctor", _("博士")
    DISABLED_CHILD = "disabled_child", _("特教与残疾儿童")
