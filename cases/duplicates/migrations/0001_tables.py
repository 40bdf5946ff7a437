import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicateSuspicion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.CharField(choices=[('same_person', '同一证件号在两户'), ('same_card', '同一银行卡号'), ('same_phone', '同一手机号码'), ('similar', '姓名、出生日期、住址相近')], max_length=12, verbose_name='疑点')),
                ('state', models.CharField(choices=[('open', '待判断'), ('distinct', '不是重复'), ('merged', '已合并'), ('gone', '已不存在')], default='open', max_length=10, verbose_name='状态')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='发现时间')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='判断时间')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='判断人')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='甲')),
                ('found_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发现人')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archives.member', verbose_name='乙')),
            ],
            options={
                'verbose_name': '疑似重复',
                'verbose_name_plural': '疑似重复',
                'indexes': [models.Index(fields=['state', '-id'], name='suspicion_worklist')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second', 'reason'), name='suspicion_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='suspicion_in_order', violation_error_message='一对人只登记一次。'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'distinct', 'merged', 'gone'])), name='suspicion_state_known', violation_error_message='查重状态不对。'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'gone']), models.Q(models.Q(('note', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='suspicion_decision_explained', violation_error_message='判断要写明理由、判断人和时间。')],
            },
        ),
        migrations.CreateModel(
            name='FileMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('merged_state', models.CharField(choices=[('draft', '草稿'), ('under_review', '待审核'), ('returned', '退回补正'), ('filed', '在档'), ('review_due', '核查到期'), ('relieved', '解困（常态帮扶）'), ('lifted', '已脱困'), ('relapsed', '已返困转新档'), ('closed', '已注销'), ('discarded', '已作废')], max_length=12, verbose_name='原状态')),
                ('values', models.JSONField(default=list, verbose_name='采用的内容')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='原手机号码')),
                ('bank_card', hardship.kernel.fields.EncryptedField('bank_card', blank=True, null=True, verbose_name='原银行卡号')),
                ('kept_step', models.PositiveBigIntegerField(default=0, editable=False)),
                ('merged_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='合并时间')),
                ('undone_at', models.DateTimeField(editable=False, null=True, verbose_name='撤销时间')),
                ('undone_note', models.CharField(blank=True, max_length=500, verbose_name='撤销理由')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_in', to='archives.household', verbose_name='保留的档案')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_out', to='archives.household', verbose_name='并入的档案')),
                ('merged_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='合并人')),
                ('suspicion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='duplicates.duplicatesuspicion', verbose_name='疑似重复')),
                ('undone_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
            ],
            options={
                'verbose_name': '档案合并',
                'verbose_name_plural': '档案合并',
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('merged',), name='file_merged_once', violation_error_message='这份档案已经并入另一份。'), models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='merge_of_two', violation_error_message='不能把档案并入自己。'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True), ('undone_note', '')), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undone_note', ''), _negated=True)), _connector='OR'), name='merge_undone_explained', violation_error_message='撤销合并要写明理由。')],
            },
        ),
    ]
