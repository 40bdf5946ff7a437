"""The forms of the sections that are a list of fields: housing, causes, consent."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import SectionForm, from_model
from cases.archives.forms.catalogue import catalogued, in_groups
from cases.archives.models import Consent
from cases.archives.rules import Contents
from cases.archives.rules.fields import FIELDS, Group, Whose
from cases.archives.rules.former import FORMER_CATEGORIES
from cases.archives.states import Section

MAX_SECONDARY = 3
OF_HOUSING = [field for field in FIELDS if field.section == Section.HOUSING]
OF_CAUSES = [field for field in FIELDS if field.section == Section.CAUSES]
RENT, DETAILS = _("租住情况"), _("车辆、有价证券与公积金")
VOICES, DIBAO, FORMER = _("利益诉求与思想动态"), _("低保与救助"), _("档案分类与旧档案")


class HouseholdForm(SectionForm):
    """A section that holds fields of the household itself."""

    autosaves = True

    def stored(self, contents: Contents) -> dict[str, Any]:
        return {name: getattr(contents.household, name) for name in self.base_fields if name != "version"}


@catalogued(OF_HOUSING)
class HousingForm(HouseholdForm):
    """Address, housing and assets."""

    section = Section.HOUSING
    whose = Whose.HOUSEHOLD
    groups = (
        (_("住址与户口"), in_groups(OF_HOUSING, Group.ADDRESS)),
        (_("住房"), in_groups(OF_HOUSING, Group.HOUSING)),
        (RENT, in_groups(OF_HOUSING, Group.RENT)),
        (_("车辆、经营与存款"), in_groups(OF_HOUSING, Group.ASSETS)),
        (DETAILS, in_groups(OF_HOUSING, Group.ASSET_DETAILS)),
    )
    folded = (RENT, DETAILS)


@catalogued(OF_CAUSES)
class CausesForm(HouseholdForm):
    """Why the family is in hardship and what it needs."""

    section = Section.CAUSES
    groups = (
        (_("致困原因"), in_groups(OF_CAUSES, Group.CAUSE)),
        (_("帮扶需求"), in_groups(OF_CAUSES, Group.WANTS)),
        (VOICES, in_groups(OF_CAUSES, Group.VOICES)),
        (_("家庭情况"), in_groups(OF_CAUSES, Group.FAMILY)),
        (DIBAO, in_groups(OF_CAUSES, Group.DIBAO)),
        (FORMER, in_groups(OF_CAUSES, Group.FORMER)),
    )
    folded = (DIBAO, FORMER)
    word_lists: ClassVar[dict[str, tuple[str, ...]]] = {"former-category-list": FORMER_CATEGORIES}
    listed: ClassVar[dict[str, str]] = {"original_category": "former-category-list"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["main_cause"].widget.attrs["data-not-again"] = "secondary_causes"

    def warnings(self) -> list[str]:
        """Dibao told in one place and its amount not in the other, or told of a marginal family too."""
        told, amount = self.cleaned_data.get("is_on_dibao"), self.cleaned_data.get("dibao_amount")
        if told and self.cleaned_data.get("is_dibao_marginal"):
            return [_now("享受低保的家庭不再是低保边缘家庭，请核对，只留一项“是”。")]
        if told and amount is None:
            return [_now("享受低保的家庭请在“低保与救助”中填写每月低保金额。")]
        return [_now("填写了低保金额，但“享受低保”没有选“是”，请核对。")] if amount and not told else []

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
