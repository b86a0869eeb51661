# Alles, was Menschen lesen: kurze Sätze, „Sie“, „anmelden“ und „abmelden“.
# Jeder Schlüssel steht in jeder Sprache mit denselben Argumenten; ein Test prüft das.

# Rund um jede Seite

support-line = Brauchen Sie Hilfe?
reference = Referenz

# Anmelden

sign-in-title = Anmelden
sign-in-title-to = Bei { $provider } anmelden
sign-in-continue = Anmelden und weiter zu
sign-in-lede = Mit Ihrer E-Mail-Adresse und Ihrem Passwort für { $company }.
sign-in-email = E-Mail-Adresse
sign-in-password = Passwort
sign-in-button = Anmelden

# Passwortfelder

password-show = Passwort anzeigen
password-caps = Feststelltaste ist an

# Passwort ändern

password-title = Passwort ändern
password-title-required = Neues Passwort wählen
password-lede = Hier bleiben Sie angemeldet, auf anderen Geräten werden Sie abgemeldet.
password-lede-required = Bevor es weitergeht, brauchen Sie ein neues Passwort.
password-lede-required-to = Bevor es zu { $provider } weitergeht, brauchen Sie ein neues Passwort.
password-account = Konto
password-current = Bisheriges Passwort
password-new = Neues Passwort
password-new-hint = Mindestens { $min } Zeichen. Einige Wörter ohne Zusammenhang sind leicht zu merken und schwer zu erraten.
password-repeat = Neues Passwort noch einmal
password-button = Neues Passwort speichern
password-back = Zurück zu Ihren Diensten

# Eine Einladung

invitation-title = Wählen Sie Ihr Passwort
invitation-lede = Bei { $company } wurde ein Konto für Sie angelegt. Wählen Sie ein Passwort, dann sind Sie angemeldet.
invitation-name = Name
invitation-replaces = In diesem Browser sind Sie als { $person } angemeldet. Wenn Sie fortfahren, endet diese Sitzung.
invitation-button = Passwort speichern und anmelden

# Die Liste der Dienste

launch-title = Ihre Dienste
launch-lede = Wählen Sie, wohin Sie möchten. Sie sind dort sofort angemeldet.
launch-empty-title = Noch keine Dienste
launch-empty = Sobald Ihnen jemand Zugang zu einem Dienst gibt, finden Sie ihn hier.
menu-label = Ihr Konto
menu-administration = Verwaltung
menu-change-password = Passwort ändern
menu-sign-out = Abmelden

# Auf dem Weg zu einem Dienst

deliver-title = Weiter zu { $provider }
deliver-heading = Sie werden weitergeleitet zu
deliver-lede = Das dauert nur einen Moment.
deliver-button = Weiter zu { $provider }
deliver-by-hand = Ihr Browser führt keine Skripte aus. Bitte benutzen Sie die Schaltfläche.
deliver-held-heading = Sie wurden bereits weitergeleitet zu
deliver-held = Falls sich nichts geöffnet hat, benutzen Sie die Schaltfläche.
delivered-title = Sie wurden bereits zu { $provider } weitergeleitet
delivered-heading = Sie wurden bereits weitergeleitet zu
delivered-lede = Diese Seite funktioniert nur einmal, damit niemand Ihre Anmeldung aus dem Verlauf dieses Browsers wiederholen kann.
delivered-button = { $provider } erneut öffnen
delivered-home = Ihre Dienste

# Abmelden

walk-title = Sie werden abgemeldet
walk-lede = Hier sind Sie abgemeldet. Nun wird jeder Dienst gebeten, Sie ebenfalls abzumelden.
walk-done = Angefragt
walk-now = Jetzt
walk-waiting = Wartet
walk-button = Weiter zu { $provider }
walk-skip = Diesen Dienst überspringen
signed-out-title = Sie sind abgemeldet
signed-out-lede = Um Ihre Dienste zu nutzen, melden Sie sich wieder an.
signed-out-everywhere = Sie sind hier und in jedem der folgenden Dienste abgemeldet.
signed-out-partly = Hier sind Sie abgemeldet. Einige der folgenden Dienste können noch offen sein.
signed-out-services = Dienste
signed-out-confirmed = Abgemeldet
signed-out-unconfirmed = Nicht bestätigt
signed-out-unconfirmed-detail = Der Dienst wurde gebeten, Sie abzumelden, und hat nicht geantwortet.
signed-out-not-offered = Vielleicht noch offen
signed-out-not-offered-detail = Dieser Dienst lässt sich von hier aus nicht abmelden. Melden Sie sich dort ab, oder warten Sie, bis er es von selbst tut.
signed-out-open = Bei { $provider } abmelden
signed-out-again = Wieder anmelden
signed-out-shared = Schließen Sie an einem gemeinsam genutzten Computer jetzt alle Fenster dieses Browsers.

# Hinweise

notice-password-changed = Ihr Passwort ist geändert. Auf Ihren anderen Geräten wurden Sie abgemeldet.
notice-signed-in-required = Bitte melden Sie sich zuerst an, dann geht es weiter.

# Ablehnungen über einem Formular oder neben einem Feld. Sie sind kurz: zwei Zeilen auf einem Telefon.

refusal-wrong-credentials = E-Mail-Adresse oder Passwort stimmt nicht. Bitte prüfen Sie beides.
refusal-form-expired = Diese Seite war zu lange geöffnet. Bitte melden Sie sich erneut an.
refusal-sign-in-too-old = Dieser Dienst verlangt eine frische Anmeldung. Bitte geben Sie Ihr Passwort noch einmal ein.
refusal-form-expired-heading = Diese Seite ist abgelaufen
refusal-form-expired-advice = Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
refusal-invitation-unusable = Diese Einladung funktioniert nicht. Sie gilt einmal und höchstens drei Tage.
refusal-invitation-unusable-heading = Diese Einladung funktioniert nicht
refusal-invitation-unusable-advice = Bitten Sie die Verwaltung um eine neue. Wenn Sie schon ein Passwort gewählt haben, melden Sie sich damit an.
refusal-password-too-short = Verwenden Sie mindestens { $min } Zeichen.
refusal-password-too-long = Dieses Passwort ist zu lang. Wählen Sie ein kürzeres.
refusal-password-common = Dieses Passwort ist zu leicht zu erraten. Meiden Sie Namen, Daten und was viele andere wählen.
refusal-password-unchanged = Das ist Ihr bisheriges Passwort. Wählen Sie ein neues.
refusal-passwords-differ = Die beiden neuen Passwörter sind nicht gleich. Geben Sie es hier noch einmal ein.
refusal-wrong-current-password = Das ist nicht Ihr bisheriges Passwort. Bitte prüfen Sie es.
refusal-too-busy = Gerade ist sehr viel los. Versuchen Sie es gleich noch einmal.
refusal-too-busy-heading = Gerade ist sehr viel los
refusal-too-busy-advice = Warten Sie einige Sekunden und versuchen Sie es erneut. Ein neues Passwort brauchen Sie nicht.
refusal-too-many-attempts = Das waren zu viele Versuche. Warten Sie { $minutes ->
        [one] eine Minute
       *[other] { $minutes } Minuten
    } und versuchen Sie es dann erneut. In einem Browser, in dem Sie sich schon einmal angemeldet haben, können Sie es sofort versuchen.
refusal-too-many-attempts-heading = Zu viele Versuche
refusal-too-many-attempts-advice = Warten Sie ein wenig und versuchen Sie es dann erneut. In einem Browser, in dem Sie sich schon einmal angemeldet haben, können Sie es sofort versuchen.

# Ablehnungen, die eine Seite füllen

refusal-not-allowed = Ihr Konto funktioniert, aber es hat noch keinen Zugang zu { $provider }.
refusal-not-allowed-heading = Sie haben keinen Zugang zu { $provider }
refusal-not-allowed-advice = Bitten Sie die Person, die in Ihrem Unternehmen { $provider } betreut, um Zugang.
refusal-provider-unknown = Diese Adresse gehört zu keinem Dienst, den wir kennen.
refusal-provider-unknown-heading = Diesen Dienst kennen wir nicht
refusal-provider-unknown-advice = Öffnen Sie den Dienst über seine eigene Seite oder über die Liste Ihrer Dienste, nicht über ein altes Lesezeichen.
refusal-provider-disabled = Die Anmeldung bei { $provider } ist zurzeit abgeschaltet.
refusal-provider-disabled-heading = { $provider } ist abgeschaltet
refusal-provider-disabled-advice = Ihre Administration kann Ihnen sagen, wann es weitergeht.
refusal-provider-error = Hier sind Sie angemeldet, aber { $provider } hat Sie mit einer Meldung zurückgeschickt.
refusal-provider-error-heading = { $provider } hat Sie nicht eingelassen
refusal-provider-error-advice = Oft fehlt das Konto bei { $provider } oder es ist geschlossen. Geben Sie die Meldung an Ihren Support weiter.
refusal-sign-in-loop = Sie wurden innerhalb einer Minute mehrmals zu { $provider } geleitet und jedes Mal zurückgeschickt. Wir haben angehalten, damit es nicht endlos so weitergeht.
refusal-sign-in-loop-heading = { $provider } schickt Sie immer wieder zurück
refusal-sign-in-loop-advice = Prüfen Sie, ob dieser Browser Cookies annimmt, warten Sie eine Minute und versuchen Sie es noch einmal. Geschieht es wieder, müssen die Einstellungen für { $provider } berichtigt werden; Ihr Support erkennt das an der Referenz unten.
refusal-missing-claim = { $provider } verlangt eine Angabe, die in Ihrem Konto fehlt: { $claim }.
refusal-missing-claim-heading = In Ihrem Konto fehlt eine Angabe
refusal-missing-claim-advice = Bitten Sie Ihre Administration, die Angabe „{ $claim }“ zu ergänzen, und öffnen Sie { $provider } dann erneut.
refusal-already-delivered = Sie wurden von dieser Seite aus bereits zu { $provider } geleitet.
refusal-already-delivered-heading = Diese Seite funktioniert nur einmal
refusal-already-delivered-advice = Öffnen Sie { $provider } erneut über die eigene Seite des Dienstes oder über die Liste Ihrer Dienste.
refusal-bad-request = Ihr Browser hat etwas gesendet, das wir nicht lesen können.
refusal-bad-request-heading = Das ist nicht richtig angekommen
refusal-bad-request-advice = Gehen Sie zurück zu dem Dienst, von dem Sie gekommen sind, und beginnen Sie dort neu.
refusal-too-large = Ihr Browser hat mehr gesendet, als wir annehmen.
refusal-too-large-heading = Das ist zu groß
refusal-too-large-advice = Gehen Sie zurück zu dem Dienst, von dem Sie gekommen sind, und beginnen Sie dort neu.
refusal-length-required = Ihr Browser hat nicht angegeben, wie viel er sendet.
refusal-length-required-heading = Das ist nicht richtig angekommen
refusal-length-required-advice = Gehen Sie zu dem Dienst zurück, von dem Sie kamen, und beginnen Sie dort noch einmal.
refusal-too-slow = Was Ihr Browser gesendet hat, kam zu langsam an.
refusal-too-slow-heading = Das hat zu lange gedauert
refusal-too-slow-advice = Prüfen Sie Ihre Verbindung, gehen Sie zurück und versuchen Sie es noch einmal.
refusal-wrong-content-type = Was Ihr Browser gesendet hat, ist kein Formular.
refusal-wrong-content-type-heading = Das ist nicht richtig angekommen
refusal-wrong-content-type-advice = Verwenden Sie das Formular auf unserer Seite.
refusal-sign-in-required = Diese Seite ist für angemeldete Personen.
refusal-sign-in-required-heading = Bitte melden Sie sich zuerst an
refusal-sign-in-required-advice = Melden Sie sich an und öffnen Sie diese Seite dann noch einmal.
refusal-administrator-required = Diese Seite ist für die Verwaltung.
refusal-administrator-required-heading = Diese Seite können Sie nicht öffnen
refusal-administrator-required-advice = Wenn Sie sie brauchen, bitten Sie jemanden aus der Verwaltung um den Zugang.
refusal-not-found = Unter dieser Adresse gibt es nichts.
refusal-not-found-heading = Diese Seite gibt es nicht
refusal-not-found-advice = Prüfen Sie die Adresse auf Tippfehler, oder beginnen Sie bei der Liste Ihrer Dienste.
refusal-method-not-allowed = Diese Adresse gibt es, aber sie lässt sich so nicht öffnen.
refusal-method-not-allowed-heading = Das geht von hier aus nicht
refusal-method-not-allowed-advice = Beginnen Sie neu bei dem Dienst, den Sie nutzen möchten.
refusal-wrong-host = Unter dem Namen, der in Ihrer Adresszeile steht, antworten wir nicht.
refusal-wrong-host-heading = Das ist nicht unsere Adresse
refusal-wrong-host-advice = Benutzen Sie die Adresse, die Sie von Ihrem Unternehmen bekommen haben.
refusal-cross-site = Die Anfrage kam von einer anderen Website. Zum Schutz Ihres Kontos haben wir sie angehalten.
refusal-cross-site-heading = Eine andere Website hat Sie hierher geschickt
refusal-cross-site-advice = Wenn Sie das so wollten, öffnen Sie unsere Seite selbst und tun Sie es dort.

# Störungen

fault-unavailable = Wir können Sie gerade nicht anmelden. An Ihrem Passwort liegt es nicht.
fault-unavailable-heading = Bitte versuchen Sie es in einer Minute erneut
fault-unavailable-advice = Ein Teil unseres Systems antwortet nicht. Meist geht es nach ein, zwei Minuten von selbst weiter; wenn nicht, geben Sie bitte Ihrem Support Bescheid.
fault-internal = Wir konnten Ihre Anfrage nicht abschließen. Der Vorfall ist festgehalten.
fault-internal-heading = Bei uns ist etwas schiefgegangen
fault-internal-advice = Versuchen Sie es noch einmal. Geschieht es wieder, nennen Sie Ihrem Support die Referenz unten.

# Zeitpunkte

moment-now = gerade eben
moment-minutes = { $n ->
        [one] vor 1 Minute
       *[other] vor { $n } Minuten
    }
moment-hours = { $n ->
        [one] vor 1 Stunde
       *[other] vor { $n } Stunden
    }
moment-days = { $n ->
        [one] vor 1 Tag
       *[other] vor { $n } Tagen
    }
moment-months = { $n ->
        [one] vor 1 Monat
       *[other] vor { $n } Monaten
    }
moment-years = { $n ->
        [one] vor 1 Jahr
       *[other] vor { $n } Jahren
    }
moment-soon = gleich
moment-in-minutes = { $n ->
        [one] in 1 Minute
       *[other] in { $n } Minuten
    }
moment-in-hours = { $n ->
        [one] in 1 Stunde
       *[other] in { $n } Stunden
    }
moment-in-days = { $n ->
        [one] in 1 Tag
       *[other] in { $n } Tagen
    }

# Administration: around every page

admin-title = Verwaltung
admin-skip = Zum Inhalt springen
admin-overview = Übersicht
admin-people = Personen
admin-providers = Dienste
admin-sessions = Sitzungen
admin-audit = Protokoll
admin-settings = Einstellungen
admin-cancel = Abbrechen
admin-copy = Kopieren
admin-copied = Kopiert
admin-confirm-title = Sind Sie es?
admin-confirm-lede = Ihre Anmeldung ist mehr als zehn Minuten her. Geben Sie Ihr Passwort noch einmal ein, dann geht es dort weiter, wo Sie waren. Nichts, was Sie ausgefüllt haben, geht verloren.
admin-confirmed = Danke. In den nächsten zehn Minuten werden Sie nicht noch einmal gefragt.
admin-confirm-button = Weiter

# Administration: the user table


# Administration: a person


# Administration: import and export


# Administration: providers


# Administration: overview

admin-people-all = In der Tabelle
admin-people-active = Aktiv
admin-people-administrators = In der Verwaltung
admin-you = Sie
admin-you-confirmed = Sie haben sich ausgewiesen:
admin-you-lede = Bevor etwas geändert wird, werden Sie noch einmal nach Ihrem Passwort gefragt, wenn das mehr als zehn Minuten her ist.
admin-you-button = Jetzt bestätigen


# Administration: settings


# Administration: sessions


# Administration: the audit


# The first administrator


# Die Seite für Ablehnungen und Störungen

error-quoted = Die Meldung
error-advice = Was Sie tun können
error-status = Status { $status }
