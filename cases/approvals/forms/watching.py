"""What those above ask and answer: supervision, what is late, the deadlines kept, copies."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.approvals.selectors.deadlines import ABOVE, OPEN_LATE, RESULTS, list_months
from cases.approvals.selectors.terms import TERMS, Term
from cases.approvals.states import COPIED_ROLES, MOST_OVERDUE_WORKDAYS
from cases.policies.selectors import list_programmes
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import list_choosable_unions
from hardship.accounts.states import Role
from hardship.kernel.fields import CleanTextField, StrictIntegerField


class SuperviseForm(forms.Form):
    """What a union above asks of those for whom an application waits."""

    reason = CleanTextField(
        label=_("督办要求"), max_length=300, multiline=True,
        help_text=_("写清要对方做什么、几天内办完；对方会收到消息，工作台上有待办"),
    )  # fmt: skip


class SupervisionAnswerForm(forms.Form):
    """What they say to it."""

    text = CleanTextField(
        label=_("答复"), max_length=300, multiline=True, help_text=_("写明为什么没有按时办、打算哪天办完")
    )


class OverdueRuleForm(forms.Form):
    """After how many working days a union sees what is late below it."""

    workdays = StrictIntegerField(
        label=_("下级超期几个工作日后上报"), min_value=1, max_value=MOST_OVERDUE_WORKDAYS
    )


class DeadlinesForm(forms.Form):
    """The month and the union; what is not understood means this month and the own union."""

    month = forms.ChoiceField(label=_("月份"), required=False)
    union = forms.TypedChoiceField(label=_("工会"), required=False, empty_value=None)

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        super().__init__(data, label_suffix="")
        months = [f"{one:%Y-%m}" for one in list_months()]
        self.fields["month"].choices = [(one, one) for one in months]  # type: ignore[attr-defined]
        unions = {str(one.pk): one for one in list_choosable_unions(user, data.get("union", ""))}
        offered = [("", _("本工会及下级")), *((key, one.name) for key, one in unions.items())]
        self.fields["union"].choices = offered  # type: ignore[attr-defined]
        self.fields["union"].coerce = unions.get  # type: ignore[attr-defined]
        if not unions:
            del self.fields["union"]
        self.is_valid()

    @property
    def first_day(self) -> date:
        """That of the month."""
        chosen = self.cleaned_data.get("month") or f"{timezone.localdate():%Y-%m}"
        return date.fromisoformat(f"{chosen}-01")

    @property
    def chosen_union(self) -> Union | None:
        return self.cleaned_data.get("union")


class HandledForm(DeadlinesForm):
    """Which cases: of which result, of one union (`at`) or person (`by`) alone; of a `term`,
    where they are not decisions."""

    result = forms.ChoiceField(choices=RESULTS, required=False)
    term = forms.TypedChoiceField(
        choices=lambda: [(key, one.title) for key, one in TERMS.items()], required=False, empty_value=None,
        coerce=TERMS.get,
    )  # fmt: skip
    at = StrictIntegerField(required=False, min_value=1)
    by = StrictIntegerField(required=False, min_value=ABOVE)

    @property
    def chosen_term(self) -> Term | None:
        return self.cleaned_data.get("term")

    @property
    def term_key(self) -> dict[str, str]:
        """As the address has it."""
        return {"term": str(self.data["term"])} if self.chosen_term else {}

    @property
    def chosen_result(self) -> str:
        return str(self.cleaned_data.get("result") or OPEN_LATE)

    @property
    def result_label(self) -> str:
        term = self.chosen_term
        if term is None:
            return str(dict(RESULTS)[self.chosen_result])
        return f"{term.title}：{term.labels[self.chosen_result]}"

    @property
    def place(self) -> int | None:
        return self.cleaned_data.get("at")

    @property
    def person(self) -> int | None:
        return self.cleaned_data.get("by")

    @property
    def back(self) -> dict[str, str]:
        """What the page of figures is asked for."""
        union = self.chosen_union
        return {"month": f"{self.first_day:%Y-%m}", **({"union": str(union.pk)} if union else {})}


class CopyForm(forms.Form):
    """Which post of the union gets copies, of which programme."""

    role = forms.ChoiceField(label=_("抄送岗位"), choices=[(role, Role(role).label) for role in COPIED_ROLES])
    programme = forms.ChoiceField(label=_("帮扶项目"), required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        rows = list_programmes(union=user.union, on=timezone.localdate())
        self.programmes = [("", _("全部项目")), *((row.code, row.name) for row in rows)]
        self.fields["programme"].choices = self.programmes  # type: ignore[attr-defined]
