"""Runs a policy over the files in force without touching them (试行测算)."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors.cases import get_cases
from cases.policies.models import Policy
from cases.policies.rules import Case, Outcome, PolicyDocument, PolicyInvalid, assess, parse_policy
from cases.policies.selectors import get_policy, list_readable
from cases.policies.services import PolicyRefused
from cases.trials.models import WhatIf, WhatIfRow
from cases.trials.selectors import list_files_in_force
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.services import enqueue

ROLES = (Role.ADMINISTRATOR, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
JOB = "what_if"


@transaction.atomic
def ask_what_if(*, policy_id: int, by: User) -> WhatIf:
    """Ask for a run of a policy over the files in force of its union, as of today.

    Raises PolicyRefused for a policy whose text has errors and where no file is in force.
    """
    policy = list_readable(by).get(pk=policy_id)
    if not by.has_role(*ROLES):
        raise PolicyRefused(_("您没有试行测算的权限。"))
    try:
        policy.document  # noqa: B018
    except PolicyInvalid as invalid:
        raise PolicyRefused(_("制度正文还有错误，改正后才能测算。")) from invalid
    total = list_files_in_force(policy).count()
    if not total:
        raise PolicyRefused(_("“%(union)s”还没有在档的档案，无从测算。") % {"union": policy.union.name})
    run = WhatIf.objects.create(
        union=policy.union,
        policy=policy,
        text=policy.text,
        on=timezone.localdate(),
        files_total=total,
        asked_by=by,
    )
    job = enqueue(JOB, by=by, params={"run": str(run.uid)}, union=policy.union, total=total)
    run.job_uid = job.uid
    run.save(update_fields=["job_uid"])
    audit.record("policy.what_if", target=policy, by=by, number=policy.number, count=total)
    return run


def advance(*, run: WhatIf, done: int) -> None:
    """How many files the run has been through; for the job, inside its chunk."""
    WhatIf.objects.filter(pk=run.pk).update(files_done=done)


class Runner:
    """Both policies of one run: the one that is tried, and for each union the one in force."""

    def __init__(self, run: WhatIf) -> None:
        self.run = run
        self.tried = parse_policy(run.text)
        self._now: dict[int, PolicyDocument | None] = {}

    def write(self, households: Iterable[Household]) -> int:
        """One row for each of these files; those of an earlier, interrupted run stay. Returns how many."""
        found = list(households)
        cases = get_cases([household.pk for household in found], on=self.run.on)
        rows = [self._row(household, cases[household.pk]) for household in found if household.pk in cases]
        WhatIfRow.objects.bulk_create(rows, ignore_conflicts=True)
        return len(found)

    def _row(self, household: Household, case: Case) -> WhatIfRow:
        outcome = assess(self.tried, case)
        now = self._in_force(household.union)
        return WhatIfRow(
            run=self.run,
            household=household,
            before=household.category,
            after=outcome.category,
            after_label=(_("还不能判断") if outcome.undecided else outcome.label or _("不符合"))[:60],
            is_undecided=outcome.undecided,
            missing="、".join(outcome.missing)[:300],
            sentence=outcome.sentence[:500],
            amount_before=amount_of(assess(now, case)) if now else None,
            amount_after=amount_of(outcome),
        )

    def _in_force(self, union: Union) -> PolicyDocument | None:
        if union.pk not in self._now:
            policy: Policy | None = get_policy(union=union, on=self.run.on)
            self._now[union.pk] = policy.document if policy else None
        return self._now[union.pk]


def amount_of(outcome: Outcome) -> Decimal | None:
    """What the household could have in a year, yuan: the sum of what is known, or the greatest of it where
    only one aid may be had; None where nothing can be told."""
    known = [one.amount for one in outcome.amounts.values() if one.amount is not None and not one.refused]
    if not known:
        return Decimal("0.00") if outcome.amounts and not outcome.undecided else None
    total = max(known) if outcome.is_one_only else sum(known, Decimal(0))
    return total.quantize(Decimal("0.01"))
