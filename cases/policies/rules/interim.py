"""Stand-ins until the engine is there."""

from typing import Any

from cases.policies.rules.document.policy import PolicyDocument


def run_examples(document: PolicyDocument) -> tuple[Any, ...]:
    return ()


def describe_policy(document: PolicyDocument) -> tuple[Any, ...]:
    return ()


def compare_policies(old: PolicyDocument, new: PolicyDocument) -> tuple[Any, ...]:
    return ()


def assess(document: PolicyDocument, case: Any) -> Any:
    return None
