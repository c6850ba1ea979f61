"""Training steps of PyTorch (eager, CPU) for bench/training.ts: same networks, batches, loss and optimiser.

Reads lines "NAME BATCH SIDE" from stdin, answers each with one JSON line {"seconds", "cpu"} for one step. 2 threads.
"""
import json
import os
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(int(os.environ.get("BENCH_THREADS", "2")))


class ConvNorm(nn.Module):
    def __init__(self, cin, cout, kernel=3, stride=1, linear=False):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=False)
        self.bn = nn.BatchNorm2d(cout)
        self.linear = linear

    def forward(self, x):
        y = self.bn(self.conv(x))
        return y if self.linear else F.relu(y)


def double(cin, cout):
    return nn.Sequential(ConvNorm(cin, cout), ConvNorm(cout, cout))


def up(x, skip):
    x = F.interpolate(x, scale_factor=2, mode="nearest")
    return x if skip is None else torch.cat([x, skip], 1)


class CompactUNet(nn.Module):
    def __init__(self, classes=2, widths=(16, 32, 64, 128)):
        super().__init__()
        cin = [1] + list(widths)
        self.down = nn.ModuleList(double(cin[i], w) for i, w in enumerate(widths))
        self.up = nn.ModuleList(double(widths[i + 1] + widths[i], widths[i]) for i in reversed(range(len(widths) - 1)))
        self.head = nn.Conv2d(widths[0], classes, 1)

    def forward(self, x):
        skips = []
        for i, block in enumerate(self.down):
            x = block(F.max_pool2d(x, 2) if i else x)
            skips.append(x)
        for block, skip in zip(self.up, reversed(skips[:-1])):
            x = block(up(x, skip))
        return self.head(x)


class Residual(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.inner = ConvNorm(cin, cout, 3, stride)
        self.outer = ConvNorm(cout, cout, linear=True)
        self.shortcut = None if stride == 1 and cin == cout else ConvNorm(cin, cout, 1, stride, linear=True)

    def forward(self, x):
        return F.relu(self.outer(self.inner(x)) + (x if self.shortcut is None else self.shortcut(x)))


class ResNetUNet(nn.Module):
    def __init__(self, classes=2):
        super().__init__()
        self.stem = ConvNorm(1, 64, 7, 2)
        cin, stages = 64, []
        for i, cout in enumerate((64, 128, 256, 512)):
            stages.append(nn.Sequential(Residual(cin, cout, 1 if i == 0 else 2), Residual(cout, cout, 1)))
            cin = cout
        self.stages = nn.ModuleList(stages)
        self.up = nn.ModuleList(double(a, b) for a, b in ((768, 256), (384, 128), (192, 64), (128, 32), (32, 16)))
        self.head = nn.Conv2d(16, classes, 3, 1, 1)

    def forward(self, x):
        maps = [self.stem(x)]
        x = F.max_pool2d(maps[0], 3, 2, 1)
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        for i, block in enumerate(self.up):
            x = block(up(x, maps[-2 - i] if i < len(maps) - 1 else None))
        return self.head(x)


def loss_of(logit, y):
    p = torch.softmax(logit, 1)
    t = F.one_hot(y, 2).permute(0, 3, 1, 2).float()
    both, found, there = (p * t).sum((0, 2, 3)), p.sum((0, 2, 3)), t.sum((0, 2, 3))
    return F.cross_entropy(logit, y) + 1 - ((2 * both + 1) / (found + there + 1)).mean()


networks = {"compact-unet": CompactUNet, "resnet18-unet": ResNetUNet}
ready = {}


def step(name, n, side):
    key = (name, n, side)
    if key not in ready:
        ready.clear()
        torch.manual_seed(0)
        model = networks[name]().train()
        ready[key] = (model, torch.optim.Adam(model.parameters(), 1e-3),
                      torch.randn(n, 1, side, side), torch.randint(0, 2, (n, side, side)))
    model, opt, x, y = ready[key]
    opt.zero_grad()
    loss = loss_of(model(x), y)
    loss.backward()
    opt.step()
    return float(loss)


print(json.dumps({"torch": torch.__version__}), flush=True)
for line in sys.stdin:
    name, n, side = line.split()
    t0, c0 = time.perf_counter(), time.process_time()
    step(name, int(n), int(side))
    print(json.dumps({"seconds": time.perf_counter() - t0, "cpu": time.process_time() - c0}), flush=True)
