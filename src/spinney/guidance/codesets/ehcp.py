"""The sections of an education, health and care plan, by letter.

Special Educational Needs and Disability Regulations 2014, reg 12(1): the letters are the law's, the names are ours.
"""

from typing import Final

EHCP_SECTION: Final = {
    "A": "Views, interests and hopes of the child and the parents",
    "B": "Special educational needs",
    "C": "Health needs",
    "D": "Social care needs",
    "E": "Outcomes",
    "F": "Special educational provision",
    "G": "Health care provision",
    "H1": "Social care provision for a disabled child under 18",
    "H2": "Other social care provision",
    "I": "The school or other place",
    "J": "Personal budget",
    "K": "Advice and information",
}

# Which section usually says the same as a line of the plan. A person may choose any other.
USUAL_SECTION: Final = {"need": "B", "outcome": "E", "provision": "F"}
