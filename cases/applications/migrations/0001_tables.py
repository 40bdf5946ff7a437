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
                ('state', models.CharField(choices=[('draft', '草稿'), ('review', '待审核'), ('returned', '退回补正'), ('public_notice', '公示中'), ('approval', '待审批'), ('suspended', '挂起'), ('approved', '已批准'), ('rejected', '不予帮扶'), ('withdrawn', '已撤回'), ('revoked', '已撤销')], default='draft', editable=False, max_length=14, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('round', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='年度')),
                ('channel', models.CharField(choices=[('in_person', '本人到场'), ('paper', '书面材料'), ('phone', '电话'), ('agent', '代办')], default='in_person', max_length=10, verbose_name='申请方式')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='收到日期')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='急难，先行救助后补办')),
                ('agent_name', models.CharField(blank=True, max_length=30, verbose_name='代办人姓名')),
                ('agent_relation', models.CharField(blank=True, max_length=20, verbose_name='代办人与职工的关系')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='申请事项')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='申请理由')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='申请金额（元）')),
                ('entitled', models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True, verbose_name='可享受金额（元）')),
                ('entitled_steps', models.JSONField(default=list, editable=False, verbose_name='计算过程')),
                ('off_file', models.BooleanField(default=False, editable=False, verbose_name='未建档')),
                ('unconfirmed', models.JSONField(default=list, editable=False, verbose_name='还没有确认的内容')),
                ('content_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('stage_no', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='环节序号')),
                ('awaits_role', models.CharField(blank=True, editable=False, max_length=16, verbose_name='等待办理的岗位')),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='办理时限')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('asked', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='等谁的意见')),
                ('awaits', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='等待办理的工会')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('contact', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='首问责任人')),
                ('copied_from', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.application', verbose_name='复制自')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('desk', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='受理工会')),
                ('holder', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='转办给')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='archives.household', verbose_name='档案')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='受助人')),
                ('offered', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交给')),
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
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'review', 'returned', 'public_notice', 'approval', 'suspended', 'approved', 'rejected', 'withdrawn', 'revoked'])), name='application_state_known', violation_error_message='申请状态不对。'), models.CheckConstraint(condition=models.Q(('amount__isnull', True), models.Q(('amount__gt', 0), ('amount__lte', models.F('entitled'))), _connector='OR'), name='application_within_entitlement', violation_error_message='申请金额必须大于零，且不超过可享受金额。'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'returned', 'withdrawn')), ('unconfirmed', []), _connector='OR'), name='application_confirmed_before_review', violation_error_message='从上年复制的内容要先确认属实。'), models.CheckConstraint(condition=models.Q(('channel__in', ['in_person', 'paper', 'phone', 'agent'])), name='application_channel_known', violation_error_message='请选择申请方式。'), models.CheckConstraint(condition=models.Q(('channel', 'agent'), models.Q(('agent_name', ''), ('agent_relation', '')), _connector='OR'), name='application_agent_of_agents', violation_error_message='由人代办的申请才有代办人。'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'review', 'returned', 'public_notice', 'approval', 'suspended'))), fields=('household', 'programme', 'member', 'year'), name='application_open_once', nulls_distinct=False, violation_error_message='该户本年度已有同一项目正在办理，不能重复申请。')],
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
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='批次号')),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='年度')),
                ('reason', models.CharField(max_length=500, verbose_name='申请理由')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme', verbose_name='帮扶项目')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '批量申请',
                'verbose_name_plural': '批量申请',
                'indexes': [models.Index(fields=['union', '-id'], name='application_batch_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='application_batch_reasoned', violation_error_message='请填写申请理由。')],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='batch',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='applications.batch', verbose_name='批量申请'),
        ),
        migrations.CreateModel(
            name='BatchCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '批次号计数',
                'verbose_name_plural': '批次号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='application_batch_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='BatchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300, verbose_name='原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='misses', to='applications.batch', verbose_name='批量申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.household', verbose_name='档案')),
            ],
            options={
                'verbose_name': '批量申请未列入',
                'verbose_name_plural': '批量申请未列入',
                'constraints': [models.UniqueConstraint(fields=('batch', 'household', 'why'), name='batch_miss_told_once')],
            },
        ),
        migrations.CreateModel(
            name='ContactStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('received', '首问接待'), ('offered', '请同事接手'), ('taken', '接手'), ('kept', '收回移交')], max_length=10, verbose_name='事项')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_steps', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('to', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='首问责任人')),
            ],
            options={
                'verbose_name': '首问负责记录',
                'verbose_name_plural': '首问负责记录',
                'indexes': [models.Index(fields=['application', '-id'], name='contact_step_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('act__in', ['received', 'offered', 'taken', 'kept'])), name='contact_step_known', violation_error_message='移交事项不对。'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'taken'), _negated=True), ('to', models.F('by')), _connector='OR'), name='contact_step_taken_by_oneself', violation_error_message='首问责任由接手的人自己接。')],
            },
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
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='回执号')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('channel', models.CharField(max_length=60, verbose_name='申请方式')),
                ('taken', models.JSONField(default=list, verbose_name='收到的材料')),
                ('missing', models.JSONField(default=list, verbose_name='还缺的材料')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='开具时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='开具人')),
                ('contact', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='首问责任人')),
            ],
            options={
                'verbose_name': '受理回执',
                'verbose_name_plural': '受理回执',
                'indexes': [models.Index(fields=['application', '-id'], name='receipt_of_application_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('received_on'))), name='receipt_due_later', violation_error_message='答复期限应在收到日期之后。')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '回执号计数',
                'verbose_name_plural': '回执号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='application_receipt_counter_once')],
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
            name='UnfiledAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='不建档的原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='unfiled_answer', to='applications.application', verbose_name='申请')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
            ],
            options={
                'verbose_name': '不建档说明',
                'verbose_name_plural': '不建档说明',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='unfiled_answer_says_why', violation_error_message='请写明不建档的原因。')],
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
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '申请填写记录',
                'verbose_name_plural': '申请填写记录',
                'indexes': [models.Index(fields=['application', '-id'], name='application_edit_last')],
            },
        ),
    ]
