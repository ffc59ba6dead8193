"""All models of feedback, gathered for Django; each lives in the module that knows it."""

from feedback.models.calls import Call, SwitchboardDay
from feedback.models.comments import Comment, CommentGroup
from feedback.models.handling import Assignment, ExtensionProposal, MessageFact, Supervision, WriterQuestion
from feedback.models.limits import LimitRule
from feedback.models.messages import Channel, Message, MessageFile, Writer
from feedback.models.published import PublicText, PublishedAnswer
from feedback.models.published_solicitations import PublishedSolicitation, SolicitationRevision
from feedback.models.questionnaires import PublishedQuestionnaire, Question, Questionnaire, QuestionnaireRevision
from feedback.models.ratings import Rating, RatingAppeal, RatingRule, RatingStep, RatingSupplement, RatingWords
from feedback.models.reminders import MessageReminder
from feedback.models.replies import Reply, ReplyTemplate, Verdict
from feedback.models.responses import ResponseAnswer, ResponseSheet
from feedback.models.routing import RoutingRule
from feedback.models.solicitations import Solicitation, SolicitationFile

__all__ = [
    "Assignment",
    "Call",
    "Channel",
    "Comment",
    "CommentGroup",
    "ExtensionProposal",
    "LimitRule",
    "Message",
    "MessageFact",
    "MessageFile",
    "MessageReminder",
    "PublicText",
    "PublishedAnswer",
    "PublishedQuestionnaire",
    "PublishedSolicitation",
    "Question",
    "Questionnaire",
    "QuestionnaireRevision",
    "Rating",
    "RatingAppeal",
    "RatingRule",
    "RatingStep",
    "RatingSupplement",
    "RatingWords",
    "Reply",
    "ReplyTemplate",
    "ResponseAnswer",
    "ResponseSheet",
    "RoutingRule",
    "Solicitation",
    "SolicitationFile",
    "SolicitationRevision",
    "Supervision",
    "SwitchboardDay",
    "Verdict",
    "Writer",
    "WriterQuestion",
]
