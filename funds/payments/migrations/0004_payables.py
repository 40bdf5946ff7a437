import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_tree_kept_by_the_database'),
        ('ledgers', '0004_first_uses'),
        ('payments', '0003_drop_unused_hash'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Payable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(editable=False, max_length=80, verbose_name='来源单据')),
                ('subject', models.CharField(blank=True, editable=False, max_length=60, verbose_name='帮扶对象')),
                ('number', models.CharField(editable=False, max_length=40, verbose_name='单据号')),
                ('purpose', models.CharField(editable=False, max_length=60, verbose_name='帮扶项目')),
                ('category', models.CharField(blank=True, editable=False, max_length=20, verbose_name='困难类别')),
                ('amount', models.DecimalField(decimal_places=2, editable=False, max_digits=14, verbose_name='金额（元）')),
                ('state', models.CharField(choices=[('open', '待发放'), ('paid', '已发放'), ('void', '已取消')], default='open', editable=False, max_length=6, verbose_name='状态')),
                ('payee', models.CharField(max_length=50, verbose_name='收款人')),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', blank=True, null=True, verbose_name='身份证号')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('bank_name', models.CharField(blank=True, max_length=40, verbose_name='开户银行')),
                ('bank_branch', models.CharField(blank=True, max_length=60, verbose_name='支行名称')),
                ('bank_card', hardship.kernel.fields.EncryptedField('bank_card', blank=True, null=True, verbose_name='银行卡号')),
                ('bank_card_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='形成时间')),
                ('voided_at', models.DateTimeField(editable=False, null=True, verbose_name='取消时间')),
            ],
            options={
                'verbose_name': '应付款项',
                'verbose_name_plural': '应付款项',
            },
        ),
        migrations.RemoveConstraint(
            model_name='payment',
            name='payment_live_once',
        ),
        migrations.RemoveField(
            model_name='payment',
            name='application',
        ),
        migrations.RemoveField(
            model_name='payment',
            name='commitment',
        ),
        migrations.AddField(
            model_name='payable',
            name='city',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会'),
        ),
        migrations.AddField(
            model_name='payable',
            name='commitment',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='payable', to='ledgers.commitment', verbose_name='占用'),
        ),
        migrations.AddField(
            model_name='payable',
            name='county',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会'),
        ),
        migrations.AddField(
            model_name='payable',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人'),
        ),
        migrations.AddField(
            model_name='payable',
            name='province',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会'),
        ),
        migrations.AddField(
            model_name='payable',
            name='township',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会'),
        ),
        migrations.AddField(
            model_name='payable',
            name='union',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会'),
        ),
        migrations.AddField(
            model_name='payable',
            name='voided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取消人'),
        ),
        migrations.AddField(
            model_name='payment',
            name='payable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.payable', verbose_name='应付款项'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('ready', 'sent', 'paid'))), fields=('payable',), name='payment_live_once', violation_error_message='该款项已有一笔有效的发放。'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(fields=['source'], name='payable_source'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(fields=['subject', 'state'], name='payable_subject'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['province', 'created_at'], name='payable_province_open'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['city', 'created_at'], name='payable_city_open'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['county', 'created_at'], name='payable_county_open'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['township', 'created_at'], name='payable_township_open'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['union', 'created_at'], name='payable_union_open'),
        ),
        migrations.AddConstraint(
            model_name='payable',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'void'])), name='payable_state_known', violation_error_message='应付款项状态不对。'),
        ),
        migrations.AddConstraint(
            model_name='payable',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lt', 1000000000000)), name='payable_amount_positive', violation_error_message='金额必须大于零。'),
        ),
        migrations.AddConstraint(
            model_name='payable',
            constraint=models.CheckConstraint(condition=models.Q(('payee', ''), _negated=True), name='payable_has_payee', violation_error_message='应付款项必须有收款人。'),
        ),
        migrations.AddConstraint(
            model_name='payable',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), ('voided_at__isnull', False), ('voided_by__isnull', False)), models.Q(models.Q(('state', 'void'), _negated=True), ('voided_at__isnull', True), ('voided_by__isnull', True)), _connector='OR'), name='payable_voided_by_somebody', violation_error_message='取消应付款项须记录时间和取消人。'),
        ),
    ]
