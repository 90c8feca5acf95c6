"""Which pages a translator can reach. The list only grows: a finished page takes no bare English any more."""

import pytest

from spinney.web.design.bare import bare_words, coverage
from spinney.web.design.messages import TEMPLATES

# By folder: the templates of which every word goes through gettext. A page that becomes so is added here.
DONE = {
    "": """
        429
    """,
    "account": """
        account_inactive demo login logout overview password_change personas reauthenticate school
    """,
    "components": """
        child_voice compare easy evidence header lists people plan privacy table tags thread voices
    """,
    "errors": """
        403 404 500 offline
    """,
    "families": """
        answer answered compare easy home looks my_voice newer plan question space tasks terms translated
        write
    """,
    "layouts": """
        base skeleton
    """,
    "mfa": """
        authenticate reauthenticate
    """,
    "mfa/recovery_codes": """
        generate index
    """,
    "mfa/totp": """
        activate_form deactivate_form
    """,
    "public": """
        accessibility cover cover_code cover_over keyboard language privacy
    """,
    "schools": """
        bank_button bank_published beside child_voice faults_summary home home_nothing list list_start plan
        plan_beside plan_line voices
    """,
}
FINISHED = {
    f"{folder}/{name}.html".lstrip("/") for folder, names in DONE.items() for name in names.split()
}
FOUND = coverage()


@pytest.mark.parametrize("name", sorted(FINISHED))
def test_a_finished_template_has_no_bare_english(name):
    assert FOUND[name] == [], (
        f"put these words into _() or trans: docs/guides/add-a-language.md ({name})"
    )


def test_whatever_is_finished_is_on_the_list():
    def speaks(name):
        source = (TEMPLATES / name).read_text(encoding="utf-8")
        return any(sign in source for sign in ("_(", "{% trans", "ngettext("))

    assert {name for name, words in FOUND.items() if not words and speaks(name)} - FINISHED == set()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>{{ _('Yes') }}</p>", []),
        ("<p>{% trans name=who %}About {{ name }}{% endtrans %}</p>", []),
        ("<p>Who has looked</p>", ["Who has looked"]),
        ('<nav aria-label="Main menu"></nav>', ["Main menu"]),
        ("<nav aria-label=\"{{ _('Main menu') }}\"></nav>", []),
        ('{{ heading("Who has looked") }}', ["Who has looked"]),
        ('{{ heading(_("Who has looked"), lead=ngettext("One day", "Many days", n)) }}', []),
        ('{{ "Yes please" if x else _("No") }}', ["Yes please"]),
        ('{% if kind == "One page" %}{% endif %}', []),
        ('<p class="govuk-body">{{ name }} – Spinney</p>', []),
    ],
)
def test_bare_english_is_found(source, words):
    assert bare_words(source) == words
