"""A whole policy from nothing by form: as the papers of two cities have it, and what is told on the way."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from cases.policies.forms.parts import PartsForm
from cases.policies.models import Policy
from cases.policies.rules import assess, dump_policy, example_case, parse_policy, run_examples
from cases.policies.rules.document.handling import CollectWithin, Notice, Season
from cases.policies.states import PolicyState

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F5", "A2")]
FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
URL = "/policies/rules/new/form/"


@pytest.fixture
def page(as_user, cast):
    return as_user(cast.administrator)


def blank(client):
    """The fields as the page shows them first."""
    form = client.get(URL).context["form"]
    found = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if value in (None, False, "", []):
            continue
        found[name] = "on" if value is True else [str(v) for v in value] if isinstance(value, list) else value
        if not isinstance(found[name], str | list):
            found[name] = str(found[name])
        del field
    return found


def example(n, name, income, category, **more):
    told = {"name": name, "persons": 1, "income": income, "standard": "1105", "category": category} | more
    return {f"example-{n}-{key}": value for key, value in told.items()}


def huzhou(client):
    lines = {f"{one}-is": "<=" for one in ("deep", "relative", "accident")} | {"accident-times": "2.5"}
    return (
        blank(client)
        | {"title": "湖州市困难职工认定标准", "source": "湖州市困难职工建档通知", **lines}
        | {"requirements": ["membership", "migrant"], "exclusions": ["vehicle", "conduct"]}
        | {
            "aid-0-label": "生活救助",
            "aid-0-kind": "months",
            "aid-0-number": "10",
            "aid-0-categories": ["deep"],
        }
        | example(0, "正好一倍", "13260", "deep")
        | example(1, "多一分", "13260.12", "relative")
        | example(2, "两倍以上，遭意外", "26520.12", "accident", cause="accident")
        | example(3, "两倍以上，子女上学", "26520.12", "none", cause="schooling")
    )


def test_the_form_writes_a_policy_that_says_what_huzhous_own_says(page, cast):
    answer = page.post(URL, huzhou(page))
    assert answer.status_code == 302, answer.context["form"].errors
    made = Policy.objects.get()
    assert (made.union, made.state, made.name) == (cast.city, PolicyState.DRAFT, "湖州市困难职工认定标准")
    document = made.document
    assert all(result.ok for result in run_examples(document))
    shipped = parse_policy((FOLDER / "huzhou_2023.yaml").read_text())
    for one in shipped.examples:
        case = example_case(shipped, one)
        traits = {"is_union_member": True, "worker_type": "urban"}
        traits |= dict.fromkeys(("refuses_check", "hides_facts", "refuses_work"), False)
        assets = {"vehicles": Decimal(0), "uses_vehicle": False}
        full = case.__class__(**{**vars(case), "traits": traits | case.traits, "assets": assets})
        assert assess(document, full).category == one.expect.category, one.name
    assert "生活救助" in page.get(answer.url).text


def test_a_ratio_of_the_cost_of_an_event_to_the_years_income(page):
    data = huzhou(page) | {"accident-share": "80", "accident-times": "", "accident-causes": []}
    data |= example(2, "意外支出超过八成", "30000", "accident", event="24000.01")
    data |= example(3, "正好八成", "30000", "none", event="24000")
    assert page.post(URL, data).status_code == 302
    assert "80%" in Policy.objects.get().text


def test_an_example_that_does_not_come_out_is_told_beside_it_and_nothing_is_lost(page):
    data = huzhou(page) | {"example-1-category": "deep"}
    answer = page.post(URL, data)
    assert answer.status_code == 422
    assert "按上面的规则算得“相对困难职工”" in answer.text
    assert "多一分" in answer.text
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "请填写此项"),
        ({"deep-times": ""}, "请填写几倍"),
        ({"deep-yuan": "1105"}, "只填一个"),
        ({"deep-used": "", "relative-used": "", "accident-used": ""}, "至少设一个"),
        ({f"example-{n}-name": "" for n in range(4)}, "至少写一个算例"),
        ({"example-0-income": ""}, "请填写此项"),
        ({"aid-0-number": ""}, "请填写金额、月数或百分比"),
        ({"deep-times": "abc"}, "输入"),
    ],
)
def test_what_is_missing_is_said_where_it_is(page, change, sentence):
    answer = page.post(URL, huzhou(page) | change)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_only_administrators_who_may_write_find_the_form(as_user, cast):
    for person in (cast.clerk, cast.reviewer):
        assert as_user(person).get(URL).status_code == 403
    assert reverse("policies:document_guided") == URL


@pytest.mark.parametrize(("typed", "months"), [("", None), ("1", 1), ("36", 36)])
def test_the_grace_period_comes_into_the_text(page, typed, months):
    page.post(URL, huzhou(page) | {"grace_months": typed})
    policy = Policy.objects.latest("pk")
    assert (policy.document.grace_months, policy.grace_months) == (months, months)
    assert ("grace_months" in policy.text) is (months is not None)


@pytest.mark.parametrize("typed", ["0", "37", "半年"])
def test_months_of_grace_that_are_none_are_told_at_the_field(page, typed):
    answer = page.post(URL, huzhou(page) | {"grace_months": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"grace_months"}


HANDLED = {
    "aid-0-use": "living", "aid-0-sort": "living", "aid-0-beneficiary": "member",
    "aid-0-season": "7月1日至9月30日", "aid-0-notice": "7", "aid-0-papers": ["income", "hardship"],
}  # fmt: skip


@pytest.mark.requirement("B2")
def test_how_an_aid_is_applied_for_comes_into_the_text(page):
    answer = page.post(URL, huzhou(page) | HANDLED)
    assert answer.status_code == 302, answer.context["form"].errors
    programme = Policy.objects.get().document.programmes["aid_1"]
    assert (programme.uses, programme.kind, programme.beneficiary) == (("living",), "living", "member")
    assert programme.season == Season("07-01", "09-30")
    assert programme.notice == Notice(7)
    assert [paper.any_of for paper in programme.papers] == [("income",), ("hardship",)]
    assert "每年 7 月 1 日至 9 月 30 日受理" in page.get(answer.url).text


def test_a_line_without_money_is_a_standard_and_says_nothing_of_applications(page):
    page.post(URL, huzhou(page))
    programme = Policy.objects.get().document.programmes["aid_1"]
    assert (programme.uses, programme.papers, programme.season) == ((), (), None)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"aid-0-use": ""}, "aid-0-use", "请选从哪种资金出"),
        ({"aid-0-notice": "0"}, "aid-0-why", "不公示的，请写明理由和依据"),
        ({"aid-0-notice": ""}, "aid-0-notice", "请填写公示几天"),
        ({"aid-0-notice": "61"}, "aid-0-notice", "60"),
        ({"aid-0-season": "七月"}, "aid-0-season", "请写起止日期"),
        ({"aid-0-papers": ["nothing"]}, "aid-0-papers", "没有这个选项"),
        ({"aid-0-numbered": ["ticket"]}, "aid-0-numbered", "也要选"),
        ({"aid-0-waived": ["income"]}, "aid-0-waived_by", "请选由谁同意"),
        ({"aid-0-waived_by": "county"}, "aid-0-waived", "请选哪些可以免交"),
        ({"aid-0-collect": "0"}, "aid-0-collect", "1"),
        (
            {"aid-0-use": "", "aid-0-papers": [], "aid-0-season": "", "aid-0-collect": "60"},
            "aid-0-use",
            "领取期限",
        ),
    ],
)
def test_what_does_not_fit_of_an_aid_is_told_at_its_field_which_is_unfolded(page, change, field, sentence):
    answer = page.post(URL, huzhou(page) | HANDLED | change)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert "<details open>" in answer.text


def test_no_notice_with_its_reason(page):
    page.post(URL, huzhou(page) | HANDLED | {"aid-0-notice": "0", "aid-0-why": "依据第九条"})
    assert Policy.objects.get().document.programmes["aid_1"].notice == Notice(0, why="依据第九条")


KEPT = {
    "aid-0-pay_by": "end_of_next_month", "aid-0-collect": "60", "aid-0-papers": ["income", "tuition_invoice"],
    "aid-0-numbered": ["tuition_invoice"], "aid-0-waived": ["income"], "aid-0-waived_by": "county",
}  # fmt: skip


@pytest.mark.requirement("B2")
def test_days_numbers_and_waivers_come_into_the_text_and_back_into_the_form(page, cast):
    """What the form writes the document says, what the document says the form of its parts shows, and what is
    changed there the text has."""
    answer = page.post(URL, huzhou(page) | HANDLED | KEPT)
    assert answer.status_code == 302, answer.context["form"].errors
    policy = Policy.objects.get()
    programme = policy.document.programmes["aid_1"]
    assert (programme.pay_by, programme.collect_within) == ("end_of_next_month", CollectWithin(60))
    income, tuition = programme.papers
    assert (income.numbered, income.waived_by) == (False, "county")
    assert (tuition.numbered, tuition.waived_by) == (True, None)
    assert "告知之日起 60 天内领取" in page.get(answer.url).text
    form = PartsForm(document=policy.document, revision=1)
    lead = "part-programmes-aid_1"
    sent = {name: form[name].value() for name in form.fields}
    assert (sent[f"{lead}-pay_by"], sent[f"{lead}-collect_within"]) == ("end_of_next_month", 60)
    assert (sent[f"{lead}-papers-0-waived_by"], sent[f"{lead}-papers-1-waived_by"]) == ("county", "")
    same = PartsForm(_typed(sent), document=policy.document, revision=1)
    assert same.is_valid(), same.errors
    assert dump_policy(same.changed_document()) == dump_policy(policy.document)
    other = {f"{lead}-pay_by": "", f"{lead}-collect_within": "30", f"{lead}-papers-0-waived_by": ""}
    changed = PartsForm(_typed(sent | other), document=policy.document, revision=1)
    assert changed.is_valid(), changed.errors
    now = changed.changed_document().programmes["aid_1"]
    assert (now.pay_by, now.collect_within, now.papers[0].waived_by) == (None, CollectWithin(30), None)
    gone = PartsForm(_typed(sent | {f"{lead}-collect_within": ""}), document=policy.document, revision=1)
    assert gone.is_valid(), gone.errors
    assert "collect_within" not in dump_policy(gone.changed_document())


def _typed(values):
    """As a browser sends it."""
    return {name: value for name, value in values.items() if value not in (None, False)}
