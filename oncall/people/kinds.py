"""The words a service file may use for people and children."""

from enum import StrEnum


class PersonKind(StrEnum):
    """What somebody who rings us is to the child."""

    FOSTER_CARER = "foster_carer"
    KINSHIP_CARER = "kinship_carer"
    SPECIAL_GUARDIAN = "special_guardian"
    RESIDENTIAL_WORKER = "residential_worker"
    SOCIAL_WORKER = "social_worker"
    SUPERVISING_SOCIAL_WORKER = "supervising_social_worker"
    EDT = "edt"
    OTHER_PROFESSIONAL = "other_professional"


class ServiceLevel(StrEnum):
    """How much of the service a child has."""

    L1_FCC = "L1_FCC"
    L2_DI_FC = "L2_DI_FC"
    L2_DI_YP = "L2_DI_YP"
    L3_WRAP = "L3_WRAP"
