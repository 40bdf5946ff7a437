"""What is written of campaigns."""

from cases.campaigns.services.ending import end_blocker, end_row
from cases.campaigns.services.goods import issue_goods, return_list_goods
from cases.campaigns.services.leads import make_lead
from cases.campaigns.services.lists import approver_of, begin_list, list_blocker, take_list_step
from cases.campaigns.services.planning import draft, save, share_out
from cases.campaigns.services.refusals import CampaignRefused, ListedElsewhere, campaign_write
from cases.campaigns.services.renewals import prove, renew
from cases.campaigns.services.reporting import Stated, part_blocker, submit_part, take_part_step
from cases.campaigns.services.rows import (
    add,
    change,
    choose_files,
    choose_people,
    frame_of,
    import_entries,
    lock_open,
    make_rows,
    remove,
    require_account,
    take_back_import,
)
from cases.campaigns.services.steps import step_blocker, take_step
from cases.campaigns.services.teams import (
    allot,
    allot_evenly,
    change_team,
    dissolve_team,
    form_team,
    take_back_allotments,
)
from cases.campaigns.services.visits import (
    answer_wish,
    pass_wish,
    receive_wish,
    record_visit,
    visit_blocker,
)

__all__ = [
    "CampaignRefused",
    "ListedElsewhere",
    "Stated",
    "add",
    "allot",
    "allot_evenly",
    "answer_wish",
    "approver_of",
    "begin_list",
    "campaign_write",
    "change",
    "change_team",
    "choose_files",
    "choose_people",
    "dissolve_team",
    "draft",
    "end_blocker",
    "end_row",
    "form_team",
    "frame_of",
    "import_entries",
    "issue_goods",
    "list_blocker",
    "lock_open",
    "make_lead",
    "make_rows",
    "part_blocker",
    "pass_wish",
    "prove",
    "receive_wish",
    "record_visit",
    "remove",
    "renew",
    "require_account",
    "return_list_goods",
    "save",
    "share_out",
    "step_blocker",
    "submit_part",
    "take_back_allotments",
    "take_back_import",
    "take_list_step",
    "take_part_step",
    "take_step",
    "visit_blocker",
]
