"""The few pages that belong to no app: the landing page, the way home, errors, the gallery."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketaclinic.accounts.access import requires_sign_in
from ketaclinic.accounts.choices import HOME_URLS, Role
from ketaclinic.accounts.kept import page_keep
from ketaclinic.look.gallery import gallery

PUBLIC_MEDIA_FOLDERS = ("images", "original_images")


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What the programme is, for someone who is not signed in."""
    if request.user.is_authenticated:
        return redirect("home_for_role")
    return render(request, "ketaclinic/landing.html")


@require_safe
@requires_sign_in
def home_for_role(request: HttpRequest) -> HttpResponse:
    """Send each person to the page that their role starts on."""
    return redirect(HOME_URLS[Role(request.user.role)])


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Both admins' own sign-in page: the one sign-in, or 404 for whoever is signed in already.

    An admin sends everybody there who may not enter; a signed-in person would go round in circles.
    """
    if request.user.is_authenticated:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse('account_login')}?{query}" if query else "account_login")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The gallery of components; in debug and demo only."""
    if not (settings.DEBUG or settings.DEMO_MODE or settings.MODE == "test"):
        raise Http404
    return render(request, "ketaclinic/styleguide.html", gallery())


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Serve the images of public articles; nothing else under the media folder has an address."""
    # Resolved first: a path may begin in a public folder and end outside it.
    file = (settings.MEDIA_ROOT / path.replace("\0", "")).resolve()
    public = [(settings.MEDIA_ROOT / folder).resolve() for folder in PUBLIC_MEDIA_FOLDERS]
    if not any(file.is_relative_to(folder) for folder in public) or not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"))
    # An uploaded file never runs as a page of ours, whatever it contains.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that says what happened and keeps a way back, instead of Django's bare one.

    A page of ours that was opened before the person signed in anew is offered again as typed.
    """
    if page_keep(request, now=timezone.now()):
        return redirect(request.get_full_path())
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
