"""Support plans for learners with disabilities and special needs: needs and adjustments, never diagnoses.

Nothing is written before the learner, and for a minor a guardian, permits it (`ConsentPurpose.SUPPORT`); when a
permission ends, what was written is deleted in the same transaction. What a plan says is sealed (`imyportal/vault.py`)
and read by the learner and the responsible tutor; others read single topics that the learner agreed to share with
them. Every look but the learner's own is in the trail, and the learner reads the list. Nothing of it goes into
mails, searches, reports or notes.
"""
