/* What the inner loops of a search share. Nothing is allocated and nothing of the C library is called: all memory is the
   caller's, and arrays are as long as he says. Compile without "fast" mathematics and without contraction. */

#ifndef ATTACHE_KERNELS_H
#define ATTACHE_KERNELS_H

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WORD 64
#define BLOCK 16 /* words: sets are as long as whole blocks, and 0 behind their last document */

/* Documents in ascending order, with weights above 0. */
typedef struct {
    const uint16_t *docs;
    const float *weights;
    const uint64_t *bits; /* the same documents as a set; NULL if nobody has made it */
    int64_t size;
    double rarity;
    const uint8_t *impacts; /* see `attache_impacts`; NULL if nobody has made them */
} List;

/* Numbers of 1, 2, 4 or 8 bytes, none negative. */
typedef struct {
    const void *data;
    int64_t width;
} Numbers;

static inline int64_t number_at(Numbers numbers, int64_t at) {
    switch (numbers.width) {
    case 1: return ((const uint8_t *)numbers.data)[at];
    case 2: return ((const uint16_t *)numbers.data)[at];
    case 4: return ((const uint32_t *)numbers.data)[at];
    default: return ((const int64_t *)numbers.data)[at];
    }
}

/* The forms from first on and before end; way is the row of what they count by language, the row 0 counts 1. */
typedef struct {
    int64_t first, end, way;
} Run;

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

static inline void clear(float *sums) {
#ifdef __SSE2__ /* faster than what compilers make of the loop */
    for (int at = 0; at < WORD; at += 4) _mm_storeu_ps(sums + at, _mm_setzero_ps());
#else
    for (int at = 0; at < WORD; at++) sums[at] = 0;
#endif
}

/* Puts what is above 0 of what was added up in 64 documents, from `first` on, behind the `found` ones; returns their set
   and makes the sums 0. */
static inline uint64_t drain(float *sums, int64_t first, uint16_t *docs, float *weights, int64_t *found) {
    uint64_t set = positive(sums + first);
    int64_t next = *found;
    for (uint64_t bits = set; bits; bits &= bits - 1) {
        int64_t doc = first + __builtin_ctzll(bits);
        docs[next] = (uint16_t)doc;
        weights[next++] = sums[doc];
    }
    *found = next;
    clear(sums + first);
    return set;
}

/* Puts some documents of a list into a set. */
static inline void mark(const uint16_t *docs, int64_t start, int64_t end, uint64_t *set) {
    for (int64_t at = start; at < end; at++) set[docs[at] / WORD] |= (uint64_t)1 << docs[at] % WORD;
}

/* 64 bytes that are 0 or 1 as bits; and back, fewer at the end of a mask. */
static inline uint64_t load(const uint8_t *mask) {
    uint64_t bytes[8], bits = 0;
    __builtin_memcpy(bytes, mask, WORD);
#ifdef __SSE2__
    for (int part = 0; part < 4; part++) {
        __m128i some = _mm_loadu_si128((const __m128i *)bytes + part);
        bits |= (uint64_t)_mm_movemask_epi8(_mm_slli_epi16(some, 7)) << 16 * part;
    }
#else
    for (int part = 0; part < 8; part++) bits |= (bytes[part] * 0x0102040810204080 >> 56) << 8 * part;
#endif
    return bits;
}

static inline void store(uint8_t *mask, int64_t room, uint64_t bits) {
    uint64_t bytes[8];
    for (int part = 0; part < 8; part++) {
        uint64_t spread = (bits >> 8 * part & 0xFF) * 0x0101010101010101 & 0x8040201008040201;
        bytes[part] = (spread + 0x7F7F7F7F7F7F7F7F) >> 7 & 0x0101010101010101;
    }
    if (room >= WORD)
        __builtin_memcpy(mask, bytes, WORD);
    else
        __builtin_memcpy(mask, bytes, room);
}

/* The words of a set of so many documents. */
static inline int64_t words_of(int64_t size) {
    return (size + BLOCK * WORD - 1) / (BLOCK * WORD) * BLOCK;
}

int64_t count_common(const uint64_t *one, const uint64_t *other, int64_t words);
void choose(const List *lists, const int32_t *program, int64_t steps, int64_t size, uint64_t *stack);

#endif
