import django.db.models.deletion
import portal.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('network', '0001_initial'),
        ('vocabulary', '0004_more_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Board',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.UUIDField(default=uuid.uuid4)),
                ('last_seq', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Opportunity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('title', models.CharField(max_length=120)),
                ('summary', models.CharField(max_length=240)),
                ('for_whom', models.TextField(max_length=600)),
                ('requirements', models.TextField(blank=True, max_length=1000)),
                ('documents', models.TextField(blank=True, max_length=600)),
                ('cost', models.CharField(blank=True, max_length=160)),
                ('hours', models.CharField(blank=True, max_length=240)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('contact', models.CharField(max_length=160)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('website', models.URLField(blank=True)),
                ('state', models.CharField(choices=[('active', 'Attiva'), ('activatable', 'Si può attivare'), ('exhausted', 'Esaurita'), ('suspended', 'Sospesa')], default='active', max_length=12)),
                ('notice', models.CharField(blank=True, max_length=200)),
                ('places', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('posted_at', models.DateTimeField(default=portal.clock.now)),
                ('checked_at', models.DateTimeField(default=portal.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('is_example', models.BooleanField(default=False)),
                ('mod_seq', models.PositiveBigIntegerField(default=0)),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opportunities', to='network.organisation')),
                ('posted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
                ('themes', models.ManyToManyField(related_name='+', to='vocabulary.theme')),
            ],
            options={
                'ordering': ['-checked_at', '-pk'],
                'indexes': [models.Index(fields=['mod_seq'], name='changes_of_the_board'), models.Index(fields=['state', 'territory'], name='board_of_a_territory')],
                'constraints': [models.UniqueConstraint(fields=('posted_by', 'cid'), name='an_opportunity_is_posted_once'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='an_opportunity_has_a_title')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found', models.CharField(choices=[('there', 'c’è ancora'), ('over', 'è finita')], max_length=6)),
                ('at', models.DateTimeField(default=portal.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='opportunities.opportunity')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
    ]
