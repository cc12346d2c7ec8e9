# SPDX-License-Identifier: Apache-2.0
"""Short everyday sentences made from word tables: what the rated corpora say too rarely."""

import random

# topic: (things, what is said of good ones, what is said of bad ones)
TOPICS = {
    "food": (
        "food soup pizza coffee meal breakfast dinner dessert burger salad fish bread pasta".split(),
        ["was delicious", "was fresh and tasty", "was perfectly cooked", "tasted wonderful",
         "was hot and full of flavour", "is the best in town", "was worth every penny"],
        ["was bland", "was stale", "was burnt", "was cold", "arrived cold", "tasted awful",
         "was undercooked", "was greasy and overpriced", "made me sick", "was too salty"],
    ),
    "service": (
        "service staff waiter delivery support receptionist driver shop hotel room".split(),
        ["was friendly", "was quick and helpful", "was excellent", "was spotless",
         "exceeded my expectations", "could not have been better", "was on time"],
        ["was slow", "was rude", "was unhelpful", "was late again", "was dirty and noisy",
         "ignored us", "kept us waiting for an hour", "never called back", "was a disappointment"],
    ),
    "product": (
        "phone laptop camera printer charger screen battery keyboard watch vacuum kettle app".split(),
        ["works perfectly", "lasts all day", "works like a charm", "is great value",
         "is easy to use", "is fast and reliable", "is well made", "does exactly what it should"],
        ["broke after a week", "stopped working", "died within a month", "keeps crashing",
         "overheats", "is poorly made", "arrived damaged", "does not work", "failed on the first day",
         "is slow and unreliable", "fell apart", "is cheap junk"],
    ),
    "story": (
        "film movie book story show acting ending plot song game album script".split(),
        ["was brilliant", "kept me hooked", "was moving and funny", "was a joy", "is a masterpiece",
         "made me laugh", "was superb", "is worth seeing twice"],
        ["was boring", "was predictable", "made no sense", "put me to sleep", "was a mess",
         "dragged on forever", "was dull and lifeless", "was painfully bad", "is not worth seeing"],
    ),
}
GOOD = "good great wonderful excellent amazing nice lovely fantastic perfect beautiful".split()
BAD = "bad terrible awful horrible poor dreadful disappointing useless boring ugly".split()
GOOD_VERBS = ["love", "really like", "enjoyed", "adore", "recommend", "would buy again"]
BAD_VERBS = ["hate", "regret buying", "can't stand", "dislike", "would not recommend", "returned"]
# Strength of a made sentence on the -4..4 scale of the rated ones.
RATING = 2.0


def statement(rng, topic, good):
    things, praise, blame = TOPICS[topic]
    return f"{rng.choice(['The', 'The', 'This', 'My'])} {rng.choice(things)} {rng.choice(praise if good else blame)}"


def make_sentence(rng, good):
    topic = rng.choice(list(TOPICS))
    thing = rng.choice(TOPICS[topic][0])
    word = rng.choice(GOOD if good else BAD)
    opposite = rng.choice(BAD if good else GOOD)
    first, second = statement(rng, topic, good), statement(rng, rng.choice(list(TOPICS)), good)
    return rng.choice([
        first,
        f"{first} and {second[0].lower()}{second[1:]}",
        f"I {rng.choice(GOOD_VERBS if good else BAD_VERBS)} this {thing}",
        f"What a {word} {thing}",
        f"{word.capitalize()} {thing}",
        f"not {opposite}{rng.choice(['', ' at all'])}",
        f"The {thing} is not {opposite}",
        f"The {thing} wasn't {opposite} at all",
        f"{first}, {rng.choice(['very', 'so', 'really'])} {word}",
    ]) + rng.choice([".", ".", "!", ""])


def make_rows(count, seed):
    rng = random.Random(seed)
    rows = {}
    while len(rows) < count:
        good = len(rows) % 2 == 0
        text = make_sentence(rng, good)
        label = "POSITIVE" if good else "NEGATIVE"
        rows[text] = {"inputs": text, "label": label, "rating": RATING if good else -RATING,
                      "source": "phrase", "id": f"phrase:{len(rows)}"}
    return list(rows.values())
