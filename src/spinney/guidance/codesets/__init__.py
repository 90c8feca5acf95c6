"""Small code lists of the DfE's Common Basic Data Set, as facts: code to plain name.

State of April 2026. Codes are upper case; compare with `.upper()`, as some sources write SpLD.
"""

from spinney.guidance.codesets.areas import (
    AREA_LINKS,
    AREA_OF_DEVELOPMENT,
    areas_after,
    areas_before,
    suggested,
)
from spinney.guidance.codesets.ehcp import EHCP_SECTION, USUAL_SECTION
from spinney.guidance.codesets.ethnicity import ETHNICITY, ETHNICITY_ROLLS_UP_TO
from spinney.guidance.codesets.languages import LANGUAGES
from spinney.guidance.codesets.sen import (
    AREA_OF_NEED,
    SEN_PROVISION,
    SEN_PROVISION_WITHDRAWN,
    SEN_TYPE,
    SEN_TYPE_AREA,
)

SEX = {"M": "Male", "F": "Female"}

NC_YEAR = {
    "E1": "Early years 1",
    "E2": "Early years 2",
    "N1": "Nursery 1",
    "N2": "Nursery 2",
    "R": "Reception",
    **{str(year): f"Year {year}" for year in range(1, 15)},
    "X": "No year group",
}

ENROLMENT_STATUS = {
    "C": "Only school",
    "M": "Main school of two",
    "S": "Second school of two",
    "G": "Guest",
    "F": "Further education college",
    "O": "Other provider",
}

CONTACT_RELATIONSHIP = {
    "PAM": "Mother",
    "PAF": "Father",
    "STP": "Step-parent",
    "FOM": "Foster mother",
    "FOF": "Foster father",
    "CAR": "Carer",
    "FAM": "Other family member",
    "REL": "Other relative",
    "CHM": "Childminder",
    "DOC": "Doctor",
    "SWR": "Social worker",
    "RLG": "Religious or spiritual contact",
    "AGN": "Agency",
    "HTC": "Head teacher",
    "TCR": "Teacher",
    "OTH": "Other contact",
}

PHONE_KIND = {"H": "Home", "W": "Work", "M": "Mobile", "F": "Fax", "O": "Other", "A": "Alternate"}

LANGUAGE_KIND = {
    "F": "First language",
    "M": "One of several",
    "H": "Home language",
    "T": "Taught in",
    "S": "Second language",
    "C": "Letters home",
}

__all__ = [
    "AREA_LINKS",
    "AREA_OF_DEVELOPMENT",
    "AREA_OF_NEED",
    "CONTACT_RELATIONSHIP",
    "EHCP_SECTION",
    "ENROLMENT_STATUS",
    "ETHNICITY",
    "ETHNICITY_ROLLS_UP_TO",
    "LANGUAGES",
    "LANGUAGE_KIND",
    "NC_YEAR",
    "PHONE_KIND",
    "SEN_PROVISION",
    "SEN_PROVISION_WITHDRAWN",
    "SEN_TYPE",
    "SEN_TYPE_AREA",
    "SEX",
    "USUAL_SECTION",
    "areas_after",
    "areas_before",
    "suggested",
]
