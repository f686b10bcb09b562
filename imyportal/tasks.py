"""What Celery may call. Every kind of work of every app is swept once a minute."""

from celery import shared_task

from . import mail, sealing, uploads, work


@shared_task(name="imyportal.sweep")
def sweep() -> int:
    """Do everything that is due; what a lost message left behind is found here."""
    return work.run_all()


@work.job
def deliver_mail() -> int:
    """Send the queued mail."""
    return mail.deliver_due()


@work.job
def seal_audit_trail() -> int:
    """Chain the audit events that were committed since."""
    return sealing.seal()


@work.job
def scan_uploads() -> int:
    """Look for viruses in what was handed in."""
    return uploads.scan_due()


@work.job
def remove_orphan_files() -> int:
    """Remove files that no row points at."""
    return uploads.reap()
