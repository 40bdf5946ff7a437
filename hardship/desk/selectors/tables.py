"""Every transition table of the house, for the pages and documents that are made of them."""

from cases.aid.states import TRANSITIONS as AID
from cases.aid.states import RecordState
from cases.alerts.states import TRANSITIONS as ALERT
from cases.alerts.states import State as AlertState
from cases.applications.states import GUIDE_TRANSITIONS as GUIDE
from cases.applications.states import WAIVER_TRANSITIONS as WAIVER
from cases.applications.states import GuideState, WaiverState
from cases.applications.states import State as ApplicationState
from cases.approvals.states import TRANSITIONS as APPLICATION
from cases.archives.states import (
    CHANGE_TRANSITIONS,
    MERGE_TRANSITIONS,
    OVERRIDE_TRANSITIONS,
    UNDO_TRANSITIONS,
    ChangeState,
    OverrideState,
)
from cases.archives.states import TRANSITIONS as FILE
from cases.archives.states import State as FileState
from cases.archives.states.recusals import RECUSAL_TRANSITIONS, RecusalState
from cases.archives.states.taking_over import TAKE_OVER_TRANSITIONS
from cases.bodies.states import TRANSITIONS as MEETING
from cases.bodies.states import MeetingState
from cases.callbacks.states import DIFFERENCE_TRANSITIONS as DIFFERENCE
from cases.callbacks.states import TRANSITIONS as CALLBACK
from cases.callbacks.states import DifferenceState
from cases.callbacks.states import State as CallbackState
from cases.campaigns.states import LIST_TRANSITIONS as CAMPAIGN_LIST
from cases.campaigns.states import PART_TRANSITIONS, PartState
from cases.campaigns.states import TRANSITIONS as CAMPAIGN
from cases.campaigns.states import ListState as CampaignListState
from cases.campaigns.states import State as CampaignState
from cases.care.states import TRANSITIONS as CARE
from cases.care.states import CareState
from cases.certificates.states import TRANSITIONS as CERTIFICATE
from cases.certificates.states import State as CertificateState
from cases.completions.states import TRANSITIONS as COMPLETION
from cases.completions.states import State as CompletionState
from cases.crosschecks.states import CHECK_TRANSITIONS, HIT_TRANSITIONS, CheckState, HitState
from cases.duplicates.states import DUPLICATE_TRANSITIONS, DuplicateState
from cases.employment.states import (
    OPENING_TRANSITIONS,
    REFERRAL_TRANSITIONS,
    START_UP_TRANSITIONS,
    OpeningState,
    ReferralState,
    StartUpState,
)
from cases.employment.states import TRANSITIONS as COURSE
from cases.employment.states import State as CourseState
from cases.giving.states import FOLLOW_UP_TRANSITIONS as FOLLOW_UP
from cases.giving.states import FULFILMENT_TRANSITIONS as FULFILMENT
from cases.giving.states import ROSTER_TRANSITIONS as ROSTER
from cases.giving.states import TRANSITIONS as INSTALMENT
from cases.giving.states import FollowUpState, FulfilmentState, RosterState
from cases.giving.states import State as InstalmentState
from cases.intakes.states import INTAKE_TRANSITIONS, IntakeState
from cases.leads.states import (
    ANSWER_TRANSITIONS,
    CALL_TRANSITIONS,
    LEAD_TRANSITIONS,
    QUESTIONNAIRE_TRANSITIONS,
    AnswerState,
    CallState,
    LeadState,
    QuestionnaireState,
)
from cases.mutual.states import CLAIM_TRANSITIONS as MUTUAL_CLAIM
from cases.mutual.states import ClaimState as MutualClaimState
from cases.notices.states import NOTICE_TRANSITIONS, OBJECTION_TRANSITIONS, NoticeState, ObjectionState
from cases.outreach.states import TRANSITIONS as EVENT
from cases.outreach.states import State as EventState
from cases.pairings.states import TRANSITIONS as PAIRING
from cases.pairings.states import State as PairingState
from cases.people.states import TRANSITIONS as PERSON
from cases.people.states import State as PersonState
from cases.petitions.states import TRANSITIONS as PETITION
from cases.petitions.states import State as PetitionState
from cases.plans.states import MEASURE_TRANSITIONS, PLAN_TRANSITIONS, MeasureState, PlanState
from cases.policies.states import HALT_TRANSITIONS, POLICY_TRANSITIONS, HaltState, PolicyState
from cases.referrals.states import TRANSITIONS as REFERRAL
from cases.referrals.states import State as ServiceReferralState
from cases.rosters.states import IMPORT_TRANSITIONS, ImportState
from cases.selections.states import ROW_TRANSITIONS, SELECTION_TRANSITIONS, RowState, SelectionState
from cases.surveys.states import (
    SPOT_TRANSITIONS,
    SURVEY_TRANSITIONS,
    UNIT_TRANSITIONS,
    SpotState,
    SurveyState,
    UnitState,
)
from cases.transfers.states import (
    REQUEST_TRANSITIONS,
    TRANSFER_TRANSITIONS,
    RequestState,
    TransferState,
)
from funds.books.states import ACCOUNT_TRANSITIONS as BANK_ACCOUNT
from funds.books.states import BOOKING_TRANSITIONS as BOOKING
from funds.books.states import AccountState as BankAccountState
from funds.books.states import BookingState
from funds.budgets.states import DISTRIBUTION_TRANSITIONS as DISTRIBUTION
from funds.budgets.states import RECALL_TRANSITIONS as RECALL
from funds.budgets.states import TRANSITIONS as BUDGET
from funds.budgets.states import VIREMENT_TRANSITIONS as VIREMENT
from funds.budgets.states import Call as RecallState
from funds.budgets.states import Stage as DistributionState
from funds.budgets.states import State as BudgetState
from funds.budgets.states import Turn as VirementState
from funds.donations.states import DRIVE_TRANSITIONS as DRIVE
from funds.donations.states import TRANSITIONS as DONATION
from funds.donations.states import DriveState
from funds.donations.states import State as DonationState
from funds.goods.states import TRANSITIONS as SLIP
from funds.goods.states import State as SlipState
from funds.ledgers.states import ORDER_TRANSITIONS, OrderState
from funds.loans.states import TRANSITIONS as LOAN
from funds.loans.states import State as LoanState
from funds.payments.states import OTHER_TRANSITIONS as OTHER
from funds.payments.states import TRANSITIONS as BATCH
from funds.payments.states import BatchState, OtherState
from funds.publications.states import TRANSITIONS as PUBLICATION
from funds.publications.states import State as PublicationState
from funds.recoveries.states import SET_OFF_TRANSITIONS as SET_OFF
from funds.recoveries.states import TRANSITIONS as RECOVERY
from funds.recoveries.states import SetOffState
from funds.recoveries.states import State as RecoveryState
from hardship.trees.states import TRANSITIONS as UNION_CHANGE
from hardship.trees.states import State as UnionChangeState

# What is moved, where its table stands, the table, the states.
TABLES = (
    ("政策制度", "cases/policies/states.py", POLICY_TRANSITIONS, PolicyState),
    ("项目停办", "cases/policies/states.py", HALT_TRANSITIONS, HaltState),
    ("困难职工档案", "cases/archives/states/files.py", FILE, FileState),
    ("撤回档案上的操作", "cases/archives/states/files.py", UNDO_TRANSITIONS, FileState),
    ("人工认定", "cases/archives/states/assessments.py", OVERRIDE_TRANSITIONS, OverrideState),
    ("回避", "cases/archives/states/recusals.py", RECUSAL_TRANSITIONS, RecusalState),
    ("档案变更", "cases/archives/states/changes.py", CHANGE_TRANSITIONS, ChangeState),
    ("档案转移", "cases/transfers/states.py", TRANSFER_TRANSITIONS, TransferState),
    ("转入申请", "cases/transfers/states.py", REQUEST_TRANSITIONS, RequestState),
    ("未建档人员", "cases/people/states.py", PERSON, PersonState),
    ("会议", "cases/bodies/states.py", MEETING, MeetingState),
    ("年度核查", "cases/surveys/states/surveys.py", SURVEY_TRANSITIONS, SurveyState),
    ("核查清单", "cases/surveys/states/surveys.py", UNIT_TRANSITIONS, UnitState),
    ("抽查结果", "cases/surveys/states/spotchecks.py", SPOT_TRANSITIONS, SpotState),
    ("花名册和名单导入", "hardship/imports/states.py", IMPORT_TRANSITIONS, ImportState),
    ("核对名单", "cases/crosschecks/states.py", CHECK_TRANSITIONS, CheckState),
    ("核对差异", "cases/crosschecks/states.py", HIT_TRANSITIONS, HitState),
    ("疑似重复", "cases/duplicates/states.py", DUPLICATE_TRANSITIONS, DuplicateState),
    ("档案合并", "cases/archives/states/files.py", MERGE_TRANSITIONS, FileState),
    ("存量档案接收", "cases/intakes/states.py", INTAKE_TRANSITIONS, IntakeState),
    ("接收的档案", "cases/archives/states/taking_over.py", TAKE_OVER_TRANSITIONS, FileState),
    ("线索", "cases/leads/states.py", LEAD_TRANSITIONS, LeadState),
    ("信访件", "cases/petitions/states.py", PETITION, PetitionState),
    ("三必访", "cases/outreach/states.py", EVENT, EventState),
    ("转介", "cases/referrals/states.py", REFERRAL, ServiceReferralState),
    ("疏导、援助个案", "cases/care/states.py", CARE, CareState),
    ("收集通知", "cases/leads/states.py", CALL_TRANSITIONS, CallState),
    ("收集通知的答复", "cases/leads/states.py", ANSWER_TRANSITIONS, AnswerState),
    ("公开问卷", "cases/leads/states.py", QUESTIONNAIRE_TRANSITIONS, QuestionnaireState),
    ("帮扶对象名单", "cases/selections/states.py", SELECTION_TRANSITIONS, SelectionState),
    ("名单上的家庭", "cases/selections/states.py", ROW_TRANSITIONS, RowState),
    ("公示", "cases/notices/states.py", NOTICE_TRANSITIONS, NoticeState),
    ("公示的异议", "cases/notices/states.py", OBJECTION_TRANSITIONS, ObjectionState),
    ("帮扶申请", "cases/approvals/states.py", APPLICATION, ApplicationState),
    ("免交材料", "cases/applications/states.py", WAIVER, WaiverState),
    ("公开的办事指南", "cases/applications/states.py", GUIDE, GuideState),
    ("分期", "cases/giving/states.py", INSTALMENT, InstalmentState),
    ("服务落实", "cases/giving/states.py", FULFILMENT, FulfilmentState),
    ("回访", "cases/giving/states.py", FOLLOW_UP, FollowUpState),
    ("集中发放", "cases/giving/states.py", ROSTER, RosterState),
    ("急难补办", "cases/completions/states.py", COMPLETION, CompletionState),
    ("慰问活动", "cases/campaigns/states.py", CAMPAIGN, CampaignState),
    ("慰问名单", "cases/campaigns/states.py", CAMPAIGN_LIST, CampaignListState),
    ("培训班", "cases/employment/states.py", COURSE, CourseState),
    ("岗位", "cases/employment/states.py", OPENING_TRANSITIONS, OpeningState),
    ("职业介绍", "cases/employment/states.py", REFERRAL_TRANSITIONS, ReferralState),
    ("创业项目", "cases/employment/states.py", START_UP_TRANSITIONS, StartUpState),
    ("慰问总结", "cases/campaigns/states.py", PART_TRANSITIONS, PartState),
    ("外部帮扶", "cases/aid/states.py", AID, RecordState),
    ("帮扶计划", "cases/plans/states.py", PLAN_TRANSITIONS, PlanState),
    ("优待证", "cases/certificates/states.py", CERTIFICATE, CertificateState),
    ("医疗互助给付", "cases/mutual/states.py", MUTUAL_CLAIM, MutualClaimState),
    ("结对帮扶", "cases/pairings/states.py", PAIRING, PairingState),
    ("帮扶措施", "cases/plans/states.py", MEASURE_TRANSITIONS, MeasureState),
    ("工会变更", "hardship/trees/states.py", UNION_CHANGE, UnionChangeState),
    ("用款次序", "funds/ledgers/states.py", ORDER_TRANSITIONS, OrderState),
    ("发放批次", "funds/payments/states.py", BATCH, BatchState),
    ("代收申请", "funds/payments/states.py", OTHER, OtherState),
    ("追回", "funds/recoveries/states.py", RECOVERY, RecoveryState),
    ("抵扣", "funds/recoveries/states.py", SET_OFF, SetOffState),
    ("社会捐赠", "funds/donations/states.py", DONATION, DonationState),
    ("募捐活动", "funds/donations/states.py", DRIVE, DriveState),
    ("物资单据", "funds/goods/states.py", SLIP, SlipState),
    ("使用计划", "funds/budgets/states.py", BUDGET, BudgetState),
    ("资金分配表", "funds/budgets/states.py", DISTRIBUTION, DistributionState),
    ("资金收回", "funds/budgets/states.py", RECALL, RecallState),
    ("用途调剂", "funds/budgets/states.py", VIREMENT, VirementState),
    ("银行账户", "funds/books/states.py", BANK_ACCOUNT, BankAccountState),
    ("使用公开", "funds/publications/states.py", PUBLICATION, PublicationState),
    ("补记入账", "funds/books/states.py", BOOKING, BookingState),
    ("预警", "cases/alerts/states.py", ALERT, AlertState),
    ("到账回访", "cases/callbacks/states.py", CALLBACK, CallbackState),
    ("回访金额不符", "cases/callbacks/states.py", DIFFERENCE, DifferenceState),
    ("周转金借款", "funds/loans/states.py", LOAN, LoanState),
)
