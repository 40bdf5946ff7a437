"""What the list of employers can be narrowed to; unknown values narrow nothing."""

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from cases.archives.states import EmployerKind
from cases.employers.models import Employer, EmployerName, in_difficulty
from cases.employers.states import Standing
from hardship.accounts.filters import EVERYTHING, UnionNarrowing


class EmployerFilter(UnionNarrowing):
    """困难企业, how it stands, its nature, what it owes, a word of its name, union."""

    untold = ("show",)
    show = ChoiceFilter(
        choices=(("difficult", _("困难企业")), ("normal", _("正常"))),
        label=_("范围"),
        method="showing",
        widget=forms.HiddenInput,
    )
    q = CharFilter(label=_("名称"), max_length=40, method="named")
    standing = ChoiceFilter(choices=Standing.choices, label=_("企业状况"), empty_label=EVERYTHING)
    kind = ChoiceFilter(choices=EmployerKind.choices, label=_("单位性质"), empty_label=EVERYTHING)
    owes = ChoiceFilter(
        choices=(("wages", _("欠发工资")), ("insurance", _("欠缴社保"))),
        label=_("欠薪欠保"),
        empty_label=EVERYTHING,
        method="owing",
    )

    class Meta:
        model = Employer
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Employer], _name: str, chosen: str) -> QuerySet[Employer]:
        return rows.filter(in_difficulty() if chosen == "difficult" else ~in_difficulty())

    def named(self, rows: QuerySet[Employer], _name: str, text: str) -> QuerySet[Employer]:
        """By a part of any name that it goes by, or by its code."""
        names = EmployerName.objects.filter(employer=OuterRef("pk"), text__icontains=text)
        return rows.filter(Q(name__icontains=text) | Q(uscc__istartswith=text) | Exists(names))

    def owing(self, rows: QuerySet[Employer], _name: str, chosen: str) -> QuerySet[Employer]:
        owed = "unpaid_months" if chosen == "wages" else "insurance_arrears"
        return rows.filter(**{f"{owed}__gt": 0})
