"""What a reader says of an article."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recert.actions.articles import LONGEST_WORDS
from recert.outside.articles import Article

YES, NO = "yes", "no"


class VoteForm(forms.Form):
    """Whether it helped. Of a no: which step failed, and what happened; neither must be said."""

    helpful = forms.ChoiceField(
        label=_("Your answer"), choices=[(YES, YES), (NO, NO)], widget=forms.HiddenInput
    )
    step = forms.ChoiceField(
        label=_("Which step failed?"), required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("The board reads it. Nobody answers here: for an answer, submit a request."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, article: Article, **more: object) -> None:
        """Ask about the article's own steps."""
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what every form takes
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)
        step.choices = [(each.id, each.plain_title) for each in article.steps]
