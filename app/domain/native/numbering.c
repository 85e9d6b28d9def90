/* What marks show, by number: see fragments.py. */

#include "texts.h"

/* The first stretch of letters that is written so: in which text, from where to where, where its bytes are. */
typedef struct {
    int32_t text, start, end, at, size;
} Slice;

static Slice slice_of(const Text *text, int64_t number, Mark mark) {
    Step start = step_to(text, mark.start), end = step_across(text, start, (Span){mark.start, mark.end});
    return (Slice){(int32_t)number, mark.start, mark.end, start.bytes, end.bytes - start.bytes};
}

static int same(const uint8_t *one, const uint8_t *other, int64_t size) {
    while (size && one[size - 1] == other[size - 1]) size--;
    return !size;
}

static uint64_t hash_of(const uint8_t *letters, int64_t size) {
    uint64_t hash = 0xCBF29CE484222325; /* FNV-1a */
    for (int64_t at = 0; at < size; at++) hash = (hash ^ letters[at]) * 0x100000001B3;
    return hash ^ hash >> 32;
}

/* Numbers what each mark shows: an actor by its rank, words from `actors` on, the same for those that are written the
   same. Returns how many such words there are; the first of each is left in `slices`. `slots` is 0 before, a power of 2
   of them that is higher than the number of marks. */
int64_t attache_number(const Text *const *texts, int64_t text_count, const Mark *marks, const int64_t *counts,
                       int64_t actors, int32_t *shown, Slice *slices, int32_t *slots, int64_t slot_count) {
    int64_t found = 0;
    for (int64_t number = 0; number < text_count; number++) {
        for (const Mark *end = marks + counts[number]; marks < end; marks++) {
            *shown = marks->actor;
            if (marks->actor < 0) {
                Slice slice = slice_of(texts[number], number, *marks);
                const uint8_t *letters = texts[number]->letters + slice.at;
                int64_t slot = (int64_t)(hash_of(letters, slice.size) & (uint64_t)(slot_count - 1));
                for (; slots[slot]; slot = (slot + 1) & (slot_count - 1)) {
                    Slice other = slices[slots[slot] - 1];
                    if (other.size == slice.size && same(letters, texts[other.text]->letters + other.at, slice.size))
                        break;
                }
                if (!slots[slot]) {
                    slices[found++] = slice;
                    slots[slot] = (int32_t)found;
                }
                *shown = (int32_t)(actors + slots[slot] - 1);
            }
            shown++;
        }
    }
    return found;
}
