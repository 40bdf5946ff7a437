"""Policies that come as files: with a fresh installation, or from the command line of whoever runs it."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cases.policies.models import Policy
from cases.policies.rules import parse_policy, policy_hash
from cases.policies.services.drafts import save_draft
from cases.policies.services.editing import PolicyRefused
from cases.policies.services.steps import approve, log_step, publish
from cases.policies.states import PUBLISHED, PolicyState
from hardship.accounts.models import Union, User
from hardship.audit import services as audit

POLICIES = Path(__file__).resolve().parent.parent / "data" / "policies"
DEFAULT = "default.yaml"
DEFAULT_FROM = date(2024, 1, 1)


@transaction.atomic
def load_policy(
    *, union: Union, text: str, in_force_from: date | None = None, by: User | None = None
) -> Policy:
    """A draft of a union from a file; with a date it is checked and put into force as well.

    Only the command line may do both at once: whoever runs the machine answers for it, and the trail says so
    (`by` is None). Raises PolicyInvalid for errors in the text, PolicyRefused otherwise.
    """
    sha256 = policy_hash(parse_policy(text))
    policy = save_draft(text=text, by=by, union=union)
    if in_force_from is not None:
        if by is not None:
            raise PolicyRefused(_("请由另一人复核后再公布执行。"))
        approve(policy, None)
        log_step(policy, "check", None, source=PolicyState.DRAFT)
        publish(policy, in_force_from, None)
        log_step(policy, "put_in_force", None, source=PolicyState.CHECKED)
    audit.record("policy.load", target=policy, by=by, number=policy.number, sha256=sha256)
    return policy


def load_default_policy(*, union: Union) -> Policy | None:
    """The policy that an installation begins with, where the union has published none; None when it has."""
    if Policy.objects.filter(union=union, state__in=PUBLISHED).exists():
        return None
    return load_policy(union=union, text=default_text(), in_force_from=DEFAULT_FROM)


def default_text() -> str:
    """The policy that an installation begins with, as it is shipped."""
    return (POLICIES / DEFAULT).read_text(encoding="utf-8")
