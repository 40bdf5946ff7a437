"""The forms of the sections that are a list of fields: housing, causes, consent."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import AreaField, SectionForm, from_model
from cases.archives.models import Consent, Household
from cases.archives.rules import Contents
from cases.archives.rules.former import FORMER_CATEGORIES
from cases.archives.states import Section
from hardship.kernel.fields import StrictIntegerField

MAX_SECONDARY = 3


class HousingForm(SectionForm):
    """Address, housing and assets."""

    section = Section.HOUSING
    autosaves = True
    groups = (
        (_("住址与户口"), ("address", "registered_at")),
        (_("住房"), ("housing_type", "floor_area", "homes")),
        (_("租住情况"), ("monthly_rent", "usable_area", "facilities")),
        (_("车辆、经营与存款"), ("vehicles", "vehicle_note", "has_business", "deposits", "asset_note")),
        (_("车辆与有价证券明细"), ("vehicle_value", "securities")),
    )
    folded = (_("租住情况"), _("车辆与有价证券明细"))

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
    usable_area = AreaField(label=Household._meta.get_field("usable_area").verbose_name, required=False)
    monthly_rent = from_model(Household, "monthly_rent", help_text=_("租房的填写，刚性支出中另填全年租金"))
    facilities = from_model(Household, "facilities")
    vehicle_value = from_model(Household, "vehicle_value")
    securities = from_model(Household, "securities")
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
        (_("低保与救助"), ("dibao_amount", "relief_card")),
        (
            _("档案分类与旧档案"),
            ("stock_kind", "priority_group", "original_category", "former_no", "remark"),
        ),
    )
    folded = (_("低保与救助"), _("档案分类与旧档案"))
    word_lists: ClassVar[dict[str, tuple[str, ...]]] = {"former-category-list": FORMER_CATEGORIES}

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
    dibao_amount = from_model(Household, "dibao_amount", help_text=_("全家每月领取的低保金"))
    relief_card = from_model(Household, "relief_card")
    stock_kind = from_model(Household, "stock_kind")
    priority_group = from_model(Household, "priority_group")
    original_category = from_model(
        Household,
        "original_category",
        help_text=_("旧系统或旧表上写的困难类别，照原文填写，不会被换算"),
        widget=forms.TextInput(attrs={"list": "former-category-list"}),
    )
    former_no = from_model(Household, "former_no")
    remark = from_model(Household, "remark", multiline=True, widget=forms.Textarea(attrs={"rows": 2}))

    def warnings(self) -> list[str]:
        """Dibao told in one place and its amount not in the other."""
        told, amount = self.cleaned_data.get("is_on_dibao"), self.cleaned_data.get("dibao_amount")
        if told and amount is None:
            return [_now("享受低保的家庭请在“低保与救助”中填写每月低保金额。")]
        return [_now("填写了低保金额，但“享受低保”没有选“是”，请核对。")] if amount and not told else []

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
