/* Which marks of texts are shown: see fragments.py. */

#include "texts.h"

#define NOBODY -1 /* instead of an actor */

/* A mention of an actor: where it stands, in which zone, and of which type it is. */
typedef struct {
    int32_t start, end, zone, type;
} Mention;

/* What a text says of an actor. */
typedef struct {
    const Mention *mentions;
    int64_t count, actor;
} Named;

typedef int Order(Mark, Mark);

static int in_text(Mark left, Mark right) {
    if (left.start != right.start) return left.start < right.start;
    return left.end != right.end ? left.end < right.end : left.actor < right.actor;
}

static int longest_first(Mark left, Mark right) {
    int64_t size = (int64_t)left.end - left.start, other = (int64_t)right.end - right.start;
    return size != other ? size > other : in_text(left, right);
}

/* Merges runs of twice the length each time; `room` is as large as the marks. */
static void sort(Mark *marks, int64_t count, Mark *room, Order *before) {
    int64_t at = 1;
    while (at < count && !before(marks[at], marks[at - 1])) at++;
    if (at >= count) return;
    for (int64_t width = 1; width < count; width *= 2) {
        for (int64_t low = 0; low < count; low += 2 * width) {
            int64_t middle = lesser(low + width, count), high = lesser(middle + width, count);
            int64_t left = low, right = middle;
            for (int64_t to = low; to < high; to++)
                room[to] = right >= high || (left < middle && !before(marks[right], marks[left])) ? marks[left++]
                                                                                                    : marks[right++];
        }
        for (int64_t to = 0; to < count; to++) marks[to] = room[to];
    }
}

/* Leaves of the actors those that remain when of two that touch one goes: of two the longer stays, else the first. */
static int64_t set_apart(Mark *actors, int64_t count, Mark *room) {
    sort(actors, count, room, in_text);
    int64_t touching = 0, taken = 0;
    for (int64_t at = 1; at < count; at++) touching |= actors[at].start < actors[at - 1].end;
    if (!touching) return count;
    sort(actors, count, room, longest_first);
    for (int64_t at = 0; at < count; at++) {
        Mark actor = actors[at];
        int64_t place = up_to(&room->start, 3, taken, actor.end - 1);
        if (place && room[place - 1].end > actor.start) continue;
        for (int64_t other = taken++; other > place; other--) room[other] = room[other - 1];
        room[place] = actor;
    }
    for (int64_t at = 0; at < taken; at++) actors[at] = room[at];
    return taken;
}

/* The actors, and between them the words that touch none; words that overlap become one. Returns how many. */
static int64_t join(const Mark *actors, int64_t actor_count, const Mark *words, int64_t word_count, Mark *marks) {
    int64_t found = 0, actor = 0, reached = -1;
    for (int64_t at = 0; at < word_count; at++) {
        Mark word = words[at];
        while (actor < actor_count && actors[actor].end <= word.start) marks[found++] = actors[actor++];
        if (actor < actor_count && actors[actor].start < word.end) continue;
        if (word.start < reached)
            marks[found - 1].end = (int32_t)greater(reached, word.end);
        else
            marks[found++] = word;
        reached = greater(reached, word.end);
    }
    while (actor < actor_count) marks[found++] = actors[actor++];
    return found;
}

/* Gathers of what a text says of actors what stands in the zones that are looked in, a bit each. */
static int64_t gather(const Named *named, int64_t count, int64_t zones, Mark *actors) {
    int64_t found = 0;
    for (int64_t at = 0; at < count; at++)
        for (int64_t mention = 0; mention < named[at].count; mention++) {
            Mention said = named[at].mentions[mention];
            if (zones >> (said.zone & 63) & 1) actors[found++] = (Mark){said.start, said.end, (int32_t)named[at].actor};
        }
    return found;
}

/* Which marks of texts are shown, of the mentions of as many actors as `actor_counts` says of each text, in these
   `zones`, and of as many words as `word_counts` says; what does not lie in what is `seen` of it is left out. They are
   left in `marks`, and how many they are of each text in `counts`. `marks` has room for all of them, `room` for them and
   once more for the words. */
void attache_choose(const Named *named, const int64_t *actor_counts, int64_t zones, const Span *words,
                    const int64_t *word_counts, const Span *seen, int64_t texts, Mark *room, Mark *marks,
                    int64_t *counts) {
    for (int64_t text = 0; text < texts; text++) {
        int64_t kept = 0, word_count = word_counts[text];
        Mark *spoken = room + word_count, *actors = spoken + word_count;
        for (int64_t at = 0; at < word_count; at++) spoken[at] = (Mark){words[at].start, words[at].end, NOBODY};
        sort(spoken, word_count, room, in_text);
        int64_t apart = set_apart(actors, gather(named, actor_counts[text], zones, actors), marks);
        int64_t found = join(actors, apart, spoken, word_count, marks);
        for (int64_t at = 0; at < found; at++)
            if (marks[at].start >= seen[text].start && marks[at].end <= seen[text].end) marks[kept++] = marks[at];
        named += actor_counts[text];
        words += word_count;
        marks += kept;
        counts[text] = kept;
    }
}
