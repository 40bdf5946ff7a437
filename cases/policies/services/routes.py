"""The routes of a draft, written back into its text."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from cases.policies.models import Policy
from cases.policies.rules import PolicyInvalid
from cases.policies.rules.document.routes import Route
from cases.policies.rules.document.splicing import put_routes
from cases.policies.rules.labels import label_of_key
from cases.policies.services.drafts import lock_draft, save_draft
from cases.policies.services.editing import PolicyRefused
from hardship.accounts.models import User


@transaction.atomic
def save_routes(*, policy_id: int, routes: Mapping[str, Route], revision: int | None, by: User) -> Policy:
    """Keeps these routes, in this order, in place of those of the draft; all else of its text stays as it is.

    Raises PolicyRefused where the policy would be none with them (a programme names one that is gone), and
    what save_draft raises.
    """
    policy = lock_draft(policy_id=policy_id, by=by, revision=revision)
    try:
        text = put_routes(policy.text, routes)
    except PolicyInvalid as invalid:
        error = invalid.errors[0]
        place = label_of_key(error.key, policy.document)
        raise PolicyRefused(_("%(place)s：%(why)s") % {"place": place, "why": error.message}) from invalid
    return save_draft(policy_id=policy.pk, text=text, by=by, revision=policy.revision)
