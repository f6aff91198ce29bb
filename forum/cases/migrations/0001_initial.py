import django.db.models.deletion
import forum.cases.models.cases
import portal.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('vocabulary', '0002_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=forum.cases.models.cases.new_code, max_length=20, unique=True)),
                ('pseudonym', models.CharField(max_length=30)),
                ('key', models.BinaryField()),
                ('question', models.BinaryField()),
                ('situation', models.BinaryField(default=bytes)),
                ('tried_text', models.BinaryField(default=bytes)),
                ('outcome', models.BinaryField(default=bytes)),
                ('household', models.CharField(blank=True, choices=[('1', '1'), ('2', '2'), ('3-4', '3–4'), ('5+', '5 o più')], max_length=12)),
                ('ages', models.JSONField(default=list)),
                ('isee', models.CharField(blank=True, choices=[('under_6000', 'meno di 6.000 euro'), ('6000_12000', '6.000–12.000 euro'), ('over_12000', 'più di 12.000 euro'), ('unknown', 'non si sa')], max_length=12)),
                ('health', models.CharField(blank=True, choices=[('no', 'no'), ('yes', 'sì'), ('equipment', 'sì, con apparecchi elettromedicali')], max_length=12)),
                ('supplies', models.JSONField(default=list)),
                ('arrears', models.CharField(blank=True, choices=[('none', 'nessuno'), ('under_3', 'meno di 3 mesi'), ('3_6', '3–6 mesi'), ('over_6', 'più di 6 mesi')], max_length=12)),
                ('debt', models.CharField(blank=True, choices=[('under_200', 'meno di 200 euro'), ('200_500', '200–500 euro'), ('500_1000', '500–1.000 euro'), ('over_1000', 'più di 1.000 euro')], max_length=12)),
                ('cut_risk', models.CharField(blank=True, choices=[('no', 'no'), ('soon', 'sì, presto'), ('done', 'già avvenuto')], max_length=12)),
                ('housing', models.CharField(blank=True, choices=[('public_rent', 'casa popolare'), ('private_rent', 'affitto privato'), ('owned', 'di proprietà'), ('other', 'altro')], max_length=12)),
                ('heating', models.CharField(blank=True, choices=[('own_gas', 'caldaia propria'), ('central', 'centralizzato'), ('stove', 'stufa a legna o pellet'), ('electric', 'elettrico'), ('none', 'non c’è, o è spento')], max_length=12)),
                ('tried', models.JSONField(default=list)),
                ('basis', models.CharField(choices=[('informed', 'La famiglia è informata, secondo l’informativa del mio ente'), ('consent', 'Il mio ente ha raccolto il consenso esplicito della famiglia'), ('unrecognisable', 'La situazione è resa non riconoscibile: non c’è una famiglia reale')], max_length=14)),
                ('basis_month', models.DateField(null=True)),
                ('state', models.CharField(choices=[('open', 'aspetta consigli'), ('talking', 'se ne parla'), ('closed', 'chiuso')], default='open', max_length=8)),
                ('outcome_kind', models.CharField(blank=True, choices=[('solved', 'Si è risolto'), ('partly', 'Si è risolto in parte'), ('unsolved', 'Non si è risolto')], max_length=8)),
                ('words_hidden_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(default=portal.clock.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('delete_on', models.DateField(null=True)),
                ('practice', models.PositiveBigIntegerField(null=True)),
                ('epoch', models.UUIDField(default=uuid.uuid4)),
                ('last_seq', models.PositiveBigIntegerField(default=0)),
                ('words_seq', models.PositiveBigIntegerField(default=0)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('themes', models.ManyToManyField(related_name='+', to='vocabulary.theme')),
            ],
            options={
                'ordering': ['-opened_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('owner', 'pseudonym'), name='an_owner_uses_a_pseudonym_once_at_a_time'), models.CheckConstraint(condition=models.Q(('pseudonym', ''), _negated=True), name='a_case_has_a_pseudonym'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('delete_on__isnull', False), ('state', 'closed'), models.Q(('outcome_kind', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('delete_on', None), ('outcome_kind', '')), _connector='OR'), name='a_closed_case_says_when_and_how'), models.CheckConstraint(condition=models.Q(models.Q(('basis', 'consent'), _negated=True), ('basis_month__isnull', False), _connector='OR'), name='a_consent_has_its_month')],
            },
        ),
        migrations.CreateModel(
            name='CaseDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.BinaryField()),
                ('words', models.BinaryField()),
                ('saved_at', models.DateTimeField(default=portal.clock.now)),
                ('expires_at', models.DateTimeField(default=forum.cases.models.cases.draft_end)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-saved_at'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('comment', 'commento'), ('recommendation', 'consiglio'), ('note', 'aggiornamento')], max_length=14)),
                ('words', models.BinaryField()),
                ('cid', models.UUIDField()),
                ('seq', models.PositiveBigIntegerField()),
                ('mod_seq', models.PositiveBigIntegerField()),
                ('written_at', models.DateTimeField(default=portal.clock.now)),
                ('edited_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('hidden_at', models.DateTimeField(null=True)),
                ('taken_up_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='cases.case')),
            ],
            options={
                'ordering': ['seq'],
                'indexes': [models.Index(fields=['case', 'mod_seq'], name='changes_of_a_case')],
                'constraints': [models.UniqueConstraint(fields=('case', 'seq'), name='entries_of_a_case_are_numbered'), models.UniqueConstraint(fields=('case', 'author', 'cid'), name='an_entry_is_sent_once'), models.CheckConstraint(condition=models.Q(('taken_up_at', None), ('kind', 'recommendation'), _connector='OR'), name='only_a_recommendation_is_taken_up')],
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('invited_at', models.DateTimeField(default=portal.clock.now)),
                ('expires_at', models.DateTimeField(default=forum.cases.models.cases.invitation_end)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('pledge', models.PositiveSmallIntegerField(default=0)),
                ('declined_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='cases.case')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['invited_at'],
                'indexes': [models.Index(fields=['person', 'case'], name='cases_of_a_reader')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('declined_at', None), ('left_at', None), ('removed_at', None)), fields=('case', 'person'), name='a_person_is_asked_once_at_a_time'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('pledge__gt', 0), _connector='OR'), name='who_reads_took_the_pledge'), models.CheckConstraint(condition=models.Q(('invited_by', models.F('person')), _negated=True), name='nobody_asks_herself')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'chi ha aperto il caso'), ('reader', 'chi è stato invitato')], max_length=8)),
                ('part', models.CharField(choices=[('case', 'il caso'), ('talk', 'la discussione')], max_length=8)),
                ('at', models.DateTimeField(default=portal.clock.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='cases.case')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at'],
                'indexes': [models.Index(fields=['case', 'reader', 'at'], name='readings_of_a_case')],
            },
        ),
    ]
