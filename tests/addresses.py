"""Every address of the site with one object of each kind: who may ask for it, how, and what comes back.

The sweep of tests/architecture/test_urls.py and the walk of tests/browser/test_pages.py read this table; an
address that is not in it fails both.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from freezegun import freeze_time
from PIL import Image

from cases.aid.services import Given, record_aid
from cases.alerts.models import Alert, AlertRun, AlertStep
from cases.alerts.services import set_rule as set_alert_rule
from cases.applications.models import Application
from cases.applications.services import add_households, issue_receipt, make_batch
from cases.applications.services.guides import publish_guide
from cases.applications.states import State as ApplicationState
from cases.approvals.services import add_copy, supervise
from cases.approvals.services.outside import keep_scan
from cases.archives.models import Household, Member, ReturnReason
from cases.archives.services import recusals, steps
from cases.archives.services.assessments import request_override
from cases.archives.services.life.changes import save_change
from cases.archives.states import Section
from cases.bodies import services as bodies
from cases.callbacks import services as callbacks
from cases.callbacks.models import Callback
from cases.campaigns import rules as campaign_rules
from cases.campaigns import services as campaigns
from cases.campaigns.models import Beneficiary
from cases.campaigns.rules.reports import Line
from cases.campaigns.rules.teams import TeamPlan
from cases.campaigns.rules.visits import Heard
from cases.campaigns.rules.visits import Told as Visited
from cases.care import services as care
from cases.certificates import services as certificates
from cases.crosschecks import services as crosschecks
from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.services import find_duplicates
from cases.employers import services as employers
from cases.employers.services.employers import Particulars
from cases.employment import services as employment
from cases.employment.services.fairs import Fair, make_fair
from cases.employment.services.start_ups import Business, make_start_up, note_turnover
from cases.giving import services as giving
from cases.giving.models import FollowUp
from cases.leads import services as leads
from cases.leads.services import Told
from cases.lists.services import save_filter
from cases.mutual import services as mutual
from cases.mutual.rules import read_bands
from cases.notices.services import Answer, Posted, answer_objection, post_board, record_objection
from cases.offices import services as offices
from cases.outcomes.services import appeal as record_appeal
from cases.outcomes.services import tell
from cases.outreach import services as outreach
from cases.pairings import services as pairings
from cases.people import services as listed
from cases.petitions import services as petitions
from cases.petitions.rules import Terms
from cases.plans.services import add_measure, start_plan
from cases.policies import services as policies
from cases.policies.models import Programme
from cases.policies.services.halts import ask_halt
from cases.referrals import services as referrals
from cases.rosters import services as imports
from cases.rosters.services.layouts import save_layout
from cases.selections import services as selections
from cases.surveys.services import surveys
from cases.surveys.services.spotchecks import draw_sample
from cases.transfers import services as transfers
from cases.trials.services import ask_what_if
from funds.books import services as books
from funds.budgets import services as budgets
from funds.budgets.rules import PlannedRow, PlannedShare
from funds.donations import services as donations
from funds.goods import services as goods
from funds.goods.models import Slip, Store
from funds.goods.rules import Arrival, Paper
from funds.ledgers import services as ledger
from funds.ledgers.models import Journal
from funds.loans import services as loans
from funds.payments import models as payments_models
from funds.payments import services as payments
from funds.payments.models import Payable
from funds.payments.rules import SHIPPED, BankRow
from funds.payments.states import Result
from funds.publications import services as publications
from funds.recoveries import services as recoveries
from hardship.accounts import services as accounts
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.handovers import services as handovers
from hardship.imports import services as lists
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue, run_pending
from hardship.kernel.documents import make_id_number
from hardship.kernel.files import accept_upload
from hardship.messaging.models import Receipt
from hardship.trees import services as trees
from hardship.yearplans import services as yearplans
from tests.books import ON, make_fund, make_line
from tests.cases.intakes.lists import handed_in, imported, picture, scan, sent
from tests.cases.policies.texts import MONTHLY, PARCELS, SERVICES, SIMPLE, URGENT_ROUTE
from tests.cases.rosters.roster_files import person, roster
from tests.factories import (
    ApplicationFactory,
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    begin_off_file,
    drawn,
    entry_of,
    make_evidence,
    make_pdf,
    make_visit,
    payable_of,
    take,
)
from tests.imports.sheets import workbook

World = SimpleNamespace
PAGE, PART, FILE, ONWARD = "page", "part", "file", "onward"


@dataclass(frozen=True)
class Address:
    """`who` is one of the cast; `of` gives the arguments; `gives` is what a GET answers; `sends` is False
    where the sample's page has nothing to send; `is_anybodys` marks arguments that name nothing of a
    union."""

    who: str
    of: Callable[[World], list[Any]] = lambda world: []
    methods: tuple[str, ...] = ("GET",)
    gives: str = PAGE
    query: Callable[[World], dict[str, Any]] = lambda world: {}
    sends: bool = True
    is_anybodys: bool = False

    def url(self, name: str, world: World) -> str:
        return reverse(name, args=self.of(world))


def one(name: str, *more: Any) -> Callable[[World], list[Any]]:
    """The key of one object of the world, then what else the address takes."""
    return lambda world: [getattr(world, name).pk, *more]


def named(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [getattr(world, name).uid]


READ, SENT, BOTH = ("GET",), ("POST",), ("GET", "POST")
BANK_MONTH = "2026-04"  # of the account of the samples

ADDRESSES = {
    "desk:home": Address("clerk"),
    "desk:healthz": Address("clerk", gives=PART),
    "desk:readyz": Address("clerk", gives=PART),
    "desk:search": Address("clerk", methods=SENT),
    "desk:post": Address("clerk"),
    "desk:printing": Address("clerk"),
    "desk:todo": Address("reviewer"),
    "desk:log": Address("auditor"),
    "seals:seals": Address("auditor"),
    "seals:check": Address("auditor", methods=SENT),
    "seals:verify": Address("auditor", methods=SENT),
    "seals:export": Address("auditor", methods=SENT),
    "packages:packages": Address("auditor"),
    "packages:new": Address("auditor", methods=BOTH),
    "packages:check": Address("auditor", methods=SENT),
    "packages:verifier": Address("auditor", gives=PART),
    "packages:export": Address("auditor", methods=SENT),
    "desk:people_check": Address("auditor", methods=BOTH),
    "desk:log_find": Address("auditor", methods=SENT),
    "desk:log_export": Address("auditor", methods=SENT),
    "help:index": Address("clerk"),
    "help:words": Address("clerk"),
    "yearplans:entries": Address("clerk"),
    "yearplans:export": Address("clerk", methods=SENT),
    "yearplans:entry_new": Address("clerk", methods=BOTH),
    "yearplans:take_guide": Address("clerk", methods=SENT),
    "yearplans:copy_year": Address("clerk", methods=SENT),
    "yearplans:entry": Address("clerk", named("year_entry")),
    "yearplans:entry_edit": Address("clerk", named("year_entry"), BOTH),
    "yearplans:entry_end": Address("clerk", named("year_entry"), SENT),
    "help:found": Address("clerk"),
    "help:topic": Address("clerk", lambda world: ["lists", "files"], is_anybodys=True),
    "statistics:archive": Address("clerk"),
    "statistics:archive_export": Address("clerk", methods=SENT),
    "statistics:files": Address("clerk"),
    "statistics:files_export": Address("clerk", methods=SENT),
    "desk:case": Address("clerk", one("filed")),
    "desk:access": Address("clerk", one("filed"), gives=FILE),
    # own account, unions and people
    "accounts:login": Address("clerk", methods=BOTH, gives=ONWARD),
    "accounts:logout": Address("clerk", methods=SENT),
    "accounts:password": Address("clerk", methods=BOTH),
    "accounts:large_type": Address("clerk", methods=SENT),
    "accounts:place": Address("clerk", methods=BOTH, sends=False),
    "accounts:unions": Address("administrator"),
    "accounts:union_new": Address("administrator", methods=BOTH),
    "accounts:union_charges": Address("administrator", gives=PART),
    "accounts:union_edit": Address("administrator", one("union"), BOTH),
    "accounts:union_close": Address("administrator", one("union"), SENT),
    "accounts:users": Address("administrator"),
    "accounts:user_new": Address("administrator", methods=BOTH),
    "accounts:user_slips": Address("administrator", methods=SENT),
    "accounts:user_edit": Address("administrator", one("colleague"), BOTH),
    "accounts:appoint": Address("administrator", one("colleague"), BOTH),
    "accounts:user_confirm": Address("administrator", one("colleague"), SENT),
    "accounts:appointments": Address("administrator"),
    "accounts:appointments_export": Address("administrator", methods=SENT),
    "accounts:appointment": Address(
        "administrator", lambda world: [world.colleague.appointments.first().pk], BOTH
    ),
    "accounts:appointment_revoke": Address(
        "administrator", lambda world: [world.colleague.appointments.first().pk], SENT
    ),
    "accounts:seconds": Address("administrator"),
    "accounts:seconds_give": Address("administrator", methods=SENT),
    "accounts:second_refuse": Address(
        "administrator", lambda world: [world.colleague.appointments.first().pk], SENT
    ),
    "accounts:stand_ins": Address("administrator"),
    "accounts:stand_ins_export": Address("administrator", methods=SENT),
    "accounts:stand_in_new": Address(
        "administrator", lambda world: [world.colleague.appointments.first().pk], BOTH
    ),
    "accounts:stand_in": Address("administrator", one("stand_in")),
    "accounts:stand_in_end": Address("administrator", one("stand_in"), SENT),
    "accounts:stand_in_act": Address("clerk", one("stand_in"), SENT),
    "accounts:user_active": Address("administrator", one("colleague"), SENT),
    "accounts:user_reset": Address("administrator", one("colleague"), SENT),
    "handovers:handovers": Address("clerk"),
    "handovers:left": Address("administrator"),
    "handovers:person": Address("clerk", one("clerk"), BOTH),
    "handovers:handover": Address("clerk", named("handover")),
    "handovers:receive": Address("clerk", named("handover"), SENT),
    "handovers:decline": Address("clerk", named("handover"), SENT),
    "handovers:withdraw": Address("clerk", named("handover"), SENT),
    "handovers:sheet": Address("clerk", named("handover"), gives=FILE),
    "trees:changes": Address("administrator"),
    "trees:export": Address("administrator", methods=SENT),
    "trees:history": Address("administrator", one("union")),
    "trees:new": Address("administrator", one("union", "split"), BOTH),
    "trees:change": Address("administrator", named("union_change")),
    "trees:step": Address("administrator", named("union_change"), SENT),
    # jobs
    "jobs:index": Address("clerk"),
    "jobs:detail": Address("clerk", named("job")),
    "jobs:progress": Address("clerk", named("job"), gives=PART),
    "jobs:file": Address("clerk", named("job"), gives=FILE),
    "jobs:cancel": Address("clerk", named("job"), SENT),
    "jobs:retry": Address("clerk", named("job"), SENT),
    # files
    "lists:files": Address("clerk"),
    "lists:find": Address("clerk", methods=SENT),
    "lists:panel_conditions": Address("clerk", gives=PART),
    "lists:panel_chips": Address("clerk", gives=PART),
    "lists:panel_columns": Address("clerk", gives=PART),
    "lists:panel_export": Address("clerk", gives=PART),
    "lists:panel_filter": Address("clerk", gives=PART),
    "lists:saved_filters": Address("clerk"),
    "lists:filter_save": Address("clerk", methods=SENT),
    "lists:filter_change": Address("clerk", one("kept_filter"), SENT),
    "lists:filter_act": Address("clerk", one("kept_filter", "up"), SENT),
    "rosters:export": Address("clerk", methods=SENT),
    "archives:case": Address("reviewer", one("submitted")),
    "archives:form_pdf": Address("clerk", one("filed"), gives=FILE),
    "archives:reveal": Address("clerk", lambda w: [w.filed.pk, w.filed.head.uid, "id_number"], SENT),
    "archives:new": Address("clerk", methods=BOTH),
    "archives:id_check": Address("clerk", methods=SENT),
    "archives:tasks": Address("clerk", one("draft")),
    "archives:section": Address("clerk", one("draft", Section.WORKER), BOTH),
    "archives:autosave": Address("clerk", one("draft", Section.WORKER), SENT),
    "archives:preview": Address("clerk", one("draft"), SENT),
    "archives:answer_return": Address("clerk", lambda world: [world.returned.pk, world.reason.pk], SENT),
    "archives:check": Address("clerk", one("draft")),
    "archives:review": Address("reviewer", one("submitted")),
    "archives:remarks": Address("clerk", one("draft"), BOTH, sends=False),
    "archives:remark_holder": Address("clerk", one("draft", "0" * 64), SENT),
    "archives:step": Address("clerk", one("draft"), SENT),
    "archives:urge": Address("clerk", one("draft"), SENT),
    "archives:urge_changes": Address("clerk", one("filed"), SENT),
    "archives:leaving": Address("reviewer", one("filed")),
    "archives:months": Address("clerk", one("draft"), methods=BOTH),
    "archives:cause": Address("clerk", one("filed"), SENT),
    "archives:changes": Address("reviewer", lambda w: [w.change.household_id]),
    "archives:verify": Address("clerk", one("filed"), BOTH, sends=False),
    "archives:change_step": Address("reviewer", one("change"), SENT),
    "transfers:transfers": Address("clerk"),
    "transfers:export": Address("clerk", methods=SENT),
    "transfers:transfer": Address("clerk", named("transfer")),
    "transfers:step": Address("clerk", named("transfer"), SENT),
    "transfers:urge": Address("clerk", named("transfer"), SENT),
    "transfers:ask": Address("clerk", methods=SENT),
    "transfers:requests": Address("clerk"),
    "transfers:requests_export": Address("clerk", methods=SENT),
    "transfers:asked": Address("clerk"),
    "transfers:asked_export": Address("clerk", methods=SENT),
    "transfers:request": Address("clerk", named("transfer_request")),
    "transfers:request_step": Address("clerk", named("transfer_request"), SENT),
    "transfers:new": Address("clerk", one("filed"), BOTH),
    "archives:reopen": Address("clerk", one("filed"), SENT),
    "archives:recusal_new": Address("reviewer", one("submitted"), BOTH),
    "archives:recusals": Address("reviewer"),
    "archives:recusals_export": Address("reviewer", methods=SENT),
    "archives:recusal": Address("approver", one("recusal"), BOTH),
    "archives:assessment_sheet": Address(
        "reviewer", lambda w: [w.submitted.pk, w.submitted.assessments.get().pk], gives=FILE
    ),
    # the default policy asks nothing
    "archives:questions": Address("clerk", one("draft"), BOTH, sends=False),
    "archives:override": Address("reviewer", one("submitted")),
    "archives:override_request": Address("reviewer", one("submitted"), SENT),
    "archives:override_decide": Address("city_reviewer", lambda w: [w.submitted.pk, w.override.pk], SENT),
    "archives:member": Address(
        "clerk", lambda w: [w.draft.pk, w.draft.members.exclude(relation="head")[0].uid], BOTH
    ),
    "archives:evidence_view": Address("clerk", lambda w: [w.draft.pk, w.document.uid], BOTH),
    "archives:evidence_date": Address("clerk", lambda w: [w.draft.pk, w.document.uid], SENT),
    "archives:evidence_original": Address("clerk", lambda w: [w.draft.pk, w.document.uid], SENT),
    "archives:evidence_rotate": Address("clerk", lambda w: [w.draft.pk, w.document.uid], SENT),
    "archives:evidence_add": Address("clerk", one("draft"), SENT),
    "archives:evidence_bundle": Address("clerk", one("draft"), SENT),
    "archives:evidence_refile": Address("clerk", lambda w: [w.draft.pk, w.document.uid], SENT),
    "archives:evidence_remove": Address("clerk", lambda w: [w.draft.pk, w.document.uid], SENT),
    "archives:evidence_restore": Address("clerk", lambda w: [w.draft.pk, w.document.uid], SENT),
    "archives:authorisation": Address("clerk", one("draft"), gives=FILE),
    "archives:consent": Address("clerk", one("filed"), BOTH),
    "archives:consent_withdraw": Address("clerk", one("filed"), SENT),
    "archives:names": Address("clerk", methods=BOTH, gives=ONWARD),
    "archives:evidence_why": Address("clerk", lambda w: [w.draft.pk, w.document.uid], BOTH),
    "archives:evidence_file": Address("clerk", named("document"), gives=FILE),
    "archives:evidence_page": Address("clerk", lambda w: [w.paper.uid, 1], gives=FILE),
    # students and job seekers
    "registers:students": Address("clerk"),
    "registers:students_export": Address("clerk", methods=SENT),
    "registers:seekers": Address("clerk"),
    "registers:seekers_export": Address("clerk", methods=SENT),
    # bodies and meetings
    "bodies:bodies": Address("clerk"),
    "bodies:export": Address("clerk", methods=SENT),
    "bodies:body_new": Address("clerk", methods=BOTH),
    "bodies:meetings": Address("clerk"),
    "bodies:meetings_export": Address("clerk", methods=SENT),
    "bodies:meeting": Address("clerk", named("meeting")),
    "bodies:attendance": Address("clerk", named("meeting"), SENT),
    "bodies:item_add": Address("clerk", named("meeting"), SENT),
    "bodies:item_remove": Address("clerk", lambda w: [w.meeting.uid, w.agenda_item.pk], SENT),
    "bodies:recuse": Address("clerk", lambda w: [w.meeting.uid, w.agenda_item.pk], SENT),
    "bodies:decide": Address("clerk", lambda w: [w.meeting.uid, w.agenda_item.pk], SENT),
    "bodies:step": Address("clerk", named("meeting"), SENT),
    "bodies:minutes": Address("clerk", named("minuted"), gives=FILE),
    "bodies:scan_add": Address("clerk", named("minuted"), SENT),
    "bodies:scan": Address("clerk", lambda w: [w.minuted.uid, w.minutes_scan.uid], gives=FILE),
    "bodies:body": Address("clerk", named("body")),
    "bodies:body_edit": Address("clerk", named("body"), BOTH),
    "bodies:body_close": Address("clerk", named("body"), SENT),
    "bodies:member_add": Address("clerk", named("body"), SENT),
    "bodies:member_end": Address("clerk", lambda w: [w.body.uid, w.body_member.pk], SENT),
    "bodies:meeting_call": Address("clerk", named("body"), SENT),
    # the session of a page, and what was typed and not sent
    "accounts:alive": Address("clerk", gives=PART),
    "accounts:stay": Address("clerk", methods=SENT),
    "unsent:keep": Address(
        "clerk", methods=SENT, query=lambda world: {"place": "/x/", "content": "{}"}, is_anybodys=True
    ),
    "unsent:find": Address("clerk", methods=SENT),
    "unsent:forget": Address("clerk", methods=SENT),
    # messages
    "messaging:messages": Address("clerk"),
    "messaging:read_all": Address("clerk", methods=SENT),
    "messaging:undo": Address("clerk", methods=SENT),
    "messaging:digest": Address("clerk", methods=SENT),
    "messaging:open": Address("clerk", one("receipt"), SENT),
    "messaging:read": Address("clerk", one("receipt"), SENT),
    # people off file
    "people:people": Address("clerk"),
    "people:export": Address("clerk", methods=SENT),
    "people:search": Address("clerk", methods=SENT),
    "people:person_new": Address("clerk", methods=BOTH),
    "people:id_check": Address("clerk", methods=SENT),
    "people:person": Address("clerk", named("person")),
    "people:person_edit": Address("clerk", named("person"), BOTH),
    "people:leave": Address("clerk", named("person"), SENT),
    "people:come_back": Address("clerk", named("person"), SENT),
    "people:open_file": Address("clerk", named("person"), SENT),
    "people:reveal": Address("clerk", lambda w: [w.person.uid, "phone"], SENT),
    # employers and yearly figures
    "employers:employers": Address("clerk"),
    "employers:export": Address("clerk", methods=SENT),
    "employers:filter_save": Address("clerk", methods=SENT),
    "employers:employer_new": Address("clerk", methods=BOTH),
    "employers:names": Address("clerk"),
    "employers:name_register": Address("clerk", methods=SENT),
    "employers:years": Address("clerk"),
    "employers:years_export": Address("clerk", methods=SENT),
    "employers:year_edit": Address("clerk", methods=BOTH),
    "employers:employer": Address("clerk", named("employer")),
    "employers:employer_edit": Address("clerk", named("employer"), BOTH),
    "employers:event_add": Address("clerk", named("employer"), SENT),
    "employers:event_take_back": Address("clerk", lambda w: [w.employer.uid, w.employer_event.pk], SENT),
    "employers:headcount": Address("clerk", named("employer"), SENT),
    "employers:workers_export": Address("clerk", named("employer"), SENT),
    "employers:name_assign": Address("clerk", named("employer"), SENT),
    "employers:merge": Address(
        "clerk", named("employer"), SENT, query=lambda w: {"other": str(w.other_employer.uid)}
    ),
    # care
    "care:cases": Address("clerk"),
    "care:export": Address("clerk", methods=SENT),
    "care:new": Address("clerk", methods=BOTH),
    "care:watched": Address("clerk"),
    "care:advice": Address("clerk", methods=BOTH),
    "care:advice_sheet": Address("clerk", methods=SENT),
    "care:arrears": Address("clerk"),
    "care:arrears_sheet": Address("clerk", methods=SENT),
    "care:figures": Address("clerk"),
    "care:figures_sheet": Address("clerk", methods=SENT),
    "care:case": Address("clerk", named("care_case")),
    "care:note": Address("clerk", named("care_case"), SENT),
    "care:step": Address("clerk", named("care_case"), SENT),
    "care:reveal": Address("clerk", lambda w: [w.care_case.uid, "phone"], SENT, gives=PART),
    # referrals
    "referrals:referrals": Address("clerk"),
    "referrals:export": Address("clerk", methods=SENT),
    "referrals:new": Address("clerk", one("filed"), BOTH),
    "referrals:counts": Address("clerk"),
    "referrals:counts_sheet": Address("clerk", methods=SENT),
    "referrals:services": Address("clerk"),
    "referrals:services_export": Address("clerk", methods=SENT),
    "referrals:service_new": Address("clerk", methods=BOTH),
    "referrals:service": Address("reviewer", named("department_service")),
    "referrals:service_end": Address("reviewer", named("department_service"), SENT),
    "referrals:referral": Address("clerk", named("service_referral")),
    "referrals:step": Address("clerk", named("service_referral"), SENT),
    "referrals:letter": Address("clerk", named("service_referral"), gives=FILE),
    # outreach
    "outreach:events": Address("clerk"),
    "outreach:export": Address("clerk", methods=SENT),
    "outreach:new": Address("clerk", methods=BOTH),
    "outreach:counts": Address("clerk"),
    "outreach:counts_sheet": Address("clerk", methods=SENT),
    "outreach:terms": Address("reviewer", methods=BOTH),
    "outreach:terms_sheet": Address("clerk", methods=SENT),
    "outreach:activities": Address("clerk"),
    "outreach:activities_export": Address("clerk", methods=SENT),
    "outreach:activity_new": Address("clerk", methods=BOTH),
    "outreach:activity_counts": Address("clerk"),
    "outreach:activity_counts_sheet": Address("clerk", methods=SENT),
    "outreach:activity": Address("clerk", lambda w: [w.activity.pk], BOTH),
    "outreach:event": Address("clerk", named("event_visit")),
    "outreach:step": Address("clerk", named("event_visit"), SENT),
    "outreach:reveal": Address("clerk", named("event_visit"), SENT, gives=PART),
    # petitions
    "petitions:petitions": Address("clerk"),
    "petitions:export": Address("clerk", methods=SENT),
    "petitions:new": Address("clerk", methods=BOTH),
    "petitions:phone_check": Address("clerk", methods=SENT, gives=PART),
    "petitions:id_check": Address("clerk", methods=SENT, gives=PART),
    "petitions:counts": Address("clerk"),
    "petitions:counts_sheet": Address("clerk", methods=SENT),
    "petitions:terms": Address("clerk"),
    "petitions:terms_export": Address("clerk", methods=SENT),
    "petitions:term_new": Address("reviewer", methods=BOTH),
    "petitions:petition": Address("clerk", named("petition")),
    "petitions:edit": Address("clerk", named("petition"), BOTH),
    "petitions:step": Address("clerk", named("petition"), SENT),
    "petitions:helper": Address("clerk", named("petition"), SENT),
    "petitions:lead": Address("clerk", named("petition"), SENT),
    "petitions:aid": Address("clerk", named("petition"), SENT),
    "petitions:answer": Address("clerk", named("answered_petition"), gives=FILE),
    "petitions:reveal": Address("clerk", lambda w: [w.petition.uid, "phone"], SENT, gives=PART),
    # leads
    "leads:leads": Address("clerk"),
    "leads:export": Address("clerk", methods=SENT),
    "leads:lead_new": Address("clerk", methods=BOTH),
    "leads:questionnaire": Address("clerk", gives=FILE),
    "leads:questionnaires": Address("clerk"),
    "leads:questionnaire_new": Address("clerk", methods=BOTH),
    "leads:questionnaire_detail": Address("clerk", named("questionnaire")),
    "leads:questionnaire_step": Address("clerk", named("questionnaire"), SENT),
    "leads:poster": Address("clerk", named("questionnaire"), gives=FILE),
    "leads:fill": Address("clerk", lambda w: [w.questionnaire.token], BOTH, is_anybodys=True),
    "leads:filled": Address("clerk", lambda w: [w.questionnaire.token], is_anybodys=True),
    "leads:id_check": Address("clerk", methods=SENT, gives=PART),
    "leads:phone_check": Address("clerk", methods=SENT, gives=PART),
    "leads:lead": Address("clerk", named("lead")),
    "leads:lead_edit": Address("clerk", named("lead"), BOTH),
    "leads:lead_step": Address("clerk", named("lead"), SENT),
    "leads:reveal": Address("clerk", lambda w: [w.lead.uid, "phone"], SENT, gives=PART),
    "leads:known": Address("clerk", lambda w: [w.scanned.lead.uid], SENT, gives=PART),
    "leads:questionnaires_export": Address("clerk", methods=SENT),
    "leads:reveal_answer": Address(
        "clerk", lambda w: [w.scanned.lead.uid, w.scanned.uid, "phone"], SENT, gives=PART
    ),
    "leads:calls": Address("reviewer"),
    "leads:calls_export": Address("reviewer", methods=SENT),
    "leads:call_new": Address("reviewer", methods=BOTH),
    "leads:call": Address("reviewer", named("call")),
    "leads:call_edit": Address("reviewer", named("call"), BOTH),
    "leads:call_step": Address("reviewer", named("call"), SENT),
    "leads:call_urge": Address("reviewer", named("call"), SENT),
    "leads:call_answer": Address("clerk", named("call"), SENT),
    "leads:call_export": Address("reviewer", named("call"), SENT),
    "leads:call_attachment": Address("reviewer", named("call"), gives=FILE),
    # lists of those to be aided
    "intakes:intakes": Address("clerk"),
    "intakes:hand_in": Address("clerk", named("filed_roster"), SENT),
    "intakes:missing": Address("clerk"),
    "intakes:missing_files": Address("clerk"),
    "intakes:missing_export": Address("clerk", methods=SENT),
    "intakes:complete": Address("reviewer", one("filed"), SENT),
    "intakes:intake": Address("clerk", named("intake")),
    "intakes:intake_step": Address("clerk", named("intake"), SENT),
    "intakes:take_out": Address("reviewer", named("intake"), SENT),
    "intakes:sample": Address("reviewer", lambda world: [world.intake.uid, 1], BOTH),
    "intakes:export": Address("clerk", named("intake"), SENT),
    "intakes:batches": Address("clerk", methods=BOTH),
    "intakes:batch": Address("clerk", named("scan_batch"), BOTH, sends=False),
    "intakes:batch_progress": Address("clerk", named("scan_batch"), gives=PART),
    "intakes:scan": Address("clerk", named("scan"), BOTH),
    "intakes:scan_place": Address("clerk", named("scan"), SENT),
    "intakes:scan_throw": Address("clerk", named("scan"), SENT),
    "intakes:scan_file": Address("clerk", named("scan"), gives=FILE),
    "intakes:scan_page": Address("clerk", lambda world: [world.paper_scan.uid], gives=FILE),
    "selections:selections": Address("clerk"),
    "selections:list_export": Address("clerk", methods=SENT),
    "selections:selection_new": Address("clerk", methods=BOTH),
    "selections:selection": Address("clerk", named("selection")),
    "selections:selection_step": Address("clerk", named("selection"), SENT),
    "selections:rows_decide": Address("reviewer", named("selection"), SENT),
    "selections:rows_remove": Address("clerk", named("selection"), SENT),
    "selections:export": Address("clerk", named("selection"), SENT),
    "selections:selection_pdf": Address("clerk", named("selection"), gives=FILE),
    "selections:candidates": Address("clerk", named("selection")),
    "selections:add": Address("clerk", named("selection"), SENT),
    # plans of the year
    "plans:year": Address("clerk"),
    "plans:year_export": Address("clerk", methods=SENT),
    "plans:task": Address("reviewer", one("union"), BOTH),
    "plans:exits": Address("clerk"),
    "plans:exits_export": Address("clerk", methods=SENT),
    "plans:exits_plan": Address("clerk", methods=SENT),
    "plans:exit_plan": Address("clerk", one("filed"), BOTH),
    # aid
    "aid:list": Address("clerk"),
    "aid:export": Address("clerk", methods=SENT),
    "aid:record_new": Address("clerk", one("aided"), BOTH),
    "aid:family_export": Address("clerk", one("aided"), SENT),
    "aid:statement": Address("clerk", one("aided")),
    "aid:statement_export": Address("clerk", one("aided"), SENT),
    "aid:statement_pdf": Address("clerk", one("aided"), gives=FILE),
    "aid:person_statement": Address("clerk", named("person")),
    "aid:record": Address("clerk", named("external_aid")),
    "aid:record_correct": Address("clerk", named("external_aid"), BOTH),
    "aid:record_cancel": Address("clerk", named("external_aid"), SENT),
    # offices
    "offices:offices": Address("clerk"),
    "offices:export": Address("clerk", methods=SENT),
    "offices:office_new": Address("clerk", methods=BOTH),
    "offices:responsible": Address("clerk"),
    "offices:responsible_export": Address("clerk", methods=SENT),
    "offices:appoint": Address("clerk", methods=BOTH),
    "offices:responsible_edit": Address("clerk", one("first_responsible"), BOTH),
    "offices:office": Address("clerk", named("office")),
    "offices:office_edit": Address("clerk", named("office"), BOTH),
    "offices:office_close": Address("clerk", named("office"), SENT),
    "offices:staff_add": Address("clerk", named("office"), SENT),
    "offices:staff_end": Address("clerk", lambda w: [w.office.uid, w.office_staff.pk], SENT),
    "offices:check_add": Address("clerk", named("office"), SENT),
    # cross-checks
    "visits:visit_list": Address("clerk"),
    "visits:export": Address("clerk", methods=SENT),
    "visits:visit": Address("clerk", named("visit")),
    "visits:visit_pdf": Address("clerk", named("visit"), gives=FILE),
    "visits:visit_new": Address("clerk", one("filed"), BOTH),
    "visits:visit_draft": Address("clerk", one("filed"), SENT),
    "visits:visit_blank": Address("clerk", gives=FILE),
    "visits:visit_blank_of": Address("clerk", one("filed"), gives=FILE),
    "visits:visit_blanks": Address("clerk", methods=SENT),
    "visits:visit_checklist": Address("administrator", methods=BOTH),
    "crosschecks:hit_list": Address("clerk"),
    "crosschecks:hits_export": Address("clerk", methods=SENT),
    "crosschecks:export": Address("reviewer", methods=SENT),
    "crosschecks:unauthorised_export": Address("clerk", methods=SENT),
    "crosschecks:hit": Address("clerk", named("hit")),
    "crosschecks:hit_step": Address("clerk", named("hit"), SENT),
    "crosschecks:crosscheck_list": Address("reviewer"),
    "crosschecks:crosscheck_new": Address("reviewer", methods=BOTH),
    "crosschecks:crosscheck": Address("reviewer", named("crosscheck")),
    "crosschecks:crosscheck_columns": Address("reviewer", named("uploaded_list"), BOTH),
    "crosschecks:crosscheck_progress": Address("reviewer", named("crosscheck"), gives=PART),
    "crosschecks:crosscheck_forget": Address("reviewer", named("uploaded_list"), SENT),
    "crosschecks:crosscheck_sheet": Address("reviewer", named("uploaded_list"), SENT),
    "crosschecks:crosscheck_discard": Address("reviewer", named("uploaded_list"), SENT),
    "crosschecks:crosscheck_unauthorised": Address("clerk"),
    "crosschecks:crosscheck_people": Address("reviewer", methods=SENT),
    # the year's verification
    "surveys:surveys": Address("clerk"),
    "surveys:survey_new": Address("reviewer", methods=BOTH),
    "surveys:survey": Address("reviewer", named("survey")),
    "surveys:survey_edit": Address("reviewer", named("survey"), BOTH),
    "surveys:survey_step": Address("reviewer", named("survey"), SENT),
    "surveys:survey_progress": Address("reviewer", named("survey"), gives=FILE),
    "surveys:survey_files": Address("clerk", named("survey")),
    "surveys:survey_unit_step": Address("clerk", lambda w: [w.survey.units.get(union=w.union).uid], SENT),
    "surveys:survey_verify": Address("clerk", named("survey"), SENT),
    "surveys:survey_return": Address("reviewer", named("survey"), SENT),
    "surveys:survey_files_export": Address("clerk", named("survey"), gives=FILE),
    "surveys:survey_sheets": Address("clerk", named("survey"), gives=FILE),
    "surveys:survey_excuse": Address("clerk", lambda w: [w.survey.uid, w.filed.pk], BOTH),
    "surveys:spot_checks": Address("reviewer", methods=BOTH),
    "surveys:spot_check": Address("reviewer", named("spot_check")),
    "surveys:spot_check_export": Address("reviewer", named("spot_check"), gives=FILE),
    "surveys:spot_check_sheets": Address("reviewer", named("spot_check"), gives=FILE),
    "surveys:spot_finding": Address("reviewer", lambda w: [w.spot_check.uid, 1], BOTH),
    "surveys:periods": Address("clerk"),
    "surveys:period_new": Address("administrator", methods=BOTH),
    # duplicates
    "duplicates:suspicion_list": Address("clerk"),
    "duplicates:suspicion_search": Address("reviewer", methods=SENT),
    "duplicates:suspicion": Address("reviewer", named("suspicion")),
    "duplicates:suspicion_step": Address("reviewer", named("suspicion"), SENT),
    "duplicates:merge": Address("reviewer", named("suspicion"), BOTH),
    "duplicates:number_check": Address("clerk", methods=SENT),
    # what a policy would change
    "trials:what_if": Address("administrator", named("policy"), BOTH),
    "trials:what_if_run": Address("administrator", named("what_if")),
    "trials:what_if_roster": Address("administrator", named("what_if"), gives=FILE),
    # rosters
    "rosters:layout_list": Address("clerk"),
    "rosters:layout_new": Address("clerk", methods=BOTH),
    "rosters:layout_edit": Address("clerk", named("layout"), BOTH),
    "rosters:layout_remove": Address("clerk", named("layout"), SENT),
    "imports:list": Address("administrator"),
    "imports:new": Address("administrator", lambda world: ["unions"], BOTH, is_anybodys=True),
    "imports:template": Address("administrator", lambda world: ["unions"], gives=FILE, is_anybodys=True),
    "imports:export": Address("administrator", lambda world: ["unions"], SENT, gives=FILE, is_anybodys=True),
    "imports:detail": Address("administrator", named("checked_names")),
    "imports:columns": Address("administrator", named("uploaded_names"), BOTH),
    "imports:forget": Address("administrator", named("uploaded_names"), SENT),
    "imports:sheet": Address("administrator", named("uploaded_names"), SENT),
    "imports:progress": Address("administrator", named("checked_names"), gives=PART),
    "imports:check": Address("administrator", named("checked_names"), SENT),
    "imports:confirm": Address("administrator", named("checked_names"), SENT),
    "imports:drop": Address("administrator", named("checked_names"), SENT),
    "imports:undo": Address("administrator", named("done_names"), SENT),
    "imports:errors_file": Address("administrator", named("checked_names"), BOTH, FILE),
    "rosters:import_list": Address("clerk"),
    "rosters:import_new": Address("clerk", methods=BOTH),
    "rosters:import_template": Address("clerk", gives=FILE),
    "rosters:import_detail": Address("clerk", named("checked_roster")),
    "rosters:import_mapping": Address("clerk", named("uploaded_roster"), BOTH),
    "rosters:import_progress": Address("clerk", named("checked_roster"), gives=PART),
    "rosters:import_forget": Address("clerk", named("uploaded_roster"), SENT),
    "rosters:import_sheet": Address("clerk", named("uploaded_roster"), SENT),
    "rosters:import_check": Address("clerk", named("checked_roster"), SENT),
    "rosters:import_confirm": Address("clerk", named("checked_roster"), SENT),
    "rosters:import_undo": Address("clerk", named("done_roster"), SENT),
    "rosters:import_errors_file": Address("clerk", named("checked_roster"), BOTH, FILE),
    # policies
    "policies:list": Address("clerk"),
    "policies:halt": Address("clerk", lambda world: [world.halt.programme_id]),
    "policies:halt_ask": Address("administrator", lambda world: [world.halt.programme_id], SENT),
    "policies:halt_step": Address(
        "administrator", lambda world: [world.halt.programme_id, world.halt.pk], SENT
    ),
    "policies:standards": Address("clerk"),
    "policies:standard_new": Address("administrator", methods=BOTH),
    "policies:wages": Address("clerk"),
    "policies:wage_new": Address("administrator", methods=BOTH),
    "policies:gift_caps": Address("clerk"),
    "policies:gift_cap_new": Address("administrator", methods=BOTH),
    "policies:incomes": Address("clerk"),
    "policies:income_new": Address("administrator", methods=BOTH),
    "policies:documents": Address("clerk"),
    "policies:document": Address("clerk", named("policy")),
    "policies:document_pdf": Address("clerk", named("policy"), gives=FILE),
    "policies:yaml_file": Address("clerk", named("policy"), gives=FILE),
    "policies:changes": Address("clerk", named("policy")),
    "policies:trial": Address("clerk", named("policy"), BOTH),
    "policies:source_file": Address("administrator", named("policy_draft"), gives=FILE),
    "policies:document_new": Address("administrator", methods=BOTH),
    "policies:document_guided": Address("administrator", methods=BOTH),
    "policies:edit": Address("administrator", named("policy_draft"), BOTH),
    "policies:parts": Address("administrator", named("policy_draft"), BOTH),
    "policies:routes": Address("clerk", named("policy")),
    "policies:route_paper": Address("clerk", named("policy"), gives=FILE),
    "policies:routes_order": Address("administrator", named("policy_draft"), SENT),
    "policies:route_new": Address("administrator", named("policy_draft"), BOTH),
    "policies:route": Address("administrator", lambda world: [world.policy_draft.uid, "urgent"], BOTH),
    "policies:attach": Address("administrator", named("policy_draft"), SENT),
    "policies:version": Address("administrator", named("policy"), SENT),
    "policies:step": Address("administrator", named("policy_draft"), SENT),
    "policies:calendar": Address("administrator"),
    "policies:day_set": Address("administrator", methods=SENT),
    "policies:day_remove": Address("administrator", methods=SENT),
    # applications and their way
    "applications:list": Address("clerk"),
    "applications:find": Address("clerk", methods=SENT),
    "applications:export": Address("clerk", methods=SENT),
    "applications:new": Address("clerk", methods=BOTH, query=lambda w: {"household": w.filed.pk}),
    "applications:guides": Address("clerk"),
    "applications:guide": Address("clerk", lambda w: [w.in_review.programme_id], is_anybodys=True),
    "applications:guide_paper": Address(
        "clerk", lambda w: [w.in_review.programme_id], gives=FILE, is_anybodys=True
    ),
    "applications:guide_publish": Address(
        "approver", lambda w: [w.in_review.programme_id], SENT, is_anybodys=True
    ),
    "applications:guide_step": Address("approver", one("published_guide"), SENT),
    "applications:guide_public": Address(
        "approver", lambda w: [w.published_guide.token, "0a1b2c3d"], is_anybodys=True
    ),
    "applications:detail": Address("clerk", one("in_review")),
    "applications:edit": Address("clerk", one("begun"), BOTH),
    "applications:figures": Address("clerk", one("begun"), SENT),
    "applications:check": Address("clerk", one("begun")),
    "applications:batches": Address("clerk"),
    "applications:batches_export": Address("clerk", methods=SENT),
    "applications:batch_new": Address("clerk", methods=BOTH),
    "applications:batch": Address("clerk", named("application_batch"), BOTH, sends=False),
    "applications:batch_candidates": Address("clerk", named("application_batch")),
    "applications:batch_add": Address("clerk", named("application_batch"), SENT),
    "approvals:batch_submit": Address("clerk", named("application_batch"), SENT),
    "applications:offer": Address("clerk", one("begun"), SENT),
    "applications:take": Address("clerk", one("begun"), SENT),
    "applications:keep": Address("clerk", one("begun"), SENT),
    "applications:receipt": Address("clerk", one("begun"), SENT),
    "applications:receipt_pdf": Address(
        "clerk", lambda w: [w.begun.pk, w.application_receipt.pk], gives=FILE
    ),
    "applications:off_file": Address("clerk", methods=BOTH, sends=False),  # no programme of today
    "applications:leave_unfiled": Address("clerk", one("off_file"), SENT),
    "applications:waive": Address("clerk", one("begun"), SENT),
    "applications:waiver_step": Address("approver", one("begun"), SENT),
    "giving:fulfilments": Address("clerk"),
    "giving:export_fulfilments": Address("clerk", methods=SENT),
    "giving:follow_ups": Address("clerk"),
    "giving:export_follow_ups": Address("clerk", methods=SENT),
    "giving:follow_up": Address("clerk", one("follow_up")),
    "giving:follow_up_step": Address("clerk", one("follow_up"), SENT),
    "giving:fulfilment": Address("clerk", one("fulfilment")),
    "giving:fulfilment_step": Address("clerk", one("fulfilment"), SENT),
    "giving:hand_out": Address("clerk", one("fulfilment"), BOTH, sends=False),
    "giving:return_goods": Address("clerk", one("handed_out"), BOTH),
    "giving:rosters": Address("clerk"),
    "giving:export_rosters": Address("clerk", methods=SENT),
    "giving:roster_new": Address("clerk", methods=BOTH),
    "giving:roster": Address("clerk", one("goods_roster")),
    "giving:roster_pdf": Address("clerk", one("goods_roster"), gives=FILE),
    "giving:roster_enter": Address("clerk", one("goods_roster"), SENT),
    "giving:roster_cancel": Address("clerk", one("goods_roster"), SENT),
    "giving:roster_photos": Address("clerk", one("goods_roster"), SENT),
    "giving:roster_photo": Address("clerk", one("roster_page"), gives=FILE),
    "giving:list": Address("reviewer"),
    "giving:export": Address("reviewer", methods=SENT),
    "giving:confirm": Address("reviewer", methods=SENT),
    "giving:instalment": Address("reviewer", one("instalment")),
    "giving:step": Address("reviewer", one("instalment"), SENT),
    "completions:list": Address("reviewer"),
    "completions:export": Address("reviewer", methods=SENT),
    "completions:completion": Address("reviewer", one("completion")),
    "completions:submit": Address("clerk", one("completion"), SENT),
    "completions:step": Address("reviewer", one("completion"), SENT),
    "approvals:inbox": Address("reviewer"),
    "approvals:confirm": Address("reviewer", methods=SENT),
    "approvals:decide": Address("reviewer", methods=SENT),
    "approvals:outcome": Address("reviewer", gives=ONWARD),
    "approvals:outcome_summary": Address("reviewer", gives=ONWARD),
    "approvals:batch_summary": Address("clerk", named("application_batch"), gives=FILE),
    "approvals:step": Address("reviewer", one("in_review"), SENT),
    "approvals:urge": Address("clerk", one("in_review"), SENT),
    "approvals:judge": Address(
        "reviewer", lambda w: [w.in_review.pk, w.in_review.evidence.first().uid], SENT
    ),
    "approvals:overdue": Address("city_reviewer"),
    "approvals:overdue_export": Address("city_reviewer", methods=SENT),
    "approvals:overdue_rule": Address("city_reviewer", methods=SENT),
    "approvals:copies": Address("city_reviewer", methods=BOTH),
    "approvals:copies_read": Address("reviewer", methods=SENT),
    "approvals:copy_remove": Address("city_reviewer", one("copy_rule"), SENT),
    "approvals:deadlines": Address("city_reviewer"),
    "approvals:deadlines_export": Address("city_reviewer", methods=SENT),
    "approvals:handled": Address("city_reviewer"),
    "approvals:handled_export": Address("city_reviewer", methods=SENT),
    "approvals:supervise": Address("city_reviewer", one("late"), BOTH, sends=False),
    "approvals:answer_supervision": Address("reviewer", one("supervision"), BOTH),
    "approvals:scan": Address("reviewer", lambda w: [w.in_review.pk, w.step_scan.pk], gives=FILE),
    "approvals:form_pdf": Address("reviewer", one("in_review"), gives=FILE),
    # calls after payments
    "callbacks:list": Address("clerk"),
    "callbacks:export": Address("clerk", methods=SENT),
    "callbacks:sheet": Address("clerk", gives=FILE),
    "callbacks:rules": Address("approver"),
    "callbacks:set_rule": Address("approver", methods=SENT),
    "callbacks:differences": Address("auditor"),
    "callbacks:export_differences": Address("auditor", methods=SENT),
    "callbacks:difference": Address("auditor", one("difference"), BOTH),
    "callbacks:callback": Address("clerk", one("callback")),
    "callbacks:form": Address("clerk", one("callback"), gives=FILE),
    "callbacks:try": Address("clerk", one("callback"), SENT),
    "callbacks:answer": Address("clerk", one("callback"), SENT),
    "callbacks:end": Address("reviewer", one("callback"), SENT),
    # warnings
    "alerts:list": Address("clerk"),
    "alerts:export": Address("clerk", methods=SENT),
    "alerts:find": Address("reviewer", methods=SENT),
    "alerts:rules": Address("approver"),
    "alerts:set_rule": Address("approver", methods=SENT),
    "alerts:alert": Address("clerk", one("alert")),
    "alerts:step": Address("clerk", one("alert"), SENT),
    # papers and what follows a decision
    "outcomes:results": Address("clerk"),
    "outcomes:export": Address("clerk", methods=SENT),
    "outcomes:tell": Address("clerk", one("in_review"), SENT),
    "outcomes:slip_add": Address("clerk", one("telling"), SENT),
    "outcomes:slip": Address("clerk", lambda w: [w.made.pk, w.telling.slips.get().pk], gives=FILE),
    "outcomes:dossier": Address("clerk", one("in_review"), SENT),
    "outcomes:family_dossier": Address("clerk", one("filed"), SENT),
    "outcomes:appeal": Address("clerk", one("in_review"), SENT),
    "outcomes:answer": Address("reviewer", one("appeal"), SENT),
    "outcomes:blank": Address("clerk", gives=FILE),
    "outcomes:blank_of": Address("clerk", lambda _world: ["urgent"], gives=FILE, is_anybodys=True),
    "outcomes:paper": Address("reviewer", one("in_review", "form"), gives=FILE),
    "outcomes:minutes_annex": Address("clerk", named("minuted"), gives=FILE),
    "notices:notices": Address("reviewer"),
    "notices:notices_export": Address("reviewer", methods=SENT),
    "notices:notice": Address("reviewer", one("notice")),
    "notices:notice_pdf": Address("reviewer", one("notice"), gives=FILE),
    "notices:conclude": Address("reviewer", one("notice"), SENT),
    "notices:board_new": Address("reviewer", one("notice"), BOTH),
    "notices:title": Address("reviewer", one("notice"), BOTH),
    "notices:extend": Address("reviewer", one("notice"), BOTH),
    "notices:cancel": Address("reviewer", one("notice"), BOTH),
    "notices:line_down": Address("reviewer", lambda w: [w.notice.entries.earliest("pk").pk], BOTH),
    "notices:proof": Address("reviewer", one("notice"), SENT),
    "notices:board_photo": Address("reviewer", one("board"), BOTH),
    "notices:board_down": Address("reviewer", one("board"), BOTH),
    "notices:photo": Address("reviewer", one("board_photo"), gives=FILE),
    "notices:public": Address("clerk", lambda w: [w.notice.token, "0a1b2c3d"], BOTH, is_anybodys=True),
    "notices:objected": Address("clerk", lambda w: [w.notice.token, "0a1b2c3d"], is_anybodys=True),
    "notices:objection_new": Address("reviewer", one("notice"), SENT),
    "notices:objection": Address("reviewer", one("objection")),
    "notices:answer": Address("reviewer", one("objection"), SENT),
    "notices:objection_step": Address("reviewer", one("objection"), SENT),
    "notices:reveal": Address("city_reviewer", one("answered_objection"), SENT, gives=PART),
    "notices:letter": Address("reviewer", one("answered_objection"), gives=FILE),
    # certificates
    "certificates:certificates": Address("clerk"),
    "certificates:export": Address("clerk", methods=SENT),
    "certificates:certificate_new": Address("clerk", one("filed"), BOTH),
    "certificates:certificate": Address("clerk", named("certificate")),
    "certificates:step": Address("clerk", named("certificate"), SENT),
    "certificates:use": Address("clerk", named("certificate"), SENT),
    "certificates:renew": Address("clerk", named("certificate"), BOTH),
    # mutual aid
    "mutual:periods": Address("clerk"),
    "mutual:periods_export": Address("clerk", methods=SENT),
    "mutual:period_new": Address("clerk", methods=BOTH),
    "mutual:period": Address("clerk", named("mutual_period")),
    "mutual:enrol": Address("clerk", named("mutual_period"), SENT),
    "mutual:enrolments": Address("clerk"),
    "mutual:enrolments_export": Address("clerk", methods=SENT),
    "mutual:enrolment": Address("clerk", named("mutual_enrolment")),
    "mutual:leave": Address("clerk", named("mutual_enrolment"), SENT),
    "mutual:claim_new": Address("clerk", named("mutual_enrolment"), SENT),
    "mutual:uncovered": Address("clerk"),
    "mutual:uncovered_export": Address("clerk", methods=SENT),
    "mutual:claims": Address("clerk"),
    "mutual:claims_export": Address("clerk", methods=SENT),
    "mutual:claim": Address("clerk", named("mutual_claim")),
    "mutual:step": Address("reviewer", named("mutual_claim"), SENT),
    "mutual:pay": Address("clerk", named("mutual_claim"), SENT),
    # pairings
    "pairings:pairings": Address("clerk"),
    "pairings:export": Address("clerk", methods=SENT),
    "pairings:pairing_new": Address("clerk", one("filed"), BOTH),
    "pairings:pairing": Address("clerk", named("pairing")),
    "pairings:step": Address("clerk", named("pairing"), SENT),
    "pairings:hand_over": Address("clerk", named("pairing"), BOTH),
    "pairings:note": Address("clerk", named("pairing"), SENT),
    "pairings:target": Address("clerk", named("pairing"), SENT),
    "pairings:judge": Address("reviewer", named("pairing"), SENT),
    "pairings:helpers": Address("clerk"),
    "pairings:helpers_export": Address("clerk", methods=SENT),
    "pairings:helper": Address("clerk", named("helper")),
    "pairings:leave": Address("clerk", named("helper"), SENT),
    "pairings:mention": Address("reviewer", named("helper"), SENT),
    "pairings:booklet": Address("clerk", named("helper"), gives=FILE),
    "pairings:rules": Address("administrator", methods=BOTH),
    # plans
    "plans:plans": Address("clerk"),
    "plans:export": Address("clerk", methods=SENT),
    "plans:plan_new": Address("clerk", one("filed"), BOTH),
    "plans:plan": Address("clerk", named("plan")),
    "plans:plan_edit": Address("clerk", named("plan"), BOTH),
    "plans:plan_pdf": Address("clerk", named("plan"), gives=FILE),
    "plans:plan_step": Address("clerk", named("plan"), SENT),
    "plans:measure_add": Address("clerk", named("plan"), SENT),
    "plans:measure_edit": Address("clerk", named("measure"), BOTH),
    "plans:progress": Address("clerk", named("measure"), SENT),
    "plans:measure_step": Address("clerk", named("measure"), SENT),
    # the books
    "ledgers:lines": Address("finance"),
    "ledgers:export": Address("finance", methods=SENT),
    "ledgers:line": Address("finance", one("line")),
    "ledgers:assign": Address("finance", one("line"), BOTH),
    "ledgers:allocate": Address("finance", one("line"), BOTH),
    "ledgers:give_back": Address("finance", one("line"), BOTH),
    "ledgers:freeze": Address("finance", one("line"), BOTH),
    "ledgers:thaw": Address("finance", one("line"), BOTH),
    "ledgers:handings": Address("finance"),
    "ledgers:handings_export": Address("finance", methods=SENT),
    "ledgers:handing": Address("finance", one("allocation")),
    "ledgers:handing_confirm": Address("finance", one("allocation"), SENT),
    "ledgers:handing_pdf": Address("finance", one("allocation"), gives=FILE),
    "ledgers:funds": Address("finance"),
    "ledgers:fund_new": Address("finance", methods=BOTH),
    "ledgers:fund": Address("finance", one("fund")),
    "ledgers:usage": Address("finance", one("fund")),
    "ledgers:usage_pdf": Address("finance", one("fund"), gives=FILE),
    "ledgers:usage_export": Address("finance", one("fund"), SENT),
    "ledgers:usage_lines": Address("finance", lambda w: [w.fund.pk, w.fund.union_id]),
    "ledgers:fund_scan": Address("finance", one("fund"), gives=FILE),
    "ledgers:fund_attach": Address("finance", one("unscanned"), BOTH),
    "ledgers:orders": Address("finance"),
    "ledgers:final": Address("finance"),
    "ledgers:final_pdf": Address("finance", gives=FILE),
    "ledgers:final_export": Address("finance", methods=SENT),
    "ledgers:order_new": Address("finance", methods=BOTH),
    "ledgers:order_step": Address("finance", one("fund_order"), SENT),
    "ledgers:receive": Address("finance", one("fund"), BOTH),
    "ledgers:line_new": Address("finance", one("fund"), BOTH),
    "ledgers:journals": Address("finance"),
    "ledgers:journals_find": Address("finance", methods=SENT),
    "ledgers:journals_export": Address("finance", methods=SENT),
    "ledgers:funds_export": Address("finance", methods=SENT),
    "ledgers:journal": Address("finance", one("journal")),
    "ledgers:reverse": Address("finance", one("journal"), SENT),
    "ledgers:year_end": Address("finance", methods=BOTH, sends=False),
    "ledgers:periods": Address("finance"),
    "ledgers:close": Address("finance", methods=SENT),
    # payments
    "payments:list": Address("finance"),
    "payments:new": Address("finance", methods=BOTH),
    "payments:prechecks": Address("clerk"),
    "payments:prechecks_export": Address("finance", methods=SENT),
    "payments:others": Address("finance"),
    "payments:others_export": Address("finance", methods=SENT),
    "payments:other_ask": Address("finance", one("failed_payable"), BOTH),
    "payments:other": Address("finance", one("other_payee")),
    "payments:other_step": Address("approver", one("other_payee"), SENT),
    "payments:other_proof": Address("finance", one("other_payee"), gives=FILE),
    "payments:roster": Address("auditor"),
    "payments:export": Address("finance", methods=SENT),
    "payments:roster_find": Address("auditor", methods=SENT),
    "payments:roster_xlsx": Address("auditor", gives=FILE),
    "payments:detail": Address("finance", one("sent_batch")),
    "payments:step": Address("city_reviewer", one("made_batch"), SENT),
    "payments:send": Address("finance", one("sent_batch"), SENT),
    "payments:add": Address("finance", one("made_batch"), BOTH, sends=False),
    "payments:drop": Address("finance", one("made_payment"), BOTH),
    "payments:bounce": Address("finance", one("failed_payment"), BOTH),
    "payments:bank_list": Address("finance", one("sent_batch"), gives=FILE),
    "payments:file": Address("finance", one("sent_batch"), BOTH),
    "payments:answer": Address("finance", one("bank_answer"), BOTH),
    "payments:answer_original": Address("finance", one("bank_answer"), gives=FILE),
    "payments:file_download": Address("finance", one("bank_file"), gives=FILE),
    "payments:layouts": Address("finance"),
    "payments:layout_new": Address("finance", methods=BOTH),
    "payments:layout": Address("finance", one("bank_layout"), BOTH),
    "payments:signatures": Address("finance", one("sent_batch"), gives=FILE),
    "payments:pages": Address("finance", one("cash_batch"), SENT),
    "payments:page": Address("finance", one("signed_page"), gives=FILE),
    "payments:envelopes": Address("finance", one("cash_batch")),
    "payments:envelopes_pdf": Address("finance", one("cash_batch"), gives=FILE),
    "payments:envelopes_xlsx": Address("finance", one("cash_batch"), methods=SENT),
    "payments:institution": Address("finance", lambda world: world.school_bill, gives=FILE),
    "payments:results": Address("finance", one("sent_batch"), SENT),
    "payments:results_file": Address("finance", one("sent_batch"), SENT),
    "payments:account": Address("finance", one("failed_payment"), BOTH),
    "payments:reveal": Address("finance", one("failed_payment"), SENT),
    # employment
    "employment:courses": Address("clerk"),
    "employment:export": Address("clerk", methods=SENT),
    "employment:results": Address("clerk"),
    "employment:results_export": Address("clerk", methods=SENT),
    "employment:new": Address("clerk", methods=BOTH),
    "employment:partners": Address("clerk"),
    "employment:partners_export": Address("clerk", methods=SENT),
    "employment:partner_new": Address("clerk", methods=BOTH),
    "employment:partner": Address("clerk", named("partner")),
    "employment:partner_edit": Address("clerk", named("partner"), BOTH),
    "employment:course": Address("clerk", one("course")),
    "employment:edit": Address("clerk", one("course"), BOTH),
    "employment:step": Address("clerk", one("course"), SENT),
    "employment:sheet": Address("clerk", one("course"), SENT),
    "employment:seekers": Address("clerk", one("course")),
    "employment:add_seekers": Address("clerk", one("course"), SENT),
    "employment:off_file": Address("clerk", one("course")),
    "employment:add_off_file": Address("clerk", one("course"), SENT),
    "employment:enrolment": Address("clerk", one("enrolment")),
    "employment:result": Address("clerk", one("enrolment"), SENT),
    "employment:check": Address("clerk", one("course_check"), SENT),
    "employment:openings": Address("clerk"),
    "employment:openings_export": Address("clerk", methods=SENT),
    "employment:opening_new": Address("clerk", methods=BOTH),
    "employment:opening": Address("clerk", one("opening")),
    "employment:opening_edit": Address("clerk", one("opening"), BOTH),
    "employment:opening_close": Address("clerk", one("opening"), SENT),
    "employment:match": Address("clerk", one("opening")),
    "employment:introduce": Address("clerk", one("opening"), SENT),
    "employment:match_off_file": Address("clerk", one("opening")),
    "employment:introduce_off_file": Address("clerk", one("opening"), SENT),
    "employment:referrals": Address("clerk"),
    "employment:referrals_export": Address("clerk", methods=SENT),
    "employment:referral": Address("clerk", one("referral")),
    "employment:letter": Address("clerk", one("referral"), gives=FILE),
    "employment:referral_step": Address("clerk", one("referral", "leave"), SENT),
    "employment:fairs": Address("clerk"),
    "employment:fairs_export": Address("clerk", methods=SENT),
    "employment:fair_new": Address("clerk", methods=BOTH),
    "employment:fair": Address("clerk", one("fair"), BOTH),
    "employment:start_ups": Address("clerk"),
    "employment:start_ups_export": Address("clerk", methods=SENT),
    "employment:start_up_new": Address("clerk"),
    "employment:start_up_of_member": Address("clerk", lambda w: [w.filed.head_id], BOTH),
    "employment:start_up_off_file": Address("clerk"),
    "employment:start_up_of_person": Address("clerk", one("person"), BOTH),
    "employment:start_up": Address("clerk", one("start_up")),
    "employment:start_up_edit": Address("clerk", one("start_up"), BOTH),
    "employment:turnover": Address("clerk", one("start_up"), SENT),
    "employment:start_up_end": Address("clerk", one("start_up"), SENT),
    "employment:job_check": Address("clerk", one("job_check"), SENT),
    # loans
    "loans:list": Address("finance"),
    "loans:export": Address("finance", methods=SENT),
    "loans:loan": Address("finance", one("loan")),
    "loans:repay": Address("finance", one("loan"), SENT),
    "loans:ask": Address("finance", one("loan"), SENT),
    "loans:write_off": Address("approver", one("loan"), SENT),
    "loans:decline": Address("approver", one("loan"), SENT),
    "loans:cancel": Address("approver", one("loan"), SENT),
    # recoveries
    "recoveries:list": Address("finance"),
    "recoveries:export": Address("finance", methods=SENT),
    "recoveries:new": Address("finance", one("sent_payment"), BOTH),
    "recoveries:recovery": Address("finance", one("recovery")),
    "recoveries:letter": Address("finance", one("recovery"), gives=FILE),
    "recoveries:agree": Address("finance", one("recovery"), SENT),
    "recoveries:repay": Address("finance", one("recovery"), SENT),
    "recoveries:ask_waiver": Address("finance", one("recovery"), SENT),
    "recoveries:waive": Address("approver", one("recovery"), SENT),
    "recoveries:decline": Address("approver", one("recovery"), SENT),
    "recoveries:void": Address("finance", one("recovery"), SENT),
    "recoveries:set_off_new": Address("finance", one("recovery"), BOTH, sends=False),  # nothing else is owed
    "recoveries:set_off": Address("finance", one("set_off")),
    "recoveries:set_off_step": Address("approver", one("set_off"), SENT),
    "recoveries:set_off_proof": Address("finance", one("set_off"), gives=FILE),
    # donations
    "donations:list": Address("finance"),
    "donations:export": Address("finance", methods=SENT),
    "donations:new_money": Address("finance", methods=BOTH),
    "donations:new_goods": Address("finance", methods=BOTH),
    "donations:donation": Address("finance", one("donation")),
    "donations:step": Address("finance", one("donation"), SENT),
    "donations:receipt": Address("finance", one("donation_confirmed"), gives=FILE),
    "donations:letter": Address("finance", one("donation_confirmed"), gives=FILE),
    "donations:uses": Address("finance"),
    "donations:uses_export": Address("finance", methods=SENT),
    "donations:use": Address("finance", one("donation_fund")),
    "donations:use_paper": Address("finance", one("donation_fund"), gives=FILE),
    "donations:published": Address("finance"),
    "donations:published_export": Address("finance", methods=SENT),
    "donations:feedback": Address("finance", one("donor"), gives=FILE),
    "donations:drives": Address("finance"),
    "donations:drives_export": Address("finance", methods=SENT),
    "donations:drive_new": Address("finance", methods=BOTH),
    "donations:drive": Address("finance", one("drive")),
    "donations:drive_step": Address("finance", one("drive"), SENT),
    "donations:donors": Address("finance"),
    "donations:donors_export": Address("finance", methods=SENT),
    "donations:number_check": Address("finance", methods=SENT),
    "donations:donor": Address("finance", one("donor")),
    "donations:donor_edit": Address("finance", one("donor"), BOTH),
    # bank accounts
    "books:list": Address("finance"),
    "books:export": Address("finance", methods=SENT),
    "books:new": Address("finance", methods=BOTH),
    "books:account": Address("finance", one("bank_account")),
    "books:step": Address("finance", one("bank_account"), SENT),
    "books:proof": Address("finance", one("bank_account"), gives=FILE),
    "books:fund_add": Address("finance", one("bank_account"), SENT),
    "books:fund_remove": Address("finance", one("bank_account"), SENT),
    "books:headings": Address("finance", one("bank_account"), BOTH),
    "books:upload": Address("finance", one("bank_account"), SENT),
    "books:statement": Address("finance", one("bank_statement"), BOTH),
    "books:original": Address("finance", one("bank_statement"), gives=FILE),
    "books:withdraw": Address("finance", one("bank_statement"), SENT),
    "books:matching": Address("finance", one("bank_account")),
    "books:match": Address("finance", one("bank_account"), SENT),
    "books:match_certain": Address("finance", one("bank_account"), SENT),
    "books:unmatch": Address("finance", one("bank_match"), SENT),
    "books:booking_ask": Address("finance", one("bank_line"), BOTH),
    "books:booking": Address("finance", one("line_booking")),
    "books:booking_step": Address("finance", one("line_booking"), SENT),
    "books:month": Address("finance", one("bank_account", BANK_MONTH)),
    "books:sign": Address("finance", one("bank_account", BANK_MONTH), SENT),
    "books:month_pdf": Address("finance", one("bank_account", BANK_MONTH), gives=FILE),
    "books:vouchers": Address("finance"),
    "books:vouchers_export": Address("finance", methods=SENT),
    "books:voucher": Address("finance", one("voucher"), BOTH),
    "books:draw": Address("finance", lambda _w: [BANK_MONTH], SENT, is_anybodys=True),
    "books:check": Address("finance", lambda _w: [BANK_MONTH], SENT, is_anybodys=True),
    "books:vouchers_pdf": Address("finance", lambda _w: [BANK_MONTH], gives=FILE, is_anybodys=True),
    "books:package": Address("finance", lambda _w: [BANK_MONTH, "u8"], gives=FILE, is_anybodys=True),
    "books:balance": Address("finance"),
    "books:cash": Address("finance"),
    "books:cash_open": Address("finance", methods=SENT),
    "books:cash_entry": Address("cashier", methods=SENT),
    "books:cash_undo": Address("finance", methods=SENT),
    "books:cash_export": Address("finance", methods=SENT),
    "books:cash_count": Address("cashier", methods=SENT),
    "books:cash_count_step": Address("approver", one("cash_count"), SENT),
    "books:cash_count_pdf": Address("finance", one("cash_count"), gives=FILE),
    "books:cash_pdf": Address("finance", lambda _w: [BANK_MONTH], gives=FILE, is_anybodys=True),
    # goods
    "goods:stock": Address("finance"),
    "goods:stock_export": Address("finance", methods=SENT),
    "goods:slips": Address("finance"),
    "goods:slips_export": Address("finance", methods=SENT),
    "goods:slip": Address("finance", named("goods_slip")),
    "goods:slip_step": Address("finance", named("goods_slip"), SENT),
    "goods:slip_reverse": Address("finance", named("goods_slip"), SENT),
    "goods:items": Address("finance"),
    "goods:items_export": Address("finance", methods=SENT),
    "goods:item_new": Address("finance", methods=BOTH),
    "goods:item": Address("finance", one("goods_below")),
    "goods:item_reprice": Address("finance", one("goods_below"), SENT),
    "goods:stores": Address("finance"),
    "goods:stores_export": Address("finance", methods=SENT),
    "goods:store_new": Address("finance", methods=BOTH),
    "goods:store": Address("finance", one("goods_store")),
    "goods:count_sheet": Address("finance", one("goods_store"), SENT, gives=FILE),
    "goods:take_in": Address("finance", one("goods_store"), BOTH),
    "goods:transfer": Address("finance", one("goods_store"), BOTH),
    "goods:loss": Address("finance", one("goods_store"), BOTH),
    "goods:count": Address("finance", one("goods_store"), BOTH),
    # budgets
    "budgets:list": Address("finance"),
    "budgets:export": Address("finance", methods=SENT),
    "budgets:new": Address("finance", methods=BOTH),
    "budgets:compare": Address("finance"),
    "budgets:compare_export": Address("finance", methods=SENT),
    "budgets:budget": Address("finance", one("budget")),
    "budgets:edit": Address("finance", one("budget"), BOTH),
    "budgets:adjust": Address("finance", one("budget_in_force"), SENT),
    "budgets:step": Address("finance", one("budget"), SENT),
    "budgets:paper": Address("finance", one("budget"), gives=FILE),
    "budgets:sheet": Address("finance", one("budget"), SENT),
    "budgets:recalls": Address("finance"),
    "budgets:recalls_export": Address("finance", methods=SENT),
    "budgets:recall_new": Address("finance", methods=BOTH),
    "budgets:recall": Address("finance", one("recall")),
    "budgets:recall_fill": Address("finance", one("recall"), BOTH),
    "budgets:recall_step": Address("finance", one("recall"), SENT),
    "budgets:recall_paper": Address("finance", one("recall"), gives=FILE),
    "budgets:recall_sheet": Address("finance", one("recall"), SENT),
    "budgets:recall_answer": Address("county_finance", one("recall_row"), BOTH),
    "budgets:distributions": Address("finance"),
    "budgets:distributions_export": Address("finance", methods=SENT),
    "budgets:distribution_new": Address("finance", methods=BOTH),
    "budgets:distribution": Address("finance", one("distribution")),
    "budgets:distribution_fill": Address("finance", one("distribution"), BOTH),
    "budgets:distribution_step": Address("finance", one("distribution"), SENT),
    "budgets:distribution_paper": Address("finance", one("distribution"), gives=FILE),
    "budgets:distribution_sheet": Address("finance", one("distribution"), SENT),
    "budgets:virements": Address("finance"),
    "budgets:virements_export": Address("finance", methods=SENT),
    "budgets:virement_new": Address("finance", methods=BOTH),
    "budgets:virement": Address("finance", one("virement")),
    "budgets:virement_step": Address("finance", one("virement"), SENT),
    "budgets:virement_paper": Address("finance", one("virement"), gives=FILE),
    # campaigns
    "campaigns:list": Address("clerk"),
    "campaigns:export": Address("clerk", methods=SENT),
    "campaigns:new": Address("clerk", methods=BOTH),
    "campaigns:campaign": Address("clerk", one("campaign")),
    "campaigns:edit": Address("clerk", one("campaign"), BOTH),
    "campaigns:quotas": Address("clerk", one("campaign"), BOTH),
    "campaigns:sheet": Address("clerk", one("campaign"), SENT),
    "campaigns:scan": Address("clerk", one("campaign"), gives=FILE),
    "campaigns:step": Address("clerk", one("campaign"), SENT),
    "campaigns:lists": Address("clerk"),
    "campaigns:lists_export": Address("clerk", methods=SENT),
    # a campaign of the city is for all unions below it
    "campaigns:begin": Address("clerk", one("gathering"), SENT, is_anybodys=True),
    "campaigns:people": Address("clerk", one("campaign_list")),
    "campaigns:list_step": Address("clerk", one("campaign_list"), SENT),
    "campaigns:issue": Address("clerk", one("campaign_list"), BOTH),
    "campaigns:give_back": Address("clerk", one("campaign_list"), BOTH),
    "campaigns:remove": Address("clerk", one("campaign_list"), SENT),
    "campaigns:people_sheet": Address("clerk", one("campaign_list"), SENT),
    "campaigns:add": Address("clerk", one("campaign_list"), BOTH),
    "campaigns:renewal": Address("clerk", one("campaign_list"), BOTH, sends=False),
    "campaigns:files": Address("clerk", one("campaign_list")),
    "campaigns:add_files": Address("clerk", one("campaign_list"), SENT),
    "campaigns:off_file": Address("clerk", one("campaign_list")),
    "campaigns:add_off_file": Address("clerk", one("campaign_list"), SENT),
    "campaigns:beneficiary": Address("clerk", one("beneficiary")),
    "campaigns:beneficiary_edit": Address("clerk", one("beneficiary"), BOTH),
    "campaigns:end": Address("clerk", one("beneficiary"), SENT),
    "campaigns:prove": Address("clerk", one("beneficiary"), SENT),
    "campaigns:lead": Address("clerk", one("beneficiary"), SENT),
    "campaigns:teams": Address("clerk", one("visiting")),
    "campaigns:teams_export": Address("clerk", one("visiting"), SENT),
    "campaigns:team_new": Address("clerk", one("visiting"), BOTH),
    "campaigns:spread": Address("clerk", one("visiting"), BOTH, sends=False),  # all are allotted
    "campaigns:allotting": Address("clerk", one("visiting")),
    "campaigns:allotting_export": Address("clerk", one("visiting"), SENT),
    "campaigns:allot": Address("clerk", one("visiting"), SENT),
    "campaigns:team": Address("clerk", one("team")),
    "campaigns:team_edit": Address("clerk", one("team"), BOTH),
    "campaigns:team_dissolve": Address("clerk", one("team"), SENT),
    "campaigns:team_sheet": Address("clerk", one("team"), gives=FILE),
    "campaigns:team_roster": Address("clerk", one("team"), gives=FILE),
    "campaigns:visit_new": Address("clerk", one("visited"), BOTH),
    "campaigns:photo": Address("clerk", one("campaign_photo"), gives=FILE),
    "campaigns:wishes": Address("clerk"),
    "campaigns:wishes_export": Address("clerk", methods=SENT),
    "campaigns:wish": Address("clerk", one("wish")),
    "campaigns:wish_answer": Address("clerk", one("wish"), SENT),
    "campaigns:wish_pass": Address("clerk", one("wish"), SENT),
    "campaigns:report": Address("clerk", one("visiting")),
    "campaigns:report_pdf": Address("clerk", one("visiting"), gives=FILE),
    "campaigns:report_sheet": Address("clerk", one("visiting"), SENT),
    "campaigns:part_new": Address("clerk", one("reporting"), BOTH),
    "campaigns:part": Address("clerk", one("report_part")),
    "campaigns:part_step": Address("clerk", one("report_part"), SENT),
    # publications
    "publications:list": Address("finance"),
    "publications:export": Address("finance", methods=SENT),
    "publications:new": Address("finance", methods=BOTH),
    "publications:publication": Address("finance", one("publication")),
    "publications:step": Address("finance", one("publication"), SENT),
    "publications:poster": Address("finance", one("publication"), gives=FILE),
    "publications:sheet": Address("finance", one("publication"), SENT),
    "publications:public": Address(
        "finance", lambda w: [w.publication.token, w.publication.code], is_anybodys=True
    ),
}


def walk(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its name; the gallery is there only with DEBUG and has its own test."""
    for pattern in patterns if patterns is not None else get_resolver("hardship.urls").url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}", pattern
        elif pattern.namespace != "gallery":
            yield from walk(pattern.url_patterns, pattern.namespace or namespace)


def build(cast: World) -> World:
    """The cast with one object of each kind; `reference` data must be there."""
    home = {"union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer}
    world = World(
        **vars(cast),
        colleague=UserFactory(union=cast.union),
        empty=HouseholdFactory(**home),
        draft=HouseholdFactory(complete=True, **home),
        submitted=HouseholdFactory(submitted=True, **home),
        returned=HouseholdFactory(submitted=True, **home),
        filed=HouseholdFactory(filed=True, **home),
    )
    today = timezone.localdate()
    world.stand_in = accounts.stand_in(
        appointment_id=cast.reviewer.appointments.get().pk, user=cast.clerk, from_on=today, until_on=today,
        reason="开会", by=cast.administrator,
    )  # fmt: skip
    world.handover = handovers.hand_over(
        giver=cast.clerk, union=cast.union, to=world.colleague, kinds=["archives.files"], reason="调整分工",
        by=cast.clerk,
    )  # fmt: skip
    world.year_entry = yearplans.add_entry(
        uid=uuid.uuid4(), title="金秋助学", begins_on=today, ends_on=today, responsible=cast.clerk,
        place="applications:list", by=cast.clerk,
    )  # fmt: skip
    world.union_change = trees.plan(
        union_id=cast.union.pk, by=cast.administrator,
        asked=trees.Plan(
            kind="rename", on=today, document="通工组〔2026〕12号", name="学田街道总工会", short_name="学田"
        ),
    )  # fmt: skip
    world.recusal = recusals.declare_recusal(
        household_id=world.returned.pk, cause="relative", reason="户主是我表弟", by=cast.reviewer
    )
    world.member = world.draft.members.exclude(relation="head").first()
    world.change = save_change(
        household_id=world.filed.pk, section=Section.WORKER, data={"bank_name": "中国银行"},
        version=world.filed.version, by=cast.clerk,
    )  # fmt: skip
    world.transfer = transfers.offer(
        household_id=HouseholdFactory(filed=True, **home).pk, target=UnionFactory(parent=cast.county),
        note="调动", by=cast.clerk,
    )  # fmt: skip
    world.transfer_request = transfers.ask(
        id_number=world.filed.head.id_number.reveal(), reason="调入本单位",
        by=UserFactory(union=UnionFactory(parent=cast.county), role="clerk"),
    )  # fmt: skip
    world.document = make_evidence(world.draft, kind="diagnosis", by=cast.clerk)
    world.paper = make_pdf(world.draft, by=cast.clerk)
    world.visit = make_visit(world.filed, by=cast.clerk)
    reason = steps.Reason(Section.MONEY, "", "工资证明缺公章，请补盖。")
    steps.take_step(household_id=world.returned.pk, action="return", by=cast.reviewer, reasons=[reason])
    world.returned = Household.objects.get(pk=world.returned.pk)
    world.reason = ReturnReason.objects.get(step__household=world.returned)
    _add_money(world)
    _add_applications(world, home)
    _add_payments(world)
    _add_donations(world)
    _add_books(world)
    _add_rosters(world)
    _add_lists(world)
    _add_policies(world)
    world.plan = start_plan(
        household_id=world.filed.pk, year=timezone.localdate().year, goal="一人就业", causes=["illness"],
        by=world.clerk,
    )  # fmt: skip
    world.measure = add_measure(
        plan_id=world.plan.pk, kind="work", text="介绍工作", due_on=timezone.localdate(),
        responsible=world.clerk, by=world.clerk,
    )  # fmt: skip
    _add_employers(world)
    _add_courses(world)
    _add_offices(world)
    _add_people(world)
    _add_bodies(world)
    world.receipt = Receipt.objects.filter(to=world.clerk).latest("pk")
    _add_leads(world)
    _add_petitions(world)
    _add_care(world)
    _add_outreach(world)
    _add_referral(world)
    _add_selection(world)
    _add_aid(world)
    world.override = request_override(
        household_id=world.submitted.pk, category="relative", reason="按市级标准", by=world.reviewer
    )
    world.kept_filter = save_filter(
        name="患病家庭", query="main_cause=illness", is_shared=True, by=world.clerk
    )
    _add_checks(world)
    _add_surveys(world)
    _add_goods(world)
    _add_hand_out(world)
    _add_budgets(world)
    _add_publication(world)
    _add_campaign(world)
    _add_pairing(world)
    _add_mutual(world)
    return world


def _add_lists(world: World) -> None:
    """A list of unions in each of its states that has a page of its own, one row of it wrong."""
    rows = [
        ["工会名称", "简称", "工会编码", "级别", "上级工会", "行政区划代码"],
        ["学田小学工会", "学田小学", "320602971", "基层", world.county.code, "320602"],
        ["学田中学工会", "学田中学", "320602972", "基层", "没有的工会", "320602"],
    ]

    def checked() -> Any:
        told = {"union": world.city, "by": world.administrator, "original_name": "工会名单.xlsx"}
        made = lists.upload_list(kind="unions", content=workbook(rows), **told)
        lists.ask_for_check(import_id=made.pk, fields=None, by=world.administrator)
        run_pending()
        made.refresh_from_db()
        return made

    told = {"union": world.city, "by": world.administrator, "original_name": "工会名单.xlsx"}
    world.uploaded_names = lists.upload_list(kind="unions", content=workbook(rows), **told)
    world.checked_names, world.done_names = checked(), checked()
    lists.ask_for_import(import_id=world.done_names.pk, by=world.administrator)
    run_pending()
    world.done_names.refresh_from_db()


def _add_bodies(world: World) -> None:
    """A body of two with a meeting that is called, and one with its minutes and their scan."""
    today, by = timezone.localdate(), world.clerk
    world.body = bodies.found_body(
        union=world.union, kind="leading_group", name="帮扶工作领导小组", document="学工发〔2026〕1 号",
        from_on=today, by=by,
    )  # fmt: skip
    for name, part in (("陆主席", "leader"), ("顾委员", "member")):
        world.body_member = bodies.add_member(
            body_id=world.body.pk, user=None, name=name, post="主席", part=part, from_on=today, by=by
        )
    for name in ("meeting", "minuted"):
        made = bodies.call_meeting(body_id=world.body.pk, on=today, place="会议室", by=by)
        world.agenda_item = bodies.add_item(meeting_id=made.pk, target="", title="春节慰问方案", by=by)
        setattr(world, name, made)
        if name == "minuted":
            _settle(world, made)
    world.agenda_item = world.meeting.items.get()


def _settle(world: World, meeting: Any) -> None:
    attended = {row.pk: ("present", "") for row in meeting.attendances.all()}
    bodies.record_attendance(meeting_id=meeting.pk, attended=attended, by=world.clerk)
    bodies.take_step(meeting_id=meeting.pk, action="hold", by=world.clerk)
    item = meeting.items.get()
    voted = {"votes_for": len(attended), "votes_against": 0, "votes_abstained": 0}
    bodies.decide(
        meeting_id=meeting.pk, item_id=item.pk, decision="agreed", words="", by=world.clerk, **voted
    )
    bodies.take_step(meeting_id=meeting.pk, action="minute", by=world.colleague)
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    accepted = accept_upload(ContentFile(picture.getvalue(), name="纪要.png"))
    world.minutes_scan = bodies.add_scan(meeting_id=meeting.pk, accepted=accepted, by=world.clerk)
    meeting.refresh_from_db()


def _add_people(world: World) -> None:
    told = listed.Particulars(
        name="顾永兴", id_number=make_id_number("320613", date(1956, 4, 12), 17), groups=["model_worker"],
        phone="13805134100",
    )  # fmt: skip
    world.person = listed.register_person(union=world.union, particulars=told, by=world.clerk)


def _add_leads(world: World) -> None:
    told = Told("visit", timezone.localdate(), "程秀兰", "丈夫住院，家中无收入", phone="13912345678")
    world.lead = leads.record_lead(told=told, by=world.clerk)
    world.call = leads.make_call(
        title="收集困难线索", text="请各单位摸底上报。", due_on=timezone.localdate(), by=world.reviewer,
        file=drawn(),
    )  # fmt: skip
    leads.take_call_step(call_id=world.call.pk, action="open", by=world.reviewer)
    world.questionnaire = leads.open_questionnaire(
        ends_on=timezone.localdate(), contact="季老师", telephone="0513-85511234", by=world.clerk
    )
    told = replace(told, id_number=make_id_number("320613", date(1979, 4, 12), 19))
    world.scanned = leads.answer_questionnaire(token=world.questionnaire.token, filled_by="self", told=told)


def _add_care(world: World) -> None:
    """A case of wages whose worker is the clerk, with what was asked in passing."""
    today = timezone.localdate()
    supervisor = UserFactory(union=world.union, role=Role.DEPARTMENT)
    world.care_case = care.open_case(
        opening=care.Opening(
            kind="legal", form="mediation", reason="wages", opened_on=today, theme="欠薪三个月。",
            name="姜伟民", phone="13912345671", risk="watch", claimed=Decimal(9000), persons=6, months=3,
        ),
        worker=world.clerk, supervisor=supervisor, by=world.clerk,
    )  # fmt: skip
    care.add_advice(on=today, topic="wages", way="window", persons=2, by=world.clerk)


def _add_outreach(world: World) -> None:
    """A stay in hospital that waits for a call; a term of the county."""
    today = timezone.localdate()
    told = outreach.Report("hospital", today, "秦国栋", phone="13912345672", unit="一车间", place="市一院")
    world.event_visit = outreach.report(told=told, by=world.clerk)
    held = outreach.Held("lecture", "劳动法讲座", "会议室", today, 40, 60)
    world.activity = outreach.enter_activity(held=held, by=world.clerk)
    outreach.lay_down(occasion="hospital", from_on=today, days=2, document="", by=world.reviewer)


def _add_referral(world: World) -> None:
    """What a department of the county offers; somebody of a family was referred to it."""
    today = timezone.localdate()
    offer = referrals.Offer("区民政局", "临时救助", "civil_affairs", "emergency", today, 10, bring="身份证")
    world.department_service = referrals.enter_service(offer=offer, by=world.reviewer)
    sending = referrals.Sending(world.department_service, "住院自付多", today)
    world.service_referral = referrals.send(
        household_id=world.filed.pk, member=world.filed.head, sending=sending, by=world.clerk
    )


def _add_petitions(world: World) -> None:
    """One that is answered, one in hand; terms of the county."""
    by, today = world.clerk, timezone.localdate()
    for name in ("answered_petition", "petition"):
        made = petitions.record(
            arrival=petitions.Arrival(channel="hotline", matter="help", received_on=today),
            told=petitions.Particulars(text="丈夫住院，付不起药费。", name="邵玉芳", phone="13912345670"),
            by=by,
        )
        said = petitions.Said(handler=by, told_by="telephone")
        for action in ("assign", "answer") if name == "answered_petition" else ("assign",):
            petitions.take_step(
                petition_id=made.pk, action=action, by=by, comment="已告知怎样申请。", said=said
            )
        setattr(world, name, made)
    petitions.lay_down(matter="law", from_on=today, terms=Terms(2, 10), document="", by=world.reviewer)


def _add_selection(world: World) -> None:
    world.selection = selections.make_selection(
        year=timezone.localdate().year, title="帮扶对象名单", by=world.clerk
    )
    households = Household.objects.filter(pk=world.filed.pk)
    selections.add_households(selection_id=world.selection.pk, households=households, by=world.clerk)


def _add_aid(world: World) -> None:
    world.aided = HouseholdFactory(union=world.union, until="complete")
    given = Given("civil_affairs", "emergency", Decimal("800.00"), timezone.localdate(), "崇川区民政局")
    head = world.aided.head
    world.external_aid = record_aid(
        union=world.union, name=head.name, id_number=head.id_number, given=given, by=world.clerk
    )


def _add_offices(world: World) -> None:
    told = {"kind": "station", "name": "学田帮扶站", "address": "学田路 1 号", "telephone": "0513-85511234"}
    world.office = offices.open_office(
        union=world.union, hours="工作日", functions=["aid"], by=world.clerk, **told
    )
    world.office_staff = offices.add_staff(
        office_id=world.office.pk, name="季春兰", post="接待", from_on=timezone.localdate(), by=world.clerk
    )
    offices.record_check(office_id=world.office.pk, on=timezone.localdate(), met=["sign"], by=world.clerk)
    world.first_responsible = offices.appoint(
        union=world.union, name="陆主席", post="主席", from_on=timezone.localdate(), by=world.clerk
    )


def _add_employers(world: World) -> None:
    """The employer of the filed household's head with something that happened, and one alike."""
    for name, code in (("employer", "91320600138299578A"), ("other_employer", None)):
        told = Particulars(name=f"{world.filed.head.employer}{'' if code else '总厂'}", uscc=code)
        made = employers.register_employer(union=world.union, particulars=told, by=world.clerk)
        setattr(world, name, made)
    world.employer_event = employers.note_event(
        employer_id=world.employer.pk, kind="standing", on=timezone.localdate(), standing="halted",
        by=world.clerk,
    )  # fmt: skip
    figures = {"workers": 915, "members": 800, "women": 400, "migrants": 60, "retirees": 300}
    world.union_year = employers.save_union_year(
        union=world.union, year=timezone.localdate().year - 1, by=world.clerk, **figures
    )


def _add_money(world: World) -> None:
    """A fund of the city with a line for living aid; the journal is one that can be reversed."""
    today, total = timezone.localdate(), Decimal(200_000)
    world.fund = ledger.create_fund(
        union=world.city, source="upper_union", name="中央财政专项帮扶资金", document_no="总工办〔2026〕3号",
        document_on=today, total=total, uses=["living", "medical", "tuition"], by=world.finance,
        household_cap=Decimal(100_000), scan=accept_upload(ContentFile(picture(), name="文件.jpg")),
    )  # fmt: skip
    ledger.receive(fund_id=world.fund.pk, amount=total, by=world.finance, key=uuid.uuid4(), on=today)
    world.line = ledger.open_line(fund_id=world.fund.pk, use="living", year=today.year, by=world.finance)
    ledger.assign(line_id=world.line.pk, amount=total / 2, by=world.finance, key=uuid.uuid4(), on=today)
    world.fund_order = ledger.enter_order(
        sources=["central", "dues"], from_on=today, basis="会议纪要", by=world.finance
    )
    world.journal = Journal.objects.visible_to(world.finance).latest("number")
    world.allocation = ledger.allocate(
        line_id=world.line.pk, union_id=world.county.pk, amount=Decimal(1000), document_no="通工〔2026〕4号",
        document_on=today, by=world.finance, key=uuid.uuid4(), on=today,
    )  # fmt: skip


def _add_applications(world: World, home: dict[str, Any]) -> None:
    """One in every state, by what stands on its page; the notice is the one that still runs."""

    def make(state: str, **more: Any) -> Any:
        return ApplicationFactory(**home, approver=world.approver, state=state, line=world.line, **more)

    world.payable, world.made, world.sent, world.failed, world.overpaid, world.kept_back, world.called = (
        make(ApplicationState.APPROVED) for _n in range(7)
    )
    world.handed_out, world.at_school = (make(ApplicationState.APPROVED) for _n in range(2))
    world.at_city = make(ApplicationState.APPROVAL)
    world.begun = make(ApplicationState.DRAFT)
    world.application_batch = make_batch(
        uid=uuid.uuid4(), programme_id=world.begun.programme_id, reason="生活困难。", by=home["clerk"]
    )
    add_households(
        batch_id=world.application_batch.pk,
        household_ids=[HouseholdFactory(filed=True, **home).pk, world.begun.household_id],
        by=home["clerk"],
    )
    world.application_receipt = issue_receipt(application_id=world.begun.pk, by=home["clerk"])
    policies.load_policy(union=world.union, text=MONTHLY, in_force_from=date(2020, 1, 1))
    monthly = make(ApplicationState.APPROVED, programme="monthly")
    world.instalment = monthly.instalments.get(number=2)
    of_county = SERVICES.replace("programmes:\n", f"{URGENT_ROUTE}programmes:\n{PARCELS}")
    policies.load_policy(union=world.county, text=of_county, in_force_from=date(2020, 1, 1))
    world.fulfilment = make(ApplicationState.APPROVED, programme="legal").fulfilment
    world.follow_up = FollowUp.objects.create(
        application=world.fulfilment.application, union=world.fulfilment.union, position=1, kind="other",
        what="回访", from_on=timezone.localdate(), due_on=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip
    world.parcels = [make(ApplicationState.APPROVED, programme="supplies").fulfilment for _n in range(4)]
    world.off_file = begin_off_file(home["clerk"])
    urgent = make(ApplicationState.DRAFT, is_urgent=True, amount=3000)
    for action, who in (("submit", home["clerk"]), ("pass", home["reviewer"]), ("approve", world.approver)):
        urgent = take(urgent, action, by=who, line=world.line)
    world.completion = urgent.completion
    world.in_review = make(ApplicationState.REVIEW)
    world.late = make(ApplicationState.REVIEW, household=world.in_review.household, programme="medical")
    Application.objects.filter(pk=world.late.pk).update(due_on=timezone.localdate() - timedelta(days=20))
    world.supervision = supervise(application_id=world.late.pk, reason="三天内办完。", by=world.city_reviewer)
    world.copy_rule = add_copy(role="department", programme="", by=world.city_reviewer)
    world.step_scan = keep_scan(world.in_review.steps.latest("pk"), drawn())
    world.sent_back = make(ApplicationState.RETURNED)
    world.on_notice = make(ApplicationState.PUBLIC_NOTICE)
    entry = entry_of(world.on_notice)
    world.notice = entry.notice
    world.objection = record_objection(
        entry_id=entry.pk, text="家里有车。", received_on=timezone.localdate(), by=world.reviewer
    )
    world.telling = tell(
        application_id=world.made.pk, step_id=world.made.steps.latest("pk").pk, on=timezone.localdate(),
        way="meeting", receiver="worker", teller="王会计", note="", by=world.clerk, slip=drawn(),
    )  # fmt: skip
    world.appeal = record_appeal(
        application_id=world.made.pk, step_id=world.made.steps.latest("pk").pk, way="oral",
        received_on=timezone.localdate(), reason="学费没有算进去。", by=world.clerk,
    )  # fmt: skip
    second = record_objection(
        entry_id=entry.pk, text="在外地有房。", received_on=timezone.localdate(), by=world.reviewer,
        contact="13912345678", channel="phone",
    )  # fmt: skip
    said = Answer("unfounded", "查了不动产登记。", "没有房产。", "phone", timezone.localdate())
    world.answered_objection = answer_objection(objection_id=second.pk, answer=said, by=world.city_reviewer)
    posted = Posted("board", "一车间门口", timezone.localdate(), "王强", "李芳")
    world.board = post_board(notice_id=world.notice.pk, posted=posted, photos=[drawn()], by=world.reviewer)
    world.board_photo = world.board.photos.get()


def _add_books(world: World) -> None:
    """An account of the city with a statement of April: a line that is matched, interest that waits, a fee;
    and a statement of May that waits."""
    on, cashier = date(2026, 3, 31), UserFactory(union=world.city, role=Role.CASHIER)
    fund = ledger.create_fund(
        union=world.city, source="interest", name="账户利息", document_no="利息〔2026〕", document_on=on,
        total=Decimal(100), uses=["living"], by=world.finance,
    )  # fmt: skip
    world.unscanned = fund
    told = books.AccountTold(
        kind="special", name="市总工会帮扶专户", bank_name="江海农商行", number="3200110042000123456",
        opening=Decimal(0), opening_on=on,
    )  # fmt: skip
    proof = accept_upload(ContentFile(picture(), name="证明.jpg"))
    made = books.enter_account(told=told, funds=[fund.pk], proof=proof, by=world.finance)
    world.bank_account = books.take_account_step(account_id=made.pk, action="confirm", by=world.approver)
    ledger.receive(
        fund_id=fund.pk, amount=Decimal(90), by=world.finance, key=uuid.uuid4(), on=date(2026, 4, 2)
    )
    for content, until_on, closing in (
        ("日期,收入,支出,摘要\n2026-04-02,90,,转账\n2026-04-21,3.2,,结息\n", date(2026, 4, 30), "93.20"),
        ("日期,收入,支出,摘要\n2026-05-21,1,,结息\n", date(2026, 5, 31), "94.20"),
    ):
        world.bank_statement = books.receive_statement(
            account_id=made.pk, name="对账单.csv", content=content.encode(), until_on=until_on,
            closing=Decimal(closing), by=cashier,
        )  # fmt: skip
        if until_on.month == 4:
            books.take_statement(statement_id=world.bank_statement.pk, by=cashier)
    books.match_certain(account_id=made.pk, by=world.finance)
    world.bank_match = made.matches.get()
    world.bank_line = made.lines.get(amount=Decimal("3.20"))
    world.voucher = books.draw_vouchers(union=world.city, month=date(2026, 4, 1), by=world.finance)[0]
    world.cashier = cashier
    box = books.open_box(ceiling=Decimal(2000), by=world.finance)
    books.enter_cash(
        box_id=box.pk, told=books.Cash("withdraw", timezone.localdate(), "支票 1", Decimal(500)), by=cashier
    )
    world.cash_count = books.count_cash(box_id=box.pk, sheet={"100": 5}, by=cashier)
    world.line_booking = books.ask_booking(
        line_id=world.bank_line.pk, kind="interest", fund=fund, by=world.finance
    )


def _add_donations(world: World) -> None:
    """One that waits and one with its receipt, both of one donor."""
    donor = donations.DonorTold("company", "南通金河纺织有限公司", "91350100M000100Y43")
    gift = donations.Gift(
        form="money", amount=Decimal(5000), given_on=timezone.localdate(), source="donation", use="living",
        method="bank",
    )  # fmt: skip
    world.donation, confirmed = (
        donations.enter(gift=gift, donor=donor, by=world.finance, key=uuid.uuid4()) for _n in range(2)
    )
    world.donation_confirmed = donations.take_step(
        donation_id=confirmed.pk, action="confirm", by=world.approver
    )
    plan = donations.Plan(
        name="2026年慈善一日捐", kind="one_day", purpose="帮扶患病职工", source="donation", use="medical",
        from_on=timezone.localdate(), until_on=timezone.localdate(),
    )  # fmt: skip
    world.drive = donations.draw_up(plan=plan, by=world.finance)
    world.donor, world.donation_fund = world.donation.donor, world.donation_confirmed.fund


def ask_other(payable: Any, by: Any) -> Any:
    """代收 of a payable: the wife of whom it is owed to."""
    other = payments.Other(
        "unable", "spouse", "住院不能自理，由妻子代收", "李芳", make_id_number("320602", date(1982, 3, 4), 2),
        "中国农业银行", "6228480402564890018",
    )  # fmt: skip
    proof = accept_upload(ContentFile(picture(), name="委托书.jpg"))
    return payments.ask_other(payable_id=payable.pk, other=other, proof=proof, by=by)


def pay_school(payable: Any, world: World) -> Any:
    """The key of a batch with the money for a school, and that of who is paid there."""
    other = payments.Other(
        "direct", "school", "学费直接付给学校", "江海市第一中学", "91350100M000100Y43", "中国农业银行",
        "320601012345678901", in_place_of="收小雨 学号 2026031",
    )  # fmt: skip
    proof = accept_upload(ContentFile(picture(), name="缴费通知单.jpg"))
    asked = payments.ask_other(payable_id=payable.pk, other=other, proof=proof, by=world.finance)
    payments.take_other_step(other_id=asked.pk, action="approve", by=world.approver)
    batch = payments.make_batch(payable_ids=[payable.pk], title="学费", by=world.finance)
    return [batch.pk, asked.pk]


def ask_set_off(recovery: Any, payable: Any, by: Any) -> Any:
    """抵扣 of what the same person is owed, by the consent that they signed."""
    proof = accept_upload(ContentFile(picture(), name="同意书.jpg"))
    return recoveries.ask_set_off(
        recovery_id=recovery.pk, payable_id=payable.pk, amount=Decimal(1), proof=proof, by=by,
        consented_on=timezone.localdate(),
    )  # fmt: skip


def _add_payments(world: World) -> None:
    def batch(application: Any, *actions: str) -> Any:
        made = payments.make_batch(payable_ids=[payable_of(application).pk], title="第一批", by=world.finance)
        for action in actions:
            by = world.city_reviewer if action == "check" else world.approver
            made = payments.take_step(batch_id=made.pk, action=action, by=by)
        if "release" in actions:
            told = {"way": "online", "on": timezone.localdate(), "by": world.finance}
            made = payments.send_batch(batch_id=made.pk, **told)
        return made

    world.made_batch = batch(world.made)
    world.made_payment = world.made_batch.payments.get()
    world.sent_batch = batch(world.sent, "check", "release")
    failed = batch(world.failed, "check", "release")
    row = BankRow(row=1, line=1, result=Result.FAILED, failure="户名与账号不符")
    payments.record_results(batch_id=failed.pk, rows=[row], by=world.finance)
    world.failed_batch, world.failed_payment = failed, failed.payments.get()
    world.failed_payable = world.failed_payment.payable
    world.other_payee = ask_other(world.failed_payable, world.finance)
    sent, paid = world.sent_batch, batch(world.overpaid, "check", "release")
    world.sent_payment = sent.payments.get()
    row = BankRow(row=1, line=1, result=Result.PAID)
    payments.record_results(batch_id=paid.pk, rows=[row], by=world.finance)
    world.recovery = recoveries.demand(
        payment_id=paid.payments.get().pk, reason="overpaid", note="多算了一个月。", by=world.finance
    )
    owed = payable_of(world.kept_back)
    Payable.objects.filter(pk=owed.pk).update(id_number_index=paid.payments.get().payable.id_number_index)
    world.set_off = ask_set_off(world.recovery, owed, world.finance)
    world.bank_file = payments.make_file(batch_id=sent.pk, layout=SHIPPED["bars"], by=world.finance)
    told = "序号,结果\r\n1,成功\r\n".encode()
    world.bank_answer = payments.receive_answer(
        batch_id=sent.pk, name="结果.csv", content=told, by=world.finance
    )
    layout = replace(SHIPPED["fixed"], name="开户行定长文本")
    world.bank_layout = payments.save_layout(layout=layout, by=world.finance)
    world.cash_batch = payments.make_batch(
        payable_ids=[payable_of(world.handed_out).pk], title="慰问金", by=world.finance, method="cash"
    )
    _hand_out(world)
    world.school_bill = pay_school(payable_of(world.at_school), world)
    _add_callbacks(world, paid, batch(world.called, "check", "release"))


def _hand_out(world: World) -> None:
    """The batch in cash is fetched, and a page of it signed."""
    for action, by in (("check", world.city_reviewer), ("release", world.approver)):
        payments.take_step(batch_id=world.cash_batch.pk, action=action, by=by)
    cashier = UserFactory(union=world.city, role=Role.CASHIER)
    payments.send_batch(batch_id=world.cash_batch.pk, on=timezone.localdate(), by=cashier)
    page = accept_upload(ContentFile(picture(), name="第一页.jpg"))
    payments.add_pages(batch_id=world.cash_batch.pk, pages=[page], by=world.finance)
    world.signed_page = world.cash_batch.pages.get()
    world.cash_batch.refresh_from_db()


def _add_callbacks(world: World, overpaid: Any, called: Any) -> None:
    """One call that is due, and one whose sum differs."""
    rule = {"days": 1, "share": Decimal(100), "valid_from": timezone.localdate()}
    with freeze_time(timezone.now() - timedelta(days=1)):
        world.callback_rule = callbacks.set_rule(by=world.approver, **rule)
    payments.record_results(
        batch_id=called.pk, rows=[BankRow(row=1, line=1, result=Result.PAID)], by=world.finance
    )
    callbacks.draw()
    world.callback = Callback.objects.get(payment__batch=overpaid)
    world.answered = Callback.objects.get(payment__batch=called)
    answer = callbacks.Answer(timezone.localdate(), "phone", Decimal(0), "nobody", "same", 1)
    callbacks.record_answer(callback_id=world.answered.pk, answer=answer, by=world.clerk)
    world.difference = world.answered.difference
    world.alert = Alert.objects.create(
        kind="no_contact", subject=f"household:{world.filed.pk}", union=world.filed.union,
        household=world.filed, figures={"last": "2026-01-05"}, severity="orange",
        found_on=timezone.localdate(), due_on=timezone.localdate() + timedelta(days=10),
    )  # fmt: skip
    AlertStep.objects.create(alert=world.alert, action="take", by=world.clerk)
    AlertRun.objects.create(on=timezone.localdate(), new=1, gone=0)
    world.alert_rule = set_alert_rule(
        kind="no_contact", by=world.approver, valid_from=timezone.localdate(), first=Decimal(5)
    )


def _add_rosters(world: World) -> None:
    """An import at each stage, and the job that made the workbook with what was wrong."""

    def upload(*rows: Any) -> Any:
        return imports.upload_roster(
            union=world.union, by=world.clerk, original_name="花名册.xlsx", content=roster(*rows)
        )

    def work(ask: Callable[..., Any], made: Any, **more: Any) -> Any:
        ask(roster_id=made.pk, by=world.clerk, **more)
        run_pending()
        made.refresh_from_db()
        return made

    world.layout = save_layout(
        by=world.clerk, name="我的版式", columns=["name", "union"], masked=[], is_shared=False
    )
    wrong = person(401, sex="男")
    world.uploaded_roster = upload(person(402), wrong)
    world.checked_roster = work(imports.ask_for_check, upload(person(403), wrong), fields=None)
    checked = work(imports.ask_for_check, upload(person(404)), fields=None)
    world.done_roster = work(imports.ask_for_import, checked)
    world.filed_roster = imported(world, person(405))
    world.intake = handed_in(world, person(406))
    world.scan_batch = sent(world, {"没有写是谁.jpg": picture("x")})
    world.scan = world.scan_batch.scans.get()
    paper = make_pdf(world.submitted).file.open("rb").read()
    world.paper_scan = sent(world, {"没有写是谁.pdf": paper}).scans.get()
    world.job = enqueue(
        "returned_roster", by=world.clerk, params={"roster": str(world.checked_roster.uid)}, union=world.union
    )
    run_pending()
    world.job = Job.objects.get(pk=world.job.pk)


def _add_policies(world: World) -> None:
    """The county's own policy in force, and a draft of the city's with its issued document."""
    world.policy = policies.load_policy(
        union=world.county, text=SIMPLE, in_force_from=timezone.localdate().replace(month=1, day=1)
    )
    draft = policies.save_draft(text=SIMPLE + URGENT_ROUTE, union=world.city, by=world.administrator)
    picture = BytesIO()
    Image.new("L", (9, 9)).save(picture, "PNG")
    accepted = accept_upload(ContentFile(picture.getvalue(), name="文件.png"))
    world.what_if = ask_what_if(policy_id=world.policy.pk, by=world.administrator)
    run_pending()
    world.what_if.refresh_from_db()
    world.halt = ask_halt(
        programme=Programme.objects.filter(union=world.union).order_by("pk")[0], reason="资金已经用完",
        by=UserFactory(union=world.union, role=Role.ADMINISTRATOR),
    )  # fmt: skip
    world.policy_draft = policies.attach_source(policy_id=draft.pk, accepted=accepted, by=world.administrator)


def _add_checks(world: World) -> None:
    """A list that waits for its columns, one with a difference, and a pair that may be one person."""
    number = world.filed.head.id_number.reveal()
    content = f"姓名,身份证号,保障金额\n{world.filed.head.name},{number},640\n".encode()

    def upload() -> Any:
        return crosschecks.upload_list(
            kind="dibao", department="民政局", as_of=timezone.localdate(), original_name="低保.csv",
            content=content, by=world.reviewer,
        )  # fmt: skip

    world.uploaded_list = upload()
    made = upload()
    crosschecks.ask_for_match(crosscheck_id=made.pk, fields=None, by=world.reviewer)
    run_pending()
    made.refresh_from_db()
    world.crosscheck, world.hit = made, made.hits.get()
    find_duplicates()
    pairs = DuplicateSuspicion.objects.filter(first__household=world.draft, second__household=world.filed)
    world.suspicion = pairs.first()


def _add_surveys(world: World) -> None:
    """A survey of the county that runs, and a sample."""
    today = timezone.localdate()
    made = surveys.make_survey(
        year=today.year, title="年度摸底调查", from_on=today, to_on=today + timedelta(days=30),
        by=world.reviewer,
    )  # fmt: skip
    world.spot_check = draw_sample(year=today.year, share=Decimal(30), by=world.reviewer)
    world.survey = surveys.take_survey_step(survey_id=made.pk, action="open", by=world.reviewer)


def _add_goods(world: World) -> None:
    """A store of the city with rice on its shelf, and the slip that brought it there."""
    today = timezone.localdate()
    world.goods_store = goods.add_store(name="市总仓库", by=world.finance)
    world.goods_item = goods.add_item(name="大米", unit="袋", value=Decimal(58), by=world.finance)
    world.goods_slip = goods.take_in(
        store_id=world.goods_store.pk, kind="purchase", on=today, by=world.finance,
        rows=[Arrival(world.goods_item.pk, 10, Decimal(58))], paper=Paper(party="粮油公司"),
    )  # fmt: skip
    goods.take_step(slip_id=world.goods_slip.pk, action="check", by=world.city_reviewer)
    # what a union puts on record the unions below see too; this one only those above
    keeper = UserFactory(union=world.county, role=Role.CLERK)
    world.goods_below = goods.add_item(name="棉被", unit="床", value=Decimal(120), by=keeper)


def _add_hand_out(world: World) -> None:
    """Goods of four families: one has signed and got them, two stand on a roster, one waits."""
    rows = world.parcels
    store = goods.add_store(name="职工之家", by=world.clerk)
    slip = goods.take_in(
        store_id=store.pk, kind="donation", on=timezone.localdate(), by=world.clerk,
        rows=[Arrival(world.goods_item.pk, 10, Decimal(58))], paper=Paper(party="粮油公司"),
    )  # fmt: skip
    goods.take_step(slip_id=slip.pk, action="check", by=world.reviewer)
    done = _roster(world, store, rows[:1])
    signed = {done.lines.get().pk: giving.Signed()}
    giving.enter_roster(roster_id=done.pk, on=timezone.localdate(), signed=signed, by=world.clerk)
    giving.add_photos(roster_id=done.pk, photos=[scan()], by=world.clerk)
    slip = Slip.objects.get(source=f"giving.roster:{done.pk}")
    goods.take_step(slip_id=slip.pk, action="check", by=world.reviewer)
    world.handed_out, world.roster_page = rows[0], done.photos.get()
    world.goods_roster = _roster(world, store, rows[1:3])


def _roster(world: World, store: Store, rows: list[Any]) -> Any:
    units = {row.pk: {world.goods_item.pk: 1} for row in rows}
    plan = giving.RosterPlan(store.pk, timezone.localdate(), "职工之家一楼", units)
    return giving.make_roster(plan=plan, by=world.clerk)


def _add_budgets(world: World) -> None:
    """The city's plan of this year in force, and a draft of the next one."""
    this = timezone.localdate().year
    rows = [
        PlannedRow("living", heads=(5, 0, 0, 0), yuan=(Decimal(9000), Decimal(0), Decimal(0), Decimal(0)))
    ]
    world.budget = budgets.draft(year=this + 1, by=world.finance, rows=rows)
    plan = budgets.draft(year=this, by=world.finance, rows=rows)
    for action, by in (
        ("submit", world.finance),
        ("check", world.city_reviewer),
        ("approve", world.approver),
    ):
        plan = budgets.take_step(budget_id=plan.pk, action=action, by=by, approval_no="会议纪要 1 号")
    world.budget_in_force = plan
    letter = budgets.Letter("通工〔2026〕30号", timezone.localdate(), "hand")
    shares = [PlannedShare(world.county.pk, Decimal(100))]
    world.distribution = budgets.draw_up(
        line_id=world.line.pk, letter=letter, shares=shares, by=world.finance
    )
    _shiftable(world)
    _called_back(world)
    _lent(world)


def _called_back(world: World) -> None:
    """Money of grants that end soon, called back from a county: one notice was sent, one is drawn up."""
    today = timezone.localdate()
    world.county_finance = UserFactory(union=world.county, role=Role.FINANCE)
    way = (("submit", world.finance), ("approve", world.approver))
    for number, taken in ((51, way), (52, ())):
        line = make_line(world.finance, "90", use_by=today + timedelta(days=9))
        ledger.allocate(
            line_id=line.pk, union_id=world.county.pk, amount=Decimal(80),
            document_no=f"通工〔2026〕{number}号", document_on=ON, by=world.finance, key=uuid.uuid4(), on=ON,
        )  # fmt: skip
        notice = budgets.Notice(f"通工收〔2026〕{number}号", today, today + timedelta(days=9), "使用期限将到")
        world.recall = budgets.draw_up_recall(fund_id=line.fund_id, notice=notice, by=world.finance)
        for action, by in taken:
            budgets.take_recall_step(recall_id=world.recall.pk, action=action, by=by, approval_no="纪要 9 号")
        if taken:
            world.recall_row = world.recall.rows.get()


def _shiftable(world: World) -> None:
    """Money of a fund with two uses that is asked for the other one."""
    fund = make_fund(world.finance, "500")
    line = ledger.open_line(fund_id=fund.pk, use="living", year=ON.year, by=world.finance)
    for service, asked in ((ledger.receive, {"fund_id": fund.pk}), (ledger.assign, {"line_id": line.pk})):
        service(amount=fund.total, by=world.finance, key=uuid.uuid4(), on=ON, **asked)
    wish = budgets.Wish(line.pk, "medical", Decimal(100), "医疗不够", "通工〔2026〕31号", ON)
    world.virement = budgets.ask_virement(wish=wish, by=world.finance)


def _add_publication(world: World) -> None:
    """What the city published of the quarter in which its money was paid, once that was over."""
    today = timezone.localdate()
    with clock.at(date(today.year + 1, 2, 1)):
        row = publications.draft(year=today.year, quarter=(today.month + 2) // 3, by=world.finance)
        for action, by in (("check", world.city_reviewer), ("publish", world.approver)):
            row = publications.take_step(
                publication_id=row.pk, action=action, by=by, decision_no="会议纪要 2 号"
            )
    world.publication = row
    world.published_guide = publish_guide(programme_id=world.in_review.programme_id, by=world.approver)


def _add_mutual(world: World) -> None:
    """A period of the clerk's own union with one person, who claims; a certificate of a family."""
    today = timezone.localdate()
    terms = mutual.Terms(
        "住院医疗互助", 1, Decimal(50), today, today + timedelta(days=364), today + timedelta(days=400),
        read_bands("以上 50%"), Decimal(50000), "学工〔2026〕8号",
    )  # fmt: skip
    world.mutual_period = mutual.open_period(terms=terms, by=world.clerk)
    number = make_id_number("320613", date(1970, 4, 13), 19)
    entrant = mutual.Entrant("顾永兴", number, "第一棉纺厂", today)
    row = mutual.enrol(period_id=world.mutual_period.pk, entrant=entrant, by=world.clerk)
    world.mutual_enrolment = row
    world.mutual_claim = mutual.claim(
        enrolment_id=row.pk, hospital="市一院", treated_on=today, self_paid=Decimal(1000), by=world.clerk
    )
    card = certificates.Card("benefit", "YD-0001", today, today + timedelta(days=365))
    world.certificate = certificates.issue(
        household_id=world.filed.pk, holder=world.filed.head, card=card, by=world.clerk
    )


def _add_pairing(world: World) -> None:
    """Somebody of another office helps a family since today."""
    wish = pairings.Wish(["work"], "介绍工作", timezone.localdate())
    chosen = pairings.Chosen(name="顾建民", post="区住建局副局长", phone="13912345670")
    row = pairings.propose(household_id=world.filed.pk, chosen=chosen, wish=wish, by=world.clerk)
    for action, by in (("agree", world.reviewer), ("begin", world.clerk)):
        row = pairings.take_step(pairing_id=row.pk, action=action, by=by)
    world.pairing, world.helper = row, row.helper


def _add_campaign(world: World) -> None:
    """A campaign of the clerk's own union, shared out, with its document."""
    today = timezone.localdate()
    plan = campaign_rules.Plan(
        kind="summer", name="夏送清凉", from_on=today, until_on=today, document_no="学工〔2026〕6号",
        document_on=today, approved_by="own", groups=(campaign_rules.Group("一线职工", goods=Decimal(80)),),
    )  # fmt: skip
    world.campaign = campaigns.draft(plan=plan, scan=drawn(), by=world.clerk)
    shares = [campaign_rules.Share(world.union.pk, people=60)]
    campaigns.share_out(campaign_id=world.campaign.pk, shares=shares, by=world.clerk)
    _add_campaign_list(world, plan)
    _add_visits(world, plan)


def _add_campaign_list(world: World, plan: campaign_rules.Plan) -> None:
    """A campaign of the city that takes lists, and that of the clerk's union with a model worker on it."""
    writer = UserFactory(union=world.city, role=Role.CLERK)
    groups = (campaign_rules.Group("困难劳模", Decimal(1000)),)
    fund = make_line(world.finance, "1000", use="warmth").fund
    plan = replace(plan, name="劳模慰问", approved_by="organiser", groups=groups, funds=(fund.pk,))
    world.gathering = campaigns.draft(plan=plan, by=writer)
    shares = [campaign_rules.Share(world.union.pk, people=60)]
    campaigns.share_out(campaign_id=world.gathering.pk, shares=shares, by=writer)
    campaigns.take_step(campaign_id=world.gathering.pk, action="open", by=world.approver)
    world.campaign_list = campaigns.begin_list(campaign_id=world.gathering.pk, by=world.clerk)
    number = make_id_number("320613", date(1956, 4, 13), 19)
    told = campaign_rules.Entry(
        world.gathering.groups.get().pk, "顾永兴", number, bank_card="6222021001122330018"
    )
    world.beneficiary = campaigns.add(list_id=world.campaign_list.pk, entry=told, by=world.clerk)


def _add_courses(world: World) -> None:
    """A course that takes people, with one of them; and one that is over, whose people are asked."""
    today = timezone.localdate()
    members = Member.objects.filter(pk=world.filed.head_id)
    for name, ago in (("over", 120), ("course", 5)):
        begins = today - timedelta(days=ago)
        plan = employment.Plan(
            name="家政服务员", trade="家政服务", hours=60, place="文化宫", starts_on=begins,
            ends_on=begins + timedelta(days=10), seats=5, partner="职业技术学校",
        )  # fmt: skip
        with clock.at(begins):
            course = employment.make_course(plan=plan, by=world.clerk)
            employment.take_step(course_id=course.pk, action="open", by=world.clerk)
            employment.enrol_members(course_id=course.pk, members=members, by=world.clerk)
        setattr(world, name, course)
    passed = world.over.enrolments.get()
    employment.enter_result(enrolment_id=passed.pk, state="passed", hours=60, by=world.clerk)
    employment.take_step(course_id=world.over.pk, action="end", by=world.clerk)
    world.course_check = passed.checks.get(months=3)
    agreed = employment.Agreement(
        "institution", "启航职校", "合〔2026〕3号", timezone.localdate(), timezone.localdate(), "家政服务"
    )
    world.partner = employment.enter_agreement(agreement=agreed, by=world.clerk)
    world.enrolment = world.course.enrolments.get()
    offer = employment.Offer("缝纫工", "缝纫", 3, Decimal(2800), "开发区", today + timedelta(days=30))
    with clock.at(today - timedelta(days=28)):
        world.opening = employment.make_opening(employer=world.employer, offer=offer, by=world.clerk)
        employment.introduce_members(opening_id=world.opening.pk, members=members, by=world.clerk)
        world.referral = world.opening.referrals.get()
        outcome = employment.Outcome(on=timezone.localdate(), wage=Decimal(2900))
        employment.take_referral_step(
            referral_id=world.referral.pk, action="hire", by=world.clerk, outcome=outcome
        )
    told = Fair("春风行动招聘会", "spring", today, "体育馆", 20, 300, 500, 60, 20)
    world.fair = make_fair(fair=told, by=world.clerk)
    business = Business("早点铺", "开发区", today - timedelta(days=200))
    world.start_up = make_start_up(whose=members.get(), business=business, by=world.clerk)
    note_turnover(
        start_up_id=world.start_up.pk,
        year=today.year,
        quarter=(today.month + 2) // 3,
        yuan=Decimal(9000),
        by=world.clerk,
    )
    world.job_check = world.referral.checks.get(months=1)


def _add_visits(world: World, plan: campaign_rules.Plan) -> None:
    """A campaign of the clerk's own union whose team did not find somebody, heard a wish and took a picture;
    the union's part of one of the city, which was sent back."""
    writer, today = UserFactory(union=world.city, role=Role.CLERK), timezone.localdate()
    leader = UserFactory(union=world.union, role=Role.APPROVER)
    groups = (campaign_rules.Group("值班职工", goods=Decimal(80), by_heads=True),)
    plan = replace(plan, name="节日慰问", groups=groups, funds=())
    world.visited = _carried_out(world, plan, world.clerk, leader)
    world.visiting = world.visited.campaign
    world.team = campaigns.form_team(
        campaign_id=world.visiting.pk, plan=TeamPlan("陆主席", "工会主席", today, ("顾永兴",)), by=world.clerk
    )
    campaigns.allot(team_id=world.team.pk, keys=[world.visited.pk], by=world.clerk)
    wishes = (Heard("想要一间休息室", world.clerk.pk, today),)
    visit = campaigns.record_visit(
        beneficiary_id=world.visited.pk, photos=[drawn()], by=world.clerk,
        told=Visited(today, "post", ("陆主席",), "nobody", "not_reached", wishes=wishes),
    )  # fmt: skip
    world.campaign_photo, world.wish = visit.photos.get(), visit.wishes.get()
    plan = replace(plan, approved_by="organiser")
    world.reporting = _carried_out(world, plan, writer, world.approver).campaign
    stated = campaigns.Stated(Line("", people=5, times=5, goods=Decimal(400)), "已走访。")
    part = campaigns.submit_part(campaign_id=world.reporting.pk, stated=stated, by=world.clerk)
    world.report_part = campaigns.take_part_step(
        part_id=part.pk, action="return", comment="请核对", by=writer
    )


def _carried_out(world: World, plan: campaign_rules.Plan, writer: Any, leader: Any) -> Beneficiary:
    """The one row of the clerk's list in a campaign that is carried out."""
    row = campaigns.draft(plan=plan, by=writer)
    shares = [campaign_rules.Share(world.union.pk, people=60)]
    campaigns.share_out(campaign_id=row.pk, shares=shares, by=writer)
    campaigns.take_step(campaign_id=row.pk, action="open", by=leader)
    made = campaigns.begin_list(campaign_id=row.pk, by=world.clerk)
    told = campaign_rules.Entry(row.groups.get().pk, "环卫班组", heads=5)
    listed = campaigns.add(list_id=made.pk, entry=told, by=world.clerk)
    made = campaigns.take_list_step(list_id=made.pk, action="submit", by=world.clerk)
    campaigns.take_list_step(list_id=made.pk, action="approve", by=leader, seen=made.digest)
    for action, by in (("submit_lists", writer), ("approve_lists", leader), ("carry_out", writer)):
        campaigns.take_step(campaign_id=row.pk, action=action, by=by)
    return listed


def _lent(world: World) -> None:
    """A loan of revolving money that waits to be paid out."""
    line = make_line(world.finance, "900", use="revolving")
    due_on = timezone.localdate() + timedelta(days=60)
    payee = payments_models.Payee("王秀梅", "110101197001011465", "工商银行", "", "6222020200112233446")
    terms = loans.Terms(
        line.pk, "household:1", payee, "早餐摊位", Decimal(900), [(due_on, Decimal(900))], "纪要 5 号"
    )
    world.loan = loans.grant_loan(terms=terms, by=world.approver)


def neighbours(world: World) -> World:
    """The same posts in the next union, county and below the city, and in another city altogether."""
    side = UnionFactory(parent=UnionFactory(county_level=True, parent=world.city))
    far = world.elsewhere
    homes = {
        "clerk": (side, far),
        "reviewer": (side.county, far.county),
        "administrator": (side, far.city),
        "county_finance": (side.county, far.county),
        **dict.fromkeys(("city_reviewer", "approver", "finance", "auditor"), (side.county, far.city)),
    }
    return {
        post: [UserFactory(union=union, roles=sorted(getattr(world, post).roles)) for union in unions]
        for post, unions in homes.items()
    }
