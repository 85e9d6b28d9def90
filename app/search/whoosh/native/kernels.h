/* What the inner loops of a search share. Nothing is allocated and nothing of the C library is called: all memory is the
   caller's, and arrays are as long as he says. Compile without "fast" mathematics and without contraction. */

#ifndef ATTACHE_KERNELS_H
#define ATTACHE_KERNELS_H

#include <stdint.h>

#define WORD 64

/* Documents in ascending order, with weights above 0. */
typedef struct {
    const uint16_t *docs;
    const float *weights;
    const uint64_t *bits; /* the same documents as a set; NULL if nobody has made it */
    int64_t size;
    double rarity;
} List;

/* 64 bytes that are 0 or 1, fewer at the end of a mask, as bits; and back. */
static inline uint64_t load(const uint8_t *mask, int64_t room) {
    uint64_t bytes[8] = {0}, bits = 0;
    if (room >= WORD)
        __builtin_memcpy(bytes, mask, WORD);
    else
        __builtin_memcpy(bytes, mask, room);
    for (int part = 0; part < 8; part++) bits |= (bytes[part] * 0x0102040810204080 >> 56) << 8 * part;
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

void attache_match(const List *lists, const int32_t *program, int64_t steps, int64_t size, uint64_t *stack,
                   uint8_t *mask);
int64_t attache_common(const uint8_t *left, const uint8_t *right, int64_t size, uint8_t *both);

#endif
