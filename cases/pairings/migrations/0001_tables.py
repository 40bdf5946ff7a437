import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
        ('visits', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('person', '个人'), ('office', '科室、单位')], default='person', max_length=6, verbose_name='帮扶人')),
                ('name', models.CharField(max_length=50, verbose_name='姓名或科室')),
                ('post', models.CharField(blank=True, max_length=80, verbose_name='单位和职务')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='联系电话')),
                ('left_on', models.DateField(editable=False, null=True, verbose_name='离岗日期')),
                ('hand_over_until', models.DateField(editable=False, null=True, verbose_name='移交期限')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='系统人员')),
            ],
            options={
                'verbose_name': '帮扶人',
                'verbose_name_plural': '帮扶人',
                'constraints': [models.UniqueConstraint(fields=('user',), name='helper_account_once', violation_error_message='这个人已登记为帮扶人，请直接选择。'), models.UniqueConstraint(condition=models.Q(('user__isnull', True)), fields=('union', 'kind', 'name', 'post'), name='helper_outside_once', violation_error_message='这个帮扶人已登记，请直接选择。'), models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'office'])), name='helper_kind_known', violation_error_message='请选择个人或科室。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='helper_named', violation_error_message='请填写姓名或科室。'), models.CheckConstraint(condition=models.Q(('kind', 'person'), ('user__isnull', True), _connector='OR'), name='helper_office_is_no_account', violation_error_message='科室不是系统里的个人。'), models.CheckConstraint(condition=models.Q(('user__isnull', False), ('kind', 'office'), models.Q(('post', ''), _negated=True), _connector='OR'), name='helper_outside_with_a_post', violation_error_message='工会以外的帮扶人请填写单位和职务。'), models.CheckConstraint(condition=models.Q(models.Q(('hand_over_until__isnull', True), ('left_on__isnull', True)), models.Q(('hand_over_until__gte', models.F('left_on')), ('hand_over_until__isnull', False), ('left_on__isnull', False)), _connector='OR'), name='helper_left_until_a_day', violation_error_message='离岗的帮扶人要有移交期限。')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('praise', '表扬'), ('advanced', '评为先进'), ('criticism', '批评')], max_length=9, verbose_name='种类')),
                ('on', models.DateField(verbose_name='日期')),
                ('text', models.CharField(max_length=300, verbose_name='事由')),
                ('document', models.CharField(max_length=120, verbose_name='文件名称和文号')),
                ('reward', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='奖励（元）')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='pairings.helper', verbose_name='帮扶人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
            ],
            options={
                'verbose_name': '表扬和批评',
                'verbose_name_plural': '表扬和批评',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['praise', 'advanced', 'criticism'])), name='mention_kind_known', violation_error_message='请选择种类。'), models.CheckConstraint(condition=models.Q(models.Q(('document', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='mention_founded', violation_error_message='请填写事由和文件。'), models.CheckConstraint(condition=models.Q(('reward__isnull', True), models.Q(('reward__gt', Decimal('0')), models.Q(('kind', 'criticism'), _negated=True)), _connector='OR'), name='mention_rewards_praise', violation_error_message='批评没有奖励，奖励要大于零。')],
            },
        ),
        migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('helps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('work', '就业'), ('project', '项目'), ('funds', '资金'), ('skills', '技能'), ('policy', '政策'), ('thoughts', '思想'), ('schooling', '助学'), ('doctor', '就医')], max_length=10), default=list, size=None, verbose_name='帮扶内容')),
                ('agreed', models.CharField(max_length=300, verbose_name='怎样帮')),
                ('is_leaders', models.BooleanField(default=False, verbose_name='领导联系户')),
                ('from_on', models.DateField(verbose_name='结对起')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='结对止')),
                ('state', models.CharField(choices=[('proposed', '待审核'), ('agreed', '待开始'), ('running', '结对中'), ('ended', '已结束'), ('handed_over', '已移交')], default='proposed', editable=False, max_length=11, verbose_name='状态')),
                ('begun_on', models.DateField(editable=False, null=True, verbose_name='开始日期')),
                ('ended_on', models.DateField(editable=False, null=True, verbose_name='结束日期')),
                ('next_visit_on', models.DateField(editable=False, null=True, verbose_name='下次走访期限')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提出时间')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('helper', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='pairings', to='pairings.helper', verbose_name='帮扶人')),
                ('household', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='pairings', to='archives.household', verbose_name='档案')),
                ('previous', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='pairings.pairing', verbose_name='接手的结对')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁提出')),
            ],
            options={
                'verbose_name': '结对帮扶',
                'verbose_name_plural': '结对帮扶',
                'indexes': [models.Index(fields=['state', 'next_visit_on'], name='pairing_worklist')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('proposed', 'agreed', 'running'))), fields=('household', 'helper'), name='pairing_live_once', violation_error_message='这户和这位帮扶人已经结对。'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'agreed', 'running', 'ended', 'handed_over'])), name='pairing_state_known', violation_error_message='结对状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('agreed', ''), _negated=True), ('helps__contained_by', ['work', 'project', 'funds', 'skills', 'policy', 'thoughts', 'schooling', 'doctor']), ('helps__len__gte', 1)), name='pairing_agreed_on_help', violation_error_message='请选择帮扶内容，写明怎样帮。'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='pairing_ends_after_it_begins', violation_error_message='结对止不能早于结对起。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('begun_on__isnull', False), ('next_visit_on__isnull', False)), _connector='OR'), name='pairing_runs_since_a_day', violation_error_message='结对中的要有开始日期和下次走访期限。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('state__in', ('proposed', 'agreed', 'running'))), models.Q(models.Q(('state__in', ('proposed', 'agreed', 'running')), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='pairing_over_on_a_day', violation_error_message='结束的结对要有日期。')],
            },
        ),
        migrations.CreateModel(
            name='PairingNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('way', models.CharField(choices=[('at_home', '上门'), ('at_work', '到单位'), ('phone', '电话')], max_length=7, verbose_name='方式')),
                ('text', models.CharField(max_length=300, verbose_name='做了什么')),
                ('deed_kind', models.CharField(blank=True, editable=False, max_length=30)),
                ('deed_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('given', models.CharField(blank=True, editable=False, max_length=200, verbose_name='经工会发放')),
                ('own_yuan', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='帮扶人自己出的钱（元）')),
                ('own_goods', models.CharField(blank=True, max_length=100, verbose_name='帮扶人自己送的物品')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('pairing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='pairings.pairing', verbose_name='结对帮扶')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('visit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visits.homevisit', verbose_name='入户调查')),
            ],
            options={
                'verbose_name': '结对帮扶记事',
                'verbose_name_plural': '结对帮扶记事',
                'constraints': [models.UniqueConstraint(condition=models.Q(('visit__isnull', False)), fields=('pairing', 'visit'), name='pairing_note_of_visit'), models.CheckConstraint(condition=models.Q(('way__in', ['at_home', 'at_work', 'phone'])), name='pairing_note_way_known', violation_error_message='请选择方式。'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='pairing_note_says_what', violation_error_message='请写明做了什么。'), models.CheckConstraint(condition=models.Q(('own_yuan__isnull', True), ('own_yuan__gt', 0), _connector='OR'), name='pairing_note_own_positive', violation_error_message='金额要大于零。'), models.CheckConstraint(condition=models.Q(models.Q(('deed_key', ''), ('deed_kind', ''), ('given', '')), models.Q(models.Q(('deed_kind', ''), _negated=True), models.Q(('deed_key', ''), _negated=True), models.Q(('given', ''), _negated=True)), _connector='OR'), name='pairing_note_of_one_deed', violation_error_message='经工会发放的要写明是哪一笔。')],
            },
        ),
        migrations.CreateModel(
            name='PairingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visits', models.PositiveSmallIntegerField(verbose_name='每年至少走访（次）')),
                ('most', models.PositiveSmallIntegerField(verbose_name='一人最多结对（户）')),
                ('days', models.PositiveSmallIntegerField(verbose_name='离岗后几天内移交')),
                ('years', models.PositiveSmallIntegerField(verbose_name='连续几年没有成效不评先进')),
                ('income', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='家庭自挣年收入超过多少奖励（元）')),
                ('reward', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='奖励（元）')),
                ('document', models.CharField(max_length=120, verbose_name='依据')),
                ('effective', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='有效期间')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='保存时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='保存人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '结对帮扶要求',
                'verbose_name_plural': '结对帮扶要求',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('union', '='), ('effective', '&&')], name='pairing_rule_no_overlap', violation_error_message='这段时间已有要求，请先截止旧的。'), models.CheckConstraint(condition=models.Q(('effective__startswith__isnull', False)), name='pairing_rule_dated', violation_error_message='请填写日期。'), models.CheckConstraint(condition=models.Q(('days__range', (1, 60)), ('most__range', (1, 50)), ('visits__range', (1, 12)), ('years__range', (1, 10))), name='pairing_rule_bounded', violation_error_message='走访 1 到 12 次，结对 1 到 50 户，移交 1 到 60 天，成效 1 到 10 年。'), models.CheckConstraint(condition=models.Q(models.Q(('income__isnull', True), ('reward__isnull', True)), models.Q(('income__gte', 0), ('income__isnull', False), ('reward__gt', 0), ('reward__isnull', False)), _connector='OR'), name='pairing_rule_rewards_above_an_income', violation_error_message='奖励要写明自挣收入超过多少、奖多少，或者都不填。'), models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='pairing_rule_founded', violation_error_message='请填写依据。')],
            },
        ),
        migrations.CreateModel(
            name='PairingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='操作')),
                ('source', models.CharField(choices=[('proposed', '待审核'), ('agreed', '待开始'), ('running', '结对中'), ('ended', '已结束'), ('handed_over', '已移交')], max_length=11, verbose_name='原状态')),
                ('target', models.CharField(choices=[('proposed', '待审核'), ('agreed', '待开始'), ('running', '结对中'), ('ended', '已结束'), ('handed_over', '已移交')], max_length=11, verbose_name='新状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('pairing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='pairings.pairing', verbose_name='结对帮扶')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '结对记录',
                'verbose_name_plural': '结对记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'agree'), ('source', 'proposed'), ('target', 'agreed')), models.Q(('action', 'begin'), ('source', 'agreed'), ('target', 'running')), models.Q(('action', 'decline'), ('source', 'proposed'), ('target', 'ended')), models.Q(('action', 'end'), ('source', 'agreed'), ('target', 'ended')), models.Q(('action', 'end'), ('source', 'proposed'), ('target', 'ended')), models.Q(('action', 'end'), ('source', 'running'), ('target', 'ended')), models.Q(('action', 'hand_over'), ('source', 'agreed'), ('target', 'handed_over')), models.Q(('action', 'hand_over'), ('source', 'running'), ('target', 'handed_over')), _connector='OR'), name='pairing_step_of_the_table', violation_error_message='这样的结对步骤不存在。')],
            },
        ),
        migrations.CreateModel(
            name='PairingYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('target', models.CharField(max_length=300, verbose_name='年度目标')),
                ('target_income', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='目标自挣收入（元）')),
                ('effect', models.CharField(blank=True, choices=[('lifted', '已脱困'), ('better', '明显改善'), ('some', '有所改善'), ('nothing', '没有成效')], max_length=8, verbose_name='成效')),
                ('income', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='自挣收入（元）')),
                ('result', models.CharField(blank=True, max_length=300, verbose_name='年度结果')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='定目标时间')),
                ('judged_at', models.DateTimeField(editable=False, null=True, verbose_name='评定时间')),
                ('judged_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='评定人')),
                ('judged_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁评定')),
                ('pairing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='pairings.pairing', verbose_name='结对帮扶')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定目标人')),
                ('set_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁定目标')),
            ],
            options={
                'verbose_name': '结对年度',
                'verbose_name_plural': '结对年度',
                'constraints': [models.UniqueConstraint(fields=('pairing', 'year'), name='pairing_year_once'), models.CheckConstraint(condition=models.Q(('year__range', (2000, 2100))), name='pairing_year_sensible', violation_error_message='年度不对，请核对。'), models.CheckConstraint(condition=models.Q(('target', ''), _negated=True), name='pairing_year_has_a_target', violation_error_message='请填写年度目标。'), models.CheckConstraint(condition=models.Q(models.Q(('effect', ''), ('income__isnull', True), ('judged_at__isnull', True), ('result', '')), models.Q(('effect__in', ['lifted', 'better', 'some', 'nothing']), ('judged_at__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='pairing_year_judged_whole', violation_error_message='评定要写明成效和结果。'), models.CheckConstraint(condition=models.Q(models.Q(('income__isnull', True), ('income__gte', 0), _connector='OR'), models.Q(('target_income__isnull', True), ('target_income__gte', 0), _connector='OR')), name='pairing_year_income_not_negative', violation_error_message='收入不能小于零。')],
            },
        ),
    ]
