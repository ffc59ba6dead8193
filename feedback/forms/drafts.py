"""Forms for the drafts of solicitations and questionnaires in the back office."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Question, Questionnaire, Solicitation, SolicitationFile
from foundation.publishing.admin_forms import DraftForm, FileRowForm, RowForm

TEXT_HELP = _(
    "One line is one paragraph. “## 标题” is a heading, “- 内容” a list; chapters and articles are recognized."
)


class SolicitationDraftForm(DraftForm):
    """The draft of a solicitation."""

    class Meta:
        model = Solicitation
        fields = "__all__"  # the admin class names the fields
        widgets = {
            "explanation": forms.Textarea(attrs={"rows": 8}),
            "text": forms.Textarea(attrs={"rows": 24}),
            "short_reason": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "meeting": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "result_text": forms.Textarea(attrs={"rows": 10}),
        }
        help_texts = {"text": TEXT_HELP}


class QuestionnaireDraftForm(DraftForm):
    """The draft of a questionnaire."""

    class Meta:
        model = Questionnaire
        fields = "__all__"  # the admin class names the fields
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 6}),
            "results_text": forms.Textarea(attrs={"rows": 6}),
        }


class SolicitationFileForm(FileRowForm):
    """One attachment."""

    class Meta:
        model = SolicitationFile
        fields = "__all__"  # the admin class names the fields


class QuestionForm(RowForm):
    """One question."""

    class Meta:
        model = Question
        fields = "__all__"  # the admin class names the fields
        widgets = {"options": forms.Textarea(attrs={"rows": 4})}

    def clean_options(self) -> str:
        """Keep one answer on each line, without empty ones."""
        text: str = self.cleaned_data["options"]
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())
