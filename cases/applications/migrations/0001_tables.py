import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields.transactions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
        ('policies', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(blank=True, choices=[('deep', '深度困难'), ('relative', '相对困难'), ('accident', '意外致困'), ('own', '本级类别')], max_length=8, verbose_name='困难类别')),
                ('own_category', models.CharField(blank=True, editable=False, max_length=40)),
                ('own_label', models.CharField(blank=True, editable=False, max_length=40, verbose_name='本级类别')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, null=True, unique=True, verbose_name='申请号')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('review', '待审核'), ('returned', '退回补正'), ('public_notice', '公示中'), ('approval', '待审批'), ('approved', '已批准'), ('rejected', '不予帮扶'), ('withdrawn', '已撤回'), ('revoked', '已撤销')], default='draft', editable=False, max_length=14, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('round', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='年度')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='申请事项')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='申请理由')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='申请金额（元）')),
                ('entitled', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True, verbose_name='可享受金额（元）')),
                ('entitled_steps', models.JSONField(default=list, editable=False, verbose_name='计算过程')),
                ('content_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('stage_no', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='环节序号')),
                ('awaits_role', models.CharField(blank=True, editable=False, max_length=16, verbose_name='等待办理的岗位')),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='办理时限')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('awaits', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='等待办理的工会')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='archives.household', verbose_name='档案')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='受益人')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='policies.programme', verbose_name='帮扶项目')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '帮扶申请',
                'verbose_name_plural': '帮扶申请',
                'indexes': [models.Index(fields=['province', 'state', 'due_on'], name='application_province_state'), models.Index(fields=['city', 'state', 'due_on'], name='application_city_state'), models.Index(fields=['county', 'state', 'due_on'], name='application_county_state'), models.Index(fields=['township', 'state', 'due_on'], name='application_township_state'), models.Index(fields=['union', 'state', 'due_on'], name='application_union_state'), models.Index(fields=['awaits', 'awaits_role', 'due_on'], name='application_awaits')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'review', 'returned', 'public_notice', 'approval', 'approved', 'rejected', 'withdrawn', 'revoked'])), name='application_state_known', violation_error_message='申请状态不对。'), models.CheckConstraint(condition=models.Q(('amount__isnull', True), models.Q(('amount__gt', 0), ('amount__lte', models.F('entitled'))), _connector='OR'), name='application_within_entitlement', violation_error_message='申请金额必须大于零，且不超过可享受金额。'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'review', 'returned', 'public_notice', 'approval'))), fields=('household', 'programme', 'member', 'year'), name='application_open_once', nulls_distinct=False, violation_error_message='该户本年度已有同一项目正在办理，不能重复申请。')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_links', to='applications.application')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.evidence', verbose_name='材料')),
            ],
            options={
                'verbose_name': '申请材料',
                'verbose_name_plural': '申请材料',
                'constraints': [models.UniqueConstraint(fields=('application', 'evidence'), name='application_evidence_once')],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='evidence',
            field=models.ManyToManyField(related_name='applications', through='applications.ApplicationEvidence', to='archives.evidence', verbose_name='材料'),
        ),
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('code', models.CharField(max_length=40, verbose_name='项目代码')),
                ('category', models.CharField(blank=True, max_length=40, verbose_name='困难类别代码')),
                ('inputs', models.JSONField(verbose_name='依据数据')),
                ('result', models.JSONField(verbose_name='核算结果')),
                ('hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='核算时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='applications.application', verbose_name='申请')),
                ('rules', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.policytext', verbose_name='依据政策')),
            ],
            options={
                'verbose_name': '帮扶核算',
                'verbose_name_plural': '帮扶核算',
                'constraints': [models.UniqueConstraint(fields=('application', 'round'), name='entitlement_once_a_round')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('content_hash', models.CharField(max_length=64)),
                ('content', models.JSONField(verbose_name='提交的内容')),
                ('shown', models.JSONField(verbose_name='表上另有的内容')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='applications.application', verbose_name='申请')),
            ],
            options={
                'verbose_name': '提交内容',
                'verbose_name_plural': '提交内容',
                'constraints': [models.UniqueConstraint(fields=('application', 'round'), name='submission_once_a_round')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '申请号计数',
                'verbose_name_plural': '申请号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='application_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(editable=False, verbose_name='版本')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('xact', hardship.kernel.fields.transactions.TransactionIdField(editable=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edits', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
            ],
            options={
                'verbose_name': '申请填写记录',
                'verbose_name_plural': '申请填写记录',
                'indexes': [models.Index(fields=['application', '-id'], name='application_edit_last')],
            },
        ),
    ]
