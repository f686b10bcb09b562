"""Rules that only one of the two databases can hold, and expressions named in constraints."""

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    DateTimeRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Deferrable, F, Func, IntegerField, Q


class DateRange(Func):
    """`daterange(first, last, '[]')`: both days belong to it."""

    function = "DATERANGE"
    output_field = DateRangeField()


class ClockRange(Func):
    """`tsrange(from, to, '[)')` of two clock times of one day: the end no longer belongs to it."""

    template = "TSRANGE(DATE '2000-01-01' + %(expressions)s)"
    arg_joiner = ", DATE '2000-01-01' + "
    output_field = DateTimeRangeField()


class DaysBetween(Func):
    """`DaysBetween(later, earlier)`: whole days; negative when the first is earlier."""

    arity = 2
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(julianday(%(expressions)s) AS INTEGER)"
        joined = ") - julianday("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joined, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **context
        )


class PeriodsDoNotOverlap(ExclusionConstraint):
    """Rows of one `who` never share a day between `start` and `end` (both inclusive; an `end` that is null is open).

    PostgreSQL holds it with an exclusion constraint. On SQLite nothing is created, and
    `validate()` asks the same question in a query, which is enough there: every transaction that
    writes has the file to itself (`transaction_mode` IMMEDIATE).
    """

    def __init__(
        self,
        *,
        name: str,
        who: str,
        start: str,
        end: str,
        condition: Q,
        violation_error_message: Any = None,
    ) -> None:
        self.who, self.start, self.end = who, start, end
        super().__init__(
            name=name,
            expressions=[
                (F(who), RangeOperators.EQUAL),
                (self.range_of(start, end), RangeOperators.OVERLAPS),
            ],
            condition=condition,
            violation_error_message=violation_error_message,
            deferrable=self.put_off,
        )

    # Whether it is asked at the end of a transaction only.
    put_off: Deferrable | None = None
    # Lookups by which another row shares something with this one: its start to our end, its end to our start.
    touching = ("lte", "gte")

    def range_of(self, start: str, end: str) -> Func:
        return DateRange(F(start), F(end), RangeBoundary(True, True))

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        kwargs: dict[str, Any] = {
            "name": self.name,
            "who": self.who,
            "start": self.start,
            "end": self.end,
            "condition": self.condition,
        }
        if self.violation_error_message != self.default_violation_error_message:
            kwargs["violation_error_message"] = self.violation_error_message
        return f"imyportal.db.{type(self).__name__}", (), kwargs

    def check(self, model: Any, connection: Any) -> list[Any]:
        return super().check(model, connection) if connection.vendor == "postgresql" else []

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().constraint_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().create_sql(model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().remove_sql(model, schema_editor)

    def validate(
        self,
        model: Any,
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        who, start, end = (getattr(instance, a) for a in (f"{self.who}_id", self.start, self.end))
        is_open = model._meta.get_field(self.end).null
        end = date.max if end is None and is_open else end
        if (
            not (who and start and end)
            or end < start
            or {self.start, self.end} & set(exclude or ())
        ):
            return
        if self.condition and not self.condition.check(
            # Without its field nobody could say of what kind a missing value is.
            {
                field.name: models.Value(getattr(instance, field.attname), field)
                for field in model._meta.local_fields
            },
            using=using,
        ):
            return
        later = Q(**{f"{self.end}__{self.touching[1]}": start})
        others = model._base_manager.using(using).filter(
            self.condition or Q(),
            later | Q(**{self.end: None}) if is_open else later,
            **{self.who: who, f"{self.start}__{self.touching[0]}": end},
        )
        if others.exclude(pk=instance.pk).exists():
            raise ValidationError(
                self.get_violation_error_message(), code=self.violation_error_code
            )


class TimesDoNotOverlap(PeriodsDoNotOverlap):
    """Rows of one `who` never share a moment between two clock times; one may begin when another ends.

    Asked at the end of the transaction, so that two rows may change places.
    """

    put_off = Deferrable.DEFERRED
    touching = ("lt", "gt")

    def range_of(self, start: str, end: str) -> Func:
        return ClockRange(F(start), F(end))


def check_row(row: models.Model) -> None:
    """Raises `ValidationError` for what fields and constraints refuse, before the database does.

    Columns that may be null may be empty here, whatever forms say of them.
    """
    empty = [each.name for each in row._meta.fields if getattr(row, each.attname) is None]
    row.clean_fields(exclude=empty)
    row.validate_constraints()
