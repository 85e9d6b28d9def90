/* The first documents in an order, or by their scores: see searching.py. Scores are the same to the last bit as those of
   app/search/scoring.py. */

#include "kernels.h"

#define NEARLY (1 - 1e-9) /* far more than rounding changes */

/* Where a page begins: behind this score, or behind this rank among those that have it. */
typedef struct {
    double score;
    int64_t rank;
} After;

static inline double numerator(const List *list, double weight, double growth) {
    return list->rarity * weight * growth;
}

/* Adds to `scores` what each list counts in each of the documents of the mask: BM25, as app/search/scoring.py. */
void attache_score(const List *lists, int64_t list_count, const uint8_t *mask, const double *damping, double growth,
                  double *scores) {
    for (const List *list = lists; list < lists + list_count; list++)
        for (int64_t at = 0; list->rarity > 0 && at < list->size; at++) {
            uint16_t doc = list->docs[at];
            double weight = list->weights[at];
            if (mask[doc]) scores[doc] += numerator(list, weight, growth) / (weight + damping[doc]);
        }
}

typedef struct {
    double score;
    uint16_t doc, rank;
} Entry;

/* The first entries behind `after`, as a heap of which the last in order is the first. */
typedef struct {
    Entry *entries;
    int64_t size, room;
    const After *after;
} Heap;

static inline int before(Entry left, Entry right) {
    return left.score > right.score || (left.score == right.score && left.rank < right.rank);
}

static void sink(Entry *entries, int64_t size, int64_t at) {
    Entry entry = entries[at];
    for (int64_t child; (child = 2 * at + 1) < size; at = child) {
        if (child + 1 < size && before(entries[child], entries[child + 1])) child++;
        if (!before(entry, entries[child])) break;
        entries[at] = entries[child];
    }
    entries[at] = entry;
}

static void keep(Heap *heap, Entry entry) {
    const After *after = heap->after;
    if (after && !(entry.score < after->score || (entry.score == after->score && entry.rank >= after->rank))) return;
    if (heap->size == heap->room) {
        heap->entries[0] = entry;
        sink(heap->entries, heap->size, 0);
        return;
    }
    int64_t at = heap->size++;
    for (; at && before(heap->entries[(at - 1) / 2], entry); at = (at - 1) / 2)
        heap->entries[at] = heap->entries[(at - 1) / 2];
    heap->entries[at] = entry;
}

static inline void try(Heap *heap, Entry entry) {
    if (heap->size < heap->room || before(entry, heap->entries[0])) keep(heap, entry);
}

/* Tries the documents of the mask, of which `scores` says the scores, and makes these 0. */
static void try_all(Heap *heap, const uint8_t *mask, int64_t size, const uint16_t *ranks, double *scores) {
    for (int64_t first = 0; first < size; first += WORD) {
        for (uint64_t bits = load(mask + first, size - first); bits; bits &= bits - 1) {
            int64_t doc = first + __builtin_ctzll(bits);
            try(heap, (Entry){scores[doc], (uint16_t)doc, ranks[doc]});
            scores[doc] = 0;
        }
    }
}

/* Tries the documents of one list that are in the mask; most are seen to be too low before anything is divided. */
static void try_list(Heap *heap, const List *list, const uint8_t *mask, const double *damping, double growth,
                     const uint16_t *ranks) {
    for (int64_t at = 0; at < list->size; at++) {
        uint16_t doc = list->docs[at];
        double weight = list->weights[at], above = numerator(list, weight, growth), below = weight + damping[doc];
        if (!mask[doc] || (heap->size == heap->room && above < heap->entries[0].score * below * NEARLY)) continue;
        try(heap, (Entry){above / below, doc, ranks[doc]});
    }
}

/* Moves the entries of a heap out of it, in order. */
static int64_t take(Heap *heap, uint16_t *docs, double *best) {
    for (int64_t left = heap->size; left--;) {
        docs[left] = heap->entries[0].doc;
        best[left] = heap->entries[0].score;
        heap->entries[0] = heap->entries[left];
        sink(heap->entries, left, 0);
    }
    return heap->size;
}

/* A segment: how many documents it has, which of them are undated, how each is damped, and the rank of its id; by which
   order they come, or NULL: by their scores. */
typedef struct {
    int64_t size;
    const uint8_t *undated;
    const double *damping;
    const uint16_t *ranks, *order;
} Segment;

/* What a search calculates in; `scores` are 0 before and after. */
typedef struct {
    uint8_t *mask;
    double *scores;
    Entry *entries;
} Scratch;

/* How many documents of a segment were chosen, how many of those were undated before the time was asked for, and how
   many are given. */
typedef struct {
    int64_t total, undated, given;
} Found;

static int64_t first_in_order(const uint16_t *order, int64_t start, int64_t size, const uint8_t *mask, int64_t room,
                              uint16_t *docs) {
    int64_t found = 0;
    for (int64_t at = start; at < size && found < room; at++)
        if (mask[order[at]]) docs[found++] = order[at];
    return found;
}

static int64_t best_of(const Segment *segment, const List *lists, int64_t list_count, double growth, const After *after,
                       int64_t room, const Scratch *scratch, uint16_t *docs, double *best) {
    Heap heap = {scratch->entries, 0, room, after};
    const uint8_t *mask = scratch->mask;
    if (list_count == 1 && lists->rarity > 0)
        try_list(&heap, lists, mask, segment->damping, growth, segment->ranks);
    if (heap.size < heap.room) { /* those that are in no list, too */
        heap.size = 0;
        attache_score(lists, list_count, mask, segment->damping, growth, scratch->scores);
        try_all(&heap, mask, segment->size, segment->ranks, scratch->scores);
    }
    return take(&heap, docs, best);
}

/* The first `room` documents of each segment, in order. For each segment there are so many lists, by which a program
   chooses (see masks.c; without steps: all), masks of what passes the filters, and, unless NULL, a mask of what is of
   the right time, and what comes before the page: its score and rank, or in rank how many of the order to leave out.
   `growth` is k1 + 1 of BM25. There is room for as many documents of each segment in `docs`, for their scores in
   `best`. */
void attache_search(const Segment *segments, int64_t segment_count, const List *lists, int64_t list_count,
                    const int32_t *program, int64_t steps, const uint8_t *const *masks, int64_t mask_count,
                    const uint8_t *const *timely, const After *after, double growth, int64_t room,
                    const Scratch *scratch, uint64_t *stack, uint16_t *docs, double *best, Found *found) {
    uint8_t *mask = scratch->mask;
    for (int64_t number = 0; number < segment_count; number++, lists += list_count, docs += room, best += room) {
        const Segment *segment = segments + number;
        const After *behind = after ? after + number : 0;
        int64_t size = segment->size, total = 0;
        if (steps)
            attache_match(lists, program, steps, size, stack, mask);
        else
            for (int64_t doc = 0; doc < size; doc++) mask[doc] = 1;
        for (int64_t other = 0; other < mask_count; other++) total = attache_common(mask, *masks++, size, mask);
        found[number].undated = attache_common(mask, segment->undated, size, 0);
        if (timely) total = attache_common(mask, timely[number], size, mask);
        if (!timely && !mask_count) total = attache_common(mask, mask, size, 0);
        found[number].total = total;
        if (!room)
            found[number].given = 0;
        else if (segment->order)
            found[number].given = first_in_order(segment->order, behind ? behind->rank : 0, size, mask, room, docs);
        else
            found[number].given = best_of(segment, lists, list_count, growth, behind, room, scratch, docs, best);
    }
}
