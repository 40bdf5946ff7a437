import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpotCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('share', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='累计抽查比例（%）')),
                ('seed', models.CharField(editable=False, max_length=32, verbose_name='随机种子')),
                ('population_size', models.PositiveIntegerField(verbose_name='在档户数')),
                ('population_hash', models.CharField(editable=False, max_length=64, verbose_name='总体校验值')),
                ('drawn_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='抽取时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('drawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽取人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '抽查',
                'verbose_name_plural': '抽查',
                'constraints': [models.UniqueConstraint(fields=('union', 'year', 'number'), name='spot_check_number_once'), models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='spot_check_share', violation_error_message='比例在 1% 到 100% 之间。')],
            },
        ),
        migrations.CreateModel(
            name='SpotCandidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_no', models.CharField(max_length=40, verbose_name='档案号')),
                ('union_code', models.CharField(max_length=20, verbose_name='工会编码')),
                ('category', models.CharField(blank=True, choices=[('deep', '深度困难'), ('relative', '相对困难'), ('accident', '意外致困'), ('own', '本级类别')], max_length=8, verbose_name='困难类别')),
                ('earlier', models.CharField(blank=True, choices=[('', '未抽过'), ('drawn', '已抽中'), ('unreached', '抽中但无法联系')], max_length=9, verbose_name='本年以前的抽查')),
                ('household', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.household', verbose_name='档案')),
                ('check_of', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='surveys.spotcheck', verbose_name='抽查')),
            ],
            options={
                'verbose_name': '抽查总体',
                'verbose_name_plural': '抽查总体',
                'constraints': [models.UniqueConstraint(fields=('check_of', 'household'), name='spot_candidate_once')],
            },
        ),
        migrations.CreateModel(
            name='SpotRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('open', '未查'), ('matches', '相符'), ('differs', '有出入'), ('unreached', '无法联系')], default='open', max_length=9, verbose_name='结果')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='登记时间')),
                ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='surveys.spotcheck', verbose_name='抽查')),
                ('checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spot_rows', to='archives.household', verbose_name='档案')),
            ],
            options={
                'verbose_name': '抽中的档案',
                'verbose_name_plural': '抽中的档案',
                'constraints': [models.UniqueConstraint(fields=('check_of', 'household'), name='spot_row_once'), models.UniqueConstraint(fields=('check_of', 'position'), name='spot_row_position_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'matches', 'differs', 'unreached'])), name='spot_row_state_known', violation_error_message='抽查结果不对。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'differs'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='spot_row_difference_told', violation_error_message='有出入的必须写明情况。'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('checked_at__isnull', False), _connector='OR'), name='spot_row_found_by_somebody', violation_error_message='登记了结果必须有登记时间。')],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=60, verbose_name='名称')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(verbose_name='截止日期')),
                ('instructions', models.TextField(blank=True, max_length=2000, verbose_name='工作要求')),
                ('state', models.CharField(choices=[('draft', '未启动'), ('open', '进行中'), ('closed', '已结束')], default='draft', max_length=6, verbose_name='状态')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('opened_at', models.DateTimeField(editable=False, null=True, verbose_name='启动时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启动人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '年度核查',
                'verbose_name_plural': '年度核查',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='survey_state_known', violation_error_message='核查状态不对。'), models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='survey_days_in_order', violation_error_message='截止日期不能早于开始日期。'), models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('opened_at__isnull', False)), _connector='OR'), name='survey_opened_unless_draft', violation_error_message='启动的核查必须有启动时间。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='survey_closed_when_over', violation_error_message='结束的核查必须有结束时间。'), models.UniqueConstraint(fields=('union', 'year', 'title'), name='survey_title_once', violation_error_message='这一年已有同名的核查，请换一个名称。')],
            },
        ),
        migrations.CreateModel(
            name='SurveyEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(default=0, editable=False, verbose_name='名单次序')),
                ('status', models.CharField(choices=[('returned', '退回重查'), ('open', '未核查'), ('pending', '变更待审'), ('excused', '未能核查'), ('verified', '核查无变化'), ('changed', '变更已完成'), ('left', '已退出')], editable=False, max_length=8, verbose_name='核查情况')),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='退回时间')),
                ('return_reason', models.CharField(blank=True, max_length=300, verbose_name='退回原因')),
                ('excused_at', models.DateTimeField(editable=False, null=True, verbose_name='说明时间')),
                ('excuse', models.CharField(blank=True, max_length=300, verbose_name='未能核查的原因')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('excused_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='说明人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_entries', to='archives.household', verbose_name='档案')),
                ('listed_union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='列入时的工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('returned_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='surveys.survey', verbose_name='年度核查')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '核查清单条目',
                'verbose_name_plural': '核查清单条目',
                'indexes': [models.Index(condition=models.Q(('status__in', ('returned', 'open'))), fields=['union'], name='survey_entry_undone')],
                'constraints': [models.UniqueConstraint(fields=('survey', 'household'), name='survey_entry_once'), models.CheckConstraint(condition=models.Q(('returned_at__isnull', True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='survey_entry_returned_for_a_reason', violation_error_message='退回重查必须写明原因。'), models.CheckConstraint(condition=models.Q(('excused_at__isnull', True), models.Q(('excuse', ''), _negated=True), _connector='OR'), name='survey_entry_excused_for_a_reason', violation_error_message='未能核查必须写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='SurveyUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('open', '核查中'), ('submitted', '待验收'), ('returned', '退回重查'), ('accepted', '已验收')], default='open', max_length=9, verbose_name='状态')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='验收时间')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='验收人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='surveys.survey', verbose_name='年度核查')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '工会核查清单',
                'verbose_name_plural': '工会核查清单',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted', 'returned', 'accepted'])), name='survey_unit_state_known', violation_error_message='清单状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['submitted', 'accepted']), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='survey_unit_submitted_first', violation_error_message='先提交才能验收。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), models.Q(('decided_at__isnull', False), models.Q(('submitted_by', models.F('decided_by')), _negated=True)), _connector='OR'), name='survey_unit_accepted_by_another', violation_error_message='不能验收自己提交的清单。'), models.UniqueConstraint(fields=('survey', 'union'), name='survey_unit_once')],
            },
        ),
    ]
