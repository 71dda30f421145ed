"""A model behind an endpoint that speaks OpenAI's protocol, at OpenAI, in Azure or anywhere else."""

from openai import AsyncAzureOpenAI, AsyncOpenAI

from bot.llm.wordsmith import LONGEST_ANSWER, PATIENCE, Completion
from bot.settings import Settings


class OpenAIModel:
    """Chat completions. Nothing is tried twice: the course's own words stand ready."""

    def __init__(self, settings: Settings) -> None:
        key, base_url = settings.llm_api_key.get_secret_value() or "none", settings.llm_base_url or None
        self._model = settings.llm_model
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

    async def complete(self, instructions: str, request: str) -> Completion:
        """The model's answer; raises whatever the client raises."""
        answer = await self._client.chat.completions.create(
            model=self._model,
            messages=[{"role": "system", "content": instructions}, {"role": "user", "content": request}],
            max_completion_tokens=LONGEST_ANSWER,
        )
        text = answer.choices[0].message.content if answer.choices else None
        return Completion(text or "", answer.usage.total_tokens if answer.usage else None)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()
