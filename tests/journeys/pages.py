"""Every page of the site with someone who opens it, and where. A route without a page says why."""

from dataclasses import dataclass

from tests.journeys.files import IFEYINWA

# A small language for examples: {kelechi} and the like are looked up in the demo world by EXAMPLES.
EXAMPLES = {
    "plan": """SELECT p.id FROM plans_plan p JOIN people_child c ON c.id = p.child_id AND c.school_id = p.school_id
                WHERE c.forename = 'Kelechi'""",
    "long_plan": "SELECT id FROM plans_plan WHERE lifecycle = 'active' AND school_id = {primary}"
    " ORDER BY version DESC, id",
    "kelly_plan": """SELECT p.id FROM plans_plan p
                      JOIN access_tie t ON t.school_id = p.school_id AND t.subject_id = p.child_id
                      JOIN access_user u ON u.id = t.user_id
                     WHERE u.display_name = 'Kelly Ingham' AND t.state = 'confirmed' AND p.version > 1""",
    "ended": "SELECT id FROM plans_plan WHERE lifecycle = 'ended' AND school_id = {primary}",
    "on_hold": "SELECT id FROM plans_plan WHERE lifecycle = 'on_hold' AND school_id = {primary}",
    "child": "SELECT child_id FROM plans_plan WHERE id = ({plan})",
    "free_child": """SELECT c.id FROM people_child c WHERE c.school_id = {primary} AND c.left_on IS NULL
                       AND c.surname NOT IN ('Zzaxby', 'Keyworth', 'Ingham', 'Okonjo')
                       AND NOT EXISTS (SELECT 1 FROM plans_plan p WHERE p.child_id = c.id) ORDER BY c.id""",
    "line": "SELECT id FROM plans_draft_line WHERE plan_id = ({plan}) AND section = 'provision' ORDER BY id",
    "answered": """SELECT plan_id FROM plans_answer WHERE school_id = {primary} ORDER BY plan_id""",
    "group": "SELECT id FROM people_group WHERE kind = 'registration' AND school_id = {primary} ORDER BY name",
    "batch": "SELECT id FROM plans_batch WHERE school_id = {primary} ORDER BY id",
    "run": "SELECT id FROM spine_importrun WHERE school_id = {primary} ORDER BY id",
    "form": "SELECT id FROM plans_paperform WHERE school_id = {primary} AND plan_id = ({plan}) ORDER BY id DESC",
    "cover_day": "SELECT d::date FROM generate_series(current_date + 1, current_date + 3, interval '1 day') d"
    " WHERE extract(isodow FROM d) < 6",
    "cover_lesson": "SELECT id FROM people_lesson WHERE school_id = {primary}"
    " AND weekday = extract(isodow FROM ({cover_day})) ORDER BY id",
    "asked_plan": "SELECT plan_id FROM plans_answer WHERE school_id = {primary} AND kind = 'question' ORDER BY id",
    "asked": "SELECT id FROM plans_answer WHERE school_id = {primary} AND kind = 'question' ORDER BY id",
    "own_plan": """SELECT p.id FROM plans_plan p
                     JOIN people_child c ON c.id = p.child_id AND c.school_id = p.school_id
                    WHERE c.forename = 'Cerys' AND c.surname = 'Prosser'""",
    "unmet": "SELECT id FROM plans_unmet_need WHERE school_id = {primary} ORDER BY id",
    "my_answer": "SELECT a.id FROM plans_answer a JOIN access_user u ON u.id = a.from_user"
    " WHERE a.plan_id = ({plan}) AND u.display_name = '" + IFEYINWA.name + "'",
    "my_question": "SELECT a.id FROM plans_answer a JOIN access_user u ON u.id = a.from_user"
    " WHERE a.plan_id = ({plan}) AND a.kind = 'question' AND u.display_name = '" + IFEYINWA.name + "'",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    route: str
    who: str
    path: str
    title: str  # words of the page's title


SENCO, TEACHER, OFFICE, MOTHER = (
    "primary-senco",
    "primary-teacher",
    "primary-office",
    IFEYINWA.persona,
)
NOBODY = ""
KEEPER, BEGINNER = (
    "keeper",
    "beginner",
)  # both with a password; the first with an authenticator app too

PAGES = tuple(Example(*row) for row in (
    ("privacy", NOBODY, "/privacy", "Privacy"),
    ("accessibility", NOBODY, "/accessibility", "Accessibility"),
    ("keyboard", NOBODY, "/keyboard", "Keyboard shortcuts"),
    ("account_login", NOBODY, "/account/sign-in", "Sign in"),
    ("account_inactive", NOBODY, "/account/closed", "closed"),
    ("demo_sign_in", NOBODY, "/demo/sign-in", "Choose someone to be"),
    ("design", NOBODY, "/design", "Design"),
    ("design_family", NOBODY, "/design/family", "Maya’s plan"),
    ("account", SENCO, "/account", "Your account"),
    ("account_school", SENCO, "/account/school", "school"),
    ("account_logout", SENCO, "/account/sign-out", "Sign out"),
    ("account_change_password", KEEPER, "/account/password", "password"),
    ("account_reauthenticate", KEEPER, "/account/confirm-password", "password"),
    ("mfa_reauthenticate", KEEPER, "/account/second-factor/confirm", "code"),
    ("mfa_activate_totp", BEGINNER, "/account/second-factor/set-up", "Set up a second way"),
    ("mfa_deactivate_totp", KEEPER, "/account/second-factor/remove", "Stop using this app"),
    ("mfa_view_recovery_codes", KEEPER, "/account/second-factor/recovery-codes", "ecovery codes"),
    ("mfa_generate_recovery_codes", KEEPER, "/account/second-factor/recovery-codes/new", "ecovery codes"),
    ("home", SENCO, "/", "Home"),
    ("search", SENCO, "/search?q=be", "Search: be"),
    ("pupil", SENCO, "/pupils/{child}", "Kelechi Okonjo"),
    ("correct_pupil", SENCO, "/pupils/{child}/correct", "Correct"),
    ("start_plan", SENCO, "/pupils/{free_child}/plan", "Start a plan"),
    ("plans", SENCO, "/plans", "Plans"),
    ("plan_starters", SENCO, "/plans/start", "Start"),
    ("bulk_steps", SENCO, "/plans/steps", "Steps taken for many plans"),
    ("bulk_batch", SENCO, "/plans/steps/{batch}", "Set the next review for many plans"),
    ("provision_map", SENCO, "/provision", "Provision map"),
    ("print_centre", SENCO, "/plans/print?year=4", "Print many"),
    ("export_plans", SENCO, "/plans/export", "Copy to a spreadsheet"),
    ("plan", SENCO, "/plans/{long_plan}", "support plan"),
    ("plan_version", SENCO, "/plans/{plan}/versions/1", "Kelechi Okonjo: support plan"),
    ("edit_plan", SENCO, "/plans/{long_plan}/edit", "Draft for"),
    ("plan_check", SENCO, "/plans/{long_plan}/check", "Check this plan"),
    ("plan_quality", SENCO, "/quality", "Quality of plans"),
    ("quality_sample", SENCO, "/quality/sample?seed=2026", "A sample of plans"),
    ("draft_history", SENCO, "/plans/{plan}/history", "Who wrote what"),
    ("line_sources", SENCO, "/plans/{plan}/lines/{line}/sources", "Where this comes from"),
    ("plan_files", SENCO, "/plans/{plan}/files", "Files"),
    ("remove_line", SENCO, "/plans/{plan}/lines/{line}/remove", "Take a line off the draft"),
    ("bank", TEACHER, "/bank", "The bank"),
    ("bank_entry", SENCO, "/bank/entries/cl-phonics-daily", "Phonics again"),
    ("add_bank_entry", SENCO, "/bank/add", "Add to the bank"),
    ("change_bank_entry", SENCO, "/bank/entries/cl-phonics-daily/change", "Change"),
    ("share_bank", SENCO, "/bank/share", "Share from the bank"),
    ("bank_file", SENCO, "/bank/take-over", "Take over a bank file"),
    ("plan_bank", SENCO, "/plans/{plan}/bank/provision", "From the bank"),
    ("publish_plan", SENCO, "/plans/{plan}/publish", "Publish"),
    ("hold_plan", SENCO, "/plans/{plan}/hold", "Put this plan on hold"),
    ("resume_plan", SENCO, "/plans/{on_hold}/resume", "Take this plan up again"),
    ("end_plan", SENCO, "/plans/{plan}/end", "End this plan"),
    ("reopen_plan", SENCO, "/plans/{ended}/reopen", "Reopen this plan"),
    ("plan_settings", SENCO, "/school/plans", "Plan settings"),
    ("school_form", SENCO, "/school/form", "Your school’s form"),
    ("move_form", SENCO, "/plans/{plan}/form", "Move to another form"),
    ("plan_answers", SENCO, "/plans/{answered}/answers", "Answers from the family"),
    ("paper_form", SENCO, "/plans/{plan}/paper-form", "Print for Kelechi Okonjo"),
    ("cards", TEACHER, "/today", "cards"),
    ("class_cards", SENCO, "/classes/{group}/cards", "cards"),
    ("cover_lessons", OFFICE, "/cover-cards", "Cover cards"),
    ("make_cover", SENCO, "/cover-cards/lessons/{cover_lesson}/{cover_day}", "Cover card for"),
    ("in_class", SENCO, "/plans/{plan}/in-class", "Kelechi Okonjo: in class"),
    ("today_offline", NOBODY, "/today/offline", "Today’s cards"),
    ("import", OFFICE, "/office/import", "Bring in pupils"),
    ("import_run", OFFICE, "/office/import/runs/{run}", "What this file did"),
    ("paper_entry", OFFICE, "/office/paper", "Enter a paper answer"),
    ("paper_sheet", OFFICE, "/office/paper/{form}", "Answer from"),
    ("people_to_confirm", SENCO, "/office/people-to-confirm", "to confirm"),
    ("family_home", MOTHER, "/my", "Your family"),
    ("family_plan", MOTHER, "/my/plans/{plan}", "Kelechi"),
    ("family_views", MOTHER, "/my/plans/{plan}/views", "Add your views"),
    ("family_ask", MOTHER, "/my/plans/{plan}/ask/{line}", "Ask about a line"),
    ("family_answered", MOTHER, "/my/plans/{plan}/answers/{my_answer}", "The school has your answer"),
    ("family_translated", MOTHER, "/my/plans/{plan}/in/ar", "Arabic"),
    ("family_easy", MOTHER, "/my/plans/{plan}/easy", "easy read"),
    ("easy", SENCO, "/plans/{plan}/easy", "easy read"),
    ("translations", SENCO, "/plans/{plan}/translations", "translations"),
    ("translate", SENCO, "/plans/{plan}/translations/ar", "Arabic translation"),
    ("language", NOBODY, "/language", "Language"),
    ("compare_plan", SENCO, "/plans/{long_plan}/compare", "version"),
    ("plan_life", SENCO, "/plans/{long_plan}/life", "what has happened"),
    ("reviews", SENCO, "/reviews", "Reviews"),
    ("paste_reviews", SENCO, "/reviews/paste?due=all", "Paste results"),
    ("review", SENCO, "/plans/{plan}/review", "Review"),
    ("meeting", SENCO, "/plans/{plan}/meeting", "Meeting"),
    ("read_back", SENCO, "/plans/{plan}/read-back", "Read back"),
    ("questions", SENCO, "/questions", "Questions that wait"),
    ("question", SENCO, "/plans/{asked_plan}/questions/{asked}", "Question from"),
    ("voices", SENCO, "/plans/{long_plan}/voices", "Voices"),
    ("child_voice", SENCO, "/plans/{long_plan}/voice", "page"),
    ("family_space", MOTHER, "/my/plans/{plan}/space", "Your own space"),
    ("my_voice", "young-person", "/my/plans/{own_plan}/voice", "My page"),
    ("family_question", MOTHER, "/my/plans/{plan}/questions/{my_question}", "Your question"),
    ("cycles", SENCO, "/plans/{long_plan}/cycles", "Cycles"),
    ("my_tasks", TEACHER, "/tasks", "My tasks"),
    ("family_tasks", MOTHER, "/my/tasks", "Your tasks"),
    ("family_compare", "parent-separated-1", "/my/plans/{kelly_plan}/compare", "two versions"),
    ("joins", SENCO, "/plans/{plan}/joins", "EHCP sections and packages"),
    ("join_line", SENCO, "/plans/{plan}/joins/{line}", "belongs to"),
    ("unmet", SENCO, "/unmet", "Unmet needs"),
    ("unmet_of_plan", SENCO, "/plans/{plan}/unmet", "Unmet needs"),
    ("record_unmet", SENCO, "/plans/{plan}/unmet/new", "Record an unmet need"),
    ("unmet_record", SENCO, "/unmet/{unmet}", "Unmet need"),
    ("family_looks", MOTHER, "/my/children/{child}/who-looked", "Who has looked"),
))  # fmt: skip

NOT_PAGES = {
    "JSON": ("healthz", "readyz", "today_data", "plan_coach"),
    "PDF": (
        "plan_pdf", "profile_pdf", "paper_form_pdf", "class_cards_pdf", "cover_pdf", "my_plan_pdf", "batch_pdf",
        "child_voice_sheet", "my_voice_sheet",
        "family_translated_pdf", "family_easy_pdf", "easy_pdf", "translation_pdf",
    ),
    "a file of a plan, or a child's own voice": ("open_file", "open_recording"),
    "a file to keep": ("import_faults", "invitation", "in_class_csv", "quality_csv", "mfa_download_recovery_codes"),
    "only leads on": ("account_start", "mfa_index", "child_after", "child_before"),
    "answers forms only": (
        "save_plan", "be_here", "undo_change", "settle_clash", "reply_to_answer", "import_apply", "import_discard",
        "family_agree", "paper_space",
        "bulk_undo", "strategy_used", "end_cover", "set_bank_entry", "take_bank_file", "discard_bank_file",
        "take_back_form", "finish_task", "family_finish_task", "take_back_voice", "take_back_my_voice",
        "family_close_question", "release_translation", "join_usual", "end_ehcp_item", "unmet_step", "close_unmet",
    ),
    "a script": ("today_worker",),
    "stands once a meeting has named people: walked through in tests/web/schools/test_review_journey": (
        "recap", "recap_text",
    ),
    "lives for one lesson, or is asked once: walked through in tests/web/schools_class": (
        "cover", "confirm_strategies",
    ),
    "stands between password and page: walked through in test_sign_in": ("mfa_authenticate",),
}  # fmt: skip


def address(place, example: Example) -> str:
    """The example's path with every {name} looked up."""
    path = example.path
    for name in EXAMPLES:
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", str(place.one(sql_of(name))))
    return path


def sql_of(name: str) -> str:
    sql = EXAMPLES[name].replace("{primary}", "(SELECT id FROM people_school WHERE urn = '999001')")
    for inner in EXAMPLES:
        if f"{{{inner}}}" in sql:
            sql = sql.replace(f"{{{inner}}}", f"{sql_of(inner)} LIMIT 1")
    return sql
