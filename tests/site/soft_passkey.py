"""A device in software: it makes passkeys and answers with them, as a browser's would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN = "http://localhost"
FLAG = AuthenticatorData.FLAG


@dataclass
class SoftPasskey:
    """One passkey; ``unlocked`` says whether finger, face or PIN were given."""

    unlocked: bool = True
    origin: str = ORIGIN
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = b"a passkey in software"
    user_handle: str = ""

    def made(self, options: dict[str, Any]) -> str:
        """Answer the creation options of a page."""
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(
            sha256(asked["rp"]["id"].encode()), self._flags(FLAG.AT), 0, credential_data=credential
        )
        said = CollectedClientData.create("webauthn.create", websafe_decode(asked["challenge"]), self.origin)
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=said, attestationObject=attested)

    def used(self, options: dict[str, Any]) -> str:
        """Answer the request options of a page."""
        asked = options["publicKey"]
        data = AuthenticatorData.create(sha256(asked["rpId"].encode()), self._flags(), 0)
        said = CollectedClientData.create("webauthn.get", websafe_decode(asked["challenge"]), self.origin)
        signature = self.key.sign(data + sha256(said), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _flags(self, more: int = 0) -> int:
        return int(FLAG.UP | (FLAG.UV if self.unlocked else 0) | more)

    def _answer(self, **parts: bytes) -> str:
        response: dict[str, str] = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        if "signature" in parts:
            response["userHandle"] = self.user_handle
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )
