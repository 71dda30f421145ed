"""The least that could answer over a web socket: bare aiohttp, the same words to everybody, nothing kept."""

import json

import click
from aiohttp import WSMsgType, web

ANSWER = "<p>" + "Grounding gives the model the right documents at the time of the question. " * 12 + "</p>"


async def page(_: web.Request) -> web.Response:
    """Anything."""
    return web.Response(text="Hello.")


async def socket(request: web.Request) -> web.WebSocketResponse:
    """Reply to every `say`."""
    opened = web.WebSocketResponse()
    await opened.prepare(request)
    async for message in opened:
        if message.type is WSMsgType.TEXT and (frame := json.loads(message.data))["type"] == "say":
            await opened.send_json({"type": "reply", "id": frame["id"], "html": ANSWER})
    return opened


def main() -> None:
    """Serve on a free port of this machine."""
    server = web.Application()
    server.add_routes([web.get("/", page), web.get("/socket", socket)])
    web.run_app(server, host="127.0.0.1", port=0, print=click.echo)


if __name__ == "__main__":
    main()
