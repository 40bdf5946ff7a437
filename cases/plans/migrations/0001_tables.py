import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
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
            name='HelpPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('goal', models.CharField(max_length=300, verbose_name='帮扶目标')),
                ('causes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('no_ability', '无劳动能力'), ('unemployed', '有劳动能力而未就业'), ('laid_off', '下岗失业'), ('not_insured', '未参加社会保险'), ('insurance_due', '社会保险待遇落实不到位'), ('illness', '患重特大疾病'), ('disaster', '遭受自然灾害'), ('accident', '遭受意外事故'), ('schooling', '子女上学'), ('disability', '残疾'), ('low_income', '收入低无法维持基本生活'), ('other', '其他')], max_length=16), default=list, size=None, verbose_name='针对的致困原因')),
                ('state', models.CharField(choices=[('draft', '草拟'), ('agreed', '执行中'), ('done', '已完成'), ('ended', '已终止')], default='draft', editable=False, max_length=8, verbose_name='状态')),
                ('agreed_on', models.DateField(editable=False, null=True, verbose_name='家庭同意日期')),
                ('outcome', models.CharField(blank=True, max_length=500, verbose_name='结果')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制定人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='help_plans', to='archives.household', verbose_name='档案')),
            ],
            options={
                'verbose_name': '帮扶计划',
                'verbose_name_plural': '帮扶计划',
                'indexes': [models.Index(fields=['state', 'year'], name='help_plan_worklist')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'agreed'))), fields=('household', 'year'), name='help_plan_one_a_year', violation_error_message='这户本年度已有帮扶计划。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'agreed', 'done', 'ended'])), name='help_plan_state_known', violation_error_message='计划状态不对。'), models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='help_plan_year_sensible', violation_error_message='年度不对，请核对。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'done']), _negated=True), ('agreed_on__isnull', False), _connector='OR'), name='help_plan_agreed_on_a_day', violation_error_message='执行中的计划要有家庭同意的日期。'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'agreed')), models.Q(models.Q(('outcome', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='help_plan_closed_with_outcome', violation_error_message='结束的计划要写明结果。')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('living', '生活救助'), ('medical', '医疗救助'), ('schooling', '子女助学'), ('work', '就业援助'), ('training', '技能培训'), ('pairing', '结对帮扶'), ('legal', '法律援助'), ('comfort', '走访慰问'), ('insurance', '社保落实'), ('housing', '住房保障'), ('dibao', '纳入低保'), ('startup', '创业扶持'), ('counsel', '心理疏导'), ('referral', '转介其他部门'), ('other', '其他')], max_length=10, verbose_name='措施种类')),
                ('text', models.CharField(max_length=300, verbose_name='具体措施')),
                ('department', models.CharField(choices=[('union', '工会'), ('labour', '人社'), ('civil', '民政'), ('insurance', '医保'), ('health', '卫健'), ('education', '教育'), ('housing', '住建'), ('justice', '司法行政'), ('disabled', '残联'), ('employer', '用人单位'), ('other', '其他部门')], default='union', max_length=10, verbose_name='牵头部门')),
                ('responsible_name', models.CharField(blank=True, max_length=50, verbose_name='工会以外的责任人')),
                ('responsible_phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='责任人电话')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('state', models.CharField(choices=[('open', '进行中'), ('done', '已落实'), ('dropped', '已取消')], default='open', editable=False, max_length=8, verbose_name='进度')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='落实结果')),
                ('deed_kind', models.CharField(blank=True, editable=False, max_length=30)),
                ('deed_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('fulfilled_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='由何落实')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='plans.helpplan', verbose_name='帮扶计划')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
            ],
            options={
                'verbose_name': '帮扶措施',
                'verbose_name_plural': '帮扶措施',
                'indexes': [models.Index(fields=['state', 'due_on'], name='measure_worklist')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'dropped'])), name='measure_state_known', violation_error_message='措施进度不对。'), models.CheckConstraint(condition=models.Q(('responsible__isnull', False), models.Q(('responsible_name', ''), _negated=True), _connector='OR'), name='measure_has_a_responsible', violation_error_message='每项措施要有责任人。'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(models.Q(('result', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='measure_closed_with_result', violation_error_message='办结的措施要写明结果。'), models.CheckConstraint(condition=models.Q(models.Q(('deed_key', ''), ('deed_kind', ''), ('fulfilled_by', '')), models.Q(('state', 'done'), models.Q(('deed_kind', ''), _negated=True), models.Q(('deed_key', ''), _negated=True), models.Q(('fulfilled_by', ''), _negated=True)), _connector='OR'), name='measure_fulfilled_by_one_deed', violation_error_message='只有已落实的措施写明由哪次帮扶落实。')],
            },
        ),
        migrations.CreateModel(
            name='ProgressEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('text', models.CharField(max_length=300, verbose_name='进展')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='plans.measure', verbose_name='帮扶措施')),
            ],
            options={
                'verbose_name': '措施进展',
                'verbose_name_plural': '措施进展',
            },
        ),
        migrations.CreateModel(
            name='YearTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('numerator', models.PositiveSmallIntegerField(verbose_name='几分之几：分子')),
                ('denominator', models.PositiveSmallIntegerField(verbose_name='分母')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='目标户数')),
                ('document', models.CharField(max_length=120, verbose_name='依据')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='设定时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '年度脱困任务',
                'verbose_name_plural': '年度脱困任务',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='year_task_once'), models.CheckConstraint(condition=models.Q(('denominator__gte', models.F('numerator')), ('denominator__lte', 1000), ('numerator__gte', 1)), name='year_task_is_a_share', violation_error_message='比例要大于零、不超过全部。'), models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='year_task_founded', violation_error_message='请填写依据。'), models.CheckConstraint(condition=models.Q(('year__range', (2016, 2100))), name='year_task_year_sensible', violation_error_message='年度不对，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='ExitPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leave', '计划脱困'), ('regular', '常态化帮扶')], max_length=7, verbose_name='安排')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='脱困年度')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='安排时间')),
                ('replaced_at', models.DateTimeField(editable=False, null=True, verbose_name='改变时间')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exit_plans', to='archives.household', verbose_name='档案')),
                ('replaced_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='改变人')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='安排人')),
            ],
            options={
                'verbose_name': '脱困安排',
                'verbose_name_plural': '脱困安排',
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('household',), name='exit_plan_one_holds', violation_error_message='这户刚被安排过，请刷新页面。'), models.CheckConstraint(condition=models.Q(('kind__in', ['leave', 'regular'])), name='exit_plan_kind_known', violation_error_message='请选择安排。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'leave'), ('year__isnull', False), ('year__range', (2016, 2100))), models.Q(('kind', 'regular'), ('year__isnull', True)), _connector='OR'), name='exit_plan_leaves_in_a_year', violation_error_message='计划脱困的要有年度，常态化帮扶的没有。')],
            },
        ),
    ]
