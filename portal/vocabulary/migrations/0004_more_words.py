"""Municipalities with their CAP, and the languages that are spoken at the desks. Public facts; an office adds its own."""

from django.db import migrations

# Municipalities of an area: slug, name, CAP. The order is the alphabet's.
MUNICIPALITIES = {
    "torino": [("torino-citta", "Torino città", [str(cap) for cap in range(10121, 10157)])],
    "empolese-valdelsa": [
        ("capraia-e-limite", "Capraia e Limite", ["50050"]),
        ("castelfiorentino", "Castelfiorentino", ["50051"]),
        ("cerreto-guidi", "Cerreto Guidi", ["50050"]),
        ("certaldo", "Certaldo", ["50052"]),
        ("empoli", "Empoli", ["50053"]),
        ("fucecchio", "Fucecchio", ["50054"]),
        ("gambassi-terme", "Gambassi Terme", ["50050"]),
        ("montaione", "Montaione", ["50050"]),
        ("montelupo-fiorentino", "Montelupo Fiorentino", ["50056"]),
        ("montespertoli", "Montespertoli", ["50025"]),
        ("vinci", "Vinci", ["50059"]),
    ],
    "cosenza": [
        ("castrolibero", "Castrolibero", ["87040"]),
        ("cosenza-citta", "Cosenza città", ["87100"]),
        ("mendicino", "Mendicino", ["87040"]),
        ("montalto-uffugo", "Montalto Uffugo", ["87046"]),
        ("rende", "Rende", ["87036"]),
    ],
}
LANGUAGES = [
    ("it", "Italiano", "Italian"),
    ("en", "Inglese", "English"),
    ("fr", "Francese", "French"),
    ("es", "Spagnolo", "Spanish"),
    ("ar", "Arabo", "Arabic"),
    ("ro", "Romeno", "Romanian"),
    ("sq", "Albanese", "Albanian"),
    ("uk", "Ucraino", "Ukrainian"),
    ("zh", "Cinese", "Chinese"),
    ("ur", "Urdu", "Urdu"),
    ("bn", "Bengalese", "Bengali"),
    ("pt", "Portoghese", "Portuguese"),
    ("lis", "Lingua dei segni", "Sign language"),
]
ENGLISH = {"torino-citta": "Turin city", "cosenza-citta": "Cosenza city"}


def begin(apps, schema_editor) -> None:
    territory = apps.get_model("vocabulary", "Territory")
    postcode = apps.get_model("vocabulary", "Postcode")
    language = apps.get_model("vocabulary", "Language")
    for area, places in MUNICIPALITIES.items():
        wide = territory.objects.get(slug=area)
        for order, (slug, name, caps) in enumerate(places, start=1):
            made, _ = territory.objects.update_or_create(
                slug=slug,
                defaults={
                    "name": name,
                    "name_en": ENGLISH.get(slug, name),
                    "parent": wide,
                    "order": wide.order + order,
                },
            )
            postcode.objects.bulk_create(postcode(code=cap, territory=made) for cap in caps)
    for order, (slug, name, name_en) in enumerate(LANGUAGES):
        language.objects.create(slug=slug, name=name, name_en=name_en, order=order)


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0003_language_postcode")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
