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
        ('petitions', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='CareCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('counselling', '心理疏导'), ('legal', '法律援助')], max_length=11, verbose_name='类别')),
                ('form', models.CharField(choices=[('single', '个别疏导'), ('group', '团体疏导'), ('hotline', '热线疏导'), ('site', '现场小组'), ('advice', '法律咨询'), ('drafting', '代书'), ('mediation', '调解'), ('arbitration', '仲裁'), ('lawsuit', '诉讼')], max_length=11, verbose_name='方式')),
                ('reason', models.CharField(blank=True, choices=[('wages', '欠薪'), ('injury', '工伤'), ('dismissal', '解除劳动合同'), ('insurance', '社会保险'), ('other', '其他')], max_length=9, verbose_name='案由')),
                ('risk', models.CharField(choices=[('none', '一般'), ('watch', '重点关注'), ('urgent', '紧急（当天处置）')], default='none', max_length=6, verbose_name='风险')),
                ('opened_on', models.DateField(verbose_name='开始日期')),
                ('persons', models.PositiveIntegerField(default=1, verbose_name='人数')),
                ('name', hardship.kernel.fields.EncryptedField('care', blank=True, null=True, verbose_name='当事人')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='电话')),
                ('people', hardship.kernel.fields.EncryptedField('care', blank=True, null=True, verbose_name='同案人员')),
                ('theme', hardship.kernel.fields.EncryptedField('care', null=True, verbose_name='情况')),
                ('respondent', hardship.kernel.fields.EncryptedField('care', blank=True, null=True, verbose_name='对方单位')),
                ('lawyer', hardship.kernel.fields.EncryptedField('care', blank=True, null=True, verbose_name='律师')),
                ('conclusion', hardship.kernel.fields.EncryptedField('care', blank=True, null=True, verbose_name='办结说明')),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='欠薪月数')),
                ('claimed', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='主张金额（元）')),
                ('agreed', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='裁定、协议金额（元）')),
                ('recovered', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='追回金额（元）')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='下次日期')),
                ('term_on', models.DateField(blank=True, null=True, verbose_name='时效届满日')),
                ('state', models.CharField(choices=[('open', '办理中'), ('closed', '已办结')], default='open', editable=False, max_length=6, verbose_name='状态')),
                ('outcome', models.CharField(blank=True, choices=[('reached', '解决'), ('partly', '部分解决'), ('referred', '转介'), ('unsolved', '未解决'), ('broken_off', '对方中止')], max_length=10, verbose_name='结果')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='care_cases', to='archives.household', verbose_name='档案')),
                ('petition', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='care_case', to='petitions.petition', verbose_name='信访件')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('supervisor', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='督导')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
                ('worker', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
            ],
            options={
                'verbose_name': '疏导、援助个案',
                'verbose_name_plural': '疏导、援助个案',
                'indexes': [models.Index(fields=['union', '-opened_on'], name='care_of_union'), models.Index(condition=models.Q(('state', 'open')), fields=['worker'], name='care_of_worker')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed'])), name='care_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('risk__in', ['none', 'watch', 'urgent'])), name='care_risk_known', violation_error_message='请选择风险。'), models.CheckConstraint(condition=models.Q(('persons__gte', 1)), name='care_of_somebody', violation_error_message='人数至少一人。'), models.CheckConstraint(condition=models.Q(models.Q(('form__in', ('advice', 'drafting', 'mediation', 'arbitration', 'lawsuit')), ('kind', 'legal'), ('reason__in', ['wages', 'injury', 'dismissal', 'insurance', 'other'])), models.Q(('form__in', ('single', 'group', 'hotline', 'site')), ('kind', 'counselling'), ('reason', '')), _connector='OR'), name='care_form_of_its_kind', violation_error_message='方式和案由要与类别相符：法律援助选案由，心理疏导不选。'), models.CheckConstraint(condition=models.Q(('supervisor__isnull', False), ('worker__isnull', False), models.Q(('worker', models.F('supervisor')), _negated=True)), name='care_supervised_by_another', violation_error_message='承办人和督导必须是两个人。'), models.CheckConstraint(condition=models.Q(('kind', 'legal'), models.Q(('agreed__isnull', True), ('claimed__isnull', True), ('recovered__isnull', True), ('term_on__isnull', True)), _connector='OR'), name='care_sums_of_a_legal_case', violation_error_message='金额和时效只登记在法律援助里。'), models.CheckConstraint(condition=models.Q(('months__isnull', True), models.Q(('months__range', (1, 240)), ('reason', 'wages')), _connector='OR'), name='care_months_of_wages', violation_error_message='欠薪月数只登记在欠薪案里，1 到 240 个月。'), models.CheckConstraint(condition=models.Q(models.Q(('claimed__isnull', True), ('claimed__gt', 0), _connector='OR'), models.Q(('agreed__isnull', True), ('agreed__gte', 0), _connector='OR'), models.Q(('recovered__isnull', True), ('recovered__gte', 0), _connector='OR')), name='care_sums_not_negative', violation_error_message='金额不能是负数。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('outcome__in', ['reached', 'partly', 'referred', 'unsolved', 'broken_off']), ('state', 'closed')), models.Q(('closed_at__isnull', True), ('outcome', ''), ('state', 'open')), _connector='OR'), name='care_closed_with_an_outcome', violation_error_message='办结的要写明结果。')],
            },
        ),
        migrations.CreateModel(
            name='CareCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '个案编号计数',
                'verbose_name_plural': '个案编号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='care_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='CareNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('on', models.DateField(verbose_name='日期')),
                ('text', hardship.kernel.fields.EncryptedField('care', null=True, verbose_name='记录')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='care.carecase', verbose_name='个案')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁记录')),
            ],
            options={
                'verbose_name': '疏导、办案记录',
                'verbose_name_plural': '疏导、办案记录',
            },
        ),
        migrations.CreateModel(
            name='CareAdvice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('on', models.DateField(verbose_name='日期')),
                ('topic', models.CharField(choices=[('wages', '工资'), ('injury', '工伤'), ('dismissal', '解除劳动合同'), ('insurance', '社会保险'), ('aid', '帮扶政策'), ('mind', '心理'), ('other', '其他')], max_length=9, verbose_name='事项')),
                ('way', models.CharField(choices=[('window', '窗口'), ('phone', '电话'), ('network', '网络'), ('site', '现场')], max_length=7, verbose_name='方式')),
                ('persons', models.PositiveIntegerField(default=1, verbose_name='人数')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '咨询登记',
                'verbose_name_plural': '咨询登记',
                'indexes': [models.Index(fields=['union', '-on'], name='care_advice_of_union')],
                'constraints': [models.CheckConstraint(condition=models.Q(('topic__in', ['wages', 'injury', 'dismissal', 'insurance', 'aid', 'mind', 'other'])), name='care_advice_topic_known', violation_error_message='请选择事项。'), models.CheckConstraint(condition=models.Q(('way__in', ['window', 'phone', 'network', 'site'])), name='care_advice_way_known', violation_error_message='请选择方式。'), models.CheckConstraint(condition=models.Q(('persons__range', (1, 5000))), name='care_advice_of_somebody', violation_error_message='人数为 1 到 5000。')],
            },
        ),
    ]
