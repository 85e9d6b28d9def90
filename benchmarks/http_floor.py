"""The floor: routes that answer with a constant body of the size of what they stand for. `SIZES` lists these."""

import json
import os

from fastapi import FastAPI
from starlette.responses import Response

app = FastAPI()


def _constant(size: int) -> None:
    body = b"x" * size

    async def answer() -> Response:
        return Response(body, media_type="application/json")

    app.get(f"/{size}")(answer)


for each in json.loads(os.environ["SIZES"]):
    _constant(each)
