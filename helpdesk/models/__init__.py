"""Requests for help and what is said about them."""

from .tickets import Attachment, Message, Ride, Ticket

__all__ = ["Attachment", "Message", "Ride", "Ticket"]
