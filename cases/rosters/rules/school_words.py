"""Other words for stages of schooling and for how an insurance stands; see rules.words."""

from django.db.models import TextChoices

from cases.archives.states import InsuranceState
from cases.policies.states import Stage


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCHOOL_AND_INSURANCE: dict[type[TextChoices], dict[str, str]] = {
    Stage: {
        Stage.KINDERGARTEN: "学前 学前班 幼儿 幼教",
        Stage.PRIMARY: "小学生",
        Stage.JUNIOR: "初中生",
        Stage.SENIOR: "高中生 普高",
        Stage.VOCATIONAL: "中职中技 中专 中技 技校 职高 中专生 职高生 中职/中技 中职、中技",
        Stage.JUNIOR_COLLEGE: "高职 专科 大专 大专生 专科生 高职生 高职、专科 高职(专科)",
        Stage.UNDERGRADUATE: "大学本科 本科生",
        Stage.MASTER: "硕士研究生 硕士生",
        Stage.DOCTOR: "博士研究生 博士生",
        Stage.DISABLED_CHILD: "特教 特殊教育 残疾儿童 残疾儿童康复 残疾儿童康复、特教",
    },
    InsuranceState: {
        InsuranceState.INSURED: "正常 正常参保 已参保 正常缴费 缴费 是 有",
        InsuranceState.INTERRUPTED: "中断 停缴 断保 中断缴费",
        InsuranceState.OWED: "欠费 拖欠",
        InsuranceState.NONE: "未参 没有参保 否 无 没有",
    },
}

# Of a status, which tell the stage as well.
STAGES = {
    **dict.fromkeys(_words("大专 专科 大专生 专科生 高职 高职专科 高职生"), Stage.JUNIOR_COLLEGE.value),
    **dict.fromkeys(_words("本科 大学本科 本科生"), Stage.UNDERGRADUATE.value),
    **dict.fromkeys(_words("硕士 硕士研究生 硕士生"), Stage.MASTER.value),
    **dict.fromkeys(_words("博士 博士研究生 博士生"), Stage.DOCTOR.value),
}
