"""What is handed over to whom and why; why it is not taken."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.accounts.models import User
from hardship.handovers.selectors import Held


class HandoverForm(forms.Form):
    """All kinds are chosen unless somebody takes one out, who goes to another colleague."""

    kinds = forms.MultipleChoiceField(label=gettext_lazy("移交哪几类"), widget=forms.CheckboxSelectMultiple)
    to = forms.ModelChoiceField(
        label=gettext_lazy("接收人"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("在这个工会任职的同事；他本人确认以后才算移交"),
    )
    reason = forms.CharField(
        label=gettext_lazy("移交原因"), max_length=100, help_text=gettext_lazy("例如 调离、退休、调整分工")
    )

    def __init__(self, *args: Any, held: Sequence[Held], receivers: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = cast("forms.MultipleChoiceField", self.fields["kinds"])
        kinds.choices = [(one.kind, _counted(one)) for one in held]
        kinds.initial = [one.kind for one in held]
        to = cast("forms.ModelChoiceField[User]", self.fields["to"])
        to.queryset = receivers.prefetch_related("appointments__union")
        to.label_from_instance = lambda one: f"{one.name}（{one.held_names}）"  # type: ignore[assignment]


class DeclineForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("不接收的原因"), max_length=200)


def _counted(one: Held) -> str:
    return _("%(label)s：%(n)s 件") % {"label": one.holding.label, "n": one.count}
