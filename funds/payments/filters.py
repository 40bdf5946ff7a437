"""Filters of the batches and of the roster."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models import Commitment, Fund, Use
from funds.payments.models import OtherPayee, Payable, Payment, PaymentBatch
from funds.payments.rules import CODES
from funds.payments.selectors import Checked
from funds.payments.states import BatchState, OtherState, PaymentState, Severity
from hardship.accounts.filters import Narrowing, UnionNarrowing
from hardship.accounts.models import Union
from hardship.kernel.fields import DateField


class DayFilter(django_filters.Filter):
    field_class = DateField


class NumberField(forms.RegexField):
    """The number of a batch and nothing else: what narrows the roster goes on record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"\A\S{1,20}-FF[0-9]{4}-[0-9]{3,6}\Z", **kwargs)


class BatchNumberFilter(django_filters.Filter):
    field_class = NumberField


class BatchFilter(Narrowing):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=BatchState.choices, empty_label=_("全部"))
    year = django_filters.ChoiceFilter(label=_("年度"), empty_label=_("全部"))

    class Meta:
        model = PaymentBatch
        fields = ["state", "year"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]


AGES = (("7", _("批准已满 7 天")), ("15", _("批准已满 15 天")), ("30", _("批准已满 30 天")))


class PrecheckFilter(UnionNarrowing):
    """By what was found, by how long the money has waited since it was approved; union. What was found is
    known once the rows are read: `pick` leaves out the others."""

    code = django_filters.ChoiceFilter(
        label=_("预检结果"),
        choices=[(code.key, f"{code.number} {code.label}") for code in CODES],
        empty_label=_("全部"),
        method="later",
    )
    severity = django_filters.ChoiceFilter(
        label=_("程度"), choices=Severity.choices, empty_label=_("全部"), method="later"
    )
    age = django_filters.ChoiceFilter(
        label=_("等了多久"), choices=AGES, empty_label=_("不限"), method="waiting"
    )

    class Meta:
        model = Payable
        fields: tuple[str, ...] = ()

    def later(self, rows: Any, _name: str, _chosen: str) -> Any:
        return rows

    def waiting(self, rows: Any, _name: str, days: str) -> Any:
        return rows.filter(created_at__lte=timezone.now() - timedelta(days=int(days)))

    def pick(self, checked: list[Checked]) -> list[Checked]:
        code, severity = self.values.get("code"), self.values.get("severity")
        return [
            row
            for row in checked
            if (not code or any(one.key == code for one in row.findings))
            and (not severity or row.severity == severity)
        ]


class OtherFilter(UnionNarrowing):
    """Requests that somebody else is paid: by what became of them, in chips; union."""

    untold = ("state",)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=OtherState.choices, widget=forms.HiddenInput)

    class Meta:
        model = OtherPayee
        fields = ["state"]


class RosterFilter(django_filters.FilterSet):
    """The fields by which an auditor narrows the roster."""

    state = django_filters.ChoiceFilter(label=_("状态"), choices=PaymentState.choices, empty_label=_("全部"))
    batch = BatchNumberFilter(label=_("批次号"), field_name="batch__number", lookup_expr="exact")
    use = django_filters.ModelChoiceFilter(
        label=_("用途"),
        method="drawn",
        field_name="use",
        queryset=Use.objects.order_by("code"),
        empty_label=_("全部"),
    )
    fund = django_filters.ModelChoiceFilter(
        label=_("资金"),
        method="drawn",
        field_name="line__fund",
        queryset=Fund.objects.none(),
        empty_label=_("全部"),
    )
    union = django_filters.ModelChoiceFilter(
        label=_("工会"), method="below", queryset=Union.objects.none(), empty_label=_("全部")
    )
    since = DayFilter(label=_("到账日期从"), field_name="paid_on", lookup_expr="gte")
    until = DayFilter(label=_("到"), field_name="paid_on", lookup_expr="lte")

    class Meta:
        model = Payment
        fields = ["state", "batch", "use", "fund", "union", "since", "until"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["fund"].queryset = Fund.objects.visible_to(user).order_by("document_no")
        self.filters["union"].queryset = Union.objects.visible_to(user).order_by("path")

    def in_words(self) -> dict[str, str]:
        """Labels and values of the fields that narrow the roster; nothing else that the address carries."""
        self.form.is_valid()
        choices = {"state": dict(PaymentState.choices)}
        return {
            str(self.filters[name].label): str(choices.get(name, {}).get(value, value))
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "")
        }

    def drawn(self, queryset: Any, name: str, chosen: Fund | Use) -> Any:
        """The payments of which any line is of this fund or use."""
        held = Commitment.objects.filter(**{name: chosen}).values(first=Coalesce("part_of", "pk"))
        return queryset.filter(payable__commitment__in=held)

    def below(self, queryset: Any, name: str, union: Union) -> Any:
        """The payments of a union and of everything below it."""
        return queryset.filter(**{f"{union.scope_column}_id": union.pk})
