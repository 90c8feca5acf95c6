"""What is kept for a minute is read again after it, and never for another key."""

from spinney.kernel import kept


def test_it_is_read_once_and_again_when_its_time_is_over(monkeypatch):
    now, reads = [100.0], []
    monkeypatch.setattr(kept, "monotonic", lambda: now[0])
    names = kept.Kept(seconds=60)

    def read():
        reads.append(now[0])
        return f"as at {now[0]:.0f}"

    assert names.get("alder", read) == names.get("alder", read) == "as at 100"
    assert names.get("birch", read) == "as at 100"
    now[0] = 159.9
    assert names.get("alder", read) == "as at 100"
    now[0] = 160.0
    assert names.get("alder", read) == "as at 160"
    assert len(reads) == 3


def test_it_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    names = kept.Kept()
    for number in range(10):
        names.get(number, lambda: "kept")
    assert len(names._kept) <= 3
