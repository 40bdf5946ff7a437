"""Determining hardship (认定): judge, keep, judge again, and the category that a person answers for."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import (
    Assessment,
    AssessmentCondition,
    CategoryOverride,
    Household,
    PolicyText,
)
from cases.archives.models.categories import Categorised
from cases.archives.rules import fingerprint, gross_monthly
from cases.archives.selectors import get_household_standard
from cases.archives.selectors.cases import Rules, get_case, get_rules, read_rules
from cases.archives.selectors.recusals import recusal_blocker
from cases.archives.services.refusals import FileRefused
from cases.archives.states import (
    OVERRIDE_TRANSITIONS,
    Answer,
    Category,
    FilingLevel,
    OverrideState,
    State,
)
from cases.policies.rules import Outcome, PolicyDocument, Verdict, assess, case_as_json, read_case
from cases.policies.rules.case import EDITION, FIRST_EDITION
from cases.policies.rules.document.policy import NATIONAL, NOT_REPORTED
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import competent_union
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id

ANSWERS = {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}


@transaction.atomic
def assess_household(household: Household, *, by: User | None) -> Assessment:
    """Judge the household as it is today by the policy in force; keep what it rests on and the outcome."""
    rules = get_rules(union=household.union, on=timezone.localdate())
    inputs = case_as_json(get_case(household)) | {"edition": EDITION}
    case = read_case(inputs)  # judged from what is stored, so that judging that again gives the same bytes
    outcome = assess(rules.document, case)
    result = outcome.as_json()
    headline = outcome.figures.get(rules.document.judged_on)
    assessment = Assessment.objects.create(
        household=household,
        rules=keep_rules(rules),
        standard=get_household_standard(household),
        inputs=inputs,
        result=result,
        **category_of(rules.document, outcome.category),
        net=headline.monthly if headline else None,
        gross=gross_monthly(case, rules.document.window),
        hash=fingerprint(rules.hash, inputs, result),
        by=by,
    )
    AssessmentCondition.objects.bulk_create(
        _condition(assessment, position, verdict)
        for position, verdict in enumerate(outcome.conditions, start=1)
    )
    return assessment


def category_of(document: PolicyDocument, code: str) -> dict[str, str]:
    """The fields of `Categorised` for a category of a policy; all empty for none."""
    rule = document.rule_of(code)
    if rule is None:
        return {"category": "", "own_category": "", "own_label": ""}
    if code in NATIONAL:
        return {"category": code, "own_category": "", "own_label": ""}
    national = Category.OWN if rule.reported_as in (None, NOT_REPORTED) else str(rule.reported_as)
    return {"category": national, "own_category": code[:40], "own_label": rule.label[:40]}


def list_categories(assessment: Assessment) -> list[tuple[str, str]]:
    """The categories of the policy that an assessment rests on, as choices: code and label."""
    document = read_rules(assessment.rules.text).document
    return [(rule.category, rule.label) for rule in document.categories]


def repeat(assessment: Assessment) -> dict[str, Any]:
    """The result of judging the stored inputs by the stored rules once more: equal to `assessment.result`,
    whatever has become of policies, standards and the file since."""
    inputs = {"edition": FIRST_EDITION} | assessment.inputs  # which did not name theirs
    outcome: Outcome = assess(read_rules(assessment.rules.text).document, read_case(inputs))
    return outcome.as_json()


def is_reproduced(assessment: Assessment) -> bool:
    """Whether judging once more gives the stored result to the byte, under the stored fingerprint, and
    whether the rules are still the text that their hash names."""
    again = repeat(assessment)
    told = fingerprint(assessment.rules_id, assessment.inputs, again)
    rules = read_rules(assessment.rules.text)
    return again == assessment.result and told == assessment.hash and rules.hash == assessment.rules_id


@transaction.atomic
def request_override(*, household_id: int, category: str, reason: str, by: User) -> CategoryOverride:
    """The reviewer of a file under review asks the union above for another category than the computed one.

    Raises FileRefused when there is nothing to override, or one is under way already.
    """
    rows = Household.objects.visible_to(by).select_related("union")
    household: Household = rows.select_for_update(of=("self",)).get(pk=household_id)
    last = household.assessments.order_by("-pk").first()
    if last is None or not may_request_override(household, by):
        raise FileRefused(_("只有审核这份档案的审核人可以在待审核时提出人工认定。"))
    if category not in dict(list_categories(last)) or category == last.result.get("category"):
        raise FileRefused(_("请选择一个与核算结果不同的困难类别。"))
    if not reason.strip():
        raise FileRefused(_("请写明人工认定的理由，上级工会据此审批。"))
    try:
        with transaction.atomic():
            override = CategoryOverride.objects.create(
                assessment=last,
                reason=reason.strip(),
                requested_by=by,
                **category_of(read_rules(last.rules.text).document, category),
            )
    except IntegrityError as error:
        raise FileRefused(_("这次认定已有人工认定在办理或已获同意，请刷新页面。")) from error
    audit.record("assessment.request_override", target=household, by=by, category=category)
    return override


def may_request_override(household: Household, by: User) -> bool:
    """The reviewer of a file under review may."""
    is_reviewer = by.has_role(Role.REVIEWER) and by.union_id == competent_id(household, Part.REVIEW)
    return is_reviewer and household.state == State.UNDER_REVIEW


@transaction.atomic
def decide_override(*, override_id: int, action: str, by: User, comment: str = "") -> CategoryOverride:
    """Take one row of OVERRIDE_TRANSITIONS: a union above approves or refuses, whoever asked takes it back.

    Raises Refused with a sentence for the user, CategoryOverride.DoesNotExist outside the person's scope.
    """
    visible = Household.objects.visible_to(by)
    rows = CategoryOverride.objects.filter(assessment__household__in=visible)
    override: CategoryOverride = workflow.lock(
        rows.select_related("assessment__household", "requested_by__union"), override_id
    )
    workflow.take(
        OVERRIDE_TRANSITIONS, override, action=action, by=by, comment=comment, blocker=override_blocker,
        stamp="decided", note="comment",
        log=lambda step: audit.record(
            f"assessment.{action}_override", target=override.assessment.household, by=by
        ),
    )  # fmt: skip
    return override


def list_override_buttons(override: CategoryOverride, by: User) -> list[workflow.Transition]:
    """What this person may do with an override now."""
    return workflow.buttons(OVERRIDE_TRANSITIONS, override, by=by, blocker=override_blocker)


def override_blocker(override: CategoryOverride, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''."""
    asker, household = override.requested_by, override.assessment.household
    if row.action == "withdraw":
        return "" if asker == by else _("只有提出人可以撤回。")
    # whoever asked did so for the union that reviews, wherever they are at home
    if not _is_above(by.union, competent_union(household, Part.REVIEW)):
        return _("人工认定由上级工会审批。")
    if asker == by:
        return _("提出人不能审批自己提出的人工认定。")
    return recusal_blocker(household, by)


def get_category(assessment: Assessment | None) -> Categorised | None:
    """What holds the category to file under: the assessment, or the override that was agreed to."""
    if assessment is None:
        return None
    override: CategoryOverride | None = assessment.overrides.filter(state=OverrideState.APPROVED).first()
    return override or assessment


def set_category(household: Household, assessment: Assessment, chosen: Categorised) -> None:
    """The category that was found or agreed to, and the 建档标准 that the policy says it meets; where it says
    none, the one on file stays, at first the national one. Not saved."""
    household.adopt(chosen)
    rule = read_rules(assessment.rules.text).document.rule_of(chosen.own_category or chosen.category)
    said = rule.filing_level if rule else None
    household.filing_level = said or household.filing_level or FilingLevel.NATIONAL


def _is_above(upper: Union, lower: Union) -> bool:
    """A union without any above it has another of its people agree."""
    if upper.pk == lower.pk:
        return lower.parent_id is None
    return lower.path.startswith(upper.path)


def keep_rules(rules: Rules) -> PolicyText:
    """The text of these rules under its own hash, written once."""
    text, _created = PolicyText.objects.get_or_create(
        hash=rules.hash,
        defaults={
            "title": rules.document.title[:200],
            "document_no": rules.document.document_no[:100],
            "text": rules.text,
        },
    )
    return text


def _condition(assessment: Assessment, position: int, verdict: Verdict) -> AssessmentCondition:
    return AssessmentCondition(
        assessment=assessment,
        position=position,
        key=verdict.key[:120],
        text=verdict.text[:400],
        value=verdict.value[:200],
        comparator=verdict.comparator,
        threshold=verdict.threshold[:200],
        standard=verdict.standard[:200],
        standard_on=verdict.standard_on,
        paragraph=verdict.paragraph[:200],
        answer=ANSWERS[verdict.met],
        missing=[name[:200] for name in verdict.missing],
        exempted=verdict.exempted[:300],
    )
