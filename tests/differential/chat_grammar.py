# SPDX-License-Identifier: Apache-2.0
"""Random templates for chat_templates_fuzz.py, most of which mean something."""
import chat_messages

NAMES = ["messages", "message", "x", "y", "i", "items", "d", "s", "ns", "missing", "add_generation_prompt",
         "tools", "bos_token", "text", "n", "f", "nested"]
ATTRIBUTES = ["role", "content", "a", "b", "items", "keys", "get", "count", "0", "x", "name", "append"]
METHODS = ["strip()", "lstrip()", "rstrip('a ')", "split()", "split('l')", "split(' ', 1)", "upper()",
           "lower()", "title()", "capitalize()", "startswith('a')", "endswith(('b', 'o'))",
           "replace('l', 'LL')", "replace('', '-')", "replace('o', '', 1)", "find('l')", "rfind('l')",
           "count('l')", "splitlines()", "splitlines(true)", "join(['a', 'b'])", "partition('l')",
           "rpartition('l')", "removeprefix('H')", "removesuffix('o')", "center(9, '*')", "ljust(7)",
           "rjust(7, '.')", "zfill(8)", "isdigit()", "isalpha()", "isupper()", "islower()", "istitle()",
           "isspace()", "isalnum()", "isnumeric()", "swapcase()", "expandtabs(4)", "rsplit('l', 1)",
           "index('l')", "format(1, 2)", "items()", "keys()", "values()", "get('a')", "get('q', 7)",
           "get('role')", "copy()", "append(1)", "pop()", "index(1)", "count(1)", "update({})"]
FILTERS = ["trim", "upper", "lower", "title", "capitalize", "length", "count", "first", "last", "list",
           "string", "int", "int(7)", "int(base=16)", "float", "float(1.5)", "abs", "round", "round(1)",
           "round(2, 'floor')", "round(1, 'ceil')", "tojson", "tojson(indent=2)", "tojson(sort_keys=true)",
           "tojson(separators=(',', ':'))", "tojson(ensure_ascii=true)", "default('dflt')", "default('e', true)",
           "d(1)", "join", "join(', ')", "join('-', attribute='role')", "items|list", "dictsort",
           "dictsort(true)", "dictsort(by='value')", "dictsort(reverse=true)", "sort", "sort(reverse=true)",
           "sort(attribute='role')", "unique|list", "map('upper')|list", "map(attribute='role')|list",
           "map(attribute='q', default='?')|list", "map('length')|join(',')", "select|list",
           "select('string')|list", "reject('none')|list", "select('gt', 1)|list",
           "selectattr('role', 'equalto', 'user')|list", "selectattr('role')|list|length",
           "rejectattr('content', 'defined')|list", "min", "max", "sum", "reverse|list", "batch(2)|list",
           "batch(2, 'z')|list", "slice(2)|list", "slice(3, 'f')|list", "groupby('role')|list", "replace('l', 'L')",
           "indent", "indent(2, true)", "indent('>', true, true)", "truncate(8)", "truncate(8, true, '')",
           "wordcount", "center(12)", "escape", "safe", "e", "forceescape", "striptags", "urlencode",
           "format(1)", "filesizeformat", "attr('role')", "wordwrap(6)", "xmlattr", "random_filter"]
TESTS = ["defined", "undefined", "none", "string", "mapping", "sequence", "iterable", "number", "integer",
         "float", "boolean", "true", "false", "callable", "odd", "even", "divisibleby(3)", "divisibleby 2",
         "lower", "upper", "eq(1)", "equalto 'user'", "ne 1", "gt 1", "lt(2)", "in [1, 2]", "in 'abc'",
         "sameas true", "escaped", "filter", "test", ">= 1"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">", "<=", ">=", "in", "not in",
             "and", "or"]


def literal(rng):
    return rng.choice([
        "1", "0", "2", "-3", "10", "1.5", "2.0", "1e3", "0x1f", "1_000", "true", "False", "none", "None", "'Hello'",
        "'a b  c'", "''", '"q\\"\\n\\t\\u00e9"', "'ß ŉ ǆ Σ'", "[]", "[1, 2, 3]", "[3, 1, 2,]", "('a', 'b')", "()",
        "(1,)", "{}", "{'a': 1, 'b': [1, 2]}", "{'z': none, 1: 2.0}", "['b', 'A', 'c']", "'%s and %d'",
        "'%05.2f|%-6s|%+d'", "'{} {1}'", "'line\\n\\nline 2\\n'", "range(3)", "range(5, 0, -2)", "'1'", "' 42 '",
        "'3.7'", "'<b>&'", "[[1, 2], [3, 4]]", "[{'a': 2}, {'a': 1}]", "[none, true, 1, 'x']"])


def expression(rng, depth=0):
    kind = rng.random()
    if depth > 3 or kind < 0.2:
        return literal(rng)
    if kind < 0.38:
        return rng.choice(NAMES)
    inner = expression(rng, depth + 1)
    wrapped = inner if inner.replace("_", "").isalnum() and not inner[0].isdigit() else f"({inner})"
    if kind < 0.46:
        return f"{wrapped}.{rng.choice(ATTRIBUTES)}"
    if kind < 0.52:
        return f"{wrapped}[{rng.choice(['0', '-1', '1', repr(rng.choice(ATTRIBUTES)), expression(rng, depth + 2)])}]"
    if kind < 0.57:
        part = [rng.choice(["", "0", "1", "-1", "2", "-2", "9"]) for _ in range(rng.choice([2, 2, 3]))]
        # A slice of a literal that has none is folded to nothing by Jinja's optimizer: left out.
        return f"{rng.choice(NAMES)}[{':'.join(part)}]"
    if kind < 0.66:
        return f"{wrapped}.{rng.choice(METHODS)}"
    if kind < 0.78:
        return f"{wrapped}|{rng.choice(FILTERS)}"
    if kind < 0.83:
        return f"{wrapped} is {rng.choice(['', 'not '])}{rng.choice(TESTS)}"
    if kind < 0.94:
        return f"({inner} {rng.choice(OPERATORS)} {expression(rng, depth + 1)})"
    if kind < 0.96:
        return f"{rng.choice(['not ', '-', '+'])}{wrapped}"
    if kind < 0.985:
        tail = f" else {expression(rng, depth + 1)}" if rng.random() < 0.7 else ""
        return f"({inner} if {expression(rng, depth + 1)}{tail})"
    return f"{rng.choice(['m', 'dict', 'namespace', 'joiner', 'caller', 'loop.cycle', 'loop.changed'])}({inner})"


def data(rng):
    return rng.choice(["text", " ", "\n", "  \n  ", "a\n", "<|im|>", "\t x", "{", "}", "%", "#", "\n\n", "é"])


def tag(rng, text):
    return "{%" + rng.choice(["", "", "-", "+"]) + " " + text + " " + rng.choice(["", "", "-", "+"]) + "%}"


def output(rng):
    return "{{" + rng.choice(["", "", "-", "+"]) + " " + expression(rng) + " " + rng.choice(["", "", "-"]) + "}}"


def loop_output(rng):
    member = rng.choice(["index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem",
                         "depth", "cycle('a', 'b')", "changed(i)"])
    return "{{ loop." + member + " }}"


def statement(rng, depth, loops):
    kind = rng.random()
    body = lambda inside=loops: block(rng, depth + 1, inside)  # noqa: E731
    if kind < 0.2:
        target = rng.choice(["x", "y", "s", "n", "ns.x", "ns.y", "x, y"])
        if rng.random() < 0.85:
            return tag(rng, f"set {target} = {expression(rng)}")
        filters = rng.choice(["", " | upper", " | trim | length"])
        return tag(rng, f"set {target}{filters}") + body() + tag(rng, "endset")
    if kind < 0.45:
        out = tag(rng, f"if {expression(rng)}") + body()
        if rng.random() < 0.3:
            out += tag(rng, f"elif {expression(rng)}") + body()
        if rng.random() < 0.4:
            out += tag(rng, "else") + body()
        return out + tag(rng, "endif")
    if kind < 0.72:
        target = rng.choice(["i", "i", "message", "k, v", "x"])
        items = rng.choice(["messages", "items", "d.items()", "d|items", "range(4)", "s", expression(rng), "nested"])
        test = f" if {expression(rng)}" if rng.random() < 0.25 else ""
        recursive = " recursive" if rng.random() < 0.05 else ""
        out = tag(rng, f"for {target} in {items}{test}{recursive}") + body(True) + loop_output(rng)
        if recursive and rng.random() < 0.8:
            out += "{{ loop(i) if i is iterable and i is not string and loop.depth < 4 }}"
        if rng.random() < 0.2:
            out += tag(rng, "else") + body()
        return out + tag(rng, "endfor")
    if kind < 0.8:
        parameters = rng.choice(["", "x", "x, y='d'", "x=1, y=x", "x, caller=none"])
        return (tag(rng, f"macro m({parameters})") + body(False) + rng.choice(["", "{{ varargs }}", "{{ kwargs }}"])
                + tag(rng, "endmacro") + "{{ m(" + rng.choice(["", "1", "1, 2", "y=3", "s, q=4", "*[1, 2]"]) + ") }}")
    if kind < 0.84:
        return (tag(rng, "macro c(p)") + "[{{ caller(" + rng.choice(["", "p"]) + ") }}]" + tag(rng, "endmacro")
                + tag(rng, f"call{rng.choice(['', '(q)', '(q=1)'])} c({expression(rng)})") + body(False)
                + tag(rng, "endcall"))
    if kind < 0.88:
        return tag(rng, f"with {rng.choice(['x', 'y'])} = {expression(rng)}") + body() + tag(rng, "endwith")
    if kind < 0.91:
        return tag(rng, f"filter {rng.choice(['upper', 'trim', 'indent(2)', 'replace(x, y)'])}") + body() + tag(rng, "endfilter")
    if kind < 0.94:
        return tag(rng, "generation") + body(False) + tag(rng, "endgeneration")
    if kind < 0.96:
        return tag(rng, "raw") + "{{ not }} {% code %}\n" + tag(rng, "endraw")
    if loops:
        return tag(rng, rng.choice(["break", "continue"]))
    return "{#" + rng.choice(["", "-", "+"]) + " comment " + rng.choice(["", "-", "+"]) + "#}"


def block(rng, depth=0, loops=False):
    out = ""
    for _ in range(rng.randint(1, 4 if depth == 0 else 2)):
        kind = rng.random()
        if kind < 0.3:
            out += data(rng)
        elif kind < 0.65 or depth > 2:
            out += output(rng)
        else:
            out += statement(rng, depth, loops)
    return out


def template(rng):
    made = "{% set ns = namespace(x=1, y='n') %}" if rng.random() < 0.7 else ""
    made += block(rng)
    if rng.random() < 0.03:  # a slip of the pen
        at = rng.randrange(len(made))
        made = made[:at] + rng.choice(["", "{%", "}}", "'", "(", "|", "."]) + made[at + 1:]
    return made


def variables(rng):
    return {"messages": chat_messages.messages(rng), "add_generation_prompt": rng.random() < 0.5,
            "items": [chat_messages.scalar(rng) for _ in range(rng.randint(0, 4))],
            "d": {k: chat_messages.value(rng) for k in rng.sample(["a", "b", "c", "B"], rng.randint(0, 4))},
            "s": chat_messages.text(rng), "n": rng.choice([0, 1, 5, -2, 2.5]), "text": "Hello lovely world",
            "nested": [1, [2, [3, 4]], []], "bos_token": "<s>", "i": 3}
