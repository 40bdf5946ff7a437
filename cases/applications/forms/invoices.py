"""The part of an application's form that asks for the numbers of 票据."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.rules import (
    LONGEST_LINE,
    MOST_INVOICES,
    asks_invoices,
    read_invoices,
    write_invoices,
)
from hardship.kernel.fields import CleanTextField

NAME = "invoices"


class InvoicesField(CleanTextField):
    """One 票据 in each line: its number, a gap, who issued it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("票据号码"),
            max_length=MOST_INVOICES * LONGEST_LINE,
            multiline=True,
            required=False,
            help_text=_(
                "每行一张：票据代码和号码，空一格，开票单位；例如：06010124 0012345678 市人民医院。"
                "一张票据只能申请一次"
            ),
            **kwargs,
        )

    def clean(self, value: Any) -> list[dict[str, str]]:
        text = super().clean(value)
        try:
            return read_invoices(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invoices") from None


def invoice_fields(application: Application) -> dict[str, forms.Field]:
    """The field where the programme rests on 票据; it begins with what the application says."""
    if not asks_invoices(application.programme.rule.papers):
        return {}
    return {NAME: InvoicesField(initial=write_invoices(application.invoices))}


def invoices_of(form: forms.Form) -> list[dict[str, str]] | None:
    """What was typed; None where the form does not ask, or a page did not show it."""
    if NAME not in form.fields or form.add_prefix(NAME) not in form.data:
        return None
    return form.cleaned_data.get(NAME)
