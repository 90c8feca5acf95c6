"""What a family writes. The version they were reading travels with it, so that nobody answers unread words."""

from django import forms

from spinney.web.design.language import gettext as _


class WordsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)
    # The service holds the length, with the words for it; nothing typed is thrown away here.
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": "7"}), required=True)

    def __init__(self, *args: object, label: str, hint: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["words"].label = label
        self.fields["words"].help_text = hint
        self.fields["words"].error_messages["required"] = _("Write a few words first.")
