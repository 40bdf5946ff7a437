"""Who makes a package for an audit, and how much of what is drawn into it."""

from hardship.accounts.states import Role

MAKE = "audit_package"
MAKERS = (Role.AUDITOR, Role.FINANCE)
DRAWERS = (Role.AUDITOR,)  # whoever reads the dossiers of files that are drawn
MOST_DRAWN = 60
MOST_UNPACKED = 4 * 1024 * 1024 * 1024  # of the same, once it is open
MOST_BYTES = 200 * 1024 * 1024  # of a package that is checked on the page; a larger one by the script
