"""Who sees a certificate, who records one got elsewhere, who takes one back."""

from django.db.models import Q, QuerySet
from django.http import Http404

from portal.accounts.models import Role, User
from portal.accounts.permissions import (
    coordinated,
    holds,
    is_coordinator,
    is_staff,
    standing,
    visible_people,
)

from .models import Certificate, is_code, normalised


def visible_certificates(user) -> QuerySet[Certificate]:
    """Her own; those of the courses she trains for; those of the people of her territories.

    The public check by code is another door: `certificate_by_code`.
    """
    certificates = Certificate.objects.select_related("person", "course")
    if not user.is_authenticated or not user.is_active:
        return certificates.none()
    allowed = Q(person=user.pk)
    for kind, place in standing(user).roles:
        if kind == Role.Kind.TRAINER:
            allowed |= Q(course__slug=place) if place else Q()
        elif kind == Role.Kind.COORDINATOR:
            allowed |= Q(person__territory__slug=place) | Q(person__territory__parent__slug=place) if place else Q()
        else:
            continue
        if not place:
            return certificates
    return certificates.filter(allowed)


def can_see(user, certificate: Certificate) -> bool:
    return visible_certificates(user).filter(pk=certificate.pk).exists()


def certificate_for(user, code: str) -> Certificate:
    """The only door to a certificate that is not shown to everyone."""
    certificate = visible_certificates(user).filter(code=normalised(code)).first()
    if certificate is None:
        raise Http404
    return certificate


def certificate_by_code(code: str) -> Certificate | None:
    """The public door: whoever holds the code. One query, whatever the code is like."""
    signs = normalised(code)
    wanted = signs if is_code(signs) else ""
    return Certificate.objects.select_related("course", "person").filter(code=wanted).first()


def newer_than(certificate: Certificate) -> Certificate | None:
    """The one that took a revoked certificate's place."""
    same = {"person": certificate.person_id, "course": certificate.course_id, "kind": certificate.kind}
    return Certificate.objects.filter(revoked_at=None, **same).first()


def can_welcome(user, certificate: Certificate) -> bool:
    """The page of congratulations is the holder's."""
    return user.pk == certificate.person_id


def coordinates(user, person: User, territory=None) -> bool:
    """Say whether `user` coordinates the place of `person` (or `territory`, while she has none)."""
    place = person.territory or territory
    return is_coordinator(user, place) if place else holds(user, Role.Kind.COORDINATOR)


def can_record(user, person: User, territory=None) -> bool:
    """A coordinator records what a person of her territory got elsewhere, never what she got herself."""
    return user.pk != person.pk and coordinates(user, person, territory)


def recordable_people(user) -> QuerySet[User]:
    """The set twin of `can_record`, over the people that she sees."""
    people = visible_people(user).filter(is_active=True).exclude(pk=user.pk)
    return people.filter(coordinated(user))


def can_record_at_all(user) -> bool:
    return is_coordinator(user)


def can_revoke(user, certificate: Certificate) -> bool:
    """A coordinator of the holder's territory takes a certificate back, never her own."""
    return not certificate.is_revoked and user.pk != certificate.person_id and coordinates(user, certificate.person)


def can_issue_again(user, certificate: Certificate) -> bool:
    """Who could have taken a certificate back may issue it anew, never her own."""
    return certificate.is_revoked and user.pk != certificate.person_id and coordinates(user, certificate.person)


def can_admit_at_all(user) -> bool:
    """Who answers those who ask to come in: coordinators, and the office."""
    return is_coordinator(user) or is_staff(user)


def can_see_issued(user) -> bool:
    """Trainers and coordinators see what was issued around them."""
    return any(kind in (Role.Kind.TRAINER, Role.Kind.COORDINATOR) for kind, _ in standing(user).roles)
