"""Requests for help and what is said about them."""

from .callbacks import CallbackRequest
from .replies import ReplyTemplate
from .tickets import Attachment, Message, Ride, Ticket

__all__ = ["Attachment", "CallbackRequest", "Message", "ReplyTemplate", "Ride", "Ticket"]
