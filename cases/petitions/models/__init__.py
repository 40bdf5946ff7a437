"""信访接待: what people bring to a union, who sees to it, until when."""

from cases.petitions.models.parts import CoHandler, Companion, PetitionCounter, Term
from cases.petitions.models.petitions import Petition, PetitionStep

__all__ = ["CoHandler", "Companion", "Petition", "PetitionCounter", "PetitionStep", "Term"]
