"""Last year's students come onto this year's list by one click; a proof of this year is asked for of each."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.campaigns.models import Beneficiary, CampaignList, Renewal, TargetGroup
from cases.campaigns.rules import Entry
from cases.campaigns.selectors.renewals import list_candidates, list_proofs
from cases.campaigns.services.refusals import CampaignRefused, campaign_write
from cases.campaigns.services.rows import lock_open, make_rows, point_to
from cases.campaigns.states import Kind
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit


@campaign_write
def renew(*, list_id: int, group_id: int, by: User) -> int:
    """Puts everybody of last year who is still in the same stage on an open list, by the standard of the
    group of the same name, else of this group; returns how many. Twice is once: whoever is on a list of the
    campaign stays where they are. Raises CampaignRefused for another kind of campaign, and as
    `rows.choose_files` does."""
    row = lock_open(list_id, by)
    if row.campaign.kind != Kind.TUITION:
        raise CampaignRefused(_("只有金秋助学活动从上年续助。"))
    groups = {group.name: group.pk for group in _named(row)}
    if group_id not in groups.values():
        raise CampaignRefused(_("请选择本活动的慰问对象。"), "group")
    chosen = [(one, one.member) for one in list_candidates(row) if not one.why and one.member is not None]
    if not chosen:
        return 0
    entries = [
        Entry(groups.get(one.group, group_id), member.name, member.id_number) for one, member in chosen
    ]
    made = make_rows(row, entries, by=by)
    for new, (_one, member) in zip(made, chosen, strict=True):
        point_to(new, member)
    Beneficiary.objects.bulk_create(made)
    Renewal.objects.bulk_create(
        Renewal(
            row=new, previous=one.previous, application=one.application, stage=member.stage,
            aid_year=one.aid_year,
        )
        for new, (one, member) in zip(made, chosen, strict=True)
    )  # fmt: skip
    audit.record("campaign_list.renew", target=row, by=by, count=len(made))
    return len(made)


@campaign_write
def prove(*, beneficiary_id: int, evidence_id: int, by: User) -> Renewal:
    """A document of this year shows that the student is still there. Raises CampaignRefused once the list
    was handed in, and for another document; Beneficiary.DoesNotExist for who is no renewal."""
    found: Beneficiary = Beneficiary.objects.get(pk=beneficiary_id, renewal__isnull=False)
    row = lock_open(found.list_id, by)
    renewal: Renewal = (
        Renewal.objects.select_for_update(of=("self",))
        .select_related("row__campaign")
        .get(row=beneficiary_id)
    )
    if renewal.row.removed_at is not None:
        raise CampaignRefused(_("这一行刚被移出或改过，请刷新页面再办理。"))
    proof = list_proofs(renewal).filter(pk=evidence_id).first()
    if proof is None:
        raise CampaignRefused(_("请选择今年上传的录取通知书或在校证明，没有的先传到档案里。"), "evidence")
    renewal.proof, renewal.proved_at = proof, timezone.now()
    renewal.proved_by, renewal.proved_for = by, stood_in_for(by)
    renewal.save(update_fields=["proof", "proved_at", "proved_by", "proved_for"])
    audit.record("campaign_list.prove", target=row, by=by, row=beneficiary_id)
    return renewal


def _named(row: CampaignList) -> list[TargetGroup]:
    return list(TargetGroup.objects.filter(campaign=row.campaign_id, by_heads=False))
