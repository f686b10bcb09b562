"""Requests for help and what is said about them."""

from .answers import Article, ArticleText, ArticleVote, MissedWord
from .callbacks import CallbackRequest
from .quiet import QuietHours
from .replies import ReplyTemplate
from .tickets import Attachment, Message, Ride, Ticket

__all__ = [
    "Article",
    "ArticleText",
    "ArticleVote",
    "Attachment",
    "CallbackRequest",
    "Message",
    "MissedWord",
    "QuietHours",
    "ReplyTemplate",
    "Ride",
    "Ticket",
]
