import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
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
    ]

    operations = [
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('centre', '帮扶中心'), ('station', '帮扶站（点）')], max_length=8, verbose_name='类别')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('address', models.CharField(max_length=120, verbose_name='地址')),
                ('telephone', models.CharField(max_length=20, verbose_name='电话')),
                ('hours', models.CharField(max_length=80, verbose_name='接待时间')),
                ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('aid', '困难救助'), ('jobs', '职业介绍'), ('training', '技能培训'), ('legal', '法律援助'), ('petitions', '信访接待'), ('advice', '政策咨询'), ('care', '心理关爱')], max_length=10), default=list, size=None, verbose_name='职能')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='修改时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '帮扶中心（站）',
                'verbose_name_plural': '帮扶中心（站）',
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True), ('kind', 'centre')), fields=('union',), name='office_one_centre_of_a_union', violation_error_message='这个工会已有帮扶中心。'), models.CheckConstraint(condition=models.Q(('kind__in', ['centre', 'station'])), name='office_kind_known', violation_error_message='请选择类别。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('address', ''), _negated=True), models.Q(('telephone', ''), _negated=True), models.Q(('hours', ''), _negated=True)), name='office_can_be_found', violation_error_message='请填写名称、地址、电话和接待时间。'), models.CheckConstraint(condition=models.Q(('functions__contained_by', ['aid', 'jobs', 'training', 'legal', 'petitions', 'advice', 'care']), ('functions__len__gte', 1)), name='office_functions_known', violation_error_message='请至少选择一项职能。')],
            },
        ),
        migrations.CreateModel(
            name='OfficeStaff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('post', models.CharField(max_length=40, verbose_name='岗位')),
                ('from_on', models.DateField(verbose_name='到岗日期')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='离岗日期')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='offices.office', verbose_name='帮扶中心（站）')),
            ],
            options={
                'verbose_name': '帮扶中心人员',
                'verbose_name_plural': '帮扶中心人员',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('post', ''), _negated=True)), name='office_staff_named', violation_error_message='请填写姓名和岗位。'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='office_staff_leaves_after_coming', violation_error_message='离岗日期不能早于到岗日期。')],
            },
        ),
        migrations.CreateModel(
            name='StandardCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='检查日期')),
                ('met', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('sign', '有牌子'), ('room', '有场所'), ('staff', '有专（兼）职人员'), ('rules', '制度、流程上墙'), ('funds', '有工作经费'), ('records', '有台账档案')], max_length=8), default=list, size=None, verbose_name='达到的标准')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('noted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='offices.office', verbose_name='帮扶中心（站）')),
            ],
            options={
                'verbose_name': '标准化检查',
                'verbose_name_plural': '标准化检查',
                'constraints': [models.CheckConstraint(condition=models.Q(('met__contained_by', ['sign', 'room', 'staff', 'rules', 'funds', 'records'])), name='standard_check_known', violation_error_message='检查项目不对。')],
            },
        ),
        migrations.CreateModel(
            name='FirstResponsible',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('post', models.CharField(max_length=40, verbose_name='职务')),
                ('from_on', models.DateField(verbose_name='起')),
                ('until_on', models.DateField(editable=False, null=True, verbose_name='止')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('noted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '第一责任人',
                'verbose_name_plural': '第一责任人',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('union', '='), (models.Func('from_on', 'until_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='first_responsible_one_at_a_time', violation_error_message='同一时间只有一位第一责任人。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('post', ''), _negated=True)), name='first_responsible_named', violation_error_message='请填写姓名和职务。'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='first_responsible_ends_after_beginning', violation_error_message='结束日期不能早于开始日期。')],
            },
        ),
    ]
