/* The postings of forms, added up: see postings.py. */

#include "kernels.h"

/* The postings of all forms in one field: those of form f stand from starts[f] to starts[f + 1]. */
typedef struct {
    const uint16_t *docs;
    Numbers values, starts;
    double times; /* how often a value counts */
} Column;

#define ADD(type)                                                                                                      \
    for (int64_t at = start; at < end; at++) {                                                                         \
        uint16_t doc = column->docs[at];                                                                               \
        float weight = (float)((const type *)column->values.data)[at] * times;                                         \
        sums[doc] += factors ? weight * factors[languages[doc]] : weight;                                              \
    }

static void add(const Column *column, int64_t start, int64_t end, const float *factors, const uint8_t *languages,
                float *sums) {
    float times = (float)column->times;
    switch (column->values.width) {
    case 1: ADD(uint8_t) break;
    case 2: ADD(uint16_t) break;
    default: ADD(uint32_t)
    }
}

/* What the forms of all runs count in the columns together, in each document in which it is more than 0; returns in
   how many. `sums` are 0 before and after, and as many as whole words have; `set` is the same documents as bits. */
int64_t attache_gather(const Column *columns, int64_t column_count, const Run *runs, int64_t run_count,
                       const float *factors, int64_t factor_count, const uint8_t *languages, int64_t size, float *sums,
                       uint16_t *docs, float *weights, uint64_t *set) {
    int64_t found = 0, added = 0, words = (size + WORD - 1) / WORD;
    for (int64_t word = 0; word < words; word++) set[word] = 0;
    for (const Run *run = runs; run < runs + run_count; run++)
        for (const Column *column = columns; column < columns + column_count; column++) {
            int64_t start = number_at(column->starts, run->first), end = number_at(column->starts, run->end);
            add(column, start, end, run->way ? factors + run->way * factor_count : 0, languages, sums);
            if ((added += end - start) < words) mark(column->docs, start, end, set);
        }
    for (int64_t word = 0; word < words; word++) /* what is rare is marked, the rest is looked for */
        if (set[word] || added >= words) set[word] = drain(sums, word * WORD, docs, weights, &found);
    return found;
}
