import django.db.models.deletion
import django.utils.timezone
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
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('leading_group', '领导小组'), ('committee', '委员会'), ('panel', '评审小组')], max_length=14, verbose_name='类别')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('document', models.CharField(max_length=80, verbose_name='成立文件')),
                ('majority', models.CharField(choices=[('entitled', '应到会成员过半数赞成'), ('present', '到会成员过半数赞成'), ('two_thirds', '到会成员三分之二以上赞成')], default='entitled', max_length=10, verbose_name='表决规则')),
                ('from_on', models.DateField(verbose_name='任期自')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='任期至')),
                ('closed_on', models.DateField(editable=False, null=True, verbose_name='撤销日期')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='修改时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '领导小组（委员会）',
                'verbose_name_plural': '领导小组（委员会）',
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('union', 'name'), name='body_named_once_in_a_union', violation_error_message='本工会已有同名的领导小组或委员会。'), models.CheckConstraint(condition=models.Q(('kind__in', ['leading_group', 'committee', 'panel'])), name='body_kind_known', violation_error_message='请选择类别。'), models.CheckConstraint(condition=models.Q(('majority__in', ['entitled', 'present', 'two_thirds'])), name='body_majority_known', violation_error_message='请选择表决规则。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('document', ''), _negated=True)), name='body_founded', violation_error_message='请填写名称和成立文件。'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='body_term_in_order', violation_error_message='任期结束不能早于开始。')],
            },
        ),
        migrations.CreateModel(
            name='BodyMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('post', models.CharField(max_length=60, verbose_name='职务')),
                ('part', models.CharField(choices=[('leader', '组长（主任）'), ('deputy', '副组长（副主任）'), ('member', '成员')], max_length=8, verbose_name='组内职务')),
                ('from_on', models.DateField(verbose_name='自')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='至')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='bodies.body', verbose_name='领导小组')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '领导小组成员',
                'verbose_name_plural': '领导小组成员',
                'constraints': [models.UniqueConstraint(condition=models.Q(('part', 'leader'), ('until_on__isnull', True)), fields=('body',), name='body_has_one_leader', violation_error_message='已有组长（主任），请先登记其卸任。'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True), ('user__isnull', False)), fields=('body', 'user'), name='body_member_once', violation_error_message='此人已是成员。'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('post', ''), _negated=True)), name='body_member_named', violation_error_message='请填写姓名和职务。'), models.CheckConstraint(condition=models.Q(('part__in', ['leader', 'deputy', 'member'])), name='body_member_part_known', violation_error_message='请选择组内职务。'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='body_member_leaves_after_coming', violation_error_message='卸任日期不能早于到任日期。')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('called', '已召集'), ('held', '已召开'), ('minuted', '纪要已定'), ('cancelled', '已取消')], default='called', editable=False, max_length=9, verbose_name='状态')),
                ('majority', models.CharField(choices=[('entitled', '应到会成员过半数赞成'), ('present', '到会成员过半数赞成'), ('two_thirds', '到会成员三分之二以上赞成')], editable=False, max_length=10, verbose_name='表决规则')),
                ('on', models.DateField(verbose_name='会议日期')),
                ('place', models.CharField(max_length=80, verbose_name='地点')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('called_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='召集时间')),
                ('held_at', models.DateTimeField(editable=False, null=True, verbose_name='登记召开时间')),
                ('minuted_at', models.DateTimeField(editable=False, null=True, verbose_name='定稿时间')),
                ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='取消时间')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='bodies.body', verbose_name='领导小组')),
                ('called_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='召集人')),
                ('cancelled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取消人')),
                ('city', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='市级工会')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='区县工会')),
                ('held_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('minuted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核对人')),
                ('province', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='省级工会')),
                ('township', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='乡镇工会')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.union', verbose_name='工会')),
            ],
            options={
                'verbose_name': '会议',
                'verbose_name_plural': '会议',
                'indexes': [models.Index(fields=['body', '-on'], name='meeting_of_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['called', 'held', 'minuted', 'cancelled'])), name='meeting_state_known', violation_error_message='状态不对。'), models.CheckConstraint(condition=models.Q(('majority__in', ['entitled', 'present', 'two_thirds'])), name='meeting_majority_known', violation_error_message='请选择表决规则。'), models.CheckConstraint(condition=models.Q(('place', ''), _negated=True), name='meeting_has_a_place', violation_error_message='请填写地点。'), models.CheckConstraint(condition=models.Q(('minuted_by__isnull', True), models.Q(('minuted_by', models.F('held_by')), _negated=True), _connector='OR'), name='meeting_minuted_by_another', violation_error_message='会议纪要由记录人以外的人核对定稿。'), models.CheckConstraint(condition=models.Q(('state__in', ['called', 'cancelled']), models.Q(('held_by__isnull', False), ('state', 'held')), models.Q(('held_by__isnull', False), ('minuted_by__isnull', False), ('state', 'minuted')), _connector='OR'), name='meeting_stamped', violation_error_message='会议的登记人不完整。')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('presence', models.CharField(blank=True, choices=[('present', '到会'), ('absent', '请假或缺席')], max_length=8, verbose_name='到会情况')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='原因')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.bodymember', verbose_name='成员')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='bodies.meeting', verbose_name='会议')),
            ],
            options={
                'verbose_name': '到会情况',
                'verbose_name_plural': '到会情况',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'member'), name='attendance_once'), models.CheckConstraint(condition=models.Q(('presence', ''), ('presence__in', ['present', 'absent']), _connector='OR'), name='attendance_presence_known', violation_error_message='请选择。')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('kind', models.CharField(blank=True, max_length=60, verbose_name='种类')),
                ('target_id', models.CharField(blank=True, max_length=40)),
                ('title', models.CharField(max_length=200, verbose_name='议题')),
                ('round', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='轮次')),
                ('content_hash', models.CharField(blank=True, db_default='', editable=False, max_length=64)),
                ('decision', models.CharField(blank=True, choices=[('agreed', '同意'), ('refused', '不同意'), ('deferred', '暂缓，下次再议')], max_length=8, verbose_name='决定')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='决定内容')),
                ('votes_for', models.PositiveSmallIntegerField(null=True, verbose_name='赞成')),
                ('votes_against', models.PositiveSmallIntegerField(null=True, verbose_name='反对')),
                ('votes_abstained', models.PositiveSmallIntegerField(null=True, verbose_name='弃权')),
                ('departure', models.CharField(blank=True, db_default='', max_length=200, verbose_name='与表决不一致的原因')),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('removed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤下人')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='bodies.meeting', verbose_name='会议')),
            ],
            options={
                'verbose_name': '议题',
                'verbose_name_plural': '议题',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('kind', ''), _negated=True)), fields=('meeting', 'kind', 'target_id'), name='agenda_target_once', violation_error_message='这一项已在议程上。'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='agenda_titled', violation_error_message='请填写议题。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), ('target_id', '')), models.Q(models.Q(('kind', ''), _negated=True), models.Q(('target_id', ''), _negated=True)), _connector='OR'), name='agenda_target_whole', violation_error_message='议题不完整。'), models.CheckConstraint(condition=models.Q(('decision', ''), ('decision__in', ['agreed', 'refused', 'deferred']), _connector='OR'), name='agenda_decision_known', violation_error_message='请选择决定。'), models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ['refused', 'deferred']), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='agenda_refusal_has_words', violation_error_message='不同意或暂缓的，请写明理由。'), models.CheckConstraint(condition=models.Q(models.Q(('content_hash', ''), ('round__isnull', True)), models.Q(('round__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='agenda_version_whole', violation_error_message='议题不完整。'), models.CheckConstraint(condition=models.Q(models.Q(('votes_abstained__isnull', True), ('votes_against__isnull', True), ('votes_for__isnull', True)), models.Q(('votes_abstained__isnull', False), ('votes_against__isnull', False), ('votes_for__isnull', False)), _connector='OR'), name='agenda_votes_whole', violation_error_message='赞成、反对、弃权的票数都要填。'), models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ['agreed', 'refused']), _negated=True), ('votes_for__isnull', False), _connector='OR'), name='agenda_voted_on', violation_error_message='请登记赞成、反对、弃权的票数。')],
            },
        ),
        migrations.CreateModel(
            name='MinutesScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.FileField(max_length=120, upload_to=hardship.kernel.files.FolderName('minutes'), verbose_name='文件')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='上传时间')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='bodies.meeting', verbose_name='会议')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '签字纪要扫描件',
                'verbose_name_plural': '签字纪要扫描件',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), ('size__gt', 0)), name='minutes_scan_whole', violation_error_message='文件不完整，请重新上传。'), models.UniqueConstraint(fields=('meeting', 'sha256'), name='minutes_scan_once')],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=100, verbose_name='回避原因')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='bodies.agendaitem', verbose_name='议题')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.bodymember', verbose_name='成员')),
            ],
            options={
                'verbose_name': '回避',
                'verbose_name_plural': '回避',
                'constraints': [models.UniqueConstraint(fields=('item', 'member'), name='recusal_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='recusal_has_a_reason', violation_error_message='请填写回避原因。')],
            },
        ),
    ]
