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
admin-providers = Anbieter
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

admin-users-add = Person hinzufügen
admin-users-import = Importieren
admin-users-export = Exportieren
admin-users-search = Suche
admin-users-search-hint = Der Anfang eines Namens, einer Adresse oder einer externen Kennung. Mehrere Wörter grenzen ein.
admin-users-search-button = Suchen
admin-users-status = Status
admin-users-any = Alle
admin-users-active = Aktiv
admin-users-disabled = Gesperrt
admin-users-group = Gruppe
admin-users-right = Recht
admin-users-administrators = Administratoren
admin-users-others = Andere
admin-users-administrator = Administrator
admin-users-never = Noch nie angemeldet
admin-users-must-change = Muss Passwort ändern
admin-users-throttled = Muss nach falschen Passwörtern warten
admin-users-throttled-short = Muss warten
admin-users-nobody = Niemand
admin-users-count = { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    }
admin-users-many = Mehr als 1.000 Personen
admin-users-uncounted = Viele Personen, nicht gezählt
admin-users-columns = Spalten
admin-users-columns-button = Diese Spalten zeigen
admin-users-groups = Gruppen
admin-users-external-id = Externe Kennung
admin-users-language = Sprache
admin-users-last-sign-in = Letzte Anmeldung
admin-users-created = Hinzugefügt
admin-users-name = Name
admin-users-email = E-Mail-Adresse
admin-users-never-yet = nie
admin-users-as-found = Das sind zu viele, um sie zu sortieren: Sie stehen in der Reihenfolge dessen, was gefunden wurde. Wenn Sie mehr eintippen, lassen sie sich sortieren.
admin-users-nobody-like-that = So ist niemand.
admin-users-nobody-so-far = Unter den bisher durchgesehenen Personen ist niemand so.
admin-users-further = Weitersuchen
admin-users-clear = Alle zeigen
admin-users-chosen = Auswählen
admin-users-all-here = Alle auf dieser Seite auswählen
admin-users-tick = { $name } auswählen
admin-users-pages = Seiten
admin-users-previous = Zurück
admin-users-next = Weiter
admin-users-beginning = Sie sind hier noch allein. Fügen Sie Personen einzeln hinzu, oder importieren Sie eine Liste.
admin-users-bulk = Mehrere Personen ändern
admin-users-one-ticked = 1 Person ausgewählt
admin-users-many-ticked = # Personen ausgewählt
admin-users-do = Was geschehen soll
admin-users-action-disable = Sperren
admin-users-action-enable = Entsperren
admin-users-action-join = In eine Gruppe aufnehmen
admin-users-action-leave = Aus einer Gruppe nehmen
admin-users-action-require = Neues Passwort verlangen
admin-users-action-end = Sitzungen beenden
admin-users-to-group = Welche Gruppe
admin-users-everybody = Nicht nur die angekreuzten: alle, auf die die Filter passen
admin-users-look = Zeigen, was geschieht
admin-users-nobody-ticked = Niemand ist ausgewählt. Kreuzen Sie Personen in der Tabelle an, oder wählen Sie alle, auf die die Filter passen.
admin-users-which-group = Sagen Sie, welche Gruppe.
admin-users-bad-group = Das ist kein Name einer Gruppe.
admin-users-bulk-title = Mehrere Personen ändern
admin-users-ask-disable = { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    } sperren?
admin-users-ask-enable = { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    } entsperren?
admin-users-ask-join = { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    } in die Gruppe { $group } aufnehmen?
admin-users-ask-leave = { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    } aus der Gruppe { $group } nehmen?
admin-users-ask-require = Von { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    } ein neues Passwort verlangen?
admin-users-ask-end = Sitzungen von { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    } beenden?
admin-users-ask-many = { $question } Und ebenso bei allen anderen, auf die die Filter passen: Es sind mehr, nur die ersten wurden gezählt.
admin-users-do-it-to-all = Für alle tun, auf die die Filter passen
admin-users-means-disable = Von der nächsten Anfrage an können sie sich nicht anmelden, und ihre Sitzungen enden. Ihre Daten bleiben.
admin-users-means-enable = Sie können sich wieder mit dem Passwort anmelden, das sie hatten.
admin-users-means-join = Was dieser Gruppe offensteht, können sie ab der nächsten Anmeldung bei einem Anbieter benutzen.
admin-users-means-leave = Was nur dieser Gruppe offensteht, ist ihnen ab der nächsten Anmeldung bei einem Anbieter verschlossen.
admin-users-means-require = Ihre Sitzungen enden, und bei der nächsten Anmeldung müssen sie zuerst ein neues Passwort wählen.
admin-users-means-end = Sie müssen sich neu anmelden. Sitzungen bei den Anbietern laufen dort weiter.
admin-users-and-others = { $n ->
        [one] und 1 weitere
       *[other] und { $n } weitere
    }
admin-users-left-already = { $n ->
        [one] 1 Person bleibt, wie sie ist: Es gibt nichts zu ändern.
       *[other] { $n } Personen bleiben, wie sie sind: Es gibt nichts zu ändern.
    }
admin-users-left-yourself = Sie selbst sind ausgenommen.
admin-users-left-last = Der letzte Administrator ist ausgenommen: Sonst könnte niemand mehr administrieren.
admin-users-left-password = { $n ->
        [one] 1 Person ist ausgenommen: Sie hat kein Passwort.
       *[other] { $n } Personen sind ausgenommen: Sie haben kein Passwort.
    }
admin-users-nothing = Es gibt nichts zu ändern
admin-users-back = Zurück zur Tabelle
admin-users-can-be-undone = Sie können das 24 Stunden lang rückgängig machen. Beendete Sitzungen bleiben beendet.
admin-users-cannot-be-undone = Das lässt sich nicht rückgängig machen.
admin-users-done-disable = { $n ->
        [one] 1 Person ist gesperrt.
       *[other] { $n } Personen sind gesperrt.
    }
admin-users-done-enable = { $n ->
        [one] 1 Person ist entsperrt.
       *[other] { $n } Personen sind entsperrt.
    }
admin-users-done-join = { $n ->
        [one] 1 Person wurde in die Gruppe { $group } aufgenommen.
       *[other] { $n } Personen wurden in die Gruppe { $group } aufgenommen.
    }
admin-users-done-leave = { $n ->
        [one] 1 Person wurde aus der Gruppe { $group } genommen.
       *[other] { $n } Personen wurden aus der Gruppe { $group } genommen.
    }
admin-users-done-require = { $n ->
        [one] 1 Person muss ein neues Passwort wählen.
       *[other] { $n } Personen müssen ein neues Passwort wählen.
    }
admin-users-done-end = { $n ->
        [one] Die Sitzungen von 1 Person sind beendet.
       *[other] Die Sitzungen von { $n } Personen sind beendet.
    }
admin-users-undo = Rückgängig machen
admin-users-undone = { $n ->
        [one] 1 Person ist wieder wie zuvor.
       *[other] { $n } Personen sind wieder wie zuvor.
    }
admin-users-changed-since = { $n ->
        [one] 1 Person blieb, wie sie ist, weil sich seither etwas geändert hat.
       *[other] { $n } Personen blieben, wie sie sind, weil sich seither etwas geändert hat.
    }
admin-users-undo-too-late = Das wurde nicht rückgängig gemacht: Es ist mehr als 24 Stunden her.
admin-users-under-way = Personen werden geändert
admin-users-undo-under-way = Wird rückgängig gemacht
admin-users-so-far = { $n ->
        [one] 1 Person bisher
       *[other] { $n } Personen bisher
    }
admin-users-goes-on = Das geht von selbst weiter, solange diese Seite offen ist. Ohne Skripte benutzen Sie den Knopf.
admin-users-go-on = Weitermachen
admin-users-stop = Anhalten und rückgängig machen


# Administration: a person

admin-person-crumbs = Wo Sie sind
admin-person-new-title = Person hinzufügen
admin-person-add = Person hinzufügen
admin-person-email-hint = Anbieter erkennen Menschen an dieser Adresse, Buchstabe für Buchstabe.
admin-person-external-id = Externe Kennung
admin-person-external-id-hint = Manche Anbieter erkennen Menschen an einer eigenen Kennung.
admin-person-first-name = Vorname
admin-person-last-name = Nachname
admin-person-language = Sprache
admin-person-language-browser = Die des Browsers
admin-person-groups = Gruppen
admin-person-join = Zu einer Gruppe hinzufügen
admin-person-join-more = Zu noch einer Gruppe hinzufügen
admin-person-attributes = Attribute für Angaben in Tokens
admin-person-attributes-hint = Anbieter, deren Angaben nach einem Attribut fragen, bekommen seinen Wert mit jedem Token. Ein leerer Wert entfernt es.
admin-person-attribute-rights = { $attribute } gibt Rechte: { $provider } bekommt es als Angabe „{ $claim }“.
admin-person-attribute-name = Neues Attribut
admin-person-attribute-value = Sein Wert
admin-person-rights = Rechte
admin-person-administrator = Darf diese Bridge verwalten
admin-person-way-in = Wie die Person hineinkommt
admin-person-way-in-invitation = Mit einer Einladung: ein Link, mit dem sie innerhalb von { $hours } Stunden ein Passwort wählt
admin-person-way-in-password = Mit einem Einmalpasswort, das sie innerhalb von { $hours } Stunden ändern muss
admin-person-link = Einladungslink
admin-person-link-lede = Dieser Link wird nur jetzt gezeigt und wurde nirgendwohin geschickt. Senden Sie ihn auf einem Weg, dem Sie vertrauen: Wer ihn zuerst öffnet, wählt das Passwort.
admin-person-one-time = Einmalpasswort
admin-person-password-lede = Dieses Passwort wird nur jetzt gezeigt. Es muss bei der ersten Anmeldung geändert werden.
admin-person-until = Ablauf:
admin-person-handed-on = Ich habe es weitergegeben
admin-person-added = { $name } wurde hinzugefügt
admin-person-invited-heading = { $name } ist eingeladen
admin-person-reset-heading = { $name } hat ein Einmalpasswort
admin-person-details = Angaben
admin-person-save = Änderungen speichern
admin-person-saved = { $name } wurde geändert.
admin-person-sessions = Sitzungen
admin-person-no-sessions = Nirgends angemeldet.
admin-person-since = Seit
admin-person-last-used = Zuletzt benutzt
admin-person-from = Von
admin-person-providers = Genutzte Anbieter
admin-person-this-session = Diese hier
admin-person-end-session = Diese Sitzung beenden
admin-person-end-sessions = { $n ->
        [one] Die Sitzung
       *[other] Alle { $n } Sitzungen
    } beenden
admin-person-session-ended = Die Sitzung ist beendet.
admin-person-session-gone = Diese Sitzung war schon beendet.
admin-person-sessions-ended = { $n ->
        [0] Es gab keine Sitzung mehr.
        [one] Eine Sitzung von { $name } ist beendet.
       *[other] { $n } Sitzungen von { $name } sind beendet.
    }
admin-person-history = Verlauf
admin-person-history-title = Was { $name } getan hat
admin-person-sign-ins = Anmeldungen
admin-person-all-sign-ins = Alle Anmeldungen
admin-person-no-sign-ins = Keine Anmeldung ist verzeichnet.
admin-person-tokens = Tokens
admin-person-all-tokens = Alle Tokens
admin-person-no-tokens = Kein Token ist verzeichnet.
admin-person-when = Wann
admin-person-what = Was
admin-person-provider = Anbieter
admin-person-every-provider = Jeder Anbieter
admin-person-filter = Anzeigen
admin-person-pages = Seiten
admin-person-newest = Neueste
admin-person-older = Ältere
admin-person-audit = Alles im Protokoll
admin-person-access = Zugang
admin-person-password-none = Noch kein Passwort.
admin-person-password-chosen = Ein Passwort wurde gewählt: { $when }.
admin-person-password-must-change = Das Passwort muss bei der nächsten Anmeldung geändert werden.
admin-person-password-one-time = Ein Einmalpasswort ist verwendbar bis { $until }.
admin-person-password-expired = Das Einmalpasswort ist abgelaufen: { $until }.
admin-person-invited = Eine Einladung ist offen. Ablauf:
admin-person-invite = Einladungslink erstellen
admin-person-withdraw = Einladung zurücknehmen
admin-person-withdrawn = Die Einladung ist zurückgenommen. Ihr Link funktioniert nicht mehr.
admin-person-not-invited = Es gab keine verwendbare Einladung.
admin-person-make-password = Einmalpasswort erstellen
admin-person-require = Neues Passwort verlangen
admin-person-required = { $name } muss bei der nächsten Anmeldung ein neues Passwort wählen. Die Sitzungen sind beendet.
admin-person-access-hint = Ein Einmalpasswort beendet sofort die Sitzungen der Person. Eine Einladung ändert nichts, bis sie benutzt wird.
admin-person-throttles = Falsche Passwörter
admin-person-throttle-account = Von überall
admin-person-throttle-network = Von einer Adresse
admin-person-throttle-browser = In einem eigenen Browser
admin-person-waits = Wartet
admin-person-clear = Falsche Passwörter vergessen
admin-person-cleared = Falsche Passwörter für { $name } sind vergessen. Niemand muss ihretwegen warten.
admin-person-facts = Daten
admin-person-added-at = Hinzugefügt
admin-person-changed-at = Geändert
admin-person-signed-in-at = Letzte Anmeldung
admin-person-never = nie
admin-person-none = keine
admin-person-open-to = Anbieter, die offenstehen
admin-person-known-at = An der E-Mail-Adresse erkannt von
admin-person-id = Kennung
admin-person-account = Konto
admin-person-enable = { $name } aktivieren
admin-person-disable = { $name } sperren
admin-person-enabled = { $name } ist aktiviert und kann sich anmelden.
admin-person-disabled = { $name } ist gesperrt. Die Sitzungen sind beendet.
admin-person-delete-link = Dieses Konto löschen …
admin-person-account-hint = Wer gesperrt ist, ist hier mit der nächsten Anfrage draußen. Der Eintrag bleibt und kann wieder aktiviert werden. Sitzungen bei den Anbietern selbst enden dadurch nicht.
admin-person-is-disabled = Gesperrt
admin-person-is-administrator = Verwaltet
admin-person-is-invited = Eingeladen
admin-person-is-throttled = Muss warten
admin-person-must-change = Muss Passwort ändern
admin-person-delete-title = { $name } löschen
admin-person-delete-lede = Das lässt sich nicht rückgängig machen. Eintrag, Sitzungen und Attribute der Person verschwinden; das Protokoll behält, was sie getan hat. Meist ist Sperren besser.
admin-person-delete-held = { $days } Tage lang kann niemand anderes die Adresse bekommen.
admin-person-delete-self = Dies ist Ihr eigenes Konto.
admin-person-delete-type = Geben Sie { $email } ein, um fortzufahren
admin-person-delete-mistyped = Das ist nicht { $email }.
admin-person-delete-button = { $name } löschen
admin-person-deleted = { $name } wurde gelöscht.
admin-person-email-title = Adresse von { $name } ändern
admin-person-email-lede = Anbieter erkennen Menschen an ihrer Adresse. Mit einer anderen kann diese Person dort jemand anderes sein oder niemand, bis sie auch dort geändert ist.
admin-person-email-nowhere = Kein Anbieter, der dieser Person offensteht, erfährt die Adresse aus Tokens.
admin-person-email-invitation = Eine offene Einladung endet.
admin-person-email-held = { $days } Tage lang kann niemand anderes die alte Adresse bekommen.
admin-person-email-points = Diese Anbieter erfahren die Adresse aus Tokens:
admin-person-email-button = Adresse ändern
admin-person-self-demote-title = Eigene Rechte abgeben
admin-person-self-demote-lede = Sie verwalten diese Bridge dann nicht mehr und können das nicht selbst zurücknehmen.
admin-person-self-demote-button = Meine Rechte abgeben
admin-person-self-disable-title = Sich selbst sperren
admin-person-self-disable-lede = Sie werden sofort abgemeldet und können sich nicht mehr anmelden, bis jemand anderes aus der Verwaltung Sie aktiviert.
admin-person-self-disable-button = Mein Konto sperren
admin-person-email-missing = Tragen Sie die Adresse ein.
admin-person-email-shape = Schreiben Sie eine Adresse wie name@example.com.
admin-person-email-character = Eine Adresse hat keine Leerzeichen, Anführungszeichen oder Klammern.
admin-person-email-long = Eine Adresse hat höchstens 64 Zeichen vor dem @ und insgesamt 254.
admin-person-email-taken = { $name } ({ $email }) hat diese Adresse. Groß- und Kleinbuchstaben zählen gleich.
admin-person-email-of-gone = Bis { $since } war dies die Adresse eines Kontos, das gelöscht ist. Bis { $until } kann niemand anderes sie bekommen, damit niemand bei den Anbietern in fremde Konten gelangt.
admin-person-email-of-other = Bis { $since } war dies die Adresse von { $other }. Bis { $until } kann niemand anderes sie bekommen, damit niemand bei den Anbietern in fremde Konten gelangt.
admin-person-release = { $email } vorzeitig freigeben: Die Anbieter halten die nächste Person nicht für die vorige
admin-person-text-long = Verwenden Sie höchstens { $most } Zeichen.
admin-person-text-control = Lassen Sie Zeilenumbrüche und andere unsichtbare Zeichen weg.
admin-person-language-unknown = Das ist keine Sprache.
admin-person-attribute-misnamed = Beginnen Sie den Namen mit einem Buchstaben; Kleinbuchstaben, Ziffern und _ können folgen.
admin-person-attribute-valueless = Dieses Attribut braucht einen Wert.
admin-person-attribute-double = Dieses Attribut ist zweimal genannt.
admin-person-attributes-many = Eine Person hat höchstens { $most } Attribute.
admin-person-last-administrator = Nur diese Person verwaltet noch: Niemand könnte es mehr. Geben Sie zuerst jemand anderem das Recht.
admin-person-refused-disabled = Das Konto ist gesperrt. Aktivieren Sie es zuerst.
admin-person-changed-meanwhile = Jemand anderes hat diese Person inzwischen geändert. Unten steht, was Sie eingetragen haben; öffnen Sie die Seite neu, um den anderen Stand zu sehen.
admin-person-busy = Gerade warten zu viele Passwörter. Versuchen Sie es gleich noch einmal.
admin-person-event-sign-in = Angemeldet
admin-person-event-sign-in-refused = Abgelehnt
admin-person-event-password-verified = Passwort richtig, ein neues verlangt
admin-person-event-session-confirmed = Erneut ausgewiesen
admin-person-event-sign-out = Abgemeldet
admin-person-event-session-revoked = Sitzung beendet
admin-person-event-password-changed = Passwort geändert
admin-person-event-password-reset = Einmalpasswort bekommen
admin-person-event-invitation-made = Wurde eingeladen
admin-person-event-invitation-withdrawn = Einladung beendet
admin-person-event-invitation-accepted = Einladung benutzt
admin-person-event-guessing-throttled = Zu viele falsche Passwörter
admin-person-event-token-minted = Token ausgestellt


# Administration: import and export

admin-import-title = Personen importieren
admin-import-where = Wo Sie sind
admin-import-export = Alle exportieren
admin-import-lede = Senden Sie eine Datei, sehen Sie Zeile für Zeile, was geschähe, und importieren Sie erst dann. Das Senden ändert nichts.
admin-import-waiting = Ihre Dateien der letzten Stunde
admin-import-state-examining = wird durchgesehen
admin-import-state-examined = wartet auf Sie
admin-import-state-writing = wird importiert
admin-import-state-done = importiert
admin-import-state-failed = nicht importiert
admin-import-file = Datei
admin-import-file-hint = CSV in UTF-8 mit Kommas, Semikolons oder Tabulatoren, bis 32 MiB. Die erste Zeile nennt die Spalten.
admin-import-paste = Stattdessen Text einfügen
admin-import-pasted = Zeilen
admin-import-pasted-name = Eingefügter Text
admin-import-matching = Eine Zeile meint die Person mit
admin-import-by-email = derselben E-Mail-Adresse
admin-import-by-external-id = derselben externen Kennung; die Adresse darf neu sein
admin-import-replace-passwords = Auch Passwörter von Personen ersetzen, die schon eines haben. Deren Sitzungen enden.
admin-import-look = Erst ansehen
admin-import-columns = Spalten
admin-import-columns-required = Nur email ist nötig. Die Reihenfolge der Spalten ist gleich.
admin-import-columns-empty = Eine fehlende Spalte lässt alles, wie es ist. Eine leere Zelle leert Namen, Kennung, Sprache, Gruppen oder Attribut.
admin-import-columns-groups = Mehrere Gruppen in einer Zelle trennt ein |.
admin-import-columns-hashes = Der Passwort-Hash eines anderen Systems (bcrypt, Argon2, PBKDF2, scrypt, SHA-crypt, LDAP) gilt weiter und wird bei der nächsten Anmeldung zu einem von unseren.
admin-import-look-title = Was geschähe
admin-import-done-title = Importiert
admin-import-done-some = { $created } { $created ->
        [one] Person wurde
       *[other] Personen wurden
    } angelegt, { $changed } geändert. { $refused } { $refused ->
        [one] Zeile wurde ausgelassen: Laden Sie sie
       *[other] Zeilen wurden ausgelassen: Laden Sie sie
    } herunter, verbessern Sie sie und senden Sie sie noch einmal.
admin-import-nothing-to-do = Alle in der Datei sind schon so. Es gibt nichts zu importieren.
admin-import-all-good = Alle Zeilen sind gut. { $created } { $created ->
        [one] Person würde
       *[other] Personen würden
    } angelegt, { $changed } geändert.
admin-import-some-bad = { $refused } { $refused ->
        [one] Zeile ist
       *[other] Zeilen sind
    } fehlerhaft. Verbessern Sie die Datei und senden Sie sie noch einmal, oder importieren Sie nur die guten Zeilen.
admin-import-without-password = { $n } neue { $n ->
        [one] Person hat
       *[other] Personen haben
    } in der Datei kein Passwort. Geben Sie ihnen danach ein Einmalpasswort oder eine Einladung.
admin-import-keeping-password = { $n } { $n ->
        [one] Person hat ein Passwort und behält
       *[other] Personen haben ein Passwort und behalten
    } es, was immer in der Datei steht.
admin-import-waits = Es wird in einem Zug geschrieben. So lange, einige Sekunden, müssen Personen warten, die sich anmelden.
admin-import-button-all = { $n } { $n ->
        [one] Person
       *[other] Personen
    } importieren
admin-import-button-good = Die { $n } { $n ->
        [one] gute Zeile
       *[other] guten Zeilen
    } importieren
admin-import-download = Die { $n } { $n ->
        [one] abgelehnte Zeile
       *[other] abgelehnten Zeilen
    } herunterladen
admin-import-another = Andere Datei wählen
admin-import-discard = Diese Datei verwerfen
admin-import-discarded = Die Datei wurde verworfen. Aus ihr wird nichts mehr importiert.
admin-import-not-discarded = Die Datei wird gerade importiert und kann nicht verworfen werden.
admin-import-expires = Die Datei sehen nur Sie. Sie wird verworfen:
admin-import-outcomes = Zeilen nach Ergebnis
admin-import-tab-all = Alle ({ $n })
admin-import-tab-created = Neu ({ $n })
admin-import-tab-changed = Geändert ({ $n })
admin-import-tab-unchanged = Unverändert ({ $n })
admin-import-tab-refused = Abgelehnt ({ $n })
admin-import-no-lines = Solche Zeilen gibt es nicht.
admin-import-lines = Zeilen der Datei
admin-import-line = Zeile
admin-import-address = E-Mail
admin-import-outcome = Ergebnis
admin-import-details = Einzelheiten
admin-import-created = Neu
admin-import-changed = Geändert
admin-import-unchanged = Unverändert
admin-import-refused = Abgelehnt
admin-import-first = Erste Zeilen
admin-import-next = Nächste Zeilen
admin-import-examining = Die Datei wird durchgesehen
admin-import-writing = Personen werden importiert
admin-import-progress = Fortschritt
admin-import-reached = { $reached } von { $lines } Zeilen
admin-import-leave = Sie können diese Seite verlassen und wiederkommen.
admin-import-writing-all = Alles wird in einem Zug geschrieben: ganz oder gar nicht.
admin-import-refresh = Noch einmal nachsehen
admin-import-in-audit = Name im Protokoll
admin-import-to-people = Zu den Personen
admin-import-failed-title = Es wurde nicht fertig
admin-import-failed-all = Nichts wurde importiert. Der Dienst wurde währenddessen angehalten, etwas ging schief, oder jemand änderte zugleich dieselben Personen. Ihre Datei ist noch da.
admin-import-failed-some = Die Arbeit wurde abgebrochen. Was bis dahin importiert war, bleibt; beim Fortsetzen bleibt es, wie es ist, und der Rest kommt hinzu.
admin-import-failed-look = Die Datei konnte nicht bis zum Ende durchgesehen werden. Senden Sie sie noch einmal.
admin-import-again = Fortsetzen
admin-import-start-again = Noch einmal beginnen
admin-import-nothing = nichts
admin-import-change = { $field }: { $before } → { $after }
admin-import-lacks-password = Wird kein Passwort haben.
admin-import-keeps-password = Behält das vorhandene Passwort.
admin-import-wrong-fields = Die Zeile hat { $fields } Felder und die Kopfzeile { $columns } Spalten.
admin-import-wrong-email-shape = Eine E-Mail-Adresse sieht aus wie name@example.com.
admin-import-wrong-email-character = Eine E-Mail-Adresse hat keine Leerzeichen, Anführungszeichen oder Klammern.
admin-import-wrong-email-long = Die E-Mail-Adresse ist zu lang.
admin-import-wrong-long = { $column } ist länger als { $most } Zeichen.
admin-import-wrong-control = { $column } enthält einen Zeilenumbruch oder ein anderes Steuerzeichen.
admin-import-wrong-empty = { $column } enthält einen leeren Namen.
admin-import-wrong-language = { $column } ist kein Sprachkürzel wie de oder en-GB.
admin-import-wrong-yes-no = administrator ist weder yes noch no.
admin-import-wrong-status = status ist weder active noch disabled.
admin-import-wrong-no-external-id = Die externe Kennung fehlt, an der die Person erkannt werden soll.
admin-import-wrong-twin = Zeile { $line } meint dieselbe Person.
admin-import-wrong-attributes = Die Person hätte zu viele Attribute.
admin-import-wrong-held = Die Adresse gehörte bis vor Kurzem zu einem anderen Konto und ist noch gesperrt.
admin-import-wrong-ambiguous = Mehrere Personen haben diese externe Kennung.
admin-import-wrong-taken = Ein anderes Konto hat diese Adresse.
admin-import-wrong-last-administrator = Es gäbe keinen Administrator mehr. Machen Sie erst jemand anderen dazu.
admin-import-hash-named = password_hash sieht aus wie { $name } und wird nicht angenommen: { $why }
admin-import-hash-weak = Wer ihn hat, findet das Passwort schnell.
admin-import-hash-no-library = Keine gut gepflegte Bibliothek prüft ihn.
admin-import-hash-elsewhere = Das Passwort liegt anderswo.
admin-import-hash-key = Er braucht einen Schlüssel, der anderswo liegt.
admin-import-hash-clear = Passwörter im Klartext werden nicht importiert.
admin-import-hash-malformed = password_hash beginnt wie ein Hash von { $name } und ist keiner.
admin-import-hash-costly = password_hash verlangt mehr Arbeit, als für einen importierten Hash von { $name } getan wird (höchstens { $most }).
admin-import-hash-unknown = password_hash ist kein Hash in einem bekannten Format.
admin-import-file-empty = Wählen Sie eine Datei, oder fügen Sie Zeilen ein.
admin-import-file-nobody = Die Datei hat eine Kopfzeile und sonst niemanden.
admin-import-file-large = Die Datei ist größer als { $mebibytes } MiB. Teilen Sie sie.
admin-import-file-lines = Die Datei hat mehr als { $most } Zeilen. Teilen Sie sie.
admin-import-file-columns = Die Kopfzeile hat mehr als { $most } Spalten.
admin-import-file-line = Zeile { $line } ist länger als { $kibibytes } KiB. Fehlt ein Anführungszeichen?
admin-import-file-utf16 = Die Datei ist UTF-16. Speichern Sie sie als UTF-8 (in Excel: „CSV UTF-8“).
admin-import-file-archive = Das ist ein ZIP-Archiv oder eine Tabelle (XLSX, ODS). Speichern Sie sie als CSV.
admin-import-file-binary = Die Datei ist kein Text: Zeile { $line } enthält ein NUL-Zeichen.
admin-import-file-utf8 = Zeile { $line } ist nicht UTF-8. Speichern Sie die Datei als UTF-8.
admin-import-file-column = Die Spalte „{ $name }“ ist nicht bekannt.
admin-import-file-column-nearly = Die Spalte „{ $name }“ ist nicht bekannt. Vielleicht ist { $nearest } gemeint.
admin-import-file-twice = Die Spalte { $name } steht zweimal in der Kopfzeile.
admin-import-file-missing = Der Kopfzeile fehlt die Spalte { $name }. Die erste Zeile der Datei muss die Spalten nennen.


# Administration: providers

admin-provider-about = Einstellungen
admin-provider-acts = Was Sie tun können
admin-provider-add = Anbieter hinzufügen
admin-provider-add-first = Ersten Anbieter hinzufügen
admin-provider-addresses = Adressen, die beim Anbieter einzutragen sind
admin-provider-after = Nachher
admin-provider-age = Wie alt eine Anmeldung sein darf
admin-provider-age-hint = Wessen Anmeldung älter ist, wird noch einmal nach dem Passwort gefragt. Leer gilt jede Anmeldung, solange ihre Sitzung dauert.
admin-provider-age-label = Höchstens so viele Minuten
admin-provider-audience = Offen für
admin-provider-back = Zurück zum Anbieter
admin-provider-back-kind = Andere Art wählen
admin-provider-back-paste = Zurück zu den Adressen
admin-provider-back-secret = Zurück zum Geheimnis
admin-provider-back-settings = Zurück zu den Einstellungen
admin-provider-before = Vorher
admin-provider-by-form = { $endpoint }, gesendet als „{ $parameter }“
admin-provider-by-redirect = { $endpoint }, in der Adresse als „{ $parameter }“
admin-provider-bytes = { $bytes } Byte
admin-provider-categories = Kategorien
admin-provider-category-all = Alle
admin-provider-category-documentation = Dokumentation
admin-provider-category-feedback = Feedback
admin-provider-category-generic = Andere
admin-provider-category-help-desk = Helpdesks
admin-provider-changed-meanwhile = Jemand anderes hat diesen Anbieter inzwischen geändert. Sehen Sie nach, wie er jetzt ist, und versuchen Sie es dann noch einmal.
admin-provider-changes-saved = Die Änderungen an { $name } sind gespeichert. Sie gelten ab der nächsten Anmeldung.
admin-provider-claim = Angabe
admin-provider-claim-value = Wert
admin-provider-claims-caption = Was ein Token sagen würde
admin-provider-claims-missing = Es kann kein Token ausgestellt werden, weil bei dieser Person etwas fehlt, das der Anbieter verlangt:
admin-provider-claims-unsigned = Nichts wurde signiert und niemand angemeldet. iat und jti entstehen für jedes Token neu.
admin-provider-crumbs = Wo Sie sind
admin-provider-current = Signiert jetzt
admin-provider-delete = { $name } löschen
admin-provider-delete-ask = { $name } löschen?
admin-provider-delete-lede = Einstellungen und Geheimnisse werden gelöscht und lassen sich nicht zurückholen. Von da an wird niemand mehr dorthin gebracht. Das Protokoll behält, was damit geschah.
admin-provider-delete-title = Diesen Anbieter löschen
admin-provider-deleted = { $name } ist gelöscht.
admin-provider-edit-again = Noch etwas ändern
admin-provider-endpoint = Tokens gehen an
admin-provider-event-added = Der Anbieter wurde hinzugefügt.
admin-provider-event-changed = Die Einstellungen wurden geändert.
admin-provider-event-disabled = { $person } kam, während er ausgeschaltet war.
admin-provider-event-forgotten = Das Geheimnis { $fingerprint } wurde vergessen.
admin-provider-event-loop = { $person } wurde immer wieder zurückgeschickt und angehalten.
admin-provider-event-missing = { $person } hat nichts für die Angabe „{ $claim }“.
admin-provider-event-not-allowed = { $person } ist in keiner der Gruppen.
admin-provider-event-off = Er wurde ausgeschaltet.
admin-provider-event-on = Er wurde eingeschaltet.
admin-provider-event-refused = { $person } wurde abgelehnt: { $code }.
admin-provider-event-reported = Der Anbieter meldete einen Fehler: { $message }
admin-provider-event-return = Eine Zielseite wurde verworfen ({ $reason }); die Anmeldung ging ohne sie weiter.
admin-provider-event-secret-changed = Das Geheimnis wurde ersetzt; { $fingerprint } signiert.
admin-provider-event-staged = Das Geheimnis { $fingerprint } wurde bereitgelegt.
admin-provider-event-switched = Das bereitgelegte Geheimnis { $fingerprint } signiert.
admin-provider-event-taken-back = Das frühere Geheimnis { $fingerprint } signiert wieder.
admin-provider-event-token = Ein Token für { $person }
admin-provider-everyone = Alle
admin-provider-example = { $hint }. Zum Beispiel: { $example }
admin-provider-failing = Seit dem letzten Fehler wurde niemand dorthin gebracht.
admin-provider-fingerprint = Fingerabdruck
admin-provider-forget-former = Früheres Geheimnis vergessen
admin-provider-forget-former-ask = Das frühere Geheimnis vergessen?
admin-provider-forget-lede = Das Geheimnis von { $name } mit { $secret } wird hier gelöscht und lässt sich nicht zurückholen. Das, mit dem signiert wird, bleibt.
admin-provider-forget-staged = Bereitgelegtes Geheimnis vergessen
admin-provider-forget-staged-ask = Das bereitgelegte Geheimnis vergessen?
admin-provider-former = Signierte früher
admin-provider-generic = Die zwei allgemeinen Arten zeigen
admin-provider-gone = Diesen Anbieter gibt es nicht mehr.
admin-provider-groups-only = Nur diese Gruppen
admin-provider-hosts = Weitere Hosts
admin-provider-hosts-hint = Hosts neben dem des Anbieters, zu denen zurückgeleitet werden darf, durch Kommas getrennt. Zum Beispiel: help.example.com
admin-provider-is-forgotten = Das Geheimnis { $fingerprint } ist vergessen.
admin-provider-is-off = { $name } ist ausgeschaltet. Niemand wird dorthin gebracht; Sitzungen, die dort bestehen, enden nicht.
admin-provider-is-on = { $name } ist eingeschaltet. Offen für: { $audience }.
admin-provider-is-staged = Ein neues Geheimnis für { $name } liegt bereit: { $secret }. Für Anmeldungen ändert sich noch nichts.
admin-provider-is-switched = Tokens für { $name } werden ab jetzt mit { $fingerprint } signiert. Das Geheimnis davor wird behalten.
admin-provider-is-taken-back = Tokens für { $name } werden wieder mit { $fingerprint } signiert. Das bisherige Geheimnis wird behalten.
admin-provider-kept-given = Das vorhin eingefügte Geheimnis ({ $bytes } Byte) ist noch da. Fügen Sie ein anderes ein, um es zu ersetzen.
admin-provider-kept-made = Das vorhin erzeugte Geheimnis ist noch da.
admin-provider-key-dropped = Der Schlüssel { $key } wurde verworfen, und diese Installation versiegelt noch damit. Es wurde nichts geändert.
admin-provider-last-error = Letzter Fehler
admin-provider-last-token = Letztes Token
admin-provider-length = Länge
admin-provider-minutes = { $minutes } Minuten
admin-provider-more-groups = Weitere Gruppen
admin-provider-more-groups-hint = Namen von Gruppen, durch Kommas getrennt
admin-provider-name = Name
admin-provider-name-hint = Wie er in der Liste der Dienste heißt
admin-provider-never = nie
admin-provider-no = Nein
admin-provider-no-kind = Was Sie suchen, steht bei keiner bekannten Art. Die meisten Anbieter mit JWT-Anmeldung kommen mit einer der beiden allgemeinen Arten zurecht.
admin-provider-no-kind-title = Keine Art dieses Namens
admin-provider-no-profile = Das Profil dieses Anbieters gibt es nicht mehr. Holen Sie es zurück, oder löschen Sie den Anbieter.
admin-provider-no-secret-there = Dieses Geheimnis gibt es nicht mehr.
admin-provider-notes = Bitte beachten
admin-provider-nothing = nichts
admin-provider-nothing-changed = Nichts ist anders, also wurde nichts geändert.
admin-provider-obstacle-change = Zuerst muss ein neues Passwort gewählt werden.
admin-provider-obstacle-disabled = Das Konto ist gesperrt.
admin-provider-obstacle-groups = Diese Person ist in keiner der Gruppen, für die der Anbieter offen ist.
admin-provider-obstacle-no-password = Das Konto hat kein Passwort.
admin-provider-obstacle-off = Der Anbieter ist ausgeschaltet.
admin-provider-obstacles = Das steht zurzeit im Weg:
admin-provider-off = Aus
admin-provider-on = Ein
admin-provider-optional = { $label } (freiwillig)
admin-provider-owner-either = Erzeugen Sie hier ein Geheimnis und tragen Sie es beim Anbieter ein, oder fügen Sie eines ein, das der Anbieter hat.
admin-provider-owner-provider = { $kind } zeigt ein eigenes gemeinsames Geheimnis. Kopieren Sie es dort und fügen Sie es hier ein.
admin-provider-paste-lede = Öffnen Sie die Anmelde-Einstellungen des Anbieters in einem anderen Fenster und tragen Sie das dort ein.
admin-provider-people-created = Er legt Konten für unbekannte Personen an.
admin-provider-people-refused = Er weist unbekannte Personen ab: Legen Sie ihre Konten dort zuerst an, mit derselben E-Mail-Adresse.
admin-provider-people-unknown = Was er mit unbekannten Personen tut, ist nicht dokumentiert.
admin-provider-person = E-Mail-Adresse einer Person
admin-provider-preview-button = Angaben zeigen
admin-provider-preview-lede = Sehen Sie, was ein Token über eine Person sagen würde, bevor jemand dorthin gebracht wird.
admin-provider-recent = Zuletzt
admin-provider-recent-none = Hier ist noch nichts geschehen.
admin-provider-remote-login = Remote login URL
admin-provider-remote-logout = Remote logout URL
admin-provider-returns = Zurückgeleitet wird zu
admin-provider-review = Ist es so gemeint?
admin-provider-review-button = Änderungen ansehen
admin-provider-save = { $name } ausgeschaltet speichern
admin-provider-save-changes = Änderungen speichern
admin-provider-save-lede = Er wird ausgeschaltet gespeichert. Niemand wird dorthin gebracht, bevor Sie ihn einschalten.
admin-provider-saved = { $name } ist gespeichert und ausgeschaltet. Schalten Sie ihn ein, wenn der Anbieter die Adressen und das Geheimnis hat.
admin-provider-search = Nach einer Art von Anbieter suchen
admin-provider-search-button = Suchen
admin-provider-secret = Gemeinsames Geheimnis
admin-provider-secret-facts = { $bytes } Byte, Fingerabdruck { $fingerprint }
admin-provider-secret-given = Geheimnis des Anbieters einfügen
admin-provider-secret-hint = Fügen Sie es ein, wie es dasteht, ohne es zu dekodieren. Es wird nie wieder gezeigt.
admin-provider-secret-made = Hier ein Geheimnis erzeugen
admin-provider-secret-once = Das Geheimnis wird nur jetzt gezeigt. Tragen Sie es beim Anbieter ein, bevor Sie weitergehen.
admin-provider-secret-paste = Geheimnis des Anbieters
admin-provider-secret-place = Geheimnis
admin-provider-secret-whence = Woher das Geheimnis kommt
admin-provider-secrets-lede = Geheimnisse werden nie gezeigt. Am Fingerabdruck lassen sie sich unterscheiden. Ein neues wird zuerst bereitgelegt; wenn der Anbieter es hat, wechseln Sie dazu. Weist der Anbieter die Tokens dann ab, nehmen Sie das frühere zurück.
admin-provider-settings = Was diese Art von Anbieter braucht
admin-provider-since = Seit
admin-provider-slug = Name in Adressen
admin-provider-slug-hint = Kleinbuchstaben, Ziffern und einzelne Bindestriche. Er steht in den Adressen, die Sie beim Anbieter eintragen, und lässt sich später nicht ändern.
admin-provider-somebody = Jemand
admin-provider-stage-button = Dieses Geheimnis bereitlegen
admin-provider-stage-title = Neues Geheimnis bereitlegen
admin-provider-staged = Liegt bereit
admin-provider-staged-lede = Tokens werden noch mit dem jetzigen Geheimnis signiert. Wenn der Anbieter das neue hat, wechseln Sie auf der Seite des Anbieters dazu.
admin-provider-staged-on = Weiter zu { $name }
admin-provider-staged-title = Ein neues Geheimnis liegt bereit
admin-provider-step-done = erledigt
admin-provider-step-kind = Art
admin-provider-step-paste = Adressen
admin-provider-step-preview = Vorschau
admin-provider-step-secret = Geheimnis
admin-provider-step-settings = Einstellungen
admin-provider-steps = Schritte
admin-provider-switch-off = { $name } ausschalten
admin-provider-switch-on = { $name } einschalten
admin-provider-switch-secret = Zu diesem Geheimnis wechseln
admin-provider-take-back = Dieses Geheimnis zurücknehmen
admin-provider-to-paste = Weiter zu den Adressen
admin-provider-to-preview = Weiter zur Vorschau
admin-provider-to-secret = Weiter zum Geheimnis
admin-provider-type-word = Geben Sie { $word } ein, um fortzufahren
admin-provider-undo = Rückgängig machen
admin-provider-usual = Wie üblich
admin-provider-walk-paste = Was beim Anbieter einzutragen ist
admin-provider-walk-preview = Was der Anbieter erfahren würde
admin-provider-walk-secret = Das gemeinsame Geheimnis
admin-provider-walk-settings = Einstellungen des neuen Anbieters
admin-provider-warning-equal = Er hat dasselbe gemeinsame Geheimnis wie { $others }: Ein Token für den einen gilt auch beim anderen. Legen Sie ein neues bereit.
admin-provider-warning-everyone = Von da an können ihn alle benutzen.
admin-provider-closed-forged = Es wurde verändert oder für eine andere Stelle versiegelt
admin-provider-closed-key = Es wurde mit einem Schlüssel versiegelt, den diese Installation nicht hat
admin-provider-closed-malformed = Was gespeichert ist, ist kein versiegelter Text
admin-provider-misfit-profile = Das Profil { $profile } gibt es nicht mehr
admin-provider-misfit-setting = { $setting }: { $problem }
admin-provider-warning-misfit = Niemand kann dorthin gebracht werden: { $problem }.
admin-provider-warning-short = Das gemeinsame Geheimnis hat { $bytes } Byte; gut wären mindestens { $good }. Ein kurzes lässt sich aus einem einzigen Token erraten: Legen Sie ein neues bereit, wenn der Anbieter ein längeres erlaubt.
admin-provider-what = Was
admin-provider-which = Welche Art von Anbieter ist es?
admin-provider-wrong-age = Schreiben Sie ganze Minuten von 1 bis { $most } oder nichts.
admin-provider-wrong-attributes = Schreiben Sie Angaben als angabe=attribut, durch Kommas getrennt. { $problem }
admin-provider-wrong-claims = Schreiben Sie Angaben als name oder name=quelle, durch Kommas getrennt. { $problem }
admin-provider-wrong-clash = Diese Einstellungen passen nicht zusammen: { $problem }
admin-provider-wrong-group = Der Name einer Gruppe hat höchstens 100 Zeichen.
admin-provider-wrong-host = Schreiben Sie einen Hostnamen wie help.example.com, ohne https:// und ohne Pfad.
admin-provider-wrong-hosts = Schreiben Sie Hostnamen, durch Kommas getrennt, ohne https:// und ohne Pfade.
admin-provider-wrong-label = Schreiben Sie nur Buchstaben, Ziffern und Bindestriche, zum Beispiel acme.
admin-provider-wrong-missing = Das wird gebraucht. Bitte füllen Sie es aus.
admin-provider-wrong-name = Schreiben Sie einen Namen mit höchstens { $most } Zeichen.
admin-provider-wrong-no-group = Wählen Sie mindestens eine Gruppe, oder öffnen Sie ihn für alle.
admin-provider-wrong-parameter = Schreiben Sie einen Parameternamen aus Buchstaben, Ziffern, - _ und .
admin-provider-wrong-parameters = Schreiben Sie Parameternamen, durch Kommas getrennt.
admin-provider-wrong-person = Niemand hat diese Adresse. Bitte prüfen Sie sie.
admin-provider-wrong-privileged = Schreiben Sie nur Namen von Angaben, die Rechte geben, etwa role, durch Kommas getrennt.
admin-provider-wrong-seconds = Schreiben Sie eine Anzahl Sekunden von 0 bis 86400.
admin-provider-wrong-secret-empty = Fügen Sie das Geheimnis des Anbieters ein, oder lassen Sie hier eines erzeugen.
admin-provider-wrong-secret-long = Das ist länger als { $most } Byte und kann kein gemeinsames Geheimnis sein.
admin-provider-wrong-secret-same = Mit diesem Geheimnis wird schon signiert.
admin-provider-wrong-secret-shared = { $others } hat dasselbe gemeinsame Geheimnis. Ein Token für den einen gälte auch beim anderen: Geben Sie jedem sein eigenes.
admin-provider-wrong-secret-short = Dieser Anbieter verlangt mindestens { $least } Byte.
admin-provider-wrong-slug = Schreiben Sie 1 bis 40 Kleinbuchstaben, Ziffern und einzelne Bindestriche, zum Beispiel acme-desk.
admin-provider-wrong-slug-taken = Ein anderer Anbieter hat diesen Namen in Adressen. Wählen Sie einen anderen.
admin-provider-wrong-unknown = Diese Art von Anbieter hat keine Einstellung namens { $setting }.
admin-provider-wrong-url = Schreiben Sie eine ganze Adresse, die mit https:// beginnt und keinen #Teil hat.
admin-provider-wrong-word = Das ist etwas anderes. Geben Sie { $word } ein, um fortzufahren.
admin-provider-wrong-yes-no = Wählen Sie Ja oder Nein.
admin-provider-yes = Ja
admin-providers-empty = Ein Anbieter ist ein Dienst, zu dem angemeldete Personen gebracht werden: ein Helpdesk, ein Wiki, ein Ideenportal. Einen hinzuzufügen braucht fünf kurze Schritte, und nichts geschieht, bevor Sie ihn einschalten.
admin-providers-empty-title = Noch keine Anbieter


# Administration: overview

admin-overview-attention = Was Sie angeht
admin-overview-calm = Im Moment ist nichts zu tun.
admin-overview-fault = Störung
admin-overview-warning = Warnung
admin-overview-hint = Hinweis
admin-overview-to-settings = Diese Einstellungen zeigen
admin-overview-to-people = Personen zeigen
admin-overview-to-providers = Anbieter zeigen
admin-overview-to-provider = { $name } zeigen
admin-overview-to-audit = Protokoll zeigen
admin-overview-to-these = Im Protokoll zeigen
admin-overview-done = Was geschehen ist
admin-overview-range = Zeitraum
admin-overview-range-day = 24 Stunden
admin-overview-range-week = 7 Tage
admin-overview-range-month = 30 Tage
admin-overview-months = Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.
admin-overview-date = { $day }. { $month }
admin-overview-sign-ins = Anmeldungen
admin-overview-refused = Abgelehnt
admin-overview-tokens = Tokens
admin-overview-errors = Gemeldete Fehler
admin-overview-at = { $when } – Anmeldungen: { $sign_ins }, abgelehnt: { $refused }
admin-overview-provider-at = { $when } – Tokens: { $tokens }, abgelehnt: { $refused }
admin-overview-chart = Anmeldungen und Ablehnungen, { $range }
admin-overview-chart-text = Anmeldungen: { $sign_ins }, abgelehnt: { $refused }; die meisten um diese Zeit: { $most } (UTC).
admin-overview-provider-chart = Tokens für { $name }, { $range }
admin-overview-provider-text = Tokens: { $tokens }, abgelehnt: { $refused }.
admin-overview-numbers = Zahlen zeigen
admin-overview-utc = Ab (UTC)
admin-overview-nothing = In dieser Zeit hat sich niemand angemeldet. Sobald es jemand tut, erscheint hier ein Diagramm.
admin-overview-counted = Stunden und Tage gelten in UTC, und der letzte Abschnitt ist noch nicht vorbei. Gezählt wird, was im Protokoll steht: Was Fremde ohne Passwort versucht haben und Passwörter, die warten mussten, stehen nur in den Metriken.
admin-overview-missing = Das Protokoll wird gerade ausgezählt: { $rows } Einträge fehlen noch, die neuesten kommen zuletzt. Schauen Sie in ein paar Minuten wieder.
admin-overview-by-provider = Tokens nach Anbieter
admin-overview-provider = Anbieter
admin-overview-removed = Ein entfernter Anbieter
admin-overview-refusals = Warum Anmeldungen abgelehnt wurden
admin-overview-reason = Grund
admin-overview-code = Code
admin-overview-times = Anzahl
admin-overview-reason-other = Ein anderer Grund
admin-overview-pool = Passwortprüfung
admin-overview-pool-lede = Auf dieser Instanz. Jedes Passwort wird von einem Thread geprüft; sind alle Warteplätze belegt, werden Personen gebeten, es gleich noch einmal zu versuchen.
admin-overview-pool-busy = Threads bei der Arbeit
admin-overview-pool-waiting = Wartende Passwörter
admin-overview-pool-turned-away = Abgewiesen in einer Stunde
admin-overview-pool-speed = Anmeldungen pro Sekunde
admin-overview-of = { $some } von { $all }
admin-overview-about = etwa { $number }
admin-overview-not-measured = nicht gemessen
admin-overview-clock-implausible = Die Uhr zeigt { $now }; da gab es dieses Programm noch nicht. Jede Anmeldung wird abgelehnt.
admin-overview-clock-implausible-do = Stellen Sie die Uhr, und lassen Sie sie durch NTP richtig halten.
admin-overview-clock-behind = Die Uhr zeigt { $now }, aber im Protokoll steht ein Ereignis von { $newest }.
admin-overview-clock-behind-do = Vergleichen Sie die Uhren aller Instanzen mit einer anderen: Eine davon geht jetzt falsch oder ging damals falsch.
admin-overview-clock-unlike = Die Uhr zeigt { $now }, die des Datenbankservers dagegen { $there }.
admin-overview-clock-unlike-do = Lassen Sie beide durch NTP richtig halten: Anbieter lehnen Tokens mit falscher Zeit ab.
admin-overview-cheap = Passwörter werden mit weniger Aufwand als empfohlen gespeichert: Aus einer gestohlenen Datenbank wären sie schneller zu erraten.
admin-overview-cheap-do = Entfernen Sie passwords.allow_below_floor, und setzen Sie Speicher und Durchgänge mindestens auf die Vorgaben.
admin-overview-file-open = Die Datenbankdatei { $file } kann nicht nur von ihrem Besitzer geöffnet werden (Rechte { $mode }).
admin-overview-file-open-do = Setzen Sie die Rechte dieser Datei und der Dateien daneben auf 600.
admin-overview-key-file = Mit der Schlüsseldatei { $file } stimmt etwas nicht: { $problem }.
admin-overview-key-file-readable = Nicht nur ihr Besitzer kann sie lesen (Rechte { $mode }; abhelfen kann: chmod 600 { $file })
admin-overview-key-file-unexamined = Sie lässt sich nicht ansehen ({ $cause })
admin-overview-key-file-do = Machen Sie sie nur für ihren Besitzer lesbar, oder holen Sie sie aus ihrer Kopie zurück. Der laufende Dienst hat seine Schlüssel noch; der nächste Start würde scheitern.
admin-overview-room = Die Datenbank belegt { $size }, aber auf ihrem Datenträger sind nur { $free } frei: Eine Kopie hat keinen Platz mehr.
admin-overview-room-do = Schaffen Sie Platz, oder ziehen Sie auf einen größeren Datenträger um. Ist er voll, wird jede Anmeldung abgelehnt.
admin-overview-no-writes = Die Datenbank nimmt nichts an. Jede Anmeldung wird abgelehnt.
admin-overview-no-writes-do = Schaffen Sie Platz auf dem Datenträger, oder geben Sie Datei und Ordner dem Benutzer des Dienstes zurück. Ein Neustart ist nicht nötig.
admin-overview-nobody = Niemand kann sich anmelden: Keine Person ist aktiv.
admin-overview-nobody-do = Fügen Sie Personen hinzu, oder aktivieren Sie gesperrte.
admin-overview-no-administrator = Keine aktive Person hat Zugang zur Verwaltung.
admin-overview-one-administrator = Sie sind die einzige aktive Person mit Zugang zur Verwaltung.
admin-overview-one-administrator-do = Geben Sie den Zugang noch jemandem, für den Tag, an dem Sie nicht da sind.
admin-overview-backup = In den letzten 7 Tagen wurde keine Sicherung gemacht.
admin-overview-backup-do = Lassen Sie `bridgewarden backup` täglich laufen, und bewahren Sie den Schlüssel getrennt von den Kopien auf.
admin-overview-never-verified = Das Protokoll wurde noch nie geprüft.
admin-overview-long-unverified = Das Protokoll wurde zuletzt am { $at } geprüft.
admin-overview-verify-do = Führen Sie ab und zu `bridgewarden audit verify` aus: Eine Änderung zeigt sich nur, wenn jemand der Kette folgt.
admin-overview-broken = Das Protokoll wurde am { $at } geprüft und ist nach Stelle { $position } beschädigt.
admin-overview-broken-do = Jemand hat die Datenbank verändert. Lassen Sie sie, wie sie ist, und vergleichen Sie sie mit der letzten guten Sicherung.
admin-overview-unchained = Einträge im Protokoll warten seit { $since } darauf, verkettet zu werden.
admin-overview-log-do = Den Grund nennt das Log des Dienstes.
admin-overview-throttled = Zähler für falsche Passwörter, wegen derer jetzt jemand warten muss: { $count }.
admin-overview-throttled-do = Ein vergessenes Passwort ist kein Grund zur Sorge. Sind es viele auf einmal, rät jemand.
admin-overview-turned-away = Passwörter, für die innerhalb einer Stunde kein Platz in der Warteschlange war: { $count }.
admin-overview-turned-away-do = Waren das wirklich Personen, braucht der Dienst mehr Prozessoren oder eine längere Warteschlange.
admin-overview-faults = Störungen auf dieser Instanz innerhalb einer Stunde: { $count }.
admin-overview-no-provider = Es gibt noch keinen Anbieter: Man kann sich anmelden, kommt aber nirgendwohin.
admin-overview-no-provider-do = Fügen Sie den ersten hinzu.
admin-overview-unfit = Niemand kommt zu { $name }: { $fault }.
admin-overview-unfit-do = Berichtigen Sie die Einstellungen des Anbieters, oder holen Sie sein Profil zurück.
admin-overview-closed = Das gemeinsame Geheimnis von { $name } lässt sich nicht öffnen: { $why }. Niemand kommt dorthin.
admin-overview-closed-do = Holen Sie den Schlüssel zurück, mit dem es versiegelt wurde, oder setzen Sie das Geheimnis auf beiden Seiten neu.
admin-overview-closed-staged = Das bereitgelegte Geheimnis von { $name } lässt sich nicht öffnen: { $why }. Zu ihm kann nicht gewechselt werden.
admin-overview-closed-staged-do = Holen Sie den Schlüssel zurück, mit dem es versiegelt wurde, oder vergessen Sie das bereitgelegte Geheimnis und legen Sie es noch einmal bereit.
admin-overview-closed-former = Das frühere Geheimnis von { $name } lässt sich nicht öffnen: { $why }. Zu ihm kann nicht zurückgekehrt werden.
admin-overview-closed-former-do = Holen Sie den Schlüssel zurück, mit dem es versiegelt wurde, solange Sie das Geheimnis noch brauchen könnten; sonst vergessen Sie es.
admin-overview-short = Das gemeinsame Geheimnis von { $name } hat { $bytes } Byte; es sollten mindestens { $wanted } sein.
admin-overview-short-do = Wenn der Anbieter ein längeres erlaubt, ersetzen Sie es auf beiden Seiten: Ein kurzes lässt sich aus einem einzigen Token erraten.
admin-overview-equal = Diese Anbieter haben dasselbe gemeinsame Geheimnis: { $names }.
admin-overview-equal-do = Ein Token für den einen gilt auch beim anderen. Geben Sie jedem ein eigenes.
admin-overview-reported = Fehler, die { $name } innerhalb eines Tages gemeldet hat: { $count }.
admin-overview-reported-do = Was der Anbieter gesagt hat, steht im Protokoll: vielleicht eine Person, die er nicht kennt, eine falsche Uhr oder ein anderes Geheimnis.
admin-overview-claims = Anmeldungen bei { $name }, die innerhalb eines Tages abgelehnt wurden, weil eine verlangte Angabe leer war: { $count }.
admin-overview-claims-do = Füllen Sie die Angabe aus; bei wem und welche, steht im Protokoll.
admin-overview-key-stale = Der Schlüssel { $id } wurde verworfen, ist hier aber noch der aktuelle.
admin-overview-key-stale-do = Diese Instanz hat eine alte Kopie der Schlüssel. Kopieren Sie die jetzigen von einer anderen Instanz.
admin-overview-key-accepted = Der Schlüssel { $id } wurde verworfen, gilt hier aber noch.
admin-overview-key-accepted-do = Führen Sie `bridgewarden secret drop-key { $id }` auch auf dieser Instanz aus.
admin-overview-key-prepared = Ein Schlüsselwechsel wurde begonnen: Der Schlüssel { $id } ist vorbereitet und noch nicht in Gebrauch.
admin-overview-key-rotate-do = Wenn jede Instanz ihn hat, führen Sie `bridgewarden secret rotate-key` aus.
admin-overview-key-unused = Ein Schlüsselwechsel ist nicht abgeschlossen: Mit dem früheren Schlüssel { $id } ist nichts mehr versiegelt.
admin-overview-key-unused-do = Wenn niemand mehr eine Sicherung aus seiner Zeit braucht, führen Sie `bridgewarden secret drop-key { $id }` aus.
admin-overview-key-leftover = Einträge, die noch mit dem Schlüssel { $id } versiegelt sind, der nicht der aktuelle ist: { $rows }.
admin-people-all = In der Tabelle
admin-people-active = Aktiv
admin-people-more = mehr als { $count }
admin-people-administrators = In der Verwaltung
admin-you = Sie
admin-you-confirmed = Sie haben sich ausgewiesen:
admin-you-lede = Bevor etwas geändert wird, werden Sie noch einmal nach Ihrem Passwort gefragt, wenn das mehr als zehn Minuten her ist.
admin-you-button = Jetzt bestätigen


# Administration: settings

admin-settings-lede = Was im laufenden Dienst gilt, und woher es kommt. Geändert werden Einstellungen in der Konfigurationsdatei, in der Umgebung oder durch Argumente; sie gelten ab dem nächsten Start. Die Erklärungen sind auf Englisch.
admin-settings-all = Alle Optionen
admin-settings-changed = Nur gesetzte
admin-settings-search = Suche
admin-settings-search-hint = Zum Beispiel: proxy
admin-settings-find = Einstellungen suchen
admin-settings-is-default = Vorgabe
admin-settings-is-file = Datei
admin-settings-is-environment = Umgebung
admin-settings-is-environment-file = In der Umgebung genannte Datei
admin-settings-is-argument = Kommandozeile
admin-settings-default = Die Vorgabe ist { $default }
admin-settings-hidden = Geheimnisse sind verdeckt.
admin-settings-none = Keine Option passt.
admin-settings-none-do = Suchen Sie nach einem anderen Wort, oder zeigen Sie alle Optionen.
admin-settings-found = Optionen: { $n }

# Administration: sessions

admin-sessions-person = Person
admin-sessions-service = Genutzter Anbieter
admin-sessions-any-service = Beliebig
admin-sessions-no-such-service = Diesen Anbieter gibt es nicht mehr. Wählen Sie einen anderen.
admin-sessions-search = Adresse, Browser oder Name
admin-sessions-show = Anzeigen
admin-sessions-everybody = Alle anzeigen
admin-sessions-nobody = Diese E-Mail-Adresse hat niemand.
admin-sessions-none = Niemand ist angemeldet.
admin-sessions-none-found = Eine solche Sitzung gibt es gerade nicht. Suchen Sie etwas anderes, oder lassen Sie alle anzeigen.
admin-sessions-who = Person
admin-sessions-where = Browser und Adresse
admin-sessions-since = Angemeldet
admin-sessions-seen = Zuletzt gesehen
admin-sessions-services = Genutzte Anbieter
admin-sessions-no-services = Noch keine
admin-sessions-actions = Aktionen
admin-sessions-own = Dieser Browser
admin-sessions-browser-on = { $browser } unter { $system }
admin-sessions-unknown-on = Unbekannter Browser unter { $system }
admin-sessions-unknown = Unbekannter Browser
admin-sessions-end = Beenden
admin-sessions-end-own = Beenden und abmelden
admin-sessions-end-person = Sitzungen dieser Person beenden
admin-sessions-end-service = Sitzungen mit diesem Anbieter beenden
admin-sessions-end-all = Sitzungen aller beenden
admin-sessions-pages = Seiten
admin-sessions-newest = Neueste
admin-sessions-older = Ältere
admin-sessions-ask-person = { $count ->
        [one] Die eine Sitzung
       *[other] Alle { $count } Sitzungen
    } von { $name } beenden?
admin-sessions-ask-own = { $count ->
        [one] Ihre eine andere Sitzung
       *[other] Ihre { $count } anderen Sitzungen
    } beenden?
admin-sessions-ask-all = { $count ->
        [one] Die eine Sitzung
       *[other] Alle { $count } Sitzungen
    } aller anderen beenden?
admin-sessions-ask-service = { $count ->
        [one] Die eine Sitzung aller anderen beenden, in der
       *[other] Alle { $count } Sitzungen aller anderen beenden, in denen
    } { $service } genutzt wurde?
admin-sessions-ask-only = Nur Sitzungen, in denen { $service } genutzt wurde. Andere bleiben bestehen.
admin-sessions-ask-lede = Wer in einer solchen Sitzung arbeitet, muss sich neu anmelden. Sitzungen bei den Anbietern selbst enden dadurch nicht.
admin-sessions-own-too = Auch meine eigene Sitzung in diesem Browser beenden. Ich muss mich dann neu anmelden.
admin-sessions-type = Zur Bestätigung { $count } eingeben
admin-sessions-nothing = Es gibt keine Sitzung zu beenden
admin-sessions-nothing-lede = Keine davon besteht noch, oder es gab nie eine.
admin-sessions-nothing-but-own = Außer Ihrer eigenen gibt es keine Sitzung zu beenden
admin-sessions-nothing-but-own-lede = Um diese zu beenden, melden Sie sich ab.
admin-sessions-to-all = Zurück zu den Sitzungen
admin-sessions-typed-wrong = Geben Sie die Zahl { $count } ein, oder brechen Sie ab.
admin-sessions-end-count = { $count ->
        [one] 1 Sitzung
       *[other] { $count } Sitzungen
    } beenden
admin-sessions-ended-one = Die Sitzung von { $name } ist beendet.
admin-sessions-ended-before = Diese Sitzung war schon beendet.
admin-sessions-ended-person = { $count ->
        [one] 1 Sitzung von { $name } ist beendet.
       *[other] { $count } Sitzungen von { $name } sind beendet.
    }
admin-sessions-ended-all = { $count ->
        [one] 1 Sitzung ist beendet.
       *[other] { $count } Sitzungen sind beendet.
    }
admin-sessions-ended-none = Es gab keine Sitzung zu beenden.


# Verwaltung: Ablehnungen in wenigen Worten

admin-refusal-administrator-required = Jemand, der nicht zur Administration gehört
admin-refusal-already-delivered = Eine Anmeldung, die schon abgeschlossen war
admin-refusal-bad-request = Eine Anfrage, die nicht zu verstehen ist
admin-refusal-cross-site = Ein Formular von einer fremden Website
admin-refusal-form-expired = Eine Seite, die zu lange offen war
admin-refusal-invitation-unusable = Eine Einladung, die nicht mehr benutzt werden kann
admin-refusal-length-required = Eine Anfrage, die ihre Länge nicht nennt
admin-refusal-method-not-allowed = Eine Art von Anfrage, die diese Adresse nicht annimmt
admin-refusal-missing-claim = Eine Angabe, die der Anbieter verlangt, war leer
admin-refusal-not-allowed = In keiner Gruppe, für die der Anbieter offen ist
admin-refusal-not-found = Eine Seite, die es nicht gibt
admin-refusal-password-common = Ein neues Passwort, das leicht zu erraten ist
admin-refusal-password-too-long = Ein neues Passwort, das zu lang ist
admin-refusal-password-too-short = Ein neues Passwort, das zu kurz ist
admin-refusal-password-unchanged = Ein neues Passwort, das das alte ist
admin-refusal-passwords-differ = Zwei neue Passwörter, die sich unterscheiden
admin-refusal-provider-disabled = Der Anbieter war ausgeschaltet
admin-refusal-provider-error = Der Anbieter meldete einen Fehler
admin-refusal-provider-unknown = Kein Anbieter dieses Namens
admin-refusal-sign-in-loop = Der Anbieter schickte den Browser immer wieder zurück
admin-refusal-sign-in-required = Jemand, der nicht angemeldet war
admin-refusal-sign-in-too-old = Eine Anmeldung, die zu lange her war
admin-refusal-too-busy = Zu viele Anmeldungen zugleich
admin-refusal-too-large = Eine Anfrage, die zu groß ist
admin-refusal-too-many-attempts = Zu viele Versuche
admin-refusal-too-slow = Eine Anfrage, die zu langsam kam
admin-refusal-wrong-content-type = Ein Formular anderer Art als erwartet
admin-refusal-wrong-credentials = Falsches Passwort oder eine Adresse, die niemand hat
admin-refusal-wrong-current-password = Falsches bisheriges Passwort, vor einer Änderung erneut eingegeben
admin-refusal-wrong-host = Eine Anfrage an einen anderen Host

# Administration: the audit

admin-audit-group-sign-ins = Anmeldungen und Anbieter
admin-audit-group-passwords = Passwörter und Raten
admin-audit-group-sessions = Sitzungen
admin-audit-group-people = Personen
admin-audit-group-providers = Anbieter einrichten
admin-audit-group-bridge = Die Brücke selbst
admin-audit-kind-all = Alles aus: { $group }
admin-audit-other = Ein Ereignis anderer Art: { $kind }
admin-audit-somebody = jemand Unbekanntes
admin-audit-a-service = kein bestimmter Anbieter
admin-audit-person-gone = eine gelöschte Person ({ $id })
admin-audit-service-gone = ein entfernter Anbieter ({ $id })
admin-audit-command-line = Die Kommandozeile ({ $name })
admin-audit-stranger = Ein nicht angemeldeter Browser
admin-audit-service = Die Brücke
admin-audit-person = Person
admin-audit-provider = Anbieter
admin-audit-kind = Was
admin-audit-refusal-code = { $what } ({ $code })
admin-audit-refusal = Ablehnung
admin-audit-when = Wann
admin-audit-from = Von (UTC)
admin-audit-to = Bis (UTC)
admin-audit-any = Alle
admin-audit-any-time = Jederzeit
admin-audit-hour = In der letzten Stunde
admin-audit-day = In den letzten 24 Stunden
admin-audit-week = In den letzten 7 Tagen
admin-audit-month = In den letzten 30 Tagen
admin-audit-show = Anzeigen
admin-audit-show-all = Alles anzeigen
admin-audit-nobody = Diese Adresse hat jetzt niemand. Eine gelöschte Person findet man über ihre Kennung; sie steht im Ereignis der Löschung.
admin-audit-time-wrong = Schreiben Sie Tag und Uhrzeit in UTC, etwa 2026-11-22 14:00.
admin-audit-time-backwards = Das liegt nicht nach dem Anfang.
admin-audit-none = Es ist noch nichts aufgezeichnet.
admin-audit-none-found = Nichts gefunden. Suchen Sie weniger genau oder über eine längere Zeit.
admin-audit-none-so-far = Bis hierher nichts gefunden.
admin-audit-time = Zeit
admin-audit-what = Was geschah
admin-audit-address = Von
admin-audit-pages = Seiten
admin-audit-newest = Neueste
admin-audit-older = Ältere
admin-audit-searched-to = Alles seitdem ist durchsucht:
admin-audit-search-on = Weiter zurück suchen
admin-audit-export = Mitnehmen
admin-audit-export-lede = Alles, was oben gesucht wird, kommt in eine Datei, das Älteste zuerst. Dass exportiert wurde, wird aufgezeichnet.
admin-audit-export-csv = Als CSV exportieren
admin-audit-export-jsonl = Als JSON-Zeilen exportieren
admin-audit-export-wrong = Nichts wurde exportiert. Berichtigen Sie zuerst, was gesucht wird.
admin-audit-chain = Ist die Aufzeichnung vollständig?
admin-audit-chain-lede = Jedes Ereignis trägt eine Prüfsumme über sich und alle davor. Wer später eines ändert, entfernt oder verschiebt, zerreißt die Kette.
admin-audit-chain-length = Ereignisse in der Kette
admin-audit-chain-waiting = Noch nicht verkettet
admin-audit-chain-last = Zuletzt geprüft
admin-audit-chain-never = In dieser Datenbank noch nie
admin-audit-chain-whole = Unversehrt bis Ereignis { $position }
admin-audit-chain-broken = Zerrissen
admin-audit-chain-changed = Zeile { $row } an Stelle { $position } wurde verändert, nachdem es geschrieben war.
admin-audit-chain-changed-waiting = Zeile { $row }, die noch nicht in der Kette steht, wurde verändert, nachdem sie geschrieben war.
admin-audit-chain-cut-off = Sie wurde abgeschnitten: Sie endet an Stelle { $end } und reichte einmal bis Stelle { $noted }.
admin-audit-chain-missing = Das Ereignis an Stelle { $position } fehlt.
admin-audit-chain-reordered = Zeile { $row } gehört nicht an Stelle { $position }: Die Kette wurde umgeordnet oder ersetzt.
admin-audit-chain-rewritten = Sie wurde neu geschrieben: Das Ereignis an Stelle { $position } ist nicht das, das festgehalten wurde.
admin-audit-chain-broken-after = Sie ist hinter Ereignis { $position } zerrissen. `bridgewarden audit verify` nennt die erste beschädigte Zeile.
admin-audit-chain-head = Ende der Kette, zum Notieren an anderem Ort
admin-audit-chain-running = Wird geprüft: { $position } von { $expected } Ereignissen
admin-audit-chain-interrupted = Eine Prüfung kam nicht zum Ende, weil ihr Prozess beendet wurde.
admin-audit-chain-again = Noch einmal nachsehen
admin-audit-verify = Kette jetzt prüfen
admin-audit-verify-begun = Die Kette wird geprüft. Sie können inzwischen weiterarbeiten.
admin-audit-verify-already = Die Kette wird schon geprüft.
admin-audit-event = Ereignis { $id }
admin-audit-by = Durch
admin-audit-about = Über
admin-audit-more = Alles über diese Person
admin-audit-session = Sitzung
admin-audit-request = Anfrage
admin-audit-details = Einzelheiten
admin-audit-was = Vorher
admin-audit-is = Nachher
admin-audit-place = Platz in der Kette
admin-audit-place-waiting = Noch nicht verkettet
admin-audit-digest = Prüfsumme
admin-audit-link = Verkettung
admin-audit-intact = Wie geschrieben
admin-audit-changed = Nach dem Schreiben geändert

admin-audit-kind-sign-in = Angemeldet
admin-audit-sign-in = { $person } hat sich angemeldet
admin-audit-kind-sign-in-refused = Anmeldung abgelehnt
admin-audit-sign-in-refused = Eine Anmeldung von { $person } wurde abgelehnt
admin-audit-kind-password-verified = Neues Passwort fällig
admin-audit-password-verified = { $person } hat das Passwort bewiesen und muss ein neues wählen
admin-audit-kind-token-minted = Zu einem Anbieter gebracht
admin-audit-token-minted = { $person } wurde zu { $provider } gebracht
admin-audit-kind-return-to-dropped = Rückweg verworfen
admin-audit-return-to-dropped = { $person } ging ohne einen unerlaubten Rückweg weiter zu { $provider }
admin-audit-kind-provider-reported-error = Fehler von einem Anbieter gemeldet
admin-audit-provider-reported-error = { $provider } hat für { $person } einen Fehler gemeldet
admin-audit-kind-sign-out = Abgemeldet
admin-audit-sign-out = { $person } hat sich abgemeldet
admin-audit-kind-session-confirmed = Mit dem Passwort bestätigt
admin-audit-session-confirmed = { $person } hat die eigene Identität noch einmal bestätigt
admin-audit-kind-session-revoked = Sitzung beendet
admin-audit-session-revoked = { $actor } hat eine Sitzung von { $person } beendet
admin-audit-kind-password-changed = Passwort geändert
admin-audit-password-changed = { $person } hat das eigene Passwort geändert
admin-audit-kind-password-rehashed = Passwort stärker gespeichert
admin-audit-password-rehashed = Das Passwort von { $person } ist jetzt stärker gespeichert
admin-audit-kind-password-reset = Passwort zurückgesetzt
admin-audit-password-reset = { $actor } hat { $person } ein Einmalpasswort gegeben
admin-audit-kind-guessing-throttled = Raten gebremst
admin-audit-guessing-throttled = Für { $person } wurden zu viele Passwörter geraten
admin-audit-kind-throttling-cleared = Wartezeit aufgehoben
admin-audit-throttling-cleared = { $actor } hat die Wartezeit für { $person } aufgehoben
admin-audit-kind-user-added = Person hinzugefügt
admin-audit-user-added = { $actor } hat { $person } hinzugefügt
admin-audit-kind-user-changed = Person geändert
admin-audit-user-changed = { $actor } hat { $person } geändert
admin-audit-kind-user-disabled = Person gesperrt
admin-audit-user-disabled = { $actor } hat { $person } gesperrt
admin-audit-kind-user-enabled = Person entsperrt
admin-audit-user-enabled = { $actor } hat { $person } wieder entsperrt
admin-audit-kind-user-deleted = Person gelöscht
admin-audit-user-deleted = { $actor } hat { $person } gelöscht
admin-audit-kind-invitation-made = Einladung erstellt
admin-audit-invitation-made = { $actor } hat eine Einladung für { $person } erstellt
admin-audit-kind-invitation-withdrawn = Einladung zurückgezogen
admin-audit-invitation-withdrawn = { $actor } hat die Einladung für { $person } zurückgezogen
admin-audit-kind-invitation-accepted = Einladung angenommen
admin-audit-invitation-accepted = { $person } hat über eine Einladung ein Passwort gewählt
admin-audit-kind-address-released = Adresse freigegeben
admin-audit-address-released = { $actor } hat eine frühere Adresse von { $person } freigegeben
admin-audit-kind-people-imported = Personen importiert
admin-audit-people-imported = { $actor } hat Personen aus einer Datei importiert
admin-audit-kind-people-exported = Personen exportiert
admin-audit-people-exported = { $actor } hat Personen als Datei mitgenommen
admin-audit-kind-first-administrator-offered = Erste Administration angeboten
admin-audit-first-administrator-offered = { $actor } hat eine Einmaladresse für den ersten Administrator ausgegeben
admin-audit-kind-provider-added = Anbieter hinzugefügt
admin-audit-provider-added = { $actor } hat { $provider } hinzugefügt
admin-audit-kind-provider-changed = Anbieter geändert
admin-audit-provider-changed = { $actor } hat { $provider } geändert
admin-audit-kind-provider-enabled = Anbieter eingeschaltet
admin-audit-provider-enabled = { $actor } hat { $provider } eingeschaltet
admin-audit-kind-provider-disabled = Anbieter ausgeschaltet
admin-audit-provider-disabled = { $actor } hat { $provider } ausgeschaltet
admin-audit-kind-provider-secret-changed = Gemeinsames Geheimnis ersetzt
admin-audit-provider-secret-changed = { $actor } hat das gemeinsame Geheimnis von { $provider } ersetzt
admin-audit-kind-provider-secret-staged = Gemeinsames Geheimnis bereitgelegt
admin-audit-provider-secret-staged = { $actor } hat ein neues gemeinsames Geheimnis für { $provider } bereitgelegt
admin-audit-kind-provider-secret-switched = Gemeinsames Geheimnis umgestellt
admin-audit-provider-secret-switched = { $actor } hat { $provider } auf das neue gemeinsame Geheimnis umgestellt
admin-audit-kind-provider-secret-taken-back = Gemeinsames Geheimnis zurückgenommen
admin-audit-provider-secret-taken-back = { $actor } ist zum früheren gemeinsamen Geheimnis von { $provider } zurückgekehrt
admin-audit-kind-provider-secret-forgotten = Gemeinsames Geheimnis vergessen
admin-audit-provider-secret-forgotten = { $actor } hat ein unbenutztes gemeinsames Geheimnis von { $provider } vergessen lassen
admin-audit-kind-provider-removed = Anbieter entfernt
admin-audit-provider-removed = { $actor } hat { $provider } entfernt
admin-audit-kind-backup-made = Sicherung gemacht
admin-audit-backup-made = { $actor } hat die Datenbank kopiert
admin-audit-kind-sealing-key-rotated = Siegelschlüssel gewechselt
admin-audit-sealing-key-rotated = { $actor } hat alles unter einem anderen Schlüssel versiegelt
admin-audit-kind-sealing-key-dropped = Siegelschlüssel verworfen
admin-audit-sealing-key-dropped = { $actor } hat einen Siegelschlüssel verworfen
admin-audit-kind-audit-exported = Protokoll exportiert
admin-audit-audit-exported = { $actor } hat Ereignisse des Protokolls exportiert
admin-audit-kind-audit-verified = Protokoll geprüft
admin-audit-audit-verified = { $actor } hat die Kette des Protokolls prüfen lassen


# The first administrator

first-admin-title = Ersten Administrator einrichten
first-admin-lede = Um diese Installation kümmert sich noch niemand. Ab jetzt tun Sie es; diese Seite geht nur einmal.
first-admin-first-name = Vorname
first-admin-last-name = Nachname
first-admin-repeat = Passwort noch einmal
first-admin-button = Konto anlegen und anmelden
first-admin-email-wrong = Das ist keine E-Mail-Adresse. Eine sieht aus wie name@example.com.
first-admin-email-taken = Diese Adresse hat schon ein anderes Konto. Nehmen Sie eine andere.
first-admin-name-wrong = Verwenden Sie höchstens { $most } gewöhnliche Zeichen.


# Die Seite für Ablehnungen und Störungen

error-quoted = Die Meldung
error-advice = Was Sie tun können
error-status = Status { $status }

# Was jede Option bedeutet. Englisch steht in bridgewarden.example.toml und nur dort; jede andere Sprache hat hier einen
# Satz für jede Option. Ein Test verlangt alle.

option-server-listen = Wo die Bridge lauscht. Stellen Sie einen Reverse-Proxy mit TLS davor.
option-server-public_url = Die Adresse, die Menschen sehen, mit Pfad davor, wenn es einen gibt, zum Beispiel "https://sso.example.com" oder "https://www.example.com/sso". Cookies und jede Adresse, die die Bridge nennt, richten sich danach; Anfragen an einen anderen Host werden abgelehnt. Muss angegeben werden. Einfaches http wird nur auf dem eigenen Rechner angenommen.
option-server-trusted_proxies = Netze der Reverse-Proxys, deren X-Forwarded-For geglaubt wird, zum Beispiel ["10.1.2.0/24"]. Leer: keinem.
option-server-metrics_listen = Wo Prometheus /metrics liest; "" schaltet es ab. Niemals über den öffentlichen Proxy erreichbar machen.
option-server-hsts = Strict-Transport-Security senden. Schalten Sie es ab, wenn der Proxy das schon tut.
option-server-workers = Threads, die Anfragen beantworten; 0 bedeutet einen je Prozessor.
option-server-stop_notice_seconds = So lange antwortet der Dienst, wenn er beendet werden soll, auf /readyz mit 503, bevor er nicht mehr lauscht, damit ein Load-Balancer niemanden mehr schickt. Richtig ist etwas mehr als dessen eigener Abstand zwischen zwei Prüfungen.
option-server-upload_timeout_seconds = So lange darf eine Datei mit Personen unterwegs sein, die ein Administrator sendet: 150 Sekunden sind 32 MiB bei zwei Megabit je Sekunde. Der Proxy davor hat eine eigene Grenze.
option-database-url = "sqlite:DATEI" (ohne ganzen Pfad liegt die Datei im Arbeitsverzeichnis) oder "postgres://BENUTZER@HOST/DATENBANK". Ein Passwort gehört in BRIDGEWARDEN_DATABASE__URL_FILE und nicht hierher.
option-database-connections = So viele Verbindungen höchstens.
option-security-sealing_key_file = Der Schlüssel, der Geheimnisse in der Datenbank versiegelt: eine Datei mit den Rechten 0600 und 32 Bytes in base64. "" bedeutet "sealing.key" neben der SQLite-Datei, angelegt beim ersten Start; bei PostgreSQL muss sie genannt werden. Bewahren Sie eine Kopie getrennt von der Datenbank auf: Ohne sie kann kein gemeinsames Geheimnis gelesen werden. Weitere Zeilen sind weitere Schlüssel, die nur öffnen; der erste versiegelt. `bridgewarden secret rotate-key` schreibt die Datei; ein laufender Dienst liest sie von selbst wieder.
option-security-sealing_key = Der Schlüssel selbst, nur für die Umgebung (BRIDGEWARDEN_SECURITY__SEALING_KEY); er geht der Datei vor.
option-security-earlier_sealing_key_files = Dateien mit weiteren Schlüsseln, die neuesten zuerst, die nur öffnen, was sie versiegelt haben. Für den Fall, dass jemand anderes die Schlüsseldatei schreibt.
option-passwords-memory_kib = Was ein Argon2id-Hash kostet: Speicher in KiB, Durchgänge, Spuren. Die Vorgabe ist das Mindeste nach dem OWASP Password Storage Cheat Sheet. Höhere Werte gelten für jede Person ab ihrer nächsten Anmeldung.
option-passwords-passes = { option-passwords-memory_kib }
option-passwords-lanes = { option-passwords-memory_kib }
option-passwords-allow_below_floor = Weniger als dieses Mindeste wird abgelehnt (gleich gut sind seine anderen Zeilen: 47104 mit 1 Durchgang, 12288 mit 3, 9216 mit 4, 7168 mit 5), außer hier steht true. Gedacht für Tests: Aus einer gestohlenen Datenbank wären die Passwörter schneller erraten.
option-passwords-workers = Threads, die Passwörter prüfen, jeder mit eigenem Speicher; 0 bedeutet einen je Prozessor.
option-passwords-queue = So viele Anmeldungen dürfen auf einen solchen Thread warten; wer danach kommt, wird gebeten, es gleich noch einmal zu versuchen. Netze kommen abwechselnd an die Reihe.
option-passwords-wait_seconds = Wer so lange gewartet hat, wird ebenfalls gebeten, es noch einmal zu versuchen.
option-passwords-min_length = So viele Zeichen hat ein neues Passwort mindestens.
option-passwords-block_list_file = Eine Datei mit Passwörtern, die niemand wählen darf, eines je Zeile, zusätzlich zu denen, die ohnehin abgelehnt werden, weil sie schnell erraten sind. UTF-8, höchstens 32 MiB; Groß- und Kleinbuchstaben gelten als gleich. "" bedeutet keine.
option-passwords-one_time_hours = So lange können ein Einmalpasswort und eine Einladung benutzt werden.
option-users-address_quarantine_days = So viele Tage lang darf niemand sonst eine Adresse haben, die ein Konto abgegeben hat, weil es gelöscht wurde oder jetzt eine andere hat. Anbieter kennen Menschen an ihrer Adresse: Wer sie als Nächstes bekommt, käme vielleicht in das Konto der Person, die sie vorher hatte. Ein Administrator kann eine Adresse früher freigeben. 0 schaltet das ab.
option-guessing-failures_per_network = So viele falsche Passwörter aus einem Netz (einer IPv4-Adresse, einem IPv6-/64) innerhalb einer Minute; danach werden seine Versuche eine Minute lang nicht angesehen, dann zwei, bis zu einer Viertelstunde. Browser, in denen sich die Person schon einmal angemeldet hat, werden für sich gezählt.
option-guessing-shared_networks = Netze, die sich viele teilen, zum Beispiel die Adresse des eigenen Büros ["203.0.113.7"]: Sie dürfen zehnmal so viele haben.
option-guessing-failures_per_account = So viele falsche Passwörter für ein Konto innerhalb eines Tages, aus allen Netzen zusammen; danach warten unbekannte Browser eine Minute, dann zwei, bis zu einer Stunde. Höchstens 100 (NIST SP 800-63B-4).
option-sessions-idle_minutes = Eine Sitzung endet, wenn so lange nichts geschah, und spätestens nach dieser Zeit.
option-sessions-absolute_hours = { option-sessions-idle_minutes }
option-brand-name = Der Name des Unternehmens, auf jeder Seite.
option-brand-logo_file = Eine SVG- oder PNG-Datei von höchstens 256 KiB, die statt des Namens gezeigt wird. "" bedeutet keine.
option-brand-accent = Die Akzentfarbe, als #rrggbb. Wo ihr Kontrast zu gering ist, wird der nächste lesbare Farbton genommen.
option-brand-support = Wo Menschen Hilfe bekommen: eine E-Mail-Adresse oder eine https-Adresse. "" bedeutet keine.
option-profiles-directory = Ein Ordner mit eigenen Anbieterprofilen, die zusätzlich zu den eingebauten gelesen werden. "" bedeutet keinen.
option-log-format = "text" oder "json".
option-log-level = error, warn, info, debug oder trace; oder ein Filter wie "info,bridgewarden=debug".
