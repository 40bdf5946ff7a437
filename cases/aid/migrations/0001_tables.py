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
        ('imports', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExternalAid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('current', '有效'), ('replaced', '已更正'), ('cancelled', '已作废')], default='current', editable=False, max_length=9, verbose_name='状态')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', verbose_name='身份证号')),
                ('person_index', hardship.kernel.fields.BlindIndexField(db_index=True)),
                ('giver_kind', models.CharField(choices=[('union', '工会'), ('civil_affairs', '民政'), ('education', '教育'), ('medical_insurance', '医保'), ('disabled_federation', '残联'), ('government', '其他政府部门'), ('charity', '慈善组织'), ('company', '企业'), ('other', '其他')], max_length=20, verbose_name='帮扶来源')),
                ('giver', models.CharField(blank=True, max_length=60, verbose_name='发放单位')),
                ('kind', models.CharField(choices=[('living', '生活救助'), ('emergency', '临时救助'), ('urgent', '急难救助'), ('illness', '大病救助'), ('medical', '医疗救助'), ('schooling', '助学'), ('employment', '就业帮扶'), ('startup', '创业扶持'), ('housing', '住房救助'), ('utilities', '水电取暖补助'), ('insurance', '保费资助'), ('travel', '返乡探亲'), ('goods', '实物救助'), ('consolation', '慰问'), ('hospital', '住院慰问'), ('model', '劳模待遇'), ('counselling', '心理关怀'), ('legal', '法律援助'), ('other', '其他')], max_length=12, verbose_name='帮扶种类')),
                ('programme', models.CharField(blank=True, max_length=60, verbose_name='项目')),
                ('programme_code', models.CharField(blank=True, editable=False, max_length=20)),
                ('item', models.CharField(blank=True, max_length=60, verbose_name='实物')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='金额或折价（元）')),
                ('given_on', models.DateField(verbose_name='发放日期')),
                ('fund', models.CharField(blank=True, max_length=60, verbose_name='资金来源')),
                ('is_won', models.BooleanField(default=False, verbose_name='争取资金')),
                ('proof', models.CharField(blank=True, max_length=80, verbose_name='凭证')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='更正或作废时间')),
                ('ended_why', models.CharField(blank=True, editable=False, max_length=200, verbose_name='理由')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='更正或作废人')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.evidence', verbose_name='证明材料')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('replaces', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='aid.externalaid', verbose_name='更正')),
                ('source', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='imports.listimport', verbose_name='导入')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '外部帮扶',
                'verbose_name_plural': '外部帮扶',
                'indexes': [models.Index(fields=['province', '-given_on'], name='external_aid_province_day'), models.Index(fields=['city', '-given_on'], name='external_aid_city_day'), models.Index(fields=['county', '-given_on'], name='external_aid_county_day'), models.Index(fields=['union', '-given_on'], name='external_aid_union_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('person_index', 'given_on', 'kind', 'giver_kind', 'giver', 'programme', 'item', 'value'), name='external_aid_once', violation_error_message='这笔帮扶已经登记。'), models.CheckConstraint(condition=models.Q(('state__in', ['current', 'replaced', 'cancelled'])), name='external_aid_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='external_aid_worth_something', violation_error_message='金额必须大于零。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='external_aid_named', violation_error_message='请填写姓名。'), models.CheckConstraint(condition=models.Q(('kind__in', ['living', 'emergency', 'urgent', 'illness', 'medical', 'schooling', 'employment', 'startup', 'housing', 'utilities', 'insurance', 'travel', 'goods', 'consolation', 'hospital', 'model', 'counselling', 'legal', 'other'])), name='external_aid_kind_known', violation_error_message='请选择帮扶种类。'), models.CheckConstraint(condition=models.Q(('giver_kind__in', ['union', 'civil_affairs', 'education', 'medical_insurance', 'disabled_federation', 'government', 'charity', 'company', 'other'])), name='external_aid_giver_known', violation_error_message='请选择帮扶来源。'), models.CheckConstraint(condition=models.Q(('given_on__gte', '1949-10-01')), name='external_aid_day_sensible', violation_error_message='发放日期太早，请核对。'), models.CheckConstraint(condition=models.Q(('replaces', models.F('pk')), _negated=True), name='external_aid_not_its_own_version', violation_error_message='不能更正自己。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_why', ''), ('state', 'current')), models.Q(models.Q(('state', 'current'), _negated=True), ('ended_at__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='external_aid_ended_by_somebody_with_a_reason', violation_error_message='更正、作废要写明理由。')],
            },
        ),
    ]
