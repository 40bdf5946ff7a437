"""审批流程 by form: rows added, moved and left out, written back into the text, mistakes at their fields."""

from datetime import date

import pytest
from django.urls import reverse

from cases.policies import services
from cases.policies.models import Policy
from cases.policies.rules import parse_policy
from cases.policies.rules.document.keys import PolicyInvalid
from cases.policies.rules.document.routes import Stage
from cases.policies.rules.document.splicing import put_routes
from cases.policies.states import PolicyState
from hardship.accounts.states import Role
from tests.cases.policies.texts import BROKEN, SIMPLE, URGENT_ROUTE
from tests.factories import UserFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3", "F5")]
LARGE = """
  # 五千元以上的
  large:
    label: 大额救助   # 市里定
    programmes: [living]
    when: {fact: requested, is: '>', than: 5000}
    stages:
      - {kind: review, label: 部门初审, at: own, role: department, workdays: 3}
      - {kind: notice}
      - {kind: decide, at: city, role: approver, deciders: 2}
      - {kind: decide, at: national, outside: true, when: {all: [{fact: requested, is: '>', than: 50000}, {fact: had_surgery}]}}
    copy_to: [{at: own, role: department}]
"""  # noqa: E501
TEXT = SIMPLE.replace("example_base:", f"{URGENT_ROUTE}{LARGE}\n# 算例\nexample_base:")
NAMING = TEXT.replace("    for: [", "    uses: living\n    route: large\n    for: [")
NEW_LABEL = "县审市批"


@world
def draft(cast):
    return services.save_draft(text=TEXT, union=cast.city, by=cast.administrator)


@pytest.fixture
def page(as_user, cast):
    return as_user(cast.administrator)


def routes_of(policy):
    return Policy.objects.get(pk=policy.pk).document.routes


def at(policy, name=""):
    return f"/policies/rules/{policy.uid}/route/{name}{'/' if name else ''}"


def fields_of(form):
    found = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in found.items() if value not in (None, False, "")}


def shown(client, url):
    """What the form holds, as a browser would send it back."""
    form = client.get(url).context["form"]
    rows = {"stage": [row.key for row in form.stages], "copy": [row.key for row in form.copies]}
    data = {**fields_of(form), **rows}
    for row in (*form.stages, *form.copies):
        data |= fields_of(row)
    return data


def mistakes(answer):
    assert answer.status_code == 422
    return [(one.at, one.text) for one in answer.context["form"].list_mistakes()]


class TestTheText:
    def test_the_same_routes_leave_it_as_it_is(self):
        assert put_routes(TEXT, parse_policy(TEXT).routes) == TEXT

    def test_what_is_changed_is_written_anew_and_nothing_else(self):
        routes = dict(parse_policy(TEXT).routes)
        routes["urgent"] = parse_policy(TEXT.replace("急难先行救助", "先行救助")).routes["urgent"]
        text = put_routes(TEXT, routes)
        assert parse_policy(text).routes == routes
        assert LARGE.strip() in text
        assert "\n# 算例\nexample_base:" in text
        assert text.startswith(SIMPLE[: SIMPLE.index("example_base")])

    def test_their_order_is_that_of_the_text_and_remarks_go_along(self):
        routes = parse_policy(TEXT).routes
        text = put_routes(TEXT, dict(reversed(routes.items())))
        assert list(parse_policy(text).routes) == ["large", "urgent"]
        assert "# 五千元以上的\n  large:" in text
        assert LARGE.strip() in text

    def test_one_is_left_out_and_the_last_one_takes_the_section_along(self):
        routes = dict(parse_policy(TEXT).routes)
        del routes["large"]
        assert "大额救助" not in put_routes(TEXT, routes)
        without = put_routes(TEXT, {})
        assert "routes:" not in without
        assert parse_policy(without).routes == {}
        assert "# 算例\nexample_base:" in without

    def test_a_first_one_is_added_at_the_end(self):
        routes = parse_policy(TEXT).routes
        text = put_routes(SIMPLE, routes)
        assert text.startswith(SIMPLE)
        assert parse_policy(text).routes == routes

    @pytest.mark.parametrize("indent", [1, 4])
    def test_the_indent_is_that_of_the_others(self, indent):
        wide = TEXT.replace(URGENT_ROUTE, "routes:\n").replace("\n  large", "\n  large")
        head, _routes, tail = wide.partition("routes:\n")
        block, _mark, rest = tail.partition("# 算例")
        deeper = "\n".join(" " * indent + line if line.strip() else line for line in block.split("\n"))
        text = f"{head}routes:\n{deeper}{_mark}{rest}"
        more = {**parse_policy(text).routes, "urgent": parse_policy(TEXT).routes["urgent"]}
        written = put_routes(text, more)
        assert parse_policy(written).routes == more
        assert "# 五千元以上的" in written

    def test_what_stands_on_one_line_is_written_anew_as_a_whole(self):
        flow = (
            SIMPLE + "routes: {one: {label: 一, stages: [{kind: review}, {kind: notice}, {kind: decide}]}}\n"
        )
        routes = parse_policy(TEXT).routes
        assert parse_policy(put_routes(flow, routes)).routes == routes

    def test_a_policy_that_would_be_none_is_refused(self):
        with pytest.raises(PolicyInvalid, match="没有名为“large”的审批流程"):
            put_routes(NAMING, {"urgent": parse_policy(TEXT).routes["urgent"]})


class TestTheForm:
    def test_it_shows_what_is_there_and_saving_it_changes_nothing(self, page, draft):
        before = routes_of(draft)
        for name in before:
            data = shown(page, at(draft, name))
            assert page.post(at(draft, name), data).status_code == 302
        assert routes_of(draft) == before
        assert "# 五千元以上的" in Policy.objects.get(pk=draft.pk).text

    def test_a_stage_is_added_where_it_belongs_and_saved(self, page, draft):
        data = shown(page, at(draft, "large"))
        answer = page.post(at(draft, "large"), {**data, "do": "add-meeting"})
        form = answer.context["form"]
        assert [row.stage_kind for row in form.stages] == ["review", "notice", "decide", "decide", "meeting"]
        answer = page.post(at(draft, "large"), {**data, "do": "add-field_check"})
        assert [row.stage_kind for row in answer.context["form"].stages][:2] == ["review", "field_check"]
        assert routes_of(draft) == parse_policy(TEXT).routes
        assert "error-summary" not in answer.content.decode()
        made = {f"stage-4-{name}": value for name, value in fields_of_added(answer).items()}
        sent = {**data, **made, "stage": ["0", "4", "1", "2", "3"], "stage-4-label": "入户"}
        assert page.post(at(draft, "large"), sent).status_code == 302
        assert routes_of(draft)["large"].stages[1] == Stage("field_check", "入户")

    def test_rows_are_moved_and_left_out_in_the_order_in_which_they_are_sent(self, page, draft):
        data = shown(page, at(draft, "large"))
        for do, order in (
            ("up-stage-1", ["1", "0", "2", "3"]),
            ("down-stage-0", ["1", "0", "2", "3"]),
            ("up-stage-0", ["0", "1", "2", "3"]),
            ("drop-stage-3", ["0", "1", "2"]),
            ("drop-stage-9", ["0", "1", "2", "3"]),
            ("up-rows-0", ["0", "1", "2", "3"]),
            ("turn-stage-0", ["0", "1", "2", "3"]),
            ("add-anything", ["0", "1", "2", "3"]),
        ):
            form = page.post(at(draft, "large"), {**data, "do": do}).context["form"]
            assert [row.key for row in form.stages] == order, do
        form = page.post(at(draft, "large"), {**data, "do": "add-copy"}).context["form"]
        assert [row.key for row in form.copies] == ["0", "1"]
        sent = {**data, "stage": ["0", "1", "2"], "copy": []}
        assert page.post(at(draft, "large"), sent).status_code == 302
        assert len(routes_of(draft)["large"].stages) == 3
        assert routes_of(draft)["large"].copy_to == ()

    def test_a_new_one_begins_as_the_usual_one(self, page, draft):
        data = shown(page, at(draft))
        answer = page.post(at(draft), {**data, "label": NEW_LABEL, "when_fact": "had_surgery:no"})
        assert answer.url == f"/policies/rules/{draft.uid}/routes/?route=route_1"
        made = routes_of(draft)["route_1"]
        assert (made.label, [stage.kind for stage in made.stages]) == (
            NEW_LABEL, ["review", "notice", "decide"],
        )  # fmt: skip
        assert (made.when.fact, made.when.is_) == ("had_surgery", False)

    def test_a_condition_is_chosen_or_written(self, page, draft):
        data = shown(page, at(draft, "large"))
        assert data["when_fact"] == "requested"
        assert data["stage-3-when_text"].startswith("{all: [{fact: requested")
        changed = {**data, "when_fact": "self_paid", "when_is": ">=", "when_than": "2万"}
        assert page.post(at(draft, "large"), changed).status_code == 302
        when = routes_of(draft)["large"].when
        assert (when.fact, when.is_, when.than) == ("self_paid", ">=", 20000)

    def test_urgent_terms_are_filled_in(self, page, draft):
        data = shown(page, at(draft, "urgent"))
        assert (data["urgent"], data["most"], data["workdays"]) == (True, 3000, 10)
        assert page.post(at(draft, "urgent"), {**data, "most": "2500.50"}).status_code == 302
        assert str(routes_of(draft)["urgent"].urgent.most) == "2500.50"


def fields_of_added(answer):
    added = next(row for row in answer.context["form"].stages if row.key == "4")
    return {name: added[name].value() for name in added.fields if added[name].value() not in (None, False)}


class TestMistakes:
    @pytest.mark.parametrize(
        ("change", "field", "said"),
        [
            ({"label": ""}, "id_label", "必填|请填写"),
            ({"stage": ["0", "2", "3"]}, "", "要有一个公示环节"),
            ({"stage": ["0", "1"]}, "", "流程没有结尾"),
            ({"stage": ["1", "0", "2"]}, "", "顺序应当是"),
            ({"stage": []}, "", "流程没有结尾|公示"),
            ({"stage-0-workdays": "99"}, "id_stage-0-workdays", "60"),
            ({"stage-0-role": "clerk"}, "id_stage-0-role", "选"),
            ({"stage-2-role": "department"}, "id_stage-2-role", "选"),
            ({"stage-0-label": "审" * 31}, "id_stage-0-label", "最多 30 个字"),
            ({"stage-0-when_fact": "requested", "stage-0-when_than": ""}, "id_stage-0-when_than", "界限"),
            ({"stage-0-when_fact": "had_surgery:yes"}, "", "第一个环节不能有条件"),
            (
                {"stage-2-when_text": "{fact: homes, is: '>', than: 1}"},
                "id_stage-2-when_text",
                "这一次申请的事实",
            ),
            ({"stage-2-when_text": "{fact: ["}, "id_stage-2-when_text", "括号没有配对"),
            ({"stage-2-when_text": "~"}, "id_stage-2-when_text", "空的"),
            ({"stage-2-when_text": "# 以后再定"}, "id_stage-2-when_text", "空的"),
            (
                {"stage-3-when_fact": "requested", "stage-3-when_than": "1"},
                "id_stage-3-when_text",
                "只填一处",
            ),
            ({"stage-3-outside": ""}, "id_stage-3-outside", "不在本系统办理"),
            ({"copy-0-on": []}, "id_copy-0-on", "请写明什么时候抄送"),
            ({"copy-0-at": "national"}, "id_copy-0-at", "不能抄送"),
            ({"programmes": ["gold"]}, "id_programmes", "选"),
            ({"urgent": "on", "most": ""}, "id_most", "请写明先行救助最多多少元"),
        ],
    )  # fmt: skip
    def test_each_stands_at_its_field(self, page, draft, change, field, said):
        data = {**shown(page, at(draft, "large")), **change}
        found = mistakes(page.post(at(draft, "large"), data))
        assert any(at == field and word in text for at, text in found for word in said.split("|")), found
        assert routes_of(draft) == parse_policy(TEXT).routes

    def test_a_look_saves_nothing_and_tells_what_is_wrong(self, page, draft):
        data = {**shown(page, at(draft, "large")), "stage": ["0", "1"], "do": "look"}
        answer = page.post(at(draft, "large"), data)
        assert answer.status_code == 200
        assert "流程没有结尾" in answer.content.decode()
        assert routes_of(draft) == parse_policy(TEXT).routes

    def test_the_picture_follows_what_is_typed(self, page, draft):
        assert "崇川区总工会" in page.get(at(draft, "large")).content.decode()
        data = {**shown(page, at(draft, "large")), "stage-0-label": "街道初审", "do": "look"}
        part = page.post(at(draft, "large"), data, headers={"HX-Request": "true"}).content.decode()
        assert part.lstrip().startswith('<div id="route-picture"')
        assert "街道初审" in part

    def test_hostile_rows_are_left_out(self, page, draft):
        data = {**shown(page, at(draft, "large")), "stage": ["0", "0", "x", "99999", "7", "1", "2", "3"]}
        assert page.post(at(draft, "large"), data).status_code == 302
        assert routes_of(draft) == parse_policy(TEXT).routes

    def test_who_saved_in_between_is_not_overwritten(self, page, cast, draft):
        data = shown(page, at(draft, "large"))
        services.save_draft(policy_id=draft.pk, text=TEXT + "# 别人\n", by=cast.administrator)
        answer = page.post(at(draft, "large"), {**data, "label": "我的"})
        assert answer.status_code == 409
        assert "我的" in answer.content.decode()
        assert Policy.objects.get(pk=draft.pk).text == TEXT + "# 别人\n"


class TestTheList:
    URL, ORDER = "policies:routes", "policies:routes_order"

    def order(self, page, policy, name, do):
        revision = Policy.objects.get(pk=policy.pk).revision
        sent = {"route": name, "do": do, "revision": revision}
        return page.post(reverse(self.ORDER, args=[policy.uid]), sent, follow=True).content.decode()

    def test_routes_are_moved_and_deleted(self, page, draft):
        self.order(page, draft, "large", "up")
        assert list(routes_of(draft)) == ["large", "urgent"]
        self.order(page, draft, "large", "down")
        assert list(routes_of(draft)) == ["urgent", "large"]
        self.order(page, draft, "urgent", "drop")
        assert list(routes_of(draft)) == ["large"]
        assert "已保存" not in self.order(page, draft, "gone", "drop")
        assert list(routes_of(draft)) == ["large"]

    def test_one_that_a_programme_names_stays(self, page, cast, draft):
        services.save_draft(policy_id=draft.pk, text=NAMING, by=cast.administrator)
        assert "没有名为“large”的审批流程" in self.order(page, draft, "large", "drop")
        assert "large" in routes_of(draft)

    def test_only_the_writers_of_a_draft_change_it(self, as_user, cast, draft):
        published = services.load_policy(union=cast.city, text=TEXT, in_force_from=date(2026, 1, 1))
        county = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        sent = {"route": "large", "do": "drop", "revision": "1"}
        for person, policy, status in (
            (cast.administrator, published, 403), (county, published, 404), (county, draft, 404),
            (cast.clerk, published, 403),
        ):  # fmt: skip
            client = as_user(person)
            assert client.post(reverse(self.ORDER, args=[policy.uid]), sent).status_code == status
        for person, policy, status in ((cast.administrator, published, 403), (county, draft, 404)):
            assert as_user(person).get(at(policy, "large")).status_code == status
        assert as_user(cast.clerk).get(at(published, "large")).status_code == 403
        assert as_user(cast.administrator).get(at(draft, "none")).status_code == 404

    def test_everybody_reads_those_that_apply_and_nobody_a_broken_text(self, as_user, cast, draft):
        published = services.load_policy(union=cast.city, text=TEXT, in_force_from=date(2026, 1, 1))
        text = as_user(cast.clerk).get(reverse(self.URL, args=[published.uid])).content.decode()
        assert "大额救助" in text
        assert "加一条流程" not in text
        broken = services.save_draft(text=BROKEN, union=cast.city, by=cast.administrator)
        assert broken.state == PolicyState.DRAFT
        client = as_user(cast.administrator)
        assert client.get(reverse(self.URL, args=[broken.uid])).status_code == 302
        assert client.get(at(broken, "large")).status_code == 403
