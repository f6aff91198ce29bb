"""Write `corpus.yaml` again: 400 short texts as operators write them, half of them clean, always the same.

Run by hand: `python tests/portal/guard/write_corpus.py`. Every person, number and street is made up; codes carry
right check digits because that is what they are found by.
"""

import random
from pathlib import Path

import yaml
from stdnum import iban
from stdnum.it import codicefiscale

HERE = Path(__file__).parent
dice = random.Random(20261125)
pick = dice.choice

PARTS = yaml.safe_load((HERE / "corpus_parts.yaml").read_text(encoding="utf-8"))
CLEAN, NAMES, STREETS = PARTS["clean"], PARTS["names"], PARTS["streets"]
OPENINGS = [
    "",
    "",
    "",
    "",
    "Buongiorno a tutte. ",
    "Vi racconto com’è andata. ",
    "Una cosa utile: ",
    "Aggiornamento: ",
    "Da {paese}: ",
]
CLOSINGS = [
    "",
    "",
    "",
    " Che ne dite?",
    " Grazie.",
    " Ditemi se da voi è diverso.",
    " Continuo domani.",
    " Buon lavoro a tutti.",
]

AROUND = [
    "{x}. Mi ha chiesto una mano con la bolletta della luce e con il bonus.",
    "Vi chiedo un consiglio: {x}, e il venditore non risponde da tre settimane.",
    "Appunti del colloquio di ieri. {x}. La casa è in affitto, due stanze, infissi vecchi.",
    "Allora: {x}; il debito è fra 500 e 1.000 euro e il distacco sembra vicino.",
    "Ciao, {x}. Come vi muovete di solito con il servizio sociale?",
    "{x}\nDa lì in poi non ho più avuto notizie. Riprovo la settimana prossima.",
]

FIRST = (
    "Maria Giuseppina Amin Youssef Kevin Noemi Ahmed Sofia Denis Andreea "
    "Samuel Aisha Matteo Omar Alessia Ibrahim Chiara Blessing Nicolò Mirela"
).split()
LAST = (
    "Rossi Esposito Hoxha Popescu Diallo Bianchi Naccarato Osagie "
    "Singh Kovalenko Giraudo Benali Nowak Caruso Krasniqi Trabelsi"
).split()


def fiscal_code() -> str:
    letters, vowels = "BCDFGLMNPRSTVZ", "AEIOU"
    word = (
        "".join(pick(letters) for _ in range(6))
        if dice.random() < 0.7
        else "".join(pick(letters + vowels) for _ in range(6))
    )
    day = dice.randint(1, 28) + pick([0, 40])
    stem = f"{word}{dice.randint(30, 99)}{pick('ABCDEHLMPRST')}{day:02}{pick('ABCDEFGHIL')}{dice.randint(100, 999)}"
    if dice.random() < 0.25:  # omocodia
        places = dice.sample([6, 7, 9, 10, 12, 13, 14], dice.randint(1, 3))
        stem = "".join("LMNPQRSTUV"[int(c)] if n in places else c for n, c in enumerate(stem))
    code = stem + codicefiscale.calc_check_digit(stem)
    shape = dice.random()
    if shape < 0.15:
        return code.lower()
    if shape < 0.35:
        return " ".join([code[:3], code[3:6], code[6:11], code[11:]])
    if shape < 0.45:
        return "-".join([code[:6], code[6:8], code[8:11], code[11:15], code[15]])
    if shape < 0.55:
        return "\u200b".join([code[:5], code[5:]])
    if shape < 0.62:
        return code.replace("A", "А").replace("C", "С").replace("M", "М")  # Cyrillic look-alikes
    if shape < 0.68:
        return " ".join(code)
    return code


def account() -> str:
    body = f"{pick('ABCDEFX')}{dice.randint(10**9, 10**10 - 1)}{dice.randint(0, 10**12 - 1):012}"
    number = f"IT{iban.calc_check_digits('IT00' + body)}{body}"
    shape = dice.random()
    if shape < 0.4:
        return " ".join(number[n : n + 4] for n in range(0, 27, 4))
    return number.lower() if shape < 0.5 else number


def mobile() -> str:
    a, b, c = f"3{dice.randint(20, 99)}", f"{dice.randint(100, 999)}", f"{dice.randint(1000, 9999)}"
    return pick(
        [
            f"{a} {b} {c}",
            f"{a}{b}{c}",
            f"+39 {a} {b}{c}",
            f"{a}-{b}{c}",
            f"{a}/{b}{c}",
            f"{a}.{b}.{c}",
            f"0039{a}{b}{c}",
            f"{a} {b}{c[:2]} {c[2:]}",
        ]
    )


def landline() -> str:
    area = pick(["011", "0571", "0984", "055", "06", "02"])
    rest = f"{dice.randint(200000, 999999)}" if len(area) > 2 else f"{dice.randint(2000000, 9999999)}"
    return pick(
        [
            f"{area} {rest}",
            f"{area}/{rest}",
            f"{area}{rest}",
            f"+39 {area} {rest}",
            f"({area}) {rest}",
            f"{area}-{rest[:3]} {rest[3:]}",
        ]
    )


def day() -> str:
    d, m, y = dice.randint(1, 28), dice.randint(1, 12), dice.randint(1935, 2022)
    month = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()[
        m - 1
    ]
    return pick([f"{d:02}/{m:02}/{y}", f"{d} {month} {y}", f"{d}.{m}.{y}", f"{d}-{m}-{y}"])


def parts() -> list[tuple[str, str, str]]:
    """Give (kind, sentence with {x}, the part), for every kind that stops a text."""
    made = []
    for _ in range(36):
        made.append(
            (
                "fiscal_code",
                pick(["il codice fiscale è {x}", "CF {x}", "ho qui il suo codice, {x}, per la domanda", "C.F.: {x}"]),
                fiscal_code(),
            )
        )
    for _ in range(14):
        made.append(
            (
                "iban",
                pick(
                    ["può versare su {x} entro venerdì", "IBAN {x} per il rimborso", "mi ha dato il conto {x} e basta"]
                ),
                account(),
            )
        )
    for _ in range(12):
        name, last = pick(FIRST).lower(), pick(LAST).lower()
        host = pick(["gmail.com", "libero.it", "hotmail.it", "posta.example.org"])
        made.append(
            (
                "email",
                pick(["scrivere a {x} per i documenti", "la sua posta è {x}", "mail: {x}"]),
                pick(
                    [
                        f"{name}.{last}@{host}",
                        f"{name}{dice.randint(60, 99)}@{host}",
                        f"{name}.{last} (at) {host}",
                        f"{name}[at]{host}",
                        f"{name} chiocciola gmail punto com",
                    ]
                ),
            )
        )
    for _ in range(8):
        made.append(
            (
                "supply_code",
                "{x}",
                pick([f"IT001E{dice.randint(10**7, 10**8 - 1)}", f"it 001 e {dice.randint(10**7, 10**8 - 1)}"]),
            )
        )
    made = [
        (k, s if k != "supply_code" else pick(["il POD è {x}", "fornitura {x}, intestata al nonno"]), x)
        for k, s, x in made
    ]
    for _ in range(4):
        made.append(("supply_code", "il PDR {x} è del gas", f"{dice.randint(10**13, 10**14 - 1)}"))
    for _ in range(4):
        made.append(
            (
                "dsu_number",
                "la DSU è la {x}",
                f"INPS-ISEE-{pick(['2025', '2026'])}-{dice.randint(10**7, 10**8 - 1)}{pick('ABCXK')}-00",
            )
        )
    for _ in range(14):
        made.append(
            (
                "phone",
                pick(
                    [
                        "il suo cellulare è {x}",
                        "chiamatela al {x} dopo le 18",
                        "tel. {x}",
                        "ha lasciato il numero {x} del vicino",
                    ]
                ),
                mobile(),
            )
        )
    for _ in range(10):
        made.append(
            ("phone", pick(["il fisso è {x}", "risponde allo {x}", "telefono {x} solo la mattina"]), landline())
        )
    for street in STREETS:
        made.append(
            (
                "address",
                pick(["abita in {x}", "sta in {x}, al secondo piano", "siamo andati in {x}", "indirizzo: {x}"]),
                street.format(n=dice.randint(2, 180)),
            )
        )
    for _ in range(10):
        made.append(
            (
                "birth_date",
                pick(
                    [
                        "è nata il {x}",
                        "la bambina, nata a Torino il {x}",
                        "data di nascita {x}",
                        "il ragazzo nato il {x}",
                    ]
                ),
                day(),
            )
        )
    for _ in range(3):
        letters = "ABCDEFGHJKLMNPRSTVWXYZ"
        made.append(
            (
                "plate",
                "la macchina, targata {x}, è ferma",
                f"{pick(letters)}{pick(letters)}{dice.randint(100, 999)}{pick(letters)}{pick(letters)}",
            )
        )
    for _ in range(4):
        made.append(
            (
                "document",
                pick(["carta d’identità {x}", "il documento è {x}"]),
                f"C{pick('ABD')}{dice.randint(10000, 99999)}{pick('ABCDEF')}{pick('GHJKL')}",
            )
        )
    for _ in range(5):
        made.append(
            (
                "case_number",
                pick(["cartella sociale n. {x}", "il fascicolo {x} è fermo", "codice cliente {x} di Enel"]),
                f"{dice.randint(1000, 99999)}{pick(['', '/2024', '/25'])}",
            )
        )
    for name in NAMES:
        shape = dice.random()
        if shape < 0.12:
            name = name.upper()
        elif shape < 0.3:
            words = name.split(" ", 1)
            name = f"{words[1]} {words[0]}"
        made.append(
            (
                "name",
                pick(
                    [
                        "si tratta di {x}",
                        "oggi è venuta {x}",
                        "ho sentito {x} al telefono",
                        "la bolletta è intestata a {x}",
                        "{x} ha firmato la delega",
                        "Cognome e nome: {x}",
                    ]
                ),
                name,
            )
        )
    for _ in range(14):
        title = pick(
            [
                "la signora {x}",
                "il sig. {x}",
                "la sig.ra {x}",
                "la famiglia {x}",
                "la dott.ssa {x} del servizio",
                "il signor {x}",
            ]
        )
        made.append(("name", title, pick(LAST)))
    return made


def filled(text: str) -> str:
    return text.format(
        venditore=pick(["Enel Energia", "Iren", "Plenitude", "Hera Comm", "Edison"]),
        soglia=pick(["9.796", "9.530", "20.000", "12.000"]),
        paese=pick(["Empoli", "Castelfiorentino", "Cerreto Guidi", "Cosenza", "Torino", "Pagnana"]),
        mese=pick(["gennaio", "marzo", "maggio", "settembre", "novembre"]),
        collega=pick(["Samira", "Nello", "Elena", "Giulio"]),
        n=dice.randint(11, 38),
        n3=dice.randint(100, 700),
        k=dice.randint(3, 6),
        v1=dice.randint(100, 999),
        v2=dice.randint(100, 999),
    )


def main() -> None:
    clean: dict[str, None] = {}
    at = 0
    while len(clean) < 200:
        clean[
            filled(pick(OPENINGS) + CLEAN[at % len(CLEAN)] + pick(CLOSINGS)) if at >= len(CLEAN) else filled(CLEAN[at])
        ] = None
        at += 1
    dirty = []
    for kind, sentence, part in parts():
        sentence = sentence.format(x=part)
        around = pick(AROUND)
        text = around.format(
            x=sentence[0].upper() + sentence[1:] if around.startswith("{x}") or ". {x}" in around else sentence
        )
        dirty.append({"text": text, "kind": kind, "part": part if part in text else part[0].upper() + part[1:]})
    print(len(clean), len(dirty))
    dirty = dirty[:200]
    texts = [{"text": text} for text in clean] + dirty
    (HERE / "corpus.yaml").write_text(
        yaml.safe_dump(texts, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
