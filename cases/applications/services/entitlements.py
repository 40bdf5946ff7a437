"""Keeping what was entitled to (帮扶核算), and judging it again from what was kept."""

from typing import Any

from cases.applications.models import Application, Entitlement
from cases.applications.selectors.entitling import Basis, case_of, category_in
from cases.applications.selectors.offers import asked_by
from cases.archives.rules import fingerprint
from cases.archives.selectors.cases import read_rules
from cases.archives.services.assessments import keep_rules
from cases.policies.rules import case_as_json, compile_policy, read_case


def keep_entitlement(application: Application, basis: Basis) -> Entitlement:
    """What the present round rests on, of the basis that its gaps were judged by; its inputs are read back
    before they are judged, so that judging them again gives the same bytes."""
    programme, rules = application.programme, read_rules(application.programme.policy.text)
    inputs = case_as_json(case_of(basis, programme, asked_by(application)))
    category = category_in(rules.document, application.household)
    result = _judge(rules.text, programme.code, category, inputs)
    return Entitlement.objects.create(
        application=application,
        round=application.round,
        rules=keep_rules(rules),
        code=programme.code,
        category=category,
        inputs=inputs,
        result=result,
        hash=_hash_of(rules.hash, programme.code, category, inputs, result),
    )


def is_reproduced(row: Entitlement) -> bool:
    """Whether judging once more gives the stored result to the byte, under the stored hash, by rules that are
    still the text that their hash names."""
    again = _judge(row.rules.text, row.code, row.category, row.inputs)
    told = _hash_of(row.rules_id, row.code, row.category, row.inputs, again)
    return again == row.result and told == row.hash and read_rules(row.rules.text).hash == row.rules_id


def _judge(text: str, code: str, category: str, inputs: dict[str, Any]) -> dict[str, Any]:
    machine = compile_policy(read_rules(text).document)
    return machine.entitle(read_case(inputs), code, category).as_json()


def _hash_of(rules: str, code: str, category: str, inputs: dict[str, Any], result: dict[str, Any]) -> str:
    return fingerprint(rules, {"case": inputs, "code": code, "category": category}, result)
