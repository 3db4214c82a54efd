"""The pages of the follow-up: what a committee decides on, what is late, who does what, statuses, dependencies."""

from pmo_xl.catalog.kinds.followup.pages import (
    by_person,
    chosen,
    committee,
    dependencies,
    follow_up,
    status,
)

PAGES = (committee.PAGE, status.PAGE, follow_up.PAGE, by_person.PAGE, dependencies.PAGE, chosen.PAGE)
