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
notice-signed-in-required = Please sign in first, and then you can go on.

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


# Administration: a person


# Administration: import and export


# Administration: providers


# Administration: overview

admin-people-all = In the table
admin-people-active = Active
admin-people-administrators = Administrators
admin-you = You
admin-you-confirmed = You proved who you are
admin-you-lede = Before anything is changed you are asked for your password again when that was more than ten minutes ago.
admin-you-button = Confirm now


# Administration: settings


# Administration: sessions


# Administration: the audit


# The first administrator


# The page for refusals and faults

error-quoted = The message
error-advice = What you can do
error-status = Status { $status }
