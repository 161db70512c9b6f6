"""The library over HTTP: what its pages show, search, and one anonymous question."""

from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from content import presenters, selectors
from content.forms import ClarityForm, SearchForm
from content.models import ArticlePage, LearnIndexPage
from content.services import clarity_answer_record
from ketaclinic.clinic.selectors import clinic_settings

PER_PAGE = 10
ANSWERED = "answered_articles"


def shelf_context(page: LearnIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What the front page shows: topics to choose from and the articles of the chosen one."""
    topic = request.GET.get("topic", "")
    clinic = clinic_settings()
    shelf = Paginator(selectors.articles_on_shelf(topic), PER_PAGE)
    shown = shelf.get_page(request.GET.get("page"))
    return {
        "shell": presenters.shell_for(request.user),
        "form": SearchForm(),
        "topics": selectors.topics_in_use(),
        "topic": topic,
        "clinic": clinic,
        "pages": shown,
        "cards": presenters.cards(shown, now=timezone.now(), zone=ZoneInfo(clinic.time_zone)),
    }


def article_context(article: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """What an article shows, published or in preview."""
    clinic, citations = clinic_settings(), selectors.sources(article)
    return {
        "clinic": clinic,
        "shell": presenters.shell_for(request.user),
        "parts": presenters.parts(article),
        "footnotes": presenters.footnotes(article, citations),
        "sources": presenters.numbered_sources(article, citations),
        "review": presenters.review(article, now=timezone.now(), zone=ZoneInfo(clinic.time_zone)),
        "related": selectors.related_articles(article),
        "has_answered": article.pk in request.session.get(ANSWERED, []),
    }


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Articles that hold the words asked for, in any of their forms."""
    clinic = clinic_settings()
    form = SearchForm(request.GET if "q" in request.GET else None)
    question = form.cleaned_data["q"] if form.is_valid() else ""
    found = Paginator(selectors.articles_found(question), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "shell": presenters.shell_for(request.user),
        "form": form,
        "question": question,
        "clinic": clinic,
        "pages": page,
        "cards": presenters.cards(page, now=timezone.now(), zone=ZoneInfo(clinic.time_zone)),
    }
    return render(request, "content/search.html", context)


@require_POST
def clear(request: HttpRequest, slug: str) -> HttpResponse:
    """Count one answer to "Was this clear?", once for a browser and an article."""
    article = selectors.live_article(slug)
    form = ClarityForm(request.POST)
    if article is None:
        raise Http404
    answered = request.session.get(ANSWERED, [])
    if form.is_valid() and article.pk not in answered:
        is_clear = form.cleaned_data["is_clear"] == "yes"
        day = timezone.localdate(timezone=ZoneInfo(clinic_settings().time_zone))
        clarity_answer_record(article=article, is_clear=is_clear, day=day)
        request.session[ANSWERED] = [*answered, article.pk]
    return redirect(f"{article.get_url(request)}#clear")
