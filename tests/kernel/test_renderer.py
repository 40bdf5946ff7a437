"""Selects drawn in Python say what Django's templates say."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from hardship.kernel.renderer import Renderer

HOSTILE = "\"'><img src=x onerror=alert(1)>&amp;"
CHOICES = [
    ("", "全部"),
    ("a", "甲"),
    ("组", [("b", "乙"), (3, HOSTILE)]),
    (HOSTILE, [(HOSTILE, "丙")]),
    (None, "无"),
]


class Sample(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, label="一", required=False)
    several = forms.MultipleChoiceField(choices=CHOICES, required=False, label=HOSTILE)
    locked = forms.ChoiceField(
        choices=CHOICES, disabled=True, widget=forms.Select(attrs={"data-x": HOSTILE, "hidden": False})
    )
    answered = forms.NullBooleanField(required=False)


def plain(html):
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.parametrize("value", ["", "a", "b", "3", HOSTILE, "unknown"])
@pytest.mark.parametrize("name", list(Sample.base_fields))
def test_a_select_reads_as_by_djangos_templates(name, value):
    ours, theirs = (
        str(Sample({name: value}, renderer=renderer)[name]) for renderer in (Renderer(), TemplatesSetting())
    )
    assert plain(ours) == plain(theirs)
    assert "<img" not in ours
