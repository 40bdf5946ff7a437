"""What people are to a new head of the household, from what they were to the one who died."""

from cases.archives.states import Relation

SPOUSES = (Relation.HUSBAND, Relation.WIFE)
CHILDREN = (Relation.SON, Relation.DAUGHTER)
PARENTS = (Relation.FATHER, Relation.MOTHER)
MARRIED_TO = {
    Relation.FATHER: {Relation.MOTHER: Relation.WIFE},
    Relation.MOTHER: {Relation.FATHER: Relation.HUSBAND},
}
PARENT = {Relation.HUSBAND: Relation.FATHER, Relation.WIFE: Relation.MOTHER}


def relation_to(survivor: str, other: str) -> Relation:
    """The relation of `other` to the survivor, both being relations to the head who died; OTHER where
    there is no word for it: a sister, a mother-in-law."""
    if survivor in SPOUSES and other in CHILDREN:
        return Relation(other)
    if survivor in CHILDREN and other in SPOUSES:
        return PARENT[Relation(other)]
    if survivor in PARENTS:
        return MARRIED_TO[Relation(survivor)].get(Relation(other), Relation.OTHER)
    return Relation.OTHER
