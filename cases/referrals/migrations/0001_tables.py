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
        ('aid', '0001_tables'),
        ('archives', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='DepartmentService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('department', models.CharField(max_length=60, verbose_name='部门')),
                ('name', models.CharField(max_length=60, verbose_name='服务')),
                ('giver_kind', models.CharField(choices=[('union', '工会'), ('civil_affairs', '民政'), ('education', '教育'), ('medical_insurance', '医保'), ('disabled_federation', '残联'), ('government', '其他政府部门'), ('charity', '慈善组织'), ('company', '企业'), ('other', '其他')], max_length=20, verbose_name='帮扶来源')),
                ('aid_kind', models.CharField(choices=[('living', '生活救助'), ('emergency', '临时救助'), ('urgent', '急难救助'), ('illness', '大病救助'), ('medical', '医疗救助'), ('schooling', '助学'), ('employment', '就业帮扶'), ('startup', '创业扶持'), ('housing', '住房救助'), ('utilities', '水电取暖补助'), ('insurance', '保费资助'), ('travel', '返乡探亲'), ('goods', '实物救助'), ('consolation', '慰问'), ('hospital', '住院慰问'), ('model', '劳模待遇'), ('counselling', '心理关怀'), ('legal', '法律援助'), ('other', '其他')], max_length=12, verbose_name='帮扶种类')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='联系人')),
                ('telephone', models.CharField(blank=True, max_length=20, verbose_name='联系电话')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='办理地点')),
                ('bring', models.CharField(blank=True, max_length=300, verbose_name='携带材料')),
                ('document', models.CharField(blank=True, max_length=60, verbose_name='依据文号')),
                ('days', models.PositiveSmallIntegerField(default=20, verbose_name='几个工作日内答复')),
                ('from_on', models.DateField(verbose_name='启用日期')),
                ('until_on', models.DateField(editable=False, null=True, verbose_name='停用日期')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='停用时间')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='停用人')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='department_services', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '部门服务',
                'verbose_name_plural': '部门服务',
                'constraints': [models.UniqueConstraint(fields=('union', 'department', 'name', 'from_on'), name='department_service_once'), models.CheckConstraint(condition=models.Q(models.Q(('department', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='department_service_named', violation_error_message='请填写部门和服务。'), models.CheckConstraint(condition=models.Q(('days__range', (1, 90))), name='department_service_days', violation_error_message='期限为 1 到 90 个工作日。'), models.CheckConstraint(condition=models.Q(('aid_kind__in', ['living', 'emergency', 'urgent', 'illness', 'medical', 'schooling', 'employment', 'startup', 'housing', 'utilities', 'insurance', 'travel', 'goods', 'consolation', 'hospital', 'model', 'counselling', 'legal', 'other'])), name='department_service_aid_known', violation_error_message='请选择帮扶种类。'), models.CheckConstraint(condition=models.Q(('giver_kind__in', ['union', 'civil_affairs', 'education', 'medical_insurance', 'disabled_federation', 'government', 'charity', 'company', 'other'])), name='department_service_giver_known', violation_error_message='请选择帮扶来源。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('until_on__isnull', True)), models.Q(('ended_at__isnull', False), ('until_on__gte', models.F('from_on')), ('until_on__isnull', False)), _connector='OR'), name='department_service_ends_after_it_began', violation_error_message='停用日期不能早于启用日期。')],
            },
        ),
        migrations.CreateModel(
            name='ReferralCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union')),
            ],
            options={
                'verbose_name': '转介编号计数',
                'verbose_name_plural': '转介编号计数',
                'constraints': [models.UniqueConstraint(fields=('union', 'year'), name='referral_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceReferral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='编号')),
                ('department', models.CharField(max_length=60, verbose_name='牵头部门')),
                ('reason', models.CharField(max_length=500, verbose_name='转介理由')),
                ('sent_on', models.DateField(verbose_name='发出日期')),
                ('due_on', models.DateField(editable=False, verbose_name='答复期限')),
                ('state', models.CharField(choices=[('sent', '等答复'), ('answered', '已答复'), ('won', '办成'), ('refused', '未办成'), ('dropped', '放弃')], default='sent', editable=False, max_length=8, verbose_name='状态')),
                ('answered_on', models.DateField(editable=False, null=True, verbose_name='答复日期')),
                ('answer', models.CharField(blank=True, editable=False, max_length=500, verbose_name='答复')),
                ('settled_on', models.DateField(editable=False, null=True, verbose_name='办结日期')),
                ('why', models.CharField(blank=True, editable=False, max_length=500, verbose_name='结果说明')),
                ('won', models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True, verbose_name='争取金额（元）')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('aid', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aid.externalaid', verbose_name='帮扶记录')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('household', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='service_referrals', to='archives.household', verbose_name='档案')),
                ('issuer', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转介工会')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_referrals', to='archives.member', verbose_name='家庭成员')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='referrals.departmentservice', verbose_name='服务')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁登记')),
                ('worker', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
            ],
            options={
                'verbose_name': '转介',
                'verbose_name_plural': '转介',
                'indexes': [models.Index(condition=models.Q(('state', 'sent')), fields=['worker', 'due_on'], name='referral_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('sent', 'answered'))), fields=('member', 'department', 'service'), name='service_referral_open_once'), models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'answered', 'won', 'refused', 'dropped'])), name='service_referral_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('department', ''), _negated=True)), name='service_referral_says_why', violation_error_message='请写明部门和理由。'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('sent_on')), ('worker__isnull', False)), name='service_referral_due_after_it_was_sent', violation_error_message='答复期限在发出以后。'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on__isnull', True), ('state__in', ('sent', 'dropped'))), models.Q(('answered_on__gte', models.F('sent_on')), ('answered_on__isnull', False), models.Q(('answer', ''), _negated=True), models.Q(('state', 'sent'), _negated=True)), _connector='OR'), name='service_referral_answered_with_words', violation_error_message='答复要写明日期和内容。'), models.CheckConstraint(condition=models.Q(models.Q(('settled_on__isnull', True), ('state__in', ('sent', 'answered')), ('why', '')), models.Q(('settled_on__gte', models.F('sent_on')), ('settled_on__isnull', False), ('state__in', ('won', 'refused', 'dropped'))), _connector='OR'), name='service_referral_settled_on_a_day', violation_error_message='办结要写明日期。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('refused', 'dropped')), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='service_referral_why_not', violation_error_message='没有办成或者放弃的，要写明理由。'), models.CheckConstraint(condition=models.Q(models.Q(('aid__isnull', True), ('won__isnull', True)), models.Q(('aid__isnull', False), ('state', 'won'), ('won__gt', 0), ('won__isnull', False)), _connector='OR'), name='service_referral_won_is_aid', violation_error_message='争取到的金额要记入帮扶记录。')],
            },
        ),
        migrations.CreateModel(
            name='ReferralStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10, verbose_name='操作')),
                ('source', models.CharField(choices=[('sent', '等答复'), ('answered', '已答复'), ('won', '办成'), ('refused', '未办成'), ('dropped', '放弃')], max_length=8, verbose_name='原状态')),
                ('target', models.CharField(choices=[('sent', '等答复'), ('answered', '已答复'), ('won', '办成'), ('refused', '未办成'), ('dropped', '放弃')], max_length=8, verbose_name='新状态')),
                ('on', models.DateField(verbose_name='日期')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('won', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='争取金额（元）')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('stood_in_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='referrals.servicereferral', verbose_name='转介')),
            ],
            options={
                'verbose_name': '转介记录',
                'verbose_name_plural': '转介记录',
                'constraints': [models.CheckConstraint(condition=models.Q(('by__isnull', False)), name='service_referral_step_by_somebody', violation_error_message='要有办理人。')],
            },
        ),
    ]
