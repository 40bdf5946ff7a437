import django.contrib.postgres.fields
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
    ]

    operations = [
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='公示编号')),
                ('state', models.CharField(choices=[('running', '公示中'), ('concluded', '已结束'), ('taken_down', '已取下'), ('cancelled', '提前撤下')], default='running', editable=False, max_length=10, verbose_name='状态')),
                ('days', models.PositiveSmallIntegerField(default=5, verbose_name='公示天数')),
                ('in_workdays', models.BooleanField(default=True, verbose_name='按工作日')),
                ('topic', models.CharField(choices=[('intended', '拟帮扶'), ('filing', '建档'), ('schooling', '助学'), ('visits', '慰问名单'), ('money', '资金使用')], default='intended', max_length=10, verbose_name='公示种类')),
                ('title', models.CharField(blank=True, max_length=40, verbose_name='标题')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None, verbose_name='除姓名外公示的栏目')),
                ('mask', models.CharField(choices=[('middle', '隐去中间（王*梅）'), ('given', '只留姓（王**）')], default='middle', max_length=6, verbose_name='姓名怎样隐去')),
                ('starts_on', models.DateField(verbose_name='公示开始')),
                ('ends_on', models.DateField(verbose_name='公示截止')),
                ('token', models.CharField(editable=False, max_length=24, unique=True)),
                ('is_closed', models.BooleanField(default=False, editable=False, verbose_name='不再加入条目')),
                ('needs_proof', models.BooleanField(default=False, verbose_name='没有张贴照片的不能报审批')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='发布时间')),
                ('concluded_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='提前撤下的原因')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('concluded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结束人')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '公示',
                'verbose_name_plural': '公示',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_closed', False), ('state', 'running')), fields=('union', 'starts_on', 'days', 'in_workdays', 'topic', 'columns', 'mask'), name='notice_once_a_day'), models.CheckConstraint(condition=models.Q(('state__in', ['running', 'concluded', 'taken_down', 'cancelled'])), name='notice_state_known', violation_error_message='公示的状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='notice_cancelled_for_a_reason', violation_error_message='提前撤下的公示要写明原因。'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='notice_ends_later', violation_error_message='截止日期必须晚于开始日期。')],
            },
        ),
        migrations.CreateModel(
            name='NoticeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=80, verbose_name='公示的事项')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='编号')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='单位')),
                ('programme', models.CharField(max_length=80, verbose_name='帮扶项目')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='帮扶金额（元）')),
                ('category', models.CharField(blank=True, max_length=60, verbose_name='困难类别')),
                ('reason_shown', models.CharField(blank=True, max_length=40, verbose_name='致困原因')),
                ('goods', models.CharField(blank=True, max_length=500, verbose_name='帮扶物资')),
                ('content_hash', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('on', '公示中'), ('passed', '已报批'), ('withdrawn', '已撤下')], default='on', editable=False, max_length=9, verbose_name='状态')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='离开公示的时间')),
                ('reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='撤下原因')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='申报工会')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='notices.publicnotice', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示条目',
                'verbose_name_plural': '公示条目',
                'constraints': [models.UniqueConstraint(fields=('source', 'round'), name='notice_entry_once_a_round'), models.CheckConstraint(condition=models.Q(('state__in', ['on', 'passed', 'withdrawn'])), name='notice_entry_state_known', violation_error_message='公示条目的状态不对。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'on')), models.Q(models.Q(('state', 'on'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='notice_entry_closed_when_it_left', violation_error_message='离开公示的条目要有时间。')],
            },
        ),
        migrations.CreateModel(
            name='NoticeBoard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('board', '单位公示栏'), ('gate', '厂门口'), ('hall', '办事大厅'), ('community', '社区（村）公告栏'), ('web', '网站、工作群'), ('other', '其他')], max_length=10, verbose_name='张贴处')),
                ('where', models.CharField(max_length=80, verbose_name='具体位置')),
                ('posted_on', models.DateField(verbose_name='张贴日期')),
                ('late_reason', models.CharField(blank=True, max_length=200, verbose_name='晚于发布日期的原因')),
                ('put_up_by', models.CharField(max_length=40, verbose_name='张贴人')),
                ('seen_by', models.CharField(max_length=40, verbose_name='见证人')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('taken_down_on', models.DateField(editable=False, null=True, verbose_name='取下日期')),
                ('taken_down_at', models.DateTimeField(editable=False, null=True, verbose_name='登记取下的时间')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('taken_down_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记取下的人')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boards', to='notices.publicnotice', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示张贴处',
                'verbose_name_plural': '公示张贴处',
                'constraints': [models.UniqueConstraint(fields=('notice', 'place', 'where'), name='notice_board_once', violation_error_message='这一处已经登记过。'), models.CheckConstraint(condition=models.Q(('place__in', ['board', 'gate', 'hall', 'community', 'web', 'other'])), name='notice_board_place_known', violation_error_message='请选择张贴处。'), models.CheckConstraint(condition=models.Q(models.Q(('seen_by', models.F('put_up_by')), _negated=True), models.Q(('seen_by', ''), _negated=True)), name='notice_board_seen_by_another', violation_error_message='见证人要是张贴人以外的另一个人。'), models.CheckConstraint(condition=models.Q(models.Q(('taken_down_at__isnull', True), ('taken_down_on__isnull', True)), models.Q(('taken_down_at__isnull', False), ('taken_down_on__gte', models.F('posted_on'))), _connector='OR'), name='notice_board_taken_down_later', violation_error_message='取下日期不能早于张贴日期。')],
            },
        ),
        migrations.CreateModel(
            name='EndChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('poster', '张贴晚于发布'), ('extended', '延长'), ('calendar', '放假安排调整')], max_length=8, verbose_name='原因类别')),
                ('old_ends_on', models.DateField(verbose_name='原截止日期')),
                ('new_ends_on', models.DateField(verbose_name='新截止日期')),
                ('days', models.PositiveSmallIntegerField(default=0, verbose_name='延长天数')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='end_changes', to='notices.publicnotice', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示截止变更',
                'verbose_name_plural': '公示截止变更',
                'constraints': [models.CheckConstraint(condition=models.Q(('new_ends_on__gt', models.F('old_ends_on'))), name='end_change_later', violation_error_message='新的截止日期要晚于原来的。'), models.CheckConstraint(condition=models.Q(('kind__in', ['poster', 'extended', 'calendar'])), name='end_change_kind_known', violation_error_message='原因类别不对。'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='end_change_says_why', violation_error_message='请写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('days__gt', 0), ('kind', 'extended')), models.Q(models.Q(('kind', 'extended'), _negated=True), ('days', 0)), _connector='OR'), name='end_change_days_of_an_extension', violation_error_message='延长的要写天数。')],
            },
        ),
        migrations.CreateModel(
            name='BoardPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[('start', '张贴时'), ('end', '取下时')], max_length=5, verbose_name='时点')),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('notices'), verbose_name='照片')),
                ('original_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='notices.noticeboard', verbose_name='张贴处')),
            ],
            options={
                'verbose_name': '公示照片',
                'verbose_name_plural': '公示照片',
                'constraints': [models.UniqueConstraint(fields=('board', 'moment', 'sha256'), name='board_photo_once', violation_error_message='这张照片已经上传过。'), models.CheckConstraint(condition=models.Q(('moment__in', ['start', 'end'])), name='board_photo_moment_known', violation_error_message='照片的时点不对。')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('to_check', '待核对'), ('open', '待调查答复'), ('answered', '已答复'), ('retracted', '已撤回'), ('dismissed', '不作为异议')], default='open', editable=False, max_length=9, verbose_name='状态')),
                ('channel', models.CharField(choices=[('visit', '来人'), ('phone', '电话'), ('letter', '来信'), ('page', '公示网页')], default='visit', max_length=6, verbose_name='收到方式')),
                ('text', models.CharField(max_length=500, verbose_name='异议内容')),
                ('objector', models.CharField(blank=True, max_length=60, verbose_name='异议人')),
                ('contact', hardship.kernel.fields.EncryptedField('phone', blank=True, null=True, verbose_name='联系电话')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('findings', models.CharField(blank=True, max_length=500, verbose_name='调查情况')),
                ('outcome', models.CharField(blank=True, choices=[('unfounded', '异议不成立，继续办理'), ('upheld', '异议成立，退回申请'), ('refused', '异议成立，不予帮扶')], max_length=9, verbose_name='结论')),
                ('rule', models.CharField(blank=True, max_length=200, verbose_name='依据的规定')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='答复')),
                ('told_how', models.CharField(blank=True, choices=[('handed', '书面当面交付'), ('posted', '书面寄送'), ('phone', '电话告知，书面留存'), ('nobody', '匿名，书面留存')], max_length=6, verbose_name='告知方式')),
                ('told_on', models.DateField(null=True, verbose_name='告知日期')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ('effect', models.CharField(blank=True, editable=False, max_length=200, verbose_name='对申请的影响')),
                ('note', models.CharField(blank=True, editable=False, max_length=500, verbose_name='撤回或不予办理的原因')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='不再办理的时间')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='调查人')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notices.noticeentry', verbose_name='公示条目')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['to_check', 'open', 'answered', 'retracted', 'dismissed'])), name='objection_state_known', violation_error_message='异议的状态不对。'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='objection_says_what', violation_error_message='请填写异议内容。'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('outcome__in', ['unfounded', 'upheld', 'refused']), ('state', 'answered'), ('told_how__in', ['handed', 'posted', 'phone', 'nobody']), ('told_on__isnull', False), models.Q(('answer', ''), _negated=True), models.Q(('findings', ''), _negated=True)), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at__isnull', True), ('answered_by__isnull', True), ('outcome', '')), _connector='OR'), name='objection_answered_in_writing', violation_error_message='答复要写明调查情况、结论和告知方式。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('retracted', 'dismissed')), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='objection_dropped_for_a_reason', violation_error_message='撤回或不作为异议的要写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state__in', ('retracted', 'dismissed'))), models.Q(models.Q(('state__in', ('retracted', 'dismissed')), _negated=True), ('closed_at__isnull', True), ('closed_by__isnull', True)), _connector='OR'), name='objection_closed_by_somebody', violation_error_message='撤回或不作为异议的要有办理人。'), models.CheckConstraint(condition=models.Q(('channel', 'page'), ('recorded_by__isnull', False), _connector='OR'), name='objection_recorded_by_somebody', violation_error_message='登记的异议要有登记人。')],
            },
        ),
    ]
