"""Addresses of rows are those that `reverse` makes; a fixed text of a template is translated once."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.template import Context, Template, engines
from django.template.base import TextNode
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from hardship.kernel.links import link_to

UID = UUID("0190b7d2-7a6e-4f5a-9c2e-3d1f0a8b7c6d")
HOUSEHOLD = SimpleNamespace(pk=4711, uid=UID, head=SimpleNamespace(household_id=9))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (link_to("archives:case"), reverse("archives:case", args=[4711])),
        (link_to("surveys:survey", "uid"), reverse("surveys:survey", args=[UID])),
        (
            link_to("archives:case", "head.household_id", query="tab=members"),
            f"{reverse('archives:case', args=[9])}?tab=members",
        ),
    ],
)
def test_a_row_leads_where_reverse_says(made, expected):
    assert made(HOUSEHOLD) == expected


def test_an_address_without_a_key_is_refused():
    with pytest.raises(NoReverseMatch, match="takes one key"):
        link_to("lists:files")(HOUSEHOLD)


def nodes(text):
    return Template("{% load i18n %}" + text).nodelist


def test_a_fixed_text_is_text_when_the_template_is_compiled():
    assert isinstance(nodes('{% translate "困难职工 100%" %}')[-1], TextNode)
    shown = Template('{% load i18n %}{% translate "困难 <b> 100%" %}').render(Context())
    assert shown == "困难 <b> 100%"


@pytest.mark.parametrize(
    "text", ["{% translate word %}", '{% translate "词" as word %}', '{% translate "词"|upper %}']
)
def test_anything_else_is_left_to_django(text):
    assert not isinstance(nodes(text)[-1], TextNode)
    rest = "{{ word }}" if " as " in text else ""
    assert Template("{% load i18n %}" + text + rest).render(Context({"word": "词"})) == "词"


@override_settings(LANGUAGES=[("zh-hans", "中文"), ("en", "English")])
def test_with_two_languages_nothing_is_translated_beforehand():
    assert not isinstance(nodes('{% translate "困难职工" %}')[-1], TextNode)


def test_the_templates_of_the_program_have_it():
    template = engines["django"].get_template("lists/list.html")
    assert template
    from hardship.kernel.templatetags import compiled_i18n

    assert template.template.engine.template_libraries["i18n"] is compiled_i18n.register
