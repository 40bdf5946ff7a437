"""An office, who works there, a check of its standard, who answers first."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.offices.models import Office
from cases.offices.states import Function, OfficeKind, Standard
from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union
from hardship.kernel.fields import CleanTextField, DateField, TelephoneField


class OfficeForm(forms.Form):
    """What people must know to come."""

    kind = forms.ChoiceField(label=_("类别"), choices=OfficeKind.choices)
    name = CleanTextField(label=_("名称"), max_length=60, help_text=_("例如：崇川区困难职工帮扶中心"))
    address = CleanTextField(label=_("地址"), max_length=120)
    telephone = TelephoneField(label=_("电话"), help_text=_("印在公示和审批表上，填对外公布的电话"))
    hours = CleanTextField(label=_("接待时间"), max_length=80, help_text=_("例如：工作日 9:00—17:00"))
    functions = forms.MultipleChoiceField(
        label=_("职能"), choices=Function.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项职能。")},
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        unions: Sequence[Union] = (),
        office: Office | None = None,
    ) -> None:
        initial = {name: getattr(office, name) for name in self.base_fields} if office else {}
        super().__init__(data, initial=initial, label_suffix="")
        if office is None:
            self.fields["union"] = UnionField(unions, label=_("所属工会"))
            self.order_fields(["union"])


class StaffForm(forms.Form):
    """Somebody who works in the office."""

    name = CleanTextField(label=_("姓名"), max_length=50)
    post = CleanTextField(label=_("岗位"), max_length=40)
    from_on = DateField(label=_("到岗日期"), past_only=True)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_staff_%s")


class CheckForm(forms.Form):
    """A check of the standard."""

    on = DateField(label=_("检查日期"), past_only=True)
    met = forms.MultipleChoiceField(
        label=_("达到的标准"), choices=Standard.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = CleanTextField(label=_("说明"), max_length=300, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        initial = {"on": timezone.localdate()}
        super().__init__(data, initial=initial, label_suffix="", auto_id="id_check_%s")


class LeaderForm(forms.Form):
    """Name and post of who answers first."""

    name = CleanTextField(label=_("姓名"), max_length=50)
    post = CleanTextField(label=_("职务"), max_length=40, help_text=_("例如：党组书记、常务副主席"))

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class ResponsibleForm(LeaderForm):
    """Who answers first from a day on."""

    from_on = DateField(label=_("自"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, unions: Sequence[Union]) -> None:
        super().__init__(data, initial={"from_on": timezone.localdate()})
        self.fields["union"] = UnionField(unions, label=_("工会"))
        self.order_fields(["union"])
