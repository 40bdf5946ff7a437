"""What somebody found about a difference or a pair, with a remark."""

from django import forms

from hardship.kernel.fields import CleanTextField


class ActionForm(forms.Form):
    """What a difference turned out to be."""

    action = forms.CharField(max_length=12)
    comment = CleanTextField(required=False, max_length=500)
