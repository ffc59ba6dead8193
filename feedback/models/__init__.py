"""All models of feedback, gathered for Django; each lives in the module that knows it."""

from feedback.models.calls import Call, SwitchboardDay
from feedback.models.handling import Assignment, ExtensionProposal, MessageFact, Supervision, WriterQuestion
from feedback.models.limits import LimitRule
from feedback.models.messages import Channel, Message, MessageFile, Writer
from feedback.models.published import PublicText, PublishedAnswer
from feedback.models.ratings import Rating, RatingAppeal, RatingRule, RatingStep, RatingSupplement
from feedback.models.reminders import MessageReminder
from feedback.models.replies import Reply, ReplyTemplate, Verdict
from feedback.models.routing import RoutingRule

__all__ = [
    "Assignment",
    "Call",
    "Channel",
    "ExtensionProposal",
    "LimitRule",
    "Message",
    "MessageFact",
    "MessageFile",
    "MessageReminder",
    "PublicText",
    "PublishedAnswer",
    "Rating",
    "RatingAppeal",
    "RatingRule",
    "RatingStep",
    "RatingSupplement",
    "Reply",
    "ReplyTemplate",
    "RoutingRule",
    "Supervision",
    "SwitchboardDay",
    "Verdict",
    "Writer",
    "WriterQuestion",
]
