"""One plan with a person's translation beside it: a visitor sees two languages, and a script from the right."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from spinney.access.queries import actor_for
from spinney.jobs.demo_world.types import World
from spinney.kernel.clock import school_day
from spinney.plans.services.load_translation import take_over_translation
from spinney.plans.types.languages import Translator, TranslatorRole

LANGUAGE: Final = "ar"
TRANSLATOR: Final = "Layla Haddad"
# Written by hand for this demonstration. What is not in this list stands in English, and the page says so.
WORDS: Final = {
    "Volcanoes. My teddy, who lives in my bag. Being treated the same as everyone else.":
        "البراكين. دبدوبي الذي يعيش في حقيبتي. أن أُعامَل مثل الجميع.",
    "If you don't understand me, let me show you. Show me as well as telling me. Tell me one thing at a time.":
        "إذا لم تفهمني فدعني أُرِك. أرِني ولا تكتفِ بالكلام. قل لي شيئًا واحدًا في كل مرة.",
    "I want people to wait for me to finish. I'm good at volcanoes.":
        "أريد أن ينتظرني الناس حتى أنتهي. أنا ماهر في موضوع البراكين.",
    "Following spoken instructions": "اتباع التعليمات الشفهية",
    "Learns quickly by watching and remembers routines well.": "يتعلم بسرعة بالمشاهدة ويتذكر الروتين جيدًا.",
    "Follows 2 of 10 without help.": "يتبع 2 من 10 دون مساعدة.",
    "Ten instructions noted by the assistant each week.": "عشر تعليمات تسجلها المساعدة كل أسبوع.",
    "Follows at least 8 of 10 without help or copying.": "يتبع 8 من 10 على الأقل دون مساعدة أو تقليد.",
    "Pre-teaching of topic words with pictures and actions": "تعليم كلمات الموضوع مسبقًا بالصور والحركات",
    "2 times a week": "مرتين في الأسبوع",
    "3 times a week": "3 مرات في الأسبوع",
    "Classroom": "غرفة الصف",
    "Put the new words of the topic on the wall with pictures.": "ضع كلمات الموضوع الجديدة على الحائط مع صور.",
    "Avoid sarcasm and figures of speech, or explain them.": "تجنب السخرية والتعابير المجازية، أو اشرحها.",
}  # fmt: skip


def add_translation(world: World) -> None:
    """A world without this child or these words has none."""
    child = dict(world.cases).get("sibling at primary")
    plan = next((plan for plan in world.plans if plan.child_id == child and plan.versions), None)
    if plan is None:
        return
    now = datetime.combine(world.today, time(), UTC) - timedelta(hours=9)
    names = {user.id: user.display_name for user in world.users}
    author = actor_for(user_id=plan.author_id, display_name=names[plan.author_id], now=now)
    by = Translator(TRANSLATOR, TranslatorRole.INTERPRETER, school_day(now) - timedelta(days=1))
    take_over_translation(
        author, plan_id=plan.id, language=LANGUAGE, words=WORDS, translator=by, now=now
    )
