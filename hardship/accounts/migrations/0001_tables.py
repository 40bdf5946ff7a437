import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import hardship.kernel.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=30, unique=True, verbose_name='用户名')),
                ('name', models.CharField(max_length=30, verbose_name='姓名')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='下次登录须改密码')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True, unique=True)),
                ('home_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('large_type', models.BooleanField(default=False, verbose_name='大字版')),
                ('by_sections', models.BooleanField(default=False, verbose_name='申请分步填写')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('password_reset_at', models.DateTimeField(editable=False, null=True, verbose_name='重设密码时间')),
                ('cut_off_at', models.DateTimeField(editable=False, null=True, verbose_name='停用、提前离任时间')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('cut_off_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='停用、提前离任办理人')),
                ('password_reset_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='重设密码的人')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
                'constraints': [models.CheckConstraint(condition=models.Q(('username__regex', '^[a-z0-9._-]{2,30}$')), name='user_username_form', violation_error_message='用户名由小写字母、数字、点、横线组成，2 到 30 位。')],
            },
        ),
        migrations.CreateModel(
            name='RoleExclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one', models.CharField(choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16)),
                ('other', models.CharField(choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16)),
                ('is_everywhere', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': '不相容岗位',
                'verbose_name_plural': '不相容岗位',
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='role_exclusion_once')],
            },
        ),
        migrations.CreateModel(
            name='Union',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='工会编码')),
                ('name', models.CharField(max_length=80, verbose_name='工会名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('level', models.CharField(choices=[('province', '省级'), ('city', '市级'), ('county', '区县级'), ('township', '乡镇（街道、产业、集团）'), ('grassroots', '基层')], max_length=12, verbose_name='级别')),
                ('path', models.CharField(default='', editable=False, max_length=120)),
                ('region_code', models.CharField(max_length=6, verbose_name='行政区划代码')),
                ('opened_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='成立日期')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('named_on', models.DateField(editable=False, null=True)),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.union', verbose_name='上级工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
            ],
            options={
                'verbose_name': '工会',
                'verbose_name_plural': '工会',
                'indexes': [models.Index(fields=['path'], name='union_path', opclasses=['varchar_pattern_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['province', 'city', 'county', 'township', 'grassroots'])), name='union_level_known', violation_error_message='请选择工会级别。'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'province'), _negated=True), ('parent__isnull', True), _connector='OR'), name='union_province_is_root', violation_error_message='省级工会没有上级。'), models.CheckConstraint(condition=models.Q(('region_code__regex', '^[0-9]{6}$')), name='union_region_code', violation_error_message='行政区划代码是六位数字。')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('union', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='当前工会')),
            ],
            options={
                'verbose_name': '会话',
                'verbose_name_plural': '会话',
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('second', models.CharField(choices=[('not_needed', '不用第二人'), ('waiting', '待第二人确认'), ('given', '确认'), ('refused', '不同意'), ('alone', '未经第二人确认'), ('carried', '随工会调整转来')], default='not_needed', editable=False, max_length=10, verbose_name='第二人确认')),
                ('seconded_at', models.DateTimeField(editable=False, null=True, verbose_name='第二人确认时间')),
                ('second_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='不同意的原因')),
                ('role', models.CharField(choices=[('clerk', '经办人'), ('department', '部门负责人'), ('reviewer', '审核人'), ('approver', '审批人'), ('finance', '财务'), ('cashier', '出纳'), ('auditor', '审计'), ('administrator', '管理员')], max_length=16, verbose_name='岗位')),
                ('from_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='起始日期')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='任职文号')),
                ('appointed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='办理时间')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='年度确认时间')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='免去时间')),
                ('appointed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('appointed_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='年度确认人')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='免去人')),
                ('seconded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='第二人')),
                ('seconded_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁确认')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='accounts.union', verbose_name='任职工会')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'indexes': [models.Index(fields=['union', 'role'], name='appointment_of_union')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('revoked_at__isnull', True)), expressions=[('user', '='), ('union', '='), ('role', '='), (models.Func(models.F('from_on'), models.F('until_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='appointment_once', violation_error_message='此人这段时间在这个工会已经任这个岗位。'), models.CheckConstraint(condition=models.Q(('role__in', ['clerk', 'department', 'reviewer', 'approver', 'finance', 'cashier', 'auditor', 'administrator'])), name='role_known', violation_error_message='请选择岗位。'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='appointment_ends_after_it_begins', violation_error_message='截止日期早于起始日期，请核对。'), models.CheckConstraint(condition=models.Q(('second__in', ['not_needed', 'waiting', 'given', 'refused', 'alone', 'carried'])), name='appointment_second_known', violation_error_message='第二人确认的状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('second', 'not_needed'), _negated=True), models.Q(('role__in', ('reviewer', 'approver', 'finance', 'administrator')), _negated=True), ('appointed_by__isnull', True), _connector='OR'), name='appointment_of_power_has_a_second', violation_error_message='这个岗位要第二个管理员确认。'), models.CheckConstraint(condition=models.Q(models.Q(('second', 'waiting'), _negated=True), ('appointed_by__isnull', False), _connector='OR'), name='appointment_waits_for_another', violation_error_message='等第二人确认的任职要有办理人。'), models.CheckConstraint(condition=models.Q(models.Q(('second__in', ('given', 'refused')), ('seconded_at__isnull', False), ('seconded_by__isnull', False)), models.Q(models.Q(('second__in', ('given', 'refused')), _negated=True), ('seconded_at__isnull', True), ('seconded_by__isnull', True)), _connector='OR'), name='appointment_second_on_record', violation_error_message='第二人确认要有人和时间。'), models.CheckConstraint(condition=models.Q(models.Q(('seconded_by', models.F('appointed_by')), _negated=True), models.Q(('seconded_by', models.F('user')), _negated=True), models.Q(('seconded_by', models.F('appointed_for')), _negated=True), models.Q(('seconded_for', models.F('appointed_by')), _negated=True), models.Q(('seconded_for', models.F('user')), _negated=True), models.Q(('seconded_for', models.F('appointed_for')), _negated=True)), name='appointment_seconded_by_another', violation_error_message='办理人和任职的本人不能作第二人确认。'), models.CheckConstraint(condition=models.Q(models.Q(('second', 'refused'), _negated=True), models.Q(models.Q(('second_reason', ''), _negated=True), ('revoked_at__isnull', False)), _connector='OR'), name='appointment_refused_for_a_reason', violation_error_message='不同意的要写原因。')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='union',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='accounts.union', verbose_name='所在工会'),
        ),
        migrations.CreateModel(
            name='UnionName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='工会名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('to_on', models.DateField(null=True, verbose_name='停用日期')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '工会曾用名',
                'verbose_name_plural': '工会曾用名',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('union', '='), (models.Func(models.F('from_on'), models.F('to_on'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='union_name_one_a_day')],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('until_on', models.DateField(verbose_name='截止日期')),
                ('reason', models.CharField(max_length=100, verbose_name='事由')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='办理时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='提前结束时间')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to='accounts.appointment', verbose_name='被代岗位')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束人')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to=settings.AUTH_USER_MODEL, verbose_name='代办人')),
            ],
            options={
                'verbose_name': '代办',
                'verbose_name_plural': '代办',
                'indexes': [models.Index(fields=['user', 'until_on'], name='stand_in_of_user')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at__isnull', True)), expressions=[('appointment', '='), (models.Func(models.F('from_on'), models.F('until_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='stand_in_one_at_a_time', violation_error_message='这个岗位这段时间已经有人代办。'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='stand_in_ends_after_it_begins', violation_error_message='截止日期早于起始日期，请核对。'), models.CheckConstraint(condition=models.Q(('until_on__lte', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('from_on'), '+', models.Value(182)), models.DateField()))), name='stand_in_not_for_long', violation_error_message='一次代办时间太长，请另行登记任职。')],
            },
        ),
    ]
