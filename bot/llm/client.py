"""A model behind an endpoint that speaks OpenAI's protocol, at OpenAI, in Azure or anywhere else."""

import logging
from typing import Any

from openai import AsyncAzureOpenAI, AsyncOpenAI, BadRequestError, UnprocessableEntityError
from openai.types.chat import ChatCompletion

from bot.llm.wordsmith import LONGEST_ANSWER, PATIENCE, Completion, Heard
from bot.settings import Settings

log = logging.getLogger(__name__)


class CutOffError(Exception):
    """A streamed answer ended before it was said to be at its end."""


class OpenAIModel:
    """Chat completions. Nothing is tried twice: the course's own words stand ready.

    But for an endpoint that refuses to stream: it is asked again for a whole answer, and from then on for nothing else.
    """

    def __init__(self, settings: Settings) -> None:
        key, base_url = settings.llm_api_key.get_secret_value() or "none", settings.llm_base_url or None
        self._model = settings.llm_model
        self._streams = True
        self._client: AsyncOpenAI
        if settings.llm_api_version:
            self._client = AsyncAzureOpenAI(
                api_key=key,
                api_version=settings.llm_api_version,
                azure_endpoint=settings.llm_base_url,
                timeout=PATIENCE,
                max_retries=0,
            )
        else:
            self._client = AsyncOpenAI(api_key=key, base_url=base_url, timeout=PATIENCE, max_retries=0)

    async def complete(self, instructions: str, request: str, heard: Heard | None = None) -> Completion:
        """See `Model`; raises whatever the client raises, and `CutOffError`."""
        asked: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": request}],
            "max_completion_tokens": LONGEST_ANSWER,
        }
        if heard is None or not self._streams:
            return await self._whole(asked)
        try:
            return await self._streamed(asked, heard)
        except (BadRequestError, UnprocessableEntityError):
            whole = await self._whole(asked)
            self._does_not_stream()
            return whole

    async def _whole(self, asked: dict[str, Any]) -> Completion:
        return _read(await self._client.chat.completions.create(**asked))

    async def _streamed(self, asked: dict[str, Any], heard: Heard) -> Completion:
        text, tokens, ended = "", None, False
        stream = await self._client.chat.completions.create(
            **asked, stream=True, stream_options={"include_usage": True}
        )
        async with stream:
            if "json" in stream.response.headers.get("Content-Type", ""):
                self._does_not_stream()
                return _read(ChatCompletion.model_validate_json(await stream.response.aread()))
            async for chunk in stream:
                tokens = chunk.usage.total_tokens if chunk.usage else tokens
                for choice in chunk.choices[:1]:
                    if choice.delta.refusal:
                        return Completion("", tokens)
                    if choice.delta.content:
                        text += choice.delta.content
                        heard(text)
                    ended = ended or choice.finish_reason is not None
        if not ended:
            raise CutOffError
        return Completion(text, tokens)

    def _does_not_stream(self) -> None:
        self._streams = False
        log.info("the language model's endpoint does not stream, so it is asked for whole answers")

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()


def _read(answer: ChatCompletion) -> Completion:
    message = answer.choices[0].message if answer.choices else None
    text = message.content if message and not message.refusal else None
    return Completion(text or "", answer.usage.total_tokens if answer.usage else None)
