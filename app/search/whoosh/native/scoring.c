/* How well documents answer, and the best of them. Scores are the same to the last bit as those of
   app/search/scoring.py. */

#include "searching.h"

#define FEW 8             /* lists that are looked into for each document */
#define MANY 2            /* times what is chosen: lists so long are not looked through */
#define SOME 512          /* documents that are looked for one by one in each list */
#define SCANT 16          /* times as many are chosen as are wanted: most are too low, and not looked at */
#define NEARLY (1 - 1e-9) /* far more than rounding changes */
#define STEPS 255         /* that impacts are told in */

static inline double numerator(const List *list, double weight, double growth) {
    return list->rarity * weight * growth;
}

/* Adds to `scores` what each list counts in each document of a set: BM25, as app/search/scoring.py. */
static void score_all(const List *lists, int64_t list_count, const uint64_t *set, const double *damping, double growth,
                      double *scores) {
    for (const List *list = lists; list < lists + list_count; list++)
        for (int64_t at = 0; list->rarity > 0 && at < list->size; at++) {
            uint16_t doc = list->docs[at];
            double weight = list->weights[at];
            if (holds(set, doc)) scores[doc] += numerator(list, weight, growth) / (weight + damping[doc]);
        }
}

/* The scores of some documents, in any order. */
static void score_some(const List *lists, int64_t list_count, const uint16_t *docs, int64_t count,
                       const double *damping, double growth, double *scores) {
    for (int64_t at = 0; at < count; at++) {
        scores[at] = 0;
        for (const List *list = lists; list < lists + list_count; list++) {
            int64_t low = 0, high = list->rarity > 0 ? list->size : 0;
            while (low < high) {
                int64_t middle = (low + high) / 2;
                if (list->docs[middle] < docs[at])
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low == list->size || list->docs[low] != docs[at]) continue;
            double weight = list->weights[low];
            scores[at] += numerator(list, weight, growth) / (weight + damping[docs[at]]);
        }
    }
}

/* The scores of documents of a set, in any order: when they are many, by way of those of all. */
void score_given(const Segment *segment, const List *lists, int64_t list_count, double growth, double *scores,
                 const uint64_t *set, const uint16_t *docs, int64_t given, double *best) {
    if (given <= SOME) {
        score_some(lists, list_count, docs, given, segment->damping, growth, best);
        return;
    }
    score_all(lists, list_count, set, segment->damping, growth, scores);
    for (int64_t at = 0; at < given; at++) best[at] = scores[docs[at]];
    for (int64_t doc = 0; doc < segment->size; doc++) scores[doc] = 0;
}

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

/* Tries the documents of a set, of which `scores` says the scores, and makes these 0. */
static void try_all(Heap *heap, const uint64_t *set, int64_t size, const uint16_t *ranks, double *scores) {
    for (int64_t first = 0; first < size; first += WORD) {
        for (uint64_t bits = set[first / WORD]; bits; bits &= bits - 1) {
            int64_t doc = first + __builtin_ctzll(bits);
            try(heap, (Entry){scores[doc], (uint16_t)doc, ranks[doc]});
            scores[doc] = 0;
        }
    }
}

/* Tries the documents of one list that are in a set; most are seen to be too low before anything is divided. */
static void try_list(Heap *heap, const List *list, const uint64_t *set, const double *damping, double growth,
                     const uint16_t *ranks) {
    for (int64_t at = 0; at < list->size; at++) {
        uint16_t doc = list->docs[at];
        double weight = list->weights[at], above = numerator(list, weight, growth), below = weight + damping[doc];
        if (!holds(set, doc) || (heap->size == heap->room && above < heap->entries[0].score * below * NEARLY)) continue;
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

static inline int64_t count(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555;
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
    return (int64_t)(((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56);
}

/* The documents of a list among the 64 of a word; `passed` are before them. */
static inline uint64_t set_at(const List *list, int64_t word, int64_t passed) {
    uint64_t bits = 0;
    if (list->bits) return list->bits[word];
    for (; passed < list->size && list->docs[passed] / WORD == word; passed++)
        bits |= (uint64_t)1 << list->docs[passed] % WORD;
    return bits;
}

/* For each document the next number of STEPS above `weight / (weight + damping)`; before them the highest of each word. */
void attache_impacts(const uint16_t *docs, const float *weights, int64_t size, const double *damping, uint8_t *impacts,
                     int64_t words) {
    uint8_t *own = impacts + words;
    for (int64_t at = 0; at < words * (1 + WORD); at++) impacts[at] = 0;
    for (int64_t at = 0; at < size; at++) {
        double weight = weights[at];
        own[docs[at]] = (uint8_t)(1 + (STEPS - 1) * weight / (weight + damping[docs[at]]));
        if (own[docs[at]] > impacts[docs[at] / WORD]) impacts[docs[at] / WORD] = own[docs[at]];
    }
}

/* What decides by impacts alone: how much a step of each list counts, and all of them together no more than 16 bits. */
typedef struct {
    const List *lists;
    int64_t list_count;
    uint16_t shares[FEW];
    double unit; /* what a score of 1 is in them */
} Rough;

static Rough rough_of(const List *lists, int64_t list_count, double growth) {
    Rough rough = {lists, list_count, {0}, 0};
    double sum = 0;
    for (int64_t list = 0; list < list_count; list++) sum += lists[list].rarity;
    if (!(sum > 0)) return rough;
    double unit = (UINT16_MAX / STEPS - FEW) / sum;
    for (int64_t list = 0; list < list_count; list++)
        rough.shares[list] = (uint16_t)(lists[list].rarity * unit + (lists[list].rarity > 0));
    rough.unit = unit * (STEPS - 1) / growth;
    return rough;
}

/* Which of a word of documents may have a score that is as high, or, by the impact of the whole word, whether any has. */
static uint64_t as_high(const Rough *rough, double score, int64_t word, int64_t words) {
    uint16_t sums[WORD] = {0}, most = 0, least = (uint16_t)(score * rough->unit * NEARLY);
    uint8_t high[WORD];
    for (int64_t list = 0; list < rough->list_count; list++) {
        const uint8_t *impacts = rough->lists[list].impacts;
        most += rough->shares[list] * (impacts ? impacts[word] : STEPS);
    }
    if (most < least) return 0;
    for (int64_t list = 0; list < rough->list_count; list++) {
        const uint8_t *impacts = rough->lists[list].impacts;
        uint16_t share = rough->shares[list];
        for (int at = 0; at < WORD; at++) sums[at] += share * (impacts ? impacts[words + word * WORD + at] : STEPS);
    }
    for (int at = 0; at < WORD; at++) high[at] = sums[at] >= least;
    return load(high);
}

/* Tries the documents of a set one by one, and looks in each list at no others; there are up to FEW lists. What is too
   low by its impacts is left out. */
static void try_set(Heap *heap, const List *lists, int64_t list_count, const uint64_t *set, const Segment *segment,
                    double growth) {
    int64_t passed[FEW] = {0}, words = (segment->size + WORD - 1) / WORD;
    Rough rough = rough_of(lists, list_count, growth);
    uint64_t sets[FEW];
    for (int64_t word = 0; word < words; word++) {
        uint64_t tried = set[word];
        if (tried && heap->size == heap->room) tried &= as_high(&rough, heap->entries[0].score, word, words);
        for (int64_t list = 0; list < list_count; list++) sets[list] = set_at(lists + list, word, passed[list]);
        for (uint64_t bits = tried; bits; bits &= bits - 1) {
            uint64_t bit = bits & -bits;
            int64_t doc = word * WORD + __builtin_ctzll(bits);
            double score = 0;
            for (int64_t list = 0; list < list_count; list++) {
                if (!(sets[list] & bit) || !(lists[list].rarity > 0)) continue;
                double weight = lists[list].weights[passed[list] + count(sets[list] & (bit - 1))];
                score += numerator(lists + list, weight, growth) / (weight + segment->damping[doc]);
            }
            if (heap->size < heap->room || score >= heap->entries[0].score)
                try(heap, (Entry){score, (uint16_t)doc, segment->ranks[doc]});
        }
        for (int64_t list = 0; list < list_count; list++) passed[list] += count(sets[list]);
    }
}

static int64_t length(const List *lists, int64_t list_count) {
    int64_t total = 0;
    for (const List *list = lists; list < lists + list_count; list++) total += list->size;
    return total;
}

/* Whether the impacts are known of all lists that count for the score. */
static int have_impacts(const List *lists, int64_t list_count) {
    for (const List *list = lists; list < lists + list_count; list++)
        if (list->rarity > 0 && !list->impacts) return 0;
    return 1;
}

int64_t best_of(const Segment *segment, const List *lists, int64_t list_count, int64_t total, double growth,
                const After *after, int64_t room, const Scratch *scratch, const uint64_t *set, uint16_t *docs,
                double *best) {
    Heap heap = {scratch->entries, 0, room, after};
    int selective = SCANT * room < total && have_impacts(lists, list_count);
    if (!selective && list_count == 1 && lists->rarity > 0 && lists->size < MANY * total)
        try_list(&heap, lists, set, segment->damping, growth, segment->ranks);
    if (heap.size == heap.room) return take(&heap, docs, best);
    heap.size = 0; /* those that are in no list, too */
    if (list_count <= FEW && (selective || MANY * total < length(lists, list_count))) {
        try_set(&heap, lists, list_count, set, segment, growth);
    } else {
        score_all(lists, list_count, set, segment->damping, growth, scratch->scores);
        try_all(&heap, set, segment->size, segment->ranks, scratch->scores);
    }
    return take(&heap, docs, best);
}
