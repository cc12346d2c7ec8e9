# SPDX-License-Identifier: Apache-2.0
"""tests/data/sentence/dense.bin: the weights of a Dense module as torch.save writes them."""
import torch

from golden.tiny_models import ROOT


def make_models():
    target = ROOT / "tests/data/sentence/dense.bin"
    target.parent.mkdir(exist_ok=True)
    torch.save({"linear.weight": torch.tensor([[2.0, -1.0]]), "linear.bias": torch.tensor([0.5])}, target)


def record():
    """There is no answer to record: the test computes it."""
