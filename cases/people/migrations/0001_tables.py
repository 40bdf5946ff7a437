import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('listed', '在册'), ('left', '已离册')], default='listed', editable=False, max_length=6, verbose_name='状态')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('name_pinyin', models.CharField(blank=True, editable=False, max_length=160)),
                ('name_initials', models.CharField(blank=True, editable=False, max_length=50)),
                ('name_grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, editable=False, size=None)),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', verbose_name='身份证号')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True, unique=True)),
                ('id_number_tail', hardship.kernel.fields.BlindIndexField(db_index=True)),
                ('birth_on', models.DateField(verbose_name='出生日期')),
                ('sex', models.CharField(choices=[('male', '男'), ('female', '女')], max_length=6, verbose_name='性别')),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('model_worker', '劳模'), ('front_line', '一线职工'), ('injured', '工伤职工'), ('retiree', '离退休干部'), ('retired_worker', '退休职工'), ('migrant', '农民工'), ('new_form', '新就业形态劳动者'), ('laid_off', '下岗失业人员'), ('survivor', '遗属'), ('other', '其他')], max_length=14), default=list, size=None, verbose_name='人员类别')),
                ('employer', models.CharField(blank=True, max_length=80, verbose_name='工作单位')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='手机号码')),
                ('phone_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('phone_tail', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('bank_name', models.CharField(blank=True, max_length=40, verbose_name='开户银行')),
                ('bank_card', hardship.kernel.fields.EncryptedField('bank_card', blank=True, null=True, verbose_name='银行卡号')),
                ('bank_card_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='修改时间')),
                ('left_reason', models.CharField(blank=True, choices=[('moved', '调离本单位或本地区'), ('died', '去世'), ('not_concerned', '不再属于服务对象'), ('mistake', '登记有误'), ('other', '其他')], editable=False, max_length=14, verbose_name='离册原因')),
                ('left_note', models.CharField(blank=True, editable=False, max_length=200, verbose_name='离册说明')),
                ('left_at', models.DateTimeField(editable=False, null=True, verbose_name='离册时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('left_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='离册经手人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '未建档人员',
                'verbose_name_plural': '未建档人员',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_grams'], name='person_name_grams'), django.contrib.postgres.indexes.GinIndex(fields=['groups'], name='person_groups'), models.Index(fields=['name_pinyin'], name='person_pinyin', opclasses=['varchar_pattern_ops']), models.Index(fields=['name_initials'], name='person_initials', opclasses=['varchar_pattern_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='person_named', violation_error_message='请填写姓名。'), models.CheckConstraint(condition=models.Q(('state__in', ['listed', 'left'])), name='person_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('groups__contained_by', ['model_worker', 'front_line', 'injured', 'retiree', 'retired_worker', 'migrant', 'new_form', 'laid_off', 'survivor', 'other']), ('groups__len__gte', 1)), name='person_groups_known', violation_error_message='请至少选择一个人员类别。'), models.CheckConstraint(condition=models.Q(models.Q(('left_at__isnull', False), ('left_by__isnull', False), ('left_reason__in', ['moved', 'died', 'not_concerned', 'mistake', 'other']), ('state', 'left')), models.Q(('left_at__isnull', True), ('left_by__isnull', True), ('left_reason', ''), ('state', 'listed')), _connector='OR'), name='person_left_for_a_reason', violation_error_message='离册要有原因、时间和经手人。')],
            },
        ),
    ]
