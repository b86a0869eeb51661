# Everything that people read. Sentence case, plain words, "sign in" as a verb; see the rules of tone beside the pages.
# Every key stands in every language with the same arguments; a test checks it.

# Around every page

support-line = Need help?
reference = Reference

# Sign in

sign-in-title = Sign in
sign-in-title-to = Sign in to { $provider }
sign-in-continue = Sign in to continue to
sign-in-lede = Use your { $company } email address and password.
sign-in-email = Email address
sign-in-password = Password
sign-in-button = Sign in

# Password fields

password-show = Show password
password-caps = Caps Lock is on

# Change the password

password-title = Change your password
password-title-required = Choose a new password
password-lede = You stay signed in here and are signed out on other devices.
password-lede-required = Your password needs to be replaced before you go on.
password-lede-required-to = Your password needs to be replaced before you go on to { $provider }.
password-account = Account
password-current = Current password
password-new = New password
password-new-hint = At least { $min } characters. A few unrelated words are easy to remember and hard to guess.
password-repeat = New password again
password-button = Save new password
password-back = Back to your services

# An invitation

invitation-title = Choose your password
invitation-lede = An account was made for you at { $company }. Choose a password, and you are signed in.
invitation-name = Name
invitation-replaces = You are signed in as { $person } in this browser. If you go on, that session ends.
invitation-button = Save password and sign in

# The list of services

launch-title = Your services
launch-lede = Choose where you want to go. You are signed in there at once.
launch-empty-title = No services yet
launch-empty = As soon as someone gives you access to a service, you will find it here.
menu-label = Your account
menu-administration = Administration
menu-change-password = Change password
menu-sign-out = Sign out

# On the way to a service

deliver-title = Taking you to { $provider }
deliver-heading = Taking you to
deliver-lede = This takes a moment.
deliver-button = Continue to { $provider }
deliver-by-hand = Your browser runs no scripts, so please use the button.
deliver-held-heading = You have already been taken to
deliver-held = If it did not open, use the button.
delivered-title = You have already been taken to { $provider }
delivered-heading = You have already been taken to
delivered-lede = This page works only once, so that nobody can repeat your sign-in from the history of this browser.
delivered-button = Open { $provider } again
delivered-home = Your services

# Sign out

walk-title = Signing you out
walk-lede = You are signed out here. Now each service is asked to sign you out too.
walk-done = Asked
walk-now = Now
walk-waiting = Waiting
walk-button = Continue to { $provider }
walk-skip = Skip this service
signed-out-title = You are signed out
signed-out-lede = To use your services, sign in again.
signed-out-everywhere = You are signed out here and in every service below.
signed-out-partly = You are signed out here. Some services below may still be open.
signed-out-services = Services
signed-out-confirmed = Signed out
signed-out-unconfirmed = Not confirmed
signed-out-unconfirmed-detail = The service was asked to sign you out and has not answered.
signed-out-not-offered = May still be open
signed-out-not-offered-detail = This service cannot be signed out from here. Sign out there, or wait until it does so by itself.
signed-out-open = Sign out of { $provider }
signed-out-again = Sign in again
signed-out-shared = On a shared computer, close all windows of this browser now.

# Notices

notice-password-changed = Your password is changed. You have been signed out on your other devices.

# Refusals that stand above a form or beside a field. They are short: two lines on a telephone.

refusal-wrong-credentials = The email address or password is not right. Please check both.
refusal-form-expired = This page was open for too long. Please sign in again.
refusal-sign-in-too-old = This service asks for a recent sign-in. Please enter your password again.
refusal-form-expired-heading = This page has expired
refusal-form-expired-advice = Go back, reload the page, and try again.
refusal-invitation-unusable = This invitation does not work. It works once, and for three days at most.
refusal-invitation-unusable-heading = This invitation does not work
refusal-invitation-unusable-advice = Ask your administrator for a new one. If you have chosen a password already, sign in with it.
refusal-password-too-short = Use at least { $min } characters.
refusal-password-too-long = This password is too long. Choose a shorter one.
refusal-password-common = This password is too easy to guess. Avoid names, dates and what many others choose.
refusal-password-unchanged = This is the password you have now. Choose a new one.
refusal-passwords-differ = The two new passwords are not the same. Type it here once more.
refusal-wrong-current-password = This is not your current password. Please check it.
refusal-too-busy = Very many people are signing in. Wait a few seconds, then try again.
refusal-too-busy-heading = We are very busy just now
refusal-too-busy-advice = Wait a few seconds, then try again. You do not need a new password.
refusal-too-many-attempts = There were too many attempts. Wait { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }, then try again. In a browser in which you have signed in before you can try at once.
refusal-too-many-attempts-heading = Too many attempts
refusal-too-many-attempts-advice = Wait a little, then try again. In a browser in which you have signed in before you can try at once.

# Refusals that fill a page

refusal-not-allowed = Your account works, but nobody has given it access to { $provider } yet.
refusal-not-allowed-heading = You do not have access to { $provider }
refusal-not-allowed-advice = Ask the person who looks after { $provider } in your company to give you access.
refusal-provider-unknown = You came to an address that belongs to no service we know.
refusal-provider-unknown-heading = We do not know this service
refusal-provider-unknown-advice = Open the service from its own page or from your list of services, not from an old bookmark.
refusal-provider-disabled = Signing in to { $provider } is switched off at the moment.
refusal-provider-disabled-heading = { $provider } is switched off
refusal-provider-disabled-advice = Your administrator can tell you when it will be back.
refusal-provider-error = You are signed in here, but { $provider } sent you back with a message.
refusal-provider-error-heading = { $provider } did not let you in
refusal-provider-error-advice = Often the account at { $provider } is missing or closed. Pass the message on to your support.
refusal-sign-in-loop = You were taken to { $provider } several times within a minute, and each time it sent you back. We stopped, so that it does not go on forever.
refusal-sign-in-loop-heading = { $provider } keeps sending you back
refusal-sign-in-loop-advice = Check that this browser accepts cookies, wait a minute, and try once more. If it happens again, the settings for { $provider } need repair; your support can see that with the reference below.
refusal-missing-claim = { $provider } asks for your { $claim }, and your account has none.
refusal-missing-claim-heading = Something is missing from your account
refusal-missing-claim-advice = Ask your administrator to add your { $claim }, then open { $provider } again.
refusal-already-delivered = You have already been taken to { $provider } from this page.
refusal-already-delivered-heading = This page works only once
refusal-already-delivered-advice = Open { $provider } again from its own page or from your list of services.
refusal-bad-request = Your browser sent something that we cannot read.
refusal-bad-request-heading = This did not arrive as it should
refusal-bad-request-advice = Go back to the service you came from and begin again there.
refusal-too-large = What your browser sent is larger than we accept.
refusal-too-large-heading = This is too large
refusal-too-large-advice = Go back to the service you came from and begin again there.
refusal-length-required = Your browser did not say how much it sends.
refusal-length-required-heading = This did not arrive as it should
refusal-length-required-advice = Go back to the service you came from and begin again there.
refusal-too-slow = What your browser sent took too long to arrive.
refusal-too-slow-heading = That took too long
refusal-too-slow-advice = Check your connection, go back, and try again.
refusal-wrong-content-type = What your browser sent is not a form.
refusal-wrong-content-type-heading = This did not arrive as it should
refusal-wrong-content-type-advice = Use the form on our page.
refusal-sign-in-required = This page is for people who are signed in.
refusal-sign-in-required-heading = Please sign in first
refusal-sign-in-required-advice = Sign in, and then open this page again.
refusal-administrator-required = This page is for administrators.
refusal-administrator-required-heading = You cannot open this page
refusal-administrator-required-advice = If you should, ask somebody who administers the sign-in to make you an administrator too.
refusal-not-found = There is nothing at this address.
refusal-not-found-heading = This page does not exist
refusal-not-found-advice = Check the address for typing mistakes, or begin at your list of services.
refusal-method-not-allowed = This address is there, but it cannot be opened in this way.
refusal-method-not-allowed-heading = This does not work from here
refusal-method-not-allowed-advice = Begin again at the service you want to use.
refusal-wrong-host = We do not answer under the name that stands in your address bar.
refusal-wrong-host-heading = This is not our address
refusal-wrong-host-advice = Use the address that your company gave you.
refusal-cross-site = The request came from another website, so we stopped it to protect your account.
refusal-cross-site-heading = Another website sent you here
refusal-cross-site-advice = If you meant to do this, open our page yourself and do it there.

# Faults

fault-unavailable = We cannot sign you in just now. Your password is not the reason.
fault-unavailable-heading = Please try again in a minute
fault-unavailable-advice = Part of our system is not answering. Usually it comes back by itself within a minute or two; if it does not, tell your support.
fault-internal = We could not finish what you asked for. It has been recorded.
fault-internal-heading = Something went wrong on our side
fault-internal-advice = Try again. If it happens a second time, tell your support the reference below.

# Instants

moment-now = just now
moment-minutes = { $n ->
        [one] 1 minute ago
       *[other] { $n } minutes ago
    }
moment-hours = { $n ->
        [one] 1 hour ago
       *[other] { $n } hours ago
    }
moment-days = { $n ->
        [one] 1 day ago
       *[other] { $n } days ago
    }
moment-months = { $n ->
        [one] 1 month ago
       *[other] { $n } months ago
    }
moment-years = { $n ->
        [one] 1 year ago
       *[other] { $n } years ago
    }
moment-soon = in a moment
moment-in-minutes = { $n ->
        [one] in 1 minute
       *[other] in { $n } minutes
    }
moment-in-hours = { $n ->
        [one] in 1 hour
       *[other] in { $n } hours
    }
moment-in-days = { $n ->
        [one] in 1 day
       *[other] in { $n } days
    }

# Administration: around every page

admin-title = Administration
admin-skip = Skip to the content
admin-overview = Overview
admin-people = People
admin-providers = Providers
admin-sessions = Sessions
admin-audit = Audit
admin-settings = Settings
admin-cancel = Cancel
admin-copy = Copy
admin-copied = Copied
admin-confirm-title = Is it you?
admin-confirm-lede = You signed in more than ten minutes ago. Type your password once more, and what you were about to do goes on. Nothing that you filled in is lost.
admin-confirmed = Thank you. For the next ten minutes you are not asked again.
admin-confirm-button = Go on

# Administration: the user table

admin-users-add = Add a person
admin-users-import = Import
admin-users-export = Export
admin-users-search = Search
admin-users-search-hint = The beginning of a name, an address or an external id. Several words narrow it down.
admin-users-search-button = Search
admin-users-status = Status
admin-users-any = All
admin-users-active = Active
admin-users-disabled = Disabled
admin-users-group = Group
admin-users-right = Right
admin-users-administrators = Administrators
admin-users-others = Others
admin-users-administrator = Administrator
admin-users-never = Never signed in
admin-users-must-change = Must change password
admin-users-throttled = Must wait after wrong passwords
admin-users-throttled-short = Must wait
admin-users-nobody = Nobody
admin-users-count = { $n ->
        [one] 1 person
       *[other] { $n } people
    }
admin-users-many = More than 1,000 people
admin-users-uncounted = Many people, not counted
admin-users-columns = Columns
admin-users-columns-button = Show these columns
admin-users-groups = Groups
admin-users-external-id = External id
admin-users-language = Language
admin-users-last-sign-in = Last sign-in
admin-users-created = Added
admin-users-name = Name
admin-users-email = Email address
admin-users-never-yet = never
admin-users-as-found = These are too many to sort: they stand in the order of what was found. Type more to sort them.
admin-users-nobody-like-that = Nobody is like that.
admin-users-nobody-so-far = Nobody among the people looked at so far.
admin-users-further = Look further
admin-users-clear = Show everybody
admin-users-chosen = Choose
admin-users-all-here = Choose everybody on this page
admin-users-tick = Choose { $name }
admin-users-pages = Pages
admin-users-previous = Previous
admin-users-next = Next
admin-users-beginning = You are the only one here. Add people one by one, or import a list.
admin-users-bulk = Change several people
admin-users-one-ticked = 1 person chosen
admin-users-many-ticked = # people chosen
admin-users-do = What to do
admin-users-action-disable = Disable
admin-users-action-enable = Enable
admin-users-action-join = Add to a group
admin-users-action-leave = Remove from a group
admin-users-action-require = Require a new password
admin-users-action-end = End sessions
admin-users-to-group = Which group
admin-users-everybody = Not only those who are ticked: everybody who matches
admin-users-look = See what happens
admin-users-nobody-ticked = Nobody is chosen. Tick people in the table, or choose everybody who matches.
admin-users-which-group = Say which group.
admin-users-bad-group = This is no name of a group.
admin-users-bulk-title = Change several people
admin-users-ask-disable = Disable { $n ->
        [one] 1 person
       *[other] { $n } people
    }?
admin-users-ask-enable = Enable { $n ->
        [one] 1 person
       *[other] { $n } people
    }?
admin-users-ask-join = Add { $n ->
        [one] 1 person
       *[other] { $n } people
    } to the group { $group }?
admin-users-ask-leave = Remove { $n ->
        [one] 1 person
       *[other] { $n } people
    } from the group { $group }?
admin-users-ask-require = Require a new password of { $n ->
        [one] 1 person
       *[other] { $n } people
    }?
admin-users-ask-end = End the sessions of { $n ->
        [one] 1 person
       *[other] { $n } people
    }?
admin-users-ask-many = { $question } And of everybody else who matches: there are more, and only the first were counted.
admin-users-do-it-to-all = Do it to everybody who matches
admin-users-means-disable = From the next request on they cannot sign in, and their sessions end. Their records stay.
admin-users-means-enable = They can sign in again with the password that they had.
admin-users-means-join = They can use what is open to this group from the next sign-in at a provider on.
admin-users-means-leave = What is open only to this group is closed to them from the next sign-in at a provider on.
admin-users-means-require = Their sessions end, and at the next sign-in they must choose a new password before anything else.
admin-users-means-end = They must sign in again. Sessions that they have at providers go on there.
admin-users-and-others = { $n ->
        [one] and 1 other
       *[other] and { $n } others
    }
admin-users-left-already = { $n ->
        [one] 1 person is left out: there is nothing to change.
       *[other] { $n } people are left out: there is nothing to change.
    }
admin-users-left-yourself = You yourself are left out.
admin-users-left-last = The last administrator is left out: nobody could administer any more.
admin-users-left-password = { $n ->
        [one] 1 person is left out: there is no password.
       *[other] { $n } people are left out: they have no password.
    }
admin-users-nothing = There is nothing to change
admin-users-back = Back to the table
admin-users-can-be-undone = You can undo this for 24 hours. Sessions that end stay ended.
admin-users-cannot-be-undone = This cannot be undone.
admin-users-done-disable = { $n ->
        [one] 1 person is disabled.
       *[other] { $n } people are disabled.
    }
admin-users-done-enable = { $n ->
        [one] 1 person is enabled.
       *[other] { $n } people are enabled.
    }
admin-users-done-join = { $n ->
        [one] 1 person was added to the group { $group }.
       *[other] { $n } people were added to the group { $group }.
    }
admin-users-done-leave = { $n ->
        [one] 1 person was removed from the group { $group }.
       *[other] { $n } people were removed from the group { $group }.
    }
admin-users-done-require = { $n ->
        [one] 1 person must choose a new password.
       *[other] { $n } people must choose a new password.
    }
admin-users-done-end = { $n ->
        [one] The sessions of 1 person have ended.
       *[other] The sessions of { $n } people have ended.
    }
admin-users-undo = Undo
admin-users-undone = { $n ->
        [one] 1 person is again as before.
       *[other] { $n } people are again as before.
    }
admin-users-changed-since = { $n ->
        [one] 1 person was left alone, because something else has changed since.
       *[other] { $n } people were left alone, because something else has changed since.
    }
admin-users-undo-too-late = This was not undone: it is more than 24 hours ago.
admin-users-under-way = Changing people
admin-users-undo-under-way = Undoing
admin-users-so-far = { $n ->
        [one] 1 person so far
       *[other] { $n } people so far
    }
admin-users-goes-on = This goes on by itself while this page is open. Without scripts, use the button.
admin-users-go-on = Go on
admin-users-stop = Stop and undo


# Administration: a person

admin-person-crumbs = Where you are
admin-person-new-title = Add a person
admin-person-add = Add the person
admin-person-email-hint = Providers know people by this address, letter by letter.
admin-person-external-id = External id
admin-person-external-id-hint = Some providers know people by an id of their own.
admin-person-first-name = First name
admin-person-last-name = Last name
admin-person-language = Language
admin-person-language-browser = The browser’s
admin-person-groups = Groups
admin-person-join = Add to a group
admin-person-join-more = Add to another group
admin-person-attributes = Attributes for claims
admin-person-attributes-hint = Providers whose claims ask for an attribute get its value in each token. An empty value removes it.
admin-person-attribute-rights = { $attribute } gives rights: { $provider } gets it as the claim “{ $claim }”.
admin-person-attribute-name = New attribute
admin-person-attribute-value = Its value
admin-person-rights = Rights
admin-person-administrator = May administer this bridge
admin-person-way-in = How the person gets in
admin-person-way-in-invitation = By an invitation: a link with which they choose a password within { $hours } hours
admin-person-way-in-password = By a one-time password, which they must change within { $hours } hours
admin-person-link = Invitation link
admin-person-link-lede = This link is shown only now and was sent nowhere. Send it by a way that you trust: whoever opens it first chooses the password.
admin-person-one-time = One-time password
admin-person-password-lede = This password is shown only now. It must be changed at the first sign-in.
admin-person-until = It expires
admin-person-handed-on = I have passed it on
admin-person-added = { $name } was added
admin-person-invited-heading = { $name } is invited
admin-person-reset-heading = { $name } has a one-time password
admin-person-details = Details
admin-person-save = Save changes
admin-person-saved = { $name } was changed.
admin-person-sessions = Sessions
admin-person-no-sessions = Not signed in anywhere.
admin-person-since = Since
admin-person-last-used = Last used
admin-person-from = From
admin-person-providers = Providers used
admin-person-this-session = This one
admin-person-end-session = End this session
admin-person-end-sessions = End { $n ->
        [one] the session
       *[other] all { $n } sessions
    }
admin-person-session-ended = The session has ended.
admin-person-session-gone = That session had ended already.
admin-person-sessions-ended = { $n ->
        [0] No session was left.
        [one] One session of { $name } has ended.
       *[other] { $n } sessions of { $name } have ended.
    }
admin-person-history = History
admin-person-history-title = What { $name } did
admin-person-sign-ins = Sign-ins
admin-person-all-sign-ins = All sign-ins
admin-person-no-sign-ins = No sign-in is on record.
admin-person-tokens = Tokens
admin-person-all-tokens = All tokens
admin-person-no-tokens = No token is on record.
admin-person-when = When
admin-person-what = What
admin-person-provider = Provider
admin-person-every-provider = Every provider
admin-person-filter = Show
admin-person-pages = Pages
admin-person-newest = Newest
admin-person-older = Older
admin-person-audit = Everything in the audit
admin-person-access = Getting in
admin-person-password-none = No password yet.
admin-person-password-chosen = A password was chosen { $when }.
admin-person-password-must-change = The password must be changed at the next sign-in.
admin-person-password-one-time = A one-time password can be used until { $until }.
admin-person-password-expired = The one-time password ran out at { $until }.
admin-person-invited = An invitation is open and expires
admin-person-invite = Make an invitation link
admin-person-withdraw = Take the invitation back
admin-person-withdrawn = The invitation was taken back. Its link does not work any more.
admin-person-not-invited = There was no invitation that could be used.
admin-person-make-password = Make a one-time password
admin-person-require = Require a new password
admin-person-required = { $name } must choose a new password at the next sign-in. Their sessions have ended.
admin-person-access-hint = A one-time password ends the person’s sessions at once. An invitation leaves everything as it is until it is used.
admin-person-throttles = Wrong passwords
admin-person-throttle-account = From anywhere
admin-person-throttle-network = From one address
admin-person-throttle-browser = In a browser of theirs
admin-person-waits = Waits
admin-person-clear = Forget wrong passwords
admin-person-cleared = Wrong passwords for { $name } are forgotten. Nobody must wait for them.
admin-person-facts = Facts
admin-person-added-at = Added
admin-person-changed-at = Changed
admin-person-signed-in-at = Last sign-in
admin-person-never = never
admin-person-none = none
admin-person-open-to = Providers open to them
admin-person-known-at = Known by e-mail at
admin-person-id = Id
admin-person-account = Account
admin-person-enable = Enable { $name }
admin-person-disable = Disable { $name }
admin-person-enabled = { $name } is enabled and can sign in.
admin-person-disabled = { $name } is disabled. Their sessions have ended.
admin-person-delete-link = Delete this account…
admin-person-account-hint = Whoever is disabled is out at the next request, here. Their record stays, and they can be enabled again. Sessions at the providers themselves do not end by it.
admin-person-is-disabled = Disabled
admin-person-is-administrator = Administrator
admin-person-is-invited = Invited
admin-person-is-throttled = Must wait
admin-person-must-change = Must change password
admin-person-delete-title = Delete { $name }
admin-person-delete-lede = This cannot be undone. The person’s record, sessions and attributes go; the audit keeps what they did. Usually it is better to disable.
admin-person-delete-held = For { $days } days nobody else can have the address.
admin-person-delete-self = This is your own account.
admin-person-delete-type = Type { $email } to go on
admin-person-delete-mistyped = This is not { $email }.
admin-person-delete-button = Delete { $name }
admin-person-deleted = { $name } was deleted.
admin-person-email-title = Change the address of { $name }
admin-person-email-lede = Providers know people by their address. With another one this person may be somebody else there, or nobody, until it is changed there too.
admin-person-email-nowhere = No provider that is open to this person learns the address from tokens.
admin-person-email-invitation = An open invitation ends.
admin-person-email-held = For { $days } days nobody else can have the old address.
admin-person-email-points = These providers learn the address from tokens:
admin-person-email-button = Change the address
admin-person-self-demote-title = Give up your own rights
admin-person-self-demote-lede = You will not be an administrator any more, and cannot take this back yourself.
admin-person-self-demote-button = Give up my rights
admin-person-self-disable-title = Disable yourself
admin-person-self-disable-lede = You are signed out at once and cannot sign in again until another administrator enables you.
admin-person-self-disable-button = Disable my account
admin-person-email-missing = Fill the address in.
admin-person-email-shape = Write an address such as name@example.com.
admin-person-email-character = An address has no blanks, quotes or brackets.
admin-person-email-long = An address has at most 64 characters before the @ and 254 in all.
admin-person-email-taken = { $name } ({ $email }) has this address. Capital and small letters count as the same.
admin-person-email-of-gone = Until { $since } this was the address of an account that is deleted. Nobody else can have it until { $until }, so that they do not get into the other’s accounts at the providers.
admin-person-email-of-other = Until { $since } this was the address of { $other }. Nobody else can have it until { $until }, so that they do not get into the other’s accounts at the providers.
admin-person-release = Release { $email } early: the providers do not take the next person for the one before
admin-person-text-long = Use at most { $most } characters.
admin-person-text-control = Leave out line breaks and other invisible characters.
admin-person-language-unknown = This is not a language.
admin-person-attribute-misnamed = Begin the name with a letter; lower-case letters, digits and _ can follow.
admin-person-attribute-valueless = This attribute needs a value.
admin-person-attribute-double = This attribute is named twice.
admin-person-attributes-many = A person has at most { $most } attributes.
admin-person-last-administrator = This is the last administrator: nobody could administer any more. Make somebody else one first.
admin-person-refused-disabled = The account is disabled. Enable it first.
admin-person-changed-meanwhile = Somebody else changed this person meanwhile. Below stands what you filled in; open the page anew to see theirs.
admin-person-busy = Too many passwords wait to be hashed. Try again in a moment.
admin-person-event-sign-in = Signed in
admin-person-event-sign-in-refused = Refused
admin-person-event-password-verified = Password right, a new one required
admin-person-event-session-confirmed = Proved again who they are
admin-person-event-sign-out = Signed out
admin-person-event-session-revoked = Session ended
admin-person-event-password-changed = Changed the password
admin-person-event-password-reset = Got a one-time password
admin-person-event-invitation-made = Was invited
admin-person-event-invitation-withdrawn = Invitation ended
admin-person-event-invitation-accepted = Used the invitation
admin-person-event-guessing-throttled = Too many wrong passwords
admin-person-event-token-minted = Token minted


# Administration: import and export

admin-import-title = Import people
admin-import-where = Where you are
admin-import-export = Export everybody
admin-import-lede = Send a file, look at what would happen line by line, and only then import it. Nothing is changed by sending it.
admin-import-waiting = Your files of the last hour
admin-import-state-examining = being looked at
admin-import-state-examined = waits for you
admin-import-state-writing = being imported
admin-import-state-done = imported
admin-import-state-failed = not imported
admin-import-file = File
admin-import-file-hint = CSV in UTF-8 with commas, semicolons or tabs, up to 32 MiB. The first line names the columns.
admin-import-paste = Paste text instead
admin-import-pasted = Lines
admin-import-pasted-name = Pasted text
admin-import-matching = A line is about the person who has
admin-import-by-email = the same e-mail address
admin-import-by-external-id = the same external id; the address may be a new one
admin-import-replace-passwords = Replace the passwords of people who have one already. Their sessions end.
admin-import-look = Look at it first
admin-import-columns = Columns
admin-import-columns-required = Only email is required. The order of the columns does not matter.
admin-import-columns-empty = A missing column leaves things as they are. An empty cell empties a name, an id, a language, the groups or an attribute.
admin-import-columns-groups = Several groups in one cell stand with | between them.
admin-import-columns-hashes = A password hash of another system (bcrypt, Argon2, PBKDF2, scrypt, SHA-crypt, LDAP) goes on being valid and becomes one of ours at the next sign-in.
admin-import-look-title = What would happen
admin-import-done-title = Imported
admin-import-done-some = { $created } { $created ->
        [one] person was
       *[other] people were
    } added and { $changed } changed. { $refused } { $refused ->
        [one] line was
       *[other] lines were
    } left out: download, repair and send { $refused ->
        [one] it
       *[other] them
    } again.
admin-import-nothing-to-do = Everybody in the file is like that already. There is nothing to import.
admin-import-all-good = Every line is good. { $created } { $created ->
        [one] person
       *[other] people
    } would be added and { $changed } changed.
admin-import-some-bad = { $refused } { $refused ->
        [one] line is
       *[other] lines are
    } bad. Repair the file and send it again, or import the good lines only.
admin-import-without-password = { $n } new { $n ->
        [one] person has
       *[other] people have
    } no password in the file. Give them a one-time password or an invitation afterwards.
admin-import-keeping-password = { $n } { $n ->
        [one] person has a password and keeps
       *[other] people have a password and keep
    } it, whatever the file says.
admin-import-waits = It is written in one go. While that lasts, a few seconds, people who sign in must wait.
admin-import-button-all = Import { $n } { $n ->
        [one] person
       *[other] people
    }
admin-import-button-good = Import the { $n } good { $n ->
        [one] line
       *[other] lines
    }
admin-import-download = Download the { $n } refused { $n ->
        [one] line
       *[other] lines
    }
admin-import-another = Choose another file
admin-import-discard = Throw this file away
admin-import-discarded = The file was thrown away. Nothing was imported from it any more.
admin-import-not-discarded = The file is being imported and cannot be thrown away.
admin-import-expires = The file is kept for you only, and thrown away
admin-import-outcomes = Lines by outcome
admin-import-tab-all = All ({ $n })
admin-import-tab-created = New ({ $n })
admin-import-tab-changed = Changed ({ $n })
admin-import-tab-unchanged = Unchanged ({ $n })
admin-import-tab-refused = Refused ({ $n })
admin-import-no-lines = There are no such lines.
admin-import-lines = Lines of the file
admin-import-line = Line
admin-import-address = E-mail
admin-import-outcome = Outcome
admin-import-details = Details
admin-import-created = New
admin-import-changed = Changed
admin-import-unchanged = Unchanged
admin-import-refused = Refused
admin-import-first = First lines
admin-import-next = Next lines
admin-import-examining = The file is being looked at
admin-import-writing = People are being imported
admin-import-progress = Progress
admin-import-reached = { $reached } of { $lines } lines
admin-import-leave = You can leave this page and come back.
admin-import-writing-all = Everything is written in one go: all of it, or nothing.
admin-import-refresh = Look again
admin-import-in-audit = Name in the audit
admin-import-to-people = To the people
admin-import-failed-title = It was not finished
admin-import-failed-all = Nothing was imported. The service was stopped meanwhile, something went wrong, or somebody changed the same people at the same time. Your file is still here.
admin-import-failed-some = The work was cut off. What was imported until then stays; going on leaves it as it is and imports the rest.
admin-import-failed-look = The file could not be looked at to the end. Send it again.
admin-import-again = Go on
admin-import-start-again = Start again
admin-import-nothing = nothing
admin-import-change = { $field }: { $before } → { $after }
admin-import-lacks-password = Will have no password.
admin-import-keeps-password = Keeps the password that they have.
admin-import-wrong-fields = The line has { $fields } fields and the header { $columns } columns.
admin-import-wrong-email-shape = An e-mail address looks like name@example.com.
admin-import-wrong-email-character = An e-mail address has no blanks, quotes or brackets.
admin-import-wrong-email-long = The e-mail address is too long.
admin-import-wrong-long = { $column } is longer than { $most } characters.
admin-import-wrong-control = { $column } has a line break or another control character.
admin-import-wrong-empty = { $column } has an empty name.
admin-import-wrong-language = { $column } is not a language tag such as de or en-GB.
admin-import-wrong-yes-no = administrator is neither yes nor no.
admin-import-wrong-status = status is neither active nor disabled.
admin-import-wrong-no-external-id = The external id by which the person is to be found is missing.
admin-import-wrong-twin = Line { $line } is about the same person.
admin-import-wrong-attributes = The person would have too many attributes.
admin-import-wrong-held = The address belonged to another account until lately and is held.
admin-import-wrong-ambiguous = Several people have this external id.
admin-import-wrong-taken = Another account has this address.
admin-import-wrong-last-administrator = The last administrator would be gone. Make somebody else one first.
admin-import-hash-named = password_hash looks like { $name }, which is not accepted: { $why }
admin-import-hash-weak = whoever has it finds the password quickly.
admin-import-hash-no-library = no well-kept library verifies it.
admin-import-hash-elsewhere = the password is kept elsewhere.
admin-import-hash-key = it needs a key that is kept elsewhere.
admin-import-hash-clear = passwords are not imported in the clear.
admin-import-hash-malformed = password_hash begins like a hash of { $name } and does not read as one.
admin-import-hash-costly = password_hash asks for more work than is done for an imported hash of { $name } ({ $most } at most).
admin-import-hash-unknown = password_hash is no hash of a known format.
admin-import-file-empty = Choose a file, or paste lines.
admin-import-file-nobody = The file has a header and nobody in it.
admin-import-file-large = The file is larger than { $mebibytes } MiB. Split it.
admin-import-file-lines = The file has more than { $most } lines. Split it.
admin-import-file-columns = The header has more than { $most } columns.
admin-import-file-line = Line { $line } is longer than { $kibibytes } KiB. Is a quotation mark missing?
admin-import-file-utf16 = The file is UTF-16. Save it as UTF-8 (in Excel: “CSV UTF-8”).
admin-import-file-archive = This is a ZIP archive or a spreadsheet (XLSX, ODS). Save it as CSV.
admin-import-file-binary = The file is not text: line { $line } has a NUL.
admin-import-file-utf8 = Line { $line } is not UTF-8. Save the file as UTF-8.
admin-import-file-column = The column “{ $name }” is not known.
admin-import-file-column-nearly = The column “{ $name }” is not known. Perhaps { $nearest } is meant.
admin-import-file-twice = The column { $name } stands in the header twice.
admin-import-file-missing = The header has no column { $name }. The first line of the file must name the columns.


# Administration: providers

admin-provider-about = Settings
admin-provider-acts = What you can do
admin-provider-add = Add a provider
admin-provider-add-first = Add the first provider
admin-provider-addresses = Addresses to paste at the provider
admin-provider-after = After
admin-provider-age = How old a sign-in may be
admin-provider-age-hint = People whose sign-in is older are asked for their password again. Leave it empty to take every sign-in for as long as its session lasts.
admin-provider-age-label = At most this many minutes
admin-provider-audience = Open to
admin-provider-back = Back to the provider
admin-provider-back-kind = Choose another kind
admin-provider-back-paste = Back to the addresses
admin-provider-back-secret = Back to the secret
admin-provider-back-settings = Back to the settings
admin-provider-before = Before
admin-provider-by-form = { $endpoint }, posted as “{ $parameter }”
admin-provider-by-redirect = { $endpoint }, in the address as “{ $parameter }”
admin-provider-bytes = { $bytes } bytes
admin-provider-categories = Categories
admin-provider-category-all = All
admin-provider-category-documentation = Documentation
admin-provider-category-feedback = Feedback
admin-provider-category-generic = Any other
admin-provider-category-help-desk = Help desks
admin-provider-changed-meanwhile = Somebody else changed this provider in the meantime. Look at how it is now, then try again.
admin-provider-changes-saved = The changes to { $name } are saved. They hold from the next sign-in on.
admin-provider-claim = Claim
admin-provider-claim-value = Value
admin-provider-claims-caption = What a token would say
admin-provider-claims-missing = No token can be made, because this person’s record is empty where the provider requires something:
admin-provider-claims-unsigned = Nothing was signed, and nobody was signed in. iat and jti are made anew for each token.
admin-provider-crumbs = Where you are
admin-provider-current = Signs now
admin-provider-delete = Delete { $name }
admin-provider-delete-ask = Delete { $name }?
admin-provider-delete-lede = Its settings and secrets are deleted and cannot be brought back. Nobody is carried there from then on. The audit keeps what was done with it.
admin-provider-delete-title = Delete this provider
admin-provider-deleted = { $name } is deleted.
admin-provider-edit-again = Change something else
admin-provider-endpoint = Tokens go to
admin-provider-event-added = The provider was added.
admin-provider-event-changed = Its settings were changed.
admin-provider-event-disabled = { $person } came while it was switched off.
admin-provider-event-forgotten = The secret { $fingerprint } was forgotten.
admin-provider-event-loop = { $person } was sent back again and again, and was stopped.
admin-provider-event-missing = { $person } has nothing for the claim “{ $claim }”.
admin-provider-event-not-allowed = { $person } is in none of its groups.
admin-provider-event-off = It was switched off.
admin-provider-event-on = It was switched on.
admin-provider-event-refused = { $person } was refused: { $code }.
admin-provider-event-reported = The provider reported an error: { $message }
admin-provider-event-return = A page to return to was dropped ({ $reason }); the sign-in went on without it.
admin-provider-event-secret-changed = The secret was replaced; { $fingerprint } signs.
admin-provider-event-staged = The secret { $fingerprint } was staged.
admin-provider-event-switched = The staged secret { $fingerprint } signs.
admin-provider-event-taken-back = The former secret { $fingerprint } signs again.
admin-provider-event-token = A token for { $person }
admin-provider-everyone = Everyone
admin-provider-example = { $hint }. For example: { $example }
admin-provider-failing = Since the last error nobody was carried there.
admin-provider-fingerprint = Fingerprint
admin-provider-forget-former = Forget the former secret
admin-provider-forget-former-ask = Forget the former secret?
admin-provider-forget-lede = The secret of { $name } with { $secret } is deleted here and cannot be brought back. The one that signs stays.
admin-provider-forget-staged = Forget the staged secret
admin-provider-forget-staged-ask = Forget the staged secret?
admin-provider-former = Signed before
admin-provider-generic = Show the two general kinds
admin-provider-gone = This provider is not there any more.
admin-provider-groups-only = Only these groups
admin-provider-hosts = Further hosts
admin-provider-hosts-hint = Hosts that people may be returned to beside the provider’s own, with commas between them. For example: help.example.com
admin-provider-is-forgotten = The secret { $fingerprint } is forgotten.
admin-provider-is-off = { $name } is switched off. Nobody is carried there; sessions that people have there do not end.
admin-provider-is-on = { $name } is switched on. Open to: { $audience }.
admin-provider-is-staged = A new secret for { $name } is staged: { $secret }. Nothing changes for sign-ins yet.
admin-provider-is-switched = Tokens for { $name } are signed with { $fingerprint } from now on. The secret before it is kept.
admin-provider-is-taken-back = Tokens for { $name } are signed with { $fingerprint } again. The secret that signed until now is kept.
admin-provider-kept-given = The secret that you pasted before ({ $bytes } bytes) is kept. Paste another one to replace it.
admin-provider-kept-made = The secret that was made before is kept.
admin-provider-key-dropped = The sealing key { $key } was dropped, and this installation still seals with it. Nothing was changed.
admin-provider-last-error = Last error
admin-provider-last-token = Last token
admin-provider-length = Length
admin-provider-minutes = { $minutes } minutes
admin-provider-more-groups = Further groups
admin-provider-more-groups-hint = Names of groups with commas between them
admin-provider-name = Name
admin-provider-name-hint = What people read in their list of services
admin-provider-never = never
admin-provider-no = No
admin-provider-no-kind = The words that you search for are in no kind that is known. Most providers that take JWT single sign-on work with one of the two general kinds.
admin-provider-no-kind-title = No kind of that name
admin-provider-no-profile = The profile of this provider is not there any more. Bring it back, or delete the provider.
admin-provider-no-secret-there = That secret is not there any more.
admin-provider-notes = Please note
admin-provider-nothing = nothing
admin-provider-nothing-changed = Nothing is different, so nothing was changed.
admin-provider-obstacle-change = They must choose a new password first.
admin-provider-obstacle-disabled = The account is disabled.
admin-provider-obstacle-groups = They are in none of the groups that the provider is open to.
admin-provider-obstacle-no-password = The account has no password.
admin-provider-obstacle-off = The provider is switched off.
admin-provider-obstacles = This stands in the way at present:
admin-provider-off = Off
admin-provider-on = On
admin-provider-optional = { $label } (optional)
admin-provider-owner-either = Make a secret here and paste it at the provider, or paste one that the provider has.
admin-provider-owner-provider = { $kind } shows a shared secret of its own. Copy it there and paste it here.
admin-provider-paste-lede = Open the provider’s settings for single sign-on in another window, and paste these there.
admin-provider-people-created = It makes accounts for people it does not know.
admin-provider-people-refused = It refuses people it does not know: make their accounts there first, with the same email address.
admin-provider-people-unknown = What it does with people it does not know is not documented.
admin-provider-person = Email address of a person
admin-provider-preview-button = Show the claims
admin-provider-preview-lede = See what a token would say about any person, before anybody is carried there.
admin-provider-recent = Lately
admin-provider-recent-none = Nothing has happened here yet.
admin-provider-remote-login = Remote login URL
admin-provider-remote-logout = Remote logout URL
admin-provider-returns = People may be returned to
admin-provider-review = Is this what you mean?
admin-provider-review-button = Review the changes
admin-provider-save = Save { $name }, switched off
admin-provider-save-changes = Save the changes
admin-provider-save-lede = It is saved switched off. Nobody is carried there before you switch it on.
admin-provider-saved = { $name } is saved and switched off. Switch it on when the provider has the addresses and the secret.
admin-provider-search = Search for a kind of provider
admin-provider-search-button = Search
admin-provider-secret = Shared secret
admin-provider-secret-facts = { $bytes } bytes, fingerprint { $fingerprint }
admin-provider-secret-given = Paste the provider’s secret
admin-provider-secret-hint = Paste it as it stands, and do not decode it. It is never shown again.
admin-provider-secret-made = Make a secret here
admin-provider-secret-once = The secret is shown only now. Paste it at the provider before you go on.
admin-provider-secret-paste = The provider’s secret
admin-provider-secret-place = Secret
admin-provider-secret-whence = Where the secret comes from
admin-provider-secrets-lede = Secrets are never shown. By its fingerprint you can tell one from another. A new one is staged first; when the provider has it, switch to it. If the provider then refuses the tokens, take the former one back.
admin-provider-settings = What this kind of provider needs
admin-provider-since = Since
admin-provider-slug = Name in addresses
admin-provider-slug-hint = Lower-case letters, digits and single hyphens. It stands in the addresses that you paste at the provider, and cannot be changed later.
admin-provider-somebody = Somebody
admin-provider-stage-button = Stage this secret
admin-provider-stage-title = Stage a new secret
admin-provider-staged = Staged
admin-provider-staged-lede = Tokens are still signed with the present secret. When the provider has the new one, switch to it on the provider’s page.
admin-provider-staged-on = Go on to { $name }
admin-provider-staged-title = A new secret is staged
admin-provider-step-done = done
admin-provider-step-kind = Kind
admin-provider-step-paste = Addresses
admin-provider-step-preview = Preview
admin-provider-step-secret = Secret
admin-provider-step-settings = Settings
admin-provider-steps = Steps
admin-provider-switch-off = Switch { $name } off
admin-provider-switch-on = Switch { $name } on
admin-provider-switch-secret = Switch to this secret
admin-provider-take-back = Take this secret back
admin-provider-to-paste = Go on to the addresses
admin-provider-to-preview = Go on to the preview
admin-provider-to-secret = Go on to the secret
admin-provider-type-word = Type { $word } to go on
admin-provider-undo = Undo
admin-provider-usual = As usual
admin-provider-walk-paste = What to paste at the provider
admin-provider-walk-preview = What the provider would be told
admin-provider-walk-secret = The shared secret
admin-provider-walk-settings = Settings of the new provider
admin-provider-warning-equal = It has the same shared secret as { $others }: a token for one is taken by the other. Stage a new one.
admin-provider-warning-everyone = From then on everyone can use it.
admin-provider-closed-forged = it was changed, or was sealed for another place
admin-provider-closed-key = it was sealed with a key that this installation does not have
admin-provider-closed-malformed = what is stored is not a sealed text
admin-provider-misfit-profile = the profile { $profile } is not there any more
admin-provider-misfit-setting = { $setting }: { $problem }
admin-provider-warning-misfit = Nobody can be carried there: { $problem }.
admin-provider-warning-short = Its shared secret has { $bytes } bytes; at least { $good } would be good. A short one can be guessed from a single token: if the provider allows a longer one, stage a new one.
admin-provider-what = What
admin-provider-which = Which kind of provider is it?
admin-provider-wrong-age = Write whole minutes from 1 to { $most }, or nothing.
admin-provider-wrong-attributes = Write claims as claim=attribute with commas between them. { $problem }
admin-provider-wrong-claims = Write claims as name or name=source with commas between them. { $problem }
admin-provider-wrong-clash = These settings do not go together: { $problem }
admin-provider-wrong-group = The name of a group has at most 100 characters.
admin-provider-wrong-host = Write a host name such as help.example.com, without https:// and without a path.
admin-provider-wrong-hosts = Write host names with commas between them, without https:// and without paths.
admin-provider-wrong-label = Write letters, digits and hyphens only, for example acme.
admin-provider-wrong-missing = This is needed. Please fill it in.
admin-provider-wrong-name = Write a name of at most { $most } characters.
admin-provider-wrong-no-group = Choose at least one group, or open it to everyone.
admin-provider-wrong-parameter = Write a parameter name of letters, digits, - _ and .
admin-provider-wrong-parameters = Write parameter names with commas between them.
admin-provider-wrong-person = Nobody has this address. Please check it.
admin-provider-wrong-privileged = Write only names of claims that give rights, such as role, with commas between them.
admin-provider-wrong-seconds = Write a number of seconds from 0 to 86400.
admin-provider-wrong-secret-empty = Paste the provider’s secret, or have one made here.
admin-provider-wrong-secret-long = This is longer than { $most } bytes and cannot be a shared secret.
admin-provider-wrong-secret-same = This is the secret that signs already.
admin-provider-wrong-secret-shared = { $others } has the same shared secret. A token for one would be taken by the other: give each its own.
admin-provider-wrong-secret-short = This provider wants at least { $least } bytes.
admin-provider-wrong-slug = Write 1 to 40 lower-case letters, digits and single hyphens, for example acme-desk.
admin-provider-wrong-slug-taken = Another provider has this name in addresses. Choose a different one.
admin-provider-wrong-unknown = This kind of provider has no setting named { $setting }.
admin-provider-wrong-url = Write a whole address that begins with https:// and has no #part.
admin-provider-wrong-word = That is something else. Type { $word } to go on.
admin-provider-wrong-yes-no = Choose yes or no.
admin-provider-yes = Yes
admin-providers-empty = A provider is a service to which people are carried once they are signed in here: a help desk, a wiki, an ideas portal. Adding one takes five short steps, and nothing happens before you switch it on.
admin-providers-empty-title = No providers yet


# Administration: overview

admin-overview-attention = What needs you
admin-overview-calm = Nothing needs you now.
admin-overview-fault = Fault
admin-overview-warning = Warning
admin-overview-hint = Hint
admin-overview-to-settings = Show these settings
admin-overview-to-people = Show people
admin-overview-to-providers = Show providers
admin-overview-to-provider = Show { $name }
admin-overview-to-audit = Show the audit
admin-overview-to-these = Show these in the audit
admin-overview-done = What was done
admin-overview-range = Range of time
admin-overview-range-day = 24 hours
admin-overview-range-week = 7 days
admin-overview-range-month = 30 days
admin-overview-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
admin-overview-date = { $day } { $month }
admin-overview-sign-ins = Sign-ins
admin-overview-refused = Refused
admin-overview-tokens = Tokens
admin-overview-errors = Errors reported
admin-overview-at = { $when } – sign-ins: { $sign_ins }, refused: { $refused }
admin-overview-provider-at = { $when } – tokens: { $tokens }, refused: { $refused }
admin-overview-chart = Sign-ins and refusals, { $range }
admin-overview-chart-text = Sign-ins: { $sign_ins }, refused: { $refused }; most of them at { $most } (UTC).
admin-overview-provider-chart = Tokens for { $name }, { $range }
admin-overview-provider-text = Tokens: { $tokens }, refused: { $refused }.
admin-overview-numbers = Show the numbers
admin-overview-utc = From (UTC)
admin-overview-nothing = Nobody has signed in during this time. As soon as somebody does, there is a chart here.
admin-overview-counted = Hours and days are those of UTC, and the last one is not over yet. Counted is what the audit has: what strangers did without a password, and passwords that had to wait, are in the metrics only.
admin-overview-missing = The audit is being added up: { $rows } of its rows are still to come, the newest last. Look again in a few minutes.
admin-overview-by-provider = Tokens by provider
admin-overview-provider = Provider
admin-overview-removed = A provider that was removed
admin-overview-refusals = Why sign-ins were refused
admin-overview-reason = Reason
admin-overview-code = Code
admin-overview-times = Times
admin-overview-reason-other = Another reason
admin-overview-pool = Hashing threads
admin-overview-pool-lede = Of this instance. Each password is worked on by one of them; when every place in the queue is taken, people are asked to try again in a moment.
admin-overview-pool-busy = At work
admin-overview-pool-waiting = Passwords waiting
admin-overview-pool-turned-away = Turned away within an hour
admin-overview-pool-speed = Sign-ins a second
admin-overview-of = { $some } of { $all }
admin-overview-about = about { $number }
admin-overview-not-measured = not measured
admin-overview-clock-implausible = The clock shows { $now }, when this program was not made yet. Every sign-in is refused.
admin-overview-clock-implausible-do = Set the clock, and have it kept right by NTP.
admin-overview-clock-behind = The clock shows { $now }, but the audit has an event of { $newest }.
admin-overview-clock-behind-do = Compare the clocks of all instances with another one: one of them goes wrong now, or went wrong then.
admin-overview-clock-unlike = The clock shows { $now }, but the one of the database’s server { $there }.
admin-overview-clock-unlike-do = Have both kept right by NTP: providers refuse tokens of a wrong time.
admin-overview-cheap = Passwords are hashed at less than the recommended cost: a stolen database would be guessed sooner.
admin-overview-cheap-do = Remove passwords.allow_below_floor, and set memory and passes to at least the defaults.
admin-overview-file-open = Others than its owner may open the database file { $file } (mode { $mode }).
admin-overview-file-open-do = Set its mode, and that of the files beside it, to 600.
admin-overview-key-file = The file of the sealing keys, { $file }, { $problem }.
admin-overview-key-file-readable = can be read by others than its owner (mode { $mode }; run: chmod 600 { $file })
admin-overview-key-file-unexamined = cannot be examined ({ $cause })
admin-overview-key-file-do = Make it readable for its owner only, or bring it back from its copy. The running service still has its keys; the next start would fail.
admin-overview-room = The database has { $size }, but its disk has room for { $free } only: a copy of it has no place.
admin-overview-room-do = Make room, or move the database to a larger disk. On a full one every sign-in is refused.
admin-overview-no-writes = The database takes no writes. Every sign-in is refused.
admin-overview-no-writes-do = Make room on the disk, or give the file and its folder back to the service’s user. Nothing needs to be restarted.
admin-overview-nobody = Nobody can sign in: no person is active.
admin-overview-nobody-do = Add people, or enable those who are disabled.
admin-overview-no-administrator = No active person is an administrator.
admin-overview-one-administrator = You are the only active administrator.
admin-overview-one-administrator-do = Make somebody else one too, for the day on which you are away.
admin-overview-backup = No backup was made within the last 7 days.
admin-overview-backup-do = Have `bridgewarden backup` run every day by a timer, and keep the sealing key apart from the copies.
admin-overview-never-verified = Nobody has ever verified the audit.
admin-overview-long-unverified = The audit was last verified at { $at }.
admin-overview-verify-do = Run `bridgewarden audit verify` now and then: its chain shows a change only to whoever follows it.
admin-overview-broken = The audit was verified at { $at }, and is broken after place { $position }.
admin-overview-broken-do = Somebody changed the database. Keep it as it is, and compare it with the last good backup.
admin-overview-unchained = Rows of the audit wait since { $since } to be chained.
admin-overview-log-do = The log of the service tells the cause.
admin-overview-throttled = Counters of guessed passwords that make somebody wait now: { $count }.
admin-overview-throttled-do = One person who forgot a password is nothing to worry about. Many at once are somebody who guesses.
admin-overview-turned-away = Passwords that found no place in the queue within an hour: { $count }.
admin-overview-turned-away-do = If these were people, give the service more processors, or a longer queue.
admin-overview-faults = Faults of this instance within an hour: { $count }.
admin-overview-no-provider = There is no provider yet: people can sign in, but go nowhere.
admin-overview-no-provider-do = Add the first one.
admin-overview-unfit = Nobody can be carried to { $name }: { $fault }.
admin-overview-unfit-do = Mend its settings, or bring its profile back.
admin-overview-closed = The shared secret of { $name } does not open: { $why }. Nobody can be carried there.
admin-overview-closed-do = Bring the sealing key back, or set the secret anew on both sides.
admin-overview-closed-staged = The staged shared secret of { $name } does not open: { $why }. It cannot be switched to.
admin-overview-closed-staged-do = Bring the sealing key back, or forget the staged secret and stage it again.
admin-overview-closed-former = The former shared secret of { $name } does not open: { $why }. It cannot be taken back.
admin-overview-closed-former-do = Bring the sealing key back while you may still need the secret; otherwise forget it.
admin-overview-short = The shared secret of { $name } has { $bytes } bytes; it should have { $wanted } or more.
admin-overview-short-do = If the provider allows a longer one, replace it on both sides: a short one can be guessed from one token.
admin-overview-equal = These providers have the same shared secret: { $names }.
admin-overview-equal-do = A token for one is taken by the other. Give each its own.
admin-overview-reported = Errors that { $name } reported within a day: { $count }.
admin-overview-reported-do = The audit has what it said: perhaps a person it does not know, a wrong clock, or another secret.
admin-overview-claims = Sign-ins to { $name } that were refused within a day, because a claim that it requires was empty: { $count }.
admin-overview-claims-do = Fill the claim in for them; the audit says whose it is and which.
admin-overview-key-stale = The sealing key { $id } was dropped, but is the current one here.
admin-overview-key-stale-do = This instance has an old copy of the keys. Copy the present ones from another instance.
admin-overview-key-accepted = The sealing key { $id } was dropped, but is still accepted here.
admin-overview-key-accepted-do = Run `bridgewarden secret drop-key { $id }` on this instance too.
admin-overview-key-prepared = A rotation was begun: the sealing key { $id } is prepared and not used yet.
admin-overview-key-rotate-do = When every instance has it, run `bridgewarden secret rotate-key`.
admin-overview-key-unused = A rotation was left unfinished: the earlier sealing key { $id } seals nothing any more.
admin-overview-key-unused-do = When nobody wants to restore a backup from its time, run `bridgewarden secret drop-key { $id }`.
admin-overview-key-leftover = Rows that are sealed under the key { $id }, which is not the current one: { $rows }.
admin-people-all = In the table
admin-people-active = Active
admin-people-more = more than { $count }
admin-people-administrators = Administrators
admin-you = You
admin-you-confirmed = You proved who you are
admin-you-lede = Before anything is changed you are asked for your password again when that was more than ten minutes ago.
admin-you-button = Confirm now


# Administration: settings

admin-settings-lede = What holds in the running service, and who set it. Settings are changed in the configuration file, in the environment or by arguments, and hold from the next start on.
admin-settings-all = All options
admin-settings-changed = Only those that were set
admin-settings-search = Search
admin-settings-search-hint = For example: proxy
admin-settings-find = Search settings
admin-settings-is-default = Default
admin-settings-is-file = File
admin-settings-is-environment = Environment
admin-settings-is-environment-file = File named in the environment
admin-settings-is-argument = Command line
admin-settings-default = The default is { $default }
admin-settings-hidden = Secrets are masked.
admin-settings-none = No option fits.
admin-settings-none-do = Search for another word, or show all options.
admin-settings-found = Options: { $n }

# Administration: sessions

admin-sessions-person = Person
admin-sessions-service = Provider used
admin-sessions-any-service = Any
admin-sessions-no-such-service = There is no such provider any more. Choose another one.
admin-sessions-search = Address, browser or name
admin-sessions-show = Show
admin-sessions-everybody = Show everybody
admin-sessions-nobody = Nobody has this email address.
admin-sessions-none = Nobody is signed in.
admin-sessions-none-found = No session like this is alive. Look for something else, or show everybody.
admin-sessions-who = Person
admin-sessions-where = Browser and address
admin-sessions-since = Signed in
admin-sessions-seen = Last seen
admin-sessions-services = Providers used
admin-sessions-no-services = None yet
admin-sessions-actions = Actions
admin-sessions-own = This browser
admin-sessions-browser-on = { $browser } on { $system }
admin-sessions-unknown-on = Unknown browser on { $system }
admin-sessions-unknown = Unknown browser
admin-sessions-end = End
admin-sessions-end-own = End and sign out
admin-sessions-end-person = End this person’s sessions
admin-sessions-end-service = End sessions with this provider
admin-sessions-end-all = End everybody’s sessions
admin-sessions-pages = Pages
admin-sessions-newest = Newest
admin-sessions-older = Older
admin-sessions-ask-person = End { $count ->
        [one] the one session
       *[other] all { $count } sessions
    } of { $name }?
admin-sessions-ask-own = End { $count ->
        [one] your one other session
       *[other] your { $count } other sessions
    }?
admin-sessions-ask-all = End { $count ->
        [one] the one session
       *[other] all { $count } sessions
    } of everybody else?
admin-sessions-ask-service = End { $count ->
        [one] the one session
       *[other] all { $count } sessions
    } of everybody else in which { $service } was used?
admin-sessions-ask-only = Only sessions in which { $service } was used. Others go on.
admin-sessions-ask-lede = Whoever works in such a session must sign in again. Sessions at the providers themselves do not end by it.
admin-sessions-own-too = End my own session in this browser, too. I have to sign in again.
admin-sessions-type = Type { $count } to confirm
admin-sessions-nothing = There is no session to end
admin-sessions-nothing-lede = None of these is alive any more, or none ever was.
admin-sessions-nothing-but-own = There is no session to end but your own
admin-sessions-nothing-but-own-lede = To end that one, sign out.
admin-sessions-to-all = Back to the sessions
admin-sessions-typed-wrong = Type the number { $count }, or cancel.
admin-sessions-end-count = End { $count ->
        [one] 1 session
       *[other] { $count } sessions
    }
admin-sessions-ended-one = The session of { $name } has ended.
admin-sessions-ended-before = That session had ended already.
admin-sessions-ended-person = { $count ->
        [one] 1 session of { $name } has ended.
       *[other] { $count } sessions of { $name } have ended.
    }
admin-sessions-ended-all = { $count ->
        [one] 1 session has ended.
       *[other] { $count } sessions have ended.
    }
admin-sessions-ended-none = There was no session to end.


# Administration: refusals in a few words

admin-refusal-administrator-required = Somebody who is no administrator
admin-refusal-already-delivered = A sign-in that was finished already
admin-refusal-bad-request = A request that cannot be understood
admin-refusal-cross-site = A form from another site
admin-refusal-form-expired = A page that was open for too long
admin-refusal-invitation-unusable = An invitation that cannot be used any more
admin-refusal-length-required = A request that does not say its length
admin-refusal-method-not-allowed = A request of a kind that the address does not take
admin-refusal-missing-claim = A claim that the provider requires was empty
admin-refusal-not-allowed = Not in a group of the provider
admin-refusal-not-found = A page that does not exist
admin-refusal-password-common = A new password that is easily guessed
admin-refusal-password-too-long = A new password that is too long
admin-refusal-password-too-short = A new password that is too short
admin-refusal-password-unchanged = A new password that is the old one
admin-refusal-passwords-differ = Two new passwords that differ
admin-refusal-provider-disabled = The provider was switched off
admin-refusal-provider-error = The provider reported an error
admin-refusal-provider-unknown = No provider of that name
admin-refusal-sign-in-loop = The provider kept sending the browser back
admin-refusal-sign-in-required = Somebody who was not signed in
admin-refusal-sign-in-too-old = A sign-in that was too old
admin-refusal-too-busy = Too many sign-ins at once
admin-refusal-too-large = A request that is too large
admin-refusal-too-many-attempts = Too many attempts
admin-refusal-too-slow = A request that came too slowly
admin-refusal-wrong-content-type = A form of another kind than expected
admin-refusal-wrong-credentials = Wrong password, or an address that nobody has
admin-refusal-wrong-current-password = Wrong present password, typed again before a change
admin-refusal-wrong-host = A request for another host

# Administration: the audit

admin-audit-group-sign-ins = Sign-ins and providers
admin-audit-group-passwords = Passwords and guessing
admin-audit-group-sessions = Sessions
admin-audit-group-people = People
admin-audit-group-providers = Providers
admin-audit-group-bridge = The bridge itself
admin-audit-kind-all = All of: { $group }
admin-audit-other = Another kind of event: { $kind }
admin-audit-somebody = somebody unknown
admin-audit-a-service = no particular provider
admin-audit-person-gone = a deleted person ({ $id })
admin-audit-service-gone = a removed provider ({ $id })
admin-audit-command-line = The command line ({ $name })
admin-audit-stranger = A browser that was not signed in
admin-audit-service = The bridge
admin-audit-person = Person
admin-audit-provider = Provider
admin-audit-kind = What
admin-audit-refusal-code = { $what } ({ $code })
admin-audit-refusal = Refusal
admin-audit-when = When
admin-audit-from = From (UTC)
admin-audit-to = Until (UTC)
admin-audit-any = All
admin-audit-any-time = At any time
admin-audit-hour = In the last hour
admin-audit-day = In the last 24 hours
admin-audit-week = In the last 7 days
admin-audit-month = In the last 30 days
admin-audit-show = Show
admin-audit-show-all = Show everything
admin-audit-nobody = Nobody has this address now. A deleted person is found by their id, which stands in the event of the deletion.
admin-audit-time-wrong = Write a day and a time in UTC, such as 2026-11-22 14:00.
admin-audit-time-backwards = This is not after the beginning.
admin-audit-none = Nothing has been recorded yet.
admin-audit-none-found = Nothing was found. Look for less, or for a longer time.
admin-audit-none-so-far = Nothing was found so far.
admin-audit-time = Time
admin-audit-what = What happened
admin-audit-address = From
admin-audit-pages = Pages
admin-audit-newest = Newest
admin-audit-older = Older
admin-audit-searched-to = Everything since then was looked through:
admin-audit-search-on = Search further back
admin-audit-export = Take along
admin-audit-export-lede = Everything that is looked for above goes into a file, the oldest first. That it was exported is recorded.
admin-audit-export-csv = Export as CSV
admin-audit-export-jsonl = Export as JSON lines
admin-audit-export-wrong = Nothing was exported. Mend what is looked for first.
admin-audit-chain = Is the record whole?
admin-audit-chain-lede = Every event carries a digest of itself and of all before it. Whoever changes, removes or moves one later breaks the chain.
admin-audit-chain-length = Events in the chain
admin-audit-chain-waiting = Waiting to be chained
admin-audit-chain-last = Last verified
admin-audit-chain-never = Never in this database
admin-audit-chain-whole = Whole up to event { $position }
admin-audit-chain-broken = Broken
admin-audit-chain-changed = Row { $row } at position { $position } was changed after it was written.
admin-audit-chain-changed-waiting = Row { $row }, which waits to be chained, was changed after it was written.
admin-audit-chain-cut-off = It was cut off: it ends at position { $end }, and once it reached position { $noted }.
admin-audit-chain-missing = The event at position { $position } is missing.
admin-audit-chain-reordered = Row { $row } does not belong at position { $position }: the chain was reordered or replaced.
admin-audit-chain-rewritten = It was written anew: the event at position { $position } is not the one that was noted down.
admin-audit-chain-broken-after = It is broken behind event { $position }. `bridgewarden audit verify` names the first broken row.
admin-audit-chain-head = Head, to be noted down elsewhere
admin-audit-chain-running = Verifying: { $position } of { $expected } events
admin-audit-chain-interrupted = A verification did not come to its end, because its process was stopped.
admin-audit-chain-again = Look again
admin-audit-verify = Verify the chain now
admin-audit-verify-begun = The chain is being verified. You can go on working meanwhile.
admin-audit-verify-already = The chain is being verified already.
admin-audit-event = Event { $id }
admin-audit-by = By
admin-audit-about = About
admin-audit-more = Everything about this person
admin-audit-session = Session
admin-audit-request = Request
admin-audit-details = Details
admin-audit-was = Before
admin-audit-is = After
admin-audit-place = Place in the chain
admin-audit-place-waiting = Waits to be chained
admin-audit-digest = Digest
admin-audit-link = Link
admin-audit-intact = As it was written
admin-audit-changed = Changed after it was written

admin-audit-kind-sign-in = Signed in
admin-audit-sign-in = { $person } signed in
admin-audit-kind-sign-in-refused = Sign-in refused
admin-audit-sign-in-refused = A sign-in of { $person } was refused
admin-audit-kind-password-verified = New password due
admin-audit-password-verified = { $person } proved the password and must choose a new one
admin-audit-kind-token-minted = Carried to a provider
admin-audit-token-minted = { $person } was taken to { $provider }
admin-audit-kind-return-to-dropped = Way back dropped
admin-audit-return-to-dropped = { $person } went on to { $provider } without a way back that was not allowed
admin-audit-kind-provider-reported-error = Error reported by a provider
admin-audit-provider-reported-error = { $provider } reported an error for { $person }
admin-audit-kind-sign-out = Signed out
admin-audit-sign-out = { $person } signed out
admin-audit-kind-session-confirmed = Confirmed with the password
admin-audit-session-confirmed = { $person } proved again who they are
admin-audit-kind-session-revoked = Session ended
admin-audit-session-revoked = { $actor } ended a session of { $person }
admin-audit-kind-password-changed = Password changed
admin-audit-password-changed = { $person } changed their password
admin-audit-kind-password-rehashed = Password stored more strongly
admin-audit-password-rehashed = The password of { $person } is stored more strongly now
admin-audit-kind-password-reset = Password reset
admin-audit-password-reset = { $actor } gave { $person } a one-time password
admin-audit-kind-guessing-throttled = Guessing slowed down
admin-audit-guessing-throttled = Too many passwords were guessed for { $person }
admin-audit-kind-throttling-cleared = Waiting lifted
admin-audit-throttling-cleared = { $actor } let { $person } try again at once
admin-audit-kind-user-added = Person added
admin-audit-user-added = { $actor } added { $person }
admin-audit-kind-user-changed = Person changed
admin-audit-user-changed = { $actor } changed { $person }
admin-audit-kind-user-disabled = Person disabled
admin-audit-user-disabled = { $actor } disabled { $person }
admin-audit-kind-user-enabled = Person enabled
admin-audit-user-enabled = { $actor } enabled { $person } again
admin-audit-kind-user-deleted = Person deleted
admin-audit-user-deleted = { $actor } deleted { $person }
admin-audit-kind-invitation-made = Invitation made
admin-audit-invitation-made = { $actor } made an invitation for { $person }
admin-audit-kind-invitation-withdrawn = Invitation withdrawn
admin-audit-invitation-withdrawn = { $actor } withdrew the invitation for { $person }
admin-audit-kind-invitation-accepted = Invitation accepted
admin-audit-invitation-accepted = { $person } chose a password by an invitation
admin-audit-kind-address-released = Address released
admin-audit-address-released = { $actor } gave an earlier address of { $person } free
admin-audit-kind-people-imported = People imported
admin-audit-people-imported = { $actor } imported people from a file
admin-audit-kind-people-exported = People exported
admin-audit-people-exported = { $actor } took people along as a file
admin-audit-kind-first-administrator-offered = First administrator offered
admin-audit-first-administrator-offered = { $actor } printed a one-time address for the first administrator
admin-audit-kind-provider-added = Provider added
admin-audit-provider-added = { $actor } added { $provider }
admin-audit-kind-provider-changed = Provider changed
admin-audit-provider-changed = { $actor } changed { $provider }
admin-audit-kind-provider-enabled = Provider switched on
admin-audit-provider-enabled = { $actor } switched { $provider } on
admin-audit-kind-provider-disabled = Provider switched off
admin-audit-provider-disabled = { $actor } switched { $provider } off
admin-audit-kind-provider-secret-changed = Shared secret replaced
admin-audit-provider-secret-changed = { $actor } replaced the shared secret of { $provider }
admin-audit-kind-provider-secret-staged = Shared secret prepared
admin-audit-provider-secret-staged = { $actor } prepared a new shared secret for { $provider }
admin-audit-kind-provider-secret-switched = Shared secret switched
admin-audit-provider-secret-switched = { $actor } switched { $provider } to its new shared secret
admin-audit-kind-provider-secret-taken-back = Shared secret taken back
admin-audit-provider-secret-taken-back = { $actor } went back to the earlier shared secret of { $provider }
admin-audit-kind-provider-secret-forgotten = Shared secret forgotten
admin-audit-provider-secret-forgotten = { $actor } let an unused shared secret of { $provider } be forgotten
admin-audit-kind-provider-removed = Provider removed
admin-audit-provider-removed = { $actor } removed { $provider }
admin-audit-kind-backup-made = Backup made
admin-audit-backup-made = { $actor } made a copy of the database
admin-audit-kind-sealing-key-rotated = Sealing key changed
admin-audit-sealing-key-rotated = { $actor } sealed everything under another key
admin-audit-kind-sealing-key-dropped = Sealing key dropped
admin-audit-sealing-key-dropped = { $actor } dropped a sealing key
admin-audit-kind-audit-exported = Audit exported
admin-audit-audit-exported = { $actor } exported events of the audit
admin-audit-kind-audit-verified = Audit verified
admin-audit-audit-verified = { $actor } had the audit’s chain verified


# The first administrator

first-admin-title = Set up the first administrator
first-admin-lede = Nobody looks after this installation yet. You do from now on; this page works only once.
first-admin-first-name = First name
first-admin-last-name = Last name
first-admin-repeat = Password again
first-admin-button = Create account and sign in
first-admin-email-wrong = This is not an email address. One looks like name@example.com.
first-admin-email-taken = Another account has this address. Use a different one.
first-admin-name-wrong = Use at most { $most } ordinary characters.


# The page for refusals and faults

error-quoted = The message
error-advice = What you can do
error-status = Status { $status }
