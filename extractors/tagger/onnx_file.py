"""A change to LAC's ONNX file while it is read: its GRUs are told how long each sentence is.

The package's model has an input `length` that nothing uses, so padding would be read like text.
Here `length` becomes the `sequence_lens` of both GRUs (ONNX operator GRU-7, fifth input), and its type INT32 as that input
asks. An ONNX file is a protocol buffer; only the few fields on the way are rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator

# Field numbers of onnx.proto: ModelProto.graph; GraphProto.node, .input; NodeProto.input, .op_type; ValueInfoProto.name, .type;
# TypeProto.tensor_type; TypeProto.Tensor.elem_type. TensorProto.INT32 is 6.
_GRAPH, _NODE, _GRAPH_INPUT, _INPUT, _OP_TYPE, _NAME, _TYPE, _TENSOR_TYPE, _ELEM_TYPE = 7, 1, 11, 1, 4, 1, 2, 1, 1
_INT32 = b"\x06"
_SEQUENCE_LENS = 4
_LENGTH = b"length"


class ModelError(ValueError):
    """The file is not the model that this program knows."""


def with_lengths(model: bytes) -> bytes:
    """The model with its input `length` wired to both GRUs; raises ModelError where there is no such input or no GRU."""
    # 32 MB: everything stays a view of the file until one join at the end.
    pieces: list[bytes | memoryview] = []
    changed = [0, 0]
    for number, field, payload in _fields(memoryview(model)):
        if number == _GRAPH:
            inner = [_changed(*parts, changed) for parts in _fields(payload)]
            pieces += [_tag(_GRAPH, 2), _as_varint(sum(map(len, inner))), *inner]
        else:
            pieces.append(field)
    if changed != [2, 1]:
        raise ModelError("the tagger's model has no two GRUs or no input called length")
    return b"".join(pieces)


def _changed(number: int, field: memoryview, payload: memoryview, changed: list[int]) -> bytes | memoryview:
    """A field of the graph, changed where it is a GRU or the input `length`; counts both kinds in `changed`."""
    if number == _NODE and _first(payload, _OP_TYPE) == b"GRU":
        changed[0] += 1
        return _length_delimited(number, _wired(payload))
    if number == _GRAPH_INPUT and _first(payload, _NAME) == _LENGTH:
        changed[1] += 1
        return _length_delimited(number, _as_int32(payload))
    return field


def _wired(node: memoryview) -> bytes:
    parts = []
    position = 0
    for number, field, _ in _fields(node):
        if number == _INPUT:
            parts.append(_length_delimited(_INPUT, _LENGTH) if position == _SEQUENCE_LENS else bytes(field))
            position += 1
        else:
            parts.append(bytes(field))
    return b"".join(parts)


def _as_int32(value_info: memoryview) -> bytes:
    parts = []
    for number, field, payload in _fields(value_info):
        if number == _TYPE:
            tensor = _first(payload, _TENSOR_TYPE)
            inner = b"".join(_tag(_ELEM_TYPE, 0) + _INT32 if name == _ELEM_TYPE else bytes(whole) for name, whole, _ in _fields(memoryview(tensor)))
            parts.append(_length_delimited(_TYPE, _length_delimited(_TENSOR_TYPE, inner)))
        else:
            parts.append(bytes(field))
    return b"".join(parts)


def _first(message: memoryview, wanted: int) -> bytes:
    return next((bytes(payload) for number, _, payload in _fields(message) if number == wanted), b"")


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """Each field as (number, its bytes with the tag, its payload)."""
    position = 0
    while position < len(message):
        start = position
        tag, position = _varint(message, position)
        wire = tag & 7
        if wire == 0:
            first = position
            _, position = _varint(message, position)
        elif wire == 2:
            size, first = _varint(message, position)
            position = first + size
        elif wire in (1, 5):
            first = position
            position += 8 if wire == 1 else 4
        else:
            raise ModelError("the tagger's model is no ONNX file")
        if position > len(message):
            raise ModelError("the tagger's model is cut short")
        yield tag >> 3, message[start:position], message[first:position]


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if position >= len(message) or shift > 63:
            raise ModelError("the tagger's model is no ONNX file")
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def _tag(number: int, wire: int) -> bytes:
    return _as_varint(number << 3 | wire)


def _as_varint(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def _length_delimited(number: int, payload: bytes) -> bytes:
    return _tag(number, 2) + _as_varint(len(payload)) + payload
