"""What Celery may call. Every kind of work of every app is swept once a minute."""

from celery import shared_task

from . import inbound, mail, pulse, sealing, uploads, work

work.watch(pulse.tally)


@shared_task(name="imyportal.sweep")
def sweep() -> int:
    """Beat's tick: do everything that is due; what a lost message left behind is found here."""
    for name in (pulse.BEAT, pulse.WORKER):
        pulse.beat(name)
    return work.run_all(lambda: pulse.beat(pulse.WORKER))


@shared_task(name="imyportal.alive")
def alive() -> None:
    """Say that a worker hears the bell and reaches the database."""
    pulse.beat(pulse.WORKER)


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


@work.job
def fetch_inbound_mail() -> int:
    """Bring what is new in the mailbox for answers."""
    return inbound.fetch()


@work.job
def read_inbound_mail() -> int:
    """Put answers by mail into their threads."""
    return inbound.work_off()


@work.job
def forget_inbound_mail() -> int:
    """Drop what is kept of mail that came in when its time is over."""
    return inbound.forget()
