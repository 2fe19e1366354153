"""The sign-in form; its words are in `templates/access/`."""

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import PasswordField, StringField

from oncall.pages.forms import Needed

WORDS = "access/words.html"


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Email address and password."""

    email = StringField(widget=GovTextInput(), validators=[Needed(WORDS, "email_needed")])
    password = PasswordField(widget=GovPasswordInput(), validators=[Needed(WORDS, "password_needed")])
