import http.client
import socket
import ssl
import threading
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.api.webhook_address import is_refused, kind_of

PATIENCE = 10
MOST_READ = 4096
LONGEST_URL = 2000


class Target(NamedTuple):
    is_encrypted: bool
    host: str
    port: int
    path: str


class PinnedConnection(http.client.HTTPConnection):
    """A connection to addresses that were checked; the name is not asked for again, so it cannot lead elsewhere meanwhile."""

    def __init__(self, target, addresses):
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self.target, self.addresses, self.is_given_up = target, addresses, False
        self.default_port = 443 if target.is_encrypted else 80

    def connect(self):
        self.sock = self._first_that_answers()
        if self.is_given_up:
            raise TimeoutError
        if self.target.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def _first_that_answers(self):
        for index, address in enumerate(self.addresses, 1):
            try:
                return socket.create_connection((address, self.target.port), timeout=PATIENCE / len(self.addresses))
            except OSError:
                if index == len(self.addresses):
                    raise
        raise OSError("no address")

    def give_up(self):
        """End whatever is going on, from another thread: a receiver that sends a byte now and then does not hold the job."""
        self.is_given_up, sock = True, self.sock
        if sock:
            with suppress(OSError):
                # of the plain socket: the other thread may be in the middle of the encrypted one
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class SalesOsWebhookTransport(models.AbstractModel):
    """Posts a message to an address that somebody entered: to public addresses only, in ten seconds, following nothing.

    Uses no proxy of the environment and no cookies; the answer's body is read a little and kept nowhere.
    """

    _name = "sales_os.webhook.transport"
    _description = "Webhook Transport"

    @api.model
    def _fault_of_url(self, url, is_inside_allowed):
        """What is wrong with an address as far as it can be told without the network; empty when nothing is."""
        try:
            self._read_url(url, is_inside_allowed)
        except UserError as error:
            return str(error.args[0])
        return ""

    @api.model
    def _read_url(self, url, is_inside_allowed):
        try:
            parts = urlsplit(url or "")
            host, port = (parts.hostname or "").rstrip("."), parts.port
            host = host if ":" in host else host.encode("idna").decode()
        except (ValueError, UnicodeError) as error:
            raise UserError(self.env._("it is no address such as https://example.com/hook.")) from error
        if parts.scheme not in ("https", "http") or not host or len(url) > LONGEST_URL or not url.isprintable() or " " in url:
            raise UserError(self.env._("it is no address such as https://example.com/hook."))
        if parts.scheme == "http" and not is_inside_allowed:
            raise UserError(self.env._("it must begin with https://, so that nobody on the way can read the messages."))
        if parts.username is not None or parts.password is not None:
            raise UserError(self.env._("leave out name and password: the receiver knows our messages by their signature."))
        if port == 0:
            raise UserError(self.env._("there is no port 0."))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not path.isascii():
            raise UserError(self.env._("write special characters of its path as percent codes."))
        target = Target(parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), path)
        self._check_literal(target.host, is_inside_allowed)
        return target

    def _check_literal(self, host, is_inside_allowed):
        """Addresses and names that say themselves where they lead; other names are looked up when a message is sent."""
        if host == "localhost" or host.endswith(".localhost"):
            host = "127.0.0.1"
        try:
            refused = is_refused(address=host, is_inside_allowed=is_inside_allowed)
        except ValueError:
            return
        if refused:
            raise UserError(self._refusal_words(host, kind_of(address=host)))

    def _refusal_words(self, address, kind):
        kinds = {
            "metadata": self.env._("an address where a cloud provider hands out secrets"),
            "multicast": self.env._("a multicast address"),
            "unspecified": self.env._("no address of a computer"),
            "loopback": self.env._("this server itself"),
            "link_local": self.env._("an address of the cable it stands at"),
            "shared": self.env._("an address inside a provider's network"),
            "private": self.env._("an address inside the own network"),
            "reserved": self.env._("a reserved address"),
        }
        words = self.env._("%(address)s is %(kind)s, where messages do not go.", address=address, kind=kinds[kind])
        if kind in ("private", "loopback", "shared"):
            words += " " + self.env._("The setting Webhooks inside the own network opens it.")
        return words

    @api.model
    def _checked_addresses(self, target, is_inside_allowed):
        """The addresses behind the name, looked up once. One that is refused refuses all: the name is not to be trusted."""
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UserError(self.env._("The name %s is not known.", target.host)) from error
        addresses = list(dict.fromkeys(row[4][0] for row in found))
        for address in addresses:
            if is_refused(address=address, is_inside_allowed=is_inside_allowed):
                raise UserError(self._refusal_words(f"{target.host} ({address})", kind_of(address=address)))
        return addresses[:4]

    @api.model
    def _post(self, url, *, is_inside_allowed, headers, body):
        """Post once.

        :return: (HTTP status or 0, what went wrong in words or "")
        """
        try:
            target = self._read_url(url, is_inside_allowed)
            addresses = self._checked_addresses(target, is_inside_allowed)
        except UserError as error:
            return 0, str(error.args[0])
        connection = PinnedConnection(target, addresses)
        watchdog = threading.Timer(PATIENCE, connection.give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            connection.request("POST", target.path, body=body, headers=headers)
            answer = connection.getresponse()
            with suppress(OSError, http.client.HTTPException):
                # polite to a receiver that says more than its status; it is not kept, for it may hold anything
                answer.read(MOST_READ)
            return answer.status, self._status_words(answer.status)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return 0, self._error_words(error, connection.is_given_up)
        finally:
            watchdog.cancel()
            connection.close()

    def _status_words(self, status):
        if 200 <= status < 300:
            return ""
        if 300 <= status < 400:
            return self.env._("It answered %s, which leads elsewhere: messages do not follow. Enter the final address.", status)
        return self.env._("It answered %s.", status)

    def _error_words(self, error, is_late):
        if is_late or isinstance(error, TimeoutError):
            return self.env._("No answer within %s seconds.", PATIENCE)
        if isinstance(error, ssl.SSLCertVerificationError):
            return self.env._("Its certificate is not valid: %s", error.verify_message)
        if isinstance(error, ssl.SSLError):
            return self.env._("No encrypted connection came about: %s", error.reason or "")
        if isinstance(error, http.client.HTTPException):
            return self.env._("What it answered is not HTTP.")
        return self.env._("No connection: %s", getattr(error, "strerror", None) or type(error).__name__)
