"""The provider's own client, pointed at the practice network."""

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from oncall.practice.script import Network


class _ToNetwork(TwilioHttpClient):
    def __init__(self, network: Network) -> None:
        super().__init__(pool_connections=False, timeout=30)
        self._network = network

    def request(self, method, url, *args, **kwargs):
        return super().request(
            method, url.replace("https://api.twilio.com", self._network.url), *args, **kwargs
        )


def client_of(network: Network) -> Client:
    """A client signed in to the network's account."""
    return Client(network.account_sid, network.token, http_client=_ToNetwork(network))
