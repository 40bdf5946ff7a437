"""What the list of late applications can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.applications.models import Application
from cases.approvals.selectors.overdue import list_overdue_to_watch, unsupervised
from cases.approvals.states import SIGNERS
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.states import Role

SHOWN = (("mine", _("由本工会督办的")), ("unasked", _("还没有督办的")))


class OverdueFilter(UnionNarrowing):
    """Whose it is to supervise stands in chips; whose turn it is, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    awaits_role = ChoiceFilter(
        choices=[(role, Role(role).label) for role in SIGNERS], label=_("应办岗位"), empty_label=EVERYTHING
    )

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Application], _name: str, chosen: str) -> QuerySet[Any]:
        if chosen == "unasked":
            return unsupervised(rows, self.user.union)
        return list_overdue_to_watch(rows, self.user.union)
