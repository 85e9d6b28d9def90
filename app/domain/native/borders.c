/* Where the white space of a text is, the borders of its sentences, and its bytes: see layouts.py. */

#include "texts.h"

static inline int is_space(uint32_t letter) {
    return (letter >= 9 && letter <= 13) || (letter >= 28 && letter <= 32) || letter == 0x85 || letter == 0xA0 ||
           letter == 0x1680 || (letter >= 0x2000 && letter <= 0x200A) || letter == 0x2028 || letter == 0x2029 ||
           letter == 0x202F || letter == 0x205F || letter == 0x3000;
}

static inline int ends_sentence(uint32_t letter) {
    return letter == '.' || letter == '!' || letter == '?' || letter == 0x2026;
}

/* What may stand between the end of a sentence and the space behind it: quotation marks and brackets. */
static inline int closes(uint32_t letter) {
    return letter == '"' || letter == '\'' || letter == ')' || letter == ']' || letter == 0xBB || letter == 0xAB ||
           letter == 0x2018 || letter == 0x2019 || letter == 0x201C || letter == 0x201D;
}

/* Where the border in a run of white space begins, -1 if it is none: behind a sentence all of it is, else what begins
   with the first of two line feeds. */
static int64_t border_in(const uint32_t *text, Span run) {
    int64_t before = run.start - 1, first = -1;
    while (before >= 0 && closes(text[before])) before--;
    if (before >= 0 && ends_sentence(text[before])) return run.start;
    for (int64_t at = run.start; at < run.end; at++)
        if (text[at] == '\n') {
            if (first >= 0) return first;
            first = at;
        }
    return -1;
}

/* The runs of white space of a text, and the borders between its sentences and paragraphs: of each the white space
   there. Either has room for half as many as there are letters, and one more. `counts` is how many there are of both. */
void attache_borders(const uint32_t *text, int64_t length, Span *spaces, Span *borders, int64_t *counts) {
    int64_t runs = 0, found = 0;
    for (int64_t at = 0; at < length; at++) {
        if (!is_space(text[at])) continue;
        int64_t start = at;
        while (at < length && is_space(text[at])) at++;
        Span run = {(int32_t)start, (int32_t)at};
        spaces[runs++] = run;
        int64_t border = border_in(text, run);
        if (border >= 0) borders[found++] = (Span){(int32_t)border, run.end};
    }
    counts[0] = runs;
    counts[1] = found;
}

/* The steps through a text: one for each `STEP`th letter, the one behind the last among them. */
void attache_steps(const uint32_t *text, int64_t length, Step *steps) {
    Step step = {0, 0};
    for (int64_t at = 0; at <= length; at++) {
        if (at % STEP == 0) steps[at / STEP] = step;
        if (at == length) break;
        step.bytes += 1 + (text[at] >= 0x80) + (text[at] >= 0x800) + (text[at] >= 0x10000);
        step.pairs += text[at] >= 0x10000;
    }
}
