# SPDX-License-Identifier: Apache-2.0
"""Short everyday sentences made from word tables: what the rated corpora say too rarely."""

import random

# topic: things, what is said of good ones, what is said of bad ones
TOPICS = {
    "food": """
        food|soup|pizza|coffee|meal|breakfast|dinner|dessert|burger|salad|fish|bread|pasta
        was delicious|was fresh and tasty|was perfectly cooked|tasted wonderful|is the best in town
        was bland|was stale|was burnt|was cold|arrived cold|tasted awful|was undercooked
    """,
    "service": """
        service|staff|waiter|delivery|support|receptionist|driver|shop|hotel|room
        was friendly|was quick and helpful|was excellent|was spotless|exceeded my expectations
        was slow|was rude|was unhelpful|was dirty and noisy|ignored us|never called back
    """,
    "product": """
        phone|laptop|camera|printer|charger|screen|battery|keyboard|watch|vacuum|kettle|app
        works perfectly|lasts all day|is great value|is easy to use|is fast and reliable
        broke after a week|stopped working|died within a month|fell apart|does not work
    """,
    "story": """
        film|movie|book|story|show|acting|ending|plot|song|game|album|script
        was brilliant|kept me hooked|was moving and funny|was a joy|is a masterpiece|made me laugh
        was boring|was predictable|made no sense|put me to sleep|was a mess|was dull and lifeless
    """,
}
GOOD = "good great wonderful excellent amazing nice lovely fantastic perfect beautiful".split()
BAD = "bad terrible awful horrible poor dreadful disappointing useless boring ugly".split()
GOOD_VERBS = ["love", "really like", "enjoyed", "adore", "recommend", "would buy again"]
BAD_VERBS = ["hate", "regret buying", "can't stand", "dislike", "would not recommend", "returned"]
# Strength of a made sentence on the -4..4 scale of the rated ones.
RATING = 2.0


def table_of(topic):
    return [line.strip().split("|") for line in TOPICS[topic].strip().splitlines()]


def statement(rng, topic, good):
    things, praise, blame = table_of(topic)
    owner = rng.choice(["The", "The", "This", "My"])
    return f"{owner} {rng.choice(things)} {rng.choice(praise if good else blame)}"


def make_sentence(rng, good):
    topic = rng.choice(list(TOPICS))
    thing = rng.choice(table_of(topic)[0])
    word = rng.choice(GOOD if good else BAD)
    opposite = rng.choice(BAD if good else GOOD)
    first, second = statement(rng, topic, good), statement(rng, rng.choice(list(TOPICS)), good)
    sentences = [
        first,
        f"{first} and {second[0].lower()}{second[1:]}",
        f"{first}, {rng.choice(['very', 'so', 'really'])} {word}",
        f"I {rng.choice(GOOD_VERBS if good else BAD_VERBS)} this {thing}",
        f"What a {word} {thing}",
        f"{word.capitalize()} {thing}",
        f"not {opposite}{rng.choice(['', ' at all'])}",
        f"The {thing} is not {opposite}",
        f"The {thing} wasn't {opposite} at all",
    ]
    return rng.choice(sentences) + rng.choice([".", ".", "!", ""])


def make_rows(count, seed):
    rng = random.Random(seed)
    rows = {}
    while len(rows) < count:
        good = len(rows) % 2 == 0
        text = make_sentence(rng, good)
        row = {"inputs": text, "label": "POSITIVE" if good else "NEGATIVE"}
        row |= {"rating": RATING if good else -RATING, "source": "phrase", "id": f"phrase:{text}"}
        rows[text] = row
    return list(rows.values())
