/* The inner loops of a search: postings added up, matched and ranked. See kernels.py for who calls them.

   Nothing is allocated and nothing of the C library is called: all memory is the caller's, and arrays are as long as
   he says. Scores are the same to the last bit as those of app/search/scoring.py: compile without contraction and
   without "fast" mathematics. */

#include <stdint.h>

#define WORD 64
#define EVEN_BYTES 0x00FF00FF00FF00FF
#define NEARLY (1 - 1e-9) /* far more than rounding changes */

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

/* Documents in ascending order, with weights above 0. */
typedef struct {
    const uint16_t *docs;
    const float *weights;
    const uint64_t *bits; /* the same documents as a set; NULL if nobody has made it */
    int64_t size;
    double rarity;
} List;

/* Where a page begins: behind this score, or behind this rank among those that have it. */
typedef struct {
    double score;
    int64_t rank;
} After;

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

static void push(const List *list, uint64_t *top, int64_t words) {
    for (int64_t word = 0; word < words; word++) top[word] = list->bits ? list->bits[word] : 0;
    if (list->bits) return;
    for (int64_t at = 0; at < list->size; at++) top[list->docs[at] / WORD] |= (uint64_t)1 << list->docs[at] % WORD;
}

/* The documents of the lists that a program of postfix operations chooses, as a mask of bytes. An operation is the
   number of a list, or -1 (and), -2 (or), -3 (not). `stack` has room for as many sets of bits as are open at once. */
void attache_match(const List *lists, const int32_t *program, int64_t steps, int64_t size, uint64_t *stack,
                   uint8_t *mask) {
    int64_t words = (size + WORD - 1) / WORD;
    uint64_t *top = stack - words;
    for (int64_t step = 0; step < steps; step++) {
        if (program[step] >= 0) {
            push(lists + program[step], top += words, words);
        } else if (program[step] == -3) {
            for (int64_t word = 0; word < words; word++) top[word] = ~top[word];
        } else {
            uint64_t *left = top - words;
            for (int64_t word = 0; word < words; word++)
                left[word] = program[step] == -1 ? left[word] & top[word] : left[word] | top[word];
            top = left;
        }
    }
    for (int64_t doc = 0; doc < size; doc += WORD) store(mask + doc, size - doc, top[doc / WORD]);
}

/* How many documents are in both masks. If `both` is given, it is left with these. */
int64_t attache_common(const uint8_t *left, const uint8_t *right, int64_t size, uint8_t *both) {
    int64_t found = 0, doc = 0;
    while (size - doc >= 8) {
        uint64_t counts = 0, one, other; /* eight of them, of eight bits each */
        for (int step = 0; step < 255 && size - doc >= 8; step++, doc += 8) {
            __builtin_memcpy(&one, left + doc, 8);
            __builtin_memcpy(&other, right + doc, 8);
            one &= other;
            counts += one;
            if (both) __builtin_memcpy(both + doc, &one, 8);
        }
        found += ((counts & EVEN_BYTES) + (counts >> 8 & EVEN_BYTES)) * 0x0001000100010001 >> 48;
    }
    for (; doc < size; doc++) {
        uint8_t one = left[doc] & right[doc];
        found += one;
        if (both) both[doc] = one;
    }
    return found;
}

/* Which pairs of numbers are within bounds: at least the first two, and at most the last two. */
void attache_within(const int32_t *first, const int32_t *last, const int32_t *bounds, int64_t size, uint8_t *mask) {
    for (int64_t at = 0; at < size; at++)
        mask[at] = (first[at] >= bounds[0]) & (last[at] >= bounds[1]) & (first[at] <= bounds[2]) &
                   (last[at] <= bounds[3]);
}

/* How many documents of each list are in the mask. Those of a list stand from its begin to its end. */
void attache_tally(const uint8_t *mask, const uint16_t *docs, const int64_t *begins, const int64_t *ends, int64_t lists,
                   int64_t *counts) {
    for (int64_t list = 0; list < lists; list++) {
        int64_t found = 0;
        for (int64_t at = begins[list]; at < ends[list]; at++) found += mask[docs[at]];
        counts[list] = found;
    }
}

static inline double numerator(const List *list, double weight, double growth) {
    return list->rarity * weight * growth;
}

/* Adds to `scores` what each list counts in each of the documents of the mask: BM25, as app/search/scoring.py. */
void attache_score(const List *lists, int64_t list_count, const uint8_t *mask, const double *damping, double growth,
                   double *scores) {
    for (const List *list = lists; list < lists + list_count; list++)
        for (int64_t at = 0; at < list->size; at++) {
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

/* The first `room` documents of the mask by descending score and then by rank, behind `after` if there is one; returns
   how many there are. `scores` are 0 before and after. */
int64_t attache_top(const List *lists, int64_t list_count, const uint8_t *mask, int64_t size, const double *damping,
                    double growth, const uint16_t *ranks, const After *after, int64_t room, double *scores,
                    Entry *entries, uint16_t *docs, double *best) {
    Heap heap = {entries, 0, room, after};
    if (!room) return 0;
    if (list_count == 1) try_list(&heap, lists, mask, damping, growth, ranks);
    if (heap.size < room) { /* those that are in no list, too */
        heap.size = 0;
        attache_score(lists, list_count, mask, damping, growth, scores);
        try_all(&heap, mask, size, ranks, scores);
    }
    for (int64_t left = heap.size; left--;) {
        docs[left] = entries[0].doc;
        best[left] = entries[0].score;
        entries[0] = entries[left];
        sink(entries, left, 0);
    }
    return heap.size;
}
