import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
        ('ledgers', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='培训班名称')),
                ('trade', models.CharField(max_length=40, verbose_name='工种')),
                ('level', models.CharField(choices=[('none', '不分等级'), ('five', '五级（初级工）'), ('four', '四级（中级工）'), ('three', '三级（高级工）'), ('two', '二级（技师）'), ('one', '一级（高级技师）')], default='none', max_length=5, verbose_name='技能等级')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='学时')),
                ('place', models.CharField(max_length=80, verbose_name='培训地点')),
                ('starts_on', models.DateField(verbose_name='开课日期')),
                ('ends_on', models.DateField(verbose_name='结课日期')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='招收名额')),
                ('partner', models.CharField(max_length=80, verbose_name='培训机构')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='人均费用（元）')),
                ('state', models.CharField(choices=[('planned', '筹备'), ('open', '开班'), ('ended', '已结业'), ('cancelled', '已取消')], default='planned', editable=False, max_length=9, verbose_name='状态')),
                ('said', models.CharField(blank=True, editable=False, max_length=200, verbose_name='取消原因')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理结束的人')),
                ('ended_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理结束')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledgers.budgetline', verbose_name='经费指标')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('made_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '培训班',
                'verbose_name_plural': '培训班',
                'indexes': [models.Index(fields=['union', 'starts_on'], name='course_of_union')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'open', 'ended', 'cancelled'])), name='course_state_known', violation_error_message='培训班状态不对。'), models.CheckConstraint(condition=models.Q(('level__in', ['none', 'five', 'four', 'three', 'two', 'one'])), name='course_level_known', violation_error_message='请选择技能等级。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('trade', ''), _negated=True), models.Q(('partner', ''), _negated=True), models.Q(('place', ''), _negated=True)), name='course_named', violation_error_message='请填写培训班名称、工种、培训机构和地点。'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='course_days_in_order', violation_error_message='结课日期不能早于开课日期。'), models.CheckConstraint(condition=models.Q(('seats__range', (1, 1000))), name='course_has_seats', violation_error_message='名额不对，请核对。'), models.CheckConstraint(condition=models.Q(('hours__range', (1, 5000))), name='course_has_hours', violation_error_message='学时不对，请核对。'), models.CheckConstraint(condition=models.Q(('cost__isnull', True), ('cost__gt', 0), _connector='OR'), name='course_cost_positive', violation_error_message='人均费用要大于 0。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('planned', 'open'))), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ('ended', 'cancelled'))), _connector='OR'), name='course_ended_by_somebody', violation_error_message='结业、取消要有经手人。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('said', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('said', '')), _connector='OR'), name='course_cancelled_for_a_reason', violation_error_message='取消要写明原因。')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True)),
                ('starts_on', models.DateField(editable=False)),
                ('ends_on', models.DateField(editable=False)),
                ('state', models.CharField(choices=[('enrolled', '在读'), ('passed', '合格'), ('failed', '不合格'), ('dropped', '退学')], default='enrolled', editable=False, max_length=8, verbose_name='结果')),
                ('hours', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='实到学时')),
                ('certificate_no', models.CharField(blank=True, editable=False, max_length=40, verbose_name='证书编号')),
                ('said', models.CharField(blank=True, editable=False, max_length=200, verbose_name='说明')),
                ('enrolled_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='报名时间')),
                ('result_at', models.DateTimeField(editable=False, null=True, verbose_name='登记结果时间')),
                ('course', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='employment.course', verbose_name='培训班')),
                ('enrolled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报名经手人')),
                ('enrolled_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁报名')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.household', verbose_name='档案')),
                ('member', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='家庭成员')),
                ('person', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='未建档人员')),
                ('result_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记结果的人')),
                ('result_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记结果')),
            ],
            options={
                'verbose_name': '培训学员',
                'verbose_name_plural': '培训学员',
                'indexes': [models.Index(fields=['household'], name='enrolment_of_file')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'dropped'), _negated=True), expressions=[('id_number_index', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='enrolment_one_course_at_a_time', violation_error_message='此人这段时间已在另一个培训班。'), models.UniqueConstraint(condition=models.Q(('certificate_no', ''), _negated=True), fields=('course', 'certificate_no'), name='certificate_once_in_a_course'), models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('member__isnull', False), ('person__isnull', True)), models.Q(('household__isnull', True), ('member__isnull', True), ('person__isnull', False)), _connector='OR'), name='enrolment_of_somebody', violation_error_message='学员要么在档案里，要么在未建档人员里。'), models.CheckConstraint(condition=models.Q(('state__in', ['enrolled', 'passed', 'failed', 'dropped'])), name='enrolment_result_known', violation_error_message='请选择结果。'), models.CheckConstraint(condition=models.Q(models.Q(('hours__isnull', True), ('result_at__isnull', True), ('said', ''), ('state', 'enrolled')), models.Q(('hours__isnull', False), ('result_at__isnull', False), ('result_by__isnull', False), ('state__in', ('passed', 'failed'))), models.Q(('result_at__isnull', False), ('result_by__isnull', False), ('state', 'dropped'), models.Q(('said', ''), _negated=True)), _connector='OR'), name='enrolment_result_whole', violation_error_message='合格、不合格要填实到学时，退学要写明原因。'), models.CheckConstraint(condition=models.Q(('certificate_no', ''), ('state', 'passed'), _connector='OR'), name='certificate_of_who_passed', violation_error_message='只有合格的学员有证书。')],
            },
        ),
        migrations.CreateModel(
            name='CourseCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(editable=False, verbose_name='结课后（月）')),
                ('due_on', models.DateField(editable=False, verbose_name='到期日')),
                ('work', models.CharField(blank=True, choices=[('employed', '已就业'), ('own', '自主创业或灵活就业'), ('training', '继续培训'), ('seeking', '未就业'), ('unreached', '联系不上')], editable=False, max_length=9, verbose_name='就业情况')),
                ('said', models.CharField(blank=True, editable=False, max_length=200, verbose_name='单位或说明')),
                ('noted_at', models.DateTimeField(editable=False, null=True, verbose_name='登记时间')),
                ('noted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('noted_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('enrolment', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='employment.enrolment', verbose_name='培训学员')),
            ],
            options={
                'verbose_name': '培训跟踪',
                'verbose_name_plural': '培训跟踪',
                'indexes': [models.Index(condition=models.Q(('work', '')), fields=['due_on'], name='course_check_due')],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'months'), name='course_check_once'), models.CheckConstraint(condition=models.Q(('months__in', (3, 6))), name='course_check_months', violation_error_message='跟踪在结课后 3 个月和 6 个月。'), models.CheckConstraint(condition=models.Q(models.Q(('noted_at__isnull', True), ('noted_by__isnull', True), ('said', ''), ('work', '')), models.Q(('noted_at__isnull', False), ('noted_by__isnull', False), ('work__in', ['employed', 'own', 'training', 'seeking', 'unreached'])), _connector='OR'), name='course_check_noted_by_somebody', violation_error_message='跟踪结果要有登记人。')],
            },
        ),
    ]
