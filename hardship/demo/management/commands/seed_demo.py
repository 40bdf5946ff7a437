"""Fills an empty database with the demonstration: unions, people, files, applications, money.

Everything is made through the services, under a clock that walks through the year, so that states, trails
and books are those of a real year. The same day gives the same data.
"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cases.approvals.services import add_copy
from cases.archives.models import Household
from cases.archives.services.life.due import mark_due
from cases.policies.models import Programme
from funds.ledgers.models import Fund
from funds.payments.services import recheck
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level, Role
from hardship.demo import clock
from hardship.demo.aid import Staff, build_applications, build_batch
from hardship.demo.alone import build_company
from hardship.demo.approving import build_turns
from hardship.demo.banked import build_account
from hardship.demo.batches import build_batches
from hardship.demo.bodies import build_bodies
from hardship.demo.budgets import build_budgets
from hardship.demo.called import build_callbacks
from hardship.demo.campaigns import build_campaigns
from hardship.demo.cared import build_care
from hardship.demo.cash import build_cash
from hardship.demo.certificates import build_certificates
from hardship.demo.checks import block_one, build_checks
from hardship.demo.courses import build_courses
from hardship.demo.donated import build_donations
from hardship.demo.employers import build_employers, build_union_years
from hardship.demo.events import build_events
from hardship.demo.files import build_files
from hardship.demo.given import build_given
from hardship.demo.goods import build_goods
from hardship.demo.handed_out import build_hand_outs
from hardship.demo.handovers import build_handovers
from hardship.demo.instalments import build_instalments
from hardship.demo.intakes import build_intakes
from hardship.demo.late import supervise_late
from hardship.demo.leads import build_calls, build_leads, build_questionnaire
from hardship.demo.lent import build_loans
from hardship.demo.life import live_on
from hardship.demo.listed import build_people
from hardship.demo.matters import build_year_plan
from hardship.demo.money import build_funds
from hardship.demo.mutual import build_mutual
from hardship.demo.news import read_old_messages
from hardship.demo.notices import build_notices
from hardship.demo.off_file import build_off_file
from hardship.demo.offices import build_offices
from hardship.demo.pairings import build_pairings
from hardship.demo.petitions import build_petitions
from hardship.demo.places import build_accounts, build_unions, extend_posts
from hardship.demo.plans import build_consents, build_exits, build_plans
from hardship.demo.policies import build_policies
from hardship.demo.published import build_publications
from hardship.demo.recusals import build_recusals
from hardship.demo.referred import build_referrals
from hardship.demo.selections import build_selections
from hardship.demo.served import build_services
from hardship.demo.told import tell_workers
from hardship.demo.trees import build_changes
from hardship.demo.urgent import build_urgent, hand_in_one
from hardship.demo.visits import build_visits
from hardship.demo.warned import build_alerts
from hardship.demo.winters import build_winters
from hardship.demo.year import build_survey
from hardship.seals.services import seal_days, verify

PER_UNION = 14
COMPANY_FILES = 10
SEED = 2026

LAST = (
    build_campaigns, build_petitions, build_care, build_events, build_referrals, build_publications,
    build_callbacks, build_alerts,
)  # fmt: skip


class Command(BaseCommand):
    help = "Fill an empty database with demonstration data; refuses one that holds anything else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is data already")
        parser.add_argument(
            "--per-union", type=int, default=PER_UNION, help="files for each of the thirty grassroots unions"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if self.holds_data():
            if options["if_empty"]:
                return
            raise CommandError("The database holds data already; the demonstration needs an empty one.")
        with transaction.atomic():
            self.build(options["per_union"])
            alone = build_company(today=timezone.localdate(), files=min(options["per_union"], COMPANY_FILES))
            read_old_messages(User.objects.all())
            people = {user.username: user for user in User.objects.all()}
            unions = {union.code: union for union in Union.objects.all()}
            extend_posts(people, unions)
            handed = build_handovers(
                giver=people["xt.clerk"], to=people["cc.clerk"].at(unions["320613001"]),
                union=unions["320613001"],
            )  # fmt: skip
            changed = build_changes(people, unions)
            moved = build_goods(people, timezone.localdate())
            handed_out = build_hand_outs(people, timezone.localdate())
            listed = build_winters(people=people, today=timezone.localdate())
            planned = build_budgets(people=people, today=timezone.localdate())
            lent = build_loans(people=people, today=timezone.localdate())
            banked = build_account(people=people, today=timezone.localdate())
            counted = build_cash(people=people, today=timezone.localdate())
            given, heard, cared, met, referred, opened, called, warned = (
                build(people=people, today=timezone.localdate()) for build in LAST
            )
        self.stdout.write(f"Days of the audit trail sealed: {seal_days()}, faults: {verify().faults}")
        self.stdout.write(f"Handed over: {handed}, changes of unions: {changed}")
        self.stdout.write(f"Slips of goods: {moved}, goods for many: {handed_out}, warnings: {warned}")
        self.stdout.write(f"Plans of use: {planned}")
        self.stdout.write(f"Lines of the bank: {banked}, loans: {lent}, cash: {counted}")
        self.stdout.write(f"Petitions: {heard}, counselling and legal aid: {cared}, events: {met}")
        self.stdout.write(f"Referrals to departments: {referred}")
        self.stdout.write(
            f"Campaigns: {given}, their lists: {listed}, publications: {opened}, calls: {called}"
        )
        self.stdout.write(f"A company alone: {alone}")
        call_command("demo_accounts", stdout=self.stdout)

    def holds_data(self) -> bool:
        return any(model.objects.exists() for model in (Union, User, Household, Fund))

    def build(self, per_union: int) -> None:
        today = timezone.localdate()
        with clock.at(today.replace(month=1, day=1)):  # so that they have a name before the one of today
            unions = build_unions()
        call_command("load_reference", stdout=self.stdout)
        people = build_accounts(unions)
        self.stdout.write(f"Policies: {build_policies(people, today)}")
        staff = Staff({role: self.by_union(people, role) for role in Role.values})
        cities = [unions["3206"], unions["3210"]]
        build_funds(
            province=unions["32"], cities=cities, finance=dict(staff.people[Role.FINANCE]), year=today.year
        )
        files = build_files(
            unions=[union for union in unions.values() if union.level == Level.GRASSROOTS],
            clerks=dict(staff.people[Role.CLERK]),
            reviewers=dict(staff.people[Role.REVIEWER]),
            today=today,
            per_union=per_union,
        )
        self.stdout.write(f"Files: {dict(files)}")
        self.build_money(staff, unions, today)
        reviewer = staff.of(Role.REVIEWER, unions["320613"].pk)
        clerks = dict(staff.people[Role.CLERK])
        checked = build_checks(county=unions["320613"], clerks=clerks, reviewer=reviewer, today=today)
        self.stdout.write(f"Cross-check: {checked.hits.count()} differences")
        grassroots = [union for union in unions.values() if union.level == Level.GRASSROOTS]
        self.stdout.write(f"Home visits: {build_visits(unions=grassroots, clerks=clerks, today=today)}")
        lives = live_on(
            unions=[union for union in unions.values() if union.level == Level.GRASSROOTS],
            clerks=dict(staff.people[Role.CLERK]),
            reviewers=dict(staff.people[Role.REVIEWER]),
            today=today,
        )
        self.stdout.write(f"Lives: {dict(lives)}")
        survey = build_survey(
            city=unions["3206"], reviewers=dict(staff.people[Role.REVIEWER]),
            clerks=dict(staff.people[Role.CLERK]), today=today,
        )  # fmt: skip
        with clock.at(today, 1):
            due = mark_due()
        self.stdout.write(f"Survey: {survey.entries.count()} files, {due} fell due since")
        self.stdout.write(f"Plans: {build_plans(unions=grassroots, clerks=clerks, today=today)}")
        self.stdout.write(f"Employers: {self.build_employers(unions, people, clerks, today)}")
        self.stdout.write(f"Leads: {self.build_ground(grassroots, people, clerks, today)}")
        self.stdout.write(f"Applied for together: {build_batch(staff=staff, today=today)}")
        dead = block_one(reviewers=dict(staff.people[Role.REVIEWER]), today=today)
        self.stdout.write(f"Before they are paid: {dead} blocked, {recheck()} to be put right")

    def build_money(self, staff: Staff, unions: dict[str, Union], today: date) -> None:
        """Applications with their notices, visits, batches, and what workers were told."""
        add_copy(role=Role.DEPARTMENT, programme="", by=staff.of(Role.REVIEWER, unions["3206"].pk))
        made = build_applications(staff=staff, today=today, seed=SEED)
        self.stdout.write(f"Applications: {dict(made)}, {Programme.objects.count()} programmes")
        self.stdout.write(f"Instalments: {build_instalments(staff=staff, today=today)}")
        self.stdout.write(f"Services: {build_services(staff=staff, today=today)}")
        homes = [unions["320613001"].pk, unions["320613006"].pk]
        self.stdout.write(f"Off file: {build_off_file(staff=staff, unions=homes, today=today)}")
        self.stdout.write(f"Urgent: {build_urgent(staff=staff, city=unions['3206'], today=today)}")
        self.stdout.write(f"Notices that hang: {build_notices(staff=staff, today=today)}")
        self.stdout.write(f"Late: {supervise_late(staff=staff, city=unions['3206'], today=today)}")
        cities = [unions["3206"].pk, unions["3210"].pk]
        self.stdout.write(f"Batches: {dict(build_batches(staff=staff, cities=cities, today=today))}")
        self.stdout.write(f"Completed after urgent aid: {hand_in_one(staff=staff, today=today)}")
        self.stdout.write(f"Turns on the route: {build_turns(staff=staff, cities=cities, today=today)}")
        self.stdout.write(f"Told: {tell_workers(staff=staff)}")

    @staticmethod
    def build_employers(
        unions: dict[str, Union], people: dict[str, User], clerks: dict[int, User], today: date
    ) -> int:
        """How many employers; yearly figures, help centres, people off file, aid of others, courses and what
        is put down for the year come too."""
        grassroots = [union for union in unions.values() if union.level == Level.GRASSROOTS]
        build_union_years(unions=grassroots, clerks=clerks, today=today)
        build_given(unions=grassroots, clerks=clerks, today=today)
        build_offices(unions=unions, by=people["js.admin"], today=today)
        build_donations(people=people, today=today)
        build_bodies(unions=unions, people=people, today=today)
        build_year_plan(people=people, today=today)
        build_people(county=unions["320613"], unions=unions, by=people["cc.reviewer"], today=today)
        made = build_employers(
            county=unions["320613"], mill_union=unions["320613005"], by=people["cc.reviewer"], today=today
        )
        build_courses(people=people, today=today)
        return made

    @staticmethod
    def build_ground(
        grassroots: list[Union], people: dict[str, User], clerks: dict[int, User], today: date
    ) -> int:
        """How many leads there are of the first street and the county above it; fresh consents come with
        them, the lists of those to be aided, pairings, mutual aid and the plans of the year."""
        street, reviewer = grassroots[0], people["cc.reviewer"]
        clerk = clerks[street.pk]
        build_consents(union=street, clerk=clerk, today=today)
        build_pairings(
            union=street, clerk=clerk, reviewer=reviewer, administrator=people["nt.admin"], today=today
        )
        build_certificates(union=street, clerk=clerk, today=today)
        build_mutual(union=street, clerk=clerk, reviewer=reviewer, today=today)
        build_intakes(
            clerks=[clerk, clerks[grassroots[2].pk]], reviewers=[reviewer, people["cc.checker"]], today=today
        )
        build_recusals(reviewers=(reviewer, people["cc.checker"]), leader=people["nt.head"])
        build_selections(makers=[clerk, people["fz.clerk"]], reviewer=reviewer, today=today)
        build_exits(unions=grassroots, clerks=clerks, reviewer=people["nt.reviewer"], today=today)
        build_calls(reviewer=reviewer, clerk=clerk, today=today)
        build_questionnaire(clerk=clerk, today=today)
        return build_leads(street=street, clerk=clerk, reviewer=reviewer, today=today)

    @staticmethod
    def by_union(people: dict[str, User], role: str) -> dict[int, User]:
        """The first listed person with this role in each union."""
        found: dict[int, User] = {}
        for user in people.values():
            if role in user.roles:
                found.setdefault(user.union_id, user)
        return found
