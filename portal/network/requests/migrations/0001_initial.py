import django.db.models.deletion
import portal.clock
import portal.network.requests.models
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
            name='HelpRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=portal.network.requests.models.new_code, max_length=20, unique=True)),
                ('receipt', models.CharField(max_length=40, unique=True)),
                ('key', models.BinaryField()),
                ('needs', models.JSONField(default=list)),
                ('name', models.BinaryField(default=bytes)),
                ('text', models.BinaryField(default=bytes)),
                ('way', models.CharField(choices=[('call', 'Una telefonata'), ('message', 'Un messaggio'), ('none', 'Non contattatemi, torno io con il codice')], max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'da prendere'), ('taken', 'in corso'), ('closed', 'chiusa')], default='waiting', max_length=8)),
                ('taken_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(default=portal.clock.now)),
                ('waiting_since', models.DateTimeField(default=portal.clock.now)),
                ('moved_at', models.DateTimeField(default=portal.clock.now)),
                ('citizen_wrote_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('looked_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('solved', 'Ha trovato quello che cercava'), ('partly', 'In parte'), ('passed_on', 'Ora la segue un altro ente'), ('not_found', 'Qui non c’era una risposta'), ('no_contact', 'Non ci siamo più sentiti')], max_length=10)),
                ('helped', models.CharField(blank=True, choices=[('yes', 'Sì, è servito'), ('partly', 'In parte'), ('no', 'No')], max_length=8)),
                ('closed_at', models.DateTimeField(null=True)),
                ('delete_on', models.DateField(null=True)),
                ('is_example', models.BooleanField(default=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
                ('desk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.desk')),
                ('listing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.listing')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['sent_at', 'pk'],
                'indexes': [models.Index(fields=['state', 'area'], name='requests_of_an_area'), models.Index(fields=['taken_by', 'state'], name='requests_of_a_person'), models.Index(fields=['desk', 'state'], name='requests_of_a_desk')],
                'constraints': [models.CheckConstraint(condition=models.Q(('desk', None), ('listing', None), _connector='OR'), name='a_request_goes_to_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), ('taken_at', None), ('taken_by', None)), models.Q(models.Q(('state', 'waiting'), _negated=True), ('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='a_waiting_request_is_nobodys'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('delete_on__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('delete_on', None), ('outcome', '')), _connector='OR'), name='a_closed_request_says_when_and_how')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contact', serialize=False, to='requests.helprequest')),
                ('key', models.BinaryField()),
                ('value', models.BinaryField()),
                ('when', models.BinaryField(default=bytes)),
                ('may_say_who', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('answer', 'risposta'), ('added', 'aggiunta'), ('handover', 'passaggio')], max_length=8)),
                ('words', models.BinaryField(default=bytes)),
                ('cid', models.UUIDField(default=uuid.uuid4)),
                ('written_at', models.DateTimeField(default=portal.clock.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.desk')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='requests.helprequest')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['written_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('request', 'cid'), name='a_line_is_sent_once'), models.CheckConstraint(condition=models.Q(('kind', 'added'), ('author__isnull', False), _connector='OR'), name='an_answer_has_an_author')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ask', models.BinaryField()),
                ('agreed_on', models.DateField()),
                ('state', models.CharField(choices=[('sent', 'inviata'), ('accepted', 'accolta'), ('refused', 'non accolta'), ('done', 'fatta'), ('ended', 'chiusa senza risposta')], default='sent', max_length=8)),
                ('sent_at', models.DateTimeField(default=portal.clock.now)),
                ('moved_at', models.DateTimeField(default=portal.clock.now)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='requests.helprequest')),
            ],
            options={
                'ordering': ['sent_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['sent', 'accepted'])), fields=('request', 'organisation'), name='a_body_is_asked_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('sent', 'inviata'), ('accepted', 'accolta'), ('refused', 'non accolta'), ('done', 'fatta'), ('ended', 'chiusa senza risposta')], max_length=8)),
                ('words', models.BinaryField(default=bytes)),
                ('written_at', models.DateTimeField(default=portal.clock.now)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='requests.referral')),
            ],
            options={
                'verbose_name_plural': 'replies',
                'ordering': ['written_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('need', models.CharField(max_length=12)),
                ('outcome', models.CharField(max_length=10)),
                ('count', models.PositiveIntegerField(default=0)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'area', 'need', 'outcome'), name='a_month_is_counted_once')],
            },
        ),
    ]
