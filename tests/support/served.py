"""Pages rendered first and then served from memory to a real browser, under their own policy."""

from contextlib import contextmanager

from django.contrib.staticfiles import finders

SITE = "http://clinic.test"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def rendered(client, path, **headers):
    """A page as the server sends it: its body and its content policy."""
    response = client.get(path, headers=headers)
    policy = response.headers["Content-Security-Policy"]
    return {
        "body": response.content.decode(),
        "headers": {"content-security-policy": policy, "content-type": "text/html"},
    }


def static_file(path):
    found = finders.find(path.removeprefix("/static/"))
    if found is None:
        return {"status": 404}
    kind = KINDS.get(found[found.rfind(".") :], "application/octet-stream")
    return {"path": found, "content_type": kind}


@contextmanager
def opened(chromium, pages, first, **options):
    """A window on the first of these pages; afterwards nothing may have been complained about."""
    complaints = []

    def serve(route):
        asked = route.request.url.removeprefix(SITE).split("?")[0]
        is_static = asked.startswith("/static/")
        route.fulfill(**(static_file(asked) if is_static else pages[asked]))

    page = chromium.new_page(**{"viewport": {"width": 1440, "height": 900}, **options})
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", serve)
    # Modules have run when the page has loaded. A quiet network promises nothing: a renderer that
    # waits half a second for the processor is quiet too, and the first key is lost.
    page.goto(SITE + first, wait_until="load")
    yield page
    page.close()
    assert complaints == []
