"""Which changes of this room's rows are kept."""

from imyportal.tracking import OWN, STAMPED, leave

leave("helpdesk.Ticket", OWN)
leave(
    "helpdesk.Ride helpdesk.Message helpdesk.Attachment helpdesk.ArticleVote"
    " helpdesk.CallbackRequest",
    STAMPED,
)
