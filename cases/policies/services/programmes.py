"""The rows of a policy's programmes, written once when it is put into force."""

from cases.policies.models import Policy, Programme
from cases.policies.models.programme import NAME_LENGTH, NO_LENGTH, SUMMARY_LENGTH


def write_programmes(policy: Policy) -> None:
    """One row for each programme that somebody can apply for (amounts.Programme.is_open)."""
    for position, (code, rule) in enumerate(policy.document.programmes.items(), start=1):
        if rule.is_open:
            Programme.objects.create(
                policy=policy,
                union_id=policy.union_id,
                code=code,
                position=position,
                name=rule.label[:NAME_LENGTH],
                kind=rule.kind,
                beneficiary=rule.beneficiary,
                form=rule.form,
                notice_days=rule.notice.days,
                in_workdays=rule.notice.kind == "workdays",
                uses=list(rule.uses),
                document_no=(rule.paragraph or policy.document_no or policy.name)[:NO_LENGTH],
                summary=rule.summary[:SUMMARY_LENGTH],
            )
