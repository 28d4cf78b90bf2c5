"""The benchmark's graphs in BentoML: bento_serve.py SHAPE PORT serves one of them on loopback.

Every service has one worker (the feature extractor two). BentoML takes the parts of a JSON body as
arguments of the method, so every ingress decodes the body.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys

import bentoml
import numpy

DIMENSIONS = 64
ITEMS = 1000
BEST = 10
SETTINGS = {
    "traffic": {"timeout": 60, "max_concurrency": 1000},
    "logging": {"access": {"enabled": False}},
}


def service(workers: int = 1, **settings):
    return bentoml.service(workers=workers, **SETTINGS, **settings)


@service()
class Noop:
    @bentoml.api(route="/noop")
    async def noop(self, user_id: str, x: str) -> None:
        return None

    @bentoml.api(route="/noop-json")
    async def noop_json(self, user_id: str, x: str) -> None:
        return None


@service()
class Echo:
    @bentoml.api
    async def echo(self, message: dict) -> dict:
        return message


@service()
class EchoIngress:
    target = bentoml.depends(Echo)

    @bentoml.api(route="/echo")
    async def echo(self, user_id: str, x: str) -> dict:
        return await self.target.to_async.echo({"user_id": user_id, "x": x})


def add_one(name: str, following=None):
    """A service that adds one and calls the following one, if there is one."""
    if following is None:

        class AddOne:
            @bentoml.api
            async def add(self, value: int) -> int:
                return value + 1

    else:

        class AddOne:
            target = bentoml.depends(following)

            @bentoml.api
            async def add(self, value: int) -> int:
                return await self.target.to_async.add(value + 1)

    AddOne.__name__ = AddOne.__qualname__ = name
    return service()(AddOne)


Add4 = add_one("Add4")
Add3 = add_one("Add3", Add4)
Add2 = add_one("Add2", Add3)
Add1 = add_one("Add1", Add2)


@service()
class ChainIngress:
    first = bentoml.depends(Add1)

    @bentoml.api(route="/chain4")
    async def count(self, user_id: str, x: str) -> int:
        return await self.first.to_async.add(0)


Fan1 = add_one("Fan1")
Fan2 = add_one("Fan2")
Fan3 = add_one("Fan3")
Fan4 = add_one("Fan4")


@service()
class FanIngress:
    one = bentoml.depends(Fan1)
    two = bentoml.depends(Fan2)
    three = bentoml.depends(Fan3)
    four = bentoml.depends(Fan4)

    @bentoml.api(route="/fan4")
    async def sum(self, user_id: str, x: str) -> int:
        targets = (self.one, self.two, self.three, self.four)
        return sum(await asyncio.gather(*[target.to_async.add(1) for target in targets]))


@service(workers=2)
class UserFeatureExtractor:
    @bentoml.api
    async def extract(self, user_id: str) -> dict:
        await asyncio.sleep(0.01)
        embedding = random.Random(user_id)
        return {"user_id": user_id, "embedding": [embedding.random() for _ in range(DIMENSIONS)]}


@service()
class ItemRankingModel:
    def __init__(self) -> None:
        generator = numpy.random.default_rng(0)
        self.items = generator.standard_normal((ITEMS, DIMENSIONS)).astype(numpy.float32)

    @bentoml.api(batchable=True, max_batch_size=32, max_latency_ms=60_000)
    async def rank(self, users: list[dict]) -> list[list[dict]]:
        await asyncio.sleep(0.05)
        embeddings = numpy.array([user["embedding"] for user in users], dtype=numpy.float32)
        scores = embeddings @ self.items.T
        best = numpy.argsort(-scores, axis=1)[:, :BEST]
        return [
            [{"item_id": int(item), "score": float(scores[row, item])} for item in best[row]]
            for row in range(len(users))
        ]


@service()
class RecommendationService:
    features = bentoml.depends(UserFeatureExtractor)
    ranking = bentoml.depends(ItemRankingModel)

    @bentoml.api(route="/recsys")
    async def recommend(self, user_id: str, x: str) -> dict:
        features = await self.features.to_async.extract(user_id)
        items = await self.ranking.to_async.rank([features])
        return {"user_id": user_id, "items": items[0]}


INGRESSES = {
    "noop": "Noop",
    "noop-json": "Noop",
    "echo": "EchoIngress",
    "chain4": "ChainIngress",
    "fan4": "FanIngress",
    "recsys": "RecommendationService",
}


def main() -> None:
    shape, port = sys.argv[1], sys.argv[2]
    folder = os.path.dirname(os.path.abspath(__file__))
    # BentoML must be the process itself, so that stopping it stops its workers.
    os.environ["BENTOML_DO_NOT_TRACK"] = "true"
    command = [sys.executable, "-m", "bentoml", "serve", f"bento_serve:{INGRESSES[shape]}"]
    command += ["--host", "127.0.0.1", "--port", port, "--working-dir", folder]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
