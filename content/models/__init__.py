"""The library: articles, their sources and topics. It knows no patient."""

from content.models.pages import ArticlePage, Citation, LearnIndexPage
from content.models.tally import ClarityTally
from content.models.topics import Topic

__all__ = ["ArticlePage", "Citation", "ClarityTally", "LearnIndexPage", "Topic"]
