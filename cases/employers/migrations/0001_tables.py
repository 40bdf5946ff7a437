import django.contrib.postgres.fields
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
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='单位名称')),
                ('uscc', models.CharField(blank=True, help_text='营业执照或法人证书上的 18 位代码；已注销又查不到的可以不填', max_length=18, null=True, unique=True, verbose_name='统一社会信用代码')),
                ('kind', models.CharField(blank=True, choices=[('state_organ', '国有机关/事业单位'), ('state_owned', '国有企业'), ('collective', '集体企业'), ('private', '民营/私营/个体企业'), ('hk_macao_taiwan', '与港澳台合资/合作'), ('joint', '中外合资/合作'), ('other', '其他')], max_length=16, verbose_name='单位性质')),
                ('industry', models.CharField(blank=True, max_length=40, verbose_name='所属行业')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='成立日期')),
                ('standing', models.CharField(choices=[('normal', '正常'), ('loss', '亏损'), ('halted', '停产半停产'), ('reformed', '改制'), ('reorganised', '重组'), ('bankrupt', '关闭破产')], default='normal', editable=False, max_length=12, verbose_name='企业状况')),
                ('standing_on', models.DateField(editable=False, null=True, verbose_name='状况自')),
                ('unpaid_months', models.PositiveSmallIntegerField(default=0, verbose_name='欠发工资（月）')),
                ('insurance_arrears', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='欠缴社会保险费（元）')),
                ('troubles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('market', '市场萎缩、订单不足'), ('capital', '资金困难'), ('debt', '债务或担保拖累'), ('policy', '产业调整、环保关停'), ('move', '搬迁'), ('reform', '改制遗留问题'), ('disaster', '灾害或事故'), ('other', '其他')], max_length=8), blank=True, default=list, size=None, verbose_name='困难原因')),
                ('trouble_note', models.CharField(blank=True, max_length=300, verbose_name='困难情况说明')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('contact', models.CharField(blank=True, max_length=50, verbose_name='联系人')),
                ('telephone', models.CharField(blank=True, max_length=20, verbose_name='单位电话')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='修改时间')),
                ('merged_at', models.DateTimeField(editable=False, null=True, verbose_name='合并时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('merged_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='合并人')),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='employers.employer', verbose_name='并入')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '用人单位',
                'verbose_name_plural': '用人单位',
                'indexes': [models.Index(fields=['standing'], name='employer_standing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='employer_named', violation_error_message='请填写单位名称。'), models.CheckConstraint(condition=models.Q(('standing__in', ['normal', 'loss', 'halted', 'reformed', 'reorganised', 'bankrupt'])), name='employer_standing_known', violation_error_message='请选择企业状况。'), models.CheckConstraint(condition=models.Q(('founded_on__isnull', True), ('standing_on__isnull', True), ('standing_on__gte', models.F('founded_on')), _connector='OR'), name='employer_stands_after_founding', violation_error_message='状况日期不能早于成立日期。'), models.CheckConstraint(condition=models.Q(('unpaid_months__lte', 240)), name='employer_unpaid_in_range', violation_error_message='欠发工资的月数不对，请核对。'), models.CheckConstraint(condition=models.Q(('insurance_arrears__gte', 0)), name='employer_arrears_not_negative', violation_error_message='欠缴金额不能是负数。'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='employer_not_merged_into_itself', violation_error_message='不能并入自己。'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_at__isnull', False), ('merged_by__isnull', False)), _connector='OR'), name='employer_merged_by_somebody', violation_error_message='合并要有时间和经手人。')],
            },
        ),
        migrations.CreateModel(
            name='EmployerEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('standing', '状况变化'), ('layoff', '裁员分流'), ('relocation', '搬迁'), ('closure', '关闭'), ('talk', '座谈会')], max_length=10, verbose_name='事项')),
                ('on', models.DateField(verbose_name='日期')),
                ('persons', models.PositiveIntegerField(blank=True, null=True, verbose_name='人数')),
                ('standing', models.CharField(blank=True, choices=[('normal', '正常'), ('loss', '亏损'), ('halted', '停产半停产'), ('reformed', '改制'), ('reorganised', '重组'), ('bankrupt', '关闭破产')], max_length=12, verbose_name='企业状况')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('removed_at', models.DateTimeField(editable=False, null=True, verbose_name='撤回时间')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='employers.employer', verbose_name='用人单位')),
                ('noted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '单位事项',
                'verbose_name_plural': '单位事项',
                'indexes': [models.Index(fields=['employer', '-on'], name='employer_event_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['standing', 'layoff', 'relocation', 'closure', 'talk'])), name='employer_event_kind_known', violation_error_message='请选择事项。'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('layoff', 'talk')), _negated=True), models.Q(('persons__gte', 1), ('persons__isnull', False)), _connector='OR'), name='employer_event_counts_people', violation_error_message='请填写人数。'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('standing', 'closure')), ('standing__in', ['normal', 'loss', 'halted', 'reformed', 'reorganised', 'bankrupt'])), models.Q(models.Q(('kind__in', ('standing', 'closure')), _negated=True), ('standing', '')), _connector='OR'), name='employer_event_says_how_it_stands', violation_error_message='请选择企业状况。'), models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('removed_by__isnull', False), _connector='OR'), name='employer_event_taken_back_by_somebody', violation_error_message='撤回要有经手人。')],
            },
        ),
        migrations.CreateModel(
            name='EmployerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=80, verbose_name='名称写法')),
                ('key', models.CharField(editable=False, max_length=160)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='添加时间')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='添加人')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='适用地区')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='employers.employer', verbose_name='用人单位')),
            ],
            options={
                'verbose_name': '单位名称写法',
                'verbose_name_plural': '单位名称写法',
                'constraints': [models.UniqueConstraint(fields=('area', 'key'), name='employer_name_once_in_an_area', violation_error_message='本地区已有单位用这个名称。'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='employer_name_says_something', violation_error_message='单位名称里要有文字。')],
            },
        ),
        migrations.CreateModel(
            name='EmployerYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('headcount', models.PositiveIntegerField(verbose_name='职工人数')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='employers.employer', verbose_name='用人单位')),
                ('noted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '单位职工人数',
                'verbose_name_plural': '单位职工人数',
                'constraints': [models.UniqueConstraint(fields=('employer', 'year'), name='employer_year_once', violation_error_message='这一年的职工人数已经登记。'), models.CheckConstraint(condition=models.Q(('year__range', (1990, 2100))), name='employer_year_sensible', violation_error_message='年度不对，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='UnionYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('workers', models.PositiveIntegerField(verbose_name='职工人数')),
                ('members', models.PositiveIntegerField(verbose_name='工会会员')),
                ('women', models.PositiveIntegerField(verbose_name='女职工')),
                ('migrants', models.PositiveIntegerField(verbose_name='农民工')),
                ('retirees', models.PositiveIntegerField(verbose_name='退休人员')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='填报时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('noted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '工会年度基数',
                'verbose_name_plural': '工会年度基数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='union_year_once', violation_error_message='这一年的基数已经填报。'), models.CheckConstraint(condition=models.Q(('year__range', (1990, 2100))), name='union_year_sensible', violation_error_message='年度不对，请核对。'), models.CheckConstraint(condition=models.Q(('members__lte', models.F('workers'))), name='union_year_members_among_workers', violation_error_message='工会会员、女职工、农民工都不能多于职工人数。'), models.CheckConstraint(condition=models.Q(('women__lte', models.F('workers'))), name='union_year_women_among_workers', violation_error_message='工会会员、女职工、农民工都不能多于职工人数。'), models.CheckConstraint(condition=models.Q(('migrants__lte', models.F('workers'))), name='union_year_migrants_among_workers', violation_error_message='工会会员、女职工、农民工都不能多于职工人数。')],
            },
        ),
    ]
