/* The first documents in an order, or by their scores: see searching.py. Scores are the same to the last bit as those of
   app/search/scoring.py. */

#include "searching.h"

#define NO_CLOCK INT64_MIN
#define LATER_THAN_ANY ((int64_t)1 << 40) /* microseconds: days */
#define UNDATED __builtin_inf()

/* How many documents of a segment are chosen, how many of those are undated before the time is asked for, before which
   place in the order there is surely none, how many are given, and how many of these are taken for the page. */
typedef struct {
    int64_t total, undated, start, given, taken;
} Found;

/* Leaves in a set only what is in another one, too, unless that is NULL. */
static void narrow(uint64_t *set, const uint64_t *other, int64_t words) {
    for (int64_t word = 0; other && word < words; word++) set[word] &= other[word];
}

/* The documents of a set from a place in the order on. When they do not come soon, their places are looked up, as many
   as they are, in place of all that may come before them. */
static int64_t first_in_order(const Segment *segment, int64_t start, const uint64_t *set, int64_t total, int64_t room,
                              uint64_t *places, uint16_t *docs) {
    int64_t found = 0, at = start, words = (segment->size + WORD - 1) / WORD, soon = start + total;
    for (; at < soon && at < segment->size && found < room; at++)
        if (holds(set, segment->order[at])) docs[found++] = segment->order[at];
    if (found == room || at >= segment->size) return found;
    for (int64_t word = at / WORD; word < words; word++) places[word] = 0;
    for (int64_t word = 0; word < words; word++)
        for (uint64_t bits = set[word]; bits; bits &= bits - 1) {
            uint16_t place = segment->ranks[word * WORD + __builtin_ctzll(bits)];
            if (place >= at) places[place / WORD] |= (uint64_t)1 << place % WORD;
        }
    for (int64_t word = at / WORD; word < words; word++)
        for (uint64_t bits = places[word]; bits && found < room; bits &= bits - 1)
            docs[found++] = segment->order[word * WORD + __builtin_ctzll(bits)];
    return found;
}

/* One of the documents that are given of a segment, and how far down it comes among those of all. */
typedef struct {
    const Segment *segment;
    uint16_t doc;
    double depth;
} Next;

/* Whoever has a time of day comes before the others of the day, or behind them where the latest come last. */
static inline int64_t timed(const Next *next) {
    int64_t clock = next->segment->clocks[next->doc];
    return clock == NO_CLOCK ? 0 : next->segment->direction * (clock + LATER_THAN_ANY);
}

static int is_lower(const Next *one, const Next *other) {
    int64_t start = number_at(one->segment->starts, one->doc), end = number_at(one->segment->starts, one->doc + 1);
    int64_t second = number_at(other->segment->starts, other->doc);
    int64_t last = number_at(other->segment->starts, other->doc + 1);
    for (; start < end && second < last; start++, second++)
        if (one->segment->ids[start] != other->segment->ids[second])
            return one->segment->ids[start] < other->segment->ids[second];
    return start == end && second < last;
}

static int comes_before(const Next *one, const Next *other) {
    if (one->depth != other->depth) return one->depth < other->depth;
    if (one->segment->clocks && one->depth != UNDATED && timed(one) != timed(other)) return timed(one) < timed(other);
    return is_lower(one, other);
}

/* Of the documents that are given in rows of so many, leaves the first `room` of all segments; `turns` tells from which
   segment each of them is. */
static void merge(const Segment *segments, int64_t segment_count, int64_t width, int64_t room, const uint16_t *docs,
                  const double *best, Found *found, uint16_t *turns) {
    for (int64_t number = 0; number < segment_count; number++) found[number].taken = 0;
    for (int64_t turn = 0; turn < room; turn++) {
        Next first = {0};
        for (int64_t number = 0; number < segment_count; number++) {
            if (found[number].taken == found[number].given) continue;
            const Segment *segment = segments + number;
            int64_t at = number * width + found[number].taken;
            Next next = {segment, docs[at], segment->order ? segment->heights[docs[at]] : -best[at]};
            if (!first.segment || comes_before(&next, &first)) first = next;
        }
        if (!first.segment) break;
        turns[turn] = (uint16_t)(first.segment - segments);
        found[turns[turn]].taken++;
    }
    for (int64_t number = 0; number < segment_count; number++) found[number].given = found[number].taken;
}

/* What is searched for in some segments: documents that a program chooses (see masks.c) by so many lists of each segment,
   that are in a set of each, and in one of what is of the right time; all pass that are NULL. Before the place `starts` in
   the order of each there is surely none. `growth` is k1 + 1 of BM25; a set takes so many words, and no segment has more
   than `largest` documents. */
typedef struct {
    const Segment *segments;
    int64_t segment_count;
    const List *lists;
    int64_t list_count;
    const int32_t *program;
    int64_t steps;
    const uint64_t *const *passing, *const *timely;
    const int64_t *starts;
    double growth;
    int64_t words, largest;
} Query;

static void choose_of(const Query *query, int64_t number, uint64_t *set, Found *found) {
    const Segment *segment = query->segments + number;
    int64_t size = segment->size, words = words_of(size);
    choose(query->lists + number * query->list_count, query->program, query->steps, size, set);
    for (int64_t word = (size + WORD - 1) / WORD; word < query->words; word++) set[word] = 0;
    narrow(set, query->passing[number], words);
    found->undated = count_common(set, segment->undated, words);
    narrow(set, query->timely[number], words);
    found->total = count_common(set, set, words);
    found->start = query->starts[number];
}

/* The first `room` documents of all segments, those of each in a row of `docs`, their scores in `best`; `turns` tells from
   which segment each is, if there are several. What comes before them is told for each segment, unless NULL: a score and a
   rank, or in rank how many of the order to leave out. There is room for as many, or for the largest segment, in each
   row. What is chosen is left in `sets`, behind which there is room for as many as the program opens at once but one; when
   it is `known` already, `found` tells of it, too. */
void attache_search(const Query *query, const After *after, int64_t room, const Scratch *scratch, uint64_t *sets,
                    int64_t known, uint16_t *docs, double *best, Found *found, uint16_t *turns) {
    double growth = query->growth;
    int64_t width = room < query->largest ? room : query->largest;
    for (int64_t number = 0; number < query->segment_count; number++) {
        const Segment *segment = query->segments + number;
        const List *lists = query->lists + number * query->list_count;
        const After *behind = after ? after + number : 0;
        uint64_t *set = sets + number * query->words;
        uint16_t *first = docs + number * width;
        double *scores = best + number * width;
        Found *here = found + number;
        if (!known) choose_of(query, number, set, here);
        int64_t most = width < here->total ? width : here->total;
        here->given = 0;
        if (most && !segment->order)
            here->given = best_of(segment, lists, query->list_count, here->total, growth, behind, width, scratch, set,
                                  first, scores);
        if (most && segment->order) {
            int64_t start = behind && behind->rank > here->start ? behind->rank : here->start;
            here->given = first_in_order(segment, start, set, here->total, most, scratch->places, first);
            if (here->given && !behind) here->start = segment->ranks[first[0]];
            score_given(segment, lists, query->list_count, growth, scratch->scores, set, first, here->given, scores);
        }
    }
    if (query->segment_count > 1) merge(query->segments, query->segment_count, width, room, docs, best, found, turns);
}
