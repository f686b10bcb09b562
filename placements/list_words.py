"""The words of headers in lists of companies, in seven languages: see `trainees.lists.words`."""

from trainees.lists import Vocabulary

COMPANIES = Vocabulary(
    exact={
        "name": """
            name, company, company name, name of company, business, business name, host, host
            company, nome, azienda, nome azienda, nome dell'azienda, ragione sociale,
            denominazione, ditta, impresa, firma, firmenname, betrieb, unternehmen, nombre,
            empresa, nombre de la empresa, razón social, nom, entreprise, nom de l'entreprise,
            société, raison sociale, cég, cégnév, cég neve, vállalat, név, nazwa, nazwa firmy,
            przedsiębiorstwo, zakład""",
        "sector": """
            sector, field, vocational field, trade, industry, branch, settore, settore
            professionale, ambito, branche, berufsfeld, bereich, sparte, familia profesional,
            secteur, domaine, métier, ágazat, szakma, szakterület, branża, sektor, zawód""",
        "address": """
            address, street address, site, location, indirizzo, sede, sede operativa, adresse,
            anschrift, standort, dirección, domicilio, sede social, cím, székhely, telephely,
            adres, siedziba""",
        "places": """
            places, number of places, capacity, max trainees, posti, posti disponibili, numero
            posti, capacità, plätze, anzahl plätze, platzzahl, plazas, número de plazas,
            capacidad, nombre de places, capacité, férőhely, férőhelyek, helyek, helyek száma,
            miejsca, liczba miejsc""",
        "languages": """
            languages, language, languages spoken, spoken languages, lingue, lingua, lingue
            parlate, sprachen, sprache, idiomas, idioma, lenguas, langues, langue, langues
            parlées, nyelvek, nyelv, beszélt nyelvek, języki, język""",
        "step_free": """
            step-free, step free access, accessible, accessibility, wheelchair, wheelchair
            accessible, barrier-free, senza barriere, accessibile, accessibilità, barrierefrei,
            stufenlos, stufenfrei, rollstuhlgerecht, accesible, accesibilidad, sin barreras,
            accessibilité, sans marche, pmr, akadálymentes, bez barier, dostępność""",
        "minors_allowed": """
            minors allowed, minors, accepts minors, under 18, minorenni, minori, minorenni
            ammessi, accetta minorenni, minderjährige, minderjährige erlaubt, unter 18, menores,
            admite menores, menores de edad, mineurs, mineurs acceptés, kiskorúak, kiskorú,
            fiatalkorúak, nieletni, niepełnoletni""",
        "directions": """
            directions, way, how to get there, public transport, come arrivare, indicazioni,
            mezzi pubblici, anfahrt, anreise, cómo llegar, accès, megközelítés, dojazd""",
        "phone": "phone, telephone, telefono, telefon, teléfono, téléphone, telefonszám, tel",
    },
    subjects={
        "tutor": """
            tutor, tuteur, referente, contact, ansprechpartner, kontaktperson, kontakt, contacto,
            betreuer, responsabile, responsable, verantwortlich, supervisor, mentor, opiekun,
            kapcsolattart, persona di riferimento""",
        "other": "school, schule, scuola, escuela, école, iskola, szkoł",
    },
    attributes={
        "email": "email, mail, correo, courriel, posta elettronica, mejl, poczt",
        "phone": "phone, telefon, teléfono, téléphone, mobile, handy, cellulare, móvil, portable",
        "language": "language, lingua, sprache, idioma, langue, nyelv, język",
    },
    short_attributes={"phone": "tel, tlf, tél, cell, mobil"},
    columns={
        ("", "email"): "tutor_email",
        ("", "phone"): "phone",
        ("tutor", ""): "tutor_name",
        ("tutor", "email"): "tutor_email",
        ("tutor", "phone"): "tutor_phone",
        ("tutor", "language"): "tutor_language",
    },
    name_columns=("name",),
)

YES = frozenset("yes y si sì sí ja j oui o igen i tak t true vero wahr x 1 ok".split())
NO = frozenset("no n nein non nem nie false falso falsch 0".split())
