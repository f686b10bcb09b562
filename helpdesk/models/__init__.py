"""Requests for help and what is said about them."""

from .callbacks import CallbackRequest
from .tickets import Attachment, Message, Ride, Ticket

__all__ = ["Attachment", "CallbackRequest", "Message", "Ride", "Ticket"]
