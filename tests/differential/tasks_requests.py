# SPDX-License-Identifier: Apache-2.0
"""Random requests of the text tasks: what people send, what they get wrong, and what is rare."""
NASTY = ["naïve", "ﬁne", "½", "日本語", "中文", "한국", "🙂", "e\u0301", "İ", "\t", "\n", "\u00a0", "\u200b", "?!", "--", "'s",
         "don't", "3.14", "$", "A-B", "x" * 40, "…", "#1", "ΑΣ", "\u0000", "\ufeff"]


class Draw:
    def __init__(self, rng, words, tokenizer, batches=True):
        self.rng, self.tokenizer, self.batches = rng, tokenizer, batches
        self.words = [word.replace("##", "").replace("▁", " ").replace("Ġ", " ") for word in words]
        self.specials = tokenizer.all_special_tokens

    def chance(self, share):
        return self.rng.random() < share

    def text(self, most=30):
        count = self.rng.choice([0, 1, 2, 3, 5, 8, 13, most]) if self.chance(0.3) else self.rng.randint(1, most)
        parts = []
        for _ in range(count):
            kind = self.rng.random()
            parts.append(self.rng.choice(NASTY) if kind < 0.12 else
                         self.rng.choice(self.specials) if kind < 0.14 else self.rng.choice(self.words))
            if self.chance(0.15):
                parts[-1] = parts[-1].capitalize() + self.rng.choice([",", ".", "!", ""])
        return self.rng.choice([" ", " ", " ", "  "]).join(parts)

    def full(self, most=30):
        while not (text := self.text(most)).strip():
            pass
        return text

    def some(self, options, share=0.35):
        """A random part of {name: maker}."""
        return {name: make() for name, make in options.items() if self.chance(share)}

    def pick(self, *values):
        return lambda: self.rng.choice(values)

    def tokenizer_kwargs(self):
        return self.some({"truncation": self.pick(True, "only_first", "longest_first", False),
                          "max_length": self.pick(4, 8, 16, 40), "padding": self.pick(True, False, "max_length"),
                          "add_special_tokens": self.pick(True, False), "pad_to_multiple_of": self.pick(8)}, 0.4)

    def batch(self):
        # On the left the reference's answers depend on which texts share a batch.
        right = self.tokenizer.padding_side == "right" and self.tokenizer.pad_token is not None
        return {"batch_size": self.rng.choice([1, 2, 3, 8])} if right and self.batches and self.chance(0.3) else {}

    def request(self, task):
        return {"inputs": None, "parameters": {}} if self.chance(0.005) else getattr(self, task.replace("-", "_"))()

    def text_classification(self):
        pair = lambda: {"text": self.text(), "text_pair": self.text()}  # noqa: E731
        inputs = self.rng.choice([self.text, self.text, pair, lambda: [self.text() for _ in range(4)],
                                  lambda: [pair() for _ in range(3)], lambda: [{"text": self.text()}, pair()],
                                  lambda: [[[self.text(), self.text()]]], lambda: [[self.text()]], lambda: [],
                                  lambda: {"text": "", "text_pair": ""}, lambda: {"text_pair": self.text()},
                                  lambda: "", lambda: [None]])()
        call = self.some({"top_k": self.pick(None, 1, 2, 3, 10, 0, -1),
                          "function_to_apply": self.pick("sigmoid", "softmax", "none", "SoftMax", "bogus")}, 0.3)
        if self.chance(0.1):
            call["return_all_scores"] = self.chance(0.5)
        if self.chance(0.3):
            call.update(self.tokenizer_kwargs())
        if self.chance(0.1):
            call["text_pair"] = self.text()
        return {"inputs": inputs, "parameters": {**call, **self.batch()}}

    def token_classification(self):
        call = self.some({"aggregation_strategy": self.pick("none", "simple", "first", "average", "max", "SIMPLE"),
                          "ignore_labels": self.pick([], ["O"], ["PER", "O"], ["LABEL_0"], ["B-PER"])}, 0.6)
        if self.chance(0.15) and self.tokenizer.model_max_length < 1000:
            call["stride"] = self.rng.choice([0, 2, 4, 8, 16, 100])
        if self.chance(0.2):
            call["is_split_into_words"] = True
            if self.chance(0.3):
                call["delimiter"] = self.rng.choice(["", "-", "  "])
            words = lambda: [self.rng.choice(self.words + NASTY) for _ in range(self.rng.randint(1, 12))]  # noqa: E731
            inputs = words() if self.chance(0.6) else [words(), words()]
        else:
            inputs = self.rng.choice([self.text, self.full, lambda: self.text(120),
                                      lambda: [self.text() for _ in range(3)], lambda: []])()
        if self.chance(0.05):
            call["grouped_entities"] = self.chance(0.7)
        return {"inputs": inputs, "parameters": {**call, **self.batch()}}

    def question_answering(self):
        item = lambda: {"question": self.full(8), "context": self.full(self.rng.choice([10, 40, 150]))}  # noqa: E731
        inputs = self.rng.choice([
            item, item, item, lambda: [item(), item()], lambda: [item()],
            lambda: {"question": [self.full(6), self.full(6)], "context": self.full(30)},
            lambda: {"question": [self.full(6), self.full(6)], "context": [self.full(30), self.full(30)]},
            lambda: {"question": self.full(3)}, lambda: {"question": "", "context": self.full(5)},
            lambda: {**item(), "id": "1"}, lambda: {"question": " ", "context": self.full(5)}, lambda: []])()
        call = self.some({"top_k": self.pick(1, 2, 5, 20, 0), "doc_stride": self.pick(4, 8, 16, 300),
                          "max_answer_len": self.pick(1, 3, 30, 0), "max_seq_len": self.pick(32, 48, 64, 90),
                          "handle_impossible_answer": self.pick(True, False),
                          "align_to_words": self.pick(True, False), "padding": self.pick("max_length", "longest")}, 0.3)
        call.setdefault("max_seq_len", 90)  # the tiny models' position table is short
        return {"inputs": inputs, "parameters": {**call, **self.batch()}}

    def masked(self):
        parts = [self.text(6) for _ in range(self.rng.choice([1, 2, 2, 2, 3, 4]))]
        return self.rng.choice([" {} ", "{}", " {}"]).format(self.tokenizer.mask_token).join(parts)

    def fill_mask(self):
        inputs = self.rng.choice([self.masked, self.masked, lambda: [self.masked(), self.masked()],
                                  lambda: [self.masked()]])()
        call = self.some({"top_k": self.pick(0, 1, 2, 7, 20, 10**6, -1)}, 0.5)
        if self.chance(0.3):
            targets = [self.rng.choice(self.words + ["wonderful", "xyzzy", "films"]) for _ in range(4)]
            call["targets"] = targets[0] if self.chance(0.2) else targets
        if self.chance(0.2):
            call["tokenizer_kwargs"] = self.some({"truncation": self.pick(True), "max_length": self.pick(8, 20),
                                                  "padding": self.pick("max_length")}, 0.5)
        return {"inputs": inputs, "parameters": {**call, **self.batch()}}

    def zero_shot_classification(self):
        labels = [self.rng.choice(self.words + ["sport", "naïve", "very long label of many words"]).strip()
                  for _ in range(self.rng.randint(1, 6))]
        call = {"candidate_labels": ", ".join(labels) if self.chance(0.3) else labels}
        call.update(self.some({"multi_label": self.pick(True, False),
                               "hypothesis_template": self.pick("It is {}.", "{}", "about {} or not", "no braces",
                                                                "{{}} {}", "{:>12}!", "{0} {0}")}, 0.4))
        inputs = self.rng.choice([self.full, self.full, lambda: [self.full() for _ in range(3)], self.text,
                                  lambda: self.full(120)])()
        return {"inputs": inputs, "parameters": {**call, **self.batch()}}

    def feature_extraction(self):
        inputs = self.rng.choice([self.text, self.text, lambda: [self.text() for _ in range(3)], lambda: []])()
        call = self.rng.choice([{}, {}, {"truncation": True}, {"tokenize_kwargs": self.tokenizer_kwargs()}])
        return {"inputs": inputs, "parameters": call}
