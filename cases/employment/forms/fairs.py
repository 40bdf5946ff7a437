"""A fair and what it came to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.employment.models import JobFair
from cases.employment.services.fairs import Fair
from cases.employment.states import MOST_VISITORS, FairKind
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField


def _count(label: Any, help_text: Any = "") -> StrictIntegerField:
    return StrictIntegerField(label=label, max_value=MOST_VISITORS, required=False, help_text=help_text)


class FairForm(forms.Form):
    name = CleanTextField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("形式"), choices=[("", _("请选择")), *FairKind.choices])
    held_on = DateField(label=_("举办日期"))
    place = CleanTextField(label=_("地点或网址"), max_length=120)
    employers = _count(_("进场单位（家）"), _("五个数举办以后一起填，没有的填 0"))
    posts = _count(_("提供岗位（个）"))
    visitors = _count(_("到场人数"))
    intents = _count(_("达成意向（人）"), _("当场谈成的"))
    hired = _count(_("录用（人）"), _("后来上岗的；以后还可以更正"))

    def __init__(self, data: Any = None, *, fair: JobFair | None = None) -> None:
        initial = {name: getattr(fair, name) for name in self.base_fields} if fair else {}
        super().__init__(data, initial=initial, label_suffix="")

    def fair(self) -> Fair:
        """What was entered, once the form is valid."""
        return Fair(**self.cleaned_data)
