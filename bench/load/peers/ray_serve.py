"""The benchmark's graphs in Ray Serve: ray_serve.py SHAPE PORT serves one of them on loopback.

Every deployment has one replica (the feature extractor two), a cap of 1000 ongoing requests and no
access log, so that neither the cap nor logging is what is measured.
"""

import asyncio
import random
import signal
import sys
import threading
import time

import numpy
import ray
from ray import serve
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

DIMENSIONS = 64
ITEMS = 1000
BEST = 10

# No processors are claimed: how many a machine has must not decide whether a graph can start.
deployment = serve.deployment(max_ongoing_requests=1000, ray_actor_options={"num_cpus": 0})


@deployment
class Noop:
    async def __call__(self, request: Request) -> Response:
        return Response(b"")


@deployment
class NoopJson:
    async def __call__(self, request: Request) -> Response:
        await request.json()
        return Response(b"")


@deployment
class Echo:
    async def __call__(self, value):
        return value


@deployment
class EchoIngress:
    def __init__(self, echo):
        self.echo = echo

    async def __call__(self, request: Request) -> Response:
        return JSONResponse(await self.echo.remote(await request.json()))


@deployment
class AddOne:
    def __init__(self, following=None):
        self.following = following

    async def __call__(self, value: int) -> int:
        value += 1
        return await self.following.remote(value) if self.following else value


@deployment
class ChainIngress:
    def __init__(self, first):
        self.first = first

    async def __call__(self, request: Request) -> Response:
        return JSONResponse(await self.first.remote(0))


@deployment
class FanIngress:
    def __init__(self, *services):
        self.services = services

    async def __call__(self, request: Request) -> Response:
        values = await asyncio.gather(*[service.remote(1) for service in self.services])
        return JSONResponse(sum(values))


@deployment
class UserFeatureExtractor:
    async def extract(self, user_id: str) -> dict:
        await asyncio.sleep(0.01)
        embedding = random.Random(user_id)
        return {"user_id": user_id, "embedding": [embedding.random() for _ in range(DIMENSIONS)]}


@deployment
class ItemRankingModel:
    def __init__(self):
        generator = numpy.random.default_rng(0)
        self.items = generator.standard_normal((ITEMS, DIMENSIONS)).astype(numpy.float32)

    @serve.batch(max_batch_size=32, batch_wait_timeout_s=0.01)
    async def rank(self, users):
        await asyncio.sleep(0.05)
        embeddings = numpy.array([user["embedding"] for user in users], dtype=numpy.float32)
        scores = embeddings @ self.items.T
        best = numpy.argsort(-scores, axis=1)[:, :BEST]
        return [
            [{"item_id": int(item), "score": float(scores[row, item])} for item in best[row]]
            for row in range(len(users))
        ]


@deployment
class RecommendationService:
    def __init__(self, features, ranking):
        self.features = features
        self.ranking = ranking

    async def __call__(self, request: Request) -> Response:
        user_id = (await request.json())["user_id"]
        features = await self.features.extract.remote(user_id)
        items = await self.ranking.rank.remote(features)
        return JSONResponse({"user_id": user_id, "items": items})


@deployment
class HandleLoop:
    """Calls a handle in a closed loop from inside a replica, as a stage would."""

    def __init__(self, echo, size: int):
        self.echo = echo
        self.body = b"x" * size

    async def __call__(self, request: Request) -> Response:
        if request.method == "POST":
            await self.echo.remote(self.body)
            return PlainTextResponse("ready")
        query = request.query_params
        await self.load(int(query["c"]), float(query["warmup"]))
        latencies, seconds = await self.load(int(query["c"]), float(query["seconds"]))
        latencies.sort()
        count = len(latencies)
        return PlainTextResponse(
            f"result calls={count} seconds={seconds:.6f}"
            f" p50_us={latencies[count // 2] * 1e6:.1f}"
            f" p99_us={latencies[int(count * 0.99)] * 1e6:.1f} errors=0\n"
        )

    async def load(self, concurrency: int, seconds: float):
        latencies = []
        start = time.perf_counter()
        end = start + seconds

        async def caller():
            while True:
                begin = time.perf_counter()
                if begin >= end:
                    return
                await self.echo.remote(self.body)
                latencies.append(time.perf_counter() - begin)

        await asyncio.gather(*[caller() for _ in range(concurrency)])
        return latencies, time.perf_counter() - start


def add_one(name: str, *following):
    return AddOne.options(name=name).bind(*following)


def chain(length: int):
    link = add_one(f"Add{length}")
    for number in range(length - 1, 0, -1):
        link = add_one(f"Add{number}", link)
    return link


GRAPHS = {
    "noop": lambda: Noop.bind(),
    "noop-json": lambda: NoopJson.bind(),
    "echo": lambda: EchoIngress.bind(Echo.bind()),
    "chain4": lambda: ChainIngress.bind(chain(4)),
    "fan4": lambda: FanIngress.bind(*[add_one(f"Fan{number}") for number in range(1, 5)]),
    "recsys": lambda: RecommendationService.bind(
        UserFeatureExtractor.options(num_replicas=2).bind(), ItemRankingModel.bind()
    ),
    "handle-1b": lambda: HandleLoop.bind(Echo.bind(), 1),
    "handle-1k": lambda: HandleLoop.bind(Echo.bind(), 1024),
}


def main() -> None:
    shape, port = sys.argv[1], int(sys.argv[2])
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    ray.init(num_cpus=4, include_dashboard=False, logging_level="ERROR", log_to_driver=False)
    try:
        serve.start(
            http_options={"host": "127.0.0.1", "port": port},
            logging_config={"enable_access_log": False, "log_level": "ERROR"},
        )
        serve.run(GRAPHS[shape](), name="app", route_prefix=f"/{shape}")
        stop.wait()
    finally:
        ray.shutdown()


if __name__ == "__main__":
    main()
