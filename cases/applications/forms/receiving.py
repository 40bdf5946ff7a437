"""首问负责: an application is handed over to a colleague."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.selectors.permits import colleagues_of
from hardship.kernel.fields import CleanTextField


class OfferForm(forms.Form):
    """To which colleague an application is handed over (首问负责)."""

    to = forms.TypedChoiceField(label=_("接手的同事"), coerce=int)
    note = CleanTextField(label=_("交接说明"), max_length=200, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, application: Application) -> None:
        super().__init__(data, label_suffix="")
        rows = colleagues_of(application).exclude(pk=application.contact_id or 0).order_by("name", "pk")
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            ("", _("请选择")), *((row.pk, f"{row.name}（{row.union.name}）") for row in rows)
        ]  # fmt: skip
