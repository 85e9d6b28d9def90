/* Documents as masks, of bytes that are 0 or 1: see masks.py. */

#include "kernels.h"

static void push(const List *list, uint64_t *top, int64_t words) {
    for (int64_t word = 0; word < words; word++) top[word] = list->bits ? list->bits[word] : 0;
    if (!list->bits) mark(list->docs, 0, list->size, top);
}

/* Leaves in the first set of a stack the documents of the lists that a program of postfix operations chooses; without
   steps all. An operation is the number of a list, or -1 (and), -2 (or), -3 (not). `stack` has room for as many sets
   as are open at once, at least for one. */
void choose(const List *lists, const int32_t *program, int64_t steps, int64_t size, uint64_t *stack) {
    int64_t words = (size + WORD - 1) / WORD;
    uint64_t *top = stack - words;
    for (int64_t word = 0; word < words && !steps; word++) stack[word] = ~(uint64_t)0;
    for (int64_t step = 0; step < steps; step++) {
        if (program[step] >= 0) {
            push(lists + program[step], top += words, words);
        } else if (program[step] == -3) {
            for (int64_t word = 0; word < words; word++) top[word] = ~top[word];
        } else {
            uint64_t *left = top - words;
            for (int64_t word = 0; word < words; word++)
                left[word] = program[step] == -1 ? left[word] & top[word] : left[word] | top[word];
            top = left;
        }
    }
    if (size % WORD) stack[words - 1] &= ((uint64_t)1 << size % WORD) - 1;
}

/* What `choose` leaves, as a mask. */
void attache_match(const List *lists, const int32_t *program, int64_t steps, int64_t size, uint64_t *stack,
                   uint8_t *mask) {
    choose(lists, program, steps, size, stack);
    for (int64_t doc = 0; doc < size; doc += WORD) store(mask + doc, size - doc, stack[doc / WORD]);
}

/* Which pairs of numbers are within bounds: at least the first two, and at most the last two. */
void attache_within(const int32_t *first, const int32_t *last, const int32_t *bounds, int64_t size, uint8_t *mask) {
    for (int64_t at = 0; at < size; at++)
        mask[at] = (first[at] >= bounds[0]) & (last[at] >= bounds[1]) & (first[at] <= bounds[2]) &
                   (last[at] <= bounds[3]);
}

/* Puts the documents of each list into the mask. Those of a list stand from its begin to its end, which stand in pairs. */
void attache_cover(const uint16_t *docs, const int64_t *lists, int64_t count, uint8_t *mask) {
    for (const int64_t *list = lists; list < lists + 2 * count; list += 2)
        for (int64_t at = list[0]; at < list[1]; at++) mask[docs[at]] = 1;
}
