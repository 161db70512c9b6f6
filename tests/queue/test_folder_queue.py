"""The folder queue between processes: a message is seen whole or not at all."""

import multiprocessing
from queue import Empty

import pytest
from kombu import Connection, Exchange, Queue

from ketaclinic.folder_queue import Transport

MESSAGES = 300


@pytest.fixture
def connect(tmp_path):
    (tmp_path / "messages").mkdir()
    options = {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "control_folder": str(tmp_path / "control"),
    }

    def make():
        transport = f"{Transport.__module__}:{Transport.__name__}"
        return Connection("filesystem://localhost", transport=transport, transport_options=options)

    return make


# Kombu remembers bindings per process, so each test has a queue of its own.
def write(connect, name, count):
    with connect() as connection:
        queue = connection.SimpleQueue(name)
        for number in range(count):
            queue.put({"number": number, "padding": "x" * 5000})
        queue.close()


def read_all(connect, name, count):
    found = []
    with connect() as connection:
        queue = connection.SimpleQueue(name)
        while len(found) < count:
            message = queue.get(timeout=20)
            found.append(message.payload["number"])
            message.ack()
        with pytest.raises(Empty):
            queue.get(block=False)
        queue.close()
    return found


def test_a_reader_beside_a_writer_never_sees_half_a_message(connect):
    writer = multiprocessing.get_context("fork").Process(
        target=write, args=(connect, "busy", MESSAGES)
    )
    writer.start()
    found = read_all(connect, "busy", MESSAGES)
    writer.join(20)
    assert sorted(found) == list(range(MESSAGES))


def test_an_unfinished_file_is_no_message(connect, tmp_path):
    (tmp_path / "messages" / "1_x.calm.msg.unfinished").write_text("")
    write(connect, "calm", 1)
    assert read_all(connect, "calm", 1) == [0]


def bind(connect, number):
    with connect() as connection:
        exchange = Exchange("orders")
        Queue(f"queue-{number}", exchange, routing_key="x", channel=connection.channel()).declare()


def test_processes_that_start_together_all_find_their_bindings(connect):
    context = multiprocessing.get_context("fork")
    starts = [context.Process(target=bind, args=(connect, number)) for number in range(6)]
    for process in starts:
        process.start()
    for process in starts:
        process.join(20)
    assert [process.exitcode for process in starts] == [0] * 6
    with connect() as connection:
        assert len(connection.channel().get_table("orders")) == 6
