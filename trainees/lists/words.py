"""The words of list headers in seven languages, as data.

A header is compared without accents, capitals, blanks and signs (`headers.plain`): *E-Mail*,
*e-mail* and *EMail* are one word here. `EXACT` names whole headers. The rest of a header is
composed of a subject (whose?) and an attribute (what of theirs?), found by their word stems:
*correo del tutor legal*, *Telefon der Mutter*, *gondviselő e-mail címe*.
"""

from trainees.lists.headers import Vocabulary

_EXACT = {
    "family_name": """
        surname, family name, last name, second name, cognome, cognomi, nachname, familienname,
        zuname, apellido, apellidos, primer apellido, nom de famille, nom usuel, vezetéknév,
        családnév, családi név, nazwisko, nazwiska""",
    "given_name": """
        first name, given name, given names, forename, christian name, nome proprio, nome di
        battesimo, vorname, vornamen, rufname, nombre de pila, nombres, prénom, prénoms, keresztnév,
        utónév, imię, imiona""",
    # Depends on the other columns: Name beside Vorname is the family name, Nome beside Cognome the
    # given one, and alone it is both.
    "name": "name, nome, nombre, nom, names",
    "full_name": """
        full name, complete name, participant, participant name, name of participant, name of the
        participant, student, student name, trainee, trainee name, pupil, first and last name,
        first name and surname, name and surname, first name last name, first name surname,
        nominativo, nome completo, nome e cognome, nome cognome, partecipante, studente, tirocinante,
        teilnehmer, teilnehmerin, teilnehmer/in, teilnehmende, schüler, schülerin, schüler/in,
        vollständiger name, vor- und nachname, vorname nachname, vorname und nachname, vorname name,
        nombre completo, nombre y apellidos, nombre y apellido, nombre apellidos, participante,
        alumno, alumna, alumno/a, alumnado, estudiante, nom complet, prénom nom, prénom et nom,
        participant(e), élève, stagiaire, imię i nazwisko, uczeń, uczestnik, uczestniczka,
        uczestnik/uczestniczka""",
    "full_name_family_first": """
        surname first name, surname and first name, surname and name, surname name, surname given
        name, last name first name, last name and first name, family name given name, cognome e
        nome, cognome nome, nachname vorname, nachname und vorname, name vorname, name und vorname,
        familienname vorname, apellidos y nombre, apellidos nombre, apellido y nombre, nom prénom,
        nom et prénom, nom et prénoms, nazwisko i imię, nazwisko imię, név, teljes név, diák neve, diák,
        tanuló neve, tanuló, résztvevő neve, résztvevő, vezetéknév keresztnév, vezeték- és
        keresztnév""",
    "birth_date": """
        date of birth, birth date, birthday, dob, born, born on, data di nascita, nascita, nato il,
        nata il, nato/a il, geburtsdatum, geburtstag, geb.-datum, geb.datum, geb., geb. am, geboren,
        geboren am, fecha de nacimiento, fecha nacimiento, f. nacimiento, f. nac., fecha nac.,
        nacimiento, date de naissance, date naissance, naissance, né le, née le, né(e) le,
        születési dátum, születési idő, születési ideje, szül. idő, szül. dátum, szül.,
        született, születésnap, data urodzenia, data ur., urodzony, urodzona, urodziny""",
    "email": """
        e-mail, mail, e-mail address, mail address, electronic mail, posta elettronica, indirizzo
        e-mail, indirizzo di posta elettronica, e-mail-adresse, mailadresse, correo, correo
        electrónico, dirección de correo, dirección de correo electrónico, courriel, courrier
        électronique, adresse e-mail, adresse mail, adresse électronique, mél, e-mail cím, drótposta,
        adres e-mail, poczta elektroniczna, adres poczty elektronicznej""",
    "nationality": """
        nationality, citizenship, nazionalità, cittadinanza, staatsangehörigkeit, nationalität,
        staatsbürgerschaft, nacionalidad, ciudadanía, nationalité, citoyenneté, állampolgárság,
        állampolgársága, nemzetiség, obywatelstwo, narodowość""",
    "field": """
        field, vocational field, professional field, field of study, field of work, sector,
        profession, occupation, trade, job, course, study course, specialisation, specialization,
        vocational area, settore, settore professionale, indirizzo di studio, indirizzo di studi,
        professione, area professionale, corso, corso di studio, qualifica, profilo, profilo
        professionale, mansione, berufsfeld, beruf, ausbildungsberuf, ausbildung, ausbildungsgang,
        fachrichtung, fachbereich, branche, bereich, berufsbereich, familia profesional, ciclo,
        ciclo formativo, especialidad, perfil, perfil profesional, sector profesional, profesión,
        filière, métier, secteur, secteur professionnel, domaine, domaine professionnel, spécialité,
        formation, section, szakma, szakirány, szakterület, szak, ágazat, szakképesítés, szakmai
        terület, zawód, kierunek, kierunek kształcenia, branża, profil, specjalność,
        specjalizacja""",
    "languages": """
        languages, language, language skills, language level, language levels, spoken languages,
        languages spoken, foreign languages, lingue, lingua, lingue conosciute, lingue parlate,
        lingue straniere, conoscenze linguistiche, competenze linguistiche, sprachen, sprache,
        sprachkenntnisse, fremdsprachen, sprachniveau, idiomas, idioma, lenguas, nivel de idiomas,
        langues, langue, langues parlées, niveau de langue, compétences linguistiques, nyelvek,
        nyelv, nyelvtudás, nyelvismeret, nyelvi szint, beszélt nyelvek, języki, język, języki obce,
        znajomość języków, znajomość języków obcych""",
    "phone": """
        phone, telephone, mobile, mobile phone, cell, cell phone, cellulare, numero di cellulare,
        recapito telefonico, telefon, telefonnummer, handy, handynummer, mobil, mobiltelefon,
        mobilnummer, rufnummer, teléfono, móvil, teléfono móvil, téléphone, portable, mobil szám,
        telefonszám, komórka, numer telefonu, nr telefonu, telefon komórkowy, tel, tel. nr, tlf""",
}

_SUBJECTS = {
    "emergency": """
        emergency, emergenz, notfall, emergencia, urgence, urgencia, vészhelyzet, sürgős,
        értesítendő, nagłych wypadk, nagłym wypadk, razie wypadku, razie nagł, awaryjn, alarmow""",
    "guardian": """
        guardian, parent, mother, father, legal representative, genitor, tutore, tutor legal, tutora
        legal, tutor/a legal, tutores legales, madre, padre, padri, esercente, representante legal,
        rappresentante legale, erziehungsberecht, sorgeberecht, vormund, eltern, mutter,
        gesetzlicher vertreter, gesetzliche vertret, responsable légal, représentant légal, tuteur,
        tutrice, gondvisel, szülő, törvényes képvisel, opiekun, rodzic, rodzica, matki, ojca""",
    # Somebody else's column, which must not be taken for the trainee's own.
    "other": """
        school, schule, scuola, escuela, école, iskola, szkoł, teacher, lehrer, docente, professeur,
        profesor, tanár, nauczyciel, company, betrieb, firma, azienda, empresa, entreprise, bank,
        anyja neve, birthplace, tutor""",
}

_ATTRIBUTES = {
    "email": "email, mail, correo, courriel, posta elettronica, adresse électronique, mejl, poczt",
    "phone": """
        phone, telefon, teléfono, téléphone, mobile, mobiltel, handy, cellulare, móvil, portable,
        komórk, rufnummer, nummer, number""",
}
# Too short to be looked for inside other words: hotel is no telephone.
_SHORT_ATTRIBUTES = {"phone": "tel, tlf, tél, cell, gsm, mobil, nr, num"}

TRAINEES = Vocabulary(
    exact=_EXACT,
    subjects=_SUBJECTS,
    attributes=_ATTRIBUTES,
    short_attributes=_SHORT_ATTRIBUTES,
    columns={
        ("", "email"): "email",
        ("", "phone"): "phone",
        ("guardian", ""): "guardian_name",
        ("guardian", "email"): "guardian_email",
        ("guardian", "phone"): "guardian_phone",
        ("emergency", ""): "emergency_name",
        ("emergency", "phone"): "emergency_phone",
    },
    name_columns=("family_name", "given_name", "name", "full_name", "full_name_family_first"),
)
