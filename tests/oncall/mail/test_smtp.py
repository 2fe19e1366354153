"""E-mail over a real SMTP server: what arrives, what is refused, and what never goes over an open line."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from oncall.mail import smtp
from oncall.mail.gateway import Letter, MailError, MailRefused
from oncall.mail.smtp import SmtpMail
from tests.oncall.mail.letterbox import encrypted, open_letterbox

AT = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)
LETTER = Letter("letter-7", "farah@example.org", "Handover to read", "Read it:\nhttps://x.example/1\n", AT)
SENDER = "on-call@example.net"


def test_a_letter_arrives_and_is_the_same_when_it_comes_twice():
    with open_letterbox() as box:
        mail = SmtpMail(f"smtp://127.0.0.1:{box.port}", SENDER)
        mail.look()
        mail.send(LETTER)
        mail.send(LETTER)

    first, second = box.letters
    assert (first["From"], first["To"], first["Subject"]) == (SENDER, LETTER.to, LETTER.subject)
    assert first["Message-ID"] == second["Message-ID"] == "<letter-7@example.net>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Date"].datetime == AT
    assert first.get_content().splitlines() == LETTER.words.splitlines()


@pytest.mark.parametrize(
    ("where", "answer", "error", "code"),
    [
        ("answers", "550 no such box of farah@example.org", MailRefused, 550),
        ("answers", "451 come again", MailError, 451),
        ("takes", "554 not this", MailRefused, 554),
        ("takes", "452 full", MailError, 452),
    ],
)
def test_what_the_server_says_becomes_ours_without_its_words(where, answer, error, code):
    with open_letterbox() as box:
        setattr(box, where, answer)
        with pytest.raises(MailError) as refused:
            SmtpMail(f"smtp://127.0.0.1:{box.port}", SENDER).send(LETTER)

    assert (type(refused.value), refused.value.code) == (error, code)
    assert "farah" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_server_that_is_not_there_may_come_back():
    with open_letterbox() as box:
        port = box.port

    with pytest.raises(MailError) as error:
        SmtpMail(f"smtp://127.0.0.1:{port}", SENDER).send(LETTER)
    assert (type(error.value), error.value.code) == (MailError, None)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """The certificate of a server at 127.0.0.1 that nobody knows yet, and what it serves with."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context


def test_a_line_is_encrypted_before_a_password_is_said(certificate, monkeypatch):
    file, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with open_letterbox(**encrypted(context)) as box:
        SmtpMail(f"smtp://on%40call:w%3Ard@127.0.0.1:{box.port}", SENDER).send(LETTER)

    assert (box.encrypted, box.signed_in) == ([True], ["on@call"])


def test_a_server_nobody_vouches_for_gets_nothing(certificate):
    with (
        open_letterbox(**encrypted(certificate[1])) as box,
        pytest.raises(MailError),
    ):
        SmtpMail(f"smtp://on:w%3Ard@127.0.0.1:{box.port}", SENDER).send(LETTER)

    assert (box.letters, box.signed_in) == ([], [])


def test_a_password_is_not_said_over_an_open_line(monkeypatch):
    monkeypatch.setattr(smtp, "LOOPBACK", ())
    with open_letterbox(auth_require_tls=False) as box, pytest.raises(MailError):
        SmtpMail(f"smtp://on:w%3Ard@127.0.0.1:{box.port}", SENDER).look()

    assert box.signed_in == []


def test_a_wrong_password_may_be_mended():
    with open_letterbox(auth_require_tls=False) as box, pytest.raises(MailError) as error:
        SmtpMail(f"smtp://on:wrong@127.0.0.1:{box.port}", SENDER).look()

    assert (type(error.value), error.value.code) == (MailError, 535)
