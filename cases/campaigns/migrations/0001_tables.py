import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
import hardship.kernel.files
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
        ('imports', '0001_tables'),
        ('ledgers', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='活动编号')),
                ('kind', models.CharField(choices=[('festivals', '两节送温暖'), ('summer', '夏送清凉'), ('tuition', '金秋助学'), ('national_day', '国庆慰问'), ('disaster', '重大灾害或疫情慰问'), ('jobs', '春送岗位'), ('home', '平安返乡'), ('models', '劳模春节慰问'), ('other', '其他慰问')], max_length=12, verbose_name='活动类型')),
                ('name', models.CharField(max_length=60, verbose_name='活动名称')),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='年度')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('until_on', models.DateField(verbose_name='结束日期')),
                ('document_no', models.CharField(max_length=60, verbose_name='通知文号')),
                ('document_on', models.DateField(verbose_name='文件日期')),
                ('scan', models.FileField(blank=True, editable=False, max_length=120, upload_to=hardship.kernel.files.FolderName('campaign_scans'), verbose_name='文件扫描件')),
                ('scan_type', models.CharField(blank=True, editable=False, max_length=40)),
                ('approved_by', models.CharField(choices=[('organiser', '组织活动的工会'), ('own', '上报名单的工会自己')], max_length=9, verbose_name='名单由谁批准')),
                ('twice', models.CharField(choices=[('refuse', '不准，第二次列入时拒绝'), ('warn', '可以，但在名单上提示')], default='refuse', max_length=6, verbose_name='同一人重复列入')),
                ('instructions', models.CharField(blank=True, max_length=1000, verbose_name='工作要求')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('open', '名单上报中'), ('submitted', '名单已上报'), ('approved', '名单已批准'), ('carried_out', '慰问中'), ('reported', '已总结'), ('closed', '已结束'), ('dropped', '已作废')], default='draft', editable=False, max_length=11, verbose_name='状态')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='起草时间')),
                ('opened_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束经手人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁起草')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('opened_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '慰问活动',
                'verbose_name_plural': '慰问活动',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('union', 'document_no', 'name'), name='campaign_once', violation_error_message='这个文号的这项活动已经登记。'), models.CheckConstraint(condition=models.Q(('kind__in', ['festivals', 'summer', 'tuition', 'national_day', 'disaster', 'jobs', 'home', 'models', 'other'])), name='campaign_kind_known', violation_error_message='请选择活动类型。'), models.CheckConstraint(condition=models.Q(('twice__in', ['refuse', 'warn'])), name='campaign_twice_known', violation_error_message='请选择同一人重复列入怎样处理。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'submitted', 'approved', 'carried_out', 'reported', 'closed', 'dropped'])), name='campaign_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('document_no', ''), _negated=True)), name='campaign_named', violation_error_message='请填写活动名称和文号。'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='campaign_period', violation_error_message='结束日期不能早于开始日期。'), models.CheckConstraint(condition=models.Q(('approved_by__in', ['organiser', 'own'])), name='campaign_approver_known', violation_error_message='请选择名单由谁批准。'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', models.F('opened_by')), _negated=True), models.Q(('made_by', models.F('opened_for')), _negated=True), models.Q(('made_for', models.F('opened_by')), _negated=True), models.Q(('made_for', models.F('opened_for')), _negated=True)), name='campaign_opened_by_another', violation_error_message='起草和批准必须是两个人。'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'dropped')), ('opened_by__isnull', False), _connector='OR'), name='campaign_opened_by_somebody', violation_error_message='活动要有批准人。')],
            },
        ),
        migrations.CreateModel(
            name='CampaignFund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paying', to='campaigns.campaign', verbose_name='慰问活动')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paying', to='ledgers.fund', verbose_name='资金')),
            ],
            options={
                'verbose_name': '活动可用资金',
                'verbose_name_plural': '活动可用资金',
                'constraints': [models.UniqueConstraint(fields=('campaign', 'fund'), name='campaign_fund_once')],
            },
        ),
        migrations.AddField(
            model_name='campaign',
            name='funds',
            field=models.ManyToManyField(related_name='campaigns', through='campaigns.CampaignFund', to='ledgers.fund', verbose_name='可用资金'),
        ),
        migrations.CreateModel(
            name='CampaignList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('draft', '编制中'), ('submitted', '待批准'), ('returned', '已退回'), ('approved', '已批准')], default='draft', editable=False, max_length=9, verbose_name='状态')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='意见')),
                ('rounds', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='批准次数')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='名单指纹')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='上报时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='campaigns.campaign', verbose_name='慰问活动')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('decided_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁批准')),
                ('line', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.budgetline', verbose_name='资金指标')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁建立')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上报人')),
                ('submitted_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁上报')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '慰问名单',
                'verbose_name_plural': '慰问名单',
                'constraints': [models.UniqueConstraint(fields=('campaign', 'union'), name='campaign_list_once'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'approved'])), name='campaign_list_state_known', violation_error_message='名单状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', models.F('decided_by')), _negated=True), models.Q(('made_by', models.F('decided_for')), _negated=True), models.Q(('made_for', models.F('decided_by')), _negated=True), models.Q(('made_for', models.F('decided_for')), _negated=True), models.Q(('submitted_by', models.F('decided_by')), _negated=True), models.Q(('submitted_by', models.F('decided_for')), _negated=True), models.Q(('submitted_for', models.F('decided_by')), _negated=True), models.Q(('submitted_for', models.F('decided_for')), _negated=True)), name='campaign_list_decided_by_another', violation_error_message='编制、上报和批准名单必须是不同的人。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='campaign_list_decided_by_somebody', violation_error_message='名单要有批准人。')],
            },
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('households', models.PositiveIntegerField(null=True, verbose_name='户数')),
                ('people', models.PositiveIntegerField(null=True, verbose_name='人数')),
                ('yuan', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='金额（元）')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='campaigns.campaign', verbose_name='慰问活动')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '慰问名额',
                'verbose_name_plural': '慰问名额',
                'constraints': [models.UniqueConstraint(fields=('campaign', 'union'), name='quota_once'), models.CheckConstraint(condition=models.Q(('yuan__isnull', True), ('yuan__gt', 0), _connector='OR'), name='quota_yuan_positive', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('households__isnull', False), ('people__isnull', False), ('yuan__isnull', False), _connector='OR'), name='quota_says_something', violation_error_message='名额至少填一项。')],
            },
        ),
        migrations.CreateModel(
            name='TargetGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=40, verbose_name='慰问对象')),
                ('cash', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='现金（元/人）')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='物资折价（元/人）')),
                ('by_heads', models.BooleanField(default=False, verbose_name='只登记人数')),
                ('proof', models.CharField(blank=True, max_length=100, verbose_name='认定依据')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='campaigns.campaign', verbose_name='慰问活动')),
            ],
            options={
                'verbose_name': '慰问对象',
                'verbose_name_plural': '慰问对象',
                'constraints': [models.UniqueConstraint(fields=('campaign', 'name'), name='target_group_once'), models.UniqueConstraint(fields=('campaign', 'position'), name='target_group_position_once'), models.CheckConstraint(condition=models.Q(('cash__gte', 0), ('goods__gte', 0), models.Q(('cash__gt', 0), ('goods__gt', 0), _connector='OR')), name='target_group_standard', violation_error_message='请填写现金或物资标准。'), models.CheckConstraint(condition=models.Q(('by_heads', False), ('cash', 0), _connector='OR'), name='target_group_cash_by_name', violation_error_message='只登记人数的只能发物资，现金要实名发放。')],
            },
        ),
        migrations.CreateModel(
            name='Beneficiary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='姓名或单位')),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', blank=True, null=True, verbose_name='身份证号')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('employer', models.CharField(blank=True, max_length=80, verbose_name='工作单位')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='手机号码')),
                ('bank_name', models.CharField(blank=True, max_length=40, verbose_name='开户银行')),
                ('bank_card', hardship.kernel.fields.EncryptedField('bank_card', blank=True, null=True, verbose_name='银行卡号')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='慰问原因')),
                ('heads', models.PositiveIntegerField(default=1, verbose_name='人数')),
                ('cash', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='现金（元）')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='物资折价（元）')),
                ('may_repeat', models.BooleanField(default=False, editable=False)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='列入时间')),
                ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='移出时间')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='列入人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.household', verbose_name='档案')),
                ('member', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='家庭成员')),
                ('person', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='未建档人员')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移出人')),
                ('source', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='imports.listimport', verbose_name='导入批次')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('campaign', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='campaigns.campaignlist', verbose_name='慰问名单')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.targetgroup', verbose_name='慰问对象')),
            ],
            options={
                'verbose_name': '慰问名单上的人',
                'verbose_name_plural': '慰问名单上的人',
                'indexes': [models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['list', 'id'], name='beneficiary_of_list'), models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['id_number_index'], name='beneficiary_person'), models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['household'], name='beneficiary_file')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('may_repeat', False), ('removed_at__isnull', True)), fields=('campaign', 'id_number_index'), name='beneficiary_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='beneficiary_named', violation_error_message='请填写姓名或单位。'), models.CheckConstraint(condition=models.Q(('heads__gte', 1)), name='beneficiary_heads', violation_error_message='人数至少是 1。'), models.CheckConstraint(condition=models.Q(('heads', 1), ('id_number_index__isnull', True), _connector='OR'), name='beneficiary_one_head', violation_error_message='写明身份证号的，一行只能是一个人。'), models.CheckConstraint(condition=models.Q(('cash__gte', 0), ('goods__gte', 0), models.Q(('cash__gt', 0), ('goods__gt', 0), _connector='OR')), name='beneficiary_gets_something', violation_error_message='请填写现金或物资。'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='beneficiary_removed_by_somebody', violation_error_message='移出要有时间和经手人。')],
            },
        ),
        migrations.CreateModel(
            name='CampaignCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '活动编号计数',
                'verbose_name_plural': '活动编号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='campaign_counter_once')],
            },
        ),
    ]
