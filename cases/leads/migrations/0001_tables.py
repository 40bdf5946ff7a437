import django.db.models.deletion
import django.utils.timezone
import hardship.kernel.fields
import hardship.kernel.files
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('archives', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=60, verbose_name='名称')),
                ('text', models.TextField(max_length=2000, verbose_name='通知内容')),
                ('due_on', models.DateField(verbose_name='截止日期')),
                ('file', models.FileField(blank=True, max_length=120, upload_to=hardship.kernel.files.FolderName('calls'), verbose_name='附件')),
                ('file_name', models.CharField(blank=True, max_length=120, verbose_name='附件文件名')),
                ('file_media_type', models.CharField(blank=True, max_length=40)),
                ('state', models.CharField(choices=[('draft', '未发出'), ('open', '收集中'), ('closed', '已结束')], default='draft', editable=False, max_length=6, verbose_name='状态')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('opened_at', models.DateTimeField(editable=False, null=True, verbose_name='发出时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束人')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发出人')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '收集通知',
                'verbose_name_plural': '收集通知',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='call_state_known', violation_error_message='通知状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='call_says_what', violation_error_message='请填写名称和通知内容。'), models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('opened_at__isnull', False)), _connector='OR'), name='call_sent_unless_draft', violation_error_message='发出的通知要有发出时间。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='call_closed_when_over', violation_error_message='结束的通知要有结束时间。')],
            },
        ),
        migrations.CreateModel(
            name='CallUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('open', '未答复'), ('answered', '已答复')], default='open', editable=False, max_length=8, verbose_name='答复')),
                ('persons', models.PositiveIntegerField(editable=False, null=True, verbose_name='上报人数')),
                ('note', models.CharField(blank=True, editable=False, max_length=300, verbose_name='说明')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ('reminded_at', models.DateTimeField(editable=False, null=True, verbose_name='催办时间')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='leads.call', verbose_name='收集通知')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('reminded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='催办人')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '收集通知的答复',
                'verbose_name_plural': '收集通知的答复',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['union'], name='call_unit_waiting')],
                'constraints': [models.UniqueConstraint(fields=('call', 'union'), name='call_unit_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered'])), name='call_unit_state_known', violation_error_message='答复状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('persons__isnull', True), ('state', 'open')), models.Q(('answered_at__isnull', False), ('persons__isnull', False), ('state', 'answered')), _connector='OR'), name='call_unit_answered_with_a_number', violation_error_message='答复要写明人数，没有的填 0。')],
            },
        ),
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('visit', '走访'), ('hotline', '热线电话'), ('reception', '来访'), ('media', '媒体'), ('neighbour', '邻里、工友'), ('employer', '所在单位'), ('department', '其他部门转来'), ('questionnaire', '摸底问卷'), ('self', '本人'), ('other', '其他')], max_length=13, verbose_name='线索来源')),
                ('heard_on', models.DateField(verbose_name='获知日期')),
                ('heard_from', models.CharField(blank=True, max_length=60, verbose_name='提供人')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('phone', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='手机号码')),
                ('phone_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('id_number', hardship.kernel.fields.EncryptedField('id_number', blank=True, null=True, verbose_name='身份证号')),
                ('id_number_index', hardship.kernel.fields.BlindIndexField(db_index=True, null=True)),
                ('employer', models.CharField(blank=True, max_length=80, verbose_name='单位')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='住址')),
                ('cause', models.CharField(blank=True, choices=[('no_ability', '无劳动能力'), ('unemployed', '有劳动能力而未就业'), ('laid_off', '下岗失业'), ('not_insured', '未参加社会保险'), ('insurance_due', '社会保险待遇落实不到位'), ('illness', '患重特大疾病'), ('disaster', '遭受自然灾害'), ('accident', '遭受意外事故'), ('schooling', '子女上学'), ('disability', '残疾'), ('low_income', '收入低无法维持基本生活'), ('other', '其他')], max_length=14, verbose_name='困难原因')),
                ('hardship', models.CharField(max_length=500, verbose_name='困难情况')),
                ('state', models.CharField(choices=[('new', '待联系'), ('contacted', '已联系'), ('watch', '重点关注'), ('file', '已建档'), ('aid', '已帮扶'), ('nothing', '不需办理')], default='new', editable=False, max_length=9, verbose_name='状态')),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='办理期限')),
                ('reason', models.CharField(blank=True, choices=[('not_poor', '不符合困难条件'), ('declined', '本人不愿申请'), ('unreached', '多次联系不上'), ('on_file', '已在其他工会建档'), ('no_worker', '不是职工，已告知去处'), ('solved', '困难已解决'), ('other', '其他')], max_length=9, verbose_name='不需办理的原因')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='最近办理情况')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('city', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('county', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='archives.household', verbose_name='档案')),
                ('province', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '线索',
                'verbose_name_plural': '线索',
                'indexes': [models.Index(condition=models.Q(('state__in', ('new', 'contacted', 'watch'))), fields=['union', 'due_on'], name='lead_worklist')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('id_number_index__isnull', False), ('state__in', ('new', 'contacted', 'watch'))), fields=('id_number_index',), name='lead_one_open_for_a_person', violation_error_message='此人已有一条没有办结的线索。'), models.CheckConstraint(condition=models.Q(('state__in', ['new', 'contacted', 'watch', 'file', 'aid', 'nothing'])), name='lead_state_known', violation_error_message='线索状态不对。'), models.CheckConstraint(condition=models.Q(('channel__in', ['visit', 'hotline', 'reception', 'media', 'neighbour', 'employer', 'department', 'questionnaire', 'self', 'other'])), name='lead_channel_known', violation_error_message='请选择线索来源。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('hardship', ''), _negated=True)), name='lead_says_who_and_what', violation_error_message='请填写姓名和困难情况。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('due_on__isnull', False), ('state__in', ('new', 'contacted', 'watch'))), models.Q(models.Q(('state__in', ('new', 'contacted', 'watch')), _negated=True), ('closed_at__isnull', False), ('due_on__isnull', True)), _connector='OR'), name='lead_is_due_while_open', violation_error_message='没有办结的线索要有期限，办结的要有办结时间。'), models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('state', 'file')), models.Q(models.Q(('state', 'file'), _negated=True), ('household__isnull', True)), _connector='OR'), name='lead_filed_with_a_file', violation_error_message='“已建档”的线索要关联档案。'), models.CheckConstraint(condition=models.Q(models.Q(('reason__in', ['not_poor', 'declined', 'unreached', 'on_file', 'no_worker', 'solved', 'other']), ('state', 'nothing')), models.Q(models.Q(('state', 'nothing'), _negated=True), ('reason', '')), _connector='OR'), name='lead_dropped_for_a_reason', violation_error_message='请选择不需办理的原因。')],
            },
        ),
        migrations.CreateModel(
            name='LeadStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=8, verbose_name='办理')),
                ('target', models.CharField(choices=[('new', '待联系'), ('contacted', '已联系'), ('watch', '重点关注'), ('file', '已建档'), ('aid', '已帮扶'), ('nothing', '不需办理')], max_length=9, verbose_name='之后的状态')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='办理情况')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='leads.lead', verbose_name='线索')),
                ('passed_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转出工会')),
                ('passed_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='转入工会')),
            ],
            options={
                'verbose_name': '线索办理记录',
                'verbose_name_plural': '线索办理记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'pass'), ('passed_from__isnull', False), ('passed_to__isnull', False), models.Q(('passed_from', models.F('passed_to')), _negated=True)), models.Q(models.Q(('action', 'pass'), _negated=True), ('passed_from__isnull', True), ('passed_to__isnull', True)), _connector='OR'), name='lead_step_passes_between_two', violation_error_message='转出和转入的工会要写明，且不能相同。')],
            },
        ),
    ]
