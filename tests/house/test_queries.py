"""No page needs more than twelve queries, and none needs more of them when there are more rows.

Here 10 rows against 120; `manage.py bench pages` does the same with 10,000.
"""

from tests.bench.pages import count_queries, grow, settle

MOST = 12
# Where more are needed, how many and why.
MORE = {
    # «Oggi» asks eleven rooms what waits for this person: two queries a room, whatever there is.
    "home:home": 30,
    # Reading one is written down in the audit, in the same transaction: three of them.
    "requests:request_show": 13,
    # Desks and people, each with its words; and what the header asks of who is signed in.
    "network:find": 14,
}


def test_pages_ask_few_queries_and_no_more_with_more_rows(db):
    world = settle()
    grow(world, 10, seed=1)
    few = count_queries(world)
    grow(world, 110, seed=2)
    many = count_queries(world)

    assert len({visit.name for visit in many}) > 80
    asked = [*few.items(), *many.items()]
    assert not [(visit, count) for visit, count in asked if count > MORE.get(visit.name, MOST)]
    assert not [(visit, count, few[visit]) for visit, count in many.items() if visit in few and count > few[visit]]
    assert not [name for name in MORE if max(n for visit, n in asked if visit.name == name) <= MOST]
