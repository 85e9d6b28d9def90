/* Where words stand together: see phrases.py. */

#include "kernels.h"

#define NONE INT64_MAX
#define NEAR 16 /* documents that are passed one by one */
#define INLINE static inline __attribute__((always_inline))

/* The places of all forms in one field: those of form f stand from place_starts[f] on, for each of its documents, which
   stand from starts[f] on, as many as counts says. In a document they ascend. */
typedef struct {
    const uint16_t *docs;
    Numbers counts, places, starts, place_starts;
} Field;

/* The passages of each document: at which place they begin, and in which zone they are. */
typedef struct {
    Numbers starts, places;
    const uint8_t *zones;
} Passages;

/* A word of a phrase. `number` is its step behind the first word; of words that are near each other, how often it is
   needed. The others are where the kernel is: its documents are left from `doc` on and before `last_doc`, its places in
   the first of them from `first` on, and those that were not passed yet from `place` on and before `last`. */
typedef struct {
    int64_t form, number, doc, last_doc, first, place, last;
} Term;

static int64_t sum(Numbers counts, int64_t start, int64_t end) {
    int64_t total = 0;
    if (counts.width == 1) /* as nearly all are */
        for (; start < end; start++) total += ((const uint8_t *)counts.data)[start];
    for (; start < end; start++) total += number_at(counts, start);
    return total;
}

static void open_terms(Term *terms, int64_t count, const Field *field) {
    for (int64_t at = 0; at < count; at++) {
        Term term = terms[at];
        term.doc = number_at(field->starts, term.form);
        term.last_doc = number_at(field->starts, term.form + 1);
        term.first = number_at(field->place_starts, term.form);
        int64_t rank = at; /* the rarest is the first */
        for (; rank && terms[rank - 1].last_doc - terms[rank - 1].doc > term.last_doc - term.doc; rank--)
            terms[rank] = terms[rank - 1];
        terms[rank] = term;
    }
}

/* Where in ascending documents, from `low` on and before `last`, the first stands that is not below `wanted`. */
static int64_t leap(const uint16_t *docs, int64_t low, int64_t last, int64_t wanted) {
    int64_t step = 1;
    for (; low + step <= last && docs[low + step - 1] < wanted; step *= 2) low += step;
    for (int64_t high = low + step - 1 < last ? low + step - 1 : last; low < high;) {
        int64_t middle = (low + high) / 2;
        if (docs[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first document of a term that is not below `wanted`, or NONE; the term goes on to it. Mostly it is near. */
INLINE int64_t seek(Term *term, const Field *field, int64_t wanted) {
    int64_t doc = term->doc, near = doc + NEAR < term->last_doc ? doc + NEAR : term->last_doc;
    for (; doc < near && field->docs[doc] < wanted; doc++) term->first += number_at(field->counts, doc);
    if (doc == near) {
        term->doc = leap(field->docs, doc, term->last_doc, wanted);
        term->first += sum(field->counts, doc, term->doc);
    } else {
        term->doc = doc;
    }
    return term->doc < term->last_doc ? field->docs[term->doc] : NONE;
}

/* The first document from `doc` on that has all terms, or NONE. */
INLINE int64_t next_doc(Term *terms, int64_t count, const Field *field, int64_t doc) {
    for (int64_t at = 0; at < count; at++) {
        int64_t found = seek(terms + at, field, doc);
        if (found == NONE) return NONE;
        if (found > doc) doc = found, at = -1;
    }
    for (Term *term = terms; term < terms + count; term++) {
        term->place = term->first;
        term->last = term->first + number_at(field->counts, term->doc);
    }
    return doc;
}

/* The first place from `start` on at which a phrase could begin by what this term says, or NONE. */
INLINE int64_t allowed(Term *term, Numbers places, int64_t start, int64_t reach) {
    int64_t wanted = reach ? start : start + term->number, needed = reach ? term->number - 1 : 0;
    while (term->place < term->last && number_at(places, term->place) < wanted) term->place++;
    if (term->place + needed >= term->last) return NONE;
    int64_t place = number_at(places, term->place + needed);
    if (!reach) return place - term->number;
    return place < start + reach ? start : place - reach + 1;
}

/* The first place from `start` on at which a phrase begins, or NONE. */
INLINE int64_t next_start(Term *terms, int64_t count, Numbers places, int64_t start, int64_t reach) {
    for (int64_t at = 0; at < count; at++) {
        int64_t found = allowed(terms + at, places, start, reach);
        if (found == NONE) return NONE;
        if (found > start) start = found, at = -1;
    }
    if (!reach) return start;
    int64_t first = NONE; /* that of a word: all are in reach of it too */
    for (Term *term = terms; term < terms + count; term++) {
        int64_t place = number_at(places, term->place);
        if (place < first) first = place;
    }
    return first;
}

/* What the phrases in a document count together. */
INLINE float weigh(Term *terms, int64_t count, Numbers places, int64_t reach, const Passages *passages, int64_t doc,
                   const float *boosts) {
    int64_t passage = number_at(passages->starts, doc), last = number_at(passages->starts, doc + 1) - 1;
    float total = 0;
    for (int64_t start = 0; (start = next_start(terms, count, places, start, reach)) != NONE; start++) {
        while (passage < last && number_at(passages->places, passage + 1) <= start) passage++;
        total += boosts[passages->zones[passage]];
    }
    return total;
}

/* Adds up what phrases count in the documents of one field, and puts these into `set`. */
INLINE void add_field(Field field, const Passages *passages, Term *terms, int64_t count, int64_t reach,
                      const float *boosts, float *sums, uint64_t *set) {
    open_terms(terms, count, &field);
    for (int64_t doc = 0; (doc = next_doc(terms, count, &field, doc)) != NONE; doc++) {
        float weight = weigh(terms, count, field.places, reach, passages, doc, boosts);
        sums[doc] += weight;
        if (weight > 0) set[doc / WORD] |= (uint64_t)1 << doc % WORD;
    }
}

/* The documents that have all terms, in a row or (unless `reach` is 0) in any order within so many places, and what the
   zones of their beginnings count together, where it is more than 0; returns how many they are. `boosts` says what each
   zone counts; `sums` are 0 before and after; `set` is left with the same documents as bits. */
int64_t attache_phrase(const Field *fields, int64_t field_count, const Passages *passages, Term *terms, int64_t count,
                       int64_t reach, const float *boosts, int64_t size, float *sums, uint16_t *docs, float *weights,
                       uint64_t *set) {
    int64_t found = 0, words = (size + WORD - 1) / WORD;
    for (int64_t word = 0; word < words; word++) set[word] = 0;
    for (const Field *field = fields; count && field < fields + field_count; field++) {
        Field usual = *field; /* compiled for its widths */
        usual.counts.width = 1, usual.places.width = 2;
        if (field->counts.width == 1 && field->places.width == 2)
            add_field(usual, passages, terms, count, reach, boosts, sums, set);
        else
            add_field(*field, passages, terms, count, reach, boosts, sums, set);
    }
    for (int64_t word = 0; word < words; word++)
        if (set[word]) set[word] = drain(sums, word * WORD, docs, weights, &found);
    return found;
}
