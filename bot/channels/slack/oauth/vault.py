"""Seals tokens, so that who can read the database, or a backup of it, cannot act as the tutor."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealError(Exception):
    """Something was sealed with a key that is not set any more; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "A Slack token is sealed with another key than SLACK_TOKEN_KEY has. Put that key behind the new one,"
            " with a space between, or have the workspaces install the app again."
        )


class Vault:
    """Seals with the first key, opens with any: Fernet, which is AES-128-CBC with an HMAC over it."""

    def __init__(self, keys: str) -> None:
        self._cipher = MultiFernet([Fernet(key) for key in keys.split()])

    def seal(self, text: str) -> str:
        """What to keep; nothing stays nothing."""
        return self._cipher.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed: str) -> str:
        """What was sealed.

        Raises:
            SealError: with none of the keys.
        """
        try:
            return self._cipher.decrypt(sealed.encode()).decode() if sealed else ""
        except InvalidToken:
            raise SealError from None
