import django.db.models.deletion
import portal.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('vocabulary', '0002_words'),
        ('wagtailcore', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=80, verbose_name='nome')),
                ('purpose', models.CharField(max_length=240, verbose_name='a che cosa serve')),
                ('about', models.TextField(blank=True, max_length=2000, verbose_name='come lo usiamo')),
                ('kind', models.CharField(choices=[('open', 'aperto: ognuno apre discussioni'), ('announcements', 'annunci: apre chi cura il canale, rispondono tutti'), ('territory', 'di un territorio')], default='open', max_length=14)),
                ('audience', models.CharField(choices=[('operators', 'chi lavora nella rete'), ('members', 'tutti, anche chi sta studiando')], default='operators', max_length=10)),
                ('opened_at', models.DateTimeField(default=portal.clock.now)),
                ('epoch', models.UUIDField(default=uuid.uuid4)),
                ('last_seq', models.PositiveBigIntegerField(default=0)),
                ('msg_count', models.PositiveBigIntegerField(default=0)),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.theme')),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_at', models.DateTimeField(default=portal.clock.now)),
                ('read_n', models.PositiveBigIntegerField(default=0)),
                ('muted', models.BooleanField(default=False)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='forum.channel')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'person'), name='a_person_follows_a_channel_once')],
            },
        ),
        migrations.AddField(
            model_name='channel',
            name='followers',
            field=models.ManyToManyField(related_name='+', through='forum.Membership', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('welcome', 'Welcome')], default='text', max_length=8)),
                ('cid', models.UUIDField(default=uuid.uuid4)),
                ('seq', models.PositiveBigIntegerField()),
                ('mod_seq', models.PositiveBigIntegerField()),
                ('n', models.PositiveBigIntegerField()),
                ('change', models.CharField(choices=[('message', 'Message'), ('edit', 'Edit'), ('withdraw', 'Withdraw'), ('hide', 'Hide'), ('useful', 'Useful'), ('accept', 'Accept')], default='message', max_length=8)),
                ('body', models.TextField(blank=True, max_length=8000)),
                ('html', models.TextField(blank=True)),
                ('html_version', models.PositiveSmallIntegerField(default=1)),
                ('useful', models.PositiveIntegerField(default=0)),
                ('rev', models.PositiveSmallIntegerField(default=1)),
                ('posted_at', models.DateTimeField(default=portal.clock.now)),
                ('edited_at', models.DateTimeField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('hidden_at', models.DateTimeField(null=True)),
                ('hidden_why', models.CharField(blank=True, max_length=400)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='forum.channel')),
                ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('newcomer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveBigIntegerField()),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.channel')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='forum.message')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'channel', 'n'], name='mentions_of_a_person')],
                'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='a_message_names_a_person_once')],
            },
        ),
        migrations.CreateModel(
            name='MessageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rev', models.PositiveSmallIntegerField()),
                ('body', models.TextField()),
                ('replaced_at', models.DateTimeField(default=portal.clock.now)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='forum.message')),
            ],
            options={
                'ordering': ['-rev'],
                'constraints': [models.UniqueConstraint(fields=('message', 'rev'), name='a_version_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('useful', 'utile anche a me')], default='useful', max_length=10)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='forum.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'person', 'kind'), name='a_person_reacts_once_in_a_way')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('recognisable', 'Si capisce di chi si parla'), ('offensive', 'Offende qualcuno'), ('wrong', 'È un’informazione sbagliata che può fare danno'), ('other', 'Altro')], max_length=14)),
                ('words', models.TextField(blank=True, max_length=600)),
                ('reported_at', models.DateTimeField(default=portal.clock.now)),
                ('outcome', models.CharField(blank=True, choices=[('hidden', 'messaggio nascosto'), ('kept', 'messaggio lasciato'), ('withdrawn', 'ritirato da chi l’ha scritto')], max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='forum.message')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['reported_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('message', 'reported_by'), name='a_person_reports_a_message_once'), models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='an_answered_report_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80)),
                ('title', models.CharField(max_length=140, verbose_name='titolo')),
                ('opened_at', models.DateTimeField(default=portal.clock.now)),
                ('status', models.CharField(choices=[('open', 'aperta'), ('solved', 'risolta'), ('locked', 'chiusa')], default='open', max_length=10)),
                ('is_pinned', models.BooleanField(default=False)),
                ('solved_at', models.DateTimeField(null=True)),
                ('msg_count', models.PositiveIntegerField(default=0)),
                ('answers', models.PositiveIntegerField(default=0)),
                ('last_n', models.PositiveBigIntegerField(default=0)),
                ('last_at', models.DateTimeField(default=portal.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('hidden_at', models.DateTimeField(null=True)),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('accepted', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum.message')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='forum.channel')),
                ('last_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opening', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum.message')),
                ('practice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('solved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.territory', verbose_name='territorio')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.theme', verbose_name='temi')),
            ],
            options={
                'ordering': ['-is_pinned', '-last_at', '-pk'],
                'indexes': [models.Index(fields=['channel', '-is_pinned', '-last_at'], name='threads_of_a_channel'), models.Index(fields=['status', 'answers', 'opened_at'], name='threads_that_wait')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='thread_has_a_title'), models.UniqueConstraint(fields=('channel', 'slug'), name='a_thread_has_its_own_address')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='forum.thread'),
        ),
        migrations.CreateModel(
            name='ThreadRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_n', models.PositiveBigIntegerField(default=0)),
                ('attention', models.CharField(blank=True, choices=[('', 'come il canale'), ('follow', 'la seguo'), ('mute', 'silenziosa')], default='', max_length=8)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='forum.thread')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'person'), name='a_person_reads_a_thread_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='channel_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'territory'), _negated=True), ('territory__isnull', False), _connector='OR'), name='a_channel_of_a_territory_says_which'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['channel', 'mod_seq'], name='changes_of_a_channel'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['channel', 'n'], name='messages_not_read'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['thread', 'n'], name='messages_of_a_thread'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('channel', 'seq'), name='messages_of_a_channel_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('channel', 'author', 'cid'), name='a_message_is_posted_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'welcome')), fields=('newcomer',), name='a_person_is_welcomed_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('deleted_at', None), models.Q(('body', ''), ('html', '')), _connector='OR'), name='a_withdrawn_message_has_no_words'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('hidden_at', None), models.Q(('hidden_why', ''), _negated=True), _connector='OR'), name='a_hidden_message_has_a_reason'),
        ),
    ]
