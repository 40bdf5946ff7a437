import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.files
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
            name='CalendarDay',
            fields=[
                ('on', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('is_workday', models.BooleanField(verbose_name='上班')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='名称')),
            ],
            options={
                'verbose_name': '放假安排',
                'verbose_name_plural': '放假安排',
            },
        ),
        migrations.CreateModel(
            name='GiftCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6, verbose_name='行政区划代码')),
                ('region', models.CharField(max_length=40, verbose_name='地区')),
                ('each', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='每人每次（元）')),
                ('yearly', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='每人每年（元）')),
                ('effective', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='有效期间')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='依据')),
            ],
            options={
                'verbose_name': '慰问限额',
                'verbose_name_plural': '慰问限额',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('region_code', '='), ('effective', '&&')], name='gift_cap_no_overlap', violation_error_message='该地区这段时间已有限额，请先截止旧限额。'), models.CheckConstraint(condition=models.Q(('each__gt', 0), ('yearly__gte', models.F('each'))), name='gift_cap_each_within_year', violation_error_message='每次的限额必须大于零，不能超过每年的。'), models.CheckConstraint(condition=models.Q(('effective__startswith__isnull', False)), name='gift_cap_dated', violation_error_message='请填写执行日期。')],
            },
        ),
        migrations.CreateModel(
            name='LivingStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6, verbose_name='行政区划代码')),
                ('region', models.CharField(max_length=40, verbose_name='地区')),
                ('area', models.CharField(choices=[('urban', '城镇'), ('rural', '农村')], default='urban', max_length=5, verbose_name='城乡')),
                ('monthly', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='标准（元/人·月）')),
                ('effective', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='有效期间')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='依据')),
            ],
            options={
                'verbose_name': '低保标准',
                'verbose_name_plural': '低保标准',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('region_code', '='), ('area', '='), ('effective', '&&')], name='living_standard_no_overlap', violation_error_message='该地区这段时间已有标准，请先截止旧标准。'), models.CheckConstraint(condition=models.Q(('monthly__gt', 0)), name='living_standard_positive', violation_error_message='标准必须大于零。'), models.CheckConstraint(condition=models.Q(('effective__startswith__isnull', False)), name='living_standard_dated', violation_error_message='请填写执行日期。')],
            },
        ),
        migrations.CreateModel(
            name='MinimumWage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6, verbose_name='行政区划代码')),
                ('region', models.CharField(max_length=40, verbose_name='地区')),
                ('monthly', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='最低工资（元/月）')),
                ('effective', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='有效期间')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='依据')),
            ],
            options={
                'verbose_name': '最低工资标准',
                'verbose_name_plural': '最低工资标准',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('region_code', '='), ('effective', '&&')], name='minimum_wage_no_overlap', violation_error_message='该地区这段时间已有最低工资，请先截止旧标准。'), models.CheckConstraint(condition=models.Q(('monthly__gt', 0)), name='minimum_wage_positive', violation_error_message='最低工资必须大于零。'), models.CheckConstraint(condition=models.Q(('effective__startswith__isnull', False)), name='minimum_wage_dated', violation_error_message='请填写执行日期。')],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='版本号')),
                ('name', models.CharField(max_length=80, verbose_name='制度名称')),
                ('document_no', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('text', models.TextField(verbose_name='制度正文（YAML）')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='内容指纹')),
                ('grace_months', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='渐退期（月）')),
                ('has_categories', models.BooleanField(default=False, editable=False, verbose_name='规定困难类别')),
                ('has_routes', models.BooleanField(default=False, editable=False, verbose_name='规定审批流程')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('checked', '已复核'), ('in_force', '已公布'), ('superseded', '已被替代'), ('discarded', '已作废')], default='draft', max_length=10, verbose_name='状态')),
                ('effective', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True, verbose_name='执行期间')),
                ('source_file', models.FileField(blank=True, max_length=120, upload_to=hardship.kernel.files.FolderName('policies'), verbose_name='文件原件')),
                ('source_name', models.CharField(blank=True, max_length=120, verbose_name='原件文件名')),
                ('source_media_type', models.CharField(blank=True, max_length=40)),
                ('source_size', models.PositiveIntegerField(default=0, verbose_name='原件大小（字节）')),
                ('source_sha256', models.CharField(blank=True, max_length=64)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='最后修改时间')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='复核时间')),
                ('checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('checked_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁复核')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='policies.policy', verbose_name='前一版本')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('written_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后修改人')),
            ],
            options={
                'verbose_name': '政策制度',
                'verbose_name_plural': '政策制度',
                'indexes': [models.Index(fields=['union', 'state'], name='policy_union_state')],
                'constraints': [models.UniqueConstraint(fields=('union', 'number'), name='policy_number_once'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('in_force', 'superseded'))), expressions=[('union', '='), ('effective', '&&')], name='policy_in_force_no_overlap', violation_error_message='本工会这段时间已有执行中的制度，执行期间不能重叠。'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'checked', 'in_force', 'superseded', 'discarded'])), name='policy_state_known', violation_error_message='制度状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('effective__startswith__isnull', False), ('state__in', ('in_force', 'superseded'))), models.Q(models.Q(('state__in', ('in_force', 'superseded')), _negated=True), ('effective__isnull', True)), _connector='OR'), name='policy_dated_while_published', violation_error_message='公布执行的制度必须有执行日期，其余的没有。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'superseded'), _negated=True), ('effective__endswith__isnull', False), _connector='OR'), name='policy_superseded_has_end', violation_error_message='被替代的制度必须有截止日期。'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'discarded')), models.Q(('checked_at__isnull', False), ('content_hash__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='policy_checked_is_whole', violation_error_message='复核过的制度必须有复核时间和内容指纹。'), models.CheckConstraint(condition=models.Q(('checked_by__isnull', True), ('written_by__isnull', True), models.Q(('checked_by', models.F('written_by')), _negated=True), _connector='OR'), name='policy_checked_by_another', violation_error_message='不能复核自己写的制度，请由另一人复核。'), models.CheckConstraint(condition=models.Q(models.Q(('source_file', ''), ('source_sha256', ''), ('source_size', 0)), models.Q(models.Q(('source_file', ''), _negated=True), ('source_sha256__regex', '^[0-9a-f]{64}$'), ('source_size__gt', 0)), _connector='OR'), name='policy_source_is_whole', violation_error_message='文件原件不完整，请重新上传。')],
            },
        ),
        migrations.CreateModel(
            name='PolicyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=12, verbose_name='操作')),
                ('source', models.CharField(choices=[('draft', '草稿'), ('checked', '已复核'), ('in_force', '已公布'), ('superseded', '已被替代'), ('discarded', '已作废')], max_length=10, verbose_name='原状态')),
                ('target', models.CharField(choices=[('draft', '草稿'), ('checked', '已复核'), ('in_force', '已公布'), ('superseded', '已被替代'), ('discarded', '已作废')], max_length=10, verbose_name='新状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='policies.policy', verbose_name='制度')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '制度办理记录',
                'verbose_name_plural': '制度办理记录',
                'indexes': [models.Index(fields=['policy', 'action'], name='policy_step_action')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='项目代码')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=40, verbose_name='项目名称')),
                ('kind', models.CharField(choices=[('living', '生活救助'), ('emergency', '临时救助'), ('urgent', '急难救助'), ('illness', '大病救助'), ('medical', '医疗救助'), ('schooling', '助学'), ('employment', '就业帮扶'), ('startup', '创业扶持'), ('housing', '住房救助'), ('utilities', '水电取暖补助'), ('insurance', '保费资助'), ('travel', '返乡探亲'), ('goods', '实物救助'), ('consolation', '慰问'), ('hospital', '住院慰问'), ('model', '劳模待遇'), ('counselling', '心理关怀'), ('legal', '法律援助'), ('other', '其他')], max_length=12, verbose_name='帮扶种类')),
                ('beneficiary', models.CharField(choices=[('household', '全家'), ('worker', '职工本人'), ('student', '在读学生'), ('patient', '病人'), ('member', '家庭或其中一人')], max_length=10, verbose_name='受助人')),
                ('form', models.CharField(max_length=8, verbose_name='形式')),
                ('uses', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=20), size=None, verbose_name='资金用途')),
                ('notice_days', models.PositiveSmallIntegerField(verbose_name='公示天数')),
                ('in_workdays', models.BooleanField(default=True, verbose_name='按工作日公示')),
                ('document_no', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='政策要点')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='policies.policy', verbose_name='政策制度')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '帮扶项目',
                'verbose_name_plural': '帮扶项目',
                'indexes': [models.Index(fields=['union', 'code'], name='programme_of_union')],
                'constraints': [models.UniqueConstraint(fields=('policy', 'code'), name='programme_once_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('form__in', ('service', 'goods')), ('uses__len', 0)), models.Q(models.Q(('form__in', ('service', 'goods')), _negated=True), ('uses__len__gt', 0)), _connector='OR'), name='programme_has_use', violation_error_message='帮扶项目必须写明资金用途；服务和实物不用钱，没有用途。')],
            },
        ),
        migrations.CreateModel(
            name='Halt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='项目代码')),
                ('name', models.CharField(max_length=40, verbose_name='项目名称')),
                ('state', models.CharField(choices=[('asked', '停办待复核'), ('halted', '停办'), ('lifting', '恢复待复核'), ('lifted', '已恢复'), ('declined', '未停办')], default='asked', max_length=8, verbose_name='状态')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='halts', to='policies.programme', verbose_name='帮扶项目')),
            ],
            options={
                'verbose_name': '停办',
                'verbose_name_plural': '停办',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'halted', 'lifting'))), fields=('union', 'code'), name='halt_open_once', violation_error_message='这个项目已经停办或者正在申请停办。'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'halted', 'lifting', 'lifted', 'declined'])), name='halt_state_known', violation_error_message='停办的状态不对。')],
            },
        ),
        migrations.CreateModel(
            name='RegionalIncome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region_code', models.CharField(max_length=6, verbose_name='行政区划代码')),
                ('region', models.CharField(max_length=40, verbose_name='地区')),
                ('area', models.CharField(choices=[('all', '全体居民'), ('urban', '城镇居民'), ('rural', '农村居民')], default='all', max_length=5, verbose_name='范围')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('yearly', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='人均可支配收入（元/年）')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='公布的名称')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='依据')),
            ],
            options={
                'verbose_name': '居民人均可支配收入',
                'verbose_name_plural': '居民人均可支配收入',
                'constraints': [models.UniqueConstraint(fields=('region_code', 'area', 'year'), name='regional_income_once_a_year', violation_error_message='该地区这一年的数已经录入。'), models.CheckConstraint(condition=models.Q(('yearly__gt', 0)), name='regional_income_positive', violation_error_message='收入必须大于零。'), models.CheckConstraint(condition=models.Q(('year__gte', 1980), ('year__lte', 2100)), name='regional_income_of_a_year', violation_error_message='年度不对，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='HaltStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=8, verbose_name='操作')),
                ('source', models.CharField(choices=[('asked', '停办待复核'), ('halted', '停办'), ('lifting', '恢复待复核'), ('lifted', '已恢复'), ('declined', '未停办')], max_length=8, verbose_name='原状态')),
                ('target', models.CharField(choices=[('asked', '停办待复核'), ('halted', '停办'), ('lifting', '恢复待复核'), ('lifted', '已恢复'), ('declined', '未停办')], max_length=8, verbose_name='新状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('halt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='policies.halt', verbose_name='停办')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
            ],
            options={
                'verbose_name': '停办办理记录',
                'verbose_name_plural': '停办办理记录',
                'indexes': [models.Index(fields=['halt', '-id'], name='halt_step_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('ask', 'decline', 'ask_lift', 'keep')), _negated=True), ('comment__regex', '\\S'), _connector='OR'), name='halt_asked_with_reason', violation_error_message='请写明原因。')],
            },
        ),
    ]
