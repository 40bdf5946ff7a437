"""What the list of certificates can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.certificates.models import Certificate
from cases.certificates.selectors import running_out
from cases.certificates.states import Kind, State
from hardship.accounts.filters import UnionNarrowing

SHOWN = (("soon", _("快到期和已过期")), *State.choices)


class CertificateFilter(UnionNarrowing):
    """How one stands and what runs out, in chips; kind, union."""

    scoped = "household__"
    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    kind = ChoiceFilter(choices=Kind.choices, label=_("种类"), empty_label=_("全部"))

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Certificate], _name: str, chosen: str) -> QuerySet[Any]:
        return running_out(rows) if chosen == "soon" else rows.filter(state=chosen)
