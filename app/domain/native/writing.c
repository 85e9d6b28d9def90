/* Fragments of texts as JSON: see writing.py. */

#include "texts.h"

/* The pieces of JSON that are given, by number: what stands before and behind the values, and how fragments begin that
   lie in each zone. Behind them come what stands before the letters in marks of words, and in those of each actor. */
enum { BEFORE_END, BEFORE_TEXT, BEFORE_MARKS, MARK, BEHIND_MARK, BEHIND_FRAGMENT, ZONES };

enum { CODE_POINTS, UTF16, BYTES };

#define BLOCK 16 /* bytes that are looked at in one instruction */

/* What is written, of which goes to memory what there is room for. */
typedef struct {
    const uint8_t *pieces;
    const int32_t *edges;
    int64_t words, unit, room, size;
    uint8_t *to;
} Output;

static void put(Output *output, const uint8_t *bytes, int64_t count) {
    uint8_t *to = output->to + output->size;
    output->size += count;
    if (output->size <= output->room)
        for (int64_t at = 0; at < count; at++) to[at] = bytes[at];
}

static void put_piece(Output *output, int64_t number) {
    put(output, output->pieces + output->edges[number], output->edges[number + 1] - output->edges[number]);
}

static void put_letter(Output *output, uint8_t letter) {
    put(output, &letter, 1);
}

static void put_offset(Output *output, int64_t letter, Step step) {
    int64_t number = output->unit == CODE_POINTS ? letter : output->unit == UTF16 ? letter + step.pairs : step.bytes;
    uint8_t digits[20];
    int64_t first = 20;
    do digits[--first] = (uint8_t)('0' + number % 10);
    while (number /= 10);
    put(output, digits + first, 20 - first);
}

static inline int is_escaped(uint8_t letter) {
    return (letter < 0x20) | (letter == '"') | (letter == '\\');
}

/* As short as JSON allows (RFC 8259, 7). */
static void put_escaped(Output *output, uint8_t letter) {
    static const uint8_t short_ones[] = "btn.fr", digits[] = "0123456789abcdef";
    if (letter == '"' || letter == '\\' || (letter >= '\b' && letter <= '\r' && letter != 0x0B)) {
        put_letter(output, '\\');
        put_letter(output, letter < 0x20 ? short_ones[letter - '\b'] : letter);
    } else {
        put(output, (const uint8_t *)"\\u00", 4);
        put_letter(output, digits[letter >> 4]);
        put_letter(output, digits[letter & 15]);
    }
}

/* The next byte from `at` on that is escaped, or `count`. */
static int64_t next_escaped(const uint8_t *letters, int64_t at, int64_t count) {
    for (; at + BLOCK <= count; at += BLOCK) {
        uint8_t any = 0;
        for (int64_t byte = 0; byte < BLOCK; byte++) any |= (uint8_t)is_escaped(letters[at + byte]);
        if (any) break;
    }
    while (at < count && !is_escaped(letters[at])) at++;
    return at;
}

static void put_text(Output *output, const uint8_t *letters, int64_t count) {
    for (int64_t at = 0; at < count; at++) {
        int64_t found = next_escaped(letters, at, count);
        put(output, letters + at, found - at);
        if (found < count) put_escaped(output, letters[found]);
        at = found;
    }
}

/* Where a stretch starts and ends, and its letters, with these pieces before its end and before its letters. */
static void put_stretch(Output *output, const Text *text, Span span, int64_t before_end, int64_t before_text) {
    Step start = step_to(text, span.start), end = step_across(text, start, span);
    put_offset(output, span.start, start);
    put_piece(output, before_end);
    put_offset(output, span.end, end);
    put_piece(output, before_text);
    put_text(output, text->letters + start.bytes, end.bytes - start.bytes);
}

static void put_fragment(Output *output, const Text *text, Fragment fragment, const Mark *marks) {
    put_piece(output, ZONES + text->names[fragment.zone]);
    put_stretch(output, text, (Span){fragment.start, fragment.end}, BEFORE_END, BEFORE_TEXT);
    put_piece(output, BEFORE_MARKS);
    for (int64_t at = fragment.first; at < fragment.behind; at++) {
        if (at > fragment.first) put_letter(output, ',');
        put_piece(output, MARK);
        put_stretch(output, text, (Span){marks[at].start, marks[at].end}, BEFORE_END, output->words + 1 + marks[at].actor);
        put_piece(output, BEHIND_MARK);
    }
    put_piece(output, BEHIND_FRAGMENT);
}

/* The fragments of each text, so many as `counts` says, as a JSON array; where each array ends is left in `ends`. `words`
   is the number of the piece for words. Returns how many bytes these are: when there is less room, what was written is of no use. */
int64_t attache_write(const Text *const *texts, int64_t text_count, const int64_t *counts, const Fragment *fragments,
                      const Mark *marks, const uint8_t *pieces, const int32_t *edges, int64_t words, int64_t unit,
                      uint8_t *to, int64_t room, int64_t *ends) {
    Output output = {pieces, edges, words, unit, room, 0, to};
    for (int64_t text = 0; text < text_count; text++) {
        put_letter(&output, '[');
        for (int64_t at = 0; at < counts[text]; at++) {
            if (at) put_letter(&output, ',');
            put_fragment(&output, texts[text], *fragments++, marks);
        }
        put_letter(&output, ']');
        ends[text] = output.size;
    }
    return output.size;
}
