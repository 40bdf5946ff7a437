"""The people of a household."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household
from cases.archives.rules.insurance import INSURANCES, MOST_MONTHS, OWING, sum_up_insurance
from cases.archives.rules.periods import OPEN_ENDED
from cases.archives.states import (
    DisabilityGrade,
    DisabilityKind,
    DiseaseClass,
    DocumentKind,
    Education,
    EmployerKind,
    EmployerState,
    Employment,
    Health,
    Insurance,
    InsuranceState,
    Marriage,
    ModelWorker,
    Politics,
    Registration,
    Relation,
    Sex,
    Status,
)
from cases.policies.states import SchoolKind, Stage
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.hidden import NameField


def _insurance(kind: str) -> "models.CharField[Any, Any]":
    return models.CharField(
        INSURANCES[kind], max_length=11, choices=InsuranceState.choices, blank=True, db_default="", default=""
    )


def _arrears(kind: str) -> "models.PositiveSmallIntegerField[Any, Any]":
    label = format_lazy(_("{kind}断欠月数"), kind=INSURANCES[kind])
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def arrears_with_their_state() -> models.CheckConstraint:
    """Months are owed or missing only of an insurance that is owed or interrupted."""
    q = models.Q()
    for kind in INSURANCES:
        none = models.Q(**{f"{kind}_arrears__isnull": True}) | models.Q(**{f"{kind}_arrears": 0})
        q &= none | models.Q(**{f"{kind}_insurance__in": OWING, f"{kind}_arrears__lte": MOST_MONTHS})
    return check("member_arrears_with_their_state", q, _("断缴或欠缴时才填月数，请核对社会保险。"))


class Member(models.Model):
    """A person who lives in the household; `relation` is to the head, who is a member too.

    `in_active_file` follows the household's state by trigger: with it the database keeps one person in one
    active file (requirement A10).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members", verbose_name=_("档案"))
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    relation = models.CharField(_("与户主关系"), max_length=8, choices=Relation.choices)
    in_active_file = models.BooleanField(default=False, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    name = NameField(_("姓名"), max_length=50, blank=True)
    name_pinyin = models.CharField(max_length=160, blank=True, editable=False)
    name_initials = models.CharField(max_length=50, blank=True, editable=False)
    name_grams = ArrayField(models.CharField(max_length=4), default=list, editable=False)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"), null=True, blank=True)  # type: ignore[misc]
    id_number_index = BlindIndexField(null=True, editable=False)
    id_number_tail = BlindIndexField(null=True, editable=False)
    document_kind = models.CharField(_("其他证件"), max_length=12, choices=DocumentKind.choices, blank=True)
    document_number = EncryptedField("document", verbose_name=_("其他证件号码"), null=True, blank=True)  # type: ignore[misc]
    document_index = BlindIndexField(null=True, editable=False)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    politics = models.CharField(_("政治面貌"), max_length=10, choices=Politics.choices, blank=True)
    marriage = models.CharField(_("婚姻状况"), max_length=8, choices=Marriage.choices, blank=True)
    registration = models.CharField(_("户口类型"), max_length=9, choices=Registration.choices, blank=True)

    health = models.CharField(_("健康状况"), max_length=16, choices=Health.choices, blank=True)
    health_original = models.CharField(_("原健康状况"), max_length=20, blank=True)
    disease = models.CharField(_("疾病名称"), max_length=40, blank=True)
    disease_class = models.CharField(_("疾病类型"), max_length=8, choices=DiseaseClass.choices, blank=True)
    disability_kind = models.CharField(
        _("残疾类别"), max_length=9, choices=DisabilityKind.choices, blank=True
    )
    disability_grade = models.CharField(
        _("残疾等级"), max_length=1, choices=DisabilityGrade.choices, blank=True
    )
    insurance = models.CharField(_("医保状况"), max_length=8, choices=Insurance.choices, blank=True)

    pension_insurance = _insurance("pension")
    pension_arrears = _arrears("pension")
    medical_insurance = _insurance("medical")
    medical_arrears = _arrears("medical")
    unemployment_insurance = _insurance("unemployment")
    unemployment_arrears = _arrears("unemployment")
    injury_insurance = _insurance("injury")
    injury_arrears = _arrears("injury")

    staff_no = models.CharField(_("职工编号"), max_length=30, blank=True)
    is_union_member = models.BooleanField(_("工会会员"), null=True)
    employment = models.CharField(_("用工形式"), max_length=12, choices=Employment.choices, blank=True)
    status = models.CharField(_("人员身份"), max_length=16, choices=Status.choices, blank=True)
    model_worker = models.CharField(_("劳模类型"), max_length=10, choices=ModelWorker.choices, blank=True)
    employer = models.CharField(_("单位或学校"), max_length=80, blank=True)
    employer_kind = models.CharField(_("单位性质"), max_length=16, choices=EmployerKind.choices, blank=True)
    employer_state = models.CharField(_("企业状况"), max_length=8, choices=EmployerState.choices, blank=True)
    industry = models.CharField(_("所属行业"), max_length=40, blank=True)
    working_since = models.DateField(_("参加工作时间"), null=True, blank=True)
    contract_on = models.DateField(_("劳动合同签订日期"), null=True, blank=True)
    contract_months = models.PositiveSmallIntegerField(_("合同期限"), null=True, blank=True)
    joined_on = models.DateField(_("到本单位时间"), null=True, blank=True)

    education = models.CharField(_("当前学历"), max_length=12, choices=Education.choices, blank=True)
    stage = models.CharField(_("在读阶段"), max_length=14, choices=Stage.choices, blank=True)
    school_kind = models.CharField(_("院校类型"), max_length=12, choices=SchoolKind.choices, blank=True)
    entry_year = models.PositiveSmallIntegerField(_("入学年份"), null=True, blank=True)
    school_years = models.DecimalField(_("学制（年）"), max_digits=3, decimal_places=1, null=True, blank=True)
    grade = models.PositiveSmallIntegerField(_("年级"), null=True, blank=True)
    seeks_work = models.BooleanField(_("求职"), null=True)
    skills = models.CharField(_("技能特长"), max_length=100, blank=True)
    job_wishes = models.CharField(_("就业意愿"), max_length=100, blank=True)
    training_wishes = models.CharField(_("培训意愿"), max_length=100, blank=True)
    monthly_income = models.DecimalField(
        _("月收入（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    phone = EncryptedField("phone", verbose_name=_("手机号码"), null=True, blank=True)  # type: ignore[misc]
    phone_index = BlindIndexField(null=True, editable=False)
    phone_tail = BlindIndexField(null=True, editable=False)
    other_contact = models.CharField(_("其他联系方式"), max_length=60, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=40, blank=True)
    bank_branch = models.CharField(_("支行名称"), max_length=60, blank=True)
    bank_card = EncryptedField("bank_card", verbose_name=_("银行卡号"), null=True, blank=True)  # type: ignore[misc]
    bank_card_index = BlindIndexField(null=True, editable=False)
    remark = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("家庭成员")
        indexes = [
            GinIndex(fields=["name_grams"], name="member_name_grams"),
            models.Index(fields=["name_pinyin"], name="member_pinyin", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_initials"], name="member_initials", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=models.Q(
                    in_active_file=True, removed_at__isnull=True, id_number_index__isnull=False
                ),
                name="member_in_one_active_file",
                violation_error_message=_("此人已在另一份有效档案中。"),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(relation=Relation.HEAD, removed_at__isnull=True),
                name="household_has_one_head",
            ),
            models.UniqueConstraint(
                fields=["document_index"],
                condition=models.Q(
                    in_active_file=True, removed_at__isnull=True, document_index__isnull=False
                ),
                name="member_document_in_one_active_file",
                violation_error_message=_("此人已在另一份有效档案中。"),
            ),
            check(
                "member_document_with_its_kind",
                models.Q(document_index__isnull=True) | ~models.Q(document_kind=""),
                _("请选择证件种类。"),
            ),
            check(
                "member_contract_months_in_range",
                models.Q(contract_months__isnull=True) | models.Q(contract_months__range=(1, OPEN_ENDED)),
                _("合同期限应在 1 个月以上。"),
            ),
            check(
                "member_schooling_in_range",
                (models.Q(entry_year__isnull=True) | models.Q(entry_year__range=(1950, 2100)))
                & (models.Q(school_years__isnull=True) | models.Q(school_years__range=(Decimal("0.5"), 10)))
                & (models.Q(grade__isnull=True) | models.Q(grade__range=(1, 12))),
                _("入学年份、学制或年级不对，请核对。"),
            ),
            arrears_with_their_state(),
            check(
                "member_income_not_negative",
                models.Q(monthly_income__isnull=True) | models.Q(monthly_income__gte=0),
                _("月收入不能是负数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_insurances(self) -> str:
        """How the social insurances of the worker stand, in few words."""
        return sum_up_insurance(self)
