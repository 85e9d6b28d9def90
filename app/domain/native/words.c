/* Where words stand in texts: see words.py. */

#include "texts.h"

/* The words of a text, in four rows of `count` each: their numbers, their zones, where they start and where they end.
   `wanted` says of each number in which zones it is looked for, a bit each. */
typedef struct {
    const int32_t *rows;
    int64_t count;
    const uint8_t *wanted;
} Words;

/* Where in texts those of the words stand that are looked for: those that there is `room` for are left in `found`, and in
   `counts` how many there are in each text. */
void attache_find(const Words *texts, int64_t text_count, Span *found, int64_t room, int64_t *counts) {
    int64_t all = 0;
    for (int64_t text = 0; text < text_count; text++) {
        int64_t count = texts[text].count;
        const int32_t *number = texts[text].rows, *zone = number + count, *start = zone + count, *end = start + count;
        int64_t before = all;
        for (int64_t at = 0; at < count; at++)
            if (texts[text].wanted[number[at]] >> zone[at] & 1) {
                if (all < room) found[all] = (Span){start[at], end[at]};
                all++;
            }
        counts[text] = all - before;
    }
}
