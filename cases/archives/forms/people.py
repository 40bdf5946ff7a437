"""The forms of one person: the worker whom the file is opened for, and a member with every field."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import SectionForm, from_model
from cases.archives.forms.catalogue import catalogued, in_groups
from cases.archives.models import Member
from cases.archives.rules import Contents
from cases.archives.rules.completeness import HEAD_LABELS
from cases.archives.rules.contracts import doubts
from cases.archives.rules.doubts import doubt_bank, doubt_card
from cases.archives.rules.fields import FIELDS, Group, Whose, fields_about
from cases.archives.rules.former import FORMER_HEALTH, health_of
from cases.archives.rules.insurance import insurance_faults
from cases.archives.rules.readers import read_ethnicity, read_postcode
from cases.archives.rules.schooling import stage_fault
from cases.archives.states import (
    WORKER_STATUSES,
    Insurance,
    ModelWorker,
    Politics,
    Relation,
    Section,
    Sex,
    WorkerType,
)
from hardship.kernel.documents import DocumentError, check_card, check_id_number
from hardship.kernel.fields import Secret
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
OF_WORKER = [field for field in FIELDS if field.is_about(Whose.HEAD) or field.section == Section.WORKER]
OF_MEMBER = fields_about(Whose.MEMBER)
# What a member mostly shares with the head of the household (户主): offered as such.
LIKE_THE_HEAD = ("ethnicity", "registration", "postcode")
USUAL, LIKE_HEAD = _("已按多数人预填，不是的请改"), _("已按户主预填，不同的请改")
PAPERS, ILLNESS = _("没有身份证的，填写其他证件"), _("疾病与旧档案健康状况")
TERMS, LEARNING = _("用工与工会"), _("学历、求职与备注")
SOCIAL = _("社会保险（参保、断缴、欠缴）")
WISHES, JOB = _("求职与培训"), _("工作单位与合同")


class PersonForm(SectionForm):
    """Every field that the national form knows of a person."""

    word_lists: ClassVar[dict[str, tuple[str, ...]]] = {
        "ethnicity-list": ETHNICITIES,
        "industry-list": INDUSTRIES,
        "health-list": tuple(FORMER_HEALTH),
    }
    listed: ClassVar[dict[str, str]] = {
        "ethnicity": "ethnicity-list", "industry": "industry-list", "health_original": "health-list",
    }  # fmt: skip

    # Fields of which one that is filled in shows that the person is not new.
    tells: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"

    def person(self, contents: Contents) -> Any:
        """Whom the form is about."""
        raise NotImplementedError

    def stored(self, contents: Contents) -> dict[str, Any]:
        person = self.person(contents)
        return {name: getattr(person, name) for name in self.base_fields if hasattr(person, name)}

    def begin(self) -> None:
        """Propose what most people have, while nothing of this one was filled in; each field says so."""
        if any(self.initial.get(name) not in (None, "") for name in self.tells):
            return
        for name, (value, mark) in self.usual().items():
            if value and not self.initial.get(name):
                self.initial[name] = value
                self.fields[name].help_text = mark

    def usual(self) -> dict[str, tuple[str, Any]]:
        """By field what most have, and the sentence below it."""
        raise NotImplementedError

    def clean_ethnicity(self) -> str:
        return read_ethnicity(self.cleaned_data["ethnicity"])

    def clean_postcode(self) -> str:
        postcode: str = self.cleaned_data["postcode"]
        try:
            return read_postcode(postcode) if postcode else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("document_number")
        if number:
            try:
                plain = number.reveal() if isinstance(number, Secret) else number
                check_document(cleaned.get("document_kind", ""), plain)
            except DocumentError as error:
                self.add_error("document_kind" if error.code == "kind" else "document_number", str(error))
        for name, why in self._against_number(cleaned).items():
            self.add_error(name, why)
        if not cleaned.get("health"):
            cleaned["health"] = health_of(cleaned.get("health_original") or "")
        return cleaned

    def _against_number(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """What was changed here although the ID number says otherwise, by field."""
        number = cleaned.get("id_number")
        if not number:
            return {}
        told = check_id_number(number.reveal() if isinstance(number, Secret) else number)
        says = {"birth_on": told.birth_on, "sex": told.sex}
        shown = {"birth_on": told.birth_on.isoformat(), "sex": Sex(told.sex).label}
        return {
            name: _now("身份证号是 %(told)s，与这里不同。请核对身份证号；号码没错的，把这一项改回。")
            % {"told": shown[name]}
            for name in says
            if name in self.changed_data and cleaned.get(name) not in (None, "", says[name])
        }


@catalogued(OF_WORKER)
class WorkerForm(PersonForm):
    """The worker whom the file is opened for."""

    section = Section.WORKER
    autosaves = True
    whose = Whose.HEAD
    tells = ("ethnicity", "politics", "marriage", "registration", "status", "health", "insurance")
    groups = (
        (_("身份信息"), in_groups(OF_WORKER, Group.IDENTITY)),
        (PAPERS, in_groups(OF_WORKER, Group.PAPERS)),
        (_("工作情况"), in_groups(OF_WORKER, Group.WORK, Group.JOB)),
        (TERMS, in_groups(OF_WORKER, Group.TERMS)),
        (SOCIAL, in_groups(OF_WORKER, Group.INSURANCES)),
        (_("健康与医保"), in_groups(OF_WORKER, Group.HEALTH)),
        (ILLNESS, in_groups(OF_WORKER, Group.ILLNESS)),
        (_("联系方式与收款账户"), in_groups(OF_WORKER, Group.CONTACT, Group.ACCOUNT)),
        (LEARNING, in_groups(OF_WORKER, Group.STUDY, Group.WISHES, Group.NOTE)),
    )
    folded = (PAPERS, TERMS, SOCIAL, ILLNESS, LEARNING)

    status = from_model(Member, "status", choices=STATUS_CHOICES, label=HEAD_LABELS["status"])
    employer = from_model(Member, "employer", label=HEAD_LABELS["employer"])
    monthly_income = from_model(Member, "monthly_income", label=HEAD_LABELS["monthly_income"])

    def person(self, contents: Contents) -> Any:
        return contents.head

    def usual(self) -> dict[str, tuple[str, Any]]:
        return {
            "ethnicity": (ETHNICITIES[0], USUAL),
            "politics": (Politics.MASSES, USUAL),
            "model_worker": (ModelWorker.NONE, USUAL),
            "insurance": (Insurance.WORKER, USUAL),
        }

    def stored(self, contents: Contents) -> dict[str, Any]:
        return {**super().stored(contents), "worker_type": contents.household.worker_type}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, why in insurance_faults(cleaned).items():
            self.add_error(name, why)
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

    def doubts(self) -> list[str]:
        told = self.cleaned_data
        contract = doubts(told, timezone.localdate()) if self._is_migrant() else {}
        card = _card(told.get("bank_card"))
        found = (*contract.values(), doubt_card(card), doubt_bank(card, told.get("bank_name") or ""))
        return [sentence for sentence in found if sentence]

    def _is_migrant(self) -> bool:
        return bool(self.cleaned_data.get("worker_type") == WorkerType.MIGRANT)


@catalogued(OF_MEMBER)
class MemberForm(PersonForm):
    """One member of the household with every field of the long form."""

    section = Section.MEMBERS
    whose = Whose.MEMBER
    tells = ("ethnicity", "politics", "marriage", "registration", "insurance", "phone")
    groups = (
        (_("身份信息"), in_groups(OF_MEMBER, Group.IDENTITY)),
        (PAPERS, in_groups(OF_MEMBER, Group.PAPERS)),
        (_("健康与医保"), in_groups(OF_MEMBER, Group.HEALTH)),
        (ILLNESS, in_groups(OF_MEMBER, Group.ILLNESS)),
        (_("身份与收入"), in_groups(OF_MEMBER, Group.WORK)),
        (_("在校情况"), in_groups(OF_MEMBER, Group.STUDY)),
        (WISHES, in_groups(OF_MEMBER, Group.WISHES)),
        (JOB, in_groups(OF_MEMBER, Group.JOB, Group.TERMS)),
        (_("联系方式与备注"), in_groups(OF_MEMBER, Group.CONTACT, Group.NOTE)),
    )
    folded = (PAPERS, ILLNESS, WISHES, JOB)

    relation = from_model(Member, "relation", choices=RELATIONS)

    def __init__(self, *args: Any, uid: str, **kwargs: Any) -> None:
        self.uid = uid
        super().__init__(*args, **kwargs)

        for name in LIKE_THE_HEAD:
            if value := getattr(self.contents.head, name):
                self.fields[name].widget.attrs["data-same"] = value

    def usual(self) -> dict[str, tuple[str, Any]]:
        like_the_head = {name: (getattr(self.contents.head, name), LIKE_HEAD) for name in LIKE_THE_HEAD}
        return {**like_the_head, "model_worker": (ModelWorker.NONE, USUAL)}

    def anew(self, contents: Contents) -> "MemberForm":
        return MemberForm(contents=contents, uid=self.uid)

    def person(self, contents: Contents) -> Any:
        return next(member for member in contents.members if str(member.uid) == self.uid)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if why := stage_fault(cleaned.get("status") or "", cleaned.get("stage") or ""):
            self.add_error("stage", why)
        return cleaned

    def payload(self) -> dict[str, Any]:
        return {"rows": [{**super().payload(), "uid": self.uid}]}


def _card(value: Any) -> Any:
    """What a typed or stored card number says, or None."""
    return check_card(value.reveal() if isinstance(value, Secret) else value) if value else None
