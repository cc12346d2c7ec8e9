# SPDX-License-Identifier: Apache-2.0
"""Random conversations for chat_templates_fuzz.py: well-formed ones mostly, broken ones at times."""

WORDS = ["Hello", "what is", " 2+2?", "\n", "  ", "<think>", "</think>", "naïve café", "日本語", "😀",
         "it's", "\"quoted\"", "<tag>&amp;", "{{ x }}", "{% if %}", "end.", "\t", "A\\B", "<|im_end|>",
         "[/INST]", "ﬁ", "İ", "\u2028", "\r\n", "0", "", "null"]


def text(rng):
    return "".join(rng.choice(WORDS) + rng.choice(["", " "]) for _ in range(rng.randint(0, 7)))


def scalar(rng):
    return rng.choice([None, True, False, 0, 1, -7, 3.5, 1e22, 0.1, 1e-7, text(rng), "x", 12345678901])


def value(rng, depth=0):
    kind = rng.random()
    if depth > 2 or kind < 0.6:
        return scalar(rng)
    if kind < 0.8:
        return [value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return {rng.choice(["a", "b", "city", "größe", "z", "A"]): value(rng, depth + 1)
            for _ in range(rng.randint(0, 3))}


def arguments(rng):
    made = {rng.choice(["location", "unit", "n", "list"]): value(rng) for _ in range(rng.randint(0, 3))}
    return made if rng.random() < 0.7 else str(made)


def tool(rng):
    names = ["location", "unit", "n"]
    properties = {}
    for name in rng.sample(names, rng.randint(0, 3)):
        properties[name] = {"type": rng.choice(["string", "number", "array", "object", "boolean"]),
                            "description": text(rng)}
        if rng.random() < 0.3:
            properties[name]["enum"] = ["a", "b"]
        if rng.random() < 0.2:
            properties[name]["items"] = {"type": "string"}
    function = {"name": rng.choice(["get_weather", "search", "add"]), "description": text(rng),
                "parameters": {"type": "object", "properties": properties,
                               "required": list(properties)[:1]}}
    if rng.random() < 0.2:
        function["return"] = {"type": "string", "description": "out"}
    return {"type": "function", "function": function}


def content(rng):
    kind = rng.random()
    if kind < 0.8:
        return text(rng)
    if kind < 0.85:
        return None
    parts = []
    for _ in range(rng.randint(0, 3)):
        part = rng.choice(["text", "text", "image", "video", "audio"])
        parts.append({"type": part, "text": text(rng)} if part == "text" else {"type": part})
    return parts


def message(rng, role):
    made = {"role": role, "content": content(rng)}
    if role == "assistant" and rng.random() < 0.3:
        made["tool_calls"] = [{"type": "function", "id": f"call{rng.randint(0, 99999):05}abcd",
                               "function": {"name": "get_weather", "arguments": arguments(rng)}}
                              for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.4:
            del made["content"]
    if role == "assistant" and rng.random() < 0.2:
        made["reasoning_content"] = text(rng)
    if role == "tool":
        made["name"] = "get_weather"
        made["tool_call_id"] = "call00000abcd"
    return made


def messages(rng):
    out = []
    if rng.random() < 0.5:
        out.append(message(rng, "system"))
    for i in range(rng.randint(0, 5)):
        out.append(message(rng, "user" if i % 2 == 0 else "assistant"))
        if out[-1].get("tool_calls") and rng.random() < 0.8:
            out.append(message(rng, "tool"))
    if rng.random() < 0.15:
        rng.shuffle(out)
    if rng.random() < 0.05:
        out.append(message(rng, rng.choice(["developer", "ipython", "function", "critic"])))
    return out


def conversation(rng):
    out = {"messages": messages(rng), "add_generation_prompt": rng.random() < 0.5,
           "bos_token": "<s>", "eos_token": "</s>"}
    if rng.random() < 0.4:
        out["tools"] = [tool(rng) for _ in range(rng.randint(0, 3))]
    if rng.random() < 0.2:
        out["documents"] = [{"title": text(rng), "text": text(rng)} for _ in range(rng.randint(0, 2))]
    for name in ("enable_thinking", "thinking", "tools_in_user_message", "keep_reasoning"):
        if rng.random() < 0.15:
            out[name] = rng.random() < 0.5
    if rng.random() < 0.1:
        out["custom_tools"] = [tool(rng)]
    if rng.random() < 0.1:
        out["date_string"] = "1 Jan 2025"
    if rng.random() < 0.3:
        out.update(unk_token="<unk>", pad_token="<pad>")
    return out
