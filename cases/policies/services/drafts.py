"""Writing a policy: a first draft, a save, a new version of what is in force, the issued document."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.models import Policy, PolicyStep
from cases.policies.rules import PolicyInvalid, parse_policy, policy_hash
from cases.policies.selectors import list_readable
from cases.policies.services.editing import PolicyRefused
from cases.policies.states import PolicyState
from hardship.accounts.models import Union, User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.files import Accepted
from hardship.kernel.locks import hold

MAX_TEXT = 200_000


class StalePolicy(PolicyRefused):
    """Somebody saved the draft in between; the message says who and when."""


@transaction.atomic
def save_draft(
    *,
    text: str,
    by: User | None,
    union: Union | None = None,
    policy_id: int | None = None,
    revision: int | None = None,
    predecessor: Policy | None = None,
) -> Policy:
    """Keep what was written, with its errors if it has any: a new draft of `union`, or that of `policy_id`.

    `revision` is the one that the writer had on the page (None: whatever is there now). Raises StalePolicy
    when somebody saved in between, PolicyRefused for whoever may not write here and for anything but a draft.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > MAX_TEXT:
        raise PolicyRefused(_("制度正文太长，请检查是否贴错了内容。"))
    if policy_id is None:
        if union is None:
            raise ValueError("a new draft needs its union")
        require_writer(union, by)
        policy = Policy(union=union, number=_next_number(union), predecessor=predecessor)
    else:
        policy = lock_draft(policy_id=policy_id, by=by, revision=revision)
        policy.revision += 1
    policy.text = text
    _describe(policy)
    policy.written_at, policy.written_by = timezone.now(), by
    policy.save()
    _log(policy, "write", by)
    return policy


@transaction.atomic
def new_version(*, policy_id: int, by: User) -> Policy:
    """A draft of the person's own union with the text of a policy that they may read, to be changed.

    Raises PolicyRefused for whoever may not write policies, and while the union has a draft already.
    """
    policy = list_readable(by).get(pk=policy_id)
    require_writer(by.union, by)
    waiting = Policy.objects.filter(
        union=by.union, state__in=(PolicyState.DRAFT, PolicyState.CHECKED), predecessor=policy
    ).first()
    if waiting is not None:
        raise PolicyRefused(
            _("已有一份由它修改而来的第 %(number)s 版（%(state)s），请在那一份上继续，或先作废。")
            % {"number": waiting.number, "state": waiting.get_state_display()}
        )
    return save_draft(text=policy.text, by=by, union=by.union, predecessor=policy)


@transaction.atomic
def attach_source(*, policy_id: int, accepted: Accepted, by: User) -> Policy:
    """Keep the issued document (kernel.files.accept_upload) with a draft, in place of an earlier upload."""
    policy = lock_draft(policy_id=policy_id, by=by)
    policy.source_name = accepted.original_name[:120]
    policy.source_media_type = accepted.media_type
    policy.source_size, policy.source_sha256 = accepted.size, accepted.sha256
    policy.source_file.save(f"file.{accepted.extension}", ContentFile(accepted.content), save=False)
    policy.revision += 1
    policy.save()
    # the document is part of what is checked: whoever put it there is one of the writers
    _keep_step(policy, "write", by, comment=_("上传文件原件"))
    audit.record("policy.attach", target=policy, by=by, sha256=accepted.sha256)
    return policy


def lock_draft(*, policy_id: int, by: User | None, revision: int | None = None) -> Policy:
    """The draft, its row locked, when this person may write on it now."""
    rows = Policy.objects.visible_to(by) if by else Policy.objects.all()
    policy: Policy = rows.select_related("union").select_for_update(of=("self",)).get(pk=policy_id)
    require_writer(policy.union, by)
    if policy.state != PolicyState.DRAFT:
        raise PolicyRefused(
            _("这份制度现在是“%(state)s”，不能修改；已复核的先退回，已公布的请另起新版本。")
            % {"state": policy.get_state_display()}
        )
    if revision is not None and revision != policy.revision:
        raise StalePolicy(
            _("%(name)s 在 %(when)s 保存过这份草稿，您的修改还没有保存，请对照下面的最新内容后再保存。")
            % {
                "name": policy.written_by.name if policy.written_by else _("他人"),
                "when": timezone.localtime(policy.written_at).strftime("%m-%d %H:%M"),
            }
        )
    return policy


def require_writer(union: Union, by: User | None) -> None:
    """Administrators write for their own union; None is the command line."""
    if by is None:
        return
    if not by.has_role(Role.ADMINISTRATOR):
        raise PolicyRefused(_("只有工会的管理员可以编写制度。"))
    if by.union_id != union.pk:
        raise PolicyRefused(_("只有“%(union)s”的管理员可以修改这份制度。") % {"union": union.name})


def lock_policies_of(union_id: int) -> None:
    """One writer at a time gives numbers and dates to the policies of a union."""
    hold(f"policies of {union_id}")


def _next_number(union: Union) -> int:
    lock_policies_of(union.pk)
    last = Policy.objects.filter(union=union).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _describe(policy: Policy) -> None:
    """Name, document number, what it speaks of and fingerprint as the text says; one with errors keeps the
    last name."""
    try:
        document = parse_policy(policy.text)
    except PolicyInvalid:
        policy.content_hash, policy.grace_months = "", None
        policy.has_categories = policy.has_routes = False
        policy.name = policy.name or _("未命名的制度")
        return
    policy.content_hash, policy.grace_months = policy_hash(document), document.grace_months
    policy.has_categories, policy.has_routes = bool(document.categories), bool(document.routes)
    policy.name, policy.document_no = document.title[:80], document.document_no[:80]


def _keep_step(policy: Policy, action: str, by: User | None, *, comment: str = "") -> None:
    PolicyStep.objects.create(
        policy=policy, action=action, source=PolicyState.DRAFT, target=PolicyState.DRAFT,
        comment=comment, content_hash=policy.content_hash, by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip


def _log(policy: Policy, action: str, by: User | None) -> None:
    _keep_step(policy, action, by)
    audit.record(f"policy.{action}", target=policy, by=by, number=policy.number, sha256=policy.content_hash)
