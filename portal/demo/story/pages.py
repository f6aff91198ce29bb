"""The public pages, in both languages."""

from wagtail.models import Locale

from portal.home.models import HomePage, InfoPage

from .files import folder, read


def tell(cast) -> None:
    home = HomePage.objects.get(locale__language_code="it")
    meta, body = read(folder("pages") / "home.md")
    home.title, home.lead, home.body = meta["title"], meta["summary"], body
    home.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    meta, body = read(folder("pages/en") / "home.md")
    twin = home.copy_for_translation(english)
    twin.title, twin.lead, twin.body, twin.slug = meta["title"], meta["summary"], body, "snodo-en"
    twin.save_revision().publish()
    for path in sorted(folder("pages").glob("*.md")):
        if path.stem == "home":
            continue
        meta, body = read(path)
        page = home.add_child(
            instance=InfoPage(title=meta["title"], slug=path.stem, lead=meta["summary"], body=body, locale=home.locale)
        )
        page.save_revision().publish()
        meta, body = read(folder("pages/en") / path.name)
        translated = page.copy_for_translation(english)
        translated.title, translated.lead, translated.body = meta["title"], meta["summary"], body
        translated.save_revision().publish()
