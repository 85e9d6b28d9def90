/* What the inner loops over texts share. All offsets are code points; spans are half-open, and in order.

   Nothing is allocated and nothing of the C library is called: all memory is the caller's, and arrays are as long as he
   says. */

#ifndef ATTACHE_TEXTS_H
#define ATTACHE_TEXTS_H

#include <stdint.h>

typedef struct {
    int32_t start, end;
} Span;

/* A mark, and the rank of its actor among the names of all actors; it is negative for words. */
typedef struct {
    int32_t start, end, actor;
} Mark;

static inline int64_t lesser(int64_t one, int64_t other) {
    return one < other ? one : other;
}

static inline int64_t greater(int64_t one, int64_t other) {
    return one > other ? one : other;
}

/* How many of the ascending numbers, each so many behind the one before, are as high at most. */
static inline int64_t up_to(const int32_t *numbers, int64_t apart, int64_t count, int64_t highest) {
    int64_t low = 0;
    while (low < count) {
        int64_t middle = low + (count - low) / 2;
        if (numbers[apart * middle] <= highest)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

#endif
