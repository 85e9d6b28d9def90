/* Where fragments of texts are cut: see fragments.py. */

#include "texts.h"

/* How many of the marks, which do not touch each other, start before a place. */
static int64_t starting_before(const Mark *marks, int64_t count, int64_t place) {
    return up_to(&marks->start, 3, count, place - 1);
}

/* How many of them end at a place or before it. */
static int64_t ending_by(const Mark *marks, int64_t count, int64_t place) {
    return up_to(&marks->end, 3, count, place);
}

/* What is cut: the marks of a text, each with the number of what it shows, and how many letters are shown at once.
   `known` counts the marks by that number; it is 0 before and after. */
typedef struct {
    const Text *text;
    const Mark *marks;
    const int32_t *shown;
    int64_t count, size;
    int32_t *known;
} Cutting;

/* A stretch of a zone that no fragment shows yet, with the marks in it, and the best group of these: of most different
   ones, of most, the first. */
typedef struct {
    int64_t zone, low, high, first, behind, group, group_end, different;
} Place;

/* The white space that a letter is in, or NULL. */
static const Span *space_at(const Text *text, int64_t letter) {
    int64_t runs = up_to(&text->spaces->start, 2, text->space_count, letter);
    return runs && letter < text->spaces[runs - 1].end ? text->spaces + runs - 1 : 0;
}

/* Finds the best group of the marks of a place that fits into one fragment, and has one mark at least. */
static void find_group(const Cutting *cutting, Place *place) {
    const Mark *marks = cutting->marks;
    int64_t different = 0, end = place->first, reached = place->first, number = place->first;
    place->different = 0;
    for (; number < place->behind; number++) {
        while (end < place->behind && (end <= number || marks[end].end <= marks[number].start + cutting->size))
            different += !cutting->known[cutting->shown[end++]]++;
        int64_t longer = end - number > place->group_end - place->group;
        if (end > reached && (different > place->different || (different == place->different && longer))) {
            place->group = number;
            place->group_end = end;
            place->different = different;
        }
        if (end == place->behind) break;
        reached = end;
        different -= !--cutting->known[cutting->shown[number]];
    }
    for (; number < end; number++) cutting->known[cutting->shown[number]] = 0;
}

/* The beginning of the sentence in which the first mark stands, or of a word when that is too far. */
static int64_t start_of(const Cutting *cutting, int64_t low, int64_t first, int64_t room) {
    const Text *text = cutting->text;
    int64_t sentences = up_to(&text->borders->end, 2, text->border_count, first);
    int64_t sentence = sentences ? greater(text->borders[sentences - 1].end, low) : low;
    if (first - sentence <= room) return sentence;
    int64_t runs = up_to(&text->spaces->end, 2, text->space_count, first - room / 2);
    if (runs == text->space_count || text->spaces[runs].start >= first) return first;
    return lesser(text->spaces[runs].end, first);
}

/* The last end of a sentence, or else of a word, up to `most`. */
static int64_t end_of(const Cutting *cutting, int64_t last, int64_t most, int64_t high) {
    const Text *text = cutting->text;
    if (high <= most) return high;
    int64_t sentences = up_to(&text->borders->start, 2, text->border_count, most);
    if (sentences && text->borders[sentences - 1].start >= last) return text->borders[sentences - 1].start;
    int64_t limit = lesser(most + 1, text->length);
    int64_t runs = up_to(&text->spaces->start, 2, text->space_count, limit - 1);
    if (!runs) return last;
    int64_t behind = lesser(text->spaces[runs - 1].end, limit);
    return behind <= last ? last : lesser(behind, most);
}

/* The fragment that holds the best group of a place, and cuts no mark. */
static Fragment cut(const Cutting *cutting, const Place *place) {
    const Mark *marks = cutting->marks;
    int64_t first = marks[place->group].start, last = marks[place->group_end - 1].end;
    int64_t start = start_of(cutting, place->low, first, greater(0, cutting->size - (last - first)));
    int64_t before = starting_before(marks, place->group, start);
    if (before) start = greater(start, marks[before - 1].end);
    const Span *space = space_at(cutting->text, start);
    if (space) start = lesser(space->end, first);
    int64_t end = end_of(cutting, last, greater(last, start + cutting->size), place->high);
    int64_t behind = place->group_end + ending_by(marks + place->group_end, cutting->count - place->group_end, end);
    if (behind < cutting->count) end = lesser(end, marks[behind].start);
    space = space_at(cutting->text, end - 1);
    if (space) end = greater(space->start, last);
    return (Fragment){(int32_t)place->zone, (int32_t)start, (int32_t)end,
                      (int32_t)starting_before(marks, cutting->count, start),
                      (int32_t)ending_by(marks, cutting->count, end)};
}

static int better(const Place *left, const Place *right) {
    if (left->different != right->different) return left->different > right->different;
    int64_t size = left->group_end - left->group, other = right->group_end - right->group;
    return size != other ? size > other : left->group < right->group;
}

static int64_t add(const Cutting *cutting, Place *places, int64_t count, Place place) {
    if (place.first >= place.behind) return count;
    place.group = place.group_end = place.first;
    find_group(cutting, &place);
    places[count] = place;
    return count + 1;
}

/* The zones of a text in which there is any mark, as far as they are seen. */
static int64_t zones_of(const Cutting *cutting, Span seen, Place *places) {
    int64_t found = 0;
    for (int64_t zone = 0; zone < cutting->text->zone_count; zone++) {
        Span here = cutting->text->zones[zone];
        int64_t low = greater(here.start, seen.start), high = lesser(here.end, seen.end);
        Place place = {.zone = zone, .low = low, .high = high};
        if (low >= high) continue;
        place.first = starting_before(cutting->marks, cutting->count, low);
        place.behind = ending_by(cutting->marks, cutting->count, high);
        found = add(cutting, places, found, place);
    }
    return found;
}

/* Up to `number` fragments of each text, the best first, one behind the other; their marks are told by their places among
   those of all texts. `counts` says how many marks each text has, and is left at how many fragments there are; `shown`
   numbers what the marks show, and `meant` says for each of these numbers which one counts. `places` has room for as
   many places as the text with most zones has, and for one more a fragment. */
void attache_cut(const Text *const *texts, const Span *seen, int64_t text_count, const Mark *marks, int64_t *counts,
                 int32_t *shown, const int32_t *meant, int32_t *known, int64_t size, int64_t number, Place *places,
                 Fragment *fragments) {
    int32_t passed = 0;
    for (int64_t text = 0; text < text_count; text++) {
        for (int64_t at = passed; at < passed + counts[text]; at++) shown[at] = meant[shown[at]];
        Cutting cutting = {texts[text], marks + passed, shown + passed, counts[text], size, known};
        int64_t open = zones_of(&cutting, seen[text], places), found = 0;
        for (; open && found < number; found++) {
            int64_t best = 0;
            for (int64_t at = 1; at < open; at++)
                if (better(places + at, places + best)) best = at;
            Place place = places[best];
            places[best] = places[--open];
            Fragment fragment = cut(&cutting, &place);
            Place left = place, right = place;
            left.behind = fragment.first;
            left.high = fragment.start;
            right.first = fragment.behind;
            right.low = fragment.end;
            open = add(&cutting, places, add(&cutting, places, open, left), right);
            fragment.first += passed;
            fragment.behind += passed;
            *fragments++ = fragment;
        }
        passed += (int32_t)counts[text];
        counts[text] = found;
    }
}
