"""A trained network as one ONNX file: whole-number products, its characters, pairs and tags in its metadata.

Every product is one of 8-bit numbers with scales that are fixed here, measured once on sample sentences. So what is found
in a sentence doesn't depend on the sentences that share its batch, and the file is a third of one of 32-bit numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

Numbers = npt.NDArray[Any]

# The share of the values at a product's input that its 8 bits must hold; what lies beyond is cut.
_HELD = 0.9998
_HALF, _MIDDLE = 127, 128


def to_onnx(
    weights: Mapping[str, Numbers], dilations: Sequence[int], metadata: Mapping[str, object], samples: Sequence[Mapping[str, Numbers]]
) -> bytes:
    """The file's bytes. `weights` by the names of `train._weights`; `samples` are inputs as `model.Vocabulary` makes them."""
    exact = _file(_Drawing(weights, dilations, None), metadata)
    session: Any = onnxruntime.InferenceSession(exact, providers=["CPUExecutionProvider"])
    probes = [output.name for output in session.get_outputs()][1:]
    highest = dict.fromkeys(probes, 0.0)
    for sample in samples:
        for name, values in zip(probes, session.run(probes, dict(sample)), strict=True):
            highest[name] = max(highest[name], float(np.quantile(np.abs(values), _HELD)))
    return _file(_Drawing(weights, dilations, highest), metadata)


class _Drawing:
    """The network in 8-bit products by `highest`, the greatest value at each product's input; without it in exact ones that show those."""

    def __init__(self, weights: Mapping[str, Numbers], dilations: Sequence[int], highest: Mapping[str, float] | None) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.probes: list[str] = []
        self.columns = len(weights["output.bias"])
        self._weights = weights
        self._highest = highest
        self._constant("middle", np.array(_MIDDLE, np.uint8))
        self._constant("none", np.array(0, np.int64))
        self._constant("row", np.array([1], np.int64))
        self._constant("start", np.array([0], np.int64))
        self._constant("end", np.array([2**31], np.int64))
        self._constant("last", np.array([-1], np.int64))
        # Rows are filled up with the character 0: what stands there is set to nought before every block.
        self._node("Greater", ["characters", "none"], "is_text")
        self._node("Cast", ["is_text"], "is_text_number", to=TensorProto.FLOAT)
        self._node("Unsqueeze", ["is_text_number", "last"], "mask")
        value = self._input()
        for number, dilation in enumerate(dilations):
            value = self._block(f"block{number}", value, dilation)
        normal = self._node("LayerNormalization", [value, self._own("norm.weight"), self._own("norm.bias")], "normal", axis=-1, epsilon=1e-5)
        self._node("Identity", [self._product("output", self._measured(normal), normal, weights["output.weight"], weights["output.bias"])], "scores")

    def _input(self) -> str:
        """The characters' table holds their part of the input's layer; the pairs' table is 8-bit as it stands."""
        layer, characters = self._weights["input.weight"], self._weights["characters"]
        width = characters.shape[1]
        self._constant("character_table", (characters @ layer[:, :width].T + self._weights["input.bias"]).astype(np.float16))
        self._node("Gather", ["character_table", "characters"], "character_rows")
        self._node("Cast", ["character_rows"], "character_values", to=TensorProto.FLOAT)
        pairs = self._weights["pairs"]
        top = float(np.quantile(np.abs(pairs), _HELD))
        self._constant("pair_table", _eight_bits(pairs, top))
        for side in ("left", "right"):
            self._node("Gather", ["pair_table", side], f"{side}_8")
        self._node("Concat", ["left_8", "right_8"], "pairs_8", axis=2)
        summed = self._whole_number_product("pairs", "pairs_8", layer[:, width:], top)
        self._node("Add", ["character_values", summed], "input_sum")
        return self._node("Relu", ["input_sum"], "input")

    def _block(self, name: str, value: str, dilation: int) -> str:
        gain, shift = self._own(f"{name}.norm.weight"), self._own(f"{name}.norm.bias")
        normal = self._node("LayerNormalization", [value, gain, shift], f"{name}_normal", axis=-1, epsilon=1e-5)
        masked = self._node("Mul", [normal, "mask"], f"{name}_masked")
        here = self._measured(masked)
        nought = np.array(0, np.float32) if self._highest is None else np.array(_MIDDLE, np.uint8)
        pads = self._constant(f"{name}_pads", np.array([0, dilation, 0, 0, dilation, 0], np.int64))
        padded = self._node("Pad", [here, pads, self._constant(f"{name}_nought", nought)], f"{name}_padded")
        before = self._node("Slice", [padded, "start", self._constant(f"{name}_back", np.array([-2 * dilation])), "row"], f"{name}_before")
        after = self._node("Slice", [padded, self._constant(f"{name}_on", np.array([2 * dilation])), "end", "row"], f"{name}_after")
        window = self._node("Concat", [before, here, after], f"{name}_window", axis=2)
        summed = self._product(name, window, masked, self._weights[f"{name}.window.weight"], self._weights[f"{name}.window.bias"])
        return self._node("Add", [value, self._node("Relu", [summed], f"{name}_positive")], f"{name}_value")

    def _measured(self, value: str) -> str:
        """The value as its product takes it: shown, or in 8 bits."""
        if self._highest is None:
            self.probes.append(value)
            return value
        scale = self._constant(f"{value}_scale", np.array(self._highest[value] / _HALF, np.float32))
        return self._node("QuantizeLinear", [value, scale, "middle"], f"{value}_8")

    def _product(self, name: str, value: str, measured: str, matrix: Numbers, bias: Numbers) -> str:
        """value @ matrixᵀ + bias; `measured` names what the value was made of."""
        if self._highest is None:
            product = self._node("MatMul", [value, self._constant(f"{name}_weights", matrix.T.astype(np.float32))], f"{name}_product")
        else:
            product = self._whole_number_product(name, value, matrix, self._highest[measured])
        return self._node("Add", [product, self._constant(f"{name}_bias", bias.astype(np.float32))], f"{name}_sum")

    def _whole_number_product(self, name: str, value: str, matrix: Numbers, top: float) -> str:
        """value (8 bits: nought is 128, `top` 255) @ matrixᵀ (8 bits, a scale for each column), as 32-bit numbers."""
        scales = np.maximum(np.abs(matrix).max(axis=1), 1e-8) / _HALF
        self._constant(f"{name}_weights", np.round(matrix / scales[:, None]).astype(np.int8).T)
        self._node("MatMulInteger", [value, f"{name}_weights", "middle"], f"{name}_whole")
        self._node("Cast", [f"{name}_whole"], f"{name}_float", to=TensorProto.FLOAT)
        return self._node("Mul", [f"{name}_float", self._constant(f"{name}_scales", (scales * top / _HALF).astype(np.float32))], f"{name}_product")

    def _own(self, name: str) -> str:
        return self._constant(name, self._weights[name].astype(np.float32))

    def _constant(self, name: str, values: Numbers) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output


def _eight_bits(values: Numbers, top: float) -> Numbers:
    return (np.clip(np.round(values / top * _HALF), -_HALF, _HALF) + _MIDDLE).astype(np.uint8)


def _file(drawing: _Drawing, metadata: Mapping[str, object]) -> bytes:
    shape = ["rows", "length"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("characters", "left", "right")]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*shape, drawing.columns])]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, [*shape, f"{name}_width"]) for name in drawing.probes]
    graph = helper.make_graph(drawing.nodes, "tagger", inputs, outputs, drawing.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    helper.set_model_props(model, {name: item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for name, item in metadata.items()})
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
