"""Who holds the documents of an application against its file: whoever decides on it now (一致、存疑)."""

from cases.applications.models import Application
from cases.approvals.selectors.inbox import WAITING
from cases.approvals.selectors.permits import barred_for
from cases.archives.models import Evidence
from cases.archives.selectors.proofs import CHECKERS
from hardship.accounts.models import User


def may_judge_documents(application: Application, user: User) -> bool:
    """Whether it waits for this person, who may sign it."""
    is_here = application.state in WAITING and application.awaits_id == user.union_id
    if not is_here or application.awaits_role not in user.roles:
        return False
    return not Application.objects.filter(barred_for(user), pk=application.pk).exists()


@CHECKERS.add("approvals.documents")
def may_judge(evidence: Evidence, user: User) -> bool:
    """Whether an application that rests on it waits for this person."""
    rows = Application.objects.filter(
        evidence=evidence, state__in=WAITING, awaits=user.union_id, awaits_role__in=sorted(user.roles)
    )
    return rows.exclude(barred_for(user)).exists()
