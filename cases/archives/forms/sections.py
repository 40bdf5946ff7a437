"""The forms of the sections that are a list of fields: worker, housing, causes, consent."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import AreaField, SectionForm, from_model
from cases.archives.models import Consent, Household, Member
from cases.archives.rules import Contents
from cases.archives.states import WORKER_STATUSES, Section
from hardship.kernel.documents import check_card
from hardship.kernel.fields import Secret, StrictIntegerField

STATUS_CHOICES = [(str(status), status.label) for status in WORKER_STATUSES]
MAX_SECONDARY = 3
# What most people type; any other word is welcome.
ETHNICITIES = ("汉族", "回族", "满族", "蒙古族", "壮族", "维吾尔族", "苗族", "彝族", "土家族", "藏族")
# The sections of GB/T 4754-2017.
INDUSTRIES = (
    "农、林、牧、渔业", "采矿业", "制造业", "电力、热力、燃气及水生产和供应业", "建筑业", "批发和零售业",
    "交通运输、仓储和邮政业", "住宿和餐饮业", "信息传输、软件和信息技术服务业", "金融业", "房地产业",
    "租赁和商务服务业", "科学研究和技术服务业", "水利、环境和公共设施管理业",
    "居民服务、修理和其他服务业", "教育", "卫生和社会工作", "文化、体育和娱乐业",
    "公共管理、社会保障和社会组织",
)  # fmt: skip


class WorkerForm(SectionForm):
    """The worker whom the file is opened for."""

    section = Section.WORKER
    autosaves = True
    word_lists: ClassVar[dict[str, tuple[str, ...]]] = {
        "ethnicity-list": ETHNICITIES,
        "industry-list": INDUSTRIES,
    }
    groups = (
        (
            _("身份信息"),
            ("id_number", "name", "birth_on", "sex", "ethnicity", "politics", "marriage", "registration"),
        ),
        (
            _("工作情况"),
            (
                "worker_type", "status", "model_worker", "employer", "employer_kind", "employer_state",
                "industry", "working_since", "contract_on", "monthly_income",
            ),
        ),
        (_("健康与医保"), ("health", "insurance", "disability_kind", "disability_grade")),
        (
            _("联系方式与收款账户"),
            ("phone", "other_contact", "postcode", "bank_name", "bank_branch", "bank_card"),
        ),
    )  # fmt: skip

    id_number = from_model(Member, "id_number", help_text=_("填满 18 位后自动带出出生日期和性别，并查重"))
    name = from_model(Member, "name")
    birth_on = from_model(Member, "birth_on", past_only=True)
    sex = from_model(Member, "sex", widget=forms.RadioSelect)
    ethnicity = from_model(Member, "ethnicity")
    politics = from_model(Member, "politics")
    marriage = from_model(Member, "marriage")
    registration = from_model(Member, "registration")
    worker_type = from_model(Household, "worker_type", widget=forms.RadioSelect)
    status = from_model(Member, "status", choices=STATUS_CHOICES, label=_("工作状态"))
    model_worker = from_model(Member, "model_worker")
    employer = from_model(Member, "employer", label=_("工作单位"))
    employer_kind = from_model(Member, "employer_kind")
    employer_state = from_model(Member, "employer_state")
    industry = from_model(Member, "industry")
    working_since = from_model(Member, "working_since", past_only=True)
    contract_on = from_model(Member, "contract_on", past_only=True, help_text=_("农民工须满一年"))
    monthly_income = from_model(Member, "monthly_income", label=_("本人月平均收入（元）"))
    health = from_model(Member, "health")
    insurance = from_model(Member, "insurance")
    disability_kind = from_model(Member, "disability_kind")
    disability_grade = from_model(Member, "disability_grade")
    phone = from_model(Member, "phone")
    other_contact = from_model(Member, "other_contact")
    postcode = from_model(Member, "postcode")
    bank_name = from_model(Member, "bank_name")
    bank_branch = from_model(Member, "bank_branch")
    bank_card = from_model(Member, "bank_card", help_text=_("本人名下的借记卡，帮扶款打到这张卡上"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"
        for name in ("ethnicity", "industry"):
            self.fields[name].widget.attrs["list"] = f"{name}-list"

    def stored(self, contents: Contents) -> dict[str, Any]:
        names = [name for name in self.base_fields if name not in ("version", "worker_type")]
        return {
            "worker_type": contents.household.worker_type,
            **{name: getattr(contents.head, name) for name in names},
        }

    def clean_postcode(self) -> str:
        postcode: str = self.cleaned_data["postcode"]
        if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 6):
            raise forms.ValidationError(_("邮政编码是 6 位数字。"))
        return postcode

    def warnings(self) -> list[str]:
        card = self.cleaned_data.get("bank_card")
        if not card or check_card(card.reveal() if isinstance(card, Secret) else card).luhn_ok:
            return []
        return [_now("银行卡号的校验位不对，请对照卡片再核对一遍；存折账号可以不管。")]


class HousingForm(SectionForm):
    """Address, housing and assets."""

    section = Section.HOUSING
    autosaves = True
    groups = (
        (_("住址与户口"), ("address", "registered_at")),
        (_("住房"), ("housing_type", "floor_area", "homes")),
        (_("车辆、经营与存款"), ("vehicles", "vehicle_note", "has_business", "deposits", "asset_note")),
    )

    address = from_model(Household, "address")
    registered_at = from_model(Household, "registered_at", help_text=_("填到区县，例如 江苏省南通市崇川区"))
    housing_type = from_model(Household, "housing_type")
    floor_area = AreaField(label=Household._meta.get_field("floor_area").verbose_name, required=False)
    homes = StrictIntegerField(
        label=Household._meta.get_field("homes").verbose_name,
        required=False, max_value=99, help_text=_("全家名下的房产，没有填 0"),
    )  # fmt: skip
    vehicles = StrictIntegerField(
        label=Household._meta.get_field("vehicles").verbose_name,
        required=False, max_value=99, help_text=_("不含残疾人代步车和摩托车，没有填 0"),
    )  # fmt: skip
    vehicle_note = from_model(Household, "vehicle_note", help_text=_("有机动车时填写用途和购置价"))
    has_business = from_model(Household, "has_business")
    deposits = from_model(Household, "deposits", help_text=_("没有填 0"))
    asset_note = from_model(Household, "asset_note", multiline=True, widget=forms.Textarea(attrs={"rows": 3}))

    def stored(self, contents: Contents) -> dict[str, Any]:
        names = [name for name in self.base_fields if name != "version"]
        return {name: getattr(contents.household, name) for name in names}


class CausesForm(SectionForm):
    """Why the family is in hardship and what it needs."""

    section = Section.CAUSES
    autosaves = True
    groups = (
        (_("致困原因"), ("main_cause", "secondary_causes", "cause_note")),
        (_("帮扶需求"), ("wants",)),
        (_("家庭情况"), ("is_single_parent", "is_on_dibao", "has_self_help", "is_zero_employment")),
    )

    main_cause = from_model(Household, "main_cause")
    secondary_causes = from_model(Household, "secondary_causes", help_text=_("最多三项"))
    cause_note = from_model(
        Household,
        "cause_note",
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写清谁、什么时候、因为什么、每月花多少，500 字以内"),
    )
    wants = from_model(Household, "wants")
    is_single_parent = from_model(Household, "is_single_parent")
    is_on_dibao = from_model(Household, "is_on_dibao")
    has_self_help = from_model(Household, "has_self_help")
    is_zero_employment = from_model(Household, "is_zero_employment")

    def stored(self, contents: Contents) -> dict[str, Any]:
        names = [name for name in self.base_fields if name != "version"]
        return {name: getattr(contents.household, name) for name in names}

    def clean_secondary_causes(self) -> list[str]:
        causes: list[str] = self.cleaned_data["secondary_causes"]
        if len(causes) > MAX_SECONDARY:
            raise forms.ValidationError(_("次要致困原因最多选三项，请去掉几项。"))
        if self.cleaned_data.get("main_cause") in causes:
            raise forms.ValidationError(_("主要致困原因不用在这里重复选。"))
        return causes


class ConsentForm(SectionForm):
    """The family's signature; the paper with it is kept at the union or scanned under evidence."""

    section = Section.CONSENT
    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        ("", ("signed_on", "signer", "allows_check", "allows_notice")),
    )

    signed_on = from_model(Consent, "signed_on", past_only=True)
    signer = from_model(Consent, "signer", help_text=_("户主本人；不能签字的由成年家属代签"))
    allows_check = forms.BooleanField(
        label=Consent._meta.get_field("allows_check").verbose_name, required=False
    )
    allows_notice = forms.BooleanField(
        label=Consent._meta.get_field("allows_notice").verbose_name, required=False
    )

    def stored(self, contents: Contents) -> dict[str, Any]:
        consent = contents.consent
        if consent is None:
            return {"signed_on": timezone.localdate(), "signer": contents.head.name}
        return {name: getattr(consent, name) for name in self.base_fields if name != "version"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, message in (("signed_on", _("请填写签字日期。")), ("signer", _("请填写签字人。"))):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, message)
        return cleaned
