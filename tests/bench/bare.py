"""The least that could be done: a call checks, reads and commits; who is on now is a constant."""

from flask import Flask, Response, request
from sqlalchemy import BigInteger, Column, Identity, MetaData, Table, Text, insert, select
from twilio.request_validator import RequestValidator

from oncall.db.engine import make_engine
from oncall.settings import Settings

REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say></Response>'
ON_NOW = b'{"service": "marches", "tiers": []}'
TABLES = MetaData()
KNOWN = Table("bench_known", TABLES, Column("number", Text, primary_key=True), Column("id", BigInteger))
CALLS = Table(
    "bench_call",
    TABLES,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("sid", Text, unique=True),
    Column("known", BigInteger),
)


def create_app() -> Flask:
    """Two views, on the same pool and the same server as the service."""
    settings = Settings.from_env()
    assert settings.database_url is not None
    engine = make_engine(settings.database_url)
    validator = RequestValidator(settings.twilio_auth_tokens[0])
    app = Flask(__name__)

    @app.post("/twilio/voice")
    def voice() -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(settings.public_url + request.path, request.form, signature):
            return Response(status=403)
        with engine.begin() as connection:
            known = connection.scalar(select(KNOWN.c.id).where(KNOWN.c.number == request.form["To"]))
            connection.execute(insert(CALLS).values(sid=request.form["CallSid"], known=known))
        return Response(REPLY, mimetype="text/xml")

    @app.get("/now")
    def now() -> Response:
        return Response(ON_NOW, mimetype="application/json")

    return app
