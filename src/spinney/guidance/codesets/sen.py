"""What kind of need, and what kind of help, in the words of the SEND Code of Practice 2015."""

SEN_PROVISION = {
    "N": "No special educational need",
    "K": "SEN support",
    "E": "Education, health and care plan",
}

# Legal in old history rows only: statements ended in 2018, the two "action" stages in 2015.
SEN_PROVISION_WITHDRAWN = {
    "S": "Statement of SEN (until 2018)",
    "A": "School action (until 2015)",
    "P": "School action plus (until 2015)",
}

AREA_OF_NEED = {
    "CI": "Communication and interaction",
    "CL": "Cognition and learning",
    "SEMH": "Social, emotional and mental health",
    "SP": "Sensory and/or physical",
}

SEN_TYPE = {
    "SPLD": "Specific learning difficulty",
    "MLD": "Moderate learning difficulty",
    "SLD": "Severe learning difficulty",
    "PMLD": "Profound and multiple learning difficulty",
    "SEMH": "Social, emotional and mental health",
    "SLCN": "Speech, language and communication",
    "ASD": "Autism",
    "HI": "Hearing impairment",
    "VI": "Vision impairment",
    "MSI": "Multi-sensory impairment",
    "PD": "Physical disability",
    "DS": "Down syndrome",
    "OTH": "Other difficulty or disability",
    "NSA": "Type of need not yet assessed",
}

# A type that the Code does not place in one area (DS, OTH, NSA) is left out: a person chooses.
SEN_TYPE_AREA = {
    "SPLD": "CL",
    "MLD": "CL",
    "SLD": "CL",
    "PMLD": "CL",
    "SEMH": "SEMH",
    "SLCN": "CI",
    "ASD": "CI",
    "HI": "SP",
    "VI": "SP",
    "MSI": "SP",
    "PD": "SP",
}
