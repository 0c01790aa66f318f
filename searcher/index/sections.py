"""What the sections of postings and positions are called that tell of notices; those of a field are called as it is."""

NOTICES = "notices"  # lists of forms in notices of the body, without positions
NOTICE_FORMS = "notice_forms"  # which forms have one: a table
BOUNDS = "bounds"  # the list of the articles that have notices, with the positions between which these stand
BOUNDS_COUNT = "bounds_count"
