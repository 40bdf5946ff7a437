import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archives', '0015_how_files_stood_before'),
    ]

    operations = [
        migrations.AddField(
            model_name='changerequest',
            name='import_change',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='archives.importchange', verbose_name='花名册更新'),
        ),
        migrations.AddField(
            model_name='rosterimport',
            name='items_asked',
            field=models.PositiveIntegerField(default=0, verbose_name='提交审核的变更'),
        ),
    ]
