"""How the outputs of a cell are recorded."""

import pytest

from coursegrader.student_side.shell import OutputRecorder, RecordedStream


def texts(recorder: OutputRecorder) -> list[tuple[str, str]]:
    return [(output["name"], output["text"]) for output in recorder.outputs]


def test_text_of_one_stream_is_joined_and_streams_are_kept_apart() -> None:
    recorder = OutputRecorder(1000)
    out, err = RecordedStream(recorder, "stdout"), RecordedStream(recorder, "stderr")
    for stream, text in ((out, "a"), (out, "b\n"), (err, "c"), (out, "d"), (out, "")):
        assert stream.write(text) == len(text)
    assert texts(recorder) == [("stdout", "ab\n"), ("stderr", "c"), ("stdout", "d")]


def test_only_text_is_written() -> None:
    with pytest.raises(TypeError, match="must be str, not bytes"):
        RecordedStream(OutputRecorder(10), "stdout").write(b"x")  # type: ignore[arg-type]


def test_too_much_text_is_cut_off_and_said_once() -> None:
    recorder = OutputRecorder(1000)
    for _ in range(100):
        recorder.write("stdout", "x" * 99 + "\n")
    text = "".join(output["text"] for output in recorder.outputs)
    assert len(text) < 1200
    assert text.count("[output cut off: too much of it]") == 1


def test_too_many_displays_are_cut_off_and_said_once() -> None:
    recorder = OutputRecorder(1000)
    for _ in range(100):
        recorder.add({"output_type": "display_data", "data": {"text/plain": "x" * 100}, "metadata": {}})
    assert recorder.outputs[-1]["text"] == "[output cut off: too much of it]\n"
    assert len(recorder.outputs) < 15


def test_clearing_forgets_now_or_with_the_next_output() -> None:
    recorder = OutputRecorder(1000)
    recorder.write("stdout", "old")
    recorder.clear(wait=True)
    assert texts(recorder) == [("stdout", "old")]
    recorder.write("stdout", "new")
    assert texts(recorder) == [("stdout", "new")]
    recorder.clear(wait=False)
    assert recorder.outputs == []


def test_each_cell_starts_empty() -> None:
    recorder = OutputRecorder(1000)
    recorder.write("stdout", "x" * 2000)
    recorder.start()
    recorder.write("stdout", "y")
    assert texts(recorder) == [("stdout", "y")]


def test_a_value_and_an_error_are_kept_however_much_was_shown_before() -> None:
    """A score may hang on them: without its value a test cell would count in full."""
    recorder = OutputRecorder(1000)
    recorder.write("stdout", "x" * 5000)
    recorder.add({"output_type": "execute_result", "data": {"text/plain": "1.5", "text/html": "<b>"}, "metadata": {}})
    recorder.add({"output_type": "error", "ename": "E", "evalue": "y" * 9000, "traceback": ["z" * 9000]})
    value, error = recorder.outputs[-2:]
    assert value["data"] == {"text/plain": "1.5"}
    assert error["ename"] == "E" and len(error["evalue"]) < 3000 and error["traceback"] == []


def test_a_large_value_is_shortened_and_still_there() -> None:
    recorder = OutputRecorder(1000)
    recorder.add({"output_type": "execute_result", "data": {"text/plain": "7" * 5000}, "metadata": {}})
    assert recorder.outputs[0]["output_type"] == "execute_result"
    assert len(recorder.outputs[0]["data"]["text/plain"]) <= 2000


def test_a_display_is_replaced_by_its_update() -> None:
    recorder = OutputRecorder(1000)
    first = {"output_type": "display_data", "data": {"text/plain": "a"}, "metadata": {}, "display_id": "one"}
    recorder.add(dict(first))
    recorder.add({"output_type": "display_data", "data": {"text/plain": "b"}, "metadata": {}})
    recorder.update("one", {"text/plain": "c"}, {})
    assert [output["data"]["text/plain"] for output in recorder.outputs] == ["c", "b"]
