"""What was typed on a page whose session had ended: kept until its owner is back.

A page that wants this carries `owner_token` in a hidden field. A post that comes without a session
is then kept in the anonymous session, which signing in carries over. Nothing is stored as sent:
the page offers it again, and the person sends it. The token is signed, so that no other site can
put words into the mouth of whoever signs in next.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest, QueryDict

from ketaclinic.accounts.models import User

OWNER_FIELD = "owner"
SALT = "accounts.kept"
SESSION_KEY = "kept_page"
KEEP_FOR = timedelta(minutes=30)
# A page may lie open for days before somebody goes on with it.
TOKEN_LASTS = timedelta(days=7)
LARGEST = 100_000
LEFT_OUT = ("csrfmiddlewaretoken", OWNER_FIELD)


def owner_token(user: User) -> str:
    """Names the person whom a page was made for; goes into a hidden field of it."""
    return signing.dumps(str(user.public_id), salt=SALT)


def page_keep(request: HttpRequest, *, now: datetime) -> bool:
    """Keep a post that cannot be served now, if a page of ours was made for its owner."""
    owner = _owner_of(request)
    body = _body_of(request)
    if not owner or len(body) > LARGEST:
        return False
    request.session[SESSION_KEY] = {
        "owner": owner,
        "path": request.path,
        "body": body,
        "at": now.isoformat(),
    }
    return True


def page_take(request: HttpRequest, *, now: datetime) -> QueryDict | None:
    """What was kept for this page and this person; asking takes it out."""
    if kept_path(request, now=now) != request.path:
        return None
    return QueryDict(request.session.pop(SESSION_KEY)["body"])


def kept_path(request: HttpRequest, *, now: datetime) -> str:
    """The page for which something is kept for the signed-in person; what is stale is dropped."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return ""
    is_fresh = now - datetime.fromisoformat(kept["at"]) <= KEEP_FOR
    if not is_fresh or kept["owner"] != str(getattr(request.user, "public_id", "")):
        del request.session[SESSION_KEY]
        return ""
    return str(kept["path"])


def page_drop_unless_owned(session: SessionBase, user: User) -> None:
    """On signing in: what somebody else typed on this device goes at once."""
    kept = session.get(SESSION_KEY)
    if kept and kept["owner"] != str(user.public_id):
        del session[SESSION_KEY]


def _owner_of(request: HttpRequest) -> str:
    token = request.POST.get(OWNER_FIELD, "") if request.method == "POST" else ""
    try:
        return str(signing.loads(token, salt=SALT, max_age=TOKEN_LASTS)) if token else ""
    except signing.BadSignature:
        return ""


def _body_of(request: HttpRequest) -> str:
    data = request.POST.copy()
    for name in LEFT_OUT:
        data.pop(name, None)
    return data.urlencode()
