"""A rota as written → the text of a file that means the same."""

from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from oncall.rotas.store import Definition

ORDER = ("timezone", "holidays", "closures", "tiers", "overrides", "absences")
WIDTH = 110


def as_file(definition: Definition) -> str:
    """The file, with what is short on one line, as people write it. Read again it is the same rota."""
    writer = YAML()
    writer.width = WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    keys = [*(key for key in ORDER if key in definition), *(key for key in definition if key not in ORDER)]
    out = StringIO()
    writer.dump(CommentedMap((key, _laid_out(definition[key])) for key in keys), out)
    return out.getvalue()


def _laid_out(value: object) -> object:
    """A mapping or list on one line if it holds none that is not short itself."""
    if isinstance(value, dict):
        mapping = CommentedMap((key, _laid_out(each)) for key, each in value.items())
        if len(str(value)) < WIDTH and not any(key in value for key in ("layers", "rotation")):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        entries = CommentedSeq(_laid_out(each) for each in value)
        if not any(isinstance(each, dict) for each in value):
            entries.fa.set_flow_style()
        return entries
    return value
