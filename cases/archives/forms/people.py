"""The forms of one person: the worker whom the file is opened for, and a member with every field."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import SectionForm, TermField, YearsField, from_model
from cases.archives.models import Household, Member
from cases.archives.rules import Contents
from cases.archives.rules.completeness import HEAD_LABELS
from cases.archives.rules.contracts import doubts
from cases.archives.rules.former import FORMER_HEALTH, health_of
from cases.archives.states import WORKER_STATUSES, Relation, Section, WorkerType
from hardship.kernel.documents import DocumentError, check_card
from hardship.kernel.fields import Secret, StrictIntegerField
from hardship.kernel.permits import check_document

STATUS_CHOICES = [(str(status), status.label) for status in WORKER_STATUSES]
RELATIONS = [(str(value), value.label) for value in Relation if value != Relation.HEAD]
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
LISTED = {"ethnicity": "ethnicity-list", "industry": "industry-list", "health_original": "health-list"}
PAPERS = (_("没有身份证的，填写其他证件"), ("document_kind", "document_number"))
ILLNESS = (_("疾病与旧档案健康状况"), ("disease", "disease_class", "health_original"))
WISHES = (_("求职与培训"), ("seeks_work", "skills", "job_wishes", "training_wishes"))
TERMS = (_("用工与工会"), ("staff_no", "is_union_member", "employment", "joined_on"))


class PersonForm(SectionForm):
    """Every field that the national form knows of a person."""

    word_lists: ClassVar[dict[str, tuple[str, ...]]] = {
        "ethnicity-list": ETHNICITIES,
        "industry-list": INDUSTRIES,
        "health-list": tuple(FORMER_HEALTH),
    }

    id_number = from_model(Member, "id_number", help_text=_("填满 18 位后自动带出出生日期和性别，并查重"))
    name = from_model(Member, "name")
    document_kind = from_model(Member, "document_kind", label=_("证件种类"))
    document_number = from_model(Member, "document_number", label=_("证件号码"))
    birth_on = from_model(Member, "birth_on", past_only=True)
    sex = from_model(Member, "sex", widget=forms.RadioSelect)
    ethnicity = from_model(Member, "ethnicity")
    politics = from_model(Member, "politics")
    marriage = from_model(Member, "marriage")
    registration = from_model(Member, "registration")
    status = from_model(Member, "status")
    staff_no = from_model(Member, "staff_no")
    is_union_member = from_model(Member, "is_union_member")
    employment = from_model(Member, "employment")
    model_worker = from_model(Member, "model_worker")
    employer = from_model(Member, "employer")
    employer_kind = from_model(Member, "employer_kind")
    employer_state = from_model(Member, "employer_state")
    industry = from_model(Member, "industry")
    working_since = from_model(Member, "working_since", past_only=True)
    joined_on = from_model(Member, "joined_on", past_only=True)
    contract_on = from_model(Member, "contract_on", past_only=True, help_text=_("农民工须满一年"))
    contract_months = TermField(
        label=Member._meta.get_field("contract_months").verbose_name,
        required=False, help_text=_("例如 3年、18个月、无固定期限"),
    )  # fmt: skip
    monthly_income = from_model(Member, "monthly_income")
    health = from_model(Member, "health")
    health_original = from_model(Member, "health_original", help_text=_("旧表上的写法，照原文保留"))
    disease = from_model(Member, "disease")
    disease_class = from_model(Member, "disease_class")
    insurance = from_model(Member, "insurance")
    disability_kind = from_model(Member, "disability_kind")
    disability_grade = from_model(Member, "disability_grade")
    education = from_model(Member, "education")
    entry_year = StrictIntegerField(
        label=Member._meta.get_field("entry_year").verbose_name,
        required=False,
        min_value=1950,
        max_value=2100,
    )
    school_years = YearsField(label=Member._meta.get_field("school_years").verbose_name, required=False)
    grade = StrictIntegerField(
        label=Member._meta.get_field("grade").verbose_name, required=False, min_value=1, max_value=12
    )
    seeks_work = from_model(Member, "seeks_work", label=_("正在找工作"))
    skills = from_model(Member, "skills")
    job_wishes = from_model(Member, "job_wishes", help_text=_("想做什么、在哪里、期望月薪"))
    training_wishes = from_model(Member, "training_wishes")
    phone = from_model(Member, "phone")
    other_contact = from_model(Member, "other_contact")
    postcode = from_model(Member, "postcode")
    remark = from_model(Member, "remark", multiline=True, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"
        for name, words in LISTED.items():
            self.fields[name].widget.attrs["list"] = words

    def person(self, contents: Contents) -> Any:
        """Whom the form is about."""
        raise NotImplementedError

    def stored(self, contents: Contents) -> dict[str, Any]:
        person = self.person(contents)
        return {name: getattr(person, name) for name in self.base_fields if hasattr(person, name)}

    def clean_postcode(self) -> str:
        postcode: str = self.cleaned_data["postcode"]
        if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 6):
            raise forms.ValidationError(_("邮政编码是 6 位数字。"))
        return postcode

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("document_number")
        if number:
            try:
                plain = number.reveal() if isinstance(number, Secret) else number
                check_document(cleaned.get("document_kind", ""), plain)
            except DocumentError as error:
                self.add_error("document_kind" if error.code == "kind" else "document_number", str(error))
        if not cleaned.get("health"):
            cleaned["health"] = health_of(cleaned.get("health_original") or "")
        return cleaned


class WorkerForm(PersonForm):
    """The worker whom the file is opened for."""

    section = Section.WORKER
    autosaves = True
    groups = (
        (
            _("身份信息"),
            ("id_number", "name", "birth_on", "sex", "ethnicity", "politics", "marriage", "registration"),
        ),
        PAPERS,
        (
            _("工作情况"),
            (
                "worker_type", "status", "model_worker", "employer", "employer_kind", "employer_state",
                "industry", "working_since", "contract_on", "contract_months", "monthly_income",
            ),
        ),
        TERMS,
        (_("健康与医保"), ("health", "insurance", "disability_kind", "disability_grade")),
        ILLNESS,
        (
            _("联系方式与收款账户"),
            ("phone", "other_contact", "postcode", "bank_card", "bank_name", "bank_branch"),
        ),
        (_("学历、求职与备注"), ("education", *WISHES[1], "remark")),
    )  # fmt: skip
    folded = (PAPERS[0], TERMS[0], ILLNESS[0], _("学历、求职与备注"))

    worker_type = from_model(Household, "worker_type", widget=forms.RadioSelect)
    status = from_model(Member, "status", choices=STATUS_CHOICES, label=HEAD_LABELS["status"])
    employer = from_model(Member, "employer", label=HEAD_LABELS["employer"])
    monthly_income = from_model(Member, "monthly_income", label=HEAD_LABELS["monthly_income"])
    bank_card = from_model(Member, "bank_card", help_text=_("本人名下的借记卡，帮扶款打到这张卡上"))
    bank_name = from_model(Member, "bank_name", help_text=_("留空时按卡号识别"))
    bank_branch = from_model(Member, "bank_branch")
    entry_year = school_years = grade = None

    def person(self, contents: Contents) -> Any:
        return contents.head

    def stored(self, contents: Contents) -> dict[str, Any]:
        return {**super().stored(contents), "worker_type": contents.household.worker_type}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.recognised = ""
        card = _card(cleaned.get("bank_card"))
        if card and card.bank and not cleaned.get("bank_name"):
            cleaned["bank_name"] = self.recognised = card.bank
        return cleaned

    def notes(self) -> list[str]:
        """What was filled in from something else."""
        if not getattr(self, "recognised", ""):
            return []
        return [_now("开户银行按卡号识别为“%(bank)s”，请对照卡片核对。") % {"bank": self.recognised}]

    def warnings(self) -> list[str]:
        found = doubts(self.cleaned_data, timezone.localdate()) if self._is_migrant() else []
        card = _card(self.cleaned_data.get("bank_card"))
        if card and not card.luhn_ok:
            found.append(_now("银行卡号的校验位不对，请对照卡片再核对一遍；存折账号可以不管。"))
        name = self.cleaned_data.get("bank_name") or ""
        if card and card.bank and card.bank not in name and name not in card.bank:
            found.append(
                _now("按卡号这是“%(bank)s”的卡，填写的开户银行是“%(name)s”，请核对。")
                % {"bank": card.bank, "name": name}
            )
        return found

    def _is_migrant(self) -> bool:
        return bool(self.cleaned_data.get("worker_type") == WorkerType.MIGRANT)


class MemberForm(PersonForm):
    """One member of the household with every field of the long form."""

    section = Section.MEMBERS
    groups = (
        (
            _("身份信息"),
            (
                "relation", "name", "id_number", "birth_on", "sex", "ethnicity", "politics", "marriage",
                "registration",
            ),
        ),
        PAPERS,
        (_("健康与医保"), ("health", "insurance", "disability_kind", "disability_grade")),
        ILLNESS,
        (_("身份与收入"), ("status", "employer", "monthly_income", "model_worker")),
        (_("在校情况"), ("education", "entry_year", "school_years", "grade")),
        WISHES,
        (
            _("工作单位与合同"),
            (
                "employer_kind", "employer_state", "industry", "working_since", "contract_on",
                "contract_months", *TERMS[1],
            ),
        ),
        (_("联系方式与备注"), ("phone", "other_contact", "postcode", "remark")),
    )  # fmt: skip
    folded = (PAPERS[0], ILLNESS[0], WISHES[0], _("工作单位与合同"))

    relation = from_model(Member, "relation", choices=RELATIONS)

    def __init__(self, *args: Any, uid: str, **kwargs: Any) -> None:
        self.uid = uid
        super().__init__(*args, **kwargs)

    def anew(self, contents: Contents) -> "MemberForm":
        return MemberForm(contents=contents, uid=self.uid)

    def person(self, contents: Contents) -> Any:
        return next(member for member in contents.members if str(member.uid) == self.uid)

    def payload(self) -> dict[str, Any]:
        return {"rows": [{**super().payload(), "uid": self.uid}]}


def _card(value: Any) -> Any:
    """What a typed or stored card number says, or None."""
    return check_card(value.reveal() if isinstance(value, Secret) else value) if value else None
