"""The lead's half hour, as their browser sees it; no script is run."""

from tests.oncall.contacts.page import words


def test_the_lead_goes_from_item_to_item_to_the_end(morning, browser):
    morning.signs()
    farah, document = browser("farah"), morning.document()
    start = f"/handover/{document.id}"
    assert "Read back the first item" in words(farah.get(start))

    address = f"{start}/items/{document.next_item.id}"
    seen = []
    while "/items/" in address:
        page = farah.get(address)
        seen.append(page.text.partition("<h1")[2].partition(">")[2].partition("<")[0])
        tag = page.text.partition('name="seen" value="')[2].partition('"')[0]
        sent = farah.post(f"{address}/accept", page=address, readback="I ring Jo.", seen=tag)
        address = sent.location

    assert seen[0] == "Kit"
    assert len(seen) == 2
    done = words(farah.get(address))
    assert "You have accepted the last item. This handover is acknowledged." in done
    assert "Accepted by Farah Siddiqi, Fri 6 Nov 08:30" in done


def test_an_empty_read_back_is_refused_at_its_field(morning, browser):
    morning.signs()
    farah, item = browser("farah"), morning.item("Kit")
    address = f"/handover/{morning.document().id}/items/{item.id}"

    page = farah.post(f"{address}/accept", page=address, readback=" ", seen=item.tag)

    assert page.status_code == 422
    assert 'href="#readback"' in page.text
    assert "Write in your own words what you are taking on" in words(page)


def test_the_second_lead_is_told_who_has_it(morning, browser):
    morning.signs()
    farah, item = browser("farah"), morning.item("Kit")
    address = f"/handover/{morning.document().id}/items/{item.id}"
    farah.get(address)
    morning.accepts(item, "elin")

    page = farah.post(
        f"{address}/accept",
        page=f"/handover/{morning.document().id}/items/{morning.item(None).id}",
        readback="Mine.",
        seen=item.tag,
    )

    assert page.status_code == 409
    assert "Elin Hughes accepted this before you, at Fri 6 Nov 08:30." in words(page)
    assert "Accepted by Elin Hughes, in the team lead’s place" in words(page)


def test_a_practitioner_answers_but_does_not_accept(morning, browser):
    morning.signs()
    item = morning.item("Kit")
    address = f"/handover/{morning.document().id}/items/{item.id}"
    farah, asha = browser("farah"), browser("asha")
    key = farah.get(address).text.partition('name="key" value="')[2].partition('"')[0]
    farah.post(f"{address}/question", page=address, question="Since when?", key=key)

    assert "Farah Siddiqi asked, Fri 6 Nov 08:30: Since when?" in words(asha.get(address))
    [query] = morning.item("Kit").queries
    asha.post(f"{address}/questions/{query.id}", page=address, answer="Since ten.")

    assert asha.post(f"{address}/accept", page=address, readback="x", seen=item.tag).status_code == 403
    page = words(farah.get(address))
    assert "Asha Verma answered, Fri 6 Nov 08:30: Since ten." in page
    assert "Read it back" in page


def test_an_item_of_another_handover_is_not_found(morning, browser):
    morning.signs()

    assert (
        browser("farah")
        .get(f"/handover/{morning.document().id + 1}/items/{morning.item('Kit').id}")
        .status_code
        == 404
    )
