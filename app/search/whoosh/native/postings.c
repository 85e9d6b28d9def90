/* The postings of forms, added up: see postings.py. */

#include "kernels.h"

/* The postings of all forms in one field: those of form f stand from starts[f] to starts[f + 1]. */
typedef struct {
    const uint16_t *docs;
    const void *values;
    const void *starts;
    float times;         /* how often a value counts */
    int32_t value_width; /* bytes: 1, 2 or 4 */
    int32_t start_width; /* bytes: 4 or 8 */
} Column;

/* The forms from first on and before end; way is the row of what they count by language, the row 0 counts 1. */
typedef struct {
    int64_t first, end, way;
} Run;

static inline int64_t start_at(const Column *column, int64_t form) {
    return column->start_width == 4 ? ((const uint32_t *)column->starts)[form] : ((const int64_t *)column->starts)[form];
}

#define ADD(type)                                                                                                      \
    for (int64_t at = start; at < end; at++) {                                                                         \
        uint16_t doc = column->docs[at];                                                                               \
        float weight = (float)((const type *)column->values)[at] * column->times;                                      \
        sums[doc] += factors ? weight * factors[languages[doc]] : weight;                                              \
        touched[doc / WORD] |= (uint64_t)1 << doc % WORD;                                                              \
    }

static void add(const Column *column, int64_t start, int64_t end, const float *factors, const uint8_t *languages,
                float *sums, uint64_t *touched) {
    switch (column->value_width) {
    case 1: ADD(uint8_t) break;
    case 2: ADD(uint16_t) break;
    default: ADD(uint32_t)
    }
}

/* What the forms of all runs count in the columns together, in each document in which it is more than 0; returns in
   how many. `sums` and `touched` are 0 before and after; `set` is the same documents as a set of bits. */
int64_t attache_gather(const Column *columns, int64_t column_count, const Run *runs, int64_t run_count,
                       const float *factors, int64_t factor_count, const uint8_t *languages, int64_t size, float *sums,
                       uint64_t *touched, uint16_t *docs, float *weights, uint64_t *set) {
    for (int64_t run = 0; run < run_count; run++)
        for (int64_t at = 0; at < column_count; at++) {
            const float *row = runs[run].way ? factors + runs[run].way * factor_count : 0;
            add(columns + at, start_at(columns + at, runs[run].first), start_at(columns + at, runs[run].end), row,
                languages, sums, touched);
        }
    int64_t found = 0;
    for (int64_t word = 0; word < (size + WORD - 1) / WORD; word++) {
        set[word] = touched[word];
        for (uint64_t bits = touched[word]; bits; bits &= bits - 1) {
            int64_t doc = word * WORD + __builtin_ctzll(bits);
            docs[found] = (uint16_t)doc;
            weights[found] = sums[doc];
            found += sums[doc] > 0;
            if (!(sums[doc] > 0)) set[word] &= ~(bits & -bits);
            sums[doc] = 0;
        }
        touched[word] = 0;
    }
    return found;
}
