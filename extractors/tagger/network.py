"""The network that the tagger's model is trained as, in torch (the extra `train`).

Characters and pairs of characters → a layer → blocks of a convolution over three characters each, with growing gaps →
scores of every head for every character. A head is one way of annotating: LAC's words (`words`, what is shipped), LAC's
own scores (`teacher`), and names as each corpus marks them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

CHARACTER_WIDTH, PAIR_WIDTH, WIDTH = 128, 64, 192
DILATIONS = (1, 2, 4, 1, 2, 4)
# Shares that are left out in training: of inputs, of a block's results, of the last layer, of characters and of pairs.
_INPUT_DROP, _BLOCK_DROP, _LAST_DROP, _CHARACTER_DROP, _PAIR_DROP = 0.2, 0.2, 0.25, 0.02, 0.1
_UNKNOWN = 1


class Network(nn.Module):  # type: ignore[misc]
    """`heads` gives the number of columns of each head; rows are filled up with 0."""

    def __init__(self, characters: int, pairs: int, heads: Mapping[str, int], *, character_width: int = CHARACTER_WIDTH) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, character_width, padding_idx=0)
        self.pairs = nn.Embedding(pairs, PAIR_WIDTH, padding_idx=0, sparse=True)
        self.input = nn.Linear(character_width + 2 * PAIR_WIDTH, WIDTH)
        self.blocks = nn.ModuleList(Block(dilation) for dilation in DILATIONS)
        self.norm = nn.LayerNorm(WIDTH)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, columns) for name, columns in heads.items()})

    def forward(self, characters: Tensor, left: Tensor, right: Tensor) -> Tensor:
        """Rows × characters × WIDTH, what the heads read, from the numbers of `model.Vocabulary`."""
        is_text = characters > 0
        if self.training:
            characters = _unknown(characters, is_text, _CHARACTER_DROP)
            left, right = _unknown(left, is_text, _PAIR_DROP), _unknown(right, is_text, _PAIR_DROP)
        value = torch.cat([self.characters(characters), self.pairs(left), self.pairs(right)], -1)
        value = functional.relu(self.input(_dropped(value, _INPUT_DROP, self.training)))
        for block in self.blocks:
            value = block(value, is_text.unsqueeze(-1))
        return _dropped(self.norm(value.float()), _LAST_DROP, self.training)


class Block(nn.Module):  # type: ignore[misc]
    """value + relu(convolution over the characters `dilation` before, here and after)."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(WIDTH)
        self.window = nn.Linear(3 * WIDTH, WIDTH)

    def forward(self, value: Tensor, is_text: Tensor) -> Tensor:
        here = self.norm(value) * is_text
        padded = functional.pad(here, (0, 0, self.dilation, self.dilation))
        window = torch.cat([padded[:, : here.shape[1]], here, padded[:, 2 * self.dilation :]], -1)
        return value + _dropped(functional.relu(self.window(window)), _BLOCK_DROP, self.training)


def loss_of_paths(scores: Tensor, columns: Tensor, is_text: Tensor, first: Sequence[int], more: Sequence[int], before: Sequence[int]) -> Tensor:
    """Minus the log-probability of each row's columns among all ways that `model.best_paths` may take (rows)."""
    given = (scores.gather(-1, columns.unsqueeze(-1)).squeeze(-1) * is_text).sum(1)
    begins, goes_on = scores[:, :, list(first)], scores[:, :, list(more)]
    begin, inside = begins[:, 0], torch.full_like(goes_on[:, 0], -1e4)
    for place in range(1, scores.shape[1]):
        free = torch.logsumexp(torch.cat([begin, inside], -1), -1, keepdim=True)
        here = is_text[:, place : place + 1] > 0
        inside_next = goes_on[:, place] + torch.logaddexp(begin[:, list(before)], inside)
        begin = torch.where(here, begins[:, place] + free, begin)
        inside = torch.where(here, inside_next, inside)
    return torch.logsumexp(torch.cat([begin, inside], -1), -1) - given


def _dropped(value: Tensor, share: float, training: bool) -> Tensor:
    """The same columns are left out at every character of a row."""
    if not training:
        return value
    return value * (torch.rand(value.shape[0], 1, value.shape[2]) >= share).to(value.dtype) / (1 - share)


def _unknown(numbers: Tensor, is_text: Tensor, share: float) -> Tensor:
    return torch.where((torch.rand(numbers.shape) < share) & is_text, torch.full_like(numbers, _UNKNOWN), numbers)
