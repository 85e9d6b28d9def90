/* How many documents of sets have something: see counting.py. */

#include "kernels.h"

#define RANKS 0xFFFFFFFF

#define VECTORS (BLOCK / 2) /* of a block */

typedef uint64_t Vector __attribute__((vector_size(16)));

/* What is counted of a segment: its first lists as sets of so many words, one behind the other, the others as documents
   from a begin to an end. */
typedef struct {
    const uint64_t *sets;
    int64_t words, frequent;
    const uint16_t *docs;
    const int64_t *begins, *ends;
} Counted;

/* The bits of each 16 bits. */
#define COUNT(bits) \
    bits -= bits >> 1 & 0x5555555555555555; \
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333); \
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F; \
    bits = (bits + (bits >> 8)) & 0x00FF00FF00FF00FF

/* Adds two vectors to the sums, in each place; leaves what is carried. */
#define ADD(sums, one, two, carried) \
    odd = sums ^ one; \
    carried = (sums & one) | (odd & two); \
    sums = odd ^ two

/* What is in both sets, from a vector on. */
#define BOTH(number) (left[number] & right[number])

/* How many documents are in both sets. Of Harley and Seal: eight vectors are added bit by bit before anything is
   counted. */
int64_t count_common(const uint64_t *one, const uint64_t *other, int64_t words) {
    Vector ones = {0}, twos = {0}, fours = {0}, counts = {0}, odd, low, high, lower, higher, eights;
    Vector left[VECTORS], right[VECTORS];
    for (int64_t at = 0; at < words; at += BLOCK) {
        __builtin_memcpy(left, one + at, sizeof left);
        __builtin_memcpy(right, other + at, sizeof right);
        ADD(ones, BOTH(0), BOTH(1), low);
        ADD(ones, BOTH(2), BOTH(3), high);
        ADD(twos, low, high, lower);
        ADD(ones, BOTH(4), BOTH(5), low);
        ADD(ones, BOTH(6), BOTH(7), high);
        ADD(twos, low, high, higher);
        ADD(fours, lower, higher, eights);
        COUNT(eights);
        counts += eights;
    }
    COUNT(fours);
    COUNT(twos);
    COUNT(ones);
    counts = 8 * counts + 4 * fours + 2 * twos + ones; /* below 2 to the power of 16 in each 16 bits */
    int64_t found = 0;
    for (int part = 0; part < 2; part++)
        for (int shift = 0; shift < WORD; shift += 16) found += counts[part] >> shift & 0xFFFF;
    return found;
}

/* How many documents of a list are chosen in all segments; the sets of what is chosen stand in rows of so many words. */
static int64_t count_list(const Counted *segments, int64_t count, const uint64_t *chosen, int64_t width, int64_t list) {
    int64_t found = 0;
    for (const Counted *here = segments; here < segments + count; here++, chosen += width) {
        if (list < here->frequent) {
            found += count_common(chosen, here->sets + list * here->words, here->words);
            continue;
        }
        for (int64_t at = here->begins[list]; at < here->ends[list]; at++)
            found += chosen[here->docs[at] / WORD] >> here->docs[at] % WORD & 1;
    }
    return found;
}

/* Puts a number into a heap in the place of the least one. */
static void replace_least(int64_t *heap, int64_t size, int64_t number) {
    int64_t at = 0;
    for (int64_t below = 1; below < size; below = 2 * at + 1) {
        if (below + 1 < size && heap[below + 1] < heap[below]) below++;
        if (heap[below] >= number) break;
        heap[at] = heap[below];
        at = below;
    }
    heap[at] = number;
}

/* Leaves how many documents of each list from begin on and before end are chosen, and returns of how many lists.
   Unless `most` is 0 it is enough to count those that may be among the `most` largest: the sizes of the lists descend,
   and in `heap` there is room for as many numbers, which are 0. */
int64_t attache_tally(const Counted *segments, int64_t count, const uint64_t *chosen, int64_t width, int64_t begin,
                      int64_t end, const int64_t *sizes, int64_t most, int64_t *heap, int64_t *counts) {
    for (int64_t list = begin; list < end; list++) {
        if (most && sizes[list - begin] < heap[0]) return list - begin;
        int64_t found = counts[list - begin] = count_list(segments, count, chosen, width, list);
        if (most && found > heap[0]) replace_least(heap, most, found);
    }
    return end - begin;
}

/* Leaves in `largest`, which are 0, the largest of the counts, most first, then by rank, but no 0. What stands there is the
   count, and in its lower half how far the rank is below RANKS. */
void attache_largest(const int64_t *counts, const int64_t *ranks, int64_t size, int64_t most, int64_t *largest) {
    for (int64_t at = 0; at < size && most; at++) {
        int64_t number = counts[at] << 32 | (RANKS - ranks[at]);
        if (counts[at] && number > largest[0]) replace_least(largest, most, number);
    }
    for (int64_t last = most - 1; last > 0; last--) {
        int64_t least = largest[0];
        replace_least(largest, last, largest[last]);
        largest[last] = least;
    }
}

/* Adds 1 for each document of the set at its place. */
void attache_place(const uint64_t *set, int64_t words, const uint32_t *places, int64_t *counts) {
    for (int64_t word = 0; word < words; word++)
        for (uint64_t bits = set[word]; bits; bits &= bits - 1) counts[places[word * WORD + __builtin_ctzll(bits)]]++;
}

/* Adds 1 for each value of each document of the set at the place of the value. Those of a document stand from its start
   to the next one. */
void attache_place_each(const uint64_t *set, int64_t words, const void *starts, int64_t width, const uint32_t *values,
                        const uint32_t *places, int64_t *counts) {
    Numbers begins = {starts, width};
    for (int64_t word = 0; word < words; word++)
        for (uint64_t bits = set[word]; bits; bits &= bits - 1) {
            int64_t doc = word * WORD + __builtin_ctzll(bits), end = number_at(begins, doc + 1);
            for (int64_t at = number_at(begins, doc); at < end; at++) counts[places[values[at]]]++;
        }
}
