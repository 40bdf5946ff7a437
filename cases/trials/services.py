"""Runs a policy over the files in force without touching them (试行测算)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.selectors.cases import get_cases, read_rules
from cases.policies.rules import Case, Outcome, PolicyInvalid, assess
from cases.policies.selectors import get_policy_texts, list_readable
from cases.policies.services import PolicyRefused
from cases.policies.states import Category
from cases.trials.models import WhatIf, WhatIfRow
from cases.trials.selectors import list_files_in_force
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.services import enqueue
from hardship.kernel.copying import copy_values

ROLES = (Role.ADMINISTRATOR, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
JOB = "what_if"
CHUNK = 1000


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


@dataclass(frozen=True)
class Trial:
    """What the judgement of a run needs besides the files; goes to other processes."""

    text: str
    on: date
    in_force: Mapping[int, str]  # the text that each union works by


class File(NamedTuple):
    """One file to be judged."""

    household: int
    union: int
    before: str
    before_label: str


class Judged(NamedTuple):
    """What a file comes to: a row of the run, but for the run."""

    household: int
    before: str
    before_label: str
    after: str
    after_label: str
    is_undecided: bool
    missing: str
    sentence: str
    amount_before: Decimal | None
    amount_after: Decimal | None


def prepare(run: WhatIf) -> Trial:
    """The policy that is tried, and for each union of the files the one in force."""
    unions = Union.objects.filter(pk__in=list_files_in_force(run.policy).order_by().values("union"))
    return Trial(run.text, run.on, get_policy_texts(unions=unions, on=run.on))


def list_parts(run: WhatIf, *, after: int) -> Iterator[list[File]]:
    """The files with keys above this one, in parts; each part is read when it is asked for."""
    code = Coalesce(
        NullIf("own_category", Value("")), "category", output_field=CharField()
    )  # as the policy calls it
    files, last = list_files_in_force(run.policy).values_list("pk", "union", code, "own_label"), after
    while part := [File(*row) for row in files.filter(pk__gt=last)[:CHUNK]]:
        yield part
        last = part[-1].household


def judge(trial: Trial, files: Sequence[File]) -> list[Judged]:
    """Both policies asked of each file; writes nothing."""
    cases = get_cases([file.household for file in files], on=trial.on)
    return [_judged(trial, file, cases[file.household]) for file in files if file.household in cases]


def _judged(trial: Trial, file: File, case: Case) -> Judged:
    outcome = assess(read_rules(trial.text).document, case)
    return Judged(
        household=file.household,
        before=file.before,
        before_label=file.before_label or str(dict(Category.choices).get(file.before, "")),
        after=outcome.category,
        after_label=(_("还不能判断") if outcome.undecided else outcome.label or _("不符合"))[:60],
        is_undecided=outcome.undecided,
        missing="、".join(outcome.missing)[:300],
        sentence=outcome.sentence[:500],
        amount_before=_amount_now(trial.in_force.get(file.union), case),
        amount_after=amount_of(outcome),
    )


def _amount_now(text: str | None, case: Case) -> Decimal | None:
    """What the policy in force gives; one without programmes says nothing of amounts and is not asked."""
    document = read_rules(text).document if text else None
    return amount_of(assess(document, case)) if document and document.programmes else None


def write_rows(*, run: WhatIf, judged: Sequence[Judged]) -> None:
    """A row for each file of a part, inside the job's chunk; those of an earlier, interrupted run stay."""
    if not judged:
        return
    first, last = judged[0].household, judged[-1].household
    rows = WhatIfRow.objects.filter(run=run, household__gte=first, household__lte=last)
    there = set(rows.values_list("household", flat=True))
    new = ((run.pk, *row) for row in judged if row.household not in there)
    copy_values(WhatIfRow, ("run", *Judged._fields), new)


def amount_of(outcome: Outcome) -> Decimal | None:
    """What the household could have in a year, yuan: the sum of what is known, or the greatest of it where
    only one aid may be had; None where nothing can be told."""
    known = [one.amount for one in outcome.amounts.values() if one.amount is not None and not one.refused]
    if not known:
        return Decimal("0.00") if outcome.amounts and not outcome.undecided else None
    total = max(known) if outcome.is_one_only else sum(known, Decimal(0))
    return total.quantize(Decimal("0.01"))
