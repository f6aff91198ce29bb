"""What a lesson is made of, composed by trainers in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

# The page has the first two levels of headings; there is no embed, no raw HTML and no table (security.md R13).
FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link"]


class NoteBlock(blocks.StructBlock):
    """A box beside the text: a constructed story, a warning, a figure to check."""

    kind = blocks.ChoiceBlock(
        label=_("di che tipo"),
        choices=[("example", _("esempio costruito")), ("warning", _("attenzione")), ("check", _("da verificare"))],
    )
    text = blocks.RichTextBlock(label=_("testo"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("riquadro")


class PictureBlock(blocks.StructBlock):
    """A picture, with what it says in words for those who cannot see it."""

    image = ImageChooserBlock(label=_("immagine"))
    alt = blocks.CharBlock(
        label=_("che cosa mostra"),
        max_length=250,
        help_text=_("Chi non vede l’immagine legge o ascolta questo. Scrivi quello che serve per capire la lezione."),
    )
    caption = blocks.CharBlock(label=_("didascalia"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("immagine")


class VideoBlock(blocks.StructBlock):
    """A link to a video, and its words: nothing in a lesson needs a fast line or sound."""

    title = blocks.CharBlock(label=_("titolo"), max_length=140)
    url = blocks.URLBlock(label=_("indirizzo"))
    minutes = blocks.IntegerBlock(label=_("minuti"), min_value=1, max_value=240, required=False)
    transcript = blocks.RichTextBlock(label=_("trascrizione"), features=FEATURES)

    class Meta:
        icon = "media"
        label = _("video con trascrizione")


class FilesBlock(blocks.StaticBlock):
    """The place of the lesson’s files: they stand in a panel of their own, behind a permission (decisions.md 14)."""

    class Meta:
        icon = "doc-full-inverse"
        label = _("i materiali da scaricare")
        admin_text = _("Qui compaiono i materiali della lezione. Si caricano sotto, in «Materiali».")


class QuizBlock(blocks.StaticBlock):
    """The place of the lesson's questions. Their keys are rows, never part of the text (security.md R10)."""

    class Meta:
        icon = "help"
        label = _("le domande")
        admin_text = _("Qui compaiono le domande della lezione. Si scrivono sotto, in «Domande».")


class LessonBlocks(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("testo"), icon="pilcrow", features=FEATURES)
    note = NoteBlock()
    image = PictureBlock()
    video = VideoBlock()
    files = FilesBlock()
    quiz = QuizBlock()

    class Meta:
        block_counts = {"files": {"max_num": 1}, "quiz": {"max_num": 1}}
