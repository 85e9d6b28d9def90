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

/* A fragment, and the marks in it. */
typedef struct {
    int32_t zone, start, end, first, behind;
} Fragment;

/* How many bytes of UTF-8 stand before a letter, and how many letters that are two units of UTF-16. */
typedef struct {
    int32_t bytes, pairs;
} Step;

/* A text: its zones and the numbers of their names, the borders between its sentences, its white space; its letters as
   UTF-8, with a step for each `STEP`th of them. */
typedef struct {
    const Span *zones, *borders, *spaces;
    const int32_t *names;
    const uint8_t *letters;
    const Step *steps;
    int64_t zone_count, border_count, space_count, length;
} Text;

#define STEP 16

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

static inline Step step_on(const Text *text, Step step, int64_t letters) {
    while (letters--) {
        uint8_t first = text->letters[step.bytes];
        step.bytes += 1 + (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0);
        step.pairs += first >= 0xF0;
    }
    return step;
}

/* The step to a letter; behind the last one all are the end. */
static inline Step step_to(const Text *text, int64_t letter) {
    letter = lesser(greater(letter, 0), text->length);
    return step_on(text, text->steps[letter / STEP], letter % STEP);
}

/* The step to the end of a span, from the one to its start: most marks are short. */
static inline Step step_across(const Text *text, Step start, Span span) {
    int64_t size = (int64_t)span.end - span.start;
    int near = span.start >= 0 && size >= 0 && size < STEP && span.end <= text->length;
    return near ? step_on(text, start, size) : step_to(text, span.end);
}

#endif
