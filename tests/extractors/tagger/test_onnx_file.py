"""The model's file is changed in two places only, and a wrong file is refused by name."""

from __future__ import annotations

import pytest

from extractors.tagger.onnx_file import ModelError, with_lengths


def field(number: int, payload: bytes) -> bytes:
    return bytes([number << 3 | 2, len(payload)]) + payload


def node(*inputs: str, op_type: str) -> bytes:
    return field(1, b"".join(field(1, name.encode()) for name in inputs) + field(4, op_type.encode()))


def length_input(element: int) -> bytes:
    return field(11, field(1, b"length") + field(2, field(1, bytes([0x08, element]))))


def test_lengths_reach_both_grus_and_become_int32():
    gru = node("x", "w", "r", "b", "", "h", op_type="GRU")
    model = b"\x08\x07" + field(7, gru + node("x", op_type="Add") + gru + length_input(7))
    wired = node("x", "w", "r", "b", "length", "h", op_type="GRU")
    assert with_lengths(model) == b"\x08\x07" + field(7, wired + node("x", op_type="Add") + wired + length_input(6))


@pytest.mark.parametrize("model", [b"", b"\x08\x07", field(7, length_input(7)), b"\x3a\x7fshort", b"\xff" * 12, b"\x0b"])
def test_another_file_is_refused(model):
    with pytest.raises(ModelError):
        with_lengths(model)
