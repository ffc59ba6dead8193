"""The schema.org block of a published answer."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from feedback.models import PublishedAnswer
from foundation.pages import absolute
from foundation.templatetags.page import json_ld

register = template.Library()


@register.simple_tag
def answer_data(answer: PublishedAnswer) -> SafeString:
    """Return the QAPage block: the message as the question, the reply as the accepted answer."""
    url = absolute(answer.get_absolute_url())
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "QAPage",
            "url": url,
            "mainEntity": {
                "@type": "Question",
                "name": answer.subject,
                "text": answer.question,
                "answerCount": 1,
                "datePublished": answer.received_on.isoformat(),
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": answer.answer,
                    "url": url,
                    "datePublished": answer.answered_on.isoformat(),
                    "author": {"@type": "GovernmentOrganization", "name": answer.department.name},
                },
            },
            "publisher": {"@type": "GovernmentOrganization", "name": settings.SITE.organiser},
        }
    )
