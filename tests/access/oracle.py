"""A second opinion, written from the words of the rules and not from their code.

It works on plain dictionaries of text, asks its questions in another order, and shares no name with
`spinney.access.rules`. Where the two differ, one of them is wrong.
"""

LOOKS = {"view_child", "view_plan", "view_card"}
BY_PLACE = {
    "senco": LOOKS
    | {"view_draft", "edit_plan", "publish_plan", "end_plan", "enter_answer", "view_contacts"}
    | {"correct_record", "confirm_ties", "see_who_looked", "lead_send", "import_pupils"}
    | {"make_cover"},
    "head": LOOKS | {"view_contacts", "confirm_ties", "see_who_looked", "lead_send"},
    "dsl": LOOKS | {"view_contacts", "correct_record", "confirm_ties", "see_who_looked"},
    "office": {"view_child", "view_contacts", "correct_record", "enter_answer", "import_pupils"}
    | {"make_cover"},
}
AROUND_THE_CHILD = {
    "teaches": LOOKS | {"use_strategy", "confirm_strategies"},
    "assists": LOOKS | {"use_strategy"},
    "key_adult": LOOKS | {"use_strategy"},
}
KIN = {"parent", "self"}
KIN_MAY = {"view_child", "view_plan", "answer_plan", "see_who_looked"}


def holds(row, today):
    return row["from"] <= today and not (row["to"] is not None and row["to"] < today)


def may(world, who, act, school, child, today):
    """Would a careful clerk, reading the rules aloud, let this person do this to this child today?"""

    def mine(rows):
        return [r for r in rows if r["school"] == school and holds(r, today)]

    about = [d for d in mine(world["denials"]) if d["child"] == child]
    if [d for d in about if d["kind"] == "court_order" and d["who"] == who]:
        return False
    jobs = {m["role"] for m in mine(world["memberships"]) if m["who"] == who}
    if any(act in BY_PLACE.get(job, ()) for job in jobs):
        return True
    ties = {
        t["relation"]
        for t in mine(world["ties"])
        if t["who"] == who and t["child"] == child and t["state"] == "confirmed"
    }
    if jobs and any(act in AROUND_THE_CHILD.get(tie, ()) for tie in ties):
        return True
    shut = any(d["kind"] == "safeguarding_freeze" for d in about)
    return bool(ties & KIN) and act in KIN_MAY and not shut


def reach(world, who, today):
    """The schools whose rows this person's requests may touch at all."""
    jobs = {m["school"] for m in world["memberships"] if m["who"] == who and holds(m, today)}
    kin = {
        t["school"]
        for t in world["ties"]
        if (t["who"], t["state"]) == (who, "confirmed") and t["relation"] in KIN and holds(t, today)
    }
    return jobs | kin
