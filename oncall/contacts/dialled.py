"""Numbers as somebody here reads and dials them."""

import phonenumbers


def national(number: str | None) -> str:
    """A number in E.164 as it is dialled in the United Kingdom: "01632 960301"; "+33 …" from abroad."""
    if number is None:
        return ""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    formats = phonenumbers.PhoneNumberFormat
    style = formats.NATIONAL if parsed.country_code == 44 else formats.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, style))


def tel_hidden(number: str | None) -> str | None:
    """The address that dials a UK number with one's own hidden: 141 comes first; None for any other."""
    if number is None or not number.startswith("+44"):
        return None
    return f"tel:1410{number.removeprefix('+44')}"
