"""Invented people, companies and schools."""

TUTORS = [  # agency tutors; the last one coordinates
    ("Giulia", "Conti"),
    ("Paolo", "Neri"),
    ("Sara", "Lenzi"),
]

# name, sector, address, languages, minors, company tutor
COMPANIES = [
    (
        "Bartolini Impianti S.r.l.",
        "Mechatronics",
        "Via della Ferrovia 12, Pistoia",
        "it, en",
        True,
        ("Marco", "Bartolini"),
    ),
    (
        "Meccanica Serravalle",
        "Mechatronics",
        "Via Marconi 18, Serravalle Pistoiese",
        "it",
        True,
        ("Ivo", "Gori"),
    ),
    (
        "Tecno Agliana S.p.A.",
        "Mechatronics",
        "Via Provinciale 210, Agliana",
        "it, en",
        True,
        ("Luca", "Fabbri"),
    ),
    (
        "Officine Vannucci S.r.l.",
        "Mechatronics",
        "Via Fiorentina 112, Pistoia",
        "it, en",
        True,
        ("Anna", "Vannucci"),
    ),
    (
        "Elettrica Valdinievole",
        "Mechatronics",
        "Via Roma 4, Pescia",
        "it, de",
        True,
        ("Dario", "Pieri"),
    ),
    (
        "Trattoria Il Cantuccio",
        "Catering",
        "Piazza della Sala 9, Pistoia",
        "it",
        True,
        ("Sara", "Bini"),
    ),
    (
        "Pasticceria Montalbano",
        "Catering",
        "Corso Gramsci 20, Pistoia",
        "it, en",
        True,
        ("Rita", "Melani"),
    ),
    (
        "Osteria del Ceppo",
        "Catering",
        "Piazza Giovanni XXIII 3, Pistoia",
        "it",
        True,
        ("Ugo", "Tesi"),
    ),
    (
        "Hotel Villa Sole",
        "Hospitality",
        "Viale Verdi 40, Montecatini Terme",
        "it, en, es",
        True,
        ("Elena", "Ricci"),
    ),
    (
        "Albergo Terme Nuove",
        "Hospitality",
        "Via Manzoni 7, Montecatini Terme",
        "it, en",
        True,
        ("Piero", "Galli"),
    ),
    (
        "Residenza dei Cipressi",
        "Hospitality",
        "Via di Collodi 15, Pescia",
        "it, es",
        True,
        ("Lara", "Magni"),
    ),
    (
        "Studio Grafico Lungarno",
        "Graphic design",
        "Lungarno Pacinotti 3, Pisa",
        "it, en, fr",
        False,
        ("Marta", "Neri"),
    ),
    (
        "Tipografia Pacini",
        "Graphic design",
        "Via Bonfanti 9, Pistoia",
        "it, en",
        True,
        ("Gino", "Pacini"),
    ),
    (
        "Agenzia Quarrata Web",
        "Graphic design",
        "Via Montalbano 80, Quarrata",
        "it, en",
        True,
        ("Irene", "Cecchi"),
    ),
]

PARENTS = {"DE": "Petra", "ES": "Pilar", "PL": "Ewa", "HU": "Zsuzsa"}

SECTORS = {
    "Mechatronics": [
        "Wired and tested control cabinets under guidance",
        "Read wiring diagrams and parts lists",
        "Checked and replaced sensors on packaging machines",
        "Kept the service log and the workshop in order",
    ],
    "Catering": [
        "Prepared cold starters and desserts by recipe",
        "Received and stored goods, checked dates",
        "Kept the work place clean by the hygiene plan",
        "Served lunch guests in Italian",
    ],
    "Hospitality": [
        "Checked guests in and out with a colleague",
        "Answered e-mails in English and Spanish",
        "Prepared breakfast room and meeting rooms",
        "Handled room lists and deliveries",
    ],
    "Graphic design": [
        "Drew layouts for flyers and menus",
        "Prepared files for print and checked proofs",
        "Retouched photographs for a web shop",
        "Presented drafts to a customer",
    ],
}


def _list(text: str) -> list[str]:
    return [name.strip() for name in text.replace("\n", " ").split(",")]


FIRST = {
    "DE": _list(
        """
        Lena, Jonas, Mia, Noah, Emilia, Finn, Käthe, Lukas, Söhnke, Björn, Leonie, Paul, Aylin,
        Jule, Tim, Greta
        """
    ),
    "HU": _list(
        """
        Zsófia, Bence, Réka, Áron, Eszter, Máté, Hanna, Gergő, Luca, Ádám, Dóra, Balázs
        """
    ),
    "ES": _list(
        """
        Inés, Íñigo, Nerea, Álvaro, Lucía, Diego, Carmen, Hugo, Alba, Mateo, Rocío, Adrián, Noa,
        Pablo
        """
    ),
    "PL": _list(
        """
        Mateusz, Zuzanna, Jakub, Maja, Szymon, Hanna, Łukasz, Oliwia, Kacper, Wiktoria, Michał,
        Julia, Paweł, Amelia, Igor, Alicja, Filip, Kinga
        """
    ),
}
LAST = {
    "DE": _list(
        """
        Hoffmann, Richter, Krüger, Großmann, Vogel, Yılmaz, Böhm, Weiß, Köhler, Müller,
        von der Heide, Schulz, Demir, Lange, Jäger, Busch
        """
    ),
    "HU": _list(
        """
        Kovács, Nagy, Szűcs, Tóth, Horváth, Varga, Kiss, Molnár, Németh, Farkas, Balogh, Papp
        """
    ),
    "ES": _list(
        """
        Navarro Peña, Serrano, Ibáñez, Muñoz López, Otxoa, Cañizares, Romero, Gil, Ortega,
        Vidal, Santos, Prieto, Reyes, Campos
        """
    ),
    "PL": _list(
        """
        Wiśniewski, Nowak, Zając, Kowalczyk, Wójcik, Lewandowska, Żak, Mazur, Dąbrowski, Król,
        Pawlak, Górska, Sikora, Baran, Rutkowski, Szewczyk, Ostrowski, Pietrzak
        """
    ),
}
# Which of them are women: rooms ask for it.
FEMALE = frozenset(
    _list(
        """
        Lena, Mia, Emilia, Käthe, Leonie, Aylin, Jule, Greta, Zsófia, Réka, Eszter, Hanna, Luca,
        Dóra, Inés, Nerea, Lucía, Carmen, Alba, Rocío, Noa, Zuzanna, Maja, Oliwia, Wiktoria, Julia,
        Amelia, Alicja, Kinga
        """
    )
)
