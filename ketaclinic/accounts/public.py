"""Every page that may be opened without signing in, each with its reason. All others may not."""

PUBLIC_VIEWS: dict[str, str] = {
    "landing": "says what the programme is",
    "styleguide": "the gallery of components; 404 outside debug and demo; holds no data",
    "media": "images of public articles; refuses every other folder",
    "health_live": "asked by the process supervisor, which cannot sign in",
    "health_ready": "asked by the process supervisor, which cannot sign in; names parts, no data",
    "home:help": "emergency words must never wait for a password",
    "account_login": "the one sign-in",
    "account_signup": "patients apply by themselves",
    "account_inactive": "says that an account is closed",
    "account_reauthenticate": "asks for the password again; does its own check",
    "account_email_verification_sent": "follows sign-up",
    "account_confirm_email": "the link in the verification mail",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "the link in the reset mail",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_logout": "signing out twice must not ask for a password",
    "mfa_authenticate": "the second step of signing in; allauth checks the first",
    "accounts:demo_sign_in": "one click per role; 404 outside demo mode",
    "reminders:mailbox": "shows what the demo sent; 404 outside demo mode",
    "reminders:mailbox_message": "shows what the demo sent; 404 outside demo mode",
    "learn_search": "articles are public",
    "learn_clear": "an anonymous answer about a public article; stores no name",
    "wagtail_serve": "articles are public; holds no patient",
}

# The admins' own sign-in addresses only redirect to the one sign-in; they have no name of ours.
PUBLIC_PATHS: dict[str, str] = {
    "/admin/login/": "redirects to the one sign-in",
    "/django-admin/login/": "redirects to the one sign-in",
    "/learn/_util/login/": "redirects to the one sign-in",
}
