/* The postings of forms, added up: see postings.py. */

#include "kernels.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
    }

static void add(const Column *column, int64_t start, int64_t end, const float *factors, const uint8_t *languages,
                float *sums) {
    switch (column->value_width) {
    case 1: ADD(uint8_t) break;
    case 2: ADD(uint16_t) break;
    default: ADD(uint32_t)
    }
}

/* Which of 64 numbers are above 0, one bit each. */
static inline uint64_t positive(const float *sums) {
    uint64_t bits = 0;
#ifdef __SSE2__
    for (int at = 0; at < WORD; at += 4)
        bits |= (uint64_t)_mm_movemask_ps(_mm_cmpgt_ps(_mm_loadu_ps(sums + at), _mm_setzero_ps())) << at;
#else
    for (int at = 0; at < WORD; at++) bits |= (uint64_t)(sums[at] > 0) << at;
#endif
    return bits;
}

/* What the forms of all runs count in the columns together, in each document in which it is more than 0; returns in
   how many. `sums` are 0 before and after, and as many as whole words have; `set` is the same documents as bits. */
int64_t attache_gather(const Column *columns, int64_t column_count, const Run *runs, int64_t run_count,
                       const float *factors, int64_t factor_count, const uint8_t *languages, int64_t size, float *sums,
                       uint16_t *docs, float *weights, uint64_t *set) {
    for (int64_t run = 0; run < run_count; run++)
        for (int64_t at = 0; at < column_count; at++) {
            const float *row = runs[run].way ? factors + runs[run].way * factor_count : 0;
            add(columns + at, start_at(columns + at, runs[run].first), start_at(columns + at, runs[run].end), row,
                languages, sums);
        }
    int64_t found = 0, several = column_count > 1; /* columns may add up to less than 0 */
    for (int64_t word = 0; word < (size + WORD - 1) / WORD; word++) {
        float *here = sums + word * WORD;
        set[word] = positive(here);
        for (uint64_t bits = set[word]; bits; bits &= bits - 1) {
            int64_t at = __builtin_ctzll(bits);
            docs[found] = (uint16_t)(word * WORD + at);
            weights[found++] = here[at];
        }
        for (int at = 0; at < WORD && (set[word] || several); at++) here[at] = 0;
    }
    return found;
}
