"""What «Oggi» takes from the courses."""

from courses.actions import agree_shadowing, apply_for_course, declare_hours, log_shadowing, plan_meeting
from courses.today import items
from portal.clock import now, today


def test_a_learner_goes_on_with_the_next_lesson(place, lara):
    (item,) = items(lara)

    assert item.title == "Continua con «Leggere una bolletta»" and item.url == "/corsi/corso-ted/bollette/leggere/"


def test_a_trainer_sees_what_waits_for_her(ted, place, lara, nina, franca, giulio):
    apply_for_course(ted, by=nina)
    declare_hours(place, area="visita", minutes=60, what="Sportello", happened_on=today(), by=lara)
    meeting = plan_meeting(ted, area="bollette", title="Prova", starts_at=now(), minutes=60, by=franca)

    urls = [item.url for item in items(franca)]

    assert urls == [
        "/corsi/corso-ted/persone/",
        f"/corsi/persone/{place.pk}/",
        f"/corsi/incontri/{meeting.pk}/registro/",
    ]
    assert items(giulio) == []


def test_a_senior_confirms_the_time_of_the_other(beside, giulio, nina):
    shadowing = agree_shadowing(beside, senior=giulio, by=giulio)
    log_shadowing(shadowing, kind="project", minutes=60, happened_on=today(), by=nina)

    assert [item.url for item in items(giulio)] == [f"/corsi/persone/{beside.pk}/affiancamento/"]


def test_it_costs_few_queries(place, lara, franca, ada, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        items(lara)
    with django_assert_max_num_queries(7):
        items(franca)
    with django_assert_max_num_queries(3):
        items(ada)
