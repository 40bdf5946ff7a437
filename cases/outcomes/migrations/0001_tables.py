import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.files
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('approvals', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='告知日期')),
                ('way', models.CharField(choices=[('meeting', '当面'), ('call', '电话'), ('text', '短信'), ('letter', '邮寄')], max_length=8, verbose_name='告知方式')),
                ('receiver', models.CharField(choices=[('worker', '职工本人'), ('family', '家属'), ('agent', '代办人')], max_length=8, verbose_name='告知了谁')),
                ('teller', models.CharField(max_length=50, verbose_name='告知人')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('collect_by', models.DateField(editable=False, null=True, verbose_name='最迟领取日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='approvals.approvalstep', verbose_name='决定')),
            ],
            options={
                'verbose_name': '结果告知',
                'verbose_name_plural': '结果告知',
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['meeting', 'call', 'text', 'letter'])), name='telling_way_known', violation_error_message='请选择告知方式。'), models.CheckConstraint(condition=models.Q(('receiver__in', ['worker', 'family', 'agent'])), name='telling_receiver_known', violation_error_message='请选择告知了谁。'), models.CheckConstraint(condition=models.Q(('teller', ''), _negated=True), name='telling_names_teller', violation_error_message='请填写告知人。')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('outcomes'), verbose_name='文件')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('telling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='outcomes.telling', verbose_name='结果告知')),
            ],
            options={
                'verbose_name': '告知回执',
                'verbose_name_plural': '告知回执',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), ('size__gt', 0)), name='slip_whole', violation_error_message='文件不完整，请重新上传。'), models.UniqueConstraint(fields=('telling', 'sha256'), name='slip_once', violation_error_message='这个文件已经上传过。')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_on', models.DateField(verbose_name='申请复核日期')),
                ('way', models.CharField(choices=[('written', '书面'), ('oral', '口头')], max_length=8, verbose_name='申请方式')),
                ('reason', models.CharField(max_length=500, verbose_name='职工的理由')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('is_changed', models.BooleanField(editable=False, null=True, verbose_name='改变原决定')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='复核意见')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='复核时间')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='approvals.approvalstep', verbose_name='要复核的决定')),
            ],
            options={
                'verbose_name': '复核申请',
                'verbose_name_plural': '复核申请',
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['written', 'oral'])), name='appeal_way_known', violation_error_message='请选择申请方式。'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='appeal_has_reason', violation_error_message='请填写职工的理由。'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True), ('is_changed__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('is_changed__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered_whole', violation_error_message='请写明复核意见。')],
            },
        ),
    ]
